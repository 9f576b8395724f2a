//! SQL of donors who stand by a child.

use crate::aid::sponsors::{News, Sponsor};
use crate::base::{PupilId, Result, RowId, SchoolDate};
use crate::store::{Sql, Tx};

const INSERT_SPONSOR: Sql = Sql("insert into aid_sponsor (school_id, id, donor_id, pupil_id, from_day, until_day, actor, at_ms) values ($1, $2, $3, $4, $5, $6, $7, $8)
     on conflict (school_id, id) do nothing");
const SPONSORS: Sql = Sql("select s.id, s.donor_id, d.name, s.from_day, s.until_day from aid_sponsor s join aid_donor d on d.school_id = s.school_id and d.id = s.donor_id
      where s.school_id = $1 and s.pupil_id = $2 order by s.from_day desc, s.at_ms desc, s.id limit 50");
const INSERT_NEWS: Sql = Sql("insert into aid_news (school_id, id, sponsor_id, way, day, words_sealed, actor, at_ms) values ($1, $2, $3, $4, $5, $6, $7, $8)
     on conflict (school_id, id) do nothing");
const NEWS: Sql = Sql("select id, way, day, words_sealed from aid_news where school_id = $1 and sponsor_id = $2 order by day desc, at_ms desc, id limit 100");

pub(in crate::aid) fn insert_sponsor(tx: &mut Tx<'_>, id: RowId, donor: RowId, pupil: PupilId, until: SchoolDate, actor: &str) -> Result<()> {
    let (school, now, today) = (tx.school(), tx.now(), tx.today());
    tx.execute(INSERT_SPONSOR, &[&school, &id, &donor, &pupil, &today, &until, &actor, &now]).map(|_| ())
}

pub(in crate::aid) fn sponsors(tx: &mut Tx<'_>, pupil: PupilId) -> Result<Vec<Sponsor>> {
    tx.query(SPONSORS, &[&tx.school(), &pupil], |row| Ok(Sponsor { id: row.get(0)?, donor: row.get(1)?, name: row.get(2)?, from: row.get(3)?, until: row.get(4)? }))
}

pub(in crate::aid) fn insert_news(tx: &mut Tx<'_>, id: RowId, sponsor: RowId, way: &str, words: &[u8], actor: &str) -> Result<()> {
    let (school, now, today) = (tx.school(), tx.now(), tx.today());
    tx.execute(INSERT_NEWS, &[&school, &id, &sponsor, &way, &today, &words, &actor, &now]).map(|_| ())
}

/// What was told, with its sealed words.
pub(in crate::aid) fn news(tx: &mut Tx<'_>, sponsor: RowId) -> Result<Vec<(News, Vec<u8>)>> {
    tx.query(NEWS, &[&tx.school(), &sponsor], |row| Ok((News { id: row.get(0)?, way: row.get(1)?, day: row.get(2)?, words: String::new(), donor: String::new() }, row.get(3)?)))
}
