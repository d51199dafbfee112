//! A checkpoint against the record: it follows the one before, is signed, stands over its leaves, and what they cover is
//! still there. `store::audit` compares the journals; here are the checkpoint itself and the rows that never change.

use std::collections::{BTreeMap, BTreeSet};

use schema::checkpoint_text;
use schema::tables::{
    access_log, checkpoint, checkpoint_leaf, document_version, privacy_act, process_instance,
    signature,
};
use sea_orm::{
    ColumnTrait, ConnectionTrait, DbErr, EntityTrait, QueryFilter, QueryOrder, QuerySelect,
};
use sha2::{Digest, Sha256};
use uuid::Uuid;

use super::audit::Fault;
use super::checkpoint::Fixed;
use crate::documents::signature::is_sealed;

/// Rows asked for at a time.
const AT_ONCE: usize = 400;

/// Everything that is wrong with one checkpoint and what it covers, short of the events inside journals.
///
/// # Errors
/// Of the database.
pub async fn faults(connection: &impl ConnectionTrait, number: i64) -> Result<Vec<Fault>, DbErr> {
    let name = format!("checkpoint {number}");
    let fault = |code: &'static str, message: String| Fault {
        instance: name.clone(),
        seq: 0,
        kind: None,
        code: code.into(),
        message,
    };
    let find = |number: i64| checkpoint::Entity::find_by_id(number).one(connection);
    let Some(row) = find(number).await? else {
        return Ok(vec![fault("MISSING", "it is gone".to_owned())]);
    };
    let mut found = Vec::new();
    let previous = match number {
        1 => Some(vec![0; 32]),
        _ => find(number - 1)
            .await?
            .map(|before| checkpoint_text::hash(&before).to_vec()),
    };
    if previous.as_ref() != Some(&row.previous) {
        let message = "it does not follow the one before".to_owned();
        found.push(fault("CHECKPOINT_CHAIN", message));
    }
    let statement = checkpoint_text::statement(&row);
    if !is_sealed(&row.public_key, statement.as_bytes(), &row.signature) {
        let message = "its signature does not fit".to_owned();
        found.push(fault("CHECKPOINT_SIGNATURE", message));
    }
    let mut leaves = checkpoint_leaf::Entity::find()
        .filter(checkpoint_leaf::Column::Checkpoint.eq(number))
        .all(connection)
        .await?;
    leaves.sort_by(|a, b| (&a.kind, a.subject).cmp(&(&b.kind, b.subject)));
    let counted = i64::try_from(leaves.len()).unwrap_or(i64::MAX);
    if counted != row.leaves || checkpoint_text::root(&leaves)[..] != row.root[..] {
        let message = "its leaves are not those it was made over".to_owned();
        found.push(fault("ROOT_MISMATCH", message));
    }
    for some in leaves.chunks(AT_ONCE) {
        let now = present(connection, some).await?;
        for leaf in some {
            let what = format!("{} {}", leaf.kind.to_lowercase(), leaf.subject);
            match now.get(&(leaf.kind.as_str(), leaf.subject)) {
                None => found.push(fault(
                    "MISSING",
                    format!("{what} was covered, and it is gone"),
                )),
                Some(Some(hash)) if *hash != leaf.hash => {
                    let message = format!("{what} is not what was covered");
                    found.push(fault("DIFFERS", message));
                }
                Some(_) => {}
            }
        }
    }
    Ok(found)
}

/// What is there of these leaves, with its hash as it is now; a journal only as being there.
async fn present(
    connection: &impl ConnectionTrait,
    leaves: &[checkpoint_leaf::Model],
) -> Result<BTreeMap<(&'static str, Uuid), Option<Vec<u8>>>, DbErr> {
    let of = |kind: &str| -> BTreeSet<Uuid> {
        let of_kind = leaves.iter().filter(|leaf| leaf.kind == kind);
        of_kind.map(|leaf| leaf.subject).collect()
    };
    let mut now = BTreeMap::new();
    let journals: Vec<Uuid> = process_instance::Entity::find()
        .select_only()
        .column(process_instance::Column::Id)
        .filter(process_instance::Column::Id.is_in(of("JOURNAL")))
        .order_by_asc(process_instance::Column::Id)
        .into_tuple()
        .all(connection)
        .await?;
    now.extend(journals.into_iter().map(|id| (("JOURNAL", id), None)));
    let mut hashed = |fixed: Fixed| {
        let hash = Sha256::digest(fixed.text.as_bytes()).to_vec();
        now.insert((fixed.kind, fixed.subject), Some(hash));
    };
    macro_rules! each {
        ($kind:literal, $table:ident, $reading:path) => {
            for row in $table::Entity::find()
                .filter($table::Column::Id.is_in(of($kind)))
                .all(connection)
                .await?
            {
                hashed($reading(&row)?);
            }
        };
    }
    each!("DOCUMENT_VERSION", document_version, Fixed::version);
    each!("SIGNATURE", signature, Fixed::signature);
    each!("PRIVACY_ACT", privacy_act, Fixed::act);
    each!("ACCESS_LOG", access_log, Fixed::access);
    Ok(now)
}
