//! Wellbeing over HTTP: two receivers open the room, a teacher tells in three taps, the file is the counsellor's own, and nobody else learns of anything.

use bangfu::access::{Duty, Permit, Subject, acts};
use bangfu::base::{PupilId, RowId, Stamp, derived};
use bangfu::roster::people;

use crate::client::Answer;
use crate::house::{House, day};

pub(crate) fn id(name: &str) -> String {
    derived::<RowId>(&[b"wellbeing over http", name.as_bytes()]).to_string()
}

pub(crate) fn post(house: &House, who: &str, path: &str, fields: &[(&str, &str)]) -> Answer {
    house.as_(who).post_form(path, fields)
}

pub(crate) fn done(house: &House, who: &str, path: &str, fields: &[(&str, &str)]) -> String {
    let answer = post(house, who, path, fields);
    assert_eq!(answer.status, 303, "{}: {who} {path} → {}", house.name(), answer.main());
    answer.to
}

/// The principal names the counsellor and student affairs.
pub(crate) fn open_room(house: &House) {
    for name in ["沈老师", "赵主任"] {
        let staff = house.here.person(name).staff.to_string();
        done(house, "陈校长", "/wellbeing/room", &[("id", &id(name)), ("staff", &staff)]);
    }
}

/// A teacher tells of a child's mood; gives the entry.
pub(crate) fn tell(house: &House, who: &str, child: PupilId, name: &str, level: &str, text: &str) -> String {
    let entry = id(name);
    done(house, who, &format!("/pupils/{child}/mood"), &[("id", &entry), ("sign", "low"), ("sign", "gives_up"), ("level", level), ("text", text)]);
    entry
}

fn release(house: &House, name: &str) {
    let staff = house.here.person(name).staff;
    house.act(Subject::School, |tx, permit: &Permit<acts::ManageStaff>| {
        let today = tx.today();
        let posts = people::posts_of(tx, staff)?;
        for post in posts.into_iter().filter(|post| post.duty == Duty::Counsellor) {
            people::release(tx, permit, post.id, today.plus_days(-1))?;
        }
        Ok(())
    });
}

#[test]
fn the_room_opens_with_two_named_receivers_and_shuts_itself_when_one_is_gone() {
    for house in House::both() {
        let child = house.here.child("4.2", "林小明").id;
        let mood = format!("/pupils/{child}/mood");
        let shut = house.as_("王老师").get(&mood).text;
        assert!(shut.contains("还没有两位接收人") && !shut.contains("name=\"sign\""), "{shut}");
        assert_eq!(house.as_("赵主任").get("/wellbeing").status, 404, "nobody receives yet");
        assert_eq!(house.as_("王老师").get("/wellbeing/room").status, 403, "the principal names, nobody else");
        let alone = house.here.person("沈老师").staff.to_string();
        done(&house, "陈校长", "/wellbeing/room", &[("id", &id("沈老师")), ("staff", &alone)]);
        assert!(house.as_("陈校长").get("/wellbeing/room").text.contains("现在关闭"), "one is not enough");
        let wrong = post(&house, "陈校长", "/wellbeing/room", &[("id", &id("x")), ("staff", &house.here.person("王老师").staff.to_string())]);
        assert_eq!(wrong.status, 422, "a class teacher is no receiver");
        open_room(&house);
        assert!(house.as_("陈校长").get("/wellbeing/room").text.contains("现在开放"));
        tell(&house, "王老师", child, "seen", "2", "这几天不说话");
        assert!(house.as_("赵主任").get("/wellbeing").text.contains("林小明"), "both receive");
        release(&house, "沈老师");
        assert!(house.as_("陈校长").get("/wellbeing/room").text.contains("现在关闭"), "{}: the room shuts itself", house.name());
        assert_eq!(house.as_("赵主任").get("/wellbeing").status, 404);
        assert!(house.as_("王老师").get(&mood).text.contains("还没有两位接收人"));
        let urgent = done(&house, "王老师", &format!("/pupils/{child}/crisis"), &[("id", &id("urgent")), ("what", "selfharm"), ("text", "说不想活了")]);
        assert_eq!(urgent, mood);
        assert!(house.as_("陈校长").get("/wellbeing/crises").text.contains("林小明"), "what is urgent finds somebody even then");
    }
}

#[test]
fn b4_13_what_a_teacher_sees_in_three_taps_reaches_the_receivers_and_nobody_else() {
    for house in House::both() {
        open_room(&house);
        let child = house.here.child("4.2", "林小明").id;
        let mood = format!("/pupils/{child}/mood");
        for (fields, says) in [
            (&[("level", "1")][..], "请点至少一项"),
            (&[("sign", "low"), ("level", "9")], "请选一项"),
            (&[("sign", "low"), ("level", "1"), ("text", "像是抑郁症")], "不要写病名"),
            (&[("sign", "low"), ("level", "1"), ("text", "这个差生")], "学习支持"),
        ] {
            let refused = post(&house, "李老师", &mood, fields);
            assert!(refused.status == 422 && refused.text.contains(says), "{says}: {}", refused.main());
        }
        let entry = tell(&house, "李老师", child, "told", "3", "观察标记丁");
        done(&house, "李老师", &mood, &[("id", &entry), ("sign", "low"), ("level", "3"), ("text", "观察标记丁")]);
        let inbox = house.as_("沈老师").get("/wellbeing").text;
        assert!(inbox.matches(&format!("/wellbeing/inbox/{entry}")).count() == 1 && inbox.contains("情绪低落"), "once: {inbox}");
        assert!(house.as_("沈老师").get("/").text.contains(&format!("/wellbeing/inbox/{entry}")), "a task of today");
        for name in ["王老师", "郑老师", "吴老师", "许书记", "周主任", "孙老师", "钱老师", "陈校长"] {
            for path in [
                "/wellbeing".to_owned(),
                format!("/wellbeing/inbox/{entry}"),
                mood.clone(),
                format!("/pupils/{child}"),
                "/".into(),
                format!("/pupils/{child}/readers"),
                format!("/pupils/{child}/wellbeing"),
            ] {
                let page = house.as_(name).get(&path).text;
                assert!(!page.contains("观察标记丁") && (path.contains(&entry) || !page.contains(&entry)), "{name} reads {path}: {page}");
            }
        }
        assert_eq!(post(&house, "沈老师", &format!("/wellbeing/inbox/{entry}"), &[("answer", "")]).status, 422);
        done(&house, "赵主任", &format!("/wellbeing/inbox/{entry}"), &[("answer", "talked"), ("text", "课间请她帮您发本子")]);
        assert_eq!(house.as_("沈老师").post_from("/pupils", &format!("/wellbeing/inbox/{entry}"), &[("answer", "nothing")]).status, 409, "answered once");
        let own = house.as_("李老师").get(&mood).text;
        assert!(own.contains("有人在跟进") && own.contains("发本子") && !own.contains("已找孩子聊过"), "the author learns that somebody looks after it, not what: {own}");
        assert!(!house.as_("沈老师").get("/").text.contains(&format!("/wellbeing/inbox/{entry}")), "the task is done for both");
        let other = house.here.child("4.1", "孟小雨").id;
        assert_eq!(house.as_("李老师").get(&format!("/pupils/{other}/mood")).status, 404, "not of another class");
    }
}

#[test]
fn what_others_asked_for_lands_in_the_same_inbox() {
    for house in House::both() {
        open_room(&house);
        let (child, (class, _)) = (house.here.child("4.2", "赵小满").id, house.here.class("4.2"));
        let strip = [("day", "2026-09-21"), ("heard", "strip"), ("pupil-0", &*child.to_string()), ("source-0", "grandparent"), ("reasons-0", "mood"), ("words-0", "夜里哭醒")];
        done(&house, "王老师", &format!("/screening/classes/{class}/nominations/new"), &strip);
        let inbox = house.as_("沈老师").get("/wellbeing").text;
        assert!(inbox.contains("别处请您看看的孩子") && inbox.contains(&format!("/pupils/{child}/concern")), "{inbox}");
        assert!(!inbox.contains("夜里哭醒"));
    }
}

#[test]
fn a_crisis_goes_straight_to_the_named_persons_with_a_log_that_ends_when_the_child_is_safe() {
    for house in House::both() {
        open_room(&house);
        let child = house.here.child("4.2", "林小明").id;
        let crisis = format!("/pupils/{child}/crisis");
        assert!(house.as_("李老师").get(&crisis).text.contains("不要留孩子一个人"));
        assert_eq!(post(&house, "李老师", &crisis, &[("what", "abuse"), ("text", "")]).status, 422);
        let entry = id("crisis");
        done(&house, "李老师", &crisis, &[("id", &entry), ("what", "abuse"), ("text", "急事标记乙")]);
        let path = format!("/wellbeing/crises/{entry}");
        for name in ["沈老师", "赵主任"] {
            assert!(house.as_(name).get("/").text.contains(&path), "{name} has it today");
        }
        for name in ["王老师", "许书记", "陈校长", "李老师"] {
            let page = house.as_(name).get(&path);
            assert!(matches!(page.status, 403 | 404) && !page.text.contains("急事标记乙"), "{name}");
        }
        let log = |who: &str, line: &str, text: &str| post(&house, who, &path, &[("line", line), ("text", text)]).status;
        assert_eq!(log("沈老师", "closed", "好了"), 422, "not before the child is safe");
        assert_eq!(log("沈老师", "seen", ""), 303);
        assert_eq!(log("沈老师", "guardian", ""), 422, "a line says what was done");
        assert_eq!(log("沈老师", "guardian", "母亲已到校"), 303);
        assert_eq!(log("赵主任", "police", "已按强制报告制度报告"), 303);
        assert_eq!(log("赵主任", "safe", "母亲陪着"), 303);
        assert_eq!(log("沈老师", "closed", "明天再谈"), 303);
        assert!(!house.as_("赵主任").get("/").text.contains(&path), "closed for both");
        let page = house.as_("沈老师").get(&path).text;
        let order: Vec<_> = ["已联系监护人", "已报告公安机关", "孩子安全了"].iter().map(|line| page.find(line).unwrap()).collect();
        assert!(order.is_sorted() && !page.contains("name=\"line\""), "{page}");
    }
}

#[test]
fn b1_11_the_psychological_file_is_the_counsellors_own() {
    for house in House::both() {
        open_room(&house);
        let child = house.here.child("4.2", "林小明").id;
        let (file, write) = (format!("/pupils/{child}/wellbeing"), |what: &str| format!("/pupils/{child}/wellbeing/write/{what}"));
        for (what, fields, says) in [
            ("level", &[("level", "2"), ("text", ""), ("review", "2026-10-12")][..], "写一两句"),
            ("level", &[("level", "2"), ("text", "看过"), ("review", "2026-09-01")], "今天或以后"),
            ("feeling", &[("do", "每天问候"), ("review", "2026-10-12")], "请点至少一项"),
            ("pattern", &[("tick", "selfblame"), ("stage", "fulcra"), ("review", "2026-10-12")], "两个支点都要写"),
            ("scale", &[("name", "某量表"), ("when", "2026-09-20"), ("by", "沈老师")], "至少写一样"),
            ("scale", &[("name", "某量表"), ("when", "2026-12-20"), ("by", "沈老师"), ("total", "40")], "还没有到"),
            ("check", &[("list", "parent")], "至少答一题"),
            ("note", &[("text", "看来是自闭症")], "不要写病名"),
        ] {
            let refused = post(&house, "沈老师", &write(what), fields);
            assert!(refused.status == 422 && refused.text.contains(says), "{what} {says}: {}", refused.main());
        }
        pages(&house, child);
        let shown = house.as_("沈老师").get(&file).text;
        for text in
            ["3 支持", "自卑", "每周让孩子在全班做成一件小事", "总被批评", "两个支点已定", "作业只做基础题", "管班里的图书角", "安全约定", "某量表", "学校里的事", "心里标记甲"]
        {
            assert!(shown.contains(text), "{text}: {shown}");
        }
        assert!(house.as_("沈老师").get("/wellbeing").text.contains(&file));
        let paper = format!("{file}/copy/docx");
        let copy = crate::http::text_of_docx(house.as_("沈老师").download(&paper).bytes);
        assert!(copy.contains("心里标记甲") && copy.contains("管班里的图书角") && copy.contains("林小明"), "{copy}");
        let other = house.here.child("4.2", "何田田").id;
        for name in ["王老师", "李老师", "陈校长"] {
            assert_eq!(house.as_(name).get(&paper).status, 403, "{name}: the counsellor hands it over");
        }
        for name in ["王老师", "李老师", "郑老师", "吴老师", "陈校长", "许书记", "周主任", "赵主任"] {
            let (with, without) = (house.as_(name).get(&file), house.as_(name).get(&format!("/pupils/{other}/wellbeing")));
            assert_eq!((with.status, with.text.contains("心里标记甲")), (200, false), "{name}");
            let same = |text: &str, child: PupilId, child_name: &str| {
                let main = text.split("<main").nth(1).unwrap().split("</main>").next().unwrap().replace(&child.to_string(), "").replace(child_name, "");
                main.chars().filter(|c| !c.is_ascii_digit()).collect::<String>()
            };
            assert_eq!(same(&with.text, child, "林小明"), same(&without.text, other, "何田田"), "{name} does not learn whether there is a file");
            assert_eq!(house.as_(name).get(&write("note")).status, 403, "{name}");
        }
        for name in ["孙老师", "钱老师", "韩老师"] {
            assert_eq!(house.as_(name).get(&file).status, 403, "{name}");
        }
        assert_eq!(house.as_("何老师").get(&file).status, 404, "not the teacher of another class");
    }
}

/// The counsellor writes a page of each kind.
pub(crate) fn pages(house: &House, child: PupilId) {
    let write = |what: &str, fields: &[(&str, &str)]| {
        let entry = id(&format!("{what} {child}"));
        let mut all = vec![("id", entry.as_str())];
        all.extend_from_slice(fields);
        done(house, "沈老师", &format!("/pupils/{child}/wellbeing/write/{what}"), &all);
    };
    let review = house.store.clock().now().day().plus_days(20).to_string();
    let today = house.store.clock().now().day().to_string();
    write("level", &[("level", "3"), ("text", "说学不学都一样"), ("review", &review)]);
    write("note", &[("text", "心里标记甲")]);
    write("feeling", &[("tick", "inferiority"), ("tick", "defiance"), ("voice", "我反正不行"), ("do", "每周一次小任务"), ("review", &review)]);
    write(
        "pattern",
        &[("tick", "selfblame"), ("tick", "criticism"), ("stage", "fulcra"), ("from", "home"), ("learning", "作业只做基础题"), ("trust", "管班里的图书角"), ("review", &review)],
    );
    write("safety", &[("signs", "心里很乱的时候"), ("self", "去操场走一圈"), ("people", "同桌"), ("adults", "沈老师"), ("review", &review)]);
    write("scale", &[("name", "某量表"), ("when", &today), ("by", "沈老师"), ("total", "40"), ("norm", "全国常模")]);
    write("check", &[("list", "parent"), ("who", "奶奶"), ("item1", "much"), ("item2", "no")]);
}

#[test]
fn somebody_reads_by_leave_that_expires_and_can_be_ended() {
    for house in House::both() {
        open_room(&house);
        let child = house.here.child("4.2", "林小明").id;
        pages(&house, child);
        let file = format!("/pupils/{child}/wellbeing");
        let reads = |who: &str| house.as_(who).get(&file).text.contains("心里标记甲");
        let ask = |name: &str| post(&house, "王老师", &format!("{file}/ask"), &[("id", &id(name)), ("reason", "想知道怎样安排座位")]).status;
        assert_eq!(post(&house, "王老师", &format!("{file}/ask"), &[("reason", "")]).status, 422);
        assert_eq!((ask("one"), ask("one"), ask("two")), (303, 303, 422), "asked once");
        let (path, answer) =
            (format!("/wellbeing/asks/{}", id("one")), |days: &str| house.as_("沈老师").post_from("/pupils", &format!("/wellbeing/asks/{}", id("one")), &[("days", days)]).status);
        assert!(house.as_("沈老师").get("/").text.contains(&path) && !reads("王老师"));
        assert_eq!((answer("90"), answer("3"), answer("3")), (422, 303, 409));
        assert!(reads("王老师") && !reads("李老师"), "{}: leave is for one", house.name());
        assert_eq!(house.as_("王老师").get(&format!("{file}/write/note")).status, 403, "to read only");
        house.clock.set(day("2026-09-25"));
        assert!(!reads("王老师"), "leave expires");
        assert_eq!(ask("three"), 303);
        done(&house, "沈老师", &format!("/wellbeing/asks/{}", id("three")), &[("days", "7")]);
        assert!(reads("王老师"));
        let readers = house.as_("沈老师").get(&format!("{file}/readers")).text;
        let end = readers.split("action=\"").map(|rest| rest.split('"').next().unwrap()).find(|path| path.ends_with("/end")).unwrap().to_owned();
        assert_eq!(house.as_("沈老师").post_from(&format!("{file}/readers"), &end, &[]).status, 303);
        assert!(!reads("王老师"), "the counsellor ended it");
        assert_eq!(ask("four"), 303);
        done(&house, "沈老师", &format!("/wellbeing/asks/{}", id("four")), &[("days", "0")]);
        assert!(!reads("王老师"), "declined");
        assert_eq!(house.as_("王老师").get(&path).status, 403);
    }
}

#[test]
fn the_glass_of_a_file_breaks_with_a_reason_for_three_hours_and_its_owner_is_told() {
    for house in House::both() {
        let child = house.here.child("4.2", "林小明").id;
        open_room(&house);
        pages(&house, child);
        // It cannot be switched off: with the room shut, too, it is there.
        let room = house.as_("陈校长").get("/wellbeing/room").text;
        let release = room.split("action=\"").map(|rest| rest.split('"').next().unwrap()).find(|path| path.ends_with("/release")).unwrap().to_owned();
        assert_eq!(house.as_("陈校长").post_from("/wellbeing/room", &release, &[]).status, 303);
        let (file, glass) = (format!("/pupils/{child}/wellbeing"), format!("/pupils/{child}/wellbeing/glass"));
        let reads = |who: &str| house.as_(who).get(&file).text.contains("心里标记甲");
        for name in ["王老师", "吴老师", "周主任", "赵主任"] {
            assert_eq!(house.as_(name).get(&glass).status, 404, "{name} leads no school");
        }
        assert!(!reads("陈校长"), "not by itself");
        let short = post(&house, "陈校长", &glass, &[("reason", "看看")]);
        assert_eq!(short.status, 422, "{}", short.main());
        done(&house, "陈校长", &glass, &[("id", &id("glass")), ("reason", "孩子没有到校，心理老师联系不上")]);
        assert!(reads("陈校长") && !reads("许书记"), "{}", house.name());
        let told = format!("{file}/readers");
        assert!(house.as_("沈老师").get("/").text.contains(&told), "the owner is told");
        let page = house.as_("沈老师").get(&told).text;
        assert!(page.contains("紧急打开") && page.contains("陈校长") && page.contains("心理老师联系不上"), "{page}");
        done(&house, "沈老师", &told, &[]);
        assert!(!house.as_("沈老师").get("/").text.contains(&told));
        let now = house.store.clock().now();
        house.clock.set_to(Stamp(now.0 + 3 * 3_600_000 - 1_000));
        assert!(reads("陈校长"));
        house.clock.set_to(Stamp(now.0 + 3 * 3_600_000));
        assert!(!reads("陈校长"), "three hours and no longer");
        assert_eq!(post(&house, "陈校长", &glass, &[("id", &id("glass")), ("reason", "孩子没有到校，心理老师联系不上")]).status, 409, "the same form does not open it once more");
        assert!(!reads("陈校长"));
        let settings = house.as_("陈校长").get("/settings").text;
        assert!(!settings.contains("/wellbeing/glass"), "there is no switch");
        let chain = house.read(house.here.id, bangfu::access::audit::verify);
        assert!(chain.broken_at.is_none(), "{chain:?}");
    }
}
