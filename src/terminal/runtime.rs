//! The loop: inputs to messages, wishes to work, one draw a change.
//!
//! One thread owns the model. Keys, signals and answers come over one channel, the loader's batches
//! over another that is bounded and second in line, so that a key never waits behind a batch. All
//! that lies in the channels is taken in before a frame is drawn.

use std::io::{self, BufWriter, Stdout, Write};
use std::thread;
use std::time::{Duration, Instant};

use crossbeam_channel::{Receiver, Sender, TryRecvError, bounded, never, select, unbounded};
use crossterm::event::{Event, read};
use crossterm::queue;
use crossterm::terminal::{BeginSynchronizedUpdate, EndSynchronizedUpdate};
use ratatui::Terminal;
use ratatui::backend::CrosstermBackend;
use ratatui::layout::Rect;
use signal_hook::consts::{SIGCONT, SIGTSTP};

use crate::app::text::Text;
use crate::app::{App, Effect, Message, Options};
use crate::archive::load;
use crate::archive::source::Source;
use crate::archive::watch::Mode;
use crate::terminal::work::Workers;
use crate::terminal::{keys, opener, probe, screen, signals};
use crate::view::{self, Look};

/// How long the first posts may take before the screen is taken without them.
const PATIENCE: Duration = Duration::from_millis(150);
/// The least time between two frames that only tell of the load's progress.
const CALM: Duration = Duration::from_millis(80);

/// What comes in besides the loader's reports.
#[derive(Debug)]
pub(super) enum Input {
    /// Something for the model.
    Message(Message),
    /// A signal.
    Signal(i32),
    /// The terminal can no longer be read.
    Lost(io::Error),
}

/// What the reader is started on.
#[derive(Debug)]
pub struct Start {
    /// What to read.
    pub source: Source,
    /// How the model begins; the size is asked of the terminal.
    pub options: Options,
    /// Whether ambiguous characters take two cells, where the user says so and the terminal is not
    /// to be believed.
    pub ambiguous_wide: Option<bool>,
    /// How it looks.
    pub look: Look,
    /// How changes of the archive are found, if they are looked for.
    pub watch: Option<Mode>,
}

/// How the reader ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// The user quit.
    Quit,
    /// There is nothing to read, and why.
    Nothing(Text),
    /// A signal ended it; the exit code.
    Signal(i32),
}

/// Runs the reader until it ends. The terminal is as it was found when this returns.
pub fn run(mut start: Start) -> io::Result<Outcome> {
    start.options.size = crossterm::terminal::size()?;
    let (inputs, received) = unbounded();
    let (loads, loaded) = bounded(4);
    signals::watch(&inputs)?;
    let dates = start.options.dates;
    let (app, effects) = App::new(start.options);
    let workers = Workers::new(start.source, dates, inputs.clone(), loads, start.watch)?;
    let mut reader = Loop { app, workers, look: start.look, received, loaded, outcome: None };
    reader.perform_all(effects, None)?;
    reader.wait_for_first_posts()?;
    if let Some(outcome) = reader.outcome {
        return Ok(outcome);
    }
    screen::enter()?;
    let result = reader.measure(start.ambiguous_wide, &inputs).and_then(|()| reader.run(&inputs));
    screen::leave();
    result
}

type Screen = Terminal<CrosstermBackend<BufWriter<Stdout>>>;

struct Loop {
    app: App,
    workers: Workers,
    look: Look,
    received: Receiver<Input>,
    loaded: Receiver<(u64, load::Event)>,
    outcome: Option<Outcome>,
}

impl Loop {
    /// Takes in the first batch, so that the first frame shows posts and an archive without any is
    /// told of without a flash of the screen.
    fn wait_for_first_posts(&mut self) -> io::Result<()> {
        let deadline = Instant::now() + PATIENCE;
        while self.outcome.is_none() && self.app.archive.is_empty() {
            let Ok((generation, event)) = self.loaded.recv_deadline(deadline) else { break };
            let effects = self.app.update(Message::Loaded(generation, event));
            self.perform_all(effects, None)?;
        }
        Ok(())
    }

    /// Asks the terminal for its widths before anything is drawn, so that nothing is drawn twice.
    /// What was typed meanwhile comes before all other keys.
    fn measure(&mut self, wide: Option<bool>, inputs: &Sender<Input>) -> io::Result<()> {
        let probe::Probed { measured, typed } = probe::ask()?;
        let mut widths = measured.map_or(self.app.widths, |measured| measured.widths());
        widths.ambiguous_wide = wide.unwrap_or(widths.ambiguous_wide);
        let effects = self.app.update(Message::Measured(widths));
        self.perform_all(effects, None)?;
        for message in keys::typed_ahead(&typed) {
            // The loop, which receives, is this one.
            let _ = inputs.send(Input::Message(message));
        }
        Ok(())
    }

    fn run(&mut self, inputs: &Sender<Input>) -> io::Result<Outcome> {
        read_keys(inputs.clone())?;
        let mut screen =
            Terminal::new(CrosstermBackend::new(BufWriter::with_capacity(1 << 16, io::stdout())))?;
        self.draw(&mut screen)?;
        let mut drawn = Instant::now();
        let mut stale = false;
        while self.outcome.is_none() {
            let calm = if stale { crossbeam_channel::at(drawn + CALM) } else { never() };
            let mut urgent = false;
            select! {
                recv(self.received) -> input => match input {
                    Ok(input) => {
                        self.take_in(input, &mut screen)?;
                        urgent = true;
                    }
                    Err(_) => break,
                },
                recv(self.loaded) -> report => if let Ok((generation, event)) = report {
                    let effects = self.app.update(Message::Loaded(generation, event));
                    self.perform_all(effects, Some(&mut screen))?;
                    stale = true;
                },
                recv(calm) -> _ => urgent = true,
            }
            urgent |= self.take_in_waiting(&mut screen)?;
            if urgent && self.outcome.is_none() {
                self.draw(&mut screen)?;
                drawn = Instant::now();
                stale = false;
            }
        }
        Ok(self.outcome.take().unwrap_or(Outcome::Quit))
    }

    /// Takes in every input that is waiting: one frame a burst of keys.
    fn take_in_waiting(&mut self, screen: &mut Screen) -> io::Result<bool> {
        let mut any = false;
        while self.outcome.is_none() {
            match self.received.try_recv() {
                Ok(input) => self.take_in(input, screen)?,
                Err(TryRecvError::Empty | TryRecvError::Disconnected) => break,
            }
            any = true;
        }
        Ok(any)
    }

    fn take_in(&mut self, input: Input, screen: &mut Screen) -> io::Result<()> {
        match input {
            Input::Message(message) => {
                let effects = self.app.update(message);
                self.perform_all(effects, Some(screen))
            }
            Input::Signal(SIGTSTP) => {
                screen::leave();
                signals::stop();
                come_back(screen)
            }
            Input::Signal(SIGCONT) => come_back(screen),
            Input::Signal(signal) => {
                self.outcome = Some(Outcome::Signal(signals::exit_code(signal)));
                Ok(())
            }
            Input::Lost(error) => Err(error),
        }
    }

    fn perform_all(
        &mut self,
        effects: Vec<Effect>,
        mut screen: Option<&mut Screen>,
    ) -> io::Result<()> {
        for effect in effects {
            match effect {
                Effect::Load(generation) => self.workers.load(generation),
                Effect::LoadFolder(generation, folder) => {
                    self.workers.load_folder(generation, folder);
                }
                Effect::Read(wish) => self.workers.read(wish),
                Effect::ReadPicture(wish) => self.workers.read_picture(wish),
                Effect::Redraw => {
                    if let Some(screen) = screen.as_deref_mut() {
                        repaint(screen)?;
                    }
                }
                Effect::Open(address) => self.app.notice = Some(opener::open(&address)),
                Effect::Suspend => {
                    if !signals::suspend_group() {
                        self.app.notice = Some(Text::NoShell);
                    }
                }
                Effect::Quit(None) => self.outcome = Some(Outcome::Quit),
                Effect::Quit(Some(line)) => self.outcome = Some(Outcome::Nothing(line)),
            }
        }
        Ok(())
    }

    fn draw(&mut self, screen: &mut Screen) -> io::Result<()> {
        let size = screen.size()?;
        if (size.width, size.height) != self.app.size() {
            let effects = self.app.update(Message::Resized(size.width, size.height));
            self.perform_all(effects, None)?;
        }
        queue!(screen.backend_mut(), BeginSynchronizedUpdate)?;
        screen.draw(|frame| view::draw(&self.app, &self.look, frame.buffer_mut()))?;
        queue!(screen.backend_mut(), EndSynchronizedUpdate)?;
        screen.backend_mut().flush()
    }
}

/// Takes the screen again after a stop; the terminal may have another size.
fn come_back(screen: &mut Screen) -> io::Result<()> {
    screen::restore_settings();
    screen::enter()?;
    repaint(screen)
}

/// Has every cell drawn with the next frame. Not `Terminal::clear`: that asks the terminal for the
/// cursor's place and races with the reader of keys.
fn repaint(screen: &mut Screen) -> io::Result<()> {
    let size = screen.size()?;
    screen.resize(Rect::new(0, 0, size.width, size.height))
}

/// Reads the terminal on a thread of its own, for as long as it can be read.
fn read_keys(inputs: Sender<Input>) -> io::Result<()> {
    thread::Builder::new().name("keys".to_owned()).spawn(move || {
        loop {
            let input = match read() {
                Ok(Event::Key(event)) => match keys::key(event) {
                    Some(key) => Input::Message(Message::Key(key)),
                    None => continue,
                },
                Ok(Event::Paste(_)) => Input::Message(Message::Pasted),
                Ok(Event::Resize(width, height)) => Input::Message(Message::Resized(width, height)),
                Ok(_) => continue,
                Err(error) => Input::Lost(error),
            };
            let is_lost = matches!(input, Input::Lost(_));
            if inputs.send(input).is_err() || is_lost {
                break;
            }
        }
    })?;
    Ok(())
}
