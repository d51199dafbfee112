//! `mufakat user`: accounts from the command line, for the first administrator and for scripts.

use anyhow::{Context as _, Result, bail};
use clap::{Args, Subcommand};
use schema::tables::{account, person};
use sea_orm::ActiveValue::Set;
use uuid::Uuid;
use workflows::access::{Actor, Role};

use crate::app::Prepared;
use crate::commands::{Fault, actor_of, take_into_service};
use crate::config::Config;
use crate::ports::Clock;
use crate::store::account as rows;

/// Arguments of `mufakat user`.
#[derive(Debug, Args)]
pub(super) struct User {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, Subcommand)]
enum What {
    /// Creates an account, or gives a person a new password (read from MUFAKAT_PASSWORD or standard input).
    Set {
        #[command(flatten)]
        config: Config,
        /// E-mail address.
        #[arg(long)]
        email: String,
        /// Name, for a person who is not in the register yet.
        #[arg(long)]
        name: Option<String>,
    },
    /// Takes a machine into service: an account with the role WORKER in an organisation, for `user token`.
    Worker {
        #[command(flatten)]
        config: Config,
        /// E-mail address that names the machine.
        #[arg(long)]
        email: String,
        /// Name as people see it in the record.
        #[arg(long)]
        name: String,
        /// Code of the organisation whose cases it works for, those below included.
        #[arg(long)]
        organisation: String,
    },
    /// Blocks an account and ends its sessions.
    Disable {
        #[command(flatten)]
        config: Config,
        /// E-mail address.
        #[arg(long)]
        email: String,
    },
    /// Prints an access token for scripts: good for ten minutes, for a machine as long as --days says.
    Token {
        #[command(flatten)]
        config: Config,
        /// E-mail address.
        #[arg(long)]
        email: String,
        /// How many days it is good, for an account with the role WORKER and no other.
        #[arg(long, value_parser = clap::value_parser!(i64).range(1..=366))]
        days: Option<i64>,
    },
    /// Lists accounts.
    List {
        #[command(flatten)]
        config: Config,
    },
}

pub(super) async fn user(user: User) -> Result<bool> {
    match user.what {
        What::Set {
            config,
            email,
            name,
        } => set(config, email.trim().to_lowercase(), name).await,
        What::Worker {
            config,
            email,
            name,
            organisation,
        } => {
            let prepared = Prepared::open(&config, Clock::System).await?;
            take_into_service(
                &prepared.door,
                &prepared.passwords,
                &email,
                &name,
                &organisation,
            )
            .await?;
            eprintln!("{email} may take jobs of {organisation}");
            Ok(true)
        }
        What::Disable { config, email } => disable(config, &email).await,
        What::Token {
            config,
            email,
            days,
        } => {
            let prepared = Prepared::open(&config, Clock::System).await?;
            let (person, account) = rows::by_email(prepared.door.store.read(), &email)
                .await?
                .with_context(|| format!("{email} has no account"))?;
            if account.disabled {
                bail!("the account of {email} is disabled");
            }
            let token = match days {
                None => prepared.sign_in.script_token(person.id)?,
                Some(days) => {
                    let now = prepared.door.clock.now();
                    let actor = actor_of(prepared.door.store.read(), person.id, now).await?;
                    if !is_machine(&actor) {
                        bail!("{email} is no machine: only a machine's token lasts for days");
                    }
                    let lifetime = chrono::Duration::days(days);
                    prepared.sign_in.machine_token(person.id, lifetime)?
                }
            };
            println!("{}", token.text);
            Ok(true)
        }
        What::List { config } => {
            let prepared = Prepared::open(&config, Clock::System).await?;
            for (person, account) in rows::all(prepared.door.store.read()).await? {
                println!(
                    "{}\t{}\t{}",
                    person.email,
                    person.name,
                    if account.disabled {
                        "disabled"
                    } else {
                        "active"
                    }
                );
            }
            Ok(true)
        }
    }
}

/// Whether all that somebody may do is what machines do.
fn is_machine(actor: &Actor) -> bool {
    let mut roles = actor.positions.iter().flat_map(|held| &held.roles);
    !actor.positions.is_empty() && roles.all(|grant| grant.role == Role::Worker)
}

fn read_password() -> Result<String> {
    if let Ok(password) = std::env::var("MUFAKAT_PASSWORD") {
        return Ok(password);
    }
    eprint!("password: ");
    let mut line = String::new();
    std::io::stdin().read_line(&mut line)?;
    Ok(line.trim_end_matches(['\r', '\n']).to_owned())
}

async fn set(config: Config, email: String, name: Option<String>) -> Result<bool> {
    let prepared = Prepared::open(&config, Clock::System).await?;
    let password_hash = prepared.passwords.hash(&read_password()?).await?;
    let at = prepared.door.clock.now();
    let known = rows::person_by_email(prepared.door.store.read(), &email).await?;
    let name = match (&known, name) {
        (Some(person), _) => person.name.clone(),
        (None, Some(name)) => name,
        (None, None) => bail!("{email} is not in the register: give --name"),
    };
    let told = email.clone();
    prepared
        .door
        .store
        .write(move |transaction| {
            Box::pin(async move {
                let id = match known {
                    Some(person) => person.id,
                    None => {
                        let new = person::ActiveModel {
                            id: Set(Uuid::now_v7()),
                            name: Set(name),
                            email: Set(email),
                            language: Set("id".to_owned()),
                        };
                        rows::add_person(transaction, new).await?
                    }
                };
                let new = account::ActiveModel {
                    person_id: Set(id),
                    password_hash: Set(password_hash),
                    disabled: Set(false),
                    demo: Set(false),
                    demo_group: Set(None),
                    demo_order: Set(0),
                    failures: Set(0),
                    blocked_until: Set(None),
                    created_at: Set(at),
                };
                rows::put(transaction, new).await?;
                rows::end_all(transaction, id, at)
                    .await
                    .map_err(Fault::from)
            })
        })
        .await
        .map_err(|fault: Fault| anyhow::anyhow!("{fault}"))?;
    eprintln!("{told} can sign in");
    Ok(true)
}

async fn disable(config: Config, email: &str) -> Result<bool> {
    let prepared = Prepared::open(&config, Clock::System).await?;
    let (person, _) = rows::by_email(prepared.door.store.read(), email)
        .await?
        .with_context(|| format!("{email} has no account"))?;
    let at = prepared.door.clock.now();
    prepared
        .door
        .store
        .write(move |transaction| {
            Box::pin(async move {
                rows::disable(transaction, person.id).await?;
                rows::end_all(transaction, person.id, at)
                    .await
                    .map_err(Fault::from)
            })
        })
        .await
        .map_err(|fault: Fault| anyhow::anyhow!("{fault}"))?;
    eprintln!("{email} can no longer sign in");
    Ok(true)
}
