//! Files with a post on each line, as an object of JSON (`.jsonl`, `.ndjson`): finds a line by the
//! path of its post, without reading the others.
//!
//! A post's path is the one that its line names, so that an export is the same archive. Else it is
//! made of an id, or of title and date, so that marks stay with their posts when lines move. Only the
//! places and hashes of lines are kept. Knows neither the fields of a post nor the disk.

mod head;
pub(super) mod record;

use std::collections::{HashMap, HashSet};
use std::io::{self, BufRead, BufReader, Read};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use crate::archive::post::{PostKey, Problem, ProblemKind};
use crate::archive::remedy::Remedy;
use crate::archive::site::placement::stem_and_extension;
use crate::archive::source::LARGEST_FILE;
use crate::archive::stamp::Stamp;
use crate::archive::wrong::Wrong;
use crate::hash::fnv1a;
use crate::reason::Reason;
use head::Head;

/// The extensions of files with a post on each line.
const EXTENSIONS: [&str; 2] = ["jsonl", "ndjson"];
/// The bytes that are read at a time.
const PIECE: usize = 1 << 18;

/// Whether a file holds a post on each line, by its path.
pub fn is_of_lines(path: &[u8]) -> bool {
    let name = path.rsplit(|&byte| byte == b'/').next().unwrap_or_default();
    let extension = stem_and_extension(name).1.unwrap_or_default();
    !name.starts_with(b".")
        && EXTENSIONS.iter().any(|known| extension.eq_ignore_ascii_case(known.as_bytes()))
}

/// The lines of an archive, shared by all who read it.
#[derive(Clone, Debug, Default)]
pub struct Lines(Arc<Shared>);

#[derive(Debug, Default)]
struct Shared {
    is_any: AtomicBool,
    index: Mutex<Arc<Index>>,
    /// Held while an index is rebuilt.
    renewing: Mutex<()>,
}

/// Two sources are compared by what they are, not by what was read of them.
impl PartialEq for Lines {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

impl Eq for Lines {}

impl Lines {
    /// The index of the last walk; `None` if there are no lines.
    pub(super) fn index(&self) -> Option<Arc<Index>> {
        if !self.0.is_any.load(Ordering::Acquire) {
            return None;
        }
        Some(Arc::clone(&self.0.index.lock().unwrap_or_else(PoisonError::into_inner)))
    }

    /// The path of the file that holds a post, and the number of its line, from 1.
    pub fn place_of(&self, key: &PostKey) -> Option<(PostKey, u32)> {
        let index = self.index()?;
        let place = index.place(key.as_bytes())?;
        Some((PostKey::new(place.file), place.number))
    }

    /// Rebuilds an index that was found to be outdated, unless another thread has already done so.
    pub(super) fn renew(&self, old: &Arc<Index>, make: impl FnOnce() -> Index) -> Arc<Index> {
        let _only_one = self.0.renewing.lock().unwrap_or_else(PoisonError::into_inner);
        match self.index() {
            Some(newer) if !Arc::ptr_eq(&newer, old) => newer,
            _ => self.set(make()),
        }
    }

    /// Takes the index of a new walk.
    pub(super) fn set(&self, index: Index) -> Arc<Index> {
        let index = Arc::new(index);
        let is_any = !index.files.is_empty();
        *self.0.index.lock().unwrap_or_else(PoisonError::into_inner) = Arc::clone(&index);
        self.0.is_any.store(is_any, Ordering::Release);
        index
    }
}

/// Where the lines of all files are, by the paths of their posts.
#[derive(Debug, Default)]
pub(super) struct Index {
    /// The path and version of each file; `None` if a file that cannot be read has none.
    files: Vec<(Box<[u8]>, Option<Stamp>)>,
    /// An arena with the paths of all posts.
    keys: Vec<u8>,
    lines: Vec<Line>,
    /// The lines by the hash of their post's path.
    by_key: HashMap<u64, u32>,
    /// The hashes of paths that other posts have and that a line named.
    taken: HashSet<u64>,
    /// Whether there is one file, which is the whole archive.
    is_alone: bool,
    /// The problems of files that cannot be read.
    problems: Vec<(PostKey, Problem)>,
}

#[derive(Clone, Copy, Debug)]
struct Line {
    key_start: u64,
    key_len: u16,
    file: u16,
    /// The number of the line, from 1.
    number: u32,
    /// The day as `yyyymmdd`, 0 if it is not known.
    day: u32,
    len: u32,
    offset: u64,
    hash: u64,
}

/// The place of a line.
#[derive(Clone, Copy, Debug)]
pub(super) struct Place<'a> {
    /// The path of the file.
    pub file: &'a [u8],
    /// The number of the line, from 1.
    pub number: u32,
    /// The offset of its first byte.
    pub offset: u64,
    /// Its length in bytes, without the line end; at most [`LARGEST_FILE`].
    pub len: usize,
    /// The hash of its bytes.
    pub hash: u64,
}

/// A file of lines with its version, opened for reading.
pub(super) type Opened<R> = Result<(R, Stamp), Reason>;

impl Index {
    /// Reads the lines of some files. No post gets a path that is already taken. Files that cannot be
    /// read are read again when their `stamp` changes.
    pub(super) fn build<R: Read>(
        files: &[Vec<u8>],
        is_alone: bool,
        open: impl Fn(&[u8]) -> Opened<R>,
        stamp: impl Fn(&[u8]) -> Option<Stamp>,
        is_taken: &dyn Fn(&[u8]) -> bool,
    ) -> Self {
        let mut index = Self { is_alone, ..Self::default() };
        for path in files.iter().take(usize::from(u16::MAX)) {
            let opened = open(path);
            let version = opened.as_ref().map_or_else(|_| stamp(path), |(_, stamp)| Some(*stamp));
            let number = index.files.len() as u16;
            index.files.push((path.as_slice().into(), version));
            let read = opened.and_then(|(file, _)| {
                let read = index.add(file, number, is_taken);
                read.map_err(Reason::from)
            });
            if let Err(reason) = read {
                let problem = Problem::new(
                    1,
                    ProblemKind::Unreadable,
                    Wrong::Unreadable { reason },
                    Remedy::PostsMissing,
                );
                index.problems.push((PostKey::new(path.as_slice()), problem));
            }
        }
        index
    }

    /// The problems of files that cannot be read.
    pub(super) fn problems(&self) -> &[(PostKey, Problem)] {
        &self.problems
    }

    /// Whether it is that of these files in these versions.
    pub(super) fn is_of(&self, files: &[Vec<u8>], stamp: impl Fn(&[u8]) -> Option<Stamp>) -> bool {
        self.files.len() == files.len()
            && self.files.iter().zip(files).all(|((path, known), file)| {
                **path == **file
                    && match (known, stamp(file)) {
                        (Some(known), Some(stamp)) => known.is(stamp),
                        (known, stamp) => known.is_none() && stamp.is_none(),
                    }
            })
    }

    /// Whether there is one file, which is the whole archive.
    pub(super) fn is_alone(&self) -> bool {
        self.is_alone
    }

    /// Whether a line named the path of another post.
    pub(super) fn is_taken(&self, key: &[u8]) -> bool {
        self.taken.contains(&hash(key))
    }

    /// The paths of the files.
    pub(super) fn files(&self) -> Vec<Vec<u8>> {
        self.files.iter().map(|(path, _)| path.to_vec()).collect()
    }

    /// The path of every post and its day as `yyyymmdd`, 0 if it is not known.
    pub(super) fn posts(&self) -> impl Iterator<Item = (&[u8], u32)> {
        self.lines.iter().map(|line| (self.key(line), line.day))
    }

    /// The place of the post with a path.
    pub(super) fn place(&self, key: &[u8]) -> Option<Place<'_>> {
        let line = self.lines.get(*self.by_key.get(&hash(key))? as usize)?;
        let (file, _) = self.files.get(usize::from(line.file))?;
        (self.key(line) == key).then_some(Place {
            file,
            number: line.number,
            offset: line.offset,
            len: line.len as usize,
            hash: line.hash,
        })
    }

    /// Finds the vanished post whose line has no path of its own and was edited in place, such as a
    /// broken line that was repaired. Returns its old path and its path in `new`. Returns `None` if
    /// there are several: many lines that change at once are other posts.
    pub(super) fn edited(&self, gone: &[PostKey], new: &Self) -> Option<(PostKey, PostKey)> {
        let mut nameless =
            gone.iter().filter_map(|key| Some((key, self.nameless(key.as_bytes())?)));
        let ((key, old), None) = (nameless.next()?, nameless.next()) else { return None };
        let (path, _) = self.files.get(usize::from(old.file))?;
        let file = new.files.iter().position(|(other, _)| other == path)?;
        let is_it = |line: &&Line| usize::from(line.file) == file && line.number == old.number;
        let path = new.key(new.lines.iter().find(is_it)?);
        self.place(path).is_none().then(|| (key.clone(), PostKey::new(path)))
    }

    /// The line of a post whose path was made from the line's hash.
    fn nameless(&self, key: &[u8]) -> Option<&Line> {
        let line = self.lines.get(*self.by_key.get(&hash(key))? as usize)?;
        let is_it =
            self.key(line) == key && key.ends_with(format!("{:016x}", line.hash).as_bytes());
        is_it.then_some(line)
    }

    fn key(&self, line: &Line) -> &[u8] {
        let start = line.key_start as usize;
        self.keys.get(start..start + usize::from(line.key_len)).unwrap_or_default()
    }

    /// Adds the lines of a file.
    fn add(
        &mut self,
        file: impl Read,
        number_of_file: u16,
        is_taken: &dyn Fn(&[u8]) -> bool,
    ) -> io::Result<()> {
        let path = self.files.last().map(|(path, _)| path.to_vec()).unwrap_or_default();
        let folder = if self.is_alone { &b""[..] } else { stem_and_extension(&path).0 };
        let mut input = BufReader::with_capacity(PIECE, file);
        let mut line = Vec::new();
        let (mut number, mut offset) = (0, 0);
        while let Some(len) = next_line(&mut input, &mut line)? {
            number += 1;
            if !line.trim_ascii().is_empty() {
                let head = Head::of(&line);
                let hash = hash(&line);
                let (key_start, key) = (self.keys.len() as u64, head.path(folder, hash));
                let key = self.unique(key, is_taken);
                let added = Line {
                    key_start,
                    key_len: key.len() as u16,
                    file: number_of_file,
                    number,
                    day: head.day(),
                    len: line.len() as u32,
                    offset,
                    hash,
                };
                self.by_key.insert(self::hash(&key), self.lines.len() as u32);
                self.keys.extend_from_slice(&key);
                self.lines.push(added);
            }
            offset += len;
        }
        Ok(())
    }

    /// A path that no other post has.
    fn unique(&mut self, key: Vec<u8>, is_taken: &dyn Fn(&[u8]) -> bool) -> Vec<u8> {
        if is_taken(&key) {
            self.taken.insert(hash(&key));
        }
        let is_free = |key: &[u8]| !self.by_key.contains_key(&hash(key)) && !is_taken(key);
        if is_free(&key) {
            return key;
        }
        let at = key.iter().rposition(|&byte| byte == b'/').map_or(0, |slash| slash + 1);
        let stem = stem_and_extension(key.get(at..).unwrap_or_default()).0.len() + at;
        let (stem, rest) = key.split_at_checked(stem).unwrap_or((&key, b""));
        // Many lines may name one path: the next free number is near that of the line.
        let first = if is_free(&numbered(stem, 2, rest)) { 2 } else { self.lines.len().max(3) };
        let mut number = first;
        loop {
            let key = numbered(stem, number, rest);
            if is_free(&key) {
                return key;
            }
            number += 1;
        }
    }
}

fn numbered(stem: &[u8], number: usize, rest: &[u8]) -> Vec<u8> {
    [stem, format!("-{number}").as_bytes(), rest].concat()
}

/// Reads the next line, at most [`LARGEST_FILE`] bytes of it; its whole length with the line end.
fn next_line(input: &mut impl BufRead, line: &mut Vec<u8>) -> io::Result<Option<u64>> {
    line.clear();
    let mut len = 0;
    loop {
        let piece = input.fill_buf()?;
        let end = memchr::memchr(b'\n', piece);
        let part = piece.get(..end.unwrap_or(piece.len())).unwrap_or_default();
        let room = LARGEST_FILE - line.len();
        line.extend_from_slice(part.get(..room).unwrap_or(part));
        let taken = part.len() + usize::from(end.is_some());
        input.consume(taken);
        len += taken as u64;
        if end.is_some() || taken == 0 {
            return Ok((len > 0).then_some(len));
        }
    }
}

/// The hash of the bytes of a line or a path, which changes with them. Names of posts, to which marks
/// belong, depend on it.
pub(super) fn hash(bytes: &[u8]) -> u64 {
    fnv1a(bytes).max(1)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn index(files: &[(&str, &str)], is_alone: bool) -> Index {
        let paths: Vec<Vec<u8>> = files.iter().map(|(path, _)| path.as_bytes().to_vec()).collect();
        let open = |path: &[u8]| {
            let (_, text) = files.iter().find(|(known, _)| known.as_bytes() == path).unwrap();
            Ok((text.as_bytes(), Stamp::default()))
        };
        Index::build(&paths, is_alone, open, |_| None, &|key| key == b"taken.md")
    }

    #[track_caller]
    fn check(files: &[(&str, &str)], is_alone: bool, expected: &[(&str, u32)]) -> Index {
        let index = index(files, is_alone);
        let posts =
            index.posts().map(|(key, day)| (String::from_utf8_lossy(key).into_owned(), day));
        let posts: Vec<(String, u32)> = posts.collect();
        let expected: Vec<(String, u32)> =
            expected.iter().map(|&(key, day)| (key.to_owned(), day)).collect();
        assert_eq!(posts, expected);
        for (path, text) in files {
            for (key, _) in &posts {
                let place = index.place(key.as_bytes()).unwrap();
                if place.file == path.as_bytes() {
                    let start = place.offset as usize;
                    let line = &text.as_bytes()[start..start + place.len];
                    assert_eq!(hash(line), place.hash, "{key}");
                    assert_eq!(
                        text.split('\n').nth(place.number as usize - 1).unwrap().as_bytes(),
                        line
                    );
                }
            }
        }
        index
    }

    #[test]
    fn lines_have_the_paths_that_they_name() {
        let text = "{\"path\": \"_posts/2024-01-02-a.md\", \"date\": \"2024-01-02T08:00:00Z\"}\n\n\
                    {\"path\": \"/../x/./b.md\"}\n\
                    {\"path\": \"甲.md\", \"path_bytes\": \"1tAubWQ=\"}\n\
                    {\"path\": \"x/b.md\"}\n{\"path\": \"x/b.md\"}\n{\"path\": \"taken.md\"}";
        let index = index(&[("p.jsonl", text)], true);
        assert!(index.place(b"\xd6\xd0.md").is_some() && index.place(b"none.md").is_none());
        let keys: Vec<Vec<u8>> = index.posts().map(|(key, _)| key.to_vec()).collect();
        let named = ["_posts/2024-01-02-a.md", "x/b.md"].map(|key| key.as_bytes().to_vec());
        assert_eq!(keys[..2], named);
        let numbered = ["x/b-2.md", "x/b-4.md", "taken-2.md"].map(|key| key.as_bytes().to_vec());
        assert_eq!(keys[3..], numbered);
    }

    #[test]
    fn lines_without_a_path_are_named_by_what_they_are() {
        let text = "{\"id\": 7, \"title\": \"a\", \"published_at\": \"2024-05-06 07:08\"}\r\n\
                    {\"url\": \"https://a.org/甲/b?c\"}\n";
        let expected = [("x/y/7", 20_240_506), ("x/y/https-a.org-甲-b-c", 0)];
        check(&[("x/y.jsonl", text)], false, &expected);
        // Without an id, title and date are the name, wherever the line stands.
        let named = |text: &str| {
            let index = index(&[("p.jsonl", text)], true);
            let keys: Vec<Vec<u8>> = index.posts().map(|(key, _)| key.to_vec()).collect();
            keys
        };
        let (a, b) = ("{\"title\": \"a\", \"text\": \"b\"}", "{\"title\": \"b\"}");
        let [first, second] = &named(&format!("{a}\n{b}"))[..] else { panic!() };
        assert_ne!(first, second);
        let moved = named(&format!("{b}\n{}", a.replace("\"b\"", "\"c\"")));
        assert_eq!(moved, [second.clone(), first.clone()]);
        assert_eq!(named("no JSON\n[1]\n").len(), 2);
    }

    #[test]
    fn an_index_is_renewed_with_its_files() {
        let files = [("p.jsonl", "{\"path\": \"a\"}\n")];
        let index = check(&files, true, &[("a", 0)]);
        // A version that is not sure is no version.
        assert!(!index.is_of(&[b"p.jsonl".to_vec()], |_| Some(Stamp::default())));
        let lines = Lines::default();
        assert!(lines.index().is_none());
        lines.set(index);
        assert_eq!(lines.index().unwrap().files(), [b"p.jsonl".to_vec()]);
        lines.set(Index::default());
        assert!(lines.index().is_none());
    }

    #[test]
    fn a_file_that_cannot_be_read_is_read_again_only_when_it_changes() {
        let open = |_: &[u8]| Opened::<&[u8]>::Err(Reason::Denied);
        let files = [b"p.jsonl".to_vec()];
        for version in [None, Some(Stamp::of_content(7))] {
            let index = Index::build(&files, true, open, |_| version, &|_| false);
            assert_eq!(index.problems().len(), 1);
            assert!(index.is_of(&files, |_| version));
            assert!(!index.is_of(&files, |_| Some(Stamp::of_content(8))));
        }
    }

    #[test]
    fn an_old_index_is_made_anew_once() {
        let lines = Lines::default();
        let old = lines.set(index(&[("p.jsonl", "{\"path\": \"a\"}\n")], true));
        let count = std::sync::atomic::AtomicUsize::new(0);
        let make = || {
            count.fetch_add(1, Ordering::Relaxed);
            index(&[("p.jsonl", "{\"path\": \"b\"}\n")], true)
        };
        std::thread::scope(|threads| {
            for _ in 0..8 {
                threads.spawn(|| assert!(lines.renew(&old, make).place(b"b").is_some()));
            }
        });
        assert_eq!(count.into_inner(), 1);
    }

    #[test]
    fn names_of_files() {
        for (path, is) in
            [("a.jsonl", true), ("x/a.NDJSON", true), ("a.json", false), ("x/.a.jsonl", false)]
        {
            assert_eq!(is_of_lines(path.as_bytes()), is, "{path}");
        }
    }
}
