//! Reading the extract, and refusing one that is damaged.

use std::io::Read;

use chrono::NaiveDate;
use flate2::read::GzDecoder;

use super::code::{RegionCode, RegionKind, RegionLevel, Zone};

/// The extract that ships with the server (ODbL 1.0, see the README beside it).
const SHIPPED: &[u8] = include_bytes!(concat!(
    env!("CARGO_MANIFEST_DIR"),
    "/../schema/data/regions/regions.tsv.gz"
));

/// No extract may unpack to more bytes than this; the shipped one has 2.2 million.
const TEXT_LIMIT: u64 = 16 * 1024 * 1024;

/// One region, ready to be a row of the `region` table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RegionRow {
    /// Home-ministry code, the key: `64.02.11.2007`.
    pub code: String,
    /// Code of the region it lies in; none for a province.
    pub parent: Option<String>,
    /// Level in the tree.
    pub level: RegionLevel,
    /// What it is called by law.
    pub kind: RegionKind,
    /// Name as in the source; a regency's starts with `Kabupaten` or `Kota`.
    pub name: String,
    /// Time zone.
    pub zone: Zone,
    /// First day the row is vouched for: the day of the decree that listed it, not the day the region
    /// was founded, which the source does not tell.
    pub valid_from: NaiveDate,
    /// First day it is no longer valid; none while it stands.
    pub valid_to: Option<NaiveDate>,
}

impl RegionRow {
    /// The name with `Kabupaten` shortened as officials write it in titles: `Kab. Kutai Kartanegara`.
    #[must_use]
    pub fn short_name(&self) -> String {
        match (self.kind, self.name.strip_prefix("Kabupaten ")) {
            (RegionKind::Kabupaten, Some(rest)) => format!("Kab. {rest}"),
            _ => self.name.clone(),
        }
    }

    /// The name without `Kabupaten` or `Kota`: `Kutai Kartanegara`. Not unique: 26 names belong to a
    /// regency and a city both.
    #[must_use]
    pub fn bare_name(&self) -> &str {
        let word = match self.kind {
            RegionKind::Kabupaten => "Kabupaten ",
            RegionKind::Kota => "Kota ",
            _ => return &self.name,
        };
        self.name.strip_prefix(word).unwrap_or(&self.name)
    }
}

/// Why an extract cannot be used. `Display` is the English sentence.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum RegionProblem {
    /// The bytes are not a gzip of UTF-8 text, or unpack to too much.
    #[error("the region extract cannot be unpacked: {0}")]
    Unreadable(String),
    /// A line is not `code<TAB>name`.
    #[error("line {line} of the region extract is not a code, a tab and a name")]
    Malformed {
        /// Number of the line, from one.
        line: usize,
    },
    /// A code has a shape, province or village kind that does not exist.
    #[error("line {line} of the region extract: {code:?} is not a region code")]
    UnknownCode {
        /// Number of the line, from one.
        line: usize,
        /// The code as written.
        code: String,
    },
    /// A region stands before its parent or without one.
    #[error("line {line} of the region extract: {code} has no parent before it")]
    Orphan {
        /// Number of the line, from one.
        line: usize,
        /// The code as written.
        code: String,
    },
    /// The codes do not rise: out of order, or one is given twice.
    #[error("line {line} of the region extract: {code} is out of order or given twice")]
    OutOfOrder {
        /// Number of the line, from one.
        line: usize,
        /// The code as written.
        code: String,
    },
}

impl RegionProblem {
    /// The stable code of the problem.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Unreadable(_) => "REGION_EXTRACT_UNREADABLE",
            Self::Malformed { .. } => "REGION_LINE_MALFORMED",
            Self::UnknownCode { .. } => "REGION_CODE_UNKNOWN",
            Self::Orphan { .. } => "REGION_ORPHAN",
            Self::OutOfOrder { .. } => "REGION_OUT_OF_ORDER",
        }
    }

    /// The Indonesian sentence.
    #[must_use]
    pub fn indonesian(&self) -> String {
        match self {
            Self::Unreadable(why) => format!("Berkas data wilayah tidak dapat dibuka: {why}."),
            Self::Malformed { line } => {
                format!("Baris {line} data wilayah bukan kode, tab, dan nama.")
            }
            Self::UnknownCode { line, code } => {
                format!("Baris {line} data wilayah: {code:?} bukan kode wilayah.")
            }
            Self::Orphan { line, code } => {
                format!("Baris {line} data wilayah: {code} tidak memiliki induk sebelumnya.")
            }
            Self::OutOfOrder { line, code } => {
                format!("Baris {line} data wilayah: {code} tidak urut atau tertulis dua kali.")
            }
        }
    }
}

/// An unpacked extract: about 2 MB of text while it lives.
#[derive(Clone, Debug)]
pub struct RegionExtract {
    text: String,
}

impl RegionExtract {
    /// The extract built into this program.
    ///
    /// # Errors
    /// [`RegionProblem::Unreadable`], if the build put something else there.
    pub fn shipped() -> Result<Self, RegionProblem> {
        Self::from_gzip(SHIPPED)
    }

    /// An extract from compressed bytes.
    ///
    /// # Errors
    /// [`RegionProblem::Unreadable`] when it is no gzip, no UTF-8, or longer than 16 MiB.
    pub fn from_gzip(bytes: &[u8]) -> Result<Self, RegionProblem> {
        let mut text = String::new();
        GzDecoder::new(bytes)
            .take(TEXT_LIMIT + 1)
            .read_to_string(&mut text)
            .map_err(|error| RegionProblem::Unreadable(error.to_string()))?;
        if text.len() as u64 > TEXT_LIMIT {
            return Err(RegionProblem::Unreadable(format!(
                "more than {TEXT_LIMIT} bytes"
            )));
        }
        Ok(Self { text })
    }

    /// An extract from its text, `code<TAB>name` a line.
    #[must_use]
    pub const fn from_text(text: String) -> Self {
        Self { text }
    }

    /// The text.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Every region, parents before children, in the order of codes. After the first problem the
    /// iterator ends.
    #[must_use]
    pub fn rows(&self) -> Rows<'_> {
        Rows {
            lines: self.text.lines(),
            line: 0,
            open: [""; 4],
            failed: false,
        }
    }

    /// The region of this code, and every region inside it, parents first. Empty when there is none.
    ///
    /// # Errors
    /// The first problem of the extract before the end of that region.
    pub fn subtree(&self, code: &str) -> Result<Vec<RegionRow>, RegionProblem> {
        let inside = |row: &RegionRow| {
            row.code
                .strip_prefix(code)
                .is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
        };
        let mut found = Vec::new();
        for row in self.rows() {
            let row = row?;
            if inside(&row) {
                found.push(row);
            } else if !found.is_empty() {
                break;
            }
        }
        Ok(found)
    }
}

/// The rows of an extract; see [`RegionExtract::rows`].
#[derive(Clone, Debug)]
pub struct Rows<'a> {
    lines: std::str::Lines<'a>,
    line: usize,
    /// The last code read at each level: in a sorted tree, the only possible parents.
    open: [&'a str; 4],
    failed: bool,
}

impl<'a> Rows<'a> {
    fn read(&mut self, text: &'a str) -> Result<RegionRow, RegionProblem> {
        let line = self.line;
        let (written, name) = text
            .split_once('\t')
            .filter(|(_, name)| !name.is_empty() && !name.contains('\t'))
            .ok_or(RegionProblem::Malformed { line })?;
        let unknown = || RegionProblem::UnknownCode {
            line,
            code: written.to_owned(),
        };
        let code = RegionCode::parse(written).ok_or_else(unknown)?;
        let (kind, zone) = code.kind().zip(code.zone()).ok_or_else(unknown)?;
        let parent = code.parent();
        let depth = code.level() as usize;
        if parent.is_some_and(|parent| self.open[depth - 1] != parent.as_str()) {
            return Err(RegionProblem::Orphan {
                line,
                code: written.to_owned(),
            });
        }
        if self.open[depth] >= written {
            return Err(RegionProblem::OutOfOrder {
                line,
                code: written.to_owned(),
            });
        }
        self.open[depth] = written;
        Ok(RegionRow {
            code: written.to_owned(),
            parent: parent.map(|parent| parent.as_str().to_owned()),
            level: code.level(),
            kind,
            name: name.to_owned(),
            zone,
            valid_from: listed_on(),
            valid_to: None,
        })
    }
}

impl Iterator for Rows<'_> {
    type Item = Result<RegionRow, RegionProblem>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.failed {
            return None;
        }
        let text = self.lines.next()?;
        self.line += 1;
        let row = self.read(text);
        self.failed = row.is_err();
        Some(row)
    }
}

/// 25 April 2025: the date of the home minister's decree 300.2.2-2138 of 2025 that the source follows.
fn listed_on() -> NaiveDate {
    NaiveDate::from_ymd_opt(2025, 4, 25).unwrap_or_default()
}
