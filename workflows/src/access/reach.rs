//! The policy as data: how far each role reaches with each action.

use super::{Action, Role};

/// How far a role reaches with an action.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Reach {
    /// Not by role; perhaps because it is addressed to them.
    No,
    /// The organisation the role is granted in, and everything below.
    Organisation,
    /// The whole regency (or province, or national body) around that organisation.
    Regency,
    /// Everything.
    Everything,
}

/// How far the role reaches with the action. Every combination is printed to `tests/access-matrix.txt`.
pub(super) fn reach(role: Role, action: Action) -> Reach {
    use Action::*;
    use Role::*;
    let within = |yes: bool| if yes { Reach::Organisation } else { Reach::No };
    let national = matches!(role, ProgrammeOfficer | Publisher);
    // Who leads or serves the whole of a regency's programme, and who leads a body or place of its own.
    let leads_regency = matches!(
        role,
        RegencyHead
            | RegencyDeputyHead
            | RegencySecretary
            | RegencyAssistant
            | CouncilSecretary
            | ExecTeamLead
            | PillarLead
    );
    let works_in_body = matches!(
        role,
        OpdHead
            | OpdSecretary
            | SectionHead
            | OpdOfficer
            | DataSteward
            | DistrictHead
            | VillageHead
    );
    match action {
        OrganisationRead | DefinitionRead => Reach::Everything,
        // A machine has no colleagues.
        PersonRead if role == Worker => Reach::No,
        PersonRead => Reach::Regency,
        TaskRead => {
            within(leads_regency || works_in_body || national || matches!(role, Auditor | Sysadmin))
        }
        InstanceRead => within(
            leads_regency
                || works_in_body
                || national
                || matches!(
                    role,
                    CouncilMember | ExecTeamMember | BpdChair | Auditor | Sysadmin
                ),
        ),
        DocumentRead => within(
            leads_regency
                || works_in_body
                || national
                || matches!(role, CouncilMember | ExecTeamMember | BpdChair | Auditor),
        ),
        KpiRead => within(
            leads_regency
                || national
                || matches!(
                    role,
                    CouncilMember | OpdHead | OpdSecretary | DistrictHead | Auditor
                ),
        ),
        EvidenceRead | AccessLogRead => within(role == Auditor),
        DisposalRead => within(matches!(
            role,
            RegencySecretary | ProgrammeOfficer | Auditor | Sysadmin
        )),
        // The archive is the secretary's; whoever runs the system stays out of it.
        DisposalDecide => within(matches!(role, RegencySecretary | ProgrammeOfficer)),
        MailRead => within(matches!(role, Auditor | Sysadmin)),
        TaskAssign => within(matches!(
            role,
            RegencySecretary | ExecTeamLead | OpdHead | ProgrammeOfficer
        )),
        TaskReschedule => within(matches!(
            role,
            RegencySecretary | ExecTeamLead | ProgrammeOfficer
        )),
        InstanceStart => within(matches!(
            role,
            RegencySecretary
                | CouncilSecretary
                | ExecTeamLead
                | PillarLead
                | OpdHead
                | DataSteward
                | DistrictHead
                | VillageHead
                | ProgrammeOfficer
        )),
        InstanceCancel => within(matches!(
            role,
            RegencySecretary | ExecTeamLead | ProgrammeOfficer
        )),
        // Who may end a case may hold it; the system's administrator holds what must be repaired.
        InstanceSuspend => within(matches!(
            role,
            RegencySecretary | ExecTeamLead | ProgrammeOfficer | Sysadmin
        )),
        MessagePublish => within(matches!(
            role,
            RegencySecretary | CouncilSecretary | CouncilMember | ExecTeamLead | ProgrammeOfficer
        )),
        InstanceModify | IncidentRetry | DefinitionDeploy | TrustAdmin | CalendarAdmin
        | WebhookAdmin => within(role == Sysadmin),
        // The office that keeps a regency's correspondence, and whoever runs the system.
        TemplateAdmin => within(matches!(
            role,
            RegencySecretary | ProgrammeOfficer | Sysadmin
        )),
        // The secretariat keeps the register of its own regency; the roles that oversee it are not in its gift.
        OrganisationAdmin | UserAdmin => within(matches!(
            role,
            RegencySecretary | CouncilSecretary | Sysadmin
        )),
        RegisterHistoryRead => within(matches!(
            role,
            RegencySecretary | CouncilSecretary | Sysadmin | Auditor
        )),
        // Besides whoever holds the position: the head for the agency, the secretariat for the regency.
        PositionLend => within(matches!(
            role,
            RegencySecretary | CouncilSecretary | OpdHead
        )),
        JobRead => within(national || matches!(role, Auditor | Sysadmin | Worker)),
        JobWork => within(role == Worker),
        AuditRead | WebhookRead => within(matches!(role, Auditor | Sysadmin)),
        TaskClaim | TaskRelease | TaskComplete | TaskReturn | BallotCast | DocumentUpload => {
            Reach::No
        }
    }
}

/// The path of the regency around an organisation, else of its province, else the path itself:
/// `/id/64/64.02/diskominfo/` lies in `/id/64/64.02/`, `/id/64/dinkes/` in `/id/64/`, `/id/komdigi/` in itself.
pub fn regency_path(path: &str) -> &str {
    let digits = |text: &str| text.len() == 2 && text.bytes().all(|b| b.is_ascii_digit());
    let (mut end, mut found) = (0, None);
    for segment in path.split_inclusive('/') {
        end += segment.len();
        let name = segment.trim_end_matches('/');
        match name.split_once('.') {
            Some((province, regency)) if digits(province) && digits(regency) => {
                return &path[..end];
            }
            None if digits(name) => found = Some(end),
            _ => {}
        }
    }
    found.map_or(path, |end| &path[..end])
}
