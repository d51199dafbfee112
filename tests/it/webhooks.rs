//! Webhooks against a real receiver that checks the signature: told once, told again under the same name, never led astray.

use std::collections::VecDeque;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use chrono::TimeDelta;
use hmac::{Hmac, KeyInit as _, Mac as _};
use schema::tables::webhook_secret;
use sea_orm::EntityTrait as _;
use serde_json::{Value, json};
use sha2::Sha256;
use tokio::io::{AsyncRead, AsyncReadExt as _, AsyncWrite, AsyncWriteExt as _};
use tokio::net::TcpListener;
use tokio::sync::Notify;
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::ServerConfig;
use tokio_rustls::rustls::crypto::ring;
use tokio_rustls::rustls::pki_types::PrivatePkcs8KeyDer;
use uuid::Uuid;
use workflows::id::InstanceId;

use crate::app::{App, Place, beginning};
use crate::workers::deploy;

on_both!(
    a_receiver_is_told_with_a_signature_that_holds_and_its_answer_becomes_a_variable,
    a_receiver_that_fails_twice_is_told_again_under_the_same_name,
    a_receiver_that_refuses_calls_an_operator_at_once,
    while_a_secret_is_replaced_both_sign,
    an_address_that_nobody_registered_is_not_told,
    a_receiver_that_is_gone_is_told_nothing_more,
    a_slow_receiver_holds_up_nobody,
);
on_both_places!(
    no_address_inside_is_ever_told,
    a_receiver_is_known_by_its_certificate,
);

/// What a receiver was sent.
#[derive(Clone, Debug)]
struct Received {
    line: String,
    headers: Vec<(String, String)>,
    body: Vec<u8>,
}

impl Received {
    fn header(&self, name: &str) -> &str {
        self.headers
            .iter()
            .find(|(header, _)| header == name)
            .map_or("", |(_, value)| value)
    }

    /// Whether one of the signatures is that of this secret (Standard Webhooks, written down a second time on purpose).
    fn is_signed_with(&self, secret: &str) -> bool {
        let key = STANDARD
            .decode(secret.strip_prefix("whsec_").expect("a secret"))
            .expect("base64");
        let mut mac = Hmac::<Sha256>::new_from_slice(&key).expect("a key");
        let (id, at) = (self.header("webhook-id"), self.header("webhook-timestamp"));
        mac.update(format!("{id}.{at}.").as_bytes());
        mac.update(&self.body);
        let wanted = format!("v1,{}", STANDARD.encode(mac.finalize().into_bytes()));
        self.header("webhook-signature")
            .split(' ')
            .any(|it| it == wanted)
    }

    fn json(&self) -> Value {
        serde_json::from_slice(&self.body).expect("JSON")
    }
}

/// Somebody else's server.
struct Receiver {
    address: SocketAddr,
    received: Arc<Mutex<Vec<Received>>>,
    /// Answers in their order; the last one stays.
    answers: Arc<Mutex<VecDeque<String>>>,
    /// While this is set, nobody is answered.
    gate: Arc<Notify>,
}

fn http(status: &str, more: &str, body: &str) -> String {
    format!(
        "HTTP/1.1 {status}\r\ncontent-length: {}\r\n{more}\r\n{body}",
        body.len()
    )
}

impl Receiver {
    async fn answering(answers: &[String], waits: bool) -> Self {
        Self::listening(answers, waits, None).await
    }

    async fn listening(answers: &[String], waits: bool, tls: Option<TlsAcceptor>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let receiver = Self {
            address: listener.local_addr().expect("an address"),
            received: Arc::default(),
            answers: Arc::new(Mutex::new(answers.iter().cloned().collect())),
            gate: Arc::default(),
        };
        let (received, answers) = (receiver.received.clone(), receiver.answers.clone());
        let gate = receiver.gate.clone();
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let (received, answers) = (received.clone(), answers.clone());
                let gate = waits.then(|| gate.clone());
                match tls.clone() {
                    None => drop(tokio::spawn(serve(stream, received, answers, gate))),
                    Some(tls) => drop(tokio::spawn(async move {
                        if let Ok(stream) = tls.accept(stream).await {
                            serve(stream, received, answers, gate).await;
                        }
                    })),
                }
            }
        });
        receiver
    }

    async fn ok() -> Self {
        Self::answering(&[http("200 OK", "", "{\"accepted\":true}")], false).await
    }

    fn url(&self) -> String {
        format!("http://{}/hook", self.address)
    }

    fn received(&self) -> Vec<Received> {
        self.received.lock().expect("the list").clone()
    }
}

async fn serve(
    mut stream: impl AsyncRead + AsyncWrite + Unpin,
    received: Arc<Mutex<Vec<Received>>>,
    answers: Arc<Mutex<VecDeque<String>>>,
    gate: Option<Arc<Notify>>,
) {
    let mut bytes = Vec::new();
    let (head, length) = loop {
        let mut some = [0_u8; 4096];
        let Ok(count @ 1..) = stream.read(&mut some).await else {
            return;
        };
        bytes.extend_from_slice(&some[..count]);
        let text = String::from_utf8_lossy(&bytes).into_owned();
        if let Some((head, _)) = text.split_once("\r\n\r\n") {
            let length = head
                .lines()
                .find_map(|line| line.strip_prefix("content-length: "))
                .map_or(0, |length| length.parse().expect("a length"));
            if bytes.len() >= head.len() + 4 + length {
                break (head.to_owned(), length);
            }
        }
    };
    let mut lines = head.lines();
    let line = lines.next().unwrap_or_default().to_owned();
    let headers = lines
        .filter_map(|line| line.split_once(": "))
        .map(|(name, value)| (name.to_lowercase(), value.to_owned()))
        .collect();
    let body = bytes[head.len() + 4..head.len() + 4 + length].to_vec();
    received.lock().expect("the list").push(Received {
        line,
        headers,
        body,
    });
    if let Some(gate) = gate {
        gate.notified().await;
    }
    let answer = {
        let mut answers = answers.lock().expect("the answers");
        if answers.len() > 1 {
            answers.pop_front()
        } else {
            answers.front().cloned()
        }
    };
    let _ = stream
        .write_all(answer.unwrap_or_default().as_bytes())
        .await;
    let _ = stream.shutdown().await;
}

/// A process that tells a webhook and ends.
fn process(id: &str, headers: &[(&str, &str)]) -> String {
    let headers: String = headers
        .iter()
        .map(|(key, value)| format!("<zeebe:header key=\"{key}\" value=\"{value}\"/>"))
        .collect();
    format!(
        r#"<?xml version="1.0" encoding="UTF-8"?>
<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:zeebe="http://camunda.org/schema/zeebe/1.0" targetNamespace="uji">
  <process id="{id}" isExecutable="true">
    <startEvent id="start"/><sequenceFlow id="f1" sourceRef="start" targetRef="tell"/>
    <serviceTask id="tell" name="Beri tahu">
      <extensionElements>
        <zeebe:taskDefinition type="mufakat:webhook" retries="3"/>
        <zeebe:taskHeaders>{headers}</zeebe:taskHeaders>
        <zeebe:ioMapping><zeebe:input source="=meter" target="reading"/>
          <zeebe:output source="=reply" target="reply"/></zeebe:ioMapping>
      </extensionElements>
    </serviceTask>
    <sequenceFlow id="f2" sourceRef="tell" targetRef="end"/><endEvent id="end"/>
  </process>
</definitions>"#
    )
}

const TO_OFFICE: [(&str, &str); 2] = [("endpoint", "kantor"), ("resultVariable", "reply")];

/// Registers an endpoint for the regency; answers its id and secret.
async fn register(app: &App, name: &str, url: &str) -> (String, String) {
    let payload = try_register(app, name, url).await;
    assert!(payload["problem"].is_null(), "{payload}");
    let text = |value: &Value| value.as_str().expect("a text").to_owned();
    let stored = webhook_secret::Entity::find().all(app.read()).await;
    for row in stored.expect("secrets") {
        assert!(
            row.secret.starts_with("sealed1."),
            "a copy of the database signs nothing: {}",
            row.secret
        );
    }
    (text(&payload["webhook"]["id"]), text(&payload["secret"]))
}

async fn try_register(app: &App, name: &str, url: &str) -> Value {
    let admin = app.holder("komdigi/sekretariat/sysadmin").await;
    let input = json!({ "organisation": "64.02", "name": name, "url": url, "idempotencyKey": Uuid::now_v7().to_string() });
    let fields = "webhook { id name url secrets { createdAt expiresAt } } secret";
    admin
        .mutate("registerWebhook", "RegisterWebhookInput", input, fields)
        .await
}

async fn start(app: &App, definition: &str) -> String {
    let lead = app.holder("64.02/tim-pelaksana/lead").await;
    let variables = json!({ "meter": 7, "secretNote": "rahasia" });
    lead.start_instance(definition, "64.02", variables).await
}

async fn case(app: &App, instance: &str) -> Value {
    let lead = app.holder("64.02/tim-pelaksana/lead").await;
    let query = "query($id: ID!) { instance(id: $id) { state variables incidents { id code message resolvedAt } } }";
    lead.ask(query, json!({ "id": instance })).await["instance"].clone()
}

/// Ends a case whose webhook will never be told.
async fn cancel(app: &App, instance: &str) {
    let lead = app.holder("64.02/tim-pelaksana/lead").await;
    let input = json!({ "instanceId": instance, "reason": "uji", "idempotencyKey": instance });
    let payload = lead
        .mutate(
            "cancelInstance",
            "CancelInstanceInput",
            input,
            "instance { id }",
        )
        .await;
    assert!(payload["problem"].is_null(), "{payload}");
    app.settle().await;
}

async fn a_receiver_is_told_with_a_signature_that_holds_and_its_answer_becomes_a_variable(
    app: &App,
) {
    let receiver = Receiver::ok().await;
    let (_, secret) = register(app, "kantor", &receiver.url()).await;
    deploy(app, "beri-tahu.bpmn", &process("beri-tahu", &TO_OFFICE)).await;
    let instance = start(app, "beri-tahu").await;
    let case = case(app, &instance).await;
    assert_eq!(case["state"], "COMPLETED", "{case}");
    assert_eq!(case["variables"]["reply"], json!({ "accepted": true }));
    let received = receiver.received();
    assert_eq!(received.len(), 1, "told once");
    let message = &received[0];
    assert_eq!(message.line, "POST /hook HTTP/1.1");
    assert_eq!(message.header("content-type"), "application/json");
    assert!(message.header("webhook-id").starts_with("job_"));
    let at: i64 = message
        .header("webhook-timestamp")
        .parse()
        .expect("seconds");
    assert_eq!(at, app.now().timestamp());
    assert!(message.is_signed_with(&secret));
    assert!(!message.is_signed_with("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"));
    let body = message.json();
    assert_eq!(body["type"], "beri-tahu.tell");
    assert_eq!(body["data"]["instanceId"], instance.as_str());
    assert_eq!(
        body["data"]["variables"],
        json!({ "reading": 7 }),
        "the inputs of the element, and nothing else of the case"
    );
    // The secret is shown once; whoever may read webhooks sees that there is one.
    let admin = app.holder("komdigi/sekretariat/sysadmin").await;
    let query = "{ webhooks { nodes { name url organisation { code } removedAt secrets { createdAt expiresAt } } } }";
    let list = admin.ask(query, json!({})).await;
    assert_eq!(list["webhooks"]["nodes"][0]["name"], "kantor");
    assert_eq!(
        list["webhooks"]["nodes"][0]["secrets"]
            .as_array()
            .map(Vec::len),
        Some(1)
    );
    let lead = app.holder("64.02/tim-pelaksana/lead").await;
    let hidden = lead.ask(query, json!({})).await;
    assert_eq!(hidden["webhooks"]["nodes"], json!([]));
    let taken = try_register(app, "kantor", "https://8.8.8.8/").await;
    assert_eq!(taken["problem"]["code"], "NAME_TAKEN");
}

async fn a_receiver_that_fails_twice_is_told_again_under_the_same_name(app: &App) {
    let answers = [
        http("503 Service Unavailable", "", "later"),
        http("429 Too Many Requests", "retry-after: 300\r\n", ""),
        http("200 OK", "", ""),
    ];
    let receiver = Receiver::answering(&answers, false).await;
    register(app, "kantor", &receiver.url()).await;
    deploy(app, "beri-tahu.bpmn", &process("beri-tahu", &TO_OFFICE)).await;
    let instance = start(app, "beri-tahu").await;
    assert_eq!(receiver.received().len(), 1);
    // Five seconds after the first failure, and not before.
    app.advance(TimeDelta::seconds(4)).await;
    assert_eq!(receiver.received().len(), 1);
    app.advance(TimeDelta::seconds(1)).await;
    assert_eq!(receiver.received().len(), 2);
    // The second answer asked for five minutes, which is more than our own twenty seconds.
    app.advance(TimeDelta::seconds(299)).await;
    assert_eq!(receiver.received().len(), 2);
    app.advance(TimeDelta::seconds(1)).await;
    let received = receiver.received();
    assert_eq!(received.len(), 3);
    for again in &received[1..] {
        assert_eq!(again.header("webhook-id"), received[0].header("webhook-id"));
        assert_eq!(again.body, received[0].body);
    }
    assert_ne!(
        received[1].header("webhook-timestamp"),
        received[0].header("webhook-timestamp")
    );
    let case = case(app, &instance).await;
    assert_eq!(case["state"], "COMPLETED", "{case}");
    assert!(case["variables"]["reply"].is_null(), "an empty answer");
}

async fn a_receiver_that_refuses_calls_an_operator_at_once(app: &App) {
    let elsewhere = Receiver::ok().await;
    let moved = format!("location: {}\r\n", elsewhere.url());
    let large = "x".repeat(300_000);
    let answers = [
        http("400 Bad Request", "", "no such meter"),
        http("302 Found", &moved, ""),
        http("200 OK", "", "this is not JSON"),
        http("200 OK", "", &large),
        http("200 OK", "", "[1]"),
    ];
    let receiver = Receiver::answering(&answers, false).await;
    register(app, "kantor", &receiver.url()).await;
    deploy(app, "beri-tahu.bpmn", &process("beri-tahu", &TO_OFFICE)).await;
    let instance = start(app, "beri-tahu").await;
    let admin = app.holder("komdigi/sekretariat/sysadmin").await;
    for (number, words) in ["no such meter", "302", "not JSON", "bytes"]
        .iter()
        .enumerate()
    {
        let case = case(app, &instance).await;
        let incidents = case["incidents"].as_array().expect("incidents").clone();
        let open: Vec<&Value> = incidents
            .iter()
            .filter(|it| it["resolvedAt"].is_null())
            .collect();
        assert_eq!(open.len(), 1, "{case}");
        assert!(
            open[0]["message"].as_str().expect("words").contains(words),
            "{case}"
        );
        assert_eq!(receiver.received().len(), number + 1, "no second try");
        let input = json!({ "incidentId": open[0]["id"], "idempotencyKey": open[0]["id"] });
        let payload = admin
            .mutate(
                "retryIncident",
                "RetryIncidentInput",
                input,
                "incident { id }",
            )
            .await;
        assert!(payload["problem"].is_null(), "{payload}");
        app.settle().await;
    }
    let case = case(app, &instance).await;
    assert_eq!(case["state"], "COMPLETED", "{case}");
    assert_eq!(case["variables"]["reply"], json!([1]));
    assert!(
        elsewhere.received().is_empty(),
        "nobody is led to another address"
    );
}

async fn while_a_secret_is_replaced_both_sign(app: &App) {
    let receiver = Receiver::ok().await;
    let (webhook, old) = register(app, "kantor", &receiver.url()).await;
    deploy(app, "beri-tahu.bpmn", &process("beri-tahu", &TO_OFFICE)).await;
    let admin = app.holder("komdigi/sekretariat/sysadmin").await;
    let input = json!({ "webhookId": webhook, "overlapHours": 24, "idempotencyKey": "ganti" });
    let payload = admin
        .mutate(
            "rotateWebhookSecret",
            "RotateWebhookSecretInput",
            input,
            "webhook { id } secret",
        )
        .await;
    let new = payload["secret"].as_str().expect("a secret").to_owned();
    assert_ne!(new, old);
    start(app, "beri-tahu").await;
    app.advance(TimeDelta::hours(25)).await;
    start(app, "beri-tahu").await;
    let received = receiver.received();
    assert!(received[0].is_signed_with(&old) && received[0].is_signed_with(&new));
    assert!(!received[1].is_signed_with(&old) && received[1].is_signed_with(&new));
    // Out of use, it is told nothing any more.
    let input = json!({ "webhookId": webhook, "idempotencyKey": "hapus" });
    let payload = admin
        .mutate(
            "removeWebhook",
            "RemoveWebhookInput",
            input,
            "webhook { removedAt removedWhy }",
        )
        .await;
    assert_eq!(payload["webhook"]["removedWhy"], "REMOVED", "{payload}");
    let instance = start(app, "beri-tahu").await;
    assert_eq!(receiver.received().len(), 2);
    let case = case(app, &instance).await;
    assert_eq!(case["incidents"][0]["code"], "JOB_FAILED", "{case}");
    cancel(app, &instance).await;
}

async fn an_address_that_nobody_registered_is_not_told(app: &App) {
    let receiver = Receiver::ok().await;
    register(app, "kantor", &format!("{}/meter", receiver.url())).await;
    let base = receiver.url();
    for (id, path, told) in [
        ("di-bawah", "/meter/7?x=1", 1),
        ("di-samping", "/meteran", 0),
        ("di-atas", "", 0),
    ] {
        let url = format!("{base}{path}");
        let headers = [("url", url.as_str()), ("method", "POST")];
        deploy(app, &format!("{id}.bpmn"), &process(id, &headers)).await;
        let before = receiver.received().len();
        let instance = start(app, id).await;
        assert_eq!(receiver.received().len(), before + told, "{url}");
        let case = case(app, &instance).await;
        if told == 0 {
            let message = case["incidents"][0]["message"].as_str().expect("words");
            assert!(message.contains("administrator"), "{case}");
            cancel(app, &instance).await;
        } else {
            assert_eq!(case["state"], "COMPLETED", "{case}");
        }
    }
    assert_eq!(
        receiver.received()[0].line,
        "POST /hook/meter/7?x=1 HTTP/1.1"
    );
}

async fn a_receiver_that_is_gone_is_told_nothing_more(app: &App) {
    let receiver = Receiver::answering(&[http("410 Gone", "", "")], false).await;
    register(app, "kantor", &receiver.url()).await;
    deploy(app, "beri-tahu.bpmn", &process("beri-tahu", &TO_OFFICE)).await;
    for words in ["410", "administrator"] {
        let instance = start(app, "beri-tahu").await;
        let case = case(app, &instance).await;
        let message = case["incidents"][0]["message"].as_str().expect("words");
        assert!(message.contains(words), "{case}");
        cancel(app, &instance).await;
    }
    assert_eq!(receiver.received().len(), 1);
    let admin = app.holder("komdigi/sekretariat/sysadmin").await;
    let query = "{ webhooks { nodes { removedAt removedWhy } } }";
    let list = admin.ask(query, json!({})).await;
    assert_eq!(list["webhooks"]["nodes"][0]["removedWhy"], "GONE");
    // The name is free for whoever comes after.
    let other = Receiver::ok().await;
    register(app, "kantor", &other.url()).await;
    start(app, "beri-tahu").await;
    assert_eq!(other.received().len(), 1);
}

async fn a_slow_receiver_holds_up_nobody(app: &App) {
    let answer = http("200 OK", "", "{}");
    let slow = Receiver::answering(std::slice::from_ref(&answer), true).await;
    let quick = Receiver::answering(&[answer], false).await;
    register(app, "lambat", &slow.url()).await;
    register(app, "kantor", &quick.url()).await;
    let to_slow = [("endpoint", "lambat"), ("resultVariable", "reply")];
    deploy(app, "lambat.bpmn", &process("lambat", &to_slow)).await;
    deploy(app, "beri-tahu.bpmn", &process("beri-tahu", &TO_OFFICE)).await;
    let lead = app.holder("64.02/tim-pelaksana/lead").await;
    let mut started = Vec::new();
    for definition in ["lambat", "beri-tahu"] {
        let input = json!({ "definitionKey": definition, "organisation": "64.02", "variables": { "meter": 7 }, "idempotencyKey": definition });
        let payload = lead
            .mutate(
                "startInstance",
                "StartInstanceInput",
                input,
                "instance { id }",
            )
            .await;
        let id = payload["instance"]["id"].as_str().expect("an id");
        started.push(id.parse::<InstanceId>().expect("an instance").to_string());
    }
    let mut done = false;
    for _ in 0..2_000 {
        app.running.workers.run_due().await;
        done = case(app, &started[1]).await["state"] == "COMPLETED" && slow.received().len() == 1;
        if done {
            break;
        }
        tokio::time::sleep(std::time::Duration::from_millis(5)).await;
    }
    assert!(done, "the quick one is done while the slow one thinks");
    assert_eq!(case(app, &started[0]).await["state"], "RUNNING");
    slow.gate.notify_one();
    app.settle().await;
    assert_eq!(case(app, &started[0]).await["state"], "COMPLETED");
}

async fn no_address_inside_is_ever_told(place: Place) {
    let inside = Receiver::ok().await;
    let port = inside.address.port();
    let config = server::config::Config {
        webhook_networks: Vec::new(),
        ..place.config()
    };
    let app = App::start_with(place, config, beginning()).await;
    for (url, code) in [
        (format!("http://127.0.0.1:{port}/hook"), "URL_INTERNAL"),
        (format!("https://127.0.0.1:{port}/hook"), "URL_INTERNAL"),
        (format!("https://2130706433:{port}/hook"), "URL_INTERNAL"),
        (format!("https://0x7f.1:{port}/hook"), "URL_INTERNAL"),
        (format!("https://0177.0.0.1:{port}/hook"), "URL_INTERNAL"),
        (format!("https://[::1]:{port}/hook"), "URL_INTERNAL"),
        (
            format!("https://[::ffff:127.0.0.1]:{port}/hook"),
            "URL_INTERNAL",
        ),
        (
            "https://169.254.169.254/latest/meta-data".to_owned(),
            "URL_INTERNAL",
        ),
        ("https://10.0.0.1/".to_owned(), "URL_INTERNAL"),
        ("https://[fe80::1]/".to_owned(), "URL_INTERNAL"),
        (format!("http://localhost:{port}/hook"), "URL_NOT_HTTPS"),
        ("http://8.8.8.8/".to_owned(), "URL_NOT_HTTPS"),
        ("ftp://example.com/".to_owned(), "URL_NOT_HTTPS"),
        (
            "https://user:secret@example.com/".to_owned(),
            "URL_WITH_CREDENTIALS",
        ),
        ("not a url".to_owned(), "INVALID_URL"),
    ] {
        let payload = try_register(&app, "dalam", &url).await;
        assert_eq!(payload["problem"]["code"], code, "{url}");
        assert_eq!(payload["problem"]["field"], "url");
        assert!(payload["secret"].is_null());
    }
    // A name shows where it leads only when it is asked for.
    register(&app, "kantor", &format!("https://localhost:{port}/hook")).await;
    deploy(&app, "beri-tahu.bpmn", &process("beri-tahu", &TO_OFFICE)).await;
    let instance = start(&app, "beri-tahu").await;
    let case = case(&app, &instance).await;
    let message = case["incidents"][0]["message"].as_str().expect("words");
    assert!(message.contains("not opened"), "{case}");
    assert!(inside.received().is_empty());
    cancel(&app, &instance).await;
    app.finish().await;
}

async fn a_receiver_is_known_by_its_certificate(place: Place) {
    let made = rcgen::generate_simple_self_signed(["localhost".to_owned()]).expect("a certificate");
    let file = place.folder.join("authority.pem");
    std::fs::write(&file, made.cert.pem()).expect("the certificate is written");
    let key = PrivatePkcs8KeyDer::from(made.signing_key.serialize_der());
    let tls = ServerConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_safe_default_protocol_versions()
        .expect("TLS")
        .with_no_client_auth()
        .with_single_cert(vec![made.cert.der().clone()], key.into())
        .expect("a certificate");
    let answer = http("200 OK", "", "{}");
    let receiver =
        Receiver::listening(&[answer], false, Some(TlsAcceptor::from(Arc::new(tls)))).await;
    let port = receiver.address.port();
    let trusting = server::config::Config {
        webhook_ca: Some(file),
        ..place.config()
    };
    let app = App::start_with(place, trusting, beginning()).await;
    let named = format!("https://localhost:{port}/hook");
    let (_, secret) = register(&app, "kantor", &named).await;
    // The same place under a name that the certificate does not bear.
    register(&app, "palsu", &format!("https://127.0.0.1:{port}/hook")).await;
    deploy(&app, "beri-tahu.bpmn", &process("beri-tahu", &TO_OFFICE)).await;
    deploy(
        &app,
        "palsu.bpmn",
        &process("palsu", &[("endpoint", "palsu")]),
    )
    .await;
    let instance = start(&app, "beri-tahu").await;
    assert_eq!(case(&app, &instance).await["state"], "COMPLETED");
    assert_eq!(receiver.received().len(), 1);
    assert!(receiver.received()[0].is_signed_with(&secret));
    assert_eq!(
        receiver.received()[0].header("host"),
        format!("localhost:{port}")
    );
    let instance = start(&app, "palsu").await;
    let admin = app.holder("komdigi/sekretariat/sysadmin").await;
    let query = "{ jobs(filter: { state: BACKING_OFF }) { nodes { type error } } }";
    let jobs = admin.ask(query, json!({})).await;
    let error = jobs["jobs"]["nodes"][0]["error"].as_str().expect("words");
    assert!(error.contains("TLS"), "{jobs}");
    assert_eq!(
        receiver.received().len(),
        1,
        "nothing was said to a stranger"
    );
    cancel(&app, &instance).await;
    app.finish().await;
}
