//! Parses HTML text to a tree of nodes in bounded time, depth and memory.
//!
//! html5ever recovers from broken HTML as browsers do, but is quadratic in open elements (S23) and
//! reopens every unclosed `<b>` or `<font>` in each paragraph. So a [`Gate`] between its tokenizer
//! and its tree builder drops start tags past the cap of [`super::open_elements`], and all tags
//! once elements have multiplied; text always passes. The text is fed in pieces, with a check of
//! the time after each (S24).
//!
//! Knows nothing of the meaning of elements.

use std::cell::RefCell;
use std::ops::Deref;
use std::time::Duration;

use html5ever::buffer_queue::BufferQueue;
use html5ever::tendril::StrTendril;
use html5ever::tokenizer::{Token, TokenSink, TokenSinkResult, Tokenizer, TokenizerOpts};
use html5ever::tree_builder::{TreeBuilder, TreeBuilderOpts, create_element};
use html5ever::{QualName, TokenizerResult, local_name, ns};
use scraper::{Html, HtmlTreeSink};

use super::open_elements::OpenElements;
use super::split_near;
use crate::clock::thread_time;

/// The bytes between two checks of the time.
const PIECE: usize = 16 * 1024;
/// The most nodes of a tree; the rest stays text. A node costs about 400 bytes until it is on the
/// page.
const MOST_NODES: usize = 200_000;
/// The most elements without a start tag of their own (unclosed formatting, reopened).
const MOST_IMPLIED: usize = 100_000;

/// A tree, and why it may lack a part of the text.
pub(super) struct Tree<'a> {
    /// The nodes, below the root element of a fragment.
    pub html: Html,
    /// Whether start tags were dropped because too many elements were open.
    pub flattened: bool,
    /// The text that was not parsed because the time was used up.
    pub rest: &'a str,
}

/// A node of the tree.
pub(super) type NodeRef<'a> = <scraper::ElementRef<'a> as Deref>::Target;

type Builder = TreeBuilder<NodeId, HtmlTreeSink>;
/// A name of a node.
pub(super) type NodeId = <HtmlTreeSink as html5ever::tree_builder::TreeSink>::Handle;

/// Parses the content of a `<body>`, in at most about `budget`.
pub(super) fn build(html: &str, budget: Duration) -> Tree<'_> {
    let sink = HtmlTreeSink::new(Html::new_fragment());
    let body = QualName::new(None, ns!(html), local_name!("body"));
    let context = create_element(&sink, body, Vec::new());
    // With scripting off, the content of `noscript` is parsed as elements.
    let options = TreeBuilderOpts { scripting_enabled: false, ..TreeBuilderOpts::default() };
    let gate = Gate {
        builder: TreeBuilder::new_for_fragment(sink, context, None, options),
        open: RefCell::default(),
    };
    let tokenizer = Tokenizer::new(gate, TokenizerOpts::default());
    let deadline = thread_time() + budget;
    let queue = BufferQueue::default();
    let mut rest = html;
    while !rest.is_empty() {
        let (piece, after) = split_near(rest, PIECE);
        rest = after;
        queue.push_back(StrTendril::from_slice(piece));
        while !matches!(tokenizer.feed(&queue), TokenizerResult::Done) {}
        if thread_time() >= deadline || tokenizer.sink.nodes() > MOST_NODES {
            break;
        }
    }
    tokenizer.end();
    let Gate { builder, open } = tokenizer.sink;
    let open = open.into_inner();
    let mut html = builder.sink.0.into_inner();
    move_feet_down(&mut html);
    Tree { html, flattened: open.flattened || open.full, rest }
}

/// Moves each `<tfoot>` to the end of its table, where it is shown wherever it is written.
fn move_feet_down(html: &mut Html) {
    let is_named = |node: NodeRef<'_>, name| {
        node.value().as_element().is_some_and(|element| element.name.local == name)
    };
    let feet: Vec<(NodeId, NodeId)> = html
        .tree
        .nodes()
        .filter(|&node| is_named(node, local_name!("tfoot")))
        .filter_map(|foot| {
            let table = foot.parent().filter(|&node| is_named(node, local_name!("table")))?;
            Some((table.id(), foot.id()))
        })
        .collect();
    for (table, foot) in feet {
        if let Some(mut table) = html.tree.get_mut(table) {
            table.append_id(foot);
        }
    }
}

/// The token sink in front of the tree builder.
struct Gate {
    builder: Builder,
    open: RefCell<OpenElements>,
}

impl Gate {
    /// Whether the tree may grow; `false` once unclosed formatting has multiplied.
    fn has_room(&self, tokens: usize) -> bool {
        self.nodes() <= 2 * tokens + MOST_IMPLIED
    }

    fn nodes(&self) -> usize {
        self.builder.sink.0.borrow().tree.values().len()
    }
}

impl TokenSink for Gate {
    type Handle = NodeId;

    fn process_token(&self, token: Token, line: u64) -> TokenSinkResult<NodeId> {
        let mut open = self.open.borrow_mut();
        if !self.has_room(open.tokens) {
            open.full = true;
        }
        let admitted = open.admits(&token);
        drop(open);
        if admitted { self.builder.process_token(token, line) } else { TokenSinkResult::Continue }
    }

    fn end(&self) {
        self.builder.end();
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::DEEPEST;
    use super::*;

    /// The tree and the depth of its deepest node.
    fn built(html: &str) -> (Tree<'_>, usize) {
        let tree = build(html, Duration::from_secs(60));
        let (mut depth, mut deepest) = (0_usize, 0);
        let mut node = tree.html.tree.root();
        'walk: loop {
            if let Some(child) = node.first_child() {
                depth += 1;
                deepest = deepest.max(depth);
                node = child;
                continue;
            }
            loop {
                if let Some(sibling) = node.next_sibling() {
                    node = sibling;
                    break;
                }
                let Some(parent) = node.parent() else { break 'walk };
                depth -= 1;
                node = parent;
            }
        }
        (tree, deepest)
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(200))]

        #[test]
        fn no_soup_of_tags_goes_deeper(
            tags in proptest::collection::vec("</?(p|div|b|a|font size=#|i|table|caption|colgroup|col|tbody|thead|tr|td|th|li|ul|ol|dl|dd|dt|h1|h2|span|ruby|rt|rp|blockquote|button|form|svg|math|select|option|center|pre|iframe|hr|br|object|nobr|template|body|rtc|img|input|xmp|style|address|section|code|q|T)>|x", 1..8),
        ) {
            let piece = tags.concat();
            let html: String = (0..1500).map(|i| piece.replace('#', &i.to_string())).collect();
            let (tree, deepest) = built(&html);
            let nodes = tree.html.tree.values().len();
            prop_assert!(deepest <= 3 * DEEPEST, "{piece}: {deepest} deep");
            prop_assert!(nodes <= 2 * 1500 * 8 + MOST_IMPLIED + 5000, "{piece}: {nodes} nodes");
        }
    }
}
