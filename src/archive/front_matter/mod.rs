//! Parses front matter, the fields at the start of a post, in YAML, TOML or JSON.
//!
//! Never fails: any text gives the fields that can be understood, the body, and the problems.
//! `fence` finds the block; this module knows the formats, but not the meaning of a field.

mod entries;
mod fence;
mod fields;
mod json;
mod limits;
mod lost;
mod meta;
mod plain;
mod repair;
mod salvage;
mod toml;
pub mod yaml;

use std::borrow::Cow;

use crate::archive::post::{Problem, ProblemKind};
use crate::archive::remedy::Remedy;
use crate::archive::wrong::Wrong;
use fence::{Block, lines_before};
use fields::Gatherer;

pub use fields::{Field, Fields, Keep, Scalar, ScalarKind, Value};

/// The format of front matter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// No front matter.
    None,
    /// YAML.
    Yaml,
    /// TOML.
    Toml,
    /// JSON.
    Json,
    /// `Key: value` without fences.
    Meta,
}

/// A text split into front matter and body.
#[derive(Debug)]
pub struct FrontMatter<'a> {
    /// The format of the fields.
    pub format: Format,
    /// The known fields.
    pub fields: Fields,
    /// The line in the file where the body begins, from 1.
    pub body_line: u32,
    /// The problems, in line order.
    pub problems: Vec<Problem>,
    text: Cow<'a, str>,
    /// The offset of the body in bytes.
    body: usize,
}

impl FrontMatter<'_> {
    /// The text after the front matter; empty if it is blank.
    pub fn body(&self) -> &str {
        self.text.get(self.body..).unwrap_or_default()
    }

    /// All fields, not just the known ones; `None` if the front matter is not read just as it stands.
    pub fn all_fields(&self) -> Option<Fields> {
        let block = Block::find(&self.text);
        let (fields, problems) = fields_of(&block, Keep::All);
        // YAML's `<<` adds fields from elsewhere.
        let is_whole = block.problems.is_empty() && !block.content.contains("<<");
        (is_whole && problems.is_empty()).then_some(Fields(fields))
    }

    /// Begins the body after the module code that an MDX file begins with: paragraphs whose first
    /// word is `import` or `export`.
    pub fn skip_modules(&mut self) {
        let body = self.body();
        let mut rest = body;
        loop {
            let text = rest.trim_start();
            if !["import ", "export ", "import{", "export{"]
                .iter()
                .any(|word| text.starts_with(word))
            {
                break;
            }
            rest = text.split_once("\n\n").map_or("", |(_, after)| after);
        }
        if rest.len() < body.len() {
            let skipped = body.len() - rest.len();
            self.body_line += lines_before(body, rest);
            self.body += skipped;
        }
    }
}

/// Splits a text with LF line ends and parses its front matter.
pub fn read<'a>(text: impl Into<Cow<'a, str>>) -> FrontMatter<'a> {
    let text = text.into();
    let mut block = Block::find(&text);
    let (fields, problems) = fields_of(&block, Keep::Known);
    block.problems.extend(problems);
    if block.body.trim().is_empty() {
        // M16
        block.body = block.body.get(block.body.len()..).unwrap_or_default();
        block.problems.push(Problem::new(
            1,
            ProblemKind::NoText,
            Wrong::NoText,
            Remedy::ShownEmpty,
        ));
    }
    block.problems.sort_by_key(|problem| problem.line);
    FrontMatter {
        format: block.format,
        fields: Fields(fields),
        body_line: lines_before(&text, block.body) + 1,
        problems: block.problems,
        body: text.len() - block.body.len(),
        text,
    }
}

/// Parses a site's config: all keys of a map in this format.
pub fn read_config(text: &str, format: Format) -> (Vec<Field>, Vec<Problem>) {
    let parse = match format {
        Format::None | Format::Yaml => return yaml::read_map(text, 1, Keep::All),
        Format::Toml => toml::read,
        Format::Json => json::read,
        Format::Meta => meta::read,
    };
    let mut out = Gatherer::new(Keep::All, 1);
    if text.len() <= limits::FRONT_MATTER_BYTES {
        parse(text, &mut out);
    } else {
        let wrong = out.too_large();
        out.problem(1, ProblemKind::FrontMatterLimit, wrong, Remedy::LeftOut);
    }
    out.finish()
}

/// Parses the fields of a block with the parser of its format.
fn fields_of(block: &Block<'_>, keep: Keep) -> (Vec<Field>, Vec<Problem>) {
    let parse = match block.format {
        Format::None => return (Vec::new(), Vec::new()),
        Format::Yaml => return yaml::read_map(block.content, block.line, keep),
        Format::Toml => toml::read,
        Format::Json => json::read,
        Format::Meta => meta::read,
    };
    let mut out = Gatherer::new(keep, block.line);
    if block.content.len() > limits::FRONT_MATTER_BYTES {
        let wrong = out.too_large();
        out.problem(block.line, ProblemKind::FrontMatterLimit, wrong, Remedy::LineByLine);
        let head = out.clean_source(salvage::head(block.content));
        salvage::read(head.as_str(), block.syntax(), &mut out);
    } else {
        parse(block.content, &mut out);
    }
    out.finish()
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use crate::archive::decode::decode;
    use crate::archive::front_matter::fields::tests::show;
    use proptest::prelude::*;

    /// Parses a text and compares the format, the fields and problems (see `show`), the body and
    /// its line.
    pub(crate) fn check(text: &str, format: Format, shown: &str, body: &str, body_line: u32) {
        let front = read(text);
        assert_eq!(show(&front.fields.0, &front.problems), shown, "{text:?}");
        assert_eq!(
            (front.format, front.body(), front.body_line),
            (format, body, body_line),
            "{text:?}"
        );
    }

    use Format::{Json, Toml, Yaml};

    #[test]
    fn formats_of_r1() {
        check("+++\ntitle = \"a\"\n+++\nb", Toml, "title=a", "b", 4);
        check("---toml\ntitle = 'a'\n---\nb", Toml, "title=a", "b", 4);
        check("---\n{\"title\": \"a\"}\n---\nb", Json, "title=a", "b", 4);
        check("{\"title\": \"a\"}\n\nb", Json, "title=a", "b", 3);
        check("{\"title\": \"a\"} b", Json, "title=a", " b", 1);
        check("{% include x %}\nb", Format::None, "", "{% include x %}\nb", 1);
        check("{title: a}\nb", Format::None, "", "{title: a}\nb", 1);
        check("{\"title\": }\nb", Format::None, "", "{\"title\": }\nb", 1);
    }

    #[test]
    fn toml_values() {
        check(
            "+++\ntitle = \"1.10\"\ndate = 2020-01-02T03:04:05+08:00\ndraft = false\nslug = 0x1F\nauthor = 1.10\nunknown = 1\n[taxonomies]\ntags = [\"a\", \"b\"]\n[extra]\nx.y = 1\n+++\nb",
            Toml,
            "title=1.10\ndate=@2020-01-02T03:04:05+08:00\ndraft=!false\nslug=#0x1F\nauthor=#1.10\ntaxonomies={tags: [a, b]}\nextra={x: {y: #1}}",
            "b",
            13,
        );
        check(
            "+++\ntitle = \"a\ntags = ['b', \"c\"]\n+++\nb",
            Toml,
            "title=\"a\ntags=[b, c]\n2: the front matter is not valid TOML (column 11); read line by line",
            "b",
            5,
        );
        check(
            "+++\ntitle = 'a'\ntitle = 'b'\n+++\nc",
            Toml,
            "title=b\n3: the front matter is not valid TOML (column 1); read line by line\n3: the key `title` appears twice; the last one was taken",
            "c",
            5,
        );
    }

    #[test]
    fn json_values() {
        check(
            "{\n  \"title\": \"\\ud83d\\ude00\\u001b\",\n  \"tags\": [\"a\", 1, null],\n  \"extra\": {\"a\": true}, \"other\": {}\n}\n\nb",
            Json,
            "title=😀\ntags=[a, #1, ~]\nextra={a: !true}\n1: control characters in the front matter; removed",
            "b",
            7,
        );
        assert_eq!(read("{\n  \"title\": 1,\n  \"tags\": 2\n}\nb").fields.0[1].line, 3);
        check(
            "---\n{\n  \"title\": \"a\",\n  \"tags\": [\"b\", \"c\"],\n  oops\n}\n---\nd",
            Json,
            "title=a\ntags=[b, c]\n5: the front matter is not valid JSON (column 3); read line by line",
            "d",
            8,
        );
    }

    #[test]
    fn malformed_values_keep_the_body() {
        // M1, M14-M18: dates and titles are resolved elsewhere.
        let long = "长".repeat(10_000);
        check(&format!("---\ntitle: {long}\n---\nb"), Yaml, &format!("title={long}"), "b", 4);
        check("---\ntitle: \"\"\ndate:  +0800\n---\nb", Yaml, "title=\ndate=+0800", "b", 5);
        check("---\ntitle: ' '\n---\nb", Yaml, "title= ", "b", 4);
        check(
            "---\n- a\n---\nb",
            Yaml,
            "2: the front matter is a list, not keys and values; left out",
            "b",
            4,
        );
        check(
            "---\npublished: \"false\"\ndraft: 0\n---\nb",
            Yaml,
            "published=false\ndraft=#0",
            "b",
            5,
        );
        check("---\npublished: no\n---\nb", Yaml, "published=no", "b", 4);
        check("---\npublished: False\n---\nb", Yaml, "published=!false", "b", 4);
    }

    #[test]
    fn over_the_limit_the_first_64_kib_are_salvaged() {
        // R7, S22
        let pad = "x".repeat(limits::FRONT_MATTER_BYTES);
        let over = "2: the front matter is larger than 64 KiB; read line by line";
        let text = format!("+++\ntitle = 'a'\nx = '{pad}'\ndate = 'b'\n+++\nc");
        check(&text, Toml, &format!("title=a\n{over}"), "c", 6);
        let text = format!("---\n{{\n\"title\": \"a\",\n\"x\": \"{pad}\"}}\n---\nc");
        check(&text, Json, &format!("title=a\n{over}"), "c", 6);
        for deep in [
            format!("+++\nextra = {}\n+++\nb", "[".repeat(60_000)),
            format!("---\n{{\"extra\": {}\n---\nb", "[".repeat(60_000)),
            format!("---\n{{\"extra\": {}{}}}\n---\nb", "[".repeat(65), "]".repeat(65)),
        ] {
            let front = read(&deep);
            assert_eq!(front.body(), "b");
            assert_eq!(front.problems[0].kind, ProblemKind::InvalidFrontMatter);
        }
    }

    #[test]
    fn real_posts() {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../shared/real-posts/_posts");
        let Ok(folder) = std::fs::read_dir(folder) else {
            println!("skipped: there is no folder of real posts");
            return;
        };
        let mut blank_before = 0;
        for entry in folder {
            let path = entry.unwrap().path();
            let bytes = std::fs::read(&path).unwrap();
            let decoded = decode(&bytes, None).unwrap();
            assert!(matches!(decoded.text, Cow::Borrowed(_)), "{}", path.display());
            let front = read(&*decoded.text);
            let names: Vec<&str> = front.fields.iter().map(|field| field.name.as_str()).collect();
            assert_eq!(
                names,
                ["layout", "title", "date", "categories", "tags"],
                "{}",
                path.display()
            );
            for problem in &front.problems {
                assert_eq!(problem.kind, ProblemKind::BeforeFrontMatter, "{}", path.display());
                blank_before += 1;
            }
        }
        assert!(blank_before > 0);
    }

    proptest! {
        #[test]
        fn any_text_is_divided(
            text in "(---\n|\\+\\+\\+\n|---toml\n|\\{|\\}|title: |tags = |\"|\n|\\PC|\0|\u{feff}){0,24}",
        ) {
            let front = read(&text);
            prop_assert!(text.ends_with(front.body()));
            let before = text.get(..text.len() - front.body().len()).unwrap();
            prop_assert_eq!(front.body_line as usize, 1 + before.matches('\n').count());
            prop_assert!(front.problems.is_sorted_by_key(|problem| problem.line));
        }
    }
}
