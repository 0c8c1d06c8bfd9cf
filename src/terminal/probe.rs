//! Probes how wide the terminal draws characters that terminals disagree about, its background
//! colour, and whether it supports left and right margins and pictures.
//!
//! Each probe is printed at the first cell and followed by a cursor position request. A device
//! attributes request comes last as a fence: its answer shows that no others will follow. This
//! reads the terminal, so no other thread may read keys meanwhile. Keys typed ahead are returned in
//! order.

use std::io;
use std::time::{Duration, Instant};

use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::stdio::{stdin, stdout};
use rustix::termios::isatty;

use crate::app::Message;
use crate::terminal::backend::Graphics;
use crate::terminal::input::{Answer, Event, GRAPHICS_QUESTION, Parser};
use crate::terminal::screen;
use crate::terminal::tmux::{self, Route};
use crate::width::Widths;

/// How long to wait for the answers.
const TIMEOUT: Duration = Duration::from_millis(300);
/// How much longer to wait for the end of a sequence or a paste: its rest would be parsed as keys.
const GRACE: Duration = Duration::from_millis(100);

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
    /// How it draws pictures; never as placeholders if it was not asked.
    pub graphics: Graphics,
    /// The time from the requests to the last answer.
    pub round_trip: Duration,
}

impl Measurement {
    /// Evaluates the cursor's column after each probe, counted from 1; `None` if the columns make
    /// no sense.
    fn new(answers: &Answers, round_trip: Duration) -> Option<Self> {
        let [2, quotes, greek, joined, toned, selected] = *answers.columns else { return None };
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
            background: answers.background,
            graphics: answers.graphics(),
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

/// The reason why a terminal was not measured.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Obstacle {
    /// Standard output is not a terminal.
    Output,
    /// Standard input is not a terminal.
    Input,
    /// `TERM` is not set.
    NoTerm,
    /// `TERM` has this value: the terminal draws everything in one width or supports no sequences.
    Term(&'static str),
    /// The terminal does not answer.
    Silent,
    /// The terminal's answers make no sense.
    Senseless,
}

/// The outcome of a probe.
#[derive(Debug)]
pub(super) struct ProbeResult {
    /// The measurement, or why there is none.
    pub measured: Result<Measurement, Obstacle>,
    /// Whether the terminal reports when it has read everything (DSR 5).
    pub says_when_ready: bool,
    /// Whether the terminal supports left and right margins.
    pub has_margins: bool,
    /// The keys typed ahead.
    pub typed: Vec<Message>,
}

/// Returns the way to a terminal that draws pictures in place of placeholders; `None` if there is
/// none. A `restricted` reader asks no tmux, because that starts a program (S18).
pub(super) fn route_of_pictures(
    variable: impl Fn(&str) -> Option<String>,
    restricted: bool,
) -> Option<Route> {
    let is_in_tmux = multiplexers(&variable) == ["TMUX"];
    match () {
        () if !cfg!(feature = "images") => None,
        () if is_in_tmux && !restricted => tmux::passes_pictures_on().then_some(Route::ThroughTmux),
        () => may_draw_pictures(variable).then_some(Route::Direct),
    }
}

/// Whether the environment names a terminal that draws pictures in place of placeholders. Only such
/// terminals are asked: others support kitty's graphics protocol without placeholders, or print the
/// query as text.
fn may_draw_pictures(variable: impl Fn(&str) -> Option<String>) -> bool {
    if is_multiplexed(&variable) {
        return false;
    }
    let term = variable("TERM").unwrap_or_default();
    let program = variable("TERM_PROGRAM").unwrap_or_default();
    let is_in_kitty = || variable("KITTY_WINDOW_ID").is_some_and(|value| !value.is_empty());
    ["xterm-kitty", "xterm-ghostty"].contains(&term.as_str())
        || term == "xterm-256color" && (program == "ghostty" || is_in_kitty())
}

/// Whether pictures may be drawn over cells of the terminal, such as sixels in 216 colours. xterm,
/// which sets `XTERM_VERSION`, has only 16.
fn may_cover_cells(variable: impl Fn(&str) -> Option<String>) -> bool {
    cfg!(feature = "images") && !is_multiplexed(&variable) && variable("XTERM_VERSION").is_none()
}

/// Whether the program runs in a multiplexer, which may not pass pictures on.
fn is_multiplexed(variable: impl Fn(&str) -> Option<String>) -> bool {
    !multiplexers(variable).is_empty()
}

/// Returns the variables of the multiplexers that the program runs in.
fn multiplexers(variable: impl Fn(&str) -> Option<String>) -> Vec<&'static str> {
    let is_set = |name: &&str| variable(name).is_some_and(|value| !value.is_empty());
    ["TMUX", "STY", "ZELLIJ"].into_iter().filter(is_set).collect()
}

/// Returns the value of an environment variable; `None` if it is unset or not UTF-8.
pub(super) fn variable(name: &str) -> Option<String> {
    std::env::var(name).ok()
}

/// Returns why the terminal cannot be probed; `None` if it can.
pub(super) fn obstacle() -> Option<Obstacle> {
    if !isatty(stdout()) {
        return Some(Obstacle::Output);
    }
    if !isatty(stdin()) {
        return Some(Obstacle::Input);
    }
    match std::env::var("TERM").unwrap_or_default().as_str() {
        "" => Some(Obstacle::NoTerm),
        "dumb" => Some(Obstacle::Term("dumb")),
        "linux" => Some(Obstacle::Term("linux")),
        _ => None,
    }
}

/// Probes the terminal; with a `route`, also asks whether it draws pictures. The alternate screen must
/// be active, and nothing else may read the terminal. Leaves the screen blank, and `parser`
/// possibly within a sequence. Fails only if writing fails.
pub(super) fn ask(parser: &mut Parser, route: Option<Route>) -> io::Result<ProbeResult> {
    if let Some(reason) = obstacle() {
        let (says_when_ready, has_margins, typed) = (false, false, Vec::new());
        return Ok(ProbeResult { measured: Err(reason), says_when_ready, has_margins, typed });
    }
    let mut question = String::new();
    for probe in PROBES {
        question.push_str("\x1b[1;1H");
        question.push_str(probe);
        question.push_str("\x1b[6n");
    }
    // Whether mode 69 is known (DECRQM); a terminal that does not parse it prints a letter.
    question.push_str("\x1b]11;?\x1b\\\x1b[?69$p\x1b[5n");
    if may_cover_cells(variable) {
        // The terminal's name (XTVERSION).
        question.push_str("\x1b[>q");
    }
    if let Some(route) = route {
        question.push_str(&route.wrap(GRAPHICS_QUESTION.to_owned()));
    }
    question.push_str("\x1b[c");
    let start = Instant::now();
    screen::write(question.as_bytes())?;
    let mut answers = Answers { route, ..Answers::default() };
    listen(parser, start, &mut answers);
    answers.draws_inline &= may_cover_cells(variable);
    // Sixels cannot be fitted to cells of unknown size.
    answers.knows_sixels &= may_cover_cells(variable) && screen::cell().is_some();
    let round_trip = answers.fenced.unwrap_or_else(|| start.elapsed());
    screen::write(b"\x1b[1;1H\x1b[2J")?;
    let measured = match Measurement::new(&answers, round_trip) {
        Some(measured) => Ok(measured),
        None if answers.fenced.is_none() && answers.columns.is_empty() => Err(Obstacle::Silent),
        None => Err(Obstacle::Senseless),
    };
    let Answers { is_ready: says_when_ready, has_margins, typed, .. } = answers;
    Ok(ProbeResult { measured, says_when_ready, has_margins, typed })
}

/// The terminal's answers, and other input.
#[derive(Debug, Default)]
#[allow(clippy::struct_excessive_bools, reason = "independent answers")]
struct Answers {
    /// The cursor columns, in the order of the requests.
    columns: Vec<u16>,
    /// The background colour.
    background: Option<[u8; 3]>,
    /// Whether the terminal answered that it is ready (DSR 5).
    is_ready: bool,
    /// Whether the terminal supports left and right margins.
    has_margins: bool,
    /// The way of the query for pictures, if there was one.
    route: Option<Route>,
    /// Whether the terminal draws pictures with kitty's graphics protocol, if it answered.
    draws_pictures: Option<bool>,
    /// Whether the terminal's name is that of one that draws inline images.
    draws_inline: bool,
    /// Whether the terminal supports sixels.
    knows_sixels: bool,
    /// When the device attributes arrived, from the requests on.
    fenced: Option<Duration>,
    /// The input that is not an answer, in order.
    typed: Vec<Message>,
}

impl Answers {
    /// Whether all answers have arrived. One that tmux passes on may come after tmux's own.
    fn are_complete(&self) -> bool {
        let awaits = self.route == Some(Route::ThroughTmux) && self.draws_pictures.is_none();
        self.fenced.is_some() && !awaits
    }

    fn take(&mut self, event: Event, elapsed: Duration) {
        match event {
            Event::Message(message) => self.typed.push(message),
            Event::Answer(Answer::Column(column)) => self.columns.push(column),
            Event::Answer(Answer::Background(colour)) => self.background = Some(colour),
            Event::Answer(Answer::Attributes { sixels }) => {
                (self.fenced, self.knows_sixels) = (Some(elapsed), sixels);
            }
            Event::Answer(Answer::Ready) => self.is_ready = true,
            Event::Answer(Answer::Margins(known)) => self.has_margins = known,
            Event::Answer(Answer::Graphics(draws)) => self.draws_pictures = Some(draws),
            Event::Answer(Answer::Inline) => self.draws_inline = true,
        }
    }

    /// Returns the best way to draw pictures.
    fn graphics(&self) -> Graphics {
        match self.route {
            Some(route) if self.draws_pictures == Some(true) => Graphics::Placeholders(route),
            _ if self.draws_inline => Graphics::Inline,
            _ if self.knows_sixels => Graphics::Sixels,
            _ => Graphics::None,
        }
    }
}

/// Reads until all answers have arrived, or the timeout.
fn listen(parser: &mut Parser, start: Instant, answers: &mut Answers) {
    let mut bytes = [0; 1024];
    loop {
        let limit = match (answers.are_complete(), parser.is_open()) {
            (true, false) => return,
            (false, false) => TIMEOUT,
            (_, true) => TIMEOUT + GRACE,
        };
        let Some(left) = limit.checked_sub(start.elapsed()) else { return };
        let tty = stdin();
        let mut fds = [PollFd::new(&tty, PollFlags::IN)];
        let Ok(left) = Timespec::try_from(left) else { return };
        match poll(&mut fds, Some(&left)) {
            Ok(0) | Err(rustix::io::Errno::INTR) => continue,
            Ok(_) => {}
            Err(_) => return,
        }
        match rustix::io::read(tty, &mut bytes) {
            Err(rustix::io::Errno::INTR) => {}
            // The terminal is gone; the main loop finds out by itself.
            Ok(0) | Err(_) => return,
            Ok(n) => {
                for event in parser.feed(bytes.get(..n).unwrap_or_default()) {
                    answers.take(event, start.elapsed());
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn answers_become_widths() {
        let check = |columns: &[u16], expected: Option<Widths>| {
            let answers = Answers { columns: columns.to_vec(), ..Answers::default() };
            let measured = Measurement::new(&answers, Duration::ZERO);
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
    #[cfg(feature = "images")]
    fn only_known_terminals_are_asked_for_pictures() {
        let check = |set: &[(&str, &str)], expected: bool| {
            let variable = |name: &str| {
                let found = set.iter().find(|(known, _)| *known == name);
                found.map(|(_, value)| (*value).to_owned())
            };
            assert_eq!(may_draw_pictures(variable), expected, "{set:?}");
        };
        check(&[], false);
        check(&[("TERM", "xterm-kitty")], true);
        check(&[("TERM", "xterm-ghostty"), ("TMUX", "")], true);
        check(&[("TERM", "xterm-256color")], false);
        check(&[("TERM", "xterm-256color"), ("TERM_PROGRAM", "ghostty")], true);
        check(&[("TERM", "xterm-256color"), ("KITTY_WINDOW_ID", "1")], true);
        // These support the protocol, but not placeholders.
        check(&[("TERM", "xterm-256color"), ("TERM_PROGRAM", "WezTerm")], false);
        check(&[("TERM", "xterm-256color"), ("KONSOLE_VERSION", "240802")], false);
        check(&[("TERM", "wezterm"), ("KITTY_WINDOW_ID", "1")], false);
        // A multiplexer inherits the variables of the terminal around it.
        check(&[("TERM", "tmux-256color"), ("KITTY_WINDOW_ID", "1")], false);
        for name in ["TMUX", "STY", "ZELLIJ"] {
            check(&[("TERM", "xterm-kitty"), (name, "0")], false);
        }
    }

    #[test]
    #[cfg(feature = "images")]
    fn pictures_over_cells_need_colours_and_no_multiplexer() {
        for (name, expected) in
            [("", true), ("XTERM_VERSION", false), ("TMUX", false), ("STY", false)]
        {
            let variable = |asked: &str| (asked == name).then(|| "1".to_owned());
            assert_eq!(may_cover_cells(variable), expected, "{name}");
        }
    }

    #[test]
    fn a_background_is_light_or_dark() {
        let check = |background, expected| {
            let columns = vec![2, 2, 2, 5, 5, 2];
            let answers = Answers { columns, background, ..Answers::default() };
            let measured = Measurement::new(&answers, Duration::ZERO);
            assert_eq!(measured.and_then(|measured| measured.is_light()), expected);
        };
        check(None, None);
        check(Some([0, 0, 0]), Some(false));
        check(Some([0x00, 0x2b, 0x36]), Some(false));
        check(Some([0xfd, 0xf6, 0xe3]), Some(true));
        check(Some([255, 255, 255]), Some(true));
    }
}
