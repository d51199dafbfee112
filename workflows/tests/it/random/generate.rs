//! Random processes in the notation of scripts, out of every element of DIALECT 1. Each block has one way in and one way
//! out, and what is thrown is caught around it, so every process is sound by construction: whatever people do and
//! whenever timers fire, it can come to its end.
//!
//! Three processes: `p` calls `q` and `r`, `q` calls `r`.

use std::fmt::Write as _;

use crate::chance::Chance;

/// A fork with its join: in a scope that nothing cut short, the join fires once for each time the fork did.
pub struct Block {
    pub fork: String,
    pub join: String,
}

/// A process and what is known of it.
pub struct Generated {
    pub text: String,
    pub blocks: Vec<Block>,
}

impl Generated {
    pub fn new(chance: &mut Chance) -> Self {
        let mut writer = Writer {
            chance,
            number: 0,
            lines: String::new(),
            blocks: Vec::new(),
            callable: vec!["q", "r"],
            errors: Vec::new(),
            undoable: vec![Vec::new()],
            in_transaction: false,
        };
        writer.line("process p");
        let depth = 2 + writer.chance.below(4) as u32;
        writer.body(depth);
        for (id, callable) in [("q", vec!["r"]), ("r", vec![])] {
            writer.callable = callable;
            // Whoever calls catches it.
            writer.errors = vec!["CALLED".to_owned()];
            writer.undoable = vec![Vec::new()];
            writer.line(&format!("process {id}"));
            writer.body(1);
        }
        Self {
            text: writer.lines,
            blocks: writer.blocks,
        }
    }
}

pub(super) struct Writer<'r> {
    pub chance: &'r mut Chance,
    number: u32,
    pub lines: String,
    pub blocks: Vec<Block>,
    /// Processes that may be called from here.
    pub callable: Vec<&'static str>,
    /// Error codes that something around here catches.
    pub errors: Vec<String>,
    /// By scope: activities that can be compensated.
    pub undoable: Vec<Vec<String>>,
    /// A cancel end event may stand here.
    pub in_transaction: bool,
}

impl Writer<'_> {
    pub fn id(&mut self, kind: &str) -> String {
        self.number += 1;
        format!("{kind}{}", self.number)
    }

    pub fn line(&mut self, line: &str) {
        let _ = writeln!(self.lines, "{line}");
    }

    /// A start, blocks, an end, and now and then event sub-processes.
    pub fn body(&mut self, depth: u32) {
        let catches = self.chance.one_in(3).then(|| self.id("CODE"));
        let outside = self.errors.len();
        self.errors.extend(catches.clone());
        let end = self.end();
        let last = self.block(depth, &end);
        let first = if depth > 2 {
            self.block(depth - 1, &last)
        } else {
            last
        };
        let start = self.id("start");
        let words = self.listeners();
        self.line(&format!("start {start} {words} -> {first}"));
        self.errors.truncate(outside);
        let inner = depth.saturating_sub(1).min(2);
        if let Some(code) = catches {
            let words = if self.chance.one_in(4) {
                "error=".to_owned()
            } else {
                format!("error={code}")
            };
            self.event_subprocess(inner, &words);
        }
        if depth > 0 && self.chance.one_in(3) {
            let words = self.event_start();
            self.event_subprocess(inner, &words);
        }
    }

    /// An end event of any kind that ends only its own token.
    pub fn end(&mut self) -> String {
        let id = self.id("end");
        let words = match self.chance.below(10) {
            0 => format!("message={id} key='= 1'"),
            1 => format!("message={id} type=work"),
            2 => "signal=ANY".to_owned(),
            3 => "escalation=UP".to_owned(),
            4 => "compensate".to_owned(),
            5 => "listen:start=listen".to_owned(),
            _ => String::new(),
        };
        self.line(&format!("end {id} {words}"));
        id
    }

    fn event_start(&mut self) -> String {
        let name = self.id("start");
        match self.chance.below(11) {
            0 => "timer=PT2H soft".to_owned(),
            1 => "timer=P9D".to_owned(),
            2 => "cycle=R3/PT1H soft".to_owned(),
            3 => format!("message={name} key='= 1' soft"),
            4 => format!("message={name} key='= 1'"),
            5 => format!("signal={name} soft"),
            6 => "signal=ANY".to_owned(),
            7 => "condition='= flip' soft vars=flip events=update".to_owned(),
            8 => "condition='= flip and flop'".to_owned(),
            9 => "escalation=UP soft".to_owned(),
            _ => "escalation=".to_owned(),
        }
    }

    /// An event sub-process of the scope that is being written.
    pub fn event_subprocess(&mut self, depth: u32, trigger: &str) {
        let id = self.id("esp");
        let start = self.id("es");
        self.line(&format!("event {id} {{"));
        self.undoable.push(Vec::new());
        let end = self.end();
        let first = self.block(depth, &end);
        self.line(&format!("start {start} {trigger} -> {first}"));
        self.undoable.pop();
        self.line("}");
    }

    /// Listeners of an element, mostly none.
    pub fn listeners(&mut self) -> String {
        match self.chance.below(16) {
            0 => "listen:start=listen".to_owned(),
            1 => "listen:end=listen".to_owned(),
            2 => "listen:start=listen listen:end=listen".to_owned(),
            _ => String::new(),
        }
    }
}
