//! The extensions of files that hold posts, and of those that stand beside posts.

/// Of Markdown.
pub const MARKDOWN: [&str; 6] = ["md", "markdown", "mkd", "mkdn", "mkdown", "mdx"];
/// Of HTML.
pub const HTML: [&str; 2] = ["html", "htm"];
/// Of plain text.
const TEXT: [&str; 2] = ["txt", "text"];
/// Of pictures and other files that hold no text.
const BESIDE: [&str; 44] = [
    "png", "jpg", "jpeg", "gif", "webp", "svg", "avif", "bmp", "ico", "tif", "tiff", "heic", "psd",
    "mp3", "m4a", "wav", "ogg", "flac", "mp4", "m4v", "mov", "avi", "mkv", "webm", "pdf", "doc",
    "docx", "xls", "xlsx", "ppt", "pptx", "zip", "gz", "tgz", "bz2", "xz", "7z", "rar", "tar",
    "ttf", "otf", "woff", "woff2", "eot",
];

/// Whether an extension, without its dot and in any case, is one of these.
pub fn is_one_of(extension: &[u8], known: &[&str]) -> bool {
    known.iter().any(|known| extension.eq_ignore_ascii_case(known.as_bytes()))
}

/// Whether files with the extension are posts, unless a site says otherwise (R2).
pub fn is_posts(extension: &[u8]) -> bool {
    [&MARKDOWN[..], &HTML, &TEXT].into_iter().any(|known| is_one_of(extension, known))
}

/// Whether files with the extension are not posts even on sites where any other file is one.
pub(super) fn is_beside(extension: &[u8]) -> bool {
    // Most files are posts, and few extensions tell that.
    !is_posts(extension) && is_one_of(extension, &BESIDE)
}
