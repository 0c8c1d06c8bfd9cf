//! Posts as one EPUB 3 book: chapters by month or category, the archive's pictures, and a stylesheet
//! for Chinese text. Written post by post, so that a large book needs little memory.

mod book;
mod page;
mod pictures;

use std::fs::File;
use std::io::{self, BufWriter, Seek, SeekFrom, Write};
use std::path::Path;

use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

use super::{Export, Unreadable};
use crate::archive::body::Body;
use crate::archive::post::PostId;
use crate::clean::CleanText;
use crate::parallel;
use book::Book;
pub(super) use book::Chapters;
use page::{Draft, Parts};
use pictures::Pictures;

/// Posts read in parallel before their pages are written.
const AT_A_TIME: usize = 512;
/// The media type of the whole file, which must come first and uncompressed.
const MIMETYPE: &str = "application/epub+zip";
const CONTAINER: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
<container version=\"1.0\" xmlns=\"urn:oasis:names:tc:opendocument:xmlns:container\"><rootfiles>\
<rootfile full-path=\"EPUB/book.opf\" media-type=\"application/oebps-package+xml\"/>\
</rootfiles></container>\n";
/// Paragraphs begin with two blanks and have no gap, as in Chinese books.
const STYLE: &str = "\
body{line-height:1.7;margin:0 .5em;text-align:justify;line-break:strict;hanging-punctuation:allow-end}
h1{font-size:1.4em;text-align:left;line-height:1.4}h2,h3,h4,h5,h6{text-align:left}
p{margin:0;text-indent:2em}.facts,blockquote p,li p,td p,footer p{text-indent:0}
.facts{color:#666;font-size:.9em;margin-bottom:1em}blockquote{margin:1em 2em}
p:lang(en){text-indent:0;margin:.7em 0}
img{max-width:100%;height:auto}pre{white-space:pre-wrap;font-size:.9em;text-align:left}
table{border-collapse:collapse;text-align:left}td,th{padding:.2em .6em;border-bottom:1px solid #ccc}
";

/// Writes the posts as a book to a new file; those that cannot be read have a page that says so.
pub(super) fn write(
    export: &Export,
    ids: &[PostId],
    path: &Path,
    chapters: Chapters,
) -> io::Result<Unreadable> {
    let (archive, posts, script) = (&export.selection.archive, export.posts(), export.script);
    let refs = ids.iter().filter_map(|&id| posts.post(id));
    let name = archive.loaded.site.title().map(|title| script.shown(title));
    let title = name.unwrap_or_else(|| archive.source.name());
    let book = Book::new(&title, refs, chapters, script);
    let mut out = Writer::create(path)?;
    let mut pictures = Pictures::new(&archive.source);
    let mut unreadable = Unreadable::new();
    let all = book.posts();
    for (some, done) in all.chunks(AT_A_TIME).zip((0..).step_by(AT_A_TIME)) {
        let draft = |(id, title): &(PostId, CleanText)| {
            let key = posts.post(*id)?.key();
            Some(match archive.body(&key) {
                Ok(mut body) => {
                    relink(export, &book, &mut body);
                    body.document.make_uris();
                    body.show_in(script);
                    (*id, Draft::of(&body), None)
                }
                Err(reason) => {
                    let draft = Draft::unreadable(title, &reason);
                    (*id, draft, Some((key.to_clean(), reason)))
                }
            })
        };
        let drafts = parallel::map(some, draft, |part| export.progress.show(done + part));
        export.progress.check()?;
        for (id, draft, failure) in drafts.into_iter().flatten() {
            unreadable.extend(failure);
            let mut parts =
                PartsOf { book: &book, pictures: &mut pictures, out: &mut out, failed: None };
            let page = draft.page(script, &mut parts);
            if let Some(error) = parts.failed {
                return Err(error);
            }
            if let Some(file) = book.file(id) {
                out.text(&format!("EPUB/{file}"), &page)?;
            }
        }
    }
    out.text("EPUB/contents.xhtml", &book.contents())?;
    out.text("EPUB/book.opf", &book.package(&pictures.all, archive.now))?;
    out.finish()?;
    Ok(unreadable)
}

/// Points the links of a post to others at their pages, or at the web if they are not in the book,
/// and gives pictures their paths from the archive's root.
fn relink(export: &Export, book: &Book, body: &mut Body) {
    let archive = &export.selection.archive;
    let (post, page) = (&body.post.key, body.post.url.as_ref().map(CleanText::as_str));
    for link in &mut body.document.links {
        if link.image {
            let places = archive.loaded.site.places_of_picture(link.target.as_str(), post, page);
            let path = archive.source.first_file(&places);
            link.target = path.map(|path| pictures::address(&path)).unwrap_or_default();
            continue;
        }
        let to = export.files.post_of(&archive.loaded.site, link, post);
        if let Some(file) = to.and_then(|to| book.file(to)) {
            link.target = CleanText::line(&file);
        } else if link.post().is_some() {
            // Nothing in the book: only the words stay.
            link.target = CleanText::default();
        }
    }
}

/// The parts of a book that is being written.
struct PartsOf<'a> {
    book: &'a Book,
    pictures: &'a mut Pictures,
    out: &'a mut Writer,
    /// Why a picture could not be written.
    failed: Option<io::Error>,
}

impl Parts for PartsOf<'_> {
    fn picture(&mut self, address: &str) -> Option<String> {
        let Self { pictures, out, .. } = self;
        let add = |name: &str, bytes: &[u8]| out.picture(&format!("EPUB/{name}"), bytes);
        match pictures.name(address, add) {
            Ok(name) => name,
            Err(error) => {
                self.failed = Some(error);
                None
            }
        }
    }

    fn is_page(&self, name: &str) -> bool {
        self.book.has(name)
    }
}

/// A book that is being written.
struct Writer {
    zip: ZipWriter<Out>,
}

/// The file of a book. After an error it seems to take everything: a dropped [`ZipWriter`] would try
/// again and print the next error.
struct Out {
    file: BufWriter<File>,
    /// The offset in bytes, or the one that a failed file would have.
    at: u64,
    has_failed: bool,
}

impl Write for Out {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let failed = self.has_failed.then_some(Ok(bytes.len()));
        let written = failed.unwrap_or_else(|| self.file.write(bytes));
        self.has_failed |= written.is_err();
        self.at += *written.as_ref().unwrap_or(&0) as u64;
        written
    }

    fn flush(&mut self) -> io::Result<()> {
        let flushed = if self.has_failed { Ok(()) } else { self.file.flush() };
        self.has_failed |= flushed.is_err();
        flushed
    }
}

impl Seek for Out {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        let failed = self.has_failed.then_some(match to {
            SeekFrom::Start(to) => Ok(to),
            SeekFrom::Current(by) => Ok(self.at.saturating_add_signed(by)),
            SeekFrom::End(_) => Ok(self.at),
        });
        let found = failed.unwrap_or_else(|| self.file.seek(to));
        self.has_failed |= found.is_err();
        self.at = *found.as_ref().unwrap_or(&self.at);
        found
    }
}

impl Writer {
    /// Begins a book in a new file.
    fn create(path: &Path) -> io::Result<Self> {
        let file = BufWriter::new(File::create_new(path)?);
        let mut writer = Self { zip: ZipWriter::new(Out { file, at: 0, has_failed: false }) };
        writer.add("mimetype", MIMETYPE.as_bytes(), CompressionMethod::Stored)?;
        writer.text("META-INF/container.xml", CONTAINER)?;
        writer.text("EPUB/style.css", STYLE)?;
        Ok(writer)
    }

    fn text(&mut self, name: &str, text: &str) -> io::Result<()> {
        self.add(name, text.as_bytes(), CompressionMethod::Deflated)
    }

    /// Adds a picture, which is compressed already.
    fn picture(&mut self, name: &str, bytes: &[u8]) -> io::Result<()> {
        self.add(name, bytes, CompressionMethod::Stored)
    }

    /// Ends the book and waits until the disk has it.
    fn finish(self) -> io::Result<()> {
        let out = self.zip.finish()?;
        out.file.into_inner().map_err(io::IntoInnerError::into_error)?.sync_all()
    }

    fn add(&mut self, name: &str, bytes: &[u8], method: CompressionMethod) -> io::Result<()> {
        // Without a time, so that a file of the same posts has the same bytes.
        let options = SimpleFileOptions::default().compression_method(method);
        self.zip.start_file(name, options)?;
        self.zip.write_all(bytes)
    }
}
