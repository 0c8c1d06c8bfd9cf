//! Proves from the raw bytes of a file, without parsing it, that a text is not in its body. Nearly all
//! files that a search would have to parse lack the text.
//!
//! A Han character of the text must be in the file, as itself or as a character that folds to it: no
//! named entity and no markup but a picture's produces Han characters. Next to it must be the text's other
//! characters, or something that may be markup. If every occurrence has a wrong Han character,
//! letter or digit next to it, the text is absent.

use std::collections::HashMap;
use std::sync::OnceLock;

use memchr::memmem::Finder;
use memchr::{memchr2_iter, memchr3_iter};

use crate::script::is_bmp_ideograph;
use crate::search::fold::twin;

/// The Han character that the placeholder of a picture adds: `[图 name]`.
const PLACEHOLDER: char = '图';

/// A text to rule out in files.
#[derive(Debug)]
pub(super) struct Absence {
    /// The text's characters, folded.
    text: Vec<char>,
    /// The index of a Han character among them.
    anchor: usize,
    /// Finders for all characters that fold to it, in UTF-8.
    sources: Vec<Finder<'static>>,
}

impl Absence {
    /// `text` is folded; `None` if it has no Han character that only the file can contain.
    pub(super) fn new(text: &str) -> Option<Self> {
        let text: Vec<char> = text.chars().collect();
        let anchor = text.iter().position(|&c| is_bmp_ideograph(c) && c != PLACEHOLDER)?;
        let own = text.get(anchor).copied()?;
        let sources = sources().get(&own)?.iter();
        let finder = |c: &char| Finder::new(c.encode_utf8(&mut [0; 4])).into_owned();
        let sources = sources.map(finder).collect();
        Some(Self { text, anchor, sources })
    }

    /// Whether the text is certainly not in the body of a file with these bytes.
    pub(super) fn is_certain(&self, file: &[u8]) -> bool {
        let Ok(file) = simdutf8::basic::from_utf8(file) else { return false };
        let bytes = file.as_bytes();
        if has_odd_characters(bytes) || has_makers(bytes) {
            return false;
        }
        let mut places = self.sources.iter().flat_map(|source| {
            let len = source.needle().len();
            source.find_iter(bytes).map(move |at| (at, at + len))
        });
        places.all(|(start, end)| {
            let (Some(before), Some(after)) = (file.get(..start), file.get(end..)) else {
                return false;
            };
            let (left, right) = self.text.split_at(self.anchor);
            let right = right.get(1..).unwrap_or_default();
            is_other(after.chars(), right.iter())
                || is_other(before.chars().rev(), left.iter().rev())
        })
    }
}

/// Whether the characters of a file certainly differ from those of the text.
fn is_other<'a>(
    file: impl Iterator<Item = char>,
    mut text: impl Iterator<Item = &'a char>,
) -> bool {
    for c in file {
        let Some(&wanted) = text.next() else { return false };
        // Without a twin it folds to several characters, or to one of another plane.
        let Some(twin) = twin(c) else { return false };
        if twin != wanted {
            return is_text(c);
        }
        if !is_text(c) {
            return false;
        }
    }
    false
}

/// Whether a character is always literal text in a body. Others may be markup, start something else,
/// or be dropped.
fn is_text(c: char) -> bool {
    is_bmp_ideograph(c)
        || c.is_ascii_alphanumeric()
        || matches!(c, '.' | ',' | '%' | '“' | '”' | '‘' | '’')
        || matches!(c, '\u{3001}'..='\u{3003}' | '\u{3008}'..='\u{3011}' | '\u{ff01}'..='\u{ff5e}')
}

/// Whether the file has something that can make text that is nowhere in it: entities by number,
/// percent-encoded names of pictures, Liquid, and kramdown's generated contents.
fn has_makers(bytes: &[u8]) -> bool {
    memchr3_iter(b'&', b'{', b'%', bytes).any(|at| match bytes.get(at..at + 2) {
        Some([b'%', first]) => {
            let second = bytes.get(at + 2);
            first.is_ascii_hexdigit() && second.is_some_and(u8::is_ascii_hexdigit)
        }
        pair => matches!(pair, Some(b"&#" | b"{{" | b"{%" | b"{:")),
    })
}

/// Whether the file has characters that fold to several, or to Han without being in [`sources`]:
/// squared months, days and eras, enclosed and rare compatibility ideographs.
fn has_odd_characters(bytes: &[u8]) -> bool {
    memchr2_iter(0xe3, 0xf0, bytes).any(|at| match bytes.get(at..at + 3) {
        // U+3200 to U+33FF.
        Some([0xe3, second, _]) => (0x88..=0x8f).contains(second),
        // U+1F200 to U+1F2FF, U+2F800 to U+2FFFF.
        Some([0xf0, 0x9f, third]) => (0x88..=0x8b).contains(third),
        Some([0xf0, second, _]) => *second == 0xaf,
        _ => false,
    })
}

/// The characters that fold to each Han character, including itself.
fn sources() -> &'static HashMap<char, Vec<char>> {
    static SOURCES: OnceLock<HashMap<char, Vec<char>>> = OnceLock::new();
    SOURCES.get_or_init(|| {
        let all = ('\u{2e80}'..='\u{2fdf}').chain('\u{3005}'..='\u{3007}');
        let all = all.chain('\u{3021}'..='\u{303f}').chain('\u{3190}'..='\u{31ff}');
        let all = all.chain('\u{3400}'..='\u{9fff}').chain('\u{f900}'..='\u{faff}');
        let mut sources: HashMap<char, Vec<char>> = HashMap::new();
        for c in all {
            if let Some(twin) = twin(c).filter(|&twin| is_bmp_ideograph(twin)) {
                sources.entry(twin).or_default().push(c);
            }
        }
        sources
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::document::{self, NoContext, Syntax};
    use crate::search::fold::fold;

    fn is_absent(text: &str, file: &str) -> bool {
        Absence::new(text).unwrap().is_certain(file.as_bytes())
    }

    #[test]
    fn absence_is_proved() {
        for (text, file, certain) in [
            ("储能", "储能", false),
            ("储能", "储存能力", true),
            ("储能", "能储", false),
            ("储能", "", true),
            ("储能", "储", false),
            ("储能", "储<b>能</b>", false),
            ("储能", "储，能", true),
            ("储能", "儲能", false),
            ("储能", "儲存", true),
            ("储能", "x能", true),
            ("㑇人", "㑇人", false),
            ("㑇人", "㑇国人", true),
            ("储能", "储㑇能", true),
            ("储𠀀", "储𠀀", false),
            ("储𠀀", "储能", true),
            ("5.1亿", "9.1亿 5.2亿 51亿", true),
            ("a&b亿", "a&amp;b亿", false),
            ("5.1亿", "９.1亿", true),
            ("5.1亿", "５.1亿", false),
            ("5.1亿", "5.1亿", false),
            ("5g网", "５Ｇ网", false),
            ("5g网", "4G网", true),
            // Generated text.
            ("储能", "&#20648;&#33021;", false),
            ("月光", "㋀光", false),
            ("株式会社", "㍿", false),
            ("中国", "🈭国", false),
            ("储能", "{{ page.title }}", false),
            ("储能", "{:toc}", false),
            ("日出", "<img src=%E6%97%A5%E5%87%BA.png>", false),
            ("日图", "<img src=日.png>图", true),
            ("储能", "储存 5%", true),
        ] {
            assert_eq!(is_absent(text, file), certain, "{text} {file}");
        }
        assert!(Absence::new("5.1").is_none());
        // A picture without a name makes it.
        assert!(Absence::new("图").is_none());
        assert!(!Absence::new("储能").unwrap().is_certain(b"\xb4\xa2"));
    }

    #[test]
    fn every_source_is_known() {
        // Every character that folds to Han is a source, or odd.
        for c in ('\u{80}'..=char::MAX).filter(|c| !c.is_alphabetic() || !c.is_ascii()) {
            let folded = fold(c.encode_utf8(&mut [0; 4]));
            let Some(han) = folded.chars().find(|&c| is_bmp_ideograph(c)) else { continue };
            let is_source = sources().get(&han).is_some_and(|sources| sources.contains(&c));
            let is_odd = has_odd_characters(c.to_string().as_bytes());
            assert!(is_source && folded.chars().count() == 1 || is_odd, "{c:?} {folded}");
        }
    }

    /// Bodies of few characters and all kinds of markup, so that near misses are common.
    fn bodies() -> impl Strategy<Value = String> {
        let piece = prop_oneof![
            6 => "[甲乙儲储aA１1]{1,3}",
            1 => Just("<b>".to_owned()), 1 => Just("</b>".to_owned()),
            1 => Just("**".to_owned()), 1 => Just("*".to_owned()), 1 => Just("_".to_owned()),
            1 => Just("`".to_owned()), 1 => Just("\n".to_owned()), 1 => Just("\n\n".to_owned()),
            1 => Just("[甲](乙)".to_owned()), 1 => Just("[^1]".to_owned()),
            1 => Just("\n[^1]: 甲\n".to_owned()), 1 => Just("&amp;".to_owned()),
            1 => Just("&nbsp;".to_owned()), 1 => Just("&#x4e59;".to_owned()),
            1 => Just("<!-- 甲 -->".to_owned()), 1 => Just("\u{200b}".to_owned()),
            1 => Just("# ".to_owned()), 1 => Just("| 甲 | 乙 |\n|--|--|\n".to_owned()),
            1 => Just("\\".to_owned()), 1 => Just("{{ x }}".to_owned()),
            1 => Just("{:toc}".to_owned()), 1 => Just("~~".to_owned()),
            1 => Just("<ruby>甲<rt>a</rt></ruby>".to_owned()), 1 => Just("- ".to_owned()),
            1 => Just("$$".to_owned()), 1 => Just("<br>".to_owned()),
            1 => Just("<script>甲</script>".to_owned()), 1 => Just("--".to_owned()),
            3 => "[.,%，。：“”‘、《》…—;&<*\\\\:()-]",
            1 => Just("<img src=甲.png>".to_owned()), 1 => Just("![](a.png)".to_owned()),
            1 => Just("<img src=%E7%94%B2.png>".to_owned()), 1 => Just("㋀".to_owned()), 1 => Just("```\n".to_owned()),
        ];
        prop::collection::vec(piece, 0..12).prop_map(|pieces| pieces.concat())
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 2000, ..ProptestConfig::default() })]

        #[test]
        fn nothing_present_is_called_absent(
            body in bodies(),
            syntax in prop_oneof![Just(Syntax::Markdown), Just(Syntax::Html)],
            text in "[甲乙储图a1 .,，&*:\"'、]{1,5}",
            from in 0usize..40,
            len in 1usize..6,
        ) {
            let folded = fold(document::parse(&body, syntax, &NoContext).plain_text().as_str());
            let part: String = folded.chars().skip(from).take(len).collect();
            for text in [text, part] {
                if let Some(absence) = Absence::new(&text) {
                    let is_certain = absence.is_certain(body.as_bytes());
                    prop_assert!(!is_certain || !folded.contains(&text), "{text:?} in {folded:?}");
                }
            }
        }
    }
}
