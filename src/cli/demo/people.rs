//! The staff of the sample school: who does what.

use super::names::{Dice, Names};
use super::{PASSWORD, marks::SUBJECTS};
use crate::access::{self, Duty, Passwords, Permit, Subject, Who, acts};
use crate::base::{Id, Result, RowId, SchoolDate, StaffId};
use crate::roster::groups::{self, GroupKind, NewGroup, NewMember, Role};
use crate::roster::people::{self, NewPost, NewStaff};
use crate::roster::time::Class;
use crate::store::Tx;

/// The logins that the demo prints, with what each shows.
pub(super) fn logins() -> Vec<(&'static str, &'static str)> {
    vec![
        ("jiaowu", "教导处：导入、筛查、表册、设置"),
        ("wang", "班主任，四（2）班（也教语文）"),
        ("li", "数学教师，四（1）班和四（2）班，包班教师"),
        ("zhou", "四年级组长"),
        ("xiaozhang", "校长"),
        ("baoji", "副校长，三、四年级包级领导"),
        ("deyu", "德育处"),
        ("xinli", "心理教师（要求两步验证）"),
        ("zizhu", "资助专干（要求两步验证）"),
        ("zhucun1", "驻村工作队长，柳树村（要求两步验证）"),
        ("chuna", "出纳（要求两步验证）"),
        ("admin", "系统管理员（要求两步验证）"),
    ]
}

/// Who is who, in the order in which they are hired.
pub(super) struct Staff {
    offices: Vec<(StaffId, Duty)>,
    /// One homeroom teacher a class, in the order of the classes; also teaches Chinese.
    homerooms: Vec<StaffId>,
    /// A maths teacher for two classes; also attached to both.
    maths: Vec<StaffId>,
    english: Vec<StaffId>,
    science: Vec<StaffId>,
}

impl Staff {
    /// The homeroom teacher of the class with this place in the school's list.
    pub(super) fn homeroom(&self, class: usize) -> StaffId {
        self.homerooms[class % 12]
    }

    /// The maths teacher of that class.
    pub(super) fn maths(&self, class: usize) -> StaffId {
        self.maths[(class / 2) % 6]
    }
}

struct Hiring<'a, 'c> {
    tx: &'a mut Tx<'c>,
    who: &'a Who,
    permit: Permit<acts::ManageStaff>,
    dice: &'a mut Dice,
    names: &'a mut Names,
    hash: String,
    number: u32,
}

impl Hiring<'_, '_> {
    fn hire(&mut self, family: Option<char>, login: Option<&str>) -> Result<StaffId> {
        let girl = self.dice.chance(0.7);
        let mut name = self.names.full(self.dice, girl)?;
        if let Some(family) = family {
            name = std::iter::once(family).chain(name.chars().skip(1)).collect();
        }
        self.number += 1;
        let sex = if girl { "female" } else { "male" };
        let new = NewStaff { name, staff_no: Some(format!("T{:03}", self.number)), sex: sex.into(), ..NewStaff::default() };
        let id = people::hire(self.tx, &self.permit, &new)?;
        if let Some(login) = login {
            let accounts: Permit<acts::ManageAccounts> = Permit::ask(self.tx, self.who, Subject::School)?;
            let account = access::create_account(self.tx, &accounts, id, login, &self.hash)?;
            access::set_password(self.tx, self.who, account, &self.hash, None)?;
        }
        Ok(id)
    }
}

/// Hires everybody and opens the printed logins. `Administrator` is the founder, `admin`.
pub(super) fn hire(tx: &mut Tx<'_>, who: &Who, dice: &mut Dice, names: &mut Names) -> Result<Staff> {
    let permit = Permit::ask(tx, who, Subject::School)?;
    let hash = Passwords::default().hash(PASSWORD)?;
    let mut h = Hiring { tx, who, permit, dice, names, hash, number: 0 };
    let mut offices = Vec::new();
    for (duty, family, login) in [
        (Duty::Principal, '陈', "xiaozhang"),
        (Duty::Leader, '何', "baoji"),
        (Duty::AcademicOffice, '赵', "jiaowu"),
        (Duty::StudentAffairs, '孙', "deyu"),
        (Duty::Counsellor, '林', "xinli"),
        (Duty::AidOfficer, '高', "zizhu"),
    ] {
        offices.push((h.hire(Some(family), Some(login))?, duty));
    }
    offices.push((h.hire(Some('梁'), None)?, Duty::Leader));
    let mut homerooms = Vec::new();
    for class in 0..12 {
        let known = match class {
            6 => (Some('周'), Some("zhou")),
            7 => (Some('王'), Some("wang")),
            _ => (None, None),
        };
        homerooms.push(h.hire(known.0, known.1)?);
    }
    let mut several =
        |count: usize, first: usize| -> Result<Vec<StaffId>> { (0..count).map(|i| if i == first { h.hire(Some('李'), Some("li")) } else { h.hire(None, None) }).collect() };
    let maths = several(6, 3)?;
    let english = several(4, usize::MAX)?;
    let science = several(2, usize::MAX)?;
    offices.push((h.hire(Some('韩'), Some("chuna"))?, Duty::Cashier));
    Ok(Staff { offices, homerooms, maths, english, science })
}

/// Gives everybody their posts for a school year.
pub(super) fn appoint(tx: &mut Tx<'_>, who: &Who, staff: &Staff, classes: &[Class], from: SchoolDate, until: SchoolDate) -> Result<()> {
    let permit: Permit<acts::ManageStaff> = Permit::ask(tx, who, Subject::School)?;
    let school = RowId::from_uuid(tx.school().uuid());
    let mut give = |staff: StaffId, duty: Duty, scope_id: RowId, subject: &str, until_day: SchoolDate| {
        people::appoint(tx, &permit, &NewPost { staff, duty, scope_id, subject: subject.into(), from_day: from, until_day, import: None }).map(|_| ())
    };
    for (person, duty) in &staff.offices {
        give(*person, *duty, school, "", people::forever())?;
    }
    let sponsors = [staff.offices[0].0, staff.offices[1].0, staff.offices[6].0];
    for (i, class) in classes.iter().enumerate() {
        let scope = RowId::from_uuid(class.id.uuid());
        let grade = RowId::from_uuid(class.grade.uuid());
        let homeroom = staff.homeroom(i);
        give(homeroom, Duty::Homeroom, scope, "", until)?;
        give(homeroom, Duty::SubjectTeacher, scope, SUBJECTS[0], until)?;
        let maths = staff.maths(i);
        give(maths, Duty::SubjectTeacher, scope, SUBJECTS[1], until)?;
        give(maths, Duty::ClassAttached, scope, "", until)?;
        if class.level >= 3 {
            give(staff.english[(i / 2) % 4], Duty::SubjectTeacher, scope, SUBJECTS[2], until)?;
            give(staff.science[i % 2], Duty::SubjectTeacher, scope, SUBJECTS[3], until)?;
        }
        if class.number == 1 {
            give(homeroom, Duty::GradeLeader, grade, "", until)?;
            // Grades 1–2 the principal, 3–4 the vice principal, 5–6 the chair of the union.
            give(sponsors[usize::try_from((class.level - 1) / 2).unwrap_or_default() % 3], Duty::GradeSponsor, grade, "", until)?;
        }
    }
    Ok(())
}

/// The groups that the seeds name: A8-01, A9-26, B1-05, B3-02.
pub(super) fn group(tx: &mut Tx<'_>, who: &Who, staff: &Staff, from: SchoolDate) -> Result<()> {
    let permit: Permit<acts::ManageGroups> = Permit::ask(tx, who, Subject::School)?;
    let [principal, vice, academic, affairs, counsellor, _, union] = [0, 1, 2, 3, 4, 5, 6].map(|i| staff.offices[i].0);
    let mut make = |name: &str, kind: GroupKind, purpose: &str, people: &[(StaffId, Role, &str)]| -> Result<()> {
        let id = groups::create_group(tx, &permit, &NewGroup { name: name.into(), kind, purpose: purpose.into(), from_day: from })?;
        people.iter().try_for_each(|(staff, role, duties)| groups::put_member(tx, &permit, id, &NewMember { staff: *staff, role: *role, duties: (*duties).into() }))
    };
    make(
        "学习支持工作领导小组",
        GroupKind::Steering,
        "制定帮扶方案，组织帮扶活动，协调各方资源，督促检查落实。",
        &[
            (principal, Role::Head, "统筹规划"),
            (academic, Role::Deputy, "组织实施"),
            (affairs, Role::Member, "监督检查"),
            (counsellor, Role::Member, "心理支持"),
            (staff.homerooms[7], Role::Member, "班级落实"),
        ],
    )?;
    make(
        "帮教领导小组",
        GroupKind::Support,
        "定期研究待优生的帮教工作。",
        &[(vice, Role::Head, "负责三、四年级"), (union, Role::Deputy, "负责五、六年级"), (affairs, Role::Member, "汇总记录")],
    )?;
    make(
        "导师制研究小组",
        GroupKind::Research,
        "研究学情，交流做法。",
        &[(academic, Role::Head, "主持研究"), (staff.homerooms[6], Role::Deputy, "整理经验"), (staff.maths[3], Role::Member, "数学学科")],
    )
}
