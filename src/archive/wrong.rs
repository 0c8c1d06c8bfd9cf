//! What is wrong with a file, as data. `Display` is English, for scripts and logs; `app::text` says it
//! in the user's language.

use crate::archive::date::{DateError, DateWarning};
use crate::archive::row::packed::packed;
use crate::clean::CleanText;
use crate::reason::Reason;

packed! {
    /// The part of a file that a fault is in.
    pub enum Part {
        1 FrontMatter = "the front matter";
        2 Config = "the config";
        3 Body = "the body";
    }
}

packed! {
    /// What is wrong with a file, without its path and line.
    pub enum Wrong {
        // Front matter and configs as a whole.
        1 InvalidYaml { part: Part } = "{part} is not valid YAML";
        2 InvalidYamlAt { part: Part, column: usize } = "{part} is not valid YAML (column {column})";
        3 InvalidToml { part: Part, column: usize } = "{part} is not valid TOML (column {column})";
        4 InvalidJson { part: Part, column: usize } = "{part} is not valid JSON (column {column})";
        5 IsList { part: Part } = "{part} is a list, not keys and values";
        6 IsText { part: Part } = "{part} is text, not keys and values";
        7 TooLarge { part: Part, most: usize } = "{part} is larger than {most} KiB";
        8 TooManyBrackets { part: Part } = "{part} has too many brackets";
        9 TooManyValues { part: Part } = "{part} has too many values";
        10 Controls { part: Part } = "control characters in {part}";
        11 Bidi { part: Part } = "bidirectional control characters in {part}";
        12 NoClosingFence = "no closing fence";
        13 NoOpeningFence = "no opening fence";
        14 BlankLineBefore = "blank line before the front matter";
        15 SpaceBefore = "space before the front matter";
        // Keys and their values.
        16 KeyTwice { key: CleanText } = "the key `{key}` appears twice";
        17 KeyIndented { key: CleanText } = "the key `{key}` is indented";
        18 NoColon { key: CleanText } = "no colon and space after `{key}`";
        19 TabIndent = "tab as indentation";
        20 ValueNotYaml { key: CleanText } = "`{key}` is not valid YAML";
        21 ItemNotYaml { key: CleanText } = "an item of `{key}` is not valid YAML";
        22 NoSpaceAfterDash { key: CleanText } = "no space after the dash of an item of `{key}`";
        23 NotYamlText { key: CleanText } = "`{key}` is not text in YAML";
        24 NotText { key: CleanText } = "`{key}` is not text";
        25 NotDate { key: CleanText } = "`{key}` is not a date";
        26 KeysAndValues { key: CleanText } = "`{key}` has keys and values";
        27 FlagIsText { key: CleanText, text: CleanText, meant: CleanText }
            = "`{key}` is the text `{text}`, not the boolean `{meant}`";
        // Dates.
        28 EmptyDate { key: CleanText } = "`{key}` is empty";
        29 BadDate { key: CleanText, text: CleanText, why: DateError }
            = "`{key}: {text}` is not a date: {why}";
        30 DoubtfulDate { key: CleanText, text: CleanText, why: DateWarning } = "`{key}: {text}`: {why}";
        31 NoSuchDate = "the date in the file name does not exist";
        // File names.
        32 NoExtension = "the file name has no extension";
        33 NoDateInName = "the file name does not begin with YYYY-MM-DD-";
        34 NothingAfterDate = "the file name ends after its date";
        35 EndsWithDot = "the file name ends with a dot";
        36 YamlFile = "a YAML file is not a post";
        37 Excluded = "excluded by the site config";
        38 SpecialName = "the name is that of a hidden, special or backup file";
        39 Readme = "a README without front matter";
        // Bytes and characters.
        40 ByteOrderMark = "byte order mark";
        41 NotUtf8 = "the text is not UTF-8";
        42 MixedEncodings = "the text is in mixed encodings";
        43 Nul = "NUL characters";
        44 BinaryNul = "the file is not text: it contains NUL characters";
        45 Undecodable = "the file is not text: more than 30 % of it cannot be decoded";
        // Files and folders.
        46 NoText = "no text";
        47 FileSize { bytes: usize } = "the file has {bytes} bytes";
        48 Changed = "the file changed while it was read";
        49 Unreadable { reason: Reason } = "the file cannot be read: {reason}";
        50 FolderUnreadable { reason: Reason } = "the folder cannot be read: {reason}";
        51 FolderTooDeep { most: usize } = "the folder is more than {most} levels deep";
        52 SharedUrl { path: CleanText } = "the post has the same address as {path}";
        53 LineNotObject { line: usize, column: usize }
            = "line {line} is not a JSON object (column {column})";
        54 LineWithoutPost { line: usize } = "line {line} has neither a title nor a text";
        // Bodies.
        55 NestedTooDeeply = "elements are nested too deeply";
        56 ParsesTooLong = "the body is too large or takes too long to parse";
        57 LiquidTooLong = "the Liquid of the body takes too many steps";
        // Site configs.
        58 UnknownTimeZone { name: CleanText } = "the time zone {name} is unknown";
        59 UnknownEncoding { name: CleanText } = "the encoding {name} is unknown";
        60 NotPattern { key: CleanText } = "an item of `{key}` is not a pattern";
        61 BadDefaults = "`defaults` has items without values or with a long path";
        // The words of another table of faults.
        62 Other { text: CleanText } = "{text}";
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::archive::row::packed::Packed;

    fn check<T: Packed + Clone + PartialEq + std::fmt::Debug>(
        all: Vec<T>,
        is_kept: fn(&T) -> bool,
    ) {
        for one in all {
            let mut bytes = Vec::new();
            one.push(&mut bytes);
            let mut rest = &bytes[..];
            let read = T::take(&mut rest);
            assert_eq!((read, rest.len()), (is_kept(&one).then(|| one.clone()), 0));
            for end in 0..bytes.len() {
                assert_eq!(T::take(&mut &bytes[..end]), None, "{one:?} {end}");
            }
        }
    }

    #[test]
    fn every_fault_is_read_as_it_was_kept() {
        check(Wrong::samples(), |wrong| {
            !matches!(wrong, Wrong::Unreadable { .. } | Wrong::FolderUnreadable { .. })
        });
        check(Part::samples(), |_| true);
        check(DateError::samples(), |_| true);
        check(DateWarning::samples(), |_| true);
        assert_eq!(Wrong::take(&mut &[0][..]), None);
    }
}
