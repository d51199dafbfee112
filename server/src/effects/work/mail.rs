//! `mufakat:mail`: a mail of the process to positions, roles or persons; each person is told once.

use workflows::calendar::eastern_day;
use workflows::feel::Context;
use workflows::id::PersonId;

use super::super::case::Case;
use super::super::mail::Draft;
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
    let mut directory = Directory::new(eastern_day(job.at));
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
        let mut values = reading::plain_context(&job.variables, job.owner.zone);
        values.insert(
            "instance".to_owned(),
            case.for_template(&compiled, language, &job.owner, &workers.public_url),
        );
        let person = PersonId::from_uuid(one.person);
        let draft = Draft {
            template: name,
            process: Some(&job.process),
            zone: job.owner.zone,
            values: values.into(),
            task: None,
            instance: Some(job.instance),
            links: Vec::new(),
            key: format!("job:{}:{}:{person}", job.instance, job.key),
            organisation_path: &job.owner.path,
            at: job.at,
        };
        let letter = draft
            .compose(&compiled, one)
            .map_err(|problem| Failure::never(problem.to_string()))?;
        entries.push(draft.entry(one, &letter)?);
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
