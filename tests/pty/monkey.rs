//! Random events in a terminal.

use kanbao::app::input::mouse::Mouse;
use kanbao::config::choice::Preset;
use kanbao::config::keymap::{Code, Key, Keymap};

use crate::emulator::Terminal;
use crate::events::{Event, Events};
use crate::hostile::Archive;
use crate::sequences::Sequences;

const EVENTS: usize = 1000;
/// So many events are sent before the program has to have taken them in.
const AT_ONCE: usize = 10;

/// The bytes that a terminal sends for a key.
fn bytes_of(key: Key) -> String {
    let named = match key.code {
        Code::Char(c) if key.control => char::from(c as u8 & 0x1f).to_string(),
        Code::Char(c) => c.to_string(),
        Code::Enter => "\r".to_owned(),
        Code::Escape => "\x1b".to_owned(),
        Code::Tab => "\t".to_owned(),
        Code::BackTab => "\x1b[Z".to_owned(),
        Code::Backspace => "\x7f".to_owned(),
        Code::Delete => "\x1b[3~".to_owned(),
        Code::Left => "\x1b[D".to_owned(),
        Code::Right => "\x1b[C".to_owned(),
        Code::Up => "\x1b[A".to_owned(),
        Code::Down => "\x1b[B".to_owned(),
        Code::Home => "\x1b[H".to_owned(),
        Code::End => "\x1b[F".to_owned(),
        Code::PageUp => "\x1b[5~".to_owned(),
        Code::PageDown => "\x1b[6~".to_owned(),
        Code::Function(n) => format!("\x1b[{}~", 10 + n),
    };
    if key.alt { format!("\x1b{named}") } else { named }
}

fn mouse_bytes(mouse: Mouse, x: u16, y: u16) -> String {
    let (button, end) = match mouse {
        Mouse::Press => (0, 'M'),
        Mouse::Drag => (32, 'M'),
        Mouse::Release => (0, 'm'),
        Mouse::Wheel { down: false } => (64, 'M'),
        Mouse::Wheel { down: true } => (65, 'M'),
    };
    format!("\x1b[<{button};{};{}{end}", x + 1, y + 1)
}

/// Whether a key may end the reader, or stop it.
fn may_end(key: Key) -> bool {
    matches!(key.code, Code::Char('q' | 'Q' | 'c' | 'z'))
}

fn start(archive: &Archive) -> Terminal {
    let terminal = Terminal::start(&[archive.path(), "--restricted"], 80, 24);
    terminal.wait_for(" posts");
    terminal.wait_for_the_load();
    terminal
}

/// Ends a reader and looks at all that it sent.
fn finish(mut terminal: Terminal) {
    // Each `^C` closes what is open; the last quits.
    for _ in 0..20 {
        if !terminal.try_keys("\x03") {
            break;
        }
        terminal.settle();
    }
    // While it ends, one `^C` more is a signal.
    let code = terminal.exit_code();
    assert!(matches!(code, 0 | 130), "{code}");
    terminal.assert_given_back();
    let mut raw = terminal.raw();
    // The system echoes a `^C` once the program has given the terminal back, and an answer that the
    // program does not wait for while keys are typed.
    let left = b"\x1b[?1049l";
    let end = raw.windows(left.len()).rposition(|window| window == left).unwrap();
    let rest = String::from_utf8(raw.split_off(end)).unwrap();
    let rest = rest.replace("^C", "").replace("^[[0n", "");
    raw.extend_from_slice(rest.as_bytes());
    let sequences = Sequences::of(&raw);
    assert_eq!(sequences.faults, [""; 0]);
    assert!(sequences.known > 100, "the sequences were not seen");
}

/// S1, S4, S10, S18, S44. A restricted reader starts no program, and copies instead of opening.
#[test]
fn random_events_leave_a_whole_terminal() {
    let archive = Archive::write();
    let mut random = Events::new(7, &Keymap::preset(Preset::Vim));
    let mut terminal = start(&archive);
    for n in 0..EVENTS {
        let is_running = match random.next() {
            Event::Key(key) if may_end(key) => true,
            Event::Key(key) => terminal.try_keys(&bytes_of(key)),
            Event::Mouse(mouse, x, y) => terminal.try_keys(&mouse_bytes(mouse, x, y)),
            Event::Paste(text) => terminal.try_keys(&format!("\x1b[200~{text}\x1b[201~")),
            Event::Size(columns, rows) => {
                terminal.resize(columns, rows);
                true
            }
        };
        // A row of the help may quit.
        if !is_running {
            finish(std::mem::replace(&mut terminal, start(&archive)));
        }
        if n % AT_ONCE == 0 {
            terminal.settle();
        }
    }
    terminal.resize(80, 24);
    finish(terminal);
}
