//! Identifies an archive, so that machines with the same archive in different folders share its
//! state.
//!
//! The first rule that applies decides. Ids are permanent: changing the rules or the hash would
//! orphan existing state.

use std::fs::File;
use std::io::Read;
use std::os::unix::ffi::OsStrExt;
use std::path::{Path, PathBuf};

use crate::clean::CleanText;
use crate::hash::fnv1a;

/// The most bytes read from a config.
const LONGEST_CONFIG: u64 = 1024 * 1024;
/// The longest generated file name in bytes; every file system supports it.
const LONGEST_NAME: usize = 100;

/// The rule that identified an archive.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rule {
    /// `id` in the archive's `.kanbao.toml`.
    Configured,
    /// The remote `origin` of its git repository.
    Git,
    /// `url` in its `_config.yml`.
    Url,
    /// Its path on this machine.
    Path,
    /// The built-in samples.
    Samples,
}

impl Rule {
    /// Describes the rule, to follow "known by".
    pub const fn words(self) -> &'static str {
        match self {
            Self::Configured => "the id in its .kanbao.toml",
            Self::Git => "its git origin",
            Self::Url => "the url of its _config.yml",
            Self::Path => "its path (an id in .kanbao.toml would merge two machines)",
            Self::Samples => "being the sample posts",
        }
    }
}

/// An archive's identity.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Identity {
    /// The name of its state folder: a safe file name.
    pub id: String,
    /// The source of the id: a name, an address or a path.
    pub name: CleanText,
    /// The rule that decided.
    pub rule: Rule,
}

/// Identifies the archive in `root`; `None` means the samples. `id` comes from `.kanbao.toml`, `url`
/// from the site's config including its `baseurl`, since several sites may share a host.
pub fn of_archive(root: Option<&Path>, id: Option<&str>, url: Option<&str>) -> Identity {
    let Some(root) = root else {
        return Identity::new(Rule::Samples, b"", "sample posts");
    };
    if let Some(id) = id {
        Identity::new(Rule::Configured, id.as_bytes(), id)
    } else if let Some(origin) = git_origin(root) {
        Identity::new(Rule::Git, origin.as_bytes(), &origin)
    } else if let Some(url) = url.and_then(public_address) {
        Identity::new(Rule::Url, url.as_bytes(), &url)
    } else {
        let path = root.canonicalize().unwrap_or_else(|_| root.to_owned());
        let bytes = path.as_os_str().as_bytes();
        Identity::new(Rule::Path, bytes, &String::from_utf8_lossy(bytes))
    }
}

impl Identity {
    fn new(rule: Rule, bytes: &[u8], name: &str) -> Self {
        let id = match rule {
            Rule::Configured if is_safe(name) => name.to_owned(),
            _ => {
                let kind: &[u8] = match rule {
                    Rule::Configured => b"id:",
                    Rule::Git => b"git:",
                    Rule::Url => b"url:",
                    Rule::Path => b"path:",
                    Rule::Samples => b"samples:",
                };
                format!("{:016x}", fnv1a(&[kind, bytes].concat()))
            }
        };
        Self { id, name: CleanText::line(name), rule }
    }
}

/// This host's name as a safe file name; `host` if it has none.
pub fn host() -> String {
    let name = rustix::system::uname().nodename().to_string_lossy().into_owned();
    file_name(&name)
}

/// Turns a host name into a safe file name.
fn file_name(host: &str) -> String {
    let safe = |c: char| if c.is_ascii_alphanumeric() || "-_.".contains(c) { c } else { '-' };
    let name: String = host.trim_start_matches('.').chars().take(LONGEST_NAME).map(safe).collect();
    if name.is_empty() { "host".to_owned() } else { name }
}

/// Whether any file system accepts the name for a folder.
fn is_safe(name: &str) -> bool {
    !name.is_empty() && !name.starts_with('.') && file_name(name) == name
}

fn read(path: &Path) -> std::io::Result<String> {
    if !std::fs::metadata(path)?.is_file() {
        return Err(std::io::Error::other("not a regular file"));
    }
    let mut text = Vec::new();
    File::open(path)?.take(LONGEST_CONFIG).read_to_end(&mut text)?;
    Ok(String::from_utf8_lossy(&text).into_owned())
}

/// The first URL of `origin` in the root's git repository.
fn git_origin(root: &Path) -> Option<String> {
    let config = read(&git_folder(root)?.join("config")).ok()?;
    let mut in_origin = false;
    let mut url = None;
    for line in config.lines().map(str::trim) {
        if let Some(header) = line.strip_prefix('[') {
            let header = header.split(']').next().unwrap_or_default();
            in_origin = header.split_once(char::is_whitespace).is_some_and(|(section, name)| {
                section.eq_ignore_ascii_case("remote") && name.trim() == "\"origin\""
            });
        } else if in_origin
            && let Some((key, value)) = line.split_once('=')
            && key.trim().eq_ignore_ascii_case("url")
        {
            let value = value.split([';', '#']).next().unwrap_or_default();
            url = url.or(Some(value.trim().trim_matches('"')));
        }
    }
    repository(url?)
}

/// The folder with the config of the repository in `root`.
fn git_folder(root: &Path) -> Option<PathBuf> {
    let git = root.join(".git");
    if git.is_dir() {
        return Some(git);
    }
    // A worktree or submodule.
    let link = read(&git).ok()?;
    let folder = root.join(link.trim_end().strip_prefix("gitdir:")?.trim_start());
    match read(&folder.join("commondir")) {
        Ok(common) => Some(folder.join(common.trim_end())),
        Err(_) => Some(folder),
    }
}

/// Normalizes a repository URL: strips scheme, credentials, port and `.git`, which differ between
/// clones. `None` for a relative path, which means nothing elsewhere.
fn repository(url: &str) -> Option<String> {
    let (host, path) = match url.split_once("://") {
        Some(("file", path)) => ("", path),
        Some((_, rest)) => rest.split_once('/')?,
        // `user@host:path`, unless a slash precedes the colon: then it is a path.
        None => match url.split_once(':').filter(|(host, _)| !host.contains('/')) {
            Some(parts) => parts,
            None => ("", url.strip_prefix('/').map(|_| url)?),
        },
    };
    let host = host.rsplit('@').next().unwrap_or_default();
    let host = match host.rsplit_once(':') {
        Some((name, port)) if port.bytes().all(|byte| byte.is_ascii_digit()) => name,
        _ => host,
    };
    let path = path.trim_matches('/');
    let path = path.strip_suffix(".git").unwrap_or(path).trim_end_matches('/');
    (!path.is_empty()).then(|| format!("{}/{path}", host.to_ascii_lowercase()))
}

/// A public URL without its scheme; `None` for template defaults and local addresses, which would
/// merge all sites that use them.
fn public_address(url: &str) -> Option<String> {
    let parsed = url::Url::parse(url).ok()?;
    let host = parsed.host_str()?.trim_end_matches('.');
    let host = host.strip_prefix("www.").unwrap_or(host);
    let is_template =
        ["example.com", "example.org", "example.net", "yoursite.com", "your-domain.com"]
            .contains(&host);
    let is_local = host == "localhost"
        || host.starts_with("127.")
        || host.starts_with("0.")
        || host == "[::1]";
    let path = parsed.path().trim_end_matches('/');
    (!is_template && !is_local).then(|| format!("{host}{path}"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;

    /// Ids are permanent: none of these values may change.
    #[test]
    fn ids_are_fixed() {
        let id = |rule, bytes: &str| Identity::new(rule, bytes.as_bytes(), bytes).id;
        assert_eq!(id(Rule::Configured, "news"), "news");
        assert_eq!(id(Rule::Configured, "看报"), "1ee10930edc3054d");
        assert_eq!(id(Rule::Git, "github.com/a/b"), "5726cd300c66204e");
        assert_eq!(id(Rule::Url, "news.example"), "987d0589d8720e37");
        assert_eq!(id(Rule::Path, "/srv/news"), "6b4fca705a84fc80");
        assert_eq!(id(Rule::Samples, ""), "2ff8d882bcd10dd2");
    }

    #[test]
    fn unsafe_file_names_are_hashed() {
        for name in ["a/b", "..", ".a", "a b", "", "a\0", "报", "C:", &"x".repeat(101)] {
            assert!(!is_safe(name), "{name}");
        }
        for name in ["news", "a.b-c_D9", &"x".repeat(100)] {
            assert!(is_safe(name), "{name}");
        }
        assert_eq!(file_name("my host.local"), "my-host.local");
        assert_eq!(file_name(".."), "host");
    }

    #[test]
    fn clones_of_one_repository_are_one() {
        let check = |urls: &[&str], expected: Option<&str>| {
            for url in urls {
                assert_eq!(repository(url).as_deref(), expected, "{url}");
            }
        };
        let same = [
            "https://github.com/a/b.git",
            "https://github.com/a/b",
            "https://GitHub.com/a/b/",
            "https://user:secret@github.com/a/b.git",
            "https://user:se@cret@github.com/a/b.git",
            "ssh://git@github.com:22/a/b.git",
            "git@github.com:a/b.git",
            "github.com:/a/b",
        ];
        check(&same, Some("github.com/a/b"));
        check(&["/srv/git/b.git", "file:///srv/git/b.git"], Some("/srv/git/b"));
        check(&["../b.git", "b", "./x:y", "https://github.com", "https://github.com/", ""], None);
    }

    #[test]
    fn template_urls_identify_no_archive() {
        let check = |url, expected: Option<&str>| {
            assert_eq!(public_address(url).as_deref(), expected, "{url}");
        };
        check("https://www.News.cn/", Some("news.cn"));
        check("http://a.github.io/news", Some("a.github.io/news"));
        for url in ["http://localhost:4000", "https://example.com", "http://127.0.0.1", "", "news"]
        {
            check(url, None);
        }
    }

    const GIT: &str = "[core]\n\tbare = false\n[remote \"fork\"]\n\turl = x:y\n[Remote \"origin\"]\n\tfetch = +refs\n\tURL = git@github.com:a/b.git ; mine\n";

    /// Checks the deciding rule and the name for a folder with these files.
    fn check(files: &[(&str, &str)], id: Option<&str>, url: Option<&str>, rule: Rule, name: &str) {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path().join("root");
        fs::create_dir(&root).unwrap();
        for (path, text) in files {
            let path = root.join(path);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, text).unwrap();
        }
        let identity = of_archive(Some(&root), id, url);
        assert_eq!((identity.rule, identity.name.as_str()), (rule, name), "{files:?}");
    }

    #[test]
    fn the_first_rule_that_applies_decides() {
        let (git, url) = ((".git/config", GIT), Some("https://news.cn"));
        check(&[git], Some("news"), url, Rule::Configured, "news");
        check(&[git], None, url, Rule::Git, "github.com/a/b");
        check(&[(".git/config", "[core]\n")], None, url, Rule::Url, "news.cn");
        // git fetches from the first of several URLs.
        let two = "[remote \"origin\"]\nurl = https://a.cn/x\nurl = https://b.cn/x\n";
        check(&[(".git/config", two)], None, url, Rule::Git, "a.cn/x");
        check(
            &[(".git", "gitdir: ../root/w/x\n"), ("w/x/commondir", "..\n"), ("w/config", GIT)],
            None,
            None,
            Rule::Git,
            "github.com/a/b",
        );
        assert_eq!(of_archive(None, None, url).rule, Rule::Samples);
    }

    #[test]
    fn a_path_is_canonicalized() {
        let folder = tempfile::tempdir().unwrap();
        let plain = of_archive(Some(folder.path()), None, None);
        assert_eq!(plain.rule, Rule::Path);
        fs::create_dir(folder.path().join("x")).unwrap();
        assert_eq!(of_archive(Some(&folder.path().join("x/..")), None, None), plain);
    }
}
