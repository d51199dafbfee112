//! The government of a regency: head and deputy, the regional secretariat with its assistants and
//! sections, and the twelve agencies (DOMAIN 3).

use super::agencies::{AGENCIES, Agency};
use super::draft::{Body, Draft, Post};
use super::regency::Place;
use super::rows::{Function, Mode, OrganisationKind, PersonRow, Role};

/// Codes of the posts that other parts of the regency refer to.
pub(super) struct Government {
    /// Path of the regency.
    pub path: String,
    /// The head (Bupati, Wali Kota).
    pub head: String,
    /// The deputy head.
    pub deputy: String,
    /// The regional secretary.
    pub secretary: String,
    /// The three assistants, in order.
    pub assistants: Vec<String>,
    /// The head of each agency, in the order of [`AGENCIES`].
    pub agency_heads: Vec<(Function, String)>,
}

impl Government {
    /// Describes province, regency, secretariat and agencies.
    pub fn describe(draft: &mut Draft, place: &Place<'_>) -> Self {
        let path = bodies(draft, place);
        let owner = place.profile.code.as_str();
        let (head, deputy) = leaders(draft, place, &path);
        let setda = draft.organisation(
            &path,
            Body {
                slug: "setda",
                code: format!("{owner}/setda"),
                kind: OrganisationKind::RegionalSecretariat,
                function: None,
                region: Some(owner.to_owned()),
                names: place.titles("Sekretariat Daerah", "Regional Secretariat"),
            },
        );
        let setda_code = format!("{owner}/setda");
        let secretary = draft.post(
            (&setda, &setda_code),
            Post {
                slug: "sekda",
                titles: place.titles("Sekretaris Daerah", "Regional Secretary"),
                roles: vec![(Role::RegencySecretary, &path)],
                superior: Some(head.clone()),
                person: (place.id("Sekretaris Daerah"), "sekda".to_owned()),
            },
        );
        let assistants = assistants(draft, place, (&path, &setda), &secretary);
        sections(
            draft,
            place,
            &setda,
            assistants.first().unwrap_or(&secretary),
        );
        let agency_heads = AGENCIES
            .iter()
            .map(|agency| {
                (
                    agency.function,
                    agency_posts(draft, place, &path, agency, &secretary),
                )
            })
            .collect();
        Self {
            path,
            head,
            deputy,
            secretary,
            assistants,
            agency_heads,
        }
    }

    /// The head of the agency with this function.
    pub fn agency_head(&self, function: Function) -> Option<&str> {
        self.agency_heads
            .iter()
            .find(|(own, _)| *own == function)
            .map(|(_, code)| code.as_str())
    }
}

/// The province and the regency as organisations; answers the regency's path.
fn bodies(draft: &mut Draft, place: &Place<'_>) -> String {
    let (province, name) = &place.province;
    let above = draft.organisation(
        "/id/",
        Body {
            slug: province,
            code: province.clone(),
            kind: OrganisationKind::Province,
            function: None,
            region: Some(province.clone()),
            names: (
                format!("Pemerintah Provinsi {name}"),
                format!("Government of {name} Province"),
            ),
        },
    );
    let own = &place.profile.code;
    draft.organisation(
        &above,
        Body {
            slug: own,
            code: own.clone(),
            kind: OrganisationKind::Regency,
            function: None,
            region: Some(own.clone()),
            names: (
                place.id("Pemerintah"),
                format!("Government of {}", place.english),
            ),
        },
    )
}

/// Head and deputy, in the mode of the profile; answers their positions.
fn leaders(draft: &mut Draft, place: &Place<'_>, path: &str) -> (String, String) {
    let owner = place.profile.code.as_str();
    let (title_id, title_en) = if place.city {
        ("Wali Kota", "Mayor")
    } else {
        ("Bupati", "Regent")
    };
    let slug = if place.city { "walikota" } else { "bupati" };
    let bare = &place.bare;
    let head_post = Post {
        slug: "head",
        titles: (
            format!("{title_id} {bare}"),
            format!("{title_en} of {bare}"),
        ),
        roles: vec![(Role::RegencyHead, path)],
        superior: None,
        person: (format!("{title_id} {bare}"), slug.to_owned()),
    };
    let (head_name, head_mail) = head_post.person.clone();
    let head = draft.vacancy((path, owner), head_post);
    let deputy_post = Post {
        slug: "deputy",
        titles: (
            format!("Wakil {title_id} {bare}"),
            format!("Deputy {title_en} of {bare}"),
        ),
        roles: vec![(Role::RegencyDeputyHead, path)],
        superior: Some(head.clone()),
        person: (format!("Wakil {title_id} {bare}"), format!("wakil.{slug}")),
    };
    let mode = place.profile.head;
    // A caretaker is appointed when the terms of head and deputy have both ended.
    let deputy = if mode == Mode::Pj {
        draft.vacancy((path, owner), deputy_post)
    } else {
        draft.post((path, owner), deputy_post)
    };
    let domain = draft.mail_domain().to_owned();
    draft.rows.people.push(PersonRow {
        code: head.clone(),
        name: head_name,
        email: format!("{head_mail}@{domain}"),
    });
    match mode {
        Mode::Definitive | Mode::Pj => draft.appoint(&head, &head, mode),
        Mode::Plt | Mode::Plh => draft.appoint(&head, &deputy, mode),
    }
    (head, deputy)
}

fn assistants(
    draft: &mut Draft,
    place: &Place<'_>,
    (path, setda): (&str, &str),
    secretary: &str,
) -> Vec<String> {
    let owner = format!("{}/setda", place.profile.code);
    [
        (
            "asisten-1",
            "Asisten Pemerintahan dan Kesejahteraan Rakyat",
            "Assistant for Government and Welfare",
            "asisten.1",
        ),
        (
            "asisten-2",
            "Asisten Perekonomian dan Pembangunan",
            "Assistant for Economy and Development",
            "asisten.2",
        ),
        (
            "asisten-3",
            "Asisten Administrasi Umum",
            "Assistant for General Administration",
            "asisten.3",
        ),
    ]
    .into_iter()
    .map(|(slug, id, en, mail)| {
        draft.post(
            (setda, &owner),
            Post {
                slug,
                titles: place.titles(id, en),
                roles: vec![(Role::RegencyAssistant, path)],
                superior: Some(secretary.to_owned()),
                person: (place.id(id), mail.to_owned()),
            },
        )
    })
    .collect()
}

fn sections(draft: &mut Draft, place: &Place<'_>, setda: &str, superior: &str) {
    for (slug, function, id, en, mail) in [
        (
            "bagian-hukum",
            Function::Legal,
            "Bagian Hukum",
            "Legal Section",
            "bagian.hukum",
        ),
        (
            "bagian-kerja-sama",
            Function::Cooperation,
            "Bagian Kerja Sama",
            "Cooperation Section",
            "bagian.kerja-sama",
        ),
    ] {
        let code = format!("{}/setda/{slug}", place.profile.code);
        let section = draft.organisation(
            setda,
            Body {
                slug,
                code: code.clone(),
                kind: OrganisationKind::Section,
                function: Some(function),
                region: Some(place.profile.code.clone()),
                names: place.titles(id, en),
            },
        );
        draft.post(
            (&section, &code),
            Post {
                slug: "head",
                titles: (
                    place.id(&format!("Kepala {id}")),
                    place.en(&format!("Head of the {en}")),
                ),
                roles: vec![(Role::SectionHead, &section)],
                superior: Some(superior.to_owned()),
                person: (place.id(&format!("Kepala {id}")), mail.to_owned()),
            },
        );
    }
}

/// One agency with head, secretary and officer; answers the head's position.
fn agency_posts(
    draft: &mut Draft,
    place: &Place<'_>,
    regency: &str,
    agency: &Agency,
    sekda: &str,
) -> String {
    let code = format!("{}/{}", place.profile.code, agency.slug);
    let path = draft.organisation(
        regency,
        Body {
            slug: agency.slug,
            code: code.clone(),
            kind: OrganisationKind::Opd,
            function: Some(agency.function),
            region: Some(place.profile.code.clone()),
            names: place.titles(agency.name_id, agency.name_en),
        },
    );
    let Agency {
        slug,
        short,
        name_id,
        name_en,
        head_id,
        ..
    } = agency;
    let in_charge = if agency.function == Function::Inspectorate {
        "Inspektur"
    } else {
        "Kepala"
    };
    let head_name = if in_charge == "Kepala" {
        format!("Kepala {short}")
    } else {
        (*head_id).to_owned()
    };
    let acting_head = place.profile.acting_heads.contains(&agency.function);
    let acting_secretary = place.profile.acting_secretaries.contains(&agency.function);

    let head_post = Post {
        slug: "head",
        titles: place.titles(head_id, &format!("Head of the {name_en}")),
        roles: vec![(Role::OpdHead, path.as_str())],
        superior: Some(sekda.to_owned()),
        person: (
            place.id(&head_name),
            format!("{}.{slug}", in_charge.to_lowercase()),
        ),
    };
    let head = if acting_head {
        draft.vacancy((&path, &code), head_post)
    } else {
        draft.post((&path, &code), head_post)
    };
    let secretary_post = Post {
        slug: "secretary",
        titles: place.titles(
            &format!("Sekretaris {name_id}"),
            &format!("Secretary of the {name_en}"),
        ),
        roles: vec![(Role::OpdSecretary, path.as_str())],
        superior: Some(head.clone()),
        person: (
            place.id(&format!("Sekretaris {short}")),
            format!("sekretaris.{slug}"),
        ),
    };
    let secretary = if acting_secretary {
        draft.vacancy((&path, &code), secretary_post)
    } else {
        draft.post((&path, &code), secretary_post)
    };
    let officer = draft.post(
        (&path, &code),
        Post {
            slug: "officer",
            titles: place.titles(
                &format!("Petugas Smart City {name_id}"),
                &format!("Smart City Officer of the {name_en}"),
            ),
            roles: vec![(Role::OpdOfficer, path.as_str())],
            superior: Some(secretary.clone()),
            person: (
                place.id(&format!("Petugas Smart City {short}")),
                format!("petugas.{slug}"),
            ),
        },
    );
    if acting_secretary {
        draft.appoint(&secretary, &officer, Mode::Plt);
    }
    if acting_head {
        let stand_in = if acting_secretary {
            &officer
        } else {
            &secretary
        };
        draft.appoint(&head, stand_in, Mode::Plt);
    }
    if agency.function == Function::Inspectorate {
        draft.grant(&head, Role::Auditor, regency);
    }
    head
}
