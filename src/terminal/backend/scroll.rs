//! Finds rows that moved, as curses and Emacs do.

use std::collections::{BTreeMap, HashMap};
use std::hash::BuildHasher;

use hashbrown::DefaultHashBuilder;

use crate::terminal::backend::grid::Grid;

/// A scroll must save more bytes than this.
const COST: i64 = 24;
/// The bytes of the move to a row.
const MOVE: i64 = 4;
/// With fewer changed rows, writing them is cheaper than looking for a scroll.
const FEWEST: usize = 3;
/// Equal rows beyond this many, such as blank ones, say nothing about where they came from.
const MOST_EQUAL: usize = 4;

/// A region whose rows move.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Scroll {
    /// The first row of the region.
    pub top: u16,
    /// The last row of the region.
    pub bottom: u16,
    /// How many rows the text moves up; negative for down. Never 0.
    pub up: i32,
}

/// The scroll that saves the most bytes between two screens; `None` if none saves any.
pub(super) fn find(shown: &Grid, next: &Grid) -> Option<Scroll> {
    let rows = next.size().1;
    if (0..rows).filter(|y| shown.row(*y) != next.row(*y)).count() < FEWEST {
        return None;
    }
    let state = DefaultHashBuilder::default();
    let hashes =
        |grid: &Grid| -> Vec<u64> { (0..rows).map(|y| state.hash_one(grid.row(y))).collect() };
    let (old, new) = (hashes(shown), hashes(next));
    let costs: Vec<i64> = (0..rows).map(|y| cost(next, y)).collect();
    let mut sources: HashMap<u64, Vec<usize>> = HashMap::new();
    for (y, hash) in old.iter().enumerate() {
        sources.entry(*hash).or_default().push(y);
    }
    // The distances over which changed rows may have moved.
    let mut distances: BTreeMap<i32, i64> = BTreeMap::new();
    for (y, hash) in new.iter().enumerate().filter(|(y, hash)| old.get(*y) != Some(hash)) {
        let from = sources.get(hash).filter(|from| from.len() <= MOST_EQUAL);
        for from in from.into_iter().flatten() {
            let cost = costs.get(y).copied().unwrap_or_default();
            *distances.entry(*from as i32 - y as i32).or_default() += cost;
        }
    }
    let rows = Rows { old: &old, new: &new, costs: &costs };
    let best = distances
        .into_iter()
        .filter(|(up, saved)| *up != 0 && *saved > COST)
        .filter_map(|(up, _)| rows.best(up))
        .max_by_key(|region| region.saved)?;
    let Region { top, bottom, up, .. } = best;
    Some(Scroll { top, bottom, up })
}

/// The bytes of a row, about.
fn cost(grid: &Grid, y: u16) -> i64 {
    let row = grid.row(y);
    let text = row.iter().map(|(cell, _)| cell.symbol()).filter(|symbol| *symbol != " ");
    MOVE + text.map(|symbol| symbol.len() as i64).sum::<i64>()
}

/// A region that may be scrolled, and the bytes that this saves.
#[derive(Clone, Copy)]
struct Region {
    saved: i64,
    top: u16,
    bottom: u16,
    up: i32,
}

struct Rows<'a> {
    old: &'a [u64],
    new: &'a [u64],
    /// The bytes of each new row.
    costs: &'a [i64],
}

impl Rows<'_> {
    /// The region in which moving rows up by a distance saves the most, if any saves bytes.
    fn best(&self, up: i32) -> Option<Region> {
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
            let lost: i64 = exposed.filter(|y| self.is_kept(*y)).map(|y| self.cost(y)).sum();
            let saved = sum - lost - COST;
            if saved > best.map_or(0, |best| best.saved) {
                best = Some(Region { saved, top: top as u16, bottom: bottom as u16, up });
            }
        }
        best
    }

    /// The bytes saved if the old row `from` moves to `y`; negative if they are wasted.
    fn gain(&self, y: i32, from: i32) -> i64 {
        let moved = self.old.get(from as usize) == self.new.get(y as usize);
        match (moved, self.is_kept(y)) {
            (true, true) | (false, false) => 0,
            (true, false) => self.cost(y),
            (false, true) => -self.cost(y),
        }
    }

    /// Whether a row stays as it is.
    fn is_kept(&self, y: i32) -> bool {
        self.old.get(y as usize) == self.new.get(y as usize)
    }

    fn cost(&self, y: i32) -> i64 {
        self.costs.get(y as usize).copied().unwrap_or_default()
    }
}
