//! The words of a Liquid expression.

/// A token.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Token<'a> {
    /// A quoted text, without its quotes.
    Text(&'a str),
    /// A number, as written.
    Number(&'a str),
    /// A name.
    Name(&'a str),
    /// An operator or punctuation.
    Sign(&'a str),
}

/// The signs, longer ones first.
const SIGNS: [&str; 17] =
    ["==", "!=", "<>", "<=", ">=", "..", "<", ">", ".", "[", "]", "|", ":", ",", "(", ")", "="];

/// The tokens of an expression; `None` if it has anything else.
pub(super) fn tokens(text: &str) -> Option<Vec<Token<'_>>> {
    let mut tokens = Vec::new();
    let mut rest = text.trim_start();
    while let Some(first) = rest.chars().next() {
        let (token, after) = if matches!(first, '"' | '\'') {
            let (text, after) = rest.get(1..)?.split_once(first)?;
            (Token::Text(text), after)
        } else if first.is_ascii_digit() || first == '-' {
            let (number, after) = number(rest)?;
            (Token::Number(number), after)
        } else if first.is_alphabetic() || first == '_' {
            let is_name = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-' | '?');
            let end = rest.find(|c| !is_name(c)).unwrap_or(rest.len());
            let (name, after) = rest.split_at_checked(end)?;
            (Token::Name(name), after)
        } else {
            let sign = SIGNS.iter().find(|sign| rest.starts_with(**sign))?;
            (Token::Sign(sign), rest.get(sign.len()..)?)
        };
        tokens.push(token);
        rest = after.trim_start();
    }
    Some(tokens)
}

/// Splits a number from the start of a text; a range's dots do not belong to it.
fn number(text: &str) -> Option<(&str, &str)> {
    let digits = |from: usize| {
        let rest = text.as_bytes().get(from..).unwrap_or_default();
        from + rest.iter().take_while(|byte| byte.is_ascii_digit()).count()
    };
    let start = usize::from(text.starts_with('-'));
    let whole = digits(start);
    let point = text.as_bytes().get(whole) == Some(&b'.') && digits(whole + 1) > whole + 1;
    let end = if point { digits(whole + 1) } else { whole };
    if whole > start { text.split_at_checked(end) } else { None }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_and_signs() {
        for (text, expected) in [
            ("a.b-c[\"d e\"] | f: 'g', -1.5", "a . b-c [ 'd e' ] | f : 'g' , -1.5"),
            ("(1..3)", "( 1 .. 3 )"),
            ("a>=1 and b<>'x'", "a >= 1 and b <> 'x'"),
            ("数 == 二", "数 == 二"),
            ("", ""),
        ] {
            let found = tokens(text).unwrap();
            let found = found.iter().map(|token| match token {
                Token::Text(text) => format!("'{text}'"),
                Token::Number(text) | Token::Name(text) | Token::Sign(text) => (*text).to_owned(),
            });
            assert_eq!(found.collect::<Vec<_>>().join(" "), expected, "{text}");
        }
        for text in ["'a", "a & b", "-", "a + b", "{a}"] {
            assert_eq!(tokens(text), None, "{text}");
        }
    }
}
