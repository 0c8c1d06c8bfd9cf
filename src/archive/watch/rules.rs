//! Detects changes of a site's rules, which require a reload.

use crate::archive::load;
use crate::archive::source::Source;

/// What determines a site's rules: whether it is a site, and its config.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Rules {
    is_site: bool,
    config: Option<Vec<u8>>,
}

impl Rules {
    /// The rules on the disk.
    pub(super) fn of(source: &Source) -> Self {
        let config = source.reader().ok().and_then(|reader| reader.read(load::CONFIG).ok());
        Self { is_site: load::is_site(source), config: config.map(|contents| contents.bytes) }
    }
}
