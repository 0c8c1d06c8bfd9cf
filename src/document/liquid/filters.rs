//! The filters that are applied: those that only look up, cut and join.

use std::cmp::Ordering;
use std::sync::Arc;

use super::super::Data;
use super::values::Values;

/// Applies a filter to a known value; `None` if the result is not known.
pub(super) fn apply(
    name: &str,
    input: &Data,
    arguments: &[Data],
    values: &Values<'_>,
) -> Option<Data> {
    if let Data::Partial(known) = input {
        // What leaves the unknown parts of a text as they are.
        return match (name, arguments) {
            ("markdownify", []) => Some(input.clone()),
            ("strip", []) => Some(Data::Partial(known.trim().into())),
            ("append", [end]) => Some(Data::Partial((known.to_string() + &end.print()?).into())),
            _ => None,
        };
    }
    let argument = |at: usize| arguments.get(at);
    let text = |at: usize| argument(at)?.print();
    Some(match (name, arguments.len()) {
        ("where", 2) => select(input, &text(0)?, argument(1)?, values)?,
        ("map", 1) => {
            let key = text(0)?;
            list(items(input)?.iter().map(|item| values.part(item, &key)).collect::<Option<_>>()?)
        }
        ("sort", 0 | 1) => sorted(input, text(0).as_deref(), values)?,
        ("first" | "last", 0) if matches!(input, Data::List(_)) => values.part(input, name)?,
        ("size", 0) => Data::Int(input.len()? as i64),
        ("default", 1) => {
            let is_missing = !input.is_true() || input.is_empty()?;
            if is_missing { argument(0)?.clone() } else { input.clone() }
        }
        ("join", 0 | 1) => {
            let between = if arguments.is_empty() { " ".to_owned() } else { text(0)? };
            let mut texts = Vec::new();
            for item in items(input)? {
                let text = item.print_item()?;
                values.affordable(text.len() + between.len())?;
                texts.push(text);
            }
            let text = texts.join(&between);
            values.affordable(text.len())?;
            Data::text(&text)
        }
        ("split", 1) => split(&input.print_item()?, &text(0)?),
        // The text of a body is Markdown anyway.
        ("markdownify", 0) => Data::text(&input.print_item()?),
        ("strip", 0) => Data::text(input.print_item()?.trim()),
        ("upcase", 0) => Data::text(&input.print_item()?.to_uppercase()),
        ("append", 1) => Data::text(&(input.print_item()? + &text(0)?)),
        ("replace", 2) => {
            let (whole, from, to) = (input.print_item()?, text(0)?, text(1)?);
            let count = if from.is_empty() {
                whole.chars().count() + 1
            } else {
                whole.matches(&from).count()
            };
            values.affordable(whole.len() + count * to.len())?;
            Data::text(&whole.replace(&from, &to))
        }
        ("date", 1) if *input == Data::Nil || input.is_empty()? => input.clone(),
        ("date", 1) => {
            let (date, format) = (input.print_item()?, text(0)?);
            Data::text(&values.context.date(&date, &format)?)
        }
        ("relative_url", 0) => Data::text(&values.relative_url(&input.print_item()?)),
        ("absolute_url", 0) => Data::text(&values.absolute_url(&input.print_item()?)),
        _ => return None,
    })
}

fn list(items: Vec<Data>) -> Data {
    Data::List(items.into())
}

fn items(input: &Data) -> Option<&[Data]> {
    match input {
        Data::List(items) => Some(items),
        _ => None,
    }
}

/// The items whose property equals a value, or is a list that contains it, as Jekyll has it.
fn select(input: &Data, key: &str, wanted: &Data, values: &Values<'_>) -> Option<Data> {
    let is_wanted = |found: &Data| {
        values.spend(found.cost())?;
        match (found, wanted) {
            (Data::List(_) | Data::Map(_), _) => None,
            (Data::Nil, Data::Nil) => Some(true),
            (Data::Nil, _) | (_, Data::Nil) => Some(false),
            _ => Some(found.print()? == wanted.print()?),
        }
    };
    let mut selected = Vec::new();
    for item in items(input)? {
        let is_selected = match values.part(item, key)? {
            Data::List(parts) => {
                values.spend(parts.len())?;
                parts.iter().any(|part| is_wanted(part) == Some(true))
            }
            part => is_wanted(&part)?,
        };
        if is_selected {
            selected.push(item.clone());
        }
    }
    Some(list(selected))
}

/// Sorts by value or by a property; nothing comes last.
fn sorted(input: &Data, key: Option<&str>, values: &Values<'_>) -> Option<Data> {
    let items = items(input)?;
    let mut keyed = Vec::with_capacity(items.len());
    for item in items {
        let value = key.map_or_else(|| Some(item.clone()), |key| values.part(item, key))?;
        values.spend(value.cost())?;
        keyed.push((value, item.clone()));
    }
    let is_known = keyed.windows(2).all(|pair| match pair {
        [(Data::Nil, _), _] | [_, (Data::Nil, _)] => true,
        [(one, _), (two, _)] => one.order(two).is_some(),
        _ => true,
    });
    if !is_known {
        return None;
    }
    // About what a sort of so many values takes.
    values.spend(items.len().saturating_mul(items.len().checked_ilog2().unwrap_or(0) as usize))?;
    keyed.sort_by(|(one, _), (two, _)| match (one, two) {
        (Data::Nil, Data::Nil) => Ordering::Equal,
        (Data::Nil, _) => Ordering::Greater,
        (_, Data::Nil) => Ordering::Less,
        _ => one.order(two).unwrap_or(Ordering::Equal),
    });
    Some(list(keyed.into_iter().map(|(_, item)| item).collect()))
}

/// Splits like Ruby: at spaces if the separator is one, into characters if it is empty, and without
/// empty texts at the end.
fn split(text: &str, at: &str) -> Data {
    let mut parts: Vec<&str> = match at {
        " " => text.split_ascii_whitespace().collect(),
        "" => text.split("").filter(|part| !part.is_empty()).collect(),
        at => text.split(at).collect(),
    };
    while parts.last().is_some_and(|part| part.is_empty()) {
        parts.pop();
    }
    Data::List(parts.into_iter().map(Data::text).collect::<Arc<[Data]>>())
}
