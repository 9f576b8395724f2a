//! Which two entries of the register may be one child, and what of each stays when they are united. Issue item "merge of twins entered twice".

use std::collections::BTreeSet;

use crate::base::{PupilId, SchoolDate};

/// What tells an entry from others.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Marks {
    /// The pupil.
    pub id: PupilId,
    /// Name.
    pub name: String,
    /// How the name sounds, in pinyin without tones.
    pub sound: String,
    /// Day of birth.
    pub birth_day: Option<SchoolDate>,
    /// The year in which the child entered grade 1.
    pub entry_year: Option<i64>,
    /// Whether an identity number is held. No two entries of a school hold the same.
    pub has_identity: bool,
}

/// Why two entries look like one child; the words are `roster-alike-<code>`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Alike {
    /// Same name, same day of birth.
    NameAndBirth,
    /// Same name; at least one has no day of birth.
    NameOnly,
    /// The names sound alike, same day of birth.
    SoundAndBirth,
}

impl Alike {
    /// The identifier.
    pub const fn code(self) -> &'static str {
        match self {
            Self::NameAndBirth => "name-birth",
            Self::NameOnly => "name",
            Self::SoundAndBirth => "sound-birth",
        }
    }
}

/// Whether two entries look like one child. Two identity numbers are two children; so are two days of birth, and two years of entry where a day of birth is missing.
pub fn alike(a: &Marks, b: &Marks) -> Option<Alike> {
    if a.has_identity && b.has_identity {
        return None;
    }
    match (a.birth_day, b.birth_day) {
        (Some(x), Some(y)) if x != y => None,
        (Some(_), Some(_)) if a.name == b.name => Some(Alike::NameAndBirth),
        (Some(_), Some(_)) => (a.sound == b.sound).then_some(Alike::SoundAndBirth),
        _ => {
            let years_differ = a.entry_year.zip(b.entry_year).is_some_and(|(x, y)| x != y);
            (a.name == b.name && !years_differ).then_some(Alike::NameOnly)
        }
    }
}

/// The pairs among entries that look like one child, the surest first.
pub fn pairs(mut all: Vec<Marks>) -> Vec<(PupilId, PupilId, Alike)> {
    all.sort_by(|a, b| a.sound.cmp(&b.sound));
    let mut found = Vec::new();
    for group in all.chunk_by(|a, b| a.sound == b.sound) {
        for (i, a) in group.iter().enumerate() {
            found.extend(group[i + 1..].iter().filter_map(|b| alike(a, b).map(|why| (a.id.min(b.id), a.id.max(b.id), why))));
        }
    }
    found.sort_by_key(|(a, b, why)| (*why, *a, *b));
    found
}

/// A particular of a pupil. Numbers are not chosen: see [`Registry`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Field {
    /// Name.
    Name,
    /// Sex.
    Sex,
    /// Day of birth.
    BirthDay,
    /// Year of entry.
    EntryYear,
    /// The school's own number.
    SchoolNo,
    /// Seat number.
    SeatNo,
    /// Ethnicity.
    Ethnicity,
    /// Whether the child boards.
    Boarding,
    /// Address.
    Address,
}

impl Field {
    /// All, in the order of the page.
    pub const ALL: [Self; 9] = [Self::Name, Self::Sex, Self::BirthDay, Self::EntryYear, Self::SchoolNo, Self::SeatNo, Self::Ethnicity, Self::Boarding, Self::Address];

    /// The identifier; the label is `roster-<code>`.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Name => "name",
            Self::Sex => "sex",
            Self::BirthDay => "birth-day",
            Self::EntryYear => "entry-year",
            Self::SchoolNo => "school-no",
            Self::SeatNo => "seat",
            Self::Ethnicity => "ethnicity",
            Self::Boarding => "boarding",
            Self::Address => "address",
        }
    }
}

/// The fields that are taken from the entry that goes, though the kept one says something else.
pub type Picked = BTreeSet<Field>;

/// What stays of one particular: what was picked, else what the kept entry says, else what the other says.
pub fn stays<T: Clone>(kept: &T, gone: &T, empty: impl Fn(&T) -> bool, picked: bool) -> T {
    if (picked && !empty(gone)) || empty(kept) { gone.clone() } else { kept.clone() }
}

/// The strengths that both entries tell of: none of them is lost.
pub fn strengths(kept: &str, gone: &str) -> String {
    match (kept.trim(), gone.trim()) {
        (one, "") => one.to_owned(),
        ("", other) => other.to_owned(),
        (one, other) if one.contains(other) => one.to_owned(),
        (one, other) => format!("{one}；{other}"),
    }
}

/// Which registry number stays.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Registry {
    /// The one of the kept entry, or none; that of the other becomes a former number where there is one.
    Kept,
    /// The one of the entry that goes; that of the kept one becomes a former number where there is one.
    Gone,
    /// Both are final numbers, of which a child has one for life: these are two children, or one number is a slip.
    TwoFinal,
}

/// Which registry number stays, by the forms (`G`, `J`, `L`, or empty for none): a final number before another, else that of the kept entry.
pub fn registry(kept: &str, gone: &str) -> Registry {
    match (kept, gone) {
        ("G", "G") => Registry::TwoFinal,
        ("G", _) | (_, "") => Registry::Kept,
        (_, "G") | ("", _) => Registry::Gone,
        _ => Registry::Kept,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::derived;

    fn marks(no: u8, name: &str, birth: &str, year: Option<i64>, has_identity: bool) -> Marks {
        let sound = if name == "王子涵" { "wang zi han" } else { name };
        let sound = if name == "王梓涵" { "wang zi han" } else { sound };
        Marks { id: derived(&[&[no]]), name: name.into(), sound: sound.into(), birth_day: birth.parse().ok(), entry_year: year, has_identity }
    }

    #[test]
    fn two_entries_look_like_one_child_by_name_and_birth_and_never_against_an_identity_number() {
        let one = marks(1, "王梓涵", "2016-03-07", Some(2022), false);
        for (name, birth, year, has_identity, expected) in [
            ("王梓涵", "2016-03-07", None, false, Some(Alike::NameAndBirth)),
            ("王梓涵", "2016-03-08", Some(2022), false, None),
            ("王梓涵", "", Some(2022), false, Some(Alike::NameOnly)),
            ("王梓涵", "", None, false, Some(Alike::NameOnly)),
            ("王梓涵", "", Some(2023), false, None),
            ("王子涵", "2016-03-07", None, false, Some(Alike::SoundAndBirth)),
            ("王子涵", "", None, false, None),
            ("李梓涵", "2016-03-07", None, false, None),
            ("王梓涵", "2016-03-07", None, true, Some(Alike::NameAndBirth)),
        ] {
            let other = marks(2, name, birth, year, has_identity);
            assert_eq!(alike(&one, &other), expected, "{name} {birth} {year:?}");
            assert_eq!(alike(&other, &one), expected, "the same the other way round");
        }
        let (a, b) = (marks(1, "王梓涵", "2016-03-07", None, true), marks(2, "王梓涵", "2016-03-07", None, true));
        assert_eq!(alike(&a, &b), None, "two identity numbers are two children");
    }

    #[test]
    fn the_surest_pairs_come_first_and_each_once() {
        let all = [
            marks(1, "王子涵", "2016-03-07", None, false),
            marks(2, "王梓涵", "2016-03-07", None, false),
            marks(3, "王梓涵", "2016-03-07", None, false),
            marks(4, "赵一", "2016-03-07", None, false),
        ];
        let found: Vec<Alike> = pairs(all.to_vec()).into_iter().map(|(.., why)| why).collect();
        assert_eq!(found, [Alike::NameAndBirth, Alike::SoundAndBirth, Alike::SoundAndBirth]);
    }

    #[test]
    fn what_is_empty_is_filled_and_what_is_picked_wins() {
        let empty = String::is_empty;
        for (kept, gone, picked, expected) in [("汉", "回", false, "汉"), ("汉", "回", true, "回"), ("", "回", false, "回"), ("汉", "", true, "汉"), ("", "", true, "")] {
            assert_eq!(stays(&kept.to_owned(), &gone.to_owned(), empty, picked), expected, "{kept} {gone} {picked}");
        }
        for (kept, gone, both) in [("爱唱歌", "", "爱唱歌"), ("", "会修车", "会修车"), ("爱唱歌", "会修车", "爱唱歌；会修车"), ("爱唱歌，会修车", "会修车", "爱唱歌，会修车")]
        {
            assert_eq!(strengths(kept, gone), both);
        }
    }

    #[test]
    fn a_final_registry_number_stays_and_two_of_them_are_two_children() {
        for (kept, gone, expected) in [
            ("", "", Registry::Kept),
            ("L", "", Registry::Kept),
            ("", "L", Registry::Gone),
            ("L", "G", Registry::Gone),
            ("G", "L", Registry::Kept),
            ("J", "L", Registry::Kept),
            ("G", "G", Registry::TwoFinal),
        ] {
            assert_eq!(registry(kept, gone), expected, "{kept} {gone}");
        }
    }
}
