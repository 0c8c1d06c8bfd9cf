//! Labels beside the links in view: typing one follows its link.

use crate::app::article::ArticlePane;
use crate::app::text::Text;
use crate::clean::CleanText;
use crate::document::Link;

/// The labels while the user chooses one.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Hints {
    all: Vec<Hint>,
    /// The letters of a label typed so far.
    typed: String,
}

impl Hints {
    /// The labels that can still be meant.
    pub fn left(&self) -> impl Iterator<Item = &Hint> {
        self.all.iter().filter(|hint| hint.label.starts_with(&self.typed))
    }
}

/// A link in view and its label.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hint {
    /// Lower-case letters.
    pub label: String,
    /// The line of the page.
    pub line: usize,
    /// The cell where the link starts, from the left of the measure.
    pub column: usize,
    /// The index of its target.
    link: usize,
}

impl ArticlePane {
    /// Labels the links in view, in a pane of `height` lines.
    pub(in crate::app) fn label_links(&mut self, height: usize) -> Result<Text, Text> {
        let article = self.article.as_ref().filter(|_| height > 0).ok_or(Text::NoArticle)?;
        let page = &article.page;
        let lines = self.top..(self.top + height).min(page.len());
        // A link that continues from a line in view has its label there.
        let continues = |line: usize, column: usize, link: usize| {
            let before = line.checked_sub(1).filter(|before| *before >= self.top);
            let last = before.and_then(|before| page.runs(before).last()?.link);
            column == page.indent(line) && last == Some(link)
        };
        let starts: Vec<(usize, usize, usize)> = lines
            .flat_map(|line| {
                let starts = page.link_starts(line);
                starts.into_iter().map(move |(column, link)| (line, column, link))
            })
            .filter(|&(line, column, link)| !continues(line, column, link))
            .collect();
        if starts.is_empty() {
            return Err(Text::NoLinksInView);
        }
        let labels = labels(starts.len());
        let all = starts.into_iter().zip(labels);
        let hint = |((line, column, link), label)| Hint { label, line, column, link };
        self.hints = Some(Hints { all: all.map(hint).collect(), typed: String::new() });
        Ok(Text::WhichLinkHint { typed: CleanText::default() })
    }

    /// Takes a letter of a label; any other key ends the choice. Gives the link whose label is
    /// complete, or what to say.
    pub(in crate::app) fn take_hint(&mut self, letter: Option<char>) -> Option<Result<Link, Text>> {
        let (mut hints, letter) = (self.hints.take()?, letter?);
        hints.typed.push(letter.to_ascii_lowercase());
        if let Some(hint) = hints.all.iter().find(|hint| hint.label == hints.typed) {
            return self.article.as_ref()?.links.get(hint.link).cloned().map(Ok);
        }
        let typed = CleanText::line(&hints.typed);
        if hints.left().next().is_none() {
            return Some(Err(Text::NoSuchHint { typed }));
        }
        self.hints = Some(hints);
        Some(Err(Text::WhichLinkHint { typed }))
    }
}

/// Labels of one length, the letters under the fingers first.
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
