//! What a home-ministry region code `PP.RR.DD.VVVV` says by itself.

use crate::register::coded::coded;

/// The system these codes belong to. The statistics office's codes are another system: 64.02 here is
/// Kutai Kartanegara, 6402 there is Kutai Barat. Neither is converted into the other by editing text.
pub const CODE_SYSTEM: &str = "KEMENDAGRI";

coded! {
    /// The four levels of the tree.
    RegionLevel {
        /// Provinsi.
        Province => "PROVINCE",
        /// Kabupaten or kota.
        Regency => "REGENCY",
        /// Kecamatan; in the provinces of Papua: distrik.
        District => "DISTRICT",
        /// Desa, kelurahan or desa adat.
        Village => "VILLAGE",
    }
}

coded! {
    /// What a region is called by law.
    RegionKind {
        /// Province.
        Provinsi => "PROVINSI",
        /// Regency, led by a Bupati.
        Kabupaten => "KABUPATEN",
        /// City, led by a Wali Kota; the same level as a regency.
        Kota => "KOTA",
        /// District, led by a Camat.
        Kecamatan => "KECAMATAN",
        /// The same in the six provinces of Papua.
        Distrik => "DISTRIK",
        /// Village with an elected head and a budget of its own.
        Desa => "DESA",
        /// Urban ward, led by a civil servant, without the village fund.
        Kelurahan => "KELURAHAN",
        /// Customary village.
        DesaAdat => "DESA_ADAT",
    }
}

coded! {
    /// The time zone of a region, by its name in the IANA database.
    Zone {
        /// WIB, UTC+7: Sumatra, Java.
        Jakarta => "Asia/Jakarta",
        /// WIB, UTC+7: West and Central Kalimantan.
        Pontianak => "Asia/Pontianak",
        /// WITA, UTC+8.
        Makassar => "Asia/Makassar",
        /// WIT, UTC+9.
        Jayapura => "Asia/Jayapura",
    }
}

impl Zone {
    /// The abbreviation people write: WIB, WITA or WIT.
    #[must_use]
    pub const fn abbreviation(self) -> &'static str {
        match self {
            Self::Jakarta | Self::Pontianak => "WIB",
            Self::Makassar => "WITA",
            Self::Jayapura => "WIT",
        }
    }

    /// The zone of a province by its number (DOMAIN 5), or none for a number no province has.
    #[must_use]
    pub const fn of_province(province: u8) -> Option<Self> {
        match province {
            11..=19 | 21 | 31..=36 => Some(Self::Jakarta),
            61 | 62 => Some(Self::Pontianak),
            51..=53 | 63..=65 | 71..=76 => Some(Self::Makassar),
            81 | 82 | 91..=96 => Some(Self::Jayapura),
            _ => None,
        }
    }
}

/// A well-formed region code. Nothing here says that such a region exists.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RegionCode<'a> {
    text: &'a str,
    level: RegionLevel,
}

impl<'a> RegionCode<'a> {
    /// Reads a code: two, five, eight or thirteen characters, digits in groups parted by dots.
    /// Nothing is trimmed or repaired.
    #[must_use]
    pub fn parse(text: &'a str) -> Option<Self> {
        let level = match text.len() {
            2 => RegionLevel::Province,
            5 => RegionLevel::Regency,
            8 => RegionLevel::District,
            13 => RegionLevel::Village,
            _ => return None,
        };
        let shaped = text.bytes().enumerate().all(|(at, byte)| match at {
            2 | 5 | 8 => byte == b'.',
            _ => byte.is_ascii_digit(),
        });
        shaped.then_some(Self { text, level })
    }

    /// The code as written.
    #[must_use]
    pub const fn as_str(self) -> &'a str {
        self.text
    }

    /// The level, by the length of the code.
    #[must_use]
    pub const fn level(self) -> RegionLevel {
        self.level
    }

    /// The region this one lies in; a province has none.
    #[must_use]
    pub fn parent(self) -> Option<RegionCode<'a>> {
        let (text, _) = self.text.rsplit_once('.')?;
        RegionCode::parse(text)
    }

    /// The code of its regency, if it is a regency or lies in one.
    #[must_use]
    pub fn regency(self) -> Option<RegionCode<'a>> {
        self.text.get(..5).and_then(RegionCode::parse)
    }

    /// The number of its province.
    #[must_use]
    pub fn province(self) -> u8 {
        self.number(0, 2)
    }

    /// Its time zone, or none when no province has this number.
    #[must_use]
    pub fn zone(self) -> Option<Zone> {
        Zone::of_province(self.province())
    }

    /// Its kind: a city from second part 71 on; a distrik in provinces 91 to 96; a village by the first
    /// digit of the fourth part (1 kelurahan, 2 desa, 3 desa adat), none for another digit.
    #[must_use]
    pub fn kind(self) -> Option<RegionKind> {
        match self.level {
            RegionLevel::Province => Some(RegionKind::Provinsi),
            RegionLevel::Regency if self.number(3, 5) >= 71 => Some(RegionKind::Kota),
            RegionLevel::Regency => Some(RegionKind::Kabupaten),
            RegionLevel::District if self.province() >= 91 => Some(RegionKind::Distrik),
            RegionLevel::District => Some(RegionKind::Kecamatan),
            RegionLevel::Village => match self.number(9, 10) {
                1 => Some(RegionKind::Kelurahan),
                2 => Some(RegionKind::Desa),
                3 => Some(RegionKind::DesaAdat),
                _ => None,
            },
        }
    }

    /// The digits between two places as a number; at most two digits are asked for.
    fn number(self, from: usize, to: usize) -> u8 {
        self.text.as_bytes()[from..to]
            .iter()
            .fold(0, |sum, digit| sum * 10 + (digit - b'0'))
    }
}
