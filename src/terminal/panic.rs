//! The panic hook: restores the terminal, then prints the message (S43).

use std::fs::{File, create_dir_all};
use std::io::Write;
use std::panic::PanicHookInfo;
use std::path::PathBuf;
use std::thread;
use std::time::Duration;

use crate::clean::CleanText;
use crate::terminal::screen;
use crate::terminal::work::EXPENDABLE;

/// The exit code after a panic.
const PANICKED: i32 = 101;
/// How long restoring the terminal may take.
const RESTORE_TIMEOUT: Duration = Duration::from_secs(1);

/// Sets a panic hook that appends to `log`, restores the terminal, prints the panic and exits. A
/// panic in one of the expendable threads costs one answer: it is logged only.
pub fn catch_panics(log: Option<PathBuf>) {
    std::panic::set_hook(Box::new(move |info| {
        let recorded = log.as_ref().filter(|log| record(log, info).is_ok());
        if thread::current().name().is_some_and(|name| EXPENDABLE.contains(&name)) {
            return;
        }
        // A terminal that accepts no more bytes must not keep the process alive.
        let _ = thread::Builder::new().spawn(|| {
            thread::sleep(RESTORE_TIMEOUT);
            screen::restore_settings();
            signal_hook::low_level::exit(PANICKED);
        });
        screen::leave();
        let mut err = std::io::stderr().lock();
        let _ =
            writeln!(err, "kanbao: a fault in the program: {}", CleanText::line(&info.to_string()));
        if let Some(log) = recorded {
            let _ = writeln!(err, "  Recorded in {}", CleanText::line(&log.display().to_string()));
        }
        signal_hook::low_level::exit(PANICKED);
    }));
}

/// Appends the panic and a backtrace to the log.
fn record(log: &PathBuf, info: &PanicHookInfo<'_>) -> std::io::Result<()> {
    if let Some(folder) = log.parent() {
        create_dir_all(folder)?;
    }
    let mut file = File::options().append(true).create(true).open(log)?;
    let now = jiff::Timestamp::now();
    let trace = std::backtrace::Backtrace::force_capture();
    let line = format!(
        "{now} kanbao {}: {}\n{trace}\n",
        env!("CARGO_PKG_VERSION"),
        CleanText::line(&info.to_string())
    );
    file.write_all(line.as_bytes())
}
