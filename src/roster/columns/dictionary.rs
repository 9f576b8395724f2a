//! The dictionary: the usual names and pinyin codes of columns, in their normal form (capitals, no spaces, no signs).

use super::Left;
use super::field::{Field, SheetKind};

type Entry = (Field, &'static [&'static str]);

/// Subjects of primary schools: code (its word is `subject-<code>`), and the names under which sheets have them. YY is 英语: bureaus use it so; 音乐 is YINYUE.
pub const SUBJECTS: &[(&str, &[&str])] = &[
    ("chinese", &["语文", "YW", "YUWEN", "CHINESE"]),
    ("maths", &["数学", "SX", "SHUXUE", "MATH", "MATHS", "MATHEMATICS"]),
    ("english", &["英语", "外语", "YY", "WY", "YINGYU", "ENGLISH"]),
    ("morality", &["道德与法治", "道法", "品德", "品德与社会", "品德与生活", "思品", "思想品德", "道德法治", "DDFZ", "DDYFZ", "DF", "PD"]),
    ("science", &["科学", "KX", "KEXUE", "SCIENCE"]),
    ("pe", &["体育", "体育与健康", "体健", "TY", "TYYJK", "PE"]),
    ("music", &["音乐", "唱游", "YINYUE", "MUSIC"]),
    ("art", &["美术", "MS", "MEISHU", "ART"]),
    ("arts", &["艺术", "YS"]),
    ("it", &["信息科技", "信息技术", "信息", "计算机", "XXKJ", "XXJS", "XX"]),
    ("labour", &["劳动", "劳动教育", "劳技", "劳动与技术", "LD", "LDJY"]),
    ("general", &["综合实践", "综合实践活动", "综合", "ZHSJ", "ZHSJHD"]),
    ("wellbeing", &["心理健康", "心理", "心理健康教育", "XLJK"]),
    ("calligraphy", &["书法", "写字", "SHUFA", "XZ"]),
    ("reading", &["阅读", "READ", "READING"]),
    ("local", &["地方课程", "地方", "DFKC"]),
    ("school_based", &["校本", "校本课程", "XBKC"]),
    ("safety", &["安全教育", "安全", "生命安全", "生命教育"]),
    ("class_meeting", &["班会", "班队", "班队会", "少先队"]),
];

/// Columns that are understood and left alone.
pub(super) const IGNORED: &[(Left, &[&str])] = &[
    (
        Left::NoUse,
        &[
            "序号",
            "序",
            "编号",
            "NO",
            "XUHAO",
            "签名",
            "签字",
            "家长签字",
            "学生签字",
            "照片",
            "相片",
            "考场",
            "考场号",
            "座位",
            "血型",
            "周课时",
            "课时",
            "课时数",
            "节数",
            "周节数",
            "合计课时",
            "职称",
            "学历",
        ],
    ),
    (
        Left::Computed,
        &[
            "总分",
            "总成绩",
            "合计",
            "总计",
            "平均",
            "平均分",
            "均分",
            "平均成绩",
            "ZF",
            "PJF",
            "PJ",
            "总评",
            "总等级",
            "三科总分",
            "两科总分",
            "标准分",
            "Z分",
            "T分",
            "出勤率",
            "TOTAL",
            "AVERAGE",
        ],
    ),
    (
        Left::Rank,
        &[
            "名次",
            "排名",
            "位次",
            "班名次",
            "级名次",
            "校名次",
            "班排",
            "级排",
            "校排",
            "班级名次",
            "年级名次",
            "班级排名",
            "年级排名",
            "学校排名",
            "班内排名",
            "MC",
            "BMC",
            "RANK",
        ],
    ),
];

const PERSON: &[Entry] = &[
    (Field::Sex, &["性别", "XB", "XINGBIE", "性別", "SEX", "GENDER"]),
    (Field::Birth, &["出生日期", "出生年月", "出生年月日", "生日", "出生", "出生时间", "CSRQ", "CSNY", "BIRTH", "BIRTHDAY", "BIRTHDATE"]),
    (
        Field::IdentityNo,
        &[
            "身份证号",
            "身份证件号",
            "身份证号码",
            "身份证件号码",
            "身份证",
            "公民身份号码",
            "公民身份证号",
            "居民身份证号",
            "证件号",
            "证件号码",
            "SFZH",
            "SFZJH",
            "SFZHM",
            "SFZJHM",
            "ZJHM",
            "GMSFHM",
        ],
    ),
    (Field::IdentityKind, &["身份证件类型", "证件类型", "证件类别", "身份证类型", "SFZJLX", "ZJLX"]),
    (Field::Ethnicity, &["民族", "MZ", "族别"]),
    (Field::Campus, &["校区", "教学点", "校点", "所属校区", "XQ", "所在校区"]),
    (Field::Note, &["备注", "说明", "备注说明", "BZ", "NOTE"]),
];

const PUPIL: &[Entry] = &[
    (Field::Name, &["姓名", "学生姓名", "学生", "名字", "学生名字", "XM", "XSXM", "XINGMING", "NAME"]),
    (
        Field::RegistryNo,
        &[
            "学籍号",
            "全国学籍号",
            "学籍号码",
            "全国统一学籍号",
            "全国学籍",
            "学籍编号",
            "统一学籍号",
            "国网学籍号",
            "全国学生学籍号",
            "学籍主号",
            "XJH",
            "QGXJH",
            "G学籍号",
            "学籍辅号",
        ],
    ),
    (Field::SchoolNo, &["学号", "校内学号", "学生学号", "班内学号", "学生编号", "XH", "XSXH", "STUDENTID"]),
    (Field::Seat, &["座号", "座位号", "ZH", "ZWH"]),
    (Field::Class, &["班级", "班", "所在班级", "班级名称", "班别", "现班级", "年级班级", "所属班级", "教学班", "行政班", "年班", "BJ", "BJMC", "BANJI", "SZBJ", "CLASS"]),
    (Field::ClassNumber, &["班号", "班级号", "班序", "BH", "BJH"]),
    (Field::Grade, &["年级", "所在年级", "年级名称", "现年级", "就读年级", "NJ", "NJMC", "NIANJI", "GRADE"]),
];

const ROSTER: &[Entry] = &[
    (Field::EntryMonth, &["入学年月", "入学时间", "入学日期", "入学年份", "入学年", "RXNY", "RXSJ", "RXRQ"]),
    (Field::Boarding, &["就读方式", "住宿情况", "寄宿情况", "住宿方式", "走读住校", "住校走读", "JDFS", "走读寄宿", "寄宿走读"]),
    (Field::Boards, &["住校", "寄宿", "住宿", "寄宿生", "住校生", "住宿生", "是否寄宿", "是否住校", "是否住宿", "是否寄宿生", "SFZX", "SFJS"]),
    (
        Field::Guardian,
        &[
            "监护人",
            "监护人姓名",
            "家长",
            "家长姓名",
            "家长或监护人",
            "家长监护人",
            "主要监护人",
            "监护人1",
            "监护人1姓名",
            "成员1姓名",
            "家庭成员1姓名",
            "父母姓名",
            "家长名字",
            "户主",
            "户主姓名",
            "JHR",
            "JHRXM",
            "JZXM",
        ],
    ),
    (
        Field::GuardianRelation,
        &[
            "关系",
            "与学生关系",
            "与本人关系",
            "与监护人关系",
            "监护人关系",
            "监护人与学生关系",
            "家长关系",
            "与学生的关系",
            "成员1关系",
            "家庭成员1关系",
            "监护人1关系",
            "GX",
            "YXSGX",
        ],
    ),
    (
        Field::GuardianPhone,
        &[
            "联系电话",
            "电话",
            "家长电话",
            "监护人电话",
            "监护人联系电话",
            "监护人手机",
            "家长联系电话",
            "联系方式",
            "手机",
            "手机号",
            "手机号码",
            "电话号码",
            "家庭电话",
            "家长手机",
            "家长手机号",
            "家长手机号码",
            "家长联系方式",
            "监护人联系方式",
            "监护人手机号",
            "成员1电话",
            "家庭成员1联系电话",
            "监护人1电话",
            "成员1联系电话",
            "LXDH",
            "JZDH",
            "DH",
            "SJH",
            "JHRDH",
            "JHRLXDH",
        ],
    ),
    (
        Field::GuardianIdentityNo,
        &["监护人身份证号", "家长身份证号", "监护人身份证件号", "监护人身份证", "家长身份证", "监护人身份证号码", "家长身份证号码", "成员1身份证件号", "JHRSFZH"],
    ),
    (Field::Father, &["父亲", "父亲姓名", "爸爸", "爸爸姓名", "父姓名", "父", "FQXM", "FQ"]),
    (Field::FatherPhone, &["父亲电话", "父亲联系电话", "父亲手机", "父亲手机号", "父亲手机号码", "父亲联系方式", "爸爸电话", "父电话", "FQDH", "FQLXDH"]),
    (Field::Mother, &["母亲", "母亲姓名", "妈妈", "妈妈姓名", "母姓名", "母", "MQXM", "MQ"]),
    (Field::MotherPhone, &["母亲电话", "母亲联系电话", "母亲手机", "母亲手机号", "母亲手机号码", "母亲联系方式", "妈妈电话", "母电话", "MQDH", "MQLXDH"]),
    (
        Field::Address,
        &["家庭住址", "家庭地址", "现住址", "住址", "现住地址", "通信地址", "通讯地址", "居住地址", "现居住地", "现居住地址", "详细地址", "地址", "JTZZ", "XZZ", "JTDZ", "TXDZ"],
    ),
    (Field::Domicile, &["户籍所在地", "户口所在地", "户籍地址", "户籍", "户籍地", "户口地址", "户口所在地行政区划", "户籍所在地行政区划", "HKSZD", "HJDZ", "HJSZD"]),
    (Field::OnlyChild, &["独生子女", "是否独生", "是否独生子女", "独生", "SFDSZN"]),
    (Field::Inclusive, &["随班就读", "是否随班就读", "SBJD", "SFSBJD"]),
    (Field::Nationality, &["国籍", "国籍地区", "国家地区", "GJ", "GJDQ"]),
    (Field::FormerName, &["曾用名", "CYM"]),
    (Field::Status, &["学籍状态", "学生状态", "就读状态", "在校状态", "状态", "XJZT", "异动", "异动情况", "是否在校"]),
];

/// What rosters carry along about families, and sheets of family facts hold.
const OF_FAMILY: &[Entry] = &[
    (Field::HouseholdKind, &["户口性质", "户口", "户口类别", "户口类型", "户籍性质", "户籍类型", "HKXZ"]),
    (Field::LeftBehind, &["留守儿童", "留守", "是否留守", "是否留守儿童", "留守情况", "留守类型", "SFLSET", "LSET", "LS"]),
    (
        Field::Migrant,
        &[
            "随迁子女",
            "随迁",
            "是否随迁",
            "是否随迁子女",
            "进城务工人员随迁子女",
            "是否进城务工人员随迁子女",
            "务工随迁子女",
            "外来务工子女",
            "外来务工人员子女",
            "SQZN",
            "SFSQZN",
            "SFJCWGRYSQZN",
        ],
    ),
    (Field::Orphan, &["孤儿", "是否孤儿", "SFGE"]),
    (Field::SingleParent, &["单亲", "单亲家庭", "是否单亲", "是否单亲家庭", "单亲子女"]),
    (Field::Disability, &["残疾类型", "残疾类别", "残疾", "残疾人类型", "残疾种类", "是否残疾", "CJLX"]),
    (Field::LowIncome, &["家庭经济困难", "困难类别", "困难类型", "特殊困难类型", "经济困难类型", "家庭困难类型", "是否家庭经济困难", "资助类别", "家庭情况类别"]),
    (Field::Health, &["健康状况", "身体状况", "身体健康状况", "JKZK"]),
];

const FAMILIES: &[Entry] = &[
    (Field::FatherAway, &["父亲外出", "父亲外出务工", "父亲情况", "父亲去向", "父外出", "父亲务工", "父亲在外务工", "父亲是否外出", "父亲是否外出务工", "FQWC"]),
    (Field::FatherSince, &["父亲外出时间", "父亲外出日期", "父亲外出起始时间", "父亲何时外出", "父亲外出务工时间"]),
    (Field::FatherPlace, &["父亲务工地", "父亲务工地点", "父亲打工地", "父亲打工地点", "父亲外出地点"]),
    (Field::FatherCare, &["父亲监护能力", "父亲有无监护能力"]),
    (Field::MotherAway, &["母亲外出", "母亲外出务工", "母亲情况", "母亲去向", "母外出", "母亲务工", "母亲在外务工", "母亲是否外出", "母亲是否外出务工", "MQWC"]),
    (Field::MotherSince, &["母亲外出时间", "母亲外出日期", "母亲外出起始时间", "母亲何时外出", "母亲外出务工时间"]),
    (Field::MotherPlace, &["母亲务工地", "母亲务工地点", "母亲打工地", "母亲打工地点", "母亲外出地点"]),
    (Field::MotherCare, &["母亲监护能力", "母亲有无监护能力"]),
    (Field::WorkPlace, &["务工地", "务工地点", "父母务工地", "父母务工地点", "打工地", "打工地点", "外出地点", "外出务工地点"]),
    (Field::Bond, &["父母关系", "父母婚姻", "父母婚姻状况", "婚姻状况"]),
    (Field::Carer, &["监护人", "监护人类型", "实际监护人", "照顾人", "主要照顾人", "由谁照顾", "平时由谁照顾", "随谁生活", "与谁生活", "抚养人", "监护情况"]),
    (Field::DisabilityDegree, &["残疾等级", "残疾级别"]),
    (Field::DisabilityCard, &["残疾证", "有无残疾证", "是否有残疾证", "是否持残疾证"]),
    (Field::Dibao, &["低保", "低保户", "低保家庭", "享受低保", "是否低保", "是否享受低保", "是否低保户", "SFDB"]),
    (Field::Tekun, &["特困", "特困供养", "特困救助供养", "是否特困", "是否特困供养"]),
    (Field::Relief, &["救助享受", "享受救助", "享受救助情况", "救助享受情况", "救助情况"]),
    (Field::Income, &["人均年收入", "家庭人均年收入", "家庭人均收入", "人均收入"]),
];

const STAFF: &[Entry] = &[
    (Field::Name, &["姓名", "教师姓名", "教师", "老师", "老师姓名", "职工姓名", "教职工姓名", "XM", "JSXM", "NAME"]),
    (Field::StaffNo, &["工号", "教师工号", "职工号", "教师编号", "教职工号", "员工号", "GH", "JSGH", "ZGH"]),
    (Field::Phone, &["电话", "联系电话", "手机", "手机号", "手机号码", "联系方式", "电话号码", "LXDH", "SJH", "DH"]),
    (Field::Duty, &["职务", "现任职务", "岗位", "行政职务", "担任职务", "工作岗位", "分工", "校内职务", "ZW"]),
    (Field::Teaches, &["任教学科", "学科", "科目", "任课", "任教科目", "所教学科", "任课学科", "任课科目", "所教科目", "教学科目", "RJXK", "RKXK"]),
    (Field::TeachesClasses, &["任教班级", "任课班级", "所教班级", "教学班级", "RJBJ"]),
    (Field::HomeroomOf, &["班主任", "是否班主任", "班主任班级", "担任班主任班级", "所带班级", "班主任任职班级", "BZR"]),
];

const TEACHING: &[Entry] = &[
    (Field::Class, &["班级", "班", "班别", "任教班级", "任课班级", "教学班级", "班级名称", "授课班级", "BJ", "RJBJ", "CLASS"]),
    (Field::Grade, &["年级", "任教年级", "年级名称", "NJ", "GRADE"]),
    (Field::SubjectName, &["学科", "科目", "课程", "任教学科", "任课学科", "任教科目", "课程名称", "授课科目", "学科名称", "XK", "KM", "SUBJECT"]),
    (Field::Teacher, &["任课教师", "教师", "任课老师", "老师", "教师姓名", "授课教师", "科任教师", "科任", "任教教师", "姓名", "RKJS", "JSXM", "TEACHER"]),
    (Field::StaffNo, &["工号", "教师工号", "职工号", "GH"]),
    (Field::Homeroom, &["班主任", "班主任姓名", "班主任老师", "正班主任", "BZR"]),
    (Field::Campus, &["校区", "教学点", "校点"]),
    (Field::Note, &["备注", "说明"]),
];

const SCORES: &[Entry] = &[
    (Field::ExamNo, &["考号", "考生号", "准考证号", "考籍号", "KH", "KSH", "ZKZH"]),
    (Field::SubjectName, &["学科", "科目", "课程", "考试科目", "KM", "XK", "SUBJECT"]),
    (Field::Mark, &["成绩", "分数", "得分", "考试成绩", "期末成绩", "卷面分", "期末", "等级", "CJ", "FS", "SCORE", "MARK"]),
];

const ATTENDANCE: &[Entry] = &[
    (Field::Day, &["日期", "缺勤日期", "考勤日期", "时间", "RQ", "DATE"]),
    (Field::Presence, &["出勤情况", "考勤情况", "考勤", "出勤", "状态", "考勤状态", "缺勤类型", "请假类型", "类型", "KQ", "STATUS"]),
    (Field::Expected, &["应出勤", "应到", "应出勤天数", "应到天数", "应出勤日数", "应出席", "应出勤日", "上课天数", "YCQ", "YDTS"]),
    (Field::Present, &["实出勤", "实到", "实际出勤", "实出勤天数", "出勤天数", "实到天数", "实际出勤天数", "出勤日数", "SCQ", "CQTS"]),
    (Field::Absent, &["缺勤", "缺席", "缺课", "缺勤天数", "缺课天数", "缺勤日数", "缺席天数", "QQ", "QQTS", "ABSENCES", "ABSENT"]),
    (Field::Sick, &["病假", "病假天数", "因病", "病", "BJTS", "BINGJIA"]),
    (Field::Personal, &["事假", "事假天数", "因事", "事", "SJTS", "SHIJIA"]),
    (Field::Truant, &["旷课", "旷课天数", "无故缺勤", "旷课节数", "旷", "KK"]),
    (Field::Late, &["迟到", "迟到次数", "CD"]),
    (Field::LeftEarly, &["早退", "早退次数", "ZT"]),
    (Field::Reason, &["原因", "缺勤原因", "请假原因", "事由", "请假事由"]),
];

const OBSERVATIONS: &[Entry] = &[
    (Field::Participation, &["课堂参与", "课堂参与程度", "参与程度", "课堂表现", "课堂发言", "课堂参与度", "参与度"]),
    (Field::Motivation, &["学习动力", "学习兴趣", "动力", "兴趣", "学习动机"]),
    (Field::Attitude, &["学习态度", "态度"]),
    (Field::Habits, &["学习习惯", "习惯"]),
    (Field::Homework, &["作业", "作业完成", "作业完成情况", "作业情况", "家庭作业"]),
    (Field::Attention, &["注意力", "专注力", "专注", "听课专注", "听讲", "上课听讲"]),
    (Field::Memory, &["记忆", "记忆力"]),
    (Field::Avoidance, &["回避", "回避学习", "逃避学习", "躲避学习", "畏难", "畏难情绪"]),
    (Field::Conduct, &["行为规范", "行为习惯", "行为", "纪律", "遵守纪律", "品行", "日常行为", "行为表现"]),
    (Field::Teacher, &["观察教师", "观察老师", "观察人", "记录人", "教师", "老师", "任课教师", "任课老师", "教师姓名"]),
    (Field::Day, &["日期", "观察日期", "观察时间", "记录日期", "时间", "RQ", "DATE"]),
];

const fn tables(kind: SheetKind) -> [&'static [Entry]; 4] {
    match kind {
        SheetKind::Roster => [PUPIL, ROSTER, PERSON, OF_FAMILY],
        SheetKind::Staff => [STAFF, PERSON, &[], &[]],
        SheetKind::Teaching => [TEACHING, &[], &[], &[]],
        SheetKind::Scores => [PUPIL, SCORES, PERSON, &[]],
        SheetKind::Attendance => [PUPIL, ATTENDANCE, PERSON, &[]],
        SheetKind::Families => [PUPIL, FAMILIES, PERSON, OF_FAMILY],
        SheetKind::Observations => [PUPIL, OBSERVATIONS, PERSON, &[]],
    }
}

/// A field as the dictionary holds it.
#[derive(Clone, Copy)]
pub(super) enum Meant {
    Field(&'static Field),
    Subject(&'static str),
}

impl Meant {
    pub(super) fn field(self) -> Field {
        match self {
            Self::Field(field) => field.clone(),
            Self::Subject(code) => Field::Subject(code.to_owned()),
        }
    }
}

/// The fields of a sheet with their names, the subjects last.
pub(super) fn names_of(kind: SheetKind) -> impl Iterator<Item = (Meant, &'static [&'static str])> {
    let with_subjects = matches!(kind, SheetKind::Scores | SheetKind::Teaching);
    let subjects = SUBJECTS.iter().filter(move |_| with_subjects).map(|(code, names)| (Meant::Subject(code), *names));
    tables(kind).into_iter().flatten().map(|(field, names)| (Meant::Field(field), *names)).chain(subjects)
}

/// The code of a subject from a cell such as 语文, 数学（上）, YW; `None` when it is not a subject of primary schools.
pub fn subject_code(text: &str) -> Option<&'static str> {
    let (whole, outside) = super::normal_forms(text);
    [whole, outside].iter().find_map(|form| {
        let forms = [form.as_str(), super::stripped(form)];
        SUBJECTS.iter().find(|(_, names)| forms.iter().any(|form| names.contains(form))).map(|(code, _)| *code)
    })
}

#[cfg(test)]
mod tests {
    use std::collections::HashMap;

    use super::*;
    use crate::base::words::{self, Lang};

    const KINDS: [SheetKind; 7] =
        [SheetKind::Roster, SheetKind::Staff, SheetKind::Teaching, SheetKind::Scores, SheetKind::Attendance, SheetKind::Families, SheetKind::Observations];

    #[test]
    fn no_header_means_two_things_in_one_sheet() {
        for kind in KINDS {
            let mut seen: HashMap<&str, Field> = HashMap::new();
            for (meant, names) in names_of(kind) {
                let field = meant.field();
                for name in names {
                    if let Some(other) = seen.insert(name, field.clone()) {
                        assert_eq!(other, field, "{name} in {kind:?}");
                    }
                }
            }
            for (left, names) in IGNORED {
                for name in *names {
                    assert!(!seen.contains_key(name), "{name} is read and left alone ({left:?}) in {kind:?}");
                }
            }
        }
    }

    #[test]
    fn the_dictionary_is_in_normal_form() {
        let names = KINDS.into_iter().flat_map(names_of).flat_map(|(_, names)| names.iter().copied());
        for name in names.chain(IGNORED.iter().flat_map(|(_, names)| names.iter().copied())) {
            assert_eq!(super::super::normal_forms(name).0, name);
        }
    }

    #[test]
    fn every_subject_has_a_word_in_every_language_that_is_written_by_hand() {
        for (code, _) in SUBJECTS {
            for lang in [Lang::ZhCn, Lang::En] {
                assert_ne!(words::word(lang, &format!("subject-{code}")), format!("subject-{code}"));
            }
        }
    }

    #[test]
    fn subjects_in_cells_have_codes() {
        for (text, code) in [
            ("语文", Some("chinese")),
            ("数学（上）", Some("maths")),
            ("yw", Some("chinese")),
            ("道德与法治", Some("morality")),
            ("体育与健康", Some("pe")),
            ("班主任", None),
            ("", None),
        ] {
            assert_eq!(subject_code(text), code, "{text}");
        }
    }
}
