//! Statements by which the room's rows go from one entry of a child to the other: `$2` is kept, `$3` goes.

use crate::base::{PupilId, Result};
use crate::store::{Counted, Sql, Tx};

const DROP_CANDIDATES: Sql = Sql("delete from candidate where school_id = $1 and pupil_id = $3
        and exists (select 1 from candidate k where k.school_id = $1 and k.pupil_id = $2 and k.run_id = candidate.run_id)");
const CANDIDATES: Sql = Sql("update candidate set pupil_id = $2 where school_id = $1 and pupil_id = $3");

/// An ended confirmation of one entry gives way to one of the other for the same that is not ended: first at `kept`, then whatever is left twice at `gone`.
const DROP_ENDS_OF_KEPT: Sql = Sql("delete from confirmation_end where school_id = $1 and confirmation_id in (
       select k.id from confirmation k join confirmation g on g.school_id = k.school_id and g.term_id = k.term_id and g.programme_id = k.programme_id and g.category = k.category
        where k.school_id = $1 and k.pupil_id = $2 and g.pupil_id = $3
          and not exists (select 1 from confirmation_end e where e.school_id = g.school_id and e.confirmation_id = g.id))");
const DROP_ENDS_OF_GONE: Sql = Sql("delete from confirmation_end where school_id = $1 and confirmation_id in (
       select g.id from confirmation g join confirmation k on k.school_id = g.school_id and k.term_id = g.term_id and k.programme_id = g.programme_id and k.category = g.category
        where g.school_id = $1 and g.pupil_id = $3 and k.pupil_id = $2)");
const DROP_CONFIRMATIONS: Sql = Sql("delete from confirmation where school_id = $1 and pupil_id = $3
        and exists (select 1 from confirmation k where k.school_id = $1 and k.pupil_id = $2 and k.term_id = confirmation.term_id and k.programme_id = confirmation.programme_id
                       and k.category = confirmation.category)");
const CONFIRMATIONS: Sql = Sql("update confirmation set pupil_id = $2 where school_id = $1 and pupil_id = $3");

const DROP_ADDITIONS: Sql = Sql("delete from list_addition where school_id = $1 and pupil_id = $3
        and exists (select 1 from list_addition k where k.school_id = $1 and k.pupil_id = $2 and k.round_id = list_addition.round_id)");
const ADDITIONS: Sql = Sql("update list_addition set pupil_id = $2 where school_id = $1 and pupil_id = $3");
const TALKS: Sql = Sql("update review_talk set pupil_id = $2 where school_id = $1 and pupil_id = $3");
const CHANGE_LINES: Sql = Sql("update change_line set pupil_id = $2 where school_id = $1 and pupil_id = $3");
const VERDICTS: Counted = Counted {
    most: Sql("select coalesce(max(number), 0) from verdict where school_id = $1 and (pupil_id = $2 or pupil_id = $3)"),
    lift: Sql("update verdict set number = number + $3 where school_id = $1 and pupil_id = $2"),
    hand: Sql("update verdict set pupil_id = $2 where school_id = $1 and pupil_id = $3"),
};
const OPINIONS: Counted = Counted {
    most: Sql("select coalesce(max(number), 0) from opinion where school_id = $1 and (pupil_id = $2 or pupil_id = $3)"),
    lift: Sql("update opinion set number = number + $3 where school_id = $1 and pupil_id = $2"),
    hand: Sql("update opinion set pupil_id = $2 where school_id = $1 and pupil_id = $3"),
};

const DROP_MARKS: Sql = Sql("delete from observation_mark where school_id = $1 and pupil_id = $3
        and exists (select 1 from observation_mark k where k.school_id = $1 and k.pupil_id = $2 and k.sheet_id = observation_mark.sheet_id and k.item = observation_mark.item)");
const MARKS: Sql = Sql("update observation_mark set pupil_id = $2 where school_id = $1 and pupil_id = $3");
const DROP_WITHDRAWALS: Sql = Sql("delete from conduct_event_withdrawal where school_id = $1 and event_id in (
       select g.id from conduct_event g join conduct_event k on k.school_id = g.school_id and k.day = g.day and k.kind = g.kind and k.staff_id = g.staff_id
        where g.school_id = $1 and g.pupil_id = $3 and k.pupil_id = $2)");
const DROP_CONDUCT: Sql = Sql("delete from conduct_event where school_id = $1 and pupil_id = $3
        and exists (select 1 from conduct_event k where k.school_id = $1 and k.pupil_id = $2 and k.day = conduct_event.day and k.kind = conduct_event.kind and k.staff_id = conduct_event.staff_id)");
const CONDUCT: Sql = Sql("update conduct_event set pupil_id = $2 where school_id = $1 and pupil_id = $3");
const NOMINATIONS: Sql = Sql("update nomination set pupil_id = $2 where school_id = $1 and pupil_id = $3");
const LINKS: Sql = Sql("update nomination_link set pupil_id = $2 where school_id = $1 and pupil_id = $3");
const DROP_TICKS: Sql = Sql("delete from survey_tick where school_id = $1 and pupil_id = $3
        and exists (select 1 from survey_tick k where k.school_id = $1 and k.pupil_id = $2 and k.sheet_id = survey_tick.sheet_id and k.kind = survey_tick.kind)");
const TICKS: Sql = Sql("update survey_tick set pupil_id = $2 where school_id = $1 and pupil_id = $3");

/// In this order: what hangs on a row that is dropped goes before it.
pub(in crate::screening) fn hand_over(tx: &mut Tx<'_>, kept: PupilId, gone: PupilId) -> Result<()> {
    let school = tx.school();
    for sql in [
        DROP_CANDIDATES,
        CANDIDATES,
        DROP_ENDS_OF_KEPT,
        DROP_ENDS_OF_GONE,
        DROP_CONFIRMATIONS,
        CONFIRMATIONS,
        DROP_ADDITIONS,
        ADDITIONS,
        TALKS,
        CHANGE_LINES,
        DROP_MARKS,
        MARKS,
        DROP_WITHDRAWALS,
        DROP_CONDUCT,
        CONDUCT,
        NOMINATIONS,
        LINKS,
        DROP_TICKS,
        TICKS,
    ] {
        tx.execute(sql, &[&school, &kept, &gone])?;
    }
    VERDICTS.hand_over(tx, &kept, &gone)?;
    OPINIONS.hand_over(tx, &kept, &gone)
}
