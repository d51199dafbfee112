//! What a decision answered, in plain sentences: which rows of its tables held, on what, and what follows of them.

use workflows::feel::{Context, Value};

use crate::graph::written::{Said, answer};

/// Rows that are told of one decision.
const ROWS: usize = 3;
/// Most characters of one value.
const VALUE: usize = 160;
/// What the name of an output ends with that is its English text.
const ENGLISH: &str = "English";

/// Tells an answer; `matched` holds the rules that held (`RuleHit`s), in order of evaluation.
pub(super) fn told(decision: &str, value: &Value, matched: &Value) -> Said {
    let hits: Vec<&Context> = matched
        .as_list()
        .into_iter()
        .flat_map(|hits| hits.iter())
        .filter_map(|hit| hit.as_context().map(AsRef::as_ref))
        .collect();
    let chosen: Vec<&Context> = hits
        .iter()
        .copied()
        .filter(|hit| flag(hit, "chosen").unwrap_or(true))
        .collect();
    let mut said = Said::new("", "");
    for hit in chosen.iter().take(ROWS) {
        append(&mut said, &row(hit));
    }
    if chosen.len() > ROWS {
        let more = chosen.len() - ROWS;
        append(
            &mut said,
            &Said::new(
                format!("Ada {more} aturan lain yang berlaku."),
                format!("{more} more rules apply."),
            ),
        );
    }
    if chosen.is_empty()
        && let Some(hit) = hits.last()
    {
        append(&mut said, &without(hit, hits.len()));
    }
    if chosen.len() != 1 {
        let title = words(decision);
        let result = short(&answer(value));
        append(
            &mut said,
            &Said::new(
                format!("{title} menghasilkan: {}.", result.id),
                format!("{title} came to: {}.", result.en),
            ),
        );
    }
    said
}

/// One row that is in the result.
fn row(hit: &Context) -> Said {
    let title = title(hit);
    let number = hit.get("rule").map(Value::to_text).unwrap_or_default();
    let outputs = outcome(hit);
    if number == "0" {
        return Said::new(
            format!(
                "{}: tidak ada aturan yang cocok, maka berlaku nilai bawaan: {}.",
                title.id, outputs.id
            ),
            format!(
                "{}: no rule matches, so the defaults apply: {}.",
                title.en, outputs.en
            ),
        );
    }
    let because = circumstances(hit);
    let mut said = if because.id.is_empty() {
        Said::new(
            format!(
                "{}: apa pun keadaannya, {} (aturan nomor {number}).",
                title.id, outputs.id
            ),
            format!(
                "{}: whatever the case, {} (rule {number}).",
                title.en, outputs.en
            ),
        )
    } else {
        Said::new(
            format!(
                "{}: karena {}, maka {} (aturan nomor {number}).",
                title.id, because.id, outputs.id
            ),
            format!(
                "{}: because {}, {} (rule {number}).",
                title.en, because.en, outputs.en
            ),
        )
    };
    append(&mut said, &note(hit));
    said
}

/// Why nothing of the table is in the result.
fn without(hit: &Context, hits: usize) -> Said {
    let title = title(hit);
    if hit.get("rule").map(Value::to_text).as_deref() == Some("0") {
        let because = circumstances(hit);
        return Said::new(
            format!(
                "{}: tidak ada aturan yang cocok untuk {}.",
                title.id, because.id
            ),
            format!("{}: no rule matches where {}.", title.en, because.en),
        );
    }
    Said::new(
        format!(
            "{}: {hits} aturan cocok sekaligus, padahal hanya satu yang boleh.",
            title.id
        ),
        format!(
            "{}: {hits} rules match at once where only one may.",
            title.en
        ),
    )
}

/// The inputs that the rule looked at, with their values.
fn circumstances(hit: &Context) -> Said {
    let conditions = hit.get("conditions").and_then(Value::as_list);
    let looked_at = |index: usize| {
        let cell = conditions.and_then(|cells| cells.get(index));
        cell.is_none_or(|cell| !matches!(cell.to_text().trim(), "" | "-"))
    };
    let labels = labels(hit, 0);
    let parts = pairs(hit, "inputs")
        .into_iter()
        .enumerate()
        .filter(|(index, _)| looked_at(*index))
        .map(|(index, (name, value))| {
            let label = labels.get(index).cloned().flatten();
            let label = label.unwrap_or_else(|| Said::new(name.as_str(), name.as_str()));
            let value = short(&answer(value));
            Said::new(
                format!("{} {}", label.id, value.id),
                format!("{} is {}", label.en, value.en),
            )
        });
    listed(parts)
}

/// The outputs of the rule, each in the language it is written in; structures only where there is nothing simpler.
fn outcome(hit: &Context) -> Said {
    let labels = labels(hit, 1);
    let outputs = pairs(hit, "outputs");
    let structured = |value: &Value| matches!(value, Value::Context(_) | Value::List(_));
    let only_structures = outputs.iter().all(|(_, value)| structured(value));
    let has = |name: &str| outputs.iter().any(|(other, _)| other == name);
    let mut said = (Vec::new(), Vec::new());
    for (index, (name, value)) in outputs.iter().enumerate() {
        if structured(value) && !only_structures {
            continue;
        }
        let label = labels.get(index).cloned().flatten();
        let value = short(&answer(value));
        let part = match (label, name.is_empty()) {
            (Some(label), _) => Said::new(
                format!("{} {}", label.id, value.id),
                format!("{} is {}", label.en, value.en),
            ),
            (None, true) => Said::new(
                format!("hasilnya {}", value.id),
                format!("the result is {}", value.en),
            ),
            (None, false) => Said::new(
                format!("{} {}", words(name), value.id),
                format!("{} is {}", words(name), value.en),
            ),
        };
        let other = name.strip_suffix(ENGLISH);
        if other.is_none_or(|name| !has(name)) {
            said.0.push(part.id);
        }
        if other.is_some() || !has(&format!("{name}{ENGLISH}")) {
            said.1.push(part.en);
        }
    }
    Said::new(said.0.join(", "), said.1.join(", "))
}

/// What the model says of the rule: the column named English in English, everything else in Indonesian.
fn note(hit: &Context) -> Said {
    let mut said = Said::new("", "");
    for (column, text) in pairs(hit, "annotations") {
        let text = text.to_text();
        let english = matches!(column.to_lowercase().as_str(), "english" | "en");
        append(
            &mut said,
            &if english {
                Said::new("", text)
            } else {
                Said::new(text, "")
            },
        );
    }
    said
}

/// The table, as people call it.
fn title(hit: &Context) -> Said {
    let named = || words(&hit.get("decision").map(Value::to_text).unwrap_or_default());
    label(hit.get("title")).unwrap_or_else(|| Said::new(named(), named()))
}

/// The labels of the inputs (0) or outputs (1).
fn labels(hit: &Context, which: usize) -> Vec<Option<Said>> {
    hit.get("labels")
        .and_then(Value::as_list)
        .and_then(|both| both.get(which))
        .and_then(Value::as_list)
        .into_iter()
        .flat_map(|titles| titles.iter())
        .map(|titles| label(Some(titles)))
        .collect()
}

/// A label in both languages, if there is one in the language of the model.
fn label(titles: Option<&Value>) -> Option<Said> {
    let titles = titles?.as_context()?;
    let own = titles.get("own")?.as_str()?.trim();
    let english = titles.get("en").and_then(Value::as_str).unwrap_or(own);
    (!own.is_empty()).then(|| Said::new(own, english))
}

/// Names with values, as pairs.
fn pairs<'v>(hit: &'v Context, of: &str) -> Vec<(String, &'v Value)> {
    hit.get(of)
        .and_then(Value::as_list)
        .into_iter()
        .flat_map(|pairs| pairs.iter())
        .filter_map(|pair| match pair.as_list()?.as_slice() {
            [name, value] => Some((name.to_text(), value)),
            _ => None,
        })
        .collect()
}

fn flag(hit: &Context, name: &str) -> Option<bool> {
    hit.get(name)?.as_bool()
}

/// `bundleDefects` and `bundle-defects` as `Bundle defects`; what has spaces is left as it is.
fn words(name: &str) -> String {
    let mut out = String::new();
    let identifier = !name.contains(' ');
    for character in name.chars() {
        if identifier && matches!(character, '-' | '_') {
            out.push(' ');
        } else if identifier && character.is_uppercase() && !out.is_empty() {
            out.push(' ');
            out.extend(character.to_lowercase());
        } else if out.is_empty() {
            out.extend(character.to_uppercase());
        } else {
            out.push(character);
        }
    }
    out
}

/// A value that is not too long to read.
fn short(said: &Said) -> Said {
    let cut = |text: &str| match text.char_indices().nth(VALUE) {
        Some((at, _)) => format!("{}…", &text[..at]),
        None => text.to_owned(),
    };
    Said::new(cut(&said.id), cut(&said.en))
}

/// `a, b dan c`, `a, b and c`.
fn listed(parts: impl Iterator<Item = Said>) -> Said {
    let (id, en): (Vec<String>, Vec<String>) = parts.map(|said| (said.id, said.en)).unzip();
    let list = |parts: &[String], and: &str| match parts {
        [] => String::new(),
        [one] => one.clone(),
        [first @ .., last] => format!("{} {and} {last}", first.join(", ")),
    };
    Said::new(list(&id, "dan"), list(&en, "and"))
}

fn append(said: &mut Said, more: &Said) {
    for (text, more) in [(&mut said.id, &more.id), (&mut said.en, &more.en)] {
        if !text.is_empty() && !more.is_empty() {
            text.push(' ');
        }
        text.push_str(more);
    }
}

#[cfg(test)]
mod tests {
    use workflows::dmn::Model;
    use workflows::feel::Environment;

    use super::*;

    /// What is told of a decision of this table body over `kelas` and `jumlah`.
    fn table(attributes: &str, body: &str, class: &str, count: i64) -> Said {
        let xml = format!(
            r##"<definitions xmlns="https://www.omg.org/spec/DMN/20230324/MODEL/" xmlns:mufakat="https://mufakat.id/schema" id="m" name="m" namespace="urn:m">
            <inputData id="k" name="kelas"><variable name="kelas"/></inputData><inputData id="j" name="jumlah"><variable name="jumlah"/></inputData>
            <decision id="quorum" name="quorumRule"><variable name="quorumRule"/>
            <informationRequirement><requiredInput href="#k"/></informationRequirement><informationRequirement><requiredInput href="#j"/></informationRequirement>
            <decisionTable {attributes}><input label="Kelas keputusan" mufakat:labelEn="Class of decision"><inputExpression><text>kelas</text></inputExpression></input>
            <input label="Jumlah anggota"><inputExpression><text>jumlah</text></inputExpression></input>{body}</decisionTable></decision></definitions>"##
        );
        let (model, findings) = Model::parse(&xml);
        assert!(findings.is_empty(), "{findings:?}");
        let mut inputs = Context::new();
        inputs.insert("kelas", Value::from(class));
        inputs.insert("jumlah", Value::from(count));
        let now = "2026-11-22T00:00:00Z".parse().unwrap_or_default();
        let decided = model
            .and_then(|model| {
                model
                    .evaluate("quorum", &inputs, &Environment::at(now))
                    .ok()
            })
            .unwrap_or_else(|| panic!("decided"));
        let matched = serde_json::to_value(&decided.matched).unwrap_or_default();
        told("quorum", &decided.value, &Value::from_json(&matched))
    }

    const RULES: &str = r#"<output label="Kehadiran minimum" mufakat:labelEn="Least attendance" name="min"/><output name="why"/><output name="whyEnglish"/><annotation name="English"/>
        <rule><description>Pengesahan memerlukan dua pertiga.</description><inputEntry><text>"AMENDMENT"</text></inputEntry><inputEntry><text>-</text></inputEntry>
          <outputEntry><text>8</text></outputEntry><outputEntry><text>"dua pertiga"</text></outputEntry><outputEntry><text>"two thirds"</text></outputEntry><annotationEntry><text>Adoption needs two thirds.</text></annotationEntry></rule>
        <rule><inputEntry><text>-</text></inputEntry><inputEntry><text>&gt; 5</text></inputEntry><outputEntry><text>6</text></outputEntry><outputEntry><text>"separuh"</text></outputEntry><outputEntry><text>"half"</text></outputEntry></rule>"#;

    #[test]
    fn a_rule_is_told_with_its_circumstances_outcome_and_note() {
        let said = table(
            r#"hitPolicy="FIRST" outputLabel="Kuorum rapat" mufakat:outputLabelEn="Quorum of the meeting""#,
            RULES,
            "AMENDMENT",
            11,
        );
        assert_eq!(
            said.id,
            "Kuorum rapat: karena Kelas keputusan AMENDMENT, maka Kehadiran minimum 8, Why dua pertiga (aturan nomor 1). Pengesahan memerlukan dua pertiga."
        );
        assert_eq!(
            said.en,
            "Quorum of the meeting: because Class of decision is AMENDMENT, Least attendance is 8, Why english is two thirds (rule 1). Adoption needs two thirds."
        );
    }

    #[test]
    fn rules_that_the_policy_did_not_take_are_not_told() {
        let said = table(r#"hitPolicy="FIRST""#, RULES, "ORDINARY", 11);
        assert_eq!(
            said.id,
            "Quorum rule: karena Jumlah anggota 11, maka Kehadiran minimum 6, Why separuh (aturan nomor 2)."
        );
        let unique = table("", RULES, "AMENDMENT", 11);
        assert_eq!(
            unique.en,
            "Quorum rule: 2 rules match at once where only one may. Quorum came to: nothing."
        );
    }

    #[test]
    fn a_table_without_a_matching_rule_says_so() {
        let said = table("", RULES, "ORDINARY", 3);
        assert_eq!(
            said.id,
            "Quorum rule: tidak ada aturan yang cocok untuk Kelas keputusan ORDINARY dan Jumlah anggota 3. Quorum menghasilkan: tidak ada."
        );
        let defaults = RULES.replace(
            r#"name="min"/>"#,
            r#"name="min"><defaultOutputEntry><text>1</text></defaultOutputEntry></output>"#,
        );
        let said = table("", &defaults, "ORDINARY", 3);
        assert!(
            said.en.starts_with(
                "Quorum rule: no rule matches, so the defaults apply: Least attendance is 1"
            ),
            "{}",
            said.en
        );
    }
}
