//! Random frames, compared with what two emulators show, and the bytes of single frames.

mod drawn;
mod emulator;
mod graphics;
mod margins;

use std::num::NonZeroU16;

use proptest::prelude::*;
use proptest::test_runner::{RngSeed, TestRunner};
use ratatui::buffer::CellDiffOption;
use ratatui::layout::Rect;
use ratatui::style::{Color, Style};

use super::abilities::Graphics::{Placeholders, Sixels};
use super::*;
use crate::terminal::tmux::Route;
use crate::view::placeholder;
use crate::width::Widths;
use drawn::{Drawn, Step, TEXTS, step};
use emulator::{Alacritty, Emulator, Seen, seen};
use graphics::Graphics;
use margins::Margins;

/// Returns the expected cells, with `None` for right halves. If the terminal draws pictures
/// (`graphics`), placeholders are blank until it has the picture; otherwise, they are text.
fn expected(drawn: &Drawn, graphics: Option<&Graphics>) -> Vec<Vec<Option<Seen>>> {
    let mut buffer = drawn.buffer.clone();
    for cell in &mut buffer.content {
        let (Some(id), Some(graphics)) = (placeholder::id(cell), graphics) else { continue };
        if !drawn.files.iter().any(|file| file.id == id && graphics.has(file)) {
            cell.set_symbol(" ").set_fg(Color::Reset);
        }
    }
    let grid = Grid::new(&buffer, &drawn.links);
    let row = |y| {
        let seen = (0..).zip(grid.row(y)).map(|(x, glyph)| {
            let link = grid.link(glyph.face.link).map(|(address, _)| address.to_string());
            let text = glyph.text_in(&buffer[(x, y)]);
            (glyph.cells > 0).then(|| seen(text, glyph.face, link))
        });
        seen.collect()
    };
    (0..grid.size().1).map(row).collect()
}

/// The same with sixels: the cells of a picture that is incomplete or not drawn yet may show
/// anything.
fn expected_in_sixels(drawn: &Drawn, is_drawn: bool) -> Vec<Vec<Option<Seen>>> {
    let mut buffer = drawn.buffer.clone();
    let mut is_open = Vec::new();
    for place in drawn.buffer.area.positions() {
        let Some(id) = placeholder::id(&buffer[place]) else { continue };
        match drawn.files.iter().find(|file| file.id == id) {
            None => {
                buffer[place].set_symbol(" ").set_fg(Color::Reset);
            }
            Some(file) if !is_drawn || !drawn.has_whole(file) => is_open.push(place),
            Some(_) => {}
        }
    }
    let mut expected = expected(&Drawn { buffer, ..drawn.clone() }, None);
    for Position { x, y } in is_open {
        expected[usize::from(y)][usize::from(x)] = None;
    }
    expected
}

/// Compares an emulator's screen with what should be on it.
fn compare(
    emulator: &dyn Emulator,
    expected: &[Vec<Option<Seen>>],
    cursor: Option<Position>,
    has_links: bool,
) -> Result<(), String> {
    for (y, row) in (0..).zip(expected) {
        for (x, cell) in (0..).zip(row) {
            let Some((text, face, link)) = cell else { continue };
            let (is_text, is_face, is_link) = emulator.cell(x, y);
            if (text, face) != (&is_text, &is_face) || has_links && *link != is_link {
                return Err(format!(
                    "at {x},{y}: {is_text:?} {is_face:?} {is_link:?}, not {text:?} {face:?} {link:?}"
                ));
            }
        }
    }
    if emulator.cursor() != cursor {
        return Err(format!("cursor at {:?}, not {cursor:?}", emulator.cursor()));
    }
    Ok(())
}

fn has_picture(expected: &[Vec<Option<Seen>>]) -> bool {
    let mut cells = expected.iter().flatten().flatten();
    cells.any(|(text, ..)| placeholder::is_placeholder(text))
}

/// Runs the steps and compares each frame; `mangle` simulates a faulty terminal by changing the
/// output. Returns the number of frames, and how many of them had a picture.
fn run(
    steps: &[Step],
    abilities: Abilities,
    ambiguous_wide: bool,
    mangle: fn(Vec<u8>) -> Vec<u8>,
) -> Result<(usize, usize), String> {
    let (columns, rows) = (60, 20);
    let widths = Widths { ambiguous_wide, ..Widths::default() };
    let drawn = Drawn::new(columns, rows, widths);
    let covers = abilities.graphics == Sixels;
    let mut drawn = if covers { drawn.in_sixels() } else { drawn };
    let mut backend = Backend::new(abilities);
    let mut graphics = Graphics::default();
    let size = |n| NonZeroU16::new(n).unwrap();
    let mut one = vt100::Parser::new(size(rows), size(columns), 0);
    let mut two = Alacritty::new(columns, rows);
    let mut with_margins = Margins::new(columns, rows);
    let (mut frames, mut with_picture) = (0, 0);
    let emulators: &mut [&mut dyn Emulator] = if abilities.margins || covers {
        &mut [&mut with_margins]
    } else {
        &mut [&mut one, &mut two]
    };
    for step in steps {
        drawn.apply(step);
        match step {
            Step::Resize(columns, rows) => {
                for emulator in &mut *emulators {
                    emulator.resize(*columns, *rows);
                }
            }
            Step::Repaint => {
                for emulator in &mut *emulators {
                    emulator.process("dirt\x1b[41m ".repeat(30).as_bytes());
                }
                backend.forget(abilities);
                continue;
            }
            Step::Piece(most) => {
                let (bytes, _) = backend.piece(*most);
                let bytes = graphics::unwrapped(&bytes);
                assert!(covers || bytes.len() <= most + 400, "{most}");
                graphics.process(&bytes);
                for emulator in &mut *emulators {
                    emulator.process(&bytes);
                }
                continue;
            }
            Step::Frame => {}
            _ => continue,
        }
        frames += 1;
        let frame = |drawn: &Drawn, backend: &mut Backend| {
            let Drawn { buffer, links, files, cursor, .. } = drawn;
            backend.frame(Frame { buffer: &mut buffer.clone(), links, files, cursor: *cursor })
        };
        let mut bytes = mangle(graphics::unwrapped(&frame(&drawn, &mut backend)));
        // Half of the sessions with sixels finish drawing after each frame.
        while covers && abilities.margins && backend.is_sending() {
            bytes.extend(backend.piece(0).0);
        }
        graphics.process(&bytes);
        let expected = if covers {
            expected_in_sixels(&drawn, !backend.is_sending())
        } else {
            expected(&drawn, matches!(abilities.graphics, Placeholders(_)).then_some(&graphics))
        };
        for (at, emulator) in emulators.iter_mut().enumerate() {
            emulator.process(&bytes);
            compare(*emulator, &expected, drawn.cursor, at == 1).map_err(|wrong| {
                format!("emulator {at} after {:?}: {wrong}", String::from_utf8_lossy(&bytes))
            })?;
        }
        with_picture += usize::from(has_picture(&expected));
        let again = frame(&drawn, &mut backend);
        if !again.is_empty() {
            return Err(format!("a frame is sent twice: {again:?}"));
        }
    }
    // A picture may still be incomplete.
    graphics.process(&graphics::unwrapped(&backend.farewell()));
    if !graphics.kept.is_empty() || graphics.loading.is_some() {
        return Err(format!("pictures stay: {:?}", graphics.kept.keys()));
    }
    Ok((frames, with_picture))
}

fn capable() -> Abilities {
    let able = Abilities::of_terminal("xterm-256color", false);
    Abilities { confirms_ambiguous: true, graphics: Placeholders(Route::Direct), ..able }
}

#[test]
fn the_screen_equals_the_drawn_buffer() {
    let config = ProptestConfig {
        cases: 600,
        rng_seed: RngSeed::Fixed(1),
        failure_persistence: None,
        ..ProptestConfig::default()
    };
    let [frames, pictures, sixels] = [0; 3].map(std::cell::Cell::new);
    let check = |(steps, kind, wide): (Vec<Step>, u8, bool)| {
        let abilities = match kind {
            0 => Abilities::of_terminal("xterm", true),
            1 => Abilities { margins: true, ..capable() },
            2 => Abilities { graphics: Placeholders(Route::ThroughTmux), ..capable() },
            3 => Abilities { margins: wide, graphics: Sixels, ..capable() },
            _ => capable(),
        };
        // The emulators draw ambiguous characters in one cell.
        let abilities =
            Abilities { confirms_ambiguous: abilities.confirms_ambiguous && !wide, ..abilities };
        let drawn = run(&steps, abilities, wide, |bytes| bytes).map_err(TestCaseError::fail)?;
        frames.set(frames.get() + drawn.0);
        if matches!(abilities.graphics, Placeholders(_)) {
            pictures.set(pictures.get() + drawn.1);
        } else if abilities.graphics == Sixels {
            sixels.set(sixels.get() + drawn.1);
        }
        Ok(())
    };
    let steps = (prop::collection::vec(step(), 1..200), 0..7u8, any::<bool>());
    TestRunner::new(config).run(&steps, check).unwrap();
    assert!(frames.get() >= 10_000, "{} frames", frames.get());
    assert!(pictures.get() >= 1_000, "{} frames with a picture", pictures.get());
    assert!(sixels.get() >= 80, "{} frames with sixels", sixels.get());
}

/// Negative controls: the comparison detects a terminal that scrolls or erases wrongly.
#[test]
fn a_wrong_terminal_would_be_noticed() {
    fn replaced(bytes: Vec<u8>, from: &str, to: &str) -> Vec<u8> {
        String::from_utf8(bytes).unwrap().replace(from, to).into_bytes()
    }
    let rows: Vec<Step> = (0..20)
        .map(|y| Step::Text(0, y, vec!["乙丙"; 4 + usize::from(y) % 7], Style::new()))
        .collect();
    let moved = Step::Move(Rect::new(0, 2, 1000, 15), 1);
    let shorter = Step::Clear(Rect::new(2, 18, 1000, 1));
    let steps = [rows, vec![Step::Frame, moved, shorter, Step::Frame]].concat();
    assert_eq!(run(&steps, capable(), false, |bytes| bytes), Ok((2, 0)));
    for (what, mangle) in [
        ("no region", (|bytes| replaced(bytes, "\x1b[3;17r", "")) as fn(Vec<u8>) -> Vec<u8>),
        ("no scroll", |bytes| replaced(bytes, "\n", "")),
        ("down", |bytes| replaced(bytes, "\x1b[17H\n", "\x1b[3H\x1bM")),
        ("no erasing", |bytes| replaced(bytes, "\x1b[K", "")),
    ] {
        assert!(run(&steps, capable(), false, mangle).is_err(), "{what}");
    }
}

/// Returns the bytes of the second of two frames.
fn bytes_of(before: &[Step], after: &[Step], abilities: Abilities) -> String {
    let mut drawn = Drawn::new(60, 20, Widths::default());
    let mut backend = Backend::new(abilities);
    let mut bytes = Vec::new();
    for steps in [before, after] {
        for step in steps {
            drawn.apply(step);
        }
        let Drawn { buffer, links, files, cursor, .. } = &drawn;
        bytes = backend.frame(Frame { buffer: &mut buffer.clone(), links, files, cursor: *cursor });
    }
    String::from_utf8(bytes).unwrap()
}

#[test]
fn frames_are_short() {
    let text = |x, y, texts: &[&'static str]| Step::Text(x, y, texts.to_vec(), Style::new());
    let check = |before: &[Step], after: &[Step], expected: &str| {
        assert_eq!(bytes_of(before, after, capable()), expected, "{before:?} {after:?}");
    };
    let han = ["甲"; 20];
    check(&[], &[], "");
    check(&[], &[text(2, 3, &han)], &format!("\n\n\n  {}", han.concat()));
    // The next row, from its beginning; a gap is written again if that is shorter.
    check(&[], &[text(0, 0, &["a"]), text(0, 1, &["b"])], "a\r\nb");
    check(&[], &[text(0, 0, &["a"]), text(2, 1, &["b"])], "a\r\n  b");
    check(&[text(0, 0, &["abcdef"])], &[text(0, 0, &["A"]), text(3, 0, &["D"])], "\rAbcD");
    // A column below, and back.
    check(&[], &[text(20, 5, &["a"]), text(20, 6, &["b"])], "\x1b[6;21Ha\n\x08b");
    // The rest of the row is blank.
    check(&[text(0, 0, &han)], &[Step::Clear(Rect::new(4, 0, 60, 1))], "\x1b[5G\x1b[K");
    // Blanks before text.
    check(&[text(0, 0, &han)], &[Step::Clear(Rect::new(4, 0, 20, 1))], "\x1b[5G\x1b[20X");
    // Erasing cuts no glyph in half.
    let cut = [Step::Clear(Rect::new(4, 0, 21, 1)), text(25, 0, &["a"])];
    check(&[text(0, 0, &han)], &cut, "\x1b[5G\x1b[20X\x1b[20C a");
    // The width of an emoji differs: the place is set again.
    check(&[], &[text(0, 0, &["🙂", "a"])], "🙂\x1b[3Ga");
    let red = Step::Restyle(Rect::new(0, 0, 4, 1), Style::new().red().bold());
    check(&[text(0, 0, &["ab"])], &[red], "\r\x1b[1;31mab");
}

#[test]
fn moved_rows_are_scrolled() {
    let row = |y: u16| {
        Step::Text(0, y, vec!["甲", "乙", TEXTS[usize::from(y) % 4], "丙"], Style::new().bold())
    };
    let rows: Vec<Step> = (0..20)
        .map(|y| {
            Step::Text(u16::from(y % 3 == 0), y, vec!["乙丙"; 4 + usize::from(y) % 7], Style::new())
        })
        .collect();
    let moved = |up| [Step::Move(Rect::new(0, 2, 1000, 15), up), row(if up > 0 { 16 } else { 2 })];
    let new = "\x1b[1m甲乙";
    let check = |up, abilities, expected: &str| {
        let bytes = bytes_of(&rows, &moved(up), abilities);
        assert!(bytes.starts_with(expected) && bytes.contains(new), "{up}: {bytes:?}");
        assert!(bytes.len() < 60, "{bytes:?}");
    };
    check(1, capable(), "\x1b[3;17r\x1b[17H\n\x1b[r\x1b[17H");
    check(-1, capable(), "\x1b[3;17r\x1b[3H\x1bM\x1b[r");
    check(2, capable(), "\x1b[3;17r\x1b[17H\n\n\x1b[r\x1b[17H");
    let plain = bytes_of(&rows, &moved(1), Abilities::of_terminal("xterm", true));
    assert!(plain.len() > 400 && !plain.contains('r'), "{plain:?}");
}

/// A list beside an article: its rows move between margins, where the terminal has them.
#[test]
fn rows_beside_others_are_scrolled() {
    let list = (0..20).map(|y| Step::Text(0, y, vec![TEXTS[5 + usize::from(y)]; 6], Style::new()));
    let article = |y: u16| {
        let texts = [vec![TEXTS[5 + usize::from(y)]], vec!["甲乙"; 3 + usize::from(y) % 7]];
        Step::Text(20, y, texts.concat(), Style::new())
    };
    let status = |text| Step::Text(2, 19, vec![text], Style::new());
    let before: Vec<Step> = list.chain((1..18).map(article)).chain([status("a")]).collect();
    let check = |up: i8, expected: &str| {
        let after = [Step::Move(Rect::new(20, 1, 40, 17), up), status("b")];
        let able = Abilities { margins: true, ..capable() };
        let bytes = bytes_of(&before, &after, able);
        assert!(bytes.starts_with("\x1b[?69h\x1b[21;"), "{up}: {bytes:?}");
        assert!(bytes.contains(expected) && bytes.len() < 90, "{up}: {bytes:?}");
        let without = bytes_of(&before, &after, capable());
        assert!(without.len() > 400 && !without.contains("?69h"), "{without:?}");
        let steps = [before.clone(), vec![Step::Frame], after.to_vec(), vec![Step::Frame]].concat();
        assert_eq!(run(&steps, able, false, |bytes| bytes), Ok((2, 0)));
        // The negative control.
        let wrong = |bytes: Vec<u8>| {
            String::from_utf8(bytes).unwrap().replace("\x1b[21;", "\x1b[23;").into_bytes()
        };
        assert!(run(&steps, able, false, wrong).is_err());
    };
    check(1, "s\x1b[2;18r\x1b[18;21H\n\x1b[?69l\x1b[r");
    check(-1, "s\x1b[1;18r\x1b[1;21H\x1bM\x1b[?69l\x1b[r");
}

/// A picture is sent once, kept while the article may show it, and deleted with the article.
#[test]
fn pictures_are_sent_once_and_deleted() {
    let mut drawn = Drawn::new(60, 20, Widths::default());
    let mut backend = Backend::new(capable());
    let mut graphics = Graphics::default();
    let placeholders = |bytes: &[u8]| String::from_utf8_lossy(bytes).matches('\u{10eeee}').count();
    let mut frame = |drawn: &mut Drawn, backend: &mut Backend, steps: &[Step]| {
        for step in steps {
            drawn.apply(step);
        }
        let Drawn { buffer, links, files, cursor, .. } = &*drawn;
        let frame = Frame { buffer: &mut buffer.clone(), links, files, cursor: *cursor };
        let mut all = backend.frame(frame);
        while backend.is_sending() {
            let (bytes, is_whole) = backend.piece(5000);
            assert_eq!(is_whole, !backend.is_sending());
            all.extend(bytes);
        }
        graphics.process(&all);
        (all, graphics.received, graphics.kept.len())
    };
    // A picture out of view is not sent.
    let (_, received, _) = frame(&mut drawn, &mut backend, &[Step::Files(vec![0, 1, 2])]);
    assert_eq!(received, 0);
    let (bytes, ..) = frame(&mut drawn, &mut backend, &[Step::Picture(2, 3, 2)]);
    assert_eq!(placeholders(&bytes), 0);
    assert!((16_000..16_200).contains(&bytes.len()), "{} for its base64", bytes.len());
    let (bytes, received, kept) = frame(&mut drawn, &mut backend, &[]);
    assert_eq!((placeholders(&bytes), received, kept), (18, 1, 1));
    // It scrolls, leaves the view and returns without being sent again.
    let scroll = |up| Step::Move(Rect::new(0, 0, 60, 18), up);
    let (bytes, ..) = frame(&mut drawn, &mut backend, &[scroll(1)]);
    assert!(bytes.len() < 60 && placeholders(&bytes) == 0, "{}", bytes.len());
    let (_, received, kept) =
        frame(&mut drawn, &mut backend, &[Step::Clear(Rect::new(0, 0, 60, 20))]);
    assert_eq!((received, kept), (1, 1));
    let (bytes, received, _) = frame(&mut drawn, &mut backend, &[Step::Picture(2, 18, 2)]);
    assert_eq!((placeholders(&bytes), received), (12, 1));
    let (bytes, received, kept) = frame(&mut drawn, &mut backend, &[Step::Files(vec![0])]);
    assert_eq!((placeholders(&bytes), received, kept), (0, 1, 0));
    // After another program has used the terminal, everything is sent again.
    frame(&mut drawn, &mut backend, &[Step::Picture(2, 3, 0)]);
    let (_, received, kept) = frame(&mut drawn, &mut backend, &[]);
    assert_eq!((received, kept), (2, 1));
    backend.forget(capable());
    let (_, received, kept) = frame(&mut drawn, &mut backend, &[]);
    assert_eq!((received, kept), (3, 1));
}

/// Placeholder characters in a post's own text belong to no file. They are blank if the terminal
/// draws pictures, and text otherwise.
#[test]
fn placeholders_of_others_show_no_picture() {
    let check = |abilities: Abilities, expected: &str| {
        let steps = [Step::Text(0, 0, vec!["a\u{10eeee}\u{305}\u{305}b"], Style::new().red())];
        assert_eq!(bytes_of(&[], &steps, abilities), expected);
    };
    check(capable(), "\x1b[31ma b");
    let others = Abilities { graphics: abilities::Graphics::None, ..capable() };
    check(others, "\x1b[31ma\u{10eeee}\u{305}\u{305}\x1b[3Gb");
}

/// M20: the last stage before the terminal sends no control character, whatever reaches it.
#[test]
fn controls_are_never_sent() {
    for symbol in ["", "\x1b[31m", "\n", "a\x07", "\u{9b}K", "\x7f", "\0"] {
        let mut buffer = Buffer::empty(Rect::new(0, 0, 10, 1));
        buffer[(0, 0)].set_symbol(symbol);
        buffer[(0, 0)].set_diff_option(CellDiffOption::ForcedWidth(NonZeroU16::MIN));
        buffer[(1, 0)].set_symbol("甲");
        let mut backend = Backend::new(capable());
        let bytes =
            backend.frame(Frame { buffer: &mut buffer, links: &[], files: &[], cursor: None });
        assert_eq!(bytes, [CLEAR, " 甲".as_bytes()].concat(), "{symbol:?}");
    }
}
