//! Fits units into lines of a given width: first fit by textwrap, over-long units split beforehand,
//! no last line of a single character (T9, T16, T18).

use std::ops::Range;

use textwrap::core::Fragment;
use textwrap::wrap_algorithms::{Penalties, wrap_first_fit, wrap_optimal_fit};

use crate::typeset::breaks::{self, Unit};
use crate::typeset::{Typography, marks};
use crate::width::{self, Widths};

/// The fewest letters on the last line of a paragraph (T16).
const FEWEST_LAST: usize = 2;

impl Fragment for Unit {
    fn width(&self) -> f64 {
        self.width as f64
    }

    fn whitespace_width(&self) -> f64 {
        self.space as f64
    }

    /// A mark that may hang takes no width at the end of a line.
    fn penalty_width(&self) -> f64 {
        -(self.hang as f64)
    }
}

/// The space available for lines.
#[derive(Clone, Copy, Debug)]
pub(super) struct Room {
    /// The cells of a line.
    pub cells: usize,
    /// The cells by which the first line is shorter.
    pub indent: usize,
    /// How line breaks are chosen.
    pub typography: Typography,
}

/// Fits units into lines and returns the byte range of each line, without spaces at its end.
///
/// A grapheme wider than a line gets a line of its own. No units give no lines.
pub(super) fn lines(text: &str, units: &[Unit], room: Room, widths: Widths) -> Vec<Range<usize>> {
    if units.is_empty() {
        return Vec::new();
    }
    let room = Room { cells: room.cells.max(1), ..room };
    let narrowest = room.cells.saturating_sub(room.indent).max(1);
    let unhung: Vec<Unit>;
    let mut units = units;
    if !room.typography.hanging && units.iter().any(|unit| unit.hang > 0) {
        unhung = units.iter().map(|&unit| Unit { hang: 0, ..unit }).collect();
        units = &unhung;
    }
    if units.iter().any(|unit| unit.width > narrowest) {
        // A unit that is too wide for the first line may fit whole into the others.
        let head = units.first().filter(|unit| unit.width > narrowest).map_or(0, |_| 1);
        let split: Vec<Unit> = units
            .iter()
            .enumerate()
            .flat_map(|(i, &unit)| {
                let cells = if i < head { narrowest } else { room.cells };
                split_overlong(text, unit, cells, &|piece| {
                    breaks::cells(piece, widths, room.typography)
                })
            })
            .collect();
        return fit(text, &split, room);
    }
    fit(text, units, room)
}

fn wrap(units: &[Unit], room: Room) -> Vec<&[Unit]> {
    let first = room.cells.saturating_sub(room.indent).max(1);
    let widths = [first as f64, room.cells as f64];
    if room.typography.optimal
        && let Ok(lines) = wrap_optimal_fit(units, &widths, &Penalties::new())
    {
        return lines;
    }
    wrap_first_fit(units, &widths)
}

fn fit(text: &str, units: &[Unit], room: Room) -> Vec<Range<usize>> {
    let cells = room.cells;
    // The end of each line, as an index into the units.
    let mut ends: Vec<usize> = wrap(units, room)
        .into_iter()
        .scan(0, |end, line| {
            *end += line.len();
            Some(*end)
        })
        .collect();
    fix_orphan(text, units, &mut ends, cells);
    let mut start = 0;
    let mut lines = Vec::with_capacity(ends.len());
    for end in ends {
        if let (Some(first), Some(last)) =
            (units.get(start), end.checked_sub(1).and_then(|i| units.get(i)))
        {
            lines.push(first.start..last.end.max(first.start));
        }
        start = end;
    }
    lines
}

/// Moves whole units down until the last line has [`FEWEST_LAST`] letters (T16), if the line above
/// can spare them.
fn fix_orphan(text: &str, units: &[Unit], ends: &mut [usize], cells: usize) {
    let (above_start, above_end, last_end) = match *ends {
        [.., before, above, last] => (before, above, last),
        [above, last] => (0, above, last),
        _ => return,
    };
    let line = |range: Range<usize>| units.get(range).unwrap_or_default();
    let mut start = above_end;
    while letters(text, line(start..last_end)) < FEWEST_LAST {
        let moved = start.saturating_sub(1);
        if moved <= above_start || line_width(line(moved..last_end)) > cells {
            return;
        }
        start = moved;
    }
    if let [.., above, _] = ends {
        *above = start;
    }
}

/// The letters in a run of units, counted up to [`FEWEST_LAST`].
fn letters(text: &str, units: &[Unit]) -> usize {
    let (Some(first), Some(last)) = (units.first(), units.last()) else { return 0 };
    let piece = text.get(first.start..last.end).unwrap_or_default();
    piece.chars().filter(|&c| marks::is_letter(c)).take(FEWEST_LAST).count()
}

/// The cells of a line of units, without the spaces and the hanging mark at its end.
fn line_width(units: &[Unit]) -> usize {
    let all: usize = units.iter().map(|unit| unit.width + unit.space).sum();
    all - units.last().map_or(0, |unit| unit.space + unit.hang)
}

/// Splits a unit that is wider than a line at graphemes: where the rules allow it, else anywhere,
/// but never inside a doubled mark (T6, T9, T18). `width_of` returns the cells of a text.
fn split_overlong(
    text: &str,
    unit: Unit,
    cells: usize,
    width_of: &dyn Fn(&str) -> usize,
) -> Vec<Unit> {
    if unit.width <= cells {
        return vec![unit];
    }
    let content = text.get(unit.start..unit.end).unwrap_or_default();
    let mut pieces = Vec::new();
    let mut rest = content;
    while let Some(at) = cut(rest, cells, width_of) {
        let Some((piece, after)) = rest.split_at_checked(at) else { break };
        let start = unit.end - rest.len();
        let end = start + piece.len();
        // The two pieces may end up on one line, with the typographic space between them.
        let left = width::graphemes(piece).last().map_or(0, |(last, _)| last);
        let right = width::graphemes(after).next().map_or("", |(_, grapheme)| grapheme);
        let pair = rest.get(left..at + right.len()).unwrap_or_default();
        let single = rest.get(left..at).unwrap_or_default();
        let space = width_of(pair).saturating_sub(width_of(single) + width_of(right));
        pieces.push(Unit { start, end, width: width_of(piece), space, hang: 0 });
        rest = after;
    }
    let start = unit.end - rest.len();
    pieces.push(Unit { start, width: width_of(rest), ..unit });
    pieces
}

/// Where to cut a text wider than `cells`, in bytes: the last offset that fits and is not inside a
/// word; else one that breaks no rule; else one that splits no pair; else after the first grapheme.
/// Looks at no more than `cells`; `None` if the text fits or is one grapheme.
fn cut(text: &str, cells: usize, width_of: &dyn Fn(&str) -> usize) -> Option<usize> {
    let (mut between_words, mut ruled, mut any) = (0, 0, 0);
    let mut used = 0;
    let mut run = 0;
    let mut before = 0;
    let mut last: Option<char> = None;
    for (at, grapheme) in width::graphemes(text) {
        let c = grapheme.chars().next();
        let inside_pair = last == c && c.is_some_and(marks::is_paired) && run % 2 == 1;
        if used > cells {
            break;
        }
        if at > 0 && !inside_pair {
            any = at;
            let starts = c.is_some_and(|c| marks::never_starts(c, true) || marks::is_suffix(c));
            let ends = last.is_some_and(|c| marks::never_ends(c) || marks::is_prefix(c));
            if !starts && !ends {
                ruled = at;
                let in_word =
                    |c: char| marks::is_word(c) || matches!(c, '.' | ',' | ':' | '\'' | '’');
                let digit_follows = c.is_some_and(marks::is_digit) && last.is_some_and(in_word);
                let word_goes_on = c.is_some_and(in_word) && last.is_some_and(marks::is_word);
                if !digit_follows && !word_goes_on {
                    between_words = at;
                }
            }
        }
        run = if last == c { run + 1 } else { 1 };
        // Measured with the character before it, for the typographic space between the two.
        let pair = text.get(before..at + grapheme.len()).unwrap_or_default();
        let single = text.get(before..at).unwrap_or_default();
        used += width_of(pair) - width_of(single);
        before = at;
        last = grapheme.chars().last();
    }
    let after_first = || width::graphemes(text).nth(1).map(|(at, _)| at);
    let cut = [between_words, ruled, any].into_iter().find(|&at| at > 0).or_else(after_first);
    cut.filter(|_| used > cells)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::typeset::breaks::Level;

    fn fitted(text: &str, cells: usize, ambiguous_wide: bool) -> String {
        let widths = Widths { ambiguous_wide, ..Widths::default() };
        let units = breaks::units(text, Level::Strict, widths, Typography::default());
        let lines = lines(
            text,
            &units,
            Room { cells, indent: 0, typography: Typography::default() },
            widths,
        );
        lines.into_iter().map(|line| text.get(line).unwrap()).collect::<Vec<_>>().join("｜")
    }

    /// T1-T3, T6-T9, T11, T14, T16, T17.
    #[test]
    fn the_twenty_cases() {
        for (expected, cells, ambiguous_wide) in [
            ("今天天气很｜好，我们出去｜走走吧。", 12, false),
            ("他终于回到了｜家。”母亲说完便｜哭了起来。", 16, false),
            ("你真的知道｜吗？！我可不｜信这种话。", 12, false),
            ("全年增长百分之八约合｜8.5％左右的水平", 22, false),
            ("请阅读说明文件｜（第二版）之后再｜操作", 16, false),
            ("我昨天刚读完｜《平凡的世界》｜第一部", 14, false),
            ("他走了——｜再也没有｜回来过｜这里", 8, false),
            ("我想说的是……｜算了不说了", 12, false),
            ("等一等等一｜等…以后再说", 12, false),
            ("全年营收达到｜1234.56亿元人｜民币", 16, false),
            ("这台手机的售价是｜￥4,999元起", 20, false),
            ("我们使用｜Kubernetes管理｜集群", 16, false),
            ("见https://｜example.org/｜abcdefghijkl｜mnop页", 12, false),
            ("实现“十｜四五”行｜业监管工｜作良好｜开局", 8, false),
            ("实现“十｜四五”行｜业监管工｜作良好｜开局", 8, true),
            ("工作开局良好监管行业｜真好。", 24, false),
            ("　　第一段首行｜缩进两个汉字宽", 14, false),
            ("文文文文文｜文っ字字", 12, false),
            ("文文文文文｜文…字字", 12, false),
        ] {
            assert_eq!(fitted(&expected.replace('｜', ""), cells, ambiguous_wide), expected);
        }
        assert_eq!(
            fitted("采用 Rust 语言 编写 完成 的 程序", 14, false),
            "采用 Rust 语言｜编写 完成 的｜程序"
        );
    }

    #[test]
    fn tiny_widths_terminate() {
        for cells in 0..4 {
            assert!(fitted("他说：“好……”A5％", cells, true).contains('｜'));
        }
        assert_eq!(fitted("中文", 1, false), "中｜文");
        assert_eq!(fitted("", 1, false), "");
    }

    #[test]
    fn an_overlong_token_is_split_between_its_words() {
        // T8, T9
        assert_eq!(fitted("D24676903_w800h555.jpg", 12, false), "D24676903_｜w800h555.jpg");
        assert_eq!(fitted("NW202201062238041339", 12, false), "NW2022010622｜38041339");
    }

    #[test]
    fn overlong_runs_split_between_pairs() {
        // T6, T18
        assert_eq!(fitted(&"—".repeat(12), 5, false), "————｜————｜————");
        assert_eq!(fitted("好。』」』」』」", 6, false).replace('｜', ""), "好。』」』」』」");
    }
}
