//! `/pupils/{id}/case`: one child, one file, one page. Strengths and the child's own words first; then categories, causes, subjects, what became of it, and who reads it.

use askama::Template;

use super::SHOWN;
use crate::access::{Action, Level, Permit, Subject, acts, audit};
use crate::base::{ClassId, Lang, Msg, PupilId, Result, SchoolDate, words};
use crate::casefile::diagnosis::{self, Filled};
use crate::casefile::merge::Picture;
use crate::casefile::records::{self, GiveUp, HOWS, KINDS, Note, SAID_BY, STAGES, SubjectFile};
use crate::casefile::state::State;
use crate::casefile::steps::{self, OUTCOMES, Step};
use crate::casefile::{self, Head, Label, wording};
use crate::programme::naming;
use crate::results::SUBJECTS;
use crate::roster::particulars::{self, Particulars};
use crate::web::{Choice, Cx, Page, Reply};

#[derive(Template)]
#[template(path = "casefile/pages/case.html")]
struct CasePage {
    p: Page,
    c: Particulars,
    class_id: Option<ClassId>,
    family_name: String,
    place: String,
    lead: String,
    head: Head,
    state: String,
    notes: Vec<NoteView>,
    labels: Vec<LabelView>,
    difficulties: Vec<String>,
    history: Vec<LabelView>,
    causes: CausesView,
    subjects: Vec<SubjectView>,
    give_ups: Vec<(String, GiveUp)>,
    family: Vec<String>,
    moments: Vec<Moment>,
    readers: Vec<ReaderView>,
    choices: Choices,
    may: May,
}

/// What the forms of the page offer.
struct Choices {
    kinds: Vec<Choice>,
    said_by: Vec<Choice>,
    hows: Vec<Choice>,
    outcomes: Vec<Choice>,
    stages: Vec<Choice>,
    subjects: Vec<Choice>,
}

struct May {
    write: bool,
    /// Looks after the class, not a subject alone.
    whole: bool,
    file: bool,
    counsel: bool,
    print: bool,
}

struct NoteView {
    n: Note,
    voice: bool,
    said: String,
    /// Where the author takes it back.
    take_back: String,
}

struct LabelView {
    text: String,
    kind: String,
    programmes: String,
    days: String,
}

#[derive(Default)]
struct CausesView {
    rows: Vec<CauseView>,
    types: Vec<(String, String)>,
    aspects: Vec<String>,
    degrees: Vec<(String, String)>,
    missing: String,
    term: String,
}

struct CauseView {
    text: String,
    side: String,
    agreement: String,
    agreed: bool,
    seen: Vec<(String, String)>,
    unseen: String,
}

struct SubjectView {
    code: String,
    name: String,
    f: SubjectFile,
    writes: bool,
    /// Names of the fields of its form.
    gaps: String,
    works: String,
    next: String,
}

struct Moment {
    day: SchoolDate,
    what: String,
    by: String,
    text: String,
}

struct ReaderView {
    duty: String,
    names: String,
    levels: String,
}

fn coded(lang: Lang, prefix: &str, code: &str) -> String {
    words::word(lang, &format!("{prefix}{code}"))
}

fn choices(p: &Page, field: &str, prefix: &str, codes: &[&str], usual: &str) -> Vec<Choice> {
    let chosen = p.old_or(field, usual);
    codes.iter().map(|code| Choice::new(code, coded(p.lang, prefix, code), chosen == *code)).collect()
}

pub(super) fn show(cx: &mut Cx<'_, '_>) -> Result<Reply> {
    let id: PupilId = cx.path("id")?;
    let permit = cx.permit::<acts::SeeCaseFile>(id)?;
    let see = cx.permit::<acts::SeePupil>(id)?;
    let c = particulars::particulars(cx.tx, &see)?;
    let head = casefile::head(cx.tx, &permit)?;
    let p = cx.page_of(&Msg::new("casefile-title").with("name", &c.name));
    let lang = p.lang;
    let write = cx.permit::<acts::WriteCaseFile>(id).ok();
    let live = head.state.is_live();
    let allowed = |action: Action| permit.why().ties.iter().any(|tie| action.allowed_to(tie.duty)) || cx.who.may_everywhere(action);
    let may = May {
        write: live && write.is_some(),
        whole: permit.why().subjects().is_none(),
        file: allowed(Action::FileRound),
        counsel: live && write.is_some() && permit.levels().has(Level::Psychological),
        print: allowed(Action::PrintRegister),
    };
    let place = match (&c.seat, c.seat_no) {
        (Some(seat), Some(no)) => Msg::new("roster-class-seat").with("class", &seat.class_name).with("seat", no).text(lang),
        (Some(seat), None) => seat.class_name.clone(),
        (None, _) => words::word(lang, "roster-no-class"),
    };
    let (labels, history) = labels(cx, &head, lang)?;
    let notes = records::notes(cx.tx, &permit)?;
    let (causes, filled) = causes(cx, &permit, lang)?;
    let (steps, files) = (steps::steps(cx.tx, &permit)?, records::subject_files(cx.tx, &permit)?);
    let page = CasePage {
        class_id: c.seat.as_ref().map(|seat| seat.class),
        family_name: c.name.chars().next().map(String::from).unwrap_or_default(),
        place,
        lead: lead(lang, &head, &notes),
        state: coded(lang, "casefile-state-", head.state.code()),
        moments: moments(lang, &head, &notes, &filled, &files, &steps),
        notes: notes.into_iter().map(|n| note_view(lang, id, n)).collect(),
        labels,
        difficulties: head.difficulties().into_iter().map(|one| wording::difficulty(lang, one.code())).collect(),
        history,
        causes,
        subjects: files.into_iter().map(|f| subject_view(lang, f, write.as_ref().filter(|_| live))).collect(),
        give_ups: records::give_ups(cx.tx, &permit)?.into_iter().map(|one| (coded(lang, "casefile-stage-", &one.stage), one)).collect(),
        family: family(cx, &head, &see, lang)?,
        readers: readers(cx, &permit, lang)?,
        choices: Choices {
            kinds: choices(&p, "kind", "casefile-note-", &KINDS, "strength"),
            said_by: choices(&p, "said_by", "casefile-said-", &SAID_BY, "teacher"),
            hows: choices(&p, "how", "casefile-how-", &HOWS, "dictated"),
            outcomes: choices(&p, "outcome", "casefile-outcome-", &OUTCOMES, ""),
            stages: choices(&p, "stage", "casefile-stage-", &STAGES, ""),
            subjects: SUBJECTS.iter().take(4).map(|code| Choice::new(code, wording::subject(lang, code), p.ticked_with("subjects", code))).collect(),
        },
        may,
        p,
        c,
        head,
    };
    cx.saw("SeeCaseFile", Subject::Pupil(id), permit.levels().within(SHOWN));
    cx.render(&page)
}

/// One strength and how it stands, in a sentence.
fn lead(lang: Lang, head: &Head, notes: &[Note]) -> String {
    match notes.iter().find(|note| note.kind == "strength") {
        Some(note) => note.text.clone(),
        None => coded(lang, "casefile-lead-", head.state.code()),
    }
}

fn note_view(lang: Lang, pupil: PupilId, n: Note) -> NoteView {
    let said = if n.kind == "voice" { coded(lang, "casefile-how-", &n.how) } else { coded(lang, "casefile-said-", &n.said_by) };
    NoteView { voice: n.kind == "voice", said, take_back: format!("/pupils/{pupil}/case/notes/{}/withdrawal", n.id), n }
}

fn labels(cx: &mut Cx<'_, '_>, head: &Head, lang: Lang) -> Result<(Vec<LabelView>, Vec<LabelView>)> {
    let names = naming::names(cx.tx)?;
    let view = |label: &Label| LabelView {
        text: names.of(label.category, lang),
        kind: if label.kind.is_empty() { String::new() } else { coded(lang, "programme-kind-", &label.kind) },
        programmes: label.programmes.join(&words::word(lang, "casefile-comma")),
        days: Msg::new("casefile-days").with("when", label.from).with("day", label.until).text(lang),
    };
    let (now, before): (Vec<&Label>, Vec<&Label>) = head.labels.iter().partition(|label| label.counts);
    Ok((now.into_iter().map(view).collect(), before.into_iter().map(view).collect()))
}

fn causes(cx: &mut Cx<'_, '_>, permit: &Permit<acts::SeeCaseFile>, lang: Lang) -> Result<(CausesView, Vec<Filled>)> {
    let mut term = casefile::present_term(cx.tx)?;
    let terms = casefile::terms_answered(cx.tx, permit)?;
    // Until the teachers have answered this term, what they said last stays to be read.
    if let Some(last) = terms.first().filter(|code| !terms.contains(&term.code) && **code < term.code) {
        term = crate::roster::time::term_by_code(cx.tx, *last)?.unwrap_or(term);
    }
    let (_, filled) = diagnosis::answers(cx.tx, permit, &term)?;
    let picture = diagnosis::picture(cx.tx, permit, &term)?;
    Ok((causes_view(lang, &picture, term.code.to_string()), filled))
}

fn causes_view(lang: Lang, picture: &Picture, term: String) -> CausesView {
    let comma = words::word(lang, "casefile-comma");
    let parts = |codes: &[String]| codes.iter().map(|code| wording::part(lang, code)).collect::<Vec<_>>().join(&comma);
    let row = |one: &crate::casefile::merge::Merged| CauseView {
        text: wording::cause(lang, one.cause),
        side: coded(lang, "casefile-side-", one.cause.side().code()),
        agreement: coded(lang, "casefile-agreement-", one.agreement.code()),
        agreed: one.agreement == crate::casefile::merge::Agreement::All,
        seen: one.seen.iter().map(|(part, name, evidence)| (format!("{} {name}", wording::part(lang, part)), evidence.clone())).collect(),
        unseen: parts(&one.unseen),
    };
    CausesView {
        rows: picture.causes.iter().map(row).collect(),
        types: picture.types.iter().map(|kind| wording::kind(lang, *kind)).collect(),
        aspects: picture.aspects.iter().map(|aspect| wording::aspect(lang, *aspect)).collect(),
        degrees: picture.degrees.iter().map(|(degree, by)| (wording::degree(lang, degree), parts(by))).collect(),
        missing: picture.missing.iter().map(|part| wording::part(lang, part)).collect::<Vec<_>>().join(&comma),
        term,
    }
}

fn subject_view(lang: Lang, f: SubjectFile, write: Option<&Permit<acts::WriteCaseFile>>) -> SubjectView {
    let field = |name: &str| format!("{name}-{}", f.subject);
    SubjectView {
        name: wording::subject(lang, &f.subject),
        writes: write.is_some_and(|permit| records::writes_subject(permit, &f.subject)),
        gaps: field("gaps"),
        works: field("works"),
        next: field("next"),
        code: f.subject.clone(),
        f,
    }
}

/// With whom the child lives: what the register holds, for who holds the family level.
fn family(cx: &mut Cx<'_, '_>, head: &Head, see: &Permit<acts::SeePupil>, lang: Lang) -> Result<Vec<String>> {
    if !head.sight.family {
        return Ok(Vec::new());
    }
    let guardian = |g: particulars::Guardian| {
        let lives = if g.lives_with == Some(true) { words::word(lang, "roster-lives-with") } else { String::new() };
        [g.name, g.relation, lives].into_iter().filter(|text| !text.is_empty()).collect::<Vec<_>>().join(" · ")
    };
    Ok(particulars::guardians(cx.tx, see)?.into_iter().map(guardian).collect())
}

fn moments(lang: Lang, head: &Head, notes: &[Note], filled: &[Filled], files: &[SubjectFile], steps: &[Step]) -> Vec<Moment> {
    let moment = |day: SchoolDate, what: String, by: &str| Moment { day, what, by: by.to_owned(), text: String::new() };
    let mut all: Vec<Moment> = Vec::new();
    if let Some(first) = head.labels.iter().map(|label| label.from).min() {
        all.push(moment(first, words::word(lang, "casefile-moment-confirmed"), ""));
    }
    if let Some((day, by)) = &head.opened {
        all.push(moment(*day, words::word(lang, "casefile-moment-opened"), by));
    }
    for label in head.labels.iter().filter(|label| !label.counts) {
        all.push(moment(label.until, words::word(lang, "casefile-moment-lapsed"), ""));
    }
    all.extend(notes.iter().map(|note| moment(note.day, coded(lang, "casefile-note-", &note.kind), &note.by)));
    all.extend(filled.iter().map(|sheet| moment(sheet.day, Msg::new("casefile-moment-causes").with("part", wording::part(lang, &sheet.part)).text(lang), &sheet.name)));
    for file in files {
        let name = wording::subject(lang, &file.subject);
        all.extend(file.asked.map(|day| moment(day, Msg::new("casefile-moment-asked").with("part", &name).text(lang), "")));
        all.extend(file.entries.iter().map(|(day, by, _)| moment(*day, Msg::new("casefile-moment-subject").with("part", &name).text(lang), by)));
    }
    for step in steps {
        let outcome = if step.outcome.is_empty() { String::new() } else { format!(" · {}", coded(lang, "casefile-outcome-", &step.outcome)) };
        all.push(Moment { text: step.text.clone(), ..moment(step.day, format!("{}{outcome}", coded(lang, "casefile-step-", &step.what)), &step.by) });
    }
    all.sort_by_key(|moment| std::cmp::Reverse(moment.day));
    all
}

/// Who reads the file and what they read of it, one line per duty.
fn readers(cx: &mut Cx<'_, '_>, permit: &Permit<acts::SeeCaseFile>, lang: Lang) -> Result<Vec<ReaderView>> {
    let mut views: Vec<ReaderView> = Vec::new();
    for reader in casefile::readers(cx.tx, permit)? {
        let duty = coded(lang, "duty-", reader.duty.code());
        let duty = if reader.subject.is_empty() { duty } else { format!("{duty} · {}", wording::subject(lang, &reader.subject)) };
        match views.iter_mut().find(|view| view.duty == duty) {
            Some(view) => view.names = format!("{}{}{}", view.names, words::word(lang, "casefile-comma"), reader.name),
            None => {
                let own = !reader.subject.is_empty();
                let levels = if own { words::word(lang, "casefile-own-subject") } else { audit::level_words(lang, &reader.letters.replace('i', "")) };
                views.push(ReaderView { duty, names: reader.name, levels });
            }
        }
    }
    Ok(views)
}

impl CasePage {
    fn absent(&self) -> bool {
        self.head.state == State::Absent
    }
    fn closed(&self) -> bool {
        matches!(self.head.state, State::Exited | State::Lapsed)
    }
    fn pending(&self) -> bool {
        self.head.state == State::Pending
    }
    fn open(&self) -> bool {
        self.head.state == State::Open
    }
    /// Whether a form of the page was refused at one of its fields.
    fn refused(&self, fields: &[&str]) -> bool {
        fields.iter().any(|field| self.p.problem(field).is_some())
    }
}
