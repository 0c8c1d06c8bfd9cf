
use builtin;
use str;

set edit:completion:arg-completer[kanbao] = {|@words|
    fn spaces {|n|
        builtin:repeat $n ' ' | str:join ''
    }
    fn cand {|text desc|
        edit:complex-candidate $text &display=$text' '(spaces (- 14 (wcswidth $text)))$desc
    }
    var command = 'kanbao'
    for word $words[1..-1] {
        if (str:has-prefix $word '-') {
            break
        }
        set command = $command';'$word
    }
    var completions = [
        &'kanbao'= {
            cand -a 'The archive, for every subcommand'
            cand --archive 'The archive, for every subcommand'
            cand --ambiguous-width 'Width of ambiguous characters such as “ or …; auto: as the terminal draws them, 1 in a pipe'
            cand --line-break 'How strictly to break lines of Chinese and Japanese'
            cand --script 'The characters to show Chinese text in'
            cand --typography 'How to typeset articles; join several with commas'
            cand --images 'Whether the reader shows the archive''s pictures; auto: unless over SSH'
            cand --config 'Read this file of settings instead of the user''s config.toml'
            cand --set 'Override a setting: --set reading.measure=60; may be repeated'
            cand --hide-future 'Hide posts dated after now'
            cand --naive-utc 'Read `YYYY-MM-DD HH:MM:SS` without a zone as UTC, like Jekyll, not as the site''s time'
            cand --linear 'One pane at a time in plain lines, for screen readers'
            cand --restricted 'Start no other programs and write only reading state, for shared accounts'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
            cand list 'List posts, newest first'
            cand search 'Find posts by words, phrases, /regex/ and fields'
            cand facets 'Count the posts of each category, tag, author or year'
            cand index 'Build, inspect or remove the index that makes searching fast'
            cand show 'Print one post as the reader would show it'
            cand check 'Report every problem in the archive'
            cand export 'Export posts as Markdown, HTML, JSON lines or an e-book'
            cand fetch 'Fetch web feeds and write their new items as posts'
            cand feeds 'List, add and import feeds'
            cand pull 'Update an archive that is a git checkout'
            cand config 'Show the settings, where they are set, and what can be set'
            cand tag 'List your own tags, or tag the posts that a query finds'
            cand highlights 'Print what you highlighted, with the notes on it'
            cand state 'Export, import or locate the reading state'
            cand doctor 'Report on the terminal, the folders and the archive'
            cand completions 'Print a shell''s completion script'
            cand man 'Print the manual'
            cand help 'Print this message or the help of the given subcommand(s)'
        }
        &'kanbao;list'= {
            cand -q 'Only posts that a query finds; see Queries in `kanbao list --help`'
            cand --query 'Only posts that a query finds; see Queries in `kanbao list --help`'
            cand --since-last 'Only posts that earlier runs with this name have not listed; exit code 1 if there are none'
            cand -n 'Stop after N posts'
            cand --sort 'Sort order, overriding the query''s; newest first by default'
            cand --format 'Output format'
            cand -a 'The archive, for every subcommand'
            cand --archive 'The archive, for every subcommand'
            cand --ambiguous-width 'Width of ambiguous characters such as “ or …; auto: as the terminal draws them, 1 in a pipe'
            cand --line-break 'How strictly to break lines of Chinese and Japanese'
            cand --script 'The characters to show Chinese text in'
            cand --typography 'How to typeset articles; join several with commas'
            cand --config 'Read this file of settings instead of the user''s config.toml'
            cand --set 'Override a setting: --set reading.measure=60; may be repeated'
            cand --all 'Include drafts, unpublished and excluded posts'
            cand --no-store 'Read every file, as if nothing were indexed'
            cand --muted 'Include the posts of muted views'
            cand --hide-future 'Hide posts dated after now'
            cand --naive-utc 'Read `YYYY-MM-DD HH:MM:SS` without a zone as UTC, like Jekyll, not as the site''s time'
            cand --restricted 'Start no other programs and write only reading state, for shared accounts'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'kanbao;search'= {
            cand -n 'Stop after N posts'
            cand --sort 'Sort order, overriding the query''s; newest first by default'
            cand --format 'Output format'
            cand -a 'The archive, for every subcommand'
            cand --archive 'The archive, for every subcommand'
            cand --ambiguous-width 'Width of ambiguous characters such as “ or …; auto: as the terminal draws them, 1 in a pipe'
            cand --line-break 'How strictly to break lines of Chinese and Japanese'
            cand --script 'The characters to show Chinese text in'
            cand --typography 'How to typeset articles; join several with commas'
            cand --config 'Read this file of settings instead of the user''s config.toml'
            cand --set 'Override a setting: --set reading.measure=60; may be repeated'
            cand --all 'Include drafts, unpublished and excluded posts'
            cand --no-store 'Read every file, as if nothing were indexed'
            cand --muted 'Include the posts of muted views'
            cand --hide-future 'Hide posts dated after now'
            cand --naive-utc 'Read `YYYY-MM-DD HH:MM:SS` without a zone as UTC, like Jekyll, not as the site''s time'
            cand --restricted 'Start no other programs and write only reading state, for shared accounts'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'kanbao;facets'= {
            cand -q 'Only posts that a query finds; see Queries in `kanbao list --help`'
            cand --query 'Only posts that a query finds; see Queries in `kanbao list --help`'
            cand --format 'Output format'
            cand -a 'The archive, for every subcommand'
            cand --archive 'The archive, for every subcommand'
            cand --ambiguous-width 'Width of ambiguous characters such as “ or …; auto: as the terminal draws them, 1 in a pipe'
            cand --line-break 'How strictly to break lines of Chinese and Japanese'
            cand --script 'The characters to show Chinese text in'
            cand --typography 'How to typeset articles; join several with commas'
            cand --config 'Read this file of settings instead of the user''s config.toml'
            cand --set 'Override a setting: --set reading.measure=60; may be repeated'
            cand --all 'Include drafts, unpublished and excluded posts'
            cand --no-store 'Read every file, as if nothing were indexed'
            cand --muted 'Include the posts of muted views'
            cand --hide-future 'Hide posts dated after now'
            cand --naive-utc 'Read `YYYY-MM-DD HH:MM:SS` without a zone as UTC, like Jekyll, not as the site''s time'
            cand --restricted 'Start no other programs and write only reading state, for shared accounts'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'kanbao;index'= {
            cand --into 'Use an index in DIR that all accounts may read; readers find it in ARCHIVE/.kanbao/store and /var/cache/kanbao/ID'
            cand -a 'The archive, for every subcommand'
            cand --archive 'The archive, for every subcommand'
            cand --ambiguous-width 'Width of ambiguous characters such as “ or …; auto: as the terminal draws them, 1 in a pipe'
            cand --line-break 'How strictly to break lines of Chinese and Japanese'
            cand --script 'The characters to show Chinese text in'
            cand --typography 'How to typeset articles; join several with commas'
            cand --config 'Read this file of settings instead of the user''s config.toml'
            cand --set 'Override a setting: --set reading.measure=60; may be repeated'
            cand --rebuild 'Build the index from scratch'
            cand --status 'Print whether there is an index, its size and age, how many posts it covers, and any damage'
            cand --clear 'Remove the index'
            cand --hide-future 'Hide posts dated after now'
            cand --naive-utc 'Read `YYYY-MM-DD HH:MM:SS` without a zone as UTC, like Jekyll, not as the site''s time'
            cand --restricted 'Start no other programs and write only reading state, for shared accounts'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'kanbao;show'= {
            cand --width 'Line width in cells (default: the setting, or the terminal''s width if that is less)'
            cand --format 'Output format (default: ansi on a terminal with colours, else text)'
            cand -a 'The archive, for every subcommand'
            cand --archive 'The archive, for every subcommand'
            cand --ambiguous-width 'Width of ambiguous characters such as “ or …; auto: as the terminal draws them, 1 in a pipe'
            cand --line-break 'How strictly to break lines of Chinese and Japanese'
            cand --script 'The characters to show Chinese text in'
            cand --typography 'How to typeset articles; join several with commas'
            cand --config 'Read this file of settings instead of the user''s config.toml'
            cand --set 'Override a setting: --set reading.measure=60; may be repeated'
            cand --no-header 'Only the body'
            cand --hide-future 'Hide posts dated after now'
            cand --naive-utc 'Read `YYYY-MM-DD HH:MM:SS` without a zone as UTC, like Jekyll, not as the site''s time'
            cand --restricted 'Start no other programs and write only reading state, for shared accounts'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'kanbao;check'= {
            cand --format 'Output format; only plain ends with a summary'
            cand -a 'The archive, for every subcommand'
            cand --archive 'The archive, for every subcommand'
            cand --ambiguous-width 'Width of ambiguous characters such as “ or …; auto: as the terminal draws them, 1 in a pipe'
            cand --line-break 'How strictly to break lines of Chinese and Japanese'
            cand --script 'The characters to show Chinese text in'
            cand --typography 'How to typeset articles; join several with commas'
            cand --config 'Read this file of settings instead of the user''s config.toml'
            cand --set 'Override a setting: --set reading.measure=60; may be repeated'
            cand --strict 'Exit with 1 for any problem, not only for unreadable posts'
            cand --duplicates 'List posts that repeat the text of an older one, or nearly so, instead of problems'
            cand --hide-future 'Hide posts dated after now'
            cand --naive-utc 'Read `YYYY-MM-DD HH:MM:SS` without a zone as UTC, like Jekyll, not as the site''s time'
            cand --restricted 'Start no other programs and write only reading state, for shared accounts'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'kanbao;export'= {
            cand --format 'One file per post with front matter, one page per post with an index, objects, or a book'
            cand --chapters 'What the chapters of an e-book are'
            cand --paths 'Only the posts whose paths are in a file, one a line, in this order; `-` is standard input'
            cand -q 'Only posts that a query finds; see Queries in `kanbao list --help`'
            cand --query 'Only posts that a query finds; see Queries in `kanbao list --help`'
            cand -a 'The archive, for every subcommand'
            cand --archive 'The archive, for every subcommand'
            cand --ambiguous-width 'Width of ambiguous characters such as “ or …; auto: as the terminal draws them, 1 in a pipe'
            cand --line-break 'How strictly to break lines of Chinese and Japanese'
            cand --script 'The characters to show Chinese text in'
            cand --typography 'How to typeset articles; join several with commas'
            cand --config 'Read this file of settings instead of the user''s config.toml'
            cand --set 'Override a setting: --set reading.measure=60; may be repeated'
            cand --all 'Include drafts, unpublished and excluded posts'
            cand --no-store 'Read every file, as if nothing were indexed'
            cand --hide-future 'Hide posts dated after now'
            cand --naive-utc 'Read `YYYY-MM-DD HH:MM:SS` without a zone as UTC, like Jekyll, not as the site''s time'
            cand --restricted 'Start no other programs and write only reading state, for shared accounts'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'kanbao;fetch'= {
            cand -a 'The archive, for every subcommand'
            cand --archive 'The archive, for every subcommand'
            cand --ambiguous-width 'Width of ambiguous characters such as “ or …; auto: as the terminal draws them, 1 in a pipe'
            cand --line-break 'How strictly to break lines of Chinese and Japanese'
            cand --script 'The characters to show Chinese text in'
            cand --typography 'How to typeset articles; join several with commas'
            cand --config 'Read this file of settings instead of the user''s config.toml'
            cand --set 'Override a setting: --set reading.measure=60; may be repeated'
            cand --dry-run 'Fetch and parse, but write nothing'
            cand --all 'Also fetch feeds that are not due or are gone'
            cand --numbers 'Print the numbers of new and changed posts and of failed feeds, and failures'
            cand -q 'Print failures only'
            cand --quiet 'Print failures only'
            cand --hide-future 'Hide posts dated after now'
            cand --naive-utc 'Read `YYYY-MM-DD HH:MM:SS` without a zone as UTC, like Jekyll, not as the site''s time'
            cand --restricted 'Start no other programs and write only reading state, for shared accounts'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'kanbao;feeds'= {
            cand -a 'The archive, for every subcommand'
            cand --archive 'The archive, for every subcommand'
            cand --ambiguous-width 'Width of ambiguous characters such as “ or …; auto: as the terminal draws them, 1 in a pipe'
            cand --line-break 'How strictly to break lines of Chinese and Japanese'
            cand --script 'The characters to show Chinese text in'
            cand --typography 'How to typeset articles; join several with commas'
            cand --config 'Read this file of settings instead of the user''s config.toml'
            cand --set 'Override a setting: --set reading.measure=60; may be repeated'
            cand --hide-future 'Hide posts dated after now'
            cand --naive-utc 'Read `YYYY-MM-DD HH:MM:SS` without a zone as UTC, like Jekyll, not as the site''s time'
            cand --restricted 'Start no other programs and write only reading state, for shared accounts'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand list 'Print every feed: title, address, state'
            cand add 'Add a feed, or the one that a web page names'
            cand import 'Add the feeds of an OPML file or of newsboat''s urls; write newsboat''s items as posts'
            cand path 'Print the path of the file of feeds'
            cand help 'Print this message or the help of the given subcommand(s)'
        }
        &'kanbao;feeds;list'= {
            cand -a 'The archive, for every subcommand'
            cand --archive 'The archive, for every subcommand'
            cand --ambiguous-width 'Width of ambiguous characters such as “ or …; auto: as the terminal draws them, 1 in a pipe'
            cand --line-break 'How strictly to break lines of Chinese and Japanese'
            cand --script 'The characters to show Chinese text in'
            cand --typography 'How to typeset articles; join several with commas'
            cand --config 'Read this file of settings instead of the user''s config.toml'
            cand --set 'Override a setting: --set reading.measure=60; may be repeated'
            cand --hide-future 'Hide posts dated after now'
            cand --naive-utc 'Read `YYYY-MM-DD HH:MM:SS` without a zone as UTC, like Jekyll, not as the site''s time'
            cand --restricted 'Start no other programs and write only reading state, for shared accounts'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'kanbao;feeds;add'= {
            cand -a 'The archive, for every subcommand'
            cand --archive 'The archive, for every subcommand'
            cand --ambiguous-width 'Width of ambiguous characters such as “ or …; auto: as the terminal draws them, 1 in a pipe'
            cand --line-break 'How strictly to break lines of Chinese and Japanese'
            cand --script 'The characters to show Chinese text in'
            cand --typography 'How to typeset articles; join several with commas'
            cand --config 'Read this file of settings instead of the user''s config.toml'
            cand --set 'Override a setting: --set reading.measure=60; may be repeated'
            cand --hide-future 'Hide posts dated after now'
            cand --naive-utc 'Read `YYYY-MM-DD HH:MM:SS` without a zone as UTC, like Jekyll, not as the site''s time'
            cand --restricted 'Start no other programs and write only reading state, for shared accounts'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'kanbao;feeds;import'= {
            cand --newsboat-cache 'newsboat''s cache.db: its items become posts, with what was read and flagged'
            cand -a 'The archive, for every subcommand'
            cand --archive 'The archive, for every subcommand'
            cand --ambiguous-width 'Width of ambiguous characters such as “ or …; auto: as the terminal draws them, 1 in a pipe'
            cand --line-break 'How strictly to break lines of Chinese and Japanese'
            cand --script 'The characters to show Chinese text in'
            cand --typography 'How to typeset articles; join several with commas'
            cand --config 'Read this file of settings instead of the user''s config.toml'
            cand --set 'Override a setting: --set reading.measure=60; may be repeated'
            cand --hide-future 'Hide posts dated after now'
            cand --naive-utc 'Read `YYYY-MM-DD HH:MM:SS` without a zone as UTC, like Jekyll, not as the site''s time'
            cand --restricted 'Start no other programs and write only reading state, for shared accounts'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'kanbao;feeds;path'= {
            cand -a 'The archive, for every subcommand'
            cand --archive 'The archive, for every subcommand'
            cand --ambiguous-width 'Width of ambiguous characters such as “ or …; auto: as the terminal draws them, 1 in a pipe'
            cand --line-break 'How strictly to break lines of Chinese and Japanese'
            cand --script 'The characters to show Chinese text in'
            cand --typography 'How to typeset articles; join several with commas'
            cand --config 'Read this file of settings instead of the user''s config.toml'
            cand --set 'Override a setting: --set reading.measure=60; may be repeated'
            cand --hide-future 'Hide posts dated after now'
            cand --naive-utc 'Read `YYYY-MM-DD HH:MM:SS` without a zone as UTC, like Jekyll, not as the site''s time'
            cand --restricted 'Start no other programs and write only reading state, for shared accounts'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'kanbao;feeds;help'= {
            cand list 'Print every feed: title, address, state'
            cand add 'Add a feed, or the one that a web page names'
            cand import 'Add the feeds of an OPML file or of newsboat''s urls; write newsboat''s items as posts'
            cand path 'Print the path of the file of feeds'
            cand help 'Print this message or the help of the given subcommand(s)'
        }
        &'kanbao;feeds;help;list'= {
        }
        &'kanbao;feeds;help;add'= {
        }
        &'kanbao;feeds;help;import'= {
        }
        &'kanbao;feeds;help;path'= {
        }
        &'kanbao;feeds;help;help'= {
        }
        &'kanbao;pull'= {
            cand -a 'The archive, for every subcommand'
            cand --archive 'The archive, for every subcommand'
            cand --ambiguous-width 'Width of ambiguous characters such as “ or …; auto: as the terminal draws them, 1 in a pipe'
            cand --line-break 'How strictly to break lines of Chinese and Japanese'
            cand --script 'The characters to show Chinese text in'
            cand --typography 'How to typeset articles; join several with commas'
            cand --config 'Read this file of settings instead of the user''s config.toml'
            cand --set 'Override a setting: --set reading.measure=60; may be repeated'
            cand --hide-future 'Hide posts dated after now'
            cand --naive-utc 'Read `YYYY-MM-DD HH:MM:SS` without a zone as UTC, like Jekyll, not as the site''s time'
            cand --restricted 'Start no other programs and write only reading state, for shared accounts'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'kanbao;config'= {
            cand -a 'The archive, for every subcommand'
            cand --archive 'The archive, for every subcommand'
            cand --ambiguous-width 'Width of ambiguous characters such as “ or …; auto: as the terminal draws them, 1 in a pipe'
            cand --line-break 'How strictly to break lines of Chinese and Japanese'
            cand --script 'The characters to show Chinese text in'
            cand --typography 'How to typeset articles; join several with commas'
            cand --config 'Read this file of settings instead of the user''s config.toml'
            cand --set 'Override a setting: --set reading.measure=60; may be repeated'
            cand --hide-future 'Hide posts dated after now'
            cand --naive-utc 'Read `YYYY-MM-DD HH:MM:SS` without a zone as UTC, like Jekyll, not as the site''s time'
            cand --restricted 'Start no other programs and write only reading state, for shared accounts'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand path 'Print the paths of all config files, and which are missing'
            cand show 'Print every setting and its value as TOML'
            cand default 'Print a config.toml with every setting, its default and its meaning'
            cand help 'Print this message or the help of the given subcommand(s)'
        }
        &'kanbao;config;path'= {
            cand -a 'The archive, for every subcommand'
            cand --archive 'The archive, for every subcommand'
            cand --ambiguous-width 'Width of ambiguous characters such as “ or …; auto: as the terminal draws them, 1 in a pipe'
            cand --line-break 'How strictly to break lines of Chinese and Japanese'
            cand --script 'The characters to show Chinese text in'
            cand --typography 'How to typeset articles; join several with commas'
            cand --config 'Read this file of settings instead of the user''s config.toml'
            cand --set 'Override a setting: --set reading.measure=60; may be repeated'
            cand --hide-future 'Hide posts dated after now'
            cand --naive-utc 'Read `YYYY-MM-DD HH:MM:SS` without a zone as UTC, like Jekyll, not as the site''s time'
            cand --restricted 'Start no other programs and write only reading state, for shared accounts'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'kanbao;config;show'= {
            cand -a 'The archive, for every subcommand'
            cand --archive 'The archive, for every subcommand'
            cand --ambiguous-width 'Width of ambiguous characters such as “ or …; auto: as the terminal draws them, 1 in a pipe'
            cand --line-break 'How strictly to break lines of Chinese and Japanese'
            cand --script 'The characters to show Chinese text in'
            cand --typography 'How to typeset articles; join several with commas'
            cand --config 'Read this file of settings instead of the user''s config.toml'
            cand --set 'Override a setting: --set reading.measure=60; may be repeated'
            cand --origin 'Print where each value comes from'
            cand --hide-future 'Hide posts dated after now'
            cand --naive-utc 'Read `YYYY-MM-DD HH:MM:SS` without a zone as UTC, like Jekyll, not as the site''s time'
            cand --restricted 'Start no other programs and write only reading state, for shared accounts'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'kanbao;config;default'= {
            cand -a 'The archive, for every subcommand'
            cand --archive 'The archive, for every subcommand'
            cand --ambiguous-width 'Width of ambiguous characters such as “ or …; auto: as the terminal draws them, 1 in a pipe'
            cand --line-break 'How strictly to break lines of Chinese and Japanese'
            cand --script 'The characters to show Chinese text in'
            cand --typography 'How to typeset articles; join several with commas'
            cand --config 'Read this file of settings instead of the user''s config.toml'
            cand --set 'Override a setting: --set reading.measure=60; may be repeated'
            cand --hide-future 'Hide posts dated after now'
            cand --naive-utc 'Read `YYYY-MM-DD HH:MM:SS` without a zone as UTC, like Jekyll, not as the site''s time'
            cand --restricted 'Start no other programs and write only reading state, for shared accounts'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'kanbao;config;help'= {
            cand path 'Print the paths of all config files, and which are missing'
            cand show 'Print every setting and its value as TOML'
            cand default 'Print a config.toml with every setting, its default and its meaning'
            cand help 'Print this message or the help of the given subcommand(s)'
        }
        &'kanbao;config;help;path'= {
        }
        &'kanbao;config;help;show'= {
        }
        &'kanbao;config;help;default'= {
        }
        &'kanbao;config;help;help'= {
        }
        &'kanbao;tag'= {
            cand -q 'The posts: those that a query finds; see Queries in `kanbao list --help`'
            cand --query 'The posts: those that a query finds; see Queries in `kanbao list --help`'
            cand -a 'The archive, for every subcommand'
            cand --archive 'The archive, for every subcommand'
            cand --ambiguous-width 'Width of ambiguous characters such as “ or …; auto: as the terminal draws them, 1 in a pipe'
            cand --line-break 'How strictly to break lines of Chinese and Japanese'
            cand --script 'The characters to show Chinese text in'
            cand --typography 'How to typeset articles; join several with commas'
            cand --config 'Read this file of settings instead of the user''s config.toml'
            cand --set 'Override a setting: --set reading.measure=60; may be repeated'
            cand --all 'Include drafts, unpublished and excluded posts'
            cand --no-store 'Read every file, as if nothing were indexed'
            cand --dry-run 'Print what would change, and change nothing'
            cand --hide-future 'Hide posts dated after now'
            cand --naive-utc 'Read `YYYY-MM-DD HH:MM:SS` without a zone as UTC, like Jekyll, not as the site''s time'
            cand --restricted 'Start no other programs and write only reading state, for shared accounts'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'kanbao;highlights'= {
            cand -q 'Only posts that a query finds; see Queries in `kanbao list --help`'
            cand --query 'Only posts that a query finds; see Queries in `kanbao list --help`'
            cand --format 'Output format'
            cand -a 'The archive, for every subcommand'
            cand --archive 'The archive, for every subcommand'
            cand --ambiguous-width 'Width of ambiguous characters such as “ or …; auto: as the terminal draws them, 1 in a pipe'
            cand --line-break 'How strictly to break lines of Chinese and Japanese'
            cand --script 'The characters to show Chinese text in'
            cand --typography 'How to typeset articles; join several with commas'
            cand --config 'Read this file of settings instead of the user''s config.toml'
            cand --set 'Override a setting: --set reading.measure=60; may be repeated'
            cand --all 'Include drafts, unpublished and excluded posts'
            cand --no-store 'Read every file, as if nothing were indexed'
            cand --hide-future 'Hide posts dated after now'
            cand --naive-utc 'Read `YYYY-MM-DD HH:MM:SS` without a zone as UTC, like Jekyll, not as the site''s time'
            cand --restricted 'Start no other programs and write only reading state, for shared accounts'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'kanbao;state'= {
            cand -a 'The archive, for every subcommand'
            cand --archive 'The archive, for every subcommand'
            cand --ambiguous-width 'Width of ambiguous characters such as “ or …; auto: as the terminal draws them, 1 in a pipe'
            cand --line-break 'How strictly to break lines of Chinese and Japanese'
            cand --script 'The characters to show Chinese text in'
            cand --typography 'How to typeset articles; join several with commas'
            cand --config 'Read this file of settings instead of the user''s config.toml'
            cand --set 'Override a setting: --set reading.measure=60; may be repeated'
            cand --hide-future 'Hide posts dated after now'
            cand --naive-utc 'Read `YYYY-MM-DD HH:MM:SS` without a zone as UTC, like Jekyll, not as the site''s time'
            cand --restricted 'Start no other programs and write only reading state, for shared accounts'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand export 'Print every current record, one JSON object per line'
            cand import 'Add the records of an export, from this machine or another; later records win'
            cand path 'Print the folder of the archive''s state'
            cand help 'Print this message or the help of the given subcommand(s)'
        }
        &'kanbao;state;export'= {
            cand -a 'The archive, for every subcommand'
            cand --archive 'The archive, for every subcommand'
            cand --ambiguous-width 'Width of ambiguous characters such as “ or …; auto: as the terminal draws them, 1 in a pipe'
            cand --line-break 'How strictly to break lines of Chinese and Japanese'
            cand --script 'The characters to show Chinese text in'
            cand --typography 'How to typeset articles; join several with commas'
            cand --config 'Read this file of settings instead of the user''s config.toml'
            cand --set 'Override a setting: --set reading.measure=60; may be repeated'
            cand --hide-future 'Hide posts dated after now'
            cand --naive-utc 'Read `YYYY-MM-DD HH:MM:SS` without a zone as UTC, like Jekyll, not as the site''s time'
            cand --restricted 'Start no other programs and write only reading state, for shared accounts'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'kanbao;state;import'= {
            cand -a 'The archive, for every subcommand'
            cand --archive 'The archive, for every subcommand'
            cand --ambiguous-width 'Width of ambiguous characters such as “ or …; auto: as the terminal draws them, 1 in a pipe'
            cand --line-break 'How strictly to break lines of Chinese and Japanese'
            cand --script 'The characters to show Chinese text in'
            cand --typography 'How to typeset articles; join several with commas'
            cand --config 'Read this file of settings instead of the user''s config.toml'
            cand --set 'Override a setting: --set reading.measure=60; may be repeated'
            cand --hide-future 'Hide posts dated after now'
            cand --naive-utc 'Read `YYYY-MM-DD HH:MM:SS` without a zone as UTC, like Jekyll, not as the site''s time'
            cand --restricted 'Start no other programs and write only reading state, for shared accounts'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'kanbao;state;path'= {
            cand -a 'The archive, for every subcommand'
            cand --archive 'The archive, for every subcommand'
            cand --ambiguous-width 'Width of ambiguous characters such as “ or …; auto: as the terminal draws them, 1 in a pipe'
            cand --line-break 'How strictly to break lines of Chinese and Japanese'
            cand --script 'The characters to show Chinese text in'
            cand --typography 'How to typeset articles; join several with commas'
            cand --config 'Read this file of settings instead of the user''s config.toml'
            cand --set 'Override a setting: --set reading.measure=60; may be repeated'
            cand --hide-future 'Hide posts dated after now'
            cand --naive-utc 'Read `YYYY-MM-DD HH:MM:SS` without a zone as UTC, like Jekyll, not as the site''s time'
            cand --restricted 'Start no other programs and write only reading state, for shared accounts'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'kanbao;state;help'= {
            cand export 'Print every current record, one JSON object per line'
            cand import 'Add the records of an export, from this machine or another; later records win'
            cand path 'Print the folder of the archive''s state'
            cand help 'Print this message or the help of the given subcommand(s)'
        }
        &'kanbao;state;help;export'= {
        }
        &'kanbao;state;help;import'= {
        }
        &'kanbao;state;help;path'= {
        }
        &'kanbao;state;help;help'= {
        }
        &'kanbao;doctor'= {
            cand -a 'The archive, for every subcommand'
            cand --archive 'The archive, for every subcommand'
            cand --ambiguous-width 'Width of ambiguous characters such as “ or …; auto: as the terminal draws them, 1 in a pipe'
            cand --line-break 'How strictly to break lines of Chinese and Japanese'
            cand --script 'The characters to show Chinese text in'
            cand --typography 'How to typeset articles; join several with commas'
            cand --config 'Read this file of settings instead of the user''s config.toml'
            cand --set 'Override a setting: --set reading.measure=60; may be repeated'
            cand --hide-future 'Hide posts dated after now'
            cand --naive-utc 'Read `YYYY-MM-DD HH:MM:SS` without a zone as UTC, like Jekyll, not as the site''s time'
            cand --restricted 'Start no other programs and write only reading state, for shared accounts'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'kanbao;completions'= {
            cand -a 'The archive, for every subcommand'
            cand --archive 'The archive, for every subcommand'
            cand --ambiguous-width 'Width of ambiguous characters such as “ or …; auto: as the terminal draws them, 1 in a pipe'
            cand --line-break 'How strictly to break lines of Chinese and Japanese'
            cand --script 'The characters to show Chinese text in'
            cand --typography 'How to typeset articles; join several with commas'
            cand --config 'Read this file of settings instead of the user''s config.toml'
            cand --set 'Override a setting: --set reading.measure=60; may be repeated'
            cand --hide-future 'Hide posts dated after now'
            cand --naive-utc 'Read `YYYY-MM-DD HH:MM:SS` without a zone as UTC, like Jekyll, not as the site''s time'
            cand --restricted 'Start no other programs and write only reading state, for shared accounts'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'kanbao;man'= {
            cand -a 'The archive, for every subcommand'
            cand --archive 'The archive, for every subcommand'
            cand --ambiguous-width 'Width of ambiguous characters such as “ or …; auto: as the terminal draws them, 1 in a pipe'
            cand --line-break 'How strictly to break lines of Chinese and Japanese'
            cand --script 'The characters to show Chinese text in'
            cand --typography 'How to typeset articles; join several with commas'
            cand --config 'Read this file of settings instead of the user''s config.toml'
            cand --set 'Override a setting: --set reading.measure=60; may be repeated'
            cand --hide-future 'Hide posts dated after now'
            cand --naive-utc 'Read `YYYY-MM-DD HH:MM:SS` without a zone as UTC, like Jekyll, not as the site''s time'
            cand --restricted 'Start no other programs and write only reading state, for shared accounts'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'kanbao;help'= {
            cand list 'List posts, newest first'
            cand search 'Find posts by words, phrases, /regex/ and fields'
            cand facets 'Count the posts of each category, tag, author or year'
            cand index 'Build, inspect or remove the index that makes searching fast'
            cand show 'Print one post as the reader would show it'
            cand check 'Report every problem in the archive'
            cand export 'Export posts as Markdown, HTML, JSON lines or an e-book'
            cand fetch 'Fetch web feeds and write their new items as posts'
            cand feeds 'List, add and import feeds'
            cand pull 'Update an archive that is a git checkout'
            cand config 'Show the settings, where they are set, and what can be set'
            cand tag 'List your own tags, or tag the posts that a query finds'
            cand highlights 'Print what you highlighted, with the notes on it'
            cand state 'Export, import or locate the reading state'
            cand doctor 'Report on the terminal, the folders and the archive'
            cand completions 'Print a shell''s completion script'
            cand man 'Print the manual'
            cand help 'Print this message or the help of the given subcommand(s)'
        }
        &'kanbao;help;list'= {
        }
        &'kanbao;help;search'= {
        }
        &'kanbao;help;facets'= {
        }
        &'kanbao;help;index'= {
        }
        &'kanbao;help;show'= {
        }
        &'kanbao;help;check'= {
        }
        &'kanbao;help;export'= {
        }
        &'kanbao;help;fetch'= {
        }
        &'kanbao;help;feeds'= {
            cand list 'Print every feed: title, address, state'
            cand add 'Add a feed, or the one that a web page names'
            cand import 'Add the feeds of an OPML file or of newsboat''s urls; write newsboat''s items as posts'
            cand path 'Print the path of the file of feeds'
        }
        &'kanbao;help;feeds;list'= {
        }
        &'kanbao;help;feeds;add'= {
        }
        &'kanbao;help;feeds;import'= {
        }
        &'kanbao;help;feeds;path'= {
        }
        &'kanbao;help;pull'= {
        }
        &'kanbao;help;config'= {
            cand path 'Print the paths of all config files, and which are missing'
            cand show 'Print every setting and its value as TOML'
            cand default 'Print a config.toml with every setting, its default and its meaning'
        }
        &'kanbao;help;config;path'= {
        }
        &'kanbao;help;config;show'= {
        }
        &'kanbao;help;config;default'= {
        }
        &'kanbao;help;tag'= {
        }
        &'kanbao;help;highlights'= {
        }
        &'kanbao;help;state'= {
            cand export 'Print every current record, one JSON object per line'
            cand import 'Add the records of an export, from this machine or another; later records win'
            cand path 'Print the folder of the archive''s state'
        }
        &'kanbao;help;state;export'= {
        }
        &'kanbao;help;state;import'= {
        }
        &'kanbao;help;state;path'= {
        }
        &'kanbao;help;doctor'= {
        }
        &'kanbao;help;completions'= {
        }
        &'kanbao;help;man'= {
        }
        &'kanbao;help;help'= {
        }
    ]
    $completions[$command]
}
