//! Says the reasons that the modules below give in the user's language.
//!
//! Most have types. Those that logs and problems of posts keep come as English text: the known ones
//! are translated, and others (such as a library's own words) stay as they are.

use std::io;

use crate::archive::source::{self, NotOpened};
use crate::archive::watch::Limit;
use crate::clean::CleanText;
use crate::config::fault::{FeedFault, Reason};
use crate::config::locale::Locale;
use crate::config::messages::{Speak, Spoken, messages};
use crate::search::fulltext::build::BuildError;
use crate::state::log::NotSaved;
use crate::store::Damage;
use crate::terminal::Obstacle;

/// A reason.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Why {
    /// An English text.
    Text(CleanText),
    /// Error of a system call.
    System(Reason),
    /// A cause with its own type.
    Cause(Cause),
    /// Error of a feed.
    #[cfg_attr(not(feature = "fetch"), allow(dead_code, reason = "there are no feeds"))]
    Feed(FeedFault),
}

impl Why {
    /// Creates a reason from an English text and cleans it.
    pub(super) fn of(reason: &impl ToString) -> Self {
        Self::Text(CleanText::line(&reason.to_string()))
    }

    /// Creates a reason from a failed system call, without the error number.
    pub(super) fn of_system(error: &io::Error) -> Self {
        Self::System(error.into())
    }
}

messages! {
    /// Causes with their own types.
    pub(super) enum Cause {
        NotSaved { why: Box<Why> } = "why-not-saved";
        RecordsNotSaved { records: usize, why: Box<Why> } = "why-records-not-saved";
        IndexNotWritten { why: Box<Why> } = "why-index-not-written";
        SystemSilent = "why-system-silent";
        TooLow { name: &'static str } = "why-too-low";
        NoOutput = "why-no-output";
        NoInput = "why-no-input";
        NoTerm = "why-no-term";
        Term { term: &'static str } = "why-term";
        TerminalSilent = "why-terminal-silent";
        TerminalSenseless = "why-terminal-senseless";
        Neither = "why-neither";
        ListLost = "why-list-lost";
        ListDamaged = "why-list-damaged";
        ListUnreadable { why: Box<Why> } = "why-list-unreadable";
        SegmentLost { number: CleanText } = "why-segment-lost";
        SegmentDamaged { number: CleanText } = "why-segment-damaged";
        SegmentUnreadable { number: CleanText, why: Box<Why> } = "why-segment-unreadable";
    }
}

messages! {
    /// What is wrong with a record that is imported.
    pub(super) enum RecordFault {
        NotRecord { detail: CleanText } = "why-no-record";
        BadPathBytes { detail: CleanText } = "why-path-bytes";
        NoTag = "why-no-tag";
        NoHighlight = "why-no-highlight";
        OwnArchive = "why-own-archive";
        UnknownKind { kind: CleanText } = "why-kind";
        NoPath = "why-no-path";
        ValueTooLong = "why-value-too-long";
        BadValue { kind: &'static str } = "why-bad-value";
        ImpossibleTime = "why-impossible-time";
    }
}

impl From<&NotSaved> for Why {
    fn from(NotSaved { records, why }: &NotSaved) -> Self {
        let (records, why) = (*records, Box::new(Self::Text(why.clone())));
        Self::Cause(match records {
            0 => Cause::NotSaved { why },
            records => Cause::RecordsNotSaved { records, why },
        })
    }
}

impl From<NotOpened> for Why {
    fn from(why: NotOpened) -> Self {
        match why {
            NotOpened::Neither => Self::Cause(Cause::Neither),
            NotOpened::System(error) => Self::of_system(&error),
        }
    }
}

impl From<&Damage> for Why {
    fn from(damage: &Damage) -> Self {
        // As a name, without separators.
        let name = |number: &u64| CleanText::line(&number.to_string());
        let text = |why: &CleanText| Box::new(Self::Text(why.clone()));
        Self::Cause(match damage {
            Damage::ListLost => Cause::ListLost,
            Damage::ListDamaged => Cause::ListDamaged,
            Damage::ListUnreadable(why) => Cause::ListUnreadable { why: text(why) },
            Damage::SegmentLost(number) => Cause::SegmentLost { number: name(number) },
            Damage::SegmentDamaged(number) => Cause::SegmentDamaged { number: name(number) },
            Damage::SegmentUnreadable(number, why) => {
                Cause::SegmentUnreadable { number: name(number), why: text(why) }
            }
        })
    }
}

impl From<BuildError> for Why {
    fn from(BuildError(why): BuildError) -> Self {
        Self::Cause(Cause::IndexNotWritten { why: Box::new(Self::Text(why)) })
    }
}

impl From<Limit> for Why {
    fn from(limit: Limit) -> Self {
        Self::Cause(match limit {
            Limit::Unknown => Cause::SystemSilent,
            limit => Cause::TooLow { name: limit.sysctl() },
        })
    }
}

impl From<Obstacle> for Why {
    fn from(obstacle: Obstacle) -> Self {
        Self::Cause(match obstacle {
            Obstacle::Output => Cause::NoOutput,
            Obstacle::Input => Cause::NoInput,
            Obstacle::NoTerm => Cause::NoTerm,
            Obstacle::Term(term) => Cause::Term { term },
            Obstacle::Silent => Cause::TerminalSilent,
            Obstacle::Senseless => Cause::TerminalSenseless,
        })
    }
}

impl From<FeedFault> for Why {
    fn from(fault: FeedFault) -> Self {
        Self::Feed(fault)
    }
}

impl Speak for Why {
    fn speak(&self, locale: Locale) -> Spoken {
        match self {
            Self::Text(text) => {
                let known = KNOWN.iter().find(|(english, _)| *english == text.as_str());
                Spoken::Text(known.map_or_else(|| text.clone(), |(_, key)| locale.format(key, &[])))
            }
            Self::System(reason) => reason.speak(locale),
            Self::Cause(cause) => cause.speak(locale),
            Self::Feed(fault) => fault.speak(locale),
        }
    }
}

/// The English texts that are known, and their keys.
const KNOWN: [(&str, &str); 5] = [
    (source::MISSING, "reason-missing"),
    (source::DENIED, "reason-denied"),
    (source::LEADS_OUT, "why-leads-out"),
    ("No space left on device", "reason-full"),
    ("Read-only file system", "reason-read-only"),
];

/// Those keys of them that are no other table's.
#[cfg(test)]
pub(super) fn keys() -> impl Iterator<Item = String> {
    KNOWN.iter().map(|(_, key)| (*key).to_owned()).filter(|key| key.starts_with("why-"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(why: &impl Speak, expected: [&str; 3]) {
        assert_eq!(Locale::ALL.map(|locale| why.to_clean(locale).to_string()), expected);
    }

    #[test]
    fn reasons_are_said_in_every_language() {
        check(&Why::of(&source::MISSING), ["it does not exist", "不存在", "不存在"]);
        check(&Why::of(&"words of a library"), ["words of a library"; 3]);
        check(
            &Why::of(&source::LEADS_OUT),
            [source::LEADS_OUT, "链接指向文库之外", "連結指向文庫之外"],
        );
        check(
            &Why::from(BuildError(CleanText::line(source::DENIED))),
            [
                "the index cannot be written: permission denied",
                "无法写入索引：没有权限",
                "索引無法寫入：沒有權限",
            ],
        );
        check(
            &Why::from(NotOpened::Neither),
            ["neither a folder nor a file", "既不是文件夹也不是文件", "既不是資料夾也不是檔案"],
        );
        check(
            &Why::from(&Damage::SegmentLost(1234)),
            ["segment 1234 is gone", "第 1234 段丢失", "第 1234 段遺失"],
        );
    }

    /// The texts that come from the system are as they are known.
    #[test]
    fn errors_of_the_system_are_known() {
        use rustix::io::Errno;
        for errno in [Errno::NOENT, Errno::ACCESS, Errno::NOSPC, Errno::ROFS] {
            let text = source::reason(&errno.into());
            assert_ne!(Why::of(&text).to_clean(Locale::Simplified), text);
        }
    }

    #[test]
    fn faults_of_records_are_said_in_every_language() {
        check(
            &RecordFault::BadValue { kind: "highlight" },
            [
                "the value is not a valid highlight",
                "值不是有效的 highlight",
                "值不是有效的 highlight",
            ],
        );
        check(
            &RecordFault::NoHighlight,
            ["it names no highlight", "没有写明是哪处划线", "沒有寫明是哪處劃線"],
        );
    }
}
