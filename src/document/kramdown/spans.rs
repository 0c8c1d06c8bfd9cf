//! Inline constructs that kramdown reads differently from `CommonMark`: line breaks, formulas,
//! strong text.

use super::super::liquid::{Marker, push_text};
use super::super::scan::first_line;
use super::super::split_near;
use super::{LONGEST_MARK, Pass, ends_line};

/// The longest formula, in bytes.
const LONGEST_FORMULA: usize = 4096;

impl Pass<'_> {
    /// Handles `\\` at the end of a line.
    pub(super) fn hard_break(&mut self) -> bool {
        let rest = self.scan.rest();
        if rest.starts_with("\\(") && self.math("\\(", "\\)") {
            return true;
        }
        let Some(after) = rest.strip_prefix("\\\\") else {
            // The next character is escaped.
            self.scan.step();
            if self.scan.byte().is_some_and(|byte| byte.is_ascii_punctuation() && byte != b'`') {
                self.scan.step();
            }
            return true;
        };
        if ends_line(after, b" \t\r") {
            return self.replace(2, "<br>");
        }
        self.scan.step();
        self.scan.step();
        true
    }

    /// Handles a formula and shows its source: between `$$`, or on one line between `\(` and `\)`
    /// if it does not look like words in parentheses. A formula of several lines is a block.
    pub(super) fn math(&mut self, open: &str, close: &str) -> bool {
        let at = self.scan.at();
        let Some(formula) = self.scan.rest().strip_prefix(open) else { return false };
        if at < self.no_math_before {
            return false;
        }
        let (near, _) = split_near(formula, LONGEST_FORMULA);
        let source = near.split_once(close).map(|(source, _)| source);
        let Some(source) = source.filter(|source| !source.contains("\n\n")) else {
            self.no_math_before = at + open.len() + source.unwrap_or(near).len();
            return false;
        };
        let is_tex = source.contains(['\\', '^', '_', '=', '{']) && !source.contains('\n');
        if source.trim().is_empty() || open != "$$" && !is_tex {
            return false;
        }
        let len = open.len() + source.len() + close.len();
        let whole = format!("{open}{source}{close}");
        let html = if source.contains('\n') {
            Marker::Code { language: Some("latex"), text: &whole }.html()
        } else {
            let mut html = String::from("<code>");
            push_text(&whole, &mut html);
            html + "</code>"
        };
        self.replace(len, &html)
    }

    /// Handles `**` that is strong text in kramdown and not in `CommonMark`, because it has a
    /// Chinese mark inside and a character outside: `说**“好”**了`.
    pub(super) fn strong(&mut self) -> bool {
        let Some(rest) = self.scan.rest().strip_prefix("**") else { return false };
        let before = self.scan.before_in_line();
        if self.strong_end == Some(self.scan.at()) {
            self.strong_end = None;
            return self.replace(2, "</strong>");
        }
        if before.ends_with('*') || rest.starts_with('*') {
            return false;
        }
        let (near, _) = split_near(first_line(rest), LONGEST_MARK);
        let Some((inner, after)) = near.split_once("**") else { return false };
        let (first, last) = (inner.chars().next(), inner.chars().next_back());
        let is_text =
            |c: Option<char>| c.is_some_and(|c| !c.is_whitespace() && !"*\\`".contains(c));
        if !is_text(first) || !is_text(last) || after.starts_with('*') {
            return false;
        }
        let is_mark = |c: Option<char>| c.is_some_and(|c| !c.is_alphanumeric());
        let is_word = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
        let fails = is_mark(first) && is_word(before.chars().next_back())
            || is_mark(last) && is_word(after.chars().next());
        if !fails || inner.contains('`') {
            return false;
        }
        self.strong_end = Some(self.scan.at() + 2 + inner.len());
        self.replace(2, "<strong>")
    }
}
