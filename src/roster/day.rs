//! Days and months as sheets hold them: 2015.3.7, 2015年3月7日, 20150307, serial numbers.

use crate::base::text::{chinese_digit, half_width, small_number};
use crate::base::{Msg, SchoolDate};

/// The days between which a day is believed; what lies outside is a slip of the pen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Window {
    /// First day believed.
    pub earliest: SchoolDate,
    /// Last day believed.
    pub latest: SchoolDate,
}

/// A month without a day, such as 入学年月.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Month {
    /// The calendar year.
    pub year: i16,
    /// 1 to 12.
    pub month: i8,
}

/// Which day a spreadsheet program counts from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Epoch {
    /// 1 is 1900-01-01, and a 1900-02-29 that never was is 60.
    From1900,
    /// 0 is 1904-01-01.
    From1904,
}

impl Window {
    /// Birthdays of primary pupils: 4 to 20 years before `today`.
    pub fn pupil_birth(today: SchoolDate) -> Self {
        Self { earliest: today.plus_months(-20 * 12), latest: today.plus_months(-4 * 12) }
    }
    /// Birthdays of adults: 16 to 100 years before `today`.
    pub fn adult_birth(today: SchoolDate) -> Self {
        Self { earliest: today.plus_months(-100 * 12), latest: today.plus_months(-16 * 12) }
    }
    /// Days of school life: ten years before `today` to two years after.
    pub fn school_life(today: SchoolDate) -> Self {
        Self { earliest: today.plus_months(-10 * 12), latest: today.plus_months(24) }
    }
    fn holds(self, day: SchoolDate) -> bool {
        self.earliest <= day && day <= self.latest
    }
}

/// Reads a day from the text of a cell.
///
/// Years of two figures (15.3.7) are read in the order year, month, day, in the one century that falls into the window; with
/// strokes (3/7/15) they are refused when another order would fit too. A month without a day is refused: a birthday is compared with
/// other papers, so a first of the month must not be invented. Five figures are a serial number of the 1900 system.
///
/// # Errors
/// A message with a remedy: unreadable, no such day, month only, order unclear, lunar, or outside the window.
pub fn read_day(text: &str, window: Window) -> Result<SchoolDate, Msg> {
    let cell = half_width(text);
    let shown: String = cell.chars().take(30).collect();
    let fail = |key: &'static str| Msg::new(key).with("text", &shown);
    if cell.contains("农历") || cell.contains("阴历") || cell.contains('初') || cell.contains('腊') {
        return Err(fail("roster-day-lunar"));
    }
    let figures = numbers_of(without_time(&cell)).ok_or_else(|| fail("roster-day-unreadable"))?;
    let strokes = cell.contains('/');
    let day = match figures.as_slice() {
        [serial] if serial.len() == 5 => from_serial(serial.parse().unwrap_or(0.0), Epoch::From1900).ok_or_else(|| fail("roster-day-unreadable"))?,
        [run] if run.len() == 8 => ymd(&run[..4], &run[4..6], &run[6..]).ok_or_else(|| fail("roster-day-none"))?,
        [run] if run.len() == 6 => return Err(six_figures(run, &fail)),
        [year, month] if year.len() == 4 && month.len() <= 2 => return Err(fail("roster-day-month-only")),
        [year, month, day] if year.len() == 4 => ymd(year, month, day).ok_or_else(|| fail("roster-day-none"))?,
        [first, second, year] if year.len() == 4 => day_of_unclear_order(first, second, year).ok_or_else(|| fail("roster-day-order"))?,
        [year, month, day] if year.len() == 2 => short_year(year, month, day, strokes, window).ok_or_else(|| fail("roster-day-order"))?,
        _ => return Err(fail("roster-day-unreadable")),
    };
    if window.holds(day) { Ok(day) } else { Err(fail("roster-day-outside").with("day", day).with("earliest", window.earliest).with("latest", window.latest)) }
}

/// Reads a month: 202409, 2024.09, 2024-9, 2024年9月, 2024/09, and any whole date. 2024.1 is January (a number cell may have eaten
/// the nought of 2024.10; pupils enter in September, so this is not asked about).
///
/// # Errors
/// A message with a remedy.
pub fn read_month(text: &str, window: Window) -> Result<Month, Msg> {
    let cell = half_width(text);
    let fail = |key: &'static str| Msg::new(key).with("text", cell.chars().take(30).collect::<String>());
    let figures = numbers_of(without_time(&cell)).ok_or_else(|| fail("roster-month-unreadable"))?;
    let first = match figures.as_slice() {
        [run] if run.len() == 6 => ymd(&run[..4], &run[4..], "1"),
        [year, month] if year.len() == 4 => ymd(year, month, "1"),
        _ => Some(read_day(text, window)?),
    };
    let first = first.ok_or_else(|| fail("roster-month-unreadable"))?;
    if window.holds(first) || window.holds(first.plus_months(1).plus_days(-1)) {
        Ok(Month { year: first.year(), month: first.month() })
    } else {
        Err(fail("roster-day-outside").with("day", first).with("earliest", window.earliest).with("latest", window.latest))
    }
}

/// The day of a serial number of a spreadsheet; the part after the point is the time of day. `None` for the day that never was
/// (60 in the 1900 system), for negative numbers and for days after 9999.
pub fn from_serial(serial: f64, epoch: Epoch) -> Option<SchoolDate> {
    if !serial.is_finite() || !(0.0..2_958_466.0).contains(&serial) {
        return None;
    }
    let whole = serial.trunc() as i64;
    let (year, month, day, offset) = match (epoch, whole) {
        (Epoch::From1900, 0 | 60) => return None,
        (Epoch::From1900, 1..60) => (1899, 12, 31, whole),
        (Epoch::From1900, _) => (1899, 12, 30, whole),
        (Epoch::From1904, _) => (1904, 1, 1, whole),
    };
    Some(SchoolDate::new(year, month, day)?.plus_days(offset))
}

/// What stands before the time of day, the weekday or a bracket.
fn without_time(cell: &str) -> &str {
    let end = cell.find(['T', '(', '星', '周']).unwrap_or(cell.len());
    let cell = &cell[..end];
    match cell.find(':') {
        // 2015-03-07 08:00:00: the hour stands after the last space before the colon.
        Some(colon) => cell[..colon].rfind(' ').map_or(cell, |space| &cell[..space]),
        None => cell,
    }
}

/// The numbers of a date, or `None` when anything but figures and the usual separators stands there.
fn numbers_of(cell: &str) -> Option<Vec<String>> {
    let cell = chinese_figures(cell)?;
    let cell = cell.strip_suffix(".0").filter(|whole| whole.len() >= 5 && whole.bytes().all(|b| b.is_ascii_digit())).unwrap_or(&cell);
    let separators = ['.', '-', '/', '年', '月', '日', '号', ' ', '、', ',', '。', '—', '_', '\\'];
    let parts: Vec<String> = cell.split(separators).filter(|part| !part.is_empty()).map(str::to_owned).collect();
    let figures = !parts.is_empty() && parts.len() <= 3 && parts.iter().all(|part| part.bytes().all(|b| b.is_ascii_digit()));
    figures.then_some(parts)
}

/// 二〇一五年三月七日 in figures; other text as it is.
fn chinese_figures(cell: &str) -> Option<String> {
    let chinese = |c: char| chinese_digit(c).is_some() || matches!(c, '十' | '廿');
    let mut out = String::new();
    let mut rest = cell;
    while let Some(start) = rest.find(chinese) {
        out.push_str(&rest[..start]);
        let end = rest[start..].find(|c| !chinese(c)).map_or(rest.len(), |length| start + length);
        let run = &rest[start..end];
        if run.chars().count() == 4 && run.chars().all(|c| chinese_digit(c).is_some()) {
            run.chars().filter_map(chinese_digit).for_each(|digit| out.push_str(&digit.to_string()));
        } else {
            out.push_str(&small_number(run)?.to_string());
        }
        rest = &rest[end..];
    }
    out.push_str(rest);
    Some(out)
}

fn ymd(year: &str, month: &str, day: &str) -> Option<SchoolDate> {
    SchoolDate::new(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?)
}

/// 201503 is a month; 150307 a day whose century nobody wrote.
fn six_figures(run: &str, fail: &dyn Fn(&'static str) -> Msg) -> Msg {
    let month = ymd(&run[..4], &run[4..], "1").is_some_and(|day| (1900..2100).contains(&day.year()));
    fail(if month { "roster-day-month-only" } else { "roster-day-order" })
}

/// 3/7/2015: clear only when one of the two cannot be a month, or both are the same.
fn day_of_unclear_order(first: &str, second: &str, year: &str) -> Option<SchoolDate> {
    match (ymd(year, first, second), ymd(year, second, first)) {
        (Some(a), Some(b)) if a == b => Some(a),
        (Some(_), Some(_)) => None,
        (one, other) => one.or(other),
    }
}

fn short_year(year: &str, month: &str, day: &str, strokes: bool, window: Window) -> Option<SchoolDate> {
    let within = |year: &str, month: &str, day: &str| -> Vec<SchoolDate> {
        ["19", "20"].iter().filter_map(|century| ymd(&format!("{century}{year:0>2}"), month, day)).filter(|day| window.holds(*day)).collect()
    };
    let mut fitting = within(year, month, day);
    if strokes && day.len() <= 2 {
        fitting.extend(within(day, year, month));
        fitting.extend(within(day, month, year));
        fitting.sort_unstable();
        fitting.dedup();
    }
    if fitting.len() == 1 { fitting.pop() } else { None }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> SchoolDate {
        text.parse().unwrap()
    }

    fn births() -> Window {
        Window::pupil_birth(day("2026-09-01"))
    }

    #[test]
    fn one_birthday_is_read_in_all_its_spellings() {
        let spellings = [
            "2015.3.7",
            "2015-03-07",
            "2015/3/7",
            "2015年3月7日",
            "20150307",
            "15.3.7",
            "2015.03.07",
            "２０１５．３．７",
            "2015年03月07日",
            "2015年3月7号",
            "2015-3-7 00:00:00",
            "2015-03-07T00:00:00",
            "2015/03/07 08:30",
            "2015. 3. 7",
            "2015.3.7.",
            " 2015、3、7",
            "二〇一五年三月七日",
            "2015年3月7日 星期六",
            "2015年3月7日（星期六）",
            "42070",
            "42070.0",
            "20150307.0",
            "15年3月7日",
            "2015,3,7",
            "2015—3—7",
            "\u{FEFF}2015-03-07",
        ];
        for text in spellings {
            assert_eq!(read_day(text, births()), Ok(day("2015-03-07")), "{text}");
        }
        assert_eq!(read_day("二〇一六年十二月三十一日", births()), Ok(day("2016-12-31")));
        assert_eq!(read_day("3/17/2015", births()), Ok(day("2015-03-17")), "17 is no month");
        assert_eq!(read_day("17/3/2015", births()), Ok(day("2015-03-17")));
        assert_eq!(read_day("3/3/2015", births()), Ok(day("2015-03-03")));
    }

    #[test]
    fn what_is_no_day_is_refused_with_its_reason() {
        let table = [
            ("", "roster-day-unreadable"),
            ("不详", "roster-day-unreadable"),
            ("2015", "roster-day-unreadable"),
            ("2015.3.7.8", "roster-day-unreadable"),
            ("三月七日", "roster-day-unreadable"),
            ("201503", "roster-day-month-only"),
            ("2015.03", "roster-day-month-only"),
            ("2015年3月", "roster-day-month-only"),
            ("2015-3", "roster-day-month-only"),
            ("2015.2.30", "roster-day-none"),
            ("20151301", "roster-day-none"),
            ("2015.13.1", "roster-day-none"),
            ("2015-2-29", "roster-day-none"),
            ("3/7/2015", "roster-day-order"),
            ("10/11/12", "roster-day-order"),
            ("150307", "roster-day-order"),
            ("农历2015年正月初八", "roster-day-lunar"),
            ("2015年腊月8日", "roster-day-lunar"),
            ("1915.3.7", "roster-day-outside"),
            ("2051.3.7", "roster-day-outside"),
            ("2025-03-07", "roster-day-outside"),
            ("99999", "roster-day-outside"),
        ];
        for (text, key) in table {
            assert_eq!(read_day(text, births()).unwrap_err().key, key, "{text}");
        }
    }

    #[test]
    fn a_short_year_takes_the_century_that_fits() {
        let adults = Window::adult_birth(day("2026-09-01"));
        assert_eq!(read_day("85.3.7", adults), Ok(day("1985-03-07")));
        assert_eq!(read_day("15.3.7", births()), Ok(day("2015-03-07")));
        assert_eq!(read_day("85.3.7", births()).unwrap_err().key, "roster-day-order");
        assert_eq!(read_day("18/3/27", births()), Ok(day("2018-03-27")), "the other orders are no day or no pupil's birthday");
    }

    #[test]
    fn serial_numbers_keep_the_leap_day_that_never_was() {
        let table = [
            (1.0, Some("1900-01-01")),
            (59.0, Some("1900-02-28")),
            (60.0, None),
            (61.0, Some("1900-03-01")),
            (42070.0, Some("2015-03-07")),
            (42070.75, Some("2015-03-07")),
            (0.0, None),
            (-3.0, None),
            (2_958_465.0, Some("9999-12-31")),
            (3_000_000.0, None),
            (f64::NAN, None),
        ];
        for (serial, expected) in table {
            assert_eq!(from_serial(serial, Epoch::From1900), expected.map(day), "{serial}");
        }
        assert_eq!(from_serial(0.0, Epoch::From1904), Some(day("1904-01-01")));
        assert_eq!(from_serial(40608.0, Epoch::From1904), Some(day("2015-03-07")), "the two systems are 1,462 days apart");
    }

    #[test]
    fn the_month_of_entry_is_read_with_or_without_a_day() {
        let window = Window::school_life(day("2026-09-01"));
        for text in ["202409", "2024.09", "2024.9", "2024-09", "2024年9月", "2024/9", "20240901", "2024年9月1日", "2024-09-01 00:00:00", "２０２４０９", "二〇二四年九月"]
        {
            assert_eq!(read_month(text, window), Ok(Month { year: 2024, month: 9 }), "{text}");
        }
        for text in ["", "2024", "202413", "2024.13", "199409", "九月"] {
            assert!(read_month(text, window).is_err(), "{text}");
        }
    }
}
