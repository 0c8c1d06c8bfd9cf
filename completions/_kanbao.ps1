
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
            [CompletionResult]::new('--ambiguous-width', '--ambiguous-width', [CompletionResultType]::ParameterName, 'Cells of an ambiguous character such as “ or …; auto: what the terminal does, 1 in a pipe')
            [CompletionResult]::new('--line-break', '--line-break', [CompletionResultType]::ParameterName, 'How strictly lines of Chinese and Japanese are broken')
            [CompletionResult]::new('--typography', '--typography', [CompletionResultType]::ParameterName, 'How articles are set; several are joined by commas')
            [CompletionResult]::new('--images', '--images', [CompletionResultType]::ParameterName, 'Whether pictures of the archive are shown in the reader; auto: unless over SSH')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'The file of settings in place of the user''s config.toml')
            [CompletionResult]::new('--set', '--set', [CompletionResultType]::ParameterName, 'A setting, above all files: --set reading.measure=60; may be repeated')
            [CompletionResult]::new('--hide-future', '--hide-future', [CompletionResultType]::ParameterName, 'Hide posts dated after now')
            [CompletionResult]::new('--naive-utc', '--naive-utc', [CompletionResultType]::ParameterName, 'Take `YYYY-MM-DD HH:MM:SS` without a zone for UTC, as Jekyll does, not for the site''s time')
            [CompletionResult]::new('--linear', '--linear', [CompletionResultType]::ParameterName, 'One pane at a time in plain lines, for programs that read the screen aloud')
            [CompletionResult]::new('--restricted', '--restricted', [CompletionResultType]::ParameterName, 'Start no other programs and write nothing but reading state, for accounts that are shared')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('list', 'list', [CompletionResultType]::ParameterValue, 'List posts, newest first')
            [CompletionResult]::new('search', 'search', [CompletionResultType]::ParameterValue, 'Find posts by words, phrases, /regex/ and fields')
            [CompletionResult]::new('facets', 'facets', [CompletionResultType]::ParameterValue, 'Count the posts of each category, tag, author or year')
            [CompletionResult]::new('index', 'index', [CompletionResultType]::ParameterValue, 'Build the index that makes searching fast, or tell of it')
            [CompletionResult]::new('show', 'show', [CompletionResultType]::ParameterValue, 'Print one post as the reader would show it')
            [CompletionResult]::new('check', 'check', [CompletionResultType]::ParameterValue, 'Tell everything that is wrong in the archive')
            [CompletionResult]::new('export', 'export', [CompletionResultType]::ParameterValue, 'Write all posts into a folder, for other programs')
            [CompletionResult]::new('config', 'config', [CompletionResultType]::ParameterValue, 'Tell what is set, where it is set, and what can be set')
            [CompletionResult]::new('state', 'state', [CompletionResultType]::ParameterValue, 'Export, import or find the reading state')
            [CompletionResult]::new('doctor', 'doctor', [CompletionResultType]::ParameterValue, 'Tell about the terminal, the folders and the archive')
            [CompletionResult]::new('completions', 'completions', [CompletionResultType]::ParameterValue, 'Print what a shell needs to complete kanbao''s arguments')
            [CompletionResult]::new('man', 'man', [CompletionResultType]::ParameterValue, 'Print the manual')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'kanbao;list' {
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Only posts that a query finds; --help tells its grammar')
            [CompletionResult]::new('--query', '--query', [CompletionResultType]::ParameterName, 'Only posts that a query finds; --help tells its grammar')
            [CompletionResult]::new('--sort', '--sort', [CompletionResultType]::ParameterName, 'The order, whatever the query says of it; newest first if neither says anything')
            [CompletionResult]::new('-n', '-n', [CompletionResultType]::ParameterName, 'The most posts to list')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'The form of the list')
            [CompletionResult]::new('-a', '-a', [CompletionResultType]::ParameterName, 'The archive, for every subcommand')
            [CompletionResult]::new('--archive', '--archive', [CompletionResultType]::ParameterName, 'The archive, for every subcommand')
            [CompletionResult]::new('--ambiguous-width', '--ambiguous-width', [CompletionResultType]::ParameterName, 'Cells of an ambiguous character such as “ or …; auto: what the terminal does, 1 in a pipe')
            [CompletionResult]::new('--line-break', '--line-break', [CompletionResultType]::ParameterName, 'How strictly lines of Chinese and Japanese are broken')
            [CompletionResult]::new('--typography', '--typography', [CompletionResultType]::ParameterName, 'How articles are set; several are joined by commas')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'The file of settings in place of the user''s config.toml')
            [CompletionResult]::new('--set', '--set', [CompletionResultType]::ParameterName, 'A setting, above all files: --set reading.measure=60; may be repeated')
            [CompletionResult]::new('--all', '--all', [CompletionResultType]::ParameterName, 'Drafts, unpublished and excluded posts too')
            [CompletionResult]::new('--hide-future', '--hide-future', [CompletionResultType]::ParameterName, 'Hide posts dated after now')
            [CompletionResult]::new('--naive-utc', '--naive-utc', [CompletionResultType]::ParameterName, 'Take `YYYY-MM-DD HH:MM:SS` without a zone for UTC, as Jekyll does, not for the site''s time')
            [CompletionResult]::new('--restricted', '--restricted', [CompletionResultType]::ParameterName, 'Start no other programs and write nothing but reading state, for accounts that are shared')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'kanbao;search' {
            [CompletionResult]::new('-n', '-n', [CompletionResultType]::ParameterName, 'The most hits')
            [CompletionResult]::new('--sort', '--sort', [CompletionResultType]::ParameterName, 'The order, whatever the query says of it; newest first if neither says anything')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'The form of the hits')
            [CompletionResult]::new('-a', '-a', [CompletionResultType]::ParameterName, 'The archive, for every subcommand')
            [CompletionResult]::new('--archive', '--archive', [CompletionResultType]::ParameterName, 'The archive, for every subcommand')
            [CompletionResult]::new('--ambiguous-width', '--ambiguous-width', [CompletionResultType]::ParameterName, 'Cells of an ambiguous character such as “ or …; auto: what the terminal does, 1 in a pipe')
            [CompletionResult]::new('--line-break', '--line-break', [CompletionResultType]::ParameterName, 'How strictly lines of Chinese and Japanese are broken')
            [CompletionResult]::new('--typography', '--typography', [CompletionResultType]::ParameterName, 'How articles are set; several are joined by commas')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'The file of settings in place of the user''s config.toml')
            [CompletionResult]::new('--set', '--set', [CompletionResultType]::ParameterName, 'A setting, above all files: --set reading.measure=60; may be repeated')
            [CompletionResult]::new('--all', '--all', [CompletionResultType]::ParameterName, 'In drafts, unpublished and excluded posts too')
            [CompletionResult]::new('--hide-future', '--hide-future', [CompletionResultType]::ParameterName, 'Hide posts dated after now')
            [CompletionResult]::new('--naive-utc', '--naive-utc', [CompletionResultType]::ParameterName, 'Take `YYYY-MM-DD HH:MM:SS` without a zone for UTC, as Jekyll does, not for the site''s time')
            [CompletionResult]::new('--restricted', '--restricted', [CompletionResultType]::ParameterName, 'Start no other programs and write nothing but reading state, for accounts that are shared')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'kanbao;facets' {
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Only of posts that a query finds; --help tells its grammar')
            [CompletionResult]::new('--query', '--query', [CompletionResultType]::ParameterName, 'Only of posts that a query finds; --help tells its grammar')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'The form of the list')
            [CompletionResult]::new('-a', '-a', [CompletionResultType]::ParameterName, 'The archive, for every subcommand')
            [CompletionResult]::new('--archive', '--archive', [CompletionResultType]::ParameterName, 'The archive, for every subcommand')
            [CompletionResult]::new('--ambiguous-width', '--ambiguous-width', [CompletionResultType]::ParameterName, 'Cells of an ambiguous character such as “ or …; auto: what the terminal does, 1 in a pipe')
            [CompletionResult]::new('--line-break', '--line-break', [CompletionResultType]::ParameterName, 'How strictly lines of Chinese and Japanese are broken')
            [CompletionResult]::new('--typography', '--typography', [CompletionResultType]::ParameterName, 'How articles are set; several are joined by commas')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'The file of settings in place of the user''s config.toml')
            [CompletionResult]::new('--set', '--set', [CompletionResultType]::ParameterName, 'A setting, above all files: --set reading.measure=60; may be repeated')
            [CompletionResult]::new('--all', '--all', [CompletionResultType]::ParameterName, 'Of drafts, unpublished and excluded posts too')
            [CompletionResult]::new('--hide-future', '--hide-future', [CompletionResultType]::ParameterName, 'Hide posts dated after now')
            [CompletionResult]::new('--naive-utc', '--naive-utc', [CompletionResultType]::ParameterName, 'Take `YYYY-MM-DD HH:MM:SS` without a zone for UTC, as Jekyll does, not for the site''s time')
            [CompletionResult]::new('--restricted', '--restricted', [CompletionResultType]::ParameterName, 'Start no other programs and write nothing but reading state, for accounts that are shared')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'kanbao;index' {
            [CompletionResult]::new('-a', '-a', [CompletionResultType]::ParameterName, 'The archive, for every subcommand')
            [CompletionResult]::new('--archive', '--archive', [CompletionResultType]::ParameterName, 'The archive, for every subcommand')
            [CompletionResult]::new('--ambiguous-width', '--ambiguous-width', [CompletionResultType]::ParameterName, 'Cells of an ambiguous character such as “ or …; auto: what the terminal does, 1 in a pipe')
            [CompletionResult]::new('--line-break', '--line-break', [CompletionResultType]::ParameterName, 'How strictly lines of Chinese and Japanese are broken')
            [CompletionResult]::new('--typography', '--typography', [CompletionResultType]::ParameterName, 'How articles are set; several are joined by commas')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'The file of settings in place of the user''s config.toml')
            [CompletionResult]::new('--set', '--set', [CompletionResultType]::ParameterName, 'A setting, above all files: --set reading.measure=60; may be repeated')
            [CompletionResult]::new('--rebuild', '--rebuild', [CompletionResultType]::ParameterName, 'Build it anew, whatever there is')
            [CompletionResult]::new('--status', '--status', [CompletionResultType]::ParameterName, 'Tell whether there is an index, how large it is, and which posts are missing in it')
            [CompletionResult]::new('--clear', '--clear', [CompletionResultType]::ParameterName, 'Remove it')
            [CompletionResult]::new('--behind-reader', '--behind-reader', [CompletionResultType]::ParameterName, 'For the reader: with less urgency, and a line of standard output for each step')
            [CompletionResult]::new('--hide-future', '--hide-future', [CompletionResultType]::ParameterName, 'Hide posts dated after now')
            [CompletionResult]::new('--naive-utc', '--naive-utc', [CompletionResultType]::ParameterName, 'Take `YYYY-MM-DD HH:MM:SS` without a zone for UTC, as Jekyll does, not for the site''s time')
            [CompletionResult]::new('--restricted', '--restricted', [CompletionResultType]::ParameterName, 'Start no other programs and write nothing but reading state, for accounts that are shared')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'kanbao;show' {
            [CompletionResult]::new('--width', '--width', [CompletionResultType]::ParameterName, 'The measure in cells (what is set, else 76, or the terminal''s width if that is less)')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'The form of the post; ansi on a terminal with colours, else text, if none is named')
            [CompletionResult]::new('-a', '-a', [CompletionResultType]::ParameterName, 'The archive, for every subcommand')
            [CompletionResult]::new('--archive', '--archive', [CompletionResultType]::ParameterName, 'The archive, for every subcommand')
            [CompletionResult]::new('--ambiguous-width', '--ambiguous-width', [CompletionResultType]::ParameterName, 'Cells of an ambiguous character such as “ or …; auto: what the terminal does, 1 in a pipe')
            [CompletionResult]::new('--line-break', '--line-break', [CompletionResultType]::ParameterName, 'How strictly lines of Chinese and Japanese are broken')
            [CompletionResult]::new('--typography', '--typography', [CompletionResultType]::ParameterName, 'How articles are set; several are joined by commas')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'The file of settings in place of the user''s config.toml')
            [CompletionResult]::new('--set', '--set', [CompletionResultType]::ParameterName, 'A setting, above all files: --set reading.measure=60; may be repeated')
            [CompletionResult]::new('--no-header', '--no-header', [CompletionResultType]::ParameterName, 'The body alone')
            [CompletionResult]::new('--hide-future', '--hide-future', [CompletionResultType]::ParameterName, 'Hide posts dated after now')
            [CompletionResult]::new('--naive-utc', '--naive-utc', [CompletionResultType]::ParameterName, 'Take `YYYY-MM-DD HH:MM:SS` without a zone for UTC, as Jekyll does, not for the site''s time')
            [CompletionResult]::new('--restricted', '--restricted', [CompletionResultType]::ParameterName, 'Start no other programs and write nothing but reading state, for accounts that are shared')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'kanbao;check' {
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'The form of the list; only that for people ends with a summary')
            [CompletionResult]::new('-a', '-a', [CompletionResultType]::ParameterName, 'The archive, for every subcommand')
            [CompletionResult]::new('--archive', '--archive', [CompletionResultType]::ParameterName, 'The archive, for every subcommand')
            [CompletionResult]::new('--ambiguous-width', '--ambiguous-width', [CompletionResultType]::ParameterName, 'Cells of an ambiguous character such as “ or …; auto: what the terminal does, 1 in a pipe')
            [CompletionResult]::new('--line-break', '--line-break', [CompletionResultType]::ParameterName, 'How strictly lines of Chinese and Japanese are broken')
            [CompletionResult]::new('--typography', '--typography', [CompletionResultType]::ParameterName, 'How articles are set; several are joined by commas')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'The file of settings in place of the user''s config.toml')
            [CompletionResult]::new('--set', '--set', [CompletionResultType]::ParameterName, 'A setting, above all files: --set reading.measure=60; may be repeated')
            [CompletionResult]::new('--strict', '--strict', [CompletionResultType]::ParameterName, 'Exit with 1 for warnings too, not only for unreadable posts')
            [CompletionResult]::new('--hide-future', '--hide-future', [CompletionResultType]::ParameterName, 'Hide posts dated after now')
            [CompletionResult]::new('--naive-utc', '--naive-utc', [CompletionResultType]::ParameterName, 'Take `YYYY-MM-DD HH:MM:SS` without a zone for UTC, as Jekyll does, not for the site''s time')
            [CompletionResult]::new('--restricted', '--restricted', [CompletionResultType]::ParameterName, 'Start no other programs and write nothing but reading state, for accounts that are shared')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'kanbao;export' {
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'A file a post with front matter, a page a post with an index, or posts.jsonl')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Only posts that a query finds; `kanbao list --help` tells its grammar')
            [CompletionResult]::new('--query', '--query', [CompletionResultType]::ParameterName, 'Only posts that a query finds; `kanbao list --help` tells its grammar')
            [CompletionResult]::new('-a', '-a', [CompletionResultType]::ParameterName, 'The archive, for every subcommand')
            [CompletionResult]::new('--archive', '--archive', [CompletionResultType]::ParameterName, 'The archive, for every subcommand')
            [CompletionResult]::new('--ambiguous-width', '--ambiguous-width', [CompletionResultType]::ParameterName, 'Cells of an ambiguous character such as “ or …; auto: what the terminal does, 1 in a pipe')
            [CompletionResult]::new('--line-break', '--line-break', [CompletionResultType]::ParameterName, 'How strictly lines of Chinese and Japanese are broken')
            [CompletionResult]::new('--typography', '--typography', [CompletionResultType]::ParameterName, 'How articles are set; several are joined by commas')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'The file of settings in place of the user''s config.toml')
            [CompletionResult]::new('--set', '--set', [CompletionResultType]::ParameterName, 'A setting, above all files: --set reading.measure=60; may be repeated')
            [CompletionResult]::new('--all', '--all', [CompletionResultType]::ParameterName, 'Drafts, unpublished and excluded posts too')
            [CompletionResult]::new('--hide-future', '--hide-future', [CompletionResultType]::ParameterName, 'Hide posts dated after now')
            [CompletionResult]::new('--naive-utc', '--naive-utc', [CompletionResultType]::ParameterName, 'Take `YYYY-MM-DD HH:MM:SS` without a zone for UTC, as Jekyll does, not for the site''s time')
            [CompletionResult]::new('--restricted', '--restricted', [CompletionResultType]::ParameterName, 'Start no other programs and write nothing but reading state, for accounts that are shared')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'kanbao;config' {
            [CompletionResult]::new('-a', '-a', [CompletionResultType]::ParameterName, 'The archive, for every subcommand')
            [CompletionResult]::new('--archive', '--archive', [CompletionResultType]::ParameterName, 'The archive, for every subcommand')
            [CompletionResult]::new('--ambiguous-width', '--ambiguous-width', [CompletionResultType]::ParameterName, 'Cells of an ambiguous character such as “ or …; auto: what the terminal does, 1 in a pipe')
            [CompletionResult]::new('--line-break', '--line-break', [CompletionResultType]::ParameterName, 'How strictly lines of Chinese and Japanese are broken')
            [CompletionResult]::new('--typography', '--typography', [CompletionResultType]::ParameterName, 'How articles are set; several are joined by commas')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'The file of settings in place of the user''s config.toml')
            [CompletionResult]::new('--set', '--set', [CompletionResultType]::ParameterName, 'A setting, above all files: --set reading.measure=60; may be repeated')
            [CompletionResult]::new('--hide-future', '--hide-future', [CompletionResultType]::ParameterName, 'Hide posts dated after now')
            [CompletionResult]::new('--naive-utc', '--naive-utc', [CompletionResultType]::ParameterName, 'Take `YYYY-MM-DD HH:MM:SS` without a zone for UTC, as Jekyll does, not for the site''s time')
            [CompletionResult]::new('--restricted', '--restricted', [CompletionResultType]::ParameterName, 'Start no other programs and write nothing but reading state, for accounts that are shared')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('path', 'path', [CompletionResultType]::ParameterValue, 'Print the files that are looked for, and whether each is there')
            [CompletionResult]::new('show', 'show', [CompletionResultType]::ParameterValue, 'Print every setting with its value, as TOML')
            [CompletionResult]::new('default', 'default', [CompletionResultType]::ParameterValue, 'Print a config.toml with every setting, its default and what it does')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'kanbao;config;path' {
            [CompletionResult]::new('-a', '-a', [CompletionResultType]::ParameterName, 'The archive, for every subcommand')
            [CompletionResult]::new('--archive', '--archive', [CompletionResultType]::ParameterName, 'The archive, for every subcommand')
            [CompletionResult]::new('--ambiguous-width', '--ambiguous-width', [CompletionResultType]::ParameterName, 'Cells of an ambiguous character such as “ or …; auto: what the terminal does, 1 in a pipe')
            [CompletionResult]::new('--line-break', '--line-break', [CompletionResultType]::ParameterName, 'How strictly lines of Chinese and Japanese are broken')
            [CompletionResult]::new('--typography', '--typography', [CompletionResultType]::ParameterName, 'How articles are set; several are joined by commas')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'The file of settings in place of the user''s config.toml')
            [CompletionResult]::new('--set', '--set', [CompletionResultType]::ParameterName, 'A setting, above all files: --set reading.measure=60; may be repeated')
            [CompletionResult]::new('--hide-future', '--hide-future', [CompletionResultType]::ParameterName, 'Hide posts dated after now')
            [CompletionResult]::new('--naive-utc', '--naive-utc', [CompletionResultType]::ParameterName, 'Take `YYYY-MM-DD HH:MM:SS` without a zone for UTC, as Jekyll does, not for the site''s time')
            [CompletionResult]::new('--restricted', '--restricted', [CompletionResultType]::ParameterName, 'Start no other programs and write nothing but reading state, for accounts that are shared')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'kanbao;config;show' {
            [CompletionResult]::new('-a', '-a', [CompletionResultType]::ParameterName, 'The archive, for every subcommand')
            [CompletionResult]::new('--archive', '--archive', [CompletionResultType]::ParameterName, 'The archive, for every subcommand')
            [CompletionResult]::new('--ambiguous-width', '--ambiguous-width', [CompletionResultType]::ParameterName, 'Cells of an ambiguous character such as “ or …; auto: what the terminal does, 1 in a pipe')
            [CompletionResult]::new('--line-break', '--line-break', [CompletionResultType]::ParameterName, 'How strictly lines of Chinese and Japanese are broken')
            [CompletionResult]::new('--typography', '--typography', [CompletionResultType]::ParameterName, 'How articles are set; several are joined by commas')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'The file of settings in place of the user''s config.toml')
            [CompletionResult]::new('--set', '--set', [CompletionResultType]::ParameterName, 'A setting, above all files: --set reading.measure=60; may be repeated')
            [CompletionResult]::new('--origin', '--origin', [CompletionResultType]::ParameterName, 'Say of each where its value comes from')
            [CompletionResult]::new('--hide-future', '--hide-future', [CompletionResultType]::ParameterName, 'Hide posts dated after now')
            [CompletionResult]::new('--naive-utc', '--naive-utc', [CompletionResultType]::ParameterName, 'Take `YYYY-MM-DD HH:MM:SS` without a zone for UTC, as Jekyll does, not for the site''s time')
            [CompletionResult]::new('--restricted', '--restricted', [CompletionResultType]::ParameterName, 'Start no other programs and write nothing but reading state, for accounts that are shared')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'kanbao;config;default' {
            [CompletionResult]::new('-a', '-a', [CompletionResultType]::ParameterName, 'The archive, for every subcommand')
            [CompletionResult]::new('--archive', '--archive', [CompletionResultType]::ParameterName, 'The archive, for every subcommand')
            [CompletionResult]::new('--ambiguous-width', '--ambiguous-width', [CompletionResultType]::ParameterName, 'Cells of an ambiguous character such as “ or …; auto: what the terminal does, 1 in a pipe')
            [CompletionResult]::new('--line-break', '--line-break', [CompletionResultType]::ParameterName, 'How strictly lines of Chinese and Japanese are broken')
            [CompletionResult]::new('--typography', '--typography', [CompletionResultType]::ParameterName, 'How articles are set; several are joined by commas')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'The file of settings in place of the user''s config.toml')
            [CompletionResult]::new('--set', '--set', [CompletionResultType]::ParameterName, 'A setting, above all files: --set reading.measure=60; may be repeated')
            [CompletionResult]::new('--hide-future', '--hide-future', [CompletionResultType]::ParameterName, 'Hide posts dated after now')
            [CompletionResult]::new('--naive-utc', '--naive-utc', [CompletionResultType]::ParameterName, 'Take `YYYY-MM-DD HH:MM:SS` without a zone for UTC, as Jekyll does, not for the site''s time')
            [CompletionResult]::new('--restricted', '--restricted', [CompletionResultType]::ParameterName, 'Start no other programs and write nothing but reading state, for accounts that are shared')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'kanbao;config;help' {
            [CompletionResult]::new('path', 'path', [CompletionResultType]::ParameterValue, 'Print the files that are looked for, and whether each is there')
            [CompletionResult]::new('show', 'show', [CompletionResultType]::ParameterValue, 'Print every setting with its value, as TOML')
            [CompletionResult]::new('default', 'default', [CompletionResultType]::ParameterValue, 'Print a config.toml with every setting, its default and what it does')
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
        'kanbao;state' {
            [CompletionResult]::new('-a', '-a', [CompletionResultType]::ParameterName, 'The archive, for every subcommand')
            [CompletionResult]::new('--archive', '--archive', [CompletionResultType]::ParameterName, 'The archive, for every subcommand')
            [CompletionResult]::new('--ambiguous-width', '--ambiguous-width', [CompletionResultType]::ParameterName, 'Cells of an ambiguous character such as “ or …; auto: what the terminal does, 1 in a pipe')
            [CompletionResult]::new('--line-break', '--line-break', [CompletionResultType]::ParameterName, 'How strictly lines of Chinese and Japanese are broken')
            [CompletionResult]::new('--typography', '--typography', [CompletionResultType]::ParameterName, 'How articles are set; several are joined by commas')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'The file of settings in place of the user''s config.toml')
            [CompletionResult]::new('--set', '--set', [CompletionResultType]::ParameterName, 'A setting, above all files: --set reading.measure=60; may be repeated')
            [CompletionResult]::new('--hide-future', '--hide-future', [CompletionResultType]::ParameterName, 'Hide posts dated after now')
            [CompletionResult]::new('--naive-utc', '--naive-utc', [CompletionResultType]::ParameterName, 'Take `YYYY-MM-DD HH:MM:SS` without a zone for UTC, as Jekyll does, not for the site''s time')
            [CompletionResult]::new('--restricted', '--restricted', [CompletionResultType]::ParameterName, 'Start no other programs and write nothing but reading state, for accounts that are shared')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('export', 'export', [CompletionResultType]::ParameterValue, 'Print every record that counts, one JSON object a line')
            [CompletionResult]::new('import', 'import', [CompletionResultType]::ParameterValue, 'Take in what `export` printed, on this machine or another; later records win')
            [CompletionResult]::new('path', 'path', [CompletionResultType]::ParameterValue, 'Print the folder in which the archive''s state is kept')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'kanbao;state;export' {
            [CompletionResult]::new('-a', '-a', [CompletionResultType]::ParameterName, 'The archive, for every subcommand')
            [CompletionResult]::new('--archive', '--archive', [CompletionResultType]::ParameterName, 'The archive, for every subcommand')
            [CompletionResult]::new('--ambiguous-width', '--ambiguous-width', [CompletionResultType]::ParameterName, 'Cells of an ambiguous character such as “ or …; auto: what the terminal does, 1 in a pipe')
            [CompletionResult]::new('--line-break', '--line-break', [CompletionResultType]::ParameterName, 'How strictly lines of Chinese and Japanese are broken')
            [CompletionResult]::new('--typography', '--typography', [CompletionResultType]::ParameterName, 'How articles are set; several are joined by commas')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'The file of settings in place of the user''s config.toml')
            [CompletionResult]::new('--set', '--set', [CompletionResultType]::ParameterName, 'A setting, above all files: --set reading.measure=60; may be repeated')
            [CompletionResult]::new('--hide-future', '--hide-future', [CompletionResultType]::ParameterName, 'Hide posts dated after now')
            [CompletionResult]::new('--naive-utc', '--naive-utc', [CompletionResultType]::ParameterName, 'Take `YYYY-MM-DD HH:MM:SS` without a zone for UTC, as Jekyll does, not for the site''s time')
            [CompletionResult]::new('--restricted', '--restricted', [CompletionResultType]::ParameterName, 'Start no other programs and write nothing but reading state, for accounts that are shared')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'kanbao;state;import' {
            [CompletionResult]::new('-a', '-a', [CompletionResultType]::ParameterName, 'The archive, for every subcommand')
            [CompletionResult]::new('--archive', '--archive', [CompletionResultType]::ParameterName, 'The archive, for every subcommand')
            [CompletionResult]::new('--ambiguous-width', '--ambiguous-width', [CompletionResultType]::ParameterName, 'Cells of an ambiguous character such as “ or …; auto: what the terminal does, 1 in a pipe')
            [CompletionResult]::new('--line-break', '--line-break', [CompletionResultType]::ParameterName, 'How strictly lines of Chinese and Japanese are broken')
            [CompletionResult]::new('--typography', '--typography', [CompletionResultType]::ParameterName, 'How articles are set; several are joined by commas')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'The file of settings in place of the user''s config.toml')
            [CompletionResult]::new('--set', '--set', [CompletionResultType]::ParameterName, 'A setting, above all files: --set reading.measure=60; may be repeated')
            [CompletionResult]::new('--hide-future', '--hide-future', [CompletionResultType]::ParameterName, 'Hide posts dated after now')
            [CompletionResult]::new('--naive-utc', '--naive-utc', [CompletionResultType]::ParameterName, 'Take `YYYY-MM-DD HH:MM:SS` without a zone for UTC, as Jekyll does, not for the site''s time')
            [CompletionResult]::new('--restricted', '--restricted', [CompletionResultType]::ParameterName, 'Start no other programs and write nothing but reading state, for accounts that are shared')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'kanbao;state;path' {
            [CompletionResult]::new('-a', '-a', [CompletionResultType]::ParameterName, 'The archive, for every subcommand')
            [CompletionResult]::new('--archive', '--archive', [CompletionResultType]::ParameterName, 'The archive, for every subcommand')
            [CompletionResult]::new('--ambiguous-width', '--ambiguous-width', [CompletionResultType]::ParameterName, 'Cells of an ambiguous character such as “ or …; auto: what the terminal does, 1 in a pipe')
            [CompletionResult]::new('--line-break', '--line-break', [CompletionResultType]::ParameterName, 'How strictly lines of Chinese and Japanese are broken')
            [CompletionResult]::new('--typography', '--typography', [CompletionResultType]::ParameterName, 'How articles are set; several are joined by commas')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'The file of settings in place of the user''s config.toml')
            [CompletionResult]::new('--set', '--set', [CompletionResultType]::ParameterName, 'A setting, above all files: --set reading.measure=60; may be repeated')
            [CompletionResult]::new('--hide-future', '--hide-future', [CompletionResultType]::ParameterName, 'Hide posts dated after now')
            [CompletionResult]::new('--naive-utc', '--naive-utc', [CompletionResultType]::ParameterName, 'Take `YYYY-MM-DD HH:MM:SS` without a zone for UTC, as Jekyll does, not for the site''s time')
            [CompletionResult]::new('--restricted', '--restricted', [CompletionResultType]::ParameterName, 'Start no other programs and write nothing but reading state, for accounts that are shared')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'kanbao;state;help' {
            [CompletionResult]::new('export', 'export', [CompletionResultType]::ParameterValue, 'Print every record that counts, one JSON object a line')
            [CompletionResult]::new('import', 'import', [CompletionResultType]::ParameterValue, 'Take in what `export` printed, on this machine or another; later records win')
            [CompletionResult]::new('path', 'path', [CompletionResultType]::ParameterValue, 'Print the folder in which the archive''s state is kept')
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
            [CompletionResult]::new('--ambiguous-width', '--ambiguous-width', [CompletionResultType]::ParameterName, 'Cells of an ambiguous character such as “ or …; auto: what the terminal does, 1 in a pipe')
            [CompletionResult]::new('--line-break', '--line-break', [CompletionResultType]::ParameterName, 'How strictly lines of Chinese and Japanese are broken')
            [CompletionResult]::new('--typography', '--typography', [CompletionResultType]::ParameterName, 'How articles are set; several are joined by commas')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'The file of settings in place of the user''s config.toml')
            [CompletionResult]::new('--set', '--set', [CompletionResultType]::ParameterName, 'A setting, above all files: --set reading.measure=60; may be repeated')
            [CompletionResult]::new('--hide-future', '--hide-future', [CompletionResultType]::ParameterName, 'Hide posts dated after now')
            [CompletionResult]::new('--naive-utc', '--naive-utc', [CompletionResultType]::ParameterName, 'Take `YYYY-MM-DD HH:MM:SS` without a zone for UTC, as Jekyll does, not for the site''s time')
            [CompletionResult]::new('--restricted', '--restricted', [CompletionResultType]::ParameterName, 'Start no other programs and write nothing but reading state, for accounts that are shared')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'kanbao;completions' {
            [CompletionResult]::new('-a', '-a', [CompletionResultType]::ParameterName, 'The archive, for every subcommand')
            [CompletionResult]::new('--archive', '--archive', [CompletionResultType]::ParameterName, 'The archive, for every subcommand')
            [CompletionResult]::new('--ambiguous-width', '--ambiguous-width', [CompletionResultType]::ParameterName, 'Cells of an ambiguous character such as “ or …; auto: what the terminal does, 1 in a pipe')
            [CompletionResult]::new('--line-break', '--line-break', [CompletionResultType]::ParameterName, 'How strictly lines of Chinese and Japanese are broken')
            [CompletionResult]::new('--typography', '--typography', [CompletionResultType]::ParameterName, 'How articles are set; several are joined by commas')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'The file of settings in place of the user''s config.toml')
            [CompletionResult]::new('--set', '--set', [CompletionResultType]::ParameterName, 'A setting, above all files: --set reading.measure=60; may be repeated')
            [CompletionResult]::new('--hide-future', '--hide-future', [CompletionResultType]::ParameterName, 'Hide posts dated after now')
            [CompletionResult]::new('--naive-utc', '--naive-utc', [CompletionResultType]::ParameterName, 'Take `YYYY-MM-DD HH:MM:SS` without a zone for UTC, as Jekyll does, not for the site''s time')
            [CompletionResult]::new('--restricted', '--restricted', [CompletionResultType]::ParameterName, 'Start no other programs and write nothing but reading state, for accounts that are shared')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'kanbao;man' {
            [CompletionResult]::new('--section', '--section', [CompletionResultType]::ParameterName, 'Which page: 1, the program and its keys; 5, its files: settings, keys and themes')
            [CompletionResult]::new('-a', '-a', [CompletionResultType]::ParameterName, 'The archive, for every subcommand')
            [CompletionResult]::new('--archive', '--archive', [CompletionResultType]::ParameterName, 'The archive, for every subcommand')
            [CompletionResult]::new('--ambiguous-width', '--ambiguous-width', [CompletionResultType]::ParameterName, 'Cells of an ambiguous character such as “ or …; auto: what the terminal does, 1 in a pipe')
            [CompletionResult]::new('--line-break', '--line-break', [CompletionResultType]::ParameterName, 'How strictly lines of Chinese and Japanese are broken')
            [CompletionResult]::new('--typography', '--typography', [CompletionResultType]::ParameterName, 'How articles are set; several are joined by commas')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'The file of settings in place of the user''s config.toml')
            [CompletionResult]::new('--set', '--set', [CompletionResultType]::ParameterName, 'A setting, above all files: --set reading.measure=60; may be repeated')
            [CompletionResult]::new('--hide-future', '--hide-future', [CompletionResultType]::ParameterName, 'Hide posts dated after now')
            [CompletionResult]::new('--naive-utc', '--naive-utc', [CompletionResultType]::ParameterName, 'Take `YYYY-MM-DD HH:MM:SS` without a zone for UTC, as Jekyll does, not for the site''s time')
            [CompletionResult]::new('--restricted', '--restricted', [CompletionResultType]::ParameterName, 'Start no other programs and write nothing but reading state, for accounts that are shared')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'kanbao;help' {
            [CompletionResult]::new('list', 'list', [CompletionResultType]::ParameterValue, 'List posts, newest first')
            [CompletionResult]::new('search', 'search', [CompletionResultType]::ParameterValue, 'Find posts by words, phrases, /regex/ and fields')
            [CompletionResult]::new('facets', 'facets', [CompletionResultType]::ParameterValue, 'Count the posts of each category, tag, author or year')
            [CompletionResult]::new('index', 'index', [CompletionResultType]::ParameterValue, 'Build the index that makes searching fast, or tell of it')
            [CompletionResult]::new('show', 'show', [CompletionResultType]::ParameterValue, 'Print one post as the reader would show it')
            [CompletionResult]::new('check', 'check', [CompletionResultType]::ParameterValue, 'Tell everything that is wrong in the archive')
            [CompletionResult]::new('export', 'export', [CompletionResultType]::ParameterValue, 'Write all posts into a folder, for other programs')
            [CompletionResult]::new('config', 'config', [CompletionResultType]::ParameterValue, 'Tell what is set, where it is set, and what can be set')
            [CompletionResult]::new('state', 'state', [CompletionResultType]::ParameterValue, 'Export, import or find the reading state')
            [CompletionResult]::new('doctor', 'doctor', [CompletionResultType]::ParameterValue, 'Tell about the terminal, the folders and the archive')
            [CompletionResult]::new('completions', 'completions', [CompletionResultType]::ParameterValue, 'Print what a shell needs to complete kanbao''s arguments')
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
        'kanbao;help;config' {
            [CompletionResult]::new('path', 'path', [CompletionResultType]::ParameterValue, 'Print the files that are looked for, and whether each is there')
            [CompletionResult]::new('show', 'show', [CompletionResultType]::ParameterValue, 'Print every setting with its value, as TOML')
            [CompletionResult]::new('default', 'default', [CompletionResultType]::ParameterValue, 'Print a config.toml with every setting, its default and what it does')
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
        'kanbao;help;state' {
            [CompletionResult]::new('export', 'export', [CompletionResultType]::ParameterValue, 'Print every record that counts, one JSON object a line')
            [CompletionResult]::new('import', 'import', [CompletionResultType]::ParameterValue, 'Take in what `export` printed, on this machine or another; later records win')
            [CompletionResult]::new('path', 'path', [CompletionResultType]::ParameterValue, 'Print the folder in which the archive''s state is kept')
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
