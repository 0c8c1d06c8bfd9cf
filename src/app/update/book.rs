//! Writing an e-book of the selected posts, and going to a post at random.

use crate::app::App;
use crate::app::effect::Effect;
use crate::app::input::prompt::PromptKind;
use crate::app::run::{RunRequest, Task};
use crate::app::text::Text;
use crate::archive::post::PostId;
use crate::config::commands::{BOOK_ENDING, Given, OwnCommand};
use crate::hash::fnv1a;

/// The most posts of an e-book: no reading device opens a larger one.
const MOST_POSTS: usize = 20_000;

impl App {
    /// Returns the posts for an e-book in list order: the selected ones, else all listed ones.
    fn posts_for_book(&self) -> Vec<PostId> {
        self.listing.chosen_or_all()
    }

    /// Asks for the file of an e-book.
    pub(super) fn ask_for_book(&mut self) {
        self.listing.end_range();
        let posts = match self.listing.posts().len() {
            _ if self.is_restricted() => return self.outbox.say(Text::RestrictedToState),
            _ if self.root.is_none() => return self.outbox.say(Text::NoBookOfSamples),
            0 => return self.outbox.say(Text::NoPost),
            listed => match self.listing.chosen_count() {
                0 => listed,
                chosen => chosen,
            },
        };
        if posts > MOST_POSTS {
            return self.outbox.say(Text::BookTooLong { posts, most: MOST_POSTS });
        }
        let name = self.name().to_string().replace(['/', '\0'], "-");
        self.ask(PromptKind::Book, &format!("{}{BOOK_ENDING}", name.trim_start_matches('.')));
        self.outbox.say(Text::BookOf { posts });
    }

    /// Writes the e-book into a file.
    pub(in crate::app) fn write_book(&mut self, file: &str) {
        if self.is_restricted() {
            return self.outbox.say(Text::RestrictedToState);
        }
        if file.is_empty() {
            return;
        }
        let Some(site) = self.site_of_a_free_reader() else { return };
        let has_ending = file.to_ascii_lowercase().ends_with(BOOK_ENDING);
        let file = if has_ending { file.to_owned() } else { format!("{file}{BOOK_ENDING}") };
        let ids = self.posts_for_book();
        self.listing.clear_chosen();
        let posts = ids.into_iter().filter_map(|id| self.post_to_give(id)).collect();
        let name = Text::EBook.to_clean(self.screen.locale());
        let number = self.outbox.start(Task::Book(name.clone()));
        let command =
            OwnCommand { run: vec![file], ..OwnCommand::of_program(name.clone(), Given::Path) };
        let request = RunRequest { number, command, posts, words: None, site };
        self.outbox.order(Effect::WriteBook(Box::new(request)));
        self.say_running(name);
    }

    /// Goes to another listed post at random, with the time as the seed.
    pub(super) fn go_to_random(&mut self) {
        let rows = self.listing.posts().len();
        if rows < 2 {
            return self.outbox.say(Text::NoOtherPost);
        }
        let seed =
            [self.library.milliseconds().to_le_bytes(), (rows as u64).to_le_bytes()].concat();
        let row = fnv1a(&seed) as usize % (rows - 1);
        let present = self.listing.cursor().at;
        self.start_jump();
        self.listing.go_to_row(if row >= present { row + 1 } else { row });
    }
}
