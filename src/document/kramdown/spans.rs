//! Inline constructs that kramdown reads differently from `CommonMark`: line breaks, formulas.

use super::super::liquid::{Marker, push_text};
use super::super::split_near;
use super::{Pass, ends_line};

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
}
