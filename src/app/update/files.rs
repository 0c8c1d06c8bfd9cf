//! Reports of the loader and the watcher.

use crate::app::App;
use crate::app::effect::Effect;
use crate::app::input::Awaited;
use crate::app::library::Step;
use crate::app::run::{Ran, RunEnd, RunRequest, Task};
use crate::app::text::Text;
use crate::archive::Archive;
use crate::archive::load::Event;
use crate::archive::watch::{Changes, Limit, Report};
use crate::clean::CleanText;
use crate::command::Command;
use crate::config::commands::{Given, OwnCommand};
use crate::config::messages::Speak;

/// Reading the archive again, and the feeds before.
impl App {
    /// Reads the archive again; if it has feeds, offers to fetch them instead.
    pub(super) fn reload(&mut self) {
        match self.preferences.feeds {
            0 => self.library.reload(&mut self.outbox),
            feeds => {
                self.input.await_letter(Awaited::Fetch);
                self.outbox.say(Text::OfferFetch { feeds });
            }
        }
    }

    /// Handles the answer to the offer. The reader notices fetched posts like any others that
    /// arrive.
    pub(super) fn fetch_or_reload(&mut self, fetches: bool) {
        if !fetches {
            return self.library.reload(&mut self.outbox);
        }
        let Some(site) = self.site_of_a_free_reader() else { return };
        let number = self.outbox.start(Task::Feeds);
        let command = OwnCommand::of_program(Task::Feeds.name(), Given::Nothing);
        let request = RunRequest { number, command, posts: Vec::new(), words: None, site };
        self.outbox.order(Effect::Fetch(Box::new(request)));
        let keys = self.input.first_key_of(Command::Clear);
        self.outbox.say(Text::Fetching { feeds: self.preferences.feeds, keys });
    }

    /// Shows the result of fetching. The first line of the output has the numbers of new posts,
    /// changed posts and failed feeds.
    pub(super) fn fetched(&mut self, ran: Ran) {
        let name = Task::Feeds.name();
        let first = ran.output.as_str().lines().next().unwrap_or_default();
        let numbers = first.split_whitespace().map_while(|word| word.parse().ok());
        let numbers: Vec<usize> = numbers.collect();
        let reason = match ran.end {
            RunEnd::Cancelled => return self.outbox.say(Text::RunCancelled { name }),
            RunEnd::TimedOut => {
                let limit = OwnCommand::of_program(name.clone(), Given::Nothing).limit;
                let seconds = usize::try_from(limit.as_secs()).unwrap_or(usize::MAX);
                return self.outbox.say(Text::RunTimedOut { name, seconds });
            }
            RunEnd::Failed(reason) => reason.to_clean(self.screen.locale()),
            RunEnd::Well | RunEnd::Flooded => ran.output,
        };
        self.outbox.say(match *numbers.as_slice() {
            [new, changed, 0] => Text::Fetched { new, changed },
            [new, _, failed] => Text::FetchedSome { new, failed, reason },
            _ => Text::NotFetched { reason },
        });
    }
}

impl App {
    /// Takes an event of the loader.
    pub(super) fn loaded(&mut self, generation: u64, event: Event) {
        match self.library.take_event(generation, event) {
            Step::Nothing => {}
            Step::Added(ids) => {
                self.listing.add(&self.library, &ids);
                self.restore_place(&ids);
            }
            Step::Changed(changes) => {
                let is_touched = self.listing.is_touched();
                self.apply(changes);
                if !is_touched {
                    self.listing.go_to_top();
                }
            }
            Step::Finished => self.finish_load(),
            Step::Reloaded(archive) => {
                self.replace_archive(*archive);
                self.take_waiting_reports();
            }
            Step::Failed { reason, is_first } => {
                let failure = Text::ArchiveFailed { name: self.name.clone(), reason };
                if is_first {
                    self.outbox.order(Effect::Quit(Some(failure)));
                } else {
                    // The current posts stay visible.
                    self.outbox.say(failure);
                }
            }
        }
    }

    fn finish_load(&mut self) {
        self.listing.finish(&self.library);
        if self.library.archive().is_empty() && self.library.progress().offered().is_empty() {
            let nothing = Text::ArchiveEmpty { name: self.name.clone() };
            return self.outbox.order(Effect::Quit(Some(nothing)));
        }
        if self.library.is_first_session() && self.outbox.notice().is_none() {
            let offer = self.offer();
            self.say_if(offer);
        }
        if self.library.follow_renames(&mut self.outbox) {
            self.listing.recount(&self.library);
        }
        self.restoring = None;
        self.refresh_hits(false);
        // All problems and all vanished posts are known now.
        self.refresh_overlay();
        self.take_waiting_reports();
    }

    /// Shows another archive after a reload. The list stays on its post, else on its row; the
    /// article is read again.
    fn replace_archive(&mut self, archive: Archive) {
        let (key, has_met) = (self.selected_key(), self.listing.has_met());
        let shown = |archive: &Archive| archive.len() - archive.hidden_count();
        let before = shown(self.library.archive());
        self.library.replace(archive);
        self.library.follow_renames(&mut self.outbox);
        self.article.set_stale();
        self.listing.forget_posts();
        self.listing.select_again(&self.library, key.clone());
        if has_met && self.selected_key() == key {
            self.listing.meet(self.listing.selected());
        }
        self.refresh_overlay();
        let posts = shown(self.library.archive());
        self.outbox.say(match posts.abs_diff(before) {
            _ if self.library.archive().is_empty() => {
                Text::ArchiveEmpty { name: self.name.clone() }
            }
            0 => Text::ReadAgain { posts },
            change if posts > before => Text::ReadAgainMore { posts, change },
            change => Text::ReadAgainLess { posts, change },
        });
        self.refresh_hits(true);
    }

    /// Runs queries again and brings the index up to date after the archive has changed.
    fn refresh_hits(&mut self, ids_have_changed: bool) {
        self.library.index_is_due();
        self.listing.refresh_hits(&self.library, ids_have_changed);
    }

    /// Offers folders that hold files named like posts (R2), in the first session only,
    /// because the notice covers the place in the list.
    fn offer(&self) -> Option<Text> {
        let offered = self.library.progress().offered();
        let folder = offered.first()?.0.to_clean();
        let posts: usize = offered.iter().map(|(_, posts)| posts).sum();
        let keys = CleanText::line(&self.input.keymap().keys_of(Command::AddFolders));
        Some(match offered.len() - 1 {
            0 => Text::FolderOffered { folder, posts, keys },
            others => Text::FoldersOffered { folder, others, posts, keys },
        })
    }

    /// Takes a report of the watcher.
    pub(super) fn changed(&mut self, generation: u64, report: Report) {
        if let Some(report) = self.library.accept(generation, report) {
            self.take_report(report);
        }
    }

    fn take_waiting_reports(&mut self) {
        for report in self.library.take_waiting() {
            self.take_report(report);
        }
    }

    fn take_report(&mut self, report: Report) {
        let name = self.name();
        match report {
            Report::Changes(changes) => self.apply(changes),
            Report::Rules => self.library.reload(&mut self.outbox),
            Report::Lost(reason) => self.outbox.say(Text::FolderLost { name, reason }),
            Report::Back => self.outbox.say(Text::FolderBack { name }),
            Report::Polling(Limit::Unknown) => self.outbox.say(Text::PollingOnly),
            Report::Polling(limit) => {
                let setting = CleanText::line(limit.sysctl());
                self.outbox.say(Text::Polling { setting });
            }
        }
    }

    /// Applies changes. Nothing that the user looks at moves: the list keeps its post and its place
    /// on the screen, the article its text.
    fn apply(&mut self, changes: Changes) {
        let selected = self.listing.selected().and_then(|id| Some((id, self.library.key_of(id)?)));
        let (hidden, has_met) = (self.listing.shows_hidden(), self.listing.has_met());
        let before = self.listing.before_changes(&self.library, &changes);
        let applied = self.library.apply(changes, hidden, &mut self.outbox);
        // The post under the cursor, even if its path has changed.
        let archive = self.library.archive();
        let selected = selected.and_then(|(id, key)| match applied.moved_to(&key) {
            Some(to) => archive.find(to.as_bytes()),
            None => archive.post(id).map(crate::archive::PostRef::id),
        });
        self.listing.follow_changes(&self.library, before, &applied.ids, selected);
        self.listing.meet(selected.filter(|_| has_met));
        let selected = self.listing.selected();
        let (post, notice) = self.article.follow_changes(&self.library, &applied, selected);
        if let Some(at) = post.and_then(|id| self.listing.position(self.library.archive(), id)) {
            self.listing.keep_row(at);
        }
        self.say_if(notice);
        self.refresh_overlay();
        if self.library.progress().is_done() {
            self.refresh_hits(false);
        }
    }
}
