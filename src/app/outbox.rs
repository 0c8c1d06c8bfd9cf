//! What a message leaves for the outside: orders for the runtime, and the notice in the status line.

use crate::app::effect::Effect;
use crate::app::text::Text;

/// Orders that were given and the notice that is shown.
#[derive(Debug, Default)]
pub(in crate::app) struct Outbox {
    orders: Vec<Effect>,
    notice: Option<Text>,
}

impl Outbox {
    /// An empty outbox with a first notice.
    pub(super) fn new(notice: Option<Text>) -> Self {
        Self { orders: Vec::new(), notice }
    }

    /// Orders something of the runtime, after what was ordered before.
    pub(super) fn order(&mut self, effect: Effect) {
        self.orders.push(effect);
    }

    /// The orders since the last call.
    pub(super) fn take_orders(&mut self) -> Vec<Effect> {
        std::mem::take(&mut self.orders)
    }

    /// Shows a notice until the next key.
    pub(super) fn say(&mut self, text: Text) {
        self.notice = Some(text);
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
