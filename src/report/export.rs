//! Builds the registers and hands them to the writers of documents. What the permit's levels do not open is masked or left out.

mod awards;
mod cases;
mod charge;
mod counselling;
mod families;
mod form_values;
pub mod forms;
mod growth_folder;
mod handover;
mod learning;
mod mask;
pub mod pack;
mod left_behind_form;
mod meetings;
mod pairs;
mod plans;
mod progress;
mod records;
mod rounds;
pub mod statistics;
mod supervision;
mod survey;
mod tutoring;
mod tutoring_room;

use std::collections::{HashMap, HashSet};

use super::{Name, sql};
use crate::access::{Level, Permit, Subject, acts, tenant};
use crate::base::{ClassId, Error, Lang, Msg, PupilId, Result, SchoolDate, limits, words};
pub use crate::documents::register::Format;
use crate::documents::register::{Align, Column, Frame, Kind, Orientation, Register, Row, Section};
use crate::roster::enrolment::{self, Gap};
use crate::roster::groups;
use crate::roster::people;
use crate::roster::time::{self, Class, Term};
use crate::screening::candidates::{self, Filter, Line, Runs};
use crate::store::Tx;

/// A register as a file: its name, its media type and its bytes, for the class, grade or school of the permit.
///
/// # Errors
/// Denied when the register is not printed for so small a part of the school; a problem at `term` when the screening was not run; those of the writers.
pub fn make(tx: &mut Tx<'_>, permit: &Permit<acts::PrintRegister>, name: Name, term: &Term, format: Format, lang: Lang) -> Result<(String, &'static str, Vec<u8>)> {
    let day = tx.today().clamp(term.first_day, term.last_day);
    let job = Job { permit, name, term, day, lang };
    let classes = job.classes(tx)?;
    let title = job.word(name.key());
    let of = match classes.as_slice() {
        [class] if matches!(permit.subject(), Subject::Class(_)) => format!("_{}", class.name),
        [class, ..] if matches!(permit.subject(), Subject::Grade(_)) => format!("_{}", Msg::new("report-grade").with("grade", class.level).text(lang)),
        _ => String::new(),
    };
    let file = format!("{title}{of}_{}.{}", term.code, format.extension());
    if name == Name::FamilyCheck && matches!(format, Format::Docx | Format::Pdf) {
        return Ok((file, format.media_type(), job.family_slips(tx, &classes)?.file(format)?));
    }
    if name == Name::LeftBehindForm && matches!(format, Format::Docx | Format::Pdf) {
        return Ok((file, format.media_type(), job.left_behind_forms(tx, &classes)?.file(format)?));
    }
    let register = job.register(tx, &classes)?;
    Ok((file, format.media_type(), register.file(format)?))
}

struct Job<'a> {
    permit: &'a Permit<acts::PrintRegister>,
    name: Name,
    term: &'a Term,
    day: SchoolDate,
    lang: Lang,
}

fn column(name: String, width_mm: f64, align: Align, kind: Kind) -> Column {
    Column { name, group: None, width_mm, align, kind }
}

impl Job<'_> {
    fn word(&self, key: &str) -> String {
        words::word(self.lang, key)
    }

    /// The classes of the permit's class, grade or school.
    fn classes(&self, tx: &mut Tx<'_>) -> Result<Vec<Class>> {
        let mut classes = time::classes(tx, self.term.year)?;
        match self.permit.subject() {
            Subject::School => {}
            Subject::Grade(grade) if self.name.least() != crate::access::ScopeKind::School => classes.retain(|class| class.grade == grade),
            Subject::Class(id) if self.name.least() == crate::access::ScopeKind::Class => classes.retain(|class| class.id == id),
            _ => return Err(Error::Denied("report-too-small".into())),
        }
        if classes.is_empty() { Err(Error::at("class", "report-no-class")) } else { Ok(classes) }
    }

    /// The register with its title and its edges.
    fn register(&self, tx: &mut Tx<'_>, classes: &[Class]) -> Result<Register> {
        let register = self.table(tx, classes)?;
        Ok(Register { title: self.word(self.name.key()), frame: self.frame(tx)?, section_word: Some(self.word("report-section")), ..register })
    }

    fn table(&self, tx: &mut Tx<'_>, classes: &[Class]) -> Result<Register> {
        Ok(match self.name {
            Name::Roster | Name::RosterInternal => self.roster(tx, classes)?,
            Name::Candidates | Name::CandidatesByGrade => self.candidates(tx, classes)?,
            Name::CaseFiles => self.case_files(tx, classes)?,
            Name::Staff => self.staff(tx)?,
            Name::Groups => self.groups(tx)?,
            Name::Enrolment => self.enrolment(tx)?,
            Name::FamilyCheck => self.family_grid(tx, classes)?,
            Name::LeftBehind | Name::LeftBehindForm => self.left_behind(tx, classes)?,
            Name::GrowthFolder => self.growth_folders(tx, classes)?,
            Name::LeftBehindCounts => self.left_behind_counts(tx, classes)?,
            Name::TargetList => self.target_list(tx, classes)?,
            Name::ChangeSheet => self.change_sheet(tx, classes)?,
            Name::Helpers => self.helpers(tx, classes)?,
            Name::ProgressLog => self.progress_logs(tx, classes)?,
            Name::SupportWay => self.support_ways(tx, classes)?,
            Name::Effects => self.effects(tx, classes)?,
            Name::SupportRecords => self.support_records(tx, classes)?,
            Name::VisitRound => self.visit_round(tx, classes)?,
            Name::Promises => self.promises(tx)?,
            Name::Evidence => self.evidence(tx)?,
            Name::Checks => self.checks(tx)?,
            Name::Meetings => self.meetings(tx)?,
            Name::TutoringTimetable => self.tutoring_timetable(tx)?,
            Name::TutoringAttendance => self.tutoring_attendance(tx)?,
            Name::TrainingRecord => self.trainings(tx)?,
            Name::OutsideHelpers => self.outside_helpers(tx)?,
            Name::MonthlyReport => self.monthly_reports(tx)?,
            Name::TermSummary => self.term_summaries(tx)?,
            Name::Awards => self.awards(tx, classes)?,
            Name::Destruction => self.destructions(tx)?,
            Name::Counselling => self.counselling(tx)?,
            Name::Handover => self.handovers(tx, classes)?,
            Name::Tutoring => self.tutoring(tx, classes)?,
            Name::SubjectFiles => self.subject_files(tx, classes)?,
            Name::ProgressFiles => self.progress_files(tx, classes)?,
            Name::Tracking => self.tracking(tx, classes)?,
            Name::TutoringRecords => self.tutoring_records(tx, classes)?,
            Name::VisitRecords => self.visit_records(tx, classes)?,
            Name::SupportPlans => self.support_plans(tx, classes)?,
            Name::StudyPlans => self.study_plans(tx, classes)?,
            Name::HabitPlans => self.habit_plans(tx, classes)?,
            Name::IndividualPlans => self.individual_plans(tx, classes)?,
            Name::Charge => self.charge(tx, classes)?,
            Name::EightKinds => self.kind_counts(tx, classes)?,
            Name::KindFiles => self.kind_files(tx, classes)?,
        })
    }

    fn frame(&self, tx: &mut Tx<'_>) -> Result<Frame> {
        let code = self.term.code;
        let half = if code.half == 1 { "report-term-1" } else { "report-term-2" };
        let now = tx.now();
        let who = if self.permit.who().name.is_empty() { self.word("report-command-line") } else { self.permit.who().name.clone() };
        Ok(Frame {
            school: tenant(tx)?.name,
            term: Msg::new(half).with("year", code.year).text(self.lang),
            confidential: if self.name.is_internal() { self.word("report-confidential") } else { String::new() },
            page_words: Msg::new("report-page").with("page", "{page}").with("pages", "{pages}").text(self.lang),
            printed: Msg::new("report-printed").with("name", who).with("when", now).text(self.lang),
            audit_head: None,
            written: now,
        })
    }

    fn signatures(&self, keys: &[&str]) -> Vec<String> {
        keys.iter().map(|key| self.word(key)).collect()
    }

    fn subtitle(&self, class: &Class, homerooms: &HashMap<ClassId, String>, count: usize) -> String {
        let teacher = homerooms.get(&class.id).map(|name| Msg::new("report-homeroom").with("name", name).text(self.lang)).unwrap_or_default();
        format!("{}　{}　{teacher}", class.name, Msg::new("report-count").with("count", count).text(self.lang)).trim().to_owned()
    }

    fn homerooms(&self, tx: &mut Tx<'_>) -> Result<HashMap<ClassId, String>> {
        Ok(time::homerooms(tx, self.term.year, self.day)?.into_iter().map(|(class, _, name)| (class, name)).collect())
    }

    fn roster(&self, tx: &mut Tx<'_>, classes: &[Class]) -> Result<Register> {
        let internal = self.name == Name::RosterInternal;
        let family = internal && self.permit.levels().has(Level::Family);
        let homerooms = self.homerooms(tx)?;
        let mut sections = Vec::new();
        for class in classes {
            let seats = sql::seats(tx, class.id, self.day)?;
            let guardians = if family { self.guardians(tx, class.id)? } else { HashMap::new() };
            let mut rows = Vec::with_capacity(seats.len());
            for seat in &seats {
                let boarding = seat.boarding.map(|yes| self.word(if yes { "report-yes" } else { "report-no" })).unwrap_or_default();
                let sex = match seat.sex.as_str() {
                    "male" => self.word("report-male"),
                    "female" => self.word("report-female"),
                    _ => String::new(),
                };
                let number = self.registry(tx, seat)?;
                let mut cells = vec![seat.seat.map(|n| n.to_string()).unwrap_or_default(), seat.name.clone(), sex, boarding, number];
                if family {
                    let (name, phone) = guardians.get(&seat.pupil).cloned().unwrap_or_default();
                    cells.extend([name, phone]);
                } else {
                    cells.push(String::new());
                }
                rows.push(Row { cells, strong: false });
            }
            sections.push(Section { name: class.name.clone(), subtitle: self.subtitle(class, &homerooms, seats.len()), rows });
        }
        let mut columns = vec![
            column(self.word("report-seat"), 14.0, Align::Center, Kind::Number),
            column(self.word("report-name"), 28.0, Align::Left, Kind::Text),
            column(self.word("report-sex"), 12.0, Align::Center, Kind::Text),
            column(self.word("report-boarding"), 13.0, Align::Center, Kind::Text),
            column(self.word("report-registry"), 60.0, Align::Left, Kind::Text),
        ];
        if family {
            columns.push(column(self.word("report-guardian"), 32.0, Align::Left, Kind::Text));
            columns.push(column(self.word("report-phone"), 32.0, Align::Left, Kind::Text));
        } else {
            columns.push(column(self.word("report-remark"), 40.0, Align::Left, Kind::Blank));
        }
        let signatures = self.signatures(&["report-sign-homeroom", "report-seal-academic", "report-date"]);
        Ok(Register { columns, sections, signatures, ..Register::default() })
    }

    /// The registry number: whole on the internal roster for who may see it, else its kind and last four signs.
    fn registry(&self, tx: &Tx<'_>, seat: &sql::Seat) -> Result<String> {
        let Some(sealed) = &seat.registry else { return Ok(String::new()) };
        let Some(number) = tx.vault().open_sealed(seat.pupil, "pupil.registry_no", sealed)? else { return Ok(String::new()) };
        let number = number.open();
        if self.name.has_numbers() && self.permit.levels().has(Level::Identity) {
            return Ok(number.clone());
        }
        let (first, last) = (number.chars().next().map(String::from).unwrap_or_default(), number.chars().rev().take(4).collect::<Vec<_>>());
        Ok(format!("{first}****{}", last.into_iter().rev().collect::<String>()))
    }

    /// The first guardian of each pupil: name with relation, and telephone.
    fn guardians(&self, tx: &mut Tx<'_>, class: ClassId) -> Result<HashMap<PupilId, (String, String)>> {
        let mut first = HashMap::new();
        for guardian in sql::guardians(tx, class, self.day)? {
            if first.contains_key(&guardian.pupil) {
                continue;
            }
            let phone = match &guardian.phone {
                Some(sealed) => tx.vault().open_sealed(guardian.pupil, "guardian.phone", sealed)?.map(|phone| phone.open().clone()).unwrap_or_default(),
                None => String::new(),
            };
            let name = if guardian.relation.is_empty() {
                guardian.name
            } else {
                Msg::new("report-guardian-of").with("name", guardian.name).with("relation", guardian.relation).text(self.lang)
            };
            first.insert(guardian.pupil, (name, phone));
        }
        Ok(first)
    }

    fn candidates(&self, tx: &mut Tx<'_>, classes: &[Class]) -> Result<Register> {
        let runs = candidates::runs(tx, self.term.id)?.ok_or_else(|| Error::at("term", "report-not-screened"))?;
        let homerooms = self.homerooms(tx)?;
        let by_grade = self.name == Name::CandidatesByGrade;
        let mut sections: Vec<Section> = Vec::new();
        for class in classes {
            let filter = Filter { class: Some(class.id), ..Filter::default() };
            let (lines, _) = candidates::candidates(tx, self.permit.who(), &runs, &filter, limits::ROWS_PER_PAGE_MOST, 0)?;
            let rows: Vec<Row> = lines.iter().map(|line| self.candidate(line, by_grade)).collect();
            let grade = Msg::new("report-grade").with("grade", class.level).text(self.lang);
            match sections.last_mut().filter(|last| by_grade && last.name == grade) {
                Some(last) => last.rows.extend(rows),
                None if by_grade => sections.push(Section { name: grade, subtitle: String::new(), rows }),
                None => sections.push(Section { name: class.name.clone(), subtitle: self.subtitle(class, &homerooms, rows.len()), rows }),
            }
        }
        for section in sections.iter_mut().filter(|_| by_grade) {
            section.subtitle = format!("{}　{}", section.name, Msg::new("report-count").with("count", section.rows.len()).text(self.lang));
        }
        let mut columns = vec![column(self.word("report-seat"), 14.0, Align::Center, Kind::Number), column(self.word("report-name"), 26.0, Align::Left, Kind::Text)];
        if by_grade {
            columns.insert(0, column(self.word("report-class"), 26.0, Align::Left, Kind::Text));
        }
        columns.push(column(self.word("report-reasons"), 92.0, Align::Left, Kind::Text));
        columns.push(column(self.word(if by_grade { "report-remark" } else { "report-opinion" }), 46.0, Align::Left, Kind::Blank));
        let signatures = if by_grade {
            self.signatures(&["report-sign-grade", "report-seal-academic", "report-date"])
        } else {
            self.signatures(&["report-sign-homeroom", "report-sign-grade", "report-date"])
        };
        let notes = vec![self.word("report-candidates-note"), self.run_note(&runs)];
        Ok(Register { columns, sections, signatures, notes, orientation: if by_grade { Orientation::Landscape } else { Orientation::Portrait }, ..Register::default() })
    }

    fn run_note(&self, runs: &Runs) -> String {
        let separator = self.word("screening-list-comma");
        let names: Vec<&str> = runs.newest.rules.iter().map(|rule| rule.name.as_str()).collect();
        Msg::new("report-candidates-rules").with("when", runs.newest.at).with("rules", names.join(&separator)).text(self.lang)
    }

    fn candidate(&self, line: &Line, by_grade: bool) -> Row {
        let mut said = HashSet::new();
        let texts: Vec<String> = line.reasons.iter().map(|reason| reason.text(self.lang)).filter(|text| said.insert(text.clone())).collect();
        let mut cells = vec![line.seat.map(|n| n.to_string()).unwrap_or_default(), line.name.clone(), texts.join(&self.word("report-reason-joint")), String::new()];
        if by_grade {
            cells.insert(0, line.class_name.clone());
        }
        Row { cells, strong: false }
    }

    fn staff(&self, tx: &mut Tx<'_>) -> Result<Register> {
        let posts = people::posts_on(tx, self.day)?;
        let mut rows = Vec::new();
        for (at, person) in people::staff_list(tx)?.iter().filter(|person| person.is_here(self.day)).enumerate() {
            let duties: Vec<String> = posts.iter().filter(|post| post.staff == person.id).map(|post| self.duty(post)).collect();
            let cells = vec![(at + 1).to_string(), person.name.clone(), person.staff_no.clone().unwrap_or_default(), duties.join(&self.word("report-reason-joint")), String::new()];
            rows.push(Row { cells, strong: false });
        }
        let columns = vec![
            column(self.word("report-number"), 14.0, Align::Center, Kind::Number),
            column(self.word("report-name"), 28.0, Align::Left, Kind::Text),
            column(self.word("report-staff-no"), 28.0, Align::Left, Kind::Text),
            column(self.word("report-duties"), 80.0, Align::Left, Kind::Text),
            column(self.word("report-remark"), 28.0, Align::Left, Kind::Blank),
        ];
        let subtitle = Msg::new("report-count").with("count", rows.len()).text(self.lang);
        let sections = vec![Section { name: String::new(), subtitle, rows }];
        Ok(Register { columns, sections, signatures: self.signatures(&["report-sign-principal", "report-seal-school", "report-date"]), ..Register::default() })
    }

    /// A post in words: 四（1）班 语文 科任教师.
    fn duty(&self, post: &people::Post) -> String {
        let duty = self.word(&format!("duty-{}", post.duty));
        let of = post.class_name.clone().or_else(|| post.grade_level.map(|level| Msg::new("report-grade").with("grade", level).text(self.lang))).unwrap_or_default();
        let subject = if post.subject.is_empty() { String::new() } else { crate::screening::Subject::new(&post.subject).name(self.lang) };
        [of, subject, duty].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ")
    }

    /// Both lists of children of whom registry and school say different things, each a section.
    fn enrolment(&self, tx: &mut Tx<'_>) -> Result<Register> {
        let mut sections = Vec::new();
        for gap in Gap::ALL {
            let mut rows: Vec<Row> = Vec::new();
            loop {
                let more = enrolment::lines(tx, self.permit, gap, limits::ROWS_PER_PAGE_MOST, rows.len() as i64)?;
                let (first, full) = (rows.len(), more.len() as i64 == limits::ROWS_PER_PAGE_MOST);
                rows.extend(more.into_iter().enumerate().map(|(at, line)| {
                    let seat = line.seat_no.map(|seat| seat.to_string()).unwrap_or_default();
                    let since = line.since.map(|day| day.to_string()).unwrap_or_default();
                    Row { cells: vec![(first + at + 1).to_string(), line.class_name, seat, line.name, self.word(line.why), since, String::new()], strong: false }
                }));
                if !full {
                    break;
                }
            }
            let name = self.word(&format!("roster-gap-{}", gap.code()));
            let subtitle = format!("{name}　{}", Msg::new("report-count").with("count", rows.len()).text(self.lang));
            sections.push(Section { name, subtitle, rows });
        }
        let columns = vec![
            column(self.word("report-number"), 14.0, Align::Center, Kind::Number),
            column(self.word("report-class"), 28.0, Align::Left, Kind::Text),
            column(self.word("report-seat"), 14.0, Align::Center, Kind::Number),
            column(self.word("report-name"), 28.0, Align::Left, Kind::Text),
            column(self.word("report-reasons"), 44.0, Align::Left, Kind::Text),
            column(self.word("roster-gap-since"), 26.0, Align::Center, Kind::Text),
            column(self.word("report-remark"), 20.0, Align::Left, Kind::Blank),
        ];
        Ok(Register { columns, sections, signatures: self.signatures(&["report-sign-principal", "report-seal-school", "report-date"]), ..Register::default() })
    }

    fn groups(&self, tx: &mut Tx<'_>) -> Result<Register> {
        let mut sections = Vec::new();
        for group in groups::groups(tx)?.into_iter().filter(|group| group.until_day >= self.day) {
            let mut members: Vec<_> = groups::members(tx, group.id)?.into_iter().filter(|member| member.holds_on(self.day)).collect();
            members.sort_by_key(|member| member.role);
            let row = |member: groups::Member| Row {
                cells: vec![
                    match member.role {
                        groups::Role::Head => self.word("report-role-head"),
                        groups::Role::Deputy => self.word("report-role-deputy"),
                        groups::Role::Member => self.word("report-role-member"),
                    },
                    member.name,
                    member.duties,
                ],
                strong: false,
            };
            sections.push(Section {
                name: group.name.clone(),
                subtitle: format!("{}　{}", group.name, group.purpose).trim().to_owned(),
                rows: members.into_iter().map(row).collect(),
            });
        }
        if sections.is_empty() {
            return Err(Error::at("name", "report-no-group"));
        }
        let columns = vec![
            column(self.word("report-role"), 28.0, Align::Center, Kind::Text),
            column(self.word("report-name"), 34.0, Align::Left, Kind::Text),
            column(self.word("report-duties"), 110.0, Align::Left, Kind::Text),
        ];
        Ok(Register { columns, sections, signatures: self.signatures(&["report-sign-principal", "report-seal-school", "report-date"]), ..Register::default() })
    }
}
