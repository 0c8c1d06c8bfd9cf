//! Rewrites Liquid and Hugo's shortcodes before Markdown is parsed (J23), as far as their values are
//! known.
//!
//! The output of a site's generator is not available, so each tag becomes something useful to a
//! reader: code, a link to a post, an image, a known value, a dim placeholder, or nothing around its
//! content. Of a condition that is known only the branch taken is shown, else all are. Linear, in a
//! bounded number of steps, and never fails; a tag without an end is shown as typed. Inside code,
//! tags are the author's subject and stay, except `raw`, which is there for Liquid only, and the
//! values of the body's own variables. Rules: B21-B26.

mod code;
mod construct;
mod filters;
mod flow;
mod leaf;
mod reader;
mod tags;
mod titles;
mod token;
mod values;
mod write;

#[cfg(test)]
mod tests;

use std::borrow::Cow;
use std::collections::HashMap;
use std::ops::Range;

use super::scan::{Rewrite, Scan, first_line};
use super::{Context, Data, split_near};
use code::{code_in, without_raw};
use construct::{Construct, EndTags, Kind, Word, words};
use flow::Flow;
use tags::Meaning;
use values::Values;

pub(super) use tags::embed_address;
pub(super) use write::{Marker, link, push_text};

/// The most text that values may insert into a body, in bytes; later ones become placeholders.
const MOST_VALUES: usize = 256 * 1024;
/// The longest run of spaces and quotation marks before a tag that counts as alone on its line, in
/// bytes.
const LONGEST_LEAD: usize = 256;
/// How often a body is read again because a captured text would be lost.
const MOST_PASSES: usize = 3;

/// Whether a body may contain Liquid or a shortcode; may be a false positive.
pub(super) fn is_in(text: &str) -> bool {
    let bytes = text.as_bytes();
    let mut braces = memchr::memchr_iter(b'{', bytes);
    braces.any(|at| matches!(bytes.get(at + 1), Some(b'%' | b'{')))
}

/// A rewritten body.
pub(super) struct Expanded<'a> {
    /// The body; borrowed if there was nothing to rewrite.
    pub body: Cow<'a, str>,
    /// Whether it takes more steps than it may.
    pub is_cut: bool,
}

/// Rewrites a body, Markdown or HTML.
pub(super) fn expand<'a>(text: &'a str, markdown: bool, context: &dyn Context) -> Expanded<'a> {
    if !is_in(text) {
        return Expanded { body: Cow::Borrowed(text), is_cut: false };
    }
    let mut pass = Pass::new(text, markdown, context, Flow::default());
    pass.run();
    for _ in 0..MOST_PASSES {
        let Some(captures) = pass.flow.take_lost() else { break };
        pass = Pass::new(text, markdown, context, Flow::showing(captures));
        pass.run();
    }
    if pass.flow.is_unbalanced() || pass.flow.take_lost().is_some() {
        // Which branch a tag belongs to is not certain, so all are shown.
        pass = Pass::new(text, markdown, context, Flow::off());
        pass.run();
    }
    Expanded { is_cut: pass.values.are_spent(), body: Cow::Owned(pass.rewrite.out) }
}

struct Pass<'a, 'c> {
    text: &'a str,
    values: Values<'c>,
    flow: Flow<'a>,
    scan: Scan<'a>,
    rewrite: Rewrite<'a>,
    /// Built when first needed.
    ends: Option<EndTags<'a>>,
    /// The number of open pairs by name, and of all names.
    open: HashMap<String, usize>,
    open_pairs: usize,
    /// The ends of the open pairs that are shown around their content, with their names.
    frames: Vec<(String, String)>,
    /// The offset up to which braces mean nothing.
    raw_until: usize,
    /// The bytes that values have inserted.
    inserted: usize,
    /// How often the text so far is not what Liquid would print.
    guesses: usize,
    /// Where the last address with a construct inside begins, in the text and in `out`.
    address: Option<(usize, usize)>,
}

/// A byte range of the text to replace.
#[derive(Clone, Copy)]
struct Region {
    start: usize,
    end: usize,
    trims_before: bool,
    trims_after: bool,
}

impl Region {
    fn of(found: &Construct<'_>) -> Self {
        Self {
            start: found.start,
            end: found.end,
            trims_before: found.trims_before,
            trims_after: found.trims_after,
        }
    }
}

impl<'a, 'c> Pass<'a, 'c> {
    fn new(text: &'a str, markdown: bool, context: &'c dyn Context, flow: Flow<'a>) -> Self {
        Self {
            text,
            values: Values::new(context),
            flow,
            scan: Scan::new(text, markdown),
            rewrite: Rewrite::new(text),
            ends: None,
            open: HashMap::new(),
            open_pairs: 0,
            frames: Vec::new(),
            raw_until: 0,
            inserted: 0,
            guesses: 0,
            address: None,
        }
    }

    fn run(&mut self) {
        while !self.flow.is_unbalanced() {
            if let Some(end) = self.scan.code() {
                self.pass_code(end);
                continue;
            }
            let Some(byte) = self.scan.byte() else { break };
            let at = self.scan.at();
            if byte == b'{'
                && at >= self.raw_until
                && let Some(found) = Construct::at(self.text, at)
            {
                if !self.construct(&found) {
                    self.guesses += usize::from(!self.flow.is_skipping());
                    self.scan.jump(found.end);
                }
                continue;
            }
            if byte == b'<' && self.open_pairs > 0 && self.part() {
                continue;
            }
            self.scan.step_word();
        }
        self.rewrite.copy_to(self.text.len());
        self.end_flow();
    }

    fn pass_code(&mut self, end: usize) {
        let at = self.scan.at();
        if (at >= self.raw_until || end > self.raw_until) && !self.flow.is_skipping() {
            let code = self.text.get(at..end).unwrap_or_default();
            self.guesses += usize::from(is_in(code));
            if let Cow::Owned(code) = self.code_with_values(code) {
                self.rewrite.copy_to(at);
                self.rewrite.out.push_str(&code);
                self.rewrite.copied = end;
            }
        }
        self.scan.jump(end);
    }

    /// Code with the values of the body's own variables, and without tags that only protect it.
    fn code_with_values<'t>(&mut self, code: &'t str) -> Cow<'t, str> {
        let mut left = MOST_VALUES.saturating_sub(self.inserted);
        let mut used = String::new();
        let code = without_raw(code, |expression| {
            let is_own = self.values.is_own(expression);
            let value = is_own.then(|| self.values.evaluate(expression)).flatten()?.print()?;
            left = left.checked_sub(value.len())?;
            used.extend([expression, " "]);
            Some(value)
        });
        self.note_used(&used);
        self.inserted = MOST_VALUES.saturating_sub(left);
        code
    }

    /// Replaces a construct; `false` leaves it as typed.
    fn construct(&mut self, found: &Construct<'a>) -> bool {
        if self.flow.is_skipping() {
            return self.skipped(found);
        }
        self.record_address();
        let region = Region::of(found);
        if let Some(written) = found.escaped(self.text) {
            let mut html = String::new();
            push_text(&written, &mut html);
            self.replace(region, &html);
            return true;
        }
        match found.kind {
            Kind::Value if found.inner.is_empty() => false,
            Kind::Value if found.call().is_some() => self.tag(found, region),
            Kind::Value => {
                self.value(found.inner, region);
                true
            }
            Kind::Tag | Kind::Shortcode => self.tag(found, region),
        }
    }

    fn value(&mut self, expression: &str, region: Region) {
        let affordable = self.inserted < MOST_VALUES;
        let value = affordable.then(|| self.values.evaluate(expression)).flatten();
        let in_markup = self.scan.is_tag() || self.scan.address().is_some();
        self.guesses += usize::from(matches!(value, Some(Data::Partial(_))));
        let shown = |value: Data| if in_markup { value.print() } else { value.show() };
        let Some(value) = value.and_then(shown) else {
            let typed = self.text.get(region.start..region.end).unwrap_or_default();
            let typed = typed.split_whitespace().collect::<Vec<_>>().join(" ");
            return self.placeholder(region, &typed);
        };
        self.note_used(expression);
        self.inserted += value.len();
        let value = if self.scan.is_tag() {
            value.replace('"', "&quot;").replace('\'', "&#39;").replace('<', "&lt;")
        } else if self.scan.address().is_some() {
            write::in_address(&value)
        } else {
            value
        };
        self.replace(region, &value);
    }

    fn tag(&mut self, found: &Construct<'a>, region: Region) -> bool {
        let (name, rest) = found.call().unwrap_or_else(|| found.name_and_rest());
        let shortcode = found.kind == Kind::Shortcode;
        if !shortcode && self.control(name, rest, region) {
            return true;
        }
        let pair = name.strip_prefix("end").unwrap_or(name);
        self.guesses +=
            usize::from(!matches!(tags::meaning(pair), Meaning::Raw | Meaning::Comment));
        let ended = match name.strip_prefix("end") {
            Some(ended) if !shortcode => Some(ended),
            _ => Some(name).filter(|name| name.starts_with('/')),
        };
        if let Some(ended) = ended {
            return self.end(ended, region);
        }
        if !name.starts_with(|c: char| c.is_alphabetic() || c == '_' || c == '#') {
            return false;
        }
        let meaning = tags::meaning(name);
        let of_liquid = matches!(meaning, Meaning::Hidden | Meaning::Between | Meaning::Pair);
        let meaning = if shortcode && of_liquid { Meaning::Unknown } else { meaning };
        let key = match found.kind {
            Kind::Shortcode => format!("/{name}"),
            // Zola's pairs all end with `end`.
            Kind::Tag if found.call().is_some() => String::new(),
            _ => name.to_owned(),
        };
        let is_pair = found.kind != Kind::Value;
        let end = self.end_tag(&key, found.end).filter(|_| is_pair);
        let words = match meaning {
            Meaning::Button => {
                rest.split(',').map(|part| Word { name: "", text: part.trim() }).collect()
            }
            _ => words(rest.strip_suffix('/').unwrap_or(rest)),
        };
        match (meaning, end) {
            (Meaning::Code, Some(end)) => return self.code(region, &end, name, &words),
            (Meaning::Comment, Some(end)) => self.hide(Region { end: end.end, ..region }),
            (Meaning::Raw, Some(end)) => {
                self.raw_until = end.start;
                self.begin(key, region, "");
            }
            (Meaning::Quote, Some(_)) => {
                // What a pulled quotation names are styles.
                let is_pulled = name == "pullquote";
                let source = if is_pulled { String::new() } else { titles::source(rest, &words) };
                self.frames.push((key.clone(), format!("{source}</blockquote>")));
                self.begin(key, region, "<blockquote>");
            }
            (Meaning::Pair | Meaning::Unknown | Meaning::Words, Some(_)) => {
                let title = if of_liquid { "" } else { titles::title(name, rest, &words) };
                let html = if title.is_empty() { String::new() } else { titles::html(title) };
                self.begin(key, region, &html);
            }
            (Meaning::Code | Meaning::Comment | Meaning::Raw | Meaning::Pair, None) => {
                return false;
            }
            (Meaning::Between, _) if self.open_pairs == 0 => return false,
            (Meaning::Between | Meaning::Hidden, _) => self.hide(region),
            (Meaning::Words | Meaning::Quote, None) => {
                let mut html = String::new();
                push_text(titles::words(name, rest), &mut html);
                self.replace(region, &html);
            }
            (meaning, _) => self.leaf(meaning, name, &words, region),
        }
        true
    }

    /// The next end tag of a name.
    fn end_tag(&mut self, key: &str, from: usize) -> Option<Range<usize>> {
        let text = self.text;
        self.ends.get_or_insert_with(|| EndTags::of(text)).next(key, from)
    }

    /// Opens a pair of tags, with HTML before its content.
    fn begin(&mut self, key: String, region: Region, html: &str) {
        *self.open.entry(key).or_default() += 1;
        self.open_pairs += 1;
        if html.is_empty() { self.hide(region) } else { self.put(region, html) }
    }

    /// Closes a pair of tags; `false` if none of this name is open.
    fn end(&mut self, name: &str, region: Region) -> bool {
        let Some(open) = self.open.get_mut(name).filter(|open| **open > 0) else { return false };
        *open -= 1;
        self.open_pairs -= 1;
        match self.frames.pop_if(|(key, _)| key == name) {
            Some((_, html)) => self.put(region, &html),
            None => self.hide(region),
        }
        true
    }

    /// Handles the comment before a part of a pair: `<!-- tab Title -->`.
    fn part(&mut self) -> bool {
        let line = split_near(self.scan.rest(), LONGEST_LEAD).0;
        let Some((title, len)) = titles::part(first_line(line)) else { return false };
        let start = self.scan.at();
        let region = Region { start, end: start + len, trims_before: false, trims_after: false };
        self.scan.leave_html();
        self.put(region, &titles::html(title));
        true
    }

    /// If the scan is inside an address, records where the address begins in `out`.
    fn record_address(&mut self) {
        let at = self.scan.at();
        let Some(start) = self.scan.address() else { return };
        self.rewrite.copy_to(at);
        if self.address.is_none_or(|(known, _)| known != start) {
            self.address = Some((start, self.rewrite.out.len().saturating_sub(at - start)));
        }
    }

    fn code(&mut self, region: Region, end: &Range<usize>, name: &str, words: &[Word<'_>]) -> bool {
        if self.scan.is_tag() || self.scan.address().is_some() {
            return false;
        }
        let mut unnamed = words.iter().filter(|word| word.name.is_empty()).map(|word| word.text);
        let mut html = String::new();
        let language = if name == "codeblock" {
            let (options, title): (Vec<&str>, Vec<&str>) = unnamed.partition(|w| w.contains(':'));
            push_text(&title.join(" "), &mut html);
            let mut options = options.into_iter();
            options.find_map(|option| option.strip_prefix("lang:"))
        } else {
            unnamed.next()
        };
        let code = self.text.get(region.end..end.start).unwrap_or_default();
        let code = self.code_with_values(code);
        let code = code_in(self.scan.before_in_line(), &code);
        html.push_str(&Marker::Code { language, text: &code }.html());
        self.put(Region { end: end.end, ..region }, &html);
        true
    }

    /// Replaces a range with HTML; a construct alone on its line becomes a block.
    fn put(&mut self, region: Region, html: &str) {
        self.guesses += 1;
        if self.scan.is_tag() {
            return self.replace(region, "");
        }
        let line = self.scan.line();
        if line.html || !self.is_alone(region) {
            return self.replace(region, html);
        }
        let lead = self.scan.before_in_line();
        // Deeper indentation would be code.
        let most = line.item.unwrap_or(0) + 3;
        let lead = if lead.trim().is_empty() {
            lead.get(..most.min(lead.len())).unwrap_or_default()
        } else {
            lead
        };
        let lead = if lead.contains('\t') { "" } else { lead };
        self.rewrite.copy_to(line.start);
        for piece in [lead, "\n", lead, html, "\n", lead] {
            self.rewrite.out.push_str(piece);
        }
        self.rewrite.copied = region.end;
        self.scan.jump(region.end);
    }

    /// Removes a construct that is not shown.
    fn hide(&mut self, region: Region) {
        let dashes = region.trims_before || region.trims_after;
        let line = self.scan.line();
        let in_address = self.scan.address().is_some();
        if in_address || !(self.is_alone(region) && (line.html || dashes)) {
            return self.replace(region, "");
        }
        // Removes the whole line: an empty line would end the HTML, and authors write dashes to
        // leave none.
        self.rewrite.copy_to(line.start);
        let rest = self.text.get(region.end..).unwrap_or_default();
        let end = (region.end + first_line(rest).len() + 1).min(self.text.len());
        self.rewrite.copied = end;
        self.scan.jump(end);
    }

    fn replace(&mut self, region: Region, with: &str) {
        self.rewrite.copy_to(region.start);
        if region.trims_before {
            let kept = self.rewrite.out.trim_end_matches([' ', '\t']).len();
            self.rewrite.out.truncate(kept);
        }
        self.rewrite.out.push_str(with);
        self.rewrite.copied = region.end;
        if region.trims_after {
            let rest = self.text.get(region.end..).unwrap_or_default();
            self.rewrite.copied += rest.len() - rest.trim_start_matches([' ', '\t']).len();
        }
        self.scan.jump(self.rewrite.copied);
    }

    /// Whether nothing else is on the lines of a construct; quotation marks do not count.
    fn is_alone(&self, region: Region) -> bool {
        let marks: &[char] = if self.scan.line().html { &[] } else { &['>'] };
        let before = self.scan.before_in_line();
        // In this order and with a limit: a line may contain a hundred thousand tags.
        before.len() <= LONGEST_LEAD
            && before.chars().all(|c| c.is_whitespace() || marks.contains(&c))
            && first_line(self.text.get(region.end..).unwrap_or_default()).trim().is_empty()
    }
}
