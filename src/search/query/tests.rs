//! The grammar as a whole: valid queries, errors, and that printing round-trips.

use proptest::prelude::*;

use super::field::{FIELDS, SORTS, Side, ValueKind};
use super::lexer::field_prefix;
use super::print::{is_value, is_word};
use super::*;
use crate::search::query::dates::{Unit, WORDS, When};

/// Parses each text and compares the printed query, or the error with its suggestion.
fn check(table: &[(&str, &str)]) {
    for (text, expected) in table {
        let found = match Query::parse(text) {
            Ok(query) => query.to_string(),
            Err(error) => match &error.suggestion {
                Some(suggestion) => format!("{error} ({suggestion})"),
                None => error.to_string(),
            },
        };
        assert_eq!(found, *expected, "{text:?}");
    }
}

#[test]
fn terms_are_printed_in_their_plainest_form() {
    check(&[
        ("", ""),
        (" \t\u{3000}\n", ""),
        ("降准  利率", "降准 利率"),
        ("a OR b c", "a OR b c"),
        ("(a OR b) c", "(a OR b) c"),
        ("((a)) (b (c OR (d)))", "a b (c OR d)"),
        ("(a OR b) OR c", "a OR b OR c"),
        ("(a)OR(b)", "a OR b"),
        ("a or b", "a or b"),
        ("a AND b AND -c", "a b -c"),
        ("NOT a AND NOT (b c) ＮＯＴ　d", "-a -(b c) -d"),
        ("a OR NOT b", "a OR -b"),
        ("NOT NOT a not b and c", "a not b and c"),
        // Alone they are words.
        ("NOT", "\"NOT\""),
        ("AND", "\"AND\""),
        ("a AND", "a"),
        ("AND a", "\"AND\" a"),
        ("title:NOT AND b", "title:NOT b"),
        ("a NOT", "column 3: expected a term after NOT (in quotes it is searched for literally)"),
        ("(NOT)", "column 2: expected a term after NOT (in quotes it is searched for literally)"),
        (
            "a NOT OR b",
            "column 3: expected a term after NOT (in quotes it is searched for literally)",
        ),
        ("-a --b ---c", "-a b -c"),
        ("-(a b) -(a OR b) -(a)", "-(a b) -(a OR b) -a"),
        ("covid-19 3-2", "covid-19 3-2"),
        (
            "\"两个 词\" \"词\" \"gxb\" \"OR\" \"-a\" \"#a\"",
            "\"两个 词\" \"词\" \"gxb\" \"OR\" \"-a\" \"#a\"",
        ),
        ("a\"b c\"d", "a \"b c\" d"),
        (r#""a \"b\" \\ c\d""#, r#""a \"b\" \\ c\\d""#),
        ("/^\\d+ (a|b)\\/c/ x", "/^\\d+ (a|b)\\/c/ x"),
        ("title:/a b/", "/a b/"),
        ("body:/a b/ -BODY：/甲.乙/ body:\"/a\"", "body:/a b/ -body:/甲.乙/ body:\"/a\""),
        ("path:/2022/01 title:\"/a\" title:甲/乙/", "path:/2022/01 title:\"/a\" title:甲/乙/"),
        (
            "TAG:甲 c:科技/通信 #乙 #\"丙 丁\" Category:\"戊\"",
            "tag:甲 category:科技/通信 tag:乙 tag:\"丙 丁\" category:戊",
        ),
        ("title:\"gxb\" tag:\"Wind\" title:甲:乙", "title:\"gxb\" tag:Wind title:甲:乙"),
        ("is:UNREAD has:link", "is:unread has:link"),
        (
            "甲 NEAR/10 乙 -\"a b\" ＮＥＡＲ／3 \"NEAR/1\"",
            "甲 NEAR/10 乙 -\"a b\" NEAR/3 \"NEAR/1\"",
        ),
        ("\"NEAR/5\" near/5 title:NEAR/5", "\"NEAR/5\" near/5 title:NEAR/5"),
        ("NEAR/5 甲", "column 1: NEAR/5 stands between two words or phrases"),
        ("甲 NEAR/5", "column 3: NEAR/5 stands between two words or phrases"),
        ("甲 NEAR/5 OR 乙", "column 3: NEAR/5 stands between two words or phrases"),
        ("甲 NEAR/5 乙 NEAR/5 丙", "column 12: NEAR/5 stands between two words or phrases"),
        ("甲 NEAR/1001 乙", "column 3: NEAR/ takes at most 1000 characters"),
        // Only known names are fields: addresses, paths of programs, times and headlines are words.
        ("https://a.org/x?y=z 甲", "https://a.org/x?y=z 甲"),
        ("https:甲 Iterator::Stop a::b x:乙", "https:甲 Iterator::Stop a::b x:乙"),
        ("10:30 快讯：股市 a1:b", "10:30 快讯：股市 a1:b"),
    ]);
}

#[test]
fn sort_is_not_a_term() {
    check(&[
        ("sort:title", "sort:title"),
        ("sort:-date a OR b", "a OR b sort:-date"),
        ("a sort:title OR b sort:relevance", "a OR b sort:relevance"),
        ("(a sort:title)", "column 4: sort: belongs outside of the parentheses"),
        ("-sort:title", "column 2: sort: cannot be negated (did you mean sort:-title?)"),
        (
            "a OR sort:title",
            "column 3: expected a term after OR (in quotes it is searched for literally)",
        ),
        (
            "sort:titel",
            "column 6: expected date, -date, relevance, title, -title, length, -length, unread, \
             starred, read, author, -author, -unread, -starred, -read, -relevance (did you mean title?)",
        ),
    ]);
}

#[test]
fn full_width_forms_are_their_twins() {
    check(&[
        ("ｔａｇ：甲 标签：乙", "tag:甲 标签：乙"),
        ("－甲　（乙　ＯＲ　丙）", "-甲 (乙 OR 丙)"),
        ("“两个 词” ＂词 语＂ title：“甲 乙”", "\"两个 词\" \"词 语\" title:\"甲 乙\""),
        // An input method switched half-way, or the wrong quote of a pair.
        ("\"甲 乙” 丙", "\"甲 乙\" 丙"),
        ("”甲 乙“ 丙", "\"甲 乙\" 丙"),
        ("“他说\"好\"了” \"他说“好”了\"", r#""他说\"好\"了" "他说\“好\”了""#),
        ("ｄａｔｅ：２０２２－０１．．２０２２－０３", "date:2022-01..2022-03"),
        ("is：ｕｎｒｅａｄ ＃甲", "is:unread tag:甲"),
    ]);
}

#[test]
fn dates_have_many_forms() {
    check(&[
        ("date:2022 date:2022-1 date:2022/01/05", "date:2022 date:2022-01 date:2022-01-05"),
        ("date:20220105 date:2022.1.5", "date:2022-01-05 date:2022-01-05"),
        ("date:2022年1月5日 date:2022年1月 date:2022年", "date:2022-01-05 date:2022-01 date:2022"),
        ("date:2022-w5 date:2020-W53", "date:2022-W05 date:2020-W53"),
        (
            "date:2022-01..2022-03 date:2022.. date:..7d",
            "date:2022-01..2022-03 date:2022.. date:..7d",
        ),
        // A range of one day, and one that begins within its end.
        (
            "date:2022-01-05..2022-1-5 date:2022-03..2022",
            "date:2022-01-05..2022-01-05 date:2022-03..2022",
        ),
        ("after:7d before:Today after:yesterday", "after:7d before:today after:yesterday"),
        ("after:2w after:3m after:1y", "after:2w after:3m after:1y"),
        (
            "date:week date:month date:year date:\"2022\"",
            "date:week date:month date:year date:2022",
        ),
        ("date:2022-13", "column 6: there is no month 13"),
        ("date:2022-02-30", "column 6: the calendar has no 2022-02-30"),
        ("date:2022-W53", "column 6: the calendar has no 2022-W53"),
        ("date:0000", "column 6: years begin with 0001"),
        ("date:2023..2022", "column 6: the range ends before it begins"),
        ("date:..", "column 6: expected a date before or after .."),
        ("after:2022..2023", "column 7: after: takes one date (date: takes a range)"),
        ("x 　date:", "column 9: expected a value right after date:"),
    ]);
    for text in ["date:22", "date:tuesday", "date:d", "date:99999d", "date:2022-1-2-3", "date:+1d"]
    {
        let error = Query::parse(text).unwrap_err();
        assert!(error.what.to_string().starts_with("expected a date: 2022, "), "{text}: {error}");
        assert_eq!(error.column, 6);
    }
}

#[test]
fn errors_have_columns() {
    let quotes = "(in quotes it is searched for literally)";
    check(&[
        ("甲 titel:乙", "column 3: there is no field titel: (did you mean title:?)"),
        ("甲 Tags:乙", "column 3: there is no field tags: (did you mean tag:?)"),
        ("categ:乙", "column 1: there is no field categ: (did you mean category:?)"),
        ("catt:乙", "column 1: there is no field catt: (did you mean cat:?)"),
        ("dat:乙", "column 1: there is no field dat: (did you mean date:?)"),
        ("at:乙 d:甲", "at:乙 d:甲"),
        ("甲 \"乙", "column 3: this quotation is never closed"),
        ("tag:“乙", "column 5: this quotation is never closed"),
        ("\"\"", "column 1: expected words between the quotes"),
        ("tag:\" \"", "column 5: expected words between the quotes"),
        ("甲 /乙", &format!("column 3: this /regex/ is never closed {quotes}")),
        ("//", &format!("column 1: expected a pattern between the slashes {quotes}")),
        ("/2022/01", &format!("column 1: expected a space after /regex/ {quotes}")),
        ("甲 /丙(乙/", "column 5: this ( is never closed"),
        ("/乙)/", "column 3: this ) has no matching ("),
        ("body:/甲[乙/", "column 8: this [ is never closed"),
        ("/[乙-一]/", "column 3: 乙-一 is not a range of characters"),
        ("/\\p{Chinese}/", "column 2: there is no character class \\p{Chinese}"),
        ("/甲\\y/", "column 3: invalid escape \\y; \\\\ is a backslash"),
        ("/\\x{4e/", "column 4: invalid escape {4e; \\\\ is a backslash"),
        ("/*甲/", "column 2: there is nothing before * to repeat"),
        ("/甲{3,1}/", "column 3: {3,1} is not a number of repetitions"),
        ("/甲{3/", "column 3: {3 is not a number of repetitions"),
        ("/(?z)甲/", "column 4: z is not a flag of a /regex/"),
        ("/(?<1>甲)/", "column 5: 1 cannot be the name of a group"),
        ("/(?=甲)/", "column 2: a /regex/ cannot look around or refer back: (?="),
        ("/(甲)\\1/", "column 5: a /regex/ cannot look around or refer back: \\1"),
        ("/(?-u:\\xff)/", "column 7: invalid /regex/: \\xff"),
        ("/\\w{900}{900}/", "column 2: the /regex/ grows too large"),
        ("()", &format!("column 1: expected a term between the parentheses {quotes}")),
        ("甲 （ ）", &format!("column 3: expected a term between the parentheses {quotes}")),
        ("(甲", "column 1: this ( is never closed"),
        ("甲)", "column 2: this ) has no matching ("),
        ("OR 甲", &format!("column 1: expected a term before OR {quotes}")),
        ("甲 OR", &format!("column 3: expected a term after OR {quotes}")),
        ("甲 OR OR 乙", &format!("column 3: expected a term after OR {quotes}")),
        ("(甲 OR)", &format!("column 4: expected a term after OR {quotes}")),
        ("甲 -", &format!("column 3: expected a term right after - {quotes}")),
        ("甲 - 乙", &format!("column 3: expected a term right after - {quotes}")),
        ("(-)", &format!("column 2: expected a term right after - {quotes}")),
        ("tag:", "column 5: expected a value right after tag:"),
        ("tag: 甲", "column 5: expected a value right after tag:"),
        ("title:(甲)", "column 7: expected a value right after title:"),
        ("#", "column 2: expected a value right after tag:"),
        (
            "is:raed",
            "column 4: expected read, unread, starred, new, draft, hidden, problem, duplicate (did you mean read?)",
        ),
        ("has:video", "column 5: expected link, image, note, highlight"),
    ]);
}

/// While a query is typed, it stands for what makes sense so far.
#[test]
fn a_query_with_an_error_stands_for_what_is_right() {
    let check = |text: &str, expected: &str| {
        let (so_far, query, error) = Query::parse_so_far(text);
        assert_eq!((so_far.as_str(), query.to_string().as_str()), (expected, expected), "{text}");
        assert_eq!(error, Query::parse(text).err(), "{text}");
    };
    check("甲 乙", "甲 乙");
    check("甲 is:unreed", "甲");
    check("is:unreed", "");
    check("甲 is:", "甲");
    check("甲 tilte:乙 丙", "甲");
    check("甲 date:2024-13", "甲");
    check("甲 OR", "甲");
    check("甲 NOT", "甲");
    check("甲 -", "甲");
    check("甲 \"乙 丙", "甲 \"乙 丙\"");
    check("甲 /乙.", "甲 /乙./");
    check("甲 (乙 OR 丙", "甲 (乙 OR 丙)");
    check("甲 /[乙", "甲");
    check("甲 /[乙/", "甲");
    check("甲 \"", "甲");
    // Of many words the last few are tried.
    check(&format!("({} is:x", "甲 ".repeat(200)), "");
}

#[test]
fn sizes_are_limited() {
    // S25, S27
    let error = |text: &str| Query::parse(text).unwrap_err().to_string();
    assert_eq!(
        error(&"甲".repeat(10_000)),
        "column 4097: the query is longer than 4096 characters"
    );
    assert!(Query::parse(&"甲".repeat(MOST_CHARACTERS)).is_ok());
    let nested = |deep: usize| format!("{}甲{}", "(-".repeat(deep), ")".repeat(deep));
    assert_eq!(error(&nested(65)), "column 129: parentheses are nested deeper than 64");
    let within = nested(64);
    let small_stack = std::thread::Builder::new().stack_size(1024 * 1024);
    let printed = small_stack.spawn(move || Query::parse(&within).unwrap().to_string()).unwrap();
    assert_eq!(printed.join().unwrap(), "甲");
    assert!(error(&"(".repeat(4096)).ends_with("deeper than 64"));
    assert!(error(&"-".repeat(4096)).starts_with("column 4096: expected a term"));
    assert_eq!(error(&"甲 ".repeat(257)), "column 513: the query has more than 256 terms");
    assert_eq!(error(&"/a/ ".repeat(9)), "column 33: the query has more than 8 /regex/");
    let deep = format!("/{}a{}/", "(".repeat(65), ")".repeat(65));
    assert_eq!(error(&deep), "column 66: parentheses are nested deeper than 64");
}

#[test]
fn terms_have_places() {
    let text = "甲 -tag:乙 (“丙 丁” OR /a/) sort:title";
    let (_, places) = Query::parse_with_places(text).unwrap();
    let found: Vec<(&str, usize)> =
        places.iter().map(|place| (text.get(place.bytes.clone()).unwrap(), place.column)).collect();
    assert_eq!(found, [("甲", 1), ("tag:乙", 4), ("“丙 丁”", 11), ("/a/", 20)]);
}

#[test]
fn the_table_of_fields_is_sound() {
    let names: Vec<&str> = FIELDS.iter().flat_map(Field::names).collect();
    for (at, name) in names.iter().enumerate() {
        assert!(!names[..at].contains(name), "{name} stands twice");
        assert!(*name == "#" || field_prefix(&format!("{name}:")).is_some(), "{name}");
    }
    for field in FIELDS {
        assert!(!field.help.is_empty() && !field.values().is_empty());
        let values: Vec<&str> = match field.takes {
            ValueKind::Title
            | ValueKind::Body
            | ValueKind::Text(_)
            | ValueKind::OwnTag
            | ValueKind::Highlight => {
                vec!["甲", "\"甲 乙\""]
            }
            ValueKind::Dates(_) | ValueKind::Read => vec!["2022-01", "today"],
            ValueKind::Words(_) | ValueKind::Sort(_) => {
                field.words().map(|(word, _)| word).collect()
            }
        };
        for value in values {
            let text = format!("{}:{value}", field.name);
            assert_eq!(Query::parse(&text).unwrap().to_string(), text);
        }
    }
    for sort in SORTS {
        assert_eq!(sort.means.name(), sort.name);
    }
}

fn text(pinyin: bool, bare: fn(&str) -> bool) -> impl Strategy<Value = Text> {
    let alphabet = "[abOR甲，“”\"（）() 　:：#＃/\\\\.\\-－１Ｗ]{1,6}";
    let typed = prop_oneof![9 => alphabet, 1 => "OR|ＯＲ|or|tag:甲"];
    let typed = typed.prop_filter("blank", |text: &String| !text.trim().is_empty());
    (typed, any::<bool>())
        .prop_map(move |(text, quoted)| Text::new(&text, pinyin && (quoted || !bare(&text))))
}

/// After `title:` a slash starts a pattern.
fn is_bare_value(text: &str) -> bool {
    is_value(text) && !text.starts_with('/')
}

fn when() -> impl Strategy<Value = When> {
    let unit = prop_oneof![Just(Unit::Day), Just(Unit::Week), Just(Unit::Month), Just(Unit::Year)];
    prop_oneof![
        (1i16..=9999).prop_map(When::Year),
        (1i16..=9999, 1i8..=12).prop_map(|(year, month)| When::Month(year, month)),
        (1i16..=9998, 1i8..=52).prop_map(|(year, week)| When::Week(year, week)),
        (1i16..=9999, 1i8..=12, 1i8..=28)
            .prop_map(|(year, month, day)| When::Day(jiff::civil::date(year, month, day))),
        (0u16..=9999, unit).prop_map(|(count, unit)| When::Ago(count, unit)),
        (0..WORDS.len()).prop_map(|at| WORDS[at].1),
    ]
}

fn dates(side: Side) -> BoxedStrategy<Dates> {
    if side != Side::Within {
        return when().prop_map(Dates::At).boxed();
    }
    prop_oneof![
        when().prop_map(Dates::At),
        when().prop_map(|when| Dates::Between(Some(when), None)),
        when().prop_map(|when| Dates::Between(None, Some(when))),
        // Absolute ranges must not run backwards; relative ones may.
        (0u16..99, when()).prop_map(|(count, when)| {
            Dates::Between(Some(When::Ago(count, Unit::Day)), Some(when))
        }),
    ]
    .boxed()
}

fn term() -> impl Strategy<Value = Term> {
    let field = (0..FIELDS.len()).prop_flat_map(|at| {
        let field = &FIELDS[at];
        let value = match field.takes {
            ValueKind::Title | ValueKind::Body => {
                text(true, is_bare_value).prop_map(Value::Text).boxed()
            }
            ValueKind::Text(_) | ValueKind::OwnTag | ValueKind::Highlight => {
                text(false, is_bare_value).prop_map(Value::Text).boxed()
            }
            ValueKind::Dates(side) => dates(side).prop_map(Value::Dates).boxed(),
            ValueKind::Read => dates(Side::Within).prop_map(Value::Dates).boxed(),
            ValueKind::Words(words) => {
                (0..words.len()).prop_map(|at| Value::Fact(words[at].means.clone())).boxed()
            }
            ValueKind::Sort(_) => return Just(Term::Pattern(Pattern::new("^a").unwrap())).boxed(),
        };
        value.prop_map(move |value| Term::Field(field, value)).boxed()
    });
    let pattern = "[ab甲 （]{1,4}(\\\\/)?".prop_map(|source| Pattern::new(&source).unwrap());
    prop_oneof![
        3 => field,
        2 => text(true, is_word).prop_map(Term::Anywhere),
        1 => (text(false, is_word), text(false, is_word), 0..=near::MOST_BETWEEN).prop_map(
            |(first, second, most)| {
                Term::Near(Near { first: first.text, second: second.text, most })
            }
        ),
        1 => pattern.clone().prop_map(Term::Pattern),
        1 => pattern.prop_map(|pattern| {
            Term::Field(Field::named("body").unwrap(), Value::Pattern(pattern))
        }),
    ]
}

fn query() -> impl Strategy<Value = Query> {
    let node = term().prop_map(Node::Term).prop_recursive(5, 24, 4, |node| {
        let nodes = || proptest::collection::vec(node.clone(), 1..4);
        prop_oneof![
            nodes().prop_map(Node::all),
            nodes().prop_map(Node::any),
            node.clone().prop_map(Node::negated),
        ]
    });
    let root = prop_oneof![9 => node, 1 => Just(Node::all(Vec::new()))];
    let sort = proptest::option::of((0..SORTS.len()).prop_map(|at| SORTS[at].means));
    (root, sort).prop_map(|(root, sort)| Query { root, sort })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn printing_loses_nothing(query in query()) {
        let printed = query.to_string();
        match Query::parse(&printed) {
            Ok(parsed) => prop_assert_eq!(parsed, query, "{}", printed),
            // The generated tree may exceed the limit of patterns.
            Err(error) => prop_assert!(error.what.to_string().contains("more than 8"), "{}: {}", printed, error),
        }
    }

    #[test]
    fn any_text_is_a_query_or_an_error_within_it(
        text in "([abOR甲“”\"（）() 　:：#/\\\\.－-]|tag:|date:|sort:|is:|2022| OR | AND |NOT | NEAR/3 |\"){0,24}",
    ) {
        match Query::parse_with_places(&text) {
            Ok((query, places)) => {
                let printed = query.to_string();
                prop_assert_eq!(Query::parse(&printed).map_err(|error| error.to_string()), Ok(query));
                prop_assert!(places.iter().all(|place| text.get(place.bytes.clone()).is_some()));
            }
            Err(error) => {
                prop_assert!(text.is_char_boundary(error.at));
                prop_assert!(error.column <= text.chars().count() + 1);
            }
        }
    }
}

#[test]
fn days_have_names() {
    use jiff::civil::date;

    use crate::search::query::dates::Dates;
    // A Wednesday.
    let today = date(2024, 3, 6);
    let check = |text: &str, from, to| {
        let days = Dates::read(text).unwrap_or_else(|| panic!("{text}")).days(today);
        assert_eq!(days, (Some(from), Some(to)), "{text}");
    };
    for text in ["昨天", "昨日", "yesterday"] {
        check(text, date(2024, 3, 5), date(2024, 3, 5));
    }
    for text in ["上周", "上週", "上星期", "last week", "Last-Week"] {
        check(text, date(2024, 2, 26), date(2024, 3, 3));
    }
    for text in ["上个月", "上個月", "last month"] {
        check(text, date(2024, 2, 1), date(2024, 2, 29));
    }
    for text in ["去年", "last year"] {
        check(text, date(2023, 1, 1), date(2023, 12, 31));
    }
    check("今年", date(2024, 1, 1), date(2024, 12, 31));
    check("本周", date(2024, 3, 4), date(2024, 3, 10));
    assert!(Dates::read("明天").is_none());
    assert!(Query::parse("after:上周").is_ok());
}
