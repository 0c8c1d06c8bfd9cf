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

/// The columns and rows of an image file that has to fit into columns and rows, for each way to draw
/// it; none if it cannot be shown.
#[cfg(feature = "images")]
pub fn picture(bytes: &[u8], room: (u16, u16)) -> Vec<(u16, u16)> {
    use crate::app::effect::Technique;
    let techniques = [
        Technique::HalfBlocks,
        Technique::Placeholders { cell: (8, 16) },
        Technique::Sixels { cell: (8, 16) },
    ];
    let decoded = techniques.map(|technique| super::picture::decode(bytes, room, technique));
    decoded.into_iter().flatten().map(|picture| picture.cells()).collect()
}
