//! From form-js JSON to a form: every component known or named in a finding.

use std::collections::BTreeSet;

use regex::RegexBuilder;

use crate::feel::{Context, Value, json};

use super::SCHEMA_VERSION;
use super::component::{
    Component, Form, Kind, Moment, MomentPart, Number, Options, Pattern, Shape, Text, join,
};
use super::json::{Findings, Words, object, text};
use super::limits;

pub(super) fn parse(source: &str) -> Result<Form, Vec<crate::bpmn::Diagnostic>> {
    let mut findings = Findings::default();
    let form = read(source, &mut findings);
    let failed = findings.found.iter().any(crate::bpmn::Diagnostic::is_error);
    match form {
        Some(mut form) if !failed => {
            form.warnings = findings.found;
            form.reads = findings.reads;
            Ok(form)
        }
        _ => Err(findings.found),
    }
}

fn read(source: &str, findings: &mut Findings) -> Option<Form> {
    if source.len() > limits::FORM_BYTES {
        findings.error(None, &source.len().to_string(), &TOO_LARGE);
        return None;
    }
    let document = match json::parse(source) {
        Ok(Value::Context(document)) => document,
        Ok(_) => {
            findings.error(None, "", &NOT_A_FORM);
            return None;
        }
        Err(error) => {
            findings.error(None, &error.to_string(), &NOT_JSON);
            return None;
        }
    };
    let id = text(&document, "id").unwrap_or_default().to_owned();
    if !matches!(document.get("type"), None | Some(Value::Null))
        && text(&document, "type") != Some("default")
    {
        findings.error(None, "", &NOT_A_FORM);
        return None;
    }
    let version = document.get("schemaVersion").and_then(Value::as_i64);
    if version.is_some_and(|version| version > SCHEMA_VERSION) {
        findings.warning(None, &version.unwrap_or_default().to_string(), &NEWER);
    }
    if !matches!(document.get("components"), Some(Value::List(_))) {
        findings.error(None, "", &NOT_A_FORM);
        return None;
    }
    let mut reader = Reader {
        findings,
        count: 0,
        paths: BTreeSet::new(),
    };
    let components = reader.components(&document, "", 0);
    Some(Form {
        id,
        components,
        warnings: Vec::new(),
        reads: BTreeSet::new(),
    })
}

struct Reader<'a> {
    findings: &'a mut Findings,
    count: usize,
    paths: BTreeSet<String>,
}

impl Reader<'_> {
    fn components(&mut self, parent: &Context, base: &str, depth: usize) -> Vec<Component> {
        let Some(list) = parent.get("components").and_then(Value::as_list) else {
            return Vec::new();
        };
        if depth > limits::DEPTH {
            self.findings.error(text(parent, "id"), "", &TOO_DEEP);
            return Vec::new();
        }
        let mut components = Vec::new();
        for item in list.iter() {
            self.count += 1;
            if self.count > limits::COMPONENTS {
                if self.count == limits::COMPONENTS + 1 {
                    self.findings
                        .error(None, &limits::COMPONENTS.to_string(), &TOO_MANY);
                }
                break;
            }
            match item.as_context() {
                Some(item) => components.extend(self.component(item, base, depth)),
                None => self.findings.error(None, &item.to_text(), &NOT_A_COMPONENT),
            }
        }
        components
    }

    fn component(&mut self, item: &Context, base: &str, depth: usize) -> Option<Component> {
        let id = text(item, "id");
        let validate = object(item, "validate").cloned().unwrap_or_default();
        let conditional = object(item, "conditional")
            .and_then(|c| c.get("hide"))
            .cloned();
        let hide = self.findings.setting(id, conditional.as_ref());
        let locked = ["disabled", "readonly"].map(|name| self.findings.setting(id, item.get(name)));
        let required = self.findings.setting(id, validate.get("required"));
        let Some(name) = text(item, "type") else {
            self.findings.error(id, "", &NOT_A_COMPONENT);
            return None;
        };
        let container = matches!(name, "group" | "dynamiclist");
        let path = self.path(item, id, if container { "path" } else { "key" });
        let inner = if path.is_empty() {
            base.to_owned()
        } else {
            join(base, &path)
        };
        let kind = match name {
            "text" | "image" | "separator" | "spacer" | "button" | "table" | "documentPreview" => {
                for value in ["dataSource", "source", "text"]
                    .iter()
                    .filter_map(|name| text(item, name))
                {
                    if value.starts_with('=') {
                        self.findings.expression(id, value);
                    }
                }
                return None;
            }
            "html" | "iframe" => {
                self.findings.error(id, name, &REFUSED);
                return None;
            }
            "group" => Kind::Group(self.components(item, &inner, depth + 1)),
            "dynamiclist" => Kind::List {
                row: self.components(item, &format!("{inner}[]"), depth + 1),
                fixed: item.get("allowAddRemove").and_then(Value::as_bool) == Some(false),
            },
            "textfield" | "textarea" => Kind::Text(self.text(id, &validate)),
            "number" => Kind::Number(self.number(id, item, &validate)),
            "checkbox" => Kind::Checkbox,
            "radio" | "select" => Kind::Choice {
                many: false,
                options: self.options(id, item),
            },
            "checklist" | "taglist" => Kind::Choice {
                many: true,
                options: self.options(id, item),
            },
            "datetime" => Kind::Moment(self.moment(id, item)),
            "filepicker" => Kind::File {
                multiple: self.findings.setting(id, item.get("multiple")),
            },
            "expression" => Kind::Computed(
                self.findings
                    .expression(id, text(item, "expression").unwrap_or("null"))?,
            ),
            _ => {
                self.findings.warning(id, name, &UNKNOWN_TYPE);
                return None;
            }
        };
        if !matches!(kind, Kind::Group(_)) {
            if path.is_empty() {
                self.findings.error(id, name, &NO_KEY);
                return None;
            }
            if !self.paths.insert(inner.clone()) {
                self.findings.error(id, &inner, &DUPLICATE_KEY);
            }
        }
        Some(Component {
            id: id.map(str::to_owned),
            path,
            hide,
            locked,
            required,
            kind,
        })
    }

    /// The dotted path under `name`. Parts are names as FEEL and form-js read them.
    fn path(&mut self, item: &Context, id: Option<&str>, name: &str) -> Vec<String> {
        let Some(dotted) = text(item, name) else {
            return Vec::new();
        };
        let parts: Vec<String> = dotted.split('.').map(str::to_owned).collect();
        let known = |part: &String| {
            let mut letters = part.chars();
            letters
                .next()
                .is_some_and(|c| c.is_alphabetic() || c == '_')
                && letters.all(|c| c.is_alphanumeric() || c == '_')
        };
        if parts.len() > 8 || !parts.iter().all(known) || dotted.len() > 200 {
            self.findings.error(id, dotted, &BAD_KEY);
        }
        parts
    }

    fn text(&mut self, id: Option<&str>, validate: &Context) -> Text {
        let pattern = text(validate, "pattern").and_then(|source| {
            match RegexBuilder::new(source).size_limit(1 << 18).build() {
                Ok(regex) => Some(Pattern {
                    regex,
                    message: text(validate, "patternErrorMessage").map(str::to_owned),
                }),
                Err(_) => {
                    self.findings.error(id, source, &PATTERN);
                    None
                }
            }
        });
        let shape = match text(validate, "validationType") {
            Some("email") => Some(Shape::Email),
            Some("phone") => Some(Shape::Phone),
            None | Some("custom") => None,
            Some(other) => {
                self.findings.warning(id, other, &VALIDATION_TYPE);
                None
            }
        };
        Text {
            min_length: self.findings.bound(id, validate.get("minLength")),
            max_length: self.findings.bound(id, validate.get("maxLength")),
            pattern,
            shape,
        }
    }

    fn number(&mut self, id: Option<&str>, item: &Context, validate: &Context) -> Number {
        let increment = self.findings.bound(id, item.get("increment"));
        let increment = match increment {
            super::component::Bound::Fixed(step) if !step.is_zero() && !step.is_negative() => {
                Some(step)
            }
            super::component::Bound::Open => None,
            _ => {
                self.findings.error(id, "increment", &NOT_POSITIVE);
                None
            }
        };
        Number {
            min: self.findings.bound(id, validate.get("min")),
            max: self.findings.bound(id, validate.get("max")),
            decimal_digits: item
                .get("decimalDigits")
                .and_then(Value::as_i64)
                .and_then(|digits| i32::try_from(digits).ok())
                .filter(|digits| (0..=30).contains(digits)),
            increment,
            as_text: item.get("serializeToString").and_then(Value::as_bool) == Some(true),
        }
    }

    fn options(&mut self, id: Option<&str>, item: &Context) -> Options {
        if let Some(source) = text(item, "valuesExpression")
            && let Some(expression) = self.findings.expression(id, source)
        {
            return Options::Computed(expression);
        }
        if let Some(key) = text(item, "valuesKey") {
            let path: Vec<String> = key.split('.').map(str::to_owned).collect();
            self.findings.reads.extend(path.first().cloned());
            return Options::Variable(path);
        }
        let values = item.get("values").and_then(Value::as_list);
        let values = values.map(|list| option_values(list)).unwrap_or_default();
        if values.is_empty() && !item.contains("valuesExpression") {
            self.findings.warning(id, "", &NO_OPTIONS);
        }
        if values.len() > limits::OPTIONS {
            self.findings
                .error(id, &limits::OPTIONS.to_string(), &TOO_MANY);
        }
        Options::Fixed(values)
    }

    fn moment(&mut self, id: Option<&str>, item: &Context) -> Moment {
        let part = match text(item, "subtype") {
            None | Some("date") => MomentPart::Date,
            Some("time") => MomentPart::Time,
            Some("datetime") => MomentPart::DateTime,
            Some(other) => {
                self.findings.error(id, other, &SUBTYPE);
                MomentPart::Date
            }
        };
        let interval = item.get("timeInterval").and_then(Value::as_i64);
        Moment {
            part,
            disallow_past: item.get("disallowPassedDates").and_then(Value::as_bool) == Some(true),
            interval: interval
                .and_then(|m| u32::try_from(m).ok())
                .filter(|m| (2..=60).contains(m)),
        }
    }
}

/// The values of options: each a plain value, or an object with a `value`.
pub(super) fn option_values(list: &[Value]) -> Vec<Value> {
    let values = list.iter().filter_map(|option| match option {
        Value::Context(object) => object
            .get("value")
            .filter(|value| !value.is_null())
            .cloned(),
        Value::Null => None,
        plain => Some(plain.clone()),
    });
    values.take(limits::OPTIONS + 1).collect()
}

macro_rules! words {
    ($($name:ident $code:literal $message:literal $remedy:literal $message_id:literal $remedy_id:literal;)*) => {
        $(const $name: Words = Words { code: $code, message: $message, remedy: $remedy, message_id: $message_id, remedy_id: $remedy_id };)*
    };
}

words! {
    TOO_LARGE "FORM_TOO_LARGE" "The form has {} bytes, more than 512 kB." "Split the form." "Formulir berukuran {} bita, melebihi 512 kB." "Pecah formulir.";
    NOT_JSON "FORM_NOT_JSON" "The file is not JSON: {}" "Export the form again." "Berkas bukan JSON: {}" "Ekspor ulang formulir.";
    NOT_A_FORM "NOT_A_FORM" "The JSON is not a form: it needs \"type\": \"default\" and a list of components." "Export the form again from the form editor." "JSON ini bukan formulir: perlu \"type\": \"default\" dan daftar komponen." "Ekspor ulang dari penyunting formulir.";
    NEWER "FORM_SCHEMA_NEWER" "Schema version {} is newer than the newest known." "Check that the form behaves as drawn." "Versi skema {} lebih baru daripada yang dikenal." "Periksa apakah formulir berperilaku seperti rancangan.";
    TOO_DEEP "FORM_TOO_DEEP" "Groups are nested too deeply." "Flatten the form." "Kelompok bersarang terlalu dalam." "Ratakan susunan formulir.";
    TOO_MANY "FORM_TOO_MANY" "There are more than {} entries." "Split the form." "Terdapat lebih dari {} isian." "Pecah formulir.";
    NOT_A_COMPONENT "FORM_COMPONENT" "A component has no type. {}" "Remove it or give it a type." "Sebuah komponen tidak memiliki jenis. {}" "Hapus atau beri jenis.";
    REFUSED "FORM_COMPONENT_REFUSED" "Components of type {} are not allowed: they can run foreign code." "Use a text component." "Komponen jenis {} tidak diizinkan karena dapat menjalankan kode asing." "Gunakan komponen teks.";
    UNKNOWN_TYPE "FORM_COMPONENT_UNKNOWN" "Components of type {} are not known; values of it are dropped." "Use a known component." "Komponen jenis {} tidak dikenal; isinya diabaikan." "Gunakan komponen yang dikenal.";
    NO_KEY "FORM_KEY_MISSING" "This {} component has no key." "Give it a key." "Komponen {} ini tidak memiliki kunci." "Beri kunci.";
    BAD_KEY "FORM_KEY_INVALID" "\"{}\" is not a key: parts begin with a letter and hold letters, digits and _." "Rename the key." "\"{}\" bukan kunci: tiap bagian diawali huruf dan hanya berisi huruf, angka, dan _." "Ganti nama kunci.";
    DUPLICATE_KEY "FORM_KEY_DUPLICATE" "The key {} is used twice." "Give every field a key of its own." "Kunci {} dipakai dua kali." "Beri tiap isian kunci tersendiri.";
    PATTERN "FORM_PATTERN" "The pattern {} cannot be checked on the server: look-around and back-references are not supported." "Write a plain pattern." "Pola {} tidak dapat diperiksa di peladen: look-around dan back-reference tidak didukung." "Tulis pola sederhana.";
    VALIDATION_TYPE "FORM_VALIDATION_TYPE" "The validation type {} is not known and is not checked." "Use email or phone." "Jenis pemeriksaan {} tidak dikenal dan tidak diperiksa." "Gunakan email atau phone.";
    NOT_POSITIVE "FORM_INCREMENT" "The {} must be a number above 0." "Correct it." "Nilai {} harus angka di atas 0." "Perbaiki.";
    NO_OPTIONS "FORM_NO_OPTIONS" "There is nothing to choose from. {}" "Give values, a valuesKey or a valuesExpression." "Tidak ada pilihan. {}" "Isi values, valuesKey, atau valuesExpression.";
    SUBTYPE "FORM_DATETIME_SUBTYPE" "The subtype {} is not known." "Use date, time or datetime." "Subjenis {} tidak dikenal." "Gunakan date, time, atau datetime.";
}
