//! Writes characters so that they stand for nothing but themselves: in an address by percent signs,
//! in HTML by number.

/// Writes a character by its number, as HTML and Markdown read it.
pub(super) fn push_reference(c: char, out: &mut String) {
    out.push_str("&#");
    out.push_str(&u32::from(c).to_string());
    out.push(';');
}

/// Writes text as `%XX`, but for the characters that `is_kept` names. Bytes that are not UTF-8 are
/// never kept.
pub fn push_percent_encoded(text: &[u8], is_kept: impl Fn(char) -> bool, out: &mut String) {
    for chunk in text.utf8_chunks() {
        for c in chunk.valid().chars() {
            if is_kept(c) {
                out.push(c);
            } else {
                push_bytes(c.encode_utf8(&mut [0; 4]).as_bytes(), out);
            }
        }
        push_bytes(chunk.invalid(), out);
    }
}

fn push_bytes(bytes: &[u8], out: &mut String) {
    for byte in bytes {
        let digits = [byte >> 4, byte & 15].map(|digit| char::from_digit(digit.into(), 16));
        out.push('%');
        out.extend(digits.into_iter().flatten().map(|digit| digit.to_ascii_uppercase()));
    }
}

/// Decodes `%XX`; the text itself if the result is not UTF-8.
pub fn percent_decoded(text: &str) -> String {
    String::from_utf8(percent_decoded_bytes(text)).unwrap_or_else(|_| text.to_owned())
}

/// Decodes `%XX` into bytes of any kind.
pub fn percent_decoded_bytes(text: &str) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((&byte, after)) = rest.split_first() {
        let hex = |at: usize| after.get(at).and_then(|&digit| char::from(digit).to_digit(16));
        if let (b'%', Some(high), Some(low)) = (byte, hex(0), hex(1)) {
            bytes.extend(u8::try_from(high * 16 + low));
            rest = after.get(2..).unwrap_or_default();
        } else {
            bytes.push(byte);
            rest = after;
        }
    }
    bytes
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn percent_signs_there_and_back() {
        for (text, expected) in [
            ("a-b/c".as_bytes(), "a-b/c"),
            ("a b%".as_bytes(), "a%20b%25"),
            ("图".as_bytes(), "图"),
            ("？".as_bytes(), "%EF%BC%9F"),
            (b"\xd6\xd0a", "%D6%D0a"),
        ] {
            let mut encoded = String::new();
            push_percent_encoded(text, |c| !" %？".contains(c), &mut encoded);
            assert_eq!(encoded, expected);
            assert_eq!(percent_decoded_bytes(&encoded), text, "{expected}");
        }
        assert_eq!(percent_decoded("%E5%9B%BE %FG%"), "图 %FG%");
        assert_eq!(percent_decoded("%FF"), "%FF");
    }

    #[test]
    fn references() {
        let mut out = String::new();
        for c in ['*', '\n', '中'] {
            push_reference(c, &mut out);
        }
        assert_eq!(out, "&#42;&#10;&#20013;");
    }
}
