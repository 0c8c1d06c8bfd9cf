//! Results that are written one after another, in one of the formats that all lists have.

use std::io::{self, Write};

use clap::ValueEnum;
use serde::Serialize;

/// Formats of lists.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(super) enum Format {
    /// For people
    #[default]
    Plain,
    /// A header line, then tab-separated fields
    Tsv,
    /// One array of objects
    Json,
    /// One object a line
    Jsonl,
}

/// A list that is being written.
pub(super) struct Listing<W> {
    out: W,
    format: Format,
    written: usize,
}

impl<W: Write> Listing<W> {
    /// Begins a list; `names` are those of the fields of a line, for the header.
    pub fn begin(mut out: W, format: Format, names: &[&str]) -> io::Result<Self> {
        match format {
            Format::Tsv => writeln!(out, "{}", names.join("\t"))?,
            Format::Json => write!(out, "[")?,
            Format::Plain | Format::Jsonl => {}
        }
        Ok(Self { out, format, written: 0 })
    }

    /// How many results there are.
    pub fn written(&self) -> usize {
        self.written
    }

    /// Writes a result as a line for people, as fields or as an object, whichever is wanted. Of
    /// cleaned text no field holds a tab or a line feed.
    pub fn write<T: Serialize>(
        &mut self,
        plain: impl FnOnce() -> String,
        fields: impl FnOnce() -> Vec<String>,
        object: impl FnOnce() -> T,
    ) -> io::Result<()> {
        match self.format {
            Format::Plain => writeln!(self.out, "{}", plain())?,
            Format::Tsv => writeln!(self.out, "{}", fields().join("\t"))?,
            Format::Json | Format::Jsonl => return self.write_object(&object()),
        }
        self.written += 1;
        Ok(())
    }

    /// Writes a result as an object.
    pub fn write_object(&mut self, object: &impl Serialize) -> io::Result<()> {
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

    /// Sees to it that what is written is seen.
    pub fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }

    /// Ends the list; what is written after it is not part of it.
    pub fn end(mut self) -> io::Result<W> {
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
    fn lists_are_whole_in_every_format() {
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
