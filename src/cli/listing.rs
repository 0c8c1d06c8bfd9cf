//! Writes a list of results one by one, in one of the formats that all lists share.

use std::io::{self, Write};

use clap::ValueEnum;
use serde::Serialize;

use crate::cli::environment::in_locale;

/// The formats of a list.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(super) enum Format {
    /// For people
    #[default]
    Plain,
    /// A header line, then tab-separated fields
    Tsv,
    /// One array of objects
    Json,
    /// One object per line
    Jsonl,
}

/// Writes a list in one of the formats.
pub(super) struct Listing<W> {
    out: W,
    format: Format,
    written: usize,
}

impl<W: Write> Listing<W> {
    /// Begins a list; `names` is the header of the TSV format.
    pub(super) fn begin(mut out: W, format: Format, names: &[&str]) -> io::Result<Self> {
        match format {
            Format::Tsv => writeln!(out, "{}", names.join("\t"))?,
            Format::Json => write!(out, "[")?,
            Format::Plain | Format::Jsonl => {}
        }
        Ok(Self { out, format, written: 0 })
    }

    /// The number of results written so far.
    pub(super) fn written(&self) -> usize {
        self.written
    }

    /// Writes a result as plain text, as TSV fields or as an object, depending on the format.
    /// Fields of one-line cleaned text contain no tab or line feed.
    pub(super) fn write<T: Serialize>(
        &mut self,
        plain: impl FnOnce() -> String,
        fields: impl FnOnce() -> Vec<String>,
        object: impl FnOnce() -> T,
    ) -> io::Result<()> {
        match self.format {
            Format::Plain => writeln!(self.out, "{}", in_locale(&plain()))?,
            Format::Tsv => writeln!(self.out, "{}", fields().join("\t"))?,
            Format::Json | Format::Jsonl => return self.write_object(&object()),
        }
        self.written += 1;
        Ok(())
    }

    /// Writes a result as a JSON object.
    pub(super) fn write_object(&mut self, object: &impl Serialize) -> io::Result<()> {
        if self.format == Format::Json {
            writeln!(self.out, "{}", if self.written == 0 { "" } else { "," })?;
        }
        serde_json::to_writer(&mut self.out, object)?;
        if self.format != Format::Json {
            writeln!(self.out)?;
        }
        self.written += 1;
        Ok(())
    }

    /// Flushes the output.
    pub(super) fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }

    /// Ends the list and returns the flushed output.
    pub(super) fn end(mut self) -> io::Result<W> {
        if self.format == Format::Json {
            writeln!(self.out, "\n]")?;
        }
        self.out.flush()?;
        Ok(self.out)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(format: Format, results: &[&str], expected: &str) {
        let mut listing = Listing::begin(Vec::new(), format, &["name", "count"]).unwrap();
        for &result in results {
            let fields = || vec![result.to_owned(), "1".to_owned()];
            listing.write(|| format!("1 {result}"), fields, || result).unwrap();
        }
        assert_eq!(listing.written(), results.len());
        assert_eq!(String::from_utf8(listing.end().unwrap()).unwrap(), expected);
    }

    #[test]
    fn lists_are_complete_in_every_format() {
        check(Format::Plain, &["a", "b"], "1 a\n1 b\n");
        check(Format::Tsv, &["a", "b"], "name\tcount\na\t1\nb\t1\n");
        check(Format::Jsonl, &["a", "b"], "\"a\"\n\"b\"\n");
        check(Format::Json, &["a", "b"], "[\n\"a\",\n\"b\"\n]\n");
        check(Format::Plain, &[], "");
        check(Format::Tsv, &[], "name\tcount\n");
        check(Format::Jsonl, &[], "");
        check(Format::Json, &[], "[\n]\n");
    }
}
