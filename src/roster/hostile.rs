//! Tests that no cell, however strange, makes a reader stumble.

use crate::base::{ClassName, SchoolDate, SchoolYear};

use super::columns::{Mapping, SheetKind, guess, subject_code, teachers_in};
use super::day::{Window, read_day, read_month};
use super::identity::{DocumentKind, Identity};
use super::name::NameCell;
use super::registry::RegistryNo;
use super::sex::{Boarding, LeftBehind, Sex, yes_no};
use super::{name, pinyin};

/// Every reader of a cell reads it; what it says does not matter here.
fn read_as_everything(cell: &str) {
    let today: SchoolDate = "2026-09-01".parse().unwrap();
    let year = SchoolYear(2026);
    let _ = (ClassName::parse(cell, year), ClassName::find_in(cell, year), ClassName::find_grade_in(cell, year));
    let _ = (Identity::parse(cell, None, today), RegistryNo::parse(cell, today), DocumentKind::parse(cell));
    let _ = (read_day(cell, Window::pupil_birth(today)), read_month(cell, Window::school_life(today)));
    let _ = (Sex::parse(cell), Boarding::parse(cell), LeftBehind::parse(cell), yes_no(cell));
    let _ = (subject_code(cell), teachers_in(cell));
    let _ = (pinyin::query(cell), pinyin::sound(cell), name::comparable(cell));
    assert!(pinyin::keys(cell).len() <= pinyin::KEYS_MOST);
    if let Ok(read) = NameCell::parse(cell) {
        let again = NameCell::parse(read.name.as_str()).map(|cell| cell.name);
        assert_eq!(again.as_ref(), Ok(&read.name), "a name that has been read is read again as the same");
    }
    let mapping = guess(SheetKind::Roster, &[cell.to_owned(), cell.to_owned()]).mapping;
    assert_eq!(Mapping::from_toml(&mapping.to_toml()), Ok(mapping), "{cell:?}");
}

#[test]
fn no_cell_makes_a_reader_stumble() {
    let signs: Vec<char> =
        "五一十廿班级年（(）)[]【.。-—/·•、, 　\u{200B}\u{FEFF}0123456789０９ＸxGJLEHM+%*?？□\u{E863}男女是否张三ａü优缺考{}<>\"'\\\n\t日月号初农𬭸é".chars().collect();
    let mut state = 20_260_901_u64;
    let mut roll = |sides: usize| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) as usize % sides
    };
    for round in 0..3_000 {
        let length = if round % 500 == 0 { 300 } else { 1 + roll(20) };
        let cell: String = (0..length).map(|_| signs[roll(signs.len())]).collect();
        read_as_everything(&cell);
    }
}
