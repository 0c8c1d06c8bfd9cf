//! The probe of the terminal: widths of glyphs and the background colour.

use crate::emulator::{Answers, NARROW, NOTICE, Terminal, read_in, samples};

#[test]
fn drawing_follows_the_probe() {
    let wide = Answers::Cells([1, 2, 2, 4, 4, 1], 0);
    // The rule between panes is ASCII if box glyphs take two cells.
    for (answers, arguments, rule) in [
        (NARROW, [samples()].as_slice(), '│'),
        (wide, &[samples()], '|'),
        (wide, &[samples(), "--ambiguous-width", "1"], '│'),
        (wide, &[samples(), "--ambiguous-width", "auto"], '|'),
        (NARROW, &[samples(), "--ambiguous-width", "2"], '|'),
        (Answers::None, &[samples()], '│'),
        (Answers::Bytes("\x1b[;R\x1b[0;0R\x1b[1;99999R"), &[samples()], '│'),
        (Answers::Bytes("\x1b[1;1R"), &[samples()], '│'),
        // Implausible: an ASCII glyph of two cells.
        (Answers::Cells([2, 2, 2, 2, 2, 2], 0), &[samples()], '│'),
    ] {
        let terminal = read_in(answers, "", arguments);
        let other = if rule == '│' { '|' } else { '│' };
        terminal.wait("a rule", |screen| screen.matches(rule).count() > 30);
        let text = terminal.text();
        assert!(!text.contains(other), "{arguments:?}:\n{text}");
        terminal.quit_without_stray_keys();
    }
}

#[test]
fn the_key_for_ambiguous_widths_wins_over_the_answer() {
    let mut terminal = read_in(Answers::Cells([1, 2, 2, 4, 4, 1], 0), "", &[samples()]);
    terminal.type_keys("gw");
    terminal.wait_for("are taken for one cell each");
    terminal.wait("other rules", |screen| screen.contains('│') && !screen.contains('|'));
    terminal.quit_without_stray_keys();
}

#[test]
fn joined_emoji_are_shown_where_the_terminal_joins_them() {
    let folder = tempfile::tempdir().unwrap();
    let title = "农民🧑\u{200d}🌾和❤\u{fe0f}";
    std::fs::write(folder.path().join("a.md"), format!("---\ntitle: {title}\n---\n正文")).unwrap();
    let path = folder.path().to_str().unwrap();
    for (answers, whole) in [(Answers::Cells([1, 1, 1, 2, 2, 2], 0), true), (NARROW, false)] {
        let terminal = read_in(answers, "", &[path]);
        terminal.wait_for("正文");
        let raw = terminal.raw();
        let raw = String::from_utf8_lossy(&raw);
        let (_, drawn) = raw.split_once("\x1b[c").unwrap();
        assert_eq!(drawn.contains("🧑\u{200d}🌾"), whole, "{drawn}");
        assert_eq!(drawn.contains("❤\u{fe0f}"), whole, "{drawn}");
        terminal.quit_without_stray_keys();
    }
}

/// Indices of the terminal's sixteen colours.
const CYAN: u8 = 6;
const BLUE: u8 = 4;

#[test]
fn the_default_theme_suits_the_background() {
    // The program's name is in the accent colour.
    let check = |answers, arguments: &[&str], colour: u8| {
        let arguments = [arguments, &[samples()]].concat();
        let terminal = read_in(answers, "", &arguments);
        let accent = terminal.screen.lock().unwrap().screen().cell(0, 1).unwrap().fgcolor();
        assert_eq!(accent, vt100::Color::Idx(colour));
        terminal.quit_without_stray_keys();
    };
    check(NARROW, &[], CYAN);
    check(Answers::On("1c1c/1f1f/2424"), &[], CYAN);
    check(Answers::On("ffff/fdfd/f0f0"), &[], BLUE);
    check(Answers::On("ffff/fdfd/f0f0"), &["--set", "screen.background=dark"], CYAN);
    check(NARROW, &["--set", "screen.background=light"], BLUE);
}

#[test]
fn the_terminal_is_probed_again_on_request() {
    let mut terminal = read_in(Answers::On("ffff/ffff/ffff"), "", &[samples()]);
    terminal.type_keys(":probe\r");
    terminal.wait_for("take one cell; the background is light");
    // Keys still work.
    terminal.type_keys("?");
    terminal.wait_for("Help");
    terminal.type_keys("q");
    terminal.quit_without_stray_keys();
    let mut terminal = read_in(Answers::None, "", &[samples()]);
    terminal.type_keys(":probe\r");
    terminal.wait_for("the terminal does not answer");
    terminal.quit_without_stray_keys();
}

/// S3.
#[test]
fn late_answers_are_no_keys() {
    let mut terminal = read_in(Answers::None, "", &[samples()]);
    terminal.wait_for("一遍大约三分钟");
    terminal.wait_for_the_load();
    let before = terminal.bytes_until('&');
    terminal.type_keys("\x1b[1;2R\x1b[1;3R\x1b[1;3R\x1b[1;3R\x1b[1;5R\x1b[1;3R");
    terminal.type_keys("\x1b]11;rgb:1e1e/2e2e/3b3b\x1b\\\x1b[?62;22c");
    terminal.type_keys("\x1b]11;rgb:ffff/ffff/ffff\x07");
    // What vim asked for before it ended, and what a multiplexer asks for.
    terminal.type_keys("\x1b[>41;377;0c\x1b]10;rgb:ffff/ffff/ffff\x07\x1bP>|XTerm(377)\x1b\\");
    terminal.type_keys("\x1bP1$r0m\x1b\\\x1bP!|00000000\x1b\\\x1b]lE:q\x1b\\\x1b]52;c;OnEh\x1b\\");
    terminal.type_keys("\x1b_Gi=31;OK\x1b\\\x1b[?2026;2$y\x1b[8;24;80t");
    let sent = terminal.bytes_until('@') - before;
    assert!(sent < NOTICE, "an answer was taken for a key");
    // No count is pending either.
    terminal.type_keys("G");
    terminal.wait_for_post(31);
    terminal.quit_without_stray_keys();
}

#[test]
fn keys_typed_ahead_are_not_lost() {
    for answers in [NARROW, Answers::None, Answers::Cells([1, 1, 1, 4, 4, 1], 100)] {
        let terminal = read_in(answers, "jj\x1b[Bk", &[samples()]);
        terminal.wait_for_post(3);
        terminal.quit_without_stray_keys();
    }
}

/// A terminal that supports left and right margins scrolls the article between them.
#[test]
fn margins_are_used_where_they_are_known() {
    for (answer, is_known) in [("\x1b[?69;2$y", true), ("\x1b[?69;0$y", false), ("", false)] {
        let mut terminal = read_in(NARROW, answer, &[samples()]);
        terminal.wait_for_the_load();
        terminal.type_keys("\r");
        // The frame in which the split changes.
        terminal.wait_for("Space page");
        terminal.wait_for("第一分钟");
        terminal.type_keys("jjjjjjjjj");
        terminal.wait("lines further down", |screen| !screen.contains("第一分钟"));
        let raw = terminal.raw();
        let is_set = raw.windows(6).any(|window| window == b"\x1b[?69h");
        assert_eq!(is_set, is_known, "{answer:?}");
        terminal.quit_without_stray_keys();
    }
}

#[test]
fn the_doctor_measures() {
    let command = Terminal::command(&["doctor", "-a", samples()], |_| {});
    let answers = Answers::Cells([1, 2, 1, 2, 4, 2], 0);
    let mut terminal = Terminal::spawn_answering(command, 160, 40, answers, "");
    assert_eq!(terminal.exit_code(), 0);
    terminal.assert_given_back();
    for line in [
        "widths          measured in ",
        "  quotes        2 cells",
        "  Greek         1 cell",
        "  joined emoji  2 cells, with a skin tone 4 cells: the first emoji is shown",
        "  VS16          2 cells: honoured",
        "size            160 columns, 40 rows",
        "colours         256",
    ] {
        terminal.wait_for(line);
    }
    let command = Terminal::command(&["doctor", "-a", samples()], |_| {});
    let mut terminal = Terminal::spawn_answering(command, 160, 40, Answers::None, "");
    assert_eq!(terminal.exit_code(), 0);
    terminal.wait_for("widths          not measured: the terminal does not answer");
}
