//! Papers of the room: the payment list (发放花名册), the file for the bank, the receipt slip of each family, statements of funds, gifts and stock, the letter of thanks. Lists of names are
//! internal; a family signs on a slip of its own and never sees another's.

use super::account::Account;
use super::requests::{self, ReadLine, Request};
use super::state::{Form, Line, State};
use super::{child, funds, gifts, ledger};
use crate::access::{Act, Level, Permit, acts, tenant};
use crate::base::{Error, Fen, Lang, Msg, Result, RowId, SchoolDate, words};
use crate::documents::letter::{Block, Letter, Slip};
pub use crate::documents::register::Format;
use crate::documents::register::{Align, Column, Frame, Kind, Orientation, Register, Row, Section};
use crate::store::Tx;

/// Where something is written by hand.
const LINE: &str = "______________";

/// A file: its name, its media type and its bytes.
pub type File = (String, &'static str, Vec<u8>);

/// The formats of letters, as extensions.
pub fn papers() -> Vec<&'static str> {
    [Format::Docx, Format::Pdf].into_iter().filter(|format| *format != Format::Pdf || cfg!(feature = "pdf")).map(Format::extension).collect()
}

/// The formats of registers, as extensions.
pub fn tables() -> Vec<&'static str> {
    ["xlsx", "csv"].into_iter().chain(papers()).collect()
}

fn word(lang: Lang, key: &str) -> String {
    words::word(lang, key)
}

fn frame<A: Act>(tx: &mut Tx<'_>, permit: &Permit<A>, lang: Lang, internal: bool) -> Result<Frame> {
    let (now, who) = (tx.now(), permit.who().name.clone());
    let who = if who.is_empty() { word(lang, "aid-operator") } else { who };
    Ok(Frame {
        school: tenant(tx)?.name,
        term: String::new(),
        confidential: if internal { word(lang, "aid-internal") } else { String::new() },
        page_words: Msg::new("aid-page").with("page", "{page}").with("pages", "{pages}").text(lang),
        printed: Msg::new("aid-printed").with("name", who).with("when", now).text(lang),
        audit_head: None,
        written: now,
    })
}

fn column(lang: Lang, key: &str, width_mm: f64, kind: Kind) -> Column {
    let align = if kind == Kind::Number { Align::Right } else { Align::Left };
    Column { name: word(lang, key), group: None, width_mm, align, kind }
}

fn row(cells: Vec<String>) -> Row {
    Row { cells, strong: false }
}

fn of_extension(format: &str) -> Result<Format> {
    Format::from_extension(format).ok_or(Error::NotFound)
}

fn named(title: &str, of: &str, format: Format, bytes: Vec<u8>) -> File {
    let clean: String = of.chars().filter(|c| !c.is_control() && !matches!(c, '/' | '\\' | ':' | '*' | '?' | '"' | '<' | '>' | '|')).collect();
    (format!("{title}_{clean}.{}", format.extension()), format.media_type(), bytes)
}

/// What a line gives, in words: money, things, or the title.
pub fn what(line: &ReadLine) -> String {
    line.item.as_ref().map_or_else(|| if line.fen > 0 { Fen(line.fen).to_string() } else { String::new() }, |(_, name)| format!("{name} × {}", line.quantity))
}

/// The name of the child of a line; a word for one that was erased.
pub fn name_of(lang: Lang, line: &ReadLine) -> String {
    if line.pupil.is_some() && line.name.is_empty() { word(lang, "aid-erased") } else { line.name.clone() }
}

fn boarding(lang: Lang, line: &ReadLine) -> String {
    line.boarding.map(|boards| word(lang, if boards { "aid-boards" } else { "aid-boards-not" })).unwrap_or_default()
}

/// The payment list of a request: internal, with places for who prepared, checked, decided and for the seal.
///
/// # Errors
/// Not found for a format that there is not.
pub fn payment_list<A: Act>(tx: &mut Tx<'_>, permit: &Permit<A>, request: &Request, format: &str, lang: Lang) -> Result<File> {
    let format = of_extension(format)?;
    let lines = requests::lines(tx, permit, request.id)?;
    let total: Fen = lines.iter().filter(|line| line.state.counts()).map(ReadLine::worth).sum();
    let cells = |line: &ReadLine| {
        row(vec![
            line.place.to_string(),
            line.class.clone(),
            name_of(lang, line),
            line.level.map(|level| level.to_string()).unwrap_or_default(),
            boarding(lang, line),
            line.item.as_ref().map_or(String::new(), |(_, name)| format!("{name} × {}", line.quantity)),
            line.worth().to_string(),
            word(lang, &format!("aid-line-{}", line.state.code())),
            line.day.map(|day| day.to_string()).unwrap_or_default(),
        ])
    };
    let mut rows: Vec<Row> = lines.iter().map(cells).collect();
    let blank = String::new;
    rows.push(Row { cells: vec![blank(), blank(), word(lang, "aid-total"), blank(), blank(), blank(), total.to_string(), blank(), blank()], strong: true });
    let title = word(lang, "aid-payment-list");
    let register = Register {
        title: title.clone(),
        columns: vec![
            column(lang, "aid-place", 12.0, Kind::Number),
            column(lang, "aid-class", 28.0, Kind::Text),
            column(lang, "aid-child", 26.0, Kind::Text),
            column(lang, "aid-level", 14.0, Kind::Text),
            column(lang, "aid-boarding", 18.0, Kind::Text),
            column(lang, "aid-item", 44.0, Kind::Text),
            column(lang, "aid-amount", 28.0, Kind::Number),
            column(lang, "aid-state", 26.0, Kind::Text),
            column(lang, "aid-day", 26.0, Kind::Date),
        ],
        sections: vec![Section { name: title.clone(), subtitle: format!("{}　{}", request.title, total.capital()), rows }],
        notes: vec![word(lang, "aid-payment-list-note")],
        signatures: ["aid-sign-prepared", "aid-sign-checked", "aid-sign-principal", "aid-sign-seal"].iter().map(|key| word(lang, key)).collect(),
        orientation: Orientation::Landscape,
        frame: frame(tx, permit, lang, true)?,
        ..Register::default()
    };
    Ok(named(&title, &request.title, format, register.file(format)?))
}

/// The file for the bank: whoever waits for money, with the account of its family and the short word by which the answer is known.
///
/// # Errors
/// A conflict before the approval, when nobody waits, and when a family's account is not known.
pub fn bank_file(tx: &mut Tx<'_>, permit: &Permit<acts::PayAid>, request: &Request, format: &str, lang: Lang) -> Result<File> {
    let format = of_extension(format).and_then(|format| if matches!(format, Format::Xlsx | Format::Csv) { Ok(format) } else { Err(Error::NotFound) })?;
    if request.state != State::Approved {
        return Err(Error::Conflict("aid-not-approved".into()));
    }
    let lines = requests::lines(tx, permit, request.id)?;
    let waiting: Vec<&ReadLine> = lines.iter().filter(|line| line.pupil.is_some() && line.state.leads_to(Line::Paid, request.form)).collect();
    if waiting.is_empty() {
        return Err(Error::Conflict("aid-nothing-to-do".into()));
    }
    let (mut rows, mut missing) = (Vec::new(), Vec::new());
    for (number, line) in (1..).zip(waiting) {
        let pupil = line.pupil.ok_or(Error::NotFound)?;
        match child::payee(tx, permit, pupil)? {
            Some(payee) => {
                rows.push(row(vec![number.to_string(), payee.holder.open().clone(), payee.card.open().clone(), payee.bank, Fen(line.fen).to_string(), line.reference()]))
            }
            None => missing.push(format!("{} {}", line.class, line.name)),
        }
    }
    if !missing.is_empty() {
        let shown = missing.iter().take(8).cloned().collect::<Vec<_>>().join("、");
        return Err(Error::Conflict(Msg::new("aid-payee-missing").with("count", missing.len()).with("name", shown)));
    }
    let title = word(lang, "aid-bank-file");
    let register = Register {
        title: title.clone(),
        columns: vec![
            column(lang, "aid-place", 14.0, Kind::Number),
            column(lang, "aid-holder", 34.0, Kind::Text),
            column(lang, "aid-card", 56.0, Kind::Text),
            column(lang, "aid-bank", 44.0, Kind::Text),
            column(lang, "aid-bank-amount", 30.0, Kind::Number),
            column(lang, "aid-bank-reference", 34.0, Kind::Text),
        ],
        sections: vec![Section { name: title.clone(), subtitle: String::new(), rows }],
        orientation: Orientation::Landscape,
        frame: frame(tx, permit, lang, true)?,
        ..Register::default()
    };
    Ok(named(&title, &request.title, format, register.file(format)?))
}

fn day_word(lang: Lang, day: SchoolDate) -> String {
    if lang == Lang::En { day.to_string() } else { day.chinese() }
}

/// A slip for each family, to be cut apart and signed: its own child, its own amount, nobody else's (PRACTICE 3).
///
/// # Errors
/// A conflict before the approval, and when nothing is to be signed for.
pub fn slips<A: Act>(tx: &mut Tx<'_>, permit: &Permit<A>, request: &Request, format: &str, lang: Lang) -> Result<File> {
    let format = of_extension(format).and_then(|format| if matches!(format, Format::Docx | Format::Pdf) { Ok(format) } else { Err(Error::NotFound) })?;
    if request.state != State::Approved || request.form == Form::Purchase {
        return Err(Error::Conflict("aid-not-approved".into()));
    }
    let school = tenant(tx)?.name;
    let lines = requests::lines(tx, permit, request.id)?;
    let kind = request.kind.map(|kind| word(lang, &format!("aid-kind-{}", kind.code()))).unwrap_or_default();
    let slip = |line: &ReadLine| {
        let fact = |key: &str, value: String| (word(lang, key), value);
        let mut facts = vec![fact("aid-school", school.clone()), fact("aid-child", name_of(lang, line)), fact("aid-class", line.class.clone()), fact("aid-slip-for", kind.clone())];
        if request.form == Form::Money {
            facts.push(fact("aid-amount", Fen(line.fen).to_string()));
            facts.push(fact("aid-capital", Fen(line.fen).capital()));
        } else {
            facts.push(fact("aid-slip-what", if line.item.is_some() { what(line) } else { request.title.clone() }));
        }
        facts.push(fact("aid-slip-guardian", LINE.into()));
        facts.push(fact("aid-slip-relation", LINE.into()));
        facts.push(fact("aid-slip-day", LINE.into()));
        Slip { title: word(lang, "aid-slip"), facts, note: Msg::new("aid-slip-note").with("reference", line.reference()).text(lang), qr: None }
    };
    let all: Vec<Slip> = lines.iter().filter(|line| line.state.counts() && line.state != Line::Received && !line.name.is_empty()).map(slip).collect();
    if all.is_empty() {
        return Err(Error::Conflict("aid-nothing-to-do".into()));
    }
    // No running head: what is cut apart goes to families, and the whole sheet to nobody.
    let written = tx.now();
    let letter = Letter { frame: Frame { written, ..Frame::default() }, title: String::new(), blocks: vec![Block::Slips(all)] };
    Ok(named(&word(lang, "aid-slip"), &request.title, format, letter.file(format)?))
}

/// What came into a fund and went out, entry by entry, with what stood before and after.
///
/// # Errors
/// Not found for a fund or a format that there is not.
pub fn fund_statement(tx: &mut Tx<'_>, permit: &Permit<acts::SeeAid>, fund: RowId, (from, until): (SchoolDate, SchoolDate), format: &str, lang: Lang) -> Result<File> {
    let (fund, format) = (funds::fund(tx, fund)?, of_extension(format)?);
    let early = ledger::of_fund(tx, fund.id, SchoolDate::from_days(0), from.plus_days(-1))?;
    let entries = ledger::of_fund(tx, fund.id, from, until)?;
    let moved =
        |entry: &super::entry::Entry, wanted: fn(Account) -> bool| entry.postings.iter().filter(|one| one.fund == fund.id && wanted(one.account)).map(|one| one.fen).sum::<i64>();
    let goods = |account: Account| account == Account::Goods;
    let (mut money, mut things) = (early.iter().map(|entry| moved(entry, Account::is_money)).sum::<i64>(), early.iter().map(|entry| moved(entry, goods)).sum::<i64>());
    let line = |day: String, number: String, text: String, change: [i64; 2], money: i64, things: i64| {
        let shown = |fen: i64| if fen == 0 { String::new() } else { Fen(fen).to_string() };
        vec![day, number, text, shown(change[0].max(0)), shown((-change[0]).max(0)), Fen(money).to_string(), shown(change[1]), Fen(things).to_string()]
    };
    let mut rows = vec![Row { cells: line(from.to_string(), String::new(), word(lang, "aid-carried"), [0, 0], money, things), strong: true }];
    for entry in &entries {
        let change = [moved(entry, Account::is_money), moved(entry, goods)];
        money += change[0];
        things += change[1];
        let text = [word(lang, &format!("aid-what-{}", entry.what.code())), entry.about.clone(), entry.reason.clone()];
        let text = text.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · ");
        rows.push(row(line(entry.day.to_string(), entry.number.to_string(), text, change, money, things)));
    }
    rows.push(Row { cells: line(until.to_string(), String::new(), word(lang, "aid-stands"), [0, 0], money, things), strong: true });
    let title = word(lang, "aid-statement");
    let register = Register {
        title: title.clone(),
        columns: vec![
            column(lang, "aid-day", 31.0, Kind::Date),
            column(lang, "aid-number", 16.0, Kind::Text),
            column(lang, "aid-about", 80.0, Kind::Text),
            column(lang, "aid-in", 28.0, Kind::Number),
            column(lang, "aid-out", 28.0, Kind::Number),
            column(lang, "aid-money", 30.0, Kind::Number),
            column(lang, "aid-goods-change", 28.0, Kind::Number),
            column(lang, "aid-goods", 28.0, Kind::Number),
        ],
        sections: vec![Section { name: title.clone(), subtitle: format!("{}　{from} — {until}", fund.name), rows }],
        signatures: ["aid-sign-prepared", "aid-sign-checked", "aid-sign-principal", "aid-sign-seal"].iter().map(|key| word(lang, key)).collect(),
        orientation: Orientation::Landscape,
        frame: frame(tx, permit, lang, true)?,
        ..Register::default()
    };
    Ok(named(&title, &fund.name, format, register.file(format)?))
}

/// The register of gifts (捐赠登记表), or of what is in stock (物资台账).
///
/// # Errors
/// Not found for a register or a format that there is not.
pub fn register(tx: &mut Tx<'_>, permit: &Permit<acts::SeeAid>, which: &str, format: &str, lang: Lang) -> Result<File> {
    let format = of_extension(format)?;
    let names: Vec<(RowId, String)> = funds::all(tx)?.into_iter().map(|fund| (fund.id, fund.name)).collect();
    let fund = |id: RowId| names.iter().find(|(known, _)| *known == id).map(|(_, name)| name.clone()).unwrap_or_default();
    let (key, columns, rows) = match which {
        "gifts" => {
            let (donors, drives, items) = (gifts::donors(tx, permit)?, gifts::drives(tx, permit)?, funds::items(tx)?);
            let from = |gift: &gifts::Gift| {
                let donor = gift.donor.and_then(|id| donors.iter().find(|one| one.id == id)).map(|one| one.name.clone());
                donor.or_else(|| gift.drive.and_then(|id| drives.iter().find(|one| one.id == id)).map(|one| one.name.clone())).unwrap_or_else(|| word(lang, "aid-donor-nameless"))
            };
            let thing = |gift: &gifts::Gift| {
                gift.item
                    .and_then(|id| items.iter().find(|one| one.id == id))
                    .map_or_else(|| word(lang, "aid-account-gifts"), |one| format!("{} × {} {}", one.name, gift.quantity, one.unit))
            };
            let rows: Vec<Row> = gifts::gifts(tx, permit)?
                .iter()
                .map(|gift| row(vec![gift.day.to_string(), from(gift), thing(gift), gift.amount.to_string(), fund(gift.fund), gift.about.clone(), gift.entry.to_string()]))
                .collect();
            let columns = vec![
                column(lang, "aid-day", 26.0, Kind::Date),
                column(lang, "aid-donor", 50.0, Kind::Text),
                column(lang, "aid-gift-what", 50.0, Kind::Text),
                column(lang, "aid-amount", 28.0, Kind::Number),
                column(lang, "aid-fund", 40.0, Kind::Text),
                column(lang, "aid-about", 50.0, Kind::Text),
                column(lang, "aid-number", 18.0, Kind::Text),
            ];
            ("aid-register-gifts", columns, rows)
        }
        "stock" => {
            let rows: Vec<Row> = funds::stock(tx, None)?
                .into_iter()
                .map(|one| {
                    row(vec![word(lang, &format!("aid-itemkind-{}", one.item.what)), one.item.name, one.item.unit, one.quantity.to_string(), one.value.to_string(), fund(one.fund)])
                })
                .collect();
            let columns = vec![
                column(lang, "aid-kind", 40.0, Kind::Text),
                column(lang, "aid-item", 50.0, Kind::Text),
                column(lang, "aid-unit", 20.0, Kind::Text),
                column(lang, "aid-quantity", 24.0, Kind::Number),
                column(lang, "aid-value", 30.0, Kind::Number),
                column(lang, "aid-fund", 50.0, Kind::Text),
            ];
            ("aid-register-stock", columns, rows)
        }
        "households" => households(tx, permit, lang)?,
        _ => return Err(Error::NotFound),
    };
    let title = word(lang, key);
    let (today, frame) = (tx.today(), frame(tx, permit, lang, true)?);
    let register = Register {
        title: title.clone(),
        columns,
        sections: vec![Section { name: title.clone(), subtitle: day_word(lang, today), rows }],
        orientation: Orientation::Landscape,
        frame,
        ..Register::default()
    };
    Ok(named(&title, &today.to_string(), format, register.file(format)?))
}

/// What came to each household in the present term out of project money and other funds, by its first guardian (A10-04, A10-06). Only for who reads families' money.
fn households(tx: &mut Tx<'_>, permit: &Permit<acts::SeeAid>, lang: Lang) -> Result<(&'static str, Vec<Column>, Vec<Row>)> {
    if !permit.levels().has(Level::Economic) {
        return Err(Error::NotFound);
    }
    let term = crate::casefile::present_term(tx)?;
    let mut rows = Vec::new();
    let all = requests::of_term(tx, permit, term.id)?;
    for request in all.into_iter().filter(|one| one.state == State::Approved && one.kind == Some(super::account::Kind::Household)) {
        let fund = funds::fund(tx, request.fund)?.name;
        for line in requests::lines(tx, permit, request.id)? {
            let Some(pupil) = line.pupil else { continue };
            let see = Permit::<acts::SeePupil>::ask(tx, permit.who(), pupil)?;
            let known = crate::roster::particulars::guardians(tx, &see)?;
            let head = known.iter().find(|one| one.is_primary).or_else(|| known.first()).map(|one| one.name.clone()).unwrap_or_default();
            let state = word(lang, &format!("aid-line-{}", line.state.code()));
            let day = line.day.map(|day| day.to_string()).unwrap_or_default();
            rows.push(row(vec![head, name_of(lang, &line), line.class.clone(), fund.clone(), request.title.clone(), what(&line), line.worth().to_string(), state, day]));
        }
    }
    rows.sort_by(|one, other| one.cells.cmp(&other.cells));
    let columns = vec![
        column(lang, "aid-household", 28.0, Kind::Text),
        column(lang, "aid-child", 24.0, Kind::Text),
        column(lang, "aid-class", 26.0, Kind::Text),
        column(lang, "aid-fund", 36.0, Kind::Text),
        column(lang, "aid-request-title", 44.0, Kind::Text),
        column(lang, "aid-gift-what", 36.0, Kind::Text),
        column(lang, "aid-amount", 24.0, Kind::Number),
        column(lang, "aid-state", 24.0, Kind::Text),
        column(lang, "aid-day", 24.0, Kind::Date),
    ];
    Ok(("aid-register-households", columns, rows))
}

/// The letter of thanks to a donor: what was given, and what its funds did in counts; no child is named in it.
///
/// # Errors
/// Not found for a donor or a format that there is not; a conflict when nothing was given.
pub fn thanks(tx: &mut Tx<'_>, permit: &Permit<acts::ManageAid>, donor: RowId, format: &str, lang: Lang) -> Result<File> {
    let format = of_extension(format).and_then(|format| if matches!(format, Format::Docx | Format::Pdf) { Ok(format) } else { Err(Error::NotFound) })?;
    let donor = gifts::donor(tx, permit, donor)?;
    let items = funds::items(tx)?;
    let given: Vec<gifts::Gift> = gifts::gifts(tx, permit)?.into_iter().filter(|gift| gift.donor == Some(donor.id)).collect();
    if given.is_empty() {
        return Err(Error::Conflict("aid-thanks-nothing".into()));
    }
    let line = |gift: &gifts::Gift| {
        let thing = gift.item.and_then(|id| items.iter().find(|one| one.id == id));
        let what = thing.map_or_else(
            || Msg::new("aid-thanks-money").with("amount", gift.amount).with("capital", gift.amount.capital()).text(lang),
            |one| format!("{} {} {}", one.name, gift.quantity, one.unit),
        );
        (day_word(lang, gift.day), what)
    };
    let mut used = Vec::new();
    let mut seen: Vec<RowId> = Vec::new();
    for gift in &given {
        if !seen.contains(&gift.fund) {
            seen.push(gift.fund);
            let (fund, held) = (funds::fund(tx, gift.fund)?, funds::holdings(tx, gift.fund)?);
            used.push(Msg::new("aid-thanks-used").with("fund", fund.name).with("in", held.came_in).with("given", held.given).text(lang));
        }
    }
    let (school, today) = (tenant(tx)?.name, tx.today());
    let blocks = vec![
        Block::Paragraph(Msg::new("aid-thanks-dear").with("name", &donor.name).text(lang)),
        Block::Paragraph(word(lang, "aid-thanks-words")),
        Block::Facts(given.iter().map(line).collect()),
        Block::Paragraph(used.join("\n")),
        Block::Paragraph(word(lang, "aid-thanks-close")),
        Block::Signatures(vec![school, day_word(lang, today)]),
    ];
    let frame = Frame { confidential: String::new(), ..frame(tx, permit, lang, false)? };
    let letter = Letter { frame, title: word(lang, "aid-thanks"), blocks };
    Ok(named(&word(lang, "aid-thanks"), &donor.name, format, letter.file(format)?))
}

/// What families are told of a collection of a class.
///
/// # Errors
/// Not found for a collection or a format that there is not.
pub fn drive_letter(tx: &mut Tx<'_>, permit: &Permit<acts::ManageAid>, drive: RowId, format: &str, lang: Lang) -> Result<File> {
    let format = of_extension(format).and_then(|format| if matches!(format, Format::Docx | Format::Pdf) { Ok(format) } else { Err(Error::NotFound) })?;
    let drive = gifts::drives(tx, permit)?.into_iter().find(|one| one.id == drive).ok_or(Error::NotFound)?;
    let fund = funds::fund(tx, drive.fund)?;
    let class = crate::roster::time::class(tx, drive.class)?.name;
    let (school, today) = (tenant(tx)?.name, tx.today());
    let days = Msg::new("aid-drive-days").with("from", day_word(lang, drive.day)).with("until", day_word(lang, drive.until)).with("fund", fund.name).text(lang);
    let blocks = vec![
        Block::Paragraph(Msg::new("aid-drive-dear").with("class", class).text(lang)),
        Block::Paragraph(drive.words.clone()),
        Block::Paragraph(days),
        Block::List(["aid-drive-free", "aid-drive-box", "aid-drive-told"].iter().map(|key| word(lang, key)).collect()),
        Block::Signatures(vec![school, day_word(lang, today)]),
    ];
    let letter = Letter { frame: frame(tx, permit, lang, false)?, title: drive.name.clone(), blocks };
    Ok(named(&word(lang, "aid-drive"), &drive.name, format, letter.file(format)?))
}
