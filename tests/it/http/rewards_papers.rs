//! Papers of rewards: certificates, letters and the list of all; what none of them may hold, whoever wrote it.

use bangfu::base::publishable;

use super::office::{text_of_docx, text_of_workbook};
use super::plan::confirm;
use super::rewards::{decide_and_confirm, nominate, rule, take};
use crate::house::House;

/// What no paper for others holds of the children of the cast.
fn is_fit_for_others(house: &House, paper: &str, text: &str) {
    for never in ["待优生", "学习支持", "帮扶", "帮教", "名次", "课堂上敢举手了", "受支持"] {
        assert!(!text.contains(never), "{paper}: {never}: {text}");
    }
    for child in &house.here.children {
        assert!(!text.contains(&child.identity_no) && !text.contains(&child.phone), "{paper}: {}", child.name);
    }
    for line in text.split(['<', '>']).filter(|line| !line.starts_with("w:") && !line.starts_with("/w:")) {
        // The day of the ceremony stands alone on its line, and that until which the list hangs in its own.
        let day = (line.ends_with('日') && line.chars().count() <= 11) || line.starts_with("本名单张贴到");
        let is_name = line.starts_with("xmlns") || line.contains("http");
        assert!(day || is_name || !line.chars().any(|c| c > '\u{2e80}') || publishable::refused(line).is_none(), "{paper}: {line}");
    }
}

#[test]
fn certificates_letters_and_the_list_name_no_group_no_mark_and_no_rank_and_print_in_bulk() {
    for house in House::both() {
        take(&house, &["learning_progress_award", "good_conduct_pupil"]);
        let (progress, conduct) = (rule(&house, "学习进步奖"), rule(&house, "品德优秀生"));
        let (helped, other) = (house.here.child("4.2", "林小明").id, house.here.child("4.2", "何田田").id);
        confirm(&house, helped, "target_pupil", "learning");
        for (rule, child) in [(&progress, helped), (&progress, other), (&conduct, helped)] {
            let fields = [("why", "课堂上敢举手了"), ("sentence", "上课专心，遇到不会的题敢问。")];
            assert_eq!(nominate(&house, "王老师", rule, child, &fields).status, 303);
        }
        decide_and_confirm(&house);
        let (class, grade) = house.here.class("4.2");
        let paper = |who: &str, path: &str| {
            let file = house.as_(who).download(path);
            assert_eq!(file.status, 200, "{who} {path}");
            text_of_docx(file.bytes)
        };
        for (who, path) in [
            ("王老师", format!("/rewards/classes/{class}/papers/certificates/docx")),
            ("郑老师", format!("/rewards/grades/{grade}/papers/certificates/docx")),
            ("陈校长", "/rewards/papers/certificates/docx".to_owned()),
        ] {
            let text = paper(who, &path);
            assert_eq!(text.matches("<w:pageBreakBefore/>").count(), 2, "three certificates, a page each");
            assert!(text.contains("奖状") && text.contains("学年第一学期“学习进步奖”") && text.contains("阳光小学") && text.contains("w:orient=\"landscape\""), "{text}");
            assert!(text.contains("上课专心，遇到不会的题敢问。") && text.contains("（盖章处）") && text.contains("2027年1月22日"), "{text}");
            is_fit_for_others(&house, &path, &text);
        }
        let list = paper("王老师", &format!("/rewards/classes/{class}/papers/announcement/docx"));
        assert!(list.contains("学习进步奖") && list.contains("获得表彰") && !list.contains("品德优秀生"), "an award of supported children alone is not called by its name: {list}");
        is_fit_for_others(&house, "announcement", &list);
        assert!(list.contains("张贴到"), "it hangs until a day");
        for (who, path, status) in [
            ("何老师", format!("/rewards/classes/{class}/papers/certificates/docx"), 404),
            ("李老师", format!("/rewards/classes/{class}/papers/certificates/docx"), 403),
            ("王老师", "/rewards/papers/certificates/docx".to_owned(), 403),
            ("王老师", format!("/rewards/classes/{class}/papers/secrets/docx"), 404),
            ("王老师", format!("/rewards/classes/{class}/papers/certificates/xlsx"), 404),
            ("王老师", format!("/rewards/classes/{class}/papers/letters/docx"), 409),
        ] {
            assert_eq!(house.as_(who).download(&path).status, status, "{who} {path}");
        }
    }
}

#[test]
fn what_may_not_be_published_is_refused_wherever_it_is_typed() {
    let house = House::sqlite();
    take(&house, &["learning_progress_award"]);
    let progress = rule(&house, "学习进步奖");
    let child = house.here.child("4.2", "林小明").id;
    let class = house.here.class("4.2").0;
    let (praise, contests, incentives) = (format!("/pupils/{child}/praise"), format!("/rewards/classes/{class}/contests"), format!("/rewards/classes/{class}/incentives"));
    let pupil = child.to_string();
    let wang = house.as_("王老师");
    for never in publishable::NEVER.iter().copied().chain(["待优生帮教里最努力的", "学困生"]) {
        let all = [
            nominate(&house, "王老师", &progress, child, &[("why", "敢举手了"), ("sentence", never)]),
            wang.post_from(&praise, &praise, &[("what", "praise_letter"), ("sentence", never)]),
            wang.post_from(&contests, &contests, &[("what", "contest"), ("subject", "maths"), ("unit", "第一单元"), ("title", never), ("day", "2026-09-21"), ("pupil", &pupil)]),
            wang.post_from(&format!("/rewards/classes/{class}"), &incentives, &[("name", never), ("gift", "prize"), ("sentence", "好。")]),
            wang.post_from(&format!("/rewards/classes/{class}"), &incentives, &[("name", "小红花"), ("gift", "prize"), ("sentence", never)]),
        ];
        for (at, answer) in all.iter().enumerate() {
            assert!(answer.status == 422, "{never} at {at}: {} {}", answer.status, answer.main());
        }
    }
    assert_eq!(nominate(&house, "王老师", &progress, child, &[("why", "敢举手了"), ("sentence", "十分努力。")]).status, 303);
    assert!(house.as_("王老师").get(&praise).text.contains("还没有"), "nothing was given");
}

#[test]
fn a_praise_letter_goes_to_the_family_with_the_reason_in_the_childs_favour() {
    let house = House::sqlite();
    let child = house.here.child("4.2", "陈安安").id;
    let praise = format!("/pupils/{child}/praise");
    let given = house.as_("李老师").post_from(&praise, &praise, &[("what", "praise_letter"), ("sentence", "用画图讲清了一道应用题。")]);
    assert_eq!(given.status, 303, "{}", given.main());
    let reworded = house.as_("李老师").post_from(&given.to, &format!("{}/wording", given.to), &[("seen", "1"), ("sentence", "用画图给全班讲清了一道应用题。")]);
    assert_eq!(reworded.status, 303, "{}", reworded.main());
    let late = house.as_("李老师").post_from(&given.to, &format!("{}/wording", given.to), &[("seen", "1"), ("sentence", "另一个窗口写的。")]);
    assert!(late.status == 422 && late.text.contains("另一个窗口写的"), "{}", late.main());
    let letter = text_of_docx(house.as_("冯老师").download(&format!("{}/paper/docx", given.to)).bytes);
    assert!(letter.contains("表扬信") && letter.contains("陈安安 同学的家长") && letter.contains("用画图给全班讲清了一道应用题"), "{letter}");
    is_fit_for_others(&house, "letter", &letter);
    assert_eq!(house.as_("何老师").download(&format!("{}/paper/docx", given.to)).status, 404);
    let (giver, revocation) = (house.as_("李老师"), format!("{}/revocation", given.to));
    assert_eq!(house.as_("冯老师").post_from(&given.to, &revocation, &[("seen", "1"), ("reason", "不是我写的")]).status, 404);
    assert_eq!(giver.post_from(&given.to, &revocation, &[("seen", "1"), ("reason", "写错了孩子")]).status, 303);
    assert_eq!(house.as_("冯老师").get(&given.to).status, 404, "taken back");
}

#[test]
fn the_register_of_rewards_comes_in_every_format_and_is_internal() {
    let house = House::sqlite();
    take(&house, &["learning_progress_award"]);
    let child = house.here.child("4.2", "林小明").id;
    assert_eq!(nominate(&house, "王老师", &rule(&house, "学习进步奖"), child, &[("why", "课堂上敢举手了"), ("sentence", "上课专心。")]).status, 303);
    let class = house.here.class("4.2").0;
    for format in ["xlsx", "docx", "csv"] {
        let file = house.as_("王老师").download(&format!("/registers/awards.{format}?class={class}"));
        assert_eq!(file.status, 200, "{format}");
        let text = match format {
            "xlsx" => text_of_workbook(file.bytes).1,
            "docx" => text_of_docx(file.bytes),
            _ => String::from_utf8(file.bytes).unwrap(),
        };
        for words in ["奖励登记表", "林小明", "学习进步奖", "课堂上敢举手了", "已提名"] {
            assert!(text.contains(words) || (words == "奖励登记表" && format == "csv"), "{format}: {words}: {text}");
        }
    }
    assert_eq!(house.as_("何老师").download(&format!("/registers/awards.csv?class={class}")).status, 404);
}
