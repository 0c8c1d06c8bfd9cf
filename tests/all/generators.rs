//! Archives of every generator: what is read, what is left out, and the category of each post.
//! `docs/archives.md` has the table.

use std::path::Path;

use kanbao::archive::PostRef;
use kanbao::archive::date::PostDate;
use kanbao::archive::load::{self, Loaded};
use kanbao::archive::post::Status;
use kanbao::archive::site::generator::Generator;
use kanbao::archive::site::{Dates, Folders};
use kanbao::archive::source::Source;
use kanbao::clean::CleanStr;

use crate::support::program::folder;

const NOW: Dates = Dates::at(2_000_000_000);

fn load_with(files: &[(&str, &str)], dates: Dates) -> Loaded {
    let folder = folder(files);
    load::load_all(&Source::open(folder.path()).unwrap(), dates).unwrap()
}

/// The shown posts as `path [categories] date`, by path.
fn rows(loaded: &Loaded) -> Vec<String> {
    let archive = &loaded.archive;
    let row = |post: PostRef<'_>| {
        let categories: Vec<&str> = post.categories().map(CleanStr::as_str).collect();
        let date = post.date().map_or_else(String::new, |date: PostDate| date.jekyll());
        format!("{} [{}] {date}", post.key().to_clean(), categories.join(", ")).trim().to_owned()
    };
    let posts = archive.newest_first().iter().map(|&id| archive.post(id).unwrap());
    let mut rows: Vec<String> =
        posts.filter(|post| post.status() == Status::Shown).map(row).collect();
    rows.sort();
    rows
}

#[track_caller]
fn check(files: &[(&str, &str)], generator: Generator, expected: &[&str]) -> Loaded {
    let loaded = load_with(files, NOW);
    assert_eq!(loaded.site.generator(), generator);
    assert_eq!(rows(&loaded), expected);
    let problems: Vec<String> = loaded
        .archive
        .problems()
        .iter()
        .map(|(key, problem)| format!("{}: {problem}", key.to_clean()))
        .collect();
    assert_eq!(problems, [""; 0]);
    loaded
}

const POST: &str = "---\ntitle: 甲\ndate: 2024-05-06 07:08:09\n---\n正文。\n";
const PAGE: &str = "# 乙\n\n正文。\n";

#[test]
fn hexo() {
    // R19
    let loaded = check(
        &[
            (
                "_config.yml",
                "url: https://a.org\ntimezone: Asia/Shanghai\npermalink: :year/:month/:day/:title/\nlanguage: zh-CN\n",
            ),
            ("package.json", "{\"dependencies\": {\"hexo\": \"7\"}}"),
            ("source/_posts/甲.md", POST),
            ("source/_posts/甲/图.png", "x"),
            ("source/_posts/甲/data.json", "{}"),
            (
                "source/_posts/国际/2024-01-02-乙.md",
                "---\ntitle: 乙\ndate: 2024-01-02\n---\n正文。\n",
            ),
            (
                "source/_posts/丙.md",
                "---\ntitle: 丙\ndate: 2024-01-03\ncategories: [财经, 股票]\n---\n正文。\n",
            ),
            ("source/_posts/._甲.md", "x"),
            ("source/_drafts/丁.md", POST),
            ("source/about/index.md", PAGE),
            ("scaffolds/post.md", POST),
            ("themes/a/README.md", PAGE),
            ("public/甲.html", "<p>甲</p>"),
        ],
        Generator::Hexo,
        &[
            "source/_posts/丙.md [财经, 股票] 2024-01-03",
            "source/_posts/国际/2024-01-02-乙.md [国际] 2024-01-02",
            "source/_posts/甲.md [] 2024-05-06 07:08:09 +0800",
        ],
    );
    let archive = &loaded.archive;
    assert_eq!((archive.count(Status::Draft), archive.len()), (1, 4));
    let url = |path: &str| {
        let folder = folder(&[
            (
                "_config.yml",
                "url: https://a.org\npermalink: :category/:year/:title.html\nnew_post_name: :year-:month-:day-:title.md",
            ),
            ("package.json", "{\"dependencies\": {\"hexo\": \"7\"}}"),
            (path, "---\ndate: 2024-01-03\n---\n正文。\n"),
        ]);
        let loaded = load::load_all(&Source::open(folder.path()).unwrap(), NOW).unwrap();
        let source = Source::open(folder.path()).unwrap();
        let key = kanbao::archive::post::PostKey::new(path.as_bytes());
        let body = kanbao::archive::body::read(&source.reader().unwrap(), &key, &loaded.site, 0);
        body.unwrap().post.url.unwrap().to_string()
    };
    assert_eq!(
        url("source/_posts/2024-01-02-a b.md"),
        "https://a.org/uncategorized/2024/a%20b.html"
    );
    assert_eq!(url("source/_posts/x/c.md"), "https://a.org/uncategorized/2024/x/c.html");
}

#[test]
fn hugo() {
    // R19
    let files = [
        ("hugo.toml", "baseURL = 'https://a.org/'\ntitle = '样报'\ntimeZone = 'Asia/Shanghai'\n"),
        ("content/_index.md", PAGE),
        ("content/国际/_index.md", PAGE),
        (
            "content/国际/亚洲/甲.md",
            "+++\ntitle = '甲'\ndate = 2024-05-06T07:08:09Z\n+++\n正文。\n",
        ),
        ("content/国际/乙/index.md", POST),
        ("content/国际/乙/图.jpg", "x"),
        ("content/关于.md", PAGE),
        ("content/丙.md", "---\ntitle: 丙\ncategories: [财经]\n---\n正文。\n"),
        ("layouts/_default/single.html", "<p>甲</p>"),
        ("public/甲/index.html", "<p>甲</p>"),
        ("themes/a/README.md", PAGE),
        ("static/x.html", "<p>甲</p>"),
        ("archetypes/default.md", POST),
        ("README.md", PAGE),
    ];
    let expected = [
        "content/丙.md [财经]",
        "content/关于.md []",
        "content/国际/乙/index.md [国际] 2024-05-06 07:08:09 +0800",
        "content/国际/亚洲/甲.md [国际/亚洲] 2024-05-06 15:08:09 +0800",
    ];
    let loaded = check(&files, Generator::Hugo, &expected);
    assert_eq!(loaded.site.title().unwrap().as_str(), "样报");
    assert_eq!(loaded.site.address().unwrap().as_str(), "https://a.org");
    // A language with its own folder, and a config of several files.
    check(
        &[
            (
                "config/_default/hugo.yaml",
                "languages:\n  zh: {contentDir: content/zh}\n  en: {contentDir: content/en}\n",
            ),
            ("content/zh/国际/甲.md", PAGE),
            ("content/en/news/a.md", "---\ntitle: a\n---\nText.\n"),
            ("content/other.md", PAGE),
        ],
        Generator::Hugo,
        &["content/en/news/a.md [news]", "content/zh/国际/甲.md [国际]"],
    );
    check(
        &[
            ("config/_default/config.toml", "title = '样报'\n"),
            (
                "config/_default/languages.toml",
                "[zh]\ncontentDir = 'content/chinese'\n[en]\ncontentDir = 'content/english'\n",
            ),
            ("content/chinese/国际/甲.md", PAGE),
            ("content/english/a.md", "---\ntitle: a\n---\nText.\n"),
            ("content/other.md", PAGE),
        ],
        Generator::Hugo,
        &["content/chinese/国际/甲.md [国际]", "content/english/a.md []"],
    );
    // The former name of the config, and a section with the name of a folder of Hugo.
    check(
        &[
            ("config.toml", "baseURL = 'https://a.org/'\n"),
            ("content/data/甲.md", PAGE),
            ("data/x.md", PAGE),
        ],
        Generator::Hugo,
        &["content/data/甲.md [data]"],
    );
}

#[test]
fn zola() {
    // R19
    check(
        &[
            ("config.toml", "base_url = 'https://a.org'\n"),
            ("content/blog/_index.md", "+++\ntitle = 'Blog'\n+++\n"),
            ("content/blog/2024-05-06-甲.md", "+++\ntitle = '甲'\n+++\n正文。\n"),
            (
                "content/blog/乙.md",
                "+++\ntitle = '乙'\n[taxonomies]\ncategories = ['财经']\n+++\n正文。\n",
            ),
            ("templates/index.html", "<p>甲</p>"),
            ("static/x.html", "<p>甲</p>"),
        ],
        Generator::Zola,
        &["content/blog/2024-05-06-甲.md [blog] 2024-05-06", "content/blog/乙.md [财经]"],
    );
}

#[test]
fn eleventy_and_astro() {
    check(
        &[
            ("eleventy.config.js", ""),
            ("posts/甲.md", POST),
            ("_includes/a.html", "<p>甲</p>"),
            ("_site/甲/index.html", "<p>甲</p>"),
            ("node_modules/a/README.md", PAGE),
        ],
        Generator::Eleventy,
        &["posts/甲.md [posts] 2024-05-06 07:08:09"],
    );
    check(
        &[
            ("astro.config.mjs", ""),
            ("src/content/blog/甲.md", POST),
            ("src/components/x.html", "<p>甲</p>"),
            ("public/x.html", "<p>甲</p>"),
            ("README.md", PAGE),
        ],
        Generator::Astro,
        &["src/content/blog/甲.md [blog] 2024-05-06 07:08:09"],
    );
}

#[test]
fn vue_and_obsidian() {
    check(
        &[
            ("docs/.vitepress/config.ts", ""),
            ("docs/guide/甲.md", PAGE),
            ("docs/public/x.html", "<p>甲</p>"),
            ("src/x.md", PAGE),
        ],
        Generator::Vue,
        &["docs/guide/甲.md [guide]"],
    );
    check(
        &[
            (".vitepress/config.ts", ""),
            ("guide/甲.md", PAGE),
            ("guide/public/乙.md", PAGE),
            ("public/x.html", "<p>甲</p>"),
        ],
        Generator::Vue,
        &["guide/public/乙.md [guide/public]", "guide/甲.md [guide]"],
    );
    check(
        &[("docs/.vuepress/config.js", ""), ("docs/甲.md", PAGE), ("docs/dist/x.html", "")],
        Generator::Vue,
        &["docs/甲.md []"],
    );
    check(
        &[
            (".obsidian/app.json", "{}"),
            (".trash/x.md", PAGE),
            ("日记/2024/2024-05-06.md", PAGE),
            ("附件/图.png", "x"),
            ("首页.md", "正文。\n"),
        ],
        Generator::Obsidian,
        &["日记/2024/2024-05-06.md [日记/2024] 2024-05-06", "首页.md []"],
    );
}

#[test]
fn without_a_folder_of_texts_only_the_generators_own_folders_are_left_out() {
    let posts = ["posts/甲.md", "posts/public/乙.md", "posts/data/丙.mdx"];
    for (config, generator) in [
        ("hugo.toml", Generator::Hugo),
        ("zola.toml", Generator::Zola),
        (".eleventy.js", Generator::Eleventy),
        ("astro.config.ts", Generator::Astro),
        (".vuepress/config.js", Generator::Vue),
    ] {
        let own: Vec<String> = generator
            .templates_and_output()
            .iter()
            .map(|folder| format!("{folder}/x.md"))
            .collect();
        let mut files = vec![(config, "")];
        files.extend(own.iter().map(|path| (path.as_str(), PAGE)));
        files.extend(posts.map(|path| (path, PAGE)));
        let expected = [
            "posts/data/丙.mdx [posts/data]",
            "posts/public/乙.md [posts/public]",
            "posts/甲.md [posts]",
        ];
        check(&files, generator, &expected);
    }
}

#[test]
fn jekyll_and_plain_folders() {
    check(
        &[
            ("_config.yml", "title: 样报\n"),
            ("_posts/2024-05-06-甲.md", POST),
            ("_posts/2024-05-06-图.png", "x"),
            ("_posts/._2024-05-06-甲.md", "x"),
            ("_posts/国际/2024-05-07-乙.md", PAGE),
            ("国际/_posts/亚洲/2024-05-08-丙.md", PAGE),
            ("about.md", PAGE),
        ],
        Generator::Jekyll,
        &[
            "_posts/2024-05-06-甲.md [] 2024-05-06 07:08:09",
            "_posts/国际/2024-05-07-乙.md [国际] 2024-05-07",
            "国际/_posts/亚洲/2024-05-08-丙.md [国际] 2024-05-08",
        ],
    );
    check(
        &[("published/201504/甲.md", POST), (".#乙.md", "x"), ("...丁.md", PAGE), ("丙.md", PAGE)],
        Generator::Plain,
        &[
            "...丁.md []",
            "published/201504/甲.md [published/201504] 2024-05-06 07:08:09",
            "丙.md []",
        ],
    );
}

#[test]
fn folders_are_categories_as_the_user_wants() {
    // R18
    let files = [
        ("国际/亚洲/甲.md", "---\ncategories: [财经]\n---\n正文。\n"),
        ("国际/乙.md", PAGE),
        ("丙.md", PAGE),
    ];
    for (folders, expected) in [
        (Folders::Auto, ["丙.md []", "国际/乙.md [国际]", "国际/亚洲/甲.md [财经]"]),
        (Folders::Always, ["丙.md []", "国际/乙.md [国际]", "国际/亚洲/甲.md [国际/亚洲, 财经]"]),
        (Folders::Never, ["丙.md []", "国际/乙.md []", "国际/亚洲/甲.md [财经]"]),
    ] {
        assert_eq!(rows(&load_with(&files, Dates { folders, ..NOW })), expected, "{folders:?}");
    }
}

#[test]
fn every_generator_is_in_the_document() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let text = std::fs::read_to_string(root.join("docs/archives.md")).unwrap();
    for (name, generator, recognised_by) in [
        ("Hexo", Generator::Hexo, "source/_posts"),
        ("Jekyll", Generator::Jekyll, "_posts"),
        ("Zola", Generator::Zola, "zola.toml"),
        ("Hugo", Generator::Hugo, "hugo.toml"),
        ("Eleventy", Generator::Eleventy, "eleventy.config.js"),
        ("Astro", Generator::Astro, "astro.config.mjs"),
        ("VitePress", Generator::Vue, ".vitepress"),
        ("Obsidian", Generator::Obsidian, ".obsidian"),
        ("Anything else", Generator::Plain, ""),
    ] {
        let row = text.lines().find(|line| line.starts_with(&format!("| {name}")));
        let row = row.unwrap_or_else(|| panic!("{name}"));
        assert!(row.contains(&format!("`{recognised_by}")) || recognised_by.is_empty(), "{row}");
        for folder in generator.templates_and_output() {
            assert!(row.contains(&format!("`{folder}/`")), "{folder}: {row}");
        }
    }
}
