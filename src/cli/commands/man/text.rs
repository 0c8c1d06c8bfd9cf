//! Builds the source of man pages: sections, paragraphs, terms, unfilled lines.

use clap_mangen::roff::{Roff, bold, italic, roman};

/// The source of a page or a part of one.
#[derive(Default)]
pub(super) struct ManText(Roff);

impl ManText {
    pub(super) fn section(&mut self, name: &str) -> &mut Self {
        self.0.control("SH", [name]);
        self
    }

    pub(super) fn subsection(&mut self, name: &str) -> &mut Self {
        self.0.control("SS", [name]);
        self
    }

    pub(super) fn paragraph(&mut self, text: &str) -> &mut Self {
        self.0.control("PP", []);
        self.0.text([roman(text)]);
        self
    }

    /// The line that apropos reads: the page's name and a short description.
    pub(super) fn name_of(&mut self, name: &str, what: &str) -> &mut Self {
        self.0.text([roman(format!("{name} - {what}"))]);
        self
    }

    /// An item of a list.
    pub(super) fn bullet(&mut self, text: &str) -> &mut Self {
        self.0.control("IP", ["\\(bu", "2"]);
        self.0.text([roman(text)]);
        self
    }

    /// A term in bold, a placeholder for its value in italics, and its meaning.
    pub(super) fn term(&mut self, name: &str, value: &str, meaning: &str) -> &mut Self {
        self.0.control("TP", []);
        let mut term = vec![bold(name)];
        if !value.is_empty() {
            term.extend([roman(" "), italic(value)]);
        }
        self.0.text(term);
        self.0.text([roman(meaning)]);
        self
    }

    /// Another line below the meaning of a term.
    pub(super) fn also(&mut self, text: &str) -> &mut Self {
        self.0.control("br", []);
        self.0.text([roman(text)]);
        self
    }

    /// Lines that man does not fill.
    pub(super) fn lines(&mut self, text: &str) -> &mut Self {
        self.0.control("PP", []).control("RS", ["4"]).control("nf", []);
        for line in text.lines() {
            self.0.text([roman(line)]);
        }
        self.0.control("fi", []).control("RE", []);
        self
    }

    pub(super) fn title_of(&mut self, name: &str, section: &str) -> &mut Self {
        let source = concat!("kanbao ", env!("CARGO_PKG_VERSION"));
        // No date, which would change with every build.
        self.0.control("TH", [name, section, " ", source, "kanbao"]);
        self
    }

    /// Renders the part.
    pub(super) fn source(&self) -> String {
        self.0.render()
    }
}

/// The start of every rendered part, which keeps apostrophes in examples straight.
const PREAMBLE: &str = ".ie \\n(.g .ds Aq \\(aq\n.el .ds Aq '\n";

/// Joins rendered parts into a page with a single preamble.
pub(super) fn page(parts: &str) -> String {
    format!("{PREAMBLE}{}", parts.replace(PREAMBLE, ""))
}
