//! The list of contents and the package of a book.

use std::collections::HashMap;
use std::fmt::Write;

use jiff::Timestamp;

use super::page::{escaped, head, language, shown_title};
use crate::archive::PostRef;
use crate::archive::post::PostId;
use crate::clean::CleanText;
use crate::conversion::Script;

/// What the chapters of a book are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, clap::ValueEnum)]
pub(in super::super) enum Chapters {
    /// Months
    #[default]
    Months,
    /// First categories
    Categories,
}

/// A book's posts, by chapters.
pub(super) struct Book {
    title: CleanText,
    script: Script,
    chapters: Vec<Chapter>,
    /// The number of each post's page.
    numbers: HashMap<PostId, usize>,
}

struct Chapter {
    name: CleanText,
    pages: Vec<(PostId, CleanText)>,
}

impl Book {
    /// Distributes posts to chapters, in the order of the first post of each.
    pub(super) fn new<'a>(
        title: &CleanText,
        posts: impl Iterator<Item = PostRef<'a>>,
        by: Chapters,
        script: Script,
    ) -> Self {
        let mut chapters: Vec<Chapter> = Vec::new();
        let mut known: HashMap<CleanText, usize> = HashMap::new();
        for post in posts {
            let name = match by {
                Chapters::Months => post
                    .date()
                    .map(|date| CleanText::line(&date.civil().strftime("%Y-%m").to_string())),
                Chapters::Categories => {
                    post.categories().next().map(|category| script.shown(category))
                }
            };
            let name = name.unwrap_or_else(|| CleanText::line("—"));
            let at = *known.entry(name.clone()).or_insert_with(|| {
                chapters.push(Chapter { name, pages: Vec::new() });
                chapters.len() - 1
            });
            if let Some(chapter) = chapters.get_mut(at) {
                chapter.pages.push((post.id(), shown_title(&script.shown(post.title()))));
            }
        }
        let all = chapters.iter().flat_map(|chapter| &chapter.pages);
        let numbers = all.enumerate().map(|(number, (id, _))| (*id, number)).collect();
        Self { title: shown_title(title), script, chapters, numbers }
    }

    /// The posts in the order of the book, with their titles.
    pub(super) fn posts(&self) -> Vec<(PostId, CleanText)> {
        self.chapters.iter().flat_map(|chapter| chapter.pages.clone()).collect()
    }

    /// The file of a post's page.
    pub(super) fn file(&self, post: PostId) -> Option<String> {
        self.numbers.get(&post).map(|number| format!("p{number}.xhtml"))
    }

    /// Whether a file is one of the pages.
    pub(super) fn has(&self, file: &str) -> bool {
        let number = file.strip_prefix('p').and_then(|rest| rest.strip_suffix(".xhtml"));
        number
            .and_then(|number| number.parse().ok())
            .is_some_and(|at: usize| at < self.numbers.len())
    }

    /// The list of contents.
    pub(super) fn contents(&self) -> String {
        let title = escaped(&self.title);
        let mut out = head(&title, self.language());
        // Writing to a string cannot fail.
        let _ = write!(out, "<body>\n<nav epub:type=\"toc\" id=\"toc\"><h1>{title}</h1>\n<ol>\n");
        let mut number = 0;
        for chapter in &self.chapters {
            let name = escaped(&chapter.name);
            let _ = write!(out, "<li><a href=\"p{number}.xhtml\">{name}</a>\n<ol>\n");
            for (_, title) in &chapter.pages {
                let title = escaped(title);
                let _ = writeln!(out, "<li><a href=\"p{number}.xhtml\">{title}</a></li>");
                number += 1;
            }
            out.push_str("</ol></li>\n");
        }
        out.push_str("</ol></nav>\n</body>\n</html>\n");
        out
    }

    /// The package: what the book holds, in which order. `pictures` are names and media types, `now`
    /// is in seconds since 1970.
    pub(super) fn package(&self, pictures: &[(String, &'static str)], now: i64) -> String {
        let modified = Timestamp::from_second(now).unwrap_or_default();
        let modified = modified.strftime("%Y-%m-%dT%H:%M:%SZ");
        let contents = self.contents();
        let mark = crc32fast::hash(contents.as_bytes());
        let mut out = format!(
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
             <package xmlns=\"http://www.idpf.org/2007/opf\" version=\"3.0\" \
             unique-identifier=\"id\">\n\
             <metadata xmlns:dc=\"http://purl.org/dc/elements/1.1/\">\n\
             <dc:identifier id=\"id\">urn:kanbao:{now}-{mark:08x}</dc:identifier>\n\
             <dc:title>{}</dc:title>\n<dc:language>{}</dc:language>\n\
             <meta property=\"dcterms:modified\">{modified}</meta>\n</metadata>\n<manifest>\n\
             <item id=\"nav\" href=\"contents.xhtml\" media-type=\"application/xhtml+xml\" \
             properties=\"nav\"/>\n\
             <item id=\"style\" href=\"style.css\" media-type=\"text/css\"/>\n",
            escaped(&self.title),
            self.language()
        );
        let all = self.numbers.len();
        for number in 0..all {
            // Writing to a string cannot fail.
            let _ = writeln!(
                out,
                "<item id=\"p{number}\" href=\"p{number}.xhtml\" \
                 media-type=\"application/xhtml+xml\"/>"
            );
        }
        for (number, (name, kind)) in pictures.iter().enumerate() {
            let _ = writeln!(out, "<item id=\"i{number}\" href=\"{name}\" media-type=\"{kind}\"/>");
        }
        out.push_str("</manifest>\n<spine>\n<itemref idref=\"nav\"/>\n");
        for number in 0..all {
            let _ = writeln!(out, "<itemref idref=\"p{number}\"/>");
        }
        out.push_str("</spine>\n</package>\n");
        out
    }

    fn language(&self) -> &'static str {
        let titles = self.chapters.iter().flat_map(|chapter| &chapter.pages);
        let titles: String = titles.map(|(_, title)| title.as_str()).collect();
        language(&titles, self.script)
    }
}
