//! `kanbao export --format epub`: a valid book of any posts.

use std::collections::BTreeSet;
use std::fs::File;
use std::io::Read;
use std::path::Path;

use zip::{CompressionMethod, ZipArchive};

use crate::support::program::{SAMPLES, folder, run, write};

/// A dot, as PNG.
const DOT: &[u8] = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01\0\0\0\x01\x08\x06\0\0\0";

/// Exports a book; returns its files in order, and whether each is compressed.
fn book(archive: &str, more: &[&str]) -> Vec<(String, String)> {
    let target = tempfile::tempdir().unwrap();
    let path = target.path().join("book.epub");
    let arguments = ["export", "-a", archive, "--format", "epub", path.to_str().unwrap()];
    let (out, err, _) = run(&[&arguments, more].concat());
    assert!(out.is_empty() && path.exists(), "{err}");
    let mut zip = ZipArchive::new(File::open(&path).unwrap()).unwrap();
    let mut files = Vec::new();
    for at in 0..zip.len() {
        let mut file = zip.by_index(at).unwrap();
        if at == 0 {
            assert_eq!(
                (file.name().unwrap().as_ref(), file.compression()),
                ("mimetype", CompressionMethod::Stored)
            );
        }
        let mut bytes = Vec::new();
        file.read_to_end(&mut bytes).unwrap();
        files.push((
            file.name().unwrap().into_owned(),
            String::from_utf8_lossy(&bytes).into_owned(),
        ));
    }
    files
}

fn text<'a>(files: &'a [(String, String)], name: &str) -> &'a str {
    let found = files.iter().find(|(known, _)| known == name);
    &found.unwrap_or_else(|| panic!("{name} is missing")).1
}

/// Checks that XML is well-formed, and returns its tags.
fn tags(name: &str, xml: &str) -> Vec<String> {
    let mut open: Vec<String> = Vec::new();
    let mut tags = Vec::new();
    let mut rest = xml;
    while let Some((before, after)) = rest.split_once('<') {
        check_text(name, before);
        let (tag, after) = after.split_once('>').unwrap_or_else(|| panic!("{name}: {after}"));
        rest = after;
        if tag.starts_with(['?', '!']) {
            continue;
        }
        if let Some(closed) = tag.strip_prefix('/') {
            assert_eq!(open.pop().as_deref(), Some(closed), "{name}: </{closed}>");
            continue;
        }
        let own = tag.trim_end_matches('/');
        let (element, attributes) = own.split_once(' ').unwrap_or((own, ""));
        let mut names = BTreeSet::new();
        let mut left = attributes.trim();
        while let Some((attribute, after)) = left.split_once("=\"") {
            let (value, after) = after.split_once('"').unwrap();
            check_text(name, value);
            assert!(names.insert(attribute.trim().to_owned()), "{name}: {tag}");
            left = after;
        }
        assert_eq!(left.trim(), "", "{name}: <{tag}>");
        if !tag.ends_with('/') {
            open.push(element.to_owned());
        }
        tags.push(own.to_owned());
    }
    check_text(name, rest);
    assert_eq!(open, [""; 0], "{name}: open at the end");
    tags
}

fn check_text(name: &str, text: &str) {
    assert!(!text.contains('>'), "{name}: {text}");
    for entity in text.split('&').skip(1) {
        let entity = entity.split(';').next().unwrap();
        let is_known = ["amp", "lt", "gt", "quot"].contains(&entity) || entity.starts_with('#');
        assert!(is_known, "{name}: &{entity};");
    }
    let is_xml = |c: char| matches!(c, '\t' | '\n' | '\r' | ' '..='\u{fffd}' | '\u{10000}'..);
    assert!(text.chars().all(is_xml), "{name}: {text:?}");
}

/// The values of an attribute.
fn values(tags: &[String], attribute: &str) -> Vec<String> {
    let start = format!(" {attribute}=\"");
    let values = tags.iter().filter_map(|tag| tag.split_once(&start));
    values.map(|(_, rest)| rest.split('"').next().unwrap().to_owned()).collect()
}

/// Checks a book as far as that needs no schema: well-formed files, each listed once, and no link or
/// picture that leads to nothing.
fn check(files: &[(String, String)]) {
    let names: BTreeSet<&str> = files.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(names.len(), files.len(), "a file is there twice");
    let package = tags("book.opf", text(files, "EPUB/book.opf"));
    tags("container.xml", text(files, "META-INF/container.xml"));
    let listed = values(&package, "href").into_iter().map(|name| format!("EPUB/{name}"));
    let listed: BTreeSet<String> = listed.collect();
    let known = ["mimetype", "META-INF/container.xml", "EPUB/book.opf"];
    let expected = names.iter().filter(|name| !known.contains(name)).map(|&name| name.to_owned());
    assert_eq!(listed, expected.collect());
    let ids: BTreeSet<String> = values(&package, "id").into_iter().collect();
    assert!(values(&package, "idref").iter().all(|id| ids.contains(id)));
    for (name, text) in files.iter().filter(|(name, _)| name.contains(".xhtml")) {
        let tags = tags(name, text);
        let places = values(&tags, "id");
        let unique: BTreeSet<&String> = places.iter().collect();
        assert_eq!(unique.len(), places.len(), "{name}: a name of two places");
        for target in values(&tags, "href") {
            let is_known = match target.strip_prefix('#') {
                Some(place) => unique.contains(&place.to_owned()),
                None => listed.contains(&format!("EPUB/{target}")),
            };
            let is_outside =
                ["http://", "https://", "mailto:"].iter().any(|way| target.starts_with(way));
            assert!(is_known || is_outside, "{name}: {target}");
        }
        for picture in values(&tags, "src") {
            assert!(listed.contains(&format!("EPUB/{picture}")), "{name}: {picture}");
        }
    }
}

#[test]
fn a_book_of_the_samples_is_valid() {
    for more in [&[][..], &["--all", "--chapters", "categories", "--script", "traditional"]] {
        let files = book(SAMPLES, more);
        check(&files);
        assert!(files.len() > 10);
    }
}

const PICTURED: &str = "---\ntitle: 甲\ndate: 2024-03-02\ncategories: [财经]\n---\n\
    ![图](/a%20b.png) ![无](/none.png) ![外](https://example.org/c.png) ![出](/../x.png)\n\n\
    [乙](2024-02-01-b.md#x) [此](#there) [无](#none) [网](https://example.org/?a=1&b=2)\n\n\
    ## 节 {#there}\n\n- [x] 完成\n\n| 一 | 二 |\n|--:|--|\n| 1 | <b>2</b> |\n";

#[test]
fn links_and_pictures_lead_into_the_book() {
    let archive =
        folder(&[("a.md", PICTURED), ("2024-02-01-b.md", "---\ntitle: 乙\n---\n经济发展\n")]);
    std::fs::write(archive.path().join("a b.png"), DOT).unwrap();
    let files = book(archive.path().to_str().unwrap(), &["--script", "traditional-tw"]);
    check(&files);
    let page = text(&files, "EPUB/p0.xhtml");
    for part in [
        "lang=\"zh-Hant-TW\"",
        "<img src=\"images/0.png\" alt=\"a b.png\"/> [无] [外] [出]",
        "<a href=\"p1.xhtml\">乙</a> <a href=\"#there\">此</a> <a>無</a>",
        "<a href=\"https://example.org/?a=1&amp;b=2\">",
        "☑ ",
        "text-align:right",
    ] {
        assert!(page.contains(part), "{part}: {page}");
    }
    let contents = text(&files, "EPUB/contents.xhtml");
    assert!(contents.contains(">2024-03</a>") && contents.contains(">2024-02</a>"), "{contents}");
    let by_category = book(archive.path().to_str().unwrap(), &["--chapters", "categories"]);
    assert!(text(&by_category, "EPUB/contents.xhtml").contains(">财经</a>"));
}

/// The pictures of a book's first page, each by its address or as `[words]`.
fn check_pictures(config: &str, post: &str, pictures: &[&str], expected: &str) {
    let archive = folder(&[("_config.yml", config), (post, PICTURES)]);
    for path in pictures {
        let path = archive.path().join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, DOT).unwrap();
    }
    let files = book(archive.path().to_str().unwrap(), &[]);
    check(&files);
    let page = text(&files, "EPUB/p0.xhtml");
    let shown = page.split_once("</h1>").unwrap().1.replace(" alt=\"", " ");
    assert!(shown.contains(expected), "{post}: {page}");
    let held = files.iter().filter(|(name, _)| name.starts_with("EPUB/images/"));
    assert_eq!(held.count(), pictures.len(), "{post}");
}

const PICTURES: &str = "---\ntitle: 甲\n---\n\
    ![一](x.png) ![二](../img/y.png) ![三](/b/img/y.png) \
    ![四](https://example.org/b/img/y.png?w=9) ![五](https://example.com/b/img/y.png) \
    ![六](../../z.png) ![七](img/caf%C3%A9.png)\n";

#[test]
fn pictures_are_found_as_the_site_addresses_them() {
    let config = "title: x\nurl: https://example.org\nbaseurl: /b\n";
    let shown = "<img src=\"images/0.png\" 一\"/> <img src=\"images/1.png\" 二\"/> \
        <img src=\"images/1.png\" 三\"/> <img src=\"images/1.png\" 四\"/> [五] [六] \
        <img src=\"images/2.png\" 七\"/>";
    // The name of the last one is decomposed on the disk.
    let pictures = ["_posts/x.png", "img/y.png", "_posts/img/cafe\u{301}.png"];
    check_pictures(config, "_posts/2024-03-02-a.md", &pictures, shown);
    // A picture that is only in the root does not belong to a post below it.
    let shown = "[一] [二] [三] [四] [五] [六] [七]";
    check_pictures(config, "_posts/2024-03-02-a.md", &[], shown);
    let archive = folder(&[("b/a.md", "![一](x.png)\n")]);
    std::fs::write(archive.path().join("x.png"), DOT).unwrap();
    assert!(
        book(archive.path().to_str().unwrap(), &[]).iter().all(|(name, _)| !name.contains("png"))
    );
}

#[test]
fn hostile_posts_make_a_valid_book() {
    let archive = folder(&[
        (
            "a.html",
            "---\ntitle: \"\"\n---\n<p>a<script>alert(1)</script><b>b<i>c</b>d<a id='x\"y'>e</a>\
            <a id=x></a><a id=x></a><a href='javascript:x'>f</a><a href='#x'>g</a>&#0;&#xffff;<table><td>h",
        ),
        (
            "b.md",
            "---\ntitle: '<script>&amp;\u{1}'\n---\n<a href=\"x>y\">z</a> ]]> <!-- -- > -->\n",
        ),
        ("c.md", ""),
    ]);
    write(
        archive.path(),
        "d.md",
        "\u{feff}---\ntitle: ok\ndate: never\n---\n<svg><![CDATA[x]]></svg>",
    );
    let files = book(archive.path().to_str().unwrap(), &["--all"]);
    check(&files);
    assert!(
        files.iter().all(|(_, text)| !text.contains("<script") && !text.contains("javascript:"))
    );
}

#[test]
fn a_book_of_many_posts() {
    let archive = tempfile::tempdir().unwrap();
    for number in 0..10_000 {
        let path = archive.path().join(format!("{number}.md"));
        std::fs::write(path, format!("# {number}\n\n正文\n")).unwrap();
    }
    let files = book(archive.path().to_str().unwrap(), &[]);
    assert_eq!(files.iter().filter(|(name, _)| name.starts_with("EPUB/p")).count(), 10_000);
}

#[test]
fn no_file_is_overwritten() {
    let target = tempfile::tempdir().unwrap();
    write(target.path(), "book.epub", "mine");
    let path = target.path().join("book.epub");
    let arguments = ["export", "-a", SAMPLES, "--format", "epub", path.to_str().unwrap()];
    let (_, err, code) = run(&arguments);
    assert!(code == 2 && err.contains("there is such a file"), "{err}");
    assert_eq!(std::fs::read_to_string(&path).unwrap(), "mine");
    assert_eq!(Path::new(target.path()).read_dir().unwrap().count(), 1);
}

#[test]
fn posts_are_named_by_their_paths() {
    let archive = folder(&[("a.md", "# 甲\n"), ("b/c.md", "# 丙\n"), ("d.md", "# 丁\n")]);
    let root = archive.path().canonicalize().unwrap();
    let list = tempfile::tempdir().unwrap();
    let paths = list.path().join("paths");
    std::fs::write(&paths, format!("{}/d.md\nb/c.md\nd.md\nnone.md\n", root.display())).unwrap();
    let files = book(root.to_str().unwrap(), &["--paths", paths.to_str().unwrap()]);
    check(&files);
    let pages = files.iter().filter(|(name, _)| name.starts_with("EPUB/p"));
    assert_eq!(pages.count(), 2);
    assert!(text(&files, "EPUB/p0.xhtml").contains("丁"));
    write(list.path(), "paths", "none.md\n");
    let target = list.path().join("book.epub");
    let arguments = ["export", "-a", root.to_str().unwrap(), "--format", "epub"];
    let more = ["--paths", paths.to_str().unwrap(), target.to_str().unwrap()];
    let (_, err, code) = run(&[&arguments[..], &more].concat());
    assert!(code == 1 && err.contains("none.md: no such post"), "{err}");
    assert!(!target.exists());
}
