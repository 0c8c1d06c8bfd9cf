//! Decodes what a server sent: by its byte order mark, the header, the text's own declaration, or a
//! guess.
//!
//! A declaration counts only if the text has no error in it: servers send one header for all files.

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, UTF_8, WINDOWS_1252};

/// How many bytes are searched for a declaration.
const HEAD: usize = 1024;

/// The text of `bytes`, where `header` is the charset of the `Content-Type`. What cannot be decoded
/// becomes U+FFFD.
pub fn decode(bytes: &[u8], header: Option<&str>) -> String {
    if let Some((encoding, mark)) = Encoding::for_bom(bytes) {
        let rest = bytes.get(mark..).unwrap_or_default();
        return encoding.decode_without_bom_handling(rest).0.into_owned();
    }
    let declared = declaration(bytes);
    let labels = [header, declared.as_deref()].into_iter().flatten();
    let named: Vec<_> = labels.filter_map(|name| Encoding::for_label(name.as_bytes())).collect();
    // Anything is valid Latin text, which is what many servers claim for every file.
    let certain = named.iter().copied().filter(|encoding| *encoding != WINDOWS_1252);
    let candidates = certain.chain([UTF_8]).chain(named.iter().copied());
    for encoding in candidates {
        let (text, has_errors) = encoding.decode_without_bom_handling(bytes);
        if !has_errors {
            return text.into_owned();
        }
    }
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(bytes, true);
    let guessed = detector.guess(None, Utf8Detection::Allow);
    guessed.decode_without_bom_handling(bytes).0.into_owned()
}

/// The encoding that an XML declaration (`encoding="gbk"`) or a page (`charset=gbk`) names.
fn declaration(bytes: &[u8]) -> Option<String> {
    let head = String::from_utf8_lossy(bytes.get(..HEAD).unwrap_or(bytes)).to_ascii_lowercase();
    let after = ["encoding", "charset"].iter().find_map(|word| {
        let (_, rest) = head.split_once(word)?;
        rest.trim_start().strip_prefix('=')
    })?;
    let value = after.trim_start().trim_start_matches(['"', '\'']);
    let is_name = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.' | ':');
    let name: String = value.chars().take_while(|c| is_name(*c)).take(40).collect();
    (!name.is_empty()).then_some(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(bytes: &[u8], header: Option<&str>, expected: &str) {
        assert_eq!(decode(bytes, header), expected, "{header:?}");
    }

    #[test]
    fn the_first_declaration_without_an_error_counts() {
        let text = "<?xml version='1.0' encoding='GB2312'?><a>新闻联播的头条</a>";
        let (gbk, _, _) = encoding_rs::GBK.encode(text);
        check(&gbk, None, text);
        check(&gbk, Some("gbk"), text);
        // A header that is wrong, or says what every file is given.
        check(&gbk, Some("utf-8"), text);
        check(&gbk, Some("ISO-8859-1"), text);
        check(text.as_bytes(), Some("gb2312"), text);
        check(text.as_bytes(), Some("iso-8859-1"), text);
        check(text.as_bytes(), Some("no-such-charset"), text);
        check("<meta charset=big5>".as_bytes(), None, "<meta charset=big5>");
    }

    #[test]
    fn without_a_declaration_it_is_guessed() {
        let text = "<a>今天的新闻说，明天的天气会更好，请大家带上雨伞出门。</a>";
        check(text.as_bytes(), None, text);
        check(&encoding_rs::GBK.encode(text).0, None, text);
        check(b"<a>caf\xe9</a>", Some("latin1"), "<a>café</a>");
        check(b"\xef\xbb\xbf<a>", Some("gbk"), "<a>");
        check(b"\xff\xfe<\0a\0>\0", Some("utf-8"), "<a>");
        check(b"", None, "");
    }
}
