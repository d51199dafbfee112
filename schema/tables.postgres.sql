-- The tables on PostgreSQL, printed from the catalogue after the migrations by tests/it/contracts.rs.

CREATE TABLE access_log (
    id uuid NOT NULL,
    person_id uuid NOT NULL,
    position text,
    at timestamp with time zone NOT NULL,
    version_id uuid NOT NULL,
    purpose text NOT NULL
);
CREATE UNIQUE INDEX access_log_pkey ON public.access_log USING btree (id);
CREATE INDEX ix_access_log_person_id_at ON public.access_log USING btree (person_id, at);
CREATE INDEX ix_access_log_version_id_at ON public.access_log USING btree (version_id, at);

CREATE TABLE account (
    person_id uuid NOT NULL,
    password_hash text NOT NULL,
    disabled boolean NOT NULL,
    demo boolean NOT NULL,
    demo_group text,
    demo_order integer NOT NULL,
    failures integer NOT NULL,
    blocked_until timestamp with time zone,
    created_at timestamp with time zone NOT NULL
);
CREATE UNIQUE INDEX account_pkey ON public.account USING btree (person_id);

CREATE TABLE action_link (
    id uuid NOT NULL,
    hash bytea NOT NULL,
    task_id uuid NOT NULL,
    person_id uuid NOT NULL,
    mail_id uuid NOT NULL,
    issued_at timestamp with time zone NOT NULL,
    expires_at timestamp with time zone NOT NULL,
    state text NOT NULL,
    ended_at timestamp with time zone
);
CREATE UNIQUE INDEX action_link_pkey ON public.action_link USING btree (id);
CREATE INDEX ix_action_link_expires_at ON public.action_link USING btree (expires_at);
CREATE INDEX ix_action_link_task_id_person_id ON public.action_link USING btree (task_id, person_id);
CREATE UNIQUE INDEX ux_action_link_hash ON public.action_link USING btree (hash);

CREATE TABLE checkpoint (
    number bigint NOT NULL,
    at timestamp with time zone NOT NULL,
    previous bytea NOT NULL,
    leaves bigint NOT NULL,
    root bytea NOT NULL,
    journals bigint NOT NULL,
    events bigint NOT NULL,
    key_id text NOT NULL,
    public_key bytea NOT NULL,
    signature bytea NOT NULL
);
CREATE UNIQUE INDEX checkpoint_pkey ON public.checkpoint USING btree (number);

CREATE TABLE checkpoint_leaf (
    kind text NOT NULL,
    subject uuid NOT NULL,
    seq bigint NOT NULL,
    checkpoint bigint NOT NULL,
    hash bytea NOT NULL
);
CREATE UNIQUE INDEX checkpoint_leaf_pkey ON public.checkpoint_leaf USING btree (kind, subject, seq);
CREATE INDEX ix_checkpoint_leaf_checkpoint_kind_subject ON public.checkpoint_leaf USING btree (checkpoint, kind, subject);

CREATE TABLE council (
    id uuid NOT NULL,
    organisation_id uuid NOT NULL,
    organisation_path text NOT NULL,
    name text NOT NULL,
    decree text
);
CREATE UNIQUE INDEX council_pkey ON public.council USING btree (id);
CREATE INDEX ix_council_organisation_path ON public.council USING btree (organisation_path);

CREATE TABLE delegation (
    id uuid NOT NULL,
    kind text NOT NULL,
    position_id uuid NOT NULL,
    organisation_path text NOT NULL,
    from_person uuid NOT NULL,
    to_person uuid NOT NULL,
    valid_from date NOT NULL,
    valid_to date,
    reason text NOT NULL,
    created_by uuid,
    created_at timestamp with time zone NOT NULL,
    ended_at timestamp with time zone
);
CREATE UNIQUE INDEX delegation_pkey ON public.delegation USING btree (id);
CREATE INDEX ix_delegation_position_id_valid_from ON public.delegation USING btree (position_id, valid_from);
CREATE INDEX ix_delegation_to_person_valid_from ON public.delegation USING btree (to_person, valid_from);

CREATE TABLE deployment (
    id uuid NOT NULL,
    note text,
    deployed_at timestamp with time zone NOT NULL,
    deployed_by uuid
);
CREATE UNIQUE INDEX deployment_pkey ON public.deployment USING btree (id);

CREATE TABLE disposal (
    id uuid NOT NULL,
    document_id uuid NOT NULL,
    instance_id uuid,
    organisation_path text NOT NULL,
    title text NOT NULL,
    class text NOT NULL,
    due_on date NOT NULL,
    proposed_at timestamp with time zone NOT NULL,
    state text NOT NULL,
    decided_at timestamp with time zone,
    keep_until date
);
CREATE UNIQUE INDEX disposal_pkey ON public.disposal USING btree (id);
CREATE INDEX ix_disposal_document_id_state ON public.disposal USING btree (document_id, state);
CREATE INDEX ix_disposal_state_due_on_id ON public.disposal USING btree (state, due_on, id);

CREATE TABLE document (
    id uuid NOT NULL,
    kind text NOT NULL,
    title text NOT NULL,
    number text,
    state text NOT NULL,
    instance_id uuid,
    task_id uuid,
    organisation_path text NOT NULL,
    created_by uuid,
    created_at timestamp with time zone NOT NULL,
    copied_from uuid
);
CREATE UNIQUE INDEX document_pkey ON public.document USING btree (id);
CREATE INDEX ix_document_copied_from ON public.document USING btree (copied_from);
CREATE INDEX ix_document_instance_id ON public.document USING btree (instance_id);
CREATE INDEX ix_document_organisation_path_kind ON public.document USING btree (organisation_path, kind);

CREATE TABLE document_text (
    version_id uuid NOT NULL,
    state text NOT NULL,
    words text NOT NULL
);
CREATE UNIQUE INDEX document_text_pkey ON public.document_text USING btree (version_id);

CREATE TABLE document_version (
    id uuid NOT NULL,
    document_id uuid NOT NULL,
    version integer NOT NULL,
    file_name text NOT NULL,
    content_type text NOT NULL,
    size bigint NOT NULL,
    sha256 text NOT NULL,
    created_by uuid,
    created_at timestamp with time zone NOT NULL
);
CREATE UNIQUE INDEX document_version_pkey ON public.document_version USING btree (id);
CREATE INDEX ix_document_version_sha256 ON public.document_version USING btree (sha256);
CREATE UNIQUE INDEX ux_document_version_document_id_version ON public.document_version USING btree (document_id, version);

CREATE TABLE idempotency (
    key text NOT NULL,
    actor text NOT NULL,
    operation text NOT NULL,
    digest text NOT NULL,
    answer text NOT NULL,
    at timestamp with time zone NOT NULL
);
CREATE UNIQUE INDEX idempotency_pkey ON public.idempotency USING btree (key, actor);
CREATE INDEX ix_idempotency_at ON public.idempotency USING btree (at);

CREATE TABLE incident (
    id uuid NOT NULL,
    instance_id uuid NOT NULL,
    key bigint NOT NULL,
    element text NOT NULL,
    code text NOT NULL,
    message text NOT NULL,
    organisation_path text NOT NULL,
    raised_at timestamp with time zone NOT NULL,
    resolved_at timestamp with time zone
);
CREATE UNIQUE INDEX incident_pkey ON public.incident USING btree (id);
CREATE INDEX ix_incident_resolved_at_organisation_path ON public.incident USING btree (resolved_at, organisation_path);
CREATE UNIQUE INDEX ux_incident_instance_id_key ON public.incident USING btree (instance_id, key);

CREATE TABLE incumbency (
    id uuid NOT NULL,
    position_id uuid NOT NULL,
    person_id uuid NOT NULL,
    mode text NOT NULL,
    decree text,
    valid_from date NOT NULL,
    valid_to date
);
CREATE UNIQUE INDEX incumbency_pkey ON public.incumbency USING btree (id);
CREATE INDEX ix_incumbency_person_id_valid_from ON public.incumbency USING btree (person_id, valid_from);
CREATE INDEX ix_incumbency_position_id_valid_from ON public.incumbency USING btree (position_id, valid_from);

CREATE TABLE invitation (
    hash text NOT NULL,
    person_id uuid NOT NULL,
    created_at timestamp with time zone NOT NULL,
    expires_at timestamp with time zone NOT NULL,
    used_at timestamp with time zone
);
CREATE UNIQUE INDEX invitation_pkey ON public.invitation USING btree (hash);
CREATE INDEX ix_invitation_person_id ON public.invitation USING btree (person_id);

CREATE TABLE job (
    instance_id uuid NOT NULL,
    key bigint NOT NULL,
    kind text NOT NULL,
    element text NOT NULL,
    owner bigint NOT NULL,
    headers text NOT NULL,
    listener text,
    retries integer NOT NULL,
    due timestamp with time zone NOT NULL,
    lease_owner text,
    lease_until timestamp with time zone,
    fencing bigint NOT NULL,
    error text,
    created_at timestamp with time zone NOT NULL
);
CREATE INDEX ix_job_due_lease_until ON public.job USING btree (due, lease_until);
CREATE INDEX ix_job_kind_due ON public.job USING btree (kind, due);
CREATE UNIQUE INDEX job_pkey ON public.job USING btree (instance_id, key);

CREATE TABLE journal (
    instance_id uuid NOT NULL,
    seq bigint NOT NULL,
    at timestamp with time zone NOT NULL,
    kind text NOT NULL,
    event text NOT NULL,
    actor text,
    prev_hash bytea NOT NULL,
    hash bytea NOT NULL
);
CREATE INDEX ix_journal_at ON public.journal USING btree (at);
CREATE UNIQUE INDEX journal_pkey ON public.journal USING btree (instance_id, seq);

CREATE TABLE master_plan (
    id uuid NOT NULL,
    organisation_path text NOT NULL,
    instance_id uuid NOT NULL,
    title text NOT NULL,
    number text,
    book_three uuid,
    budget text NOT NULL,
    published_at timestamp with time zone NOT NULL
);
CREATE INDEX ix_master_plan_organisation_path ON public.master_plan USING btree (organisation_path);
CREATE UNIQUE INDEX master_plan_pkey ON public.master_plan USING btree (id);
CREATE UNIQUE INDEX ux_master_plan_instance_id ON public.master_plan USING btree (instance_id);

CREATE TABLE message (
    id uuid NOT NULL,
    name text NOT NULL,
    correlation_key text NOT NULL,
    variables text NOT NULL,
    source text,
    organisation_path text NOT NULL,
    published_at timestamp with time zone NOT NULL,
    expires_at timestamp with time zone NOT NULL,
    state text NOT NULL,
    correlated_with uuid
);
CREATE INDEX ix_message_state_expires_at ON public.message USING btree (state, expires_at);
CREATE INDEX ix_message_state_name_correlation_key ON public.message USING btree (state, name, correlation_key);
CREATE UNIQUE INDEX message_pkey ON public.message USING btree (id);

CREATE TABLE migration_batch (
    id uuid NOT NULL,
    kind text NOT NULL,
    dry_run boolean NOT NULL,
    definition_key text NOT NULL,
    from_version integer,
    to_version integer,
    mapping text NOT NULL,
    reassign boolean NOT NULL,
    taken_back uuid,
    organisation_path text NOT NULL,
    created_by uuid NOT NULL,
    created_at timestamp with time zone NOT NULL,
    finished_at timestamp with time zone,
    total integer NOT NULL
);
CREATE INDEX ix_migration_batch_created_at ON public.migration_batch USING btree (created_at);
CREATE UNIQUE INDEX migration_batch_pkey ON public.migration_batch USING btree (id);

CREATE TABLE migration_item (
    batch_id uuid NOT NULL,
    instance_id uuid NOT NULL,
    state text NOT NULL,
    outcome text,
    at timestamp with time zone
);
CREATE INDEX ix_migration_item_state_batch_id ON public.migration_item USING btree (state, batch_id);
CREATE UNIQUE INDEX migration_item_pkey ON public.migration_item USING btree (batch_id, instance_id);

CREATE TABLE notice (
    id uuid NOT NULL,
    person_id uuid NOT NULL,
    task_id uuid,
    kind text NOT NULL,
    title text NOT NULL,
    at timestamp with time zone NOT NULL,
    read_at timestamp with time zone
);
CREATE INDEX ix_notice_person_id_read_at_id ON public.notice USING btree (person_id, read_at, id);
CREATE UNIQUE INDEX notice_pkey ON public.notice USING btree (id);

CREATE TABLE notice_preference (
    person_id uuid NOT NULL,
    mail boolean NOT NULL,
    in_app boolean NOT NULL,
    webhook_url text,
    webhook_secret text,
    quiet_from integer,
    quiet_to integer,
    updated_at timestamp with time zone NOT NULL
);
CREATE UNIQUE INDEX notice_preference_pkey ON public.notice_preference USING btree (person_id);

CREATE TABLE organisation (
    id uuid NOT NULL,
    code text NOT NULL,
    name text NOT NULL,
    name_en text,
    kind text NOT NULL,
    function text,
    path text NOT NULL,
    parent_id uuid,
    region_code text,
    zone text NOT NULL,
    valid_from date NOT NULL,
    valid_to date
);
CREATE INDEX ix_organisation_kind ON public.organisation USING btree (kind);
CREATE INDEX ix_organisation_parent_id ON public.organisation USING btree (parent_id);
CREATE UNIQUE INDEX organisation_pkey ON public.organisation USING btree (id);
CREATE UNIQUE INDEX ux_organisation_code ON public.organisation USING btree (code);
CREATE UNIQUE INDEX ux_organisation_path ON public.organisation USING btree (path);

CREATE TABLE organisation_succession (
    predecessor_id uuid NOT NULL,
    successor_id uuid NOT NULL,
    kind text NOT NULL,
    valid_from date NOT NULL,
    decree text
);
CREATE INDEX ix_organisation_succession_successor_id ON public.organisation_succession USING btree (successor_id);
CREATE UNIQUE INDEX organisation_succession_pkey ON public.organisation_succession USING btree (predecessor_id, successor_id);

CREATE TABLE outbox (
    id uuid NOT NULL,
    kind text NOT NULL,
    idempotency_key text NOT NULL,
    payload text NOT NULL,
    organisation_path text NOT NULL,
    state text NOT NULL,
    attempts integer NOT NULL,
    next_try timestamp with time zone NOT NULL,
    lease_until timestamp with time zone,
    last_error text,
    created_at timestamp with time zone NOT NULL,
    done_at timestamp with time zone
);
CREATE INDEX ix_outbox_kind_created_at ON public.outbox USING btree (kind, created_at);
CREATE INDEX ix_outbox_state_next_try ON public.outbox USING btree (state, next_try);
CREATE UNIQUE INDEX outbox_pkey ON public.outbox USING btree (id);
CREATE UNIQUE INDEX ux_outbox_idempotency_key ON public.outbox USING btree (idempotency_key);

CREATE TABLE paper_template (
    id uuid NOT NULL,
    name text NOT NULL,
    organisation_path text NOT NULL,
    version integer NOT NULL,
    source text,
    note text,
    created_by uuid,
    created_at timestamp with time zone NOT NULL
);
CREATE UNIQUE INDEX paper_template_pkey ON public.paper_template USING btree (id);
CREATE UNIQUE INDEX ux_paper_template_organisation_path_name_version ON public.paper_template USING btree (organisation_path, name, version);

CREATE TABLE pending_reminder (
    person_id uuid NOT NULL,
    task_id uuid NOT NULL,
    rung text NOT NULL,
    audience text NOT NULL,
    at timestamp with time zone NOT NULL
);
CREATE UNIQUE INDEX pending_reminder_pkey ON public.pending_reminder USING btree (person_id, task_id, rung);

CREATE TABLE person (
    id uuid NOT NULL,
    name text NOT NULL,
    email text NOT NULL,
    language text NOT NULL
);
CREATE UNIQUE INDEX person_pkey ON public.person USING btree (id);
CREATE UNIQUE INDEX ux_person_email ON public.person USING btree (email);

CREATE TABLE position (
    id uuid NOT NULL,
    code text NOT NULL,
    title text NOT NULL,
    title_en text,
    organisation_id uuid NOT NULL,
    organisation_path text NOT NULL,
    superior_id uuid,
    valid_to date
);
CREATE INDEX ix_position_organisation_id ON public."position" USING btree (organisation_id);
CREATE UNIQUE INDEX position_pkey ON public."position" USING btree (id);
CREATE UNIQUE INDEX ux_position_code ON public."position" USING btree (code);

CREATE TABLE position_role (
    position_id uuid NOT NULL,
    role text NOT NULL,
    organisation_path text NOT NULL
);
CREATE INDEX ix_position_role_role_organisation_path ON public.position_role USING btree (role, organisation_path);
CREATE UNIQUE INDEX position_role_pkey ON public.position_role USING btree (position_id, role);

CREATE TABLE position_succession (
    predecessor_id uuid NOT NULL,
    successor_id uuid NOT NULL,
    valid_from date NOT NULL
);
CREATE INDEX ix_position_succession_successor_id ON public.position_succession USING btree (successor_id);
CREATE UNIQUE INDEX position_succession_pkey ON public.position_succession USING btree (predecessor_id, successor_id);

CREATE TABLE privacy_act (
    id uuid NOT NULL,
    kind text NOT NULL,
    organisation_path text NOT NULL,
    person_id uuid NOT NULL,
    position text,
    at timestamp with time zone NOT NULL,
    subject uuid NOT NULL,
    reason text NOT NULL,
    details text NOT NULL
);
CREATE INDEX ix_privacy_act_at_id ON public.privacy_act USING btree (at, id);
CREATE INDEX ix_privacy_act_subject ON public.privacy_act USING btree (subject);
CREATE UNIQUE INDEX privacy_act_pkey ON public.privacy_act USING btree (id);

CREATE TABLE process_definition (
    id uuid NOT NULL,
    deployment_id uuid NOT NULL,
    key text NOT NULL,
    version integer NOT NULL,
    tag text,
    name text,
    file_name text NOT NULL,
    xml text NOT NULL,
    hash text NOT NULL,
    deployed_at timestamp with time zone NOT NULL
);
CREATE INDEX ix_process_definition_deployment_id ON public.process_definition USING btree (deployment_id);
CREATE UNIQUE INDEX process_definition_pkey ON public.process_definition USING btree (id);
CREATE UNIQUE INDEX ux_process_definition_key_version ON public.process_definition USING btree (key, version);

CREATE TABLE process_instance (
    id uuid NOT NULL,
    definition_id uuid NOT NULL,
    definition_key text NOT NULL,
    version integer NOT NULL,
    business_key text,
    organisation_path text NOT NULL,
    state text NOT NULL,
    snapshot text NOT NULL,
    seq bigint NOT NULL,
    head_hash bytea NOT NULL,
    started_at timestamp with time zone NOT NULL,
    ended_at timestamp with time zone,
    started_by uuid
);
CREATE INDEX ix_process_instance_business_key ON public.process_instance USING btree (business_key);
CREATE INDEX ix_process_instance_definition_key_state ON public.process_instance USING btree (definition_key, state);
CREATE INDEX ix_process_instance_organisation_path_state_started_at ON public.process_instance USING btree (organisation_path, state, started_at);
CREATE UNIQUE INDEX process_instance_pkey ON public.process_instance USING btree (id);

CREATE TABLE quick_win (
    id uuid NOT NULL,
    plan_id uuid NOT NULL,
    organisation_path text NOT NULL,
    opd text NOT NULL,
    title text NOT NULL,
    pillar text NOT NULL,
    facts text NOT NULL,
    instance_id uuid
);
CREATE INDEX ix_quick_win_plan_id ON public.quick_win USING btree (plan_id);
CREATE UNIQUE INDEX quick_win_pkey ON public.quick_win USING btree (id);

CREATE TABLE record_check (
    id uuid NOT NULL,
    kind text NOT NULL,
    organisation_path text NOT NULL,
    person_id uuid NOT NULL,
    position text,
    requested_at timestamp with time zone NOT NULL,
    state text NOT NULL,
    reached text,
    total bigint NOT NULL,
    done bigint NOT NULL,
    events bigint NOT NULL,
    found bigint NOT NULL,
    faults text NOT NULL,
    finished_at timestamp with time zone
);
CREATE INDEX ix_record_check_requested_at_id ON public.record_check USING btree (requested_at, id);
CREATE INDEX ix_record_check_state_requested_at ON public.record_check USING btree (state, requested_at);
CREATE UNIQUE INDEX record_check_pkey ON public.record_check USING btree (id);

CREATE TABLE refresh_token (
    id uuid NOT NULL,
    family uuid NOT NULL,
    person_id uuid NOT NULL,
    hash bytea NOT NULL,
    issued_at timestamp with time zone NOT NULL,
    expires_at timestamp with time zone NOT NULL,
    used_at timestamp with time zone,
    revoked_at timestamp with time zone
);
CREATE INDEX ix_refresh_token_family ON public.refresh_token USING btree (family);
CREATE INDEX ix_refresh_token_person_id ON public.refresh_token USING btree (person_id);
CREATE UNIQUE INDEX refresh_token_pkey ON public.refresh_token USING btree (id);
CREATE UNIQUE INDEX ux_refresh_token_hash ON public.refresh_token USING btree (hash);

CREATE TABLE region (
    code text NOT NULL,
    parent text,
    level text NOT NULL,
    kind text NOT NULL,
    name text NOT NULL,
    zone text NOT NULL,
    valid_from date,
    valid_to date
);
CREATE INDEX ix_region_name ON public.region USING btree (name);
CREATE INDEX ix_region_parent ON public.region USING btree (parent);
CREATE UNIQUE INDEX region_pkey ON public.region USING btree (code);

CREATE TABLE register_change (
    id uuid NOT NULL,
    at timestamp with time zone NOT NULL,
    person_id uuid,
    position text,
    mode text,
    rule text NOT NULL,
    operation text NOT NULL,
    organisation_path text NOT NULL,
    subject_id uuid NOT NULL,
    subject text NOT NULL,
    before text,
    after text
);
CREATE INDEX ix_register_change_subject_id ON public.register_change USING btree (subject_id);
CREATE UNIQUE INDEX register_change_pkey ON public.register_change USING btree (id);

CREATE TABLE register_entry (
    register text NOT NULL,
    organisation_path text NOT NULL,
    year integer NOT NULL,
    number integer NOT NULL,
    written text NOT NULL,
    instance_id uuid,
    at timestamp with time zone NOT NULL
);
CREATE UNIQUE INDEX register_entry_pkey ON public.register_entry USING btree (organisation_path, register, year, number);

CREATE TABLE register_number (
    register text NOT NULL,
    organisation_path text NOT NULL,
    year integer NOT NULL,
    last integer NOT NULL
);
CREATE UNIQUE INDEX register_number_pkey ON public.register_number USING btree (register, organisation_path, year);

CREATE TABLE reminder (
    task_id uuid NOT NULL,
    rung text NOT NULL,
    audience text NOT NULL,
    instance_id uuid NOT NULL,
    at timestamp with time zone NOT NULL,
    sent_at timestamp with time zone
);
CREATE INDEX ix_reminder_instance_id ON public.reminder USING btree (instance_id);
CREATE INDEX ix_reminder_sent_at_at ON public.reminder USING btree (sent_at, at);
CREATE UNIQUE INDEX reminder_pkey ON public.reminder USING btree (task_id, rung, audience);

CREATE TABLE resource (
    id uuid NOT NULL,
    deployment_id uuid NOT NULL,
    kind text NOT NULL,
    key text NOT NULL,
    version integer NOT NULL,
    file_name text NOT NULL,
    content text NOT NULL,
    hash text NOT NULL,
    deployed_at timestamp with time zone NOT NULL
);
CREATE INDEX ix_resource_deployment_id ON public.resource USING btree (deployment_id);
CREATE UNIQUE INDEX resource_pkey ON public.resource USING btree (id);
CREATE UNIQUE INDEX ux_resource_kind_key_version ON public.resource USING btree (kind, key, version);

CREATE TABLE retention_period (
    class text NOT NULL,
    years integer,
    changed_at timestamp with time zone NOT NULL,
    changed_by uuid NOT NULL
);
CREATE UNIQUE INDEX retention_period_pkey ON public.retention_period USING btree (class);

CREATE TABLE roadmap_item (
    id uuid NOT NULL,
    plan_id uuid NOT NULL,
    organisation_path text NOT NULL,
    opd text NOT NULL,
    programme text NOT NULL,
    pillar text NOT NULL,
    sub_dimension text NOT NULL,
    year integer NOT NULL,
    indicator text NOT NULL,
    target text NOT NULL,
    budget_source text NOT NULL,
    remark text
);
CREATE INDEX ix_roadmap_item_organisation_path_opd ON public.roadmap_item USING btree (organisation_path, opd);
CREATE INDEX ix_roadmap_item_plan_id ON public.roadmap_item USING btree (plan_id);
CREATE UNIQUE INDEX roadmap_item_pkey ON public.roadmap_item USING btree (id);

CREATE TABLE seat (
    id uuid NOT NULL,
    council_id uuid NOT NULL,
    number integer NOT NULL,
    block text NOT NULL,
    voting boolean NOT NULL,
    position_id uuid NOT NULL
);
CREATE INDEX ix_seat_position_id ON public.seat USING btree (position_id);
CREATE UNIQUE INDEX seat_pkey ON public.seat USING btree (id);
CREATE UNIQUE INDEX ux_seat_council_id_number ON public.seat USING btree (council_id, number);

CREATE TABLE signature (
    id uuid NOT NULL,
    version_id uuid NOT NULL,
    kind text NOT NULL,
    person_id uuid,
    name text NOT NULL,
    position text,
    title text,
    mode text,
    at timestamp with time zone NOT NULL,
    sha256 text NOT NULL,
    algorithm text NOT NULL,
    key_id text NOT NULL,
    signature bytea NOT NULL,
    certified boolean NOT NULL,
    voided_at timestamp with time zone
);
CREATE INDEX ix_signature_version_id ON public.signature USING btree (version_id);
CREATE UNIQUE INDEX signature_pkey ON public.signature USING btree (id);

CREATE TABLE subscription (
    instance_id uuid NOT NULL,
    key bigint NOT NULL,
    kind text NOT NULL,
    name text NOT NULL,
    correlation_key text,
    element text NOT NULL,
    organisation_path text NOT NULL
);
CREATE INDEX ix_subscription_kind_name_correlation_key ON public.subscription USING btree (kind, name, correlation_key);
CREATE UNIQUE INDEX subscription_pkey ON public.subscription USING btree (instance_id, key);

CREATE TABLE task_candidate (
    principal text NOT NULL,
    task_id uuid NOT NULL,
    open boolean NOT NULL,
    due timestamp with time zone
);
CREATE INDEX ix_task_candidate_principal_open_due_task_id ON public.task_candidate USING btree (principal, open, due, task_id);
CREATE INDEX ix_task_candidate_task_id ON public.task_candidate USING btree (task_id);
CREATE UNIQUE INDEX task_candidate_pkey ON public.task_candidate USING btree (principal, task_id);

CREATE TABLE task_draft (
    task_id uuid NOT NULL,
    person_id uuid NOT NULL,
    draft text NOT NULL,
    saved_at timestamp with time zone NOT NULL
);
CREATE UNIQUE INDEX task_draft_pkey ON public.task_draft USING btree (task_id, person_id);

CREATE TABLE timer (
    instance_id uuid NOT NULL,
    key bigint NOT NULL,
    element text NOT NULL,
    owner bigint NOT NULL,
    due timestamp with time zone NOT NULL,
    sequence integer NOT NULL
);
CREATE INDEX ix_timer_due ON public.timer USING btree (due);
CREATE UNIQUE INDEX timer_pkey ON public.timer USING btree (instance_id, key);

CREATE TABLE user_task (
    id uuid NOT NULL,
    instance_id uuid NOT NULL,
    key bigint NOT NULL,
    definition_key text NOT NULL,
    definition_version integer NOT NULL,
    element text NOT NULL,
    name text NOT NULL,
    kind text NOT NULL,
    state text NOT NULL,
    open boolean NOT NULL,
    business_key text,
    organisation_path text NOT NULL,
    zone text NOT NULL,
    assignee text,
    assignee_person uuid,
    due timestamp with time zone,
    original_due timestamp with time zone,
    follow_up timestamp with time zone,
    priority integer NOT NULL,
    form text,
    facts text NOT NULL,
    submitted text,
    body bigint,
    created_at timestamp with time zone NOT NULL,
    claimed_at timestamp with time zone,
    completed_at timestamp with time zone,
    completed_by uuid,
    completed_mode text,
    return_reason text,
    waited_minutes bigint,
    worked_minutes bigint
);
CREATE INDEX ix_user_task_assignee_person_open_due ON public.user_task USING btree (assignee_person, open, due);
CREATE INDEX ix_user_task_completed_at_definition_key ON public.user_task USING btree (completed_at, definition_key);
CREATE INDEX ix_user_task_completed_by_completed_at ON public.user_task USING btree (completed_by, completed_at);
CREATE INDEX ix_user_task_instance_id_element ON public.user_task USING btree (instance_id, element);
CREATE INDEX ix_user_task_organisation_path_open_due ON public.user_task USING btree (organisation_path, open, due);
CREATE INDEX ix_user_task_original_due_definition_key ON public.user_task USING btree (original_due, definition_key);
CREATE UNIQUE INDEX user_task_pkey ON public.user_task USING btree (id);
CREATE UNIQUE INDEX ux_user_task_instance_id_key ON public.user_task USING btree (instance_id, key);

CREATE TABLE verification (
    code text NOT NULL,
    version_id uuid NOT NULL,
    instance_id uuid NOT NULL,
    seq bigint NOT NULL,
    head_hash bytea NOT NULL,
    created_at timestamp with time zone NOT NULL
);
CREATE INDEX ix_verification_version_id ON public.verification USING btree (version_id);
CREATE UNIQUE INDEX verification_pkey ON public.verification USING btree (code);

CREATE TABLE webhook_endpoint (
    id uuid NOT NULL,
    organisation_path text NOT NULL,
    name text NOT NULL,
    url text NOT NULL,
    created_at timestamp with time zone NOT NULL,
    created_by uuid,
    removed_at timestamp with time zone,
    removed_why text
);
CREATE INDEX ix_webhook_endpoint_organisation_path_name ON public.webhook_endpoint USING btree (organisation_path, name);
CREATE UNIQUE INDEX webhook_endpoint_pkey ON public.webhook_endpoint USING btree (id);

CREATE TABLE webhook_secret (
    id uuid NOT NULL,
    endpoint_id uuid NOT NULL,
    secret text NOT NULL,
    created_at timestamp with time zone NOT NULL,
    expires_at timestamp with time zone
);
CREATE INDEX ix_webhook_secret_endpoint_id ON public.webhook_secret USING btree (endpoint_id);
CREATE UNIQUE INDEX webhook_secret_pkey ON public.webhook_secret USING btree (id);
