//! Built-in themes are complete, problems are reported, and text has enough contrast.

use super::*;
use crate::config::locale::Locale;

#[test]
fn built_in_themes_are_complete() {
    for (name, text) in BUILT_IN.iter().chain(&[("default-light", OF_TERMINAL[1])]) {
        let (_, problems) = Theme::PLAIN.with(&CleanText::line(name), text);
        assert_eq!(problems, [], "{name}");
        for role in ROLES {
            assert!(text.contains(&format!("\n{role} = {{")), "{name} has no {role}");
        }
    }
    assert_eq!(Theme::built_in("no-such"), None);
}

#[test]
fn the_default_uses_the_terminals_colours() {
    for theme in [false, true].map(Theme::of_terminal) {
        for (role, style) in ROLES.iter().zip(theme.styles()) {
            for colour in [style.fg, style.bg].into_iter().flatten() {
                // No palette has a quiet background among its sixteen colours, but all have greys.
                let is_grey = matches!(colour, Color::Indexed(232..));
                let is_own = role.starts_with("selection") && is_grey;
                assert!(
                    is_own || !matches!(colour, Color::Rgb(..) | Color::Indexed(_)),
                    "{role}: {colour:?}"
                );
            }
            // Where the background is not known, the text must not be.
            assert_eq!(style.bg.is_some(), style.bg.is_some() && style.fg.is_some(), "{role}");
        }
        let plain = theme.in_sixteen_colours();
        assert!(plain.selection.add_modifier.contains(Modifier::REVERSED));
        let colours = plain.styles().into_iter().flat_map(|style| [style.fg, style.bg]);
        assert!(colours.flatten().all(|colour| !matches!(colour, Color::Indexed(_))));
    }
    let mono = Theme::built_in(MONO).unwrap();
    assert!(mono.styles().iter().all(|style| style.fg.is_none() && style.bg.is_none()));
    // Dim text on a bar is hard to read.
    let dim_bar = Modifier::DIM | Modifier::REVERSED;
    assert!(mono.styles().iter().all(|style| !style.add_modifier.contains(dim_bar)));
    assert_ne!(mono.selection_dim, mono.text);
    assert_ne!(mono.hit, mono.selection);
    for highlight in [mono.highlight_yellow, mono.highlight_green, mono.highlight_blue] {
        assert_ne!(highlight, mono.link);
    }
    // Chinese characters are never italic.
    assert_ne!(
        mono.highlight_red.remove_modifier(Modifier::ITALIC).add_modifier,
        mono.link.add_modifier
    );
}

/// The relative luminance of a colour, by WCAG 2.
fn luminance((r, g, b): (u8, u8, u8)) -> f64 {
    let linear = |value: u8| {
        let value = f64::from(value) / 255.0;
        if value <= 0.04045 { value / 12.92 } else { ((value + 0.055) / 1.055).powf(2.4) }
    };
    0.2126 * linear(r) + 0.7152 * linear(g) + 0.0722 * linear(b)
}

/// The contrast of two colours by WCAG 2, from 1 to 21.
fn contrast(a: (u8, u8, u8), b: (u8, u8, u8)) -> f64 {
    let (a, b) = (luminance(a), luminance(b));
    (a.max(b) + 0.05) / (a.min(b) + 0.05)
}

#[test]
fn contrast_is_that_of_wcag() {
    assert!((contrast((0, 0, 0), (255, 255, 255)) - 21.0).abs() < 0.001);
    assert!((contrast((0x77, 0x77, 0x77), (255, 255, 255)) - 4.48).abs() < 0.01);
}

#[test]
fn text_has_contrast() {
    let rgb = |colour: Option<Color>| match colour {
        Some(Color::Rgb(r, g, b)) => Some((r, g, b)),
        _ => None,
    };
    let mut measured = 0;
    for (name, _) in BUILT_IN {
        let theme = Theme::built_in(name).unwrap();
        let Some(screen) = rgb(theme.text.bg) else { continue };
        measured += 1;
        // A selected row keeps the colours of its contents, unless it sets its own.
        for (role, style) in ROLES.iter().zip(theme.styles()) {
            assert!(!style.add_modifier.contains(Modifier::DIM), "{name}: {role} has no colour");
            let (fg, bg) =
                (rgb(style.fg.or(theme.text.fg)).unwrap(), rgb(style.bg).unwrap_or(screen));
            let least = match *role {
                "code-comment" => 3.0,
                _ => 4.5,
            };
            let found = contrast(fg, bg);
            assert!(found >= least, "{name}: {role} has a contrast of {found:.2}");
        }
    }
    assert_eq!(measured, BUILT_IN.len() - 2);
}

#[test]
fn the_terminals_colours_have_contrast() {
    // xterm's default palette.
    let rgb = |colour: Color| match colour {
        Color::Black => (0, 0, 0),
        Color::Red => (205, 0, 0),
        Color::Green => (0, 205, 0),
        Color::Yellow => (205, 205, 0),
        Color::Blue => (0, 0, 238),
        Color::Magenta => (205, 0, 205),
        Color::Cyan => (0, 205, 205),
        Color::LightBlue => (92, 92, 255),
        Color::LightRed => (255, 0, 0),
        Color::LightYellow => (255, 255, 0),
        Color::Indexed(grey @ 232..) => {
            (8 + 10 * (grey - 232), 8 + 10 * (grey - 232), 8 + 10 * (grey - 232))
        }
        other => panic!("{other:?}"),
    };
    for (is_light, screen) in [(false, (0, 0, 0)), (true, (255, 255, 255))] {
        let theme = Theme::of_terminal(is_light);
        for (role, style) in ROLES.iter().zip(theme.styles()) {
            let Some(fg) = style.fg else { continue };
            let found = contrast(rgb(fg), style.bg.map_or(screen, rgb));
            assert!(found >= 4.0, "{role} has a contrast of {found:.2}, light: {is_light}");
        }
    }
}

/// Compares the problems of a theme file as `line: what`.
fn check(text: &str, expected: &[&str]) -> Theme {
    let (theme, problems) = Theme::default().with(&CleanText::line("x.toml"), text);
    let found: Vec<String> = problems
        .iter()
        .map(|problem| problem.brief(Locale::English).as_str().replacen("x.toml:", "", 1))
        .collect();
    assert_eq!(found, expected, "{text}");
    theme
}

#[test]
fn a_file_sets_roles() {
    let theme = check(
        "link = { fg = '#0a141e', bold = true }\n[code]\nfg = 200\nbg = 'bright-black'\nitalic = false",
        &[],
    );
    assert_eq!(theme.link, Style::new().fg(Color::Rgb(10, 20, 30)).add_modifier(Modifier::BOLD));
    assert_eq!(theme.code, Style::new().fg(Color::Indexed(200)).bg(Color::DarkGray));
    assert_eq!(theme.heading, Theme::default().heading);
}

#[test]
fn bad_parts_are_skipped_alone() {
    let theme = check(
        "lnik = { fg = 'red' }\nlink = 'red'\nhit = { fg = 'rde', bold = 1, bg = 300, underlined = true, italic = true }\ndim = { fg = '#12', bg = true }",
        &[
            "1: unknown role `lnik`; did you mean `link`?",
            "2: a role is a table such as { fg = \"cyan\" }, not `red`",
            "3: unknown colour `rde`; did you mean `red`?",
            "3: `bold` must be true or false, not `1`",
            "3: a colour’s number is 0 to 255, not `300`",
            "3: unknown part of a style `underlined`; did you mean `underline`?",
            "4: a colour is written #rrggbb, not `#12`",
            "4: a colour is a name, a number or \"#rrggbb\", not `true`",
        ],
    );
    assert_eq!(theme.hit, Style::new().add_modifier(Modifier::ITALIC));
    assert_eq!(theme.link, Theme::default().link);
}

#[test]
fn colours_map_to_the_palette() {
    let check = |rgb: (u8, u8, u8), expected: u8| {
        assert_eq!(
            in_palette(Color::Rgb(rgb.0, rgb.1, rgb.2)),
            Color::Indexed(expected),
            "{rgb:?}"
        );
    };
    check((0, 0, 0), 16);
    check((95, 135, 175), 67);
    check((47, 114, 254), 27);
    check((255, 255, 255), 231);
    check((255, 0, 0), 196);
    check((8, 8, 8), 232);
    check((238, 238, 238), 255);
    check((0x1c, 0x1f, 0x24), 234);
    assert_eq!(in_palette(Color::Cyan), Color::Cyan);
}
