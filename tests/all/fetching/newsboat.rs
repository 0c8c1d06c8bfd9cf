//! newsboat's cache becomes posts with their state.

use std::path::Path;
use std::process::Command;

use crate::support::program::Home;
use crate::support::skip::skip;

/// Creates a database from an SQL script; `false` if this machine cannot.
fn database(path: &Path, sql: &str) -> bool {
    let script =
        "import sqlite3, sys; sqlite3.connect(sys.argv[1]).executescript(open(sys.argv[2]).read())";
    let sql_path = path.with_extension("sql");
    std::fs::write(&sql_path, sql).unwrap();
    let made = Command::new("python3").args(["-c", script]).arg(path).arg(sql_path).output();
    let works = made.is_ok_and(|output| output.status.success());
    if !works {
        skip("python3 with sqlite3 is not installed");
    }
    works
}

const SCHEMA: &str = "CREATE TABLE rss_feed ( rssurl VARCHAR(1024) PRIMARY KEY NOT NULL, url VARCHAR(1024) NOT NULL,\
    title VARCHAR(1024) NOT NULL ); CREATE TABLE rss_item ( id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,\
    guid VARCHAR(64) NOT NULL, title VARCHAR(1024) NOT NULL, author VARCHAR(1024) NOT NULL, url VARCHAR(1024) NOT NULL,\
    feedurl VARCHAR(1024) NOT NULL, pubDate INTEGER NOT NULL, content VARCHAR(65535) NOT NULL,\
    unread INTEGER(1) NOT NULL ); ALTER TABLE rss_item ADD enclosure_url VARCHAR(1024);\
    ALTER TABLE rss_item ADD enclosure_type VARCHAR(1024); ALTER TABLE rss_item ADD flags VARCHAR(52);\
    ALTER TABLE rss_item ADD deleted INTEGER(1) NOT NULL DEFAULT 0;\
    CREATE INDEX idx_guid ON rss_item(guid);";

fn item(guid: &str, unread: u8, flags: &str, text: &str, deleted: u8) -> String {
    format!(
        "INSERT INTO rss_item (guid, title, author, url, feedurl, pubDate, content, unread, flags, deleted) VALUES \
         ('{guid}', 'Title {guid} &amp; x', '王五', 'https://a.example/{guid}', 'https://a.example/feed', 1715256000,\
         '{text}', {unread}, '{flags}', {deleted});"
    )
}

#[test]
fn items_become_posts_that_are_read_and_starred() {
    let home = Home::new(&[]);
    let mut sql = format!(
        "{SCHEMA} INSERT INTO rss_feed VALUES ('https://a.example/feed', 'https://a.example', '早报');"
    );
    // Enough for several pages of a tree, and a row that needs pages of its own.
    for n in 0..300 {
        sql.push_str(&item(
            &format!("n{n}"),
            u8::from(n % 3 == 0),
            if n % 10 == 0 { "s" } else { "" },
            "<p>正文</p>",
            0,
        ));
    }
    sql.push_str(&item("long", 1, "", &"很长。".repeat(20_000), 0));
    sql.push_str(&item("deleted", 1, "", "x", 1));
    if !database(&home.path("cache.db"), &sql) {
        return;
    }
    let import = ["feeds", "import", "--newsboat-cache", "cache.db", "-a", "news"];
    let (out, err, code) = home.run(&import);
    assert_eq!((err.as_str(), code), ("", 0));
    assert_eq!(out, "301 new posts, 0 there already, 1 left out; 200 read, 30 starred; in news\n");
    let count = |query: &str| home.run(&["list", "-a", "news", "-q", query]).0.lines().count();
    assert_eq!((count("is:read"), count("is:starred"), count("author:王五")), (200, 30, 301));
    let (out, _, _) = home.run(&["list", "-a", "news", "-q", "title:long", "--format", "jsonl"]);
    let post: serde_json::Value = serde_json::from_str(&out).unwrap();
    assert_eq!(post["title"], "Title long & x");
    let path = post["path"].as_str().unwrap();
    assert!(path.starts_with("_posts/早报/2024-05-09-title-long-x-"), "{path}");
    let long = std::fs::read_to_string(home.path("news").join(path)).unwrap();
    assert_eq!(long.matches("很长。").count(), 20_000);
    // A second import finds nothing new; posts marked unread since then stay unread only if they
    // are unread in newsboat too.
    let (out, _, _) = home.run(&import);
    assert!(out.starts_with("0 new posts, 301 there already"), "{out}");
}

#[test]
fn files_that_are_not_a_cache_are_refused() {
    let home = Home::new(&[("text", "no database"), ("feeds.toml", "")]);
    let check = |name: &str, expected: &str| {
        let (out, err, code) =
            home.run(&["feeds", "import", "--newsboat-cache", name, "-a", "news"]);
        assert_eq!((out.as_str(), code), ("", 2), "{err}");
        assert!(err.contains(expected), "{err}");
    };
    check("text", "text: it is not an SQLite database");
    check("missing", "missing: it does not exist");
    if database(&home.path("other.db"), "CREATE TABLE x (a); CREATE TABLE y (b);") {
        check("other.db", "it is not newsboat's cache");
        std::fs::write(home.path("other.db-journal"), "x").unwrap();
        check("other.db", "close the program that uses it");
    }
}
