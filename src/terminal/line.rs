//! The line to the terminal: how fast it is, and how much is still under way.
//!
//! Over SSH, buffers on the way take what a slow line cannot send yet. So the terminal is asked to
//! answer when it has read a frame (DSR 5). Until then only little more is sent: a held key then
//! draws fewer frames, and the screen never lags behind. Knows nothing of frames.

use std::time::{Duration, Instant};

/// Asks for the state of the terminal, which it answers when it has read everything before (DSR 5).
pub(super) const QUESTION: &[u8] = b"\x1b[5n";
/// From this many bytes on, a frame is followed by a question.
const WORTH_ASKING: usize = 256;
/// Bytes that may be in flight even on the slowest line.
const LEAST_WINDOW: usize = 512;
/// The time that bytes in flight may take.
const WINDOW: Duration = Duration::from_millis(100);
/// The slowest line, in bytes per second: an answer that takes longer will not come.
const SLOWEST: usize = 200;
/// Longest wait for an answer, in addition to the time that the bytes take.
const PATIENCE: Duration = Duration::from_secs(3);
/// A write that takes longer than this had to wait for the line.
const BLOCKED: Duration = Duration::from_millis(20);

/// What is known about the line.
#[derive(Debug, Default)]
pub(super) struct Line {
    /// Whether the terminal answers.
    answers: bool,
    /// The shortest time from a question to its answer.
    round_trip: Duration,
    /// The last two measurements, in bytes per second.
    rates: [Option<u32>; 2],
    question: Option<Question>,
    /// Bytes sent since the last question was asked.
    after: usize,
}

/// A question that is not answered yet.
#[derive(Clone, Copy, Debug)]
struct Question {
    at: Instant,
    /// Number of bytes sent before it.
    bytes: usize,
}

impl Line {
    /// A line to a terminal that answers within a time, or never (`None`).
    pub(super) fn new(round_trip: Option<Duration>) -> Self {
        let answers = round_trip.is_some();
        Self { answers, round_trip: round_trip.unwrap_or_default(), ..Self::default() }
    }

    /// Whether another frame may be sent.
    pub(super) fn is_free(&self) -> bool {
        self.question.is_none() || self.after < self.window()
    }

    /// Whether no answer is pending.
    pub(super) fn is_quiet(&self) -> bool {
        self.question.is_none()
    }

    /// Returns the rate in bytes per second: the better of the last two, because one late answer
    /// says little. `None` before the first measurement.
    fn rate(&self) -> Option<u32> {
        self.rates.into_iter().flatten().max()
    }

    /// Returns how many bytes may be in flight: as many as the line carries in [`WINDOW`], and at
    /// least [`LEAST_WINDOW`].
    pub(super) fn window(&self) -> usize {
        let window = self.rate().map_or(0, |rate| rate / (1000 / WINDOW.as_millis() as u32));
        LEAST_WINDOW.max(window as usize)
    }

    /// Stops waiting; if an answer is missing, stops asking, because a late answer could be taken
    /// for the next one.
    pub(super) fn give_up(&mut self) {
        self.answers &= self.question.take().is_none();
        self.after = 0;
    }

    /// Records that bytes are being sent; returns whether a question must follow them.
    pub(super) fn send(&mut self, bytes: usize, now: Instant) -> bool {
        self.after += bytes;
        let asks = self.answers && self.question.is_none() && self.after >= WORTH_ASKING;
        if asks {
            self.question = Some(Question { at: now, bytes: std::mem::take(&mut self.after) });
        }
        asks
    }

    /// Records how long a write took. For a terminal that does not answer, this is the only
    /// measurement.
    pub(super) fn sent(&mut self, bytes: usize, took: Duration) {
        if !self.answers && took >= BLOCKED {
            self.measured(bytes, took);
        }
    }

    /// Records the terminal's answer.
    pub(super) fn answered(&mut self, now: Instant) {
        if let Some(question) = self.question.take() {
            let took = now.duration_since(question.at);
            self.round_trip = self.round_trip.min(took);
            self.measured(question.bytes, took.saturating_sub(self.round_trip));
        }
    }

    fn measured(&mut self, bytes: usize, took: Duration) {
        let took = took.as_micros().max(1);
        let rate = u32::try_from(bytes as u128 * 1_000_000 / took).unwrap_or(u32::MAX);
        self.rates = [Some(rate), self.rates[0]];
    }

    /// Returns when to stop waiting for an answer; `None` if none is pending.
    pub(super) fn deadline(&self) -> Option<Instant> {
        let question = self.question?;
        let slowest = || Duration::from_secs((question.bytes / SLOWEST) as u64);
        let expected = self.time_of(question.bytes).map(|time| 4 * time);
        Some(question.at + PATIENCE + expected.unwrap_or_else(slowest))
    }

    /// The same before another program reads the terminal: later, because the line may just have
    /// become slow.
    pub(super) fn last_deadline(&self) -> Option<Instant> {
        let question = self.question?;
        Some(question.at + PATIENCE + Duration::from_secs((question.bytes / SLOWEST) as u64))
    }

    /// Gives up on answers if one is overdue.
    pub(super) fn check(&mut self, now: Instant) {
        if self.deadline().is_some_and(|deadline| deadline <= now) {
            self.give_up();
        }
    }

    /// Returns how long bytes take; `None` if the rate is unknown.
    pub(super) fn time_of(&self, bytes: usize) -> Option<Duration> {
        let micros = bytes as u64 * 1_000_000 / u64::from(self.rate()?.max(1));
        Some(Duration::from_micros(micros))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const RTT: Duration = Duration::from_millis(50);

    fn after(millis: u64, start: Instant) -> Instant {
        start + Duration::from_millis(millis)
    }

    #[test]
    fn the_rate_is_measured_by_answers() {
        let start = Instant::now();
        let mut line = Line::new(Some(RTT));
        assert!(!line.send(100, start), "too little");
        assert!(line.send(860, start), "with what came before");
        assert_eq!(line.time_of(1), None);
        line.answered(after(1050, start));
        assert_eq!(line.time_of(960), Some(Duration::from_secs(1)));
        // A fast line: the answer comes at once.
        assert!(line.send(10_000, start));
        line.answered(after(50, start));
        assert!(line.time_of(10_000).unwrap() < Duration::from_millis(1));
        // One late answer says little, two say enough.
        for expected in [Duration::ZERO, Duration::from_secs(1)] {
            assert!(line.send(960, start));
            line.answered(after(1050, start));
            assert_eq!(line.time_of(960).map(|time| time.as_secs()), Some(expected.as_secs()));
        }
    }

    #[test]
    fn little_is_under_way_on_a_slow_line() {
        let start = Instant::now();
        let mut line = Line::new(Some(RTT));
        line.send(960, start);
        assert!(line.is_free(), "one more small frame");
        assert!(!line.send(LEAST_WINDOW, start));
        assert!(!line.is_free());
        line.answered(after(1050, start));
        assert!(line.is_free());
        assert!(line.send(0, start), "what was sent meanwhile is asked about");
        // A fast line has room for many frames.
        line.answered(after(50, start));
        line.send(5_000, start);
        assert!(!line.send(5_000, start) && line.is_free());
    }

    #[test]
    fn a_terminal_that_does_not_answer_is_not_waited_for() {
        let start = Instant::now();
        let mut line = Line::new(Some(RTT));
        line.send(1_000, start);
        line.send(1_000, start);
        let deadline = line.deadline().unwrap();
        line.check(after(1_000, start));
        assert!(!line.is_free());
        line.check(deadline);
        assert!(line.is_free() && line.deadline().is_none());
        // From then on, only writes that block are measured.
        assert!(!line.send(10_000, deadline));
        line.sent(10_000, Duration::from_millis(1));
        assert_eq!(line.time_of(1), None);
        line.sent(960, Duration::from_secs(1));
        assert_eq!(line.time_of(960), Some(Duration::from_secs(1)));
        assert!(!Line::new(None).send(10_000, start));
    }
}
