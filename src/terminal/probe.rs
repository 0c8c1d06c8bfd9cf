//! Probes how wide the terminal draws characters that terminals disagree about, and the colour of
//! its background.
//!
//! Each probe is printed at the first cell and followed by a cursor position request. A device
//! attributes request comes last as a fence: its answer shows that no others will follow. This
//! reads the terminal, so no other thread may read keys meanwhile. Bytes that are not answers were
//! typed ahead and are returned in order.

use std::io::{self, Write};
use std::time::{Duration, Instant};

use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::stdio::{stdin, stdout};
use rustix::termios::isatty;

use crate::width::Widths;

/// How long to wait for the answers.
const TIMEOUT: Duration = Duration::from_millis(300);
/// How much longer to wait for the end of a sequence or a paste: its rest would be parsed as keys.
const GRACE: Duration = Duration::from_millis(100);
/// The longest sequence that may be an answer, in bytes.
const LONGEST: usize = 128;

/// The texts drawn. The first takes one cell everywhere: it checks that the answers make sense.
const PROBES: [&str; 6] = ["x", "“", "α", "🧑\u{200d}🌾", "👩🏽", "❤\u{fe0f}"];

/// The cells that the terminal takes for each probe, and its background.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Measurement {
    /// A curly quote; dashes and ellipses take as many.
    pub quotes: u16,
    /// A Greek letter.
    pub greek: u16,
    /// Two emoji joined by ZWJ.
    pub joined: u16,
    /// An emoji with a skin tone.
    pub toned: u16,
    /// A text character with VS16.
    pub selected: u16,
    /// The background colour as red, green and blue, if the terminal reports it (OSC 11).
    pub background: Option<[u8; 3]>,
    /// The time from the requests to the last answer.
    pub round_trip: Duration,
}

impl Measurement {
    /// From the cursor's column after each probe, counted from 1; `None` if they make no sense.
    fn new(columns: &[u16], background: Option<[u8; 3]>, round_trip: Duration) -> Option<Self> {
        let [2, quotes, greek, joined, toned, selected] = *columns else { return None };
        // An impossible column counts as unanswered.
        let cells = |column: u16, otherwise| match column {
            2..=13 => column - 1,
            _ => otherwise,
        };
        Some(Self {
            quotes: cells(quotes, 1),
            greek: cells(greek, 1),
            joined: cells(joined, 4),
            toned: cells(toned, 4),
            selected: cells(selected, 1),
            background,
            round_trip,
        })
    }

    /// Whether the background is light, if the terminal reports it.
    pub fn is_light(&self) -> Option<bool> {
        // Luma by ITU-R BT.601, compared with the middle.
        let [r, g, b] = self.background?.map(u32::from);
        Some(299 * r + 587 * g + 114 * b > 127_500)
    }

    /// The widths for all text. If quotes and letters differ, ambiguous characters count as wide:
    /// too wide leaves a gap, too narrow loses a glyph.
    pub fn widths(&self) -> Widths {
        Widths {
            ambiguous_wide: self.quotes == 2 || self.greek == 2,
            joined: self.joined == 2 && self.toned == 2,
            emoji_selector: self.selected == 2,
        }
    }
}

/// The outcome of a probe.
#[derive(Debug)]
pub(super) struct ProbeResult {
    /// The measurement, or why there is none.
    pub measured: Result<Measurement, &'static str>,
    /// The bytes typed ahead.
    pub typed: Vec<u8>,
}

/// Why the terminal cannot be probed; `None` if it can.
pub(super) fn obstacle() -> Option<&'static str> {
    if !isatty(stdout()) {
        return Some("standard output is not a terminal");
    }
    if !isatty(stdin()) {
        return Some("standard input is not a terminal");
    }
    match std::env::var("TERM").unwrap_or_default().as_str() {
        "" => Some("TERM is not set"),
        "dumb" => Some("TERM is dumb"),
        "linux" => Some("TERM is linux, which has one cell for everything"),
        _ => None,
    }
}

/// Probes the terminal. The alternate screen must be active and nothing else may read the terminal;
/// the screen is blank afterwards. Fails only if writing fails.
pub(super) fn ask() -> io::Result<ProbeResult> {
    if let Some(reason) = obstacle() {
        return Ok(ProbeResult { measured: Err(reason), typed: Vec::new() });
    }
    let mut question = String::new();
    for probe in PROBES {
        question.push_str("\x1b[1;1H");
        question.push_str(probe);
        question.push_str("\x1b[6n");
    }
    question.push_str("\x1b]11;?\x1b\\\x1b[c");
    let start = Instant::now();
    write(&question)?;
    let mut parser = Parser::default();
    let silent = !listen(&mut parser, start);
    let round_trip = start.elapsed();
    write("\x1b[1;1H\x1b[2J")?;
    let columns = parser.columns.clone();
    let measured = match Measurement::new(&columns, parser.background, round_trip) {
        Some(measured) => Ok(measured),
        None if silent && columns.is_empty() => Err("the terminal does not answer"),
        None => Err("the terminal's answers make no sense"),
    };
    Ok(ProbeResult { measured, typed: parser.end() })
}

fn write(text: &str) -> io::Result<()> {
    let mut out = io::stdout().lock();
    out.write_all(text.as_bytes())?;
    out.flush()
}

/// Reads until the fence or the timeout; returns whether the fence came.
fn listen(parser: &mut Parser, start: Instant) -> bool {
    let mut bytes = [0; 1024];
    loop {
        let limit = match (parser.fenced, parser.is_open()) {
            (true, false) => return true,
            (false, false) => TIMEOUT,
            (_, true) => TIMEOUT + GRACE,
        };
        let Some(left) = limit.checked_sub(start.elapsed()) else { return parser.fenced };
        let tty = stdin();
        let mut fds = [PollFd::new(&tty, PollFlags::IN)];
        let Ok(left) = Timespec::try_from(left) else { return parser.fenced };
        match poll(&mut fds, Some(&left)) {
            Ok(0) | Err(rustix::io::Errno::INTR) => continue,
            Ok(_) => {}
            Err(_) => return parser.fenced,
        }
        match rustix::io::read(tty, &mut bytes) {
            Err(rustix::io::Errno::INTR) => {}
            // The terminal is gone: the thread for hang-ups ends the process.
            Ok(0) | Err(_) => return parser.fenced,
            Ok(n) => parser.feed(bytes.get(..n).unwrap_or_default()),
        }
    }
}

/// Separates the terminal's answers from typed bytes, in chunks of any size.
#[derive(Debug, Default)]
struct Parser {
    /// The cursor columns, in the order of the requests.
    columns: Vec<u16>,
    /// The colour of the background.
    background: Option<[u8; 3]>,
    /// Whether the device attributes came.
    fenced: bool,
    /// Everything that is not an answer.
    typed: Vec<u8>,
    /// An unfinished sequence.
    open: Vec<u8>,
}

impl Parser {
    fn feed(&mut self, bytes: &[u8]) {
        for &byte in bytes {
            self.take(byte);
        }
    }

    fn take(&mut self, byte: u8) {
        match (self.open.as_slice(), byte) {
            // The end of a colour: BEL, or Escape and a backslash.
            (open @ [_, b']', ..], 0x07 | b'\\') if colour(open).is_some() => {
                self.background = colour(open);
                self.open.clear();
            }
            (open @ [_, b']', ..], 0x1b) if colour(open).is_some() && !open.ends_with(b"\x1b") => {
                self.open.push(byte);
            }
            // Escape always starts a new sequence.
            (_, 0x1b) => {
                self.give_up();
                self.open.push(byte);
            }
            ([], _) => self.typed.push(byte),
            ([_], b'[' | b']') => self.open.push(byte),
            ([_, b']', body @ ..], _) if may_be_colour(body, byte) => self.open.push(byte),
            ([_, b'[', ..], 0x20..=0x3f) if self.open.len() < LONGEST => self.open.push(byte),
            ([_, b'[', parameters @ ..], b'R') if column(parameters).is_some() => {
                self.columns.extend(column(parameters));
                self.open.clear();
            }
            ([_, b'[', b'?', ..], b'c') => {
                self.fenced = true;
                self.open.clear();
            }
            _ => {
                self.open.push(byte);
                self.give_up();
            }
        }
    }

    /// The unfinished sequence is not an answer: it was typed.
    fn give_up(&mut self) {
        self.typed.append(&mut self.open);
    }

    /// Whether a sequence, a paste or a character is unfinished.
    fn is_open(&self) -> bool {
        let last = |mark: &[u8]| self.typed.windows(mark.len()).rposition(|window| window == mark);
        let in_paste = last(b"\x1b[200~") > last(b"\x1b[201~");
        let in_character =
            std::str::from_utf8(&self.typed).is_err_and(|error| error.error_len().is_none());
        !self.open.is_empty() || in_paste || in_character
    }

    /// The typed bytes, with an unfinished sequence.
    fn end(mut self) -> Vec<u8> {
        self.give_up();
        self.typed
    }
}

/// The start of the answer to a background query, after `Escape ]`.
const COLOUR: &[u8] = b"11;rgb:";

/// Whether `body`, the text after `Escape ]`, can still be a colour with `byte` added.
pub(super) fn may_be_colour(body: &[u8], byte: u8) -> bool {
    match COLOUR.get(body.len()) {
        Some(&expected) => byte == expected,
        None => body.len() < LONGEST && (byte.is_ascii_hexdigit() || byte == b'/'),
    }
}

/// Whether `body`, the text after `Escape ]`, is a complete colour.
pub(super) fn is_colour(body: &[u8]) -> bool {
    colour(&[b"\x1b]", body].concat()).is_some()
}

/// The colour in an answer without its terminator: three parts of one to four hexadecimal digits,
/// in the format of X.
fn colour(open: &[u8]) -> Option<[u8; 3]> {
    let body = open.strip_prefix(b"\x1b]")?.strip_prefix(COLOUR)?;
    let body = std::str::from_utf8(body.strip_suffix(b"\x1b").unwrap_or(body)).ok()?;
    let part = |digits: &str| {
        let most = 16_u32.checked_pow(digits.len().try_into().ok()?)?.checked_sub(1)?;
        let value = u32::from_str_radix(digits, 16).ok().filter(|_| digits.len() <= 4)?;
        u8::try_from(value * 255 / most.max(1)).ok()
    };
    let mut parts = body.split('/').map(part);
    let colour = [parts.next()??, parts.next()??, parts.next()??];
    parts.next().is_none().then_some(colour)
}

/// The column of a cursor position `row;column`.
fn column(parameters: &[u8]) -> Option<u16> {
    let (row, column) = std::str::from_utf8(parameters).ok()?.split_once(';')?;
    let is_number = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    if row.is_empty() || !is_number(row) || !is_number(column) {
        return None;
    }
    column.parse().ok()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn parsed(pieces: &[&[u8]]) -> (Vec<u16>, bool, Vec<u8>) {
        let mut parser = Parser::default();
        for piece in pieces {
            parser.feed(piece);
        }
        (parser.columns.clone(), parser.fenced, parser.end())
    }

    #[test]
    fn answers_and_keys_are_separated() {
        let check = |bytes: &str, columns: &[u16], fenced, typed: &str| {
            let expected = (columns.to_vec(), fenced, typed.as_bytes().to_vec());
            assert_eq!(parsed(&[bytes.as_bytes()]), expected, "{bytes:?}");
        };
        check("", &[], false, "");
        check("\x1b[1;2R\x1b[1;3R\x1b[?62;22c", &[2, 3], true, "");
        check("j\x1b[1;2Rk\x1b[?6cG", &[2], true, "jkG");
        check("\x1b[A\x1b[1;2R\x1bOB\x1b", &[2], false, "\x1b[A\x1bOB\x1b");
        check("\x1b\x1b[1;2R", &[2], false, "\x1b");
        check("\x1b[1;\x1b[1;2R", &[2], false, "\x1b[1;");
        check("\x1b[R\x1b[1R\x1b[;2R\x1b[1;2;3R", &[], false, "\x1b[R\x1b[1R\x1b[;2R\x1b[1;2;3R");
        check("\x1b[1;99999R", &[], false, "\x1b[1;99999R");
        check("\x1b[0;0R\x1b[c", &[0], false, "\x1b[c");
        check("中\x1b[1;2R文", &[2], false, "中文");
    }

    #[test]
    fn unfinished_input_is_waited_for() {
        let is_open = |bytes: &str| {
            let mut parser = Parser::default();
            parser.feed(bytes.as_bytes());
            parser.is_open()
        };
        for (bytes, open) in [
            ("", false),
            ("j", false),
            ("\x1b", true),
            ("\x1b[1;", true),
            ("\x1b[1;2R", false),
            ("\x1b[200~some", true),
            ("\x1b[200~some\x1b[201~", false),
        ] {
            assert_eq!(is_open(bytes), open, "{bytes:?}");
        }
        let mut parser = Parser::default();
        parser.feed(&[0xe4, 0xb8]);
        assert!(parser.is_open());
        parser.feed(&[0xad]);
        assert!(!parser.is_open());
    }

    #[test]
    fn answers_become_widths() {
        let check = |columns: &[u16], expected: Option<Widths>| {
            let measured = Measurement::new(columns, None, Duration::ZERO);
            assert_eq!(measured.map(|measured| measured.widths()), expected, "{columns:?}");
        };
        let none = Widths::default();
        check(&[2, 2, 2, 5, 5, 2], Some(none));
        check(&[2, 3, 3, 5, 5, 2], Some(Widths { ambiguous_wide: true, ..none }));
        check(&[2, 3, 2, 5, 5, 2], Some(Widths { ambiguous_wide: true, ..none }));
        check(&[2, 2, 2, 3, 3, 3], Some(Widths { joined: true, emoji_selector: true, ..none }));
        // An old tmux joins but does not tone.
        check(&[2, 2, 2, 3, 5, 3], Some(Widths { emoji_selector: true, ..none }));
        // Impossible answers.
        check(&[2, 1, 0, 1, 3, 99], Some(none));
        check(&[1, 3, 3, 3, 3, 3], None);
        check(&[2, 3, 3], None);
        check(&[2, 2, 2, 5, 5, 2, 2], None);
        check(&[], None);
    }

    #[test]
    fn the_background_is_parsed() {
        let check = |bytes: &str, expected: Option<[u8; 3]>, typed: &str| {
            for at in 0..=bytes.len() {
                let mut parser = Parser::default();
                let (head, tail) = bytes.as_bytes().split_at(at);
                parser.feed(head);
                parser.feed(tail);
                assert_eq!(parser.background, expected, "{bytes:?}");
                assert_eq!(parser.end(), typed.as_bytes(), "{bytes:?}");
            }
        };
        check("\x1b]11;rgb:ffff/8080/0000\x1b\\", Some([255, 128, 0]), "");
        check("j\x1b]11;rgb:1c/1f/24\x07k", Some([28, 31, 36]), "jk");
        check("\x1b]11;rgb:f/0/8\x07", Some([255, 0, 136]), "");
        // Not answers: a key with Alt, malformed colours, another terminator.
        for keys in [
            "\x1b]",
            "\x1b]11",
            "\x1b]j",
            "\x1b]11;rgb:12/34\x07",
            "\x1b]11;rgb:12/34/56/78\x07",
            "\x1b]11;rgb:12345/0/0\x07",
            "\x1b]11;rgb://\x07",
            "\x1b]11;rgb:1/2/3\x1b[A",
            "\x1b]11;rgb:1/2/3\x1b\x1b",
        ] {
            check(keys, None, keys);
        }
    }

    #[test]
    fn a_background_is_light_or_dark() {
        let check = |background, expected| {
            let columns = [2, 2, 2, 5, 5, 2];
            let measured = Measurement::new(&columns, background, Duration::ZERO);
            assert_eq!(measured.and_then(|measured| measured.is_light()), expected);
        };
        check(None, None);
        check(Some([0, 0, 0]), Some(false));
        check(Some([0x00, 0x2b, 0x36]), Some(false));
        check(Some([0xfd, 0xf6, 0xe3]), Some(true));
        check(Some([255, 255, 255]), Some(true));
    }

    /// Bytes that a terminal may send, and whether they are an answer.
    fn piece() -> impl Strategy<Value = (Vec<u8>, bool)> {
        prop_oneof![
            (1u16.., 1u16..).prop_map(|(y, x)| (format!("\x1b[{y};{x}R").into_bytes(), true)),
            "[0-9a-f]{4}/[0-9a-f]{4}/[0-9a-f]{4}(\x07|\x1b\\\\)"
                .prop_map(|colour| (format!("\x1b]11;rgb:{colour}").into_bytes(), true)),
            "[0-9;]{0,9}".prop_map(|codes| (format!("\x1b[?{codes}c").into_bytes(), true)),
            "[a-z0-9;R中]{0,6}".prop_map(|keys| (keys.into_bytes(), false)),
            "\x1b(\\[[ABCDHFZ]|O[A-DPQRS]|\\[[0-9]{1,2}~|[a-z])"
                .prop_map(|keys| (keys.into_bytes(), false)),
        ]
    }

    proptest! {
        #[test]
        fn nothing_typed_is_lost(pieces in prop::collection::vec(piece(), 0..20), at in 0usize..200) {
            let all: Vec<u8> = pieces.iter().flat_map(|(bytes, _)| bytes.clone()).collect();
            let (head, tail) = all.split_at(at.min(all.len()));
            let keys = pieces.iter().filter(|(_, is_answer)| !is_answer);
            let expected: Vec<u8> = keys.flat_map(|(bytes, _)| bytes.clone()).collect();
            prop_assert_eq!(parsed(&[head, tail]).2, expected);
        }

        #[test]
        fn any_split_gives_the_same_result(bytes in prop::collection::vec(any::<u8>(), 0..200), at in 0usize..200) {
            let (head, tail) = bytes.split_at(at.min(bytes.len()));
            let whole = parsed(&[&bytes]);
            prop_assert_eq!(&whole, &parsed(&[head, tail]));
            if !bytes.iter().any(|byte| b"Rc\x07\\".contains(byte)) {
                prop_assert_eq!(whole.2, bytes);
            }
        }
    }
}
