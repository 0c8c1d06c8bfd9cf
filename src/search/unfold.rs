//! Turns folded text back into the original, so that one copy of a text serves searches and
//! readers.
//!
//! The stream has a byte for each character that folding changed: six bits for the number of
//! unchanged characters before it, and two bits for which of the usual originals of the folded
//! character it was. Any other change to a cluster is written out.

use std::collections::HashMap;
use std::ops::Range;
use std::sync::OnceLock;

use crate::script::is_bmp_ideograph;
use crate::search::fold::{pieces, twin};
use crate::store::varint;

/// The largest count of unchanged characters in a byte. It stands for that many without a change.
const LONGEST: u8 = 63;
/// The original is written out: the bytes of the folded and of the original text, and the latter.
const OTHER: u8 = 3;

/// Folds a text as [`fold`](crate::search::fold::fold) does, and returns the stream that unfolds
/// it.
pub fn fold_with_stream(text: &str) -> (String, Vec<u8>) {
    let mut folded = String::with_capacity(text.len());
    let mut changes: Vec<(Range<usize>, Range<usize>)> = Vec::new();
    pieces(text, &mut folded, &mut |original, new, one| {
        let first = || text.get(original.clone())?.chars().next();
        if !one || first().is_some_and(|c| twin(c) != Some(c)) {
            changes.push((original, new));
        }
    });
    let mut stream = Vec::new();
    let mut last = 0;
    for (original, new) in changes {
        let (Some(before), Some(own), Some(new_text)) =
            (folded.get(last..new.start), text.get(original), folded.get(new.clone()))
        else {
            continue;
        };
        if own == new_text {
            continue;
        }
        let mut gap = before.chars().count();
        while gap >= usize::from(LONGEST) {
            stream.push(LONGEST << 2);
            gap -= usize::from(LONGEST);
        }
        let gap = gap as u8;
        if let Some(choice) = choice(own, new_text) {
            stream.push(gap << 2 | choice);
        } else {
            stream.push(gap << 2 | OTHER);
            varint::push(&mut stream, new_text.len());
            varint::push(&mut stream, own.len());
            stream.extend_from_slice(own.as_bytes());
        }
        last = new.end;
    }
    (folded, stream)
}

/// The original of a folded text; `None` if the stream is not that of the text.
pub fn unfold(folded: &str, stream: &[u8]) -> Option<String> {
    Some(unfold_at(folded, stream, 0)?.0)
}

/// Returns the original of a folded text, and the place in it from which byte `at` of the folded
/// text comes.
pub fn unfold_at(folded: &str, stream: &[u8], at: usize) -> Option<(String, usize)> {
    unfold_part(folded, stream, at, true)
}

/// Same as [`unfold_at`] for the start of a text. The stream may be that of the whole text.
pub fn unfold_start(folded: &str, stream: &[u8], at: usize) -> Option<(String, usize)> {
    unfold_part(folded, stream, at, false)
}

fn unfold_part(folded: &str, stream: &[u8], at: usize, is_whole: bool) -> Option<(String, usize)> {
    let mut text = String::with_capacity(folded.len() + folded.len() / 8);
    let (mut rest, mut stream, mut place) = (folded, stream, None);
    while let Some((&byte, others)) = stream.split_first() {
        stream = others;
        let gap = usize::from(byte >> 2);
        let copied = rest.char_indices().nth(gap).map_or(rest.len(), |(at, _)| at);
        let done = folded.len() - rest.len();
        if (done..done + copied).contains(&at) {
            place = Some(text.len() + at - done);
        }
        let (same, changed) = rest.split_at_checked(copied)?;
        text.push_str(same);
        rest = changed;
        if rest.is_empty() && !is_whole {
            break;
        }
        if byte >> 2 == LONGEST {
            continue;
        }
        let (start, before) = (text.len(), rest);
        match byte & OTHER {
            OTHER => {
                let new = varint::take(&mut stream)?;
                let own = varint::take(&mut stream)?;
                let (own, others) = stream.split_at_checked(own)?;
                stream = others;
                if rest.len() < new && !is_whole {
                    break;
                }
                text.push_str(std::str::from_utf8(own).ok()?);
                rest = rest.get(new..)?;
            }
            choice => {
                let mut chars = rest.chars();
                text.push(original(chars.next()?, choice)?);
                rest = chars.as_str();
            }
        }
        let done = folded.len() - before.len();
        if (done..folded.len() - rest.len()).contains(&at) {
            place = Some(start);
        }
    }
    let done = folded.len() - rest.len();
    let place = place.or_else(|| Some(text.len() + at.checked_sub(done)?)).unwrap_or_default();
    text.push_str(rest);
    Some((text, place))
}

/// Which of the usual originals of a folded character a text is.
fn choice(own: &str, folded: &str) -> Option<u8> {
    let one = |text: &str| {
        let mut chars = text.chars();
        chars.next().filter(|_| chars.next().is_none())
    };
    let (own, folded) = (one(own)?, one(folded)?);
    (0..OTHER).find(|&choice| original(folded, choice) == Some(own))
}

/// A usual original of a folded character.
fn original(folded: char, choice: u8) -> Option<char> {
    let wide = |c: char| char::from_u32(u32::from(c) + 0xfee0);
    match (folded, choice) {
        (' ', _) => ['\u{3000}', '\u{a0}', '\u{2003}'].get(usize::from(choice)).copied(),
        ('"', _) => ['“', '”', '＂'].get(usize::from(choice)).copied(),
        ('\'', _) => ['’', '‘', '＇'].get(usize::from(choice)).copied(),
        ('a'..='z', 0) => Some(folded.to_ascii_uppercase()),
        ('a'..='z', 2) => wide(folded.to_ascii_uppercase()),
        ('a'..='z', 1) | ('!'..='~', 0) => wide(folded),
        (c, _) if is_bmp_ideograph(c) => variants().get(&c)?.get(usize::from(choice)).copied(),
        _ => None,
    }
}

/// Makes the tables that folding and unfolding need. Without this they are made on first use.
pub fn prepare() {
    variants();
    // A character of each page that nearly every archive needs.
    for c in "é…①─「Ａ".chars() {
        twin(c);
    }
}

/// The other characters that fold to each Han character.
fn variants() -> &'static HashMap<char, Vec<char>> {
    static VARIANTS: OnceLock<HashMap<char, Vec<char>>> = OnceLock::new();
    VARIANTS.get_or_init(|| {
        let mut variants: HashMap<char, Vec<char>> = HashMap::new();
        for c in ('\u{3400}'..='\u{9fff}').filter(|&c| is_bmp_ideograph(c)) {
            if let Some(folded) = twin(c).filter(|&folded| folded != c) {
                variants.entry(folded).or_default().push(c);
            }
        }
        variants
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::search::fold::fold;

    fn check(text: &str) -> Vec<u8> {
        let (folded, stream) = fold_with_stream(text);
        assert_eq!(folded, fold(text));
        assert_eq!(unfold(&folded, &stream).as_deref(), Some(text), "{stream:?}");
        stream
    }

    #[test]
    fn usual_changes_take_one_byte() {
        for (text, bytes) in [
            ("", 0),
            ("全文不变 and so on.", 0),
            ("甲，乙：丙！（丁）", 5),
            ("“甲”‘乙’", 4),
            ("臺灣經濟", 4),
            ("ＡＩ與Wind　", 5),
            // Six bits count up to 62.
            (&format!("{}A", "甲".repeat(62)), 1),
            (&format!("{}A", "甲".repeat(63)), 2),
            (&format!("{}A", "甲".repeat(200)), 4),
            // Three originals are usual, and clusters are written out.
            ("…", 6),
            ("e\u{301}", 6),
            ("😀é\u{4e00}", 0),
        ] {
            assert_eq!(check(text).len(), bytes, "{text}");
        }
    }

    #[test]
    fn places_are_found_in_the_original() {
        let text = "前①臺灣，ＡＩ芯片…é后 e\u{301}x";
        let (folded, stream) = fold_with_stream(text);
        for (needle, original) in
            [("前", "前①"), ("1台", "①臺"), ("湾", "灣"), ("ai", "ＡＩ"), ("..", "…"), ("x", "x")]
        {
            let at = folded.find(needle).unwrap();
            let (whole, place) = unfold_at(&folded, &stream, at).unwrap();
            assert!(whole == text && text.get(place..).unwrap().starts_with(original), "{needle}");
        }
        assert_eq!(unfold_at(&folded, &stream, folded.len()).unwrap().1, text.len());
    }

    proptest! {
        #[test]
        fn unfolding_undoes_folding(
            text in "([a-zA-Z0-9 ]|[一-龥]|[臺灣經濟…①ＡＩﾞｶ각é\u{301}\u{327}İßǅ“’，（）\u{200b}\u{fe0f}]|e\u{301}|か\u{3099}|각|👩\u{200d}🚀|\\PC){0,200}",
        ) {
            check(&text);
        }

        #[test]
        fn a_start_is_unfolded_to_a_start(text in "([a-zA-Z ]|[一-龥臺灣…①ＡＩ，（）é]|e\u{301}){0,60}", len in 0..60_usize, at in 0..90_usize) {
            let (folded, stream) = fold_with_stream(&text);
            let start: String = folded.chars().take(len).collect();
            let (own, place) = unfold_start(&start, &stream, at.min(start.len())).unwrap();
            // If the cut splits the folded form of one character, the last characters stay folded.
            let same = own.chars().zip(text.chars()).take_while(|(own, whole)| own == whole).count();
            prop_assert!(own.chars().count() - same <= 3, "{own} {text}");
            if at + 3 < start.len() && folded.is_char_boundary(at) {
                prop_assert_eq!(place, unfold_at(&folded, &stream, at).unwrap().1);
            }
        }

        #[test]
        fn any_stream_is_tolerated(text in "[a甲… ]{0,9}", stream in prop::collection::vec(any::<u8>(), 0..12), at in 0..40_usize) {
            unfold_at(&text, &stream, at);
        }
    }
}
