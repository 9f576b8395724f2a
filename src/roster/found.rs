//! verbs: founding a school, for the wizard, the command line and the demo alike.

use serde_json::json;

use super::name::NameCell;
use super::people::{self, NewPost, NewStaff};
use super::school::{self, Locality, Part};
use super::settings::{self, SchoolChange};
use super::terms::{TermPlan, proposed_last_day, term_beginning};
use super::{texts, time};
use crate::access::{self, Duty, NewTie, Permit, Subject, Who, acts, audit};
use crate::base::error::Problems;
use crate::base::{AccountId, Id, Result, RowId, SchoolDate, SchoolId, StaffId, TermId};
use crate::store::{Store, Tx};
use crate::trail;

/// The first person of a school.
#[derive(Clone, Debug)]
pub struct Founder {
    /// Their name.
    pub name: String,
    /// What they type to sign in.
    pub login_name: String,
    /// The hash of their password, made outside the transaction.
    pub password_hash: String,
    /// Whether they chose the password themselves; else the first sign-in asks for another.
    pub chose_password: bool,
    /// What they do for the whole school.
    pub duties: Vec<Duty>,
}

/// A school to found.
#[derive(Clone, Debug)]
pub struct NewSchool {
    /// Its name.
    pub name: String,
    /// The short code before the stroke in `school/name`.
    pub code: String,
    /// Code of the county (GB/T 2260); empty when not given.
    pub region: String,
    /// Where it is.
    pub locality: Option<Locality>,
    /// What it uses.
    pub parts: Vec<Part>,
    /// The first day of the first term.
    pub first_day: SchoolDate,
    /// Its last day.
    pub last_day: SchoolDate,
    /// The first person.
    pub founder: Founder,
}

/// What was made.
#[derive(Clone, Copy, Debug)]
pub struct Founded {
    /// The school.
    pub school: SchoolId,
    /// The first person.
    pub staff: StaffId,
    /// Their login.
    pub account: AccountId,
    /// The first term.
    pub term: TermId,
}

impl NewSchool {
    /// A school of which name, first day and first person are known; the rest as it is proposed.
    pub fn proposed(name: &str, first_day: SchoolDate, founder: Founder) -> Self {
        let (code, last_day) = (school::proposed_code(name), proposed_last_day(first_day));
        Self { name: name.trim().to_owned(), code, region: String::new(), locality: None, parts: Part::ALL.to_vec(), first_day, last_day, founder }
    }

    /// Looks for everything that needs mending, before any work is done.
    ///
    /// # Errors
    /// Problems at `school`, `code`, `region`, `first_day`, `last_day`, `person` and `login`.
    pub fn check(&self) -> Result<()> {
        let mut problems = Problems::default();
        problems.keep("school", school::check_name(&self.name));
        problems.keep("code", school::check_code(&self.code));
        problems.keep("region", school::check_region(&self.region));
        if let Err(crate::base::Error::Invalid(found)) = self.plan().check(term_beginning(self.first_day), &[]) {
            found.into_iter().for_each(|problem| problems.note(problem.field, problem.message));
        }
        problems.keep("person", NameCell::parse(&self.founder.name));
        problems.keep("login", school::check_login(&self.founder.login_name));
        problems.end()
    }

    fn plan(&self) -> TermPlan {
        TermPlan::of(self.first_day, self.last_day)
    }
}

/// An id for a school that is to be founded: the transaction of [`found_school`] is opened with it.
pub fn new_school_id(store: &Store) -> SchoolId {
    store.ids().next(store.clock().now())
}

/// Founds the school of this transaction: its row and audit chain, settings, first term with year and grades, and the first person with
/// posts and login.
///
/// # Errors
/// Every problem of [`NewSchool::check`]; a conflict when the code is taken.
pub fn found_school(tx: &mut Tx<'_>, new: &NewSchool) -> Result<Founded> {
    new.check()?;
    access::create_tenant(tx, &new.code, &new.name, "school", &new.region)?;
    let who = Who::operator(tx, "init");
    let settings: Permit<acts::ManageSettings> = Permit::ask(tx, &who, Subject::School)?;
    let change = SchoolChange { name: new.name.clone(), region: new.region.clone(), locality: new.locality, parts: new.parts.clone() };
    settings::change_school(tx, &settings, &change)?;
    let calendar = Permit::ask(tx, &who, Subject::School)?;
    let term = time::add_term(tx, &calendar, term_beginning(new.first_day), &new.plan())?;
    let (staff, account) = first_person(tx, &who, &new.founder)?;
    let school = tx.school();
    trail::note(tx, &who, "roster.founded", school, &json!({ "term": term_beginning(new.first_day) }))?;
    audit::append(tx, &audit::Entry::of(&who, "FoundSchool"))?;
    Ok(Founded { school, staff, account, term })
}

fn first_person(tx: &mut Tx<'_>, who: &Who, founder: &Founder) -> Result<(StaffId, AccountId)> {
    let manage: Permit<acts::ManageStaff> = Permit::ask(tx, who, Subject::School)?;
    let new = NewStaff { name: founder.name.trim().to_owned(), ..NewStaff::default() };
    let staff = people::hire(tx, &manage, &new)?;
    let school = RowId::from_uuid(NewTie::whole_school(tx).uuid());
    let today = tx.today();
    for duty in &founder.duties {
        let post = NewPost { staff, duty: *duty, scope_id: school, subject: String::new(), from_day: today, until_day: texts::no_end(), import: None };
        people::appoint(tx, &manage, &post)?;
    }
    let accounts: Permit<acts::ManageAccounts> = Permit::ask(tx, who, Subject::School)?;
    let account = access::create_account(tx, &accounts, staff, &founder.login_name, &founder.password_hash)?;
    if founder.chose_password {
        access::set_password(tx, who, account, &founder.password_hash, None)?;
    }
    Ok((staff, account))
}
