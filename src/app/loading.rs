//! What becomes of the loader's reports.

use std::sync::Arc;

use crate::app::text::Text;
use crate::app::{App, Effect};
use crate::archive::Archive;
use crate::archive::load::Event;
use crate::archive::post::{Post, PostId, PostKey};
use crate::clean::CleanText;
use crate::command::Command;
use crate::search::facets::Filter;
use crate::search::marks::Marks;

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
            Event::Site(site) => {
                self.today = site.today(self.now);
                self.site = Some(site);
            }
            Event::Walked(walked) => {
                self.progress.expected += walked.candidates;
                self.progress.excluded.extend(walked.excluded);
                let is_added = |(folder, _): &(PostKey, usize)| self.added.contains(folder);
                self.progress
                    .offered
                    .extend(walked.offered.into_iter().filter(|one| !is_added(one)));
                match &mut self.incoming {
                    Some(incoming) => incoming.add_folder_problems(walked.problems),
                    None => Arc::make_mut(&mut self.archive).add_folder_problems(walked.problems),
                }
            }
            Event::Batch(posts) => match &mut self.incoming {
                Some(incoming) => drop(incoming.add(posts)),
                None => return self.add(posts),
            },
            Event::Done => return self.finish(),
            Event::Failed(reason) => return self.fail(reason),
        }
        Vec::new()
    }

    fn add(&mut self, posts: Vec<Post>) -> Vec<Effect> {
        let ids = Arc::make_mut(&mut self.archive).add(posts);
        let all = Filter { hidden: self.filter.hidden, ..Filter::default() };
        self.mark(&ids);
        let listable = all.select(&self.archive, &self.marks, &ids);
        self.counts.all.add(&self.archive, &self.marks, &listable);
        let listed = self.filter.select(&self.archive, &self.marks, &listable);
        self.counts.listed.add(&self.archive, &self.marks, &listed);
        match self.before.first_mut() {
            // The list has been lent to a search.
            Some(before) => self.archive.merge(&mut before.posts, &listed),
            None => self.list.merge(&self.archive, &listed),
        }
        // Sorting thousands of names with every batch would cost more than loading them.
        let names = self.archive.categories().len() + self.archive.tags().len();
        if names < MANY_NAMES || self.facets.rows.is_empty() {
            self.rebuild_facets();
        }
        self.settle();
        let mut effects = self.restore_place();
        effects.extend(self.preview());
        effects
    }

    /// Takes over what the state says of posts that have come.
    fn mark(&mut self, posts: &[PostId]) {
        self.marks.refresh(&self.archive, posts, &self.state);
        if let Some(since) = self.new_since {
            self.marks.mark_new(&self.archive, posts, since);
        }
    }

    fn finish(&mut self) -> Vec<Effect> {
        self.progress.outstanding = self.progress.outstanding.saturating_sub(1);
        if self.progress.outstanding > 0 {
            return Vec::new();
        }
        if let Some(mut archive) = self.incoming.take() {
            archive.note_shared_urls();
            let mut effects = self.replace(archive);
            effects.extend(self.changed_meanwhile());
            return effects;
        }
        Arc::make_mut(&mut self.archive).note_shared_urls();
        self.rebuild_facets();
        if self.archive.is_empty() && self.progress.offered.is_empty() {
            return vec![Effect::Quit(Some(self.no_posts()))];
        }
        if self.notice.is_none() {
            self.notice = self.offer();
        }
        let mut effects = self.follow_renames();
        self.restoring = None;
        self.settle();
        effects.extend(self.preview());
        effects.extend(self.find_again(false));
        effects.extend(self.changed_meanwhile());
        effects
    }

    /// Passes what is known of paths that are gone to the posts that they became (S54).
    pub(super) fn pass_on(&mut self) -> Vec<Effect> {
        let posts = self.archive.newest_first().iter().filter_map(|&id| self.archive.post(id));
        let keys = posts.map(super::super::archive::PostRef::key_bytes);
        let records = self.state.follow_renames(keys, self.clock).records;
        if records.is_empty() { Vec::new() } else { vec![Effect::Save(records)] }
    }

    /// The same after a load, with the flags of the posts.
    fn follow_renames(&mut self) -> Vec<Effect> {
        let effects = self.pass_on();
        if !effects.is_empty() {
            let all = self.archive.newest_first().to_vec();
            self.mark(&all);
            self.counts.of = None;
            self.select_posts();
        }
        effects
    }

    fn no_posts(&self) -> Text {
        Text::ArchiveEmpty { name: self.name.clone() }
    }

    /// Without an archive there is nothing to do; one that cannot be read again stays as it is.
    fn fail(&mut self, reason: CleanText) -> Vec<Effect> {
        let failure = Text::ArchiveFailed { name: self.name.clone(), reason };
        if self.incoming.take().is_none() {
            return vec![Effect::Quit(Some(failure))];
        }
        self.progress.outstanding = 0;
        self.notice = Some(failure);
        Vec::new()
    }

    /// Shows another state of the archive. The list stays on its post, or on its row if that is
    /// gone; the article is read again.
    fn replace(&mut self, archive: Archive) -> Vec<Effect> {
        let key = self.selected().and_then(|id| Some(self.archive.post(id)?.key()));
        let (before, cursor) = (self.archive.len(), self.list.cursor);
        self.archive = Arc::new(archive);
        self.version += 1;
        self.article.wanted = None;
        if let Some(article) = &mut self.article.article {
            article.stale = true;
        }
        // Ids are of one archive only.
        (self.search, self.filter.hits) = (None, None);
        self.before.clear();
        self.list.posts = Vec::new();
        self.list.chosen.clear();
        self.marks = Marks::default();
        let all = self.archive.newest_first().to_vec();
        self.mark(&all);
        let renames = self.follow_renames();
        self.select_posts();
        let at = key.and_then(|key| self.archive.find(key.as_bytes()));
        let at = at.and_then(|id| self.list.position(&self.archive, id)).unwrap_or(cursor.at);
        let at = at.min(self.list.posts.len().saturating_sub(1));
        self.list.cursor = cursor;
        self.list.cursor.top = (cursor.top + at).saturating_sub(cursor.at);
        self.list.cursor.at = at;
        let (posts, change) = (self.archive.len(), self.archive.len().abs_diff(before));
        self.notice = Some(match change {
            _ if posts == 0 => self.no_posts(),
            0 => Text::ReadAgain { posts },
            change if posts > before => Text::ReadAgainMore { posts, change },
            change => Text::ReadAgainLess { posts, change },
        });
        self.settle();
        let mut effects = renames;
        effects.extend(self.preview());
        effects.extend(self.find_again(true));
        effects
    }

    /// Tells of folders that hold files named like posts (R2).
    fn offer(&self) -> Option<Text> {
        let (folder, _) = self.progress.offered.first()?;
        let folder = folder.to_clean();
        let posts: usize = self.progress.offered.iter().map(|(_, posts)| posts).sum();
        let keys = CleanText::line(&self.keymap.keys_of(Command::AddFolders));
        Some(match self.progress.offered.len() - 1 {
            0 => Text::FolderOffered { folder, posts, keys },
            others => Text::FoldersOffered { folder, others, posts, keys },
        })
    }

    /// Reads the archive again. What is shown stays until all of it has come.
    pub(super) fn reload(&mut self) -> Vec<Effect> {
        let generation = self.progress.generation + 1;
        self.progress = Progress::new(generation);
        self.progress.outstanding += self.added.len();
        self.incoming = Some(Archive::default());
        self.watching.start_over();
        let folders =
            self.added.iter().map(|folder| Effect::LoadFolder(generation, folder.clone()));
        [Effect::Load(generation)].into_iter().chain(folders).collect()
    }

    /// How many posts have come of those the load will bring.
    pub fn arrived(&self) -> usize {
        self.incoming.as_ref().unwrap_or(&self.archive).len()
    }

    pub(super) fn add_folders(&mut self) -> Vec<Effect> {
        if self.progress.offered.is_empty() {
            self.notice = Some(Text::NoFolders);
            return Vec::new();
        }
        let generation = self.progress.generation;
        let folders: Vec<PostKey> = std::mem::take(&mut self.progress.offered)
            .into_iter()
            .map(|(folder, _)| folder)
            .collect();
        self.progress.outstanding += folders.len();
        self.added.extend(folders.iter().cloned());
        folders.into_iter().map(|folder| Effect::LoadFolder(generation, folder)).collect()
    }
}
