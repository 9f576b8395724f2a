//! verbs: what the room holds of a child who was entered twice goes to the entry that is kept.

use super::{Permit, acts, sql};
use crate::base::{ClassId, GradeId, PupilId, Result, SchoolDate};
use crate::store::Tx;

/// A place in a class, from its first to its last day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Seated {
    /// The class.
    pub class: ClassId,
    /// The grade in it.
    pub grade: GradeId,
    /// First day.
    pub from: SchoolDate,
    /// Last day.
    pub until: SchoolDate,
}

/// The parts of `gone` that lie outside of `kept`: a child sits in one class on a day, and on the days of both the entry that is kept says in which.
fn outside(kept: &[Seated], gone: &[Seated]) -> Vec<Seated> {
    let mut left = gone.to_vec();
    for place in kept {
        left = left
            .into_iter()
            .flat_map(|one| {
                let apart = one.until < place.from || one.from > place.until;
                let before = (one.from < place.from).then(|| Seated { until: place.from.plus_days(-1), ..one });
                let after = (one.until > place.until).then(|| Seated { from: place.until.plus_days(1), ..one });
                if apart { vec![one] } else { before.into_iter().chain(after).collect() }
            })
            .collect();
    }
    left
}

/// The places of a child, the earliest first.
///
/// # Errors
/// Faults of the database.
pub fn places_of(tx: &mut Tx<'_>, pupil: PupilId) -> Result<Vec<Seated>> {
    sql::places_of(tx, pupil)
}

/// Gives places, ties and broken glass of `gone` to `kept`. Gives how many places of `gone` stay as parts of the child's way through the school.
///
/// # Errors
/// Faults of the database.
pub fn unite(tx: &mut Tx<'_>, _permit: &Permit<acts::ManageRoster>, kept: PupilId, gone: PupilId) -> Result<usize> {
    let (own, others) = (sql::places_of(tx, kept)?, sql::places_of(tx, gone)?);
    let left = outside(&own, &others);
    sql::hand_over(tx, kept, gone)?;
    for place in &left {
        let id = tx.new_id();
        sql::insert_place(tx, id, kept, place.class, place.grade, place.from, place.until)?;
    }
    Ok(left.len())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::derived;

    fn day(text: &str) -> SchoolDate {
        text.parse().unwrap()
    }
    fn seated(class: &str, from: &str, until: &str) -> Seated {
        Seated { class: derived(&[class.as_bytes()]), grade: derived(&[b"grade"]), from: day(from), until: day(until) }
    }

    #[test]
    fn a_child_sits_in_one_class_on_each_day_of_its_two_entries() {
        let kept = [seated("4.1", "2026-09-01", "2026-09-30"), seated("4.2", "2026-10-10", "2026-10-31")];
        for (gone, left) in [
            (("2026-09-01", "2026-09-30"), vec![]),
            (("2026-09-05", "2026-09-20"), vec![]),
            (("2025-09-01", "2026-08-31"), vec![("2025-09-01", "2026-08-31")]),
            (("2025-09-01", "2026-09-20"), vec![("2025-09-01", "2026-08-31")]),
            (("2026-09-20", "2026-10-15"), vec![("2026-10-01", "2026-10-09")]),
            (("2026-08-01", "9999-12-31"), vec![("2026-08-01", "2026-08-31"), ("2026-10-01", "2026-10-09"), ("2026-11-01", "9999-12-31")]),
        ] {
            let expected: Vec<Seated> = left.into_iter().map(|(from, until)| seated("4.3", from, until)).collect();
            assert_eq!(outside(&kept, &[seated("4.3", gone.0, gone.1)]), expected, "{gone:?}");
        }
        assert_eq!(outside(&[], &kept), kept, "who sat nowhere takes all places");
        let open = [seated("4.1", "2026-09-01", "9999-12-31")];
        assert_eq!(outside(&open, &[seated("4.3", "2026-09-05", "9999-12-31")]), [], "two places without an end are one");
    }
}
