//! Pairs the delimiters of emphasis (`*`, `_`), of deleted text (`~~`) and of highlighted text (`==`)
//! in the events of Markdown, and finds wiki links (`[[x]]`) in what is not another link.
//!
//! `CommonMark` decides by the characters beside a delimiter whether it may open or close, and its
//! rule expects spaces around words: `**甲：**乙` opens twice and closes never. So the pairs of the
//! parser are taken apart, and the delimiters are paired anew by one rule for all of them, see
//! [`super::flanking`]. Blocks, code, links and HTML bind closer than emphasis and stay as the
//! parser found them.
//!
//! Linear: a closer never looks again at openers that do not fit. Rule: B27.

#[cfg(test)]
mod tests;

use std::collections::VecDeque;
use std::ops::Range;

use pulldown_cmark::{CowStr, Event, LinkType, Tag, TagEnd};

use super::super::{Dialect, Link, split_near};
use super::flanking::Flanks;

/// The longest wiki link, in bytes.
const LONGEST_WIKI_LINK: usize = 1024;
/// Highlighted text: the parser has no name for it, and finds no subscripts.
pub(super) const HIGHLIGHT: TagEnd = TagEnd::Subscript;

/// The events of a Markdown text, with emphasis paired again.
pub(super) struct Emphasis<'a, I> {
    source: &'a str,
    events: I,
    /// An event that was read too early.
    next: Option<(Event<'a>, Range<usize>)>,
    ready: VecDeque<Event<'a>>,
    in_code: bool,
    dialect: Dialect,
}

impl<'a, I: Iterator<Item = (Event<'a>, Range<usize>)>> Emphasis<'a, I> {
    /// Reads events with their byte ranges in `source`.
    pub(super) fn new(source: &'a str, events: I, dialect: Dialect) -> Self {
        Self { source, events, next: None, ready: VecDeque::new(), in_code: false, dialect }
    }

    /// Reads the inlines up to the next block.
    fn read_leaf(&mut self, first: Event<'a>, range: Range<usize>) {
        let mut leaf = Leaf::new(self.source, self.dialect);
        leaf.add(first, range);
        for (event, range) in self.events.by_ref() {
            if !is_inline(&event) {
                self.next = Some((event, range));
                break;
            }
            leaf.add(event, range);
        }
        leaf.finish(&mut self.ready);
    }
}

impl<'a, I: Iterator<Item = (Event<'a>, Range<usize>)>> Iterator for Emphasis<'a, I> {
    type Item = Event<'a>;

    fn next(&mut self) -> Option<Event<'a>> {
        if self.ready.is_empty() {
            let (event, range) = self.next.take().or_else(|| self.events.next())?;
            match &event {
                Event::Start(Tag::CodeBlock(_)) => self.in_code = true,
                Event::End(TagEnd::CodeBlock) => self.in_code = false,
                _ => {}
            }
            if self.in_code || !is_inline(&event) {
                return Some(event);
            }
            self.read_leaf(event, range);
        }
        self.ready.pop_front()
    }
}

fn is_inline(event: &Event<'_>) -> bool {
    match event {
        Event::Start(tag) => {
            matches!(tag, Tag::Emphasis | Tag::Strong | Tag::Link { .. } | Tag::Image { .. })
        }
        Event::End(tag) => {
            matches!(tag, TagEnd::Emphasis | TagEnd::Strong | TagEnd::Link | TagEnd::Image)
        }
        Event::Html(_) | Event::Rule | Event::TaskListMarker(_) => false,
        _ => true,
    }
}

/// The inlines of one block.
struct Leaf<'a> {
    source: &'a str,
    /// The bytes that begin delimiters and wiki links.
    delimiters: &'static [u8],
    pieces: Vec<Piece<'a>>,
    runs: Vec<Run>,
    /// The runs that are not paired yet: all but those inside a link that has ended.
    waiting: Vec<usize>,
    /// For each open link or image, the number of waiting runs before it.
    links: Vec<usize>,
    /// The text that is not split yet: what the parser cuts may stand together.
    text: Range<usize>,
    /// Whether that text begins with a character after a backslash.
    is_escaped: bool,
    /// The end of what the events so far cover.
    end: usize,
}

/// A part of a leaf.
enum Piece<'a> {
    Event(Event<'a>),
    /// A run of delimiters, by its index.
    Run(usize),
}

/// A run of equal delimiters.
struct Run {
    byte: u8,
    range: Range<usize>,
    /// Whether it stands at the start of a line or of the leaf.
    starts_line: bool,
    flanks: Flanks,
    /// The number of delimiters without a pair.
    left: usize,
    /// The pairs that end here and that begin here, the inner ones first.
    closes: Vec<TagEnd>,
    opens: Vec<TagEnd>,
}

impl<'a> Leaf<'a> {
    fn new(source: &'a str, dialect: Dialect) -> Self {
        // kramdown has no mark for highlighted text.
        let delimiters: &[u8] = if dialect == Dialect::Kramdown { b"*_~[" } else { b"*_~[=" };
        Self {
            source,
            delimiters,
            pieces: Vec::new(),
            runs: Vec::new(),
            waiting: Vec::new(),
            links: Vec::new(),
            text: 0..0,
            is_escaped: false,
            end: 0,
        }
    }

    fn add(&mut self, event: Event<'a>, range: Range<usize>) {
        let (start, end) = (range.start, range.end);
        let text = match &event {
            Event::Start(Tag::Emphasis) => start..start + 1,
            Event::Start(Tag::Strong) => start..start + 2,
            Event::End(TagEnd::Emphasis) => end.saturating_sub(1)..end,
            Event::End(TagEnd::Strong) => end.saturating_sub(2)..end,
            // A character that is written by its name or number is not a delimiter.
            Event::Text(text) if self.source.get(range.clone()) == Some(&**text) => range,
            _ => {
                self.split_text();
                // The start of a link covers nothing of its text.
                self.end = if matches!(event, Event::Start(_)) { start } else { end };
                return self.event(event);
            }
        };
        if self.text.end == text.start && !self.text.is_empty() {
            self.text.end = text.end;
        } else {
            self.split_text();
            // No event covers the backslash of an escape.
            let before = text.start.checked_sub(1).filter(|before| self.end <= *before);
            self.is_escaped =
                before.is_some_and(|at| self.source.as_bytes().get(at) == Some(&b'\\'));
            self.text = text;
        }
        self.end = self.text.end;
    }

    fn event(&mut self, event: Event<'a>) {
        match event {
            Event::Start(_) => self.links.push(self.waiting.len()),
            Event::End(_) => {
                let first = self.links.pop().unwrap_or(0);
                self.pair_from(first, usize::MAX);
            }
            _ => {}
        }
        self.pieces.push(Piece::Event(event));
    }

    /// Splits the text so far at its delimiters and wiki links.
    fn split_text(&mut self) {
        let range = std::mem::take(&mut self.text);
        let bytes = self.source.as_bytes();
        let mut from = range.start;
        // The character after a backslash is text.
        let is_escaped = self.is_escaped;
        let mut at = from + usize::from(is_escaped);
        while let Some(rest) = bytes.get(at..range.end)
            && let Some(found) = rest.iter().position(|byte| self.delimiters.contains(byte))
        {
            let byte = rest.get(found);
            let len = rest.iter().skip(found).take_while(|&other| Some(other) == byte).count();
            let start = at + found;
            at = start + len;
            if byte != Some(&b'[') {
                self.plain(from..start);
                self.delimiters(start..at);
            } else if len == 2
                && self.links.is_empty()
                && let Some(link) = wiki_link(self.source.get(at..range.end).unwrap_or_default())
            {
                let is_embed = bytes.get(start.wrapping_sub(1)) == Some(&b'!')
                    && start > from
                    && !(is_escaped && start - 1 == range.start);
                self.plain(from..start - usize::from(is_embed));
                self.wiki_link(&link, is_embed && names_file(link.target));
                at += link.len;
            } else {
                continue;
            }
            from = at;
        }
        self.plain(from..range.end);
    }

    fn wiki_link(&mut self, link: &WikiLink<'a>, is_image: bool) {
        let link_type = LinkType::WikiLink { has_pothole: true };
        let dest_url =
            if is_image { CowStr::Borrowed(link.target) } else { wiki_target(link.target) };
        let (title, id) = (CowStr::Borrowed(""), CowStr::Borrowed(""));
        let text = Event::Text(CowStr::Borrowed(link.text));
        let (start, end) = if is_image {
            (Tag::Image { link_type, dest_url, title, id }, TagEnd::Image)
        } else {
            (Tag::Link { link_type, dest_url, title, id }, TagEnd::Link)
        };
        let events = [Event::Start(start), text, Event::End(end)];
        self.pieces.extend(events.map(Piece::Event));
    }

    fn plain(&mut self, range: Range<usize>) {
        if !range.is_empty() {
            let text = self.source.get(range).unwrap_or_default();
            self.pieces.push(Piece::Event(Event::Text(CowStr::Borrowed(text))));
        }
    }

    /// Adds delimiters; a run may come in parts.
    fn delimiters(&mut self, range: Range<usize>) {
        let Some(&byte) = self.source.as_bytes().get(range.start) else { return };
        if let (Some(Piece::Run(_)), Some(last)) = (self.pieces.last(), self.runs.last_mut())
            && last.range.end == range.start
            && last.byte == byte
        {
            last.range.end = range.end;
            return;
        }
        let starts_line = match self.pieces.last() {
            None => true,
            Some(Piece::Event(event)) => matches!(event, Event::SoftBreak | Event::HardBreak),
            Some(Piece::Run(_)) => false,
        };
        self.pieces.push(Piece::Run(self.runs.len()));
        self.waiting.push(self.runs.len());
        self.runs.push(Run {
            byte,
            range,
            starts_line,
            flanks: Flanks::default(),
            left: 0,
            closes: Vec::new(),
            opens: Vec::new(),
        });
    }

    /// Pairs the waiting runs from the given one on; the text ends at `end`.
    fn pair_from(&mut self, first: usize, end: usize) {
        let waiting = self.waiting.split_off(first.min(self.waiting.len()));
        for &at in &waiting {
            let Some(run) = self.runs.get_mut(at) else { continue };
            let before = if run.starts_line { None } else { self.source.get(..run.range.start) };
            let after = self.source.get(run.range.end..end.min(self.source.len()));
            run.left = run.range.len();
            // GFM: three tildes delete nothing; one is a range such as 5~10 in Chinese.
            if !matches!(run.byte, b'~' | b'=') || run.left == 2 {
                run.flanks =
                    Flanks::of(run.byte, before.unwrap_or_default(), after.unwrap_or_default());
            }
        }
        pair(self.source, &mut self.runs, &waiting);
    }

    /// Pairs all runs and writes the events.
    fn finish(mut self, out: &mut VecDeque<Event<'a>>) {
        self.split_text();
        let end = match self.pieces.last() {
            Some(Piece::Run(_)) => self.runs.last().map(|run| run.range.end),
            _ => None,
        };
        self.pair_from(0, end.unwrap_or(usize::MAX));
        for piece in self.pieces {
            let run = match piece {
                Piece::Event(event) => {
                    out.push_back(event);
                    continue;
                }
                Piece::Run(run) => run,
            };
            let Some(run) = self.runs.get(run) else { continue };
            out.extend(run.closes.iter().map(|&tag| Event::End(tag)));
            let len = run.range.len() - run.left;
            let text = self.source.get(run.range.start + len..run.range.end).unwrap_or_default();
            if !text.is_empty() {
                out.push_back(Event::Text(CowStr::Borrowed(text)));
            }
            out.extend(run.opens.iter().rev().map(|&tag| Event::Start(start(tag))));
        }
    }
}

/// A link to another page by its name: `[[page]]`, `[[page|words]]`.
struct WikiLink<'a> {
    target: &'a str,
    text: &'a str,
    /// The bytes from the name to the last bracket.
    len: usize,
}

/// Where a wiki link leads: to a post by its name, which may be in any folder; a path that says where
/// it starts, a web address and a place in the article stay as written.
fn wiki_target(target: &str) -> CowStr<'_> {
    let (path, place) = target.split_once('#').unwrap_or((target, ""));
    let path = path.trim().trim_start_matches('/');
    if path.is_empty() || path.starts_with('.') || path.contains("://") {
        return CowStr::Borrowed(target);
    }
    Link::to_post(path.as_bytes(), place.trim()).into()
}

/// Whether an embed names a file, such as a picture, and not a post, which becomes a link.
fn names_file(target: &str) -> bool {
    let path = target.split('#').next().unwrap_or_default().trim_end();
    path.rsplit_once('.').is_some_and(|(_, end)| {
        // A title may end like `1.2`.
        (1..=6).contains(&end.len())
            && end.bytes().all(|byte| byte.is_ascii_alphanumeric())
            && end.bytes().any(|byte| byte.is_ascii_alphabetic())
            && !["md", "markdown"].iter().any(|post| end.eq_ignore_ascii_case(post))
    })
}

/// The wiki link whose brackets are before this text.
fn wiki_link(after: &str) -> Option<WikiLink<'_>> {
    let near = split_near(after, LONGEST_WIKI_LINK).0;
    let len = near.find(['[', ']'])?;
    let inside = near.get(..len)?;
    let ends = near.get(len..)?.starts_with("]]") && !near.get(len + 2..)?.starts_with(']');
    let (target, text) = inside.split_once('|').unwrap_or((inside, inside));
    let (target, text) = (target.trim(), text.trim());
    let is_link = ends && !target.is_empty() && !text.is_empty();
    is_link.then_some(WikiLink { target, text, len: len + 2 })
}

fn start(tag: TagEnd) -> Tag<'static> {
    match tag {
        TagEnd::Strong => Tag::Strong,
        TagEnd::Strikethrough => Tag::Strikethrough,
        HIGHLIGHT => Tag::Subscript,
        _ => Tag::Emphasis,
    }
}

/// Pairs runs as `CommonMark` describes: each closer with the nearest opener that fits.
fn pair(source: &str, runs: &mut [Run], waiting: &[usize]) {
    // The runs that may still open, and for each kind of closer the run before which none fits it.
    let mut openers: Vec<usize> = Vec::new();
    let mut bottoms = [0; 24];
    for &at in waiting {
        let Some((before, [closer, ..])) = runs.split_at_mut_checked(at) else { return };
        while closer.flanks.close
            && closer.left > 0
            && let Some(bottom) = bottoms.get_mut(closer.kind())
        {
            let fits =
                |&opener: &usize| before.get(opener).is_some_and(|run| run.fits(closer, source));
            let within = openers.iter().rev().take_while(|&&opener| opener >= *bottom);
            let Some(skipped) = within.clone().position(fits) else {
                *bottom = at;
                break;
            };
            // What lies between has no pair.
            openers.truncate(openers.len() - skipped);
            let Some(opener) = openers.last().and_then(|&opener| before.get_mut(opener)) else {
                break;
            };
            let tag = match closer.byte {
                b'~' => TagEnd::Strikethrough,
                b'=' => HIGHLIGHT,
                _ if opener.left > 1 && closer.left > 1 => TagEnd::Strong,
                _ => TagEnd::Emphasis,
            };
            let len = if tag == TagEnd::Emphasis { 1 } else { 2 };
            opener.opens.push(tag);
            closer.closes.push(tag);
            opener.left -= len;
            closer.left -= len;
            if opener.left == 0 {
                openers.pop();
            }
        }
        if closer.flanks.open && closer.left > 0 {
            openers.push(at);
        }
    }
}

impl Run {
    /// A number for all that [`Run::fits`] asks of a closer.
    fn kind(&self) -> usize {
        let byte = match self.byte {
            b'*' => 0,
            b'_' => 1,
            b'~' => 2,
            _ => 3,
        };
        (byte * 2 + usize::from(self.flanks.open)) * 3 + self.range.len() % 3
    }

    /// Whether this opener may be paired with a closer. If one of the two may open and close, their
    /// lengths may add up to a multiple of three only if both are one.
    fn fits(&self, closer: &Self, source: &str) -> bool {
        let (open, close) = (self.range.len(), closer.range.len());
        let is_ambiguous = self.flanks.close || closer.flanks.open;
        let odd = is_ambiguous && (open + close).is_multiple_of(3) && !open.is_multiple_of(3);
        self.byte == closer.byte && !odd && !self.is_operator(closer, source)
    }

    /// Whether two `==` are an operator that the text speaks of twice: the second begins a clause, or
    /// both are within words and there is the end of a sentence between them.
    fn is_operator(&self, closer: &Self, source: &str) -> bool {
        let is_within = |run: &Self| run.flanks.open && run.flanks.close;
        let between = || source.get(self.range.end..closer.range.start).unwrap_or_default();
        let words = || split_near(between(), LONGEST_WIKI_LINK).0;
        let has_end = |words: &str| ["。", "！", "？", ". "].iter().any(|end| words.contains(end));
        self.byte == b'='
            && (words().ends_with(['，', '、', ','])
                || is_within(self) && is_within(closer) && has_end(words()))
    }
}
