//! To whom something is addressed, with a label that people understand.

use async_graphql::{Context, SimpleObject};
use futures_util::future::try_join_all;
use workflows::access;
use workflows::access::Role;

use super::guard::rows;
use super::loaders::{OrganisationByCode, PersonById, PositionByCode, PositionById};
use super::problem::Result;
use super::written::Said;

/// A position, a role in an organisation, or a person.
#[derive(SimpleObject, Debug, Clone, PartialEq, Eq)]
pub struct Principal {
    /// As it is stored, for instance `OPD_HEAD@64.02/diskominfo`.
    pub key: String,
    /// Indonesian label.
    pub label: String,
    /// English label.
    pub label_en: String,
}

impl Principal {
    /// Looks up what a key means; a key that names nothing any more is its own label.
    pub(super) async fn of(ctx: &Context<'_>, key: &str) -> Result<Self> {
        let said = match access::Principal::parse(key) {
            Ok(access::Principal::Position(code)) => {
                position(rows(ctx).load_one(PositionByCode(code)).await?)
            }
            Ok(access::Principal::PositionId(id)) => {
                position(rows(ctx).load_one(PositionById(id.uuid())).await?)
            }
            Ok(access::Principal::Person(id)) => rows(ctx)
                .load_one(PersonById(id.uuid()))
                .await?
                .map(|row| Said::new(row.name.as_str(), row.name.as_str())),
            Ok(access::Principal::RoleAt(role, code)) => {
                let title = role_title(role);
                let organisation = rows(ctx).load_one(OrganisationByCode(code)).await?;
                organisation.map(|row| {
                    let name_en = row.name_en.as_deref().unwrap_or(&row.name);
                    Said::new(
                        format!("{}, {}", title.id, row.name),
                        format!("{}, {name_en}", title.en),
                    )
                })
            }
            Ok(access::Principal::RoleHere(role)) => Some(role_title(role)),
            Err(_) => None,
        };
        let said = said.unwrap_or_else(|| Said::new(key, key));
        Ok(Self {
            key: key.to_owned(),
            label: said.id,
            label_en: said.en,
        })
    }

    /// The same for several keys at once.
    pub(super) async fn all(
        ctx: &Context<'_>,
        keys: impl IntoIterator<Item = &str>,
    ) -> Result<Vec<Self>> {
        try_join_all(keys.into_iter().map(|key| Self::of(ctx, key))).await
    }
}

fn position(row: Option<std::sync::Arc<crate::tables::position::Model>>) -> Option<Said> {
    row.map(|row| {
        Said::new(
            row.title.as_str(),
            row.title_en.as_deref().unwrap_or(&row.title),
        )
    })
}

/// A role as a title.
pub(super) fn role_title(role: Role) -> Said {
    let (id, en) = match role {
        Role::RegencyHead => ("Kepala Daerah", "Head of the region"),
        Role::RegencyDeputyHead => ("Wakil Kepala Daerah", "Deputy head of the region"),
        Role::RegencySecretary => ("Sekretaris Daerah", "Regional secretary"),
        Role::RegencyAssistant => (
            "Asisten Sekretaris Daerah",
            "Assistant to the regional secretary",
        ),
        Role::CouncilSecretary => (
            "Sekretaris Dewan Smart City",
            "Secretary of the smart-city council",
        ),
        Role::CouncilMember => (
            "Anggota Dewan Smart City",
            "Member of the smart-city council",
        ),
        Role::ExecTeamLead => ("Ketua Tim Pelaksana", "Lead of the executive team"),
        Role::ExecTeamMember => ("Anggota Tim Pelaksana", "Member of the executive team"),
        Role::PillarLead => ("Ketua Pilar", "Pillar lead"),
        Role::OpdHead => ("Kepala Perangkat Daerah", "Head of agency"),
        Role::OpdSecretary => ("Sekretaris Perangkat Daerah", "Secretary of agency"),
        Role::SectionHead => ("Kepala Bagian", "Head of section"),
        Role::OpdOfficer => ("Petugas Perangkat Daerah", "Agency officer"),
        Role::DataSteward => ("Walidata", "Data steward"),
        Role::DataProducer => ("Produsen Data", "Data producer"),
        Role::DataSupervisor => ("Pembina Data", "Data supervisor"),
        Role::DistrictHead => ("Camat", "Head of district"),
        Role::VillageHead => ("Kepala Desa/Lurah", "Village head"),
        Role::BpdChair => ("Ketua BPD", "Chair of the village council"),
        Role::Provider => ("Penyedia", "Provider"),
        Role::ProgrammeOfficer => ("Petugas Program", "Programme officer"),
        Role::Reviewer => ("Asesor", "Reviewer"),
        Role::PanelChair => ("Ketua Panel", "Panel chair"),
        Role::Expert => ("Tenaga Ahli", "Expert"),
        Role::Publisher => ("Direktur Jenderal", "Director general"),
        Role::Auditor => ("Inspektorat", "Inspectorate"),
        Role::Sysadmin => ("Administrator Sistem", "System administrator"),
        Role::Worker => ("Pekerja Mesin", "Machine worker"),
    };
    Said::new(id, en)
}
