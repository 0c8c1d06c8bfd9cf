//! The pictures of a book: files of the archive, each once.

use std::collections::HashMap;

use crate::archive::post::PostKey;
use crate::archive::source::{Reader, Source};
use crate::clean::CleanText;
use crate::document::{percent_decoded_bytes, push_percent_encoded};

/// The largest picture, in bytes; larger ones stay links.
const LARGEST: usize = 8 << 20;
/// The most bytes of pictures in a book.
const MOST: usize = 512 << 20;

/// A path below the archive's root as the address of a picture, which HTML leaves unchanged.
pub(super) fn address(path: &PostKey) -> CleanText {
    let mut address = "/".to_owned();
    let is_kept = |c: char| c.is_ascii_alphanumeric() || "-._~/".contains(c);
    push_percent_encoded(path.as_bytes(), is_kept, &mut address);
    CleanText::line(&address)
}

/// The pictures found so far.
pub(super) struct Pictures {
    reader: Option<Reader>,
    /// The name in the book by path; `None` if there is no such picture.
    names: HashMap<Vec<u8>, Option<String>>,
    /// Names and media types.
    pub(super) all: Vec<(String, &'static str)>,
    bytes: usize,
}

impl Pictures {
    pub(super) fn new(source: &Source) -> Self {
        let reader = source.reader().ok();
        Self { reader, names: HashMap::new(), all: Vec::new(), bytes: 0 }
    }

    /// The name in the book of the picture with an [`address`], added by `add` if it is new; `None`
    /// if there is none or no e-book may hold it.
    pub(super) fn name<E>(
        &mut self,
        address: &str,
        add: impl FnOnce(&str, &[u8]) -> Result<(), E>,
    ) -> Result<Option<String>, E> {
        let Some(path) = address.strip_prefix('/') else { return Ok(None) };
        let key = percent_decoded_bytes(path);
        if let Some(known) = self.names.get(&key) {
            return Ok(known.clone());
        }
        let found = self.read(&key);
        let name = match found {
            Some((bytes, extension, kind)) => {
                let name = format!("images/{}.{extension}", self.all.len());
                add(&name, &bytes)?;
                self.bytes += bytes.len();
                self.all.push((name.clone(), kind));
                Some(name)
            }
            None => None,
        };
        self.names.insert(key, name.clone());
        Ok(name)
    }

    fn read(&self, key: &[u8]) -> Option<(Vec<u8>, &'static str, &'static str)> {
        let contents = self.reader.as_ref()?.read(key).ok()?;
        let bytes = contents.bytes;
        let fits = contents.problem.is_none()
            && bytes.len() <= LARGEST
            && self.bytes + bytes.len() <= MOST;
        let (extension, kind) = kind(&bytes).filter(|_| fits)?;
        Some((bytes, extension, kind))
    }
}

/// The extension and media type of a picture that every e-book reader shows, by its first bytes.
fn kind(bytes: &[u8]) -> Option<(&'static str, &'static str)> {
    match bytes {
        [0x89, b'P', b'N', b'G', ..] => Some(("png", "image/png")),
        [0xff, 0xd8, 0xff, ..] => Some(("jpg", "image/jpeg")),
        [b'G', b'I', b'F', b'8', ..] => Some(("gif", "image/gif")),
        [b'R', b'I', b'F', b'F', _, _, _, _, b'W', b'E', b'B', b'P', ..] => {
            Some(("webp", "image/webp"))
        }
        _ => None,
    }
}
