//! Full-width forms and their ASCII twins.
//!
//! An input method for Chinese types `：（）－` and full-width letters; the grammar takes them for
//! their twins without a change to what is looked for.

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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn narrows_what_has_a_twin() {
        assert_eq!(narrow_text("“（－Ａ～甲　"), "\"(-A~甲　");
    }
}
