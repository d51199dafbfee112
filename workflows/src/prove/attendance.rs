//! Who must be there before a council may decide, by class of decision: read from the decision `quorum` of a deployment,
//! so that staffing is judged by the table that the meeting itself will ask (DOMAIN 6.1).

use std::collections::BTreeMap;

use crate::dmn::Model;
use crate::feel::value::Value;
use crate::feel::{Context, Environment};
use crate::voting::{QuorumRule, Threshold};

/// The decision that says it, unless a process names another one.
const DECISION: &str = "quorum";
/// Its input.
const CLASS: &str = "decisionClass";

/// The attendance that decisions of a council need.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Attendance {
    rules: BTreeMap<String, QuorumRule>,
}

impl Attendance {
    /// Asks the decision `quorum` of a model for each class that its table knows. Its value is a context with
    /// `minPresent` (`numerator`, `denominator`, `strict`) and `blocks`. `None` when the model does not have it, or has it
    /// in another form.
    #[must_use]
    pub fn of(model: &Model, environment: &Environment<'_>) -> Option<Self> {
        let mut rules = BTreeMap::new();
        for class in model.tested_texts(DECISION, CLASS) {
            let mut asked = Context::new();
            asked.insert(CLASS, class.as_str());
            let decided = model.evaluate(DECISION, &asked, environment).ok();
            if let Some(rule) = decided.and_then(|it| rule(&it.value)) {
                rules.insert(class, rule);
            }
        }
        (!rules.is_empty()).then_some(Self { rules })
    }

    /// What each class needs, in alphabetical order; empty when nothing is known of any.
    pub fn rules(&self) -> impl Iterator<Item = (&str, &QuorumRule)> {
        self.rules
            .iter()
            .map(|(class, rule)| (class.as_str(), rule))
    }
}

fn rule(value: &Value) -> Option<QuorumRule> {
    let said = value.as_context()?;
    let least = said.get("minPresent")?.as_context()?;
    let number = |name: &str| u32::try_from(least.get(name)?.as_i64()?).ok();
    let strict = least.get("strict").and_then(Value::as_bool) == Some(true);
    let blocks = said.get("blocks").and_then(Value::as_list);
    Some(QuorumRule {
        min_present: Threshold::new(number("numerator")?, number("denominator")?, strict).ok()?,
        blocks: blocks
            .into_iter()
            .flat_map(|all| all.iter())
            .filter_map(|block| block.as_str().map(str::to_owned))
            .collect(),
    })
}
