use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use crate::access::{Action, Passwords, Subject, Who, create_account, create_tenant, open_session, why};
use crate::base::{AccountId, ClassId, FixedClock, GradeId, Ids, Lang, PupilId, SchoolId};
use crate::roster::leave::{LeaveKind, NewLeave, end_leave, take_leave};
use crate::roster::{groups, handover};
use crate::store::{Opening, Place, Store};
use crate::trail;

use super::*;

/// A school with 五（1）班 and 五（2）班, one child in each, on 1 September 2026.
struct School {
    store: Store,
    clock: Arc<FixedClock>,
    id: SchoolId,
    classes: [ClassId; 2],
    pupils: [PupilId; 2],
    folder: PathBuf,
}

impl Drop for School {
    fn drop(&mut self) {
        // A folder that stays behind in the temporary directory harms nobody.
        drop(std::fs::remove_dir_all(&self.folder));
    }
}

fn day(text: &str) -> SchoolDate {
    text.parse().unwrap()
}

impl School {
    fn new() -> Self {
        static FOLDERS: AtomicUsize = AtomicUsize::new(0);
        let folder = std::env::temp_dir().join(format!("bangfu-people-{}-{}", std::process::id(), FOLDERS.fetch_add(1, Ordering::SeqCst)));
        let clock = Arc::new(FixedClock::at(day("2026-09-01")));
        let opening = Opening { clock: clock.clone(), ids: Ids::seeded(7), recorder: None };
        let store = Store::open(&Place::Folder(folder.clone()), opening).unwrap();
        let id: SchoolId = store.ids().next(store.clock().now());
        let (classes, pupils) = store
            .write(id, |tx| {
                create_tenant(tx, "qh", "青禾小学", "school", "")?;
                let (year, grade): (RowId, GradeId) = (tx.new_id(), tx.new_id());
                let classes = [tx.new_id::<ClassId>(), tx.new_id()];
                let pupils = [tx.new_id::<PupilId>(), tx.new_id()];
                sql::tests::year_with_classes(tx, year, grade, classes, pupils)?;
                for (class, pupil) in classes.into_iter().zip(pupils) {
                    access::open_place(tx, pupil, class, grade, day("2026-09-01"), day("2027-08-31"))?;
                }
                Ok((classes, pupils))
            })
            .unwrap();
        Self { store, clock, id, classes, pupils, folder }
    }

    fn write<T>(&self, work: impl FnOnce(&mut Tx<'_>, &Permit<acts::ManageStaff>) -> Result<T>) -> Result<T> {
        self.store.write(self.id, |tx| {
            let who = Who::operator(tx, "operator:test");
            let permit = Permit::ask(tx, &who, Subject::School)?;
            work(tx, &permit)
        })
    }

    fn hire(&self, name: &str) -> StaffId {
        self.write(|tx, permit| hire(tx, permit, &NewStaff { name: name.into(), ..NewStaff::default() })).unwrap()
    }

    fn homeroom(&self, staff: StaffId, class: ClassId) -> NewPost {
        NewPost { staff, duty: Duty::Homeroom, scope_id: row(class), subject: String::new(), from_day: day("2026-09-01"), until_day: day("2027-08-31"), import: None }
    }

    fn maths(&self, staff: StaffId, class: ClassId) -> NewPost {
        NewPost { duty: Duty::SubjectTeacher, subject: "maths".into(), ..self.homeroom(staff, class) }
    }

    fn appoint(&self, new: &NewPost) -> PostId {
        self.write(|tx, permit| appoint(tx, permit, new)).unwrap()
    }

    /// Whether somebody may see the child of the first or second class today.
    fn sees(&self, staff: StaffId, pupil: usize) -> bool {
        self.store
            .read(self.id, |tx| {
                let who = Who::of_staff(tx, AccountId::from_uuid(uuid::Uuid::nil()), staff, String::new(), Lang::ZhCn)?;
                why(tx, &who, Action::SeePupil, self.pupils[pupil].into())
            })
            .unwrap()
            .is_some()
    }

    fn posts(&self, staff: StaffId) -> Vec<Post> {
        self.store.read(self.id, |tx| posts_of(tx, staff)).unwrap()
    }

    fn leave(&self, staff: StaffId, kind: LeaveKind, delegate: StaffId, post: Option<PostId>) -> Result<RowId> {
        let new = NewLeave { staff, kind, from_day: day("2026-10-12"), until_day: day("2026-10-16"), reason: "培训".into(), delegate: Some(delegate), post };
        self.write(|tx, permit| take_leave(tx, permit, &new))
    }
}

#[test]
fn the_same_post_twice_is_one() {
    let school = School::new();
    let wang = school.hire("王若水");
    let first = school.appoint(&school.homeroom(wang, school.classes[0]));
    assert_eq!(school.appoint(&school.homeroom(wang, school.classes[0])), first);
    let longer = NewPost { until_day: day("2028-08-31"), ..school.homeroom(wang, school.classes[0]) };
    assert_eq!(school.appoint(&longer), first);
    let posts = school.posts(wang);
    assert_eq!((posts.len(), posts[0].until_day, posts[0].class_name.as_deref()), (1, day("2028-08-31"), Some("五（1）班")));
    school.appoint(&school.maths(wang, school.classes[0]));
    assert_eq!(school.posts(wang).len(), 2, "teaching maths there is another post");
}

#[test]
fn a_class_has_one_homeroom_teacher() {
    let school = School::new();
    let (wang, li) = (school.hire("王若水"), school.hire("李清和"));
    school.appoint(&school.homeroom(wang, school.classes[0]));
    let second = NewPost { from_day: day("2026-11-02"), ..school.homeroom(li, school.classes[0]) };
    let Err(Error::Invalid(problems)) = school.write(|tx, permit| appoint(tx, permit, &second)) else { panic!("a second homeroom teacher must be asked about") };
    assert_eq!((problems[0].field.as_ref(), problems[0].message.key.as_ref()), ("replace", "roster-homeroom-there"));
    school.write(|tx, permit| appoint_instead(tx, permit, &second)).unwrap();
    assert_eq!(school.posts(wang)[0].until_day, day("2026-11-01"));
    assert!(school.sees(wang, 0) && !school.sees(li, 0));
    school.clock.set(day("2026-11-02"));
    assert!(!school.sees(wang, 0) && school.sees(li, 0));
    assert!(school.write(|tx, permit| appoint(tx, permit, &school.homeroom(wang, school.classes[1]))).is_ok(), "the other class has room");
}

#[test]
fn a_post_begins_and_ends_with_its_days() {
    let school = School::new();
    let wang = school.hire("王若水");
    let post = school.appoint(&school.maths(wang, school.classes[0]));
    assert!(school.sees(wang, 0) && !school.sees(wang, 1));
    school.write(|tx, permit| release(tx, permit, post, day("2026-09-30"))).unwrap();
    assert!(school.sees(wang, 0));
    school.clock.set(day("2026-10-01"));
    assert!(!school.sees(wang, 0));
}

#[test]
fn a_post_needs_a_class_that_exists_a_subject_and_days_in_order() {
    let school = School::new();
    let wang = school.hire("王若水");
    let wrong = NewPost { scope_id: row(wang), subject: String::new(), until_day: day("2026-08-31"), ..school.maths(wang, school.classes[0]) };
    let Err(Error::Invalid(problems)) = school.write(|tx, permit| appoint(tx, permit, &wrong)) else { panic!("must be refused") };
    let fields: Vec<&str> = problems.iter().map(|p| p.field.as_ref()).collect();
    assert_eq!(fields, ["subject", "scope", "until_day"]);
}

#[test]
fn a_delegate_reads_the_class_only_while_the_leave_lasts() {
    let school = School::new();
    let (wang, li) = (school.hire("王若水"), school.hire("李清和"));
    school.appoint(&school.homeroom(wang, school.classes[0]));
    school.leave(wang, LeaveKind::Leave, li, None).unwrap();
    for (date, sees) in [("2026-10-11", false), ("2026-10-12", true), ("2026-10-16", true), ("2026-10-17", false)] {
        school.clock.set(day(date));
        assert_eq!(school.sees(li, 0), sees, "{date}");
        assert!(school.sees(wang, 0), "the teacher on leave keeps the own duty");
    }
}

#[test]
fn a_leave_ended_early_ends_the_delegation_the_same_day() {
    let school = School::new();
    let (wang, li) = (school.hire("王若水"), school.hire("李清和"));
    school.appoint(&school.homeroom(wang, school.classes[0]));
    let leave = school.leave(wang, LeaveKind::Leave, li, None).unwrap();
    let later = school.write(|tx, permit| end_leave(tx, permit, leave, day("2026-10-20")));
    assert!(matches!(later, Err(Error::Invalid(_))), "a leave is not made longer by ending it");
    school.write(|tx, permit| end_leave(tx, permit, leave, day("2026-10-13"))).unwrap();
    school.clock.set(day("2026-10-13"));
    assert!(school.sees(li, 0));
    school.clock.set(day("2026-10-14"));
    assert!(!school.sees(li, 0));
}

#[test]
fn what_a_delegate_has_follows_the_posts_of_the_absent() {
    let school = School::new();
    let (wang, li, zhao) = (school.hire("王若水"), school.hire("李清和"), school.hire("赵一鸣"));
    let post = school.appoint(&school.homeroom(wang, school.classes[0]));
    school.leave(wang, LeaveKind::Delegation, li, None).unwrap();
    school.write(|tx, permit| release(tx, permit, post, day("2026-10-13"))).unwrap();
    school.appoint(&school.maths(wang, school.classes[1]));
    school.clock.set(day("2026-10-14"));
    assert!(!school.sees(li, 0) && school.sees(li, 1));
    let passed_on = school.leave(li, LeaveKind::Delegation, zhao, None);
    assert!(passed_on.is_ok() && !school.sees(zhao, 1), "nobody passes on what they do in place of a third");
}

#[test]
fn a_substitute_gets_the_one_lesson_post() {
    let school = School::new();
    let (wang, li) = (school.hire("王若水"), school.hire("李清和"));
    school.appoint(&school.homeroom(wang, school.classes[0]));
    let maths = school.appoint(&school.maths(wang, school.classes[1]));
    school.leave(wang, LeaveKind::Substitution, li, Some(maths)).unwrap();
    school.clock.set(day("2026-10-12"));
    assert!(!school.sees(li, 0) && school.sees(li, 1));
}

#[test]
fn who_is_away_stands_in_for_nobody() {
    let school = School::new();
    let (wang, li, zhao) = (school.hire("王若水"), school.hire("李清和"), school.hire("赵一鸣"));
    school.leave(li, LeaveKind::Leave, zhao, None).unwrap();
    for (delegate, key) in [(li, "roster-delegate-away"), (wang, "roster-delegate-self")] {
        let Err(Error::Invalid(problems)) = school.leave(wang, LeaveKind::Leave, delegate, None) else { panic!("must be refused") };
        assert_eq!((problems[0].field.as_ref(), problems[0].message.key.as_ref()), ("delegate", key));
    }
}

#[test]
fn a_hand_over_moves_every_post_and_task_and_is_undone_by_handing_back() {
    let school = School::new();
    let (wang, li, zhao) = (school.hire("王若水"), school.hire("李清和"), school.hire("赵一鸣"));
    school.appoint(&school.homeroom(wang, school.classes[0]));
    school.appoint(&school.maths(wang, school.classes[0]));
    school.appoint(&school.maths(li, school.classes[1]));
    school.leave(zhao, LeaveKind::Delegation, wang, None).unwrap();
    school
        .write(|tx, _| {
            for (staff, kind) in [(wang, "roster-one"), (wang, "roster-both"), (li, "roster-both"), (li, "roster-own")] {
                trail::open_task(tx, staff, kind, school.pupils[0], "/", &[], day("2026-10-30"))?;
            }
            Ok(())
        })
        .unwrap();
    school.clock.set(day("2026-10-12"));
    let id = school.write(|tx, permit| handover::hand_over(tx, permit, wang, li, day("2026-10-12"), "调整")).unwrap();
    let tasks = |staff| school.store.read(school.id, |tx| trail::tasks_of(tx, staff)).unwrap().into_iter().map(|t| t.kind).collect::<Vec<_>>();
    assert!(!school.sees(wang, 0) && school.sees(li, 0) && school.sees(li, 1));
    assert_eq!((tasks(wang), tasks(li)), (vec![], vec!["roster-both".to_owned(), "roster-one".into(), "roster-own".into()]));
    assert!(school.posts(wang).iter().all(|post| post.until_day == day("2026-10-11")));
    let stands_in = |staff| school.store.read(school.id, |tx| leave::stood_in_by(tx, staff)).unwrap();
    assert_eq!(stands_in(li).len(), 1);
    let made = school.store.read(school.id, |tx| handover::find(tx, id)).unwrap();
    assert_eq!((made.posts_moved, made.tasks_moved, made.undone), (3, 1, false));

    school.write(|tx, permit| handover::hand_back(tx, permit, id)).unwrap();
    assert!(school.sees(wang, 0) && !school.sees(li, 0) && school.sees(li, 1), "what the other had before stays");
    assert_eq!((tasks(wang), tasks(li)), (vec!["roster-one".to_owned()], vec!["roster-both".to_owned(), "roster-own".into()]));
    let posts = school.posts(wang);
    assert_eq!(posts.iter().map(|post| (post.from_day, post.until_day)).collect::<Vec<_>>(), [(day("2026-09-01"), day("2027-08-31")); 2]);
    assert!(stands_in(wang).iter().any(|leave| leave.until_day == day("2026-10-16") && leave.from_day == day("2026-10-12")));
    assert!(matches!(school.write(|tx, permit| handover::hand_back(tx, permit, id)), Err(Error::Conflict(_))), "once");
}

#[test]
fn who_leaves_the_school_loses_posts_groups_and_account() {
    let school = School::new();
    let (wang, li) = (school.hire("王若水"), school.hire("李清和"));
    school.appoint(&school.homeroom(wang, school.classes[0]));
    let token = school
        .store
        .write(school.id, |tx| {
            let who = Who::operator(tx, "operator:test");
            let permit = Permit::<acts::ManageAccounts>::ask(tx, &who, Subject::School)?;
            let account = create_account(tx, &permit, wang, "wangruoshui", &Passwords::default().hash("eine Probe 7")?)?;
            let permit = Permit::<acts::ManageGroups>::ask(tx, &who, Subject::School)?;
            let new = groups::NewGroup { name: "帮扶工作领导小组".into(), kind: groups::GroupKind::Steering, purpose: String::new(), from_day: day("2026-09-01") };
            let group = groups::create_group(tx, &permit, &new)?;
            groups::put_member(tx, &permit, group, &groups::NewMember { staff: wang, role: groups::Role::Head, duties: String::new() })?;
            Ok((open_session(tx, account, false)?.token, group))
        })
        .unwrap();
    school.leave(li, LeaveKind::Delegation, wang, None).unwrap();
    school.write(|tx, permit| dismiss(tx, permit, wang, day("2026-10-13"))).unwrap();
    let signed_in = |date: &str| {
        school.clock.set(day(date));
        school.store.read(school.id, |tx| Ok(access::find_session(tx, &token.0)?.is_some() || access::stored_hash(tx, "wangruoshui")?.is_some())).unwrap()
    };
    assert!(signed_in("2026-10-13") && school.sees(wang, 0));
    assert!(!signed_in("2026-10-14") && !school.sees(wang, 0));
    let members = school.store.read(school.id, |tx| groups::members(tx, token.1)).unwrap();
    assert_eq!(members[0].until_day, day("2026-10-13"));
    assert!(school.store.read(school.id, |tx| leave::stood_in_by(tx, wang)).unwrap().iter().all(|leave| leave.until_day == day("2026-10-13")));
}

#[test]
fn the_last_administrator_stays() {
    let school = School::new();
    let (wang, li) = (school.hire("王若水"), school.hire("李清和"));
    let administrator =
        |staff| NewPost { duty: Duty::Administrator, scope_id: RowId::from_uuid(school.id.uuid()), until_day: forever(), ..school.homeroom(staff, school.classes[0]) };
    let post = school.appoint(&administrator(wang));
    let released = || school.write(|tx, permit| release(tx, permit, post, day("2026-09-30")));
    assert!(matches!(released(), Err(Error::Conflict(_))));
    school.appoint(&administrator(li));
    assert!(released().is_ok());
}

#[test]
fn a_new_head_makes_the_old_head_a_member_and_history_is_kept() {
    let school = School::new();
    let (wang, li) = (school.hire("王若水"), school.hire("李清和"));
    let put = |staff, group| {
        school
            .store
            .write(school.id, |tx| {
                let who = Who::operator(tx, "operator:test");
                let permit = Permit::<acts::ManageGroups>::ask(tx, &who, Subject::School)?;
                let group = match group {
                    Some(group) => group,
                    None => groups::create_group(
                        tx,
                        &permit,
                        &groups::NewGroup { name: "研究小组".into(), kind: groups::GroupKind::Research, purpose: String::new(), from_day: tx.today() },
                    )?,
                };
                groups::put_member(tx, &permit, group, &groups::NewMember { staff, role: groups::Role::Head, duties: "召集研究".into() })?;
                Ok(group)
            })
            .unwrap()
    };
    let group = put(wang, None);
    school.clock.set(day("2026-10-12"));
    put(li, Some(group));
    let members = school.store.read(school.id, |tx| groups::members(tx, group)).unwrap();
    let told: Vec<_> = members.iter().map(|m| (m.staff, m.role, m.from_day, m.holds_on(day("2026-10-12")))).collect();
    assert_eq!(
        told,
        [(li, groups::Role::Head, day("2026-10-12"), true), (wang, groups::Role::Member, day("2026-10-12"), true), (wang, groups::Role::Head, day("2026-09-01"), false),]
    );
}

#[test]
fn a_steering_group_is_proposed_with_the_principal_as_head() {
    let school = School::new();
    let names = ["陈长", "王若水", "李清和"];
    let [chen, wang, li] = names.map(|name| school.hire(name));
    let whole = |staff, duty| NewPost { duty, scope_id: RowId::from_uuid(school.id.uuid()), ..school.homeroom(staff, school.classes[0]) };
    school.appoint(&school.homeroom(wang, school.classes[0]));
    school.appoint(&school.maths(wang, school.classes[1]));
    school.appoint(&whole(li, Duty::Leader));
    school.appoint(&whole(chen, Duty::Principal));
    let posts = school.store.read(school.id, |tx| posts_on(tx, day("2026-09-01"))).unwrap();
    let told = |kind| groups::propose(kind, &posts).into_iter().map(|p| (p.staff, p.role)).collect::<Vec<_>>();
    use groups::Role::{Deputy, Head, Member};
    assert_eq!(told(groups::GroupKind::Steering), [(chen, Head), (li, Deputy), (wang, Member)]);
    assert_eq!(told(groups::GroupKind::Support), [(li, Head), (wang, Member)], "a vice principal leads the support group (A9-26)");
}

#[test]
fn leaders_the_council_and_teachers_of_every_grade_are_helpers() {
    let count = |kind| Duty::ALL.iter().filter(|duty| helper_by(**duty) == Some(kind)).count();
    assert_eq!((count(Helper::Leader), count(Helper::Council), count(Helper::SubjectTeacher)), (3, 5, 3));
    assert_eq!(helper_by(Duty::Administrator), None);
}
