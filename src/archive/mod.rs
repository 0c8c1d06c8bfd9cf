//! Posts in memory, without their bodies.
//!
//! Packed: titles and paths are in arenas; names of categories, tags and authors are interned.
//! Searches hold clones of an archive, so cloning is cheap. Posts arrive in batches in any order
//! and are merged into the sorted list immediately. Independent of the screen; only [`source`],
//! `walk` and `stamp` touch the disk.

mod addresses;
mod arena;
pub mod body;
pub mod change;
pub mod data;
pub mod date;
pub mod decode;
pub mod details;
pub mod exclusion;
pub mod front_matter;
pub mod lines;
pub mod load;
mod lookup;
mod names;
pub mod post;
mod post_name;
pub mod remedy;
pub mod resolve;
pub mod row;
pub mod site;
pub mod source;
pub(crate) mod stamp;
pub mod stored;
mod versions;
mod walk;
pub mod watch;
mod workers;
pub mod wrong;

use std::cmp::Ordering;
use std::collections::{HashMap, HashSet};
use std::ops::Range;

use crate::archive::addresses::AddressIndex;
use crate::archive::arena::Arena;
use crate::archive::change::PathIndex;
use crate::archive::date::PostDate;
use crate::archive::lines::Lines;
use crate::archive::names::Names;
use crate::archive::post::{Post, PostId, PostKey, Problem, Status};
use crate::clean::{CleanArena, CleanStr, CleanText, Span};
use crate::natural;

pub use change::Changed;
pub use lookup::Lookup;
pub use names::NameId;

/// The posts of one folder.
#[derive(Clone, Debug, Default)]
pub struct Archive {
    rows: Arena<Row>,
    /// All posts, in the order of [`Archive::compare`].
    order: Vec<PostId>,
    titles: CleanArena,
    /// Bytes of all paths.
    keys: Arena<u8>,
    categories: Names,
    tags: Names,
    authors: Names,
    /// Name ids of all posts. Each row's ids are its categories, then its tags, then its authors.
    lists: Arena<NameId>,
    problems: HashMap<PostId, Vec<Problem>>,
    /// Problems of the config and of folders, by path.
    folder_problems: Vec<(PostKey, Problem)>,
    /// Where the posts in files of lines are.
    lines: Lines,
    statuses: [usize; Status::ALL.len()],
    /// Ids by path.
    index: PathIndex,
    addresses: AddressIndex,
}

/// A packed post.
#[derive(Clone, Copy, Debug)]
struct Row {
    title: Span,
    key_start: u32,
    key_len: u16,
    title_derived: bool,
    /// Whether the file is gone; the row stays so that ids stay valid.
    gone: bool,
    status: Status,
    date: Option<PostDate>,
    year: i16,
    month: i8,
    lists_start: u32,
    categories: u16,
    tags: u16,
    authors: u16,
    /// A hash of the post's address, 0 if it has none.
    url: u64,
    /// The version of its file, 0 if that is not known.
    version: u64,
}

impl Row {
    fn is_due(&self, now: i64) -> bool {
        !self.gone
            && self.status == Status::Future
            && self.date.is_some_and(|date| date.seconds <= now)
    }
}

/// A post in an [`Archive`].
#[derive(Clone, Copy, Debug)]
pub struct PostRef<'a> {
    archive: &'a Archive,
    row: &'a Row,
    id: PostId,
}

impl Archive {
    /// Reserves space for `posts` more posts, because growing the indexes during a load would stall
    /// the UI.
    pub fn reserve(&mut self, posts: usize) {
        self.index.reserve(posts, &self.rows, &self.keys);
        self.addresses.reserve(posts, &self.rows);
    }

    /// Adds posts and returns their ids, newest first.
    pub fn add(&mut self, posts: Vec<Post>) -> Vec<PostId> {
        let mut ids: Vec<PostId> = posts.into_iter().map(|post| self.add_one(post)).collect();
        ids.sort_unstable_by(|&a, &b| self.compare(a, b));
        let mut order = std::mem::take(&mut self.order);
        self.merge(&mut order, &ids);
        self.order = order;
        ids
    }

    fn add_one(&mut self, post: Post) -> PostId {
        let (row, problems) = self.pack(post, None);
        let id = PostId(self.rows.add(&[row]));
        self.count_in(id, row.status, problems);
        self.index.insert(id, &self.rows, &self.keys);
        id
    }

    /// Packs a post into a row and returns its problems. Reuses storage of its old row that has the
    /// same content.
    fn pack(&mut self, post: Post, old: Option<Row>) -> (Row, Vec<Problem>) {
        let key_start = match old {
            Some(old) => old.key_start,
            None => self.keys.add(post.key.as_bytes()),
        };
        let mut list = Vec::new();
        // Front matter of 64 KiB (R7) has fewer than 65,536 names.
        let mut add = |names: &mut Names, texts: &[CleanText]| -> u16 {
            let most = texts.len().min(usize::from(u16::MAX));
            list.extend(texts.iter().take(most).map(|text| names.id_of(text.as_clean())));
            most as u16
        };
        let categories = add(&mut self.categories, &post.categories);
        let tags = add(&mut self.tags, &post.tags);
        let authors = add(&mut self.authors, &post.authors);
        let same = old.filter(|old| {
            (old.categories, old.tags, old.authors) == (categories, tags, authors)
                && self.lists.get(old.lists()) == list
        });
        let lists_start = match same {
            Some(old) => old.lists_start,
            None => self.lists.add(&list),
        };
        let title = old.map(|old| old.title);
        let title = title.filter(|&title| self.titles.get(title) == post.title.as_clean());
        let (year, month) = post.date.map_or((0, 0), PostDate::year_month);
        let row = Row {
            title: title.unwrap_or_else(|| self.titles.add(post.title.as_clean())),
            key_start,
            key_len: post.key.as_bytes().len() as u16,
            title_derived: post.title_derived,
            gone: false,
            status: post.status,
            date: post.date,
            year,
            month,
            lists_start,
            categories,
            tags,
            authors,
            url: post.url.as_ref().map_or(0, |url| addresses::hash(url.as_str())),
            version: post.version.unwrap_or(0),
        };
        (row, post.problems)
    }

    /// Shows the posts of status [`Status::Future`] that are due at `now`, in seconds since 1970
    /// (R12). Returns whether there were any.
    pub fn publish(&mut self, now: i64) -> bool {
        let mut published = 0;
        let mut urls = HashSet::new();
        let due = (0..).zip(self.rows.iter()).filter(|(_, row)| row.is_due(now));
        let due: Vec<u32> = due.map(|(at, _)| at).collect();
        for at in due {
            if let Some(row) = self.rows.one_mut(at) {
                row.status = Status::Shown;
                published += 1;
                urls.insert(row.url);
            }
        }
        if let Some(future) = self.statuses.get_mut(Status::Future as usize) {
            *future = future.saturating_sub(published);
        }
        if let Some(shown) = self.statuses.get_mut(Status::Shown as usize) {
            *shown += published;
        }
        self.renew_shared_urls(&urls);
        published > 0
    }

    /// Whether [`Archive::publish`] would show any post.
    pub fn has_due(&self, now: i64) -> bool {
        self.count(Status::Future) > 0 && self.rows.iter().any(|row| row.is_due(now))
    }

    fn count_in(&mut self, id: PostId, status: Status, problems: Vec<Problem>) {
        if let Some(count) = self.statuses.get_mut(status as usize) {
            *count += 1;
        }
        if !problems.is_empty() {
            self.problems.insert(id, problems);
        }
        self.addresses.insert(id, &self.rows);
    }

    /// Merges the sorted `new` into the sorted `list`; touches `list` only after the first new
    /// post.
    pub fn merge(&self, list: &mut Vec<PostId>, new: &[PostId]) {
        let Some(&first) = new.first() else { return };
        let at = list.partition_point(|&id| self.compare(id, first) == Ordering::Less);
        let tail = list.split_off(at);
        let mut tail = tail.into_iter().peekable();
        list.reserve(new.len() + tail.len());
        for &id in new {
            while let Some(older) = tail.next_if(|&old| self.compare(old, id) == Ordering::Less) {
                list.push(older);
            }
            list.push(id);
        }
        list.extend(tail);
    }

    /// The list's order: newest first, ties by path, descending; undated posts last, by path (J17,
    /// R9). Numbers in paths compare by value.
    pub fn compare(&self, a: PostId, b: PostId) -> Ordering {
        let (Some(row_a), Some(row_b)) = (self.row(a), self.row(b)) else {
            return a.cmp(&b);
        };
        let keys = || natural::compare(self.key_bytes(row_a), self.key_bytes(row_b));
        match (row_a.date, row_b.date) {
            (Some(a), Some(b)) => b.seconds.cmp(&a.seconds).then_with(|| keys().reverse()),
            (Some(_), None) => Ordering::Less,
            (None, Some(_)) => Ordering::Greater,
            (None, None) => keys(),
        }
    }

    /// One past the greatest id.
    pub fn ids_end(&self) -> usize {
        self.rows.len()
    }

    /// All posts, hidden ones too, newest first.
    pub fn newest_first(&self) -> &[PostId] {
        &self.order
    }

    /// The number of posts of every status.
    pub fn len(&self) -> usize {
        self.order.len()
    }

    /// Whether there is no post.
    pub fn is_empty(&self) -> bool {
        self.order.is_empty()
    }

    /// The number of posts with a status.
    pub fn count(&self, status: Status) -> usize {
        self.statuses.get(status as usize).copied().unwrap_or(0)
    }

    /// The number of hidden posts.
    pub fn hidden_count(&self) -> usize {
        Status::ALL
            .into_iter()
            .filter(|status| status.is_hidden())
            .map(|status| self.count(status))
            .sum()
    }

    /// A post by its id; `None` if its file is gone.
    pub fn post(&self, id: PostId) -> Option<PostRef<'_>> {
        let row = self.row(id).filter(|row| !row.gone)?;
        Some(PostRef { archive: self, row, id })
    }

    /// Finds a post by its path.
    pub fn find(&self, key: &[u8]) -> Option<PostId> {
        let id = self.index.find(key, &self.rows, &self.keys)?;
        self.post(id).map(PostRef::id)
    }

    /// The category names, by id.
    pub fn categories(&self) -> impl ExactSizeIterator<Item = (NameId, CleanStr<'_>)> {
        self.categories.iter()
    }

    /// The tag names, by id.
    pub fn tags(&self) -> impl ExactSizeIterator<Item = (NameId, CleanStr<'_>)> {
        self.tags.iter()
    }

    /// The author names, by id.
    pub fn authors(&self) -> impl ExactSizeIterator<Item = (NameId, CleanStr<'_>)> {
        self.authors.iter()
    }

    /// The name of a category.
    pub fn category(&self, id: NameId) -> CleanStr<'_> {
        self.categories.name(id)
    }

    /// The name of a tag.
    pub fn tag(&self, id: NameId) -> CleanStr<'_> {
        self.tags.name(id)
    }

    /// All problems, by path and line.
    pub fn problems(&self) -> Vec<(PostKey, &Problem)> {
        let mut all: Vec<(PostKey, &Problem)> = self
            .problems
            .iter()
            .filter_map(|(&id, problems)| Some((self.post(id)?.key(), problems)))
            .flat_map(|(key, problems)| problems.iter().map(move |problem| (key.clone(), problem)))
            .chain(self.folder_problems.iter().map(|(key, problem)| (key.clone(), problem)))
            .collect();
        all.sort_by(|a, b| (&a.0, a.1.line).cmp(&(&b.0, b.1.line)));
        all
    }

    /// The number of posts with problems plus that of problems of folders and the config.
    pub fn problem_count(&self) -> usize {
        self.problems.len() + self.folder_problems.len()
    }

    /// Takes the problems of folders and of the site's config, and the places of lines.
    pub fn add_walked(&mut self, problems: Vec<(PostKey, Problem)>, lines: Lines) {
        self.folder_problems.extend(problems);
        self.lines = lines;
    }

    /// The file that holds a post.
    pub fn file_of(&self, key: &PostKey) -> PostKey {
        self.lines.place_of(key).map_or_else(|| key.clone(), |(file, _)| file)
    }

    /// Where a line of a post's file is, as `path:line`. For a post in a file of lines, that is the
    /// line that holds it, if the files have been walked.
    pub fn location(&self, key: &PostKey, line: u32) -> CleanText {
        let (file, line) = self.lines.place_of(key).unwrap_or_else(|| (key.clone(), line));
        CleanText::line(&format!("{}:{line}", file.to_clean()))
    }

    /// Adds problems found when a post's body was read, without duplicates.
    pub fn add_problems(&mut self, id: PostId, new: Vec<Problem>) {
        if new.is_empty() {
            return;
        }
        let problems = self.problems.entry(id).or_default();
        for problem in new {
            if !problems.contains(&problem) {
                problems.push(problem);
            }
        }
        problems.sort_by_key(|problem| problem.line);
    }

    /// The posts whose files exist, with their rows.
    fn live(&self) -> impl Iterator<Item = (PostId, &Row)> {
        (0..).map(PostId).zip(self.rows.iter()).filter(|(_, row)| !row.gone)
    }

    fn row(&self, id: PostId) -> Option<&Row> {
        self.rows.one(id.0)
    }

    fn key_bytes(&self, row: &Row) -> &[u8] {
        row.key_in(&self.keys)
    }
}

impl Row {
    /// The post's path in the arena of paths.
    fn key_in<'a>(&self, keys: &'a Arena<u8>) -> &'a [u8] {
        let start = self.key_start as usize;
        keys.get(start..start + usize::from(self.key_len))
    }

    /// The range of its name ids in the arena.
    fn lists(&self) -> Range<usize> {
        let start = self.lists_start as usize;
        let names = [self.categories, self.tags, self.authors].map(usize::from);
        start..start + names.iter().sum::<usize>()
    }
}

impl<'a> PostRef<'a> {
    /// The id.
    pub fn id(self) -> PostId {
        self.id
    }

    /// The identity.
    pub fn key(self) -> PostKey {
        PostKey::new(self.archive.key_bytes(self.row))
    }

    /// The bytes of the path.
    pub fn key_bytes(self) -> &'a [u8] {
        self.archive.key_bytes(self.row)
    }

    /// The title.
    pub fn title(self) -> CleanStr<'a> {
        self.archive.titles.get(self.row.title)
    }

    /// Whether the title was made from the body or the file name (R13).
    pub fn title_derived(self) -> bool {
        self.row.title_derived
    }

    /// The date.
    pub fn date(self) -> Option<PostDate> {
        self.row.date
    }

    /// The year and month shown; `None` if the post is undated.
    pub fn year_month(self) -> Option<(i16, i8)> {
        self.row.date.map(|_| (self.row.year, self.row.month))
    }

    /// The version of the file that was read; `None` if it may have changed without a new one.
    pub fn version(self) -> Option<u64> {
        (self.row.version != 0).then_some(self.row.version)
    }

    /// The status.
    pub fn status(self) -> Status {
        self.row.status
    }

    /// Category ids.
    pub fn category_ids(self) -> &'a [NameId] {
        self.ids(0, self.row.categories)
    }

    /// Tag ids.
    pub fn tag_ids(self) -> &'a [NameId] {
        self.ids(self.row.categories.into(), self.row.tags)
    }

    /// Category names.
    pub fn categories(self) -> impl Iterator<Item = CleanStr<'a>> {
        self.category_ids().iter().map(move |&id| self.archive.categories.name(id))
    }

    /// Tag names.
    pub fn tags(self) -> impl Iterator<Item = CleanStr<'a>> {
        self.tag_ids().iter().map(move |&id| self.archive.tags.name(id))
    }

    /// Author ids.
    pub fn author_ids(self) -> &'a [NameId] {
        let before = usize::from(self.row.categories) + usize::from(self.row.tags);
        self.ids(before, self.row.authors)
    }

    /// Author names.
    pub fn authors(self) -> impl Iterator<Item = CleanStr<'a>> {
        self.author_ids().iter().map(move |&id| self.archive.authors.name(id))
    }

    /// The problems, in line order.
    pub fn problems(self) -> &'a [Problem] {
        self.archive.problems.get(&self.id).map(Vec::as_slice).unwrap_or_default()
    }

    fn ids(self, skip: usize, len: u16) -> &'a [NameId] {
        let start = self.row.lists_start as usize + skip;
        self.archive.lists.get(start..start + usize::from(len))
    }
}
