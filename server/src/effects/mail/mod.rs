//! Mails: written from templates in the recipient's language, kept in the outbox, sent with lettre (known to this folder
//! only). Without a mail server they become files, and the demo shows them on a page.

mod letter;
mod send;
mod template;
mod words;

pub(in crate::effects) use letter::{Draft, Unwritten};
pub use send::Mailer;
pub use template::{Letter, compose};
pub use words::{days_between, long_date, long_datetime};
