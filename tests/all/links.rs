//! Links that any folder of Markdown or a site has open posts inside the reader; one that cannot be
//! opened says why.

use kanbao::app::{Effect, Options};
use kanbao::archive::site::Dates;
use kanbao::config::locale::Locale;

use crate::support::program::folder;
use crate::support::reader::{Reader, posts};
use crate::support::texts::FolderPosts;

/// 2024-06-15.
const NOW: Dates = Dates::at(1_718_409_600);

/// What happens when the only link of the newest post is followed, in a folder with these files:
/// the path of the article that is shown then, and the line at its top; else what is said, or opened.
fn followed(link: &str, files: &[(&str, &str)], locale: Locale) -> String {
    let article = format!("---\ntitle: 起点\ndate: 2024-06-01\n---\n{link}\n");
    let beside = files.iter().any(|(path, _)| path.starts_with("_posts/"));
    let start = if beside { "_posts/2024-06-01-start.md" } else { "notes/start.md" };
    let files: Vec<_> = files.iter().copied().chain([(start, article.as_str())]).collect();
    let root = folder(&files);
    let size = (80, 24);
    let texts = FolderPosts::open(root.path(), NOW);
    let mut reader = Reader::of_folder(texts, Options { size, locale, ..Options::default() });
    reader.press("g g Enter");
    assert_eq!(reader.reading_key(), start);
    let effects = reader.press("1 Enter");
    let opened = effects.iter().find_map(|effect| match effect {
        Effect::Open(address) => Some(format!("opens {address}")),
        _ => None,
    });
    let said = || Some(reader.notice()).filter(|_| reader.reading_key() == start);
    let shown = || format!("{}: {}", reader.reading_key(), reader.top_text());
    opened.or_else(said).unwrap_or_else(shown)
}

/// A post with a heading far below its start.
fn long(title: &str) -> String {
    let far = "江边的字。".repeat(600);
    format!(
        "---\ntitle: {title}\ndate: 2024-01-01\n---\n{far}\n\n## 第二 节\n\n{far}\n\n## Part Two\n\n{far}\n"
    )
}

#[test]
fn links_of_a_folder_open_its_posts() {
    let text = long("乙");
    let check = |path: &str, link: &str, top: &str| {
        let found = followed(link, &[(path, &text)], Locale::English);
        assert_eq!(found, format!("{path}: {top}"), "{link}");
    };
    for (path, link) in [
        ("notes/b.md", "[乙](b.md)"),
        ("notes/b.md", "[乙](./b.md)"),
        ("notes/b.md", "[乙](b)"),
        ("notes/b.md", "[乙](/notes/b.md)"),
        ("notes/b.md", "[乙](<../notes/b.md>)"),
        ("other/b.md", "[乙](../other/b.md)"),
        ("notes/b.md", "[[b]]"),
        ("notes/b.md", "[[b.md]]"),
        ("notes/b.md", "[[b|文字]]"),
        ("other/b.md", "[[b]]"),
        ("other/b.md", "[[b|文字]]"),
        ("other/b.md", "[[other/b]]"),
        ("other/b.md", "[[/other/b|文字]]"),
        ("notes/天气 预报.md", "[[天气 预报]]"),
        ("notes/天气 预报.md", "[乙](天气%20预报.md)"),
        ("notes/天气 预报.md", "[乙](<天气 预报.md>)"),
        ("notes/天气.md", "[乙](%E5%A4%A9%E6%B0%94.md)"),
        ("notes/50%.md", "[乙](50%.md)"),
        ("notes/a+b.md", "[乙](a+b.md)"),
        ("notes/2024-01-01-b.md", "[乙](/2024/01/01/b.html)"),
        ("notes/2024-01-01-b.md", "[[b]]"),
        ("notes/2024-01-01-b.md", "[[2024-01-01-b|文字]]"),
        ("notes/b.txt", "[乙](b.txt)"),
        // Counted from the root.
        ("other/b.md", "[乙](other/b.md)"),
    ] {
        check(path, link, "乙");
    }
    for (link, top) in [
        ("[乙](b.md#第二-节)", "第二 节"),
        ("[乙](b.md#%E7%AC%AC%E4%BA%8C-%E8%8A%82)", "第二 节"),
        ("[乙](b#part-two)", "Part Two"),
        ("[[b#第二 节]]", "第二 节"),
        ("[[b#Part Two|文字]]", "Part Two"),
        ("[[b.md#part-two]]", "Part Two"),
        ("[乙](<b.md#第二 节>)", "第二 节"),
    ] {
        check("notes/b.md", link, top);
    }
}

#[test]
fn of_several_posts_of_a_name_the_nearest_is_meant() {
    let (near, far) = (long("近"), long("远"));
    let files = [("notes/b.md", near.as_str()), ("other/b.md", &far), ("notes/notes/b.md", &far)];
    for link in ["[[b]]", "[甲](b.md)", "[甲](b)"] {
        assert_eq!(followed(link, &files, Locale::English), "notes/b.md: 近", "{link}");
    }
}

#[test]
fn names_are_equal_in_either_unicode_form() {
    let text = long("乙");
    let (composed, apart) = ("caf\u{e9}", "cafe\u{301}");
    for (own, other) in [(composed, apart), (apart, composed), (composed, composed), (apart, apart)]
    {
        let path = format!("notes/{own}.md");
        let encoded = if other == composed { "caf%C3%A9" } else { "cafe%CC%81" };
        for link in [
            format!("[乙]({other}.md)"),
            format!("[乙]({encoded}.md)"),
            format!("[[{other}]]"),
            format!("[[{other}|文字]]"),
            format!("[乙](/notes/{other})"),
        ] {
            let found = followed(&link, &[(&path, &text)], Locale::English);
            assert_eq!(found, format!("{path}: 乙"), "{}", link.escape_unicode());
        }
    }
}

#[test]
fn links_of_a_site_open_its_posts() {
    let text = long("乙");
    let own = "_posts/2024-01-01-b.md";
    for config in ["title: 样报\n", "url: https://news.example\n"] {
        for (link, top) in [
            ("[乙](/2024/01/01/b.html)", "乙"),
            ("[乙](/2024/01/01/b)", "乙"),
            ("[乙](/2024/01/01/b.html#第二-节)", "第二 节"),
            ("[乙](2024-01-01-b.md)", "乙"),
            ("[乙](2024-01-01-b.md#第二-节)", "第二 节"),
            ("[[b]]", "乙"),
            ("[[b|文字]]", "乙"),
            ("[[2024-01-01-b#第二 节|文字]]", "第二 节"),
            ("[乙]({% post_url 2024-01-01-b %})", "乙"),
        ] {
            let files = [("_config.yml", config), (own, text.as_str())];
            let found = followed(link, &files, Locale::English);
            assert_eq!(found, format!("{own}: {top}"), "{link} {config}");
        }
    }
}

#[test]
fn a_link_that_cannot_be_opened_says_why() {
    let text = long("乙");
    let check = |link: &str, locale: Locale, expected: &str| {
        assert_eq!(followed(link, &[("notes/b.md", &text)], locale), expected, "{link}");
    };
    for (link, expected) in [
        ("[乙](none.md)", "notes/none.md is not in the archive · yl copies a link"),
        ("[[none]]", "none is not in the archive · yl copies a link"),
        (
            "[乙](/2024/01/01/none.html)",
            "2024/01/01/none.html is not in the archive · yl copies a link",
        ),
        ("[乙](../../../etc/b.md)", "../../../etc/b.md is not in the archive · yl copies a link"),
        ("[乙](odd:x)", "this link cannot be opened: odd:x · yl copies a link"),
        ("[乙](#丙)", "the article has no anchor with this name · yl copies a link"),
        (
            "[乙](mailto:a@b.example)",
            "mail addresses are opened only with reading.mail = true: mailto:a@b.example · yl copies a link",
        ),
        ("[乙](https://a.example/b)", "opens https://a.example/b"),
    ] {
        check(link, Locale::English, expected);
    }
    // A name alone is no path of another folder.
    let elsewhere = followed("[乙](b.md)", &[("other/b.md", &text)], Locale::English);
    assert_eq!(elsewhere, "notes/b.md is not in the archive · yl copies a link");
    let missing = "[乙](%E6%97%A0.md)";
    check(missing, Locale::English, "notes/无.md is not in the archive · yl copies a link");
    check(missing, Locale::Simplified, "文库里没有 notes/无.md · yl 复制链接");
    check(missing, Locale::Traditional, "文庫裡沒有 notes/无.md · yl 複製連結");
}

/// The copy that is offered for a link that cannot be opened is of that link, as it can be used
/// elsewhere.
#[test]
fn the_link_that_was_tried_last_is_copied() {
    let mut reader = Reader::new(posts(1), (80, 24)).with_body("[甲](https://a.example) [[none]]");
    let copied = |effects: Vec<Effect>| match effects.as_slice() {
        [Effect::Copy(text)] => text.to_string(),
        other => panic!("{other:?}"),
    };
    reader.press("Enter y l");
    assert!(reader.notice().starts_with("which link?"), "{}", reader.notice());
    reader.press("2 Enter");
    assert_eq!(reader.notice(), "none is not in the archive · yl copies a link");
    assert_eq!(copied(reader.press("y l")), "none");
    assert_eq!(copied(reader.press("1 y l")), "https://a.example");
}

#[test]
fn a_picture_of_the_list_leads_back_to_the_list() {
    let mut reader = Reader::new(posts(1), (80, 24)).with_body("[甲](http://a.b/) ![江边](a.png)");
    let title = |reader: &Reader| {
        let overlay = reader.app.screen().overlay();
        overlay.map(|one| (one.title().to_clean(Locale::English).to_string(), one.cursor().at))
    };
    reader.press("g l j Enter");
    assert_eq!(title(&reader).map(|(title, _)| title).as_deref(), Some("[image: 江边]"));
    reader.press("Esc");
    assert_eq!(title(&reader), Some(("Links".to_owned(), 1)));
    reader.press("Esc 2 Enter Esc");
    assert_eq!(title(&reader), None);
}
