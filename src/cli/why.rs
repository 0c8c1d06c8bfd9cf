//! Says the reasons that the modules below give in the user's language.

use std::io;

use crate::archive::watch::Limit;
use crate::clean::CleanText;
use crate::config::fault::FeedFault;
use crate::config::locale::Locale;
use crate::config::messages::{Speak, Spoken, messages};
use crate::reason::{FileError, Reason};
use crate::search::fulltext::build::BuildError;
use crate::state::log::NotSaved;
use crate::store::Damage;
use crate::terminal::Obstacle;

/// A reason.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Why {
    /// What is wrong with a file.
    File(Reason),
    /// The same with its path.
    At(FileError),
    /// A cause with its own type.
    Cause(Cause),
    /// Error of a feed.
    #[cfg_attr(not(feature = "fetch"), allow(dead_code, reason = "there are no feeds"))]
    Feed(FeedFault),
}

impl Why {
    /// Creates a reason from a failed system call, without the error number.
    pub(super) fn of_system(error: &io::Error) -> Self {
        Self::File(error.into())
    }
}

impl From<Reason> for Why {
    fn from(reason: Reason) -> Self {
        Self::File(reason)
    }
}

impl From<FileError> for Why {
    fn from(error: FileError) -> Self {
        Self::At(error)
    }
}

messages! {
    /// Causes with their own types.
    pub(super) enum Cause {
        NotSaved { why: FileError } = "why-not-saved";
        RecordsNotSaved { records: usize, why: FileError } = "why-records-not-saved";
        IndexNotWritten { why: Reason } = "why-index-not-written";
        ExportFolder { why: &'static str } = "why-export-folder";
        SystemSilent = "why-system-silent";
        TooLow { name: &'static str } = "why-too-low";
        NoOutput = "why-no-output";
        NoInput = "why-no-input";
        NoTerm = "why-no-term";
        Term { term: &'static str } = "why-term";
        TerminalSilent = "why-terminal-silent";
        TerminalSenseless = "why-terminal-senseless";
        ListLost = "why-list-lost";
        ListDamaged = "why-list-damaged";
        ListUnreadable { why: Reason } = "why-list-unreadable";
        SegmentLost { number: CleanText } = "why-segment-lost";
        SegmentDamaged { number: CleanText } = "why-segment-damaged";
        SegmentUnreadable { number: CleanText, why: Reason } = "why-segment-unreadable";
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
        let why = why.clone();
        Self::Cause(match *records {
            0 => Cause::NotSaved { why },
            records => Cause::RecordsNotSaved { records, why },
        })
    }
}

impl From<&Damage> for Why {
    fn from(damage: &Damage) -> Self {
        // As a name, without separators.
        let name = |number: &u64| CleanText::line(&number.to_string());
        Self::Cause(match damage {
            Damage::ListLost => Cause::ListLost,
            Damage::ListDamaged => Cause::ListDamaged,
            Damage::ListUnreadable(why) => Cause::ListUnreadable { why: why.clone() },
            Damage::SegmentLost(number) => Cause::SegmentLost { number: name(number) },
            Damage::SegmentDamaged(number) => Cause::SegmentDamaged { number: name(number) },
            Damage::SegmentUnreadable(number, why) => {
                Cause::SegmentUnreadable { number: name(number), why: why.clone() }
            }
        })
    }
}

impl From<BuildError> for Why {
    fn from(BuildError(why): BuildError) -> Self {
        Self::Cause(Cause::IndexNotWritten { why })
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
            Self::File(reason) => reason.speak(locale),
            Self::At(error) => error.speak(locale),
            Self::Cause(cause) => cause.speak(locale),
            Self::Feed(fault) => fault.speak(locale),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::path::Path;

    fn check(why: &impl Speak, expected: [&str; 3]) {
        assert_eq!(Locale::ALL.map(|locale| why.to_clean(locale).to_string()), expected);
    }

    #[test]
    fn reasons_are_said_in_every_language() {
        check(
            &Why::from(BuildError(Reason::NoRoom { needed: 30, free: 4 })),
            [
                "the index cannot be written: it may need 30 MB, and the disk has 4 MB left",
                "无法写入索引：可能需要 30 MB，而磁盘只剩 4 MB",
                "索引無法寫入：可能需要 30 MB，而磁碟只剩 4 MB",
            ],
        );
        check(
            &Why::from(Reason::Foreign.at(Path::new("/甲"))),
            [
                "/甲: it belongs neither to root, nor to the archive’s owner, nor to you",
                "/甲：所有者不是 root，不是文库的所有者，也不是您",
                "/甲：擁有者不是 root，不是文庫的擁有者，也不是您",
            ],
        );
        let why = Reason::NewerVersion.at(Path::new("/甲"));
        check(
            &Why::from(&NotSaved { records: 2, why }),
            [
                "2 not saved: /甲: a later version of kanbao has written to it",
                "2 条没有保存：/甲：较新版本的 kanbao 写过这个文件",
                "2 筆沒有儲存：/甲：較新版本的 kanbao 寫過這個檔案",
            ],
        );
        check(
            &Why::from(&Damage::SegmentLost(1234)),
            ["segment 1234 is gone", "第 1234 段丢失", "第 1234 段遺失"],
        );
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
