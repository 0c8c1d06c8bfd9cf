//! Starts the program in an environment that is the same on every machine.

use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::{env, fs};

use tempfile::TempDir;

/// The path of the built program.
pub(crate) const PROGRAM: &str = env!("CARGO_BIN_EXE_kanbao");

/// The path of the sample posts.
pub(crate) const SAMPLES: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/sample-posts");

/// Prefixes of the variables that change what the program does.
const VARIABLES: [&str; 8] =
    ["KANBAO_", "XDG_", "LC_", "LANG", "NO_COLOR", "CLICOLOR", "COLORTERM", "SSL_CERT_"];

/// Suffix, in any case, of the variables that name proxies.
const PROXY: &str = "_proxy";

/// Variables of the tests themselves, which reach their child processes.
const OF_TESTS: &str = "KANBAO_TEST_";

/// Standard output, standard error and the exit code, which is -1 after a signal.
pub(crate) type Outcome = (String, String, i32);

/// A command without settings, locale, archive or input. Its home cannot be created, not even by
/// root, because it is below a device.
pub(crate) fn command(program: &str, arguments: &[&str]) -> Command {
    let mut command = Command::new(program);
    for (name, _) in env::vars_os() {
        let text = name.to_string_lossy();
        let matters = VARIABLES.iter().any(|prefix| text.starts_with(prefix))
            || text.to_ascii_lowercase().ends_with(PROXY);
        if matters && !text.starts_with(OF_TESTS) {
            command.env_remove(&name);
        }
    }
    command.env("HOME", "/dev/null/home").env("TZ", "UTC").env("TERM", "xterm-256color");
    command.args(arguments).stdin(Stdio::null());
    command
}

/// The program with these arguments, as [`command`] starts it, with an output in UTF-8.
pub(crate) fn kanbao(arguments: &[&str]) -> Command {
    let mut command = command(PROGRAM, arguments);
    command.env("LC_CTYPE", "C.UTF-8");
    command
}

/// Runs the program with these arguments, as [`command`] starts it.
pub(crate) fn run(arguments: &[&str]) -> Outcome {
    outcome(&mut kanbao(arguments))
}

/// Runs a command to its end.
pub(crate) fn outcome(command: &mut Command) -> Outcome {
    outcome_of(command.output().unwrap())
}

pub(crate) fn outcome_of(output: Output) -> Outcome {
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    (text(output.stdout), text(output.stderr), output.status.code().unwrap_or(-1))
}

/// A temporary folder with these files.
pub(crate) fn folder(files: &[(&str, &str)]) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (name, text) in files {
        write(folder.path(), name, text);
    }
    folder
}

/// Writes a file below a folder and creates its parent folders.
pub(crate) fn write(folder: &Path, name: &str, text: &str) {
    let path = folder.join(name);
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, text).unwrap();
}

/// A home folder and working directory for commands.
pub(crate) struct Home {
    folder: TempDir,
    archive: Option<&'static str>,
}

impl Home {
    pub(crate) fn new(files: &[(&str, &str)]) -> Self {
        Self { folder: folder(files), archive: None }
    }

    /// Sets the archive, relative to the home, in the environment of commands.
    pub(crate) fn with_archive(self, archive: &'static str) -> Self {
        Self { archive: Some(archive), ..self }
    }

    pub(crate) fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// The path of a file below the home.
    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.folder().join(name)
    }

    pub(crate) fn write(&self, name: &str, text: &str) {
        write(self.folder(), name, text);
    }

    pub(crate) fn command(&self, program: &str, arguments: &[&str]) -> Command {
        let mut command = command(program, arguments);
        command.env("HOME", self.folder()).current_dir(self.folder());
        self.archive.map(|archive| command.env("KANBAO_ARCHIVE", archive));
        command
    }

    pub(crate) fn kanbao(&self, arguments: &[&str]) -> Command {
        self.command(PROGRAM, arguments)
    }

    pub(crate) fn run(&self, arguments: &[&str]) -> Outcome {
        outcome(&mut self.kanbao(arguments))
    }

    /// Runs a bash script in which `$0` is the program.
    pub(crate) fn shell(&self, script: &str) -> Outcome {
        outcome(&mut self.command("bash", &["-c", script, PROGRAM]))
    }
}

/// Arguments that make this test binary run one test of a module and show its output.
pub(crate) fn only(module: &str, test: &str) -> [String; 3] {
    let (_crate, module) = module.split_once("::").unwrap();
    ["--exact".to_owned(), format!("{module}::{test}"), "--nocapture".to_owned()]
}

/// The program run by a user without permissions: root becomes another user. It is copied to
/// `place`, because that user may not enter the build folder.
pub(crate) fn kanbao_as_nobody(place: &Path) -> Command {
    let own = place.join("kanbao");
    if !own.exists() {
        // Not copied by this process: a child forked by another test could hold the copy open for
        // writing, and then it could not be executed.
        assert!(Command::new("cp").arg(PROGRAM).arg(&own).status().unwrap().success());
        fs::set_permissions(place, fs::Permissions::from_mode(0o755)).unwrap();
    }
    let own = own.to_str().unwrap();
    if is_root() {
        command("setpriv", &["--reuid=65534", "--clear-groups", own])
    } else {
        command(own, &[])
    }
}

pub(crate) fn is_root() -> bool {
    Command::new("id").arg("-u").output().unwrap().stdout == b"0\n"
}
