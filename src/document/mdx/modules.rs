//! Statements of a module between blank lines: `import X from "x"`, `export const x = ..`.

use std::collections::HashSet;

use super::super::scan::first_line;
use super::super::split_near;
use super::{MOST_MODULES, Pass};

/// The longest statement, in bytes.
const LONGEST: usize = 16 * 1024;
/// The most statements of a paragraph.
const MOST_STATEMENTS: usize = 256;
/// Prefixes of the paths of a site's own modules.
const PATHS: [&str; 6] = [" \"@", " '@", " \"./", " './", " \"../", " '../"];
/// The words after `export`.
const EXPORTED: [&str; 8] =
    ["const ", "let ", "var ", "function ", "async ", "class ", "default ", "type "];

impl Pass<'_> {
    /// Handles statements of a module. In the middle of a text they look like code that lacks its
    /// fence, so there they count only if what they name is used as in MDX.
    pub(super) fn module(&mut self) -> bool {
        let rest = self.scan.rest();
        if !self.scan.line().after_blank || !begins_statement(rest) {
            return false;
        }
        self.modules += 1;
        if self.modules > MOST_MODULES {
            return false;
        }
        let (mut len, mut is_used) = (0, self.is_module);
        let is_top = || self.text.get(..self.scan.at()).unwrap_or_default().trim().is_empty();
        for _ in 0..MOST_STATEMENTS {
            let next = rest.get(len..).unwrap_or_default();
            let Some((statement, names)) = statement(next) else { break };
            let text = next.get(..statement).unwrap_or_default();
            is_used = is_used || PATHS.iter().any(|path| text.contains(path));
            is_used = is_used || names.split(is_no_name).any(|name| self.uses(name));
            len += statement;
        }
        let ends = first_line(rest.get(len..).unwrap_or_default()).trim().is_empty();
        if len == 0 || !ends || !is_used && !is_top() {
            return false;
        }
        self.is_module = true;
        self.replace(len, "\n")
    }

    /// Whether a name is used as a component or in an expression.
    fn uses(&self, name: &str) -> bool {
        !matches!(name, "" | "from" | "as" | "import" | "export" | "default")
            && self.used.get_or_init(|| used_in(self.text)).contains(name)
    }
}

/// The words directly after a `<` or a `{`.
fn used_in(text: &str) -> HashSet<&str> {
    let marks = memchr::memchr2_iter(b'<', b'{', text.as_bytes());
    let words = marks.filter_map(|at| text.get(at + 1..)?.split(is_no_name).next());
    words.collect()
}

pub(super) fn begins_statement(text: &str) -> bool {
    ["import ", "export "].iter().any(|word| text.starts_with(word))
}

fn is_no_name(c: char) -> bool {
    !(c.is_ascii_alphanumeric() || matches!(c, '_' | '$'))
}

/// The length of the statement at the start of a text, with the end of its last line or the blanks
/// before the next statement, and the part of it that has names.
fn statement(text: &str) -> Option<(usize, &str)> {
    let near = split_near(text, LONGEST).0;
    if let Some(exported) = near.strip_prefix("export ") {
        let exported = exported.trim_start();
        let word = EXPORTED.iter().find(|word| exported.starts_with(**word));
        let names = exported.get(word.map_or(0, |word| word.len())..)?;
        let names = names.get(..names.find(['=', '(']).unwrap_or(0))?;
        return word.and_then(|_| Some((export_len(near)?, names)));
    }
    let imported = near.strip_prefix("import ")?;
    let end = near.find("\n\n").unwrap_or(near.len());
    let (names, from) = match imported.split_once(" from ") {
        _ if imported.starts_with(['"', '\'']) => ("", imported),
        Some((names, from)) => (names, from),
        None => return None,
    };
    let quote = from.chars().next().filter(|c| matches!(c, '"' | '\''))?;
    let (path, after) = from.get(1..)?.split_once(quote)?;
    let is_path = !path.is_empty() && !path.contains([' ', '\n']);
    let is_names = names.chars().all(|c| !is_no_name(c) || c.is_whitespace() || "{},*".contains(c));
    if !is_path || !is_names || near.len() - after.len() > end {
        return None;
    }
    let after = after.trim_start_matches([' ', '\t', '\r', ';']);
    let next = after.strip_prefix('\n').unwrap_or(after);
    let is_end = next.is_empty() || next.len() < after.len() || begins_statement(next);
    is_end.then_some((near.len() - next.len(), names))
}

/// The length of a statement up to the end of a line at which no bracket is open.
fn export_len(text: &str) -> Option<usize> {
    let (mut depth, mut len) = (0_usize, 0);
    for line in text.split_inclusive('\n') {
        len += line.len();
        for byte in line.bytes() {
            match byte {
                b'(' | b'[' | b'{' => depth += 1,
                b')' | b']' | b'}' => depth = depth.saturating_sub(1),
                _ => {}
            }
        }
        let next = first_line(text.get(len..).unwrap_or_default());
        if depth == 0 && (next.trim().is_empty() || begins_statement(next)) {
            return Some(len);
        }
    }
    None
}
