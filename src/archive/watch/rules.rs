//! Detects changes of a site's rules, which require a reload.

use crate::archive::load;
use crate::archive::site::Dates;
use crate::archive::site::generator::Recognised;
use crate::archive::source::Source;

/// What determines a site's rules: its generator, its config and its data files.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Rules {
    recognised: Recognised,
    version: u64,
}

impl Rules {
    /// The rules on the disk.
    pub(super) fn of(source: &Source) -> Self {
        let reader = source.reader();
        let recognised = reader.as_ref().map(|reader| load::recognise(source, reader));
        let version = reader
            .as_ref()
            .map(|reader| load::rules_version(reader, &load::site(source, reader, Dates::at(0))));
        Self { recognised: recognised.unwrap_or_default(), version: version.unwrap_or_default() }
    }
}
