//! Generated posts.

const WORDS: [&str; 32] = [
    "工业",
    "信息",
    "江城",
    "港口",
    "本报讯",
    "记者",
    "近日",
    "產能",
    "晶圆",
    "同比增长",
    "“十四五”",
    "平台",
    "數據中心",
    "、",
    "，",
    "。",
    "5G",
    "12.7%",
    "推进",
    "建设",
    "——",
    "项目",
    "《规划》",
    "市场",
    "ＡＩ",
    "Wind",
    "2022",
    " ",
    "重庆",
    "银行",
    "的",
    "é",
];

/// Pseudorandom numbers (splitmix64).
pub(super) struct Numbers(pub u64);

impl Numbers {
    pub(super) fn next(&mut self) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((z ^ (z >> 31)) >> 1) as usize
    }
}

/// A file name and a post; one in ten has no text, one in eight a link, one in nine an image.
pub(super) fn post(n: usize) -> (String, String) {
    let mut numbers = Numbers(n as u64);
    let (month, day) = (1 + n / 28 % 12, 1 + n % 28);
    let mut words = |count: usize| -> String {
        (0..count)
            .map(|_| match numbers.next() % 8 {
                // Characters that occur nowhere else, for rare pairs.
                0 => char::from_u32(0x4e00 + (numbers.next() % 2000) as u32).unwrap().to_string(),
                _ => WORDS[numbers.next() % WORDS.len()].to_owned(),
            })
            .collect()
    };
    let title = words(6).replace('"', "");
    let mut body = String::new();
    for _ in 0..if n.is_multiple_of(10) { 0 } else { 1 + n % 4 } {
        body = format!("{body}<p>{}</p>\n", words(20 + n % 40));
    }
    if n.is_multiple_of(8) {
        body.push_str("<p><a href=\"https://example.org/\">链接</a></p>");
    }
    if n.is_multiple_of(9) {
        body.push_str("<p><img src=\"a.png\" alt=\"图\"></p>");
    }
    let text = format!(
        "---\ntitle: \"{title}\"\ndate: 2020-{month:02}-{day:02} 08:00:00 +0800\ntags: 标签{}\n---\n{body}",
        n % 5
    );
    (format!("_posts/2020-{month:02}-{day:02}-{n:05}.md"), text)
}

pub(super) fn posts(count: usize) -> Vec<(String, String)> {
    (0..count).map(post).collect()
}
