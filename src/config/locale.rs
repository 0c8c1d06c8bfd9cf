//! The reader's language: selects a locale from the environment and formats messages with Fluent.
//!
//! The texts are files in `locales/`, built into the program. The table of messages is `app::text`;
//! this module knows neither the messages nor a screen.

use std::env;
use std::sync::LazyLock;

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::types::FluentNumber;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};

use crate::clean::CleanText;

/// A language of the reader. A new one needs a file in `locales/` and a variant here.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Locale {
    /// English.
    #[default]
    English,
    /// Chinese in simplified characters, as written on the mainland.
    Simplified,
    /// Chinese in traditional characters, as written on Taiwan.
    Traditional,
}

/// An argument of a message.
#[derive(Clone, Copy, Debug)]
pub enum Argument<'a> {
    /// A number: printed with thousands separators; can select a plural form.
    Number(usize),
    /// Literal text.
    Text(&'a str),
}

/// The variables that select the language of messages, in POSIX order of precedence.
pub const VARIABLES: [&str; 3] = ["LC_ALL", "LC_MESSAGES", "LANG"];

/// The Fluent bundle of a language, made on first use.
type Speaker = LazyLock<FluentBundle<FluentResource>>;

/// Texts without arguments, besides the messages of a language.
pub struct Reference(FluentBundle<FluentResource>);

impl Reference {
    /// Returns the text of the first key that has one.
    pub fn text(&self, keys: &[&str]) -> Option<CleanText> {
        let pattern = keys.iter().find_map(|key| self.0.get_message(key)?.value())?;
        Some(CleanText::body(&self.0.format_pattern(pattern, None, &mut Vec::new())))
    }
}

static ENGLISH: Speaker = LazyLock::new(|| Locale::English.speaker());
static SIMPLIFIED: Speaker = LazyLock::new(|| Locale::Simplified.speaker());
static TRADITIONAL: Speaker = LazyLock::new(|| Locale::Traditional.speaker());

impl Locale {
    /// Every language.
    pub const ALL: [Self; 3] = [Self::English, Self::Simplified, Self::Traditional];

    /// The BCP 47 tag.
    pub const fn tag(self) -> &'static str {
        match self {
            Self::English => "en",
            Self::Simplified => "zh-CN",
            Self::Traditional => "zh-TW",
        }
    }

    /// The language's own name for itself.
    pub const fn own_name(self) -> &'static str {
        match self {
            Self::English => "English",
            Self::Simplified => "简体中文",
            Self::Traditional => "正體中文",
        }
    }

    /// Separates the parts of a line.
    pub const fn comma(self) -> &'static str {
        match self {
            Self::English => ", ",
            Self::Simplified | Self::Traditional => "，",
        }
    }

    /// The language with this tag exactly.
    pub fn of_tag(tag: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|locale| locale.tag() == tag)
    }

    /// The texts, in Fluent syntax.
    pub const fn source(self) -> &'static str {
        match self {
            Self::English => include_str!("../../locales/en.ftl"),
            Self::Simplified => include_str!("../../locales/zh-CN.ftl"),
            Self::Traditional => include_str!("../../locales/zh-TW.ftl"),
        }
    }

    /// Parses a tag (`zh-Hant-HK`) or a locale name (`zh_TW.UTF-8`, `C`); `None` if the language is
    /// not supported.
    pub fn named(name: &str) -> Option<Self> {
        let tag = name.split(['.', '@']).next().unwrap_or_default().to_ascii_lowercase();
        let mut parts = tag.split(['_', '-']);
        match parts.next()? {
            "en" | "c" | "posix" => Some(Self::English),
            "zh" => {
                let rest: Vec<&str> = parts.collect();
                // A script takes precedence over a region.
                let is_traditional = if rest.contains(&"hans") {
                    false
                } else {
                    rest.iter().any(|part| matches!(*part, "hant" | "tw" | "hk" | "mo"))
                };
                Some(if is_traditional { Self::Traditional } else { Self::Simplified })
            }
            _ => None,
        }
    }

    /// The user's language: from the environment, else from the system.
    pub fn of_user() -> Self {
        Self::chosen(|name| env::var(name).ok(), sys_locale::get_locale)
    }

    /// The language of the first non-empty variable, else of the system. English if that language is
    /// not supported.
    fn chosen(
        variable: impl Fn(&str) -> Option<String>,
        system: impl Fn() -> Option<String>,
    ) -> Self {
        let set = |name: &&str| variable(name).filter(|value| !value.is_empty());
        let name = VARIABLES.iter().find_map(set).or_else(system);
        name.and_then(|name| Self::named(&name)).unwrap_or_default()
    }

    /// Formats a message. Returns the key if the message is missing; a test checks that none is.
    pub fn format(self, key: &str, arguments: &[(&str, Argument<'_>)]) -> CleanText {
        let speaker = match self {
            Self::English => &ENGLISH,
            Self::Simplified => &SIMPLIFIED,
            Self::Traditional => &TRADITIONAL,
        };
        let Some(pattern) = speaker.get_message(key).and_then(|message| message.value()) else {
            return CleanText::line(key);
        };
        // Without arguments Fluent returns the text without allocating.
        let arguments: Option<FluentArgs<'_>> =
            (!arguments.is_empty()).then(|| arguments.iter().copied().collect());
        let mut errors = Vec::new();
        CleanText::line(&speaker.format_pattern(pattern, arguments.as_ref(), &mut errors))
    }

    /// The texts of `--help` and `kanbao config default`; `None` for English, which the code has.
    pub fn reference(self) -> Option<Reference> {
        let source = self.reference_source()?;
        let (Ok(texts) | Err((texts, _))) = FluentResource::try_new(source.to_owned());
        let mut speaker = self.speaker();
        speaker.add_resource_overriding(texts);
        Some(Reference(speaker))
    }

    /// The same in Fluent syntax.
    pub const fn reference_source(self) -> Option<&'static str> {
        match self {
            Self::English => None,
            Self::Simplified => Some(include_str!("../../locales/help.zh-CN.ftl")),
            Self::Traditional => Some(include_str!("../../locales/help.zh-TW.ftl")),
        }
    }

    fn speaker(self) -> FluentBundle<FluentResource> {
        let mut speaker = FluentBundle::new_concurrent(self.tag().parse().into_iter().collect());
        // Its isolation marks are bidirectional controls (S6).
        speaker.set_use_isolating(false);
        speaker.set_formatter(Some(|value, _| match value {
            FluentValue::Number(number) => Some(written(number)),
            _ => None,
        }));
        // Fails only if the function is already registered.
        let _ = speaker.add_builtins();
        // Items that the program joined by commas, as Chinese separates them.
        let _ = speaker.add_function("LIST", |given, _| match given.first() {
            Some(FluentValue::String(text)) => text.replace(", ", "、").into(),
            other => other.cloned().unwrap_or(FluentValue::Error),
        });
        let (Ok(texts) | Err((texts, _))) = FluentResource::try_new(self.source().to_owned());
        speaker.add_resource_overriding(texts);
        speaker
    }
}

impl From<&usize> for Argument<'_> {
    fn from(number: &usize) -> Self {
        Self::Number(*number)
    }
}

impl<'a> From<&'a CleanText> for Argument<'a> {
    fn from(text: &'a CleanText) -> Self {
        Self::Text(text.as_str())
    }
}

impl<'a> From<Argument<'a>> for FluentValue<'a> {
    fn from(argument: Argument<'a>) -> Self {
        match argument {
            Argument::Number(number) => Self::from(number),
            Argument::Text(text) => Self::from(text),
        }
    }
}

/// A number as the message requests it: zero-padded, else with thousands separators.
fn written(number: &FluentNumber) -> String {
    let whole = number.value as usize;
    match number.options.minimum_integer_digits {
        Some(digits) => format!("{whole:0digits$}"),
        None => grouped(whole),
    }
}

/// A number with commas as thousands separators.
pub fn grouped(n: usize) -> String {
    let digits = n.to_string();
    let mut out = String::with_capacity(digits.len() + digits.len() / 3);
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_archive_has_one_name() {
        for (locale, name, others) in [
            (Locale::Simplified, "文库", &["档案"][..]),
            (Locale::Traditional, "文庫", &["封存", "檔案庫", "文库"]),
        ] {
            assert!(locale.source().contains(name), "{locale:?}");
            for other in others {
                assert!(!locale.source().contains(other), "{locale:?}: {other}");
            }
        }
    }

    #[test]
    fn one_thing_is_not_said_to_be_many() {
        const THINGS: [&str; 9] =
            ["posts", "paths", "files", "folders", "feeds", "seconds", "minutes", "hours", "days"];
        let lines = Locale::English.source().lines();
        let is_variant = |line: &str| line.trim_start().starts_with(['[', '*']);
        for line in lines.filter(|line| !is_variant(line)) {
            let words = line.split(" } ").skip(1).filter_map(|after| after.split(' ').next());
            let many = words.map(|word| word.trim_end_matches([',', ';', ':', '.']));
            let many = many.filter(|word| THINGS.contains(word)).collect::<Vec<_>>();
            assert_eq!(many, [""; 0], "without a form for one: {line}");
        }
    }

    #[test]
    fn languages_by_name() {
        let check = |name, expected| assert_eq!(Locale::named(name), expected, "{name}");
        for name in ["zh", "zh_CN.UTF-8", "zh-CN", "zh_SG", "zh-Hans", "zh_Hans_HK", "ZH_cn.GB2312"]
        {
            check(name, Some(Locale::Simplified));
        }
        for name in ["zh_TW.UTF-8", "zh_HK", "zh-MO", "zh_Hant", "zh-Hant-CN", "zh_TW@stroke"] {
            check(name, Some(Locale::Traditional));
        }
        for name in ["C", "POSIX", "C.UTF-8", "en", "en_GB.UTF-8"] {
            check(name, Some(Locale::English));
        }
        for name in ["", "de_DE.UTF-8", "zhx", "."] {
            check(name, None);
        }
        for locale in Locale::ALL {
            check(locale.tag(), Some(locale));
        }
    }

    #[test]
    fn the_first_variable_set_counts() {
        let check = |set: &[(&str, &str)], system: Option<&str>, expected| {
            let variable = |name: &str| {
                set.iter().find(|(set, _)| *set == name).map(|(_, value)| (*value).to_owned())
            };
            let chosen = Locale::chosen(variable, || system.map(str::to_owned));
            assert_eq!(chosen, expected, "{set:?} {system:?}");
        };
        check(&[("LANG", "zh_CN.UTF-8")], None, Locale::Simplified);
        check(&[("LANG", "zh_CN"), ("LC_MESSAGES", "zh_TW")], None, Locale::Traditional);
        check(&[("LC_MESSAGES", "zh_TW"), ("LC_ALL", "C.UTF-8")], None, Locale::English);
        check(&[("LC_ALL", ""), ("LANG", "zh_HK")], None, Locale::Traditional);
        // An unsupported language still takes precedence.
        check(&[("LC_ALL", "fr_FR"), ("LANG", "zh_CN")], Some("zh-CN"), Locale::English);
        check(&[], Some("zh-Hans-CN"), Locale::Simplified);
        check(&[("LANG", "")], None, Locale::English);
    }

    #[test]
    fn messages_with_numbers_and_plurals() {
        let posts = |locale: Locale, count| {
            locale.format("posts", &[("count", Argument::Number(count))]).to_string()
        };
        assert_eq!(posts(Locale::English, 1), "1 post");
        assert_eq!(posts(Locale::English, 36_890), "36,890 posts");
        assert_eq!(posts(Locale::Simplified, 1), "共 1 篇");
        assert_eq!(Locale::English.format("no such key", &[]).as_str(), "no such key");
    }

    #[test]
    fn thousands_are_separated() {
        for (n, expected) in
            [(0, "0"), (999, "999"), (1000, "1,000"), (36_890, "36,890"), (1_234_567, "1,234,567")]
        {
            assert_eq!(grouped(n), expected);
        }
    }
}
