//! The national bodies of the demo: the lead ministry's chain, BAKTI, the reviewer pool. Names of the
//! directorates changed in 2024 and 2025 and will again, so they are described, not quoted (DOMAIN 1).

use chrono::NaiveDate;

use super::draft::{Body, Draft, Post};
use super::rows::{DemoRegister, OrganisationKind, Role};

/// Path of the republic: the scope of national roles.
pub const NATIONAL_SCOPE: &str = "/id/";

/// How many reviewers the pool of the demo has.
const REVIEWERS: usize = 3;

/// Builds the republic, the ministry and the pool of reviewers, with their posts.
#[must_use]
pub fn national() -> DemoRegister {
    // The ministry has borne its present name since 21 October 2024.
    let since = NaiveDate::from_ymd_opt(2024, 10, 21).unwrap_or_default();
    let mut draft = Draft::new(
        "nasional.demo.mufakat.test".to_owned(),
        "NASIONAL".to_owned(),
        since,
    );
    let body = |slug, code: &str, kind, id: &str, en: &str| Body {
        slug,
        code: code.to_owned(),
        kind,
        function: None,
        region: None,
        names: (id.to_owned(), en.to_owned()),
    };
    let republic = draft.organisation(
        "",
        body(
            "id",
            "id",
            OrganisationKind::Republic,
            "Republik Indonesia",
            "Republic of Indonesia",
        ),
    );
    let ministry = draft.organisation(
        &republic,
        body(
            "komdigi",
            "komdigi",
            OrganisationKind::Ministry,
            "Kementerian Komunikasi dan Digital",
            "Ministry of Communication and Digital Affairs",
        ),
    );
    let general = draft.organisation(
        &ministry,
        body(
            "ditjen",
            "komdigi/ditjen",
            OrganisationKind::DirectorateGeneral,
            "Direktorat Jenderal pembina kota cerdas (contoh)",
            "Directorate General in charge of smart cities (sample)",
        ),
    );
    let directorate = draft.organisation(
        &general,
        body(
            "direktorat",
            "komdigi/direktorat",
            OrganisationKind::Directorate,
            "Direktorat akselerasi digital daerah (contoh)",
            "Directorate of regional digital acceleration (sample)",
        ),
    );
    let secretariat = draft.organisation(
        &directorate,
        body(
            "sekretariat",
            "komdigi/sekretariat",
            OrganisationKind::ProgrammeSecretariat,
            "Sekretariat Program Kota Cerdas (contoh)",
            "Smart City Programme Secretariat (sample)",
        ),
    );
    let inspectorate = draft.organisation(
        &ministry,
        body(
            "itjen",
            "komdigi/itjen",
            OrganisationKind::InspectorateGeneral,
            "Inspektorat Jenderal Kementerian Komunikasi dan Digital",
            "Inspectorate General of the Ministry of Communication and Digital Affairs",
        ),
    );
    draft.organisation(
        &ministry,
        body(
            "bakti",
            "komdigi/bakti",
            OrganisationKind::Agency,
            "Badan Aksesibilitas Telekomunikasi dan Informasi",
            "Telecommunication and Information Accessibility Agency",
        ),
    );
    let pool = draft.organisation(
        &republic,
        body(
            "asesor",
            "asesor",
            OrganisationKind::ReviewerPool,
            "Kelompok Asesor Nasional (contoh)",
            "National Reviewer Pool (sample)",
        ),
    );

    let post = |slug, id: &str, en: &str, role: Option<Role>, superior, mail: &str| Post {
        slug,
        titles: (id.to_owned(), en.to_owned()),
        roles: role
            .map(|role| (role, NATIONAL_SCOPE))
            .into_iter()
            .collect(),
        superior,
        person: (id.to_owned(), mail.to_owned()),
    };
    let director_general = draft.post(
        (&general, "komdigi/ditjen"),
        post(
            "head",
            "Direktur Jenderal pembina kota cerdas",
            "Director General in charge of smart cities",
            Some(Role::Publisher),
            None,
            "direktur.jenderal",
        ),
    );
    let director = draft.post(
        (&directorate, "komdigi/direktorat"),
        post(
            "head",
            "Direktur akselerasi digital daerah",
            "Director of regional digital acceleration",
            None,
            Some(director_general),
            "direktur",
        ),
    );
    let officer = draft.post(
        (&secretariat, "komdigi/sekretariat"),
        post(
            "programme-officer",
            "Pejabat Program Kota Cerdas",
            "Smart City Programme Officer",
            Some(Role::ProgrammeOfficer),
            Some(director),
            "pejabat.program",
        ),
    );
    draft.post(
        (&secretariat, "komdigi/sekretariat"),
        post(
            "sysadmin",
            "Administrator Sistem Mufakat",
            "Mufakat System Administrator",
            Some(Role::Sysadmin),
            Some(officer),
            "admin",
        ),
    );
    draft.post(
        (&inspectorate, "komdigi/itjen"),
        post(
            "auditor",
            "Auditor Inspektorat Jenderal",
            "Auditor of the Inspectorate General",
            Some(Role::Auditor),
            None,
            "auditor",
        ),
    );
    for number in 1..=REVIEWERS {
        let slug = format!("{number:02}");
        draft.post(
            (&pool, "asesor"),
            Post {
                slug: &slug,
                titles: (format!("Asesor {slug}"), format!("Reviewer {slug}")),
                // A reviewer reaches only what is assigned; the scope is the pool, not the republic.
                roles: vec![(Role::Reviewer, &pool)],
                superior: None,
                person: (format!("Asesor {slug}"), format!("asesor.{slug}")),
            },
        );
    }
    draft.rows
}
