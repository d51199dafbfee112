//! The record against its keeper: what a superuser of the database changes behind the server's back shows in the exported
//! bundle, as soon as one mailed checkpoint was kept (ARCHITECTURE invariant 10, HARDENING T21).

use std::fs;

use chrono::TimeDelta;
use schema::journal_hash::{self, Entry, GENESIS};
use schema::tables::{checkpoint, document_version, journal, process_instance, signature};
use sea_orm::{
    ActiveModelTrait as _, ActiveValue::Set, ColumnTrait, ConnectionTrait, Database,
    DatabaseTransaction, EntityTrait, IntoActiveModel as _, PaginatorTrait, QueryFilter,
    QueryOrder, TransactionTrait as _,
};
use serde_json::json;
use server::config::Config;
use server::documents::signature::LocalProvider;
use server::store::{bundle as record, checkpoint as checkpoints};
use uuid::Uuid;
use verifier::anchor::{self, Checkpoint};
use verifier::bundle::{Verdict, verify};

use crate::app::{App, Place, beginning};
use crate::bundle;
use crate::mailbox::{Behaviour, Mailbox};
use crate::program;

on_both_places!(
    a_checkpoint_is_mailed_each_day_on_which_something_is_new,
    every_edit_behind_the_servers_back_is_found_offline,
);

/// Random edits for each database: a thousand in all.
const EDITS: u64 = 500;

/// Three cases with their papers, and the checkpoint of the first night as it was mailed.
async fn a_day(place: Place, mailbox: &Mailbox) -> (App, String) {
    let config = Config {
        smtp_url: Some(mailbox.url()),
        ..place.config()
    };
    let app = App::start_with(place, config, beginning()).await;
    let lead = app.holder("64.02/tim-pelaksana/lead").await;
    for _ in 0..3 {
        let instance = lead
            .start_instance("masterplan-approval", "64.02", json!({}))
            .await;
        let task = lead.tasks(&instance, "upload-bundle").await.remove(0);
        let id = task["id"].as_str().expect("an id");
        lead.upload(&[("taskId", id)], "buku-1.pdf", &bundle::book("Buku I"))
            .await;
    }
    app.settle().await;
    assert_eq!(count(&app).await, 0, "the first night has not come yet");
    app.advance(TimeDelta::days(1)).await;
    app.settle().await;
    let text = mailbox
        .mails()
        .into_iter()
        .map(|mail| mail.text)
        .find(|text| text.contains("BEGIN MUFAKAT CHECKPOINT"))
        .expect("an auditor gets the checkpoint");
    (app, text)
}

async fn count(app: &App) -> u64 {
    let found = checkpoint::Entity::find().count(app.read()).await;
    found.expect("checkpoints")
}

async fn exported(connection: &impl ConnectionTrait) -> Vec<u8> {
    let mut bundle = Vec::new();
    record::export(connection, None, &mut bundle)
        .await
        .expect("the record is exported");
    bundle
}

fn check(bundle: &[u8], anchors: &[Checkpoint]) -> Result<Verdict, String> {
    verify(bundle, anchors)
}

async fn a_checkpoint_is_mailed_each_day_on_which_something_is_new(place: Place) {
    let mailbox = Mailbox::start(Behaviour::Accepts).await;
    let (app, mail) = a_day(place, &mailbox).await;
    assert_eq!(count(&app).await, 1);
    let kept = app.place.folder.join("kept.eml");
    fs::write(&kept, &mail).expect("the auditor keeps the mail");
    app.advance(TimeDelta::days(3)).await;
    app.settle().await;
    let after = count(&app).await;
    let exported = app.place.folder.join("record.jsonl");
    let path = exported.display().to_string();
    let made = program::run_on(&app.place, &["audit", "export", "--to", &path]);
    assert!(made.status.success(), "{}", program::stderr(&made));
    let verifier = program::path().with_file_name("mufakat-verify");
    let checked = std::process::Command::new(verifier)
        .arg(&exported)
        .arg("--anchor")
        .arg(&kept)
        .args(["--format", "json"])
        .output()
        .expect("the verifier runs");
    let said: serde_json::Value =
        serde_json::from_slice(&checked.stdout).expect("the verifier prints JSON");
    assert!(checked.status.success(), "{said}");
    assert_eq!(said["findings"], json!([]));
    assert_eq!(said["checkpoints"], after);
    assert_eq!(said["anchors"], 1);
    assert!(
        said["journals"].as_u64() >= Some(3) && said["rows"].as_u64() >= Some(3),
        "{said}"
    );
    app.finish().await;
}

async fn every_edit_behind_the_servers_back_is_found_offline(place: Place) {
    let mailbox = Mailbox::start(Behaviour::Accepts).await;
    let (app, mail) = a_day(place, &mailbox).await;
    let anchors = anchor::read_all(&mail).expect("the mail can be read");
    let key = app.place.folder.join("keys").join("signature.pem");
    let signer = LocalProvider::open(&key).expect("the key");
    // The superuser, past the server and its read-only connections.
    let database = Database::connect(app.place.url.as_str())
        .await
        .expect("the superuser connects");
    let untouched = check(&exported(&database).await, &anchors).expect("a bundle");
    assert_eq!(untouched.findings, Vec::new(), "nothing was changed yet");
    let mut chance = Chance(2_026);
    for trial in 0..EDITS {
        let transaction = database.begin().await.expect("a transaction");
        let what = edit(&transaction, &mut chance, &signer).await;
        // What cannot even be read as a bundle is found too.
        let found = check(&exported(&transaction).await, &anchors)
            .map_or(true, |verdict| !verdict.findings.is_empty());
        transaction.rollback().await.expect("undone");
        assert!(found, "edit {trial} was not found: {what}");
    }
    drop(database);
    app.finish().await;
}

/// Chance from a seed (a linear congruence is random enough to pick rows).
struct Chance(u64);

impl Chance {
    fn below(&mut self, most: usize) -> usize {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).expect("31 bits") % most.max(1)
    }
}

/// One edit of a superuser; answers what it did.
async fn edit(it: &DatabaseTransaction, chance: &mut Chance, signer: &LocalProvider) -> String {
    let rows = journal::Entity::find()
        .order_by_asc(journal::Column::InstanceId)
        .order_by_asc(journal::Column::Seq)
        .all(it)
        .await
        .expect("the journal");
    let row = rows[chance.below(rows.len())].clone();
    let name = format!("event {} of {}", row.seq, row.instance_id);
    match chance.below(12) {
        0 => {
            let at = row.at
                + TimeDelta::microseconds(
                    1 + i64::try_from(chance.below(1_000_000)).expect("small"),
                );
            let mut row = row.into_active_model();
            row.at = Set(at);
            row.update(it).await.expect("edited");
            format!("moved {name} in time")
        }
        1 => {
            let event = flip(&row.event, chance);
            let mut row = row.into_active_model();
            row.event = Set(event);
            row.update(it).await.expect("edited");
            format!("changed a letter of {name}")
        }
        2 => {
            let mut changed = row.clone().into_active_model();
            changed.actor = Set(match row.actor {
                Some(_) => None,
                None => Some("{}".to_owned()),
            });
            changed.update(it).await.expect("edited");
            format!("changed who did {name}")
        }
        3 => {
            let mut hash = row.hash.clone();
            let at = chance.below(hash.len());
            hash[at] ^= 1;
            let mut row = row.into_active_model();
            row.hash = Set(hash);
            row.update(it).await.expect("edited");
            format!("changed the hash of {name}")
        }
        4 => {
            journal::Entity::delete_by_id((row.instance_id, row.seq))
                .exec(it)
                .await
                .expect("deleted");
            format!("deleted {name}")
        }
        5 => {
            let other = rows[chance.below(rows.len())].clone();
            swap(it, &row, &other).await;
            if row.event == other.event && row.kind == other.kind && row.actor == other.actor {
                // Two equal events swapped are no edit: delete one instead.
                journal::Entity::delete_by_id((row.instance_id, row.seq))
                    .exec(it)
                    .await
                    .expect("deleted");
            }
            format!(
                "swapped {name} with event {} of {}",
                other.seq, other.instance_id
            )
        }
        6 => {
            cut(it, row.instance_id, row.seq).await;
            rehash(it, row.instance_id).await;
            format!("cut the tail from {name}, and set the head right")
        }
        7 => {
            let mut changed = row.clone().into_active_model();
            changed.event = Set(flip(&row.event, chance));
            changed.update(it).await.expect("edited");
            rehash(it, row.instance_id).await;
            format!("changed {name} and hashed the whole journal again")
        }
        8 => {
            let mut changed = row.clone().into_active_model();
            changed.event = Set(flip(&row.event, chance));
            changed.update(it).await.expect("edited");
            rehash(it, row.instance_id).await;
            checkpoint::Entity::delete_many()
                .exec(it)
                .await
                .expect("deleted");
            schema::tables::checkpoint_leaf::Entity::delete_many()
                .exec(it)
                .await
                .expect("deleted");
            checkpoints::make(it, signer, beginning() + TimeDelta::days(1))
                .await
                .expect("a checkpoint")
                .expect("one");
            format!("changed {name}, hashed again, and signed a new checkpoint with the stolen key")
        }
        9 => {
            let id = Uuid::from_u128(u128::try_from(chance.below(1_000_000)).expect("small") + 1);
            forge(it, &rows, row.instance_id, id).await;
            format!("invented a case of the past after {}", row.instance_id)
        }
        10 => {
            journal::Entity::delete_many()
                .filter(journal::Column::InstanceId.eq(row.instance_id))
                .exec(it)
                .await
                .expect("deleted");
            process_instance::Entity::delete_by_id(row.instance_id)
                .exec(it)
                .await
                .expect("deleted");
            format!("deleted the whole case {}", row.instance_id)
        }
        _ => {
            let versions = document_version::Entity::find()
                .all(it)
                .await
                .expect("versions");
            let version = versions[chance.below(versions.len())].clone();
            let signed = signature::Entity::find().all(it).await.expect("signatures");
            let what = format!("put other bytes under version {}", version.id);
            let mut changed = version.clone().into_active_model();
            changed.sha256 = Set(flip(&version.sha256, chance));
            changed.update(it).await.expect("edited");
            if let Some(first) = signed.into_iter().next() {
                signature::Entity::delete_by_id(first.id)
                    .exec(it)
                    .await
                    .expect("deleted");
            }
            what
        }
    }
}

/// Another letter at one place.
fn flip(text: &str, chance: &mut Chance) -> String {
    let mut letters: Vec<char> = text.chars().collect();
    let at = chance.below(letters.len());
    letters[at] = if letters[at] == 'x' { 'y' } else { 'x' };
    letters.into_iter().collect()
}

async fn swap(it: &DatabaseTransaction, one: &journal::Model, two: &journal::Model) {
    for (row, other) in [(one, two), (two, one)] {
        let mut changed = row.clone().into_active_model();
        changed.kind = Set(other.kind.clone());
        changed.event = Set(other.event.clone());
        changed.actor = Set(other.actor.clone());
        changed.update(it).await.expect("edited");
    }
}

async fn cut(it: &DatabaseTransaction, instance: Uuid, from: i64) {
    journal::Entity::delete_many()
        .filter(journal::Column::InstanceId.eq(instance))
        .filter(journal::Column::Seq.gte(from))
        .exec(it)
        .await
        .expect("deleted");
}

/// Computes every hash of a journal again, and the head that the case remembers.
async fn rehash(it: &DatabaseTransaction, instance: Uuid) {
    let rows = journal::Entity::find()
        .filter(journal::Column::InstanceId.eq(instance))
        .order_by_asc(journal::Column::Seq)
        .all(it)
        .await
        .expect("the journal");
    let mut previous = GENESIS.to_vec();
    let mut seq = 0;
    for row in rows {
        let hash = journal_hash::hash(&previous, Entry::from(&row)).to_vec();
        seq = row.seq;
        let mut changed = row.into_active_model();
        changed.prev_hash = Set(previous);
        changed.hash = Set(hash.clone());
        changed.update(it).await.expect("edited");
        previous = hash;
    }
    if let Some(case) = process_instance::Entity::find_by_id(instance)
        .one(it)
        .await
        .expect("the case")
    {
        let mut case = case.into_active_model();
        case.seq = Set(seq);
        case.head_hash = Set(previous);
        case.update(it).await.expect("edited");
    }
}

/// Copies a journal under another id, correctly hashed.
async fn forge(it: &DatabaseTransaction, rows: &[journal::Model], from: Uuid, to: Uuid) {
    for row in rows.iter().filter(|row| row.instance_id == from) {
        let mut copy = row.clone();
        copy.instance_id = to;
        copy.into_active_model()
            .reset_all()
            .insert(it)
            .await
            .expect("inserted");
    }
    rehash(it, to).await;
}
