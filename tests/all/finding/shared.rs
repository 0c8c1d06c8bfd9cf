//! One store for all accounts of a server: readers use it without writing it, and add what is newer in
//! stores of their own.

use std::fs::{self, Permissions};
use std::os::unix::fs::{PermissionsExt, chown};
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use tempfile::TempDir;

use super::words::posts;
use super::write;
use crate::support::program::{Outcome, is_root, kanbao, kanbao_as_nobody, outcome};
use crate::support::skip::skip;

/// An archive that everyone may read, with two accounts.
struct Server {
    place: TempDir,
    /// Whether the reader is another user than the administrator.
    has_two_users: bool,
}

impl Server {
    fn new(count: usize) -> Self {
        let place = tempfile::tempdir().unwrap();
        fs::set_permissions(place.path(), Permissions::from_mode(0o755)).unwrap();
        let server = Self { place, has_two_users: is_root() };
        if !server.has_two_users {
            skip("only root can run the program as another user: one user does both");
        }
        for folder in ["archive", "admin", "reader"] {
            fs::create_dir(server.path(folder)).unwrap();
        }
        for (name, text) in posts(count) {
            server.write(&name, &text);
        }
        let mode = if server.has_two_users { 0o777 } else { 0o700 };
        fs::set_permissions(server.path("reader"), Permissions::from_mode(mode)).unwrap();
        server
    }

    fn path(&self, name: &str) -> PathBuf {
        self.place.path().join(name)
    }

    fn write(&self, name: &str, text: &str) {
        write(&self.path("archive"), name, text, 100);
    }

    fn store(&self) -> PathBuf {
        self.path("archive/.kanbao/store")
    }

    /// As the administrator, who builds the store of all.
    fn build(&self) -> Outcome {
        let store = self.store();
        let mut command = kanbao(&["index", "--into", store.to_str().unwrap()]);
        command.env("HOME", self.path("admin")).env("KANBAO_ARCHIVE", self.path("archive"));
        outcome(&mut command)
    }

    /// As a reader.
    fn run(&self, arguments: &[&str]) -> Outcome {
        let mut command = kanbao_as_nobody(self.place.path());
        command.args(arguments).env("HOME", self.path("reader")).env("LC_CTYPE", "C.UTF-8");
        command.env("KANBAO_ARCHIVE", self.path("archive"));
        outcome(&mut command)
    }

    fn status(&self) -> String {
        self.run(&["index", "--status"]).0
    }

    /// The same is found as without a store.
    fn check_hits(&self) {
        let search = ["search", "工业 OR body:/重.银/", "--format", "jsonl"];
        let stored = self.run(&search);
        assert!(stored.0.lines().count() > 3, "{stored:?}");
        assert_eq!(stored, self.run(&[&search[..], &["--no-store"]].concat()));
    }

    /// The reader's own segments.
    fn own_segments(&self) -> Vec<PathBuf> {
        let mut segments = Vec::new();
        let stores = self.path("reader/.cache/kanbao/index").read_dir();
        for store in stores.into_iter().flatten().flatten() {
            let files = store.path().read_dir().unwrap().flatten().map(|entry| entry.path());
            segments.extend(files.filter(|path| path.extension().is_some_and(|end| end == "seg")));
        }
        segments
    }
}

/// The names of files with their times.
fn files(folder: &Path) -> Vec<(PathBuf, SystemTime)> {
    let entries = folder.read_dir().unwrap().flatten();
    let mut files: Vec<(PathBuf, SystemTime)> = entries
        .map(|entry| (entry.path(), entry.metadata().unwrap().modified().unwrap()))
        .collect();
    files.sort();
    files
}

#[test]
fn accounts_share_a_store_and_add_to_it() {
    let server = Server::new(200);
    let (out, err, code) = server.build();
    assert!(code == 0 && err.is_empty() && out.starts_with("200 posts added"), "{out}{err}");
    let before = files(&server.store());
    let shared = format!("shared  {}, 200 posts", server.store().display());
    if server.has_two_users {
        let status = server.status();
        assert!(status.contains(&shared) && status.contains("200 of 200"), "{status}");
        server.check_hits();
        assert!(server.own_segments().is_empty());
        // What is newer goes to the reader's own store.
        let (name, text) = super::words::post(5000);
        server.write(&name, &text);
        assert!(server.status().contains("200 of 201"));
        let (out, err, code) = server.run(&["index"]);
        assert!(code == 0 && out.starts_with("1 post added"), "{out}{err}");
        assert!(server.status().contains("201 of 201"), "{}", server.status());
        server.check_hits();
        let bytes: u64 =
            server.own_segments().iter().map(|path| path.metadata().unwrap().len()).sum();
        let all: u64 = before.iter().map(|(path, _)| path.metadata().unwrap().len()).sum();
        assert!(bytes > 0 && bytes < all / 2, "{bytes} {all}");
    }
    assert_eq!(files(&server.store()), before, "readers write nothing");
    // The administrator's next build has all posts.
    assert!(server.build().2 == 0 && server.status().contains("up to date"));
    server.check_hits();
}

#[test]
fn a_store_that_others_may_write_is_not_used() {
    let server = Server::new(60);
    assert_eq!(server.build().2, 0);
    for (path, mode) in [(server.store(), 0o777), (server.store().join("MANIFEST"), 0o666)] {
        let old = path.metadata().unwrap().permissions();
        fs::set_permissions(&path, Permissions::from_mode(mode)).unwrap();
        if server.has_two_users {
            let status = server.status();
            assert!(status.contains("not used") && status.contains("others can write"), "{status}");
            assert!(server.run(&["doctor"]).0.contains("others can write"));
            server.check_hits();
        }
        fs::set_permissions(&path, old).unwrap();
    }
}

#[test]
fn a_store_of_a_stranger_is_not_used() {
    let server = Server::new(60);
    assert_eq!(server.build().2, 0);
    if !server.has_two_users {
        return skip("only root can give a file to another user");
    }
    for path in files(&server.store()).into_iter().map(|(path, _)| path).chain([server.store()]) {
        chown(path, Some(65533), None).unwrap();
    }
    let status = server.status();
    assert!(status.contains("neither to root"), "{status}");
    server.check_hits();
}

#[test]
fn a_store_of_another_archive_gives_nothing() {
    let (server, other) = (Server::new(60), Server::new(0));
    assert_eq!(server.build().2, 0);
    // The same names, other texts.
    for ((name, _), (_, text)) in posts(60).into_iter().zip(posts(90).into_iter().skip(30)) {
        write(&other.path("archive"), &name, &text, 50);
    }
    fs::create_dir(other.path("archive/.kanbao")).unwrap();
    assert!(
        std::process::Command::new("cp")
            .arg("-a")
            .arg(server.store())
            .arg(other.store())
            .status()
            .unwrap()
            .success()
    );
    other.check_hits();
}
