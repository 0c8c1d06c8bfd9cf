//! Reads an expression from its tokens.
//!
//! Knows no filters and no variables; everything is read once, from left to right.

use super::super::Data;
use super::filters;
use super::token::Token;
use super::values::{Truth, Value, Values};

/// A key, if it is known.
type Key = Option<String>;

/// Reads the tokens of an expression. `None` = not understood; a value that is `None` = not known.
pub(super) struct Reader<'t, 'a, 'v> {
    /// The tokens that are left.
    pub tokens: &'t [Token<'a>],
    /// The known values.
    pub values: &'v Values<'v>,
}

impl<'t, 'a> Reader<'t, 'a, '_> {
    /// The next token, which is then passed.
    pub(super) fn next(&mut self) -> Option<&'t Token<'a>> {
        let (first, rest) = self.tokens.split_first()?;
        self.tokens = rest;
        Some(first)
    }

    /// Whether a sign comes next, which is then passed.
    fn takes(&mut self, sign: &str) -> bool {
        let is_next = self.tokens.first() == Some(&Token::Sign(sign));
        if is_next {
            self.next();
        }
        is_next
    }

    /// An operand with its filters.
    pub(super) fn filtered(&mut self) -> Option<Value> {
        let mut value = self.operand()?;
        while self.takes("|") {
            let Token::Name(name) = self.next()? else { return None };
            let mut arguments = Vec::new();
            if self.takes(":") {
                arguments.push(self.operand()?);
                while self.takes(",") {
                    arguments.push(self.operand()?);
                }
            }
            let arguments: Option<Vec<Data>> = arguments.into_iter().collect();
            value = value.zip(arguments).and_then(|(value, arguments)| {
                self.values.spend(value.cost())?;
                filters::apply(name, &value, &arguments, self.values)
            });
        }
        Some(value)
    }

    /// A literal, or a name with its keys.
    pub(super) fn operand(&mut self) -> Option<Value> {
        let name = match *self.next()? {
            Token::Text(text) => return Some(Some(Data::text(text))),
            Token::Number(number) => {
                let whole = number.parse().map(Data::Int).ok();
                return Some(whole.or_else(|| number.parse().map(Data::Float).ok()));
            }
            Token::Name(name) => name,
            Token::Sign(_) => return None,
        };
        let mut keys = vec![Some(name.to_owned())];
        loop {
            if self.takes(".") {
                let Token::Name(key) = self.next()? else { return None };
                keys.push(Some((*key).to_owned()));
            } else if self.takes("[") {
                let key = self.key()?;
                keys.push(key);
                if !self.takes("]") {
                    return None;
                }
            } else {
                break;
            }
        }
        Some(match name {
            "nil" | "null" => Some(Data::Nil),
            "true" => Some(Data::Bool(true)),
            "false" => Some(Data::Bool(false)),
            _ => {
                let keys: Option<Vec<String>> = keys.into_iter().collect();
                keys.and_then(|keys| self.values.named(&keys))
            }
        })
    }

    /// A key in brackets: a literal, or a name with plain keys.
    fn key(&mut self) -> Option<Key> {
        let mut names = match *self.next()? {
            Token::Text(text) | Token::Number(text) => return Some(Some(text.to_owned())),
            Token::Name(name) => vec![name.to_owned()],
            Token::Sign(_) => return None,
        };
        while self.takes(".") {
            let Token::Name(key) = self.next()? else { return None };
            names.push((*key).to_owned());
        }
        Some(self.values.named(&names).and_then(|key| key.print_item()))
    }

    /// Two operands that are compared, or one that is true or not.
    pub(super) fn comparison(&mut self) -> Option<Truth> {
        let left = self.operand()?;
        let operator = match self.tokens.first() {
            Some(Token::Sign(sign @ ("==" | "!=" | "<>" | "<" | ">" | "<=" | ">="))) => *sign,
            Some(Token::Name("contains")) => "contains",
            _ => return Some(left.map(|left| left.is_true())),
        };
        self.next();
        let equal = |is_equal: Option<bool>| match operator {
            "==" => is_equal,
            "!=" | "<>" => is_equal.map(|is_equal| !is_equal),
            _ => None,
        };
        if let Some(Token::Name(word @ ("empty" | "blank"))) = self.tokens.first() {
            self.next();
            let is = |left: Data| if *word == "empty" { left.is_empty() } else { left.is_blank() };
            return Some(equal(left.and_then(is)));
        }
        let right = self.operand()?;
        let Some((left, right)) = left.zip(right) else { return Some(None) };
        if self.values.spend(left.cost()).is_none() {
            return Some(None);
        }
        Some(match operator {
            "<" => left.order(&right).map(std::cmp::Ordering::is_lt),
            ">" => left.order(&right).map(std::cmp::Ordering::is_gt),
            "<=" => left.order(&right).map(std::cmp::Ordering::is_le),
            ">=" => left.order(&right).map(std::cmp::Ordering::is_ge),
            "contains" => match (&left, right.print_item()) {
                (Data::Text(text), Some(part)) => Some(text.contains(&part)),
                (Data::List(items), Some(_)) => {
                    let steps = items.len().saturating_mul(right.cost());
                    self.values
                        .spend(steps)
                        .map(|()| items.iter().any(|item| item.equals(&right) == Some(true)))
                }
                (Data::Nil, Some(_)) => Some(false),
                _ => None,
            },
            _ => equal(left.equals(&right)),
        })
    }

    /// The items of a list, a map's pairs or a range, as `limit`, `offset` and `reversed` leave
    /// them.
    pub(super) fn items(&mut self) -> Option<Vec<Data>> {
        let mut items = if self.takes("(") {
            let from = self.operand()??;
            let is_range = self.takes("..");
            let to = self.operand()??;
            let (Data::Int(from), Data::Int(to), true, true) =
                (from, to, is_range, self.takes(")"))
            else {
                return None;
            };
            let count = usize::try_from(to.saturating_sub(from).saturating_add(1)).unwrap_or(0);
            self.values.spend(count)?;
            (from..=to).map(Data::Int).collect()
        } else {
            let whole = self.operand()??;
            self.values.spend(whole.cost())?;
            match whole {
                Data::List(items) => items.to_vec(),
                Data::Map(pairs) => pairs
                    .iter()
                    .map(|(key, value)| Data::List([Data::Text(key.clone()), value.clone()].into()))
                    .collect(),
                Data::Nil => Vec::new(),
                _ => return None,
            }
        };
        let (mut limit, mut offset, mut is_reversed) = (usize::MAX, 0, false);
        while let Some(token) = self.next() {
            let Token::Name(name) = token else { return None };
            if *name == "reversed" {
                is_reversed = true;
                continue;
            }
            let Data::Int(number) = (if self.takes(":") { self.operand()?? } else { return None })
            else {
                return None;
            };
            let number = usize::try_from(number).ok()?;
            match *name {
                "limit" => limit = number,
                "offset" => offset = number,
                _ => return None,
            }
        }
        items = items.into_iter().skip(offset).take(limit).collect();
        if is_reversed {
            items.reverse();
        }
        Some(items)
    }
}
