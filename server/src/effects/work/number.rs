//! `mufakat:number`: the next number of a register, given once for a job however often it is tried.

use chrono::Datelike;
use workflows::feel::Context;

use super::{Assignment, Failure, Outcome, reading};
use crate::store::document::GivenNumber;
use crate::store::{document, given};

pub(super) fn give(job: &Assignment) -> Result<Outcome, Failure> {
    let series = job.header("series")?.to_owned();
    let year = job.day().year();
    let write =
        pattern(&series).ok_or_else(|| Failure::never(format!("there is no register {series}")))?;
    let result = job.header("resultVariable")?.to_owned();
    let (key, instance, path, at) = (
        format!("job:{}:{}", job.instance, job.key),
        job.instance,
        job.owner.path.clone(),
        job.at,
    );
    // The decree bears its number from here on: registration follows the signature.
    let decree = (series == "DECREE")
        .then(|| reading::documents(job.variable("decree")).first().copied())
        .flatten();
    Ok(Outcome {
        variables: Context::new(),
        write: Some(Box::new(move |transaction| {
            Box::pin(async move {
                let number = match given::earlier(transaction, &key).await? {
                    Some(number) => number,
                    None => {
                        let number =
                            document::next_number(transaction, &series, &path, year).await?;
                        let written = write(number, year);
                        let given = GivenNumber {
                            register: series,
                            organisation_path: path,
                            year,
                            number,
                            written: written.clone(),
                            instance: Some(instance),
                        };
                        document::enter_number(transaction, given, at).await?;
                        let number = written;
                        given::keep(transaction, key, &number, at).await?;
                        number
                    }
                };
                if let Some(decree) = decree {
                    document::set_state(transaction, decree, "REGISTERED", Some(number.clone()))
                        .await?;
                }
                let mut variables = Context::new();
                variables.insert(result, number);
                Ok(variables)
            })
        })),
    })
}

/// How numbers of a register are written, with the classification codes of national archiving rules.
fn pattern(series: &str) -> Option<fn(i32, i32) -> String> {
    match series {
        "DECREE" => Some(|number, year| format!("188.45/SK-{number}/{year}")),
        "MINUTES" => Some(|number, year| format!("000.9/{number}/DSC/{year}")),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::pattern;

    #[test]
    fn each_register_writes_its_numbers_its_own_way() {
        assert_eq!(
            pattern("DECREE").map(|write| write(12, 2026)).as_deref(),
            Some("188.45/SK-12/2026")
        );
        assert_eq!(
            pattern("MINUTES").map(|write| write(3, 2027)).as_deref(),
            Some("000.9/3/DSC/2027")
        );
        assert!(pattern("LETTER").is_none());
    }
}
