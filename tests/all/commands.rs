//! Every command: what its keys change, and that it can be reached with arrow keys alone.

use std::fmt::Write as _;

use kanbao::app::input::mouse::Mouse;
use kanbao::app::listing::facets::Row;
use kanbao::app::screen::overlay::Row as OverlayRow;
use kanbao::app::{App, Effect, Message, Options, Pictures};
use kanbao::command::Command::{self, self as C};
use kanbao::config::choice::{Choice, Preset};
use kanbao::config::keymap::Keymap;
use kanbao::search::query::field::Mark;

use crate::support::reader::{Reader, options, posts};

/// A body with every target that commands go to.
const BODY: &str = "头一段，江边的风。\n\n[甲](http://a.example/) 与 [乙](http://b.example/)\n\n\
    ## 第一节\n\n江边。\n\n## 第二节\n\n江边的风从早吹到晚。\n\n来源：<http://c.example/>\n";

/// Returns a reader of posts `p000 ..`, one a day from 2024 into 2025, in the categories `a` and
/// `b`, every third with the tag `x`; the newest is selected and shown below the list. There are
/// one draft and one unread folder.
fn reader(keymap: Keymap) -> Reader {
    let size = (100, 24);
    let mut reader =
        Reader::start(Options { pictures: Pictures::Set(true), keymap, size, ..options() });
    reader.load(0, posts(400));
    let mut reader = reader.with_body(&BODY.repeat(3));
    reader.add_draft("draft");
    reader.offer("old", 5);
    reader.finish();
    reader.press("Esc Esc");
    // A dragged split does not follow the focus.
    let divider = reader.app.screen().layout().unwrap().divider.unwrap();
    for mouse in [Mouse::Press, Mouse::Drag, Mouse::Release] {
        reader.update(Message::Mouse(mouse, divider.x, divider.y));
    }
    reader
}

/// A command, the keys before it, and the visible change.
const TABLE: &[(Command, &str, &str)] = &[
    (C::Down, "", "post p398"),
    (C::Up, "5 j", "post p395"),
    (C::HalfPageDown, "", "post p396"),
    (C::HalfPageUp, "G", "post p003"),
    (C::PageDown, "", "post p394"),
    (C::PageUp, "G", "post p005"),
    (C::Top, "G", "post p399"),
    (C::Bottom, "", "post p000"),
    (C::Percent, "5 0", "post p200"),
    (C::FocusNext, "g 1", "focus List"),
    (C::FocusPrevious, "", "focus Facets"),
    (C::FocusFacets, "", "focus Facets"),
    (C::FocusList, "g 1", "focus List"),
    (C::FocusArticle, "", "focus Article | unread 399"),
    (C::Enter, "j", "focus Article | unread 399"),
    (C::Back, "Enter", "focus List"),
    (C::Clear, "g c a Enter g t x Enter", "listed 200 | filter a | unread 200"),
    (C::NextPost, "Enter", "post p398 | unread 398"),
    (C::PreviousPost, "G Enter", "post p001 | unread 398"),
    (C::ScrollDown, "Enter", "line 1"),
    (C::ScrollUp, "5 ^E", "line 4"),
    (C::NextUnread, "j r k", "post p397"),
    (C::PreviousUnread, "j r j", "post p399"),
    (C::NextHeading, "Enter", "line 7"),
    (C::PreviousHeading, "Enter ] ] ] ]", "line 7"),
    (C::Find, "Enter", "asks find "),
    (C::NextHit, "Enter / 江 边 Enter", "hit 2 of 9 | says hit 2 of 9"),
    (C::PreviousHit, "Enter / 江 边 Enter", "line 26 | hit 9 of 9 | says hit 9 of 9 (wrapped)"),
    (C::Links, "", "over Links | row 0"),
    (C::LinkHints, "", "focus Article | hints 2 | unread 399 | says which link? "),
    (C::OpenSource, "", "effect Open"),
    (C::Outline, "", "over Outline | row 0"),
    (C::JumpBack, "Enter g O Enter", "line 0"),
    (C::JumpForward, "Enter g O Enter ^O", "line 7"),
    (C::CopyTitle, "", "says sent to the terminal’s clipboard: p399 | effect Copy"),
    (C::CopyUrl, "", "says sent to the terminal’s clipboard: http://c.example/ | effect Copy"),
    (
        C::CopyArticle,
        "",
        "says sent to the terminal’s clipboard: p399 2025-02-03 Mon 00:00 · 1… (194 characters) | effect Copy",
    ),
    (C::CopyPath, "", "says sent to the terminal’s clipboard: _posts/p399.md | effect Copy"),
    (C::CopyLink, "2", "says sent to the terminal’s clipboard: http://b.example/ | effect Copy"),
    (C::Edit, "", "effect Edit"),
    (C::Pager, "", "effect Page"),
    (C::Export, "", "says sample posts cannot be made into an e-book"),
    (C::RandomPost, "", "post p160"),
    (C::ToggleRead, "", "unread 399 | says 1 post marked read · U undoes it"),
    (C::ReadAll, "", "unread 0 | says 400 posts marked read · U undoes it"),
    (C::ToggleStar, "", "star on | says 1 post starred"),
    (C::Note, "", "note p399"),
    (C::Tag, "", "asks your tags, +add -remove "),
    (C::SelectText, "Enter", "selected 头"),
    (C::Highlight, "Enter V", "highlights 1 | says highlighted | no selected"),
    (
        C::Unhighlight,
        "Enter V h V",
        "highlights 0 | says highlight removed · U undoes it | no selected",
    ),
    (
        C::CopyText,
        "Enter V",
        "says sent to the terminal’s clipboard: 头 | effect Copy | no selected",
    ),
    (C::Highlights, "", "over Highlights | row 0"),
    (C::CharLeft, "Enter V v l l", "selected 头一"),
    (C::CharRight, "Enter V v", "selected 头一"),
    (C::WordLeft, "Enter V w w", "selected 一段"),
    (C::WordRight, "Enter V", "selected 一段"),
    (C::WordEnd, "Enter V v", "selected 头一段"),
    (C::LineStart, "Enter V $ v", "selected 头一段，江边的风。"),
    (C::LineEnd, "Enter V v", "selected 头一段，江边的风。"),
    (C::SwapEnds, "Enter V w v w", ""),
    (C::SelectSentence, "Enter V", "selected 头一段，江边的风。"),
    (C::SelectParagraph, "Enter V j", "selected 甲 与 乙"),
    (C::Select, "", "post p398 | chosen 1 | says 1 selected"),
    (C::SelectRange, "", "chosen 1"),
    (C::SetMark, "", "awaits SetMark | says which letter?"),
    (C::GoToMark, "", "awaits GoToMark | says which letter?"),
    (C::Places, "", "over Places | row 1"),
    (C::DeleteMark, "", "awaits DeleteMark | says which letter?"),
    (C::Undo, "s", "says undone: 1 post starred | no star"),
    (C::Statistics, "", "over Your reading | row 1"),
    (C::ToggleFacet, "g 1 j", "filter Unread"),
    (C::Fold, "g 1 G l", "facet 2024 Some(false)"),
    (C::Unfold, "g 1 G", "facet 2024 Some(true)"),
    (C::Search, "", "asks search "),
    (C::Filter, "g c a Enter", "asks filter "),
    (C::SaveView, "g c a Enter", "asks name of the view "),
    (
        C::DeleteView,
        "g c a Enter g s x Enter g 1 g g ] ] j",
        "facet a None | says view x is deleted · U undoes it",
    ),
    (C::RenameView, "g c a Enter g s x Enter g 1 g g ] ] j", "asks name of the view x"),
    (
        C::UpdateView,
        "g c a Enter g s x Enter F g c b Enter g 1 g g ] ] j",
        "filter x | says view x lists category:b now",
    ),
    (
        C::MuteView,
        "g c a Enter g s x Enter F g 1 g g ] ] j",
        "post p397 | listed 200 | unread 200 | says view x is muted: its posts are left out · M shows them",
    ),
    (C::GoToTitle, "", "asks title "),
    (
        C::MoreLike,
        "Enter",
        "focus List | post p396 | listed 50 | sort relevance | filter like “p399” | unread 50",
    ),
    (
        C::OnThisDay,
        "Enter",
        "focus List | post p033 | listed 1 | filter February 3 of other years | unread 1",
    ),
    (C::Versions, "", "says no other post has this text"),
    (C::GoToCategory, "", "asks category "),
    (C::GoToTag, "", "asks tag "),
    (C::GoToDate, "", "asks date "),
    (C::NextMonth, "", "post p396"),
    (C::PreviousMonth, "] m", "post p399"),
    (C::Sort, "", "asks command sort  | says j k choose · Enter accept · Esc cancel"),
    (C::Reverse, "j", "sort -date | says order: oldest first"),
    (C::ClearFilter, "g c a Enter", "listed 400 | unread 400 | no filter"),
    (
        C::ClearLast,
        "g c a Enter f p 0 Enter",
        "listed 200 | filter a | unread 200 | no search | no hit",
    ),
    (C::AddFolders, "", "effect LoadFolder"),
    (
        C::ToggleHidden,
        "",
        "listed 401 | hidden true | unread 401 | says 1 hidden post is shown (draft, unpublished or excluded)",
    ),
    (
        C::ToggleMuted,
        "g c a Enter g s x Enter F g 1 g g ] ] j m",
        "listed 400 | unread 400 | says 200 posts of muted views are shown · M leaves them out",
    ),
    (C::ToggleDuplicates, "", "says each post has its own row"),
    (C::Problems, "", "over Problems | row 0"),
    (C::Zoom, "Enter", "zoom on | measure 76 | no rows"),
    (C::Wider, "-", "measure 71 | says line width 71"),
    (C::Narrower, "", "measure 67 | says line width 67"),
    (C::MoreList, "", "rows 8 | says list 40, facets 32"),
    (C::LessList, ">", "rows 7 | says list 36, facets 32"),
    (C::Layout, "", "asks command layout  | says j k choose · Enter accept · Esc cancel"),
    (C::Theme, "", "asks command theme  | says j k choose · Enter accept · Esc cancel"),
    (C::Language, "", "asks command language  | says j k choose · Enter accept · Esc cancel"),
    (C::TogglePictures, "", "says pictures are shown as links"),
    (C::Script, "", "says characters: simplified"),
    (C::Set, "", "asks command set "),
    (
        C::AmbiguousWidth,
        "",
        "wide true | says “ ” … — · are taken for two cells each | effect Redraw",
    ),
    (C::Probe, "", "effect Probe"),
    (C::Reload, "", "effect Load"),
    (C::Redraw, "", "effect Redraw"),
    (C::Suspend, "", "effect Suspend"),
    (C::CommandLine, "", "asks command "),
    (C::Help, "j", "over Help | row 1"),
    (C::BackOrQuit, "Enter", "focus List"),
    (C::Quit, "", "effect Quit"),
];

/// The text that is selected in the article.
fn selected(app: &App) -> String {
    let pane = app.article();
    let place = pane.selected().filter(|_| pane.is_selecting());
    let text = place.zip(pane.article()).map(|(place, article)| article.page.text_of(&place));
    text.map(|text| text.to_string()).unwrap_or_default()
}

/// Everything visible, one fact per line.
#[allow(clippy::too_many_lines, reason = "a row for each fact")]
fn facts(app: &App, effects: &[Effect]) -> Vec<String> {
    let mut facts = Vec::new();
    let mut add = |name: &str, value: String| {
        if !value.is_empty() {
            facts.push(format!("{name} {value}"));
        }
    };
    let say = |text: &kanbao::app::text::Text| text.to_clean(app.screen().locale()).to_string();
    let title = |id| {
        app.library().archive().post(id).map(|post| post.title().to_string()).unwrap_or_default()
    };
    add("focus", format!("{:?}", app.screen().focus()));
    add("post", app.listing().selected().map(title).unwrap_or_default());
    add("listed", app.listing().posts().len().to_string());
    add("sort", app.listing().sort().name().to_owned());
    add("filter", app.conditions().to_string());
    add(
        "search",
        app.listing().search().map(|search| search.text().to_owned()).unwrap_or_default(),
    );
    add("line", app.article().top().to_string());
    let found = app.article().found();
    add(
        "hit",
        found
            .map(|found| format!("{} of {}", found.at() + 1, found.hits().len()))
            .unwrap_or_default(),
    );
    let facet = match app.listing().facets().rows().get(app.listing().facets().cursor().at) {
        Some(Row::Facet(row)) => format!("{} {:?}", row.label, row.open),
        row => format!("{row:?}").chars().take(8).collect(),
    };
    add("facet", facet);
    let overlay = app.screen().overlay();
    add("over", overlay.map(|overlay| say(&overlay.title())).unwrap_or_default());
    add("row", overlay.map(|overlay| overlay.cursor().at.to_string()).unwrap_or_default());
    let prompt = app.input().prompt();
    add(
        "asks",
        prompt
            .map(|prompt| format!("{} {}", say(&prompt.kind().label()), prompt.text()))
            .unwrap_or_default(),
    );
    add("note", app.input().note().map(|note| note.title().to_string()).unwrap_or_default());
    add("awaits", app.input().awaited().map(|awaited| format!("{awaited:?}")).unwrap_or_default());
    add(
        "hints",
        app.article().hints().map(|hints| hints.left().count().to_string()).unwrap_or_default(),
    );
    let article = app.article();
    add("selected", selected(app));
    let highlights = article.article().map_or(0, |article| article.highlights.len());
    add("highlights", highlights.to_string());
    add("zoom", if app.screen().zoom() { "on".to_owned() } else { String::new() });
    add("measure", app.screen().measure().cells.to_string());
    add("wide", app.screen().widths().ambiguous_wide.to_string());
    add("hidden", app.listing().shows_hidden().to_string());
    add(
        "chosen",
        (0..app.listing().posts().len())
            .filter(|&row| app.listing().is_chosen(row))
            .count()
            .to_string(),
    );
    let starred =
        app.listing().selected().is_some_and(|id| app.library().marks().has(id, Mark::Starred));
    add("star", if starred { "on".to_owned() } else { String::new() });
    add("unread", app.listing().unread().to_string());
    let list = app.screen().layout().and_then(|layout| layout.list);
    add("rows", list.map(|list| list.height.to_string()).unwrap_or_default());
    let said = app.notice().map(say).unwrap_or_default();
    add(
        "says",
        said.split("头一段").collect::<Vec<_>>().first().map_or("", |part| part).to_owned(),
    );
    for effect in effects {
        let name = format!("{effect:?}");
        let name = name.split(['(', ' ', '{']).next().unwrap_or_default();
        // The facts above show changes of marks.
        if !matches!(effect, Effect::Save(_) | Effect::Alarm(..)) {
            add("effect", name.to_owned());
        }
    }
    facts
}

/// The facts that the keys change, as `before -> after`.
fn change(before: &str, keys: &str) -> String {
    let mut reader = reader(Keymap::default());
    reader.press(before);
    let old = facts(&reader.app, &[]);
    let effects = reader.press(keys);
    let new = facts(&reader.app, &effects);
    let mut change = String::new();
    for fact in &new {
        if old.contains(fact) || fact.is_empty() {
            continue;
        }
        let _ = write!(change, "{}{fact}", if change.is_empty() { "" } else { " | " });
    }
    let name = |fact: &String| fact.split(' ').next().unwrap_or_default().to_owned();
    let names: Vec<String> = new.iter().map(name).collect();
    for gone in old.iter().map(name).filter(|gone| !names.contains(gone)) {
        let _ = write!(change, "{}no {gone}", if change.is_empty() { "" } else { " | " });
    }
    change
}

/// Runs a command by name.
fn run(reader: &mut Reader, command: Command) -> Vec<Effect> {
    reader.press(":");
    for letter in command.name().chars() {
        reader.press_without_answers(&letter.to_string());
    }
    reader.press_without_answers("Enter")
}

/// The keys of a command; if it has none, those that type its name.
fn keys_of(command: Command) -> String {
    let keymap = Keymap::default();
    let binding = keymap.bindings().iter().find(|binding| binding.command == command);
    if let Some(binding) = binding {
        let keys: Vec<String> = binding.keys.iter().map(ToString::to_string).collect();
        return keys.join(" ");
    }
    let name: Vec<String> = command.name().chars().map(String::from).collect();
    format!(": {} Enter", name.join(" "))
}

#[test]
fn every_command_does_what_it_says() {
    let named: Vec<Command> = TABLE.iter().map(|(command, ..)| *command).collect();
    assert_eq!(named, Command::ALL, "a row for each command, in the order of the table");
    let wrong = TABLE.iter().filter_map(|&(command, before, after)| {
        let found = change(before, &keys_of(command));
        (found != after).then(|| format!("{command}: {found}"))
    });
    assert_eq!(wrong.collect::<Vec<_>>(), Vec::<String>::new());
}

/// Arrows, Enter, Esc and F1 suffice in every preset: the help lists and runs all commands.
#[test]
fn every_command_is_reached_without_knowing_its_keys() {
    for (preset, ..) in Preset::ALL {
        for &command in Command::ALL {
            let by_name = change_in(*preset, |reader| run(reader, command));
            let by_help = change_in(*preset, |reader| {
                reader.press("F1");
                while !is_at(reader, command) {
                    let before = reader.app.screen().overlay().unwrap().cursor().at;
                    reader.press("Down");
                    let after = reader.app.screen().overlay().unwrap().cursor().at;
                    assert_ne!(before, after, "{preset:?}: the help has no {command}");
                }
                reader.press_without_answers("Enter")
            });
            assert_eq!(by_help, by_name, "{preset:?}: {command}");
        }
    }
}

/// Whether the help's cursor is on the row of a command.
fn is_at(reader: &Reader, command: Command) -> bool {
    let overlay = reader.app.screen().overlay().unwrap();
    let row = overlay.rows().get(overlay.cursor().at);
    matches!(row, Some(OverlayRow::Command { command: own, .. }) if *own == command)
}

/// The visible state after `run`, with the keys of a preset and the second post selected.
fn change_in(preset: Preset, run: impl FnOnce(&mut Reader) -> Vec<Effect>) -> Vec<String> {
    let mut reader = reader(Keymap::preset(preset));
    reader.press("Down");
    let effects = run(&mut reader);
    let facts = facts(&reader.app, &effects);
    // These effects depend on what was read or found meanwhile.
    facts.into_iter().filter(|fact| *fact != "effect Read").collect()
}

/// Counts up to the limit of a 64-bit word work, with and without an overlay.
#[test]
fn a_typed_count_may_be_any_number() {
    for line in
        ["up 9223372036854775808", "down 18446744073709551615", "page-up 9223372036854775808"]
    {
        for keys in ["", "m a `"] {
            let mut reader = reader(Keymap::default());
            reader.press(keys);
            let typed: Vec<String> = line.chars().map(String::from).collect();
            let typed = typed.join("\u{1f}").replace(' ', "Space").replace('\u{1f}', " ");
            reader.press(&format!(": {typed} Enter"));
            assert!(reader.app.input().prompt().is_none(), "{line}");
        }
    }
}
