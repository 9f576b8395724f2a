//! A small school in a temporary folder, on 1 September 2026: the tests of the register share it.

use std::path::PathBuf;
use std::sync::Arc;

use crate::access::{Act, Duty, NewTie, Permit, ScopeKind, Subject, Who, create_tenant, open_tie};
use crate::base::{AccountId, ClassId, FixedClock, GradeId, Id, Ids, Lang, Result, RowId, SchoolDate, SchoolId, StaffId, YearId, derived};
use crate::store::{Opening, Place, Sql, Store, Tx};

use super::identity::{IdentityNo, check_character};

/// A school that removes its folder when the test ends.
pub(crate) struct School {
    pub store: Store,
    pub id: SchoolId,
    clock: Arc<FixedClock>,
    folder: PathBuf,
}

impl Drop for School {
    fn drop(&mut self) {
        // A connection that is being opened may still write here; the system's own cleaning of temporary folders does the rest.
        drop(std::fs::remove_dir_all(&self.folder));
    }
}

pub(crate) fn day(text: &str) -> SchoolDate {
    text.parse().unwrap()
}

/// The class with a grade and number of the year that begins in 2026 (or another).
pub(crate) fn class(year: i64, grade: i64, number: i64) -> (ClassId, GradeId) {
    (derived(&[b"class", &year.to_be_bytes(), &grade.to_be_bytes(), &number.to_be_bytes()]), derived(&[b"grade", &year.to_be_bytes(), &grade.to_be_bytes()]))
}

/// A checked identity number that is nobody's, a boy's born on 7 March 2016.
pub(crate) fn identity(serial: i64) -> IdentityNo {
    let digits = format!("11010120160307{:03}", serial * 2 + 1);
    IdentityNo::parse(&format!("{digits}{}", check_character(&digits).unwrap()), day("2026-09-01")).unwrap()
}

impl School {
    /// A school with two classes in each grade of the year 2026.
    pub(crate) fn new(name: &str) -> Self {
        Self::on(name, "2026-09-01")
    }

    pub(crate) fn on(name: &str, today: &str) -> Self {
        let folder = std::env::temp_dir().join(format!("bangfu-roster-{}-{name}", std::process::id()));
        drop(std::fs::remove_dir_all(&folder));
        let clock = Arc::new(FixedClock::at(day(today)));
        let store = Store::open(&Place::Folder(folder.clone()), Opening { clock: clock.clone(), ids: Ids::seeded(7), recorder: None }).unwrap();
        let id: SchoolId = derived(&[b"school", name.as_bytes()]);
        store
            .write(id, |tx| {
                create_tenant(tx, name, "阳光小学", "school", "")?;
                add_year(tx, 2026)
            })
            .unwrap();
        Self { store, id, clock, folder }
    }

    /// Another day begins.
    pub(crate) fn set_day(&self, today: &str) {
        self.clock.set(day(today));
    }

    /// Does something as the command line does.
    pub(crate) fn act<A: Act, T>(&self, subject: impl Into<Subject>, work: impl FnOnce(&mut Tx<'_>, &Permit<A>) -> Result<T>) -> Result<T> {
        self.store.write(self.id, |tx| {
            let who = Who::operator(tx, "test");
            let permit = Permit::ask(tx, &who, subject)?;
            work(tx, &permit)
        })
    }

    pub(crate) fn read<T>(&self, work: impl FnOnce(&mut Tx<'_>) -> Result<T>) -> T {
        self.store.read(self.id, work).unwrap()
    }

    /// A member of staff with one duty towards a class, grade or the school, as they ask today.
    pub(crate) fn staff(&self, name: &str, duty: Duty, scope: ScopeKind, scope_id: RowId) -> Who {
        let staff: StaffId = derived(&[b"staff", name.as_bytes()]);
        self.store
            .write(self.id, |tx| {
                let (school, from, until) = (tx.school(), day("2026-08-01"), day("9999-12-31"));
                tx.execute(
                    Sql("insert into staff (school_id, id, name, from_day, until_day) values ($1, $2, $3, $4, $5) on conflict do nothing"),
                    &[&school, &staff, &name, &from, &until],
                )?;
                let source = tx.new_id();
                let scope_id = if scope == ScopeKind::School { NewTie::whole_school(tx) } else { scope_id };
                open_tie(tx, &NewTie { staff, duty, scope, scope_id, subject: "", from, until, source, on_behalf_of: None })?;
                Who::of_staff(tx, AccountId::from_uuid(staff.uuid()), staff, name.to_owned(), Lang::default())
            })
            .unwrap()
    }
}

/// A year with six grades of two classes.
pub(crate) fn add_year(tx: &mut Tx<'_>, start: i64) -> Result<()> {
    let school = tx.school();
    let year: YearId = derived(&[b"year", &start.to_be_bytes()]);
    tx.execute(Sql("insert into school_year (school_id, id, start_year) values ($1, $2, $3)"), &[&school, &year, &start])?;
    for (half, first, last) in [(1, format!("{start}-09-01"), format!("{}-01-20", start + 1)), (2, format!("{}-02-20", start + 1), format!("{}-07-05", start + 1))] {
        let (id, code) = (tx.new_id::<RowId>(), format!("{start}-{half}"));
        tx.execute(
            Sql("insert into term (school_id, id, year_id, code, first_day, last_day) values ($1, $2, $3, $4, $5, $6)"),
            &[&school, &id, &year, &code, &day(&first), &day(&last)],
        )?;
    }
    for grade in 1..=6_i64 {
        tx.execute(Sql("insert into grade (school_id, id, year_id, level) values ($1, $2, $3, $4)"), &[&school, &class(start, grade, 1).1, &year, &grade])?;
        for number in 1..=2_i64 {
            let (id, of) = class(start, grade, number);
            let name = crate::base::ClassName { grade, number }.to_string();
            tx.execute(Sql("insert into class (school_id, id, year_id, grade_id, number, name) values ($1, $2, $3, $4, $5, $6)"), &[&school, &id, &year, &of, &number, &name])?;
        }
    }
    Ok(())
}
