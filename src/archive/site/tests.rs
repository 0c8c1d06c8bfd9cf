//! Which folders and files a site has, by its config.

use super::*;
use crate::archive::post::PostKey;

fn site(config: &str) -> Site {
    Site::jekyll(Some(config.as_bytes())).0
}

#[test]
fn folders_r2_j1_j2() {
    let yes = ["a", "zh/a", "_posts", "a/_posts", "_posts/_a", "_drafts", "old_post", "in_"];
    let no = [".git", "a/.x", "_posts/.x", "node_modules", "_posts/vendor"];
    let no_in_site =
        ["_site", "a/_layouts", "_includes", "_sass", "_data", "assets", "_news", "#a", "a~"];
    let jekyll = site("");
    for folder in yes {
        assert_eq!(jekyll.enters(folder.as_bytes()), Enter::Yes, "{folder}");
        assert_eq!(Site::plain().enters(folder.as_bytes()), Enter::Yes, "plain {folder}");
    }
    for folder in no {
        assert_ne!(jekyll.enters(folder.as_bytes()), Enter::Yes, "{folder}");
        assert_ne!(Site::plain().enters(folder.as_bytes()), Enter::Yes, "plain {folder}");
    }
    for folder in no_in_site {
        assert_ne!(jekyll.enters(folder.as_bytes()), Enter::Yes, "{folder}");
        assert_eq!(Site::plain().enters(folder.as_bytes()), Enter::Yes, "plain {folder}");
    }
}

#[test]
fn values_of_the_config() {
    let site = site("title: a\nurl: ''\nauthor: {name: b, links: [c]}");
    for (keys, expected) in [
        ("title", Some("a")),
        ("url", Some("")),
        ("author.name", Some("b")),
        ("author.links", None),
        ("author", None),
        ("title.x", None),
        ("none", None),
    ] {
        assert_eq!(site.value(keys).map(CleanStr::as_str), expected, "{keys}");
    }
}

#[test]
fn named_posts_j20() {
    let key = PostKey::new(*b"x.md");
    for (config, name, expected) in [
        ("", "2020-01-01-a", Some("_posts/2020-01-01-a")),
        ("", "sub/2020-01-01-a", Some("_posts/sub/2020-01-01-a")),
        ("", "/zh/_posts/2020-01-01-a.md", Some("zh/_posts/2020-01-01-a.md")),
        ("collections_dir: c", "2020-01-01-a", Some("c/_posts/2020-01-01-a")),
        ("collections_dir: ./x/../c/", "2020-01-01-a", Some("c/_posts/2020-01-01-a")),
        ("collections_dir: ../c", "2020-01-01-a", Some("c/_posts/2020-01-01-a")),
        ("", "../a", None),
        ("", "/", None),
    ] {
        assert_eq!(site(config).named_post(name, &key).as_deref(), expected, "{config} {name}");
    }
    assert_eq!(Site::plain().named_post("post/a.md", &key).as_deref(), Some("post/a.md"));
    let roots = vec!["content/zh", "content"];
    let hugo = Recognised { generator: Generator::Hugo, roots, ..Recognised::default() };
    let (hugo, _) = Site::of(&hugo, None);
    for (name, own, expected) in [
        ("/post/a.md", "content/x/b.md", "content/post/a.md"),
        ("post/a.md", "content/zh/x/b.md", "content/zh/post/a.md"),
        ("a.md", "content/x/b.md", "a.md"),
    ] {
        let own = PostKey::new(own.as_bytes());
        assert_eq!(hugo.named_post(name, &own).as_deref(), Some(expected), "{name}");
    }
}

#[test]
fn folders_by_the_config() {
    let site = site(
        "exclude: [old, 'x*/', tmp/]\ninclude: [_news]\ncollections_dir: col\ncollections: {films: {output: true}}",
    );
    for (folder, enters) in [
        ("old", false),
        ("older", false),
        ("new/old", true),
        ("xyz", true),
        ("tmp", false),
        ("_news", true),
        ("_posts", false),
        ("_films", false),
        ("col/_films", true),
        ("col/_films/old", true),
        ("col/_books", false),
        ("col", true),
        ("col/_posts", true),
        ("col/_posts/old", true),
    ] {
        assert_eq!(site.enters(folder.as_bytes()) == Enter::Yes, enters, "{folder}");
    }
}

#[test]
fn files_r2_j4() {
    for (path, plain, jekyll, syntax) in [
        ("_posts/2020-01-01-x.md", true, true, Syntax::Markdown),
        ("_posts/a/x.Rmd", false, true, Syntax::Plain),
        ("_posts/.DS_Store", false, false, Syntax::Plain),
        ("_posts/._甲.md", false, false, Syntax::Markdown),
        (".#乙.md", false, false, Syntax::Markdown),
        ("_posts/2020-01-01-x.PNG", false, false, Syntax::Plain),
        ("_posts/2020-01-01-x.pdf", false, false, Syntax::Plain),
        ("_drafts/x", false, true, Syntax::Plain),
        ("x.MD", true, false, Syntax::Markdown),
        ("a/x.mkdown", true, false, Syntax::Markdown),
        ("x.markdown", true, false, Syntax::Markdown),
        ("x.Html", true, false, Syntax::Html),
        ("x.htm", true, false, Syntax::Html),
        ("x.txt", true, false, Syntax::Plain),
        ("x.text", true, false, Syntax::Plain),
        ("x.yml", false, false, Syntax::Plain),
        ("md", false, false, Syntax::Plain),
    ] {
        let kind = |is| if is { FileKind::Candidate } else { FileKind::NotAPost };
        assert_eq!(Site::plain().file(path.as_bytes()), kind(plain), "plain {path}");
        assert_eq!(site("").file(path.as_bytes()), kind(jekyll), "{path}");
        assert_eq!(site("").syntax(&site("").place(path.as_bytes())), syntax, "{path}");
    }
    let rmd = site("markdown_ext: 'rmd, .Txt'");
    assert_eq!(rmd.syntax(&rmd.place(b"_posts/x.Rmd")), Syntax::Markdown);
    assert_eq!(rmd.syntax(&rmd.place(b"_posts/x.txt")), Syntax::Markdown);
    assert_eq!(rmd.syntax(&rmd.place(b"_posts/x.md")), Syntax::Plain);
}

#[test]
fn files_of_hexo() {
    for (config, posts) in [
        ("", ["md", "html"].as_slice()),
        ("post_asset_folder: false", &["md", "html"]),
        ("post_asset_folder: true", &["md"]),
        ("post_asset_folder: true\nnew_post_name: :title.html", &["md", "html"]),
    ] {
        let hexo = Recognised { generator: Generator::Hexo, ..Recognised::default() };
        let (site, _) = Site::of(&hexo, Some(config.as_bytes()));
        let is_post = |extension: &&str| {
            let path = format!("source/_posts/x/y.{extension}");
            site.file(path.as_bytes()) == FileKind::Candidate
        };
        let found: Vec<&str> = ["md", "html", "txt", "json"].into_iter().filter(is_post).collect();
        assert_eq!(found, posts, "{config}");
    }
}

#[test]
fn exclusions_j2_j4() {
    let config = "exclude: ['*.bak', _posts/secret, both.md]\ninclude: [both.md, .kept.md]";
    for (path, excluded) in [
        ("_posts/2020-01-01-x.md", false),
        ("_posts/x.md", false),
        ("_posts/.x.md", true),
        ("_posts/a/_x.md", true),
        ("_posts/_a/x.md", true),
        ("_posts/b/_a/x.md", false),
        ("_posts/#x.md", true),
        ("_posts/~x.md", true),
        ("_posts/2020-01-01-x.md~", true),
        ("_posts/2020-01-01-x.", true),
        ("_posts/2020-01-01-x.YML", true),
        ("_posts/2020-01-01-x.yaml", true),
        ("_posts/2020-01-01-x.bak", true),
        ("_posts/secrets/2020-01-01-x.md", true),
        ("_posts/both.md", false),
        ("_posts/.kept.md", false),
        ("_drafts/.x.md", true),
    ] {
        let site = site(config);
        let found = site.exclusion(&site.place(path.as_bytes()));
        assert_eq!(found.is_some(), excluded, "{path}: {found:?}");
        assert_eq!(Site::plain().exclusion(&Site::plain().place(path.as_bytes())), None);
    }
}
