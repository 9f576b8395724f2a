//! Pupil registry numbers (学籍号) in their G, J and L forms. CONVENTIONS 2.4; PRACTICE 1.9.

use std::fmt;

use crate::base::{Msg, SchoolDate, Sealed};

use super::identity::{IdentityNo, birth_in, check_character, checked_birth, clean, refuse_damage};

/// Which of the three forms a registry number has.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum RegistryForm {
    /// `G` and the identity number: final.
    Formal,
    /// `J`, area of the school, day of birth, three figures, check character: for a child without an identity number.
    Auxiliary,
    /// `L`, area of the school, day of birth, four random figures: until the province has answered.
    Temporary,
}

/// A registry number whose shape has been checked. It may hold an identity number, so `Debug` shows its form alone.
#[derive(Clone, PartialEq, Eq)]
pub struct RegistryNo {
    form: RegistryForm,
    text: Sealed<String>,
    birth: SchoolDate,
}

/// How a registry number and an identity number in one row stand to each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Agreement {
    /// They say the same.
    Agrees,
    /// A G number with another identity number in it: one of the two belongs to somebody else.
    OtherNumber,
    /// A J or L number with another day of birth.
    OtherBirth,
    /// A J or L number although an identity number is known: a G number is to be expected.
    FormalExpected,
}

impl Agreement {
    /// The key of what to look at; `None` when they agree.
    pub const fn key(self) -> Option<&'static str> {
        match self {
            Self::Agrees => None,
            Self::OtherNumber => Some("roster-agreement-number"),
            Self::OtherBirth => Some("roster-agreement-birth"),
            Self::FormalExpected => Some("roster-agreement-formal"),
        }
    }
}

impl RegistryNo {
    /// Reads a registry number; full-width figures, small letters and spaces are fine.
    ///
    /// # Errors
    /// A message with a remedy. It never repeats the number.
    pub fn parse(text: &str, today: SchoolDate) -> Result<Self, Msg> {
        let text = clean(text);
        refuse_damage(&text)?;
        if text.len() == 18 && checked_birth(&text, today).is_ok() {
            return Err("roster-registry-letter-missing".into());
        }
        let form = match text.chars().next() {
            Some('G') => RegistryForm::Formal,
            Some('J') => RegistryForm::Auxiliary,
            Some('L') => RegistryForm::Temporary,
            _ => return Err("roster-registry-letter".into()),
        };
        let length = text.chars().count();
        if length != 19 {
            return Err(Msg::new("roster-registry-length").with("length", length));
        }
        let body = &text[1..];
        if !body.is_ascii() || !body[..17].bytes().all(|b| b.is_ascii_digit()) || !body.ends_with(|c: char| c.is_ascii_digit() || c == 'X') {
            return Err("roster-registry-signs".into());
        }
        let check_fails = check_character(&body[..17]) != body.chars().last();
        let birth = match form {
            RegistryForm::Formal => checked_birth(body, today)?,
            RegistryForm::Auxiliary if check_fails => return Err("roster-registry-check".into()),
            RegistryForm::Temporary if body.ends_with('X') => return Err("roster-registry-signs".into()),
            RegistryForm::Auxiliary | RegistryForm::Temporary => birth_in(&body[6..14], today)?,
        };
        Ok(Self { form, text: Sealed::new(text), birth })
    }
    /// The number in the clear; for matching and the vault.
    pub fn open(&self) -> &str {
        self.text.open()
    }
    /// Which form it has.
    pub fn form(&self) -> RegistryForm {
        self.form
    }
    /// The day of birth within it.
    pub fn birth(&self) -> SchoolDate {
        self.birth
    }
    /// The identity number within a G number.
    pub fn identity(&self, today: SchoolDate) -> Option<IdentityNo> {
        if self.form == RegistryForm::Formal { IdentityNo::parse(&self.open()[1..], today).ok() } else { None }
    }
    /// Compares it with the identity number of the same row.
    pub fn agrees_with(&self, identity: &IdentityNo) -> Agreement {
        match self.form {
            RegistryForm::Formal if &self.open()[1..] == identity.open() => Agreement::Agrees,
            RegistryForm::Formal => Agreement::OtherNumber,
            _ if self.birth != identity.birth() => Agreement::OtherBirth,
            _ => Agreement::FormalExpected,
        }
    }
    /// Whether `new` may be the later number of the child who had this one: the same number, J or L → G, or L → J, born on the
    /// same day. A G number is final; what follows it is another child or a mistake.
    pub fn may_become(&self, new: &Self) -> bool {
        let onward =
            matches!((self.form, new.form), (RegistryForm::Auxiliary | RegistryForm::Temporary, RegistryForm::Formal) | (RegistryForm::Temporary, RegistryForm::Auxiliary));
        self.text == new.text || (onward && self.birth == new.birth)
    }
}

impl fmt::Debug for RegistryNo {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "RegistryNo({:?}, …)", self.form)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn today() -> SchoolDate {
        "2026-09-01".parse().unwrap()
    }

    fn with_check(seventeen: &str) -> String {
        format!("{seventeen}{}", check_character(seventeen).unwrap())
    }

    fn read(text: &str) -> RegistryNo {
        RegistryNo::parse(text, today()).unwrap()
    }

    #[test]
    fn the_three_forms_are_read() {
        let identity = with_check("11010120160307002");
        let table = [
            (format!("G{identity}"), RegistryForm::Formal),
            (format!("g{}", identity.to_lowercase()), RegistryForm::Formal),
            (format!("Ｇ {identity}"), RegistryForm::Formal),
            (format!("J{}", with_check("11010820160307015")), RegistryForm::Auxiliary),
            ("L110108201603074821".to_owned(), RegistryForm::Temporary),
        ];
        for (text, form) in table {
            let number = read(&text);
            assert_eq!((number.form(), number.birth().to_string().as_str()), (form, "2016-03-07"), "{text}");
        }
    }

    #[test]
    fn a_wrong_registry_number_is_refused_with_its_reason() {
        let identity = with_check("11010120160307002");
        let wrong_check = if identity.ends_with('1') { "2" } else { "1" };
        let table = [
            (identity.clone(), "roster-registry-letter-missing"),
            (format!("G{}{wrong_check}", &identity[..17]), "roster-identity-check"),
            (format!("J{}{wrong_check}", &identity[..17]), "roster-registry-check"),
            ("20260001".to_owned(), "roster-registry-letter"),
            ("K110108201603074821".to_owned(), "roster-registry-letter"),
            ("L11010820160307482".to_owned(), "roster-registry-length"),
            ("L11010820160307482X".to_owned(), "roster-registry-signs"),
            ("L110108201602304821".to_owned(), "roster-identity-birth"),
            ("G11010820160307四八21".to_owned(), "roster-registry-signs"),
            ("1.1E+17".to_owned(), "roster-identity-rounded"),
            (String::new(), "roster-registry-letter"),
        ];
        for (text, key) in table {
            assert_eq!(RegistryNo::parse(&text, today()).unwrap_err().key, key, "{text}");
        }
    }

    #[test]
    fn a_registry_number_is_compared_with_the_identity_number_of_its_row() {
        let mine = with_check("11010120160307002");
        let other = with_check("11010120160307004");
        let identity = IdentityNo::parse(&mine, today()).unwrap();
        let table = [
            (format!("G{mine}"), Agreement::Agrees),
            (format!("G{other}"), Agreement::OtherNumber),
            ("L110108201603074821".to_owned(), Agreement::FormalExpected),
            ("L110108201603084821".to_owned(), Agreement::OtherBirth),
        ];
        for (text, agreement) in table {
            assert_eq!(read(&text).agrees_with(&identity), agreement, "{text}");
        }
        assert_eq!(read(&format!("G{mine}")).identity(today()), Some(identity));
        assert_eq!(read("L110108201603074821").identity(today()), None);
    }

    #[test]
    fn a_temporary_number_becomes_a_formal_one_of_the_same_child() {
        let formal = read(&format!("G{}", with_check("11010120160307002")));
        let other_formal = read(&format!("G{}", with_check("11010120160307004")));
        let born_later = read(&format!("G{}", with_check("11010120160308002")));
        let auxiliary = read(&format!("J{}", with_check("11010820160307015")));
        let temporary = read("L110108201603074821");
        assert!(temporary.may_become(&formal) && auxiliary.may_become(&formal) && temporary.may_become(&auxiliary) && formal.may_become(&formal));
        assert!(!formal.may_become(&temporary) && !formal.may_become(&other_formal) && !temporary.may_become(&born_later) && !auxiliary.may_become(&temporary));
    }

    #[test]
    fn debug_never_shows_a_registry_number() {
        assert_eq!(format!("{:?}", read("L110108201603074821")), "RegistryNo(Temporary, …)");
    }
}
