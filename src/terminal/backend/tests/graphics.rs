//! The terminal's side of kitty's graphics protocol, as strict as the protocol allows.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;

use super::*;
use crate::app::screen::picture::Data;

/// Maximum number of base64 bytes in one sequence.
const LONGEST: usize = 4096;

/// The pictures that a terminal stores.
#[derive(Debug, Default)]
pub(super) struct Graphics {
    /// Columns and rows, and file of each picture, by id.
    pub(super) kept: BTreeMap<u32, ((u16, u16), Vec<u8>)>,
    /// The keys of the picture that is being received, and its bytes so far.
    pub(super) loading: Option<(HashMap<String, String>, Vec<u8>)>,
    /// Number of files received in full.
    pub(super) received: usize,
}

impl Graphics {
    /// Processes output; it may contain graphics commands among other text.
    pub(super) fn process(&mut self, bytes: &[u8]) {
        let text = String::from_utf8(bytes.to_vec()).unwrap();
        for command in text.split("\x1b_G").skip(1) {
            let (command, _) = command.split_once("\x1b\\").unwrap();
            self.command(command);
        }
    }

    fn command(&mut self, command: &str) {
        let (head, payload) = command.split_once(';').unwrap_or((command, ""));
        let keys: HashMap<String, String> = head
            .split(',')
            .map(|pair| pair.split_once('=').unwrap())
            .map(|(key, value)| (key.to_owned(), value.to_owned()))
            .collect();
        let key = |name: &str| keys.get(name).map(String::as_str);
        let number = |name: &str| key(name).unwrap().parse().unwrap();
        assert_eq!(key("q"), Some("2"), "no answer is wanted: {head}");
        match key("a") {
            Some("d") => {
                assert!(self.loading.is_none(), "{head} within a picture");
                assert_eq!(key("d"), Some("I"), "{head}");
                self.kept.remove(&number("i"));
            }
            Some("T") => {
                assert!(self.loading.is_none(), "{head} within a picture");
                assert_eq!((key("U"), key("f")), (Some("1"), Some("100")), "{head}");
                self.loading = Some((keys.clone(), Vec::new()));
                self.part(key("m"), payload);
            }
            None => {
                assert_eq!(keys.len(), 2, "{head}");
                self.part(key("m"), payload);
            }
            other => panic!("{other:?}"),
        }
    }

    fn part(&mut self, more: Option<&str>, payload: &str) {
        assert!(payload.len() <= LONGEST && payload.len().is_multiple_of(4));
        let (_, file) = self.loading.as_mut().unwrap();
        file.extend(STANDARD.decode(payload).unwrap());
        if more == Some("1") {
            return;
        }
        assert_eq!(more, Some("0"));
        let (keys, file) = self.loading.take().unwrap();
        let number = |name: &str| keys.get(name).unwrap().parse::<u32>().unwrap();
        self.received += 1;
        let cells = (number("c") as u16, number("r") as u16);
        self.kept.insert(number("i"), (cells, file));
    }

    /// Whether the terminal has all of a file.
    pub(super) fn has(&self, file: &PictureFile) -> bool {
        let kept = self.kept.get(&file.id).map(|(cells, png)| (*cells, Data::Png(png.clone())));
        kept.is_some_and(|(cells, data)| cells == file.cells && data == file.data)
    }
}

/// Returns files of several sizes, each for 6 by 3 cells.
pub(super) fn files() -> Vec<Arc<PictureFile>> {
    let file = |(at, len): (u32, usize)| {
        let png = (0..len).map(|byte| (byte % 251) as u8).collect();
        Arc::new(PictureFile { id: 0x12_34_00 + at, cells: (6, 3), data: Data::Png(png) })
    };
    (1..).zip([10, 3072, 12_000]).map(file).collect()
}

/// The same pictures in sixels, in strips of at most two rows. Each strip names its picture, its
/// first row and its number of rows.
pub(super) fn sixels() -> Vec<Arc<PictureFile>> {
    let strip = |id, row, rows| format!("\x1bP{id};{row};{rows}\x1b\\").into_bytes();
    let file = |file: Arc<PictureFile>| {
        let data = Data::Strips(2, vec![strip(file.id, 0, 2), strip(file.id, 2, 1)]);
        Arc::new(PictureFile { id: file.id, cells: file.cells, data })
    };
    files().into_iter().map(file).collect()
}

/// Returns what tmux hands on: what was wrapped for it as it is, and everything else.
pub(super) fn unwrapped(bytes: &[u8]) -> Vec<u8> {
    const START: &[u8] = b"\x1bPtmux;";
    let (mut passed, mut rest) = (Vec::new(), bytes);
    while let Some(at) = memchr::memmem::find(rest, START) {
        passed.extend(&rest[..at]);
        rest = &rest[at + START.len()..];
        loop {
            rest = match rest {
                [] => return passed,
                [0x1b, b'\\', after @ ..] => {
                    rest = after;
                    break;
                }
                [0x1b, byte, after @ ..] | [byte, after @ ..] => {
                    passed.push(*byte);
                    after
                }
            };
        }
    }
    passed.extend(rest);
    passed
}

/// Pictures are deleted through tmux, wherever the output before was cut off.
#[test]
fn a_farewell_follows_anything_through_tmux() {
    let sent = |route| {
        let abilities = Abilities { graphics: Placeholders(route), ..capable() };
        let (mut drawn, mut backend) =
            (Drawn::new(60, 20, Widths::default()), Backend::new(abilities));
        for step in [Step::Files(vec![2]), Step::Picture(2, 3, 2)] {
            drawn.apply(&step);
        }
        let Drawn { buffer, links, files, cursor, .. } = &drawn;
        backend.frame(Frame { buffer: &mut buffer.clone(), links, files, cursor: *cursor });
        (backend.piece(300).0, backend.farewell())
    };
    let (_, direct) = sent(Route::Direct);
    let (piece, farewell) = sent(Route::ThroughTmux);
    assert!(piece.starts_with(b"\x1bPtmux;\x1b\x1b_Ga=T,U=1") && direct.starts_with(b"\x1b\\"));
    for end in 0..=piece.len() {
        let bytes = [&piece[..end], &farewell].concat();
        assert!(unwrapped(&bytes).ends_with(&direct), "{end}");
    }
}
