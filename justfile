# Short names for what one does every day; `just` alone lists them.

_default:
    @just --list --unsorted

# Read an archive, or the built-in sample posts
run *arguments:
    cargo run --release -- {{arguments}}

# All tests, or those whose name holds FILTER
test *filter:
    cargo test {{filter}}

# Formatting and lints, as they must be before a commit
lint:
    cargo fmt --check
    cargo clippy --all-targets -- --deny warnings

# The documentation of the library; a broken link is an error
doc:
    RUSTDOCFLAGS="--deny warnings" cargo doc --no-deps --document-private-items

# All benchmarks, or those whose name holds FILTER
bench *filter:
    cargo bench -- {{filter}}

# Feed a fuzz target (a file of fuzz/fuzz_targets) from what covers new code; needs cargo-fuzz and a nightly Rust
fuzz target="post" *arguments:
    cargo +nightly fuzz run {{target}} -- {{arguments}}

# Kill instances that write reading state, ten times as often as the tests do
torture kills="2000":
    KANBAO_TEST_KILLS={{kills}} cargo test --test all nothing_is_lost_when_processes_are_killed -- --nocapture

# Draw the screen snapshots anew; look at the difference before it is committed
screens:
    INSTA_UPDATE=always cargo test --test all screens::
    git diff --stat -- tests/all/screens/snapshots

# Write the manual, the completions and the key tables anew
manual:
    UPDATE_DOCS=1 cargo test --all-features --test all manual::
    git diff --stat -- man completions docs

# A Debian package of all that a user needs; needs cargo-deb
deb:
    cargo deb

# Advisories, licences, sources and duplicates of the crates depended on; needs cargo-deny
deny:
    cargo deny check
