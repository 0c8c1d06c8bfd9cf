use proptest::prelude::*;

use super::*;

fn read(key: &str, ms: u64) -> Record {
    let stamp = Stamp { ms, seq: 0 };
    Record { stamp, op: Op::Set(Kind::Read), key: key.as_bytes().into(), value: Box::default() }
}

#[test]
fn each_kind_has_its_value_and_loses_it() {
    let mut state = State::new("h");
    let post = b"\xff.md";
    let set = |kind, key: &[u8], value| Change::new(kind, key, Some(value)).unwrap();
    let changes = [
        Change::read(post, true),
        Change::star(post, true),
        set(Kind::Note, post, "记"),
        set(Kind::Position, post, "3:4"),
        Change::mark('甲', post, "5\t6").unwrap(),
        set(Kind::View, "晨报".as_bytes(), "is:unread"),
        set(Kind::Session, b"", "s"),
    ];
    let step = state.change(&changes, 1000);
    assert_eq!(step.records.len(), changes.len());
    assert!(state.is_read(post) && state.is_starred(post));
    assert_eq!((state.note(post), state.position(post)), (Some("记"), Some("3:4")));
    assert_eq!(state.mark('甲'), Some((post.to_vec(), "5\t6")));
    assert_eq!(state.view("晨报"), Some("is:unread"));
    assert_eq!(state.all(Kind::View), [("晨报".as_bytes(), "is:unread")]);
    assert_eq!(state.session(), Some("s"));
    let redo = state.change(&step.undo, 1001);
    assert!(Kind::ALL.into_iter().all(|kind| state.all(kind).is_empty()));
    state.change(&redo.undo, 1002);
    assert!(state.is_read(post) && state.mark('甲').is_some(), "undo is undone");
}

#[test]
fn unchanged_values_are_not_in_the_step() {
    let mut state = State::new("h");
    let changes = [Change::read(b"a", true), Change::read(b"b", true), Change::star(b"c", false)];
    assert_eq!(state.change(&changes, 1).records.len(), 2);
    assert_eq!(state.change(&changes, 2), Step::default());
}

#[test]
fn a_key_that_changes_twice_in_a_step_is_as_before_after_its_undo() {
    let mut state = State::new("h");
    let step = state.change(&[Change::star(b"a", true), Change::star(b"a", false)], 1);
    assert_eq!(step.undo.len(), 2);
    state.change(&step.undo, 2);
    assert!(!state.is_starred(b"a"));
}

/// `R` on a whole view is one step; undoing it keeps posts that were read before.
#[test]
fn many_posts_are_one_step() {
    let mut state = State::new("h");
    state.change(&[Change::read(b"7", true)], 1);
    let posts: Vec<Change> =
        (0..1000).map(|n: u32| Change::read(n.to_string().as_bytes(), true)).collect();
    let step = state.change(&posts, 2);
    assert_eq!((step.records.len(), state.all(Kind::Read).len()), (999, 1000));
    let stamps: Vec<Stamp> = step.records.iter().map(|record| record.stamp).collect();
    assert!(stamps.is_sorted_by(|a, b| a < b), "each has a time of its own");
    state.change(&step.undo, 3);
    assert_eq!(state.all(Kind::Read), [(b"7".as_slice(), "")]);
}

#[test]
fn a_clock_that_was_set_back_loses_nothing() {
    let mut state = State::new("h");
    state.apply(&read("a", 9000), "other");
    let step = state.change(&[Change::read(b"a", false)], 10);
    assert_eq!(step.records[0].stamp, Stamp { ms: 9001, seq: 0 });
    assert!(!state.is_read(b"a"));
}

#[test]
fn apply_returns_whether_the_value_changed() {
    let mut state = State::new("h");
    assert!(state.apply(&read("a", 5), "h"));
    assert!(!state.apply(&read("a", 5), "h"), "the same");
    assert!(!state.apply(&read("a", 7), "h"), "later, but already read");
    let unread = Record { op: Op::Unset(Kind::Read), ..read("a", 6) };
    assert!(!state.apply(&unread, "h"), "older");
    assert!(state.is_read(b"a"));
}

#[test]
fn long_values_are_refused() {
    let value = "x".repeat(LONGEST_VALUE + 1);
    assert_eq!(Change::new(Kind::Note, b"a", Some(&value)), Err(TooLong));
    assert!(Change::new(Kind::Note, b"a", value.get(1..)).is_ok());
}

#[test]
fn unknown_operations_are_kept() {
    let mut state = State::new("h");
    let pin = |ms| Record { op: Op::Other("pin".into()), ..read("a", ms) };
    assert!(state.apply(&pin(1), "x") && state.apply(&pin(2), "x") && !state.apply(&pin(1), "y"));
    assert_eq!(state.records(), [(pin(1), "y"), (pin(2), "x")]);
}

/// Records with few keys, stamps and values, so that they collide.
pub(super) fn records() -> impl Strategy<Value = Vec<(Record, u8)>> {
    let op = prop_oneof![
        Just(Op::Set(Kind::Note)),
        Just(Op::Unset(Kind::Note)),
        Just(Op::Set(Kind::Read)),
        Just(Op::Unset(Kind::Read)),
        Just(Op::Other("pin".into())),
    ];
    let record = (0..4u64, 0..2u32, op, 0..3u8, 0..3u8).prop_map(|(ms, seq, op, key, value)| {
        let has_value = op == Op::Set(Kind::Note);
        let value = if has_value { value.to_string() } else { String::new() };
        let (stamp, key) = (Stamp { ms, seq }, vec![key]);
        Record { stamp, op, key: key.into(), value: value.into() }
    });
    prop::collection::vec((record, 0..3u8), 0..40)
}

fn merged<'a>(records: impl IntoIterator<Item = &'a (Record, u8)>) -> State {
    let mut state = State::new("0");
    for (record, host) in records {
        state.apply(record, &host.to_string());
    }
    state
}

/// `state import` on a third machine of a `state export` from another.
fn import(state: &mut State, exported: &State) {
    let host = state.host().to_owned();
    for (record, _) in exported.records() {
        state.apply(&record, &host);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    #[test]
    fn records_in_any_order_and_number_are_one_state(
        (records, shuffled) in records().prop_flat_map(|records| {
            let twice = [records.clone(), records.clone()].concat();
            (Just(records), Just(twice).prop_shuffle())
        })
    ) {
        let (once, twice) = (merged(&records), merged(&shuffled));
        prop_assert_eq!(once.records(), twice.records());
        for kind in [Kind::Note, Kind::Read] {
            prop_assert_eq!(once.all(kind), twice.all(kind));
        }
        prop_assert_eq!(once.newest, twice.newest);
    }

    #[test]
    fn exports_are_imported_in_any_order(a in records(), b in records()) {
        let (a, b) = (merged(&a), merged(&b));
        let imported = |exports: &[&State]| {
            let mut state = State::new("third");
            for exported in exports {
                import(&mut state, exported);
            }
            state
        };
        let both = imported(&[&a, &b]);
        let (turned, again) = (imported(&[&b, &a]), imported(&[&a, &b, &a]));
        prop_assert_eq!(both.records(), turned.records());
        prop_assert_eq!(both.records(), again.records());
        // Copying logs into one folder gives the same as importing them.
        let mut folder = a.clone();
        for (record, host) in b.records() {
            folder.apply(&record, host);
        }
        prop_assert_eq!(folder.all(Kind::Note), both.all(Kind::Note));
        prop_assert_eq!(folder.all(Kind::Read), both.all(Kind::Read));
    }
}
