//! Aid over HTTP: three people stand for what is paid, what is typed wrongly gets a clear answer, a family signs on its own slip, gifts press nobody; and who may see what.

use bangfu::access::{Duty, Permit, Subject, acts};
use bangfu::aid::verify;
use bangfu::base::{Id, PupilId, RowId, derived};
use bangfu::roster::people::{self, NewPost};

use crate::client::Answer;
use crate::house::{House, day};

pub(crate) fn id(name: &str) -> String {
    derived::<RowId>(&[b"aid over http", name.as_bytes()]).to_string()
}

/// Sends a form from its own page.
pub(crate) fn post(house: &House, who: &str, path: &str, fields: &[(&str, &str)]) -> Answer {
    house.as_(who).post_form(path, fields)
}

pub(crate) fn done(house: &House, who: &str, path: &str, fields: &[(&str, &str)]) -> String {
    let answer = post(house, who, path, fields);
    assert_eq!(answer.status, 303, "{}: {who} {path} → {}", house.name(), answer.main());
    answer.to
}

/// A button of another page.
pub(crate) fn press(house: &House, who: &str, page: &str, path: &str) -> Answer {
    house.as_(who).post_from(page, path, &[])
}

/// The station of the school with 1,000 yuan at the bank.
pub(crate) fn station(house: &House) -> String {
    let fund = id("station");
    done(house, "孙老师", "/aid/funds/new", &[("id", &fund), ("name", "校园帮扶站"), ("kind", "station"), ("held", "school"), ("purpose", "帮扶困难学生")]);
    done(
        house,
        "孙老师",
        &format!("/aid/funds/{fund}/gift"),
        &[("id", &id("gift")), ("donor", ""), ("amount", "1000"), ("account", "bank"), ("day", &today(house)), ("about", "校庆捐款")],
    );
    fund
}

pub(crate) fn today(house: &House) -> String {
    house.store.clock().now().day().to_string()
}

/// Gives somebody a further duty.
fn appoint(house: &House, who: &str, duty: Duty) {
    let (staff, scope_id) = (house.here.person(who).staff, RowId::from_uuid(house.here.id.uuid()));
    house.act(Subject::School, |tx, permit: &Permit<acts::ManageStaff>| {
        people::appoint(tx, permit, &NewPost { staff, duty, scope_id, subject: String::new(), from_day: day("2026-09-01"), until_day: people::forever(), import: None })
    });
}

/// Asks for money for a child out of a fund; gives the path of the request.
pub(crate) fn grant(house: &House, who: &str, child: PupilId, fund: &str, name: &str, amount: &str) -> String {
    let request = id(name);
    let fields = [
        ("request", request.as_str()),
        ("kind", "grant"),
        ("form", "money"),
        ("source", &format!("{fund}:bank")),
        ("amount", amount),
        ("title", "秋冬衣物"),
        ("why", "家里遭了水灾，缺过冬的衣服"),
    ];
    done(house, who, &format!("/pupils/{child}/aid/request"), &fields)
}

/// The lines of a request, as its page links them.
pub(crate) fn lines(house: &House, request: &str) -> Vec<String> {
    let page = house.as_("孙老师").get(request).text;
    page.split("href=\"/aid/lines/").skip(1).map(|rest| format!("/aid/lines/{}", rest.split('"').next().unwrap())).collect()
}

/// The guardian whom the receipt form of a line offers.
fn guardian(house: &House, line: &str) -> String {
    let form = house.as_("孙老师").get(&format!("{line}/receipt")).text;
    form.split("name=\"guardian\"").nth(1).unwrap().split("option value=\"").nth(1).unwrap().split('"').next().unwrap().to_owned()
}

fn receive(house: &House, who: &str, line: &str, guardian: &str, picture: &[u8]) -> Answer {
    let path = format!("{line}/receipt");
    house.as_(who).upload(&path, &path, &[("guardian", guardian), ("day", &today(house))], &[("slip", "slip.png", picture)])
}

const PICTURE: &[u8] = b"\x89PNG\r\n\x1a\nnot much of a picture";

fn sound(house: &House) {
    let verdict = house.read(house.here.id, |tx| {
        let who = bangfu::access::Who::operator(tx, "test");
        let permit = Permit::<acts::SeeAid>::ask(tx, &who, Subject::School)?;
        verify::verify(tx, &permit)
    });
    assert_eq!(verdict.faults, [], "{}", house.name());
}

#[test]
fn a1_09_a_grant_is_asked_for_approved_and_paid_by_three_and_never_twice() {
    for house in House::both() {
        let (fund, child) = (station(&house), house.here.child("4.2", "林小明").id);
        let request = grant(&house, "孙老师", child, &fund, "grant", "200.00");
        let pay = format!("{request}/payment");
        let form = [("id", id("pay")), ("day", today(&house))];
        let form: Vec<(&str, &str)> = form.iter().map(|(name, value)| (*name, value.as_str())).collect();
        let refused = post(&house, "韩老师", &pay, &form);
        assert!(refused.status == 409 && refused.text.contains("还没有批准"), "paid before approval: {}", refused.main());
        assert_eq!(press(&house, "孙老师", &request, &format!("{request}/approval")).status, 403, "who asks has no such duty");
        assert_eq!(press(&house, "韩老师", &request, &format!("{request}/approval")).status, 403);
        appoint(&house, "韩老师", Duty::Leader);
        assert_eq!(press(&house, "韩老师", &request, &format!("{request}/approval")).status, 303);
        assert!(press(&house, "陈校长", &request, &format!("{request}/approval")).text.contains("已经办过了"), "decided once");
        let shown = house.as_("陈校长").get(&format!("/aid/funds/{fund}")).text;
        assert!(shown.contains("800.00") && shown.contains("200.00"), "promised and free: {shown}");
        let refused = post(&house, "韩老师", &pay, &form);
        assert!(refused.status == 409 && refused.text.contains("第三个人"), "who approved pays: {}", refused.main());
        appoint(&house, "沈老师", Duty::Cashier);
        assert_eq!(post(&house, "沈老师", &pay, &form).status, 303);
        let refused = post(&house, "沈老师", &pay, &[("id", &id("pay again")), ("day", &today(&house))]);
        assert!(refused.status == 409 && refused.text.contains("已经付过款了"), "paid twice: {}", refused.main());
        let line = lines(&house, &request)[0].clone();
        let refused = house.as_("陈校长").post_form(&format!("{line}/cancellation"), &[("reason", "不用了")]);
        assert!(refused.status == 409 && refused.text.contains("已经付过款了"), "{}", refused.main());
        sound(&house);
    }
}

#[test]
fn nobody_approves_the_own_request_and_nothing_is_paid_on_a_closed_day() {
    for house in House::both() {
        let (fund, child) = (station(&house), house.here.child("4.2", "林小明").id);
        appoint(&house, "孙老师", Duty::Leader);
        let request = grant(&house, "孙老师", child, &fund, "own", "100");
        let refused = press(&house, "孙老师", &request, &format!("{request}/approval"));
        assert!(refused.status == 409 && refused.text.contains("您自己提的申请"), "{}", refused.main());
        assert_eq!(press(&house, "陈校长", &request, &format!("{request}/approval")).status, 303);
        house.clock.set(day("2026-10-12"));
        assert_eq!(post(&house, "陈校长", "/aid/closing", &[("through", "2026-10-12")]).status, 422, "today is not closed");
        done(&house, "陈校长", "/aid/closing", &[("through", "2026-09-30")]);
        assert_eq!(post(&house, "陈校长", "/aid/closing", &[("through", "2026-09-25")]).status, 422, "only forward");
        let pay = format!("{request}/payment");
        let refused = post(&house, "韩老师", &pay, &[("id", &id("late")), ("day", "2026-09-30")]);
        assert!(refused.status == 409 && refused.text.contains("已经结账"), "{}", refused.main());
        assert_eq!(post(&house, "韩老师", &pay, &[("id", &id("future")), ("day", "2026-12-01")]).status, 422);
        assert_eq!(post(&house, "韩老师", &pay, &[("id", &id("in time")), ("day", "2026-10-12")]).status, 303);
        let page = house.as_("孙老师").get("/aid/ledger").text;
        assert!(page.contains("2026-09-30") && page.contains("核对无误"), "{page}");
        sound(&house);
    }
}

#[test]
fn a_family_signs_on_its_own_slip_and_nobody_signs_for_another() {
    for house in House::both() {
        let (fund, one, other) = (station(&house), house.here.child("4.2", "林小明").id, house.here.child("4.2", "何田田").id);
        let request = grant(&house, "孙老师", one, &fund, "one", "200");
        let second = grant(&house, "孙老师", other, &fund, "other", "150");
        let (line, of_other) = (lines(&house, &request)[0].clone(), lines(&house, &second)[0].clone());
        let (own, strange) = (guardian(&house, &line), guardian(&house, &of_other));
        let early = receive(&house, "孙老师", &line, &own, PICTURE);
        assert!(early.status == 409 && early.text.contains("还没有付款"), "{}", early.main());
        for path in [&request, &second] {
            assert_eq!(press(&house, "陈校长", path, &format!("{path}/approval")).status, 303);
        }
        done(&house, "韩老师", &format!("{request}/payment"), &[("id", &id("paid one")), ("day", &today(&house))]);
        let refused = receive(&house, "孙老师", &line, &strange, PICTURE);
        assert!(refused.status == 422 && refused.text.contains("不能代别人签"), "{}", refused.main());
        assert_eq!(receive(&house, "孙老师", &line, "", PICTURE).status, 422);
        assert_eq!(receive(&house, "孙老师", &line, &own, b"MZ a program").status, 422, "no picture");
        appoint(&house, "韩老师", Duty::AidOfficer);
        let refused = receive(&house, "韩老师", &line, &own, PICTURE);
        assert!(refused.status == 409 && refused.text.contains("另一个人登记"), "who paid writes no receipt: {}", refused.main());
        let signed = receive(&house, "孙老师", &line, &own, PICTURE);
        assert_eq!(signed.status, 303, "{}", signed.main());
        assert_eq!(house.as_("孙老师").download(&format!("{line}/slip")).bytes, PICTURE);
        assert_eq!(house.as_("许书记").get(&format!("{line}/slip")).status, 403);
        let slips = house.as_("孙老师").download(&format!("{second}/slips/docx"));
        let text = super::text_of_docx(slips.bytes);
        assert!(text.contains("何田田") && text.contains("壹佰伍拾元整") && !text.contains("林小明"), "a slip of the family's own: {text}");
    }
}

#[test]
fn what_is_no_amount_gets_a_clear_answer_and_keeps_what_was_typed() {
    let house = House::sqlite();
    let fund = station(&house);
    for (typed, says) in [
        ("12.345", "两位小数"),
        ("-1", "正负号"),
        ("1e9", "科学计数法"),
        ("１２．５０", "请用半角数字写成 12.50"),
        ("壹佰", "阿拉伯数字"),
        ("1,000.00", "请写成 1000.00"),
        ("0", "大于 0"),
        ("", "请填写金额"),
    ] {
        for path in [format!("/aid/funds/{fund}/gift"), format!("/aid/funds/{fund}/budget")] {
            let answer =
                post(&house, "孙老师", &path, &[("id", &id("typed")), ("donor", ""), ("amount", typed), ("account", "bank"), ("day", &today(&house)), ("about", "写错的")]);
            assert!(answer.status == 422 && answer.text.contains(says) && answer.text.contains("金额"), "{typed}: {}", answer.main());
            assert!(answer.text.contains(&format!("name=\"amount\" type=\"text\" value=\"{typed}\"")) && answer.text.contains("写错的"), "kept: {}", answer.main());
        }
    }
    let answer = post(&house, "孙老师", &format!("/aid/funds/{fund}/gift"), &[("id", &id("charity")), ("amount", "5"), ("account", "charity"), ("day", &today(&house))]);
    assert!(answer.status == 422 && answer.text.contains("没有这个账户"), "{}", answer.main());
}

#[test]
fn b3_12_no_fund_gives_what_it_does_not_have_and_a_wrong_entry_is_reversed_once_with_a_reason() {
    for house in House::both() {
        let (fund, child) = (station(&house), house.here.child("4.2", "林小明").id);
        let request = grant(&house, "孙老师", child, &fund, "much", "1000.01");
        let refused = press(&house, "陈校长", &request, &format!("{request}/approval"));
        assert!(refused.status == 409 && refused.text.contains("可用资金只有 1000.00 元"), "{}", refused.main());
        let care = id("care");
        done(&house, "孙老师", "/aid/funds/new", &[("id", &care), ("name", "学困生关爱基金"), ("kind", "care"), ("held", "school"), ("purpose", "生活困难")]);
        done(&house, "陈校长", "/aid/move", &[("id", &id("moved")), ("from", &fund), ("to", &care), ("amount", "300"), ("about", "设立关爱基金")]);
        let path = "/aid/ledger/1/reversal";
        assert_eq!(post(&house, "孙老师", path, &[("id", &id("undo")), ("reason", "")]).status, 422);
        let refused = post(&house, "孙老师", path, &[("id", &id("undo")), ("reason", "重复记账")]);
        assert!(refused.status == 409 && refused.text.contains("可用资金只有"), "it is spent meanwhile: {}", refused.main());
        done(&house, "孙老师", "/aid/ledger/2/reversal", &[("id", &id("undo move")), ("reason", "暂不设立")]);
        let again = post(&house, "孙老师", "/aid/ledger/2/reversal", &[("id", &id("undo again")), ("reason", "再来一次")]);
        assert!(again.status == 409 && again.text.contains("只能冲正一次"), "{}", again.main());
        let of_reversal = post(&house, "孙老师", "/aid/ledger/3/reversal", &[("id", &id("undo undo")), ("reason", "再来一次")]);
        assert!(of_reversal.status == 409 && of_reversal.text.contains("冲正不能再冲正"), "{}", of_reversal.main());
        done(&house, "孙老师", path, &[("id", &id("undo first")), ("reason", "重复记账")]);
        let page = house.as_("孙老师").get(&format!("/aid/funds/{fund}")).text;
        assert!(page.contains("重复记账"), "{page}");
        let statement = house.as_("孙老师").download(&format!("/aid/funds/{care}/statement/docx"));
        assert!(super::text_of_docx(statement.bytes).contains("学困生关爱基金"));
        sound(&house);
    }
}

#[test]
fn a1_08_a_class_collects_without_names_or_least_amounts_and_two_count() {
    for house in House::both() {
        let fund = station(&house);
        let (drive, class, first) = (id("drive"), house.here.class("4.2").0.to_string(), today(&house));
        let words = |text: &'static str| {
            [("id", drive.as_str()), ("class", class.as_str()), ("fund", fund.as_str()), ("name", "冬衣爱心箱"), ("words", text), ("day", first.as_str()), ("until", "2026-09-30")]
        };
        for (text, says) in [("请每人捐十元。", "“每人”"), ("捐款名单将张贴。", "“捐款名单”"), ("", "请填写")] {
            let refused = post(&house, "孙老师", "/aid/drives/new", &words(text));
            assert!(refused.status == 422 && refused.text.contains(says), "{text}: {}", refused.main());
        }
        done(&house, "孙老师", "/aid/drives/new", &words("自愿把省下的零花钱放进箱子，不放也好。"));
        let count = format!("/aid/drives/{drive}/count");
        let own = house.here.person("孙老师").staff.to_string();
        let other = house.here.person("王老师").staff.to_string();
        let box_of = |second: &str| post(&house, "孙老师", &count, &[("id", &id("box")), ("amount", "86.40"), ("account", "cash"), ("second", second), ("day", &first)]);
        assert!(box_of(&own).text.contains("不能一个人清点"), "one alone");
        assert_eq!(box_of(&other).status, 303);
        let page = house.as_("陈校长").get("/aid/drives").text;
        assert!(page.contains("86.40") && page.contains("王老师"), "{page}");
        let letter = super::text_of_docx(house.as_("孙老师").download(&format!("/aid/drives/{drive}/letter/docx")).bytes);
        assert!(letter.contains("没有最低数额") && letter.contains("不登记谁捐了"), "{letter}");
        sound(&house);
    }
}

#[test]
fn b5_06_who_gives_is_thanked_with_what_was_given_and_no_child_is_named() {
    for house in House::both() {
        let (fund, donor) = (station(&house), id("donor"));
        let child = house.here.child("4.2", "林小明").id;
        done(&house, "孙老师", "/aid/donors/new", &[("id", &donor), ("name", "阳光书店"), ("kind", "firm"), ("named", "1"), ("contact", "电话 0000-1234567")]);
        let path = format!("/aid/donors/{donor}");
        assert_eq!(house.as_("孙老师").get(&format!("{path}/thanks/docx")).status, 409, "nothing was given yet");
        done(
            &house,
            "孙老师",
            &format!("/aid/funds/{fund}/gift"),
            &[("id", &id("firm gift")), ("donor", &donor), ("amount", "500"), ("account", "bank"), ("day", &today(&house)), ("about", "")],
        );
        done(&house, "孙老师", "/aid/items/new", &[("id", &id("reader")), ("name", "课外读物"), ("unit", "册"), ("what", "book")]);
        let goods = [
            ("id", id("books")),
            ("donor", donor.clone()),
            ("item", id("reader")),
            ("quantity", "40".into()),
            ("amount", "640".into()),
            ("day", today(&house)),
            ("about", "开学赠书".into()),
        ];
        let goods: Vec<(&str, &str)> = goods.iter().map(|(name, value)| (*name, value.as_str())).collect();
        done(&house, "孙老师", &format!("/aid/funds/{fund}/goods"), &goods);
        grant(&house, "孙老师", child, &fund, "child", "50");
        let letter = super::text_of_docx(house.as_("孙老师").download(&format!("{path}/thanks/docx")).bytes);
        assert!(letter.contains("阳光书店") && letter.contains("伍佰元整") && letter.contains("课外读物 40 册") && !letter.contains("林小明"), "{letter}");
        assert!(house.as_("孙老师").get(&path).text.contains("0000-1234567"));
        assert!(!house.as_("陈校长").get(&path).text.contains("0000-1234567"), "how a donor is reached is for who writes to it");
        for (what, says) in [("gifts", "阳光书店"), ("stock", "课外读物")] {
            let file = house.as_("陈校长").download(&format!("/aid/registers/{what}/csv"));
            assert!(String::from_utf8(file.bytes).unwrap().contains(says), "{what}");
        }
        sound(&house);
    }
}

#[test]
fn money_of_families_is_read_by_who_needs_it_and_by_nobody_else() {
    for house in House::both() {
        let (fund, child) = (station(&house), house.here.child("4.2", "林小明").id);
        let request = grant(&house, "孙老师", child, &fund, "grant", "200.00");
        press(&house, "陈校长", &request, &format!("{request}/approval"));
        let (line, class) = (lines(&house, &request)[0].clone(), house.here.class("4.2").0);
        let (of_child, envelopes) = (format!("/pupils/{child}/aid"), format!("/classes/{class}/envelopes"));
        for (who, path, status) in [
            ("王老师", "/aid", 403),
            ("王老师", of_child.as_str(), 403),
            ("周主任", &of_child, 403),
            ("沈老师", &request, 403),
            ("钱老师", "/aid/ledger", 403),
            ("陈校长", &of_child, 200),
            ("孙老师", &of_child, 200),
            ("许书记", &of_child, 404),
            ("许书记", &request, 200),
            ("许书记", "/aid/children", 404),
            ("陈校长", "/aid/children", 200),
            ("何老师", &envelopes, 404),
            ("李老师", &envelopes, 403),
            ("孙老师", &envelopes, 403),
        ] {
            assert_eq!(house.as_(who).get(path).status, status, "{}: {who} {path}", house.name());
        }
        let why = "家里遭了水灾";
        assert!(house.as_("许书记").get(&line).text.contains(why), "who approves reads why");
        assert!(!house.as_("韩老师").get(&line).text.contains(why), "who pays does not");
        let page = house.as_("王老师").get(&envelopes).text;
        assert!(page.contains("林小明") && !page.contains("200") && !page.contains("秋冬衣物") && !page.contains("何田田"), "{page}");
        assert!(house.as_("王老师").get("/").text.contains("封好的信封"), "a task of the homeroom teacher");
        let id = line.rsplit('/').next().unwrap();
        assert_eq!(press(&house, "王老师", &envelopes, &format!("{envelopes}/{id}")).status, 303);
        assert!(!house.as_("王老师").get("/").text.contains("封好的信封"), "done");
        let child_page = house.as_("王老师").get(&format!("/pupils/{child}")).text;
        assert!(!child_page.contains("/aid\"") && !child_page.contains("200.00"), "nothing on the child's page: {child_page}");
    }
}
