//! How well a name fits what was typed of it.

use crate::search::fold::fold;

/// How well a name fits; the least is the best, `None` is not at all. First the name itself, then
/// names that begin so, then those with a part that begins so, then those that hold it anywhere, then
/// those that hold its characters in this order. An empty text fits every name.
pub fn rank(name: &str, text: &str) -> Option<u32> {
    let (name, text) = (fold(name), fold(text.trim()));
    if name == text {
        return Some(0);
    }
    match name.find(&text) {
        Some(0) => return Some(1),
        Some(_) => {
            let mut parts = name.split(|c: char| !c.is_alphanumeric());
            let begins = parts.any(|part| part.starts_with(&text));
            return Some(if begins { 2 } else { 3 });
        }
        None => {}
    }
    let mut rest = name.chars();
    text.chars().all(|wanted| rest.any(|c| c == wanted)).then_some(4)
}

#[cfg(test)]
mod tests {
    use super::rank;

    #[test]
    fn the_nearer_the_better() {
        let mut names = ["go-to-tag", "tag", "stage", "tags", "two at gate", "top"];
        names.sort_by_key(|name| rank(name, "Tag").unwrap_or(9));
        assert_eq!(names, ["tag", "tags", "go-to-tag", "stage", "two at gate", "top"]);
        assert_eq!(
            (rank("top", "tag"), rank("半导体", "导"), rank("a", "")),
            (None, Some(3), Some(1))
        );
    }
}
