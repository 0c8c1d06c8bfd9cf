//! The main loop: turns inputs into messages, performs effects, and draws once per change.
//!
//! One thread owns the model. Keys, signals and answers come over one channel, the loader's batches
//! over another, bounded one. After each batch the loop handles all waiting inputs, so that a key
//! waits for one batch at most. A frame is drawn when no input is waiting.

mod effects;
mod pictures;

use std::collections::VecDeque;
use std::io::{self, Write};
use std::path::PathBuf;
use std::sync::Arc;
use std::time::{Duration, Instant};

use crossbeam_channel::{Receiver, Sender, TryRecvError, bounded, never, select, unbounded};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use signal_hook::consts::{SIGCONT, SIGHUP, SIGTSTP, SIGWINCH};

use crate::app::text::Text;
use crate::app::{Alarm, App, Message, Options};
use crate::archive::load;
use crate::archive::site::Dates;
use crate::archive::source::Source;
use crate::archive::watch::Mode;
use crate::clock::Clock;
use crate::config::theme::Theme;
use crate::reason::FileError;
use crate::state::log::{NotSaved, Store};
use crate::state::writer::Writer;
use crate::store::Folder;
use crate::terminal::backend::{Abilities, Backend, Frame, Graphics};
use crate::terminal::input::Parser;
use crate::terminal::keyboard::Keyboard;
use crate::terminal::lending::Lending;
use crate::terminal::line::Line;
use crate::terminal::run::{Runner, Written};
use crate::terminal::runtime::pictures::Support;
use crate::terminal::work::Workers;
use crate::terminal::{screen, signals};
use crate::view::{self, Look};

/// How long to wait for the first posts before drawing without them.
const FIRST_POSTS_TIMEOUT: Duration = Duration::from_millis(150);
/// How often to read the marks of other instances (S52).
const POLL_STATE_EVERY: Duration = Duration::from_secs(1);
/// How long to wait for the disk at exit before saying so.
const SILENT_CLOSE: Duration = Duration::from_millis(300);
/// The longest wait for the disk after a signal or a fault (S40).
const LONGEST_CLOSE: Duration = Duration::from_millis(800);
/// A line is slow if a preview takes longer than this.
const LONGEST_PREVIEW: Duration = Duration::from_millis(100);
/// The shortest time between two frames that show only the load's progress.
const PROGRESS_EVERY: Duration = Duration::from_millis(80);

/// An input to the loop; the loader's events come separately.
#[derive(Debug)]
pub(super) enum Input {
    /// A message for the model.
    Message(Message),
    /// The terminal has read everything before the last question.
    Ready,
    /// The terminal answered whether it draws pictures.
    Graphics {
        /// Whether it draws pictures.
        draws: bool,
    },
    /// A signal.
    Signal(i32),
    /// The terminal can no longer be read.
    Lost(io::Error),
}

/// The reader's parameters.
#[derive(Debug)]
pub struct Start {
    /// The posts.
    pub source: Source,
    /// The model's options; [`run`] sets the size and the time.
    pub options: Options,
    /// The clock and the settings for dates.
    pub dates: Dates,
    /// Settings that replace probing.
    pub overrides: Overrides,
    /// The store of the reading state, or why there is none.
    pub store: Result<Store, FileError>,
    /// What the terminal can do.
    pub abilities: Abilities,
    /// The theme and the terminal's capabilities.
    pub look: Look,
    /// Whether the reader takes mouse events; else the terminal selects text with the mouse.
    pub mouse: bool,
    /// Returns a theme by name, for a light (`true`) or dark background, in this terminal's
    /// colours.
    pub theme_named: fn(&str, bool) -> Theme,
    /// The folder of the store; `None` for no store.
    pub index: Option<Folder>,
    /// How to watch the archive for changes; `None` to not watch.
    pub watch: Option<Mode>,
    /// The command that fetches the archive's feeds; `None` if it has none.
    pub fetch: Option<Vec<String>>,
    /// The command that writes an e-book of the archive, without the file; `None` if it cannot.
    pub export: Option<Vec<String>>,
    /// Writes a post for the user's own commands.
    pub written: Written,
    /// The user's settings file, which may not exist; `None` without a home folder.
    pub settings_file: Option<PathBuf>,
    /// The file for what the user picked from lists; `None` without a home folder.
    pub choices_file: Option<PathBuf>,
}

/// User settings that replace probing.
#[derive(Clone, Copy, Debug, Default)]
pub struct Overrides {
    /// Whether ambiguous characters take two cells.
    pub ambiguous_wide: Option<bool>,
    /// Whether the terminal's background is light.
    pub is_light: Option<bool>,
}

/// How the reader ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// The user quit.
    Quit,
    /// There is nothing to read, and why.
    Nothing(Text),
    /// A signal ended it, with this exit code.
    Signal(i32),
}

/// How the reader ended, and whether the reading state was saved.
#[derive(Debug)]
pub struct End {
    /// How it ended; an error if the terminal failed.
    pub outcome: io::Result<Outcome>,
    /// What could not be saved.
    pub not_saved: Option<NotSaved>,
}

/// Runs the reader until it ends, then restores the terminal.
pub fn run(mut start: Start) -> io::Result<End> {
    start.options.size = screen::size()?;
    start.options.now = start.dates.clock.milliseconds();
    let no_store = start.store.as_ref().err().cloned();
    let (inputs, received) = unbounded();
    let (loads, loaded) = bounded(4);
    let lending = signals::watch(&inputs)?;
    let dates = start.dates;
    let (app, effects) = App::new(start.options);
    let source = start.source.clone();
    let runner = Runner::new(start.source.clone(), dates.clock, start.written, inputs.clone());
    let workers =
        Workers::new(start.source, dates, inputs.clone(), loads, start.watch, start.index)?;
    let state_inputs = inputs.clone();
    let start_writer = |store| {
        Writer::start(store, Some(POLL_STATE_EVERY), move |news| {
            // The loop may have ended.
            let _ = state_inputs.send(Input::Message(Message::State(news)));
        })
    };
    let writer = start.store.ok().map(start_writer).transpose()?;
    let mut reader = Loop {
        app,
        workers,
        runner,
        writer,
        source,
        keyboard: None,
        lending,
        backend: None,
        line: Line::default(),
        abilities: start.abilities,
        support: Support::default(),
        parser: Parser::default(),
        inputs: inputs.clone(),
        fetch: start.fetch,
        export: start.export,
        clock: dates.clock,
        overrides: start.overrides,
        is_light: start.overrides.is_light.unwrap_or(false),
        theme_named: start.theme_named,
        settings_file: start.settings_file,
        choices_file: start.choices_file,
        look: start.look,
        received,
        early: VecDeque::new(),
        loaded,
        alarms: Vec::new(),
        outcome: None,
    };
    reader.perform_all(effects)?;
    reader.wait_for_first_posts()?;
    if let Some(outcome) = reader.outcome {
        return Ok(End { outcome: Ok(outcome), not_saved: None });
    }
    screen::use_mouse(start.mouse);
    screen::enter()?;
    let result = reader.measure().and_then(|_| reader.run());
    let result = match result {
        // The terminal is gone; the signal may come later, or never.
        Err(error) if is_hang_up(&error) => Ok(Outcome::Signal(signals::exit_code(SIGHUP))),
        result => result,
    };
    // Saves the session before anything waits for the terminal. Only effects on the screen can
    // fail, and there is none.
    reader.backend = None;
    reader.runner.cancel();
    let _ = reader.update(Message::Ending);
    if matches!(result, Ok(Outcome::Quit)) {
        reader.await_answer();
    }
    screen::leave();
    let not_saved = reader.close(matches!(result, Ok(Outcome::Quit)));
    let not_saved = not_saved.or(no_store.map(|why| NotSaved { records: 0, why }));
    Ok(End { outcome: result, not_saved })
}

/// Whether the terminal cannot be used because it hung up.
fn is_hang_up(error: &io::Error) -> bool {
    error.kind() == io::ErrorKind::UnexpectedEof
        || error.raw_os_error() == Some(rustix::io::Errno::IO.raw_os_error())
}

struct Loop {
    app: App,
    workers: Workers,
    /// Runs the user's own commands.
    runner: Runner,
    writer: Option<Writer>,
    source: Source,
    keyboard: Option<Keyboard>,
    lending: Arc<Lending>,
    /// The screen, while this program has it.
    backend: Option<Backend>,
    line: Line,
    abilities: Abilities,
    support: Support,
    /// Parses the input before the keyboard thread starts.
    parser: Parser,
    inputs: Sender<Input>,
    /// See [`Start::export`].
    export: Option<Vec<String>>,
    /// See [`Start::fetch`].
    fetch: Option<Vec<String>>,
    clock: Clock,
    overrides: Overrides,
    /// Whether the background is light; `false` if unknown.
    is_light: bool,
    theme_named: fn(&str, bool) -> Theme,
    /// The user's settings file.
    settings_file: Option<PathBuf>,
    choices_file: Option<PathBuf>,
    look: Look,
    received: Receiver<Input>,
    /// Inputs that came while an answer was awaited.
    early: VecDeque<Input>,
    loaded: Receiver<(u64, load::Event)>,
    /// Pending alarms, one of each kind.
    alarms: Vec<(Instant, Alarm)>,
    outcome: Option<Outcome>,
}

impl Loop {
    /// Waits for the first batch, so that the first frame shows posts and an archive without posts
    /// is reported without entering the alternate screen.
    fn wait_for_first_posts(&mut self) -> io::Result<()> {
        let deadline = Instant::now() + FIRST_POSTS_TIMEOUT;
        while self.outcome.is_none() && self.app.library().archive().is_empty() {
            let Ok((generation, event)) = self.loaded.recv_deadline(deadline) else { break };
            self.update(Message::Loaded(generation, event))?;
        }
        Ok(())
    }

    /// Sends the model a message and performs the effects.
    fn update(&mut self, message: Message) -> io::Result<()> {
        let effects = self.app.update(message, self.clock.milliseconds());
        self.perform_all(effects)
    }

    /// Writes what is not written yet and waits for the disk; returns what could not be saved. A
    /// user who quit sees why it takes long, and need not wait.
    fn close(&mut self, is_quit: bool) -> Option<NotSaved> {
        let closing = self.writer.take()?.close();
        let silent = if is_quit { SILENT_CLOSE } else { LONGEST_CLOSE };
        if let Ok(result) = closing.done.recv_timeout(silent) {
            return result.err();
        }
        if is_quit {
            let line = Text::WaitingForDisk.to_clean(self.app.screen().locale());
            let _ = writeln!(io::stderr(), "kanbao: {line}");
            let is_end =
                |input: &Input| matches!(input, Input::Signal(signal) if signals::ends(*signal));
            loop {
                select! {
                    recv(closing.done) -> result => return result.ok()?.err(),
                    recv(self.received) -> input => if input.as_ref().map_or(true, is_end) { break },
                }
            }
        }
        closing.give_up().err()
    }

    fn run(&mut self) -> io::Result<Outcome> {
        let parser = std::mem::take(&mut self.parser);
        self.keyboard = Some(Keyboard::start(self.inputs.clone(), parser)?);
        self.backend = Some(Backend::new(self.abilities));
        self.draw()?;
        let mut drawn = Instant::now();
        let (mut stale, mut held) = (false, false);
        while self.outcome.is_none() {
            let progress =
                if stale { crossbeam_channel::at(drawn + PROGRESS_EVERY) } else { never() };
            let next = self.alarms.iter().map(|(at, _)| *at).chain(self.line.deadline()).min();
            let alarm = next.map_or_else(never, crossbeam_channel::at);
            let piece =
                if self.has_piece() { crossbeam_channel::at(Instant::now()) } else { never() };
            let mut urgent = false;
            select! {
                recv(self.received) -> input => match input {
                    Ok(input) => {
                        self.handle(input)?;
                        urgent = true;
                    }
                    Err(_) => break,
                },
                recv(self.loaded) -> report => if let Ok((generation, event)) = report {
                    self.update(Message::Loaded(generation, event))?;
                    stale = true;
                },
                recv(progress) -> _ => urgent = true,
                recv(piece) -> _ => urgent = self.send_piece()?,
                recv(alarm) -> _ => {
                    let now = Instant::now();
                    self.line.check(now);
                    let due: Vec<_> = self.alarms.extract_if(.., |(at, _)| *at <= now).collect();
                    let due = due.into_iter().filter(|(_, alarm)| self.app.heeds(*alarm));
                    for (_, alarm) in due.collect::<Vec<_>>() {
                        self.update(Message::Alarm(alarm))?;
                        urgent = true;
                    }
                },
            }
            urgent |= self.handle_waiting()? || held;
            // A frame that is held is drawn with all that happens until then.
            held = urgent && !self.line.is_free();
            if urgent && !held && self.outcome.is_none() {
                self.draw()?;
                drawn = Instant::now();
                stale = false;
            }
        }
        Ok(self.outcome.take().unwrap_or(Outcome::Quit))
    }

    /// Handles all waiting inputs: a burst of keys is drawn once. Returns whether there were any.
    fn handle_waiting(&mut self) -> io::Result<bool> {
        let mut any = false;
        while self.outcome.is_none() {
            if let Some(input) = self.early.pop_front() {
                self.handle(input)?;
                any = true;
                continue;
            }
            match self.received.try_recv() {
                Ok(input) => self.handle(input)?,
                Err(TryRecvError::Empty | TryRecvError::Disconnected) => break,
            }
            any = true;
        }
        Ok(any)
    }

    fn handle(&mut self, input: Input) -> io::Result<()> {
        match input {
            Input::Message(message) => self.update(message),
            Input::Ready => self.take_answer(),
            Input::Graphics { draws } => {
                self.take_graphics(draws);
                Ok(())
            }
            // The next frame checks the size. Even if it is the former one again, the terminal may
            // have lost cells.
            Input::Signal(SIGWINCH) => {
                self.repaint();
                Ok(())
            }
            Input::Signal(SIGTSTP) => {
                if let Some(writer) = &self.writer {
                    writer.sync();
                }
                self.await_answer();
                screen::leave();
                signals::stop();
                self.resume()
            }
            Input::Signal(SIGCONT) => self.resume(),
            Input::Signal(signal) => {
                self.outcome = Some(Outcome::Signal(signals::exit_code(signal)));
                Ok(())
            }
            Input::Lost(error) => Err(error),
        }
    }

    /// Continues after the process was stopped.
    fn resume(&mut self) -> io::Result<()> {
        self.retake_screen()?;
        self.update(Message::Resumed)
    }

    fn draw(&mut self) -> io::Result<()> {
        let (columns, rows) = screen::size()?;
        if (columns, rows) != self.app.screen().size() {
            self.update(Message::Resized(columns, rows))?;
        }
        self.settle_technique()?;
        let mut buffer = Buffer::empty(Rect::new(0, 0, columns, rows));
        let cursor = view::draw(&self.app, &self.look, &mut buffer);
        let Some(backend) = &mut self.backend else { return Ok(()) };
        let links = if self.abilities.links { view::links(&self.app) } else { Vec::new() };
        let files = view::files(&self.app);
        let bytes =
            backend.frame(Frame { buffer: &mut buffer, links: &links, files: &files, cursor });
        if matches!(self.abilities.graphics, Graphics::Placeholders(_)) {
            screen::set_farewell(backend.farewell());
        }
        if bytes.is_empty() { Ok(()) } else { self.send(bytes) }
    }

    /// Waits for the answer to the last question before another program reads the terminal, because
    /// that program would take the answer for keys.
    fn await_answer(&mut self) {
        while let Some(deadline) = self.line.last_deadline() {
            match self.received.recv_deadline(deadline) {
                Ok(Input::Ready) => self.line.answered(Instant::now()),
                Ok(input) => {
                    let ends = match &input {
                        Input::Signal(signal) => signals::ends(*signal),
                        // A user who types does not want to wait.
                        Input::Lost(_) | Input::Message(Message::Key(_)) => true,
                        _ => false,
                    };
                    self.early.push_back(input);
                    if ends {
                        break;
                    }
                }
                Err(_) => break,
            }
        }
        self.line.give_up();
    }

    /// The terminal has read what was sent: tells the model whether the line is slow.
    fn take_answer(&mut self) -> io::Result<()> {
        self.line.answered(Instant::now());
        let preview = self.app.screen().layout().and_then(|layout| layout.article);
        // Han: three bytes for two cells.
        let preview = preview.map_or(0, |area| area.area() as usize * 3 / 2);
        let is_slow = self.line.time_of(preview).is_some_and(|time| time > LONGEST_PREVIEW);
        if is_slow == self.app.screen().is_line_slow() {
            return Ok(());
        }
        self.update(Message::Line { is_slow })
    }
}
