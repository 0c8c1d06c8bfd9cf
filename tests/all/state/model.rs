//! The store against a simple model: for each key and kind the last writer wins.
//!
//! Four instances on three hosts (two share a folder) change, compact, export, import, copy their
//! logs to each other and are started again. The same cases in every run.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use kanbao::state::log::{Location, Store};
use kanbao::state::record::{Kind, Op, Record, Stamp};
use kanbao::state::{Change, State};
use proptest::prelude::*;
use proptest::sample::select;

use crate::support::fixed_cases;

/// The host of each instance. Hosts have a folder each.
const HOSTS: [&str; 4] = ["a", "a", "b", "c"];
const KINDS: [Kind; 3] = [Kind::Read, Kind::Star, Kind::Note];

/// The winning writes by key and kind.
type Winners = BTreeMap<(Kind, String), (Stamp, Option<String>)>;

#[derive(Clone, Debug)]
enum Step {
    /// Changes made in one step, at a time that may be before that of earlier ones.
    Change(Vec<(Kind, String, Option<String>)>, u64),
    Compact,
    /// Imports what another instance exports.
    Import(usize),
    /// Copies this host's log into another instance's folder, as a sync program does; `true` as a
    /// conflict copy.
    Copy(usize, bool),
    /// Reads what others wrote.
    Poll,
    Reopen,
}

fn step() -> impl Strategy<Value = Step> {
    let change = (select(&KINDS[..]), "[甲乙p]", prop::option::of("[xy]{0,2}"))
        .prop_map(|(kind, key, value)| (kind, key, value.map(|value| text_of(kind, value))));
    let changes = (prop::collection::vec(change, 1..4), 0..20_u64);
    prop_oneof![
        8 => changes.prop_map(|(changes, now)| Step::Change(changes, now)),
        2 => Just(Step::Compact),
        1 => (0..HOSTS.len()).prop_map(Step::Import),
        3 => (0..HOSTS.len(), any::<bool>()).prop_map(|(to, conflict)| Step::Copy(to, conflict)),
        3 => Just(Step::Poll),
        1 => Just(Step::Reopen),
    ]
}

/// Only notes have a text.
fn text_of(kind: Kind, value: String) -> String {
    if kind == Kind::Note { value } else { String::new() }
}

fn merge(into: &mut Winners, key: (Kind, String), write: (Stamp, Option<String>)) {
    let winner = into.entry(key).or_insert_with(|| write.clone());
    if write > *winner {
        *winner = write;
    }
}

fn merge_all(into: &mut Winners, from: &Winners) {
    for (key, write) in from {
        merge(into, key.clone(), write.clone());
    }
}

/// What an instance should know.
#[derive(Debug, Default)]
struct Model {
    known: Winners,
    newest: Stamp,
}

impl Model {
    fn read(&mut self, logs: &BTreeMap<String, Winners>) {
        for log in logs.values() {
            merge_all(&mut self.known, log);
        }
        let stamps = self.known.values().map(|(stamp, _)| *stamp);
        self.newest = stamps.fold(self.newest, Stamp::max);
    }
}

/// Instances with their models.
struct World {
    root: tempfile::TempDir,
    instances: Vec<(Store, State)>,
    models: Vec<Model>,
    /// By folder and file name, what the logs say.
    logs: BTreeMap<&'static str, BTreeMap<String, Winners>>,
}

impl World {
    fn new() -> Self {
        let root = tempfile::tempdir().unwrap();
        let instances = HOSTS.iter().map(|host| open(root.path(), host)).collect();
        let models = HOSTS.iter().map(|_| Model::default()).collect();
        Self { root, instances, models, logs: BTreeMap::new() }
    }

    fn take(&mut self, at: usize, step: &Step) {
        let host = HOSTS[at];
        let (store, state) = &mut self.instances[at];
        let model = &mut self.models[at];
        match step {
            Step::Change(changes, now) => {
                let changes_of_state: Vec<Change> = changes
                    .iter()
                    .map(|(kind, key, value)| {
                        Change::new(*kind, key.as_bytes(), value.as_deref()).unwrap()
                    })
                    .collect();
                let records = state.change(&changes_of_state, *now).records;
                store.append(records).unwrap();
                // Later than all it knows, whatever the clock says.
                let ms = (*now).max(model.newest.ms + 1);
                for (kind, key, value) in changes {
                    let key = (*kind, key.clone());
                    if model.known.get(&key).and_then(|(_, value)| value.as_ref()) == value.as_ref()
                    {
                        continue;
                    }
                    let is_first = model.newest.ms != ms;
                    let seq = if is_first { 0 } else { model.newest.seq + 1 };
                    model.newest = Stamp { ms, seq };
                    let write = (model.newest, value.clone());
                    merge(&mut model.known, key.clone(), write.clone());
                    merge(log(&mut self.logs, host), key, write);
                }
            }
            Step::Compact => {
                store.compact(0).unwrap();
            }
            Step::Import(from) => {
                let (_, source) = &self.instances[*from];
                let exported: Vec<Record> =
                    source.records().into_iter().map(|(record, _)| record).collect();
                let exported_by_model = self.models[*from].known.clone();
                let (store, state) = &mut self.instances[at];
                let new: Vec<Record> =
                    exported.into_iter().filter(|record| !state.knows(record)).collect();
                for record in &new {
                    state.apply(record, host);
                }
                store.append(new).unwrap();
                let model = &mut self.models[at];
                for (key, write) in exported_by_model {
                    if model.known.get(&key).is_none_or(|known| *known < write) {
                        merge(log(&mut self.logs, host), key.clone(), write.clone());
                        model.newest = model.newest.max(write.0);
                        merge(&mut model.known, key, write);
                    }
                }
            }
            Step::Copy(to, conflict) => {
                let to = HOSTS[*to];
                let from = store.path();
                if to == host || !from.exists() {
                    return;
                }
                let name = format!("{host}{}.log", if *conflict { ".conflict" } else { "" });
                let folder = self.root.path().join(to);
                fs::create_dir_all(&folder).unwrap();
                fs::copy(from, folder.join("copy.tmp")).unwrap();
                fs::rename(folder.join("copy.tmp"), folder.join(&name)).unwrap();
                let copied = log(&mut self.logs, host).clone();
                self.logs.entry(to).or_default().insert(name, copied);
            }
            Step::Poll => {
                let report = store.poll_others(&mut |record, host| {
                    state.apply(&record, host);
                });
                assert_eq!(report.problems(), []);
                model.read(self.logs.entry(host).or_default());
            }
            Step::Reopen => {
                self.instances[at] = open(self.root.path(), host);
                self.models[at] = Model::default();
                self.models[at].read(self.logs.entry(host).or_default());
            }
        }
    }

    fn check(&self, at: usize) {
        let (_, state) = &self.instances[at];
        let known = &self.models[at].known;
        let records: Winners =
            state.records().into_iter().map(|(record, _)| parts(record)).collect();
        assert_eq!(&records, known, "instance {at}");
        for ((kind, key), (_, value)) in known {
            assert_eq!(state.value(*kind, key.as_bytes()), value.as_deref(), "{kind:?} {key}");
        }
        for kind in KINDS {
            let set = known.iter().filter(|((of, _), (_, value))| *of == kind && value.is_some());
            assert_eq!(state.all(kind).len(), set.count(), "{kind:?}");
        }
    }
}

fn open(root: &Path, host: &str) -> (Store, State) {
    let place =
        Location { folder: root.join(host), host: host.to_owned(), archive: "test".to_owned() };
    let (store, state, report) = Store::open(place);
    assert_eq!(report.problems(), []);
    (store, state)
}

/// A host's own log.
fn log<'a>(
    logs: &'a mut BTreeMap<&'static str, BTreeMap<String, Winners>>,
    host: &'static str,
) -> &'a mut Winners {
    logs.entry(host).or_default().entry(format!("{host}.log")).or_default()
}

fn parts(record: Record) -> ((Kind, String), (Stamp, Option<String>)) {
    let (kind, value) = match record.op {
        Op::Set(kind) => (kind, Some(record.value.into())),
        Op::Unset(kind) => (kind, None),
        Op::Other(name) => panic!("{name}"),
    };
    ((kind, String::from_utf8(record.key.into()).unwrap()), (record.stamp, value))
}

proptest! {
    #![proptest_config(fixed_cases(300))]

    /// S52.
    #[test]
    fn the_last_writer_of_each_key_wins(
        steps in prop::collection::vec((0..HOSTS.len(), step()), 1..60)
    ) {
        let mut world = World::new();
        for (at, step) in &steps {
            world.take(*at, step);
            world.check(*at);
        }
        // Everyone gets every log; then all are one state, also without what is superseded.
        for (from, to) in (0..HOSTS.len()).flat_map(|a| (0..HOSTS.len()).map(move |b| (a, b))) {
            world.take(from, &Step::Copy(to, false));
        }
        for round in 0..2 {
            for at in 0..HOSTS.len() {
                world.take(at, if round == 0 { &Step::Poll } else { &Step::Reopen });
                world.check(at);
                world.take(at, &Step::Compact);
            }
        }
        let states: Vec<_> = world.models.iter().map(|model| &model.known).collect();
        prop_assert!(states.iter().all(|state| *state == states[0]));
    }
}
