//! Pictures that the terminal stores, by kitty's graphics protocol.
//!
//! Sends each picture once, in pieces, so that no key waits for it; its cells stay blank until it
//! is complete. Deletes pictures that are no longer needed. Asks the terminal for no answers.
//! Terminals do not store other pictures; [`super::stamp`] draws those.

use std::collections::BTreeSet;
use std::fmt::Write;
use std::sync::Arc;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use ratatui::buffer::Buffer;
use ratatui::style::Color;

use crate::app::screen::picture::{Data, PictureFile};
use crate::terminal::tmux::Route;
use crate::view::placeholder;

/// Maximum number of bytes of a file in one sequence: 4096 in base64, the limit of the protocol. A
/// multiple of 3, so that only the last sequence is padded.
const CHUNK: usize = 3072;
/// Minimum number of bytes in one sequence, for a slow line.
const SHORTEST_CHUNK: usize = 192;
/// Ends a sequence.
const END: &str = "\x1b\\";

/// The pictures in the terminal's memory.
#[derive(Debug)]
pub(super) struct Pictures {
    /// The way to the terminal.
    route: Route,
    /// Ids of the files that the terminal has in full.
    kept: BTreeSet<u32>,
    sending: Option<Sending>,
}

/// A file that is being sent.
#[derive(Debug)]
struct Sending {
    file: Arc<PictureFile>,
    /// Number of bytes sent so far.
    sent: usize,
}

impl Default for Pictures {
    fn default() -> Self {
        Self { route: Route::Direct, kept: BTreeSet::new(), sending: None }
    }
}

impl Pictures {
    /// Blanks the placeholders of pictures that the terminal does not have. Starts to send the
    /// first of these that is among the `files`, unless another one is being sent.
    pub(super) fn prepare(
        &mut self,
        buffer: &mut Buffer,
        files: &[Arc<PictureFile>],
        route: Route,
    ) {
        self.route = route;
        for cell in &mut buffer.content {
            let Some(id) = placeholder::id(cell) else { continue };
            let is_one = |file: &&Arc<PictureFile>| file.id == id && png(file).is_some();
            let file = files.iter().find(is_one);
            if file.is_some() && self.kept.contains(&id) {
                continue;
            }
            cell.set_symbol(" ").set_fg(Color::Reset);
            if let Some(file) = file.filter(|_| self.sending.is_none()) {
                self.sending = Some(Sending { file: Arc::clone(file), sent: 0 });
            }
        }
    }

    /// Forgets the pictures that are not among the `files`; returns the bytes that delete them.
    pub(super) fn keep_only(&mut self, files: &[Arc<PictureFile>]) -> String {
        let is_wanted = |id: u32| files.iter().any(|file| file.id == id);
        let mut bytes = String::new();
        if let Some(sending) = self.sending.take_if(|sending| !is_wanted(sending.file.id)) {
            bytes.push_str(&sending.end());
        }
        // The protocol allows no other command between the parts of a file.
        if self.sending.as_ref().is_none_or(|sending| sending.sent == 0) {
            self.kept.retain(|id| {
                let stays = is_wanted(*id);
                if !stays {
                    delete(&mut bytes, *id);
                }
                stays
            });
        }
        self.route.wrap(bytes)
    }

    /// Returns the bytes that delete all pictures, even if the output before them was cut off.
    pub(super) fn farewell(&self) -> String {
        let mut bytes = String::new();
        if let Some(sending) = &self.sending {
            bytes.push_str(&sending.end());
        }
        for id in &self.kept {
            delete(&mut bytes, *id);
        }
        if bytes.is_empty() {
            return bytes;
        }
        let bytes = self.route.wrap(format!("{END}{bytes}"));
        match self.route {
            Route::Direct => bytes,
            // The first may follow half of a doubled Escape.
            Route::ThroughTmux => format!("{END}{END}{bytes}"),
        }
    }

    /// Whether a picture is being sent.
    pub(super) fn is_sending(&self) -> bool {
        self.sending.is_some()
    }

    /// Returns about `most` bytes of the picture that is being sent, and whether it is now
    /// complete.
    pub(super) fn piece(&mut self, most: usize) -> (String, bool) {
        let mut bytes = String::new();
        let chunk = (most / 4 * 3).clamp(SHORTEST_CHUNK, CHUNK) / 3 * 3;
        while let Some(sending) = &mut self.sending
            && (bytes.is_empty() || bytes.len() + chunk / 3 * 4 < most)
        {
            if sending.send(&mut bytes, chunk) {
                self.kept.insert(sending.file.id);
                self.sending = None;
                return (self.route.wrap(bytes), true);
            }
        }
        (self.route.wrap(bytes), false)
    }
}

impl Sending {
    /// Appends a sequence with at most `most` bytes of the file; returns whether they are the last.
    fn send(&mut self, bytes: &mut String, most: usize) -> bool {
        let PictureFile { id, cells: (columns, rows), .. } = &*self.file;
        let rest = png(&self.file).and_then(|png| png.get(self.sent..)).unwrap_or_default();
        let part = rest.get(..most).unwrap_or(rest);
        let is_last = part.len() == rest.len();
        bytes.push_str("\x1b_G");
        if self.sent == 0 {
            // Writing to a string cannot fail.
            let _ = write!(bytes, "a=T,U=1,f=100,i={id},c={columns},r={rows},");
        }
        let _ = write!(bytes, "q=2,m={};", u8::from(!is_last));
        STANDARD.encode_string(part, bytes);
        bytes.push_str("\x1b\\");
        self.sent += part.len();
        is_last
    }

    /// Returns the bytes that end an incomplete file and delete it.
    fn end(&self) -> String {
        let mut bytes = String::new();
        if self.sent > 0 {
            bytes.push_str("\x1b_Gq=2,m=0;\x1b\\");
            delete(&mut bytes, self.file.id);
        }
        bytes
    }
}

fn png(file: &PictureFile) -> Option<&[u8]> {
    match &file.data {
        Data::Png(png) => Some(png),
        Data::Strips(..) => None,
    }
}

fn delete(bytes: &mut String, id: u32) {
    // Writing to a string cannot fail. The capital `I` also frees the memory.
    let _ = write!(bytes, "\x1b_Ga=d,d=I,i={id},q=2\x1b\\");
}
