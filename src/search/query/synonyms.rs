//! Synonyms: a query for one finds the others too, unless it is quoted.

use std::collections::HashMap;

use crate::search::fold::Fold;
use crate::search::query::field::ValueKind;
use crate::search::query::{Node, Query, Term, Text, Value};

/// Groups of synonyms.
#[derive(Clone, Debug, Default)]
pub struct Synonyms {
    groups: Vec<Vec<String>>,
    /// The group of each word, which is folded.
    by_word: HashMap<String, usize>,
    fold: Option<Fold>,
}

impl Synonyms {
    /// Makes groups; a word that is in several belongs to the first.
    pub fn new(groups: &[Vec<String>], fold: Fold) -> Self {
        let mut by_word = HashMap::new();
        for (at, group) in groups.iter().enumerate() {
            for word in group {
                by_word.entry(fold(word)).or_insert(at);
            }
        }
        Self { groups: groups.to_vec(), by_word, fold: Some(fold) }
    }

    /// The other words of a text's group; none for a quoted text.
    fn others(&self, text: &Text) -> Vec<&String> {
        let folded = self.fold.filter(|_| !text.exact).map(|fold| (fold(&text.text), fold));
        let group = folded.as_ref().and_then(|(own, _)| self.groups.get(*self.by_word.get(own)?));
        let is_other =
            |word: &&String| folded.as_ref().is_some_and(|(own, fold)| fold(word) != *own);
        group.into_iter().flatten().filter(is_other).collect()
    }

    /// The query that finds the other words of each group too.
    #[must_use]
    pub fn expand(&self, query: &Query) -> Query {
        Query { root: self.expanded(&query.root), sort: query.sort }
    }

    fn expanded(&self, node: &Node) -> Node {
        let each = |nodes: &[Node]| nodes.iter().map(|node| self.expanded(node)).collect();
        match node {
            Node::All(nodes) => Node::all(each(nodes)),
            Node::Any(nodes) => Node::any(each(nodes)),
            Node::Not(node) => self.expanded(node).negated(),
            Node::Term(term) => {
                let Some((text, with)) = parts(term) else { return node.clone() };
                let others = self.others(text).into_iter().map(|word| {
                    // Synonyms match literally, not as pinyin.
                    Node::Term(with(Text { text: word.clone(), exact: true }))
                });
                Node::any([node.clone()].into_iter().chain(others).collect())
            }
        }
    }

    /// The words that a query finds besides those that were typed, in order.
    pub fn added(&self, query: &Query) -> Vec<String> {
        let mut added = Vec::new();
        self.add(&query.root, &mut added);
        added
    }

    fn add(&self, node: &Node, added: &mut Vec<String>) {
        match node {
            Node::All(nodes) | Node::Any(nodes) => {
                for node in nodes {
                    self.add(node, added);
                }
            }
            Node::Not(node) => self.add(node, added),
            Node::Term(term) => {
                let texts = parts(term).map(|(text, _)| self.others(text)).unwrap_or_default();
                let new: Vec<String> =
                    texts.into_iter().filter(|word| !added.contains(word)).cloned().collect();
                added.extend(new);
            }
        }
    }
}

/// A term with another text.
type With = Box<dyn Fn(Text) -> Term>;

/// The text that a term looks for in titles and bodies, and a function that makes the term for
/// another text.
fn parts(term: &Term) -> Option<(&Text, With)> {
    match term {
        Term::Anywhere(text) => Some((text, Box::new(Term::Anywhere))),
        Term::Field(field, Value::Text(text))
            if matches!(field.takes, ValueKind::Title | ValueKind::Body) =>
        {
            let field = *field;
            Some((text, Box::new(move |text| Term::Field(field, Value::Text(text)))))
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::search::fold::fold;

    #[test]
    fn a_word_finds_its_group_unless_it_is_quoted() {
        let words = |words: &[&str]| words.iter().map(|&word| word.to_owned()).collect();
        let groups: [Vec<String>; 2] =
            [words(&["央行", "中国人民银行", "PBoC"]), words(&["芯片", "半导体"])];
        let synonyms = Synonyms::new(&groups, fold);
        for (typed, expanded, added) in [
            ("央行", "央行 OR \"中国人民银行\" OR \"PBoC\"", "中国人民银行 PBoC"),
            ("pboc 利率", "(pboc OR \"央行\" OR \"中国人民银行\") 利率", "央行 中国人民银行"),
            ("\"央行\" -芯片", "\"央行\" -(芯片 OR \"半导体\")", "半导体"),
            (
                "title:央行",
                "title:央行 OR title:\"中国人民银行\" OR title:\"PBoC\"",
                "中国人民银行 PBoC",
            ),
            ("body:\"芯片\" tag:央行 /央行/", "body:\"芯片\" tag:央行 /央行/", ""),
            ("半導體 OR 芯片", "半導體 OR \"芯片\" OR 芯片 OR \"半导体\"", "芯片 半导体"),
            ("央行们", "央行们", ""),
            ("", "", ""),
        ] {
            let query = Query::parse(typed).unwrap();
            assert_eq!(synonyms.expand(&query).to_string(), expanded, "{typed}");
            assert_eq!(synonyms.added(&query).join(" "), added, "{typed}");
            assert_eq!(Synonyms::default().expand(&query), query);
        }
    }
}
