//! Verification codes: what a reader of a printed paper types into `/verify/{code}`.
//!
//! Fifteen Crockford base32 characters in three groups (`4Q7ZK-1M8RT-W20XH`): 65 bits of chance, so that a code cannot be
//! guessed, and 10 bits of check. The check makes the whole number divisible by 1021, a prime below 32², so every single
//! wrong character and every swap of neighbours is noticed before the database is asked.

use std::fmt;
use std::str::FromStr;

use rand::TryRngCore as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::{Explain, Explanation};

const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
const LENGTH: usize = 15;
const GROUP: usize = 5;
const CHECK_BITS: u32 = 10;
const PRIME: u128 = 1021;
const CHANCE_MASK: u128 = (1 << 65) - 1;

/// A code with a correct check; the only way to get one is to make it or to parse it.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct VerificationCode(u128);

impl VerificationCode {
    /// The code that carries the lowest 65 bits of `chance`. Pure: the same bytes give the same code.
    pub fn from_chance(chance: [u8; 16]) -> Self {
        let shifted = (u128::from_le_bytes(chance) & CHANCE_MASK) << CHECK_BITS;
        Self(shifted + (PRIME - shifted % PRIME) % PRIME)
    }

    /// A fresh code from the operating system's random numbers.
    ///
    /// # Errors
    /// The operating system has no random numbers to give.
    pub fn random() -> Result<Self, rand::rand_core::OsError> {
        let mut chance = [0; 16];
        rand::rngs::OsRng.try_fill_bytes(&mut chance)?;
        Ok(Self::from_chance(chance))
    }

    /// The fifteen characters without dashes: the form to store and to index.
    pub fn compact(&self) -> String {
        (0..LENGTH)
            .rev()
            .map(|place| char::from(ALPHABET[(self.0 >> (5 * place)) as usize & 31]))
            .collect()
    }

    /// The page that verifies it, under the public address of this installation.
    pub fn url(&self, public_url: &str) -> String {
        format!("{}/verify/{self}", public_url.trim_end_matches('/'))
    }
}

impl fmt::Display for VerificationCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let compact = self.compact();
        let (first, rest) = compact.split_at(GROUP);
        let (second, third) = rest.split_at(GROUP);
        write!(f, "{first}-{second}-{third}")
    }
}

impl fmt::Debug for VerificationCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "VerificationCode({self})")
    }
}

/// Why a typed code cannot be one of ours. None of them says whether a paper exists.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CodeProblem {
    /// Not fifteen characters, dashes and blanks not counted.
    #[error("a verification code has 15 characters, this has {0}")]
    Length(usize),
    /// A character that no code contains.
    #[error("no verification code contains {0:?}")]
    Character(char),
    /// The check does not come out: a typing mistake.
    #[error("the check characters do not fit: please compare with the paper")]
    Check,
}

impl Explain for CodeProblem {
    fn explain(&self) -> Explanation {
        let (code, id) = match self {
            Self::Length(count) => (
                "VERIFICATION_CODE_LENGTH",
                format!("Kode verifikasi terdiri atas 15 karakter; yang diketik {count}."),
            ),
            Self::Character(found) => (
                "VERIFICATION_CODE_CHARACTER",
                format!("Kode verifikasi tidak memuat karakter {found:?}."),
            ),
            Self::Check => (
                "VERIFICATION_CODE_CHECK",
                "Kode verifikasi salah ketik: mohon cocokkan dengan naskahnya.".to_owned(),
            ),
        };
        Explanation::new(code, id, self.to_string())
    }
}

impl FromStr for VerificationCode {
    type Err = CodeProblem;

    /// Reads what people type: any case, blanks, dashes and dots anywhere, O for 0, I and L for 1.
    fn from_str(text: &str) -> Result<Self, CodeProblem> {
        let mut number = 0_u128;
        let mut count = 0_usize;
        for typed in text.chars() {
            let upper = match typed.to_ascii_uppercase() {
                ' ' | '\t' | '-' | '\u{2010}'..='\u{2015}' | '.' | '_' | '\u{a0}' => continue,
                'O' => '0',
                'I' | 'L' => '1',
                other => other,
            };
            let value = ALPHABET
                .iter()
                .position(|letter| char::from(*letter) == upper)
                .ok_or(CodeProblem::Character(typed))?;
            count += 1;
            if count <= LENGTH {
                number = number << 5 | value as u128;
            }
        }
        if count != LENGTH {
            return Err(CodeProblem::Length(count));
        }
        if !number.is_multiple_of(PRIME) {
            return Err(CodeProblem::Check);
        }
        Ok(Self(number))
    }
}

impl Serialize for VerificationCode {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for VerificationCode {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?
            .parse()
            .map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn a_code_is_read_back_however_it_is_typed(chance: [u8; 16]) {
            let code = VerificationCode::from_chance(chance);
            let typed = code.to_string();
            prop_assert_eq!(typed.parse(), Ok(code));
            let sloppy = typed.to_lowercase().replace('-', " – ").replace('0', "o").replace('1', "l");
            prop_assert_eq!(sloppy.parse(), Ok(code));
        }

        #[test]
        fn one_wrong_character_is_always_noticed(chance: [u8; 16], place in 0..15_usize, other in 0..32_usize) {
            let compact = VerificationCode::from_chance(chance).compact();
            let mut letters = compact.clone().into_bytes();
            letters[place] = ALPHABET[other];
            let typed = String::from_utf8(letters).unwrap_or_default();
            prop_assume!(typed != compact);
            prop_assert_eq!(typed.parse::<VerificationCode>(), Err(CodeProblem::Check));
        }

        #[test]
        fn swapped_neighbours_are_always_noticed(chance: [u8; 16], place in 0..14_usize) {
            let compact = VerificationCode::from_chance(chance).compact();
            let mut letters = compact.clone().into_bytes();
            letters.swap(place, place + 1);
            let typed = String::from_utf8(letters).unwrap_or_default();
            prop_assume!(typed != compact);
            prop_assert_eq!(typed.parse::<VerificationCode>(), Err(CodeProblem::Check));
        }
    }

    #[test]
    fn what_cannot_be_a_code_is_refused_by_name() {
        assert_eq!(
            "4Q7ZK".parse::<VerificationCode>(),
            Err(CodeProblem::Length(5))
        );
        assert_eq!(
            "4Q7ZK-1M8RT-W20XU".parse::<VerificationCode>(),
            Err(CodeProblem::Character('U'))
        );
        let long = "0".repeat(10_000);
        assert_eq!(
            long.parse::<VerificationCode>(),
            Err(CodeProblem::Length(10_000))
        );
    }

    #[test]
    fn the_address_leads_to_the_verify_page() {
        let code = VerificationCode::from_chance([7; 16]);
        assert_eq!(
            code.url("https://mufakat.example/"),
            format!("https://mufakat.example/verify/{code}")
        );
    }
}
