//! A door to private parsers of outside bytes for the fuzz targets; not part of the library.

use super::input::Parser;

/// The events in the terminal's input, as text. The input comes in chunks and then stops, so what
/// is unfinished ends.
pub fn events<'a>(chunks: impl IntoIterator<Item = &'a [u8]>) -> Vec<String> {
    let mut parser = Parser::default();
    let mut events = Vec::new();
    for chunk in chunks {
        events.extend(parser.feed(chunk));
    }
    while parser.is_open() {
        events.extend(parser.time_out());
    }
    events.iter().map(|event| format!("{event:?}")).collect()
}

/// The columns and cells of an image file that has to fit into columns and rows; `None` if it
/// cannot be shown.
#[cfg(feature = "images")]
pub fn picture(bytes: &[u8], room: (u16, u16)) -> Option<(usize, usize)> {
    let picture = super::picture::decode(bytes, room).ok()?;
    Some((picture.width.into(), picture.cells.len()))
}
