//! Who is asking: passwords, access tokens, sessions. A token names a person, nothing more: what that person may do is
//! read from the register at each request, so a change of office or a disabled account counts at once (ASVS 8.3.2).

mod invitation;
mod password;
mod session;
mod token;

pub use invitation::secret_hash;
pub use password::{Passwords, WeakPassword};
pub use session::SignIn;
pub use token::{AccessToken, TokenProblem, Tokens};
