//! Posts as one EPUB 3 book: chapters by month or category, the archive's pictures, and a stylesheet
//! for Chinese text. Written post by post, so that a large book needs little memory.

mod book;
mod page;
mod pictures;

use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::Path;

use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

pub(super) use book::{Book, Chapters};
pub(super) use page::page;
pub(super) use pictures::Pictures;

/// The media type of the whole file, which must come first and uncompressed.
const MIMETYPE: &str = "application/epub+zip";
const CONTAINER: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
<container version=\"1.0\" xmlns=\"urn:oasis:names:tc:opendocument:xmlns:container\"><rootfiles>\
<rootfile full-path=\"EPUB/book.opf\" media-type=\"application/oebps-package+xml\"/>\
</rootfiles></container>\n";
/// Paragraphs begin with two blanks and no gap, as in Chinese books.
const STYLE: &str = "\
body{line-height:1.7;margin:0 .5em;text-align:justify;line-break:strict;hanging-punctuation:allow-end}
h1{font-size:1.4em;text-align:left;line-height:1.4}h2,h3,h4,h5,h6{text-align:left}
p{margin:0;text-indent:2em}.facts,blockquote p,li p,td p,footer p{text-indent:0}
.facts{color:#666;font-size:.9em;margin-bottom:1em}blockquote{margin:1em 2em}
p:lang(en){text-indent:0;margin:.7em 0}
img{max-width:100%;height:auto}pre{white-space:pre-wrap;font-size:.9em;text-align:left}
table{border-collapse:collapse;text-align:left}td,th{padding:.2em .6em;border-bottom:1px solid #ccc}
";

/// A book that is being written.
pub(super) struct Writer {
    zip: ZipWriter<BufWriter<File>>,
}

impl Writer {
    /// Begins a book in a new file.
    pub(super) fn create(path: &Path) -> io::Result<Self> {
        let mut writer = Self { zip: ZipWriter::new(BufWriter::new(File::create_new(path)?)) };
        writer.add("mimetype", MIMETYPE.as_bytes(), CompressionMethod::Stored)?;
        writer.text("META-INF/container.xml", CONTAINER)?;
        writer.text("EPUB/style.css", STYLE)?;
        Ok(writer)
    }

    /// Adds a text.
    pub(super) fn text(&mut self, name: &str, text: &str) -> io::Result<()> {
        self.add(name, text.as_bytes(), CompressionMethod::Deflated)
    }

    /// Adds a picture, which is compressed already.
    pub(super) fn picture(&mut self, name: &str, bytes: &[u8]) -> io::Result<()> {
        self.add(name, bytes, CompressionMethod::Stored)
    }

    /// Ends the book and waits until the disk has it.
    pub(super) fn finish(self) -> io::Result<()> {
        let out = self.zip.finish()?;
        out.into_inner().map_err(io::IntoInnerError::into_error)?.sync_all()
    }

    fn add(&mut self, name: &str, bytes: &[u8], method: CompressionMethod) -> io::Result<()> {
        // Without a time: the same posts give the same book.
        let options = SimpleFileOptions::default().compression_method(method);
        self.zip.start_file(name, options)?;
        self.zip.write_all(bytes)
    }
}
