//! Finds the beginning of a body, for titles and previews (R13, J19).
//!
//! Runs for every post without a title, so it reads only the head of a body.

use super::{Block, Document, NoContext, Style, Syntax, Text, html, parse, split_near};
use crate::clean::CleanText;

/// The bytes of a body that are read.
const HEAD: usize = 16 * 1024;
/// The bytes that are tried first where no heading can follow.
const FIRST_PART: usize = 2 * 1024;
/// Ends of sentences; the ASCII ones count only before a space.
const SENTENCE_ENDS: [char; 4] = ['。', '！', '？', '…'];

/// The beginning of a body.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Lead {
    /// The first heading.
    pub heading: Option<CleanText>,
    /// The quoted summary at the start, or the first sentence.
    pub summary: Option<CleanText>,
}

/// Finds the beginning of a body in its first 16 KiB.
pub fn lead(body: &str, syntax: Syntax) -> Lead {
    let head = split_near(body, HEAD).0;
    if !may_have_heading(head, syntax) {
        let document = parse(split_near(head, FIRST_PART).0, syntax, &NoContext);
        // The cut may have changed the last block, or made it visible.
        if document.leaves().nth(1).is_some() || head.len() <= FIRST_PART {
            return lead_of(&document);
        }
    }
    lead_of(&parse(head, syntax, &NoContext))
}

/// Whether there may be a heading; a false positive only costs time.
fn may_have_heading(text: &str, syntax: Syntax) -> bool {
    let html = || {
        let mut tags = memchr::memchr2_iter(b'h', b'H', text.as_bytes());
        tags.any(|at| {
            matches!(text.as_bytes().get(at.wrapping_sub(1)..at + 2), Some([b'<', _, b'1'..=b'6']))
        })
    };
    match syntax {
        Syntax::Plain => false,
        Syntax::Html => html(),
        Syntax::Markdown => {
            let marks = |line: &str| {
                let line = line.trim_start_matches([' ', '>', '\t']);
                line.starts_with('#') || line.starts_with("==") || line.starts_with('-')
            };
            html() || text.lines().any(marks)
        }
    }
}

fn lead_of(document: &Document) -> Lead {
    let heading = document.headings().next().map(|(_, text)| one_line(&text.text));
    let mut blocks = document.blocks.iter().filter(|block| !matches!(block, Block::Heading { .. }));
    let summary = match blocks.next() {
        Some(Block::Quote(quoted)) => match quoted.first() {
            Some(Block::Paragraph(text)) => Some(one_line(&text.text)),
            _ => None,
        },
        _ => None,
    };
    let summary = summary.or_else(|| {
        let text = document.leaves().find_map(|block| match block {
            Block::Paragraph(text) if !is_placeholder(text) => Some(one_line(&text.text)),
            Block::Code { text, .. } => Some(one_line(text)),
            _ => None,
        })?;
        let end = sentence_end(text.as_str());
        Some(text.as_clean().slice(0..end).to_clean())
    });
    Lead { heading, summary: summary.filter(|text| !text.is_empty()) }
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
    }

    #[test]
    fn first_heading() {
        check("# 标题\n\n正文。", "标题", "正文。");
        check("正文。\n\n<H2>a <b>b</b></H2>", "a b", "正文。");
        check("标题\n===\n\n> 摘要", "标题", "摘要");
        check("#标签 没有空格。", "", "#标签 没有空格。");
    }

    #[test]
    fn only_the_head_is_read() {
        let far = format!("{}\n\n# 标题", "字".repeat(HEAD));
        assert_eq!(lead(&far, Syntax::Markdown).heading, None);
        let hidden = format!("<style>{}</style>\n\n正文。", "x".repeat(FIRST_PART));
        check(&hidden, "", "正文。");
    }

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
