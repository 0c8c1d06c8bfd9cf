//! Full-width forms and their ASCII twins, and the folding of what is compared.
//!
//! An input method for Chinese types `：（）－` and full-width letters; the grammar takes them for
//! their twins without a change to what is looked for. [`fold`] is the one place that says when two
//! texts are the same to a query.

/// Makes two texts that are the same to a query equal.
pub type Fold = fn(&str) -> String;

/// The ASCII twin of a full-width form (U+FF01 to U+FF5E) and of curly double quotes; any other
/// character is itself.
pub fn narrow(c: char) -> char {
    match c {
        '“' | '”' => '"',
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(c) - 0xfee0).unwrap_or(c),
        _ => c,
    }
}

/// A text with ASCII twins in place of full-width forms.
pub fn narrow_text(text: &str) -> String {
    text.chars().map(narrow).collect()
}

/// Folds case and width.
pub fn fold(text: &str) -> String {
    if text.is_ascii() {
        return text.to_ascii_lowercase();
    }
    let twin = |c| if matches!(c, '“' | '”') { c } else { narrow(c) };
    text.chars().map(twin).flat_map(char::to_lowercase).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folds_case_and_width_but_not_quotes() {
        for (text, folded) in
            [("Wind", "wind"), ("ＡＩ：５Ｇ！", "ai:5g!"), ("“甲”", "“甲”"), ("Ä", "ä")]
        {
            assert_eq!(fold(text), folded);
        }
        assert_eq!(narrow_text("“（－Ａ～甲　"), "\"(-A~甲　");
    }
}
