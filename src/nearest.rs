//! Finds the name that a mistyped one was meant to be. The only user of `strsim`.

/// The longest input that is compared, in bytes; no typo is longer.
const LONGEST: usize = 64;

/// Returns the closest known name if it is close enough: at most one edit away if either name has
/// at most three characters, otherwise at most two. Not all characters of the name are edited.
pub fn nearest<'a>(typed: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    if typed.len() > LONGEST {
        return None;
    }
    let most = |name: &str| {
        let is_short = [typed, name].into_iter().any(|one| one.chars().count() < 4);
        if is_short { 1 } else { 2 }
    };
    let distances = known.into_iter().map(|name| (strsim::osa_distance(typed, name), name));
    distances
        // A name without a common character is not near.
        .filter(|&(distance, name)| distance <= most(name) && distance < name.chars().count())
        .min_by_key(|&(distance, _)| distance)
        .map(|(_, name)| name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_near_names_are_proposed() {
        let check = |typed, expected| {
            assert_eq!(nearest(typed, ["measure", "theme", "id"]), expected, "{typed}");
        };
        check("mesure", Some("measure"));
        check("themes", Some("theme"));
        check("it", Some("id"));
        check("on", None);
        assert_eq!(nearest("d", ["?", "??"]), None);
        check("void", None);
        check("layout", None);
        check(&"m".repeat(1_000_000), None);
    }
}
