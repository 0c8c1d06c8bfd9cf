//! The present, asked for whenever it is needed: a reader may stay open over midnight.
//!
//! Whatever outlives one call keeps a [`Clock`], never a time.

use std::sync::atomic::{AtomicI64, Ordering};
use std::time::{Duration, SystemTime};

use rustix::time::{ClockId, clock_gettime};

/// A source of the current time.
#[derive(Clone, Copy, Debug)]
pub enum Clock {
    /// The system's clock.
    System,
    /// Always the same time, in seconds since 1970.
    Fixed(i64),
    /// A time that a test sets, in seconds since 1970.
    Settable(&'static AtomicI64),
}

impl Clock {
    /// The current time, in seconds since 1970.
    pub fn now(self) -> i64 {
        match self {
            Self::System => i64::try_from(self.milliseconds() / 1000).unwrap_or(i64::MAX),
            Self::Fixed(seconds) => seconds,
            Self::Settable(seconds) => seconds.load(Ordering::Relaxed),
        }
    }

    /// The current time, in milliseconds since 1970; 0 before.
    pub fn milliseconds(self) -> u64 {
        match self {
            Self::System => {
                let since = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH);
                since.map_or(0, |since| u64::try_from(since.as_millis()).unwrap_or(u64::MAX))
            }
            _ => u64::try_from(self.now()).unwrap_or(0).saturating_mul(1000),
        }
    }
}

/// The processor time that this thread has used. Limits of work count it, so that the result is the
/// same on a busy machine.
pub(crate) fn thread_time() -> Duration {
    let time = clock_gettime(ClockId::ThreadCPUTime);
    Duration::try_from(time).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn seconds_are_not_ahead_of_milliseconds() {
        let seconds = u64::try_from(Clock::System.now()).unwrap();
        let milliseconds = Clock::System.milliseconds();
        assert!(seconds * 1000 <= milliseconds && milliseconds < seconds * 1000 + 60_000);
        assert_eq!(Clock::Fixed(7).milliseconds(), 7000);
    }
}
