//! The panes.

/// A pane that can have the focus.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Pane {
    /// Categories, tags and years.
    Facets,
    /// The posts.
    #[default]
    List,
    /// The post that is read.
    Article,
}

impl Pane {
    /// The panes from left to right.
    pub const ALL: [Self; 3] = [Self::Facets, Self::List, Self::Article];
}
