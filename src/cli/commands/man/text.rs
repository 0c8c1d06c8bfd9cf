//! A page of the manual in parts: sections, paragraphs, terms, lines as they are.

use clap_mangen::roff::{Roff, bold, italic, roman};

/// A page, or a part of one, that is being written.
#[derive(Default)]
pub(super) struct ManText(Roff);

impl ManText {
    pub fn section(&mut self, name: &str) -> &mut Self {
        self.0.control("SH", [name]);
        self
    }

    pub fn subsection(&mut self, name: &str) -> &mut Self {
        self.0.control("SS", [name]);
        self
    }

    pub fn paragraph(&mut self, text: &str) -> &mut Self {
        self.0.control("PP", []);
        self.0.text([roman(text)]);
        self
    }

    /// The line that apropos reads: the name, and what it is.
    pub fn name(&mut self, what: &str) -> &mut Self {
        self.0.text([roman(format!("kanbao - {what}"))]);
        self
    }

    /// A term in bold, something that stands for a value behind it, and what it means.
    pub fn term(&mut self, name: &str, value: &str, meaning: &str) -> &mut Self {
        self.0.control("TP", []);
        let mut term = vec![bold(name)];
        if !value.is_empty() {
            term.extend([roman(" "), italic(value)]);
        }
        self.0.text(term);
        self.0.text([roman(meaning)]);
        self
    }

    /// One more line below the meaning of a term.
    pub fn also(&mut self, text: &str) -> &mut Self {
        self.0.control("br", []);
        self.0.text([roman(text)]);
        self
    }

    /// Lines that are not filled.
    pub fn lines(&mut self, text: &str) -> &mut Self {
        self.0.control("PP", []).control("RS", ["4"]).control("nf", []);
        for line in text.lines() {
            self.0.text([roman(line)]);
        }
        self.0.control("fi", []).control("RE", []);
        self
    }

    pub fn title(&mut self, section: &str) -> &mut Self {
        let source = concat!("kanbao ", env!("CARGO_PKG_VERSION"));
        // Without a date, which would be another with every build.
        self.0.control("TH", ["kanbao", section, " ", source, "kanbao"]);
        self
    }

    /// The source of the part.
    pub fn source(&self) -> String {
        self.0.render()
    }
}

/// What begins every part, by which apostrophes in examples stay what they are.
const PREAMBLE: &str = ".ie \\n(.g .ds Aq \\(aq\n.el .ds Aq '\n";

/// A page of its parts: what begins every part once.
pub(super) fn page(parts: &str) -> String {
    format!("{PREAMBLE}{}", parts.replace(PREAMBLE, ""))
}
