//! The fields of the sheets, and their names in mapping files.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// What a sheet is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SheetKind {
    /// 花名册.
    Roster,
    /// 教职工名单.
    Staff,
    /// 任课表.
    Teaching,
    /// 成绩表.
    Scores,
    /// 考勤表.
    Attendance,
    /// 家庭情况表.
    Families,
    /// 课堂观察表.
    Observations,
}

macro_rules! fields {
    ($($variant:ident $name:literal $doc:literal),* $(,)?) => {
        /// A field that a column can hold.
        #[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        #[serde(into = "String", try_from = "String")]
        pub enum Field {
            $(#[doc = $doc] $variant,)*
            /// The marks, or in a teaching plan the teachers, of one subject, by its code; `subject.maths` in files.
            Subject(String),
        }

        impl fmt::Display for Field {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                match self {
                    $(Self::$variant => f.write_str($name),)*
                    Self::Subject(code) => write!(f, "subject.{code}"),
                }
            }
        }

        impl FromStr for Field {
            type Err = String;
            fn from_str(text: &str) -> Result<Self, String> {
                if let Some(code) = text.strip_prefix("subject.") {
                    let fits = (1..=30).contains(&code.len()) && code.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_');
                    return if fits { Ok(Self::Subject(code.to_owned())) } else { Err(format!("a subject code has small letters, figures and _: {code}")) };
                }
                match text {
                    $($name => Ok(Self::$variant),)*
                    _ => Err(format!("there is no field {text}")),
                }
            }
        }
    };
}

fields! {
    Name "name" "Name of the pupil or of the member of staff.",
    Sex "sex" "性别.",
    Birth "birth" "出生日期.",
    RegistryNo "registry_no" "学籍号.",
    IdentityNo "identity_no" "身份证件号.",
    IdentityKind "identity_kind" "身份证件类型.",
    SchoolNo "school_no" "学号 of the school.",
    ExamNo "exam_no" "考号.",
    Seat "seat" "座号.",
    Class "class" "班级.",
    ClassNumber "class_number" "班号, the number of the class within its grade.",
    Grade "grade" "年级.",
    Ethnicity "ethnicity" "民族.",
    EntryMonth "entry_month" "入学年月.",
    Boarding "boarding" "就读方式.",
    Boards "boards" "是否住校.",
    Guardian "guardian" "监护人.",
    GuardianRelation "guardian_relation" "与学生关系.",
    GuardianPhone "guardian_phone" "监护人电话.",
    GuardianIdentityNo "guardian_identity_no" "监护人身份证号.",
    Father "father" "父亲姓名.",
    FatherPhone "father_phone" "父亲电话.",
    Mother "mother" "母亲姓名.",
    MotherPhone "mother_phone" "母亲电话.",
    Address "address" "家庭住址.",
    Domicile "domicile" "户籍所在地.",
    HouseholdKind "household_kind" "户口性质.",
    LeftBehind "left_behind" "是否留守儿童.",
    Migrant "migrant_child" "是否随迁子女.",
    Orphan "orphan" "是否孤儿.",
    SingleParent "single_parent" "是否单亲.",
    OnlyChild "only_child" "是否独生子女.",
    Disability "disability" "残疾类型.",
    Inclusive "inclusive_placement" "是否随班就读.",
    LowIncome "low_income" "家庭经济困难类别.",
    Health "health" "健康状况.",
    FatherAway "father_away" "父亲外出.",
    FatherSince "father_since" "父亲外出时间.",
    FatherPlace "father_place" "父亲务工地.",
    FatherCare "father_care" "父亲监护能力.",
    MotherAway "mother_away" "母亲外出.",
    MotherSince "mother_since" "母亲外出时间.",
    MotherPlace "mother_place" "母亲务工地.",
    MotherCare "mother_care" "母亲监护能力.",
    WorkPlace "work_place" "务工地 of whoever is away.",
    Bond "parents" "父母关系.",
    Carer "carer" "由谁照顾.",
    DisabilityDegree "disability_degree" "残疾等级.",
    DisabilityCard "disability_card" "残疾证.",
    Dibao "dibao" "低保.",
    Tekun "tekun" "特困供养.",
    Relief "relief" "救助享受.",
    Income "income" "人均年收入.",
    Nationality "nationality" "国籍.",
    FormerName "former_name" "曾用名.",
    Campus "campus" "校区、教学点.",
    Status "status" "学籍状态.",
    Note "note" "备注.",
    StaffNo "staff_no" "工号.",
    Phone "phone" "电话 of a member of staff.",
    Duty "duty" "职务.",
    Teaches "teaches" "任教学科.",
    TeachesClasses "teaches_classes" "任教班级.",
    HomeroomOf "homeroom_of" "担任班主任的班级.",
    SubjectName "subject" "学科, one a row.",
    Teacher "teacher" "任课教师.",
    Homeroom "homeroom" "班主任.",
    Mark "mark" "成绩, one subject a row.",
    Day "day" "日期.",
    Presence "presence" "出勤情况 of one day.",
    Expected "days_expected" "应出勤天数.",
    Present "days_present" "实际出勤天数.",
    Absent "days_absent" "缺勤天数.",
    Sick "days_sick" "病假天数.",
    Personal "days_personal" "事假天数.",
    Truant "days_truant" "旷课天数.",
    Late "times_late" "迟到次数.",
    LeftEarly "times_left_early" "早退次数.",
    Reason "reason" "原因.",
    Participation "participation" "课堂参与.",
    Motivation "motivation" "学习动力.",
    Attitude "attitude" "学习态度.",
    Habits "habits" "学习习惯.",
    Homework "homework" "作业完成.",
    Attention "attention" "注意力.",
    Memory "memory" "记忆.",
    Avoidance "avoidance" "回避学习.",
    Conduct "conduct" "行为规范.",
}

impl From<Field> for String {
    fn from(field: Field) -> Self {
        field.to_string()
    }
}

impl TryFrom<String> for Field {
    type Error = String;
    fn try_from(text: String) -> Result<Self, String> {
        text.parse()
    }
}
