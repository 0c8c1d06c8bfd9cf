//! The help and the list of problems.

use crate::app::screen::overlay::{Kind, Overlay, Row};
use crate::app::text::Text;
use crate::archive::Archive;
use crate::archive::exclusion::Exclusion;
use crate::archive::post::PostKey;
use crate::clean::CleanText;
use crate::command::{Command, Context, Purpose};
use crate::config::commands::OwnCommand;
use crate::config::keymap::Keymap;
use crate::config::problem::ConfigProblem;

/// What a newcomer needs: to read, to find, to see what there is, and the way back.
const FIRST: [Command; 5] =
    [Command::Enter, Command::NextPost, Command::Search, Command::FocusFacets, Command::BackOrQuit];

impl Overlay {
    /// The help: every command with its keys, first the pane's own, then the others by purpose.
    pub(in crate::app) fn help(keymap: &Keymap, pane: Context, own: &[OwnCommand]) -> Self {
        let row = |&command: &Command| {
            let keys = match keymap.keys_of(command) {
                none if none.is_empty() => CleanText::line(&format!(":{command}")),
                keys => CleanText::line(&keys),
            };
            Row::Command { keys, command }
        };
        let here = |command: &&Command| command.context() == pane;
        let mut rows = vec![Row::Heading(Text::FirstKeys)];
        rows.extend(FIRST.iter().map(row));
        rows.extend([Row::Blank, Row::Heading(Text::ThisPane)]);
        rows.extend(Command::ALL.iter().filter(here).map(row));
        for purpose in Purpose::ALL {
            rows.push(Row::Blank);
            rows.push(Row::Heading(Text::Purpose(purpose)));
            let is_one =
                |command: &&Command| command.purpose() == purpose && command.context() != pane;
            rows.extend(Command::ALL.iter().filter(is_one).map(row));
        }
        if !own.is_empty() {
            rows.extend([Row::Blank, Row::Heading(Text::OwnCommands)]);
            rows.extend(own.iter().enumerate().map(|(at, command)| Row::Own {
                keys: CleanText::line(&keymap.keys_of_own(at)),
                help: match command.help.as_str() {
                    "" => CleanText::line(&format!(":{}", command.name)),
                    help => CleanText::line(&format!("{help} · :{}", command.name)),
                },
                at,
            }));
        }
        rows.push(Row::Blank);
        rows.push(Row::Heading(Text::Marks));
        let signs = [
            ('●', Text::MarkUnread),
            ('★', Text::MarkStarred),
            ('¶', Text::MarkNoted),
            ('!', Text::MarkProblem),
            ('>', Text::MarkFuture),
            ('~', Text::MarkHidden),
            ('+', Text::MarkVersions),
        ];
        rows.extend(signs.map(|(sign, meaning)| Row::Sign(sign, meaning)));
        rows.push(Row::Blank);
        rows.push(Row::Heading(Text::OverSsh));
        rows.extend([Text::CopyNote, Text::TmuxNote, Text::LinkNote].map(Row::Note));
        Self::new(Kind::Help, rows)
    }

    /// The rows of all problems of the settings and of the archive, and of the folders that are not
    /// read.
    pub(in crate::app) fn problem_rows(
        faults: &[ConfigProblem],
        archive: &Archive,
        excluded: &[(PostKey, Exclusion)],
    ) -> Vec<Row> {
        let of_settings = faults.iter().map(|fault| Row::Problem {
            key: None,
            place: fault.location(),
            text: Text::Misfit(fault.what.clone()),
        });
        let of_posts = archive.problems().into_iter().map(|(key, problem)| {
            let place = archive.location(&key, problem.line);
            Row::Problem { key: Some(key), place, text: Text::from(problem) }
        });
        let mut rows: Vec<Row> = of_settings.chain(of_posts).collect();
        if rows.is_empty() {
            rows.push(Row::Note(Text::NothingWrong));
        }
        if !excluded.is_empty() {
            rows.push(Row::Blank);
            rows.push(Row::Heading(Text::LeftOut));
            rows.extend(
                excluded.iter().map(|(key, rule)| Row::Note(Text::Excluded(key.to_clean(), *rule))),
            );
        }
        rows
    }
}
