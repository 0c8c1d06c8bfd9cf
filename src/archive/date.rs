//! Dates of posts: every accepted form, and what they mean without a zone.

/// When a post was written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PostDate {
    /// The instant, in seconds since 1970-01-01T00:00:00Z; order is by this (R11).
    pub seconds: i64,
    /// The offset east of UTC in minutes in which the date is shown.
    pub offset_minutes: i16,
    /// Whether a time of day was given.
    pub has_time: bool,
    /// Whether the post or the site named a zone; if not, the date is as written and the offset 0.
    pub has_zone: bool,
}
