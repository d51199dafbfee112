//! Functions of contexts (10.3.4.9).

use std::sync::Arc;

use super::super::environment::WarningCode;
use super::super::evaluator::Evaluated;
use super::super::value::{Context, Value};
use super::{Builtin, Call, form, take, variadic};

pub(super) const FUNCTIONS: &[Builtin] = &[
    form(
        "get value",
        &[&["m", "key"], &["context", "key"], &["context", "keys"]],
        get_value,
    ),
    form("get entries", &[&["m"], &["context"]], get_entries),
    form("context", &[&["entries"]], context),
    form(
        "context put",
        &[&["context", "key", "value"], &["context", "keys", "value"]],
        context_put,
    ),
    form("put", &[&["context", "key", "value"]], context_put),
    variadic("context merge", &[&["contexts"]], context_merge),
    variadic("put all", &[&["contexts"]], context_merge),
];

fn get_value(call: &mut Call<'_, '_>) -> Evaluated {
    let mut value = Value::Context(take!(call.context(0)));
    let keys = match call.value(1) {
        Value::List(keys) => keys,
        Value::Null => return call.refuse("a key is needed"),
        key => Arc::new(vec![key]),
    };
    for key in keys.iter() {
        let Value::String(key) = key else {
            return call.refuse("a key is a text");
        };
        let next = value
            .as_context()
            .and_then(|context| context.get(key))
            .cloned();
        match next {
            Some(next) => value = next,
            None => {
                let span = call.span.clone();
                let message = format!("the context has no entry '{key}'");
                return Ok(call
                    .evaluator
                    .warn(span, WarningCode::UnknownProperty, message));
            }
        }
    }
    Ok(value)
}

fn get_entries(call: &mut Call<'_, '_>) -> Evaluated {
    let context = take!(call.context(0));
    let entries = context.iter().map(|(key, value)| {
        let entry: Context = [
            ("key", Value::String(key.clone())),
            ("value", value.clone()),
        ]
        .into_iter()
        .collect();
        Value::from(entry)
    });
    let entries = entries.collect();
    call.list_value(entries)
}

fn context(call: &mut Call<'_, '_>) -> Evaluated {
    let entries = take!(call.list(0));
    let mut context = Context::new();
    for entry in entries.iter() {
        call.spend(1)?;
        let parts = entry
            .as_context()
            .and_then(|entry| Some((entry.get("key")?.clone(), entry.get("value")?.clone())));
        let Some((Value::String(key), value)) = parts else {
            return call.refuse("an entry is a context of a key and a value");
        };
        if context.insert(key, value).is_some() {
            return call.refuse("two entries have the same key");
        }
    }
    Ok(context.into())
}

fn context_put(call: &mut Call<'_, '_>) -> Evaluated {
    let context = take!(call.context(0));
    let value = call.value(2);
    let keys: Vec<Arc<str>> = match call.value(1) {
        Value::String(key) => vec![key],
        Value::List(_) if call.named("key") => return call.refuse("'key' is one text"),
        Value::List(keys) if !keys.is_empty() => {
            let texts: Option<Vec<_>> = keys
                .iter()
                .map(|key| match key {
                    Value::String(key) => Some(key.clone()),
                    _ => None,
                })
                .collect();
            match texts {
                Some(texts) => texts,
                None => return call.refuse("a key is a text"),
            }
        }
        _ => return call.refuse("a key is a text"),
    };
    if keys.len() > 64 {
        return call.refuse("the path has too many keys");
    }
    call.spend(context.len() / 8)?;
    call.evaluator.room(context.len() + 1, &call.span)?;
    match put(&context, &keys, value) {
        Some(context) => Ok(context.into()),
        None => call.refuse("the path does not lead through contexts"),
    }
}

fn put(context: &Context, keys: &[Arc<str>], value: Value) -> Option<Context> {
    let (key, rest) = keys.split_first()?;
    let mut changed = context.clone();
    let entry = if rest.is_empty() {
        value
    } else {
        match context.get(key) {
            Some(Value::Context(inner)) => put(inner, rest, value)?.into(),
            None | Some(Value::Null) => put(&Context::new(), rest, value)?.into(),
            Some(_) => return None,
        }
    };
    changed.insert(key.clone(), entry);
    Some(changed)
}

fn context_merge(call: &mut Call<'_, '_>) -> Evaluated {
    let contexts = take!(call.items());
    let mut merged = Context::new();
    for context in contexts.iter() {
        let Value::Context(context) = context else {
            return call.refuse("only contexts can be merged");
        };
        call.spend(context.len() / 8 + 1)?;
        for (name, value) in context.iter() {
            merged.insert(name.clone(), value.clone());
        }
        call.evaluator.room(merged.len(), &call.span)?;
    }
    Ok(merged.into())
}
