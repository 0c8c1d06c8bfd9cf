//! The two forms that a file name can have in Unicode, with composed (NFC) and with decomposed
//! characters (NFD): systems and archives differ, and people type either.

use std::borrow::Cow;

use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfc_quick};

/// A name with composed characters, to be compared with others. Borrowed if it is so already or is
/// not UTF-8.
pub fn composed(name: &[u8]) -> Cow<'_, [u8]> {
    match std::str::from_utf8(name) {
        Ok(text) if is_nfc_quick(text.chars()) != IsNormalized::Yes => {
            Cow::Owned(text.nfc().collect::<String>().into_bytes())
        }
        _ => Cow::Borrowed(name),
    }
}

/// A text with composed characters, to be compared with others.
pub fn composed_text(text: &str) -> String {
    text.nfc().collect()
}

/// A name with composed, and with decomposed characters.
pub fn forms_of_name(name: &str) -> [String; 2] {
    [composed_text(name), name.nfd().collect()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_in_two_forms() {
        let (nfc, nfd) = ("a/\u{e9}가①.md", "a/e\u{301}\u{1100}\u{1161}①.md");
        for (name, expected) in
            [(nfc.as_bytes(), nfc.as_bytes()), (nfd.as_bytes(), nfc.as_bytes()), (b"\xff", b"\xff")]
        {
            assert_eq!(*composed(name), *expected, "{name:?}");
        }
        assert_eq!(forms_of_name(nfc), [nfc, nfd]);
        assert_eq!(forms_of_name(nfd), [nfc, nfd]);
    }
}
