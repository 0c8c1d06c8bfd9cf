//! What lies over the panes: the help, lists, and a picture.

use std::collections::HashSet;

use crate::app::article::Article;
use crate::app::picture::Viewer;
use crate::app::scroll::Cursor;
use crate::archive::Archive;
use crate::archive::post::PostKey;
use crate::clean::{CleanStr, CleanText};
use crate::command::{Command, Purpose};
use crate::config::keymap::Keymap;
use crate::document::Link;
use crate::typeset::Anchor;

/// A full screen over the panes.
#[derive(Debug)]
pub struct Overlay {
    /// What it is called.
    pub title: CleanText,
    /// Its rows.
    pub rows: Vec<Row>,
    /// Cursor and scroll place.
    pub cursor: Cursor,
    /// A picture in place of the rows.
    pub viewer: Option<Viewer>,
}

/// A row of an overlay.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Row {
    /// The name of a group.
    Heading(CleanStr<'static>),
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
        /// `path:line: what was wrong; what was done`.
        text: CleanText,
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
    /// A line to read.
    Note(CleanText),
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
                | Self::Note(_)
        )
    }
}

impl Overlay {
    /// The help: every command with its keys, grouped by what a person wants to do.
    pub fn help(keymap: &Keymap) -> Self {
        let mut rows = Vec::new();
        for purpose in Purpose::ALL {
            if !rows.is_empty() {
                rows.push(Row::Blank);
            }
            rows.push(Row::Heading(CleanStr::literal(purpose.heading())));
            let commands = Command::ALL.iter().filter(|command| command.purpose() == purpose);
            rows.extend(commands.map(|&command| Row::Command {
                keys: CleanText::line(&keymap.keys_of(command)),
                command,
            }));
        }
        rows.push(Row::Blank);
        rows.push(Row::Heading(CleanStr::literal("Marks in the list")));
        for mark in
            ["!  something is wrong with the post", ">  dated in the future", "~  usually hidden"]
        {
            rows.push(Row::Note(CleanText::line(mark)));
        }
        Self::new("Help", rows)
    }

    /// Everything that is wrong in the archive, and the folders that were left out.
    pub fn problems(archive: &Archive, excluded: &[(PostKey, &'static str)]) -> Self {
        let mut rows: Vec<Row> = archive
            .problems()
            .into_iter()
            .map(|(key, problem)| {
                let text =
                    CleanText::line(&format!("{}:{}: {problem}", key.to_clean(), problem.line));
                Row::Problem { key, text }
            })
            .collect();
        if rows.is_empty() {
            rows.push(Row::Note(CleanText::line("Nothing is wrong: every file was understood.")));
        }
        if !excluded.is_empty() {
            rows.push(Row::Blank);
            rows.push(Row::Heading(CleanStr::literal("Left out by rule")));
            rows.extend(excluded.iter().map(|(key, reason)| {
                Row::Note(CleanText::line(&format!("{}/: {reason}", key.to_clean())))
            }));
        }
        Self::new("Problems", rows)
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
            rows.push(Row::Note(CleanText::line("This article has no links.")));
        }
        Self::new("Links", rows)
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
            rows.push(Row::Note(CleanText::line("This article has no headings.")));
        }
        Self::new("Outline", rows)
    }

    pub(super) fn new(title: &str, rows: Vec<Row>) -> Self {
        let (title, cursor) = (CleanText::line(title), Cursor::default());
        let mut overlay = Self { title, rows, cursor, viewer: None };
        overlay.go_to(0);
        overlay.cursor.top = 0;
        overlay
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
