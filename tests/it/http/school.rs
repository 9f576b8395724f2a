//! What a school says of itself: the basis and the principles of its support, and the groups that answer for it, over HTTP on both databases.

use crate::client::{Answer, Client};
use crate::house::{House, day};

/// Writes a text of the school; gives where it led.
fn write(client: &Client, fields: &[(&str, &str)]) -> Answer {
    client.post_form("/settings/texts/new", &[fields, &[("from_day", "2026-09-01"), ("until_day", "")]].concat())
}

/// The part of a page from a heading to the next one of its size.
fn under<'a>(page: &'a str, heading: &str) -> &'a str {
    page.split(&format!("<h2>{heading}</h2>")).nth(1).unwrap_or_default().split("<h2>").next().unwrap_or_default()
}

#[test]
fn what_a_higher_authority_asks_is_shown_to_all_staff_with_who_issued_it() {
    for house in House::both() {
        let office = house.as_("周主任");
        assert!(office.get("/school/texts").text.contains("还没有写"), "{}: none is shipped", house.name());
        let written = write(
            &office,
            &[
                ("kind", "guidance"),
                ("title", "办好每一所村小"),
                ("issuer", "清河县教育局"),
                ("document_no", "清教〔2026〕7号"),
                ("body", "以教育强县工程的要求为指导，帮扶每一个需要的孩子。"),
            ],
        );
        assert_eq!((written.status, written.to.as_str()), (303, "/settings/texts"), "{}", written.main());
        for person in &house.here.people {
            let page = house.as_(person.name).get("/school/texts").text;
            let guidance = under(&page, "上级依据");
            for text in ["办好每一所村小", "清河县教育局", "清教〔2026〕7号", "以教育强县工程的要求为指导"] {
                assert!(guidance.contains(text), "{}: {} reads {text}", house.name(), person.name);
            }
        }
        let teacher = house.as_("李老师");
        assert_eq!(teacher.post_from("/account/password", "/settings/texts/new", &[("kind", "guidance")]).status, 403, "a teacher reads it and does not write it");
    }
}

#[test]
fn the_principle_that_no_child_is_given_up_stands_before_everybody() {
    for house in House::both() {
        let principal = house.as_("陈校长");
        let typed = [("kind", "principle"), ("title", "不让一个学生掉队"), ("body", "")];
        let refused = write(&principal, &typed);
        assert_eq!(refused.status, 422);
        assert!(refused.text.contains("id=\"problem-body\"") && refused.text.contains("value=\"不让一个学生掉队\""), "what was typed stays: {}", refused.main());
        let written = write(&principal, &[("kind", "principle"), ("title", "不让一个学生掉队"), ("body", "不放弃任何一个学生：先看孩子的闪光点。")]);
        assert_eq!(written.status, 303, "{}", written.main());
        write(&principal, &[("kind", "rule"), ("title", "谈心制度"), ("body", "每月至少一次。")]);
        for person in &house.here.people {
            let page = house.as_(person.name).get("/school/texts").text;
            assert!(under(&page, "原则").contains("不放弃任何一个学生"), "{}: {}", house.name(), person.name);
            assert!(page.find("<h2>原则</h2>") < page.find("<h2>校内规定</h2>"), "the principles stand first");
        }
    }
}

#[test]
fn the_basis_of_the_support_is_the_schools_own_text_and_no_number_is_proposed() {
    for house in House::both() {
        let office = house.as_("周主任");
        let form = office.get("/settings/texts/new").text;
        for field in ["issuer", "document_no"] {
            assert!(form.contains(&format!("name=\"{field}\" type=\"text\" value=\"\"")), "{field} is empty until the school writes it: {form}");
        }
        assert!(!form.contains("指导意见"), "a document that nobody could find is not named by the product");
        let basis = [("kind", "guidance"), ("title", "依据"), ("issuer", ""), ("document_no", ""), ("body", "根据《中华人民共和国义务教育法》开展帮扶。")];
        assert_eq!(write(&office, &basis).status, 303);
        let page = office.get("/school/texts").text;
        assert!(under(&page, "上级依据").contains("《中华人民共和国义务教育法》") && !page.contains("号</p>"), "shown without a number: {page}");
        let (_, rest) = page.split_once("href=\"/school/texts/").unwrap();
        let series = rest.split('"').next().unwrap();
        let ended = office.post_from("/settings/texts", &format!("/settings/texts/{series}/end"), &[]);
        assert_eq!(ended.status, 303, "{}", ended.main());
        house.clock.set(day("2026-09-22"));
        let office = house.as_("周主任");
        assert!(!office.get("/school/texts").text.contains("义务教育法"), "{}: what has ended is no longer the basis", house.name());
        assert!(office.get(&format!("/school/texts/{series}")).text.contains("义务教育法"), "and can still be read");
    }
}

/// Makes a group on its page; its address.
fn group(client: &Client, name: &str, kind: &str, purpose: &str) -> String {
    let made = client.post_from("/settings/groups/new", "/settings/groups", &[("name", name), ("group_kind", kind), ("purpose", purpose)]);
    assert_eq!(made.status, 303, "{}", made.main());
    made.to.strip_suffix("/proposal").unwrap_or_else(|| panic!("the proposal comes next: {}", made.to)).to_owned()
}

/// Takes people from the proposal of a group: name, role, duties.
fn take(house: &House, client: &Client, group: &str, people: &[(&str, &str, &str)]) -> Answer {
    let mut fields = Vec::new();
    for (name, role, duties) in people {
        let staff = house.here.person(name).staff;
        fields.push(("pick".to_owned(), staff.to_string()));
        fields.push((format!("role-{staff}"), (*role).to_owned()));
        fields.push((format!("duties-{staff}"), (*duties).to_owned()));
    }
    let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    let page = format!("{group}/proposal");
    client.post_from(&page, &page, &fields)
}

/// What the proposal of a group says of somebody: as what, and what they would do.
fn proposed(house: &House, page: &str, name: &str) -> Option<(String, String)> {
    let staff = house.here.person(name).staff;
    let duties = page.split(&format!("name=\"duties-{staff}\" value=\"")).nth(1)?.split('"').next()?.to_owned();
    let select = page.split(&format!("name=\"role-{staff}\"")).nth(1)?.split("</select>").next()?;
    let role = select.split("<option").find(|option| option.contains(" selected"))?.split('"').nth(1)?.to_owned();
    Some((role, duties))
}

/// Members in the order of the printed sheet, as the sheet has them.
fn sheet(client: &Client, group: &str) -> Vec<[String; 3]> {
    let page = client.get(&format!("{group}/sheet")).text;
    let rows = page.split("<tbody>").nth(1).unwrap().split("</tbody>").next().unwrap();
    let cell = |row: &str, at: usize| row.split("<td>").nth(at).unwrap_or_default().split("</td>").next().unwrap_or_default().to_owned();
    rows.split("<tr>").skip(1).map(|row| [1, 2, 3].map(|at| cell(row, at))).collect()
}

#[test]
fn the_leading_group_and_the_research_group_stand_with_head_and_deputy_by_name() {
    for house in House::both() {
        let office = house.as_("周主任");
        let leading = group(&office, "帮扶工作领导小组", "steering", "带好这件事");
        let research = group(&office, "帮扶工作研究小组", "research", "研究办法");
        assert_eq!(take(&house, &office, &leading, &[("赵主任", "member", ""), ("许书记", "deputy", "协助组长"), ("陈校长", "head", "全面负责")]).status, 303);
        assert_eq!(take(&house, &office, &research, &[("王老师", "member", ""), ("周主任", "head", "召集"), ("郑老师", "deputy", "")]).status, 303);
        let people = |group: &str| sheet(&office, group).into_iter().map(|[role, name, _]| format!("{role} {name}")).collect::<Vec<_>>();
        assert_eq!(people(&leading), ["组长 陈校长", "副组长 许书记", "组员 赵主任"], "{}", house.name());
        assert_eq!(people(&research), ["组长 周主任", "副组长 郑老师", "组员 王老师"], "{}", house.name());
        let register = String::from_utf8(office.download("/registers/groups.csv").bytes).unwrap();
        for text in ["帮扶工作领导小组", "帮扶工作研究小组", "陈校长", "郑老师", "全面负责"] {
            assert!(register.contains(text), "{}: {text}: {register}", house.name());
        }
    }
}

#[test]
fn the_leading_group_sets_the_scheme_organises_the_support_and_brings_the_means_together() {
    for house in House::both() {
        let office = house.as_("周主任");
        let form = office.get("/settings/groups/new").text;
        let draft = form.split("name=\"purpose\"").nth(1).unwrap().split("</textarea>").next().unwrap();
        for task in ["制定帮扶方案", "组织帮扶活动", "协调各方资源"] {
            assert!(draft.contains(task), "{}: the draft of the purpose says {task}: {draft}", house.name());
        }
        let group = group(&office, "学困生帮扶工作领导小组", "steering", "制定帮扶方案，组织帮扶活动，协调各方资源。");
        let page = office.get(&format!("{group}/proposal")).text;
        let accepted = ["陈校长", "许书记", "周主任"].map(|name| (name, proposed(&house, &page, name).unwrap()));
        let people: Vec<(&str, &str, &str)> = accepted.iter().map(|(name, (role, duties))| (*name, role.as_str(), duties.as_str())).collect();
        assert_eq!(take(&house, &office, &group, &people).status, 303);
        let does = |who: &str| sheet(&office, &group).into_iter().find(|[_, name, _]| name == who).map(|[.., duties]| duties).unwrap();
        assert!(does("周主任").contains("制定帮扶方案") && does("许书记").contains("协调各方资源") && does("许书记").contains("组织"), "{}", house.name());
        let printed = office.get(&format!("{group}/sheet")).text;
        assert!(printed.contains("<p>制定帮扶方案，组织帮扶活动，协调各方资源。</p>"), "the purpose stands on the sheet");
    }
}

#[test]
fn a_vice_principal_leads_the_support_group_and_two_heads_are_one_too_many() {
    for house in House::both() {
        let office = house.as_("赵主任");
        let group = group(&office, "帮教领导小组", "support", "定期研究待优生的管理工作");
        let page = office.get(&format!("{group}/proposal")).text;
        assert_eq!(proposed(&house, &page, "许书记").unwrap().0, "head", "{}: a vice principal", house.name());
        assert_eq!(proposed(&house, &page, "赵主任").unwrap().0, "deputy");
        let typed = [("许书记", "head", "召集每月的研究"), ("赵主任", "head", "工会主席，联系家长")];
        let refused = take(&house, &office, &group, &typed);
        assert_eq!(refused.status, 422, "{}", refused.main());
        assert!(refused.text.contains("一个小组只有一位组长"));
        for (name, role, duties) in typed {
            assert_eq!(proposed(&house, &refused.text, name), Some((role.to_owned(), duties.to_owned())), "what was typed stays");
        }
        let ticked = |name: &str| refused.text.contains(&format!("name=\"pick\" value=\"{}\" checked", house.here.person(name).staff));
        assert!(ticked("许书记") && ticked("赵主任") && !ticked("王老师"), "and what was ticked");
        assert!(sheet(&office, &group).is_empty(), "nobody is taken in by half");

        let people = [("许书记", "head", "召集每月的研究"), ("赵主任", "deputy", "工会主席，联系家长"), ("郑老师", "member", "四年级"), ("王老师", "member", "四（2）班")];
        assert_eq!(take(&house, &office, &group, &people).status, 303);
        let told: Vec<String> = sheet(&office, &group).into_iter().map(|[role, name, duties]| format!("{role} {name} {duties}")).collect();
        assert_eq!(told[..2], ["组长 许书记 召集每月的研究", "副组长 赵主任 工会主席，联系家长"]);
        assert_eq!(told.len(), 4, "{told:?}");
        assert!(office.get(&group).text.contains("定期研究待优生的管理工作"), "its task stands on its page");
        assert_eq!(house.as_("王老师").get(&group).status, 403, "the group is led by the school");
    }
}

#[test]
fn the_leading_group_plans_carries_out_and_inspects_and_every_department_and_class_has_its_part() {
    for house in House::both() {
        let principal = house.as_("陈校长");
        let group = group(&principal, "帮扶领导小组", "steering", "统筹规划、组织实施、监督检查");
        let page = principal.get(&format!("{group}/proposal")).text;
        let parts = [
            ("陈校长", "head", "统筹规划"),
            ("许书记", "deputy", "组织实施"),
            ("许书记", "deputy", "监督检查"),
            ("周主任", "member", "学业辅导"),
            ("赵主任", "member", "行为习惯"),
            ("沈老师", "member", "心理"),
            ("王老师", "member", "本班"),
            ("何老师", "member", "本班"),
        ];
        for (name, role, part) in parts {
            let (as_what, duties) = proposed(&house, &page, name).unwrap_or_else(|| panic!("{}: {name} has no part", house.name()));
            assert!(as_what == role && duties.contains(part), "{}: {name}: {as_what}, {duties}", house.name());
        }
        assert_eq!(proposed(&house, &page, "钱老师"), None, "who only keeps the machine has none");
    }
}
