//! Households over HTTP: cards with head and members, income with its sum, measures that arrive only with proof, fixed rows, targets beside the town, the ledger; each for whom it is.

use bangfu::access::{self, Duty};

use super::text_of_docx;
use crate::cast::new_person;
use crate::client::Answer;
use crate::house::House;

/// The aid officer sends a form that counts.
pub(crate) fn send(house: &House, who: &str, page: &str, path: &str, fields: &[(&str, &str)]) -> String {
    let answer = house.as_(who).post_from(page, path, fields);
    assert_eq!(answer.status, 303, "{}: {who} {path} {fields:?} → {}", house.name(), answer.main());
    answer.to
}

/// A village, set up by the aid officer: its address.
pub(crate) fn village(house: &House, name: &str) -> String {
    send(house, "孙老师", "/villages", "/villages", &[("name", name), ("township", "辛村乡"), ("province", "山西"), ("works", "team")])
}

/// The fields of a card with two members: number, head as the card names it, people as it counts them, and who is there.
fn card<'a>(number: &'a str, head: &'a str, count: &'a str, first: &'a str, second: &'a str) -> Vec<(&'a str, &'a str)> {
    let mut fields = vec![("number", number), ("head", head), ("count", count), ("status", "registered"), ("since", "2026-03-01")];
    fields.extend([("name-0", first), ("relation-0", "head"), ("born-0", "1968"), ("work-0", "farming"), ("health-0", "chronic"), ("labour-0", "ordinary"), ("place-0", "")]);
    fields.extend([
        ("name-1", second),
        ("relation-1", "child"),
        ("born-1", "2016"),
        ("work-1", "studying"),
        ("health-1", "healthy"),
        ("labour-1", "none"),
        ("place-1", "阳光小学"),
    ]);
    fields
}

/// A household of two, entered by the aid officer: its address.
pub(crate) fn household(house: &House, village: &str, number: &str, head: &str, child: &str) -> String {
    let form = format!("{village}/households");
    send(house, "孙老师", &form, &form, &card(number, head, "2", head, child))
}

/// The facts of a year: four sources, costs and people.
pub(crate) fn year(house: &House, household: &str, year: &str, parts: [&str; 6]) -> Answer {
    let form = format!("{household}/years/{year}");
    let client = house.as_("孙老师");
    let seen = crate::client::hidden(&client.get(&form).text, "seen");
    let names = ["wage", "operating", "property", "transfer", "cost", "people"];
    let mut fields: Vec<(&str, &str)> = names.into_iter().zip(parts).collect();
    fields.extend([
        ("seen", seen.as_str()),
        ("housing", "30"),
        ("land", "13.5"),
        ("crops", "马铃薯、玉米、红芸豆"),
        ("animals", "土鸡 40 只"),
        ("tools", "basic"),
        ("sources", "种地、散养土鸡"),
    ]);
    client.post_from(&form, &form, &fields)
}

/// The ids that follow a beginning of an address on a page, each once.
pub(crate) fn ids(page: &str, begins: &str) -> Vec<String> {
    let mut all: Vec<String> = page.split(begins).skip(1).map(|rest| rest.chars().take_while(|c| c.is_ascii_hexdigit()).collect::<String>()).filter(|id| id.len() == 32).collect();
    all.dedup();
    all
}

/// Says which pupil the second member of a household is.
pub(crate) fn link(house: &House, household: &str, pupil: &str) {
    let page = house.as_("孙老师").get(household).text;
    let member = ids(&page, &format!("{household}/links/"))[1].clone();
    let form = format!("{household}/links/{member}");
    send(house, "孙老师", &form, &form, &[("pupil", pupil)]);
}

#[test]
fn a4_01_a_household_is_entered_with_its_members_and_the_head_is_one_of_them() {
    for house in House::both() {
        let village = village(&house, "张家庄村");
        let form = format!("{village}/households");
        let aid = house.as_("孙老师");
        for (fields, says) in [
            (card("1", "程四则", "2", "吕存旺", "吕小河"), ["程四则", "吕存旺、吕小河"]),
            (card("1", "吕小河", "2", "吕存旺", "吕小河"), ["吕小河", "标为户主的是"]),
            (card("1", "吕存旺", "4", "吕存旺", "吕小河"), ["户卡写", "2 名成员"]),
            (card("", "吕存旺", "2", "吕存旺", "吕小河"), ["1 到", "20 个字"]),
        ] {
            let refused = aid.post_from(&form, &form, &fields);
            assert!(refused.status == 422 && says.iter().all(|say| refused.text.contains(say)), "{}: {says:?} {}", house.name(), refused.main());
            assert!(refused.text.contains("value=\"吕存旺\"") && refused.text.contains("value=\"1968\""), "what was typed stays");
        }
        let household = household(&house, &village, "1", "吕存旺", "吕小河");
        let shown = aid.get(&household).text;
        for fact in ["吕存旺", "户主", "在家务农", "长期慢性病", "普通劳动力", "吕小河", "1968", "上学", "阳光小学", "建档立卡户"] {
            assert!(shown.contains(fact), "{}: {fact}: {}", house.name(), aid.get(&household).main());
        }
        let twice = aid.post_from(&form, &form, &card("1", "吕存旺", "2", "吕存旺", "吕小河"));
        assert!(twice.status == 422 && twice.text.contains("编号已经有一户"), "{}", twice.main());
        // Another head is chosen among the members; who heads it does not leave before.
        let members = format!("{household}/members");
        let all = ids(&aid.get(&members).text, &format!("{members}/"));
        let (head, child) = (&all[0], &all[1]);
        let leaves = format!("{members}/{head}");
        let refused = aid.post_from(&leaves, &format!("{leaves}/end"), &[("until", "2026-09-01")]);
        assert!(refused.status == 422 && refused.text.contains("先换户主"), "{}", refused.main());
        let add = [
            ("name", "任建英"),
            ("relation", "spouse"),
            ("born", "1970"),
            ("work", "away"),
            ("place", "山西太原"),
            ("health", "healthy"),
            ("labour", "skilled"),
            ("from", "2026-03-01"),
        ];
        send(&house, "孙老师", &members, &members, &add);
        let odd = aid.post_from(
            &members,
            &members,
            &[("name", "甲"), ("relation", "boss"), ("born", "1700"), ("work", ""), ("health", "healthy"), ("labour", "none"), ("from", "2027-01-01")],
        );
        assert!(odd.status == 422 && odd.text.contains("四位年份") && odd.text.contains("还没有到"), "{}", odd.main());
        let wife = ids(&aid.get(&members).text, &format!("{members}/")).into_iter().find(|id| id != head && id != child).unwrap();
        send(&house, "孙老师", &members, &format!("{household}/head"), &[("head", &wife), ("before", "spouse"), ("day", "2026-09-01")]);
        let changed = aid.get(&household).text;
        assert!(changed.contains("<h1>1 任建英</h1>"), "{}", aid.get(&household).main());
        send(&house, "孙老师", &leaves, &format!("{leaves}/end"), &[("until", "2026-09-02")]);
        assert!(aid.get(&members).text.contains("2026-03-01 – 2026-09-02"), "who left stays on the card as a former member");
        // The principal reads; teachers have nothing to do with it; nothing is there for another school.
        assert_eq!(house.as_("陈校长").get(&household).status, 200);
        assert_eq!(house.as_("陈校长").post_from("/villages", &members, &add).status, 403);
        for name in ["王老师", "周主任", "沈老师", "钱老师"] {
            assert_eq!(house.as_(name).get(&household).status, 403, "{name}");
            assert!(!house.as_(name).get("/").text.contains("/villages"), "{name} has no such place");
        }
        for path in [household.clone(), village.clone(), format!("{household}/members/{wife}")] {
            assert_eq!(house.as_of(&house.there, "孙老师").get(&path).status, 404, "{path} of another school");
        }
    }
}

#[test]
fn a4_03_the_income_of_a_year_stands_with_its_sum_and_money_is_typed_strictly() {
    for house in House::both() {
        let village = village(&house, "张家庄村");
        let household = household(&house, &village, "7", "吕存旺", "吕小河");
        let aid = house.as_("孙老师");
        let answers = [("12.345", "最多写到分"), ("-1", "不用写正负号"), ("1e9", "科学计数法"), ("１２．５０", "写成 12.50"), ("壹佰", "只写阿拉伯数字"), ("1,200", "写成 1200")];
        for (typed, says) in answers {
            let refused = year(&house, &household, "2025", [typed, "9000", "0", "2500", "3500", "2"]);
            assert!(refused.status == 422 && refused.text.contains(says) && refused.text.contains(&format!("value=\"{typed}\"")), "{typed}: {}", refused.main());
        }
        assert_eq!(year(&house, &household, "2027", ["1", "1", "1", "1", "1", "2"]).status, 422, "a year that has not come");
        assert_eq!(year(&house, &household, "2025", ["12000", "", "0", "2500", "3500", "2"]).status, 303);
        let lacking = aid.get(&household).text;
        assert!(
            lacking.contains("无数据") && lacking.contains("还缺：经营性收入") && lacking.contains("30 平方米") && lacking.contains("13.5 亩"),
            "{}",
            aid.get(&household).main()
        );
        assert_eq!(year(&house, &household, "2025", ["12000", "9000.50", "0", "2500", "3500", "2"]).status, 303);
        let whole = aid.get(&household).text;
        for fact in ["10000.25 元（2025 年）", "12000.00", "9000.50", "3500.00", "10000.25 元／人", "马铃薯、玉米、红芸豆", "土鸡 40 只", "简单实用、基本齐全", "种地、散养土鸡"]
        {
            assert!(whole.contains(fact), "{fact}: {whole}");
        }
        // Two windows: the second is told.
        let form = format!("{household}/years/2025");
        let late = aid.post_from(&form, &form, &[("seen", "1"), ("wage", "1")]);
        assert!(late.status == 409 && late.text.contains("刚才有人保存"), "{}", late.main());
        assert_eq!(house.as_("陈校长").get(&form).status, 403, "the principal reads the card and does not write it");
    }
}

#[test]
fn a10_06_a_household_below_the_line_of_the_province_is_brought_to_who_is_responsible() {
    for house in House::both() {
        let village = village(&house, "张家庄村");
        let household = household(&house, &village, "7", "吕存旺", "吕小河");
        let chen = house.here.person("陈校长").staff.to_string();
        let team = format!("{household}/team");
        send(&house, "孙老师", &team, &team, &[("role", "responsible"), ("staff", &chen), ("unit", "阳光小学"), ("from", "2026-03-02")]);
        assert_eq!(year(&house, &household, "2025", ["8000", "4000", "0", "1000", "1000", "2"]).status, 303);
        assert!(!house.as_("孙老师").get(&household).text.contains("需要关注"), "no line, no alert");
        let line = |amount| {
            house.as_("孙老师").post_from(
                "/villages/lines",
                "/villages/lines",
                &[("kind", "threshold"), ("region", "山西"), ("year", "2025"), ("amount", amount), ("source", "省农业农村厅公布")],
            )
        };
        for wrong in ["", "0", "88e2"] {
            assert_eq!(line(wrong).status, 422, "{wrong}");
        }
        assert_eq!(line("8800").status, 303);
        let told = house.as_("陈校长").get("/").text;
        assert!(told.contains("第 7 号户收入低于监测线") && told.contains(&household), "{told}");
        let shown = house.as_("孙老师").get(&household).text;
        assert!(shown.contains("2025 年人均纯收入 6000.00 元，低于监测线 8800.00 元"), "{shown}");
        assert!(house.as_("孙老师").get("/villages").text.contains("1 户需要关注"));
        let judge = |why| house.as_("孙老师").post_from(&household, &format!("{household}/status"), &[("status", "unstable"), ("day", "2026-09-20"), ("why", why)]);
        assert_eq!(judge("低").status, 422, "a judgement says why");
        assert_eq!(judge("两人打零工，收入不稳，纳入监测").status, 303);
        assert!(!house.as_("陈校长").get("/").text.contains("第 7 号户收入低于监测线"), "judged: the task is done");
        assert!(house.as_("孙老师").get(&household).text.contains("脱贫不稳定户"));
        // What is reported asks again.
        let matters = format!("{household}/matters");
        let risk = [("what", "risk"), ("code", "illness"), ("found", "family"), ("words", "户主住院，自付两万多元"), ("from", "2026-09-21")];
        assert_eq!(house.as_("孙老师").post_from(&matters, &matters, &[("what", "risk"), ("code", "illness"), ("found", ""), ("words", ""), ("from", "")]).status, 422);
        send(&house, "孙老师", &matters, &matters, &risk);
        assert!(house.as_("陈校长").get("/").text.contains("第 7 号户收入低于监测线"));
        assert_eq!(house.as_("陈校长").post_from("/villages/lines", &matters, &risk).status, 403);
    }
}

#[test]
fn a4_08_causes_needs_and_wishes_stand_in_the_family_s_own_words_and_measures_answer_them() {
    for house in House::both() {
        let village = village(&house, "张家庄村");
        let household = household(&house, &village, "7", "吕存旺", "吕小河");
        let (matters, measures) = (format!("{household}/matters"), format!("{household}/measures"));
        let aid = house.as_("孙老师");
        for (what, code, words) in [
            ("cause", "schooling", "农资涨价，还用老办法种地"),
            ("cause", "skills", "没有一技之长"),
            ("cause", "outlook", "总觉得自己干不成"),
            ("need", "funds", "想养土鸡和驴，没有本钱"),
            ("need", "training", "想参加种植培训"),
            ("wish", "crops", "种行情好的红芸豆"),
            ("wish", "know_how", "学管理经验"),
        ] {
            send(&house, "孙老师", &matters, &matters, &[("what", what), ("code", code), ("words", words), ("from", "2026-09-01")]);
        }
        let page = aid.get(&matters).text;
        for said in ["发展信心待增强", "总觉得自己干不成", "发展养殖、种植的资金", "种商品性高、行情好的经济作物", "种行情好的红芸豆"]
        {
            assert!(page.contains(said), "{said}");
        }
        for never in ["文化素质偏低", "意识差", "危机感"] {
            assert!(!page.contains(never), "{never} hurts");
        }
        let twice = aid.post_from(&matters, &matters, &[("what", "cause"), ("code", "skills"), ("words", ""), ("from", "2026-09-01")]);
        assert!(twice.status == 422 && twice.text.contains("已经在了"), "{}", twice.main());
        assert_eq!(aid.post_from(&matters, &matters, &[("what", "wish"), ("code", "other"), ("words", ""), ("from", "2026-09-01")]).status, 422, "other things are said");
        // No word of it lies in the open in the database.
        for (table, columns) in crate::both::lint::tables(&house) {
            let names: Vec<&str> = columns.iter().map(|(name, _)| name.as_str()).collect();
            for row in crate::both::lint::rows(&house, &table, &names) {
                assert!(!row.iter().any(|cell| cell.contains("总觉得自己干不成") || cell.contains("吕存旺")), "{}: {table} {row:?}", house.name());
            }
        }
        assert!(aid.get(&measures).text.contains("还没有措施回应的原因和需求"));
        let answers = aid.get(&measures).text;
        let of = answers.split("缺一门手艺或技术</option>").next().unwrap().rsplit("value=\"").next().unwrap().split('"').next().unwrap().to_owned();
        let plan = [
            ("kind", "livestock"),
            ("horizon", "long"),
            ("answers", &of),
            ("name", "县畜牧站"),
            ("from", "2026-09-10"),
            ("due", "2026-12-31"),
            ("what", "土鸡和驴养殖技术培训两期"),
        ];
        send(&house, "孙老师", &measures, &measures, &plan);
        let left = aid.get(&measures).text;
        let open = left.split("card warm").nth(1).unwrap().split("</section>").next().unwrap();
        assert!(!open.contains("缺一门手艺或技术") && open.contains("发展养殖、种植的资金") && left.contains("针对：缺一门手艺或技术"), "{open}");
        let end = aid.get(&matters).text;
        let wish = end.split("种商品性高、行情好的经济作物</option>").next().unwrap().rsplit("value=\"").next().unwrap().split('"').next().unwrap().to_owned();
        for expected in [303, 409] {
            let answer = aid.post_from(&matters, &format!("{matters}/end"), &[("matter", &wish), ("end", "今年种了两亩红芸豆")]);
            assert_eq!(answer.status, expected, "{}", answer.main());
        }
        assert!(aid.get(&matters).text.contains("今年种了两亩红芸豆"));
    }
}

#[test]
fn a4_13_a_measure_near_or_long_term_arrives_only_with_proof() {
    for house in House::both() {
        let village = village(&house, "张家庄村");
        let household = household(&house, &village, "7", "吕存旺", "吕小河");
        let measures = format!("{household}/measures");
        let (aid, wang) = (house.as_("孙老师"), house.here.person("王老师").staff.to_string());
        let near = [("kind", "policy"), ("horizon", "near"), ("staff", &wang), ("from", "2026-09-10"), ("due", "2026-09-30"), ("what", "讲清补贴标准、申报审批程序和合作医疗")];
        send(&house, "孙老师", &measures, &measures, &near);
        let moves = |ground| {
            let fields = [
                ("kind", "relocation"),
                ("horizon", "long"),
                ("ground", ground),
                ("name", "县自然资源局"),
                ("from", "2026-09-10"),
                ("due", "2027-06-30"),
                ("what", "搬到集中安置点"),
            ];
            house.as_("孙老师").post_from(&measures, &measures, &fields)
        };
        assert_eq!(moves("").status, 422, "who moves out of harm's way lives where it threatens");
        assert_eq!(moves("disaster").status, 303);
        let backwards =
            aid.post_from(&measures, &measures, &[("kind", "road"), ("horizon", "near"), ("name", "甲乙"), ("from", "2026-09-10"), ("due", "2026-09-01"), ("what", "修路")]);
        assert!(backwards.status == 422 && backwards.text.contains("从列表里选") && backwards.text.contains("早于前一个日期"), "{}", backwards.main());
        let page = aid.get(&measures).text;
        assert!(page.contains("近期") && page.contains("长期") && page.contains("自然灾害频发") && page.contains("未开始"), "{page}");
        assert!(house.as_("王老师").get("/").text.contains("一项到户措施快到期"), "who holds it finds it on Today");
        let one = format!("{measures}/{}", ids(&page, &format!("{measures}/"))[0]);
        let step = |fields: &[(&str, &str)]| house.as_("孙老师").post_from(&one, &one, fields);
        let unproved = step(&[("seen", "0"), ("step", "arrived"), ("day", "2026-09-20"), ("evidence", "")]);
        assert!(unproved.status == 422 && unproved.text.contains("没有凭证不能算"), "{}", unproved.main());
        assert_eq!(step(&[("seen", "0"), ("step", "not_arrived"), ("day", "2026-09-20"), ("evidence", "")]).status, 422, "why not is said");
        assert_eq!(step(&[("seen", "0"), ("step", "begun"), ("day", "2026-09-12"), ("evidence", "")]).status, 303);
        assert_eq!(step(&[("seen", "0"), ("step", "arrived"), ("day", "2026-09-20"), ("evidence", "签到表第 3 页")]).status, 409, "somebody else took that step");
        assert_eq!(step(&[("seen", "1"), ("step", "arrived"), ("day", "2026-09-20"), ("evidence", "签到表第 3 页")]).status, 303);
        assert!(aid.get(&measures).text.contains("已落实") && aid.get(&measures).text.contains("签到表第 3 页"));
        assert!(!house.as_("王老师").get("/").text.contains("一项到户措施快到期"), "done");
        // The plans of the village, with roads, water and power (A10-03, A10-10, A10-24).
        let plans = format!("{village}/measures");
        for (kind, what) in [
            ("goal", "三年户户有增收项目"),
            ("scheme", "种养结合帮扶方案"),
            ("road", "硬化入户路 2 公里"),
            ("water", "更换 3 公里水管"),
            ("power", "改造农网台区"),
            ("legal_point", "村委会设法律援助点"),
        ] {
            send(&house, "孙老师", &plans, &plans, &[("kind", kind), ("horizon", "long"), ("name", "驻村工作队"), ("from", "2026-03-01"), ("due", "2026-12-31"), ("what", what)]);
        }
        let shown = house.as_("陈校长").get(&village).text;
        assert!(["村发展目标", "村级道路畅通计划", "饮水安全计划", "农村电力保障计划", "法律援助点"].iter().all(|plan| shown.contains(plan)), "{shown}");
    }
}

#[test]
fn a10_05_a_row_is_met_only_with_proof_and_what_is_missing_is_listed_by_village() {
    for house in House::both() {
        let village = village(&house, "张家庄村");
        let household = household(&house, &village, "7", "吕存旺", "吕小河");
        let aid = house.as_("孙老师");
        assert!(aid.get(&format!("{village}/missing")).text.contains("缺 12 项"), "{}", aid.get(&format!("{village}/missing")).main());
        let fill = |of: &str, item: &str, result: &str, evidence: &str| {
            let form = format!("{of}/checks/{item}");
            house.as_("孙老师").post_from(of, &form, &[("result", result), ("holder", "李队长"), ("day", "2026-09-20"), ("evidence", evidence)])
        };
        let unproved = fill(&household, "housing", "met", " ");
        assert!(unproved.status == 422 && unproved.text.contains("没有凭证不能算达标"), "{}", unproved.main());
        assert_eq!(fill(&household, "housing", "unmet", "").status, 422, "why not is said");
        assert_eq!(fill(&household, "housing", "perfect", "房屋鉴定报告").status, 422);
        assert_eq!(fill(&household, "one_team", "met", "派驻文件编号").status, 404, "the team is of the village");
        assert_eq!(fill(&household, "housing", "met", "房屋安全鉴定报告第 12 号").status, 303);
        assert_eq!(fill(&household, "elderly", "none", "家中没有老人").status, 303);
        assert_eq!(fill(&household, "income", "unmet", "外出务工未返，收入未核").status, 303);
        assert_eq!(fill(&village, "one_team", "met", "派驻名单，村委会公示栏照片").status, 303);
        let missing = aid.get(&format!("{village}/missing")).text;
        assert!(missing.contains("缺 9 项") && missing.contains("7 吕存旺") && missing.contains("收入有保障") && !missing.contains("住房有保障"), "{missing}");
        assert!(aid.get(&household).text.contains("未达标") && aid.get(&village).text.contains("2 / 6 项达标或不适用"), "{}", aid.get(&village).main());
        // What the room knows stands beside a row and ticks nothing.
        let measures = format!("{household}/measures");
        send(
            &house,
            "孙老师",
            &measures,
            &measures,
            &[("kind", "dividend"), ("horizon", "near"), ("name", "红芸豆合作社"), ("from", "2026-09-01"), ("due", "2026-12-31"), ("what", "入股保底分红")],
        );
        let rows = aid.get(&format!("{household}/checks")).text;
        assert!(rows.contains("已登记：入股保底分红") && rows.contains("未核查"), "{rows}");
        let table = aid.download(&format!("{village}/papers/assurances/docx"));
        let text = text_of_docx(table.bytes);
        assert!(table.status == 200 && ["住房有保障", "吕存旺", "√", "×", "未查", "一村派驻一个工作队"].iter().all(|word| text.contains(word)), "{text}");
    }
}

#[test]
fn a10_07_a_village_team_reads_its_own_village_and_nothing_of_the_school_s_pupils() {
    for house in House::both() {
        let (own, other) = (village(&house, "张家庄村"), village(&house, "柳树村"));
        let (mine, theirs) = (household(&house, &own, "1", "吕存旺", "吕小河"), household(&house, &other, "1", "任大山", "任小溪"));
        link(&house, &mine, &house.here.child("4.2", "林小明").id.to_string());
        let leader = new_person(&house.store, house.here.id, "贺队长", "he-team", Duty::VillageTeam);
        let client = house.stranger();
        let session = house.store.write(house.here.id, |tx| access::open_session(tx, leader.account, true)).unwrap();
        client.set_cookie("bangfu", &format!("{}.{}", house.here.id, session.token));
        assert_eq!(client.get(&own).status, 403, "not yet");
        let team = format!("{own}/team");
        let id = leader.staff.to_string();
        let appoint = [("role", "leader"), ("staff", id.as_str()), ("unit", "县林业局"), ("from", "2026-09-01")];
        assert_eq!(house.as_("王老师").post_from("/", &team, &appoint).status, 403);
        send(&house, "孙老师", &team, &team, &appoint);
        assert_eq!((client.get(&own).status, client.get(&mine).status), (200, 200));
        for path in [other.clone(), theirs.clone(), format!("{theirs}/members"), format!("{other}/papers/book/xlsx"), format!("{theirs}/years/2025"), format!("{other}/ledger")] {
            assert_eq!(client.get(&path).status, 404, "{path}: another village");
        }
        assert!(!client.get("/villages").text.contains("柳树村"));
        let (child, class) = (house.here.child("4.2", "林小明").id, house.here.class("4.2").0);
        for path in [format!("/pupils/{child}"), format!("/pupils/{child}/household"), "/pupils".to_owned(), format!("/classes/{class}/visits"), format!("{mine}/links/{class}")] {
            assert!(matches!(client.get(&path).status, 403 | 404), "{path} → {}", client.get(&path).status);
        }
        let shown = client.get(&mine).text;
        assert!(!shown.contains("本校学生") && !shown.contains("href=\"/pupils/") && !shown.contains("四（2）班"), "{shown}");
        for path in ["/", "/settings", "/villages", "/villages/lines"] {
            let answer = client.get(path);
            assert!(answer.status == 200 && house.here.children.iter().all(|child| !answer.text.contains(child.name)), "{path} → {}", answer.status);
        }
        let form = client.get(&format!("{mine}/visits")).text;
        assert!(form.contains("贺队长") && !form.contains("沈老师"), "the staff of the school is not its business either");
        // It writes its own village, and manages none.
        let visits = format!("{mine}/visits");
        let visit = [("day", "2026-09-18"), ("how", "home"), ("staff", id.as_str()), ("words", "看了鸡舍，说好下周送鸡苗"), ("next", "2026-09-25")];
        assert_eq!(client.post_from(&visits, &visits, &visit).status, 303);
        assert!(client.get("/").text.contains("约好再去一户走访"));
        assert_eq!(client.post_from(&visits, &format!("{theirs}/visits"), &visit).status, 404);
        assert_eq!(client.post_from(&visits, &team, &appoint).status, 403);
        let row = ids(&house.as_("孙老师").get(&team).text, "option value=\"").into_iter().find(|row| *row != id).unwrap();
        let ended = house.as_("孙老师").get(&team).text;
        let row = ended.split("name=\"row\"").nth(1).and_then(|rest| ids(rest, "value=\"").into_iter().next()).unwrap_or(row);
        send(&house, "孙老师", &team, &format!("{team}/end"), &[("row", &row), ("until", "2026-09-20")]);
        assert_eq!(client.get(&mine).status, 403, "what the team read ends with it");
        assert!(house.as_("孙老师").get(&team).text.contains("贺队长 县林业局 2026-09-01 – 2026-09-20"), "the history stays");
    }
}

#[test]
fn a10_11_who_is_responsible_changes_by_a_new_row() {
    for house in House::both() {
        let village = village(&house, "张家庄村");
        let household = household(&house, &village, "7", "吕存旺", "吕小河");
        let team = format!("{household}/team");
        for (role, name, from) in [("responsible", "宋帮扶", "2026-03-01"), ("capable", "孟大户", "2026-04-01"), ("responsible", "戴帮扶", "2026-08-01")] {
            send(&house, "孙老师", &team, &team, &[("role", role), ("staff", ""), ("name", name), ("unit", "县农机站"), ("from", from)]);
        }
        let shown = house.as_("陈校长").get(&team).text;
        for line in ["宋帮扶 县农机站 2026-03-01 – 2026-07-31", "戴帮扶 县农机站 2026-08-01 – 至今", "孟大户 县农机站 2026-04-01 – 至今"] {
            assert!(shown.contains(line), "{line}: {shown}");
        }
        let before = house.as_("孙老师").post_from(&team, &team, &[("role", "responsible"), ("name", "后来者"), ("from", "2026-05-01")]);
        assert!(before.status == 422 && before.text.contains("这个职务在这天以后已经有记录"), "{}", before.main());
        assert_eq!(house.as_("孙老师").post_from(&team, &team, &[("role", "leader"), ("name", "王某某"), ("from", "2026-05-01")]).status, 422, "a team is of the village");
        assert!(house.as_("孙老师").get(&village).text.contains("戴帮扶"));
    }
}
