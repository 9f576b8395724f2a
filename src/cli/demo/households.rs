//! Three villages of invented households: teams, cards, two years of facts, plans and measures, rows of the checks, project money, targets; children of the school are members of some.

use super::PASSWORD;
use super::names::{Dice, Names};
use crate::access::{self, Duty, Passwords, Permit, Subject, Who, acts};
use crate::base::{Error, Result, RowId, SchoolId, StaffId};
use crate::household::benefits;
use crate::household::checks;
use crate::household::codes::{ASSURANCES, ONES_OF_HOUSEHOLD, ONES_OF_VILLAGE};
use crate::household::households::{self, New};
use crate::household::income::Facts;
use crate::household::matters;
use crate::household::measures;
use crate::household::members::{self, Person};
use crate::household::villages::{self, Assessment, NewHelper, Target, Village};
use crate::household::visits;
use crate::household::{Of, of_household};
use crate::roster::people::{self, NewStaff};
use crate::roster::pupils::{self, Part, PupilLine, Sort, State};
use crate::store::{Store, Tx};

/// Name, whether a team or a group works there, households.
const VILLAGES: [(&str, &str, usize); 3] = [("柳树村", "team", 8), ("桃花村", "team", 6), ("白石村", "group", 5)];
const TOWNSHIP: &str = "青山镇";
const PROVINCE: &str = "山西";
/// Plans of a village: kind, what, who, arrived with what, still open otherwise.
const PLANS: [(&str, &str, &str, &str); 8] = [
    ("goal", "三年内户户有增收项目，人均纯收入高于全镇平均", "村两委", ""),
    ("scheme", "种养结合、就近务工的一村一策方案", "驻村工作队", "方案文本第 2 稿，村民代表会议记录"),
    ("project", "红芸豆标准化种植 300 亩", "农业合作社", ""),
    ("road", "硬化入户路 2.4 公里", "镇交通站", "验收单第 6 号"),
    ("water", "更换自来水管 3 公里，水质送检", "镇水利站", "水质检测报告 2 份"),
    ("power", "改造农网台区 1 个", "供电所", ""),
    ("enterprise", "与红芸豆合作社签订保底收购协议", "红芸豆合作社", "收购协议第 11 号"),
    ("legal_point", "村委会设法律援助点，每月 15 日坐班", "镇司法所", ""),
];
/// Cause, own words; need, own words; wish, own words; the measure that answers: kind, what, who.
const STORIES: [[&str; 9]; 6] = [
    ["skills", "没有一技之长，农闲时找不到活", "training", "想参加养殖培训", "livestock", "想再养二十只土鸡", "livestock", "土鸡养殖培训两期，送鸡苗 50 只", "镇畜牧站"],
    ["illness", "户主常年吃药，干不了重活", "illness", "药费一年要八千多", "near_work", "女儿想在镇上找活", "health", "签约医生每月上门，办慢病证", "镇卫生院"],
    ["study", "两个孩子上学，开支大", "study", "盼着孩子安心读书", "know_how", "想学大棚种菜", "education", "申请教育资助，减免费用", "学校资助专干"],
    ["labour", "老两口带孙子，地种不过来", "work", "想把地流转出去", "other", "就盼孩子好好长大", "land_lease", "流转耕地 6 亩给合作社，年底分红", "红芸豆合作社"],
    ["schooling", "农资涨价，还按老办法种地", "funds", "想种红芸豆，缺籽种钱", "crops", "种行情好的红芸豆", "inputs", "协助购置籽种、化肥、地膜", "驻村工作队"],
    ["road", "住在山上，出门要走一个小时", "housing", "房子在滑坡点下面", "near_work", "搬下来后就近打工", "relocation", "搬到镇集中安置点", "镇自然资源所"],
];

fn permit<A: access::Act>(tx: &mut Tx<'_>, subject: Subject) -> Result<Permit<A>> {
    let operator = Who::operator(tx, "demo");
    Permit::ask(tx, &operator, subject)
}

/// Makes them.
pub(super) fn live(store: &Store, school: SchoolId, dice: &mut Dice, names: &mut Names) -> Result<()> {
    let hash = Passwords::default().hash(PASSWORD)?;
    store.write(school, |tx| {
        let operator = Who::operator(tx, "demo");
        let (staff, today) = (people::posts_on(tx, tx.today())?, tx.today());
        let teacher = |duty: Duty, name: &str| staff.iter().find(|post| post.duty == duty && (name.is_empty() || post.name.starts_with(name))).map(|post| post.staff);
        let helpers: Vec<StaffId> = [teacher(Duty::Homeroom, "王"), teacher(Duty::AidOfficer, ""), teacher(Duty::Principal, "")].into_iter().flatten().collect();
        let manage: Permit<acts::ManageVillages> = permit(tx, Subject::School)?;
        let year = i64::from(today.year());
        for (kind, region, of, fen) in [
            ("threshold", PROVINCE, year - 1, 880_000),
            ("threshold", PROVINCE, year - 2, 860_000),
            ("average", TOWNSHIP, year - 1, 1_420_000),
            ("average", TOWNSHIP, year - 2, 1_310_000),
        ] {
            villages::set_line(tx, &manage, kind, region, Some(of), Ok(Some(fen)), "示例数据，非真实标准")?;
        }
        let children = pupils::list(tx, &operator, &Part::School, State::Here, Sort::Name, 400, 0)?.rows;
        let mut children = children.into_iter().filter(|child| child.class_name.starts_with('四') || child.class_name.starts_with('二'));
        for (at, (name, works, count)) in VILLAGES.into_iter().enumerate() {
            let new = Village { id: tx.new_id(), name: name.into(), township: TOWNSHIP.into(), province: PROVINCE.into(), works: works.into() };
            let id = villages::found(tx, &manage, &new)?;
            let leader = team(tx, &manage, id, at, &hash, dice, names)?;
            plans(tx, id, at)?;
            for n in 0..count {
                let child = if n.is_multiple_of(2) { children.next() } else { None };
                let made = Made { village: id, n, at, leader, helper: helpers.get(n % helpers.len().max(1)).copied() };
                household(tx, &made, child.as_ref(), dice, names)?;
            }
            finish(tx, &manage, id, at)?;
        }
        Ok(())
    })
}

/// The team of a village; its leader has a login.
fn team(tx: &mut Tx<'_>, manage: &Permit<acts::ManageVillages>, village: RowId, at: usize, hash: &str, dice: &mut Dice, names: &mut Names) -> Result<StaffId> {
    let hire: Permit<acts::ManageStaff> = permit(tx, Subject::School)?;
    let accounts: Permit<acts::ManageAccounts> = permit(tx, Subject::School)?;
    let operator = Who::operator(tx, "demo");
    let leader = people::hire(tx, &hire, &NewStaff { name: names.full(dice, false)?, sex: "male".into(), ..NewStaff::default() })?;
    let account = access::create_account(tx, &accounts, leader, &format!("zhucun{}", at + 1), hash)?;
    access::set_password(tx, &operator, account, hash, None)?;
    let of = Of::village(village);
    let from = Some(tx.today().plus_days(-200));
    let mut put = |role: &str, staff: String, name: String, unit: &str| {
        villages::appoint(tx, manage, &of, &NewHelper { role: role.into(), staff, name, unit: unit.into(), from }).map(|_| ())
    };
    put("leader", leader.to_string(), String::new(), "县林业局")?;
    put("member", String::new(), names.full(dice, true)?, "镇政府")?;
    put("unit", String::new(), "县林业局".into(), "")?;
    put("secretary", String::new(), names.full(dice, false)?, "村党支部")?;
    put("head", String::new(), names.full(dice, false)?, "村委会")?;
    put("legal", String::new(), names.full(dice, true)?, "镇司法所")?;
    Ok(leader)
}

fn plans(tx: &mut Tx<'_>, village: RowId, at: usize) -> Result<()> {
    let keep: Permit<acts::KeepHouseholds> = permit(tx, Subject::Village(village))?;
    let (of, today) = (Of::village(village), tx.today());
    for (n, (kind, what, holder, proof)) in PLANS.into_iter().enumerate() {
        let new = measures::New {
            kind: kind.into(),
            horizon: if n < 2 { "long" } else { "near" }.into(),
            holder: holder.into(),
            from: Some(today.plus_days(-180)),
            due: Some(today.plus_days(if n == 5 { -10 } else { 90 })),
            what: what.into(),
            ..measures::New::default()
        };
        let id = measures::plan(tx, &keep, &of, &new)?;
        if !proof.is_empty() && at < 2 {
            measures::step(tx, &keep, &of, id, 0, "arrived", Some(today.plus_days(-20)), proof)?;
        }
    }
    Ok(())
}

/// Which household of which village.
struct Made {
    village: RowId,
    n: usize,
    at: usize,
    leader: StaffId,
    helper: Option<StaffId>,
}

fn person(name: String, relation: &str, born: i64, work: &str, place: &str, health: &str, labour: &str) -> Person {
    Person { name, relation: relation.into(), born: Some(born), work: work.into(), place: place.into(), health: health.into(), labour: labour.into() }
}

/// A family in which the child, where it is a pupil, bears the name of the house.
fn family(child: Option<&PupilLine>, year: i64, n: usize, dice: &mut Dice, names: &mut Names) -> Result<Vec<Person>> {
    let house = |name: String| match child.and_then(|child| child.name.chars().next()) {
        Some(family) => std::iter::once(family).chain(name.chars().skip(1)).collect(),
        None => name,
    };
    let head = house(names.full(dice, false)?);
    let mut all = vec![
        person(head, "head", year - 44, "farming", "", if n % 6 == 1 { "chronic" } else { "healthy" }, "ordinary"),
        person(
            names.full(dice, true)?,
            "spouse",
            year - 42,
            if n.is_multiple_of(3) { "near" } else { "home" },
            if n.is_multiple_of(3) { "镇上的豆制品厂" } else { "" },
            "healthy",
            "ordinary",
        ),
    ];
    if let Some(child) = child {
        all.push(person(child.name.clone(), "child", year - 9, "studying", "阳光小学（示例）", "healthy", "none"));
    }
    let elder = house(names.full(dice, false)?);
    all.push(if n.is_multiple_of(2) {
        person(elder, "parent", year - 71, "none", "", "chronic", "lost")
    } else {
        person(elder, "child", year - 20, "away", "山西太原", "healthy", "skilled")
    });
    Ok(all)
}

fn household(tx: &mut Tx<'_>, made: &Made, child: Option<&PupilLine>, dice: &mut Dice, names: &mut Names) -> Result<()> {
    let keep: Permit<acts::KeepHouseholds> = permit(tx, Subject::Village(made.village))?;
    let (today, n) = (tx.today(), made.n);
    let year = i64::from(today.year());
    let all = family(child, year, n, dice, names)?;
    let new = New {
        id: None,
        number: format!("{:03}", n + 1),
        head: all[0].name.clone(),
        count: all.len().to_string(),
        status: if n % 4 == 3 { "lifted" } else { "registered" }.into(),
        since: Some(today.plus_days(-400)),
        members: all.clone(),
    };
    let id = households::enter(tx, &keep, &new)?;
    let of = of_household(tx, id)?;
    if let Some(child) = child {
        let operator = Who::operator(tx, "demo");
        let manage: Permit<acts::ManageVillages> = permit(tx, Subject::Village(made.village))?;
        let see: Permit<acts::SeePupil> = Permit::ask(tx, &operator, child.id)?;
        let read: Permit<acts::SeeHouseholds> = permit(tx, Subject::Village(made.village))?;
        let member = members::of(tx, &read, id)?.into_iter().find(|one| one.is.name == child.name).ok_or(Error::NotFound)?;
        members::link(tx, &manage, Some(&see), &of, member.id)?;
    }
    years(tx, &keep, &of, n, i64::try_from(all.len()).unwrap_or(3), dice)?;
    story(tx, &keep, &of, made)?;
    rows(tx, &keep, &of, made)?;
    money(tx, &keep, id, n)
}

/// Two years of facts; of some the newest is not known whole.
fn years(tx: &mut Tx<'_>, keep: &Permit<acts::KeepHouseholds>, of: &Of, n: usize, people: i64, dice: &mut Dice) -> Result<()> {
    let year = i64::from(tx.today().year());
    let base = i64::try_from(14 + dice.below(8)).unwrap_or(15) * 100_000;
    for (of_year, grown) in [(year - 2, 100), (year - 1, 112)] {
        let poor = if n % 5 == 2 { 2 } else { 1 };
        let facts = Facts {
            housing_tenths: Some(300 + 150 * i64::try_from(n % 5).unwrap_or_default()),
            land_tenths: Some(60 + 25 * i64::try_from(n % 4).unwrap_or_default()),
            crops: "马铃薯、玉米、红芸豆".into(),
            animals: if n.is_multiple_of(2) { "土鸡 40 只" } else { "驴 2 头" }.into(),
            tools: "basic".into(),
            tools_words: "三轮车一辆，旧播种机一台".into(),
            sources: "种地、散养土鸡、零工".into(),
            wage_fen: Some(base * grown / 100 / poor),
            operating_fen: Some(base * 2 * grown / 100 / poor),
            property_fen: if n % 6 == 4 && of_year == year - 1 { None } else { Some(30_000) },
            transfer_fen: Some(280_000),
            cost_fen: Some(620_000),
            people: Some(people),
        };
        households::keep_year(tx, keep, of, of_year, 0, &facts)?;
    }
    Ok(())
}

/// Causes, needs and wishes, the measure that answers, who is responsible, a visit.
fn story(tx: &mut Tx<'_>, keep: &Permit<acts::KeepHouseholds>, of: &Of, made: &Made) -> Result<()> {
    let (today, n) = (tx.today(), made.n);
    let [cause, why, need, needs, wish, wishes, kind, what, holder] = STORIES[(n + made.at) % STORIES.len()];
    let mut first = None;
    for (of_what, code, words) in [("cause", cause, why), ("need", need, needs), ("wish", wish, wishes)] {
        let new = matters::New { what: of_what.into(), code: code.into(), words: words.into(), from: Some(today.plus_days(-150)), ..matters::New::default() };
        let id = matters::add(tx, keep, of, &new)?;
        first = first.or(Some(id));
    }
    let staff = made.helper.map_or_else(String::new, |id| id.to_string());
    let responsible =
        NewHelper { role: "responsible".into(), staff: staff.clone(), unit: "阳光小学（示例）".into(), from: Some(today.plus_days(-180)), ..NewHelper::default() };
    villages::pair(tx, keep, of, &responsible)?;
    let new = measures::New {
        kind: kind.into(),
        horizon: if n.is_multiple_of(2) { "near" } else { "long" }.into(),
        answers: first.map(|id| id.to_string()).unwrap_or_default(),
        ground: if kind == "relocation" { "disaster".into() } else { String::new() },
        holder: holder.into(),
        from: Some(today.plus_days(-120)),
        due: Some(today.plus_days(if n % 3 == 1 { -5 } else { 40 })),
        what: what.into(),
        aim: "年底前见效".into(),
        ..measures::New::default()
    };
    let id = measures::plan(tx, keep, of, &new)?;
    if n.is_multiple_of(3) {
        measures::step(tx, keep, of, id, 0, "arrived", Some(today.plus_days(-15)), "签到表与照片，台账第 8 页")?;
    }
    let visit = visits::New {
        day: Some(today.plus_days(-9 - i64::try_from(n).unwrap_or_default())),
        how: if n % 4 == 2 { "phone" } else { "home" }.into(),
        staff: if n.is_multiple_of(2) { made.leader.to_string() } else { staff },
        next: (n.is_multiple_of(3)).then(|| today.plus_days(20)),
        words: "看了住房和用水，说了这个月的打算。".into(),
        ..visits::New::default()
    };
    visits::write(tx, keep, of, &visit).map(|_| ())
}

/// Rows of the checks: most are looked at, some are not met, some nobody looked at yet.
fn rows(tx: &mut Tx<'_>, keep: &Permit<acts::KeepHouseholds>, of: &Of, made: &Made) -> Result<()> {
    let today = tx.today();
    for (at, item) in ONES_OF_HOUSEHOLD.into_iter().chain(ASSURANCES).enumerate() {
        let turn = (at + made.n * 2 + made.at) % 7;
        if turn == 6 {
            continue;
        }
        let (result, evidence) = match (item, turn) {
            (_, 5) => ("unmet", "还差入户核实"),
            ("elderly", 3) => ("none", "家中没有老人"),
            _ => ("met", "入户核查表、照片各一份"),
        };
        let new = checks::New { item: item.into(), result: result.into(), holder: "驻村工作队".into(), day: Some(today.plus_days(-12)), evidence: evidence.into() };
        checks::fill(tx, keep, of, &new)?;
    }
    Ok(())
}

fn money(tx: &mut Tx<'_>, keep: &Permit<acts::KeepHouseholds>, household: RowId, n: usize) -> Result<()> {
    let today = tx.today();
    let mut put = |kind: &str, project: &str, source: &str, amount, goods: &str, ago: i64| {
        let new = benefits::New {
            id: None,
            household: household.to_string(),
            kind: kind.into(),
            project: project.into(),
            source: source.into(),
            amount: Ok(amount),
            goods: goods.into(),
            day: Some(today.plus_days(-ago)),
            evidence: format!("签收单 {:03} 号", n + 1),
        };
        benefits::write(tx, keep, &new)
    };
    put("direct", "耕地地力保护补贴", "财政一卡通", Some(54_600 + 1_050 * i64::try_from(n).unwrap_or_default()), "", 70)?;
    if n.is_multiple_of(2) {
        put("project", "土鸡养殖项目", "县衔接资金", Some(300_000), "鸡苗 50 只", 45)?;
    } else {
        put("inputs", "红芸豆种植项目", "县衔接资金", None, "籽种 20 斤、地膜 2 卷", 60)?;
    }
    if n == 3 {
        let wrong = put("relief", "临时救助", "镇民政办", Some(80_000), "", 30)?;
        benefits::reverse(tx, keep, wrong, "记到了别的户，已重新登记")?;
    }
    Ok(())
}

/// The rows of the village, one sudden hardship, the target and the assessment.
fn finish(tx: &mut Tx<'_>, manage: &Permit<acts::ManageVillages>, village: RowId, at: usize) -> Result<()> {
    let keep: Permit<acts::KeepHouseholds> = permit(tx, Subject::Village(village))?;
    let read: Permit<acts::SeeHouseholds> = permit(tx, Subject::Village(village))?;
    let today = tx.today();
    let year = i64::from(today.year());
    for item in ONES_OF_VILLAGE.into_iter().take(3 - at) {
        let new = checks::New {
            item: item.into(),
            result: "met".into(),
            holder: "村党支部书记".into(),
            day: Some(today.plus_days(-12)),
            evidence: "派驻文件、方案文本、项目清单".into(),
        };
        checks::fill(tx, &keep, &Of::village(village), &new)?;
    }
    let all = households::of_village(tx, &read)?;
    if let Some(one) = all.get(1) {
        let of = of_household(tx, one.id)?;
        let risk =
            matters::New { what: "risk".into(), code: "illness".into(), words: "户主住院，自付两万多元".into(), found: "cadre".into(), from: Some(today.plus_days(-3)) };
        matters::add(tx, &keep, &of, &risk)?;
    }
    if let (Some(one), true) = (all.get(2), at == 0) {
        let of = of_household(tx, one.id)?;
        households::set_status(tx, &keep, &of, "unstable", Some(today.plus_days(-2)), "打零工收入不稳，纳入监测")?;
    }
    let target = Target { year: year - 1, base_year: year - 2, people: 12, above_tenths: 20, source: "村年度计划（示例）".into() };
    villages::set_target(tx, manage, village, &target)?;
    if at < 2 {
        let new =
            Assessment {
                year: year - 1, verdict: if at == 0 { "good" } else { "fair" }.into(), holder: String::new(), words: "增收与保障对照实际数，示例考核".into(), day: today
            };
        villages::assess(tx, manage, village, &new)?;
    }
    Ok(())
}
