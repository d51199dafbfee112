//! The way out to addresses that processes tell things to: what an address may be (`target`, `address`), how a message is
//! signed (`sign`), how it is posted (`post`). Which endpoint, which message and what follows is `work::webhook`.

mod address;
mod post;
mod sign;
mod target;
mod vault;

pub use post::{Outbound, Reply, Trouble};
pub use sign::{fresh_secret, signature};
pub use target::{Target, Unfit};
pub use vault::Vault;
