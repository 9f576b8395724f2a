//! What somebody from outside may know of a child's name. Pure.

/// Family names of two signs.
const LONG: [&str; 18] = ["欧阳", "歐陽", "司马", "司馬", "上官", "诸葛", "諸葛", "司徒", "夏侯", "皇甫", "尉迟", "尉遲", "公孙", "公孫", "慕容", "令狐", "长孙", "長孫"];

/// The first name alone: without the family name, or what stands before the point of a name of several parts.
pub fn first_name(name: &str) -> String {
    let name = name.trim();
    if let Some((first, _)) = name.split_once(['·', '•']) {
        return first.to_owned();
    }
    let signs: Vec<char> = name.chars().collect();
    let latin = signs.iter().any(char::is_ascii_alphabetic);
    if latin {
        return name.split_whitespace().next().unwrap_or_default().to_owned();
    }
    let family = if signs.len() > 2 && LONG.iter().any(|long| name.starts_with(long)) { 2 } else { 1 };
    if signs.len() <= family { name.to_owned() } else { signs[family..].iter().collect() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_comes_from_outside_reads_first_names_only() {
        for (name, first) in [
            ("林小明", "小明"),
            ("孟雨", "雨"),
            ("欧阳小禾", "小禾"),
            ("欧阳", "阳"),
            ("阿依古丽·买买提", "阿依古丽"),
            ("Anna Schmidt", "Anna"),
            ("林", "林"),
            (" 王梓涵 ", "梓涵"),
        ] {
            assert_eq!(first_name(name), first, "{name}");
        }
    }
}
