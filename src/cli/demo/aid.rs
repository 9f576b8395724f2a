//! A term of aid in the sample school: funds, gifts, the lists of the term with the bank's answer, things from stock, a request that waits for the principal. Everybody in it is invented.

use crate::access::{Duty, Permit, Subject, Who, acts};
use crate::aid::account::{Account, Held, Kind};
use crate::aid::bank::AnswerRow;
use crate::aid::child::{self, Outside};
use crate::aid::duties;
use crate::aid::funds::{self, Fund, FundKind, Item};
use crate::aid::gifts::{self, Donor, Drive, Gift};
use crate::aid::rates::Rate;
use crate::aid::requests::{self, Ask, NewLine};
use crate::aid::schemes::{self, Scheme};
use crate::aid::state::Form;
use crate::aid::{ledger, loans, pay};
use crate::base::{Error, Fen, FixedClock, PupilId, Result, RowId, SchoolDate, SchoolId, TermCode};
use crate::hardship::levels;
use crate::roster::particulars;
use crate::roster::people::{self, Post};
use crate::roster::pupils::PupilLine;
use crate::roster::time::{self, Class, Term};
use crate::store::{Store, Tx};

use super::plans::person;

/// Who does it: who asks, who approves, who pays.
struct Three {
    officer: Who,
    principal: Who,
    cashier: Who,
}

impl Three {
    fn load(tx: &mut Tx<'_>) -> Result<Self> {
        let today = tx.today();
        let posts = people::posts_on(tx, today)?;
        let mut of = |duty: Duty| -> Result<Who> {
            let post: &Post = posts.iter().find(|post| post.duty == duty).ok_or(Error::NotFound)?;
            person(tx, post)
        };
        Ok(Self { officer: of(Duty::AidOfficer)?, principal: of(Duty::Principal)?, cashier: of(Duty::Cashier)? })
    }
    fn manage(&self, tx: &mut Tx<'_>, subject: impl Into<Subject>) -> Result<Permit<acts::ManageAid>> {
        Permit::ask(tx, &self.officer, subject)
    }
    fn approve(&self, tx: &mut Tx<'_>, request: RowId) -> Result<()> {
        let permit = Permit::ask(tx, &self.principal, Subject::School)?;
        requests::approve(tx, &permit, request)
    }
    fn pays(&self, tx: &mut Tx<'_>) -> Result<Permit<acts::PayAid>> {
        Permit::ask(tx, &self.cashier, Subject::School)
    }
}

/// The funds of the sample.
struct Funds {
    station: RowId,
    care: RowId,
    county: RowId,
    project: RowId,
}

/// This term: what was done a week after it began, and what was done today.
pub(super) fn live(store: &Store, clock: &FixedClock, school: SchoolId, now: TermCode, today: SchoolDate) -> Result<()> {
    let Some(term) = store.read(school, |tx| time::term_by_code(tx, now))?.filter(|term| (term.first_day..=term.last_day).contains(&today)) else { return Ok(()) };
    let begun = term.first_day.plus_days(7).min(today);
    clock.set(begun);
    let (funds, children) = store.write(school, |tx| {
        let three = Three::load(tx)?;
        let funds = open(tx, &three, begun)?;
        let classes: Vec<Class> = time::classes(tx, term.year)?.into_iter().filter(|class| super::hardship::LEVELS.contains(&class.level)).collect();
        let children = determine(tx, &three, &classes, &term)?;
        give(tx, &three, &funds, &classes, begun)?;
        allowances(tx, &three, &funds, &term, begun)?;
        Ok((funds, children))
    })?;
    clock.set(today);
    store.write(school, |tx| {
        let three = Three::load(tx)?;
        supplies(tx, &three, &funds, &term, &children)?;
        single(tx, &three, &funds, &term, &children)?;
        things(tx, &three, &term, &children)?;
        let approve = Permit::<acts::ApproveAid>::ask(tx, &three.principal, Subject::School)?;
        ledger::close(tx, &approve, term.first_day.plus_days(-1))
    })
}

fn fund(tx: &mut Tx<'_>, permit: &Permit<acts::ManageAid>, kind: FundKind, name: &str, held: Held, purpose: &str) -> Result<RowId> {
    let id = tx.new_id();
    funds::open(tx, permit, &Fund { id, kind, name: name.into(), held, purpose: purpose.into(), class: None, free_fen: 0 })?;
    Ok(id)
}

fn open(tx: &mut Tx<'_>, three: &Three, day: SchoolDate) -> Result<Funds> {
    let permit = three.manage(tx, Subject::School)?;
    let funds = Funds {
        station: fund(tx, &permit, FundKind::Station, "校园帮扶站", Held::School, "帮扶困难学生的学习和生活，每学期按需要帮扶一次")?,
        care: fund(tx, &permit, FundKind::Care, "学困生关爱基金", Held::School, "解决学困生的生活困难")?,
        county: fund(tx, &permit, FundKind::Budget, "县学生资助资金", Held::County, "生活补助、助学金，由县资助中心直接发放")?,
        project: fund(tx, &permit, FundKind::Project, "青山村产业帮扶项目", Held::School, "籽种、化肥、地膜到户")?,
    };
    for (fund, account, amount, about) in [(funds.county, Account::County, 3_000_000, "秋季学期资助资金"), (funds.project, Account::Bank, 480_000, "镇里拨来的项目资金")]
    {
        let id = tx.new_id();
        funds::appropriate(tx, &permit, id, fund, account, Fen(amount), day, about)?;
    }
    Ok(funds)
}

fn thing(tx: &mut Tx<'_>, permit: &Permit<acts::ManageAid>, what: &str, name: &str, unit: &str) -> Result<RowId> {
    let id = tx.new_id();
    funds::name_item(tx, permit, &Item { id, what: what.into(), name: name.into(), unit: unit.into() })?;
    Ok(id)
}

/// The levels of some children, with the accounts of their families and what they get from others.
fn determine(tx: &mut Tx<'_>, three: &Three, classes: &[Class], term: &Term) -> Result<Vec<PupilLine>> {
    let chosen = super::hardship::chosen(tx, &three.officer, classes)?;
    for (at, one) in chosen.iter().enumerate() {
        let permit = three.manage(tx, one.id)?;
        let to = i64::try_from(at % 3).unwrap_or(0) + 1;
        // A term that has only just begun has no round that is filed.
        if levels::level(tx, one.id, term.code.year)?.is_none() {
            levels::put(tx, &permit, term.code.year, to, "hand", ["家访了解：收入低", "认定小组评议", "家里有人长期生病"][at % 3])?;
        }
        let holder = guardian(tx, three, one.id)?.map_or_else(|| "监护人".to_owned(), |(_, name)| name);
        child::set_payee(tx, &permit, "县农商银行", &holder, &format!("62220200{:08}", 31_415_926 + 97 * at))?;
        if at % 4 == 0 {
            let (id, from) = (tx.new_id(), term.first_day.plus_days(-240));
            let new = Outside {
                id, kind: "dibao".into(), from, until: from.plus_days(365), amount: Some(Fen(46_000)), per: "month".into(), note: "镇民政办，发到一卡通".into()
            };
            child::record_outside(tx, &permit, &new)?;
        }
    }
    Ok(chosen)
}

fn guardian(tx: &mut Tx<'_>, three: &Three, pupil: PupilId) -> Result<Option<(crate::base::GuardianId, String)>> {
    let see = Permit::<acts::SeePupil>::ask(tx, &three.officer, pupil)?;
    Ok(particulars::guardians(tx, &see)?.into_iter().next().map(|one| (one.id, one.name)))
}

/// Donors, gifts in money and goods, a box of a class, and an entry that was wrong.
fn give(tx: &mut Tx<'_>, three: &Three, funds: &Funds, classes: &[Class], day: SchoolDate) -> Result<()> {
    let permit = three.manage(tx, Subject::School)?;
    let mut donors = Vec::new();
    for (kind, name, named) in [("firm", "青山镇阳光书店", true), ("person", "一位退休老师", false), ("institution", "县爱心志愿者协会", true)] {
        let id = tx.new_id();
        gifts::add_donor(tx, &permit, &Donor { id, kind: kind.into(), name: name.into(), named, contact: "办公室存档".into() })?;
        donors.push(id);
    }
    let gift = |id: RowId, fund: RowId, donor: Option<RowId>, amount: i64, about: &str| Gift {
        id,
        fund,
        donor,
        drive: None,
        second: None,
        day,
        item: None,
        quantity: 0,
        amount: Fen(amount),
        about: about.into(),
        entry: 0,
    };
    for (donor, fund, amount, about) in [(1, funds.station, 200_000, "支持困难学生"), (2, funds.care, 300_000, "设立关爱基金"), (0, funds.station, 150_000, "校庆捐款")]
    {
        let id = tx.new_id();
        gifts::give_money(tx, &permit, &gift(id, fund, Some(donors[donor]), amount, about), Account::Bank)?;
    }
    let wrong: RowId = tx.new_id();
    let number = gifts::give_money(tx, &permit, &gift(wrong, funds.station, None, 50_000, "零钱"), Account::Cash)?;
    let undo = tx.new_id();
    ledger::reverse(tx, &permit, undo, number, "金额写错，应为 5.00 元")?;
    let books = thing(tx, &permit, "book", "课外读物", "册")?;
    let id = tx.new_id();
    gifts::give_goods(tx, &permit, &Gift { item: Some(books), quantity: 60, ..gift(id, funds.station, Some(donors[0]), 96_000, "开学赠书") })?;
    let film = thing(tx, &permit, "farm", "地膜", "卷")?;
    let id = tx.new_id();
    gifts::give_goods(tx, &permit, &Gift { item: Some(film), quantity: 20, ..gift(id, funds.project, Some(donors[2]), 60_000, "春耕物资") })?;
    let Some(class) = classes.iter().find(|class| class.level == 4 && class.number == 2) else { return Ok(()) };
    let drive = Drive {
        id: tx.new_id(),
        fund: funds.station,
        class: class.id,
        name: "冬衣爱心箱".into(),
        words: "请和孩子一起，自愿把省下的零花钱放进教室的爱心箱。多少都好，不放也好。".into(),
        day,
        until: day.plus_days(7),
    };
    gifts::announce(tx, &permit, &drive)?;
    let counted = Gift { id: tx.new_id(), drive: Some(drive.id), second: Some(three.principal.staff()), ..gift(drive.id, funds.station, None, 23_650, "") };
    gifts::count_box(tx, &permit, &counted, Account::Cash).map(|_| ())
}

fn scheme(tx: &mut Tx<'_>, permit: &Permit<acts::ManageAid>, kind: Kind, form: Form, name: &str, fund: RowId, account: Option<Account>, item: Option<RowId>) -> Result<Scheme> {
    let new = Scheme { id: tx.new_id(), kind, form, name: name.into(), fund, account, item, region: "本县".into(), source: "以县里当年通知为准".into() };
    schemes::found(tx, permit, &new)?;
    Ok(new)
}

fn listed(tx: &mut Tx<'_>, three: &Three, scheme: &Scheme, term: &Term) -> Result<RowId> {
    let (permit, id) = (three.manage(tx, Subject::School)?, tx.new_id());
    schemes::make(tx, &permit, scheme, term, id, &format!("{} {}", scheme.name, term.code))?;
    three.approve(tx, id)?;
    Ok(id)
}

/// The living allowance of the term: the county paid all but one, whose account was wrong; some families have signed.
fn allowances(tx: &mut Tx<'_>, three: &Three, funds: &Funds, term: &Term, day: SchoolDate) -> Result<()> {
    let permit = three.manage(tx, Subject::School)?;
    let living = scheme(tx, &permit, Kind::Living, Form::Money, "生活补助", funds.county, Some(Account::County), None)?;
    schemes::take_national(tx, &permit, &living)?;
    let request = listed(tx, three, &living, term)?;
    let lines = requests::lines(tx, &permit, request)?;
    let answer: Vec<AnswerRow> = lines
        .iter()
        .enumerate()
        .map(|(at, line)| {
            let (result, reason) = if at == 1 { ("失败", "户名与账号不符") } else { ("成功", "") };
            AnswerRow { reference: line.reference(), amount: Fen(line.fen).to_string(), result: result.into(), reason: reason.into() }
        })
        .collect();
    let (pays, id) = (three.pays(tx)?, tx.new_id());
    pay::take_answer(tx, &pays, request, &answer, id, day)?;
    for line in lines.iter().enumerate().filter(|(at, _)| at % 3 == 0).map(|(_, line)| line) {
        if let Some((guardian, _)) = line.pupil.map(|pupil| guardian(tx, three, pupil)).transpose()?.flatten() {
            let today = tx.today();
            pay::receive(tx, &permit, line.id, Some(guardian), today, None)?;
        }
    }
    let bursary = scheme(tx, &permit, Kind::Bursary, Form::Money, "助学金", funds.county, Some(Account::County), None)?;
    for (level, fen) in [(1, 20_000), (2, 30_000), (3, 40_000)] {
        schemes::set_rate(tx, &permit, &bursary, &Rate { level: Some(level), boarding: None, from: term.code, fen, quantity: 0 })?;
    }
    let id = tx.new_id();
    schemes::make(tx, &permit, &bursary, term, id, &format!("助学金 {}", term.code))
}

/// Things to learn with: bought, taken into stock, handed out.
fn supplies(tx: &mut Tx<'_>, three: &Three, funds: &Funds, term: &Term, children: &[PupilLine]) -> Result<()> {
    let permit = three.manage(tx, Subject::School)?;
    let set = thing(tx, &permit, "school", "学习用品套装", "套")?;
    let many = i64::try_from(children.len()).unwrap_or(0) + 5;
    let line = NewLine { item: Some(set), quantity: many, fen: many * 3_200, ..NewLine::default() };
    let id = tx.new_id();
    let buy = Ask {
        id,
        kind: None,
        form: Form::Purchase,
        fund: funds.station,
        scheme: None,
        term: term.id,
        title: "开学学习用品".into(),
        account: Some(Account::Bank),
        lines: vec![line],
    };
    requests::ask(tx, &permit, &buy)?;
    three.approve(tx, id)?;
    let (pays, paid, stocked, today) = (three.pays(tx)?, tx.new_id(), tx.new_id(), tx.today());
    pay::pay(tx, &pays, id, None, paid, today)?;
    pay::stock_in(tx, &permit, id, stocked)?;
    let given = scheme(tx, &permit, Kind::Supplies, Form::Goods, "开学学习用品", funds.station, None, Some(set))?;
    schemes::set_rate(tx, &permit, &given, &Rate { level: None, boarding: None, from: term.code, fen: 0, quantity: 1 })?;
    let request = listed(tx, three, &given, term)?;
    let out = tx.new_id();
    pay::hand_out(tx, &pays, request, None, out, today).map(|_| ())
}

/// Devices, one of which is lent, and duty posts that any child may take for a while.
fn things(tx: &mut Tx<'_>, three: &Three, term: &Term, children: &[PupilLine]) -> Result<()> {
    let (permit, today) = (three.manage(tx, Subject::School)?, tx.today());
    for (kind, name, mark) in [("wheelchair", "轮椅", "F-01"), ("hearing_aid", "助听器", "F-02"), ("reading_aid", "助视器", "F-03")] {
        let device = tx.new_id();
        loans::add(tx, &permit, device, kind, name, mark)?;
        if let Some(child) = children.get(3).filter(|_| kind == "wheelchair") {
            let (own, loan) = (three.manage(tx, child.id)?, tx.new_id());
            loans::lend(tx, &own, loan, device, today.plus_days(60), "腿伤恢复期间用，上下楼有同学陪")?;
        }
    }
    let staff = three.officer.staff();
    for (at, (name, what)) in [("图书角", "整理图书，登记借还"), ("花坛", "给花浇水，捡落叶")].into_iter().enumerate() {
        let post = duties::Post { id: tx.new_id(), name: name.into(), what: what.into(), minutes: 15, staff, turns: Vec::new() };
        duties::found(tx, &permit, term.id, &post)?;
        if let Some(child) = children.get(5 + at) {
            let turn = tx.new_id();
            duties::take(tx, &permit, turn, term.id, post.id, child.id, (today, today.plus_days(27)))?;
        }
    }
    Ok(())
}

/// Help for one child that is paid, film for a household, and a request that waits for the principal.
fn single(tx: &mut Tx<'_>, three: &Three, funds: &Funds, term: &Term, children: &[PupilLine]) -> Result<()> {
    let [first, second, third, ..] = children else { return Ok(()) };
    let permit = three.manage(tx, Subject::School)?;
    let film = funds::items(tx)?.into_iter().find(|item| item.name == "地膜").map(|item| item.id);
    let (pays, today) = (three.pays(tx)?, tx.today());
    for (child, kind, form, fund, item, fen, title, why) in [
        (first, Kind::Grant, Form::Money, funds.care, None, 40_000, "秋冬衣物", "家里今年遭了水灾，缺过冬的衣服"),
        (second, Kind::Household, Form::Goods, funds.project, film, 0, "春耕地膜", "家里只有奶奶种地，缺地膜"),
        (third, Kind::TermHelp, Form::Money, funds.station, None, 30_000, "本学期帮扶", "父亲住院，这学期的生活费有困难"),
    ] {
        let line = NewLine {
            pupil: Some(child.id),
            class: child.class,
            boarding: child.boarding,
            item,
            quantity: if item.is_some() { 2 } else { 0 },
            fen,
            why: why.into(),
            ..NewLine::default()
        };
        let (id, entry) = (tx.new_id(), tx.new_id());
        requests::ask(tx, &permit, &Ask { id, kind: Some(kind), form, fund, scheme: None, term: term.id, title: title.into(), account: Some(Account::Bank), lines: vec![line] })?;
        match kind {
            Kind::TermHelp => {}
            Kind::Household => {
                three.approve(tx, id)?;
                pay::hand_out(tx, &pays, id, None, entry, today)?;
            }
            _ => {
                three.approve(tx, id)?;
                pay::pay(tx, &pays, id, None, entry, today)?;
            }
        }
    }
    Ok(())
}
