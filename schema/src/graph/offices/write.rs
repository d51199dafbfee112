//! Writes about people, organisations, positions, roles, appointments and loans. Each is one change of the register, with
//! a note of who made it.

use async_graphql::{Context, ID, InputObject, Object, SimpleObject};
use workflows::id::kind;

use crate::commands::{Answer, Request};
use crate::register_change::RegisterChange;

use super::super::guard::rows;
use super::super::guard::{Outcome, named, submit, unexpected};
use super::super::loaders::{OrganisationById, PersonById, PositionById};
use super::super::organisation::Organisation;
use super::super::person::{AppointIncumbentPayload, Incumbency, Person, Position};
use super::super::problem::{Problem, Result};
use super::super::scalar::Date;
use super::import::ImportPlan;
use super::lending::{Delegation, LoanKind};

/// Enters a person.
#[derive(InputObject, Debug)]
pub struct CreatePersonInput {
    /// Name.
    name: String,
    /// Work address.
    email: String,
    /// `id` or `en`.
    language: Option<String>,
    /// Code of the organisation in whose register the person is entered.
    organisation: String,
    /// Whether a link to set a password is mailed at once.
    invite: Option<bool>,
    /// The same key gets the same answer and does nothing twice.
    idempotency_key: String,
}

/// Corrects a person. What is absent stays.
#[derive(InputObject, Debug)]
pub struct ChangePersonInput {
    /// `per_…`.
    person_id: ID,
    /// Name.
    name: Option<String>,
    /// Work address. Of somebody with an account only the administrator of the system changes it.
    email: Option<String>,
    /// `id` or `en`.
    language: Option<String>,
    /// The same key gets the same answer and does nothing twice.
    idempotency_key: String,
}

/// Mails a link with which a person sets a password; it is good for three days, once.
#[derive(InputObject, Debug)]
pub struct InvitePersonInput {
    /// `per_…`.
    person_id: ID,
    /// The same key gets the same answer and does nothing twice.
    idempotency_key: String,
}

/// Blocks an account and ends its sessions, or lets it in again.
#[derive(InputObject, Debug)]
pub struct BlockAccountInput {
    /// `per_…`.
    person_id: ID,
    /// Blocked or not.
    blocked: bool,
    /// The same key gets the same answer and does nothing twice.
    idempotency_key: String,
}

/// Adds an organisation.
#[derive(InputObject, Debug)]
pub struct CreateOrganisationInput {
    /// Code, for instance `64.02/dishub`; it is never changed.
    code: String,
    /// Indonesian name.
    name: String,
    /// English name.
    name_en: Option<String>,
    /// For instance `OPD`.
    kind: String,
    /// For instance `HEALTH`.
    function: Option<String>,
    /// Code of the organisation above.
    parent: String,
    /// First day.
    valid_from: Date,
    /// The same key gets the same answer and does nothing twice.
    idempotency_key: String,
}

/// Renames an organisation or puts it elsewhere in its regency. What is absent stays; the code always does.
#[derive(InputObject, Debug)]
pub struct ChangeOrganisationInput {
    /// Code.
    organisation: String,
    /// Indonesian name.
    name: Option<String>,
    /// English name.
    name_en: Option<String>,
    /// Code of the organisation above.
    parent: Option<String>,
    /// The same key gets the same answer and does nothing twice.
    idempotency_key: String,
}

/// Ends an organisation in which nothing is left.
#[derive(InputObject, Debug)]
pub struct CloseOrganisationInput {
    /// Code.
    organisation: String,
    /// Last day.
    last_day: Date,
    /// The same key gets the same answer and does nothing twice.
    idempotency_key: String,
}

/// Which position goes on with the work of which.
#[derive(InputObject, Debug)]
pub struct PositionSuccessionInput {
    /// Code of the position that ends.
    from: String,
    /// Code of the one that goes on.
    to: String,
}

/// How organisations follow each other.
#[derive(async_graphql::Enum, Debug, Clone, Copy, PartialEq, Eq)]
pub enum SuccessionKind {
    /// One goes on as another, with another code.
    Rename,
    /// Several become one.
    Merge,
    /// One becomes several; the first one inherits what is addressed by role.
    Split,
}

impl SuccessionKind {
    const fn code(self) -> &'static str {
        match self {
            Self::Rename => "RENAME",
            Self::Merge => "MERGE",
            Self::Split => "SPLIT",
        }
    }
}

/// Ends organisations and lets others, which stand in the register already, go on with their work.
#[derive(InputObject, Debug)]
pub struct SucceedOrganisationInput {
    /// How.
    kind: SuccessionKind,
    /// Codes of those that end.
    predecessors: Vec<String>,
    /// Codes of those that go on.
    successors: Vec<String>,
    /// Positions that are not paired by the last part of their code.
    positions: Option<Vec<PositionSuccessionInput>>,
    /// Number of the regulation.
    decree: String,
    /// First day of the successors; the day before is the last one of those that end.
    valid_from: Date,
    /// The same key gets the same answer and does nothing twice.
    idempotency_key: String,
}

/// Adds a position.
#[derive(InputObject, Debug)]
pub struct CreatePositionInput {
    /// Code, for instance `64.02/dishub/head`; it is never changed.
    code: String,
    /// Indonesian title.
    title: String,
    /// English title.
    title_en: Option<String>,
    /// Code of its organisation.
    organisation: String,
    /// Code of the position above.
    superior: Option<String>,
    /// The same key gets the same answer and does nothing twice.
    idempotency_key: String,
}

/// Changes title or superior of a position. What is absent stays.
#[derive(InputObject, Debug)]
pub struct ChangePositionInput {
    /// Code.
    position: String,
    /// Indonesian title.
    title: Option<String>,
    /// English title.
    title_en: Option<String>,
    /// Code of the position above.
    superior: Option<String>,
    /// The same key gets the same answer and does nothing twice.
    idempotency_key: String,
}

/// Ends a position.
#[derive(InputObject, Debug)]
pub struct ClosePositionInput {
    /// Code.
    position: String,
    /// Last day.
    last_day: Date,
    /// Code of the position that goes on with its open work.
    successor: Option<String>,
    /// The same key gets the same answer and does nothing twice.
    idempotency_key: String,
}

/// Grants a role to a position; granting it again elsewhere moves it.
#[derive(InputObject, Debug)]
pub struct GrantRoleInput {
    /// Code.
    position: String,
    /// For instance `OPD_HEAD`.
    role: String,
    /// Code of the organisation in which it holds; that of the position when absent.
    organisation: Option<String>,
    /// The same key gets the same answer and does nothing twice.
    idempotency_key: String,
}

/// Takes a role from a position.
#[derive(InputObject, Debug)]
pub struct RevokeRoleInput {
    /// Code.
    position: String,
    /// For instance `OPD_HEAD`.
    role: String,
    /// The same key gets the same answer and does nothing twice.
    idempotency_key: String,
}

/// Ends an incumbency. What its holder had taken goes back to the position.
#[derive(InputObject, Debug)]
pub struct EndIncumbencyInput {
    /// `inc_…`.
    incumbency_id: ID,
    /// Last day.
    last_day: Date,
    /// Number of the decree.
    decree: String,
    /// The same key gets the same answer and does nothing twice.
    idempotency_key: String,
}

/// Lends the work of a position for at most a year.
#[derive(InputObject, Debug)]
pub struct LendPositionInput {
    /// Why.
    kind: LoanKind,
    /// Code.
    position: String,
    /// Person id or work address of who does its work meanwhile.
    to: String,
    /// First day.
    valid_from: Date,
    /// Last day.
    last_day: Date,
    /// What is said about it.
    reason: String,
    /// The same key gets the same answer and does nothing twice.
    idempotency_key: String,
}

/// Takes a loan back.
#[derive(InputObject, Debug)]
pub struct EndLoanInput {
    /// `dlg_…`.
    delegation_id: ID,
    /// The same key gets the same answer and does nothing twice.
    idempotency_key: String,
}

/// Reads people, positions, roles and appointments from a CSV file.
#[derive(InputObject, Debug)]
pub struct ImportRegisterInput {
    /// The file, base64.
    content: String,
    /// Only tell what would change.
    dry_run: bool,
    /// Apply what can be applied although lines are refused.
    skip_refused: Option<bool>,
    /// The same key gets the same answer and does nothing twice.
    idempotency_key: String,
}

/// The person, or why not.
#[derive(SimpleObject, Debug, Default)]
pub struct RegisterPersonPayload {
    /// The person.
    person: Option<Person>,
    /// Why not.
    problem: Option<Problem>,
}

/// The organisation, or why not.
#[derive(SimpleObject, Debug, Default)]
pub struct RegisterOrganisationPayload {
    /// The organisation.
    organisation: Option<Organisation>,
    /// Why not.
    problem: Option<Problem>,
}

/// The organisations that go on, or why not.
#[derive(SimpleObject, Debug, Default)]
pub struct SucceedOrganisationPayload {
    /// Those that go on.
    organisations: Vec<Organisation>,
    /// Why not.
    problem: Option<Problem>,
}

/// The position, or why not.
#[derive(SimpleObject, Debug, Default)]
pub struct RegisterPositionPayload {
    /// The position.
    position: Option<Position>,
    /// Why not.
    problem: Option<Problem>,
}

/// The loan, or why not.
#[derive(SimpleObject, Debug, Default)]
pub struct LoanPayload {
    /// The loan.
    delegation: Option<Delegation>,
    /// Why not.
    problem: Option<Problem>,
}

/// What the import did or would do, or why the file cannot be read.
#[derive(SimpleObject, Debug, Default)]
pub struct ImportRegisterPayload {
    /// Line by line.
    plan: Option<ImportPlan>,
    /// Why not.
    problem: Option<Problem>,
}

async fn person(
    ctx: &Context<'_>,
    key: String,
    change: Outcome<RegisterChange>,
) -> Result<RegisterPersonPayload> {
    match send(ctx, key, change).await? {
        Ok(Answer::Person(id)) => Ok(RegisterPersonPayload {
            person: rows(ctx).load_one(PersonById(id)).await?.map(Person),
            problem: None,
        }),
        Ok(other) => Err(unexpected(&other)),
        Err(problem) => Ok(RegisterPersonPayload {
            person: None,
            problem: Some(problem.into()),
        }),
    }
}

async fn organisation(
    ctx: &Context<'_>,
    key: String,
    change: RegisterChange,
) -> Result<RegisterOrganisationPayload> {
    match send(ctx, key, Ok(change)).await? {
        Ok(Answer::Organisation(id)) => Ok(RegisterOrganisationPayload {
            organisation: rows(ctx)
                .load_one(OrganisationById(id))
                .await?
                .map(Organisation),
            problem: None,
        }),
        Ok(other) => Err(unexpected(&other)),
        Err(problem) => Ok(RegisterOrganisationPayload {
            organisation: None,
            problem: Some(problem.into()),
        }),
    }
}

async fn position(
    ctx: &Context<'_>,
    key: String,
    change: RegisterChange,
) -> Result<RegisterPositionPayload> {
    match send(ctx, key, Ok(change)).await? {
        Ok(Answer::Position(id)) => Ok(RegisterPositionPayload {
            position: rows(ctx).load_one(PositionById(id)).await?.map(Position),
            problem: None,
        }),
        Ok(other) => Err(unexpected(&other)),
        Err(problem) => Ok(RegisterPositionPayload {
            position: None,
            problem: Some(problem.into()),
        }),
    }
}

async fn loan(
    ctx: &Context<'_>,
    key: String,
    change: Outcome<RegisterChange>,
) -> Result<LoanPayload> {
    match send(ctx, key, change).await? {
        Ok(Answer::Delegation(id)) => Ok(LoanPayload {
            delegation: Delegation::find(ctx, id).await?,
            problem: None,
        }),
        Ok(other) => Err(unexpected(&other)),
        Err(problem) => Ok(LoanPayload {
            delegation: None,
            problem: Some(problem.into()),
        }),
    }
}

async fn send(
    ctx: &Context<'_>,
    key: String,
    change: Outcome<RegisterChange>,
) -> Result<Outcome<Answer>> {
    match change {
        Ok(change) => submit(ctx, Some(key), Request::ChangeRegister(change)).await,
        Err(problem) => Ok(Err(problem)),
    }
}

/// Writes about the register.
#[derive(Debug, Default)]
pub struct OfficeMutation;

#[Object]
impl OfficeMutation {
    /// Enters a person in the register: secretariat of the regency and administrator.
    async fn create_person(
        &self,
        ctx: &Context<'_>,
        input: CreatePersonInput,
    ) -> Result<RegisterPersonPayload> {
        let change = RegisterChange::CreatePerson {
            name: input.name,
            email: input.email,
            language: input.language.unwrap_or_else(|| "id".to_owned()),
            organisation: input.organisation,
            invite: input.invite.unwrap_or(false),
        };
        person(ctx, input.idempotency_key, Ok(change)).await
    }

    /// Corrects a person of the register.
    async fn change_person(
        &self,
        ctx: &Context<'_>,
        input: ChangePersonInput,
    ) -> Result<RegisterPersonPayload> {
        let change = named::<kind::Person>(&input.person_id, "personId").map(|person| {
            RegisterChange::ChangePerson {
                person,
                name: input.name,
                email: input.email,
                language: input.language,
            }
        });
        person(ctx, input.idempotency_key, change).await
    }

    /// Mails a link with which a person sets a password, and opens an account when there is none.
    async fn invite_person(
        &self,
        ctx: &Context<'_>,
        input: InvitePersonInput,
    ) -> Result<RegisterPersonPayload> {
        let change = named::<kind::Person>(&input.person_id, "personId")
            .map(|person| RegisterChange::InvitePerson { person });
        person(ctx, input.idempotency_key, change).await
    }

    /// Blocks an account and ends its sessions, or lets it in again.
    async fn block_account(
        &self,
        ctx: &Context<'_>,
        input: BlockAccountInput,
    ) -> Result<RegisterPersonPayload> {
        let change = named::<kind::Person>(&input.person_id, "personId").map(|person| {
            RegisterChange::BlockAccount {
                person,
                blocked: input.blocked,
            }
        });
        person(ctx, input.idempotency_key, change).await
    }

    /// Adds an organisation to the tree.
    async fn create_organisation(
        &self,
        ctx: &Context<'_>,
        input: CreateOrganisationInput,
    ) -> Result<RegisterOrganisationPayload> {
        let change = RegisterChange::CreateOrganisation {
            code: input.code,
            name: input.name,
            name_en: input.name_en,
            kind: input.kind,
            function: input.function,
            parent: input.parent,
            valid_from: input.valid_from.0,
        };
        organisation(ctx, input.idempotency_key, change).await
    }

    /// Renames an organisation or puts it elsewhere in its regency.
    async fn change_organisation(
        &self,
        ctx: &Context<'_>,
        input: ChangeOrganisationInput,
    ) -> Result<RegisterOrganisationPayload> {
        let change = RegisterChange::ChangeOrganisation {
            organisation: input.organisation,
            name: input.name,
            name_en: input.name_en,
            parent: input.parent,
        };
        organisation(ctx, input.idempotency_key, change).await
    }

    /// Ends an organisation in which nothing is left.
    async fn close_organisation(
        &self,
        ctx: &Context<'_>,
        input: CloseOrganisationInput,
    ) -> Result<RegisterOrganisationPayload> {
        let change = RegisterChange::CloseOrganisation {
            organisation: input.organisation,
            last_day: input.last_day.0,
        };
        organisation(ctx, input.idempotency_key, change).await
    }

    /// Renames by regulation, merges or splits organisations; open work finds the successors, history stays.
    async fn succeed_organisation(
        &self,
        ctx: &Context<'_>,
        input: SucceedOrganisationInput,
    ) -> Result<SucceedOrganisationPayload> {
        let positions = input.positions.unwrap_or_default();
        let change = RegisterChange::SucceedOrganisation {
            kind: input.kind.code().to_owned(),
            predecessors: input.predecessors,
            successors: input.successors,
            positions: positions
                .into_iter()
                .map(|pair| (pair.from, pair.to))
                .collect(),
            decree: input.decree,
            valid_from: input.valid_from.0,
        };
        match send(ctx, input.idempotency_key, Ok(change)).await? {
            Ok(Answer::Organisations(ids)) => Ok(SucceedOrganisationPayload {
                organisations: Organisation::all(ctx, ids).await?,
                problem: None,
            }),
            Ok(other) => Err(unexpected(&other)),
            Err(problem) => Ok(SucceedOrganisationPayload {
                organisations: Vec::new(),
                problem: Some(problem.into()),
            }),
        }
    }

    /// Adds a position to an organisation.
    async fn create_position(
        &self,
        ctx: &Context<'_>,
        input: CreatePositionInput,
    ) -> Result<RegisterPositionPayload> {
        let change = RegisterChange::CreatePosition {
            code: input.code,
            title: input.title,
            title_en: input.title_en,
            organisation: input.organisation,
            superior: input.superior,
        };
        position(ctx, input.idempotency_key, change).await
    }

    /// Changes title or superior of a position.
    async fn change_position(
        &self,
        ctx: &Context<'_>,
        input: ChangePositionInput,
    ) -> Result<RegisterPositionPayload> {
        let change = RegisterChange::ChangePosition {
            position: input.position,
            title: input.title,
            title_en: input.title_en,
            superior: input.superior,
        };
        position(ctx, input.idempotency_key, change).await
    }

    /// Ends a position; its open work goes to the successor.
    async fn close_position(
        &self,
        ctx: &Context<'_>,
        input: ClosePositionInput,
    ) -> Result<RegisterPositionPayload> {
        let change = RegisterChange::ClosePosition {
            position: input.position,
            last_day: input.last_day.0,
            successor: input.successor,
        };
        position(ctx, input.idempotency_key, change).await
    }

    /// Grants a role to a position within an organisation.
    async fn grant_role(
        &self,
        ctx: &Context<'_>,
        input: GrantRoleInput,
    ) -> Result<RegisterPositionPayload> {
        let change = RegisterChange::GrantRole {
            position: input.position,
            role: input.role,
            organisation: input.organisation,
        };
        position(ctx, input.idempotency_key, change).await
    }

    /// Takes a role from a position.
    async fn revoke_role(
        &self,
        ctx: &Context<'_>,
        input: RevokeRoleInput,
    ) -> Result<RegisterPositionPayload> {
        let change = RegisterChange::RevokeRole {
            position: input.position,
            role: input.role,
        };
        position(ctx, input.idempotency_key, change).await
    }

    /// Ends an incumbency by a decree.
    async fn end_incumbency(
        &self,
        ctx: &Context<'_>,
        input: EndIncumbencyInput,
    ) -> Result<AppointIncumbentPayload> {
        let change =
            named::<kind::Incumbency>(&input.incumbency_id, "incumbencyId").map(|incumbency| {
                RegisterChange::EndIncumbency {
                    incumbency,
                    last_day: input.last_day.0,
                    decree: input.decree,
                }
            });
        match send(ctx, input.idempotency_key, change).await? {
            Ok(Answer::Incumbency(id)) => Ok(AppointIncumbentPayload {
                incumbency: Incumbency::find(ctx, id).await?,
                problem: None,
            }),
            Ok(other) => Err(unexpected(&other)),
            Err(problem) => Ok(AppointIncumbentPayload {
                incumbency: None,
                problem: Some(problem.into()),
            }),
        }
    }

    /// Lends the work of a position: by its holder, by the head for the agency, by the secretariat for the regency.
    async fn lend_position(
        &self,
        ctx: &Context<'_>,
        input: LendPositionInput,
    ) -> Result<LoanPayload> {
        let change = RegisterChange::LendPosition {
            kind: input.kind.code().to_owned(),
            position: input.position,
            to: input.to,
            valid_from: input.valid_from.0,
            last_day: Some(input.last_day.0),
            reason: input.reason,
        };
        loan(ctx, input.idempotency_key, Ok(change)).await
    }

    /// Takes a loan back, or gives it back.
    async fn end_loan(&self, ctx: &Context<'_>, input: EndLoanInput) -> Result<LoanPayload> {
        let change = named::<kind::Delegation>(&input.delegation_id, "delegationId")
            .map(|delegation| RegisterChange::EndLoan { delegation });
        loan(ctx, input.idempotency_key, change).await
    }

    /// Reads people, positions, roles and appointments from a CSV file; a dry run tells what would change.
    #[graphql(complexity = "1000 + child_complexity")]
    async fn import_register(
        &self,
        ctx: &Context<'_>,
        input: ImportRegisterInput,
    ) -> Result<ImportRegisterPayload> {
        let change = RegisterChange::Import {
            content: input.content,
            dry_run: input.dry_run,
            skip_refused: input.skip_refused.unwrap_or(false),
        };
        match send(ctx, input.idempotency_key, Ok(change)).await? {
            Ok(Answer::Imported(report)) => Ok(ImportRegisterPayload {
                plan: Some(ImportPlan(report)),
                problem: None,
            }),
            Ok(other) => Err(unexpected(&other)),
            Err(problem) => Ok(ImportRegisterPayload {
                plan: None,
                problem: Some(problem.into()),
            }),
        }
    }
}
