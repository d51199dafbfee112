//! The second book's page of a vote: what the ballots allow the result to be, told from the ballots alone.

use std::collections::BTreeMap;

use workflows::feel::Value;
use workflows::voting::{Ballot, Choice, DecideWhen, Electorate, Method, Rules};

/// One vote.
pub(super) struct Roll {
    rules: Rules,
    electorate: Electorate,
    cast: BTreeMap<String, Choice>,
    settled: bool,
}

impl Roll {
    pub(super) fn open(rules: &Rules, electorate: &Electorate) -> Self {
        Self {
            rules: rules.clone(),
            electorate: electorate.clone(),
            cast: BTreeMap::new(),
            settled: false,
        }
    }

    pub(super) fn is_closed(&self) -> bool {
        self.settled
    }

    /// A ballot is taken.
    ///
    /// # Errors
    /// It comes too late, is a second one, or a stranger's.
    pub(super) fn cast(&mut self, ballot: &Ballot) -> Result<(), String> {
        if self.settled {
            return Err("a ballot after the result".to_owned());
        }
        if !self.electorate.contains(&ballot.person) {
            return Err("a stranger voted".to_owned());
        }
        match self.cast.insert(ballot.person.clone(), ballot.choice) {
            None => Ok(()),
            Some(_) => Err("somebody voted twice".to_owned()),
        }
    }

    /// A count is told: it must be the count of the ballots, and settled exactly when it has to be.
    ///
    /// # Errors
    /// What is wrong with it.
    pub(super) fn counted(&mut self, tally: &Value, settled: bool) -> Result<(), String> {
        let told = |name: &str| tally.as_context().and_then(|it| it.get(name));
        let outstanding = self.electorate.electors().len() - self.cast.len();
        if told("outstanding").and_then(Value::as_i64) != Some(outstanding as i64) {
            return Err(format!("{outstanding} are outstanding: {tally:?}"));
        }
        // All the rest against, all the rest for: between these lies everything that may still happen.
        let ends = [Choice::Reject, Choice::Approve].map(|rest| self.passes(rest));
        let certain = match self.rules.decide_when {
            DecideWhen::Known => ends[0] == ends[1],
            DecideWhen::All => outstanding == 0,
        };
        if certain != settled {
            return Err(format!("certain: {certain}, settled: {settled}"));
        }
        let notes = self.cast.values().any(|it| *it == Choice::ApproveWithNotes);
        let right = match (settled, ends[0]) {
            (false, _) => "PENDING",
            (true, true) if notes => "APPROVED_WITH_NOTES",
            (true, true) => "APPROVED",
            (true, false) => "REJECTED",
        };
        if told("outcome").and_then(Value::as_str) != Some(right) {
            return Err(format!("the outcome is {right}: {tally:?}"));
        }
        self.settled = settled;
        Ok(())
    }

    /// Whether the motion passes when everybody who has not voted says this.
    fn passes(&self, rest: Choice) -> bool {
        let (mut for_it, mut base, mut against, mut veto) = (0_u64, 0_u64, false, false);
        for elector in self.electorate.electors() {
            let person = elector.person.as_str();
            let choice = self.cast.get(person).copied().unwrap_or(rest);
            let weight = match self.rules.method {
                Method::Weighted => self.rules.weights.get(person).copied().unwrap_or(1),
                _ => 1,
            };
            base += u64::from(weight) * u64::from(choice != Choice::Recuse);
            for_it += u64::from(weight) * u64::from(choice.approves());
            against |= choice == Choice::Reject;
            veto |= choice == Choice::Reject && self.rules.vetoers.contains(person);
        }
        if self.rules.method == Method::Absolute {
            base = self.electorate.entitled();
        }
        !veto
            && match (self.rules.method, self.rules.threshold) {
                (Method::Consensus, _) => !against && for_it > 0,
                (_, Some(own)) => own.is_met(for_it, base),
                (Method::TwoThirds, None) => for_it > 0 && 3 * for_it >= 2 * base,
                (_, None) => 2 * for_it > base,
            }
    }
}
