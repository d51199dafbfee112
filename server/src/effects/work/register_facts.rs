//! `mufakat:register-facts`: what the register says today (`workflows/library/README.md`, section 4).

use schema::tables::organisation;
use workflows::feel::{Context, Value};
use workflows::id::PersonId;

use super::super::case::place_name;
use super::{Assignment, Failure, Outcome, Workers};
use crate::store::roster::{Post, Roster};

pub(super) async fn read(workers: &Workers, job: &Assignment) -> Result<Outcome, Failure> {
    let asked: Vec<&str> = job
        .header("facts")?
        .split(',')
        .map(str::trim)
        .filter(|name| !name.is_empty())
        .collect();
    let path = job.regency();
    let roster = Roster::read(workers.door.store.read(), path, job.day()).await?;
    let place = place_name(&job.owner.name);
    let mut variables = Context::new();
    for fact in asked {
        match fact {
            "opds" => {
                variables.insert(fact, agencies(&roster, place));
            }
            "parafChain" => {
                variables.insert(fact, paraf_chain(&roster));
            }
            "council" => {
                variables.insert(fact, council(&roster));
                variables.insert(
                    "chair",
                    roster.with_role("REGENCY_HEAD", path).next().map(who),
                );
                variables.insert(
                    "councilSecretary",
                    roster.with_role("COUNCIL_SECRETARY", path).next().map(who),
                );
            }
            "head" => {
                variables.insert(
                    fact,
                    roster.with_role("REGENCY_HEAD", path).next().map(head),
                );
            }
            "commitmentSigners" => {
                variables.insert(fact, commitment_signers(&roster, path));
            }
            other => {
                return Err(Failure::never(format!(
                    "the register knows no fact {other}"
                )));
            }
        }
    }
    Ok(Outcome {
        variables,
        write: None,
    })
}

/// The last part of an organisation's code, as it stands in a road map: `dinkes`.
fn short_code(code: &str) -> &str {
    code.rsplit('/').next().unwrap_or(code)
}

/// An agency's name without the place, which every reader knows.
fn short_name<'n>(name: &'n str, place: &str) -> &'n str {
    let bare = place
        .strip_prefix("Kabupaten ")
        .or_else(|| place.strip_prefix("Kota "))
        .unwrap_or(place);
    name.strip_suffix(place)
        .or_else(|| name.strip_suffix(bare))
        .map_or(name, |name| name.trim_end_matches([' ', ',']))
}

fn person(post: &Post) -> Option<String> {
    post.holder
        .as_ref()
        .map(|holder| PersonId::from_uuid(holder.person).to_string())
}

/// `{position, title, person, name}`.
fn who(post: &Post) -> Context {
    let mut row = Context::new();
    row.insert("position", post.position.code.as_str());
    row.insert("title", post.position.title.as_str());
    row.insert("person", person(post));
    row.insert(
        "name",
        post.holder.as_ref().map(|holder| holder.name.as_str()),
    );
    row
}

fn head(post: &Post) -> Context {
    let mut row = who(post);
    row.insert(
        "mode",
        post.holder
            .as_ref()
            .map_or("VACANT", |holder| holder.mode.as_str()),
    );
    row
}

fn agencies(roster: &Roster, place: &str) -> Value {
    let row = |agency: &organisation::Model| {
        let head = roster.with_role("OPD_HEAD", &agency.path).next()?;
        let mut row = Context::new();
        row.insert("value", short_code(&agency.code));
        row.insert("label", short_name(&agency.name, place));
        row.insert("position", head.position.code.as_str());
        row.insert("title", head.position.title.as_str());
        Some(Value::from(row))
    };
    Value::list(
        roster
            .organisations
            .iter()
            .filter(|row| row.kind == "OPD")
            .filter_map(row),
    )
}

/// The default chain of DOMAIN W1 step 3; a rung for which the regency has no post is left out.
fn paraf_chain(roster: &Roster) -> Value {
    let of = |function: &str, role: &str| {
        let path = &roster.with_function(function)?.path;
        roster
            .posts
            .iter()
            .find(|post| post.roles.iter().any(|(own, at)| own == role && at == path))
    };
    let legal = of("LEGAL", "SECTION_HEAD");
    // The assistant above the legal section, else the first.
    let assistant = legal
        .and_then(|legal| roster.post(legal.position.superior_id?))
        .filter(|post| post.has("REGENCY_ASSISTANT"))
        .or_else(|| roster.bearing("REGENCY_ASSISTANT").next());
    let rungs = [
        (
            "Sekretaris dinas pengampu",
            2,
            "HIERARCHY",
            vec![of("COMMUNICATION", "OPD_SECRETARY")],
        ),
        (
            "Kepala dinas pengampu",
            2,
            "HIERARCHY",
            vec![of("COMMUNICATION", "OPD_HEAD")],
        ),
        (
            "Koordinasi perencanaan, hukum, dan keuangan",
            3,
            "COORDINATION",
            vec![of("PLANNING", "OPD_HEAD"), legal, of("FINANCE", "OPD_HEAD")],
        ),
        ("Asisten", 2, "HIERARCHY", vec![assistant]),
        (
            "Sekretaris Daerah",
            2,
            "HIERARCHY",
            vec![roster.bearing("REGENCY_SECRETARY").next()],
        ),
    ];
    Value::list(rungs.into_iter().filter_map(|(name, days, axis, posts)| {
        let signers: Vec<Value> = posts
            .into_iter()
            .flatten()
            .map(|post| {
                let mut signer = Context::new();
                signer.insert("position", post.position.code.as_str());
                signer.insert("title", post.position.title.as_str());
                signer.insert("axis", axis);
                signer.into()
            })
            .collect();
        if signers.is_empty() {
            return None;
        }
        let mut rung = Context::new();
        rung.insert("name", name);
        rung.insert("days", days);
        rung.insert("signers", signers);
        Some(rung.into())
    }))
}

fn council(roster: &Roster) -> Value {
    let body = roster
        .organisations
        .iter()
        .find(|row| row.kind == "COUNCIL")
        .map_or("", |row| row.code.as_str());
    Value::list(roster.seats.iter().filter_map(|seat| {
        let post = roster.post(seat.position_id)?;
        let mut row = Context::new();
        row.insert("seat", format!("{body}#{:02}", seat.number));
        row.insert("block", seat.block.as_str());
        row.insert("person", person(post));
        row.insert(
            "name",
            post.holder.as_ref().map(|holder| holder.name.as_str()),
        );
        row.insert("position", post.position.code.as_str());
        row.insert("title", post.position.title.as_str());
        row.insert(
            "mode",
            post.holder.as_ref().map(|holder| holder.mode.as_str()),
        );
        row.insert("voting", seat.voting);
        Some(row.into())
    }))
}

fn commitment_signers(roster: &Roster, path: &str) -> Value {
    let kinds = [
        (
            "HEAD",
            roster.with_role("REGENCY_HEAD", path).collect::<Vec<_>>(),
        ),
        ("OPD", roster.bearing("OPD_HEAD").collect()),
        ("DISTRICT", roster.bearing("DISTRICT_HEAD").collect()),
    ];
    Value::list(kinds.into_iter().flat_map(|(kind, posts)| {
        posts.into_iter().map(move |post| {
            let mut row = who(post);
            row.insert("kind", kind);
            row.into()
        })
    }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_agency_is_named_without_its_place() {
        let place = "Kabupaten Kutai Kartanegara";
        assert_eq!(
            short_name("Dinas Kesehatan Kutai Kartanegara", place),
            "Dinas Kesehatan"
        );
        assert_eq!(
            short_name("Dinas Kesehatan Kabupaten Kutai Kartanegara", place),
            "Dinas Kesehatan"
        );
        assert_eq!(
            short_name("Inspektorat Daerah", place),
            "Inspektorat Daerah"
        );
        assert_eq!(short_code("64.02/dinkes"), "dinkes");
    }
}
