//! Parses YAML: the front matter of nearly all posts, and a site's config (R6-R8).
//!
//! The only user of the YAML parser, which hostile input can keep busy for minutes or gigabytes, so
//! limits are checked before and during parsing. Tries, in this order: the plain parser, the YAML
//! parser, the YAML parser after a repair, the salvage, which cannot fail. Knows no fences or
//! posts.

use std::collections::HashMap;

use serde::de::DeserializeSeed;

use super::entries::{Entry, Syntax, entries};
use super::fields::{Field, Gatherer, Keep, Value};
use super::{limits, lost, plain, repair, salvage};
use crate::archive::post::{Problem, ProblemKind};
use crate::archive::remedy::Remedy;
use crate::archive::wrong::{Part, Wrong};
use walk::{Fault, Node};

mod walk;

/// Parses a YAML document that should be a map.
///
/// `first_line` is the document's first line in its file, from 1. Of duplicate keys, the last is
/// returned (R7). Never fails; the problems are in line order.
pub fn read_map(text: &str, first_line: u32, keep: Keep) -> (Vec<Field>, Vec<Problem>) {
    if text.len() <= limits::FRONT_MATTER_BYTES
        && let Some(fields) = plain::read(text, first_line, keep)
    {
        return (fields, Vec::new());
    }
    read_any(text, first_line, keep)
}

/// Reads a document of another shape, such as a data file; `None` if it is broken. The seed has to
/// limit how much it takes.
pub fn read_with<'de, S: DeserializeSeed<'de>>(text: &'de str, seed: S) -> Option<S::Value> {
    // Unclosed brackets take the parser quadratic time, and few files nest as many lists.
    let mut levels = 0_usize;
    for byte in text.bytes() {
        match byte {
            b'[' | b'{' => levels += 1,
            b']' | b'}' => levels = levels.saturating_sub(1),
            _ => {}
        }
        if levels > limits::OPENERS {
            return None;
        }
    }
    seed.deserialize(serde_yaml::Deserializer::from_str(text)).ok()
}

/// Parses a document without the plain parser.
pub(super) fn read_any(text: &str, first_line: u32, keep: Keep) -> (Vec<Field>, Vec<Problem>) {
    let mut out = Gatherer::new(keep, first_line);
    let over = over_limit(text, out.part());
    let text = out.clean_source(salvage::head(text));
    let text = text.as_str();
    if let Some(limit) = over {
        out.problem(first_line, ProblemKind::FrontMatterLimit, limit, Remedy::LineByLine);
        salvage::read(text, Syntax::Yaml, &mut out);
        return out.finish();
    }
    let fault = match walk::read(text, &mut out) {
        Ok(Node::Map(pairs)) => {
            take(pairs, text, &mut out);
            return out.finish();
        }
        Ok(Node::Nothing) => return out.finish(),
        Ok(Node::List) => Fault::List,
        Ok(Node::Text) => Fault::Text,
        Err(fault) => fault,
    };
    read_faulty(text, fault, &mut out);
    out.finish()
}

/// Parses again after a repair, or else salvages (R8).
fn read_faulty(text: &str, fault: Fault, out: &mut Gatherer) {
    let (lines, line_problems) = repair::lines(text, out);
    if fault != Fault::Limit {
        let (values, value_problems) = repair::values(&lines, out);
        let repaired = !line_problems.is_empty() || !value_problems.is_empty();
        if repaired && let Ok(Node::Map(pairs)) = walk::read(&values, out) {
            out.problems(line_problems);
            out.problems(value_problems);
            take(pairs, &values, out);
            return;
        }
    }
    out.problems(line_problems);
    salvage::read(&lines, Syntax::Yaml, out);
    let (part, first) = (out.part(), out.first_line);
    let (line, kind, wrong) = match fault {
        Fault::Limit => (first, ProblemKind::FrontMatterLimit, Wrong::TooManyValues { part }),
        Fault::List => (first, ProblemKind::NotKeysAndValues, Wrong::IsList { part }),
        Fault::Text => (first, ProblemKind::NotKeysAndValues, Wrong::IsText { part }),
        Fault::Syntax(Some((index, column))) => {
            let wrong = Wrong::InvalidYamlAt { part, column };
            (out.line(index), ProblemKind::InvalidFrontMatter, wrong)
        }
        Fault::Syntax(None) => {
            (first, ProblemKind::InvalidFrontMatter, Wrong::InvalidYaml { part })
        }
    };
    let is_lost = kind == ProblemKind::NotKeysAndValues && !out.has_fields();
    let done = if is_lost { Remedy::LeftOut } else { Remedy::LineByLine };
    out.problem(line, kind, wrong, done);
}

/// Adds parsed pairs, with text restored that YAML dropped without an error.
fn take(pairs: Vec<(String, Value)>, text: &str, out: &mut Gatherer) {
    let entries = entries(text, Syntax::Yaml, out.keep);
    let by_key: HashMap<&str, &Entry<'_>> =
        entries.iter().map(|entry| (entry.key, entry)).collect();
    let anchors = lost::Anchors::used_in(text);
    for (name, value) in pairs {
        match by_key.get(name.as_str()) {
            Some(entry) => {
                let value = lost::restore(&name, value, entry, &anchors, out);
                out.field(&name, out.line(entry.index), value);
            }
            None => out.field(&name, out.first_line, value),
        }
    }
}

/// The limit that a text exceeds, checked before parsing (S19). Quoted closing brackets would fool
/// a count of levels alone, so opening brackets are counted, too.
fn over_limit(text: &str, part: Part) -> Option<Wrong> {
    if text.len() > limits::FRONT_MATTER_BYTES {
        return Some(Wrong::TooLarge { part, most: limits::FRONT_MATTER_BYTES.div_ceil(1024) });
    }
    let (mut level, mut openers) = (0usize, 0);
    for byte in text.bytes() {
        match byte {
            b'[' | b'{' => {
                level += 1;
                openers += 1;
                if level > limits::NESTING || openers > limits::OPENERS {
                    return Some(Wrong::TooManyBrackets { part });
                }
            }
            b']' | b'}' => level = level.saturating_sub(1),
            _ => {}
        }
    }
    None
}

/// Whether one line is valid YAML by itself (R8).
pub(super) fn parses_alone(line: &str) -> bool {
    over_limit(line, Part::FrontMatter).is_none() && walk::is_valid(line)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::archive::front_matter::fields::tests::show;
    use proptest::prelude::*;

    /// Parses each document's known keys and compares fields and problems (see `show`).
    fn check(table: &[(&str, &str)]) {
        for (text, expected) in table {
            let (fields, problems) = read_map(text, 2, Keep::Known);
            assert_eq!(show(&fields, &problems), *expected, "{text:?}");
        }
    }

    #[test]
    fn scalars_are_kept_as_written() {
        // R6
        check(&[
            (
                "tags: [2013, 1.10, 1e3, 0x1F, +7, yes, 08, +0800, 1:30, 2021-12-08, \"~\", ~, true]",
                "tags=[#2013, #1.10, #1e3, #0x1F, #+7, yes, 08, +0800, 1:30, 2021-12-08, ~, ~, !true]",
            ),
            ("title: 2013 # c", "title=#2013"),
            ("title: ~ # c", "title=~"),
            ("title: !!str 2013", "title=2013"),
            ("title: &x a\nsource: *x", "title=a\nsource=a"),
            ("title: \"a\\nb\"", "title=a b"),
            ("title: >\n  a\n  b\n", "title=a b"),
            ("title: |\n  a\n  ---\n  b\n", "title=a --- b"),
            ("{title: a, tags: [b, [c, d]]}", "title=a\ntags=[b, [c, d]]"),
            ("taxonomies:\n  tags: [a]\n  tags: [b]", "taxonomies={tags: [b]}"),
            ("'title': a\n\"date\" : b", "title=a\ndate=b"),
            ("# only\n\n# comments", ""),
            ("~", ""),
            (
                "<<: {title: a}\nunknown: [*x]\n? [a]\n: b\ntitle: c",
                "title=c\n3: the front matter is not valid YAML (column 11); read line by line",
            ),
            ("<<: {title: a}\n? [a]\n: b\ntitle: c", "title=c"),
        ]);
    }

    #[test]
    fn comments_stay_comments() {
        // J8
        check(&[
            ("title: Part #1", "title=Part"),
            ("title: # note", "title=~"),
            ("title:\ta\t", "title=a"),
            ("tags:\n- a\t\t\n- b", "tags=[a, b]"),
        ]);
    }

    #[test]
    fn repairs() {
        let text = |key: &str| format!("2: `{key}` is not valid YAML; read as text");
        let title = text("title");
        for (value, expected) in [
            // M1
            (r#""a "b" c""#, r#"a "b" c"#),
            (r#""C:\dir""#, r"C:\dir"),
            (r#""新闻" 快讯"#, r#""新闻" 快讯"#),
            ("'it's'", "it's"),
            // M2, M4
            ("a: b", "a: b"),
            ("【a】: b", "【a】: b"),
            // M3
            ("@a", "@a"),
            ("%a", "%a"),
            ("`a`", "`a`"),
            ("*重要*", "*重要*"),
            ("& a", "& a"),
            ("! a: b", "! a: b"),
            ("[快讯] 某某", "[快讯] 某某"),
            ("{a} b", "{a} b"),
            ("- a", "- a"),
            ("[a", "[a"),
        ] {
            check(&[(&format!("title: {value}\n"), &format!("title={expected}\n{title}"))]);
        }
        check(&[
            // M5
            (
                "tags:\n\t- a\n\t- b",
                "tags=[a, b]\n3: tab as indentation; read as two spaces\n4: tab as indentation; read as two spaces",
            ),
            // M17
            ("tags: [a, b", "tags=[a, b]\n2: `tags` is not valid YAML; read as a list"),
            ("tags: [快讯, @b]", "tags=[快讯, @b]\n2: `tags` is not valid YAML; read as a list"),
            ("tags: @b c", "tags=@b c\n2: `tags` is not valid YAML; read as text"),
            (
                "tags:\n- @a\n- b: [\ntitle: x",
                "tags=[@a, b: []\ntitle=x\n3: an item of `tags` is not valid YAML; read as text\n4: an item of `tags` is not valid YAML; read as text",
            ),
            // Step 1
            (
                "title：标题\ndate: x",
                "title=标题\ndate=x\n2: no colon and space after `title`; read as a key",
            ),
            (
                "date: x\ntitle:标题",
                "date=x\ntitle=标题\n3: no colon and space after `title`; read as a key",
            ),
            ("title：标题", "title=标题\n2: no colon and space after `title`; read as a key"),
            (
                "  title: a\ndate: x",
                "title=a\ndate=x\n2: the key `title` is indented; read as a key",
            ),
            // Only keys at the top level are repaired.
            ("title: a: b\nextra:\n  author:x", &format!("title=a: b\nextra=author:x\n{title}")),
            // A value that continues on the next line is left alone.
            (
                "source: \"a\n  b\"\ndate: c: d",
                "source=a b\ndate=c: d\n4: `date` is not valid YAML; read as text",
            ),
        ]);
    }

    #[test]
    fn what_yaml_would_lose_is_put_back() {
        // R6, M3
        let lost =
            |key: &str, line: u32| format!("{line}: `{key}` is not text in YAML; read as text");
        check(&[
            ("title: !a b c", &format!("title=!a b c\n{}", lost("title", 2))),
            ("title: &a b c # d", &format!("title=&a b c\n{}", lost("title", 2))),
            ("title: #a", &format!("title=#a\n{}", lost("title", 2))),
            ("tags: #a #b", &format!("tags=#a #b\n{}", lost("tags", 2))),
            (
                "tags:\n- a\n- #b\n- !c d",
                &format!("tags=[a, #b, !c d]\n{}\n{}", lost("tags", 4), lost("tags", 5)),
            ),
            ("title: [快讯]", &format!("title=[快讯]\n{}", lost("title", 2))),
            ("title: {a}", &format!("title={{a}}\n{}", lost("title", 2))),
            ("author: [a, b]", "author=[a, b]"),
            (
                "tags:\n  -a\n  -b",
                "tags=[a, b]\n2: no space after the dash of an item of `tags`; read as a list",
            ),
            (
                "tags: {a: 1, b: 2}",
                "tags=[a, b]\n2: `tags` has keys and values; the keys were taken",
            ),
            ("tags: 2013", "tags=#2013"),
        ]);
    }

    #[test]
    fn salvage_takes_what_looks_like_a_key() {
        // R8
        let invalid = |line, column| {
            format!(
                "{line}: the front matter is not valid YAML (column {column}); read line by line"
            )
        };
        check(&[
            (
                "title: \"a \"b\" c\"\nno key at all\ntags:\n- x\n- \"y\"\nlayout: [a, b]",
                &format!("title=a \"b\" c\ntags=[x, y]\nlayout=[a, b]\n{}", invalid(2, 12)),
            ),
            (
                "title: \"a\n\n  b\ndate: 2020",
                &format!("title=\"a\ndate=#2020\n{}", invalid(5, 11)),
            ),
            (
                "foo: @x\ntitle: a # c\ndraft: true",
                &format!("title=a\ndraft=!true\n{}", invalid(2, 6)),
            ),
            (
                "foo: @x\nexcerpt: >\n  a\n  b\ntags: [a, 'b']",
                &format!("excerpt=a b\ntags=[a, b]\n{}", invalid(2, 6)),
            ),
            // The last line, not the one after it.
            ("title: a\nno key", &format!("title=a\n{}", invalid(3, 7))),
        ]);
    }

    #[test]
    fn no_keys_and_values() {
        // M15
        let done = "not keys and values; left out";
        check(&[
            ("- a\n- b", &format!("2: the front matter is a list, {done}")),
            ("just text", &format!("2: the front matter is text, {done}")),
            ("42", &format!("2: the front matter is text, {done}")),
        ]);
    }

    #[test]
    fn the_last_duplicate_wins() {
        // J7, R7, M6
        check(&[(
            "title: a\ntags: x\ntitle: b\n",
            "title=b\ntags=x\n4: the key `title` appears twice; the last one was taken",
        )]);
    }

    #[test]
    fn controls_are_cleaned_before_and_after() {
        // R16, S21
        let controls = "2: control characters in the front matter; removed";
        check(&[
            ("title: a\x08b\x7f", &format!("title=ab\n{controls}")),
            ("title: \"a\\e]0;x\\ab\\x9b\"", &format!("title=ab\n{controls}")),
            ("title: a\0b", "title=ab"),
            ("title: a\u{85}b\u{2028}c", "title=a b c"),
            (
                "title: a\u{202e}b",
                "title=ab\n2: bidirectional control characters in the front matter; removed",
            ),
        ]);
    }

    #[test]
    fn all_keys_of_a_config_are_kept() {
        let text = "title: 金融\nurl: \"https://x\"\n2020: a\ndefaults:\n  - scope: {path: \"\", type: posts}\n    values:\n      layout: post\n";
        let (fields, problems) = read_map(text, 1, Keep::All);
        assert_eq!(
            show(&fields, &problems),
            "title=金融\nurl=https://x\n2020=a\ndefaults=[{scope: {path: , type: posts}, values: {layout: post}}]"
        );
        let lines: Vec<u32> = fields.iter().map(|field| field.line).collect();
        assert_eq!(lines, [1, 2, 3, 4]);
    }

    #[test]
    fn floods_are_salvaged_soon() {
        // R7, S19, S20, M23; on a small stack (S25). Without limits these take 7-20 s.
        let limit = limits::FRONT_MATTER_BYTES - 100;
        let alias_bomb = |key: &str| {
            let level = |level: usize| {
                format!("a{level}: &a{level} [{}]\n", format!("*a{}, ", level - 1).repeat(9))
            };
            let levels: Vec<String> = (1..=8).map(level).collect();
            let padding: Vec<String> = (0..4000).map(|n| format!("p{n}: y\n")).collect();
            let first = "a0: &a0 [x, x, x, x, x, x, x, x, x]\n";
            format!("{first}{}{}{key}: *a8\n", levels.concat(), padding.concat())
        };
        let keys = |value: &str| {
            let keys: Vec<String> = (0..limit / 9).map(|n| format!("{n:x}: {value}\n")).collect();
            keys.concat()
        };
        let texts =
            format!("extra: &a {}\ntags:\n{}", "x".repeat(limit / 2), "- *a\n".repeat(6000));
        let keyed =
            format!("extra: &a [{}]\n{}", "x,".repeat(limit / 4), "? *a\n: b\n".repeat(3000));
        let floods = [
            "[".repeat(limit),
            "- ".repeat(limit / 2),
            "? ".repeat(limit / 2),
            "[\"]\",\n".repeat(limit / 7),
            format!("tags: {}a", "- ".repeat(1000)),
            alias_bomb("tags"),
            alias_bomb("unknown"),
            texts,
            keyed,
            "title: \"a\" b\n".repeat(limit / 13),
            "title: &a !b *c #d\n".repeat(limit / 20),
            format!("tags:\n{}", "- &a x\n".repeat(limit / 7)),
            format!("{}a", "[".repeat(60)),
            keys("a"),
            keys("@"),
            format!("a: \"{}", "x\n".repeat(limit / 2)),
            "*a ".repeat(limit / 3),
            "{title: a".repeat(30),
            format!("tags:\n {}", "- ".repeat(limit / 2)),
            format!("tags: {}{}", "[".repeat(60), "a,".repeat(limit / 3)),
            format!("tags: {}{}", "[]".repeat(250), "a,".repeat(limit / 3)),
        ];
        let work = move || {
            for flood in floods {
                let texts = [format!("title: a\n{flood}\n"), format!("{flood}\ntitle: a\n")];
                for (text, keep) in texts.iter().zip([Keep::Known, Keep::All]) {
                    let start = std::time::Instant::now();
                    let (fields, _) = read_map(text, 1, keep);
                    let head: String = flood.chars().take(30).collect();
                    assert!(start.elapsed().as_secs_f32() < 1.0, "{head:?}: {:?}", start.elapsed());
                    assert!(fields.iter().any(|field| field.name == "title"), "{head:?}");
                }
            }
        };
        let thread = std::thread::Builder::new().stack_size(1024 * 1024).spawn(work).unwrap();
        thread.join().unwrap();
    }

    #[test]
    fn over_a_limit_says_so() {
        let long = format!("title: a\nx: {}\ndate: b", "y".repeat(limits::FRONT_MATTER_BYTES));
        check(&[
            (&long, "title=a\n2: the front matter is larger than 64 KiB; read line by line"),
            (
                &format!("title: a\nx: {}", "[".repeat(65)),
                "title=a\n2: the front matter has too many brackets; read line by line",
            ),
            (
                &format!("title: a\ntags: &t [{}]\naliases: [*t, *t]", "x,".repeat(4000)),
                &format!(
                    "title=a\ntags=&t [{}]\naliases=[*t, *t]\n2: the front matter has too many values; read line by line",
                    "x,".repeat(4000)
                ),
            ),
        ]);
    }

    proptest! {
        #[test]
        fn any_text_is_read(text in "(\\PC|\n|\t|\r|\0|\u{1b}|[-:#&*!|>'\"%@{}\\[\\],? a\n]){0,60}") {
            for keep in [Keep::Known, Keep::All] {
                let (fields, problems) = read_map(&text, 1, keep);
                prop_assert!(problems.is_sorted_by_key(|problem| problem.line));
                let lines = 1 + text.matches('\n').count() as u32;
                prop_assert!(fields.iter().all(|field| (1..=lines).contains(&field.line)));
            }
        }

        #[test]
        fn a_pasted_title_is_read_as_written(title in "[^\\pC\"'\\\\\u{200b}\\pM\\pZ][^\\pC\"'\\\\\u{200b}\\pM\\pZ#]{0,12}") {
            // M1-M4
            let (fields, _) = read_map(&format!("title: \"{title}\"x\"\ndate: 2020"), 1, Keep::Known);
            prop_assert_eq!(show(&fields, &[]), format!("title={title}\"x\ndate=#2020"));
        }
    }
}
