//! Variables that are read and never written are told at deployment.

use workflows::bpmn::{self, Diagnostic, File, Severity};
use workflows::form::Form;

use crate::script::xml;

const FORM: &str = r#"{"id":"card","type":"default","schemaVersion":19,"components":[
    {"type":"textfield","key":"title"},{"type":"number","key":"budget.total"}]}"#;

fn found(texts: &[&str], forms: &[&str]) -> Vec<Diagnostic> {
    let read: Vec<File> = texts.iter().map(|text| bpmn::read(xml(text))).collect();
    for file in &read {
        assert!(file.is_deployable(), "{:?}", file.diagnostics);
    }
    let files: Vec<(&str, &File)> = read.iter().map(|file| ("script.bpmn", file)).collect();
    let forms: Vec<Form> = forms
        .iter()
        .map(|json| Form::parse(json).unwrap())
        .collect();
    bpmn::lint_variables(&files, &forms)
        .into_iter()
        .flatten()
        .collect()
}

/// A script whose start form is `card`.
fn with_form(text: &str) -> String {
    xml(text).replacen(
        "</startEvent>",
        "<extensionElements><zeebe:formDefinition formId=\"card\"/></extensionElements></startEvent>",
        1,
    )
}

fn found_with_form(text: &str) -> Vec<Diagnostic> {
    let file = bpmn::read(with_form(text));
    assert!(file.is_deployable(), "{:?}", file.diagnostics);
    let form = Form::parse(FORM).unwrap();
    bpmn::lint_variables(&[("script.bpmn", &file)], &[form])
        .into_iter()
        .flatten()
        .collect()
}

#[test]
fn a_misspelt_variable_is_a_warning_with_its_element_and_line() {
    let found = found_with_form(
        "start s -> g
         xor g -> a [= titel = 1], e [default]
         script a script='= budget.total' result=sum -> e
         end e",
    );
    assert_eq!(found.len(), 1, "{found:?}");
    let warning = &found[0];
    assert_eq!(warning.code, "VARIABLE_NEVER_WRITTEN");
    assert_eq!(warning.severity, Severity::Warning);
    assert_eq!(warning.element.as_deref(), Some("g"));
    assert!(warning.line.is_some());
    assert!(warning.message.contains("titel") && warning.message_id.contains("titel"));
}

#[test]
fn forms_mappings_results_items_and_the_server_are_known_to_write() {
    let found = found_with_form(
        "start s -> a
         script a script='= title + region' result=first out:second=\"= first\" -> b
         script b script='= second' result=x mi=parallel over='= [1, 2]' as=item out=all outel='= item' -> c
         script c script='= count(all) + (for i in all return i)[1]' result=y in:local=\"= budget\" -> d
         script d script='= if is defined(local) then businessKey else loopCounter' result=z -> e
         end e",
    );
    assert!(found.is_empty(), "{found:?}");
}

#[test]
fn what_a_called_process_writes_is_known_to_its_caller() {
    let child = "process q
        start s2 -> b
        script b script='= 1' result=answer -> e2
        end e2";
    let parent = "process p
        start s -> c
        call c process=q -> a
        script a script='= answer + missing' result=sum -> e
        end e";
    let file = bpmn::read(with_form(&format!("{parent}\n{child}")));
    let form = Form::parse(FORM).unwrap();
    let found: Vec<_> = bpmn::lint_variables(&[("script.bpmn", &file)], &[form])
        .into_iter()
        .flatten()
        .collect();
    assert_eq!(found.len(), 1, "{found:?}");
    assert!(found[0].message.contains("missing"));
    assert_eq!(found[0].severity, Severity::Warning);
}

#[test]
fn where_the_world_may_bring_any_variable_it_is_only_worth_knowing() {
    for brings in [
        "service w type=work -> a",
        "user w -> a",
        "catch w message=m key='= 1' -> a",
        "call w process=elsewhere -> a",
    ] {
        let found = found(
            &[&format!(
                "start s -> w
                 {brings}
                 script a script='= brought' result=sum -> e
                 end e"
            )],
            &[],
        );
        assert_eq!(found.len(), 1, "{brings}: {found:?}");
        assert_eq!(found[0].severity, Severity::Info, "{brings}");
    }
}

#[test]
fn an_output_mapping_sees_the_results_of_its_own_worker() {
    let found = found_with_form(
        "start s -> w
         service w type=work out:answer=\"= result.value\" -> a
         script a script='= answer' result=sum -> e
         end e",
    );
    assert!(found.is_empty(), "{found:?}");
}
