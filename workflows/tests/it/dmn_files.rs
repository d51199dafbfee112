//! Whole decision files as kits and editors of every version write them: namespaces and prefixes, typed inputs, boxed
//! expressions one inside the other, and what is null.

use workflows::dmn::{Model, answer_line};

use super::feel_tables::environment;

/// One line of a batch over one file; the answer as JSON.
fn ask(file: &str, line: &str) -> serde_json::Value {
    let mut find = |_: &str| Model::parse(file).0.ok_or_else(|| "not read".to_owned());
    let answer = answer_line(line, &environment(), &mut find);
    serde_json::from_str(&answer).unwrap()
}

#[track_caller]
fn yields(file: &str, decision: &str, input: &str, expected: &str) {
    let line = format!(r#"{{"file":"f","decision":"{decision}","input":{input}}}"#);
    let answer = ask(file, &line);
    let expected: serde_json::Value = serde_json::from_str(expected).unwrap();
    assert_eq!(answer["value"], expected, "{decision}({input}): {answer}");
}

#[test]
fn files_of_every_version_with_any_prefix_say_the_same() {
    for (namespace, feel) in [
        (
            "http://www.omg.org/spec/DMN/20151101/dmn.xsd",
            "http://www.omg.org/spec/FEEL/20140401",
        ),
        (
            "http://www.omg.org/spec/DMN/20180521/MODEL/",
            "http://www.omg.org/spec/DMN/20180521/FEEL/",
        ),
        (
            "https://www.omg.org/spec/DMN/20191111/MODEL/",
            "https://www.omg.org/spec/DMN/20191111/FEEL/",
        ),
        (
            "https://www.omg.org/spec/DMN/20211108/MODEL/",
            "https://www.omg.org/spec/DMN/20211108/FEEL/",
        ),
        (
            "https://www.omg.org/spec/DMN/20230324/MODEL/",
            "https://www.omg.org/spec/DMN/20230324/FEEL/",
        ),
    ] {
        let old = namespace.ends_with(".xsd");
        let (number, seat) = if old {
            ("feel:number", "tns:tKursi")
        } else {
            ("number", "tKursi")
        };
        let file = format!(
            r##"<?xml version="1.0" encoding="UTF-8"?><!-- contoh -->
            <semantic:definitions xmlns:semantic="{namespace}" xmlns:feel="{feel}" xmlns:tns="urn:dewan" namespace="urn:dewan" name="dewan" id="_dewan" expressionLanguage="{feel}" typeLanguage="{feel}">
            <semantic:description>Contoh</semantic:description><semantic:extensionElements/>
            <semantic:itemDefinition name="tKursi" label="Kursi"><semantic:itemComponent name="Nama Pemegang"><semantic:typeRef>{string}</semantic:typeRef></semantic:itemComponent>
              <semantic:itemComponent name="bobot"><semantic:typeRef>{number}</semantic:typeRef><semantic:allowedValues><semantic:text>[0..10]</semantic:text></semantic:allowedValues></semantic:itemComponent></semantic:itemDefinition>
            <semantic:itemDefinition name="tDewan" isCollection="true"><semantic:typeRef>{seat}</semantic:typeRef></semantic:itemDefinition>
            <semantic:inputData id="_in" name="Anggota Dewan"><semantic:variable name="Anggota Dewan" typeRef="{council}"/></semantic:inputData>
            <semantic:decision id="_d1" name="Jumlah Bobot"><semantic:variable name="Jumlah Bobot" typeRef="{number}"/>
              <semantic:informationRequirement id="_r"><semantic:requiredInput href="#_in"/></semantic:informationRequirement>
              <semantic:literalExpression><semantic:text>sum(Anggota Dewan.bobot)</semantic:text></semantic:literalExpression></semantic:decision>
            <semantic:decision id="_d2" name="Nama"><semantic:variable name="Nama"/>
              <semantic:informationRequirement><semantic:requiredInput href="#_in"/></semantic:informationRequirement>
              <semantic:literalExpression><semantic:text>Anggota Dewan[bobot &gt; 1].Nama Pemegang</semantic:text></semantic:literalExpression></semantic:decision>
            </semantic:definitions>"##,
            string = if old { "feel:string" } else { "string" },
            council = if old { "tns:tDewan" } else { "tDewan" },
        );
        let input = r#"{"Anggota Dewan":[{"Nama Pemegang":"Ani","bobot":1},{"Nama Pemegang":"Budi","bobot":2.50}]}"#;
        yields(&file, "Jumlah Bobot", input, "3.5");
        yields(&file, "_d2", input, r#"["Budi"]"#);
        yields(&file, "Jumlah Bobot", r#"{"Anggota Dewan":[]}"#, "null");
        // A value that its type does not allow makes the whole input null.
        let outside = r#"{"Anggota Dewan":[{"Nama Pemegang":"Ani","bobot":11}]}"#;
        yields(&file, "Jumlah Bobot", outside, "null");
    }
}

const TYPED: &str = r##"<definitions xmlns="https://www.omg.org/spec/DMN/20230324/MODEL/" namespace="urn:t" name="t" id="t">
  <itemDefinition name="tIzin"><itemComponent name="mulai"><typeRef>date</typeRef></itemComponent><itemComponent name="lama"><typeRef>days and time duration</typeRef></itemComponent>
    <itemComponent name="tenor"><typeRef>years and months duration</typeRef></itemComponent><itemComponent name="sidang"><typeRef>date and time</typeRef></itemComponent>
    <itemComponent name="jam"><typeRef>time</typeRef></itemComponent><itemComponent name="lengkap"><typeRef>boolean</typeRef></itemComponent></itemDefinition>
  <inputData id="i" name="izin"><variable name="izin" typeRef="tIzin"/></inputData>
  <inputData id="n" name="nilai"><variable name="nilai" typeRef="number"/></inputData>
  <decision id="d" name="selesai"><variable name="selesai"/><informationRequirement><requiredInput href="#i"/></informationRequirement>
    <context><contextEntry><variable name="akhir"/><literalExpression><text>izin.mulai + izin.lama</text></literalExpression></contextEntry>
      <contextEntry><variable name="tenor"/><literalExpression><text>izin.mulai + izin.tenor</text></literalExpression></contextEntry>
      <contextEntry><variable name="sidang"/><literalExpression><text>izin.sidang + izin.lama</text></literalExpression></contextEntry>
      <contextEntry><variable name="jam"/><literalExpression><text>izin.jam + izin.lama</text></literalExpression></contextEntry>
      <contextEntry><variable name="lengkap"/><literalExpression><text>izin.lengkap</text></literalExpression></contextEntry></context></decision>
  <decision id="e" name="akar"><variable name="akar" typeRef="number"/><informationRequirement><requiredInput href="#n"/></informationRequirement>
    <literalExpression><text>sqrt(nilai)</text></literalExpression></decision>
  <decision id="w" name="salah jenis"><variable name="salah jenis" typeRef="number"/><literalExpression><text>"satu"</text></literalExpression></decision>
  <decision id="k" name="kosong"><variable name="kosong"/></decision></definitions>"##;

#[test]
fn temporal_inputs_come_typed_or_as_text_and_go_out_typed() {
    let expected = r#"{"akhir":{"@type":"date","value":"2026-11-24"},"tenor":{"@type":"date","value":"2028-01-22"},
        "sidang":{"@type":"date and time","value":"2026-11-24T10:00:00+08:00"},"jam":{"@type":"time","value":"10:00:00"},"lengkap":true}"#;
    yields(
        TYPED,
        "selesai",
        r#"{"izin":{"mulai":{"@type":"date","value":"2026-11-22"},"lama":{"@type":"days and time duration","value":"P2D"},"tenor":{"@type":"years and months duration","value":"P1Y2M"},
            "sidang":{"@type":"date and time","value":"2026-11-22T10:00:00+08:00"},"jam":{"@type":"time","value":"10:00:00"},"lengkap":true}}"#,
        expected,
    );
    yields(
        TYPED,
        "selesai",
        r#"{"izin":{"mulai":"2026-11-22","lama":"P2D","tenor":"P1Y2M","sidang":"2026-11-22T10:00:00+08:00","jam":"10:00:00","lengkap":true}}"#,
        expected,
    );
}

#[test]
fn nulls_and_errors_are_answers_and_never_the_end_of_a_batch() {
    for (decision, input) in [
        ("akar", "{}"),
        ("akar", r#"{"nilai":null}"#),
        ("akar", r#"{"nilai":-1}"#),
        ("akar", r#"{"nilai":"empat"}"#),
        ("akar", r#"{"nilai":[1,2]}"#),
        ("salah jenis", "{}"),
        ("kosong", "{}"),
    ] {
        yields(TYPED, decision, input, "null");
    }
    yields(TYPED, "akar", r#"{"nilai":[16]}"#, "4");
    yields(TYPED, "akar", r#"{"nilai":"16"}"#, "4");
    let partly = ask(
        TYPED,
        r#"{"file":"f","decision":"selesai","input":{"izin":{"mulai":"2026-11-22"}}}"#,
    );
    assert!(partly.get("error").is_none(), "{partly}");
    for line in [
        r#"{"file":"f","decision":"tidak ada","input":{}}"#,
        r#"{"file":"f","decision":"akar","input":[]}"#,
        r#"{"file":"f"}"#,
        r#"{"decision":"akar"}"#,
        "",
        "null",
    ] {
        assert!(ask(TYPED, line)["error"].is_string(), "{line}");
    }
    assert!(ask("<definitions", r#"{"file":"f","decision":"d","input":{}}"#)["error"].is_string());
}

#[test]
fn boxed_expressions_stand_inside_of_one_another() {
    let literal =
        |text: &str| format!("<literalExpression><text>{text}</text></literalExpression>");
    let table = r#"<decisionTable hitPolicy="COLLECT" aggregation="SUM"><input><inputExpression><text>n</text></inputExpression></input><output/>
        <rule><inputEntry><text>&gt; 0</text></inputEntry><outputEntry><text>n</text></outputEntry></rule>
        <rule><inputEntry><text>&gt; 1</text></inputEntry><outputEntry><text>10 * n</text></outputEntry></rule></decisionTable>"#;
    let file = format!(
        r##"<definitions xmlns="https://www.omg.org/spec/DMN/20230324/MODEL/" namespace="urn:b" name="b" id="b">
        <inputData id="i" name="deret"><variable name="deret"/></inputData>
        <businessKnowledgeModel id="k" name="nilai baris"><variable name="nilai baris"/><encapsulatedLogic><formalParameter name="n" typeRef="number"/>{table}</encapsulatedLogic></businessKnowledgeModel>
        <decision id="d" name="hasil"><variable name="hasil"/><informationRequirement><requiredInput href="#i"/></informationRequirement><knowledgeRequirement><requiredKnowledge href="#k"/></knowledgeRequirement>
        <context>
          <contextEntry><variable name="baris"/><for iteratorVariable="n"><in>{domain}</in><return><invocation>{callee}<binding><parameter name="n"/>{argument}</binding></invocation></return></for></contextEntry>
          <contextEntry><variable name="besar"/><filter><in>{rows}</in><match>{large}</match></filter></contextEntry>
          <contextEntry><variable name="kali"/><functionDefinition><formalParameter name="x"/><conditional><if>{positive}</if><then>{twice}</then><else><list>{zero}</list></else></conditional></functionDefinition></contextEntry>
          <contextEntry><variable name="ada"/><some iteratorVariable="b"><in>{rows}</in><satisfies>{is_large}</satisfies></some></contextEntry>
          <contextEntry><variable name="semua"/><every iteratorVariable="b"><in>{rows}</in><satisfies>{is_large}</satisfies></every></contextEntry>
          <contextEntry><variable name="tabel"/><relation><column name="kode"/><column name="isi"/><row>{code}{called}</row></relation></contextEntry>
          <contextEntry>{result}</contextEntry>
        </context></decision></definitions>"##,
        domain = literal("deret"),
        callee = literal("nilai baris"),
        argument = literal("n"),
        rows = literal("baris"),
        large = literal("item &gt; 5"),
        positive = literal("x &gt; 0"),
        twice = literal("x * 2"),
        zero = literal("0"),
        is_large = literal("b &gt; 5"),
        code = literal("\"A\""),
        called = literal("kali(sum(besar))"),
        result = literal(
            "{baris: baris, besar: besar, ada: ada, semua: semua, tabel: tabel, kosong: kali(-1)}"
        ),
    );
    yields(
        &file,
        "hasil",
        r#"{"deret":[0,1,2]}"#,
        r#"{"baris":[null,1,22],"besar":[22],"ada":true,"semua":false,"tabel":[{"kode":"A","isi":44}],"kosong":[0]}"#,
    );
}
