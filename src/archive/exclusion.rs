//! Why folders are not read (R2).

/// The rule by which a folder is not read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Exclusion {
    /// Its name begins with a dot.
    Hidden,
    /// It holds third-party code.
    ThirdParty,
    /// It is outside the folder in which a generator looks for content.
    OutsideContent,
    /// It holds templates or build output.
    TemplatesOrOutput,
    /// It is outside the site's `collections_dir`.
    OutsideCollections,
    /// The site's config excludes it.
    ByConfig,
    /// Jekyll looks for no posts in a folder of such a name.
    Special,
    /// It is a link.
    Link,
}

impl Exclusion {
    /// Every rule.
    pub const ALL: [Self; 8] = [
        Self::Hidden,
        Self::ThirdParty,
        Self::OutsideContent,
        Self::TemplatesOrOutput,
        Self::OutsideCollections,
        Self::ByConfig,
        Self::Special,
        Self::Link,
    ];

    /// The name of its text in `locales/`.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Hidden => "hidden",
            Self::ThirdParty => "third-party",
            Self::OutsideContent => "outside-content",
            Self::TemplatesOrOutput => "templates-or-output",
            Self::OutsideCollections => "outside-collections",
            Self::ByConfig => "by-config",
            Self::Special => "special",
            Self::Link => "link",
        }
    }
}
