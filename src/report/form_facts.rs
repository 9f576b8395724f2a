//! What can be filled into a form of the bureau, and which labels usually mean it (CONVENTIONS 2.2).

/// Of whom or what a fact is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Of {
    /// Of the school, the term, the person who fills in.
    Whole,
    /// Of a child.
    Child,
    /// A row for each record of the child.
    Record,
    /// A row for each guardian of the child.
    Guardian,
}

/// A fact; its words are `report-fact-<code>`.
#[derive(Clone, Copy, Debug)]
pub struct Fact {
    /// Its code, as stored.
    pub code: &'static str,
    /// Of whom it is.
    pub of: Of,
    /// Labels that mean it.
    pub labels: &'static [&'static str],
}

const fn fact(code: &'static str, of: Of, labels: &'static [&'static str]) -> Fact {
    Fact { code, of, labels }
}

/// All facts, in the order in which they are offered.
pub const FACTS: [Fact; 52] = [
    fact("number", Of::Child, &["序号", "编号"]),
    fact("name", Of::Child, &["姓名", "学生姓名", "学生", "受助学生", "帮扶对象", "帮扶学生", "被帮扶学生", "儿童姓名"]),
    fact("sex", Of::Child, &["性别"]),
    fact("ethnicity", Of::Child, &["民族"]),
    fact("birth", Of::Child, &["出生年月", "出生日期", "生日"]),
    fact("age", Of::Child, &["年龄"]),
    fact("class", Of::Child, &["班级", "所在班级", "年级班级", "班别", "就读班级"]),
    fact("grade", Of::Child, &["年级", "年级段"]),
    fact("seat", Of::Child, &["座号"]),
    fact("school_no", Of::Child, &["学号"]),
    fact("registry_no", Of::Child, &["学籍号", "全国学籍号", "学籍号码"]),
    fact("identity_no", Of::Child, &["身份证号", "身份证号码", "公民身份证号", "证件号码"]),
    fact("boarding", Of::Child, &["是否寄宿", "寄宿情况", "是否住校"]),
    fact("address", Of::Child, &["家庭住址", "住址", "家庭地址", "现居地", "现住址"]),
    fact("guardian", Of::Child, &["监护人", "监护人姓名", "家长姓名", "家长", "父母姓名"]),
    fact("guardian_relation", Of::Child, &["与学生关系", "监护关系"]),
    fact("guardian_phone", Of::Child, &["联系电话", "监护人电话", "家长电话", "联系方式", "电话", "家长联系电话"]),
    fact("homeroom", Of::Child, &["班主任", "班主任姓名"]),
    fact("mentors", Of::Child, &["帮扶教师", "帮教教师", "结对教师", "帮扶人", "帮扶老师", "责任教师", "教师姓名", "帮扶责任人", "导师"]),
    fact("cycle", Of::Child, &["转化周期", "帮扶周期", "帮扶时间", "起止时间", "帮扶起止时间"]),
    fact("kinds", Of::Child, &["类别", "学生类别", "困难类型", "类型", "帮扶类型", "学困类型"]),
    fact("signs", Of::Child, &["主要表现", "学困表现", "具体表现", "现状", "学生现状", "基本情况"]),
    fact("causes", Of::Child, &["成因", "形成原因", "原因分析", "成因分析", "原因", "学困原因", "致困原因"]),
    fact("strengths", Of::Child, &["优点", "特长", "优势", "闪光点", "兴趣特长", "爱好特长"]),
    fact("voice", Of::Child, &["学生自述", "自我介绍", "学生的话", "学生意愿"]),
    fact("goals", Of::Child, &["目标", "帮扶目标", "转化目标", "预期目标"]),
    fact("measures", Of::Child, &["措施", "帮扶措施", "转化措施", "辅导措施"]),
    fact("family_part", Of::Child, &["家庭配合", "家长配合", "家校配合"]),
    fact("baseline", Of::Child, &["帮扶前情况", "基线", "起点", "原有基础"]),
    fact("results", Of::Child, &["上学期成绩", "上学期等级", "上学期期末等级", "上学期期末成绩", "成绩", "学业成绩", "原成绩"]),
    fact("records_count", Of::Child, &["帮扶次数", "辅导次数", "谈话次数"]),
    fact("records", Of::Child, &["帮扶过程", "帮扶记录", "过程记录", "帮扶情况"]),
    fact("last_record", Of::Child, &["最近一次帮扶", "最近记录"]),
    fact("visits", Of::Child, &["家访情况", "家访记录"]),
    fact("effect", Of::Child, &["成效", "帮扶成效", "帮扶效果", "转化效果", "阶段成果", "效果", "转化情况"]),
    fact("lacking", Of::Child, &["存在问题", "不足", "存在的问题"]),
    fact("next", Of::Child, &["下一步", "下一步打算", "下一步措施", "后续安排"]),
    fact("family_voice", Of::Child, &["家长反馈"]),
    fact("school", Of::Whole, &["学校", "学校名称", "填报单位", "单位"]),
    fact("term", Of::Whole, &["学期", "学年学期"]),
    fact("today", Of::Whole, &["记录时间", "填表日期", "填表时间", "日期", "填报日期", "填报时间"]),
    fact("filler", Of::Whole, &["填表人", "记录人", "填报人"]),
    fact("by_hand", Of::Whole, &["备注", "签字", "签名", "盖章", "家长意见", "学校意见"]),
    fact("rec_day", Of::Record, &["帮扶日期", "辅导日期", "辅导时间", "谈话时间", "活动时间"]),
    fact("rec_kind", Of::Record, &["帮扶方式", "辅导方式", "形式"]),
    fact("rec_text", Of::Record, &["帮扶内容", "辅导内容", "谈话内容", "内容"]),
    fact("rec_voice", Of::Record, &["学生反应", "学生的反应"]),
    fact("rec_next", Of::Record, &["约定与下一步"]),
    fact("rec_by", Of::Record, &["辅导教师", "谈话人"]),
    fact("g_name", Of::Guardian, &["家庭成员", "成员姓名"]),
    fact("g_relation", Of::Guardian, &["关系", "称谓", "与本人关系"]),
    fact("g_phone", Of::Guardian, &["成员电话"]),
];

/// The fact with a code.
pub fn of_code(code: &str) -> Option<Fact> {
    FACTS.iter().copied().find(|fact| fact.code == code)
}

/// The fact that a label usually means: the label itself, or one that it ends with (学生的姓名).
pub fn usual(label: &str) -> Option<Fact> {
    let same = FACTS.iter().find(|fact| fact.labels.contains(&label));
    let ends = || {
        let of = |fact: &&Fact| fact.labels.iter().filter(|own| own.chars().count() >= 2 && label.ends_with(**own)).map(|own| own.chars().count()).max();
        FACTS.iter().filter(|fact| of(fact).is_some() && label.chars().count() <= of(fact).unwrap_or_default() + 4).max_by_key(of)
    };
    same.or_else(ends).copied()
}

/// The facts of the columns of a list: in rows of relatives a name is theirs, in rows of records a day is theirs.
pub fn usual_in_list(labels: &[&str]) -> Vec<Option<Fact>> {
    let plain: Vec<Option<Fact>> = labels.iter().map(|label| usual(label)).collect();
    let has = |of: Of| plain.iter().flatten().any(|fact| fact.of == of);
    let swap = |code: &str| -> Option<&'static str> {
        match code {
            "name" | "guardian" if has(Of::Guardian) => Some("g_name"),
            "guardian_phone" if has(Of::Guardian) => Some("g_phone"),
            "guardian_relation" if has(Of::Guardian) => Some("g_relation"),
            "today" | "cycle" if has(Of::Record) => Some("rec_day"),
            "mentors" | "filler" if has(Of::Record) => Some("rec_by"),
            "records" if has(Of::Record) => Some("rec_text"),
            _ => None,
        }
    };
    plain.iter().map(|fact| fact.map(|fact| swap(fact.code).and_then(of_code).unwrap_or(fact))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_of_usual_forms_are_known() {
        let table = [
            ("姓名", "name"),
            ("学生的姓名", "name"),
            ("教师姓名", "mentors"),
            ("家长姓名", "guardian"),
            ("形成原因", "causes"),
            ("主要成因", "causes"),
            ("上学期期末等级", "results"),
            ("备注", "by_hand"),
        ];
        for (label, code) in table {
            assert_eq!(usual(label).map(|fact| fact.code), Some(code), "{label}");
        }
        for label in ["登记表", "学校领导班子和全体教师的意见和建议及其他", ""] {
            assert!(usual(label).is_none(), "{label}");
        }
    }

    #[test]
    fn a_name_in_rows_of_relatives_is_a_relatives() {
        let codes = |labels: &[&str]| usual_in_list(labels).into_iter().map(|fact| fact.map_or("", |fact| fact.code)).collect::<Vec<_>>();
        assert_eq!(codes(&["关系", "姓名", "电话"]), ["g_relation", "g_name", "g_phone"]);
        assert_eq!(codes(&["日期", "帮扶内容", "帮扶教师"]), ["rec_day", "rec_text", "rec_by"]);
        assert_eq!(codes(&["序号", "姓名", "帮扶教师"]), ["number", "name", "mentors"]);
    }

    #[test]
    fn no_label_means_two_things() {
        let mut all: Vec<&str> = FACTS.iter().flat_map(|fact| fact.labels.iter().copied()).collect();
        let count = all.len();
        all.sort_unstable();
        all.dedup();
        assert_eq!(all.len(), count);
    }
}
