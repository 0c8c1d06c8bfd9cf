//! What lies over the panes: the help, lists, and a picture.

use std::collections::HashSet;

use crate::app::article::Article;
use crate::app::cursor::Cursor;
use crate::app::screen::picture::Viewer;
use crate::app::text::Text;
use crate::archive::Archive;
use crate::archive::post::PostKey;
use crate::clean::CleanText;
use crate::command::{Command, Context, Purpose};
use crate::config::keymap::Keymap;
use crate::config::locale::Locale;
use crate::document::Link;
use crate::search::fold::fold;
use crate::typeset::Anchor;

/// From this many columns the help has two columns of rows.
const TWO_COLUMNS: u16 = 120;

/// A full screen over the panes.
#[derive(Debug)]
pub struct Overlay {
    /// What it is called.
    pub title: Text,
    /// Its rows, or those of them that have the words that were asked for.
    pub rows: Vec<Row>,
    /// All its rows, while only some are shown.
    all: Option<Vec<Row>>,
    /// Cursor and scroll place.
    pub cursor: Cursor,
    /// A picture in place of the rows.
    pub viewer: Option<Viewer>,
}

/// A row of an overlay.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Row {
    /// The name of a group.
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
    /// Something wrong; Enter goes to the post.
    Problem {
        /// The post's path.
        key: PostKey,
        /// `path:line`.
        place: CleanText,
        /// What was wrong, and what was done.
        text: Text,
    },
    /// A link of the article; Enter opens it.
    Link {
        /// Its number and text, and where it leads.
        text: CleanText,
        /// The target.
        target: Link,
    },
    /// A heading of the article; Enter goes there.
    Place {
        /// Its words, indented by its level.
        text: CleanText,
        /// Where it stands.
        place: Anchor,
    },
    /// A mark of the list and what it means.
    Mark(char, Text),
    /// A line to read.
    Note(Text),
}

impl Row {
    /// Whether the cursor may stand on the row.
    pub fn is_choice(&self) -> bool {
        matches!(
            self,
            Self::Command { .. }
                | Self::Problem { .. }
                | Self::Link { .. }
                | Self::Place { .. }
                | Self::Mark(..)
                | Self::Note(_)
        )
    }
}

impl Row {
    /// What can be looked for in the row.
    fn words(&self, locale: Locale) -> CleanText {
        let pieces = match self {
            Self::Blank => Vec::new(),
            Self::Heading(text) | Self::Note(text) | Self::Mark(_, text) => {
                vec![text.to_clean(locale)]
            }
            Self::Command { keys, command } => vec![
                keys.clone(),
                CleanText::line(command.name()),
                Text::Command(*command).to_clean(locale),
            ],
            Self::Problem { place, text, .. } => vec![place.clone(), text.to_clean(locale)],
            Self::Link { text, .. } | Self::Place { text, .. } => vec![text.clone()],
        };
        CleanText::join(pieces.iter().map(CleanText::as_clean), " ")
    }
}

impl Overlay {
    /// The help: every command with its keys, those of a pane first, the others grouped by what a
    /// person wants to do.
    pub fn help(keymap: &Keymap, pane: Context) -> Self {
        let row = |&command: &Command| {
            let keys = CleanText::line(&keymap.keys_of(command));
            Row::Command { keys, command }
        };
        let here = |command: &&Command| command.context() == pane;
        let mut rows = vec![Row::Heading(Text::ThisPane)];
        rows.extend(Command::ALL.iter().filter(here).map(row));
        for purpose in Purpose::ALL {
            rows.push(Row::Blank);
            rows.push(Row::Heading(Text::Purpose(purpose)));
            let is_one =
                |command: &&Command| command.purpose() == purpose && command.context() != pane;
            rows.extend(Command::ALL.iter().filter(is_one).map(row));
        }
        rows.push(Row::Blank);
        rows.push(Row::Heading(Text::Marks));
        let marks = [
            ('●', Text::MarkUnread),
            ('★', Text::MarkStarred),
            ('¶', Text::MarkNoted),
            ('!', Text::MarkProblem),
            ('>', Text::MarkFuture),
            ('~', Text::MarkHidden),
        ];
        rows.extend(marks.map(|(mark, meaning)| Row::Mark(mark, meaning)));
        rows.push(Row::Blank);
        rows.push(Row::Heading(Text::OverSsh));
        rows.extend([Text::CopyNote, Text::TmuxNote, Text::LinkNote].map(Row::Note));
        Self::new(Text::Help, rows)
    }

    /// Everything that is wrong in the archive, and the folders that were left out.
    pub fn problems(archive: &Archive, excluded: &[(PostKey, &'static str)]) -> Self {
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

    /// The links of an article in reading order, each target once.
    pub fn links(article: &Article) -> Self {
        let mut rows: Vec<Row> = Vec::new();
        let mut known = HashSet::new();
        for (index, place) in article.page.links() {
            let Some(target) = article.links.get(index) else { continue };
            if !known.insert(&target.target) {
                continue;
            }
            let words = CleanText::line(article.page.text_of(&place).as_str());
            let shown = target.post().unwrap_or_else(|| target.target.to_string());
            let number = rows.len() + 1;
            let text = if words.as_str() == shown {
                format!("{number:>3}  {shown}")
            } else {
                format!("{number:>3}  {words} — {shown}")
            };
            rows.push(Row::Link { text: CleanText::line(&text), target: target.clone() });
        }
        if rows.is_empty() {
            rows.push(Row::Note(Text::NoLinks));
        }
        Self::new(Text::Links, rows)
    }

    /// The headings of an article.
    pub fn outline(article: &Article) -> Self {
        let page = &article.page;
        let mut rows: Vec<Row> = page
            .headings()
            .map(|(line, level, words)| {
                let indent = "  ".repeat(usize::from(level.saturating_sub(1)));
                let text = CleanText::line(&format!("{indent}{words}"));
                Row::Place { text, place: page.anchor(line) }
            })
            .collect();
        if rows.is_empty() {
            rows.push(Row::Note(Text::NoHeadings));
        }
        Self::new(Text::Outline, rows)
    }

    pub(in crate::app) fn new(title: Text, rows: Vec<Row>) -> Self {
        let cursor = Cursor::default();
        let mut overlay = Self { title, rows, all: None, cursor, viewer: None };
        overlay.go_to(0);
        overlay.cursor.top = 0;
        overlay
    }

    /// Shows only the rows that have some words in them, with the headings above them; all for no
    /// words. Whether there is one.
    pub fn narrow(&mut self, words: &str, locale: Locale) -> bool {
        let all = self.all.take().unwrap_or_else(|| self.rows.clone());
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

    /// Columns of rows on a screen of some cells: two where the help has room for them.
    pub fn columns(&self, width: u16) -> usize {
        let is_help = self.rows.iter().any(|row| matches!(row, Row::Command { .. }));
        if is_help && width >= TWO_COLUMNS { 2 } else { 1 }
    }

    /// The column and the line in which a row stands, where there are `height` lines; `None` if it
    /// is not in view. A group that the first column cannot hold whole begins the second.
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

    /// The row under the cursor.
    pub fn selected(&self) -> Option<&Row> {
        self.rows.get(self.cursor.at)
    }

    /// Moves by rows, passing over those that are no choice.
    pub fn step(&mut self, by: isize) {
        let target =
            self.cursor.at.saturating_add_signed(by).min(self.rows.len().saturating_sub(1));
        if by < 0 { self.go_back_to(target) } else { self.go_to(target) }
    }

    /// Puts the cursor on the first choice at or after `row`, else on the last before.
    pub fn go_to(&mut self, row: usize) {
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
            // Above the first choice there may be a heading worth seeing.
            self.go_to(row);
            self.cursor.top = 0;
        }
    }
}
