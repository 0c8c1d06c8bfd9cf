//! Changes one setting in the text of a `config.toml`, and leaves everything else as it is written:
//! comments, order and blank lines. The only user of `toml_edit`.

use crate::clean::CleanText;
use crate::reason::Reason;
use toml_edit::{DocumentMut, Item, Table, TomlError, Value};

/// The text with a setting; `name` is dotted and `value` is TOML. Fails, with the reason, if the text
/// is no TOML or has something else in the table's place.
pub(super) fn with_setting(text: &str, name: &str, value: &str) -> Result<String, Reason> {
    let fault_in = |text: &str, error: &TomlError| {
        let before = error.span().and_then(|span| text.get(..span.start)).unwrap_or_default();
        Reason::NotToml { line: before.matches('\n').count() + 1 }
    };
    let mut document: DocumentMut = text.parse().map_err(|error| fault_in(text, &error))?;
    let mut new: Value = value.parse().map_err(|error| fault_in(value, &error))?;
    let (table, key) = name.rsplit_once('.').unwrap_or(("", name));
    let mut at: &mut dyn toml_edit::TableLike = document.as_table_mut();
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
    fn a_file_with_a_fault_is_left_alone() {
        check("[screen\n", "screen.theme", "\"dark\"", Err("line 1 is not valid TOML"));
        check("screen = 1\n", "screen.theme", "\"dark\"", Err("screen is not a table there"));
    }
}
