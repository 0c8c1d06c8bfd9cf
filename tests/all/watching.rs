//! The archive changes while the reader is open.

use kanbao::app::listing::facets::Row;
use kanbao::app::listing::query::QueryCondition;
use kanbao::app::screen::layout::Pane;
use kanbao::app::{Effect, Message};
use kanbao::archive::exclusion::Exclusion;
use kanbao::archive::load::Walked;
use kanbao::archive::post::{Post, PostKey, Problem, ProblemKind, Status};
use kanbao::archive::watch::{Changes, Limit, Report};
use kanbao::archive::{remedy::Remedy, wrong::Wrong};
use kanbao::clean::CleanText;
use kanbao::search::facets::Facet;
use kanbao::search::query::field::Mark;

use crate::support::reader::{Reader, posts, posts_of};

/// Wide enough for three panes; the list has about ten rows.
const SIZE: (u16, u16) = (100, 24);

fn key(name: &str) -> PostKey {
    PostKey::new(format!("_posts/{name}.md").into_bytes())
}

fn keys(names: &[&str]) -> Vec<PostKey> {
    names.iter().map(|name| key(name)).collect()
}

/// Sends a report of the watcher; returns the effects that were not performed.
fn send(reader: &mut Reader, report: Report) -> Vec<Effect> {
    let generation = reader.app.library().progress().generation();
    let effects = reader.update(Message::Changed(generation, report));
    let mut left = reader.answer(effects);
    // The alarm that marks the article as read.
    left.retain(|effect| !matches!(effect, Effect::Alarm(..)));
    left
}

fn change(reader: &mut Reader, posts: Vec<Post>, gone: &[&str]) {
    let changes = Changes { posts, gone: keys(gone), ..Changes::default() };
    let left = send(reader, Report::Changes(changes));
    assert_eq!(left, []);
}

fn rename(reader: &mut Reader, from: &str, to: Post) {
    let moved = vec![(key(from), to.key.clone())];
    let gone = keys(&[from]);
    send(reader, Report::Changes(Changes { posts: vec![to], gone, moved, walked: None }));
}

/// The post of a number in `posts(100)`, with another title.
fn retitled(number: usize, title: &str) -> Post {
    let post = posts(100).swap_remove(number);
    Post { title: CleanText::line(title), ..post }
}

/// The title under the cursor and its row in the pane.
fn cursor(reader: &Reader) -> (String, usize) {
    let cursor = reader.app.listing().cursor();
    (reader.selected(), cursor.at - cursor.top)
}

/// Stars a post and returns the cursor to the top.
fn star(reader: &mut Reader, name: &str) {
    let archive = reader.app.library().archive();
    let id = archive.find(key(name).as_bytes()).unwrap();
    let row = reader.app.listing().posts().iter().position(|&post| post == id).unwrap();
    reader.press(&format!("{}s g g", "j ".repeat(row)));
}

/// Everything that the list and the facets show, except the count of new posts.
fn shown(reader: &Reader) -> String {
    let archive = &reader.app.library().archive();
    let list: Vec<String> = reader
        .app
        .listing()
        .posts()
        .iter()
        .map(|&id| archive.post(id).unwrap().key().to_clean().to_string())
        .collect();
    let rows = reader.app.listing().facets().rows().iter().filter(|row| !is_of_news(row));
    format!("{list:?} {:?} {}", rows.collect::<Vec<_>>(), archive.problem_count())
}

/// Posts that arrive while the reader is open are new; after a load they would not be.
fn is_of_news(row: &Row) -> bool {
    matches!(row, Row::Facet(row) if row.facet == Facet::Marked(Mark::New))
}

#[test]
fn new_posts_move_nothing_in_view() {
    let mut reader = Reader::new(posts(100), SIZE);
    reader.press("2 0 j");
    let before = (cursor(&reader), reader.reading());
    let reads = reader.reads;
    change(&mut reader, posts_of("n", 3, 200), &[]);
    change(&mut reader, posts_of("o", 4, 0), &[]);
    assert_eq!((cursor(&reader), reader.reading()), before);
    assert_eq!((reader.listed(), reader.reads), (107, reads), "nothing is read again");
    assert_eq!(reader.app.library().news(), 7);
}

#[test]
fn a_cursor_that_was_never_moved_stays_on_its_post_too() {
    let mut reader = Reader::new(posts(100), SIZE);
    change(&mut reader, posts_of("n", 3, 200), &[]);
    // The margin of two rows above it is in view.
    assert_eq!(cursor(&reader), ("p99".to_owned(), 2));
    assert_eq!(reader.reading().as_deref(), Some("p99"));
    reader.press("k");
    assert_eq!(reader.selected(), "n0");
}

#[test]
fn new_posts_are_counted_until_the_user_goes_to_the_top() {
    for keys in ["g g", "Home", "k k k", "^R"] {
        let mut reader = Reader::new(posts(100), SIZE);
        let news = |reader: &Reader| reader.app.library().news();
        change(&mut reader, posts_of("n", 3, 200), &[]);
        reader.press("j J K k");
        assert_eq!(news(&reader), 3, "not at the top yet");
        reader.press(keys);
        assert_eq!(news(&reader), 0, "{keys}");
    }
    // Hidden, changed, moved and deleted posts are not news.
    let mut reader = Reader::new(posts(100), SIZE);
    let draft = Post { status: Status::Draft, ..posts_of("d", 1, 5).remove(0) };
    change(&mut reader, vec![draft, retitled(3, "other")], &[]);
    rename(&mut reader, "p04", posts_of("m", 1, 4).remove(0));
    assert_eq!(reader.app.library().news(), 0);
    change(&mut reader, posts_of("n", 2, 200), &[]);
    change(&mut reader, Vec::new(), &["n0"]);
    assert_eq!(reader.app.library().news(), 1);
}

#[test]
fn a_changed_post_is_listed_as_it_is_now() {
    let mut reader = Reader::new(posts(100), SIZE);
    reader.press("5 j");
    let (at, height) = (reader.selected(), cursor(&reader).1);
    // The selected post has a new date: the cursor follows it.
    let mut post = retitled(94, "moved");
    assert_eq!(at, "p94");
    post.date = posts(1).remove(0).date;
    change(&mut reader, vec![post], &[]);
    assert_eq!(reader.selected(), "moved");
    assert!(reader.app.listing().cursor().at > 95, "{:?}", reader.app.listing().cursor());
    reader.press("g g 5 j");
    change(&mut reader, vec![retitled(93, "new title")], &[]);
    assert_eq!(cursor(&reader).1, height);
    let fault = Problem::new(3, ProblemKind::InvalidDate, Wrong::NoSuchDate, Remedy::NotUsed);
    change(&mut reader, vec![Post { problems: vec![fault], ..retitled(93, "again") }], &[]);
    assert_eq!(reader.app.library().archive().problem_count(), 1);
    change(&mut reader, vec![retitled(93, "again")], &[]);
    assert_eq!(reader.app.library().archive().problem_count(), 0);
}

#[test]
fn a_removed_post_leaves_the_cursor_where_it_was() {
    let mut reader = Reader::new(posts(100), SIZE);
    reader.press("2 0 j");
    reader.press("Tab");
    let row = cursor(&reader).1;
    change(&mut reader, Vec::new(), &["p79", "p78", "p99"]);
    assert_eq!(cursor(&reader), ("p77".to_owned(), row));
    assert_eq!(reader.listed(), 97);
    // At the end of the list: the post above.
    reader.press("g 2 G");
    assert_eq!(reader.selected(), "p00");
    change(&mut reader, Vec::new(), &["p00"]);
    assert_eq!(reader.selected(), "p01");
}

#[test]
fn an_article_whose_file_is_gone_stays_until_another_is_selected() {
    let mut reader = Reader::new(posts(100), SIZE);
    reader.press("j Enter j j j");
    let before = (reader.reading_key(), reader.top_text());
    change(&mut reader, Vec::new(), &["p98"]);
    assert_eq!((reader.reading_key(), reader.top_text()), before);
    assert!(reader.notice().contains("is gone"), "{}", reader.notice());
    assert_eq!(reader.selected(), "p97");
    // Other events keep it; selecting another post does not.
    reader.resize(110, 30);
    change(&mut reader, posts_of("n", 1, 200), &[]);
    reader.press("j k z z");
    assert_eq!(reader.reading_key(), before.0);
    reader.press("J");
    assert_eq!(reader.reading().as_deref(), Some("p96"));
    reader.press("K");
    assert_eq!(reader.reading().as_deref(), Some("p97"));
}

#[test]
fn the_last_post_may_go_too() {
    let mut reader = Reader::new(posts(1), SIZE);
    reader.press("Enter j");
    change(&mut reader, Vec::new(), &["p0"]);
    assert_eq!((reader.listed(), reader.reading_key().as_str()), (0, "_posts/p0.md"));
    reader.press("g 1 j k g 3 j G g g Tab J K");
    change(&mut reader, posts(2), &[]);
    assert_eq!(reader.listed(), 2);
}

#[test]
fn a_file_that_was_gone_for_a_moment_is_selected_again() {
    let mut reader = Reader::new(posts(100), SIZE);
    reader.press("1 0 j Enter j j j");
    let before = (cursor(&reader), reader.top_text());
    change(&mut reader, Vec::new(), &["p89"]);
    let reads = reader.reads;
    change(&mut reader, vec![posts(100).swap_remove(89)], &[]);
    assert_eq!((cursor(&reader), reader.top_text()), before);
    assert_eq!(reader.reads, reads + 1, "it may be another version");
}

#[test]
fn an_open_article_that_was_rewritten_is_read_again_in_its_place() {
    let body = |first: &str| {
        let text: Vec<String> =
            (0..40).map(|n| format!("第{n}段，今天天气很好，我们出去走走吧。")).collect();
        format!("{first}{}", text.join("\n\n"))
    };
    let mut reader = Reader::new(posts(10), SIZE).with_body(&body(""));
    reader.press("j Enter ^D ^D j");
    let (text, top, reads) = (reader.top_text(), reader.app.article().top(), reader.reads);
    assert!(top > 5 && text.starts_with('第'), "{top} {text}");
    // Another post does not restore the place.
    change(&mut reader, vec![retitled(3, "x")], &[]);
    assert_eq!(reader.reads, reads);
    let mut reader = reader.now_with(&body("新的一段在前面。\n\n# 还有标题\n\n"));
    change(&mut reader, vec![posts(10).swap_remove(8)], &[]);
    assert_eq!(reader.reads, reads + 1);
    assert_eq!(reader.top_text(), text, "the same text is at the top");
    assert!(reader.app.article().top() > top);
    // The text is gone: the same line, or the end.
    let mut reader = reader.now_with("短。");
    change(&mut reader, vec![posts(10).swap_remove(8)], &[]);
    assert_eq!(reader.app.article().top(), 0);
}

#[test]
fn a_rewrite_that_cannot_be_read_leaves_the_article() {
    let mut reader = Reader::new(posts(10), SIZE);
    reader.press("j Enter j j");
    let before = (reader.reading_key(), reader.top_text());
    reader.fail(kanbao::reason::Reason::Missing);
    change(&mut reader, vec![posts(10).swap_remove(8)], &[]);
    assert_eq!((reader.reading_key(), reader.top_text()), before);
    assert!(reader.notice().contains("it does not exist"));
    change(&mut reader, Vec::new(), &["p8"]);
    assert_eq!((reader.reading_key(), reader.top_text()), before);
}

#[test]
fn a_post_that_is_rewritten_while_it_is_read_is_read_again() {
    let mut reader = Reader::new(posts(10), SIZE);
    reader.press("j j");
    let rewrite = |reader: &mut Reader| {
        let changes = Changes { posts: vec![posts(10).swap_remove(7)], ..Changes::default() };
        let mut effects = reader.update(Message::Changed(0, Report::Changes(changes)));
        effects.retain(|effect| matches!(effect, Effect::Read(_)));
        effects
    };
    // The second change comes before the answer about the first.
    let (first, second) = (rewrite(&mut reader), rewrite(&mut reader));
    assert_eq!((first.len(), second.len()), (1, 1));
    reader.answer(first);
    let mut reader = reader.now_with("新");
    reader.answer(second);
    let page = &reader.app.article().article().unwrap().page;
    let last = page.plain(page.len() - 1).to_string();
    assert_eq!((reader.reading().as_deref(), last.as_str()), (Some("p7"), "新"));
}

/// The article shown is still another one.
#[test]
fn a_post_that_is_rewritten_before_it_is_shown_is_read_again() {
    let mut reader = Reader::new(posts(10), SIZE);
    let first = reader.press_without_answers("j");
    assert!(matches!(first.as_slice(), [Effect::Read(_)]), "{first:?}");
    let rewrite = |reader: &mut Reader, at| {
        let changes = Changes { posts: vec![posts(10).swap_remove(at)], ..Changes::default() };
        let effects = reader.update(Message::Changed(0, Report::Changes(changes)));
        effects.iter().filter(|effect| matches!(effect, Effect::Read(_))).count()
    };
    assert_eq!(rewrite(&mut reader, 5), 0, "another post");
    assert_eq!(rewrite(&mut reader, 8), 1);
}

#[test]
fn selection_and_article_follow_a_file_that_is_moved() {
    let mut reader = Reader::new(posts(100), SIZE);
    reader.press("2 0 j Enter j j j");
    let (row, text) = (cursor(&reader).1, reader.top_text());
    let mut to = posts_of("moved", 1, 150).remove(0);
    to.title = CleanText::line("moved");
    rename(&mut reader, "p79", to);
    assert_eq!(reader.selected(), "moved");
    assert_eq!(reader.reading_key(), "_posts/moved0.md");
    assert_eq!(reader.top_text(), text);
    // It is the newest now, at the top of the list.
    assert_eq!((reader.app.listing().cursor().at, row > 0), (0, true));
    assert!(!reader.notice().contains("gone"));
}

/// S54.
#[test]
fn marks_follow_a_moved_file() {
    for looks in ["one", "gone first", "copied first"] {
        let mut reader = Reader::new(posts(100), SIZE);
        reader.press("j s Enter");
        let key = PostKey::new(*b"zh/_posts/p98.md");
        let moved = vec![Post { key: key.clone(), ..posts(100).swap_remove(98) }];
        let gone = &["p98"][..];
        let reports = match looks {
            "one" => vec![(moved, gone)],
            "gone first" => vec![(Vec::new(), gone), (moved, &[])],
            _ => vec![(moved, &[][..]), (Vec::new(), gone), (posts_of("o", 1, 150), &[])],
        };
        for (posts, gone) in reports {
            change(&mut reader, posts, gone);
        }
        let post = reader.app.library().archive().find(key.as_bytes()).unwrap();
        for mark in [Mark::Read, Mark::Starred] {
            assert!(reader.app.library().marks().has(post, mark), "{mark:?} {looks}");
        }
    }
}

#[test]
fn changes_during_a_load_wait_and_those_of_an_older_load_are_stale() {
    let mut reader = Reader::empty(SIZE);
    reader.add(posts(3));
    change(&mut reader, posts_of("n", 1, 50), &["p0"]);
    assert_eq!(reader.listed(), 3);
    let effects = reader.finish();
    reader.answer(effects);
    assert_eq!((reader.listed(), reader.app.library().news()), (3, 1));
    assert!(reader.app.library().archive().find(b"_posts/p0.md").is_none());
    // The new load includes the changes of the old one.
    reader.press("^R");
    let changes = Changes { gone: keys(&["p1"]), ..Changes::default() };
    reader.update(Message::Changed(0, Report::Changes(changes)));
    // Those of the new load wait for its end.
    change(&mut reader, Vec::new(), &["p2"]);
    reader.load(1, posts(3));
    assert_eq!((reader.listed(), reader.selected().as_str()), (2, "p1"));
}

#[test]
fn a_changed_site_config_reloads_everything() {
    let mut reader = Reader::new(posts(3), SIZE);
    assert_eq!(send(&mut reader, Report::Rules), [Effect::Load(1)]);
    reader.load(1, posts(4));
    assert_eq!((reader.listed(), reader.selected().as_str()), (4, "p2"));
}

#[test]
fn a_folder_that_vanishes_and_returns_is_reported() {
    let mut reader = Reader::new(posts(3), SIZE);
    send(&mut reader, Report::Lost(kanbao::reason::Reason::Missing));
    assert!(reader.notice().contains("it does not exist"), "{}", reader.notice());
    assert_eq!(reader.listed(), 3, "the list stays");
    reader.press("j");
    assert_eq!(reader.notice(), "");
    send(&mut reader, Report::Back);
    assert!(reader.notice().contains("is back"), "{}", reader.notice());
    send(&mut reader, Report::Polling(Limit::Watches));
    assert!(reader.notice().contains("fs.inotify.max_user_watches"), "{}", reader.notice());
    send(&mut reader, Report::Polling(Limit::Unknown));
    assert!(reader.notice().contains("does not report changes"), "{}", reader.notice());
}

#[test]
fn problems_of_folders_are_renewed() {
    let mut reader = Reader::new(posts(3), SIZE);
    reader.offer("old", 3);
    let fault = Problem::new(1, ProblemKind::Folder, Wrong::Changed, Remedy::NotUsed);
    for (problems, offered) in [(1, 2), (0, 0)] {
        let walked = Walked {
            problems: vec![(key("x"), fault.clone()); problems],
            offered: vec![(key("y"), 5); offered],
            excluded: vec![(key("z"), Exclusion::Hidden)],
            ..Walked::default()
        };
        let changes = Changes { walked: Some(walked), ..Changes::default() };
        send(&mut reader, Report::Changes(changes));
        assert_eq!(reader.app.library().archive().problem_count(), problems);
        assert_eq!(reader.app.library().progress().offered().len(), offered);
        assert_eq!(reader.app.library().progress().excluded().len(), 1);
    }
}

#[test]
fn list_and_facets_equal_those_of_a_load() {
    for filter in [
        "",
        "g 1 j Enter",
        "g 1 j Space ] ] j Space g 2",
        "g h",
        "f t a g : x Enter",
        ": s o r t Space t i t l e Enter",
        ": s o r t Space - d a t e Enter",
    ] {
        let mut reader = Reader::new(posts(30), SIZE);
        // Stars on posts that vanish, change or stay.
        for name in ["p05", "p09", "p03", "p12"] {
            star(&mut reader, name);
        }
        reader.press(filter);
        let mut post = posts_of("n", 1, 200).remove(0);
        post.tags = vec![CleanText::line("new"), CleanText::line("x")];
        post.categories = vec![CleanText::line("a/deep")];
        let draft = Post { status: Status::Draft, ..retitled(7, "draft") };
        let changed = vec![post, draft, retitled(3, "other")];
        let renamed = |post: Post| Post { key: key(&post.title.to_string()), ..post };
        let other: Vec<Post> = changed.iter().cloned().map(renamed).collect();
        change(&mut reader, changed.clone(), &["p05", "p06"]);
        change(&mut reader, other.clone(), &["p09"]);
        let mut all = posts(30);
        all.retain(|post| !keys(&["p05", "p06", "p09"]).contains(&post.key));
        for post in changed.into_iter().chain(other) {
            all.retain(|old| old.key != post.key);
            all.push(post);
        }
        let mut fresh = Reader::new(all, SIZE);
        for name in ["p03", "p12"] {
            star(&mut fresh, name);
        }
        fresh.press(filter);
        assert_eq!(shown(&reader), shown(&fresh), "{filter}");
    }
}

#[test]
fn the_facets_keep_the_focus() {
    let mut reader = Reader::new(posts(30), SIZE);
    reader.press("g 1 j");
    let facet = reader.app.listing().facets().selected().cloned();
    change(&mut reader, posts_of("n", 2, 200), &[]);
    assert_eq!(reader.app.screen().focus(), Pane::Facets);
    let now = reader.app.listing().facets().selected().cloned();
    assert_eq!(now.map(|row| row.facet), facet.map(|row| row.facet));
}

#[test]
fn hits_and_the_open_one_keep_their_place() {
    let mut reader = Reader::new(posts(100), SIZE);
    reader.press("/ p 1 Enter 5 j Enter");
    let before = (cursor(&reader), reader.reading(), reader.listed());
    change(&mut reader, vec![retitled(50, "p50 anew")], &[]);
    assert_eq!((cursor(&reader), reader.reading(), reader.listed()), before);
    assert_eq!(reader.app.screen().focus(), Pane::Article);
    // A new hit above, then the hit under the cursor vanishes.
    change(&mut reader, vec![retitled(99, "p1 and more")], &[]);
    assert_eq!((reader.selected(), reader.listed()), (before.0.0.clone(), before.2 + 1));
    let row = reader.app.listing().cursor().at;
    let (selected, last) = (reader.selected(), reader.app.listing().posts().len() - 1);
    change(&mut reader, Vec::new(), &[&selected]);
    assert_eq!((reader.app.listing().cursor().at, reader.listed()), (row.min(last), last));
    // Without the search the cursor stays on its post.
    let selected = reader.selected();
    reader.press("Esc Backspace");
    assert_eq!((reader.selected(), reader.listed()), (selected, 99));
}

#[test]
fn vanished_hits_do_not_come_back_with_the_outer_search() {
    let mut reader = Reader::new(posts(100), SIZE);
    reader.press("/ p 1 Enter j g m");
    assert!(reader.app.listing().search().is_some_and(QueryCondition::is_relation));
    change(&mut reader, Vec::new(), &["p15", "p12"]);
    reader.press("Esc");
    assert_eq!((reader.listed(), reader.selected().as_str()), (8, "p18"));
    let archive = reader.app.library().archive();
    assert!(reader.app.listing().posts().iter().all(|&id| archive.post(id).is_some()));
}

#[test]
fn related_posts_keep_their_place() {
    let mut reader = Reader::new(posts(100), SIZE);
    reader.press("Enter g m 3 j Enter");
    let before = (cursor(&reader), reader.reading(), reader.app.screen().focus());
    change(&mut reader, vec![retitled(50, "p50 anew")], &[]);
    assert_eq!((cursor(&reader), reader.reading(), reader.app.screen().focus()), before);
}

#[test]
fn a_filtered_list_keeps_its_place() {
    let mut reader = Reader::new(posts(100), SIZE);
    reader.press("f p 1 Enter 5 j");
    let before = (cursor(&reader), reader.listed());
    change(&mut reader, vec![retitled(50, "p50 anew")], &[]);
    assert_eq!((cursor(&reader), reader.listed()), before);
    reader.press("^R");
    reader.load(1, posts(101));
    // Names have three digits now: other posts match the query.
    assert!(reader.listed() > 0);
}
