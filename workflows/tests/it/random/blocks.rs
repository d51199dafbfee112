//! Blocks: gateways with their joins, loops, scopes. Each goes on to a given element, and says where it begins.

use super::generate::{Block, Writer};

impl Writer<'_> {
    /// Writes a block that goes on to `next`; the id it begins with.
    pub fn block(&mut self, depth: u32, next: &str) -> String {
        if depth == 0 {
            return self.step(next);
        }
        match self.chance.below(30) {
            0..=8 => {
                let second = self.block(depth - 1, next);
                self.block(depth - 1, &second)
            }
            9 | 10 => self.gateway("xor", depth, next),
            11 | 12 => self.gateway("and", depth, next),
            13..=15 => self.gateway("or", depth, next),
            16 => self.dying(depth, next),
            17 => self.looped(depth, next),
            18 => self.linked_loop(depth, next),
            19 => self.event_gateway(depth, next),
            20..=22 => self.sub_process(depth, next),
            23 => self.transaction(depth, next),
            24 => self.undoing(depth, next),
            25 => self.complex(depth, next),
            26 => self.risk(next),
            27 => self.split(depth, next),
            _ => self.step(next),
        }
    }

    fn gateway(&mut self, kind: &str, depth: u32, next: &str) -> String {
        let join = self.id("join");
        let fork = self.id("fork");
        let ways = 2 + self.chance.below(2);
        self.line(&format!("{kind} {join} -> {next}"));
        let mut targets = Vec::new();
        for way in 0..ways {
            let target = self.block(depth - 1, &join);
            let condition = match (kind, way) {
                ("and", _) => "",
                (_, 0) => " [default]",
                (_, 1) => " [= flip]",
                _ => " [= flop]",
            };
            targets.push(format!("{target}{condition}"));
        }
        // Without a default, and with conditions that may be null: an incident, until an operator has helped.
        if kind == "xor" && self.chance.one_in(4) {
            targets.truncate(2);
            targets[0] = targets[0].replace("[default]", "[= not(flip)]");
        }
        let words = self.listeners();
        self.line(&format!("{kind} {fork} {words} -> {}", targets.join(", ")));
        self.blocks.push(Block { fork, join });
        self.blocks
            .last()
            .map_or_else(String::new, |it| it.fork.clone())
    }

    /// An inclusive fork of which some ways end, so that the join learns of the death of tokens.
    fn dying(&mut self, depth: u32, next: &str) -> String {
        let join = self.id("join");
        let fork = self.id("fork");
        let gate = self.id("g");
        let end = self.end();
        let dead = self.end();
        let always = self.block(depth - 1, &join);
        let mortal = self.block(depth - 1, &dead);
        let either = self.activity(&gate);
        self.line(&format!("or {join} -> {next}"));
        self.line(&format!("xor {gate} -> {end} [= flop], {join} [default]"));
        self.line(&format!(
            "or {fork} -> {always}, {mortal} [= flip], {either} [= flop]"
        ));
        self.blocks.push(Block {
            fork: fork.clone(),
            join,
        });
        fork
    }

    /// Several flows out of an activity, some of them conditional, into an inclusive join.
    fn split(&mut self, depth: u32, next: &str) -> String {
        let join = self.id("join");
        let fork = self.id("u");
        let one = self.block(depth - 1, &join);
        let other = self.step(&join);
        self.line(&format!("or {join} -> {next}"));
        self.line(&format!("user {fork} -> {one}, {other} [= flip]"));
        self.blocks.push(Block {
            fork: fork.clone(),
            join,
        });
        fork
    }

    /// A loop-back that always passes a person.
    fn looped(&mut self, depth: u32, next: &str) -> String {
        let merge = self.id("m");
        let gate = self.id("g");
        let ask = self.id("u");
        let body = self.block(depth - 1, &ask);
        self.line(&format!("user {ask} -> {gate}"));
        // An inclusive gateway as well: one that loops back and goes on would be two tokens, so its conditions exclude.
        let kind = self.chance.pick(&["xor", "or"]);
        self.line(&format!(
            "{kind} {gate} -> {merge} [= again], {next} [default]"
        ));
        self.line(&format!("xor {merge} -> {body}"));
        merge
    }

    /// The same by way of a link.
    fn linked_loop(&mut self, depth: u32, next: &str) -> String {
        let throw = self.id("link");
        let catch = self.id("link");
        let merge = self.id("m");
        let gate = self.id("g");
        let ask = self.id("u");
        let body = self.block(depth - 1, &ask);
        self.line(&format!("user {ask} -> {gate}"));
        self.line(&format!(
            "xor {gate} -> {throw} [= again], {next} [default]"
        ));
        self.line(&format!("throw {throw} link={throw}"));
        self.line(&format!("catch {catch} link={throw} -> {merge}"));
        self.line(&format!("xor {merge} -> {body}"));
        merge
    }

    fn event_gateway(&mut self, depth: u32, next: &str) -> String {
        let merge = self.id("m");
        let gate = self.id("eg");
        self.line(&format!("xor {merge} -> {next}"));
        let mut targets = Vec::new();
        for way in 0..2 + self.chance.below(2) {
            let id = self.id("c");
            let after = match way {
                0 => self.block(depth - 1, &merge),
                _ => merge.clone(),
            };
            match self.chance.below(5) {
                0 => self.line(&format!("receive {id} message={id} key='= 1' -> {after}")),
                1 => self.line(&format!("catch {id} timer=PT5H -> {after}")),
                2 => self.line(&format!("catch {id} signal=ANY -> {after}")),
                3 => self.line(&format!("catch {id} condition='= flip' -> {after}")),
                _ => self.line(&format!("catch {id} message={id} key='= 1' -> {after}")),
            }
            targets.push(id);
        }
        self.line(&format!("eventgw {gate} -> {}", targets.join(", ")));
        gate
    }

    /// A scope, perhaps repeated, perhaps one that fails, is undone, or is undone by itself.
    fn sub_process(&mut self, depth: u32, next: &str) -> String {
        let id = self.id("sub");
        let code = self.chance.one_in(2).then(|| self.id("CODE"));
        let repeated = self.repetition();
        let words = self.listeners();
        let after = self.borders(&id, next, true);
        let merge = self.id("m");
        self.line(&format!("sub {id} {repeated} {words} -> {merge} {{"));
        let outside = self.errors.len();
        self.errors.extend(code.clone());
        self.undoable.push(Vec::new());
        let around = std::mem::take(&mut self.in_transaction);
        self.body(depth - 1);
        self.errors.truncate(outside);
        if self.chance.one_in(6) {
            // Its handler may run far outside, when everything around it has completed.
            let caught = std::mem::take(&mut self.errors);
            self.event_subprocess(0, "compensate");
            self.errors = caught;
            if let Some(scope) = self.undoable.iter_mut().rev().nth(1) {
                scope.push(id.clone());
            }
        }
        self.in_transaction = around;
        self.undoable.pop();
        self.line("}");
        self.line(&format!("xor {merge} -> {after}"));
        if let Some(code) = code {
            let boundary = self.id("b");
            let handled = self.activity(&merge);
            let code = if self.chance.one_in(3) { "" } else { &code };
            self.line(&format!(
                "boundary {boundary} on {id} error={code} -> {handled}"
            ));
        }
        id
    }

    fn transaction(&mut self, depth: u32, next: &str) -> String {
        let id = self.id("tx");
        let merge = self.id("m");
        let boundary = self.id("b");
        let repeated = if self.chance.one_in(4) {
            "mi=parallel n='= 2'"
        } else {
            ""
        };
        self.line(&format!("transaction {id} {repeated} -> {merge} {{"));
        self.undoable.push(Vec::new());
        let around = std::mem::replace(&mut self.in_transaction, true);
        let end = self.end();
        let stop = self.id("end");
        let gate = self.id("g");
        let ask = self.id("u");
        let last = self.block(depth - 1, &ask);
        let first = self.undoable(&last);
        let start = self.id("start");
        self.line(&format!("start {start} -> {first}"));
        self.line(&format!("user {ask} -> {gate}"));
        self.line(&format!("xor {gate} -> {stop} [= flop], {end} [default]"));
        self.line(&format!("end {stop} cancel"));
        self.in_transaction = around;
        self.undoable.pop();
        self.line("}");
        self.line(&format!("boundary {boundary} on {id} cancel -> {merge}"));
        self.line(&format!("xor {merge} -> {next}"));
        id
    }

    /// Something that can be undone, something else, and perhaps undoing it.
    fn undoing(&mut self, depth: u32, next: &str) -> String {
        let gate = self.id("g");
        let merge = self.id("m");
        let throw = self.id("undo");
        let middle = self.block(depth - 1, &gate);
        let first = self.undoable(&middle);
        let which = match self.undoable.last() {
            Some(known) if !known.is_empty() && self.chance.one_in(2) => {
                let at = self.chance.at(known.len());
                format!("compensate={}", known[at])
            }
            _ => "compensate".to_owned(),
        };
        self.line(&format!("xor {merge} -> {next}"));
        self.line(&format!("throw {throw} {which} -> {merge}"));
        self.line(&format!(
            "xor {gate} -> {throw} [= flip], {merge} [default]"
        ));
        first
    }

    /// An n-of-m join. In a loop it may let the next round begin before the last has come in, and joins inside then take
    /// tokens of both: nothing is said of how often they fire.
    fn complex(&mut self, depth: u32, next: &str) -> String {
        let fork = self.id("fork");
        let join = self.id("join");
        let known = self.blocks.len();
        let ways: Vec<String> = (0..3).map(|_| self.block(depth - 1, &join)).collect();
        self.blocks.truncate(known);
        self.line(&format!("and {fork} -> {}", ways.join(", ")));
        let count = 1 + self.chance.below(3);
        self.line(&format!(
            "complex {join} when='= activatedCount >= {count}' -> {next}"
        ));
        fork
    }

    /// A person decides whether everything around ends: by an error that is caught somewhere, by terminating the scope, or
    /// by cancelling the transaction.
    fn risk(&mut self, next: &str) -> String {
        let ask = self.id("u");
        let gate = self.id("g");
        let bad = self.id("bad");
        let how = match self.errors.len() {
            0 => "terminate".to_owned(),
            known => match self.chance.below(3) {
                0 => "terminate".to_owned(),
                _ => format!("error={}", self.errors[self.chance.at(known)]),
            },
        };
        let how = if self.in_transaction && self.chance.one_in(3) {
            "cancel".to_owned()
        } else {
            how
        };
        self.line(&format!("user {ask} -> {gate}"));
        self.line(&format!("xor {gate} -> {bad} [= flop], {next} [default]"));
        self.line(&format!("end {bad} {how}"));
        ask
    }
}
