//! The part of the day that is about forms of the bureau.

use crate::house::House;
use crate::http::forms::blank;

/// Lives it.
pub(super) fn live(house: &House) {
    let wang = house.as_("王老师");
    let (class, _) = house.here.class("4.2");
    let child = house.here.child("4.2", "何田田").id;
    let bring = |name: &str| {
        let answer = wang.upload("/registers/forms", "/registers/forms", &[], &[("file", name, &blank(&["姓名", "成因", "目标", "帮扶措施", "成效", "帮扶日期", "帮扶内容"]))]);
        assert_eq!(answer.status, 303, "{}: {}", house.name(), answer.main());
        answer.to
    };
    let (first, second) = (bring("记录表.xlsx"), bring("旧表.xlsx"));
    for path in [format!("{first}?child={child}"), format!("{first}/file?part=class:{class}"), "/registers/forms".to_owned()] {
        assert_eq!(wang.download(&path).status, 200, "{}: {path}", house.name());
    }
    assert_eq!(wang.post_from(&second, &format!("{second}/withdrawal"), &[]).status, 303);
}
