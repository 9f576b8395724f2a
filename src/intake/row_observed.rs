//! verbs of reading, without a database: rows of a sheet of observations, ○ △ × per item. B8-02, B7-02.

use super::row::{Reading, Row, Rows, is_blank, read_all};
use super::row_marks::child;
use super::row_pupil::Keys;
use super::source::Source;
use crate::base::text::squeezed;
use crate::base::{Msg, SchoolDate};
use crate::roster::columns::{Field, OBSERVED};
use crate::roster::day::{Window, read_day};
use crate::screening::observation_sheets::Ticks;
use crate::screening::observation_signs::{Item, Seen};

/// A row of a sheet of observations.
#[derive(Clone, Debug)]
pub(super) struct ObservedRow {
    pub keys: Keys,
    /// What stands out.
    pub ticks: Ticks,
    /// Who saw it; `None` where the sheet has no such column.
    pub teacher: Option<String>,
    /// When; `None` where the sheet has no such column.
    pub day: Option<SchoolDate>,
    /// Field at which a problem with the child is shown.
    pub at: Field,
}

/// Reads the rows of sheets of observations.
pub(super) fn observations(source: &Source, reading: Reading) -> Rows<ObservedRow> {
    read_all(source, reading, observed)
}

fn observed(row: &mut Row<'_>) -> Option<ObservedRow> {
    let mut ticks = Ticks::new();
    let mut says = false;
    for (field, item) in OBSERVED.iter().filter_map(|field| Some((field, Item::of_code(&field.to_string())?))) {
        if let Some(read) = row.read(field, sign) {
            says = true;
            ticks.extend(read.map(|seen| (item, seen)));
        }
    }
    let teacher = row.plain(&Field::Teacher);
    let today = row.reading.today;
    let day = row.read(&Field::Day, |text| read_day(text, Window::school_life(today)));
    // A child with a name and no sign is ○ throughout: only who stands out is ticked.
    let named = [Field::Name, Field::RegistryNo, Field::IdentityNo, Field::SchoolNo].iter().any(|field| !is_blank(&row.text(field)));
    if !named && !says {
        return None;
    }
    let (keys, at) = child(row, says)?;
    Some(ObservedRow { keys, ticks, teacher, day, at })
}

/// ○ △ ×, as schools write them. A bare √ may mean "fine" or "needs help" and is asked about.
fn sign(text: &str) -> Result<Option<Seen>, Msg> {
    match squeezed(text).to_lowercase().as_str() {
        "○" | "〇" | "◯" | "o" | "0" | "好" | "良好" | "优" | "优秀" | "正常" => Ok(None),
        "△" | "▲" | "1" | "一般" | "中" | "尚可" | "关注" | "需关注" => Ok(Some(Seen::Watch)),
        "×" | "✕" | "✗" | "x" | "2" | "差" | "较差" | "需帮助" | "需要帮助" | "待帮助" | "重点关注" => Ok(Some(Seen::Help)),
        _ => Err(Msg::new("intake-observed-sign").with("text", text.trim().chars().take(20).collect::<String>())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn circles_triangles_and_crosses_are_read_as_schools_write_them_and_a_bare_tick_is_asked_about() {
        let table = [
            ("○", None),
            (" O ", None),
            ("良好", None),
            ("△", Some(Seen::Watch)),
            ("１", Some(Seen::Watch)),
            ("×", Some(Seen::Help)),
            ("X", Some(Seen::Help)),
            ("较差", Some(Seen::Help)),
        ];
        for (text, seen) in table {
            assert_eq!(sign(text), Ok(seen), "{text}");
        }
        for text in ["√", "3", "是", "下周再看"] {
            assert!(sign(text).is_err(), "{text}");
        }
    }

    #[test]
    fn each_item_of_the_form_has_a_column() {
        assert_eq!(OBSERVED.len(), Item::ALL.len());
        for item in Item::ALL {
            assert!(OBSERVED.iter().any(|field| field.to_string() == item.code()), "{item:?}");
        }
    }
}
