//! Decodes a file's bytes into text (R15).
//!
//! Nearly every post is UTF-8 with LF line ends; it is validated at memory speed and borrowed. Byte
//! order marks are dropped; other encodings come from the site's config or a guess; only files that
//! look binary are rejected. Keeps control characters: they are cleaned after the last decoding
//! step.

use std::borrow::Cow;

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, UTF_8};

use crate::archive::post::{Problem, ProblemKind};
use crate::archive::remedy::Remedy;
use crate::archive::wrong::Wrong;
use crate::clean::CleanText;

const BOM: char = '\u{feff}';
/// A text with more undecodable characters than this, in percent, is binary (R15).
const MOST_UNDECODABLE: usize = 30;

/// The text of a file's bytes.
#[derive(Debug)]
pub struct Decoded<'a> {
    /// The text without leading byte order marks, with LF line ends; may hold control characters.
    pub text: Cow<'a, str>,
    /// Problems of the encoding.
    pub problems: Vec<Problem>,
}

/// Decodes a file by its byte order mark, as strict UTF-8, in the site's `encoding`, by a guess, or
/// else lossily (R15).
///
/// The error is the problem of a binary file: one with NULs that is neither UTF-8 nor marked as
/// UTF-16, or one of which more than 30 % cannot be decoded.
pub fn decode<'a>(
    bytes: &'a [u8],
    configured: Option<&'static Encoding>,
) -> Result<Decoded<'a>, Problem> {
    if let Some((encoding, mark)) = Encoding::for_bom(bytes)
        && encoding != UTF_8
    {
        return unless_binary(decode_as(encoding, bytes.get(mark..).unwrap_or_default()));
    }
    match simdutf8::basic::from_utf8(bytes) {
        Ok(text) => Ok(normalize(Cow::Borrowed(text), Vec::new())),
        Err(_) if memchr::memchr(0, bytes).is_some() => Err(binary(Wrong::BinaryNul)),
        Err(_) => unless_binary(decode_other(bytes, configured)),
    }
}

/// A text decoded in one encoding, and whether all bytes were valid in it.
struct Attempt<'a> {
    text: Cow<'a, str>,
    encoding: &'static Encoding,
    lossless: bool,
}

fn decode_as<'a>(encoding: &'static Encoding, bytes: &'a [u8]) -> Attempt<'a> {
    let (text, errors) = encoding.decode_without_bom_handling(bytes);
    Attempt { text, encoding, lossless: !errors }
}

fn decode_other<'a>(bytes: &'a [u8], configured: Option<&'static Encoding>) -> Attempt<'a> {
    let configured = configured.filter(|encoding| *encoding != UTF_8);
    let configured = configured.map(|encoding| decode_as(encoding, bytes));
    match configured {
        Some(attempt) if attempt.lossless => return attempt,
        _ if is_mostly_utf8(bytes) => return decode_as(UTF_8, bytes),
        _ => {}
    }
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(bytes, true);
    let guessed = decode_as(detector.guess(None, Utf8Detection::Deny), bytes);
    match configured {
        Some(configured) if !guessed.lossless => configured,
        _ => guessed,
    }
}

/// Whether there are more valid multi-byte characters of UTF-8 than invalid bytes: UTF-8 with a few
/// stray bytes (M10), since other encodings are hardly ever valid UTF-8 by chance.
fn is_mostly_utf8(bytes: &[u8]) -> bool {
    let (mut valid, mut stray) = (0, 0);
    for chunk in bytes.utf8_chunks() {
        valid += chunk.valid().chars().filter(|c| !c.is_ascii()).count();
        stray += chunk.invalid().len();
    }
    valid > stray
}

/// Rejects an attempt if too much of it is not text.
fn unless_binary(attempt: Attempt<'_>) -> Result<Decoded<'_>, Problem> {
    let (mut all, mut wrong) = (0, 0);
    for c in attempt.text.chars() {
        all += 1;
        let blank = matches!(c, '\t' | '\n' | '\r' | '\x0b' | '\x0c');
        wrong += usize::from(c == char::REPLACEMENT_CHARACTER || c.is_control() && !blank);
    }
    if wrong * 100 > all * MOST_UNDECODABLE {
        return Err(binary(Wrong::Undecodable));
    }
    let name = attempt.encoding.name();
    let (wrong, gaps) =
        if attempt.lossless { (Wrong::NotUtf8, false) } else { (Wrong::MixedEncodings, true) };
    let done = Remedy::Decoded { encoding: CleanText::line(name), gaps };
    let problem = Problem::new(1, ProblemKind::Encoding, wrong, done);
    Ok(normalize(attempt.text, vec![problem]))
}

fn binary(wrong: Wrong) -> Problem {
    Problem::new(1, ProblemKind::Unreadable, wrong, Remedy::NotShown)
}

/// Drops leading byte order marks (M9) and converts all line ends to LF (M11).
fn normalize(mut text: Cow<'_, str>, mut problems: Vec<Problem>) -> Decoded<'_> {
    if text.starts_with(BOM) {
        let problem =
            Problem::new(1, ProblemKind::ByteOrderMark, Wrong::ByteOrderMark, Remedy::Removed);
        problems.push(problem);
        text = match text {
            Cow::Borrowed(text) => Cow::Borrowed(text.trim_start_matches(BOM)),
            Cow::Owned(text) => Cow::Owned(text.trim_start_matches(BOM).to_owned()),
        };
    }
    let first = memchr::memchr2(b'\r', 0, text.as_bytes());
    if first.is_some() {
        if text.contains('\r') {
            text = Cow::Owned(with_lf(&text));
        }
        if let Some(at) = memchr::memchr(0, text.as_bytes()) {
            let before = text.as_bytes().iter().take(at);
            let line = 1 + before.filter(|byte| **byte == b'\n').count() as u32;
            let problem = Problem::new(line, ProblemKind::Nul, Wrong::Nul, Remedy::Removed);
            problems.push(problem);
        }
    }
    Decoded { text, problems }
}

fn with_lf(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut parts = text.split('\r');
    out.push_str(parts.next().unwrap_or_default());
    for part in parts {
        out.push('\n');
        out.push_str(part.strip_prefix('\n').unwrap_or(part));
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use encoding_rs::{BIG5, EUC_KR, GB18030, GBK, SHIFT_JIS};
    use proptest::prelude::*;

    const NEWS: &str =
        "今天上午，市场小幅上涨，投资者关注新的政策消息。记者从有关部门了解到，明天起执行。";

    /// Decodes and compares the text and the problems' kinds and texts.
    fn check(bytes: &[u8], text: &str, problems: &[(ProblemKind, &str)]) {
        let decoded = decode(bytes, None).unwrap();
        assert_eq!(decoded.text, text);
        let found: Vec<_> = decoded.problems.iter().map(|p| (p.kind, p.to_string())).collect();
        let found: Vec<_> = found.iter().map(|(kind, text)| (*kind, text.as_str())).collect();
        assert_eq!(found, problems);
    }

    const MARK: (ProblemKind, &str) = (ProblemKind::ByteOrderMark, "byte order mark; removed");

    #[test]
    fn good_text_is_borrowed() {
        for text in ["", "a", "标题\n正文\u{1f4f0}", "a\u{feff}b"] {
            let decoded = decode(text.as_bytes(), None).unwrap();
            assert!(matches!(decoded.text, Cow::Borrowed(found) if found == text));
            assert!(decoded.problems.is_empty());
        }
    }

    #[test]
    fn marks_and_line_ends() {
        // M9, M11, S28
        check("\u{feff}---\n".as_bytes(), "---\n", &[MARK]);
        check("\u{feff}\u{feff}---\n".as_bytes(), "---\n", &[MARK]);
        check(b"a\r\nb\rc\r\r\nd\r", "a\nb\nc\n\nd\n", &[]);
        check("\u{feff}a\r\n".as_bytes(), "a\n", &[MARK]);
    }

    #[test]
    fn nul_in_text_is_noted_and_in_other_bytes_makes_them_binary() {
        // R15, S30
        check(b"a\n\0b", "a\n\0b", &[(ProblemKind::Nul, "NUL characters; removed")]);
        assert_eq!(decode(b"a\n\0b", None).unwrap().problems[0].line, 2);
        let problem = decode(b"\x89PNG\r\n\0\0\xff", None).unwrap_err();
        assert_eq!(problem.kind, ProblemKind::Unreadable);
        assert_eq!(
            problem.to_string(),
            "the file is not text: it contains NUL characters; not shown"
        );
    }

    #[test]
    fn utf_16_is_detected_by_its_mark() {
        // M10
        let wide = |text: &str, order: fn(u16) -> [u8; 2]| -> Vec<u8> {
            std::iter::once(0xfeff).chain(text.encode_utf16()).flat_map(order).collect()
        };
        let name = |name| (ProblemKind::Encoding, name);
        let (little, big) = (
            name("the text is not UTF-8; decoded as UTF-16LE"),
            name("the text is not UTF-8; decoded as UTF-16BE"),
        );
        check(&wide("标题\r\nx", u16::to_le_bytes), "标题\nx", &[little]);
        check(&wide("标题\nx", u16::to_be_bytes), "标题\nx", &[big]);
        check(&wide("\u{feff}x", u16::to_le_bytes), "x", &[little, MARK]);
    }

    #[test]
    fn other_encodings_are_guessed_and_named() {
        // M10, S29
        let cases: [(&'static Encoding, &str); 4] = [
            (GBK, NEWS),
            (
                BIG5,
                "今天上午，市場小幅上漲，投資者關注新的政策消息。記者從有關部門了解到，明天起執行。",
            ),
            (SHIFT_JIS, "今日の午前、市場は小幅に上昇した。新しい政策について発表があった。"),
            (EUC_KR, "오늘 오전 시장은 소폭 상승했다. 새로운 정책이 발표되었다."),
        ];
        for (encoding, text) in cases {
            let (bytes, _, _) = encoding.encode(text);
            let message = format!("the text is not UTF-8; decoded as {}", encoding.name());
            check(&bytes, text, &[(ProblemKind::Encoding, &message)]);
        }
        check(
            b"na\xefve caf\xe9 cr\xe8me br\xfbl\xe9e",
            "naïve café crème brûlée",
            &[(ProblemKind::Encoding, "the text is not UTF-8; decoded as windows-1252")],
        );
    }

    #[test]
    fn the_configured_encoding_goes_first_if_it_fits() {
        // J5
        // R15
        let gbk = GBK.encode(NEWS).0;
        let broken = [&gbk[..], b"\xff"].concat();
        let read = |bytes: &[u8], encoding| {
            let decoded = decode(bytes, Some(encoding)).unwrap();
            (decoded.text.starts_with(NEWS), decoded.problems[0].done.to_string())
        };
        assert_eq!(read(&gbk, SHIFT_JIS), (true, "decoded as GBK".to_owned()));
        assert_eq!(read(&gbk, GB18030), (true, "decoded as gb18030".to_owned()));
        // If no encoding fits, the configured one beats a guess.
        assert_eq!(read(&broken, GB18030), (true, "decoded as gb18030, with gaps".to_owned()));
    }

    #[test]
    fn mixed_bytes_are_read_with_gaps() {
        // M10
        let message = "the text is in mixed encodings; decoded as UTF-8, with gaps";
        check(
            b"\xe6\xa0\x87\xe9\xa2\x98\xff\n",
            "标题\u{fffd}\n",
            &[(ProblemKind::Encoding, message)],
        );
        let mut gbk = GBK.encode(NEWS).0.into_owned();
        gbk.push(0xff);
        assert!(decode(&gbk, None).unwrap().text.starts_with(NEWS));
    }

    #[test]
    fn text_that_is_a_third_undecodable_is_binary() {
        // R15
        let problem = decode(&b"\x01\x02\x03\xff text".repeat(9), None).unwrap_err();
        assert_eq!(
            problem.to_string(),
            "the file is not text: more than 30 % of it cannot be decoded; not shown"
        );
        assert!(decode(&b"\x01\xff a longer text".repeat(9), None).is_ok());
    }

    proptest! {
        #[test]
        fn gb18030_comes_back(text in "[ -~\n\u{4e00}-\u{9fff}\u{3000}-\u{3002}\u{ac00}-\u{acff}\u{1f300}-\u{1f5ff}]{0,60}") {
            // J5, S29: bytes that happen to be UTF-8 are read as such (R15).
            let (bytes, _, _) = GB18030.encode(&text);
            if std::str::from_utf8(&bytes).is_err() {
                prop_assert_eq!(&decode(&bytes, Some(GB18030)).unwrap().text, &text);
            }
        }

        #[test]
        fn any_bytes_are_text_or_a_problem(
            bytes in proptest::collection::vec(any::<u8>(), 0..200),
            text in "(\\PC|\r|\n|\u{feff}|\0){0,60}",
        ) {
            for encoding in [None, Some(GB18030)] {
                for bytes in [bytes.as_slice(), text.as_bytes()] {
                    if let Ok(decoded) = decode(bytes, encoding) {
                        prop_assert!(!decoded.text.contains('\r'));
                        prop_assert!(!decoded.text.starts_with(BOM));
                    }
                }
            }
        }
    }
}
