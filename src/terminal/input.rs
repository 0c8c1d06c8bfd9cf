//! Parses what the terminal sends: keys, pastes, the mouse, and answers to queries.
//!
//! Answers may arrive late, and some are unsolicited: a terminal multiplexer or another program
//! asked for them. No byte of an answer may become a key, so every control sequence is parsed to
//! its end and dropped if it is unknown (S3). Sequences may be split anywhere, on a slow line with
//! a pause in between. The formats follow ECMA-48 and xterm's control sequences.

mod sequence;

use std::time::Duration;

use crate::app::Message;
use crate::clean::CleanText;
use crate::config::key::{Code, Key};
use crate::terminal::input::sequence::{
    colour, control_sequence, draws_inline, graphics, legacy_mouse, single_shift,
};

pub(super) use crate::terminal::input::sequence::GRAPHICS_QUESTION;

/// How long an Escape waits for the rest of a sequence before it is the key.
const ESCAPE_TIMEOUT: Duration = Duration::from_millis(50);
/// How long an unfinished sequence waits for its next byte.
const TIMEOUT: Duration = Duration::from_millis(500);
/// How long an unfinished paste waits; later bytes are keys (S10).
const PASTE_TIMEOUT: Duration = Duration::from_secs(5);
/// Maximum number of bytes kept of a sequence; a longer one is dropped.
const LONGEST: usize = 128;
/// How many bytes of an unfinished string sequence are dropped before what follows counts as keys.
const LONGEST_STRING: usize = 16 * 1024 * 1024;
/// Maximum number of bytes kept of a paste.
const LONGEST_PASTE: usize = 1024 * 1024;
/// An unfinished string of at most this many bytes was typed: Alt with `]`, then other keys.
const TYPED: usize = 3;

/// Parsed input.
#[derive(Debug)]
pub(super) enum Event {
    /// For the model.
    Message(Message),
    /// An answer to a question of this program.
    Answer(Answer),
}

/// An answer to a query of this program.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Answer {
    /// The cursor's column, counted from 1.
    Column(u16),
    /// The primary device attributes (DA1).
    Attributes {
        /// Whether they include sixels.
        sixels: bool,
    },
    /// The background colour as red, green and blue.
    Background([u8; 3]),
    /// The terminal has read everything before the query.
    Ready,
    /// Whether the terminal supports left and right margins (DECRPM of mode 69).
    Margins(bool),
    /// Whether the terminal draws pictures with kitty's graphics protocol.
    Graphics(bool),
    /// The terminal's name (XTVERSION) is that of one that draws inline images.
    Inline,
}

/// A parser of the terminal's input, in chunks of any size.
#[derive(Debug, Default)]
pub(super) struct Parser {
    state: State,
    /// Bytes of the unfinished sequence, character or paste.
    bytes: Vec<u8>,
    /// Length of the unfinished sequence or paste in bytes, with those that are not kept.
    length: usize,
    /// Whether the character being read follows an Escape.
    is_alt: bool,
    /// Whether an Escape just timed out: it may have been the start of a sequence.
    was_escape: bool,
    events: Vec<Event>,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum State {
    #[default]
    Ground,
    /// In a character of several bytes, with this many missing.
    Character(u8),
    /// After Escape.
    Escape,
    /// After `Escape [`.
    Control,
    /// After `Escape O`.
    SingleShift,
    /// In a string that is started by this byte: OSC, DCS, APC, PM, SOS.
    String(u8),
    /// After an Escape in such a string.
    StringEscape(u8),
    /// After `Escape [ M`: three bytes of an old mouse report.
    LegacyMouse,
    /// After `Escape [ [`: a function key of the Linux console.
    Console,
    Paste,
}

/// The end of a paste.
const PASTE_END: &[u8] = b"\x1b[201~";

impl Parser {
    /// Parses bytes; returns the complete events.
    pub(super) fn feed(&mut self, bytes: &[u8]) -> Vec<Event> {
        // The rest of a sequence, after a pause behind its Escape. Keys come one by one.
        if std::mem::take(&mut self.was_escape)
            && let [b'[' | b']' | b'P' | b'_' | b'^' | b'X', _, ..] = bytes
        {
            self.state = State::Escape;
        }
        for &byte in bytes {
            self.take(byte);
        }
        std::mem::take(&mut self.events)
    }

    /// Whether a sequence, a paste or a character is unfinished.
    pub(super) fn is_open(&self) -> bool {
        self.state != State::Ground
    }

    /// How long to wait for more bytes before [`Self::time_out`]; `None` if nothing is unfinished.
    pub(super) fn timeout(&self) -> Option<Duration> {
        match self.state {
            State::Ground => self.was_escape.then_some(TIMEOUT),
            State::Escape => Some(ESCAPE_TIMEOUT),
            State::Paste => Some(PASTE_TIMEOUT),
            _ => Some(TIMEOUT),
        }
    }

    /// Ends what is unfinished: an Escape was the key, the start of a sequence was Alt with a key,
    /// and the rest of a sequence will not come.
    pub(super) fn time_out(&mut self) -> Vec<Event> {
        self.was_escape = false;
        let bytes = std::mem::take(&mut self.bytes);
        match std::mem::take(&mut self.state) {
            State::Escape => {
                self.was_escape = true;
                self.key(Key::plain(Code::Escape));
            }
            State::Control if bytes.is_empty() => self.key(alt('[')),
            State::SingleShift => self.key(alt('O')),
            State::String(start) if self.length <= TYPED => {
                self.key(alt(char::from(start)));
                for byte in bytes {
                    self.ground(byte);
                }
            }
            State::Paste => self.paste(&bytes),
            _ => {}
        }
        std::mem::take(&mut self.events)
    }

    fn take(&mut self, byte: u8) {
        match self.state {
            State::Ground => self.ground(byte),
            State::Character(missing) => self.character(byte, missing),
            State::Escape => self.escape(byte),
            State::Control => self.control(byte),
            State::SingleShift => {
                self.state = State::Ground;
                match byte {
                    0x1b => self.start(State::Escape),
                    _ => self.event(single_shift(byte)),
                }
            }
            State::String(start) => self.string(start, byte),
            State::StringEscape(start) if byte == b'\\' => self.end_string(start),
            // The string was cut off, and another sequence begins.
            State::StringEscape(_) => {
                self.start(State::Escape);
                self.escape(byte);
            }
            State::LegacyMouse => {
                self.bytes.push(byte);
                if let [buttons, column, row] = *self.bytes {
                    self.state = State::Ground;
                    self.event(legacy_mouse(buttons, column, row));
                }
            }
            State::Console => {
                self.state = State::Ground;
                let number = byte.wrapping_sub(b'A').wrapping_add(1);
                if (1..=5).contains(&number) {
                    self.key(Key::plain(Code::Function(number)));
                }
            }
            State::Paste => {
                self.bytes.push(byte);
                if self.bytes.ends_with(PASTE_END) {
                    self.state = State::Ground;
                    let bytes = std::mem::take(&mut self.bytes);
                    self.paste(bytes.get(..bytes.len() - PASTE_END.len()).unwrap_or_default());
                } else if self.bytes.len() > LONGEST_PASTE + PASTE_END.len() {
                    // Keep what may be the start of the end marker.
                    self.bytes.remove(LONGEST_PASTE);
                }
            }
        }
    }

    fn start(&mut self, state: State) {
        self.state = state;
        self.bytes.clear();
        self.length = 0;
    }

    fn ground(&mut self, byte: u8) {
        self.is_alt = false;
        match byte {
            0x1b => self.start(State::Escape),
            _ => self.key_byte(byte),
        }
    }

    fn escape(&mut self, byte: u8) {
        match byte {
            0x1b => self.key(Key::plain(Code::Escape)),
            b'[' => self.start(State::Control),
            b'O' => self.start(State::SingleShift),
            b']' | b'P' | b'_' | b'^' | b'X' => self.start(State::String(byte)),
            _ => {
                self.state = State::Ground;
                self.is_alt = true;
                self.key_byte(byte);
            }
        }
    }

    /// Takes a byte that is a key, or starts a character.
    fn key_byte(&mut self, byte: u8) {
        let missing = match byte {
            0xc2..=0xdf => 1,
            0xe0..=0xef => 2,
            0xf0..=0xf4 => 3,
            _ => {
                if let Some(key) = key_of_byte(byte) {
                    self.key(Key { alt: self.is_alt, ..key });
                }
                return;
            }
        };
        self.start(State::Character(missing));
        self.bytes.push(byte);
    }

    fn character(&mut self, byte: u8, missing: u8) {
        if !(0x80..=0xbf).contains(&byte) {
            // Not UTF-8: the part is dropped.
            self.state = State::Ground;
            return self.ground(byte);
        }
        self.bytes.push(byte);
        self.state = State::Character(missing - 1);
        if missing == 1 {
            self.state = State::Ground;
            let c = std::str::from_utf8(&self.bytes).ok().and_then(|text| text.chars().next());
            if let Some(c) = c.filter(|c| !c.is_control()) {
                self.key(Key { alt: self.is_alt, ..Key::plain(Code::Char(c)) });
            }
        }
    }

    fn control(&mut self, byte: u8) {
        match byte {
            0x20..=0x3f => self.push(byte),
            b'[' if self.length == 0 => self.state = State::Console,
            b'M' if self.length == 0 => self.start(State::LegacyMouse),
            b'~' if self.bytes == b"200" => self.start(State::Paste),
            0x40..=0x7e => {
                self.state = State::Ground;
                if self.length <= LONGEST {
                    let event = control_sequence(&self.bytes, byte);
                    self.event(event);
                }
            }
            // Not a sequence, or one that was cut off.
            0x1b => self.start(State::Escape),
            _ => {
                self.state = State::Ground;
                self.ground(byte);
            }
        }
    }

    fn string(&mut self, start: u8, byte: u8) {
        match byte {
            0x07 => self.end_string(start),
            0x1b => self.state = State::StringEscape(start),
            // CAN and SUB cancel a sequence.
            0x18 | 0x1a => self.state = State::Ground,
            _ => {
                self.push(byte);
                if self.length > LONGEST_STRING {
                    self.state = State::Ground;
                }
            }
        }
    }

    fn end_string(&mut self, start: u8) {
        self.state = State::Ground;
        let answer = match start {
            _ if self.length > LONGEST => None,
            b']' => colour(&self.bytes).map(Answer::Background),
            b'P' => draws_inline(&self.bytes).then_some(Answer::Inline),
            b'_' => graphics(&self.bytes).map(Answer::Graphics),
            _ => None,
        };
        self.event(answer.map(Event::Answer));
    }

    fn push(&mut self, byte: u8) {
        self.length += 1;
        if self.length <= LONGEST {
            self.bytes.push(byte);
        }
    }

    fn paste(&mut self, bytes: &[u8]) {
        let kept = bytes.get(..LONGEST_PASTE).unwrap_or(bytes);
        let text = CleanText::body(&String::from_utf8_lossy(kept));
        self.event(Some(Event::Message(Message::Pasted(text))));
    }

    fn key(&mut self, key: Key) {
        self.event(Some(Event::Message(Message::Key(key))));
    }

    fn event(&mut self, event: Option<Event>) {
        self.events.extend(event);
    }
}

/// The key of an ASCII byte outside a sequence.
fn key_of_byte(byte: u8) -> Option<Key> {
    Some(match byte {
        b'\r' => Key::plain(Code::Enter),
        b'\t' => Key::plain(Code::Tab),
        0x7f => Key::plain(Code::Backspace),
        0 => Key::control(' '),
        0x01..=0x1a => Key::control(char::from(byte - 1 + b'a')),
        0x1c..=0x1f => Key::control(char::from(byte - 0x1c + b'4')),
        b' '..=b'~' => Key::plain(Code::Char(char::from(byte))),
        _ => return None,
    })
}

const fn alt(c: char) -> Key {
    Key { code: Code::Char(c), control: false, alt: true }
}

#[cfg(test)]
mod tests;
