//! The team of a plan over HTTP: completed, laid before it, signed, talked over, given back, approved, compared.

use bangfu::base::PupilId;

use super::plan::{add, confirm, drafted, goal, send};
use crate::house::{House, day};

/// Fills in what the goals of a draft lack, as far as somebody may: baseline, target, date and how.
pub(super) fn complete(house: &House, who: &str, plan: &str) {
    let page = house.as_(who).get(plan).text;
    for piece in page.split("id=\"part-").skip(1).filter(|piece| piece.split("id=\"part-").next().unwrap().contains("plan-open-chip") || piece.contains(">待补<")) {
        let key = piece.split('"').next().unwrap();
        let path = format!("{plan}/parts/{key}");
        let form = house.as_(who).get(&path);
        if form.status != 200 || !form.text.contains("name=\"baseline\"") {
            continue;
        }
        let text = |name: &str| {
            form.text
                .split(&format!("name=\"{name}\""))
                .nth(1)
                .and_then(|rest| rest.split("value=\"").nth(1))
                .and_then(|rest| rest.split('"').next())
                .unwrap_or_default()
                .to_owned()
        };
        let chosen = |name: &str, after: &str| {
            let from = form.text.split(&format!("name=\"{name}\"")).skip(1).find(|rest| rest.split('>').next().unwrap().contains(after)).unwrap_or_default();
            from.split("value=\"").nth(1).and_then(|rest| rest.split('"').next()).unwrap_or_default().to_owned()
        };
        let unit = form
            .text
            .split("name=\"unit\"")
            .nth(1)
            .and_then(|rest| rest.split(" selected").next())
            .and_then(|rest| rest.rsplit("value=\"").next())
            .and_then(|rest| rest.split('"').next())
            .unwrap()
            .to_owned();
        let words = form.text.split("id=\"f-text\"").nth(1).and_then(|rest| rest.split('>').nth(1)).and_then(|rest| rest.split('<').next()).unwrap().to_owned();
        let subject = form
            .text
            .split("name=\"subject\"")
            .nth(1)
            .and_then(|rest| rest.split("</select>").next())
            .and_then(|rest| rest.split(" selected").next().filter(|_| rest.contains(" selected")))
            .and_then(|rest| rest.rsplit("value=\"").next())
            .and_then(|rest| rest.split('"').next())
            .unwrap_or_default()
            .to_owned();
        let (baseline, target) = if unit == "fewer_week" { ("9", "1") } else { ("1", "4") };
        let fields = [
            ("kind", "goal".to_owned()),
            ("rev", text("rev")),
            ("dimension", chosen("dimension", "checked")),
            ("horizon", chosen("horizon", "checked")),
            ("subject", subject),
            ("text", words),
            ("unit", unit),
            ("baseline", baseline.to_owned()),
            ("target", target.to_owned()),
            ("due", "2026-12-11".to_owned()),
            ("how", "老师看记录".to_owned()),
        ];
        let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
        let answer = house.as_(who).post_from(&path, &path, &fields);
        assert_eq!(answer.status, 303, "{path} {fields:?} → {}", answer.main());
    }
}

/// A plan that is in force. Gives the child and the path of the plan.
pub(crate) fn in_force(house: &House) -> (PupilId, String) {
    let (child, plan) = drafted(house);
    let team = format!("{plan}/team");
    add(house, "王老师", &plan, &goal(&[("dimension", "habits"), ("text", "每周按时交作业"), ("unit", "times_week"), ("baseline", "2"), ("target", "4")]));
    complete(house, "王老师", &plan);
    send(house, "王老师", &team, &format!("{plan}/fixing"), &[("from", "2026-09-21"), ("until", "2027-01-15"), ("reason", "")]);
    for who in ["王老师", "李老师"] {
        send(house, who, &team, &format!("{plan}/signature"), &[]);
    }
    send(house, "吴老师", &team, &format!("{plan}/decision"), &[("decision", "approved"), ("text", "照此执行")]);
    (child, plan)
}

#[test]
fn the_team_signs_a_leader_approves_and_a_change_makes_a_new_version_beside_the_old() {
    for house in House::both() {
        let (_, plan) = drafted(&house);
        let team = format!("{plan}/team");
        let fix = [("from", "2026-09-21"), ("until", "2027-01-15"), ("reason", "")];
        let early = house.as_("王老师").post_from(&team, &format!("{plan}/fixing"), &fix);
        assert!(early.status == 422 && early.text.contains("id=\"f-part-"), "a goal that cannot be measured is named: {}", early.main());
        complete(&house, "王老师", &plan);
        send(&house, "王老师", &team, &format!("{plan}/fixing"), &fix);
        assert!(house.as_("李老师").get("/").text.contains(&team), "the maths teacher has a task to sign");
        let late = house.as_("王老师").post_from(&format!("{plan}/new-part?kind=goal"), &format!("{plan}/parts"), &goal(&[("text", "等一等再改")]));
        assert!(late.status == 422 && late.text.contains("等一等再改") && late.text.contains("撤回"), "what lies before the team is not changed, nothing typed is lost");
        send(&house, "王老师", &team, &format!("{plan}/withdrawal"), &[("back", "忘了写家里的部分")]);
        assert!(!house.as_("李老师").get("/").text.contains(&team), "nobody is asked for what was taken back");
        add(&house, "王老师", &plan, &goal(&[("text", "改好的目标")]));
        send(&house, "王老师", &team, &format!("{plan}/fixing"), &[("from", "2026-09-21"), ("until", "2027-01-15"), ("reason", "补了一条")]);
        let own = house.as_("赵主任").post_from(&team, &format!("{plan}/decision"), &[("decision", "approved"), ("text", "")]);
        assert!(own.status == 422 && own.text.contains("李老师"), "who has not signed is named: {}", own.main());
        send(&house, "王老师", &team, &format!("{plan}/signature"), &[]);
        let child = plan.split('/').nth(2).unwrap();
        assert!(house.as_("李老师").get("/plans").text.contains(&format!("value=\"{child}\"")));
        send(&house, "李老师", "/plans", "/plans/signatures", &[("pupil", child)]);
        assert!(!house.as_("李老师").get("/").text.contains(&team), "the task is done");
        assert!(house.as_("王老师").get(&team).text.matches("已签").count() >= 2);
        send(&house, "吴老师", &team, &format!("{plan}/decision"), &[("decision", "returned"), ("text", "家里怎么配合再写细一点")]);
        assert!(house.as_("王老师").get("/").text.contains(&team), "who wrote it is told");
        add(
            &house,
            "王老师",
            &plan,
            &[("kind", "family"), ("dimension", "habits"), ("text", "睡前一起收书包"), ("hand", "family"), ("times", "1"), ("span", "day"), ("agreed", "2026-09-20")],
        );
        send(&house, "王老师", &team, &format!("{plan}/fixing"), &[("from", "2026-09-21"), ("until", "2027-01-15"), ("reason", "写细了家里的部分")]);
        let mine = house.as_("王老师").post_from(&team, &format!("{plan}/decision"), &[("decision", "approved")]);
        assert_eq!(mine.status, 403, "a class teacher does not approve");
        send(&house, "吴老师", &team, &format!("{plan}/decision"), &[("decision", "approved"), ("text", "李老师外出，先执行")]);
        let compared = house.as_("王老师").get(&format!("{plan}/versions?before=2&after=3")).text;
        assert!(compared.contains("睡前一起收书包") && compared.contains("plan-compare-line added") && compared.contains("plan-compare-line same"));
        let page = house.as_("王老师").get(&team).text;
        assert!(page.contains("写细了家里的部分") && page.contains("李老师外出，先执行") && page.contains("家里怎么配合再写细一点"), "reasons stand at the versions");
        let reading = house.as_("李老师").get(&team).text;
        assert!(!reading.contains("李老师外出，先执行"), "a subject teacher reads no reasons about the whole child");
        house.clock.set(day("2027-01-18"));
        assert!(house.as_("王老师").get("/plans").text.contains("已到期"), "a plan that is over asks for the next");
        house.clock.set(day("2026-09-22"));
        add(&house, "王老师", &plan, &goal(&[("text", "下一步的目标")]));
        assert!(house.as_("王老师").get(&plan).text.contains("第 3 稿有效到 2027-01-15"), "the approved version holds until the next is approved");
    }
}

#[test]
fn one_meeting_decides_for_many_children_with_who_was_there() {
    let house = House::sqlite();
    let (child, plan) = drafted(&house);
    let other = house.here.child("4.2", "何田田").id;
    confirm(&house, other, "target_pupil", "conduct");
    send(&house, "王老师", &format!("/pupils/{other}/plan"), &format!("/pupils/{other}/plan/draft"), &[]);
    let (wang, shen) = (house.here.person("王老师").staff.to_string(), house.here.person("沈老师").staff.to_string());
    let (one, two) = (child.to_string(), other.to_string());
    let (say_one, say_two, guests) = (format!("decision-{child}"), format!("decision-{other}"), format!("guests-{child}"));
    let page = "/plans/meetings/new";
    let alone = house.as_("王老师").post_from(page, "/plans/meetings", &[("day", "2026-09-21"), ("place", "会议室"), ("there", &wang), ("pupil", &one), (&say_one, "")]);
    assert!(alone.status == 422 && alone.text.contains("problem-there") && alone.text.contains(&format!("problem-{say_one}")), "{}", alone.main());
    let fields = [
        ("day", "2026-09-21"),
        ("place", "会议室"),
        ("there", &*wang),
        ("there", &*shen),
        ("pupil", &*one),
        ("pupil", &*two),
        (&*say_one, "先补退位减法"),
        (&*guests, "孩子的妈妈"),
        (&*say_two, "每周谈一次"),
    ];
    send(&house, "王老师", page, "/plans/meetings", &fields);
    let team = house.as_("王老师").get(&format!("{plan}/team")).text;
    assert!(team.contains("先补退位减法") && team.contains("孩子的妈妈") && team.contains("沈老师") && !team.contains("每周谈一次"), "each child has its own decision");
    assert!(house.as_("王老师").get(&format!("/pupils/{other}/plan/team")).text.contains("每周谈一次"));
    assert!(!house.as_("李老师").get(&format!("{plan}/team")).text.contains("先补退位减法"), "not for who teaches a subject");
}
