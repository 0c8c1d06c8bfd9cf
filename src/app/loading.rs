//! What becomes of the loader's reports.

use crate::app::{App, Effect, Totals};
use crate::archive::Archive;
use crate::archive::load::Event;
use crate::archive::post::{Post, PostKey};
use crate::clean::CleanText;

/// From this many names on, the facets are counted when all posts are there and not before.
const MANY_NAMES: usize = 3000;

/// How far a load has come.
#[derive(Debug)]
pub struct Progress {
    /// Which load this is; reports of an earlier one are stale.
    pub generation: u64,
    /// Posts that will come.
    pub expected: usize,
    /// Loads that have not come to their end: the archive's own, and folders beside it.
    pub outstanding: usize,
    /// Folders that are left out by rule, with the reason.
    pub excluded: Vec<(PostKey, &'static str)>,
    /// Folders of posts beside the site's that can be read too (R2).
    pub offered: Vec<(PostKey, usize)>,
}

impl Progress {
    /// A load that begins.
    pub(super) fn new(generation: u64) -> Self {
        Self { generation, expected: 0, outstanding: 1, excluded: Vec::new(), offered: Vec::new() }
    }

    /// Whether all posts have come.
    pub fn is_done(&self) -> bool {
        self.outstanding == 0
    }
}

impl App {
    pub(super) fn loaded(&mut self, generation: u64, event: Event) -> Vec<Effect> {
        if generation != self.progress.generation {
            return Vec::new();
        }
        match event {
            Event::Site(site) => self.site = Some(site),
            Event::Walked(walked) => {
                self.progress.expected += walked.candidates;
                self.progress.excluded.extend(walked.excluded);
                self.progress.offered.extend(walked.offered);
                self.archive.add_folder_problems(walked.problems);
            }
            Event::Batch(posts) => return self.add(posts),
            Event::Done => return self.finish(),
            Event::Failed(reason) => {
                return vec![Effect::Quit(Some(CleanText::line(&format!(
                    "{}: {reason}",
                    self.name
                ))))];
            }
        }
        Vec::new()
    }

    fn add(&mut self, posts: Vec<Post>) -> Vec<Effect> {
        let ids = self.archive.add(posts);
        let all =
            crate::search::facets::Filter { hidden: self.filter.hidden, ..Default::default() };
        let listable = all.select(&self.archive, &ids);
        self.counts.all.add(&self.archive, &listable);
        let listed = self.filter.select(&self.archive, &listable);
        self.counts.listed.add(&self.archive, &listed);
        self.list.merge(&self.archive, &listed);
        self.come_back(&ids);
        // Sorting thousands of names with every batch would cost more than loading them.
        let names = self.archive.categories().len() + self.archive.tags().len();
        if names < MANY_NAMES || self.facets.rows.is_empty() {
            self.facets.rebuild(&self.archive, &self.filter, &self.counts.all, &self.counts.listed);
        }
        self.settle();
        self.preview()
    }

    /// Puts the cursor on the post it was on before the archive was read again.
    fn come_back(&mut self, ids: &[crate::archive::post::PostId]) {
        let Some(key) = &self.selected_before else { return };
        let is_it =
            |id| self.archive.post(id).is_some_and(|post| post.key_bytes() == key.as_bytes());
        let found = ids.iter().copied().find(|&id| is_it(id));
        if let Some(at) = found.and_then(|id| self.list.position(&self.archive, id)) {
            self.list.cursor.at = at;
            self.list.touched = true;
            self.selected_before = None;
        }
    }

    fn finish(&mut self) -> Vec<Effect> {
        self.progress.outstanding = self.progress.outstanding.saturating_sub(1);
        if self.progress.outstanding > 0 {
            return Vec::new();
        }
        self.selected_before = None;
        self.archive.note_shared_urls();
        self.facets.rebuild(&self.archive, &self.filter, &self.counts.all, &self.counts.listed);
        if self.archive.is_empty() && self.progress.offered.is_empty() {
            let line = format!("{}: there are no posts in it", self.name);
            // An archive that was there may come back: a checkout, a mount.
            if self.progress.generation > 0 {
                self.notice = CleanText::line(&line);
                self.article.clear();
                return Vec::new();
            }
            return vec![Effect::Quit(Some(CleanText::line(&line)))];
        }
        if self.notice.is_empty() {
            self.notice = self.offer();
        }
        self.settle();
        self.preview()
    }

    /// Tells of folders that hold files named like posts (R2).
    fn offer(&self) -> CleanText {
        let Some((folder, _)) = self.progress.offered.first() else { return CleanText::default() };
        let posts: usize = self.progress.offered.iter().map(|(_, posts)| posts).sum();
        let others = match self.progress.offered.len() - 1 {
            0 => String::new(),
            n => format!(" and {n} more"),
        };
        let keys = self.keymap.keys_of(crate::command::Command::AddFolders);
        let posts = crate::app::article::grouped(posts);
        CleanText::line(&format!(
            "{}{others}: {posts} more files named like posts · {keys} reads them too",
            folder.to_clean()
        ))
    }

    pub(super) fn reload(&mut self) -> Vec<Effect> {
        self.selected_before = self.selected().and_then(|id| Some(self.archive.post(id)?.key()));
        let generation = self.progress.generation + 1;
        self.progress = Progress::new(generation);
        self.archive = Archive::default();
        self.counts = Totals::default();
        // Ids are of one archive only.
        self.list = crate::app::ListPane::default();
        self.article.wanted = None;
        if let Some(article) = &mut self.article.article {
            article.stale = true;
        }
        vec![Effect::Load(generation)]
    }

    pub(super) fn add_folders(&mut self) -> Vec<Effect> {
        if self.progress.offered.is_empty() {
            self.notice =
                CleanText::line("no other folder beside the posts holds files named like posts");
            return Vec::new();
        }
        let generation = self.progress.generation;
        let folders = std::mem::take(&mut self.progress.offered);
        self.progress.outstanding += folders.len();
        folders.into_iter().map(|(folder, _)| Effect::LoadFolder(generation, folder)).collect()
    }
}
