//! What is wrong with a file and what was done about it, in the user's language. The archive says both
//! in English, for scripts and logs. Problems of the state's logs, too.

use crate::app::text::Text;
use crate::archive::date::{DateError, DateWarning};
use crate::archive::post::Problem;
use crate::archive::remedy::Remedy;
use crate::archive::wrong::{Part, Wrong};
use crate::config::locale::{Argument, Locale};
use crate::config::messages::{Speak, Spoken, messages};
use crate::state::log;

impl Speak for Text {
    fn speak(&self, locale: Locale) -> Spoken {
        Spoken::Text(self.to_clean(locale))
    }
}

impl From<&Problem> for Text {
    fn from(problem: &Problem) -> Self {
        Text::Problem { wrong: Box::new(problem.wrong.clone()), done: problem.done.clone() }
    }
}

impl From<log::Problem> for Text {
    fn from(problem: log::Problem) -> Self {
        match problem {
            log::Problem::File(reason) => Text::StateProblem { reason },
            log::Problem::Damaged(count) => Text::RecordsDamaged { count },
            log::Problem::Newer(count) => Text::RecordsNewer { count },
        }
    }
}

/// The argument of a remedy's message, if it has one.
pub(super) fn argument(done: &Remedy) -> Option<&'static str> {
    match done {
        Remedy::FirstBytes(_) => Some("bytes"),
        Remedy::Decoded { .. } => Some("encoding"),
        _ => None,
    }
}

impl Speak for Remedy {
    fn speak(&self, locale: Locale) -> Spoken {
        let value = self.value();
        let argument = argument(self).map(|name| (name, Argument::from(&value)));
        Spoken::Text(locale.format(&format!("done-{}", self.name()), argument.as_slice()))
    }
}

messages! {
    impl Part {
        FrontMatter = "part-front-matter";
        Config = "part-config";
        Body = "part-body";
    }
}

messages! {
    impl DateError {
        Empty = "date-empty";
        NoDay = "date-no-day";
        Form = "date-form";
        Year = "date-year";
        Month { month } = "date-month";
        Day { day } = "date-day";
        Time = "date-time";
        Offset = "date-offset";
    }
}

messages! {
    impl DateWarning {
        AmbiguousZone { zone } = "date-ambiguous-zone";
        UnknownZone { zone } = "date-unknown-zone";
        Clamped = "date-clamped";
    }
}

messages! {
    impl Wrong {
        InvalidYaml { part } = "wrong-invalid-yaml";
        InvalidYamlAt { part, column } = "wrong-invalid-yaml-at";
        InvalidToml { part, column } = "wrong-invalid-toml";
        InvalidJson { part, column } = "wrong-invalid-json";
        IsList { part } = "wrong-is-list";
        IsText { part } = "wrong-is-text";
        TooLarge { part, most } = "wrong-too-large";
        TooManyBrackets { part } = "wrong-too-many-brackets";
        TooManyValues { part } = "wrong-too-many-values";
        Controls { part } = "wrong-controls";
        Bidi { part } = "wrong-bidi";
        NoClosingFence = "wrong-no-closing-fence";
        NoOpeningFence = "wrong-no-opening-fence";
        BlankLineBefore = "wrong-blank-line-before";
        SpaceBefore = "wrong-space-before";
        KeyTwice { key } = "wrong-key-twice";
        KeyIndented { key } = "wrong-key-indented";
        NoColon { key } = "wrong-no-colon";
        TabIndent = "wrong-tab-indent";
        ValueNotYaml { key } = "wrong-value-not-yaml";
        ItemNotYaml { key } = "wrong-item-not-yaml";
        NoSpaceAfterDash { key } = "wrong-no-space-after-dash";
        NotYamlText { key } = "wrong-not-yaml-text";
        NotText { key } = "wrong-not-text";
        NotDate { key } = "wrong-not-date";
        KeysAndValues { key } = "wrong-keys-and-values";
        FlagIsText { key, text, meant } = "wrong-flag-is-text";
        EmptyDate { key } = "wrong-empty-date";
        BadDate { key, text, why } = "wrong-bad-date";
        DoubtfulDate { key, text, why } = "wrong-doubtful-date";
        NoSuchDate = "wrong-no-such-date";
        NoExtension = "wrong-no-extension";
        NoDateInName = "wrong-no-date-in-name";
        NothingAfterDate = "wrong-nothing-after-date";
        EndsWithDot = "wrong-ends-with-dot";
        YamlFile = "wrong-yaml-file";
        Excluded = "wrong-excluded";
        SpecialName = "wrong-special-name";
        Readme = "wrong-readme";
        ByteOrderMark = "wrong-byte-order-mark";
        NotUtf8 = "wrong-not-utf8";
        MixedEncodings = "wrong-mixed-encodings";
        Nul = "wrong-nul";
        BinaryNul = "wrong-binary-nul";
        Undecodable = "wrong-undecodable";
        NoText = "wrong-no-text";
        FileSize { bytes } = "wrong-file-size";
        Changed = "wrong-changed";
        Unreadable { reason } = "wrong-unreadable";
        FolderUnreadable { reason } = "wrong-folder-unreadable";
        FolderTooDeep { most } = "wrong-folder-too-deep";
        SharedUrl { path } = "wrong-shared-url";
        LineNotObject { line, column } = "wrong-line-not-object";
        LineWithoutPost { line } = "wrong-line-without-post";
        NestedTooDeeply = "wrong-nested-too-deeply";
        ParsesTooLong = "wrong-parses-too-long";
        LiquidTooLong = "wrong-liquid-too-long";
        UnknownTimeZone { name } = "wrong-unknown-time-zone";
        UnknownEncoding { name } = "wrong-unknown-encoding";
        NotPattern { key } = "wrong-not-pattern";
        BadDefaults = "wrong-bad-defaults";
        Other { text } = "wrong-other";
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::archive::post::ProblemKind;
    use crate::clean::CleanText;
    use crate::script::is_han;

    fn said(one: &(impl Speak + ToString)) {
        let english = one.to_string();
        assert_eq!(one.to_clean(Locale::English).as_str(), english);
        for locale in [Locale::Simplified, Locale::Traditional] {
            let text = one.to_clean(locale);
            assert!(text.as_str().chars().any(is_han), "{english}: {text}");
        }
    }

    /// Records and logs are in the English of the screen.
    #[test]
    fn faults_are_displayed_as_they_are_said_in_english() {
        Wrong::samples().iter().filter(|it| !matches!(it, Wrong::Other { .. })).for_each(said);
        let other = Wrong::Other { text: CleanText::line("x") };
        assert_eq!(other.to_clean(Locale::English).as_str(), other.to_string());
        DateError::samples().iter().for_each(said);
        DateWarning::samples().iter().for_each(said);
        let encoding = CleanText::line("GBK");
        let with_values = [
            Remedy::FirstBytes(8),
            Remedy::Decoded { encoding: encoding.clone(), gaps: false },
            Remedy::Decoded { encoding, gaps: true },
        ];
        Remedy::PLAIN.iter().chain(&with_values).for_each(said);
    }

    #[test]
    fn a_problem_is_told_in_every_language() {
        let check = |wrong: Wrong, done: Remedy, expected: [&str; 3]| {
            let problem = Problem::new(1, ProblemKind::FileName, wrong, done);
            let told = Locale::ALL.map(|locale| Text::from(&problem).to_clean(locale).to_string());
            assert_eq!(told, expected);
            assert_eq!(problem.to_string(), expected[0]);
        };
        let line = CleanText::line;
        check(
            Wrong::KeyTwice { key: line("tags") },
            Remedy::LastTaken,
            [
                "the key `tags` appears twice; the last one was taken",
                "键 tags 重复；取最后一个",
                "鍵 tags 重複；取最後一個",
            ],
        );
        check(
            Wrong::BadDate { key: line("date"), text: line("soon"), why: DateError::NoDay },
            Remedy::Another,
            [
                "`date: soon` is not a date: it has no day; another was looked for",
                "date 的值 soon 不是日期：没有年月日；另取其他日期",
                "date 的值 soon 不是日期：沒有年月日；另取其他日期",
            ],
        );
        check(
            Wrong::InvalidYamlAt { part: Part::FrontMatter, column: 11 },
            Remedy::LineByLine,
            [
                "the front matter is not valid YAML (column 11); read line by line",
                "front matter 不是有效的 YAML（第 11 列）；改为逐行读取",
                "front matter 不是有效的 YAML（第 11 欄）；改為逐行讀取",
            ],
        );
        check(
            Wrong::Controls { part: Part::Body },
            Remedy::Removed,
            [
                "control characters in the body; removed",
                "正文含有控制字符；已去掉",
                "內文含有控制字元；已移除",
            ],
        );
    }
}
