//! What a server may answer, and what is done.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use super::*;

/// What comes of a feed whose server always answers so.
fn outcome_of(answer: Reply) -> Outcome {
    let server = Server::start(move |_| answer.clone());
    Archive::new().fetch_from(&server)
}

#[test]
fn statuses() {
    let check = |status: &str, headers: &[(&str, &str)], expected: &str| {
        fails(&outcome_of(reply(status, headers, "x")), expected);
    };
    check("404 Not Found", &[], "404: there is no such page");
    check("410 Gone", &[], "410: permanently removed; it is not fetched again");
    check(
        "429 Too Many Requests",
        &[("Retry-After", "120")],
        "429: the server asks to wait 2 minutes",
    );
    check("503 Service Unavailable", &[], "503: the server asks to wait 15 minutes");
    check("500 Internal Server Error", &[], "500: internal server error");
    check("403 Forbidden", &[], "403: forbidden");
    check("200 OK", &[("Content-Type", "text/html")], "it is not a feed: ");
    check("204 No Content", &[], "204: no content");
}

#[test]
fn bodies() {
    let check = |body: &[u8], expected: &str| fails(&outcome_of(ok(body)), expected);
    check(b"", "the answer is empty");
    check(b"<!doctype html><html><body>x</body></html>", "it is a web page, not a feed");
    check(b"\x89PNG\r\n\x1a\n", "it is not a feed");
    check(rss("<item>").trim_end_matches("</rss>").as_bytes(), "it is not a feed");
    assert_eq!(outcome_of(ok(rss(""))), new(0));
}

#[test]
fn an_unchanged_feed_is_not_read_again() {
    let server = Server::start(|request| {
        let is_known = request.header("if-none-match") == Some("\"1\"")
            && request.header("if-modified-since") == Some("Wed, 08 May 2024 10:00:00 GMT");
        if is_known {
            return reply("304 Not Modified", &[], "");
        }
        let validators = [("ETag", "\"1\""), ("Last-Modified", "Wed, 08 May 2024 10:00:00 GMT")];
        reply("200 OK", &validators, rss(&item("1", "a", "b")))
    });
    let archive = Archive::new();
    assert_eq!(archive.fetch_from(&server), new(1));
    assert_eq!(archive.fetch_from(&server), Outcome::Unchanged);
    assert_eq!(archive.posts().len(), 1);
}

#[test]
fn a_server_that_asks_to_wait_is_left_alone() {
    let server = Server::start(|_| reply("429 Too Many Requests", &[("Retry-After", "100")], ""));
    let mut archive = Archive::new();
    fails(&archive.fetch_from(&server), "429");
    archive.now = NOW + 99;
    assert_eq!(archive.fetch_from(&server), Outcome::NotDue);
    archive.now = NOW + 100;
    fails(&archive.fetch_from(&server), "429");
    archive.all = true;
    fails(&archive.fetch_from(&server), "429");
    assert_eq!(server.requests().len(), 3);
}

#[test]
fn a_feed_that_is_gone_is_asked_again_only_on_demand() {
    let server = Server::start(|_| reply("410 Gone", &[], ""));
    let mut archive = Archive::new();
    fails(&archive.fetch_from(&server), "410");
    assert_eq!(archive.fetch_from(&server), Outcome::NotDue);
    archive.all = true;
    fails(&archive.fetch_from(&server), "410");
}

#[test]
fn redirects_are_followed_and_permanent_ones_remembered() {
    let server = Server::start(|request| match request.path.as_str() {
        "/feed" => reply("301 Moved Permanently", &[("Location", "/new")], ""),
        "/new" => reply("302 Found", &[("Location", "there?a=b")], ""),
        "/there?a=b" => ok(rss(&item("1", "a", "b"))),
        _ => reply("404 Not Found", &[], ""),
    });
    let archive = Archive::new();
    let report = archive.fetch(&one(&server));
    assert_eq!(report.feeds[0].outcome, new(1));
    assert_eq!(report.feeds[0].moved.as_ref().unwrap().as_str(), server.url("/new"));
    let report = archive.fetch(&one(&server));
    assert_eq!((&report.feeds[0].outcome, &report.feeds[0].moved), (&new(0), &None));
    let paths: Vec<String> = server.requests().into_iter().map(|request| request.path).collect();
    assert_eq!(paths, ["/feed", "/new", "/there?a=b", "/new", "/there?a=b"]);
}

#[test]
fn a_place_that_a_feed_moved_to_and_left_is_forgotten() {
    let count = AtomicUsize::new(0);
    let server = Server::start(move |request| match request.path.as_str() {
        "/feed" if count.fetch_add(1, Ordering::SeqCst) == 0 => {
            reply("308 Permanent Redirect", &[("Location", "/new")], "")
        }
        "/feed" => ok(rss("")),
        _ => reply("404 Not Found", &[], ""),
    });
    let archive = Archive::new();
    fails(&archive.fetch_from(&server), "404");
    assert_eq!(archive.fetch_from(&server), new(0));
}

#[test]
fn redirects_that_lead_nowhere() {
    for (target, expected) in [
        ("/feed", "more than 8 redirects"),
        ("file:///etc/passwd", "redirected, but not to a web address: file:///etc/passwd"),
        ("", "redirected, but not to a web address"),
    ] {
        let server = Server::start(move |_| reply("302 Found", &[("Location", target)], ""));
        fails(&Archive::new().fetch_from(&server), expected);
    }
}

#[test]
fn compressed_answers() {
    let text = rss(&item("1", "a", "压缩的正文"));
    let packed = gzip(text.as_bytes());
    let server = Server::start(move |request| {
        let accepted = request.header("accept-encoding").unwrap_or_default();
        assert!(accepted.contains("gzip") && accepted.contains("br"), "{accepted}");
        reply("200 OK", &[("Content-Encoding", "gzip")], &packed)
    });
    let archive = Archive::new();
    assert_eq!(archive.fetch_from(&server), new(1));
    assert!(archive.text().contains("压缩的正文"));
}

#[test]
fn charsets() {
    let text = |declared: &str| {
        rss(&item("1", "新闻", "<p>今天的天气很好</p>")).replace("'1.0'", declared)
    };
    for (charset, declared) in
        [("gbk", "'1.0'"), ("utf-8", "'1.0' encoding='GB18030'"), ("x", "'1.0'")]
    {
        let bytes = encoding_rs::GBK.encode(&text(declared)).0.into_owned();
        let kind = format!("text/xml; charset={charset}");
        let server = Server::start(move |_| reply("200 OK", &[("Content-Type", &kind)], &bytes));
        let archive = Archive::new();
        assert_eq!(archive.fetch_from(&server), new(1));
        let text = archive.text();
        assert!(
            text.contains("title: \"新闻\"") && text.contains("今天的天气很好"),
            "{charset}: {text}"
        );
    }
}

#[test]
fn endless_responses_are_ended() {
    let head = b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n<rss>".to_vec();
    let chunked = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n<rss>\r\n".to_vec();
    let mut archive = Archive::new();
    let outcome = |archive: &Archive, reply: Reply| {
        let server = Server::start(move |_| reply.clone());
        archive.fetch_from(&server)
    };
    // Truncated.
    for bytes in [head.clone(), chunked.clone(), b"HTTP/1.1 200".to_vec(), Vec::new()] {
        assert!(matches!(outcome(&archive, Reply::Bytes(bytes)), Outcome::Failed(_)));
    }
    // Endless.
    archive.limits.bytes = 100_000;
    let endless = b"HTTP/1.1 200 OK\r\n\r\n".to_vec();
    fails(&outcome(&archive, Reply::Endless(endless)), "the answer is larger than 0 MB");
    // Silent, at each stage.
    archive.limits.time = Duration::from_millis(300);
    for bytes in [head, Vec::new(), b"HTTP/1.1 200 OK\r\n".to_vec()] {
        fails(&outcome(&archive, Reply::Silence(bytes)), "no whole answer within");
    }
}

#[test]
fn no_server_and_no_host() {
    let free = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let report = Archive::new().fetch(&format!("[[feed]]\nurl = 'http://{free}/'\n"));
    assert!(matches!(report.feeds[0].outcome, Outcome::Failed(_)), "{report:?}");
}

#[test]
fn many_feeds_of_a_host_are_asked_two_at_a_time() {
    let server = Server::start(|request| {
        assert_eq!(request.header("user-agent").unwrap().split('/').next(), Some("kanbao"));
        ok(rss(&item("1", &request.path, "x")))
    });
    let archive = Archive::new();
    let feed = |n: usize| format!("[[feed]]\nurl = '{}'\n", server.url(&format!("/{n}")));
    let feeds = (0..12).map(feed).collect::<Vec<_>>().concat();
    let report = archive.fetch(&feeds);
    assert_eq!(report.counts().new, 12);
    assert!(server.most() <= 2, "{}", server.most());
    assert_eq!(archive.posts().len(), 12);
}
