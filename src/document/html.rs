//! HTML to a document: the meaning of each element to a reader.
//!
//! Walks the tree once, without recursion, and calls a [`Builder`]. How elements behave in the tree
//! builder is in [`super::elements`]; whitespace, nesting and tables are up to the document
//! builder. Rules: B1-B14.

mod replaced;
mod tables;

use std::time::Duration;

use html5ever::local_name;
use scraper::node::{Element, Node};

use super::builder::{Builder, Container, TextBlock};
use super::inline::Span;
use super::liquid::Marker;
use super::numbers::Numbers;
use super::table::Cell;
use super::tree::NodeRef;
use super::{Context, Document, Flaw, Style, attributes, image, markup, tree};
use crate::clean::CleanText;
use tables::is_layout;

/// The time limit for one body (S24).
const BUDGET: Duration = Duration::from_secs(1);

/// Parses HTML; `chinese` selects the language of image labels.
pub(super) fn parse(html: &str, chinese: bool, context: &dyn Context) -> Document {
    parse_within(BUDGET, html, chinese, context)
}

/// [`parse`] with another time limit.
pub(super) fn parse_within(
    budget: Duration,
    html: &str,
    chinese: bool,
    context: &dyn Context,
) -> Document {
    let html = markup::escape_text(html);
    let tree = tree::build(&html, budget);
    let mut walk = Walk {
        builder: Builder::default(),
        context,
        chinese,
        decorative: 0,
        pre: None,
        numbers: Vec::new(),
    };
    walk.run(tree.html.tree.root());
    if tree.flattened {
        walk.builder.report(Flaw::Nesting);
    }
    if !tree.rest.is_empty() {
        walk.builder.report(Flaw::Time);
        walk.builder.boundary();
        walk.builder.plain(&markup::unparsed::text_of(tree.rest));
    }
    walk.builder.finish()
}

/// The action at the end of an element.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Close {
    Nothing,
    Block,
    Containers(u8),
    Text,
    Table,
    Spans(u8),
    /// A block with a span over its text.
    BlockSpan,
    /// A list item with a span over its text.
    Term,
    Pre,
}

struct Walk<'a> {
    builder: Builder,
    context: &'a dyn Context,
    chinese: bool,
    /// The number of open elements whose images are decorative.
    decorative: usize,
    /// The preformatted text being read.
    pre: Option<Pre>,
    /// The numbers of the open ordered lists; the last ones may have ended.
    numbers: Vec<Numbers>,
}

#[derive(Default)]
struct Pre {
    language: Option<String>,
    text: String,
}

impl Walk<'_> {
    fn run(&mut self, root: NodeRef<'_>) {
        let mut closes = Vec::new();
        let mut next = root.first_child();
        while let Some(node) = next {
            if let Some(close) = self.open(node) {
                let decorative = is_decorative(node);
                self.decorative += usize::from(decorative);
                closes.push((close, decorative));
                if let Some(child) = node.first_child() {
                    next = Some(child);
                    continue;
                }
                self.close(closes.pop());
            }
            let mut at = node;
            next = loop {
                if let Some(sibling) = at.next_sibling() {
                    break Some(sibling);
                }
                match at.parent() {
                    Some(parent) if parent != root => at = parent,
                    _ => break None,
                }
                self.close(closes.pop());
            };
        }
    }

    /// Enters a node; `None` skips its content.
    fn open(&mut self, node: NodeRef<'_>) -> Option<Close> {
        let element = match node.value() {
            Node::Element(element) => element,
            Node::Text(text) => {
                match &mut self.pre {
                    Some(pre) => pre.text.push_str(text),
                    None => self.builder.text(text),
                }
                return None;
            }
            _ => return None,
        };
        if attributes::is_hidden(element) {
            return None;
        }
        if let Some(pre) = &mut self.pre {
            return pre.open(element);
        }
        let close = self.element(node, element);
        if let Some(name) = attributes::anchor(element) {
            self.builder.anchor(name);
        }
        close
    }

    /// Enters an element; `None` skips its content.
    fn element(&mut self, node: NodeRef<'_>, element: &Element) -> Option<Close> {
        if is_skipped(node, element) || self.void(node, element) {
            return None;
        }
        let block = self.block_element(node, element);
        Some(block.unwrap_or_else(|| self.inline_element(element)))
    }

    /// Writes an element that has no content of its own, or whose content is replaced; `false` for
    /// any other element.
    fn void(&mut self, node: NodeRef<'_>, element: &Element) -> bool {
        match element.name.local {
            local_name!("br") => self.builder.line_break(),
            local_name!("hr") => self.builder.rule(),
            local_name!("img") => {
                if !is_decorative(node) {
                    self.image(element);
                }
            }
            local_name!("input") => {
                if element.attr("type").is_some_and(|kind| kind.eq_ignore_ascii_case("checkbox")) {
                    self.builder.check(element.attr("checked").is_some());
                }
            }
            local_name!("iframe")
            | local_name!("embed")
            | local_name!("video")
            | local_name!("audio") => self.media(node, element),
            local_name!("progress") | local_name!("meter") => self.progress(element),
            _ => return false,
        }
        true
    }

    /// Enters a block or a part of a table; `None` for other elements.
    fn block_element(&mut self, node: NodeRef<'_>, element: &Element) -> Option<Close> {
        let builder = &mut self.builder;
        Some(match element.name.local {
            local_name!("h1") => self.text_block(TextBlock::Heading(1)),
            local_name!("h2") => self.text_block(TextBlock::Heading(2)),
            local_name!("h3") => self.text_block(TextBlock::Heading(3)),
            local_name!("h4") => self.text_block(TextBlock::Heading(4)),
            local_name!("h5") => self.text_block(TextBlock::Heading(5)),
            local_name!("h6") => self.text_block(TextBlock::Heading(6)),
            local_name!("blockquote") => self.containers(&[Container::Quote]),
            local_name!("ul") | local_name!("menu") | local_name!("dir") | local_name!("dl") => {
                self.containers(&[Container::List(None)])
            }
            local_name!("ol") => {
                let list = Numbers::of(node, element);
                self.numbers.push(list);
                self.containers(&[Container::List(Some(list.first))])
            }
            local_name!("li") if builder.is_in_list() => self.item(node, element),
            local_name!("dt") if builder.is_in_list() => {
                let close = self.containers(&[Container::Item]);
                self.builder.begin(Span::Style(Style::Strong));
                if close == Close::Block { Close::BlockSpan } else { Close::Term }
            }
            local_name!("details") => self.containers(&[Container::List(None), Container::Item]),
            local_name!("summary") => {
                builder.boundary();
                builder.begin(Span::Style(Style::Strong));
                Close::BlockSpan
            }
            local_name!("table") => {
                if !is_layout(node) && builder.open_table() {
                    Close::Table
                } else {
                    self.block()
                }
            }
            local_name!("caption") => self.text_block(TextBlock::Caption),
            local_name!("tr") => {
                builder.row(node.parent().is_some_and(|parent| is_named(parent, "thead")));
                self.block()
            }
            local_name!("td") | local_name!("th") => self.cell(node, element),
            local_name!("pre") | local_name!("listing") | local_name!("xmp") => {
                builder.boundary();
                self.pre = Some(Pre { language: attributes::language(node), text: String::new() });
                Close::Pre
            }
            local_name!("p")
            | local_name!("address")
            | local_name!("article")
            | local_name!("aside")
            | local_name!("center")
            | local_name!("dd")
            | local_name!("dialog")
            | local_name!("div")
            | local_name!("dt")
            | local_name!("fieldset")
            | local_name!("figcaption")
            | local_name!("figure")
            | local_name!("footer")
            | local_name!("header")
            | local_name!("hgroup")
            | local_name!("legend")
            | local_name!("li")
            | local_name!("main")
            | local_name!("nav")
            | local_name!("section") => self.block(),
            _ => return None,
        })
    }

    /// Enters an inline element; unknown ones have no effect.
    fn inline_element(&mut self, element: &Element) -> Close {
        match element.name.local {
            local_name!("a") if attributes::is_missing_post(element) => self.style(Style::Deleted),
            local_name!("a") => match element.attr("href").and_then(|href| self.target(href)) {
                Some(target) => self.spans(&[Span::Link { target, image: false }]),
                None => Close::Nothing,
            },
            local_name!("strong") | local_name!("b") => self.style(Style::Strong),
            local_name!("em")
            | local_name!("i")
            | local_name!("cite")
            | local_name!("dfn")
            | local_name!("var") => self.style(Style::Emphasis),
            local_name!("code") | local_name!("samp") | local_name!("tt") => {
                self.style(Style::Code)
            }
            local_name!("del") | local_name!("s") | local_name!("strike") => {
                self.style(Style::Deleted)
            }
            local_name!("ins") | local_name!("u") => self.style(Style::Inserted),
            local_name!("mark") => self.style(Style::Highlight),
            local_name!("ruby") => self.style(Style::Verbatim),
            local_name!("kbd") => self.spans(&[Span::Style(Style::Code), Span::Between("[", "]")]),
            local_name!("q") => self.spans(&[Span::Between("“", "”")]),
            local_name!("sub") => self.spans(&[Span::Between("_", "")]),
            local_name!("sup") => self.spans(&[Span::Between("^", "")]),
            local_name!("rt") if self.builder.is_directly_in(Style::Verbatim) => {
                self.spans(&[Span::Style(Style::Annotation), Span::Between("(", ")")])
            }
            local_name!("rt") => self.spans(&[Span::Between("(", ")")]),
            _ => {
                if let Some(marker) = Marker::of(element) {
                    self.marker(marker);
                }
                Close::Nothing
            }
        }
    }

    fn close(&mut self, close: Option<(Close, bool)>) {
        let builder = &mut self.builder;
        let Some((close, decorative)) = close else { return };
        self.decorative -= usize::from(decorative);
        match close {
            Close::Nothing => {}
            Close::Block => builder.boundary(),
            Close::Containers(count) => (0..count).for_each(|_| builder.close()),
            Close::Text => builder.close_text(),
            Close::Table => builder.close_table(),
            Close::Spans(count) => (0..count).for_each(|_| builder.end()),
            Close::BlockSpan => {
                builder.boundary();
                builder.end();
            }
            Close::Term => {
                builder.boundary();
                builder.end();
                builder.close();
            }
            Close::Pre => {
                if let Some(pre) = self.pre.take() {
                    builder.code(pre.language.as_deref(), &pre.text);
                }
            }
        }
    }

    fn marker(&mut self, marker: Marker<'_>) {
        let builder = &mut self.builder;
        match marker {
            Marker::Code { language, text } => builder.code(language, text),
            Marker::Placeholder { text, is_block } => {
                if is_block {
                    builder.boundary();
                }
                builder.begin(Span::Style(Style::Placeholder));
                builder.text(text);
                builder.end();
                if is_block {
                    builder.boundary();
                }
            }
        }
    }

    fn block(&mut self) -> Close {
        self.builder.boundary();
        Close::Block
    }

    fn text_block(&mut self, block: TextBlock) -> Close {
        if self.builder.open_text(block) { Close::Text } else { self.block() }
    }

    fn containers(&mut self, containers: &[Container]) -> Close {
        let opened = containers.iter().take_while(|&&container| self.builder.open(container));
        match u8::try_from(opened.count()) {
            Ok(0) | Err(_) => Close::Block,
            Ok(count) => Close::Containers(count),
        }
    }

    /// Opens an item of a list, with its number if it is not the next one.
    fn item(&mut self, node: NodeRef<'_>, element: &Element) -> Close {
        let close = self.containers(&[Container::Item]);
        let list = node.parent().map(|parent| parent.id());
        while self.numbers.last().is_some_and(|numbers| Some(numbers.list) != list) {
            if node.parent().is_none_or(|parent| !is_named(parent, "ol")) {
                return close;
            }
            self.numbers.pop();
        }
        let number = self.numbers.last_mut().map(|numbers| numbers.next(element));
        // Beyond the greatest depth no item was opened.
        if let Some(number) = number.filter(|_| close != Close::Block) {
            self.builder.number(number);
        }
        close
    }

    fn style(&mut self, style: Style) -> Close {
        self.spans(&[Span::Style(style)])
    }

    fn spans(&mut self, spans: &[Span]) -> Close {
        for span in spans {
            self.builder.begin(span.clone());
        }
        Close::Spans(spans.len().try_into().unwrap_or(0))
    }

    fn cell(&mut self, node: NodeRef<'_>, element: &Element) -> Close {
        let number = |name| {
            let number = element.attr(name).map_or(1, attributes::number);
            usize::try_from(number).unwrap_or(1)
        };
        let cell = Cell {
            columns: number("colspan"),
            rows: number("rowspan"),
            alignment: attributes::alignment(element),
            heading: element.name.local == local_name!("th"),
        };
        if self.builder.open_text(TextBlock::Cell(cell)) {
            return Close::Text;
        }
        if !self.builder.is_in_text() {
            return self.block();
        }
        // A cell of a table inside a cell: its row is one line of the outer cell.
        if node.prev_sibling().is_some_and(|sibling| sibling.value().is_element()) {
            self.builder.space();
        }
        Close::Nothing
    }

    /// The target of a link, made absolute if possible; `None` if it is empty.
    fn target(&self, address: &str) -> Option<CleanText> {
        // Browsers drop line ends and tabs. What is not shown must not hide that an address is
        // absolute.
        let address = CleanText::line(&address.replace(['\t', '\n', '\r'], ""));
        let address = address.as_str().trim();
        if address.is_empty() {
            return None;
        }
        let is_absolute = address.split_once(':').is_some_and(|(scheme, _)| {
            scheme.chars().all(|c| c.is_ascii_alphanumeric() || "+-.".contains(c))
        });
        // A fragment stays in the article.
        let stays = is_absolute || address.starts_with('#');
        let resolved = if stays { None } else { self.context.resolve(address) };
        Some(match resolved {
            Some(resolved) => CleanText::line(&resolved),
            None if address.starts_with("//") => CleanText::line(&format!("https:{address}")),
            None => CleanText::line(address),
        })
    }
}

impl Pre {
    /// Enters an element of preformatted text, where only line ends count.
    fn open(&mut self, element: &Element) -> Option<Close> {
        match element.name.local {
            local_name!("script") | local_name!("style") => return None,
            local_name!("br") => self.text.push('\n'),
            local_name!("div") | local_name!("p") | local_name!("li") | local_name!("tr")
                if !self.text.is_empty() && !self.text.ends_with('\n') =>
            {
                self.text.push('\n');
            }
            _ => {
                if let Some(Marker::Placeholder { text, .. } | Marker::Code { text, .. }) =
                    Marker::of(element)
                {
                    self.text.push_str(text);
                }
            }
        }
        Some(Close::Nothing)
    }
}

/// Whether an element is skipped with its content: text that is never shown, parentheses that `rt`
/// writes already, and copies of an image.
fn is_skipped(node: NodeRef<'_>, element: &Element) -> bool {
    match element.name.local {
        local_name!("script")
        | local_name!("style")
        | local_name!("title")
        | local_name!("textarea")
        | local_name!("noembed")
        | local_name!("noframes") => true,
        local_name!("rp") => is_bracket(node),
        local_name!("noscript") => image::repeats_sibling(node),
        local_name!("td") => tables::is_gutter(node),
        local_name!("a") => attributes::is_back_link(node, element),
        _ => false,
    }
}

/// Whether an `rp` contains a bracket as it should, and not text after a missing end tag.
fn is_bracket(rp: NodeRef<'_>) -> bool {
    let mut children = rp.children();
    let is_short = |child: NodeRef<'_>| {
        child.value().as_text().is_some_and(|text| text.trim().chars().nth(1).is_none())
    };
    children.next().is_none_or(is_short) && children.next().is_none()
}

/// Whether the images in a node are decorative; its text is not.
fn is_decorative(node: NodeRef<'_>) -> bool {
    let element = node.value().as_element();
    element.is_some_and(|element| element.attr("aria-hidden") == Some("true"))
}

fn is_named(node: NodeRef<'_>, name: &str) -> bool {
    node.value().as_element().is_some_and(|element| element.name() == name)
}
