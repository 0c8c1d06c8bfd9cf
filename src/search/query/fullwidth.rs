//! Full-width forms and their ASCII equivalents.
//!
//! Chinese input methods type `：（）－` and full-width letters. The grammar reads them as ASCII; the
//! text to search for stays unchanged.

/// Maps full-width forms (U+FF01 to U+FF5E) and curly double quotes to ASCII; other characters stay.
pub fn to_ascii(c: char) -> char {
    match c {
        '“' | '”' => '"',
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(c) - 0xfee0).unwrap_or(c),
        _ => c,
    }
}

/// [`to_ascii`] for each character of a text.
pub fn text_to_ascii(text: &str) -> String {
    text.chars().map(to_ascii).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn full_width_forms_become_ascii() {
        assert_eq!(text_to_ascii("“（－Ａ～甲　"), "\"(-A~甲　");
    }
}
