//! W1, the main job, wholly through GraphQL with every actor: an agency that stays silent, one that refuses, one edit after
//! two initials, a first call without quorum, a roll call that ends early with one REJECT and its dissent, a head who is
//! only acting (the decree waits) and then definitive. It ends with the papers in hand, a page that says valid, and a
//! record in which one flipped byte is found.

use std::process::Command;

use chrono::TimeDelta;
use sea_orm::{ColumnTrait, ConnectionTrait as _, EntityTrait, QueryFilter, QueryOrder};
use serde_json::{Value, json};

use crate::app::{App, Person, wita};
use crate::{bundle, program};

on_both!(the_council_signs_off_the_master_plan);

/// Parts of the story hand this on.
struct Case<'a> {
    app: &'a App,
    lead: Person<'a>,
    instance: String,
    books: Vec<String>,
}

async fn the_council_signs_off_the_master_plan(app: &App) {
    let case = bring_the_bundle(app).await;
    agencies_confirm(&case).await;
    initials_with_one_edit(&case).await;
    meeting_at_the_second_call(&case).await;
    roll_call_with_one_reject(&case).await;
    minutes_and_an_acting_head(&case).await;
    decree_by_the_definitive_head(&case).await;
    commitments_run_out(&case).await;
    papers_say_what_happened(&case).await;
    a_flipped_byte_is_found(&case).await;
}

async fn variables(case: &Case<'_>) -> Value {
    let query = "query($id: ID!) { instance(id: $id) { state variables } }";
    case.lead.ask(query, json!({ "id": case.instance })).await["instance"].clone()
}

/// Step 1: the team lead signs in with a password, starts the case and uploads three books and the rows.
async fn bring_the_bundle(app: &App) -> Case<'_> {
    let lead = app.holder("64.02/tim-pelaksana/lead").await;
    let session = app.sign_in(&lead.email, server::seed::DEMO_PASSWORD).await;
    assert!(
        session["session"]["accessToken"].is_string(),
        "the lead signs in: {session}"
    );
    let instance = lead
        .start_instance("masterplan-approval", "64.02", json!({}))
        .await;
    let task = lead.task(&instance, "upload-bundle").await;
    let mut books = Vec::new();
    for name in ["Buku I", "Buku II", "Buku III"] {
        let fields = [
            ("taskId", task["id"].as_str().unwrap()),
            ("kind", "BOOK"),
            ("title", name),
        ];
        let (status, kept) = lead
            .upload(&fields, &format!("{name}.pdf"), &bundle::book(name))
            .await;
        assert_eq!(status.as_u16(), 201, "{kept}");
        assert_eq!(kept["sha256"].as_str().unwrap().len(), 64);
        books.push(kept["documentId"].as_str().unwrap().to_owned());
    }
    lead.complete(
        &task,
        bundle::answers([&books[0], &books[1], &books[2]], &bundle::roadmap()),
    )
    .await;
    Case {
        app,
        lead,
        instance,
        books,
    }
}

/// Step 2: one accepts, one accepts with a change, one refuses, one is silent; only who refused is asked again.
async fn agencies_confirm(case: &Case<'_>) {
    let (app, instance) = (case.app, &case.instance);
    assert_eq!(
        app.waiting(instance, "confirm-rows").await.len(),
        4,
        "each named agency is asked once"
    );
    let health = app.holder("64.02/dinkes/head").await;
    let task = health.task(instance, "confirm-rows").await;
    let rows = task["variables"]["rows"].clone();
    assert_eq!(
        rows.as_array().map(Vec::len),
        Some(2),
        "an agency sees its own rows: {task}"
    );
    health
        .complete(&task, json!({ "outcome": "ACCEPT", "rows": rows }))
        .await;

    let communication = app.holder("64.02/diskominfo/head").await;
    let task = communication.task(instance, "confirm-rows").await;
    let mut rows = task["variables"]["rows"].clone();
    rows[0]["target"] = json!("45 layanan");
    let change = json!({ "outcome": "ACCEPT_WITH_CHANGE", "rows": rows, "reason": "Target disesuaikan dengan anggaran." });
    communication.complete(&task, change).await;

    let environment = app.holder("64.02/dlh/head").await;
    let task = environment.task(instance, "confirm-rows").await;
    let rows = task["variables"]["rows"].clone();
    environment
        .complete(
            &task,
            json!({ "outcome": "REFUSE", "rows": rows, "reason": "Pagu tidak tersedia." }),
        )
        .await;

    // The fourth stays silent: five working days, then three more.
    app.advance_to(wita(2026, 12, 3, 15)).await;
    assert_eq!(
        app.waiting(instance, "confirm-rows").await.len(),
        1,
        "silence is not yet consent"
    );
    app.advance_to(wita(2026, 12, 3, 17)).await;
    assert!(app.waiting(instance, "confirm-rows").await.is_empty());

    let task = case.lead.task(instance, "resolve-refusals").await;
    let mut roadmap: Vec<Value> = task["variables"]["roadmap"]
        .as_array()
        .cloned()
        .expect("the road map");
    for row in roadmap.iter_mut().filter(|row| row["opd"] == "dlh") {
        row["target"] = json!("6 kecamatan");
    }
    case.lead
        .complete(
            &task,
            json!({ "roadmap": roadmap, "resolutionNote": "Target dikurangi sesuai pagu." }),
        )
        .await;
    let asked = app.waiting(instance, "confirm-rows").await;
    assert_eq!(
        asked.len(),
        1,
        "only the agency concerned is asked again: {asked:?}"
    );
    let task = environment.task(instance, "confirm-rows").await;
    let rows = task["variables"]["rows"].clone();
    assert_eq!(rows[0]["target"], "6 kecamatan");
    environment
        .complete(&task, json!({ "outcome": "ACCEPT", "rows": rows }))
        .await;

    let known = variables(case).await;
    let outcome = |opd: &str| {
        let answers = known["variables"]["opdAnswers"]
            .as_array()
            .cloned()
            .unwrap_or_default();
        let answer = answers.into_iter().find(|answer| answer["opd"] == opd);
        answer.map(|answer| answer["outcome"].as_str().unwrap_or_default().to_owned())
    };
    assert_eq!(outcome("dinkes").as_deref(), Some("ACCEPT"));
    assert_eq!(outcome("diskominfo").as_deref(), Some("ACCEPT_WITH_CHANGE"));
    assert_eq!(
        outcome("dpmd").as_deref(),
        Some("NOTED_WITHOUT_OBJECTION"),
        "silence is shown as such"
    );
    assert_eq!(outcome("dlh").as_deref(), Some("ACCEPT"));
}

/// Initials of whoever is next, until nobody is; answers the positions in order.
async fn initial_until(case: &Case<'_>, stop_after: usize) -> Vec<String> {
    let mut positions = Vec::new();
    while positions.len() < stop_after {
        let Some(next) = case
            .app
            .waiting(&case.instance, "initial")
            .await
            .into_iter()
            .next()
        else {
            break;
        };
        let position = next.principals.first().expect("a signer").clone();
        let signer = case.app.acting_for(&position).await;
        let payload = signer
            .try_complete(&next.id, json!({ "agree": "true" }))
            .await;
        assert!(
            payload["problem"].is_null(),
            "{position} cannot initial: {payload}"
        );
        case.app.settle().await;
        positions.push(position);
    }
    positions
}

/// Step 3: after two initials the lead brings a new version of Book II; both initials are void and the chain restarts.
async fn initials_with_one_edit(case: &Case<'_>) {
    let first = initial_until(case, 2).await;
    assert_eq!(
        first,
        ["64.02/diskominfo/secretary", "64.02/diskominfo/head"]
    );
    let before = variables(case).await["variables"]["bookTwo"].clone();
    let fields = [
        ("documentId", case.books[1].as_str()),
        ("reason", "Tabel 4 diperbaiki"),
    ];
    let (status, kept) = case
        .lead
        .upload(
            &fields,
            "Buku II.pdf",
            &bundle::book("Buku II, tabel 4 diperbaiki"),
        )
        .await;
    assert_eq!(status.as_u16(), 201, "{kept}");
    assert_eq!(
        before,
        json!(case.books[1]),
        "a new version keeps the document's id"
    );

    let chain = "query($id: ID!) { document(id: $id) { versions { version chain { kind sha256 voidedAt } } } }";
    let chain = case.lead.ask(chain, json!({ "id": case.books[1] })).await["document"].clone();
    let first = chain["versions"][0]["chain"]
        .as_array()
        .cloned()
        .unwrap_or_default();
    assert_eq!(first.len(), 2, "{chain}");
    assert!(
        first.iter().all(|initial| initial["voidedAt"].is_string()),
        "an edit voids the initials before it, and they stay to be seen: {chain}"
    );

    let again = case.app.waiting(&case.instance, "initial").await;
    assert_eq!(again.len(), 1);
    assert_eq!(
        again[0].principals,
        ["64.02/diskominfo/secretary"],
        "the chain restarts at its first rung"
    );
    let order = initial_until(case, 50).await;
    assert_eq!(
        order[..2],
        ["64.02/diskominfo/secretary", "64.02/diskominfo/head"]
    );
    let mut coordination = order[2..5].to_vec();
    coordination.sort();
    assert_eq!(
        coordination,
        [
            "64.02/bappeda/head",
            "64.02/bpkad/head",
            "64.02/setda/bagian-hukum/head"
        ]
    );
    assert_eq!(order.last().map(String::as_str), Some("64.02/setda/sekda"));
    assert_eq!(
        order.len(),
        7,
        "secretary, head, three beside each other, assistant, Sekda: {order:?}"
    );
}

/// The members present: everybody but the last two, who sent a letter and stayed away.
fn attendance(rows: &Value, present: impl Fn(usize) -> &'static str) -> Value {
    let rows = rows.as_array().expect("the seats").iter().enumerate();
    let filled: Vec<Value> = rows
        .map(|(number, row)| json!({ "seat": row["seat"], "title": row["title"], "name": row["name"], "presence": present(number) }))
        .collect();
    json!({ "attendance": filled })
}

/// Steps 4 and 5: invitations, comments, a first call without quorum, a second one with it.
async fn meeting_at_the_second_call(case: &Case<'_>) {
    let (app, instance) = (case.app, &case.instance);
    let secretary = app.holder("64.02/dewan-smart-city/secretary").await;
    let agenda =
        json!([{ "item": "Pembahasan Rencana Induk" }, { "item": "Pengambilan keputusan" }]);
    let place = json!({ "place": "Ruang Serapo, Tenggarong", "online": true, "link": "https://rapat.example/dewan" });
    let mut invitation = place.clone();
    invitation["meetingDate"] = json!("2026-12-14");
    invitation["meetingTime"] = json!("09:00");
    invitation["agenda"] = agenda;
    secretary
        .do_task(instance, "prepare-meeting", invitation)
        .await;
    assert_eq!(
        app.waiting(instance, "read-bundle").await.len(),
        20,
        "every seat gets the bundle"
    );
    let academic = app.holder("64.02/perguruan-tinggi/wakil-1").await;
    academic
        .do_task(
            instance,
            "read-bundle",
            json!({ "comment": "Mohon indikator literasi digital diperjelas." }),
        )
        .await;

    app.advance_to(wita(2026, 12, 14, 9)).await;
    assert!(
        app.waiting(instance, "read-bundle").await.is_empty(),
        "reading ends when the meeting opens"
    );
    let task = secretary.task(instance, "attendance-list").await;
    let few = attendance(&task["variables"]["attendance"], |number| {
        if number < 5 { "PRESENT" } else { "ABSENT" }
    });
    secretary.complete(&task, few).await;
    let mut postponed = place;
    postponed["meetingDate"] = json!("2026-12-15");
    postponed["meetingTime"] = json!("09:00");
    secretary.do_task(instance, "postpone", postponed).await;
    assert!(
        app.waiting(instance, "deliberate").await.is_empty(),
        "no quorum, no deliberation"
    );

    app.advance_to(wita(2026, 12, 15, 9)).await;
    let task = secretary.task(instance, "attendance-list").await;
    let many = attendance(&task["variables"]["attendance"], |number| match number {
        10 => "LETTER",
        11 => "ABSENT",
        _ => "PRESENT",
    });
    secretary.complete(&task, many).await;
    let known = variables(case).await["variables"].clone();
    assert_eq!(
        app.waiting(instance, "deliberate").await.len(),
        1,
        "quorum at the second call: {known}"
    );
}

/// Step 6: consensus fails; an open roll call, one REJECT, settled as soon as nothing can change it.
async fn roll_call_with_one_reject(case: &Case<'_>) {
    let (app, instance) = (case.app, &case.instance);
    let chair = app.holder("64.02/head").await;
    chair
        .do_task(
            instance,
            "deliberate",
            json!({ "method": "VOTE", "summary": "Mufakat tidak tercapai." }),
        )
        .await;
    let electors = app.waiting(instance, "cast-vote").await;
    assert_eq!(
        electors.len(),
        18,
        "who sent a letter or stayed away has no vote"
    );

    let speaker = app.holder("64.02/dprd/ketua").await;
    let ballot = speaker.task(instance, "cast-vote").await;
    let missing = speaker
        .vote(ballot["id"].as_str().unwrap(), "REJECT", None)
        .await;
    assert_eq!(missing["problem"]["code"], "NOTE_REQUIRED");
    let cast = speaker
        .vote(
            ballot["id"].as_str().unwrap(),
            "REJECT",
            Some("Beban anggaran belum jelas."),
        )
        .await;
    assert!(cast["problem"].is_null(), "{cast}");
    app.settle().await;
    let twice = speaker
        .vote(ballot["id"].as_str().unwrap(), "APPROVE", None)
        .await;
    assert!(!twice["problem"].is_null(), "nobody votes twice: {twice}");

    let mut approvals = 0;
    loop {
        let open = app.waiting(instance, "cast-vote").await;
        let Some(next) = open.into_iter().next() else {
            break;
        };
        let member = app.acting_for(&next.principals[0]).await;
        let cast = member.vote(&next.id, "APPROVE", None).await;
        assert!(
            cast["problem"].is_null(),
            "{} cannot vote: {cast}",
            member.email
        );
        approvals += 1;
        app.settle().await;
    }
    assert_eq!(
        approvals, 12,
        "two thirds of eighteen decide; five ballots need not be cast"
    );
}

/// Minutes are signed; before the last signature the head leaves office and the deputy acts: the decree waits.
async fn minutes_and_an_acting_head(case: &Case<'_>) {
    let (app, instance) = (case.app, &case.instance);
    let head = app.holder("64.02/head").await;
    let signers = app.waiting(instance, "sign-minutes").await;
    assert_eq!(
        signers.len(),
        3,
        "chair, secretary and a witness: {signers:?}"
    );
    for (number, next) in signers.iter().enumerate() {
        if number == 2 {
            let deputy = app.holder("64.02/deputy").await;
            appoint(app, &deputy.email, "PLT", "2026-12-15").await;
        }
        let signer = app.acting_for(&next.principals[0]).await;
        let payload = signer.try_complete(&next.id, json!({})).await;
        assert!(
            payload["problem"].is_null(),
            "{} cannot sign: {payload}",
            signer.email
        );
        app.settle().await;
    }
    let speaker = app.holder("64.02/dprd/ketua").await;
    speaker
        .do_task(
            instance,
            "dissent-statement",
            json!({ "statement": "Pembiayaan tahun kedua perlu dibahas kembali." }),
        )
        .await;
    assert!(
        app.waiting(instance, "sign-decree").await.is_empty(),
        "an acting head signs no Master Plan"
    );
    app.advance(TimeDelta::days(7)).await;
    assert!(
        app.waiting(instance, "sign-decree").await.is_empty(),
        "a week later it still waits"
    );
    assert_eq!(
        mails_about(app, "waiting-for-definitive-official").await,
        2,
        "the Sekda is told each week"
    );

    appoint(app, &head.email, "DEFINITIVE", "2026-12-22").await;
    assert_eq!(
        app.waiting(instance, "sign-decree").await.len(),
        1,
        "a definitive head may sign"
    );
}

async fn appoint(app: &App, person: &str, mode: &str, from: &str) {
    let admin = app.holder("komdigi/sekretariat/sysadmin").await;
    let input = json!({
        "position": "64.02/head", "person": person, "mode": mode, "decree": format!("SK-{mode}-CONTOH"),
        "validFrom": from, "idempotencyKey": format!("appoint-{mode}"),
    });
    let payload = admin
        .mutate(
            "appointIncumbent",
            "AppointIncumbentInput",
            input,
            "incumbency { mode }",
        )
        .await;
    assert!(payload["problem"].is_null(), "{payload}");
    app.settle().await;
}

/// Mails of the case that a template made.
async fn mails_about(app: &App, template: &str) -> usize {
    use schema::tables::outbox;
    let mails = outbox::Entity::find()
        .filter(outbox::Column::Kind.eq("MAIL"))
        .all(app.read())
        .await
        .expect("outbox");
    mails
        .iter()
        .filter(|mail| mail.idempotency_key.contains(template) || mail.payload.contains(template))
        .count()
}

/// Step 8: the head signs; number, approval sheet, plan, road map and Quick Wins follow.
async fn decree_by_the_definitive_head(case: &Case<'_>) {
    let head = case.app.holder("64.02/head").await;
    let task = head.task(&case.instance, "sign-decree").await;
    assert_eq!(task["strategic"], true);
    head.complete(&task, json!({ "signatureNote": "Laksanakan." }))
        .await;
    let known = variables(case).await["variables"].clone();
    assert!(known["decreeNumber"].is_string(), "{known}");
    assert_eq!(known["quickWinsStarted"], 3, "approval creates work");
    let pillar = case.app.holder("64.02/tim-pelaksana/pillar-living").await;
    let query = "query { tasks(filter: { definitionKey: \"opd-assignment\" }) { nodes { element businessKey } } }";
    let cards = pillar.ask(query, json!({})).await;
    assert!(
        !cards["tasks"]["nodes"].as_array().unwrap().is_empty(),
        "a Quick Win waits for its pillar: {cards}"
    );
}

/// Step 9: three sign their commitment, the others stay silent; nothing is blocked and the case ends.
async fn commitments_run_out(case: &Case<'_>) {
    let (app, instance) = (case.app, &case.instance);
    let asked = app.waiting(instance, "sign-commitment").await.len();
    assert!(
        asked > 30,
        "head, agencies and districts are asked, not {asked}"
    );
    for position in ["64.02/head", "64.02/dinkes/head", "64.02.11/head"] {
        let signer = app.holder(position).await;
        signer
            .do_task(instance, "sign-commitment", json!({ "note": "Siap." }))
            .await;
    }
    app.advance_to(wita(2027, 1, 25, 9)).await;
    let known = variables(case).await;
    assert_eq!(known["state"], "COMPLETED");
    let sheets = known["variables"]["commitments"]
        .as_array()
        .cloned()
        .unwrap_or_default();
    assert_eq!(sheets.len(), asked);
    assert_eq!(
        sheets
            .iter()
            .filter(|sheet| sheet["signed"] == true)
            .count(),
        3,
        "who stayed silent is recorded as unsigned"
    );
}

/// The text of a PDF.
fn text_of(app: &App, name: &str, pdf: &[u8]) -> String {
    assert!(pdf.starts_with(b"%PDF-"), "{name} is a PDF");
    let path = app.place.folder.join(format!("{name}.pdf"));
    std::fs::write(&path, pdf).expect("the paper is kept");
    let output = Command::new("pdftotext")
        .args(["-layout"])
        .arg(&path)
        .arg("-")
        .output();
    let output = output.expect("pdftotext is installed (make test installs it)");
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    String::from_utf8(output.stdout).expect("UTF-8")
}

/// The verification code in a paper.
fn code_in(text: &str) -> String {
    let word = |word: &&str| word.len() == 17 && word.split('-').map(str::len).eq([5, 5, 5]);
    let marks = |c: char| !(c.is_ascii_alphanumeric() || c == '-');
    text.split(marks)
        .find(word)
        .unwrap_or_else(|| panic!("no verification code in:\n{text}"))
        .to_owned()
}

/// Step 10: the sheet and the minutes, with seats, votes, dissent and modes; anybody may check them.
async fn papers_say_what_happened(case: &Case<'_>) {
    let query = "query { numberRegisters(organisation: \"64.02\") { name year last count gaps { first last } entries(first: 5) { nodes { number written instance { id } document { kind } } } } }";
    let registers = case.lead.ask(query, json!({})).await["numberRegisters"].clone();
    let decrees = registers
        .as_array()
        .and_then(|registers| registers.iter().find(|one| one["name"] == "DECREE"))
        .unwrap_or_else(|| panic!("no register of decrees: {registers}"))
        .clone();
    assert_eq!(
        (&decrees["last"], &decrees["count"]),
        (&json!(1), &json!(1))
    );
    assert_eq!(decrees["gaps"], json!([]));
    let given = &decrees["entries"]["nodes"][0];
    assert_eq!(given["instance"]["id"], case.instance.as_str());
    assert_eq!(given["document"]["kind"], "DECREE", "{given}");

    let query = "query($id: ID!) { instance(id: $id) { documents { kind number title current { id sha256 signatures { kind name certified } } } } }";
    let documents =
        case.lead.ask(query, json!({ "id": case.instance })).await["instance"]["documents"].clone();
    let documents = documents.as_array().cloned().unwrap_or_default();
    let paper = |kind: &str| {
        let found = documents
            .iter()
            .find(|document| document["kind"].as_str() == Some(kind));
        found
            .unwrap_or_else(|| panic!("no {kind} among {documents:?}"))
            .clone()
    };
    let decree = paper("DECREE");
    let signed = decree["current"]["signatures"]
        .as_array()
        .cloned()
        .unwrap_or_default();
    assert!(
        signed
            .iter()
            .any(|signature| signature["kind"] == "SIGNATURE"),
        "the decree is signed: {decree}"
    );
    assert!(
        signed
            .iter()
            .all(|signature| signature["certified"] == false),
        "a local signature never claims to be certified"
    );

    for (kind, title) in [
        ("APPROVAL_SHEET", "LEMBAR PENGESAHAN"),
        ("MINUTES", "BERITA ACARA"),
    ] {
        let paper = paper(kind);
        let words = "query($version: ID!) { documentText(version: $version) { state words } }";
        let words = case
            .lead
            .ask(words, json!({ "version": paper["current"]["id"] }))
            .await["documentText"]
            .clone();
        assert_eq!(words["state"], "READ");
        assert!(
            words["words"]
                .as_str()
                .is_some_and(|words| words.lines().any(|line| line.trim() == title)),
            "the words of our own papers are read, line by line: {words}"
        );
        let pdf = case
            .lead
            .download(paper["current"]["id"].as_str().unwrap())
            .await;
        let text = text_of(case.app, kind, &pdf);
        for expected in [title, "Kutai Kartanegara", "Ketua DPRD", "Menolak"] {
            assert!(
                text.contains(expected),
                "{kind} does not say {expected:?}:\n{text}"
            );
        }
        let code = code_in(&text);
        let page = case
            .app
            .http
            .get(case.app.url(&format!("/verify/{code}")))
            .send()
            .await
            .expect("the page");
        assert!(page.status().is_success(), "{}", page.status());
        let page = page.text().await.expect("text");
        assert!(
            page.contains(&code) && page.contains(paper["current"]["sha256"].as_str().unwrap()),
            "{page}"
        );
        let asked = case.app.ask(
            None,
            "query($code: String!) { verification(code: $code) { state journalIntact certified } }",
            json!({ "code": code }),
        );
        let verification = asked.await.expect_data()["verification"].clone();
        assert_eq!(
            verification,
            json!({ "state": "VALID", "journalIntact": true, "certified": false })
        );
    }
    let sheet = text_of(
        case.app,
        "sheet",
        &case
            .lead
            .download(paper("APPROVAL_SHEET")["current"]["id"].as_str().unwrap())
            .await,
    );
    assert!(
        sheet.contains("Pembiayaan tahun kedua"),
        "the dissent is annexed:\n{sheet}"
    );
    let invented = case
        .app
        .http
        .get(case.app.url("/verify/00000-00000-00001"))
        .send()
        .await
        .expect("the page");
    assert!(
        !invented.text().await.expect("text").contains("VALID"),
        "an invented code proves nothing"
    );
}

/// The record verifies; with one byte flipped in one event, `mufakat audit verify` names that event. The byte is put back.
async fn a_flipped_byte_is_found(case: &Case<'_>) {
    use schema::tables::journal;
    let place = &case.app.place;
    let whole = program::run_on(place, &["audit", "verify"]);
    assert!(
        whole.status.success(),
        "{}{}",
        program::stdout(&whole),
        program::stderr(&whole)
    );
    let id: workflows::id::InstanceId = case.instance.parse().expect("an id");
    let events = journal::Entity::find()
        .filter(journal::Column::InstanceId.eq(id.uuid()))
        .order_by_asc(journal::Column::Seq)
        .all(case.app.read())
        .await
        .expect("the journal");
    let chosen = &events[events.len() / 2];
    let mut bytes = chosen.event.clone().into_bytes();
    let letter = bytes
        .iter()
        .position(u8::is_ascii_lowercase)
        .expect("a letter");
    bytes[letter] ^= 0b0000_0001;
    let flipped = String::from_utf8(bytes).expect("still text");
    rewrite(place, chosen, &flipped).await;
    let damaged = program::run_on(place, &["audit", "verify"]);
    assert_eq!(damaged.status.code(), Some(1));
    let said = program::stdout(&damaged);
    let named = format!("{} event {}:", case.instance, chosen.seq);
    assert!(said.contains(&named), "expected {named:?} in:\n{said}");
    rewrite(place, chosen, &chosen.event).await;
}

/// What only somebody with the database in hand can do.
async fn rewrite(place: &crate::app::Place, row: &schema::tables::journal::Model, event: &str) {
    let database = sea_orm::Database::connect(&place.url)
        .await
        .expect("the database opens");
    let statement = sea_orm::Statement::from_sql_and_values(
        database.get_database_backend(),
        "UPDATE journal SET event = $1 WHERE instance_id = $2 AND seq = $3",
        [event.into(), row.instance_id.into(), row.seq.into()],
    );
    let done = database
        .execute_raw(statement)
        .await
        .expect("one byte is flipped");
    assert_eq!(done.rows_affected(), 1);
}
