//! Recognises the program that builds a site from an archive by the names of files at its root, and
//! knows where each program keeps its posts.
//!
//! Knows neither configs nor posts; `docs/archives.md` has the same table for readers.

use super::placement;

/// The program that makes a site of an archive.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Generator {
    /// None: a folder of texts.
    #[default]
    Plain,
    /// Jekyll.
    Jekyll,
    /// Hexo.
    Hexo,
    /// Hugo.
    Hugo,
    /// Zola.
    Zola,
    /// Eleventy.
    Eleventy,
    /// Astro.
    Astro,
    /// `VuePress` or `VitePress`.
    Vue,
    /// Pelican.
    Pelican,
    /// Obsidian, whose archives are vaults.
    Obsidian,
}

/// The root of an archive.
pub trait Root {
    /// Whether there is a folder of this path.
    fn has_folder(&self, path: &str) -> bool;
    /// Whether there is a file of this path.
    fn has_file(&self, path: &str) -> bool;
    /// The text of a file.
    fn text(&self, path: &str) -> Option<String>;
}

/// A generator with what its root tells about it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Recognised {
    /// The generator.
    pub generator: Generator,
    /// The path of its config, if kanbao reads it.
    pub config: Option<&'static str>,
    /// The path of a file with the config's `languages`.
    pub languages: Option<&'static str>,
    /// The folders of its texts that exist; empty = all.
    pub roots: Vec<&'static str>,
}

/// Jekyll's and Hexo's config.
pub const JEKYLL: &str = "_config.yml";
const HUGO: [&str; 12] = [
    "hugo.toml",
    "hugo.yaml",
    "hugo.yml",
    "hugo.json",
    "config/_default/hugo.toml",
    "config/_default/hugo.yaml",
    "config/_default/hugo.yml",
    "config/_default/hugo.json",
    "config/_default/config.toml",
    "config/_default/config.yaml",
    "config/_default/config.yml",
    "config/_default/config.json",
];
/// Hugo's files of languages.
const HUGO_LANGUAGES: [&str; 4] = [
    "config/_default/languages.toml",
    "config/_default/languages.yaml",
    "config/_default/languages.yml",
    "config/_default/languages.json",
];
/// Hugo's former names, of which Zola has the first.
const OLD_HUGO: [&str; 4] = ["config.toml", "config.yaml", "config.yml", "config.json"];
const ZOLA: &str = "zola.toml";
const ELEVENTY: [&str; 5] = [
    ".eleventy.js",
    "eleventy.config.js",
    "eleventy.config.mjs",
    "eleventy.config.cjs",
    "eleventy.config.ts",
];
/// The usual folders of its texts, which its config may name.
const ELEVENTY_INPUTS: [&str; 4] = ["src", "content", "site", "source"];
const ASTRO: [&str; 4] =
    ["astro.config.mjs", "astro.config.ts", "astro.config.js", "astro.config.cjs"];
const VUE: [&str; 2] = [".vitepress", ".vuepress"];

/// Every config that is read, in any archive.
pub fn configs() -> impl Iterator<Item = &'static str> {
    [JEKYLL, ZOLA].into_iter().chain(HUGO).chain(HUGO_LANGUAGES).chain(OLD_HUGO)
}

impl Generator {
    /// Whether posts are below `_posts` and drafts below `_drafts`.
    pub fn has_sections(self) -> bool {
        matches!(self, Self::Jekyll | Self::Hexo)
    }

    /// The folders at the root that hold the site's layouts, its other files and its pages, not
    /// texts.
    pub const fn templates_and_output(self) -> &'static [&'static str] {
        match self {
            Self::Hexo => &["scaffolds", "themes", "public"],
            Self::Hugo => &[
                "layouts",
                "themes",
                "static",
                "archetypes",
                "assets",
                "data",
                "i18n",
                "resources",
                "public",
            ],
            Self::Zola => &["templates", "themes", "static", "sass", "public"],
            Self::Eleventy => &[
                "_site",
                "_includes",
                "_layouts",
                "_data",
                "src/_includes",
                "src/_layouts",
                "src/_data",
                "public",
            ],
            Self::Astro => &["public", "dist", "src/components", "src/layouts"],
            Self::Vue => &["public", "dist"],
            Self::Pelican => &["output", "theme", "themes", "plugins"],
            Self::Plain | Self::Jekyll | Self::Obsidian => &[],
        }
    }

    /// The folders, at the root or beside the texts, whose files stand at the root of the site.
    pub(super) const fn copied(self) -> &'static [&'static str] {
        match self {
            Self::Hexo => &["source"],
            Self::Hugo | Self::Zola => &["static"],
            Self::Eleventy => &["public", "src"],
            Self::Astro => &["public"],
            Self::Vue => &["public", ".vuepress/public"],
            Self::Pelican => &["content"],
            Self::Plain | Self::Jekyll | Self::Obsidian => &[],
        }
    }

    /// Whether a folder is one of [`Generator::templates_and_output`].
    pub(super) fn leaves_out(self, roots: &[String], folder: &[u8]) -> bool {
        let is_any = |folder: &[u8]| {
            self.templates_and_output().iter().any(|known| known.as_bytes() == folder)
        };
        // VitePress keeps them next to the content. In Hugo's content folder, any name is a
        // section.
        is_any(folder) || self == Self::Vue && is_any(below(roots, folder))
    }

    /// Whether a file introduces its folder and is no post.
    pub(super) fn is_section_page(self, name: &[u8]) -> bool {
        matches!(self, Self::Hugo | Self::Zola) && name.starts_with(b"_index.")
    }
}

/// Recognises the generator of an archive.
pub fn recognise(root: &dyn Root) -> Recognised {
    let first = |names: &[&'static str]| names.iter().copied().find(|name| root.has_file(name));
    let of = |generator, config| Recognised { generator, config, ..Recognised::default() };
    let with_roots = |generator, config, roots: &[&'static str]| {
        let roots = roots.iter().copied().filter(|folder| root.has_folder(folder)).collect();
        Recognised { roots, ..of(generator, config) }
    };
    let jekyll = root.has_file(JEKYLL).then_some(JEKYLL);
    if jekyll.is_some() && is_hexo(root) {
        return of(Generator::Hexo, jekyll);
    }
    if root.has_folder("_posts") || jekyll.is_some() {
        return of(Generator::Jekyll, jekyll);
    }
    let content = &["content"];
    if let Some(config) = first(&[ZOLA]) {
        return with_roots(Generator::Zola, Some(config), content);
    }
    if let Some(config) = first(&HUGO) {
        let hugo = with_roots(Generator::Hugo, Some(config), content);
        return Recognised { languages: first(&HUGO_LANGUAGES), ..hugo };
    }
    if let Some(config) = first(&OLD_HUGO).filter(|_| root.has_folder("content")) {
        let text = root.text(config).unwrap_or_default();
        let is_zola = text.lines().any(|line| line.trim_start().starts_with("base_url"));
        let generator = if is_zola { Generator::Zola } else { Generator::Hugo };
        return with_roots(generator, Some(config), content);
    }
    if let Some(config) = first(&ELEVENTY) {
        let text = root.text(config).unwrap_or_default();
        let is_input = |folder: &&&str| {
            ["\"", "'"].iter().any(|quote| text.contains(&format!("input: {quote}{folder}{quote}")))
        };
        let roots: Vec<&'static str> = ELEVENTY_INPUTS.iter().filter(is_input).copied().collect();
        return with_roots(Generator::Eleventy, None, &roots);
    }
    if first(&ASTRO).is_some() {
        return with_roots(Generator::Astro, None, &["src/content", "src/pages", "content"]);
    }
    if VUE.iter().any(|folder| root.has_folder(folder)) {
        return of(Generator::Vue, None);
    }
    if VUE.iter().any(|folder| root.has_folder(&format!("docs/{folder}"))) {
        return with_roots(Generator::Vue, None, &["docs"]);
    }
    if root.has_file("pelicanconf.py") {
        return with_roots(Generator::Pelican, None, content);
    }
    if root.has_folder(".obsidian") {
        return of(Generator::Obsidian, None);
    }
    Recognised::default()
}

/// Whether a root with a `_config.yml` is Hexo's: Jekyll may be told to read `source`, too.
fn is_hexo(root: &dyn Root) -> bool {
    let package = || root.text("package.json").is_some_and(|text| text.contains("\"hexo"));
    let is_jekyll = || root.has_folder("_posts") || root.has_file("Gemfile");
    let has_posts = root.has_folder("source/_posts");
    package() || has_posts && (root.has_file("package.json") || !is_jekyll())
}

/// The part of a path below the root of texts that it is in; the whole path if it is in none.
pub(super) fn below<'a>(roots: &[String], path: &'a [u8]) -> &'a [u8] {
    let inner = |root: &String| placement::within(path, root.as_bytes());
    roots.iter().filter_map(inner).min_by_key(|inner| inner.len()).unwrap_or(path)
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Names<'a>(&'a [&'a str]);

    impl Root for Names<'_> {
        fn has_folder(&self, path: &str) -> bool {
            self.0.iter().any(|name| name.strip_suffix('/') == Some(path))
        }

        fn has_file(&self, path: &str) -> bool {
            self.0.iter().any(|name| name.split('=').next() == Some(path))
        }

        fn text(&self, path: &str) -> Option<String> {
            let file = self.0.iter().find_map(|name| name.strip_prefix(path)?.strip_prefix('='));
            file.map(str::to_owned)
        }
    }

    #[test]
    fn every_generator() {
        // R19
        use Generator::{Astro, Eleventy, Hexo, Hugo, Jekyll, Obsidian, Pelican, Plain, Vue, Zola};
        for (names, generator, roots) in [
            (&["_posts/"][..], Jekyll, &[][..]),
            (&["_config.yml"], Jekyll, &[]),
            (&["_config.yml", "Gemfile", "source/_posts/"], Jekyll, &[]),
            (&["_config.yml", "source/_posts/"], Hexo, &[]),
            (&["_config.yml", "Gemfile", "source/_posts/", "package.json={}"], Hexo, &[]),
            (&["_config.yml", "package.json={\"hexo\": 1}"], Hexo, &[]),
            (&["_config.yml", "package.json={}", "_posts/"], Jekyll, &[]),
            (&["hugo.toml", "content/"], Hugo, &["content"]),
            (&["config/_default/hugo.yaml", "content/"], Hugo, &["content"]),
            (&["config.toml=baseURL = 1", "content/"], Hugo, &["content"]),
            (&["config.yml=a: 1", "content/"], Hugo, &["content"]),
            (&["config/_default/config.json", "config/_default/languages.toml"], Hugo, &[]),
            (&["config.toml=a\nbase_url = 1", "content/"], Zola, &["content"]),
            (&["config.toml"], Plain, &[]),
            (&["zola.toml", "content/"], Zola, &["content"]),
            (&["eleventy.config.js"], Eleventy, &[]),
            (&[".eleventy.js=dir: { input: 'src' }", "src/"], Eleventy, &["src"]),
            (&[".eleventy.js=dir: { input: \"src\" }"], Eleventy, &[]),
            (&["pelicanconf.py", "content/"], Pelican, &["content"]),
            (&["astro.config.mjs", "src/content/"], Astro, &["src/content"]),
            (&[".vitepress/"], Vue, &[]),
            (&[".vuepress/"], Vue, &[]),
            (&["docs/.vuepress/", "docs/"], Vue, &["docs"]),
            (&[".obsidian/"], Obsidian, &[]),
            (&["source/_posts/"], Plain, &[]),
            (&[], Plain, &[]),
        ] {
            let found = recognise(&Names(names));
            assert_eq!((found.generator, found.roots.as_slice()), (generator, roots), "{names:?}");
            let read = [found.config, found.languages].into_iter().flatten();
            read.for_each(|config| assert!(configs().any(|known| known == config), "{config}"));
        }
    }
}
