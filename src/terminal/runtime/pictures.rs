//! Pictures that the terminal draws: detects whether it can, and sends their files.

use std::io;
use std::time::Instant;

use crate::app::Message;
use crate::app::effect::Technique;
use crate::terminal::backend::{Backend, Graphics};
use crate::terminal::input::GRAPHICS_QUESTION;
use crate::terminal::runtime::Loop;
use crate::terminal::tmux::Route;
use crate::terminal::{Measurement, line, probe, screen};

/// Width and height of a cell in pixels if the terminal does not report them; it fits pictures into
/// their cells anyway.
const USUAL_CELL: (u16, u16) = (10, 20);

/// Maximum number of bytes in a piece of a picture; a fast line takes that many at once anyway.
const LONGEST_PIECE: usize = 1 << 15;

/// What is known about how the terminal draws pictures.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Support {
    #[default]
    Unknown,
    /// The terminal was asked about placeholders, by this way, and has not answered yet.
    Asked(Route),
    Known(Graphics),
}

impl Loop {
    /// Returns the way to ask the terminal whether it draws pictures; `None` if it should not be
    /// asked.
    pub(super) fn route_of_pictures(&self) -> Option<Route> {
        let shown = self.app.screen().has_pictures() && probe::obstacle().is_none();
        let restricted = self.app.is_restricted();
        shown.then(|| probe::route_of_pictures(probe::variable, restricted)).flatten()
    }

    /// Records the result of a probe; `was_asked` tells whether the probe asked about pictures.
    pub(super) fn take_probed(&mut self, measured: Option<&Measurement>, was_asked: bool) {
        let found = measured.map(|measured| measured.graphics).unwrap_or_default();
        let is_known = was_asked || found != Graphics::None;
        self.support = if is_known { Support::Known(found) } else { Support::Unknown };
    }

    /// Records the answer about pictures; ignores it if the terminal was not asked.
    pub(super) fn take_graphics(&mut self, draws: bool) {
        if let Support::Asked(route) = self.support {
            let found = if draws { Graphics::Placeholders(route) } else { Graphics::None };
            self.support = Support::Known(found);
        }
    }

    /// Tells the model how to draw pictures, if they are shown; first asks the terminal if its
    /// support is unknown.
    pub(super) fn settle_technique(&mut self) -> io::Result<()> {
        if !self.app.screen().has_pictures() {
            return Ok(());
        }
        if self.support == Support::Unknown {
            let route = self.route_of_pictures();
            self.support = route.map_or(Support::Known(Graphics::None), Support::Asked);
            if let Some(route) = route {
                screen::write(route.wrap(GRAPHICS_QUESTION.to_owned()).as_bytes())?;
            }
        }
        let graphics = match (self.support, screen::cell()) {
            // The last resize may have lost the size of a cell.
            (Support::Known(Graphics::Sixels), None) => Graphics::None,
            (Support::Known(graphics), _) => graphics,
            _ => Graphics::None,
        };
        let cell = screen::cell().unwrap_or(USUAL_CELL);
        let technique = match graphics {
            Graphics::None => Technique::HalfBlocks,
            Graphics::Placeholders(_) => Technique::Placeholders { cell },
            Graphics::Inline => Technique::Inline { cell },
            Graphics::Sixels => Technique::Sixels { cell },
        };
        if technique == self.app.screen().technique() {
            return Ok(());
        }
        self.abilities.graphics = graphics;
        self.repaint();
        self.update(Message::Technique(technique))
    }

    /// Whether a piece of a picture can be sent now. Only one may be in flight, so that no key
    /// waits for more.
    pub(super) fn has_piece(&self) -> bool {
        self.line.is_quiet() && self.backend.as_ref().is_some_and(Backend::is_sending)
    }

    /// Sends a piece of a picture; returns whether its file is now complete, so that it can be
    /// drawn.
    pub(super) fn send_piece(&mut self) -> io::Result<bool> {
        let Some(backend) = &mut self.backend else { return Ok(false) };
        let (bytes, is_whole) = backend.piece(self.line.window().min(LONGEST_PIECE));
        screen::set_farewell(backend.farewell());
        self.send(bytes)?;
        Ok(is_whole)
    }

    /// Sends bytes; asks the terminal to answer once it has read them, if they are worth it.
    pub(super) fn send(&mut self, mut bytes: Vec<u8>) -> io::Result<()> {
        let start = Instant::now();
        if self.line.send(bytes.len(), start) {
            bytes.extend_from_slice(line::QUESTION);
        }
        screen::write(&bytes)?;
        self.line.sent(bytes.len(), start.elapsed());
        Ok(())
    }
}
