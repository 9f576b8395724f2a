//! Pages that correct what is known about a pupil: particulars, guardians, brothers and sisters. The law gives families the right to correction (PIPL 46).

use askama::Template;

use super::pupils::{BOARDINGS, SEXES, boarding_of, coded, day_field, name_field, number_field, number_fields, sex_of, text_field};
use crate::access::{Action, Level, Levels, Permit, Subject, acts};
use crate::base::error::Problems;
use crate::base::{GuardianId, Msg, PupilId, Result, Sealed};
use crate::roster::entrusted::{self, More, NewMore};
use crate::roster::identity::IdentityNo;
use crate::roster::particulars::{self, Correction, Guardian, Particulars};
use crate::roster::pupils::{self, NewGuardian, PupilLine};
use crate::web::{Cx, Page, Policy, Reply, Routes};

const EDIT: Policy = Policy::May(Action::EditPupil);

pub(super) fn routes() -> Routes {
    Routes::new()
        .get("/pupils/{id}/edit", EDIT, show_edit)
        .post("/pupils/{id}/edit", EDIT, edit, show_edit)
        .get("/pupils/{id}/guardians", EDIT, show_guardians)
        .post("/pupils/{id}/guardians", EDIT, add_guardian, show_guardians)
        .get("/pupils/{id}/guardians/{guardian}", EDIT, show_guardian)
        .post("/pupils/{id}/guardians/{guardian}", EDIT, correct_guardian, show_guardian)
        .post("/pupils/{id}/guardians/{guardian}/end", EDIT, end_guardian, show_guardian)
        .post("/pupils/{id}/household", EDIT, join_household, show_guardians)
}

#[derive(Template)]
#[template(path = "roster/pages/edit.html")]
struct EditPage {
    p: Page,
    pupil: Particulars,
    sexes: Vec<(String, String)>,
    boardings: Vec<(String, String)>,
    boarding: &'static str,
    address: String,
    family: bool,
    identity: bool,
}

fn text_of<T: std::fmt::Display>(value: Option<T>) -> String {
    value.map(|v| v.to_string()).unwrap_or_default()
}

impl EditPage {
    fn birth(&self) -> String {
        text_of(self.pupil.birth_day)
    }
    fn entry(&self) -> String {
        text_of(self.pupil.entry_year)
    }
    fn school_no(&self) -> String {
        text_of(self.pupil.school_no.as_ref())
    }
    fn seat_no(&self) -> String {
        text_of(self.pupil.seat_no)
    }
}

fn show_edit(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let id: PupilId = cx.path("id")?;
    let levels = cx.permit::<acts::EditPupil>(id)?.levels();
    let see = cx.permit::<acts::SeePupil>(id)?;
    let pupil = particulars::particulars(cx.tx, &see)?;
    let family = levels.has(Level::Family);
    let address = if family { particulars::address(cx.tx, &see)?.map(|text| text.open().clone()).unwrap_or_default() } else { String::new() };
    let page = EditPage {
        p: cx.page_of(&Msg::new("roster-edit-title").with("name", &pupil.name)),
        sexes: coded(cx.lang(), &SEXES),
        boardings: coded(cx.lang(), &BOARDINGS),
        boarding: pupil.boarding.map_or("", |b| if b { "yes" } else { "no" }),
        address,
        family,
        identity: levels.has(Level::Identity),
        pupil,
    };
    cx.saw("EditPupil", Subject::Pupil(id), levels.within(Levels::of(&[Level::Basic, Level::Family])));
    cx.render(&page)
}

fn edit(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let id: PupilId = cx.path("id")?;
    let permit = cx.permit::<acts::EditPupil>(id)?;
    let levels = permit.levels();
    let mut problems = Problems::default();
    let (registry, identity) = number_fields(cx, &mut problems);
    let change = Correction {
        name: Some(name_field(cx, "name", &mut problems)),
        sex: Some(sex_of(cx.field("sex"))),
        birth_day: Some(day_field(cx, "birth_day", &mut problems)),
        entry_year: Some(number_field(cx, "entry_year", 2200, &mut problems)),
        school_no: Some(Some(text_field(cx, "school_no", &mut problems)).filter(|text| !text.is_empty())),
        seat_no: Some(number_field(cx, "seat_no", 200, &mut problems)),
        ethnicity: Some(text_field(cx, "ethnicity", &mut problems)),
        boarding: Some(boarding_of(cx.field("boarding"))),
        note: Some(text_field(cx, "note", &mut problems)),
        address: levels.has(Level::Family).then(|| Some(text_field(cx, "address", &mut problems)).filter(|text| !text.is_empty()).map(Sealed::new)),
        // An empty field leaves the number as it is: it is never shown in the form.
        registry_no: registry.map(Some),
        identity_no: identity.map(Some),
        reason: text_field(cx, "reason", &mut problems),
        import: None,
    };
    problems.end()?;
    let changed = particulars::correct(cx.tx, &permit, &change)?;
    cx.did("CorrectPupil", Subject::Pupil(id), levels, changed.join(" "));
    Ok(Reply::done(format!("/pupils/{id}"), Msg::new("roster-corrected").with("count", changed.len())))
}

#[derive(Template)]
#[template(path = "roster/pages/guardians.html")]
struct GuardiansPage {
    p: Page,
    id: PupilId,
    name: String,
    all: Vec<Guardian>,
    siblings: Vec<PupilLine>,
    lives: Vec<(String, String)>,
    identity: bool,
    in_household: bool,
}

const LIVES: [(&str, &str); 3] = [("", "roster-unknown"), ("yes", "roster-lives-with"), ("no", "roster-lives-apart")];

fn show_guardians(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let id: PupilId = cx.path("id")?;
    cx.permit::<acts::EditPupil>(id)?;
    let see = cx.permit::<acts::SeePupil>(id)?;
    let pupil = particulars::particulars(cx.tx, &see)?;
    let page = GuardiansPage {
        p: cx.page_of(&Msg::new("roster-guardians-of").with("name", &pupil.name)),
        id,
        all: particulars::guardians(cx.tx, &see)?,
        siblings: particulars::siblings(cx.tx, &see)?,
        lives: coded(cx.lang(), &LIVES),
        identity: see.levels().has(Level::Identity),
        in_household: pupil.household.is_some(),
        name: pupil.name,
    };
    cx.saw("SeeGuardians", Subject::Pupil(id), Levels::of(&[Level::Basic, Level::Family]));
    cx.render(&page)
}

/// What the form says beside name and telephone; the identity number is asked of who may see it.
fn more_form(cx: &Cx<'_, '_>, identity: bool) -> Result<NewMore> {
    let mut problems = Problems::default();
    let typed = cx.field("identity_no");
    let number = if identity && !typed.is_empty() { problems.keep("identity_no", IdentityNo::parse(typed, cx.tx.today())) } else { None };
    problems.end()?;
    let address = Some(cx.field("address").to_owned()).filter(|text| !text.is_empty()).map(Sealed::new);
    Ok(NewMore { entrusted: cx.field("entrusted") == "1", address, identity: number })
}

fn guardian_form(cx: &Cx<'_, '_>) -> Result<(NewGuardian, bool)> {
    let mut problems = Problems::default();
    let new = NewGuardian {
        name: name_field(cx, "name", &mut problems),
        relation: text_field(cx, "relation", &mut problems),
        phone: Some(text_field(cx, "phone", &mut problems)).filter(|text| !text.is_empty()).map(Sealed::new),
        lives_with: boarding_of(cx.field("lives_with")),
    };
    problems.end()?;
    Ok((new, cx.field("primary") == "1"))
}

fn add_guardian(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let id: PupilId = cx.path("id")?;
    let permit = cx.permit::<acts::EditPupil>(id)?;
    let (new, primary) = guardian_form(cx)?;
    let more = more_form(cx, permit.levels().has(Level::Identity))?;
    let guardian = particulars::add_guardian(cx.tx, &permit, &new, primary)?;
    entrusted::write(cx.tx, &permit, guardian, &more)?;
    cx.did("AddGuardian", Subject::Pupil(id), family(), guardian.to_string());
    Ok(Reply::done(format!("/pupils/{id}/guardians"), "roster-guardian-saved"))
}

const fn family() -> Levels {
    Levels::of(&[Level::Family])
}

#[derive(Template)]
#[template(path = "roster/pages/guardian.html")]
struct GuardianPage {
    p: Page,
    id: PupilId,
    name: String,
    guardian: Guardian,
    more: More,
    identity: bool,
    phone: String,
    lives: Vec<(String, String)>,
    lives_now: &'static str,
}

impl GuardianPage {
    fn primary(&self) -> bool {
        self.guardian.is_primary
    }
    fn entrusted(&self) -> bool {
        self.more.entrusted
    }
    fn address(&self) -> String {
        self.more.address.as_ref().map(|text| text.open().clone()).unwrap_or_default()
    }
    fn number_hint(&self) -> &'static str {
        if self.more.has_identity { "roster-guardian-identity-held" } else { "roster-guardian-identity-hint" }
    }
}

fn show_guardian(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let (id, wanted): (PupilId, GuardianId) = (cx.path("id")?, cx.path("guardian")?);
    cx.permit::<acts::EditPupil>(id)?;
    let see = cx.permit::<acts::SeePupil>(id)?;
    let name = particulars::particulars(cx.tx, &see)?.name;
    let guardian = particulars::guardians(cx.tx, &see)?.into_iter().find(|g| g.id == wanted).ok_or(crate::base::Error::NotFound)?;
    let page = GuardianPage {
        p: cx.page_of(&Msg::new("roster-guardian-of").with("name", &name)),
        id,
        name,
        more: entrusted::of_child(cx.tx, &see)?.remove(&wanted).unwrap_or_default(),
        identity: see.levels().has(Level::Identity),
        phone: guardian.phone.as_ref().map(|text| text.open().clone()).unwrap_or_default(),
        lives: coded(cx.lang(), &LIVES),
        lives_now: guardian.lives_with.map_or("", |b| if b { "yes" } else { "no" }),
        guardian,
    };
    cx.saw("SeeGuardians", Subject::Pupil(id), family());
    cx.render(&page)
}

fn correct_guardian(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let (id, guardian): (PupilId, GuardianId) = (cx.path("id")?, cx.path("guardian")?);
    let permit = cx.permit::<acts::EditPupil>(id)?;
    let (new, primary) = guardian_form(cx)?;
    let more = more_form(cx, permit.levels().has(Level::Identity))?;
    particulars::correct_guardian(cx.tx, &permit, guardian, &new, primary)?;
    entrusted::write(cx.tx, &permit, guardian, &more)?;
    cx.did("CorrectGuardian", Subject::Pupil(id), family(), guardian.to_string());
    Ok(Reply::done(format!("/pupils/{id}/guardians"), "roster-guardian-saved"))
}

fn end_guardian(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let (id, guardian): (PupilId, GuardianId) = (cx.path("id")?, cx.path("guardian")?);
    let permit = cx.permit::<acts::EditPupil>(id)?;
    particulars::end_guardian(cx.tx, &permit, guardian)?;
    cx.did("EndGuardian", Subject::Pupil(id), family(), guardian.to_string());
    Ok(Reply::done(format!("/pupils/{id}/guardians"), "roster-guardian-ended"))
}

/// Joins the household of the child whom the search finds; an empty field takes the child out.
fn join_household(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let id: PupilId = cx.path("id")?;
    let permit: Permit<acts::EditPupil> = cx.permit(id)?;
    let typed = cx.field("sibling").to_owned();
    let back = format!("/pupils/{id}/guardians");
    if typed.is_empty() {
        particulars::leave_household(cx.tx, &permit)?;
        cx.did("LeaveHousehold", Subject::Pupil(id), family(), "");
        return Ok(Reply::done(back, "roster-household-left"));
    }
    let found: Vec<PupilLine> = pupils::find(cx.tx, cx.who, &typed, 5)?.into_iter().filter(|line| line.id != id).collect();
    let exact: Vec<&PupilLine> = found.iter().filter(|line| line.name == typed).collect();
    let one = match (exact.as_slice(), found.as_slice()) {
        ([one], _) => (*one).clone(),
        (_, [one]) => one.clone(),
        (_, []) => return Err(crate::base::Error::at("sibling", "roster-sibling-none")),
        _ => return Err(crate::base::Error::at("sibling", "roster-sibling-several")),
    };
    let other = cx.permit::<acts::SeePupil>(one.id)?;
    particulars::join_household(cx.tx, &permit, &other)?;
    cx.did("JoinHousehold", Subject::Pupil(id), family(), one.id.to_string());
    Ok(Reply::done(back, "roster-household-joined"))
}
