//! The types of settings: parsing and printing, each the inverse of the other.

use std::path::{Path, PathBuf};

use crate::clean::CleanText;
use crate::config::choice::Choice;
use crate::config::fault::Allowed;
use crate::config::tree::Raw;

/// The longest name of a file in the config folder, in bytes.
const LONGEST_NAME: usize = 64;

/// The type of a setting.
pub trait Value: Sized {
    /// Parses a raw value; `None` if it does not fit the type.
    fn read(raw: &Raw) -> Option<Self>;

    /// Prints the value as TOML, which [`Value::read`] reads back.
    fn print(&self) -> String;

    /// The allowed values, to follow "must be".
    fn allowed() -> Allowed;

    /// The allowed words, if there are only a few.
    fn words() -> Vec<&'static str> {
        Vec::new()
    }
}

/// Text as a TOML basic string. In text that is unsafe for a terminal, everything but ASCII is escaped
/// (S53).
pub(super) fn quoted(text: &str) -> String {
    use std::fmt::Write;
    let is_clean = CleanText::line(text).as_str() == text;
    let mut quoted = String::from("\"");
    for c in text.chars() {
        match c {
            '"' | '\\' => quoted.extend(['\\', c]),
            ' '..='~' => quoted.push(c),
            _ if is_clean => quoted.push(c),
            _ => drop(write!(quoted, "\\U{:08X}", u32::from(c))),
        }
    }
    quoted.push('"');
    quoted
}

impl Value for bool {
    fn read(raw: &Raw) -> Option<Self> {
        let word = match raw {
            Raw::Bool(truth) => return Some(*truth),
            Raw::Number(number) => number.to_string(),
            Raw::Text(word) | Raw::Untyped(word) => word.trim().to_ascii_lowercase(),
            _ => return None,
        };
        match word.as_str() {
            "true" | "yes" | "on" | "1" => Some(true),
            "false" | "no" | "off" | "0" => Some(false),
            _ => None,
        }
    }

    fn print(&self) -> String {
        self.to_string()
    }

    fn allowed() -> Allowed {
        Allowed::Truth
    }
}

/// A restriction. Fails closed: any value other than false, no, off, 0 or empty restricts (S18).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Restriction(bool);

impl Restriction {
    /// Whether it restricts.
    pub const fn is_on(self) -> bool {
        self.0
    }
}

impl Value for Restriction {
    fn read(raw: &Raw) -> Option<Self> {
        let is_empty =
            matches!(raw, Raw::Text(word) | Raw::Untyped(word) if word.trim().is_empty());
        Some(Self(!is_empty && bool::read(raw).unwrap_or(true)))
    }

    fn print(&self) -> String {
        self.0.print()
    }

    fn allowed() -> Allowed {
        bool::allowed()
    }
}

/// An integer from `LEAST` to `MOST`, inclusive.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Bounded<const LEAST: u16, const MOST: u16>(u16);

impl<const LEAST: u16, const MOST: u16> Bounded<LEAST, MOST> {
    /// The number, clamped to the bounds.
    pub const fn clamped(number: u16) -> Self {
        Self(if number < LEAST {
            LEAST
        } else if number > MOST {
            MOST
        } else {
            number
        })
    }

    /// The number.
    pub const fn get(self) -> u16 {
        self.0
    }
}

impl<const LEAST: u16, const MOST: u16> Value for Bounded<LEAST, MOST> {
    fn read(raw: &Raw) -> Option<Self> {
        let number = match raw {
            Raw::Number(number) => u16::try_from(*number).ok()?,
            Raw::Untyped(text) => text.parse().ok()?,
            _ => return None,
        };
        (LEAST..=MOST).contains(&number).then_some(Self(number))
    }

    fn print(&self) -> String {
        self.0.to_string()
    }

    fn allowed() -> Allowed {
        let number = |number: u16| CleanText::line(&number.to_string());
        Allowed::Number { least: number(LEAST), most: number(MOST) }
    }
}

impl<T: Choice> Value for T {
    fn read(raw: &Raw) -> Option<Self> {
        match raw {
            Raw::Text(word) | Raw::Untyped(word) => Self::named(word),
            // A word such as "2" may be written without quotes.
            Raw::Number(number) => Self::named(&number.to_string()),
            _ => None,
        }
    }

    fn print(&self) -> String {
        quoted(self.word())
    }

    fn allowed() -> Allowed {
        Allowed::one_of(&Self::words())
    }

    fn words() -> Vec<&'static str> {
        Self::ALL.iter().map(|(_, word, _)| *word).collect()
    }
}

/// Several choices; untyped text is a list as in a file, or separates them by commas.
impl<T: Choice> Value for Vec<T> {
    fn read(raw: &Raw) -> Option<Self> {
        match raw {
            Raw::List(values) => values.iter().map(T::read).collect(),
            Raw::Untyped(text) if text.starts_with('[') => Self::read(&Raw::list_in(text)?),
            Raw::Untyped(text) => {
                let words = text.split(',').map(str::trim).filter(|word| !word.is_empty());
                words.map(T::named).collect()
            }
            _ => None,
        }
    }

    fn print(&self) -> String {
        let words: Vec<String> = self.iter().map(T::print).collect();
        format!("[{}]", words.join(", "))
    }

    fn allowed() -> Allowed {
        T::allowed().listed()
    }

    fn words() -> Vec<&'static str> {
        T::words()
    }
}

/// A path as written; the empty string is `None`.
impl Value for Option<PathBuf> {
    fn read(raw: &Raw) -> Option<Self> {
        match raw {
            Raw::Text(text) | Raw::Untyped(text) => {
                Some((!text.is_empty()).then(|| PathBuf::from(text)))
            }
            _ => None,
        }
    }

    fn print(&self) -> String {
        quoted(&self.as_deref().unwrap_or(Path::new("")).to_string_lossy())
    }

    fn allowed() -> Allowed {
        Allowed::Path
    }
}

/// The name of a file in the config folder, without extension; never a path.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Name(String);

impl Name {
    /// Checks a name; `None` if it could be a path or is too long.
    pub fn new(text: &str) -> Option<Self> {
        let is_safe = |c: char| c.is_alphanumeric() || "-_".contains(c);
        let is_name = !text.is_empty() && text.len() <= LONGEST_NAME && text.chars().all(is_safe);
        is_name.then(|| Self(text.to_owned()))
    }

    /// A name from this program's source.
    pub fn literal(name: &'static str) -> Self {
        Self(name.to_owned())
    }

    /// The name.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl Value for Name {
    fn read(raw: &Raw) -> Option<Self> {
        match raw {
            Raw::Text(text) | Raw::Untyped(text) => Self::new(text),
            _ => None,
        }
    }

    fn print(&self) -> String {
        quoted(&self.0)
    }

    fn allowed() -> Allowed {
        Allowed::Name
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::choice::{AmbiguousWidth, Taste};
    use crate::config::tree::parse;
    use proptest::prelude::*;

    fn raw(toml: &str) -> Raw {
        let text = format!("a = {toml}");
        parse(&CleanText::line("f"), &text).0.remove(0).value
    }

    /// Parses a value as in a file and prints it again.
    fn check<T: Value>(written: &str, expected: Option<&str>) {
        let found = T::read(&raw(written));
        assert_eq!(found.as_ref().map(Value::print).as_deref(), expected, "{written}");
        if let Some(printed) = found.as_ref().map(Value::print) {
            assert_eq!(T::read(&raw(&printed)).map(|value| value.print()), Some(printed));
        }
    }

    #[test]
    fn values_are_read_by_their_type() {
        check::<bool>("true", Some("true"));
        for (yes, no) in [("1", "0"), ("'true'", "'FALSE'"), ("'yes'", "'No'"), ("'on'", "'off'")] {
            check::<bool>(yes, Some("true"));
            check::<bool>(no, Some("false"));
        }
        for wrong in ["2", "''", "'ture'", "1.0", "[true]", "{}"] {
            check::<bool>(wrong, None);
            check::<Restriction>(wrong, Some(if wrong == "''" { "false" } else { "true" }));
        }
        check::<Restriction>("'no'", Some("false"));
        check::<Bounded<40, 200>>("40", Some("40"));
        check::<Bounded<40, 200>>("0xc8", Some("200"));
        for wrong in ["39", "201", "-1", "70000", "4e1", "'60'", "[60]", "{}"] {
            check::<Bounded<40, 200>>(wrong, None);
        }
        check::<AmbiguousWidth>("2", Some("\"2\""));
        check::<AmbiguousWidth>("'auto'", Some("\"auto\""));
        check::<AmbiguousWidth>("3", None);
        check::<Vec<Taste>>("['hanging', 'indent']", Some("[\"hanging\", \"indent\"]"));
        check::<Vec<Taste>>("[]", Some("[]"));
        check::<Vec<Taste>>("['hanging', 1]", None);
        check::<Vec<Taste>>("'hanging'", None);
        check::<Option<PathBuf>>("''", Some("\"\""));
        check::<Option<PathBuf>>("'~/看报'", Some("\"~/看报\""));
        check::<Name>("'solarized-dark'", Some("\"solarized-dark\""));
        for wrong in ["'../x'", "'a/b'", "''", "'.x'", "1"] {
            check::<Name>(wrong, None);
        }
    }

    #[test]
    fn arguments_and_variables_are_untyped() {
        let read = |text: &str| Raw::Untyped(text.to_owned());
        assert_eq!(bool::read(&read("false")), Some(false));
        assert_eq!(Bounded::<1, 9>::read(&read("5")).map(Bounded::get), Some(5));
        assert_eq!(
            Vec::read(&read("hanging, optimal")),
            Some(vec![Taste::Hanging, Taste::Optimal])
        );
        assert_eq!(Vec::<Taste>::read(&read("")), Some(Vec::new()));
        let tastes = |text| Vec::<Taste>::read(&read(text));
        assert_eq!(tastes("['hanging', \"optimal\"]"), tastes("hanging, optimal"));
        assert_eq!(tastes("[]"), Some(Vec::new()));
        for wrong in ["[hanging]", "['hanging'", "[]\na = 1", "[list]", "['hanging', 1]"] {
            assert_eq!(tastes(wrong), None, "{wrong}");
        }
        assert_eq!(Option::<PathBuf>::read(&read("2024")), Some(Some("2024".into())));
    }

    proptest! {
        #[test]
        fn any_path_is_read_back(path in "\\PC*|[\\x00-\\x7f\u{202e}\u{200b}]*") {
            let printed = quoted(&path);
            prop_assert_eq!(raw(&printed), Raw::Text(path));
            // It is safe for a terminal (S53).
            prop_assert_eq!(CleanText::line(&printed).to_string(), printed);
        }
    }
}
