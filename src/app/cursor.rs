//! A cursor in a column of rows, and the rows in view.

/// Rows kept in view around the cursor where there is room.
const MARGIN: usize = 2;

/// A cursor and the first row in view.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Cursor {
    /// The row of the cursor.
    pub at: usize,
    /// The first row in view.
    pub top: usize,
    /// Whether the rows were scrolled away from the cursor, until that moves.
    pub is_free: bool,
}

impl Cursor {
    /// A cursor on a row.
    pub const fn new(at: usize, top: usize) -> Self {
        Self { at, top, is_free: false }
    }

    /// Moves by a number of rows, not beyond the ends.
    pub fn step(&mut self, by: isize, len: usize) {
        self.is_free = false;
        self.at = self.at.saturating_add_signed(by).min(len.saturating_sub(1));
    }

    /// Moves to a row and scrolls by as much, so that the cursor stays where it is on the screen.
    pub fn keep_row(&mut self, at: usize) {
        self.top = (self.top + at).saturating_sub(self.at);
        self.at = at;
    }

    /// Goes to a row.
    pub fn go_to(&mut self, row: usize) {
        (self.at, self.is_free) = (row, false);
    }

    /// Scrolls the rows in view, not beyond the ends; the cursor stays on its row, even out of view.
    pub fn scroll(&mut self, by: isize, len: usize, height: usize) {
        self.top = self.top.saturating_add_signed(by).min(len.saturating_sub(height));
        self.is_free = true;
    }

    /// Brings the cursor into view: as little movement as needed, no empty space at the end.
    pub fn follow(&mut self, len: usize, height: usize) {
        self.at = self.at.min(len.saturating_sub(1));
        if self.is_free {
            self.top = self.top.min(len.saturating_sub(height));
            return;
        }
        let margin = MARGIN.min(height.saturating_sub(1) / 2);
        let highest = (self.at + 1 + margin).saturating_sub(height);
        let lowest = self.at.saturating_sub(margin);
        self.top = self.top.clamp(highest.min(lowest), lowest).min(len.saturating_sub(height));
    }
}

/// The row at `percent` of `len` rows, 0 to 100.
pub fn row_at_percent(percent: usize, len: usize) -> usize {
    len.saturating_sub(1).saturating_mul(percent.min(100)) / 100
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_cursor_stays_in_view() {
        let mut cursor = Cursor::default();
        for (by, expected) in [
            (3, (3, 0)),
            (5, (8, 1)),
            (100, (49, 40)),
            (-5, (44, 40)),
            (-5, (39, 37)),
            (-99, (0, 0)),
        ] {
            cursor.step(by, 50);
            cursor.follow(50, 10);
            assert_eq!((cursor.at, cursor.top), expected, "after {by}");
        }
    }

    /// A low pane has no room for the whole margin above and below the cursor.
    #[test]
    fn the_margin_is_smaller_in_a_low_pane() {
        for (height, expected) in [(1, [9, 10]), (2, [9, 9]), (3, [8, 9]), (4, [8, 8]), (5, [7, 8])]
        {
            let mut cursor = Cursor::new(9, 9);
            cursor.follow(50, height);
            let before = cursor.top;
            cursor.step(1, 50);
            cursor.follow(50, height);
            assert_eq!([before, cursor.top], expected, "{height}");
        }
    }

    #[test]
    fn scrolling_leaves_the_cursor_until_it_moves() {
        let mut cursor = Cursor::new(2, 0);
        let mut scroll = |by: isize| {
            cursor.scroll(by, 50, 10);
            cursor.follow(50, 10);
            [cursor.at, cursor.top]
        };
        assert_eq!(scroll(3), [2, 3]);
        assert_eq!(scroll(100), [2, 40]);
        assert_eq!(scroll(-300), [2, 0]);
        assert_eq!(scroll(20), [2, 20]);
        cursor.step(1, 50);
        cursor.follow(50, 10);
        assert_eq!([cursor.at, cursor.top], [3, 1]);
    }

    #[test]
    fn few_rows_and_no_height_are_harmless() {
        let mut cursor = Cursor::new(9, 9);
        cursor.follow(3, 10);
        assert_eq!(cursor, Cursor::new(2, 0));
        cursor.follow(0, 0);
        assert_eq!(cursor.at, 0);
        assert_eq!(row_at_percent(50, 101), 50);
        assert_eq!(row_at_percent(300, 0), 0);
    }
}
