//! Opens addresses outside the reader: with `$BROWSER`, else with the desktop's opener. Over SSH
//! there is neither, so the address is shown and copied through the terminal (OSC 52).
//!
//! No shell is involved, and the child's output is discarded.

use std::env;
use std::io;
use std::os::unix::process::CommandExt;
use std::process::{Command, Stdio};
use std::thread;

use crossterm::clipboard::CopyToClipboard;
use crossterm::execute;

use crate::app::text::Text;
use crate::clean::CleanText;

/// Opens an address and returns the notice of the outcome. A restricted reader starts no program:
/// it copies (S18).
pub(super) fn open(address: &CleanText, is_restricted: bool) -> Text {
    let address = address.clone();
    let mut commands = browsers(&env::var("BROWSER").unwrap_or_default(), address.as_str());
    if commands.is_empty() && has_desktop() {
        commands = open::commands(address.as_str());
    }
    if !is_restricted && commands.into_iter().any(start) {
        return Text::Opened { address };
    }
    match copy(&address) {
        Ok(()) => Text::Copied { address },
        Err(_) => Text::Plain(address),
    }
}

/// Sends text to the terminal's clipboard (S4).
pub(super) fn copy(text: &CleanText) -> io::Result<()> {
    execute!(io::stdout(), CopyToClipboard::to_clipboard_from(text.as_str()))
}

/// Whether there is a display that a browser can open on.
fn has_desktop() -> bool {
    let is_set = |name| env::var_os(name).is_some_and(|value| !value.is_empty());
    cfg!(target_os = "macos") && !is_set("SSH_CONNECTION")
        || is_set("DISPLAY")
        || is_set("WAYLAND_DISPLAY")
}

/// Parses `$BROWSER`: commands separated by `:`, where the word `%s` stands for the address.
fn browsers(variable: &str, address: &str) -> Vec<Command> {
    let commands = variable.split(':').filter_map(|one| {
        let mut words = one.split_whitespace();
        let mut command = Command::new(words.next()?);
        let mut is_given = false;
        for word in words {
            // A whole word only: inside a word, the address could change its meaning (S11).
            let is_place = word == "%s";
            is_given |= is_place;
            command.arg(if is_place { address } else { word });
        }
        if !is_given {
            command.arg(address);
        }
        Some(command)
    });
    commands.collect()
}

/// Starts a program in the background; returns whether it started.
fn start(mut command: Command) -> bool {
    let silent = command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    // In a process group of its own, so that it neither stops nor ends with us.
    let Ok(mut child) = silent.process_group(0).spawn() else { return false };
    // Reap it, so that it leaves no zombie.
    let _ = thread::Builder::new().name("opener".to_owned()).spawn(move || child.wait());
    true
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_browser_variable_is_parsed() {
        let check = |variable, expected: &[&[&str]]| {
            let commands: Vec<Vec<String>> = browsers(variable, "https://a.b/?x=1&y")
                .iter()
                .map(|command| {
                    [command.get_program()]
                        .into_iter()
                        .chain(command.get_args())
                        .map(|word| word.to_str().unwrap().to_owned())
                        .collect()
                })
                .collect();
            assert_eq!(commands, expected);
        };
        check("", &[]);
        check("w3m", &[&["w3m", "https://a.b/?x=1&y"]]);
        check("x --url=%s", &[&["x", "--url=%s", "https://a.b/?x=1&y"]]);
        check(
            "firefox -new-tab %s:lynx",
            &[&["firefox", "-new-tab", "https://a.b/?x=1&y"], &["lynx", "https://a.b/?x=1&y"]],
        );
    }
}
