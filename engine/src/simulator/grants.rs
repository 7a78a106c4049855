//! What people allowed: codes, tokens, and how they end (RFC 6749, 7636, 9700).

use base64::Engine as _;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use chrono::{DateTime, TimeDelta, Utc};
use serde::Serialize;
use sha2::{Digest, Sha256};
use stadion_pack::adapter::model::Refresh;

use super::log::MADE;
use crate::clock::Clock;

/// So many are kept, the latest.
const MOST: usize = 10_000;
const CODE_LIVES: TimeDelta = TimeDelta::minutes(10);

/// What a person allowed once, with all the tokens that came of it.
#[derive(Clone, Debug, Serialize)]
pub struct Grant {
    pub user: String,
    pub scope: String,
    pub access_token: String,
    /// Never where the adapter says that tokens do not end.
    pub access_until: Option<DateTime<Utc>>,
    pub refresh_token: Option<String>,
    /// How often it was refreshed.
    pub refreshed: u64,
    /// Why nothing of it is taken any more.
    pub ended: Option<&'static str>,
    #[serde(skip)]
    old: Vec<Old>,
}

/// A refresh token that was rotated.
#[derive(Clone, Debug)]
struct Old {
    token: String,
    until: DateTime<Utc>,
}

/// What was agreed before there was a token.
#[derive(Clone, Debug)]
pub struct Code {
    pub user: String,
    pub scope: String,
    pub redirect_uri: String,
    pub challenge: Option<String>,
    pub until: DateTime<Utc>,
    word: String,
    used: bool,
    /// The grant that came of it.
    access_token: Option<String>,
}

#[derive(Debug)]
pub struct Grants {
    all: Vec<Grant>,
    codes: Vec<Code>,
    lives: Lives,
}

/// How long tokens live.
#[derive(Clone, Copy, Debug)]
pub struct Lives {
    pub refresh: Refresh,
    pub access: TimeDelta,
    pub old_refresh: TimeDelta,
}

/// Why no token is given: an error of RFC 6749, 5.2, and what is wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Denied(pub &'static str, pub &'static str);

const BAD_CODE: Denied = Denied(
    "invalid_grant",
    "the code is unknown, was used or is too old",
);
const BAD_REFRESH: Denied = Denied("invalid_grant", "the refresh token is unknown or ended");

impl Grants {
    pub fn new(lives: Lives) -> Self {
        Self {
            all: Vec::new(),
            codes: Vec::new(),
            lives,
        }
    }

    pub fn all(&self) -> &[Grant] {
        &self.all
    }

    /// A person said yes.
    pub fn code(
        &mut self,
        clock: &Clock,
        user: String,
        scope: String,
        redirect_uri: String,
        challenge: Option<String>,
    ) -> String {
        let code = secret(clock, "co");
        if self.codes.len() >= MOST {
            self.codes.remove(0);
        }
        self.codes.push(Code {
            user,
            scope,
            redirect_uri,
            challenge,
            until: clock.now() + CODE_LIVES,
            word: code.clone(),
            used: false,
            access_token: None,
        });
        code
    }

    /// A code becomes a grant, once; used again it ends what came of it (RFC 6749, 4.1.2).
    pub fn redeem(
        &mut self,
        clock: &Clock,
        code: &str,
        redirect_uri: Option<&str>,
        verifier: Option<&str>,
    ) -> Result<&Grant, Denied> {
        let now = clock.now();
        let known = self.codes.iter_mut().find(|known| known.word == code);
        let code = known.ok_or(BAD_CODE)?;
        if code.used {
            let came = code.access_token.clone();
            self.end("its code was used again", |grant| {
                Some(&grant.access_token) == came.as_ref()
            });
            return Err(BAD_CODE);
        }
        if now > code.until {
            return Err(BAD_CODE);
        }
        if redirect_uri.is_some_and(|uri| uri != code.redirect_uri) {
            return Err(Denied(
                "invalid_grant",
                "redirect_uri is another than before",
            ));
        }
        match (&code.challenge, verifier) {
            (Some(challenge), Some(verifier)) if challenge_of(verifier) == *challenge => {}
            (None, None) => {}
            (Some(_), None) => return Err(Denied("invalid_grant", "code_verifier is missing")),
            _ => return Err(Denied("invalid_grant", "code_verifier does not fit")),
        }
        code.used = true;
        let never = self.lives.refresh == Refresh::None;
        let grant = Grant {
            user: code.user.clone(),
            scope: code.scope.clone(),
            access_token: secret(clock, "at"),
            access_until: (!never).then(|| now + self.lives.access),
            refresh_token: (!never).then(|| secret(clock, "rt")),
            refreshed: 0,
            ended: None,
            old: Vec::new(),
        };
        code.access_token = Some(grant.access_token.clone());
        if self.all.len() >= MOST {
            self.all.remove(0);
        }
        self.all.push(grant);
        self.all.last().ok_or(BAD_CODE)
    }

    /// New tokens for a refresh token. Where they rotate, an old one that comes again ends the grant:
    /// somebody else has it (RFC 9700, 4.14.2).
    pub fn refresh(&mut self, clock: &Clock, token: &str) -> Result<&Grant, Denied> {
        let now = clock.now();
        let lives = self.lives;
        let is_of = |grant: &&mut Grant| {
            grant.refresh_token.as_deref() == Some(token)
                || grant.old.iter().any(|old| old.token == token)
        };
        let grant = self.all.iter_mut().find(is_of).ok_or(BAD_REFRESH)?;
        if grant.ended.is_some() {
            return Err(BAD_REFRESH);
        }
        if grant.refresh_token.as_deref() != Some(token) {
            let last = grant.old.last();
            if last.is_none_or(|old| old.token != token || now > old.until) {
                grant.ended = Some("an old refresh token was used again");
                return Err(BAD_REFRESH);
            }
            // Its successor was lost on the way: the old one brings another.
            grant.old.pop();
        } else if lives.refresh == Refresh::Rotating {
            grant.old.clear();
        }
        if lives.refresh == Refresh::Rotating {
            grant.old.push(Old {
                token: token.to_owned(),
                until: now + lives.old_refresh,
            });
            grant.refresh_token = Some(secret(clock, "rt"));
        }
        grant.access_token = secret(clock, "at");
        grant.access_until = Some(now + lives.access);
        grant.refreshed += 1;
        Ok(grant)
    }

    /// The person whose access token it is.
    pub fn user(&self, access_token: &str, now: DateTime<Utc>) -> Option<&str> {
        let mut all = self.all.iter();
        let grant = all.find(|grant| grant.access_token == access_token)?;
        let is_alive = grant.ended.is_none() && grant.access_until.is_none_or(|until| now < until);
        is_alive.then_some(grant.user.as_str())
    }

    /// Ends those that fit; answers how many.
    pub fn end(&mut self, why: &'static str, fits: impl Fn(&Grant) -> bool) -> usize {
        let mut ended = 0;
        for grant in self.all.iter_mut().filter(|grant| grant.ended.is_none()) {
            if fits(grant) {
                grant.ended = Some(why);
                ended += 1;
            }
        }
        ended
    }
}

/// S256 of RFC 7636, 4.2.
fn challenge_of(verifier: &str) -> String {
    BASE64_URL_SAFE_NO_PAD.encode(Sha256::digest(verifier))
}

fn secret(clock: &Clock, kind: &str) -> String {
    format!("{MADE}{kind}-{}", clock.new_secret())
}

#[cfg(test)]
mod tests {
    use chrono::TimeZone;

    use super::*;

    fn clock() -> Clock {
        Clock::fixed(Utc.with_ymd_and_hms(2026, 11, 21, 9, 0, 0).unwrap(), 3)
    }

    fn grants(refresh: Refresh, old: TimeDelta) -> Grants {
        Grants::new(Lives {
            refresh,
            access: TimeDelta::hours(1),
            old_refresh: old,
        })
    }

    fn granted(grants: &mut Grants, clock: &Clock) -> (String, String) {
        let code = grants.code(clock, "7".into(), "read".into(), "http://a/b".into(), None);
        let grant = grants
            .redeem(clock, &code, Some("http://a/b"), None)
            .unwrap();
        let refresh = grant.refresh_token.clone().unwrap();
        (grant.access_token.clone(), refresh)
    }

    #[test]
    fn a_code_is_taken_once_and_for_ten_minutes() {
        let clock = clock();
        let mut grants = grants(Refresh::Rotating, TimeDelta::zero());
        // RFC 7636, appendix B.
        let verifier = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
        let challenge = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM".to_owned();
        let code = |grants: &mut Grants| {
            let challenge = Some(challenge.clone());
            grants.code(
                &clock,
                "7".into(),
                String::new(),
                "http://a/b".into(),
                challenge,
            )
        };
        let late = code(&mut grants);
        clock.set(clock.now() + TimeDelta::minutes(11));
        assert_eq!(
            grants.redeem(&clock, &late, None, Some(verifier)).err(),
            Some(BAD_CODE)
        );
        let one = code(&mut grants);
        assert!(grants.redeem(&clock, &one, None, None).is_err());
        assert!(grants.redeem(&clock, &one, None, Some("other")).is_err());
        assert!(
            grants
                .redeem(&clock, &one, Some("http://b"), Some(verifier))
                .is_err()
        );
        let access = grants.redeem(&clock, &one, None, Some(verifier)).unwrap();
        let access = access.access_token.clone();
        assert_eq!(grants.user(&access, clock.now()), Some("7"));
        assert!(grants.redeem(&clock, &one, None, Some(verifier)).is_err());
        assert_eq!(
            grants.user(&access, clock.now()),
            None,
            "what came of it ended"
        );
    }

    #[test]
    fn an_old_refresh_token_ends_the_family() {
        let clock = clock();
        let mut grants = grants(Refresh::Rotating, TimeDelta::zero());
        let (access, first) = granted(&mut grants, &clock);
        clock.set(clock.now() + TimeDelta::hours(2));
        assert_eq!(grants.user(&access, clock.now()), None, "it is over");
        let second = grants.refresh(&clock, &first).unwrap();
        let (access, second) = (second.access_token.clone(), second.refresh_token.clone());
        assert_eq!(grants.user(&access, clock.now()), Some("7"));
        clock.set(clock.now() + TimeDelta::seconds(1));
        assert_eq!(grants.refresh(&clock, &first).err(), Some(BAD_REFRESH));
        assert!(grants.refresh(&clock, &second.unwrap()).is_err());
        assert_eq!(grants.user(&access, clock.now()), None);
    }

    #[test]
    fn a_lenient_vendor_takes_the_old_one_until_the_new_one_is_used() {
        let clock = clock();
        let mut grants = grants(Refresh::Rotating, TimeDelta::minutes(5));
        let (_, first) = granted(&mut grants, &clock);
        grants.refresh(&clock, &first).unwrap();
        let again = grants.refresh(&clock, &first).unwrap();
        let second = again.refresh_token.clone().unwrap();
        grants.refresh(&clock, &second).unwrap();
        assert!(grants.refresh(&clock, &first).is_err());
    }

    #[test]
    fn a_static_one_stays() {
        let clock = clock();
        let mut grants = grants(Refresh::Static, TimeDelta::zero());
        let (_, first) = granted(&mut grants, &clock);
        for _ in 0..3 {
            let grant = grants.refresh(&clock, &first).unwrap();
            assert_eq!(grant.refresh_token.as_ref(), Some(&first));
        }
        assert_eq!(grants.end("revoked", |grant| grant.user == "7"), 1);
        assert!(grants.refresh(&clock, &first).is_err());
    }
}
