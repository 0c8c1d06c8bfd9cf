//! Groups of words that mean the same, as a setting.

use crate::config::fault::Allowed;
use crate::config::tree::Raw;
use crate::config::value::{Value, quoted};

/// The most groups, and the most words of a group.
const MOST: (usize, usize) = (256, 16);

/// Groups of words, each written as `word = word`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Groups(Vec<Vec<String>>);

impl Groups {
    /// No groups.
    pub const NONE: Self = Self(Vec::new());

    /// The words of each group, of which there are at least two.
    pub fn words(&self) -> &[Vec<String>] {
        &self.0
    }

    fn of<'a>(texts: impl Iterator<Item = &'a str>) -> Option<Self> {
        let group = |text: &str| {
            let words: Vec<String> =
                text.split(['=', '＝']).map(|word| word.trim().to_owned()).collect();
            let is_one = (2..=MOST.1).contains(&words.len());
            (is_one && words.iter().all(|word| !word.is_empty())).then_some(words)
        };
        let groups = texts.map(group).collect::<Option<Vec<_>>>()?;
        (groups.len() <= MOST.0).then_some(Self(groups))
    }
}

/// Untyped text is a list as in a file, or separates groups by commas.
impl Value for Groups {
    fn read(raw: &Raw) -> Option<Self> {
        match raw {
            Raw::List(values) => {
                let texts = values.iter().map(|value| match value {
                    Raw::Text(text) | Raw::Untyped(text) => Some(text.as_str()),
                    _ => None,
                });
                Self::of(texts.collect::<Option<Vec<_>>>()?.into_iter())
            }
            Raw::Untyped(text) if text.starts_with('[') => Self::read(&Raw::list_in(text)?),
            Raw::Untyped(text) => {
                Self::of(text.split([',', '，']).filter(|group| !group.trim().is_empty()))
            }
            _ => None,
        }
    }

    fn print(&self) -> String {
        let groups: Vec<String> = self.0.iter().map(|words| quoted(&words.join(" = "))).collect();
        format!("[{}]", groups.join(", "))
    }

    fn allowed() -> Allowed {
        Allowed::Groups
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn groups_are_read_and_printed() {
        let text = |text: &str| Raw::Text(text.to_owned());
        for (raw, expected) in [
            (
                Raw::List(vec![text("央行=中国人民银行 ＝ PBoC")]),
                Some("[\"央行 = 中国人民银行 = PBoC\"]"),
            ),
            (Raw::Untyped("甲 = 乙，丙=丁".to_owned()), Some("[\"甲 = 乙\", \"丙 = 丁\"]")),
            (
                Raw::Untyped("['甲 = 乙', \"a, b = c\"]".to_owned()),
                Some("[\"甲 = 乙\", \"a, b = c\"]"),
            ),
            (Raw::Untyped("['甲 = 乙'".to_owned()), None),
            (Raw::List(Vec::new()), Some("[]")),
            (Raw::Untyped(String::new()), Some("[]")),
            (Raw::List(vec![text("央行")]), None),
            (Raw::List(vec![text("央行 =")]), None),
            (Raw::List(vec![Raw::Bool(true)]), None),
            (text("甲 = 乙"), None),
        ] {
            let read = Groups::read(&raw).map(|groups| groups.print());
            assert_eq!(read.as_deref(), expected, "{raw:?}");
        }
        let many = Raw::List(vec![text("甲 = 乙"); 257]);
        assert_eq!(Groups::read(&many), None);
    }
}
