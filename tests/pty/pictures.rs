//! Pictures in a scripted terminal that draws them with kitty's graphics protocol or sixels.

use std::sync::Arc;
use std::sync::atomic::AtomicUsize;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;

use crate::emulator::{self, Answers, NARROW, Terminal};
use crate::posts::write_post;
use crate::tmux::Tmux;
use crate::wait::wait_until;

const DRAWS: Answers = Answers::Graphics(emulator::DRAWS);
/// A terminal with sixels, and two with inline images.
const SIXELS: Answers = Answers::Attributes("\x1b[?64;4;22c");
const ITERM: Answers = Answers::Attributes("\x1bP>|iTerm2 3.5.10\x1b\\\x1b[?62;4c");
const WEZTERM: Answers =
    Answers::Attributes("\x1bP>|WezTerm 20240203-110809-5046fc22\x1b\\\x1b[?65;4;6;18;22c");
const PLACEHOLDER: char = '\u{10eeee}';

/// Creates a folder with two posts, the newer with a picture of 48 by 48 pixels: five columns and
/// three rows in a terminal that does not report the size of its cells.
fn folder() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let rest = "又一段\n\n".repeat(20);
    write_post(folder.path(), 2, "有图", &format!("首段\n\n![甲](a.png)\n\n{rest}"));
    write_post(folder.path(), 1, "无图", "只有字");
    let red = image::Rgb([255, 0, 0]);
    image::RgbImage::from_pixel(48, 48, red).save(folder.path().join("a.png")).unwrap();
    folder
}

/// Opens the newer post in a terminal with this `TERM`.
fn read(term: &str, folder: &tempfile::TempDir, when: &str, answers: Answers) -> Terminal {
    let path = folder.path().to_str().unwrap();
    let command = Terminal::command(&["--images", when, path], |command| {
        command.env("TERM", term);
        command.env("COLORTERM", "truecolor");
        for name in
            ["SSH_CONNECTION", "SSH_TTY", "TMUX", "STY", "ZELLIJ", "XTERM_VERSION", "TERM_PROGRAM"]
        {
            command.env_remove(name);
        }
    });
    let line = Arc::new(AtomicUsize::new(0));
    let mut terminal = Terminal::spawn_on_a_line(command, 80, 24, answers, "", &line);
    terminal.wait_for("有图");
    terminal.type_keys("\rz");
    terminal.wait_for("首段");
    terminal
}

fn count(terminal: &Terminal, what: &str) -> usize {
    String::from_utf8_lossy(&terminal.raw()).matches(what).count()
}

/// Returns the payloads of all files that were sent.
fn files(terminal: &Terminal) -> Vec<Vec<u8>> {
    let raw = String::from_utf8_lossy(&terminal.raw()).into_owned();
    let mut files: Vec<Vec<u8>> = Vec::new();
    for command in raw.split("\x1b_G").skip(1) {
        let (head, payload) = command.split_once(';').unwrap_or((command, ""));
        let payload = payload.split('\x1b').next().unwrap();
        if head.contains("a=T") {
            files.push(Vec::new());
        }
        if head.contains("q=2,m=") {
            files.last_mut().unwrap().extend(STANDARD.decode(payload).unwrap());
        }
    }
    files
}

#[test]
fn a_terminal_that_draws_pictures_gets_their_files() {
    let folder = folder();
    let mut terminal = read("xterm-kitty", &folder, "on", DRAWS);
    let placeholders = |screen: &str| screen.matches(PLACEHOLDER).count();
    terminal.wait("the picture", |screen| placeholders(screen) == 5 * 3);
    assert!(!terminal.text().contains('▀'));
    let sent = files(&terminal);
    let [file] = sent.as_slice() else { panic!("{} files", sent.len()) };
    let shown = image::load_from_memory_with_format(file, image::ImageFormat::Png).unwrap();
    assert_eq!((shown.width(), shown.height()), (48, 48));
    assert_eq!(count(&terminal, ",c=5,r=3,q=2,m="), 1);
    // The picture scrolls with the text, and its file is not sent again.
    terminal.type_keys("7j");
    terminal.wait("a part of it", |screen| (1..15).contains(&placeholders(screen)));
    terminal.type_keys("gg");
    terminal.wait("all of it", |screen| placeholders(screen) == 15);
    assert_eq!((count(&terminal, "a=T"), count(&terminal, "a=d")), (1, 0));
    // Opening another article deletes the picture; coming back sends it again.
    terminal.type_keys("J");
    terminal.wait_for("只有字");
    wait_until(|| count(&terminal, "a=d,d=I,i=") == 1, || "it was not deleted".to_owned());
    terminal.type_keys("K");
    terminal.wait("the picture again", |screen| placeholders(screen) == 15);
    assert_eq!(count(&terminal, "a=T"), 2);
    // The program also deletes it when it ends, before it leaves the screen.
    terminal.signal("TERM");
    assert_eq!(terminal.exit_code(), 143);
    terminal.assert_given_back();
    assert_eq!(count(&terminal, "a=d,d=I,i="), 2);
    let raw = String::from_utf8_lossy(&terminal.raw()).into_owned();
    assert!(raw.rfind("a=d,d=I") < raw.rfind("\x1b[?1049l"));
}

/// A terminal that answers no, nothing or nonsense gets half blocks and no file.
#[test]
fn other_answers_mean_half_blocks() {
    let folder = folder();
    for answer in ["", "\x1b_Gi=31;ENOTSUPPORTED\x1b\\", "\x1b_Gi=31;O", "\x1b_Gi=32;OK\x1b\\"] {
        let mut terminal = read("xterm-ghostty", &folder, "on", Answers::Graphics(answer));
        terminal.wait("half blocks", |screen| screen.matches('▀').count() == 30 * 15);
        // An unexpected answer changes nothing.
        terminal.type_keys("\x1b_Gi=31;OK\x1b\\j");
        terminal.settle();
        assert_eq!((count(&terminal, "a=q"), count(&terminal, "a=T")), (1, 0), "{answer:?}");
        terminal.type_keys("qQ");
        assert_eq!(terminal.exit_code(), 0, "{answer:?}");
    }
}

/// The program asks only terminals that are known to draw placeholders, and only if pictures are
/// shown.
#[test]
fn the_question_is_asked_only_where_it_may_be_answered() {
    let folder = folder();
    let terminal = read("xterm-256color", &folder, "on", NARROW);
    terminal.wait("half blocks", |screen| screen.contains('▀'));
    assert_eq!(count(&terminal, "\x1b_G"), 0);
    let mut terminal = read("xterm-kitty", &folder, "off", DRAWS);
    terminal.wait_for("甲]");
    assert_eq!(count(&terminal, "\x1b_G"), 0);
    terminal.type_keys("gi");
    terminal.wait("the picture", |screen| screen.matches(PLACEHOLDER).count() == 15);
    terminal.type_keys("gi");
    terminal.wait("no picture", |screen| !screen.contains(PLACEHOLDER));
    assert_eq!((count(&terminal, "a=q"), count(&terminal, "a=T")), (1, 1));
    terminal.type_keys("qQ");
    assert_eq!(terminal.exit_code(), 0);
    assert_eq!(count(&terminal, "a=d,d=I,i="), 1);
}

/// A terminal with sixels gets them for an enlarged picture; in the text, the picture is drawn in
/// half blocks, which scroll.
#[test]
fn an_enlarged_picture_is_drawn_in_sixels() {
    let folder = folder();
    let mut terminal = read("xterm-256color", &folder, "on", SIXELS);
    terminal.wait("half blocks", |screen| screen.matches('▀').count() == 30 * 15);
    assert_eq!((count(&terminal, "\x1b_G"), count(&terminal, "\x1bP")), (0, 0));
    terminal.type_keys("1\r");
    // 48 by 48 pixels in cells of 8 by 16: three rows, or eight bands, in the middle.
    let sixels = "\x1b[11;38H\x1bP0;1q\"1;1;48;48#180;2;100;0;0#180!48~-";
    wait_until(|| count(&terminal, sixels) == 1, || format!("{:?}", terminal.text()));
    terminal.wait("a blank screen", |screen| !screen.contains(['▀', PLACEHOLDER, '首']));
    terminal.type_keys("\x1b");
    terminal.wait("half blocks again", |screen| screen.matches('▀').count() == 30 * 15);
    assert_eq!(count(&terminal, "\x1bP"), 1);
    terminal.type_keys("qQ");
    assert_eq!(terminal.exit_code(), 0);
    terminal.assert_given_back();
}

/// A terminal with inline images gets an enlarged picture row by row, each as a file.
#[test]
fn an_enlarged_picture_is_drawn_as_inline_images() {
    let folder = folder();
    for answers in [ITERM, WEZTERM] {
        let mut terminal = read("xterm-256color", &folder, "on", answers);
        terminal.wait("half blocks", |screen| screen.matches('▀').count() == 30 * 15);
        assert_eq!((count(&terminal, "\x1b_G"), count(&terminal, "\x1b]1337")), (0, 0));
        terminal.type_keys("1\r");
        let head = |row| format!("\x1b[{row};38H\x1b]1337;File=inline=1;size=");
        let are_drawn = || (11..14).all(|row| count(&terminal, &head(row)) == 1);
        wait_until(are_drawn, || format!("{:?}", terminal.text()));
        terminal.wait("a blank screen", |screen| !screen.contains(['▀', PLACEHOLDER, '首']));
        terminal.type_keys("\x1b");
        terminal.wait("half blocks again", |screen| screen.matches('▀').count() == 30 * 15);
        assert_eq!((count(&terminal, "\x1b]1337"), count(&terminal, "\x1bP")), (3, 0));
        for file in inline_files(&terminal) {
            let shown = image::load_from_memory_with_format(&file, image::ImageFormat::Png);
            assert_eq!(shown.unwrap().into_rgb8().dimensions(), (48, 16));
        }
        terminal.type_keys("qQ");
        assert_eq!(terminal.exit_code(), 0);
        terminal.assert_given_back();
    }
}

/// Returns the inline images that were sent, of six columns and one row each.
fn inline_files(terminal: &Terminal) -> Vec<Vec<u8>> {
    let raw = String::from_utf8_lossy(&terminal.raw()).into_owned();
    let sequences = raw.split("\x1b]1337;File=").skip(1);
    let file = |sequence: &str| {
        let (arguments, rest) = sequence.split_once(':').unwrap();
        let file = STANDARD.decode(rest.split_once('\x07').unwrap().0).unwrap();
        let size = format!("inline=1;size={};width=6;height=1;preserveAspectRatio=0;", file.len());
        assert_eq!(arguments, size + "doNotMoveCursor=1");
        file
    };
    sequences.map(file).collect()
}

/// tmux passes files on only if it is set to and the terminal around it is known to draw them. A
/// restricted reader does not ask.
#[test]
fn tmux_passes_pictures_on_if_it_is_allowed_to() {
    const KITTY: &str = "\x1bP>|kitty(0.35.2)\x1b\\";
    const OTHER: &str = "\x1bP>|XTerm(377)\x1b\\";
    let folder = folder();
    let path = folder.path().to_str().unwrap();
    for (allowed, name, arguments, is_passed) in [
        ("on", KITTY, "", true),
        ("off", KITTY, "", false),
        ("on", OTHER, "", false),
        ("on", KITTY, "--restricted", false),
    ] {
        let settings =
            format!("set -g allow-passthrough {allowed}\nset -as terminal-features ',*:RGB'\n");
        let reader = format!("{} --images on {arguments} {path}", emulator::PROGRAM);
        let Some((_tmux, command)) = Tmux::around(&settings, &reader) else { return };
        let answers = Answers::AroundTmux(name);
        let mut terminal = Terminal::spawn_answering(command, 80, 25, answers, "");
        terminal.wait_for("有图");
        terminal.type_keys("\rz");
        terminal.wait_for("首段");
        let (shown, cells) = if is_passed { (PLACEHOLDER, 3 * 2) } else { ('▀', 30 * 15) };
        terminal.wait("the picture", |screen| screen.matches(shown).count() == cells);
        if is_passed {
            let sent = files(&terminal);
            let [file] = sent.as_slice() else { panic!("{} files", sent.len()) };
            let shown = image::load_from_memory_with_format(file, image::ImageFormat::Png);
            assert_eq!(shown.unwrap().into_rgb8().dimensions(), (48, 48));
        }
        terminal.type_keys("qQ");
        assert_eq!(terminal.exit_code(), 0);
        let all = ["\x1b_G", "a=q", "a=d,d=I,i=", "tmux;"].map(|what| count(&terminal, what));
        assert_eq!(all, if is_passed { [3, 1, 1, 0] } else { [0; 4] }, "{allowed} {arguments}");
    }
}

#[test]
fn the_doctor_says_how_pictures_are_shown() {
    for (term, answers, expected) in [
        ("xterm-kitty", DRAWS, "drawn by the terminal"),
        ("xterm-kitty", NARROW, "in half blocks"),
        ("xterm-256color", SIXELS, "in half blocks; enlarged, as sixels"),
        ("xterm-256color", WEZTERM, "in half blocks; enlarged, as iTerm2 images"),
    ] {
        let command = Terminal::command(&["doctor"], |command| {
            command.env("TERM", term);
            for name in ["TMUX", "STY", "ZELLIJ", "XTERM_VERSION", "TERM_PROGRAM"] {
                command.env_remove(name);
            }
        });
        let mut terminal = Terminal::spawn_answering(command, 160, 40, answers, "");
        assert_eq!(terminal.exit_code(), 0);
        terminal.wait_for(&format!("pictures        {expected}"));
    }
}

/// `Enter` enlarges a picture; each of the two sizes has its own file.
#[test]
fn an_enlarged_picture_is_another_file() {
    let folder = folder();
    let large = image::RgbImage::from_fn(2000, 1000, |x, y| image::Rgb([x as u8, y as u8, 7]));
    large.save(folder.path().join("a.png")).unwrap();
    let mut terminal = read("xterm-kitty", &folder, "on", DRAWS);
    let placeholders = |screen: &str| screen.matches(PLACEHOLDER).count();
    // 60 columns of text, two thirds of 23 rows.
    let small = 60 * 15;
    terminal.wait("the picture", |screen| placeholders(screen) == small);
    terminal.type_keys("1\r");
    terminal.wait("the whole screen", |screen| placeholders(screen) == 80 * 20);
    terminal.type_keys("\x1b");
    terminal.wait("the article", |screen| placeholders(screen) == small);
    assert_eq!((count(&terminal, "a=T"), files(&terminal).len()), (2, 2));
    wait_until(|| count(&terminal, "a=d") == 1, || "the large one stays".to_owned());
    terminal.type_keys("qQ");
    assert_eq!(terminal.exit_code(), 0);
    assert_eq!(count(&terminal, "a=d"), 2);
}
