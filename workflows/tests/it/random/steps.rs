//! Steps: single activities and events, with everything that can be attached to them.

use super::generate::Writer;

impl Writer<'_> {
    /// One step that goes on to `next`; its id.
    pub fn step(&mut self, next: &str) -> String {
        match self.chance.below(12) {
            0 => {
                let id = self.id("throw");
                let words = match self.chance.below(6) {
                    0 => "",
                    1 => "signal=ANY",
                    2 => "message=OUT key='= 1' in:told='= flip'",
                    3 => "message=OUT type=work",
                    4 => "escalation=UP",
                    _ => "escalation=UNHEARD",
                };
                self.line(&format!("throw {id} {words} -> {next}"));
                id
            }
            1 => {
                let id = self.id("catch");
                let words = match self.chance.below(5) {
                    0 => "timer=PT4H".to_owned(),
                    1 => format!("message={id} key='= 1'"),
                    2 => "signal=ANY".to_owned(),
                    3 => "date=2026-07-08T08:00:00+08:00".to_owned(),
                    _ => "condition='= flip'".to_owned(),
                };
                let listeners = self.listeners();
                self.line(&format!("catch {id} {words} {listeners} -> {next}"));
                id
            }
            2 => {
                let throw = self.id("link");
                let catch = self.id("link");
                self.line(&format!("throw {throw} link={throw}"));
                self.line(&format!("catch {catch} link={throw} -> {next}"));
                throw
            }
            3 => self.undoable(next),
            4 => self.ad_hoc(next),
            _ => self.activity(next),
        }
    }

    /// An activity of any kind that is no scope, with mappings, listeners, repetition and boundary events.
    pub fn activity(&mut self, next: &str) -> String {
        let (kind, words) = match self.chance.below(17) {
            0 => ("manual", String::new()),
            1 => ("task", String::new()),
            2 => ("service", "type=work".to_owned()),
            3 => ("send", "type=work retries=2".to_owned()),
            4 => return self.worker_that_throws(next),
            5 => ("receive", "message=IN key='= 1'".to_owned()),
            6 => (
                "script",
                "script='= if flip = true then 1 else 2' result=counted".to_owned(),
            ),
            7 => ("rule", "decision=pick result=picked".to_owned()),
            8 => ("rule", "type=work".to_owned()),
            9 | 10 if !self.callable.is_empty() => return self.call(next),
            11 => return self.returnable(next),
            12 => return self.vote(next),
            _ => ("user", self.task_words()),
        };
        let id = self.id(&kind[..1]);
        let mut words = words;
        for more in [self.repetition(), self.listeners(), self.mappings()] {
            words.push(' ');
            words.push_str(&more);
        }
        let after = self.borders(&id, next, false);
        self.line(&format!("{kind} {id} {words} -> {after}"));
        id
    }

    fn task_words(&mut self) -> String {
        let event = self.chance.pick(&[
            "creating",
            "assigning",
            "updating",
            "completing",
            "canceling",
        ]);
        let mut words = match self.chance.below(6) {
            0 => format!("tasklisten:{event}=listen"),
            1 => "groups='= [\"SECRETARY@64.02\"]' due='= now() + duration(\"P1D\")'".to_owned(),
            _ => String::new(),
        };
        if self.chance.one_in(8) {
            words.push_str(" tasklisten:completing=listen");
        }
        words
    }

    fn mappings(&mut self) -> String {
        match self.chance.below(12) {
            0 => "in:told='= flip'".to_owned(),
            // Not `flip`: a soft event sub-process that waits for it would be called by what it causes, for ever.
            1 => "out:flop='= flip'".to_owned(),
            2 => "in:told.so='= flop' out:heard='= told.so'".to_owned(),
            _ => String::new(),
        }
    }

    /// Multi-instance or loop, mostly neither.
    pub fn repetition(&mut self) -> String {
        if !self.chance.one_in(5) {
            return String::new();
        }
        if self.chance.one_in(3) {
            let before = if self.chance.one_in(2) { "before" } else { "" };
            return format!("loop='= again' max=3 {before}");
        }
        let mode = self.chance.pick(&["parallel", "sequential"]);
        let over = self.chance.pick(&[
            "n='= 3'",
            "n=2",
            "over='= [7, 8, 9]' as=item out=items outel='= item'",
            "over='= [1, 2]' as=item out=items outel='= flip'",
            "over='= []' as=item",
        ]);
        let until = self.chance.pick(&[
            "",
            "until='= numberOfCompletedInstances >= 2'",
            "until='= flip and numberOfCompletedInstances > 0'",
            "until='= numberOfActiveInstances = 1'",
        ]);
        format!("mi={mode} {over} {until}")
    }

    /// Boundary events on an activity that will lead on to `next`; the id that it must lead to instead.
    pub fn borders(&mut self, on: &str, next: &str, scope: bool) -> String {
        if !self.chance.one_in(3) {
            return next.to_owned();
        }
        let merge = self.id("m");
        self.line(&format!("xor {merge} -> {next}"));
        for _ in 0..=self.chance.below(2) {
            let boundary = self.id("b");
            let trigger = match self.chance.below(if scope { 9 } else { 7 }) {
                0 => "timer=PT3H".to_owned(),
                1 => format!("message={boundary} key='= 1'"),
                2 => "condition='= flip and flop'".to_owned(),
                3 => "condition='= flip' vars=flip".to_owned(),
                // What accompanies an activity must not be called by what it causes, or it would go on for ever.
                4 => "signal=ANY hard".to_owned(),
                5 => format!("signal={boundary}"),
                6 => "cycle=R4/PT30M soft".to_owned(),
                7 => "escalation=UP".to_owned(),
                _ => "escalation=".to_owned(),
            };
            let soft =
                !trigger.ends_with("hard") && (trigger.ends_with("soft") || self.chance.one_in(2));
            let way = if soft { self.end() } else { merge.clone() };
            let after = self.id("u");
            let soft = if soft { "soft" } else { "" };
            self.line(&format!(
                "boundary {boundary} on {on} {trigger} {soft} -> {after}"
            ));
            self.line(&format!("user {after} -> {way}"));
        }
        merge
    }

    /// An activity with a compensation handler.
    pub fn undoable(&mut self, next: &str) -> String {
        let kind = self.chance.pick(&["user", "service type=work", "task"]);
        let (kind, words) = kind.split_once(' ').unwrap_or((kind, ""));
        let id = self.id("done");
        let undo = self.id("h");
        let boundary = self.id("b");
        let repeated = self.repetition();
        self.line(&format!("{kind} {id} {words} {repeated} -> {next}"));
        self.line(&format!(
            "boundary {boundary} on {id} compensate handler={undo}"
        ));
        match self.chance.below(4) {
            0 => self.line(&format!("service {undo} type=work undo")),
            1 => self.line(&format!("task {undo} undo")),
            2 => {
                let names = ["start", "u", "end"].map(|kind| self.id(kind));
                let [start, inner, end] = names;
                self.line(&format!("sub {undo} undo {{"));
                self.line(&format!("start {start} -> {inner}"));
                self.line(&format!("user {inner} -> {end}"));
                self.line(&format!("end {end}"));
                self.line("}");
            }
            _ => self.line(&format!("user {undo} undo")),
        }
        if let Some(scope) = self.undoable.last_mut() {
            scope.push(id.clone());
        }
        id
    }

    fn ad_hoc(&mut self, next: &str) -> String {
        let id = self.id("list");
        let [one, other, third] = ["u", "u", "u"].map(|kind| self.id(kind));
        let until = self.chance.pick(&[
            "",
            "until='= flip'",
            "until='= flip' keep",
            "until='= flop' sequential",
            "sequential",
            "out=collected outel='= flip'",
        ]);
        let active = match self.chance.below(4) {
            0 => format!("active='= [\"{one}\", \"{third}\"]'"),
            1 => "active='= []'".to_owned(),
            _ => String::new(),
        };
        let repeated = self.chance.pick(&[
            "",
            "",
            "mi=parallel n=2",
            "mi=sequential over='= [1, 2]' as=item",
        ]);
        let after = self.borders(&id, next, true);
        self.line(&format!(
            "adhoc {id} {until} {active} {repeated} -> {after} {{"
        ));
        self.line(&format!("user {one} -> {other}"));
        self.line(&format!("user {other}"));
        self.line(&format!("service {third} type=work"));
        self.line("}");
        id
    }

    fn call(&mut self, next: &str) -> String {
        let id = self.id("call");
        let boundary = self.id("b");
        let merge = self.id("m");
        let process = self.callable[self.chance.at(self.callable.len())];
        let repeated = self.repetition();
        let words = self
            .chance
            .pick(&["", "noparent", "nochild", "in:told='= flip'"]);
        let after = self.borders(&id, next, true);
        self.line(&format!(
            "call {id} process={process} {words} {repeated} -> {merge}"
        ));
        self.line(&format!(
            "boundary {boundary} on {id} error=CALLED -> {merge}"
        ));
        self.line(&format!("xor {merge} -> {after}"));
        id
    }

    /// A worker whose error is caught here or further out.
    fn worker_that_throws(&mut self, next: &str) -> String {
        let id = self.id("job");
        let repeated = self.repetition();
        match self.errors.len() {
            known if known > 0 && self.chance.one_in(2) => {
                let code = self.errors[self.chance.at(known)].clone();
                self.line(&format!(
                    "service {id} type=risky header:code={code} {repeated} -> {next}"
                ));
            }
            _ => {
                let merge = self.id("m");
                let boundary = self.id("b");
                self.line(&format!(
                    "service {id} type=risky header:code={id} {repeated} -> {merge}"
                ));
                self.line(&format!(
                    "boundary {boundary} on {id} error={id} -> {merge}"
                ));
                self.line(&format!("xor {merge} -> {next}"));
            }
        }
        id
    }

    /// A vote of any method, which may be over before its first ballot, and may be closed by what stands on its border.
    fn vote(&mut self, next: &str) -> String {
        let id = self.id("vote");
        let method = self.chance.pick(&[
            "CONSENSUS",
            "MAJORITY_PRESENT",
            "ABSOLUTE",
            "TWO_THIRDS",
            "WEIGHTED",
        ]);
        let electors = self.chance.pick(&[
            "[\"ana\", \"budi\", \"citra\"]",
            "[\"ana\", \"budi\", \"citra\", \"dewi\"]",
            "[{person: \"ana\", weight: 3}, {person: \"budi\"}, {person: \"citra\", veto: true}]",
            // One person with two seats has one ballot.
            "[{person: \"ana\", seat: \"S1\"}, {person: \"ana\", seat: \"S2\"}, {person: \"budi\"}]",
            "[\"ana\"]",
            "[]",
        ]);
        let more = self.chance.pick(&[
            "",
            "p:mufakat:vote.decideWhen=ALL",
            "p:mufakat:vote.ballot=SECRET",
            "p:mufakat:vote.threshold=>=3/4",
            "p:mufakat:vote.tie=CHAIR",
            "tasklisten:completing=listen",
        ]);
        let after = self.borders(&id, next, false);
        self.line(&format!(
            "user {id} mi=parallel over='= {electors}' as=elector p:mufakat:vote={method} {more} -> {after}"
        ));
        id
    }

    /// A task that can be sent back.
    fn returnable(&mut self, next: &str) -> String {
        let id = self.id("back");
        let merge = self.id("m");
        let boundary = self.id("b");
        let again = self.id("u");
        self.line(&format!("user {id} -> {merge}"));
        self.line(&format!(
            "boundary {boundary} on {id} error=RETURNED -> {again}"
        ));
        self.line(&format!("user {again} -> {merge}"));
        self.line(&format!("xor {merge} -> {next}"));
        id
    }
}
