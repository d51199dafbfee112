//! The name of a job at the edge: `job_` with the 32 hexadecimal digits of its instance, then its key there. A job has no
//! row identity of its own, so its name is made from what it is, and needs no column to be found again.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// A job of an instance.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct JobRef {
    /// The instance.
    pub instance: Uuid,
    /// Its key there, from 1.
    pub key: i64,
}

/// The text names no job.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a job is named `job_`, 32 lower-case hexadecimal digits, `_` and a number")]
pub struct NoJob;

impl fmt::Display for JobRef {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "job_{}_{}", self.instance.simple(), self.key)
    }
}

impl FromStr for JobRef {
    type Err = NoJob;

    fn from_str(text: &str) -> Result<Self, NoJob> {
        let (digits, key) = text
            .strip_prefix("job_")
            .and_then(|rest| rest.split_once('_'))
            .ok_or(NoJob)?;
        let found = Self {
            instance: Uuid::try_parse(digits).map_err(|_| NoJob)?,
            key: key.parse().map_err(|_| NoJob)?,
        };
        // One spelling only: upper case, hyphens, signs and leading zeros would make two names of one job.
        if found.key > 0 && found.to_string() == text {
            Ok(found)
        } else {
            Err(NoJob)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_job_is_found_by_its_name_and_has_only_one() {
        let job = JobRef {
            instance: Uuid::from_u128(0xab),
            key: 7,
        };
        let name = job.to_string();
        assert_eq!(name, "job_000000000000000000000000000000ab_7");
        assert_eq!(name.parse(), Ok(job));
        for other in [
            "",
            "job_",
            "job_7",
            "inst_000000000000000000000000000000ab_7",
            "job_000000000000000000000000000000AB_7",
            "job_00000000-0000-0000-0000-0000000000ab_7",
            "job_000000000000000000000000000000ab_07",
            "job_000000000000000000000000000000ab_+7",
            "job_000000000000000000000000000000ab_-7",
            "job_000000000000000000000000000000ab_0",
            "job_000000000000000000000000000000ab_99999999999999999999",
        ] {
            assert_eq!(other.parse::<JobRef>(), Err(NoJob), "{other}");
        }
    }
}
