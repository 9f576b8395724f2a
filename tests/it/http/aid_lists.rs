//! Programmes of aid over HTTP: amounts by level and boarding, the list of a term, the bank's file and its answer, goods from stock, what comes twice and what is missing, help of others.

use bangfu::access::{Permit, Subject, acts};
use bangfu::base::PupilId;
use bangfu::roster::erasure;
use bangfu::roster::movements::{Departure, depart};
use bangfu::roster::particulars::{self, Correction};

use super::aid::{done, grant, id, lines, post, press, station, today};
use crate::house::{House, day};

/// The level of a child, as the aid officer says it.
pub(crate) fn level(house: &House, child: PupilId, level: &str) {
    done(house, "孙老师", &format!("/pupils/{child}/aid/level"), &[("level", level), ("reason", "家访了解的情况")]);
}

/// A fund that the county pays, and the programme of living allowances out of it with the national amounts.
pub(crate) fn living(house: &House) -> String {
    let (fund, scheme) = (id("county"), id("living"));
    done(house, "孙老师", "/aid/funds/new", &[("id", &fund), ("name", "县生活补助"), ("kind", "budget"), ("held", "county"), ("purpose", "生活补助")]);
    done(house, "孙老师", &format!("/aid/funds/{fund}/budget"), &[("id", &id("appropriated")), ("amount", "5000"), ("account", "county"), ("day", &today(house)), ("about", "")]);
    let source = format!("{fund}:county");
    let new =
        [("id", scheme.as_str()), ("name", "生活补助"), ("kind", "living"), ("form", "money"), ("source", &source), ("item", ""), ("region", "阳光县"), ("basis", "国家基础标准")];
    let path = done(house, "孙老师", "/aid/schemes/new", &new);
    assert_eq!(press(house, "孙老师", &path, &format!("{path}/national")).status, 303);
    path
}

fn account(house: &House, child: PupilId, card: &str) {
    done(house, "孙老师", &format!("/pupils/{child}/aid/account"), &[("bank", "农信社"), ("holder", "孩子的妈妈"), ("card", card)]);
}

/// Asks for the list of the term and approves it.
fn listed(house: &House, scheme: &str) -> String {
    let list = format!("{scheme}/list");
    let request = house.as_("孙老师").post_from(&list, &list, &[("id", &id(&format!("list of {scheme}")))]);
    assert_eq!(request.status, 303, "{}", request.main());
    assert_eq!(press(house, "陈校长", &request.to, &format!("{}/approval", request.to)).status, 303);
    request.to
}

#[test]
fn a10_17_the_list_of_a_term_follows_levels_and_boarding_and_the_banks_answer_is_taken_over() {
    for house in House::both() {
        let child = |name: &str| house.here.child("4.2", name).id;
        let (boards, day_pupil, other, none) = (child("陈安安"), child("林小明"), child("何田田"), child("刘一诺"));
        for (who, to) in [(boards, "2"), (day_pupil, "1"), (other, "3"), (none, "0")] {
            level(&house, who, to);
        }
        let scheme = living(&house);
        let shown = house.as_("孙老师").get(&format!("{scheme}/list")).text;
        assert!(shown.contains("625.00") && shown.contains("312.50") && !shown.contains("刘一诺") && shown.contains("1250.00"), "{shown}");
        let request = listed(&house, &scheme);
        let again = house.as_("孙老师").get(&format!("{scheme}/list")).text;
        assert!(again.contains("本学期已有同类资助") && !again.contains("提交审批"), "nobody twice: {again}");
        let file = format!("{request}/bank-file/csv");
        let refused = house.as_("韩老师").get(&file);
        assert!(refused.status == 409 && refused.text.contains("没有登记收款账户"), "{}", refused.main());
        assert_eq!(post(&house, "孙老师", &format!("/pupils/{boards}/aid/account"), &[("bank", "农信社"), ("holder", "妈妈"), ("card", "123")]).status, 422);
        for (who, card) in [(boards, "6222021234567890"), (day_pupil, "6222021234567891"), (other, "6222021234567892")] {
            account(&house, who, card);
        }
        let text = String::from_utf8(house.as_("韩老师").download(&file).bytes).unwrap();
        assert!(text.contains("6222021234567890") && text.contains("625.00") && text.lines().count() == 4, "{text}");
        assert_eq!(house.as_("孙老师").get(&file).status, 403, "who asks does not pay");
        let reference = |card: &str| text.lines().find(|line| line.contains(card)).unwrap().trim().rsplit(',').next().unwrap().to_owned();
        let answer = format!(
            "附言,金额,处理结果,失败原因\r\n{},625.00,成功,\r\n{},312.50,失败,户名不符\r\nR0000000000,1.00,成功,\r\n",
            reference("6222021234567890"),
            reference("6222021234567891")
        );
        let path = format!("{request}/answer");
        let send = |name: &str, text: &str| house.as_("韩老师").upload(&path, &path, &[("id", &id(name)), ("day", &today(&house))], &[("file", "回盘.csv", text.as_bytes())]);
        assert!(send("wrong", "甲,乙\r\n1,2\r\n").text.contains("找不到"), "columns are named");
        let told = send("answer", &answer);
        assert!(told.status == 200 && told.text.contains("户名不符") && told.text.contains("何田田") && told.text.contains("不是这份名单里的"), "{}", told.main());
        let page = house.as_("孙老师").get(&request).text;
        assert!(page.contains("已付款") && page.contains("付款失败") && page.contains("户名不符") && page.contains("等待发放"), "{page}");
        let twice = send("twice", &answer);
        assert!(twice.status == 200 && twice.text.contains("已经付过了"), "a paid line is not paid again: {}", twice.main());
        done(&house, "韩老师", &format!("{request}/payment"), &[("id", &id("rest")), ("day", &today(&house))]);
        let fund = house.as_("陈校长").get(&format!("/aid/funds/{}", id("county"))).text;
        assert!(fund.contains("3750.00"), "5,000 less 1,250: {fund}");
        let list = super::text_of_docx(house.as_("陈校长").download(&format!("{request}/list/docx")).bytes);
        assert!(list.contains("林小明") && list.contains("内部资料") && list.contains("壹仟贰佰伍拾元整"), "{list}");
    }
}

#[test]
fn a1_18_things_for_the_term_are_bought_taken_into_stock_and_handed_out_by_the_piece() {
    for house in House::both() {
        let (fund, child) = (station(&house), |name: &str| house.here.child("4.2", name).id);
        let source = format!("{fund}:bank");
        done(&house, "孙老师", "/aid/items/new", &[("id", &id("set")), ("name", "学习用品套装"), ("unit", "套"), ("what", "school")]);
        let buy = [("id", id("buy")), ("source", source.clone()), ("item", id("set")), ("quantity", "3".into()), ("amount", "100.00".into()), ("title", "开学学习用品".into())];
        let buy: Vec<(&str, &str)> = buy.iter().map(|(name, value)| (*name, value.as_str())).collect();
        let purchase = done(&house, "孙老师", "/aid/purchases/new", &buy);
        press(&house, "陈校长", &purchase, &format!("{purchase}/approval"));
        let early = press(&house, "孙老师", &purchase, &format!("{purchase}/stock"));
        assert!(early.status == 409, "{}", early.main());
        done(&house, "韩老师", &format!("{purchase}/payment"), &[("id", &id("bought")), ("day", &today(&house))]);
        assert_eq!(press(&house, "孙老师", &purchase, &format!("{purchase}/stock")).status, 303);
        assert!(house.as_("陈校长").get("/aid/items").text.contains("3 套"));
        for name in ["林小明", "何田田"] {
            level(&house, child(name), "1");
        }
        let new = [
            ("id", id("supplies")),
            ("name", "开学用品".into()),
            ("kind", "supplies".into()),
            ("form", "goods".into()),
            ("source", source),
            ("item", id("set")),
            ("region", String::new()),
            ("basis", String::new()),
        ];
        let new: Vec<(&str, &str)> = new.iter().map(|(name, value)| (*name, value.as_str())).collect();
        let scheme = done(&house, "孙老师", "/aid/schemes/new", &new);
        done(&house, "孙老师", &format!("{scheme}/rates"), &[("from", "2026-1"), ("level", ""), ("boarding", ""), ("quantity", "1")]);
        let request = listed(&house, &scheme);
        let refused = press(&house, "孙老师", &request, &format!("{request}/handing-out"));
        assert_eq!(refused.status, 403);
        assert_eq!(press(&house, "韩老师", &request, &format!("{request}/handing-out")).status, 303);
        let again = press(&house, "韩老师", &request, &format!("{request}/handing-out"));
        assert!(again.status == 409 && again.text.contains("已经发放过了"), "{}", again.main());
        let page = house.as_("陈校长").get(&format!("/aid/funds/{fund}")).text;
        assert!(page.contains("1 套") && page.contains("33.33"), "the last one keeps its share: {page}");
        let line = lines(&house, &request)[0].clone();
        done(&house, "韩老师", &format!("{line}/return"), &[("reason", "孩子转学了"), ("day", &today(&house))]);
        assert!(house.as_("陈校长").get("/aid/items").text.contains("2 套"));
    }
}

#[test]
fn what_comes_twice_and_what_is_missing_is_seen_across_all_funds() {
    for house in House::both() {
        let child = |name: &str| house.here.child("4.2", name).id;
        let (twice, nothing) = (child("林小明"), child("何田田"));
        for who in [twice, nothing] {
            level(&house, who, "2");
        }
        let fund = station(&house);
        let source = format!("{fund}:bank");
        for (name, title) in [("fees one", "书本费"), ("fees two", "作业本费")] {
            let fields = [("request", &*id(name)), ("kind", "fees"), ("form", "money"), ("source", &source), ("amount", "60"), ("title", title), ("why", "")];
            done(&house, "孙老师", &format!("/pupils/{twice}/aid/request"), &fields);
        }
        let page = house.as_("陈校长").get("/aid/children").text;
        let row = |name: &str| page.split("<tr>").find(|row| row.contains(name)).unwrap().to_owned();
        assert!(row("林小明").contains("重复") && row("林小明").contains("60.00"), "{page}");
        assert!(row("何田田").contains("还没有"), "{page}");
        let form = format!("/pupils/{nothing}/aid/outside");
        let note = [("kind", "dibao"), ("from", "2026-01-01"), ("until", "2026-12-31"), ("amount", "480"), ("per", "month"), ("note", "镇民政办发到一卡通")];
        assert_eq!(post(&house, "孙老师", &form, &[("kind", "wine"), ("from", "2026-01-01"), ("until", "2025-12-31"), ("per", "month"), ("note", "")]).status, 422);
        done(&house, "孙老师", &form, &note);
        let page = house.as_("陈校长").get(&format!("/pupils/{nothing}/aid")).text;
        assert!(page.contains("最低生活保障") && page.contains("480.00") && page.contains("镇民政办"), "{page}");
        assert!(house.as_("陈校长").get("/aid").text.contains("1000.00"), "nothing of it is paid here");
    }
}

#[test]
fn a10_06_project_money_and_things_are_followed_down_to_the_household() {
    for house in House::both() {
        let (fund, child) = (id("project"), house.here.child("4.2", "林小明").id);
        done(&house, "孙老师", "/aid/funds/new", &[("id", &fund), ("name", "产业帮扶项目"), ("kind", "project"), ("held", "school"), ("purpose", "到村到户")]);
        done(
            &house,
            "孙老师",
            &format!("/aid/funds/{fund}/budget"),
            &[("id", &id("project money")), ("amount", "800"), ("account", "bank"), ("day", &today(&house)), ("about", "")],
        );
        done(&house, "孙老师", "/aid/items/new", &[("id", &id("film")), ("name", "地膜"), ("unit", "卷"), ("what", "farm")]);
        let goods = [
            ("id", id("films")),
            ("donor", String::new()),
            ("item", id("film")),
            ("quantity", "6".into()),
            ("amount", "180".into()),
            ("day", today(&house)),
            ("about", String::new()),
        ];
        let goods: Vec<(&str, &str)> = goods.iter().map(|(name, value)| (*name, value.as_str())).collect();
        done(&house, "孙老师", &format!("/aid/funds/{fund}/goods"), &goods);
        let ask = format!("/pupils/{child}/aid/request");
        let (item, source) = (id("film"), format!("{fund}:bank"));
        let fields = [
            ("request", &*id("to household")),
            ("kind", "household"),
            ("form", "goods"),
            ("source", &source),
            ("item", &item),
            ("quantity", "2"),
            ("title", "春耕地膜"),
            ("why", "春耕缺地膜，家里只有奶奶"),
        ];
        let request = done(&house, "孙老师", &ask, &fields);
        press(&house, "陈校长", &request, &format!("{request}/approval"));
        assert_eq!(press(&house, "韩老师", &request, &format!("{request}/handing-out")).status, 303);
        let text = String::from_utf8(house.as_("陈校长").download("/aid/registers/households/csv").bytes).unwrap();
        assert!(text.contains("林小明的妈妈") && text.contains("地膜 × 2") && text.contains("60.00") && text.contains("产业帮扶项目"), "{text}");
        assert_eq!(house.as_("许书记").get("/aid/registers/households/csv").status, 404, "families' money");
    }
}

#[test]
fn b5_01_a_scholarship_may_be_money_goods_or_another_form_and_what_is_not_given_is_free_again() {
    for house in House::both() {
        let (fund, child) = (station(&house), house.here.child("4.2", "林小明").id);
        let (ask, source) = (format!("/pupils/{child}/aid/request"), format!("{fund}:bank"));
        let asked = |name: &str, form: &str, amount: &str| {
            let fields = [("request", &*id(name)), ("kind", "scholarship"), ("form", form), ("source", &source), ("amount", amount), ("title", "自强奖学金"), ("why", "")];
            post(&house, "孙老师", &ask, &fields)
        };
        assert_eq!(asked("no amount", "money", "").status, 422);
        let outing = asked("outing", "other", "").to;
        let money = asked("money", "money", "120").to;
        for path in [&outing, &money] {
            assert_eq!(press(&house, "陈校长", path, &format!("{path}/approval")).status, 303, "{path}");
        }
        assert_eq!(press(&house, "韩老师", &outing, &format!("{outing}/handing-out")).status, 303, "a place in an outing costs nothing here");
        let line = lines(&house, &money)[0].clone();
        done(&house, "韩老师", &format!("{line}/failure"), &[("reason", "账号有误"), ("day", &today(&house))]);
        done(&house, "陈校长", &format!("{line}/cancellation"), &[("reason", "家长说不需要")]);
        assert!(house.as_("陈校长").get("/aid").text.contains("1000.00"), "free again");
        let late = post(&house, "韩老师", &format!("{money}/payment"), &[("id", &id("late")), ("day", &today(&house))]);
        assert_eq!(late.status, 409, "{}", late.main());
        let third = asked("third", "money", "30").to;
        done(&house, "陈校长", &format!("{third}/refusal"), &[("reason", "名额已满")]);
        let fourth = asked("fourth", "money", "30").to;
        done(&house, "孙老师", &format!("{fourth}/withdrawal"), &[("reason", "写错了")]);
    }
}

#[test]
fn an_erased_child_stays_as_an_amount_without_a_name_and_the_ledger_is_whole() {
    for house in House::both() {
        let (fund, child) = (station(&house), house.here.child("4.2", "林小明").id);
        let request = grant(&house, "孙老师", child, &fund, "grant", "200.00");
        press(&house, "陈校长", &request, &format!("{request}/approval"));
        done(&house, "韩老师", &format!("{request}/payment"), &[("id", &id("paid")), ("day", &today(&house))]);
        let copy = house.as_("周主任").get(&format!("/pupils/{child}/copy")).text;
        assert!(copy.contains("秋冬衣物") && copy.contains("200.00"), "{copy}");
        house.act(child, |tx, permit: &Permit<acts::ManageRoster>| depart(tx, permit, Departure::TransferOut, day("2026-09-21"), "随父母迁往外地"));
        house.clock.set(day("2026-09-28"));
        house.act(child, |tx, permit: &Permit<acts::ErasePupil>| erasure::erase(tx, permit, "家长书面申请"));
        let page = house.as_("陈校长").get(&request).text;
        assert!(page.contains("已注销的学生") && page.contains("200.00") && !page.contains("林小明"), "{page}");
        let line = house.as_("陈校长").get(&lines(&house, &request)[0]).text;
        assert!(!line.contains("水灾"), "the reason went with the key: {line}");
        let ledger = house.as_("陈校长").get("/aid/ledger").text;
        assert!(ledger.contains("核对无误") && !ledger.contains("林小明"), "{ledger}");
    }
}

#[test]
fn aid_of_a_child_who_was_entered_twice_goes_to_the_entry_that_is_kept() {
    let house = House::sqlite();
    let (fund, gone, kept) = (station(&house), house.here.child("4.2", "林小明").id, house.here.child("4.2", "何田田").id);
    level(&house, gone, "2");
    account(&house, gone, "6222021234567890");
    grant(&house, "孙老师", gone, &fund, "grant", "200.00");
    house.act(gone, |tx, permit: &Permit<acts::EditPupil>| {
        particulars::correct(tx, permit, &Correction { identity_no: Some(None), registry_no: Some(None), reason: "录成了别人的号".into(), ..Correction::default() })
    });
    house.act(Subject::School, |tx, permit: &Permit<acts::ManageRoster>| {
        bangfu::child::unite::unite(tx, permit, kept, gone, &bangfu::roster::unite_rules::Picked::new(), "同一个孩子")
    });
    let page = house.as_("孙老师").get(&format!("/pupils/{kept}/aid")).text;
    assert!(page.contains("秋冬衣物") && page.contains("2 档") && page.contains("**** 7890"), "{page}");
}
