//! Gives the fuzz targets access to private parsers of untrusted bytes; not part of the library.

use super::input::Parser;

/// Returns the events in the terminal's input as text. The input arrives in chunks and then stops,
/// which ends an unfinished sequence.
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

/// Returns the size of an image file, fitted into `room`, for each way to draw it; empty if it
/// cannot be shown. Both sizes are columns and rows.
#[cfg(feature = "images")]
pub fn picture(bytes: &[u8], room: (u16, u16)) -> Vec<(u16, u16)> {
    use crate::app::effect::Technique;
    let techniques = [
        Technique::HalfBlocks,
        Technique::Placeholders { cell: (8, 16) },
        Technique::Inline { cell: (8, 16) },
        Technique::Sixels { cell: (8, 16) },
    ];
    let decoded = techniques.map(|technique| super::picture::decode(bytes, room, technique));
    decoded.into_iter().flatten().map(|picture| picture.cells()).collect()
}
