//! Every query in the READMEs, the pages of `docs/`, the manual and the help is one that the program
//! takes.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use kanbao::search::query::Query;

use crate::support::program::{SAMPLES, run};

/// The texts of the documentation: the READMEs, the pages, the manual, and what is printed as help.
fn texts() -> Vec<(String, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let read = |name: &str| (name.to_owned(), fs::read_to_string(root.join(name)).unwrap());
    let mut texts: Vec<_> = ["README.md", "README.zh.md", "CHANGELOG.md"].map(read).into();
    for entry in fs::read_dir(root.join("docs")).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_some_and(|end| end == "md") {
            texts.push(read(&format!("docs/{}", path.file_name().unwrap().to_str().unwrap())));
        }
    }
    let (name, manual) = read("man/kanbao.1");
    let plain = manual.replace("\\*(Aq", "'").replace("\\*(Dq", "\"").replace("\\-", "-");
    texts.push((name, plain));
    for command in ["list", "search", "facets", "export"] {
        let (help, ..) = run(&[command, "--help"]);
        texts.push((format!("kanbao {command} --help"), help));
    }
    texts
}

/// The words of a line as a shell splits them, up to a comment.
fn words(line: &str) -> Vec<String> {
    let (mut words, mut quote) = (vec![String::new()], None);
    for c in line.chars() {
        match (quote, c) {
            (None, '\'' | '"') => quote = Some(c),
            (Some(open), _) if open == c => quote = None,
            (None, ' ') => words.push(String::new()),
            (None, '#') if words.last().is_some_and(String::is_empty) => break,
            _ => words.last_mut().unwrap().push(c),
        }
    }
    words.retain(|word| !word.is_empty());
    words
}

/// The query of a command line: after `-q`, or the first argument of `search`.
fn query_of_command(line: &str) -> Option<String> {
    let words = words(line.trim().trim_start_matches('`').strip_prefix("kanbao ")?);
    if let Some(at) = words.iter().position(|word| word == "-q" || word == "--query") {
        return words.get(at + 1).cloned();
    }
    let is_search = words.first().is_some_and(|word| word == "search");
    let mut rest = words.into_iter().skip(1);
    while let Some(word) = rest.next().filter(|_| is_search) {
        match word.as_str() {
            "-a" | "-n" => drop(rest.next()),
            _ if word.starts_with(['-', '[', '<']) || word.contains('`') => {}
            _ => return Some(word),
        }
    }
    None
}

/// The query of a view in a settings file: `"This week" = "after:7d"`.
fn query_of_view(line: &str) -> Option<String> {
    let (name, rest) = line.strip_prefix('"')?.split_once("\" = \"")?;
    let (query, _) = rest.split_once('"')?;
    (!name.is_empty() && query.contains(':')).then(|| query.to_owned())
}

#[test]
fn every_documented_query_is_taken() {
    let mut seen = BTreeMap::new();
    for (source, text) in texts() {
        let found =
            text.lines().filter_map(|line| query_of_command(line).or_else(|| query_of_view(line)));
        seen.extend(found.map(|query| (query, source.clone())));
    }
    for (query, source) in &seen {
        let (_, err, code) = run(&["list", "-a", SAMPLES, "--no-store", "-q", query]);
        // The samples need not have such a post.
        assert!(err.is_empty() && (code == 0 || code == 1), "{source}: {query}: {err}");
    }
    for query in ["cat:国际 -tag:股市 after:2024-01", "芯片 OR 半导体", "\"数据 中心\"", "after:7d"]
    {
        assert!(seen.contains_key(query), "{query} was not found: {seen:?}");
    }
}

/// The help's line of examples, and every field with its aliases.
#[test]
fn the_grammar_in_the_help_is_true() {
    let (help, ..) = run(&["list", "--help"]);
    let check = |query: &str| assert!(Query::parse(query).is_ok(), "{query}");
    let examples = help.lines().find(|line| line.trim_start().starts_with("All terms:")).unwrap();
    for example in examples.split(". ") {
        check(example.split_once(": ").unwrap().1.trim_end_matches('.'));
    }
    let dates = help.lines().skip_while(|line| !line.starts_with("Dates: "));
    let dates: String = dates.take_while(|line| !line.is_empty()).collect::<Vec<_>>().join(" ");
    for date in dates.trim_start_matches("Dates: ").replace(" (that long ago)", "").split(", ") {
        check(&format!("date:{date}"));
        check(&format!("after:{date}"));
    }
    let mut aliases = 0;
    for line in help.lines() {
        let Some((field, rest)) = line.trim_start().split_once(':') else { continue };
        let written = rest.split(' ').filter_map(|word| word.strip_prefix('(')?.strip_suffix(')'));
        for alias in written.filter(|alias| alias.ends_with(':') || *alias == "#TAG") {
            aliases += 1;
            check(&alias.replace("TAG", "").replace(':', ":甲").replace('#', "#甲"));
            check(&format!("{field}:甲"));
        }
    }
    assert_eq!(aliases, 3, "c:, cat: and #");
}

/// What one types, in the first column of the tables of the page on queries.
#[test]
fn the_examples_on_the_page_of_queries_are_taken() {
    for name in ["docs/queries.md", "docs/queries.zh.md"] {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(name);
        let text = fs::read_to_string(path).unwrap();
        let mut seen = 0;
        for row in text.lines().filter_map(|line| line.strip_prefix("| ")) {
            let (first, rest) = row.split_once(" | ").unwrap();
            let mut values = rest.split('`').skip(1).step_by(2);
            for written in first.split('`').skip(1).step_by(2) {
                seen += 1;
                // A field without a value takes those beside it, or any word.
                let query = match written {
                    "is:" | "has:" | "sort:" => {
                        format!("{written}{}", values.next().unwrap())
                    }
                    "#" => "#甲".to_owned(),
                    _ if written.ends_with(':') => format!("{written}甲"),
                    _ => written.to_owned(),
                };
                assert!(Query::parse(&query).is_ok(), "{name}: {query}");
                for value in values.by_ref().filter(|value| value.starts_with(char::is_alphabetic))
                {
                    let query = match written {
                        "is:" | "has:" | "sort:" => format!("{written}{value}"),
                        _ => value.to_owned(),
                    };
                    assert!(Query::parse(&query).is_ok(), "{name}: {query}");
                }
            }
        }
        assert!(seen > 15, "{name}: {seen}");
    }
}
