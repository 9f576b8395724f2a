//! The part of the day that is about a child who stays away.

use crate::house::House;
use crate::http::{aid, dropout};

/// Lives it.
pub(super) fn live(house: &House) {
    let (pupil, today) = (dropout::child(house), house.store.clock().now().day());
    let days: Vec<String> = (1..=10).map(|back| today.plus_days(-back)).filter(|day| !matches!(day.days().rem_euclid(7), 2 | 3)).take(4).map(|day| day.to_string()).collect();
    let days: Vec<&str> = days.iter().map(String::as_str).collect();
    dropout::away(house, pupil, &days, true);
    aid::done(house, "赵主任", "/dropout/rule", &[("days", "2")]);
    assert_eq!(house.as_("王老师").get("/").status, 200);
    let case = dropout::open(house, pupil);
    let now = today.to_string();
    assert_eq!(dropout::step(house, "王老师", &case, "step", &[("what", "unreached"), ("day", &now), ("way", "phone"), ("words", "")]).status, 303);
    assert_eq!(dropout::step(house, "赵主任", &case, "word", &[("what", "checked"), ("day", &now), ("words", "季度复核，继续联系")]).status, 303);
    for (who, path) in [("王老师", case.clone()), ("赵主任", "/dropout".into()), ("赵主任", "/dropout/months".into())] {
        assert_eq!(house.as_(who).get(&path).status, 200, "{path}");
    }
    for which in ["of_age", "suspected", "dropped"] {
        assert_eq!(house.as_("赵主任").download(&format!("/dropout/ledgers/{which}/csv")).status, 200);
    }
    assert_eq!(house.as_("赵主任").post_from("/dropout/months", "/dropout/months", &[("month", &today.to_string())]).status, 303);
    assert_eq!(house.as_("赵主任").get("/dropout/months").status, 200);
}
