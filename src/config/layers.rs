//! Layers of settings: files, the environment, the command line. Higher layers override lower ones.
//!
//! A layer holds raw values. They are checked when the layer is applied, so a bad value leaves the
//! value of the layer below.

use std::path::Path;
use std::sync::Arc;

use crate::config::commands;
use crate::config::fault::{Allowed, Fault, Found};
use crate::config::file::shown;
use crate::config::problem::{ConfigProblem, MOST, Place, quoted};
use crate::config::settings::{By, Origin, ROWS, Row, Settings};
use crate::config::tree::{self, Entry, Raw};
use crate::config::value::Value as _;
use crate::nearest::nearest;

/// The name of the setting that fails closed.
const RESTRICTED: &str = "restricted";

/// Raw values with their settings and origins.
#[derive(Clone, Debug, Default)]
pub struct Layer(Vec<(&'static Row, Raw, Origin)>);

impl Layer {
    /// Parses a file. Problems: bad TOML, unknown keys, and settings the author may not change.
    pub fn of_file(path: &Path, text: &str, by: By) -> (Self, Vec<ConfigProblem>) {
        let (entries, mut problems) = tree::parse(&shown(path), text);
        let is_faulty = by == By::User && !problems.is_empty();
        let mention = is_faulty.then(|| mention_of_restriction(text)).flatten();
        let mut layer = Self::of_entries(path, entries, by, &[], &mut problems);
        if let Some(place) = mention {
            layer.restrict(Origin::File(Arc::new(path.to_owned()), place));
        }
        (layer, problems)
    }

    /// The layer of a file that cannot be read: it may restrict, so it does (S18).
    pub fn of_unreadable_file(path: &Path) -> Self {
        let mut layer = Self::default();
        layer.restrict(Origin::File(Arc::new(path.to_owned()), Place { line: 1, column: 1 }));
        layer
    }

    fn restrict(&mut self, origin: Origin) {
        self.0.extend(Row::named(RESTRICTED).map(|row| (row, Raw::Bool(true), origin)));
    }

    /// Reads the entries of a file; `others` are known top-level keys that are not settings.
    pub(super) fn of_entries(
        path: &Path,
        entries: Vec<Entry>,
        by: By,
        others: &[&str],
        problems: &mut Vec<ConfigProblem>,
    ) -> Self {
        let path = Arc::new(path.to_owned());
        let mut layer = Self::default();
        let mut waiting = vec![(String::new(), entries)];
        while let Some((table, entries)) = waiting.pop() {
            for Entry { key, value, place } in entries {
                let name = format!("{table}{key}");
                let within = format!("{name}.");
                let is_table = ROWS.iter().any(|row| row.name.starts_with(&within));
                // Finding suggestions is slow: skip it once enough problems are reported.
                let is_listed = problems.len() < MOST;
                let mut report = |what: Fault| {
                    if is_listed {
                        problems.push(ConfigProblem::at(&shown(&path), place, what));
                    }
                };
                match (Row::named(&name), value) {
                    (Some(row), _) if by == By::Archive && row.by == By::User => {
                        report(Fault::NotByArchive { name: quoted(&name) });
                    }
                    (Some(row), value) => {
                        let origin = Origin::File(Arc::clone(&path), place);
                        layer.0.push((row, value, origin));
                    }
                    (None, Raw::Table(below)) if is_table => {
                        waiting.push((within, below));
                    }
                    (None, value) if is_table => {
                        let (allowed, found) = (Box::new(Allowed::Table), value.found());
                        report(Fault::MustBe { name: quoted(&name), allowed, found });
                    }
                    (None, value) => {
                        if by == By::User && may_restrict(&key, &value) {
                            layer.restrict(Origin::File(Arc::clone(&path), place));
                        }
                        let is_of_commands = table.is_empty() && key == commands::TABLE;
                        if is_of_commands && by == By::Archive {
                            report(Fault::NotByArchive { name: quoted(&key) });
                        } else if is_listed && !is_of_commands {
                            report(unknown_key(&table, &key, others));
                        }
                    }
                }
            }
        }
        layer
    }

    /// Reads the environment; empty variables are ignored.
    pub fn of_environment(variable: impl Fn(&str) -> Option<String>) -> Self {
        let said = |row: &'static Row| {
            let name = row.variable?;
            let text = variable(name).filter(|text| !text.is_empty())?;
            Some((row, Raw::Untyped(text), Origin::Variable(name)))
        };
        Self(ROWS.iter().filter_map(said).collect())
    }

    /// Parses arguments of the form `name=value`; fails at the first bad one.
    pub fn of_arguments(arguments: &[String]) -> Result<Self, Fault> {
        let said = |argument: &String| {
            let (name, value) = argument
                .split_once('=')
                .ok_or_else(|| Fault::NotNameValue { argument: quoted(argument) })?;
            let (name, value) = (name.trim(), value.trim());
            let row = Row::named(name).ok_or_else(|| unknown_key("", name, &[]))?;
            let raw = Raw::Untyped(value.to_owned());
            if Settings::default().set(row.name, &raw, Origin::Set) {
                Ok((row, raw, Origin::Set))
            } else {
                Err(misfit(row, &raw))
            }
        };
        arguments.iter().map(said).collect::<Result<_, _>>().map(Self)
    }

    /// The value of a setting as it is typed in the reader; fails, with the reason, if it does not fit.
    pub fn of_value(row: &'static Row, value: &str) -> Result<Self, Fault> {
        let raw = Raw::Untyped(value.trim().to_owned());
        if Settings::default().set(row.name, &raw, Origin::Set) {
            Ok(Self(vec![(row, raw, Origin::Set)]))
        } else {
            Err(misfit(row, &raw))
        }
    }

    /// Adds the value of a setting that has its own argument.
    pub fn with_argument(&mut self, name: &str, argument: &'static str, value: String) {
        if let Some(row) = Row::named(name) {
            self.0.push((row, Raw::Untyped(value), Origin::Argument(argument)));
        }
    }

    /// Applies the values to the settings; returns a problem for each that does not fit.
    ///
    /// No later value lifts a restriction, neither of this layer nor of a higher one (S18).
    pub fn lay_over(&self, settings: &mut Settings) -> Vec<ConfigProblem> {
        let mut problems = Vec::new();
        for (row, raw, origin) in &self.0 {
            if row.name == RESTRICTED && settings.restricted.value.is_on() {
                continue;
            }
            if !settings.set(row.name, raw, origin.clone()) {
                problems.push(origin.problem(misfit(row, raw)));
            }
        }
        problems
    }
}

/// Whether an unknown key may be meant to restrict (S18): misspelled, or in a table where it does not
/// belong.
fn may_restrict(key: &str, value: &Raw) -> bool {
    let is_near = nearest(&key.to_lowercase(), [RESTRICTED]).is_some();
    match value {
        Raw::Table(below) => {
            is_near || below.iter().any(|entry| may_restrict(&entry.key, &entry.value))
        }
        value => is_near && bool::read(value) != Some(false),
    }
}

/// The first line of a faulty file that may be meant to restrict (S18); comments are not.
fn mention_of_restriction(text: &str) -> Option<Place> {
    let mentions = |line: &str| {
        !line.trim_start().starts_with('#') && line.to_lowercase().contains(RESTRICTED)
    };
    let (line, _) = (1..).zip(text.lines()).find(|(_, line)| mentions(line))?;
    Some(Place { line, column: 1 })
}

/// The fault of a value that does not fit: of a list of words, its first item that does not.
fn misfit(row: &Row, raw: &Raw) -> Fault {
    let words = (row.words)();
    let is_known = |item: &&Raw| matches!(item, Raw::Text(text) if words.contains(&text.as_str()));
    let (value, found) = match raw {
        Raw::List(items) if matches!((row.allowed)(), Allowed::ListOf { .. }) => {
            let item = items.iter().find(|item| !is_known(item)).unwrap_or(raw);
            let found = match item.found() {
                Found::Value { value } => Found::Within { value },
                other => other,
            };
            (item, found)
        }
        raw => (raw, raw.found()),
    };
    let meant = match value {
        Raw::Text(text) | Raw::Untyped(text) => nearest(text, words),
        _ => None,
    };
    let (name, allowed) = (quoted(row.name), Box::new((row.allowed)()));
    match meant {
        Some(word) => Fault::MustBeNear { name, allowed, found, nearest: quoted(word) },
        None => Fault::MustBe { name, allowed, found },
    }
}

/// The fault of an unknown key, suggesting the nearest key of the same table, else of any table.
fn unknown_key(table: &str, key: &str, others: &[&str]) -> Fault {
    let whole = format!("{table}{key}");
    let tops = ROWS.iter().map(|row| row.name.split('.').next().unwrap_or_default());
    let siblings = ROWS.iter().filter_map(|row| row.name.strip_prefix(table));
    let near = match table {
        "" => nearest(key, tops.chain(others.iter().copied())),
        _ => nearest(key, siblings),
    };
    let elsewhere = || {
        let names = ROWS.iter().map(|row| row.name);
        let own = nearest(key, ROWS.iter().map(|row| row.table_and_key().1));
        let by_key = ROWS.iter().find(|row| Some(row.table_and_key().1) == own);
        nearest(&whole, names).or(by_key.map(|row| row.name))
    };
    match near.or_else(elsewhere) {
        Some(near) => Fault::UnknownNear { kind: "key", name: quoted(key), nearest: quoted(near) },
        None => Fault::Unknown { kind: "key", name: quoted(key) },
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::choice::Taste;
    use crate::config::locale::Locale;
    use crate::config::messages::Speak as _;

    /// Checks the problems of parsing a file and applying it to the defaults.
    fn check(by: By, text: &str, expected: &[&str]) -> Settings {
        let mut settings = Settings::default();
        let (layer, mut problems) = Layer::of_file(Path::new("/x/config.toml"), text, by);
        problems.extend(layer.lay_over(&mut settings));
        let problems: Vec<String> =
            problems.iter().map(|problem| problem.to_clean(Locale::English).to_string()).collect();
        assert_eq!(problems, expected, "{text}");
        settings
    }

    #[test]
    fn problems_have_positions() {
        let check = |text, expected: &[&str]| drop(check(By::User, text, expected));
        check("", &[]);
        check(
            "[reading]\nmesure = 60\n",
            &["/x/config.toml:2:1: unknown key `mesure`; did you mean `measure`?"],
        );
        check(
            "measure = 60",
            &["/x/config.toml:1:1: unknown key `measure`; did you mean `reading.measure`?"],
        );
        check(
            "[raeding]\nx = 1",
            &["/x/config.toml:1:2: unknown key `raeding`; did you mean `reading`?"],
        );
        check("colour = 1", &["/x/config.toml:1:1: unknown key `colour`"]);
        check(
            "[reading]\n  measure = 300",
            &[
                "/x/config.toml:2:3: `reading.measure` must be a whole number from 20 to 200, not `300`",
            ],
        );
        check(
            "reading.line-break = 'strickt'",
            &[
                "/x/config.toml:1:9: `reading.line-break` must be \"strict\", \"basic\" or \"none\", not `strickt`; did you mean `strict`?",
            ],
        );
        let typography = Allowed::one_of(&Taste::words()).listed().to_clean(Locale::English);
        check(
            "reading.typography = ['indnt']",
            &[&format!(
                "/x/config.toml:1:9: `reading.typography` must be {typography}, not a list with `indnt`; did you mean `indent`?"
            )],
        );
        check("reading = 3", &["/x/config.toml:1:1: `reading` must be a table, not `3`"]);
        check(
            "[reading.measure]\nx = 1",
            &[
                "/x/config.toml:1:10: `reading.measure` must be a whole number from 20 to 200, not a table",
            ],
        );
        // S53: control characters of a config do not reach the terminal.
        check("\"a\\u202eb\\u001b[2J\" = 1", &["/x/config.toml:1:1: unknown key `ab`"]);
    }

    #[test]
    fn a_bad_value_leaves_the_one_below() {
        let mut settings = check(By::User, "reading.measure = 60", &[]);
        let above = Layer::of_file(Path::new("f"), "reading.measure = 1", By::User).0;
        assert_eq!(above.lay_over(&mut settings).len(), 1);
        assert_eq!(settings.measure.value.get(), 60);
        assert_eq!(settings.measure.origin.to_string(), "/x/config.toml:1");
    }

    #[test]
    fn no_layer_lifts_a_restriction() {
        let mut settings = check(By::User, "restricted = true", &[]);
        let above = Layer::of_arguments(&["restricted=false".to_owned()]).unwrap();
        assert!(above.lay_over(&mut settings).is_empty());
        assert!(settings.restricted.value.is_on());
        assert_eq!(settings.restricted.origin.to_string(), "/x/config.toml:1");
    }

    /// S18: any value but a plain no restricts.
    #[test]
    fn a_mistake_restricts() {
        let is_restricted = |layer: &Layer| {
            let mut settings = Settings::default();
            layer.lay_over(&mut settings);
            settings.restricted.value.is_on()
        };
        for (value, expected) in [
            ("true", true),
            ("TRUE", true),
            ("1", true),
            ("yes", true),
            ("on", true),
            ("ture", true),
            ("2", true),
            ("false", false),
            ("False", false),
            ("0", false),
            ("no", false),
            ("off", false),
            ("", false),
        ] {
            let variable = |name: &str| (name == "KANBAO_RESTRICTED").then(|| value.to_owned());
            assert_eq!(is_restricted(&Layer::of_environment(variable)), expected, "{value}");
            let argument = Layer::of_arguments(&[format!("restricted={value}")]).unwrap();
            assert_eq!(is_restricted(&argument), expected, "{value}");
            for text in [format!("restricted = '{value}'"), format!("RESTRICTED = \"{value}\"")] {
                let file = Layer::of_file(Path::new("f"), &text, By::User).0;
                let is_no = bool::read(&Raw::Text(value.to_owned())) == Some(false);
                let is_no = is_no || value.is_empty() && text.starts_with('r');
                assert_eq!(is_restricted(&file), !is_no, "{text}");
            }
        }
        for (text, expected) in [
            ("restricted = 1", true),
            ("restricted = 0", false),
            ("restricted = []", true),
            ("[restricted]\nx = 1", true),
            // In a table where it does not belong, and before a value that would lift it.
            ("[reading]\nrestricted = true", true),
            ("[reading]\nrestricted = false", false),
            ("[raeding]\nRestricted = true", true),
            ("restrictd = true\nrestricted = false", true),
            ("restrictd = true", true),
            ("restrict = true", true),
            ("restrictd = false", false),
            // Syntax errors.
            ("restricted = yes", true),
            ("restricted true", true),
            ("restricted = true\n[reading", true),
            ("[reading\nrestricted = true", true),
            ("# restricted = true\n[reading", false),
            ("[reading", false),
            ("theme = 'x'", false),
        ] {
            let file = |by| Layer::of_file(Path::new("f"), text, by).0;
            assert_eq!(is_restricted(&file(By::User)), expected, "{text}");
            assert!(!is_restricted(&file(By::Archive)), "{text}");
        }
        assert!(is_restricted(&Layer::of_unreadable_file(Path::new("f"))));
        let both = ["restricted=true", "restricted=false"].map(str::to_owned);
        assert!(is_restricted(&Layer::of_arguments(&both).unwrap()));
    }

    #[test]
    fn an_archive_changes_harmless_settings_only() {
        for row in ROWS {
            let text = format!("{} = {}", row.name, (row.default)());
            let (_, problems) = Layer::of_file(Path::new("f"), &text, By::Archive);
            assert_eq!(problems.is_empty(), row.by == By::Archive, "{}", row.name);
        }
        let harmless = ["reading.", "posts."];
        for row in ROWS.iter().filter(|row| row.by == By::Archive) {
            assert!(harmless.iter().any(|table| row.name.starts_with(table)), "{}", row.name);
        }
    }

    #[test]
    fn arguments_must_be_known_and_fit() {
        let check = |argument: &str, expected: Result<&str, &str>| {
            let mut settings = Settings::default();
            let found = Layer::of_arguments(&[argument.to_owned()]).map(|layer| {
                assert!(layer.lay_over(&mut settings).is_empty());
                settings.measure.value.get().to_string()
            });
            let found = found.map_err(|fault| fault.to_clean(Locale::English).to_string());
            let expected = expected.map(str::to_owned).map_err(str::to_owned);
            assert_eq!(found, expected, "{argument}");
        };
        check("reading.measure=60", Ok("60"));
        check("reading.measure = 60", Ok("60"));
        check(
            "reading.mesure=60",
            Err("unknown key `reading.mesure`; did you mean `reading.measure`?"),
        );
        check("measure=60", Err("unknown key `measure`; did you mean `reading.measure`?"));
        check("reading.measure", Err("`reading.measure` is not name=value"));
        check(
            "reading.measure=x",
            Err("`reading.measure` must be a whole number from 20 to 200, not `x`"),
        );
    }

    #[test]
    fn empty_variables_are_ignored() {
        let mut settings = Settings::default();
        let layer = Layer::of_environment(|name| {
            Some(if name == "KANBAO_LAYOUT" { "single" } else { "" }.to_owned())
        });
        assert!(layer.lay_over(&mut settings).is_empty());
        assert_eq!(settings.layout.origin, Origin::Variable("KANBAO_LAYOUT"));
        assert_eq!(settings.archive.origin, Origin::Default);
    }
}
