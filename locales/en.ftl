# The texts of the reader in English: the language that the others are translated from.
# `src/app/text.rs` is the table of the messages and their arguments; a test compares.

# Messages in the bottom line.

samples = sample posts · kanbao FOLDER opens your own
pasted = pasted text does nothing here
no-such-keys = { $keys } does nothing here · { $help } shows the keys
pictures-shown = pictures are shown in the text
picture-hidden = pictures are hidden · { $keys } shows them
pictures-hidden = pictures are shown as links
no-pictures = pictures cannot be shown here
ambiguous-width = “ ” … — · are taken for { $cells ->
    [1] one cell
   *[2] two cells
} each
probed = “ ” … — · take { $cells ->
    [one] one cell
   *[other] two cells
}; the background is { $background ->
    [light] light
    [dark] dark
   *[unknown] unknown
}
not-probed = the terminal does not answer
newest-post = this is the newest post of the list
oldest-post = this is the oldest post of the list
end-of-article = this is the end of the article · { $keys } next post
hidden-shown = { $posts ->
    [0] no hidden posts
    [one] 1 hidden post is shown (draft, unpublished or excluded)
   *[other] { $posts } hidden posts are shown (drafts, unpublished, excluded)
}{ $folders ->
    [0] { "" }
    [one] { " " }· { $folders } folder is still left out
   *[other] { " " }· { $folders } folders are still left out
}
hidden-left-out = { $posts } hidden { $posts ->
    [one] post is
   *[other] posts are
} left out (drafts, unpublished, excluded) · { $keys } shows them
hidden-hidden = { $posts ->
    [0] no hidden posts
    [one] 1 post is hidden (draft, unpublished or excluded)
   *[other] { $posts } posts are hidden (drafts, unpublished, excluded)
}{ $folders ->
    [0] { "" }
    [one] { " " }· { $folders } folder is still left out
   *[other] { " " }· { $folders } folders are still left out
}
no-article = no article is open · Enter opens the post
no-link = there is no link { $number }
not-in-archive = { $path } is not in the archive · { $keys } copies a link
no-place-of-link = the article has no anchor with this name · { $keys } copies a link
no-such-place = the article has no anchor with this name
no-source = the article does not say where it comes from
sample-file = the sample posts are part of the program and have no files
no-opener = this link cannot be opened: { $address } · { $keys } copies a link
mail-is-off = mail addresses are opened only with reading.mail = true: { $address } · { $keys } copies a link
opened = opened { $address }
copied = copied { $address }
not-copied = not copied: { $reason }
waiting-for-disk = waiting for the disk; ^C stops waiting
nothing-back = there is nothing to go back to
no-jumps = none yet
nothing-forward = there is nothing to go forward to
gone = { $path } no longer exists
no-further-heading = no further heading
no-further-section = there is no further section
marked-read = { $posts ->
    [one] 1 post
   *[other] { $posts } posts
} marked read
marked-unread = { $posts ->
    [one] 1 post
   *[other] { $posts } posts
} marked unread
starred-posts = { $posts ->
    [one] 1 post
   *[other] { $posts } posts
} starred
unstarred-posts = star removed from { $posts ->
    [one] 1 post
   *[other] { $posts } posts
}
tagged = { $tags } on { $posts ->
    [one] 1 post
   *[other] { $posts } posts
}
tagged-already = no tag changed
no-tag = { $text } cannot be a tag
tag-both-ways = { $tag } cannot be added and removed at once
all-read-already = everything listed is read
can-be-undone = { $what } · { $keys } undoes it
undone = undone: { $what }
listed-again = listed again: { $chosen }
nothing-to-undo = there is nothing to undo
no-unread-below = nothing unread further down
no-unread-above = nothing unread further up
no-post = there is no post here
which-letter = which letter?
no-letter = { $key } is not a letter: a to z or A to Z
mark-set = mark { $letter } is set
no-mark = there is no mark { $letter }
mark-deleted = mark { $letter } is deleted
selected-posts = { $posts } selected
selecting-range = { $others ->
    [0] { $posts } selected
   *[other] { $posts } in this range
} · { $end } end · { $cancel } cancel
ask-command = command
ask-find = find
ask-search = search
ask-search-in = search in { $names }
ask-search-all = search everything
search-wider = ^T everything
search-narrower = ^T only { $names }
ask-filter = filter
ask-title = title
ask-view = name of the view
ask-rows = show only
ask-category = category
ask-tag = tag
ask-own-tags = your tags, +add -remove
ask-book = e-book, file
book-of = { $posts ->
    [one] 1 post
   *[other] { $posts } posts
} · Enter writes them as an e-book
e-book = e-book
book-too-long = too many posts for an e-book: { $posts } · the limit is { $most }
no-book-of-samples = sample posts cannot be made into an e-book
no-other-post = there is no other post in the list
ask-date = date
hit-of = hit { $at } of { $count }
hit-again = hit { $at } of { $count } (wrapped)
hit-of-search = hit { $at } of { $count }{ $posts ->
    [0] { "" }
   *[other] { " " }· post { $post } of { $posts }
} · { $keys } next
no-hit-in-text = in the title only{ $posts ->
    [0] { "" }
   *[other] { " " }· post { $post } of { $posts }
} · { $keys } next
no-further-hit = there is no further hit
no-filter = nothing is filtered
no-hit = { $words } is not in the article
nothing-found = nothing searched for yet
commands-begin = several commands begin with { $name }: { $names }{ $more ->
    [0] { "" }
   *[other] { " " }and { $more } more
}
no-such-command = there is no command { $name }
no-such-command-near = there is no command { $name }; did you mean { $nearest }?
no-such-word = { $name } does not take { $word }
no-such-word-near = { $name } does not take { $word }; did you mean { $nearest }?
no-such-word-of = { $name } does not take { $word }; it takes { $words }
choose-hint = j k choose · Enter accept · Esc cancel
choose-hint-short = Enter accept · Esc cancel
choice-kept = { $choice } · next time too
no-colour-first = kept for later · NO_COLOR is set, so the theme is mono
choice-not-kept = could not be saved for next time: { $reason }
no-such-setting = there is no setting { $name }
no-such-setting-near = there is no setting { $name }; did you mean { $nearest }?
setting-at-start = { $name } takes effect at the next start; :set! writes it into config.toml
setting-kept = { $setting } · written into { $path }
setting-not-kept = { $name } was not written to { $path }: { $reason }
settings-closed = settings cannot be saved in restricted mode
no-settings-file = there is no home folder for config.toml
no-such-name = no name contains { $text }
useless-here = this does nothing here · { $keys } closes
ranges-are-of = { $keys } selects posts in the list, and months on the time axis
no-such-title = no title contains { $text }
no-such-row = no row contains { $text }
query-fault = column { $column }: { $detail }
query-fault-mended = column { $column }: { $detail }; { $mended }
query-too-long = the query is longer than { $detail } characters
query-too-many-terms = the query has more than { $detail } terms
query-too-many-patterns = the query has more than { $detail } /regex/
query-too-deep = parentheses are nested deeper than { $detail }
query-unopened = this ) has no matching (
query-unclosed = this ( is never closed
query-unclosed-quote = this quotation is never closed
query-unclosed-pattern = this /regex/ is never closed
query-empty-group = expected a term between the parentheses
query-empty-quote = expected words between the quotes
query-empty-pattern = expected a pattern between the slashes
query-no-blank = expected a space after /regex/
query-bad-pattern = invalid /regex/: { $detail }
query-pattern-too-large = the /regex/ grows too large
query-unclosed-class = this [ is never closed
query-bad-class-range = { $detail } is not a range of characters
query-no-such-class = there is no character class { $detail }
query-bad-escape = invalid escape { $detail }; \\ is a backslash
query-nothing-to-repeat = there is nothing before { $detail } to repeat
query-bad-count = { $detail } is not a number of repetitions
query-bad-flag = { $detail } is not a flag of a /regex/
query-bad-group-name = { $detail } cannot be the name of a group
query-no-look-around = a /regex/ cannot look around or refer back: { $detail }
query-no-term = expected a term
query-not-between = NEAR/{ $detail } stands between two words or phrases
query-too-far = NEAR/ takes at most { $detail } characters
query-nothing-before-or = expected a term before OR
query-nothing-after-or = expected a term after OR
query-nothing-after-minus = expected a term right after -
query-nothing-after-not = expected a term after NOT
query-sort-inside = sort: belongs outside of the parentheses
query-sort-negated = sort: cannot be negated
query-no-field = there is no field { $detail }:
query-no-value = expected a value right after { $detail }:
query-one-of = expected { $detail }
query-one-date = { $detail }: takes one date
query-no-date = expected a date: 2022, 2022-01, 2022-01-05, 2022-W05, 7d, 2w, 3m, 1y, today, yesterday, week, last-week, month, last-month, year or last-year
query-no-year-zero = years begin with 0001
query-no-month = there is no month { $detail }
query-not-in-calendar = the calendar has no { $detail }
query-empty-range = expected a date before or after ..
query-backward-range = the range ends before it begins
query-quote-it = in quotes it is searched for literally
query-did-you-mean = did you mean { $detail }?
query-range-by-date = date: takes a range
field-title = in the title
field-body = in the text
field-category = of a category or one below it
field-tag = with a tag
field-mine = with a tag of your own
field-highlight = in what you highlighted, or in a note on it
field-author = by an author whose name contains this
field-path = of a file whose path contains this
field-date = of a day, week, month, year, or a range of them
field-after = on or after the first day of that period
field-before = before the first day of that period
field-is = in a certain state
field-has = with something in it
field-read = that you read on a day, in a week, month, year or a range of them
field-sort = in a certain order
is-read = opened before
is-unread = not yet opened
is-starred = with a star
is-new = new since the last session
is-draft = a draft
is-hidden = a draft, or hidden otherwise
is-problem = with something wrong
is-duplicate = nearly the same text as an older post
has-link = a link
has-image = an image
has-note = a note of yours
has-highlight = a highlight of yours
sort-date = newest first
sort--date = oldest first
sort-title = by title
sort--title = by title, backwards
sort-author = by author
sort--author = by author, backwards
sort-length = longest first
sort--length = shortest first
sort-unread = unread first
sort--unread = read first
sort-read = most recently read first
sort--read = most recently read last
sort-starred = starred first
sort--starred = starred last
sort-relevance = best hits first
sort--relevance = best hits last
script-original = as written
script-simplified = simplified
script-traditional = traditional
script-traditional-tw = traditional, as in Taiwan
script-traditional-hk = traditional, as in Hong Kong
layout-automatic = As the width of the screen suggests
layout-columns = Side by side, where they have room
layout-stacked = The list above the article
layout-single = One pane at a time
layout-name-automatic = Automatic
layout-name-columns = Side by side
layout-name-stacked = Stacked
layout-name-single = One pane
theme-default = The terminal’s colours
theme-light = Light
theme-dark = Dark
theme-solarized-light = Solarized light
theme-solarized-dark = Solarized dark
theme-high-contrast = High contrast
theme-mono = Monochrome
nothing-like-it = nothing in the archive contains { $words }
like-post = like “{ $title }”
of-day = { $month ->
    [1] January
    [2] February
    [3] March
    [4] April
    [5] May
    [6] June
    [7] July
    [8] August
    [9] September
    [10] October
    [11] November
   *[12] December
} { $day } of other years
versions-of = versions of “{ $title }”
no-versions = no other post has this text
duplicates-folded = posts with the same text share a row · { $posts } folded
duplicates-listed = each post has its own row
nothing-alike = no other post is like this one
nothing-that-day = no other year has a post of that day
still-searching = searching…
quotation = quotation:
excerpt = excerpt:{" "}
looked = searched { $percent }%
search-cut = stopped after { $seconds } s: searched { $looked } of { $all } { $all ->
    [one] post
   *[other] posts
}; narrow the query, for example with after:2024
still-sorting = sorting…
indexing = index { $percent }%
index-failed = index: { $reason }
view-saved = view { $name } is saved
view-deleted = view { $name } is deleted
view-updated = view { $name } lists { $query } now
view-renamed = view { $name } is now { $to }
view-exists = there is a view { $name } already
view-of-archive = view { $name } is the archive’s own
no-view = this row is not a saved view
view-faulty = view { $name }: { $fault }
view-muted-shown = view { $name } is muted, but muted posts are shown · { $keys } leaves them out
view-muted = view { $name } is muted: its posts are left out · { $keys } shows them
view-muted-now = view { $name } is muted
view-unmuted = view { $name } is no longer muted
no-muted-view = no view is muted · { $keys } on a view at the left mutes it
muted-shown = { $posts } { $posts ->
    [one] post of muted views is
   *[other] posts of muted views are
} shown · { $keys } leaves them out
muted-left-out = { $posts } { $posts ->
    [one] post of muted views is
   *[other] posts of muted views are
} left out · { $keys } shows them
nothing-to-save = there are no conditions to save
no-such-view = there are no conditions to save, and no view { $name }
no-such-view-near = there are no conditions to save, and no view { $name }; did you mean { $nearest }?
offer-fetch = y: fetch { $feeds } { $feeds ->
    [one] feed
   *[other] feeds
 } · any other key: read the archive again
fetching = fetching { $feeds } { $feeds ->
    [one] feed
   *[other] feeds
 }… · { $keys } stops it
fetched = fetched: { $new } new, { $changed } changed
fetched-some = fetched: { $new } new · { $failed } failed{ $failed ->
    [one] {""}
   *[other] , the first
 }: { $reason }
not-fetched = nothing was fetched: { $reason }
restricted = restricted mode starts no other programs
restricted-to-state = restricted mode writes no files
no-such-date = { $text } is not a date; try 2022, 2022-03, 7d, yesterday, last week
last-before = no post is from then · this is the last one before
no-post-then = nothing in the list is that old
posts-in = { $count } { $count ->
    [one] post
   *[other] posts
}
sorted = order: { $order }
nothing-to-rank = only the hits of a search have a relevance
sent = sent to the terminal’s clipboard: { $text }
sent-long = sent to the terminal’s clipboard: { $start } ({ $characters } characters)
too-long-to-copy = too long to copy: { $bytes } bytes
which-link = which link? type its number before this key; { $keys } lists them
no-links-in-view = there is no link in view
which-link-hint = which link? { $typed }
no-such-hint = no link has the letters { $typed }
program-failed = { $program }: { $reason }
running = { $name } is running · { $keys } stops it
running-now = { $name }…
still-running = { $name } is still running · { $keys } stops it
still-loading = the archive is not loaded yet
ran = { $name }: { $line }
ran-well = { $name }: done
run-flooded = { $name } wrote more than 1 MiB and was stopped
run-timed-out = { $name } took longer than { $seconds } s and was stopped
run-cancelled = { $name } was stopped
no-program = { $variable } names no program
note-title = Note on { $title }
note-kept = note saved
note-removed = note removed
note-left = note unchanged
note-put-aside = the note is put aside, not saved · { $keys } goes on with it
note-too-long = the note is longer than 64 KiB: not saved
hint-keep = save
hint-put-aside = put aside
press-to-search = press { $keys } to find words
panes = list { $list }, facets { $facets }
leads-to = this leads to { $host }: open it again to go there
not-saved = not saved: { $reason }
prompt-label = { $label }:{" "}
unsaved = not on disk
saved = saved
state-problem = reading state: { $reason }
records-damaged = reading state: { $count ->
    [one] one damaged record
   *[other] { $count } damaged records
} skipped
records-newer = reading state: { $count ->
    [one] one record
   *[other] { $count } records
} of a later version of kanbao skipped
shown-in = characters: { $script }
measure = line width { $cells }
measure-usual = line width { $cells } (default)
as-wide-as-pane = the article is as wide as its pane
archive-empty = { $name }: there are no posts in it
archive-empty-but = { $name }: there are no posts in it, but { $posts } { $posts ->
    [one] file named like a post
   *[other] files named like posts
} in { $folder }
missing = { $path }: it does not exist
not-an-article = { $path }: it is not an article
articles-are = Articles are files such as .md, .html and .txt. Name a folder that holds some, or go into it; kanbao doctor shows what was looked at.
name-a-folder = Name a folder of posts, or a post file. Without any, kanbao shows sample posts.
name-that-folder = Name that folder to read it.
set-by = It is the archive set by { $origin }.
archive-failed = { $name }: { $reason }
read-again = read again: { $posts } { $posts ->
    [one] post
   *[other] posts
}
read-again-more = read again: { $posts } { $posts ->
    [one] post
   *[other] posts
}, { $change } more
read-again-less = read again: { $posts } { $posts ->
    [one] post
   *[other] posts
}, { $change } fewer
folder-offered = { $folder }: { $posts } { $posts ->
    [one] more file named like a post
   *[other] more files named like posts
} · { $keys } reads { $posts ->
    [one] it
   *[other] them
} too
folders-offered = { $folder } and { $others } more: { $posts } { $posts ->
    [one] more file named like a post
   *[other] more files named like posts
} · { $keys } reads { $posts ->
    [one] it
   *[other] them
} too
no-folders = no other folder beside the posts holds files named like posts
folder-lost = { $name }: { $reason } · the list stays, and is updated when the folder is back
folder-back = { $name } is back
polling = { $setting } is too low: checking for changes every 30 s
polling-only = the system does not report changes: checking every 30 s
article-gone = the file of this article is gone · the text stays until you leave it
picture-failed = { $path }: { $reason }
picture-missing = { $path }: there is no such picture
no-shell = there is no shell to suspend to

# The top line and the right end of the bottom line.

posts = { $count } { $count ->
    [one] post
   *[other] posts
}
posts-of = { $listed } of { $all }
unread-posts = { $count } unread
hidden = { $count } hidden
muted = { $count } muted
muted-too = { $count } muted, shown
with-problems = { $count } with problems
news = { $count } new
row-at = list row { $at } of { $of }
post-at = post { $at } of { $of }
read-percent = { $percent }% read
loaded = reading { $arrived } / { $expected }

# What keys do, in one word or two.

hint-down = down
hint-go = go
hint-close = close
hint-run = run
hint-open = open
hint-edit = edit
hint-all-rows = all rows
hint-list = filter
hint-fold = fold
hint-earlier = earlier
hint-later = later
hint-add = add
hint-all = all
hint-mute = mute
hint-unmute = unmute
hint-rename = rename
hint-help = help
hint-read = read
hint-search = search
hint-filter = filter
hint-find = find
hint-star = star
hint-command = commands
hint-links = links
hint-page = page
hint-pane = pane
hint-quit = quit
hint-next = next
hint-zoom = zoom
hint-back = back
chosen = Chosen
folded = Folded
muted-view = muted
more-versions = { $count } more { $count ->
    [one] version
   *[other] versions
}
unfolded = Unfolded

# The facets.

everything = All
unread = Unread
starred = Starred
new-posts = New
noted = With notes
highlighted = With highlights
categories = CATEGORIES
views = VIEWS
own-tags = YOUR TAGS
tags = TAGS
authors = AUTHORS
years = YEARS
undated = Undated
more-rows = … { $count } more
more-lines = … { $count } more lines
fewer-rows = … fewer
no-post-of-time = there is no post of { $months } here
time-axis = time: { $months }
range-starts = move on, then Enter or the same key

# The list and the article, when there is nothing to show.

too-small = too small
loading = reading…
nothing-listed = no posts to list
nothing-left = no post matches { $chosen }
muted-here = { $posts } { $posts ->
    [one] post of muted views matches
   *[other] posts of muted views match
} · { $keys } shows them
none-matches = no post matches { $chosen } (of { $posts })
none-has = no post in this archive has { $chosen }
emptied-by = { $before }: { $posts } { $posts ->
    [one] post
   *[other] posts
}, none matches { $by }
nothing-left-help = { $keys } lists everything again · { $undo } goes back
not-readable = this post cannot be read: { $reason }

# The line under an article’s title, and what stands in for a picture.

date = { $year }-{ NUMBER($month, minimumIntegerDigits: 2) }-{ NUMBER($day, minimumIntegerDigits: 2) } { $weekday ->
    [1] Mon
    [2] Tue
    [3] Wed
    [4] Thu
    [5] Fri
    [6] Sat
   *[7] Sun
}
characters = { $count }{"\u00A0"}{ $count ->
    [one] char
   *[other] chars
}
words = { $count }{"\u00A0"}{ $count ->
    [one] word
   *[other] words
}
minutes = { $count }{"\u00A0"}min
image = [image: { $name }]
remark = ! { $problem }{ $more ->
    [0] { "" }
   *[other] { " " }· { $more } more: :problems
}
remark-short = ! :problems
remark-count = ! { $count } problems, see :problems

status-shown = shown
status-draft = draft
status-unpublished = unpublished
status-future = future
status-excluded = excluded
status-unreadable = unreadable

# Help, and the lists over the panes.

help = Help
first-keys = Start here
this-pane = In this pane
own-commands = Your own commands
marks = Marks in the list
mark-unread = unread
mark-starred = starred
mark-noted = with a note
mark-problem = something is wrong with the post
mark-future = dated in the future
mark-hidden = usually hidden
mark-versions = so many more posts with this text
over-ssh = Over SSH and in tmux
copy-note = copied text goes to your own terminal (OSC 52)
tmux-note = tmux needs: set -s set-clipboard on
link-note = links are shown and copied, not opened on the remote host
problems = Problems
nothing-wrong = Nothing is wrong: every file was understood.
left-out = Left out by rule
excluded-hidden = { $folder }/: a hidden folder
excluded-third-party = { $folder }/: third-party code
excluded-outside-content = { $folder }/: outside the site’s content folder
excluded-templates-or-output = { $folder }/: templates or build output
excluded-outside-collections = { $folder }/: outside the site’s collections_dir
excluded-by-config = { $folder }/: excluded by the site’s config
excluded-special = { $folder }/: Jekyll does not look for posts there
excluded-link = { $folder }/: a link to a folder
links = Links
places = Places
own-marks = Your marks
no-marks = none yet: m and a letter set one
left-places = Where you came from
no-links = This article has no links.
outline = Outline
no-headings = This article has no headings.

purpose-move = Moving
purpose-read = Reading
purpose-mark = Marking
purpose-select = Selected text, and the list of highlights
purpose-choose = Choosing what is listed
purpose-arrange = Arranging the screen
purpose-program = The program

# What commands do; at most 42 cells.

command-down = next line or row
command-up = previous line or row
command-half-page-down = half a page down
command-half-page-up = half a page up
command-page-down = a page down
command-page-up = a page up
command-top = to the top, or to row N after a count
command-bottom = to the end, or to row N after a count
command-percent = to N percent, after a count
command-focus-next = to the next pane
command-focus-previous = to the previous pane
command-focus-facets = to the facets
command-focus-list = to the list
command-focus-article = to the article
command-enter = open the post, or filter by this row
command-back = leave zoom, or go to the pane on the left
command-clear = clear selection, hits, zoom or condition
command-next-post = next post in the list, from anywhere
command-previous-post = previous post in the list, from anywhere
command-scroll-down = scroll the article down, from anywhere
command-scroll-up = scroll the article up, from anywhere
command-next-unread = next unread post
command-previous-unread = previous unread post
command-next-heading = next heading
command-previous-heading = previous heading
command-find = find in the article
command-next-hit = next hit
command-previous-hit = previous hit
command-toggle-read = mark as read or unread
command-read-all = mark all in the list as read
command-toggle-star = add or remove a star
command-note = write a note on the post
command-tag = add or remove tags of your own
command-select = select, for commands on several posts
command-select-range = start or end a range
command-set-mark = mark this place with a letter
command-go-to-mark = go to a mark by its letter
command-places = list the marks, and where you came from
command-delete-mark = delete a mark by its letter
command-undo = undo the last change
command-links = list of the article’s links
command-link-hints = a letter beside each link in view
command-open-source = open where the article comes from
command-outline = outline of the article’s headings
command-jump-back = back to before the last jump
command-jump-forward = forward again
command-copy-title = copy the title
command-copy-url = copy where the article comes from
command-copy-article = copy the article
command-copy-path = copy the path of the file
command-copy-link = copy link N, or the only one
command-edit = open the file in $EDITOR
command-pager = show the article in $PAGER
command-export = write an e-book of the posts
command-random-post = go to a post at random
command-toggle-facet = add this condition or remove it
command-go-to-category = list a category, by part of its name
command-search = search what is listed; ^T there: all posts
command-filter = list what a query finds
command-go-to-title = go to a post, by part of its title
command-more-like = posts about the same things as this one
command-on-this-day = posts of the same day in other years
command-versions = the posts with the same text as this one
command-save-view = save the conditions as a view
command-delete-view = delete the view
command-rename-view = rename the view
command-update-view = save these conditions in the view
command-mute-view = mute or unmute the view
command-go-to-tag = list a tag, by part of its name
command-go-to-date = go to a date such as 2022, 2022-03 or 7d
command-next-month = next month down the list
command-previous-month = previous month up the list
command-sort = sort by date, title, length and more
command-reverse = reverse the order
command-fold = fold or go up; on the time axis: earlier
command-unfold = unfold or to the list; time axis: later
command-clear-filter = list everything again
command-clear-last = remove the last condition
command-add-folders = read the folders beside the site, or stop
command-toggle-hidden = show or hide drafts and other hidden posts
command-toggle-muted = show the posts of muted views, or not
command-toggle-duplicates = fold posts with the same text, or not
command-problems = everything that is wrong in the archive
command-zoom = this pane alone, and back
command-wider = wider lines in the article
command-narrower = narrower lines in the article
command-more-list = more room for list and facets
command-less-list = less room for list and facets
command-layout = how the panes share the screen
command-theme = choose a colour theme, with preview
command-language = another language
command-toggle-pictures = pictures in the text, or as links
command-script = simplified or traditional characters
command-set = change a setting: name=value; ! saves it
command-ambiguous-width = take “ ” … — for one cell or two
command-probe = ask the terminal again how it draws
command-reload = read the archive again
command-redraw = draw the screen again
command-suspend = suspend; fg comes back
command-command-line = run a command by its name
command-help = this help
command-back-or-quit = back, and from the list quit
command-quit = quit

# Problems of posts: what is wrong, and what was done about it.

problem = { $wrong }; { $done }

# Parts of files.

part-front-matter = the front matter
part-config = the config
part-body = the body

# Why a text is not a date, and what is doubtful about one.

date-empty = it is empty
date-no-day = it has no day
date-form = unrecognised format
date-year = the year is outside 1-9999
date-month = there is no month { $month }
date-day = the month has no day { $day }
date-time = there is no such time of day
date-offset = there is no such UTC offset
date-ambiguous-zone = the time zone { $zone } has several meanings
date-unknown-zone = the time zone { $zone } is unknown
date-clamped = the time is past the end of the day or minute

# What is wrong with files.

wrong-invalid-yaml = { $part } is not valid YAML
wrong-invalid-yaml-at = { $part } is not valid YAML (column { $column })
wrong-invalid-toml = { $part } is not valid TOML (column { $column })
wrong-invalid-json = { $part } is not valid JSON (column { $column })
wrong-is-list = { $part } is a list, not keys and values
wrong-is-text = { $part } is text, not keys and values
wrong-too-large = { $part } is larger than { $most } KiB
wrong-too-many-brackets = { $part } has too many brackets
wrong-too-many-values = { $part } has too many values
wrong-controls = control characters in { $part }
wrong-bidi = bidirectional control characters in { $part }
wrong-no-closing-fence = no closing fence
wrong-no-opening-fence = no opening fence
wrong-blank-line-before = blank line before the front matter
wrong-space-before = space before the front matter
wrong-key-twice = the key `{ $key }` appears twice
wrong-key-indented = the key `{ $key }` is indented
wrong-no-colon = no colon and space after `{ $key }`
wrong-tab-indent = tab as indentation
wrong-value-not-yaml = `{ $key }` is not valid YAML
wrong-item-not-yaml = an item of `{ $key }` is not valid YAML
wrong-no-space-after-dash = no space after the dash of an item of `{ $key }`
wrong-not-yaml-text = `{ $key }` is not text in YAML
wrong-not-text = `{ $key }` is not text
wrong-not-date = `{ $key }` is not a date
wrong-keys-and-values = `{ $key }` has keys and values
wrong-flag-is-text = `{ $key }` is the text `{ $text }`, not the boolean `{ $meant }`
wrong-empty-date = `{ $key }` is empty
wrong-bad-date = `{ $key }: { $text }` is not a date: { $why }
wrong-doubtful-date = `{ $key }: { $text }`: { $why }
wrong-no-such-date = the date in the file name does not exist
wrong-no-extension = the file name has no extension
wrong-no-date-in-name = the file name does not begin with YYYY-MM-DD-
wrong-nothing-after-date = the file name ends after its date
wrong-ends-with-dot = the file name ends with a dot
wrong-yaml-file = a YAML file is not a post
wrong-excluded = excluded by the site config
wrong-special-name = the name is that of a hidden, special or backup file
wrong-readme = a README without front matter
wrong-byte-order-mark = byte order mark
wrong-not-utf8 = the text is not UTF-8
wrong-mixed-encodings = the text is in mixed encodings
wrong-nul = NUL characters
wrong-binary-nul = the file is not text: it contains NUL characters
wrong-undecodable = the file is not text: more than 30 % of it cannot be decoded
wrong-no-text = no text
wrong-file-size = the file has { $bytes } bytes
wrong-changed = the file changed while it was read
wrong-unreadable = the file cannot be read: { $reason }
wrong-folder-unreadable = the folder cannot be read: { $reason }
wrong-folder-too-deep = the folder is more than { $most } levels deep
wrong-shared-url = the post has the same address as { $path }
wrong-line-not-object = line { $line } is not a JSON object (column { $column })
wrong-line-without-post = line { $line } has neither a title nor a text
wrong-nested-too-deeply = elements are nested too deeply
wrong-parses-too-long = the body is too large or takes too long to parse
wrong-liquid-too-long = the Liquid of the body takes too many steps
wrong-unknown-time-zone = the time zone { $name } is unknown
wrong-unknown-encoding = the encoding { $name } is unknown
wrong-not-pattern = an item of `{ $key }` is not a pattern
wrong-bad-defaults = `defaults` has items without values or with a long path
wrong-other = { $text }

# What was done about faults.

done-not-used = not used
done-removed = removed
done-left-out = left out
done-line-by-line = read line by line
done-as-text = read as text
done-as-list = read as a list
done-read-anyway = front matter read anyway
done-last-taken = the last one was taken
done-keys-taken = the keys were taken
done-flattened = flattened
done-shown-empty = shown empty
done-shown-as-read = shown as read
done-not-shown = not shown
done-not-entered = not entered
done-without-text = listed without its text
done-rest-plain = the rest shown as plain text
done-that-one = links to it open that one
done-plain-text = shown as plain text; Jekyll leaves it out
done-ended-early = values left out and loops ended early
done-not-hidden = not hidden by it, though that may be meant
done-by-language = taken as the site language suggests
done-without-zone = taken as a time without a zone
done-last-second = taken as the last second before
done-jekyll = shown; Jekyll leaves it out
done-as-written = shown as it is written
done-to-blank-line = read up to the first blank line
done-as-key = read as a key
done-as-spaces = read as two spaces
done-posts-missing = its posts are missing
done-shown = shown
done-another = another was looked for
done-all-body = all of it is body
done-first-bytes = only the first { $bytes } bytes are read
done-decoded = decoded as { $encoding }
done-items-left-out = those items were left out
done-own-title = title made from the text or the file name
done-dates-as-written = dates shown as written
done-decoded-with-gaps = decoded as { $encoding }, with gaps

# Faults of settings, keys and themes.

config-unknown = unknown { $kind ->
    [key] key
    [table] table
    [command] command
    [role] role
    [part] part of a style
    [colour] colour
   *[theme] theme
} { $name }
config-unknown-near = unknown { $kind ->
    [key] key
    [table] table
    [command] command
    [role] role
    [part] part of a style
    [colour] colour
   *[theme] theme
} { $name }; did you mean { $nearest }?
config-not-by-archive = { $name } cannot be set by an archive
config-must-be = { $name } must be { $allowed }, not { $found }
config-must-be-near = { $name } must be { $allowed }, not { $found }; did you mean { $nearest }?
config-not-name-value = { $argument } is not name=value
config-not-toml = not valid TOML: { $kind ->
   *[other] { $detail }
}
config-not-bound = { $keys } is not bound here
config-hides = { $keys } would hide { $others } (command { $command })
config-hidden = { $keys } is hidden by { $others } (command { $command })
config-clashes = { $keys } clashes with { $others } (command { $command })
config-bound-twice = { $keys } is bound in line { $line } already
config-no-key = there is no key
config-begins-with-digit = { $keys } begins with a digit, which is a count
config-too-many-keys = { $keys } is longer than { $most } keys
config-command-is-text = a command is a string, not { $found }
config-command-without-run = command { $name } has no `run = ["program"]`
config-command-name = { $name } cannot name a command: use one short word
config-command-taken = { $name } is a command of the reader already
config-too-many-commands = { $name } is ignored: at most { $most } commands are allowed
config-role-is-table = a role is a table such as {"{"} fg = "cyan" {"}"}, not { $found }
config-colour-number = a colour’s number is 0 to 255, not { $found }
config-colour-digits = a colour is written #rrggbb, not { $found }
config-colour = a colour is a name, a number or "#rrggbb", not { $found }
config-holds-texts = { $table } holds strings, not { $found }
config-view-without-query = the view { $name } has no `query`
config-not-read = not read: { $reason }
config-not-changed = not changed: { $reason }
config-not-absolute = not used: the path is not absolute
config-view-query = the query of view { $name }: { $detail }
config-feed-twice = { $url }: this feed is there already
config-feed-without-url = a feed without a `url` of the web (http or https)
settings-problems = { $first } · { $more } more: kanbao config show
comment-head = Settings of kanbao, each with its default. Remove the # before a setting to change it.
comment-must-be = It must be { $allowed }.
comment-variable = ${ $name } overrides it.
comment-by-archive = An archive may set it in its .kanbao.toml.
allowed-truth = true or false
allowed-number = a whole number from { $least } to { $most }
allowed-word = { $words }
allowed-one-of = { $words } or { $last }
allowed-list-of = a list of { $words } or { $last }
allowed-path = a path, where ~/ is the home folder, or ""
allowed-name = a name of letters, digits, - and _
allowed-text = a string
allowed-texts = a list of strings
allowed-table = a table
allowed-table-of-keys = a table of keys
allowed-folder-within = a folder within the archive
allowed-interval = a time such as "30m", "6h" or "1d"
allowed-feeds = tables: [[feed]]
allowed-selector = a CSS selector such as "article"
allowed-groups = a list such as ["央行 = 中国人民银行"]
allowed-program = a list of strings: the program and its arguments
found-value = { $value }
found-within = a list with { $value }
found-list = a list
found-table = a table
reason-missing = it does not exist
reason-denied = permission denied
reason-full = the disk is full
reason-read-only = the file system is read-only
reason-is-folder = it is a folder
reason-not-folder = a part of the path is not a folder
reason-exists = it exists already
reason-not-empty = the folder is not empty
reason-name-too-long = the name is too long
reason-busy = it is in use
reason-no-quota = the quota is used up
reason-timed-out = it takes too long
reason-not-regular = it is not a regular file
reason-too-large = it is larger than { $most } MiB
reason-not-utf8 = line { $line } is not UTF-8
reason-not-toml = line { $line } is not valid TOML
reason-no-table = { $name } is not a table there
reason-other = { $text }
reason-neither = neither a folder nor a file
reason-leads-out = a link that leads out of the archive
reason-not-text = it is not text
reason-changed = it changed while it was read
reason-no-picture = neither PNG, JPEG, GIF nor WebP
reason-no-dots = it has no pixels
reason-too-many-dots = { $width } by { $height } pixels is too large
reason-line-changed = its line in the file has changed
reason-no-posts = there are no posts in it
reason-no-room = it may need { $needed } MB, and the disk has { $free } MB left
reason-foreign = it belongs neither to root, nor to the archive’s owner, nor to you
reason-writable-by-others = others can write to it
reason-newer-version = a later version of kanbao has written to it
reason-not-answering = the disk does not answer
reason-no-home = HOME and XDG_STATE_HOME are not set
reason-exit-status = exit status { $code }
reason-own-fault = a fault in kanbao itself
reason-at = { $path }: { $reason }

# The command line.

cli-restricted = { $what }: not allowed in restricted mode
cli-restricted-hint = Restricted mode starts no other programs and writes only reading state.
cli-at = { $name }: { $why }
cli-output = standard output: { $reason }
cli-no-state-folder = the reading state: there is no home folder
cli-no-state-folder-hint = Set HOME or XDG_STATE_HOME.
cli-no-config-folder = settings: there is no home folder for them
cli-no-config-folder-hint = Set HOME or XDG_CONFIG_HOME.
cli-no-such-file = { $name }: there is no such file
cli-set = --set: { $fault }
cli-set-hint = kanbao config default lists every setting.
cli-query = query: { $fault }
cli-query-empty = query: nothing to look for
cli-query-empty-hint = kanbao list lists every post.
cli-mistyped = { $word }: neither a subcommand nor an existing folder or file
cli-mistyped-hint = Did you mean kanbao { $meant }? kanbao --help lists all subcommands.
cli-stopped = stopped after { $seconds } s: searched { $done } of { $all } { $all ->
    [one] post
   *[other] posts
}
cli-stopped-hint = Narrow the query, for example with after:2024.
cli-muted = left out { $posts } { $posts ->
    [one] post
   *[other] posts
} of muted views; --muted includes them
cli-name-an-archive = Name an archive: -a DIR.
cli-done = { $done } of { $all } { $things ->
    [feeds] feeds
   *[posts] posts
}
cli-terminal = the terminal: { $reason }
cli-terminal-unsuited = the terminal cannot show a screen: TERM is { $term ->
    [none] not set
   *[other] { $term }
}
cli-without-screen = kanbao list, kanbao show and kanbao check work without a screen.
cli-not-used = { $fault }; not used
cli-files = { $count } { $count ->
    [one] file
   *[other] files
}
cli-in-status = { $count } { $status }
cli-warnings = { $count } of them with warnings
cli-folders-skipped = { $count } { $count ->
    [one] folder
   *[other] folders
} skipped
cli-messages = { $count } { $count ->
    [one] message
   *[other] messages
}
cli-stories = { $stories } { $stories ->
    [one] story
   *[other] stories
}, { $repeats } { $repeats ->
    [one] repeat
   *[other] repeats
} of { $posts } { $posts ->
    [one] post
   *[other] posts
}
cli-missing = missing
cli-doctor-name = { $name ->
    [system] system
    [terminal] terminal
    [inside] inside
    [size] size
    [input] input
    [output] output
    [locale] locale
    [colours] colours
    [widths] widths
    [quotes] {"  "}quotes
    [greek] {"  "}Greek
    [joined] {"  "}joined emoji
    [vs16] {"  "}VS16
    [behind] background
    [pictures] pictures
    [folders] folders
    [config] config
    [state] state
    [cache] cache
    [archive] archive
    [index] index
    [watcher] watcher
    [set] set
    [problem] problem
   *[other] { $name }
}
cli-doctor-word = { $word ->
    [terminal] a terminal
    [no-terminal] not a terminal
    [utf8] UTF-8
    [no-utf8] not UTF-8
    [neither] neither tmux, screen nor SSH
    [unknown] unknown
    [no-colour] none (NO_COLOR is set)
    [none] none
    [all-colours] true colour
    [c256] 256
    [c16] 16
    [whole] shown whole
    [first] the first emoji is shown
    [honoured] honoured
    [ignored] ignored
    [light] light
    [dark] dark
    [as-links] as links: built without the feature images
    [half-blocks] in half blocks
    [graphics] drawn by the terminal (kitty graphics)
    [graphics-through-tmux] drawn by the terminal, through tmux (kitty graphics)
    [inline] in half blocks; enlarged, as iTerm2 images
    [sixels] in half blocks; enlarged, as sixels
    [missing] missing
    [no-home] none: there is no home folder
    [by-argument] named as an argument
    [by-folder] the current folder, which looks like one
    [by-fetch] the posts of kanbao fetch
    [by-none] none is named, and the current folder does not look like one
    [samples] the sample posts
    [off] off (set)
    [needless] none: the archive needs none
    [none-yet] none yet
    [outdated] outdated; the reader will rebuild it
    [wished] set
    [unwatched] none: there is nothing to watch
   *[other] { $word }
}
cli-doctor-noted = { $what } ({ $note })
cli-doctor-of = { $what }: { $fact }
cli-doctor-empty = { $name } is empty
cli-doctor-not-set = { $name } is not set
cli-doctor-size = { $columns } columns, { $rows } rows
cli-doctor-measured = measured in { $time } ms
cli-doctor-not-measured = not measured: { $why }
cli-doctor-joined = { $joined }, with a skin tone { $toned }: { $shown }
cli-doctor-set-by = set by { $origin }
cli-doctor-mended = damaged: { $why }; the reader will repair it
cli-doctor-mended-later = damaged: { $posts } { $posts ->
    [one] post
   *[other] posts
}; repaired when a search finds { $posts ->
    [one] it
   *[other] them
}
cli-doctor-told = the system reports changes in { $folders } { $folders ->
    [one] folder
   *[other] folders
}
cli-doctor-polls = polls every 30 s ({ $why })
cli-doctor-network = the folder is on { $name }
cli-doctor-more = more than { $posts }
cli-cells = { $count } { $count ->
    [one] cell
   *[other] cells
}
cli-posts = { $count } { $count ->
    [one] post
   *[other] posts
}
why-export-folder = { $why ->
    [file] there is such a file
    [full] the folder is not empty
   *[inside] it lies in the archive
}
cli-export-folder-hint = Name a new one.
cli-nothing-written = Nothing was written.
cli-no-post-given = no post is named: nothing was written
cli-lost-path = { $path }: no such post
cli-more-lost = { $count } { $count ->
    [one] more path matches
   *[other] more paths match
} no post
cli-posts-missing = posts are missing: nothing was written
cli-query-finds-none = the query finds no post: nothing was written
cli-written = { $posts } { $posts ->
    [one] post
   *[other] posts
} written to { $folder }
cli-more-unreadable = { $count } { $count ->
    [one] more post
   *[other] more posts
} could not be read
cli-index-of-samples = the sample posts are few and need no index
cli-index-of-file = one file has no index
cli-index-of-file-hint = Name its folder.
cli-index-no-folder = there is no folder for the index: no home folder is set
cli-index-no-folder-hint = Set HOME or XDG_CACHE_HOME.
cli-index-busy = another process is building this index
cli-index-refused = not used: { $why }
cli-index-not-found = readers do not look for an index there
cli-index-not-found-hint = Readers find it if one of these is a link to it: { $first }, { $second }.
cli-index-was-damaged = the index was damaged: { $why }
cli-index-done = { $added } { $added ->
    [one] post
   *[other] posts
} added, { $removed } removed; { $size }
cli-index-changing = { $posts ->
    [one] one post was not added: its file has just changed or is gone
   *[other] { $posts } posts were not added: their files have just changed or are gone
}
cli-index-name = { $name ->
    [folder] folder
    [shared] shared
    [state] state
    [posts] posts
    [size] size
   *[age] age
}
cli-index-state = { $state ->
    [missing] missing
    [outdated] outdated: for another version or site config
    [current] up to date
    [unfinished] unfinished: kanbao index and the reader continue it
   *[behind] some posts are new or have changed
}
cli-index-damaged = damaged: { $why }
cli-index-damaged-posts = damaged: { $posts } { $posts ->
    [one] post is read from its file
   *[other] posts are read from their files
}
cli-index-of = { $known } of { $all }
cli-index-size = { $size }, { $segments } { $segments ->
    [one] segment
   *[other] segments
}
cli-age = { $count } { $unit ->
    [day] { $count ->
    [one] day
   *[other] days
}
    [hour] { $count ->
    [one] hour
   *[other] hours
}
    [minute] { $count ->
    [one] minute
   *[other] minutes
}
   *[second] { $count ->
    [one] second
   *[other] seconds
}
}
cli-since-no-folder = --since-last: there is no home folder to record the run in
cli-since-name = --since-last: { $name } cannot be a name
cli-since-name-hint = Use a word such as daily.
cli-since-damaged = { $path }: damaged; listing all posts again
cli-since-again = The next run lists these posts again.
cli-no-such-post = { $name }: no post in the archive has this path or name
cli-many-posts = { $name }: { $count } file names contain this
cli-many-posts-hint = kanbao list --format tsv lists every post.
cli-no-date = (no date)
cli-skipped = { $place }: { $why }; skipped
cli-imported = { $count } imported, { $known } known or older, { $bad } skipped
cli-no-posts-named = no posts are named
cli-no-posts-named-hint = -q QUERY names them; -q '' means all posts.
cli-no-tags-named = no tags are named
cli-no-tags-named-hint = +TAG adds a tag, -TAG removes it.
cli-bad-tag = { $text }: { $why ->
    [unsigned] the tag needs + or - before it
    [signed] a tag cannot begin with + or -
    [none] there is no tag, or it is too long
    [both] a tag cannot be added and removed at once
   *[several] a tag cannot contain spaces or commas
}
cli-bad-tag-hint = +TAG adds a tag, -TAG removes it. Options come before the tags.
cli-tagged = { $posts } of { $of } { $of ->
    [one] post
   *[other] posts
} { $mood ->
    [dry] would change
   *[done] changed
}
cli-no-feeds = { $file }: no feeds yet
cli-no-feeds-hint = kanbao feeds add URL adds one, kanbao feeds import FILE imports those of another program.
cli-no-folder = { $path }: it is not a folder
cli-no-home-for-posts = there is no home folder to write posts to
cli-fetch-busy = another kanbao fetch is writing to this archive
cli-feed-state = { $state ->
    [gone] gone
   *[new] not fetched yet
}
cli-feed-failed = failed { $times } { $times ->
    [one] time
   *[other] times
}
cli-feed-moved = moved to { $to }
cli-feed-items = { $count } { $count ->
    [one] item
   *[other] items
}
cli-no-feed-either = The page names no feed either.
cli-feed-added = { $url }: added, in { $file }
cli-feed-there = { $url }: is there already, in { $file }
cli-also-named = the page also names { $url }  { $title }
cli-nothing-changed = Nothing was changed.
cli-left-out = left out: { $what }: { $why }
cli-feeds-added = { $count } { $count ->
    [one] feed
   *[other] feeds
} added, { $known } known already{ $filled ->
    [0] { "" }
   *[other] { " " }({ $filled } got a category or tags)
}, in { $file }
cli-cache-imported = { $new } new { $new ->
    [one] post
   *[other] posts
}, { $known } there already, { $skipped } left out; { $read } read, { $starred } starred; in { $root }
cli-has-moved = { $url } has moved to { $to }, where it is fetched from now on
cli-incomplete = { $url }: { $posts } { $posts ->
    [one] post
   *[other] posts
} without the full content yet
cli-cut = { $url }: { $posts } { $posts ->
    [one] post
   *[other] posts
} cut because of the length
cli-fetched = { $new } new { $new ->
    [one] post
   *[other] posts
}, { $changed } changed (in { $root }), from { $feeds } { $feeds ->
    [one] feed
   *[other] feeds
}
cli-would-fetch = { $new } new { $new ->
    [one] post
   *[other] posts
}, { $changed } changed would be written; nothing was (in { $root }), from { $feeds } { $feeds ->
    [one] feed
   *[other] feeds
}
cli-not-due = { $line }, { $feeds } not due
cli-pull-of-samples = the sample posts are not a git checkout
cli-no-checkout = { $root }: not a git checkout
cli-no-checkout-hint = Only archives that were cloned with git can be pulled.
cli-no-git = git: { $reason }
cli-no-git-hint = kanbao pull needs git.

# Reasons that modules below give.

why-list-lost = its list of segments is lost
why-list-damaged = its list of segments is damaged
why-list-unreadable = its list of segments cannot be read: { $why }
why-segment-lost = segment { $number } is gone
why-segment-damaged = segment { $number } is damaged
why-segment-unreadable = segment { $number } cannot be read: { $why }
why-index-not-written = the index cannot be written: { $why }
why-not-saved = not saved: { $why }
why-records-not-saved = { $records } not saved: { $why }
why-no-record = not a valid record: { $detail }
why-path-bytes = path_bytes is not valid base64: { $detail }
why-no-tag = it names no tag
why-no-highlight = it names no highlight
why-own-archive = archive records cannot be imported: each log has its own
why-kind = the kind { $kind } is unknown
why-no-path = it has no path or name
why-value-too-long = the value is longer than 64 KiB
why-bad-value = the value is not a valid { $kind }
why-impossible-time = impossible time
why-system-silent = the system does not report changes
why-too-low = { $name } is too low
why-terminal-silent = the terminal does not answer
why-terminal-senseless = the terminal’s answers make no sense
why-no-output = standard output is not a terminal
why-no-input = standard input is not a terminal
why-no-term = TERM is not set
why-term = TERM is { $term ->
    [linux] linux, which draws every character in one cell
   *[dumb] { $term }
 }
feed-not-found = 404: there is no such page
feed-gone-for-good = 410: permanently removed; it is not fetched again
feed-gone = 410: permanently removed
feed-wait-seconds = { $code }: the server asks to wait { $count } { $count ->
    [one] second
   *[other] seconds
}
feed-wait-minutes = { $code }: the server asks to wait { $count } { $count ->
    [one] minute
   *[other] minutes
}
feed-wait-hours = { $code }: the server asks to wait { $count } { $count ->
    [one] hour
   *[other] hours
}
feed-too-large = the answer is larger than { $megabytes } MB
feed-too-slow = no whole answer within { $seconds } s
feed-redirects = more than { $most } redirects
feed-bad-redirect = redirected, but not to a web address: { $target }
feed-status = { $code }: { $words }
feed-no-connection = no connection
feed-no-host = no such host, or no network
feed-failed = { $reason }
feed-untrusted = its certificate is not trusted: no known authority has signed it
feed-expired = its certificate has expired, or is not valid yet
feed-another-host = its certificate is that of another host
feed-insecure = no secure connection: { $detail }
feed-no-roots = the certificates of SSL_CERT_FILE or SSL_CERT_DIR cannot be read: { $detail }
feed-no-certificates = SSL_CERT_FILE and SSL_CERT_DIR contain no certificates
feed-bad-proxy = { $variable } is not the address of a proxy
feed-by-proxy = through the proxy of { $variable }: { $why }
feed-empty = the answer is empty
feed-web-page = it is a web page, not a feed
feed-no-feed = it is not a feed: { $detail }
feed-no-opml = it is not OPML
feed-bad-opml = it is not OPML: { $detail }
feed-nested = its folders are nested too deeply
feed-no-web-address = not a web address
feed-runs-program = its address comes from a program
feed-made-by-program = a program generates it
feed-changed-by-program = a program filters it
feed-of-query = a query; kanbao has views for that (gs in the reader)
feed-none = there are no feeds in it; it should be OPML, or have an address on each line
feed-not-written = its posts cannot be written: { $reason }
feed-no-sqlite = it is not an SQLite database
feed-not-newsboat = it is not newsboat’s cache
feed-not-utf8 = its text is not UTF-8
feed-damaged = it is damaged
feed-unfinished = changes to it are still in { $file }: close the program that uses it, or start and quit it once
feed-begun-anew = { $file }: { $detail }; started over, the old file is { $aside }

# Highlights.
highlights = Highlights
text-menu = Selected text
note-on-text = write a note on it
nothing-to-select = there is no text to select
select-first = { $keys } selects text in the article
highlight-made = highlighted
highlight-removed = highlight removed
highlight-coloured = highlighted in { $name }
highlight-here = highlight, { $name }: “{ $quote }”
highlight-ends = end of the highlight, { $name }
highlight-under = highlight, { $name }
note-under = highlight, { $name }, note: { $note }
highlight-too-long = too long to highlight: at most { $kib } KiB
nothing-to-highlight = there is no text to highlight
no-highlight-here = there is no highlight here
no-highlights = Nothing is highlighted yet: { $keys } in an article selects text.
more-highlights = { $count } older ones are not listed; kanbao highlights prints them all.
highlight-lost = no longer in the text
post-of-highlight-gone = the post is gone
hint-highlight = highlight
hint-colour = colour
hint-note = note
hint-copy = copy
hint-start = start
hint-menu = menu
hint-remove = remove
colour-yellow = yellow
colour-green = green
colour-blue = blue
colour-red = red
command-select-text = select text, or start a selection
command-highlight = highlight it, in colour N, or another
command-unhighlight = remove the highlight
command-copy-text = copy the selected text
command-highlights = list all highlights
command-char-left = a character back
command-char-right = a character on
command-word-left = a word back
command-word-right = a word on
command-word-end = to the end of the word
command-line-start = to the start of the line
command-line-end = to the end of the line
command-swap-ends = to the other end of the selection
command-select-sentence = select the sentence, or one more
command-select-paragraph = select the paragraph, or one more

# What one has read.
statistics = Your reading
posts-read = Posts read
read-this-week = this week
read-this-month = this month
read-in-all = in all
read-by-month = By month
months-without = { $count } months without any
read-by-category = The categories you read most
still-counting = counting…
nothing-read = No post is marked as read yet. Opening a post marks it.
hint-listed = list them
command-statistics = what you have read, by month and category
