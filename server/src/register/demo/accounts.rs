//! The sign-in cards of the demo page: one for each part that W1 and the pages around it have, in the
//! order in which a sign-off meets them.

use super::profile::RegencyProfile;
use super::rows::{AccountGroup, AccountRow, DemoRegister};

/// The cards of a regency and of the national bodies, in the order to show them. A card for a post
/// that nobody holds on the first day of the profile is left out; an acting holder's card carries
/// the title of the post held.
#[must_use]
pub fn demo_accounts(register: &DemoRegister, profile: &RegencyProfile) -> Vec<AccountRow> {
    let own = |post: &str| format!("{}/{post}", profile.code);
    let district = profile
        .villages
        .first()
        .and_then(|village| village.get(..8))
        .map(|code| format!("{code}/head"));
    [
        Some((AccountGroup::ExecutiveTeam, own("tim-pelaksana/lead"))),
        Some((AccountGroup::Opd, own("dinkes/head"))),
        Some((AccountGroup::Opd, own("diskominfo/secretary"))),
        Some((AccountGroup::Opd, own("diskominfo/head"))),
        Some((AccountGroup::Secretariat, own("setda/sekda"))),
        Some((AccountGroup::Council, own("dewan-smart-city/secretary"))),
        Some((AccountGroup::Council, own("head"))),
        Some((AccountGroup::Council, own("perguruan-tinggi/wakil-1"))),
        Some((AccountGroup::Council, own("dprd/ketua"))),
        district.map(|position| (AccountGroup::District, position)),
        Some((AccountGroup::Ministry, "asesor/01".to_owned())),
        Some((AccountGroup::Oversight, "komdigi/itjen/auditor".to_owned())),
        Some((
            AccountGroup::Oversight,
            "komdigi/sekretariat/sysadmin".to_owned(),
        )),
    ]
    .into_iter()
    .flatten()
    .filter_map(|(group, code)| {
        let position = register.position(&code)?;
        let (person, _) = register.holder(&code, profile.since)?;
        Some(AccountRow {
            person: person.code.clone(),
            email: person.email.clone(),
            title_id: position.title_id.clone(),
            title_en: position.title_en.clone(),
            organisation: position.organisation.clone(),
            group,
        })
    })
    .collect()
}
