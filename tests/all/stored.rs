//! The reader starts from a store: its posts are shown before the folder is walked.

use kanbao::app::Message;
use kanbao::archive::load::{Event, Walked};
use kanbao::archive::post::{Post, PostKey};
use kanbao::archive::watch::Changes;
use kanbao::clean::CleanText;

use crate::support::reader::{Reader, posts, posts_of};

const SIZE: (u16, u16) = (100, 24);

fn send(reader: &mut Reader, event: Event) {
    let effects = reader.update(Message::Loaded(0, event));
    reader.answer(effects);
}

/// A reader that has got the posts of its store and is still comparing them with their files.
fn started() -> Reader {
    let mut reader = Reader::empty(SIZE);
    send(&mut reader, Event::Site(std::sync::Arc::new(kanbao::archive::site::Site::plain())));
    send(&mut reader, Event::Stored(100));
    send(&mut reader, Event::Batch(posts(100)));
    send(&mut reader, Event::Walked(Walked { candidates: 3, ..Walked::default() }));
    reader
}

fn changes(reader: &mut Reader, posts: Vec<Post>, gone: &[&str]) {
    let key = |name: &&str| PostKey::new(format!("_posts/{name}.md").into_bytes());
    let gone = gone.iter().map(key).collect();
    send(reader, Event::Changes(Changes { posts, gone, ..Changes::default() }));
}

fn retitled(number: usize, title: &str) -> Post {
    Post { title: CleanText::line(title), ..posts(100).swap_remove(number) }
}

/// The title under the cursor, and the row of the pane it is in.
fn cursor(reader: &Reader) -> (String, usize) {
    let cursor = reader.app.listing().cursor();
    (reader.selected(), cursor.at - cursor.top)
}

#[test]
fn the_newest_post_is_on_top_until_the_user_moves() {
    let mut reader = started();
    assert_eq!(cursor(&reader), ("p99".to_owned(), 0));
    send(&mut reader, Event::Batch(posts_of("n", 3, 200)));
    assert_eq!(cursor(&reader), ("n2".to_owned(), 0));
    changes(&mut reader, vec![retitled(98, "other")], &["n2", "p99"]);
    assert_eq!(cursor(&reader), ("n1".to_owned(), 0));
    send(&mut reader, Event::Done);
    assert_eq!((cursor(&reader), reader.listed()), (("n1".to_owned(), 0), 101));
}

#[test]
fn nothing_moves_under_a_user_who_reads() {
    let mut reader = started();
    reader.press("1 0 j");
    let before = cursor(&reader);
    send(&mut reader, Event::Batch(posts_of("n", 3, 200)));
    changes(&mut reader, vec![retitled(97, "other")], &["p95", "p20"]);
    send(&mut reader, Event::Done);
    assert_eq!(cursor(&reader), before);
    // The post under the cursor is gone: its neighbour has its place.
    let mut reader = started();
    reader.press("1 0 j");
    changes(&mut reader, Vec::new(), &["p89"]);
    assert_eq!(cursor(&reader), ("p88".to_owned(), before.1));
}

#[test]
fn what_has_changed_before_the_start_is_no_news() {
    let mut reader = started();
    send(&mut reader, Event::Batch(posts_of("n", 3, 200)));
    changes(&mut reader, vec![retitled(98, "other")], &["p99"]);
    send(&mut reader, Event::Done);
    assert_eq!(reader.app.library().news(), 0);
    assert!(reader.app.notice().is_none());
    let archive = reader.app.library().archive();
    assert_eq!(archive.len(), 102);
    let id = archive.find(b"_posts/p98.md").unwrap();
    assert_eq!(archive.post(id).unwrap().title().as_str(), "other");
}
