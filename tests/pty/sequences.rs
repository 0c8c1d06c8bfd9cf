//! The sequences that kanbao sends, and the search for any others in what a terminal received.

use std::fmt::Debug;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;

use crate::hostile::is_control;

/// The modes of every frame: the cursor, and synchronized output.
const FRAME_MODES: [u16; 2] = [25, 2026];
/// The modes of the session: buttons, drags, mouse coordinates, the alternate screen, bracketed paste.
const SESSION_MODES: [u16; 5] = [1000, 1002, 1006, 1049, 2004];
/// Bold, dim, italic, underlined, reversed, crossed out, and the ends of these and of colours.
const ATTRIBUTES: [u16; 14] = [0, 1, 2, 3, 4, 7, 9, 22, 23, 24, 27, 29, 39, 49];
/// The longest text that is copied, in bytes (S4).
const LONGEST_COPY: usize = 74_000;
/// The most faults that are listed.
const MOST: usize = 20;

/// The phases of a session.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Phase {
    /// Before the first frame: the probe asks, and draws its glyphs.
    #[default]
    Probe,
    /// From the first region, which begins the first frame.
    Frames,
    /// The alternate screen was left: only the cursor is shown after it.
    Over,
}

/// The sequences of one output.
#[derive(Debug, Default)]
pub(crate) struct Sequences {
    /// How many were kanbao's own.
    pub known: usize,
    /// How many texts were copied.
    pub copied: usize,
    /// What kanbao does not send.
    pub faults: Vec<String>,
    /// Escape characters that belong to a sequence that was seen.
    escapes: usize,
    phase: Phase,
    /// The final letters of the last two sequences, before which nothing else was sent.
    last: [Option<char>; 2],
    /// Whether an OSC has just ended, so that ST may follow.
    in_string: bool,
}

impl Sequences {
    /// Reads everything that the program has sent.
    pub(crate) fn of(raw: &[u8]) -> Self {
        let mut sequences = Self::default();
        vte::Parser::new().advance(&mut sequences, raw);
        if let Err(error) = std::str::from_utf8(raw) {
            sequences.fault("not UTF-8", error);
        }
        // The parser ignores APC, PM and SOS, and sequences that others break off.
        let escapes = memchr::memchr_iter(0x1b, raw).count();
        if escapes != sequences.escapes {
            sequences.fault("escapes without a sequence", escapes.abs_diff(sequences.escapes));
        }
        sequences
    }

    fn fault(&mut self, what: &str, detail: impl Debug) {
        if self.faults.len() < MOST {
            self.faults.push(format!("{what} {detail:?}"));
        }
    }

    fn is_known(&mut self, params: &[&[u16]], intermediates: &[u8], action: char) -> bool {
        let numbers: Vec<u16> = params.iter().filter_map(|param| param.first()).copied().collect();
        if params.iter().any(|param| param.len() > 1) {
            return false;
        }
        if self.phase == Phase::Over {
            return (intermediates, action, numbers.as_slice()) == (b"?", 'h', &[25]);
        }
        let last = self.last;
        self.last = [last[1], Some(action)];
        match (intermediates, action, numbers.as_slice()) {
            (b"?", 'h' | 'l', [mode]) if FRAME_MODES.contains(mode) => true,
            (b"?", 'h', [mode]) => self.phase == Phase::Probe && SESSION_MODES.contains(mode),
            (b"?", 'l', [mode]) => {
                if *mode == 1049 {
                    self.phase = Phase::Over;
                }
                SESSION_MODES.contains(mode)
            }
            // The cursor goes to a cell; whether the terminal has read everything.
            (b"", 'H', [] | [_] | [_, _]) | (b"", 'C' | 'D' | 'G', [_]) | (b"", 'n', [5]) => true,
            (b"", 'm', codes) => are_styles(codes),
            // The rest of a row, and cells, are erased.
            (b"", 'K', [0]) | (b"", 'X', [_]) => self.phase == Phase::Frames,
            // A region is set and reset; line feeds in it scroll it.
            (b"", 'r', [0] | [_, _]) => {
                self.phase = Phase::Frames;
                true
            }
            // The screen is cleared before and after the probe, and by the first frame.
            (b"", 'J', [2]) => self.phase == Phase::Probe || last == [Some('m'), Some('H')],
            // The questions of the probe.
            (b"", 'n', [6]) | (b"", 'c', [0]) | (b"?$", 'p', [69]) | (b">", 'q', [0]) => {
                self.phase == Phase::Probe
            }
            _ => false,
        }
    }
}

/// Whether these are the number and the address of a link to the web.
fn is_link(id: &[u8], address: &[u8]) -> bool {
    let number = id.strip_prefix(b"id=").unwrap_or_default();
    let is_web = address.starts_with(b"http://") || address.starts_with(b"https://");
    let is_plain = |byte: &u8| byte.is_ascii_graphic() && !b"\"'`<>".contains(byte);
    !number.is_empty()
        && number.iter().all(u8::is_ascii_digit)
        && is_web
        && address.iter().all(is_plain)
}

/// Whether these codes are attributes and colours.
fn are_styles(codes: &[u16]) -> bool {
    match codes {
        [] => true,
        [38 | 48, 5, colour, rest @ ..] => *colour < 256 && are_styles(rest),
        [38 | 48, 2, red, green, blue, rest @ ..] => {
            [red, green, blue].iter().all(|part| **part < 256) && are_styles(rest)
        }
        // Red, which hostile posts use, is only the background of highlights, and bright.
        [30 | 32..=37 | 40 | 42..=47 | 90 | 92..=97 | 100..=107, rest @ ..] => are_styles(rest),
        [code, rest @ ..] => ATTRIBUTES.contains(code) && are_styles(rest),
    }
}

impl vte::Perform for Sequences {
    fn print(&mut self, c: char) {
        self.last = [None; 2];
        if self.phase == Phase::Over || is_control(c) {
            self.fault("character", c);
        }
    }

    /// kanbao moves the cursor by these controls, each within the screen.
    fn execute(&mut self, byte: u8) {
        self.last = [None; 2];
        if self.phase != Phase::Frames || !b"\r\n\x08".contains(&byte) {
            self.fault("control", byte);
        }
    }

    fn csi_dispatch(
        &mut self,
        params: &vte::Params,
        intermediates: &[u8],
        ignore: bool,
        action: char,
    ) {
        self.escapes += 1;
        let params: Vec<&[u16]> = params.iter().collect();
        if !ignore && self.is_known(&params, intermediates, action) {
            self.known += 1;
        } else {
            self.fault("CSI", (intermediates, params, action));
        }
    }

    fn osc_dispatch(&mut self, params: &[&[u8]], bell_terminated: bool) {
        self.escapes += 1;
        self.in_string = !bell_terminated;
        match params {
            // The question for the background colour.
            [b"11", b"?"] if self.phase == Phase::Probe => self.known += 1,
            // A link to the web, and its end.
            [b"8", b"", b""] => self.known += 1,
            [b"8", id, address @ ..] if is_link(id, &address.join(&b';')) => self.known += 1,
            // The clipboard: text that is clean itself.
            [b"52", b"c", text] => match STANDARD.decode(text).map(String::from_utf8) {
                Ok(Ok(text))
                    if text.len() <= LONGEST_COPY
                        && !text.chars().any(|c| is_control(c) && !matches!(c, '\n' | '\t')) =>
                {
                    self.copied += 1;
                }
                text => self.fault("copied", text),
            },
            _ => {
                let params: Vec<_> =
                    params.iter().map(|param| String::from_utf8_lossy(param)).collect();
                self.fault("OSC", params);
            }
        }
    }

    fn hook(&mut self, _params: &vte::Params, _intermediates: &[u8], _ignore: bool, action: char) {
        self.fault("DCS", action);
    }

    fn esc_dispatch(&mut self, intermediates: &[u8], _ignore: bool, byte: u8) {
        self.escapes += 1;
        // A reverse line feed at the top of a region.
        let last = std::mem::replace(&mut self.last, [None, Some('M')]);
        let scrolls = byte == b'M' && matches!(last[1], Some('r' | 'H' | 'M'));
        // ST ends an OSC.
        let ends = std::mem::take(&mut self.in_string) && byte == b'\\';
        if !scrolls && !ends {
            self.fault("ESC", (intermediates, char::from(byte)));
        }
    }
}

#[test]
fn other_sequences_are_faults() {
    for own in [
        "\x1b[r\x1b[m\x1b[H\x1b[2J\x1b[34;1m字\r\n\x1b[3C字\x1b[K\x1b[m",
        "\x1b[2;9r\x1b[9H\n\n\x1b[r\x1b[9;1H字\x1b[4X",
        "\x1b[2;9r\x1b[2H\x1bM\x1bM\x1b[r",
        "\x1b[?2026h\x1b[1;1H\x1b[38;5;4m字\x1b[?2026l",
        "\x1b[6n\x1b]11;?\x1b\\\x1b[c",
        "\x1b]8;id=1;https://a.example/b;c?d\x1b\\字\x1b]8;;\x1b\\\x1b[H",
    ] {
        let sequences = Sequences::of(own.as_bytes());
        assert_eq!(sequences.faults, [""; 0]);
        assert!(sequences.known > 2);
    }
    for other in [
        "\r",
        "\n",
        "\t",
        "\x08",
        "\x7f",
        "\x0e",
        "\0",
        "\u{9b}31m",
        "\u{85}",
        "\u{202e}",
        "\u{2066}",
        "\x1b",
        "\x1bc",
        "\x1b(0",
        "\x1b\\",
        "\x1b[",
        "\x1b[31",
        "\x1b[!p",
        "\x1b[?1003h",
        "\x1b[31m",
        "\x1b[4:3m",
        "\x1b[K",
        "\x1b[5A",
        "\x1b[21t",
        "\x1b[>c",
        "\x1b]0;x\x07",
        "\x1b]2;x\x1b\\",
        "\x1b]8;;http://a.example/\x1b\\",
        "\x1b]8;id=1;file:///a\x1b\\",
        "\x1b]8;id=1;http://a.example/ b\x1b\\",
        "\x1b]52;c;?\x07",
        "\x1b]52;c;G1szMW0=\x07",
        "\x1b]52;p;YQ==\x07",
        "\x1b]11;#fff\x1b\\",
        "\x1bP1;1|x\x1b\\",
        "\x1b_Gx\x1b\\",
        "\x1b^x\x1b\\",
        "\x1bXx\x1b\\",
        "\x1b[?1049lx",
        "\x1b[S",
        "\x1b[r\x1b[5A",
        "\x1b[rx\x1b[S",
        "\x1b[r\x1b[2S",
        "\x1b[rx\x1bM",
        "\x1b[r\t",
        "\x1b[r\x07",
        "\x1b[r\x1b[J",
        "\x1b[r\x1b[2J",
        "\x1b[r\x1b[3K",
        "\x1b[r\x1b[m\x1b[Hx\x1b[2J",
        "\x1b[?1049l\x1b[?25l",
        "\x1b[r\x1b[?1000h",
        "\x1b[r\x1b[2J",
        "\x1b[r\x1b[6n",
        "\x1b[r\x1b[c",
        "\x1b[r\x1b]11;?\x1b\\",
    ] {
        assert_ne!(Sequences::of(other.as_bytes()).faults, [""; 0], "{other:?}");
    }
    for raw in [&b"\x9b31m"[..], b"\xc0\x9b", b"\xff"] {
        assert_ne!(Sequences::of(raw).faults, [""; 0], "{raw:?}");
    }
}
