//! Tags without content: a link, an image, a placeholder.

use super::construct::Word;
use super::tags::{self, Meaning};
use super::write::{self, Marker};
use super::{Pass, Region};
use crate::document::{Link, MISSING};

impl Pass<'_, '_> {
    /// Replaces a tag without content.
    pub(super) fn leaf(
        &mut self,
        meaning: Meaning,
        name: &str,
        words: &[Word<'_>],
        region: Region,
    ) {
        let named = |wanted: &str| {
            let word = words.iter().find(|word| word.name == wanted);
            word.map_or("", |word| word.text)
        };
        let mut unnamed = words.iter().filter(|word| word.name.is_empty()).map(|word| word.text);
        let first = unnamed.next().unwrap_or_default();
        match meaning {
            Meaning::Post | Meaning::PostLink if !first.is_empty() => {
                let may_be = name != "post_url" || tags::names_dated_post(first);
                let post = if may_be { self.post(first) } else { None };
                let label = unnamed.next().filter(|_| meaning == Meaning::PostLink);
                self.target(region, post, label.unwrap_or(first));
            }
            Meaning::File if !first.is_empty() => {
                let is_post = ["_posts/", "_drafts/"].iter().any(|folder| first.contains(folder));
                let target = if is_post {
                    self.post(first)
                } else {
                    let page = first.strip_suffix(".md").or(first.strip_suffix(".markdown"));
                    let page = page.map_or(first.to_owned(), |page| format!("{page}.html"));
                    Some(self.values.relative_url(&page))
                };
                self.target(region, target, first);
            }
            Meaning::Button if !first.is_empty() => {
                let label = unnamed.next().filter(|label| !label.is_empty());
                self.target(region, Some(first.to_owned()), label.unwrap_or(first));
            }
            Meaning::Asset if !first.is_empty() => {
                self.target(region, Some(first.to_owned()), first);
            }
            Meaning::Site => match tags::site_address(name, words) {
                Some(address) => {
                    let id = if first.is_empty() { named("id") } else { first };
                    self.target(region, Some(address), &format!("{name}: {id}"));
                }
                None => self.placeholder(region, &format!("[{name}]")),
            },
            Meaning::Figure if !named("src").is_empty() => {
                let caption = Some(named("caption")).filter(|text| !text.is_empty());
                let html =
                    write::image(named("src"), named("alt"), caption.unwrap_or(named("title")));
                self.put(region, &html);
            }
            Meaning::Image if words.iter().any(|word| word.text.contains(['.', '/'])) => {
                let mut words = words.iter().map(|word| word.text);
                let source = words.find(|word| word.contains(['.', '/'])).unwrap_or_default();
                let is_size = |word: &&str| word.bytes().all(|byte| byte.is_ascii_digit());
                let title = words.skip_while(is_size).collect::<Vec<_>>().join(" ");
                self.put(region, &write::image(source, &title, ""));
            }
            _ => {
                match words.iter().map(|word| word.text).find(|_| first.is_empty()).unwrap_or(first)
                {
                    "" => self.placeholder(region, &format!("[{name}]")),
                    word => self.placeholder(region, &format!("[{name}: {word}]")),
                }
            }
        }
    }

    /// The target of a link to a post, with its fragment if there is one.
    fn post(&self, name: &str) -> Option<String> {
        let (name, place) = name.split_once('#').unwrap_or((name, ""));
        Some(Link::to_post(self.values.context.post(name)?.as_bytes(), place))
    }

    /// Writes an address: inside an address as it is, elsewhere as a link.
    fn target(&mut self, region: Region, target: Option<String>, label: &str) {
        if self.scan.address().is_none() {
            let html = match target {
                Some(target) => write::link(&target, label),
                None => write::struck(label),
            };
            return self.put(region, &html);
        }
        let target = target.unwrap_or_else(|| format!("{MISSING}{label}"));
        // A `{{ site.baseurl }}` before it was meant for another address.
        if target.contains(':')
            && let Some((_, start)) = self.address
            && self.rewrite.out.is_char_boundary(start)
        {
            self.rewrite.out.truncate(start);
        }
        self.replace(region, &write::in_address(&target));
    }

    /// Writes a placeholder that names the construct it stands for.
    pub(super) fn placeholder(&mut self, region: Region, text: &str) {
        self.guesses += 1;
        if self.scan.address().is_some() {
            let text: String = text.split_whitespace().collect();
            return self.replace(region, &write::in_address(&text));
        }
        let is_block = self.is_alone(region);
        self.put(region, &Marker::Placeholder { text, is_block }.html());
    }
}
