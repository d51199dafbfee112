//! Starting again: nothing is doubled, and a fresh demo has a card for each part of the work.

use schema::tables::{account, organisation, process_definition, process_instance, region};
use sea_orm::{EntityTrait, PaginatorTrait};
use serde_json::json;
use server::app::{Prepared, Running};
use server::ports::Clock;
use server::seed;

use crate::app::{App, Place, beginning};

on_both_places!(a_demo_starts_twice_and_every_card_signs_in);

async fn counts(prepared: &Prepared) -> [u64; 5] {
    let read = prepared.door.store.read();
    [
        region::Entity::find().count(read).await.expect("regions"),
        organisation::Entity::find()
            .count(read)
            .await
            .expect("organisations"),
        account::Entity::find().count(read).await.expect("accounts"),
        process_definition::Entity::find()
            .count(read)
            .await
            .expect("definitions"),
        process_instance::Entity::find()
            .count(read)
            .await
            .expect("instances"),
    ]
}

async fn a_demo_starts_twice_and_every_card_signs_in(place: Place) {
    let clock = Clock::manual(beginning());
    let first = Prepared::open(&place.config(), clock.clone())
        .await
        .expect("opens");
    let regions = seed::regions(&first.door.store, |_| {})
        .await
        .expect("the regions are loaded");
    // 38 provinces, 514 regencies, 7,285 districts, 83,762 villages (DOMAIN 9).
    assert_eq!(regions, 38 + 514 + 7_285 + 83_762);
    seed::demo(&first.door, &first.workers, &first.passwords)
        .await
        .expect("seeded");
    let before = counts(&first).await;
    drop(first);
    let second = Prepared::open(&place.config(), clock.clone())
        .await
        .expect("opens again");
    seed::regions(&second.door.store, |_| panic!("regions are loaded once"))
        .await
        .expect("known");
    seed::demo(&second.door, &second.workers, &second.passwords)
        .await
        .expect("known");
    assert_eq!(counts(&second).await, before, "nothing is doubled");
    drop(second);

    let running = Running::start(place.config(), clock.clone())
        .await
        .expect("the demo starts");
    let app = App {
        running,
        clock,
        place,
        http: reqwest::Client::new(),
    };
    let cards = app
        .ask(
            None,
            "query { demoAccounts { email title titleEn organisation group } }",
            json!({}),
        )
        .await;
    let cards = cards.expect_data()["demoAccounts"]
        .as_array()
        .cloned()
        .unwrap_or_default();
    assert_eq!(cards.len(), 13, "one card for each part: {cards:?}");
    for card in cards {
        let email = card["email"].as_str().expect("an address");
        let session = app.sign_in(email, seed::DEMO_PASSWORD).await;
        let token = session["session"]["accessToken"]
            .as_str()
            .unwrap_or_else(|| panic!("{email} cannot sign in: {session}"));
        let me = app.ask(Some(token), "query { me { person { email } incumbencies { position { title } } } taskCounts { actionable } }", json!({})).await;
        assert_eq!(me.expect_data()["me"]["person"]["email"], email);
    }
    app.finish().await;
}
