//! Random block-structured processes in the notation of scripts: every block has one way in and one way out, so every
//! process is sound by construction, whatever people do and whenever timers fire.

use std::fmt::Write as _;

/// Chance from a seed (SplitMix64): the same numbers on every machine.
pub struct Rng(u64);

impl Rng {
    pub fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) ^ 0xD1B5_4A32_D192_ED03)
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    /// A number below a bound.
    pub fn below(&mut self, bound: u64) -> u64 {
        self.next() % bound.max(1)
    }
}

/// A fork with its join, and how many tokens the fork sends each time.
pub struct Block {
    pub fork: String,
    pub join: String,
    pub least: u32,
    pub most: u32,
}

/// A process and what is known of it.
pub struct Generated {
    pub text: String,
    pub blocks: Vec<Block>,
}

impl Generated {
    pub fn new(rng: &mut Rng) -> Self {
        let mut writer = Writer {
            rng,
            number: 0,
            lines: String::new(),
            blocks: Vec::new(),
            calls: true,
        };
        let _ = writeln!(writer.lines, "process p");
        writer.body(4);
        let _ = writeln!(writer.lines, "process q");
        writer.calls = false;
        writer.body(1);
        Self {
            text: writer.lines,
            blocks: writer.blocks,
        }
    }
}

struct Writer<'r> {
    rng: &'r mut Rng,
    number: u32,
    lines: String,
    blocks: Vec<Block>,
    calls: bool,
}

impl Writer<'_> {
    fn id(&mut self, kind: &str) -> String {
        self.number += 1;
        format!("{kind}{}", self.number)
    }

    fn line(&mut self, line: &str) {
        let _ = writeln!(self.lines, "{line}");
    }

    fn chance(&mut self, one_in: u64) -> bool {
        self.rng.below(one_in) == 0
    }

    /// A start, a block, an end, and now and then an event sub-process.
    fn body(&mut self, depth: u32) {
        let end = self.id("end");
        let last = self.block(depth, &end);
        let first = if depth > 2 {
            self.block(depth - 1, &last)
        } else {
            last
        };
        let start = self.id("start");
        self.line(&format!("start {start} -> {first}"));
        self.line(&format!("end {end}"));
        if depth > 0 && self.chance(4) {
            self.event_subprocess(depth - 1);
        }
    }

    fn event_subprocess(&mut self, depth: u32) {
        let id = self.id("esp");
        let start = self.id("es");
        let end = self.id("ee");
        let trigger = match self.rng.below(5) {
            0 => "timer=PT2H soft".to_owned(),
            1 => "timer=P9D".to_owned(),
            2 => format!("message={start} key='= 1' soft"),
            3 => format!("signal={start}"),
            _ => "cycle=R3/PT1H soft".to_owned(),
        };
        self.line(&format!("event {id} {{"));
        let first = self.block(depth, &end);
        self.line(&format!("start {start} {trigger} -> {first}"));
        self.line(&format!("end {end}"));
        self.line("}");
    }

    /// Writes a block that goes on to `next`; the id it begins with.
    fn block(&mut self, depth: u32, next: &str) -> String {
        if depth == 0 {
            return self.leaf(next);
        }
        match self.rng.below(23) {
            0..=3 | 20..=22 => {
                let second = self.block(depth - 1, next);
                self.block(depth - 1, &second)
            }
            4 | 5 => self.gateway("xor", depth, next),
            6 | 7 => self.gateway("and", depth, next),
            8..=10 => self.gateway("or", depth, next),
            11 => self.looped(depth, next),
            12 => self.event_gateway(depth, next),
            13 | 14 => self.sub_process(depth, next),
            15 => self.multi_instance(depth, next),
            16 => self.compensation(depth, next),
            17 => self.complex(next),
            18 => self.transaction(next),
            _ => self.leaf(next),
        }
    }

    fn leaf(&mut self, next: &str) -> String {
        match self.rng.below(10) {
            0 => {
                let id = self.id("job");
                self.line(&format!("service {id} type=work -> {next}"));
                id
            }
            1 => {
                let id = self.id("pass");
                self.line(&format!("task {id} -> {next}"));
                id
            }
            2 => {
                let id = self.id("script");
                self.line(&format!(
                    "script {id} script='= if flip = true then 1 else 2' result=r{id} -> {next}"
                ));
                id
            }
            3 => {
                let id = self.id("receive");
                self.line(&format!("receive {id} message={id} key='= 1' -> {next}"));
                id
            }
            4 if self.calls => {
                let id = self.id("call");
                self.line(&format!("call {id} process=q -> {next}"));
                id
            }
            5 => {
                let id = self.id("list");
                let inner = self.id("u");
                self.line(&format!("adhoc {id} -> {next} {{"));
                self.line(&format!("user {inner}"));
                let other = self.id("u");
                self.line(&format!("user {other}"));
                self.line("}");
                id
            }
            6 => {
                let id = self.id("throw");
                self.line(&format!("throw {id} signal=ANY -> {next}"));
                id
            }
            _ => self.task(next),
        }
    }

    /// A user task, often with boundary events.
    fn task(&mut self, next: &str) -> String {
        let id = self.id("u");
        match self.rng.below(6) {
            0 => {
                let merge = self.id("m");
                self.line(&format!("xor {merge} -> {next}"));
                let other = self.id("u");
                self.line(&format!("user {other} -> {merge}"));
                let boundary = self.id("b");
                let trigger = match self.rng.below(4) {
                    0 => "timer=PT3H".to_owned(),
                    1 => format!("message={boundary} key='= 1'"),
                    2 => "condition='= flip and flop'".to_owned(),
                    _ => "signal=ANY".to_owned(),
                };
                self.line(&format!("user {id} -> {merge}"));
                self.line(&format!("boundary {boundary} on {id} {trigger} -> {other}"));
            }
            1 => {
                self.line(&format!("user {id} -> {next}"));
                self.beside(&id);
            }
            _ => self.line(&format!("user {id} -> {next}")),
        }
        id
    }

    /// A non-interrupting boundary event with an end of its own.
    fn beside(&mut self, on: &str) {
        let boundary = self.id("b");
        let end = self.id("end");
        let task = self.id("u");
        let trigger = match self.rng.below(4) {
            0 => "timer=PT1H".to_owned(),
            1 => "cycle=R4/PT30M".to_owned(),
            2 => format!("message={boundary} key='= 1'"),
            _ => "condition='= flip'".to_owned(),
        };
        self.line(&format!(
            "boundary {boundary} on {on} {trigger} soft -> {task}"
        ));
        self.line(&format!("user {task} -> {end}"));
        self.line(&format!("end {end}"));
    }

    fn gateway(&mut self, kind: &str, depth: u32, next: &str) -> String {
        let join = self.id("join");
        let fork = self.id("fork");
        let ways = 2 + self.rng.below(2) as u32;
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
        self.line(&format!("{kind} {fork} -> {}", targets.join(", ")));
        let (least, most) = match kind {
            "and" => (ways, ways),
            "xor" => (1, 1),
            _ => (1, ways),
        };
        self.blocks.push(Block {
            fork: fork.clone(),
            join,
            least,
            most,
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
        self.line(&format!(
            "xor {gate} -> {merge} [= again], {next} [default]"
        ));
        self.line(&format!("xor {merge} -> {body}"));
        merge
    }

    fn event_gateway(&mut self, depth: u32, next: &str) -> String {
        let merge = self.id("m");
        let gate = self.id("eg");
        let answer = self.id("c");
        let deadline = self.id("c");
        let after = self.block(depth - 1, &merge);
        self.line(&format!("xor {merge} -> {next}"));
        self.line(&format!(
            "catch {answer} message={answer} key='= 1' -> {merge}"
        ));
        self.line(&format!("catch {deadline} timer=PT5H -> {after}"));
        self.line(&format!("eventgw {gate} -> {answer}, {deadline}"));
        gate
    }

    fn sub_process(&mut self, depth: u32, next: &str) -> String {
        let id = self.id("sub");
        let merge = self.id("m");
        self.line(&format!("sub {id} -> {merge} {{"));
        if self.chance(3) {
            // It may fail: a person decides, the boundary catches.
            let end = self.id("end");
            let bad = self.id("bad");
            let gate = self.id("g");
            let ask = self.id("u");
            let start = self.id("start");
            let first = self.block(depth - 1, &ask);
            self.line(&format!("start {start} -> {first}"));
            self.line(&format!("user {ask} -> {gate}"));
            self.line(&format!("xor {gate} -> {bad} [= flop], {end} [default]"));
            self.line(&format!("end {bad} error=E{id}"));
            self.line(&format!("end {end}"));
        } else {
            self.body(depth - 1);
        }
        self.line("}");
        self.line(&format!("xor {merge} -> {next}"));
        let boundary = self.id("b");
        let after = self.id("u");
        self.line(&format!(
            "boundary {boundary} on {id} error=E{id} -> {after}"
        ));
        self.line(&format!("user {after} -> {merge}"));
        match self.rng.below(4) {
            0 => {
                let late = self.id("b");
                self.line(&format!("boundary {late} on {id} timer=PT7H -> {merge}"));
            }
            1 => self.beside(&id),
            _ => {}
        }
        id
    }

    fn multi_instance(&mut self, depth: u32, next: &str) -> String {
        let mode = if self.chance(2) {
            "parallel"
        } else {
            "sequential"
        };
        let until = match self.rng.below(3) {
            0 => " until='= numberOfCompletedInstances >= 2'",
            1 => " until='= flip and numberOfCompletedInstances > 0'",
            _ => "",
        };
        let over = match self.rng.below(3) {
            0 => "n='= 3'".to_owned(),
            1 => "over='= [7, 8, 9, 10]' as=item out=items outel='= item'".to_owned(),
            _ => "over='= []' as=item".to_owned(),
        };
        let repeated = format!("mi={mode} {over}{until}");
        if self.chance(3) {
            let id = self.id("sub");
            self.line(&format!("sub {id} {repeated} -> {next} {{"));
            self.body(depth - 1);
            self.line("}");
            id
        } else {
            let id = self.id("u");
            self.line(&format!("user {id} {repeated} -> {next}"));
            if self.chance(3) {
                self.beside(&id);
            }
            id
        }
    }

    /// Something that can be undone, something else, and perhaps undoing it.
    fn compensation(&mut self, depth: u32, next: &str) -> String {
        let gate = self.id("g");
        let merge = self.id("m");
        let throw = self.id("undo");
        let middle = self.block(depth - 1, &gate);
        self.line(&format!("xor {merge} -> {next}"));
        self.line(&format!("throw {throw} compensate -> {merge}"));
        self.line(&format!(
            "xor {gate} -> {throw} [= flip], {merge} [default]"
        ));
        let done = self.id("u");
        let undo = self.id("h");
        let boundary = self.id("b");
        let repeated = if self.chance(3) {
            "mi=parallel n='= 2'"
        } else {
            ""
        };
        self.line(&format!("user {done} {repeated} -> {middle}"));
        self.line(&format!(
            "boundary {boundary} on {done} compensate handler={undo}"
        ));
        self.line(&format!("user {undo} undo"));
        done
    }

    fn complex(&mut self, next: &str) -> String {
        let fork = self.id("fork");
        let join = self.id("join");
        let tasks = [self.id("u"), self.id("u"), self.id("u")];
        for task in &tasks {
            self.line(&format!("user {task} -> {join}"));
        }
        self.line(&format!("and {fork} -> {}", tasks.join(", ")));
        self.line(&format!(
            "complex {join} when='= activatedCount >= 2' -> {next}"
        ));
        self.blocks.push(Block {
            fork: fork.clone(),
            join,
            least: 3,
            most: 3,
        });
        fork
    }

    fn transaction(&mut self, next: &str) -> String {
        let id = self.id("tx");
        let merge = self.id("m");
        let names = ["start", "u", "h", "b", "g", "end", "stop", "c"].map(|kind| self.id(kind));
        let [start, done, undo, boundary, gate, end, stop, cancelled] = names;
        self.line(&format!("transaction {id} -> {merge} {{"));
        self.line(&format!("start {start} -> {done}"));
        self.line(&format!("user {done} -> {gate}"));
        self.line(&format!(
            "boundary {boundary} on {done} compensate handler={undo}"
        ));
        self.line(&format!("user {undo} undo"));
        self.line(&format!("xor {gate} -> {stop} [= flop], {end} [default]"));
        self.line(&format!("end {stop} cancel"));
        self.line(&format!("end {end}"));
        self.line("}");
        self.line(&format!("boundary {cancelled} on {id} cancel -> {merge}"));
        self.line(&format!("xor {merge} -> {next}"));
        id
    }
}
