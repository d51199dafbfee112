-- The tables on SQLite, printed from the migrations by tests/it/contracts.rs.

CREATE TABLE "access_log" (
    "id" uuid_text NOT NULL,
    "person_id" uuid_text NOT NULL,
    "position" text NULL,
    "at" timestamp_with_timezone_text NOT NULL,
    "version_id" uuid_text NOT NULL,
    "purpose" text NOT NULL,
    PRIMARY KEY ("id")
);
CREATE INDEX "ix_access_log_person_id_at" ON "access_log" ("person_id", "at");
CREATE INDEX "ix_access_log_version_id_at" ON "access_log" ("version_id", "at");

CREATE TABLE "account" (
    "person_id" uuid_text NOT NULL,
    "password_hash" text NOT NULL,
    "disabled" boolean NOT NULL,
    "demo" boolean NOT NULL,
    "demo_group" text NULL,
    "demo_order" integer NOT NULL,
    "failures" integer NOT NULL,
    "blocked_until" timestamp_with_timezone_text NULL,
    "created_at" timestamp_with_timezone_text NOT NULL,
    PRIMARY KEY ("person_id")
);

CREATE TABLE "action_link" (
    "id" uuid_text NOT NULL,
    "hash" blob NOT NULL,
    "task_id" uuid_text NOT NULL,
    "person_id" uuid_text NOT NULL,
    "mail_id" uuid_text NOT NULL,
    "issued_at" timestamp_with_timezone_text NOT NULL,
    "expires_at" timestamp_with_timezone_text NOT NULL,
    "state" text NOT NULL,
    "ended_at" timestamp_with_timezone_text NULL,
    PRIMARY KEY ("id")
);
CREATE INDEX "ix_action_link_expires_at" ON "action_link" ("expires_at");
CREATE INDEX "ix_action_link_task_id_person_id" ON "action_link" ("task_id", "person_id");
CREATE UNIQUE INDEX "ux_action_link_hash" ON "action_link" ("hash");

CREATE TABLE "checkpoint" (
    "number" integer NOT NULL,
    "at" timestamp_with_timezone_text NOT NULL,
    "previous" blob NOT NULL,
    "leaves" integer NOT NULL,
    "root" blob NOT NULL,
    "journals" integer NOT NULL,
    "events" integer NOT NULL,
    "key_id" text NOT NULL,
    "public_key" blob NOT NULL,
    "signature" blob NOT NULL,
    PRIMARY KEY ("number")
);

CREATE TABLE "checkpoint_leaf" (
    "kind" text NOT NULL,
    "subject" uuid_text NOT NULL,
    "seq" integer NOT NULL,
    "checkpoint" integer NOT NULL,
    "hash" blob NOT NULL,
    PRIMARY KEY ("kind", "subject", "seq")
);
CREATE INDEX "ix_checkpoint_leaf_checkpoint_kind_subject" ON "checkpoint_leaf" ("checkpoint", "kind", "subject");

CREATE TABLE "council" (
    "id" uuid_text NOT NULL,
    "organisation_id" uuid_text NOT NULL,
    "organisation_path" text NOT NULL,
    "name" text NOT NULL,
    "decree" text NULL,
    PRIMARY KEY ("id")
);
CREATE INDEX "ix_council_organisation_path" ON "council" ("organisation_path");

CREATE TABLE "delegation" (
    "id" uuid_text NOT NULL,
    "kind" text NOT NULL,
    "position_id" uuid_text NOT NULL,
    "organisation_path" text NOT NULL,
    "from_person" uuid_text NOT NULL,
    "to_person" uuid_text NOT NULL,
    "valid_from" date_text NOT NULL,
    "valid_to" date_text NULL,
    "reason" text NOT NULL,
    "created_by" uuid_text NULL,
    "created_at" timestamp_with_timezone_text NOT NULL,
    "ended_at" timestamp_with_timezone_text NULL,
    PRIMARY KEY ("id")
);
CREATE INDEX "ix_delegation_position_id_valid_from" ON "delegation" ("position_id", "valid_from");
CREATE INDEX "ix_delegation_to_person_valid_from" ON "delegation" ("to_person", "valid_from");

CREATE TABLE "deployment" (
    "id" uuid_text NOT NULL,
    "note" text NULL,
    "deployed_at" timestamp_with_timezone_text NOT NULL,
    "deployed_by" uuid_text NULL,
    PRIMARY KEY ("id")
);

CREATE TABLE "disposal" (
    "id" uuid_text NOT NULL,
    "document_id" uuid_text NOT NULL,
    "instance_id" uuid_text NULL,
    "organisation_path" text NOT NULL,
    "title" text NOT NULL,
    "class" text NOT NULL,
    "due_on" date_text NOT NULL,
    "proposed_at" timestamp_with_timezone_text NOT NULL,
    "state" text NOT NULL,
    "decided_at" timestamp_with_timezone_text NULL,
    "keep_until" date_text NULL,
    PRIMARY KEY ("id")
);
CREATE INDEX "ix_disposal_document_id_state" ON "disposal" ("document_id", "state");
CREATE INDEX "ix_disposal_state_due_on_id" ON "disposal" ("state", "due_on", "id");

CREATE TABLE "document" (
    "id" uuid_text NOT NULL,
    "kind" text NOT NULL,
    "title" text NOT NULL,
    "number" text NULL,
    "state" text NOT NULL,
    "instance_id" uuid_text NULL,
    "task_id" uuid_text NULL,
    "organisation_path" text NOT NULL,
    "created_by" uuid_text NULL,
    "created_at" timestamp_with_timezone_text NOT NULL,
    "copied_from" uuid_text NULL,
    PRIMARY KEY ("id")
);
CREATE INDEX "ix_document_copied_from" ON "document" ("copied_from");
CREATE INDEX "ix_document_instance_id" ON "document" ("instance_id");
CREATE INDEX "ix_document_organisation_path_kind" ON "document" ("organisation_path", "kind");

CREATE TABLE "document_text" (
    "version_id" uuid_text NOT NULL,
    "state" text NOT NULL,
    "words" text NOT NULL,
    PRIMARY KEY ("version_id")
);

CREATE TABLE "document_version" (
    "id" uuid_text NOT NULL,
    "document_id" uuid_text NOT NULL,
    "version" integer NOT NULL,
    "file_name" text NOT NULL,
    "content_type" text NOT NULL,
    "size" integer NOT NULL,
    "sha256" text NOT NULL,
    "created_by" uuid_text NULL,
    "created_at" timestamp_with_timezone_text NOT NULL,
    PRIMARY KEY ("id")
);
CREATE INDEX "ix_document_version_sha256" ON "document_version" ("sha256");
CREATE UNIQUE INDEX "ux_document_version_document_id_version" ON "document_version" ("document_id", "version");

CREATE TABLE "idempotency" (
    "key" text NOT NULL,
    "actor" text NOT NULL,
    "operation" text NOT NULL,
    "digest" text NOT NULL,
    "answer" text NOT NULL,
    "at" timestamp_with_timezone_text NOT NULL,
    PRIMARY KEY ("key", "actor")
);
CREATE INDEX "ix_idempotency_at" ON "idempotency" ("at");

CREATE TABLE "incident" (
    "id" uuid_text NOT NULL,
    "instance_id" uuid_text NOT NULL,
    "key" integer NOT NULL,
    "element" text NOT NULL,
    "code" text NOT NULL,
    "message" text NOT NULL,
    "organisation_path" text NOT NULL,
    "raised_at" timestamp_with_timezone_text NOT NULL,
    "resolved_at" timestamp_with_timezone_text NULL,
    PRIMARY KEY ("id")
);
CREATE INDEX "ix_incident_resolved_at_organisation_path" ON "incident" ("resolved_at", "organisation_path");
CREATE UNIQUE INDEX "ux_incident_instance_id_key" ON "incident" ("instance_id", "key");

CREATE TABLE "incumbency" (
    "id" uuid_text NOT NULL,
    "position_id" uuid_text NOT NULL,
    "person_id" uuid_text NOT NULL,
    "mode" text NOT NULL,
    "decree" text NULL,
    "valid_from" date_text NOT NULL,
    "valid_to" date_text NULL,
    PRIMARY KEY ("id")
);
CREATE INDEX "ix_incumbency_person_id_valid_from" ON "incumbency" ("person_id", "valid_from");
CREATE INDEX "ix_incumbency_position_id_valid_from" ON "incumbency" ("position_id", "valid_from");

CREATE TABLE "invitation" (
    "hash" text NOT NULL,
    "person_id" uuid_text NOT NULL,
    "created_at" timestamp_with_timezone_text NOT NULL,
    "expires_at" timestamp_with_timezone_text NOT NULL,
    "used_at" timestamp_with_timezone_text NULL,
    PRIMARY KEY ("hash")
);
CREATE INDEX "ix_invitation_person_id" ON "invitation" ("person_id");

CREATE TABLE "job" (
    "instance_id" uuid_text NOT NULL,
    "key" integer NOT NULL,
    "kind" text NOT NULL,
    "element" text NOT NULL,
    "owner" integer NOT NULL,
    "headers" text NOT NULL,
    "listener" text NULL,
    "retries" integer NOT NULL,
    "due" timestamp_with_timezone_text NOT NULL,
    "lease_owner" text NULL,
    "lease_until" timestamp_with_timezone_text NULL,
    "fencing" integer NOT NULL,
    "error" text NULL,
    "created_at" timestamp_with_timezone_text NOT NULL,
    PRIMARY KEY ("instance_id", "key")
);
CREATE INDEX "ix_job_due_lease_until" ON "job" ("due", "lease_until");
CREATE INDEX "ix_job_kind_due" ON "job" ("kind", "due");

CREATE TABLE "journal" (
    "instance_id" uuid_text NOT NULL,
    "seq" integer NOT NULL,
    "at" timestamp_with_timezone_text NOT NULL,
    "kind" text NOT NULL,
    "event" text NOT NULL,
    "actor" text NULL,
    "prev_hash" blob NOT NULL,
    "hash" blob NOT NULL,
    PRIMARY KEY ("instance_id", "seq")
);
CREATE INDEX "ix_journal_at" ON "journal" ("at");

CREATE TABLE "master_plan" (
    "id" uuid_text NOT NULL,
    "organisation_path" text NOT NULL,
    "instance_id" uuid_text NOT NULL,
    "title" text NOT NULL,
    "number" text NULL,
    "book_three" uuid_text NULL,
    "budget" text NOT NULL,
    "published_at" timestamp_with_timezone_text NOT NULL,
    PRIMARY KEY ("id")
);
CREATE INDEX "ix_master_plan_organisation_path" ON "master_plan" ("organisation_path");
CREATE UNIQUE INDEX "ux_master_plan_instance_id" ON "master_plan" ("instance_id");

CREATE TABLE "message" (
    "id" uuid_text NOT NULL,
    "name" text NOT NULL,
    "correlation_key" text NOT NULL,
    "variables" text NOT NULL,
    "source" text NULL,
    "organisation_path" text NOT NULL,
    "published_at" timestamp_with_timezone_text NOT NULL,
    "expires_at" timestamp_with_timezone_text NOT NULL,
    "state" text NOT NULL,
    "correlated_with" uuid_text NULL,
    PRIMARY KEY ("id")
);
CREATE INDEX "ix_message_state_expires_at" ON "message" ("state", "expires_at");
CREATE INDEX "ix_message_state_name_correlation_key" ON "message" ("state", "name", "correlation_key");

CREATE TABLE "migration_batch" (
    "id" uuid_text NOT NULL,
    "kind" text NOT NULL,
    "dry_run" boolean NOT NULL,
    "definition_key" text NOT NULL,
    "from_version" integer NULL,
    "to_version" integer NULL,
    "mapping" text NOT NULL,
    "reassign" boolean NOT NULL,
    "taken_back" uuid_text NULL,
    "organisation_path" text NOT NULL,
    "created_by" uuid_text NOT NULL,
    "created_at" timestamp_with_timezone_text NOT NULL,
    "finished_at" timestamp_with_timezone_text NULL,
    "total" integer NOT NULL,
    PRIMARY KEY ("id")
);
CREATE INDEX "ix_migration_batch_created_at" ON "migration_batch" ("created_at");

CREATE TABLE "migration_item" (
    "batch_id" uuid_text NOT NULL,
    "instance_id" uuid_text NOT NULL,
    "state" text NOT NULL,
    "outcome" text NULL,
    "at" timestamp_with_timezone_text NULL,
    PRIMARY KEY ("batch_id", "instance_id")
);
CREATE INDEX "ix_migration_item_state_batch_id" ON "migration_item" ("state", "batch_id");

CREATE TABLE "notice" (
    "id" uuid_text NOT NULL,
    "person_id" uuid_text NOT NULL,
    "task_id" uuid_text NULL,
    "kind" text NOT NULL,
    "title" text NOT NULL,
    "at" timestamp_with_timezone_text NOT NULL,
    "read_at" timestamp_with_timezone_text NULL,
    PRIMARY KEY ("id")
);
CREATE INDEX "ix_notice_person_id_read_at_id" ON "notice" ("person_id", "read_at", "id");

CREATE TABLE "notice_preference" (
    "person_id" uuid_text NOT NULL,
    "mail" boolean NOT NULL,
    "in_app" boolean NOT NULL,
    "webhook_url" text NULL,
    "webhook_secret" text NULL,
    "quiet_from" integer NULL,
    "quiet_to" integer NULL,
    "updated_at" timestamp_with_timezone_text NOT NULL,
    PRIMARY KEY ("person_id")
);

CREATE TABLE "organisation" (
    "id" uuid_text NOT NULL,
    "code" text NOT NULL,
    "name" text NOT NULL,
    "name_en" text NULL,
    "kind" text NOT NULL,
    "function" text NULL,
    "path" text NOT NULL,
    "parent_id" uuid_text NULL,
    "region_code" text NULL,
    "zone" text NOT NULL,
    "valid_from" date_text NOT NULL,
    "valid_to" date_text NULL,
    PRIMARY KEY ("id")
);
CREATE INDEX "ix_organisation_kind" ON "organisation" ("kind");
CREATE INDEX "ix_organisation_parent_id" ON "organisation" ("parent_id");
CREATE UNIQUE INDEX "ux_organisation_code" ON "organisation" ("code");
CREATE UNIQUE INDEX "ux_organisation_path" ON "organisation" ("path");

CREATE TABLE "organisation_succession" (
    "predecessor_id" uuid_text NOT NULL,
    "successor_id" uuid_text NOT NULL,
    "kind" text NOT NULL,
    "valid_from" date_text NOT NULL,
    "decree" text NULL,
    PRIMARY KEY ("predecessor_id", "successor_id")
);
CREATE INDEX "ix_organisation_succession_successor_id" ON "organisation_succession" ("successor_id");

CREATE TABLE "outbox" (
    "id" uuid_text NOT NULL,
    "kind" text NOT NULL,
    "idempotency_key" text NOT NULL,
    "payload" text NOT NULL,
    "organisation_path" text NOT NULL,
    "state" text NOT NULL,
    "attempts" integer NOT NULL,
    "next_try" timestamp_with_timezone_text NOT NULL,
    "lease_until" timestamp_with_timezone_text NULL,
    "last_error" text NULL,
    "created_at" timestamp_with_timezone_text NOT NULL,
    "done_at" timestamp_with_timezone_text NULL,
    PRIMARY KEY ("id")
);
CREATE INDEX "ix_outbox_kind_created_at" ON "outbox" ("kind", "created_at");
CREATE INDEX "ix_outbox_state_next_try" ON "outbox" ("state", "next_try");
CREATE UNIQUE INDEX "ux_outbox_idempotency_key" ON "outbox" ("idempotency_key");

CREATE TABLE "paper_template" (
    "id" uuid_text NOT NULL,
    "name" text NOT NULL,
    "organisation_path" text NOT NULL,
    "version" integer NOT NULL,
    "source" text NULL,
    "note" text NULL,
    "created_by" uuid_text NULL,
    "created_at" timestamp_with_timezone_text NOT NULL,
    PRIMARY KEY ("id")
);
CREATE UNIQUE INDEX "ux_paper_template_organisation_path_name_version" ON "paper_template" ("organisation_path", "name", "version");

CREATE TABLE "pending_reminder" (
    "person_id" uuid_text NOT NULL,
    "task_id" uuid_text NOT NULL,
    "rung" text NOT NULL,
    "audience" text NOT NULL,
    "at" timestamp_with_timezone_text NOT NULL,
    PRIMARY KEY ("person_id", "task_id", "rung")
);

CREATE TABLE "person" (
    "id" uuid_text NOT NULL,
    "name" text NOT NULL,
    "email" text NOT NULL,
    "language" text NOT NULL,
    PRIMARY KEY ("id")
);
CREATE UNIQUE INDEX "ux_person_email" ON "person" ("email");

CREATE TABLE "position" (
    "id" uuid_text NOT NULL,
    "code" text NOT NULL,
    "title" text NOT NULL,
    "title_en" text NULL,
    "organisation_id" uuid_text NOT NULL,
    "organisation_path" text NOT NULL,
    "superior_id" uuid_text NULL,
    "valid_to" date_text NULL,
    PRIMARY KEY ("id")
);
CREATE INDEX "ix_position_organisation_id" ON "position" ("organisation_id");
CREATE UNIQUE INDEX "ux_position_code" ON "position" ("code");

CREATE TABLE "position_role" (
    "position_id" uuid_text NOT NULL,
    "role" text NOT NULL,
    "organisation_path" text NOT NULL,
    PRIMARY KEY ("position_id", "role")
);
CREATE INDEX "ix_position_role_role_organisation_path" ON "position_role" ("role", "organisation_path");

CREATE TABLE "position_succession" (
    "predecessor_id" uuid_text NOT NULL,
    "successor_id" uuid_text NOT NULL,
    "valid_from" date_text NOT NULL,
    PRIMARY KEY ("predecessor_id", "successor_id")
);
CREATE INDEX "ix_position_succession_successor_id" ON "position_succession" ("successor_id");

CREATE TABLE "privacy_act" (
    "id" uuid_text NOT NULL,
    "kind" text NOT NULL,
    "organisation_path" text NOT NULL,
    "person_id" uuid_text NOT NULL,
    "position" text NULL,
    "at" timestamp_with_timezone_text NOT NULL,
    "subject" uuid_text NOT NULL,
    "reason" text NOT NULL,
    "details" text NOT NULL,
    PRIMARY KEY ("id")
);
CREATE INDEX "ix_privacy_act_at_id" ON "privacy_act" ("at", "id");
CREATE INDEX "ix_privacy_act_subject" ON "privacy_act" ("subject");

CREATE TABLE "process_definition" (
    "id" uuid_text NOT NULL,
    "deployment_id" uuid_text NOT NULL,
    "key" text NOT NULL,
    "version" integer NOT NULL,
    "tag" text NULL,
    "name" text NULL,
    "file_name" text NOT NULL,
    "xml" text NOT NULL,
    "hash" text NOT NULL,
    "deployed_at" timestamp_with_timezone_text NOT NULL,
    PRIMARY KEY ("id")
);
CREATE INDEX "ix_process_definition_deployment_id" ON "process_definition" ("deployment_id");
CREATE UNIQUE INDEX "ux_process_definition_key_version" ON "process_definition" ("key", "version");

CREATE TABLE "process_instance" (
    "id" uuid_text NOT NULL,
    "definition_id" uuid_text NOT NULL,
    "definition_key" text NOT NULL,
    "version" integer NOT NULL,
    "business_key" text NULL,
    "organisation_path" text NOT NULL,
    "state" text NOT NULL,
    "snapshot" text NOT NULL,
    "seq" integer NOT NULL,
    "head_hash" blob NOT NULL,
    "started_at" timestamp_with_timezone_text NOT NULL,
    "ended_at" timestamp_with_timezone_text NULL,
    "started_by" uuid_text NULL,
    PRIMARY KEY ("id")
);
CREATE INDEX "ix_process_instance_business_key" ON "process_instance" ("business_key");
CREATE INDEX "ix_process_instance_definition_key_state" ON "process_instance" ("definition_key", "state");
CREATE INDEX "ix_process_instance_organisation_path_state_started_at" ON "process_instance" ("organisation_path", "state", "started_at");

CREATE TABLE "quick_win" (
    "id" uuid_text NOT NULL,
    "plan_id" uuid_text NOT NULL,
    "organisation_path" text NOT NULL,
    "opd" text NOT NULL,
    "title" text NOT NULL,
    "pillar" text NOT NULL,
    "facts" text NOT NULL,
    "instance_id" uuid_text NULL,
    PRIMARY KEY ("id")
);
CREATE INDEX "ix_quick_win_plan_id" ON "quick_win" ("plan_id");

CREATE TABLE "record_check" (
    "id" uuid_text NOT NULL,
    "kind" text NOT NULL,
    "organisation_path" text NOT NULL,
    "person_id" uuid_text NOT NULL,
    "position" text NULL,
    "requested_at" timestamp_with_timezone_text NOT NULL,
    "state" text NOT NULL,
    "reached" text NULL,
    "total" integer NOT NULL,
    "done" integer NOT NULL,
    "events" integer NOT NULL,
    "found" integer NOT NULL,
    "faults" text NOT NULL,
    "finished_at" timestamp_with_timezone_text NULL,
    PRIMARY KEY ("id")
);
CREATE INDEX "ix_record_check_requested_at_id" ON "record_check" ("requested_at", "id");
CREATE INDEX "ix_record_check_state_requested_at" ON "record_check" ("state", "requested_at");

CREATE TABLE "refresh_token" (
    "id" uuid_text NOT NULL,
    "family" uuid_text NOT NULL,
    "person_id" uuid_text NOT NULL,
    "hash" blob NOT NULL,
    "issued_at" timestamp_with_timezone_text NOT NULL,
    "expires_at" timestamp_with_timezone_text NOT NULL,
    "used_at" timestamp_with_timezone_text NULL,
    "revoked_at" timestamp_with_timezone_text NULL,
    PRIMARY KEY ("id")
);
CREATE INDEX "ix_refresh_token_family" ON "refresh_token" ("family");
CREATE INDEX "ix_refresh_token_person_id" ON "refresh_token" ("person_id");
CREATE UNIQUE INDEX "ux_refresh_token_hash" ON "refresh_token" ("hash");

CREATE TABLE "region" (
    "code" text NOT NULL,
    "parent" text NULL,
    "level" text NOT NULL,
    "kind" text NOT NULL,
    "name" text NOT NULL,
    "zone" text NOT NULL,
    "valid_from" date_text NULL,
    "valid_to" date_text NULL,
    PRIMARY KEY ("code")
);
CREATE INDEX "ix_region_name" ON "region" ("name");
CREATE INDEX "ix_region_parent" ON "region" ("parent");

CREATE TABLE "register_change" (
    "id" uuid_text NOT NULL,
    "at" timestamp_with_timezone_text NOT NULL,
    "person_id" uuid_text NULL,
    "position" text NULL,
    "mode" text NULL,
    "rule" text NOT NULL,
    "operation" text NOT NULL,
    "organisation_path" text NOT NULL,
    "subject_id" uuid_text NOT NULL,
    "subject" text NOT NULL,
    "before" text NULL,
    "after" text NULL,
    PRIMARY KEY ("id")
);
CREATE INDEX "ix_register_change_subject_id" ON "register_change" ("subject_id");

CREATE TABLE "register_entry" (
    "register" text NOT NULL,
    "organisation_path" text NOT NULL,
    "year" integer NOT NULL,
    "number" integer NOT NULL,
    "written" text NOT NULL,
    "instance_id" uuid_text NULL,
    "at" timestamp_with_timezone_text NOT NULL,
    PRIMARY KEY ("organisation_path", "register", "year", "number")
);

CREATE TABLE "register_number" (
    "register" text NOT NULL,
    "organisation_path" text NOT NULL,
    "year" integer NOT NULL,
    "last" integer NOT NULL,
    PRIMARY KEY ("register", "organisation_path", "year")
);

CREATE TABLE "reminder" (
    "task_id" uuid_text NOT NULL,
    "rung" text NOT NULL,
    "audience" text NOT NULL,
    "instance_id" uuid_text NOT NULL,
    "at" timestamp_with_timezone_text NOT NULL,
    "sent_at" timestamp_with_timezone_text NULL,
    PRIMARY KEY ("task_id", "rung", "audience")
);
CREATE INDEX "ix_reminder_instance_id" ON "reminder" ("instance_id");
CREATE INDEX "ix_reminder_sent_at_at" ON "reminder" ("sent_at", "at");

CREATE TABLE "resource" (
    "id" uuid_text NOT NULL,
    "deployment_id" uuid_text NOT NULL,
    "kind" text NOT NULL,
    "key" text NOT NULL,
    "version" integer NOT NULL,
    "file_name" text NOT NULL,
    "content" text NOT NULL,
    "hash" text NOT NULL,
    "deployed_at" timestamp_with_timezone_text NOT NULL,
    PRIMARY KEY ("id")
);
CREATE INDEX "ix_resource_deployment_id" ON "resource" ("deployment_id");
CREATE UNIQUE INDEX "ux_resource_kind_key_version" ON "resource" ("kind", "key", "version");

CREATE TABLE "retention_period" (
    "class" text NOT NULL,
    "years" integer NULL,
    "changed_at" timestamp_with_timezone_text NOT NULL,
    "changed_by" uuid_text NOT NULL,
    PRIMARY KEY ("class")
);

CREATE TABLE "roadmap_item" (
    "id" uuid_text NOT NULL,
    "plan_id" uuid_text NOT NULL,
    "organisation_path" text NOT NULL,
    "opd" text NOT NULL,
    "programme" text NOT NULL,
    "pillar" text NOT NULL,
    "sub_dimension" text NOT NULL,
    "year" integer NOT NULL,
    "indicator" text NOT NULL,
    "target" text NOT NULL,
    "budget_source" text NOT NULL,
    "remark" text NULL,
    PRIMARY KEY ("id")
);
CREATE INDEX "ix_roadmap_item_organisation_path_opd" ON "roadmap_item" ("organisation_path", "opd");
CREATE INDEX "ix_roadmap_item_plan_id" ON "roadmap_item" ("plan_id");

CREATE TABLE "seat" (
    "id" uuid_text NOT NULL,
    "council_id" uuid_text NOT NULL,
    "number" integer NOT NULL,
    "block" text NOT NULL,
    "voting" boolean NOT NULL,
    "position_id" uuid_text NOT NULL,
    PRIMARY KEY ("id")
);
CREATE INDEX "ix_seat_position_id" ON "seat" ("position_id");
CREATE UNIQUE INDEX "ux_seat_council_id_number" ON "seat" ("council_id", "number");

CREATE TABLE "signature" (
    "id" uuid_text NOT NULL,
    "version_id" uuid_text NOT NULL,
    "kind" text NOT NULL,
    "person_id" uuid_text NULL,
    "name" text NOT NULL,
    "position" text NULL,
    "title" text NULL,
    "mode" text NULL,
    "at" timestamp_with_timezone_text NOT NULL,
    "sha256" text NOT NULL,
    "algorithm" text NOT NULL,
    "key_id" text NOT NULL,
    "signature" blob NOT NULL,
    "certified" boolean NOT NULL,
    "voided_at" timestamp_with_timezone_text NULL,
    PRIMARY KEY ("id")
);
CREATE INDEX "ix_signature_version_id" ON "signature" ("version_id");

CREATE TABLE "subscription" (
    "instance_id" uuid_text NOT NULL,
    "key" integer NOT NULL,
    "kind" text NOT NULL,
    "name" text NOT NULL,
    "correlation_key" text NULL,
    "element" text NOT NULL,
    "organisation_path" text NOT NULL,
    PRIMARY KEY ("instance_id", "key")
);
CREATE INDEX "ix_subscription_kind_name_correlation_key" ON "subscription" ("kind", "name", "correlation_key");

CREATE TABLE "task_candidate" (
    "principal" text NOT NULL,
    "task_id" uuid_text NOT NULL,
    "open" boolean NOT NULL,
    "due" timestamp_with_timezone_text NULL,
    PRIMARY KEY ("principal", "task_id")
);
CREATE INDEX "ix_task_candidate_principal_open_due_task_id" ON "task_candidate" ("principal", "open", "due", "task_id");
CREATE INDEX "ix_task_candidate_task_id" ON "task_candidate" ("task_id");

CREATE TABLE "task_draft" (
    "task_id" uuid_text NOT NULL,
    "person_id" uuid_text NOT NULL,
    "draft" text NOT NULL,
    "saved_at" timestamp_with_timezone_text NOT NULL,
    PRIMARY KEY ("task_id", "person_id")
);

CREATE TABLE "timer" (
    "instance_id" uuid_text NOT NULL,
    "key" integer NOT NULL,
    "element" text NOT NULL,
    "owner" integer NOT NULL,
    "due" timestamp_with_timezone_text NOT NULL,
    "sequence" integer NOT NULL,
    PRIMARY KEY ("instance_id", "key")
);
CREATE INDEX "ix_timer_due" ON "timer" ("due");

CREATE TABLE "user_task" (
    "id" uuid_text NOT NULL,
    "instance_id" uuid_text NOT NULL,
    "key" integer NOT NULL,
    "definition_key" text NOT NULL,
    "definition_version" integer NOT NULL,
    "element" text NOT NULL,
    "name" text NOT NULL,
    "kind" text NOT NULL,
    "state" text NOT NULL,
    "open" boolean NOT NULL,
    "business_key" text NULL,
    "organisation_path" text NOT NULL,
    "zone" text NOT NULL,
    "assignee" text NULL,
    "assignee_person" uuid_text NULL,
    "due" timestamp_with_timezone_text NULL,
    "original_due" timestamp_with_timezone_text NULL,
    "follow_up" timestamp_with_timezone_text NULL,
    "priority" integer NOT NULL,
    "form" text NULL,
    "facts" text NOT NULL,
    "submitted" text NULL,
    "body" integer NULL,
    "created_at" timestamp_with_timezone_text NOT NULL,
    "claimed_at" timestamp_with_timezone_text NULL,
    "completed_at" timestamp_with_timezone_text NULL,
    "completed_by" uuid_text NULL,
    "completed_mode" text NULL,
    "return_reason" text NULL,
    "waited_minutes" integer NULL,
    "worked_minutes" integer NULL,
    PRIMARY KEY ("id")
);
CREATE INDEX "ix_user_task_assignee_person_open_due" ON "user_task" ("assignee_person", "open", "due");
CREATE INDEX "ix_user_task_completed_at_definition_key" ON "user_task" ("completed_at", "definition_key");
CREATE INDEX "ix_user_task_completed_by_completed_at" ON "user_task" ("completed_by", "completed_at");
CREATE INDEX "ix_user_task_instance_id_element" ON "user_task" ("instance_id", "element");
CREATE INDEX "ix_user_task_organisation_path_open_due" ON "user_task" ("organisation_path", "open", "due");
CREATE INDEX "ix_user_task_original_due_definition_key" ON "user_task" ("original_due", "definition_key");
CREATE UNIQUE INDEX "ux_user_task_instance_id_key" ON "user_task" ("instance_id", "key");

CREATE TABLE "verification" (
    "code" text NOT NULL,
    "version_id" uuid_text NOT NULL,
    "instance_id" uuid_text NOT NULL,
    "seq" integer NOT NULL,
    "head_hash" blob NOT NULL,
    "created_at" timestamp_with_timezone_text NOT NULL,
    PRIMARY KEY ("code")
);
CREATE INDEX "ix_verification_version_id" ON "verification" ("version_id");

CREATE TABLE "webhook_endpoint" (
    "id" uuid_text NOT NULL,
    "organisation_path" text NOT NULL,
    "name" text NOT NULL,
    "url" text NOT NULL,
    "created_at" timestamp_with_timezone_text NOT NULL,
    "created_by" uuid_text NULL,
    "removed_at" timestamp_with_timezone_text NULL,
    "removed_why" text NULL,
    PRIMARY KEY ("id")
);
CREATE INDEX "ix_webhook_endpoint_organisation_path_name" ON "webhook_endpoint" ("organisation_path", "name");

CREATE TABLE "webhook_secret" (
    "id" uuid_text NOT NULL,
    "endpoint_id" uuid_text NOT NULL,
    "secret" text NOT NULL,
    "created_at" timestamp_with_timezone_text NOT NULL,
    "expires_at" timestamp_with_timezone_text NULL,
    PRIMARY KEY ("id")
);
CREATE INDEX "ix_webhook_secret_endpoint_id" ON "webhook_secret" ("endpoint_id");
