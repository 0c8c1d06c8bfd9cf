//! The list of contents and the package of a book.

use std::fmt::Write;

use jiff::Timestamp;

use super::page::{head, language, shown_title, xml};
use crate::archive::PostRef;
use crate::archive::post::PostId;
use crate::clean::CleanText;
use crate::conversion::Script;
use crate::document::escape_html;

/// What the chapters of a book are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, clap::ValueEnum)]
pub(in super::super) enum Chapters {
    /// Months
    #[default]
    Months,
    /// Categories
    Categories,
}

/// A book's posts, by chapters.
pub(in super::super) struct Book {
    pub(in super::super) title: CleanText,
    /// The name of each chapter, and its pages: a post and its title.
    chapters: Vec<(CleanText, Vec<(PostId, CleanText)>)>,
}

impl Book {
    /// Distributes posts to chapters, in the order of the first post of each.
    pub(in super::super) fn new<'a>(
        title: CleanText,
        posts: impl Iterator<Item = PostRef<'a>>,
        by: Chapters,
        script: Script,
    ) -> Self {
        let mut chapters: Vec<(CleanText, Vec<(PostId, CleanText)>)> = Vec::new();
        let mut known = std::collections::HashMap::new();
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
                chapters.push((name, Vec::new()));
                chapters.len() - 1
            });
            if let Some((_, pages)) = chapters.get_mut(at) {
                pages.push((post.id(), shown_title(&script.shown(post.title()))));
            }
        }
        Self { title, chapters }
    }

    /// The posts in the order of the book.
    pub(in super::super) fn posts(&self) -> impl Iterator<Item = PostId> {
        self.chapters.iter().flat_map(|(_, pages)| pages.iter().map(|(id, _)| *id))
    }

    /// The list of contents, of the posts that have a page.
    pub(in super::super) fn contents(&self, file: impl Fn(PostId) -> Option<String>) -> String {
        let title = escaped(&self.title);
        let mut out = head(&title, self.language());
        let _ = write!(
            out,
            "<body>\n<nav epub:type=\"toc\" id=\"toc\"><h1>{title}</h1>\n<ol>\n"
        );
        for (name, pages) in &self.chapters {
            let pages: Vec<(String, String)> = pages
                .iter()
                .filter_map(|(id, title)| Some((file(*id)?, escaped(title))))
                .collect();
            let Some((first, _)) = pages.first() else { continue };
            // Writing to a string cannot fail.
            let _ = write!(out, "<li><a href=\"{first}\">{}</a>\n<ol>\n", escaped(name));
            for (file, title) in &pages {
                let _ = writeln!(out, "<li><a href=\"{file}\">{title}</a></li>");
            }
            out.push_str("</ol></li>\n");
        }
        out.push_str("</ol></nav>\n</body>\n</html>\n");
        out
    }

    /// The package: what the book holds, in which order. `pictures` are names and media types.
    pub(in super::super) fn package(
        &self,
        pages: &[String],
        pictures: &[(String, &'static str)],
        now: i64,
    ) -> String {
        let modified = Timestamp::from_second(now).unwrap_or_default();
        let modified = modified.strftime("%Y-%m-%dT%H:%M:%SZ");
        // The same posts at the same time are the same book.
        let mark = crc32fast::hash(pages.concat().as_bytes());
        let title = escaped(&self.title);
        let mut out = format!(
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
             <package xmlns=\"http://www.idpf.org/2007/opf\" version=\"3.0\" \
             unique-identifier=\"id\">\n\
             <metadata xmlns:dc=\"http://purl.org/dc/elements/1.1/\">\n\
             <dc:identifier id=\"id\">urn:kanbao:{now}-{mark:08x}</dc:identifier>\n\
             <dc:title>{title}</dc:title>\n<dc:language>{}</dc:language>\n\
             <meta property=\"dcterms:modified\">{modified}</meta>\n</metadata>\n<manifest>\n\
             <item id=\"nav\" href=\"contents.xhtml\" media-type=\"application/xhtml+xml\" \
             properties=\"nav\"/>\n\
             <item id=\"style\" href=\"style.css\" media-type=\"text/css\"/>\n",
            self.language()
        );
        for (number, page) in pages.iter().enumerate() {
            // Writing to a string cannot fail.
            let _ = writeln!(
                out,
                "<item id=\"p{number}\" href=\"{page}\" media-type=\"application/xhtml+xml\"/>"
            );
        }
        for (number, (name, kind)) in pictures.iter().enumerate() {
            let _ = writeln!(out, "<item id=\"i{number}\" href=\"{name}\" media-type=\"{kind}\"/>");
        }
        out.push_str("</manifest>\n<spine>\n<itemref idref=\"nav\"/>\n");
        for number in 0..pages.len() {
            let _ = writeln!(out, "<itemref idref=\"p{number}\"/>");
        }
        out.push_str("</spine>\n</package>\n");
        out
    }

    fn language(&self) -> &'static str {
        let titles = self.chapters.iter().flat_map(|(_, pages)| pages.iter().map(|(_, title)| title));
        let is_han = titles.into_iter().any(|title| language(title.as_str()) == "zh");
        if is_han { "zh" } else { "en" }
    }
}

fn escaped(text: &CleanText) -> String {
    xml(&escape_html(text.as_clean()))
}
