//! Changes one setting in the text of a `config.toml`, or adds rows to tables, and leaves everything
//! else as it is written: comments, order and blank lines. The only user of `toml_edit`.

use crate::clean::CleanText;
use crate::reason::Reason;
use std::str::FromStr;
use toml_edit::{DocumentMut, Item, Table, TableLike, TomlError, Value};

/// The text with a setting; `name` is dotted and `value` is TOML. Fails, with the reason, if the text
/// is not TOML or has something else in the table's place.
pub(super) fn with_setting(text: &str, name: &str, value: &str) -> Result<String, Reason> {
    let mut document: DocumentMut = parsed(text)?;
    let mut new: Value = parsed(value)?;
    let (table, key) = name.rsplit_once('.').unwrap_or(("", name));
    let mut at: &mut dyn TableLike = document.as_table_mut();
    for part in table.split('.').filter(|part| !part.is_empty()) {
        let item = at.entry(part).or_insert_with(|| Item::Table(Table::new()));
        at = item
            .as_table_like_mut()
            .ok_or_else(|| Reason::NoTable { name: CleanText::line(part) })?;
    }
    match at.get_mut(key) {
        Some(item) => {
            // The comment behind the value stays.
            if let Some(old) = item.as_value() {
                *new.decor_mut() = old.decor().clone();
            }
            *item = Item::Value(new);
        }
        None => {
            at.insert(key, Item::Value(new));
        }
    }
    Ok(document.to_string())
}

/// Adds missing rows to the tables of an array. `rows_of` returns the rows for a table, given the
/// text of its row `key`. Returns the new text and the number of changed tables; fails if the text
/// is not valid TOML.
#[cfg_attr(not(feature = "fetch"), allow(dead_code, reason = "only for feeds"))]
pub(crate) fn with_missing_rows(
    text: &str,
    array: &str,
    key: &str,
    rows_of: impl Fn(&str) -> Vec<(&'static str, String)>,
) -> Result<(String, usize), Reason> {
    let mut document: DocumentMut = parsed(text)?;
    let mut tables: Vec<&mut dyn TableLike> = match document.get_mut(array) {
        Some(Item::ArrayOfTables(all)) => all.iter_mut().map(|one| one as _).collect(),
        Some(Item::Value(Value::Array(all))) => {
            all.iter_mut().filter_map(|one| Some(one.as_inline_table_mut()? as _)).collect()
        }
        _ => Vec::new(),
    };
    let mut changed = 0;
    for table in &mut tables {
        let rows = table.get(key).and_then(Item::as_str).map(&rows_of).unwrap_or_default();
        let rows = rows.into_iter().filter(|(name, _)| !table.contains_key(name));
        let missing: Vec<_> = rows.collect();
        changed += usize::from(!missing.is_empty());
        for (name, value) in missing {
            table.insert(name, Item::Value(parsed(&value)?));
        }
    }
    Ok((document.to_string(), changed))
}

fn parsed<T: FromStr<Err = TomlError>>(text: &str) -> Result<T, Reason> {
    text.parse().map_err(|error: TomlError| {
        let before = error.span().and_then(|span| text.get(..span.start)).unwrap_or_default();
        Reason::NotToml { line: before.matches('\n').count() + 1 }
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::locale::Locale;
    use crate::config::messages::Speak as _;

    fn check(text: &str, name: &str, value: &str, expected: Result<&str, &str>) {
        let found = with_setting(text, name, value);
        match expected {
            Ok(expected) => assert_eq!(found.as_deref().ok(), Some(expected), "{text}"),
            Err(part) => {
                let why = found.unwrap_err().to_clean(Locale::English);
                assert!(why.as_str().contains(part), "{why}");
            }
        }
    }

    #[test]
    fn a_setting_is_added_or_changed_and_the_rest_stays() {
        check("", "screen.theme", "\"dark\"", Ok("[screen]\ntheme = \"dark\"\n"));
        check(
            "# mine\n[screen] # colours\ntheme = 'light'  # by day\n\n[reading]\nmeasure = 60\n",
            "screen.theme",
            "\"dark\"",
            Ok(
                "# mine\n[screen] # colours\ntheme = \"dark\"  # by day\n\n[reading]\nmeasure = 60\n",
            ),
        );
        check(
            "archive = '~/a'\n\n[reading]\n#measure = 76\n",
            "reading.measure",
            "60",
            Ok("archive = '~/a'\n\n[reading]\nmeasure = 60\n#measure = 76\n"),
        );
        check("reading.measure = 60\n", "reading.measure", "70", Ok("reading.measure = 70\n"));
        check(
            "screen = { theme = 'a' }\n",
            "screen.theme",
            "\"b\"",
            Ok("screen = { theme = \"b\" }\n"),
        );
        check("[screen]\n", "archive", "\"~/a\"", Ok("archive = \"~/a\"\n[screen]\n"));
    }

    #[test]
    fn tables_get_the_rows_that_they_lack() {
        let rows_of = |name: &str| match name {
            "a" => vec![("x", "1".to_owned()), ("y", "[\"2\"]".to_owned())],
            _ => Vec::new(),
        };
        for (text, expected, changed) in [
            (
                "# mine\n[[t]]\nname = 'a' # own\nx = 0\n# next\n[[t]]\nname = 'b'\n",
                "# mine\n[[t]]\nname = 'a' # own\nx = 0\ny = [\"2\"]\n# next\n[[t]]\nname = 'b'\n",
                1,
            ),
            ("t = [{ name = 'a' }]\n", "t = [{ name = 'a' , x = 1, y = [\"2\"] }]\n", 1),
            ("t = 1\n", "t = 1\n", 0),
        ] {
            let found = with_missing_rows(text, "t", "name", rows_of).unwrap();
            assert_eq!(found, (expected.to_owned(), changed));
        }
        assert!(with_missing_rows("[t", "t", "name", rows_of).is_err());
    }

    #[test]
    fn a_file_with_a_fault_is_left_alone() {
        check("[screen\n", "screen.theme", "\"dark\"", Err("line 1 is not valid TOML"));
        check("screen = 1\n", "screen.theme", "\"dark\"", Err("screen is not a table there"));
    }
}
