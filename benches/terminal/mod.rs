//! Runs the reader in a pseudo-terminal.
#![allow(dead_code)]

use std::io::{Read, Write};
use std::path::Path;
use std::sync::mpsc::{Receiver, channel};
use std::thread;
use std::time::{Duration, Instant};

use portable_pty::{Child, CommandBuilder, PtySize, native_pty_system};

/// Pause between keys, like the repeat of a held key.
const PAUSE: Duration = Duration::from_millis(30);

/// The reader in a terminal of 120 columns and 40 rows.
pub(crate) struct Reader {
    child: Box<dyn Child + Send + Sync>,
    keyboard: Box<dyn Write + Send>,
    pub(crate) output: Receiver<Vec<u8>>,
    _terminal: Box<dyn portable_pty::MasterPty + Send>,
}

impl Reader {
    pub(crate) fn start(archive: &Path, home: &Path) -> Self {
        let size = PtySize { rows: 40, cols: 120, pixel_width: 0, pixel_height: 0 };
        let pair = native_pty_system().openpty(size).unwrap();
        let mut command = CommandBuilder::new(env!("CARGO_BIN_EXE_kanbao"));
        command.arg(archive);
        command.env("TERM", "xterm-256color");
        command.env("LC_ALL", "C.UTF-8");
        for name in ["XDG_CONFIG_HOME", "XDG_STATE_HOME", "XDG_CACHE_HOME"] {
            command.env(name, home.join(name));
        }
        let child = pair.slave.spawn_command(command).unwrap();
        let mut reader = pair.master.try_clone_reader().unwrap();
        let keyboard = pair.master.take_writer().unwrap();
        let (send, output) = channel();
        thread::spawn(move || {
            let mut bytes = [0; 1 << 13];
            while let Ok(n) = reader.read(&mut bytes) {
                if n == 0 || send.send(bytes.get(..n).unwrap_or_default().to_vec()).is_err() {
                    return;
                }
            }
        });
        Self { child, keyboard, output, _terminal: pair.master }
    }

    /// Reads the output until none arrives for `pause`.
    pub(crate) fn rest(&self, pause: Duration) -> Vec<u8> {
        let mut all = Vec::new();
        while let Ok(bytes) = self.output.recv_timeout(pause) {
            all.extend(bytes);
        }
        all
    }

    /// Presses `keys` keys, each after the response to the one before; returns the sorted response
    /// times.
    pub(crate) fn press(&mut self, keys: usize) -> Vec<Duration> {
        let mut times = Vec::with_capacity(keys);
        for at in 0..keys {
            while self.output.try_recv().is_ok() {}
            let start = Instant::now();
            self.type_key(if at % 8 == 7 { "k" } else { "j" });
            // A lost key gets no response.
            self.output.recv_timeout(Duration::from_secs(5)).expect("a key was lost");
            times.push(start.elapsed());
            thread::sleep(PAUSE);
        }
        times.sort();
        times
    }

    pub(crate) fn private(&self) -> u64 {
        let pid = self.child.process_id().unwrap_or_default();
        let status = std::fs::read_to_string(format!("/proc/{pid}/status")).unwrap_or_default();
        let line = status.lines().find_map(|line| line.strip_prefix("RssAnon:"));
        let number = line.and_then(|line| line.split_whitespace().next()?.parse::<u64>().ok());
        number.unwrap_or_default() / 1000
    }

    pub(crate) fn type_key(&mut self, key: &str) {
        self.keyboard.write_all(key.as_bytes()).unwrap();
        self.keyboard.flush().unwrap();
    }

    /// Returns the processor time used so far, in ticks of a hundredth of a second.
    pub(crate) fn ticks(&self) -> u64 {
        let pid = self.child.process_id().unwrap_or_default();
        let stat = std::fs::read_to_string(format!("/proc/{pid}/stat")).unwrap_or_default();
        let fields = stat.rsplit(')').next().unwrap_or_default().split_whitespace();
        fields.skip(11).take(2).filter_map(|ticks| ticks.parse::<u64>().ok()).sum()
    }

    /// Quits the reader and waits until it has ended.
    pub(crate) fn quit(mut self) {
        self.type_key("Q");
        let _ = self.child.wait();
    }
}

/// Formats percentiles of sorted times, in milliseconds.
pub(crate) fn spread(sorted: &[Duration]) -> String {
    let at = |share: usize| {
        let time = sorted.get((sorted.len() * share / 100).min(sorted.len().saturating_sub(1)));
        time.copied().unwrap_or_default().as_secs_f64() * 1000.0
    };
    format!("p50 {:.2} p90 {:.2} p99 {:.2} ms", at(50), at(90), at(99))
}
