//! What can be wrong with a settings file, as data; the messages are in `locales/`.

use std::io;

use crate::clean::CleanText;
use crate::config::messages::{InEach, messages};

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
        NotToml { detail: CleanText } = "config-not-toml";
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
        List = "found-list";
        Table = "found-table";
    }
}

messages! {
    /// Why a file cannot be read or written.
    pub enum Reason {
        Missing = "reason-missing";
        Denied = "reason-denied";
        Full = "reason-full";
        ReadOnly = "reason-read-only";
        IsFolder = "reason-is-folder";
        NotRegular = "reason-not-regular";
        TooLarge = "reason-too-large";
        NotUtf8 { line: usize } = "reason-not-utf8";
        NoTable { name: CleanText } = "reason-no-table";
        Other { text: CleanText } = "reason-other";
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
        OwnError = "feed-own-error";
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

impl From<&io::Error> for Reason {
    fn from(error: &io::Error) -> Self {
        match error.kind() {
            io::ErrorKind::NotFound => Self::Missing,
            io::ErrorKind::PermissionDenied => Self::Denied,
            io::ErrorKind::StorageFull => Self::Full,
            io::ErrorKind::ReadOnlyFilesystem => Self::ReadOnly,
            _ => {
                let text = error.to_string();
                let own = text.split(" (os error").next().unwrap_or(&text);
                Self::Other { text: CleanText::line(own) }
            }
        }
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
