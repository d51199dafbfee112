//! The district offices of a regency, and the villages its profile names.

use super::draft::{Body, Draft, Post};
use super::government::Government;
use super::regency::{DemoProblem, Place};
use super::rows::{OrganisationKind, Role};
use crate::register::regions::{RegionKind, RegionLevel, RegionRow};

/// Describes every district with its head, and the villages of the profile with theirs.
pub(super) fn describe(
    draft: &mut Draft,
    place: &Place<'_>,
    government: &Government,
) -> Result<(), DemoProblem> {
    for district in place
        .regions
        .iter()
        .filter(|row| row.level == RegionLevel::District)
    {
        describe_district(draft, place, government, district);
    }
    for village in &place.profile.villages {
        let row = place
            .regions
            .iter()
            .find(|row| row.level == RegionLevel::Village && row.code == *village)
            .ok_or_else(|| DemoProblem::NoVillage {
                regency: place.short.clone(),
                village: village.clone(),
            })?;
        describe_village(draft, place, government, row);
    }
    Ok(())
}

fn describe_district(
    draft: &mut Draft,
    place: &Place<'_>,
    government: &Government,
    district: &RegionRow,
) {
    let name = &district.name;
    let (office, head, mail) = match district.kind {
        RegionKind::Distrik => ("Distrik", "Kepala Distrik", "kepala.distrik"),
        _ => ("Kecamatan", "Camat", "camat"),
    };
    let path = draft.organisation(
        &government.path,
        Body {
            slug: &district.code,
            code: district.code.clone(),
            kind: OrganisationKind::DistrictOffice,
            function: None,
            region: Some(district.code.clone()),
            names: (
                place.id(&format!("{office} {name},")),
                place.en(&format!("{name} District")),
            ),
        },
    );
    draft.post(
        (&path, &district.code),
        Post {
            slug: "head",
            titles: (
                place.id(&format!("{head} {name},")),
                place.en(&format!("Head of {name} District")),
            ),
            roles: vec![(Role::DistrictHead, path.as_str())],
            superior: Some(government.secretary.clone()),
            person: (
                place.id(&format!("{head} {name},")),
                format!("{mail}.{}", address(name)),
            ),
        },
    );
}

fn describe_village(
    draft: &mut Draft,
    place: &Place<'_>,
    government: &Government,
    village: &RegionRow,
) {
    let name = &village.name;
    let district = village.parent.clone().unwrap_or_default();
    let (office, head, english, mail) = match village.kind {
        RegionKind::Kelurahan => (
            format!("Kelurahan {name}"),
            format!("Lurah {name}"),
            "Ward",
            "lurah",
        ),
        // Names of customary villages say what they are: `Desa Adat Yoboi`.
        RegionKind::DesaAdat => (
            name.clone(),
            format!("Kepala {name}"),
            "Customary Village",
            "kades",
        ),
        _ => (
            format!("Desa {name}"),
            format!("Kepala Desa {name}"),
            "Village",
            "kades",
        ),
    };
    let path = draft.organisation(
        &format!("{}{district}/", government.path),
        Body {
            slug: &village.code,
            code: village.code.clone(),
            kind: OrganisationKind::VillageOffice,
            function: None,
            region: Some(village.code.clone()),
            names: (
                place.id(&format!("{office},")),
                place.en(&format!("{name} {english}")),
            ),
        },
    );
    draft.post(
        (&path, &village.code),
        Post {
            slug: "head",
            titles: (
                place.id(&format!("{head},")),
                place.en(&format!("Head of {name} {english}")),
            ),
            roles: vec![(Role::VillageHead, path.as_str())],
            superior: Some(format!("{district}/head")),
            person: (
                place.id(&format!("{head},")),
                format!("{mail}.{}", address(name)),
            ),
        },
    );
}

/// A name as a part of an e-mail address: letters and digits, one dash between words.
fn address(name: &str) -> String {
    let words = name
        .split(|letter: char| !letter.is_ascii_alphanumeric())
        .filter(|word| !word.is_empty());
    words
        .map(str::to_ascii_lowercase)
        .collect::<Vec<_>>()
        .join("-")
}
