//! Random events of a user, the same for the same seed, and the bytes that a terminal sends for them.

use std::collections::VecDeque;
use std::fmt::Write as _;

use kanbao::app::input::mouse::Mouse;
use kanbao::config::keymap::{Code, Key, Keymap};

/// What a user does.
#[derive(Clone, Debug)]
pub(crate) enum Event {
    Key(Key),
    Mouse(Mouse, u16, u16),
    Paste(&'static str),
    Size(u16, u16),
}

/// Texts that are pasted.
const PASTES: [&str; 6] = [
    "江城",
    "q\rQ\r",
    "\x1b[31m红\x1b]52;c;UFdO\x07\u{9b}2J\u{202e}",
    "title:a OR (tag:x after:7d) -\"b",
    "一行\n两行\r\n三行\t四",
    "👨\u{200d}👩\u{200d}👧e\u{301}\u{301}\u{301}العربية",
];
/// Characters that are typed, bound or not.
const TYPED: &str = "abgjknyz019 /:?%\"'()[]{}<>|-+=~^$#@！？，。看报字é🙂";
/// Keys that end what others began.
const ENDINGS: [Code; 6] =
    [Code::Enter, Code::Escape, Code::Down, Code::Up, Code::Backspace, Code::Tab];

/// An endless list of events.
pub(crate) struct Events {
    seed: u64,
    state: u64,
    bound: Vec<Vec<Key>>,
    /// The rest of a key sequence.
    waiting: VecDeque<Key>,
    /// The columns and rows, for the mouse.
    size: (u16, u16),
    /// The last events, for a message.
    last: VecDeque<Event>,
}

impl Events {
    pub(crate) fn new(seed: u64, keymap: &Keymap) -> Self {
        let bound = keymap.bindings().iter().map(|binding| binding.keys.clone()).collect();
        let (waiting, last) = (VecDeque::new(), VecDeque::new());
        Self { seed, state: seed, bound, waiting, size: (80, 24), last }
    }

    /// A number below `end` (`SplitMix64`).
    fn below(&mut self, end: usize) -> usize {
        self.state = self.state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.state ^ (self.state >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((mixed ^ (mixed >> 31)) % end as u64) as usize
    }

    pub(crate) fn next(&mut self) -> Event {
        let event = self.choose();
        if let Event::Size(columns, rows) = event {
            self.size = (columns, rows);
        }
        if self.last.len() == 60 {
            self.last.pop_front();
        }
        self.last.push_back(event.clone());
        event
    }

    fn choose(&mut self) -> Event {
        if let Some(key) = self.waiting.pop_front() {
            return Event::Key(key);
        }
        match self.below(100) {
            0..60 => {
                let keys = self.below(self.bound.len());
                self.waiting.extend(&self.bound[keys]);
                self.waiting.pop_front().map_or(Event::Paste(""), Event::Key)
            }
            60..72 => {
                let c = self.below(TYPED.chars().count());
                let code = TYPED.chars().nth(c).map_or(Code::Enter, Code::Char);
                Event::Key(Key { code, control: false, alt: self.below(10) == 0 })
            }
            72..84 => Event::Key(Key::plain(ENDINGS[self.below(ENDINGS.len())])),
            84..93 => {
                let mouse = [
                    Mouse::Press,
                    Mouse::Drag,
                    Mouse::Release,
                    Mouse::Wheel { down: true },
                    Mouse::Wheel { down: false },
                ];
                let mouse = mouse[self.below(mouse.len())];
                // Now and then outside of the screen.
                let (columns, rows) = (usize::from(self.size.0) + 2, usize::from(self.size.1) + 2);
                Event::Mouse(mouse, self.below(columns) as u16, self.below(rows) as u16)
            }
            93..96 => Event::Paste(PASTES[self.below(PASTES.len())]),
            96 => Event::Size(self.below(8) as u16, self.below(8) as u16),
            _ => Event::Size(20 + self.below(120) as u16, 5 + self.below(40) as u16),
        }
    }
}

/// A failure shows how to repeat it.
impl Drop for Events {
    fn drop(&mut self) {
        if std::thread::panicking() {
            let mut shown = String::new();
            for event in &self.last {
                let _ = match event {
                    Event::Key(key) => write!(shown, "{key} "),
                    event => write!(shown, "{event:?} "),
                };
            }
            eprintln!("seed {}, the last events: {shown}", self.seed);
        }
    }
}
