use proptest::prelude::*;

use super::*;
use crate::app::input::mouse::Mouse;

/// The events of some chunks of bytes, with the timeout after each.
fn parse(chunks: &[&[u8]]) -> Vec<String> {
    let mut parser = Parser::default();
    let mut events: Vec<Event> = chunks.iter().flat_map(|chunk| parser.feed(chunk)).collect();
    events.extend(parser.time_out());
    shown(&events)
}

fn shown(events: &[Event]) -> Vec<String> {
    let show = |event: &Event| match event {
        Event::Message(Message::Key(key)) => key.to_string(),
        Event::Message(Message::Mouse(mouse, column, row)) => {
            format!("{mouse:?} {column},{row}")
        }
        Event::Message(message) => format!("{message:?}"),
        Event::Answer(answer) => format!("{answer:?}"),
    };
    events.iter().map(show).collect()
}

#[track_caller]
fn check(bytes: &str, expected: &[&str]) {
    assert_eq!(parse(&[bytes.as_bytes()]), expected, "{bytes:?}");
    // Split anywhere, also with a pause after the first part that ends an Escape.
    for at in 0..=bytes.len() {
        let (head, tail) = bytes.as_bytes().split_at(at);
        assert_eq!(parse(&[head, tail]), expected, "{bytes:?} at {at}");
    }
    let all: Vec<&[u8]> = bytes.as_bytes().chunks(1).collect();
    assert_eq!(parse(&all), expected, "{bytes:?} by bytes");
}

#[test]
fn characters_are_keys() {
    check("", &[]);
    check("jj\rG\tｊ\x7f", &["j", "j", "Enter", "G", "Tab", "ｊ", "Backspace"]);
    check("\x04\x1a\0\x08", &["^D", "^Z", "Space", "^H"]);
    check("中🧑x", &["中", "🧑", "x"]);
    check("\x1b1\x1b中j", &["Alt-1", "Alt-中", "j"]);
    check("\x1b", &["Esc"]);
    check("\x1b\x1b", &["Esc", "Esc"]);
    for (bytes, expected) in
        [(&b"\xffj\xe4"[..], &["j"][..]), (b"\xe4\xb8j", &["j"]), (b"\xe4\xe4\xb8\xad", &["中"])]
    {
        assert_eq!(parse(&[bytes]), expected, "{bytes:?}");
    }
}

#[test]
fn sequences_are_keys() {
    check("\x1b[A\x1bOB\x1b[6~\x1b[Z", &["Up", "Down", "PgDn", "S-Tab"]);
    check("\x1b\x1b[C", &["Esc", "Right"]);
    check("\x1b[1;5C\x1b[1;3D\x1b[3;2~", &["Right", "Alt-Left", "Del"]);
    check("\x1bOP\x1b[11~\x1b[[A\x1b[24~\x1b[R", &["F1", "F1", "F1", "F12", "F3"]);
    check("\x1b[1~\x1b[7~\x1b[H\x1bOF\x1b[4~", &["Home", "Home", "Home", "End", "End"]);
    // kitty and xterm's modifyOtherKeys.
    check("\x1b[97u\x1b[97;2u\x1b[97;5u\x1b[13u\x1b[9;2u", &["a", "A", "^A", "Enter", "S-Tab"]);
    check("\x1b[97;1:3u\x1b[97;1:2u\x1b[57441u", &["a"]);
    check("\x1b[27;5;105~\x1b[27;3;13~", &["^I", "Alt-Enter"]);
}

#[test]
fn the_mouse_is_parsed() {
    let all = ["Press 4,9", "Drag 5,9", "Release 5,9"];
    check("\x1b[<0;5;10M\x1b[<32;6;10M\x1b[<0;6;10m", &all);
    check("\x1b[M %*\x1b[M@&*\x1b[M#&*", &all);
    check("\x1b[32;5;10M\x1b[64;6;10M", &all[..2]);
    check(
        "\x1b[<64;1;1M\x1b[<69;300;200M",
        &["Wheel { down: false } 0,0", "Wheel { down: true } 299,199"],
    );
    check(
        "\x1b[<2;1;1M\x1b[<128;1;1M\x1b[<129;1;1m\x1b[<35;1;1M\x1b[<0;0;0M\x1b[<0;1M\x1b[<0;99999;1M",
        &[],
    );
    assert_eq!(format!("{:?}", Mouse::Press), "Press");
}

#[test]
fn pastes_stay_pastes() {
    check("\x1b[200~Q\x1b[A:\x07\x1b[201~j", &["Pasted(\"Q:\")", "j"]);
    check("\x1b[200~QQQ", &["Pasted(\"QQQ\")"]);
    // A line that stalls within it.
    let mut parser = Parser::default();
    parser.feed(b"\x1b[200~Q");
    assert_eq!(parser.timeout(), Some(PASTE_TIMEOUT));
    let long = "x".repeat(LONGEST_PASTE + 10);
    let events = parse(&[format!("\x1b[200~{long}\x1b[201~j").as_bytes()]);
    assert_eq!(events[0].len(), LONGEST_PASTE + "Pasted(\"\")".len());
    assert_eq!(events[1..], ["j"]);
}

#[test]
fn own_queries_are_answered() {
    check(
        "\x1b[1;2R\x1b[1;3Rj\x1b[?62;22c",
        &["Column(2)", "Column(3)", "j", "Attributes { sixels: false }"],
    );
    check("\x1b[1;99999R\x1b[;2R\x1b[1;2;3R", &[]);
    check("\x1b]11;rgb:ffff/8080/0000\x1b\\", &["Background([255, 128, 0])"]);
    check("\x1b]11;rgb:1c/1f/24\x07k", &["Background([28, 31, 36])", "k"]);
    check("\x1b]11;rgb:f/0/8\x07", &["Background([255, 0, 136])"]);
    for wrong in ["12/34", "12/34/56/78", "12345/0/0", "//", "x/y/z"] {
        check(&format!("\x1b]11;rgb:{wrong}\x07j"), &["j"]);
    }
}

/// Answers to queries of other programs, and reports that nobody asked for.
const ANSWERS: [&str; 26] = [
    "\x1b[>41;377;0c",
    "\x1b[=1;2c",
    "\x1bP!|00000000\x1b\\",
    "\x1bP>|XTerm(377)\x1b\\",
    "\x1b]10;rgb:ffff/ffff/ffff\x1b\\",
    "\x1b]10;rgb:ffff/ffff/ffff\x07",
    "\x1b]4;1;rgb:cdcd/0000/0000\x07",
    "\x1b]52;c;5Lit5paHRTpxISE=\x07",
    "\x1b]52;c;5Lit5paHRTpxISE=\x1b\\",
    "\x1bP1$r0m\x1b\\",
    "\x1bP1+r544e=787465726d\x1b\\",
    "\x1bP0+r\x1b\\",
    "\x1b]l标题 :q\x1b\\",
    "\x1b]Lqqq\x1b\\",
    "\x1b_Gi=32;OK\x1b\\",
    "\x1b_Gi=32;EINVAL:E q\x1b\\",
    "\x1b^private Q\x1b\\",
    "\x1bXstring Q\x1b\\",
    "\x1b[?1u",
    "\x1b[?2026;2$y",
    "\x1b[4;2$y",
    "\x1b[8;24;80t",
    "\x1b[3n",
    "\x1b[?997;1n",
    "\x1b[I\x1b[O",
    "\x1b[?13;1R",
];

#[test]
fn a_terminal_says_that_it_has_read_all() {
    check("j\x1b[0nk", &["j", "Ready", "k"]);
}

#[test]
fn a_terminal_says_whether_it_draws_pictures() {
    for (attributes, sixels) in
        [("62;22", false), ("62;4", true), ("64;1;4;22", true), ("4", false), ("4;6", false)]
    {
        let expected = format!("Attributes {{ sixels: {sixels} }}");
        check(&format!("\x1b[?{attributes}c"), &[&expected]);
    }
    check("\x1b[?62;44;14;41c", &["Attributes { sixels: false }"]);
    check("j\x1b_Gi=31;OK\x1b\\k", &["j", "Graphics(true)", "k"]);
    check("\x1b_Gi=31;OK\x07k", &["Graphics(true)", "k"]);
    for wrong in ["", "OK!", "ok", "EINVAL:E q", "OK;OK"] {
        check(&format!("\x1b_Gi=31;{wrong}\x1b\\k"), &["Graphics(false)", "k"]);
    }
    for name in ["iTerm2 3.5.10", "WezTerm 20240203-110809-5046fc22", "mintty 3.7.7"] {
        check(&format!("j\x1bP>|{name}\x1b\\k"), &["j", "Inline", "k"]);
    }
    check("\x1bPiTerm2 3\x1b\\\x1b]>|iTerm2 3\x07k", &["k"]);
    // Cut off, too long, or an answer to another query.
    check("\x1b_Gi=31;OK\x1b[Bk", &["Down", "k"]);
    check(&format!("\x1b_Gi=31;{}\x1b\\k", "O".repeat(LONGEST)), &["k"]);
    check("\x1b_Gi=31,p=1;OK\x1b\\\x1b]Gi=31;OK\x1b\\k", &["k"]);
}

/// S3: whatever a terminal answers, none of it becomes a key.
#[test]
fn no_answer_becomes_a_key() {
    for answer in ANSWERS {
        check(&format!("j{answer}k"), &["j", "k"]);
        // With a pause at any byte. A pause right after the Escape makes the Escape a key.
        for at in 1..answer.len() {
            if !answer.is_char_boundary(at) {
                continue;
            }
            let (head, tail) = answer.as_bytes().split_at(at);
            let mut parser = Parser::default();
            let mut events = parser.feed(head);
            if parser.timeout() == Some(ESCAPE_TIMEOUT) {
                events.extend(parser.time_out());
                assert_eq!(shown(&events), ["Esc"], "{answer:?}");
                events.clear();
            }
            events.extend(parser.feed(tail));
            events.extend(parser.feed(b"k"));
            assert_eq!(shown(&events), ["k"], "{answer:?} at {at}");
        }
        // The rest never comes.
        let mut parser = Parser::default();
        let cut = answer.len() - 2;
        parser.feed(&answer.as_bytes()[..cut]);
        assert!(shown(&parser.time_out()).len() <= 1 + TYPED, "{answer:?}");
        assert_eq!(shown(&parser.feed(b"k")), ["k"], "{answer:?}");
    }
}

#[test]
fn endless_strings_end() {
    let mut parser = Parser::default();
    assert_eq!(shown(&parser.feed(b"\x1b]52;c;")), Vec::<String>::new());
    for _ in 0..=LONGEST_STRING / 4096 {
        parser.feed(&[b'A'; 4096]);
        assert!(parser.bytes.len() <= LONGEST && parser.bytes.capacity() <= 2 * LONGEST);
    }
    parser.feed(b"\x07");
    assert_eq!(shown(&parser.feed(b"k")), ["k"]);
    // A control sequence too.
    parser.feed(b"\x1b[");
    parser.feed("1".repeat(100_000).as_bytes());
    assert_eq!(shown(&parser.feed(b"Ak")), ["k"]);
}

/// Input that starts like a string but was typed by hand.
#[test]
fn keys_with_alt_are_not_lost() {
    for (bytes, expected) in [
        ("\x1b]", &["Alt-]"][..]),
        ("\x1bP", &["Alt-P"]),
        ("\x1b[", &["Alt-["]),
        ("\x1bO", &["Alt-O"]),
        ("\x1b]j", &["Alt-]", "j"]),
    ] {
        assert_eq!(parse(&[bytes.as_bytes()]), expected, "{bytes:?}");
    }
    // Escape, then a key: not a sequence.
    let mut parser = Parser::default();
    parser.feed(b"\x1b");
    assert_eq!(shown(&parser.time_out()), ["Esc"]);
    assert_eq!(shown(&parser.feed(b"]")), ["]"]);
    parser.feed(b"\x1b");
    parser.time_out();
    assert_eq!(parser.timeout(), Some(TIMEOUT));
    parser.time_out();
    assert_eq!(parser.timeout(), None);
    assert_eq!(shown(&parser.feed(b"[j")), ["[", "j"]);
}

/// Bytes that a terminal may send, and how many keys they are.
fn piece() -> impl Strategy<Value = (Vec<u8>, usize)> {
    prop_oneof![
        prop::sample::select(&ANSWERS[..]).prop_map(|answer| (answer.as_bytes().to_vec(), 0)),
        (1u16.., 1u16..).prop_map(|(y, x)| (format!("\x1b[{y};{x}R").into_bytes(), 0)),
        "[a-z0-9;R中]{0,6}".prop_map(|keys| {
            let count = keys.chars().count();
            (keys.into_bytes(), count)
        }),
        "\x1b(\\[[ABCDHFZ]|O[A-DPQRS]|\\[[56]~|[a-z])".prop_map(|key| (key.into_bytes(), 1)),
    ]
}

proptest! {
    #[test]
    fn nothing_typed_is_lost(pieces in prop::collection::vec(piece(), 0..20), at in 0usize..200) {
        let all: Vec<u8> = pieces.iter().flat_map(|(bytes, _)| bytes.clone()).collect();
        let (head, tail) = all.split_at(at.min(all.len()));
        let keys: usize = pieces.iter().map(|(_, keys)| keys).sum();
        let found = parse(&[head, tail]);
        let found = found.iter().filter(|event| !event.starts_with("Column"));
        prop_assert_eq!(found.filter(|event| !["Attributes", "Ready"].iter().any(|answer| event.starts_with(answer))).count(), keys);
    }

    #[test]
    fn any_split_gives_the_same_result(bytes in prop::collection::vec(any::<u8>(), 0..200), at in 0usize..200) {
        let (head, tail) = bytes.split_at(at.min(bytes.len()));
        prop_assert_eq!(parse(&[&bytes]), parse(&[head, tail]));
    }
}
