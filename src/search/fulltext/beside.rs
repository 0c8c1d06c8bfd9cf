//! What is stored beside a folded text: the details of the body, and the stream that unfolds the
//! text. Most of it is addresses of links, so it is compressed.

use std::borrow::Cow;
use std::ops::Range;

use flate2::{Compress, Compression, Decompress, FlushCompress, FlushDecompress, Status};

use crate::store::varint;

/// Fewest bytes worth compressing.
const WORTH_PACKING: usize = 64;
/// Limit in bytes for reading, because a store from another account may claim any length.
const MOST: usize = 64 << 20;

/// The details of a body as bytes, if there are any, and the stream of its text.
#[derive(Debug)]
pub(in crate::search) struct Beside<'a> {
    bytes: Cow<'a, [u8]>,
    /// Where the details begin and end in the bytes.
    details: Range<usize>,
}

impl<'a> Beside<'a> {
    /// Encodes both.
    pub(in crate::search) fn to_bytes(details: Option<Vec<u8>>, stream: &[u8]) -> Vec<u8> {
        let details = details.unwrap_or_default();
        let mut bytes = Vec::with_capacity(details.len() + stream.len() + 2);
        varint::push(&mut bytes, details.len());
        bytes.extend_from_slice(&details);
        bytes.extend_from_slice(stream);
        packed(&bytes)
    }

    /// Decodes both; `None` if they are damaged.
    pub(in crate::search) fn of_bytes(bytes: &'a [u8]) -> Option<Self> {
        let bytes = unpacked(bytes)?;
        let mut rest = &*bytes;
        let len = varint::take(&mut rest)?;
        let start = bytes.len() - rest.len();
        let details = start..start.checked_add(len).filter(|end| *end <= bytes.len())?;
        Some(Self { bytes, details })
    }

    pub(in crate::search) fn details(&self) -> &[u8] {
        self.bytes.get(self.details.clone()).unwrap_or_default()
    }

    pub(in crate::search) fn stream(&self) -> &[u8] {
        self.bytes.get(self.details.end..).unwrap_or_default()
    }
}

/// Returns the length and the compressed bytes, or 0 and the plain bytes if compression saves
/// nothing.
fn packed(bytes: &[u8]) -> Vec<u8> {
    let mut packed = Vec::with_capacity(bytes.len() + WORTH_PACKING);
    if bytes.len() >= WORTH_PACKING {
        varint::push(&mut packed, bytes.len());
        let mut compress = Compress::new(Compression::default(), false);
        let status = compress.compress_vec(bytes, &mut packed, FlushCompress::Finish);
        if matches!(status, Ok(Status::StreamEnd)) && packed.len() <= bytes.len() {
            return packed;
        }
        // They take more room compressed.
        packed.clear();
    }
    varint::push(&mut packed, 0);
    packed.extend_from_slice(bytes);
    packed
}

/// The bytes that were [`packed`]; `None` if they are damaged.
fn unpacked(mut packed: &[u8]) -> Option<Cow<'_, [u8]>> {
    let len = varint::take(&mut packed)?;
    if len == 0 {
        return Some(Cow::Borrowed(packed));
    }
    let mut bytes = Vec::with_capacity(Some(len).filter(|len| *len <= MOST)?);
    let mut decompress = Decompress::new(false);
    let status = decompress.decompress_vec(packed, &mut bytes, FlushDecompress::Finish);
    let is_whole = matches!(status, Ok(Status::StreamEnd))
        && bytes.len() == len
        && decompress.total_in() == packed.len() as u64;
    is_whole.then_some(Cow::Owned(bytes))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn addresses_take_little_room() {
        let details = b"https://a.org/b/1.html".repeat(100);
        assert!(Beside::to_bytes(Some(details), b"stream").len() < 120);
    }

    proptest! {
        #[test]
        fn any_bytes_are_packed(
            details in prop::option::of(prop::collection::vec(any::<u8>(), 0..300)),
            stream in prop::collection::vec(any::<u8>(), 0..90),
        ) {
            let bytes = Beside::to_bytes(details.clone(), &stream);
            let details = details.unwrap_or_default();
            let own = Beside::of_bytes(&bytes).unwrap();
            prop_assert_eq!((own.details(), own.stream()), (&*details, &*stream));
            prop_assert!(bytes.len() <= details.len() + stream.len() + 3);
            // A part of compressed bytes is not mistaken for the whole.
            let is_packed = bytes.first() != Some(&0);
            prop_assert!(!is_packed || Beside::of_bytes(&bytes[..bytes.len() - 1]).is_none());
        }

        #[test]
        fn any_bytes_are_tolerated(bytes in prop::collection::vec(any::<u8>(), 0..40)) {
            Beside::of_bytes(&bytes);
        }
    }
}
