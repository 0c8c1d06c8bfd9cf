//! Files that are no files, or not what they seem (S30-S32, S35).

use super::{Content, Hazard, file};

/// The target of links inside the archive.
pub(super) const TARGET: &str = "target.md";

pub(super) fn all() -> Vec<Hazard> {
    let special = |path: &str, title: &str, content: Content| Hazard {
        content,
        ..file(path, "").titled(title).unreadable()
    };
    let text = |title: &str| format!("---\ntitle: {title}\n---\n正文§\n");
    vec![
        file("empty.md", "").titled("Empty").without_text().problems(&["no-text"]),
        file("blank.md", " \n\t\n\u{3000}\n").titled("Blank").without_text().problems(&["no-text"]),
        file("binary.md", b"\x7fELF\x02\x01\x01\0\0\0\xff\xfe".to_vec())
            .titled("Binary")
            .unreadable(),
        file("picture.md", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\xff".to_vec())
            .titled("Picture")
            .unreadable(),
        file("archive.md", b"PK\x03\x04\x14\0\0\0\x08\0\xf0\xe1".to_vec())
            .titled("Archive")
            .unreadable(),
        file("folder.md/inner.md", text("a folder named like a post"))
            .titled("a folder named like a post"),
        file("plain.txt", "纯文本 <b>不解</b> **§**\n")
            .titled("纯文本 <b>不解</b> **§**")
            .reads("纯文本 <b>不解</b> **§**"),
        special("pipe.md", "Pipe", Content::Pipe),
        special("socket.md", "Socket", Content::Socket),
        special("link-loop.md", "Link Loop", Content::Link("link-loop.md")),
        special("link-out.md", "Link Out", Content::Link("/etc/passwd")),
        special("link-device.md", "Link Device", Content::Link("/dev/zero")),
        special("link-terminal.md", "Link Terminal", Content::Link("/dev/tty")),
        special("link-to-itself-open.md", "Link To Itself Open", Content::Link("/proc/self/fd/0")),
        special("link-dangling.md", "Link Dangling", Content::Link("nowhere.md")),
        special("link-to-pipe.md", "Link To Pipe", Content::Link("pipe.md")),
        file(TARGET, text("a target")).titled("a target"),
        Hazard { content: Content::Link(TARGET), ..file("link-in.md", "") }.titled("a target"),
        Hazard { content: Content::HardLink(TARGET), ..file("hard-link.md", "") }
            .titled("a target"),
        Hazard { content: Content::Closed(text("Closed").into()), ..file("closed.md", "") }
            .titled("Closed"),
        Hazard { content: Content::Sparse(b"\xff".to_vec(), 5 << 30), ..file("sparse.md", "") }
            .titled("Sparse")
            .unreadable()
            .problems(&["body-limit", "unreadable"]),
    ]
}
