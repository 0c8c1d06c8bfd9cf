//! An archive of hazards: everything that a post, its file or its name can do to a reader, each with
//! its expected outcome.
//!
//! In all texts `§` stands for a word of four characters that is the hazard's own, so that a search
//! shows which hazard was read.

mod files;
mod html;
mod markdown;
mod names;
mod sizes;
mod text;
mod yaml;

use std::collections::BTreeSet;
use std::ffi::OsStr;
use std::fs::{self, File};
use std::io::Write;
use std::os::unix::ffi::OsStrExt;
use std::os::unix::fs::{PermissionsExt, symlink};
use std::os::unix::net::UnixListener;
use std::path::Path;
use std::process::Command;

use tempfile::TempDir;

/// One hazard and its expected outcome.
pub(crate) struct Hazard {
    /// The path below the root, as bytes.
    pub path: Vec<u8>,
    content: Content,
    /// The title as it is listed.
    pub title: String,
    /// A piece of the text; it occurs in no other hazard. `None` if there is nothing to read.
    pub piece: Option<String>,
    /// The status as it is listed.
    pub status: &'static str,
    /// The part of the piece that stays in one piece in every format.
    pub word: Option<String>,
    /// The kinds of problems as they are listed, sorted, each once.
    pub problems: Vec<&'static str>,
}

enum Content {
    Bytes(Vec<u8>),
    /// Bytes followed by zeros, which take no room on the disk, up to a size.
    Sparse(Vec<u8>, u64),
    /// Bytes that nobody may read.
    Closed(Vec<u8>),
    /// A symbolic link to this path.
    Link(&'static str),
    /// A second name of a file of the archive.
    HardLink(&'static str),
    Pipe,
    Socket,
}

/// The text that stands for the word of a hazard.
const WORD: &str = "§";

/// The word of hazard `n`: `站〇一七台`.
fn word(n: usize) -> String {
    let digits: Vec<char> = "〇一二三四五六七八九".chars().collect();
    let digits: String =
        [n / 100, n / 10 % 10, n % 10].iter().map(|&digit| digits[digit]).collect();
    format!("站{digits}台")
}

/// A file of any bytes.
fn file(path: &str, bytes: impl Into<Vec<u8>>) -> Hazard {
    let (path, content) = (path.as_bytes().to_vec(), Content::Bytes(bytes.into()));
    let (title, piece) = (String::new(), Some(WORD.to_owned()));
    Hazard { path, content, title, piece, status: "shown", word: None, problems: Vec::new() }
}

/// A Markdown post titled by its name, with this body.
fn post(name: &str, body: impl AsRef<str>) -> Hazard {
    let text = format!("---\ntitle: {name}\n---\n{}\n", body.as_ref());
    file(&format!("{name}.md"), text).titled(name)
}

/// An HTML post titled by its name, with this body.
fn page(name: &str, body: impl AsRef<str>) -> Hazard {
    let text = format!("---\ntitle: {name}\n---\n{}\n", body.as_ref());
    file(&format!("{name}.html"), text).titled(name)
}

/// A Markdown post with this front matter.
fn front(name: &str, fields: impl AsRef<str>) -> Hazard {
    let text = format!("---\n{}\n---\n正文{WORD}\n", fields.as_ref());
    file(&format!("{name}.md"), text).titled(name)
}

impl Hazard {
    fn titled(self, title: impl Into<String>) -> Self {
        Self { title: title.into(), ..self }
    }

    fn reads(self, piece: &str) -> Self {
        Self { piece: Some(piece.to_owned()), ..self }
    }

    fn problems(self, problems: &[&'static str]) -> Self {
        Self { problems: problems.to_vec(), ..self }
    }

    /// Listed with its reason, without a text.
    fn unreadable(self) -> Self {
        Self { piece: None, status: "unreadable", ..self }.problems(&["unreadable"])
    }

    /// Listed under the path's name, without a word to search for.
    fn without_text(self) -> Self {
        Self { piece: None, ..self }
    }

    fn hidden(self, status: &'static str) -> Self {
        Self { status, ..self }
    }

    /// The path for messages.
    pub(crate) fn name(&self) -> String {
        format!("{:?}", String::from_utf8_lossy(&self.path))
    }

    /// Whether the file has its own bytes and may be read.
    pub(crate) fn is_file(&self) -> bool {
        matches!(self.content, Content::Bytes(_))
    }

    /// The file's bytes, if it has its own.
    pub(crate) fn bytes(&self) -> &[u8] {
        match &self.content {
            Content::Bytes(bytes) | Content::Sparse(bytes, _) | Content::Closed(bytes) => bytes,
            _ => &[],
        }
    }

    /// Gives the hazard its word.
    fn numbered(mut self, n: usize) -> Self {
        let word = word(n);
        if let Content::Bytes(bytes) | Content::Sparse(bytes, _) | Content::Closed(bytes) =
            &mut self.content
        {
            *bytes = replaced(bytes, WORD.as_bytes(), word.as_bytes());
        }
        self.path = replaced(&self.path, WORD.as_bytes(), word.as_bytes());
        self.title = self.title.replace(WORD, &word);
        let has_word = self.piece.as_ref().is_some_and(|piece| piece.contains(WORD));
        self.piece = self.piece.map(|piece| piece.replace(WORD, &word));
        self.word = if has_word { Some(word) } else { self.piece.clone() };
        self
    }

    fn write(&mut self, root: &Path) {
        let path = root.join(OsStr::from_bytes(&self.path));
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        match &self.content {
            Content::Bytes(bytes) => fs::write(path, bytes).unwrap(),
            Content::Sparse(bytes, size) => {
                let mut file = File::create(path).unwrap();
                file.write_all(bytes).unwrap();
                file.set_len(*size).unwrap();
            }
            Content::Closed(bytes) => {
                fs::write(&path, bytes).unwrap();
                fs::set_permissions(&path, fs::Permissions::from_mode(0o000)).unwrap();
                // Root may read it all the same.
                if File::open(path).is_err() {
                    (self.piece, self.word, self.status) = (None, None, "unreadable");
                    self.problems = vec!["unreadable"];
                }
            }
            Content::Link(target) => symlink(target, path).unwrap(),
            Content::HardLink(target) => fs::hard_link(root.join(target), path).unwrap(),
            Content::Pipe => assert!(Command::new("mkfifo").arg(path).status().unwrap().success()),
            Content::Socket => drop(UnixListener::bind(path).unwrap()),
        }
    }
}

/// Pieces numbered from 0.
fn numbered(n: usize, piece: impl Fn(usize) -> String) -> String {
    (0..n).map(piece).collect()
}

fn replaced(bytes: &[u8], from: &[u8], to: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(bytes.len());
    let mut rest = bytes;
    while let Some(at) = rest.windows(from.len()).position(|window| window == from) {
        out.extend_from_slice(&rest[..at]);
        out.extend_from_slice(to);
        rest = &rest[at + from.len()..];
    }
    out.extend_from_slice(rest);
    out
}

/// Whether a character controls a terminal or the direction of text. Written from the rules (S1, S2,
/// S6), not from the code.
pub(crate) fn is_control(c: char) -> bool {
    matches!(c, '\0'..='\u{1f}' | '\u{7f}'..='\u{9f}')
        || matches!(c, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}')
        || matches!(c, '\u{2066}'..='\u{2069}' | '\u{feff}')
}

/// All hazards, in the order in which they are written.
pub(crate) fn all() -> Vec<Hazard> {
    let rooms = [
        text::all(),
        yaml::all(),
        html::all(),
        markdown::all(),
        names::all(),
        files::all(),
        sizes::all(),
    ];
    let hazards = rooms.into_iter().flatten().enumerate();
    let hazards: Vec<Hazard> = hazards.map(|(n, hazard)| hazard.numbered(n)).collect();
    let paths: BTreeSet<&[u8]> = hazards.iter().map(|hazard| hazard.path.as_slice()).collect();
    assert_eq!(paths.len(), hazards.len(), "two hazards have one path");
    let target = |target: &str| {
        let hazard = hazards.iter().find(|hazard| hazard.path == target.as_bytes());
        hazard.and_then(|hazard| hazard.word.clone())
    };
    let of_target = target(files::TARGET);
    let read = |hazard: Hazard| match hazard.content {
        Content::Link(files::TARGET) | Content::HardLink(files::TARGET) => {
            Hazard { piece: of_target.clone(), word: of_target.clone(), ..hazard }
        }
        _ => hazard,
    };
    hazards.into_iter().map(read).collect()
}

/// An archive of all hazards in a temporary folder.
pub(crate) struct Archive {
    folder: TempDir,
    pub hazards: Vec<Hazard>,
}

impl Archive {
    pub(crate) fn write() -> Self {
        let (folder, mut hazards) = (tempfile::tempdir().unwrap(), all());
        for hazard in &mut hazards {
            hazard.write(folder.path());
        }
        // Not posts, and in the way: links that lead round, out, and nowhere.
        symlink(".", folder.path().join("round")).unwrap();
        symlink("/", folder.path().join("out")).unwrap();
        symlink("nowhere", folder.path().join("gone")).unwrap();
        Self { folder, hazards }
    }

    pub(crate) fn path(&self) -> &str {
        self.folder.path().to_str().unwrap()
    }
}
