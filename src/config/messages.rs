//! Tables of messages as typed values: an enum whose rows have keys in `locales/`.
//!
//! A message holds its arguments and becomes text only when its language is known, so that modules
//! below the screen and the command line report what is wrong without words of their own.

use crate::clean::CleanText;
use crate::config::locale::{Argument, Locale};

/// What a message or one of its arguments is in a language.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Spoken {
    /// A number, which can select a plural form.
    Number(usize),
    /// Text.
    Text(CleanText),
}

impl Spoken {
    /// The argument for a message.
    pub fn argument(&self) -> Argument<'_> {
        match self {
            Self::Number(number) => Argument::Number(*number),
            Self::Text(text) => Argument::Text(text.as_str()),
        }
    }
}

/// What can be said in every language.
pub trait Speak {
    /// The thing in a language.
    fn speak(&self, locale: Locale) -> Spoken;

    /// The thing as text.
    fn to_clean(&self, locale: Locale) -> CleanText {
        match self.speak(locale) {
            Spoken::Number(number) => CleanText::line(&number.to_string()),
            Spoken::Text(text) => text,
        }
    }
}

impl Speak for usize {
    fn speak(&self, _: Locale) -> Spoken {
        Spoken::Number(*self)
    }
}

/// A path, an address, a name: the same in every language.
impl Speak for CleanText {
    fn speak(&self, _: Locale) -> Spoken {
        Spoken::Text(self.clone())
    }
}

/// A word of the program's own, by which a message chooses among its variants.
impl Speak for &'static str {
    fn speak(&self, _: Locale) -> Spoken {
        Spoken::Text(CleanText::line(self))
    }
}

/// What would make a message large.
impl<T: Speak> Speak for Box<T> {
    fn speak(&self, locale: Locale) -> Spoken {
        self.as_ref().speak(locale)
    }
}

/// A text that a module above has said in every language, in their order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InEach(pub [CleanText; Locale::ALL.len()]);

impl Speak for InEach {
    fn speak(&self, locale: Locale) -> Spoken {
        let said = Locale::ALL.iter().zip(&self.0).find(|(each, _)| **each == locale);
        Spoken::Text(said.map(|(_, text)| text.clone()).unwrap_or_default())
    }
}

/// Declares a table of messages: each has a key in `locales/` and arguments that can be said. With
/// `impl`, the keys of an enum that is declared elsewhere.
macro_rules! messages {
    ($(#[$meta:meta])* $visibility:vis enum $name:ident {
        $($variant:ident $({ $($argument:ident: $kind:ty),+ })? = $key:literal;)+
    }) => {
        $(#[$meta])*
        #[derive(Clone, Debug, PartialEq, Eq)]
        #[allow(missing_docs, reason = "each variant names its text")]
        $visibility enum $name {
            $(#[doc = concat!("`", $key, "`.")] $variant $({ $($argument: $kind),+ })?,)+
        }

        $crate::config::messages::messages! {
            impl $name { $($variant $({ $($argument),+ })? = $key;)+ }
        }
    };
    (impl $name:ident { $($variant:ident $({ $($argument:ident),+ })? = $key:literal;)+ }) => {
        impl $crate::config::messages::Speak for $name {
            fn speak(
                &self,
                locale: $crate::config::locale::Locale,
            ) -> $crate::config::messages::Spoken {
                #[allow(unused_imports, reason = "a table may have no arguments")]
                use $crate::config::messages::Speak as _;
                let text = match self {
                    $(Self::$variant $({ $($argument),+ })? => {
                        $($(let $argument = $argument.speak(locale);)+)?
                        locale.format($key, &[$($((stringify!($argument), $argument.argument())),+)?])
                    })+
                };
                $crate::config::messages::Spoken::Text(text)
            }
        }

        #[cfg(test)]
        impl $name {
            /// Every message: its variant, its key and its arguments.
            pub(crate) const TABLE: &[(&str, &str, &[&str])] =
                &[$((stringify!($variant), $key, &[$($(stringify!($argument)),+)?]),)+];
        }
    };
}

pub(crate) use messages;

/// The texts of a language, taken apart.
#[cfg(test)]
pub(crate) mod texts {
    use std::collections::{BTreeMap, BTreeSet};
    use std::fs;
    use std::path::Path;

    use fluent_syntax::ast::{Entry, Expression, InlineExpression, Pattern, PatternElement};

    use super::Locale;

    /// Every key of a language, with the arguments in its text.
    pub(crate) fn found(locale: Locale) -> BTreeMap<String, BTreeSet<String>> {
        found_in(locale, locale.source())
    }

    /// Every key of one of a language's files, with the arguments in its text.
    pub(crate) fn found_in(locale: Locale, source: &str) -> BTreeMap<String, BTreeSet<String>> {
        let file = fluent_syntax::parser::parse(source)
            .unwrap_or_else(|(_, errors)| panic!("{}: {errors:?}", locale.tag()));
        let mut found = BTreeMap::new();
        for entry in file.body {
            match entry {
                Entry::Message(message) => {
                    let mut names = BTreeSet::new();
                    in_pattern(&message.value.expect("a message without a text"), &mut names);
                    let before = found.insert(message.id.name.to_owned(), names);
                    let name = message.id.name;
                    assert!(before.is_none(), "{}: {name} is defined twice", locale.tag());
                }
                Entry::Comment(_) | Entry::GroupComment(_) | Entry::ResourceComment(_) => {}
                other => panic!("{}: {other:?}", locale.tag()),
            }
        }
        found
    }

    fn in_pattern(pattern: &Pattern<&str>, names: &mut BTreeSet<String>) {
        for element in &pattern.elements {
            match element {
                PatternElement::TextElement { .. } => {}
                PatternElement::Placeable { expression: Expression::Inline(inline) } => {
                    in_inline(inline, names);
                }
                PatternElement::Placeable {
                    expression: Expression::Select { selector, variants },
                } => {
                    in_inline(selector, names);
                    for variant in variants {
                        in_pattern(&variant.value, names);
                    }
                }
            }
        }
    }

    fn in_inline(inline: &InlineExpression<&str>, names: &mut BTreeSet<String>) {
        match inline {
            InlineExpression::VariableReference { id } => drop(names.insert(id.name.to_owned())),
            InlineExpression::FunctionReference { arguments, .. } => {
                arguments.positional.iter().for_each(|inline| in_inline(inline, names));
            }
            InlineExpression::StringLiteral { .. } | InlineExpression::NumberLiteral { .. } => {}
            other => panic!("{other:?}"),
        }
    }

    /// The identifiers after `prefix` in the source files below a folder of the package.
    pub(crate) fn names_used(folder: &str, prefix: &str) -> BTreeSet<String> {
        let mut names = BTreeSet::new();
        let mut folders = vec![Path::new(env!("CARGO_MANIFEST_DIR")).join(folder)];
        while let Some(folder) = folders.pop() {
            for entry in fs::read_dir(folder).unwrap() {
                let path = entry.unwrap().path();
                if path.is_dir() {
                    folders.push(path);
                    continue;
                }
                let code = fs::read_to_string(path).unwrap();
                let name = |rest: &str| {
                    rest.split(|c: char| !c.is_alphanumeric()).next().map(str::to_owned)
                };
                names.extend(code.split(prefix).skip(1).filter_map(name));
            }
        }
        names
    }

    /// A table's keys and arguments.
    pub(crate) fn of_table(table: &[(&str, &str, &[&str])]) -> BTreeMap<String, BTreeSet<String>> {
        let row = |(_, key, names): &(&str, &str, &[&str])| {
            ((*key).to_owned(), names.iter().map(|name| (*name).to_owned()).collect())
        };
        table.iter().map(row).collect()
    }
}
