//! Whether a site is still under the rules by which it was loaded.

use crate::archive::load;
use crate::archive::source::Source;

/// What the site's rules are told from: whether it is one, and the text of its config.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Rules {
    is_site: bool,
    config: Option<Vec<u8>>,
}

impl Rules {
    /// The rules as they are on the disk.
    pub fn of(source: &Source) -> Self {
        let config = source.reader().ok().and_then(|reader| reader.read(load::CONFIG).ok());
        Self { is_site: load::is_site(source), config: config.map(|contents| contents.bytes) }
    }
}
