//! Search keys of names: by their signs, their pinyin and their initials. ARCHITECTURE, Store: names are found through `pupil_key`.

use std::collections::BTreeSet;

use pinyin::ToPinyin;

use super::name::comparable;

/// Keys of one name at most: a name of 25 signs has 75.
pub const KEYS_MOST: usize = 100;
/// Characters of a key that are kept; nobody types more.
pub const KEY_CHARS: usize = 40;
/// Readings of one name that are followed: two signs with two readings each.
const READINGS_MOST: usize = 4;

/// Family names of two signs that are read otherwise than their signs.
const DOUBLE_FAMILIES: &[(&str, [&str; 2])] = &[
    ("尉迟", ["yu", "chi"]),
    ("万俟", ["mo", "qi"]),
    ("长孙", ["zhang", "sun"]),
    ("澹台", ["tan", "tai"]),
    ("令狐", ["ling", "hu"]),
    ("单于", ["chan", "yu"]),
    ("宰父", ["zai", "fu"]),
];

/// Family names that are read otherwise than the sign alone; the first reading is the usual one.
const FAMILIES: &[(char, &[&str])] = &[
    ('单', &["shan"]),
    ('曾', &["zeng"]),
    ('查', &["zha"]),
    ('解', &["xie"]),
    ('仇', &["qiu"]),
    ('区', &["ou"]),
    ('乐', &["yue", "le"]),
    ('盖', &["ge", "gai"]),
    ('朴', &["piao"]),
    ('翟', &["zhai"]),
    ('缪', &["miao"]),
    ('员', &["yun"]),
    ('黑', &["he", "hei"]),
    ('秘', &["bi", "mi"]),
    ('洗', &["xian"]),
    ('覃', &["qin", "tan"]),
    ('隗', &["wei", "kui"]),
    ('种', &["chong"]),
    ('召', &["shao"]),
    ('繁', &["po"]),
    ('能', &["nai"]),
    ('折', &["she"]),
    ('藏', &["zang"]),
    ('薄', &["bo"]),
    ('祭', &["zhai"]),
    ('角', &["jue"]),
    ('佴', &["nai"]),
    ('郇', &["xun", "huan"]),
    ('柏', &["bai", "bo"]),
    ('卜', &["bu"]),
    ('适', &["kuo", "shi"]),
    ('阚', &["kan"]),
    ('谌', &["chen", "shen"]),
    ('牟', &["mu", "mou"]),
    ('都', &["du"]),
    ('重', &["chong"]),
];

/// Signs of given names with two usual readings, or whose first reading in the tables is not the one of names.
const GIVEN: &[(char, &[&str])] = &[
    ('乐', &["le", "yue"]),
    ('晟', &["sheng", "cheng"]),
    ('茜', &["qian", "xi"]),
    ('长', &["chang", "zhang"]),
    ('朝', &["chao", "zhao"]),
    ('行', &["xing", "hang"]),
    ('柏', &["bai", "bo"]),
    ('重', &["chong", "zhong"]),
    ('曾', &["zeng"]),
    ('荨', &["xun", "qian"]),
    ('翟', &["zhai", "di"]),
    ('藏', &["zang", "cang"]),
    ('单', &["dan", "shan"]),
];

/// The keys under which a name is found, in small letters: every suffix of the name, of its pinyin by syllables (without tones, ü as v) and of
/// its initials, for each usual reading. At most [`KEYS_MOST`], each at most [`KEY_CHARS`] long.
pub fn keys(name: &str) -> Vec<String> {
    let plain = comparable(name);
    let mut found = BTreeSet::new();
    let mut add = |key: String| {
        if !key.is_empty() && found.len() < KEYS_MOST {
            found.insert(key.chars().take(KEY_CHARS).collect::<String>());
        }
    };
    let signs: Vec<char> = plain.chars().collect();
    let letters_only = signs.iter().all(char::is_ascii);
    if letters_only {
        // Names in letters are found by the beginning of each word, and by their initials.
        let words: Vec<String> = name.split([' ', '·', '-']).map(comparable).filter(|word| !word.is_empty()).collect();
        for start in 0..words.len() {
            add(words[start..].concat());
            add(words[start..].iter().filter_map(|word| word.chars().next()).collect());
        }
        return found.into_iter().collect();
    }
    for start in 0..signs.len() {
        add(signs[start..].iter().collect());
    }
    for reading in readings(&signs) {
        for start in 0..reading.len() {
            add(reading[start..].concat());
            add(reading[start..].iter().filter_map(|syllable| syllable.chars().next()).collect());
        }
    }
    found.into_iter().collect()
}

/// The form of what a person types into the search, for a scan of keys with this beginning; `None` when there is nothing to look for.
pub fn query(text: &str) -> Option<String> {
    let plain: String = comparable(text).chars().map(|c| if c == 'ü' { 'v' } else { c }).take(KEY_CHARS).collect();
    let plain = plain.replace("lyu", "lv").replace("nyu", "nv");
    (!plain.is_empty()).then_some(plain)
}

/// How a name sounds: the first reading of each sign, without tones; letters as they are.
pub fn sound(name: &str) -> String {
    let signs: Vec<char> = comparable(name).chars().collect();
    readings(&signs).into_iter().next().unwrap_or_default().concat()
}

/// The usual readings of a name, syllable by syllable, the most usual first.
fn readings(signs: &[char]) -> Vec<Vec<String>> {
    let mut all: Vec<Vec<String>> = vec![Vec::new()];
    for options in syllables(signs) {
        let room = READINGS_MOST / all.len().max(1);
        let taken = options.len().min(room.max(1));
        // The most usual reading of every sign stays the first.
        all = options[..taken].iter().flat_map(|option| all.iter().map(move |so_far| so_far.iter().cloned().chain([option.clone()]).collect())).collect();
    }
    all
}

fn syllables(signs: &[char]) -> Vec<Vec<String>> {
    let owned = |options: &[&str]| options.iter().map(|option| (*option).to_owned()).collect::<Vec<_>>();
    let head: String = signs.iter().take(2).collect();
    let double = DOUBLE_FAMILIES.iter().find(|(family, _)| *family == head).filter(|_| signs.len() > 2);
    signs
        .iter()
        .enumerate()
        .map(|(place, sign)| {
            if let Some((_, both)) = double.filter(|_| place < 2) {
                return owned(&both[place..=place]);
            }
            let table = if place == 0 { FAMILIES } else { GIVEN };
            if let Some((_, options)) = table.iter().find(|(other, _)| other == sign) {
                return owned(options);
            }
            vec![sign.to_pinyin().map_or_else(|| sign.to_string(), |syllable| syllable.plain().replace('ü', "v"))]
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Whether a scan for what was typed finds the name.
    fn finds(typed: &str, name: &str) -> bool {
        let typed = query(typed).unwrap();
        keys(name).iter().any(|key| key.starts_with(&typed))
    }

    #[test]
    fn a_name_is_found_by_signs_pinyin_and_initials() {
        for typed in ["张小明", "张", "小明", "明", "zhangxiaoming", "zhang xiao", "ZhangX", "xiaoming", "ming", "zxm", "zx", "xm", "m", "张 小"] {
            assert!(finds(typed, "张小明"), "{typed}");
        }
        for typed in ["王", "zhangm", "zm", "iao", "明小"] {
            assert!(!finds(typed, "张小明"), "{typed}");
        }
    }

    #[test]
    fn family_names_are_read_as_families_read_them() {
        let table = [
            ("单小红", "shan"),
            ("曾国", "zeng"),
            ("查文", "zha"),
            ("解文", "xie"),
            ("仇文", "qiu"),
            ("区文", "ou"),
            ("尉迟文", "yuchi"),
            ("乐文", "yue"),
            ("乐文", "le"),
            ("盖文", "ge"),
            ("朴文", "piao"),
            ("翟文", "zhai"),
            ("万俟文", "moqi"),
            ("长孙文", "zhangsun"),
            ("覃文", "qin"),
            ("覃文", "tan"),
            ("缪文", "miao"),
            ("员文", "yun"),
            ("吕文", "lv"),
            ("吕文", "lyu"),
            ("吕文", "lü"),
            ("女文", "nv"),
            ("任文", "ren"),
            ("华文", "hua"),
            ("欧阳文", "ouyang"),
            ("逄文", "pang"),
        ];
        for (name, typed) in table {
            assert!(finds(typed, name), "{name} by {typed}");
        }
        assert!(!finds("dan", "单小红") && !finds("ceng", "曾国") && !finds("weichi", "尉迟文"));
    }

    #[test]
    fn given_names_with_two_readings_are_found_by_both() {
        for (name, typed) in
            [("王乐乐", "wanglele"), ("王乐", "yue"), ("李晟", "lisheng"), ("李晟", "licheng"), ("张茜", "qian"), ("张茜", "xi"), ("赵朝", "zhaozhao"), ("赵朝", "zhaochao")]
        {
            assert!(finds(typed, name), "{name} by {typed}");
        }
    }

    #[test]
    fn minority_and_foreign_names_are_found_by_their_parts() {
        for typed in ["买买提", "阿卜杜拉", "阿卜杜拉买", "mmt", "maimaiti"] {
            assert!(finds(typed, "阿卜杜拉·买买提"), "{typed}");
        }
        for typed in ["anna", "li", "al", "Anna Li", "annali"] {
            assert!(finds(typed, "Anna Li"), "{typed}");
        }
    }

    #[test]
    fn keys_are_bounded() {
        for name in ["乐".repeat(50), "张".repeat(50), "a ".repeat(50), "行长乐朝茜".repeat(10)] {
            let keys = keys(&name);
            assert!(keys.len() <= KEYS_MOST && keys.iter().all(|key| (1..=KEY_CHARS).contains(&key.chars().count())), "{name}");
            assert!(finds(&name, &name));
        }
        assert_eq!(query(" 　"), None);
    }

    #[test]
    fn the_tables_hold_only_what_the_signs_alone_do_not_say() {
        let said = |sign: char| sign.to_pinyin().map(|syllable| syllable.plain());
        for (sign, options) in FAMILIES.iter().chain(GIVEN) {
            assert!(options.len() > 1 || said(*sign) != Some(options[0]), "{sign} is read {options:?} anyway");
        }
    }

    #[test]
    fn names_of_one_sound_sound_alike() {
        assert_eq!(sound("张丽"), sound("张莉"));
        assert_eq!((sound("单丹").as_str(), sound("曾乐").as_str()), ("shandan", "zengle"));
    }
}
