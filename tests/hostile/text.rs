//! Text that talks to the terminal, and text that is none (S1-S3, S6, S7, S9, S28-S30).

use super::{Hazard, file, front, post};

const CONTROLS: &[&str] = &["control-characters"];
const ENCODING: &[&str] = &["encoding"];
const BIDI: &[&str] = &["bidi-controls"];

pub(super) fn all() -> Vec<Hazard> {
    [sequences(), decoded(), characters(), encodings()].into_iter().flatten().collect()
}

/// Sequences as they are: a complete one goes whole, an incomplete one loses its ESC (S1).
fn sequences() -> Vec<Hazard> {
    let complete = [
        ("csi-colour", "\x1b[31m"),
        ("csi-colon", "\x1b[38:2::255:0:0m"),
        ("csi-clear", "\x1b[2J\x1b[H"),
        ("csi-scroll-region", "\x1b[1;1r"),
        ("csi-private-mode", "\x1b[?1049l\x1b[?25l"),
        ("csi-mouse", "\x1b[?1003h"),
        ("csi-repeat", "\x1b[99999b"),
        ("csi-report", "\x1b[6n\x1b[c\x1b[>q\x1b[21t"),
        ("csi-intermediate", "\x1b[!p"),
        ("osc-title", "\x1b]0;PWN\x07"),
        ("osc-title-st", "\x1b]2;PWN\x1b\\"),
        ("osc-colour-query", "\x1b]11;?\x1b\\"),
        ("osc-clipboard", "\x1b]52;c;UFdO\x07"),
        ("osc-clipboard-query", "\x1b]52;c;?\x07"),
        ("osc-link", "\x1b]8;;http://evil.example/\x1b\\"),
        ("osc-iterm-file", "\x1b]1337;File=inline=1:AAAA\x07"),
        ("dcs-request", "\x1bP$q\"p\x1b\\"),
        ("dcs-keys", "\x1bP1;1|17/68656c6c6f\x1b\\"),
        ("dcs-sixel", "\x1bPq#0;2;0;0;0#0~~\x1b\\"),
        ("apc-kitty", "\x1b_Ga=T,f=100;AAAA\x1b\\"),
        ("pm", "\x1b^PWN\x1b\\"),
        ("sos", "\x1bXPWN\x1b\\"),
        ("reset", "\x1bc"),
        ("charset", "\x1b(0"),
        ("keypad-and-index", "\x1b=\x1bD\x1bM\x1b7\x1b8"),
        ("shift-out", "\x0e"),
        ("enquiry-and-bell", "\x05\x07"),
        ("backspaces", "\x08\x08\x08\x7f"),
    ];
    let complete = complete.map(|(name, sequence)| {
        post(name, format!("前{sequence}后§")).reads("前后§").problems(CONTROLS)
    });
    let open = [
        ("open-osc", "\x1b]0;", "前]0;后§"),
        ("open-dcs", "\x1bP1;1|", "前P1;1|后§"),
        ("open-apc", "\x1b_G", "前_G后§"),
        ("open-csi", "\x1b[3", "前[3后§"),
        ("dcs-tmux", "\x1bPtmux;\x1b\x1b]0;PWN\x07\x1b\\", "前Ptmux;后§"),
        ("lone-escape", "\x1b", "前后§"),
        ("escapes", "\x1b\x1b\x1b[31m", "前后§"),
        ("string-over-a-line", "\x1b]0;P\nN\x07", "后§"),
        ("c1-csi", "\u{9b}31m", "前31m后§"),
        ("c1-osc", "\u{9d}0;PWN\u{9c}", "前0;PWN后§"),
        ("c1-dcs", "\u{90}q\u{9c}", "前q后§"),
        ("c1-apc", "\u{9f}G\u{9c}", "前G后§"),
        ("c1-wrongly-decoded-quotes", "â\u{80}\u{9c}引â\u{80}\u{9d}", "前â引â后§"),
    ];
    let open = open.map(|(name, sequence, piece)| {
        post(name, format!("前{sequence}后§")).reads(piece).problems(CONTROLS)
    });
    complete.into_iter().chain(open).collect()
}

/// Controls that only decoding makes: entities, YAML escapes, code.
fn decoded() -> Vec<Hazard> {
    vec![
        post("entity-escape", "前&#27;[31m后§").reads("前后§").problems(CONTROLS),
        post("entity-hex-escape", "前&#x1b;]0;PWN&#x7;后§").reads("前后§").problems(CONTROLS),
        post("entity-padded", "前&#0000000000027;[2J后§").reads("后§"),
        post("entity-c1", "前&#x9b;2J后§").reads("2J后§").problems(CONTROLS),
        post("entity-bidi", "前&#x202e;后§").reads("前后§").problems(BIDI),
        post("entity-nul", "前&#0;后§").reads("后§"),
        post("entity-surrogate", "前&#xD800;后§").reads("后§"),
        post("entity-beyond", "前&#x110000;&#99999999999999;后§").reads("后§"),
        post("entity-of-entity", "前&amp;#27;[31m后§").reads("前&#27;[31m后§"),
        post("escape-in-code", "    前\x1b[31m后§").reads("前后§").problems(CONTROLS),
        post("escape-in-fence", "```\x1b[31m\n前\x1b]0;PWN\x07后§\n```")
            .reads("前后§")
            .problems(CONTROLS),
        post("escape-in-html-block", "<div>前\x1b[31m后§</div>").reads("前后§").problems(CONTROLS),
        post("escape-in-tag", "<b cl\x1b[31mass=x>前后§</b>").reads("前后§").problems(CONTROLS),
        front("title-escape", "title: \"前\\e]0;PWN\\a后§\"").titled("前后§").problems(CONTROLS),
        front("title-c1", "title: \"前\\x9b31m后§\"").titled("前31m后§").problems(CONTROLS),
        front("title-bidi", "title: \"前\\u202e后§\"").titled("前后§").problems(BIDI),
        front("title-raw-escape", "title: 前\x1b[31m后§").titled("前后§").problems(CONTROLS),
        front("title-entity", "title: 前&#27;[31m后§").titled("前后§"),
        front("title-line-ends", "title: \"前\\n\\r\\v\\f\\N\\L后§\"").titled("前 后§"),
        front("tag-escape", "title: tag-escape\ntags: [\"\\e[31m甲\", \"\\u2066乙\"]")
            .problems(&["bidi-controls", "control-characters"]),
        front("key-escape", "\"\\e[31mtitle\": x\ntitle: key-escape"),
        front("author-escape", "title: author-escape\nauthor: \"\\e]52;c;UFdO\\a某人\"")
            .problems(CONTROLS),
    ]
}

/// Characters without a shape, and shapes without end.
fn characters() -> Vec<Hazard> {
    let flood = |c: char| format!("前{}后§", c.to_string().repeat(20_000));
    vec![
        post("bidi-override", "前\u{202e}后§").reads("前后§").problems(BIDI),
        post("bidi-isolates", "前\u{2066}\u{2067}\u{2068}\u{2069}后§")
            .reads("前后§")
            .problems(BIDI),
        post("bidi-marks", "前\u{200e}\u{200f}\u{61c}后§").reads("前后§").problems(BIDI),
        post("right-to-left", "العربية עברית §").reads("עברית §"),
        post("joiner-flood", flood('\u{200d}')).reads("§"),
        post("combining-flood", flood('\u{301}')).reads("§"),
        post("enclosing-flood", flood('\u{20dd}')).reads("§"),
        post("variation-flood", flood('\u{fe0f}')).reads("§"),
        post("zero-width-space-flood", flood('\u{200b}')).reads("§"),
        post("soft-hyphen-flood", flood('\u{ad}')).reads("§"),
        post("tag-characters", "前\u{e0041}\u{e0042}\u{e007f}后§").reads("前后§"),
        post("flag-of-tags", "🏴\u{e0067}\u{e0062}\u{e0073}\u{e007f}后§").reads("后§"),
        post("invisible-operators", "前\u{2061}\u{2062}\u{206a}\u{fff9}\u{fffb}后§").reads("前后§"),
        post("fillers", "前\u{3164}\u{115f}\u{2800}后§").reads("后§"),
        post("zalgo", "Z\u{30f}\u{351}\u{34c}\u{316}\u{33b}A\u{300}\u{33d}\u{329}§").reads("§"),
        post("family", "👨\u{200d}👩\u{200d}👧\u{200d}👦后§").reads("后§"),
        post("regional-indicators", format!("{}后§", "🇨".repeat(501))).reads("后§"),
        post("noncharacters", "前\u{fffe}\u{ffff}后§").reads("前后§"),
        post("private-use", "前\u{e000}\u{10fffd}后§").reads("后§"),
        post("line-separators", "前\u{2028}后\u{2029}右\u{85}左§").reads("左§"),
        post("vertical-tabs", "前\x0b后\x0c左§").reads("左§"),
        post("tabs", "前\t\t\t后§").reads("后§"),
        front("zero-width-title", "title: \"\\u200b\\u200d\\ufeff\"").titled("正文§"),
        front("joiner-title", format!("title: 前{}§", "\u{200d}".repeat(5000)))
            .titled(format!("前{}§", "\u{200d}".repeat(8))),
    ]
}

/// Bytes that are not UTF-8, or more than that.
fn encodings() -> Vec<Hazard> {
    let headed = |name: &str, body: &[u8]| {
        let mut bytes = format!("---\ntitle: {name}\n---\n").into_bytes();
        bytes.extend_from_slice(body);
        file(&format!("{name}.md"), bytes).titled(name)
    };
    let utf16 = |name: &str, mark: bool, to_bytes: fn(u16) -> [u8; 2]| {
        let text = format!(
            "{}---\ntitle: {name}\n---\n{name}的正文\n",
            if mark { "\u{feff}" } else { "" }
        );
        let bytes: Vec<u8> = text.encode_utf16().flat_map(to_bytes).collect();
        file(&format!("{name}.md"), bytes).titled(name).reads(&format!("{name}的正文"))
    };
    vec![
        headed("invalid-bytes", b"\xe5\x89\x8d\xe5\x89\x8d\xff\xfe\xc2\xa7").problems(ENCODING),
        headed("c1-raw", b"\xe5\x89\x8d\xe5\x89\x8d\x9b31m\xc2\xa7").reads("31m§").problems(ENCODING),
        headed("c1-overlong", b"\xe5\x89\x8d\xe5\x89\x8d\xe5\x89\x8d\xe5\x89\x8d\xc0\x9b31m\xc2\xa7")
            .reads("31m§")
            .problems(ENCODING),
        headed("surrogates", b"\xe5\x89\x8d\xe5\x89\x8d\xe5\x89\x8d\xe5\x89\x8d\xed\xa0\x80\xc2\xa7")
            .problems(ENCODING),
        headed("cut-character", b"\xe5\x89\x8d\xc2\xa7\xe5\x89").problems(ENCODING),
        headed(
            "gb18030",
            b"\xbd\xf1\xcc\xec\xb5\xc4\xb9\xfa\xb1\xea\xc2\xeb\xd0\xc2\xce\xc5\xa3\xac\xd0\xb4\xd4\xda\xd5\xe2\xc0\xef\xa3\xac\xb1\xe0\xbc\xad\xb2\xbf\xb5\xc4\xc8\xcb\xb6\xbc\xc8\xcf\xb5\xc3\xa1\xa3",
        )
        .reads("今天的国标码新闻")
        .problems(ENCODING),
        headed(
            "big5",
            b"\xa4\xb5\xa4\xd1\xaa\xba\xa4\x6a\xa4\xad\xbd\x58\xb7\x73\xbb\x44\xa1\x41\xbc\x67\xa6\x62\xb3\x6f\xb8\xcc\xa1\x41\xbd\x73\xbf\xe8\xb3\xa1\xaa\xba\xa4\x48\xb3\xa3\xbb\x7b\xb1\x6f\xa1\x43",
        )
        .reads("今天的大五碼新聞")
        .problems(ENCODING),
        headed(
            "shift-jis",
            b"\x82\xb1\x82\xea\x82\xcd\x93\xfa\x96\x7b\x8c\xea\x82\xcc\x95\xb6\x8f\xcd\x82\xc5\x82\xb7\x81\x42\x90\x56\x95\xb7\x82\xcc\x8b\x4c\x8e\x96\x82\xf0\x93\xc7\x82\xdd\x82\xdc\x82\xb7\x81\x42",
        )
        .reads("新聞の記事を読みます")
        .problems(ENCODING),
        headed("latin-1", b"un caf\xe9 tr\xe8s fran\xe7ais \xe0 la carte du matin")
            .reads("café très français")
            .problems(ENCODING),
        utf16("utf-16-little", true, u16::to_le_bytes).problems(ENCODING),
        utf16("utf-16-big", true, u16::to_be_bytes).problems(ENCODING),
        utf16("utf-16-unmarked", false, u16::to_le_bytes).titled("Utf 16 Unmarked").unreadable(),
        file("byte-order-mark.md", "\u{feff}---\ntitle: byte-order-mark\n---\n§")
            .titled("byte-order-mark")
            .problems(&["byte-order-mark"]),
        file("two-marks.md", "\u{feff}\u{feff}---\ntitle: two-marks\n---\n§")
            .titled("two-marks")
            .problems(&["byte-order-mark"]),
        headed("nuls", "前\0\0后§".as_bytes()).reads("前后§").problems(&["nul"]),
        headed("nul-and-stray-byte", b"\xc2\xa7\0\xff").titled("Nul And Stray Byte").unreadable(),
        file("carriage-returns.md", "---\rtitle: carriage-returns\r---\r前\r\r后§\r")
            .titled("carriage-returns"),
        file("mixed-line-ends.md", "---\r\ntitle: mixed-line-ends\n---\r\r\n前\n\r后§\r\n")
            .titled("mixed-line-ends"),
        file("noise.md", (0..2000u32).map(|n| (n * 7919 % 251) as u8).collect::<Vec<u8>>())
            .titled("Noise")
            .unreadable(),
    ]
}
