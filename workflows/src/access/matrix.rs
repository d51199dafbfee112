//! The access matrix: every role, every action, every relation, as text that a test keeps in
//! `tests/access-matrix.txt`, so that no change of policy goes unseen in a review.

use uuid::Uuid;

use crate::id::{PersonId, PositionId};

use super::{Action, Actor, Decision, Grant, Held, Mode, Role, Subject, Via, permit};

/// How the object's organisation relates to the one the role is granted in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Relation {
    /// The same organisation.
    Own,
    /// Another one under the same parent.
    Sibling,
    /// One in another regency.
    Other,
    /// The one above.
    Parent,
    /// In another regency, but addressed to this position.
    Addressed,
}

impl Relation {
    /// Every relation.
    pub const ALL: [Relation; 5] = [
        Relation::Own,
        Relation::Sibling,
        Relation::Other,
        Relation::Parent,
        Relation::Addressed,
    ];
}

/// One answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cell {
    /// The role, held definitively in an organisation that is usual for it.
    pub role: Role,
    /// What is asked.
    pub action: Action,
    /// Where the object is.
    pub relation: Relation,
    /// The answer.
    pub decision: Decision,
}

/// Path and code of the organisation a role is usually granted in; a sibling of it, and its parent.
fn home(role: Role) -> [(&'static str, &'static str); 3] {
    use Role::*;
    match role {
        RegencyHead | RegencyDeputyHead | RegencySecretary | RegencyAssistant
        | CouncilSecretary | CouncilMember | ExecTeamLead | ExecTeamMember | PillarLead
        | Auditor => [
            ("/id/64/64.02/", "64.02"),
            ("/id/64/64.01/", "64.01"),
            ("/id/64/", "64"),
        ],
        OpdHead | OpdSecretary | SectionHead | OpdOfficer | DataSteward | DataProducer | Worker => {
            [
                ("/id/64/64.02/dinkes/", "64.02/dinkes"),
                ("/id/64/64.02/dinsos/", "64.02/dinsos"),
                ("/id/64/64.02/", "64.02"),
            ]
        }
        DistrictHead => [
            ("/id/64/64.02/64.02.11/", "64.02.11"),
            ("/id/64/64.02/64.02.12/", "64.02.12"),
            ("/id/64/64.02/", "64.02"),
        ],
        VillageHead | BpdChair => [
            ("/id/64/64.02/64.02.11/64.02.11.2007/", "64.02.11.2007"),
            ("/id/64/64.02/64.02.11/64.02.11.2008/", "64.02.11.2008"),
            ("/id/64/64.02/64.02.11/", "64.02.11"),
        ],
        ProgrammeOfficer | Publisher | Sysadmin => [("/id/", "id"), ("/id/", "id"), ("/id/", "id")],
        Provider | Reviewer | PanelChair | Expert | DataSupervisor => [
            ("/id/mitra/", "mitra"),
            ("/id/asesor/", "asesor"),
            ("/id/", "id"),
        ],
    }
}

/// Every cell, in the order of roles, actions and relations.
pub fn cells() -> Vec<Cell> {
    let mut cells = Vec::new();
    for &role in Role::ALL {
        let [(path, code), (sibling, _), (parent, _)] = home(role);
        let actor = Actor::person(
            PersonId::from_uuid(Uuid::from_u128(1)),
            None,
            vec![Held {
                position: PositionId::from_uuid(Uuid::from_u128(2)),
                code: format!("{code}/holder"),
                title: role.code().to_owned(),
                organisation: code.to_owned(),
                org_path: path.to_owned(),
                mode: Mode::Definitive,
                roles: vec![Grant {
                    role,
                    organisation: code.to_owned(),
                    path: path.to_owned(),
                }],
                decree: None,
                via: Via::Own,
            }],
        );
        for &action in Action::ALL {
            for relation in Relation::ALL {
                let subject = match relation {
                    Relation::Own => Subject::of(path),
                    Relation::Sibling => Subject::of(sibling),
                    Relation::Other => Subject::of("/id/33/33.28/dinkes/"),
                    Relation::Parent => Subject::of(parent),
                    Relation::Addressed => {
                        Subject::of("/id/33/33.28/").addressed_to([format!("{code}/holder")])
                    }
                };
                let decision = permit(&actor, action, &subject);
                cells.push(Cell {
                    role,
                    action,
                    relation,
                    decision,
                });
            }
        }
    }
    cells
}

/// The matrix as text: a line for each role and action, a column for each relation.
pub fn print() -> String {
    let mut text = String::from(
        "# Role, action: answer for an object of the own organisation, of a sibling, of another regency, of the parent,\n\
         # and of another regency but addressed to this position. Printed by workflows::access::matrix; the test\n\
         # `the_access_matrix_is_fresh` keeps it. HIDDEN is answered like an absent object.\n",
    );
    for line in cells().chunks(Relation::ALL.len()) {
        let Some(first) = line.first() else { continue };
        text.push_str(&format!(
            "{:<20}{:<20}",
            first.role.code(),
            first.action.code()
        ));
        for cell in line {
            let answer = cell
                .decision
                .reason()
                .map_or("allow", |reason| reason.code());
            text.push_str(&format!("{answer:<22}"));
        }
        text.truncate(text.trim_end().len());
        text.push('\n');
    }
    text
}
