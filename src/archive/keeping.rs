//! What is kept how long after a child has left, and when it is due to be destroyed. PIPL articles 19 (no longer than needed) and 47 (deletion when the purpose is reached).

use crate::base::SchoolDate;

/// A class of data.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DataClass {
    /// Photos with records.
    Photos,
    /// Everything about the child that names it: file, plans, records, family, numbers. Results and attendance stay as counts without a name.
    Person,
}

impl DataClass {
    /// Both, the shorter-lived first.
    pub const ALL: [Self; 2] = [Self::Photos, Self::Person];
    /// The identifier; the words are `archive-class-<code>` and `archive-class-<code>-holds`.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Photos => "photos",
            Self::Person => "person",
        }
    }
    /// The class of an identifier.
    pub fn of(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|class| class.code() == code)
    }
    /// Years that the product proposes; the school decides.
    pub const fn usual_years(self) -> i64 {
        match self {
            Self::Photos => 1,
            Self::Person => 3,
        }
    }
}

/// What is kept in another way, said on the same page: (code of its words).
pub const ELSEWHERE: [&str; 3] = ["results", "money", "chain"];
/// Years that a school can choose, at most.
pub const YEARS_MOST: i64 = 60;

/// The day from which a class of data is due to be destroyed: so many years after the last day in a class.
pub fn due(left: SchoolDate, years: i64) -> SchoolDate {
    left.plus_months(i32::try_from(years.clamp(0, YEARS_MOST) * 12).unwrap_or(i32::MAX))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn data_are_due_so_many_years_after_the_last_day() {
        let day = |text: &str| -> SchoolDate { text.parse().unwrap() };
        for (left, years, expected) in [("2027-07-02", 3, "2030-07-02"), ("2028-02-29", 1, "2029-02-28"), ("2028-02-29", 4, "2032-02-29"), ("2027-07-02", 0, "2027-07-02")] {
            assert_eq!(due(day(left), years), day(expected), "{left} {years}");
        }
        for class in DataClass::ALL {
            assert_eq!(DataClass::of(class.code()), Some(class));
        }
        assert!(DataClass::of("money").is_none() && DataClass::Photos.usual_years() <= DataClass::Person.usual_years());
    }
}
