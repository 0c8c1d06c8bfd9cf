//! Finds the beginning of a body, for titles and previews (R13, J19).
//!
//! Runs for every post without a title, so it reads only the head of a body.

use super::{Block, Document, NoContext, Style, Syntax, Text, html, parse, split_near};
use crate::clean::CleanText;

/// The bytes of a body that are read.
const HEAD: usize = 16 * 1024;
/// The bytes that are tried first where no heading can follow.
const FIRST_PART: usize = 2 * 1024;
/// The most places of a heading that are tried before all of the head is read.
const TRIES: usize = 3;
/// Syntax that may continue past the end of a part, which would change its meaning, and footnotes,
/// which move to the end.
const REACHING: [&str; 6] = ["<", "{%", "{{", "{:", "$$", "[^"];
/// Ends of sentences; the ASCII ones count only before a space.
const SENTENCE_ENDS: [char; 4] = ['。', '！', '？', '…'];

/// The beginning of a body.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Lead {
    /// The first heading.
    pub heading: Option<CleanText>,
    /// The quoted summary at the start, or the first sentence; may be missing where there is a
    /// heading with a letter.
    pub summary: Option<CleanText>,
}

/// Finds the beginning of a body in its first 16 KiB.
pub fn lead(body: &str, syntax: Syntax) -> Lead {
    let head = split_near(body, HEAD).0;
    if syntax == Syntax::Markdown
        && let Some(heading) = plain_heading(head)
    {
        return Lead { heading: Some(CleanText::line(heading)), summary: None };
    }
    let marks: Vec<usize> = if syntax == Syntax::Markdown {
        heading_lines(head).take(TRIES).collect()
    } else {
        Vec::new()
    };
    if marks.is_empty() && (syntax == Syntax::Plain || !has_heading_tag(head)) {
        let document = parse(split_near(head, FIRST_PART).0, syntax, &NoContext);
        // The cut may have changed the last block, or made it visible.
        if document.leaves().nth(1).is_some() || head.len() <= FIRST_PART {
            return lead_of(&document);
        }
    }
    // Most headings are near the start, and parsing the whole head would take much longer.
    let mut read = 0;
    for mark in marks {
        let Some(part) = part_until(head, mark).filter(|part| part.len() > read) else { continue };
        if REACHING.iter().any(|reaching| part.contains(reaching)) {
            break;
        }
        read = part.len();
        let document = parse(part, syntax, &NoContext);
        // A reference that is defined later would be a link.
        let is_whole = |text: &CleanText| {
            text.as_str().contains(char::is_alphanumeric) && !text.as_str().contains(['[', ']'])
        };
        if let Some(heading) = first_heading(&document).filter(is_whole) {
            return Lead { heading: Some(heading), summary: None };
        }
    }
    lead_of(&parse(head, syntax, &NoContext))
}

/// The heading that a body of Markdown begins with, if its text has no markup; definitions of
/// references may come before it. Most bodies are no further read.
fn plain_heading(text: &str) -> Option<&str> {
    let mut lines = text.lines();
    let mut is_after_text = false;
    let line = loop {
        let line = lines.next()?;
        match line {
            _ if line.trim().is_empty() => is_after_text = false,
            _ if is_definition(line) => is_after_text = true,
            _ => break line,
        }
    };
    let title = if let Some(rest) = line.strip_prefix('#') {
        rest.trim_start_matches('#').strip_prefix(' ')?
    } else {
        let underline = lines.next()?.trim_end();
        let is_of = |c: char| underline.len() > 1 && underline.chars().all(|other| other == c);
        let is_heading = !is_after_text && (is_of('=') || is_of('-'));
        Some(line).filter(|_| is_heading)?
    };
    let behind = lines.next();
    let level = line.len() - line.trim_start_matches('#').len();
    let title = title.trim_end();
    // What stands in braces is said of the heading.
    let is_alone = behind.is_none_or(|behind| !behind.trim_start().starts_with('{'));
    (level <= 6 && is_alone && is_plain(title)).then_some(title)
}

/// Whether a line is only the definition of a reference.
fn is_definition(line: &str) -> bool {
    let rest = line.strip_prefix('[').and_then(|rest| rest.split_once("]: "));
    let is_simple = |text: &str| !text.contains(['<', '`', '{', '$', '[', ']', '|', '\\', '&']);
    rest.is_some_and(|(name, target)| {
        !name.starts_with('^') && is_simple(name) && is_simple(target) && !target.trim().is_empty()
    })
}

/// Whether a line of Markdown is shown as it is written.
fn is_plain(text: &str) -> bool {
    let is_mark = |c: char| {
        c.is_control() || c != ' ' && c.is_whitespace() || "*_`[]<>&\\~^$|{}!#=+@:\"'".contains(c)
    };
    let mut chars = text.chars();
    // No digit: it may be the number of an item.
    chars.next().is_some_and(char::is_alphabetic)
        && !text.contains(is_mark)
        && !["  ", "--", "..", "//"].iter().any(|pair| text.contains(pair))
}

/// Whether there may be a heading in HTML; a false positive only costs time.
fn has_heading_tag(text: &str) -> bool {
    let bytes = text.as_bytes();
    let mut tags = memchr::memchr2_iter(b'h', b'H', bytes);
    tags.any(|at| matches!(bytes.get(at.wrapping_sub(1)..at + 2), Some([b'<', _, b'1'..=b'6'])))
}

/// Where the lines begin that may be headings of Markdown, or underlines of them.
fn heading_lines(text: &str) -> impl Iterator<Item = usize> {
    let mut start = 0;
    text.split_inclusive('\n').filter_map(move |line| {
        let at = start;
        start += line.len();
        is_heading_line(line).then_some(at)
    })
}

/// Whether a line of Markdown may be a heading, or the underline of one.
fn is_heading_line(line: &str) -> bool {
    let line = line.trim_start_matches([' ', '>', '\t']).trim_end();
    let is_underline = |c: char| !line.is_empty() && line.chars().all(|other| other == c);
    let is_marker =
        |c: char| matches!(c, ' ' | '>' | '\t' | '-' | '*' | '+' | '.' | ')') || c.is_ascii_digit();
    is_underline('=') || is_underline('-') || line.trim_start_matches(is_marker).starts_with('#')
}

/// The text up to the first empty line after a place; `None` if there is none.
fn part_until(text: &str, at: usize) -> Option<&str> {
    let rest = text.get(at..)?;
    let end =
        ["\n\n", "\n\r\n"].iter().filter_map(|end| Some(rest.find(end)? + end.len())).min()?;
    text.get(..at + end)
}

/// Returns the first heading that has words.
fn first_heading(document: &Document) -> Option<CleanText> {
    document.headings().find_map(|(_, text)| words(document, text))
}

/// Returns the words of a text in one line; `None` if there are none.
fn words(document: &Document, text: &Text) -> Option<CleanText> {
    Some(one_line(&document.words(text))).filter(|text| !text.is_empty())
}

fn lead_of(document: &Document) -> Lead {
    let words = |text: &Text| words(document, text);
    let mut blocks = document.blocks.iter().filter(|block| !matches!(block, Block::Heading { .. }));
    let summary = match blocks.next() {
        Some(Block::Quote(quoted)) => match quoted.first() {
            Some(Block::Paragraph(text)) => words(text),
            _ => None,
        },
        _ => None,
    };
    let summary = summary.or_else(|| {
        let text = document.leaves().find_map(|block| match block {
            Block::Paragraph(text) if !is_placeholder(text) => words(text),
            Block::Code { text, .. } => Some(one_line(text)),
            _ => None,
        })?;
        let end = sentence_end(text.as_str());
        Some(text.as_clean().slice(0..end).to_clean())
    });
    Lead { heading: first_heading(document), summary: summary.filter(|text| !text.is_empty()) }
}

/// Whether a text is only a placeholder.
fn is_placeholder(text: &Text) -> bool {
    let whole = 0..text.text.len();
    text.marks.iter().any(|mark| mark.style == Style::Placeholder && mark.range == whole)
}

fn one_line(text: &CleanText) -> CleanText {
    CleanText::line(text.as_str().trim())
}

/// The end of the first sentence in bytes, with the closing quotes and brackets after it.
fn sentence_end(text: &str) -> usize {
    let mut chars = text.char_indices().peekable();
    while let Some((_, c)) = chars.next() {
        let next = chars.peek().map(|&(_, next)| next);
        let ends = match c {
            '.' | '!' | '?' => next.is_none_or(|next| next == ' ' || !next.is_ascii()),
            c => SENTENCE_ENDS.contains(&c),
        };
        if ends && !next.is_some_and(|next| SENTENCE_ENDS.contains(&next)) {
            let closing = |&(_, c): &(usize, char)| "”’」』）)》\"'".contains(c);
            while chars.next_if(closing).is_some() {}
            break;
        }
    }
    chars.peek().map_or(text.len(), |&(at, _)| at)
}

/// Resolves tags and entities in a one-line text such as a title.
pub fn inline_text(text: &str) -> CleanText {
    if !text.contains(['<', '&']) {
        return CleanText::line(text);
    }
    // No generator reads Liquid in front matter.
    CleanText::line(html::parse(text, false, &NoContext).plain_text().as_str())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[track_caller]
    fn check(body: &str, heading: &str, summary: &str) {
        let lead = lead(body, Syntax::Markdown);
        let shown = |text: Option<CleanText>| text.map(|text| text.to_string()).unwrap_or_default();
        assert_eq!(shown(lead.heading), heading, "heading of {body:?}");
        assert_eq!(shown(lead.summary), summary, "summary of {body:?}");
    }

    #[test]
    fn summary_or_first_sentence() {
        // R13, J19
        check("", "", "");
        check("> 摘要一。摘要二。\n\n<p>正文。</p>", "", "摘要一。摘要二。");
        check("第一句。第二句。", "", "第一句。");
        check("他说：“好！”然后走了。", "", "他说：“好！”");
        check("Rose 3.5 points. Then fell.", "", "Rose 3.5 points.");
        check("涨到3.5元", "", "涨到3.5元");
        check("<p style='display:none'>x</p><p>见&lt;报告&gt;。</p>", "", "见<报告>。");
        check("正文。\n\n> 引文。", "", "正文。");
        check("- 第一项。\n- 第二项", "", "第一项。");
        // The file name of a picture says nothing.
        check("![](a/b.png)\n\n![](c.png) 正文。", "", "正文。");
        check("# ![](a/b.png)\n\n## ![徽标](c.png)\n\n正文。", "[图 徽标]", "正文。");
    }

    #[test]
    fn first_heading() {
        check("# 标题\n\n正文。", "标题", "");
        check("# *\n\n正文。", "*", "正文。");
        check("正文。\n\n<H2>a <b>b</b></H2>", "a b", "正文。");
        check("标题\n===\n\n> 摘要", "标题", "");
        check("#标签 没有空格。", "", "#标签 没有空格。");
        // A footnote's heading comes after the text's.
        check("[^1]: # 子\n#无空格\n\n- # 乙", "乙", "#无空格");
    }

    #[test]
    fn only_the_head_is_read() {
        let far = format!("{}\n\n# 标题", "字".repeat(HEAD));
        assert_eq!(lead(&far, Syntax::Markdown).heading, None);
        let hidden = format!("<style>{}</style>\n\n正文。", "x".repeat(FIRST_PART));
        check(&hidden, "", "正文。");
    }

    proptest! {
        /// What is read first says what all of the head says.
        #[test]
        fn a_part_has_the_heading_of_the_whole(
            lines in prop::collection::vec(prop::sample::select(LINES), 0..14),
        ) {
            let body = lines.join("\n");
            for syntax in [Syntax::Markdown, Syntax::Html, Syntax::Plain] {
                let whole = lead_of(&parse(&body, syntax, &NoContext));
                let own = lead(&body, syntax);
                prop_assert_eq!(&own.heading, &whole.heading, "{}", body);
                if own.heading.is_none() {
                    prop_assert_eq!(own.summary, whole.summary);
                }
            }
        }
    }

    const LINES: &[&str] = &[
        "",
        "",
        "",
        "# 标题 *a*",
        "## [甲][r]",
        "甲",
        "===",
        "-",
        "---",
        "- # 乙",
        "1. ## 丙",
        "> # 丁",
        "[r]: https://a.org",
        "```",
        "~~~",
        "    # 戊",
        "<!--",
        "-->",
        "<div style=\"display:none\">",
        "</div>",
        "<h2>己",
        "</h2>",
        "<h3>庚</h3>",
        "{% comment %}",
        "{% endcomment %}",
        "{% raw %}",
        "{% endraw %}",
        "{::comment}",
        "{:/comment}",
        "{: .x}",
        "$$",
        "| a | b |",
        "|---|---|",
        "<script>",
        "</script>",
        "<style>",
        "</style>",
        "<pre>",
        "</pre>",
        "<table>",
        "</table>",
        "* # 辛",
        "#无空格",
        "# ",
        "# [壬]",
        "\\# 癸",
        "[^1]: # 子",
        "# 丑[^1]",
        "*[HTML]: 寅",
        "\t# 卯",
        "甲乙 one",
        "====",
        "--",
        "[#]: a: (b c)",
        "[#]: a",
        "# 甲 乙",
        "###### 甲",
        "####### 乙",
        "# 甲 #",
        "a  b",
        "1. x",
        "1）甲",
        "Let's",
        "a--b",
        "a...",
        "（一）",
        "甲：乙（丙）",
        "{: .hidden}",
        "a\u{a0}b",
        "www.a.org",
        "a:b:",
        "<details>",
        "<summary># 辰</summary>",
        "&lt;h1>",
        "<H1>巳<br>",
        "<textarea>",
        "<title>",
        "<p",
        "a=\">",
    ];

    #[test]
    fn titles() {
        for (title, expected) in [
            ("普通标题：一 二", "普通标题：一 二"),
            ("a &amp; b", "a & b"),
            ("a &amp;amp; b", "a &amp; b"),
            ("<b>快讯</b>：a<br>b", "快讯：a b"),
            ("精度<1%，Vec<T> 与 <>", "精度<1%，Vec<T> 与 <>"),
            ("a &foo; b & c", "a &foo; b & c"),
            ("&#27;[31mx", "x"),
            ("a\nb", "a b"),
        ] {
            assert_eq!(inline_text(title).as_str(), expected, "{title:?}");
        }
    }
}
