//! The words of document versions and what changed between two of them. Whoever reads words reads the document, so both
//! are noted in the access log like a download.

use std::sync::Arc;

use async_graphql::connection::Connection;
use async_graphql::{Context, Enum, ID, Object, SimpleObject};
use sea_orm::EntityTrait;
use workflows::id::kind;

use crate::tables::document_text;
use crate::word_diff::{self, Fate, WordDiff};

use super::document::DocumentVersion;
use super::guard::{actor, deps, known, read};
use super::page::{self, Cursor, Page};
use super::problem::{Fault, Result};

/// What a version says, as text.
#[derive(SimpleObject, Debug, Clone)]
pub struct DocumentText {
    /// `READ`; `CUT` (there is more than is shown); or why there are no words: `EMPTY` (a scan, most often), `NOT_TEXT`,
    /// `UNREADABLE`, `TOO_LARGE`, `NOT_TAKEN` (kept before words were taken).
    state: String,
    /// Lines of words; empty unless `READ` or `CUT`.
    words: String,
}

/// What became of words from one version to another.
#[derive(Enum, Debug, Clone, Copy, PartialEq, Eq)]
pub enum WordFate {
    /// In both.
    Kept,
    /// Only in the later one.
    Added,
    /// Only in the earlier one.
    Removed,
}

/// Words with one fate.
#[derive(SimpleObject, Debug, Clone)]
pub struct DiffPart {
    /// What became of them.
    fate: WordFate,
    /// The words; a line break of the document is a line break here.
    text: String,
}

/// Changes near each other, with the words around them.
#[derive(SimpleObject, Debug, Clone)]
pub struct DiffPassage {
    /// Line of the earlier text where it begins, from 1.
    before_line: usize,
    /// Line of the later text where it begins, from 1.
    after_line: usize,
    /// Unchanged words left out before it.
    skipped: usize,
    /// In reading order; of a change, what was removed comes first.
    #[graphql(complexity = "5 * child_complexity")]
    parts: Vec<DiffPart>,
}

/// What changed between two versions of a document.
#[derive(Debug, Clone)]
pub struct DocumentDiff {
    before: DocumentVersion,
    after: DocumentVersion,
    states: [String; 2],
    found: Arc<WordDiff>,
}

/// What changed between two versions of a document, word by word; line breaks do not count.
#[Object]
impl DocumentDiff {
    /// The earlier version.
    async fn before(&self) -> &DocumentVersion {
        &self.before
    }

    /// The later version.
    async fn after(&self) -> &DocumentVersion {
        &self.after
    }

    /// Whether both have words (`READ` or `CUT`); otherwise nothing can be told but that the bytes differ.
    async fn comparable(&self) -> bool {
        self.states.iter().all(|state| has_words(state))
    }

    /// Whether the words of one are cut, so that changes behind the cut are not told.
    async fn cut(&self) -> bool {
        self.states.iter().any(|state| state == "CUT")
    }

    /// Words that only the later one has.
    async fn added(&self) -> usize {
        self.found.added
    }

    /// Words that only the earlier one has.
    async fn removed(&self) -> usize {
        self.found.removed
    }

    /// Words that both have.
    async fn kept(&self) -> usize {
        self.found.kept
    }

    /// Unchanged words behind the last passage.
    async fn skipped_at_end(&self) -> usize {
        self.found.skipped_at_end
    }

    /// How many passages there are.
    async fn count(&self) -> usize {
        self.found.passages.len()
    }

    /// The changes in reading order.
    #[graphql(complexity = "page::cost(first, 50) * child_complexity")]
    async fn passages(
        &self,
        #[graphql(desc = "1 to 100", default_with = "Some(50)")] first: Option<i32>,
        #[graphql(desc = "Cursor of the last one seen")] after: Option<String>,
    ) -> Result<Connection<Cursor<usize>, DiffPassage>> {
        let page = Page::<usize>::read(first, 50, after)?;
        let begin = page.after.map_or(0, |after| after.saturating_add(1));
        let limit = usize::try_from(page.limit()).unwrap_or(usize::MAX);
        let shown: Vec<_> = self
            .found
            .passages
            .iter()
            .enumerate()
            .skip(begin)
            .take(limit)
            .collect();
        Ok(page.connection(shown, |(at, passage)| (at, told(passage))))
    }
}

fn told(passage: &word_diff::Passage) -> DiffPassage {
    DiffPassage {
        before_line: passage.before_line,
        after_line: passage.after_line,
        skipped: passage.skipped,
        parts: passage
            .parts
            .iter()
            .map(|part| DiffPart {
                fate: match part.fate {
                    Fate::Kept => WordFate::Kept,
                    Fate::Added => WordFate::Added,
                    Fate::Removed => WordFate::Removed,
                },
                text: part.text.clone(),
            })
            .collect(),
    }
}

fn has_words(state: &str) -> bool {
    matches!(state, "READ" | "CUT")
}

/// Questions about the words of documents.
#[derive(Debug, Default)]
pub struct DocumentTextQuery;

#[Object]
impl DocumentTextQuery {
    /// The words of a version that the caller may read; the reading is noted in the access log.
    #[graphql(complexity = "50 + child_complexity")]
    async fn document_text(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "`ver_…`")] version: ID,
    ) -> Result<Option<DocumentText>> {
        let Some(found) = version_of(ctx, &version).await? else {
            return Ok(None);
        };
        note(ctx, &[&found], "READ_TEXT").await?;
        let (state, words) = text_of(ctx, &found).await?;
        Ok(Some(DocumentText { state, words }))
    }

    /// What changed between two versions of one document that the caller may read; noted in the access log.
    #[graphql(complexity = "200 + child_complexity")]
    async fn document_diff(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The earlier version, `ver_…`")] before: ID,
        #[graphql(desc = "The later version, `ver_…`")] after: ID,
    ) -> Result<Option<DocumentDiff>> {
        let (Some(before), Some(after)) = (
            version_of(ctx, &before).await?,
            version_of(ctx, &after).await?,
        ) else {
            return Ok(None);
        };
        if before.0.document_id != after.0.document_id {
            return Ok(None);
        }
        note(ctx, &[&before, &after], "COMPARE").await?;
        let (earlier, first) = text_of(ctx, &before).await?;
        let (later, second) = text_of(ctx, &after).await?;
        let found = if has_words(&earlier) && has_words(&later) {
            tokio::task::spawn_blocking(move || word_diff::compare(&first, &second))
                .await
                .map_err(Fault::internal)?
        } else {
            WordDiff::default()
        };
        Ok(Some(DocumentDiff {
            before,
            after,
            states: [earlier, later],
            found: Arc::new(found),
        }))
    }
}

async fn version_of(ctx: &Context<'_>, id: &ID) -> Result<Option<DocumentVersion>> {
    actor(ctx)?;
    match known::<kind::DocumentVersion>(id) {
        Some(id) => DocumentVersion::find(ctx, id).await,
        None => Ok(None),
    }
}

async fn note(
    ctx: &Context<'_>,
    versions: &[&DocumentVersion],
    purpose: &'static str,
) -> Result<()> {
    let by = actor(ctx)?.clone();
    let commands = Arc::clone(&deps(ctx).commands);
    let ids = versions.iter().map(|version| version.0.id).collect();
    tokio::spawn(async move { commands.note_reading(&by, ids, purpose).await })
        .await
        .map_err(Fault::internal)??;
    Ok(())
}

/// State and words of a version.
async fn text_of(ctx: &Context<'_>, version: &DocumentVersion) -> Result<(String, String)> {
    let row = document_text::Entity::find_by_id(version.0.id)
        .one(read(ctx))
        .await?;
    Ok(row.map_or_else(
        || ("NOT_TAKEN".to_owned(), String::new()),
        |row| (row.state, row.words),
    ))
}
