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
    ($($group:literal { $($name:literal $verdict:ident $note:literal $example:expr;)* })*) => {
        /// The table.
        pub const TABLE: &[Row] = &[$($(Row {
            group: $group,
            name: $name,
            verdict: Verdict::$verdict,
            note: $note,
            example: $example,
        },)*)*];
    };
}

rows! {
    "Start events" {
        "none" Runs "With `zeebe:formDefinition`: a start form." start!("");
        "timer" Runs "Date, duration or cycle; a cycle is anchored to its schedule." start!("<timerEventDefinition><timeCycle>R/P1D</timeCycle></timerEventDefinition>");
        "message" Runs "At most one living instance per correlation key of the message." start!("<messageEventDefinition messageRef='m'/>");
        "signal" Runs "" start!("<signalEventDefinition signalRef='si'/>");
        "conditional" Runs "Evaluated when somebody asks: GraphQL `evaluateConditionalStarts`." start!("<conditionalEventDefinition><condition>=a</condition></conditionalEventDefinition>");
        "several without a trigger" Warned "The first is used unless another is named." "<startEvent id='a'/><startEvent id='x'/>";
        "none drawn at all" Warned "Begins at every step that nothing leads to." "<manualTask id='x'/>";
        "error, escalation, compensation (outside of event sub-processes)" Refused "" start!("<errorEventDefinition errorRef='er'/>");
    }
    "Intermediate catch events" {
        "timer" Runs "A cycle fires once here, with a warning." catch!("<timerEventDefinition><timeDuration>P5D</timeDuration></timerEventDefinition>");
        "message" Runs "" catch!("<messageEventDefinition messageRef='m'/>");
        "signal" Runs "" catch!("<signalEventDefinition signalRef='si'/>");
        "conditional" Runs "" catch!("<conditionalEventDefinition><condition>=a</condition></conditionalEventDefinition>");
        "link" Runs "Exactly one catch per name and scope." "<startEvent id='s'/><sequenceFlow id='f' sourceRef='s' targetRef='a'/><intermediateThrowEvent id='a'><linkEventDefinition name='L'/></intermediateThrowEvent><intermediateCatchEvent id='x'><linkEventDefinition name='L'/></intermediateCatchEvent>";
        "without a definition" Refused "It does not say what it waits for." catch!("");
    }
    "Intermediate throw events" {
        "none" Runs "Passes at once." throw!("");
        "message" Runs "Sent by the engine, or by a worker with `zeebe:taskDefinition`." throw!("<messageEventDefinition messageRef='m'/>");
        "signal" Runs "" throw!("<signalEventDefinition signalRef='si'/>");
        "escalation" Runs "Uncaught: logged." throw!("<escalationEventDefinition escalationRef='es'/>");
        "compensation" Runs "Of one activity or of the whole scope; handlers in reverse order of completion." throw!("<compensateEventDefinition/>");
        "link" Runs "" "<startEvent id='s'/><sequenceFlow id='f' sourceRef='s' targetRef='x'/><intermediateThrowEvent id='x'><linkEventDefinition name='L'/></intermediateThrowEvent><intermediateCatchEvent id='b'><linkEventDefinition name='L'/></intermediateCatchEvent>";
        "error, terminate, cancel" Refused "BPMN knows them as end events only." throw!("<errorEventDefinition errorRef='er'/>");
    }
    "End events" {
        "none" Runs "" end!("");
        "message" Runs "" end!("<messageEventDefinition messageRef='m'/>");
        "signal" Runs "" end!("<signalEventDefinition signalRef='si'/>");
        "error" Runs "Uncaught: an incident." end!("<errorEventDefinition errorRef='er'/>");
        "escalation" Runs "" end!("<escalationEventDefinition escalationRef='es'/>");
        "terminate" Runs "Ends its scope." end!("<terminateEventDefinition/>");
        "compensation" Runs "" end!("<compensateEventDefinition/>");
        "cancel" Runs "Inside a transaction." after_start!("<transaction id='x'><startEvent id='s2'/><sequenceFlow id='f2' sourceRef='s2' targetRef='e2'/><endEvent id='e2'><cancelEventDefinition/></endEvent></transaction>");
        "cancel outside of a transaction" Refused "" end!("<cancelEventDefinition/>");
    }
    "Boundary events" {
        "timer" Runs "Interrupting and non-interrupting." boundary!("<timerEventDefinition><timeDuration>P5D</timeDuration></timerEventDefinition>");
        "message" Runs "Interrupting and non-interrupting." boundary!("<messageEventDefinition messageRef='m'/>");
        "signal" Runs "Interrupting and non-interrupting." boundary!("<signalEventDefinition signalRef='si'/>");
        "conditional" Runs "Interrupting and non-interrupting." boundary!("<conditionalEventDefinition><condition>=a</condition></conditionalEventDefinition>");
        "escalation" Runs "Interrupting and non-interrupting." boundary!("<escalationEventDefinition escalationRef='es'/>");
        "error" Runs "Always interrupts. Without a reference it catches every error." boundary!("<errorEventDefinition errorRef='er'/>");
        "cancel" Runs "On transactions." after_start!("<transaction id='x'><startEvent id='s2'/></transaction><boundaryEvent id='b' attachedToRef='x'><cancelEventDefinition/></boundaryEvent>");
        "compensation" Runs "With an association to the handler." boundary!("<compensateEventDefinition/></boundaryEvent><manualTask id='u' isForCompensation='true'/><association id='as' sourceRef='x' targetRef='u'/><boundaryEvent id='y' attachedToRef='t'><errorEventDefinition/>");
        "on nothing, or on a gateway or event" Refused "" "<startEvent id='s'/><boundaryEvent id='x' attachedToRef='s'><errorEventDefinition/></boundaryEvent>";
    }
    "Event sub-process starts" {
        "timer" Runs "Interrupting and non-interrupting." event_sub_process!("<timerEventDefinition><timeDuration>P5D</timeDuration></timerEventDefinition>");
        "message" Runs "Interrupting and non-interrupting." event_sub_process!("<messageEventDefinition messageRef='m'/>");
        "signal" Runs "Interrupting and non-interrupting." event_sub_process!("<signalEventDefinition signalRef='si'/>");
        "conditional" Runs "Interrupting and non-interrupting." event_sub_process!("<conditionalEventDefinition><condition>=a</condition></conditionalEventDefinition>");
        "error" Runs "Always interrupts." event_sub_process!("<errorEventDefinition errorRef='er'/>");
        "escalation" Runs "Interrupting and non-interrupting." event_sub_process!("<escalationEventDefinition escalationRef='es'/>");
        "compensation" Runs "" event_sub_process!("<compensateEventDefinition/>");
        "none" Refused "Exactly one start event, with a trigger." event_sub_process!("");
    }
    "Gateways" {
        "exclusive" Runs "Conditions in document order; a flow without a condition is true." after_start!("<exclusiveGateway id='x'/>");
        "parallel" Runs "One token per incoming flow; a second on the same flow waits for the next round." after_start!("<parallelGateway id='x'/>");
        "inclusive" Runs "Joins are re-evaluated after every birth, move and death of a token in the scope." after_start!("<inclusiveGateway id='x'/>");
        "event-based, exclusive, mid-process" Runs "Followed by timer, message, signal or conditional catch events, or receive tasks." after_start!("<eventBasedGateway id='x'/><sequenceFlow id='f1' sourceRef='x' targetRef='c1'/><sequenceFlow id='f2' sourceRef='x' targetRef='c2'/><intermediateCatchEvent id='c1'><messageEventDefinition messageRef='m'/></intermediateCatchEvent><intermediateCatchEvent id='c2'><signalEventDefinition signalRef='si'/></intermediateCatchEvent>");
        "complex" Runs "With `activationCondition` (n of m, `activatedCount`)." after_start!("<complexGateway id='x'><activationCondition>=activatedCount &gt;= 2</activationCondition></complexGateway>");
        "event-based that starts a process, or parallel" Refused "" "<startEvent id='s'/><eventBasedGateway id='x' instantiate='true'/>";
        "event-based before anything but events" Refused "" after_start!("<eventBasedGateway id='x'/><sequenceFlow id='f1' sourceRef='x' targetRef='t'/><manualTask id='t'/>");
    }
    "Activities" {
        "user task" Runs "Native; without `zeebe:userTask` also native, with a warning." user_task!("");
        "manual task" Runs "Waits like a user task, without form." after_start!("<manualTask id='x'/>");
        "abstract task" Runs "Passes at once." after_start!("<task id='x'/>");
        "service task" Runs "A job for a worker. Without a type, the type is the element's id, with a warning." after_start!("<serviceTask id='x'><extensionElements><zeebe:taskDefinition type='kirim'/></extensionElements></serviceTask>");
        "send task" Runs "A job, like the service task." after_start!("<sendTask id='x'><extensionElements><zeebe:taskDefinition type='kirim'/></extensionElements></sendTask>");
        "receive task" Runs "Waits for its message." after_start!("<receiveTask id='x' messageRef='m'/>");
        "script task" Runs "FEEL; other languages become jobs, with a warning." after_start!("<scriptTask id='x'><extensionElements><zeebe:script expression='=1+1' resultVariable='r'/></extensionElements></scriptTask>");
        "business rule task" Runs "DMN, or a job." after_start!("<businessRuleTask id='x'><extensionElements><zeebe:calledDecision decisionId='quorum' resultVariable='q'/></extensionElements></businessRuleTask>");
        "embedded sub-process" Runs "" after_start!("<subProcess id='x'><startEvent id='s2'/></subProcess>");
        "event sub-process" Runs "" event_sub_process!("<errorEventDefinition errorRef='er'/>");
        "transaction" Runs "" after_start!("<transaction id='x'><startEvent id='s2'/></transaction>");
        "ad-hoc sub-process" Runs "Parallel or sequential, `completionCondition`, `cancelRemainingInstances`." after_start!("<adHocSubProcess id='x'><manualTask id='t'/><completionCondition>=selesai</completionCondition></adHocSubProcess>");
        "call activity" Runs "" after_start!("<callActivity id='x'><extensionElements><zeebe:calledElement processId='anak'/></extensionElements></callActivity>");
        "multi-instance over a collection" Runs "Sequential or parallel, with `completionCondition`." after_start!("<manualTask id='x'><multiInstanceLoopCharacteristics isSequential='true'><extensionElements><zeebe:loopCharacteristics inputCollection='=opd' inputElement='satu'/></extensionElements><completionCondition>=cukup</completionCondition></multiInstanceLoopCharacteristics></manualTask>");
        "multi-instance by number" Runs "`loopCardinality`, at most 2,000." after_start!("<manualTask id='x'><multiInstanceLoopCharacteristics><loopCardinality>3</loopCardinality></multiInstanceLoopCharacteristics></manualTask>");
        "standard loop" Runs "`loopCondition`, `testBefore`, `loopMaximum`." after_start!("<manualTask id='x'><standardLoopCharacteristics testBefore='true' loopMaximum='3'><loopCondition>=lagi</loopCondition></standardLoopCharacteristics></manualTask>");
        "multi-instance over nothing" Refused "" after_start!("<manualTask id='x'><multiInstanceLoopCharacteristics/></manualTask>");
        "loop without condition and maximum" Refused "It would never end." after_start!("<manualTask id='x'><standardLoopCharacteristics/></manualTask>");
        "ad-hoc sub-process led by a worker" Refused "" after_start!("<adHocSubProcess id='x'><extensionElements><zeebe:taskDefinition type='a'/></extensionElements><manualTask id='t'/></adHocSubProcess>");
        "receive task that starts a process" Refused "" "<startEvent id='s'/><receiveTask id='x' messageRef='m' instantiate='true'/>";
        "call activity without a process" Refused "" after_start!("<callActivity id='x'/>");
    }
    "Flow and data" {
        "conditional sequence flow" Runs "Out of exclusive, inclusive and complex gateways and of activities. FEEL with or without `=`." after_start!("<manualTask id='x' default='d'/><sequenceFlow id='c' sourceRef='x' targetRef='e'><conditionExpression>a &gt; 1</conditionExpression></sequenceFlow><sequenceFlow id='d' sourceRef='x' targetRef='e'/><endEvent id='e'/>");
        "default flow" Runs "" after_start!("<exclusiveGateway id='x' default='d'/><sequenceFlow id='c' sourceRef='x' targetRef='e'><conditionExpression>=a</conditionExpression></sequenceFlow><sequenceFlow id='d' sourceRef='x' targetRef='e'/><endEvent id='e'/>");
        "lanes, nested" Runs "The innermost lane's name is available to assignment." "<laneSet id='ls'><lane id='l' name='OPD'><flowNodeRef>x</flowNodeRef></lane></laneSet><startEvent id='x'/>";
        "data objects, data stores" Drawn "Variables are read by name." "<startEvent id='s'/><dataObject id='x'/><dataObjectReference id='y' dataObjectRef='x'/>";
        "text annotations, groups, associations" Drawn "" "<startEvent id='s'/><textAnnotation id='x'><text>catatan</text></textAnnotation><association id='a' sourceRef='s' targetRef='x'/><group id='g'/>";
        "input and output specifications" Drawn "Only as the source of a multi-instance (`loopDataInputRef`)." after_start!("<manualTask id='x'><ioSpecification><dataInput id='di'/><inputSet/><outputSet/></ioSpecification></manualTask>");
        "flow across the border of a sub-process" Refused "" "<startEvent id='s'/><subProcess id='a'><startEvent id='s2'/></subProcess><sequenceFlow id='x' sourceRef='s' targetRef='s2'/>";
        "circle of steps that never waits, without a way out" Refused "" after_start!("<task id='x'/><sequenceFlow id='f2' sourceRef='x' targetRef='x'/>");
    }
    "Refused" {
        "multiple and parallel-multiple events" Refused "" start!("<messageEventDefinition messageRef='m'/><signalEventDefinition signalRef='si'/>");
        "choreography tasks and sub-choreographies" Refused "" "<startEvent id='s'/><choreographyTask id='x'/>";
        "implicit throw events" Refused "" after_start!("<implicitThrowEvent id='x'/>");
        "unknown elements in the BPMN namespace" Refused "Ignoring them could change the meaning." "<startEvent id='s'/><mystery id='x'/>";
    }
    "Extensions (`zeebe:`)" {
        "userTask" Runs "Marks a native task." user_task!("");
        "assignmentDefinition" Runs "`assignee`, `candidateUsers`, `candidateGroups`: positions and roles." user_task!("<zeebe:assignmentDefinition assignee='=ketua' candidateGroups='OPD_HEAD@64.02'/>");
        "taskSchedule" Runs "`dueDate`, `followUpDate`: ISO 8601 or FEEL with `working days(d, n)`." user_task!("<zeebe:taskSchedule dueDate='=working days(now(), 3)'/>");
        "priorityDefinition" Runs "0 to 100, default 50." user_task!("<zeebe:priorityDefinition priority='80'/>");
        "formDefinition" Runs "`formId` with binding, `formKey`, `externalReference`." user_task!("<zeebe:formDefinition formId='attendance' bindingType='deployment'/>");
        "userTaskForm (process)" Runs "Embedded form." "<extensionElements><zeebe:userTaskForm id='F'>{\"components\":[]}</zeebe:userTaskForm></extensionElements><startEvent id='s'><extensionElements><zeebe:formDefinition formKey='camunda-forms:bpmn:F'/></extensionElements></startEvent>";
        "ioMapping" Runs "Ordered. Inputs make a local scope." user_task!("<zeebe:ioMapping><zeebe:input source='=a' target='b'/><zeebe:output source='=b' target='c'/></zeebe:ioMapping>");
        "taskDefinition, taskHeaders" Runs "`type`, `retries` (3)." after_start!("<serviceTask id='x'><extensionElements><zeebe:taskDefinition type='=jenis' retries='5'/><zeebe:taskHeaders><zeebe:header key='a' value='b'/></zeebe:taskHeaders></extensionElements></serviceTask>");
        "calledElement" Runs "`propagateAllChildVariables`, `propagateAllParentVariables`, binding." after_start!("<callActivity id='x'><extensionElements><zeebe:calledElement processId='anak' propagateAllChildVariables='false' bindingType='versionTag' versionTag='v2'/></extensionElements></callActivity>");
        "calledDecision" Runs "" after_start!("<businessRuleTask id='x'><extensionElements><zeebe:calledDecision decisionId='quorum' resultVariable='q' bindingType='deployment'/></extensionElements></businessRuleTask>");
        "script" Runs "FEEL." after_start!("<scriptTask id='x'><extensionElements><zeebe:script expression='=1' resultVariable='r'/></extensionElements></scriptTask>");
        "loopCharacteristics" Runs "`inputCollection`, `inputElement`, `outputCollection`, `outputElement`." after_start!("<manualTask id='x'><multiInstanceLoopCharacteristics><extensionElements><zeebe:loopCharacteristics inputCollection='=a' inputElement='b' outputCollection='c' outputElement='=d'/></extensionElements></multiInstanceLoopCharacteristics></manualTask>");
        "subscription (message)" Runs "`correlationKey`." catch!("<messageEventDefinition messageRef='m'/>");
        "publishMessage" Runs "`correlationKey`, `timeToLive` of a thrown message." throw!("<extensionElements><zeebe:publishMessage correlationKey='=k' timeToLive='PT1H'/></extensionElements><messageEventDefinition messageRef='m'/>");
        "executionListeners" Runs "Blocking jobs, `start` and `end`." after_start!("<task id='x'><extensionElements><zeebe:executionListeners><zeebe:executionListener eventType='start' type='a'/></zeebe:executionListeners></extensionElements></task>");
        "taskListeners" Runs "Blocking jobs that may correct or deny; `canceling` hears of a withdrawal that does not wait for it, and holds the scope around." user_task!("<zeebe:taskListeners><zeebe:taskListener eventType='completing' type='a'/></zeebe:taskListeners>");
        "versionTag (process)" Runs "" "<extensionElements><zeebe:versionTag value='v1'/></extensionElements><startEvent id='s'/>";
        "adHoc" Runs "`activeElementsCollection`, `outputCollection`, `outputElement`." after_start!("<adHocSubProcess id='x'><extensionElements><zeebe:adHoc activeElementsCollection='=[\"t\"]'/></extensionElements><manualTask id='t'/></adHocSubProcess>");
        "conditionalFilter" Runs "`variableNames`, `variableEvents`." catch!("<conditionalEventDefinition><extensionElements><zeebe:conditionalFilter variableNames='a' variableEvents='update'/></extensionElements><condition>=a</condition></conditionalEventDefinition>");
        "properties" Runs "Ours begin with `mufakat:`." user_task!("<zeebe:properties><zeebe:property name='mufakat:reminders' value='RL'/></zeebe:properties>");
        "any other extension element" Warned "Named once per process; never a failure." user_task!("<zeebe:novelty/>");
    }
    "Older engines (`camunda:`, `operaton:`, `activiti:`, `flowable:`)" {
        "assignee, candidateUsers, candidateGroups, dueDate, followUpDate, priority" Runs "With `${...}` translated to FEEL." after_start!("<userTask id='x' camunda:assignee='${a}'><extensionElements><zeebe:userTask/></extensionElements></userTask>");
        "formKey, formRef" Runs "" after_start!("<userTask id='x' camunda:formRef='attendance'><extensionElements><zeebe:userTask/></extensionElements></userTask>");
        "type=\"external\" with topic" Runs "A job of that topic." after_start!("<serviceTask id='x' camunda:type='external' camunda:topic='kirim'/>");
        "class, delegateExpression, expression" Warned "A job of that name." after_start!("<serviceTask id='x' camunda:class='id.go.Kirim'/>");
        "collection, elementVariable" Runs "" after_start!("<manualTask id='x'><multiInstanceLoopCharacteristics camunda:collection='opd' camunda:elementVariable='satu'/></manualTask>");
        "decisionRef, resultVariable" Runs "" after_start!("<businessRuleTask id='x' camunda:decisionRef='quorum' camunda:resultVariable='q'/>");
        "calledElement, in, out" Runs "" after_start!("<callActivity id='x' calledElement='anak'><extensionElements><camunda:in variables='all'/></extensionElements></callActivity>");
        "inputOutput with plain values" Runs "" after_start!("<manualTask id='x'><extensionElements><camunda:inputOutput><camunda:inputParameter name='a'>${b}</camunda:inputParameter></camunda:inputOutput></extensionElements></manualTask>");
        "conditions `${a == b}`, `&&`, `||`, `!`, `empty`, `? :`" Runs "Translated to FEEL." after_start!("<exclusiveGateway id='x' default='d'/><sequenceFlow id='c' sourceRef='x' targetRef='e'><conditionExpression>${a == 'b' &amp;&amp; !c}</conditionExpression></sequenceFlow><sequenceFlow id='d' sourceRef='x' targetRef='e'/><endEvent id='e'/>");
        "conditions that call code" Refused "Dropping a condition would change the process." after_start!("<exclusiveGateway id='x' default='d'/><sequenceFlow id='c' sourceRef='x' targetRef='e'><conditionExpression>${bean.check()}</conditionExpression></sequenceFlow><sequenceFlow id='d' sourceRef='x' targetRef='e'/><endEvent id='e'/>");
        "scripts in other languages" Warned "A job." after_start!("<scriptTask id='x' scriptFormat='groovy'><script>x = 1</script></scriptTask>");
        "listeners, generated forms and what else has no meaning here" Warned "Listed with line." after_start!("<manualTask id='x'><extensionElements><camunda:executionListener class='id.go.Catat' event='start'/></extensionElements></manualTask>");
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
         Bounds of a file: 10 MiB, 300,000 XML elements, 256 levels, 128 attributes on one element; no document types.\n",
    );
    let mut group = "";
    for row in TABLE {
        if row.group != group {
            group = row.group;
            let _ = write!(
                text,
                "\n## {group}\n\n| What | | Remarks |\n|---|---|---|\n"
            );
        }
        let verdict = match row.verdict {
            Verdict::Runs => "runs",
            Verdict::Drawn => "drawn only",
            Verdict::Warned => "with a warning",
            Verdict::Refused => "refused",
        };
        let name = row.name.replace('|', "\\|");
        let _ = writeln!(text, "| {name} | {verdict} | {} |", row.note);
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
