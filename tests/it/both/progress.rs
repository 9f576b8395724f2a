//! The part of the day that is about what came of the help: a point of practice, struck again; the book written over; a review; pages and papers read.

use bangfu::base::{RowId, derived};

use crate::house::House;

fn send(house: &House, who: &str, page: &str, path: &str, fields: &[(&str, &str)]) -> String {
    let answer = house.as_(who).post_from(page, path, fields);
    assert_eq!(answer.status, 303, "{}: {who} {path} → {}", house.name(), answer.main());
    answer.to
}

/// The first piece between a beginning and a quotation mark.
fn after(page: &str, begins: &str) -> String {
    page.split(begins).nth(1).and_then(|rest| rest.split('"').next()).unwrap_or_else(|| panic!("{begins}: {page}")).to_owned()
}

/// Lives it: the child of class 四（2） whose plan is approved.
pub(super) fn live(house: &House) {
    let child = house.here.child("4.2", "赵小满").id;
    let (page, today) = (format!("/pupils/{child}/progress"), house.store.clock().now().day().to_string());
    let made = |name: &str| derived::<RowId>(&[b"of a day", name.as_bytes()]).to_string();
    let shown = house.as_("王老师").get(&page).text;
    let select = shown.split("id=\"f-goal\"").nth(1).unwrap_or_else(|| panic!("{shown}"));
    let (goal, point) = (after(select, "<option value=\""), made("a point"));
    let fields = [("point", &*point), ("goal", &*goal), ("value", "3"), ("day", &*today), ("note", "看登记")];
    send(house, "王老师", &page, &format!("{page}/points"), &fields);
    send(house, "王老师", &page, &format!("{page}/points/{point}/withdrawal"), &[("confirmed", "1")]);
    let again = made("another point");
    send(house, "王老师", &page, &format!("{page}/points"), &[("point", &*again), ("goal", &*goal), ("value", "4"), ("day", &*today)]);

    let book = format!("{page}/book");
    send(house, "王老师", &book, &book, &[("key", &made("a line")), ("area", "society"), ("day", &today), ("text", "社区图书角让他当小管理员")]);
    let edit = after(&house.as_("王老师").get(&book).text, &format!("href=\"{book}/lines/"));
    let edit = format!("{book}/lines/{edit}");
    assert_eq!(house.as_("王老师").get(&edit).status, 200, "{edit}");
    let line = format!("{book}/lines/{}", made("a line"));
    send(house, "王老师", &book, &line, &[("seen", "1"), ("area", "society"), ("day", &today), ("text", "社区图书角请他当小管理员")]);

    let form = format!("{page}/reviews/new");
    let proposed = house.as_("王老师").get(&form).text;
    let judged: Vec<String> = proposed.split("name=\"judged-").skip(1).filter_map(|rest| rest.split('"').next()).map(|key| format!("judged-{key}")).collect();
    let mut fields: Vec<(&str, &str)> = judged.iter().map(|field| (field.as_str(), "moving")).collect();
    fields.dedup();
    let review = made("a review");
    fields.extend([("review", &*review), ("seen", "0"), ("stage", "stage"), ("better", "作业交得勤了"), ("next", "keep"), ("next_day", "2027-01-08")]);
    send(house, "王老师", &form, &format!("{page}/reviews"), &fields);
    let reviews = format!("{page}/reviews/{review}");
    for (who, path) in [
        ("王老师", page.clone()),
        ("王老师", format!("{page}/charts")),
        ("王老师", format!("{page}/way")),
        ("王老师", reviews.clone()),
        ("王老师", format!("{reviews}/change")),
        ("王老师", format!("{reviews}/paper/docx")),
        ("王老师", format!("{book}/paper/docx")),
        ("李老师", "/progress".to_owned()),
        ("李老师", "/progress/results".to_owned()),
        ("赵主任", "/progress".to_owned()),
    ] {
        assert_eq!(house.as_(who).get(&path).status, 200, "{who} {path}");
    }
}
