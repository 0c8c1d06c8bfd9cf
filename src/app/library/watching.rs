//! What becomes of changes on the disk while one reads.
//!
//! Nothing that one looks at moves: the list stays on its post and in its place, the article on its
//! text. An article whose file is gone stays until one leaves it.

use std::collections::HashSet;
use std::sync::Arc;

use crate::app::text::Text;
use crate::app::{App, Effect};
use crate::archive::PostRef;
use crate::archive::change::Changed;
use crate::archive::post::{PostId, PostKey};
use crate::archive::watch::{Changes, Limit, Report};
use crate::clean::CleanText;
use crate::command::Command;
use crate::search::query::field::Mark;
use crate::typeset::Page;

/// Lines of the text in view by which a place is found again in another version.
const MARKS: usize = 12;

/// What is known of changes.
#[derive(Debug, Default)]
pub struct Watching {
    /// Posts that came while one read and that one has not gone to yet.
    fresh: HashSet<PostId>,
    /// What the last change brought and took.
    pub turnover: Turnover,
    /// Reports that came while posts were loaded.
    waiting: Vec<Report>,
    /// The article whose file is gone, and the selection with which it stays.
    kept: Option<(PostKey, Option<PostId>)>,
}

/// Paths that have come and gone, for whoever keeps something by path; the reading state follows
/// them by file name (S54).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Turnover {
    /// Posts that were not there before.
    pub come: Vec<PostKey>,
    /// Posts that are not there any more.
    pub gone: Vec<PostKey>,
    /// Of these, posts that were only moved: from where, and to where.
    pub moved: Vec<(PostKey, PostKey)>,
}

impl Watching {
    /// How many posts are new.
    pub fn news(&self) -> usize {
        self.fresh.len()
    }

    /// Another state of the archive is shown: nothing is new in it.
    pub(in crate::app) fn start_over(&mut self) {
        *self = Self::default();
    }
}

impl App {
    /// Takes what is told of the archive's files. What is of an older load is void: the newer one
    /// sees it itself.
    pub(in crate::app) fn changed(&mut self, generation: u64, report: Report) -> Vec<Effect> {
        if generation != self.progress.generation {
            return Vec::new();
        }
        if !self.progress.is_done() {
            // What a load sends later may be older.
            self.watching.waiting.push(report);
            return Vec::new();
        }
        let name = self.name();
        match report {
            Report::Changes(changes) => return self.apply(changes),
            Report::Rules => return self.reload(),
            Report::Lost(reason) => self.notice = Some(Text::FolderLost { name, reason }),
            Report::Back => self.notice = Some(Text::FolderBack { name }),
            Report::Polling(Limit::Unknown) => self.notice = Some(Text::PollingOnly),
            Report::Polling(limit) => {
                let setting = CleanText::line(limit.sysctl());
                self.notice = Some(Text::Polling { setting });
            }
        }
        Vec::new()
    }

    /// Takes what was told while posts were loaded.
    pub(in crate::app) fn changed_meanwhile(&mut self) -> Vec<Effect> {
        let generation = self.progress.generation;
        let waiting = std::mem::take(&mut self.watching.waiting);
        waiting.into_iter().flat_map(|report| self.changed(generation, report)).collect()
    }

    fn apply(&mut self, changes: Changes) -> Vec<Effect> {
        let Changes { posts, gone, moved, walked } = changes;
        let shown = self.article.article.as_ref().map(|article| article.key.clone());
        let is_rewritten = posts.iter().any(|post| Some(&post.key) == shown.as_ref());
        let selected = self.selected().and_then(|id| Some((id, self.archive.post(id)?.key())));
        let before = if self.search.is_some() {
            // The hits stay until those of the archive as it is now come.
            Vec::new()
        } else {
            std::mem::take(&mut self.list.posts)
        };

        let archive = Arc::make_mut(&mut self.archive);
        let ids = archive.change(posts, &gone);
        self.version += 1;
        if let Some(walked) = walked {
            Arc::make_mut(&mut self.archive).replace_folder_problems(walked.problems);
            self.progress.excluded = walked.excluded;
            self.progress.offered = walked.offered;
            self.progress.offered.retain(|(folder, _)| !self.added.contains(folder));
        }
        let key_of = |id: &PostId| self.archive.post(*id).map(PostRef::key);
        let come = ids.new.iter().filter_map(key_of).collect();
        self.watching.turnover = Turnover { come, gone, moved };
        self.count_news(&ids.new, &ids.removed);
        let mut effects = self.mark_again(&ids);

        let cursor = self.list.cursor;
        self.select_posts();
        if self.search.is_none() {
            let at = selected.and_then(|(id, key)| self.place_of(id, &key));
            let at = at.or_else(|| self.next_to(&before, cursor.at)).unwrap_or(0);
            self.list.cursor = cursor;
            self.keep_row(at);
        }

        if let Some(key) = shown {
            self.follow_article(key, is_rewritten);
        }
        effects.extend(self.preview());
        effects.extend(self.find_again(false));
        effects
    }

    /// Takes over what the state says of posts that came or changed, what is passed on to them
    /// from paths that are gone (S54) too. What came while one reads is new.
    fn mark_again(&mut self, ids: &Changed) -> Vec<Effect> {
        self.list.chosen.retain(|id| !ids.removed.contains(id));
        // Whatever it became may have come with an earlier look, or comes with a later one.
        let effects = if ids.new.is_empty() { Vec::new() } else { self.pass_on() };
        let there: Vec<PostId> = if effects.is_empty() {
            ids.new.iter().chain(&ids.changed).copied().collect()
        } else {
            self.archive.newest_first().to_vec()
        };
        self.marks.refresh(&self.archive, &there, &self.state);
        for &id in &ids.new {
            self.marks.set(id, Mark::New, self.watching.fresh.contains(&id));
        }
        effects
    }

    /// Puts the list's cursor on a row, which comes where the cursor is on the screen.
    fn keep_row(&mut self, at: usize) {
        let cursor = &mut self.list.cursor;
        cursor.top = (cursor.top + at).saturating_sub(cursor.at);
        cursor.at = at;
        self.list_was_moved();
        self.settle();
    }

    /// Counts what is new in the list; a post that was only moved is not.
    fn count_news(&mut self, new: &[PostId], removed: &[PostId]) {
        for id in removed {
            self.watching.fresh.remove(id);
        }
        let moved: HashSet<&PostKey> =
            self.watching.turnover.moved.iter().map(|(_, to)| to).collect();
        let is_news = |id: &&PostId| {
            self.archive.post(**id).is_some_and(|post| {
                (self.filter.hidden || !post.status().is_hidden()) && !moved.contains(&post.key())
            })
        };
        let news: Vec<PostId> = new.iter().filter(is_news).copied().collect();
        self.watching.fresh.extend(news);
    }

    /// Where a post is listed now, under whatever path.
    fn place_of(&self, id: PostId, key: &PostKey) -> Option<usize> {
        let mut moved = self.watching.turnover.moved.iter();
        let id = match moved.find(|(from, _)| from == key) {
            Some((_, to)) => self.archive.find(to.as_bytes())?,
            None => self.archive.post(id)?.id(),
        };
        self.list.position(&self.archive, id)
    }

    /// The row of what stood next to a row: below it, else above.
    fn next_to(&self, before: &[PostId], row: usize) -> Option<usize> {
        let (above, below) = before.split_at_checked(row)?;
        let mut near = below.iter().chain(above.iter().rev());
        near.find_map(|&id| self.list.position(&self.archive, self.archive.post(id)?.id()))
    }

    /// Has the article read again if its file was changed or moved, and keeps it if that is gone.
    fn follow_article(&mut self, key: PostKey, is_rewritten: bool) {
        let turnover = &self.watching.turnover;
        let moved = turnover.moved.iter().find(|(from, _)| *from == key).map(|(_, to)| to.clone());
        let found = self.archive.find(moved.as_ref().unwrap_or(&key).as_bytes());
        let selected = self.selected();
        let Some(article) = &mut self.article.article else { return };
        match (found, moved) {
            (Some(id), Some(to)) => {
                (article.key, article.post, article.stale) = (to, id, true);
            }
            (Some(id), None) if is_rewritten => {
                article.stale = true;
                if self.article.wanted == Some(id) {
                    self.article.wanted = None;
                }
                // It had been gone, and is back before one has left it.
                let kept = self.watching.kept.take();
                if kept.is_some_and(|(_, with)| with == selected) {
                    self.choose(id);
                }
            }
            (None, _) if turnover.gone.contains(&key) => {
                self.watching.kept = Some((key, selected));
                self.notice = Some(Text::ArticleGone);
            }
            _ => {}
        }
    }

    fn choose(&mut self, id: PostId) {
        if let Some(at) = self.list.position(&self.archive, id) {
            self.keep_row(at);
        }
    }

    /// Whether the article is shown although its file is gone: until another post is chosen.
    pub(in crate::app) fn keeps_article(&self) -> bool {
        let shown = self.article.article.as_ref();
        self.watching.kept.as_ref().is_some_and(|(key, with)| {
            *with == self.selected() && shown.is_some_and(|article| article.key == *key)
        })
    }

    /// Notes that a post could not be read. One that was read before stays as it was.
    pub(in crate::app) fn not_read(&mut self, post: PostId, reason: CleanText) {
        if self.article.wanted != Some(post) {
            return;
        }
        self.article.wanted = None;
        match &self.article.article {
            Some(article) if article.post == post => {
                self.notice = Some(Text::NotReadable { reason });
            }
            _ => {
                self.article.article = None;
                self.article.failure = Some(reason);
            }
        }
    }

    /// New posts are news until one goes to the top of the list, which was at `row` before.
    pub(in crate::app) fn see_news(&mut self, command: Command, row: usize) {
        let is_at_top = self.list.cursor.at == 0;
        if is_at_top && (row > 0 || command == Command::Top) {
            self.watching.fresh.clear();
        }
    }
}

/// The line of a page where the text stands that is at line `top` of another version of it.
pub(in crate::app) fn same_place(old: &Page, top: usize, new: &Page) -> usize {
    if top == 0 || old.measure() != new.measure() {
        return top;
    }
    let marks = (0..MARKS).map(|below| (below, old.plain(top + below)));
    let place = |(below, mark): (usize, CleanText)| {
        if mark.as_str().trim().is_empty() {
            return None;
        }
        let from = top + below;
        let is_mark = |&line: &usize| new.plain(line) == mark;
        let down = (from..new.len()).find(is_mark);
        let up = (0..from.min(new.len())).rev().find(is_mark);
        let nearest = [down, up].into_iter().flatten().min_by_key(|line| line.abs_diff(from))?;
        Some(nearest.saturating_sub(below))
    };
    marks.into_iter().find_map(place).unwrap_or(top)
}
