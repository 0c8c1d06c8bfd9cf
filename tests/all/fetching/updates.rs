//! Items that come again: the same, changed, moved, removed.

use std::sync::{Arc, Mutex};

use super::*;

/// A server whose feed can be changed.
struct Feed {
    server: Server,
    text: Arc<Mutex<String>>,
}

impl Feed {
    fn new(items: &str) -> Self {
        let text = Arc::new(Mutex::new(rss(items)));
        let own = Arc::clone(&text);
        Self { server: Server::start(move |_| ok(own.lock().unwrap().as_bytes())), text }
    }

    fn set(&self, items: &str) {
        *self.text.lock().unwrap() = rss(items);
    }
}

fn age(path: &Path) -> std::time::SystemTime {
    path.metadata().unwrap().modified().unwrap()
}

#[test]
fn nothing_is_written_twice() {
    let feed =
        Feed::new(&(item("1", "标题 A", "x") + &item("2", "b", "y") + &item("1", "again", "z")));
    let archive = Archive::new();
    assert_eq!(archive.fetch_from(&feed.server), new(2));
    let posts = archive.posts();
    let names: Vec<&str> =
        posts.iter().map(|path| path.file_name().unwrap().to_str().unwrap()).collect();
    assert!(
        names[0].starts_with("2024-05-08-b-") && names[1].starts_with("2024-05-08-标题-a-"),
        "{names:?}"
    );
    let ages: Vec<_> = posts.iter().map(|path| age(path)).collect();
    assert_eq!(archive.fetch_from(&feed.server), new(0));
    // Also if nothing is known but the names.
    fs::remove_file(archive.root().join(".kanbao/feeds.json")).unwrap();
    assert_eq!(archive.fetch_from(&feed.server), new(0));
    assert_eq!(archive.posts(), posts);
    assert_eq!(posts.iter().map(|path| age(path)).collect::<Vec<_>>(), ages);
}

#[test]
fn a_changed_text_is_written_and_the_old_one_kept() {
    let feed = Feed::new(&item("1", "a", "old"));
    let archive = Archive::new();
    archive.fetch_from(&feed.server);
    let path = archive.posts().remove(0);
    // A date or link alone is no change.
    feed.set(
        &item("1", "a", "old").replace("08 May", "09 May").replace("news.example", "n.example"),
    );
    assert_eq!(archive.fetch_from(&feed.server), new(0));
    feed.set(&item("1", "A new title", "new"));
    assert_eq!(archive.fetch_from(&feed.server), changed(1));
    assert_eq!(archive.posts(), std::slice::from_ref(&path), "it keeps its name");
    assert!(archive.text().contains("A new title") && archive.text().contains("new\n</div>"));
    let stem = path.file_stem().unwrap().to_str().unwrap();
    let old = path.parent().unwrap().join(format!(".versions/{stem}.1.md"));
    assert!(fs::read_to_string(old).unwrap().contains("old\n</div>"));
}

#[test]
fn what_the_user_did_stays() {
    let feed = Feed::new(&(item("1", "a", "x") + &item("2", "b", "y")));
    let archive = Archive::new();
    archive.fetch_from(&feed.server);
    let posts = archive.posts();
    fs::remove_file(&posts[0]).unwrap();
    let edited = fs::read_to_string(&posts[1]).unwrap() + "my own words\n";
    fs::write(&posts[1], &edited).unwrap();
    assert_eq!(archive.fetch_from(&feed.server), new(0));
    assert_eq!(archive.posts(), posts[1..]);
    assert_eq!(archive.text(), edited);
}

#[test]
fn identity_is_the_guid_then_the_link_then_the_text() {
    let link = |link: &str, text: &str| {
        format!("<item><link>{link}</link><description>{text}</description></item>")
    };
    let text = |text: &str| format!("<item><description>{text}</description></item>");
    let feed = Feed::new(&(link("https://a.example/1", "x") + &text("y")));
    let archive = Archive::new();
    assert_eq!(archive.fetch_from(&feed.server), new(2));
    feed.set(&(link("https://a.example/1", "x2") + &text("y")));
    assert_eq!(archive.fetch_from(&feed.server), changed(1));
    feed.set(&text("y2"));
    assert_eq!(archive.fetch_from(&feed.server), new(1));
}

#[test]
fn a_feed_is_asked_once_in_its_interval() {
    let feed = Feed::new("");
    let mut archive = Archive::new();
    let toml = format!("interval = '1h'\n{}", one(&feed.server));
    assert_eq!(archive.fetch(&toml).feeds[0].outcome, new(0));
    archive.now = NOW + 1800;
    assert_eq!(archive.fetch(&toml).feeds[0].outcome, Outcome::NotDue);
    archive.now = NOW + 3600;
    assert_eq!(archive.fetch(&toml).feeds[0].outcome, new(0));
}

#[test]
fn a_dry_run_writes_nothing() {
    let feed = Feed::new(&item("1", "a", "x"));
    let archive = Archive::new();
    let report = archive.try_fetch(&one(&feed.server), true).unwrap().unwrap();
    assert_eq!(report.counts().new, 1);
    assert_eq!(fs::read_dir(archive.root()).unwrap().count(), 0);
}

#[test]
fn two_runs_at_once_are_safe() {
    let feed = Feed::new(&(0..50).map(|n| item(&n.to_string(), "a", "x")).collect::<String>());
    let archive = Archive::new();
    let ends: Vec<_> = std::thread::scope(|scope| {
        let runs: Vec<_> = (0..4)
            .map(|_| scope.spawn(|| archive.try_fetch(&one(&feed.server), false).unwrap()))
            .collect();
        runs.into_iter().map(|run| run.join().unwrap()).collect()
    });
    assert!(ends.iter().any(Option::is_some));
    assert_eq!(archive.posts().len(), 50);
    assert_eq!(archive.fetch_from(&feed.server), new(0));
}

#[test]
fn the_full_content_comes_from_the_items_page() {
    let has_page = Arc::new(Mutex::new(false));
    let own = Arc::clone(&has_page);
    let words = Arc::new(Mutex::new("short"));
    let own_words = Arc::clone(&words);
    let server = Server::start(move |request| match request.path.as_str() {
        "/feed" => {
            let item = "<item><guid>1</guid><title>a</title><link>/page</link><description>";
            let words = *own_words.lock().unwrap();
            let feed = rss(&format!("{item}{words}</description></item>"));
            reply("200 OK", &[("ETag", "1")], feed)
        }
        "/page" if *own.lock().unwrap() => {
            ok("<html><nav>menu</nav><article><p>the whole text</p><img src='p.png'></article>")
        }
        _ => reply("500 Internal Server Error", &[], ""),
    });
    let archive = Archive::new();
    let toml = format!("{}full-content = 'article'\n", one(&server));
    let report = archive.fetch(&toml);
    assert_eq!((report.counts().new, report.counts().incomplete), (1, 1));
    assert!(archive.text().contains("short"));
    assert_eq!(archive.fetch(&toml).counts().changed, 0);
    // What the feed says is better than what it said.
    *words.lock().unwrap() = "brief";
    let report = archive.fetch(&toml);
    assert_eq!((report.counts().changed, report.counts().incomplete), (1, 1));
    assert!(archive.text().contains("brief"));
    // Tried again, though the feed is the same: no validator was kept.
    *has_page.lock().unwrap() = true;
    let report = archive.fetch(&toml);
    assert_eq!((report.counts().changed, report.counts().incomplete), (1, 0));
    let text = archive.text();
    assert!(text.contains("the whole text") && !text.contains("menu"), "{text}");
    assert!(text.contains(&server.url("/p.png")), "{text}");
    let pages =
        |server: &Server| server.requests().iter().filter(|own| own.path == "/page").count();
    let before = pages(&server);
    assert_eq!(archive.fetch(&toml).counts().changed, 0);
    assert_eq!(pages(&server), before, "a page is asked for once");
}
