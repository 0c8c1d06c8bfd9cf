//! The table of the messages that the command line prints, with keys in `locales/`.
//!
//! What other programs read (JSON, TSV, exit codes) is not translated, and usage errors are clap's.

use crate::clean::CleanText;
use crate::cli::why::{RecordFault, Why};
use crate::config::fault::Fault;
use crate::config::locale::Locale;
use crate::config::messages::{Speak, messages};
use crate::reason::{FileError, Reason};

messages! {
    /// A message of the command line.
    #[cfg_attr(not(feature = "fetch"), allow(dead_code, reason = "those about feeds"))]
    pub(super) enum Said {
        // Failures of any command.
        Restricted { what: &'static str } = "cli-restricted";
        RestrictedHint = "cli-restricted-hint";
        At { name: CleanText, why: Why } = "cli-at";
        Output { reason: Reason } = "cli-output";
        NoStateFolder = "cli-no-state-folder";
        NoStateFolderHint = "cli-no-state-folder-hint";
        NoConfigFolder = "cli-no-config-folder";
        NoConfigFolderHint = "cli-no-config-folder-hint";
        NoSuchFile { name: CleanText } = "cli-no-such-file";
        Set { fault: Fault } = "cli-set";
        SetHint = "cli-set-hint";
        Query { fault: CleanText } = "cli-query";
        QueryEmpty = "cli-query-empty";
        QueryEmptyHint = "cli-query-empty-hint";
        Mistyped { word: CleanText } = "cli-mistyped";
        MistypedHint { meant: CleanText } = "cli-mistyped-hint";
        Stopped { seconds: usize, done: usize, all: usize } = "cli-stopped";
        StoppedHint = "cli-stopped-hint";
        Muted { posts: usize } = "cli-muted";
        NameAnArchive = "cli-name-an-archive";
        Done { done: usize, all: usize, things: &'static str } = "cli-done";
        // The reader's terminal.
        Terminal { reason: Reason } = "cli-terminal";
        TerminalUnsuited { term: &'static str } = "cli-terminal-unsuited";
        WithoutScreen = "cli-without-screen";
        // check
        NotUsed { fault: Fault } = "cli-not-used";
        Files { count: usize } = "cli-files";
        InStatus { count: usize, status: CleanText } = "cli-in-status";
        Warnings { count: usize } = "cli-warnings";
        FoldersSkipped { count: usize } = "cli-folders-skipped";
        Messages { count: usize } = "cli-messages";
        Stories { stories: usize, repeats: usize, posts: usize } = "cli-stories";
        // config
        Missing = "cli-missing";
        // doctor
        DoctorName { name: &'static str } = "cli-doctor-name";
        DoctorWord { word: &'static str } = "cli-doctor-word";
        DoctorNoted { what: CleanText, note: CleanText } = "cli-doctor-noted";
        DoctorOf { what: CleanText, fact: CleanText } = "cli-doctor-of";
        DoctorEmpty { name: &'static str } = "cli-doctor-empty";
        DoctorNotSet { name: &'static str } = "cli-doctor-not-set";
        DoctorSize { columns: usize, rows: usize } = "cli-doctor-size";
        DoctorMeasured { time: CleanText } = "cli-doctor-measured";
        DoctorNotMeasured { why: Why } = "cli-doctor-not-measured";
        DoctorJoined { joined: CleanText, toned: CleanText, shown: CleanText }
            = "cli-doctor-joined";
        DoctorSetBy { origin: CleanText } = "cli-doctor-set-by";
        DoctorMended { why: Why } = "cli-doctor-mended";
        DoctorMendedLater { posts: usize } = "cli-doctor-mended-later";
        DoctorTold { folders: usize } = "cli-doctor-told";
        DoctorPolls { why: CleanText } = "cli-doctor-polls";
        DoctorNetwork { name: CleanText } = "cli-doctor-network";
        DoctorMore { posts: CleanText } = "cli-doctor-more";
        Cells { count: usize } = "cli-cells";
        Posts { count: usize } = "cli-posts";
        // export
        FolderHint = "cli-export-folder-hint";
        NothingWritten = "cli-nothing-written";
        QueryFindsNone = "cli-query-finds-none";
        PostsMissing = "cli-posts-missing";
        NoPostGiven = "cli-no-post-given";
        LostPath { path: CleanText } = "cli-lost-path";
        MoreLost { count: usize } = "cli-more-lost";
        Written { posts: usize, folder: CleanText } = "cli-written";
        MoreUnreadable { count: usize } = "cli-more-unreadable";
        // index
        IndexOfSamples = "cli-index-of-samples";
        IndexOfFile = "cli-index-of-file";
        IndexOfFileHint = "cli-index-of-file-hint";
        IndexNoFolder = "cli-index-no-folder";
        IndexNoFolderHint = "cli-index-no-folder-hint";
        IndexBusy = "cli-index-busy";
        IndexRefused { why: FileError } = "cli-index-refused";
        IndexNotFound = "cli-index-not-found";
        IndexNotFoundHint { first: CleanText, second: CleanText } = "cli-index-not-found-hint";
        IndexWasDamaged { why: Why } = "cli-index-was-damaged";
        IndexDone { added: usize, removed: usize, size: CleanText } = "cli-index-done";
        IndexChanging { posts: usize } = "cli-index-changing";
        IndexName { name: &'static str } = "cli-index-name";
        IndexState { state: &'static str } = "cli-index-state";
        IndexDamaged { why: Why } = "cli-index-damaged";
        IndexDamagedPosts { posts: usize } = "cli-index-damaged-posts";
        IndexOf { known: usize, all: usize } = "cli-index-of";
        IndexSize { size: CleanText, segments: usize } = "cli-index-size";
        Age { count: usize, unit: &'static str } = "cli-age";
        // list
        SinceNoFolder = "cli-since-no-folder";
        SinceName { name: CleanText } = "cli-since-name";
        SinceNameHint = "cli-since-name-hint";
        SinceDamaged { path: CleanText } = "cli-since-damaged";
        SinceAgain = "cli-since-again";
        // show
        NoSuchPost { name: CleanText } = "cli-no-such-post";
        ManyPosts { name: CleanText, count: usize } = "cli-many-posts";
        ManyPostsHint = "cli-many-posts-hint";
        // facets
        NoDate = "cli-no-date";
        // state
        Skipped { place: CleanText, why: RecordFault } = "cli-skipped";
        Imported { count: usize, known: usize, bad: usize } = "cli-imported";
        // tag
        NoPostsNamed = "cli-no-posts-named";
        NoPostsNamedHint = "cli-no-posts-named-hint";
        NoTagsNamed = "cli-no-tags-named";
        NoTagsNamedHint = "cli-no-tags-named-hint";
        BadTag { text: CleanText, why: &'static str } = "cli-bad-tag";
        BadTagHint = "cli-bad-tag-hint";
        Tagged { posts: usize, of: usize, mood: &'static str } = "cli-tagged";
        // feeds, fetch, pull
        NoFeeds { file: CleanText } = "cli-no-feeds";
        NoFeedsHint = "cli-no-feeds-hint";
        NoFolder { path: CleanText } = "cli-no-folder";
        NoHomeForPosts = "cli-no-home-for-posts";
        FetchBusy = "cli-fetch-busy";
        FeedState { state: &'static str } = "cli-feed-state";
        FeedFailed { times: usize } = "cli-feed-failed";
        FeedMoved { to: CleanText } = "cli-feed-moved";
        FeedItems { count: usize } = "cli-feed-items";
        NoFeedEither = "cli-no-feed-either";
        FeedAdded { url: CleanText, file: CleanText } = "cli-feed-added";
        FeedThere { url: CleanText, file: CleanText } = "cli-feed-there";
        AlsoNamed { url: CleanText, title: CleanText } = "cli-also-named";
        NothingChanged = "cli-nothing-changed";
        LeftOut { what: CleanText, why: Why } = "cli-left-out";
        FeedsAdded { count: usize, known: usize, filled: usize, file: CleanText } = "cli-feeds-added";
        CacheImported {
            new: usize, known: usize, skipped: usize, read: usize, starred: usize, root: CleanText
        } = "cli-cache-imported";
        HasMoved { url: CleanText, to: CleanText } = "cli-has-moved";
        Incomplete { url: CleanText, posts: usize } = "cli-incomplete";
        Cut { url: CleanText, posts: usize } = "cli-cut";
        Fetched { new: usize, changed: usize, root: CleanText, feeds: usize } = "cli-fetched";
        WouldFetch { new: usize, changed: usize, root: CleanText, feeds: usize }
            = "cli-would-fetch";
        NotDue { line: CleanText, feeds: usize } = "cli-not-due";
        PullOfSamples = "cli-pull-of-samples";
        NoCheckout { root: CleanText } = "cli-no-checkout";
        NoCheckoutHint = "cli-no-checkout-hint";
        NoGit { reason: Reason } = "cli-no-git";
        NoGitHint = "cli-no-git-hint";
    }
}

/// A thing in the user's language.
pub(super) fn said(what: &impl Speak) -> CleanText {
    what.to_clean(Locale::of_user())
}

/// Parts of a line, separated as the user's language does it.
pub(super) fn listed(parts: &[CleanText]) -> CleanText {
    CleanText::join(parts.iter().map(CleanText::as_clean), Locale::of_user().comma())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::messages::texts;

    /// Whether a key belongs to the command line.
    fn is_own(key: &str) -> bool {
        key.starts_with("cli-") || key.starts_with("why-")
    }

    #[test]
    fn every_language_has_every_message_with_its_arguments_and_no_other() {
        let mut expected = texts::of_table(Said::TABLE);
        expected.extend(texts::of_table(RecordFault::TABLE));
        expected.extend(texts::of_table(crate::cli::why::Cause::TABLE));
        for locale in Locale::ALL {
            let mut found = texts::found(locale);
            found.retain(|key, _| is_own(key));
            for (key, arguments) in &expected {
                assert_eq!(found.get(key), Some(arguments), "{}: {key}", locale.tag());
            }
            for key in found.keys() {
                assert!(expected.contains_key(key), "{}: {key} is used by nothing", locale.tag());
            }
        }
    }

    #[test]
    fn every_message_is_used() {
        let used = texts::names_used("src/cli", "Said::");
        for (name, ..) in Said::TABLE {
            assert!(used.contains(*name), "Said::{name} is never used");
        }
    }
}
