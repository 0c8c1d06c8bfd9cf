//! Support code that several test modules share.

use std::path::{Path, PathBuf};

use proptest::test_runner::{Config, RngSeed};

pub(crate) mod bounds;
pub(crate) mod events;
pub(crate) mod program;
pub(crate) mod reader;
pub(crate) mod skip;
pub(crate) mod texts;
pub(crate) mod wait;

/// The folder of real posts beside the checkout, which are not ours to publish. Without them the
/// test is reported as skipped.
#[track_caller]
pub(crate) fn real_posts() -> Option<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/real-posts");
    let is_there = folder.is_dir();
    if !is_there {
        skip::skip("there are no real posts beside the checkout");
    }
    is_there.then_some(folder)
}

/// So many cases, the same in every run.
pub(crate) fn fixed_cases(cases: u32) -> Config {
    Config { cases, rng_seed: RngSeed::Fixed(1), failure_persistence: None, ..Config::default() }
}
