//! The table of all messages that the reader shows, as typed values.
//!
//! A message holds its arguments and becomes text only when it is drawn, so a change of language
//! changes the whole screen. The texts are in `locales/`, with the same arguments in every language.

use crate::archive::exclusion::Exclusion;
use crate::archive::post::Status;
use crate::archive::remedy::Remedy;
use crate::archive::wrong::Wrong;
use crate::clean::CleanText;
use crate::command::{Command, Purpose};
use crate::config::fault::Fault;
use crate::config::locale::{Argument, Locale};
use crate::config::messages::Speak;
use crate::config::problem::ConfigProblem;
use crate::reason::{FileError, Reason};
use crate::search::query::error::{QueryError, Remark};

/// Declares the messages: each has a key in `locales/` and arguments.
macro_rules! texts {
    ($($variant:ident $({ $($argument:ident: $kind:ty),+ })? = $key:literal;)+) => {
        /// A message to the user; `locales/en.ftl` has the English texts.
        #[derive(Clone, Debug, PartialEq, Eq)]
        #[allow(missing_docs, reason = "each variant names its text")]
        pub enum Text {
            $(#[doc = concat!("`", $key, "`.")] $variant $({ $($argument: $kind),+ })?,)+
            /// What a command does: `command-NAME`.
            Command(Command),
            /// The heading of commands in the help: `purpose-NAME`.
            Purpose(Purpose),
            /// The status of a post: `status-NAME`.
            Status(Status),
            /// The description of a query field: `field-NAME`.
            Field(&'static str),
            /// The description of a field's word: `FIELD-WORD`.
            Word(&'static str, &'static str),
            /// The description of a sort order: `sort-WORD`.
            Sort(&'static str),
            /// An arrangement of the panes: `layout-WORD`.
            Layout(&'static str),
            /// The characters that text is shown in: `script-WORD`.
            Script(&'static str),
            /// Its name: `layout-name-WORD`.
            LayoutName(&'static str),
            /// The colour of a highlight: `colour-NAME`.
            Colour(&'static str),
            /// Why a folder is not read: `excluded-NAME`.
            Excluded(CleanText, Exclusion),
            /// The name of a built-in theme: `theme-NAME`.
            Theme(&'static str),
            /// An error in a query: `query-NAME`, with its detail.
            Fault(QueryError),
            /// A problem of the settings, and how many more there are: `settings-problems`.
            Settings(Box<ConfigProblem>, usize),
            /// Why a value does not fit a setting: `config-NAME`.
            Misfit(Box<Fault>),
            /// Text that is the same in every language: a path, an address, a name.
            Plain(CleanText),
        }

        impl Text {
            /// The text in a language.
            pub fn to_clean(&self, locale: Locale) -> CleanText {
                let plain = |key: String| locale.format(&key, &[]);
                match self {
                    $(Self::$variant $({ $($argument),+ })? => {
                        $($(let $argument = $argument.speak(locale);)+)?
                        locale.format($key, &[$($((stringify!($argument), $argument.argument())),+)?])
                    })+
                    Self::Command(command) => plain(format!("command-{command}")),
                    Self::Purpose(purpose) => plain(format!("purpose-{}", purpose.name())),
                    Self::Status(status) => plain(format!("status-{}", status.name())),
                    Self::Field(name) => plain(format!("field-{name}")),
                    Self::Word(field, word) => plain(format!("{field}-{word}")),
                    Self::Sort(word) => plain(format!("sort-{word}")),
                    Self::Layout(word) => plain(format!("layout-{word}")),
                    Self::Script(word) => plain(format!("script-{word}")),
                    Self::LayoutName(word) => plain(format!("layout-name-{word}")),
                    Self::Colour(name) => plain(format!("colour-{name}")),
                    Self::Excluded(folder, rule) => {
                        let folder = ("folder", Argument::from(folder));
                        locale.format(&format!("excluded-{}", rule.name()), &[folder])
                    }
                    Self::Theme(name) => plain(format!("theme-{name}")),
                    Self::Fault(error) => {
                        let said = |remark: &Remark| {
                            let detail = ("detail", Argument::from(&remark.detail));
                            locale.format(&format!("query-{}", remark.kind.name()), &[detail])
                        };
                        let (column, detail) = (error.column, said(&error.what));
                        match error.suggestion.as_ref().map(said) {
                            None => Text::QueryFault { column, detail },
                            Some(mended) => Text::QueryFaultMended { column, detail, mended },
                        }
                        .to_clean(locale)
                    }
                    Self::Settings(problem, 0) => problem.brief(locale),
                    Self::Settings(problem, more) => {
                        let first = problem.brief(locale);
                        let first = ("first", Argument::from(&first));
                        locale.format("settings-problems", &[first, ("more", Argument::from(more))])
                    }
                    Self::Misfit(fault) => Speak::to_clean(fault, locale),
                    Self::Plain(text) => text.clone(),
                }
            }
        }

        /// Every message of the table: variant, key and arguments.
        #[cfg(test)]
        const TABLE: &[(&str, &str, &[&str])] =
            &[$((stringify!($variant), $key, &[$($(stringify!($argument)),+)?]),)+];
    };
}

texts! {
    Problem { wrong: Box<Wrong>, done: Remedy } = "problem";
    Samples = "samples";
    Pasted = "pasted";
    NoSuchKeys { keys: CleanText, help: CleanText } = "no-such-keys";
    AmbiguousWidth { cells: usize } = "ambiguous-width";
    PicturesShown = "pictures-shown";
    PicturesHidden = "pictures-hidden";
    PictureHidden { keys: CleanText } = "picture-hidden";
    NoPictures = "no-pictures";
    Probed { cells: usize, background: CleanText } = "probed";
    NotProbed = "not-probed";
    NewestPost = "newest-post";
    OldestPost = "oldest-post";
    EndOfArticle { keys: CleanText } = "end-of-article";
    HiddenShown { posts: usize, folders: usize } = "hidden-shown";
    HiddenLeftOut { posts: usize, keys: CleanText } = "hidden-left-out";
    HiddenHidden { posts: usize, folders: usize } = "hidden-hidden";
    NoArticle = "no-article";
    NoLink { number: usize } = "no-link";
    NotInArchive { path: CleanText, keys: CleanText } = "not-in-archive";
    NoSuchPlace = "no-such-place";
    NoPlaceOfLink { keys: CleanText } = "no-place-of-link";
    NoSource = "no-source";
    SampleFile = "sample-file";
    NoOpener { address: CleanText, keys: CleanText } = "no-opener";
    MailIsOff { address: CleanText, keys: CleanText } = "mail-is-off";
    Opened { address: CleanText } = "opened";
    Copied { address: CleanText } = "copied";
    NotCopied { reason: Reason } = "not-copied";
    WaitingForDisk = "waiting-for-disk";
    NothingBack = "nothing-back";
    NoJumps = "no-jumps";
    NothingForward = "nothing-forward";
    Gone { path: CleanText } = "gone";
    NoFurtherHeading = "no-further-heading";
    NoFurtherSection = "no-further-section";
    MarkedRead { posts: usize } = "marked-read";
    MarkedUnread { posts: usize } = "marked-unread";
    StarredPosts { posts: usize } = "starred-posts";
    UnstarredPosts { posts: usize } = "unstarred-posts";
    Tagged { tags: CleanText, posts: usize } = "tagged";
    TaggedAlready = "tagged-already";
    NoTag { text: CleanText } = "no-tag";
    TagBothWays { tag: CleanText } = "tag-both-ways";
    AllReadAlready = "all-read-already";
    CanBeUndone { what: CleanText, keys: CleanText } = "can-be-undone";
    Undone { what: CleanText } = "undone";
    ListedAgain { chosen: CleanText } = "listed-again";
    NothingToUndo = "nothing-to-undo";
    NoUnreadBelow = "no-unread-below";
    NoUnreadAbove = "no-unread-above";
    NoPost = "no-post";
    WhichLetter = "which-letter";
    NoLetter { key: CleanText } = "no-letter";
    MarkSet { letter: CleanText } = "mark-set";
    NoMark { letter: CleanText } = "no-mark";
    MarkDeleted { letter: CleanText } = "mark-deleted";
    SelectedPosts { posts: usize } = "selected-posts";
    SelectingRange { posts: usize, others: usize, end: CleanText, cancel: CleanText }
        = "selecting-range";
    AskCommand = "ask-command";
    AskFind = "ask-find";
    AskRows = "ask-rows";
    AskSearch = "ask-search";
    AskSearchIn { names: CleanText } = "ask-search-in";
    AskSearchAll = "ask-search-all";
    SearchWider = "search-wider";
    SearchNarrower { names: CleanText } = "search-narrower";
    AskFilter = "ask-filter";
    AskTitle = "ask-title";
    AskView = "ask-view";
    AskCategory = "ask-category";
    AskTag = "ask-tag";
    AskDate = "ask-date";
    AskOwnTags = "ask-own-tags";
    AskBook = "ask-book";
    EBook = "e-book";
    BookOf { posts: usize } = "book-of";
    BookTooLong { posts: usize, most: usize } = "book-too-long";
    NoBookOfSamples = "no-book-of-samples";
    NoOtherPost = "no-other-post";
    HitOf { at: usize, count: usize } = "hit-of";
    HitAgain { at: usize, count: usize } = "hit-again";
    HitOfSearch { at: usize, count: usize, post: usize, posts: usize, keys: CleanText }
        = "hit-of-search";
    NoHitInText { post: usize, posts: usize, keys: CleanText } = "no-hit-in-text";
    NoFurtherHit = "no-further-hit";
    NoFilter = "no-filter";
    NoHit { words: CleanText } = "no-hit";
    NothingFound = "nothing-found";
    CommandsBegin { name: CleanText, names: CleanText, more: usize } = "commands-begin";
    NoSuchCommand { name: CleanText } = "no-such-command";
    NoSuchCommandNear { name: CleanText, nearest: CleanText } = "no-such-command-near";
    NoSuchWord { name: CleanText, word: CleanText } = "no-such-word";
    NoSuchWordNear { name: CleanText, word: CleanText, nearest: CleanText } = "no-such-word-near";
    NoSuchWordOf { name: CleanText, word: CleanText, words: CleanText } = "no-such-word-of";
    ChooseHint = "choose-hint";
    ChooseHintShort = "choose-hint-short";
    NoColourFirst = "no-colour-first";
    ChoiceKept { choice: CleanText } = "choice-kept";
    ChoiceNotKept { reason: Reason } = "choice-not-kept";
    NoSuchSetting { name: CleanText } = "no-such-setting";
    NoSuchSettingNear { name: CleanText, nearest: CleanText } = "no-such-setting-near";
    SettingAtStart { name: CleanText } = "setting-at-start";
    SettingNotKept { name: CleanText, path: CleanText, reason: Reason } = "setting-not-kept";
    SettingKept { setting: CleanText, path: CleanText } = "setting-kept";
    SettingsClosed = "settings-closed";
    NoSettingsFile = "no-settings-file";
    NoSuchName { text: CleanText } = "no-such-name";
    NoSuchTitle { text: CleanText } = "no-such-title";
    UselessHere { keys: CleanText } = "useless-here";
    RangesAreOf { keys: CleanText } = "ranges-are-of";
    NoSuchRow { text: CleanText } = "no-such-row";
    QueryFaultMended { column: usize, detail: CleanText, mended: CleanText } = "query-fault-mended";
    QueryFault { column: usize, detail: CleanText } = "query-fault";
    LikePost { title: CleanText } = "like-post";
    OfDay { month: usize, day: usize } = "of-day";
    VersionsOf { title: CleanText } = "versions-of";
    NoVersions = "no-versions";
    DuplicatesFolded { posts: usize } = "duplicates-folded";
    DuplicatesListed = "duplicates-listed";
    NothingAlike = "nothing-alike";
    NothingThatDay = "nothing-that-day";
    NothingLikeIt { words: CleanText } = "nothing-like-it";
    StillSearching = "still-searching";
    Excerpt = "excerpt";
    Quotation = "quotation";
    Looked { percent: usize } = "looked";
    SearchCut { seconds: usize, looked: usize, all: usize } = "search-cut";
    StillSorting = "still-sorting";
    Indexing { percent: usize } = "indexing";
    IndexFailed { reason: Reason } = "index-failed";
    ViewSaved { name: CleanText } = "view-saved";
    ViewDeleted { name: CleanText } = "view-deleted";
    ViewUpdated { name: CleanText, query: CleanText } = "view-updated";
    ViewRenamed { name: CleanText, to: CleanText } = "view-renamed";
    ViewExists { name: CleanText } = "view-exists";
    ViewOfArchive { name: CleanText } = "view-of-archive";
    ViewMutedShown { name: CleanText, keys: CleanText } = "view-muted-shown";
    ViewMuted { name: CleanText, keys: CleanText } = "view-muted";
    ViewMutedNow { name: CleanText } = "view-muted-now";
    ViewUnmuted { name: CleanText } = "view-unmuted";
    NoMutedView { keys: CleanText } = "no-muted-view";
    MutedShown { posts: usize, keys: CleanText } = "muted-shown";
    MutedLeftOut { posts: usize, keys: CleanText } = "muted-left-out";
    NoView = "no-view";
    ViewFaulty { name: CleanText, fault: CleanText } = "view-faulty";
    NothingToSave = "nothing-to-save";
    NoSuchView { name: CleanText } = "no-such-view";
    NoSuchViewNear { name: CleanText, nearest: CleanText } = "no-such-view-near";
    OfferFetch { feeds: usize } = "offer-fetch";
    Fetching { feeds: usize, keys: CleanText } = "fetching";
    Fetched { new: usize, changed: usize } = "fetched";
    FetchedSome { new: usize, failed: usize, reason: CleanText } = "fetched-some";
    NotFetched { reason: CleanText } = "not-fetched";
    Restricted = "restricted";
    RestrictedToState = "restricted-to-state";
    NoSuchDate { text: CleanText } = "no-such-date";
    NoPostThen = "no-post-then";
    LastBefore = "last-before";
    PostsIn { count: usize } = "posts-in";
    Sorted { order: CleanText } = "sorted";
    NothingToRank = "nothing-to-rank";
    Sent { text: CleanText } = "sent";
    SentLong { start: CleanText, characters: usize } = "sent-long";
    TooLongToCopy { bytes: usize } = "too-long-to-copy";
    WhichLink { keys: CleanText } = "which-link";
    NoLinksInView = "no-links-in-view";
    NoSuchHint { typed: CleanText } = "no-such-hint";
    WhichLinkHint { typed: CleanText } = "which-link-hint";
    ProgramFailed { program: CleanText, reason: Reason } = "program-failed";
    Running { name: CleanText, keys: CleanText } = "running";
    RunningNow { name: CleanText } = "running-now";
    StillRunning { name: CleanText, keys: CleanText } = "still-running";
    StillLoading = "still-loading";
    Ran { name: CleanText, line: CleanText } = "ran";
    RanWell { name: CleanText } = "ran-well";
    RunFlooded { name: CleanText } = "run-flooded";
    RunTimedOut { name: CleanText, seconds: usize } = "run-timed-out";
    RunCancelled { name: CleanText } = "run-cancelled";
    NoProgram { variable: CleanText } = "no-program";
    NoteTitle { title: CleanText } = "note-title";
    NoteKept = "note-kept";
    NoteRemoved = "note-removed";
    NoteLeft = "note-left";
    NotePutAside { keys: CleanText } = "note-put-aside";
    NoteTooLong = "note-too-long";
    HintKeep = "hint-keep";
    HintPutAside = "hint-put-aside";
    PressToSearch { keys: CleanText } = "press-to-search";
    Panes { list: usize, facets: usize } = "panes";
    LeadsTo { host: CleanText } = "leads-to";
    NotSaved { reason: Reason } = "not-saved";
    PromptLabel { label: CleanText } = "prompt-label";
    Unsaved = "unsaved";
    Saved = "saved";
    StateProblem { reason: FileError } = "state-problem";
    RecordsDamaged { count: usize } = "records-damaged";
    RecordsNewer { count: usize } = "records-newer";
    ShownIn { script: CleanText } = "shown-in";
    Measure { cells: usize } = "measure";
    MeasureUsual { cells: usize } = "measure-usual";
    AsWideAsPane = "as-wide-as-pane";
    ArchiveEmpty { name: CleanText } = "archive-empty";
    ArchiveEmptyBut { name: CleanText, posts: usize, folder: CleanText } = "archive-empty-but";
    Missing { path: CleanText } = "missing";
    NotAnArticle { path: CleanText } = "not-an-article";
    ArticlesAre = "articles-are";
    NameAFolder = "name-a-folder";
    NameThatFolder = "name-that-folder";
    SetBy { origin: CleanText } = "set-by";
    ArchiveFailed { name: CleanText, reason: Reason } = "archive-failed";
    ReadAgain { posts: usize } = "read-again";
    ReadAgainMore { posts: usize, change: usize } = "read-again-more";
    ReadAgainLess { posts: usize, change: usize } = "read-again-less";
    FolderOffered { folder: CleanText, posts: usize, keys: CleanText } = "folder-offered";
    FoldersOffered { folder: CleanText, others: usize, posts: usize, keys: CleanText }
        = "folders-offered";
    NoFolders = "no-folders";
    FolderLost { name: CleanText, reason: Reason } = "folder-lost";
    FolderBack { name: CleanText } = "folder-back";
    Polling { setting: CleanText } = "polling";
    PollingOnly = "polling-only";
    ArticleGone = "article-gone";
    PictureMissing { path: CleanText } = "picture-missing";
    PictureFailed { path: CleanText, reason: Reason } = "picture-failed";
    NoShell = "no-shell";

    Posts { count: usize } = "posts";
    PostsOf { listed: usize, all: usize } = "posts-of";
    UnreadPosts { count: usize } = "unread-posts";
    Hidden { count: usize } = "hidden";
    Muted { count: usize } = "muted";
    MutedToo { count: usize } = "muted-too";
    WithProblems { count: usize } = "with-problems";
    News { count: usize } = "news";
    RowAt { at: CleanText, of: CleanText } = "row-at";
    PostAt { at: CleanText, of: CleanText } = "post-at";
    ReadPercent { percent: CleanText } = "read-percent";
    Loaded { arrived: usize, expected: usize } = "loaded";

    HintDown = "hint-down";
    HintGo = "hint-go";
    HintClose = "hint-close";
    HintRun = "hint-run";
    HintOpen = "hint-open";
    HintEdit = "hint-edit";
    HintAllRows = "hint-all-rows";
    NoteOnText = "note-on-text";
    HintList = "hint-list";
    HintFold = "hint-fold";
    HintEarlier = "hint-earlier";
    HintLater = "hint-later";
    HintAdd = "hint-add";
    HintAll = "hint-all";
    HintMute = "hint-mute";
    HintUnmute = "hint-unmute";
    HintRename = "hint-rename";
    HintHelp = "hint-help";
    HintRead = "hint-read";
    HintSearch = "hint-search";
    HintFilter = "hint-filter";
    HintFind = "hint-find";
    HintStar = "hint-star";
    HintCommand = "hint-command";
    HintLinks = "hint-links";
    HintPage = "hint-page";
    HintPane = "hint-pane";
    HintQuit = "hint-quit";
    HintNext = "hint-next";
    HintZoom = "hint-zoom";
    HintBack = "hint-back";

    Chosen = "chosen";
    MoreVersions { count: usize } = "more-versions";
    MutedView = "muted-view";
    Folded = "folded";
    Unfolded = "unfolded";
    Everything = "everything";
    Unread = "unread";
    Starred = "starred";
    NewPosts = "new-posts";
    Noted = "noted";
    Highlighted = "highlighted";
    Highlights = "highlights";
    Statistics = "statistics";
    PostsRead = "posts-read";
    ReadThisWeek = "read-this-week";
    ReadThisMonth = "read-this-month";
    ReadInAll = "read-in-all";
    ReadByMonth = "read-by-month";
    MonthsWithout { count: usize } = "months-without";
    ReadByCategory = "read-by-category";
    StillCounting = "still-counting";
    NothingRead = "nothing-read";
    HintListed = "hint-listed";
    TextMenu = "text-menu";
    NothingToSelect = "nothing-to-select";
    SelectFirst { keys: CleanText } = "select-first";
    HighlightMade = "highlight-made";
    HighlightRemoved = "highlight-removed";
    HighlightColoured { name: CleanText } = "highlight-coloured";
    HighlightHere { name: CleanText, quote: CleanText } = "highlight-here";
    HighlightEnds { name: CleanText } = "highlight-ends";
    HighlightUnder { name: CleanText } = "highlight-under";
    NoteUnder { name: CleanText, note: CleanText } = "note-under";
    HighlightTooLong { kib: usize } = "highlight-too-long";
    NothingToHighlight = "nothing-to-highlight";
    NoHighlightHere = "no-highlight-here";
    NoHighlights { keys: CleanText } = "no-highlights";
    MoreHighlights { count: usize } = "more-highlights";
    HighlightLost = "highlight-lost";
    PostOfHighlightGone = "post-of-highlight-gone";
    HintHighlight = "hint-highlight";
    HintNote = "hint-note";
    HintColour = "hint-colour";
    HintCopy = "hint-copy";
    HintStart = "hint-start";
    HintMenu = "hint-menu";
    HintRemove = "hint-remove";
    Views = "views";
    Categories = "categories";
    OwnTags = "own-tags";
    Tags = "tags";
    Authors = "authors";
    Years = "years";
    Undated = "undated";
    MoreLines { count: usize } = "more-lines";
    MoreRows { count: usize } = "more-rows";
    FewerRows = "fewer-rows";
    NoPostOfTime { months: CleanText } = "no-post-of-time";
    TimeAxis { months: CleanText } = "time-axis";
    RangeStarts = "range-starts";
    TooSmall = "too-small";
    Loading = "loading";
    NothingListed = "nothing-listed";
    NothingLeft { chosen: CleanText } = "nothing-left";
    MutedHere { posts: usize, keys: CleanText } = "muted-here";
    NoneMatches { chosen: CleanText, posts: usize } = "none-matches";
    NoneHas { chosen: CleanText } = "none-has";
    EmptiedBy { before: CleanText, posts: usize, by: CleanText } = "emptied-by";
    NothingLeftHelp { keys: CleanText, undo: CleanText } = "nothing-left-help";
    NotReadable { reason: Reason } = "not-readable";
    Date { year: CleanText, month: usize, day: usize, weekday: usize } = "date";
    Words { count: usize } = "words";
    Characters { count: usize } = "characters";
    Minutes { count: usize } = "minutes";
    Image { name: CleanText } = "image";
    RemarkShort = "remark-short";
    RemarkCount { count: usize } = "remark-count";
    Remark { problem: CleanText, more: usize } = "remark";

    Help = "help";
    FirstKeys = "first-keys";
    ThisPane = "this-pane";
    OwnCommands = "own-commands";
    Marks = "marks";
    MarkUnread = "mark-unread";
    MarkStarred = "mark-starred";
    MarkNoted = "mark-noted";
    MarkProblem = "mark-problem";
    MarkFuture = "mark-future";
    MarkHidden = "mark-hidden";
    MarkVersions = "mark-versions";
    OverSsh = "over-ssh";
    CopyNote = "copy-note";
    TmuxNote = "tmux-note";
    LinkNote = "link-note";
    Problems = "problems";
    NothingWrong = "nothing-wrong";
    LeftOut = "left-out";
    Links = "links";
    Places = "places";
    OwnMarks = "own-marks";
    NoMarks = "no-marks";
    LeftPlaces = "left-places";
    NoLinks = "no-links";
    Outline = "outline";
    NoHeadings = "no-headings";
}

mod problem;
#[cfg(test)]
mod tests;
