//! People of the register and their accounts: entered, corrected, invited, blocked.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chrono::Duration;
use rand::TryRngCore as _;
use schema::commands::Problem;
use schema::register_change::Outcome;
use schema::tables::{account, person};
use sea_orm::EntityTrait;
use serde_json::json;
use uuid::Uuid;
use workflows::access::Action;
use workflows::id::PersonId;

use super::Effect;
use super::desk::{Desk, Grounds, refuse, words};
use crate::auth::secret_hash;
use crate::commands::fault::Fault;
use crate::effects::compose;
use crate::store::{account as accounts, mail, offices};

/// How long a link that sets a password is good.
const LINK_LIFETIME: Duration = Duration::hours(72);
/// Name of the mail's template.
const TEMPLATE: &str = "account-invitation";

/// What is said of a person.
pub(super) struct Said<'a> {
    pub name: Option<&'a str>,
    pub email: &'a str,
    pub language: Option<&'a str>,
}

/// Enters a person in the register of the organisation at `path`, or brings up to date what is known.
pub(super) async fn ensure(
    desk: Desk<'_>,
    said: &Said<'_>,
    path: &str,
) -> Result<(Uuid, Effect), Fault> {
    let email = address(said.email)?;
    let language = said.language.map(language).transpose()?;
    if let Some(known) = accounts::person_by_email(desk.transaction, &email).await? {
        let name = said
            .name
            .map_or(Ok(known.name.clone()), |name| words(name, "name"))?;
        let language = language.unwrap_or_else(|| known.language.clone());
        let new = person::Model {
            name,
            language,
            ..known.clone()
        };
        let effect = correct(desk, &known, new).await?;
        return Ok((known.id, effect));
    }
    let grounds = desk.may(Action::UserAdmin, path)?;
    let row = person::Model {
        id: Uuid::now_v7(),
        name: words(said.name.unwrap_or_default(), "name")?,
        email,
        language: language.unwrap_or_else(|| "id".to_owned()),
    };
    offices::put_person(desk.transaction, row.clone()).await?;
    desk.note(
        &grounds,
        "CREATE_PERSON",
        row.id,
        &row.email,
        None,
        Some(json!({ "name": row.name, "email": row.email, "language": row.language })),
    )
    .await?;
    Ok((
        row.id,
        Effect::new(
            "PERSON",
            Outcome::New,
            None,
            format!("{} <{}>", row.name, row.email),
        ),
    ))
}

/// Adds a person that nobody has entered before.
pub(super) async fn create(
    desk: Desk<'_>,
    said: &Said<'_>,
    organisation: &str,
    invite_too: bool,
) -> Result<Uuid, Fault> {
    let home = desk.organisation(organisation, "organisation").await?;
    let email = address(said.email)?;
    desk.may(Action::UserAdmin, &home.path)?;
    if accounts::person_by_email(desk.transaction, &email)
        .await?
        .is_some()
    {
        return Err(refuse(
            "PERSON_EXISTS",
            "Somebody with this address is in the register already.",
            "Orang dengan surel ini sudah ada dalam register.",
            "email",
        ));
    }
    let (id, _) = ensure(desk, said, &home.path).await?;
    if invite_too {
        invite(desk, id).await?;
    }
    Ok(id)
}

/// Changes what is said of a person.
pub(super) async fn change(
    desk: Desk<'_>,
    id: Uuid,
    name: Option<&str>,
    email: Option<&str>,
    spoken: Option<&str>,
) -> Result<Uuid, Fault> {
    let known = find(desk, id).await?;
    let new = person::Model {
        id,
        name: name.map_or(Ok(known.name.clone()), |name| words(name, "name"))?,
        email: email.map_or(Ok(known.email.clone()), address)?,
        language: spoken.map_or(Ok(known.language.clone()), language)?,
    };
    if new.email != known.email
        && accounts::person_by_email(desk.transaction, &new.email)
            .await?
            .is_some()
    {
        return Err(refuse(
            "PERSON_EXISTS",
            "Somebody else has this address.",
            "Surel ini sudah dipakai orang lain.",
            "email",
        ));
    }
    correct(desk, &known, new).await?;
    Ok(id)
}

async fn correct(
    desk: Desk<'_>,
    known: &person::Model,
    new: person::Model,
) -> Result<Effect, Fault> {
    let told = format!("{} <{}>", new.name, new.email);
    if *known == new {
        return Ok(Effect::new("PERSON", Outcome::Unchanged, None, told));
    }
    let grounds = over(desk, known.id, Action::UserAdmin).await?;
    let has_account = account::Entity::find_by_id(known.id)
        .one(desk.transaction)
        .await?
        .is_some();
    if known.email != new.email && has_account {
        // The link that sets a password goes to this address: whoever changes it could take the account over.
        over(desk, known.id, Action::TrustAdmin).await?;
    }
    offices::put_person(desk.transaction, new.clone()).await?;
    let shown = |row: &person::Model| json!({ "name": row.name, "email": row.email, "language": row.language });
    desk.note(
        &grounds,
        "CHANGE_PERSON",
        known.id,
        &new.email,
        Some(shown(known)),
        Some(shown(&new)),
    )
    .await?;
    Ok(Effect::new(
        "PERSON",
        Outcome::Changed,
        Some(format!("{} <{}>", known.name, known.email)),
        told,
    ))
}

/// Mails a link with which the person sets a password; opens the account first when there is none.
pub(super) async fn invite(desk: Desk<'_>, id: Uuid) -> Result<Effect, Fault> {
    let grounds = over(desk, id, Action::UserAdmin).await?;
    let row = find(desk, id).await?;
    offices::open_account(desk.transaction, id, desk.now).await?;
    let mut secret = [0_u8; 32];
    rand::rngs::OsRng
        .try_fill_bytes(&mut secret)
        .map_err(|_| Problem::internal("randomness"))?;
    let secret = URL_SAFE_NO_PAD.encode(secret);
    let hash = secret_hash(&secret);
    let until = desk.now + LINK_LIFETIME;
    offices::put_invitation(desk.transaction, hash.clone(), id, desk.now, until).await?;
    let compiled = desk.door.deployed.now();
    let template = compiled
        .mail(TEMPLATE, &row.language, None)
        .ok_or_else(|| sea_orm::DbErr::Custom(format!("there is no mail {TEMPLATE}")))?;
    let values = json!({
        "recipient": { "name": row.name, "email": row.email },
        "link": format!("{}/masuk/sandi?kunci={secret}", desk.door.public_url.trim_end_matches('/')),
        "until": until,
    });
    let letter = compose(&template, &row.language, chrono_tz::Asia::Jakarta, &values)
        .map_err(|error| sea_orm::DbErr::Custom(format!("mail {TEMPLATE}: {error:#}")))?;
    let payload = json!({
        "to": { "name": row.name, "email": row.email },
        "person": PersonId::from_uuid(id).to_string(),
        "subject": letter.subject, "text": letter.text,
        "template": TEMPLATE, "language": row.language,
    });
    let entry = mail::entry(
        "MAIL",
        format!("invitation:{hash}"),
        &payload,
        grounds.path(),
        desk.now,
    )?;
    mail::add(desk.transaction, vec![entry]).await?;
    desk.note(
        &grounds,
        "INVITE_PERSON",
        id,
        &row.email,
        None,
        Some(json!({ "until": until })),
    )
    .await?;
    Ok(Effect::new("INVITATION", Outcome::New, None, row.email))
}

/// Whether a person has an account: an import invites only those who have none.
pub(super) async fn can_sign_in(desk: Desk<'_>, id: Uuid) -> Result<bool, Fault> {
    Ok(account::Entity::find_by_id(id)
        .one(desk.transaction)
        .await?
        .is_some())
}

/// Blocks an account and ends its sessions, or lets it in again.
pub(super) async fn block(desk: Desk<'_>, id: Uuid, blocked: bool) -> Result<Uuid, Fault> {
    if desk.actor.person.map(PersonId::uuid) == Some(id) {
        return Err(refuse(
            "OWN_ACCOUNT",
            "Nobody blocks their own account.",
            "Tidak seorang pun memblokir akunnya sendiri.",
            "personId",
        ));
    }
    let grounds = over(desk, id, Action::UserAdmin).await?;
    let row = find(desk, id).await?;
    if !offices::block_account(desk.transaction, id, blocked).await? {
        return Err(refuse(
            "NO_ACCOUNT",
            "This person has no account.",
            "Orang ini belum memiliki akun.",
            "personId",
        ));
    }
    if blocked {
        accounts::end_all(desk.transaction, id, desk.now).await?;
    }
    desk.note(
        &grounds,
        "BLOCK_ACCOUNT",
        id,
        &row.email,
        Some(json!({ "blocked": !blocked })),
        Some(json!({ "blocked": blocked })),
    )
    .await?;
    Ok(id)
}

async fn find(desk: Desk<'_>, id: Uuid) -> Result<person::Model, Fault> {
    Ok(person::Entity::find_by_id(id)
        .one(desk.transaction)
        .await?
        .ok_or_else(Problem::not_found)?)
}

/// Authority over a person is authority over every office that the person holds; over one without office it is that of
/// whoever keeps the register in which the person was entered.
async fn over(desk: Desk<'_>, id: Uuid, action: Action) -> Result<Grounds, Fault> {
    let mut paths = offices::workplaces(desk.transaction, id, desk.today()).await?;
    if paths.is_empty() {
        paths.extend(offices::entered_in(desk.transaction, id).await?);
    }
    if paths.is_empty() {
        paths.push("/id/".to_owned());
    }
    let mut grounds = None;
    for path in &paths {
        let found = desk.may(action, path)?;
        grounds.get_or_insert(found);
    }
    grounds.ok_or_else(|| Problem::not_found().into())
}

fn language(text: &str) -> Result<String, Fault> {
    match text.trim().to_lowercase().as_str() {
        "id" | "" => Ok("id".to_owned()),
        "en" => Ok("en".to_owned()),
        _ => Err(refuse(
            "BAD_LANGUAGE",
            "A language is id or en.",
            "Bahasa: id atau en.",
            "language",
        )),
    }
}

/// A work address, in small letters. Whether somebody reads it is found out by writing to it.
fn address(text: &str) -> Result<String, Fault> {
    let text = text.trim().to_lowercase();
    let plain = |part: &str| {
        !part.is_empty()
            && !part
                .chars()
                .any(|c| c.is_whitespace() || c.is_control() || "<>\"(),:;@[]\\".contains(c))
    };
    let fits = text
        .split_once('@')
        .is_some_and(|(local, domain)| plain(local) && plain(domain) && domain.contains('.'));
    if !fits || text.len() > 254 || text.starts_with(['=', '+', '-']) {
        return Err(refuse(
            "BAD_EMAIL",
            "This is not an e-mail address.",
            "Ini bukan alamat surel.",
            "email",
        ));
    }
    Ok(text)
}
