//! Detects changes of a site's rules, which require a reload.

use crate::archive::load;
use crate::archive::source::Source;

/// What determines a site's rules: whether it is a site, its config and its data files.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Rules {
    is_site: bool,
    version: u64,
}

impl Rules {
    /// The rules on the disk.
    pub(super) fn of(source: &Source) -> Self {
        let version = source.reader().map_or(0, |reader| load::rules_version(&reader));
        Self { is_site: load::is_site(source), version }
    }
}
