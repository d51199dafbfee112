//! The reminder ladder, mailed to a real mail server: each rung once; after days of being down, what still matters; and a mail server
//! that stalls holds up nobody.

use std::collections::BTreeSet;
use std::time::Duration;

use schema::tables::{reminder, user_task};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder};
use serde_json::json;
use server::config::Config;

use crate::app::{App, Place, beginning};
use crate::bundle;
use crate::mailbox::{Behaviour, Mail, Mailbox};

on_both_places!(
    each_rung_is_mailed_once,
    after_days_of_being_down_each_missed_rung_is_told_once,
    reminders_stop_when_the_task_is_completed,
    a_stalling_mail_server_blocks_nobody,
    more_than_five_at_once_are_one_digest,
    two_replicas_tell_each_rung_once,
    people_choose_their_channels_and_quiet_hours,
    an_address_of_ones_own_is_told_signed,
);

async fn with_mail(place: Place, mailbox: &Mailbox) -> App {
    let config = Config {
        smtp_url: Some(mailbox.url()),
        ..place.config()
    };
    App::start_with(place, config, beginning()).await
}

/// Mails about one case to one person.
fn about(mailbox: &Mailbox, business_key: &str, to: &str) -> Vec<Mail> {
    let concerns = |mail: &Mail| {
        mail.to.iter().any(|address| address == to) && mail.body().contains(business_key)
    };
    mailbox.mails().into_iter().filter(concerns).collect()
}

/// A case whose first task waits for the lead, with its ladder.
async fn waiting_case(app: &App) -> (String, String, Vec<reminder::Model>) {
    let lead = app.holder("64.02/tim-pelaksana/lead").await;
    let instance = lead
        .start_instance("masterplan-approval", "64.02", json!({}))
        .await;
    let known = lead
        .ask(
            "query($id: ID!) { instance(id: $id) { businessKey } }",
            json!({ "id": instance }),
        )
        .await;
    let key = known["instance"]["businessKey"]
        .as_str()
        .expect("a key")
        .to_owned();
    let id: workflows::id::InstanceId = instance.parse().expect("an id");
    let task = user_task::Entity::find()
        .filter(user_task::Column::InstanceId.eq(id.uuid()))
        .one(app.read())
        .await
        .expect("tasks")
        .expect("a task");
    let ladder = reminder::Entity::find()
        .filter(reminder::Column::TaskId.eq(task.id))
        .order_by_asc(reminder::Column::At)
        .all(app.read())
        .await
        .expect("reminders");
    assert!(
        ladder.len() >= 6,
        "ten working days have every rung: {ladder:?}"
    );
    (instance, key, ladder)
}

fn unique(mails: &[Mail]) -> BTreeSet<String> {
    mails
        .iter()
        .filter_map(|mail| mail.header("Message-ID"))
        .collect()
}

async fn each_rung_is_mailed_once(place: Place) {
    let mailbox = Mailbox::start(Behaviour::Accepts).await;
    let app = with_mail(place, &mailbox).await;
    let lead = app.holder("64.02/tim-pelaksana/lead").await.email;
    let (_, key, ladder) = waiting_case(&app).await;
    assert_eq!(
        about(&mailbox, &key, &lead).len(),
        1,
        "the new task is told"
    );
    // Who is late hears it as the one who does it; the team's lead would hear of others' tasks.
    let own: BTreeSet<_> = ladder
        .iter()
        .filter(|rung| ["ASSIGNEE", "TEAM_LEAD"].contains(&rung.audience.as_str()))
        .map(|rung| (rung.at, &rung.rung))
        .collect();
    assert!(own.len() >= 6, "audiences: {ladder:?}");
    let last = ladder.iter().map(|rung| rung.at).max().expect("a rung");
    for (number, (at, rung)) in (2..).zip(&own) {
        app.advance_to(*at).await;
        let mails = about(&mailbox, &key, &lead);
        assert_eq!(mails.len(), number, "rung {rung} at {at} is mailed once");
        assert!(mails.iter().all(|mail| mail.from == "mufakat@localhost"));
        assert_eq!(
            unique(&mails).len(),
            mails.len(),
            "each mail has an identity of its own"
        );
    }
    app.advance_to(last).await;
    app.settle().await;
    let sekda = app.holder("64.02/setda/sekda").await.email;
    assert!(
        !about(&mailbox, &key, &sekda).is_empty(),
        "after five working days the Sekda hears of it"
    );
    app.finish().await;
}

async fn after_days_of_being_down_each_missed_rung_is_told_once(place: Place) {
    let mailbox = Mailbox::start(Behaviour::Accepts).await;
    let app = with_mail(place, &mailbox).await;
    let lead = app.holder("64.02/tim-pelaksana/lead").await.email;
    let (_, key, ladder) = waiting_case(&app).await;
    let task = ladder[0].task_id;
    // Down from now until two days after the due date.
    let due = ladder
        .iter()
        .find(|rung| rung.rung == "DUE")
        .expect("a rung on the due day")
        .at;
    let back = due + chrono::TimeDelta::days(2);
    let missed: Vec<_> = ladder
        .iter()
        .filter(|rung| rung.audience == "ASSIGNEE" && rung.at <= back)
        .collect();
    assert!(
        missed.len() >= 4,
        "half, three days, one day, due: {ladder:?}"
    );
    app.clock.set(back);
    app.settle().await;
    app.settle().await;
    let mails = about(&mailbox, &key, &lead);
    // The lead holds the task and leads the team: whatever is said to either is said once.
    let said: std::collections::BTreeSet<_> = ladder
        .iter()
        .filter(|rung| rung.at <= app.now())
        .filter(|rung| ["ASSIGNEE", "TEAM_LEAD"].contains(&rung.audience.as_str()))
        .map(|rung| rung.rung.clone())
        .collect();
    assert_eq!(
        mails.len(),
        1 + said.len(),
        "the task, and each missed rung once: {:?}",
        mails
            .iter()
            .map(|mail| mail.header("Subject"))
            .collect::<Vec<_>>()
    );
    assert_eq!(unique(&mails).len(), mails.len());
    let left = reminder::Entity::find()
        .filter(reminder::Column::TaskId.eq(task))
        .filter(reminder::Column::SentAt.is_null());
    let left = left
        .filter(reminder::Column::At.lte(back))
        .all(app.read())
        .await
        .expect("reminders");
    assert!(left.is_empty(), "nothing of it comes later: {left:?}");
    app.finish().await;
}

async fn reminders_stop_when_the_task_is_completed(place: Place) {
    let mailbox = Mailbox::start(Behaviour::Accepts).await;
    let app = with_mail(place, &mailbox).await;
    let lead = app.holder("64.02/tim-pelaksana/lead").await;
    let (instance, key, ladder) = waiting_case(&app).await;
    complete_upload(&app, &instance).await;
    let told = about(&mailbox, &key, &lead.email).len();
    let due = ladder
        .iter()
        .find(|rung| rung.rung == "DUE")
        .expect("a rung on the due day")
        .at;
    // Until the agencies' silence brings the lead other news of the case.
    app.advance_to(due.min(beginning() + chrono::TimeDelta::days(9)))
        .await;
    assert_eq!(
        about(&mailbox, &key, &lead.email).len(),
        told,
        "who has done the work is left in peace"
    );
    app.finish().await;
}

async fn complete_upload(app: &App, instance: &str) {
    let lead = app.holder("64.02/tim-pelaksana/lead").await;
    let task = lead.task(instance, "upload-bundle").await;
    let mut books = Vec::new();
    for name in ["I", "II", "III"] {
        let (status, kept) = lead
            .upload_only(
                &[("taskId", task["id"].as_str().expect("an id"))],
                "buku.pdf",
                &bundle::book(name),
            )
            .await;
        assert!(status.is_success(), "{kept}");
        books.push(kept["documentId"].as_str().expect("an id").to_owned());
    }
    let answers = bundle::answers([&books[0], &books[1], &books[2]], &bundle::roadmap());
    let payload = lead
        .try_complete(task["id"].as_str().expect("an id"), answers)
        .await;
    assert!(payload["problem"].is_null(), "{payload}");
    app.running.workers.run_due().await;
}

/// Asks until it holds; a minute of silence ends the story.
async fn until(what: &str, app: &App, holds: impl Fn() -> bool) {
    for round in 1..6_000 {
        app.running.workers.run_due().await;
        if holds() {
            return;
        }
        if round % 100 == 0 {
            // Time passes for the program too: what could not be sent is tried again later.
            app.clock.set(app.now() + chrono::TimeDelta::seconds(10));
        }
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    panic!("{what} never happened");
}

async fn a_stalling_mail_server_blocks_nobody(place: Place) {
    let mailbox = Mailbox::start(Behaviour::StallsFor("ketua.tim@kukar.demo.mufakat.test")).await;
    let app = with_mail(place, &mailbox).await;
    let lead = app.holder("64.02/tim-pelaksana/lead").await;
    assert_eq!(lead.email, "ketua.tim@kukar.demo.mufakat.test");
    let input = json!({ "definitionKey": "masterplan-approval", "organisation": "64.02", "idempotencyKey": "stalled" });
    let payload = lead
        .mutate(
            "startInstance",
            "StartInstanceInput",
            input,
            "instance { id businessKey }",
        )
        .await;
    let instance = payload["instance"]["id"]
        .as_str()
        .expect("an instance")
        .to_owned();
    let key = payload["instance"]["businessKey"]
        .as_str()
        .expect("a key")
        .to_owned();
    until("the mail to the lead", &app, || mailbox.stalled() > 0).await;
    // The server waits for an answer that never comes; work and other mails go on.
    complete_upload(&app, &instance).await;
    let health = app.holder("64.02/dinkes/head").await.email;
    until("the mail to an agency", &app, || {
        !about(&mailbox, &key, &health).is_empty()
    })
    .await;
    assert!(about(&mailbox, &key, &lead.email).is_empty());
    app.running
        .stop()
        .await
        .expect("it stops although a mail hangs");
}

/// Cases that wait for the lead, begun at one moment, with one rung of each at one moment.
async fn many_cases(app: &App, count: usize) -> chrono::DateTime<chrono::Utc> {
    let lead = app.holder("64.02/tim-pelaksana/lead").await;
    let mut due = None;
    for _ in 0..count {
        let instance = lead
            .start_instance("masterplan-approval", "64.02", json!({}))
            .await;
        let id: workflows::id::InstanceId = instance.parse().expect("an id");
        let rung = reminder::Entity::find()
            .filter(reminder::Column::InstanceId.eq(id.uuid()))
            .filter(reminder::Column::Rung.eq("MINUS_3WD"))
            .one(app.read())
            .await
            .expect("reminders")
            .expect("a rung");
        due = Some(rung.at);
    }
    due.expect("a moment")
}

fn to_lead(mailbox: &Mailbox, lead: &str, subject: &str) -> Vec<Mail> {
    mailbox
        .mails()
        .into_iter()
        .filter(|mail| mail.to.iter().any(|to| to == lead))
        .filter(|mail| mail.body().contains(subject))
        .collect()
}

async fn more_than_five_at_once_are_one_digest(place: Place) {
    let mailbox = Mailbox::start(Behaviour::Accepts).await;
    let app = with_mail(place, &mailbox).await;
    let lead = app.holder("64.02/tim-pelaksana/lead").await;
    let at = many_cases(&app, 6).await;
    let half = at - chrono::TimeDelta::hours(1);
    app.advance_to(half).await;
    let before = mailbox.mails().len();
    app.advance_to(at).await;
    let fresh = mailbox.mails().split_off(before);
    assert_eq!(
        fresh.len(),
        1,
        "one mail for six tasks, and nothing besides"
    );
    let body = fresh[0].body();
    assert!(body.contains("6 tugas yang pengingatnya"), "{body}");
    assert_eq!(
        body.matches("http://mufakat.test/a/").count(),
        6,
        "each task has its own link: {body}"
    );
    // The application says the same in one line, until it is read.
    let asked =
        "{ unreadNotices notices(unreadOnly: true, first: 1) { nodes { id kind title taskId } } }";
    let told = lead.ask(asked, json!({})).await;
    assert_eq!(told["notices"]["nodes"][0]["kind"], "reminder-digest");
    let unread = told["unreadNotices"].as_i64().expect("a number");
    let one =
        json!({ "noticeIds": [told["notices"]["nodes"][0]["id"]], "idempotencyKey": "read-one" });
    let read = lead
        .mutate("markNoticesRead", "MarkNoticesReadInput", one, "unread")
        .await;
    assert_eq!(read["unread"], unread - 1);
    let other = app.holder("64.02/dinkes/head").await;
    let all = json!({ "idempotencyKey": "read-all" });
    other
        .mutate(
            "markNoticesRead",
            "MarkNoticesReadInput",
            all.clone(),
            "unread",
        )
        .await;
    assert_eq!(
        lead.ask(asked, json!({})).await["unreadNotices"],
        unread - 1,
        "one's own only"
    );
    let read = lead
        .mutate("markNoticesRead", "MarkNoticesReadInput", all, "unread")
        .await;
    assert_eq!(read["unread"], 0);
    app.finish().await;
}

async fn two_replicas_tell_each_rung_once(place: Place) {
    let mailbox = Mailbox::start(Behaviour::Accepts).await;
    let config = Config {
        smtp_url: Some(mailbox.url()),
        demo: false,
        ..place.config()
    };
    let app = App::start_with(place, config.clone(), beginning()).await;
    let other = server::app::Running::start(config, app.clock.clone())
        .await
        .expect("a second replica");
    let lead = app.holder("64.02/tim-pelaksana/lead").await;
    // Five each: told one by one.
    let at = many_cases(&app, 5).await;
    app.advance_to(at - chrono::TimeDelta::hours(1)).await;
    let before: BTreeSet<String> = unique(&mailbox.mails());
    app.clock.set(at);
    let (first, second) = (app.running.workers.clone(), other.workers.clone());
    tokio::join!(
        async {
            for _ in 0..10 {
                first.run_due().await;
            }
        },
        async {
            for _ in 0..10 {
                second.run_due().await;
            }
        }
    );
    app.settle().await;
    let told: Vec<Mail> = mailbox
        .mails()
        .into_iter()
        .filter(|mail| {
            mail.header("Message-ID")
                .is_some_and(|id| !before.contains(&id))
        })
        .collect();
    assert_eq!(told.len(), 5, "each of five tasks once");
    assert!(told.iter().all(|mail| mail.to == [lead.email.clone()]));
    let bodies: BTreeSet<String> = told.iter().map(Mail::body).collect();
    assert_eq!(bodies.len(), 5, "and each another");
    other.stop().await.expect("the second replica stops");
    app.finish().await;
}

async fn people_choose_their_channels_and_quiet_hours(place: Place) {
    let mailbox = Mailbox::start(Behaviour::Accepts).await;
    let app = with_mail(place, &mailbox).await;
    let lead = app.holder("64.02/tim-pelaksana/lead").await;
    let prefer = |input: serde_json::Value, key: &str| {
        let (lead, mut input) = (lead.clone(), input);
        input["idempotencyKey"] = json!(key);
        async move {
            lead.mutate(
                "setNoticePreferences",
                "SetNoticePreferencesInput",
                input,
                "preferences { mail inApp webhookUrl quietFrom quietTo } secret",
            )
            .await
        }
    };
    let none = prefer(json!({ "mail": false, "inApp": false }), "none").await;
    assert_eq!(none["problem"]["code"], "CHANNEL_NEEDED");
    let half = prefer(
        json!({ "mail": true, "inApp": true, "quietFrom": "25:00" }),
        "half",
    )
    .await;
    assert_eq!(half["problem"]["code"], "INVALID_TIME");
    let inside = json!({ "mail": true, "inApp": true, "webhookUrl": "http://10.0.0.1/x" });
    let inside = prefer(inside, "inside").await;
    assert!(
        !inside["problem"].is_null(),
        "an address inside is refused: {inside}"
    );

    // Nothing in the morning: a task of 09:00 is mailed at 11:30, and stands in the application at once.
    let quiet = json!({ "mail": true, "inApp": true, "quietFrom": "07:00", "quietTo": "11:30" });
    let kept = prefer(quiet, "quiet").await;
    assert!(kept["problem"].is_null(), "{kept}");
    assert_eq!(kept["preferences"]["quietTo"], "11:30");
    let instance = lead
        .start_instance("masterplan-approval", "64.02", json!({}))
        .await;
    assert!(
        to_lead(&mailbox, &lead.email, "Kerjakan").is_empty(),
        "quiet hours"
    );
    let asked = "{ unreadNotices notices(first: 5) { nodes { kind taskId } } noticePreferences { quietFrom } }";
    let told = lead.ask(asked, json!({})).await;
    assert_eq!(told["notices"]["nodes"][0]["kind"], "task-assigned");
    assert_eq!(told["noticePreferences"]["quietFrom"], "07:00");
    app.advance_to(crate::app::wita(2026, 11, 23, 11) + chrono::TimeDelta::minutes(30))
        .await;
    assert_eq!(to_lead(&mailbox, &lead.email, "Kerjakan").len(), 1);

    // Only in the application.
    let kept = prefer(json!({ "mail": false, "inApp": true }), "app-only").await;
    assert!(kept["problem"].is_null(), "{kept}");
    let mails = mailbox.mails().len();
    lead.start_instance("masterplan-approval", "64.02", json!({}))
        .await;
    assert_eq!(mailbox.mails().len(), mails);
    let told = lead.ask(asked, json!({})).await;
    assert_eq!(told["notices"]["nodes"].as_array().map(Vec::len), Some(2));
    assert!(!instance.is_empty());
    app.finish().await;
}

async fn an_address_of_ones_own_is_told_signed(place: Place) {
    let mailbox = Mailbox::start(Behaviour::Accepts).await;
    let app = with_mail(place, &mailbox).await;
    let lead = app.holder("64.02/tim-pelaksana/lead").await;
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0")
        .await
        .expect("a port");
    let address = listener.local_addr().expect("an address");
    let receiver = tokio::spawn(async move {
        use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
        let (mut socket, _) = listener.accept().await.expect("a caller");
        let (mut text, mut some) = (String::new(), [0_u8; 4096]);
        while !text.contains("reminder-") && !text.contains("task-assigned") {
            let read = socket.read(&mut some).await.expect("bytes");
            text.push_str(&String::from_utf8_lossy(&some[..read]));
            if read == 0 {
                break;
            }
        }
        socket
            .write_all(b"HTTP/1.1 204 No Content\r\nconnection: close\r\n\r\n")
            .await
            .expect("an answer");
        text
    });
    let input = json!({
        "mail": false, "inApp": true, "webhookUrl": format!("http://{address}/mufakat"), "idempotencyKey": "own",
    });
    let kept = lead
        .mutate(
            "setNoticePreferences",
            "SetNoticePreferencesInput",
            input,
            "preferences { webhookUrl } secret",
        )
        .await;
    assert!(
        kept["secret"]
            .as_str()
            .is_some_and(|secret| secret.starts_with("whsec_")),
        "{kept}"
    );
    lead.start_instance("masterplan-approval", "64.02", json!({}))
        .await;
    let text = receiver.await.expect("the receiver was told");
    assert!(text.starts_with("POST /mufakat"), "{text}");
    assert!(
        text.to_ascii_lowercase().contains("webhook-signature: v1,")
            && text.contains("/tugas/task_"),
        "{text}"
    );
    app.finish().await;
}
