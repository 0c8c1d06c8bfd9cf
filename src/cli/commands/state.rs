//! `kanbao state`: exports and imports the reading state as JSON lines, or prints its folder.

use std::fmt;
use std::fs::File;
use std::io::{self, BufRead, BufReader, BufWriter, Read, Write};
use std::os::unix::ffi::OsStrExt;
use std::path::{Path, PathBuf};

use base64::engine::general_purpose::STANDARD;
use base64::{DecodeError, Engine};
use clap::{Args, Subcommand};
use serde::{Deserialize, Serialize};

use crate::app::text::Text;
use crate::clean::{self, CleanText};
use crate::cli::why::{RecordFault, Why};
use crate::cli::words::{Said, said};
use crate::cli::{Failure, Invocation, PROBLEMS, Result, complain, help, open, warn};
use crate::config::locale::Locale;
use crate::config::problem::quoted;
use crate::state::log::{Location, Store};
use crate::state::record::{Kind, LONGEST_VALUE, Op, Record, Stamp};
use crate::state::{State, highlights, tags};

/// The longest line of an import, in bytes: room for the longest value with every character
/// escaped.
const LONGEST_LINE: u64 = 16 * LONGEST_VALUE as u64;

/// How far ahead of the clock an imported time may be, in milliseconds: a year.
const MOST_AHEAD: u64 = 366 * 24 * 60 * 60 * 1000;
/// The last sequence number that is imported, with room for later ones.
const LAST_SEQUENCE: u32 = u32::MAX / 2;

const EXAMPLES: &[(&str, &str)] = &[
    ("kanbao state export -a ~/news > read.jsonl", "on one machine"),
    ("kanbao state import -a ~/news read.jsonl", "on another"),
    ("kanbao state path -a ~/news", "the folder of the logs"),
];

#[derive(Args, Debug)]
#[command(after_help = help::examples(EXAMPLES), arg_required_else_help = false)]
pub(in crate::cli) struct Arguments {
    #[command(subcommand)]
    action: Action,
}

#[derive(Debug, Subcommand)]
enum Action {
    /// Print every current record, one JSON object per line
    Export,
    /// Add the records of an export, from this machine or another; later records win
    Import {
        /// A file, or - for standard input
        file: PathBuf,
    },
    /// Print the folder of the archive's state
    Path,
}

pub(super) fn run(arguments: &Arguments, invocation: Invocation<'_>) -> Result<u8> {
    let Some(place) = open::state_place(invocation, &open::source(invocation)?) else {
        return Err(open::no_home());
    };
    for problem in &invocation.config.archive_problems {
        complain(&problem.to_clean(Locale::of_user()), "");
    }
    match &arguments.action {
        Action::Export => export(place),
        Action::Import { file } => import(place, file, invocation.dates.clock.milliseconds()),
        Action::Path => {
            // For scripts, but cleaned all the same.
            let mut out = io::stdout().lock();
            writeln!(out, "{}", CleanText::lossy(place.folder.as_os_str().as_bytes()))?;
            Ok(0)
        }
    }
}

/// Opens the state and reports its problems; the flag says whether there are any.
fn open_state(place: Location) -> (Store, State, bool) {
    let (store, state, report) = Store::open(place);
    let problems = report.problems();
    let has_problems = !problems.is_empty();
    for problem in problems {
        warn(&Text::from(problem));
    }
    (store, state, has_problems)
}

fn export(place: Location) -> Result<u8> {
    let (_, state, has_problems) = open_state(place);
    let mut out = BufWriter::new(io::stdout().lock());
    for (record, host) in state.records() {
        let text =
            serde_json::to_string(&ExportedRecord::new(&record, host)).map_err(io::Error::from)?;
        writeln!(out, "{}", escaped(&text))?;
    }
    out.flush()?;
    Ok(if has_problems { PROBLEMS } else { 0 })
}

fn import(place: Location, file: &Path, now: u64) -> Result<u8> {
    let name = CleanText::lossy(file.as_os_str().as_bytes());
    let failed = |error: io::Error| Failure::at(&name, Why::of_system(&error));
    let mut input: Box<dyn BufRead> = if file == Path::new("-") {
        Box::new(io::stdin().lock())
    } else {
        Box::new(BufReader::new(File::open(file).map_err(failed)?))
    };
    let (mut store, mut state, _) = open_state(place);
    let host = state.host().to_owned();
    let (mut taken, mut known, mut bad) = (Vec::new(), 0, 0);
    for number in 1.. {
        let Some(line) = next_line(&mut input).map_err(failed)? else { break };
        if line.trim_ascii().is_empty() {
            continue;
        }
        match ExportedRecord::parse(&line).and_then(|record| record.record(now)) {
            Ok(record) if state.knows(&record) => known += 1,
            Ok(record) => {
                state.apply(&record, &host);
                taken.push(record);
            }
            Err(why) => {
                bad += 1;
                let place = CleanText::line(&format!("{name}:{number}"));
                warn(&Said::Skipped { place, why });
            }
        }
    }
    let count = taken.len();
    let saved = store.append(taken);
    saved.map_err(|not_saved| Failure::only(&Why::from(&not_saved)))?;
    store.sync().map_err(|error| Failure::only(&error))?;
    let mut out = io::stdout().lock();
    writeln!(out, "{}", said(&Said::Imported { count, known, bad }))?;
    Ok(if bad > 0 { PROBLEMS } else { 0 })
}

/// Reads the next line without its line feed, cut at [`LONGEST_LINE`]; `None` at the end.
fn next_line(input: &mut dyn BufRead) -> io::Result<Option<Vec<u8>>> {
    let mut line = Vec::new();
    if input.take(LONGEST_LINE).read_until(b'\n', &mut line)? == 0 {
        return Ok(None);
    }
    if line.pop_if(|byte| *byte == b'\n').is_none() {
        // Skip the rest of a line that is too long.
        input.skip_until(b'\n')?;
    }
    Ok(Some(line))
}

/// A record in an export; the field names are stable.
#[derive(Debug, Deserialize, Serialize)]
struct ExportedRecord {
    kind: String,
    /// The post's path, for kinds that belong to a post.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    path: Option<String>,
    /// The letter of a mark, the name of a view, the tag, the id of a highlight, the key of an
    /// unknown kind.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    name: Option<String>,
    /// The bytes of a path or name that is not UTF-8, in base64.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    path_bytes: Option<String>,
    /// `true` or `false` for kinds without a text, else the text, or `null` if it was removed.
    value: Value,
    ms: u64,
    #[serde(default)]
    seq: u32,
    #[serde(default)]
    host: String,
}

#[derive(Debug, Deserialize, PartialEq, Eq, Serialize)]
#[serde(untagged)]
enum Value {
    Flag(bool),
    Text(String),
    None,
}

impl ExportedRecord {
    fn new(record: &Record, host: &str) -> Self {
        let (kind, value) = match &record.op {
            Op::Set(kind) if is_flag(*kind) => (kind.name(), Value::Flag(true)),
            Op::Unset(kind) if is_flag(*kind) => (kind.name(), Value::Flag(false)),
            Op::Set(kind) => (kind.name(), Value::Text(record.value.to_string())),
            Op::Unset(kind) => (kind.name(), Value::None),
            Op::Other(name) => (&**name, Value::Text(record.value.to_string())),
        };
        let known = Kind::of_name(kind);
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        let part = tags::split(&record.key).filter(|_| known.is_some_and(Kind::is_of_part));
        let (path, name) = match part {
            Some((post, name)) => (Some(text(post)), Some(name.to_owned())),
            None if known.is_some_and(Kind::is_of_post) => (Some(text(&record.key)), None),
            None => (None, Some(text(&record.key))),
        };
        let bytes = part.map_or(&*record.key, |(post, _)| post);
        Self {
            kind: kind.to_owned(),
            path,
            name: name.filter(|name| !name.is_empty()),
            path_bytes: std::str::from_utf8(bytes).is_err().then(|| STANDARD.encode(bytes)),
            value,
            ms: record.stamp.ms,
            seq: record.stamp.seq,
            host: host.to_owned(),
        }
    }

    fn parse(line: &[u8]) -> std::result::Result<Self, RecordFault> {
        serde_json::from_slice(line)
            .map_err(|error| RecordFault::NotRecord { detail: CleanText::line(&error.to_string()) })
    }

    /// Converts to a record for this host's log, with the original time; `now` is in milliseconds
    /// since 1970.
    fn record(self, now: u64) -> std::result::Result<Record, RecordFault> {
        let kind = Kind::of_name(&self.kind);
        let part = self.name.clone().filter(|_| kind.is_some_and(Kind::is_of_part));
        let mut key = match self.path_bytes {
            Some(bytes) => {
                let bad = |error: DecodeError| RecordFault::BadPathBytes {
                    detail: CleanText::line(&error.to_string()),
                };
                STANDARD.decode(bytes).map_err(bad)?
            }
            None => self.path.or(self.name).unwrap_or_default().into_bytes(),
        };
        if let Some(kind) = kind.filter(|kind| kind.is_of_part()) {
            let name = part.unwrap_or_default();
            let is_tag = || tags::parse(&name) == [name.as_str()];
            if name.is_empty() || kind == Kind::Tag && !is_tag() {
                let is_tag = kind == Kind::Tag;
                return Err(if is_tag { RecordFault::NoTag } else { RecordFault::NoHighlight });
            }
            key = tags::key(&key, &name);
        }
        let (op, value) = match (kind, self.value) {
            (Some(Kind::Archive), _) => return Err(RecordFault::OwnArchive),
            (Some(kind), Value::Flag(true)) => (Op::Set(kind), String::new()),
            (Some(kind), Value::Flag(false) | Value::None) => (Op::Unset(kind), String::new()),
            (Some(kind), Value::Text(text)) => (Op::Set(kind), text),
            (None, Value::Text(text)) if !self.kind.is_empty() => (Op::of_name(&self.kind), text),
            (None, _) => {
                let kind = quoted(&self.kind);
                return Err(RecordFault::UnknownKind { kind });
            }
        };
        if key.is_empty() && kind.is_some_and(|kind| kind != Kind::Session) {
            return Err(RecordFault::NoPath);
        }
        if value.len() > LONGEST_VALUE {
            return Err(RecordFault::ValueTooLong);
        }
        if let Op::Set(kind) = op
            && !highlights::is_value(kind, &value)
        {
            return Err(RecordFault::BadValue { kind: kind.name() });
        }
        let stamp = Stamp { ms: self.ms, seq: self.seq };
        // No stamp can follow the last possible one, and another machine's changes lose to a future
        // stamp until that time.
        let is_late = stamp.ms > now.saturating_add(MOST_AHEAD) || stamp.seq > LAST_SEQUENCE;
        if is_late || !stamp.is_possible() {
            return Err(RecordFault::ImpossibleTime);
        }
        Ok(Record { stamp, op, key: key.into(), value: value.into() })
    }
}

/// Whether records of a kind have no text.
const fn is_flag(kind: Kind) -> bool {
    matches!(kind, Kind::Read | Kind::Star | Kind::Tag)
}

/// Escapes all characters in JSON that could control or confuse a terminal; JSON itself escapes
/// those of ASCII.
fn escaped(json: &str) -> String {
    let mut text = String::with_capacity(json.len());
    for c in json.chars() {
        if clean::is_kept(c) {
            text.push(c);
        } else {
            for unit in c.encode_utf16(&mut [0; 2]) {
                // Writing to a String cannot fail.
                let _ = fmt::Write::write_fmt(&mut text, format_args!("\\u{unit:04x}"));
            }
        }
    }
    text
}
