//! The loop: inputs to messages, wishes to work, one draw a change.
//!
//! One thread owns the model. Keys, signals and answers come over one channel, the loader's batches
//! over another that is bounded and second in line, so that a key never waits behind a batch. All
//! that lies in the channels is taken in before a frame is drawn.

use std::ffi::OsStr;
use std::io::{self, BufWriter, Stdout, Write};
use std::os::unix::ffi::OsStrExt;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant, SystemTime};

use crossbeam_channel::{Receiver, Sender, TryRecvError, bounded, never, select, unbounded};
use crossterm::queue;
use crossterm::terminal::{BeginSynchronizedUpdate, EndSynchronizedUpdate};
use ratatui::Terminal;
use ratatui::backend::CrosstermBackend;
use ratatui::layout::Rect;
use signal_hook::consts::{SIGCONT, SIGTSTP, SIGWINCH};

use crate::app::text::Text;
use crate::app::{Alarm, App, Effect, Message, Options};
use crate::archive::load;
use crate::archive::source::Source;
use crate::archive::watch::Mode;
use crate::clean::CleanText;
use crate::config::theme::Theme;
use crate::search::fulltext::place::Place;
use crate::state::log::{NotSaved, Store};
use crate::state::writer::Writer;
use crate::terminal::keyboard::Keyboard;
use crate::terminal::work::Workers;
use crate::terminal::{keys, opener, probe, programs, screen, signals};
use crate::view::{self, Look};

/// How long the first posts may take before the screen is taken without them.
const PATIENCE: Duration = Duration::from_millis(150);
/// How often the marks of other instances are looked for (S52).
const LOOK_EVERY: Duration = Duration::from_secs(1);
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
    /// Whether the terminal's background is light, where the user says so.
    pub is_light: Option<bool>,
    /// Where the reading state is kept; nowhere if there is no place.
    pub store: Option<Store>,
    /// How it looks.
    pub look: Look,
    /// Whether the mouse is the reader's; else the terminal selects text with it.
    pub mouse: bool,
    /// The theme of a name on a light background or a dark one, as this terminal can show it.
    pub theme_named: fn(&str, bool) -> Theme,
    /// Where the index of the texts is kept, if one is.
    pub index: Option<Place>,
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

/// How the reader ended, and whether what was read is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct End {
    /// How it ended.
    pub outcome: Outcome,
    /// What could not be kept.
    pub not_saved: Option<NotSaved>,
}

/// Runs the reader until it ends. The terminal is as it was found when this returns.
pub fn run(mut start: Start) -> io::Result<End> {
    start.options.size = crossterm::terminal::size()?;
    let (inputs, received) = unbounded();
    let (loads, loaded) = bounded(4);
    signals::watch(&inputs)?;
    let dates = start.options.dates;
    let (app, effects) = App::new(start.options);
    let root = start.source.root().map(Path::to_owned);
    let workers =
        Workers::new(start.source, dates, inputs.clone(), loads, start.watch, start.index)?;
    let tell = inputs.clone();
    let start_writer = |store| {
        Writer::start(store, Some(LOOK_EVERY), move |news| {
            // The loop may have ended.
            let _ = tell.send(Input::Message(Message::State(news)));
        })
    };
    let writer = start.store.map(start_writer).transpose()?;
    let mut reader = Loop {
        app,
        workers,
        writer,
        root,
        keyboard: None,
        inputs: inputs.clone(),
        set: Set { ambiguous_wide: start.ambiguous_wide, is_light: start.is_light },
        is_light: start.is_light.unwrap_or(false),
        theme_named: start.theme_named,
        look: start.look,
        received,
        loaded,
        alarms: Vec::new(),
        outcome: None,
    };
    reader.perform_all(effects, None)?;
    reader.wait_for_first_posts()?;
    if let Some(outcome) = reader.outcome {
        return Ok(End { outcome, not_saved: None });
    }
    screen::use_mouse(start.mouse);
    screen::enter()?;
    let result = reader.measure().and_then(|_| reader.run());
    let not_saved = reader.close();
    screen::leave();
    result.map(|outcome| End { outcome, not_saved })
}

type Screen = Terminal<CrosstermBackend<BufWriter<Stdout>>>;

/// What is not asked of the terminal, as the user says it.
struct Set {
    ambiguous_wide: Option<bool>,
    is_light: Option<bool>,
}

struct Loop {
    app: App,
    workers: Workers,
    writer: Option<Writer>,
    /// The folder of the archive, if it is one.
    root: Option<PathBuf>,
    keyboard: Option<Keyboard>,
    inputs: Sender<Input>,
    set: Set,
    /// Whether the background is light, as far as is known.
    is_light: bool,
    theme_named: fn(&str, bool) -> Theme,
    look: Look,
    received: Receiver<Input>,
    loaded: Receiver<(u64, load::Event)>,
    /// What is waited for, and until when; one of a kind.
    alarms: Vec<(Instant, Alarm)>,
    outcome: Option<Outcome>,
}

impl Loop {
    /// Takes in the first batch, so that the first frame shows posts and an archive without any is
    /// told of without a flash of the screen.
    fn wait_for_first_posts(&mut self) -> io::Result<()> {
        let deadline = Instant::now() + PATIENCE;
        while self.outcome.is_none() && self.app.archive.is_empty() {
            let Ok((generation, event)) = self.loaded.recv_deadline(deadline) else { break };
            self.update(Message::Loaded(generation, event), None)?;
        }
        Ok(())
    }

    /// Has the model take a message in, and performs what it wishes for.
    fn update(&mut self, message: Message, screen: Option<&mut Screen>) -> io::Result<()> {
        let since = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default();
        self.app.clock = u64::try_from(since.as_millis()).unwrap_or(u64::MAX);
        let effects = self.app.update(message);
        self.perform_all(effects, screen)
    }

    /// Keeps what is to be kept; says what could not be.
    fn close(&mut self) -> Option<NotSaved> {
        // Fails for the screen only, which is not asked for anything.
        let _ = self.update(Message::Ending, None);
        self.writer.take().and_then(|writer| writer.close().err())
    }

    /// Asks the terminal what it draws: first before anything is drawn, so that nothing is drawn
    /// twice. What was typed meanwhile comes before all other keys. What to tell of the answer.
    fn measure(&mut self) -> io::Result<Text> {
        let probe::Probed { measured, typed } = match &self.keyboard {
            Some(keyboard) => keyboard.lent(probe::ask)?,
            None => probe::ask()?,
        };
        let known = measured.as_ref().ok();
        let mut widths = known.map_or(self.app.widths, probe::Measured::widths);
        let background = known.and_then(probe::Measured::is_light);
        widths.ambiguous_wide = self.set.ambiguous_wide.unwrap_or(widths.ambiguous_wide);
        if let Some(is_light) = self.set.is_light.or(background)
            && is_light != self.is_light
        {
            self.is_light = is_light;
            self.use_theme(self.app.theme.clone().as_str());
        }
        self.update(Message::Measured(widths), None)?;
        for message in keys::typed_ahead(&typed) {
            // The loop, which receives, is this one.
            let _ = self.inputs.send(Input::Message(message));
        }
        Ok(match measured {
            Ok(_) => Text::Probed {
                cells: if widths.ambiguous_wide { 2 } else { 1 },
                background: CleanText::line(match background {
                    Some(true) => "light",
                    Some(false) => "dark",
                    None => "unknown",
                }),
            },
            Err(_) => Text::NotProbed,
        })
    }

    fn use_theme(&mut self, name: &str) {
        self.look.theme = (self.theme_named)(name, self.is_light);
    }

    fn run(&mut self) -> io::Result<Outcome> {
        self.keyboard = Some(Keyboard::start(self.inputs.clone())?);
        let mut screen =
            Terminal::new(CrosstermBackend::new(BufWriter::with_capacity(1 << 16, io::stdout())))?;
        self.draw(&mut screen)?;
        let mut drawn = Instant::now();
        let mut stale = false;
        while self.outcome.is_none() {
            let calm = if stale { crossbeam_channel::at(drawn + CALM) } else { never() };
            let next = self.alarms.iter().map(|(at, _)| *at).min();
            let alarm = next.map_or_else(never, crossbeam_channel::at);
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
                    self.update(Message::Loaded(generation, event), Some(&mut screen))?;
                    stale = true;
                },
                recv(calm) -> _ => urgent = true,
                recv(alarm) -> _ => {
                    let now = Instant::now();
                    let due: Vec<_> = self.alarms.extract_if(.., |(at, _)| *at <= now).collect();
                    let due = due.into_iter().filter(|(_, alarm)| self.app.heeds(*alarm));
                    for (_, alarm) in due.collect::<Vec<_>>() {
                        self.update(Message::Alarm(alarm), Some(&mut screen))?;
                        urgent = true;
                    }
                },
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
            Input::Message(message) => self.update(message, Some(screen)),
            // The next frame asks for the size.
            Input::Signal(SIGWINCH) => Ok(()),
            Input::Signal(SIGTSTP) => {
                if let Some(writer) = &self.writer {
                    writer.sync();
                }
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
                Effect::Search(wish) => self.workers.searchers.search(wish),
                Effect::Count(wish) => self.workers.searchers.count(wish),
                Effect::Snippets(wish) => self.workers.searchers.snippets(wish),
                Effect::Index(wish) => self.workers.searchers.index(wish),
                Effect::Edit(_) | Effect::Page(_) if self.app.is_restricted() => {
                    self.app.notice = Some(Text::Restricted);
                }
                Effect::Copy(text) => {
                    if let Err(error) = opener::copy(&text) {
                        self.app.notice = Some(failed(&error));
                    }
                }
                Effect::Edit(key) => {
                    if let (Some(root), Some(screen)) = (&self.root, screen.as_deref_mut()) {
                        let path = root.join(OsStr::from_bytes(key.as_bytes()));
                        let problem = self.lend(screen, || programs::edit(&path))?;
                        self.app.notice = problem.or(self.app.notice.take());
                    }
                }
                Effect::Page(text) => {
                    if let Some(screen) = screen.as_deref_mut() {
                        let problem = self.lend(screen, || programs::page(&text))?;
                        self.app.notice = problem.or(self.app.notice.take());
                    }
                }
                Effect::Theme(name) => self.use_theme(name.as_str()),
                Effect::Probe => {
                    let told = self.measure()?;
                    self.app.notice = Some(told);
                    if let Some(screen) = screen.as_deref_mut() {
                        repaint(screen)?;
                    }
                }
                Effect::Save(records) => {
                    if let Some(writer) = &self.writer {
                        writer.write(records);
                    }
                }
                Effect::Alarm(after, alarm) => {
                    self.alarms.retain(|(_, other)| !other.is_like(alarm));
                    self.alarms.push((Instant::now() + after, alarm));
                }
                Effect::Redraw => {
                    if let Some(screen) = screen.as_deref_mut() {
                        repaint(screen)?;
                    }
                }
                Effect::Open(address) => {
                    self.app.notice = Some(opener::open(&address, self.app.is_restricted()));
                }
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

    /// Gives screen and keyboard to something else while it runs.
    fn lend<T>(&self, screen: &mut Screen, run: impl FnOnce() -> T) -> io::Result<T> {
        let lent = || {
            screen::leave();
            run()
        };
        let result = match &self.keyboard {
            Some(keyboard) => keyboard.lent(lent),
            None => lent(),
        };
        come_back(screen)?;
        Ok(result)
    }

    fn draw(&mut self, screen: &mut Screen) -> io::Result<()> {
        let size = screen.size()?;
        if (size.width, size.height) != self.app.size() {
            let effects = self.app.update(Message::Resized(size.width, size.height));
            self.perform_all(effects, None)?;
        }
        queue!(screen.backend_mut(), BeginSynchronizedUpdate)?;
        screen.draw(|frame| {
            let cursor = view::draw(&self.app, &self.look, frame.buffer_mut());
            if let Some(place) = cursor {
                frame.set_cursor_position(place);
            }
        })?;
        queue!(screen.backend_mut(), EndSynchronizedUpdate)?;
        screen.backend_mut().flush()
    }
}

fn failed(error: &io::Error) -> Text {
    Text::Plain(CleanText::line(&error.to_string()))
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
