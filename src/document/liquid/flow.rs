//! Variables, conditions and loops: which text is shown, and how often.
//!
//! A branch or a loop is decided only if its values are known; otherwise all of its text is shown
//! once, and what it assigns is not known afterwards. If tags are not balanced, nothing is decided.

use std::collections::HashSet;

use super::super::Data;
use super::super::scan::Scan;
use super::construct::{Construct, Kind};
use super::tags::{self, Meaning};
use super::values::Value;
use super::{Pass, Region};

/// The most tags around a loop that knows the loop around it.
const MOST_PARENTS: usize = 32;

/// The open control tags of a body.
#[derive(Default)]
pub(super) struct Flow<'a> {
    is_off: bool,
    is_unbalanced: bool,
    frames: Vec<Frame<'a>>,
    /// How many of the frames skip their text, and of how many that is not known.
    skipping: usize,
    uncertain: usize,
    /// The variables that were assigned in branches that are not certain.
    assigned: Vec<String>,
    /// The captures that are shown in their place.
    shown: HashSet<String>,
    /// The variables whose captured text was not used yet.
    unused: HashSet<String>,
    /// The variables whose captured text was never used, and would be lost.
    lost: HashSet<String>,
}

struct Frame<'a> {
    /// The name of the tag.
    name: &'a str,
    kind: FrameKind<'a>,
    /// Whether the current text is skipped.
    skips: bool,
    /// Whether it is not known that the current text is shown.
    may_skip: bool,
    /// The length of `assigned` before.
    assigned: usize,
}

enum FrameKind<'a> {
    /// A tag in skipped text, or a capture that is shown in its place.
    Plain,
    /// `if`, `unless` and `case`.
    Branches {
        /// The value of a `case`, if it is known.
        value: Option<Data>,
        /// Whether a branch was certainly taken, so that no other can be.
        is_taken: bool,
        /// Whether a branch may have been taken.
        may_be_taken: bool,
    },
    /// The text goes to a variable.
    Capture {
        variable: &'a str,
        from: usize,
        /// The pass's guesses before it.
        guesses: usize,
    },
    /// A loop over known items.
    Loop(Box<Loop<'a>>),
    /// A loop over items that are not known.
    AnyLoop { variable: String, former: Option<Value>, around: Option<Value> },
}

struct Loop<'a> {
    variable: String,
    former: Option<Value>,
    around: Option<Value>,
    items: std::vec::IntoIter<Data>,
    count: usize,
    /// The scan and the copied offset at the start of the content.
    start: Option<(Scan<'a>, usize)>,
}

impl Flow<'_> {
    /// Decides nothing.
    pub(super) fn off() -> Self {
        Self { is_off: true, ..Self::default() }
    }

    /// Decides again, with these captures shown in their place as well.
    pub(super) fn showing(captures: HashSet<String>) -> Self {
        Self { shown: captures, ..Self::default() }
    }

    /// The captures that have to be shown in their place so that no text is lost; `None` if none is.
    pub(super) fn take_lost(&mut self) -> Option<HashSet<String>> {
        let mut captures = std::mem::take(&mut self.shown);
        let known = captures.len();
        captures.extend(self.lost.drain().chain(self.unused.drain()));
        (captures.len() > known).then_some(captures)
    }

    /// Whether the current text is not shown.
    pub(super) fn is_skipping(&self) -> bool {
        self.skipping > 0
    }

    /// Whether tags were found not to be balanced.
    pub(super) fn is_unbalanced(&self) -> bool {
        self.is_unbalanced
    }
}

impl<'a> Pass<'a, '_> {
    /// Handles a tag that assigns or decides; `false` if it is none, or is not to be decided.
    pub(super) fn control(&mut self, name: &'a str, rest: &'a str, region: Region) -> bool {
        if self.flow.is_off {
            return false;
        }
        match name {
            "assign" => self.assign(rest),
            "liquid" => {
                self.guesses += 1;
                self.values.forget(None);
            }
            "increment" | "decrement" => {
                self.guesses += 1;
                self.values.forget(Some(rest));
            }
            "break" | "continue" => return self.leave(name == "break", region),
            "else" | "elsif" | "elseif" | "when" => return self.branch(name, rest, region),
            "endif" | "endunless" | "endcase" | "endfor" | "endcapture" => {
                return self.close(name, region);
            }
            "if" | "unless" | "case" | "for" | "capture" => {
                if self.end_tag(name, region.end).is_none() {
                    return false;
                }
                return self.open(name, rest, region);
            }
            _ => return false,
        }
        self.hide(region);
        true
    }

    fn assign(&mut self, rest: &str) {
        let Some((variable, expression)) = rest.split_once('=') else { return };
        let value = self.values.evaluate(expression);
        if value.is_some() {
            self.note_used(expression);
        }
        self.set(variable.trim(), value);
    }

    fn set(&mut self, variable: &str, value: Option<Data>) {
        if self.flow.uncertain > 0 {
            self.flow.assigned.push(variable.to_owned());
        }
        self.values.set(variable, value);
    }

    fn open(&mut self, name: &'a str, rest: &'a str, region: Region) -> bool {
        let (mut skips, mut may_skip) = (false, false);
        let kind = match name {
            "capture" => {
                let variable = rest.trim_matches(['"', '\'']);
                self.hide(region);
                if self.flow.shown.contains(variable) {
                    self.set(variable, None);
                    return self.push(name, FrameKind::Plain, false, false);
                }
                let from = self.rewrite.out.len();
                FrameKind::Capture { variable, from, guesses: self.guesses }
            }
            "for" => {
                let (variable, items) =
                    self.values.loop_items(rest).unwrap_or_else(|| (String::new(), None));
                self.hide(region);
                let Some(items) = items else {
                    let former = self.values.set(&variable, None);
                    let around = self.values.set("forloop", None);
                    let kind = FrameKind::AnyLoop { variable, former, around };
                    return self.push(name, kind, false, true);
                };
                self.note_used(rest);
                skips = items.is_empty();
                let mut new = Loop {
                    former: self.values.set(&variable, None),
                    around: self.values.set("forloop", None),
                    variable,
                    count: items.len(),
                    items: items.into_iter(),
                    start: None,
                };
                self.next_item(&mut new);
                FrameKind::Loop(Box::new(new))
            }
            "case" => {
                self.hide(region);
                let value = self.values.evaluate(rest);
                let value = value.filter(|value| !matches!(value, Data::Partial(_)));
                if value.is_some() {
                    self.note_used(rest);
                }
                // Nothing before the first `when` is shown.
                skips = value.is_some();
                FrameKind::Branches { value, is_taken: false, may_be_taken: false }
            }
            name => {
                self.hide(region);
                let holds = self.values.holds(rest).map(|holds| holds == (name == "if"));
                if holds.is_some() {
                    self.note_used(rest);
                }
                (skips, may_skip) = (holds == Some(false), holds.is_none());
                FrameKind::Branches {
                    value: None,
                    is_taken: holds == Some(true),
                    may_be_taken: holds.is_none(),
                }
            }
        };
        self.push(name, kind, skips, may_skip);
        if let Some(Frame { kind: FrameKind::Loop(new), .. }) = self.flow.frames.last_mut() {
            new.start = Some((self.scan.clone(), self.rewrite.copied));
        }
        true
    }

    fn push(&mut self, name: &'a str, kind: FrameKind<'a>, skips: bool, may_skip: bool) -> bool {
        let assigned = self.flow.assigned.len();
        self.flow.skipping += usize::from(skips);
        self.flow.uncertain += usize::from(may_skip);
        self.guesses += usize::from(may_skip);
        self.flow.frames.push(Frame { name, kind, skips, may_skip, assigned });
        true
    }

    /// Records that an expression was evaluated: the captured texts in it are not lost.
    pub(super) fn note_used(&mut self, expression: &str) {
        if self.flow.unused.is_empty() {
            return;
        }
        let is_name = |c: char| c.is_alphanumeric() || "_-".contains(c);
        for name in expression.split(|c| !is_name(c)) {
            self.flow.unused.remove(name);
        }
    }

    /// Begins another branch; `false` if none is open.
    fn branch(&mut self, name: &str, rest: &str, region: Region) -> bool {
        let Some(frame) = self.flow.frames.last_mut() else { return false };
        let was_skipping = frame.skips;
        let holds = match &mut frame.kind {
            FrameKind::Plain | FrameKind::Capture { .. } => {
                self.flow.is_unbalanced = true;
                return true;
            }
            FrameKind::AnyLoop { .. } => None,
            FrameKind::Loop(of) => Some(of.count == 0),
            FrameKind::Branches { value, is_taken, may_be_taken } => {
                let holds = match name {
                    _ if *is_taken => Some(false),
                    "else" => Some(true),
                    "when" => self.values.is_listed(value.as_ref(), rest),
                    _ => self.values.holds(rest),
                };
                // It is shown if it certainly would be, unless an earlier one was.
                let certain = holds == Some(true) && !*may_be_taken;
                *is_taken |= holds == Some(true);
                *may_be_taken |= holds.is_none();
                if holds == Some(true) && !certain { None } else { holds }
            }
        };
        frame.skips = holds == Some(false);
        let may_skip = std::mem::replace(&mut frame.may_skip, holds.is_none());
        let (skips, assigned) = (frame.skips, frame.assigned);
        self.flow.skipping += usize::from(skips);
        self.flow.skipping -= usize::from(was_skipping);
        self.flow.uncertain += usize::from(holds.is_none());
        self.guesses += usize::from(holds.is_none());
        self.flow.uncertain -= usize::from(may_skip);
        self.forget_assigned(may_skip, assigned);
        self.resume(was_skipping, region);
        self.hide(region);
        true
    }

    /// Ends a control tag; `false` if none is open.
    fn close(&mut self, name: &str, region: Region) -> bool {
        let Some(frame) = self.flow.frames.pop() else { return false };
        if name.strip_prefix("end") != Some(frame.name) {
            self.flow.is_unbalanced = true;
            return true;
        }
        self.flow.skipping -= usize::from(frame.skips);
        self.flow.uncertain -= usize::from(frame.may_skip);
        self.forget_assigned(frame.may_skip, frame.assigned);
        if self.flow.is_skipping() {
            return false;
        }
        self.resume(frame.skips, region);
        match frame.kind {
            FrameKind::Loop(of) => return self.end_loop(*of, region),
            FrameKind::Capture { variable, from, guesses } => {
                self.hide(region);
                let captured = if self.rewrite.out.is_char_boundary(from) {
                    self.rewrite.out.split_off(from)
                } else {
                    String::new()
                };
                self.address = None;
                let is_text = !captured.trim().is_empty();
                if is_text && !self.flow.unused.insert(variable.to_owned()) {
                    self.flow.lost.insert(variable.to_owned());
                }
                let is_known = self.guesses == guesses;
                let text = if is_known { Data::Text } else { Data::Partial };
                self.set(variable, Some(text(captured.into())));
                return true;
            }
            FrameKind::AnyLoop { variable, former, around } => {
                self.values.restore(&variable, former);
                self.values.restore("forloop", around);
            }
            FrameKind::Branches { .. } | FrameKind::Plain => {}
        }
        self.hide(region);
        true
    }

    /// Reads the content of a loop again for the next item, or ends it.
    fn end_loop(&mut self, mut of: Loop<'a>, region: Region) -> bool {
        self.hide(region);
        let is_affordable = || {
            let start = of.start.as_ref().map_or(0, |(_, at)| *at);
            self.values.spend(region.end.saturating_sub(start) + of.items.len() / 16).is_some()
        };
        if of.items.len() > 0
            && is_affordable()
            && let Some((scan, copied)) = of.start.clone()
        {
            (self.scan, self.rewrite.copied) = (scan, copied);
            // Both belong to text that is now ahead again.
            (self.raw_until, self.address) = (0, None);
            self.next_item(&mut of);
            return self.push("for", FrameKind::Loop(Box::new(of)), false, false);
        }
        self.values.restore(&of.variable, of.former);
        self.values.restore("forloop", of.around);
        true
    }

    fn next_item(&mut self, of: &mut Loop<'_>) {
        let Some(item) = of.items.next() else { return };
        let left = of.items.len();
        let number = |number: usize| Data::Int(number as i64);
        let facts = [
            ("index", number(of.count - left)),
            ("index0", number(of.count - left - 1)),
            ("rindex", number(left + 1)),
            ("rindex0", number(left)),
            ("length", number(of.count)),
            ("first", Data::Bool(left + 1 == of.count)),
            ("last", Data::Bool(left == 0)),
        ];
        // Deeper ones would nest without bound.
        let around = of.around.clone().unwrap_or(Some(Data::Nil));
        let around = around.filter(|_| self.flow.frames.len() <= MOST_PARENTS);
        let facts = facts.into_iter().chain(around.map(|around| ("parentloop", around)));
        let facts = facts.map(|(name, value)| (name.into(), value)).collect();
        self.values.set(&of.variable, Some(item));
        self.values.set("forloop", Some(Data::Map(facts)));
    }

    /// Leaves the innermost loop, or the turn; `false` if none is open.
    fn leave(&mut self, for_good: bool, region: Region) -> bool {
        let is_certain = |frame: &Frame<'_>| !frame.may_skip;
        let inner = self.flow.frames.iter_mut().rev().take_while(|frame| is_certain(frame));
        let mut inner = inner.filter_map(|frame| match &mut frame.kind {
            FrameKind::Loop(of) => Some((of, &mut frame.skips)),
            _ => None,
        });
        let Some((of, skips)) = inner.next() else { return false };
        if for_good {
            of.items = Vec::new().into_iter();
        }
        *skips = true;
        self.flow.skipping += 1;
        self.hide(region);
        true
    }

    /// What was assigned in a branch that may not be taken is not known after it.
    fn forget_assigned(&mut self, may_skip: bool, from: usize) {
        if may_skip {
            for variable in self.flow.assigned.drain(from..) {
                self.values.forget(Some(&variable));
            }
        }
    }

    /// Drops the text that was skipped up to a tag.
    fn resume(&mut self, was_skipping: bool, region: Region) {
        if was_skipping {
            self.rewrite.copied = self.rewrite.copied.max(region.start);
        }
    }

    /// Follows a construct in skipped text; `false` if the caller should skip over it.
    pub(super) fn skipped(&mut self, found: &Construct<'a>) -> bool {
        if found.kind != Kind::Tag {
            return false;
        }
        let (name, rest) = found.name_and_rest();
        let region = Region::of(found);
        match name {
            "if" | "unless" | "case" | "for" | "capture" => {
                if self.end_tag(name, found.end).is_some() {
                    self.push(name, FrameKind::Plain, false, false);
                }
                false
            }
            "else" | "elsif" | "elseif" | "when" => {
                let is_here = self.flow.frames.last().is_some_and(|frame| frame.skips);
                is_here && self.branch(name, rest, region)
            }
            "endif" | "endunless" | "endcase" | "endfor" | "endcapture" => self.close(name, region),
            name => {
                let is_opaque =
                    matches!(tags::meaning(name), Meaning::Raw | Meaning::Comment | Meaning::Code);
                let end = if is_opaque { self.end_tag(name, found.end) } else { None };
                end.is_some_and(|end| {
                    self.scan.jump(end.end);
                    true
                })
            }
        }
    }

    /// Whether every control tag is closed; to be asked at the end of the text.
    pub(super) fn end_flow(&mut self) {
        self.flow.is_unbalanced |= !self.flow.frames.is_empty();
    }
}
