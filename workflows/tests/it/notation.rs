//! Processes in a compact notation, turned into BPMN XML, so that a test goes the whole way: reading, lowering, engine.
//!
//! One element a line: `kind id words -> target, other [= condition], third [default]`; a line that ends with `{` opens a
//! scope that `}` closes.
//!
//! ```text
//! start s -> a
//! user a in:x="= 1" -> g
//! boundary late on a timer=P1D soft -> end
//! xor g -> b [= x > 1], end [default]
//! ```

use std::fmt::Write as _;

/// The BPMN XML of a process in the compact notation.
pub fn xml(text: &str) -> String {
    let mut writer = Writer::default();
    writer.open("process", "id=\"p\" isExecutable=\"true\"");
    let mut first = true;
    for line in text.lines().map(str::trim).filter(|line| !line.is_empty()) {
        if let Some(id) = line.strip_prefix("process ") {
            if first {
                writer.scopes.clear();
                writer.body.clear();
            } else {
                writer.close_process();
            }
            writer.open(
                "process",
                &format!("id=\"{}\" isExecutable=\"true\"", id.trim()),
            );
            first = false;
            continue;
        }
        first = false;
        if line == "}" {
            writer.close_scope();
        } else if !line.starts_with('#') {
            writer.element(line);
        }
    }
    writer.close_process();
    format!(
        "<definitions xmlns=\"http://www.omg.org/spec/BPMN/20100524/MODEL\" \
         xmlns:zeebe=\"http://camunda.org/schema/zeebe/1.0\" targetNamespace=\"script\">\n{}{}</definitions>",
        writer.declarations, writer.body
    )
}

#[derive(Default)]
struct Writer {
    declarations: String,
    body: String,
    scopes: Vec<Scope>,
    number: usize,
    subscriptions: Vec<String>,
}

#[derive(Default)]
struct Scope {
    tag: String,
    after: String,
}

/// One line, taken apart.
struct Line {
    kind: String,
    id: String,
    words: Vec<(String, String)>,
    targets: Vec<(String, Option<String>)>,
    opens: bool,
}

impl Line {
    fn get(&self, name: &str) -> Option<&str> {
        self.words
            .iter()
            .find(|(key, _)| key == name)
            .map(|(_, value)| value.as_str())
    }

    fn has(&self, name: &str) -> bool {
        self.get(name).is_some()
    }

    fn with_prefix<'a>(&'a self, prefix: &'a str) -> impl Iterator<Item = (&'a str, &'a str)> {
        self.words
            .iter()
            .filter_map(move |(key, value)| Some((key.strip_prefix(prefix)?, value.as_str())))
    }
}

fn parse(line: &str) -> Line {
    let (line, opens) = match line.strip_suffix('{') {
        Some(rest) => (rest.trim(), true),
        None => (line, false),
    };
    let (left, right) = split_arrow(line);
    let mut tokens = tokens(left).into_iter();
    let kind = tokens.next().unwrap_or_default();
    let id = tokens.next().unwrap_or_default();
    let words = tokens
        .map(|token| match token.split_once('=') {
            Some((key, value)) => (key.to_owned(), value.to_owned()),
            None => (token, String::new()),
        })
        .collect();
    let targets = right.map(targets).unwrap_or_default();
    Line {
        kind,
        id,
        words,
        targets,
        opens,
    }
}

/// Splits at the arrow that stands outside quotes.
fn split_arrow(line: &str) -> (&str, Option<&str>) {
    let mut quote = None;
    for (at, character) in line.char_indices() {
        match quote {
            None if matches!(character, '"' | '\'') => quote = Some(character),
            Some(open) if open == character => quote = None,
            _ => {}
        }
        if quote.is_none() && line[at..].starts_with("->") {
            return (&line[..at], Some(&line[at + 2..]));
        }
    }
    (line, None)
}

/// Words; a value may stand in `'...'` as it is, or in `"..."` with `'` for the quotes inside.
fn tokens(text: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut token = String::new();
    let mut quote = None;
    for character in text.chars() {
        match quote {
            Some(open) if character == open => quote = None,
            Some('"') if character == '\'' => token.push('"'),
            Some(_) => token.push(character),
            None if matches!(character, '"' | '\'') => quote = Some(character),
            None if character.is_whitespace() => {
                if !token.is_empty() {
                    found.push(std::mem::take(&mut token));
                }
            }
            None => token.push(character),
        }
    }
    if !token.is_empty() {
        found.push(token);
    }
    found
}

fn targets(text: &str) -> Vec<(String, Option<String>)> {
    let mut found = Vec::new();
    let mut rest = text.trim();
    while !rest.is_empty() {
        let end = rest.find([',', '[']).unwrap_or(rest.len());
        let target = rest[..end].trim().to_owned();
        rest = rest[end..].trim_start();
        let mut condition = None;
        if rest.starts_with('[') {
            let close = rest.rfind_before_comma();
            condition = Some(rest[1..close].trim().replace('\'', "\""));
            rest = rest[close + 1..].trim_start();
        }
        rest = rest.strip_prefix(',').unwrap_or(rest).trim_start();
        found.push((target, condition));
    }
    found
}

trait Bracket {
    fn rfind_before_comma(&self) -> usize;
}

impl Bracket for str {
    /// The bracket that closes the one at the start.
    fn rfind_before_comma(&self) -> usize {
        let mut depth = 0;
        for (at, character) in self.char_indices() {
            match character {
                '[' => depth += 1,
                ']' => {
                    depth -= 1;
                    if depth == 0 {
                        return at;
                    }
                }
                _ => {}
            }
        }
        panic!("unclosed bracket in {self}")
    }
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
}

/// FEEL of a `... Expression` element always begins with `=`.
fn feel(text: &str) -> String {
    let text = text.trim();
    if text.starts_with('=') {
        escape(text)
    } else {
        format!("={}", escape(text))
    }
}

impl Writer {
    fn open(&mut self, tag: &str, attributes: &str) {
        let _ = writeln!(self.body, "<{tag} {attributes}>");
        self.scopes.push(Scope {
            tag: tag.to_owned(),
            after: String::new(),
        });
    }

    fn close_scope(&mut self) {
        if let Some(scope) = self.scopes.pop() {
            let _ = writeln!(self.body, "</{}>", scope.tag);
            self.body.push_str(&scope.after);
        }
    }

    fn close_process(&mut self) {
        while !self.scopes.is_empty() {
            self.close_scope();
        }
    }

    /// What is drawn around the flow: `lane l name=OPD -> a, b` and `data d name=plan`.
    fn drawn(&mut self, line: &Line) -> bool {
        let (id, name) = (&line.id, escape(line.get("name").unwrap_or(&line.id)));
        match line.kind.as_str() {
            "lane" => {
                let nodes: String = line
                    .targets
                    .iter()
                    .map(|(node, _)| format!("<flowNodeRef>{node}</flowNodeRef>"))
                    .collect();
                let _ = writeln!(
                    self.body,
                    "<laneSet id=\"set_{id}\"><lane id=\"{id}\" name=\"{name}\">{nodes}</lane></laneSet>"
                );
            }
            "data" => {
                let _ = writeln!(
                    self.body,
                    "<dataObject id=\"object_{id}\"/><dataObjectReference id=\"{id}\" name=\"{name}\" dataObjectRef=\"object_{id}\"/>"
                );
            }
            _ => return false,
        }
        true
    }

    fn element(&mut self, line: &str) {
        let line = parse(line);
        if self.drawn(&line) {
            return;
        }
        let tag = match line.kind.as_str() {
            "start" => "startEvent",
            "end" => "endEvent",
            "user" => "userTask",
            "manual" => "manualTask",
            "task" => "task",
            "service" => "serviceTask",
            "send" => "sendTask",
            "rule" => "businessRuleTask",
            "script" => "scriptTask",
            "receive" => "receiveTask",
            "call" => "callActivity",
            "sub" | "event" => "subProcess",
            "transaction" => "transaction",
            "adhoc" => "adHocSubProcess",
            "xor" => "exclusiveGateway",
            "and" => "parallelGateway",
            "or" => "inclusiveGateway",
            "complex" => "complexGateway",
            "eventgw" => "eventBasedGateway",
            "catch" => "intermediateCatchEvent",
            "throw" => "intermediateThrowEvent",
            "boundary" => "boundaryEvent",
            other => panic!("no such kind: {other}"),
        };
        let mut attributes = format!("id=\"{}\"", line.id);
        if let Some(name) = line.get("name") {
            let _ = write!(attributes, " name=\"{}\"", escape(name));
        }
        if line.kind == "event" {
            attributes.push_str(" triggeredByEvent=\"true\"");
        }
        if let Some(on) = line.words.iter().position(|(key, _)| key == "on") {
            let attached = line.words.get(on + 1).map(|(key, _)| key.as_str());
            let _ = write!(
                attributes,
                " attachedToRef=\"{}\" cancelActivity=\"{}\"",
                attached.unwrap_or_default(),
                !line.has("soft")
            );
        }
        if line.kind == "start" && line.has("soft") {
            attributes.push_str(" isInterrupting=\"false\"");
        }
        if line.has("undo") {
            attributes.push_str(" isForCompensation=\"true\"");
        }
        let mut flows = String::new();
        for (target, condition) in &line.targets {
            self.number += 1;
            let id = format!("f{}_{}_{target}", self.number, line.id);
            let inside = match condition.as_deref() {
                None | Some("default") => String::new(),
                Some(condition) => format!(
                    "<conditionExpression>{}</conditionExpression>",
                    feel(condition)
                ),
            };
            if condition.as_deref() == Some("default") {
                let _ = write!(attributes, " default=\"{id}\"");
            }
            let _ = writeln!(
                flows,
                "<sequenceFlow id=\"{id}\" sourceRef=\"{}\" targetRef=\"{target}\">{inside}</sequenceFlow>",
                line.id
            );
        }
        if let Some(handler) = line.get("handler") {
            self.number += 1;
            let _ = writeln!(
                flows,
                "<association id=\"association_{}\" sourceRef=\"{}\" targetRef=\"{handler}\" associationDirection=\"One\"/>",
                self.number, line.id
            );
        }
        let message = self.message(&line);
        if let Some(reference) = &message
            && matches!(line.kind.as_str(), "receive")
        {
            let _ = write!(attributes, " messageRef=\"{reference}\"");
        }
        if line.kind == "adhoc" && line.has("sequential") {
            attributes.push_str(" ordering=\"Sequential\"");
        }
        if line.kind == "adhoc" && line.has("keep") {
            attributes.push_str(" cancelRemainingInstances=\"false\"");
        }
        let extensions = extensions(&line);
        let mut inside = String::new();
        if !extensions.is_empty() {
            let _ = write!(
                inside,
                "<extensionElements>{extensions}</extensionElements>"
            );
        }
        inside.push_str(&repetition(&line));
        if line.kind != "receive" {
            inside.push_str(&self.definition(&line, message.as_deref()));
        }
        if let Some(when) = line.get("when") {
            let _ = write!(
                inside,
                "<activationCondition>{}</activationCondition>",
                feel(when)
            );
        }
        if line.kind == "adhoc"
            && let Some(until) = line.get("until")
        {
            let _ = write!(
                inside,
                "<completionCondition>{}</completionCondition>",
                feel(until)
            );
        }
        if line.opens {
            let _ = writeln!(self.body, "<{tag} {attributes}>{inside}");
            self.scopes.push(Scope {
                tag: tag.to_owned(),
                after: flows,
            });
        } else {
            let _ = writeln!(self.body, "<{tag} {attributes}>{inside}</{tag}>");
            self.body.push_str(&flows);
        }
    }

    fn message(&mut self, line: &Line) -> Option<String> {
        let name = line.get("message")?;
        self.number += 1;
        let id = format!("message_{}", self.number);
        let key = line.get("key").map_or(String::new(), |key| {
            format!(
                "<extensionElements><zeebe:subscription correlationKey=\"{}\"/></extensionElements>",
                feel(key)
            )
        });
        let _ = writeln!(
            self.declarations,
            "<message id=\"{id}\" name=\"{}\">{key}</message>",
            escape(name)
        );
        self.subscriptions.push(id.clone());
        Some(id)
    }

    fn declare(&mut self, tag: &str, attribute: &str, value: &str) -> String {
        self.number += 1;
        let id = format!("declared_{}", self.number);
        let _ = writeln!(
            self.declarations,
            "<{tag} id=\"{id}\" name=\"{0}\" {attribute}=\"{0}\"/>",
            escape(value)
        );
        id
    }

    fn definition(&mut self, line: &Line, message: Option<&str>) -> String {
        if let Some(reference) = message {
            return format!("<messageEventDefinition messageRef=\"{reference}\"/>");
        }
        let timer = [
            ("timer", "timeDuration"),
            ("date", "timeDate"),
            ("cycle", "timeCycle"),
        ];
        for (word, tag) in timer {
            if let Some(value) = line.get(word) {
                return format!(
                    "<timerEventDefinition><{tag}>{}</{tag}></timerEventDefinition>",
                    escape(value)
                );
            }
        }
        if let Some(condition) = line.get("condition") {
            let filter = match (line.get("vars"), line.get("events")) {
                (None, None) => String::new(),
                (names, events) => format!(
                    "<extensionElements><zeebe:conditionalFilter variableNames=\"{}\" variableEvents=\"{}\"/></extensionElements>",
                    names.unwrap_or_default(),
                    events.unwrap_or_default()
                ),
            };
            return format!(
                "<conditionalEventDefinition>{filter}<condition>{}</condition></conditionalEventDefinition>",
                feel(condition)
            );
        }
        for (word, tag, attribute) in [
            ("signal", "signal", "name"),
            ("error", "error", "errorCode"),
            ("escalation", "escalation", "escalationCode"),
        ] {
            if let Some(value) = line.get(word) {
                if value.is_empty() {
                    return format!("<{tag}EventDefinition/>");
                }
                let id = if attribute == "name" {
                    self.number += 1;
                    let id = format!("declared_{}", self.number);
                    let _ = writeln!(
                        self.declarations,
                        "<signal id=\"{id}\" name=\"{}\"/>",
                        escape(value)
                    );
                    id
                } else {
                    self.declare(tag, attribute, value)
                };
                return format!("<{tag}EventDefinition {tag}Ref=\"{id}\"/>");
            }
        }
        if let Some(activity) = line.get("compensate") {
            return if activity.is_empty() {
                "<compensateEventDefinition/>".to_owned()
            } else {
                format!("<compensateEventDefinition activityRef=\"{activity}\"/>")
            };
        }
        if let Some(name) = line.get("link") {
            return format!("<linkEventDefinition name=\"{name}\"/>");
        }
        if line.has("cancel") {
            return "<cancelEventDefinition/>".to_owned();
        }
        if line.has("terminate") {
            return "<terminateEventDefinition/>".to_owned();
        }
        String::new()
    }
}

fn extensions(line: &Line) -> String {
    let mut made = String::new();
    if line.kind == "user" {
        made.push_str("<zeebe:userTask/>");
    }
    let mut assignment = String::new();
    for (word, attribute) in [
        ("assignee", "assignee"),
        ("users", "candidateUsers"),
        ("groups", "candidateGroups"),
    ] {
        if let Some(value) = line.get(word) {
            let _ = write!(assignment, " {attribute}=\"{}\"", escape(value));
        }
    }
    if !assignment.is_empty() {
        let _ = write!(made, "<zeebe:assignmentDefinition{assignment}/>");
    }
    let mut schedule = String::new();
    for (word, attribute) in [("due", "dueDate"), ("followup", "followUpDate")] {
        if let Some(value) = line.get(word) {
            let _ = write!(schedule, " {attribute}=\"{}\"", escape(value));
        }
    }
    if !schedule.is_empty() {
        let _ = write!(made, "<zeebe:taskSchedule{schedule}/>");
    }
    if let Some(priority) = line.get("priority") {
        let _ = write!(
            made,
            "<zeebe:priorityDefinition priority=\"{}\"/>",
            escape(priority)
        );
    }
    if let Some(kind) = line.get("type") {
        let retries = line.get("retries").unwrap_or("3");
        let _ = write!(
            made,
            "<zeebe:taskDefinition type=\"{}\" retries=\"{}\"/>",
            escape(kind),
            escape(retries)
        );
    }
    let headers: String = line
        .with_prefix("header:")
        .map(|(key, value)| format!("<zeebe:header key=\"{key}\" value=\"{}\"/>", escape(value)))
        .collect();
    if !headers.is_empty() {
        let _ = write!(made, "<zeebe:taskHeaders>{headers}</zeebe:taskHeaders>");
    }
    let result = line.get("result").unwrap_or("result");
    if let Some(script) = line.get("script") {
        let _ = write!(
            made,
            "<zeebe:script expression=\"{}\" resultVariable=\"{result}\"/>",
            feel(script)
        );
    }
    if let Some(decision) = line.get("decision") {
        let _ = write!(
            made,
            "<zeebe:calledDecision decisionId=\"{decision}\" resultVariable=\"{result}\"/>"
        );
    }
    if line.kind == "call" {
        let _ = write!(
            made,
            "<zeebe:calledElement processId=\"{}\" propagateAllParentVariables=\"{}\" propagateAllChildVariables=\"{}\"/>",
            escape(line.get("process").unwrap_or_default()),
            !line.has("noparent"),
            !line.has("nochild"),
        );
    }
    let mut mappings = String::new();
    for (prefix, tag) in [("in:", "input"), ("out:", "output")] {
        for (target, source) in line.with_prefix(prefix) {
            let _ = write!(
                mappings,
                "<zeebe:{tag} source=\"{}\" target=\"{target}\"/>",
                escape(source)
            );
        }
    }
    if !mappings.is_empty() {
        let _ = write!(made, "<zeebe:ioMapping>{mappings}</zeebe:ioMapping>");
    }
    let properties: String = line
        .with_prefix("p:")
        .map(|(name, value)| {
            format!(
                "<zeebe:property name=\"{name}\" value=\"{}\"/>",
                escape(value)
            )
        })
        .collect();
    if !properties.is_empty() {
        let _ = write!(made, "<zeebe:properties>{properties}</zeebe:properties>");
    }
    for (prefix, wrapper, tag) in [
        ("listen:", "executionListeners", "executionListener"),
        ("tasklisten:", "taskListeners", "taskListener"),
    ] {
        let all: String = line
            .with_prefix(prefix)
            .map(|(event, kind)| {
                format!("<zeebe:{tag} eventType=\"{event}\" type=\"{kind}\" retries=\"3\"/>")
            })
            .collect();
        if !all.is_empty() {
            let _ = write!(made, "<zeebe:{wrapper}>{all}</zeebe:{wrapper}>");
        }
    }
    if line.kind == "adhoc" {
        let mut attributes = String::new();
        for (word, attribute) in [
            ("active", "activeElementsCollection"),
            ("out", "outputCollection"),
            ("outel", "outputElement"),
        ] {
            if let Some(value) = line.get(word) {
                let _ = write!(attributes, " {attribute}=\"{}\"", escape(value));
            }
        }
        if !attributes.is_empty() {
            let _ = write!(made, "<zeebe:adHoc{attributes}/>");
        }
    }
    made
}

fn repetition(line: &Line) -> String {
    if line.has("loop") || line.has("max") {
        let maximum = line
            .get("max")
            .map_or(String::new(), |max| format!(" loopMaximum=\"{max}\""));
        let condition = line
            .get("loop")
            .filter(|condition| !condition.is_empty())
            .map_or(String::new(), |condition| {
                format!("<loopCondition>{}</loopCondition>", feel(condition))
            });
        return format!(
            "<standardLoopCharacteristics testBefore=\"{}\"{maximum}>{condition}</standardLoopCharacteristics>",
            line.has("before")
        );
    }
    let Some(mode) = line.get("mi") else {
        return String::new();
    };
    let mut attributes = String::new();
    for (word, attribute) in [
        ("over", "inputCollection"),
        ("as", "inputElement"),
        ("out", "outputCollection"),
        ("outel", "outputElement"),
    ] {
        if let Some(value) = line.get(word) {
            let _ = write!(attributes, " {attribute}=\"{}\"", escape(value));
        }
    }
    let mut inside = String::new();
    if !attributes.is_empty() {
        let _ = write!(
            inside,
            "<extensionElements><zeebe:loopCharacteristics{attributes}/></extensionElements>"
        );
    }
    if let Some(count) = line.get("n") {
        let _ = write!(
            inside,
            "<loopCardinality>{}</loopCardinality>",
            escape(count)
        );
    }
    if let Some(until) = line.get("until") {
        let _ = write!(
            inside,
            "<completionCondition>{}</completionCondition>",
            feel(until)
        );
    }
    format!(
        "<multiInstanceLoopCharacteristics isSequential=\"{}\">{inside}</multiInstanceLoopCharacteristics>",
        mode == "sequential"
    )
}
