//! Inline constructs that kramdown reads differently from `CommonMark`: line breaks, formulas.

use super::super::Dialect;
use super::super::liquid::{Marker, push_text};
use super::super::scan::{first_line, is_block, split_lead, tag_name};
use super::super::split_near;
use super::braces::is_attribute_line;
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
        // At the end of a paragraph it is a backslash.
        let next =
            first_line(split_near(after.strip_prefix('\n').unwrap_or_default(), LONGEST_MARK).0);
        if self.dialect == Dialect::Kramdown && !next.trim().is_empty() && !begins_block(next) {
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
        let after = self.scan.rest().get(len..).unwrap_or_default();
        let is_block = self.scan.before_in_line().trim().is_empty() && ends_line(after, b" \t\r");
        let html = if source.contains('\n') && is_block {
            Marker::Code { language: Some("latex"), text: &whole }.html()
        } else {
            code(&whole)
        };
        self.replace(len, &html)
    }

    /// Handles a formula between single dollars, in sites that have it. Sums of money are none: a
    /// formula has a mark of TeX or emphasis, and no letter or digit after it.
    pub(super) fn dollar(&mut self) -> bool {
        let at = self.scan.at();
        let Some(formula) = self.scan.rest().strip_prefix('$') else { return false };
        if self.dialect != Dialect::CommonMark || at < self.no_dollar_before {
            return false;
        }
        let near = first_line(split_near(formula, LONGEST_FORMULA).0);
        let Some((source, after)) = near.split_once('$') else {
            self.no_dollar_before = at + 1 + near.len();
            return false;
        };
        let is_apart = |c: Option<char>| c.is_none_or(char::is_whitespace);
        let is_formula = source.contains(['\\', '^', '_', '=', '{', '*'])
            && !is_apart(source.chars().next())
            && !is_apart(source.chars().next_back())
            && !source.contains('`')
            && !after.starts_with(|c: char| c.is_ascii_alphanumeric() || c == '$');
        is_formula && self.replace(source.len() + 2, &code(&format!("${source}$")))
    }
}

/// Whether a line ends the paragraph before it.
pub(super) fn begins_block(line: &str) -> bool {
    let (lead, body) = split_lead(line);
    let is_heading = body.trim_start_matches('#').starts_with(' ') && body.starts_with('#');
    let is_attributes = is_attribute_line(body.trim());
    let is_html = body.starts_with('<') && is_block(tag_name(body).0);
    !lead.trim().is_empty()
        || is_heading
        || is_attributes
        || is_html
        || ["```", "~~~", "***", "___", ">"].iter().any(|mark| body.starts_with(mark))
}

/// A formula within a line.
fn code(formula: &str) -> String {
    let mut html = String::from("<code>");
    push_text(&formula.replace('\n', " "), &mut html);
    html + "</code>"
}
