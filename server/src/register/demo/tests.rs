//! What the demo register promises (DOMAIN 10), looked at from outside.

#![allow(clippy::unwrap_used)] // a test that cannot unwrap has failed

use std::collections::BTreeSet;

use chrono::NaiveDate;

use super::*;
use crate::register::pillars::{Pillar, SubDimension};

fn extract() -> RegionExtract {
    RegionExtract::shipped().unwrap()
}

fn kukar() -> DemoRegister {
    demo_register(&extract()).unwrap()
}

fn day() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 11, 23).unwrap()
}

/// Every promise that holds for any regency.
fn check(register: &DemoRegister) {
    let paths: BTreeSet<_> = register.organisations.iter().map(|row| &row.path).collect();
    let codes: BTreeSet<_> = register.organisations.iter().map(|row| &row.code).collect();
    assert_eq!(
        (paths.len(), codes.len()),
        (register.organisations.len(), register.organisations.len())
    );
    for row in &register.organisations {
        assert!(
            row.path.starts_with("/id/") && row.path.ends_with('/'),
            "{}",
            row.path
        );
        assert!(
            row.parent_path
                .as_ref()
                .is_none_or(|parent| paths.contains(parent)),
            "{} hangs in the air",
            row.path
        );
    }
    let positions: BTreeSet<_> = register.positions.iter().map(|row| &row.code).collect();
    assert_eq!(positions.len(), register.positions.len());
    for row in &register.positions {
        assert!(paths.contains(&row.organisation), "{}", row.code);
        assert!(
            row.superior
                .as_ref()
                .is_none_or(|superior| positions.contains(superior)),
            "{}",
            row.code
        );
        assert!(
            row.roles.iter().all(|grant| paths.contains(&grant.scope)),
            "{}",
            row.code
        );
        assert!(
            !row.title_id.is_empty() && !row.title_en.is_empty() && row.title_id != row.title_en,
            "{}",
            row.code
        );
    }
    let people: BTreeSet<_> = register.people.iter().map(|row| &row.code).collect();
    let emails: BTreeSet<_> = register.people.iter().map(|row| &row.email).collect();
    assert_eq!(
        (people.len(), emails.len()),
        (register.people.len(), register.people.len())
    );
    for row in &register.people {
        assert!(row.email.ends_with(".demo.mufakat.test"), "{}", row.email);
        let allowed =
            |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || b".-@".contains(&byte);
        assert!(row.email.bytes().all(allowed), "{}", row.email);
    }
    let incumbencies: BTreeSet<_> = register.incumbencies.iter().map(|row| &row.code).collect();
    assert_eq!(incumbencies.len(), register.incumbencies.len());
    for row in &register.incumbencies {
        assert!(
            positions.contains(&row.position) && people.contains(&row.person),
            "{}",
            row.code
        );
        assert!(
            row.decree_number.contains("/CONTOH/"),
            "{}",
            row.decree_number
        );
    }
    let decrees: BTreeSet<_> = register
        .incumbencies
        .iter()
        .map(|row| &row.decree_number)
        .collect();
    assert_eq!(decrees.len(), register.incumbencies.len());
    for position in &register.positions {
        let held = register
            .incumbencies
            .iter()
            .filter(|row| row.position == position.code)
            .count();
        assert!(held <= 1, "{} is held twice", position.code);
    }
    for seat in &register.seats {
        let row = register.position(&seat.position).unwrap();
        assert!(
            row.roles
                .iter()
                .any(|grant| grant.role == Role::CouncilMember),
            "{}",
            seat.code
        );
    }
}

#[test]
fn kutai_kartanegara_has_its_government_and_twelve_agencies() {
    let register = kukar();
    check(&register);
    let count = |kind| {
        register
            .organisations
            .iter()
            .filter(|row| row.kind == kind)
            .count()
    };
    assert_eq!(count(OrganisationKind::Opd), 12);
    assert_eq!(count(OrganisationKind::DistrictOffice), 20);
    assert_eq!(count(OrganisationKind::VillageOffice), 3);
    assert_eq!(
        (
            count(OrganisationKind::Council),
            count(OrganisationKind::ExecutiveTeam)
        ),
        (1, 1)
    );
    let diskominfo = register
        .by_function("/id/64/64.02/", Function::Communication)
        .unwrap();
    assert_eq!(diskominfo.path, "/id/64/64.02/diskominfo/");
    assert_eq!(
        register
            .by_function("/id/64/64.02/", Function::Legal)
            .unwrap()
            .path,
        "/id/64/64.02/setda/bagian-hukum/"
    );
    let siran = register
        .organisation("/id/64/64.02/64.02.11/64.02.11.2007/")
        .unwrap();
    assert_eq!(siran.name_id, "Desa Muara Siran, Kab. Kutai Kartanegara");
}

#[test]
fn people_are_named_by_their_post() {
    let register = kukar();
    let head = register.position("64.02/diskominfo/head").unwrap();
    assert_eq!(
        head.title_id,
        "Kepala Dinas Komunikasi dan Informatika Kab. Kutai Kartanegara"
    );
    assert_eq!(
        head.title_en,
        "Head of the Communications and Informatics Agency, Kutai Kartanegara Regency"
    );
    assert_eq!(head.superior.as_deref(), Some("64.02/setda/sekda"));
    let (person, mode) = register.holder(&head.code, day()).unwrap();
    assert_eq!(person.name, "Kepala Diskominfo Kab. Kutai Kartanegara");
    assert_eq!(person.email, "kepala.diskominfo@kukar.demo.mufakat.test");
    assert_eq!(mode, Mode::Definitive);
    let inspector = register.holder("64.02/inspektorat/head", day()).unwrap().0;
    assert_eq!(inspector.name, "Inspektur Daerah Kab. Kutai Kartanegara");
    let ward = register.holder("64.02.06.1005/head", day()).unwrap().0;
    assert_eq!(
        (ward.name.as_str(), ward.email.as_str()),
        (
            "Lurah Melayu, Kab. Kutai Kartanegara",
            "lurah.melayu@kukar.demo.mufakat.test"
        )
    );
}

#[test]
fn nobody_holds_a_post_before_the_first_day() {
    let register = kukar();
    let before = kutai_kartanegara().since.pred_opt().unwrap();
    assert_eq!(register.holder("64.02/head", before), None);
    assert!(
        register
            .holder("64.02/head", kutai_kartanegara().since)
            .is_some()
    );
}

#[test]
fn the_council_has_twenty_voting_seats_in_seven_blocks_and_twenty_people() {
    let register = kukar();
    let in_block = |block| {
        register
            .seats
            .iter()
            .filter(|seat| seat.block == block && seat.voting)
            .count()
    };
    let sizes: Vec<_> = MemberBlock::ALL
        .iter()
        .map(|block| in_block(*block))
        .collect();
    assert_eq!(sizes, [5, 7, 2, 1, 2, 1, 2]);
    let people: BTreeSet<_> = register
        .seats
        .iter()
        .map(|seat| {
            register
                .holder(&seat.position, day())
                .unwrap()
                .0
                .code
                .clone()
        })
        .collect();
    assert_eq!(people.len(), 20, "nobody sits twice in the default demo");
    let council = &register.councils[0];
    assert_eq!(
        (council.chair.as_str(), register.seats[0].position.as_str()),
        ("64.02/head", "64.02/head")
    );
    assert!(
        register
            .seats
            .iter()
            .all(|seat| seat.position != council.secretary)
    );
    assert_eq!(
        register
            .seats
            .iter()
            .map(|seat| seat.number)
            .collect::<Vec<_>>(),
        (1..=20).collect::<Vec<_>>()
    );
}

#[test]
fn the_executive_team_has_a_lead_and_one_lead_for_each_pillar() {
    let register = kukar();
    let team: Vec<_> = register
        .positions
        .iter()
        .filter(|row| row.organisation == "/id/64/64.02/tim-pelaksana/")
        .collect();
    assert_eq!(team.len(), 10);
    let led: BTreeSet<_> = team.iter().filter_map(|row| row.pillar).collect();
    assert_eq!(led.len(), Pillar::ALL.len());
    let lead = register.position("64.02/tim-pelaksana/lead").unwrap();
    assert_eq!(
        lead.roles,
        [RoleGrant {
            role: Role::ExecTeamLead,
            scope: "/id/64/64.02/".to_owned()
        }]
    );
}

#[test]
fn the_tourism_agency_is_led_by_its_secretary_as_plt() {
    let register = kukar();
    let (person, mode) = register.holder("64.02/dispar/head", day()).unwrap();
    assert_eq!(
        (person.code.as_str(), mode),
        ("64.02/dispar/secretary", Mode::Plt)
    );
    let acting = register
        .incumbencies
        .iter()
        .filter(|row| row.mode != Mode::Definitive)
        .count();
    assert_eq!(acting, 1, "every other post is held definitively");
    assert!(
        register
            .people
            .iter()
            .all(|person| person.code != "64.02/dispar/head"),
        "a vacant post names nobody"
    );
}

#[test]
fn a_test_may_put_the_deputy_in_the_head_s_place() {
    let extract = extract();
    for mode in [Mode::Plt, Mode::Plh] {
        let profile = RegencyProfile {
            head: mode,
            ..kutai_kartanegara()
        };
        let register = regency(&profile, &extract).unwrap();
        let (person, held) = register.holder("64.02/head", day()).unwrap();
        assert_eq!((person.code.as_str(), held), ("64.02/deputy", mode));
        assert!(
            register
                .people
                .iter()
                .any(|person| person.code == "64.02/head"),
            "the head can be appointed later"
        );
    }
    let profile = RegencyProfile {
        head: Mode::Pj,
        ..kutai_kartanegara()
    };
    let register = regency(&profile, &extract).unwrap();
    assert_eq!(register.holder("64.02/head", day()).unwrap().1, Mode::Pj);
    assert_eq!(register.holder("64.02/deputy", day()), None);
}

#[test]
fn national_roles_reach_the_republic_and_reviewers_only_their_pool() {
    let register = national();
    check(&register);
    let scope = |code: &str| register.position(code).unwrap().roles[0].scope.clone();
    for code in [
        "komdigi/ditjen/head",
        "komdigi/sekretariat/programme-officer",
        "komdigi/sekretariat/sysadmin",
        "komdigi/itjen/auditor",
    ] {
        assert_eq!(scope(code), NATIONAL_SCOPE);
    }
    for code in ["asesor/01", "asesor/02", "asesor/03"] {
        assert_eq!(scope(code), "/id/asesor/");
    }
}

#[test]
fn every_sign_in_card_opens_a_post() {
    let register = kukar();
    let cards = demo_accounts(&register, &kutai_kartanegara());
    assert_eq!(cards.len(), 13);
    assert_eq!(cards[0].email, "ketua.tim@kukar.demo.mufakat.test");
    let people: BTreeSet<_> = cards.iter().map(|card| &card.person).collect();
    assert_eq!(people.len(), cards.len());
    for card in &cards {
        assert!(
            register
                .people
                .iter()
                .any(|person| person.code == card.person && person.email == card.email)
        );
        assert!(register.organisation(&card.organisation).is_some());
    }
}

#[test]
fn the_other_regencies_of_the_cohort_are_built_by_the_same_function() {
    let extract = extract();
    let mut all = national();
    for (code, slug, districts, head) in [
        ("64.02", "kukar", 20, "Bupati Kutai Kartanegara"),
        ("64.01", "paser", 10, "Bupati Paser"),
        ("64.09", "ppu", 4, "Bupati Penajam Paser Utara"),
        ("62.06", "katingan", 13, "Bupati Katingan"),
        ("33.28", "tegal", 18, "Bupati Tegal"),
        ("12.08", "simalungun", 32, "Bupati Simalungun"),
        ("51.06", "bangli", 4, "Bupati Bangli"),
        ("71.74", "kotamobagu", 4, "Wali Kota Kotamobagu"),
        ("91.03", "jayapura", 19, "Bupati Jayapura"),
    ] {
        let profile = RegencyProfile {
            code: code.to_owned(),
            slug: slug.to_owned(),
            acting_secretaries: if code == "64.01" {
                vec![Function::Communication]
            } else {
                Vec::new()
            },
            villages: if code == "91.03" {
                vec!["91.03.01.3007".to_owned()]
            } else {
                Vec::new()
            },
            ..kutai_kartanegara()
        };
        let register = regency(&profile, &extract).unwrap();
        let offices = register
            .organisations
            .iter()
            .filter(|row| row.kind == OrganisationKind::DistrictOffice);
        assert_eq!(offices.count(), districts, "{code}");
        assert_eq!(register.seats.len(), 20);
        assert_eq!(
            register.position(&format!("{code}/head")).unwrap().title_id,
            head
        );
        all.extend(register);
    }
    check(&all);
    let (person, mode) = all.holder("64.01/diskominfo/secretary", day()).unwrap();
    assert_eq!(
        (person.code.as_str(), mode),
        ("64.01/diskominfo/officer", Mode::Plt)
    );
    let yoboi = all
        .organisation("/id/91/91.03/91.03.01/91.03.01.3007/")
        .unwrap();
    assert_eq!(yoboi.name_id, "Desa Adat Yoboi, Kab. Jayapura");
    assert!(
        all.position("91.03.01/head")
            .unwrap()
            .title_id
            .starts_with("Kepala Distrik ")
    );
}

#[test]
fn building_twice_gives_the_same_rows() {
    assert_eq!(kukar(), kukar());
    let mut twice = kukar();
    twice.extend(kukar());
    assert_eq!(twice, kukar());
}

#[test]
fn a_profile_of_a_place_that_is_not_there_is_refused() {
    let extract = extract();
    for code in ["64", "64.99", "64.02.11", ""] {
        let profile = RegencyProfile {
            code: code.to_owned(),
            ..kutai_kartanegara()
        };
        assert_eq!(
            regency(&profile, &extract).unwrap_err(),
            DemoProblem::NoRegency(code.to_owned())
        );
        assert_eq!(
            masterplan(code, 2027, &extract).unwrap_err().code(),
            "DEMO_NO_REGENCY"
        );
    }
    let profile = RegencyProfile {
        villages: vec!["64.01.01.2001".to_owned()],
        ..kutai_kartanegara()
    };
    let problem = regency(&profile, &extract).unwrap_err();
    assert_eq!(problem.code(), "DEMO_NO_VILLAGE");
    assert_eq!(
        problem.indonesian(),
        "64.01.01.2001 bukan desa/kelurahan di Kab. Kutai Kartanegara."
    );
}

#[test]
fn the_sample_plan_covers_every_sub_dimension_once() {
    let extract = extract();
    let register = kukar();
    let plan = masterplan("64.02", 2027, &extract).unwrap();
    let covered: Vec<_> = plan.roadmap.iter().map(|row| row.sub_dimension).collect();
    assert_eq!(covered, SubDimension::ALL);
    let codes: std::collections::BTreeSet<_> = covered.iter().map(|it| it.code()).collect();
    assert_eq!(codes.len(), 18, "forms tell them apart by code alone");
    for row in &plan.roadmap {
        assert_eq!(row.pillar, row.sub_dimension.pillar());
        assert!((plan.first_year..=plan.last_year).contains(&row.year));
        assert!(
            register
                .organisations
                .iter()
                .any(|organisation| organisation.code == row.opd),
            "{}",
            row.opd
        );
    }
    assert_eq!(
        plan.budget_total,
        plan.roadmap
            .iter()
            .map(|row| row.budget_amount)
            .sum::<u64>()
    );
    assert_eq!(
        plan.agencies().len(),
        11,
        "every agency but the inspectorate, which audits"
    );
    assert_eq!(
        (plan.business_key.as_str(), plan.books.len()),
        ("64.02-2027-001", 3)
    );
}

#[test]
fn the_quick_wins_keep_the_movement_s_rules() {
    let plan = masterplan("64.02", 2027, &extract()).unwrap();
    assert!((3..=6).contains(&plan.quick_wins.len()));
    for pillar in Pillar::ALL {
        assert!(
            plan.quick_wins.iter().any(|row| row.pillar == *pillar),
            "{pillar} has none"
        );
        assert!(
            plan.alignment
                .iter()
                .any(|row| row.pillar == *pillar && row.programmes.len() == 3)
        );
    }
    for row in &plan.quick_wins {
        let months_six = row
            .start_date
            .checked_add_months(chrono::Months::new(6))
            .unwrap();
        let months_twelve = row
            .start_date
            .checked_add_months(chrono::Months::new(12))
            .unwrap();
        assert!(row.end_date >= months_six && row.end_date <= months_twelve);
        assert!(
            plan.roadmap
                .iter()
                .any(|programme| programme.sub_dimension == row.sub_dimension
                    && programme.opd == row.lead_opd)
        );
        assert!(!row.supporting_opds.contains(&row.lead_opd));
    }
}

#[test]
fn the_plan_is_written_in_the_fields_of_its_forms_and_marked_as_sample() {
    let plan = serde_json::to_value(masterplan("64.02", 2027, &extract()).unwrap()).unwrap();
    let card = &plan["quickWins"][0];
    for key in [
        "title",
        "pillar",
        "subDimension",
        "problem",
        "beneficiaries",
        "indicatorName",
        "unit",
        "baseline",
        "target",
        "startDate",
        "endDate",
        "leadOpd",
        "supportingOpds",
        "budgetCode",
        "budgetAmount",
        "fundingSource",
        "risk",
    ] {
        assert!(!card[key].is_null(), "{key}");
    }
    assert_eq!(card["leadOpd"], "64.02/disdukcapil");
    assert_eq!(card["startDate"], "2027-02-01");
    assert_eq!(plan["roadmap"][7]["budgetSource"], "ADD");
    for list in ["roadmap", "quickWins", "alignment"] {
        for row in plan[list].as_array().unwrap() {
            assert_eq!(row["mark"], SAMPLE_MARK);
        }
    }
    assert!(plan["title"].as_str().unwrap().ends_with("(data contoh)"));
}
