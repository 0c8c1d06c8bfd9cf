//! Statements of a module between blank lines: `import X from "x"`, `export const x = ..`.

use memchr::memmem;

use super::super::scan::first_line;
use super::super::split_near;
use super::{MOST_MODULES, Pass};

/// The longest statement, in bytes.
const LONGEST: usize = 16 * 1024;
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
        if !self.scan.line().after_blank
            || !rest.starts_with("import ") && !rest.starts_with("export ")
        {
            return false;
        }
        self.modules += 1;
        if self.modules > MOST_MODULES {
            return false;
        }
        let (mut len, mut is_used) = (0, self.is_module);
        let is_top = || self.text.get(..self.scan.at()).unwrap_or_default().trim().is_empty();
        loop {
            let next = rest.get(len..).unwrap_or_default();
            let Some((statement, names)) = statement(next) else { break };
            let text = next.get(..statement).unwrap_or_default();
            is_used = is_used || PATHS.iter().any(|path| text.contains(path));
            is_used = is_used || names.split(is_no_name).any(|name| self.uses(name));
            len += (statement + 1).min(next.len());
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
        let is_word = |byte: &u8| byte.is_ascii_alphanumeric() || *byte == b'_';
        !name.is_empty()
            && !matches!(name, "from" | "as" | "import" | "export" | "default")
            && ["<", "{"].iter().any(|mark| {
                let used = format!("{mark}{name}");
                let text = self.text.as_bytes();
                memmem::find_iter(text, &used)
                    .any(|at| !text.get(at + used.len()).is_some_and(is_word))
            })
    }
}

fn is_no_name(c: char) -> bool {
    !(c.is_ascii_alphanumeric() || matches!(c, '_' | '$'))
}

/// The length of the statement at the start of a text, without the end of its last line, and the
/// part of it that has names.
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
    let line = first_line(from);
    let path = line.trim_end().trim_end_matches(';');
    let quote = path.chars().next().filter(|c| matches!(c, '"' | '\''))?;
    let is_path = path.len() > 2
        && path.ends_with(quote)
        && path.matches(quote).count() == 2
        && !path.contains(' ');
    let is_names = names.chars().all(|c| !is_no_name(c) || c.is_whitespace() || "{},*".contains(c));
    let len = near.len() - from.len() + line.len();
    (is_path && is_names && len <= end).then_some((len, names))
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
        let ends = next.trim().is_empty()
            || ["import ", "export "].iter().any(|word| next.starts_with(word));
        if depth == 0 && ends {
            return Some(len - usize::from(line.ends_with('\n')));
        }
    }
    None
}
