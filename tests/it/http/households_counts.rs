//! Households over HTTP, what is counted and what the school sees: targets beside the town's average, the ledger, papers; siblings, and a child who is erased.

use bangfu::access::{Permit, acts};
use bangfu::base::{Lang, words};
use bangfu::household::codes::{BENEFITS, MEASURES, PLANS};
use bangfu::roster::erasure;
use bangfu::roster::movements::{self, Departure};

use super::households::{household, ids, link, send, village, year};
use super::text_of_docx;
use crate::house::{House, day};

#[test]
fn a10_08_growth_is_held_against_the_town_s_and_what_is_not_known_is_not_nothing() {
    for house in House::both() {
        let village = village(&house, "张家庄村");
        let (one, two) = (household(&house, &village, "1", "吕存旺", "吕小河"), household(&house, &village, "2", "任大山", "任小溪"));
        let targets = format!("{village}/targets");
        let set = |base: &str, above: &str| {
            let fields = [("year", "2025"), ("base_year", base), ("people", "2"), ("above", above), ("source", "村年度脱贫计划")];
            house.as_("孙老师").post_from(&targets, &targets, &fields)
        };
        assert_eq!(set("2025", "2").status, 422, "the base year lies before");
        assert_eq!(set("2024", "2.55").status, 422);
        assert_eq!(set("2024", "2").status, 303);
        let page = house.as_("陈校长").get(&targets).text;
        assert!(page.contains("无数据") && page.contains("0 / 2 户两年都有数据") && !page.contains("0%"), "{page}");
        for (household, of, wage) in [(&one, "2024", "16000"), (&one, "2025", "18400"), (&two, "2025", "20000")] {
            assert_eq!(year(&house, household, of, [wage, "0", "0", "0", "0", "2"]).status, 303);
        }
        for (of, amount) in [("2024", "10000"), ("2025", "11000")] {
            let fields = [("kind", "average"), ("region", "辛村乡"), ("year", of), ("amount", amount), ("source", "乡统计公报")];
            send(&house, "陈校长", "/villages/lines", "/villages/lines", &fields);
        }
        let page = house.as_("陈校长").get(&targets).text;
        for fact in ["1 / 2 户两年都有数据", "8000.00", "9200.00", "15%", "10%", "5（目标 2）", "达到", "乡统计公报"] {
            assert!(page.contains(fact), "{fact}: {page}");
        }
        send(&house, "孙老师", &one, &format!("{one}/status"), &[("status", "lifted"), ("day", "2026-09-20"), ("why", "两不愁三保障都达到")]);
        let assess = |verdict: &str| {
            house.as_("陈校长").post_from(&targets, &format!("{village}/assessments"), &[("year", "2026"), ("verdict", verdict), ("words", "增收超过全镇平均，保障项还缺")])
        };
        assert_eq!(assess("good").status, 422, "somebody answers for the village");
        let team = format!("{village}/team");
        send(&house, "孙老师", &team, &team, &[("role", "secretary"), ("name", "郭书记"), ("from", "2026-01-01")]);
        assert_eq!(assess("fair").status, 303);
        assert!(house.as_("孙老师").get(&targets).text.contains("郭书记"));
        for name in ["王老师", "周主任"] {
            assert_eq!(house.as_(name).get(&targets).status, 403, "{name}");
        }
    }
}

#[test]
fn a10_04_project_money_is_followed_down_to_the_household_and_taken_back_not_changed() {
    for house in House::both() {
        let village = village(&house, "张家庄村");
        let household = household(&house, &village, "7", "吕存旺", "吕小河");
        let ledger = format!("{village}/ledger");
        let id = household.rsplit('/').next().unwrap().to_owned();
        let entry = |whom: &str, kind: &str, amount: &str, goods: &str| {
            let fields = [
                ("household", whom),
                ("kind", kind),
                ("project", "土鸡养殖项目"),
                ("source", "县衔接资金"),
                ("amount", amount),
                ("goods", goods),
                ("day", "2026-09-10"),
                ("evidence", "签收单 003 号"),
            ];
            house.as_("孙老师").post_from(&ledger, &ledger, &fields)
        };
        for (whom, amount, goods) in [(id.as_str(), "12.345", ""), (&id, "", ""), (&id, "0", "鸡苗 50 只"), ("0123456789abcdef0123456789abcdef", "10", "")] {
            let refused = entry(whom, "project", amount, goods);
            assert_eq!(refused.status, 422, "{amount}: {}", refused.main());
        }
        for (whom, kind, amount, goods) in
            [(id.as_str(), "project", "3000", ""), (&id, "inputs", "", "籽种 20 斤、地膜 2 卷"), (&id, "allowance", "450.50", ""), ("", "project", "80000", "")]
        {
            assert_eq!(entry(whom, kind, amount, goods).status, 303);
        }
        let aid = house.as_("孙老师");
        let page = aid.get(&ledger).text;
        assert!(page.contains("合计 83450.50 元") && page.contains("籽种 20 斤") && page.contains("全村"), "{page}");
        let wrong = page.split("450.50</td>").next().unwrap().rsplit(&format!("{ledger}/")).next().unwrap().chars().take(32).collect::<String>();
        let one = format!("{ledger}/{wrong}");
        let take = |reason: &str| house.as_("孙老师").post_from(&ledger, &one, &[("reason", reason)]);
        assert_eq!(take("").status, 422);
        assert_eq!((take("记到别的户了").status, take("记到别的户了").status), (303, 409));
        assert!(aid.get(&ledger).text.contains("合计 83000.00 元") && aid.get(&one).text.contains("记到别的户了"), "the entry stays to be read");
        let paper = aid.download(&format!("{village}/papers/ledger/docx"));
        let text = text_of_docx(paper.bytes);
        assert!(["83000.00", "吕存旺", "县衔接资金", "已冲销：记到别的户了", "项目资金到村到户台账"].iter().all(|word| text.contains(word)), "{text}");
        assert!(aid.get(&household).text.contains("土鸡养殖项目"));
        assert_eq!(house.as_("陈校长").get(&ledger).status, 200);
        assert_eq!(house.as_("赵主任").get(&ledger).status, 403);
    }
}

#[test]
fn siblings_in_two_classes_are_one_household_and_one_visit_and_the_school_sees_no_income() {
    for house in House::both() {
        let village = village(&house, "张家庄村");
        let household = household(&house, &village, "7", "吕存旺", "林小明");
        let (one, other) = (house.here.child("4.2", "林小明").id.to_string(), house.here.child("5.1", "苏小禾").id.to_string());
        link(&house, &household, &one);
        let members = format!("{household}/members");
        send(
            &house,
            "孙老师",
            &members,
            &members,
            &[("name", "苏小禾"), ("relation", "grandchild"), ("born", "2015"), ("work", "studying"), ("health", "healthy"), ("labour", "none"), ("from", "2026-03-01")],
        );
        let page = house.as_("孙老师").get(&household).text;
        let links = ids(&page, &format!("{household}/links/"));
        let taken = house.as_("孙老师").post_from(&household, &format!("{household}/links/{}", links[0]), &[("pupil", &one)]);
        assert!(taken.status == 422 && taken.text.contains("已经在另一户里"), "{}", taken.main());
        let third = page.split("<strong>苏小禾").nth(1).unwrap().split(&format!("{household}/links/")).nth(1).unwrap().chars().take(32).collect::<String>();
        let form = format!("{household}/links/{third}");
        assert!(house.as_("孙老师").get(&form).text.contains("五（1）班"), "the pupil of that name is proposed");
        send(&house, "孙老师", &form, &form, &[("pupil", &other)]);
        assert_eq!(year(&house, &household, "2025", ["12000", "9000", "0", "2500", "3500", "3"]).status, 303);
        let visits = format!("{household}/visits");
        send(&house, "孙老师", &visits, &visits, &[("day", "2026-09-18"), ("how", "home"), ("name", "宋帮扶"), ("words", "爷爷说低保还没批下来"), ("next", "2026-10-18")]);
        let measures = format!("{household}/measures");
        for (kind, what) in [("education", "申请学前到小学的资助"), ("credit", "小额贷款三万元")] {
            send(&house, "孙老师", &measures, &measures, &[("kind", kind), ("horizon", "near"), ("name", "宋帮扶"), ("from", "2026-09-01"), ("due", "2026-10-31"), ("what", what)]);
        }
        for (name, child, sibling) in [("王老师", &one, "苏小禾"), ("何老师", &other, "林小明")] {
            let page = house.as_(name).get(&format!("/pupils/{child}/household")).text;
            assert!(page.contains("2026-09-18") && page.contains("张家庄村") && page.contains("教育帮扶") && page.contains("2026-10-18"), "{name}: {page}");
            for hidden in ["低保", "小额", "贷款", "6666", "20000.00", &format!("href=\"{household}"), sibling] {
                assert!(!page.contains(hidden), "{name} reads {hidden}: a sibling in another class is not theirs, nor is money");
            }
        }
        let both = house.as_("赵主任").get(&format!("/pupils/{one}/household")).text;
        assert!(both.contains("苏小禾") && both.contains("五（1）班"), "who sees both children sees that they are one household");
        assert_eq!(house.as_("李老师").get(&format!("/pupils/{one}/household")).status, 403);
        assert_eq!(house.as_("王老师").get(&format!("/pupils/{other}/household")).status, 404);
        let none = house.here.child("4.2", "陈安安").id;
        assert!(house.as_("王老师").get(&format!("/pupils/{none}/household")).text.contains("没有对应的帮扶户"));
        assert!(house.as_("陈校长").get(&format!("/pupils/{one}/copy")).text.contains("家庭成员（张家庄村）"), "the family's copy has it");
    }
}

#[test]
fn of_an_erased_child_an_unnamed_member_is_left() {
    for house in House::both() {
        let village = village(&house, "张家庄村");
        let household = household(&house, &village, "7", "吕存旺", "林小明");
        let child = house.here.child("4.2", "林小明").id;
        link(&house, &household, &child.to_string());
        assert!(house.as_("孙老师").get(&household).text.contains("林小明"));
        house.act(child, |tx, permit: &Permit<acts::ManageRoster>| movements::depart(tx, permit, Departure::TransferOut, day("2026-09-20"), "随父母迁往外地"));
        house.act(child, |tx, permit: &Permit<acts::ErasePupil>| erasure::erase(tx, permit, "家长书面申请"));
        let shown = house.as_("孙老师").get(&household).text;
        assert!(shown.contains("一名成员") && !shown.contains("林小明") && shown.contains("吕存旺"), "{shown}");
        let paper = house.as_("孙老师").download(&format!("{household}/paper/docx"));
        assert!(paper.status == 200 && !text_of_docx(paper.bytes).contains("林小明"));
    }
}

#[test]
fn a10_01_the_card_and_the_village_book_come_out_on_paper() {
    for house in House::both() {
        let village = village(&house, "张家庄村");
        let aid = house.as_("孙老师");
        assert_eq!(aid.download(&format!("{village}/papers/book/docx")).status, 409, "nothing to print yet");
        let household = household(&house, &village, "7", "吕存旺", "吕小河");
        assert_eq!(year(&house, &household, "2025", ["12000", "9000", "0", "2500", "3500", "2"]).status, 303);
        for format in ["xlsx", "docx", "csv"] {
            for path in [format!("{household}/paper/{format}"), format!("{village}/papers/book/{format}"), format!("{village}/papers/assurances/{format}")] {
                assert_eq!(house.as_("陈校长").download(&path).status, 200, "{path}");
                assert_eq!(house.as_("王老师").download(&path).status, 403, "{path}");
            }
        }
        let card = text_of_docx(aid.download(&format!("{household}/paper/docx")).bytes);
        for fact in ["帮扶户信息卡", "辛村乡 张家庄村", "吕存旺", "30 平方米", "13.5 亩", "10000.00 元／人", "六个一、六个保障", "户主签字"] {
            assert!(card.contains(fact), "{fact}: {card}");
        }
        let book = text_of_docx(aid.download(&format!("{village}/papers/book/docx")).bytes);
        assert!(["村册", "吕存旺", "吕小河 子女", "10000.00", "合计"].iter().all(|word| book.contains(word)), "{book}");
        assert_eq!(aid.get(&format!("{village}/papers/anything/docx")).status, 404);
        assert_eq!(aid.get(&format!("{village}/papers/book/exe")).status, 404);
    }
}

#[test]
fn a10_14_every_measure_that_the_plans_name_can_be_planned_and_every_help_from_outside_written_down() {
    for house in House::both() {
        let village = village(&house, "张家庄村");
        let household = household(&house, &village, "7", "吕存旺", "吕小河");
        let word = |what: &str, code: &str| words::word(Lang::ZhCn, &format!("household-{what}-{code}"));
        for (page, kinds) in [(format!("{household}/measures"), &MEASURES[..]), (format!("{village}/measures"), &PLANS[..])] {
            for (kind, clause) in kinds {
                let what = format!("{clause} 的安排");
                let ground = if *kind == "relocation" { "harsh" } else { "" };
                let fields =
                    [("kind", *kind), ("horizon", "near"), ("ground", ground), ("name", "驻村工作队"), ("from", "2026-09-01"), ("due", "2026-12-31"), ("what", what.as_str())];
                send(&house, "孙老师", &page, &page, &fields);
            }
            let shown = house.as_("陈校长").get(&page).text;
            for (kind, clause) in kinds {
                assert!(shown.contains(&format!("<strong>{}</strong>", word("measure", kind))), "{kind} of {clause}: {shown}");
            }
        }
        let (ledger, id) = (format!("{village}/ledger"), household.rsplit('/').next().unwrap().to_owned());
        for (at, (kind, _)) in BENEFITS.iter().enumerate() {
            let amount = format!("{}.5", 100 + at);
            let (amount, goods) = if *kind == "inputs" { ("", "籽种 20 斤") } else { (amount.as_str(), "") };
            let fields = [
                ("household", id.as_str()),
                ("kind", kind),
                ("project", "外来帮扶"),
                ("source", "有关部门"),
                ("amount", amount),
                ("goods", goods),
                ("day", "2026-09-10"),
                ("evidence", "发放表第 1 页"),
            ];
            send(&house, "孙老师", &ledger, &ledger, &fields);
        }
        let shown = house.as_("陈校长").get(&ledger).text;
        for (kind, clause) in BENEFITS {
            assert!(shown.contains(&format!(">{}</a>", word("benefit", kind))), "{kind} of {clause}: {shown}");
        }
        assert!(shown.contains("籽种 20 斤"), "goods without a price count no money: {shown}");
    }
}
