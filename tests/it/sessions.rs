//! Sessions: every demo account signs in, refresh tokens rotate, a stolen one ends the session, a disabled account is out
//! at once.

use serde_json::{Value, json};
use server::seed::DEMO_PASSWORD;

use crate::app::App;
use crate::program;

on_both!(
    a_refresh_token_works_once_and_its_reuse_ends_the_session,
    signing_out_ends_the_session,
    a_wrong_password_and_an_unknown_address_sound_the_same,
    a_disabled_account_is_out_at_once,
);

const REFRESH: &str = "mutation($input: RefreshSessionInput!) { refreshSession(input: $input) { session { accessToken refreshToken expiresAt } problem { code } } }";

async fn refresh(app: &App, token: &Value) -> Value {
    app.ask(None, REFRESH, json!({ "input": { "refreshToken": token } }))
        .await
        .expect_data()["refreshSession"]
        .clone()
}

async fn a_refresh_token_works_once_and_its_reuse_ends_the_session(app: &App) {
    let chair = app.holder("64.02/head").await;
    let first = app.sign_in(&chair.email, DEMO_PASSWORD).await["session"].clone();
    let second = refresh(app, &first["refreshToken"]).await["session"].clone();
    assert!(second["accessToken"].is_string());
    assert_ne!(first["refreshToken"], second["refreshToken"]);
    let reused = refresh(app, &first["refreshToken"]).await;
    assert_eq!(
        reused["problem"]["code"], "UNAUTHENTICATED",
        "a used token is worth nothing: {reused}"
    );
    let heir = refresh(app, &second["refreshToken"]).await;
    assert_eq!(
        heir["problem"]["code"], "UNAUTHENTICATED",
        "its reuse ends the whole session: {heir}"
    );
    let other = app.sign_in(&chair.email, DEMO_PASSWORD).await;
    assert!(
        other["session"]["refreshToken"].is_string(),
        "other sessions go on: {other}"
    );
}

async fn signing_out_ends_the_session(app: &App) {
    let chair = app.holder("64.02/head").await;
    let session = app.sign_in(&chair.email, DEMO_PASSWORD).await["session"].clone();
    let out = "mutation($input: SignOutInput!) { signOut(input: $input) { problem { code } } }";
    let done = app
        .ask(
            None,
            out,
            json!({ "input": { "refreshToken": session["refreshToken"] } }),
        )
        .await;
    assert!(done.expect_data()["signOut"]["problem"].is_null());
    let again = refresh(app, &session["refreshToken"]).await;
    assert_eq!(again["problem"]["code"], "UNAUTHENTICATED");
}

async fn a_wrong_password_and_an_unknown_address_sound_the_same(app: &App) {
    let chair = app.holder("64.02/head").await;
    let wrong = app.sign_in(&chair.email, "bukan-sandinya").await;
    let unknown = app
        .sign_in("tidak.ada@kukar.demo.mufakat.test", DEMO_PASSWORD)
        .await;
    assert_eq!(wrong, unknown);
    assert_eq!(wrong["problem"]["code"], "INVALID_CREDENTIALS");
    assert!(wrong["session"].is_null());
    for _ in 0..6 {
        app.sign_in(&chair.email, "bukan-sandinya").await;
    }
    let locked = app.sign_in(&chair.email, DEMO_PASSWORD).await;
    assert_eq!(
        locked["problem"]["code"], "TOO_MANY_ATTEMPTS",
        "guessing makes the account wait: {locked}"
    );
    app.clock.set(app.now() + chrono::TimeDelta::hours(1));
    let later = app.sign_in(&chair.email, DEMO_PASSWORD).await;
    assert!(
        later["session"]["accessToken"].is_string(),
        "it waits, it is not lost: {later}"
    );
}

async fn a_disabled_account_is_out_at_once(app: &App) {
    let officer = app.holder("64.02/dinkes/officer").await;
    let session = app.sign_in(&officer.email, DEMO_PASSWORD).await["session"].clone();
    let token = session["accessToken"].as_str().expect("a token");
    let me = "query { me { person { email } } }";
    assert_eq!(
        app.ask(Some(token), me, json!({})).await.expect_data()["me"]["person"]["email"],
        officer.email
    );
    let disabled = program::run_on(&app.place, &["user", "disable", "--email", &officer.email]);
    assert!(disabled.status.success(), "{}", program::stderr(&disabled));
    let refused = app.ask(Some(token), me, json!({})).await;
    assert_eq!(
        (refused.status.as_u16(), refused.error_code()),
        (401, "UNAUTHENTICATED")
    );
    assert_eq!(
        refresh(app, &session["refreshToken"]).await["problem"]["code"],
        "UNAUTHENTICATED"
    );
    let again = app.sign_in(&officer.email, DEMO_PASSWORD).await;
    assert_eq!(
        again["problem"]["code"], "INVALID_CREDENTIALS",
        "nobody learns that the account exists: {again}"
    );
}
