//! The fast path from a body to its plain text, for searching thousands of bodies.
//!
//! Nearly all posts are plain paragraphs and simple HTML, whose text needs no tree, marks or links.
//! This module reads the bytes once, accepts only what it is sure of and declines everything else,
//! valid or not; a declined body is parsed. A property test holds the two paths equal. Code that
//! both need (how lines join, what hides an element, the label of an image) is shared.

mod blocks;
mod entity;
mod flow;
mod kind;
mod line;
mod replaced;
mod spans;
mod tag;
#[cfg(test)]
mod tests;
mod walk;

use super::{Context, Syntax, kramdown, liquid, parse};
use crate::clean::{CleanStr, CleanText};
use blocks::Blocks;
use flow::Flow;
use walk::Walk;

/// The longest body that is extracted, in bytes; a longer one may reach a limit of the parser.
const LONGEST: usize = 1024 * 1024;

/// The plain text of a body: always equal to that of [`parse`], usually in a fraction of the time.
pub fn plain_text(body: &str, syntax: Syntax, context: &dyn Context) -> CleanText {
    quick_text(body, syntax, context.reads_liquid())
        .unwrap_or_else(|| parse(body, syntax, context).plain_text())
}

/// The plain text of a body that is simple enough for the fast path; `None` if it is not.
///
/// Of the context it needs only whether Liquid is read (J23), so callers can put off making one.
pub fn quick_text(body: &str, syntax: Syntax, reads_liquid: bool) -> Option<CleanText> {
    if body.len() > LONGEST {
        return None;
    }
    let clean = CleanStr::unchanged(body)?;
    if syntax == Syntax::Plain {
        let mut flow = Flow::new(body.len());
        flow.lines(clean);
        return Some(flow.finish());
    }
    if reads_liquid && liquid::is_in(body) {
        return None;
    }
    let mut walk = Walk::new(body);
    if syntax == Syntax::Html {
        walk.html(clean)?;
    } else {
        if kramdown::is_in(body) || body.contains("]:") {
            return None;
        }
        Blocks::new(&mut walk).read(clean)?;
    }
    walk.finish()
}
