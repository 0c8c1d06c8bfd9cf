//! Feeds that mean harm, or are far too large.

use std::fmt::Write as _;

use super::*;
use kanbao::archive::load;
use kanbao::archive::site::Dates;
use kanbao::archive::source::Source;

/// The feed's posts as the reader loads them: title and path.
fn loaded(archive: &Archive) -> Vec<(String, String)> {
    let source = Source::open(archive.root()).unwrap();
    let loaded = load::load_all(&source, Dates::at(NOW)).unwrap();
    let posts = loaded.archive.newest_first().iter();
    posts
        .map(|&id| loaded.archive.post(id).unwrap())
        .map(|post| {
            (
                post.title().as_str().to_owned(),
                String::from_utf8_lossy(post.key_bytes()).into_owned(),
            )
        })
        .collect()
}

#[test]
fn titles_make_no_other_file() {
    let titles = [
        "../../../etc/passwd",
        "/absolute",
        "a\u{202e}gpj.exe",
        "{{ site }} {% include x %}",
        "---\nlayout: x\n---",
        "\": [{ - # ' |",
        "&lt;script&gt;alert(1)&lt;/script&gt;",
        &"长".repeat(3000),
        "",
        "CON",
        ".git",
    ];
    let items: String =
        titles.iter().enumerate().map(|(n, title)| item(&n.to_string(), title, "x")).collect();
    let server = Server::start(move |_| ok(rss(&items)));
    let archive = Archive::new();
    assert_eq!(archive.fetch_from(&server), new(titles.len()));
    let posts = loaded(&archive);
    assert_eq!(posts.len(), titles.len());
    for (title, path) in &posts {
        assert!(path.starts_with("_posts/news/2024-05-08-") && path.len() < 160, "{path}");
        assert!(!title.contains('\u{202e}') && !title.is_empty(), "{title}");
    }
    assert!(posts.iter().any(|(title, _)| title == "{{ site }} {% include x %}"));
    assert_eq!(fs::read_dir(archive.root()).unwrap().count(), 2, "nothing is elsewhere");
}

#[test]
fn bombs() {
    let mut entities = String::from("<!DOCTYPE rss [<!ENTITY a0 'aaaaaaaaaa'>");
    for n in 1..20 {
        let inner = format!("&a{};", n - 1).repeat(10);
        write!(entities, "<!ENTITY a{n} '{inner}'>").unwrap();
    }
    let external = "<!DOCTYPE rss [<!ENTITY e SYSTEM 'file:///etc/passwd'>]>";
    let deep = |open: &str| rss(&format!("<item><title>a</title>{}", open.repeat(200_000)));
    for (text, bound) in [
        (format!("{entities}]>{}", rss(&item("1", "&a19;", "x"))), 1_000),
        (format!("{external}{}", rss(&item("1", "&e;", "x"))), 1_000),
        (deep("<x>"), 0),
        (rss(&item("1", "a", &"<div>".repeat(300_000))), 2_000),
        (rss(&item("1", "a", &"<a href='x'><b><table>".repeat(50_000))), 2_000),
        (rss(&"<item/>".repeat(100_000)), 2_000),
    ] {
        let server = Server::start(move |_| ok(&text));
        let archive = Archive::new();
        archive.fetch_from(&server);
        let bytes: u64 = archive.posts().iter().map(|path| path.metadata().unwrap().len()).sum();
        assert!(bytes <= bound, "{bytes} of {bound}");
    }
}

#[test]
fn an_item_of_ten_megabytes_is_cut() {
    let text = "<p>很长的一段正文。</p>\n".repeat(300_000);
    assert!(text.len() > 9_000_000);
    let server = Server::start(move |_| ok(rss(&(item("1", "a", &text) + &item("2", "b", "x")))));
    let archive = Archive::new();
    let outcome = archive.fetch_from(&server);
    assert_eq!(outcome, Outcome::Fetched(Counts { new: 2, cut: 1, ..Counts::default() }));
    let largest = archive.posts().iter().map(|path| path.metadata().unwrap().len()).max().unwrap();
    assert!((4_000_000..8_000_000).contains(&largest), "{largest}");
    assert_eq!(loaded(&archive).len(), 2);
    assert_eq!(archive.fetch_from(&server), new(0));
}

#[test]
fn a_compressed_bomb_is_too_large() {
    let packed = gzip(&vec![b' '; 50_000_000]);
    let server = Server::start(move |_| reply("200 OK", &[("Content-Encoding", "gzip")], &packed));
    fails(&Archive::new().fetch_from(&server), "the answer is larger than 20 MB");
}

#[test]
fn headers_that_mean_harm() {
    let long = "x".repeat(100_000);
    for headers in [
        vec![("X", long.as_str())],
        vec![("ETag", "\u{1b}[31m\r\nX: y")],
        vec![("Content-Type", "text/xml; charset=\"no-such\"")],
        vec![("Retry-After", "99999999999999999999999")],
        vec![("Last-Modified", "never")],
    ] {
        let headers: Vec<(String, String)> =
            headers.into_iter().map(|(name, value)| (name.to_owned(), value.to_owned())).collect();
        let server = Server::start(move |_| {
            let headers: Vec<(&str, &str)> =
                headers.iter().map(|(name, value)| (&**name, &**value)).collect();
            reply("200 OK", &headers, rss(&item("1", "a", "x")))
        });
        let archive = Archive::new();
        let first = archive.fetch_from(&server);
        assert!(matches!(first, Outcome::Fetched(_) | Outcome::Failed(_)));
        let second = archive.fetch_from(&server);
        assert!(matches!(second, Outcome::Fetched(_) | Outcome::Failed(_)));
    }
}
