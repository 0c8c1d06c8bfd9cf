//! The characters that text is shown in.

use crate::app::App;
use crate::app::text::Text;
use crate::config::choice::Choice;
use crate::conversion::Script;

impl App {
    /// Shows titles, names and texts in a script. The article is typeset again and keeps its place.
    pub(in crate::app) fn show_in(&mut self, script: Script) {
        self.screen.set_script(script);
        self.refresh_overlay();
        let script = Text::Script(script.word()).to_clean(self.screen.locale());
        self.outbox.say(Text::ShownIn { script });
    }
}
