//! Finds rows that moved, as curses and Emacs do.

use std::collections::BTreeMap;
use std::ops::Range;

use hashbrown::{DefaultHashBuilder, HashMap};

use crate::terminal::backend::abilities::Abilities;
use crate::terminal::backend::grid::{Digest, Grid};

/// A scroll must save more bytes than this.
const COST: i64 = 24;
/// The bytes of the move to a row.
const MOVE: i64 = 4;
/// The bytes of writing the last cell of a row.
const LAST_CELL: i64 = 14;
/// With fewer changed rows, writing them is cheaper than looking for a scroll.
const FEWEST: usize = 3;
/// Equal rows beyond this many, such as blank ones, say nothing about where they came from.
const MOST_EQUAL: usize = 4;

/// The bytes of setting margins and of leaving them.
const MARGINS: i64 = 22;
/// At most one in this many changed rows, and at most [`MOST_OUTSIDE`], can have changes outside
/// the margins, such as a status line beside the rows that moved.
const ONE_OUTSIDE: usize = 4;
const MOST_OUTSIDE: usize = 2;

/// A region whose rows move.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Scroll {
    /// The first row of the region.
    pub top: u16,
    /// The last row of the region.
    pub bottom: u16,
    /// The columns of the region.
    pub columns: Range<u16>,
    /// How many rows the text moves up; negative for down. Never 0.
    pub up: i32,
}

/// Finds scrolls that a terminal can do.
pub(super) struct Search<'a> {
    pub abilities: Abilities,
    pub hasher: &'a DefaultHashBuilder,
}

impl Search<'_> {
    /// The scroll that saves the most bytes between two screens; `None` if none saves any. `changed`
    /// has the rows that differ.
    pub(super) fn find(&self, shown: &Grid, next: &Grid, changed: &[bool]) -> Option<Scroll> {
        if changed.iter().filter(|changed| **changed).count() < FEWEST {
            return None;
        }
        let best_of = |columns: Range<u16>| {
            let region = self.best_of_all(shown, next, changed, &columns)?;
            Some((region, columns))
        };
        let within_margins = || {
            let (mut region, columns) = best_of(changed_columns(shown, next, changed)?)?;
            region.saved -= MARGINS;
            let rows = region.top..region.bottom + 1;
            let splits =
                |x: u16| [shown, next].iter().any(|grid| grid.is_within_glyph(x, rows.clone()));
            (!splits(columns.start) && !splits(columns.end)).then_some((region, columns))
        };
        let whole = best_of(0..next.size().0);
        let part = self.abilities.margins.then(within_margins).flatten();
        let (region, columns) =
            whole.into_iter().chain(part).max_by_key(|(region, _)| region.saved)?;
        let Region { saved, top, bottom, up } = region;
        (saved > 0).then_some(Scroll { top, bottom, columns, up })
    }

    /// The region within these columns whose scroll saves the most bytes, if any does.
    fn best_of_all(
        &self,
        shown: &Grid,
        next: &Grid,
        changed: &[bool],
        columns: &Range<u16>,
    ) -> Option<Region> {
        let digest = |grid: &Grid, y: usize| grid.digest(y as u16, columns, self.hasher);
        let mut rows = Rows::default();
        for (y, changed) in changed.iter().enumerate() {
            let known = |grid| if *changed { digest(grid, y) } else { Digest::default() };
            rows.old.push(known(shown));
            rows.new.push(known(next));
        }
        let distances = rows.distances();
        if distances.is_empty() {
            return None;
        }
        // Only a scroll needs the rows that stay as they are.
        for (y, _) in changed.iter().enumerate().filter(|(_, changed)| !**changed) {
            let digest = digest(next, y);
            for rows in [&mut rows.old, &mut rows.new] {
                if let Some(row) = rows.get_mut(y) {
                    *row = digest;
                }
            }
        }
        let lost = rows.lost();
        let regions = distances.into_iter().filter_map(|up| rows.best(up, &lost));
        regions.max_by_key(|region| region.saved)
    }
}

/// The columns in which most changed rows differ, if they are not all. No glyph of those rows
/// straddles their edges.
fn changed_columns(shown: &Grid, next: &Grid, changed: &[bool]) -> Option<Range<u16>> {
    let rows = (0..).zip(changed).filter(|(_, changed)| **changed).map(|(y, _)| y);
    let rows: Vec<u16> = rows.collect();
    let (mut starts, mut ends): (Vec<u16>, Vec<u16>) =
        rows.iter().filter_map(|y| next.changed_columns(shown, *y)).unzip();
    starts.sort_unstable();
    ends.sort_unstable_by(|a, b| b.cmp(a));
    let outside = (rows.len() / ONE_OUTSIDE).min(MOST_OUTSIDE);
    let rows = *rows.get(outside)?..*rows.get(rows.len() - 1 - outside)? + 1;
    let columns = next.size().0;
    let is_edge =
        |x: &u16| [shown, next].iter().all(|grid| !grid.is_within_glyph(*x, rows.clone()));
    let start = (0..=*starts.get(outside)?).rev().find(is_edge)?;
    let end = (*ends.get(outside)?..=columns).find(is_edge)?;
    // xterm's margins are at least two columns apart.
    (start + 1 < end && (start, end) != (0, columns)).then_some(start..end)
}

/// A region that may be scrolled, and the bytes that this saves.
#[derive(Clone, Copy)]
struct Region {
    saved: i64,
    top: u16,
    bottom: u16,
    up: i32,
}

#[derive(Default)]
struct Rows {
    old: Vec<Digest>,
    new: Vec<Digest>,
}

impl Rows {
    /// The distances over which so many changed rows may have moved up that a scroll may save bytes.
    fn distances(&self) -> Vec<i32> {
        let changed = || {
            let pairs = (0..).zip(self.old.iter().zip(&self.new));
            pairs.filter(|(_, (old, new))| old.hash != new.hash)
        };
        let mut sources: HashMap<u64, Vec<i32>> = HashMap::new();
        for (y, (old, _)) in changed() {
            sources.entry(old.hash).or_default().push(y);
        }
        let mut distances: BTreeMap<i32, i64> = BTreeMap::new();
        for (y, (_, new)) in changed() {
            let from = sources.get(&new.hash).filter(|from| from.len() <= MOST_EQUAL);
            for from in from.into_iter().flatten() {
                *distances.entry(from - y).or_default() += MOVE + new.bytes;
            }
        }
        distances.into_iter().filter(|(_, saved)| *saved > COST).map(|(up, _)| up).collect()
    }

    /// The region in which moving rows up by a distance saves the most, if any saves bytes.
    fn best(&self, up: i32, lost: &[i64]) -> Option<Region> {
        let len = self.new.len() as i32;
        let (mut start, mut sum) = (0, 0);
        let mut best: Option<Region> = None;
        // The rows to which others move: the contiguous ones with the largest sum (Kadane).
        for y in (-up).max(0)..len.min(len - up) {
            if sum <= 0 {
                (start, sum) = (y, 0);
            }
            sum += self.gain(y, y + up);
            let (top, bottom) = (start.min(start + up), y.max(y + up));
            let exposed = if up > 0 { y + 1..bottom + 1 } else { top..start };
            let before = |y: i32| lost.get(y as usize).copied().unwrap_or_default();
            let saved = sum - (before(exposed.end) - before(exposed.start)) - COST;
            if saved > best.map_or(0, |best| best.saved) {
                best = Some(Region { saved, top: top as u16, bottom: bottom as u16, up });
            }
        }
        best
    }

    /// For each row, and for the end, the bytes that exposing the rows before it loses.
    fn lost(&self) -> Vec<i64> {
        let mut sum = 0;
        let rows = 0..self.new.len() as i32;
        let sums = rows.map(|y| {
            sum += self.bytes(y) - self.cost(y, y);
            sum
        });
        std::iter::once(0).chain(sums).collect()
    }

    /// The bytes saved if the old row `from` moves to `y`; negative if they are wasted.
    fn gain(&self, y: i32, from: i32) -> i64 {
        self.cost(y, y) - self.cost(y, from)
    }

    /// The bytes of making the new row `y` of the old row `from`.
    fn cost(&self, y: i32, from: i32) -> i64 {
        let pair = self.old.get(from as usize).zip(self.new.get(y as usize));
        match pair {
            Some((old, new)) if old.hash == new.hash => 0,
            Some((old, new)) if old.before_last == new.before_last => LAST_CELL.min(self.bytes(y)),
            _ => self.bytes(y),
        }
    }

    fn bytes(&self, y: i32) -> i64 {
        MOVE + self.new.get(y as usize).map_or(0, |row| row.bytes)
    }
}
