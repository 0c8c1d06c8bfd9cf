# 閱讀器的正體中文。訊息與參數見 `src/app/text.rs`；有測試逐條核對。

# 底列的提示

samples = 內附的範例文章 · 用 kanbao 資料夾 開啟自己的文章
pasted = 貼上的文字在這裡沒有作用
no-such-keys = { $keys } 在這裡沒有作用 · 按 { $help } 查看按鍵
pictures-shown = 內文中顯示圖片
picture-hidden = 圖片沒有顯示 · 按 { $keys } 顯示
pictures-hidden = 圖片顯示為連結
no-pictures = 這裡不能顯示圖片
ambiguous-width = “ ” … — · 以{ $cells ->
    [1] 一格
   *[2] 兩格
}寬處理
probed = “ ” … — · 佔{ $cells ->
    [1] 一格
   *[other] 兩格
}；背景{ $background ->
    [light] 是淺色
    [dark] 是深色
   *[unknown] 不明
}
not-probed = 終端機沒有回應
newest-post = 這是清單中最新的一篇
oldest-post = 這是清單中最舊的一篇
end-of-article = 已到文章末尾 · { $keys } 下一篇
hidden-shown = { $posts ->
    [0] 沒有隱藏的文章
   *[other] 已顯示 { $posts } 篇隱藏的文章（草稿、未發布、排除）
}{ $folders ->
    [0] { "" }
   *[other] { " " }· 仍有 { $folders } 個資料夾不讀取
}
hidden-left-out = 沒有列出 { $posts } 篇隱藏的文章（草稿、未發布、排除） · 按 { $keys } 顯示
hidden-hidden = { $posts ->
    [0] 沒有隱藏的文章
   *[other] 已隱藏 { $posts } 篇文章（草稿、未發布、排除）
}{ $folders ->
    [0] { "" }
   *[other] { " " }· 仍有 { $folders } 個資料夾不讀取
}
no-article = 尚未開啟文章 · 按 Enter 開啟
no-link = 沒有第 { $number } 個連結
not-in-archive = 文庫裡沒有 { $path } · { $keys } 複製連結
no-place-of-link = 文章裡沒有這個位置 · { $keys } 複製連結
no-such-place = 文章裡沒有這個位置
no-source = 文章沒有註明來源
sample-file = 範例文章內建在程式裡，沒有檔案可編輯
no-opener = 只能開啟網頁、文章與郵件的連結，無法開啟 { $address } · { $keys } 複製連結
mail-is-off = 設定 reading.mail = true 後才會開啟郵件地址：{ $address } · { $keys } 複製連結
opened = 已開啟 { $address }
copied = 已複製 { $address }
not-copied = 沒有複製：{ $reason }
waiting-for-disk = 正在等待磁碟；按 ^C 不再等待
nothing-back = 不能再後退了
no-jumps = 還沒有
nothing-forward = 不能再前進了
gone = { $path } 已經不在了
no-further-heading = 沒有更多小標題
no-further-section = 沒有別的分組了
marked-read = 已把 { $posts } 篇標為已讀
marked-unread = 已把 { $posts } 篇標為未讀
starred-posts = 已為 { $posts } 篇加上星號
unstarred-posts = 已取消 { $posts } 篇的星號
tagged = { $posts } 篇的標籤：{ $tags }
tagged-already = 標籤本來就是這樣
no-tag = { $text } 不能作標籤
tag-both-ways = 不能同時加上和移除 { $tag }
all-read-already = 清單中都已讀過
can-be-undone = { $what } · 按 { $keys } 復原
undone = 已復原：{ $what }
listed-again = 已復原，現在列出：{ $chosen }
nothing-to-undo = 沒有可復原的變更
no-unread-below = 下面沒有未讀的文章
no-unread-above = 上面沒有未讀的文章
no-post = 這裡沒有文章
which-letter = 哪個字母？
no-letter = { $key } 不是字母 a 到 z 或 A 到 Z
mark-set = 已設標記 { $letter }
no-mark = 沒有標記 { $letter }
mark-deleted = 已刪除標記 { $letter }
selected-posts = 已選 { $posts } 篇
selecting-range = { $others ->
    [0] 已選 { $posts } 篇
   *[other] 這一段 { $posts } 篇
} · { $end } 結束 · { $cancel } 取消
ask-command = 指令
ask-find = 尋找
ask-search = 搜尋
ask-search-in = 在 { $names } 中搜尋
ask-search-all = 搜尋全部
search-wider = ^T 搜尋全部
search-narrower = ^T 只在 { $names } 中
ask-filter = 篩選
ask-title = 標題
ask-view = 檢視名稱
ask-rows = 只看
ask-category = 分類
ask-tag = 標籤
ask-own-tags = 自己的標籤，+加 -去掉
ask-book = 電子書檔案
book-of = { $posts } 篇 · 按 Enter 寫成電子書
e-book = 電子書
book-too-long = { $posts } 篇太多，電子書最多 { $most } 篇
no-book-of-samples = 範例文章不能做成電子書
no-other-post = 清單裡沒有別的文章
ask-date = 日期
hit-of = 第 { $at } 處，共 { $count } 處
hit-again = 第 { $at } 處，共 { $count } 處（已繞回）
hit-of-search = 第 { $at } 處，共 { $count } 處{ $posts ->
    [0] { "" }
   *[other] { " " }· 第 { $post } 篇，共 { $posts } 篇
} · { $keys } 下一處
no-hit-in-text = 只在標題中{ $posts ->
    [0] { "" }
   *[other] { " " }· 第 { $post } 篇，共 { $posts } 篇
} · { $keys } 下一處
no-further-hit = 沒有更多結果了
no-filter = 沒有篩選
no-hit = 內文中沒有 { $words }
nothing-found = 還沒有搜尋或尋找過
commands-begin = 以 { $name } 開頭的指令不只一個：{ LIST($names) }{ $more ->
    [0] { "" }
   *[other] { " " }等，另有 { $more } 個
}
no-such-command = 沒有指令 { $name }
no-such-command-near = 沒有指令 { $name }，是不是 { $nearest }？
no-such-word = { $name } 不接受 { $word }
no-such-word-near = { $name } 不接受 { $word }，是不是 { $nearest }？
no-such-word-of = { $name } 不能是 { $word }，只能是 { LIST($words) }
choose-hint = j k 選擇 · Enter 採用 · Esc 取消
choose-hint-short = Enter 採用 · Esc 取消
choice-kept = { $choice } · 下次也用
no-colour-first = 已記下 · 但設定了 NO_COLOR，目前仍用單色
choice-not-kept = 沒能記到下次：{ $reason }
no-such-setting = 沒有 { $name } 這個設定
no-such-setting-near = 沒有 { $name } 這個設定，是不是 { $nearest }？
setting-at-start = { $name } 下次啟動才生效；用 :set! 寫入 config.toml
setting-kept = { $setting } · 已寫入 { $path }
setting-not-kept = { $name } 沒有寫入 { $path }：{ $reason }
settings-closed = 受限模式下不能儲存設定
no-settings-file = 沒有家目錄，config.toml 無處可寫
no-such-name = 沒有名稱包含 { $text }
useless-here = 此操作在這裡沒有作用 · 按 { $keys } 關閉
ranges-are-of = { $keys } 在清單裡選文章，在時間軸上選月份
no-such-title = 沒有標題包含 { $text }
no-such-row = 沒有一列包含 { $text }
query-fault = 第 { $column } 欄：{ $detail }
query-fault-mended = 第 { $column } 欄：{ $detail }；{ $mended }
query-too-long = 查詢超過 { $detail } 個字
query-too-many-terms = 查詢超過 { $detail } 個條件
query-too-many-patterns = /正規表示式/ 超過 { $detail } 個
query-too-deep = 括號巢狀超過 { $detail } 層
query-unopened = 這個 ) 沒有對應的 (
query-unclosed = 這個 ( 沒有對應的 )
query-unclosed-quote = 引號沒有成對
query-unclosed-pattern = /正規表示式/ 沒有結束
query-empty-group = 括號裡還沒有條件
query-empty-quote = 引號裡還沒有字
query-empty-pattern = 兩個 / 之間還沒有內容
query-no-blank = /正規表示式/ 後面要有空格
query-bad-pattern = /正規表示式/ 寫得不對：{ $detail }
query-pattern-too-large = /正規表示式/ 展開後太大
query-unclosed-class = 這個 [ 沒有對應的 ]
query-bad-class-range = { $detail } 不是字元範圍
query-no-such-class = 沒有字元類別 { $detail }
query-bad-escape = 跳脫字元 { $detail } 寫得不對；反斜線本身寫作 \\
query-nothing-to-repeat = { $detail } 前面沒有可以重複的內容
query-bad-count = { $detail } 不是重複次數
query-bad-flag = /正規表示式/ 沒有 { $detail } 這個旗標
query-bad-group-name = { $detail } 不能用作群組名稱
query-no-look-around = /正規表示式/ 不支援環顧和反向參照：{ $detail }
query-no-term = 這裡應該是一個條件
query-not-between = NEAR/{ $detail } 要寫在兩個詞或片語之間
query-too-far = NEAR/ 最多 { $detail } 個字元
query-nothing-before-or = OR 前面還缺條件
query-nothing-after-or = OR 後面還缺條件
query-nothing-after-minus = - 後面要緊接條件
query-nothing-after-not = NOT 後面還缺條件
query-sort-inside = sort: 要寫在括號外面
query-sort-negated = sort: 前面不能加 -
query-no-field = 沒有 { $detail }: 這個欄位
query-no-value = { $detail }: 後面要緊接內容
query-one-of = 這裡只能是 { LIST($detail) }
query-one-date = { $detail }: 只能接一個日期
query-no-date = 這裡應該是日期，如 2022、2022-01、2022-01-05、2022-W05、7d、2w、3m、1y、today、yesterday、week、last-week、month、last-month、year 或 last-year，也可用今天、昨天、本週、上週、本月、上月、今年、去年
query-no-year-zero = 年份從 0001 開始
query-no-month = 沒有 { $detail } 月
query-not-in-calendar = 日曆上沒有 { $detail }
query-empty-range = .. 前後要有日期
query-backward-range = 結束早於開始
query-quote-it = 加上引號就照原樣尋找
query-did-you-mean = 是不是 { $detail }？
query-range-by-date = 範圍用 date:
field-title = 標題裡有
field-body = 內文裡有
field-category = 屬於某分類（含下層）
field-tag = 帶某標籤
field-mine = 帶自己的某標籤
field-highlight = 劃線的文字或其筆記中
field-author = 作者名裡有
field-path = 檔案路徑裡有
field-date = 某日、週、月、年或一段時間
field-after = 從那時起
field-before = 在那之前
field-is = 處於某種狀態
field-has = 含有
field-read = 某日、週、月、年或一段時間讀過的
field-sort = 依某種順序
is-read = 讀過的
is-unread = 沒讀過的
is-starred = 有星號的
is-new = 上次之後新到的
is-draft = 草稿
is-hidden = 草稿及其他隱藏的
is-problem = 有問題的
is-duplicate = 與更早的文章幾乎相同的
has-link = 有連結
has-image = 有圖片
has-note = 有您的筆記
has-highlight = 有您的劃線
sort-date = 新的在前
sort--date = 舊的在前
sort-title = 依標題
sort--title = 依標題倒序
sort-author = 依作者
sort--author = 依作者倒序
sort-length = 長的在前
sort--length = 短的在前
sort-unread = 未讀的在前
sort--unread = 已讀的在前
sort-read = 最近讀過的在前
sort--read = 最近讀過的在後
sort-starred = 加星的在前
sort--starred = 加星的在後
sort-relevance = 最相關的在前
sort--relevance = 最相關的在後
script-original = 原文
script-simplified = 簡體
script-traditional = 正體
script-traditional-tw = 正體（臺灣字形）
script-traditional-hk = 繁體（香港字形）
layout-automatic = 視螢幕寬度而定
layout-columns = 空間夠就左右並排
layout-stacked = 清單在上，內文在下
layout-single = 一次一個窗格
layout-name-automatic = 自動
layout-name-columns = 左右並排
layout-name-stacked = 上下排列
layout-name-single = 單一窗格
theme-default = 終端機的顏色
theme-light = 淺色
theme-dark = 深色
theme-solarized-light = Solarized 淺色
theme-solarized-dark = Solarized 深色
theme-high-contrast = 高對比
theme-mono = 單色
nothing-like-it = 文庫中沒有 { $words }
like-post = 與《{ $title }》相似
of-day = 歷年{ $month }月{ $day }日
versions-of = 《{ $title }》的各個版本
no-versions = 沒有其他文章與它內容相同
duplicates-folded = 內容相同的文章合為一列 · 已摺疊 { $posts } 篇
duplicates-listed = 每篇文章各佔一列
nothing-alike = 沒有相似的文章
nothing-that-day = 其他年份的這一天沒有文章
still-searching = 正在搜尋…
quotation = 引文：
excerpt = 摘錄：{""}
looked = 已查 { $percent }%
search-cut = { $seconds } 秒後停止：{ $all } 篇中已查 { $looked } 篇；請縮小查詢範圍，如加上 after:2024
still-sorting = 正在排序…
indexing = 索引 { $percent }%
index-failed = 索引：{ $reason }
view-saved = 已儲存檢視 { $name }
view-deleted = 已刪除檢視 { $name }
view-updated = 檢視 { $name } 現在列出 { $query }
view-renamed = 檢視 { $name } 已更名為 { $to }
view-exists = 已有名為 { $name } 的檢視
view-of-archive = 檢視 { $name } 是文庫內建的
no-view = 這一列不是檢視
view-faulty = 檢視 { $name }：{ $fault }
view-muted-shown = 已將檢視 { $name } 靜音，但目前顯示被靜音的文章 · 按 { $keys } 不再顯示
view-muted = 已將檢視 { $name } 靜音，其中的文章不再列出 · 按 { $keys } 顯示
view-muted-now = 已將檢視 { $name } 靜音
view-unmuted = 檢視 { $name } 已取消靜音
no-muted-view = 沒有靜音的檢視 · 在分類欄的檢視上按 { $keys } 靜音
muted-shown = 已顯示被靜音的 { $posts } 篇文章 · 再按 { $keys } 不再列出
muted-left-out = 被靜音的 { $posts } 篇文章不再列出 · 按 { $keys } 顯示
nothing-to-save = 沒有可儲存的條件
no-such-view = 沒有可儲存的條件，也沒有檢視 { $name }
no-such-view-near = 沒有可儲存的條件，也沒有檢視 { $name }，是不是 { $nearest }？
offer-fetch = 按 y 抓取 { $feeds } 個訂閱來源 · 按其他鍵只重新讀取文庫
fetching = 正在抓取 { $feeds } 個訂閱來源… · 按 { $keys } 中止
fetched = 抓取完成：新增 { $new } 篇，更新 { $changed } 篇
fetched-some = 抓取完成：新增 { $new } 篇 · { $failed } 個訂閱來源失敗{ $failed ->
    [1] {""}
   *[other] ，第一個
 }：{ $reason }
not-fetched = 沒有抓取任何內容：{ $reason }
restricted = 受限模式下不能啟動其他程式
restricted-to-state = 受限模式下不能寫入檔案
no-such-date = { $text } 不是日期；可用 2022、2022-03、7d、昨天、上週、去年
last-before = 那時沒有文章 · 這是之前最近的一篇
no-post-then = 清單中沒有這麼早的文章
posts-in = { $count } 篇
sorted = 排序：{ $order }
nothing-to-rank = 只有搜尋結果才能依相關程度排序
sent = 已送到終端機的剪貼簿：{ $text }
sent-long = 已送到終端機的剪貼簿：{ $start }（{ $characters } 字）
too-long-to-copy = 太長，無法複製：{ $bytes } 位元組
which-link = 哪個連結？按 { $keys } 列出；先輸入編號再按此鍵
no-links-in-view = 畫面上沒有連結
which-link-hint = 哪個連結？{ $typed }
no-such-hint = 沒有標著 { $typed } 的連結
program-failed = { $program }：{ $reason }
running = 正在執行 { $name } · 按 { $keys } 中止
running-now = { $name }…
still-running = { $name } 還在執行 · 按 { $keys } 中止
still-loading = 文庫還沒有載入
ran = { $name }：{ $line }
ran-well = { $name }：完成
run-flooded = { $name } 輸出超過 1 MiB，已中止
run-timed-out = { $name } 超過 { $seconds } 秒，已中止
run-cancelled = 已中止 { $name }
no-program = { $variable } 沒有指明程式
note-title = 筆記：{ $title }
note-kept = 筆記已儲存
note-removed = 筆記已刪除
note-left = 筆記未變更
note-put-aside = 筆記已擱置，沒有儲存 · 按 { $keys } 接著寫
note-too-long = 筆記超過 64 KiB，未儲存
hint-keep = 儲存
hint-put-aside = 擱置
press-to-search = 按 { $keys } 尋找文字
panes = 清單 { $list }，分類欄 { $facets }
leads-to = 實際指向 { $host }：再開啟一次才前往
not-saved = 沒有儲存：{ $reason }
prompt-label = { $label }：
unsaved = 尚未寫入磁碟
saved = 已儲存
state-problem = 閱讀紀錄：{ $reason }
records-damaged = 閱讀紀錄：略過 { $count } 筆損壞的
records-newer = 閱讀紀錄：略過 { $count } 筆新版 kanbao 的
shown-in = 字形：{ $script }
measure = 行寬 { $cells }
measure-usual = 行寬 { $cells }（預設）
as-wide-as-pane = 內文已與窗格同寬
archive-empty = { $name }：裡面沒有文章
archive-empty-but = { $name }：裡面沒有文章，不過 { $folder } 裡有 { $posts } 個檔名像文章的檔案
missing = { $path }：不存在
not-an-article = { $path }：不是文章
articles-are = 文章是 .md、.html、.txt 之類的檔案。請指定一個有這類檔案的資料夾，或先進入其中；kanbao doctor 會說明找過哪些地方。
name-a-folder = 請指定文章所在的資料夾，或一篇文章的檔案；都不指定則顯示內附的範例文章。
name-that-folder = 指定那個資料夾就能讀。
set-by = 這個文庫由 { $origin } 設定。
archive-failed = { $name }：{ $reason }
read-again = 已重新讀取：共 { $posts } 篇
read-again-more = 已重新讀取：共 { $posts } 篇，多了 { $change } 篇
read-again-less = 已重新讀取：共 { $posts } 篇，少了 { $change } 篇
folder-offered = { $folder }：還有 { $posts } 個檔案像是文章 · 按 { $keys } 一併讀取
folders-offered = { $folder } 與另外 { $others } 個資料夾：還有 { $posts } 個檔案像是文章 · 按 { $keys } 一併讀取
no-folders = 旁邊沒有其他資料夾放著像文章的檔案
folder-lost = { $name }：{ $reason } · 清單保留，資料夾恢復後更新
folder-back = { $name } 已恢復
polling = { $setting } 太小：改為每 30 秒檢查一次變動
polling-only = 系統不通知變動：每 30 秒檢查一次
article-gone = 這篇文章的檔案已不在 · 內文保留到離開為止
picture-failed = { $path }：{ $reason }
picture-missing = { $path }：沒有這個圖片檔
no-shell = 沒有可以返回的 shell

# 頂列，以及底列右端

posts = 共 { $count } 篇
posts-of = { $listed } / { $all } 篇
unread-posts = { $count } 未讀
hidden = 隱藏 { $count }
muted = 靜音 { $count }
muted-too = 含靜音 { $count }
with-problems = 有問題 { $count }
news = 新到 { $count } 篇
row-at = 清單 { $at } / { $of }
post-at = 第 { $at } / { $of } 篇
read-percent = 讀到 { $percent }%
loaded = 載入 { $arrived } / { $expected }

# 按鍵的一兩字說明

hint-down = 下移
hint-go = 前往
hint-close = 關閉
hint-run = 執行
hint-open = 開啟
hint-edit = 編輯
hint-all-rows = 全部顯示
hint-list = 依此篩選
hint-fold = 摺疊
hint-earlier = 更早
hint-later = 更晚
hint-add = 加選
hint-all = 全部
hint-mute = 靜音
hint-unmute = 取消靜音
hint-rename = 改名
hint-help = 說明
hint-read = 閱讀
hint-search = 搜尋
hint-filter = 篩選
hint-find = 尋找
hint-star = 星號
hint-command = 指令
hint-links = 連結
hint-page = 翻頁
hint-pane = 換窗格
hint-quit = 結束
hint-next = 下一篇
hint-zoom = 放大
hint-back = 返回
chosen = 已選
folded = 已收合
muted-view = 已靜音
more-versions = 另有 { $count } 篇相同
unfolded = 已展開

# 分類欄

everything = 全部
unread = 未讀
starred = 星號
new-posts = 新到
noted = 有筆記
highlighted = 有劃線
categories = 分類
views = 檢視
own-tags = 自己的標籤
tags = 標籤
authors = 作者
years = 年份
undated = 無日期
more-rows = … 還有 { $count } 個
more-lines = … 還有 { $count } 行
fewer-rows = … 收合
no-post-of-time = { $months } 沒有文章
time-axis = 時間：{ $months }
range-starts = 移到另一端，再按 Enter 或同一個鍵

# 清單與內文沒有內容時

too-small = 螢幕太小
loading = 正在讀取…
nothing-listed = 沒有文章
nothing-left = 沒有文章符合 { $chosen }
muted-here = 有 { $posts } 篇符合，但已被靜音 · 按 { $keys } 顯示
none-matches = 沒有符合 { $chosen } 的文章（共 { $posts } 篇）
none-has = 文庫裡沒有屬於 { $chosen } 的文章
emptied-by = { $before } 有 { $posts } 篇，沒有一篇符合 { $by }
nothing-left-help = 按 { $keys } 清除篩選，{ $undo } 復原
not-readable = 無法讀取這篇文章：{ $reason }

# 標題下的一行，以及圖片的佔位文字

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
words = { $count }{"\u00A0"}詞
minutes = 約{"\u00A0"}{ $count }{"\u00A0"}分鐘
image = [圖 { $name }]
remark = ! { $problem }{ $more ->
    [0] { "" }
   *[other] { " " }· 另有 { $more } 處，見 :problems
}
remark-short = ! :problems
remark-count = ! { $count } 處問題，見 :problems

status-shown = 已發布
status-draft = 草稿
status-unpublished = 未發布
status-future = 日期未到
status-excluded = 已排除
status-unreadable = 無法讀取

# 說明，以及蓋在窗格上的各種清單

help = 說明
first-keys = 先學這幾個
this-pane = 在這個窗格裡
own-commands = 自己的指令
marks = 清單中的記號
mark-unread = 未讀
mark-starred = 星號
mark-noted = 有筆記
mark-problem = 文章有問題
mark-future = 日期在未來
mark-hidden = 平時隱藏
mark-versions = 另有幾篇內容相同
over-ssh = SSH 與 tmux
copy-note = 複製的內容會送到您自己的終端機（OSC 52）
tmux-note = tmux 裡要先設 set -s set-clipboard on
link-note = 連結會顯示並複製，不在遠端開啟
problems = 問題
nothing-wrong = 沒有問題：所有檔案都能正確讀取。
left-out = 依規則不讀取
excluded-hidden = { $folder }/：隱藏的資料夾
excluded-third-party = { $folder }/：第三方程式碼
excluded-outside-content = { $folder }/：不在網站的內容資料夾裡
excluded-templates-or-output = { $folder }/：範本或產生的網頁
excluded-outside-collections = { $folder }/：不在網站的 collections_dir 裡
excluded-by-config = { $folder }/：網站設定中排除
excluded-special = { $folder }/：Jekyll 不在這裡找文章
excluded-link = { $folder }/：指向資料夾的連結
links = 連結
places = 去過和記下的地方
own-marks = 標記
no-marks = 還沒有；按 m 和一個字母為此處加上標記
left-places = 跳躍前的位置
no-links = 這篇文章沒有連結。
outline = 大綱
no-headings = 這篇文章沒有小標題。

purpose-move = 移動
purpose-read = 閱讀
purpose-mark = 標記
purpose-select = 選取的文字，以及劃線清單
purpose-choose = 篩選清單
purpose-arrange = 調整版面
purpose-program = 程式

# 指令的說明；最多 42 格

command-down = 下一列
command-up = 上一列
command-half-page-down = 下移半頁
command-half-page-up = 上移半頁
command-page-down = 下一頁
command-page-up = 上一頁
command-top = 到開頭；先輸入數字則到第 N 列
command-bottom = 到結尾；先輸入數字則到第 N 列
command-percent = 到百分之 N 處（先輸入 N）
command-focus-next = 下一個窗格
command-focus-previous = 上一個窗格
command-focus-facets = 到分類欄
command-focus-list = 到清單
command-focus-article = 到內文
command-enter = 開啟文章，或依此項篩選
command-back = 結束放大，或到左邊的窗格
command-clear = 依序清除選取、尋找、放大、最後的條件
command-next-post = 下一篇（任何窗格）
command-previous-post = 上一篇（任何窗格）
command-scroll-down = 內文往下捲（任何窗格）
command-scroll-up = 內文往上捲（任何窗格）
command-next-unread = 下一篇未讀
command-previous-unread = 上一篇未讀
command-next-heading = 下一個小標題
command-previous-heading = 上一個小標題
command-find = 在內文中尋找
command-next-hit = 下一個符合處
command-previous-hit = 上一個符合處
command-toggle-read = 標為已讀或未讀
command-read-all = 清單全部標為已讀
command-toggle-star = 加星號或取消
command-note = 為文章寫筆記
command-tag = 加上或移除自己的標籤
command-select = 選取，以便一次處理多篇
command-select-range = 開始或結束連選
command-set-mark = 用一個字母標記此處
command-go-to-mark = 跳到某個字母的標記
command-places = 列出標記和去過的地方
command-delete-mark = 刪除某個字母的標記
command-undo = 復原上一次變更
command-links = 列出文中的連結
command-link-hints = 為畫面上每個連結標上字母
command-open-source = 開啟文章的來源
command-outline = 文章大綱
command-jump-back = 後退：回到跳躍前的位置
command-jump-forward = 前進：回到後退前的位置
command-copy-title = 複製標題
command-copy-url = 複製來源網址
command-copy-article = 複製全文
command-copy-path = 複製檔案路徑
command-copy-link = 複製第 N 個（或唯一的）連結
command-edit = 用 $EDITOR 開啟檔案
command-pager = 用 $PAGER 看內文
command-export = 把文章寫成電子書
command-random-post = 隨機讀一篇
command-toggle-facet = 加入或移出條件
command-go-to-category = 依名稱找分類
command-search = 在列出的文章中搜尋；再按 ^T 搜尋全部
command-filter = 依條件篩選清單
command-go-to-title = 依標題找文章
command-more-like = 相似的文章
command-on-this-day = 其他年份同一天的文章
command-versions = 列出內容相同的文章
command-save-view = 把目前的條件存為檢視
command-delete-view = 刪除檢視
command-rename-view = 檢視更名
command-update-view = 把目前的條件存進這個檢視
command-mute-view = 將檢視中的文章靜音，或取消
command-go-to-tag = 依名稱找標籤
command-go-to-date = 跳到日期：2022、2022-03、7d 等
command-next-month = 清單下方的下一個月份
command-previous-month = 清單上方的上一個月份
command-sort = 依日期、標題、長度等排序
command-reverse = 倒序
command-fold = 收合或到上一層；時間軸上：更早
command-unfold = 展開或進入清單；時間軸上：更晚
command-clear-filter = 清除篩選，列出全部
command-clear-last = 去掉最後一個條件
command-add-folders = 一併讀取旁邊資料夾裡的文章，再按一次取消
command-toggle-hidden = 顯示或隱藏草稿等文章
command-toggle-muted = 顯示或不列出被靜音的文章
command-toggle-duplicates = 內容相同的文章合為一列，或分開
command-problems = 文庫中的所有問題
command-zoom = 只看這個窗格；再按還原
command-wider = 加寬內文
command-narrower = 縮窄內文
command-more-list = 清單和分類欄加寬
command-less-list = 清單和分類欄縮窄
command-layout = 窗格如何排列
command-theme = 選擇佈景主題，邊選邊預覽
command-language = 換語言
command-toggle-pictures = 在內文中顯示圖片，或只顯示連結
command-script = 換成簡體、正體或原文
command-set = 變更設定：名稱=值；加 ! 則寫入檔案
command-ambiguous-width = “ ” … — 佔一格或兩格
command-probe = 重新偵測終端機的字寬與背景
command-reload = 重新讀取文庫
command-redraw = 重繪畫面
command-suspend = 暫停程式，以 fg 返回
command-command-line = 依名稱執行指令
command-help = 本說明
command-back-or-quit = 返回；在清單中則結束
command-quit = 結束

# 文章的問題：哪裡不對，如何處理。

problem = { $wrong }；{ $done }

# 檔案的部分。

part-front-matter = front matter{" "}
part-config = 網站設定
part-body = 內文

# 為何不是日期，或有何疑問。

date-empty = 是空的
date-no-day = 沒有年月日
date-form = 格式無法辨識
date-year = 年份不在 1 到 9999 之間
date-month = 沒有 { $month } 月
date-day = 當月沒有 { $day } 日
date-time = 沒有這個時刻
date-offset = 沒有這個時區位移
date-ambiguous-zone = 時區 { $zone } 有多種意思
date-unknown-zone = 不認得時區 { $zone }
date-clamped = 時間超出當天或當分鐘

# 檔案的問題。

wrong-invalid-yaml = { $part }不是有效的 YAML
wrong-invalid-yaml-at = { $part }不是有效的 YAML（第 { $column } 欄）
wrong-invalid-toml = { $part }不是有效的 TOML（第 { $column } 欄）
wrong-invalid-json = { $part }不是有效的 JSON（第 { $column } 欄）
wrong-is-list = { $part }是清單，不是鍵與值
wrong-is-text = { $part }是文字，不是鍵與值
wrong-too-large = { $part }超過 { $most } KiB
wrong-too-many-brackets = { $part }括號太多
wrong-too-many-values = { $part }展開後的值太多
wrong-controls = { $part }含有控制字元
wrong-bidi = { $part }含有雙向控制字元
wrong-no-closing-fence = front matter 沒有結束標記
wrong-no-opening-fence = front matter 沒有開始標記
wrong-blank-line-before = front matter 之前有空行
wrong-space-before = front matter 之前有空格
wrong-key-twice = 鍵 { $key } 重複
wrong-key-indented = 鍵 { $key } 有縮排
wrong-no-colon = { $key } 後面沒有冒號和空格
wrong-tab-indent = 以定位字元縮排
wrong-value-not-yaml = { $key } 不是有效的 YAML
wrong-item-not-yaml = { $key } 中有一項不是有效的 YAML
wrong-no-space-after-dash = { $key } 中有一項的連字號後面沒有空格
wrong-not-yaml-text = YAML 不會把 { $key } 讀作文字
wrong-not-text = { $key } 不是文字
wrong-not-date = { $key } 不是日期
wrong-keys-and-values = { $key } 是鍵與值
wrong-flag-is-text = { $key } 是文字 { $text }，不是布林值 { $meant }
wrong-empty-date = { $key } 是空的
wrong-bad-date = { $key } 的值 { $text } 不是日期：{ $why }
wrong-doubtful-date = { $key } 的值 { $text }：{ $why }
wrong-no-such-date = 檔名中的日期不存在
wrong-no-extension = 檔名沒有副檔名
wrong-no-date-in-name = 檔名不以 YYYY-MM-DD- 開頭
wrong-nothing-after-date = 檔名在日期之後沒有內容
wrong-ends-with-dot = 檔名以點結尾
wrong-yaml-file = YAML 檔案不是文章
wrong-excluded = 被網站設定排除
wrong-special-name = 檔名屬於隱藏、特殊或備份檔案
wrong-readme = 沒有 front matter 的 README
wrong-byte-order-mark = 有位元組順序記號
wrong-not-utf8 = 文字不是 UTF-8
wrong-mixed-encodings = 文字混用多種編碼
wrong-nul = 含有 NUL 字元
wrong-binary-nul = 不是文字檔：含有 NUL 字元
wrong-undecodable = 不是文字檔：超過 30% 的內容無法解碼
wrong-no-text = 沒有內文
wrong-file-size = 檔案有 { $bytes } 位元組
wrong-changed = 讀取時檔案有變動
wrong-unreadable = 無法讀取檔案：{ $reason }
wrong-folder-unreadable = 無法讀取資料夾：{ $reason }
wrong-folder-too-deep = 資料夾超過 { $most } 層
wrong-shared-url = 與 { $path } 網址相同
wrong-line-not-object = 第 { $line } 行不是 JSON 物件（第 { $column } 欄）
wrong-line-without-post = 第 { $line } 行既沒有標題也沒有內文
wrong-nested-too-deeply = 巢狀太深
wrong-parses-too-long = 內文太大，或剖析時間太長
wrong-liquid-too-long = 內文中的 Liquid 步驟太多
wrong-unknown-time-zone = 不認得時區 { $name }
wrong-unknown-encoding = 不認得編碼 { $name }
wrong-not-pattern = { $key } 中有一項不是比對模式
wrong-bad-defaults = defaults 中有的項目沒有值，或路徑太長
wrong-other = { $text }

# 對問題的處理

done-not-used = 未採用
done-removed = 已移除
done-left-out = 已略去
done-line-by-line = 改為逐行讀取
done-as-text = 以文字讀取
done-as-list = 以清單讀取
done-read-anyway = front matter 照常讀取
done-last-taken = 取最後一個
done-keys-taken = 取其中的鍵
done-flattened = 已攤平
done-shown-empty = 顯示為空白
done-shown-as-read = 依讀到的顯示
done-not-shown = 不顯示
done-not-entered = 未進入
done-without-text = 只列出，沒有內文
done-rest-plain = 其餘以純文字顯示
done-that-one = 連結會開啟後者
done-plain-text = 以純文字顯示，Jekyll 會略去
done-ended-early = 略去部分值，迴圈提前結束
done-not-hidden = 未因此隱藏，雖然可能本意如此
done-by-language = 依網站語言理解
done-without-zone = 當作沒有時區的時間
done-last-second = 取前一刻
done-jekyll = 照常列出，Jekyll 會略去
done-as-written = 依原樣顯示
done-to-blank-line = 讀到第一個空行
done-as-key = 當作鍵讀取
done-as-spaces = 當作兩個空格
done-posts-missing = 其中的文章缺漏
done-shown = 照常列出
done-another = 另取其他日期
done-all-body = 全部作為內文
done-first-bytes = 只讀前 { $bytes } 位元組
done-decoded = 以 { $encoding } 解碼
done-items-left-out = 略去這些項目
done-own-title = 標題取自內文或檔名
done-dates-as-written = 日期照原樣顯示
done-decoded-with-gaps = 以 { $encoding } 解碼，有缺漏

# 設定、按鍵與佈景主題的錯誤

config-unknown = 沒有這個{ $kind ->
    [key] 鍵
    [table] 表格
    [command] 指令
    [role] 角色
    [part] 樣式成分
    [colour] 顏色
   *[theme] 佈景主題
}：{ $name }
config-unknown-near = 沒有這個{ $kind ->
    [key] 鍵
    [table] 表格
    [command] 指令
    [role] 角色
    [part] 樣式成分
    [colour] 顏色
   *[theme] 佈景主題
}：{ $name }；是不是 { $nearest }？
config-not-by-archive = { $name } 不能由文庫設定
config-must-be = { $name } 應該是{ $allowed }，不能是{ $found }
config-must-be-near = { $name } 應該是{ $allowed }，不能是{ $found }；是不是 { $nearest }？
config-not-name-value = { $argument } 不是「名稱=值」
config-not-toml = { $kind ->
    [unfinished] { $detail } 沒有寫完
    [twice] 鍵 { $detail } 重複
    [unquoted] 文字要寫在引號裡：{ $detail }
   *[other] 從 { $detail } 起不是有效的 TOML
}
config-not-bound = { $keys } 在這裡本來就沒有繫結
config-hides = { $keys } 會擋住 { $others }（{ $command }）
config-hidden = { $keys } 被 { $others }（{ $command }）擋住了
config-clashes = { $keys } 與 { $others }（{ $command }）衝突
config-bound-twice = 第 { $line } 行已經繫結了 { $keys }
config-no-key = 沒有寫按鍵
config-begins-with-digit = { $keys } 以數字開頭，數字是用來計數的
config-too-many-keys = { $keys } 超過 { $most } 個鍵
config-command-is-text = 指令應該是文字，不能是{ $found }
config-command-without-run = 指令 { $name } 沒有寫 `run = ["程式"]`
config-command-name = { $name } 不能當指令名稱，請用簡短的字詞
config-command-taken = { $name } 已是閱讀器的指令
config-too-many-commands = { $name } 未讀取：最多 { $most } 個指令
config-role-is-table = 角色應該是 {"{"} fg = "cyan" {"}"} 這樣的表格，不能是{ $found }
config-colour-number = 顏色的編號是 0 到 255，不能是{ $found }
config-colour-digits = 顏色要寫成 #rrggbb，不能是{ $found }
config-colour = 顏色可以是名稱、編號或 "#rrggbb"，不能是{ $found }
config-holds-texts = { $table } 裡應該是文字，不能是{ $found }
config-view-without-query = 檢視 { $name } 沒有 `query`
config-not-read = 無法讀取：{ $reason }
config-not-changed = 沒有變更：{ $reason }
config-not-absolute = 未採用：不是絕對路徑
config-view-query = 檢視 { $name } 的查詢：{ $detail }
config-feed-twice = { $url }：已有這個訂閱來源
config-feed-without-url = 訂閱來源沒有網址 `url`（http 或 https）
settings-problems = { $first } · 另有 { $more } 處，見 kanbao config show
comment-head = kanbao 的設定，每項都是預設值。要改一項，請去掉它前面的 #。
comment-must-be = 應該是{ $allowed }。
comment-variable = 環境變數 ${ $name } 優先於它。
comment-by-archive = 文庫可以在自己的 .kanbao.toml 裡設定它。
allowed-truth = { " " }true 或 false
allowed-number = {" "}{ $least } 到 { $most } 的整數
allowed-word = { " " }{ $words }
allowed-one-of = { " " }{ LIST($words) } 或 { $last }
allowed-list-of = 只含 { LIST($words) } 或 { $last } 的清單
allowed-path = 路徑（~/ 是家目錄）或 ""
allowed-name = 由字母、數字、- 與 _ 組成的名稱
allowed-text = 文字
allowed-texts = 文字清單
allowed-table = 一個表格
allowed-table-of-keys = 一個按鍵表格
allowed-folder-within = 文庫裡的資料夾
allowed-interval = { " " }"30m"、"6h"、"1d" 這樣的時間
allowed-feeds = 若干個 [[feed]] 表格
allowed-selector = { " " }"article" 這樣的 CSS 選擇器
allowed-groups = { "" } ["央行 = 中國人民銀行"] 這樣的清單
allowed-program = 文字清單：程式與參數
found-value = { " " }{ $value }
found-within = 含有 { $value } 的清單
found-list = 清單
found-table = 表格
reason-missing = 不存在
reason-denied = 沒有權限
reason-full = 磁碟已滿
reason-read-only = 檔案系統是唯讀的
reason-is-folder = 這是資料夾
reason-not-folder = 路徑中有一段不是資料夾
reason-exists = 已經存在
reason-not-empty = 資料夾不是空的
reason-name-too-long = 名稱太長
reason-busy = 正被占用
reason-no-quota = 磁碟配額已用完
reason-timed-out = 等待太久
reason-not-regular = 不是一般檔案
reason-too-large = 超過 { $most } MiB
reason-not-utf8 = 第 { $line } 行不是 UTF-8
reason-not-toml = 第 { $line } 行不是有效的 TOML
reason-no-table = 其中的 { $name } 不是表格
reason-other = { $text }
reason-neither = 既不是資料夾也不是檔案
reason-leads-out = 連結指向文庫之外
reason-not-text = 不是文字檔
reason-changed = 讀取時檔案有變動
reason-no-picture = 不是 PNG、JPEG、GIF 或 WebP 圖片
reason-no-dots = 圖片沒有像素
reason-too-many-dots = { $width } × { $height } 像素太大
reason-line-changed = 檔案中的這一行已經改變
reason-no-posts = 裡面沒有文章
reason-no-room = 可能需要 { $needed } MB，而磁碟只剩 { $free } MB
reason-foreign = 擁有者不是 root，不是文庫的擁有者，也不是您
reason-writable-by-others = 其他人可以寫入
reason-newer-version = 較新版本的 kanbao 寫過這個檔案
reason-not-answering = 磁碟沒有回應
reason-no-home = 沒有設定 HOME 和 XDG_STATE_HOME
reason-exit-status = 結束代碼 { $code }
reason-own-fault = kanbao 內部錯誤
reason-at = { $path }：{ $reason }

# 指令列

cli-restricted = { $what }：受限模式下不能用
cli-restricted-hint = 受限模式下不啟動其他程式，只寫入閱讀紀錄。
cli-at = { $name }：{ $why }
cli-output = 標準輸出：{ $reason }
cli-no-state-folder = 沒有家目錄，閱讀紀錄無處可放
cli-no-state-folder-hint = 請設定 HOME 或 XDG_STATE_HOME。
cli-no-config-folder = 沒有家目錄，設定無處可放
cli-no-config-folder-hint = 請設定 HOME 或 XDG_CONFIG_HOME。
cli-no-such-file = { $name }：沒有這個檔案
cli-set = --set：{ $fault }
cli-set-hint = kanbao config default 列出全部設定項目。
cli-query = 查詢：{ $fault }
cli-query-empty = 查詢：沒有查詢內容
cli-query-empty-hint = kanbao list 列出全部文章。
cli-mistyped = { $word }：不是子指令，也沒有這個資料夾或檔案
cli-mistyped-hint = 是不是 kanbao { $meant }？kanbao --help 列出全部子指令。
cli-stopped = 查了 { $seconds } 秒後停止：{ $all } 篇中看了 { $done } 篇
cli-stopped-hint = 請縮小範圍，例如加上 after:2024。
cli-muted = 未列出已靜音檢視中的 { $posts } 篇文章；--muted 可包括在內
cli-name-an-archive = 請用 -a 資料夾 指定文庫。
cli-done = { $done } / { $all } { $things ->
    [feeds] 個訂閱來源
   *[posts] 篇
}
cli-terminal = 終端機：{ $reason }
cli-terminal-unsuited = 終端機不能全螢幕顯示：TERM { $term ->
    [none] 沒有設定
   *[other] 是 { $term }
}
cli-without-screen = kanbao list、kanbao show、kanbao check 不需要全螢幕。
cli-not-used = { $fault }，未採用
cli-files = { $count } 個檔案
cli-in-status = { $count } 篇{ $status }
cli-warnings = 其中 { $count } 篇有警告
cli-folders-skipped = 略過 { $count } 個資料夾
cli-messages = { $count } 則訊息
cli-stories = { $posts } 篇中有 { $stories } 組重複，多出 { $repeats } 篇
cli-missing = 不存在
cli-doctor-name = { $name ->
    [system] 系統
    [terminal] 終端機
    [inside] 位於
    [size] 大小
    [input] 輸入
    [output] 輸出
    [locale] 地區
    [colours] 顏色
    [widths] 字寬
    [quotes] {"  "}引號
    [greek] {"  "}希臘字母
    [joined] {"  "}組合表情
    [vs16] {"  "}VS16
    [behind] 背景
    [pictures] 圖片
    [folders] 資料夾
    [config] 設定資料夾
    [state] 紀錄資料夾
    [cache] 快取資料夾
    [archive] 文庫
    [index] 索引
    [watcher] 監看
    [set] 已設定
    [problem] 問題
   *[other] { $name }
}
cli-doctor-word = { $word ->
    [terminal] 終端機
    [no-terminal] 不是終端機
    [utf8] UTF-8
    [no-utf8] 不是 UTF-8
    [neither] 不在 tmux、screen 或 SSH 裡
    [unknown] 不明
    [no-colour] 無（設定了 NO_COLOR）
    [none] 無
    [all-colours] 全彩
    [c256] 256 色
    [c16] 16 色
    [whole] 整個顯示
    [first] 只顯示第一個
    [honoured] 有效
    [ignored] 無效
    [light] 淺色
    [dark] 深色
    [as-links] 列為連結：編譯時沒有加 images 特性
    [half-blocks] 半塊字元
    [graphics] 由終端機繪製（kitty 圖形協定）
    [graphics-through-tmux] 經 tmux 由終端機繪製（kitty 圖形協定）
    [inline] 半塊字元；放大時用 iTerm2 圖片協定
    [sixels] 半塊字元；放大時用 sixel
    [missing] 不存在
    [no-home] 沒有：沒有家目錄
    [by-argument] 由參數指定
    [by-folder] 目前資料夾，看起來是文庫
    [by-fetch] kanbao fetch 抓取的文章
    [by-none] 沒有指定，目前資料夾看起來也不是文庫
    [samples] 內附的範例文章
    [off] 已關閉（設定）
    [needless] 沒有：這個文庫不需要
    [none-yet] 還沒有
    [outdated] 已過時，閱讀器會重建
    [wished] 依設定
    [unwatched] 沒有：沒什麼可監看的
   *[other] { $word }
}
cli-doctor-noted = { $what }（{ $note }）
cli-doctor-of = { $what }：{ $fact }
cli-doctor-empty = { $name } 是空的
cli-doctor-not-set = { $name } 沒有設定
cli-doctor-size = { $columns } 欄，{ $rows } 列
cli-doctor-measured = 以 { $time } 毫秒測得
cli-doctor-not-measured = 沒有測量：{ $why }
cli-doctor-joined = { $joined }，帶膚色的 { $toned }：{ $shown }
cli-doctor-set-by = 由 { $origin } 設定
cli-doctor-mended = 已損壞：{ $why }，閱讀器會修復
cli-doctor-mended-later = 損壞 { $posts } 篇，搜尋遇到時會修復
cli-doctor-told = 系統通知 { $folders } 個資料夾的變動
cli-doctor-polls = 每 30 秒查看一次（{ $why }）
cli-doctor-network = 資料夾在 { $name } 上
cli-doctor-more = 超過 { $posts }
cli-cells = { $count } 格
cli-posts = { $count } 篇
why-export-folder = { $why ->
    [file] 已有這個檔案
    [full] 資料夾不是空的
   *[inside] 它在文庫裡面
}
cli-export-folder-hint = 請換一個新名稱。
cli-nothing-written = 未寫入任何內容。
cli-no-post-given = 沒有指定文章，未寫入任何內容
cli-lost-path = { $path }：沒有這篇文章
cli-more-lost = 另有 { $count } 個路徑不是文章
cli-posts-missing = 有文章沒查到，未寫入任何內容
cli-query-finds-none = 沒有符合條件的文章，未寫入任何內容
cli-written = 已將 { $posts } 篇寫入 { $folder }
cli-more-unreadable = 另有 { $count } 篇無法讀取
cli-index-of-samples = 範例文章很少，不需要索引
cli-index-of-file = 單一檔案沒有索引
cli-index-of-file-hint = 請指定它所在的資料夾。
cli-index-no-folder = 沒有家目錄，索引無處可放
cli-index-no-folder-hint = 請設定 HOME 或 XDG_CACHE_HOME。
cli-index-busy = 另一個行程正在建立這個索引
cli-index-refused = 未採用：{ $why }
cli-index-not-found = 閱讀器不會到那裡找索引
cli-index-not-found-hint = 讓下面任一路徑連結到它，閱讀器就能找到：{ $first }，{ $second }。
cli-index-was-damaged = 索引損壞了：{ $why }
cli-index-done = 新增 { $added } 篇，移除 { $removed } 篇；{ $size }
cli-index-changing = 有 { $posts } 篇未加入索引：檔案剛剛改過或已經不在
cli-index-name = { $name ->
    [folder] 資料夾
    [shared] 共用
    [state] 狀態
    [posts] 文章
    [size] 大小
   *[age] 時間
}
cli-index-state = { $state ->
    [missing] 不存在
    [outdated] 已過時：屬於另一個版本或網站設定
    [current] 是最新的
    [unfinished] 尚未建完：kanbao index 和閱讀器都會接著建
   *[behind] 有文章新增或變更
}
cli-index-damaged = 已損壞：{ $why }
cli-index-damaged-posts = 已損壞：{ $posts } 篇改從檔案讀取
cli-index-of = { $known } / { $all }
cli-index-size = { $size }，{ $segments } 段
cli-age = { $count } { $unit ->
    [day] 天
    [hour] 小時
    [minute] 分鐘
   *[second] 秒
}前
cli-since-no-folder = --since-last：沒有家目錄，無處記錄
cli-since-name = --since-last：{ $name } 不能當名稱
cli-since-name-hint = 請用 daily 這樣的字詞。
cli-since-damaged = { $path }：已損壞，重新列出所有文章
cli-since-again = 下次會再次列出這些文章。
cli-no-such-post = { $name }：文庫裡沒有這個路徑或名稱的文章
cli-many-posts = { $name }：{ $count } 個檔名含有它
cli-many-posts-hint = kanbao list --format tsv 列出全部文章。
cli-no-date = （無日期）
cli-skipped = { $place }：{ $why }，已略過
cli-imported = 匯入 { $count } 筆，已有或較舊 { $known } 筆，略過 { $bad } 筆
cli-no-posts-named = 沒有指定文章
cli-no-posts-named-hint = 用 -q 查詢 指定；-q '' 是全部文章。
cli-no-tags-named = 沒有指定標籤
cli-no-tags-named-hint = +標籤 是加上，-標籤 是去掉。
cli-bad-tag = { $text }：{ $why ->
    [unsigned] 標籤前面沒有 + 或 -
    [signed] 標籤不能以 + 或 - 開頭
    [none] 沒有標籤，或者太長
    [both] 不能同時加上和去掉
   *[several] 標籤裡不能有空格與逗號
}
cli-bad-tag-hint = +標籤 是加上，-標籤 是去掉。選項寫在標籤前面。
cli-tagged = { $of } 篇中{ $mood ->
    [dry] 會變更
   *[done] 變更了
} { $posts } 篇
cli-no-feeds = { $file }：還沒有訂閱來源
cli-no-feeds-hint = kanbao feeds add 網址 加入一個，kanbao feeds import 檔案 匯入其他程式的訂閱。
cli-no-folder = { $path }：不是資料夾
cli-no-home-for-posts = 沒有家目錄，文章無處可寫
cli-fetch-busy = 另一個 kanbao fetch 正在寫入這個文庫
cli-feed-state = { $state ->
    [gone] 已不存在
   *[new] 尚未抓取過
}
cli-feed-failed = 失敗 { $times } 次
cli-feed-moved = 已移至 { $to }
cli-feed-items = { $count } 則
cli-no-feed-either = 網頁也沒有註明訂閱來源。
cli-feed-added = { $url }：已加入 { $file }
cli-feed-there = { $url }：{ $file } 裡已經有了
cli-also-named = 網頁還註明了 { $url }  { $title }
cli-nothing-changed = 未做任何變更。
cli-left-out = 未採用：{ $what }：{ $why }
cli-feeds-added = 加入 { $count } 個訂閱來源，已有 { $known } 個{ $filled ->
    [0] { "" }
   *[other] （其中 { $filled } 個補上了分類或標籤）
}，在 { $file }
cli-cache-imported = 新增 { $new } 篇，已有 { $known } 篇，未採用 { $skipped } 篇；已讀 { $read } 篇，星號 { $starred } 篇；在 { $root }
cli-has-moved = { $url } 已移至 { $to }，以後從那裡抓取
cli-incomplete = { $url }：{ $posts } 篇還沒有全文
cli-cut = { $url }：{ $posts } 篇太長，已截斷
cli-fetched = 新增 { $new } 篇，更新 { $changed } 篇（在 { $root }），來自 { $feeds } 個訂閱來源
cli-would-fetch = 會新增 { $new } 篇，更新 { $changed } 篇，實際沒有寫入（在 { $root }），來自 { $feeds } 個訂閱來源
cli-not-due = { $line }，{ $feeds } 個還沒到時間
cli-pull-of-samples = 範例文章不是 git 簽出的
cli-no-checkout = { $root }：不是 git 簽出的
cli-no-checkout-hint = 只有用 git 複製的文庫才能更新。
cli-no-git = git：{ $reason }
cli-no-git-hint = kanbao pull 需要 git。

# 各模組給出的原因

why-list-lost = 分段清單遺失
why-list-damaged = 分段清單損壞
why-list-unreadable = 分段清單無法讀取：{ $why }
why-segment-lost = 第 { $number } 段遺失
why-segment-damaged = 第 { $number } 段損壞
why-segment-unreadable = 第 { $number } 段無法讀取：{ $why }
why-index-not-written = 索引無法寫入：{ $why }
why-not-saved = 沒有儲存：{ $why }
why-records-not-saved = { $records } 筆沒有儲存：{ $why }
why-no-record = 不是有效的紀錄：{ $detail }
why-path-bytes = path_bytes 不是有效的 base64：{ $detail }
why-no-tag = 沒有寫標籤
why-no-highlight = 沒有寫明是哪處劃線
why-own-archive = 不能匯入文庫紀錄：各紀錄檔自有一筆
why-kind = 未知的類型 { $kind }
why-no-path = 沒有路徑或名稱
why-value-too-long = 值超過 64 KiB
why-bad-value = 值不是有效的 { $kind }
why-impossible-time = 時間無效
why-system-silent = 系統不通知變動
why-too-low = { $name } 太小
why-terminal-silent = 終端機沒有回應
why-terminal-senseless = 終端機的回應不合理
why-no-output = 標準輸出不是終端機
why-no-input = 標準輸入不是終端機
why-no-term = 沒有設定 TERM
why-term = TERM 是 { $term ->
    [linux] linux，每個字都佔一格
   *[dumb] { $term }
 }
feed-not-found = 404：沒有這個網頁
feed-gone-for-good = 410：已永久刪除，不再抓取
feed-gone = 410：已永久刪除
feed-wait-seconds = { $code }：伺服器要求等待 { $count } 秒
feed-wait-minutes = { $code }：伺服器要求等待 { $count } 分鐘
feed-wait-hours = { $code }：伺服器要求等待 { $count } 小時
feed-too-large = 回應超過 { $megabytes } MB
feed-too-slow = { $seconds } 秒內沒有收完
feed-redirects = 重新導向超過 { $most } 次
feed-bad-redirect = 重新導向的不是網址：{ $target }
feed-status = { $code }：{ $words }
feed-no-connection = 無法連線
feed-no-host = 沒有這個主機，或沒有網路
feed-failed = { $reason }
feed-untrusted = 憑證不可信任：簽發的機構不在信任名單中
feed-expired = 憑證已過期，或尚未生效
feed-another-host = 憑證屬於別的主機
feed-insecure = 無法建立安全連線：{ $detail }
feed-no-roots = 無法讀取 SSL_CERT_FILE 或 SSL_CERT_DIR 的憑證：{ $detail }
feed-no-certificates = SSL_CERT_FILE 和 SSL_CERT_DIR 裡沒有憑證
feed-bad-proxy = { $variable } 不是代理伺服器的位址
feed-by-proxy = 透過 { $variable } 的代理伺服器：{ $why }
feed-empty = 回應沒有內容
feed-web-page = 是網頁，不是訂閱來源
feed-no-feed = 不是訂閱來源：{ $detail }
feed-no-opml = 不是 OPML
feed-bad-opml = 不是 OPML：{ $detail }
feed-nested = 資料夾巢狀太深
feed-no-web-address = 不是網址
feed-runs-program = 要執行程式才有網址
feed-made-by-program = 由程式產生
feed-changed-by-program = 由程式改寫
feed-of-query = 是查詢；kanbao 以檢視代替（在閱讀器裡按 gs 儲存）
feed-none = 裡面沒有訂閱來源；應該是 OPML，或者每行一個網址
feed-not-written = 文章無法寫入：{ $reason }
feed-no-sqlite = 不是 SQLite 資料庫
feed-not-newsboat = 不是 newsboat 的快取
feed-not-utf8 = 文字不是 UTF-8
feed-damaged = 已損壞
feed-unfinished = 變更還在 { $file } 裡：請結束使用它的程式，或者啟動再結束一次
feed-begun-anew = { $file }：{ $detail }；已重新開始，舊檔案是 { $aside }

# Highlights.
highlights = 劃線
text-menu = 所選文字
note-on-text = 為這段文字寫筆記
nothing-to-select = 沒有可選的文字
select-first = 先在文章中按 { $keys } 選取文字
highlight-made = 已劃線
highlight-removed = 已刪除劃線
highlight-coloured = 劃線顏色：{ $name }
highlight-here = 劃線（{ $name }）：「{ $quote }」
highlight-ends = 劃線（{ $name }）到此為止
highlight-under = 劃線（{ $name }）
note-under = 劃線（{ $name }），筆記：{ $note }
highlight-too-long = 太長，無法劃線：最多 { $kib } KiB
nothing-to-highlight = 沒有可劃線的文字
no-highlight-here = 此處沒有劃線
no-highlights = 還沒有劃線：在文章中按 { $keys } 選取文字。
more-highlights = 另有 { $count } 條較早的未列出；kanbao highlights 可全部輸出。
highlight-lost = 文中已無此句
post-of-highlight-gone = 文章已不在
hint-highlight = 劃線
hint-colour = 換顏色
hint-note = 筆記
hint-copy = 複製
hint-start = 起點
hint-menu = 選單
hint-remove = 刪除
colour-yellow = 黃
colour-green = 綠
colour-blue = 藍
colour-red = 紅
command-select-text = 選取文字，或定起點
command-highlight = 劃線，用第 N 種或另一種顏色
command-unhighlight = 刪除劃線
command-copy-text = 複製所選文字
command-highlights = 列出所有劃線
command-char-left = 後退一字
command-char-right = 前進一字
command-word-left = 後退一詞
command-word-right = 前進一詞
command-word-end = 到詞尾
command-line-start = 到行首
command-line-end = 到行尾
command-swap-ends = 到所選文字的另一端
command-select-sentence = 選取此句，或再加一句
command-select-paragraph = 選取此段，或再加一段

# What one has read.
statistics = 閱讀統計
posts-read = 讀過的文章
read-this-week = 本週
read-this-month = 本月
read-in-all = 總共
read-by-month = 依月份
months-without = 其間 { $count } 個月沒有
read-by-category = 讀得最多的分類
still-counting = 正在統計…
nothing-read = 還沒有讀過的文章：開啟一篇，就算讀過。
hint-listed = 列出
command-statistics = 自己的閱讀統計，依月份和分類
