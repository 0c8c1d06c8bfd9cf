//! Finds the length of complete escape sequences (S1, S2).

/// The longest escape sequence that is removed whole, in bytes (S1).
const LONGEST_SEQUENCE: usize = 4096;

/// The length in bytes of the complete escape sequence after an ESC, or 0 if there is none (S1).
///
/// `bytes` starts after the ESC. A sequence counts only if it ends on its line and within
/// [`LONGEST_SEQUENCE`]; C1 controls neither start nor end one (S2).
pub(super) fn sequence_len(bytes: &[u8]) -> usize {
    let line = bytes.get(..bytes.len().min(LONGEST_SEQUENCE)).unwrap_or_default();
    let line =
        line.split(|byte| matches!(byte, b'\n' | b'\r' | 0x0b | 0x0c)).next().unwrap_or_default();
    let Some((&introducer, rest)) = line.split_first() else { return 0 };
    match introducer {
        b'[' => control_sequence_len(rest).map_or(0, |len| len + 1),
        b']' => string_len(rest, true).map_or(0, |len| len + 1),
        b'P' | b'X' | b'^' | b'_' => string_len(rest, false).map_or(0, |len| len + 1),
        0x20..=0x2f => {
            let intermediates = line.iter().take_while(|byte| matches!(byte, 0x20..=0x2f)).count();
            match line.get(intermediates) {
                Some(0x30..=0x7e) => intermediates + 1,
                _ => 0,
            }
        }
        0x30..=0x7e => 1,
        _ => 0,
    }
}

fn control_sequence_len(bytes: &[u8]) -> Option<usize> {
    let parameters = bytes.iter().take_while(|byte| matches!(byte, 0x30..=0x3f)).count();
    let intermediates =
        bytes.iter().skip(parameters).take_while(|byte| matches!(byte, 0x20..=0x2f)).count();
    let end = parameters + intermediates;
    matches!(bytes.get(end), Some(0x40..=0x7e)).then_some(end + 1)
}

fn string_len(bytes: &[u8], bell_ends: bool) -> Option<usize> {
    let at = bytes.iter().position(|&byte| byte == 0x1b || bell_ends && byte == 0x07)?;
    match bytes.get(at)? {
        0x07 => Some(at + 1),
        _ => (bytes.get(at + 1) == Some(&b'\\')).then_some(at + 2),
    }
}

#[cfg(test)]
mod tests {
    use crate::clean::CleanText;

    fn body(text: &str) -> String {
        CleanText::body(text).to_string()
    }

    #[test]
    fn complete_sequences_go_whole_and_their_surroundings_stay() {
        // S1
        for (text, expected) in [
            ("a\x1b[31mb\x1b[0mc", "abc"),
            ("a\x1b]0;PWN\x07b", "ab"),
            ("a\x1b]52;c;ZXZpbA==\x1b\\b", "ab"),
            ("a\x1bPq#0\x1b\\b", "ab"),
            ("a\x1b_x\x1b\\b\x1b^y\x1b\\c\x1bXz\x1b\\d", "abcd"),
            ("a\x1b(Bb", "ab"),
            ("a\x1bcb", "ab"),
            ("a\x1b中b", "a中b"),
            ("a\x1b", "a"),
        ] {
            assert_eq!(body(text), expected, "{text:?}");
        }
    }

    #[test]
    fn an_open_sequence_swallows_nothing() {
        assert_eq!(body("a\x1b]0;title\nthe article"), "a]0;title\nthe article");
        assert_eq!(body("a\x1b[12中文"), "a[12中文");
        let long = format!("\x1b]0;{}\x07end", "x".repeat(5000));
        assert!(body(&long).ends_with("xend"));
    }
}
