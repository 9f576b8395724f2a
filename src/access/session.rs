//! Signed-in browsers: a random token in a cookie, its hash in the database.

use sha2::{Digest, Sha256};

use super::sql;
use crate::base::{AccountId, Lang, Result, SessionId, StaffId, Stamp, os};
use crate::store::Tx;

/// A session without activity ends after this time: a school day.
const IDLE_MS: i64 = 10 * 3_600_000;
/// A session ends at the latest after this time.
const LONGEST_MS: i64 = 7 * 86_400_000;
/// How often the last activity is written.
const SEEN_EVERY_MS: i64 = 10 * 60_000;

/// A signed-in browser.
#[derive(Clone, Debug)]
pub struct Session {
    /// Its id.
    pub id: SessionId,
    /// The login.
    pub account: AccountId,
    /// The person.
    pub staff: StaffId,
    /// Their name.
    pub name: String,
    /// Their language.
    pub lang: Lang,
    /// The value that every form of this session carries.
    pub csrf: String,
    /// Whether the second factor was given.
    pub second_factor: bool,
    /// Whether the account has a confirmed second factor.
    pub has_second_factor: bool,
    /// Whether the password must be changed first.
    pub must_change: bool,
    /// Last written activity.
    pub seen_at: Stamp,
}

/// A new session with its token, which is shown once.
#[derive(Debug)]
pub struct NewSession {
    /// Its id.
    pub id: SessionId,
    /// For the cookie.
    pub token: String,
}

impl Session {
    /// Whether its last activity should be written again.
    pub fn is_stale(&self, now: Stamp) -> bool {
        now.0 - self.seen_at.0 >= SEEN_EVERY_MS
    }
}

fn token_hash(token: &str) -> Vec<u8> {
    Sha256::digest(token.as_bytes()).to_vec()
}

/// Opens a session for an account.
///
/// # Errors
/// Faults of the database.
pub fn open_session(tx: &mut Tx<'_>, account: AccountId, second_factor: bool) -> Result<NewSession> {
    let token = data_encoding::BASE64URL_NOPAD.encode(&os::secret::<32>());
    let csrf = data_encoding::BASE64URL_NOPAD.encode(&os::secret::<18>());
    let id = tx.new_id();
    let now = tx.now();
    sql::insert_session(tx, id, &token_hash(&token), account, &csrf, second_factor, Stamp(now.0 + LONGEST_MS))?;
    Ok(NewSession { id, token })
}

/// The living session of a token.
///
/// # Errors
/// Faults of the database.
pub fn find_session(tx: &mut Tx<'_>, token: &str) -> Result<Option<Session>> {
    let now = tx.now();
    let session = sql::session_by_hash(tx, &token_hash(token), now, Stamp(now.0 - IDLE_MS))?;
    Ok(session)
}

/// Writes that a session is alive; see [`Session::is_stale`]: a read page must not cost a commit.
///
/// # Errors
/// Faults of the database.
pub fn keep_alive(tx: &mut Tx<'_>, session: &Session) -> Result<()> {
    sql::session_seen(tx, session.id)
}

/// Marks that the second factor was given in this session.
///
/// # Errors
/// Faults of the database.
pub fn pass_second_factor(tx: &mut Tx<'_>, id: SessionId) -> Result<()> {
    sql::session_second_factor(tx, id)
}

/// Ends a session: sign-out.
///
/// # Errors
/// Faults of the database.
pub fn end_session(tx: &mut Tx<'_>, id: SessionId) -> Result<()> {
    sql::delete_session(tx, id)
}

/// Ends all sessions of an account but one: after a password change or reset.
///
/// # Errors
/// Faults of the database.
pub fn end_sessions_of(tx: &mut Tx<'_>, account: AccountId, but: Option<SessionId>) -> Result<()> {
    sql::delete_sessions_of(tx, account, but)
}
