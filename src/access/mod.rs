//! Who asks, whom they look after, why they may see it, at which level, and the chain that remembers it.
//!
//! Rooms open and close ties and places in their own transactions; [`why`] and the list scopes read one view,
//! `reader`, so the rule exists once. A verb takes a [`Permit`] that only this room can make.

mod account;
mod action;
pub mod archive;
pub mod audit;
mod duty;
mod level;
pub mod once;
mod permit;
mod session;
mod sql;
mod tenant;
mod tie;
pub mod unite;
mod who;

pub use account::{
    Account, NewAccount, Passwords, SignInOutcome, accounts, check_second_factor, close_account, confirm_second_factor, create_account, login_of, propose_second_factor,
    proposed_second_factor, reopen_account, reset_account, reset_second_factor, set_lang, set_password, sign_in, stored_hash,
};
pub use action::{Act, Action, acts};
pub use duty::{Duty, ScopeKind};
pub use level::{Level, Levels, levels};
pub use permit::{GLASS_MS, Permit, Subject, Why, break_glass, broken_glass, is_known, readers_of, why};
pub use session::{NewSession, Session, end_session, end_sessions_of, find_session, keep_alive, open_session, pass_second_factor};
pub use tenant::{Tenant, create_tenant, rename_tenant, tenant, tenant_by_code, tenants};
pub use tie::{FOREVER, NewTie, close_place, close_ties_of, open_place, open_places, open_tie};
pub use who::{Actor, HeldTie, Scope, Who};

/// The fragment that limits a list to the pupils whom the asker may read: parameters `$2` everyone (boolean),
/// `$3` staff id, `$4` day, `$5` duties that allow the action, as [`Scope`] gives them.
///
/// Use: `Sql(concat!("select … from pupil p where p.school_id = $1 and ", scope!("p.id")))`.
#[macro_export]
macro_rules! scope {
    ($pupil:literal) => {
        concat!(
            "($2 or exists (select 1 from reader r where r.school_id = $1 and r.staff_id = $3 and r.pupil_id = ",
            $pupil,
            " and cast($4 as date) between r.tie_from and r.tie_until and cast($4 as date) between r.place_from and r.place_until",
            " and cast($5 as text) like '%,' || r.duty || ',%'))"
        )
    };
}
