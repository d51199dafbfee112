//! How often links may be asked for: guessing a token is hopeless, but every guess costs us work.

use std::net::IpAddr;
use std::num::NonZeroU32;

use governor::{DefaultKeyedRateLimiter, Quota, RateLimiter};
use uuid::Uuid;

/// Requests a minute from one address: a whole council may sit behind one.
const PER_ADDRESS: u32 = 600;
/// Requests a minute for one link.
const PER_LINK: u32 = 60;
/// Addresses and links that are remembered before the quiet ones are forgotten.
const REMEMBERED: usize = 10_000;

/// Counts requests for links.
#[derive(Debug)]
pub struct Pace {
    addresses: DefaultKeyedRateLimiter<IpAddr>,
    links: DefaultKeyedRateLimiter<Uuid>,
}

impl Default for Pace {
    fn default() -> Self {
        let quota = |n| Quota::per_minute(NonZeroU32::new(n).unwrap_or(NonZeroU32::MIN));
        Self {
            addresses: RateLimiter::keyed(quota(PER_ADDRESS)),
            links: RateLimiter::keyed(quota(PER_LINK)),
        }
    }
}

impl Pace {
    /// Whether this address may ask once more.
    #[must_use]
    pub fn admits_address(&self, address: Option<IpAddr>) -> bool {
        if self.addresses.len() > REMEMBERED {
            self.addresses.retain_recent();
        }
        address.is_none_or(|address| self.addresses.check_key(&address).is_ok())
    }

    /// Whether this link may be asked for once more.
    #[must_use]
    pub fn admits_link(&self, link: Uuid) -> bool {
        if self.links.len() > REMEMBERED {
            self.links.retain_recent();
        }
        self.links.check_key(&link).is_ok()
    }
}
