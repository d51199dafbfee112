//! Council members from outside the regency's government: leaders' forum, legislature, universities,
//! business, communities (DOMAIN 3).

use super::draft::{Body, Draft, Post};
use super::government::Government;
use super::regency::Place;
use super::rows::{MemberBlock, OrganisationKind};

/// An outside organisation and the posts of it that sit in the council.
struct Partner {
    slug: &'static str,
    kind: OrganisationKind,
    block: MemberBlock,
    name_id: &'static str,
    name_en: &'static str,
    /// Slug, Indonesian title, English title, e-mail.
    posts: &'static [(&'static str, &'static str, &'static str, &'static str)],
}

const PARTNERS: [Partner; 5] = [
    Partner {
        slug: "forkopimda",
        kind: OrganisationKind::LeadersForum,
        block: MemberBlock::Forkopimda,
        name_id: "Forum Koordinasi Pimpinan Daerah",
        name_en: "Regional Leaders' Forum",
        posts: &[
            (
                "kapolres",
                "Kepala Kepolisian Resor",
                "Chief of Police",
                "kapolres",
            ),
            (
                "kajari",
                "Kepala Kejaksaan Negeri",
                "Chief Public Prosecutor",
                "kajari",
            ),
        ],
    },
    Partner {
        slug: "dprd",
        kind: OrganisationKind::Legislature,
        block: MemberBlock::Legislature,
        name_id: "Dewan Perwakilan Rakyat Daerah",
        name_en: "Regional Legislature",
        posts: &[(
            "ketua",
            "Ketua DPRD",
            "Speaker of the Regional Legislature",
            "ketua.dprd",
        )],
    },
    Partner {
        slug: "perguruan-tinggi",
        kind: OrganisationKind::Partner,
        block: MemberBlock::Academia,
        name_id: "Perguruan tinggi mitra (contoh)",
        name_en: "Partner universities (sample)",
        posts: &[
            (
                "wakil-1",
                "Wakil Perguruan Tinggi I",
                "Representative of Academia I",
                "akademisi.1",
            ),
            (
                "wakil-2",
                "Wakil Perguruan Tinggi II",
                "Representative of Academia II",
                "akademisi.2",
            ),
        ],
    },
    Partner {
        slug: "dunia-usaha",
        kind: OrganisationKind::Partner,
        block: MemberBlock::Business,
        name_id: "Dunia usaha mitra (contoh)",
        name_en: "Partner businesses (sample)",
        posts: &[(
            "wakil",
            "Wakil Dunia Usaha",
            "Representative of Business",
            "dunia-usaha",
        )],
    },
    Partner {
        slug: "komunitas",
        kind: OrganisationKind::Partner,
        block: MemberBlock::Community,
        name_id: "Komunitas mitra (contoh)",
        name_en: "Partner communities (sample)",
        posts: &[
            (
                "wakil-1",
                "Wakil Komunitas Teknologi",
                "Representative of the Technology Community",
                "komunitas.teknologi",
            ),
            (
                "wakil-2",
                "Wakil Komunitas Pemuda",
                "Representative of the Youth Community",
                "komunitas.pemuda",
            ),
        ],
    },
];

/// Describes the partners; answers block and position of each post, in the order of the roll call.
pub(super) fn describe(
    draft: &mut Draft,
    place: &Place<'_>,
    government: &Government,
) -> Vec<(MemberBlock, String)> {
    let mut members = Vec::new();
    for partner in &PARTNERS {
        let code = format!("{}/{}", place.profile.code, partner.slug);
        let path = draft.organisation(
            &government.path,
            Body {
                slug: partner.slug,
                code: code.clone(),
                kind: partner.kind,
                function: None,
                region: Some(place.profile.code.clone()),
                names: place.titles(partner.name_id, partner.name_en),
            },
        );
        for (slug, id, en, mail) in partner.posts {
            let position = draft.post(
                (&path, &code),
                Post {
                    slug,
                    titles: place.titles(id, en),
                    roles: Vec::new(),
                    superior: None,
                    person: (place.id(id), (*mail).to_owned()),
                },
            );
            members.push((partner.block, position));
        }
    }
    members
}
