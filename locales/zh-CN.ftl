# 阅读器的简体中文。消息和参数见 `src/app/text.rs`；有测试逐条核对。

# 底行的提示

samples = 这是自带的样报 · 用 kanbao 文件夹 打开自己的文章
pasted = 粘贴的文字在这里不起作用
no-such-keys = { $keys } 在这里不起作用 · 按 { $help } 查看按键
pictures-shown = 正文中显示图片
picture-hidden = 图片没有显示 · 按 { $keys } 显示
pictures-hidden = 图片显示为链接
no-pictures = 这里不能显示图片
ambiguous-width = “ ” … — · 按{ $cells ->
    [1] 一格
   *[2] 两格
}宽处理
probed = “ ” … — · 占{ $cells ->
    [1] 一格
   *[other] 两格
}；背景{ $background ->
    [light] 是浅色
    [dark] 是深色
   *[unknown] 未知
}
not-probed = 终端没有响应
newest-post = 这是列表里最新的一篇
oldest-post = 这是列表里最早的一篇
end-of-article = 已到文章末尾 · { $keys } 下一篇
hidden-shown = { $posts ->
    [0] 没有隐藏的文章
   *[other] 已显示 { $posts } 篇隐藏的文章（草稿、未发布、被排除）
}{ $folders ->
    [0] { "" }
   *[other] { " " }· 仍有 { $folders } 个文件夹不读
}
hidden-left-out = 没有列出 { $posts } 篇隐藏的文章（草稿、未发布、被排除） · 按 { $keys } 显示
hidden-hidden = { $posts ->
    [0] 没有隐藏的文章
   *[other] 已隐藏 { $posts } 篇文章（草稿、未发布、被排除）
}{ $folders ->
    [0] { "" }
   *[other] { " " }· 仍有 { $folders } 个文件夹不读
}
no-article = 还没有打开文章 · 按 Enter 打开
no-link = 没有第 { $number } 个链接
not-in-archive = 文库里没有 { $path } · { $keys } 复制链接
no-place-of-link = 文章里没有这个位置 · { $keys } 复制链接
no-such-place = 文章里没有这个位置
no-source = 文章没有注明来源
sample-file = 样报内置在程序里，没有文件可编辑
no-opener = 只能打开网页、文章和邮件的链接，打不开 { $address } · { $keys } 复制链接
mail-is-off = 设置 reading.mail = true 后才会打开邮件地址：{ $address } · { $keys } 复制链接
opened = 已打开 { $address }
copied = 已复制 { $address }
not-copied = 没有复制：{ $reason }
waiting-for-disk = 正在等待磁盘；按 ^C 不再等待
nothing-back = 不能再后退了
no-jumps = 还没有
nothing-forward = 不能再前进了
gone = { $path } 已经不在了
no-further-heading = 没有更多小标题
no-further-section = 没有别的分组了
marked-read = 已把 { $posts } 篇标为已读
marked-unread = 已把 { $posts } 篇标为未读
starred-posts = 已给 { $posts } 篇加星标
unstarred-posts = 已取消 { $posts } 篇的星标
tagged = { $posts } 篇的标签：{ $tags }
tagged-already = 标签本来就是这样
no-tag = { $text } 不能作标签
tag-both-ways = 不能同时添加和移除 { $tag }
all-read-already = 列表里都已读过
can-be-undone = { $what } · 按 { $keys } 撤销
undone = 已撤销：{ $what }
listed-again = 已撤销，现在列出：{ $chosen }
nothing-to-undo = 没有可撤销的改动
no-unread-below = 下面没有未读的文章
no-unread-above = 上面没有未读的文章
no-post = 这里没有文章
which-letter = 哪个字母？
no-letter = { $key } 不是字母 a 到 z 或 A 到 Z
mark-set = 已设标记 { $letter }
no-mark = 没有标记 { $letter }
mark-deleted = 已删除标记 { $letter }
selected-posts = 已选 { $posts } 篇
selecting-range = { $others ->
    [0] 已选 { $posts } 篇
   *[other] 这一段 { $posts } 篇
} · { $end } 结束 · { $cancel } 取消
ask-command = 命令
ask-find = 查找
ask-search = 搜索
ask-search-in = 在 { $names } 中搜索
ask-search-all = 搜索全部
search-wider = ^T 搜索全部
search-narrower = ^T 只在 { $names } 中
ask-filter = 筛选
ask-title = 标题
ask-view = 视图名称
ask-rows = 只看
ask-category = 分类
ask-tag = 标签
ask-own-tags = 自己的标签，+加 -去掉
ask-book = 电子书文件
book-of = { $posts } 篇 · 按 Enter 写成电子书
e-book = 电子书
book-too-long = { $posts } 篇太多，电子书最多 { $most } 篇
no-book-of-samples = 样报不能做成电子书
no-other-post = 列表里没有别的文章
ask-date = 日期
hit-of = 第 { $at } 处，共 { $count } 处
hit-again = 第 { $at } 处，共 { $count } 处（已绕回）
hit-of-search = 第 { $at } 处，共 { $count } 处{ $posts ->
    [0] { "" }
   *[other] { " " }· 第 { $post } 篇，共 { $posts } 篇
} · { $keys } 下一处
no-hit-in-text = 只在标题中{ $posts ->
    [0] { "" }
   *[other] { " " }· 第 { $post } 篇，共 { $posts } 篇
} · { $keys } 下一处
no-further-hit = 没有更多结果了
no-filter = 没有筛选
no-hit = 文中没有 { $words }
nothing-found = 还没有搜索或查找过
commands-begin = 以 { $name } 开头的命令不止一个：{ LIST($names) }{ $more ->
    [0] { "" }
   *[other] { " " }等，另有 { $more } 个
}
no-such-command = 没有命令 { $name }
no-such-command-near = 没有命令 { $name }，是不是 { $nearest }？
no-such-word = { $name } 不接受 { $word }
no-such-word-near = { $name } 不接受 { $word }，是不是 { $nearest }？
no-such-word-of = { $name } 不能是 { $word }，只能是 { LIST($words) }
choose-hint = j k 选择 · Enter 采用 · Esc 取消
choose-hint-short = Enter 采用 · Esc 取消
choice-kept = { $choice } · 下次也用
no-colour-first = 已记下 · 但设置了 NO_COLOR，现在仍用单色
choice-not-kept = 没能记到下次：{ $reason }
no-such-setting = 没有 { $name } 这个设置
no-such-setting-near = 没有 { $name } 这个设置，是不是 { $nearest }？
setting-at-start = { $name } 下次启动才生效；用 :set! 写进 config.toml
setting-kept = { $setting } · 已写入 { $path }
setting-not-kept = { $name } 没有写入 { $path }：{ $reason }
settings-closed = 受限模式下不能保存设置
no-settings-file = 没有主目录，config.toml 无处可写
no-such-name = 没有名字包含 { $text }
useless-here = 此操作在这里不起作用 · 按 { $keys } 关闭
ranges-are-of = { $keys } 在列表里选文章，在时间轴上选月份
no-such-title = 没有标题包含 { $text }
no-such-row = 没有一行包含 { $text }
query-fault = 第 { $column } 列：{ $detail }
query-fault-mended = 第 { $column } 列：{ $detail }；{ $mended }
query-too-long = 查询超过 { $detail } 个字
query-too-many-terms = 查询超过 { $detail } 个条件
query-too-many-patterns = /正则/ 超过 { $detail } 个
query-too-deep = 括号套得深过 { $detail } 层
query-unopened = 这个 ) 没有对应的 (
query-unclosed = 这个 ( 没有对应的 )
query-unclosed-quote = 引号没有配对
query-unclosed-pattern = /正则/ 没有结束
query-empty-group = 括号里还没有条件
query-empty-quote = 引号里还没有字
query-empty-pattern = 两个 / 之间还没有内容
query-no-blank = /正则/ 后面要有空格
query-bad-pattern = /正则/ 写得不对：{ $detail }
query-pattern-too-large = /正则/ 展开后太大
query-unclosed-class = 这个 [ 没有对应的 ]
query-bad-class-range = { $detail } 不是字符范围
query-no-such-class = 没有字符类 { $detail }
query-bad-escape = 转义 { $detail } 写得不对；反斜杠本身写作 \\
query-nothing-to-repeat = { $detail } 前面没有可以重复的内容
query-bad-count = { $detail } 不是重复次数
query-bad-flag = /正则/ 没有 { $detail } 这个标志
query-bad-group-name = { $detail } 不能用作组名
query-no-look-around = /正则/ 不支持环视和反向引用：{ $detail }
query-no-term = 这里应当是一个条件
query-not-between = NEAR/{ $detail } 要写在两个词或短语之间
query-too-far = NEAR/ 最多 { $detail } 个字符
query-nothing-before-or = OR 前面还缺条件
query-nothing-after-or = OR 后面还缺条件
query-nothing-after-minus = - 后面要紧跟条件
query-nothing-after-not = NOT 后面还缺条件
query-sort-inside = sort: 要写在括号外面
query-sort-negated = sort: 前面不能加 -
query-no-field = 没有 { $detail }: 这个字段
query-no-value = { $detail }: 后面要紧跟内容
query-one-of = 这里只能是 { LIST($detail) }
query-one-date = { $detail }: 只能跟一个日期
query-no-date = 这里应当是日期，如 2022、2022-01、2022-01-05、2022-W05、7d、2w、3m、1y、today、yesterday、week、last-week、month、last-month、year 或 last-year，也可用今天、昨天、本周、上周、本月、上月、今年、去年
query-no-year-zero = 年份从 0001 开始
query-no-month = 没有 { $detail } 月
query-not-in-calendar = 日历上没有 { $detail }
query-empty-range = .. 前后要有日期
query-backward-range = 结束早于开始
query-quote-it = 加上引号就照原样查找
query-did-you-mean = 是不是 { $detail }？
query-range-by-date = 范围用 date:
field-title = 标题里有
field-body = 正文里有
field-category = 属于某分类（含下级）
field-tag = 带某标签
field-mine = 带自己的某标签
field-highlight = 划线的文字或其笔记中
field-author = 作者名里有
field-path = 文件路径里有
field-date = 某日、周、月、年或一段时间
field-after = 从那时起
field-before = 在那之前
field-is = 处于某种状态
field-has = 含有
field-read = 某日、周、月、年或一段时间读过的
field-sort = 按某种顺序
is-read = 读过的
is-unread = 没读过的
is-starred = 有星标的
is-new = 上次之后新到的
is-draft = 草稿
is-hidden = 草稿及其他隐藏的
is-problem = 有问题的
is-duplicate = 与更早的文章几乎相同的
has-link = 有链接
has-image = 有图片
has-note = 有您的笔记
has-highlight = 有您的划线
sort-date = 新的在前
sort--date = 旧的在前
sort-title = 按标题
sort--title = 按标题倒序
sort-author = 按作者
sort--author = 按作者倒序
sort-length = 长的在前
sort--length = 短的在前
sort-unread = 未读的在前
sort--unread = 已读的在前
sort-read = 最近读过的在前
sort--read = 最近读过的在后
sort-starred = 加星的在前
sort--starred = 加星的在后
sort-relevance = 最相关的在前
sort--relevance = 最相关的在后
script-original = 原文
script-simplified = 简体
script-traditional = 繁体
script-traditional-tw = 繁体（台湾字形）
script-traditional-hk = 繁体（香港字形）
layout-automatic = 视屏幕宽度而定
layout-columns = 地方够就左右并排
layout-stacked = 列表在上，正文在下
layout-single = 一次一个窗格
layout-name-automatic = 自动
layout-name-columns = 左右并排
layout-name-stacked = 上下排列
layout-name-single = 单个窗格
theme-default = 终端的颜色
theme-light = 浅色
theme-dark = 深色
theme-solarized-light = Solarized 浅色
theme-solarized-dark = Solarized 深色
theme-high-contrast = 高对比度
theme-mono = 单色
nothing-like-it = 文库里没有 { $words }
like-post = 与《{ $title }》相似
of-day = 历年{ $month }月{ $day }日
versions-of = 《{ $title }》的各个版本
no-versions = 没有别的文章与它内容相同
duplicates-folded = 内容相同的文章合为一行 · 已折叠 { $posts } 篇
duplicates-listed = 每篇文章各占一行
nothing-alike = 没有相似的文章
nothing-that-day = 其他年份的这一天没有文章
still-searching = 正在搜索…
quotation = 引文：
excerpt = 摘录：{""}
looked = 已查 { $percent }%
search-cut = { $seconds } 秒后停止：{ $all } 篇中已查 { $looked } 篇；请缩小查询范围，如加上 after:2024
still-sorting = 正在排序…
indexing = 索引 { $percent }%
index-failed = 索引：{ $reason }
view-saved = 已保存视图 { $name }
view-deleted = 已删除视图 { $name }
view-updated = 视图 { $name } 现在列出 { $query }
view-renamed = 视图 { $name } 已改名为 { $to }
view-exists = 已有名为 { $name } 的视图
view-of-archive = 视图 { $name } 是文库自带的
no-view = 这一行不是视图
view-faulty = 视图 { $name }：{ $fault }
view-muted-shown = 已屏蔽视图 { $name }，但现在显示被屏蔽的文章 · 按 { $keys } 不再显示
view-muted = 已屏蔽视图 { $name }，其中的文章不再列出 · 按 { $keys } 显示
view-muted-now = 已屏蔽视图 { $name }
view-unmuted = 不再屏蔽视图 { $name }
no-muted-view = 没有屏蔽的视图 · 在分类栏的视图上按 { $keys } 屏蔽
muted-shown = 已显示被屏蔽的 { $posts } 篇文章 · 再按 { $keys } 不再列出
muted-left-out = 被屏蔽的 { $posts } 篇文章不再列出 · 按 { $keys } 显示
nothing-to-save = 没有可保存的条件
no-such-view = 没有可保存的条件，也没有视图 { $name }
no-such-view-near = 没有可保存的条件，也没有视图 { $name }，是不是 { $nearest }？
offer-fetch = 按 y 抓取 { $feeds } 个订阅源 · 按其他键只重新读取文库
fetching = 正在抓取 { $feeds } 个订阅源… · 按 { $keys } 中止
fetched = 抓取完成：新增 { $new } 篇，更新 { $changed } 篇
fetched-some = 抓取完成：新增 { $new } 篇 · { $failed } 个订阅源失败{ $failed ->
    [1] {""}
   *[other] ，第一个
 }：{ $reason }
not-fetched = 没有抓取任何内容：{ $reason }
restricted = 受限模式下不能启动其他程序
restricted-to-state = 受限模式下不能写入文件
no-such-date = { $text } 不是日期；可用 2022、2022-03、7d、昨天、上周、去年
last-before = 那时没有文章 · 这是之前最近的一篇
no-post-then = 列表里没有这么早的文章
posts-in = { $count } 篇
sorted = 排序：{ $order }
nothing-to-rank = 只有搜索结果才能按相关度排序
sent = 已送往终端剪贴板：{ $text }
sent-long = 已送往终端剪贴板：{ $start }（{ $characters } 字）
too-long-to-copy = 太长，无法复制：{ $bytes } 字节
which-link = 哪个链接？按 { $keys } 列出；先打编号再按此键
no-links-in-view = 屏幕上没有链接
which-link-hint = 哪个链接？{ $typed }
no-such-hint = 没有标着 { $typed } 的链接
program-failed = { $program }：{ $reason }
running = 正在运行 { $name } · 按 { $keys } 中止
running-now = { $name }…
still-running = { $name } 还在运行 · 按 { $keys } 中止
still-loading = 文库还没有载入
ran = { $name }：{ $line }
ran-well = { $name }：完成
run-flooded = { $name } 输出超过 1 MiB，已中止
run-timed-out = { $name } 超过 { $seconds } 秒，已中止
run-cancelled = 已中止 { $name }
no-program = { $variable } 没有指明程序
note-title = 笔记：{ $title }
note-kept = 笔记已保存
note-removed = 笔记已删除
note-left = 笔记没有改动
note-put-aside = 笔记已搁置，没有保存 · 按 { $keys } 接着写
note-too-long = 笔记超过 64 KiB，没有保存
hint-keep = 保存
hint-put-aside = 搁置
press-to-search = 按 { $keys } 查找文字
panes = 列表 { $list }，分类栏 { $facets }
leads-to = 实际指向 { $host }：再打开一次才前往
not-saved = 没有保存：{ $reason }
prompt-label = { $label }：
unsaved = 尚未写入磁盘
saved = 已保存
state-problem = 阅读记录：{ $reason }
records-damaged = 阅读记录：跳过 { $count } 条损坏的
records-newer = 阅读记录：跳过 { $count } 条新版 kanbao 的
shown-in = 字形：{ $script }
measure = 行宽 { $cells }
measure-usual = 行宽 { $cells }（默认）
as-wide-as-pane = 正文已和窗格一样宽
archive-empty = { $name }：里面没有文章
archive-empty-but = { $name }：里面没有文章，不过 { $folder } 里有 { $posts } 个文件名像文章的文件
missing = { $path }：不存在
not-an-article = { $path }：不是文章
articles-are = 文章是 .md、.html、.txt 之类的文件。请指定一个有这类文件的文件夹，或先进入其中；kanbao doctor 会说明查看了哪些地方。
name-a-folder = 请指定文章所在的文件夹，或一篇文章的文件；什么都不指定则显示自带的样报。
name-that-folder = 指定那个文件夹就能读。
set-by = 这个文库由 { $origin } 设定。
archive-failed = { $name }：{ $reason }
read-again = 已重新读取：共 { $posts } 篇
read-again-more = 已重新读取：共 { $posts } 篇，多了 { $change } 篇
read-again-less = 已重新读取：共 { $posts } 篇，少了 { $change } 篇
folder-offered = { $folder }：还有 { $posts } 个文件像是文章 · 按 { $keys } 一并读取
folders-offered = { $folder } 和另外 { $others } 个文件夹：还有 { $posts } 个文件像是文章 · 按 { $keys } 一并读取
no-folders = 旁边没有别的文件夹放着像文章的文件
folder-lost = { $name }：{ $reason } · 列表保留，文件夹恢复后更新
folder-back = { $name } 已恢复
polling = { $setting } 太小：改为每 30 秒检查一次变动
polling-only = 系统不通知变动：每 30 秒检查一次
article-gone = 这篇文章的文件已不在 · 正文保留到离开为止
picture-failed = { $path }：{ $reason }
picture-missing = { $path }：没有这个图片文件
no-shell = 没有可以回到的 shell

# 顶行，以及底行右端

posts = 共 { $count } 篇
posts-of = { $listed } / { $all } 篇
unread-posts = { $count } 未读
hidden = 隐藏 { $count }
muted = 屏蔽 { $count }
muted-too = 含屏蔽 { $count }
with-problems = 有问题 { $count }
news = 新到 { $count } 篇
row-at = 列表 { $at } / { $of }
post-at = 第 { $at } / { $of } 篇
read-percent = 读到 { $percent }%
loaded = 载入 { $arrived } / { $expected }

# 按键的一两字说明

hint-down = 下移
hint-go = 前往
hint-close = 关闭
hint-run = 运行
hint-open = 打开
hint-edit = 编辑
hint-all-rows = 全部显示
hint-list = 按此筛选
hint-fold = 折叠
hint-earlier = 更早
hint-later = 更晚
hint-add = 加选
hint-all = 全部
hint-mute = 屏蔽
hint-unmute = 取消屏蔽
hint-rename = 改名
hint-help = 帮助
hint-read = 阅读
hint-search = 搜索
hint-filter = 筛选
hint-find = 查找
hint-star = 星标
hint-command = 命令
hint-links = 链接
hint-page = 翻页
hint-pane = 换窗格
hint-quit = 退出
hint-next = 下一篇
hint-zoom = 放大
hint-back = 返回
chosen = 已选
folded = 已收起
muted-view = 已屏蔽
more-versions = 另有 { $count } 篇相同
unfolded = 已展开

# 分类栏

everything = 全部
unread = 未读
starred = 星标
new-posts = 新到
noted = 有笔记
highlighted = 有划线
categories = 分类
views = 视图
own-tags = 自己的标签
tags = 标签
authors = 作者
years = 年份
undated = 无日期
more-rows = … 还有 { $count } 个
more-lines = … 还有 { $count } 行
fewer-rows = … 收起
no-post-of-time = { $months } 没有文章
time-axis = 时间：{ $months }
range-starts = 移到另一端，再按 Enter 或同一个键

# 列表和正文没有内容时

too-small = 屏幕太小
loading = 正在读取…
nothing-listed = 没有文章
nothing-left = 没有文章符合 { $chosen }
muted-here = 有 { $posts } 篇符合，但已被屏蔽 · 按 { $keys } 显示
none-matches = 没有符合 { $chosen } 的文章（共 { $posts } 篇）
none-has = 文库里没有属于 { $chosen } 的文章
emptied-by = { $before } 有 { $posts } 篇，没有一篇符合 { $by }
nothing-left-help = 按 { $keys } 清除筛选，{ $undo } 撤销
not-readable = 无法读取这篇文章：{ $reason }

# 标题下的一行，以及图片的占位

date = { $year }年{ $month }月{ $day }日 { $weekday ->
    [1] 星期一
    [2] 星期二
    [3] 星期三
    [4] 星期四
    [5] 星期五
    [6] 星期六
   *[7] 星期日
}
characters = { $count }{"\u00A0"}字
words = { $count }{"\u00A0"}词
minutes = 约{"\u00A0"}{ $count }{"\u00A0"}分钟
image = [图 { $name }]
remark = ! { $problem }{ $more ->
    [0] { "" }
   *[other] { " " }· 另有 { $more } 处，见 :problems
}
remark-short = ! :problems
remark-count = ! { $count } 处问题，见 :problems

status-shown = 已发布
status-draft = 草稿
status-unpublished = 未发布
status-future = 未到日期
status-excluded = 已排除
status-unreadable = 无法读取

# 帮助，以及盖在窗格上的各种列表

help = 帮助
first-keys = 先学这几个
this-pane = 在这个窗格里
own-commands = 自己的命令
marks = 列表中的记号
mark-unread = 未读
mark-starred = 星标
mark-noted = 有笔记
mark-problem = 文章有问题
mark-future = 日期在将来
mark-hidden = 平时隐藏
mark-versions = 另有几篇内容相同
over-ssh = SSH 与 tmux
copy-note = 复制的内容送到您自己的终端（OSC 52）
tmux-note = tmux 里要先设 set -s set-clipboard on
link-note = 链接会显示并复制，不在远端打开
problems = 问题
nothing-wrong = 没有问题：所有文件都能正确读取。
left-out = 按规则不读
excluded-hidden = { $folder }/：隐藏的文件夹
excluded-third-party = { $folder }/：第三方代码
excluded-outside-content = { $folder }/：不在网站的内容文件夹里
excluded-templates-or-output = { $folder }/：模板或生成的网页
excluded-outside-collections = { $folder }/：不在网站的 collections_dir 里
excluded-by-config = { $folder }/：网站配置中排除
excluded-special = { $folder }/：Jekyll 不在这里找文章
excluded-link = { $folder }/：指向文件夹的链接
links = 链接
places = 去过和记下的地方
own-marks = 标记
no-marks = 还没有；按 m 和一个字母给此处加标记
left-places = 跳转前的位置
no-links = 这篇文章没有链接。
outline = 大纲
no-headings = 这篇文章没有小标题。

purpose-move = 移动
purpose-read = 阅读
purpose-mark = 标记
purpose-select = 选中的文字，以及划线列表
purpose-choose = 筛选列表
purpose-arrange = 调整版面
purpose-program = 程序

# 命令的说明；最多 42 格

command-down = 下一行
command-up = 上一行
command-half-page-down = 下移半页
command-half-page-up = 上移半页
command-page-down = 下一页
command-page-up = 上一页
command-top = 到开头；先输入数字则到第 N 行
command-bottom = 到末尾；先输入数字则到第 N 行
command-percent = 到百分之 N 处（先输入 N）
command-focus-next = 下一个窗格
command-focus-previous = 上一个窗格
command-focus-facets = 到分类栏
command-focus-list = 到列表
command-focus-article = 到正文
command-enter = 打开文章，或按此项筛选
command-back = 退出放大，或到左边的窗格
command-clear = 依次清除选中、查找、放大、最后的条件
command-next-post = 下一篇（任意窗格）
command-previous-post = 上一篇（任意窗格）
command-scroll-down = 正文下滚一行（任意窗格）
command-scroll-up = 正文上滚一行（任意窗格）
command-next-unread = 下一篇未读
command-previous-unread = 上一篇未读
command-next-heading = 下一个小标题
command-previous-heading = 上一个小标题
command-find = 在文中查找
command-next-hit = 下一处命中
command-previous-hit = 上一处命中
command-toggle-read = 标为已读或未读
command-read-all = 列表全部标为已读
command-toggle-star = 加星标或取消
command-note = 给文章写笔记
command-tag = 加上或去掉自己的标签
command-select = 选中，以便一次处理多篇
command-select-range = 开始或结束连选
command-set-mark = 用一个字母标记此处
command-go-to-mark = 跳到某个字母的标记
command-places = 列出标记和去过的地方
command-delete-mark = 删除某个字母的标记
command-undo = 撤销上一次改动
command-links = 列出文中的链接
command-link-hints = 给屏幕上每个链接标上字母
command-open-source = 打开文章的来源
command-outline = 文章大纲
command-jump-back = 后退：回到跳转之前的位置
command-jump-forward = 前进：回到后退之前的位置
command-copy-title = 复制标题
command-copy-url = 复制来源网址
command-copy-article = 复制全文
command-copy-path = 复制文件路径
command-copy-link = 复制第 N 个（或唯一的）链接
command-edit = 用 $EDITOR 打开文件
command-pager = 用 $PAGER 看正文
command-export = 把文章写成电子书
command-random-post = 随机读一篇
command-toggle-facet = 加入或移出条件
command-go-to-category = 按名字找分类
command-search = 在列出的文章中搜索；再按 ^T 搜索全部
command-filter = 按条件筛选列表
command-go-to-title = 按标题找文章
command-more-like = 相似的文章
command-on-this-day = 其他年份同一天的文章
command-versions = 列出内容相同的文章
command-save-view = 把当前条件存为视图
command-delete-view = 删除视图
command-rename-view = 视图改名
command-update-view = 把当前条件存进这个视图
command-mute-view = 屏蔽视图中的文章，或取消
command-go-to-tag = 按名字找标签
command-go-to-date = 跳到日期：2022、2022-03、7d 等
command-next-month = 列表下方的下一个月份
command-previous-month = 列表上方的上一个月份
command-sort = 按日期、标题、长度等排序
command-reverse = 倒序
command-fold = 折叠或到上一级；时间轴上：更早
command-unfold = 展开或进入列表；时间轴上：更晚
command-clear-filter = 清除筛选，列出全部
command-clear-last = 去掉最后一个条件
command-add-folders = 把旁边文件夹里的文章也读进来，再按一次取消
command-toggle-hidden = 显示或隐藏草稿等文章
command-toggle-muted = 显示或不列出被屏蔽的文章
command-toggle-duplicates = 内容相同的文章合为一行，或分开
command-problems = 文库里的全部问题
command-zoom = 只看这个窗格；再按还原
command-wider = 加宽正文
command-narrower = 收窄正文
command-more-list = 列表和分类栏加宽
command-less-list = 列表和分类栏收窄
command-layout = 窗格怎样排列
command-theme = 选择主题，边选边预览
command-language = 换语言
command-toggle-pictures = 在正文中显示图片，或只显示链接
command-script = 换成简体、繁体或原文
command-set = 改设置：名字=值；加 ! 则写进文件
command-ambiguous-width = “ ” … — 占一格还是两格
command-probe = 重新探测终端的字宽与背景
command-reload = 重新读取文库
command-redraw = 重绘屏幕
command-suspend = 挂起，用 fg 回来
command-command-line = 按名字运行命令
command-help = 本帮助
command-back-or-quit = 返回；在列表中则退出
command-quit = 退出

# 文章的问题：有何不妥，如何处理。

problem = { $wrong }；{ $done }

# 文件的部分。

part-front-matter = front matter{" "}
part-config = 网站配置
part-body = 正文

# 为何不是日期，或有何疑问。

date-empty = 为空
date-no-day = 没有年月日
date-form = 格式无法识别
date-year = 年份不在 1 到 9999 之间
date-month = 没有 { $month } 月
date-day = 当月没有 { $day } 日
date-time = 没有这个时刻
date-offset = 没有这个时区偏移
date-ambiguous-zone = 时区 { $zone } 有多种含义
date-unknown-zone = 时区 { $zone } 未知
date-clamped = 时间超出当天或当分钟

# 文件的毛病。

wrong-invalid-yaml = { $part }不是有效的 YAML
wrong-invalid-yaml-at = { $part }不是有效的 YAML（第 { $column } 列）
wrong-invalid-toml = { $part }不是有效的 TOML（第 { $column } 列）
wrong-invalid-json = { $part }不是有效的 JSON（第 { $column } 列）
wrong-is-list = { $part }是列表，不是键值对
wrong-is-text = { $part }是文字，不是键值对
wrong-too-large = { $part }超过 { $most } KiB
wrong-too-many-brackets = { $part }括号太多
wrong-too-many-values = { $part }展开后的值太多
wrong-controls = { $part }含有控制字符
wrong-bidi = { $part }含有双向控制字符
wrong-no-closing-fence = front matter 没有结束标记
wrong-no-opening-fence = front matter 没有开始标记
wrong-blank-line-before = front matter 之前有空行
wrong-space-before = front matter 之前有空格
wrong-key-twice = 键 { $key } 重复
wrong-key-indented = 键 { $key } 有缩进
wrong-no-colon = { $key } 后面没有冒号和空格
wrong-tab-indent = 用制表符缩进
wrong-value-not-yaml = { $key } 不是有效的 YAML
wrong-item-not-yaml = { $key } 中有一项不是有效的 YAML
wrong-no-space-after-dash = { $key } 中有一项的连字符后面没有空格
wrong-not-yaml-text = YAML 不会把 { $key } 读作文字
wrong-not-text = { $key } 不是文字
wrong-not-date = { $key } 不是日期
wrong-keys-and-values = { $key } 是键值对
wrong-flag-is-text = { $key } 是文字 { $text }，不是布尔值 { $meant }
wrong-empty-date = { $key } 为空
wrong-bad-date = { $key } 的值 { $text } 不是日期：{ $why }
wrong-doubtful-date = { $key } 的值 { $text }：{ $why }
wrong-no-such-date = 文件名中的日期不存在
wrong-no-extension = 文件名没有扩展名
wrong-no-date-in-name = 文件名不以 YYYY-MM-DD- 开头
wrong-nothing-after-date = 文件名在日期之后没有内容
wrong-ends-with-dot = 文件名以点结尾
wrong-yaml-file = YAML 文件不是文章
wrong-excluded = 被网站配置排除
wrong-special-name = 文件名属于隐藏、特殊或备份文件
wrong-readme = 没有 front matter 的 README
wrong-byte-order-mark = 有字节顺序标记
wrong-not-utf8 = 文字不是 UTF-8
wrong-mixed-encodings = 文字混用了多种编码
wrong-nul = 含有 NUL 字符
wrong-binary-nul = 不是文本文件：含有 NUL 字符
wrong-undecodable = 不是文本文件：超过 30% 的内容无法解码
wrong-no-text = 没有正文
wrong-file-size = 文件有 { $bytes } 字节
wrong-changed = 读取时文件有变动
wrong-unreadable = 无法读取文件：{ $reason }
wrong-folder-unreadable = 无法读取文件夹：{ $reason }
wrong-folder-too-deep = 文件夹超过 { $most } 层
wrong-shared-url = 与 { $path } 地址相同
wrong-line-not-object = 第 { $line } 行不是 JSON 对象（第 { $column } 列）
wrong-line-without-post = 第 { $line } 行既没有标题也没有正文
wrong-nested-too-deeply = 嵌套太深
wrong-parses-too-long = 正文太大，或解析时间太长
wrong-liquid-too-long = 正文中的 Liquid 步骤太多
wrong-unknown-time-zone = 时区 { $name } 未知
wrong-unknown-encoding = 编码 { $name } 未知
wrong-not-pattern = { $key } 中有一项不是匹配模式
wrong-bad-defaults = defaults 中有的项没有值，或路径太长
wrong-other = { $text }

# 对问题的处理

done-not-used = 未采用
done-removed = 已去掉
done-left-out = 已略去
done-line-by-line = 改为逐行读取
done-as-text = 按文字读取
done-as-list = 按列表读取
done-read-anyway = front matter 照常读取
done-last-taken = 取最后一个
done-keys-taken = 取其中的键
done-flattened = 已展平
done-shown-empty = 显示为空白
done-shown-as-read = 按读到的显示
done-not-shown = 不显示
done-not-entered = 未进入
done-without-text = 只列出，没有正文
done-rest-plain = 其余按纯文字显示
done-that-one = 链接打开后者
done-plain-text = 按纯文字显示，Jekyll 会略去
done-ended-early = 略去了一些值，循环提前结束
done-not-hidden = 没有因此隐藏，虽然可能本意如此
done-by-language = 按网站语言理解
done-without-zone = 当作没有时区的时间
done-last-second = 取前一刻
done-jekyll = 照常列出，Jekyll 会略去
done-as-written = 按原样显示
done-to-blank-line = 读到第一个空行
done-as-key = 当作键读取
done-as-spaces = 当作两个空格
done-posts-missing = 其中的文章缺失
done-shown = 照常列出
done-another = 另取其他日期
done-all-body = 全部作为正文
done-first-bytes = 只读前 { $bytes } 字节
done-decoded = 按 { $encoding } 解码
done-items-left-out = 略去这些项
done-own-title = 标题取自正文或文件名
done-dates-as-written = 日期按原样显示
done-decoded-with-gaps = 按 { $encoding } 解码，有缺失

# 设置、按键和主题的错误

config-unknown = 没有这个{ $kind ->
    [key] 键
    [table] 表
    [command] 命令
    [role] 角色
    [part] 样式成分
    [colour] 颜色
   *[theme] 主题
}：{ $name }
config-unknown-near = 没有这个{ $kind ->
    [key] 键
    [table] 表
    [command] 命令
    [role] 角色
    [part] 样式成分
    [colour] 颜色
   *[theme] 主题
}：{ $name }；是不是 { $nearest }？
config-not-by-archive = { $name } 不能由文库设置
config-must-be = { $name } 应当是{ $allowed }，不能是{ $found }
config-must-be-near = { $name } 应当是{ $allowed }，不能是{ $found }；是不是 { $nearest }？
config-not-name-value = { $argument } 不是“名字=值”
config-not-toml = { $kind ->
    [unfinished] { $detail } 没有写完
    [twice] 键 { $detail } 重复
    [unquoted] 文字要写在引号里：{ $detail }
   *[other] 从 { $detail } 起不是有效的 TOML
}
config-not-bound = { $keys } 在这里本来就没有绑定
config-hides = { $keys } 会挡住 { $others }（{ $command }）
config-hidden = { $keys } 被 { $others }（{ $command }）挡住了
config-clashes = { $keys } 与 { $others }（{ $command }）冲突
config-bound-twice = 第 { $line } 行已经绑定了 { $keys }
config-no-key = 没有写按键
config-begins-with-digit = { $keys } 以数字开头，数字是用来计数的
config-too-many-keys = { $keys } 超过 { $most } 个键
config-command-is-text = 命令应当是文字，不能是{ $found }
config-command-without-run = 命令 { $name } 没有写 `run = ["程序"]`
config-command-name = { $name } 不能作命令名，请用简短的词
config-command-taken = { $name } 已是阅读器的命令
config-too-many-commands = { $name } 未读取：最多 { $most } 个命令
config-role-is-table = 角色应当是 {"{"} fg = "cyan" {"}"} 这样的表，不能是{ $found }
config-colour-number = 颜色的编号是 0 到 255，不能是{ $found }
config-colour-digits = 颜色要写成 #rrggbb，不能是{ $found }
config-colour = 颜色可以是名字、编号或 "#rrggbb"，不能是{ $found }
config-holds-texts = { $table } 里应当是文字，不能是{ $found }
config-view-without-query = 视图 { $name } 没有 `query`
config-not-read = 无法读取：{ $reason }
config-not-changed = 没有改动：{ $reason }
config-not-absolute = 未采用：不是绝对路径
config-view-query = 视图 { $name } 的查询：{ $detail }
config-feed-twice = { $url }：已有这个订阅源
config-feed-without-url = 订阅源没有网址 `url`（http 或 https）
settings-problems = { $first } · 另有 { $more } 处，见 kanbao config show
comment-head = kanbao 的设置，每项都是默认值。要改一项，请去掉它前面的 #。
comment-must-be = 应当是{ $allowed }。
comment-variable = 环境变量 ${ $name } 优先于它。
comment-by-archive = 文库可以在自己的 .kanbao.toml 里设定它。
allowed-truth = { " " }true 或 false
allowed-number = {" "}{ $least } 到 { $most } 的整数
allowed-word = { " " }{ $words }
allowed-one-of = { " " }{ LIST($words) } 或 { $last }
allowed-list-of = 只含 { LIST($words) } 或 { $last } 的列表
allowed-path = 路径（~/ 是主目录）或 ""
allowed-name = 由字母、数字、- 和 _ 组成的名字
allowed-text = 文字
allowed-texts = 文字列表
allowed-table = 一个表
allowed-table-of-keys = 一个按键表
allowed-folder-within = 文库里的文件夹
allowed-interval = { " " }"30m"、"6h"、"1d" 这样的时间
allowed-feeds = 若干个 [[feed]] 表
allowed-selector = { " " }"article" 这样的 CSS 选择器
allowed-groups = { "" } ["央行 = 中国人民银行"] 这样的列表
allowed-program = 文字列表：程序和参数
found-value = { " " }{ $value }
found-within = 含有 { $value } 的列表
found-list = 列表
found-table = 表
reason-missing = 不存在
reason-denied = 没有权限
reason-full = 磁盘已满
reason-read-only = 文件系统是只读的
reason-is-folder = 这是文件夹
reason-not-folder = 路径中有一段不是文件夹
reason-exists = 已经存在
reason-not-empty = 文件夹不是空的
reason-name-too-long = 名称太长
reason-busy = 正被占用
reason-no-quota = 磁盘配额已用完
reason-timed-out = 等待太久
reason-not-regular = 不是普通文件
reason-too-large = 超过 { $most } MiB
reason-not-utf8 = 第 { $line } 行不是 UTF-8
reason-not-toml = 第 { $line } 行不是有效的 TOML
reason-no-table = 其中的 { $name } 不是表
reason-other = { $text }
reason-neither = 既不是文件夹也不是文件
reason-leads-out = 链接指向文库之外
reason-not-text = 不是文本
reason-changed = 读取时文件有变动
reason-no-picture = 不是 PNG、JPEG、GIF 或 WebP 图片
reason-no-dots = 图片没有像素
reason-too-many-dots = { $width } × { $height } 像素太大
reason-line-changed = 文件中的这一行已经改变
reason-no-posts = 里面没有文章
reason-no-room = 可能需要 { $needed } MB，而磁盘只剩 { $free } MB
reason-foreign = 所有者不是 root，不是文库的所有者，也不是您
reason-writable-by-others = 其他人可以写入
reason-newer-version = 较新版本的 kanbao 写过这个文件
reason-not-answering = 磁盘没有响应
reason-no-home = 没有设置 HOME 和 XDG_STATE_HOME
reason-exit-status = 退出码 { $code }
reason-own-fault = kanbao 内部错误
reason-at = { $path }：{ $reason }

# 命令行

cli-restricted = { $what }：受限模式下不能用
cli-restricted-hint = 受限模式下不启动其他程序，只写入阅读记录。
cli-at = { $name }：{ $why }
cli-output = 标准输出：{ $reason }
cli-no-state-folder = 没有主目录，阅读记录无处可放
cli-no-state-folder-hint = 请设置 HOME 或 XDG_STATE_HOME。
cli-no-config-folder = 没有主目录，设置无处可放
cli-no-config-folder-hint = 请设置 HOME 或 XDG_CONFIG_HOME。
cli-no-such-file = { $name }：没有这个文件
cli-set = --set：{ $fault }
cli-set-hint = kanbao config default 列出全部设置项。
cli-query = 查询：{ $fault }
cli-query-empty = 查询：没有查询内容
cli-query-empty-hint = kanbao list 列出全部文章。
cli-mistyped = { $word }：不是子命令，也没有这个文件夹或文件
cli-mistyped-hint = 是不是 kanbao { $meant }？kanbao --help 列出全部子命令。
cli-stopped = 查了 { $seconds } 秒后停止：{ $all } 篇中看了 { $done } 篇
cli-stopped-hint = 请缩小范围，例如加上 after:2024。
cli-muted = 未列出被屏蔽视图中的 { $posts } 篇文章；--muted 可包括在内
cli-name-an-archive = 请用 -a 文件夹 指定文库。
cli-done = { $done } / { $all } { $things ->
    [feeds] 个订阅源
   *[posts] 篇
}
cli-terminal = 终端：{ $reason }
cli-terminal-unsuited = 终端不能全屏显示：TERM { $term ->
    [none] 没有设置
   *[other] 是 { $term }
}
cli-without-screen = kanbao list、kanbao show、kanbao check 不需要全屏。
cli-not-used = { $fault }，未采用
cli-files = { $count } 个文件
cli-in-status = { $count } 篇{ $status }
cli-warnings = 其中 { $count } 篇有警告
cli-folders-skipped = 跳过 { $count } 个文件夹
cli-messages = { $count } 条消息
cli-stories = { $posts } 篇中有 { $stories } 组重复，多出 { $repeats } 篇
cli-missing = 不存在
cli-doctor-name = { $name ->
    [system] 系统
    [terminal] 终端
    [inside] 位于
    [size] 大小
    [input] 输入
    [output] 输出
    [locale] 区域
    [colours] 颜色
    [widths] 字宽
    [quotes] {"  "}引号
    [greek] {"  "}希腊字母
    [joined] {"  "}组合表情
    [vs16] {"  "}VS16
    [behind] 背景
    [pictures] 图片
    [folders] 文件夹
    [config] 设置文件夹
    [state] 记录文件夹
    [cache] 缓存文件夹
    [archive] 文库
    [index] 索引
    [watcher] 监视
    [set] 已设置
    [problem] 问题
   *[other] { $name }
}
cli-doctor-word = { $word ->
    [terminal] 终端
    [no-terminal] 不是终端
    [utf8] UTF-8
    [no-utf8] 不是 UTF-8
    [neither] 不在 tmux、screen 或 SSH 里
    [unknown] 未知
    [no-colour] 无（设置了 NO_COLOR）
    [none] 无
    [all-colours] 真彩色
    [c256] 256 色
    [c16] 16 色
    [whole] 整个显示
    [first] 只显示第一个
    [honoured] 有效
    [ignored] 无效
    [light] 浅色
    [dark] 深色
    [as-links] 列为链接：编译时没有加 images 特性
    [half-blocks] 半块字符
    [graphics] 由终端绘制（kitty 图形协议）
    [graphics-through-tmux] 经 tmux 由终端绘制（kitty 图形协议）
    [inline] 半块字符；放大时用 iTerm2 图片协议
    [sixels] 半块字符；放大时用 sixel
    [missing] 不存在
    [no-home] 没有：没有主目录
    [by-argument] 由参数指定
    [by-folder] 当前文件夹，看上去是文库
    [by-fetch] kanbao fetch 抓取的文章
    [by-none] 没有指定，当前文件夹看上去也不是文库
    [samples] 自带的样报
    [off] 已关闭（设置）
    [needless] 没有：这个文库不需要
    [none-yet] 还没有
    [outdated] 已过时，阅读器会重建
    [wished] 按设置
    [unwatched] 没有：没什么可监视的
   *[other] { $word }
}
cli-doctor-noted = { $what }（{ $note }）
cli-doctor-of = { $what }：{ $fact }
cli-doctor-empty = { $name } 是空的
cli-doctor-not-set = { $name } 没有设置
cli-doctor-size = { $columns } 列，{ $rows } 行
cli-doctor-measured = 用 { $time } 毫秒测得
cli-doctor-not-measured = 没有测量：{ $why }
cli-doctor-joined = { $joined }，带肤色的 { $toned }：{ $shown }
cli-doctor-set-by = 由 { $origin } 设置
cli-doctor-mended = 已损坏：{ $why }，阅读器会修复
cli-doctor-mended-later = 损坏 { $posts } 篇，搜索遇到时会修复
cli-doctor-told = 系统通知 { $folders } 个文件夹的变动
cli-doctor-polls = 每 30 秒查看一次（{ $why }）
cli-doctor-network = 文件夹在 { $name } 上
cli-doctor-more = 超过 { $posts }
cli-cells = { $count } 格
cli-posts = { $count } 篇
why-export-folder = { $why ->
    [file] 已有这个文件
    [full] 文件夹不是空的
   *[inside] 它在文库里面
}
cli-export-folder-hint = 请换一个新名称。
cli-nothing-written = 未写入任何内容。
cli-no-post-given = 没有指定文章，未写入任何内容
cli-lost-path = { $path }：没有这篇文章
cli-more-lost = 另有 { $count } 个路径不是文章
cli-posts-missing = 有文章没查到，未写入任何内容
cli-query-finds-none = 没有符合条件的文章，未写入任何内容
cli-written = 已把 { $posts } 篇写入 { $folder }
cli-more-unreadable = 另有 { $count } 篇无法读取
cli-index-of-samples = 样报很少，不需要索引
cli-index-of-file = 单个文件没有索引
cli-index-of-file-hint = 请指定它所在的文件夹。
cli-index-no-folder = 没有主目录，索引无处可放
cli-index-no-folder-hint = 请设置 HOME 或 XDG_CACHE_HOME。
cli-index-busy = 另一个进程正在建立这个索引
cli-index-refused = 未采用：{ $why }
cli-index-not-found = 阅读器不会到那里找索引
cli-index-not-found-hint = 让下面任一路径链接到它，阅读器就能找到：{ $first }，{ $second }。
cli-index-was-damaged = 索引损坏了：{ $why }
cli-index-done = 新增 { $added } 篇，移除 { $removed } 篇；{ $size }
cli-index-changing = 有 { $posts } 篇未加入索引：文件刚刚改过或已经不在
cli-index-name = { $name ->
    [folder] 文件夹
    [shared] 共用
    [state] 状态
    [posts] 文章
    [size] 大小
   *[age] 时间
}
cli-index-state = { $state ->
    [missing] 不存在
    [outdated] 已过时：属于另一个版本或网站配置
    [current] 是最新的
    [unfinished] 还没建完：kanbao index 和阅读器都会接着建
   *[behind] 有文章新增或改动
}
cli-index-damaged = 已损坏：{ $why }
cli-index-damaged-posts = 已损坏：{ $posts } 篇改从文件读取
cli-index-of = { $known } / { $all }
cli-index-size = { $size }，{ $segments } 段
cli-age = { $count } { $unit ->
    [day] 天
    [hour] 小时
    [minute] 分钟
   *[second] 秒
}前
cli-since-no-folder = --since-last：没有主目录，无处记录
cli-since-name = --since-last：{ $name } 不能作名字
cli-since-name-hint = 请用 daily 这样的词。
cli-since-damaged = { $path }：已损坏，重新列出所有文章
cli-since-again = 下次会再次列出这些文章。
cli-no-such-post = { $name }：文库里没有这个路径或名字的文章
cli-many-posts = { $name }：{ $count } 个文件名含有它
cli-many-posts-hint = kanbao list --format tsv 列出全部文章。
cli-no-date = （无日期）
cli-skipped = { $place }：{ $why }，已跳过
cli-imported = 导入 { $count } 条，已有或较旧 { $known } 条，跳过 { $bad } 条
cli-no-posts-named = 没有指定文章
cli-no-posts-named-hint = 用 -q 查询 指定；-q '' 是全部文章。
cli-no-tags-named = 没有指定标签
cli-no-tags-named-hint = +标签 是加上，-标签 是去掉。
cli-bad-tag = { $text }：{ $why ->
    [unsigned] 标签前面没有 + 或 -
    [signed] 标签不能以 + 或 - 开头
    [none] 没有标签，或者太长
    [both] 不能同时加上和去掉
   *[several] 标签里不能有空格和逗号
}
cli-bad-tag-hint = +标签 是加上，-标签 是去掉。选项写在标签前面。
cli-tagged = { $of } 篇中{ $mood ->
    [dry] 会改动
   *[done] 改动了
} { $posts } 篇
cli-no-feeds = { $file }：还没有订阅源
cli-no-feeds-hint = kanbao feeds add 网址 添加一个，kanbao feeds import 文件 导入其他程序的订阅。
cli-no-folder = { $path }：不是文件夹
cli-no-home-for-posts = 没有主目录，文章无处可写
cli-fetch-busy = 另一个 kanbao fetch 正在写这个文库
cli-feed-state = { $state ->
    [gone] 已不存在
   *[new] 还没有抓取过
}
cli-feed-failed = 失败 { $times } 次
cli-feed-moved = 已迁移到 { $to }
cli-feed-items = { $count } 条
cli-no-feed-either = 网页也没有注明订阅源。
cli-feed-added = { $url }：已添加到 { $file }
cli-feed-there = { $url }：{ $file } 里已经有了
cli-also-named = 网页还注明了 { $url }  { $title }
cli-nothing-changed = 未做任何改动。
cli-left-out = 未采用：{ $what }：{ $why }
cli-feeds-added = 添加 { $count } 个订阅源，已有 { $known } 个{ $filled ->
    [0] { "" }
   *[other] （其中 { $filled } 个补上了分类或标签）
}，在 { $file }
cli-cache-imported = 新增 { $new } 篇，已有 { $known } 篇，未采用 { $skipped } 篇；已读 { $read } 篇，星标 { $starred } 篇；在 { $root }
cli-has-moved = { $url } 已迁移到 { $to }，以后从那里抓取
cli-incomplete = { $url }：{ $posts } 篇还没有全文
cli-cut = { $url }：{ $posts } 篇太长，已截断
cli-fetched = 新增 { $new } 篇，更新 { $changed } 篇（在 { $root }），来自 { $feeds } 个订阅源
cli-would-fetch = 会新增 { $new } 篇，更新 { $changed } 篇，实际没有写入（在 { $root }），来自 { $feeds } 个订阅源
cli-not-due = { $line }，{ $feeds } 个还没到时间
cli-pull-of-samples = 样报不是 git 检出的
cli-no-checkout = { $root }：不是 git 检出的
cli-no-checkout-hint = 只有用 git 克隆的文库才能更新。
cli-no-git = git：{ $reason }
cli-no-git-hint = kanbao pull 需要 git。

# 各模块给出的原因

why-list-lost = 分段列表丢失
why-list-damaged = 分段列表损坏
why-list-unreadable = 无法读取分段列表：{ $why }
why-segment-lost = 第 { $number } 段丢失
why-segment-damaged = 第 { $number } 段损坏
why-segment-unreadable = 无法读取第 { $number } 段：{ $why }
why-index-not-written = 无法写入索引：{ $why }
why-not-saved = 没有保存：{ $why }
why-records-not-saved = { $records } 条没有保存：{ $why }
why-no-record = 不是有效的记录：{ $detail }
why-path-bytes = path_bytes 不是有效的 base64：{ $detail }
why-no-tag = 没有写标签
why-no-highlight = 没有写明是哪处划线
why-own-archive = 不能导入文库记录：各记录文件自有一条
why-kind = 未知的类型 { $kind }
why-no-path = 没有路径或名字
why-value-too-long = 值超过 64 KiB
why-bad-value = 值不是有效的 { $kind }
why-impossible-time = 时间无效
why-system-silent = 系统不通知变动
why-too-low = { $name } 太小
why-terminal-silent = 终端没有响应
why-terminal-senseless = 终端的响应不合理
why-no-output = 标准输出不是终端
why-no-input = 标准输入不是终端
why-no-term = 没有设置 TERM
why-term = TERM 是 { $term ->
    [linux] linux，每个字都占一格
   *[dumb] { $term }
 }
feed-not-found = 404：没有这个网页
feed-gone-for-good = 410：已永久删除，不再抓取
feed-gone = 410：已永久删除
feed-wait-seconds = { $code }：服务器要求等待 { $count } 秒
feed-wait-minutes = { $code }：服务器要求等待 { $count } 分钟
feed-wait-hours = { $code }：服务器要求等待 { $count } 小时
feed-too-large = 响应超过 { $megabytes } MB
feed-too-slow = { $seconds } 秒内没有收完
feed-redirects = 重定向超过 { $most } 次
feed-bad-redirect = 重定向到的不是网址：{ $target }
feed-status = { $code }：{ $words }
feed-no-connection = 无法连接
feed-no-host = 没有这个主机，或没有网络
feed-failed = { $reason }
feed-untrusted = 证书不可信：签发它的机构不在受信任之列
feed-expired = 证书已过期，或尚未生效
feed-another-host = 证书是别的主机的
feed-insecure = 无法建立安全连接：{ $detail }
feed-no-roots = 无法读取 SSL_CERT_FILE 或 SSL_CERT_DIR 的证书：{ $detail }
feed-no-certificates = SSL_CERT_FILE 和 SSL_CERT_DIR 里没有证书
feed-bad-proxy = { $variable } 不是代理的地址
feed-by-proxy = 经过 { $variable } 的代理：{ $why }
feed-empty = 响应没有内容
feed-web-page = 是网页，不是订阅源
feed-no-feed = 不是订阅源：{ $detail }
feed-no-opml = 不是 OPML
feed-bad-opml = 不是 OPML：{ $detail }
feed-nested = 文件夹嵌套太深
feed-no-web-address = 不是网址
feed-runs-program = 要运行程序才有网址
feed-made-by-program = 由程序生成
feed-changed-by-program = 由程序改写
feed-of-query = 是查询；kanbao 用视图代替（阅读器里按 gs 保存）
feed-none = 里面没有订阅源；应该是 OPML，或者每行一个网址
feed-not-written = 无法写入文章：{ $reason }
feed-no-sqlite = 不是 SQLite 数据库
feed-not-newsboat = 不是 newsboat 的缓存
feed-not-utf8 = 文字不是 UTF-8
feed-damaged = 已损坏
feed-unfinished = 改动还在 { $file } 里：请退出使用它的程序，或者启动再退出一次
feed-begun-anew = { $file }：{ $detail }；已重新开始，旧文件是 { $aside }

# Highlights.
highlights = 划线
text-menu = 所选文字
note-on-text = 给这段文字写笔记
nothing-to-select = 没有可选的文字
select-first = 先在文章中按 { $keys } 选择文字
highlight-made = 已划线
highlight-removed = 已删除划线
highlight-coloured = 划线颜色：{ $name }
highlight-here = 划线（{ $name }）：“{ $quote }”
highlight-ends = 划线（{ $name }）到此为止
highlight-under = 划线（{ $name }）
note-under = 划线（{ $name }），笔记：{ $note }
highlight-too-long = 太长，无法划线：最多 { $kib } KiB
nothing-to-highlight = 没有可划线的文字
no-highlight-here = 此处没有划线
no-highlights = 还没有划线：在文章中按 { $keys } 选择文字。
more-highlights = 另有 { $count } 条较早的未列出；kanbao highlights 可全部输出。
highlight-lost = 文中已无此句
post-of-highlight-gone = 文章已不在
hint-highlight = 划线
hint-colour = 换颜色
hint-note = 笔记
hint-copy = 复制
hint-start = 起点
hint-menu = 菜单
hint-remove = 删除
colour-yellow = 黄
colour-green = 绿
colour-blue = 蓝
colour-red = 红
command-select-text = 选择文字，或定起点
command-highlight = 划线，用第 N 种或另一种颜色
command-unhighlight = 删除划线
command-copy-text = 复制所选文字
command-highlights = 列出所有划线
command-char-left = 后退一字
command-char-right = 前进一字
command-word-left = 后退一词
command-word-right = 前进一词
command-word-end = 到词尾
command-line-start = 到行首
command-line-end = 到行尾
command-swap-ends = 到所选文字的另一端
command-select-sentence = 选择此句，或再加一句
command-select-paragraph = 选择此段，或再加一段

# What one has read.
statistics = 阅读统计
posts-read = 读过的文章
read-this-week = 本周
read-this-month = 本月
read-in-all = 总共
read-by-month = 按月
months-without = 其间 { $count } 个月没有
read-by-category = 读得最多的分类
still-counting = 正在统计…
nothing-read = 还没有读过的文章：打开一篇，就算读过。
hint-listed = 列出
command-statistics = 自己的阅读统计，按月份和分类
