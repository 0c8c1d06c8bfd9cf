//! Scripts: which characters are Han, and which belong to East Asian text.
//!
//! Ranges follow the blocks of the Unicode standard, so a character that a later version adds to a
//! block is already in its class. Each class contains the one before it. Knows nothing of widths
//! and line breaks.

/// A unified ideograph of the Basic Multilingual Plane.
///
/// The class for search: normalization keeps these characters, and each fits a `u16`. The index on
/// the disk depends on the range.
pub fn is_bmp_ideograph(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}')
}

/// A Han character of any plane: unified and compatibility ideographs, `〇` and `々`.
///
/// `〇` and `々` are the only Han letters outside the ideograph blocks that running text uses.
/// Radicals and Suzhou numerals are not in the class, nor are `〆` and the hexagrams, whose Unicode
/// script is Common.
pub fn is_han(c: char) -> bool {
    is_bmp_ideograph(c)
        || matches!(c, '々' | '〇' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}')
}

/// A letter of kana, in its usual or in its half width.
pub fn is_kana(c: char) -> bool {
    matches!(c, '\u{3041}'..='\u{3096}' | '\u{30a1}'..='\u{30fa}' | '\u{ff66}'..='\u{ff9d}')
}

/// A character of a script that puts no spaces between words: Han, kana, Bopomofo, Yi, their
/// punctuation, and full-width and half-width forms.
///
/// Marks shared with other scripts are not in the class: curly quotes, dashes, `…` and `·`.
pub fn is_spaceless(c: char) -> bool {
    is_han(c)
        || matches!(c,
            '\u{2e80}'..='\u{312f}' | '\u{3190}'..='\u{a4cf}' | '\u{fe30}'..='\u{fe6f}'
            | '\u{ff01}'..='\u{ff9f}' | '\u{ffe0}'..='\u{ffe6}' | '\u{1aff0}'..='\u{1b16f}')
}

/// A character of Chinese, Japanese, Korean or Yi text: [`is_spaceless`] and Hangul.
pub fn is_east_asian(c: char) -> bool {
    is_spaceless(c) || is_hangul(c)
}

fn is_hangul(c: char) -> bool {
    matches!(c,
        '\u{1100}'..='\u{11ff}' | '\u{3130}'..='\u{318f}' | '\u{a960}'..='\u{a97f}'
        | '\u{ac00}'..='\u{d7ff}' | '\u{ffa0}'..='\u{ffdc}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn classes_at_their_edges() {
        const BMP: &str = "ideograph han spaceless asian";
        const HAN: &str = "han spaceless asian";
        const OTHER: &str = "spaceless asian";
        const HANGUL: &str = "asian";
        for (first, last, expected) in [
            (' ', '~', ""),
            ('·', '·', ""),
            ('\u{2010}', '\u{2027}', ""), // dashes, quotes, the ellipsis
            ('\u{10ff}', '\u{10ff}', ""),
            ('\u{1100}', '\u{11ff}', HANGUL), // jamo
            ('\u{2e7f}', '\u{2e7f}', ""),
            ('\u{2e80}', '\u{2fdf}', OTHER), // radicals
            ('\u{3000}', '\u{3004}', OTHER), // the ideographic space, 、。〃
            ('々', '々', HAN),
            ('〆', '〆', OTHER),
            ('〇', '〇', HAN),
            ('〈', '〟', OTHER),
            ('〡', '〩', OTHER), // Suzhou numerals
            ('〻', '〻', OTHER),
            ('\u{3041}', '\u{30ff}', OTHER),  // kana
            ('\u{3105}', '\u{312f}', OTHER),  // Bopomofo
            ('\u{3131}', '\u{318e}', HANGUL), // compatibility jamo
            ('\u{3190}', '\u{33ff}', OTHER),  // kanbun, enclosed, squared
            ('\u{3400}', '\u{4dbf}', BMP),    // Extension A
            ('\u{4dc0}', '\u{4dff}', OTHER),  // hexagrams
            ('\u{4e00}', '\u{9fff}', BMP),
            ('\u{a000}', '\u{a4cf}', OTHER), // Yi
            ('\u{a4d0}', '\u{a4ff}', ""),    // Lisu
            ('\u{ac00}', '\u{d7a3}', HANGUL),
            ('\u{e000}', '\u{f8ff}', ""),  // private use
            ('\u{f900}', '\u{faff}', HAN), // compatibility ideographs
            ('\u{fb00}', '\u{fe2f}', ""),
            ('\u{fe30}', '\u{fe6f}', OTHER), // vertical and small forms
            ('\u{feff}', '\u{ff00}', ""),
            ('！', 'ﾟ', OTHER),                // full-width ASCII, half-width kana
            ('\u{ffa0}', '\u{ffdc}', HANGUL), // half-width jamo
            ('￠', '￦', OTHER),
            ('\u{fff9}', '\u{fffd}', ""),
            ('\u{1b000}', '\u{1b16f}', OTHER), // historic and small kana
            ('\u{1f300}', '\u{1faff}', ""),    // emoji
            ('\u{20000}', '\u{2a6df}', HAN),   // Extension B
            ('\u{2a700}', '\u{2ee5d}', HAN),   // C to F, I
            ('\u{2f800}', '\u{2fa1f}', HAN),   // compatibility supplement
            ('\u{30000}', '\u{323af}', HAN),   // G and H
            ('\u{3ffff}', '\u{3ffff}', HAN),
            ('\u{40000}', '\u{10ffff}', ""),
        ] {
            for c in [first, last] {
                let classes = [
                    (is_bmp_ideograph(c), "ideograph"),
                    (is_han(c), "han"),
                    (is_spaceless(c), "spaceless"),
                    (is_east_asian(c), "asian"),
                ];
                let classes = classes.iter().filter(|(is_in, _)| *is_in).map(|&(_, name)| name);
                assert_eq!(classes.collect::<Vec<_>>().join(" "), expected, "{c:?}");
            }
        }
    }
}
