//! A backtracking matcher for the few patterns that refer back to a group (`\1`), every step of it paid for.

use std::ops::Range;

use super::environment::EvaluationError;
use super::patterns::Meter;

/// Deepest nesting of groups, and longest run of the matcher's own stack.
const NESTING: usize = 40;
const STACK: usize = 20_000;

/// Instructions; matching keeps a stack of alternatives instead of recursing.
enum Step {
    /// One character of a class that the `regex` crate knows, or any.
    Class(regex::Regex),
    Char(char),
    Any,
    Start,
    End,
    Save(usize),
    Back(usize),
    /// Try the first, then the second.
    Split(usize, usize),
    Jump(usize),
    /// Ends a round of a loop unless it consumed nothing since the mark.
    Progress(usize),
    Mark(usize),
    Accept,
}

/// A compiled pattern.
pub(super) struct Program {
    steps: Vec<Step>,
    pub groups: usize,
    marks: usize,
    ignore_case: bool,
    multi_line: bool,
    dot_all: bool,
}

struct Compiler<'p> {
    source: &'p [char],
    at: usize,
    steps: Vec<Step>,
    groups: usize,
    open: Vec<usize>,
    marks: usize,
    ignore_case: bool,
}

pub(super) fn compile(pattern: &str, flags: &str) -> Option<Program> {
    let source: Vec<char> = pattern.chars().collect();
    let ignore_case = flags.contains('i');
    let mut compiler = Compiler {
        source: &source,
        at: 0,
        steps: Vec::new(),
        groups: 0,
        open: Vec::new(),
        marks: 0,
        ignore_case,
    };
    compiler.steps.push(Step::Save(0));
    compiler.alternatives()?;
    if compiler.at != source.len() {
        return None;
    }
    compiler.steps.push(Step::Save(1));
    compiler.steps.push(Step::Accept);
    Some(Program {
        steps: compiler.steps,
        groups: compiler.groups,
        marks: compiler.marks,
        ignore_case,
        multi_line: flags.contains('m'),
        dot_all: flags.contains('s'),
    })
}

impl Compiler<'_> {
    fn peek(&self) -> Option<char> {
        self.source.get(self.at).copied()
    }

    fn alternatives(&mut self) -> Option<()> {
        let start = self.steps.len();
        self.sequence()?;
        let mut ends = Vec::new();
        let mut branch = start;
        while self.peek() == Some('|') {
            self.at += 1;
            // the branch so far becomes the first of two
            self.insert(branch, Step::Split(branch + 1, 0));
            ends.push(self.steps.len());
            self.steps.push(Step::Jump(0));
            let next = self.steps.len();
            self.steps[branch] = Step::Split(branch + 1, next);
            branch = next;
            self.sequence()?;
        }
        let after = self.steps.len();
        for end in ends {
            self.steps[end] = Step::Jump(after);
        }
        Some(())
    }

    fn sequence(&mut self) -> Option<()> {
        while let Some(character) = self.peek() {
            if matches!(character, '|' | ')') {
                break;
            }
            let start = self.steps.len();
            self.atom()?;
            self.quantifier(start)?;
        }
        Some(())
    }

    fn atom(&mut self) -> Option<()> {
        let character = self.peek()?;
        self.at += 1;
        let step = match character {
            '(' => {
                let silent = self.peek() == Some('?');
                if silent {
                    if self.source.get(self.at + 1) != Some(&':') {
                        return None;
                    }
                    self.at += 2;
                }
                if self.open.len() >= NESTING {
                    return None;
                }
                let group = self.groups + 1;
                if !silent {
                    self.groups = group;
                    self.steps.push(Step::Save(2 * group));
                }
                self.open.push(if silent { 0 } else { group });
                self.alternatives()?;
                self.open.pop();
                if self.peek() != Some(')') {
                    return None;
                }
                self.at += 1;
                if silent {
                    return Some(());
                }
                Step::Save(2 * group + 1)
            }
            '.' => Step::Any,
            '^' => Step::Start,
            '$' => Step::End,
            '[' => {
                let begin = self.at - 1;
                let mut depth = 1;
                while depth > 0 {
                    match self.peek()? {
                        '\\' => self.at += 1,
                        '[' => depth += 1,
                        ']' => depth -= 1,
                        _ => {}
                    }
                    self.at += 1;
                }
                self.class(begin)?
            }
            '\\' => {
                let escaped = self.peek()?;
                self.at += 1;
                match escaped {
                    '1'..='9' => {
                        let mut group = escaped.to_digit(10)? as usize;
                        while let Some(digit) = self.peek().and_then(|c| c.to_digit(10)) {
                            if group * 10 + digit as usize > self.groups {
                                break;
                            }
                            group = group * 10 + digit as usize;
                            self.at += 1;
                        }
                        if group > self.groups || self.open.contains(&group) {
                            return None;
                        }
                        Step::Back(group)
                    }
                    'n' => Step::Char('\n'),
                    'r' => Step::Char('\r'),
                    't' => Step::Char('\t'),
                    's' | 'S' | 'd' | 'D' | 'w' | 'W' => self.class(self.at - 2)?,
                    'p' | 'P' => {
                        let begin = self.at - 2;
                        while self.peek()? != '}' {
                            self.at += 1;
                        }
                        self.at += 1;
                        self.class(begin)?
                    }
                    other if other.is_alphanumeric() => return None,
                    other => Step::Char(other),
                }
            }
            '*' | '+' | '?' | '{' => return None,
            other => Step::Char(other),
        };
        self.steps.push(step);
        Some(())
    }

    fn class(&self, begin: usize) -> Option<Step> {
        let text: String = self.source[begin..self.at].iter().collect();
        let text = text.replace("-[", "--[");
        let flags = if self.ignore_case { "(?is)" } else { "(?s)" };
        regex::Regex::new(&format!("^{flags}{text}$"))
            .ok()
            .map(Step::Class)
    }

    fn quantifier(&mut self, start: usize) -> Option<()> {
        let (least, most) = match self.peek() {
            Some('*') => (0, None),
            Some('+') => (1, None),
            Some('?') => (0, Some(1)),
            Some('{') => {
                let close = self.source[self.at..].iter().position(|c| *c == '}')? + self.at;
                let inner: String = self.source[self.at + 1..close].iter().collect();
                self.at = close;
                match inner.split_once(',') {
                    None => (inner.parse().ok()?, Some(inner.parse().ok()?)),
                    Some((low, "")) => (low.parse().ok()?, None),
                    Some((low, high)) => (low.parse().ok()?, Some(high.parse().ok()?)),
                }
            }
            _ => return Some(()),
        };
        self.at += 1;
        let lazy = self.peek() == Some('?');
        self.at += usize::from(lazy);
        let most: Option<usize> = most;
        // a counted group would have to be copied; single characters can be
        let length = self.steps.len() - start;
        if (least, most) == (0, Some(1)) {
            self.insert(start, Step::Accept);
            let after = self.steps.len();
            self.steps[start] = split(start + 1, after, lazy);
        } else if most.is_none() && least <= 1 {
            let mark = self.marks;
            self.marks += 1;
            self.insert(start, Step::Mark(mark));
            self.steps.push(Step::Progress(mark));
            if least == 0 {
                self.insert(start, Step::Accept);
                let again = self.steps.len();
                self.steps.push(Step::Jump(start));
                self.steps[start] = split(start + 1, again + 1, lazy);
            } else {
                let decide = self.steps.len();
                self.steps.push(split(start, decide + 1, lazy));
            }
        } else {
            if length != 1 || least > 1000 || most.is_some_and(|most| most < least || most > 1000) {
                return None;
            }
            let atom_at = self.at;
            let atom = self.steps.pop()?;
            let again = |step: &Step| match step {
                Step::Char(c) => Some(Step::Char(*c)),
                Step::Any => Some(Step::Any),
                Step::Class(regex) => Some(Step::Class(regex.clone())),
                Step::Back(group) => Some(Step::Back(*group)),
                _ => None,
            };
            for _ in 0..least {
                self.steps.push(again(&atom)?);
            }
            match most {
                Some(most) => {
                    for _ in least..most {
                        let here = self.steps.len();
                        self.steps.push(split(here + 1, here + 2, lazy));
                        self.steps.push(again(&atom)?);
                    }
                }
                None => {
                    let here = self.steps.len();
                    self.steps.push(split(here + 1, here + 3, lazy));
                    self.steps.push(again(&atom)?);
                    self.steps.push(Step::Jump(here));
                }
            }
            debug_assert_eq!(atom_at, self.at);
        }
        Some(())
    }

    /// Inserts a step, and moves the targets behind it.
    fn insert(&mut self, place: usize, step: Step) {
        for existing in &mut self.steps[place..] {
            match existing {
                Step::Split(a, b) => {
                    *a += usize::from(*a >= place);
                    *b += usize::from(*b >= place);
                }
                Step::Jump(a) => *a += usize::from(*a >= place),
                _ => {}
            }
        }
        self.steps.insert(place, step);
    }
}

fn split(first: usize, second: usize, lazy: bool) -> Step {
    if lazy {
        Step::Split(second, first)
    } else {
        Step::Split(first, second)
    }
}

/// A place to go back to: the step, the position, and the saves and marks as they were.
struct Alternative {
    step: usize,
    at: usize,
    saves: Vec<Option<usize>>,
    marks: Vec<usize>,
}

impl Program {
    pub fn find_at(
        &self,
        input: &str,
        from: usize,
        meter: &mut Meter<'_, '_>,
    ) -> Result<Option<Vec<Option<Range<usize>>>>, EvaluationError> {
        let mut start = from;
        loop {
            if let Some(groups) = self.match_at(input, start, meter)? {
                return Ok(Some(groups));
            }
            match input[start..].chars().next() {
                Some(character) => start += character.len_utf8(),
                None => return Ok(None),
            }
        }
    }

    fn match_at(
        &self,
        input: &str,
        start: usize,
        meter: &mut Meter<'_, '_>,
    ) -> Result<Option<Vec<Option<Range<usize>>>>, EvaluationError> {
        let saves = vec![None; 2 * self.groups + 2];
        let mut open = vec![Alternative {
            step: 0,
            at: start,
            saves,
            marks: vec![usize::MAX; self.marks],
        }];
        while let Some(mut now) = open.pop() {
            loop {
                meter.spend(1)?;
                let next = input[now.at..].chars().next();
                let consumed = match &self.steps[now.step] {
                    Step::Accept => return Ok(Some(ranges(&now.saves))),
                    Step::Char(wanted) => next
                        .filter(|found| self.same(*found, *wanted))
                        .map(char::len_utf8),
                    Step::Any => next
                        .filter(|c| self.dot_all || !matches!(c, '\n' | '\r'))
                        .map(char::len_utf8),
                    Step::Class(regex) => next
                        .filter(|c| regex.is_match(c.encode_utf8(&mut [0; 4])))
                        .map(char::len_utf8),
                    Step::Start => {
                        let before = input[..now.at].chars().next_back();
                        (before.is_none() || (self.multi_line && before == Some('\n'))).then_some(0)
                    }
                    Step::End => {
                        (next.is_none() || (self.multi_line && next == Some('\n'))).then_some(0)
                    }
                    Step::Save(slot) => {
                        now.saves[*slot] = Some(now.at);
                        Some(0)
                    }
                    Step::Back(group) => {
                        let text = match (now.saves[2 * group], now.saves[2 * group + 1]) {
                            (Some(start), Some(end)) => &input[start..end],
                            _ => "",
                        };
                        let rest = &input[now.at..];
                        let same = text.chars().count() <= rest.chars().count()
                            && text.chars().zip(rest.chars()).all(|(a, b)| self.same(a, b));
                        meter.spend(text.len() / 8)?;
                        same.then(|| {
                            rest.chars()
                                .take(text.chars().count())
                                .map(char::len_utf8)
                                .sum()
                        })
                    }
                    Step::Split(first, second) => {
                        if open.len() >= STACK {
                            meter.spend(usize::MAX)?;
                        }
                        meter.spend(2 + now.saves.len() / 4)?;
                        open.push(Alternative {
                            step: *second,
                            at: now.at,
                            saves: now.saves.clone(),
                            marks: now.marks.clone(),
                        });
                        now.step = *first;
                        continue;
                    }
                    Step::Jump(target) => {
                        now.step = *target;
                        continue;
                    }
                    Step::Mark(mark) => {
                        now.marks[*mark] = now.at;
                        Some(0)
                    }
                    Step::Progress(mark) => (now.marks[*mark] != now.at).then_some(0),
                };
                match consumed {
                    Some(length) => {
                        now.at += length;
                        now.step += 1;
                    }
                    None => break,
                }
            }
        }
        Ok(None)
    }

    fn same(&self, a: char, b: char) -> bool {
        a == b || (self.ignore_case && a.to_lowercase().eq(b.to_lowercase()))
    }
}

fn ranges(saves: &[Option<usize>]) -> Vec<Option<Range<usize>>> {
    saves
        .chunks(2)
        .map(|pair| Some(pair[0]?..pair[1]?))
        .collect()
}
