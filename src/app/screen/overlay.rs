//! Overlays: full-screen views over the panes, with help, a list of rows or a picture.

mod places;

use crate::app::cursor::{Cursor, row_at_percent};
use crate::app::screen::picture::Viewer;
use crate::app::text::Text;
use crate::archive::Archive;
use crate::archive::post::PostKey;
use crate::clean::CleanText;
use crate::command::{Command, Context, Purpose};
use crate::config::commands::OwnCommand;
use crate::config::keymap::Keymap;
use crate::config::locale::Locale;
use crate::document::{self, Link, NoContext, Syntax};
use crate::search::fold::fold;
use crate::state::highlights::Colour;
use crate::typeset::{Anchor, Measure, Page};

/// From this many columns the help is in two columns.
const TWO_COLUMNS: u16 = 120;

/// What a newcomer needs: to read, to find, to see what there is, and the way back.
const FIRST: [Command; 5] =
    [Command::Enter, Command::NextPost, Command::Search, Command::FocusFacets, Command::BackOrQuit];

/// A full-screen view over the panes.
#[derive(Debug)]
pub struct Overlay {
    title: Text,
    /// The rows that are shown.
    rows: Vec<Row>,
    /// All rows, if a filter hides some.
    all: Option<Vec<Row>>,
    /// The room that the texts below rows are wrapped for.
    fitted: Option<(Measure, Locale)>,
    /// Whether the lines at places were asked for.
    is_requested: bool,
    cursor: Cursor,
    /// The text that the rows are the lines of.
    text: Option<CleanText>,
    /// A picture instead of the rows.
    pub(in crate::app) viewer: Option<Viewer>,
}

/// A row of an overlay.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Row {
    /// The title of a group of rows.
    Heading(Text),
    /// A blank row.
    Blank,
    /// A command with its keys; Enter runs it.
    Command {
        /// The keys.
        keys: CleanText,
        /// The command.
        command: Command,
    },
    /// A problem; Enter goes to the post.
    Problem {
        /// The post's path.
        key: PostKey,
        /// `path:line`.
        place: CleanText,
        /// The problem and how it was handled.
        text: Text,
    },
    /// A link of the article; Enter opens it.
    Link {
        /// Its number, text and target.
        text: CleanText,
        /// The target.
        target: Link,
    },
    /// A heading of the article; Enter goes there.
    Section {
        /// Its words, indented by its level.
        text: CleanText,
        /// Its place in the article.
        anchor: Anchor,
    },
    /// A place in a post; Enter goes there.
    Place {
        /// The letter of the mark there, if it is one.
        letter: Option<char>,
        /// The post's path.
        key: PostKey,
        /// The place in its text.
        anchor: Anchor,
        /// The post's title and the line there, once they are read.
        read: Option<(CleanText, CleanText)>,
    },
    /// A highlight; Enter goes there.
    Highlight {
        /// The post's path.
        key: PostKey,
        /// Its id.
        id: Box<str>,
        /// Its colour.
        colour: Colour,
        /// The title of its post, the date and more facts.
        facts: CleanText,
        /// What is highlighted, and the note on it.
        text: CleanText,
    },
    /// A colour for what is selected; Enter highlights it.
    Colour(Colour),
    /// A sign in the list and its meaning.
    Sign(char, Text),
    /// A line of plain text.
    Note(Text),
    /// A line of the text of the problem or highlight above, wrapped.
    Detail(CleanText),
    /// A command of the user's; Enter runs it.
    Own {
        /// The keys.
        keys: CleanText,
        /// What it is for.
        help: CleanText,
        /// Its number.
        at: usize,
    },
    /// A line of a text.
    Line(CleanText),
}

impl Row {
    /// Whether the cursor can be on the row.
    pub fn is_choice(&self) -> bool {
        matches!(
            self,
            Self::Command { .. }
                | Self::Problem { .. }
                | Self::Link { .. }
                | Self::Section { .. }
                | Self::Place { .. }
                | Self::Highlight { .. }
                | Self::Colour(_)
                | Self::Sign(..)
                | Self::Note(_)
                | Self::Own { .. }
                | Self::Line(_)
        )
    }
}

impl Row {
    /// The text that a filter matches.
    fn words(&self, locale: Locale) -> CleanText {
        let pieces = match self {
            Self::Blank => Vec::new(),
            Self::Heading(text) | Self::Note(text) | Self::Sign(_, text) => {
                vec![text.to_clean(locale)]
            }
            Self::Command { keys, command } => vec![
                keys.clone(),
                CleanText::line(command.name()),
                Text::Command(*command).to_clean(locale),
            ],
            Self::Problem { place, text, .. } => vec![place.clone(), text.to_clean(locale)],
            Self::Link { text, .. }
            | Self::Section { text, .. }
            | Self::Detail(text)
            | Self::Line(text) => vec![text.clone()],
            Self::Own { keys, help, .. } => vec![keys.clone(), help.clone()],
            Self::Place { key, read, .. } => match read {
                Some((title, line)) => vec![title.clone(), line.clone()],
                None => vec![key.to_clean()],
            },
            Self::Highlight { facts, text, .. } => vec![facts.clone(), text.clone()],
            Self::Colour(colour) => vec![Text::Colour(colour.name()).to_clean(locale)],
        };
        CleanText::join(pieces.iter().map(CleanText::as_clean), " ")
    }
}

impl Overlay {
    /// The help: every command with its keys, first the pane's own, then the others by purpose.
    pub(in crate::app) fn help(keymap: &Keymap, pane: Context, own: &[OwnCommand]) -> Self {
        let row = |&command: &Command| {
            let keys = CleanText::line(&keymap.keys_of(command));
            Row::Command { keys, command }
        };
        let here = |command: &&Command| command.context() == pane;
        let mut rows = vec![Row::Heading(Text::FirstKeys)];
        rows.extend(FIRST.iter().map(row));
        rows.extend([Row::Blank, Row::Heading(Text::ThisPane)]);
        rows.extend(Command::ALL.iter().filter(here).map(row));
        for purpose in Purpose::ALL {
            rows.push(Row::Blank);
            rows.push(Row::Heading(Text::Purpose(purpose)));
            let is_one =
                |command: &&Command| command.purpose() == purpose && command.context() != pane;
            rows.extend(Command::ALL.iter().filter(is_one).map(row));
        }
        if !own.is_empty() {
            rows.extend([Row::Blank, Row::Heading(Text::OwnCommands)]);
            rows.extend(own.iter().enumerate().map(|(at, command)| Row::Own {
                keys: CleanText::line(&keymap.keys_of_own(at)),
                help: match command.help.as_str() {
                    "" => CleanText::line(&format!(":{}", command.name)),
                    help => CleanText::line(&format!("{help} · :{}", command.name)),
                },
                at,
            }));
        }
        rows.push(Row::Blank);
        rows.push(Row::Heading(Text::Marks));
        let signs = [
            ('●', Text::MarkUnread),
            ('★', Text::MarkStarred),
            ('¶', Text::MarkNoted),
            ('!', Text::MarkProblem),
            ('>', Text::MarkFuture),
            ('~', Text::MarkHidden),
        ];
        rows.extend(signs.map(|(sign, meaning)| Row::Sign(sign, meaning)));
        rows.push(Row::Blank);
        rows.push(Row::Heading(Text::OverSsh));
        rows.extend([Text::CopyNote, Text::TmuxNote, Text::LinkNote].map(Row::Note));
        Self::new(Text::Help, rows)
    }

    /// All problems of the archive, and the folders that are not read.
    pub(in crate::app) fn problems(
        archive: &Archive,
        excluded: &[(PostKey, &'static str)],
    ) -> Self {
        let mut rows: Vec<Row> = archive
            .problems()
            .into_iter()
            .map(|(key, problem)| {
                let place = CleanText::line(&format!("{}:{}", key.to_clean(), problem.line));
                Row::Problem { key, place, text: Text::from(problem) }
            })
            .collect();
        if rows.is_empty() {
            rows.push(Row::Note(Text::NothingWrong));
        }
        if !excluded.is_empty() {
            rows.push(Row::Blank);
            rows.push(Row::Heading(Text::LeftOut));
            rows.extend(excluded.iter().map(|(key, reason)| {
                let (folder, reason) = (key.to_clean(), CleanText::line(reason));
                Row::Note(Text::FolderLeftOut { folder, reason })
            }));
        }
        Self::new(Text::Problems, rows)
    }

    pub(in crate::app) fn new(title: Text, rows: Vec<Row>) -> Self {
        let cursor = Cursor::default();
        let (all, fitted, text, viewer) = (None, None, None, None);
        let is_requested = false;
        let mut overlay = Self { title, rows, all, fitted, is_requested, cursor, text, viewer };
        overlay.go_to(0);
        overlay.cursor.top = 0;
        overlay
    }

    /// An overlay that shows a picture when it is read.
    pub(in crate::app) fn picture(title: CleanText, viewer: Viewer) -> Self {
        let rows = vec![Row::Note(Text::Loading)];
        Self { viewer: Some(viewer), ..Self::new(Text::Plain(title), rows) }
    }

    /// Whether it lists highlights.
    pub fn is_of_highlights(&self) -> bool {
        self.title == Text::Highlights
    }

    /// The number of rows above the cursor that it can be on.
    pub(in crate::app) fn passed(&self) -> usize {
        self.rows.iter().take(self.cursor.at).filter(|row| row.is_choice()).count()
    }

    /// A text of several lines, which is wrapped.
    pub(in crate::app) fn text(title: Text, text: CleanText) -> Self {
        Self { text: Some(text), ..Self::new(title, Vec::new()) }
    }

    /// The text that is shown, whole.
    pub(in crate::app) fn whole_text(&self) -> Option<&CleanText> {
        self.text.as_ref()
    }

    /// Wraps the text, or those of problems and highlights, for a measure and a language; adds the
    /// lines at places.
    pub(in crate::app) fn fit(&mut self, measure: Measure, locale: Locale) {
        if let Some(text) = &self.text {
            if self.all.is_none()
                && self.fitted.replace((measure, locale)) != Some((measure, locale))
            {
                let document = document::parse(text.as_str(), Syntax::Plain, &NoContext);
                let page = Page::new(None, &document, measure);
                self.rows = (0..page.len()).map(|line| Row::Line(page.plain(line))).collect();
                self.go_to(self.cursor.at);
            }
            return;
        }
        let has_details = |row: &Row| {
            matches!(row, Row::Problem { .. } | Row::Place { .. } | Row::Highlight { .. })
        };
        if !self.rows.iter().any(has_details)
            || self.fitted.replace((measure, locale)) == Some((measure, locale))
        {
            return;
        }
        let passed = self.passed();
        let mut rows = Vec::with_capacity(self.rows.len() * 2);
        for row in self.rows.drain(..).filter(|row| !matches!(row, Row::Detail(_))) {
            let (text, line) = match &row {
                Row::Problem { text, .. } => (Some(text.to_clean(locale)), None),
                Row::Place { read: Some((title, line)), .. } if title != line => {
                    (None, Some(Row::Detail(line.clone())))
                }
                Row::Highlight { text, .. } => (Some(text.clone()), None),
                _ => (None, None),
            };
            rows.push(row);
            rows.extend(line);
            let Some(text) = text else { continue };
            let document = document::parse(text.as_str(), Syntax::Plain, &NoContext);
            let page = Page::new(None, &document, measure);
            rows.extend((0..page.len()).map(|line| Row::Detail(page.plain(line))));
        }
        self.rows = rows;
        let chosen = self.rows.iter().enumerate().filter(|(_, row)| row.is_choice()).nth(passed);
        self.cursor.at = chosen.map_or(0, |(at, _)| at);
    }

    /// The title.
    pub fn title(&self) -> &Text {
        &self.title
    }

    /// The rows that are shown.
    pub fn rows(&self) -> &[Row] {
        &self.rows
    }

    /// The cursor among the rows.
    pub fn cursor(&self) -> Cursor {
        self.cursor
    }

    /// The picture that is shown instead of the rows.
    pub fn viewer(&self) -> Option<&Viewer> {
        self.viewer.as_ref()
    }

    /// Shows only the rows that contain `words`, with their headings; all rows if `words` is blank.
    /// Returns whether any row is left.
    pub(in crate::app) fn filter_rows(&mut self, words: &str, locale: Locale) -> bool {
        let all = self.all.take().unwrap_or_else(|| self.rows.clone());
        self.fitted = None;
        let words = fold(words.trim());
        if words.is_empty() {
            self.rows = all;
            self.go_to(0);
            return true;
        }
        let mut rows: Vec<Row> = Vec::new();
        let mut heading = None;
        for row in &all {
            if let Row::Heading(_) = row {
                heading = Some(row);
            } else if row.is_choice() && fold(row.words(locale).as_str()).contains(&words) {
                if let Some(heading) = heading.take() {
                    if !rows.is_empty() {
                        rows.push(Row::Blank);
                    }
                    rows.push(heading.clone());
                }
                rows.push(row.clone());
            }
        }
        self.rows = rows;
        self.all = Some(all);
        self.cursor = Cursor::default();
        self.go_to(0);
        self.cursor.top = 0;
        !self.rows.is_empty()
    }

    /// The columns of rows on a screen `width` cells wide: two for the help if there is room.
    pub fn columns(&self, width: u16) -> usize {
        let is_help = self.rows.iter().any(|row| matches!(row, Row::Command { .. }));
        if is_help && width >= TWO_COLUMNS { 2 } else { 1 }
    }

    /// The column and line of a row in columns of `height` lines; `None` if it is not in view. A
    /// group that does not fit into the first column starts the second.
    pub fn place(&self, row: usize, height: usize, columns: usize) -> Option<(usize, usize)> {
        let at = row.checked_sub(self.cursor.top)?;
        let whole = columns == 2 && self.rows.len() <= height * 2;
        let is_blank = |at: &usize| matches!(self.rows.get(*at), Some(Row::Blank));
        let gap = (0..=height)
            .rev()
            .find(is_blank)
            .filter(|gap| whole && self.rows.len() > height && self.rows.len() - gap - 1 <= height);
        match gap {
            Some(gap) if at == gap => None,
            Some(gap) if at > gap => Some((1, at - gap - 1)),
            _ => {
                let column = at / height.max(1);
                (column < columns).then_some((column, at % height.max(1)))
            }
        }
    }

    /// The row at a column and line, if the cursor can be on it.
    pub(in crate::app) fn row_at(
        &self,
        column: usize,
        line: usize,
        height: usize,
        columns: usize,
    ) -> Option<usize> {
        let mut rows = self.cursor.top..self.rows.len();
        let row = rows.find(|&row| self.place(row, height, columns) == Some((column, line)))?;
        self.rows.get(row).is_some_and(Row::is_choice).then_some(row)
    }

    /// The row under the cursor.
    pub(in crate::app) fn selected(&self) -> Option<&Row> {
        self.rows.get(self.cursor.at)
    }

    /// Scrolls the cursor into view.
    pub(in crate::app) fn follow(&mut self, in_view: usize) {
        self.cursor.follow(self.rows.len(), in_view);
    }

    /// Runs a command that moves the cursor; returns whether it is one. `height` is in lines.
    pub(in crate::app) fn moves(
        &mut self,
        command: Command,
        count: Option<usize>,
        height: usize,
    ) -> bool {
        let times = count.unwrap_or(1) as isize;
        let (page, half) = (height as isize, (height / 2) as isize);
        match command {
            Command::Down => self.step(times),
            Command::Up => self.step(-times),
            Command::HalfPageDown => self.step(half * times),
            Command::HalfPageUp => self.step(-(half * times)),
            Command::PageDown => self.step(page * times),
            Command::PageUp => self.step(-(page * times)),
            Command::Top => self.step(isize::MIN),
            Command::Bottom => self.go_to(usize::MAX),
            Command::Percent => self.go_to(row_at_percent(count.unwrap_or(0), self.rows.len())),
            _ => return false,
        }
        true
    }

    /// Moves by rows, skipping those without a choice.
    pub(in crate::app) fn step(&mut self, by: isize) {
        let target =
            self.cursor.at.saturating_add_signed(by).min(self.rows.len().saturating_sub(1));
        if by < 0 { self.go_back_to(target) } else { self.go_to(target) }
    }

    /// Moves the cursor to the first choice at or after `row`, else to the last before it.
    pub(in crate::app) fn go_to(&mut self, row: usize) {
        let choice = |at: &usize| self.rows.get(*at).is_some_and(Row::is_choice);
        let found = (row..self.rows.len())
            .find(choice)
            .or_else(|| (0..self.rows.len().min(row)).rev().find(choice));
        self.cursor.at = found.unwrap_or(row.min(self.rows.len().saturating_sub(1)));
    }

    fn go_back_to(&mut self, row: usize) {
        let choice = |at: &usize| self.rows.get(*at).is_some_and(Row::is_choice);
        if let Some(at) = (0..=row).rev().find(choice) {
            self.cursor.at = at;
        } else {
            // Show the heading above the first choice.
            self.go_to(row);
            self.cursor.top = 0;
        }
    }
}
