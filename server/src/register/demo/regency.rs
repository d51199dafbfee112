//! Builds one regency of the demo from its profile and the region extract.

use super::council;
use super::draft::Draft;
use super::government::Government;
use super::partners;
use super::profile::RegencyProfile;
use super::rows::DemoRegister;
use super::territory;
use crate::register::regions::{RegionExtract, RegionKind, RegionLevel, RegionProblem, RegionRow};

/// Why a demo regency cannot be built. `Display` is the English sentence.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum DemoProblem {
    /// The extract cannot be read.
    #[error(transparent)]
    Extract(#[from] RegionProblem),
    /// The profile names a regency that the extract does not hold.
    #[error("the region extract holds no regency {0}")]
    NoRegency(String),
    /// The profile names a village that does not lie in the regency.
    #[error("{village} is not a village of {regency}")]
    NoVillage {
        /// The regency of the profile.
        regency: String,
        /// The village it names.
        village: String,
    },
}

impl DemoProblem {
    /// The stable code of the problem.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Extract(problem) => problem.code(),
            Self::NoRegency(_) => "DEMO_NO_REGENCY",
            Self::NoVillage { .. } => "DEMO_NO_VILLAGE",
        }
    }

    /// The Indonesian sentence.
    #[must_use]
    pub fn indonesian(&self) -> String {
        match self {
            Self::Extract(problem) => problem.indonesian(),
            Self::NoRegency(code) => format!("Data wilayah tidak memuat kabupaten/kota {code}."),
            Self::NoVillage { regency, village } => {
                format!("{village} bukan desa/kelurahan di {regency}.")
            }
        }
    }
}

/// A regency's names and regions, as its descriptions need them.
pub(super) struct Place<'a> {
    /// The profile.
    pub profile: &'a RegencyProfile,
    /// The regency, then its districts and villages, parents first.
    pub regions: Vec<RegionRow>,
    /// `Kab. Kutai Kartanegara`, as it stands in titles.
    pub short: String,
    /// `Kutai Kartanegara`.
    pub bare: String,
    /// `Kutai Kartanegara Regency` or `Kotamobagu City`.
    pub english: String,
    /// Whether it is a city.
    pub city: bool,
    /// The province: code and name.
    pub province: (String, String),
}

impl Place<'_> {
    /// An Indonesian title of this regency: `Sekretaris Daerah Kab. Kutai Kartanegara`.
    pub fn id(&self, title: &str) -> String {
        format!("{title} {}", self.short)
    }

    /// An English title of this regency: `Regional Secretary, Kutai Kartanegara Regency`.
    pub fn en(&self, title: &str) -> String {
        format!("{title}, {}", self.english)
    }

    /// Titles in both languages.
    pub fn titles(&self, id: &str, en: &str) -> (String, String) {
        (self.id(id), self.en(en))
    }
}

/// Builds a regency: its government, agencies, council, executive team, districts and the villages of
/// the profile, with their posts and holders, under `/id/<province>/<regency>/`. The republic itself
/// comes from [`super::national`].
///
/// # Errors
/// [`DemoProblem`], when the extract is damaged or lacks a region that the profile names.
pub fn regency(
    profile: &RegencyProfile,
    extract: &RegionExtract,
) -> Result<DemoRegister, DemoProblem> {
    let place = place(profile, extract)?;
    let mut draft = Draft::new(
        format!("{}.demo.mufakat.test", profile.slug),
        profile.slug.to_uppercase(),
        profile.since,
    );
    let government = Government::describe(&mut draft, &place);
    territory::describe(&mut draft, &place, &government)?;
    let partners = partners::describe(&mut draft, &place, &government);
    council::describe(&mut draft, &place, &government, &partners);
    Ok(draft.rows)
}

fn place<'a>(
    profile: &'a RegencyProfile,
    extract: &RegionExtract,
) -> Result<Place<'a>, DemoProblem> {
    let missing = || DemoProblem::NoRegency(profile.code.clone());
    let regions = extract.subtree(&profile.code)?;
    let own = regions
        .first()
        .filter(|row| row.level == RegionLevel::Regency)
        .ok_or_else(missing)?;
    let province_code = own.parent.clone().ok_or_else(missing)?;
    let mut province_name = None;
    for row in extract.rows() {
        let row = row?;
        if row.code == province_code {
            province_name = Some(row.name);
            break;
        }
    }
    let city = own.kind == RegionKind::Kota;
    let bare = own.bare_name().to_owned();
    Ok(Place {
        profile,
        short: own.short_name(),
        english: format!("{bare} {}", if city { "City" } else { "Regency" }),
        bare,
        city,
        province: (province_code, province_name.ok_or_else(missing)?),
        regions,
    })
}
