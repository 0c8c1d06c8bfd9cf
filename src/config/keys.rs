//! Key bindings in TOML: presets and the user's `keys.toml`.
//!
//! ```toml
//! [list]              # or [global], [facets], [article], [selection]
//! "g g" = "top"       # a key sequence, separated by spaces, and a command
//! "d" = "none"        # unbound
//! ```

use crate::clean::CleanText;
use crate::command::{Command, Context};
use crate::config::commands::OwnCommand;
use crate::config::fault::{Allowed, Fault};
use crate::config::key::{Code, Key, NAMES};
use crate::config::keymap::{Binding, Keymap};
use crate::config::problem::{ConfigProblem, MOST, Place, quoted, unknown};
use crate::config::tree::{self, Entry, Raw};

/// The tables and their contexts.
pub const CONTEXTS: [(&str, Context); 5] = [
    ("global", Context::Global),
    ("facets", Context::Facets),
    ("list", Context::List),
    ("article", Context::Article),
    ("selection", Context::Selection),
];
/// The word that removes a binding.
const NONE: &str = "none";
/// The longest key sequence.
const MOST_KEYS: usize = 8;
/// The most rows per file.
const MOST_ROWS: usize = 1000;

/// A row of a key table; without a command it removes the binding.
struct Row {
    context: Context,
    keys: Vec<Key>,
    command: Option<Command>,
    place: Place,
}

impl Keymap {
    /// Adds the bindings of a key table in front of the existing ones. Problems: unknown names, keys
    /// bound twice, and sequences that hide one another. All other rows take effect.
    pub fn lay(&mut self, source: &CleanText, text: &str) -> Vec<ConfigProblem> {
        let (entries, mut problems) = tree::parse(source, text);
        let mut report = |place, what| problems.push(ConfigProblem::at(source, place, what));
        let rows = rows(entries, &mut report);
        // Remove unbound and rebound keys first, in any order of the file, so that new sequences can
        // use them.
        for row in &rows {
            let before = self.bindings.len();
            self.bindings.retain(|binding| !row.is_as(binding.context, &binding.keys));
            if row.command.is_none() && self.bindings.len() == before {
                report(row.place, Fault::NotBound { keys: shown(&row.keys) });
            }
        }
        let mut own: Vec<Binding> = Vec::new();
        for Row { context, keys, command, place } in rows {
            let Some(command) = command else { continue };
            let binding = Binding { context, keys, command };
            match own.iter().chain(&self.bindings).find(|other| hide(&binding, other)) {
                Some(other) => report(place, clash(&binding, other)),
                None => own.push(binding),
            }
        }
        own.append(&mut self.bindings);
        self.bindings = own;
        problems.sort_by_key(|problem| problem.place);
        problems.truncate(MOST);
        problems
    }
}

impl Row {
    fn is_as(&self, context: Context, keys: &[Key]) -> bool {
        self.context == context && self.keys == keys
    }
}

/// Whether one of two bindings makes the other unreachable.
pub(super) fn hide(a: &Binding, b: &Binding) -> bool {
    let meet = a.context == b.context || meets_global(a, b) || meets_global(b, a);
    meet && a.keys.len() != b.keys.len()
        && (a.keys.starts_with(&b.keys) || b.keys.starts_with(&a.keys))
}

impl Keymap {
    /// Gives the user's own commands their keys, by their positions; these replace bindings with
    /// the same keys. Reports sequences that hide others or are bound twice; such a command gets
    /// no key.
    pub fn lay_own(&mut self, source: &CleanText, commands: &[OwnCommand]) -> Vec<ConfigProblem> {
        let mut problems = Vec::new();
        for (at, command) in commands.iter().enumerate().filter(|(_, own)| !own.keys.is_empty()) {
            let keys = &command.keys;
            let meets = |other: &[Key]| other.starts_with(keys) || keys.starts_with(other);
            let own = self.own.iter().find(|(other, _)| meets(other));
            let other = self.bindings.iter().find(|one| one.keys != *keys && meets(&one.keys));
            let name = match (own, other) {
                (Some((other, at)), _) => {
                    let name = commands.get(*at).map(|own| own.name.to_string());
                    Some((other, name.unwrap_or_default()))
                }
                (None, Some(other)) => Some((&other.keys, other.command.to_string())),
                (None, None) => None,
            };
            if let Some((other, name)) = name {
                let (keys, others) = (shown(keys), shown(other));
                let what = Fault::Clashes { keys, others, command: CleanText::line(&name) };
                problems.push(ConfigProblem::at(source, command.place, what));
                continue;
            }
            self.bindings.retain(|binding| binding.keys != *keys);
            self.own.push((keys.clone(), at));
        }
        problems
    }
}

/// Whether the second binding is global and applies in the first one's pane; a selection's bindings
/// take precedence over global ones.
fn meets_global(a: &Binding, b: &Binding) -> bool {
    b.context == Context::Global && a.context != Context::Selection
}

/// The message for a binding that hides another or is hidden by it.
fn clash(binding: &Binding, other: &Binding) -> Fault {
    let (keys, others) = (shown(&binding.keys), shown(&other.keys));
    let command = CleanText::line(other.command.name());
    if binding.keys.len() < other.keys.len() {
        Fault::Hides { keys, others, command }
    } else {
        Fault::Hidden { keys, others, command }
    }
}

/// The rows of all tables; reports bad rows and keys bound twice.
fn rows(entries: Vec<Entry>, report: &mut impl FnMut(Place, Fault)) -> Vec<Row> {
    let mut rows: Vec<Row> = Vec::new();
    for row in entries.into_iter().flat_map(table).take(MOST_ROWS) {
        let row = row.and_then(|row| {
            match rows.iter().find(|other| row.is_as(other.context, &other.keys)) {
                Some(first) => {
                    let (keys, line) = (shown(&row.keys), first.place.line as usize);
                    Err((row.place, Fault::BoundTwice { keys, line }))
                }
                None => Ok(row),
            }
        });
        match row {
            Ok(row) => rows.push(row),
            Err((place, what)) => report(place, what),
        }
    }
    rows
}

/// Parses the rows of one table.
fn table(entry: Entry) -> Vec<Result<Row, (Place, Fault)>> {
    let Entry { key, value, place } = entry;
    let Some((_, context)) = CONTEXTS.iter().find(|(name, _)| *name == key) else {
        let what = unknown("table", &key, CONTEXTS.iter().map(|(name, _)| *name));
        return vec![Err((place, what))];
    };
    let Raw::Table(rows) = value else {
        let (allowed, found) = (Box::new(Allowed::TableOfKeys), value.found());
        return vec![Err((place, Fault::MustBe { name: quoted(&key), allowed, found }))];
    };
    let row = |Entry { key, value, place }: Entry| {
        let row = || {
            let (keys, command) = (sequence(&key)?, command(&value)?);
            Ok(Row { context: *context, keys, command, place })
        };
        row().map_err(|what| (place, what))
    };
    rows.into_iter().map(row).collect()
}

/// Parses a key sequence, separated by spaces.
pub(super) fn sequence(text: &str) -> Result<Vec<Key>, Fault> {
    let names = || NAMES.iter().map(|(_, name)| *name);
    let key = |name: &str| Key::parse(name).ok_or_else(|| unknown("key", name, names()));
    let keys: Vec<Key> = text
        .split_whitespace()
        .take(MOST_KEYS + 1)
        .map(|name| key(name).map(Key::folded))
        .collect::<Result<_, _>>()?;
    match keys.first() {
        None => Err(Fault::NoKey),
        Some(Key { code: Code::Char('1'..='9'), control: false, alt: false }) => {
            Err(Fault::BeginsWithDigit { keys: quoted(text) })
        }
        Some(_) if keys.len() > MOST_KEYS => {
            Err(Fault::TooManyKeys { keys: quoted(text), most: MOST_KEYS })
        }
        Some(_) => Ok(keys),
    }
}

fn command(value: &Raw) -> Result<Option<Command>, Fault> {
    let Raw::Text(name) = value else {
        return Err(Fault::CommandIsText { found: value.found() });
    };
    if name == NONE {
        return Ok(None);
    }
    let names = || Command::ALL.iter().map(|command| command.name()).chain([NONE]);
    name.parse().map(Some).map_err(|()| unknown("command", name, names()))
}

/// A key sequence quoted for a message.
fn shown(keys: &[Key]) -> CleanText {
    let keys: Vec<String> = keys.iter().map(Key::to_string).collect();
    quoted(&keys.join(" "))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::keymap::Lookup;
    use crate::config::locale::Locale;

    /// Adds a table to the default keys; compares problems as `line: what`.
    fn check(text: &str, expected: &[&str]) -> Keymap {
        let mut keymap = Keymap::default();
        let problems = keymap.lay(&CleanText::line("keys.toml"), text);
        let found: Vec<String> = problems
            .iter()
            .map(|problem| problem.brief(Locale::English).as_str().replacen("keys.toml:", "", 1))
            .collect();
        assert_eq!(found, expected, "{text}");
        keymap
    }

    fn looked_up(keymap: &Keymap, context: Context, text: &str) -> Lookup {
        let keys: Vec<Key> = text.split(' ').filter_map(Key::parse).collect();
        keymap.look_up(context, &keys)
    }

    #[test]
    fn keys_are_bound_and_unbound() {
        let keymap = check("[list]\n'&' = 'help'\n'ｊ' = 'up'\n[global]\n'K' = 'none'", &[]);
        let check = |context, text: &str, expected| {
            assert_eq!(looked_up(&keymap, context, text), expected, "{text}");
        };
        check(Context::List, "&", Lookup::Matched(Command::Help));
        check(Context::Article, "&", Lookup::NotFound);
        check(Context::List, "j", Lookup::Matched(Command::Up));
        check(Context::Article, "j", Lookup::Matched(Command::Down));
        check(Context::List, "K", Lookup::NotFound);
        // The user's keys come first.
        assert_eq!(keymap.keys_of(Command::Help), "& ? F1");
    }

    #[test]
    fn bad_rows_are_skipped_alone() {
        check("[lsit]\n'x' = 'help'", &["1: unknown table `lsit`; did you mean `list`?"]);
        check("list = 1", &["1: `list` must be a table of keys, not `1`"]);
        check("[list]\nx = 'hepl'", &["2: unknown command `hepl`; did you mean `help`?"]);
        check("[list]\nx = 1", &["2: a command is a string, not `1`"]);
        check("[list]\nEntr = 'help'", &["2: unknown key `Entr`; did you mean `Enter`?"]);
        check("[list]\ngg = 'help'", &["2: unknown key `gg`"]);
        check("[list]\n'' = 'help'", &["2: there is no key"]);
        check("[list]\n'5 x' = 'help'", &["2: `5 x` begins with a digit, which is a count"]);
        check(
            "[list]\n'x x x x x x x x x' = 'help'",
            &["2: `x x x x x x x x x` is longer than 8 keys"],
        );
        check("[list]\n'#' = 'none'", &["2: `#` is not bound here"]);
        let keymap = check(
            "[global]\n'x' = 'help'\n' x ' = 'quit'\n'#' = 'quit'",
            &["3: `x` is bound in line 2 already"],
        );
        assert_eq!(looked_up(&keymap, Context::List, "#"), Lookup::Matched(Command::Quit));
        assert_eq!(looked_up(&keymap, Context::List, "x"), Lookup::Matched(Command::Help));
    }

    #[test]
    fn no_sequence_hides_another() {
        let keymap = check("[global]\n'g' = 'top'", &["2: `g` would hide `g g` (command top)"]);
        assert_eq!(looked_up(&keymap, Context::List, "g g"), Lookup::Matched(Command::Top));
        check("[list]\n'j j' = 'help'", &["2: `j j` is hidden by `j` (command down)"]);
        check("[list]\n'& y' = 'help'\n'&' = 'quit'", &["3: `&` would hide `& y` (command help)"]);
        // A key unbound in the same file is no obstacle.
        check("[global]\n'j j' = 'help'\n'j' = 'none'", &[]);
    }

    #[test]
    fn own_commands_have_keys() {
        let text = "[commands.a]\nrun = ['a']\nkey = 'j'\n[commands.b]\nrun = ['b']\nkey = 'g'\n\
                    [commands.c]\nrun = ['c']\nkey = 'g ='\n[commands.d]\nrun = ['d']\nkey = 'g ='\n";
        let (commands, _) = crate::config::commands::of_file(std::path::Path::new("c"), text);
        let mut keymap = Keymap::default();
        let problems = keymap.lay_own(&CleanText::line("c"), &commands);
        let problems: Vec<String> =
            problems.iter().map(|problem| problem.brief(Locale::English).to_string()).collect();
        assert_eq!(
            problems,
            [
                "c:4: `g` clashes with `g g` (command top)",
                "c:10: `g =` clashes with `g =` (command c)",
            ]
        );
        assert_eq!(looked_up(&keymap, Context::List, "j"), Lookup::Own(0));
        assert_eq!(looked_up(&keymap, Context::Article, "g ="), Lookup::Own(2));
        assert_eq!(looked_up(&keymap, Context::Article, "g"), Lookup::Pending);
        assert_eq!(keymap.keys_of(Command::Down), "Down ^N");
        assert_eq!((keymap.keys_of_own(0), keymap.keys_of_own(1)), ("j".into(), String::new()));
    }

    #[test]
    fn a_huge_table_is_cut_off() {
        let rows: Vec<String> = (0..50_000).map(|n| format!("'x {n}' = 'hepl'")).collect();
        let mut keymap = Keymap::default();
        assert_eq!(
            keymap.lay(&CleanText::default(), &format!("[list]\n{}", rows.join("\n"))).len(),
            MOST
        );
    }
}
