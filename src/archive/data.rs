//! A site's data files, `_data/*.yml`, `json`, `csv` and `tsv`: read when a post's Liquid first asks
//! for one, and kept.
//!
//! The files are untrusted: their number, sizes and nesting are limited, and a file that is over a
//! limit or broken counts as not known, so that the post shows what it showed without it. Knows
//! nothing of posts.

mod read;

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use crate::archive::front_matter::{ScalarKind, Value};
use crate::archive::source::{Reader, Source};
use crate::document::Data;
use crate::hash::fnv1a;

/// The largest file that is read, in bytes.
const LARGEST: usize = 4 * 1024 * 1024;
/// The most bytes that are read and kept of one site.
const MOST_BYTES: usize = 16 * 1024 * 1024;
/// The most names that are tried: a body could ask for any number.
const MOST_NAMES: usize = 1000;
/// The deepest folder below the site's.
const DEEPEST: usize = 4;

/// The data files of a site.
#[derive(Debug, Default)]
pub struct DataFiles {
    source: Option<(Source, String)>,
    read: Mutex<Read>,
}

#[derive(Debug, Default)]
struct Read {
    /// Opened when first needed.
    reader: Option<Reader>,
    /// By path below the folder without extension; `None` if there is no such file, or none that can
    /// be read.
    files: HashMap<String, Option<Data>>,
    bytes: usize,
    /// Made when first needed.
    names: Option<Names>,
}

/// The paths of the data files, without the folder's and the extension.
#[derive(Debug, Default)]
struct Names {
    paths: Vec<String>,
    /// Whether they are all, and those that Jekyll uses.
    are_all: bool,
}

impl DataFiles {
    /// The files in a folder, relative to the root of a source.
    pub(super) fn new(source: &Source, folder: &str) -> Self {
        Self { source: Some((source.clone(), folder.to_owned())), read: Mutex::default() }
    }

    /// The data of a file by the first keys, the names of folders and of the file, and the keys that
    /// are left. `None` if there is no such file.
    pub fn get<'k>(&self, keys: &'k [&'k str]) -> Option<(Data, &'k [&'k str])> {
        let mut path = String::new();
        for (at, key) in keys.iter().enumerate().take(DEEPEST) {
            let is_name = !key.is_empty() && !key.starts_with('.') && !key.contains(['/', '\0']);
            if !is_name || key.len() > 200 {
                return None;
            }
            path.extend([if at == 0 { "" } else { "/" }, key]);
            if let Some(data) = self.file(&path) {
                return Some((data, keys.get(at + 1..)?));
            }
        }
        None
    }

    /// Whether there certainly is no data under these keys.
    pub fn lacks(&self, keys: &[&str]) -> bool {
        let Some((source, folder)) = &self.source else { return false };
        let mut read = self.read();
        let Read { reader, names, .. } = &mut *read;
        if reader.is_none() {
            *reader = source.reader().ok();
        }
        let names = names.get_or_insert_with(|| {
            let reader = reader.as_ref();
            reader.map_or_else(Names::default, |reader| Names::in_folder(reader, folder))
        });
        let Names { paths, are_all: true } = names else { return false };
        (1..=keys.len().min(DEEPEST)).any(|count| {
            let path = keys.get(..count).unwrap_or_default().join("/");
            let is_around = |name: &String| {
                name.strip_prefix(&path)
                    .is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
            };
            let is_in_file = (1..count).any(|above| {
                let path = keys.get(..above).unwrap_or_default().join("/");
                paths.contains(&path)
            });
            !is_in_file && !paths.iter().any(is_around)
        })
    }

    /// A number that changes with the files in a folder, the same in every process.
    pub(super) fn fingerprint(reader: &Reader, folder: &str) -> u64 {
        let (files, _) = reader.files_in(folder, DEEPEST, MOST_NAMES);
        let versions = files.iter().flat_map(|file| {
            // A file that may change undetected gets another number when it is older.
            let version = reader.fingerprint(file).unwrap_or_default();
            [fnv1a(file), version]
        });
        let bytes: Vec<u8> = versions.flat_map(u64::to_le_bytes).collect();
        fnv1a(&bytes)
    }

    fn read(&self) -> MutexGuard<'_, Read> {
        // A panic cannot leave the maps half-changed.
        self.read.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn file(&self, path: &str) -> Option<Data> {
        let mut read = self.read();
        if let Some(known) = read.files.get(path) {
            return known.clone();
        }
        if read.files.len() >= MOST_NAMES {
            return None;
        }
        let (source, folder) = self.source.as_ref()?;
        if read.reader.is_none() {
            read.reader = source.reader().ok();
        }
        let files = read::FORMATS.iter().filter_map(|format| {
            let key = format!("{folder}/{path}.{}", format.extension);
            Some((format, read.reader.as_ref()?.read(key.as_bytes()).ok()?.bytes))
        });
        let found = files.into_iter().next();
        let bytes = found.as_ref().map_or(0, |(_, bytes)| bytes.len());
        let is_affordable = bytes <= LARGEST && read.bytes + bytes <= MOST_BYTES;
        let data = found.filter(|_| is_affordable).and_then(|(format, bytes)| format.read(&bytes));
        // Also of a file that cannot be used: it was read and parsed.
        read.bytes += bytes;
        read.files.insert(path.to_owned(), data.clone());
        data
    }
}

impl Names {
    fn in_folder(reader: &Reader, folder: &str) -> Self {
        let (files, are_all) = reader.files_in(folder, DEEPEST, MOST_NAMES);
        let mut names = Self { paths: Vec::new(), are_all };
        for file in files {
            let name =
                file.strip_prefix(folder.as_bytes()).and_then(|rest| rest.strip_prefix(b"/"));
            let name = name.map(String::from_utf8_lossy).unwrap_or_default();
            let Some((path, extension)) = name.rsplit_once('.') else { continue };
            if read::FORMATS.iter().any(|format| format.extension == extension) {
                // Jekyll leaves other characters out.
                let is_kept = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-' | '/');
                names.are_all &= path.chars().all(is_kept);
                names.paths.push(path.to_owned());
            }
        }
        names
    }
}

/// A value of a config or of front matter for Liquid.
pub(super) fn of_value(value: &Value) -> Data {
    match value {
        Value::Null => Data::Nil,
        Value::Scalar(scalar) => {
            let text = scalar.text.as_str();
            match scalar.kind {
                ScalarKind::Bool(is) => Data::Bool(is),
                ScalarKind::Number => text
                    .parse()
                    .map(Data::Int)
                    .or_else(|_| text.parse().map(Data::Float))
                    .unwrap_or_else(|_| Data::text(text)),
                ScalarKind::Text | ScalarKind::Date => Data::text(text),
            }
        }
        Value::List(items) => Data::List(items.iter().map(of_value).collect()),
        Value::Map(pairs) => Data::Map(
            pairs.iter().map(|(key, value)| (key.as_str().into(), of_value(value))).collect(),
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(files: &[(&str, &str)], keys: &str, expected: &str) {
        let root = tempfile::tempdir().unwrap();
        for (path, text) in files {
            let path = root.path().join(path);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, text).unwrap();
        }
        let data = DataFiles::new(&Source::folder(root.path()), "_data");
        let keys: Vec<&str> = keys.split('.').collect();
        let none = if data.lacks(&keys) { "nothing" } else { "none" };
        let found = data.get(&keys).map_or_else(
            || none.to_owned(),
            |(data, keys)| format!("{:?}", keys.iter().fold(data, |whole, key| whole.get(key))),
        );
        assert_eq!(found, expected, "{keys:?}");
        // The second answer is the kept one.
        assert_eq!(format!("{:?}", data.get(&keys)), format!("{:?}", data.get(&keys)));
    }

    #[test]
    fn files_of_every_format() {
        let yaml = "- {a: 甲, b: 1}\n- a: 乙\n  b: 2.5\n  c: true\n  d: ~\n";
        let files = [
            ("_data/y.yml", yaml),
            ("_data/z.yaml", "1: x\nb: [2020-01-02, 'no']"),
            ("_data/j.json", "{\"a\": [1, null, \"甲\"]}"),
            ("_data/c.csv", "a,b\n1,\"甲, \"\"乙\"\"\"\n\n2,丙\n"),
            ("_data/t.tsv", "a\tb\n甲\t1\n"),
            ("_data/sub/y.yml", "a: 1"),
            ("_data/broken.yml", "a: [\n"),
            ("outside.yml", "a: 1"),
        ];
        for (keys, expected) in [
            ("y.0.a", "Text(\"甲\")"),
            ("y.last.b", "Float(2.5)"),
            ("y.1.c", "Bool(true)"),
            ("y.1.d", "Nil"),
            ("y.1.none", "Nil"),
            ("z.1", "Text(\"x\")"),
            ("z.b.0", "Text(\"2020-01-02\")"),
            ("j.a.size", "Int(3)"),
            ("j.a.1", "Nil"),
            ("c.0.b", "Text(\"甲, \\\"乙\\\"\")"),
            ("c.1.a", "Text(\"2\")"),
            ("c.size", "Int(2)"),
            ("t.first.b", "Text(\"1\")"),
            ("sub.y.a", "Int(1)"),
            ("broken.a", "none"),
            ("none", "nothing"),
            ("none.a.b.c.d", "nothing"),
            ("sub", "none"),
            ("sub.z", "nothing"),
            ("sub.z.a", "nothing"),
            ("../outside.a", "nothing"),
            (".y", "nothing"),
        ] {
            check(&files, keys, expected);
        }
        check(&[], "none", "nothing");
        // Jekyll calls it `ab`.
        check(&[("_data/a.b.yml", "a: 1")], "none", "none");
        check(&[("_data/a.b.txt", "")], "none", "nothing");
    }

    #[test]
    fn files_outside_the_archive_have_no_fingerprint() {
        let (root, outside) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        std::fs::write(outside.path().join("a.yml"), "a: 1").unwrap();
        std::os::unix::fs::symlink(outside.path(), root.path().join("link")).unwrap();
        std::fs::create_dir_all(root.path().join("_data/sub")).unwrap();
        std::fs::write(root.path().join("_data/sub/b.yml"), "b: 1").unwrap();
        let reader = Source::folder(root.path()).reader().unwrap();
        let all = vec![b"_data/sub/b.yml".to_vec()];
        assert_eq!(reader.files_in("_data", 8, 100), (all.clone(), true));
        for (folder, are_all) in [("link", false), ("_data/../link", false), ("none", true)] {
            assert_eq!(reader.files_in(folder, 8, 100), (Vec::new(), are_all), "{folder}");
        }
        assert_eq!(reader.files_in("_data", 8, 1), (Vec::new(), false), "one folder was all");
        assert_eq!(reader.files_in("_data", 1, 100), (Vec::new(), false), "too deep");
        std::os::unix::fs::symlink(outside.path(), root.path().join("_data/link")).unwrap();
        assert_eq!(reader.files_in("_data", 8, 100), (all, false));
    }

    #[test]
    fn hostile_files_are_not_known() {
        let deep = format!("a: {}1{}", "[".repeat(300), "]".repeat(300));
        let many = format!("a: [{}]", "1,".repeat(600_000));
        let bomb = (1..20).fold("a0: &a0 [x, x]\n".to_owned(), |text, n| {
            let before = n - 1;
            text + &format!("a{n}: &a{n} [*a{before}, *a{before}, *a{before}]\n")
        });
        let long = format!("a: &a {}\nb: [{}]", "x".repeat(1 << 17), "*a,".repeat(10_000));
        let brackets = "- '[' \n- ['\n".repeat(100_000);
        let large = format!("a: {}", "x".repeat(LARGEST));
        for text in [deep, many, bomb, long, brackets, large] {
            check(&[("_data/y.yml", &text)], "y", "none");
        }
    }
}
