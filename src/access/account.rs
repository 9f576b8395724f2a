//! Logins: passwords by Argon2id, a second factor by TOTP, and a lock-out that cannot lock others out.

use argon2::password_hash::phc::PasswordHash;
use argon2::password_hash::{PasswordHasher, PasswordVerifier};
use argon2::{Algorithm, Argon2, Params, Version};
use data_encoding::BASE32_NOPAD;
use totp_rs::Builder;

use super::audit::{self, Entry};
use super::permit::Permit;
use super::{Who, acts, session, sql};
use crate::base::{AccountId, Error, Lang, Msg, Result, Sealed, SessionId, StaffId, Stamp, os};
use crate::store::Tx;

/// An account as lists show it.
#[derive(Clone, Debug)]
pub struct Account {
    /// Its id.
    pub id: AccountId,
    /// What is typed to sign in.
    pub login_name: String,
    /// The person.
    pub staff: StaffId,
    /// Their name.
    pub name: String,
    /// Whether the next sign-in asks for a new password.
    pub must_change: bool,
    /// Whether a second factor is confirmed.
    pub has_second_factor: bool,
    /// When it was closed.
    pub closed_at: Option<Stamp>,
}

/// An account that was just made or reset, with its first password, which is shown once.
#[derive(Debug)]
pub struct NewAccount {
    /// Its id.
    pub id: AccountId,
    /// What is typed to sign in.
    pub login_name: String,
    /// For the printed slip.
    pub password: Sealed<String>,
}

/// Hashes passwords: Argon2id with 19 MiB and two passes (the OWASP minimum that an old PC bears).
#[derive(Clone, Debug)]
pub struct Passwords(Argon2<'static>);

impl Default for Passwords {
    fn default() -> Self {
        let params = Params::new(19 * 1024, 2, 1, None).unwrap_or_default();
        Self(Argon2::new(Algorithm::Argon2id, Version::V0x13, params))
    }
}

/// Shortest password that a person may choose.
const SHORTEST: usize = 8;
/// Letters of first passwords, without those that look alike.
const LETTERS: &[u8; 32] = b"abcdefghjkmnpqrstuvwxyz23456789w";
/// Failures of one address towards one login before it waits.
const FAILURES: i64 = 5;
/// Failures of one address towards all logins before it waits: a whole school may share one address.
const FAILURES_OF_ADDRESS: i64 = 100;
/// How long failures count.
const FAILURES_MS: i64 = 15 * 60_000;

impl Passwords {
    /// The hash of a password.
    ///
    /// # Errors
    /// A fault when hashing fails, which only a lack of memory can cause.
    pub fn hash(&self, password: &str) -> Result<String> {
        self.0.hash_password(password.as_bytes()).map(|hash| hash.to_string()).map_err(|e| Error::fault("password", e))
    }

    /// Whether a password fits a hash. Takes the same time when there is no account (`hash` is `None`).
    pub fn fits(&self, password: &str, hash: Option<&str>) -> bool {
        // The hash of a password nobody has, so that a missing account costs the same work.
        const NOBODY: &str = "$argon2id$v=19$m=19456,t=2,p=1$bm9ib2R5IG5vYm9keSE$3zR0hZxJx3vYfQz0m1bq3mKcE0a8yJqT9J0Ff0VbqkY";
        let Ok(parsed) = PasswordHash::new(hash.unwrap_or(NOBODY)) else { return false };
        let fits = self.0.verify_password(password.as_bytes(), &parsed).is_ok();
        fits && hash.is_some()
    }

    /// A first password that can be read from a slip and typed: 10 letters and figures, about 50 bits.
    pub fn invent() -> Sealed<String> {
        Sealed::new(os::secret::<10>().iter().map(|b| char::from(LETTERS[usize::from(b % 32)])).collect())
    }

    /// What a person may choose: at least eight characters, not their login name, not one character repeated.
    ///
    /// # Errors
    /// A problem at `field` that says what is missing.
    pub fn check_choice(field: &'static str, password: &str, login_name: &str) -> Result<()> {
        let chars: Vec<char> = password.chars().collect();
        if chars.len() < SHORTEST || chars.len() > 128 {
            return Err(Error::at(field, "access-password-short"));
        }
        let simple = chars.iter().all(|c| *c == chars[0])
            || password.eq_ignore_ascii_case(login_name)
            || ["12345678", "password", "123456789", "1234567890", "11111111", "88888888"].contains(&password);
        if simple { Err(Error::at(field, "access-password-simple")) } else { Ok(()) }
    }
}

/// How an attempt to sign in ended.
#[derive(Debug)]
pub enum SignInOutcome {
    /// Signed in; when `second_factor` is needed the session is good for nothing else until it is given.
    In(session::NewSession),
    /// Wrong name or password: the two are not told apart.
    Wrong,
    /// Too many failures from this address for this login: until when to wait.
    Wait(Stamp),
}

/// Signs in. The work of the password hash was done by the caller outside the transaction: `fits` says its outcome.
///
/// Failures are counted per login *and* address, so that nobody can lock another person out from elsewhere.
///
/// # Errors
/// Faults of the database.
pub fn sign_in(tx: &mut Tx<'_>, login_name: &str, address: &str, fits: bool) -> Result<SignInOutcome> {
    let now = tx.now();
    let address = tx.vault().fingerprint("address", address);
    if let Some(until) = waiting(tx, login_name, &address, now)? {
        return Ok(SignInOutcome::Wait(until));
    }
    let account = sql::account_by_login(tx, login_name)?.filter(|a| fits && a.0.closed_at.is_none());
    sql::insert_attempt(tx, login_name, &address, account.is_some())?;
    let Some((account, _)) = account else { return Ok(SignInOutcome::Wrong) };
    Ok(SignInOutcome::In(session::open_session(tx, account.id, false)?))
}

fn waiting(tx: &mut Tx<'_>, login_name: &str, address: &[u8], now: Stamp) -> Result<Option<Stamp>> {
    let since = Stamp(now.0 - FAILURES_MS);
    let (mine, last) = sql::failures(tx, login_name, address, since)?;
    let all = sql::failures_of_address(tx, address, since)?;
    let waits = mine >= FAILURES || all >= FAILURES_OF_ADDRESS;
    Ok(waits.then_some(Stamp(last.unwrap_or(now).0 + FAILURES_MS)))
}

/// The stored hash of a login, to be checked outside the transaction.
///
/// # Errors
/// Faults of the database.
pub fn stored_hash(tx: &mut Tx<'_>, login_name: &str) -> Result<Option<String>> {
    Ok(sql::account_by_login(tx, login_name)?.map(|(_, hash)| hash))
}

/// The login name and password hash of an account.
///
/// # Errors
/// Not found when there is no such account.
pub fn login_of(tx: &mut Tx<'_>, account: AccountId) -> Result<(String, String)> {
    sql::login_of(tx, account)
}

/// All accounts of the school.
///
/// # Errors
/// Faults of the database.
pub fn accounts(tx: &mut Tx<'_>, _permit: &Permit<acts::ManageAccounts>) -> Result<Vec<Account>> {
    sql::accounts(tx)
}

/// Makes an account with a given password hash. The hash is made by the caller, outside the transaction.
///
/// # Errors
/// A conflict when the login name or the person has an account.
pub fn create_account(tx: &mut Tx<'_>, permit: &Permit<acts::ManageAccounts>, staff: StaffId, login_name: &str, hash: &str) -> Result<AccountId> {
    let id = tx.new_id();
    sql::insert_account(tx, id, login_name, staff, hash, true)?;
    audit::append(tx, &Entry::of(permit.who(), "CreateAccount").note(id.to_string()))?;
    Ok(id)
}

/// Gives an account a new first password and ends its sessions.
///
/// # Errors
/// Not found when there is no such account.
pub fn reset_account(tx: &mut Tx<'_>, permit: &Permit<acts::ManageAccounts>, id: AccountId, hash: &str) -> Result<()> {
    sql::update_password(tx, id, hash, true)?;
    session::end_sessions_of(tx, id, None)?;
    audit::append(tx, &Entry::of(permit.who(), "ResetAccount").note(id.to_string()))?;
    Ok(())
}

/// Closes an account, ends its sessions.
///
/// # Errors
/// Not found when there is no such account.
pub fn close_account(tx: &mut Tx<'_>, permit: &Permit<acts::ManageAccounts>, id: AccountId) -> Result<()> {
    sql::close_account(tx, id)?;
    session::end_sessions_of(tx, id, None)?;
    audit::append(tx, &Entry::of(permit.who(), "CloseAccount").note(id.to_string()))?;
    Ok(())
}

/// Opens a closed account again; the password is the one it had.
///
/// # Errors
/// Not found when there is no such closed account.
pub fn reopen_account(tx: &mut Tx<'_>, permit: &Permit<acts::ManageAccounts>, id: AccountId) -> Result<()> {
    sql::reopen_account(tx, id)?;
    audit::append(tx, &Entry::of(permit.who(), "ReopenAccount").note(id.to_string()))?;
    Ok(())
}

/// Takes the second factor away, so that the person sets it up anew: when a phone is lost.
///
/// # Errors
/// Not found when there is no such account.
pub fn reset_second_factor(tx: &mut Tx<'_>, permit: &Permit<acts::ManageAccounts>, id: AccountId) -> Result<()> {
    sql::update_totp(tx, id, None, None)?;
    session::end_sessions_of(tx, id, None)?;
    audit::append(tx, &Entry::of(permit.who(), "ResetSecondFactor").note(id.to_string()))?;
    Ok(())
}

/// A person's own new password; the other sessions end.
///
/// # Errors
/// Faults of the database.
pub fn set_password(tx: &mut Tx<'_>, who: &Who, account: AccountId, hash: &str, keep: Option<SessionId>) -> Result<()> {
    sql::update_password(tx, account, hash, false)?;
    session::end_sessions_of(tx, account, keep)?;
    audit::append(tx, &Entry::of(who, "SetPassword").note(account.to_string()))?;
    Ok(())
}

/// A person's own language.
///
/// # Errors
/// Faults of the database.
pub fn set_lang(tx: &mut Tx<'_>, account: AccountId, lang: Lang) -> Result<()> {
    sql::update_lang(tx, account, lang)
}

const TOTP_PLACE: &str = "account.totp";

fn totp(secret: &[u8], login_name: &str, school: &str) -> Result<totp_rs::Totp> {
    let plain = |text: &str| text.replace(':', " ");
    Builder::new().with_secret(secret.to_vec()).with_account_name(plain(login_name)).with_issuer(Some(plain(school))).build().map_err(|e| Error::fault("second factor", e))
}

/// Proposes a second factor: a new secret, stored and not yet in force.
///
/// # Errors
/// Faults of the database.
pub fn propose_second_factor(tx: &mut Tx<'_>, account: AccountId) -> Result<()> {
    let text = Sealed::new(BASE32_NOPAD.encode(&os::secret::<20>()));
    let sealed = tx.vault().seal(account, TOTP_PLACE, text.open())?;
    sql::update_totp(tx, account, Some(&sealed), None)
}

/// The proposed secret, and the address that a phone reads as a QR code; `None` when nothing is proposed.
///
/// # Errors
/// Faults of the database.
pub fn proposed_second_factor(tx: &mut Tx<'_>, account: AccountId, login_name: &str, school: &str) -> Result<Option<(Sealed<String>, String)>> {
    let Some((sealed, _)) = sql::totp_of(tx, account)? else { return Ok(None) };
    let Some(text) = tx.vault().open_sealed(account, TOTP_PLACE, &sealed)? else { return Ok(None) };
    let secret = BASE32_NOPAD.decode(text.open().as_bytes()).map_err(|e| Error::fault("second factor", e))?;
    let url = totp(&secret, login_name, school)?.to_url().map_err(|e| Error::fault("second factor", e))?;
    Ok(Some((text, url)))
}

/// Puts the proposed second factor in force when the code fits.
///
/// # Errors
/// A problem at `code` when it does not fit.
pub fn confirm_second_factor(tx: &mut Tx<'_>, account: AccountId, code: &str) -> Result<()> {
    check_second_factor(tx, account, code)?;
    let now = tx.now();
    sql::confirm_totp(tx, account, now)
}

/// Checks a code: each is good once.
///
/// # Errors
/// A problem at `code` when it does not fit or was used.
pub fn check_second_factor(tx: &mut Tx<'_>, account: AccountId, code: &str) -> Result<()> {
    let wrong = || Error::at("code", Msg::new("access-code-wrong"));
    let (sealed, last_step) = sql::totp_of(tx, account)?.ok_or_else(wrong)?;
    let secret = tx.vault().open_sealed(account, TOTP_PLACE, &sealed)?.ok_or_else(wrong)?;
    let secret = BASE32_NOPAD.decode(secret.open().as_bytes()).map_err(|e| Error::fault("second factor", e))?;
    let totp = totp(&secret, "x", "x")?;
    let digits: String = code.chars().filter(char::is_ascii_digit).collect();
    let step = totp.check(&digits, u64::try_from(tx.now().0 / 1000).unwrap_or_default()).ok_or_else(wrong)?;
    let step = i64::try_from(step).unwrap_or(i64::MAX);
    if step <= last_step {
        return Err(wrong());
    }
    sql::totp_used(tx, account, step)
}
