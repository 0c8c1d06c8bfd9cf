//! What was wrong with a post and what was done about it, in the user's language.
//!
//! The archive says both in English, for scripts and logs. Other languages name the kind of fault, quote
//! the value, and say what was done.

use crate::app::text::Text;
use crate::archive::post::Problem;
use crate::archive::remedy::Remedy;
use crate::clean::CleanText;
use crate::config::locale::{Argument, Locale};
use crate::state::log;

impl From<&Problem> for Text {
    fn from(problem: &Problem) -> Self {
        let (wrong, done) = (problem.wrong.clone(), problem.done.clone());
        Self::Problem { kind: problem.kind, wrong, done }
    }
}

impl From<log::Problem> for Text {
    fn from(problem: log::Problem) -> Self {
        match problem {
            log::Problem::File(reason) => Self::StateProblem { reason },
            log::Problem::Damaged(count) => Self::RecordsDamaged { count },
            log::Problem::Newer(count) => Self::RecordsNewer { count },
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

/// What is wrong and what was done, in a language.
pub(super) fn detail(wrong: &CleanText, done: &Remedy, locale: Locale) -> CleanText {
    if locale == Locale::English {
        return CleanText::line(&format!("{wrong}; {done}"));
    }
    let value = done.value();
    let argument = argument(done).map(|name| (name, Argument::from(&value)));
    let done = locale.format(&format!("done-{}", done.name()), argument.as_slice());
    let values: Vec<&str> = wrong.as_str().split('`').skip(1).step_by(2).collect();
    let values = values.join("、");
    let separator = if values.is_empty() { "" } else { "，" };
    CleanText::line(&format!("{values}{separator}{done}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fault_is_told_without_english() {
        let check = |wrong: &str, done: &Remedy, expected: [&str; 3]| {
            let wrong = CleanText::line(wrong);
            let said = Locale::ALL.map(|locale| detail(&wrong, done, locale).to_string());
            assert_eq!(said, expected);
        };
        check(
            "date `soon` is no date",
            &Remedy::NotUsed,
            ["date `soon` is no date; not used", "soon，未采用", "soon，未採用"],
        );
        let encoding = CleanText::line("GB18030");
        check(
            "the text is not UTF-8",
            &Remedy::Decoded { encoding: encoding.clone(), gaps: false },
            ["the text is not UTF-8; decoded as GB18030", "按 GB18030 解码", "以 GB18030 解碼"],
        );
        check(
            "the text is in mixed encodings",
            &Remedy::Decoded { encoding, gaps: true },
            [
                "the text is in mixed encodings; decoded as GB18030, with gaps",
                "按 GB18030 解码，有缺失",
                "以 GB18030 解碼，有缺漏",
            ],
        );
        check(
            "the file has 9 bytes",
            &Remedy::FirstBytes(8),
            ["the file has 9 bytes; only the first 8 are read", "只读前 8 字节", "只讀前 8 位元組"],
        );
    }
}
