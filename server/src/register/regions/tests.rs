//! What the extract holds, counted, and what it refuses (DOMAIN 9).

#![allow(clippy::unwrap_used)] // a test that cannot unwrap has failed

use std::collections::{BTreeMap, BTreeSet};

use super::*;
use sha2::{Digest, Sha256};

fn rows() -> Vec<RegionRow> {
    RegionExtract::shipped()
        .unwrap()
        .rows()
        .collect::<Result<_, _>>()
        .unwrap()
}

fn kinds(rows: &[RegionRow]) -> BTreeMap<&'static str, usize> {
    let mut counts = BTreeMap::new();
    for row in rows {
        *counts.entry(row.kind.code()).or_default() += 1;
    }
    counts
}

#[test]
fn the_tree_has_every_region_of_the_decree() {
    let rows = rows();
    let at = |level| rows.iter().filter(|row| row.level == level).count();
    assert_eq!(at(RegionLevel::Province), 38);
    assert_eq!(at(RegionLevel::Regency), 514);
    assert_eq!(at(RegionLevel::District), 7_285);
    assert_eq!(at(RegionLevel::Village), 83_762);
    let kinds = kinds(&rows);
    assert_eq!((kinds["KABUPATEN"], kinds["KOTA"]), (416, 98));
    assert_eq!(
        (kinds["DESA"], kinds["KELURAHAN"], kinds["DESA_ADAT"]),
        (75_252, 8_496, 14)
    );
}

#[test]
fn the_text_is_the_one_its_readme_vouches_for() {
    let extract = RegionExtract::shipped().unwrap();
    let digest: String = Sha256::digest(extract.text())
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect();
    let readme = include_str!(concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/../schema/data/regions/README.md"
    ));
    assert!(
        readme.contains(&digest),
        "the README names another digest than {digest}"
    );
}

#[test]
fn known_regencies_have_their_districts_and_villages() {
    let extract = RegionExtract::shipped().unwrap();
    for (code, name, districts, desa, kelurahan) in [
        ("64.02", "Kabupaten Kutai Kartanegara", 20, 193, 44),
        ("64.01", "Kabupaten Paser", 10, 139, 5),
        ("62.06", "Kabupaten Katingan", 13, 154, 7),
        ("64.09", "Kabupaten Penajam Paser Utara", 4, 30, 24),
    ] {
        let inside = extract.subtree(code).unwrap();
        let kinds = kinds(&inside);
        assert_eq!(inside[0].name, name);
        assert_eq!(
            (kinds["KECAMATAN"], kinds["DESA"], kinds["KELURAHAN"]),
            (districts, desa, kelurahan),
            "{code}"
        );
    }
}

#[test]
fn muara_siran_lies_in_muara_kaman_in_kutai_kartanegara() {
    let siran = &RegionExtract::shipped()
        .unwrap()
        .subtree("64.02.11.2007")
        .unwrap()[0];
    assert_eq!(
        (siran.name.as_str(), siran.kind, siran.zone),
        ("Muara Siran", RegionKind::Desa, Zone::Makassar)
    );
    assert_eq!(siran.parent.as_deref(), Some("64.02.11"));
    let code = RegionCode::parse(&siran.code).unwrap();
    assert_eq!(code.regency().map(RegionCode::as_str), Some("64.02"));
}

#[test]
fn a_code_prefix_is_a_region_only_at_a_dot() {
    let extract = RegionExtract::shipped().unwrap();
    assert_eq!(extract.subtree("64.0").unwrap(), []);
    assert_eq!(extract.subtree("99").unwrap(), []);
    let last = extract.rows().last().unwrap().unwrap();
    assert_eq!(
        extract.subtree(&last.code).unwrap(),
        [last],
        "the end of the file is no end of the search"
    );
}

#[test]
fn odd_names_arrive_letter_for_letter() {
    let names: BTreeMap<String, String> =
        rows().into_iter().map(|row| (row.code, row.name)).collect();
    for (code, name) in [
        ("35.29.22", "Ra\"as"),
        ("12.07.28.1007", "Lubuk Pakam I,II"),
        ("14.02.09.2010", "Lambang Sari I, II, III"),
        ("53.07.01.2021", "Regapu\u{2019}u"),
        ("91.20.07.2005", "Teuw*"),
        ("94.04.10.2004", "T\"Singa"),
    ] {
        assert_eq!(names[code], name);
    }
    assert!(
        names
            .values()
            .any(|name| name.bytes().any(|byte| byte.is_ascii_digit()))
    );
}

#[test]
fn names_are_no_keys() {
    let rows = rows();
    let villages: Vec<_> = rows
        .iter()
        .filter(|row| row.level == RegionLevel::Village)
        .collect();
    let distinct: BTreeSet<_> = villages.iter().map(|row| &row.name).collect();
    assert_eq!(distinct.len(), 63_723);
    assert_eq!(
        villages
            .iter()
            .filter(|row| row.name == "Sidomulyo")
            .count(),
        98
    );
    let bare = |kind| -> BTreeSet<String> {
        rows.iter()
            .filter(|row| row.kind == kind)
            .map(|row| row.bare_name().to_owned())
            .collect()
    };
    assert_eq!(
        bare(RegionKind::Kabupaten)
            .intersection(&bare(RegionKind::Kota))
            .count(),
        26
    );
}

#[test]
fn a_regency_is_named_by_its_kind() {
    for row in rows()
        .iter()
        .filter(|row| row.level == RegionLevel::Regency)
    {
        let word = if row.kind == RegionKind::Kota {
            "Kota "
        } else {
            "Kabupaten "
        };
        assert!(row.name.starts_with(word), "{} {}", row.code, row.name);
    }
    let extract = RegionExtract::shipped().unwrap();
    assert_eq!(
        extract.subtree("64.02").unwrap()[0].short_name(),
        "Kab. Kutai Kartanegara"
    );
    assert_eq!(
        extract.subtree("71.74").unwrap()[0].short_name(),
        "Kota Kotamobagu"
    );
}

#[test]
fn each_province_keeps_its_own_clock() {
    let mut zones = BTreeMap::<&str, Vec<String>>::new();
    for row in rows()
        .into_iter()
        .filter(|row| row.level == RegionLevel::Province)
    {
        zones.entry(row.zone.code()).or_default().push(row.code);
    }
    assert_eq!(
        zones["Asia/Jakarta"].join(" "),
        "11 12 13 14 15 16 17 18 19 21 31 32 33 34 35 36"
    );
    assert_eq!(zones["Asia/Pontianak"].join(" "), "61 62");
    assert_eq!(
        zones["Asia/Makassar"].join(" "),
        "51 52 53 63 64 65 71 72 73 74 75 76"
    );
    assert_eq!(zones["Asia/Jayapura"].join(" "), "81 82 91 92 93 94 95 96");
    assert_eq!(Zone::Pontianak.abbreviation(), "WIB");
    assert_eq!(Zone::Makassar.abbreviation(), "WITA");
    assert_eq!(Zone::Jayapura.abbreviation(), "WIT");
}

#[test]
fn districts_of_papua_are_called_distrik() {
    let rows = rows();
    let distrik: BTreeSet<_> = rows
        .iter()
        .filter(|row| row.kind == RegionKind::Distrik)
        .map(|row| &row.code[..2])
        .collect();
    assert_eq!(
        distrik.into_iter().collect::<Vec<_>>(),
        ["91", "92", "93", "94", "95", "96"]
    );
    let adat: BTreeSet<_> = rows
        .iter()
        .filter(|row| row.kind == RegionKind::DesaAdat)
        .map(|row| &row.code[..5])
        .collect();
    assert_eq!(adat.into_iter().collect::<Vec<_>>(), ["91.03"]);
}

#[test]
fn a_statistics_code_is_not_taken_for_a_region_code() {
    for text in [
        "",
        "6",
        "6403",
        "640211",
        "64.2",
        "64.02.",
        "64-02",
        "64.02.11.207",
        "64.02.11.2007 ",
        "６4",
    ] {
        assert_eq!(RegionCode::parse(text), None, "{text:?}");
    }
}

#[test]
fn damaged_extracts_are_refused_by_line() {
    let last = |text: &str| {
        RegionExtract::from_text(text.to_owned())
            .rows()
            .last()
            .unwrap()
            .unwrap_err()
    };
    assert_eq!(
        last("64\tKalimantan Timur\n64.02"),
        RegionProblem::Malformed { line: 2 }
    );
    assert_eq!(last("64\tA\tB"), RegionProblem::Malformed { line: 1 });
    assert_eq!(last("64\t"), RegionProblem::Malformed { line: 1 });
    assert_eq!(last("99\tAtlantis").code(), "REGION_CODE_UNKNOWN");
    assert_eq!(
        last("64\tA\n64.02\tB\n64.02.01\tC\n64.02.01.9001\tD").code(),
        "REGION_CODE_UNKNOWN"
    );
    assert_eq!(last("64\tA\n63.02\tB").code(), "REGION_ORPHAN");
    assert_eq!(last("64\tA\n64.02.01\tB").code(), "REGION_ORPHAN");
    assert_eq!(last("64\tA\n64\tA").code(), "REGION_OUT_OF_ORDER");
    assert_eq!(last("64\tA\n63\tB").code(), "REGION_OUT_OF_ORDER");
    let problem = RegionExtract::from_gzip(b"no gzip").unwrap_err();
    assert_eq!(problem.code(), "REGION_EXTRACT_UNREADABLE");
    assert!(problem.indonesian().starts_with("Berkas data wilayah"));
}
