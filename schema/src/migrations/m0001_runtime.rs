//! Tables of the engine: definitions, instances, journal, work, outbox.

use sea_orm_migration::prelude::*;

use super::columns::*;

#[derive(DeriveMigrationName)]
pub(super) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager
            .create_table(
                table("deployment")
                    .col(uuid("id"))
                    .col(maybe_text("note"))
                    .col(timestamp_with_time_zone("deployed_at"))
                    .col(maybe_uuid("deployed_by"))
                    .primary_key(&mut key(&["id"]))
                    .take(),
            )
            .await?;
        manager
            .create_table(
                table("process_definition")
                    .col(uuid("id"))
                    .col(uuid("deployment_id"))
                    .col(text("key"))
                    .col(integer("version"))
                    .col(maybe_text("tag"))
                    .col(maybe_text("name"))
                    .col(text("file_name"))
                    .col(text("xml"))
                    .col(text("hash"))
                    .col(timestamp_with_time_zone("deployed_at"))
                    .primary_key(&mut key(&["id"]))
                    .take(),
            )
            .await?;
        manager
            .create_index(unique("process_definition", &["key", "version"]))
            .await?;
        manager
            .create_index(index("process_definition", &["deployment_id"]))
            .await?;
        manager
            .create_table(
                table("resource")
                    .col(uuid("id"))
                    .col(uuid("deployment_id"))
                    .col(text("kind"))
                    .col(text("key"))
                    .col(integer("version"))
                    .col(text("file_name"))
                    .col(text("content"))
                    .col(text("hash"))
                    .col(timestamp_with_time_zone("deployed_at"))
                    .primary_key(&mut key(&["id"]))
                    .take(),
            )
            .await?;
        manager
            .create_index(unique("resource", &["kind", "key", "version"]))
            .await?;
        manager
            .create_index(index("resource", &["deployment_id"]))
            .await?;
        manager
            .create_table(
                table("process_instance")
                    .col(uuid("id"))
                    .col(uuid("definition_id"))
                    .col(text("definition_key"))
                    .col(integer("version"))
                    .col(maybe_text("business_key"))
                    .col(text("organisation_path"))
                    .col(text("state"))
                    .col(text("snapshot"))
                    .col(big_integer("seq"))
                    .col(binary("head_hash"))
                    .col(timestamp_with_time_zone("started_at"))
                    .col(maybe_timestamp_with_time_zone("ended_at"))
                    .col(maybe_uuid("started_by"))
                    .primary_key(&mut key(&["id"]))
                    .take(),
            )
            .await?;
        manager
            .create_index(index(
                "process_instance",
                &["organisation_path", "state", "started_at"],
            ))
            .await?;
        manager
            .create_index(index("process_instance", &["definition_key", "state"]))
            .await?;
        manager
            .create_index(index("process_instance", &["business_key"]))
            .await?;
        manager
            .create_table(
                table("journal")
                    .col(uuid("instance_id"))
                    .col(big_integer("seq"))
                    .col(timestamp_with_time_zone("at"))
                    .col(text("kind"))
                    .col(text("event"))
                    .col(maybe_text("actor"))
                    .col(binary("prev_hash"))
                    .col(binary("hash"))
                    .primary_key(&mut key(&["instance_id", "seq"]))
                    .take(),
            )
            .await?;
        manager.create_index(index("journal", &["at"])).await?;
        manager
            .create_table(
                table("user_task")
                    .col(uuid("id"))
                    .col(uuid("instance_id"))
                    .col(big_integer("key"))
                    .col(text("definition_key"))
                    .col(integer("definition_version"))
                    .col(text("element"))
                    .col(text("name"))
                    .col(text("kind"))
                    .col(text("state"))
                    .col(boolean("open"))
                    .col(maybe_text("business_key"))
                    .col(text("organisation_path"))
                    .col(text("zone"))
                    .col(maybe_text("assignee"))
                    .col(maybe_uuid("assignee_person"))
                    .col(maybe_timestamp_with_time_zone("due"))
                    .col(maybe_timestamp_with_time_zone("original_due"))
                    .col(maybe_timestamp_with_time_zone("follow_up"))
                    .col(integer("priority"))
                    .col(maybe_text("form"))
                    .col(text("facts"))
                    .col(maybe_text("submitted"))
                    .col(maybe_big_integer("body"))
                    .col(timestamp_with_time_zone("created_at"))
                    .col(maybe_timestamp_with_time_zone("claimed_at"))
                    .col(maybe_timestamp_with_time_zone("completed_at"))
                    .col(maybe_uuid("completed_by"))
                    .primary_key(&mut key(&["id"]))
                    .take(),
            )
            .await?;
        manager
            .create_index(unique("user_task", &["instance_id", "key"]))
            .await?;
        manager
            .create_index(index("user_task", &["instance_id", "element"]))
            .await?;
        manager
            .create_index(index("user_task", &["organisation_path", "open", "due"]))
            .await?;
        manager
            .create_index(index("user_task", &["assignee_person", "open", "due"]))
            .await?;
        manager
            .create_index(index("user_task", &["completed_by", "completed_at"]))
            .await?;
        manager
            .create_table(
                table("task_candidate")
                    .col(text("principal"))
                    .col(uuid("task_id"))
                    .col(boolean("open"))
                    .col(maybe_timestamp_with_time_zone("due"))
                    .primary_key(&mut key(&["principal", "task_id"]))
                    .take(),
            )
            .await?;
        manager
            .create_index(index(
                "task_candidate",
                &["principal", "open", "due", "task_id"],
            ))
            .await?;
        manager
            .create_index(index("task_candidate", &["task_id"]))
            .await?;
        manager
            .create_table(
                table("task_draft")
                    .col(uuid("task_id"))
                    .col(uuid("person_id"))
                    .col(text("draft"))
                    .col(timestamp_with_time_zone("saved_at"))
                    .primary_key(&mut key(&["task_id", "person_id"]))
                    .take(),
            )
            .await?;
        manager
            .create_table(
                table("timer")
                    .col(uuid("instance_id"))
                    .col(big_integer("key"))
                    .col(text("element"))
                    .col(big_integer("owner"))
                    .col(timestamp_with_time_zone("due"))
                    .col(integer("sequence"))
                    .primary_key(&mut key(&["instance_id", "key"]))
                    .take(),
            )
            .await?;
        manager.create_index(index("timer", &["due"])).await?;
        manager
            .create_table(
                table("reminder")
                    .col(uuid("task_id"))
                    .col(text("rung"))
                    .col(text("audience"))
                    .col(uuid("instance_id"))
                    .col(timestamp_with_time_zone("at"))
                    .col(maybe_timestamp_with_time_zone("sent_at"))
                    .primary_key(&mut key(&["task_id", "rung", "audience"]))
                    .take(),
            )
            .await?;
        manager
            .create_index(index("reminder", &["sent_at", "at"]))
            .await?;
        manager
            .create_index(index("reminder", &["instance_id"]))
            .await?;
        manager
            .create_table(
                table("job")
                    .col(uuid("instance_id"))
                    .col(big_integer("key"))
                    .col(text("kind"))
                    .col(text("element"))
                    .col(big_integer("owner"))
                    .col(text("headers"))
                    .col(maybe_text("listener"))
                    .col(integer("retries"))
                    .col(timestamp_with_time_zone("due"))
                    .col(maybe_text("lease_owner"))
                    .col(maybe_timestamp_with_time_zone("lease_until"))
                    .col(big_integer("fencing"))
                    .col(maybe_text("error"))
                    .col(timestamp_with_time_zone("created_at"))
                    .primary_key(&mut key(&["instance_id", "key"]))
                    .take(),
            )
            .await?;
        manager
            .create_index(index("job", &["due", "lease_until"]))
            .await?;
        manager
            .create_table(
                table("subscription")
                    .col(uuid("instance_id"))
                    .col(big_integer("key"))
                    .col(text("kind"))
                    .col(text("name"))
                    .col(maybe_text("correlation_key"))
                    .col(text("element"))
                    .col(text("organisation_path"))
                    .primary_key(&mut key(&["instance_id", "key"]))
                    .take(),
            )
            .await?;
        manager
            .create_index(index("subscription", &["kind", "name", "correlation_key"]))
            .await?;
        manager
            .create_table(
                table("message")
                    .col(uuid("id"))
                    .col(text("name"))
                    .col(text("correlation_key"))
                    .col(text("variables"))
                    .col(maybe_text("source"))
                    .col(text("organisation_path"))
                    .col(timestamp_with_time_zone("published_at"))
                    .col(timestamp_with_time_zone("expires_at"))
                    .col(text("state"))
                    .col(maybe_uuid("correlated_with"))
                    .primary_key(&mut key(&["id"]))
                    .take(),
            )
            .await?;
        manager
            .create_index(index("message", &["state", "name", "correlation_key"]))
            .await?;
        manager
            .create_index(index("message", &["state", "expires_at"]))
            .await?;
        manager
            .create_table(
                table("incident")
                    .col(uuid("id"))
                    .col(uuid("instance_id"))
                    .col(big_integer("key"))
                    .col(text("element"))
                    .col(text("code"))
                    .col(text("message"))
                    .col(text("organisation_path"))
                    .col(timestamp_with_time_zone("raised_at"))
                    .col(maybe_timestamp_with_time_zone("resolved_at"))
                    .primary_key(&mut key(&["id"]))
                    .take(),
            )
            .await?;
        manager
            .create_index(unique("incident", &["instance_id", "key"]))
            .await?;
        manager
            .create_index(index("incident", &["resolved_at", "organisation_path"]))
            .await?;
        manager
            .create_table(
                table("outbox")
                    .col(uuid("id"))
                    .col(text("kind"))
                    .col(text("idempotency_key"))
                    .col(text("payload"))
                    .col(text("organisation_path"))
                    .col(text("state"))
                    .col(integer("attempts"))
                    .col(timestamp_with_time_zone("next_try"))
                    .col(maybe_timestamp_with_time_zone("lease_until"))
                    .col(maybe_text("last_error"))
                    .col(timestamp_with_time_zone("created_at"))
                    .col(maybe_timestamp_with_time_zone("done_at"))
                    .primary_key(&mut key(&["id"]))
                    .take(),
            )
            .await?;
        manager
            .create_index(unique("outbox", &["idempotency_key"]))
            .await?;
        manager
            .create_index(index("outbox", &["state", "next_try"]))
            .await?;
        manager
            .create_index(index("outbox", &["kind", "created_at"]))
            .await?;
        manager
            .create_table(
                table("idempotency")
                    .col(text("key"))
                    .col(text("actor"))
                    .col(text("operation"))
                    .col(text("digest"))
                    .col(text("answer"))
                    .col(timestamp_with_time_zone("at"))
                    .primary_key(&mut key(&["key", "actor"]))
                    .take(),
            )
            .await?;
        manager.create_index(index("idempotency", &["at"])).await?;
        manager
            .create_table(
                table("checkpoint")
                    .col(uuid("id"))
                    .col(timestamp_with_time_zone("at"))
                    .col(big_integer("instances"))
                    .col(big_integer("events"))
                    .col(binary("root"))
                    .col(text("key_id"))
                    .col(binary("signature"))
                    .primary_key(&mut key(&["id"]))
                    .take(),
            )
            .await?;
        manager.create_index(index("checkpoint", &["at"])).await?;
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.drop_table(drop("checkpoint")).await?;
        manager.drop_table(drop("idempotency")).await?;
        manager.drop_table(drop("outbox")).await?;
        manager.drop_table(drop("incident")).await?;
        manager.drop_table(drop("message")).await?;
        manager.drop_table(drop("subscription")).await?;
        manager.drop_table(drop("job")).await?;
        manager.drop_table(drop("reminder")).await?;
        manager.drop_table(drop("timer")).await?;
        manager.drop_table(drop("task_draft")).await?;
        manager.drop_table(drop("task_candidate")).await?;
        manager.drop_table(drop("user_task")).await?;
        manager.drop_table(drop("journal")).await?;
        manager.drop_table(drop("process_instance")).await?;
        manager.drop_table(drop("resource")).await?;
        manager.drop_table(drop("process_definition")).await?;
        manager.drop_table(drop("deployment")).await?;
        Ok(())
    }
}
