//! Articles: scrolling, headings, links, pictures.

use std::collections::BTreeSet;
use std::sync::Arc;

use kanbao::app::article::Article;
use kanbao::app::effect::{PictureRequest, Subject, Technique};
use kanbao::app::screen::layout::Pane;
use kanbao::app::screen::overlay::Row;
use kanbao::app::screen::picture::{Blocks, Data, NoPicture, Picture, PictureFile};
use kanbao::app::{Effect, Message, Options, Preferences};
use kanbao::archive::post::{Post, PostKey, Problem, ProblemKind};
use kanbao::archive::remedy::Remedy;
use kanbao::archive::wrong::Wrong;
use kanbao::clean::CleanText;
use kanbao::document::{self, NoContext, Syntax};
use kanbao::reason::Reason;
use kanbao::view::{self, Look, placeholder};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use crate::support::reader::{Reader, options, posts};
use crate::support::texts::post;

#[test]
fn scrolling_the_article() {
    let mut reader = Reader::new(posts(3), (80, 24));
    reader.press("Enter");
    let last = reader.app.article().lines() - 17;
    assert!(last > 20, "the test's article is too short");
    for (keys, top) in [
        ("j j", 2),
        ("k", 1),
        ("g g", 0),
        ("d", 8),
        ("u", 0),
        ("Space", 15),
        ("b", 0),
        ("5 j", 5),
        ("G", last),
        ("0", last),
        // Percent of the scroll positions, not of the lines.
        ("5 0 %", last / 2),
        ("1 0 0 %", last),
        ("Home", 0),
    ] {
        reader.press(keys);
        assert_eq!(reader.app.article().top(), top, "{keys}");
    }
    // With the focus on the list.
    reader.press("h ^E ^E ^Y");
    assert_eq!((reader.app.screen().focus(), reader.app.article().top()), (Pane::List, 1));
}

#[test]
fn headings_are_stepped_through() {
    let mut reader = Reader::new(posts(1), (80, 24));
    reader.press("Enter ] ]");
    let first = reader.app.article().top();
    reader.press("] ]");
    let second = reader.app.article().top();
    assert!(0 < first && first < second, "{first} {second}");
    reader.press("[ [");
    assert_eq!(reader.app.article().top(), first);
}

#[test]
fn a_resize_keeps_the_place_in_the_article() {
    let mut reader = Reader::new(posts(1), (120, 40));
    reader.press("Enter 1 0 j");
    let before = reader.top_text();
    reader.resize(60, 24);
    let within = reader.top_text();
    assert!(within.contains(&before[..3]) || before.contains(&within[..3]), "{before} / {within}");
    // Repeated resizes do not drift.
    for _ in 0..6 {
        reader.resize(50, 15);
        reader.resize(120, 40);
    }
    assert_eq!(reader.top_text(), before);
}

#[test]
fn a_resize_keeps_the_place_that_was_scrolled_to_last() {
    let mut reader = Reader::new(posts(1), (120, 40));
    reader.press("Enter 1 0 j");
    reader.resize(60, 24);
    reader.press("g g");
    reader.resize(120, 40);
    assert_eq!(reader.app.article().top(), 0);
}

#[test]
fn an_unreadable_post_says_why() {
    let mut reader = Reader::new(posts(2), (80, 24));
    reader.fail(Reason::Denied);
    reader.press("j");
    assert_eq!(reader.app.article().failure(), Some(&Reason::Denied));
    assert_eq!(reader.reading(), None);
}

fn listed_links(reader: &Reader) -> Vec<String> {
    let rows = reader.app.screen().overlay().unwrap().rows().iter();
    let text = |row: &Row| match row {
        Row::Link { text, .. } => text.to_string(),
        other => format!("{other:?}"),
    };
    rows.map(text).collect()
}

#[test]
fn a_footnote_is_listed_with_its_words() {
    let body =
        "甲[^1]乙[^b] [丙](#c) [丁](#无)\n\n## c\n\n[^1]: 一。\n[^b]: 二，[戊](https://e.org)。";
    let mut reader = Reader::new(posts(1), (80, 24)).with_body(body);
    reader.press("Enter g l");
    assert_eq!(
        listed_links(&reader),
        [
            "  1  [1] — 一。",
            "  2  [2] — 二，戊。",
            "  3  丙 — c",
            "  4  丁 — #无",
            "  5  戊 — https://e.org",
        ]
    );
}

#[test]
fn links_are_listed_and_followed_and_jumps_lead_back() {
    let body = format!(
        "[甲](https://example.org/a) {}\n\n[乙](https://example.org/b) 又是[甲](https://example.org/a)\n\n# 标题\n\n## 小节\n\n{}",
        "字".repeat(3000),
        "字".repeat(3000)
    );
    let mut reader = Reader::new(posts(5), (80, 24)).with_body(&body);
    reader.press("Enter g l");
    assert_eq!(
        listed_links(&reader),
        ["  1  甲 — https://example.org/a", "  2  乙 — https://example.org/b"]
    );
    let opened = |effects: Vec<Effect>| {
        effects
            .into_iter()
            .find_map(|effect| match effect {
                Effect::Open(address) => Some(address.to_string()),
                _ => None,
            })
            .unwrap_or_default()
    };
    assert_eq!(opened(reader.press("j Enter")), "https://example.org/b");
    assert_eq!(opened(reader.press("1 Enter")), "https://example.org/a");
    reader.press("9 Enter");
    assert!(reader.notice().contains("no link 9"), "{}", reader.notice());
    // The outline, and the way back.
    reader.press("4 ^E g O j Enter");
    let there = reader.app.article().top();
    assert!(there > 40, "{there}");
    reader.press("^O");
    assert_eq!(reader.app.article().top(), 4);
    reader.press("Alt-Right");
    assert_eq!(reader.app.article().top(), there);
    reader.press("Alt-Right");
    assert!(reader.notice().contains("nothing to go forward"), "{}", reader.notice());
    reader.press("o");
    assert!(reader.notice().contains("does not say"), "{}", reader.notice());
}

#[test]
fn links_lead_to_places_in_articles() {
    let far = "字".repeat(3000);
    let body = format!(
        "甲[^注] [见](#第二-节) [他处](post:_posts/p1#fn:1) [无](#x) [尾](#end)\n\n{far}\n\n## 第二 节\n\n{far}\n\n<p id=\"end\">尾</p>\n\n{far}\n\n[^注]: 乙\n"
    );
    let mut reader = Reader::new(posts(5), (80, 24)).with_body(&body);
    let at_top = |reader: &Reader| {
        let article = reader.app.article();
        article.article().unwrap().page.plain(article.top()).to_string()
    };
    reader.press("Enter 2 Enter");
    assert_eq!(at_top(&reader), "第二 节");
    reader.press("^O 5 Enter");
    assert_eq!(at_top(&reader), "尾");
    // To a footnote at the end, and from there back to its reference: by its own link, and by `^O`.
    reader.press("g g 1 Enter");
    let end = reader.app.article().top();
    assert!(end > 100, "{end}");
    reader.press("L a");
    assert!(at_top(&reader).starts_with("甲[1]"), "{}", at_top(&reader));
    reader.press("1 Enter ^O");
    assert!(at_top(&reader).starts_with("甲[1]"), "{}", at_top(&reader));
    reader.press("4 Enter");
    assert!(reader.notice().contains("no anchor with this name"), "{}", reader.notice());
    // To a named place in another article.
    reader.press("3 Enter");
    assert_eq!((reader.reading_key().as_str(), reader.app.article().top()), ("_posts/p1.md", end));
}

#[test]
fn a_link_to_a_post_opens_it_here_and_a_jump_leads_back() {
    let linked = format!("[前](post:_posts/p1) [无](post:_posts/none) {}", "字".repeat(4000));
    let mut reader = Reader::new(posts(5), (80, 24)).with_body(&linked);
    reader.press("Enter 6 ^E 1 Enter");
    assert_eq!((reader.reading_key().as_str(), reader.selected().as_str()), ("_posts/p1.md", "p1"));
    assert_eq!(reader.app.article().top(), 0);
    reader.press("^O");
    assert_eq!((reader.reading_key().as_str(), reader.app.article().top()), ("_posts/p4.md", 6));
    reader.press("2 Enter");
    assert!(reader.notice().contains("not in the archive"), "{}", reader.notice());
    // The post has vanished meanwhile.
    reader.press("Alt-Right ^R");
    reader.load(
        1,
        posts(5).into_iter().filter(|post| post.key.as_bytes() != b"_posts/p4.md").collect(),
    );
    reader.press("^O");
    assert!(reader.notice().contains("p4.md no longer exists"), "{}", reader.notice());
}

/// J18: a link by the post's address on the site, with a fragment.
#[test]
fn a_link_to_the_site_opens_the_post_of_the_archive() {
    let body = format!(
        "[甲](https://news.example/p1/#end) [乙](https://news.example/none/#end)\n\n{}\n\n<p id=\"end\">尾</p>\n\n{0}\n",
        "字".repeat(3000)
    );
    let with_address = |post: Post| {
        let address = format!("https://news.example/{}/", post.title);
        Post { url: Some(CleanText::line(&address)), ..post }
    };
    let posts = posts(5).into_iter().map(with_address).collect();
    let mut reader = Reader::new(posts, (80, 24)).with_body(&body);
    assert_eq!(reader.press("Enter 1 Enter"), []);
    assert_eq!((reader.reading_key().as_str(), reader.top_text().as_str()), ("_posts/p1.md", "尾"));
    // An address of the site without a post is opened outside, with its fragment.
    let outside = CleanText::line("https://news.example/none/#end");
    assert_eq!(reader.press("2 Enter"), [Effect::Open(outside)]);
}

#[test]
fn a_new_jump_clears_the_way_forward() {
    let mut reader = Reader::new(posts(1), (80, 24));
    // To the second section and back, then to the first.
    reader.press("Enter g O j j Enter ^O g O j Enter");
    let there = reader.app.article().top();
    reader.press("Alt-Right");
    assert_eq!(reader.app.article().top(), there);
    assert!(reader.notice().contains("nothing to go forward"), "{}", reader.notice());
}

#[test]
fn an_address_that_stands_by_itself_is_the_source() {
    let body = "[甲](https://example.org/a)\n\n<https://example.org/source>\n\n[返回](https://example.org/)";
    let mut reader = Reader::new(posts(2), (80, 24)).with_body(body);
    let effects = reader.press("Enter o");
    assert_eq!(effects, [Effect::Open(CleanText::line("https://example.org/source"))]);
}

/// S12, S14: an address is parsed and serialised again before it is opened; the real host is shown
/// first if a name before it or its letters mislead.
#[test]
fn addresses_are_checked_before_they_are_opened() {
    let body = "[a](https://bank.example@evil.example/x) [b](https://c.example/it's) \
                [c](javascript:alert) [d](mailto:a@b.example) [e](<http://f.example/甲 乙>)";
    let mut reader = Reader::new(posts(2), (100, 30)).with_body(body);
    let opened = |effects: Vec<Effect>| match effects.as_slice() {
        [Effect::Open(address)] => address.to_string(),
        [] => String::new(),
        other => panic!("{other:?}"),
    };
    reader.press("Enter");
    assert_eq!(opened(reader.press("1 Enter")), "");
    assert_eq!(reader.notice(), "this leads to evil.example: open it again to go there");
    assert_eq!(opened(reader.press("1 Enter")), "https://bank.example@evil.example/x");
    assert_eq!(opened(reader.press("2 Enter")), "https://c.example/it%27s");
    for (refused, why) in [("3 Enter", "cannot be opened"), ("4 Enter", "reading.mail = true")] {
        assert_eq!(opened(reader.press(refused)), "");
        assert!(reader.notice().contains(why), "{}", reader.notice());
    }
    assert_eq!(opened(reader.press("5 Enter")), "http://f.example/%E7%94%B2%20%E4%B9%99");
    let preferences = Preferences { mail: true, ..Preferences::default() };
    let mut reader = Reader::set((100, 30), preferences).now_with(body);
    reader.load(0, posts(2));
    assert_eq!(opened(reader.press("Enter 4 Enter")), "mailto:a@b.example");
}

#[test]
fn pictures_of_the_archive_are_shown_and_others_opened() {
    let body = "![图](/a/%E5%9B%BE.png) 和 ![b](https://example.org/b.png) [c](/a/c.png)";
    let mut reader = Reader::new(posts(2), (80, 24)).with_body(body);
    let requested = |effects: Vec<Effect>| match effects.as_slice() {
        [Effect::ReadPicture(request)] => request.clone(),
        other => panic!("{other:?}"),
    };
    let shown = |reader: &Reader| {
        let viewer = reader.app.screen().overlay().and_then(|overlay| overlay.viewer());
        viewer.and_then(|viewer| viewer.picture().cloned())
    };
    let dot = Picture::Blocks(Blocks { width: 1, cells: vec![[Some([1, 2, 3]); 2]] });
    let answer = |reader: &mut Reader, request: &PictureRequest, result| {
        reader.update(Message::Picture(request.clone(), result))
    };
    let request = requested(reader.press("Enter 1 Enter"));
    assert_eq!((request.path.to_clean().as_str(), request.room), ("a/图.png", (80, 22)));
    assert_eq!(shown(&reader), None);
    // An answer for the old size is stale.
    let wider = requested(reader.update(Message::Resized(90, 24)));
    assert_eq!(answer(&mut reader, &request, Ok(Picture::Blocks(Blocks::default()))), []);
    assert_eq!(shown(&reader), None);
    assert_eq!(answer(&mut reader, &wider, Ok(dot.clone())), []);
    assert_eq!(shown(&reader), Some(dot.clone()));
    reader.press("Esc");
    assert!(reader.app.screen().overlay().is_none());
    assert_eq!(answer(&mut reader, &wider, Ok(dot)), []);
    assert!(reader.app.screen().overlay().is_none());
    // An undecodable picture is reported, and a missing one.
    let request = requested(reader.press("g l Enter"));
    let reason = Reason::NoPicture;
    assert_eq!(answer(&mut reader, &request, Err(NoPicture::Unshown(reason))), []);
    assert_eq!(reader.notice(), "a/图.png: neither PNG, JPEG, GIF nor WebP");
    let request = requested(reader.press("1 Enter"));
    assert_eq!(answer(&mut reader, &request, Err(NoPicture::Missing)), []);
    assert_eq!(reader.notice(), "a/图.png: there is no such picture");
    // Pictures outside the archive and other files are not requested.
    let elsewhere = CleanText::line("https://example.org/b.png");
    assert_eq!(reader.press("2 Enter"), [Effect::Open(elsewhere)]);
    assert_eq!(reader.press("3 Enter"), []);
    let mut reader = Reader::start(Options { size: (80, 24), ..options() });
    reader.load(0, posts(2));
    let mut reader = reader.with_body(body);
    reader.press("Enter");
    assert_eq!(reader.press("1 Enter"), []);
    assert!(reader.app.screen().overlay().is_none());
}

/// Returns a reader of an article with `count` pictures of 100 by 100 pixels, and the effects of
/// opening it.
fn with_pictures(count: usize) -> (Reader, Vec<Effect>) {
    let images: Vec<String> = (0..count).map(|at| format!("![图](/{at}.png)\n\n")).collect();
    let mut reader = Reader::new(posts(1), (80, 24));
    reader.press("Enter z");
    let old = reader.app.article().article().unwrap();
    let post = reader.app.library().archive().post(old.post).unwrap();
    let subject = Subject::of(post, reader.app.screen().locale());
    let mut document = document::parse(&images.concat(), Syntax::Markdown, &NoContext);
    for link in &mut document.links {
        link.dots = Some((100, 100));
    }
    let (measure, locale) = (reader.app.screen().measure(), reader.app.screen().locale());
    let mut article = Article::new(subject, document, measure, locale);
    article.pictures =
        (0..count).map(|at| (at, PostKey::new(format!("{at}.png").into_bytes()))).collect();
    let effects = reader.update(Message::Read(Box::new(article)));
    (reader, effects)
}

/// Returns the request for a picture among the effects, which contain at most one.
fn requested(effects: &[Effect]) -> Option<PictureRequest> {
    let mut requests = effects.iter().filter_map(|effect| match effect {
        Effect::ReadPicture(request) => Some(request.clone()),
        _ => None,
    });
    let request = requests.next();
    assert_eq!(requests.next(), None);
    request
}

/// Only the pictures near the visible lines are requested, one at a time.
#[test]
fn pictures_in_the_text_are_requested_when_they_come_into_view() {
    let (mut reader, effects) = with_pictures(8);
    let lines = reader.app.article().lines();
    let mut request = requested(&effects);
    let mut paths = Vec::new();
    while let Some(asked) = request.take() {
        assert_eq!((asked.room, asked.technique), ((30, 15), Technique::HalfBlocks));
        assert_eq!(requested(&reader.press("z z")), None, "one is on its way");
        paths.push(asked.path.to_clean().to_string());
        let cells = vec![[Some([1, 2, 3]); 2]; 30 * 15];
        let picture = Picture::Blocks(Blocks { width: 30, cells });
        // A picture that cannot be shown keeps its room, so that nothing moves, and is not
        // requested again.
        let is_broken = paths.len() == 1;
        let reason = || NoPicture::Unshown(Reason::NoDots);
        let result = if is_broken { Err(reason()) } else { Ok(picture) };
        request = requested(&reader.update(Message::Picture(asked, result)));
    }
    assert_eq!(paths, ["0.png", "1.png", "2.png"], "two screens of 22 lines");
    assert_eq!(reader.app.article().lines(), lines);
    assert_eq!(reader.app.screen().overlay().map(|_| ()), None);
    assert_eq!(reader.notice(), "");
    let effects = reader.press("G");
    let path = requested(&effects).map(|request| request.path.to_clean().to_string());
    assert!(path.is_some_and(|path| !paths.contains(&path)), "{effects:?}");
}

/// A terminal that draws pictures gets them at their own size. A limit in bytes applies to the
/// cached files, but those near the visible lines are always kept.
#[test]
fn files_of_pictures_are_kept_up_to_a_limit() {
    const MIB: usize = 1 << 20;
    let (mut reader, _) = with_pictures(60);
    let technique = Technique::Placeholders { cell: (10, 20) };
    let mut request = requested(&reader.update(Message::Technique(technique)));
    let mut answered = 0;
    for keys in ["z z", "Space", "Space", "Space", "Space", "Space", "Space", "Space"] {
        request = request.or(requested(&reader.press(keys)));
        while let Some(asked) = request.take() {
            assert_eq!((asked.room, asked.technique), ((10, 5), technique));
            answered += 1;
            let (id, cells) = (answered, asked.room);
            let file = PictureFile { id, cells, data: Data::Png(vec![0; 3 * MIB]) };
            let picture = Picture::File(Arc::new(file));
            request = requested(&reader.update(Message::Picture(asked, Ok(picture))));
        }
        let files = view::files(&reader.app);
        let bytes: usize = files.iter().map(|file| file.bytes()).sum();
        // Two screens hold eight pictures.
        assert!(bytes <= 8 * 3 * MIB, "{}", bytes / MIB);
        let mut buffer = Buffer::empty(Rect::new(0, 0, 80, 24));
        view::draw(&reader.app, &Look::default(), &mut buffer);
        let drawn: BTreeSet<u32> = buffer.content.iter().filter_map(placeholder::id).collect();
        assert!(drawn.len() >= 3, "{drawn:?}");
        assert!(drawn.iter().all(|id| files.iter().any(|file| file.id == *id)), "{drawn:?}");
    }
    assert!(answered >= 20, "{answered}");
}

/// S25: the indent has no room for the bars of 60 quotations; none is drawn over the text.
#[test]
fn bars_of_deep_quotations_leave_the_text_free() {
    let body = format!("{}一二三四五六七八九十", "> ".repeat(60));
    let mut reader = Reader::new(posts(1), (60, 20)).with_body(&body);
    reader.press("Enter");
    let mut buffer = Buffer::empty(Rect::new(0, 0, 60, 20));
    view::draw(&reader.app, &Look::default(), &mut buffer);
    let rows = buffer
        .content
        .chunks(60)
        .map(|row| row.iter().map(ratatui::buffer::Cell::symbol).collect::<String>());
    let rows: Vec<String> = rows.filter(|row| row.contains("│ │")).collect();
    assert!(rows.len() > 1, "{rows:?}");
    for row in rows {
        let after_text = row.trim_end().rsplit('│').next().unwrap_or_default();
        assert!(after_text.contains(|c: char| "一二三四五六七八九十".contains(c)), "{row}");
    }
}

/// S5, S12: the terminal gets checked addresses of the web only, where nothing covers the article.
#[test]
fn links_to_the_web_are_known_on_the_screen() {
    // S5
    let body = "[一二三四五六七八九十一二三四五六七八九十](http://甲.example/a) [乙](file:///b) [丙](/c) \
                ![丁](https://example.org/d.png) <https://example.org/e'> [戊](https://a@b.example)";
    let mut reader = Reader::new(posts(1), (30, 20)).with_body(body);
    reader.press("Enter");
    let links = view::links(&reader.app);
    let mut shown: Vec<_> = links.iter().map(|link| (link.id, link.address.as_str())).collect();
    shown.dedup();
    assert_eq!(
        shown,
        [
            (0, "http://xn--tny.example/a"),
            (1, "https://example.org/d.png"),
            (2, "https://example.org/e%27"),
        ]
    );
    let parts: Vec<u16> =
        links.iter().filter(|link| link.id == 0).map(|link| link.area.width).collect();
    assert_eq!((parts.len(), parts.iter().sum()), (2, 40), "{parts:?}");
    assert!(links.iter().all(|link| link.area.height == 1 && link.area.right() <= 30));
    for cover in ["?", "g l"] {
        reader.press(cover);
        assert_eq!(view::links(&reader.app), [], "{cover}");
        reader.press("Esc");
    }
}

#[test]
fn the_problems_of_a_post_are_said_in_one_line() {
    let problem = |key: &str| {
        let wrong = Wrong::NotDate { key: CleanText::line(key) };
        Problem::new(3, ProblemKind::InvalidDate, wrong, Remedy::NotUsed)
    };
    for key in ["date", "一个很长很长的字段名字一个很长很长的字段名字一个很长很长的字段名字"]
    {
        let problems = vec![problem(key), problem("published")];
        let mut reader = Reader::new(vec![Post { problems, ..post("faulty", 0, 0) }], (60, 24));
        reader.press("Enter");
        for width in [60, 40, 120] {
            reader.resize(width, 24);
            let page = &reader.app.article().article().unwrap().page;
            let lines = (0..page.len()).map(|at| page.plain(at).to_string());
            let remark = lines.into_iter().find(|line| line.trim().starts_with("! ")).unwrap();
            assert!(remark.trim_end().ends_with("1 more: :problems"), "{width} {remark:?}");
        }
    }
}
