//! Telling the world, after the commit: due timers, messages, jobs of the built-in workers, reminders, mails.
//!
//! `workers` is the loop that the heartbeat wakes; `timers`, `messages`, `jobs`, `notices` take what is due from the
//! database and give it back as commands of the system; `work` holds one built-in job type a file; `mail` renders and
//! sends; `push` tells people at addresses of their own; `webhook` is the way out to addresses that processes tell things to. Everything here may run twice without harm and on several replicas at once.

mod case;
mod checkpoints;
mod hand_backs;
mod jobs;
mod mail;
mod messages;
mod migrations;
mod nightly;
mod notices;
mod push;
mod record_checks;
mod retention;
mod timers;
mod webhook;
pub mod work;
mod workers;

pub(crate) use case::task_name;
pub use mail::{Letter, Mailer, compose, days_between, long_date, long_datetime};
pub use webhook::{Outbound, Reply, Target, Trouble, Unfit, Vault, fresh_secret, signature};
pub use workers::{Pass, Workers};
