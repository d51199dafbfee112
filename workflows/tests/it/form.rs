//! What people fill in, checked again on the server.

use proptest::prelude::*;
use workflows::feel::{Context, Environment, Value, json};
use workflows::form::{Form, ProblemCode, Validated, limits};

fn context(text: &str) -> Context {
    let value = json::parse(text).unwrap();
    value.as_context().unwrap().as_ref().clone()
}

fn form(components: &str) -> Form {
    parse(&format!(
        r#"{{"type":"default","id":"f","schemaVersion":19,"components":[{components}]}}"#
    ))
}

fn parse(text: &str) -> Form {
    Form::parse(text).unwrap_or_else(|found| panic!("{found:#?}"))
}

fn submit_with(components: &str, submitted: &str, variables: &str) -> Validated {
    let now = "2026-11-22T16:30:00Z".parse().unwrap();
    let environment = Environment::at(now).in_zone(chrono_tz::Asia::Makassar);
    form(components).validate(&context(submitted), &context(variables), &environment)
}

fn submit(components: &str, submitted: &str) -> Validated {
    submit_with(components, submitted, "{}")
}

/// `path:CODE` of every problem.
fn problems(result: &Validated) -> Vec<String> {
    let code = |code: ProblemCode| {
        serde_json::to_value(code)
            .unwrap()
            .as_str()
            .unwrap()
            .to_owned()
    };
    result
        .problems
        .iter()
        .map(|p| format!("{}:{}", p.path, code(p.code)))
        .collect()
}

/// The values taken, as JSON.
fn values(result: &Validated) -> String {
    json::write(&Value::from(result.values.clone()))
}

fn codes(text: &str) -> Vec<&'static str> {
    Form::parse(text)
        .unwrap_err()
        .iter()
        .map(|found| found.code)
        .collect()
}

#[test]
fn what_is_entered_is_taken_and_what_is_unknown_is_dropped() {
    let result = submit(
        r#"{"type":"textfield","key":"title"},{"type":"number","key":"cost"},{"type":"checkbox","key":"agreed"}"#,
        r#"{"title":"Peta jalan","cost":12345678901234567890.25,"agreed":true,"approved":true,"__proto__":1}"#,
    );
    assert_eq!(problems(&result), [""; 0]);
    assert_eq!(
        values(&result),
        r#"{"title":"Peta jalan","cost":12345678901234567890.25,"agreed":true}"#
    );
}

#[test]
fn nothing_entered_becomes_the_empty_value_of_the_field() {
    let fields = r#"{"type":"textfield","key":"a"},{"type":"number","key":"b"},{"type":"checkbox","key":"c"},
        {"type":"checklist","key":"d","values":[{"value":1}]},{"type":"select","key":"e","values":[{"value":1}]},
        {"type":"datetime","key":"f"},{"type":"filepicker","key":"g"},{"type":"filepicker","key":"h","multiple":true},{"type":"dynamiclist","path":"l","components":[]}"#;
    let empty = r#"{"a":null,"b":null,"c":false,"d":[],"e":null,"f":null,"g":null,"h":[],"l":[]}"#;
    assert_eq!(values(&submit(fields, "{}")), empty);
    let blanks = submit(
        fields,
        r#"{"a":"","b":"","c":null,"d":null,"e":"","f":"","g":"","h":[],"l":null}"#,
    );
    assert_eq!(values(&blanks), empty.replacen("null", "\"\"", 1));
    assert!(blanks.is_ok());
}

#[test]
fn a_required_field_left_empty_is_a_problem_in_two_languages() {
    let required = r#""validate":{"required":true}"#;
    let fields = format!(
        r#"{{"type":"textarea","id":"x","key":"a",{required}}},{{"type":"number","key":"b",{required}}},{{"type":"checkbox","key":"c",{required}}},
        {{"type":"taglist","key":"d","values":[{{"value":"v"}}],{required}}},{{"type":"filepicker","key":"e",{required}}},{{"type":"dynamiclist","path":"l","components":[],{required}}}"#
    );
    let result = submit(&fields, r#"{"a":"  ","c":false,"d":[],"l":[]}"#);
    assert_eq!(
        problems(&result),
        [
            "a:REQUIRED",
            "b:REQUIRED",
            "c:REQUIRED",
            "d:REQUIRED",
            "e:REQUIRED",
            "l:REQUIRED"
        ]
    );
    let first = &result.problems[0];
    assert_eq!(
        (first.key.as_str(), first.component.as_deref()),
        ("a", Some("x"))
    );
    assert_eq!(
        (first.message_id.as_str(), first.message_en.as_str()),
        ("Wajib diisi.", "This field is required.")
    );
    let zero = submit(
        r#"{"type":"number","key":"b","validate":{"required":true}}"#,
        r#"{"b":0}"#,
    );
    assert!(zero.is_ok());
}

#[test]
fn texts_keep_to_length_pattern_and_shape() {
    let field =
        |validate: &str| format!(r#"{{"type":"textfield","key":"t","validate":{{{validate}}}}}"#);
    for (validate, value, expected) in [
        (r#""minLength":3"#, r#""ab""#, "t:TOO_SHORT"),
        (r#""minLength":3"#, r#""  ab  ""#, "t:TOO_SHORT"),
        (r#""minLength":3"#, r#""abc""#, ""),
        (r#""maxLength":3"#, r#""abcd""#, "t:TOO_LONG"),
        (r#""maxLength":"=1+2""#, r#""abcd""#, "t:TOO_LONG"),
        (r#""maxLength":"4""#, r#""abcd""#, ""),
        (r#""pattern":"^[0-9]{2}\\.[0-9]{2}$""#, r#""64.02""#, ""),
        (
            r#""pattern":"^[0-9]{2}\\.[0-9]{2}$""#,
            r#""6402""#,
            "t:PATTERN",
        ),
        (r#""validationType":"email""#, r#""kadis@contoh.go.id""#, ""),
        (
            r#""validationType":"email""#,
            r#""kadis@@contoh""#,
            "t:EMAIL",
        ),
        (r#""validationType":"phone""#, r#""+6281234567890""#, ""),
        (
            r#""validationType":"phone""#,
            r#""081234567890""#,
            "t:PHONE",
        ),
        ("", "17", "t:TYPE"),
        ("", "[\"a\"]", "t:TYPE"),
        ("", "{}", "t:TYPE"),
    ] {
        let result = submit(&field(validate), &format!(r#"{{"t":{value}}}"#));
        assert_eq!(problems(&result).join(","), expected, "{validate} {value}");
    }
    let own = submit(
        &field(r#""pattern":"^a$","patternErrorMessage":"Hanya a.""#),
        r#"{"t":"b"}"#,
    );
    assert_eq!(own.problems[0].message_id, "Hanya a.");
    let long = format!(r#"{{"t":"{}"}}"#, "x".repeat(limits::TEXT + 1));
    assert_eq!(problems(&submit(&field(""), &long)), ["t:TOO_LONG"]);
}

#[test]
fn numbers_keep_to_bounds_digits_and_steps_exactly() {
    let field = |rules: &str| format!(r#"{{"type":"number","key":"n",{rules}}}"#);
    for (rules, value, expected) in [
        (r#""validate":{"min":0,"max":100}"#, "100", ""),
        (
            r#""validate":{"min":0,"max":100}"#,
            "100.0000000000000000001",
            "n:MAX",
        ),
        (r#""validate":{"min":"=limit"}"#, "6", "n:MIN"),
        (r#""validate":{"min":"=limit"}"#, "7", ""),
        (r#""validate":{"min":"=missing"}"#, "-7", ""),
        (r#""validate":{"min":"=\"x\""}"#, "1", "n:EXPRESSION"),
        (r#""decimalDigits":0"#, "1.5", "n:DECIMALS"),
        (r#""decimalDigits":2"#, "1.55", ""),
        (r#""decimalDigits":2"#, "1.50", ""),
        (r#""increment":0.25"#, "3.75", ""),
        (r#""increment":0.25"#, "3.8", "n:INCREMENT"),
        (r#""decimalDigits":1"#, "\"1\"", "n:TYPE"),
        (r#""serializeToString":true"#, "\"1.10\"", ""),
        (r#""serializeToString":true"#, "\"NaN\"", "n:TYPE"),
        (r#""decimalDigits":1"#, "true", "n:TYPE"),
    ] {
        let result = submit_with(
            &field(rules),
            &format!(r#"{{"n":{value}}}"#),
            r#"{"limit":7}"#,
        );
        assert_eq!(problems(&result).join(","), expected, "{rules} {value}");
    }
    let text = submit(&field(r#""serializeToString":true"#), r#"{"n":17}"#);
    assert_eq!(values(&text), r#"{"n":"17"}"#);
}

#[test]
fn only_what_is_offered_can_be_chosen() {
    let fixed = r#""values":[{"value":"A","label":"a"},{"value":"B"},"C"]"#;
    let from_key = r#""valuesKey":"opds""#;
    let computed = r#""valuesExpression":"=for o in opds return o.value""#;
    let variables = r#"{"opds":[{"value":"A","label":"Dinas A"},{"value":"B"}]}"#;
    for (kind, options, value, expected) in [
        ("select", fixed, r#""C""#, ""),
        ("select", fixed, r#""D""#, "v:OPTION"),
        ("radio", fixed, r#"["A"]"#, "v:TYPE"),
        ("select", from_key, r#""A""#, ""),
        ("select", from_key, r#""Dinas A""#, "v:OPTION"),
        ("radio", computed, r#""B""#, ""),
        ("radio", computed, r#""C""#, "v:OPTION"),
        ("select", r#""valuesKey":"absent""#, r#""A""#, "v:OPTION"),
        ("taglist", fixed, r#"["A","C"]"#, ""),
        ("taglist", fixed, r#"["A","D"]"#, "v:OPTION"),
        ("checklist", fixed, r#"["A","A"]"#, "v:DUPLICATE"),
        ("checklist", fixed, r#""A""#, "v:TYPE"),
        ("checklist", fixed, r#"["A","B","C","A"]"#, "v:TOO_MANY"),
    ] {
        let result = submit_with(
            &format!(r#"{{"type":"{kind}","key":"v",{options}}}"#),
            &format!(r#"{{"v":{value}}}"#),
            variables,
        );
        assert_eq!(
            problems(&result).join(","),
            expected,
            "{kind} {options} {value}"
        );
    }
}

#[test]
fn dates_and_times_are_real_and_future_where_they_must_be() {
    // Now it is 22 November in UTC and already the 23rd in Makassar.
    for (rules, value, expected) in [
        (r#""subtype":"date""#, "2026-02-28", ""),
        (r#""subtype":"date""#, "2026-02-30", "d:DATE"),
        (r#""subtype":"date""#, "2026-2-3", "d:DATE"),
        (r#""subtype":"date""#, "2026-02-28T10:00", "d:DATE"),
        (
            r#""subtype":"date","disallowPassedDates":true"#,
            "2026-11-22",
            "d:PAST_DATE",
        ),
        (
            r#""subtype":"date","disallowPassedDates":true"#,
            "2026-11-23",
            "",
        ),
        (r#""subtype":"time""#, "09:30", ""),
        (r#""subtype":"time""#, "24:00", "d:TIME"),
        (r#""subtype":"time""#, "9:30", "d:TIME"),
        (r#""subtype":"time""#, "09:30+08:00", ""),
        (r#""subtype":"time""#, "09:30Z", ""),
        (r#""subtype":"time""#, "09:30 pagi", "d:TIME"),
        (
            r#""subtype":"time","timeInterval":15"#,
            "09:40",
            "d:INTERVAL",
        ),
        (r#""subtype":"time","timeInterval":15"#, "09:45", ""),
        (r#""subtype":"datetime""#, "2026-11-24T09:30+08:00", ""),
        (r#""subtype":"datetime""#, "2026-11-24 09:30", "d:DATE_TIME"),
        (
            r#""subtype":"datetime","disallowPassedDates":true"#,
            "2026-11-01T09:30",
            "d:PAST_DATE",
        ),
        (r#""subtype":"date""#, "éééééééééé", "d:DATE"),
    ] {
        let result = submit(
            &format!(r#"{{"type":"datetime","key":"d",{rules}}}"#),
            &format!(r#"{{"d":"{value}"}}"#),
        );
        assert_eq!(problems(&result).join(","), expected, "{rules} {value}");
    }
}

#[test]
fn files_are_documents_by_their_id() {
    let id = |n: u8| format!("doc_{n:032x}");
    let single = r#"{"type":"filepicker","key":"f"}"#;
    let many = r#"{"type":"filepicker","key":"f","multiple":"=true"}"#;
    for (field, value, expected) in [
        (single, format!("\"{}\"", id(1)), ""),
        (single, format!("[\"{}\"]", id(1)), "f:FILE"),
        (single, "\"files::1\"".into(), "f:FILE"),
        (
            single,
            "\"task_00000000000000000000000000000001\"".into(),
            "f:FILE",
        ),
        (many, format!("[\"{}\",\"{}\"]", id(1), id(2)), ""),
        (
            many,
            format!("[\"{}\",\"{}\"]", id(1), id(1)),
            "f:DUPLICATE",
        ),
        (many, format!("\"{}\"", id(1)), "f:FILE"),
    ] {
        let result = submit(field, &format!(r#"{{"f":{value}}}"#));
        assert_eq!(problems(&result).join(","), expected, "{field} {value}");
    }
}

#[test]
fn hidden_disabled_and_read_only_fields_take_nothing() {
    let fields = r#"{"type":"select","key":"choice","values":["APPROVE","REJECT"]},
        {"type":"textarea","key":"note","validate":{"required":true},"conditional":{"hide":"=choice = null or choice = \"APPROVE\""}},
        {"type":"textfield","key":"name","readonly":true},
        {"type":"textfield","key":"rank","disabled":true},
        {"type":"textfield","key":"seat","readonly":"=not(chair)"},
        {"type":"group","conditional":{"hide":"=choice = \"APPROVE\""},"components":[{"type":"textfield","key":"inner","validate":{"required":true}}]}"#;
    let sent = r#"{"choice":"APPROVE","note":"x","name":"x","rank":"x","seat":"x","inner":"x"}"#;
    let result = submit_with(fields, sent, r#"{"chair":false}"#);
    assert_eq!(values(&result), r#"{"choice":"APPROVE"}"#);
    let result = submit_with(
        fields,
        r#"{"choice":"REJECT","seat":"07"}"#,
        r#"{"chair":true}"#,
    );
    assert_eq!(problems(&result), ["note:REQUIRED", "inner:REQUIRED"]);
    assert_eq!(
        result.values.get("seat").and_then(Value::as_str),
        Some("07")
    );
}

#[test]
fn no_rule_sees_a_value_that_was_smuggled_in() {
    // `status` is shown, not asked for, `secret` is no field at all: both keep the value the process gave them.
    let fields = r#"{"type":"textfield","key":"status","readonly":true},
        {"type":"textfield","key":"reason","validate":{"required":"=status = \"LATE\" or secret"}},
        {"type":"textfield","key":"bonus","conditional":{"hide":"=not(secret)"}},
        {"type":"expression","key":"total","expression":"=base * 2"}"#;
    let sent = r#"{"status":"ON_TIME","secret":true,"bonus":"all of it","base":1000,"total":9}"#;
    let result = submit_with(fields, sent, r#"{"status":"LATE","secret":false,"base":4}"#);
    assert_eq!(problems(&result), ["reason:REQUIRED"]);
    assert_eq!(values(&result), r#"{"reason":null,"total":8}"#);
    // A field that is locked by rule is judged by what the process says, too.
    let locked = r#"{"type":"number","key":"base","readonly":"=frozen"},{"type":"expression","key":"total","expression":"=base * 2"}"#;
    let result = submit_with(locked, r#"{"base":50}"#, r#"{"frozen":true,"base":4}"#);
    assert_eq!(values(&result), r#"{"total":8}"#);
    let result = submit_with(locked, r#"{"base":50}"#, r#"{"frozen":false,"base":4}"#);
    assert_eq!(values(&result), r#"{"base":50,"total":100}"#);
}

#[test]
fn required_can_depend_on_what_else_is_entered() {
    let fields = r#"{"type":"radio","key":"answer","values":["ACCEPT","REFUSE"],"validate":{"required":true}},
        {"type":"textarea","key":"reason","validate":{"required":"=answer = \"REFUSE\""}}"#;
    assert!(submit(fields, r#"{"answer":"ACCEPT"}"#).is_ok());
    assert_eq!(
        problems(&submit(fields, r#"{"answer":"REFUSE"}"#)),
        ["reason:REQUIRED"]
    );
}

#[test]
fn groups_and_dotted_keys_nest() {
    let fields = r#"{"type":"group","path":"owner","components":[
            {"type":"textfield","key":"name","validate":{"required":true}},
            {"type":"textfield","key":"post.code"},
            {"type":"group","components":[{"type":"number","key":"age"}]}]},
        {"type":"textfield","key":"owner.mail"}"#;
    let result = submit(
        fields,
        r#"{"owner":{"name":"a","post":{"code":"b","x":1},"age":3,"mail":"m","y":2}}"#,
    );
    assert_eq!(
        values(&result),
        r#"{"owner":{"name":"a","post":{"code":"b"},"age":3,"mail":"m"}}"#
    );
    assert_eq!(problems(&submit(fields, "{}")), ["owner.name:REQUIRED"]);
    assert_eq!(
        problems(&submit(fields, r#"{"owner":3}"#)),
        ["owner:TYPE", "owner.name:REQUIRED"]
    );
    assert_eq!(
        form(fields).keys(),
        ["owner.name", "owner.post.code", "owner.age", "owner.mail"]
    );
}

#[test]
fn rows_are_checked_one_by_one_and_see_themselves() {
    let fields = r#"{"type":"number","key":"limit"},
        {"type":"dynamiclist","path":"items","components":[
            {"type":"textfield","key":"name","validate":{"required":true}},
            {"type":"number","key":"amount","validate":{"max":"=limit"}},
            {"type":"textfield","key":"why","validate":{"required":"=this.amount > 5"},"conditional":{"hide":"=this.amount = null"}},
            {"type":"expression","key":"label","expression":"=string(i[1]) + \"/\" + string(parent.limit)"}]}"#;
    let result = submit(
        fields,
        r#"{"limit":10,"items":[{"name":"a","amount":3,"x":1},{"amount":7},{"name":"c","why":"z"},{"name":"d","amount":11,"why":"w"},5]}"#,
    );
    assert_eq!(
        problems(&result),
        [
            "items[1].name:REQUIRED",
            "items[1].why:REQUIRED",
            "items[3].amount:MAX",
            "items[4]:TYPE"
        ]
    );
    let good = submit(
        fields,
        r#"{"limit":10,"items":[{"name":"a","amount":3,"x":1,"label":"forged"},{"name":"b"}]}"#,
    );
    assert_eq!(
        values(&good),
        r#"{"limit":10,"items":[{"name":"a","amount":3,"why":null,"label":"1/10"},{"name":"b","amount":null,"label":"2/10"}]}"#
    );
    assert_eq!(
        form(fields).keys(),
        [
            "limit",
            "items[].name",
            "items[].amount",
            "items[].why",
            "items[].label"
        ]
    );
}

#[test]
fn a_list_with_fixed_rows_keeps_what_the_process_knows_of_them() {
    let fields = r#"{"type":"dynamiclist","path":"attendance","allowAddRemove":false,"components":[
        {"type":"textfield","key":"seat","readonly":true},
        {"type":"select","key":"presence","values":["PRESENT","ABSENT"],"validate":{"required":true}}]}"#;
    let variables = r#"{"attendance":[{"seat":"01","person":"p1"},{"seat":"02","person":"p2"}]}"#;
    let sent = r#"{"attendance":[{"seat":"99","person":"me","presence":"PRESENT"},{"presence":"ABSENT"}]}"#;
    let result = submit_with(fields, sent, variables);
    assert_eq!(problems(&result), [""; 0]);
    assert_eq!(
        values(&result),
        r#"{"attendance":[{"seat":"01","person":"p1","presence":"PRESENT"},{"seat":"02","person":"p2","presence":"ABSENT"}]}"#
    );
    let short = submit_with(
        fields,
        r#"{"attendance":[{"presence":"PRESENT"}]}"#,
        variables,
    );
    assert_eq!(problems(&short), ["attendance[1].presence:REQUIRED"]);
    let long = submit_with(
        fields,
        r#"{"attendance":[{},{},{"presence":"PRESENT"}]}"#,
        variables,
    );
    assert_eq!(problems(&long), ["attendance:TOO_MANY"]);
    // A list that is only shown gives nothing back.
    let shown = r#"{"type":"dynamiclist","path":"votes","allowAddRemove":false,"components":[{"type":"textfield","key":"choice","readonly":true}]}"#;
    let result = submit_with(
        shown,
        r#"{"votes":[{"choice":"x"}]}"#,
        r#"{"votes":[{"choice":"APPROVE"}]}"#,
    );
    assert_eq!(values(&result), "{}");
}

#[test]
fn a_form_that_cannot_work_is_refused_with_its_findings() {
    let wrap = |components: &str| format!(r#"{{"type":"default","components":[{components}]}}"#);
    for (text, expected) in [
        ("", "FORM_NOT_JSON"),
        ("{", "FORM_NOT_JSON"),
        ("[]", "NOT_A_FORM"),
        ("{}", "NOT_A_FORM"),
        (r#"{"type":"other","components":[]}"#, "NOT_A_FORM"),
        (&wrap(r#"{"key":"a"}"#), "FORM_COMPONENT"),
        (&wrap("7"), "FORM_COMPONENT"),
        (
            &wrap(r#"{"type":"html","content":"<b>x</b>"}"#),
            "FORM_COMPONENT_REFUSED",
        ),
        (
            &wrap(r#"{"type":"iframe","url":"https://example.org"}"#),
            "FORM_COMPONENT_REFUSED",
        ),
        (&wrap(r#"{"type":"textfield"}"#), "FORM_KEY_MISSING"),
        (
            &wrap(r#"{"type":"textfield","key":"a-b"}"#),
            "FORM_KEY_INVALID",
        ),
        (
            &wrap(r#"{"type":"textfield","key":"a..b"}"#),
            "FORM_KEY_INVALID",
        ),
        (
            &wrap(r#"{"type":"textfield","key":"a"},{"type":"number","key":"a"}"#),
            "FORM_KEY_DUPLICATE",
        ),
        (
            &wrap(r#"{"type":"textfield","key":"a","conditional":{"hide":"=1 +"}}"#),
            "FORM_EXPRESSION",
        ),
        (
            &wrap(r#"{"type":"textfield","key":"a","readonly":"yes"}"#),
            "FORM_SETTING",
        ),
        (
            &wrap(r#"{"type":"number","key":"a","validate":{"min":"many"}}"#),
            "FORM_BOUND",
        ),
        (
            &wrap(r#"{"type":"number","key":"a","increment":0}"#),
            "FORM_INCREMENT",
        ),
        (
            &wrap(r#"{"type":"textfield","key":"a","validate":{"pattern":"(?=x)"}}"#),
            "FORM_PATTERN",
        ),
        (
            &wrap(r#"{"type":"datetime","key":"a","subtype":"week"}"#),
            "FORM_DATETIME_SUBTYPE",
        ),
    ] {
        assert_eq!(codes(text), [expected], "{text}");
    }
    let many = vec![r#"{"type":"text"}"#; limits::COMPONENTS + 5].join(",");
    assert_eq!(codes(&wrap(&many)), ["FORM_TOO_MANY"]);
    let deep = r#"{"type":"group","components":["#.repeat(20) + &"]}".repeat(20);
    assert_eq!(codes(&wrap(&deep)), ["FORM_TOO_DEEP"]);
    assert_eq!(
        codes(&" ".repeat(limits::FORM_BYTES + 1)),
        ["FORM_TOO_LARGE"]
    );
    let spans = Form::parse(&wrap(
        r#"{"type":"textfield","id":"x","key":"a","conditional":{"hide":"=1 + )"}}"#,
    ))
    .unwrap_err();
    assert_eq!(spans[0].element.as_deref(), Some("x"));
    assert!(
        spans[0].span.is_some()
            && !spans[0].message_id.is_empty()
            && !spans[0].remedy_id.is_empty()
    );
}

#[test]
fn what_is_merely_odd_is_a_warning() {
    let form = parse(
        r#"{"type":"default","schemaVersion":99,"components":[{"type":"hologram","key":"h"},{"type":"select","key":"s"},
        {"type":"textfield","key":"t","validate":{"validationType":"iban"}},{"type":"button","action":"submit"},{"type":"spacer"}]}"#,
    );
    let codes: Vec<_> = form.warnings().iter().map(|found| found.code).collect();
    assert_eq!(
        codes,
        [
            "FORM_SCHEMA_NEWER",
            "FORM_COMPONENT_UNKNOWN",
            "FORM_NO_OPTIONS",
            "FORM_VALIDATION_TYPE"
        ]
    );
    assert_eq!(form.keys(), ["s", "t"]);
}

#[test]
fn a_form_says_which_variables_it_reads() {
    let form = form(
        r#"{"type":"select","key":"opd","valuesKey":"opds"},{"type":"number","key":"n","validate":{"max":"=budget - spent"}},{"type":"table","dataSource":"=refusals"}"#,
    );
    let reads: Vec<_> = form.reads().iter().map(String::as_str).collect();
    assert_eq!(reads, ["budget", "opds", "refusals", "spent"]);
}

#[test]
fn floods_are_bounded() {
    let list = r#"{"type":"dynamiclist","path":"l","components":[{"type":"number","key":"n","validate":{"required":true}}]}"#;
    let rows = |n: usize| format!(r#"{{"l":[{}]}}"#, vec!["{}"; n].join(","));
    assert_eq!(
        problems(&submit(list, &rows(limits::ROWS + 1))),
        ["l:TOO_MANY"]
    );
    assert_eq!(
        submit(list, &rows(limits::ROWS)).problems.len(),
        limits::PROBLEMS
    );
    let hungry = r#"{"type":"textfield","key":"t","validate":{"required":"=count(for x in 1..200000 return x) > 0"}}"#;
    assert!(problems(&submit(hungry, "{}")).contains(&":EXPRESSION".to_owned()));
}

#[test]
fn every_shipped_form_is_read_without_a_finding() {
    let mut read = 0;
    for folder in [
        "masterplan-approval",
        "council-meeting",
        "opd-assignment",
        "paraf-chain",
    ] {
        for (name, text) in shipped(folder) {
            let form = parse(&text);
            assert!(form.warnings().is_empty(), "{name}: {:#?}", form.warnings());
            assert_eq!(format!("{}.form", form.id()), name);
            read += 1;
        }
    }
    assert!(read >= 20, "only {read} forms were found");
}

#[allow(clippy::disallowed_methods)]
fn shipped(folder: &str) -> Vec<(String, String)> {
    let folder = format!("{}/library/{folder}", env!("CARGO_MANIFEST_DIR"));
    let entries = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path());
    let forms = entries.filter(|path| path.extension().is_some_and(|ext| ext == "form"));
    forms
        .map(|path| {
            let name = path.file_name().unwrap().to_string_lossy().into_owned();
            (name, std::fs::read_to_string(path).unwrap())
        })
        .collect()
}

#[test]
fn the_ballot_of_the_council_wants_a_reason_unless_it_approves() {
    let (_, text) = shipped("council-meeting")
        .into_iter()
        .find(|(name, _)| name == "council-vote.form")
        .unwrap();
    let form = parse(&text);
    let now = Environment::at("2026-11-22T02:00:00Z".parse().unwrap());
    let check = |sent: &str| problems(&form.validate(&context(sent), &Context::new(), &now));
    assert_eq!(check(r#"{"choice":"APPROVE"}"#), [""; 0]);
    assert_eq!(check(r#"{"choice":"REJECT"}"#), ["note:REQUIRED"]);
    assert_eq!(
        check(r#"{"choice":"REJECT","note":"Anggaran belum jelas"}"#),
        [""; 0]
    );
    assert_eq!(check(r#"{"choice":"MAYBE"}"#)[0], "choice:OPTION");
    assert_eq!(check("{}")[0], "choice:REQUIRED");
}

fn any_json() -> impl Strategy<Value = serde_json::Value> {
    let leaf = prop_oneof![
        Just(serde_json::Value::Null),
        any::<bool>().prop_map(Into::into),
        any::<i32>().prop_map(Into::into),
        "[a-zé ]{0,8}".prop_map(Into::into),
    ];
    leaf.prop_recursive(4, 32, 5, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..5).prop_map(Into::into),
            prop::collection::btree_map(
                "(title|owner|name|items|amount|choice|[a-z]{1,3})",
                inner,
                0..5
            )
            .prop_map(|map| serde_json::Value::Object(map.into_iter().collect())),
        ]
    })
}

proptest! {
    #[test]
    fn whatever_is_sent_only_keys_of_the_form_come_back(sent in any_json(), variables in any_json()) {
        let form = form(
            r#"{"type":"textfield","key":"title"},{"type":"select","key":"choice","values":["a","b"]},
            {"type":"group","path":"owner","conditional":{"hide":"=choice = \"a\""},"components":[{"type":"textfield","key":"name"}]},
            {"type":"dynamiclist","path":"items","components":[{"type":"number","key":"amount"},{"type":"expression","key":"double","expression":"=this.amount * 2"}]}"#,
        );
        let context = |value: &serde_json::Value| match json::parse(&value.to_string()).unwrap() {
            Value::Context(context) => context.as_ref().clone(),
            _ => Context::new(),
        };
        let (sent, variables) = (context(&sent), context(&variables));
        let result = form.validate(&sent, &variables, &Environment::at("2026-11-22T02:00:00Z".parse().unwrap()));
        for name in result.values.keys() {
            prop_assert!(["title", "choice", "owner", "items"].contains(&name.as_ref()));
        }
        for row in result.values.get("items").and_then(Value::as_list).into_iter().flat_map(|rows| rows.iter()) {
            let names: Vec<_> = row.as_context().unwrap().keys().map(|name| name.to_string()).collect();
            prop_assert_eq!(names, ["amount", "double"]);
        }
        // What was accepted once is accepted again.
        if result.is_ok() {
            let again = form.validate(&result.values, &variables, &Environment::at("2026-11-22T02:00:00Z".parse().unwrap()));
            prop_assert_eq!(again, result);
        }
    }

    #[test]
    fn no_text_makes_the_reader_fall_over(text in "\\PC{0,80}", key in "\\PC{0,12}") {
        let _ = Form::parse(&text);
        let object = serde_json::json!({"type": "default", "components": [{"type": "textfield", "key": key, "validate": {"pattern": text, "min": text}, "conditional": {"hide": format!("={text}")}}]});
        let _ = Form::parse(&object.to_string());
    }
}
