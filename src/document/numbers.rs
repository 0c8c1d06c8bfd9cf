//! The numbers of ordered lists: given ones (`value`), backwards (`reversed`), and as letters or Roman
//! numerals (`type`).

use std::fmt::{self, Display, Formatter};

use html5ever::local_name;
use scraper::node::{Element, Node};

use super::tree::{NodeId, NodeRef};
use super::{Item, attributes};

/// How a number is written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Numerals {
    /// `1`, `2`.
    #[default]
    Digits,
    /// `a`, `b`.
    Letters,
    /// `A`, `B`.
    CapitalLetters,
    /// `i`, `ii`.
    Roman,
    /// `I`, `II`.
    CapitalRoman,
}

/// The number of an item, as it is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Number {
    /// The number.
    pub value: i64,
    /// How it is written.
    pub numerals: Numerals,
}

impl Numerals {
    /// The value of HTML's `type`.
    pub(super) fn of(name: &str) -> Option<Self> {
        Some(match name {
            "1" => Self::Digits,
            "a" => Self::Letters,
            "A" => Self::CapitalLetters,
            "i" => Self::Roman,
            "I" => Self::CapitalRoman,
            _ => return None,
        })
    }

    /// The name in HTML.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Digits => "1",
            Self::Letters => "a",
            Self::CapitalLetters => "A",
            Self::Roman => "i",
            Self::CapitalRoman => "I",
        }
    }
}

impl Display for Number {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let written = match self.numerals {
            Numerals::Digits => None,
            Numerals::Letters | Numerals::CapitalLetters => letters(self.value),
            Numerals::Roman | Numerals::CapitalRoman => roman(self.value),
        };
        let is_capital = matches!(self.numerals, Numerals::CapitalLetters | Numerals::CapitalRoman);
        match written {
            None => write!(f, "{}", self.value),
            Some(written) if is_capital => f.write_str(&written.to_ascii_uppercase()),
            Some(written) => f.write_str(&written),
        }
    }
}

/// `a` to `z`, `aa`; `None` below 1.
fn letters(value: i64) -> Option<String> {
    let mut rest = u64::try_from(value).ok().filter(|&value| value > 0)?;
    let mut letters = Vec::new();
    while rest > 0 {
        rest -= 1;
        letters.push(char::from(b'a' + (rest % 26) as u8));
        rest /= 26;
    }
    Some(letters.into_iter().rev().collect())
}

/// A Roman numeral; `None` if there is none.
fn roman(value: i64) -> Option<String> {
    const SIGNS: [(i64, &str); 13] = [
        (1000, "m"),
        (900, "cm"),
        (500, "d"),
        (400, "cd"),
        (100, "c"),
        (90, "xc"),
        (50, "l"),
        (40, "xl"),
        (10, "x"),
        (9, "ix"),
        (5, "v"),
        (4, "iv"),
        (1, "i"),
    ];
    let mut rest = Some(value).filter(|value| (1..4000).contains(value))?;
    let mut signs = String::new();
    for (value, sign) in SIGNS {
        while rest >= value {
            signs.push_str(sign);
            rest -= value;
        }
    }
    Some(signs)
}

/// The numbers of an open list.
#[derive(Clone, Copy, Debug)]
pub(super) struct Numbers {
    /// The list's node.
    pub list: NodeId,
    /// The number of the first item.
    pub first: i64,
    next: i64,
    step: i64,
    numerals: Numerals,
}

impl Numbers {
    /// The numbers of an `ol`.
    pub(super) fn of(node: NodeRef<'_>, element: &Element) -> Self {
        let is_reversed = element.attr("reversed").is_some();
        let items = || {
            let is_item = |child: &NodeRef<'_>| matches!(child.value(), Node::Element(item) if item.name.local == local_name!("li"));
            node.children().filter(is_item).count() as i64
        };
        let start = element.attr("start").map(attributes::number);
        let first = start.unwrap_or_else(|| if is_reversed { items() } else { 1 });
        let numerals = element.attr("type").and_then(Numerals::of).unwrap_or_default();
        let step = if is_reversed { -1 } else { 1 };
        Self { list: node.id(), first, next: first, step, numerals }
    }

    /// The number of the next item.
    pub(super) fn next(&mut self, item: &Element) -> Number {
        let value = item.attr("value").map_or(self.next, attributes::number);
        let numerals = item.attr("type").and_then(Numerals::of).unwrap_or(self.numerals);
        self.next = value.saturating_add(self.step);
        Number { value, numerals }
    }
}

/// Drops the numbers that items have by position in a list that starts with `first`. The list must be
/// complete, because loose text before the first `li` becomes an item too.
pub(super) fn drop_plain(items: &mut [Item], first: i64) {
    for (item, place) in items.iter_mut().zip(0..) {
        let plain = Number { value: first.saturating_add(place), numerals: Numerals::Digits };
        item.number = item.number.filter(|number| *number != plain);
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::sketch;
    use super::super::{NoContext, Syntax, parse};

    #[track_caller]
    fn check(html: &str, expected: &str) {
        let document = parse(html, Syntax::Html, &NoContext);
        assert_eq!(sketch(&document), expected, "{html}");
        let again = parse(&document.to_html(), Syntax::Html, &NoContext);
        assert_eq!(sketch(&again), expected, "{}", document.to_html());
    }

    #[test]
    fn items_have_numbers_of_their_own() {
        check("<ol><li>a<li value=7>b<li>c</ol>", "ol1(li(p(a)) li7(p(b)) li8(p(c)))");
        check(
            "<ol reversed><li>a<li>b<ol><li>c</ol></ol>",
            "ol2(li(p(a)) li1(p(b) ol1(li(p(c)))))",
        );
        check("<ol type=a start=25><li>a<li>b<li>c</ol>", "ol25(liy(p(a)) liz(p(b)) liaa(p(c)))");
        check("<ol type=I start=4><li>a<li type=1>b</ol>", "ol4(liIV(p(a)) li(p(b)))");
        check("<ol start=0><li>a<li>b</ol>", "ol0(li(p(a)) li(p(b)))");
        // Loose text becomes an item without a number of its own.
        check("<ol>a<li>b<li>c</ol>", "ol1(li(p(a)) li1(p(b)) li2(p(c)))");
        check("<ol start=5>a<li value=7>b<li value=7>c</ol>", "ol5(li(p(a)) li7(p(b)) li(p(c)))");
        check("<ul><li value=3>a</ul>", "ul(li(p(a)))");
        check("<ol type=i start=4000><li>a</ol>", "ol4000(li4000(p(a)))");
    }
}
