//! The part of the day that is about good news: rules taken, changed and switched, the days of the ceremony, children put forward, decided, confirmed, praise, a recital, papers.
//! Both entries of the child who was entered twice receive something.

use bangfu::base::{PupilId, RowId, derived};

use crate::house::House;
use crate::http::rewards::{picks, rule};

fn send(house: &House, who: &str, page: &str, path: &str, fields: &[(&str, &str)]) -> String {
    let answer = house.as_(who).post_from(page, path, fields);
    assert_eq!(answer.status, 303, "{}: {who} {path} → {}", house.name(), answer.main());
    answer.to
}

/// Lives it.
pub(super) fn live(house: &House) {
    for code in ["named", "learning_progress_award", "class_star", "award_certificate"] {
        // Another programme of the day may name it already.
        if house.as_("周主任").get("/rewards/rules").text.contains(&format!("name=\"preset\" value=\"{code}\"")) {
            send(house, "周主任", "/rewards/rules", "/rewards/rules", &[("preset", code)]);
        }
    }
    let progress = rule(house, "学习进步奖");
    let edit = format!("/rewards/rules/{progress}/edit");
    let change =
        [("seen", "1"), ("name", "学习进步奖"), ("gift", "certificate"), ("occasion", "end"), ("audience", "everybody"), ("most", "5"), ("sentence", "比过去的自己更进一步。")];
    send(house, "周主任", &edit, &format!("/rewards/rules/{progress}"), &change);
    for fields in [&[][..], &[("on", "1")][..]] {
        send(house, "周主任", "/rewards/rules", &format!("/rewards/rules/{progress}/switch"), fields);
    }
    let days = [("seen", "0"), ("day", "2027-01-22"), ("propose_days", "12"), ("decide_days", "8"), ("confirm_days", "5"), ("print_days", "2")];
    send(house, "周主任", "/rewards/schedule/end", "/rewards/schedule/end", &days);
    let (class, grade) = house.here.class("4.2");
    let (kept, gone, third) = (house.here.child("4.2", "何田田").id, house.here.child("4.2", "林小明").id, house.here.child("4.2", "陈安安").id);
    let page = format!("/rewards/rules/{progress}/classes/{class}");
    for child in [kept, gone, third] {
        let form = format!("/rewards/rules/{progress}/pupils/{child}");
        send(house, "王老师", &form, &form, &[("seen", "0"), ("why", "课堂上敢举手了"), ("sentence", "课堂上敢举手，作业更认真了。")]);
    }
    send(house, "王老师", &page, &format!("/rewards/classes/{class}/completion"), &[]);
    let grades = format!("/rewards/grades/{grade}");
    let all = picks(&house.as_("郑老师").get(&grades).text);
    let of_third = all.iter().find(|pick| house.as_("郑老师").get(&format!("/rewards/awards/{}", pick.split(':').next().unwrap())).text.contains("陈安安")).unwrap();
    let award = format!("/rewards/awards/{}", of_third.split(':').next().unwrap());
    send(house, "郑老师", &award, &format!("{award}/refusal"), &[("seen", "1"), ("reason", "下学期再看看")]);
    let form = format!("/rewards/rules/{progress}/pupils/{third}");
    send(house, "王老师", &form, &form, &[("seen", "2"), ("why", "又看了两周，更好了"), ("sentence", "越来越专心。")]);
    let all = picks(&house.as_("郑老师").get(&grades).text);
    let ticked: Vec<(&str, &str)> = all.iter().map(|pick| ("pick", pick.as_str())).collect();
    send(house, "郑老师", &grades, &format!("{grades}/decisions"), &ticked);
    let all = picks(&house.as_("周主任").get("/rewards/confirmation").text);
    let ticked: Vec<(&str, &str)> = all.iter().map(|pick| ("pick", pick.as_str())).collect();
    send(house, "周主任", "/rewards/confirmation", "/rewards/confirmation", &ticked);
    send(house, "王老师", &award, &format!("{award}/wording"), &[("seen", "2"), ("sentence", "越来越专心，也越来越自信。")]);
    send(house, "周主任", &award, &format!("{award}/revocation"), &[("seen", "5"), ("reason", "名字弄错了一个人")]);
    at_once(house, kept, gone);
    let page_of_gone = format!("/pupils/{gone}/praise");
    for (who, path) in [
        ("王老师", "/rewards".to_owned()),
        ("王老师", format!("/rewards/classes/{class}")),
        ("王老师", page),
        ("王老师", award.clone()),
        ("王老师", page_of_gone),
        ("周主任", "/rewards".to_owned()),
        ("周主任", grades),
        ("周主任", "/rewards/papers/certificates/docx".to_owned()),
        ("周主任", "/rewards/papers/announcement/xlsx".to_owned()),
        ("王老师", format!("/rewards/classes/{class}/papers/letters/docx")),
        ("王老师", format!("/registers/awards.csv?class={class}")),
        ("周主任", format!("/pupils/{gone}/copy")),
    ] {
        let status = house.as_(who).download(&path).status;
        assert_eq!(status, 200, "{who} {path}");
    }
}

/// Praise, a recital of both and one of the child alone, an incentive of the class.
fn at_once(house: &House, kept: PupilId, gone: PupilId) {
    let class = house.here.class("4.2").0;
    let praise = format!("/pupils/{gone}/praise");
    let made = derived::<RowId>(&[b"praise of a day"]).to_string();
    send(house, "李老师", &praise, &praise, &[("reward", &made), ("what", "praise_letter"), ("sentence", "今天主动讲了自己的算法。")]);
    let contests = format!("/rewards/classes/{class}/contests");
    let (kept_id, gone_id) = (kept.to_string(), gone.to_string());
    let today = house.store.clock().now().day().to_string();
    let both = [("pupil", kept_id.as_str()), ("pupil", &gone_id), ("praised", &gone_id)];
    for (unit, who) in [("第三单元", &both[..]), ("第四单元", &both[1..])] {
        let mut fields = vec![("what", "recital"), ("subject", "chinese"), ("unit", unit), ("title", "背课文小达人"), ("day", today.as_str())];
        fields.extend_from_slice(who);
        send(house, "王老师", &contests, &contests, &fields);
    }
    let held = house.as_("王老师").get(&contests).text;
    let back = held.split("action=\"").find(|rest| rest.contains("/withdrawal\"")).unwrap().split('"').next().unwrap();
    send(house, "王老师", &contests, back, &[("reason", "写错了单元")]);
    let incentives = format!("/rewards/classes/{class}/incentives");
    send(house, "王老师", &format!("/rewards/classes/{class}"), &incentives, &[("name", "小红花"), ("gift", "prize"), ("sentence", "得到一朵小红花。")]);
    assert_eq!(house.as_("王老师").get(&contests).status, 200);
}
