//! verbs of reading, without a database: a row of a sheet of family facts. What is written is taken as it is said; a value that is not understood waits at its cell, and
//! labels (留守, 孤儿, 单亲) are not taken over where facts lack: they are told from the facts. A3-06 to A3-10, A6-02, B4-01; CONVENTIONS 2.2 and 2.4.

use super::row::{Reading, Row, Rows, read_all};
use super::row_pupil::{Keys, keys};
use super::source::Source;
use super::spot::Weight;
use crate::base::text::squeezed;
use crate::base::{Msg, SchoolDate};
use crate::roster::columns::Field;
use crate::roster::day::{Window, read_day, read_month};
use crate::roster::family::NewFact;
use crate::roster::family_facts::{Parent, Topic, fen, province_and_city};
use crate::roster::family_hardship::Group;
use crate::roster::sex::{LeftBehind, yes_no};

/// A row of family facts.
#[derive(Clone, Debug)]
pub(super) struct FamilyRow {
    pub keys: Keys,
    pub facts: Vec<NewFact>,
}

/// Reads the rows of sheets of family facts.
pub(super) fn families(source: &Source, reading: Reading) -> Rows<FamilyRow> {
    read_all(source, reading, family)
}

fn family(row: &mut Row<'_>) -> Option<FamilyRow> {
    let keys = keys(row);
    let mut facts = Vec::new();
    let place = cell(row, &Field::WorkPlace, province_and_city).filter(|place| place != "无");
    for parent in [Parent::Father, Parent::Mother] {
        parent_facts(row, parent, place.as_deref(), &mut facts);
    }
    labels(row, &mut facts);
    facts.extend(cell(row, &Field::Bond, bond).map(|value| NewFact::of(Topic::Bond, value)));
    facts.extend(cell(row, &Field::Carer, carer).map(|value| NewFact::of(Topic::Carer, value)));
    facts.extend(cell(row, &Field::HouseholdKind, registration).map(|value| NewFact::of(Topic::Registration, value)));
    let domicile = cell(row, &Field::Domicile, province_and_city).filter(|place| !matches!(place.as_str(), "" | "无"));
    facts.extend(domicile.map(|place| NewFact { place, ..NewFact::of(Topic::Domicile, "known") }));
    facts.extend(cell(row, &Field::Health, health).flatten().map(|value| NewFact::of(Topic::Illness, value)));
    facts.extend(disability(row));
    facts.extend(cell(row, &Field::Inclusive, yes_no).flatten().map(|yes| NewFact::of(Topic::Placement, if yes { "inclusive" } else { "ordinary" })));
    facts.extend(cell(row, &Field::Income, fen).map(|amount| NewFact { amount_fen: Some(amount), ..NewFact::of(Topic::Income, "known") }));
    for (field, code) in [(Field::Dibao, "dibao"), (Field::Tekun, "tekun")] {
        facts.extend(cell(row, &field, yes_no).flatten().map(|yes| NewFact::item(Topic::Hardship, code, yes)));
    }
    for code in cell(row, &Field::LowIncome, groups).unwrap_or_default() {
        if !facts.iter().any(|fact| fact.item == code) {
            facts.push(NewFact::item(Topic::Hardship, code, true));
        }
    }
    for (topic, code) in cell(row, &Field::Relief, relief).unwrap_or_default() {
        if !facts.iter().any(|fact| fact.topic == topic && fact.item == code) {
            facts.push(NewFact::item(topic, code, true));
        }
    }
    Some(FamilyRow { keys, facts }).filter(|row_read| !row_read.facts.is_empty() || row.bad)
}

/// Reads a cell; 无 is an answer here, only nothing and what says that nobody knows are blank.
fn cell<T>(row: &mut Row<'_>, field: &Field, parse: impl FnOnce(&str) -> Result<T, Msg>) -> Option<T> {
    let text = row.text(field);
    if matches!(squeezed(&text).as_str(), "" | "-" | "--" | "—" | "/" | "不详" | "未知" | "不清楚" | "待核") {
        return None;
    }
    parse(&text).map_err(|message| row.note(field, message, Weight::Bad)).ok()
}

fn refuse(text: &str) -> Msg {
    Msg::new("intake-family-value").with("text", text.trim().chars().take(20).collect::<String>())
}

/// What a cell says of a parent's whereabouts.
enum Says {
    Away(Option<SchoolDate>),
    Home,
    Life(&'static str),
}

fn whereabouts(text: &str, today: SchoolDate) -> Result<Says, Msg> {
    let word = squeezed(text);
    let has = |parts: &[&str]| parts.iter().any(|part| word.contains(part));
    if has(&["去世", "死亡", "已故", "病故", "亡故", "过世"]) {
        return Ok(Says::Life("dead"));
    }
    if has(&["失踪", "下落不明"]) {
        return Ok(Says::Life("missing"));
    }
    if has(&["在家", "未外出", "没外出", "没有外出", "不外出", "本地", "务农"]) {
        return Ok(Says::Home);
    }
    if has(&["外出", "务工", "打工", "在外"]) {
        return Ok(Says::Away(None));
    }
    match yes_no(text) {
        Ok(Some(true)) => Ok(Says::Away(None)),
        Ok(Some(false)) => Ok(Says::Home),
        _ => since(text, today).map(|day| Says::Away(Some(day))).map_err(|_| refuse(text)),
    }
}

/// Since when: a day, or a month, which counts from its first day.
fn since(text: &str, today: SchoolDate) -> Result<SchoolDate, Msg> {
    let window = Window::school_life(today);
    let day = read_day(text, window).or_else(|_| read_month(text, window).and_then(|month| SchoolDate::new(month.year, month.month, 1).ok_or_else(|| refuse(text))))?;
    if day > today { Err(Msg::new("roster-family-since-future")) } else { Ok(day) }
}

/// What a row says of a parent; `both` is the place of work that it names for whoever is away.
fn parent_facts(row: &mut Row<'_>, parent: Parent, both: Option<&str>, facts: &mut Vec<NewFact>) {
    let today = row.reading.today;
    let (at, began, place, able) = match parent {
        Parent::Father => (Field::FatherAway, Field::FatherSince, Field::FatherPlace, Field::FatherCare),
        Parent::Mother => (Field::MotherAway, Field::MotherSince, Field::MotherPlace, Field::MotherCare),
    };
    let says = cell(row, &at, |text| whereabouts(text, today));
    let began = cell(row, &began, |text| since(text, today));
    let place = cell(row, &place, province_and_city).filter(|place| place != "无");
    match says {
        Some(Says::Life(value)) => facts.push(NewFact::of(Topic::Life(parent), value)),
        Some(Says::Home) => facts.push(NewFact::of(Topic::Work(parent), "home")),
        Some(Says::Away(day)) => {
            facts.push(NewFact { since: began.or(day), place: place.unwrap_or_else(|| both.unwrap_or_default().to_owned()), ..NewFact::of(Topic::Work(parent), "away") })
        }
        // A place of work or a day of leaving says that the parent is away.
        None if began.is_some() || place.is_some() => facts.push(NewFact { since: began, place: place.unwrap_or_default(), ..NewFact::of(Topic::Work(parent), "away") }),
        None => {}
    }
    facts.extend(cell(row, &able, able_to_care).map(|value| NewFact::of(Topic::Care(parent), value)));
}

fn able_to_care(text: &str) -> Result<&'static str, Msg> {
    let word = squeezed(text);
    let has = |parts: &[&str]| parts.iter().any(|part| word.contains(part));
    if has(&["残"]) {
        Ok("disabled")
    } else if has(&["病"]) {
        Ok("ill")
    } else if has(&["服刑", "在押", "强制", "戒毒"]) {
        Ok("detained")
    } else {
        match yes_no(text) {
            Ok(Some(true)) => Ok("able"),
            Ok(Some(false)) => Ok("unable"),
            _ => Err(refuse(text)),
        }
    }
}

/// Columns that hold labels: as far as they name facts these are taken, else a note says that the facts are asked.
fn labels(row: &mut Row<'_>, facts: &mut Vec<NewFact>) {
    let knows = |facts: &[NewFact], topic: Topic| facts.iter().any(|fact| fact.topic == topic);
    match cell(row, &Field::LeftBehind, left_behind) {
        Some(LeftBehind::Both) => {
            for topic in [Topic::Work(Parent::Father), Topic::Work(Parent::Mother)] {
                if !knows(facts, topic) {
                    facts.push(NewFact::of(topic, "away"));
                }
            }
        }
        Some(LeftBehind::One) if !knows(facts, Topic::Work(Parent::Father)) && !knows(facts, Topic::Work(Parent::Mother)) => {
            row.note(&Field::LeftBehind, "intake-family-which-parent".into(), Weight::Note);
        }
        _ => {}
    }
    match cell(row, &Field::SingleParent, single_parent) {
        Some(Some(fact)) if !knows(facts, fact.topic) => facts.push(fact),
        Some(None) => row.note(&Field::SingleParent, "intake-family-why-single".into(), Weight::Note),
        _ => {}
    }
    for field in [Field::Orphan, Field::Migrant] {
        if cell(row, &field, yes_no).flatten() == Some(true) {
            row.note(&field, "intake-family-label".into(), Weight::Note);
        }
    }
}

/// 双亲留守, 0, 1, 2; a plain 是 does not say which parent is away and is one of them at least.
fn left_behind(text: &str) -> Result<LeftBehind, Msg> {
    LeftBehind::parse(text).or_else(|message| if yes_no(text) == Ok(Some(true)) { Ok(LeftBehind::One) } else { Err(message) })
}

/// 离异, 丧父, 丧母; a plain 是 names no fact (`Some(None)` in a cell), a plain 否 is no news.
fn single_parent(text: &str) -> Result<Option<NewFact>, Msg> {
    let word = squeezed(text);
    let has = |parts: &[&str]| parts.iter().any(|part| word.contains(part));
    if has(&["离"]) {
        Ok(Some(NewFact::of(Topic::Bond, "divorced")))
    } else if has(&["丧父", "父亡", "父故", "父亲去世"]) {
        Ok(Some(NewFact::of(Topic::Life(Parent::Father), "dead")))
    } else if has(&["丧母", "母亡", "母故", "母亲去世"]) {
        Ok(Some(NewFact::of(Topic::Life(Parent::Mother), "dead")))
    } else if has(&["未婚"]) {
        Ok(Some(NewFact::of(Topic::Bond, "unmarried")))
    } else {
        match yes_no(text) {
            Ok(Some(true)) => Ok(None),
            Ok(Some(false)) => Ok(Some(NewFact::of(Topic::Bond, "together"))),
            _ => Err(refuse(text)),
        }
    }
}

fn bond(text: &str) -> Result<&'static str, Msg> {
    let word = squeezed(text);
    let has = |parts: &[&str]| parts.iter().any(|part| word.contains(part));
    if has(&["离", "分居"]) {
        Ok("divorced")
    } else if has(&["未婚"]) {
        Ok("unmarried")
    } else if has(&["正常", "和睦", "在婚", "已婚", "一起", "健全", "完整"]) {
        Ok("together")
    } else {
        Err(refuse(text))
    }
}

fn carer(text: &str) -> Result<&'static str, Msg> {
    let word = squeezed(text);
    let has = |parts: &[&str]| parts.iter().any(|part| word.contains(part));
    let value = if has(&["外公", "外婆", "外祖", "姥姥", "姥爷"]) {
        "maternal_grandparents"
    } else if has(&["爷爷", "奶奶", "祖父", "祖母", "隔代"]) {
        "paternal_grandparents"
    } else if has(&["父母", "双亲", "爸妈"]) {
        "parents"
    } else if has(&["父亲", "爸"]) || word == "父" {
        "father"
    } else if has(&["母亲", "妈"]) || word == "母" {
        "mother"
    } else if has(&["叔", "伯", "姑", "姨", "舅", "亲戚", "亲属", "哥", "姐"]) {
        "kin"
    } else if has(&["委托", "邻居", "代管"]) {
        "entrusted"
    } else if has(&["福利院", "机构", "救助站"]) {
        "institution"
    } else {
        return Err(refuse(text));
    };
    Ok(value)
}

fn registration(text: &str) -> Result<&'static str, Msg> {
    let word = squeezed(text);
    let word = word.strip_suffix(".0").unwrap_or(&word);
    if word == "2" || ["非农", "城镇", "城市", "居民"].iter().any(|part| word.contains(part)) {
        Ok("urban")
    } else if word == "1" || ["农业", "农村", "农户"].iter().any(|part| word.contains(part)) || word == "农" {
        Ok("rural")
    } else {
        Err(refuse(text))
    }
}

/// `Ok(None)` for a disability, which has columns of its own.
fn health(text: &str) -> Result<Option<&'static str>, Msg> {
    let word = squeezed(text);
    let has = |parts: &[&str]| parts.iter().any(|part| word.contains(part));
    if has(&["残"]) {
        Ok(None)
    } else if has(&["大病", "重病", "重大疾病"]) {
        Ok(Some("severe"))
    } else if has(&["慢性", "患病", "长期"]) {
        Ok(Some("chronic"))
    } else if has(&["健康", "良好", "正常", "无"]) {
        Ok(Some("none"))
    } else {
        Err(refuse(text))
    }
}

fn disability(row: &mut Row<'_>) -> Option<NewFact> {
    let kind = cell(row, &Field::Disability, disability_kind);
    let degree = cell(row, &Field::DisabilityDegree, degree_of);
    let certified = cell(row, &Field::DisabilityCard, yes_no).flatten();
    let (value, written) = kind?;
    if value == "none" {
        return Some(NewFact::of(Topic::Disability, value));
    }
    Some(NewFact { degree: degree.flatten().or(written), certified, ..NewFact::of(Topic::Disability, value) })
}

/// 肢体, 视力残疾二级, 无; a plain 是 does not say which kind.
fn disability_kind(text: &str) -> Result<(&'static str, Option<i64>), Msg> {
    const KINDS: [(&str, &str); 8] =
        [("多重", "several"), ("视", "sight"), ("听", "hearing"), ("言语", "speech"), ("语言", "speech"), ("肢", "limb"), ("智", "intellect"), ("精神", "mental")];
    if yes_no(text) == Ok(Some(false)) || squeezed(text).contains("无残疾") {
        return Ok(("none", None));
    }
    let word = squeezed(text);
    let kind = KINDS.iter().find(|(part, _)| word.contains(part)).map(|(_, code)| *code).ok_or_else(|| Msg::new("intake-family-disability"))?;
    Ok((kind, degree_of(text)?))
}

/// 一级 to 四级, 1 to 4; nothing when no degree is written.
fn degree_of(text: &str) -> Result<Option<i64>, Msg> {
    let found = squeezed(text).chars().find_map(|c| match c {
        '一' | '1' | 'Ⅰ' => Some(1),
        '二' | '2' | 'Ⅱ' => Some(2),
        '三' | '3' | 'Ⅲ' => Some(3),
        '四' | '4' | 'Ⅳ' => Some(4),
        _ => None,
    });
    Ok(found)
}

/// The groups of hardship that a cell names, one or several; 无 and 否 name none.
fn groups(text: &str) -> Result<Vec<&'static str>, Msg> {
    const WORDS: [(&str, &str); 18] = [
        ("低保", "dibao"),
        ("最低生活保障", "dibao"),
        ("特困户", "rural_poor"),
        ("特困", "tekun"),
        ("建档立卡", "registered_poor"),
        ("脱贫不稳定", "monitored_unstable"),
        ("边缘", "monitored_borderline"),
        ("突发严重", "monitored_sudden"),
        ("脱贫", "lifted_household"),
        ("烈士", "martyr_child"),
        ("少数民族", "ethnic_hardship"),
        ("灾", "disaster"),
        ("突发", "sudden_event"),
        ("丧失劳动", "no_labour"),
        ("残疾人子女", "parent_disabled"),
        ("父母残疾", "parent_disabled"),
        ("离异", "broken_family"),
        ("其他", "other"),
    ];
    if yes_no(text) == Ok(Some(false)) {
        return Ok(Vec::new());
    }
    let squeezed = squeezed(text);
    let parts = squeezed.split(['、', ',', '，', ';', '；', '/']).filter(|part| !part.is_empty());
    let group = |part: &str| WORDS.iter().find(|(word, _)| part.contains(word)).and_then(|(_, code)| Group::of(code)).map(|group| group.code).ok_or_else(|| refuse(text));
    parts.map(group).collect()
}

/// The help that a cell of 救助享受 names, one or several; the subsistence allowance is a recognised hardship. 无 and 否 name none.
fn relief(text: &str) -> Result<Vec<(Topic, &'static str)>, Msg> {
    const WORDS: [(&str, Topic, &str); 6] = [
        ("低保", Topic::Hardship, "dibao"),
        ("最低生活保障", Topic::Hardship, "dibao"),
        ("临时", Topic::Relief, "temporary"),
        ("医疗", Topic::Relief, "medical"),
        ("住房", Topic::Relief, "housing"),
        ("其他", Topic::Relief, "other"),
    ];
    if yes_no(text) == Ok(Some(false)) {
        return Ok(Vec::new());
    }
    let squeezed = squeezed(text);
    let parts = squeezed.split(['、', ',', '，', ';', '；', '/']).filter(|part| !part.is_empty());
    parts.map(|part| WORDS.iter().find(|(word, ..)| part.contains(word)).map(|(_, topic, code)| (*topic, *code)).ok_or_else(|| refuse(text))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> SchoolDate {
        text.parse().unwrap()
    }

    #[test]
    fn what_a_cell_says_of_a_parent_is_read_as_schools_write_it() {
        let today = day("2026-09-21");
        let read = |text: &str| match whereabouts(text, today) {
            Ok(Says::Away(since)) => format!("away {}", since.map(|day| day.to_string()).unwrap_or_default()),
            Ok(Says::Home) => "home".to_owned(),
            Ok(Says::Life(value)) => value.to_owned(),
            Err(message) => message.key.to_string(),
        };
        let table = [
            ("是", "away "),
            ("外出务工", "away "),
            ("打工", "away "),
            ("2026年3月", "away 2026-03-01"),
            ("2025-03-05", "away 2025-03-05"),
            ("否", "home"),
            ("无", "home"),
            ("在家务农", "home"),
            ("未外出", "home"),
            ("已去世", "dead"),
            ("失踪", "missing"),
            ("也许", "intake-family-value"),
        ];
        for (text, expected) in table {
            assert_eq!(read(text), expected, "{text}");
        }
    }

    #[test]
    fn carers_registration_and_hardship_are_read_and_what_is_not_understood_is_refused() {
        for (text, value) in
            [("爷爷奶奶", "paternal_grandparents"), ("外婆", "maternal_grandparents"), ("父母", "parents"), ("父亲", "father"), ("舅舅", "kin"), ("福利院", "institution")]
        {
            assert_eq!(carer(text), Ok(value), "{text}");
        }
        assert!(carer("王大山").is_err() && registration("也许").is_err());
        for (text, value) in [("农业户口", "rural"), ("非农业", "urban"), ("1", "rural"), ("居民户口", "urban")] {
            assert_eq!(registration(text), Ok(value), "{text}");
        }
        assert_eq!(groups("低保、残疾人子女"), Ok(vec!["dibao", "parent_disabled"]));
        assert_eq!(groups("无"), Ok(vec![]));
        assert_eq!(groups("脱贫户"), Ok(vec!["lifted_household"]));
        assert!(groups("土豪").is_err());
        assert_eq!(relief("低保、医疗救助"), Ok(vec![(Topic::Hardship, "dibao"), (Topic::Relief, "medical")]));
        assert!(relief("也许").is_err() && relief("无").unwrap().is_empty());
    }

    #[test]
    fn a_disability_is_read_with_its_degree_and_a_plain_yes_is_asked_about() {
        assert_eq!(disability_kind("肢体残疾二级"), Ok(("limb", Some(2))));
        assert_eq!(disability_kind("精神"), Ok(("mental", None)));
        assert_eq!(disability_kind("无"), Ok(("none", None)));
        assert!(disability_kind("是").is_err());
    }
}
