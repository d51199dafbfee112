//! What changed between two texts, word by word: line breaks do not count, because a changed word moves every line break
//! of the paragraph after it. Made for reading: neighbouring changes are told as one, long unchanged stretches are left out.

use std::ops::Range;
use std::time::{Duration, Instant};

use similar::{Algorithm, DiffTag, capture_diff_slices_deadline};

/// Unchanged words that are shown on each side of a change.
const AROUND: usize = 14;
/// Unchanged words between two changes that are told as changed too, because single words in between are hard to read.
const ABSORBED: usize = 2;
/// After so long the rest is compared roughly; what is told stays true, but may not be the shortest way.
const PATIENCE: Duration = Duration::from_secs(3);

/// What became of words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fate {
    /// In both texts.
    Kept,
    /// Only in the later text.
    Added,
    /// Only in the earlier text.
    Removed,
}

/// Words with one fate.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    /// What became of them.
    pub fate: Fate,
    /// The words, with blanks and line breaks as in the text they come from.
    pub text: String,
}

/// Changes that stand near each other, with the words around them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Passage {
    /// Line of the earlier text where it begins, from 1.
    pub before_line: usize,
    /// Line of the later text where it begins, from 1.
    pub after_line: usize,
    /// Unchanged words that were left out before it.
    pub skipped: usize,
    /// The words in reading order; of a change, what was removed comes first.
    pub parts: Vec<Part>,
}

/// What changed between two texts.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct WordDiff {
    /// Words that only the later text has.
    pub added: usize,
    /// Words that only the earlier text has.
    pub removed: usize,
    /// Words that both have.
    pub kept: usize,
    /// Unchanged words behind the last passage.
    pub skipped_at_end: usize,
    /// The changes, in reading order.
    pub passages: Vec<Passage>,
}

/// A text as words, each with its line.
struct Words<'t> {
    words: Vec<&'t str>,
    lines: Vec<usize>,
}

impl<'t> Words<'t> {
    fn of(text: &'t str) -> Self {
        let (mut words, mut lines) = (Vec::new(), Vec::new());
        for (number, line) in (1..).zip(text.lines()) {
            for word in line.split_whitespace() {
                words.push(word);
                lines.push(number);
            }
        }
        Self { words, lines }
    }

    fn line(&self, at: usize) -> usize {
        let last = self.lines.last().copied().unwrap_or(1);
        self.lines.get(at).copied().unwrap_or(last)
    }

    fn text(&self, range: Range<usize>) -> String {
        let mut text = String::new();
        for at in range {
            if at > 0 && !text.is_empty() {
                text.push(if self.line(at) == self.line(at - 1) {
                    ' '
                } else {
                    '\n'
                });
            }
            text.push_str(self.words.get(at).copied().unwrap_or_default());
        }
        text
    }
}

/// A stretch of both texts.
#[derive(Clone)]
struct Stretch {
    kept: bool,
    before: Range<usize>,
    after: Range<usize>,
}

impl Stretch {
    fn size(&self) -> usize {
        self.before.len() + self.after.len()
    }
}

/// Compares `before` with `after`. Every word of either text is in exactly one stretch, told or left out.
#[must_use]
pub fn compare(before: &str, after: &str) -> WordDiff {
    let (before, after) = (Words::of(before), Words::of(after));
    let mut diff = WordDiff::default();
    let stretches = stretches(&before, &after);
    for stretch in &stretches {
        if stretch.kept {
            diff.kept += stretch.before.len();
        } else {
            diff.removed += stretch.before.len();
            diff.added += stretch.after.len();
        }
    }
    let mut open: Option<Passage> = None;
    let mut skipped = 0;
    for (number, stretch) in stretches.iter().enumerate() {
        if !stretch.kept {
            let passage = open.get_or_insert_with(|| Passage {
                before_line: before.line(stretch.before.start),
                after_line: after.line(stretch.after.start),
                skipped: std::mem::take(&mut skipped),
                parts: Vec::new(),
            });
            for (fate, text) in [
                (Fate::Removed, before.text(stretch.before.clone())),
                (Fate::Added, after.text(stretch.after.clone())),
            ] {
                if !text.is_empty() {
                    passage.parts.push(Part { fate, text });
                }
            }
            continue;
        }
        let last = number + 1 == stretches.len();
        let (length, start) = (stretch.after.len(), stretch.after.start);
        let behind = if open.is_some() {
            AROUND.min(length)
        } else {
            0
        };
        let ahead = if last { 0 } else { AROUND.min(length - behind) };
        let left_out = length - behind - ahead;
        let kept = |range: Range<usize>| Part {
            fate: Fate::Kept,
            text: after.text(range),
        };
        if let Some(passage) = &mut open {
            let shown = if left_out == 0 { length } else { behind };
            if shown > 0 {
                passage.parts.push(kept(start..start + shown));
            }
        }
        if left_out == 0 && open.is_some() && !last {
            continue;
        }
        diff.passages.extend(open.take());
        skipped += left_out;
        if ahead > 0 {
            open = Some(Passage {
                before_line: before.line(stretch.before.end - ahead),
                after_line: after.line(stretch.after.end - ahead),
                skipped: std::mem::take(&mut skipped),
                parts: vec![kept(stretch.after.end - ahead..stretch.after.end)],
            });
        }
    }
    diff.passages.extend(open);
    diff.skipped_at_end = skipped;
    diff
}

fn stretches(before: &Words<'_>, after: &Words<'_>) -> Vec<Stretch> {
    let operations = capture_diff_slices_deadline(
        Algorithm::Myers,
        &before.words,
        &after.words,
        Some(Instant::now() + PATIENCE),
    );
    let mut found: Vec<Stretch> = Vec::new();
    // The operations come in order, but an insertion may name another place of the earlier text than where it is told.
    let (mut first, mut second) = (0, 0);
    for operation in operations {
        let (old, new) = (operation.old_range().len(), operation.new_range().len());
        let stretch = Stretch {
            kept: operation.tag() == DiffTag::Equal,
            before: first..first + old,
            after: second..second + new,
        };
        (first, second) = (first + old, second + new);
        match found.last_mut() {
            Some(last) if last.kept == stretch.kept => {
                last.before.end = stretch.before.end;
                last.after.end = stretch.after.end;
            }
            _ => found.push(stretch),
        }
    }
    let mut told: Vec<Stretch> = Vec::new();
    for (number, stretch) in found.iter().enumerate() {
        let between = stretch.kept
            && stretch.after.len() <= ABSORBED
            && told
                .last()
                .is_some_and(|last| !last.kept && last.size() > ABSORBED)
            && found
                .get(number + 1)
                .is_some_and(|next| next.size() > ABSORBED);
        match told.last_mut() {
            Some(last) if between || (!last.kept && !stretch.kept) => {
                last.before.end = stretch.before.end;
                last.after.end = stretch.after.end;
            }
            _ => told.push(stretch.clone()),
        }
    }
    told
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(diff: &WordDiff) -> String {
        let mut text = String::new();
        for passage in &diff.passages {
            if passage.skipped > 0 {
                text.push_str(&format!("({})", passage.skipped));
            }
            for part in &passage.parts {
                let mark = match part.fate {
                    Fate::Kept => ' ',
                    Fate::Added => '+',
                    Fate::Removed => '-',
                };
                text.push_str(&format!("{mark}[{}]", part.text));
            }
        }
        text
    }

    #[test]
    fn a_changed_figure_is_one_change_wherever_the_lines_break() {
        let diff = compare(
            "Target tahun 2027 adalah 32\npuskesmas di seluruh kabupaten.",
            "Target tahun 2027 adalah 40 puskesmas\ndi seluruh kabupaten.",
        );
        assert_eq!((diff.removed, diff.added, diff.kept), (1, 1, 8));
        assert_eq!(
            told(&diff),
            " [Target tahun 2027 adalah]-[32]+[40] [puskesmas\ndi seluruh kabupaten.]"
        );
    }

    #[test]
    fn far_apart_changes_are_two_passages_and_what_lies_between_is_counted() {
        let middle = (0..100).map(|n| format!("kata{n}")).collect::<Vec<_>>();
        let before = format!("satu\n{}\ndua", middle.join(" "));
        let after = format!("esa\n{}\ntiga", middle.join(" "));
        let diff = compare(&before, &after);
        assert_eq!(diff.passages.len(), 2);
        assert_eq!(diff.passages[1].skipped, 100 - 2 * AROUND);
        assert_eq!(diff.passages[1].before_line, 2);
        assert_eq!(diff.skipped_at_end, 0);
    }

    #[test]
    fn the_same_text_has_no_passages() {
        let diff = compare("a b c", "a b\nc");
        assert_eq!(
            (diff.passages.len(), diff.kept, diff.skipped_at_end),
            (0, 3, 3)
        );
        assert_eq!(compare("", "").passages.len(), 0);
        assert_eq!(told(&compare("", "baru")), "+[baru]");
        assert_eq!(told(&compare("lama", "")), "-[lama]");
    }
}
