//! Words of pay, which a duty post of a primary school never has (CONVENTIONS R12).

use crate::base::text::squeezed;

const PAY: [&str; 12] = ["工资", "报酬", "酬劳", "补贴", "薪", "计件", "元/", "元每", "元一", "挣钱", "赚钱", "勤工俭学收入"];

/// The first word of pay in a text.
pub fn pays(text: &str) -> Option<&'static str> {
    let text = squeezed(text);
    PAY.into_iter().find(|word| text.contains(word))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn b4_06_a_duty_post_that_pays_is_found_by_its_words() {
        for (text, word) in [("图书角整理，每次补贴两元", Some("补贴")), ("浇花，5元/次", Some("元/")), ("图书角整理，学会分类", None)] {
            assert_eq!(pays(text), word, "{text}");
        }
    }
}
