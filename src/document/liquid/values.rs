//! Evaluates expressions and conditions, as far as their values are known.
//!
//! A value is known if it is written out, or comes from the config, the front matter, a data file
//! or an `assign` of such a value. Every step is counted, so that a body cannot make work without
//! bound.

use std::cell::Cell;
use std::collections::HashMap;

use super::super::{Context, Data};
use super::MOST_VALUES;
use super::reader::Reader;
use super::token::{Token, tokens};

/// The most steps for one body: items looked at, and bytes of loops read again.
const MOST_STEPS: usize = 1_000_000;

/// A value, if it is known.
pub(super) type Value = Option<Data>;

/// Whether a condition holds, if that is known.
pub(super) type Truth = Option<bool>;

/// The known values.
pub(super) struct Values<'c> {
    /// What the site and the post answer.
    pub context: &'c dyn Context,
    /// The values of the body's own variables; `None` = not known.
    variables: HashMap<String, Value>,
    steps: Cell<usize>,
}

impl<'c> Values<'c> {
    pub(super) fn new(context: &'c dyn Context) -> Self {
        Self { context, variables: HashMap::new(), steps: Cell::new(0) }
    }

    /// Counts steps; `None` if there are too many.
    pub(super) fn spend(&self, steps: usize) -> Option<()> {
        self.steps.set(self.steps.get().saturating_add(steps));
        (!self.are_spent()).then_some(())
    }

    /// Whether the steps are used up.
    pub(super) fn are_spent(&self) -> bool {
        self.steps.get() > MOST_STEPS
    }

    /// Uses up the steps if a text would become too long.
    pub(super) fn affordable(&self, bytes: usize) -> Option<()> {
        self.spend(if bytes > MOST_VALUES { MOST_STEPS + 1 } else { bytes / 16 })
    }

    /// Sets a variable and returns its former value.
    pub(super) fn set(&mut self, name: &str, value: Value) -> Option<Value> {
        let value = value.filter(|value| match value {
            Data::Text(text) | Data::Partial(text) => self.affordable(text.len()).is_some(),
            _ => true,
        });
        self.variables.insert(name.to_owned(), value)
    }

    /// Gives a variable its former value.
    pub(super) fn restore(&mut self, name: &str, value: Option<Value>) {
        match value {
            Some(value) => drop(self.variables.insert(name.to_owned(), value)),
            None => drop(self.variables.remove(name)),
        }
    }

    /// Forgets a variable, or all.
    pub(super) fn forget(&mut self, name: Option<&str>) {
        match name {
            Some(name) => self.restore(name, None),
            None => self.variables.clear(),
        }
    }

    /// Whether an expression begins with a variable of the body or a data file.
    pub(super) fn is_own(&self, expression: &str) -> bool {
        let is_name = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-');
        let name = expression.split(|c| !is_name(c)).next().unwrap_or_default();
        self.variables.contains_key(name) || expression.starts_with("site.data.")
    }

    /// The text of one of the site's settings; empty if there is none.
    fn of_site(&self, name: &str) -> String {
        let found = self.context.data(&["site", name]).and_then(|(value, _)| value.print());
        found.unwrap_or_default()
    }

    /// A part of a value.
    pub(super) fn part(&self, whole: &Data, key: &str) -> Option<Data> {
        // An item of a list is found without looking at the others.
        self.spend(if matches!(whole, Data::List(_)) { 1 } else { whole.cost() })?;
        (!matches!(whole, Data::Partial(_))).then(|| whole.get(key))
    }

    /// The value of an expression with its filters.
    pub(super) fn evaluate(&self, expression: &str) -> Option<Data> {
        let tokens = tokens(expression)?;
        let mut reader = Reader { tokens: &tokens, values: self };
        let value = reader.filtered()?;
        if reader.tokens.is_empty() { value } else { None }
    }

    /// Whether a condition holds.
    pub(super) fn holds(&self, condition: &str) -> Truth {
        let tokens = tokens(condition)?;
        let mut reader = Reader { tokens: &tokens, values: self };
        let mut tests = vec![reader.comparison()?];
        let mut joints = Vec::new();
        while let Some(token) = reader.next() {
            let Token::Name(joint @ ("and" | "or")) = token else { return None };
            joints.push(*joint == "and");
            tests.push(reader.comparison()?);
        }
        // Liquid joins from the right, without precedence.
        let mut holds = tests.pop()?;
        while let (Some(test), Some(is_and)) = (tests.pop(), joints.pop()) {
            holds = match (test, holds) {
                (Some(end), _) | (_, Some(end)) if end != is_and => Some(end),
                (Some(_), Some(_)) => Some(is_and),
                _ => None,
            };
        }
        holds
    }

    /// Whether a value is one of those that a `when` lists.
    pub(super) fn is_listed(&self, value: Option<&Data>, list: &str) -> Truth {
        let tokens = tokens(list)?;
        let mut reader = Reader { tokens: &tokens, values: self };
        let mut is_unknown = value.is_none();
        loop {
            let listed = reader.operand()?;
            match value.zip(listed).and_then(|(value, listed)| value.equals(&listed)) {
                Some(true) => return Some(true),
                Some(false) => {}
                None => is_unknown = true,
            }
            match reader.next() {
                Some(Token::Sign(",") | Token::Name("or")) => {}
                None if !is_unknown => return Some(false),
                _ => return None,
            }
        }
    }

    /// The variable and the items of a `for`.
    pub(super) fn loop_items(&self, text: &str) -> Option<(String, Option<Vec<Data>>)> {
        let tokens = tokens(text)?;
        let [Token::Name(name), Token::Name("in"), rest @ ..] = tokens.as_slice() else {
            return None;
        };
        let mut reader = Reader { tokens: rest, values: self };
        Some(((*name).to_owned(), reader.items()))
    }

    /// An address below the site's root, as the site's own pages write it.
    pub(super) fn relative_url(&self, address: &str) -> String {
        if address.contains("://") {
            return address.to_owned();
        }
        let base = self.of_site("baseurl");
        match base.trim_matches('/') {
            "" => format!("/{}", address.trim_start_matches('/')),
            base => format!("/{base}/{}", address.trim_start_matches('/')),
        }
    }

    /// A whole address.
    pub(super) fn absolute_url(&self, address: &str) -> String {
        let relative = self.relative_url(address);
        let url = self.of_site("url");
        let start = if relative.starts_with('/') { url.trim_end_matches('/') } else { "" };
        format!("{start}{relative}")
    }

    /// The value under keys, the first of which is a variable, `site` or `page`.
    pub(super) fn named(&self, keys: &[String]) -> Option<Data> {
        let (head, rest) = keys.split_first()?;
        if self.variables.contains_key(head) || !matches!(head.as_str(), "site" | "page") {
            let value = self.variables.get(head)?.clone()?;
            // What is not there of a loop is not known.
            if head == "forloop" && !value.has(rest.first()?) {
                return None;
            }
            return rest.iter().try_fold(value, |whole, key| self.part(&whole, key));
        }
        let keys: Vec<&str> = keys.iter().map(String::as_str).collect();
        // The parts of an address default to empty.
        let is_address = matches!(keys.as_slice(), ["site", "baseurl" | "url"]);
        self.spend(keys.len())?;
        let Some((whole, rest)) = self.context.data(&keys) else {
            return is_address.then(|| Data::text(""));
        };
        rest.iter().try_fold(whole, |whole, key| self.part(&whole, key))
    }
}
