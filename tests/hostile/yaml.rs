//! Front matter that bites its parser, and front matter that is none (S19-S22, R6-R9, M1-M8, M23).

use super::{Hazard, file, front, numbered};

const INVALID: &[&str] = &["invalid-front-matter"];
const LIMIT: &[&str] = &["front-matter-limit"];
const VALUE: &[&str] = &["unexpected-value"];
const UNCLEAR: &[&str] = &["unclear-visibility"];
const DATE: &[&str] = &["invalid-date"];

pub(super) fn all() -> Vec<Hazard> {
    [floods(), mistakes(), values(), dates(), fences()].into_iter().flatten().collect()
}

fn floods() -> Vec<Hazard> {
    let bomb = |tail: &str| {
        let level = |n| format!("a{}: &a{0} [{}]\n", n + 1, format!("*a{n},").repeat(9));
        "a0: &a0 [x,x,x,x,x,x,x,x,x]\n".to_owned() + &numbered(8, level) + tail
    };
    let long = format!("long: &a {}\ntags: [{}]", "长".repeat(5000), "*a,".repeat(400));
    vec![
        front("alias-bomb", bomb("title: alias-bomb")),
        front("alias-bomb-in-tags", bomb("title: alias-bomb-in-tags\ntags: *a8")).problems(LIMIT),
        front("alias-of-long-text", format!("title: alias-of-long-text\n{long}")).problems(LIMIT),
        front("alias-to-itself", "title: alias-to-itself\ntags: &a [*a]").problems(LIMIT),
        front("alias-to-nothing", "title: alias-to-nothing\ntags: *nothing").problems(INVALID),
        front("alias-of-title", "x: &t 前§\ntitle: *t").titled("前§"),
        front("merge-key", "base: &b {title: 甲}\n<<: *b\ntitle: merge-key"),
        front("open-brackets", format!("title: open-brackets\nx: {}", "[".repeat(20_000)))
            .problems(LIMIT),
        front("open-braces", format!("title: open-braces\nx: {}", "{a: ".repeat(5000)))
            .problems(LIMIT),
        front("quoted-brackets", format!("title: quoted-brackets\nx: {}", "[\"]\",".repeat(5000)))
            .problems(LIMIT),
        front(
            "balanced-brackets",
            format!("title: balanced-brackets\ntags: {}x{}", "[".repeat(200), "]".repeat(200)),
        )
        .problems(LIMIT),
        front("deep-indents", {
            let levels = numbered(200, |n| format!("{}k:\n", " ".repeat(n)));
            format!("title: deep-indents\n{levels}")
        }),
        front("deep-dashes", format!("title: deep-dashes\ntags:\n  {}x", "- ".repeat(500)))
            .problems(LIMIT),
        front("question-marks", format!("title: question-marks\n{}x", "? ".repeat(500))),
        front("huge-key", format!("title: huge-key\n{}: x", "k".repeat(30_000))).problems(INVALID),
        front("huge-title", format!("title: {}§", "长".repeat(5000)))
            .titled(format!("{}§", "长".repeat(5000))),
        front("over-64-kib", format!("title: over-64-kib\nx: {}", "长".repeat(30_000)))
            .problems(LIMIT),
        front("many-keys", {
            let keys = numbered(3000, |n| format!("k{n}: v\n"));
            format!("title: many-keys\n{keys}")
        }),
        front("many-tags", format!("title: many-tags\ntags: [{}]", "甲,".repeat(9000))),
    ]
}

fn mistakes() -> Vec<Hazard> {
    vec![
        front("title-colon", "title: 快讯§: 股市").titled("快讯§: 股市").problems(INVALID),
        front("title-quotes", "title: \"新闻\" 快讯§").titled("\"新闻\" 快讯§").problems(INVALID),
        front("title-brackets", "title: [快讯] 新闻§").titled("[快讯] 新闻§").problems(INVALID),
        front("title-star", "title: *重要* §").titled("*重要* §").problems(INVALID),
        front("title-at", "title: @某人§").titled("@某人§").problems(INVALID),
        front("title-percent", "title: %五十§").titled("%五十§").problems(INVALID),
        front("title-backtick", "title: `码`§").titled("`码`§").problems(INVALID),
        front("title-ampersand", "title: &甲 乙§").titled("&甲 乙§").problems(INVALID),
        front("title-bang", "title: !甲 乙§").titled("!甲 乙§").problems(INVALID),
        front("title-hash", "title: 甲§ #乙").titled("甲§"),
        front("title-bar", "title: |\n  甲§\n  乙").titled("甲§ 乙"),
        front("title-open-quote", "title: \"甲§").titled("\"甲§").problems(INVALID),
        front("title-bad-escape", "title: \"C:\\新闻\\甲§\"")
            .titled("C:\\新闻\\甲§")
            .problems(INVALID),
        front("tab-indent", "title: tab-indent\ntags:\n\t- 甲").problems(INVALID),
        front("duplicate-key", "title: 甲\ntitle: 乙§").titled("乙§").problems(&["duplicate-key"]),
        front("unclosed-list", "title: unclosed-list\ntags: [甲, 乙").problems(INVALID),
        front("no-space", "title:no-space\nx: y").titled("no-space").problems(INVALID),
        front("full-width-colon", "title：甲§\nx: y").titled("甲§").problems(INVALID),
        front("bad-indent", "title: bad-indent\n   x: y\n z: w").problems(INVALID),
        front("only-words", "这里没有键§").titled("正文§").problems(&["not-keys-and-values"]),
        front("a-list", "- title: 甲\n- 乙").titled("正文§").problems(&["not-keys-and-values"]),
        front("empty-front", "").titled("正文§"),
        front("tagged-binary", "title: tagged-binary\nx: !!binary AAAA"),
        front("tagged-python", "title: tagged-python\nx: !!python/object/apply:os.system [ls]"),
        front("directive", "%YAML 9.9\ntitle: directive").problems(INVALID),
        front("only-comments", "# 甲\n# 乙").titled("正文§"),
    ]
}

fn values() -> Vec<Hazard> {
    vec![
        front("title-list", "title: [甲, 乙§]").titled("[甲, 乙§]").problems(INVALID),
        front("title-map", "title: {甲: 乙}").titled("{甲: 乙}").problems(INVALID),
        front("title-number", "title: 20240101").titled("20240101"),
        front("title-no", "title: no").titled("no"),
        front("title-null", "title: ~").titled("正文§"),
        front("title-date", "title: 2024-01-01").titled("2024-01-01"),
        front("title-infinity", "title: .inf").titled(".inf"),
        front("title-markup", "title: <b>前</b><script>x</script>&lt;后§").titled("前<后§"),
        front("tags-map", "title: tags-map\ntags: {甲: 乙}").problems(VALUE),
        front("tags-odd", "title: tags-odd\ntags: [1, true, null, [甲], {乙: 丙}, ~, \"\"]")
            .problems(VALUE),
        front("tags-number", "title: tags-number\ntags: 7"),
        front("draft-on", "title: draft-on\ndraft: on").problems(UNCLEAR),
        front("draft-true", "title: draft-true\ndraft: true").hidden("draft"),
        front("published-no", "title: published-no\npublished: no").problems(UNCLEAR),
        front("published-false", "title: published-false\npublished: false").hidden("unpublished"),
        front("permalink-out", "title: permalink-out\npermalink: /../../etc/passwd"),
        front("settings-in-front", "title: settings-in-front\neditor: rm\nrestricted: false"),
    ]
}

fn dates() -> Vec<Hazard> {
    let odd = |name: &str, date: &str| front(name, format!("title: {name}\ndate: {date}"));
    vec![
        odd("date-soon", "soon").problems(DATE),
        odd("date-empty", "").problems(DATE),
        odd("date-month-13", "2024-13-01").problems(DATE),
        odd("date-february-30", "2024-02-30").problems(DATE),
        odd("date-year-0", "0000-00-00").problems(DATE),
        odd("date-year-99999", "99999-01-01").problems(DATE),
        odd("date-minus", "-2024-01-01").problems(DATE),
        odd("date-leap-second", "2016-12-31 23:59:60").problems(DATE),
        odd("date-hour-24", "2024-01-01 24:00:00").problems(DATE),
        odd("date-hour-25", "2024-01-01 25:61:61").problems(DATE),
        odd("date-zone-9999", "2024-01-01 00:00:00 +9999").problems(DATE),
        odd("date-zone-name", "2024-01-01 00:00:00 Asia/Nowhere").problems(DATE),
        odd("date-chinese", "2024年1月2日 上午八时").problems(DATE),
        odd("date-full-width", "２０２４－０１－０２").problems(DATE),
        odd("date-number", "99999999999999999999").problems(DATE),
        odd("date-seconds", "1704067200").problems(DATE),
        odd("date-list", "[2024, 1, 1]").problems(VALUE),
        odd("date-map", "{year: 2024}").problems(VALUE),
        odd("date-escape", "\"\\e]0;PWN\\a2024-01-01\"").problems(&["control-characters"]),
        odd("date-long", &"2".repeat(20_000)).problems(DATE),
    ]
}

fn fences() -> Vec<Hazard> {
    vec![
        file("fence-unclosed.md", "---\ntitle: fence-unclosed\n\n正文§\n")
            .titled("fence-unclosed")
            .problems(&["unclosed-front-matter"]),
        file("fence-alone.md", "---").titled("Fence Alone").without_text().problems(&["no-text"]),
        file("fence-twice.md", "---\n---\n---\n---\n正文§").titled("正文§"),
        file("fence-dots.md", "---\ntitle: fence-dots\n...\n正文§").titled("fence-dots"),
        file("fence-documents.md", "---\ntitle: fence-documents\n--- # x\ny: z\n---\n正文§")
            .titled("fence-documents")
            .problems(INVALID),
        file("fence-spaces.md", "---   \ntitle: fence-spaces\n---\t\n正文§").titled("fence-spaces"),
        file("fence-indented.md", "  ---\n  title: fence-indented\n  ---\n正文§")
            .titled("title: fence-indented")
            .problems(&["unclosed-front-matter"]),
        file("fence-after-text.md", "前言\n---\ntitle: x\n---\n正文§").titled("前言"),
        file(
            "toml-open.md",
            format!("+++\ntitle = \"toml-open\"\nx = {}\n+++\n正文§", "[".repeat(20_000)),
        )
        .titled("toml-open")
        .problems(INVALID),
        file("toml-broken.md", "+++\ntitle = \"toml-broken\"\nx = = y\n+++\n正文§")
            .titled("toml-broken")
            .problems(INVALID),
        file("toml-escape.md", "+++\ntitle = \"前\\u001b[31m后§\"\n+++\n正文")
            .titled("前后§")
            .problems(&["control-characters"]),
        file(
            "json-deep.md",
            format!("{{\"title\": \"json-deep\", \"x\": {}\n}}\n正文§", "[".repeat(5000)),
        )
        .titled(format!("{{\"title\": \"json-deep\", \"x\": {}…", "[".repeat(11))),
        file("json-escape.md", "{\n\"title\": \"前\\u001b[31m后§\"\n}\n\n正文")
            .titled("前后§")
            .problems(&["control-characters"]),
    ]
}
