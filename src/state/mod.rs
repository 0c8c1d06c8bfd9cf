//! Reading state (S49-S54): read marks, stars, notes, tags, highlights and positions, stored so
//! that they are never lost.
//!
//! Each machine appends to its own log; the state is the merge of all logs. The last writer of each
//! key and kind wins, in any order of records and with duplicates, so copying logs into one folder
//! merges them. [`State`] is the merged view, in memory and pure; [`log`] owns the files,
//! [`writer`] writes them at once and syncs them on a thread, and [`identity`] decides which
//! archive a state belongs to. Knows keys, not posts, and no screen. Values may come from files
//! others wrote: clean them before showing them.

mod compact;
pub mod highlights;
pub mod identity;
pub mod log;
mod own;
pub mod passage;
pub mod record;
mod rename;
mod table;
pub mod tags;
mod tail;
pub mod writer;

use std::collections::BTreeMap;

use crate::state::highlights::parse;
use crate::state::record::{Kind, LONGEST_VALUE, Op, Record, Stamp, escape, unescape};
use crate::state::table::Table;
use crate::state::tags::{Parts, note_part};

/// A requested change: sets or removes the value of a key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    kind: Kind,
    key: Box<[u8]>,
    value: Option<Box<str>>,
}

/// A value of more than [`LONGEST_VALUE`] bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("longer than 64 KiB")]
pub struct TooLong;

impl Change {
    /// Sets a value, or removes it (`None`).
    pub fn new(kind: Kind, key: &[u8], value: Option<&str>) -> Result<Self, TooLong> {
        if value.is_some_and(|value| value.len() > LONGEST_VALUE) {
            return Err(TooLong);
        }
        Ok(Self { kind, key: key.into(), value: value.map(Into::into) })
    }

    /// Marks a post as read or unread.
    pub fn read(post: &[u8], read: bool) -> Self {
        Self { kind: Kind::Read, key: post.into(), value: read.then(Box::default) }
    }

    /// Stars a post or removes the star.
    pub fn star(post: &[u8], starred: bool) -> Self {
        Self { kind: Kind::Star, key: post.into(), value: starred.then(Box::default) }
    }

    /// Mutes or unmutes a view; `None` falls back to the archive's setting.
    pub fn mute(view: &str, muted: Option<bool>) -> Self {
        let value = muted.map(|muted| if muted { "yes".into() } else { "no".into() });
        Self { kind: Kind::Mute, key: view.as_bytes().into(), value }
    }

    /// Sets a mark (a letter) to a place in a post; the anchor is opaque.
    pub fn mark(letter: char, post: &[u8], anchor: &str) -> Result<Self, TooLong> {
        let mut value = String::new();
        escape(post, &mut value);
        value.push('\t');
        value.push_str(anchor);
        Self::new(Kind::Mark, letter.to_string().as_bytes(), Some(&value))
    }
}

/// One undoable step: the records to write and the changes that undo it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Step {
    /// For the [`writer`].
    pub records: Vec<Record>,
    /// For [`State::change`].
    pub undo: Vec<Change>,
}

/// The reading state of one archive, merged from the logs of all machines.
#[derive(Clone, Debug)]
pub struct State {
    /// One table per [`Kind`].
    tables: [Table; Kind::ALL.len()],
    /// Records only a later version understands, with their hosts.
    others: BTreeMap<Record, u16>,
    /// The user's tags by post: what the table of tags says.
    tagged: Parts,
    /// The highlights by post: what the table of highlights says, without damaged ones.
    highlighted: Parts,
    /// The latest stamp seen.
    newest: Stamp,
    /// Host names; the first is this host.
    hosts: Vec<Box<str>>,
}

impl State {
    /// An empty state on the given host.
    pub fn new(host: &str) -> Self {
        Self {
            tables: Default::default(),
            others: BTreeMap::new(),
            tagged: Parts::new(),
            highlighted: Parts::new(),
            newest: Stamp::default(),
            hosts: vec![host.into()],
        }
    }

    /// Merges a record of a log; returns whether the value of its key changed.
    ///
    /// The greatest `record::Write` of a key wins; the host breaks ties. The value comes
    /// before the host so that the same records win wherever they are copied to.
    pub fn apply(&mut self, record: &Record, host: &str) -> bool {
        self.newest = self.newest.max(record.stamp);
        let host = self.host_id(host);
        let Some((kind, write)) = record.write() else {
            let is_new = !self.others.contains_key(record);
            let known = self.others.entry(record.clone()).or_insert(host);
            if name_of(&self.hosts, host) > name_of(&self.hosts, *known) {
                *known = host;
            }
            return is_new;
        };
        let Some(table) = self.tables.get_mut(kind as usize) else { return false };
        let old = table.get(&record.key);
        let host_of = |host| name_of(&self.hosts, host);
        let wins = old.is_none_or(|old| (write, host_of(host)) > (old.write(), host_of(old.host)));
        let changes = wins && old.and_then(|old| old.value) != write.value;
        if wins {
            table.put(&record.key, write, host);
        }
        if changes {
            match kind {
                Kind::Tag => note_part(&mut self.tagged, &record.key, write.value.is_some()),
                Kind::Highlight => {
                    let is_sound = write.value.is_some_and(|value| parse(value).is_some());
                    note_part(&mut self.highlighted, &record.key, is_sound);
                }
                _ => {}
            }
        }
        changes
    }

    /// Whether the record, or one that supersedes it, was merged before, from any host.
    pub fn knows(&self, record: &Record) -> bool {
        let Some((kind, write)) = record.write() else { return self.others.contains_key(record) };
        let known = self.table(kind).and_then(|table| table.get(&record.key));
        known.is_some_and(|known| known.write() >= write)
    }

    /// Applies changes as one step at `now` (milliseconds since 1970). Changes that change nothing
    /// are left out, so the step may be empty.
    pub fn change(&mut self, changes: &[Change], now: u64) -> Step {
        let mut step = Step::default();
        let mut stamp = self.newest.next(now);
        let host = self.host().to_owned();
        for change in changes {
            let old = self.value(change.kind, &change.key).map(Box::from);
            if old == change.value {
                continue;
            }
            let record = change.record(stamp);
            stamp = stamp.next_in_batch();
            self.apply(&record, &host);
            step.records.push(record);
            step.undo.push(Change { value: old, ..change.clone() });
        }
        step.undo.reverse();
        step
    }

    /// Whether a post is marked as read.
    pub fn is_read(&self, post: &[u8]) -> bool {
        self.value(Kind::Read, post).is_some()
    }

    /// When a post was marked as read, in milliseconds since 1970; `None` if it is unread.
    pub fn time_read(&self, post: &[u8]) -> Option<u64> {
        let entry = self.table(Kind::Read)?.get(post)?;
        entry.value.map(|_| entry.stamp.ms)
    }

    /// Whether a post is starred.
    pub fn is_starred(&self, post: &[u8]) -> bool {
        self.value(Kind::Star, post).is_some()
    }

    /// The note on a post.
    pub fn note(&self, post: &[u8]) -> Option<&str> {
        self.value(Kind::Note, post)
    }

    /// The saved position in a post, as an anchor.
    pub fn position(&self, post: &[u8]) -> Option<&str> {
        self.value(Kind::Position, post)
    }

    /// The post and the anchor that a mark's letter points to.
    pub fn mark(&self, letter: char) -> Option<(Vec<u8>, &str)> {
        let mut bytes = [0; 4];
        place(self.value(Kind::Mark, letter.encode_utf8(&mut bytes).as_bytes())?)
    }

    /// The query of a saved view.
    pub fn view(&self, name: &str) -> Option<&str> {
        self.value(Kind::View, name.as_bytes())
    }

    /// Returns whether the user muted or unmuted a view; `None` if the user did neither and the
    /// archive decides.
    pub fn mutes(&self, view: &str) -> Option<bool> {
        self.value(Kind::Mute, view.as_bytes()).map(|value| value != "no")
    }

    /// The last session.
    pub fn session(&self) -> Option<&str> {
        self.value(Kind::Session, b"")
    }

    /// All keys of a kind that have a value, sorted: letters of marks, names of views, paths of
    /// posts. Scans the whole table.
    pub fn all(&self, kind: Kind) -> Vec<(&[u8], &str)> {
        let all = self.table(kind).into_iter().flat_map(Table::iter);
        let mut all: Vec<_> = all.filter_map(|found| Some((found.key, found.value?))).collect();
        all.sort_unstable();
        all
    }

    /// The value of a key.
    pub fn value(&self, kind: Kind, key: &[u8]) -> Option<&str> {
        self.table(kind)?.get(key)?.value
    }

    /// All current records with their hosts, for export: sorted, and without the logs' own
    /// [`Kind::Archive`] records. Scans everything.
    pub fn records(&self) -> Vec<(Record, &str)> {
        let kinds = Kind::ALL.into_iter().filter(|kind| *kind != Kind::Archive);
        let known = kinds.flat_map(|kind| {
            let table = self.table(kind).into_iter().flat_map(Table::iter);
            table.map(move |found| {
                let op = if found.value.is_some() { Op::Set(kind) } else { Op::Unset(kind) };
                let value = found.value.unwrap_or_default().into();
                let record = Record { stamp: found.stamp, op, key: found.key.into(), value };
                (record, name_of(&self.hosts, found.host))
            })
        });
        let others = self.others.iter();
        let others = others.map(|(record, &host)| (record.clone(), name_of(&self.hosts, host)));
        let mut all: Vec<_> = known.chain(others).collect();
        all.sort_unstable();
        all
    }

    /// The name of this host.
    pub fn host(&self) -> &str {
        name_of(&self.hosts, 0)
    }

    fn table(&self, kind: Kind) -> Option<&Table> {
        self.tables.get(kind as usize)
    }

    /// The id of a host. Hosts beyond 65,535 share one: only exports name them.
    fn host_id(&mut self, name: &str) -> u16 {
        let known = self.hosts.iter().position(|host| **host == *name).unwrap_or_else(|| {
            self.hosts.push(name.into());
            self.hosts.len() - 1
        });
        u16::try_from(known).unwrap_or(u16::MAX)
    }
}

impl Change {
    fn record(&self, stamp: Stamp) -> Record {
        let op = if self.value.is_some() { Op::Set(self.kind) } else { Op::Unset(self.kind) };
        let value = self.value.clone().unwrap_or_default();
        Record { stamp, op, key: self.key.clone(), value }
    }
}

fn name_of(hosts: &[Box<str>], id: u16) -> &str {
    hosts.get(usize::from(id)).map_or("", |name| name)
}

/// Splits the value of a mark into post and anchor.
fn place(value: &str) -> Option<(Vec<u8>, &str)> {
    let (post, anchor) = value.split_once('\t')?;
    Some((unescape(post.as_bytes())?, anchor))
}

#[cfg(test)]
mod tests;
