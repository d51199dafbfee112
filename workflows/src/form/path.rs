//! Reading and building values along paths such as `items[0].name`.

use crate::feel::{Context, Value};

/// A step into a value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Step {
    Name(String),
    Index(usize),
}

/// The steps of a written path, `items[0].name`.
pub(super) fn steps(path: &str) -> Vec<Step> {
    let mut steps = Vec::new();
    for part in path.split('.') {
        let mut pieces = part.split('[');
        steps.extend(pieces.next().map(|name| Step::Name(name.to_owned())));
        for piece in pieces {
            steps.extend(piece.trim_end_matches(']').parse().ok().map(Step::Index));
        }
    }
    steps
}

pub(super) fn find<'a>(context: &'a Context, path: &[String]) -> Option<&'a Value> {
    let (first, rest) = path.split_first()?;
    rest.iter().try_fold(context.get(first)?, |value, name| {
        value.as_context()?.get(name)
    })
}

pub(super) fn look<'a>(context: &'a Context, path: &[Step]) -> Option<&'a Value> {
    let (Step::Name(first), rest) = path.split_first()? else {
        return None;
    };
    rest.iter()
        .try_fold(context.get(first)?, |value, step| match step {
            Step::Name(name) => value.as_context()?.get(name),
            Step::Index(index) => value.as_list()?.get(*index),
        })
}

pub(super) fn set(context: &mut Context, path: &[String], value: Value) {
    let path: Vec<Step> = path.iter().cloned().map(Step::Name).collect();
    put(context, &path, value);
}

/// Sets a value at a path; contexts on the way are made, rows must be there.
pub(super) fn put(context: &mut Context, path: &[Step], value: Value) {
    let Some((Step::Name(first), rest)) = path.split_first() else {
        return;
    };
    let old = context.get(first).cloned().unwrap_or_default();
    context.insert(first.as_str(), replaced(old, rest, value));
}

fn replaced(old: Value, path: &[Step], value: Value) -> Value {
    match path.split_first() {
        None => value,
        Some((Step::Index(index), rest)) => {
            let mut items = old
                .as_list()
                .map(|items| items.to_vec())
                .unwrap_or_default();
            if let Some(item) = items.get_mut(*index) {
                *item = replaced(std::mem::take(item), rest, value);
            }
            items.into()
        }
        Some((Step::Name(_), _)) => {
            let mut inner = old
                .as_context()
                .map(|context| context.as_ref().clone())
                .unwrap_or_default();
            put(&mut inner, path, value);
            inner.into()
        }
    }
}

/// Adds the entries of `group` to the context at a path.
pub(super) fn merge(context: &mut Context, path: &[String], group: Context) {
    let old = find(context, path).and_then(Value::as_context);
    let whole = merged(
        old.map(|context| context.as_ref().clone())
            .unwrap_or_default(),
        group,
    );
    set(context, path, whole.into());
}

/// Both contexts in one; where both have a context under a name, these in one too.
pub(super) fn merged(mut whole: Context, added: Context) -> Context {
    for (name, value) in added {
        let value = match (whole.get(&name), value) {
            (Some(Value::Context(old)), Value::Context(new)) => {
                merged(old.as_ref().clone(), new.as_ref().clone()).into()
            }
            (_, value) => value,
        };
        whole.insert(name, value);
    }
    whole
}
