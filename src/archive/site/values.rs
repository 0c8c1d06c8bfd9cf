//! The values that posts ask a site for: those of its config and of its data files.

use std::sync::Arc;

use super::generator::Generator;
use super::{Site, placement};
use crate::archive::data::{self, DataFiles};
use crate::archive::front_matter::Value;
use crate::clean::CleanStr;
use crate::document::Data;

impl Site {
    /// The text of a config value by its keys: `author.name` is Jekyll's `site.author.name`.
    pub fn value(&self, keys: &str) -> Option<CleanStr<'_>> {
        let (first, keys) = keys.split_once('.').unwrap_or((keys, ""));
        let first = &self.values.iter().rfind(|field| field.name == first)?.value;
        let mut keys = keys.split('.').filter(|key| !key.is_empty());
        let found = keys.try_fold(first, |value, key| {
            let Value::Map(pairs) = value else { return None };
            pairs.iter().find(|(name, _)| name == key).map(|(_, value)| value)
        });
        found?.as_scalar().map(|scalar| scalar.text.as_clean())
    }

    /// A top-level value of the config for Liquid, shared; `None` if there is none.
    pub fn setting(&self, name: &str) -> Option<Data> {
        let settings = self.settings.get_or_init(|| {
            let values = self.values.iter();
            values.map(|field| (field.name.clone(), data::of_value(&field.value))).collect()
        });
        settings.get(name).cloned()
    }

    /// A value of the site's data files by the first keys, and the keys that are left; `None` if it
    /// is not known.
    pub fn data<'k>(&self, keys: &'k [&'k str]) -> Option<(Data, &'k [&'k str])> {
        let theme = |name| self.value(name).map_or("", CleanStr::as_str);
        // Any other theme may bring data files.
        let is_own = || matches!(theme("theme"), "" | "minima") && theme("remote_theme").is_empty();
        let lacks = || self.is_jekyll() && is_own() && self.data.lacks(keys);
        self.data.get(keys).or_else(|| lacks().then_some((Data::Nil, &[])))
    }

    /// Whether a field that neither a post nor the config's defaults have certainly is missing.
    pub fn knows_defaults(&self) -> bool {
        self.is_jekyll() && self.knows_defaults
    }

    /// The folder of the data files, relative to the root.
    pub(in crate::archive) fn data_folder(&self) -> String {
        if self.generator == Generator::Hexo {
            return format!("{}/_data", self.collections_dir);
        }
        let folder = self.value("data_dir").map_or("_data", CleanStr::as_str);
        placement::within_root(folder)
    }

    /// Gives the site its data files.
    #[must_use]
    pub(in crate::archive) fn with_data(self, data: DataFiles) -> Self {
        Self { data: Arc::new(data), ..self }
    }
}
