//! Numbers of FEEL: IEEE 754-2008 decimal128, that is 34 significant digits, rounded half-even.
//!
//! Money, scores and weights must not pass through binary floats (DOMAIN 6.4), so every number of an
//! expression is one of these. A value is kept in a canonical form (no superfluous fractional zeros), hence
//! `==` is numeric equality. Roots, logarithms and powers borrow the
//! wider arithmetic of [`super::wide`].

use std::cmp::Ordering;
use std::fmt;
use std::str::FromStr;

use super::wide::Wide;

/// Significant digits of decimal128 (DMN 1.5, 10.3.2.3.1).
pub const DIGITS: u32 = 34;
const LIMIT: u128 = 10u128.pow(DIGITS);
const LARGEST_EXPONENT: i32 = 6111;
const SMALLEST_EXPONENT: i32 = -6176;

/// How a digit that is dropped changes the digits that stay.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rounding {
    /// To the nearest, ties to the even neighbour (`decimal`).
    HalfEven,
    /// Away from zero (`round up`).
    Up,
    /// Towards zero (`round down`).
    Down,
    /// To the nearest, ties away from zero (`round half up`).
    HalfUp,
    /// To the nearest, ties towards zero (`round half down`).
    HalfDown,
    /// Towards minus infinity (`floor`).
    Floor,
    /// Towards plus infinity (`ceiling`).
    Ceiling,
}

/// A decimal number of at most 34 significant digits; `Copy`, totally ordered, never NaN or infinite.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Decimal {
    high: u64,
    low: u64,
    exponent: i32,
    negative: bool,
}

impl Decimal {
    /// 0
    pub const ZERO: Self = Self {
        high: 0,
        low: 0,
        exponent: 0,
        negative: false,
    };
    /// 1
    pub const ONE: Self = Self {
        high: 0,
        low: 1,
        exponent: 0,
        negative: false,
    };

    const fn raw(negative: bool, coefficient: u128, exponent: i32) -> Self {
        Self {
            high: (coefficient >> 64) as u64,
            low: coefficient as u64,
            exponent,
            negative,
        }
    }

    const fn coefficient(self) -> u128 {
        ((self.high as u128) << 64) | self.low as u128
    }

    /// `± coefficient × 10^exponent`, rounded half-even to 34 digits; `None` when the exponent is out of range.
    pub fn new(negative: bool, coefficient: u128, exponent: i32) -> Option<Self> {
        Self::rounded(negative, coefficient, exponent, false)
    }

    /// As [`Self::new`], where `sticky` says that digits below the coefficient were lost.
    fn rounded(
        negative: bool,
        mut coefficient: u128,
        mut exponent: i32,
        sticky: bool,
    ) -> Option<Self> {
        if coefficient == 0 && !sticky {
            return Some(Self::ZERO);
        }
        let mut drop = digits(coefficient).saturating_sub(DIGITS) as i32;
        if exponent < SMALLEST_EXPONENT - drop {
            drop = SMALLEST_EXPONENT - exponent;
        }
        if drop > 0 {
            if drop > 38 {
                return Some(Self::ZERO);
            }
            let unit = 10u128.pow(drop as u32);
            let (quotient, rest) = (coefficient / unit, coefficient % unit);
            let half = unit / 2;
            let up = match rest.cmp(&half) {
                Ordering::Less => false,
                Ordering::Greater => true,
                Ordering::Equal => sticky || quotient % 2 == 1,
            };
            coefficient = quotient + u128::from(up);
            exponent += drop;
        }
        Self::canonical(negative, coefficient, exponent)
    }

    fn canonical(negative: bool, mut coefficient: u128, mut exponent: i32) -> Option<Self> {
        if coefficient == 0 {
            return Some(Self::ZERO);
        }
        while exponent < 0 && coefficient.is_multiple_of(10) {
            coefficient /= 10;
            exponent += 1;
        }
        while exponent > 0 && coefficient < LIMIT / 10 {
            coefficient *= 10;
            exponent -= 1;
        }
        if coefficient == LIMIT {
            coefficient /= 10;
            exponent += 1;
        }
        (exponent <= LARGEST_EXPONENT).then(|| Self::raw(negative, coefficient, exponent))
    }

    /// The sign bit (`false` for zero).
    pub fn is_negative(self) -> bool {
        self.negative
    }

    /// Whether this is zero.
    pub fn is_zero(self) -> bool {
        self.coefficient() == 0
    }

    /// Whether there is no fractional part.
    pub fn is_integer(self) -> bool {
        self.exponent >= 0
    }

    /// Whether it has at most 15 digits and a power of ten of at most 22: then reading its float back needs one exact
    /// multiplication or division.
    pub(crate) fn is_short(self) -> bool {
        digits(self.coefficient()) <= 15 && (-22..=22).contains(&self.exponent)
    }

    /// The number as `i64`, if it is a whole number in range.
    pub fn to_i64(self) -> Option<i64> {
        self.to_i128().and_then(|n| i64::try_from(n).ok())
    }

    /// The number as `i128`, if it is a whole number in range.
    pub fn to_i128(self) -> Option<i128> {
        if self.exponent < 0 || self.exponent > 4 {
            return None;
        }
        let magnitude = self
            .coefficient()
            .checked_mul(10u128.pow(self.exponent as u32))?;
        let magnitude = i128::try_from(magnitude).ok()?;
        Some(if self.negative { -magnitude } else { magnitude })
    }

    /// The nearest binary float; for display and statistics only.
    pub fn to_f64(self) -> f64 {
        let text = format!(
            "{}{}e{}",
            if self.negative { "-" } else { "" },
            self.coefficient(),
            self.exponent
        );
        text.parse().unwrap_or(f64::NAN)
    }

    /// The decimal that the shortest text of a float shows; `None` for NaN and infinities.
    pub fn from_f64(number: f64) -> Option<Self> {
        if !number.is_finite() {
            return None;
        }
        format!("{number:e}").parse().ok()
    }

    /// The number with the opposite sign.
    #[must_use]
    pub fn negate(self) -> Self {
        Self {
            negative: !self.negative && !self.is_zero(),
            ..self
        }
    }

    /// The absolute value.
    #[must_use]
    pub fn abs(self) -> Self {
        Self {
            negative: false,
            ..self
        }
    }

    /// Sum; `None` on overflow.
    pub fn checked_add(self, other: Self) -> Option<Self> {
        if self.is_zero() {
            return Some(other);
        }
        if other.is_zero() {
            return Some(self);
        }
        let (a, b) = if self.exponent >= other.exponent {
            (self, other)
        } else {
            (other, self)
        };
        let apart = (a.exponent - b.exponent) as u32;
        let room = 37u32.saturating_sub(digits(a.coefficient())).min(apart);
        let scaled = a.coefficient() * 10u128.pow(room);
        let exponent = a.exponent - room as i32;
        let shift = apart - room;
        let (other_scaled, lost) = if shift == 0 {
            (b.coefficient(), false)
        } else if shift > 38 {
            (0, true)
        } else {
            let unit = 10u128.pow(shift);
            (b.coefficient() / unit, b.coefficient() % unit != 0)
        };
        if !lost {
            let (negative, magnitude) = signed_sum(a.negative, scaled, b.negative, other_scaled);
            return Self::rounded(negative, magnitude, exponent, false);
        }
        let same = a.negative == b.negative;
        let magnitude = if same {
            (scaled + other_scaled) * 10 + 1
        } else {
            (scaled - other_scaled) * 10 - 1
        };
        Self::rounded(a.negative, magnitude, exponent - 1, true)
    }

    /// Difference; `None` on overflow.
    pub fn checked_sub(self, other: Self) -> Option<Self> {
        self.checked_add(other.negate())
    }

    /// Product; `None` on overflow.
    pub fn checked_mul(self, other: Self) -> Option<Self> {
        let negative = self.negative != other.negative;
        let exponent = self.exponent + other.exponent;
        let (a, b) = (self.coefficient(), other.coefficient());
        if let Some(product) = a.checked_mul(b) {
            return Self::rounded(negative, product, exponent, false);
        }
        let mut limbs = wide_product(a, b);
        let mut exponent = exponent;
        let mut sticky = false;
        while limbs[2] != 0 || limbs[3] != 0 || limbs_low(&limbs) >= LIMIT * 1000 {
            // as many digits at once as surely leave more than are kept
            let drop = match (limbs[3], limbs[2]) {
                (0, 0) => 1,
                (0, high) if high < 10_000_000 => 1,
                (0, high) if high < 1_000_000_000_000_000 => 8,
                _ => 16,
            };
            sticky |= divide_limbs(&mut limbs, 10u64.pow(drop)) != 0;
            exponent += drop as i32;
        }
        Self::rounded(
            negative,
            limbs_low(&limbs) * 10 + u128::from(sticky),
            exponent - 1,
            sticky,
        )
    }

    /// Quotient; `None` on division by zero and on overflow.
    pub fn checked_div(self, other: Self) -> Option<Self> {
        let divisor = other.coefficient();
        if divisor == 0 {
            return None;
        }
        let dividend = self.coefficient();
        let (mut quotient, mut rest) = (dividend / divisor, dividend % divisor);
        let mut exponent = self.exponent - other.exponent;
        while rest != 0 && quotient < LIMIT {
            rest *= 1000;
            quotient = quotient * 1000 + rest / divisor;
            rest %= divisor;
            exponent -= 3;
        }
        let sticky = rest != 0;
        Self::rounded(
            self.negative != other.negative,
            quotient * 10 + u128::from(sticky),
            exponent - 1,
            sticky,
        )
    }

    /// FEEL `modulo`: `dividend - divisor * floor(dividend / divisor)`, so the sign follows the divisor.
    pub fn modulo(self, divisor: Self) -> Option<Self> {
        if divisor.is_zero() {
            return None;
        }
        let rest = self.abs().magnitude_remainder(divisor.abs())?;
        let rest = if self.negative { rest.negate() } else { rest };
        if rest.is_zero() || rest.negative == divisor.negative {
            Some(rest)
        } else {
            rest.checked_add(divisor)
        }
    }

    fn magnitude_remainder(self, divisor: Self) -> Option<Self> {
        if self < divisor {
            return Some(self);
        }
        let exponent = self.exponent.min(divisor.exponent);
        let widen = (divisor.exponent - exponent) as u32;
        let unit = 10u128
            .checked_pow(widen)
            .and_then(|scale| divisor.coefficient().checked_mul(scale));
        let Some(modulus) = unit else {
            let whole = self.checked_div(divisor)?.round(0, Rounding::Down)?;
            return self.checked_sub(whole.checked_mul(divisor)?);
        };
        if modulus > LIMIT * 1000 {
            let whole = self.checked_div(divisor)?.round(0, Rounding::Down)?;
            return self.checked_sub(whole.checked_mul(divisor)?);
        }
        let mut rest = self.coefficient() % modulus;
        for _ in 0..(self.exponent - exponent) {
            rest = rest * 10 % modulus;
        }
        Self::new(false, rest, exponent)
    }

    /// Power. Whole exponents by repeated multiplication, others through logarithms; `None` when undefined.
    pub fn checked_pow(self, exponent: Self) -> Option<Self> {
        if let Some(n) = exponent
            .to_i64()
            .filter(|n| n.unsigned_abs() <= 999_999_999)
        {
            let mut result = Self::ONE;
            let mut base = if n < 0 {
                Self::ONE.checked_div(self)?
            } else {
                self
            };
            let mut left = n.unsigned_abs();
            while left > 0 {
                if left & 1 == 1 {
                    result = result.checked_mul(base)?;
                }
                left >>= 1;
                if left > 0 {
                    base = base.checked_mul(base)?;
                }
            }
            return Some(result);
        }
        if self.is_zero() {
            return (!exponent.negative).then_some(Self::ZERO);
        }
        if self.negative {
            return None;
        }
        if exponent == Self::new(false, 5, -1)? {
            return self.sqrt();
        }
        self.ln()?.checked_mul(exponent)?.exp()
    }

    /// Square root; `None` below zero.
    pub fn sqrt(self) -> Option<Self> {
        if self.negative {
            return None;
        }
        if self.is_zero() {
            return Some(Self::ZERO);
        }
        let (head, tens) = self.scientific()?;
        let odd = tens.rem_euclid(2);
        let head = if odd == 1 {
            Wide::new(self.coefficient(), self.exponent - tens + 1)?
        } else {
            head
        };
        Self::from_wide(false, head.sqrt(), (tens - odd) / 2)
    }

    /// `e` to this power; `None` on overflow.
    pub fn exp(self) -> Option<Self> {
        if self > Self::from(14_150) {
            return None;
        }
        if self < Self::from(-14_250) {
            return Some(Self::ZERO);
        }
        let (value, tens) = Wide::new(self.coefficient(), self.exponent)?.exp(self.negative);
        Self::from_wide(false, value, tens)
    }

    /// Natural logarithm; `None` for zero and below.
    pub fn ln(self) -> Option<Self> {
        if self.negative || self.is_zero() {
            return None;
        }
        let (head, tens) = self.scientific()?;
        let found = head.ln(tens);
        Self::from_wide(found.negative, found.size, 0)
    }

    /// As a number from 1 to 10 and a power of ten.
    fn scientific(self) -> Option<(Wide, i32)> {
        let behind = digits(self.coefficient()) as i32 - 1;
        let head = Wide::new(self.coefficient(), -behind)?;
        Some((head, self.exponent + behind))
    }

    fn from_wide(negative: bool, wide: Wide, tens: i32) -> Option<Self> {
        let (digits, exponent, more) = wide.digits();
        Self::rounded(
            negative,
            digits * 10 + u128::from(more),
            exponent + tens - 1,
            more,
        )
    }

    /// Rounds to `scale` digits after the point (negative: before it); `None` when the result does not fit.
    pub fn round(self, scale: i32, how: Rounding) -> Option<Self> {
        let drop = -scale - self.exponent;
        if drop <= 0 {
            return Some(self);
        }
        let coefficient = self.coefficient();
        let (quotient, compared, exact) = if drop > 38 {
            (0, Ordering::Less, coefficient == 0)
        } else {
            let unit = 10u128.pow(drop as u32);
            let rest = coefficient % unit;
            (coefficient / unit, rest.cmp(&(unit / 2)), rest == 0)
        };
        let up = !exact
            && match how {
                Rounding::Up => true,
                Rounding::Down => false,
                Rounding::Floor => self.negative,
                Rounding::Ceiling => !self.negative,
                Rounding::HalfUp => compared != Ordering::Less,
                Rounding::HalfDown => compared == Ordering::Greater,
                Rounding::HalfEven => {
                    compared == Ordering::Greater
                        || (compared == Ordering::Equal && quotient % 2 == 1)
                }
            };
        let rounded = Self::new(self.negative, quotient + u128::from(up), -scale)?;
        Some(if rounded.is_zero() {
            Self::ZERO
        } else {
            rounded
        })
    }
}

fn digits(number: u128) -> u32 {
    number.checked_ilog10().map_or(0, |log| log + 1)
}

fn signed_sum(a_negative: bool, a: u128, b_negative: bool, b: u128) -> (bool, u128) {
    if a_negative == b_negative {
        (a_negative, a + b)
    } else if a >= b {
        (a_negative, a - b)
    } else {
        (b_negative, b - a)
    }
}

fn wide_product(a: u128, b: u128) -> [u64; 4] {
    let (a0, a1) = (a as u64 as u128, a >> 64);
    let (b0, b1) = (b as u64 as u128, b >> 64);
    let low = a0 * b0;
    let cross_one = a1 * b0 + (low >> 64);
    let cross_two = a0 * b1 + (cross_one as u64 as u128);
    let high = a1 * b1 + (cross_one >> 64) + (cross_two >> 64);
    [
        low as u64,
        cross_two as u64,
        high as u64,
        (high >> 64) as u64,
    ]
}

fn limbs_low(limbs: &[u64; 4]) -> u128 {
    (u128::from(limbs[1]) << 64) | u128::from(limbs[0])
}

fn divide_limbs(limbs: &mut [u64; 4], divisor: u64) -> u64 {
    let mut rest = 0u128;
    for limb in limbs.iter_mut().rev() {
        let current = (rest << 64) | u128::from(*limb);
        *limb = (current / u128::from(divisor)) as u64;
        rest = current % u128::from(divisor);
    }
    rest as u64
}

impl Ord for Decimal {
    fn cmp(&self, other: &Self) -> Ordering {
        if self.is_zero() || other.is_zero() || self.negative != other.negative {
            let sign = |d: &Self| {
                if d.is_zero() {
                    0
                } else if d.negative {
                    -1
                } else {
                    1
                }
            };
            return sign(self).cmp(&sign(other));
        }
        let magnitude = |d: &Self| digits(d.coefficient()) as i32 + d.exponent;
        let order = magnitude(self).cmp(&magnitude(other)).then_with(|| {
            let exponent = self.exponent.min(other.exponent);
            // equal magnitudes: the exponents differ by at most 33, and both scaled fit in 34 digits
            let scale = |d: &Self| d.coefficient() * 10u128.pow((d.exponent - exponent) as u32);
            scale(self).cmp(&scale(other))
        });
        if self.negative {
            order.reverse()
        } else {
            order
        }
    }
}

impl PartialOrd for Decimal {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl From<i64> for Decimal {
    fn from(number: i64) -> Self {
        Self::raw(number < 0, u128::from(number.unsigned_abs()), 0)
    }
}

impl From<i32> for Decimal {
    fn from(number: i32) -> Self {
        Self::from(i64::from(number))
    }
}

impl From<u32> for Decimal {
    fn from(number: u32) -> Self {
        Self::from(i64::from(number))
    }
}

impl From<u64> for Decimal {
    fn from(number: u64) -> Self {
        Self::raw(false, u128::from(number), 0)
    }
}

impl From<usize> for Decimal {
    fn from(number: usize) -> Self {
        Self::from(number as u64)
    }
}

/// The text is not a decimal number, or its exponent is out of range.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a decimal number")]
pub struct NotANumber;

impl FromStr for Decimal {
    type Err = NotANumber;

    /// Reads `[+-]digits[.digits][e[+-]digits]` or `.digits`; more than 34 digits are rounded half-even.
    fn from_str(text: &str) -> Result<Self, NotANumber> {
        let bytes = text.as_bytes();
        let mut at = 0;
        let negative = bytes.first() == Some(&b'-');
        if matches!(bytes.first(), Some(b'-' | b'+')) {
            at += 1;
        }
        let (mut coefficient, mut exponent, mut sticky) = (0u128, 0i64, false);
        let (mut seen, mut point) = (0usize, false);
        while let Some(byte) = bytes.get(at) {
            match byte {
                b'0'..=b'9' => {
                    seen += 1;
                    let digit = u128::from(byte - b'0');
                    if coefficient < LIMIT * 100 {
                        coefficient = coefficient * 10 + digit;
                        exponent -= i64::from(point);
                    } else {
                        sticky |= digit != 0;
                        exponent += i64::from(!point);
                    }
                }
                b'.' if !point => {
                    if !bytes.get(at + 1).is_some_and(u8::is_ascii_digit) {
                        return Err(NotANumber);
                    }
                    point = true;
                }
                _ => break,
            }
            at += 1;
        }
        if seen == 0 {
            return Err(NotANumber);
        }
        if matches!(bytes.get(at), Some(b'e' | b'E')) {
            let tail = &text[at + 1..];
            let digits = tail.strip_prefix(['+', '-']).unwrap_or(tail);
            if digits.is_empty() || !digits.bytes().all(|b| b.is_ascii_digit()) {
                return Err(NotANumber);
            }
            let power: i64 = if digits.len() > 9 {
                1_000_000_000
            } else {
                digits.parse().map_err(|_| NotANumber)?
            };
            exponent += if tail.starts_with('-') { -power } else { power };
            at = bytes.len();
        }
        if at != bytes.len() {
            return Err(NotANumber);
        }
        if coefficient == 0 {
            return Ok(Self::ZERO);
        }
        let exponent = exponent.clamp(-100_000, 100_000) as i32;
        Self::rounded(negative, coefficient, exponent, sticky).ok_or(NotANumber)
    }
}

impl fmt::Display for Decimal {
    /// Plain digits, never an exponent: `0.000001`, `1200000`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let digits = self.coefficient().to_string();
        let mut text = String::with_capacity(digits.len() + 4);
        if self.negative {
            text.push('-');
        }
        if self.exponent >= 0 {
            text.push_str(&digits);
            text.extend(std::iter::repeat_n('0', self.exponent as usize));
        } else {
            let fraction = self.exponent.unsigned_abs() as usize;
            if digits.len() > fraction {
                text.push_str(&digits[..digits.len() - fraction]);
                text.push('.');
                text.push_str(&digits[digits.len() - fraction..]);
            } else {
                text.push_str("0.");
                text.extend(std::iter::repeat_n('0', fraction - digits.len()));
                text.push_str(&digits);
            }
        }
        f.write_str(&text)
    }
}

impl fmt::Debug for Decimal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}
