//! Matches wildcards in a site's config: `exclude`, `include` and the paths of `defaults` (J2, J9).
//!
//! Supports only `*` and `?`, which is what configs use. Paths are bytes, since file names need not
//! be UTF-8. Never touches the disk.

/// The longest pattern, in bytes: matching takes up to pattern × path steps, and configs are not
/// trusted.
pub(super) const LONGEST: usize = 256;

/// Whether `pattern` matches all of `text`; `*` matches `/` too, as in Ruby's `fnmatch`.
pub(super) fn matches(pattern: &[u8], text: &[u8]) -> bool {
    greedy(
        pattern,
        text,
        |&wanted| wanted == b'*',
        |&wanted, &found| wanted == b'?' || wanted == found,
    )
}

/// Whether `pattern` matches `path` or a folder above it: here `*` stays within a component, and
/// the component `**` matches any number of components.
pub(super) fn matches_above(pattern: &[u8], path: &[u8]) -> bool {
    let parts = |text| <[u8]>::split(text, |&byte| byte == b'/').filter(|part| !part.is_empty());
    // A trailing `/**` makes the pattern match everything below, too.
    let pattern: Vec<&[u8]> = parts(pattern).chain([&b"**"[..]]).collect();
    let path: Vec<&[u8]> = parts(path).collect();
    greedy(&pattern, &path, |wanted| *wanted == b"**", |wanted, found| matches(wanted, found))
}

/// Matches all of `text` with a pattern in which some items stand for any run.
///
/// Backtracks only to the last wildcard: if an earlier one took more, that would only leave less to
/// the later ones.
fn greedy<P, T>(
    pattern: &[P],
    text: &[T],
    is_wild: impl Fn(&P) -> bool,
    is_match: impl Fn(&P, &T) -> bool,
) -> bool {
    let (mut in_pattern, mut in_text) = (0, 0);
    let mut retry = None;
    loop {
        match (pattern.get(in_pattern), text.get(in_text)) {
            (None, None) => return true,
            (Some(wanted), _) if is_wild(wanted) => {
                retry = Some((in_pattern + 1, in_text));
                in_pattern += 1;
            }
            (Some(wanted), Some(found)) if is_match(wanted, found) => {
                in_pattern += 1;
                in_text += 1;
            }
            _ => {
                let Some((after_wild, taken)) = retry.filter(|(_, taken)| *taken < text.len())
                else {
                    return false;
                };
                retry = Some((after_wild, taken + 1));
                (in_pattern, in_text) = (after_wild, taken + 1);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wildcards() {
        for (pattern, text, whole, above) in [
            ("a", "a", true, true),
            ("a", "b", false, false),
            ("a", "ab", false, false),
            ("", "", true, true),
            ("", "a", false, true),
            ("*", "a/b", true, true),
            ("*.md", "x.md", true, true),
            ("*.md", "a/x.md", true, false),
            ("a/*", "a/b/c", true, true),
            ("a/*/c", "a/b/c", true, true),
            ("a/*/c", "a/b/d/c", true, false),
            ("a/**/c", "a/b/d/c/e", false, true),
            ("**/c", "c/x", false, true),
            ("a?c", "abc", true, true),
            ("a?c", "ac", false, false),
            ("*a*b", "xxaxxbxab", true, true),
            ("*a*b", "xxaxxbxa", false, false),
            ("a/b", "a", false, false),
            ("a/b/", "a/b/c", false, true),
        ] {
            assert_eq!(matches(pattern.as_bytes(), text.as_bytes()), whole, "{pattern} {text}");
            let found = matches_above(pattern.as_bytes(), text.as_bytes());
            assert_eq!(found, above, "{pattern} above {text}");
        }
    }
}
