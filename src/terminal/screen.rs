//! The terminal's modes: set on entering, and restored on every way out (S40, S43).

use std::io::{self, Write};
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, Ordering};

use crossterm::cursor::{Hide, MoveTo, Show};
use crossterm::event::{DisableBracketedPaste, EnableBracketedPaste};
use crossterm::style::{Print, ResetColor};
use crossterm::terminal::{
    Clear, ClearType, EndSynchronizedUpdate, EnterAlternateScreen, LeaveAlternateScreen,
};
use crossterm::{execute, queue};
use rustix::stdio::stdout;
use rustix::termios::{OptionalActions, Termios, tcgetattr, tcgetwinsize, tcsetattr};

/// Whether the alternate screen is active.
static ENTERED: AtomicBool = AtomicBool::new(false);
/// The terminal's settings before the first [`enter`].
static ORIGINAL: Mutex<Option<Termios>> = Mutex::new(None);

/// Whether to enable mouse events.
static MOUSE: AtomicBool = AtomicBool::new(false);
/// Bytes to send before leaving the screen.
static FAREWELL: Mutex<Vec<u8>> = Mutex::new(Vec::new());
/// Buttons, the wheel, and drags. crossterm's own command also enables moves without a button,
/// which is too much traffic for a slow line.
const MOUSE_ON: &str = "\x1b[?1000h\x1b[?1002h\x1b[?1006h";
const MOUSE_OFF: &str = "\x1b[?1006l\x1b[?1002l\x1b[?1000l";

/// The largest screen in columns and rows. A terminal may claim any size, and each cell takes
/// memory.
const LARGEST: (u16, u16) = (1000, 500);

/// The terminal's columns and rows, at most [`LARGEST`].
pub(super) fn size() -> io::Result<(u16, u16)> {
    let (columns, rows) = crossterm::terminal::size()?;
    Ok((columns.min(LARGEST.0), rows.min(LARGEST.1)))
}

/// Returns the width and height of a cell in pixels; `None` if the terminal does not report them.
pub(super) fn cell() -> Option<(u16, u16)> {
    let size = tcgetwinsize(stdout()).ok()?;
    let cell = (size.ws_xpixel.checked_div(size.ws_col)?, size.ws_ypixel.checked_div(size.ws_row)?);
    (cell.0 > 0 && cell.1 > 0).then_some(cell)
}

/// Writes bytes to the terminal, in one call if it takes them all.
pub(super) fn write(mut bytes: &[u8]) -> io::Result<()> {
    while !bytes.is_empty() {
        match rustix::io::write(stdout(), bytes) {
            Ok(written) => bytes = bytes.get(written..).unwrap_or_default(),
            Err(rustix::io::Errno::INTR) => {}
            Err(error) => return Err(error.into()),
        }
    }
    Ok(())
}

/// Enables or disables mouse events from the next [`enter`] on.
pub(super) fn use_mouse(on: bool) {
    MOUSE.store(on, Ordering::SeqCst);
}

/// Sets the bytes to send before leaving the screen, on every way out.
pub(super) fn set_farewell(bytes: Vec<u8>) {
    if let Ok(mut farewell) = FAREWELL.lock() {
        *farewell = bytes;
    }
}

/// Enters the screen: raw mode, alternate screen, no cursor, bracketed paste, the mouse if enabled.
pub(super) fn enter() -> io::Result<()> {
    if let Ok(settings) = tcgetattr(stdout())
        && let Ok(mut original) = ORIGINAL.lock()
    {
        original.get_or_insert(settings);
    }
    crossterm::terminal::enable_raw_mode()?;
    ENTERED.store(true, Ordering::SeqCst);
    let entered = execute!(
        io::stdout(),
        EnterAlternateScreen,
        EnableBracketedPaste,
        Hide,
        Clear(ClearType::All),
        MoveTo(0, 0),
        Print(if MOUSE.load(Ordering::SeqCst) { MOUSE_ON } else { "" })
    );
    // Do not leave the terminal raw, whatever the caller does.
    entered.inspect_err(|_| leave())
}

/// Restores the screen and the terminal's settings. Does nothing if the screen was not entered; may
/// be called from any thread.
pub(super) fn leave() {
    if !ENTERED.swap(false, Ordering::SeqCst) {
        return;
    }
    let mut out = io::stdout();
    if let Ok(mut farewell) = FAREWELL.try_lock() {
        let _ = out.write_all(&std::mem::take(&mut *farewell));
    }
    // Continue after a failure: the terminal may be half gone.
    let _ = queue!(
        out,
        EndSynchronizedUpdate,
        Print(if MOUSE.load(Ordering::SeqCst) { MOUSE_OFF } else { "" }),
        DisableBracketedPaste,
        ResetColor,
        LeaveAlternateScreen,
        Show
    );
    let _ = out.flush();
    restore_settings();
}

/// Restores the terminal's settings without writing to it, for use after a hang-up.
pub(super) fn restore_settings() {
    let _ = crossterm::terminal::disable_raw_mode();
    if let Ok(original) = ORIGINAL.try_lock()
        && let Some(settings) = original.as_ref()
    {
        let _ = tcsetattr(stdout(), OptionalActions::Now, settings);
    }
}
