//! A post as a JSON object with stable field names.

use std::path::Path;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde::Serialize;

use crate::app::run::RunPost;
use crate::archive::body::Body;
use crate::archive::details::Details;
use crate::archive::post::{Post, PostId, PostKey, Problem};
use crate::archive::resolve;
use crate::clean::CleanText;
use crate::cli::select::Selection;
use crate::conversion::Script;
use crate::forms::composed;
use crate::search::fulltext::lookup::{Lookup, StoredPost};
use crate::search::query::field::Mark;

/// The fields of a post's object in order, with their meaning; the names are stable.
pub(super) const FIELDS: &[(&str, &str)] = &[
    ("path", "The path below the root, without control characters."),
    (
        "path_bytes",
        "The bytes of a path that `path` does not show as they are, in base64; absent otherwise.",
    ),
    ("title", "The title."),
    ("title_derived", "Whether the title was derived from the text or the file name."),
    ("date", "RFC 3339, or null; Z if neither the post nor the site has a time zone."),
    ("categories", "A list."),
    ("tags", "A list."),
    ("authors", "A list."),
    ("excerpt", "The post's own excerpt, else its first paragraph, or null."),
    ("url", "Its address on the site, or null."),
    ("chars", "The number of visible characters in the text."),
    ("links", "The targets of its links, in order."),
    ("status", "shown, draft, unpublished, future, excluded or unreadable."),
    ("read", "Whether it is read."),
    ("starred", "Whether it is starred."),
    ("mine", "Your own tags on it, a list."),
    ("problems", "Its problems: line, kind and message of each."),
    ("text", "The text; absent in lists."),
];

/// A post in the JSON formats; [`FIELDS`] explains the fields.
#[derive(Debug, Serialize)]
pub(super) struct PostRecord {
    path: CleanText,
    #[serde(skip_serializing_if = "Option::is_none")]
    path_bytes: Option<String>,
    title: CleanText,
    title_derived: bool,
    date: Option<String>,
    categories: Vec<CleanText>,
    tags: Vec<CleanText>,
    authors: Vec<CleanText>,
    excerpt: Option<CleanText>,
    url: Option<CleanText>,
    chars: usize,
    links: Vec<CleanText>,
    status: &'static str,
    read: bool,
    starred: bool,
    mine: Vec<CleanText>,
    problems: Vec<ProblemRecord>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub text: Option<CleanText>,
}

/// A problem of a post or of the archive in the JSON formats.
#[derive(Debug, Serialize)]
pub(super) struct ProblemRecord {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub path: Option<CleanText>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub path_bytes: Option<String>,
    line: u32,
    kind: &'static str,
    message: String,
}

impl ProblemRecord {
    pub(super) fn new(problem: &Problem) -> Self {
        let (line, kind) = (problem.line, problem.kind.name());
        Self { path: None, path_bytes: None, line, kind, message: problem.to_string() }
    }

    pub(super) fn with_path(problem: &Problem, key: &PostKey) -> Self {
        Self { path: Some(key.to_clean()), path_bytes: path_bytes(key), ..Self::new(problem) }
    }
}

impl PostRecord {
    /// The record with its words in a script; paths and addresses stay.
    pub(super) fn shown_in(mut self, script: Script) -> Self {
        let words = [&mut self.title]
            .into_iter()
            .chain([&mut self.excerpt, &mut self.text].into_iter().flatten());
        let names = self.categories.iter_mut().chain(&mut self.tags);
        for words in words.chain(names) {
            *words = script.shown(words.as_clean());
        }
        self
    }

    /// The record of a post from the store, else from its file, with its text on request; `None` if the
    /// post is gone.
    pub(super) fn read(
        selection: &Selection,
        lookup: &Lookup,
        id: PostId,
        with_text: bool,
    ) -> Option<Self> {
        let Selection { archive, marks, .. } = selection;
        let posts = archive.posts();
        let known = posts.post(id)?;
        let with_all_problems = |post: &mut Post| {
            // Only the whole archive knows some of them, such as a shared address.
            let others =
                known.problems().iter().filter(|problem| !post.problems.contains(problem)).cloned();
            let others: Vec<_> = others.collect();
            post.problems.extend(others);
            post.problems.sort_by_key(|problem| problem.line);
        };
        let stored = || {
            let site = &archive.loaded.site;
            let stored = lookup.post(id, known.key_bytes(), site, archive.now);
            stored.filter(|stored| !(with_text && stored.details.is_text_given))
        };
        let mut record = if let Some(StoredPost { mut post, text, details }) = stored() {
            post.problems.extend(details.problems.iter().cloned());
            post.problems.sort_by_key(|problem| problem.line);
            with_all_problems(&mut post);
            Self { text: with_text.then_some(text), ..Self::new(&post, details) }
        } else {
            match archive.body(&known.key()) {
                Ok(mut body) => {
                    with_all_problems(&mut body.post);
                    let text = with_text.then(|| body.text());
                    Self { text, ..Self::of_body(&body) }
                }
                Err(reason) => {
                    let site = &archive.loaded.site;
                    let mut post = resolve::unreadable(&known.key(), site, &reason);
                    post.problems.clear();
                    with_all_problems(&mut post);
                    Self::new(&post, Details::default())
                }
            }
        };
        record.read = marks.has(id, Mark::Read);
        record.starred = marks.has(id, Mark::Starred);
        record.mine = marks.tags_of(id).collect();
        Some(record)
    }

    /// The record of a post with its body.
    pub(super) fn of_body(body: &Body) -> Self {
        Self::new(&body.post, Details::of(body))
    }

    /// Adds the reading state that a command in the reader is given, and the text.
    pub(super) fn with_state(mut self, post: &RunPost, text: CleanText) -> Self {
        (self.read, self.starred) = (post.is_read, post.is_starred);
        self.mine.clone_from(&post.own_tags);
        self.text = Some(text);
        self
    }

    /// The record of a post without its text.
    fn new(post: &Post, details: Details) -> Self {
        Self {
            path: post.key.to_clean(),
            path_bytes: path_bytes(&post.key),
            title: post.title.clone(),
            title_derived: post.title_derived,
            date: post.date.map(crate::archive::date::PostDate::rfc3339),
            categories: post.categories.clone(),
            tags: post.tags.clone(),
            authors: post.authors.clone(),
            excerpt: details.summary,
            url: post.url.clone(),
            chars: details.chars,
            links: details.links,
            status: post.status.name(),
            read: false,
            starred: false,
            mine: Vec::new(),
            problems: post.problems.iter().map(ProblemRecord::new).collect(),
            text: None,
        }
    }
}

/// The bytes of a path in base64, if its printed form differs from them.
pub(super) fn path_bytes(key: &PostKey) -> Option<String> {
    let bytes = key.as_bytes();
    (key.to_clean().as_str().as_bytes() != bytes).then(|| STANDARD.encode(bytes))
}

/// Whether a path on the command line names the post `key` of the archive at `root`.
pub(super) fn names(path: &Path, root: Option<&Path>, key: &PostKey) -> bool {
    use std::os::unix::ffi::OsStrExt;
    let given = path.as_os_str().as_bytes();
    let is_key = |name: &[u8]| composed(name) == composed(key.as_bytes());
    if is_key(given) {
        return true;
    }
    let Some(root) = root.and_then(|root| root.canonicalize().ok()) else { return false };
    let whole = path.canonicalize().ok();
    let inside = whole.as_deref().and_then(|whole| whole.strip_prefix(root).ok());
    inside.is_some_and(|inside| is_key(inside.as_os_str().as_bytes()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::archive::site::Site;

    #[test]
    fn bytes_of_paths_that_are_not_printed_as_they_are() {
        for (path, is_given) in [
            (&b"_posts/a \xe4\xb8\xad'\".md"[..], false),
            (b"a\xff.md", true),
            (b"a\x1b[31m.md", true),
            (b"a\nb.md", true),
            (b"a\tb.md", true),
            (b"a\xe2\x80\xaeb.md", true),
        ] {
            let given = path_bytes(&PostKey::new(path));
            let bytes = given.as_ref().map(|text| STANDARD.decode(text).unwrap());
            assert_eq!(given.is_some(), is_given, "{path:?}");
            assert!(bytes.is_none_or(|bytes| bytes == path));
        }
    }

    #[test]
    fn every_field_is_explained() {
        let site = Site::jekyll(None).0;
        let mut post = resolve::unreadable(
            &PostKey::new(b"\xff.md".as_slice()),
            &site,
            &crate::reason::Reason::Denied,
        );
        post.title = CleanText::line("x");
        let mut record = PostRecord::new(&post, Details::default());
        record.text = Some(CleanText::line("x"));
        let text = serde_json::to_string(&record).unwrap();
        let mut at = 0;
        for (name, _) in FIELDS {
            let found = text.get(at..).unwrap().find(&format!("\"{name}\":"));
            at += found.unwrap_or_else(|| panic!("{name} is not in its place: {text}"));
        }
        let object: serde_json::Map<String, serde_json::Value> =
            serde_json::from_str(&text).unwrap();
        assert_eq!(object.len(), FIELDS.len());
    }
}
