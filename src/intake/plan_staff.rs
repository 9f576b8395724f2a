//! verbs of planning: lists of staff and who teaches what. Two 张丽 are asked about, never guessed (PRACTICE 1.1).

use std::collections::{HashMap, HashSet};

use super::plan::{Draft, Fate, MayBe};
use super::row::{Read, Reading};
use super::row_pupil::{spot_at, twice};
use super::row_staff::{Lesson, StaffRow, lessons, staff as staff_rows};
use super::source::Answer;
use super::spot::{Spot, Weight};
use crate::access::{Duty, ScopeKind};
use crate::base::{ClassName, Id, Msg, Result, RowId, SchoolYear, StaffId};
use crate::roster::columns::Field;
use crate::roster::name::comparable;
use crate::roster::people::{self, NewStaff, Post, Staff};
use crate::roster::sex::Sex;
use crate::roster::time::{self, Class};
use crate::store::Tx;

/// A member of staff to hire or to correct.
#[derive(Clone, Debug)]
pub(super) struct StaffDeed {
    /// Who; `None` for somebody new.
    pub id: Option<StaffId>,
    pub new: NewStaff,
    /// What stood there before.
    pub before: Option<NewStaff>,
    /// Posts to give.
    pub posts: Vec<Given>,
}

/// A duty towards the school or a class.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) struct Given {
    pub duty: Duty,
    pub class: Option<ClassName>,
    pub subject: String,
}

/// A post to give to somebody who is known.
#[derive(Clone, Debug)]
pub(super) struct PostDeed {
    pub staff: StaffId,
    pub given: Given,
}

/// The staff of the school, their posts of today, and the classes of the year.
pub(super) struct Known {
    staff: Vec<Staff>,
    by_name: HashMap<String, Vec<usize>>,
    posts: Vec<Post>,
    classes: Vec<Class>,
}

impl Known {
    pub(super) fn read(tx: &mut Tx<'_>, year: SchoolYear) -> Result<Self> {
        let today = tx.today();
        let staff: Vec<Staff> = people::staff_list(tx)?.into_iter().filter(|staff| staff.is_here(today)).collect();
        let mut by_name: HashMap<String, Vec<usize>> = HashMap::new();
        for (at, one) in staff.iter().enumerate() {
            by_name.entry(comparable(&one.name)).or_default().push(at);
        }
        let year = time::year_by_start(tx, year)?;
        let classes = year.map_or(Ok(Vec::new()), |year| time::classes(tx, year.id))?;
        let posts = people::posts_on(tx, today)?;
        Ok(Self { staff, by_name, posts, classes })
    }

    pub(super) fn named(&self, name: &str) -> Vec<&Staff> {
        self.by_name.get(&comparable(name)).into_iter().flatten().map(|at| &self.staff[*at]).collect()
    }

    fn class(&self, name: ClassName) -> Option<&Class> {
        self.classes.iter().find(|class| class.level == name.grade && class.number == name.number)
    }

    fn has(&self, staff: StaffId, given: &Given) -> bool {
        let class = given.class.map(|class| self.class(class).map(|class| RowId::from_uuid(class.id.uuid())));
        self.posts.iter().any(|post| {
            let scope = match class {
                None => post.scope == ScopeKind::School,
                Some(class) => Some(post.scope_id) == class,
            };
            post.staff == staff && post.duty == given.duty && scope && (given.duty != Duty::SubjectTeacher || post.subject == given.subject)
        })
    }

    /// Somebody else who is homeroom teacher of a class.
    fn other_homeroom(&self, class: ClassName, but: Option<StaffId>) -> Option<&Post> {
        let id = RowId::from_uuid(self.class(class)?.id.uuid());
        self.posts.iter().find(|post| post.duty == Duty::Homeroom && post.scope_id == id && Some(post.staff) != but)
    }

    pub(super) fn label(&self, staff: &Staff) -> String {
        let number = staff.staff_no.clone().unwrap_or_default();
        let posts: Vec<String> = self.posts.iter().filter(|post| post.staff == staff.id).filter_map(|post| post.class_name.clone()).take(3).collect();
        format!("{} {number} {}", staff.name, posts.join(" ")).trim().to_owned()
    }
}

fn particulars(row: &StaffRow, known: Option<&Staff>) -> NewStaff {
    let sex = row.sex.map(|sex| if sex == Sex::Male { "male" } else { "female" }.to_owned());
    NewStaff {
        name: row.name.clone(),
        staff_no: row.staff_no.clone().or_else(|| known.and_then(|known| known.staff_no.clone())),
        sex: sex.or_else(|| known.map(|known| known.sex.clone())).unwrap_or_default(),
        phone: row.phone.clone().or_else(|| known.map(|known| known.phone.clone())).unwrap_or_default(),
        strengths: known.map(|known| known.strengths.clone()).unwrap_or_default(),
    }
}

fn given(row: &StaffRow) -> Vec<Given> {
    let school = row.duties.iter().map(|duty| Given { duty: *duty, class: None, subject: String::new() });
    let homeroom = row.homerooms.iter().map(|class| Given { duty: Duty::Homeroom, class: Some(*class), subject: String::new() });
    let teaches = row.teaches.iter().map(|(subject, class)| Given { duty: Duty::SubjectTeacher, class: Some(*class), subject: subject.clone() });
    school.chain(homeroom).chain(teaches).collect()
}

pub(super) fn staff(tx: &mut Tx<'_>, reading: Reading, draft: &mut Draft<'_>) -> Result<()> {
    let mut all = staff_rows(draft.source, reading);
    draft.spots.append(&mut all.spots);
    let known = Known::read(tx, reading.year)?;
    let mut first: HashMap<(String, Option<String>), usize> = HashMap::new();
    let mut pairs = Vec::new();
    for (at, read) in all.rows.iter().enumerate() {
        if let Some(item) = &read.item {
            // A staff number is one person's whatever the name; without one, the name.
            let key = item.staff_no.clone().map_or((comparable(&item.name), None), |number| (String::new(), Some(number)));
            pairs.extend(first.insert(key, at).map(|before| (before, at)));
        }
    }
    for (a, b) in pairs {
        for (at, other) in [(a, b), (b, a)] {
            draft.spots.push(spot_at(draft.source, &all.rows[at], &Field::Name, twice(draft.source, &all.rows[other])));
        }
        all.rows[a].item = None;
        all.rows[b].item = None;
    }
    for read in &all.rows {
        let fate = match &read.item {
            Some(item) if !draft.skipped(&draft.key(read)) => person(&known, draft, read, item),
            _ => Fate::Rejected,
        };
        draft.count(read, read.item.as_ref().map(|item| item.name.as_str()).unwrap_or_default(), &fate);
    }
    Ok(())
}

fn person(known: &Known, draft: &mut Draft<'_>, read: &Read<StaffRow>, item: &StaffRow) -> Fate {
    let by_number = item.staff_no.as_ref().and_then(|number| known.staff.iter().find(|staff| staff.staff_no.as_ref() == Some(number)));
    let named = known.named(&item.name);
    let key = draft.key(read);
    let who = match (draft.source.said.answers.get(&key), by_number) {
        (Some(Answer::Staff(id)), _) => known.staff.iter().find(|staff| staff.id == *id),
        (Some(Answer::New), _) => None,
        (_, Some(staff)) if comparable(&staff.name) == comparable(&item.name) => Some(staff),
        (_, Some(_)) => {
            draft.spots.push(spot_at(draft.source, read, &Field::StaffNo, "intake-staff-no-other".into()));
            return Fate::Rejected;
        }
        (_, None) => {
            let open: Vec<&&Staff> = named.iter().filter(|staff| item.staff_no.is_none() || staff.staff_no.is_none()).collect();
            match open.as_slice() {
                [] => None,
                [one] if named.len() == 1 => Some(**one),
                several => {
                    let options = several.iter().map(|staff| (staff.id.to_string(), known.label(staff))).collect();
                    draft.ask(read, key, &item.name, "intake-ask-staff".into(), options, MayBe::New);
                    return Fate::Rejected;
                }
            }
        }
    };
    let posts = given(item);
    for class in posts.iter().filter(|given| given.duty == Duty::Homeroom).filter_map(|given| given.class) {
        if let Some(other) = known.other_homeroom(class, who.map(|who| who.id)) {
            draft.spots.push(spot_at(draft.source, read, &Field::HomeroomOf, Msg::new("intake-homeroom-other").with("class", class).with("name", &other.name)));
            return Fate::Rejected;
        }
    }
    let new = particulars(item, who);
    let posts: Vec<Given> = posts.into_iter().filter(|given| who.is_none_or(|who| !known.has(who.id, given))).collect();
    draft.deeds.classes.extend(posts.iter().filter_map(|given| given.class).filter(|class| known.class(*class).is_none()));
    let before =
        who.map(|who| NewStaff { name: who.name.clone(), staff_no: who.staff_no.clone(), sex: who.sex.clone(), phone: who.phone.clone(), strengths: who.strengths.clone() });
    let mut fields: Vec<&'static str> = Vec::new();
    if let Some(before) = &before {
        let differ = [
            (before.name != new.name, "intake-field-name"),
            (before.staff_no != new.staff_no, "intake-field-staff-no"),
            (before.sex != new.sex, "intake-field-sex"),
            (before.phone != new.phone, "intake-field-phone"),
        ];
        fields.extend(differ.into_iter().filter(|(differs, _)| *differs).map(|(_, word)| word));
        if !posts.is_empty() {
            fields.push("intake-field-posts");
        }
        if fields.is_empty() {
            return Fate::Unchanged;
        }
    }
    draft.deeds.staff.push(StaffDeed { id: who.map(|who| who.id), new, before, posts });
    if who.is_some() { Fate::Updated(fields) } else { Fate::Created }
}

pub(super) fn teaching(tx: &mut Tx<'_>, reading: Reading, draft: &mut Draft<'_>) -> Result<()> {
    let mut all = lessons(draft.source, reading);
    draft.spots.append(&mut all.spots);
    let known = Known::read(tx, reading.year)?;
    let mut seen: HashSet<(StaffId, Given)> = HashSet::new();
    for read in &all.rows {
        let fate = match &read.item {
            Some(item) if !draft.skipped(&draft.key(read)) => row_of_lessons(&known, draft, read, item, &mut seen),
            _ => Fate::Rejected,
        };
        let name = read.class.map(|class| class.to_string()).unwrap_or_default();
        draft.count(read, &name, &fate);
    }
    Ok(())
}

fn row_of_lessons(known: &Known, draft: &mut Draft<'_>, read: &Read<Vec<Lesson>>, item: &[Lesson], seen: &mut HashSet<(StaffId, Given)>) -> Fate {
    let mut deeds = Vec::new();
    let mut whole = true;
    for lesson in item {
        let duty = if lesson.subject.is_some() { Duty::SubjectTeacher } else { Duty::Homeroom };
        let given = Given { duty, class: Some(lesson.class), subject: lesson.subject.clone().unwrap_or_default() };
        for name in &lesson.teachers {
            match teacher(known, draft, read, lesson, name) {
                Some(staff) if duty == Duty::Homeroom && known.other_homeroom(lesson.class, Some(staff)).is_some() => {
                    let other = known.other_homeroom(lesson.class, Some(staff)).map(|post| post.name.clone()).unwrap_or_default();
                    at_cell(draft, read, lesson, name, Msg::new("intake-homeroom-other").with("class", lesson.class).with("name", other), Weight::Bad);
                    whole = false;
                }
                Some(staff) => deeds.push(PostDeed { staff, given: given.clone() }),
                None => whole = false,
            }
        }
    }
    if !whole {
        return Fate::Rejected;
    }
    draft.deeds.classes.extend(item.iter().map(|lesson| lesson.class).filter(|class| known.class(*class).is_none()));
    deeds.retain(|deed| !known.has(deed.staff, &deed.given) && seen.insert((deed.staff, deed.given.clone())));
    let fate = if deeds.is_empty() { Fate::Unchanged } else { Fate::Created };
    draft.deeds.posts.extend(deeds);
    fate
}

fn at_cell(draft: &mut Draft<'_>, read: &Read<Vec<Lesson>>, lesson: &Lesson, name: &str, message: Msg, weight: Weight) {
    let row = draft.row(read);
    draft.spots.push(Spot { table: read.table, row, column: lesson.column, value: name.to_owned(), message, weight });
}

/// Who is meant by a name in a cell; two of one name are asked about.
fn teacher(known: &Known, draft: &mut Draft<'_>, read: &Read<Vec<Lesson>>, lesson: &Lesson, name: &str) -> Option<StaffId> {
    let named = known.named(name);
    match named.as_slice() {
        [] => {
            at_cell(draft, read, lesson, name, "intake-unknown-staff".into(), Weight::Bad);
            None
        }
        [one] => Some(one.id),
        several => {
            let key = format!("{}-{}-{name}", draft.key(read), lesson.column.unwrap_or_default());
            if let Some(Answer::Staff(id)) = draft.source.said.answers.get(&key)
                && several.iter().any(|staff| staff.id == *id)
            {
                return Some(*id);
            }
            let options = several.iter().map(|staff| (staff.id.to_string(), known.label(staff))).collect();
            at_cell(draft, read, lesson, name, "intake-ask-staff".into(), Weight::Ask);
            let table = &draft.source.tables[read.table];
            let row = draft.row(read);
            let text = Msg::new("intake-ask-staff").text(draft.lang);
            let question = super::plan::Question {
                key,
                file: table.file.clone(),
                sheet: table.sheet.clone(),
                row,
                name: format!("{name} {}", lesson.class),
                text,
                options,
                may_be_new: false,
                may_be_other: false,
                class: lesson.class.to_string(),
            };
            draft.preview.questions.push(question);
            None
        }
    }
}
