//! The door itself: one transaction per request, the idempotency key first, live changes last.

use std::sync::Arc;

use async_trait::async_trait;
use schema::commands::{Answer, Commands, Lease, Problem, Request};
use schema::deployed::Deployed;
use schema::graph::live::Change;
use sea_orm::DatabaseTransaction;
use tokio::sync::Notify;
use uuid::Uuid;
use workflows::access::Actor;

use super::fault::Fault;
use super::{
    deploy, disposition, instance, job, link, message, migrate, notice, offices, operate, privacy,
    record, task, template, upload, webhook,
};
use crate::documents::signature::SignatureProvider;
use crate::effects::{Outbound, Vault};
use crate::ports::Clock;
use crate::store::{Store, idempotency};

/// Longest idempotency key that is kept, bytes.
const LONGEST_KEY: usize = 200;

/// What every request needs.
#[derive(Clone)]
pub struct Door {
    /// The database.
    pub store: Store,
    /// What is deployed.
    pub deployed: Deployed,
    /// The time.
    pub clock: Clock,
    /// Signs parafs, decrees and papers.
    pub signer: Arc<dyn SignatureProvider>,
    /// Address under which people reach the installation, for links in mails.
    pub public_url: Arc<str>,
    /// The way out to addresses that processes tell things to.
    pub outbound: Outbound,
    /// Opens the secrets that sign for them.
    pub vault: Arc<Vault>,
    /// Wakes the workers after a commit that may have given them something to do.
    pub wake: Arc<Notify>,
}

/// What a request did, inside its transaction.
pub(super) struct Done {
    pub answer: Answer,
    pub changes: Vec<Change>,
}

impl Done {
    /// Done, and nobody needs to hear of it live.
    pub fn quiet(answer: Answer) -> Self {
        Self {
            answer,
            changes: Vec::new(),
        }
    }
}

impl Door {
    async fn carry(
        &self,
        transaction: &DatabaseTransaction,
        actor: &Actor,
        request: &Request,
    ) -> Result<Done, Fault> {
        match request {
            Request::DeployWorkflow {
                files,
                note,
                check_only,
            } => {
                let note = note.as_deref();
                deploy::deploy(self, transaction, actor, files, note, *check_only).await
            }
            Request::StartInstance {
                definition_key,
                version,
                organisation,
                business_key,
                variables,
            } => {
                instance::start(
                    self,
                    transaction,
                    actor,
                    definition_key,
                    *version,
                    organisation,
                    business_key.clone(),
                    variables,
                )
                .await
            }
            Request::ClaimTask { task } => task::claim(self, transaction, actor, *task).await,
            Request::ReleaseTask { task } => task::release(self, transaction, actor, *task).await,
            Request::AssignTask { task, assignee } => {
                task::assign(self, transaction, actor, *task, assignee).await
            }
            Request::SaveTaskDraft { task, draft } => {
                task::save_draft(self, transaction, actor, *task, draft).await
            }
            Request::CompleteTask { task, variables } => {
                task::complete(self, transaction, actor, *task, variables).await
            }
            Request::ReturnTask {
                task,
                reason_code,
                note,
            } => {
                task::send_back(
                    self,
                    transaction,
                    actor,
                    *task,
                    reason_code,
                    note.as_deref(),
                )
                .await
            }
            Request::CastVote {
                task,
                choice,
                note,
                dissent_later,
            } => {
                task::cast_vote(
                    self,
                    transaction,
                    actor,
                    *task,
                    choice,
                    note.as_deref(),
                    *dissent_later,
                )
                .await
            }
            Request::AnswerByLink { link, answer } => {
                link::answer(self, transaction, actor, *link, answer).await
            }
            Request::SetNoticePreferences {
                mail,
                in_app,
                webhook_url,
                quiet_from,
                quiet_to,
            } => {
                let wish = notice::Wish {
                    mail: *mail,
                    in_app: *in_app,
                    webhook_url: webhook_url.as_deref(),
                    quiet_from: *quiet_from,
                    quiet_to: *quiet_to,
                };
                notice::prefer(self, transaction, actor, wish).await
            }
            Request::MarkNoticesRead { notices } => {
                notice::mark_read(self, transaction, actor, notices.as_deref()).await
            }
            Request::PublishMessage {
                name,
                correlation_key,
                variables,
                time_to_live,
            } => {
                message::publish(
                    self,
                    transaction,
                    actor,
                    name,
                    correlation_key.as_deref(),
                    variables,
                    *time_to_live,
                )
                .await
            }
            Request::BroadcastSignal {
                name,
                organisation,
                variables,
            } => {
                message::broadcast(
                    self,
                    transaction,
                    actor,
                    name,
                    organisation.as_deref(),
                    variables,
                )
                .await
            }
            Request::CancelInstance { instance, reason } => {
                instance::cancel(self, transaction, actor, *instance, reason).await
            }
            Request::RetryIncident { incident } => {
                instance::retry(self, transaction, actor, *incident).await
            }
            Request::ActivateJobs {
                kind,
                worker,
                max_jobs,
                lease_seconds,
            } => {
                job::activate(
                    self,
                    transaction,
                    actor,
                    kind,
                    worker,
                    *max_jobs,
                    *lease_seconds,
                )
                .await
            }
            Request::CompleteJob {
                job,
                fencing_token,
                variables,
                result,
            } => {
                let lease = Lease {
                    job: *job,
                    fencing_token: *fencing_token,
                };
                job::complete(self, transaction, actor, lease, variables, result.as_ref()).await
            }
            Request::FailJob {
                job,
                fencing_token,
                retries,
                retry_after_seconds,
                message,
            } => {
                let lease = Lease {
                    job: *job,
                    fencing_token: *fencing_token,
                };
                job::fail(
                    self,
                    transaction,
                    actor,
                    lease,
                    *retries,
                    *retry_after_seconds,
                    message,
                )
                .await
            }
            Request::ThrowJobError {
                job,
                fencing_token,
                code,
                message,
                variables,
            } => {
                let lease = Lease {
                    job: *job,
                    fencing_token: *fencing_token,
                };
                job::throw(self, transaction, actor, lease, code, message, variables).await
            }
            Request::ExtendJobLease {
                job,
                fencing_token,
                lease_seconds,
            } => {
                let lease = Lease {
                    job: *job,
                    fencing_token: *fencing_token,
                };
                job::extend(self, transaction, actor, lease, *lease_seconds).await
            }
            Request::PseudonymisePerson { person, reason } => {
                privacy::pseudonymise(self, transaction, actor, *person, reason).await
            }
            Request::DecideDisposals {
                disposals,
                dispose,
                reason,
                keep_until,
            } => {
                let (dispose, keep_until) = (*dispose, *keep_until);
                privacy::decide(
                    self,
                    transaction,
                    actor,
                    disposals,
                    dispose,
                    reason,
                    keep_until,
                )
                .await
            }
            Request::SetRetentionPeriod {
                class,
                years,
                reason,
            } => privacy::set_period(self, transaction, actor, class, *years, reason).await,
            Request::VerifyRecord { organisation } => {
                record::verify(self, transaction, actor, organisation.as_deref()).await
            }
            Request::RegisterWebhook {
                organisation,
                name,
                url,
            } => webhook::register(self, transaction, actor, organisation, name, url).await,
            Request::RotateWebhookSecret {
                webhook,
                overlap_hours,
            } => webhook::rotate(self, transaction, actor, *webhook, *overlap_hours).await,
            Request::DisposeDocument {
                document,
                recipients,
                instruction,
                text,
                due,
            } => {
                let wanted = disposition::Wanted {
                    document: *document,
                    recipients,
                    instruction,
                    text,
                    due: *due,
                };
                disposition::dispose(self, transaction, actor, wanted).await
            }
            Request::SavePaperTemplate {
                organisation,
                name,
                source,
                note,
            } => {
                let (source, note) = (source.as_deref(), note.as_deref());
                template::save(self, transaction, actor, organisation, name, source, note).await
            }
            Request::RestorePaperTemplate { version } => {
                template::restore(self, transaction, actor, *version).await
            }
            Request::RemoveWebhook { webhook } => {
                webhook::remove(self, transaction, actor, *webhook).await
            }
            Request::SuspendInstance { instance, reason } => {
                operate::suspend(self, transaction, actor, *instance, reason).await
            }
            Request::ResumeInstance { instance, reason } => {
                operate::resume(self, transaction, actor, *instance, reason.clone()).await
            }
            Request::SetVariables {
                instance,
                scope,
                variables,
                reason,
            } => {
                let reason = reason.clone();
                operate::set_variables(
                    self,
                    transaction,
                    actor,
                    *instance,
                    *scope,
                    variables,
                    reason,
                )
                .await
            }
            Request::ModifyInstance {
                instance,
                steps,
                reason,
            } => operate::modify(self, transaction, actor, *instance, steps, reason).await,
            Request::MigrateInstances {
                definition_key,
                from_version,
                to_version,
                organisation,
                instances,
                mapping,
                reassign,
                dry_run,
            } => {
                let wish = migrate::Wish {
                    definition_key,
                    from_version: *from_version,
                    to_version: *to_version,
                    organisation: organisation.as_deref(),
                    instances: instances.as_deref(),
                    mapping,
                    reassign: *reassign,
                    dry_run: *dry_run,
                };
                migrate::begin(self, transaction, actor, wish).await
            }
            Request::RollBackMigration { batch, dry_run } => {
                migrate::roll_back(self, transaction, actor, *batch, *dry_run).await
            }
            Request::EvaluateConditionalStarts {
                organisation,
                definition_key,
                variables,
            } => {
                operate::evaluate_conditional_starts(
                    self,
                    transaction,
                    actor,
                    organisation,
                    definition_key.as_deref(),
                    variables,
                )
                .await
            }
            Request::AppointIncumbent {
                position,
                person,
                mode,
                decree,
                valid_from,
                valid_to,
            } => {
                let wish = offices::Appointment {
                    position,
                    person,
                    mode,
                    decree,
                    valid_from: *valid_from,
                    last_day: *valid_to,
                };
                offices::appoint(self, transaction, actor, &wish).await
            }
            Request::ChangeRegister(change) => {
                offices::change(self, transaction, actor, change).await
            }
        }
    }
}

#[async_trait]
impl Commands for Door {
    async fn submit(
        &self,
        by: &Actor,
        idempotency_key: Option<String>,
        request: Request,
    ) -> Result<Answer, Problem> {
        let input = serde_json::to_value(&request).map_err(|_| Problem::internal("request"))?;
        let operation = input
            .get("operation")
            .and_then(|name| name.as_str())
            .unwrap_or("unknown")
            .to_owned();
        if idempotency_key
            .as_ref()
            .is_some_and(|key| key.is_empty() || key.len() > LONGEST_KEY)
        {
            let bad = Problem::new(
                "INVALID_IDEMPOTENCY_KEY",
                "An idempotency key has 1 to 200 characters.",
                "Kunci idempotensi berisi 1 sampai 200 karakter.",
            );
            return Err(bad.at("idempotencyKey"));
        }
        let who = by
            .person
            .map_or_else(|| "system".to_owned(), |person| person.to_string());
        let key = idempotency_key
            .map(|key| idempotency::Key::new(key, who, &operation, &input.to_string()));
        let quiet = matches!(
            request,
            Request::SaveTaskDraft { .. }
                | Request::ActivateJobs { .. }
                | Request::ExtendJobLease { .. }
        );
        let deploys = matches!(request, Request::DeployWorkflow { .. });
        let (door, actor) = (self.clone(), by.clone());
        let outcome: Result<(Answer, Vec<Change>), Fault> = self
            .store
            .write(move |transaction| {
                Box::pin(async move {
                    if let Some(key) = &key
                        && let Some(earlier) = idempotency::earlier(transaction, key).await?
                    {
                        return earlier
                            .map(|answer| (answer, Vec::new()))
                            .map_err(Fault::from);
                    }
                    let done = door.carry(transaction, &actor, &request).await?;
                    // That there was no job is true for a moment only: the same worker asks again with the same key.
                    let empty = matches!(&done.answer, Answer::Jobs(leases) if leases.is_empty());
                    if let Some(key) = key.filter(|_| !empty) {
                        idempotency::keep(transaction, key, &done.answer, door.clock.now()).await?;
                    }
                    door.store
                        .changes()
                        .announce(transaction, &done.changes)
                        .await?;
                    Ok((done.answer, done.changes))
                })
            })
            .await;
        let (answer, changes) = outcome.map_err(|fault| fault.into_problem(&operation))?;
        self.store.changes().publish(changes);
        if deploys {
            self.deployed
                .refresh(self.store.read())
                .await
                .map_err(|error| Fault::from(error).into_problem("reading deployed definitions"))?;
        }
        if !quiet {
            self.wake.notify_one();
        }
        Ok(answer)
    }

    async fn note_reading(
        &self,
        by: &Actor,
        versions: Vec<Uuid>,
        purpose: &'static str,
    ) -> Result<(), Problem> {
        for version in versions {
            upload::note_reading(self, by, version, purpose).await?;
        }
        Ok(())
    }
}
