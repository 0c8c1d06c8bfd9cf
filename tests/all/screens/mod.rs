//! Whole screens, drawn into a buffer and compared with reviewed snapshots.

mod linear;
mod lines;
mod narrow;
mod print;
mod sample;
mod svg;

use std::path::Path;

use kanbao::app::Options;
use kanbao::app::text::Text;
use kanbao::archive::load::{self, Loaded};
use kanbao::archive::source::Source;
use kanbao::clean::CleanText;
use kanbao::command::Command;
use kanbao::config::locale::Locale;
use kanbao::config::theme::{BUILT_IN, MONO, Theme};
use kanbao::view::{self, Look};
use kanbao::width::Widths;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::{Color, Modifier};

use self::print::{Screens, check, draw, print};
use self::sample::{NOW, Sample};
use crate::support::reader;

#[test]
fn the_list_at_three_sizes() {
    let mut screens = Screens::default();
    for (width, height) in [(80, 24), (120, 40), (50, 15)] {
        let sample = Sample::open((width, height), Widths::default());
        screens.check(&format!("list_{width}x{height}"), &print(&sample.draw()));
    }
}

#[test]
fn wide_screens_have_three_columns() {
    let sample = Sample::open((200, 50), Widths::default());
    check("list_200x50", &print(&sample.draw()));
}

#[test]
fn an_article_at_three_sizes() {
    let mut screens = Screens::default();
    for (width, height) in [(80, 24), (120, 40), (50, 15)] {
        let sample = Sample::open((width, height), Widths::default()).after("j j Enter ^D");
        screens.check(&format!("article_{width}x{height}"), &print(&sample.draw()));
    }
}

#[test]
fn an_article_alone() {
    let sample = Sample::open((100, 30), Widths::default()).after("j j Enter z");
    check("zoom_100x30", &print(&sample.draw()));
}

#[test]
#[cfg(feature = "code-colours")]
fn code_has_colours() {
    let mut sample = Sample::open((80, 24), Widths::default());
    let is_there = |sample: &Sample| {
        let id = sample.app.listing().selected().unwrap();
        sample.app.library().archive().post(id).unwrap().title().as_str().starts_with("Elevator")
    };
    while !is_there(&sample) {
        sample.press("j");
    }
    sample.press("Enter z");
    check("code_80x24", &print(&sample.draw()));
    let theme = Theme::built_in("mono").unwrap();
    let buffer = draw(&sample.app, &Look { theme, ..Look::default() });
    assert!(buffer.content.iter().all(|cell| cell.fg == Color::Reset));
}

#[test]
fn facets_slide_over_a_medium_screen() {
    let sample = Sample::open((80, 24), Widths::default()).after("h 5 j");
    check("facets_80x24", &print(&sample.draw()));
}

#[test]
fn a_filter_with_nothing_left() {
    let sample =
        Sample::open((120, 30), Widths::default()).after("g c 科 技 Enter g t 入 门 Enter");
    assert!(sample.app.listing().posts().is_empty());
    check("nothing_left_120x30", &print(&sample.draw()));
}

#[test]
fn help_and_problems() {
    let mut screens = Screens::default();
    let sample = Sample::open((80, 24), Widths::default()).after("?");
    screens.check("help_80x24", &print(&sample.draw()));
    let sample = Sample::open((50, 15), Widths::default()).after("? ^D");
    screens.check("help_50x15", &print(&sample.draw()));
    let sample = Sample::open((120, 40), Widths::default()).after("?");
    screens.check("help_120x40", &print(&sample.draw()));
    let sample = Sample::open((120, 40), Widths::default()).after("g p");
    screens.check("problems_120x40", &print(&sample.draw()));
}

#[test]
fn what_was_read_at_three_sizes_in_each_language() {
    let mut screens = Screens::default();
    for locale in Locale::ALL {
        for size in [(80, 24), (120, 40), (50, 15)] {
            let mut sample = Sample::speaking(locale, size, Widths::default());
            sample.press("R g S 3 j");
            let text = print(&sample.draw());
            let is_first = locale == Locale::English && size == (80, 24);
            let shown = if is_first { &text } else { text.split("--- styles").next().unwrap() };
            screens.check(&format!("{}_statistics_{}x{}", locale.tag(), size.0, size.1), shown);
        }
    }
    // Bars are drawn in `#`, because blocks two cells wide would be too long.
    let widths = Widths { ambiguous_wide: true, ..Widths::default() };
    let sample = Sample::open((80, 24), widths).after("R g S");
    assert!(print(&sample.draw()).contains("####"));
}

#[test]
fn in_chinese() {
    let mut screens = Screens::default();
    for locale in [Locale::Simplified, Locale::Traditional] {
        for size in [(80, 24), (120, 40), (50, 15)] {
            for (screen, keys) in [
                ("list", ""),
                ("article", "j j Enter"),
                ("help", "?"),
                ("empty", "g c 吃 Enter f 雨 伞 Enter"),
                ("problems", "g p"),
            ] {
                let sample = Sample::speaking(locale, size, Widths::default()).after(keys);
                let name = format!("{}_{screen}_{}x{}", locale.tag(), size.0, size.1);
                screens.check(&name, &print(&sample.draw()));
            }
        }
    }
}

/// Prompts and overlays in every language; their styles once.
#[test]
fn prompts_and_overlays_at_three_sizes_in_each_language() {
    let mut screens = Screens::default();
    for locale in Locale::ALL {
        for size in [(80, 24), (120, 40), (50, 15)] {
            for (screen, keys) in [
                ("command", ": g o -"),
                ("search", "/ 的 Enter j"),
                ("fault", "f t i t e l : x Enter"),
                ("nothing", "/ 无 此 词 语"),
                ("find", "5 G Enter / 的 Enter n"),
                ("sort", "o"),
                ("note", "a 读 过 Enter 待 查"),
                ("keys", "g"),
                ("links", "5 G Enter g l"),
                ("hints", "5 G Enter L"),
                ("outline", "g g Enter g O"),
                ("selected", "v j v s"),
                ("views", "g t 澜 港 Enter g s 港 Enter g 1 g g"),
                ("month", "] m g 1 G"),
            ] {
                let mut sample = Sample::speaking(locale, size, Widths::default());
                sample.press(keys);
                if screen == "keys" {
                    // The sequence has paused.
                    sample.ring();
                }
                let text = print(&sample.draw());
                let is_first = locale == Locale::English && size == (80, 24);
                let shown = if is_first { &text } else { text.split("--- styles").next().unwrap() };
                let name = format!("{}_{screen}_{}x{}", locale.tag(), size.0, size.1);
                screens.check(&name, shown);
            }
        }
    }
}

/// Hints are whole or absent at any size.
#[test]
fn hints_are_never_cut() {
    for locale in Locale::ALL {
        for width in 16..130 {
            for keys in ["k", "Enter", "g 1", "?"] {
                let sample = Sample::speaking(locale, (width, 20), Widths::default()).after(keys);
                let text = print(&sample.draw());
                let bottom = text.lines().nth(19).unwrap().to_owned();
                assert!(!bottom.contains('…'), "{} {width} {keys}: {bottom}", locale.tag());
            }
        }
    }
}

/// From 60 columns on, the help of every command is whole in every language.
#[test]
fn help_is_whole_from_60_columns_on() {
    for locale in Locale::ALL {
        for width in [60, 61, 80, 119, 120, 121, 160, 250] {
            let sample = Sample::speaking(locale, (width, 180), Widths::default()).after("?");
            let text = print(&sample.draw());
            let rows = text.split("--- styles").next().unwrap();
            let notes = [Text::CopyNote, Text::TmuxNote, Text::LinkNote, Text::MarkFuture];
            let commands = Command::ALL.iter().map(|&command| Text::Command(command));
            for text in commands.chain(notes) {
                let help = text.to_clean(locale);
                assert!(rows.contains(help.as_str()), "{} {width}: {help}\n{rows}", locale.tag());
            }
        }
    }
}

/// The help in two columns has every row once, and the cursor reaches all of them.
#[test]
fn help_in_two_columns_shows_every_row_once() {
    for height in [6, 20, 33, 34, 35, 36, 37, 38, 40, 60, 70] {
        let mut sample = Sample::open((120, height), Widths::default()).after("?");
        let rows = usize::from(height) - 2;
        for _ in 0..60 {
            let overlay = sample.app.screen().overlay().unwrap();
            let places: Vec<_> =
                (0..overlay.rows().len()).filter_map(|at| overlay.place(at, rows, 2)).collect();
            let distinct: std::collections::BTreeSet<_> = places.iter().collect();
            assert_eq!(distinct.len(), places.len(), "{height}");
            assert!(places.iter().all(|&(column, y)| column < 2 && y < rows), "{height}");
            assert!(overlay.place(overlay.cursor().at, rows, 2).is_some(), "{height}");
            sample.press("j");
        }
    }
}

#[test]
fn a_broken_post_reads_well() {
    let sample = Sample::open((80, 24), Widths::default()).after("G k Enter");
    check("broken_80x24", &print(&sample.draw()));
}

#[test]
fn while_loading() {
    let mut reader = reader::Reader::empty((80, 24));
    reader.offer("old_post", 0);
    check("loading_80x24", &print(&draw(&reader.app, &Look::default())));
    reader.add(reader::posts(3));
    assert!(print(&draw(&reader.app, &Look::default())).contains("reading 3 / 0"));
}

#[test]
fn ascii_and_without_colour() {
    let sample = Sample::open((100, 30), Widths::default());
    let look = Look { theme: Theme::built_in("mono").unwrap(), ascii: true, ..Look::default() };
    let buffer = draw(&sample.app, &look);
    let text = print(&buffer);
    assert!(!text.contains('│') && !text.contains('─') && !text.contains('▸'), "{text}");
    let coloured =
        buffer.content.iter().any(|cell| cell.fg != Color::Reset || cell.bg != Color::Reset);
    assert!(!coloured);
}

/// The cursor's row is one unbroken bar in every theme: the same cells as in the theme `default`,
/// whose text has no background.
#[test]
fn a_selected_row_is_one_bar_in_every_theme() {
    let look = |name: &str| Look { theme: Theme::built_in(name).unwrap(), ..Look::default() };
    let bar = |sample: &Sample, look: &Look| {
        let marks = Modifier::REVERSED | Modifier::UNDERLINED;
        let parts = |bg: Color, modifier: Modifier| (bg, modifier & marks);
        let bars = [look.theme.selection, look.theme.selection_dim]
            .map(|style| parts(style.bg.unwrap_or_default(), style.add_modifier));
        let cells = draw(&sample.app, look).content;
        let is_bar = cells.iter().map(|cell| bars.contains(&parts(cell.bg, cell.modifier)));
        is_bar.collect::<Vec<bool>>()
    };
    // The list with and without focus, the facets, and overlays.
    for (keys, size) in [
        ("j", (50, 15)),
        ("j", (120, 40)),
        ("g 1 4 j", (120, 40)),
        ("h 5 j", (80, 24)),
        ("j Enter", (80, 24)),
        (": t h e m e Enter", (80, 24)),
        (": s o r t Enter", (80, 24)),
        ("?", (120, 40)),
    ] {
        let themes = BUILT_IN.iter().map(|(name, _)| CleanText::line(name)).collect();
        let sample = Sample::begun(Options { size, themes, ..Options::default() }).after(keys);
        let expected = bar(&sample, &look("default"));
        let runs = expected.chunk_by(|a, b| a == b).filter(|run| run[0]);
        let longest = runs.map(<[bool]>::len).max().unwrap();
        assert!(longest >= 30, "{keys}: {longest}");
        for (name, _) in BUILT_IN {
            let found = bar(&sample, &look(name));
            // Without colours, headings and links are underlined like a bar.
            let is_like_a_bar = |is_bar: bool, is_like: bool| is_like && !is_bar && *name == MONO;
            let differ = |&(a, b): &(&bool, &bool)| a != b && !is_like_a_bar(*a, *b);
            let holes = expected.iter().zip(&found).filter(differ).count();
            assert_eq!(holes, 0, "{name} {keys}");
        }
    }
}

/// A newcomer sees what the samples are and the next useful keys, above all the key for help.
#[test]
fn the_first_screen_of_the_samples_has_hints() {
    for locale in Locale::ALL {
        let last_line = |width: u16| {
            let (size, notice) = ((width, 24), Some(Text::Samples));
            let sample = Sample::begun(Options { locale, size, notice, ..Options::default() });
            print(&sample.draw()).lines().nth(23).unwrap().trim().to_owned()
        };
        let help = |line: &str| {
            let text = Text::HintHelp.to_clean(locale);
            line.ends_with(&format!("? {text}"))
        };
        let samples = Text::Samples.to_clean(locale);
        for width in [80, 100, 120, 200] {
            let line = last_line(width);
            assert!(line.starts_with(samples.as_str()) && help(&line), "{width}: {line}");
            assert!(line.contains(" · / ") && line.contains(" · f "), "{width}: {line}");
        }
        for width in 20..80 {
            let line = last_line(width);
            assert!(help(&line), "{width}: {line}");
        }
    }
}

/// The cursor's line on a screen for screen readers.
fn line_at_cursor(sample: &Sample) -> String {
    let (width, height) = sample.app.screen().size();
    let mut buffer = Buffer::empty(Rect::new(0, 0, width, height));
    let cursor = view::draw(&sample.app, &Look::default(), &mut buffer).unwrap();
    assert_eq!(cursor.x, 0);
    print(&buffer).lines().nth(cursor.y.into()).unwrap().to_owned()
}

#[test]
fn screens_for_screen_readers() {
    let mut screens = Screens::default();
    for (locale, size) in [
        (Locale::English, (120, 40)),
        (Locale::English, (80, 24)),
        (Locale::English, (50, 15)),
        (Locale::Simplified, (80, 24)),
        (Locale::Traditional, (80, 24)),
    ] {
        for (screen, keys) in [
            ("list", "j s j v"),
            ("facets", "g 1 ] ] 2 j Space"),
            ("help", "?"),
            ("statistics", "R g S"),
        ] {
            let sample = Sample::linear(locale, size).after(keys);
            let text = print(&sample.draw());
            let shown = text.split("--- styles").next().unwrap();
            assert!(!shown.contains(['│', '─', '|', '●', '★', '▸', '▾', '▂']), "{shown}");
            assert!(!shown.contains("##"), "a bar: {shown}");
            let name = format!("linear_{}_{screen}_{}x{}", locale.tag(), size.0, size.1);
            screens.check(&name, shown);
        }
    }
}

#[test]
fn the_cursor_is_on_the_line_for_screen_readers() {
    let mut sample = Sample::linear(Locale::English, (80, 24));
    let title = |sample: &Sample| {
        let id = sample.app.listing().selected().unwrap();
        sample.app.library().archive().post(id).unwrap().title().to_string()
    };
    for keys in ["j", "j s", "G", "k", "g g"] {
        sample.press(keys);
        let line = line_at_cursor(&sample);
        assert!(line.starts_with(&title(&sample)), "{line}");
        assert!(line.contains(", Unread, "), "{line}");
    }
    sample.press("s");
    assert!(line_at_cursor(&sample).contains(", Unread, Starred, "));
    // At the top of the article the title, later the first visible line.
    let mut article = sample.after("Enter");
    let title = title(&article);
    assert!(line_at_cursor(&article).starts_with(&title));
    let before = article.app.article().top();
    article.press("^D");
    assert!(article.app.article().top() > before);
    assert!(!line_at_cursor(&article).starts_with(&title));
    // Always one pane.
    let panes = article.app.screen().layout().unwrap();
    assert!(panes.list.is_none() && panes.facets.is_none());
    // Rows of overlays.
    let help = article.after("? j");
    assert!(!line_at_cursor(&help).trim().is_empty(), "{}", line_at_cursor(&help));
}

#[test]
fn too_small_a_screen_says_so() {
    for (width, height) in [(1, 1), (2, 1), (15, 4), (16, 3)] {
        let reader = {
            let mut reader = reader::Reader::new(reader::posts(3), (80, 24));
            reader.resize(width, height);
            reader
        };
        let text = print(&draw(&reader.app, &Look::default()));
        assert!(
            text.starts_with(&"too small"[..usize::from(width.min(9))]),
            "{width}x{height}: {text}"
        );
    }
}

/// The pictures of the README and the documents are real screens; `UPDATE_DOCS=1` rewrites them.
#[test]
fn the_pictures_are_real_screens() {
    let shown = |locale, size, keys: &str| {
        Sample::speaking(locale, size, Widths::default()).after(keys).draw()
    };
    let (english, chinese) = (Locale::English, Locale::Simplified);
    // A search as it is typed, and its first hit.
    let typed = ["j", "/", "船", "厂", "Enter", "Enter"];
    let frames: Vec<Buffer> =
        (1..=typed.len()).map(|keys| shown(chinese, (80, 24), &typed[..keys].join(" "))).collect();
    for (name, screens) in [
        ("screen", vec![shown(english, (110, 32), "j j Enter")]),
        ("screen-zh", vec![shown(chinese, (110, 32), "j j Enter")]),
        ("screen-small", vec![shown(chinese, (50, 15), "j j Enter")]),
        ("search", frames),
    ] {
        let drawn = svg::render(&screens);
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("docs/{name}.svg"));
        if std::env::var_os("UPDATE_DOCS").is_some() {
            std::fs::write(&path, &drawn).unwrap();
        }
        let stored = std::fs::read_to_string(&path).unwrap_or_default();
        let how = "UPDATE_DOCS=1 cargo test --all-features --test all screens::";
        assert!(stored == drawn, "docs/{name}.svg is stale: {how}");
    }
}

/// The built-in samples are those in the repository.
#[test]
fn the_built_in_samples_are_those_of_the_repository() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("sample-posts");
    let from_folder = load::load_all(&Source::open(&folder).unwrap(), NOW).unwrap();
    let built_in = load::load_all(&Source::Samples, NOW).unwrap();
    let titles = |loaded: &Loaded| -> Vec<String> {
        let archive = &loaded.archive;
        archive
            .newest_first()
            .iter()
            .map(|&id| archive.post(id).unwrap().title().to_string())
            .collect()
    };
    assert_eq!(titles(&from_folder), titles(&built_in));
    assert!(from_folder.archive.len() > 25);
}
