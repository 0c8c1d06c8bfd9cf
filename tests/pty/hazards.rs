//! The archive of hazards in a terminal: every post is opened, and every byte that is sent is kanbao's
//! own.

use std::collections::BTreeMap;
use std::process::Command;
use std::thread;
use std::time::{Duration, Instant};

use kanbao::clean::CleanText;

use crate::emulator::{PROGRAM, Terminal};
use crate::hostile::{Archive, Hazard};
use crate::sequences::Sequences;
use crate::wait::LIMIT;

/// The paths in the order of the list, as they are printed.
fn listed(archive: &Archive) -> Vec<String> {
    let mut command = Command::new(PROGRAM);
    command.args(["list", "--format", "tsv", "-a", archive.path()]);
    let out = command.env("XDG_CONFIG_HOME", "/nowhere").output().unwrap();
    let text = String::from_utf8(out.stdout).unwrap();
    text.lines().skip(1).map(|line| line.split('\t').next().unwrap().to_owned()).collect()
}

/// Opens every post and goes to its end; panics if its word is never on the screen.
fn read_all(terminal: &mut Terminal, order: &[&Hazard]) {
    for (n, hazard) in order.iter().enumerate() {
        terminal.type_keys(if n == 0 { "\r" } else { "J" });
        let Some(word) = &hazard.word else {
            terminal.settle();
            continue;
        };
        // The text may come after the list; its word is near its end.
        let word: String = word.split_whitespace().collect();
        let is_seen = |terminal: &Terminal| {
            // Without the bars of quotations, between which a word may be broken.
            let text: String =
                terminal.text().replace(['│', '▐'], " ").split_whitespace().collect();
            text.contains(&word)
        };
        let (start, mut tries) = (Instant::now(), 0u32);
        while !is_seen(terminal) {
            assert!(
                start.elapsed() < LIMIT,
                "{}: no {word} in\n{}",
                hazard.name(),
                terminal.text()
            );
            tries += 1;
            if tries.is_power_of_two() {
                // Footnotes may follow the word. The emulator drops U+FFFD: what it shifts is only
                // right after `^L`.
                let is_odd = tries.trailing_zeros().is_multiple_of(2);
                terminal.type_keys(if is_odd { "G\x0c" } else { "gg\x0c" });
                terminal.settle();
            }
            thread::sleep(Duration::from_millis(1));
        }
    }
}

/// M20, S1, S2, S3, S5, S6, S10.
#[test]
fn reading_every_hazard_sends_only_own_sequences() {
    let archive = Archive::write();
    let by_path: BTreeMap<String, &Hazard> = archive
        .hazards
        .iter()
        .map(|hazard| (CleanText::lossy(&hazard.path).to_string(), hazard))
        .collect();
    let order: Vec<&Hazard> = listed(&archive).iter().map(|path| by_path[path]).collect();
    assert!(order.len() >= 400, "{}", order.len());
    let arguments = [archive.path(), "--restricted", "--set", "screen.layout=single"];
    let mut terminal = Terminal::start(&arguments, 120, 30);
    terminal.wait_for(&format!("{} posts", order.len()));
    terminal.wait_for_the_load();
    read_all(&mut terminal, &order);
    // Lists that quote posts: facets, problems, hits with their texts.
    for keys in ["g1", "G", "g2", "gg", "gp", "G", "q", "/前后", "\r", "G", "q", "?", "q"] {
        terminal.type_keys(keys);
        terminal.settle();
    }
    terminal.type_keys("Q");
    assert_eq!(terminal.exit_code(), 0);
    terminal.assert_given_back();
    let sequences = Sequences::of(&terminal.raw());
    assert_eq!(sequences.faults, [""; 0]);
    assert_eq!(sequences.copied, 0);
    assert!(sequences.known > 10 * order.len(), "the sequences were not seen");
}

/// The negative control: the hazards' own bytes are faults, if a terminal gets them as they are. A
/// few have nothing but sequences that kanbao sends too.
#[test]
fn hazards_as_they_are_would_be_noticed() {
    let frame = |text: &[u8]| [b"\x1b[r\x1b[2;3H", text, b"\x1b[m"].concat();
    assert_eq!(Sequences::of(&frame("字".as_bytes())).faults, [""; 0]);
    let is_hostile = |byte: &u8| *byte < 0x20 && !b"\n\r\t\x08".contains(byte) || *byte == 0x7f;
    let (mut noticed, mut unnoticed) = (0, Vec::new());
    for hazard in crate::hostile::all() {
        for bytes in [&hazard.path, hazard.bytes()] {
            // A tab is a fault in itself: it would hide what is looked for.
            let line: Vec<u8> = bytes.iter().filter(|byte| **byte != b'\t').copied().collect();
            let text = String::from_utf8_lossy(&line);
            let is_hostile = line.iter().any(is_hostile)
                || text.contains(['\u{fffd}', '\u{202e}', '\u{2066}', '\u{200f}'])
                || text.chars().any(|c| ('\u{80}'..='\u{9f}').contains(&c));
            if is_hostile {
                let sequences = Sequences::of(&frame(&line));
                let is_noticed = !sequences.faults.is_empty() || sequences.copied > 0;
                unnoticed.extend((!is_noticed).then(|| hazard.name()));
                noticed += usize::from(is_noticed);
            }
        }
    }
    assert!(noticed > 80 && unnoticed.len() < 12, "{noticed}, not {unnoticed:?}");
}
