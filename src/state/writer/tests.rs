use super::*;
use crate::state::log::{Location, Report};
use crate::state::{Change, State, Step};
use std::path::Path;

fn open(folder: &Path) -> (Store, State, Report) {
    let (host, archive) = ("h".to_owned(), "test".to_owned());
    Store::open(Location { folder: folder.to_owned(), host, archive })
}

fn start(store: Store, poll_every: Option<Duration>) -> (Writer, Receiver<News>) {
    let (sender, news) = unbounded();
    let writer = Writer::start(store, poll_every, move |news| {
        let _ = sender.send(news);
    });
    (writer.unwrap(), news)
}

fn close(writer: Writer) -> Result<(), NotSaved> {
    writer.close().done.recv_timeout(LONG).unwrap()
}

fn read(state: &mut State, post: &str) -> Step {
    state.change(&[Change::read(post.as_bytes(), true)], 1)
}

/// A timeout; the awaited event comes at once.
const LONG: Duration = Duration::from_secs(20);

#[test]
fn everything_is_written_after_close() {
    let folder = tempfile::tempdir().unwrap();
    let (store, mut state, _) = open(folder.path());
    let (writer, news) = start(store, None);
    writer.write(read(&mut state, "a").records);
    let position = |n: u32| Change::new(Kind::Position, b"a", Some(&n.to_string())).unwrap();
    for n in 0..100 {
        writer.write(state.change(&[position(n)], 2).records);
    }
    assert_eq!(close(writer), Ok(()));
    assert_eq!(news.try_iter().count(), 0, "no event");
    let (_, read, _) = open(folder.path());
    assert_eq!(read.records(), state.records(), "the last position too");
    let log = std::fs::read_to_string(folder.path().join("h.log")).unwrap();
    assert_eq!(log.matches("\tposition\t").count(), 2, "the first and the last");
}

/// S49: a kill right after loses nothing.
#[test]
fn a_mark_is_written_when_the_call_returns() {
    let folder = tempfile::tempdir().unwrap();
    let (store, mut state, _) = open(folder.path());
    let (writer, _) = start(store, None);
    for post in ["a", "b", "c"] {
        writer.write(read(&mut state, post).records);
        assert!(open(folder.path()).1.is_read(post.as_bytes()), "{post}");
    }
}

/// A process that is stopped while it holds the lock stops no other.
#[test]
fn a_locked_log_is_written_later() {
    let folder = tempfile::tempdir().unwrap();
    let (mut store, mut state, _) = open(folder.path());
    store.append(read(&mut state, "a").records).unwrap();
    let (writer, news) = start(store, Some(Duration::from_millis(1)));
    let log = std::fs::File::open(folder.path().join("h.log")).unwrap();
    rustix::fs::flock(&log, rustix::fs::FlockOperation::LockExclusive).unwrap();
    writer.write(read(&mut state, "b").records);
    let reason = |news| match news {
        News::NotSaved(not_saved) => not_saved.why.to_string(),
        other => panic!("{other:?}"),
    };
    assert!(reason(news.recv_timeout(LONG).unwrap()).contains("another process"));
    drop(log);
    while news.recv_timeout(LONG).unwrap() != News::Saved {}
    assert!(open(folder.path()).1.is_read(b"b"));
    assert_eq!(close(writer), Ok(()));
}

/// A position that is held back is written before the caller waits for the disk.
#[test]
fn held_positions_are_written_when_the_writer_is_closed() {
    let folder = tempfile::tempdir().unwrap();
    let (store, mut state, _) = open(folder.path());
    let (writer, _) = start(store, None);
    for n in 0..3 {
        let position = Change::new(Kind::Position, b"a", Some(&n.to_string())).unwrap();
        writer.write(state.change(&[position], 1).records);
    }
    assert_eq!(open(folder.path()).1.position(b"a"), Some("0"));
    let closing = writer.close();
    assert_eq!(open(folder.path()).1.position(b"a"), Some("2"));
    assert_eq!(closing.give_up(), Ok(()));
}

/// S50: without a record to write, and until one is written.
#[test]
fn a_log_that_cannot_be_written_is_reported_at_the_start() {
    let folder = tempfile::tempdir().unwrap();
    let blocked = folder.path().join("state");
    std::fs::write(&blocked, "a file").unwrap();
    let (writer, news) = start(open(&blocked).0, Some(Duration::from_millis(1)));
    let is_not_saved = |news: &News| matches!(news, News::NotSaved(_));
    assert!(is_not_saved(&news.recv_timeout(LONG).unwrap()));
    std::fs::remove_file(&blocked).unwrap();
    while news.recv_timeout(LONG).unwrap() != News::Saved {}
    assert_eq!(close(writer), Ok(()));
}

/// S52.
#[test]
fn marks_of_another_instance_arrive() {
    let folder = tempfile::tempdir().unwrap();
    let (one, mut state, _) = open(folder.path());
    let (two, mut other, _) = open(folder.path());
    let (one, _) = start(one, None);
    let (_two, news) = start(two, Some(Duration::from_millis(1)));
    one.write(read(&mut state, "a").records);
    while !other.is_read(b"a") {
        let News::Records(records) = news.recv_timeout(LONG).unwrap() else { panic!() };
        for (record, host) in records {
            assert_eq!(&*host, "h");
            other.apply(&record, &host);
        }
    }
    assert_eq!(close(one), Ok(()));
    assert_eq!(other.records(), state.records(), "the name of the archive too");
}

/// S49: reported once, kept, and written as soon as possible.
#[test]
fn a_failed_write_is_reported_and_kept() {
    let folder = tempfile::tempdir().unwrap();
    let blocked = folder.path().join("state");
    std::fs::write(&blocked, "a file").unwrap();
    let (store, mut state, report) = open(&blocked);
    assert_eq!(report.unreadable.len(), 1, "{report:?}");
    let (writer, news) = start(store, None);
    writer.write(read(&mut state, "a").records);
    // Before the first record, and not again.
    let News::NotSaved(not_saved) = news.recv_timeout(LONG).unwrap() else { panic!() };
    assert!(not_saved.why.path.as_str().starts_with(blocked.to_str().unwrap()), "{not_saved}");
    writer.write(read(&mut state, "b").records);
    std::fs::remove_file(&blocked).unwrap();
    writer.write(read(&mut state, "c").records);
    assert_eq!(news.recv_timeout(LONG), Ok(News::Saved));
    assert_eq!(close(writer), Ok(()));
    assert_eq!(open(&blocked).1.all(Kind::Read).len(), 3);
}

#[test]
fn close_reports_lost_records() {
    let folder = tempfile::tempdir().unwrap();
    let blocked = folder.path().join("state");
    std::fs::write(&blocked, "a file").unwrap();
    let (store, mut state, _) = open(&blocked);
    let (writer, _) = start(store, None);
    writer.write(read(&mut state, "a").records);
    assert_eq!(close(writer).unwrap_err().records, 1);
}
