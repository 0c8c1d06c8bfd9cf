//! What earlier runs of `kanbao list --since-last NAME` have printed: a file per name beside the
//! reading state.
//!
//! It is replaced after the output was written, so that a run that is killed prints the same again
//! (at least once). Its last line is a checksum. If it is damaged, all posts are printed again.

use std::collections::HashSet;
use std::fs;
use std::io;
use std::os::unix::ffi::OsStrExt;
use std::path::{Path, PathBuf};

use crate::archive::post::PostId;
use crate::archive::{Archive, PostRef};
use crate::clean::CleanText;
use crate::cli::failure::{Failure, Result, warn};
use crate::cli::why::Why;
use crate::cli::words::Said;
use crate::replace::{Rights, replace};
use crate::state::record::{escape, unescape};

/// The first line of a file.
const HEAD: &str = "kanbao seen 1";
/// The longest name, in bytes.
const LONGEST_NAME: usize = 64;

/// The posts that earlier runs under a name have printed.
#[derive(Debug)]
pub(super) struct Seen {
    path: PathBuf,
    /// Their paths; none before the first run, and none after damage.
    known: HashSet<Vec<u8>>,
    is_damaged: bool,
}

impl Seen {
    /// Reads the file of a name in a folder of reading state.
    pub(super) fn open(state: &Path, name: &str) -> Result<Self> {
        let is_file_name = !name.starts_with('.') && !name.contains(['/', '\0']);
        if name.trim().is_empty() || name.len() > LONGEST_NAME || !is_file_name {
            let name = CleanText::line(&format!("{name:?}"));
            return Err(Failure::of(&Said::SinceName { name }, &Said::SinceNameHint));
        }
        let path = state.join("seen").join(name);
        let known = match fs::read(&path) {
            Ok(bytes) => parse(&bytes),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Some(HashSet::new()),
            Err(error) => return Err(failed(&path, &error)),
        };
        let is_damaged = known.is_none();
        if is_damaged {
            warn(&Said::SinceDamaged { path: CleanText::lossy(path.as_os_str().as_bytes()) });
        }
        Ok(Self { path, known: known.unwrap_or_default(), is_damaged })
    }

    /// Whether the file must be written again even if no post is printed.
    pub(super) fn is_damaged(&self) -> bool {
        self.is_damaged
    }

    /// Whether a post has come since the last run.
    pub(super) fn is_new(&self, post: PostRef<'_>) -> bool {
        !self.known.contains(post.key_bytes())
    }

    /// Adds posts that were printed; forgets those that the archive no longer has.
    pub(super) fn save(self, archive: &Archive, printed: &[PostId]) -> Result<()> {
        let printed: HashSet<PostId> = printed.iter().copied().collect();
        let mut text = format!("{HEAD}\n");
        for &id in archive.newest_first() {
            let Some(post) = archive.post(id) else { continue };
            if printed.contains(&id) || !self.is_new(post) {
                escape(post.key_bytes(), &mut text);
                text.push('\n');
            }
        }
        let end = format!("{:08x}\n", crc32fast::hash(text.as_bytes()));
        text.push_str(&end);
        replace(&self.path, text.as_bytes(), Rights::Private)
            .map_err(|error| failed(&self.path, &error))
    }
}

/// The paths in a file; `None` if it is damaged.
fn parse(bytes: &[u8]) -> Option<HashSet<Vec<u8>>> {
    let text = std::str::from_utf8(bytes).ok()?.strip_suffix('\n')?;
    let (body, sum) = text.rsplit_once('\n')?;
    let whole = format!("{body}\n");
    if u32::from_str_radix(sum, 16) != Ok(crc32fast::hash(whole.as_bytes())) {
        return None;
    }
    let mut lines = body.split('\n');
    let is_ours = lines.next() == Some(HEAD);
    is_ours.then(|| lines.map(|line| unescape(line.as_bytes())).collect()).flatten()
}

fn failed(path: &Path, error: &io::Error) -> Failure {
    let name = CleanText::lossy(path.as_os_str().as_bytes());
    Failure::of(&Said::At { name, why: Why::of_system(error) }, &Said::SinceAgain)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn any_damage_is_noticed() {
        let body = format!("{HEAD}\n_posts/a.md\n文/\\x0ab.md\n");
        let whole = format!("{body}{:08x}\n", crc32fast::hash(body.as_bytes()));
        let paths = parse(whole.as_bytes()).unwrap();
        assert_eq!(
            paths,
            HashSet::from([b"_posts/a.md".to_vec(), "文/\nb.md".as_bytes().to_vec()])
        );
        for at in 0..whole.len() {
            let mut bytes = whole.clone().into_bytes();
            bytes[at] ^= 1;
            assert_eq!(parse(&bytes), None, "a flipped bit in byte {at}");
            assert_eq!(parse(&whole.as_bytes()[..at]), None, "cut at {at}");
        }
    }
}
