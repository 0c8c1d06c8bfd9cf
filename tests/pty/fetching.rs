//! `^R` in the reader: the program fetches feeds in another process.

use std::io::{Read, Write};
use std::net::TcpListener;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use tempfile::TempDir;

use crate::emulator::Terminal;
use crate::posts::folder_of_posts;
use crate::server::{Server, ok, reply};
use crate::wait::wait_until;

/// Starts a reader of an archive with one post and these feeds.
fn start(feeds: &[String], arguments: &[&str]) -> (TempDir, Terminal) {
    let folder = folder_of_posts(&["旧文章"]);
    let feeds: Vec<String> = feeds.iter().map(|url| format!("[[feed]]\nurl = '{url}'\n")).collect();
    std::fs::write(folder.path().join("feeds.toml"), feeds.concat()).unwrap();
    let arguments = [arguments, &["-a", folder.path().to_str().unwrap()]].concat();
    let terminal = Terminal::start_with(&arguments, 160, 30, |command| {
        command.env("no_proxy", "127.0.0.1");
    });
    terminal.wait_for("旧文章");
    terminal.wait_for_the_load();
    (folder, terminal)
}

fn server() -> Server {
    Server::start(|request| match request.path.as_str() {
        "/feed" => ok("<rss version='2.0'><channel><title>早报</title><item><guid>1</guid>\
             <title>新到的文章</title><description>刚刚写的。</description></item></channel></rss>"),
        _ => reply("404 Not Found", &[], ""),
    })
}

#[test]
fn new_posts_appear_and_failures_are_told() {
    let server = server();
    let (folder, mut terminal) = start(&[server.url("/feed"), server.url("/gone")], &[]);
    terminal.type_keys("\x12");
    terminal.wait_for("y: fetch 2 feeds");
    assert!(server.requests().is_empty(), "fetched before it was asked for");
    terminal.type_keys("y");
    terminal.wait_for("新到的文章");
    terminal.wait_for("fetched: 1 new · 1 failed: ");
    terminal.wait_for("/gone: 404: there is no such page");
    // The new posts are beside the others, which stay.
    assert!(folder.path().join("feeds").is_dir());
    terminal.wait_for("2 posts");
    terminal.type_keys("gg\r");
    terminal.wait_for("刚刚写的。");
    // Nothing is due now.
    terminal.type_keys("\x12y");
    terminal.wait_for("fetched: 0 new");
    terminal.type_keys("Q");
    assert_eq!(terminal.exit_code(), 0);
    terminal.assert_given_back();
}

#[test]
fn a_restricted_reader_fetches_nothing() {
    let server = server();
    let (_folder, mut terminal) = start(&[server.url("/feed")], &["--restricted"]);
    // The reader offers no fetch and reads the archive again.
    terminal.type_keys("\x12");
    terminal.wait_for("read again: 1 post");
    terminal.type_keys("Q");
    assert_eq!(terminal.exit_code(), 0);
    assert!(server.requests().is_empty());
}

/// Starts a server that never completes an answer; it counts requests and closed connections.
fn silent_server() -> (String, Arc<[AtomicUsize; 2]>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}/feed", listener.local_addr().unwrap());
    let counts = Arc::new([AtomicUsize::new(0), AtomicUsize::new(0)]);
    let own = Arc::clone(&counts);
    thread::spawn(move || {
        for mut stream in listener.incoming().map_while(Result::ok) {
            let mut bytes = [0; 1000];
            let _ = stream.read(&mut bytes);
            own[0].fetch_add(1, Ordering::SeqCst);
            let _ = stream.write_all(b"HTTP/1.1 200 OK\r\n");
            while stream.read(&mut bytes).is_ok_and(|n| n > 0) {}
            own[1].fetch_add(1, Ordering::SeqCst);
        }
    });
    (url, counts)
}

#[test]
fn a_fetch_ends_by_a_key_and_with_the_reader() {
    let ends: [fn(&mut Terminal); 3] = [
        |terminal| {
            terminal.type_keys("\x1b");
            terminal.wait_for("kanbao fetch was stopped");
            terminal.type_keys("Q");
        },
        |terminal| terminal.type_keys("Q"),
        |terminal| terminal.signal("TERM"),
    ];
    for end in ends {
        let (url, counts) = silent_server();
        let (_folder, mut terminal) = start(&[url], &[]);
        terminal.type_keys("\x12y");
        terminal.wait_for("fetching 1 feed…");
        let asked = || counts[0].load(Ordering::SeqCst) == 1;
        wait_until(asked, || "the feed was not asked".to_owned());
        // Meanwhile the reader goes on and shows what runs.
        terminal.type_keys("j");
        terminal.wait_for("kanbao fetch…");
        end(&mut terminal);
        terminal.exit_code();
        let is_gone = || counts[1].load(Ordering::SeqCst) == 1;
        wait_until(is_gone, || "the fetch goes on".to_owned());
        terminal.assert_given_back();
    }
}
