//! Days that pass while the reader is open: queries, dates and future posts follow the clock.

use std::sync::Arc;
use std::time::Duration;

use kanbao::app::{Alarm, Effect, Message, Options};
use kanbao::archive::load::Event;
use kanbao::archive::post::{Post, Status};
use kanbao::archive::site::Site;

use crate::support::reader::{Reader, options, posts};

const DAY: u64 = 24 * 60 * 60;
/// 2024-01-01 12:00 UTC, in seconds: the same day in nearly all zones.
const NOON: u64 = 1_704_110_400;

/// A reader at noon of a day, counted from 2024-01-01, with a post on each of 100 days.
fn reader(day: u64) -> Reader {
    let mut reader = Reader::start(Options { size: (120, 40), ..options() });
    reader.now = (NOON + day * DAY) * 1000;
    reader.load(0, posts(100));
    reader
}

/// Seconds until the day of a reader ends here.
fn until_midnight(reader: &Reader) -> u64 {
    Site::plain().until_midnight((reader.now / 1000) as i64)
}

/// The day ends, and the alarm comes.
fn pass_midnight(reader: &mut Reader) {
    reader.now += until_midnight(reader) * 1000;
    let effects = reader.update(Message::Alarm(Alarm::Midnight));
    reader.answer(effects);
}

/// The delay of the alarm for midnight that effects set.
fn alarm(effects: &[Effect]) -> Option<Duration> {
    effects.iter().find_map(|effect| match effect {
        Effect::Alarm(after, Alarm::Midnight) => Some(*after),
        _ => None,
    })
}

#[test]
fn the_alarm_follows_the_sites_time_zone() {
    let mut reader = reader(9);
    let mut ends = |zone: &str| {
        let site = Arc::new(Site::jekyll(Some(format!("timezone: {zone}\n").as_bytes())).0);
        let effects = reader.update(Message::Loaded(0, Event::Site(Arc::clone(&site))));
        let until = Duration::from_secs(site.until_midnight((reader.now / 1000) as i64));
        (alarm(&effects), until)
    };
    // Noon UTC is the same day in all of them.
    for zone in ["Asia/Shanghai", "Europe/Berlin", "America/New_York"] {
        let (alarm, until) = ends(zone);
        assert_eq!(alarm, Some(until), "{zone}");
    }
}

#[test]
fn a_filter_by_relative_dates_follows_the_day() {
    let mut reader = reader(9);
    reader.press("f d a t e : t o d a y Enter");
    assert_eq!((reader.listed(), reader.selected()), (1, "p09".to_owned()));
    pass_midnight(&mut reader);
    assert_eq!((reader.listed(), reader.selected()), (1, "p10".to_owned()));
    // A whole day later, without a key.
    reader.now += DAY * 1000;
    let effects = reader.update(Message::Alarm(Alarm::Midnight));
    reader.answer(effects);
    assert_eq!((reader.listed(), reader.selected()), (1, "p11".to_owned()));
}

#[test]
fn a_search_by_relative_dates_follows_the_day() {
    let mut reader = reader(9);
    reader.press("/ a f t e r : 2 d Enter");
    let before = reader.listed();
    pass_midnight(&mut reader);
    assert_eq!(reader.listed() + 1, before);
}

#[test]
fn dates_are_gone_to_across_the_end_of_a_month() {
    // 2024-01-31.
    let mut reader = reader(30);
    reader.press("g d t o d a y Enter");
    assert_eq!(reader.selected(), "p30");
    reader.now += until_midnight(&reader) * 1000;
    // The key comes before the alarm.
    reader.press("g d t o d a y Enter");
    assert_eq!(reader.selected(), "p31");
    reader.press("g d y e s t e r d a y Enter");
    assert_eq!(reader.selected(), "p30");
}

#[test]
fn on_this_day_is_today_for_a_post_without_a_date() {
    // 2025-01-31: posts of other years are listed.
    let mut reader = reader(366 + 30);
    let undated = Post { date: None, ..posts(1).remove(0) };
    reader.load(0, vec![undated]);
    reader.now += until_midnight(&reader) * 1000;
    reader.press("G g D");
    assert_eq!((reader.listed(), reader.selected()), (1, "p31".to_owned()));
}

#[test]
fn a_reader_that_slept_for_two_days_wakes_up_today() {
    let mut reader = reader(9);
    reader.press("f d a t e : t o d a y Enter");
    reader.now += 2 * DAY * 1000;
    let effects = reader.update(Message::Resumed);
    assert_eq!(alarm(&effects), Some(Duration::from_secs(until_midnight(&reader))));
    reader.answer(effects);
    assert_eq!((reader.listed(), reader.selected()), (1, "p11".to_owned()));
}

#[test]
fn future_posts_are_published_in_time() {
    let mut reader = Reader::start(Options { size: (120, 40), ..options() });
    reader.now = NOON * 1000;
    let future = |post: Post| Post { status: Status::Future, ..post };
    // Of 2024-01-01 to 03, the last two of which are still to come.
    let all = posts(3).into_iter().enumerate();
    reader.load(0, all.map(|(day, post)| if day > 0 { future(post) } else { post }).collect());
    assert_eq!(reader.listed(), 1);
    // Their dates are midnights in UTC, which may be later than midnight here.
    reader.now = (NOON + DAY) * 1000;
    let effects = reader.update(Message::Resumed);
    reader.answer(effects);
    assert_eq!((reader.listed(), reader.app.library().archive().hidden_count()), (2, 1));
    let newest = reader.app.listing().posts().first().copied();
    assert_eq!(newest.map(|id| reader.title_of(id)), Some("p1".to_owned()));
    assert_eq!(reader.selected(), "p0");
}

#[test]
fn the_alarm_for_midnight_is_set_once_a_day() {
    let mut reader = reader(9);
    reader.now += 1000;
    assert_eq!(alarm(&reader.press_without_answers("j")), None);
    // The delay did not run while the process was stopped.
    let effects = reader.update(Message::Resumed);
    assert_eq!(alarm(&effects), Some(Duration::from_secs(until_midnight(&reader))));
    // It comes early when the machine's clock was set back.
    let effects = reader.update(Message::Alarm(Alarm::Midnight));
    assert_eq!(alarm(&effects), Some(Duration::from_secs(until_midnight(&reader))));
    reader.now += until_midnight(&reader) * 1000;
    assert!(alarm(&reader.press_without_answers("j")).is_some());
}
