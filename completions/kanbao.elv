
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
            cand --ambiguous-width 'Cells of an ambiguous character such as “ or …; auto: what the terminal does, 1 in a pipe'
            cand --line-break 'How strictly lines of Chinese and Japanese are broken'
            cand --typography 'How articles are set; several are joined by commas'
            cand --images 'Whether pictures of the archive are shown in the reader; auto: unless over SSH'
            cand --config 'The file of settings in place of the user''s config.toml'
            cand --set 'A setting, above all files: --set reading.measure=60; may be repeated'
            cand --hide-future 'Hide posts dated after now'
            cand --naive-utc 'Take `YYYY-MM-DD HH:MM:SS` without a zone for UTC, as Jekyll does, not for the site''s time'
            cand --linear 'One pane at a time in plain lines, for programs that read the screen aloud'
            cand --restricted 'Start no other programs and write nothing but reading state, for accounts that are shared'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
            cand list 'List posts, newest first'
            cand search 'Find posts by words, phrases, /regex/ and fields'
            cand facets 'Count the posts of each category, tag, author or year'
            cand index 'Build the index that makes searching fast, or tell of it'
            cand show 'Print one post as the reader would show it'
            cand check 'Tell everything that is wrong in the archive'
            cand export 'Write all posts into a folder, for other programs'
            cand config 'Tell what is set, where it is set, and what can be set'
            cand state 'Export, import or find the reading state'
            cand doctor 'Tell about the terminal, the folders and the archive'
            cand completions 'Print what a shell needs to complete kanbao''s arguments'
            cand man 'Print the manual'
            cand help 'Print this message or the help of the given subcommand(s)'
        }
        &'kanbao;list'= {
            cand -q 'Only posts that a query finds; --help tells its grammar'
            cand --query 'Only posts that a query finds; --help tells its grammar'
            cand --sort 'The order, whatever the query says of it; newest first if neither says anything'
            cand -n 'The most posts to list'
            cand --format 'The form of the list'
            cand -a 'The archive, for every subcommand'
            cand --archive 'The archive, for every subcommand'
            cand --ambiguous-width 'Cells of an ambiguous character such as “ or …; auto: what the terminal does, 1 in a pipe'
            cand --line-break 'How strictly lines of Chinese and Japanese are broken'
            cand --typography 'How articles are set; several are joined by commas'
            cand --config 'The file of settings in place of the user''s config.toml'
            cand --set 'A setting, above all files: --set reading.measure=60; may be repeated'
            cand --all 'Drafts, unpublished and excluded posts too'
            cand --hide-future 'Hide posts dated after now'
            cand --naive-utc 'Take `YYYY-MM-DD HH:MM:SS` without a zone for UTC, as Jekyll does, not for the site''s time'
            cand --restricted 'Start no other programs and write nothing but reading state, for accounts that are shared'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'kanbao;search'= {
            cand -n 'The most hits'
            cand --sort 'The order, whatever the query says of it; newest first if neither says anything'
            cand --format 'The form of the hits'
            cand -a 'The archive, for every subcommand'
            cand --archive 'The archive, for every subcommand'
            cand --ambiguous-width 'Cells of an ambiguous character such as “ or …; auto: what the terminal does, 1 in a pipe'
            cand --line-break 'How strictly lines of Chinese and Japanese are broken'
            cand --typography 'How articles are set; several are joined by commas'
            cand --config 'The file of settings in place of the user''s config.toml'
            cand --set 'A setting, above all files: --set reading.measure=60; may be repeated'
            cand --all 'In drafts, unpublished and excluded posts too'
            cand --hide-future 'Hide posts dated after now'
            cand --naive-utc 'Take `YYYY-MM-DD HH:MM:SS` without a zone for UTC, as Jekyll does, not for the site''s time'
            cand --restricted 'Start no other programs and write nothing but reading state, for accounts that are shared'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'kanbao;facets'= {
            cand -q 'Only of posts that a query finds; --help tells its grammar'
            cand --query 'Only of posts that a query finds; --help tells its grammar'
            cand --format 'The form of the list'
            cand -a 'The archive, for every subcommand'
            cand --archive 'The archive, for every subcommand'
            cand --ambiguous-width 'Cells of an ambiguous character such as “ or …; auto: what the terminal does, 1 in a pipe'
            cand --line-break 'How strictly lines of Chinese and Japanese are broken'
            cand --typography 'How articles are set; several are joined by commas'
            cand --config 'The file of settings in place of the user''s config.toml'
            cand --set 'A setting, above all files: --set reading.measure=60; may be repeated'
            cand --all 'Of drafts, unpublished and excluded posts too'
            cand --hide-future 'Hide posts dated after now'
            cand --naive-utc 'Take `YYYY-MM-DD HH:MM:SS` without a zone for UTC, as Jekyll does, not for the site''s time'
            cand --restricted 'Start no other programs and write nothing but reading state, for accounts that are shared'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'kanbao;index'= {
            cand -a 'The archive, for every subcommand'
            cand --archive 'The archive, for every subcommand'
            cand --ambiguous-width 'Cells of an ambiguous character such as “ or …; auto: what the terminal does, 1 in a pipe'
            cand --line-break 'How strictly lines of Chinese and Japanese are broken'
            cand --typography 'How articles are set; several are joined by commas'
            cand --config 'The file of settings in place of the user''s config.toml'
            cand --set 'A setting, above all files: --set reading.measure=60; may be repeated'
            cand --rebuild 'Build it anew, whatever there is'
            cand --status 'Tell whether there is an index, how large it is, and which posts are missing in it'
            cand --clear 'Remove it'
            cand --behind-reader 'For the reader: with less urgency, and a line of standard output for each step'
            cand --hide-future 'Hide posts dated after now'
            cand --naive-utc 'Take `YYYY-MM-DD HH:MM:SS` without a zone for UTC, as Jekyll does, not for the site''s time'
            cand --restricted 'Start no other programs and write nothing but reading state, for accounts that are shared'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'kanbao;show'= {
            cand --width 'The measure in cells (what is set, else 76, or the terminal''s width if that is less)'
            cand --format 'The form of the post; ansi on a terminal with colours, else text, if none is named'
            cand -a 'The archive, for every subcommand'
            cand --archive 'The archive, for every subcommand'
            cand --ambiguous-width 'Cells of an ambiguous character such as “ or …; auto: what the terminal does, 1 in a pipe'
            cand --line-break 'How strictly lines of Chinese and Japanese are broken'
            cand --typography 'How articles are set; several are joined by commas'
            cand --config 'The file of settings in place of the user''s config.toml'
            cand --set 'A setting, above all files: --set reading.measure=60; may be repeated'
            cand --no-header 'The body alone'
            cand --hide-future 'Hide posts dated after now'
            cand --naive-utc 'Take `YYYY-MM-DD HH:MM:SS` without a zone for UTC, as Jekyll does, not for the site''s time'
            cand --restricted 'Start no other programs and write nothing but reading state, for accounts that are shared'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'kanbao;check'= {
            cand --format 'The form of the list; only that for people ends with a summary'
            cand -a 'The archive, for every subcommand'
            cand --archive 'The archive, for every subcommand'
            cand --ambiguous-width 'Cells of an ambiguous character such as “ or …; auto: what the terminal does, 1 in a pipe'
            cand --line-break 'How strictly lines of Chinese and Japanese are broken'
            cand --typography 'How articles are set; several are joined by commas'
            cand --config 'The file of settings in place of the user''s config.toml'
            cand --set 'A setting, above all files: --set reading.measure=60; may be repeated'
            cand --strict 'Exit with 1 for warnings too, not only for unreadable posts'
            cand --hide-future 'Hide posts dated after now'
            cand --naive-utc 'Take `YYYY-MM-DD HH:MM:SS` without a zone for UTC, as Jekyll does, not for the site''s time'
            cand --restricted 'Start no other programs and write nothing but reading state, for accounts that are shared'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'kanbao;export'= {
            cand --format 'A file a post with front matter, a page a post with an index, or posts.jsonl'
            cand -q 'Only posts that a query finds; `kanbao list --help` tells its grammar'
            cand --query 'Only posts that a query finds; `kanbao list --help` tells its grammar'
            cand -a 'The archive, for every subcommand'
            cand --archive 'The archive, for every subcommand'
            cand --ambiguous-width 'Cells of an ambiguous character such as “ or …; auto: what the terminal does, 1 in a pipe'
            cand --line-break 'How strictly lines of Chinese and Japanese are broken'
            cand --typography 'How articles are set; several are joined by commas'
            cand --config 'The file of settings in place of the user''s config.toml'
            cand --set 'A setting, above all files: --set reading.measure=60; may be repeated'
            cand --all 'Drafts, unpublished and excluded posts too'
            cand --hide-future 'Hide posts dated after now'
            cand --naive-utc 'Take `YYYY-MM-DD HH:MM:SS` without a zone for UTC, as Jekyll does, not for the site''s time'
            cand --restricted 'Start no other programs and write nothing but reading state, for accounts that are shared'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'kanbao;config'= {
            cand -a 'The archive, for every subcommand'
            cand --archive 'The archive, for every subcommand'
            cand --ambiguous-width 'Cells of an ambiguous character such as “ or …; auto: what the terminal does, 1 in a pipe'
            cand --line-break 'How strictly lines of Chinese and Japanese are broken'
            cand --typography 'How articles are set; several are joined by commas'
            cand --config 'The file of settings in place of the user''s config.toml'
            cand --set 'A setting, above all files: --set reading.measure=60; may be repeated'
            cand --hide-future 'Hide posts dated after now'
            cand --naive-utc 'Take `YYYY-MM-DD HH:MM:SS` without a zone for UTC, as Jekyll does, not for the site''s time'
            cand --restricted 'Start no other programs and write nothing but reading state, for accounts that are shared'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand path 'Print the files that are looked for, and whether each is there'
            cand show 'Print every setting with its value, as TOML'
            cand default 'Print a config.toml with every setting, its default and what it does'
            cand help 'Print this message or the help of the given subcommand(s)'
        }
        &'kanbao;config;path'= {
            cand -a 'The archive, for every subcommand'
            cand --archive 'The archive, for every subcommand'
            cand --ambiguous-width 'Cells of an ambiguous character such as “ or …; auto: what the terminal does, 1 in a pipe'
            cand --line-break 'How strictly lines of Chinese and Japanese are broken'
            cand --typography 'How articles are set; several are joined by commas'
            cand --config 'The file of settings in place of the user''s config.toml'
            cand --set 'A setting, above all files: --set reading.measure=60; may be repeated'
            cand --hide-future 'Hide posts dated after now'
            cand --naive-utc 'Take `YYYY-MM-DD HH:MM:SS` without a zone for UTC, as Jekyll does, not for the site''s time'
            cand --restricted 'Start no other programs and write nothing but reading state, for accounts that are shared'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'kanbao;config;show'= {
            cand -a 'The archive, for every subcommand'
            cand --archive 'The archive, for every subcommand'
            cand --ambiguous-width 'Cells of an ambiguous character such as “ or …; auto: what the terminal does, 1 in a pipe'
            cand --line-break 'How strictly lines of Chinese and Japanese are broken'
            cand --typography 'How articles are set; several are joined by commas'
            cand --config 'The file of settings in place of the user''s config.toml'
            cand --set 'A setting, above all files: --set reading.measure=60; may be repeated'
            cand --origin 'Say of each where its value comes from'
            cand --hide-future 'Hide posts dated after now'
            cand --naive-utc 'Take `YYYY-MM-DD HH:MM:SS` without a zone for UTC, as Jekyll does, not for the site''s time'
            cand --restricted 'Start no other programs and write nothing but reading state, for accounts that are shared'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'kanbao;config;default'= {
            cand -a 'The archive, for every subcommand'
            cand --archive 'The archive, for every subcommand'
            cand --ambiguous-width 'Cells of an ambiguous character such as “ or …; auto: what the terminal does, 1 in a pipe'
            cand --line-break 'How strictly lines of Chinese and Japanese are broken'
            cand --typography 'How articles are set; several are joined by commas'
            cand --config 'The file of settings in place of the user''s config.toml'
            cand --set 'A setting, above all files: --set reading.measure=60; may be repeated'
            cand --hide-future 'Hide posts dated after now'
            cand --naive-utc 'Take `YYYY-MM-DD HH:MM:SS` without a zone for UTC, as Jekyll does, not for the site''s time'
            cand --restricted 'Start no other programs and write nothing but reading state, for accounts that are shared'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'kanbao;config;help'= {
            cand path 'Print the files that are looked for, and whether each is there'
            cand show 'Print every setting with its value, as TOML'
            cand default 'Print a config.toml with every setting, its default and what it does'
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
        &'kanbao;state'= {
            cand -a 'The archive, for every subcommand'
            cand --archive 'The archive, for every subcommand'
            cand --ambiguous-width 'Cells of an ambiguous character such as “ or …; auto: what the terminal does, 1 in a pipe'
            cand --line-break 'How strictly lines of Chinese and Japanese are broken'
            cand --typography 'How articles are set; several are joined by commas'
            cand --config 'The file of settings in place of the user''s config.toml'
            cand --set 'A setting, above all files: --set reading.measure=60; may be repeated'
            cand --hide-future 'Hide posts dated after now'
            cand --naive-utc 'Take `YYYY-MM-DD HH:MM:SS` without a zone for UTC, as Jekyll does, not for the site''s time'
            cand --restricted 'Start no other programs and write nothing but reading state, for accounts that are shared'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand export 'Print every record that counts, one JSON object a line'
            cand import 'Take in what `export` printed, on this machine or another; later records win'
            cand path 'Print the folder in which the archive''s state is kept'
            cand help 'Print this message or the help of the given subcommand(s)'
        }
        &'kanbao;state;export'= {
            cand -a 'The archive, for every subcommand'
            cand --archive 'The archive, for every subcommand'
            cand --ambiguous-width 'Cells of an ambiguous character such as “ or …; auto: what the terminal does, 1 in a pipe'
            cand --line-break 'How strictly lines of Chinese and Japanese are broken'
            cand --typography 'How articles are set; several are joined by commas'
            cand --config 'The file of settings in place of the user''s config.toml'
            cand --set 'A setting, above all files: --set reading.measure=60; may be repeated'
            cand --hide-future 'Hide posts dated after now'
            cand --naive-utc 'Take `YYYY-MM-DD HH:MM:SS` without a zone for UTC, as Jekyll does, not for the site''s time'
            cand --restricted 'Start no other programs and write nothing but reading state, for accounts that are shared'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'kanbao;state;import'= {
            cand -a 'The archive, for every subcommand'
            cand --archive 'The archive, for every subcommand'
            cand --ambiguous-width 'Cells of an ambiguous character such as “ or …; auto: what the terminal does, 1 in a pipe'
            cand --line-break 'How strictly lines of Chinese and Japanese are broken'
            cand --typography 'How articles are set; several are joined by commas'
            cand --config 'The file of settings in place of the user''s config.toml'
            cand --set 'A setting, above all files: --set reading.measure=60; may be repeated'
            cand --hide-future 'Hide posts dated after now'
            cand --naive-utc 'Take `YYYY-MM-DD HH:MM:SS` without a zone for UTC, as Jekyll does, not for the site''s time'
            cand --restricted 'Start no other programs and write nothing but reading state, for accounts that are shared'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'kanbao;state;path'= {
            cand -a 'The archive, for every subcommand'
            cand --archive 'The archive, for every subcommand'
            cand --ambiguous-width 'Cells of an ambiguous character such as “ or …; auto: what the terminal does, 1 in a pipe'
            cand --line-break 'How strictly lines of Chinese and Japanese are broken'
            cand --typography 'How articles are set; several are joined by commas'
            cand --config 'The file of settings in place of the user''s config.toml'
            cand --set 'A setting, above all files: --set reading.measure=60; may be repeated'
            cand --hide-future 'Hide posts dated after now'
            cand --naive-utc 'Take `YYYY-MM-DD HH:MM:SS` without a zone for UTC, as Jekyll does, not for the site''s time'
            cand --restricted 'Start no other programs and write nothing but reading state, for accounts that are shared'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'kanbao;state;help'= {
            cand export 'Print every record that counts, one JSON object a line'
            cand import 'Take in what `export` printed, on this machine or another; later records win'
            cand path 'Print the folder in which the archive''s state is kept'
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
            cand --ambiguous-width 'Cells of an ambiguous character such as “ or …; auto: what the terminal does, 1 in a pipe'
            cand --line-break 'How strictly lines of Chinese and Japanese are broken'
            cand --typography 'How articles are set; several are joined by commas'
            cand --config 'The file of settings in place of the user''s config.toml'
            cand --set 'A setting, above all files: --set reading.measure=60; may be repeated'
            cand --hide-future 'Hide posts dated after now'
            cand --naive-utc 'Take `YYYY-MM-DD HH:MM:SS` without a zone for UTC, as Jekyll does, not for the site''s time'
            cand --restricted 'Start no other programs and write nothing but reading state, for accounts that are shared'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'kanbao;completions'= {
            cand -a 'The archive, for every subcommand'
            cand --archive 'The archive, for every subcommand'
            cand --ambiguous-width 'Cells of an ambiguous character such as “ or …; auto: what the terminal does, 1 in a pipe'
            cand --line-break 'How strictly lines of Chinese and Japanese are broken'
            cand --typography 'How articles are set; several are joined by commas'
            cand --config 'The file of settings in place of the user''s config.toml'
            cand --set 'A setting, above all files: --set reading.measure=60; may be repeated'
            cand --hide-future 'Hide posts dated after now'
            cand --naive-utc 'Take `YYYY-MM-DD HH:MM:SS` without a zone for UTC, as Jekyll does, not for the site''s time'
            cand --restricted 'Start no other programs and write nothing but reading state, for accounts that are shared'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'kanbao;man'= {
            cand --section 'Which page: 1, the program and its keys; 5, its files: settings, keys and themes'
            cand -a 'The archive, for every subcommand'
            cand --archive 'The archive, for every subcommand'
            cand --ambiguous-width 'Cells of an ambiguous character such as “ or …; auto: what the terminal does, 1 in a pipe'
            cand --line-break 'How strictly lines of Chinese and Japanese are broken'
            cand --typography 'How articles are set; several are joined by commas'
            cand --config 'The file of settings in place of the user''s config.toml'
            cand --set 'A setting, above all files: --set reading.measure=60; may be repeated'
            cand --hide-future 'Hide posts dated after now'
            cand --naive-utc 'Take `YYYY-MM-DD HH:MM:SS` without a zone for UTC, as Jekyll does, not for the site''s time'
            cand --restricted 'Start no other programs and write nothing but reading state, for accounts that are shared'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'kanbao;help'= {
            cand list 'List posts, newest first'
            cand search 'Find posts by words, phrases, /regex/ and fields'
            cand facets 'Count the posts of each category, tag, author or year'
            cand index 'Build the index that makes searching fast, or tell of it'
            cand show 'Print one post as the reader would show it'
            cand check 'Tell everything that is wrong in the archive'
            cand export 'Write all posts into a folder, for other programs'
            cand config 'Tell what is set, where it is set, and what can be set'
            cand state 'Export, import or find the reading state'
            cand doctor 'Tell about the terminal, the folders and the archive'
            cand completions 'Print what a shell needs to complete kanbao''s arguments'
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
        &'kanbao;help;config'= {
            cand path 'Print the files that are looked for, and whether each is there'
            cand show 'Print every setting with its value, as TOML'
            cand default 'Print a config.toml with every setting, its default and what it does'
        }
        &'kanbao;help;config;path'= {
        }
        &'kanbao;help;config;show'= {
        }
        &'kanbao;help;config;default'= {
        }
        &'kanbao;help;state'= {
            cand export 'Print every record that counts, one JSON object a line'
            cand import 'Take in what `export` printed, on this machine or another; later records win'
            cand path 'Print the folder in which the archive''s state is kept'
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
