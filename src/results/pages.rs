//! The pages of results and attendance. A2-01, A6-04, B4-02.

mod attendance;
mod grid;
mod marks;
mod rules;

use crate::access::Action;
use crate::base::{Lang, Msg, words};
use crate::results::bands::Band;
use crate::results::mark::{Mark, Reading};
use crate::web::{Policy, Routes};

/// Routes of the room.
pub fn routes() -> Routes {
    let (see, enter) = (Policy::May(Action::SeeResults), Policy::May(Action::EnterResults));
    let (settings, attendance) = (Policy::May(Action::ManageSettings), Policy::May(Action::EnterAttendance));
    Routes::new()
        .get("/results", Policy::SignedIn, marks::list)
        .get("/results/new", enter, marks::show_new)
        .post("/results/new", enter, marks::create, marks::show_new)
        .get("/results/rules", settings, rules::show)
        .post("/results/rules", settings, rules::save, rules::show)
        .get("/results/{assessment}", see, marks::overview)
        .get("/results/{assessment}/classes/{class}", see, grid::show)
        .post("/results/{assessment}/classes/{class}", enter, grid::save, grid::show)
        .get("/attendance", Policy::SignedIn, attendance::list)
        .get("/attendance/classes/{class}", attendance, attendance::show_day)
        .post("/attendance/classes/{class}", attendance, attendance::save_day, attendance::show_day)
        .get("/attendance/classes/{class}/months", Policy::May(Action::SeeAttendance), attendance::show_month)
}

/// The name of a subject; a school's own subject keeps the name that the school gave it.
fn subject_word(lang: Lang, code: &str) -> String {
    let key = format!("subject-{code}");
    let word = words::word(lang, &key);
    if word == key { code.to_owned() } else { word }
}

/// 85, 85.5: without needless noughts.
fn figure(points: f64) -> String {
    format!("{}", (points * 100.0).round() / 100.0)
}

/// A mark as a cell shows it; [`read_mark`] reads it back.
fn mark_text(lang: Lang, mark: Mark) -> String {
    match mark {
        Mark::Points(points) => figure(points),
        Mark::Band(band) => words::word(lang, band.word_key()),
        Mark::Absent => words::word(lang, "results-state-absent"),
        Mark::Exempt => words::word(lang, "results-state-exempt"),
        Mark::Deferred => words::word(lang, "results-state-deferred"),
        Mark::Missing => String::new(),
    }
}

/// Reads a cell as the person typed it: the words of their language, or what any sheet says.
fn read_mark(lang: Lang, text: &str, reading: Reading) -> Result<Mark, Msg> {
    let text = text.trim();
    let bands = Band::ALL.into_iter().map(Mark::Band);
    let known = bands.chain([Mark::Absent, Mark::Exempt, Mark::Deferred]).find(|mark| mark_text(lang, *mark).eq_ignore_ascii_case(text));
    known.map_or_else(|| Mark::parse(text, reading), Ok)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::results::bands::Letters;

    #[test]
    fn what_a_cell_shows_is_read_back_in_every_language() {
        let reading = Reading { full: 100.0, letters: Letters::Four };
        let marks = Band::ALL.into_iter().map(Mark::Band).chain([Mark::Points(85.5), Mark::Points(0.0), Mark::Absent, Mark::Exempt, Mark::Deferred, Mark::Missing]);
        for mark in marks {
            for (lang, _) in Lang::ALL {
                let shown = mark_text(lang, mark);
                assert_eq!(read_mark(lang, &shown, reading), Ok(mark), "{shown} in {lang}");
            }
        }
    }

    #[test]
    fn a_subject_of_the_school_itself_keeps_its_name() {
        assert_eq!(subject_word(Lang::En, "maths"), "Maths");
        assert_eq!(subject_word(Lang::En, "Weaving"), "Weaving");
    }
}
