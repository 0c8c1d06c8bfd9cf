//! A reader on the sample posts.

use kanbao::app::{Options, Preferences};
use kanbao::archive::site::Dates;
use kanbao::config::locale::Locale;
use kanbao::view::Look;
use kanbao::width::Widths;
use ratatui::buffer::Buffer;

use super::print::draw;
use crate::support::reader::Reader;
use crate::support::texts::FolderPosts;

/// 2024-06-15: some samples are later and have the mark of future posts.
pub(super) const NOW: Dates = Dates::at(1_718_409_600);

pub(super) type Sample = Reader<FolderPosts>;

impl Sample {
    pub(crate) fn open(size: (u16, u16), widths: Widths) -> Self {
        Self::speaking(Locale::English, size, widths)
    }

    pub(crate) fn speaking(locale: Locale, size: (u16, u16), widths: Widths) -> Self {
        Self::begun(Options { locale, size, widths, ..Options::default() })
    }

    /// In linear mode, for screen readers.
    pub(crate) fn linear(locale: Locale, size: (u16, u16)) -> Self {
        let preferences = Preferences { linear: true, ..Preferences::default() };
        Self::begun(Options { locale, size, preferences, ..Options::default() })
    }

    pub(crate) fn begun(options: Options) -> Self {
        Self::of_folder(FolderPosts::samples(NOW), options)
    }

    /// Types keys.
    pub(crate) fn after(mut self, keys: &str) -> Self {
        self.press(keys);
        self
    }

    pub(crate) fn draw(&self) -> Buffer {
        draw(&self.app, &Look::default())
    }
}
