//! Posts that are long in one direction (S26, M24).

use super::{Hazard, post};

pub(super) fn all() -> Vec<Hazard> {
    vec![
        post("one-line", format!("{}§", "今天天气很好，我们出去走走。".repeat(2500))).reads("§"),
        post("one-word", format!("{}§", "x".repeat(60_000))).reads("§"),
        post("one-mark", format!("{}§", "，".repeat(15_000))).reads("§"),
        post("one-dash", format!("{}§", "—".repeat(15_000))).reads("§"),
        post("one-code-line", format!("```\n{}§\n```", "x".repeat(60_000))).reads("§"),
        post("many-lines", format!("{}§", "x\n".repeat(20_000))).reads("§"),
        post("many-paragraphs", format!("{}§", "x\n\n".repeat(5000))).reads("§"),
        post("many-items", format!("{}\n§", "- x\n".repeat(5000))).reads("§"),
        post("many-words", format!("{}§", "x ".repeat(20_000))).reads("§"),
        post("many-code-lines", format!("```\n{}§\n```", "x\n".repeat(20_000))).reads("§"),
    ]
}
