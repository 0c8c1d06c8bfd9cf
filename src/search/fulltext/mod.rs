//! Full-text search: which posts' bodies contain a text.
//!
//! A [store](crate::store) in the cache folder has the folded text of each post, keyed by path and
//! file stamp, with filters that rule most of it out. Posts that are not in it are read from their
//! files ([`find`](crate::search::find)). It may disappear at any time: a missing, stale or damaged
//! store is made again ([`build`]).

pub(in crate::search) mod beside;
pub mod build;
pub mod duplicates;
pub mod lookup;
mod similar;
pub mod text;

use std::os::unix::ffi::OsStrExt;
use std::path::{Path, PathBuf};

use crate::archive::PostRef;
use crate::archive::source::Reader;
use crate::hash::fnv1a;
use crate::store::Folder;

pub use similar::similar_of;

/// Where an administrator may keep one store for all accounts: in the archive, or below this folder.
const IN_ARCHIVE: &str = ".kanbao/store";
const OF_SERVER: &str = "/var/cache/kanbao";

/// The folder for the store of the archive in `root`, below one for all stores. Named after the path,
/// since two copies of an archive may differ. It adds to a store for all accounts, if there is one.
pub fn folder_of(stores: &Path, root: &Path) -> Folder {
    let own = Folder::new(stores.join(name_of(root)));
    match shared_folders(root).into_iter().find(|path| path.is_dir()) {
        Some(shared) => own.over(shared, root),
        None => own,
    }
}

/// The places of a store for all accounts, in the order in which they are looked for.
pub fn shared_folders(root: &Path) -> [PathBuf; 2] {
    [root.join(IN_ARCHIVE), Path::new(OF_SERVER).join(name_of(root))]
}

fn name_of(root: &Path) -> String {
    let root = root.canonicalize().unwrap_or_else(|_| root.to_owned());
    format!("{:016x}", fnv1a(root.as_os_str().as_bytes()))
}

/// The version of the file that a post was read from. That of a file that was too young when it was
/// read is looked up.
fn version_of(post: PostRef<'_>, reader: &Reader) -> Option<u64> {
    post.version().or_else(|| reader.fingerprint(post.key_bytes()))
}
