//! In which language the reader speaks: chosen from the environment, spoken by Fluent.
//!
//! The texts are files in `locales/`, built into the program. Which messages there are, and with
//! which arguments, is not known here: `app::text` is the table. Nothing here knows of a screen.

use std::env;
use std::sync::LazyLock;

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::types::FluentNumber;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};

use crate::clean::CleanText;

/// A language of the reader. A new one is a file in `locales/` and a row here.
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

/// What a message is given.
#[derive(Clone, Copy, Debug)]
pub enum Argument<'a> {
    /// A number: written with its thousands apart, and able to choose a plural.
    Number(usize),
    /// Text that stands as it is.
    Text(&'a str),
}

/// The variables that name the language of messages, in the order in which POSIX counts them.
pub const VARIABLES: [&str; 3] = ["LC_ALL", "LC_MESSAGES", "LANG"];

/// What speaks a language; made when the language is first spoken.
type Speaker = LazyLock<FluentBundle<FluentResource>>;

static ENGLISH: Speaker = LazyLock::new(|| Locale::English.speaker());
static SIMPLIFIED: Speaker = LazyLock::new(|| Locale::Simplified.speaker());
static TRADITIONAL: Speaker = LazyLock::new(|| Locale::Traditional.speaker());

impl Locale {
    /// Every language.
    pub const ALL: [Self; 3] = [Self::English, Self::Simplified, Self::Traditional];

    /// The language's tag, as in BCP 47.
    pub const fn tag(self) -> &'static str {
        match self {
            Self::English => "en",
            Self::Simplified => "zh-CN",
            Self::Traditional => "zh-TW",
        }
    }

    /// The language's texts, in Fluent's own syntax.
    pub const fn source(self) -> &'static str {
        match self {
            Self::English => include_str!("../../locales/en.ftl"),
            Self::Simplified => include_str!("../../locales/zh-CN.ftl"),
            Self::Traditional => include_str!("../../locales/zh-TW.ftl"),
        }
    }

    /// The language that a name means, be it a tag (`zh-Hant-HK`) or the name of a locale
    /// (`zh_TW.UTF-8`, `C`); `None` if the reader does not speak it.
    pub fn named(name: &str) -> Option<Self> {
        let tag = name.split(['.', '@']).next().unwrap_or_default().to_ascii_lowercase();
        let mut parts = tag.split(['_', '-']);
        match parts.next()? {
            "en" | "c" | "posix" => Some(Self::English),
            "zh" => {
                let rest: Vec<&str> = parts.collect();
                // A script says more than a region.
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

    /// The user's language: that of the environment, else of the system.
    pub fn of_user() -> Self {
        Self::chosen(|name| env::var(name).ok(), sys_locale::get_locale)
    }

    /// The language of the first variable that is set and not empty, whatever it says; where none
    /// is, of the system. English for languages that the reader does not speak.
    fn chosen(
        variable: impl Fn(&str) -> Option<String>,
        system: impl Fn() -> Option<String>,
    ) -> Self {
        let set = |name: &&str| variable(name).filter(|value| !value.is_empty());
        let name = VARIABLES.iter().find_map(set).or_else(system);
        name.and_then(|name| Self::named(&name)).unwrap_or_default()
    }

    /// A message in this language. One that the language does not have is given by its key; a test
    /// sees to it that there is none.
    pub fn format(self, key: &str, arguments: &[(&str, Argument<'_>)]) -> CleanText {
        let speaker = match self {
            Self::English => &ENGLISH,
            Self::Simplified => &SIMPLIFIED,
            Self::Traditional => &TRADITIONAL,
        };
        let Some(pattern) = speaker.get_message(key).and_then(|message| message.value()) else {
            return CleanText::line(key);
        };
        // Without arguments the text stands in the file as it is: nothing is made anew.
        let arguments: Option<FluentArgs<'_>> =
            (!arguments.is_empty()).then(|| arguments.iter().copied().collect());
        let mut errors = Vec::new();
        CleanText::line(&speaker.format_pattern(pattern, arguments.as_ref(), &mut errors))
    }

    fn speaker(self) -> FluentBundle<FluentResource> {
        let mut speaker = FluentBundle::new_concurrent(self.tag().parse().into_iter().collect());
        // The marks would be taken for bidirectional controls (S6).
        speaker.set_use_isolating(false);
        speaker.set_formatter(Some(|value, _| match value {
            FluentValue::Number(number) => Some(written(number)),
            _ => None,
        }));
        // Fails only where a function of this name is there already.
        let _ = speaker.add_builtins();
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

/// A whole number as a message asks for it: with leading zeros, else with its thousands apart.
fn written(number: &FluentNumber) -> String {
    let whole = number.value as usize;
    match number.options.minimum_integer_digits {
        Some(digits) => format!("{whole:0digits$}"),
        None => grouped(whole),
    }
}

/// A number with its thousands set apart by commas.
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
    fn the_first_variable_that_is_set_counts() {
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
        // Asked for is asked for, though it is not spoken.
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
    fn thousands_are_set_apart() {
        for (n, expected) in
            [(0, "0"), (999, "999"), (1000, "1,000"), (36_890, "36,890"), (1_234_567, "1,234,567")]
        {
            assert_eq!(grouped(n), expected);
        }
    }
}
