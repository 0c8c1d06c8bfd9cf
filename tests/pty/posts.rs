//! Temporary archives.

use std::path::Path;

/// A folder with one post of this body.
pub(crate) fn archive_of(body: &str) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let text = format!("---\ntitle: 只此一篇\n---\n{body}\n");
    std::fs::write(folder.path().join("2024-01-01-a.md"), text).unwrap();
    folder
}

/// A folder of posts of January 2024, one a day.
pub(crate) fn folder_of_posts(titles: &[&str]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (day, title) in titles.iter().enumerate() {
        write_post(folder.path(), day + 1, title, "正文。");
    }
    folder
}

pub(crate) fn write_post(folder: &Path, day: usize, title: &str, text: &str) {
    let post = format!("---\ntitle: {title}\n---\n{text}\n");
    std::fs::write(folder.join(format!("2024-01-{day:02}-x.md")), post).unwrap();
}
