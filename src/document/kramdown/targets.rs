//! Targets of links as people write them: paths with blanks, sizes of images, a blank before the
//! name of a reference.

use std::collections::HashSet;

use super::super::scan::first_line;
use super::super::{Dialect, split_near};
use super::{LONGEST_MARK, Pass};

impl Pass<'_> {
    /// Handles the target that begins here with `(`, if it is a path with blanks.
    pub(super) fn target(&mut self) -> bool {
        let line = first_line(split_near(self.scan.rest(), LONGEST_MARK).0);
        let Some(len) = target_len(line) else { return false };
        let inside = line.get(1..len - 1).unwrap_or_default().trim();
        let (path, title) = split_title(without_size(inside));
        let path = without_size(path);
        let is_image = self.words_before().is_some_and(|(_, is_image)| is_image);
        let is_path = !path.is_empty() && !path.contains(['<', '>', '"']);
        // Words in parentheses after words in brackets are words.
        let is_file = path.contains('/') || has_extension(path);
        let has_blank = path.contains([' ', '\t']);
        if !is_path || !has_blank && path.len() + title.len() == inside.len() {
            return false;
        }
        if has_blank && !is_image && !is_file {
            return false;
        }
        self.replace(len, &format!("(<{path}>{title})"))
    }

    /// Whether the text defines a reference of this name.
    pub(super) fn is_reference(&mut self, name: &str) -> bool {
        let text = self.text;
        let known = self.references.get_or_insert_with(|| references(text));
        known.contains(&normal(name))
    }

    /// Handles a `]` with a blank before the name of a reference: `[words] [name]`.
    pub(super) fn reference(&mut self) -> bool {
        let rest = self.scan.rest();
        let after = rest.get(1..).unwrap_or_default();
        let name = after.strip_prefix([' ', '\n']).and_then(|after| after.strip_prefix('['));
        let Some((name, next)) = name.and_then(|name| name.split_once(']')) else { return false };
        let near = name.len() <= LONGEST_MARK && !name.contains('\n');
        if self.dialect != Dialect::Kramdown || !near || next.starts_with(['(', '[', ':']) {
            return false;
        }
        // Neither a footnote nor a task.
        let is_words =
            |(words, _): (&[u8], bool)| !matches!(words, [b'^', ..] | [] | b" " | b"x" | b"X");
        if !self.words_before().is_some_and(is_words) {
            return false;
        }
        self.is_reference(name) && self.replace(2, "]")
    }

    /// Handles the brackets in the text of a reference, as in `[[1]][1]`, which would be a reference
    /// of their own.
    pub(super) fn brackets_in_text(&mut self) -> bool {
        if self.dialect != Dialect::Kramdown {
            return false;
        }
        let near = first_line(split_near(self.scan.rest(), 2 * LONGEST_MARK).0);
        let Some(inside) = near.strip_prefix("[[") else { return false };
        let end = inside.find(['[', ']']).unwrap_or(inside.len());
        let (words, after) = inside.split_at_checked(end).unwrap_or_default();
        let Some(after) = after.strip_prefix("]][") else { return false };
        let name = after.split_once(']').map(|(name, _)| name).unwrap_or_default();
        self.is_reference(name) && self.replace(words.len() + 4, &format!("[\\[{words}\\]]"))
    }
}

impl<'a> Pass<'a> {
    /// The words after the last `[` of the line, without a `]` at their end, and whether they
    /// describe an image.
    fn words_before(&self) -> Option<(&'a [u8], bool)> {
        let line = self.text.get(self.scan.line().start..self.scan.at())?.as_bytes();
        let near = line.get(line.len().saturating_sub(LONGEST_MARK)..)?;
        let open = memchr::memrchr(b'[', near)?;
        let words = near.get(open + 1..)?;
        let is_image = open.checked_sub(1).and_then(|at| near.get(at)) == Some(&b'!');
        Some((words.strip_suffix(b"]").unwrap_or(words), is_image))
    }
}

/// The length of a target in parentheses.
fn target_len(line: &str) -> Option<usize> {
    let mut depth = 0_usize;
    for (at, byte) in line.bytes().enumerate().take(LONGEST_MARK) {
        match byte {
            b'(' => depth += 1,
            b')' => {
                depth = depth.saturating_sub(1);
                if depth == 0 {
                    return Some(at + 1);
                }
            }
            _ => {}
        }
    }
    None
}

/// Splits the inside of a target into its path and its title with the blank before it.
fn split_title(inside: &str) -> (&str, &str) {
    for (open, close) in [(" \"", '"'), (" '", '\''), (" (", ')')] {
        let Some(rest) = inside.strip_suffix(close) else { continue };
        if let Some(at) = rest.find(open) {
            return inside.split_at_checked(at).unwrap_or((inside, ""));
        }
    }
    (inside, "")
}

/// A path without the size of an image after it: `a.png =300x200`.
fn without_size(path: &str) -> &str {
    let Some((path, size)) = path.rsplit_once(" =") else { return path.trim() };
    let is_size = size.contains('x')
        && size.bytes().all(|byte| byte.is_ascii_digit() || b"x%*".contains(&byte));
    if is_size { path.trim() } else { path }
}

fn has_extension(path: &str) -> bool {
    path.rsplit_once('.').is_some_and(|(_, end)| {
        (1..=5).contains(&end.len()) && end.bytes().all(|byte| byte.is_ascii_alphanumeric())
    })
}

/// The names of all references that a text defines.
fn references(text: &str) -> HashSet<String> {
    let names = text.lines().filter_map(|line| {
        let (name, _) = line.trim_start().strip_prefix('[')?.split_once("]:")?;
        (name.len() <= LONGEST_MARK).then(|| normal(name))
    });
    names.collect()
}

fn normal(name: &str) -> String {
    name.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase()
}
