//! Evaluates `{{ .. }}` where that is possible without running anything.
//!
//! Supports quoted text, values of the site and the page, and the two filters that make addresses;
//! nothing else.

use super::super::Context;

/// The text of an expression; `None` if it is not supported.
pub(super) fn evaluate(expression: &str, context: &dyn Context) -> Option<String> {
    let (head, filters) = split_literal(expression)?;
    let mut value = match head {
        Head::Literal(text) => text.to_owned(),
        Head::Name(name) => named(name, context)?,
    };
    let mut filters = filters.split('|');
    if !filters.next()?.trim().is_empty() {
        return None;
    }
    for filter in filters {
        value = match filter.trim() {
            "relative_url" => relative_url(&value, context),
            "absolute_url" => absolute_url(&value, context),
            _ => return None,
        };
    }
    Some(value)
}

enum Head<'a> {
    Literal(&'a str),
    Name(&'a str),
}

fn split_literal(expression: &str) -> Option<(Head<'_>, &str)> {
    let first = expression.chars().next()?;
    if matches!(first, '"' | '\'') {
        let (literal, rest) = expression.get(1..)?.split_once(first)?;
        return Some((Head::Literal(literal), rest));
    }
    let is_name = |c: char| c.is_alphanumeric() || matches!(c, '.' | '_' | '-');
    let end = expression.find(|c| !is_name(c)).unwrap_or(expression.len());
    let (name, rest) = expression.split_at_checked(end)?;
    name.contains('.').then_some((Head::Name(name), rest))
}

fn named(name: &str, context: &dyn Context) -> Option<String> {
    // The parts of an address default to empty.
    let is_address = matches!(name, "site.baseurl" | "site.url");
    context.value(name).or_else(|| is_address.then(String::new))
}

/// An address below the site's root, as the site's own pages write it.
pub(super) fn relative_url(address: &str, context: &dyn Context) -> String {
    if address.contains("://") {
        return address.to_owned();
    }
    let base = context.value("site.baseurl").unwrap_or_default();
    match base.trim_matches('/') {
        "" => format!("/{}", address.trim_start_matches('/')),
        base => format!("/{base}/{}", address.trim_start_matches('/')),
    }
}

fn absolute_url(address: &str, context: &dyn Context) -> String {
    let relative = relative_url(address, context);
    match context.value("site.url") {
        Some(url) if relative.starts_with('/') => {
            format!("{}{relative}", url.trim_end_matches('/'))
        }
        _ => relative,
    }
}
