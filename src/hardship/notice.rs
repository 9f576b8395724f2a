//! The public notice (公示): place, class and name, a level only where the school posts it, and nothing else. CONVENTIONS 2.2 (公示表), R4, R5.
//!
//! A notice is made of [`Posted`] and of nothing else: no number, address, income, ground or reason has a way into it.

use crate::base::{SchoolDate, publishable};

/// What may be posted of a child; the only thing that a notice is made of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Posted {
    class: String,
    name: String,
    level: Option<String>,
}

impl Posted {
    /// A child on the notice; none where class or name look like something that may not be published (a number, an address).
    pub fn new(class: &str, name: &str, level: Option<String>) -> Option<Self> {
        let fits = |text: &str| publishable::refused(text).is_none();
        (fits(class) && fits(name) && level.as_deref().is_none_or(fits)).then(|| Self { class: class.to_owned(), name: name.to_owned(), level })
    }
}

/// A notice while it hangs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Notice {
    /// First day.
    pub from: SchoolDate,
    /// Last day; on the day after it is gone.
    pub until: SchoolDate,
    /// Place, class, name, and the level where it is posted.
    pub lines: Vec<Vec<String>>,
    /// Whether levels are posted.
    pub with_level: bool,
}

/// The notice on a day, in the order in which children are given (by class and seat, never by level); none before its first and after its last day.
pub fn notice(posted: &[Posted], with_level: bool, from: SchoolDate, until: SchoolDate, today: SchoolDate) -> Option<Notice> {
    if today < from || today > until {
        return None;
    }
    let line = |(place, one): (usize, &Posted)| {
        let mut cells = vec![(place + 1).to_string(), one.class.clone(), one.name.clone()];
        if with_level {
            cells.push(one.level.clone().unwrap_or_default());
        }
        cells
    };
    Some(Notice { from, until, lines: posted.iter().enumerate().map(line).collect(), with_level })
}

/// The last day of a notice that hangs `days` school days from the day on which it is posted; days without school do not count.
pub fn last_day(from: SchoolDate, days: i64, is_school: impl Fn(SchoolDate) -> bool) -> SchoolDate {
    let (mut day, mut left) = (from, days);
    // A year is more than any notice: where the calendar is empty it ends there.
    for _ in 0..366 {
        if is_school(day) {
            left -= 1;
        }
        if left <= 0 {
            break;
        }
        day = day.plus_days(1);
    }
    day
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> SchoolDate {
        text.parse().unwrap()
    }

    #[test]
    fn a_notice_hangs_for_its_days_and_is_gone_by_itself() {
        let posted = [Posted::new("四（2）班", "何田田", Some("二档".into())).unwrap()];
        let on = |today: &str| notice(&posted, false, day("2026-10-12"), day("2026-10-16"), day(today));
        assert!(on("2026-10-11").is_none() && on("2026-10-17").is_none());
        assert_eq!(on("2026-10-16").unwrap().lines, [["1", "四（2）班", "何田田"]]);
    }

    #[test]
    fn days_without_school_do_not_count() {
        let weekday = |day: SchoolDate| !matches!(day.days().rem_euclid(7), 2 | 3);
        assert_eq!(last_day(day("2026-10-12"), 5, weekday), day("2026-10-16"));
        assert_eq!(last_day(day("2026-10-15"), 5, weekday), day("2026-10-21"));
        assert_eq!(last_day(day("2026-10-12"), 1, weekday), day("2026-10-12"));
    }

    #[test]
    fn what_may_not_be_published_cannot_be_posted_as_a_name() {
        for wrong in publishable::NEVER {
            assert_eq!(Posted::new("四（2）班", wrong, None), None, "{wrong}");
            assert_eq!(Posted::new(wrong, "何田田", None), None, "{wrong}");
            assert_eq!(Posted::new("四（2）班", "何田田", Some(wrong.to_owned())), None, "{wrong}");
        }
    }

    /// 2,000 invented files of children, each with a secret in every field that a file has: none of the secrets is on the notice.
    #[test]
    fn no_field_of_a_file_but_class_and_name_reaches_the_notice() {
        let mut seed = 20_261_128_u64;
        let mut draw = |below: u64| {
            seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            (seed >> 33) % below
        };
        for _ in 0..2_000 {
            let children: Vec<(String, String, Vec<String>)> = (0..=draw(6))
                .map(|at| {
                    let secrets: Vec<String> =
                        ["income", "identity", "address", "phone", "group", "illness", "words", "birth", "bank"].iter().map(|field| format!("{field}{}", draw(1 << 30))).collect();
                    (format!("{}（{}）班", ["一", "二", "三"][draw(3) as usize], draw(4) + 1), format!("孩子{}", (b'a' + at as u8) as char), secrets)
                })
                .collect();
            let with_level = draw(2) == 0;
            let posted: Vec<Posted> = children.iter().filter_map(|(class, name, _)| Posted::new(class, name, Some("一档".into()))).collect();
            let notice = notice(&posted, with_level, day("2026-10-12"), day("2026-10-16"), day("2026-10-13")).unwrap();
            assert_eq!(notice.lines.len(), children.len());
            let text = format!("{notice:?}");
            for secret in children.iter().flat_map(|(_, _, secrets)| secrets) {
                assert!(!text.contains(secret.as_str()), "{secret}");
            }
            assert!(notice.lines.iter().all(|line| line.len() == if with_level { 4 } else { 3 }));
        }
    }
}
