//! `mufakat:mail`: a mail of the process to positions, roles or persons; each person is told once.

use workflows::feel::Context;
use workflows::id::{InstanceId, PersonId};

use super::super::case::Case;
use super::super::mail::compose;
use super::{Assignment, Failure, Outcome, Workers, reading};
use crate::store::directory::Directory;
use crate::store::mail;

pub(super) async fn write(workers: &Workers, job: &Assignment) -> Result<Outcome, Failure> {
    let name = job.header("template")?;
    let door = &workers.door;
    let principals: Vec<String> = reading::texts(job.variable("to"))
        .iter()
        .map(|principal| job.owner.resolve(principal))
        .collect();
    let compiled = door.deployed.refresh(door.store.read()).await?;
    let mut directory = Directory::new(
        job.at
            .with_timezone(&chrono_tz::Asia::Jayapura)
            .date_naive(),
    );
    directory
        .learn(door.store.read(), principals.iter().cloned())
        .await?;
    let case = Case {
        id: job.instance,
        definition_key: job.definition_key.clone(),
        version: job.definition_version,
        business_key: job.business_key.clone(),
    };
    let mut entries = Vec::new();
    for one in directory.people(&principals) {
        let language = one.language.as_str();
        let template = compiled
            .mail(name, language, Some(&job.process))
            .ok_or_else(|| Failure::never(format!("there is no mail {name}")))?;
        let mut values = reading::plain_context(&job.variables, job.owner.zone);
        values.insert("recipient".to_owned(), serde_json::json!({ "name": one.name, "title": one.office.as_ref().map(|office| office.title(language)) }));
        values.insert(
            "instance".to_owned(),
            case.for_template(&compiled, language, &job.owner, &workers.public_url),
        );
        let letter = compose(&template, language, job.owner.zone, &values.into())
            .map_err(|error| Failure::never(format!("mail {name}: {error:#}")))?;
        let person = PersonId::from_uuid(one.person).to_string();
        let payload = serde_json::json!({
            "to": { "name": one.name, "email": one.email },
            "person": person,
            "subject": letter.subject,
            "text": letter.text,
            "template": name,
            "language": language,
            "task": null,
            "instance": InstanceId::from_uuid(job.instance).to_string(),
        });
        entries.push(mail::entry(
            "MAIL",
            format!("job:{}:{}:{person}", job.instance, job.key),
            &payload,
            &job.owner.path,
            job.at,
        )?);
    }
    Ok(Outcome {
        variables: Context::new(),
        write: Some(Box::new(move |transaction| {
            Box::pin(async move {
                mail::add(transaction, entries).await?;
                Ok(Context::new())
            })
        })),
    })
}
