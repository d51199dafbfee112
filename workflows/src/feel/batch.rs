//! One line of `mufakat feel --batch` (DIALECT 4): a JSON request in, a JSON answer out.

use super::environment::Environment;
use super::expression::{Expression, Failure};
use super::json;
use super::value::{Context, Value};

/// Answers one line such as `{"expression":"…","context":{…}}`. Always yields one line of JSON:
/// `{"value":…,"warnings":[…]}` or `{"error":"…"}`.
pub fn cli_batch_line(line: &str, env: &Environment<'_>) -> String {
    let request = match json::parse(line) {
        Ok(request) => request,
        Err(error) => return refused(&error.to_string()),
    };
    let Some(source) = request.get_path("expression").and_then(Value::as_str) else {
        return refused("the request holds no expression");
    };
    let nothing = Context::new();
    let context = match request.get_path("context") {
        None | Some(Value::Null) => &nothing,
        Some(Value::Context(context)) => context.as_ref(),
        Some(_) => return refused("the context must be an object"),
    };
    cli_answer(source, context, env)
}

/// Answers one expression, as `mufakat feel EXPRESSION --context JSON` prints it.
pub fn cli_answer(source: &str, context: &Context, env: &Environment<'_>) -> String {
    match Expression::evaluate_once(source, context, env) {
        Ok(outcome) => {
            let warnings: Vec<String> = outcome
                .warnings
                .into_iter()
                .map(|warning| warning.message)
                .collect();
            answered(&outcome.value, &warnings)
        }
        Err(Failure::Syntax(error)) => refused(&format!(
            "{}: {} (bytes {}..{})",
            error.code, error.message, error.span.start, error.span.end
        )),
        Err(Failure::Evaluation(error)) => refused(&format!("{}: {error}", error.code())),
    }
}

/// `{"value":…,"warnings":[…]}`
pub(crate) fn answered(value: &Value, warnings: &[String]) -> String {
    let mut out = String::from("{\"value\":");
    out.push_str(&json::write(value));
    out.push_str(",\"warnings\":[");
    for (index, warning) in warnings.iter().enumerate() {
        if index > 0 {
            out.push(',');
        }
        json::write_string(warning, &mut out);
    }
    out.push_str("]}");
    out
}

/// `{"error":"…"}`
pub(crate) fn refused(message: &str) -> String {
    let mut out = String::from("{\"error\":");
    json::write_string(message, &mut out);
    out.push('}');
    out
}
