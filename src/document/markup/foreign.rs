//! What SVG and `MathML` say, as text: the labels of a drawing, and a formula on one line.
//!
//! Their elements are none of HTML's, so the tree never sees them.

use super::super::DEEPEST;
use super::{name, tag_len};

/// An open element.
#[derive(Default)]
struct Open {
    name: String,
    /// The text of each child element, and of the characters between them.
    parts: Vec<String>,
}

/// The labels in a drawing (`text`), separated by spaces.
pub(super) fn labels(svg: &str) -> String {
    let mut labels = String::new();
    let mut inside = false;
    for piece in pieces(svg) {
        match piece {
            Piece::Text(text) if inside => labels.push_str(text),
            Piece::Start(name) if name == "text" => {
                inside = true;
                labels.push(' ');
            }
            Piece::End(name) if name == "text" => inside = false,
            _ => {}
        }
    }
    let trimmed = labels.split_whitespace().collect::<Vec<_>>().join(" ");
    if trimmed.is_empty() { trimmed } else { format!(" {trimmed} ") }
}

/// A formula on one line: `(a+b)/c`, `x^2`.
pub(super) fn formula(math: &str) -> String {
    let mut open: Vec<Open> = vec![Open::default()];
    // Elements beyond the limit count as their content.
    let mut deeper = 0_usize;
    for piece in pieces(math) {
        match piece {
            Piece::Text(text) => {
                let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
                if let Some(open) = open.last_mut()
                    && !text.is_empty()
                {
                    open.parts.push(text);
                }
            }
            Piece::Start(_) if open.len() > DEEPEST => deeper += 1,
            Piece::Start(name) => open.push(Open { name, parts: Vec::new() }),
            Piece::End(_) if deeper > 0 => deeper -= 1,
            Piece::End(name) => {
                while open.len() > 1 && open.iter().any(|open| open.name == name) {
                    let Some(ended) = open.pop() else { break };
                    let is_named = ended.name == name;
                    if let Some(outer) = open.last_mut() {
                        outer.parts.push(ended.written());
                    }
                    if is_named {
                        break;
                    }
                }
            }
        }
    }
    let mut written = String::new();
    while let Some(ended) = open.pop() {
        written = ended.written() + &written;
    }
    written
}

impl Open {
    fn written(self) -> String {
        let joined = |parts: &[String], by: &str| {
            parts.iter().map(|part| grouped(part)).collect::<Vec<_>>().join(by)
        };
        match (self.name.as_str(), self.parts.as_slice()) {
            ("annotation" | "annotation-xml", _) => String::new(),
            ("mfrac", [_, _]) => joined(&self.parts, "/"),
            ("msup" | "mover", [base, over]) => format!("{base}^{}", grouped(over)),
            ("msub" | "munder", [base, under]) => format!("{base}_{}", grouped(under)),
            ("msubsup" | "munderover", [base, under, over]) => {
                format!("{base}_{}^{}", grouped(under), grouped(over))
            }
            ("msqrt", parts) => format!("√{}", grouped(&parts.concat())),
            ("mroot", [base, degree]) => format!("{}√{}", grouped(degree), grouped(base)),
            ("mtd", parts) => parts.concat() + " ",
            ("mtr", parts) => parts.concat().trim_end().to_owned() + "; ",
            (_, parts) => parts.concat(),
        }
    }
}

/// An operand: in parentheses if it is more than a number or a letter.
fn grouped(operand: &str) -> String {
    let is_number = operand.chars().all(|c| c.is_ascii_digit() || c == '.');
    let is_reference = operand.starts_with('&') && operand.find(';') == Some(operand.len() - 1);
    if is_number || is_reference || operand.chars().nth(1).is_none() {
        operand.to_owned()
    } else {
        format!("({operand})")
    }
}

enum Piece<'a> {
    Text(&'a str),
    Start(String),
    End(String),
}

/// The tags of a text and the texts between them; an element that is closed at once has both tags.
fn pieces(html: &str) -> impl Iterator<Item = Piece<'_>> {
    let mut rest = html;
    let mut end = None;
    std::iter::from_fn(move || {
        if let Some(name) = end.take() {
            return Some(Piece::End(name));
        }
        let bytes = rest.as_bytes();
        if bytes.is_empty() {
            return None;
        }
        if bytes.first() == Some(&b'<') {
            let len = tag_len(bytes).unwrap_or(bytes.len());
            let (tag, after) = rest.split_at_checked(len)?;
            rest = after;
            if let Some(name) = tag.strip_prefix("</").and_then(|tag| name(tag.as_bytes())) {
                return Some(Piece::End(name));
            }
            let Some(name) = name(tag.as_bytes().get(1..)?) else { return Some(Piece::Text("")) };
            end = tag.ends_with("/>").then(|| name.clone());
            return Some(Piece::Start(name));
        }
        let len = memchr::memchr(b'<', bytes).unwrap_or(bytes.len());
        let (text, after) = rest.split_at_checked(len)?;
        rest = after;
        Some(Piece::Text(text))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formulas_on_one_line() {
        for (math, expected) in [
            ("<math><mfrac><mn>1</mn><mn>20</mn></mfrac></math>", "1/20"),
            (
                "<math><mfrac><mrow><mi>a</mi><mo>+</mo><mi>b</mi></mrow><mi>c</mi></mfrac></math>",
                "(a+b)/c",
            ),
            ("<math>\n <msup>\n  <mi>x</mi>\n  <mn>2</mn>\n </msup></math>", "x^2"),
            (
                "<math><msub><mi>x</mi><mi>i</mi></msub><mo>=</mo><msqrt><mn>2</mn></msqrt></math>",
                "x_i=√2",
            ),
            ("<math><mi>x</mi><annotation encoding='tex'>y</annotation></math>", "x"),
            ("<math><mfrac><mi>&alpha;</mi><mn>2</mn></mfrac><mspace/><mi>z", "&alpha;/2z"),
            ("<math></mi>x</math>", "x"),
        ] {
            assert_eq!(formula(math), expected, "{math}");
        }
    }

    #[test]
    fn labels_of_a_drawing() {
        let svg = "<svg><title>t</title><g><text x='1'>甲<tspan>乙</tspan></text>\n<path d=''/><text>丙</text></g></svg>";
        assert_eq!(labels(svg), " 甲乙 丙 ");
        assert_eq!(labels("<svg><path d=''/></svg>"), "");
    }

    #[test]
    fn floods_take_linear_time() {
        for piece in ["<mfrac>", "<mfrac><mi>x</mi>", "</mi>", "<mi>", "<", "<mi/>", "<text>a"] {
            let flood = piece.repeat(100_000 / piece.len());
            assert!(formula(&flood).len() <= 8 * flood.len());
            assert!(labels(&flood).len() <= 2 * flood.len());
        }
    }
}
