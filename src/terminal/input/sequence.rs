//! Parses the control sequences of keys, the mouse and answers.

use crate::app::Message;
use crate::app::input::mouse::Mouse;
use crate::config::key::{Code, Key};
use crate::terminal::input::{Answer, Event};

/// Asks whether the terminal draws pictures with kitty's graphics protocol. It queries whether the
/// terminal can load a picture of one pixel, which is neither shown nor kept.
pub(in crate::terminal) const GRAPHICS_QUESTION: &str =
    "\x1b_Gi=31,s=1,v=1,a=q,t=d,f=24;AAAA\x1b\\";

/// Beginnings of the names of terminals that draw iTerm2's inline images.
const INLINE: [&[u8]; 3] = [b"iTerm2 ", b"WezTerm ", b"mintty "];

/// The event of `Escape [`, `parameters` and `last`; `None` if it is unknown or means nothing here.
pub(super) fn control_sequence(parameters: &[u8], last: u8) -> Option<Event> {
    let text = std::str::from_utf8(parameters).ok()?;
    if let Some(text) = text.strip_prefix('<') {
        return sgr_mouse(text, last);
    }
    if let Some(attributes) = text.strip_prefix('?').filter(|_| last == b'c') {
        // The first attribute is the terminal's class.
        let sixels = attributes.split(';').skip(1).any(|attribute| attribute == "4");
        return Some(Event::Answer(Answer::Attributes { sixels }));
    }
    // Set or reset, neither unknown nor permanent.
    if let Some(state) = text.strip_prefix("?69;").and_then(|text| text.strip_suffix('$')) {
        return (last == b'y')
            .then_some(Event::Answer(Answer::Margins(matches!(state, "1" | "2"))));
    }
    // Private markers and intermediate bytes: other answers.
    if !text.bytes().all(|byte| byte.is_ascii_digit() || matches!(byte, b';' | b':')) {
        return None;
    }
    let numbers: Vec<Option<u32>> = text.split(';').map(number).collect();
    let number_at = |at: usize| numbers.get(at).copied().flatten();
    let key = match last {
        b'~' => match number_at(0)? {
            // `modifyOtherKeys` of xterm.
            27 => return Some(key(character(number_at(2)?)?, number_at(1))),
            number => numbered(number)?,
        },
        // The keyboard protocol of kitty.
        b'u' if !is_release(text) => character(number_at(0)?)?,
        b'u' => return None,
        b'R' if numbers.len() > 1 => {
            let [Some(_), Some(column)] = *numbers else { return None };
            return Some(Event::Answer(Answer::Column(column.try_into().ok()?)));
        }
        b'n' if text == "0" => return Some(Event::Answer(Answer::Ready)),
        // The mouse reports of rxvt.
        b'M' => {
            let [Some(buttons), Some(column), Some(row)] = *numbers else { return None };
            return mouse(buttons.checked_sub(32)?, column, row, false);
        }
        _ => named(last)?,
    };
    Some(self::key(key, number_at(1)))
}

/// The event of `Escape O` and `last`.
pub(super) fn single_shift(last: u8) -> Option<Event> {
    Some(key(named(last)?, None))
}

/// An old mouse report: each byte is a number plus 32.
pub(super) fn legacy_mouse(buttons: u8, column: u8, row: u8) -> Option<Event> {
    let number = |byte: u8| byte.checked_sub(32).map(u32::from);
    let buttons = number(buttons)?;
    // All buttons have the same release.
    let is_release = buttons & 0b100_0011 == 3;
    let buttons = if is_release { buttons & !3 } else { buttons };
    mouse(buttons, number(column)?, number(row)?, is_release)
}

/// `buttons;column;row` with `M` for a press or `m` for a release.
fn sgr_mouse(text: &str, last: u8) -> Option<Event> {
    let numbers: Vec<Option<u32>> = text.split(';').map(number).collect();
    let [Some(buttons), Some(column), Some(row)] = *numbers else { return None };
    match last {
        b'M' => mouse(buttons, column, row, false),
        b'm' => mouse(buttons, column, row, true),
        _ => None,
    }
}

/// A mouse event in xterm's encoding: two bits for the button, 32 for a move, 64 for the wheel, 128
/// for more buttons, and modifiers, which are ignored. Columns and rows count from 1.
fn mouse(buttons: u32, column: u32, row: u32, is_release: bool) -> Option<Event> {
    let mouse = match (buttons & 0b1110_0011, is_release) {
        (0, false) => Mouse::Press,
        (32, false) => Mouse::Drag,
        (0 | 32, true) => Mouse::Release,
        (64, false) => Mouse::Wheel { down: false },
        (65, false) => Mouse::Wheel { down: true },
        _ => return None,
    };
    let cell = |number: u32| u16::try_from(number.checked_sub(1)?).ok();
    Some(Event::Message(Message::Mouse(mouse, cell(column)?, cell(row)?)))
}

fn key(code: Code, modifiers: Option<u32>) -> Event {
    // One more than a bit each for Shift, Alt and Control.
    let bits = modifiers.unwrap_or(1).saturating_sub(1);
    let (shift, alt, control) = (bits & 1 > 0, bits & 2 > 0, bits & 4 > 0);
    let code = match code {
        Code::Tab if shift => Code::BackTab,
        Code::Char(c) if control => Code::Char(c.to_ascii_lowercase()),
        Code::Char(c) if shift => Code::Char(c.to_ascii_uppercase()),
        code => code,
    };
    Event::Message(Message::Key(Key { code, control, alt }))
}

/// Whether an event of kitty's keyboard protocol is a key release.
fn is_release(text: &str) -> bool {
    text.split(';').nth(1).is_some_and(|modifiers| modifiers.ends_with(":3"))
}

/// The number before a colon, if any.
fn number(text: &str) -> Option<u32> {
    text.split(':').next()?.parse().ok()
}

fn named(last: u8) -> Option<Code> {
    Some(match last {
        b'A' => Code::Up,
        b'B' => Code::Down,
        b'C' => Code::Right,
        b'D' => Code::Left,
        b'H' => Code::Home,
        b'F' => Code::End,
        b'M' => Code::Enter,
        b'Z' => Code::BackTab,
        b'P'..=b'S' => Code::Function(last - b'P' + 1),
        _ => return None,
    })
}

fn numbered(number: u32) -> Option<Code> {
    Some(match number {
        1 | 7 => Code::Home,
        3 => Code::Delete,
        4 | 8 => Code::End,
        5 => Code::PageUp,
        6 => Code::PageDown,
        11..=15 => Code::Function(number as u8 - 10),
        17..=21 => Code::Function(number as u8 - 11),
        23..=24 => Code::Function(number as u8 - 12),
        _ => return None,
    })
}

/// A key by the number of its character.
fn character(number: u32) -> Option<Code> {
    Some(match char::from_u32(number)? {
        '\r' => Code::Enter,
        '\t' => Code::Tab,
        '\x1b' => Code::Escape,
        '\x08' | '\x7f' => Code::Backspace,
        // kitty's numbers for keys without a character.
        c if c.is_control() || ('\u{e000}'..='\u{f8ff}').contains(&c) => return None,
        c => Code::Char(c),
    })
}

/// The background in an answer to OSC 11, without its terminator: three parts of one to four
/// hexadecimal digits, in the format of X.
pub(super) fn colour(answer: &[u8]) -> Option<[u8; 3]> {
    let body = std::str::from_utf8(answer.strip_prefix(b"11;rgb:")?).ok()?;
    let part = |digits: &str| {
        let most = 16_u32.checked_pow(digits.len().try_into().ok()?)?.checked_sub(1)?;
        let value = u32::from_str_radix(digits, 16).ok().filter(|_| digits.len() <= 4)?;
        u8::try_from(value * 255 / most.max(1)).ok()
    };
    let mut parts = body.split('/').map(part);
    let colour = [parts.next()??, parts.next()??, parts.next()??];
    parts.next().is_none().then_some(colour)
}

/// Whether an answer to [`GRAPHICS_QUESTION`], without its terminator, reports success; `None` if
/// it answers another query.
pub(super) fn graphics(answer: &[u8]) -> Option<bool> {
    Some(answer.strip_prefix(b"Gi=31;")? == b"OK")
}

/// Whether an answer to XTVERSION, without its terminator, names a terminal that draws iTerm2's
/// inline images.
pub(super) fn draws_inline(answer: &[u8]) -> bool {
    let name = answer.strip_prefix(b">|").unwrap_or_default();
    INLINE.iter().any(|known| name.starts_with(known))
}
