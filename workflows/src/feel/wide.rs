//! Roots, logarithms and exponentials to more digits than a number of FEEL keeps, in binary fixed point.
//!
//! General wide decimals take a millisecond for one root, so that an expression of a few thousand could stop the machine
//! (HARDENING D9). Here each takes a few microseconds: multiplications of integers, and no division by anything wide.

/// A number that is not negative: 256 bits before the point and 256 behind it, the lowest limb first.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) struct Wide([u64; 8]);

/// ln 10, cut off after 256 binary places.
const LN_10: Wide = Wide([
    0x0f18_7a08_07c0_b5ca,
    0x8a3f_b3e7_6977_e43a,
    0xa95b_58ae_0b4c_28a3,
    0x4d76_3776_aaa2_b05b,
    2,
    0,
    0,
    0,
]);

/// A number that may be negative.
pub(super) struct Signed {
    pub negative: bool,
    pub size: Wide,
}

impl Wide {
    const ONE: Self = Self([0, 0, 0, 0, 1, 0, 0, 0]);
    const ZERO: Self = Self([0; 8]);

    /// `coefficient * 10^exponent`; what is smaller than 2^-256 is 0, what has more than 64 digits is `None`.
    pub fn new(coefficient: u128, exponent: i32) -> Option<Self> {
        let mut made = Self::ZERO;
        made.0[4] = coefficient as u64;
        made.0[5] = (coefficient >> 64) as u64;
        if exponent > 25 {
            return None;
        }
        for _ in 0..exponent {
            made = made.times(10);
        }
        let mut left = exponent.min(0).unsigned_abs();
        while left > 0 && made != Self::ZERO {
            let step = left.min(19);
            made = made.over(10u64.pow(step));
            left -= step;
        }
        Some(made)
    }

    /// A machine number between 0 and 2^64; only its first 15 digits are to be relied on.
    fn near(number: f64) -> Self {
        let bits = number.to_bits();
        let mantissa = (bits & ((1 << 52) - 1)) | (1 << 52);
        // the number is mantissa * 2^(exponent - 1075); a place counts from the lowest of the 256 behind the point
        let place = ((bits >> 52) & 0x7ff) as i32 - 1075 + 256;
        if !(0..448).contains(&place) || number <= 0.0 {
            return Self::ZERO;
        }
        let (limb, shift) = ((place / 64) as usize, place % 64);
        let spread = u128::from(mantissa) << shift;
        let mut made = Self::ZERO;
        made.0[limb] = spread as u64;
        made.0[limb + 1] = (spread >> 64) as u64;
        made
    }

    fn to_f64(self) -> f64 {
        let limb = |at: usize| self.0[at] as f64;
        let unit = 18_446_744_073_709_551_616.0;
        limb(4) + (limb(3) + limb(2) / unit) / unit
    }

    fn times(self, by: u64) -> Self {
        let mut made = Self::ZERO;
        let mut carry = 0u128;
        for (limb, into) in self.0.iter().zip(&mut made.0) {
            carry += u128::from(*limb) * u128::from(by);
            *into = carry as u64;
            carry >>= 64;
        }
        made
    }

    fn over(self, by: u64) -> Self {
        let mut made = Self::ZERO;
        let mut rest = 0u128;
        for (limb, into) in self.0.iter().zip(&mut made.0).rev() {
            let current = (rest << 64) | u128::from(*limb);
            *into = (current / u128::from(by)) as u64;
            rest = current % u128::from(by);
        }
        made
    }

    fn plus(self, other: Self) -> Self {
        let mut made = Self::ZERO;
        let mut carry = 0u128;
        for ((a, b), into) in self.0.iter().zip(&other.0).zip(&mut made.0) {
            carry += u128::from(*a) + u128::from(*b);
            *into = carry as u64;
            carry >>= 64;
        }
        made
    }

    /// The difference, and whether it is negative.
    fn minus(self, other: Self) -> Signed {
        let negative = self.0.iter().rev().lt(other.0.iter().rev());
        let (more, less) = if negative {
            (other, self)
        } else {
            (self, other)
        };
        let mut size = Self::ZERO;
        let mut borrow = false;
        for ((a, b), into) in more.0.iter().zip(&less.0).zip(&mut size.0) {
            let (rest, first) = a.overflowing_sub(*b);
            let (rest, second) = rest.overflowing_sub(u64::from(borrow));
            borrow = first || second;
            *into = rest;
        }
        Signed { negative, size }
    }

    fn by(self, other: Self) -> Self {
        let mut product = [0u64; 16];
        for (at, a) in self.0.iter().enumerate().filter(|(_, a)| **a != 0) {
            let mut carry = 0u128;
            for (b, into) in other.0.iter().zip(product.iter_mut().skip(at)) {
                carry += u128::from(*a) * u128::from(*b) + u128::from(*into);
                *into = carry as u64;
                carry >>= 64;
            }
            if let Some(into) = product.get_mut(at + 8) {
                *into = carry as u64;
            }
        }
        let mut made = Self::ZERO;
        for (into, limb) in made.0.iter_mut().zip(product.iter().skip(4)) {
            *into = *limb;
        }
        made
    }

    /// At least 36 significant digits, and the power of ten that they are multiplied by; whether more digits follow.
    pub fn digits(self) -> (u128, i32, bool) {
        let whole = |it: &Self| u128::from(it.0[4]) | (u128::from(it.0[5]) << 64);
        let mut scaled = self;
        let mut exponent = 0;
        if self == Self::ZERO {
            return (0, 0, false);
        }
        while whole(&scaled) < 10u128.pow(26) && exponent > -240 {
            scaled = scaled.times(1_000_000_000);
            exponent -= 9;
        }
        while whole(&scaled) < 10u128.pow(35) {
            scaled = scaled.times(10);
            exponent -= 1;
        }
        let more = scaled.0.iter().take(4).any(|limb| *limb != 0);
        (whole(&scaled), exponent, more)
    }

    /// e to this power, or to its negative: a number between 1 and 10, and the power of ten that it is multiplied by.
    /// For powers below 2^15.
    pub fn exp(self, negative: bool) -> (Self, i32) {
        let tens = self.to_f64() / LN_10.to_f64();
        let (mut tens, up) = if negative {
            (tens.ceil() as u64, true)
        } else {
            (tens.floor() as u64, false)
        };
        let rest = loop {
            let known = LN_10.times(tens);
            let rest = if up {
                known.minus(self)
            } else {
                self.minus(known)
            };
            match (rest.negative, up) {
                (false, _) => break rest.size,
                (true, true) => tens += 1,
                (true, false) => tens -= 1,
            }
        };
        // e^rest = (e^(rest / 256))^256 keeps the series short
        let small = rest.over(256);
        let (mut sum, mut term) = (Self::ONE, Self::ONE);
        for place in 1..64 {
            term = term.by(small).over(place);
            if term == Self::ZERO {
                break;
            }
            sum = sum.plus(term);
        }
        for _ in 0..8 {
            sum = sum.by(sum);
        }
        let tens = tens as i32;
        (sum, if up { -tens } else { tens })
    }

    /// The natural logarithm of this number between 1 and 10, times 10 to a power.
    pub fn ln(self, tens: i32) -> Signed {
        let guess = self.to_f64().ln();
        let guess = if guess > 0.0 {
            Self::near(guess)
        } else {
            Self::ZERO
        };
        // ln x = y + ln(1 + t) with t = x e^-y - 1, which is as small as the error of y: three terms yield 60 digits
        let (reached, shift) = guess.exp(true);
        let mut product = reached.by(self);
        for _ in 0..shift.unsigned_abs() {
            product = product.over(10);
        }
        let apart = product.minus(Self::ONE);
        let square = apart.size.by(apart.size);
        let (second, third) = (square.over(2), square.by(apart.size).over(3));
        let head = if apart.negative {
            guess.minus(apart.size.plus(second).plus(third)).clamped()
        } else {
            guess.plus(apart.size.plus(third).minus(second).size)
        };
        let known = LN_10.times(u64::from(tens.unsigned_abs()));
        if tens < 0 {
            head.minus(known)
        } else {
            Signed {
                negative: false,
                size: head.plus(known),
            }
        }
    }

    /// The square root of this number between 1 and 100.
    pub fn sqrt(self) -> Self {
        // Newton for 1 / sqrt x: from 15 digits to 30, 60, and all
        let mut inverse = Self::near(1.0 / self.to_f64().sqrt());
        let three = Self::ONE.times(3);
        for _ in 0..3 {
            let left = three.minus(self.by(inverse).by(inverse)).clamped();
            inverse = inverse.by(left).over(2);
        }
        self.by(inverse)
    }
}

impl Signed {
    /// Itself, or 0 when it is negative.
    fn clamped(self) -> Wide {
        if self.negative { Wide::ZERO } else { self.size }
    }
}
