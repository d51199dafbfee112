//! The table of what runs tells the truth, and its printed form is fresh.

use workflows::bpmn::support::{self, Verdict};
use workflows::bpmn::{self, Severity};

#[test]
fn every_line_of_the_support_table_is_true() {
    for row in support::TABLE {
        let what = format!("{} / {}", row.group, row.name);
        let file = bpmn::read(support::example(row.example));
        let has = |severity| file.diagnostics.iter().any(|it| it.severity == severity);
        match row.verdict {
            Verdict::Runs | Verdict::Drawn => {
                let told: Vec<_> = file
                    .diagnostics
                    .iter()
                    .filter(|found| found.severity != Severity::Info)
                    .collect();
                assert!(told.is_empty(), "{what}: {told:?}");
                // Plain BPMN is in the example, so that something was indeed read.
                assert!(row.example.contains("id='"), "{what}");
            }
            Verdict::Warned => {
                assert!(has(Severity::Warning), "{what}: no warning");
                assert!(file.is_deployable(), "{what}: {:?}", file.diagnostics);
            }
            Verdict::Refused => {
                let refused = file
                    .diagnostics
                    .iter()
                    .find(|found| found.severity == Severity::Error)
                    .unwrap_or_else(|| panic!("{what}: deployed"));
                assert!(refused.element.is_some(), "{what}: {refused:?}");
                assert!(refused.line.is_some(), "{what}: {refused:?}");
                assert!(!refused.remedy.is_empty(), "{what}: {refused:?}");
            }
        }
    }
}

#[test]
#[allow(clippy::disallowed_methods)] // a test reads its own sources
fn everything_that_runs_names_a_script_that_is_there() {
    for row in support::TABLE {
        let what = format!("{} / {}", row.group, row.name);
        assert_eq!(
            row.verdict == Verdict::Runs,
            !row.script.is_empty(),
            "{what}"
        );
        let Some((file, test)) = row.script.rsplit_once("::") else {
            continue;
        };
        let path = format!(
            "{}/tests/it/{}.rs",
            env!("CARGO_MANIFEST_DIR"),
            file.replace("::", "/")
        );
        let text = std::fs::read_to_string(path).unwrap_or_default();
        assert!(
            text.contains(&format!("#[test]\nfn {test}(")),
            "{what}: {}",
            row.script
        );
    }
}

#[test]
#[allow(clippy::disallowed_methods)]
fn the_printed_support_table_is_fresh() {
    let file = concat!(env!("CARGO_MANIFEST_DIR"), "/../docs/bpmn-support.md");
    let now = support::markdown();
    if std::env::var("MUFAKAT_PRINT").is_ok() {
        std::fs::write(file, &now).expect("docs can be written");
    }
    let kept = std::fs::read_to_string(file).unwrap_or_default();
    let difference = now.lines().zip(kept.lines()).find(|(new, old)| new != old);
    assert!(
        now == kept,
        "the table changed, first here (now, kept): {difference:?}; print it anew with MUFAKAT_PRINT=1"
    );
}
