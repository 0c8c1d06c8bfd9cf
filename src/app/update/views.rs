//! Saving, choosing, renaming, deleting and muting views.

use crate::app::App;
use crate::app::input::prompt::PromptKind;
use crate::app::listing::facets::Row;
use crate::app::text::Text;
use crate::clean::CleanText;
use crate::command::{Command, Context};
use crate::nearest::nearest;
use crate::state::Change;
use crate::state::record::Kind;

impl App {
    /// Asks for the name of a view of the current conditions.
    pub(super) fn ask_for_view(&mut self) {
        if self.listing.conditions_as_query().is_empty() {
            self.outbox.say(Text::NothingToSave);
        } else {
            self.ask(PromptKind::View, "");
        }
    }

    /// Saves the current conditions as a view.
    pub(in crate::app) fn save_view(&mut self, name: &str) {
        let query = self.listing.conditions_as_query();
        if query.is_empty() {
            return self.outbox.say(Text::NothingToSave);
        }
        let change = Change::new(Kind::View, name.as_bytes(), Some(&query));
        if let Some(change) = change.ok().filter(|_| !name.is_empty()) {
            let is_own = self.is_own_view(name);
            let name = CleanText::line(name);
            let what = if is_own {
                Text::ViewUpdated { name: name.clone(), query: CleanText::line(&query) }
            } else {
                Text::ViewSaved { name: name.clone() }
            };
            self.set_views(&[change], what);
            self.listing.name_conditions(&self.library, &name, &query);
        }
    }

    /// Lists the view that is named where there is nothing to save.
    pub(in crate::app) fn choose_view(&mut self, name: &str) {
        let views = self.listing.views(&self.library);
        if let Some(view) = views.iter().find(|view| view.name.as_str() == name) {
            return self.add_view(&view.name, view.query.as_str());
        }
        let near = nearest(name, views.iter().map(|view| view.name.as_str()));
        let name = CleanText::line(name);
        self.outbox.say(match near.map(CleanText::line) {
            Some(nearest) => Text::NoSuchViewNear { name, nearest },
            None => Text::NoSuchView { name },
        });
    }

    /// Adds a view to the conditions.
    pub(super) fn add_view(&mut self, name: &CleanText, query: &str) {
        if let Err(error) = self.listing.add_view(&self.library, name, query) {
            let fault = Text::Fault(error).to_clean(self.screen.locale());
            self.outbox.say(Text::ViewFaulty { name: name.clone(), fault });
        }
    }

    /// Whether the user has a view of this name.
    fn is_own_view(&self, name: &str) -> bool {
        let own = self.library.state().all(Kind::View);
        own.iter().any(|(known, _)| *known == name.as_bytes())
    }

    /// Returns the name and query of the user's own view under the facets' cursor. If there is
    /// none, shows a notice and returns `None`.
    fn own_view(&mut self) -> Option<(CleanText, CleanText)> {
        let Some(Row::View { name, query, .. }) = self.listing.facet_row().cloned() else {
            self.outbox.say(Text::NoView);
            return None;
        };
        if self.is_own_view(name.as_str()) {
            return Some((name, query));
        }
        self.outbox.say(Text::ViewOfArchive { name });
        None
    }

    /// Deletes, mutes, renames or updates the view under the facets' cursor. An update saves the
    /// current conditions in it.
    pub(super) fn change_view(&mut self, command: Command) {
        if command == Command::MuteView {
            return self.mute_view();
        }
        let Some((name, _)) = self.own_view() else { return };
        match command {
            Command::DeleteView => {
                if let Ok(change) = Change::new(Kind::View, name.as_str().as_bytes(), None) {
                    let unmuted = Change::mute(name.as_str(), None);
                    self.set_views(&[change, unmuted], Text::ViewDeleted { name });
                }
            }
            Command::UpdateView => self.save_view(name.as_str()),
            _ => self.ask(PromptKind::RenameView, name.as_str()),
        }
    }

    /// Mutes or unmutes the view under the facets' cursor.
    fn mute_view(&mut self) {
        let Some(Row::View { name, is_muted, .. }) = self.listing.facet_row().cloned() else {
            return self.outbox.say(Text::NoView);
        };
        let change = Change::mute(name.as_str(), Some(!is_muted));
        let keys = self.input.first_key_of(Command::ToggleMuted);
        let what = if is_muted {
            Text::ViewUnmuted { name }
        } else if self.listing.has_muted_views() && !self.listing.is_muting() {
            Text::ViewMutedShown { name, keys }
        } else {
            Text::ViewMuted { name, keys }
        };
        self.set_views(&[change], what);
    }

    /// Renames the view under the facets' cursor.
    pub(in crate::app) fn rename_view(&mut self, to: &str) {
        let Some((name, query)) = self.own_view() else { return };
        let to = CleanText::line(to);
        if to.is_empty() || to == name {
            return;
        }
        if self.listing.views(&self.library).iter().any(|known| known.name == to) {
            return self.outbox.say(Text::ViewExists { name: to });
        }
        let old = Change::new(Kind::View, name.as_str().as_bytes(), None);
        let new = Change::new(Kind::View, to.as_str().as_bytes(), Some(query.as_str()));
        if let (Ok(old), Ok(new)) = (old, new) {
            let is_muted = self.library.state().mutes(name.as_str());
            let changes =
                [old, Change::mute(name.as_str(), None), new, Change::mute(to.as_str(), is_muted)];
            self.listing.rename_view(&name, &to);
            self.set_views(&changes, Text::ViewRenamed { name, to });
        }
    }

    fn set_views(&mut self, changes: &[Change], what: Text) {
        self.change_state(changes, Some(what));
        self.listing.views_have_changed(&self.library);
    }

    /// Shows the posts of muted views, or leaves them out again.
    pub(super) fn toggle_muted(&mut self) {
        if !self.listing.has_muted_views() {
            let keys = self.input.keymap().keys_in(Context::Facets, Command::MuteView);
            return self.outbox.say(Text::NoMutedView { keys: CleanText::line(&keys) });
        }
        let are_shown = self.listing.is_muting();
        self.listing.show_muted(&self.library, are_shown);
        let (posts, keys) = (self.listing.muted(), self.input.first_key_of(Command::ToggleMuted));
        self.outbox.say(if are_shown {
            Text::MutedShown { posts, keys }
        } else {
            Text::MutedLeftOut { posts, keys }
        });
    }
}
