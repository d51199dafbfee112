//! One line of `mufakat decide --batch` (DIALECT 4): a JSON request in, a JSON answer out.

use super::{Asked, Model};
use crate::feel::{Context, Environment, Value, json};

/// Answers one line such as `{"file":"…","decision":"…","input":{…}}`; also `bkm` and `service` in place of `decision`.
///
/// `model` finds the model of a file, or tells in a sentence why it cannot. Always yields one line of JSON:
/// `{"value":…,"warnings":[…]}` or `{"error":"…"}`.
pub fn answer_line(
    line: &str,
    env: &Environment<'_>,
    model: &mut dyn FnMut(&str) -> Result<Model, String>,
) -> String {
    match answer(line, env, model) {
        Ok((value, warnings)) => crate::feel::batch::answered(&value, &warnings),
        Err(message) => crate::feel::batch::refused(&message),
    }
}

type Answer = (Value, Vec<String>);

fn answer(
    line: &str,
    env: &Environment<'_>,
    model: &mut dyn FnMut(&str) -> Result<Model, String>,
) -> Result<Answer, String> {
    let request = json::parse(line).map_err(|error| error.to_string())?;
    let text = |name: &str| request.get_path(name).and_then(Value::as_str);
    let file = text("file").ok_or("the request names no file")?;
    let nothing = Context::new();
    let inputs = match request.get_path("input") {
        None | Some(Value::Null) => &nothing,
        Some(Value::Context(context)) => context.as_ref(),
        Some(_) => return Err("the input must be an object".to_owned()),
    };
    let model = model(file)?;
    let (asked, name) = match (text("decision"), text("bkm"), text("service")) {
        (Some(name), _, _) => (Asked::Decision, name),
        (_, Some(name), _) => (Asked::Knowledge, name),
        (_, _, Some(name)) => (Asked::Service, name),
        _ => return Err("the request names no decision, bkm or service".to_owned()),
    };
    let decided = model
        .answer(asked, name, inputs, env)
        .map_err(|error| format!("{}: {error}", error.code()))?;
    let ignored = model
        .unknown_inputs(inputs)
        .into_iter()
        .map(|name| format!("nothing in the model takes the input '{name}'"));
    let warnings = decided.warnings.into_iter().map(|warning| warning.message);
    Ok((decided.value, warnings.chain(ignored).collect()))
}
