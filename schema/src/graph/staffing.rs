//! Whether the register of a regency, as it stands today, can staff a process (`workflows::prove::organisation`).

use std::sync::Arc;

use async_graphql::{Context, Enum, SimpleObject};
use workflows::access::{Action, Subject, permit};
use workflows::dmn::Model;
use workflows::feel::Environment;
use workflows::model::Process;
use workflows::prove::attendance::Attendance;
use workflows::prove::organisation::{self, Lack};

use crate::staffing;

use super::guard::{actor, now, read, today};
use super::problem::Result;

/// What a regency can lack to run a process.
#[derive(Enum, Debug, Clone, Copy, PartialEq, Eq)]
pub enum StaffingLack {
    /// Nobody holds a position that the task is addressed to.
    Unstaffed,
    /// A strategic task, and only mandate holders hold the positions.
    NoDefinitiveHolder,
    /// Four eyes: whoever may act here can have acted in the tasks it must be separate from.
    SeparationLeavesNobody,
    /// A vote, and the council's filled seats are too few for any quorum.
    QuorumUnreachable,
}

impl From<Lack> for StaffingLack {
    fn from(lack: Lack) -> Self {
        match lack {
            Lack::Unstaffed => Self::Unstaffed,
            Lack::NoDefinitiveHolder => Self::NoDefinitiveHolder,
            Lack::SeparationLeavesNobody => Self::SeparationLeavesNobody,
            Lack::QuorumUnreachable => Self::QuorumUnreachable,
        }
    }
}

/// One thing that is missing in a regency.
#[derive(SimpleObject, Debug, Clone)]
pub struct StaffingShortfall {
    /// What is missing.
    kind: StaffingLack,
    /// BPMN id of the task.
    element: String,
    /// Line in the file, from 1.
    line: u32,
    /// English sentence.
    message: String,
    /// Indonesian sentence.
    message_id: String,
}

/// Whether today's register of an organisation can do every task of a process.
#[derive(SimpleObject, Debug, Clone)]
pub struct Staffing {
    /// Code of the organisation.
    organisation: String,
    /// Nothing is missing in the tasks that could be judged.
    staffed: bool,
    /// What is missing, in the order of the file.
    shortfalls: Vec<StaffingShortfall>,
    /// Ids of tasks whose holders only the data of a case know.
    decided_by_data: Vec<String>,
}

/// Examines the staffing of a process in an organisation; null when there is no such organisation, or when the caller may
/// not know who works there. `quorum` is the model with the decision of that name.
pub(super) async fn of(
    ctx: &Context<'_>,
    process: &Process,
    quorum: Option<&Arc<Model>>,
    organisation: &str,
) -> Result<Option<Staffing>> {
    let Some(organisation) = staffing::organisation(read(ctx), organisation).await? else {
        return Ok(None);
    };
    let there = Subject::of(&organisation.path);
    if !permit(actor(ctx)?, Action::PersonRead, &there).is_allowed() {
        return Ok(None);
    }
    let mut register = staffing::register(read(ctx), &organisation, today(ctx)).await?;
    let environment = Environment::at(now(ctx));
    register.attendance = quorum
        .and_then(|model| Attendance::of(model, &environment))
        .unwrap_or_default();
    let found = organisation::staffing(process, &organisation, &register);
    Ok(Some(Staffing {
        organisation: found.organisation,
        staffed: found.staffed,
        shortfalls: found
            .shortfalls
            .into_iter()
            .map(|lack| StaffingShortfall {
                kind: lack.kind.into(),
                element: lack.element,
                line: lack.line,
                message: lack.message,
                message_id: lack.message_id,
            })
            .collect(),
        decided_by_data: found.decided_by_data,
    }))
}
