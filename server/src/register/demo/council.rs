//! The council of twenty voting seats and the executive team of ten (DOMAIN 3 and 10).

use super::draft::{Body, Draft, Post};
use super::government::Government;
use super::regency::Place;
use super::rows::{CouncilRow, Function, MemberBlock, OrganisationKind, Role, SeatRow};
use crate::register::pillars::Pillar;

/// The agencies whose heads sit in the council.
const SEATED: [Function; 7] = [
    Function::Communication,
    Function::Planning,
    Function::VillageAffairs,
    Function::Finance,
    Function::Health,
    Function::Education,
    Function::PublicWorks,
];

/// Describes council, seats and executive team.
pub(super) fn describe(
    draft: &mut Draft,
    place: &Place<'_>,
    government: &Government,
    partners: &[(MemberBlock, String)],
) {
    let owner = place.profile.code.as_str();
    let code = format!("{owner}/dewan-smart-city");
    let names = place.titles("Dewan Smart City", "Smart City Council");
    let path = draft.organisation(
        &government.path,
        Body {
            slug: "dewan-smart-city",
            code: code.clone(),
            kind: OrganisationKind::Council,
            function: None,
            region: Some(owner.to_owned()),
            names: names.clone(),
        },
    );
    let secretary = draft.post(
        (&path, &code),
        Post {
            slug: "secretary",
            titles: place.titles(
                "Sekretaris Dewan Smart City",
                "Secretary of the Smart City Council",
            ),
            roles: vec![(Role::CouncilSecretary, &government.path)],
            superior: Some(government.secretary.clone()),
            person: (
                place.id("Sekretaris Dewan Smart City"),
                "sekretaris.dewan".to_owned(),
            ),
        },
    );
    let decree_number = draft.decree();
    draft.rows.councils.push(CouncilRow {
        code: code.clone(),
        organisation: path,
        regency: government.path.clone(),
        name_id: names.0,
        name_en: names.1,
        chair: government.head.clone(),
        secretary,
        decree_number,
        valid_from: draft.since,
        valid_to: None,
    });
    for (number, (block, position)) in (1..).zip(members(government, partners)) {
        draft.grant(&position, Role::CouncilMember, &government.path);
        draft.rows.seats.push(SeatRow {
            code: format!("{code}#{number:02}"),
            council: code.clone(),
            number,
            block,
            position,
            voting: true,
        });
    }
    describe_team(draft, place, government);
}

/// Who sits in the council, in the order of the roll call.
fn members(
    government: &Government,
    partners: &[(MemberBlock, String)],
) -> Vec<(MemberBlock, String)> {
    let executive = [&government.head, &government.deputy, &government.secretary]
        .into_iter()
        .chain(government.assistants.iter().take(2))
        .map(|position| (MemberBlock::Executive, position.clone()));
    let agencies = SEATED
        .into_iter()
        .filter_map(|function| government.agency_head(function))
        .map(|position| (MemberBlock::Opd, position.to_owned()));
    executive
        .chain(agencies)
        .chain(partners.iter().cloned())
        .collect()
}

/// Lead, six pillar leads and three members from outside.
fn describe_team(draft: &mut Draft, place: &Place<'_>, government: &Government) {
    let owner = place.profile.code.as_str();
    let code = format!("{owner}/tim-pelaksana");
    let path = draft.organisation(
        &government.path,
        Body {
            slug: "tim-pelaksana",
            code: code.clone(),
            kind: OrganisationKind::ExecutiveTeam,
            function: None,
            region: Some(owner.to_owned()),
            names: place.titles("Tim Pelaksana Smart City", "Smart City Executive Team"),
        },
    );
    let lead = draft.post(
        (&path, &code),
        Post {
            slug: "lead",
            titles: place.titles(
                "Ketua Tim Pelaksana Smart City",
                "Lead of the Smart City Executive Team",
            ),
            roles: vec![(Role::ExecTeamLead, &government.path)],
            superior: Some(government.secretary.clone()),
            person: (
                place.id("Ketua Tim Pelaksana Smart City"),
                "ketua.tim".to_owned(),
            ),
        },
    );
    for pillar in Pillar::ALL {
        let (slug, name) = (pillar.slug(), pillar.name());
        let title = format!("Koordinator Pilar {name}");
        let position = draft.post(
            (&path, &code),
            Post {
                slug: &format!("pillar-{slug}"),
                titles: place.titles(&title, &format!("Lead of the {name} Pillar")),
                roles: vec![(Role::PillarLead, &government.path)],
                superior: Some(lead.clone()),
                person: (place.id(&title), format!("pilar.{slug}")),
            },
        );
        draft.lead(&position, *pillar);
    }
    for (slug, id, en, mail) in [
        (
            "member-academia",
            "Anggota Tim Pelaksana (akademisi)",
            "Executive Team Member (academia)",
            "tim.akademisi",
        ),
        (
            "member-business",
            "Anggota Tim Pelaksana (pelaku usaha)",
            "Executive Team Member (business)",
            "tim.usaha",
        ),
        (
            "member-volunteer",
            "Anggota Tim Pelaksana (relawan TIK)",
            "Executive Team Member (ICT volunteers)",
            "tim.relawan",
        ),
    ] {
        draft.post(
            (&path, &code),
            Post {
                slug,
                titles: place.titles(id, en),
                roles: vec![(Role::ExecTeamMember, &path)],
                superior: Some(lead.clone()),
                person: (place.id(id), mail.to_owned()),
            },
        );
    }
}
