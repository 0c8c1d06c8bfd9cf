//! File names (S10, S35, M20).

use super::{Hazard, file};

const DATE: &[&str] = &["invalid-date"];

pub(super) fn all() -> Vec<Hazard> {
    let named = |path: &str, title: &str| file(path, "<!-- -->\n").titled(title).without_text();
    let texted = |path: &str, title: &str| {
        file(path, format!("---\ntitle: {title}\n---\n正文§\n")).titled(title)
    };
    let not_utf8 = |path: &[u8], title: &str| Hazard { path: path.to_vec(), ..texted("x", title) };
    vec![
        texted("a b  c.md", "spaces"),
        texted(" .md", "a space alone"),
        texted("line\nfeed.md", "a line feed"),
        texted("cr\rand\ttab.md", "a return and a tab"),
        texted("esc\x1b[31m\x1b]0;PWN\x07.md", "a sequence"),
        texted("c1\u{9b}31m.md", "a C1 control"),
        texted("bidi\u{202e}dm.exe.md", "bidi"),
        texted("zero\u{200b}\u{200d}width.md", "zero widths"),
        texted("-rf.md", "a leading dash"),
        texted("--help.md", "an option"),
        texted("+cmd.md", "a plus"),
        texted("~.md", "a home"),
        texted("$(id)`id`;id|id&.md", "shell"),
        texted("'\"\\.md", "quotes"),
        texted("*?[a].md", "wildcards"),
        texted("%s%n%1b.md", "percents"),
        texted("a#b?c&d=e.md", "an address"),
        texted("🇨🇳👨\u{200d}👩\u{200d}👧.md", "emoji"),
        texted("e\u{301}e\u{301}.md", "combining"),
        texted("乙: 甲.md", "colons"),
        texted("a..md", "two dots"),
        texted("...md.md", "many dots"),
        texted("UPPER.MD", "upper case"),
        texted("deep/er/and/deeper/x.md", "folders"),
        texted("空 格/\x1b[31m/x.md", "a folder's sequence"),
        texted(&format!("{}.md", "长".repeat(84)), "255 bytes"),
        texted(&format!("{0}/{0}/{0}/x.md", "n".repeat(250)), "a long path"),
        texted("2024-02-30-date.md", "an impossible day").problems(DATE),
        texted("99999-99-99-date.md", "an impossible year"),
        texted("0000-00-00-.md", "year 0").problems(DATE),
        texted("2024-01-01-.md", "a date alone"),
        not_utf8(b"not-utf8-\xff\xfe.md", "not UTF-8"),
        not_utf8(b"gbk-\xd6\xd0\xce\xc4.md", "GBK"),
        not_utf8(b"c1-raw-\x9b31m\x9d0;PWN\x9c.md", "raw C1 controls"),
        not_utf8(b"folder-\xff/x.md", "a folder not UTF-8"),
        named("control-title-\x1b[31m§.md", "Control Title §"),
        named("bidi-title-\u{202e}§.md", "Bidi Title §"),
        named("\u{200b}\u{200d}.md", "\u{200d}.md"),
    ]
}
