//! What the facts of a family make of a child on a day: left behind in both official definitions, in grandparents' care, with one parent, orphaned, come with
//! migrant parents, in hardship. A3-06 to A3-10, A6-02, A8-03, B4-01, B4-04; CONVENTIONS 2.4.
//!
//! Each answer is yes, no, or "cannot be said, because … is not known", with its reasons in words. Nothing is stored: with new facts, or with time, the answer changes.

use super::family_facts::{Bond, Care, Carer, Contact, Facts, Illness, Life, Origin, Parent, Placement, Registration, Work};
use crate::base::{Msg, SchoolDate};

/// Months away from home after which the national registry counts a parent as away.
const REGISTRY_MONTHS: i32 = 3;
/// Age under which the civil affairs definition counts a child.
const CIVIL_AGE: i64 = 16;

/// What can be said.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Answer {
    /// It is so.
    Yes,
    /// It is not so.
    No,
    /// It cannot be said.
    Unknown,
}

/// An answer with its reasons.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Judged {
    /// The answer.
    pub answer: Answer,
    /// Why: the facts that decide, or those that are lacking.
    pub why: Vec<Msg>,
}

impl Judged {
    fn of(answer: Answer, key: impl Into<std::borrow::Cow<'static, str>>) -> Self {
        Self { answer, why: vec![Msg::new(key)] }
    }
    fn bare(answer: Answer) -> Self {
        Self { answer, why: Vec::new() }
    }
    fn turned(mut self) -> Self {
        self.answer = match self.answer {
            Answer::Yes => Answer::No,
            Answer::No => Answer::Yes,
            Answer::Unknown => Answer::Unknown,
        };
        self
    }
    /// Whether it is so.
    pub fn is_yes(&self) -> bool {
        self.answer == Answer::Yes
    }
}

/// The reasons of the parts that gave an answer, each once.
fn reasons(parts: &[Judged], answer: Answer) -> Vec<Msg> {
    let mut why: Vec<Msg> = Vec::new();
    for msg in parts.iter().filter(|part| part.answer == answer).flat_map(|part| &part.why) {
        if !why.contains(msg) {
            why.push(msg.clone());
        }
    }
    why
}

/// Yes when all are; no when one is not; else what is lacking.
fn all(parts: &[Judged]) -> Judged {
    let has = |answer| parts.iter().any(|part| part.answer == answer);
    let answer = if has(Answer::No) {
        Answer::No
    } else if has(Answer::Unknown) {
        Answer::Unknown
    } else {
        Answer::Yes
    };
    Judged { answer, why: reasons(parts, answer) }
}

/// Yes when one is; no when none is; else what is lacking.
fn any(parts: &[Judged]) -> Judged {
    let has = |answer| parts.iter().any(|part| part.answer == answer);
    let answer = if has(Answer::Yes) {
        Answer::Yes
    } else if has(Answer::Unknown) {
        Answer::Unknown
    } else {
        Answer::No
    };
    Judged { answer, why: reasons(parts, answer) }
}

/// `roster-family-why-father-dead`: reasons about a parent have words of their own, since languages say "father" differently within a sentence.
fn about(answer: Answer, parent: Parent, what: &str) -> Judged {
    let kind = if answer == Answer::Unknown { "lack" } else { "why" };
    Judged::of(answer, format!("roster-family-{kind}-{}-{what}", parent.code()))
}

/// Whether a parent is dead or missing.
fn gone(facts: &Facts, parent: Parent) -> Judged {
    match facts.parent(parent).life {
        Some(Life::Dead) => about(Answer::Yes, parent, "dead"),
        Some(Life::Missing) => about(Answer::Yes, parent, "missing"),
        Some(Life::Alive) => about(Answer::No, parent, "alive"),
        None => about(Answer::Unknown, parent, "life"),
    }
}

/// Whether a parent works away from home. Who is dead or missing is not away for work.
fn away(facts: &Facts, parent: Parent) -> Judged {
    let known = facts.parent(parent);
    match (known.life, &known.work) {
        (Some(Life::Dead | Life::Missing), _) => gone(facts, parent).turned(),
        (_, Some(Work { away: true, since, place })) => {
            let mut judged = about(Answer::Yes, parent, if since.is_some() { "away-since" } else { "away" });
            let place = if place.is_empty() { String::new() } else { format!("({place})") };
            judged.why = judged.why.into_iter().map(|msg| msg.with("day", since.map(|day| day.to_string()).unwrap_or_default()).with("place", &place)).collect();
            judged
        }
        (_, Some(_)) => about(Answer::No, parent, "home"),
        (_, None) => about(Answer::Unknown, parent, "work"),
    }
}

/// Whether a parent has been away for the months that the registry asks.
fn away_long(facts: &Facts, parent: Parent, day: SchoolDate) -> Judged {
    let judged = away(facts, parent);
    match facts.parent(parent).work.as_ref().and_then(|work| work.since) {
        _ if judged.answer != Answer::Yes => judged,
        None => about(Answer::Unknown, parent, "since"),
        Some(since) if since.plus_months(REGISTRY_MONTHS) <= day => judged,
        Some(since) => {
            let mut short = about(Answer::No, parent, "away-short");
            short.why = short.why.into_iter().map(|msg| msg.with("day", since).with("months", REGISTRY_MONTHS)).collect();
            short
        }
    }
}

/// Whether a parent is unable to care: dead, missing, out of contact, or for a reason that is known.
fn unable(facts: &Facts, parent: Parent) -> Judged {
    let known = facts.parent(parent);
    if matches!(known.life, Some(Life::Dead | Life::Missing)) {
        return gone(facts, parent);
    }
    match (known.care, known.contact) {
        (Some(Care::Able), _) => about(Answer::No, parent, "able"),
        (Some(Care::Disabled), _) => about(Answer::Yes, parent, "disabled"),
        (Some(Care::Ill), _) => about(Answer::Yes, parent, "ill"),
        (Some(Care::Detained), _) => about(Answer::Yes, parent, "detained"),
        (Some(Care::Unable), _) => about(Answer::Yes, parent, "unable"),
        (None, Some(Contact::Lost)) => about(Answer::Yes, parent, "lost"),
        (None, _) => about(Answer::Unknown, parent, "care"),
    }
}

/// Whether relatives look after a child whose parents are away. A carer who is away cannot be the one, so such a fact says nothing.
fn kin_cares(facts: &Facts) -> Judged {
    let is_away = |parent: Parent| facts.parent(parent).work.as_ref().is_some_and(|work| work.away);
    let lacking = || Judged::of(Answer::Unknown, "roster-family-lack-carer");
    match facts.carer {
        None => lacking(),
        Some(Carer::Parents) if is_away(Parent::Father) || is_away(Parent::Mother) => lacking(),
        Some(Carer::Father) if is_away(Parent::Father) => lacking(),
        Some(Carer::Mother) if is_away(Parent::Mother) => lacking(),
        Some(Carer::Entrusted) => Judged::of(Answer::No, "roster-family-why-carer-entrusted"),
        Some(Carer::Institution) => Judged::of(Answer::No, "roster-family-why-carer-institution"),
        Some(_) => Judged::of(Answer::Yes, "roster-family-why-carer-kin"),
    }
}

/// How the national registry counts a child: 0 no, 1 one parent away (单亲留守), 2 both (双亲留守); `None` when it cannot be said.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RegistryCount {
    /// The code of the registry.
    pub code: Option<u8>,
    /// Why.
    pub why: Vec<Msg>,
}

/// The national registry's count: a parent away for three months or longer, relatives as guardians (CONVENTIONS 2.4).
pub fn registry_count(facts: &Facts, day: SchoolDate) -> RegistryCount {
    let [father, mother] = [Parent::Father, Parent::Mother].map(|parent| away_long(facts, parent, day));
    let none = any(&[father.clone(), mother.clone()]);
    if none.answer != Answer::Yes {
        return RegistryCount { code: (none.answer == Answer::No).then_some(0), why: none.why };
    }
    let both = all(&[father.clone(), mother.clone()]);
    if both.answer == Answer::Unknown {
        return RegistryCount { code: None, why: both.why };
    }
    let stays = if father.is_yes() { Parent::Mother } else { Parent::Father };
    // A parent at home who is able to care is a relative who does.
    let at_home = both.answer == Answer::No && gone(facts, stays).answer != Answer::Yes && unable(facts, stays).answer != Answer::Yes && away(facts, stays).answer == Answer::No;
    let kin = if at_home && facts.carer.is_none() { about(Answer::Yes, stays, "home") } else { kin_cares(facts) };
    let judged = all(&[any(&[father, mother]), kin.clone()]);
    let code = match kin.answer {
        Answer::Unknown => None,
        Answer::No => Some(0),
        Answer::Yes if both.is_yes() => Some(2),
        Answer::Yes => Some(1),
    };
    RegistryCount { code, why: judged.why }
}

/// Left behind as the civil affairs departments count: under 16, rural registration, both parents away, or one away and the other unable to care (CONVENTIONS 2.4).
pub fn civil_left_behind(facts: &Facts, day: SchoolDate) -> Judged {
    let young = match facts.birth.map(|birth| birth.years_until(day)) {
        Some(years) if years < CIVIL_AGE => Judged::bare(Answer::Yes),
        Some(_) => Judged::of(Answer::No, "roster-family-why-grown"),
        None => Judged::of(Answer::Unknown, "roster-family-lack-birth"),
    };
    let [father, mother] = [Parent::Father, Parent::Mother].map(|parent| (away(facts, parent), unable(facts, parent)));
    let parents = any(&[all(&[father.0.clone(), mother.0.clone()]), all(&[father.0, mother.1]), all(&[mother.0, father.1])]);
    all(&[parents, rural(facts), young])
}

fn rural(facts: &Facts) -> Judged {
    match facts.registration {
        Some(Registration::Rural) => Judged::of(Answer::Yes, "roster-family-why-rural"),
        Some(Registration::Urban) => Judged::of(Answer::No, "roster-family-why-urban"),
        None => Judged::of(Answer::Unknown, "roster-family-lack-registration"),
    }
}

/// Grandparents look after the child (隔代抚养, A6-02).
pub fn with_grandparents(facts: &Facts) -> Judged {
    match facts.carer {
        Some(Carer::PaternalGrandparents) => Judged::of(Answer::Yes, "roster-family-why-paternal"),
        Some(Carer::MaternalGrandparents) => Judged::of(Answer::Yes, "roster-family-why-maternal"),
        Some(_) => Judged::of(Answer::No, "roster-family-why-other-carer"),
        None => Judged::of(Answer::Unknown, "roster-family-lack-carer"),
    }
}

/// One parent: the other is dead or missing, or the parents are divorced or were never together (A3-09, A8-03).
pub fn with_one_parent(facts: &Facts) -> Judged {
    let [father, mother] = [Parent::Father, Parent::Mother].map(|parent| gone(facts, parent));
    let apart = match facts.bond {
        Some(Bond::Divorced) => Judged::of(Answer::Yes, "roster-family-why-divorced"),
        Some(Bond::Unmarried) => Judged::of(Answer::Yes, "roster-family-why-unmarried"),
        Some(Bond::Together) => Judged::of(Answer::No, "roster-family-why-together"),
        None => Judged::of(Answer::Unknown, "roster-family-lack-bond"),
    };
    let one_gone = any(&[all(&[father.clone(), mother.clone().turned()]), all(&[mother.clone(), father.clone().turned()])]);
    let still_one = all(&[father, mother]).turned();
    // Parents known to be together are both alive as far as the school knows.
    if facts.bond == Some(Bond::Together) && one_gone.answer == Answer::Unknown {
        return apart;
    }
    let divorced = if still_one.answer == Answer::No { still_one } else { apart };
    any(&[one_gone, divorced])
}

/// Both parents are dead or missing (孤儿).
pub fn orphaned(facts: &Facts) -> Judged {
    all(&[gone(facts, Parent::Father), gone(facts, Parent::Mother)])
}

/// In fact without support (事实无人抚养): each parent is dead, missing, severely disabled or ill, detained, or out of contact, and not both are dead or missing.
pub fn unsupported(facts: &Facts) -> Judged {
    let helpless = |parent: Parent| {
        let known = facts.parent(parent);
        if known.contact == Some(Contact::Lost) {
            return about(Answer::Yes, parent, "lost");
        }
        // Another reason than those of the list does not count.
        if known.care == Some(Care::Unable) && !matches!(known.life, Some(Life::Dead | Life::Missing)) {
            return about(Answer::No, parent, "unable");
        }
        unable(facts, parent)
    };
    let both = all(&[helpless(Parent::Father), helpless(Parent::Mother)]);
    let orphan = orphaned(facts);
    if both.answer != Answer::Yes {
        return both;
    }
    if orphan.answer == Answer::Yes { orphan.turned() } else { both }
}

/// 随迁子女: registered in the countryside of another county or province, here with a parent.
pub fn migrant_child(facts: &Facts) -> Judged {
    let from_elsewhere = match facts.origin {
        Some(Origin::OtherCounty) => Judged::of(Answer::Yes, "roster-family-why-other-county"),
        Some(Origin::OtherProvince) => Judged::of(Answer::Yes, "roster-family-why-other-province"),
        Some(Origin::Local) => Judged::of(Answer::No, "roster-family-why-local"),
        None => Judged::of(Answer::Unknown, "roster-family-lack-origin"),
    };
    let here = |parent: Parent| match (facts.parent(parent).life, &facts.parent(parent).work) {
        (Some(Life::Dead | Life::Missing), _) => gone(facts, parent).turned(),
        _ => away(facts, parent).turned(),
    };
    all(&[from_elsewhere, rural(facts), any(&[here(Parent::Father), here(Parent::Mother)])])
}

/// Disabled (A8-03, B4-04). The kind is not among the reasons: who may see it reads it among the facts.
pub fn disabled(facts: &Facts) -> Judged {
    match &facts.disability {
        Some(known) if known.kind.is_some() => Judged::of(Answer::Yes, if known.certified == Some(true) { "roster-family-why-certified" } else { "roster-family-why-disability" }),
        Some(_) => Judged::of(Answer::No, "roster-family-why-no-disability"),
        None => Judged::of(Answer::Unknown, "roster-family-lack-disability"),
    }
}

/// Ill for long (B4-04).
pub fn ill(facts: &Facts) -> Judged {
    match facts.illness {
        Some(Illness::Chronic) => Judged::of(Answer::Yes, "roster-family-why-chronic"),
        Some(Illness::Severe) => Judged::of(Answer::Yes, "roster-family-why-severe"),
        Some(Illness::None) => Judged::of(Answer::No, "roster-family-why-no-illness"),
        None => Judged::of(Answer::Unknown, "roster-family-lack-illness"),
    }
}

/// Has a special need beside a disability or an illness, or learns in a special place (B4-04). What the need is stands among the facts, sealed.
pub fn in_special_need(facts: &Facts) -> Judged {
    match (facts.placement, facts.special_need) {
        (Some(Placement::Inclusive), _) => Judged::of(Answer::Yes, "roster-family-why-inclusive"),
        (Some(Placement::Resource), _) => Judged::of(Answer::Yes, "roster-family-why-resource"),
        (Some(Placement::Home), _) => Judged::of(Answer::Yes, "roster-family-why-home-teaching"),
        (_, Some(true)) => Judged::of(Answer::Yes, "roster-family-why-special-need"),
        (Some(Placement::Ordinary) | None, Some(false)) => Judged::of(Answer::No, "roster-family-why-no-special-need"),
        (_, None) => Judged::of(Answer::Unknown, "roster-family-lack-special-need"),
    }
}

/// Boards at school.
pub fn boards(facts: &Facts) -> Judged {
    match facts.boarding {
        Some(true) => Judged::of(Answer::Yes, "roster-family-why-boards"),
        Some(false) => Judged::of(Answer::No, "roster-family-why-day-pupil"),
        None => Judged::of(Answer::Unknown, "roster-family-lack-boarding"),
    }
}

/// Income of one person and year below the local line of subsistence (B4-01). `line_fen` is the line for the household's registration.
pub fn below_line(facts: &Facts, line_fen: Option<i64>) -> Judged {
    match (facts.income_fen, line_fen) {
        (Some(income), Some(line)) if income < line => Judged::of(Answer::Yes, "roster-family-why-below-line"),
        (Some(_), Some(_)) => Judged::of(Answer::No, "roster-family-why-above-line"),
        (None, _) => Judged::of(Answer::Unknown, "roster-family-lack-income"),
        (_, None) => Judged::of(Answer::Unknown, "roster-family-lack-line"),
    }
}

/// In hardship (家困): in a recognised group, or below the line of subsistence (A3-06 to A3-10, B4-01). Without either it cannot be said.
pub fn in_hardship(facts: &Facts, line_fen: Option<i64>) -> Judged {
    if facts.hardships.is_empty() {
        return below_line(facts, line_fen);
    }
    let word = |code: &str| Msg::new(format!("roster-family-group-{}", code.replace('_', "-")));
    Judged { answer: Answer::Yes, why: facts.hardships.iter().map(|held| word(held.group.code)).collect() }
}

/// What a child may be, as the facts of the family tell it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Kind {
    /// Left behind as the national registry counts.
    LeftBehindRegistry,
    /// Left behind as the civil affairs departments count.
    LeftBehindCivil,
    /// In grandparents' care.
    Grandparents,
    /// With one parent.
    SingleParent,
    /// Orphaned.
    Orphan,
    /// In fact without support.
    Unsupported,
    /// Come with migrant parents.
    MigrantChild,
    /// Boards.
    Boarder,
    /// Disabled.
    Disability,
    /// Ill for long.
    Illness,
    /// In special need otherwise.
    SpecialNeed,
    /// In hardship.
    LowIncome,
}

impl Kind {
    /// All kinds, in the order in which pages show them.
    pub const ALL: [Self; 12] = [
        Self::LeftBehindRegistry,
        Self::LeftBehindCivil,
        Self::Grandparents,
        Self::SingleParent,
        Self::Orphan,
        Self::Unsupported,
        Self::MigrantChild,
        Self::Boarder,
        Self::Disability,
        Self::Illness,
        Self::SpecialNeed,
        Self::LowIncome,
    ];
    /// The identifier; its words are `roster-family-kind-<identifier>`.
    pub const fn code(self) -> &'static str {
        match self {
            Self::LeftBehindRegistry => "left_behind_registry",
            Self::LeftBehindCivil => "left_behind_civil",
            Self::Grandparents => "grandparents",
            Self::SingleParent => "single_parent",
            Self::Orphan => "orphan",
            Self::Unsupported => "unsupported",
            Self::MigrantChild => "migrant_child",
            Self::Boarder => "boarder",
            Self::Disability => "disability",
            Self::Illness => "illness",
            Self::SpecialNeed => "special_need",
            Self::LowIncome => "low_income",
        }
    }
    /// The kind of an identifier.
    pub fn of(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.code() == code)
    }
    /// The key of its word.
    pub fn key(self) -> String {
        format!("roster-family-kind-{}", self.code().replace('_', "-"))
    }
    /// Whether only the economic level opens it; the others need the family level.
    pub const fn is_economic(self) -> bool {
        matches!(self, Self::LowIncome)
    }
}

/// Says of a kind whether the child is it, on a day. `line_fen` is the local line of subsistence for the household's registration.
pub fn judge(kind: Kind, facts: &Facts, day: SchoolDate, line_fen: Option<i64>) -> Judged {
    match kind {
        Kind::LeftBehindRegistry => {
            let RegistryCount { code, why } = registry_count(facts, day);
            let answer = match code {
                None => Answer::Unknown,
                Some(0) => Answer::No,
                Some(_) => Answer::Yes,
            };
            Judged { answer, why }
        }
        Kind::LeftBehindCivil => civil_left_behind(facts, day),
        Kind::Grandparents => with_grandparents(facts),
        Kind::SingleParent => with_one_parent(facts),
        Kind::Orphan => orphaned(facts),
        Kind::Unsupported => unsupported(facts),
        Kind::MigrantChild => migrant_child(facts),
        Kind::Boarder => boards(facts),
        Kind::Disability => disabled(facts),
        Kind::Illness => ill(facts),
        Kind::SpecialNeed => in_special_need(facts),
        Kind::LowIncome => in_hardship(facts, line_fen),
    }
}

#[cfg(test)]
#[path = "family_rules_tests.rs"]
mod tests;
