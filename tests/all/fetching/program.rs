//! The subcommands `fetch`, `feeds` and `pull`, as a user types them.

use super::{Server, item, ok, reply, rss};
use crate::support::program::Home;

fn server() -> Server {
    Server::start(|request| match request.path.as_str() {
        "/feed" => ok(rss(&item("1", "一篇新闻", "<p>正文</p>"))),
        "/page" => ok(
            "<html><head><link rel='alternate' type='application/rss+xml' href='/feed' title='早报'>\
             <link rel='alternate' type='application/atom+xml' href='/comments'></head></html>",
        ),
        "/plain" => ok("<html></html>"),
        _ => reply("404 Not Found", &[], ""),
    })
}

#[test]
fn a_new_user_adds_a_feed_fetches_and_reads() {
    let (server, home) = (server(), Home::new(&[]));
    let (out, err, code) = home.run(&["fetch"]);
    assert_eq!((out.as_str(), code), ("", 2));
    assert!(
        err.contains("feeds.toml: no feeds yet") && err.contains("kanbao feeds add URL"),
        "{err}"
    );
    let (out, err, code) = home.run(&["feeds", "add", &server.url("/page")]);
    assert_eq!((err.as_str(), code), ("", 0));
    assert!(out.contains("/feed: added, in") && out.contains("the page also names"), "{out}");
    let (out, _, code) = home.run(&["feeds", "add", &server.url("/feed")]);
    assert_eq!((out.contains("is there already"), code), (true, 0), "{out}");
    let (out, err, code) = home.run(&["fetch"]);
    assert_eq!((err.as_str(), code), ("", 0));
    assert!(
        out.starts_with("1 new post, 0 changed (in ") && out.ends_with("news), from 1 feed\n"),
        "{out}"
    );
    // Without an argument the reader opens what was fetched.
    let (out, _, code) = home.run(&["list"]);
    assert_eq!((out.contains("一篇新闻"), code), (true, 0), "{out}");
    let (out, _, _) = home.run(&["show", "一篇新闻"]);
    assert!(out.contains("正文"), "{out}");
    let (out, _, code) = home.run(&["feeds", "list"]);
    assert_eq!((out, code), (format!("早报  {}  1 item\n", server.url("/feed")), 0));
    assert_eq!(home.run(&["fetch", "--quiet"]), (String::new(), String::new(), 0));
    assert_eq!(home.run(&["fetch", "--numbers"]).0, "0 0 0\n", "for the reader");
}

#[test]
fn failures_are_one_line_each_and_the_exit_code_tells() {
    let (server, home) = (server(), Home::new(&[]));
    let feed = |path: &str| format!("[[feed]]\nurl = '{}'\n", server.url(path));
    home.write(
        "news/feeds.toml",
        &(feed("/feed") + &feed("/gone") + &feed("/plain") + "[[feed]]\nurl = 'x'\n"),
    );
    let (out, err, code) = home.run(&["fetch", "-a", "news", "--quiet"]);
    assert_eq!((out.as_str(), code), ("", 1));
    let lines: Vec<&str> = err.lines().collect();
    assert_eq!(lines.len(), 3, "{err}");
    assert!(lines[0].contains("feeds.toml:8") && lines[0].contains("without a `url`"), "{err}");
    assert!(lines[1].ends_with("/gone: 404: there is no such page"), "{err}");
    assert!(lines[2].ends_with("/plain: it is a web page, not a feed"), "{err}");
    let (out, _, _) = home.run(&["feeds", "list", "-a", "news"]);
    assert!(out.contains("failed 1 time") && out.contains("1 item"), "{out}");
}

#[test]
fn a_dry_run_says_what_it_would_do() {
    let (server, home) = (server(), Home::new(&[]));
    home.write("news/feeds.toml", &format!("[[feed]]\nurl = '{}'\n", server.url("/feed")));
    let (out, _, code) = home.run(&["fetch", "-a", "news", "--dry-run"]);
    assert_eq!(code, 0);
    assert!(
        out.starts_with("1 new post, 0 changed would be written; nothing was (in news)"),
        "{out}"
    );
    assert_eq!(std::fs::read_dir(home.path("news")).unwrap().count(), 1);
}

#[test]
fn lists_of_other_programs_are_imported() {
    let home = Home::new(&[
        ("a.opml", "<opml><body><outline text='早报' xmlUrl='https://a.example/'/></body></opml>"),
        ("urls", "https://a.example/\nhttps://b.example/ tag \"~B\"\nquery:x:y\n"),
        ("none", "# nothing\n"),
        ("again", "https://a.example/ news\n"),
        ("passwd", &"root:x:0:0::/root:/bin/sh\n".repeat(50)),
    ]);
    let (out, err, code) = home.run(&["feeds", "import", "a.opml"]);
    assert_eq!((err.as_str(), code), ("", 0));
    assert!(out.starts_with("1 feed added, 0 known already, in "), "{out}");
    let (out, err, code) = home.run(&["feeds", "import", "urls"]);
    assert_eq!((err.contains("left out: query:x:y: a query"), code), (true, 1), "{err}");
    assert!(out.starts_with("1 feed added, 1 known already, in "), "{out}");
    let (_, err, code) = home.run(&["feeds", "import", "none"]);
    assert_eq!((err.contains("there are no feeds in it"), code), (true, 2), "{err}");
    let (out, err, code) = home.run(&["feeds", "import", "again"]);
    assert_eq!((err.as_str(), code), ("", 0));
    let expected = "0 feeds added, 1 known already (1 got a category or tags), in ";
    assert!(out.starts_with(expected), "{out}");
    let (_, err, code) = home.run(&["feeds", "import", "passwd"]);
    let is_brief = err.starts_with("kanbao: passwd: there are no feeds in it; ");
    assert_eq!((is_brief, err.matches("left out: root:x").count(), code), (true, 3, 2), "{err}");
    let (out, _, _) = home.run(&["feeds", "path"]);
    let text = std::fs::read_to_string(out.trim_end()).unwrap();
    assert!(text.contains("tags = [\"tag\"]") && text.contains("tags = [\"news\"]"), "{text}");
}

#[test]
fn a_named_archive_gets_its_own_feeds() {
    let (server, home) = (server(), Home::new(&[("urls", "https://a.example/\n")]));
    let own = "in new/archive/feeds.toml\n";
    let (out, err, code) = home.run(&["feeds", "add", "-a", "new/archive", &server.url("/feed")]);
    assert!(out.ends_with(own) && code == 0, "{out}{err}");
    let (out, err, code) = home.run(&["feeds", "import", "-a", "new/archive", "urls"]);
    assert!(out.ends_with(own) && code == 0, "{out}{err}");
    let text = std::fs::read_to_string(home.path("new/archive/feeds.toml")).unwrap();
    assert!(text.contains("https://a.example/") && text.contains(&server.url("/feed")), "{text}");
    let (out, _, _) = home.run(&["feeds", "list"]);
    assert_eq!(out, "", "those of the user are left alone");
    assert_eq!(home.run(&["feeds", "list", "-a", "new/archive"]).0.lines().count(), 2);
}

#[test]
fn feeds_that_cannot_be_added() {
    let (server, home) = (server(), Home::new(&[]));
    for (address, expected) in [
        (server.url("/plain"), "The page names no feed either."),
        (server.url("/gone"), "404"),
        ("file:///etc/passwd".to_owned(), "not a web address"),
        ("http://".to_owned(), "empty host"),
        ("notaurl".to_owned(), "not a web address"),
    ] {
        let (out, err, code) = home.run(&["feeds", "add", &address]);
        assert_eq!((out.as_str(), code), ("", 2), "{err}");
        assert!(err.contains(expected), "{err}");
    }
}

#[test]
fn a_restricted_program_fetches_nothing() {
    let (server, home) = (server(), Home::new(&[("a.opml", "<opml/>")]));
    home.write("news/feeds.toml", &format!("[[feed]]\nurl = '{}'\n", server.url("/feed")));
    let add = server.url("/feed");
    for arguments in
        [&["fetch"][..], &["feeds", "add", &add], &["feeds", "import", "a.opml"], &["pull"]]
    {
        let (_, err, code) = home.run(&[arguments, &["-a", "news", "--restricted"]].concat());
        assert_eq!((err.contains("not allowed in restricted mode"), code), (true, 2), "{err}");
    }
    assert!(server.requests().is_empty());
    assert_eq!(home.run(&["feeds", "list", "-a", "news", "--restricted"]).2, 0);
}

#[test]
fn pull_takes_what_is_new() {
    let home = Home::new(&[("plain/a.md", "x")]);
    let git = "git -c user.name=x -c user.email=x@example.com -c init.defaultBranch=main";
    let script = format!(
        "set -e; {git} init -q there; cd there; echo one > a.md; git add .; {git} commit -qm one; cd ..; \
         {git} clone -q there here; cd there; echo two > b.md; git add .; {git} commit -qm two"
    );
    let (_, err, code) = home.shell(&script);
    assert_eq!(code, 0, "{err}");
    let (_, err, code) = home.run(&["pull", "-a", "here"]);
    assert_eq!(code, 0, "{err}");
    assert!(home.path("here/b.md").exists());
    // What cannot be done without a merge is not done.
    let (_, err, code) = home.shell(&format!(
        "set -e; cd here; echo own > c.md; git add .; {git} commit -qm own; cd ../there; echo 3 > d.md; git add .; {git} commit -qm 3"
    ));
    assert_eq!(code, 0, "{err}");
    assert_eq!(home.run(&["pull", "-a", "here"]).2, 1);
    assert!(!home.path("here/d.md").exists());
    let (_, err, code) = home.run(&["pull", "-a", "plain"]);
    assert_eq!((err.contains("not a git checkout"), code), (true, 2), "{err}");
}
