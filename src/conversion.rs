//! Shows text in simplified or in traditional characters, by phrases, with the tables of `OpenCC`.
//!
//! A conversion replaces Han characters one for one by Han characters of as many bytes and cells, so
//! a place in a text is the same place in every script, and so are its lines (T19). The rare
//! characters without such a counterpart stay; few fonts have them. A text that is in the wanted
//! script already is left alone: the tables would read its characters as those of the other. So is
//! Japanese, which has forms of its own.
//!
//! Knows nothing of documents.

mod tables;

use std::sync::LazyLock;

use crate::clean::{CleanStr, CleanText};
use crate::script::{is_bmp_ideograph, is_kana};
use tables::Table;

/// The characters that Chinese text is shown in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Script {
    /// As the author wrote it.
    #[default]
    Original,
    /// Simplified.
    Simplified,
    /// Traditional, in the forms of `OpenCC`.
    Traditional,
    /// Traditional, in the forms of Taiwan.
    TraditionalTw,
    /// Traditional, in the forms of Hong Kong.
    TraditionalHk,
}

impl Script {
    /// A sign for the line of facts; empty for the original.
    pub const fn sign(self) -> &'static str {
        match self {
            Self::Original => "",
            Self::Simplified => "[简]",
            Self::Traditional => "[繁]",
            Self::TraditionalTw => "[繁/台]",
            Self::TraditionalHk => "[繁/港]",
        }
    }

    /// A text in this script.
    pub fn shown(self, text: CleanStr<'_>) -> CleanText {
        let shown = self.converted(text.as_str());
        // Han characters were replaced by Han characters: it stays clean, and cleaning keeps it.
        shown.map_or_else(|| text.to_clean(), |shown| CleanText::body(&shown))
    }

    /// A text in this script, of the same length; `None` if it stays as it is.
    pub fn converted(self, text: &str) -> Option<String> {
        self.conversion_of(text)?.convert(text)
    }

    /// The conversion for a text and its parts; `None` if it stays as it is. A part alone has too
    /// few characters to tell which script it is in.
    pub fn conversion_of(self, text: &str) -> Option<Conversion> {
        let is_chinese = || text.chars().any(is_bmp_ideograph) && !is_japanese(text);
        if self == Self::Original || !is_chinese() {
            return None;
        }
        let signs = Signs::of(text);
        let tables = match self {
            Self::Original => return None,
            Self::Simplified if signs.are_simplified() => return None,
            // As in Taiwan, where the particle is written 著 too.
            Self::Simplified if text.contains('著') && !text.contains('着') => {
                [Some(&FROM_TAIWAN), Some(&TO_SIMPLIFIED)]
            }
            Self::Simplified => [Some(&TO_SIMPLIFIED), None],
            Self::Traditional => [signs.to_traditional(), None],
            Self::TraditionalTw => [signs.to_traditional(), Some(&TO_TAIWAN)],
            Self::TraditionalHk => [signs.to_traditional(), Some(&TO_HONG_KONG)],
        };
        Some(Conversion(tables))
    }
}

/// Whether so many letters are kana as only in Japanese: Chinese names and quotations have a few.
fn is_japanese(text: &str) -> bool {
    let count = |is_one: fn(char) -> bool| text.chars().filter(|&c| is_one(c)).count();
    let kana = count(is_kana);
    kana > 0 && kana * 8 >= kana + count(is_bmp_ideograph)
}

/// How a text is converted: the tables to apply, one after the other.
#[derive(Clone, Copy)]
pub struct Conversion([Option<&'static Table>; 2]);

impl Conversion {
    /// A text in the other script, of the same length; `None` if it stays as it is.
    pub fn convert(self, text: &str) -> Option<String> {
        let mut shown: Option<String> = None;
        for table in self.0.into_iter().flatten() {
            shown = table.convert(shown.as_deref().unwrap_or(text)).or(shown);
        }
        shown.filter(|shown| shown != text)
    }
}

static TO_TRADITIONAL: Table = Table::new("STPhrases", "STCharacters");
static TO_SIMPLIFIED: Table = Table::new("TSPhrases", "TSCharacters");
static TO_TAIWAN: Table = Table::new("TWVariantsPhrases", "TWVariants");
static FROM_TAIWAN: Table = Table::new("TWVariantsRevPhrases", "TWVariantsRev");
static TO_HONG_KONG: Table = Table::new("HKVariantsPhrases", "HKVariants");

/// The characters of a text that only one script has.
#[derive(Clone, Copy, Debug, Default)]
struct Signs {
    simplified: usize,
    traditional: usize,
}

const SIMPLIFIED: u8 = 1;
const TRADITIONAL: u8 = 2;
/// The first and the last of the characters that can be signs.
const FIRST: char = '\u{3400}';
const LAST: char = '\u{9fff}';

/// The signs that each character from [`FIRST`] to [`LAST`] is, made on first use.
static SIGNS: LazyLock<Box<[u8]>> = LazyLock::new(|| {
    let each = (FIRST..=LAST).map(|c| {
        let simplified = if TO_TRADITIONAL.changes(c) { SIMPLIFIED } else { 0 };
        simplified | if TO_SIMPLIFIED.changes(c) { TRADITIONAL } else { 0 }
    });
    each.collect()
});

impl Signs {
    fn of(text: &str) -> Self {
        let all: &[u8] = &SIGNS;
        let signs = text.chars().filter_map(|c| all.get((c as usize).checked_sub(FIRST as usize)?));
        signs.fold(Self::default(), |signs, sign| Self {
            simplified: signs.simplified + usize::from(sign & SIMPLIFIED != 0),
            traditional: signs.traditional + usize::from(sign & TRADITIONAL != 0),
        })
    }

    /// Whether nothing in the text is traditional, and something is not.
    fn are_simplified(self) -> bool {
        self.simplified > 0 && self.traditional == 0
    }

    /// The table for simplified text. Traditional text has some characters that simplified text
    /// writes for others, such as 里 and 后, but more of its own.
    fn to_traditional(self) -> Option<&'static Table> {
        let is_traditional = self.traditional > 0 && self.traditional >= self.simplified;
        (!is_traditional).then_some(&TO_TRADITIONAL)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::width::Widths;

    const ALL: [Script; 5] = [
        Script::Original,
        Script::Simplified,
        Script::Traditional,
        Script::TraditionalTw,
        Script::TraditionalHk,
    ];

    fn check(script: Script, text: &str, expected: &str) {
        assert_eq!(script.shown(CleanText::body(text).as_clean()).as_str(), expected, "{script:?}");
    }

    #[test]
    fn phrases_decide() {
        for (simplified, traditional) in [
            ("头发很长，经济发展", "頭髮很長，經濟發展"),
            ("乾隆年间，天气干燥", "乾隆年間，天氣乾燥"),
            ("皇后在后面", "皇后在後面"),
            ("干部的白发", "幹部的白髮"),
            ("Linux 与 5G：100 公里", "Linux 與 5G：100 公里"),
        ] {
            check(Script::Traditional, simplified, traditional);
            check(Script::Simplified, traditional, simplified);
            check(Script::Original, simplified, simplified);
        }
    }

    #[test]
    fn regions_have_their_own_forms() {
        for (script, expected) in [
            (Script::Traditional, "臺灣裏面的羣衆喫麪"),
            (Script::TraditionalTw, "臺灣裡面的群眾吃麵"),
            (Script::TraditionalHk, "台灣裏面的羣眾吃麪"),
        ] {
            check(script, "台湾里面的群众吃面", expected);
        }
        check(Script::Simplified, "他看著顯著的變化", "他看着显著的变化");
        check(Script::Simplified, "他看着顯著的變化", "他看着显著的变化");
    }

    #[test]
    fn a_text_in_the_wanted_script_is_left_alone() {
        for text in ["鄰里與皇后的松樹", "只有幾個干預的說法，後來沒有了"] {
            check(Script::Traditional, text, text);
        }
        for text in ["他慰藉了邻居", "乾隆后期的文献很多"] {
            check(Script::Simplified, text, text);
        }
        for script in ALL {
            check(script, "no Han ｶﾞ 한글 😀", "no Han ｶﾞ 한글 😀");
            check(script, "", "");
        }
    }

    #[test]
    fn japanese_is_left_alone() {
        for text in ["無人駅の時計、十二年ぶりに合う", "開発者の時計は", "読書ノート", "ﾃﾞｰﾀ処理"]
        {
            for script in ALL {
                check(script, text, text);
            }
        }
        check(Script::Traditional, "鲜の每日，一家蔬果店开业了", "鮮の每日，一家蔬果店開業了");
    }

    #[test]
    fn what_would_move_a_place_stays() {
        // 頫 has three bytes, its simplified form four.
        check(Script::Simplified, "趙孟頫", "赵孟頫");
    }

    proptest! {
        // T19
        #[test]
        fn places_are_the_same_in_every_script(
            text in "([头发干后里面台着著乾髮發臺裏麵只几系于云了解]|[一-龥]|[\u{3400}-\u{4dbf}]|[\u{20000}-\u{2a6df}]|[a-z ，。“”\n]|\\PC){0,60}",
        ) {
            let text = CleanText::body(&text);
            let widths = Widths::default();
            for script in ALL {
                let shown = script.shown(text.as_clean());
                let edges = |text: &CleanText| -> Vec<(usize, usize)> {
                    let each = text.as_str().char_indices();
                    each.map(|(at, c)| (at, widths.cells(c.encode_utf8(&mut [0; 4])))).collect()
                };
                prop_assert_eq!(edges(&text), edges(&shown), "{}", shown);
                // There and back, a place of the one is a place of the other.
                prop_assert_eq!(script.shown(shown.as_clean()).len(), text.len());
            }
        }
    }
}
