
using namespace System.Management.Automation
using namespace System.Management.Automation.Language

Register-ArgumentCompleter -Native -CommandName 'kanbao' -ScriptBlock {
    param($wordToComplete, $commandAst, $cursorPosition)

    $commandElements = $commandAst.CommandElements
    $command = @(
        'kanbao'
        for ($i = 1; $i -lt $commandElements.Count; $i++) {
            $element = $commandElements[$i]
            if ($element -isnot [StringConstantExpressionAst] -or
                $element.StringConstantType -ne [StringConstantType]::BareWord -or
                $element.Value.StartsWith('-') -or
                $element.Value -eq $wordToComplete) {
                break
        }
        $element.Value
    }) -join ';'

    $completions = @(switch ($command) {
        'kanbao' {
            [CompletionResult]::new('-a', '-a', [CompletionResultType]::ParameterName, 'The archive, for every subcommand')
            [CompletionResult]::new('--archive', '--archive', [CompletionResultType]::ParameterName, 'The archive, for every subcommand')
            [CompletionResult]::new('--ambiguous-width', '--ambiguous-width', [CompletionResultType]::ParameterName, 'Width of ambiguous characters such as “ or …; auto: as the terminal draws them, 1 in a pipe')
            [CompletionResult]::new('--line-break', '--line-break', [CompletionResultType]::ParameterName, 'How strictly to break lines of Chinese and Japanese')
            [CompletionResult]::new('--script', '--script', [CompletionResultType]::ParameterName, 'The characters to show Chinese text in')
            [CompletionResult]::new('--typography', '--typography', [CompletionResultType]::ParameterName, 'How to typeset articles; join several with commas')
            [CompletionResult]::new('--images', '--images', [CompletionResultType]::ParameterName, 'Whether the reader shows the archive''s pictures; auto: unless over SSH')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'Read this file of settings instead of the user''s config.toml')
            [CompletionResult]::new('--set', '--set', [CompletionResultType]::ParameterName, 'Override a setting: --set reading.measure=60; may be repeated')
            [CompletionResult]::new('--hide-future', '--hide-future', [CompletionResultType]::ParameterName, 'Hide posts dated after now')
            [CompletionResult]::new('--naive-utc', '--naive-utc', [CompletionResultType]::ParameterName, 'Read `YYYY-MM-DD HH:MM:SS` without a zone as UTC, like Jekyll, not as the site''s time')
            [CompletionResult]::new('--linear', '--linear', [CompletionResultType]::ParameterName, 'One pane at a time in plain lines, for screen readers')
            [CompletionResult]::new('--restricted', '--restricted', [CompletionResultType]::ParameterName, 'Start no other programs and write only reading state, for shared accounts')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('list', 'list', [CompletionResultType]::ParameterValue, 'List posts, newest first')
            [CompletionResult]::new('search', 'search', [CompletionResultType]::ParameterValue, 'Find posts by words, phrases, /regex/ and fields')
            [CompletionResult]::new('facets', 'facets', [CompletionResultType]::ParameterValue, 'Count the posts of each category, tag, author or year')
            [CompletionResult]::new('index', 'index', [CompletionResultType]::ParameterValue, 'Build, inspect or remove the index that makes searching fast')
            [CompletionResult]::new('show', 'show', [CompletionResultType]::ParameterValue, 'Print one post as the reader would show it')
            [CompletionResult]::new('check', 'check', [CompletionResultType]::ParameterValue, 'Report every problem in the archive')
            [CompletionResult]::new('export', 'export', [CompletionResultType]::ParameterValue, 'Export posts as Markdown, HTML, JSON lines or an e-book')
            [CompletionResult]::new('fetch', 'fetch', [CompletionResultType]::ParameterValue, 'Fetch web feeds and write their new items as posts')
            [CompletionResult]::new('feeds', 'feeds', [CompletionResultType]::ParameterValue, 'List, add and import feeds')
            [CompletionResult]::new('pull', 'pull', [CompletionResultType]::ParameterValue, 'Update an archive that is a git checkout')
            [CompletionResult]::new('config', 'config', [CompletionResultType]::ParameterValue, 'Show the settings, where they are set, and what can be set')
            [CompletionResult]::new('tag', 'tag', [CompletionResultType]::ParameterValue, 'List your own tags, or tag the posts that a query finds')
            [CompletionResult]::new('highlights', 'highlights', [CompletionResultType]::ParameterValue, 'Print what you highlighted, with the notes on it')
            [CompletionResult]::new('state', 'state', [CompletionResultType]::ParameterValue, 'Export, import or locate the reading state')
            [CompletionResult]::new('doctor', 'doctor', [CompletionResultType]::ParameterValue, 'Report on the terminal, the folders and the archive')
            [CompletionResult]::new('completions', 'completions', [CompletionResultType]::ParameterValue, 'Print a shell''s completion script')
            [CompletionResult]::new('man', 'man', [CompletionResultType]::ParameterValue, 'Print the manual')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'kanbao;list' {
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Only posts that a query finds; see Queries in `kanbao list --help`')
            [CompletionResult]::new('--query', '--query', [CompletionResultType]::ParameterName, 'Only posts that a query finds; see Queries in `kanbao list --help`')
            [CompletionResult]::new('--since-last', '--since-last', [CompletionResultType]::ParameterName, 'Only posts that earlier runs with this name have not listed; exit code 1 if there are none')
            [CompletionResult]::new('-n', '-n', [CompletionResultType]::ParameterName, 'Stop after N posts')
            [CompletionResult]::new('--sort', '--sort', [CompletionResultType]::ParameterName, 'Sort order, overriding the query''s; newest first by default')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'Output format')
            [CompletionResult]::new('-a', '-a', [CompletionResultType]::ParameterName, 'The archive, for every subcommand')
            [CompletionResult]::new('--archive', '--archive', [CompletionResultType]::ParameterName, 'The archive, for every subcommand')
            [CompletionResult]::new('--ambiguous-width', '--ambiguous-width', [CompletionResultType]::ParameterName, 'Width of ambiguous characters such as “ or …; auto: as the terminal draws them, 1 in a pipe')
            [CompletionResult]::new('--line-break', '--line-break', [CompletionResultType]::ParameterName, 'How strictly to break lines of Chinese and Japanese')
            [CompletionResult]::new('--script', '--script', [CompletionResultType]::ParameterName, 'The characters to show Chinese text in')
            [CompletionResult]::new('--typography', '--typography', [CompletionResultType]::ParameterName, 'How to typeset articles; join several with commas')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'Read this file of settings instead of the user''s config.toml')
            [CompletionResult]::new('--set', '--set', [CompletionResultType]::ParameterName, 'Override a setting: --set reading.measure=60; may be repeated')
            [CompletionResult]::new('--all', '--all', [CompletionResultType]::ParameterName, 'Include drafts, unpublished and excluded posts')
            [CompletionResult]::new('--no-store', '--no-store', [CompletionResultType]::ParameterName, 'Read every file, as if nothing were indexed')
            [CompletionResult]::new('--muted', '--muted', [CompletionResultType]::ParameterName, 'Include the posts of muted views')
            [CompletionResult]::new('--hide-future', '--hide-future', [CompletionResultType]::ParameterName, 'Hide posts dated after now')
            [CompletionResult]::new('--naive-utc', '--naive-utc', [CompletionResultType]::ParameterName, 'Read `YYYY-MM-DD HH:MM:SS` without a zone as UTC, like Jekyll, not as the site''s time')
            [CompletionResult]::new('--restricted', '--restricted', [CompletionResultType]::ParameterName, 'Start no other programs and write only reading state, for shared accounts')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'kanbao;search' {
            [CompletionResult]::new('-n', '-n', [CompletionResultType]::ParameterName, 'Stop after N posts')
            [CompletionResult]::new('--sort', '--sort', [CompletionResultType]::ParameterName, 'Sort order, overriding the query''s; newest first by default')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'Output format')
            [CompletionResult]::new('-a', '-a', [CompletionResultType]::ParameterName, 'The archive, for every subcommand')
            [CompletionResult]::new('--archive', '--archive', [CompletionResultType]::ParameterName, 'The archive, for every subcommand')
            [CompletionResult]::new('--ambiguous-width', '--ambiguous-width', [CompletionResultType]::ParameterName, 'Width of ambiguous characters such as “ or …; auto: as the terminal draws them, 1 in a pipe')
            [CompletionResult]::new('--line-break', '--line-break', [CompletionResultType]::ParameterName, 'How strictly to break lines of Chinese and Japanese')
            [CompletionResult]::new('--script', '--script', [CompletionResultType]::ParameterName, 'The characters to show Chinese text in')
            [CompletionResult]::new('--typography', '--typography', [CompletionResultType]::ParameterName, 'How to typeset articles; join several with commas')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'Read this file of settings instead of the user''s config.toml')
            [CompletionResult]::new('--set', '--set', [CompletionResultType]::ParameterName, 'Override a setting: --set reading.measure=60; may be repeated')
            [CompletionResult]::new('--all', '--all', [CompletionResultType]::ParameterName, 'Include drafts, unpublished and excluded posts')
            [CompletionResult]::new('--no-store', '--no-store', [CompletionResultType]::ParameterName, 'Read every file, as if nothing were indexed')
            [CompletionResult]::new('--muted', '--muted', [CompletionResultType]::ParameterName, 'Include the posts of muted views')
            [CompletionResult]::new('--hide-future', '--hide-future', [CompletionResultType]::ParameterName, 'Hide posts dated after now')
            [CompletionResult]::new('--naive-utc', '--naive-utc', [CompletionResultType]::ParameterName, 'Read `YYYY-MM-DD HH:MM:SS` without a zone as UTC, like Jekyll, not as the site''s time')
            [CompletionResult]::new('--restricted', '--restricted', [CompletionResultType]::ParameterName, 'Start no other programs and write only reading state, for shared accounts')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'kanbao;facets' {
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Only posts that a query finds; see Queries in `kanbao list --help`')
            [CompletionResult]::new('--query', '--query', [CompletionResultType]::ParameterName, 'Only posts that a query finds; see Queries in `kanbao list --help`')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'Output format')
            [CompletionResult]::new('-a', '-a', [CompletionResultType]::ParameterName, 'The archive, for every subcommand')
            [CompletionResult]::new('--archive', '--archive', [CompletionResultType]::ParameterName, 'The archive, for every subcommand')
            [CompletionResult]::new('--ambiguous-width', '--ambiguous-width', [CompletionResultType]::ParameterName, 'Width of ambiguous characters such as “ or …; auto: as the terminal draws them, 1 in a pipe')
            [CompletionResult]::new('--line-break', '--line-break', [CompletionResultType]::ParameterName, 'How strictly to break lines of Chinese and Japanese')
            [CompletionResult]::new('--script', '--script', [CompletionResultType]::ParameterName, 'The characters to show Chinese text in')
            [CompletionResult]::new('--typography', '--typography', [CompletionResultType]::ParameterName, 'How to typeset articles; join several with commas')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'Read this file of settings instead of the user''s config.toml')
            [CompletionResult]::new('--set', '--set', [CompletionResultType]::ParameterName, 'Override a setting: --set reading.measure=60; may be repeated')
            [CompletionResult]::new('--all', '--all', [CompletionResultType]::ParameterName, 'Include drafts, unpublished and excluded posts')
            [CompletionResult]::new('--no-store', '--no-store', [CompletionResultType]::ParameterName, 'Read every file, as if nothing were indexed')
            [CompletionResult]::new('--muted', '--muted', [CompletionResultType]::ParameterName, 'Include the posts of muted views')
            [CompletionResult]::new('--hide-future', '--hide-future', [CompletionResultType]::ParameterName, 'Hide posts dated after now')
            [CompletionResult]::new('--naive-utc', '--naive-utc', [CompletionResultType]::ParameterName, 'Read `YYYY-MM-DD HH:MM:SS` without a zone as UTC, like Jekyll, not as the site''s time')
            [CompletionResult]::new('--restricted', '--restricted', [CompletionResultType]::ParameterName, 'Start no other programs and write only reading state, for shared accounts')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'kanbao;index' {
            [CompletionResult]::new('--into', '--into', [CompletionResultType]::ParameterName, 'Use an index in DIR that all accounts may read; readers find it in ARCHIVE/.kanbao/store and /var/cache/kanbao/ID')
            [CompletionResult]::new('-a', '-a', [CompletionResultType]::ParameterName, 'The archive, for every subcommand')
            [CompletionResult]::new('--archive', '--archive', [CompletionResultType]::ParameterName, 'The archive, for every subcommand')
            [CompletionResult]::new('--ambiguous-width', '--ambiguous-width', [CompletionResultType]::ParameterName, 'Width of ambiguous characters such as “ or …; auto: as the terminal draws them, 1 in a pipe')
            [CompletionResult]::new('--line-break', '--line-break', [CompletionResultType]::ParameterName, 'How strictly to break lines of Chinese and Japanese')
            [CompletionResult]::new('--script', '--script', [CompletionResultType]::ParameterName, 'The characters to show Chinese text in')
            [CompletionResult]::new('--typography', '--typography', [CompletionResultType]::ParameterName, 'How to typeset articles; join several with commas')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'Read this file of settings instead of the user''s config.toml')
            [CompletionResult]::new('--set', '--set', [CompletionResultType]::ParameterName, 'Override a setting: --set reading.measure=60; may be repeated')
            [CompletionResult]::new('--rebuild', '--rebuild', [CompletionResultType]::ParameterName, 'Build the index from scratch')
            [CompletionResult]::new('--status', '--status', [CompletionResultType]::ParameterName, 'Print whether there is an index, its size and age, how many posts it covers, and any damage')
            [CompletionResult]::new('--clear', '--clear', [CompletionResultType]::ParameterName, 'Remove the index')
            [CompletionResult]::new('--hide-future', '--hide-future', [CompletionResultType]::ParameterName, 'Hide posts dated after now')
            [CompletionResult]::new('--naive-utc', '--naive-utc', [CompletionResultType]::ParameterName, 'Read `YYYY-MM-DD HH:MM:SS` without a zone as UTC, like Jekyll, not as the site''s time')
            [CompletionResult]::new('--restricted', '--restricted', [CompletionResultType]::ParameterName, 'Start no other programs and write only reading state, for shared accounts')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'kanbao;show' {
            [CompletionResult]::new('--width', '--width', [CompletionResultType]::ParameterName, 'Line width in cells (default: the setting, or the terminal''s width if that is less)')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'Output format (default: ansi on a terminal with colours, else text)')
            [CompletionResult]::new('-a', '-a', [CompletionResultType]::ParameterName, 'The archive, for every subcommand')
            [CompletionResult]::new('--archive', '--archive', [CompletionResultType]::ParameterName, 'The archive, for every subcommand')
            [CompletionResult]::new('--ambiguous-width', '--ambiguous-width', [CompletionResultType]::ParameterName, 'Width of ambiguous characters such as “ or …; auto: as the terminal draws them, 1 in a pipe')
            [CompletionResult]::new('--line-break', '--line-break', [CompletionResultType]::ParameterName, 'How strictly to break lines of Chinese and Japanese')
            [CompletionResult]::new('--script', '--script', [CompletionResultType]::ParameterName, 'The characters to show Chinese text in')
            [CompletionResult]::new('--typography', '--typography', [CompletionResultType]::ParameterName, 'How to typeset articles; join several with commas')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'Read this file of settings instead of the user''s config.toml')
            [CompletionResult]::new('--set', '--set', [CompletionResultType]::ParameterName, 'Override a setting: --set reading.measure=60; may be repeated')
            [CompletionResult]::new('--no-header', '--no-header', [CompletionResultType]::ParameterName, 'Only the body')
            [CompletionResult]::new('--hide-future', '--hide-future', [CompletionResultType]::ParameterName, 'Hide posts dated after now')
            [CompletionResult]::new('--naive-utc', '--naive-utc', [CompletionResultType]::ParameterName, 'Read `YYYY-MM-DD HH:MM:SS` without a zone as UTC, like Jekyll, not as the site''s time')
            [CompletionResult]::new('--restricted', '--restricted', [CompletionResultType]::ParameterName, 'Start no other programs and write only reading state, for shared accounts')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'kanbao;check' {
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'Output format; only plain ends with a summary')
            [CompletionResult]::new('-a', '-a', [CompletionResultType]::ParameterName, 'The archive, for every subcommand')
            [CompletionResult]::new('--archive', '--archive', [CompletionResultType]::ParameterName, 'The archive, for every subcommand')
            [CompletionResult]::new('--ambiguous-width', '--ambiguous-width', [CompletionResultType]::ParameterName, 'Width of ambiguous characters such as “ or …; auto: as the terminal draws them, 1 in a pipe')
            [CompletionResult]::new('--line-break', '--line-break', [CompletionResultType]::ParameterName, 'How strictly to break lines of Chinese and Japanese')
            [CompletionResult]::new('--script', '--script', [CompletionResultType]::ParameterName, 'The characters to show Chinese text in')
            [CompletionResult]::new('--typography', '--typography', [CompletionResultType]::ParameterName, 'How to typeset articles; join several with commas')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'Read this file of settings instead of the user''s config.toml')
            [CompletionResult]::new('--set', '--set', [CompletionResultType]::ParameterName, 'Override a setting: --set reading.measure=60; may be repeated')
            [CompletionResult]::new('--strict', '--strict', [CompletionResultType]::ParameterName, 'Exit with 1 for any problem, not only for unreadable posts')
            [CompletionResult]::new('--duplicates', '--duplicates', [CompletionResultType]::ParameterName, 'List posts that repeat the text of an older one, or nearly so, instead of problems')
            [CompletionResult]::new('--hide-future', '--hide-future', [CompletionResultType]::ParameterName, 'Hide posts dated after now')
            [CompletionResult]::new('--naive-utc', '--naive-utc', [CompletionResultType]::ParameterName, 'Read `YYYY-MM-DD HH:MM:SS` without a zone as UTC, like Jekyll, not as the site''s time')
            [CompletionResult]::new('--restricted', '--restricted', [CompletionResultType]::ParameterName, 'Start no other programs and write only reading state, for shared accounts')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'kanbao;export' {
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'One file per post with front matter, one page per post with an index, objects, or a book')
            [CompletionResult]::new('--chapters', '--chapters', [CompletionResultType]::ParameterName, 'What the chapters of an e-book are')
            [CompletionResult]::new('--paths', '--paths', [CompletionResultType]::ParameterName, 'Only the posts whose paths are in a file, one a line, in this order; `-` is standard input')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Only posts that a query finds; see Queries in `kanbao list --help`')
            [CompletionResult]::new('--query', '--query', [CompletionResultType]::ParameterName, 'Only posts that a query finds; see Queries in `kanbao list --help`')
            [CompletionResult]::new('-a', '-a', [CompletionResultType]::ParameterName, 'The archive, for every subcommand')
            [CompletionResult]::new('--archive', '--archive', [CompletionResultType]::ParameterName, 'The archive, for every subcommand')
            [CompletionResult]::new('--ambiguous-width', '--ambiguous-width', [CompletionResultType]::ParameterName, 'Width of ambiguous characters such as “ or …; auto: as the terminal draws them, 1 in a pipe')
            [CompletionResult]::new('--line-break', '--line-break', [CompletionResultType]::ParameterName, 'How strictly to break lines of Chinese and Japanese')
            [CompletionResult]::new('--script', '--script', [CompletionResultType]::ParameterName, 'The characters to show Chinese text in')
            [CompletionResult]::new('--typography', '--typography', [CompletionResultType]::ParameterName, 'How to typeset articles; join several with commas')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'Read this file of settings instead of the user''s config.toml')
            [CompletionResult]::new('--set', '--set', [CompletionResultType]::ParameterName, 'Override a setting: --set reading.measure=60; may be repeated')
            [CompletionResult]::new('--all', '--all', [CompletionResultType]::ParameterName, 'Include drafts, unpublished and excluded posts')
            [CompletionResult]::new('--no-store', '--no-store', [CompletionResultType]::ParameterName, 'Read every file, as if nothing were indexed')
            [CompletionResult]::new('--hide-future', '--hide-future', [CompletionResultType]::ParameterName, 'Hide posts dated after now')
            [CompletionResult]::new('--naive-utc', '--naive-utc', [CompletionResultType]::ParameterName, 'Read `YYYY-MM-DD HH:MM:SS` without a zone as UTC, like Jekyll, not as the site''s time')
            [CompletionResult]::new('--restricted', '--restricted', [CompletionResultType]::ParameterName, 'Start no other programs and write only reading state, for shared accounts')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'kanbao;fetch' {
            [CompletionResult]::new('-a', '-a', [CompletionResultType]::ParameterName, 'The archive, for every subcommand')
            [CompletionResult]::new('--archive', '--archive', [CompletionResultType]::ParameterName, 'The archive, for every subcommand')
            [CompletionResult]::new('--ambiguous-width', '--ambiguous-width', [CompletionResultType]::ParameterName, 'Width of ambiguous characters such as “ or …; auto: as the terminal draws them, 1 in a pipe')
            [CompletionResult]::new('--line-break', '--line-break', [CompletionResultType]::ParameterName, 'How strictly to break lines of Chinese and Japanese')
            [CompletionResult]::new('--script', '--script', [CompletionResultType]::ParameterName, 'The characters to show Chinese text in')
            [CompletionResult]::new('--typography', '--typography', [CompletionResultType]::ParameterName, 'How to typeset articles; join several with commas')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'Read this file of settings instead of the user''s config.toml')
            [CompletionResult]::new('--set', '--set', [CompletionResultType]::ParameterName, 'Override a setting: --set reading.measure=60; may be repeated')
            [CompletionResult]::new('--dry-run', '--dry-run', [CompletionResultType]::ParameterName, 'Fetch and parse, but write nothing')
            [CompletionResult]::new('--all', '--all', [CompletionResultType]::ParameterName, 'Also fetch feeds that are not due or are gone')
            [CompletionResult]::new('--numbers', '--numbers', [CompletionResultType]::ParameterName, 'Print the numbers of new and changed posts and of failed feeds, and failures')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print failures only')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print failures only')
            [CompletionResult]::new('--hide-future', '--hide-future', [CompletionResultType]::ParameterName, 'Hide posts dated after now')
            [CompletionResult]::new('--naive-utc', '--naive-utc', [CompletionResultType]::ParameterName, 'Read `YYYY-MM-DD HH:MM:SS` without a zone as UTC, like Jekyll, not as the site''s time')
            [CompletionResult]::new('--restricted', '--restricted', [CompletionResultType]::ParameterName, 'Start no other programs and write only reading state, for shared accounts')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'kanbao;feeds' {
            [CompletionResult]::new('-a', '-a', [CompletionResultType]::ParameterName, 'The archive, for every subcommand')
            [CompletionResult]::new('--archive', '--archive', [CompletionResultType]::ParameterName, 'The archive, for every subcommand')
            [CompletionResult]::new('--ambiguous-width', '--ambiguous-width', [CompletionResultType]::ParameterName, 'Width of ambiguous characters such as “ or …; auto: as the terminal draws them, 1 in a pipe')
            [CompletionResult]::new('--line-break', '--line-break', [CompletionResultType]::ParameterName, 'How strictly to break lines of Chinese and Japanese')
            [CompletionResult]::new('--script', '--script', [CompletionResultType]::ParameterName, 'The characters to show Chinese text in')
            [CompletionResult]::new('--typography', '--typography', [CompletionResultType]::ParameterName, 'How to typeset articles; join several with commas')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'Read this file of settings instead of the user''s config.toml')
            [CompletionResult]::new('--set', '--set', [CompletionResultType]::ParameterName, 'Override a setting: --set reading.measure=60; may be repeated')
            [CompletionResult]::new('--hide-future', '--hide-future', [CompletionResultType]::ParameterName, 'Hide posts dated after now')
            [CompletionResult]::new('--naive-utc', '--naive-utc', [CompletionResultType]::ParameterName, 'Read `YYYY-MM-DD HH:MM:SS` without a zone as UTC, like Jekyll, not as the site''s time')
            [CompletionResult]::new('--restricted', '--restricted', [CompletionResultType]::ParameterName, 'Start no other programs and write only reading state, for shared accounts')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('list', 'list', [CompletionResultType]::ParameterValue, 'Print every feed: title, address, state')
            [CompletionResult]::new('add', 'add', [CompletionResultType]::ParameterValue, 'Add a feed, or the one that a web page names')
            [CompletionResult]::new('import', 'import', [CompletionResultType]::ParameterValue, 'Add the feeds of an OPML file or of newsboat''s urls; write newsboat''s items as posts')
            [CompletionResult]::new('path', 'path', [CompletionResultType]::ParameterValue, 'Print the path of the file of feeds')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'kanbao;feeds;list' {
            [CompletionResult]::new('-a', '-a', [CompletionResultType]::ParameterName, 'The archive, for every subcommand')
            [CompletionResult]::new('--archive', '--archive', [CompletionResultType]::ParameterName, 'The archive, for every subcommand')
            [CompletionResult]::new('--ambiguous-width', '--ambiguous-width', [CompletionResultType]::ParameterName, 'Width of ambiguous characters such as “ or …; auto: as the terminal draws them, 1 in a pipe')
            [CompletionResult]::new('--line-break', '--line-break', [CompletionResultType]::ParameterName, 'How strictly to break lines of Chinese and Japanese')
            [CompletionResult]::new('--script', '--script', [CompletionResultType]::ParameterName, 'The characters to show Chinese text in')
            [CompletionResult]::new('--typography', '--typography', [CompletionResultType]::ParameterName, 'How to typeset articles; join several with commas')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'Read this file of settings instead of the user''s config.toml')
            [CompletionResult]::new('--set', '--set', [CompletionResultType]::ParameterName, 'Override a setting: --set reading.measure=60; may be repeated')
            [CompletionResult]::new('--hide-future', '--hide-future', [CompletionResultType]::ParameterName, 'Hide posts dated after now')
            [CompletionResult]::new('--naive-utc', '--naive-utc', [CompletionResultType]::ParameterName, 'Read `YYYY-MM-DD HH:MM:SS` without a zone as UTC, like Jekyll, not as the site''s time')
            [CompletionResult]::new('--restricted', '--restricted', [CompletionResultType]::ParameterName, 'Start no other programs and write only reading state, for shared accounts')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'kanbao;feeds;add' {
            [CompletionResult]::new('-a', '-a', [CompletionResultType]::ParameterName, 'The archive, for every subcommand')
            [CompletionResult]::new('--archive', '--archive', [CompletionResultType]::ParameterName, 'The archive, for every subcommand')
            [CompletionResult]::new('--ambiguous-width', '--ambiguous-width', [CompletionResultType]::ParameterName, 'Width of ambiguous characters such as “ or …; auto: as the terminal draws them, 1 in a pipe')
            [CompletionResult]::new('--line-break', '--line-break', [CompletionResultType]::ParameterName, 'How strictly to break lines of Chinese and Japanese')
            [CompletionResult]::new('--script', '--script', [CompletionResultType]::ParameterName, 'The characters to show Chinese text in')
            [CompletionResult]::new('--typography', '--typography', [CompletionResultType]::ParameterName, 'How to typeset articles; join several with commas')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'Read this file of settings instead of the user''s config.toml')
            [CompletionResult]::new('--set', '--set', [CompletionResultType]::ParameterName, 'Override a setting: --set reading.measure=60; may be repeated')
            [CompletionResult]::new('--hide-future', '--hide-future', [CompletionResultType]::ParameterName, 'Hide posts dated after now')
            [CompletionResult]::new('--naive-utc', '--naive-utc', [CompletionResultType]::ParameterName, 'Read `YYYY-MM-DD HH:MM:SS` without a zone as UTC, like Jekyll, not as the site''s time')
            [CompletionResult]::new('--restricted', '--restricted', [CompletionResultType]::ParameterName, 'Start no other programs and write only reading state, for shared accounts')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'kanbao;feeds;import' {
            [CompletionResult]::new('--newsboat-cache', '--newsboat-cache', [CompletionResultType]::ParameterName, 'newsboat''s cache.db: its items become posts, with what was read and flagged')
            [CompletionResult]::new('-a', '-a', [CompletionResultType]::ParameterName, 'The archive, for every subcommand')
            [CompletionResult]::new('--archive', '--archive', [CompletionResultType]::ParameterName, 'The archive, for every subcommand')
            [CompletionResult]::new('--ambiguous-width', '--ambiguous-width', [CompletionResultType]::ParameterName, 'Width of ambiguous characters such as “ or …; auto: as the terminal draws them, 1 in a pipe')
            [CompletionResult]::new('--line-break', '--line-break', [CompletionResultType]::ParameterName, 'How strictly to break lines of Chinese and Japanese')
            [CompletionResult]::new('--script', '--script', [CompletionResultType]::ParameterName, 'The characters to show Chinese text in')
            [CompletionResult]::new('--typography', '--typography', [CompletionResultType]::ParameterName, 'How to typeset articles; join several with commas')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'Read this file of settings instead of the user''s config.toml')
            [CompletionResult]::new('--set', '--set', [CompletionResultType]::ParameterName, 'Override a setting: --set reading.measure=60; may be repeated')
            [CompletionResult]::new('--hide-future', '--hide-future', [CompletionResultType]::ParameterName, 'Hide posts dated after now')
            [CompletionResult]::new('--naive-utc', '--naive-utc', [CompletionResultType]::ParameterName, 'Read `YYYY-MM-DD HH:MM:SS` without a zone as UTC, like Jekyll, not as the site''s time')
            [CompletionResult]::new('--restricted', '--restricted', [CompletionResultType]::ParameterName, 'Start no other programs and write only reading state, for shared accounts')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'kanbao;feeds;path' {
            [CompletionResult]::new('-a', '-a', [CompletionResultType]::ParameterName, 'The archive, for every subcommand')
            [CompletionResult]::new('--archive', '--archive', [CompletionResultType]::ParameterName, 'The archive, for every subcommand')
            [CompletionResult]::new('--ambiguous-width', '--ambiguous-width', [CompletionResultType]::ParameterName, 'Width of ambiguous characters such as “ or …; auto: as the terminal draws them, 1 in a pipe')
            [CompletionResult]::new('--line-break', '--line-break', [CompletionResultType]::ParameterName, 'How strictly to break lines of Chinese and Japanese')
            [CompletionResult]::new('--script', '--script', [CompletionResultType]::ParameterName, 'The characters to show Chinese text in')
            [CompletionResult]::new('--typography', '--typography', [CompletionResultType]::ParameterName, 'How to typeset articles; join several with commas')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'Read this file of settings instead of the user''s config.toml')
            [CompletionResult]::new('--set', '--set', [CompletionResultType]::ParameterName, 'Override a setting: --set reading.measure=60; may be repeated')
            [CompletionResult]::new('--hide-future', '--hide-future', [CompletionResultType]::ParameterName, 'Hide posts dated after now')
            [CompletionResult]::new('--naive-utc', '--naive-utc', [CompletionResultType]::ParameterName, 'Read `YYYY-MM-DD HH:MM:SS` without a zone as UTC, like Jekyll, not as the site''s time')
            [CompletionResult]::new('--restricted', '--restricted', [CompletionResultType]::ParameterName, 'Start no other programs and write only reading state, for shared accounts')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'kanbao;feeds;help' {
            [CompletionResult]::new('list', 'list', [CompletionResultType]::ParameterValue, 'Print every feed: title, address, state')
            [CompletionResult]::new('add', 'add', [CompletionResultType]::ParameterValue, 'Add a feed, or the one that a web page names')
            [CompletionResult]::new('import', 'import', [CompletionResultType]::ParameterValue, 'Add the feeds of an OPML file or of newsboat''s urls; write newsboat''s items as posts')
            [CompletionResult]::new('path', 'path', [CompletionResultType]::ParameterValue, 'Print the path of the file of feeds')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'kanbao;feeds;help;list' {
            break
        }
        'kanbao;feeds;help;add' {
            break
        }
        'kanbao;feeds;help;import' {
            break
        }
        'kanbao;feeds;help;path' {
            break
        }
        'kanbao;feeds;help;help' {
            break
        }
        'kanbao;pull' {
            [CompletionResult]::new('-a', '-a', [CompletionResultType]::ParameterName, 'The archive, for every subcommand')
            [CompletionResult]::new('--archive', '--archive', [CompletionResultType]::ParameterName, 'The archive, for every subcommand')
            [CompletionResult]::new('--ambiguous-width', '--ambiguous-width', [CompletionResultType]::ParameterName, 'Width of ambiguous characters such as “ or …; auto: as the terminal draws them, 1 in a pipe')
            [CompletionResult]::new('--line-break', '--line-break', [CompletionResultType]::ParameterName, 'How strictly to break lines of Chinese and Japanese')
            [CompletionResult]::new('--script', '--script', [CompletionResultType]::ParameterName, 'The characters to show Chinese text in')
            [CompletionResult]::new('--typography', '--typography', [CompletionResultType]::ParameterName, 'How to typeset articles; join several with commas')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'Read this file of settings instead of the user''s config.toml')
            [CompletionResult]::new('--set', '--set', [CompletionResultType]::ParameterName, 'Override a setting: --set reading.measure=60; may be repeated')
            [CompletionResult]::new('--hide-future', '--hide-future', [CompletionResultType]::ParameterName, 'Hide posts dated after now')
            [CompletionResult]::new('--naive-utc', '--naive-utc', [CompletionResultType]::ParameterName, 'Read `YYYY-MM-DD HH:MM:SS` without a zone as UTC, like Jekyll, not as the site''s time')
            [CompletionResult]::new('--restricted', '--restricted', [CompletionResultType]::ParameterName, 'Start no other programs and write only reading state, for shared accounts')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'kanbao;config' {
            [CompletionResult]::new('-a', '-a', [CompletionResultType]::ParameterName, 'The archive, for every subcommand')
            [CompletionResult]::new('--archive', '--archive', [CompletionResultType]::ParameterName, 'The archive, for every subcommand')
            [CompletionResult]::new('--ambiguous-width', '--ambiguous-width', [CompletionResultType]::ParameterName, 'Width of ambiguous characters such as “ or …; auto: as the terminal draws them, 1 in a pipe')
            [CompletionResult]::new('--line-break', '--line-break', [CompletionResultType]::ParameterName, 'How strictly to break lines of Chinese and Japanese')
            [CompletionResult]::new('--script', '--script', [CompletionResultType]::ParameterName, 'The characters to show Chinese text in')
            [CompletionResult]::new('--typography', '--typography', [CompletionResultType]::ParameterName, 'How to typeset articles; join several with commas')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'Read this file of settings instead of the user''s config.toml')
            [CompletionResult]::new('--set', '--set', [CompletionResultType]::ParameterName, 'Override a setting: --set reading.measure=60; may be repeated')
            [CompletionResult]::new('--hide-future', '--hide-future', [CompletionResultType]::ParameterName, 'Hide posts dated after now')
            [CompletionResult]::new('--naive-utc', '--naive-utc', [CompletionResultType]::ParameterName, 'Read `YYYY-MM-DD HH:MM:SS` without a zone as UTC, like Jekyll, not as the site''s time')
            [CompletionResult]::new('--restricted', '--restricted', [CompletionResultType]::ParameterName, 'Start no other programs and write only reading state, for shared accounts')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('path', 'path', [CompletionResultType]::ParameterValue, 'Print the paths of all config files, and which are missing')
            [CompletionResult]::new('show', 'show', [CompletionResultType]::ParameterValue, 'Print every setting and its value as TOML')
            [CompletionResult]::new('default', 'default', [CompletionResultType]::ParameterValue, 'Print a config.toml with every setting, its default and its meaning')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'kanbao;config;path' {
            [CompletionResult]::new('-a', '-a', [CompletionResultType]::ParameterName, 'The archive, for every subcommand')
            [CompletionResult]::new('--archive', '--archive', [CompletionResultType]::ParameterName, 'The archive, for every subcommand')
            [CompletionResult]::new('--ambiguous-width', '--ambiguous-width', [CompletionResultType]::ParameterName, 'Width of ambiguous characters such as “ or …; auto: as the terminal draws them, 1 in a pipe')
            [CompletionResult]::new('--line-break', '--line-break', [CompletionResultType]::ParameterName, 'How strictly to break lines of Chinese and Japanese')
            [CompletionResult]::new('--script', '--script', [CompletionResultType]::ParameterName, 'The characters to show Chinese text in')
            [CompletionResult]::new('--typography', '--typography', [CompletionResultType]::ParameterName, 'How to typeset articles; join several with commas')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'Read this file of settings instead of the user''s config.toml')
            [CompletionResult]::new('--set', '--set', [CompletionResultType]::ParameterName, 'Override a setting: --set reading.measure=60; may be repeated')
            [CompletionResult]::new('--hide-future', '--hide-future', [CompletionResultType]::ParameterName, 'Hide posts dated after now')
            [CompletionResult]::new('--naive-utc', '--naive-utc', [CompletionResultType]::ParameterName, 'Read `YYYY-MM-DD HH:MM:SS` without a zone as UTC, like Jekyll, not as the site''s time')
            [CompletionResult]::new('--restricted', '--restricted', [CompletionResultType]::ParameterName, 'Start no other programs and write only reading state, for shared accounts')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'kanbao;config;show' {
            [CompletionResult]::new('-a', '-a', [CompletionResultType]::ParameterName, 'The archive, for every subcommand')
            [CompletionResult]::new('--archive', '--archive', [CompletionResultType]::ParameterName, 'The archive, for every subcommand')
            [CompletionResult]::new('--ambiguous-width', '--ambiguous-width', [CompletionResultType]::ParameterName, 'Width of ambiguous characters such as “ or …; auto: as the terminal draws them, 1 in a pipe')
            [CompletionResult]::new('--line-break', '--line-break', [CompletionResultType]::ParameterName, 'How strictly to break lines of Chinese and Japanese')
            [CompletionResult]::new('--script', '--script', [CompletionResultType]::ParameterName, 'The characters to show Chinese text in')
            [CompletionResult]::new('--typography', '--typography', [CompletionResultType]::ParameterName, 'How to typeset articles; join several with commas')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'Read this file of settings instead of the user''s config.toml')
            [CompletionResult]::new('--set', '--set', [CompletionResultType]::ParameterName, 'Override a setting: --set reading.measure=60; may be repeated')
            [CompletionResult]::new('--origin', '--origin', [CompletionResultType]::ParameterName, 'Print where each value comes from')
            [CompletionResult]::new('--hide-future', '--hide-future', [CompletionResultType]::ParameterName, 'Hide posts dated after now')
            [CompletionResult]::new('--naive-utc', '--naive-utc', [CompletionResultType]::ParameterName, 'Read `YYYY-MM-DD HH:MM:SS` without a zone as UTC, like Jekyll, not as the site''s time')
            [CompletionResult]::new('--restricted', '--restricted', [CompletionResultType]::ParameterName, 'Start no other programs and write only reading state, for shared accounts')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'kanbao;config;default' {
            [CompletionResult]::new('-a', '-a', [CompletionResultType]::ParameterName, 'The archive, for every subcommand')
            [CompletionResult]::new('--archive', '--archive', [CompletionResultType]::ParameterName, 'The archive, for every subcommand')
            [CompletionResult]::new('--ambiguous-width', '--ambiguous-width', [CompletionResultType]::ParameterName, 'Width of ambiguous characters such as “ or …; auto: as the terminal draws them, 1 in a pipe')
            [CompletionResult]::new('--line-break', '--line-break', [CompletionResultType]::ParameterName, 'How strictly to break lines of Chinese and Japanese')
            [CompletionResult]::new('--script', '--script', [CompletionResultType]::ParameterName, 'The characters to show Chinese text in')
            [CompletionResult]::new('--typography', '--typography', [CompletionResultType]::ParameterName, 'How to typeset articles; join several with commas')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'Read this file of settings instead of the user''s config.toml')
            [CompletionResult]::new('--set', '--set', [CompletionResultType]::ParameterName, 'Override a setting: --set reading.measure=60; may be repeated')
            [CompletionResult]::new('--hide-future', '--hide-future', [CompletionResultType]::ParameterName, 'Hide posts dated after now')
            [CompletionResult]::new('--naive-utc', '--naive-utc', [CompletionResultType]::ParameterName, 'Read `YYYY-MM-DD HH:MM:SS` without a zone as UTC, like Jekyll, not as the site''s time')
            [CompletionResult]::new('--restricted', '--restricted', [CompletionResultType]::ParameterName, 'Start no other programs and write only reading state, for shared accounts')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'kanbao;config;help' {
            [CompletionResult]::new('path', 'path', [CompletionResultType]::ParameterValue, 'Print the paths of all config files, and which are missing')
            [CompletionResult]::new('show', 'show', [CompletionResultType]::ParameterValue, 'Print every setting and its value as TOML')
            [CompletionResult]::new('default', 'default', [CompletionResultType]::ParameterValue, 'Print a config.toml with every setting, its default and its meaning')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'kanbao;config;help;path' {
            break
        }
        'kanbao;config;help;show' {
            break
        }
        'kanbao;config;help;default' {
            break
        }
        'kanbao;config;help;help' {
            break
        }
        'kanbao;tag' {
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'The posts: those that a query finds; see Queries in `kanbao list --help`')
            [CompletionResult]::new('--query', '--query', [CompletionResultType]::ParameterName, 'The posts: those that a query finds; see Queries in `kanbao list --help`')
            [CompletionResult]::new('-a', '-a', [CompletionResultType]::ParameterName, 'The archive, for every subcommand')
            [CompletionResult]::new('--archive', '--archive', [CompletionResultType]::ParameterName, 'The archive, for every subcommand')
            [CompletionResult]::new('--ambiguous-width', '--ambiguous-width', [CompletionResultType]::ParameterName, 'Width of ambiguous characters such as “ or …; auto: as the terminal draws them, 1 in a pipe')
            [CompletionResult]::new('--line-break', '--line-break', [CompletionResultType]::ParameterName, 'How strictly to break lines of Chinese and Japanese')
            [CompletionResult]::new('--script', '--script', [CompletionResultType]::ParameterName, 'The characters to show Chinese text in')
            [CompletionResult]::new('--typography', '--typography', [CompletionResultType]::ParameterName, 'How to typeset articles; join several with commas')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'Read this file of settings instead of the user''s config.toml')
            [CompletionResult]::new('--set', '--set', [CompletionResultType]::ParameterName, 'Override a setting: --set reading.measure=60; may be repeated')
            [CompletionResult]::new('--all', '--all', [CompletionResultType]::ParameterName, 'Include drafts, unpublished and excluded posts')
            [CompletionResult]::new('--no-store', '--no-store', [CompletionResultType]::ParameterName, 'Read every file, as if nothing were indexed')
            [CompletionResult]::new('--dry-run', '--dry-run', [CompletionResultType]::ParameterName, 'Print what would change, and change nothing')
            [CompletionResult]::new('--hide-future', '--hide-future', [CompletionResultType]::ParameterName, 'Hide posts dated after now')
            [CompletionResult]::new('--naive-utc', '--naive-utc', [CompletionResultType]::ParameterName, 'Read `YYYY-MM-DD HH:MM:SS` without a zone as UTC, like Jekyll, not as the site''s time')
            [CompletionResult]::new('--restricted', '--restricted', [CompletionResultType]::ParameterName, 'Start no other programs and write only reading state, for shared accounts')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'kanbao;highlights' {
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Only posts that a query finds; see Queries in `kanbao list --help`')
            [CompletionResult]::new('--query', '--query', [CompletionResultType]::ParameterName, 'Only posts that a query finds; see Queries in `kanbao list --help`')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'Output format')
            [CompletionResult]::new('-a', '-a', [CompletionResultType]::ParameterName, 'The archive, for every subcommand')
            [CompletionResult]::new('--archive', '--archive', [CompletionResultType]::ParameterName, 'The archive, for every subcommand')
            [CompletionResult]::new('--ambiguous-width', '--ambiguous-width', [CompletionResultType]::ParameterName, 'Width of ambiguous characters such as “ or …; auto: as the terminal draws them, 1 in a pipe')
            [CompletionResult]::new('--line-break', '--line-break', [CompletionResultType]::ParameterName, 'How strictly to break lines of Chinese and Japanese')
            [CompletionResult]::new('--script', '--script', [CompletionResultType]::ParameterName, 'The characters to show Chinese text in')
            [CompletionResult]::new('--typography', '--typography', [CompletionResultType]::ParameterName, 'How to typeset articles; join several with commas')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'Read this file of settings instead of the user''s config.toml')
            [CompletionResult]::new('--set', '--set', [CompletionResultType]::ParameterName, 'Override a setting: --set reading.measure=60; may be repeated')
            [CompletionResult]::new('--all', '--all', [CompletionResultType]::ParameterName, 'Include drafts, unpublished and excluded posts')
            [CompletionResult]::new('--no-store', '--no-store', [CompletionResultType]::ParameterName, 'Read every file, as if nothing were indexed')
            [CompletionResult]::new('--hide-future', '--hide-future', [CompletionResultType]::ParameterName, 'Hide posts dated after now')
            [CompletionResult]::new('--naive-utc', '--naive-utc', [CompletionResultType]::ParameterName, 'Read `YYYY-MM-DD HH:MM:SS` without a zone as UTC, like Jekyll, not as the site''s time')
            [CompletionResult]::new('--restricted', '--restricted', [CompletionResultType]::ParameterName, 'Start no other programs and write only reading state, for shared accounts')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'kanbao;state' {
            [CompletionResult]::new('-a', '-a', [CompletionResultType]::ParameterName, 'The archive, for every subcommand')
            [CompletionResult]::new('--archive', '--archive', [CompletionResultType]::ParameterName, 'The archive, for every subcommand')
            [CompletionResult]::new('--ambiguous-width', '--ambiguous-width', [CompletionResultType]::ParameterName, 'Width of ambiguous characters such as “ or …; auto: as the terminal draws them, 1 in a pipe')
            [CompletionResult]::new('--line-break', '--line-break', [CompletionResultType]::ParameterName, 'How strictly to break lines of Chinese and Japanese')
            [CompletionResult]::new('--script', '--script', [CompletionResultType]::ParameterName, 'The characters to show Chinese text in')
            [CompletionResult]::new('--typography', '--typography', [CompletionResultType]::ParameterName, 'How to typeset articles; join several with commas')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'Read this file of settings instead of the user''s config.toml')
            [CompletionResult]::new('--set', '--set', [CompletionResultType]::ParameterName, 'Override a setting: --set reading.measure=60; may be repeated')
            [CompletionResult]::new('--hide-future', '--hide-future', [CompletionResultType]::ParameterName, 'Hide posts dated after now')
            [CompletionResult]::new('--naive-utc', '--naive-utc', [CompletionResultType]::ParameterName, 'Read `YYYY-MM-DD HH:MM:SS` without a zone as UTC, like Jekyll, not as the site''s time')
            [CompletionResult]::new('--restricted', '--restricted', [CompletionResultType]::ParameterName, 'Start no other programs and write only reading state, for shared accounts')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('export', 'export', [CompletionResultType]::ParameterValue, 'Print every current record, one JSON object per line')
            [CompletionResult]::new('import', 'import', [CompletionResultType]::ParameterValue, 'Add the records of an export, from this machine or another; later records win')
            [CompletionResult]::new('path', 'path', [CompletionResultType]::ParameterValue, 'Print the folder of the archive''s state')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'kanbao;state;export' {
            [CompletionResult]::new('-a', '-a', [CompletionResultType]::ParameterName, 'The archive, for every subcommand')
            [CompletionResult]::new('--archive', '--archive', [CompletionResultType]::ParameterName, 'The archive, for every subcommand')
            [CompletionResult]::new('--ambiguous-width', '--ambiguous-width', [CompletionResultType]::ParameterName, 'Width of ambiguous characters such as “ or …; auto: as the terminal draws them, 1 in a pipe')
            [CompletionResult]::new('--line-break', '--line-break', [CompletionResultType]::ParameterName, 'How strictly to break lines of Chinese and Japanese')
            [CompletionResult]::new('--script', '--script', [CompletionResultType]::ParameterName, 'The characters to show Chinese text in')
            [CompletionResult]::new('--typography', '--typography', [CompletionResultType]::ParameterName, 'How to typeset articles; join several with commas')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'Read this file of settings instead of the user''s config.toml')
            [CompletionResult]::new('--set', '--set', [CompletionResultType]::ParameterName, 'Override a setting: --set reading.measure=60; may be repeated')
            [CompletionResult]::new('--hide-future', '--hide-future', [CompletionResultType]::ParameterName, 'Hide posts dated after now')
            [CompletionResult]::new('--naive-utc', '--naive-utc', [CompletionResultType]::ParameterName, 'Read `YYYY-MM-DD HH:MM:SS` without a zone as UTC, like Jekyll, not as the site''s time')
            [CompletionResult]::new('--restricted', '--restricted', [CompletionResultType]::ParameterName, 'Start no other programs and write only reading state, for shared accounts')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'kanbao;state;import' {
            [CompletionResult]::new('-a', '-a', [CompletionResultType]::ParameterName, 'The archive, for every subcommand')
            [CompletionResult]::new('--archive', '--archive', [CompletionResultType]::ParameterName, 'The archive, for every subcommand')
            [CompletionResult]::new('--ambiguous-width', '--ambiguous-width', [CompletionResultType]::ParameterName, 'Width of ambiguous characters such as “ or …; auto: as the terminal draws them, 1 in a pipe')
            [CompletionResult]::new('--line-break', '--line-break', [CompletionResultType]::ParameterName, 'How strictly to break lines of Chinese and Japanese')
            [CompletionResult]::new('--script', '--script', [CompletionResultType]::ParameterName, 'The characters to show Chinese text in')
            [CompletionResult]::new('--typography', '--typography', [CompletionResultType]::ParameterName, 'How to typeset articles; join several with commas')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'Read this file of settings instead of the user''s config.toml')
            [CompletionResult]::new('--set', '--set', [CompletionResultType]::ParameterName, 'Override a setting: --set reading.measure=60; may be repeated')
            [CompletionResult]::new('--hide-future', '--hide-future', [CompletionResultType]::ParameterName, 'Hide posts dated after now')
            [CompletionResult]::new('--naive-utc', '--naive-utc', [CompletionResultType]::ParameterName, 'Read `YYYY-MM-DD HH:MM:SS` without a zone as UTC, like Jekyll, not as the site''s time')
            [CompletionResult]::new('--restricted', '--restricted', [CompletionResultType]::ParameterName, 'Start no other programs and write only reading state, for shared accounts')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'kanbao;state;path' {
            [CompletionResult]::new('-a', '-a', [CompletionResultType]::ParameterName, 'The archive, for every subcommand')
            [CompletionResult]::new('--archive', '--archive', [CompletionResultType]::ParameterName, 'The archive, for every subcommand')
            [CompletionResult]::new('--ambiguous-width', '--ambiguous-width', [CompletionResultType]::ParameterName, 'Width of ambiguous characters such as “ or …; auto: as the terminal draws them, 1 in a pipe')
            [CompletionResult]::new('--line-break', '--line-break', [CompletionResultType]::ParameterName, 'How strictly to break lines of Chinese and Japanese')
            [CompletionResult]::new('--script', '--script', [CompletionResultType]::ParameterName, 'The characters to show Chinese text in')
            [CompletionResult]::new('--typography', '--typography', [CompletionResultType]::ParameterName, 'How to typeset articles; join several with commas')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'Read this file of settings instead of the user''s config.toml')
            [CompletionResult]::new('--set', '--set', [CompletionResultType]::ParameterName, 'Override a setting: --set reading.measure=60; may be repeated')
            [CompletionResult]::new('--hide-future', '--hide-future', [CompletionResultType]::ParameterName, 'Hide posts dated after now')
            [CompletionResult]::new('--naive-utc', '--naive-utc', [CompletionResultType]::ParameterName, 'Read `YYYY-MM-DD HH:MM:SS` without a zone as UTC, like Jekyll, not as the site''s time')
            [CompletionResult]::new('--restricted', '--restricted', [CompletionResultType]::ParameterName, 'Start no other programs and write only reading state, for shared accounts')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'kanbao;state;help' {
            [CompletionResult]::new('export', 'export', [CompletionResultType]::ParameterValue, 'Print every current record, one JSON object per line')
            [CompletionResult]::new('import', 'import', [CompletionResultType]::ParameterValue, 'Add the records of an export, from this machine or another; later records win')
            [CompletionResult]::new('path', 'path', [CompletionResultType]::ParameterValue, 'Print the folder of the archive''s state')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'kanbao;state;help;export' {
            break
        }
        'kanbao;state;help;import' {
            break
        }
        'kanbao;state;help;path' {
            break
        }
        'kanbao;state;help;help' {
            break
        }
        'kanbao;doctor' {
            [CompletionResult]::new('-a', '-a', [CompletionResultType]::ParameterName, 'The archive, for every subcommand')
            [CompletionResult]::new('--archive', '--archive', [CompletionResultType]::ParameterName, 'The archive, for every subcommand')
            [CompletionResult]::new('--ambiguous-width', '--ambiguous-width', [CompletionResultType]::ParameterName, 'Width of ambiguous characters such as “ or …; auto: as the terminal draws them, 1 in a pipe')
            [CompletionResult]::new('--line-break', '--line-break', [CompletionResultType]::ParameterName, 'How strictly to break lines of Chinese and Japanese')
            [CompletionResult]::new('--script', '--script', [CompletionResultType]::ParameterName, 'The characters to show Chinese text in')
            [CompletionResult]::new('--typography', '--typography', [CompletionResultType]::ParameterName, 'How to typeset articles; join several with commas')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'Read this file of settings instead of the user''s config.toml')
            [CompletionResult]::new('--set', '--set', [CompletionResultType]::ParameterName, 'Override a setting: --set reading.measure=60; may be repeated')
            [CompletionResult]::new('--hide-future', '--hide-future', [CompletionResultType]::ParameterName, 'Hide posts dated after now')
            [CompletionResult]::new('--naive-utc', '--naive-utc', [CompletionResultType]::ParameterName, 'Read `YYYY-MM-DD HH:MM:SS` without a zone as UTC, like Jekyll, not as the site''s time')
            [CompletionResult]::new('--restricted', '--restricted', [CompletionResultType]::ParameterName, 'Start no other programs and write only reading state, for shared accounts')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'kanbao;completions' {
            [CompletionResult]::new('-a', '-a', [CompletionResultType]::ParameterName, 'The archive, for every subcommand')
            [CompletionResult]::new('--archive', '--archive', [CompletionResultType]::ParameterName, 'The archive, for every subcommand')
            [CompletionResult]::new('--ambiguous-width', '--ambiguous-width', [CompletionResultType]::ParameterName, 'Width of ambiguous characters such as “ or …; auto: as the terminal draws them, 1 in a pipe')
            [CompletionResult]::new('--line-break', '--line-break', [CompletionResultType]::ParameterName, 'How strictly to break lines of Chinese and Japanese')
            [CompletionResult]::new('--script', '--script', [CompletionResultType]::ParameterName, 'The characters to show Chinese text in')
            [CompletionResult]::new('--typography', '--typography', [CompletionResultType]::ParameterName, 'How to typeset articles; join several with commas')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'Read this file of settings instead of the user''s config.toml')
            [CompletionResult]::new('--set', '--set', [CompletionResultType]::ParameterName, 'Override a setting: --set reading.measure=60; may be repeated')
            [CompletionResult]::new('--hide-future', '--hide-future', [CompletionResultType]::ParameterName, 'Hide posts dated after now')
            [CompletionResult]::new('--naive-utc', '--naive-utc', [CompletionResultType]::ParameterName, 'Read `YYYY-MM-DD HH:MM:SS` without a zone as UTC, like Jekyll, not as the site''s time')
            [CompletionResult]::new('--restricted', '--restricted', [CompletionResultType]::ParameterName, 'Start no other programs and write only reading state, for shared accounts')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'kanbao;man' {
            [CompletionResult]::new('-a', '-a', [CompletionResultType]::ParameterName, 'The archive, for every subcommand')
            [CompletionResult]::new('--archive', '--archive', [CompletionResultType]::ParameterName, 'The archive, for every subcommand')
            [CompletionResult]::new('--ambiguous-width', '--ambiguous-width', [CompletionResultType]::ParameterName, 'Width of ambiguous characters such as “ or …; auto: as the terminal draws them, 1 in a pipe')
            [CompletionResult]::new('--line-break', '--line-break', [CompletionResultType]::ParameterName, 'How strictly to break lines of Chinese and Japanese')
            [CompletionResult]::new('--script', '--script', [CompletionResultType]::ParameterName, 'The characters to show Chinese text in')
            [CompletionResult]::new('--typography', '--typography', [CompletionResultType]::ParameterName, 'How to typeset articles; join several with commas')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'Read this file of settings instead of the user''s config.toml')
            [CompletionResult]::new('--set', '--set', [CompletionResultType]::ParameterName, 'Override a setting: --set reading.measure=60; may be repeated')
            [CompletionResult]::new('--hide-future', '--hide-future', [CompletionResultType]::ParameterName, 'Hide posts dated after now')
            [CompletionResult]::new('--naive-utc', '--naive-utc', [CompletionResultType]::ParameterName, 'Read `YYYY-MM-DD HH:MM:SS` without a zone as UTC, like Jekyll, not as the site''s time')
            [CompletionResult]::new('--restricted', '--restricted', [CompletionResultType]::ParameterName, 'Start no other programs and write only reading state, for shared accounts')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'kanbao;help' {
            [CompletionResult]::new('list', 'list', [CompletionResultType]::ParameterValue, 'List posts, newest first')
            [CompletionResult]::new('search', 'search', [CompletionResultType]::ParameterValue, 'Find posts by words, phrases, /regex/ and fields')
            [CompletionResult]::new('facets', 'facets', [CompletionResultType]::ParameterValue, 'Count the posts of each category, tag, author or year')
            [CompletionResult]::new('index', 'index', [CompletionResultType]::ParameterValue, 'Build, inspect or remove the index that makes searching fast')
            [CompletionResult]::new('show', 'show', [CompletionResultType]::ParameterValue, 'Print one post as the reader would show it')
            [CompletionResult]::new('check', 'check', [CompletionResultType]::ParameterValue, 'Report every problem in the archive')
            [CompletionResult]::new('export', 'export', [CompletionResultType]::ParameterValue, 'Export posts as Markdown, HTML, JSON lines or an e-book')
            [CompletionResult]::new('fetch', 'fetch', [CompletionResultType]::ParameterValue, 'Fetch web feeds and write their new items as posts')
            [CompletionResult]::new('feeds', 'feeds', [CompletionResultType]::ParameterValue, 'List, add and import feeds')
            [CompletionResult]::new('pull', 'pull', [CompletionResultType]::ParameterValue, 'Update an archive that is a git checkout')
            [CompletionResult]::new('config', 'config', [CompletionResultType]::ParameterValue, 'Show the settings, where they are set, and what can be set')
            [CompletionResult]::new('tag', 'tag', [CompletionResultType]::ParameterValue, 'List your own tags, or tag the posts that a query finds')
            [CompletionResult]::new('highlights', 'highlights', [CompletionResultType]::ParameterValue, 'Print what you highlighted, with the notes on it')
            [CompletionResult]::new('state', 'state', [CompletionResultType]::ParameterValue, 'Export, import or locate the reading state')
            [CompletionResult]::new('doctor', 'doctor', [CompletionResultType]::ParameterValue, 'Report on the terminal, the folders and the archive')
            [CompletionResult]::new('completions', 'completions', [CompletionResultType]::ParameterValue, 'Print a shell''s completion script')
            [CompletionResult]::new('man', 'man', [CompletionResultType]::ParameterValue, 'Print the manual')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'kanbao;help;list' {
            break
        }
        'kanbao;help;search' {
            break
        }
        'kanbao;help;facets' {
            break
        }
        'kanbao;help;index' {
            break
        }
        'kanbao;help;show' {
            break
        }
        'kanbao;help;check' {
            break
        }
        'kanbao;help;export' {
            break
        }
        'kanbao;help;fetch' {
            break
        }
        'kanbao;help;feeds' {
            [CompletionResult]::new('list', 'list', [CompletionResultType]::ParameterValue, 'Print every feed: title, address, state')
            [CompletionResult]::new('add', 'add', [CompletionResultType]::ParameterValue, 'Add a feed, or the one that a web page names')
            [CompletionResult]::new('import', 'import', [CompletionResultType]::ParameterValue, 'Add the feeds of an OPML file or of newsboat''s urls; write newsboat''s items as posts')
            [CompletionResult]::new('path', 'path', [CompletionResultType]::ParameterValue, 'Print the path of the file of feeds')
            break
        }
        'kanbao;help;feeds;list' {
            break
        }
        'kanbao;help;feeds;add' {
            break
        }
        'kanbao;help;feeds;import' {
            break
        }
        'kanbao;help;feeds;path' {
            break
        }
        'kanbao;help;pull' {
            break
        }
        'kanbao;help;config' {
            [CompletionResult]::new('path', 'path', [CompletionResultType]::ParameterValue, 'Print the paths of all config files, and which are missing')
            [CompletionResult]::new('show', 'show', [CompletionResultType]::ParameterValue, 'Print every setting and its value as TOML')
            [CompletionResult]::new('default', 'default', [CompletionResultType]::ParameterValue, 'Print a config.toml with every setting, its default and its meaning')
            break
        }
        'kanbao;help;config;path' {
            break
        }
        'kanbao;help;config;show' {
            break
        }
        'kanbao;help;config;default' {
            break
        }
        'kanbao;help;tag' {
            break
        }
        'kanbao;help;highlights' {
            break
        }
        'kanbao;help;state' {
            [CompletionResult]::new('export', 'export', [CompletionResultType]::ParameterValue, 'Print every current record, one JSON object per line')
            [CompletionResult]::new('import', 'import', [CompletionResultType]::ParameterValue, 'Add the records of an export, from this machine or another; later records win')
            [CompletionResult]::new('path', 'path', [CompletionResultType]::ParameterValue, 'Print the folder of the archive''s state')
            break
        }
        'kanbao;help;state;export' {
            break
        }
        'kanbao;help;state;import' {
            break
        }
        'kanbao;help;state;path' {
            break
        }
        'kanbao;help;doctor' {
            break
        }
        'kanbao;help;completions' {
            break
        }
        'kanbao;help;man' {
            break
        }
        'kanbao;help;help' {
            break
        }
    })

    $completions.Where{ $_.CompletionText -like "$wordToComplete*" } |
        Sort-Object -Property ListItemText
}
