//! Full-width forms and their ASCII twins.
//!
//! An input method for Chinese types `：（）－` and full-width letters; the grammar takes them for
//! their twins without a change to what is looked for.

/// The ASCII twin of a full-width form (U+FF01 to U+FF5E) and of curly double quotes; any other
/// character is itself.
pub fn to_ascii(c: char) -> char {
    match c {
        '“' | '”' => '"',
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(c) - 0xfee0).unwrap_or(c),
        _ => c,
    }
}

/// A text with ASCII twins in place of full-width forms.
pub fn text_to_ascii(text: &str) -> String {
    text.chars().map(to_ascii).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn twins_are_ascii() {
        assert_eq!(text_to_ascii("“（－Ａ～甲　"), "\"(-A~甲　");
    }
}
