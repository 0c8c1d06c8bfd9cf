//! The output of a message: orders for the runtime, and the notice in the status line.

use crate::app::effect::Effect;
use crate::app::run::Task;
use crate::app::text::Text;

/// Pending orders and the current notice.
#[derive(Debug, Default)]
pub(in crate::app) struct Outbox {
    orders: Vec<Effect>,
    notice: Option<Text>,
    /// The number of the last started task.
    runs: u64,
    /// The running task.
    running: Option<Task>,
}

impl Outbox {
    /// An empty outbox with a first notice.
    pub(super) fn new(notice: Option<Text>) -> Self {
        Self { notice, ..Self::default() }
    }

    /// Adds an order for the runtime, after the earlier ones.
    pub(super) fn order(&mut self, effect: Effect) {
        self.orders.push(effect);
    }

    /// Returns the orders since the last call.
    pub(super) fn take_orders(&mut self) -> Vec<Effect> {
        std::mem::take(&mut self.orders)
    }

    /// Shows a notice until the next key.
    pub(super) fn say(&mut self, text: Text) {
        self.notice = Some(text);
    }

    /// Records that a task starts. Returns the number of the run.
    pub(super) fn start(&mut self, task: Task) -> u64 {
        self.runs += 1;
        self.running = Some(task);
        self.runs
    }

    /// Ends the run with this number, if it is the last one. Returns its task.
    pub(super) fn end_run(&mut self, number: u64) -> Option<Task> {
        self.running.take_if(|_| number == self.runs)
    }

    /// The running task.
    pub(super) fn running(&self) -> Option<&Task> {
        self.running.as_ref()
    }

    /// Removes the notice.
    pub(super) fn hush(&mut self) {
        self.notice = None;
    }

    /// The notice that is shown.
    pub(super) fn notice(&self) -> Option<&Text> {
        self.notice.as_ref()
    }
}
