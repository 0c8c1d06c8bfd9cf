//! Converts terminal events and typed-ahead bytes to this program's keys.

use crossterm::event::{KeyCode, KeyEvent, KeyEventKind, KeyModifiers};

use crate::app::Message;
use crate::clean::CleanText;
use crate::config::keymap::{Code, Key};

/// The key of an event; `None` for releases and keys without a use.
pub(super) fn key(event: KeyEvent) -> Option<Key> {
    if event.kind == KeyEventKind::Release {
        return None;
    }
    let code = match event.code {
        KeyCode::Char(c) => Code::Char(c),
        KeyCode::Enter => Code::Enter,
        KeyCode::Esc => Code::Escape,
        KeyCode::Tab => Code::Tab,
        KeyCode::BackTab => Code::BackTab,
        KeyCode::Backspace => Code::Backspace,
        KeyCode::Delete => Code::Delete,
        KeyCode::Left => Code::Left,
        KeyCode::Right => Code::Right,
        KeyCode::Up => Code::Up,
        KeyCode::Down => Code::Down,
        KeyCode::Home => Code::Home,
        KeyCode::End => Code::End,
        KeyCode::PageUp => Code::PageUp,
        KeyCode::PageDown => Code::PageDown,
        KeyCode::F(n) => Code::Function(n),
        _ => return None,
    };
    let control = event.modifiers.contains(KeyModifiers::CONTROL);
    let code = match code {
        Code::Char(c) if control => Code::Char(c.to_ascii_lowercase()),
        code => code,
    };
    Some(Key { code, control, alt: event.modifiers.contains(KeyModifiers::ALT) })
}

/// Parses bytes typed during a probe, before events are read: characters, control characters and
/// the unmodified sequences in [`CODES`]. Other sequences are dropped; a paste stays a paste (S10).
pub(super) fn typed_ahead(bytes: &[u8]) -> Vec<Message> {
    let text = String::from_utf8_lossy(bytes);
    let mut rest = text.as_ref();
    let mut messages = Vec::new();
    while let Some(first) = rest.chars().next() {
        let tail = rest.get(first.len_utf8()..).unwrap_or_default();
        if let Some(pasted) = rest.strip_prefix("\x1b[200~") {
            rest = pasted.split_once("\x1b[201~").map_or("", |(_, behind)| behind);
            let pasted = pasted.split_once("\x1b[201~").map_or(pasted, |(pasted, _)| pasted);
            messages.push(Message::Pasted(CleanText::body(pasted)));
            continue;
        }
        let (key, behind) = if first == '\x1b' { escaped(tail) } else { (plain(first), tail) };
        messages.extend(key.map(Message::Key));
        rest = behind;
    }
    messages
}

/// The key of a character outside a sequence.
fn plain(c: char) -> Option<Key> {
    Some(match c {
        '\r' => Key::plain(Code::Enter),
        '\t' => Key::plain(Code::Tab),
        '\x7f' => Key::plain(Code::Backspace),
        '\0' => Key::control(' '),
        '\x01'..='\x1a' => Key::control(char::from(c as u8 - 1 + b'a')),
        char::REPLACEMENT_CHARACTER => return None,
        c if c.is_control() => return None,
        c => Key::plain(Code::Char(c)),
    })
}

/// Parses the text after an Escape: the key, and the rest.
fn escaped(tail: &str) -> (Option<Key>, &str) {
    let behind = |n: usize| tail.get(n..).unwrap_or_default();
    let Some(first) = tail.chars().next() else { return (Some(Key::plain(Code::Escape)), "") };
    match first {
        '\x1b' => (Some(Key::plain(Code::Escape)), tail),
        '[' | 'O' => {
            let is_parameter = |c: char| first == '[' && (' '..='?').contains(&c);
            let end = behind(1).find(|c| !is_parameter(c)).map_or(tail.len(), |at| at + 1);
            let is_whole = behind(end).starts_with(|c| ('@'..='~').contains(&c));
            let end = if is_whole { end + 1 } else { end };
            let key = CODES.iter().find(|(sequence, _)| tail.get(..end) == Some(*sequence));
            (key.map(|&(_, code)| Key::plain(code)), behind(end))
        }
        // A string sequence, such as the answer to another program's colour query.
        ']' | 'P' | '_' | '^' if tail.contains(['\x07', '\x1b']) => {
            let end = tail.find(['\x07', '\x1b']).unwrap_or(0);
            let end = if behind(end).starts_with("\x1b\\") { end + 2 } else { end + 1 };
            (None, behind(end))
        }
        c => (plain(c).map(|key| Key { alt: true, ..key }), behind(c.len_utf8())),
    }
}

/// Key sequences without modifiers, after Escape.
const CODES: [(&str, Code); 21] = [
    ("[A", Code::Up),
    ("[B", Code::Down),
    ("[C", Code::Right),
    ("[D", Code::Left),
    ("[H", Code::Home),
    ("[F", Code::End),
    ("[Z", Code::BackTab),
    ("OA", Code::Up),
    ("OB", Code::Down),
    ("OC", Code::Right),
    ("OD", Code::Left),
    ("OH", Code::Home),
    ("OF", Code::End),
    ("OP", Code::Function(1)),
    ("[1~", Code::Home),
    ("[7~", Code::Home),
    ("[4~", Code::End),
    ("[8~", Code::End),
    ("[3~", Code::Delete),
    ("[5~", Code::PageUp),
    ("[6~", Code::PageDown),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn typed_ahead_bytes_become_keys() {
        let check = |bytes: &[u8], expected: &str| {
            let keys: Vec<String> = typed_ahead(bytes)
                .into_iter()
                .map(|message| match message {
                    Message::Key(key) => key.to_string(),
                    other => format!("{other:?}"),
                })
                .collect();
            assert_eq!(keys.join(" "), expected, "{bytes:?}");
        };
        check(b"", "");
        check("jj\rG\tｊ\x7f".as_bytes(), "j j Enter G Tab ｊ Backspace");
        check(b"\x04\x1a", "^D ^Z");
        check(b"\x1b[A\x1bOB\x1b[6~\x1b[Z", "Up Down PgDn S-Tab");
        check(b"\x1b", "Esc");
        check(b"\x1b\x1b[C", "Esc Right");
        check(b"\x1b1j", "Alt-1 j");
        check(b"\x1b[1;5Cj\x1b[?997;1nk", "j k");
        check(b"\x1b]11;rgb:0/0/0\x1b\\j\x1b]11;rgb:0/0/0\x07k", "j k");
        check(b"\x1b[200~Q\x1b[A\x1b[201~j", "Pasted(\"Q\") j");
        check(b"\x1b[200~QQQ", "Pasted(\"QQQ\")");
        check(b"\xffj\xe4", "j");
    }

    #[test]
    fn events_become_keys() {
        let check = |code, modifiers, expected: &str| {
            assert_eq!(key(KeyEvent::new(code, modifiers)), Key::parse(expected), "{expected}");
        };
        check(KeyCode::Char('j'), KeyModifiers::NONE, "j");
        check(KeyCode::Char('G'), KeyModifiers::SHIFT, "G");
        check(KeyCode::Char('d'), KeyModifiers::CONTROL, "^D");
        check(KeyCode::Char('1'), KeyModifiers::ALT, "Alt-1");
        check(KeyCode::BackTab, KeyModifiers::SHIFT, "S-Tab");
        check(KeyCode::PageDown, KeyModifiers::NONE, "PgDn");
        let release = KeyEvent { kind: KeyEventKind::Release, ..KeyEvent::from(KeyCode::Enter) };
        assert_eq!(key(release), None);
    }
}
