//! Copying through the terminal, and showing a post to other programs.

use crate::app::article::Article;
use crate::app::screen::layout::Pane;
use crate::app::screen::overlay::{Overlay, Row};
use crate::app::text::Text;
use crate::app::{App, Effect};
use crate::clean::CleanText;
use crate::command::Command;
use crate::typeset::Anchor;

/// The most text that is copied, in bytes: terminals drop longer sequences (S4).
const LONGEST_COPY: usize = 74_000;

impl App {
    /// Copies what a command names of the post at hand.
    pub(in crate::app) fn copy(&mut self, command: Command, count: Option<usize>) -> Vec<Effect> {
        let post = self.subject().and_then(|id| self.archive.post(id));
        let Some(post) = post else {
            self.notice = Some(Text::NoPost);
            return Vec::new();
        };
        let text = match command {
            Command::CopyTitle => post.title().to_clean(),
            Command::CopyPath => match &self.root {
                Some(root) => CleanText::line(&format!("{root}/{}", post.key().to_clean())),
                None => post.key().to_clean(),
            },
            Command::CopyLink => return self.copy_link(count),
            _ => {
                let shown = self.article.article.as_ref().filter(|one| one.post == post.id());
                let Some(article) = shown else {
                    self.notice = Some(Text::NoArticle);
                    return Vec::new();
                };
                if command == Command::CopyArticle {
                    whole(article)
                } else if let Some(source) = article.source() {
                    source
                } else {
                    self.notice = Some(Text::NoSource);
                    return Vec::new();
                }
            }
        };
        self.send(text)
    }

    /// Copies the link of a number, or the only one.
    fn copy_link(&mut self, count: Option<usize>) -> Vec<Effect> {
        let Some(article) = &self.article.article else {
            self.notice = Some(Text::NoArticle);
            return Vec::new();
        };
        let links = Overlay::links(article).rows.into_iter().filter_map(|row| match row {
            Row::Link { target, .. } => Some(target.target),
            _ => None,
        });
        let mut links: Vec<CleanText> = links.collect();
        let number = match (count, links.len()) {
            (_, 0) => {
                self.notice = Some(Text::NoLinks);
                return Vec::new();
            }
            (Some(number), _) => number,
            (None, 1) => 1,
            (None, _) => {
                self.notice = Some(Text::WhichLink { keys: self.first_key_of(Command::Links) });
                return Vec::new();
            }
        };
        if number == 0 || number > links.len() {
            self.notice = Some(Text::NoLink { number });
            return Vec::new();
        }
        self.send(links.swap_remove(number - 1))
    }

    fn send(&mut self, text: CleanText) -> Vec<Effect> {
        if text.len() > LONGEST_COPY {
            self.notice = Some(Text::TooLongToCopy { bytes: text.len() });
            return Vec::new();
        }
        self.notice = Some(Text::Sent { text: CleanText::line(text.as_str()) });
        vec![Effect::Copy(text)]
    }

    /// Has a person's editor open the file of the post at hand.
    pub(in crate::app) fn edit(&mut self) -> Vec<Effect> {
        let Some(post) = self.subject().and_then(|id| self.archive.post(id)) else {
            self.notice = Some(Text::NoPost);
            return Vec::new();
        };
        let key = post.key();
        if let Some(article) = self.article.article.as_mut().filter(|one| one.key == key) {
            article.stale = true;
        }
        let mut effects = vec![Effect::Edit(key)];
        effects.extend(self.preview());
        effects
    }

    /// Has a person's pager show the article.
    pub(in crate::app) fn page(&mut self) -> Vec<Effect> {
        let Some(article) = &self.article.article else {
            self.notice = Some(Text::NoArticle);
            return Vec::new();
        };
        let lines = (0..article.page.len()).map(|line| article.page.plain(line));
        let lines: Vec<CleanText> = lines.collect();
        vec![Effect::Page(CleanText::join(lines.iter().map(CleanText::as_clean), "\n"))]
    }

    /// Puts a letter or two beside each link in view.
    pub(in crate::app) fn hint_links(&mut self) {
        let height = self.height(Pane::Article);
        let Some(article) = self.article.article.as_ref().filter(|_| height > 0) else {
            self.notice = Some(Text::NoArticle);
            return;
        };
        let top = self.article.top;
        let lines = top..(top + height).min(article.page.len());
        let starts: Vec<(usize, usize, usize)> = lines
            .flat_map(|line| {
                let starts = article.page.link_starts(line);
                starts.into_iter().map(move |(column, link)| (line, column, link))
            })
            .collect();
        if starts.is_empty() {
            self.notice = Some(Text::NoLinksInView);
            return;
        }
        let labels = labels(starts.len());
        let hints = starts.into_iter().zip(labels).map(|((line, column, link), label)| Hint {
            label,
            line,
            column,
            link,
        });
        self.focus = Pane::Article;
        self.hints = Some(Hints { all: hints.collect(), typed: String::new() });
        self.notice = Some(Text::WhichLinkHint { typed: CleanText::default() });
    }

    /// Takes a letter of a link's label.
    pub(in crate::app) fn key_in_hints(&mut self, letter: Option<char>) -> Vec<Effect> {
        let Some(mut hints) = self.hints.take() else { return Vec::new() };
        let Some(letter) = letter else { return Vec::new() };
        hints.typed.push(letter.to_ascii_lowercase());
        if let Some(hint) = hints.all.iter().find(|hint| hint.label == hints.typed) {
            let article = self.article.article.as_ref();
            let link = article.and_then(|article| article.links.get(hint.link)).cloned();
            return link.map_or_else(Vec::new, |link| self.follow(&link));
        }
        if hints.all.iter().any(|hint| hint.label.starts_with(&hints.typed)) {
            self.notice = Some(Text::WhichLinkHint { typed: CleanText::line(&hints.typed) });
            self.hints = Some(hints);
        } else {
            self.notice = Some(Text::NoSuchHint { typed: CleanText::line(&hints.typed) });
        }
        Vec::new()
    }
}

/// Letters beside the links in view.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Hints {
    /// One a link.
    pub all: Vec<Hint>,
    /// What was typed of a label.
    pub typed: String,
}

/// A link in view and its label.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hint {
    /// Lower-case letters.
    pub label: String,
    /// The line of the page.
    pub line: usize,
    /// The cell in which the link begins, from the left of the measure.
    pub column: usize,
    /// The index of its target.
    link: usize,
}

/// Labels, all of one length, the letters under the fingers first.
fn labels(count: usize) -> Vec<String> {
    const LETTERS: [char; 23] = [
        'a', 's', 'd', 'f', 'g', 'h', 'j', 'k', 'l', 'q', 'w', 'e', 'r', 't', 'u', 'i', 'o', 'p',
        'z', 'x', 'c', 'v', 'n',
    ];
    let mut labels: Vec<String> = vec![String::new()];
    while labels.len() < count {
        let longer = labels
            .iter()
            .flat_map(|label| LETTERS.iter().map(move |letter| format!("{label}{letter}")));
        labels = longer.collect();
    }
    labels.truncate(count);
    if count == 1 {
        return vec!["a".to_owned()];
    }
    labels
}

/// The text of an article as its author wrote it, below its title.
fn whole(article: &Article) -> CleanText {
    let end = Anchor { leaf: u32::MAX, byte: u32::MAX };
    article.page.text_of(&(Anchor::default()..end))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_are_short_and_begin_no_other() {
        assert_eq!(labels(1), ["a"]);
        assert_eq!(labels(3), ["a", "s", "d"]);
        let many = labels(60);
        assert!(many.iter().all(|label| label.len() == 2));
        assert_eq!(many.iter().collect::<std::collections::HashSet<_>>().len(), 60);
    }
}
