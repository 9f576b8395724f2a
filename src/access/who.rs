//! Who asks.

use super::sql;
use super::{Action, Duty, ScopeKind};
use crate::base::{AccountId, ClassId, GradeId, Id, Lang, Result, RowId, SchoolDate, SchoolId, StaffId, TieId};
use crate::store::Tx;

/// Who acts: a signed-in person, or a named operator of the command line and of jobs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Actor {
    /// A member of staff.
    Staff {
        /// The login.
        account: AccountId,
        /// The person.
        staff: StaffId,
    },
    /// The command line or a job, by name: `operator:import`.
    Operator(&'static str),
}

/// A tie that holds today.
#[derive(Clone, Debug)]
pub struct HeldTie {
    /// The tie.
    pub id: TieId,
    /// The duty.
    pub duty: Duty,
    /// What it is held towards.
    pub scope: ScopeKind,
    /// Which school, grade, class or pupil.
    pub scope_id: RowId,
    /// The subject taught; empty otherwise.
    pub subject: String,
    /// Its last day.
    pub until_day: SchoolDate,
    /// The person who is stood in for.
    pub on_behalf_of: Option<StaffId>,
}

/// The person who asks, with what they hold today.
#[derive(Clone, Debug)]
pub struct Who {
    /// The school.
    pub school: SchoolId,
    /// Who acts.
    pub actor: Actor,
    /// Their name, for pages; empty for operators.
    pub name: String,
    /// Their language.
    pub lang: Lang,
    /// The day for which their ties were read.
    pub today: SchoolDate,
    /// Their ties of that day.
    pub ties: Vec<HeldTie>,
}

/// Parameters `$2`–`$5` of a list that is limited by [`crate::scope!`].
#[derive(Clone, Debug)]
pub struct Scope {
    /// Whether a duty towards the whole school allows everything.
    pub everyone: bool,
    /// Who asks.
    pub staff: StaffId,
    /// The day that counts.
    pub day: SchoolDate,
    /// The duties that allow the action, as `,homeroom,grade_leader,`.
    pub duties: String,
}

impl Who {
    /// Reads what a member of staff holds today.
    ///
    /// # Errors
    /// Faults of the database.
    pub fn of_staff(tx: &mut Tx<'_>, account: AccountId, staff: StaffId, name: String, lang: Lang) -> Result<Self> {
        let today = tx.today();
        let ties = sql::ties_of(tx, staff, today)?;
        Ok(Self { school: tx.school(), actor: Actor::Staff { account, staff }, name, lang, today, ties })
    }

    /// A named operator: the command line or a job. It may do everything, and the audit chain names it.
    pub fn operator(tx: &Tx<'_>, name: &'static str) -> Self {
        Self { school: tx.school(), actor: Actor::Operator(name), name: String::new(), lang: Lang::default(), today: tx.today(), ties: Vec::new() }
    }

    /// The person, or the nil id for an operator.
    pub fn staff(&self) -> StaffId {
        match self.actor {
            Actor::Staff { staff, .. } => staff,
            Actor::Operator(_) => StaffId::from_uuid(uuid::Uuid::nil()),
        }
    }

    /// How the trail and the audit chain write the actor: the staff id, or `operator:<name>`.
    pub fn tag(&self) -> String {
        match &self.actor {
            Actor::Staff { staff, .. } => staff.to_string(),
            Actor::Operator(name) => format!("operator:{name}"),
        }
    }

    /// Whether this is the command line or a job.
    pub fn is_operator(&self) -> bool {
        matches!(self.actor, Actor::Operator(_))
    }

    /// Whether the person holds a duty today, towards anything.
    pub fn holds(&self, duty: Duty) -> bool {
        self.ties.iter().any(|tie| tie.duty == duty)
    }

    /// Whether the person may do this towards anything at all: what a route and the navigation ask.
    pub fn may_somewhere(&self, action: Action) -> bool {
        self.is_operator() || self.ties.iter().any(|tie| action.allowed_to(tie.duty))
    }

    /// Whether a duty towards the whole school allows it.
    pub fn may_everywhere(&self, action: Action) -> bool {
        self.is_operator() || self.ties.iter().any(|tie| tie.scope == ScopeKind::School && action.allowed_to(tie.duty))
    }

    /// The classes towards which a duty allows it (grades not counted).
    pub fn classes(&self, action: Action) -> Vec<ClassId> {
        self.scoped(action, ScopeKind::Class).map(|id| ClassId::from_uuid(id.uuid())).collect()
    }

    /// The grades towards which a duty allows it.
    pub fn grades(&self, action: Action) -> Vec<GradeId> {
        self.scoped(action, ScopeKind::Grade).map(|id| GradeId::from_uuid(id.uuid())).collect()
    }

    fn scoped(&self, action: Action, scope: ScopeKind) -> impl Iterator<Item = RowId> {
        self.ties.iter().filter(move |tie| tie.scope == scope && action.allowed_to(tie.duty)).map(|tie| tie.scope_id)
    }

    /// The limits of a list for an action.
    pub fn scope(&self, action: Action) -> Scope {
        let duties = action.duties().iter().map(|d| d.code()).collect::<Vec<_>>().join(",");
        Scope { everyone: self.may_everywhere(action), staff: self.staff(), day: self.today, duties: format!(",{duties},") }
    }
}
