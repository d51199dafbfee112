//! In front of the GraphQL parser: what would kill or burn the process is refused before it is looked at (HARDENING D1, D2).
//!
//! `scan` walks the bytes once and bounds tokens and nesting, so that the recursive parser never meets a document that
//! overflows its stack. `weigh` computes the size of the document with every fragment spread out, by dynamic programming
//! over the fragment graph, so that a fragment bomb costs nothing. `Guarded` puts both in front of an executor, for
//! requests and for websocket operations alike.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use async_graphql::parser::types::{
    DocumentOperations, ExecutableDocument, OperationType, Selection, SelectionSet,
};
use async_graphql::{Data, Executor, Name, Request, Response, ServerError, Value};
use futures_util::StreamExt;
use futures_util::stream::{self, BoxStream};

/// Longest query text, bytes.
pub const LONGEST_QUERY: usize = 64 * 1024;
/// Most tokens of a document.
const MOST_TOKENS: usize = 6_000;
/// Deepest nesting of braces, brackets and parentheses.
const DEEPEST: usize = 48;
/// Most fragments.
const MOST_FRAGMENTS: usize = 60;
/// Most fields once every fragment is spread out.
const MOST_FIELDS: u64 = 2_500;
/// Most fields that are answered under another name.
const MOST_ALIASES: usize = 60;
/// Deepest nesting of JSON variables.
const DEEPEST_VARIABLES: usize = 32;

/// Why a document is refused: code and sentence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refused {
    /// Stable code.
    pub code: &'static str,
    /// For the caller.
    pub message: String,
}

impl Refused {
    fn new(code: &'static str, message: impl Into<String>) -> Self {
        Self {
            code,
            message: message.into(),
        }
    }
}

/// Bounds a document by its bytes: length, tokens, nesting. Strings and comments are passed over.
///
/// # Errors
/// [`Refused`].
pub fn scan(query: &str) -> Result<(), Refused> {
    if query.len() > LONGEST_QUERY {
        return Err(Refused::new(
            "QUERY_TOO_LARGE",
            format!("A query has {LONGEST_QUERY} bytes at the most."),
        ));
    }
    let bytes = query.as_bytes();
    let (mut at, mut depth, mut tokens) = (0_usize, 0_usize, 0_usize);
    while let Some(&byte) = bytes.get(at) {
        match byte {
            b'"' => {
                at = after_string(bytes, at);
                tokens += 1;
            }
            b'#' => {
                at = bytes[at..]
                    .iter()
                    .position(|byte| matches!(byte, b'\n' | b'\r'))
                    .map_or(bytes.len(), |end| at + end)
            }
            b'{' | b'[' | b'(' => {
                depth += 1;
                tokens += 1;
                at += 1;
            }
            b'}' | b']' | b')' => {
                depth = depth.saturating_sub(1);
                tokens += 1;
                at += 1;
            }
            b' ' | b'\t' | b'\n' | b'\r' | b',' | 0xEF | 0xBB | 0xBF => at += 1,
            byte if is_word(byte) => {
                at += bytes[at..]
                    .iter()
                    .position(|byte| !is_word(*byte))
                    .unwrap_or(bytes.len() - at);
                tokens += 1;
            }
            _ => {
                tokens += 1;
                at += 1;
            }
        }
        if depth > DEEPEST {
            return Err(Refused::new(
                "QUERY_TOO_DEEP",
                format!("A query nests {DEEPEST} levels at the most."),
            ));
        }
        if tokens > MOST_TOKENS {
            return Err(Refused::new(
                "QUERY_TOO_LARGE",
                format!("A query has {MOST_TOKENS} tokens at the most."),
            ));
        }
    }
    Ok(())
}

fn is_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric()
        || matches!(byte, b'_' | b'.' | b'-' | b'+')
        || byte >= 0x80 && !matches!(byte, 0xEF | 0xBB | 0xBF)
}

/// Position behind the string or block string that begins at `start`.
fn after_string(bytes: &[u8], start: usize) -> usize {
    if bytes[start..].starts_with(b"\"\"\"") {
        let mut at = start + 3;
        while at < bytes.len() {
            if bytes[at..].starts_with(b"\\\"\"\"") {
                at += 4;
            } else if bytes[at..].starts_with(b"\"\"\"") {
                return at + 3;
            } else {
                at += 1;
            }
        }
        return bytes.len();
    }
    let mut at = start + 1;
    while let Some(&byte) = bytes.get(at) {
        match byte {
            b'\\' => at += 2,
            b'"' => return at + 1,
            b'\n' | b'\r' => return at,
            _ => at += 1,
        }
    }
    bytes.len()
}

/// Bounds a parsed document by its size with all fragments spread out.
///
/// # Errors
/// [`Refused`].
pub fn weigh(document: &ExecutableDocument) -> Result<(), Refused> {
    if document.fragments.len() > MOST_FRAGMENTS {
        return Err(Refused::new(
            "TOO_MANY_FRAGMENTS",
            format!("A query has {MOST_FRAGMENTS} fragments at the most."),
        ));
    }
    let mut scale = Scale {
        document,
        known: BTreeMap::new(),
        open: BTreeSet::new(),
        aliases: 0,
    };
    let mut fields = 0_u64;
    let operations: Vec<_> = match &document.operations {
        DocumentOperations::Single(operation) => vec![operation],
        DocumentOperations::Multiple(operations) => operations.values().collect(),
    };
    for operation in operations {
        fields = fields.saturating_add(scale.set(&operation.node.selection_set.node)?);
    }
    for fragment in document.fragments.values() {
        // Unused fragments are validated too, so they count once.
        scale.set(&fragment.node.selection_set.node)?;
    }
    if fields > MOST_FIELDS {
        return Err(Refused::new(
            "QUERY_TOO_COMPLEX",
            format!("A query asks for {MOST_FIELDS} fields at the most, fragments spread out."),
        ));
    }
    if scale.aliases > MOST_ALIASES {
        return Err(Refused::new(
            "TOO_MANY_ALIASES",
            format!("A query has {MOST_ALIASES} aliases at the most."),
        ));
    }
    Ok(())
}

struct Scale<'a> {
    document: &'a ExecutableDocument,
    known: BTreeMap<Name, u64>,
    open: BTreeSet<Name>,
    aliases: usize,
}

impl Scale<'_> {
    fn set(&mut self, set: &SelectionSet) -> Result<u64, Refused> {
        let mut fields = 0_u64;
        for item in &set.items {
            fields = fields.saturating_add(match &item.node {
                Selection::Field(field) => {
                    self.aliases += usize::from(field.node.alias.is_some());
                    1 + self.set(&field.node.selection_set.node)?
                }
                Selection::InlineFragment(fragment) => {
                    self.set(&fragment.node.selection_set.node)?
                }
                Selection::FragmentSpread(spread) => {
                    self.fragment(&spread.node.fragment_name.node)?
                }
            });
        }
        Ok(fields)
    }

    fn fragment(&mut self, name: &Name) -> Result<u64, Refused> {
        if let Some(fields) = self.known.get(name) {
            return Ok(*fields);
        }
        let document = self.document;
        let Some(fragment) = document.fragments.get(name) else {
            return Ok(0);
        };
        if !self.open.insert(name.clone()) {
            return Err(Refused::new(
                "CIRCULAR_FRAGMENT",
                format!("Fragment {name} contains itself."),
            ));
        }
        let fields = self.set(&fragment.node.selection_set.node)?;
        self.open.remove(name);
        self.known.insert(name.clone(), fields);
        Ok(fields)
    }
}

/// Whether variables nest no deeper than forms need.
fn shallow(value: &Value, left: usize) -> bool {
    match value {
        Value::List(items) => left > 0 && items.iter().all(|item| shallow(item, left - 1)),
        Value::Object(fields) => left > 0 && fields.values().all(|item| shallow(item, left - 1)),
        _ => true,
    }
}

/// An answer that only says why not.
#[must_use]
pub fn refusal(code: &str, message: impl Into<String>) -> Response {
    let mut error = ServerError::new(message, None);
    let mut extensions = async_graphql::ErrorExtensionValues::default();
    extensions.set("code", code);
    error.extensions = Some(extensions);
    Response::from_errors(vec![error])
}

/// An executor behind the guard.
#[derive(Clone)]
pub struct Guarded<E> {
    inner: E,
}

impl<E: Executor> Guarded<E> {
    /// Guards `inner`.
    pub fn new(inner: E) -> Self {
        Self { inner }
    }

    /// Scans, parses and weighs the request; the parsed document goes on, so it is parsed once.
    fn admit(mut request: Request, socket: bool) -> Result<Request, Box<Response>> {
        let no = |refused: Refused| Box::new(refusal(refused.code, refused.message));
        scan(&request.query).map_err(no)?;
        if !request
            .variables
            .iter()
            .all(|(_, value)| shallow(value, DEEPEST_VARIABLES))
        {
            return Err(Box::new(refusal(
                "VARIABLES_TOO_DEEP",
                format!("Variables nest {DEEPEST_VARIABLES} levels at the most."),
            )));
        }
        let document = async_graphql::parser::parse_query(&request.query).map_err(|error| {
            Box::new(refusal(
                "GRAPHQL_PARSE_FAILED",
                format!(
                    "The query cannot be read: {}",
                    first_line(&error.to_string())
                ),
            ))
        })?;
        weigh(&document).map_err(no)?;
        if socket && !subscribes(&document) {
            return Err(Box::new(refusal(
                "SUBSCRIPTIONS_ONLY",
                "The websocket takes subscriptions only; send queries and mutations by POST.",
            )));
        }
        request.set_parsed_query(document);
        Ok(request)
    }
}

fn subscribes(document: &ExecutableDocument) -> bool {
    match &document.operations {
        DocumentOperations::Single(operation) => operation.node.ty == OperationType::Subscription,
        DocumentOperations::Multiple(operations) => operations
            .values()
            .all(|operation| operation.node.ty == OperationType::Subscription),
    }
}

/// A parser error repeats the query; only what it says first is passed on (log injection, amplification).
fn first_line(text: &str) -> String {
    text.lines()
        .find(|line| line.contains('='))
        .or_else(|| text.lines().next())
        .unwrap_or_default()
        .chars()
        .take(200)
        .collect()
}

impl<E: Executor> Executor for Guarded<E> {
    async fn execute(&self, request: Request) -> Response {
        match Self::admit(request, false) {
            Ok(request) => with_codes(self.inner.execute(request).await),
            Err(refused) => *refused,
        }
    }

    fn execute_stream(
        &self,
        request: Request,
        session_data: Option<Arc<Data>>,
    ) -> BoxStream<'static, Response> {
        match Self::admit(request, true) {
            Ok(request) => self
                .inner
                .execute_stream(request, session_data)
                .map(with_codes)
                .boxed(),
            Err(refused) => stream::once(std::future::ready(*refused)).boxed(),
        }
    }
}

/// Every error carries a code, those of the library's own validation too (HARDENING 4).
fn with_codes(mut response: Response) -> Response {
    for error in &mut response.errors {
        let extensions = error.extensions.get_or_insert_default();
        if extensions.get("code").is_none() {
            extensions.set("code", "GRAPHQL_VALIDATION_FAILED");
        }
    }
    response
}

#[cfg(test)]
mod tests {
    use super::*;

    fn verdict(query: &str) -> Result<(), &'static str> {
        scan(query).map_err(|refused| refused.code)?;
        let document = async_graphql::parser::parse_query(query).map_err(|_| "SYNTAX")?;
        weigh(&document).map_err(|refused| refused.code)
    }

    #[test]
    fn an_ordinary_query_passes() {
        assert_eq!(
            verdict(
                r#"query Inbox($first: Int) { tasks(first: $first, filter: { search: "a \" { [" }) { nodes { id name } } # { { {
            me { person { name } } }"#
            ),
            Ok(())
        );
    }

    #[test]
    fn a_literal_nested_3000_deep_never_reaches_the_parser() {
        for (open, close) in [("[", "]"), ("{a:", "}")] {
            let query = format!(
                "{{ tasks(filter: {}{}) {{ id }} }}",
                open.repeat(3000),
                close.repeat(3000)
            );
            assert_eq!(verdict(&query), Err("QUERY_TOO_DEEP"));
        }
    }

    #[test]
    fn a_fragment_bomb_is_weighed_without_being_spread_out() {
        let mut query = "{ ...f0 }".to_owned();
        for level in 0..40 {
            query.push_str(&format!(
                " fragment f{level} on Query {{ ...f{} ...f{} }}",
                level + 1,
                level + 1
            ));
        }
        query.push_str(" fragment f40 on Query { me { person { id } } }");
        assert_eq!(verdict(&query), Err("QUERY_TOO_COMPLEX"));
    }

    #[test]
    fn a_circular_fragment_and_an_alias_bomb_are_refused() {
        assert_eq!(
            verdict("{ ...a } fragment a on Query { ...b } fragment b on Query { ...a }"),
            Err("CIRCULAR_FRAGMENT")
        );
        let aliases: String = (0..200).map(|n| format!("a{n}: __typename ")).collect();
        assert_eq!(
            verdict(&format!("{{ {aliases} }}")),
            Err("TOO_MANY_ALIASES")
        );
    }

    #[test]
    fn an_endless_string_or_comment_ends_with_the_document() {
        for query in [
            "{ a(b: \"",
            "{ a(b: \"\"\"",
            "# only a comment",
            "{ a(b: \"\\",
            "\"\"\"\\\"\"\"",
        ] {
            assert_eq!(scan(query), Ok(()));
        }
    }
}
