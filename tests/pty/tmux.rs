//! tmux as a terminal: what it shows, and whether that is what was drawn.

use std::process::Command;
use std::sync::atomic::{AtomicU32, Ordering};

#[cfg(feature = "images")]
use portable_pty::CommandBuilder;

use crate::emulator::{PROGRAM, samples, state_home};
use crate::skip::skip;
use crate::threads::Threads;
use crate::wait::wait_until;

/// The notice of the unbound key `&`.
const NOTICE: &str = "& does nothing here";

/// A tmux server with one window.
pub(crate) struct Tmux {
    socket: String,
}

impl Tmux {
    /// Runs a command in a window of this size; `None` if tmux is not installed.
    #[track_caller]
    pub(crate) fn start((columns, rows): (u16, u16), command: &str) -> Option<Self> {
        let tmux = Self::new()?;
        let (columns, rows) = (columns.to_string(), rows.to_string());
        tmux.run(&["-f", "/dev/null", "new-session", "-d", "-x", &columns, "-y", &rows, command]);
        Some(tmux)
    }

    /// A server that is not running yet.
    #[track_caller]
    fn new() -> Option<Self> {
        static NEXT: AtomicU32 = AtomicU32::new(0);
        if Command::new("tmux").arg("-V").output().is_err() {
            skip("tmux is not installed");
            return None;
        }
        let number = NEXT.fetch_add(1, Ordering::Relaxed);
        Some(Self { socket: format!("kanbao-test-{}-{number}", std::process::id()) })
    }

    /// Returns the command that runs `reader` in tmux with these settings, once tmux knows the name
    /// of the terminal around it; `None` if tmux is not installed.
    #[cfg(feature = "images")]
    #[track_caller]
    pub(crate) fn around(settings: &str, reader: &str) -> Option<(Self, CommandBuilder)> {
        let tmux = Self::new()?;
        let home = state_home();
        std::fs::create_dir_all(&home).unwrap();
        let file = home.join("tmux.conf");
        std::fs::write(&file, settings).unwrap();
        let mut command = CommandBuilder::new("tmux");
        command.args(["-L", &tmux.socket, "-f", file.to_str().unwrap(), "new-session"]);
        let is_named = "[ -n \"$(tmux display-message -p '#{client_termtype}')\" ]";
        command.arg(format!("until {is_named}; do sleep 0.02; done; exec {reader}"));
        for (name, value) in [
            ("TERM", "xterm-256color"),
            ("LC_ALL", "C.UTF-8"),
            ("XDG_CONFIG_HOME", "/nowhere"),
            ("XDG_STATE_HOME", home.to_str().unwrap()),
        ] {
            command.env(name, value);
        }
        for name in ["SSH_CONNECTION", "SSH_TTY", "TMUX", "STY", "ZELLIJ", "NO_COLOR"] {
            command.env_remove(name);
        }
        Some((tmux, command))
    }

    fn run(&self, arguments: &[&str]) -> String {
        let mut command = Command::new("tmux");
        let output = command.args(["-L", &self.socket]).args(arguments).output().unwrap();
        String::from_utf8_lossy(&output.stdout).into_owned()
    }

    /// Types keys by their names, or text.
    pub(crate) fn keys(&self, keys: &[&str]) {
        self.run(&[&["send-keys"], keys].concat());
    }

    /// The screen without the status line.
    fn panes(&self) -> String {
        let screen = self.screen();
        screen.trim_end().rsplit_once('\n').map_or(String::new(), |(panes, _)| panes.to_owned())
    }

    fn screen(&self) -> String {
        self.run(&["capture-pane", "-p"])
    }

    /// Waits until a condition holds for the text of the screen.
    pub(crate) fn wait(&self, what: &str, done: &dyn Fn(&str) -> bool) {
        let wrong = || format!("{what} never came:\n{}", self.screen());
        wait_until(|| done(&self.screen()), wrong);
    }
}

impl Drop for Tmux {
    fn drop(&mut self) {
        self.run(&["kill-server"]);
    }
}

/// At every size and in every layout: what tmux shows after scrolling and partial frames is what it
/// shows when everything is drawn again.
#[test]
fn tmux_shows_what_is_drawn() {
    if !Threads::are_visible() {
        return;
    }
    for size in [(80, 24), (200, 50), (50, 15)] {
        let state = state_home();
        let command = format!(
            "env LC_ALL=C.UTF-8 XDG_CONFIG_HOME=/nowhere XDG_STATE_HOME={} {PROGRAM} {} \
             --set reading.mark-read-after=0",
            state.display(),
            samples()
        );
        let Some(tmux) = Tmux::start(size, &command) else { return };
        tmux.wait("the reader", &|screen| screen.contains("样报") && screen.contains("old_post"));
        let process = tmux.run(&["display-message", "-p", "#{pane_pid}"]).trim().parse().unwrap();
        let mut threads = None;
        let is_started = || {
            threads = threads.take().or_else(|| Threads::of(process));
            threads.is_some()
        };
        wait_until(is_started, || "it reads no keys".to_owned());
        let threads = threads.unwrap();
        let settle = || wait_until(|| threads.are_all_idle(), || "it is never idle".to_owned());
        for keys in [
            "j j j",
            "G k k",
            "g g Enter",
            "j j j k",
            "Space j",
            "z j j",
            "G",
            "b k",
            "z",
            "Escape",
            "? j j j",
            "Escape",
            "/ 江 Enter",
            "n j",
            "Escape",
            "Tab j j",
            "L L j",
            "g p",
        ] {
            let keys: Vec<&str> = keys.split(' ').collect();
            tmux.keys(&keys);
            settle();
            // An unbound key: once its notice is on the screen, all before it is too.
            tmux.keys(&["&"]);
            tmux.wait("the notice", &|screen| screen.contains(NOTICE));
            // The text of a post that a key has reached may come after it.
            settle();
            let shown = tmux.panes();
            tmux.keys(&["C-l"]);
            tmux.wait("the next frame", &|screen| !screen.contains(NOTICE));
            let wrong =
                || format!("{size:?} after {keys:?}:\n{shown}\nredrawn:\n{}", tmux.screen());
            wait_until(|| tmux.panes() == shown, wrong);
        }
    }
}
