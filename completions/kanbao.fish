# Print an optspec for argparse to handle cmd's options that are independent of any subcommand.
function __fish_kanbao_global_optspecs
    string join \n a/archive= hide-future naive-utc ambiguous-width= line-break= script= typography= images= linear config= set= restricted h/help V/version
end

function __fish_kanbao_needs_command
    # Figure out if the current invocation already has a command.
    set -l cmd (commandline -opc)
    set -e cmd[1]
    argparse -s (__fish_kanbao_global_optspecs) -- $cmd 2>/dev/null
    or return
    if set -q argv[1]
        # Also print the command, so this can be used to figure out what it is.
        echo $argv[1]
        return 1
    end
    return 0
end

function __fish_kanbao_using_subcommand
    set -l cmd (__fish_kanbao_needs_command)
    test -z "$cmd"
    and return 1
    contains -- $cmd[1] $argv
end

complete -c kanbao -n "__fish_kanbao_needs_command" -s a -l archive -d 'The archive, for every subcommand' -r -F
complete -c kanbao -n "__fish_kanbao_needs_command" -l ambiguous-width -d 'Width of ambiguous characters such as “ or …; auto: as the terminal draws them, 1 in a pipe' -r -f -a "auto\t'As the terminal draws them in the reader; one cell in other commands'
1\t'One cell'
2\t'Two cells'"
complete -c kanbao -n "__fish_kanbao_needs_command" -l line-break -d 'How strictly to break lines of Chinese and Japanese' -r -f -a "strict\t'By all rules'
basic\t'Lines may start with a dash, an iteration mark or a small kana'
none\t'Keeps only words, numbers and double marks together'"
complete -c kanbao -n "__fish_kanbao_needs_command" -l script -d 'The characters to show Chinese text in' -r -f -a "original\t'As the author wrote it'
simplified\t'Simplified characters'
traditional\t'Traditional characters, in the forms of OpenCC'
traditional-tw\t'Traditional characters, in the forms of Taiwan'
traditional-hk\t'Traditional characters, in the forms of Hong Kong'"
complete -c kanbao -n "__fish_kanbao_needs_command" -l typography -d 'How to typeset articles; join several with commas' -r -f -a "hanging\t'A stop at the end of a line may hang into the margin'
indent\t'Paragraphs are indented by two Han characters, without blank lines between them'
spacing\t'A space between Han and Latin letters'
optimal\t'Lines of even length in texts without Han'"
complete -c kanbao -n "__fish_kanbao_needs_command" -l images -d 'Whether the reader shows the archive\'s pictures; auto: unless over SSH' -r -f -a "auto\t'If the terminal has colours and is not connected over SSH'
on\t'Always'
off\t'Never; opens them in another program'"
complete -c kanbao -n "__fish_kanbao_needs_command" -l config -d 'Read this file of settings instead of the user\'s config.toml' -r -F
complete -c kanbao -n "__fish_kanbao_needs_command" -l set -d 'Override a setting: --set reading.measure=60; may be repeated' -r
complete -c kanbao -n "__fish_kanbao_needs_command" -l hide-future -d 'Hide posts dated after now'
complete -c kanbao -n "__fish_kanbao_needs_command" -l naive-utc -d 'Read `YYYY-MM-DD HH:MM:SS` without a zone as UTC, like Jekyll, not as the site\'s time'
complete -c kanbao -n "__fish_kanbao_needs_command" -l linear -d 'One pane at a time in plain lines, for screen readers'
complete -c kanbao -n "__fish_kanbao_needs_command" -l restricted -d 'Start no other programs and write only reading state, for shared accounts'
complete -c kanbao -n "__fish_kanbao_needs_command" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c kanbao -n "__fish_kanbao_needs_command" -s V -l version -d 'Print version'
complete -c kanbao -n "__fish_kanbao_needs_command" -a "list" -d 'List posts, newest first'
complete -c kanbao -n "__fish_kanbao_needs_command" -a "search" -d 'Find posts by words, phrases, /regex/ and fields'
complete -c kanbao -n "__fish_kanbao_needs_command" -a "facets" -d 'Count the posts of each category, tag, author or year'
complete -c kanbao -n "__fish_kanbao_needs_command" -a "index" -d 'Build, inspect or remove the index that makes searching fast'
complete -c kanbao -n "__fish_kanbao_needs_command" -a "show" -d 'Print one post as the reader would show it'
complete -c kanbao -n "__fish_kanbao_needs_command" -a "check" -d 'Report every problem in the archive'
complete -c kanbao -n "__fish_kanbao_needs_command" -a "export" -d 'Export posts as Markdown, HTML, JSON lines or an e-book'
complete -c kanbao -n "__fish_kanbao_needs_command" -a "fetch" -d 'Fetch web feeds and write their new items as posts'
complete -c kanbao -n "__fish_kanbao_needs_command" -a "feeds" -d 'List, add and import feeds'
complete -c kanbao -n "__fish_kanbao_needs_command" -a "pull" -d 'Update an archive that is a git checkout'
complete -c kanbao -n "__fish_kanbao_needs_command" -a "config" -d 'Show the settings, where they are set, and what can be set'
complete -c kanbao -n "__fish_kanbao_needs_command" -a "tag" -d 'List your own tags, or tag the posts that a query finds'
complete -c kanbao -n "__fish_kanbao_needs_command" -a "highlights" -d 'Print what you highlighted, with the notes on it'
complete -c kanbao -n "__fish_kanbao_needs_command" -a "state" -d 'Export, import or locate the reading state'
complete -c kanbao -n "__fish_kanbao_needs_command" -a "doctor" -d 'Report on the terminal, the folders and the archive'
complete -c kanbao -n "__fish_kanbao_needs_command" -a "completions" -d 'Print a shell\'s completion script'
complete -c kanbao -n "__fish_kanbao_needs_command" -a "man" -d 'Print the manual'
complete -c kanbao -n "__fish_kanbao_needs_command" -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c kanbao -n "__fish_kanbao_using_subcommand list" -s q -l query -d 'Only posts that a query finds; see Queries in `kanbao list --help`' -r
complete -c kanbao -n "__fish_kanbao_using_subcommand list" -l since-last -d 'Only posts that earlier runs with this name have not listed; exit code 1 if there are none' -r
complete -c kanbao -n "__fish_kanbao_using_subcommand list" -s n -d 'Stop after N posts' -r
complete -c kanbao -n "__fish_kanbao_using_subcommand list" -l sort -d 'Sort order, overriding the query\'s; newest first by default' -r -f -a "date\t'newest first'
-date\t'oldest first'
relevance\t'best hits first'
title\t'by title'
-title\t'by title, backwards'
length\t'longest first'
-length\t'shortest first'
unread\t'unread first'
starred\t'starred first'
read\t'most recently read first'
author\t'by author'
-author\t'by author, backwards'
-unread\t'read first'
-starred\t'starred last'
-read\t'most recently read last'
-relevance\t'best hits last'"
complete -c kanbao -n "__fish_kanbao_using_subcommand list" -l format -d 'Output format' -r -f -a "plain\t'For people'
tsv\t'A header line, then tab-separated fields'
json\t'One array of objects'
jsonl\t'One object per line'"
complete -c kanbao -n "__fish_kanbao_using_subcommand list" -s a -l archive -d 'The archive, for every subcommand' -r -F
complete -c kanbao -n "__fish_kanbao_using_subcommand list" -l ambiguous-width -d 'Width of ambiguous characters such as “ or …; auto: as the terminal draws them, 1 in a pipe' -r -f -a "auto\t'As the terminal draws them in the reader; one cell in other commands'
1\t'One cell'
2\t'Two cells'"
complete -c kanbao -n "__fish_kanbao_using_subcommand list" -l line-break -d 'How strictly to break lines of Chinese and Japanese' -r -f -a "strict\t'By all rules'
basic\t'Lines may start with a dash, an iteration mark or a small kana'
none\t'Keeps only words, numbers and double marks together'"
complete -c kanbao -n "__fish_kanbao_using_subcommand list" -l script -d 'The characters to show Chinese text in' -r -f -a "original\t'As the author wrote it'
simplified\t'Simplified characters'
traditional\t'Traditional characters, in the forms of OpenCC'
traditional-tw\t'Traditional characters, in the forms of Taiwan'
traditional-hk\t'Traditional characters, in the forms of Hong Kong'"
complete -c kanbao -n "__fish_kanbao_using_subcommand list" -l typography -d 'How to typeset articles; join several with commas' -r -f -a "hanging\t'A stop at the end of a line may hang into the margin'
indent\t'Paragraphs are indented by two Han characters, without blank lines between them'
spacing\t'A space between Han and Latin letters'
optimal\t'Lines of even length in texts without Han'"
complete -c kanbao -n "__fish_kanbao_using_subcommand list" -l config -d 'Read this file of settings instead of the user\'s config.toml' -r -F
complete -c kanbao -n "__fish_kanbao_using_subcommand list" -l set -d 'Override a setting: --set reading.measure=60; may be repeated' -r
complete -c kanbao -n "__fish_kanbao_using_subcommand list" -l all -d 'Include drafts, unpublished and excluded posts'
complete -c kanbao -n "__fish_kanbao_using_subcommand list" -l no-store -d 'Read every file, as if nothing were indexed'
complete -c kanbao -n "__fish_kanbao_using_subcommand list" -l muted -d 'Include the posts of muted views'
complete -c kanbao -n "__fish_kanbao_using_subcommand list" -l hide-future -d 'Hide posts dated after now'
complete -c kanbao -n "__fish_kanbao_using_subcommand list" -l naive-utc -d 'Read `YYYY-MM-DD HH:MM:SS` without a zone as UTC, like Jekyll, not as the site\'s time'
complete -c kanbao -n "__fish_kanbao_using_subcommand list" -l restricted -d 'Start no other programs and write only reading state, for shared accounts'
complete -c kanbao -n "__fish_kanbao_using_subcommand list" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c kanbao -n "__fish_kanbao_using_subcommand search" -s n -d 'Stop after N posts' -r
complete -c kanbao -n "__fish_kanbao_using_subcommand search" -l sort -d 'Sort order, overriding the query\'s; newest first by default' -r -f -a "date\t'newest first'
-date\t'oldest first'
relevance\t'best hits first'
title\t'by title'
-title\t'by title, backwards'
length\t'longest first'
-length\t'shortest first'
unread\t'unread first'
starred\t'starred first'
read\t'most recently read first'
author\t'by author'
-author\t'by author, backwards'
-unread\t'read first'
-starred\t'starred last'
-read\t'most recently read last'
-relevance\t'best hits last'"
complete -c kanbao -n "__fish_kanbao_using_subcommand search" -l format -d 'Output format' -r -f -a "plain\t'For people'
tsv\t'A header line, then tab-separated fields'
json\t'One array of objects'
jsonl\t'One object per line'"
complete -c kanbao -n "__fish_kanbao_using_subcommand search" -s a -l archive -d 'The archive, for every subcommand' -r -F
complete -c kanbao -n "__fish_kanbao_using_subcommand search" -l ambiguous-width -d 'Width of ambiguous characters such as “ or …; auto: as the terminal draws them, 1 in a pipe' -r -f -a "auto\t'As the terminal draws them in the reader; one cell in other commands'
1\t'One cell'
2\t'Two cells'"
complete -c kanbao -n "__fish_kanbao_using_subcommand search" -l line-break -d 'How strictly to break lines of Chinese and Japanese' -r -f -a "strict\t'By all rules'
basic\t'Lines may start with a dash, an iteration mark or a small kana'
none\t'Keeps only words, numbers and double marks together'"
complete -c kanbao -n "__fish_kanbao_using_subcommand search" -l script -d 'The characters to show Chinese text in' -r -f -a "original\t'As the author wrote it'
simplified\t'Simplified characters'
traditional\t'Traditional characters, in the forms of OpenCC'
traditional-tw\t'Traditional characters, in the forms of Taiwan'
traditional-hk\t'Traditional characters, in the forms of Hong Kong'"
complete -c kanbao -n "__fish_kanbao_using_subcommand search" -l typography -d 'How to typeset articles; join several with commas' -r -f -a "hanging\t'A stop at the end of a line may hang into the margin'
indent\t'Paragraphs are indented by two Han characters, without blank lines between them'
spacing\t'A space between Han and Latin letters'
optimal\t'Lines of even length in texts without Han'"
complete -c kanbao -n "__fish_kanbao_using_subcommand search" -l config -d 'Read this file of settings instead of the user\'s config.toml' -r -F
complete -c kanbao -n "__fish_kanbao_using_subcommand search" -l set -d 'Override a setting: --set reading.measure=60; may be repeated' -r
complete -c kanbao -n "__fish_kanbao_using_subcommand search" -l all -d 'Include drafts, unpublished and excluded posts'
complete -c kanbao -n "__fish_kanbao_using_subcommand search" -l no-store -d 'Read every file, as if nothing were indexed'
complete -c kanbao -n "__fish_kanbao_using_subcommand search" -l muted -d 'Include the posts of muted views'
complete -c kanbao -n "__fish_kanbao_using_subcommand search" -l hide-future -d 'Hide posts dated after now'
complete -c kanbao -n "__fish_kanbao_using_subcommand search" -l naive-utc -d 'Read `YYYY-MM-DD HH:MM:SS` without a zone as UTC, like Jekyll, not as the site\'s time'
complete -c kanbao -n "__fish_kanbao_using_subcommand search" -l restricted -d 'Start no other programs and write only reading state, for shared accounts'
complete -c kanbao -n "__fish_kanbao_using_subcommand search" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c kanbao -n "__fish_kanbao_using_subcommand facets" -s q -l query -d 'Only posts that a query finds; see Queries in `kanbao list --help`' -r
complete -c kanbao -n "__fish_kanbao_using_subcommand facets" -l format -d 'Output format' -r -f -a "plain\t'For people'
tsv\t'A header line, then tab-separated fields'
json\t'One array of objects'
jsonl\t'One object per line'"
complete -c kanbao -n "__fish_kanbao_using_subcommand facets" -s a -l archive -d 'The archive, for every subcommand' -r -F
complete -c kanbao -n "__fish_kanbao_using_subcommand facets" -l ambiguous-width -d 'Width of ambiguous characters such as “ or …; auto: as the terminal draws them, 1 in a pipe' -r -f -a "auto\t'As the terminal draws them in the reader; one cell in other commands'
1\t'One cell'
2\t'Two cells'"
complete -c kanbao -n "__fish_kanbao_using_subcommand facets" -l line-break -d 'How strictly to break lines of Chinese and Japanese' -r -f -a "strict\t'By all rules'
basic\t'Lines may start with a dash, an iteration mark or a small kana'
none\t'Keeps only words, numbers and double marks together'"
complete -c kanbao -n "__fish_kanbao_using_subcommand facets" -l script -d 'The characters to show Chinese text in' -r -f -a "original\t'As the author wrote it'
simplified\t'Simplified characters'
traditional\t'Traditional characters, in the forms of OpenCC'
traditional-tw\t'Traditional characters, in the forms of Taiwan'
traditional-hk\t'Traditional characters, in the forms of Hong Kong'"
complete -c kanbao -n "__fish_kanbao_using_subcommand facets" -l typography -d 'How to typeset articles; join several with commas' -r -f -a "hanging\t'A stop at the end of a line may hang into the margin'
indent\t'Paragraphs are indented by two Han characters, without blank lines between them'
spacing\t'A space between Han and Latin letters'
optimal\t'Lines of even length in texts without Han'"
complete -c kanbao -n "__fish_kanbao_using_subcommand facets" -l config -d 'Read this file of settings instead of the user\'s config.toml' -r -F
complete -c kanbao -n "__fish_kanbao_using_subcommand facets" -l set -d 'Override a setting: --set reading.measure=60; may be repeated' -r
complete -c kanbao -n "__fish_kanbao_using_subcommand facets" -l all -d 'Include drafts, unpublished and excluded posts'
complete -c kanbao -n "__fish_kanbao_using_subcommand facets" -l no-store -d 'Read every file, as if nothing were indexed'
complete -c kanbao -n "__fish_kanbao_using_subcommand facets" -l muted -d 'Include the posts of muted views'
complete -c kanbao -n "__fish_kanbao_using_subcommand facets" -l hide-future -d 'Hide posts dated after now'
complete -c kanbao -n "__fish_kanbao_using_subcommand facets" -l naive-utc -d 'Read `YYYY-MM-DD HH:MM:SS` without a zone as UTC, like Jekyll, not as the site\'s time'
complete -c kanbao -n "__fish_kanbao_using_subcommand facets" -l restricted -d 'Start no other programs and write only reading state, for shared accounts'
complete -c kanbao -n "__fish_kanbao_using_subcommand facets" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c kanbao -n "__fish_kanbao_using_subcommand index" -l into -d 'Use an index in DIR that all accounts may read; readers find it in ARCHIVE/.kanbao/store and /var/cache/kanbao/ID' -r -F
complete -c kanbao -n "__fish_kanbao_using_subcommand index" -s a -l archive -d 'The archive, for every subcommand' -r -F
complete -c kanbao -n "__fish_kanbao_using_subcommand index" -l ambiguous-width -d 'Width of ambiguous characters such as “ or …; auto: as the terminal draws them, 1 in a pipe' -r -f -a "auto\t'As the terminal draws them in the reader; one cell in other commands'
1\t'One cell'
2\t'Two cells'"
complete -c kanbao -n "__fish_kanbao_using_subcommand index" -l line-break -d 'How strictly to break lines of Chinese and Japanese' -r -f -a "strict\t'By all rules'
basic\t'Lines may start with a dash, an iteration mark or a small kana'
none\t'Keeps only words, numbers and double marks together'"
complete -c kanbao -n "__fish_kanbao_using_subcommand index" -l script -d 'The characters to show Chinese text in' -r -f -a "original\t'As the author wrote it'
simplified\t'Simplified characters'
traditional\t'Traditional characters, in the forms of OpenCC'
traditional-tw\t'Traditional characters, in the forms of Taiwan'
traditional-hk\t'Traditional characters, in the forms of Hong Kong'"
complete -c kanbao -n "__fish_kanbao_using_subcommand index" -l typography -d 'How to typeset articles; join several with commas' -r -f -a "hanging\t'A stop at the end of a line may hang into the margin'
indent\t'Paragraphs are indented by two Han characters, without blank lines between them'
spacing\t'A space between Han and Latin letters'
optimal\t'Lines of even length in texts without Han'"
complete -c kanbao -n "__fish_kanbao_using_subcommand index" -l config -d 'Read this file of settings instead of the user\'s config.toml' -r -F
complete -c kanbao -n "__fish_kanbao_using_subcommand index" -l set -d 'Override a setting: --set reading.measure=60; may be repeated' -r
complete -c kanbao -n "__fish_kanbao_using_subcommand index" -l rebuild -d 'Build the index from scratch'
complete -c kanbao -n "__fish_kanbao_using_subcommand index" -l status -d 'Print whether there is an index, its size and age, how many posts it covers, and any damage'
complete -c kanbao -n "__fish_kanbao_using_subcommand index" -l clear -d 'Remove the index'
complete -c kanbao -n "__fish_kanbao_using_subcommand index" -l hide-future -d 'Hide posts dated after now'
complete -c kanbao -n "__fish_kanbao_using_subcommand index" -l naive-utc -d 'Read `YYYY-MM-DD HH:MM:SS` without a zone as UTC, like Jekyll, not as the site\'s time'
complete -c kanbao -n "__fish_kanbao_using_subcommand index" -l restricted -d 'Start no other programs and write only reading state, for shared accounts'
complete -c kanbao -n "__fish_kanbao_using_subcommand index" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c kanbao -n "__fish_kanbao_using_subcommand show" -l width -d 'Line width in cells (default: the setting, or the terminal\'s width if that is less)' -r
complete -c kanbao -n "__fish_kanbao_using_subcommand show" -l format -d 'Output format (default: ansi on a terminal with colours, else text)' -r -f -a "text\t'The lines the reader would show'
ansi\t'The same with colours'
markdown\t'Markdown with YAML front matter'
html\t'An HTML page'
json\t'One object'"
complete -c kanbao -n "__fish_kanbao_using_subcommand show" -s a -l archive -d 'The archive, for every subcommand' -r -F
complete -c kanbao -n "__fish_kanbao_using_subcommand show" -l ambiguous-width -d 'Width of ambiguous characters such as “ or …; auto: as the terminal draws them, 1 in a pipe' -r -f -a "auto\t'As the terminal draws them in the reader; one cell in other commands'
1\t'One cell'
2\t'Two cells'"
complete -c kanbao -n "__fish_kanbao_using_subcommand show" -l line-break -d 'How strictly to break lines of Chinese and Japanese' -r -f -a "strict\t'By all rules'
basic\t'Lines may start with a dash, an iteration mark or a small kana'
none\t'Keeps only words, numbers and double marks together'"
complete -c kanbao -n "__fish_kanbao_using_subcommand show" -l script -d 'The characters to show Chinese text in' -r -f -a "original\t'As the author wrote it'
simplified\t'Simplified characters'
traditional\t'Traditional characters, in the forms of OpenCC'
traditional-tw\t'Traditional characters, in the forms of Taiwan'
traditional-hk\t'Traditional characters, in the forms of Hong Kong'"
complete -c kanbao -n "__fish_kanbao_using_subcommand show" -l typography -d 'How to typeset articles; join several with commas' -r -f -a "hanging\t'A stop at the end of a line may hang into the margin'
indent\t'Paragraphs are indented by two Han characters, without blank lines between them'
spacing\t'A space between Han and Latin letters'
optimal\t'Lines of even length in texts without Han'"
complete -c kanbao -n "__fish_kanbao_using_subcommand show" -l config -d 'Read this file of settings instead of the user\'s config.toml' -r -F
complete -c kanbao -n "__fish_kanbao_using_subcommand show" -l set -d 'Override a setting: --set reading.measure=60; may be repeated' -r
complete -c kanbao -n "__fish_kanbao_using_subcommand show" -l no-header -d 'Only the body'
complete -c kanbao -n "__fish_kanbao_using_subcommand show" -l hide-future -d 'Hide posts dated after now'
complete -c kanbao -n "__fish_kanbao_using_subcommand show" -l naive-utc -d 'Read `YYYY-MM-DD HH:MM:SS` without a zone as UTC, like Jekyll, not as the site\'s time'
complete -c kanbao -n "__fish_kanbao_using_subcommand show" -l restricted -d 'Start no other programs and write only reading state, for shared accounts'
complete -c kanbao -n "__fish_kanbao_using_subcommand show" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c kanbao -n "__fish_kanbao_using_subcommand check" -l format -d 'Output format; only plain ends with a summary' -r -f -a "plain\t'For people'
tsv\t'A header line, then tab-separated fields'
json\t'One array of objects'
jsonl\t'One object per line'"
complete -c kanbao -n "__fish_kanbao_using_subcommand check" -s a -l archive -d 'The archive, for every subcommand' -r -F
complete -c kanbao -n "__fish_kanbao_using_subcommand check" -l ambiguous-width -d 'Width of ambiguous characters such as “ or …; auto: as the terminal draws them, 1 in a pipe' -r -f -a "auto\t'As the terminal draws them in the reader; one cell in other commands'
1\t'One cell'
2\t'Two cells'"
complete -c kanbao -n "__fish_kanbao_using_subcommand check" -l line-break -d 'How strictly to break lines of Chinese and Japanese' -r -f -a "strict\t'By all rules'
basic\t'Lines may start with a dash, an iteration mark or a small kana'
none\t'Keeps only words, numbers and double marks together'"
complete -c kanbao -n "__fish_kanbao_using_subcommand check" -l script -d 'The characters to show Chinese text in' -r -f -a "original\t'As the author wrote it'
simplified\t'Simplified characters'
traditional\t'Traditional characters, in the forms of OpenCC'
traditional-tw\t'Traditional characters, in the forms of Taiwan'
traditional-hk\t'Traditional characters, in the forms of Hong Kong'"
complete -c kanbao -n "__fish_kanbao_using_subcommand check" -l typography -d 'How to typeset articles; join several with commas' -r -f -a "hanging\t'A stop at the end of a line may hang into the margin'
indent\t'Paragraphs are indented by two Han characters, without blank lines between them'
spacing\t'A space between Han and Latin letters'
optimal\t'Lines of even length in texts without Han'"
complete -c kanbao -n "__fish_kanbao_using_subcommand check" -l config -d 'Read this file of settings instead of the user\'s config.toml' -r -F
complete -c kanbao -n "__fish_kanbao_using_subcommand check" -l set -d 'Override a setting: --set reading.measure=60; may be repeated' -r
complete -c kanbao -n "__fish_kanbao_using_subcommand check" -l strict -d 'Exit with 1 for any problem, not only for unreadable posts'
complete -c kanbao -n "__fish_kanbao_using_subcommand check" -l duplicates -d 'List posts that repeat the text of an older one, or nearly so, instead of problems'
complete -c kanbao -n "__fish_kanbao_using_subcommand check" -l hide-future -d 'Hide posts dated after now'
complete -c kanbao -n "__fish_kanbao_using_subcommand check" -l naive-utc -d 'Read `YYYY-MM-DD HH:MM:SS` without a zone as UTC, like Jekyll, not as the site\'s time'
complete -c kanbao -n "__fish_kanbao_using_subcommand check" -l restricted -d 'Start no other programs and write only reading state, for shared accounts'
complete -c kanbao -n "__fish_kanbao_using_subcommand check" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c kanbao -n "__fish_kanbao_using_subcommand export" -l format -d 'One file per post with front matter, one page per post with an index, objects, or a book' -r -f -a "markdown\t'Markdown with YAML front matter'
html\t'HTML pages, and index.html'
jsonl\t'One object per line, with the body as text; in a folder it is posts.jsonl'
epub\t'An EPUB 3 book with the archive\'s pictures'"
complete -c kanbao -n "__fish_kanbao_using_subcommand export" -l chapters -d 'What the chapters of an e-book are' -r -f -a "months\t'Months'
categories\t'First categories'"
complete -c kanbao -n "__fish_kanbao_using_subcommand export" -l paths -d 'Only the posts whose paths are in a file, one a line, in this order; `-` is standard input' -r -F
complete -c kanbao -n "__fish_kanbao_using_subcommand export" -s q -l query -d 'Only posts that a query finds; see Queries in `kanbao list --help`' -r
complete -c kanbao -n "__fish_kanbao_using_subcommand export" -s a -l archive -d 'The archive, for every subcommand' -r -F
complete -c kanbao -n "__fish_kanbao_using_subcommand export" -l ambiguous-width -d 'Width of ambiguous characters such as “ or …; auto: as the terminal draws them, 1 in a pipe' -r -f -a "auto\t'As the terminal draws them in the reader; one cell in other commands'
1\t'One cell'
2\t'Two cells'"
complete -c kanbao -n "__fish_kanbao_using_subcommand export" -l line-break -d 'How strictly to break lines of Chinese and Japanese' -r -f -a "strict\t'By all rules'
basic\t'Lines may start with a dash, an iteration mark or a small kana'
none\t'Keeps only words, numbers and double marks together'"
complete -c kanbao -n "__fish_kanbao_using_subcommand export" -l script -d 'The characters to show Chinese text in' -r -f -a "original\t'As the author wrote it'
simplified\t'Simplified characters'
traditional\t'Traditional characters, in the forms of OpenCC'
traditional-tw\t'Traditional characters, in the forms of Taiwan'
traditional-hk\t'Traditional characters, in the forms of Hong Kong'"
complete -c kanbao -n "__fish_kanbao_using_subcommand export" -l typography -d 'How to typeset articles; join several with commas' -r -f -a "hanging\t'A stop at the end of a line may hang into the margin'
indent\t'Paragraphs are indented by two Han characters, without blank lines between them'
spacing\t'A space between Han and Latin letters'
optimal\t'Lines of even length in texts without Han'"
complete -c kanbao -n "__fish_kanbao_using_subcommand export" -l config -d 'Read this file of settings instead of the user\'s config.toml' -r -F
complete -c kanbao -n "__fish_kanbao_using_subcommand export" -l set -d 'Override a setting: --set reading.measure=60; may be repeated' -r
complete -c kanbao -n "__fish_kanbao_using_subcommand export" -l all -d 'Include drafts, unpublished and excluded posts'
complete -c kanbao -n "__fish_kanbao_using_subcommand export" -l no-store -d 'Read every file, as if nothing were indexed'
complete -c kanbao -n "__fish_kanbao_using_subcommand export" -l hide-future -d 'Hide posts dated after now'
complete -c kanbao -n "__fish_kanbao_using_subcommand export" -l naive-utc -d 'Read `YYYY-MM-DD HH:MM:SS` without a zone as UTC, like Jekyll, not as the site\'s time'
complete -c kanbao -n "__fish_kanbao_using_subcommand export" -l restricted -d 'Start no other programs and write only reading state, for shared accounts'
complete -c kanbao -n "__fish_kanbao_using_subcommand export" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c kanbao -n "__fish_kanbao_using_subcommand fetch" -s a -l archive -d 'The archive, for every subcommand' -r -F
complete -c kanbao -n "__fish_kanbao_using_subcommand fetch" -l ambiguous-width -d 'Width of ambiguous characters such as “ or …; auto: as the terminal draws them, 1 in a pipe' -r -f -a "auto\t'As the terminal draws them in the reader; one cell in other commands'
1\t'One cell'
2\t'Two cells'"
complete -c kanbao -n "__fish_kanbao_using_subcommand fetch" -l line-break -d 'How strictly to break lines of Chinese and Japanese' -r -f -a "strict\t'By all rules'
basic\t'Lines may start with a dash, an iteration mark or a small kana'
none\t'Keeps only words, numbers and double marks together'"
complete -c kanbao -n "__fish_kanbao_using_subcommand fetch" -l script -d 'The characters to show Chinese text in' -r -f -a "original\t'As the author wrote it'
simplified\t'Simplified characters'
traditional\t'Traditional characters, in the forms of OpenCC'
traditional-tw\t'Traditional characters, in the forms of Taiwan'
traditional-hk\t'Traditional characters, in the forms of Hong Kong'"
complete -c kanbao -n "__fish_kanbao_using_subcommand fetch" -l typography -d 'How to typeset articles; join several with commas' -r -f -a "hanging\t'A stop at the end of a line may hang into the margin'
indent\t'Paragraphs are indented by two Han characters, without blank lines between them'
spacing\t'A space between Han and Latin letters'
optimal\t'Lines of even length in texts without Han'"
complete -c kanbao -n "__fish_kanbao_using_subcommand fetch" -l config -d 'Read this file of settings instead of the user\'s config.toml' -r -F
complete -c kanbao -n "__fish_kanbao_using_subcommand fetch" -l set -d 'Override a setting: --set reading.measure=60; may be repeated' -r
complete -c kanbao -n "__fish_kanbao_using_subcommand fetch" -l dry-run -d 'Fetch and parse, but write nothing'
complete -c kanbao -n "__fish_kanbao_using_subcommand fetch" -l all -d 'Also fetch feeds that are not due or are gone'
complete -c kanbao -n "__fish_kanbao_using_subcommand fetch" -l numbers -d 'Print the numbers of new and changed posts and of failed feeds, and failures'
complete -c kanbao -n "__fish_kanbao_using_subcommand fetch" -s q -l quiet -d 'Print failures only'
complete -c kanbao -n "__fish_kanbao_using_subcommand fetch" -l hide-future -d 'Hide posts dated after now'
complete -c kanbao -n "__fish_kanbao_using_subcommand fetch" -l naive-utc -d 'Read `YYYY-MM-DD HH:MM:SS` without a zone as UTC, like Jekyll, not as the site\'s time'
complete -c kanbao -n "__fish_kanbao_using_subcommand fetch" -l restricted -d 'Start no other programs and write only reading state, for shared accounts'
complete -c kanbao -n "__fish_kanbao_using_subcommand fetch" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c kanbao -n "__fish_kanbao_using_subcommand feeds; and not __fish_seen_subcommand_from list add import path help" -s a -l archive -d 'The archive, for every subcommand' -r -F
complete -c kanbao -n "__fish_kanbao_using_subcommand feeds; and not __fish_seen_subcommand_from list add import path help" -l ambiguous-width -d 'Width of ambiguous characters such as “ or …; auto: as the terminal draws them, 1 in a pipe' -r -f -a "auto\t'As the terminal draws them in the reader; one cell in other commands'
1\t'One cell'
2\t'Two cells'"
complete -c kanbao -n "__fish_kanbao_using_subcommand feeds; and not __fish_seen_subcommand_from list add import path help" -l line-break -d 'How strictly to break lines of Chinese and Japanese' -r -f -a "strict\t'By all rules'
basic\t'Lines may start with a dash, an iteration mark or a small kana'
none\t'Keeps only words, numbers and double marks together'"
complete -c kanbao -n "__fish_kanbao_using_subcommand feeds; and not __fish_seen_subcommand_from list add import path help" -l script -d 'The characters to show Chinese text in' -r -f -a "original\t'As the author wrote it'
simplified\t'Simplified characters'
traditional\t'Traditional characters, in the forms of OpenCC'
traditional-tw\t'Traditional characters, in the forms of Taiwan'
traditional-hk\t'Traditional characters, in the forms of Hong Kong'"
complete -c kanbao -n "__fish_kanbao_using_subcommand feeds; and not __fish_seen_subcommand_from list add import path help" -l typography -d 'How to typeset articles; join several with commas' -r -f -a "hanging\t'A stop at the end of a line may hang into the margin'
indent\t'Paragraphs are indented by two Han characters, without blank lines between them'
spacing\t'A space between Han and Latin letters'
optimal\t'Lines of even length in texts without Han'"
complete -c kanbao -n "__fish_kanbao_using_subcommand feeds; and not __fish_seen_subcommand_from list add import path help" -l config -d 'Read this file of settings instead of the user\'s config.toml' -r -F
complete -c kanbao -n "__fish_kanbao_using_subcommand feeds; and not __fish_seen_subcommand_from list add import path help" -l set -d 'Override a setting: --set reading.measure=60; may be repeated' -r
complete -c kanbao -n "__fish_kanbao_using_subcommand feeds; and not __fish_seen_subcommand_from list add import path help" -l hide-future -d 'Hide posts dated after now'
complete -c kanbao -n "__fish_kanbao_using_subcommand feeds; and not __fish_seen_subcommand_from list add import path help" -l naive-utc -d 'Read `YYYY-MM-DD HH:MM:SS` without a zone as UTC, like Jekyll, not as the site\'s time'
complete -c kanbao -n "__fish_kanbao_using_subcommand feeds; and not __fish_seen_subcommand_from list add import path help" -l restricted -d 'Start no other programs and write only reading state, for shared accounts'
complete -c kanbao -n "__fish_kanbao_using_subcommand feeds; and not __fish_seen_subcommand_from list add import path help" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c kanbao -n "__fish_kanbao_using_subcommand feeds; and not __fish_seen_subcommand_from list add import path help" -f -a "list" -d 'Print every feed: title, address, state'
complete -c kanbao -n "__fish_kanbao_using_subcommand feeds; and not __fish_seen_subcommand_from list add import path help" -f -a "add" -d 'Add a feed, or the one that a web page names'
complete -c kanbao -n "__fish_kanbao_using_subcommand feeds; and not __fish_seen_subcommand_from list add import path help" -f -a "import" -d 'Add the feeds of an OPML file or of newsboat\'s urls; write newsboat\'s items as posts'
complete -c kanbao -n "__fish_kanbao_using_subcommand feeds; and not __fish_seen_subcommand_from list add import path help" -f -a "path" -d 'Print the path of the file of feeds'
complete -c kanbao -n "__fish_kanbao_using_subcommand feeds; and not __fish_seen_subcommand_from list add import path help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c kanbao -n "__fish_kanbao_using_subcommand feeds; and __fish_seen_subcommand_from list" -s a -l archive -d 'The archive, for every subcommand' -r -F
complete -c kanbao -n "__fish_kanbao_using_subcommand feeds; and __fish_seen_subcommand_from list" -l ambiguous-width -d 'Width of ambiguous characters such as “ or …; auto: as the terminal draws them, 1 in a pipe' -r -f -a "auto\t'As the terminal draws them in the reader; one cell in other commands'
1\t'One cell'
2\t'Two cells'"
complete -c kanbao -n "__fish_kanbao_using_subcommand feeds; and __fish_seen_subcommand_from list" -l line-break -d 'How strictly to break lines of Chinese and Japanese' -r -f -a "strict\t'By all rules'
basic\t'Lines may start with a dash, an iteration mark or a small kana'
none\t'Keeps only words, numbers and double marks together'"
complete -c kanbao -n "__fish_kanbao_using_subcommand feeds; and __fish_seen_subcommand_from list" -l script -d 'The characters to show Chinese text in' -r -f -a "original\t'As the author wrote it'
simplified\t'Simplified characters'
traditional\t'Traditional characters, in the forms of OpenCC'
traditional-tw\t'Traditional characters, in the forms of Taiwan'
traditional-hk\t'Traditional characters, in the forms of Hong Kong'"
complete -c kanbao -n "__fish_kanbao_using_subcommand feeds; and __fish_seen_subcommand_from list" -l typography -d 'How to typeset articles; join several with commas' -r -f -a "hanging\t'A stop at the end of a line may hang into the margin'
indent\t'Paragraphs are indented by two Han characters, without blank lines between them'
spacing\t'A space between Han and Latin letters'
optimal\t'Lines of even length in texts without Han'"
complete -c kanbao -n "__fish_kanbao_using_subcommand feeds; and __fish_seen_subcommand_from list" -l config -d 'Read this file of settings instead of the user\'s config.toml' -r -F
complete -c kanbao -n "__fish_kanbao_using_subcommand feeds; and __fish_seen_subcommand_from list" -l set -d 'Override a setting: --set reading.measure=60; may be repeated' -r
complete -c kanbao -n "__fish_kanbao_using_subcommand feeds; and __fish_seen_subcommand_from list" -l hide-future -d 'Hide posts dated after now'
complete -c kanbao -n "__fish_kanbao_using_subcommand feeds; and __fish_seen_subcommand_from list" -l naive-utc -d 'Read `YYYY-MM-DD HH:MM:SS` without a zone as UTC, like Jekyll, not as the site\'s time'
complete -c kanbao -n "__fish_kanbao_using_subcommand feeds; and __fish_seen_subcommand_from list" -l restricted -d 'Start no other programs and write only reading state, for shared accounts'
complete -c kanbao -n "__fish_kanbao_using_subcommand feeds; and __fish_seen_subcommand_from list" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c kanbao -n "__fish_kanbao_using_subcommand feeds; and __fish_seen_subcommand_from add" -s a -l archive -d 'The archive, for every subcommand' -r -F
complete -c kanbao -n "__fish_kanbao_using_subcommand feeds; and __fish_seen_subcommand_from add" -l ambiguous-width -d 'Width of ambiguous characters such as “ or …; auto: as the terminal draws them, 1 in a pipe' -r -f -a "auto\t'As the terminal draws them in the reader; one cell in other commands'
1\t'One cell'
2\t'Two cells'"
complete -c kanbao -n "__fish_kanbao_using_subcommand feeds; and __fish_seen_subcommand_from add" -l line-break -d 'How strictly to break lines of Chinese and Japanese' -r -f -a "strict\t'By all rules'
basic\t'Lines may start with a dash, an iteration mark or a small kana'
none\t'Keeps only words, numbers and double marks together'"
complete -c kanbao -n "__fish_kanbao_using_subcommand feeds; and __fish_seen_subcommand_from add" -l script -d 'The characters to show Chinese text in' -r -f -a "original\t'As the author wrote it'
simplified\t'Simplified characters'
traditional\t'Traditional characters, in the forms of OpenCC'
traditional-tw\t'Traditional characters, in the forms of Taiwan'
traditional-hk\t'Traditional characters, in the forms of Hong Kong'"
complete -c kanbao -n "__fish_kanbao_using_subcommand feeds; and __fish_seen_subcommand_from add" -l typography -d 'How to typeset articles; join several with commas' -r -f -a "hanging\t'A stop at the end of a line may hang into the margin'
indent\t'Paragraphs are indented by two Han characters, without blank lines between them'
spacing\t'A space between Han and Latin letters'
optimal\t'Lines of even length in texts without Han'"
complete -c kanbao -n "__fish_kanbao_using_subcommand feeds; and __fish_seen_subcommand_from add" -l config -d 'Read this file of settings instead of the user\'s config.toml' -r -F
complete -c kanbao -n "__fish_kanbao_using_subcommand feeds; and __fish_seen_subcommand_from add" -l set -d 'Override a setting: --set reading.measure=60; may be repeated' -r
complete -c kanbao -n "__fish_kanbao_using_subcommand feeds; and __fish_seen_subcommand_from add" -l hide-future -d 'Hide posts dated after now'
complete -c kanbao -n "__fish_kanbao_using_subcommand feeds; and __fish_seen_subcommand_from add" -l naive-utc -d 'Read `YYYY-MM-DD HH:MM:SS` without a zone as UTC, like Jekyll, not as the site\'s time'
complete -c kanbao -n "__fish_kanbao_using_subcommand feeds; and __fish_seen_subcommand_from add" -l restricted -d 'Start no other programs and write only reading state, for shared accounts'
complete -c kanbao -n "__fish_kanbao_using_subcommand feeds; and __fish_seen_subcommand_from add" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c kanbao -n "__fish_kanbao_using_subcommand feeds; and __fish_seen_subcommand_from import" -l newsboat-cache -d 'newsboat\'s cache.db: its items become posts, with what was read and flagged' -r -F
complete -c kanbao -n "__fish_kanbao_using_subcommand feeds; and __fish_seen_subcommand_from import" -s a -l archive -d 'The archive, for every subcommand' -r -F
complete -c kanbao -n "__fish_kanbao_using_subcommand feeds; and __fish_seen_subcommand_from import" -l ambiguous-width -d 'Width of ambiguous characters such as “ or …; auto: as the terminal draws them, 1 in a pipe' -r -f -a "auto\t'As the terminal draws them in the reader; one cell in other commands'
1\t'One cell'
2\t'Two cells'"
complete -c kanbao -n "__fish_kanbao_using_subcommand feeds; and __fish_seen_subcommand_from import" -l line-break -d 'How strictly to break lines of Chinese and Japanese' -r -f -a "strict\t'By all rules'
basic\t'Lines may start with a dash, an iteration mark or a small kana'
none\t'Keeps only words, numbers and double marks together'"
complete -c kanbao -n "__fish_kanbao_using_subcommand feeds; and __fish_seen_subcommand_from import" -l script -d 'The characters to show Chinese text in' -r -f -a "original\t'As the author wrote it'
simplified\t'Simplified characters'
traditional\t'Traditional characters, in the forms of OpenCC'
traditional-tw\t'Traditional characters, in the forms of Taiwan'
traditional-hk\t'Traditional characters, in the forms of Hong Kong'"
complete -c kanbao -n "__fish_kanbao_using_subcommand feeds; and __fish_seen_subcommand_from import" -l typography -d 'How to typeset articles; join several with commas' -r -f -a "hanging\t'A stop at the end of a line may hang into the margin'
indent\t'Paragraphs are indented by two Han characters, without blank lines between them'
spacing\t'A space between Han and Latin letters'
optimal\t'Lines of even length in texts without Han'"
complete -c kanbao -n "__fish_kanbao_using_subcommand feeds; and __fish_seen_subcommand_from import" -l config -d 'Read this file of settings instead of the user\'s config.toml' -r -F
complete -c kanbao -n "__fish_kanbao_using_subcommand feeds; and __fish_seen_subcommand_from import" -l set -d 'Override a setting: --set reading.measure=60; may be repeated' -r
complete -c kanbao -n "__fish_kanbao_using_subcommand feeds; and __fish_seen_subcommand_from import" -l hide-future -d 'Hide posts dated after now'
complete -c kanbao -n "__fish_kanbao_using_subcommand feeds; and __fish_seen_subcommand_from import" -l naive-utc -d 'Read `YYYY-MM-DD HH:MM:SS` without a zone as UTC, like Jekyll, not as the site\'s time'
complete -c kanbao -n "__fish_kanbao_using_subcommand feeds; and __fish_seen_subcommand_from import" -l restricted -d 'Start no other programs and write only reading state, for shared accounts'
complete -c kanbao -n "__fish_kanbao_using_subcommand feeds; and __fish_seen_subcommand_from import" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c kanbao -n "__fish_kanbao_using_subcommand feeds; and __fish_seen_subcommand_from path" -s a -l archive -d 'The archive, for every subcommand' -r -F
complete -c kanbao -n "__fish_kanbao_using_subcommand feeds; and __fish_seen_subcommand_from path" -l ambiguous-width -d 'Width of ambiguous characters such as “ or …; auto: as the terminal draws them, 1 in a pipe' -r -f -a "auto\t'As the terminal draws them in the reader; one cell in other commands'
1\t'One cell'
2\t'Two cells'"
complete -c kanbao -n "__fish_kanbao_using_subcommand feeds; and __fish_seen_subcommand_from path" -l line-break -d 'How strictly to break lines of Chinese and Japanese' -r -f -a "strict\t'By all rules'
basic\t'Lines may start with a dash, an iteration mark or a small kana'
none\t'Keeps only words, numbers and double marks together'"
complete -c kanbao -n "__fish_kanbao_using_subcommand feeds; and __fish_seen_subcommand_from path" -l script -d 'The characters to show Chinese text in' -r -f -a "original\t'As the author wrote it'
simplified\t'Simplified characters'
traditional\t'Traditional characters, in the forms of OpenCC'
traditional-tw\t'Traditional characters, in the forms of Taiwan'
traditional-hk\t'Traditional characters, in the forms of Hong Kong'"
complete -c kanbao -n "__fish_kanbao_using_subcommand feeds; and __fish_seen_subcommand_from path" -l typography -d 'How to typeset articles; join several with commas' -r -f -a "hanging\t'A stop at the end of a line may hang into the margin'
indent\t'Paragraphs are indented by two Han characters, without blank lines between them'
spacing\t'A space between Han and Latin letters'
optimal\t'Lines of even length in texts without Han'"
complete -c kanbao -n "__fish_kanbao_using_subcommand feeds; and __fish_seen_subcommand_from path" -l config -d 'Read this file of settings instead of the user\'s config.toml' -r -F
complete -c kanbao -n "__fish_kanbao_using_subcommand feeds; and __fish_seen_subcommand_from path" -l set -d 'Override a setting: --set reading.measure=60; may be repeated' -r
complete -c kanbao -n "__fish_kanbao_using_subcommand feeds; and __fish_seen_subcommand_from path" -l hide-future -d 'Hide posts dated after now'
complete -c kanbao -n "__fish_kanbao_using_subcommand feeds; and __fish_seen_subcommand_from path" -l naive-utc -d 'Read `YYYY-MM-DD HH:MM:SS` without a zone as UTC, like Jekyll, not as the site\'s time'
complete -c kanbao -n "__fish_kanbao_using_subcommand feeds; and __fish_seen_subcommand_from path" -l restricted -d 'Start no other programs and write only reading state, for shared accounts'
complete -c kanbao -n "__fish_kanbao_using_subcommand feeds; and __fish_seen_subcommand_from path" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c kanbao -n "__fish_kanbao_using_subcommand feeds; and __fish_seen_subcommand_from help" -f -a "list" -d 'Print every feed: title, address, state'
complete -c kanbao -n "__fish_kanbao_using_subcommand feeds; and __fish_seen_subcommand_from help" -f -a "add" -d 'Add a feed, or the one that a web page names'
complete -c kanbao -n "__fish_kanbao_using_subcommand feeds; and __fish_seen_subcommand_from help" -f -a "import" -d 'Add the feeds of an OPML file or of newsboat\'s urls; write newsboat\'s items as posts'
complete -c kanbao -n "__fish_kanbao_using_subcommand feeds; and __fish_seen_subcommand_from help" -f -a "path" -d 'Print the path of the file of feeds'
complete -c kanbao -n "__fish_kanbao_using_subcommand feeds; and __fish_seen_subcommand_from help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c kanbao -n "__fish_kanbao_using_subcommand pull" -s a -l archive -d 'The archive, for every subcommand' -r -F
complete -c kanbao -n "__fish_kanbao_using_subcommand pull" -l ambiguous-width -d 'Width of ambiguous characters such as “ or …; auto: as the terminal draws them, 1 in a pipe' -r -f -a "auto\t'As the terminal draws them in the reader; one cell in other commands'
1\t'One cell'
2\t'Two cells'"
complete -c kanbao -n "__fish_kanbao_using_subcommand pull" -l line-break -d 'How strictly to break lines of Chinese and Japanese' -r -f -a "strict\t'By all rules'
basic\t'Lines may start with a dash, an iteration mark or a small kana'
none\t'Keeps only words, numbers and double marks together'"
complete -c kanbao -n "__fish_kanbao_using_subcommand pull" -l script -d 'The characters to show Chinese text in' -r -f -a "original\t'As the author wrote it'
simplified\t'Simplified characters'
traditional\t'Traditional characters, in the forms of OpenCC'
traditional-tw\t'Traditional characters, in the forms of Taiwan'
traditional-hk\t'Traditional characters, in the forms of Hong Kong'"
complete -c kanbao -n "__fish_kanbao_using_subcommand pull" -l typography -d 'How to typeset articles; join several with commas' -r -f -a "hanging\t'A stop at the end of a line may hang into the margin'
indent\t'Paragraphs are indented by two Han characters, without blank lines between them'
spacing\t'A space between Han and Latin letters'
optimal\t'Lines of even length in texts without Han'"
complete -c kanbao -n "__fish_kanbao_using_subcommand pull" -l config -d 'Read this file of settings instead of the user\'s config.toml' -r -F
complete -c kanbao -n "__fish_kanbao_using_subcommand pull" -l set -d 'Override a setting: --set reading.measure=60; may be repeated' -r
complete -c kanbao -n "__fish_kanbao_using_subcommand pull" -l hide-future -d 'Hide posts dated after now'
complete -c kanbao -n "__fish_kanbao_using_subcommand pull" -l naive-utc -d 'Read `YYYY-MM-DD HH:MM:SS` without a zone as UTC, like Jekyll, not as the site\'s time'
complete -c kanbao -n "__fish_kanbao_using_subcommand pull" -l restricted -d 'Start no other programs and write only reading state, for shared accounts'
complete -c kanbao -n "__fish_kanbao_using_subcommand pull" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c kanbao -n "__fish_kanbao_using_subcommand config; and not __fish_seen_subcommand_from path show default help" -s a -l archive -d 'The archive, for every subcommand' -r -F
complete -c kanbao -n "__fish_kanbao_using_subcommand config; and not __fish_seen_subcommand_from path show default help" -l ambiguous-width -d 'Width of ambiguous characters such as “ or …; auto: as the terminal draws them, 1 in a pipe' -r -f -a "auto\t'As the terminal draws them in the reader; one cell in other commands'
1\t'One cell'
2\t'Two cells'"
complete -c kanbao -n "__fish_kanbao_using_subcommand config; and not __fish_seen_subcommand_from path show default help" -l line-break -d 'How strictly to break lines of Chinese and Japanese' -r -f -a "strict\t'By all rules'
basic\t'Lines may start with a dash, an iteration mark or a small kana'
none\t'Keeps only words, numbers and double marks together'"
complete -c kanbao -n "__fish_kanbao_using_subcommand config; and not __fish_seen_subcommand_from path show default help" -l script -d 'The characters to show Chinese text in' -r -f -a "original\t'As the author wrote it'
simplified\t'Simplified characters'
traditional\t'Traditional characters, in the forms of OpenCC'
traditional-tw\t'Traditional characters, in the forms of Taiwan'
traditional-hk\t'Traditional characters, in the forms of Hong Kong'"
complete -c kanbao -n "__fish_kanbao_using_subcommand config; and not __fish_seen_subcommand_from path show default help" -l typography -d 'How to typeset articles; join several with commas' -r -f -a "hanging\t'A stop at the end of a line may hang into the margin'
indent\t'Paragraphs are indented by two Han characters, without blank lines between them'
spacing\t'A space between Han and Latin letters'
optimal\t'Lines of even length in texts without Han'"
complete -c kanbao -n "__fish_kanbao_using_subcommand config; and not __fish_seen_subcommand_from path show default help" -l config -d 'Read this file of settings instead of the user\'s config.toml' -r -F
complete -c kanbao -n "__fish_kanbao_using_subcommand config; and not __fish_seen_subcommand_from path show default help" -l set -d 'Override a setting: --set reading.measure=60; may be repeated' -r
complete -c kanbao -n "__fish_kanbao_using_subcommand config; and not __fish_seen_subcommand_from path show default help" -l hide-future -d 'Hide posts dated after now'
complete -c kanbao -n "__fish_kanbao_using_subcommand config; and not __fish_seen_subcommand_from path show default help" -l naive-utc -d 'Read `YYYY-MM-DD HH:MM:SS` without a zone as UTC, like Jekyll, not as the site\'s time'
complete -c kanbao -n "__fish_kanbao_using_subcommand config; and not __fish_seen_subcommand_from path show default help" -l restricted -d 'Start no other programs and write only reading state, for shared accounts'
complete -c kanbao -n "__fish_kanbao_using_subcommand config; and not __fish_seen_subcommand_from path show default help" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c kanbao -n "__fish_kanbao_using_subcommand config; and not __fish_seen_subcommand_from path show default help" -f -a "path" -d 'Print the paths of all config files, and which are missing'
complete -c kanbao -n "__fish_kanbao_using_subcommand config; and not __fish_seen_subcommand_from path show default help" -f -a "show" -d 'Print every setting and its value as TOML'
complete -c kanbao -n "__fish_kanbao_using_subcommand config; and not __fish_seen_subcommand_from path show default help" -f -a "default" -d 'Print a config.toml with every setting, its default and its meaning'
complete -c kanbao -n "__fish_kanbao_using_subcommand config; and not __fish_seen_subcommand_from path show default help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c kanbao -n "__fish_kanbao_using_subcommand config; and __fish_seen_subcommand_from path" -s a -l archive -d 'The archive, for every subcommand' -r -F
complete -c kanbao -n "__fish_kanbao_using_subcommand config; and __fish_seen_subcommand_from path" -l ambiguous-width -d 'Width of ambiguous characters such as “ or …; auto: as the terminal draws them, 1 in a pipe' -r -f -a "auto\t'As the terminal draws them in the reader; one cell in other commands'
1\t'One cell'
2\t'Two cells'"
complete -c kanbao -n "__fish_kanbao_using_subcommand config; and __fish_seen_subcommand_from path" -l line-break -d 'How strictly to break lines of Chinese and Japanese' -r -f -a "strict\t'By all rules'
basic\t'Lines may start with a dash, an iteration mark or a small kana'
none\t'Keeps only words, numbers and double marks together'"
complete -c kanbao -n "__fish_kanbao_using_subcommand config; and __fish_seen_subcommand_from path" -l script -d 'The characters to show Chinese text in' -r -f -a "original\t'As the author wrote it'
simplified\t'Simplified characters'
traditional\t'Traditional characters, in the forms of OpenCC'
traditional-tw\t'Traditional characters, in the forms of Taiwan'
traditional-hk\t'Traditional characters, in the forms of Hong Kong'"
complete -c kanbao -n "__fish_kanbao_using_subcommand config; and __fish_seen_subcommand_from path" -l typography -d 'How to typeset articles; join several with commas' -r -f -a "hanging\t'A stop at the end of a line may hang into the margin'
indent\t'Paragraphs are indented by two Han characters, without blank lines between them'
spacing\t'A space between Han and Latin letters'
optimal\t'Lines of even length in texts without Han'"
complete -c kanbao -n "__fish_kanbao_using_subcommand config; and __fish_seen_subcommand_from path" -l config -d 'Read this file of settings instead of the user\'s config.toml' -r -F
complete -c kanbao -n "__fish_kanbao_using_subcommand config; and __fish_seen_subcommand_from path" -l set -d 'Override a setting: --set reading.measure=60; may be repeated' -r
complete -c kanbao -n "__fish_kanbao_using_subcommand config; and __fish_seen_subcommand_from path" -l hide-future -d 'Hide posts dated after now'
complete -c kanbao -n "__fish_kanbao_using_subcommand config; and __fish_seen_subcommand_from path" -l naive-utc -d 'Read `YYYY-MM-DD HH:MM:SS` without a zone as UTC, like Jekyll, not as the site\'s time'
complete -c kanbao -n "__fish_kanbao_using_subcommand config; and __fish_seen_subcommand_from path" -l restricted -d 'Start no other programs and write only reading state, for shared accounts'
complete -c kanbao -n "__fish_kanbao_using_subcommand config; and __fish_seen_subcommand_from path" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c kanbao -n "__fish_kanbao_using_subcommand config; and __fish_seen_subcommand_from show" -s a -l archive -d 'The archive, for every subcommand' -r -F
complete -c kanbao -n "__fish_kanbao_using_subcommand config; and __fish_seen_subcommand_from show" -l ambiguous-width -d 'Width of ambiguous characters such as “ or …; auto: as the terminal draws them, 1 in a pipe' -r -f -a "auto\t'As the terminal draws them in the reader; one cell in other commands'
1\t'One cell'
2\t'Two cells'"
complete -c kanbao -n "__fish_kanbao_using_subcommand config; and __fish_seen_subcommand_from show" -l line-break -d 'How strictly to break lines of Chinese and Japanese' -r -f -a "strict\t'By all rules'
basic\t'Lines may start with a dash, an iteration mark or a small kana'
none\t'Keeps only words, numbers and double marks together'"
complete -c kanbao -n "__fish_kanbao_using_subcommand config; and __fish_seen_subcommand_from show" -l script -d 'The characters to show Chinese text in' -r -f -a "original\t'As the author wrote it'
simplified\t'Simplified characters'
traditional\t'Traditional characters, in the forms of OpenCC'
traditional-tw\t'Traditional characters, in the forms of Taiwan'
traditional-hk\t'Traditional characters, in the forms of Hong Kong'"
complete -c kanbao -n "__fish_kanbao_using_subcommand config; and __fish_seen_subcommand_from show" -l typography -d 'How to typeset articles; join several with commas' -r -f -a "hanging\t'A stop at the end of a line may hang into the margin'
indent\t'Paragraphs are indented by two Han characters, without blank lines between them'
spacing\t'A space between Han and Latin letters'
optimal\t'Lines of even length in texts without Han'"
complete -c kanbao -n "__fish_kanbao_using_subcommand config; and __fish_seen_subcommand_from show" -l config -d 'Read this file of settings instead of the user\'s config.toml' -r -F
complete -c kanbao -n "__fish_kanbao_using_subcommand config; and __fish_seen_subcommand_from show" -l set -d 'Override a setting: --set reading.measure=60; may be repeated' -r
complete -c kanbao -n "__fish_kanbao_using_subcommand config; and __fish_seen_subcommand_from show" -l origin -d 'Print where each value comes from'
complete -c kanbao -n "__fish_kanbao_using_subcommand config; and __fish_seen_subcommand_from show" -l hide-future -d 'Hide posts dated after now'
complete -c kanbao -n "__fish_kanbao_using_subcommand config; and __fish_seen_subcommand_from show" -l naive-utc -d 'Read `YYYY-MM-DD HH:MM:SS` without a zone as UTC, like Jekyll, not as the site\'s time'
complete -c kanbao -n "__fish_kanbao_using_subcommand config; and __fish_seen_subcommand_from show" -l restricted -d 'Start no other programs and write only reading state, for shared accounts'
complete -c kanbao -n "__fish_kanbao_using_subcommand config; and __fish_seen_subcommand_from show" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c kanbao -n "__fish_kanbao_using_subcommand config; and __fish_seen_subcommand_from default" -s a -l archive -d 'The archive, for every subcommand' -r -F
complete -c kanbao -n "__fish_kanbao_using_subcommand config; and __fish_seen_subcommand_from default" -l ambiguous-width -d 'Width of ambiguous characters such as “ or …; auto: as the terminal draws them, 1 in a pipe' -r -f -a "auto\t'As the terminal draws them in the reader; one cell in other commands'
1\t'One cell'
2\t'Two cells'"
complete -c kanbao -n "__fish_kanbao_using_subcommand config; and __fish_seen_subcommand_from default" -l line-break -d 'How strictly to break lines of Chinese and Japanese' -r -f -a "strict\t'By all rules'
basic\t'Lines may start with a dash, an iteration mark or a small kana'
none\t'Keeps only words, numbers and double marks together'"
complete -c kanbao -n "__fish_kanbao_using_subcommand config; and __fish_seen_subcommand_from default" -l script -d 'The characters to show Chinese text in' -r -f -a "original\t'As the author wrote it'
simplified\t'Simplified characters'
traditional\t'Traditional characters, in the forms of OpenCC'
traditional-tw\t'Traditional characters, in the forms of Taiwan'
traditional-hk\t'Traditional characters, in the forms of Hong Kong'"
complete -c kanbao -n "__fish_kanbao_using_subcommand config; and __fish_seen_subcommand_from default" -l typography -d 'How to typeset articles; join several with commas' -r -f -a "hanging\t'A stop at the end of a line may hang into the margin'
indent\t'Paragraphs are indented by two Han characters, without blank lines between them'
spacing\t'A space between Han and Latin letters'
optimal\t'Lines of even length in texts without Han'"
complete -c kanbao -n "__fish_kanbao_using_subcommand config; and __fish_seen_subcommand_from default" -l config -d 'Read this file of settings instead of the user\'s config.toml' -r -F
complete -c kanbao -n "__fish_kanbao_using_subcommand config; and __fish_seen_subcommand_from default" -l set -d 'Override a setting: --set reading.measure=60; may be repeated' -r
complete -c kanbao -n "__fish_kanbao_using_subcommand config; and __fish_seen_subcommand_from default" -l hide-future -d 'Hide posts dated after now'
complete -c kanbao -n "__fish_kanbao_using_subcommand config; and __fish_seen_subcommand_from default" -l naive-utc -d 'Read `YYYY-MM-DD HH:MM:SS` without a zone as UTC, like Jekyll, not as the site\'s time'
complete -c kanbao -n "__fish_kanbao_using_subcommand config; and __fish_seen_subcommand_from default" -l restricted -d 'Start no other programs and write only reading state, for shared accounts'
complete -c kanbao -n "__fish_kanbao_using_subcommand config; and __fish_seen_subcommand_from default" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c kanbao -n "__fish_kanbao_using_subcommand config; and __fish_seen_subcommand_from help" -f -a "path" -d 'Print the paths of all config files, and which are missing'
complete -c kanbao -n "__fish_kanbao_using_subcommand config; and __fish_seen_subcommand_from help" -f -a "show" -d 'Print every setting and its value as TOML'
complete -c kanbao -n "__fish_kanbao_using_subcommand config; and __fish_seen_subcommand_from help" -f -a "default" -d 'Print a config.toml with every setting, its default and its meaning'
complete -c kanbao -n "__fish_kanbao_using_subcommand config; and __fish_seen_subcommand_from help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c kanbao -n "__fish_kanbao_using_subcommand tag" -s q -l query -d 'The posts: those that a query finds; see Queries in `kanbao list --help`' -r
complete -c kanbao -n "__fish_kanbao_using_subcommand tag" -s a -l archive -d 'The archive, for every subcommand' -r -F
complete -c kanbao -n "__fish_kanbao_using_subcommand tag" -l ambiguous-width -d 'Width of ambiguous characters such as “ or …; auto: as the terminal draws them, 1 in a pipe' -r -f -a "auto\t'As the terminal draws them in the reader; one cell in other commands'
1\t'One cell'
2\t'Two cells'"
complete -c kanbao -n "__fish_kanbao_using_subcommand tag" -l line-break -d 'How strictly to break lines of Chinese and Japanese' -r -f -a "strict\t'By all rules'
basic\t'Lines may start with a dash, an iteration mark or a small kana'
none\t'Keeps only words, numbers and double marks together'"
complete -c kanbao -n "__fish_kanbao_using_subcommand tag" -l script -d 'The characters to show Chinese text in' -r -f -a "original\t'As the author wrote it'
simplified\t'Simplified characters'
traditional\t'Traditional characters, in the forms of OpenCC'
traditional-tw\t'Traditional characters, in the forms of Taiwan'
traditional-hk\t'Traditional characters, in the forms of Hong Kong'"
complete -c kanbao -n "__fish_kanbao_using_subcommand tag" -l typography -d 'How to typeset articles; join several with commas' -r -f -a "hanging\t'A stop at the end of a line may hang into the margin'
indent\t'Paragraphs are indented by two Han characters, without blank lines between them'
spacing\t'A space between Han and Latin letters'
optimal\t'Lines of even length in texts without Han'"
complete -c kanbao -n "__fish_kanbao_using_subcommand tag" -l config -d 'Read this file of settings instead of the user\'s config.toml' -r -F
complete -c kanbao -n "__fish_kanbao_using_subcommand tag" -l set -d 'Override a setting: --set reading.measure=60; may be repeated' -r
complete -c kanbao -n "__fish_kanbao_using_subcommand tag" -l all -d 'Include drafts, unpublished and excluded posts'
complete -c kanbao -n "__fish_kanbao_using_subcommand tag" -l no-store -d 'Read every file, as if nothing were indexed'
complete -c kanbao -n "__fish_kanbao_using_subcommand tag" -l dry-run -d 'Print what would change, and change nothing'
complete -c kanbao -n "__fish_kanbao_using_subcommand tag" -l hide-future -d 'Hide posts dated after now'
complete -c kanbao -n "__fish_kanbao_using_subcommand tag" -l naive-utc -d 'Read `YYYY-MM-DD HH:MM:SS` without a zone as UTC, like Jekyll, not as the site\'s time'
complete -c kanbao -n "__fish_kanbao_using_subcommand tag" -l restricted -d 'Start no other programs and write only reading state, for shared accounts'
complete -c kanbao -n "__fish_kanbao_using_subcommand tag" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c kanbao -n "__fish_kanbao_using_subcommand highlights" -s q -l query -d 'Only posts that a query finds; see Queries in `kanbao list --help`' -r
complete -c kanbao -n "__fish_kanbao_using_subcommand highlights" -l format -d 'Output format' -r -f -a "markdown\t'Quotations under the titles of their posts, which are links'
jsonl\t'One object per line'"
complete -c kanbao -n "__fish_kanbao_using_subcommand highlights" -s a -l archive -d 'The archive, for every subcommand' -r -F
complete -c kanbao -n "__fish_kanbao_using_subcommand highlights" -l ambiguous-width -d 'Width of ambiguous characters such as “ or …; auto: as the terminal draws them, 1 in a pipe' -r -f -a "auto\t'As the terminal draws them in the reader; one cell in other commands'
1\t'One cell'
2\t'Two cells'"
complete -c kanbao -n "__fish_kanbao_using_subcommand highlights" -l line-break -d 'How strictly to break lines of Chinese and Japanese' -r -f -a "strict\t'By all rules'
basic\t'Lines may start with a dash, an iteration mark or a small kana'
none\t'Keeps only words, numbers and double marks together'"
complete -c kanbao -n "__fish_kanbao_using_subcommand highlights" -l script -d 'The characters to show Chinese text in' -r -f -a "original\t'As the author wrote it'
simplified\t'Simplified characters'
traditional\t'Traditional characters, in the forms of OpenCC'
traditional-tw\t'Traditional characters, in the forms of Taiwan'
traditional-hk\t'Traditional characters, in the forms of Hong Kong'"
complete -c kanbao -n "__fish_kanbao_using_subcommand highlights" -l typography -d 'How to typeset articles; join several with commas' -r -f -a "hanging\t'A stop at the end of a line may hang into the margin'
indent\t'Paragraphs are indented by two Han characters, without blank lines between them'
spacing\t'A space between Han and Latin letters'
optimal\t'Lines of even length in texts without Han'"
complete -c kanbao -n "__fish_kanbao_using_subcommand highlights" -l config -d 'Read this file of settings instead of the user\'s config.toml' -r -F
complete -c kanbao -n "__fish_kanbao_using_subcommand highlights" -l set -d 'Override a setting: --set reading.measure=60; may be repeated' -r
complete -c kanbao -n "__fish_kanbao_using_subcommand highlights" -l all -d 'Include drafts, unpublished and excluded posts'
complete -c kanbao -n "__fish_kanbao_using_subcommand highlights" -l no-store -d 'Read every file, as if nothing were indexed'
complete -c kanbao -n "__fish_kanbao_using_subcommand highlights" -l hide-future -d 'Hide posts dated after now'
complete -c kanbao -n "__fish_kanbao_using_subcommand highlights" -l naive-utc -d 'Read `YYYY-MM-DD HH:MM:SS` without a zone as UTC, like Jekyll, not as the site\'s time'
complete -c kanbao -n "__fish_kanbao_using_subcommand highlights" -l restricted -d 'Start no other programs and write only reading state, for shared accounts'
complete -c kanbao -n "__fish_kanbao_using_subcommand highlights" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c kanbao -n "__fish_kanbao_using_subcommand state; and not __fish_seen_subcommand_from export import path help" -s a -l archive -d 'The archive, for every subcommand' -r -F
complete -c kanbao -n "__fish_kanbao_using_subcommand state; and not __fish_seen_subcommand_from export import path help" -l ambiguous-width -d 'Width of ambiguous characters such as “ or …; auto: as the terminal draws them, 1 in a pipe' -r -f -a "auto\t'As the terminal draws them in the reader; one cell in other commands'
1\t'One cell'
2\t'Two cells'"
complete -c kanbao -n "__fish_kanbao_using_subcommand state; and not __fish_seen_subcommand_from export import path help" -l line-break -d 'How strictly to break lines of Chinese and Japanese' -r -f -a "strict\t'By all rules'
basic\t'Lines may start with a dash, an iteration mark or a small kana'
none\t'Keeps only words, numbers and double marks together'"
complete -c kanbao -n "__fish_kanbao_using_subcommand state; and not __fish_seen_subcommand_from export import path help" -l script -d 'The characters to show Chinese text in' -r -f -a "original\t'As the author wrote it'
simplified\t'Simplified characters'
traditional\t'Traditional characters, in the forms of OpenCC'
traditional-tw\t'Traditional characters, in the forms of Taiwan'
traditional-hk\t'Traditional characters, in the forms of Hong Kong'"
complete -c kanbao -n "__fish_kanbao_using_subcommand state; and not __fish_seen_subcommand_from export import path help" -l typography -d 'How to typeset articles; join several with commas' -r -f -a "hanging\t'A stop at the end of a line may hang into the margin'
indent\t'Paragraphs are indented by two Han characters, without blank lines between them'
spacing\t'A space between Han and Latin letters'
optimal\t'Lines of even length in texts without Han'"
complete -c kanbao -n "__fish_kanbao_using_subcommand state; and not __fish_seen_subcommand_from export import path help" -l config -d 'Read this file of settings instead of the user\'s config.toml' -r -F
complete -c kanbao -n "__fish_kanbao_using_subcommand state; and not __fish_seen_subcommand_from export import path help" -l set -d 'Override a setting: --set reading.measure=60; may be repeated' -r
complete -c kanbao -n "__fish_kanbao_using_subcommand state; and not __fish_seen_subcommand_from export import path help" -l hide-future -d 'Hide posts dated after now'
complete -c kanbao -n "__fish_kanbao_using_subcommand state; and not __fish_seen_subcommand_from export import path help" -l naive-utc -d 'Read `YYYY-MM-DD HH:MM:SS` without a zone as UTC, like Jekyll, not as the site\'s time'
complete -c kanbao -n "__fish_kanbao_using_subcommand state; and not __fish_seen_subcommand_from export import path help" -l restricted -d 'Start no other programs and write only reading state, for shared accounts'
complete -c kanbao -n "__fish_kanbao_using_subcommand state; and not __fish_seen_subcommand_from export import path help" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c kanbao -n "__fish_kanbao_using_subcommand state; and not __fish_seen_subcommand_from export import path help" -f -a "export" -d 'Print every current record, one JSON object per line'
complete -c kanbao -n "__fish_kanbao_using_subcommand state; and not __fish_seen_subcommand_from export import path help" -f -a "import" -d 'Add the records of an export, from this machine or another; later records win'
complete -c kanbao -n "__fish_kanbao_using_subcommand state; and not __fish_seen_subcommand_from export import path help" -f -a "path" -d 'Print the folder of the archive\'s state'
complete -c kanbao -n "__fish_kanbao_using_subcommand state; and not __fish_seen_subcommand_from export import path help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c kanbao -n "__fish_kanbao_using_subcommand state; and __fish_seen_subcommand_from export" -s a -l archive -d 'The archive, for every subcommand' -r -F
complete -c kanbao -n "__fish_kanbao_using_subcommand state; and __fish_seen_subcommand_from export" -l ambiguous-width -d 'Width of ambiguous characters such as “ or …; auto: as the terminal draws them, 1 in a pipe' -r -f -a "auto\t'As the terminal draws them in the reader; one cell in other commands'
1\t'One cell'
2\t'Two cells'"
complete -c kanbao -n "__fish_kanbao_using_subcommand state; and __fish_seen_subcommand_from export" -l line-break -d 'How strictly to break lines of Chinese and Japanese' -r -f -a "strict\t'By all rules'
basic\t'Lines may start with a dash, an iteration mark or a small kana'
none\t'Keeps only words, numbers and double marks together'"
complete -c kanbao -n "__fish_kanbao_using_subcommand state; and __fish_seen_subcommand_from export" -l script -d 'The characters to show Chinese text in' -r -f -a "original\t'As the author wrote it'
simplified\t'Simplified characters'
traditional\t'Traditional characters, in the forms of OpenCC'
traditional-tw\t'Traditional characters, in the forms of Taiwan'
traditional-hk\t'Traditional characters, in the forms of Hong Kong'"
complete -c kanbao -n "__fish_kanbao_using_subcommand state; and __fish_seen_subcommand_from export" -l typography -d 'How to typeset articles; join several with commas' -r -f -a "hanging\t'A stop at the end of a line may hang into the margin'
indent\t'Paragraphs are indented by two Han characters, without blank lines between them'
spacing\t'A space between Han and Latin letters'
optimal\t'Lines of even length in texts without Han'"
complete -c kanbao -n "__fish_kanbao_using_subcommand state; and __fish_seen_subcommand_from export" -l config -d 'Read this file of settings instead of the user\'s config.toml' -r -F
complete -c kanbao -n "__fish_kanbao_using_subcommand state; and __fish_seen_subcommand_from export" -l set -d 'Override a setting: --set reading.measure=60; may be repeated' -r
complete -c kanbao -n "__fish_kanbao_using_subcommand state; and __fish_seen_subcommand_from export" -l hide-future -d 'Hide posts dated after now'
complete -c kanbao -n "__fish_kanbao_using_subcommand state; and __fish_seen_subcommand_from export" -l naive-utc -d 'Read `YYYY-MM-DD HH:MM:SS` without a zone as UTC, like Jekyll, not as the site\'s time'
complete -c kanbao -n "__fish_kanbao_using_subcommand state; and __fish_seen_subcommand_from export" -l restricted -d 'Start no other programs and write only reading state, for shared accounts'
complete -c kanbao -n "__fish_kanbao_using_subcommand state; and __fish_seen_subcommand_from export" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c kanbao -n "__fish_kanbao_using_subcommand state; and __fish_seen_subcommand_from import" -s a -l archive -d 'The archive, for every subcommand' -r -F
complete -c kanbao -n "__fish_kanbao_using_subcommand state; and __fish_seen_subcommand_from import" -l ambiguous-width -d 'Width of ambiguous characters such as “ or …; auto: as the terminal draws them, 1 in a pipe' -r -f -a "auto\t'As the terminal draws them in the reader; one cell in other commands'
1\t'One cell'
2\t'Two cells'"
complete -c kanbao -n "__fish_kanbao_using_subcommand state; and __fish_seen_subcommand_from import" -l line-break -d 'How strictly to break lines of Chinese and Japanese' -r -f -a "strict\t'By all rules'
basic\t'Lines may start with a dash, an iteration mark or a small kana'
none\t'Keeps only words, numbers and double marks together'"
complete -c kanbao -n "__fish_kanbao_using_subcommand state; and __fish_seen_subcommand_from import" -l script -d 'The characters to show Chinese text in' -r -f -a "original\t'As the author wrote it'
simplified\t'Simplified characters'
traditional\t'Traditional characters, in the forms of OpenCC'
traditional-tw\t'Traditional characters, in the forms of Taiwan'
traditional-hk\t'Traditional characters, in the forms of Hong Kong'"
complete -c kanbao -n "__fish_kanbao_using_subcommand state; and __fish_seen_subcommand_from import" -l typography -d 'How to typeset articles; join several with commas' -r -f -a "hanging\t'A stop at the end of a line may hang into the margin'
indent\t'Paragraphs are indented by two Han characters, without blank lines between them'
spacing\t'A space between Han and Latin letters'
optimal\t'Lines of even length in texts without Han'"
complete -c kanbao -n "__fish_kanbao_using_subcommand state; and __fish_seen_subcommand_from import" -l config -d 'Read this file of settings instead of the user\'s config.toml' -r -F
complete -c kanbao -n "__fish_kanbao_using_subcommand state; and __fish_seen_subcommand_from import" -l set -d 'Override a setting: --set reading.measure=60; may be repeated' -r
complete -c kanbao -n "__fish_kanbao_using_subcommand state; and __fish_seen_subcommand_from import" -l hide-future -d 'Hide posts dated after now'
complete -c kanbao -n "__fish_kanbao_using_subcommand state; and __fish_seen_subcommand_from import" -l naive-utc -d 'Read `YYYY-MM-DD HH:MM:SS` without a zone as UTC, like Jekyll, not as the site\'s time'
complete -c kanbao -n "__fish_kanbao_using_subcommand state; and __fish_seen_subcommand_from import" -l restricted -d 'Start no other programs and write only reading state, for shared accounts'
complete -c kanbao -n "__fish_kanbao_using_subcommand state; and __fish_seen_subcommand_from import" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c kanbao -n "__fish_kanbao_using_subcommand state; and __fish_seen_subcommand_from path" -s a -l archive -d 'The archive, for every subcommand' -r -F
complete -c kanbao -n "__fish_kanbao_using_subcommand state; and __fish_seen_subcommand_from path" -l ambiguous-width -d 'Width of ambiguous characters such as “ or …; auto: as the terminal draws them, 1 in a pipe' -r -f -a "auto\t'As the terminal draws them in the reader; one cell in other commands'
1\t'One cell'
2\t'Two cells'"
complete -c kanbao -n "__fish_kanbao_using_subcommand state; and __fish_seen_subcommand_from path" -l line-break -d 'How strictly to break lines of Chinese and Japanese' -r -f -a "strict\t'By all rules'
basic\t'Lines may start with a dash, an iteration mark or a small kana'
none\t'Keeps only words, numbers and double marks together'"
complete -c kanbao -n "__fish_kanbao_using_subcommand state; and __fish_seen_subcommand_from path" -l script -d 'The characters to show Chinese text in' -r -f -a "original\t'As the author wrote it'
simplified\t'Simplified characters'
traditional\t'Traditional characters, in the forms of OpenCC'
traditional-tw\t'Traditional characters, in the forms of Taiwan'
traditional-hk\t'Traditional characters, in the forms of Hong Kong'"
complete -c kanbao -n "__fish_kanbao_using_subcommand state; and __fish_seen_subcommand_from path" -l typography -d 'How to typeset articles; join several with commas' -r -f -a "hanging\t'A stop at the end of a line may hang into the margin'
indent\t'Paragraphs are indented by two Han characters, without blank lines between them'
spacing\t'A space between Han and Latin letters'
optimal\t'Lines of even length in texts without Han'"
complete -c kanbao -n "__fish_kanbao_using_subcommand state; and __fish_seen_subcommand_from path" -l config -d 'Read this file of settings instead of the user\'s config.toml' -r -F
complete -c kanbao -n "__fish_kanbao_using_subcommand state; and __fish_seen_subcommand_from path" -l set -d 'Override a setting: --set reading.measure=60; may be repeated' -r
complete -c kanbao -n "__fish_kanbao_using_subcommand state; and __fish_seen_subcommand_from path" -l hide-future -d 'Hide posts dated after now'
complete -c kanbao -n "__fish_kanbao_using_subcommand state; and __fish_seen_subcommand_from path" -l naive-utc -d 'Read `YYYY-MM-DD HH:MM:SS` without a zone as UTC, like Jekyll, not as the site\'s time'
complete -c kanbao -n "__fish_kanbao_using_subcommand state; and __fish_seen_subcommand_from path" -l restricted -d 'Start no other programs and write only reading state, for shared accounts'
complete -c kanbao -n "__fish_kanbao_using_subcommand state; and __fish_seen_subcommand_from path" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c kanbao -n "__fish_kanbao_using_subcommand state; and __fish_seen_subcommand_from help" -f -a "export" -d 'Print every current record, one JSON object per line'
complete -c kanbao -n "__fish_kanbao_using_subcommand state; and __fish_seen_subcommand_from help" -f -a "import" -d 'Add the records of an export, from this machine or another; later records win'
complete -c kanbao -n "__fish_kanbao_using_subcommand state; and __fish_seen_subcommand_from help" -f -a "path" -d 'Print the folder of the archive\'s state'
complete -c kanbao -n "__fish_kanbao_using_subcommand state; and __fish_seen_subcommand_from help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c kanbao -n "__fish_kanbao_using_subcommand doctor" -s a -l archive -d 'The archive, for every subcommand' -r -F
complete -c kanbao -n "__fish_kanbao_using_subcommand doctor" -l ambiguous-width -d 'Width of ambiguous characters such as “ or …; auto: as the terminal draws them, 1 in a pipe' -r -f -a "auto\t'As the terminal draws them in the reader; one cell in other commands'
1\t'One cell'
2\t'Two cells'"
complete -c kanbao -n "__fish_kanbao_using_subcommand doctor" -l line-break -d 'How strictly to break lines of Chinese and Japanese' -r -f -a "strict\t'By all rules'
basic\t'Lines may start with a dash, an iteration mark or a small kana'
none\t'Keeps only words, numbers and double marks together'"
complete -c kanbao -n "__fish_kanbao_using_subcommand doctor" -l script -d 'The characters to show Chinese text in' -r -f -a "original\t'As the author wrote it'
simplified\t'Simplified characters'
traditional\t'Traditional characters, in the forms of OpenCC'
traditional-tw\t'Traditional characters, in the forms of Taiwan'
traditional-hk\t'Traditional characters, in the forms of Hong Kong'"
complete -c kanbao -n "__fish_kanbao_using_subcommand doctor" -l typography -d 'How to typeset articles; join several with commas' -r -f -a "hanging\t'A stop at the end of a line may hang into the margin'
indent\t'Paragraphs are indented by two Han characters, without blank lines between them'
spacing\t'A space between Han and Latin letters'
optimal\t'Lines of even length in texts without Han'"
complete -c kanbao -n "__fish_kanbao_using_subcommand doctor" -l config -d 'Read this file of settings instead of the user\'s config.toml' -r -F
complete -c kanbao -n "__fish_kanbao_using_subcommand doctor" -l set -d 'Override a setting: --set reading.measure=60; may be repeated' -r
complete -c kanbao -n "__fish_kanbao_using_subcommand doctor" -l hide-future -d 'Hide posts dated after now'
complete -c kanbao -n "__fish_kanbao_using_subcommand doctor" -l naive-utc -d 'Read `YYYY-MM-DD HH:MM:SS` without a zone as UTC, like Jekyll, not as the site\'s time'
complete -c kanbao -n "__fish_kanbao_using_subcommand doctor" -l restricted -d 'Start no other programs and write only reading state, for shared accounts'
complete -c kanbao -n "__fish_kanbao_using_subcommand doctor" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c kanbao -n "__fish_kanbao_using_subcommand completions" -s a -l archive -d 'The archive, for every subcommand' -r -F
complete -c kanbao -n "__fish_kanbao_using_subcommand completions" -l ambiguous-width -d 'Width of ambiguous characters such as “ or …; auto: as the terminal draws them, 1 in a pipe' -r -f -a "auto\t'As the terminal draws them in the reader; one cell in other commands'
1\t'One cell'
2\t'Two cells'"
complete -c kanbao -n "__fish_kanbao_using_subcommand completions" -l line-break -d 'How strictly to break lines of Chinese and Japanese' -r -f -a "strict\t'By all rules'
basic\t'Lines may start with a dash, an iteration mark or a small kana'
none\t'Keeps only words, numbers and double marks together'"
complete -c kanbao -n "__fish_kanbao_using_subcommand completions" -l script -d 'The characters to show Chinese text in' -r -f -a "original\t'As the author wrote it'
simplified\t'Simplified characters'
traditional\t'Traditional characters, in the forms of OpenCC'
traditional-tw\t'Traditional characters, in the forms of Taiwan'
traditional-hk\t'Traditional characters, in the forms of Hong Kong'"
complete -c kanbao -n "__fish_kanbao_using_subcommand completions" -l typography -d 'How to typeset articles; join several with commas' -r -f -a "hanging\t'A stop at the end of a line may hang into the margin'
indent\t'Paragraphs are indented by two Han characters, without blank lines between them'
spacing\t'A space between Han and Latin letters'
optimal\t'Lines of even length in texts without Han'"
complete -c kanbao -n "__fish_kanbao_using_subcommand completions" -l config -d 'Read this file of settings instead of the user\'s config.toml' -r -F
complete -c kanbao -n "__fish_kanbao_using_subcommand completions" -l set -d 'Override a setting: --set reading.measure=60; may be repeated' -r
complete -c kanbao -n "__fish_kanbao_using_subcommand completions" -l hide-future -d 'Hide posts dated after now'
complete -c kanbao -n "__fish_kanbao_using_subcommand completions" -l naive-utc -d 'Read `YYYY-MM-DD HH:MM:SS` without a zone as UTC, like Jekyll, not as the site\'s time'
complete -c kanbao -n "__fish_kanbao_using_subcommand completions" -l restricted -d 'Start no other programs and write only reading state, for shared accounts'
complete -c kanbao -n "__fish_kanbao_using_subcommand completions" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c kanbao -n "__fish_kanbao_using_subcommand man" -s a -l archive -d 'The archive, for every subcommand' -r -F
complete -c kanbao -n "__fish_kanbao_using_subcommand man" -l ambiguous-width -d 'Width of ambiguous characters such as “ or …; auto: as the terminal draws them, 1 in a pipe' -r -f -a "auto\t'As the terminal draws them in the reader; one cell in other commands'
1\t'One cell'
2\t'Two cells'"
complete -c kanbao -n "__fish_kanbao_using_subcommand man" -l line-break -d 'How strictly to break lines of Chinese and Japanese' -r -f -a "strict\t'By all rules'
basic\t'Lines may start with a dash, an iteration mark or a small kana'
none\t'Keeps only words, numbers and double marks together'"
complete -c kanbao -n "__fish_kanbao_using_subcommand man" -l script -d 'The characters to show Chinese text in' -r -f -a "original\t'As the author wrote it'
simplified\t'Simplified characters'
traditional\t'Traditional characters, in the forms of OpenCC'
traditional-tw\t'Traditional characters, in the forms of Taiwan'
traditional-hk\t'Traditional characters, in the forms of Hong Kong'"
complete -c kanbao -n "__fish_kanbao_using_subcommand man" -l typography -d 'How to typeset articles; join several with commas' -r -f -a "hanging\t'A stop at the end of a line may hang into the margin'
indent\t'Paragraphs are indented by two Han characters, without blank lines between them'
spacing\t'A space between Han and Latin letters'
optimal\t'Lines of even length in texts without Han'"
complete -c kanbao -n "__fish_kanbao_using_subcommand man" -l config -d 'Read this file of settings instead of the user\'s config.toml' -r -F
complete -c kanbao -n "__fish_kanbao_using_subcommand man" -l set -d 'Override a setting: --set reading.measure=60; may be repeated' -r
complete -c kanbao -n "__fish_kanbao_using_subcommand man" -l hide-future -d 'Hide posts dated after now'
complete -c kanbao -n "__fish_kanbao_using_subcommand man" -l naive-utc -d 'Read `YYYY-MM-DD HH:MM:SS` without a zone as UTC, like Jekyll, not as the site\'s time'
complete -c kanbao -n "__fish_kanbao_using_subcommand man" -l restricted -d 'Start no other programs and write only reading state, for shared accounts'
complete -c kanbao -n "__fish_kanbao_using_subcommand man" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c kanbao -n "__fish_kanbao_using_subcommand help; and not __fish_seen_subcommand_from list search facets index show check export fetch feeds pull config tag highlights state doctor completions man help" -f -a "list" -d 'List posts, newest first'
complete -c kanbao -n "__fish_kanbao_using_subcommand help; and not __fish_seen_subcommand_from list search facets index show check export fetch feeds pull config tag highlights state doctor completions man help" -f -a "search" -d 'Find posts by words, phrases, /regex/ and fields'
complete -c kanbao -n "__fish_kanbao_using_subcommand help; and not __fish_seen_subcommand_from list search facets index show check export fetch feeds pull config tag highlights state doctor completions man help" -f -a "facets" -d 'Count the posts of each category, tag, author or year'
complete -c kanbao -n "__fish_kanbao_using_subcommand help; and not __fish_seen_subcommand_from list search facets index show check export fetch feeds pull config tag highlights state doctor completions man help" -f -a "index" -d 'Build, inspect or remove the index that makes searching fast'
complete -c kanbao -n "__fish_kanbao_using_subcommand help; and not __fish_seen_subcommand_from list search facets index show check export fetch feeds pull config tag highlights state doctor completions man help" -f -a "show" -d 'Print one post as the reader would show it'
complete -c kanbao -n "__fish_kanbao_using_subcommand help; and not __fish_seen_subcommand_from list search facets index show check export fetch feeds pull config tag highlights state doctor completions man help" -f -a "check" -d 'Report every problem in the archive'
complete -c kanbao -n "__fish_kanbao_using_subcommand help; and not __fish_seen_subcommand_from list search facets index show check export fetch feeds pull config tag highlights state doctor completions man help" -f -a "export" -d 'Export posts as Markdown, HTML, JSON lines or an e-book'
complete -c kanbao -n "__fish_kanbao_using_subcommand help; and not __fish_seen_subcommand_from list search facets index show check export fetch feeds pull config tag highlights state doctor completions man help" -f -a "fetch" -d 'Fetch web feeds and write their new items as posts'
complete -c kanbao -n "__fish_kanbao_using_subcommand help; and not __fish_seen_subcommand_from list search facets index show check export fetch feeds pull config tag highlights state doctor completions man help" -f -a "feeds" -d 'List, add and import feeds'
complete -c kanbao -n "__fish_kanbao_using_subcommand help; and not __fish_seen_subcommand_from list search facets index show check export fetch feeds pull config tag highlights state doctor completions man help" -f -a "pull" -d 'Update an archive that is a git checkout'
complete -c kanbao -n "__fish_kanbao_using_subcommand help; and not __fish_seen_subcommand_from list search facets index show check export fetch feeds pull config tag highlights state doctor completions man help" -f -a "config" -d 'Show the settings, where they are set, and what can be set'
complete -c kanbao -n "__fish_kanbao_using_subcommand help; and not __fish_seen_subcommand_from list search facets index show check export fetch feeds pull config tag highlights state doctor completions man help" -f -a "tag" -d 'List your own tags, or tag the posts that a query finds'
complete -c kanbao -n "__fish_kanbao_using_subcommand help; and not __fish_seen_subcommand_from list search facets index show check export fetch feeds pull config tag highlights state doctor completions man help" -f -a "highlights" -d 'Print what you highlighted, with the notes on it'
complete -c kanbao -n "__fish_kanbao_using_subcommand help; and not __fish_seen_subcommand_from list search facets index show check export fetch feeds pull config tag highlights state doctor completions man help" -f -a "state" -d 'Export, import or locate the reading state'
complete -c kanbao -n "__fish_kanbao_using_subcommand help; and not __fish_seen_subcommand_from list search facets index show check export fetch feeds pull config tag highlights state doctor completions man help" -f -a "doctor" -d 'Report on the terminal, the folders and the archive'
complete -c kanbao -n "__fish_kanbao_using_subcommand help; and not __fish_seen_subcommand_from list search facets index show check export fetch feeds pull config tag highlights state doctor completions man help" -f -a "completions" -d 'Print a shell\'s completion script'
complete -c kanbao -n "__fish_kanbao_using_subcommand help; and not __fish_seen_subcommand_from list search facets index show check export fetch feeds pull config tag highlights state doctor completions man help" -f -a "man" -d 'Print the manual'
complete -c kanbao -n "__fish_kanbao_using_subcommand help; and not __fish_seen_subcommand_from list search facets index show check export fetch feeds pull config tag highlights state doctor completions man help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c kanbao -n "__fish_kanbao_using_subcommand help; and __fish_seen_subcommand_from feeds" -f -a "list" -d 'Print every feed: title, address, state'
complete -c kanbao -n "__fish_kanbao_using_subcommand help; and __fish_seen_subcommand_from feeds" -f -a "add" -d 'Add a feed, or the one that a web page names'
complete -c kanbao -n "__fish_kanbao_using_subcommand help; and __fish_seen_subcommand_from feeds" -f -a "import" -d 'Add the feeds of an OPML file or of newsboat\'s urls; write newsboat\'s items as posts'
complete -c kanbao -n "__fish_kanbao_using_subcommand help; and __fish_seen_subcommand_from feeds" -f -a "path" -d 'Print the path of the file of feeds'
complete -c kanbao -n "__fish_kanbao_using_subcommand help; and __fish_seen_subcommand_from config" -f -a "path" -d 'Print the paths of all config files, and which are missing'
complete -c kanbao -n "__fish_kanbao_using_subcommand help; and __fish_seen_subcommand_from config" -f -a "show" -d 'Print every setting and its value as TOML'
complete -c kanbao -n "__fish_kanbao_using_subcommand help; and __fish_seen_subcommand_from config" -f -a "default" -d 'Print a config.toml with every setting, its default and its meaning'
complete -c kanbao -n "__fish_kanbao_using_subcommand help; and __fish_seen_subcommand_from state" -f -a "export" -d 'Print every current record, one JSON object per line'
complete -c kanbao -n "__fish_kanbao_using_subcommand help; and __fish_seen_subcommand_from state" -f -a "import" -d 'Add the records of an export, from this machine or another; later records win'
complete -c kanbao -n "__fish_kanbao_using_subcommand help; and __fish_seen_subcommand_from state" -f -a "path" -d 'Print the folder of the archive\'s state'
