//! The roles of DOMAIN section 3. A role is granted to a position, within an organisation.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// What a position is entitled to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Role {
    /// Bupati or Wali Kota: signs decrees, agreements and the commitment, chairs the council.
    RegencyHead,
    /// Wakil Bupati or Wakil Wali Kota: steering member.
    RegencyDeputyHead,
    /// Sekda: last initial before the head, convenes, receives escalations, routes documents.
    RegencySecretary,
    /// Assistant to the Sekda: initials, leads coordination.
    RegencyAssistant,
    /// Agenda, invitations, minutes, attendance; publishes the outcome.
    CouncilSecretary,
    /// Reads the bundle, comments, votes, files dissent.
    CouncilMember,
    /// Leads the executive team: drafts the plan, assigns tasks, verifies evidence.
    ExecTeamLead,
    /// Member of the executive team.
    ExecTeamMember,
    /// Leads one pillar in the executive team.
    PillarLead,
    /// Head of an agency: accepts or returns tasks, delegates inside it.
    OpdHead,
    /// Secretary of an agency: initials before its head.
    OpdSecretary,
    /// Head of a section: legal, planning, cooperation.
    SectionHead,
    /// Works on what is delegated to them in their agency.
    OpdOfficer,
    /// Walidata: checks and publishes data.
    DataSteward,
    /// Producing agency: submits data.
    DataProducer,
    /// Statistics or mapping agency: examines priority data.
    DataSupervisor,
    /// Camat: verifies village proposals, signs recommendations.
    DistrictHead,
    /// Kepala Desa or Lurah: records deliberation, proposes.
    VillageHead,
    /// Chair of the village council: states funding.
    BpdChair,
    /// Operator, tower company or utility: answers what is addressed to it.
    Provider,
    /// National programme: opens cohorts and rounds, sees everything of the programme.
    ProgrammeOfficer,
    /// Independent assessor: scores what is assigned to them.
    Reviewer,
    /// Moderates a panel, closes and signs its score.
    PanelChair,
    /// Expert guide of the technical sessions.
    Expert,
    /// Director general: decides and publishes results, decides objections.
    Publisher,
    /// Inspectorate: reads all, writes nothing.
    Auditor,
    /// Users, definitions, calendars; never a business task.
    Sysadmin,
    /// The account of a machine: takes jobs of its organisation's cases, and nothing else.
    Worker,
}

impl Role {
    /// Every role, in the order of DOMAIN section 3.
    pub const ALL: &'static [Role] = &[
        Role::RegencyHead,
        Role::RegencyDeputyHead,
        Role::RegencySecretary,
        Role::RegencyAssistant,
        Role::CouncilSecretary,
        Role::CouncilMember,
        Role::ExecTeamLead,
        Role::ExecTeamMember,
        Role::PillarLead,
        Role::OpdHead,
        Role::OpdSecretary,
        Role::SectionHead,
        Role::OpdOfficer,
        Role::DataSteward,
        Role::DataProducer,
        Role::DataSupervisor,
        Role::DistrictHead,
        Role::VillageHead,
        Role::BpdChair,
        Role::Provider,
        Role::ProgrammeOfficer,
        Role::Reviewer,
        Role::PanelChair,
        Role::Expert,
        Role::Publisher,
        Role::Auditor,
        Role::Sysadmin,
        Role::Worker,
    ];

    /// The name as it stands in definitions, `OPD_HEAD`.
    pub const fn code(self) -> &'static str {
        match self {
            Role::RegencyHead => "REGENCY_HEAD",
            Role::RegencyDeputyHead => "REGENCY_DEPUTY_HEAD",
            Role::RegencySecretary => "REGENCY_SECRETARY",
            Role::RegencyAssistant => "REGENCY_ASSISTANT",
            Role::CouncilSecretary => "COUNCIL_SECRETARY",
            Role::CouncilMember => "COUNCIL_MEMBER",
            Role::ExecTeamLead => "EXEC_TEAM_LEAD",
            Role::ExecTeamMember => "EXEC_TEAM_MEMBER",
            Role::PillarLead => "PILLAR_LEAD",
            Role::OpdHead => "OPD_HEAD",
            Role::OpdSecretary => "OPD_SECRETARY",
            Role::SectionHead => "SECTION_HEAD",
            Role::OpdOfficer => "OPD_OFFICER",
            Role::DataSteward => "DATA_STEWARD",
            Role::DataProducer => "DATA_PRODUCER",
            Role::DataSupervisor => "DATA_SUPERVISOR",
            Role::DistrictHead => "DISTRICT_HEAD",
            Role::VillageHead => "VILLAGE_HEAD",
            Role::BpdChair => "BPD_CHAIR",
            Role::Provider => "PROVIDER",
            Role::ProgrammeOfficer => "PROGRAMME_OFFICER",
            Role::Reviewer => "REVIEWER",
            Role::PanelChair => "PANEL_CHAIR",
            Role::Expert => "EXPERT",
            Role::Publisher => "PUBLISHER",
            Role::Auditor => "AUDITOR",
            Role::Sysadmin => "SYSADMIN",
            Role::Worker => "WORKER",
        }
    }
}

impl Role {
    /// Whether the role oversees the others or reaches beyond a regency: only the administrator of the system grants it.
    pub const fn is_trusted(self) -> bool {
        matches!(
            self,
            Role::Sysadmin
                | Role::Auditor
                | Role::Worker
                | Role::ProgrammeOfficer
                | Role::Publisher
                | Role::Reviewer
                | Role::PanelChair
        )
    }

    /// Whether the role goes along when the work of a position is lent. What is entrusted to a person stays with the
    /// person: votes, scores, oversight, administration.
    pub const fn can_be_lent(self) -> bool {
        !matches!(
            self,
            Role::CouncilMember
                | Role::Reviewer
                | Role::PanelChair
                | Role::Publisher
                | Role::Auditor
                | Role::Sysadmin
                | Role::Worker
        )
    }
}

impl fmt::Display for Role {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

/// The text names no role.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("there is no such role")]
pub struct UnknownRole;

impl FromStr for Role {
    type Err = UnknownRole;

    fn from_str(text: &str) -> Result<Self, UnknownRole> {
        Role::ALL
            .iter()
            .copied()
            .find(|role| role.code() == text)
            .ok_or(UnknownRole)
    }
}
