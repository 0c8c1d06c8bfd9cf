//! What can be wrong with a settings file, as data; the messages are in `locales/`.

use std::io;

use crate::clean::CleanText;
use crate::config::locale::Locale;
use crate::config::messages::{InEach, Speak, Spoken, messages};
use crate::reason::{FileError, Reason};

messages! {
    /// An error in a setting, a key binding, a style, or the file that contains it. The caller
    /// shortens and quotes names and values before it shows them.
    pub enum Fault {
        Unknown { kind: &'static str, name: CleanText } = "config-unknown";
        UnknownNear { kind: &'static str, name: CleanText, nearest: CleanText }
            = "config-unknown-near";
        NotByArchive { name: CleanText } = "config-not-by-archive";
        MustBe { name: CleanText, allowed: Box<Allowed>, found: Found } = "config-must-be";
        MustBeNear { name: CleanText, allowed: Box<Allowed>, found: Found, nearest: CleanText }
            = "config-must-be-near";
        NotNameValue { argument: CleanText } = "config-not-name-value";
        NotToml { kind: &'static str, detail: Box<InEach> } = "config-not-toml";
        NotBound { keys: CleanText } = "config-not-bound";
        Hides { keys: CleanText, others: CleanText, command: CleanText } = "config-hides";
        Hidden { keys: CleanText, others: CleanText, command: CleanText } = "config-hidden";
        Clashes { keys: CleanText, others: CleanText, command: CleanText } = "config-clashes";
        BoundTwice { keys: CleanText, line: usize } = "config-bound-twice";
        NoKey = "config-no-key";
        BeginsWithDigit { keys: CleanText } = "config-begins-with-digit";
        TooManyKeys { keys: CleanText, most: usize } = "config-too-many-keys";
        CommandIsText { found: Found } = "config-command-is-text";
        CommandWithoutRun { name: CleanText } = "config-command-without-run";
        CommandName { name: CleanText } = "config-command-name";
        CommandTaken { name: CleanText } = "config-command-taken";
        TooManyCommands { name: CleanText, most: usize } = "config-too-many-commands";
        RoleIsTable { found: Found } = "config-role-is-table";
        ColourNumber { found: Found } = "config-colour-number";
        ColourDigits { found: Found } = "config-colour-digits";
        Colour { found: Found } = "config-colour";
        HoldsTexts { table: CleanText, found: Found } = "config-holds-texts";
        NotRead { reason: Reason } = "config-not-read";
        NotChanged { reason: Reason } = "config-not-changed";
        NotAbsolute = "config-not-absolute";
        ViewWithoutQuery { name: CleanText } = "config-view-without-query";
        ViewQuery { name: CleanText, detail: Box<InEach> } = "config-view-query";
        FeedTwice { url: CleanText } = "config-feed-twice";
        FeedWithoutUrl = "config-feed-without-url";
    }
}

messages! {
    /// What a value may be, to follow "must be".
    pub enum Allowed {
        Truth = "allowed-truth";
        Number { least: CleanText, most: CleanText } = "allowed-number";
        Word { words: CleanText } = "allowed-word";
        OneOf { words: CleanText, last: CleanText } = "allowed-one-of";
        ListOf { words: CleanText, last: CleanText } = "allowed-list-of";
        Path = "allowed-path";
        Name = "allowed-name";
        Text = "allowed-text";
        Texts = "allowed-texts";
        Table = "allowed-table";
        TableOfKeys = "allowed-table-of-keys";
        FolderWithin = "allowed-folder-within";
        Interval = "allowed-interval";
        Feeds = "allowed-feeds";
        Selector = "allowed-selector";
        Program = "allowed-program";
        Groups = "allowed-groups";
    }
}

messages! {
    /// What was found instead.
    pub enum Found {
        Value { value: CleanText } = "found-value";
        Within { value: CleanText } = "found-within";
        List = "found-list";
        Table = "found-table";
    }
}

messages! {
    impl Reason {
        Missing = "reason-missing";
        Denied = "reason-denied";
        Full = "reason-full";
        ReadOnly = "reason-read-only";
        IsFolder = "reason-is-folder";
        NotFolder = "reason-not-folder";
        Exists = "reason-exists";
        NotEmpty = "reason-not-empty";
        NameTooLong = "reason-name-too-long";
        Busy = "reason-busy";
        NoQuota = "reason-no-quota";
        TimedOut = "reason-timed-out";
        NotRegular = "reason-not-regular";
        Neither = "reason-neither";
        LeadsOut = "reason-leads-out";
        TooLarge { most } = "reason-too-large";
        NotUtf8 { line } = "reason-not-utf8";
        NotToml { line } = "reason-not-toml";
        NotText = "reason-not-text";
        NoTable { name } = "reason-no-table";
        Changed = "reason-changed";
        LineChanged = "reason-line-changed";
        NoPosts = "reason-no-posts";
        NoRoom { needed, free } = "reason-no-room";
        Foreign = "reason-foreign";
        WritableByOthers = "reason-writable-by-others";
        NewerVersion = "reason-newer-version";
        NotAnswering = "reason-not-answering";
        NoHome = "reason-no-home";
        NoPicture = "reason-no-picture";
        NoDots = "reason-no-dots";
        TooManyDots { width, height } = "reason-too-many-dots";
        ExitStatus { code } = "reason-exit-status";
        OwnFault = "reason-own-fault";
        Other { text } = "reason-other";
    }
}

impl Speak for FileError {
    fn speak(&self, locale: Locale) -> Spoken {
        let reason = self.reason.speak(locale);
        let arguments = [("path", self.path.speak(locale)), ("reason", reason)];
        let arguments = arguments.each_ref().map(|(name, spoken)| (*name, spoken.argument()));
        Spoken::Text(locale.format("reason-at", &arguments))
    }
}

messages! {
    /// Reason why a feed, a list of feeds or another program's item database is not used.
    pub enum FeedFault {
        // Responses of a server.
        NotFound = "feed-not-found";
        Gone = "feed-gone";
        GoneForGood = "feed-gone-for-good";
        WaitSeconds { code: usize, count: usize } = "feed-wait-seconds";
        WaitMinutes { code: usize, count: usize } = "feed-wait-minutes";
        WaitHours { code: usize, count: usize } = "feed-wait-hours";
        Status { code: usize, words: CleanText } = "feed-status";
        TooLarge { megabytes: usize } = "feed-too-large";
        TooSlow { seconds: usize } = "feed-too-slow";
        TooManyRedirects { most: usize } = "feed-redirects";
        BadRedirect { target: CleanText } = "feed-bad-redirect";
        // Connection errors.
        NoConnection = "feed-no-connection";
        NoHost = "feed-no-host";
        Untrusted = "feed-untrusted";
        Expired = "feed-expired";
        AnotherHost = "feed-another-host";
        Insecure { detail: CleanText } = "feed-insecure";
        NoRoots { detail: CleanText } = "feed-no-roots";
        NoCertificates = "feed-no-certificates";
        BadProxy { variable: &'static str } = "feed-bad-proxy";
        ByProxy { variable: &'static str, why: Box<FeedFault> } = "feed-by-proxy";
        Failed { reason: Reason } = "feed-failed";
        // Content of the response, and files.
        Empty = "feed-empty";
        WebPage = "feed-web-page";
        NoFeed { detail: CleanText } = "feed-no-feed";
        NotWritten { reason: Reason } = "feed-not-written";
        BegunAnew { file: &'static str, detail: CleanText, aside: CleanText } = "feed-begun-anew";
        // Lists and databases of other programs.
        NoOpml = "feed-no-opml";
        BadOpml { detail: CleanText } = "feed-bad-opml";
        Nested = "feed-nested";
        NoFeeds = "feed-none";
        NoWebAddress = "feed-no-web-address";
        RunsProgram = "feed-runs-program";
        MadeByProgram = "feed-made-by-program";
        ChangedByProgram = "feed-changed-by-program";
        OfQuery = "feed-of-query";
        NoSqlite = "feed-no-sqlite";
        NotNewsboat = "feed-not-newsboat";
        NotUtf8 = "feed-not-utf8";
        Damaged = "feed-damaged";
        Unfinished { file: CleanText } = "feed-unfinished";
    }
}

impl From<io::Error> for FeedFault {
    fn from(error: io::Error) -> Self {
        Self::Failed { reason: (&error).into() }
    }
}

impl Allowed {
    /// One of some words, each quoted.
    pub fn one_of(words: &[&str]) -> Self {
        let quoted: Vec<String> = words.iter().map(|word| super::value::quoted(word)).collect();
        match quoted.split_last() {
            Some((last, rest)) if !rest.is_empty() => {
                let words = CleanText::line(&rest.join(", "));
                Self::OneOf { words, last: CleanText::line(last) }
            }
            _ => Self::Word { words: CleanText::line(&quoted.concat()) },
        }
    }

    /// A list of these.
    #[must_use]
    pub fn listed(self) -> Self {
        match self {
            Self::OneOf { words, last } => Self::ListOf { words, last },
            other => other,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Records and logs are in the English of the screen.
    #[test]
    fn reasons_are_displayed_as_they_are_said_in_english() {
        let name = CleanText::line("甲");
        let all = [
            Reason::Missing,
            Reason::Denied,
            Reason::Full,
            Reason::ReadOnly,
            Reason::IsFolder,
            Reason::NotFolder,
            Reason::Exists,
            Reason::NotEmpty,
            Reason::NameTooLong,
            Reason::Busy,
            Reason::NoQuota,
            Reason::TimedOut,
            Reason::NotRegular,
            Reason::Neither,
            Reason::LeadsOut,
            Reason::TooLarge { most: 8 },
            Reason::NotUtf8 { line: 3 },
            Reason::NotToml { line: 3 },
            Reason::NotText,
            Reason::NoTable { name: name.clone() },
            Reason::Changed,
            Reason::LineChanged,
            Reason::NoPosts,
            Reason::NoRoom { needed: 30, free: 4 },
            Reason::Foreign,
            Reason::WritableByOthers,
            Reason::NewerVersion,
            Reason::NotAnswering,
            Reason::NoHome,
            Reason::NoPicture,
            Reason::NoDots,
            Reason::TooManyDots { width: 600, height: 400 },
            Reason::ExitStatus { code: 2 },
            Reason::OwnFault,
            Reason::Other { text: name },
        ];
        assert_eq!(all.len(), Reason::TABLE.len());
        for reason in all {
            assert_eq!(reason.to_clean(Locale::English).as_str(), reason.to_string());
            let chinese = reason.to_clean(Locale::Simplified);
            assert!(chinese.as_str().chars().any(crate::script::is_han), "{reason}: {chinese}");
        }
        let error = Reason::Full.at(std::path::Path::new("/甲"));
        assert_eq!(error.to_clean(Locale::English).as_str(), error.to_string());
        assert_eq!(error.to_clean(Locale::Simplified).as_str(), "/甲：磁盘已满");
        assert_eq!(error.to_clean(Locale::Traditional).as_str(), "/甲：磁碟已滿");
    }
}
