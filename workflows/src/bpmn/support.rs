//! What runs and what is refused, as one table: `docs/bpmn-support.md` is printed from it, and a test reads every
//! example to see that the table tells the truth.

use std::fmt::Write;

use super::catalogue::Code;
use super::diagnostic::Severity;
use super::lint;

/// What happens to an element or extension.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// It runs as BPMN or its vocabulary means it.
    Runs,
    /// It is kept and drawn, and means nothing at run time.
    Drawn,
    /// It deploys, with a warning that says what it became or what is missing.
    Warned,
    /// The file is not deployed; a finding names the element, its line and a remedy.
    Refused,
}

/// One line of the table.
#[derive(Debug, Clone, Copy)]
pub struct Row {
    /// Heading it stands under.
    pub group: &'static str,
    /// Element or extension.
    pub name: &'static str,
    /// What happens to it.
    pub verdict: Verdict,
    /// The test in `workflows/tests/it` that plays it, for what runs; everything else is told by the example alone.
    pub script: &'static str,
    /// Remarks.
    pub note: &'static str,
    /// The inside of a process that shows it; BPMN is the default namespace, see [`example`].
    pub example: &'static str,
}

/// A whole file around the inside of a process; declares message `m` (with key), signal `si`, error `er` and
/// escalation `es`.
#[must_use]
pub fn example(inside: &str) -> String {
    format!(
        r#"<?xml version="1.0" encoding="UTF-8"?>
<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:zeebe="http://camunda.org/schema/zeebe/1.0"
  xmlns:camunda="http://camunda.org/schema/1.0/bpmn" targetNamespace="urn:contoh" id="contoh">
<message id="m" name="Pesan"><extensionElements><zeebe:subscription correlationKey="=businessKey"/></extensionElements></message>
<signal id="si" name="Sinyal"/><error id="er" errorCode="GALAT"/><escalation id="es" escalationCode="NAIK"/>
<process id="p" isExecutable="true">
{inside}
</process></definitions>"#
    )
}

macro_rules! after_start {
    ($inside:literal) => {
        concat!(
            "<startEvent id='s'/><sequenceFlow id='f' sourceRef='s' targetRef='x'/>",
            $inside
        )
    };
}
macro_rules! start {
    ($definition:literal) => {
        concat!("<startEvent id='x'>", $definition, "</startEvent>")
    };
}
macro_rules! catch {
    ($definition:literal) => {
        concat!(
            "<startEvent id='s'/><sequenceFlow id='f' sourceRef='s' targetRef='x'/><intermediateCatchEvent id='x'>",
            $definition,
            "</intermediateCatchEvent>"
        )
    };
}
macro_rules! throw {
    ($definition:literal) => {
        concat!(
            "<startEvent id='s'/><sequenceFlow id='f' sourceRef='s' targetRef='x'/><intermediateThrowEvent id='x'>",
            $definition,
            "</intermediateThrowEvent>"
        )
    };
}
macro_rules! end {
    ($definition:literal) => {
        concat!(
            "<startEvent id='s'/><sequenceFlow id='f' sourceRef='s' targetRef='x'/><endEvent id='x'>",
            $definition,
            "</endEvent>"
        )
    };
}
macro_rules! boundary {
    ($definition:literal) => {
        concat!(
            "<startEvent id='s'/><sequenceFlow id='f' sourceRef='s' targetRef='t'/><manualTask id='t'/>",
            "<boundaryEvent id='x' attachedToRef='t'>",
            $definition,
            "</boundaryEvent>"
        )
    };
}
macro_rules! event_sub_process {
    ($definition:literal) => {
        concat!(
            "<startEvent id='s'/><sequenceFlow id='f' sourceRef='s' targetRef='t'/><manualTask id='t'/>",
            "<subProcess id='x' triggeredByEvent='true'><startEvent id='s2'>",
            $definition,
            "</startEvent></subProcess>"
        )
    };
}
macro_rules! user_task {
    ($extensions:literal) => {
        concat!(
            "<startEvent id='s'/><sequenceFlow id='f' sourceRef='s' targetRef='x'/>",
            "<userTask id='x'><extensionElements><zeebe:userTask/>",
            $extensions,
            "</extensionElements></userTask>"
        )
    };
}
macro_rules! rows {
    ($($group:literal { $($name:literal $verdict:ident $script:literal $note:literal $example:expr;)* })*) => {
        /// The table.
        pub const TABLE: &[Row] = &[$($(Row {
            group: $group,
            name: $name,
            verdict: Verdict::$verdict,
            script: $script,
            note: $note,
            example: $example,
        },)*)*];
    };
}

rows! {
    "Start events" {
        "none" Runs "elements::user_task::a_task_waits_for_a_person_and_its_values_rise" "With `zeebe:formDefinition`: a start form." start!("");
        "timer" Runs "elements::starts::a_timer_or_signal_start_event_starts_like_any_other" "Date, duration or cycle; a cycle is anchored to its schedule." start!("<timerEventDefinition><timeCycle>R/P1D</timeCycle></timerEventDefinition>");
        "message" Runs "elements::starts::a_message_start_event_brings_its_variables" "At most one living instance per correlation key of the message." start!("<messageEventDefinition messageRef='m'/>");
        "signal" Runs "elements::starts::a_timer_or_signal_start_event_starts_like_any_other" "" start!("<signalEventDefinition signalRef='si'/>");
        "conditional" Runs "elements::starts::a_conditional_start_event_starts_like_any_other" "Evaluated when somebody asks: GraphQL `evaluateConditionalStarts`." start!("<conditionalEventDefinition><condition>=a</condition></conditionalEventDefinition>");
        "several without a trigger" Warned "" "The first is used unless another is named." "<startEvent id='a'/><startEvent id='x'/>";
        "none drawn at all" Warned "" "Begins at every step that nothing leads to." "<manualTask id='x'/>";
        "error, escalation, compensation (outside of event sub-processes)" Refused "" "" start!("<errorEventDefinition errorRef='er'/>");
    }
    "Intermediate catch events" {
        "timer" Runs "elements::timer::a_date_a_duration_and_a_feel_value_are_understood" "A cycle fires once here, with a warning." catch!("<timerEventDefinition><timeDuration>P5D</timeDuration></timerEventDefinition>");
        "message" Runs "elements::message::a_receive_task_and_a_catch_event_wait_for_name_and_key" "" catch!("<messageEventDefinition messageRef='m'/>");
        "signal" Runs "elements::signal::a_signal_reaches_everyone_who_waits_in_the_instance" "" catch!("<signalEventDefinition signalRef='si'/>");
        "conditional" Runs "elements::condition::a_catch_event_goes_on_when_its_condition_becomes_true" "" catch!("<conditionalEventDefinition><condition>=a</condition></conditionalEventDefinition>");
        "link" Runs "elements::link::the_token_goes_on_at_the_catch_of_the_same_name" "Exactly one catch per name and scope." "<startEvent id='s'/><sequenceFlow id='f' sourceRef='s' targetRef='a'/><intermediateThrowEvent id='a'><linkEventDefinition name='L'/></intermediateThrowEvent><intermediateCatchEvent id='x'><linkEventDefinition name='L'/></intermediateCatchEvent>";
        "without a definition" Refused "" "It does not say what it waits for." catch!("");
    }
    "Intermediate throw events" {
        "none" Runs "elements::abstract_task::a_throw_event_without_a_trigger_passes_at_once" "Passes at once." throw!("");
        "message" Runs "elements::message::a_throw_event_sends_what_it_maps" "Sent by the engine, or by a worker with `zeebe:taskDefinition`." throw!("<messageEventDefinition messageRef='m'/>");
        "signal" Runs "elements::signal::a_signal_reaches_everyone_who_waits_in_the_instance" "" throw!("<signalEventDefinition signalRef='si'/>");
        "escalation" Runs "elements::escalation::a_non_interrupting_catch_lets_the_thrower_go_on" "Uncaught: logged." throw!("<escalationEventDefinition escalationRef='es'/>");
        "compensation" Runs "elements::compensation::handlers_run_in_reverse_order_and_only_for_what_completed" "Of one activity or of the whole scope; handlers in reverse order of completion." throw!("<compensateEventDefinition/>");
        "link" Runs "elements::link::the_token_goes_on_at_the_catch_of_the_same_name" "" "<startEvent id='s'/><sequenceFlow id='f' sourceRef='s' targetRef='x'/><intermediateThrowEvent id='x'><linkEventDefinition name='L'/></intermediateThrowEvent><intermediateCatchEvent id='b'><linkEventDefinition name='L'/></intermediateCatchEvent>";
        "error, terminate, cancel" Refused "" "BPMN knows them as end events only." throw!("<errorEventDefinition errorRef='er'/>");
    }
    "End events" {
        "none" Runs "elements::ends::a_none_end_ends_only_its_token" "" end!("");
        "message" Runs "elements::ends::a_message_end_sends_its_message_or_leaves_it_to_a_worker" "" end!("<messageEventDefinition messageRef='m'/>");
        "signal" Runs "elements::ends::a_signal_end_reaches_whoever_waits" "" end!("<signalEventDefinition signalRef='si'/>");
        "error" Runs "elements::error::error_thrown_three_scopes_deep" "Uncaught: an incident." end!("<errorEventDefinition errorRef='er'/>");
        "escalation" Runs "elements::ends::an_escalation_end_goes_on_at_the_boundary" "" end!("<escalationEventDefinition escalationRef='es'/>");
        "terminate" Runs "elements::ends::terminate_ends_everything_in_its_scope" "Ends its scope." end!("<terminateEventDefinition/>");
        "compensation" Runs "elements::ends::a_compensation_end_undoes_what_its_scope_did" "" end!("<compensateEventDefinition/>");
        "cancel" Runs "elements::transaction::cancelling_undoes_what_completed_and_leaves_by_the_cancel_boundary" "Inside a transaction." after_start!("<transaction id='x'><startEvent id='s2'/><sequenceFlow id='f2' sourceRef='s2' targetRef='e2'/><endEvent id='e2'><cancelEventDefinition/></endEvent></transaction>");
        "cancel outside of a transaction" Refused "" "" end!("<cancelEventDefinition/>");
    }
    "Boundary events" {
        "timer" Runs "elements::boundary::a_reminder_does_not_end_the_work" "Interrupting and non-interrupting." boundary!("<timerEventDefinition><timeDuration>P5D</timeDuration></timerEventDefinition>");
        "message" Runs "elements::boundary::a_message_can_interrupt_or_accompany" "Interrupting and non-interrupting." boundary!("<messageEventDefinition messageRef='m'/>");
        "signal" Runs "elements::boundary::a_signal_can_interrupt_or_accompany" "Interrupting and non-interrupting." boundary!("<signalEventDefinition signalRef='si'/>");
        "conditional" Runs "elements::condition::a_non_interrupting_condition_fires_again_only_after_it_was_false" "Interrupting and non-interrupting." boundary!("<conditionalEventDefinition><condition>=a</condition></conditionalEventDefinition>");
        "escalation" Runs "elements::escalation::a_non_interrupting_catch_lets_the_thrower_go_on" "Interrupting and non-interrupting." boundary!("<escalationEventDefinition escalationRef='es'/>");
        "error" Runs "elements::error::the_code_goes_before_the_catch_all" "Always interrupts. Without a reference it catches every error." boundary!("<errorEventDefinition errorRef='er'/>");
        "cancel" Runs "elements::transaction::a_transaction_over_a_list_is_cancelled_as_a_whole" "On transactions." after_start!("<transaction id='x'><startEvent id='s2'/></transaction><boundaryEvent id='b' attachedToRef='x'><cancelEventDefinition/></boundaryEvent>");
        "compensation" Runs "elements::compensation::one_activity_alone_can_be_compensated" "With an association to the handler." boundary!("<compensateEventDefinition/></boundaryEvent><manualTask id='u' isForCompensation='true'/><association id='as' sourceRef='x' targetRef='u'/><boundaryEvent id='y' attachedToRef='t'><errorEventDefinition/>");
        "on nothing, or on a gateway or event" Refused "" "" "<startEvent id='s'/><boundaryEvent id='x' attachedToRef='s'><errorEventDefinition/></boundaryEvent>";
    }
    "Event sub-process starts" {
        "timer" Runs "elements::event_subprocess::a_timer_or_a_signal_can_take_the_place_of_the_scope" "Interrupting and non-interrupting." event_sub_process!("<timerEventDefinition><timeDuration>P5D</timeDuration></timerEventDefinition>");
        "message" Runs "elements::event_subprocess::a_non_interrupting_one_runs_beside_as_often_as_it_is_called" "Interrupting and non-interrupting." event_sub_process!("<messageEventDefinition messageRef='m'/>");
        "signal" Runs "elements::event_subprocess::a_timer_a_signal_or_a_condition_can_start_it_beside" "Interrupting and non-interrupting." event_sub_process!("<signalEventDefinition signalRef='si'/>");
        "conditional" Runs "elements::event_subprocess::a_timer_a_signal_or_a_condition_can_start_it_beside" "Interrupting and non-interrupting." event_sub_process!("<conditionalEventDefinition><condition>=a</condition></conditionalEventDefinition>");
        "error" Runs "elements::event_subprocess::it_catches_errors_of_its_scope_before_the_boundary_does" "Always interrupts." event_sub_process!("<errorEventDefinition errorRef='er'/>");
        "escalation" Runs "elements::event_subprocess::an_escalation_starts_it_beside_or_instead" "Interrupting and non-interrupting." event_sub_process!("<escalationEventDefinition escalationRef='es'/>");
        "compensation" Runs "elements::compensation::a_compensating_event_subprocess_undoes_its_scope_in_its_own_way" "" event_sub_process!("<compensateEventDefinition/>");
        "none" Refused "" "Exactly one start event, with a trigger." event_sub_process!("");
    }
    "Gateways" {
        "exclusive" Runs "elements::exclusive_gateway::the_first_true_condition_is_taken_and_only_that" "Conditions in document order; a flow without a condition is true." after_start!("<exclusiveGateway id='x'/>");
        "parallel" Runs "elements::parallel_gateway::two_completions_at_once_on_a_parallel_join" "One token per incoming flow; a second on the same flow waits for the next round." after_start!("<parallelGateway id='x'/>");
        "inclusive" Runs "elements::inclusive_gateway::inclusive_join_after_token_death" "Joins are re-evaluated after every birth, move and death of a token in the scope." after_start!("<inclusiveGateway id='x'/>");
        "event-based, exclusive, mid-process" Runs "elements::event_gateway::a_receive_task_a_signal_or_a_condition_may_decide" "Followed by timer, message, signal or conditional catch events, or receive tasks." after_start!("<eventBasedGateway id='x'/><sequenceFlow id='f1' sourceRef='x' targetRef='c1'/><sequenceFlow id='f2' sourceRef='x' targetRef='c2'/><intermediateCatchEvent id='c1'><messageEventDefinition messageRef='m'/></intermediateCatchEvent><intermediateCatchEvent id='c2'><signalEventDefinition signalRef='si'/></intermediateCatchEvent>");
        "complex" Runs "elements::complex_gateway::it_goes_on_when_enough_have_arrived_and_swallows_the_rest" "With `activationCondition` (n of m, `activatedCount`)." after_start!("<complexGateway id='x'><activationCondition>=activatedCount &gt;= 2</activationCondition></complexGateway>");
        "event-based that starts a process, or parallel" Refused "" "" "<startEvent id='s'/><eventBasedGateway id='x' instantiate='true'/>";
        "event-based before anything but events" Refused "" "" after_start!("<eventBasedGateway id='x'/><sequenceFlow id='f1' sourceRef='x' targetRef='t'/><manualTask id='t'/>");
    }
    "Activities" {
        "user task" Runs "elements::user_task::a_task_waits_for_a_person_and_its_values_rise" "Native; without `zeebe:userTask` also native, with a warning." user_task!("");
        "manual task" Runs "elements::user_task::a_manual_task_waits_like_a_user_task" "Waits like a user task, without form." after_start!("<manualTask id='x'/>");
        "abstract task" Runs "elements::abstract_task::an_abstract_task_passes_at_once" "Passes at once." after_start!("<task id='x'/>");
        "service task" Runs "elements::job::a_worker_does_the_job_and_its_result_rises" "A job for a worker. Without a type, the type is the element's id, with a warning." after_start!("<serviceTask id='x'><extensionElements><zeebe:taskDefinition type='kirim'/></extensionElements></serviceTask>");
        "send task" Runs "elements::job::spent_retries_are_an_incident_that_gives_new_attempts" "A job, like the service task." after_start!("<sendTask id='x'><extensionElements><zeebe:taskDefinition type='kirim'/></extensionElements></sendTask>");
        "receive task" Runs "elements::message::a_receive_task_and_a_catch_event_wait_for_name_and_key" "Waits for its message." after_start!("<receiveTask id='x' messageRef='m'/>");
        "script task" Runs "elements::script_task::the_value_goes_to_the_result_variable" "FEEL; other languages become jobs, with a warning." after_start!("<scriptTask id='x'><extensionElements><zeebe:script expression='=1+1' resultVariable='r'/></extensionElements></scriptTask>");
        "business rule task" Runs "elements::business_rule::a_decision_is_evaluated_and_its_value_kept" "DMN, or a job." after_start!("<businessRuleTask id='x'><extensionElements><zeebe:calledDecision decisionId='quorum' resultVariable='q'/></extensionElements></businessRuleTask>");
        "embedded sub-process" Runs "elements::sub_process::it_completes_when_nothing_lives_inside" "" after_start!("<subProcess id='x'><startEvent id='s2'/></subProcess>");
        "event sub-process" Runs "elements::event_subprocess::an_interrupting_one_ends_the_scope_and_takes_its_place" "" event_sub_process!("<errorEventDefinition errorRef='er'/>");
        "transaction" Runs "elements::transaction::cancelling_undoes_what_completed_and_leaves_by_the_cancel_boundary" "" after_start!("<transaction id='x'><startEvent id='s2'/></transaction>");
        "ad-hoc sub-process" Runs "elements::ad_hoc::its_elements_run_without_an_order" "Parallel or sequential, `completionCondition`, `cancelRemainingInstances`." after_start!("<adHocSubProcess id='x'><manualTask id='t'/><completionCondition>=selesai</completionCondition></adHocSubProcess>");
        "call activity" Runs "elements::call::the_called_process_gets_everything_and_gives_everything_back" "" after_start!("<callActivity id='x'><extensionElements><zeebe:calledElement processId='anak'/></extensionElements></callActivity>");
        "multi-instance over a collection" Runs "elements::multi_instance::outputs_are_collected_in_the_order_of_the_input" "Sequential or parallel, with `completionCondition`." after_start!("<manualTask id='x'><multiInstanceLoopCharacteristics isSequential='true'><extensionElements><zeebe:loopCharacteristics inputCollection='=opd' inputElement='satu'/></extensionElements><completionCondition>=cukup</completionCondition></multiInstanceLoopCharacteristics></manualTask>");
        "multi-instance by number" Runs "elements::multi_instance::a_number_repeats_without_a_collection" "`loopCardinality`, at most 2,000." after_start!("<manualTask id='x'><multiInstanceLoopCharacteristics><loopCardinality>3</loopCardinality></multiInstanceLoopCharacteristics></manualTask>");
        "standard loop" Runs "elements::looping::it_repeats_while_the_condition_holds" "`loopCondition`, `testBefore`, `loopMaximum`." after_start!("<manualTask id='x'><standardLoopCharacteristics testBefore='true' loopMaximum='3'><loopCondition>=lagi</loopCondition></standardLoopCharacteristics></manualTask>");
        "event sub-process, repeated" Refused "" "Its event starts it each time." after_start!("<manualTask id='t'/><subProcess id='x' triggeredByEvent='true'><startEvent id='s2'><errorEventDefinition errorRef='er'/></startEvent><multiInstanceLoopCharacteristics><loopCardinality>2</loopCardinality></multiInstanceLoopCharacteristics></subProcess>");
        "multi-instance over nothing" Refused "" "" after_start!("<manualTask id='x'><multiInstanceLoopCharacteristics/></manualTask>");
        "loop without condition and maximum" Refused "" "It would never end." after_start!("<manualTask id='x'><standardLoopCharacteristics/></manualTask>");
        "ad-hoc sub-process led by a worker" Refused "" "" after_start!("<adHocSubProcess id='x'><extensionElements><zeebe:taskDefinition type='a'/></extensionElements><manualTask id='t'/></adHocSubProcess>");
        "receive task that starts a process" Refused "" "" "<startEvent id='s'/><receiveTask id='x' messageRef='m' instantiate='true'/>";
        "call activity without a process" Refused "" "" after_start!("<callActivity id='x'/>");
    }
    "Flow and data" {
        "conditional sequence flow" Runs "elements::flows::conditions_out_of_a_task_are_each_judged" "Out of exclusive, inclusive and complex gateways and of activities. FEEL with or without `=`." after_start!("<manualTask id='x' default='d'/><sequenceFlow id='c' sourceRef='x' targetRef='e'><conditionExpression>a &gt; 1</conditionExpression></sequenceFlow><sequenceFlow id='d' sourceRef='x' targetRef='e'/><endEvent id='e'/>");
        "default flow" Runs "elements::exclusive_gateway::a_missing_variable_is_null_and_the_default_flow_is_taken" "" after_start!("<exclusiveGateway id='x' default='d'/><sequenceFlow id='c' sourceRef='x' targetRef='e'><conditionExpression>=a</conditionExpression></sequenceFlow><sequenceFlow id='d' sourceRef='x' targetRef='e'/><endEvent id='e'/>");
        "lanes, nested" Runs "elements::lane::the_lane_of_a_task_can_say_who_does_it_and_by_when" "Assignment and schedule read the innermost lane's name as `lane`." "<laneSet id='ls'><lane id='l' name='OPD'><flowNodeRef>x</flowNodeRef></lane></laneSet><startEvent id='x'/>";
        "data objects" Runs "elements::data::a_data_object_is_the_variable_of_its_name_and_needs_nothing_to_be_there" "The variable of its name." "<startEvent id='s'/><dataObject id='x'/><dataObjectReference id='y' name='rencana' dataObjectRef='x'/>";
        "data stores" Drawn "" "Variables are read by name." "<startEvent id='s'/><dataStoreReference id='x'/>";
        "text annotations, groups, associations" Drawn "" "" "<startEvent id='s'/><textAnnotation id='x'><text>catatan</text></textAnnotation><association id='a' sourceRef='s' targetRef='x'/><group id='g'/>";
        "input and output specifications" Drawn "" "Only as the source of a multi-instance (`loopDataInputRef`)." after_start!("<manualTask id='x'><ioSpecification><dataInput id='di'/><inputSet/><outputSet/></ioSpecification></manualTask>");
        "flow across the border of a sub-process" Refused "" "" "<startEvent id='s'/><subProcess id='a'><startEvent id='s2'/></subProcess><sequenceFlow id='x' sourceRef='s' targetRef='s2'/>";
        "circle of steps that never waits, without a way out" Refused "" "" after_start!("<task id='x'/><sequenceFlow id='f2' sourceRef='x' targetRef='x'/>");
    }
    "Refused" {
        "multiple and parallel-multiple events" Refused "" "" start!("<messageEventDefinition messageRef='m'/><signalEventDefinition signalRef='si'/>");
        "choreography tasks and sub-choreographies" Refused "" "" "<startEvent id='s'/><choreographyTask id='x'/>";
        "implicit throw events" Refused "" "" after_start!("<implicitThrowEvent id='x'/>");
        "unknown elements in the BPMN namespace" Refused "" "Ignoring them could change the meaning." "<startEvent id='s'/><mystery id='x'/>";
    }
    "Extensions (`zeebe:`)" {
        "userTask" Runs "elements::user_task::a_task_waits_for_a_person_and_its_values_rise" "Marks a native task." user_task!("");
        "assignmentDefinition" Runs "elements::user_task::assignment_schedule_and_priority_are_evaluated_on_activation" "`assignee`, `candidateUsers`, `candidateGroups`: positions and roles." user_task!("<zeebe:assignmentDefinition assignee='=ketua' candidateGroups='OPD_HEAD@64.02'/>");
        "taskSchedule" Runs "elements::user_task::assignment_schedule_and_priority_are_evaluated_on_activation" "`dueDate`, `followUpDate`: ISO 8601 or FEEL with `working days(d, n)`." user_task!("<zeebe:taskSchedule dueDate='=working days(now(), 3)'/>");
        "priorityDefinition" Runs "elements::user_task::assignment_schedule_and_priority_are_evaluated_on_activation" "0 to 100, default 50." user_task!("<zeebe:priorityDefinition priority='80'/>");
        "formDefinition" Runs "bpmn_reading::a_user_task_carries_its_people_schedule_and_form" "`formId` with binding, `formKey`, `externalReference`." user_task!("<zeebe:formDefinition formId='attendance' bindingType='deployment'/>");
        "userTaskForm (process)" Runs "bpmn_lint::a_deployment_must_bring_what_it_binds" "Embedded form." "<extensionElements><zeebe:userTaskForm id='F'>{\"components\":[]}</zeebe:userTaskForm></extensionElements><startEvent id='s'><extensionElements><zeebe:formDefinition formKey='camunda-forms:bpmn:F'/></extensionElements></startEvent>";
        "ioMapping" Runs "elements::mapping::inputs_are_local_and_outputs_are_all_that_rises" "Ordered. Inputs make a local scope." user_task!("<zeebe:ioMapping><zeebe:input source='=a' target='b'/><zeebe:output source='=b' target='c'/></zeebe:ioMapping>");
        "taskDefinition, taskHeaders" Runs "elements::job::a_worker_does_the_job_and_its_result_rises" "`type`, `retries` (3)." after_start!("<serviceTask id='x'><extensionElements><zeebe:taskDefinition type='=jenis' retries='5'/><zeebe:taskHeaders><zeebe:header key='a' value='b'/></zeebe:taskHeaders></extensionElements></serviceTask>");
        "calledElement" Runs "elements::call::with_mappings_only_those_pass" "`propagateAllChildVariables`, `propagateAllParentVariables`, binding." after_start!("<callActivity id='x'><extensionElements><zeebe:calledElement processId='anak' propagateAllChildVariables='false' bindingType='versionTag' versionTag='v2'/></extensionElements></callActivity>");
        "calledDecision" Runs "elements::business_rule::a_decision_is_evaluated_and_its_value_kept" "" after_start!("<businessRuleTask id='x'><extensionElements><zeebe:calledDecision decisionId='quorum' resultVariable='q' bindingType='deployment'/></extensionElements></businessRuleTask>");
        "script" Runs "elements::script_task::the_value_goes_to_the_result_variable" "FEEL." after_start!("<scriptTask id='x'><extensionElements><zeebe:script expression='=1' resultVariable='r'/></extensionElements></scriptTask>");
        "loopCharacteristics" Runs "elements::multi_instance::outputs_are_collected_in_the_order_of_the_input" "`inputCollection`, `inputElement`, `outputCollection`, `outputElement`." after_start!("<manualTask id='x'><multiInstanceLoopCharacteristics><extensionElements><zeebe:loopCharacteristics inputCollection='=a' inputElement='b' outputCollection='c' outputElement='=d'/></extensionElements></multiInstanceLoopCharacteristics></manualTask>");
        "subscription (message)" Runs "elements::message::a_receive_task_and_a_catch_event_wait_for_name_and_key" "`correlationKey`." catch!("<messageEventDefinition messageRef='m'/>");
        "publishMessage" Runs "elements::message::a_throw_event_sends_what_it_maps" "`correlationKey`, `timeToLive` of a thrown message." throw!("<extensionElements><zeebe:publishMessage correlationKey='=k' timeToLive='PT1H'/></extensionElements><messageEventDefinition messageRef='m'/>");
        "executionListeners" Runs "elements::listener::execution_listeners_hold_the_element_at_both_ends" "Blocking jobs, `start` and `end`." after_start!("<task id='x'><extensionElements><zeebe:executionListeners><zeebe:executionListener eventType='start' type='a'/></zeebe:executionListeners></extensionElements></task>");
        "taskListeners" Runs "elements::listener::a_completing_listener_may_deny" "Blocking jobs that may correct or deny; `canceling` hears of a withdrawal that does not wait for it, and holds the scope around." user_task!("<zeebe:taskListeners><zeebe:taskListener eventType='completing' type='a'/></zeebe:taskListeners>");
        "versionTag (process)" Runs "bpmn_vendors::calls_and_decisions_keep_their_targets" "" "<extensionElements><zeebe:versionTag value='v1'/></extensionElements><startEvent id='s'/>";
        "adHoc" Runs "elements::ad_hoc::only_the_chosen_elements_run" "`activeElementsCollection`, `outputCollection`, `outputElement`." after_start!("<adHocSubProcess id='x'><extensionElements><zeebe:adHoc activeElementsCollection='=[\"t\"]'/></extensionElements><manualTask id='t'/></adHocSubProcess>");
        "conditionalFilter" Runs "elements::condition::only_the_variables_and_changes_that_it_names_count" "`variableNames`, `variableEvents`." catch!("<conditionalEventDefinition><extensionElements><zeebe:conditionalFilter variableNames='a' variableEvents='update'/></extensionElements><condition>=a</condition></conditionalEventDefinition>");
        "properties" Runs "elements::vote::it_ends_as_soon_as_the_result_is_certain" "Ours begin with `mufakat:`." user_task!("<zeebe:properties><zeebe:property name='mufakat:reminders' value='RL'/></zeebe:properties>");
        "linkedResources" Warned "" "Files for connectors of another platform. The job goes out without them; name them in `taskHeaders`." after_start!("<serviceTask id='x'><extensionElements><zeebe:taskDefinition type='kirim'/><zeebe:linkedResources><zeebe:linkedResource resourceId='a' bindingType='latest' linkName='b'/></zeebe:linkedResources></extensionElements></serviceTask>");
        "jobPriorityDefinition" Warned "" "Jobs are handed out by age." after_start!("<serviceTask id='x'><extensionElements><zeebe:taskDefinition type='kirim'/><zeebe:jobPriorityDefinition priority='80'/></extensionElements></serviceTask>");
        "agentDefinition" Warned "" "The job goes out without it." after_start!("<serviceTask id='x'><extensionElements><zeebe:taskDefinition type='kirim'/><zeebe:agentDefinition/></extensionElements></serviceTask>");
        "any other extension element" Warned "" "Named once per process; never a failure." user_task!("<zeebe:novelty/>");
    }
    "Council properties that the engine reads" {
        "vote: CONSENSUS, MAJORITY_PRESENT, ABSOLUTE, TWO_THIRDS, WEIGHTED" Runs "elements::vote::weights_and_a_threshold_decide_a_weighted_vote" "On a multi-instance user task. Over when the result is certain." after_start!("<userTask id='x'><extensionElements><zeebe:userTask/><zeebe:properties><zeebe:property name='mufakat:vote' value='TWO_THIRDS'/></zeebe:properties></extensionElements><multiInstanceLoopCharacteristics><extensionElements><zeebe:loopCharacteristics inputCollection='=pemilih' inputElement='satu'/></extensionElements></multiInstanceLoopCharacteristics></userTask>");
        "vote.electorate, vote.threshold" Runs "elements::vote::a_vote_that_nobody_can_win_is_over_before_it_begins" "Otherwise the items are the electors, and the method has its own threshold." after_start!("<userTask id='x'><extensionElements><zeebe:userTask/><zeebe:properties><zeebe:property name='mufakat:vote' value='ABSOLUTE'/><zeebe:property name='mufakat:vote.threshold' value='2/3'/></zeebe:properties></extensionElements><multiInstanceLoopCharacteristics><extensionElements><zeebe:loopCharacteristics inputCollection='=pemilih' inputElement='satu'/></extensionElements></multiInstanceLoopCharacteristics></userTask>");
        "vote.ballot, vote.decideWhen" Runs "elements::vote::a_secret_ballot_shows_no_counts_before_its_end" "`OPEN` or `SECRET`; `KNOWN` or `ALL`." after_start!("<userTask id='x'><extensionElements><zeebe:userTask/><zeebe:properties><zeebe:property name='mufakat:vote' value='ABSOLUTE'/><zeebe:property name='mufakat:vote.ballot' value='SECRET'/><zeebe:property name='mufakat:vote.decideWhen' value='ALL'/></zeebe:properties></extensionElements><multiInstanceLoopCharacteristics><extensionElements><zeebe:loopCharacteristics inputCollection='=pemilih' inputElement='satu'/></extensionElements></multiInstanceLoopCharacteristics></userTask>");
        "vote.tie" Runs "elements::vote::the_chair_breaks_a_tie_where_the_rules_say_so" "`REJECT` or `CHAIR`." after_start!("<userTask id='x'><extensionElements><zeebe:userTask/><zeebe:properties><zeebe:property name='mufakat:vote' value='MAJORITY_PRESENT'/><zeebe:property name='mufakat:vote.tie' value='CHAIR'/></zeebe:properties></extensionElements><multiInstanceLoopCharacteristics><extensionElements><zeebe:loopCharacteristics inputCollection='=pemilih' inputElement='satu'/></extensionElements></multiInstanceLoopCharacteristics></userTask>");
        "separateFrom, strategic" Runs "elements::user_task::nobody_checks_their_own_work" "Four eyes by person; no mandate holders." "<startEvent id='s'/><sequenceFlow id='f' sourceRef='s' targetRef='a'/><userTask id='a'><extensionElements><zeebe:userTask/></extensionElements></userTask><sequenceFlow id='f2' sourceRef='a' targetRef='x'/><userTask id='x'><extensionElements><zeebe:userTask/><zeebe:properties><zeebe:property name='mufakat:separateFrom' value='a'/><zeebe:property name='mufakat:strategic' value='true'/></zeebe:properties></extensionElements></userTask>";
    }
    "Semantics (what other engines get wrong)" {
        "inclusive join" Runs "elements::inclusive_gateway::a_join_is_judged_again_when_an_event_subprocess_ends_the_others" "Judged again after every birth, move and death of a token in its scope." after_start!("<inclusiveGateway id='x'/>");
        "parallel join" Runs "elements::parallel_gateway::a_second_token_on_a_counted_flow_waits_for_the_next_round" "One token a flow; two people at once both succeed." after_start!("<parallelGateway id='x'/>");
        "cycles" Runs "elements::timer::a_cycle_keeps_its_schedule_however_late_it_fires" "Anchored to the schedule, each tick numbered." start!("<timerEventDefinition><timeCycle>R3/PT1H</timeCycle></timerEventDefinition>");
        "ticks missed" Runs "elements::timer::cycle_timer_after_downtime" "Fired once, late." start!("<timerEventDefinition><timeCycle>R/P1D</timeCycle></timerEventDefinition>");
        "zones" Runs "elements::timer::a_cron_line_follows_the_wall_clock_of_the_zone" "Stored by name." start!("<timerEventDefinition><timeCycle>0 0 8 * * MON-FRI</timeCycle></timerEventDefinition>");
        "no true condition and no default" Runs "elements::exclusive_gateway::without_a_true_condition_and_default_it_is_an_incident_until_retried" "An incident there; the rest goes on." after_start!("<exclusiveGateway id='x'/>");
        "a condition that is not boolean" Runs "elements::exclusive_gateway::a_condition_that_is_not_boolean_stops_only_its_branch" "An incident there." after_start!("<exclusiveGateway id='x'/>");
        "a failed mapping" Runs "elements::mapping::a_failed_mapping_is_an_incident_where_it_failed" "An incident; a retry goes on from there." user_task!("<zeebe:ioMapping><zeebe:input source='=a' target='b'/></zeebe:ioMapping>");
        "a missing called process" Runs "elements::call::a_missing_process_is_an_incident_until_it_is_there" "An incident." after_start!("<callActivity id='x'><extensionElements><zeebe:calledElement processId='anak'/></extensionElements></callActivity>");
        "a missing decision" Runs "elements::business_rule::a_missing_decision_is_an_incident" "An incident." after_start!("<businessRuleTask id='x'><extensionElements><zeebe:calledDecision decisionId='d' resultVariable='r'/></extensionElements></businessRuleTask>");
        "which catch takes an error" Runs "elements::error::the_nearest_catch_all_goes_before_a_far_code" "The nearest scope; in it the code before the catch-all." boundary!("<errorEventDefinition errorRef='er'/>");
        "an uncaught error" Runs "elements::error::an_uncaught_error_is_an_incident_and_the_rest_goes_on" "An incident." end!("<errorEventDefinition errorRef='er'/>");
        "an uncaught escalation" Runs "elements::escalation::uncaught_it_is_ignored" "Ignored, journalled." throw!("<escalationEventDefinition escalationRef='es'/>");
        "terminate in a sub-process" Runs "elements::ends::terminate_in_a_sub_process_leaves_the_outside_alone" "Ends its scope." after_start!("<subProcess id='x'><startEvent id='s2'/><sequenceFlow id='f2' sourceRef='s2' targetRef='e2'/><endEvent id='e2'><terminateEventDefinition/></endEvent></subProcess>");
        "compensation" Runs "elements::compensation::compensation_of_a_multi_instance" "In reverse order of completion, only what completed." throw!("<compensateEventDefinition/>");
        "interrupting while somebody submits" Runs "elements::boundary::interrupting_while_submitting" "Withdrawn; what was written is kept." boundary!("<messageEventDefinition messageRef='m'/>");
        "interrupting a scope" Runs "elements::boundary::interrupting_a_call_withdraws_the_tasks_of_the_called_process" "Tasks, timers, jobs, subscriptions and children end in the same transaction." boundary!("<signalEventDefinition signalRef='si'/>");
        "a missing variable" Runs "elements::exclusive_gateway::a_missing_variable_is_null_and_the_default_flow_is_taken" "Null; a comparison with it is null and does not hold." after_start!("<exclusiveGateway id='x'/>");
        "bounds: steps of a command" Runs "elements::looping::tokens_that_run_in_a_circle_are_an_incident" "An incident." after_start!("<task id='x'/>");
        "bounds: tokens" Runs "engine_bounds::more_tokens_than_allowed_wait_behind_an_incident_and_go_on_later" "An incident." after_start!("<task id='x'/>");
        "bounds: items" Runs "elements::multi_instance::too_many_items_are_an_incident_and_nothing_hangs" "An incident." after_start!("<manualTask id='x'><multiInstanceLoopCharacteristics><loopCardinality>=n</loopCardinality></multiInstanceLoopCharacteristics></manualTask>");
        "bounds: nesting" Runs "elements::sub_process::scopes_nested_too_deeply_are_an_incident" "An incident." after_start!("<callActivity id='x'><extensionElements><zeebe:calledElement processId='anak'/></extensionElements></callActivity>");
        "bounds: size of an instance" Runs "engine_bounds::values_over_the_bound_are_refused_and_change_nothing" "Refused." user_task!("");
        "bounds: FEEL" Runs "elements::script_task::an_expression_without_bounds_is_an_incident" "An incident." after_start!("<scriptTask id='x'><extensionElements><zeebe:script expression='=for i in 1..9999999999 return i' resultVariable='r'/></extensionElements></scriptTask>");
    }
    "Older engines (`camunda:`, `operaton:`, `activiti:`, `flowable:`)" {
        "assignee, candidateUsers, candidateGroups, dueDate, followUpDate, priority" Runs "bpmn_vendors::people_of_older_models_are_kept" "With `${...}` translated to FEEL." after_start!("<userTask id='x' camunda:assignee='${a}'><extensionElements><zeebe:userTask/></extensionElements></userTask>");
        "formKey, formRef" Runs "bpmn_vendors::people_of_older_models_are_kept" "" after_start!("<userTask id='x' camunda:formRef='attendance'><extensionElements><zeebe:userTask/></extensionElements></userTask>");
        "type=\"external\" with topic" Runs "bpmn_vendors::delegates_become_jobs_of_their_name" "A job of that topic." after_start!("<serviceTask id='x' camunda:type='external' camunda:topic='kirim'/>");
        "class, delegateExpression, expression" Warned "" "A job of that name." after_start!("<serviceTask id='x' camunda:class='id.go.Kirim'/>");
        "collection, elementVariable" Runs "bpmn_vendors::repetition_is_read_from_every_dialect" "" after_start!("<manualTask id='x'><multiInstanceLoopCharacteristics camunda:collection='opd' camunda:elementVariable='satu'/></manualTask>");
        "decisionRef, resultVariable" Runs "bpmn_vendors::calls_and_decisions_keep_their_targets" "" after_start!("<businessRuleTask id='x' camunda:decisionRef='quorum' camunda:resultVariable='q'/>");
        "calledElement, in, out" Runs "bpmn_vendors::calls_and_decisions_keep_their_targets" "" after_start!("<callActivity id='x' calledElement='anak'><extensionElements><camunda:in variables='all'/></extensionElements></callActivity>");
        "inputOutput with plain values" Runs "bpmn_vendors::calls_and_decisions_keep_their_targets" "" after_start!("<manualTask id='x'><extensionElements><camunda:inputOutput><camunda:inputParameter name='a'>${b}</camunda:inputParameter></camunda:inputOutput></extensionElements></manualTask>");
        "conditions `${a == b}`, `&&`, `||`, `!`, `empty`, `? :`" Runs "bpmn_vendors::simple_conditions_of_older_engines_become_feel" "Translated to FEEL." after_start!("<exclusiveGateway id='x' default='d'/><sequenceFlow id='c' sourceRef='x' targetRef='e'><conditionExpression>${a == 'b' &amp;&amp; !c}</conditionExpression></sequenceFlow><sequenceFlow id='d' sourceRef='x' targetRef='e'/><endEvent id='e'/>");
        "conditions that call code" Refused "" "Dropping a condition would change the process. Under the autopilot it does not hold." after_start!("<exclusiveGateway id='x' default='d'/><sequenceFlow id='c' sourceRef='x' targetRef='e'><conditionExpression>${bean.check()}</conditionExpression></sequenceFlow><sequenceFlow id='d' sourceRef='x' targetRef='e'/><endEvent id='e'/>");
        "scripts in other languages" Warned "" "A job." after_start!("<scriptTask id='x' scriptFormat='groovy'><script>x = 1</script></scriptTask>");
        "listeners, generated forms and what else has no meaning here" Warned "" "Listed with line." after_start!("<manualTask id='x'><extensionElements><camunda:executionListener class='id.go.Catat' event='start'/></extensionElements></manualTask>");
    }
}

/// The names of the council properties that are read (`mufakat:` left off). Each is a field of an element template in
/// `workflows/library/element-templates`.
pub fn council_properties() -> impl Iterator<Item = &'static str> {
    lint::council_names()
}

/// The text of `docs/bpmn-support.md`.
#[must_use]
pub fn markdown() -> String {
    let mut text = String::from(
        "# What runs\n\n\
         Printed from `workflows/src/bpmn/support.rs`; do not edit. `MUFAKAT_PRINT=1 cargo test -p workflows support` prints it anew.\n\n\
         Models are BPMN 2.0 (OMG formal/2011-01-03) as the Camunda Modeler writes them for Camunda 8, and plain BPMN. Any\n\
         namespace prefix is read; UTF-8, UTF-16 and Latin-1 too. A value that begins with `=` is FEEL, every other one literal.\n\
         Bounds of a file: 10 MiB, 300,000 XML elements, 256 levels, 128 attributes on one element; no document types.\n\n\
         A script is a test in `workflows/tests/it`; `cargo test -p workflows <script>` plays it, and\n\
         `cargo test -p workflows -- --list elements:: | grep -c ': test'` counts those of the elements. What is refused, drawn or\n\
         warned of is read by `bpmn_support`, which holds this table against the reader.\n",
    );
    let mut group = "";
    for row in TABLE {
        if row.group != group {
            group = row.group;
            let _ = write!(
                text,
                "\n## {group}\n\n| What | | Remarks | Script |\n|---|---|---|---|\n"
            );
        }
        let verdict = match row.verdict {
            Verdict::Runs => "runs",
            Verdict::Drawn => "drawn only",
            Verdict::Warned => "with a warning",
            Verdict::Refused => "refused",
        };
        let name = row.name.replace('|', "\\|");
        let script = if row.script.is_empty() {
            String::new()
        } else {
            format!("`{}`", row.script)
        };
        let _ = writeln!(text, "| {name} | {verdict} | {} | {script} |", row.note);
    }
    text.push_str(
        "\n## Council properties (`zeebe:property`)\n\n\
         Fields of the element templates in `workflows/library/element-templates/`, which the stock modeler shows.\n\n",
    );
    for name in council_properties() {
        let _ = writeln!(text, "- `mufakat:{name}`");
    }
    text.push_str("\n## Findings\n\n| Code | | English | Indonesian |\n|---|---|---|---|\n");
    for code in Code::ALL {
        let severity = match code.severity() {
            Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Info => "hint",
        };
        let texts = code.texts();
        let _ = writeln!(
            text,
            "| `{}` | {severity} | {} {} | {} {} |",
            code.name(),
            texts.message.replace('<', "&lt;"),
            texts.remedy.replace('<', "&lt;"),
            texts.message_id.replace('<', "&lt;"),
            texts.remedy_id.replace('<', "&lt;"),
        );
    }
    text
}
