//! The rows of the register as plain values. Each has a stable string code as its key; an organisation
//! is referred to by its path, everything else by its code.

use std::collections::BTreeSet;

use chrono::NaiveDate;

use crate::register::coded::coded;

// Roles and modes are those that `permit` knows; there is no second list.
pub use workflows::access::{Mode, Role};

/// What every demo row that could be taken for a fact is marked with.
pub const SAMPLE_MARK: &str = "data contoh";

coded! {
    /// What an organisation is.
    OrganisationKind {
        /// The root of the tree.
        Republic => "REPUBLIC",
        /// A ministry.
        Ministry => "MINISTRY",
        /// A directorate general of a ministry.
        DirectorateGeneral => "DIRECTORATE_GENERAL",
        /// A directorate of a directorate general.
        Directorate => "DIRECTORATE",
        /// The secretariat that runs the programme day by day.
        ProgrammeSecretariat => "PROGRAMME_SECRETARIAT",
        /// The inspectorate general of a ministry.
        InspectorateGeneral => "INSPECTORATE_GENERAL",
        /// An agency under a ministry, such as BAKTI.
        Agency => "AGENCY",
        /// The national pool of independent reviewers.
        ReviewerPool => "REVIEWER_POOL",
        /// A provincial government.
        Province => "PROVINCE",
        /// A regency or city government.
        Regency => "REGENCY",
        /// The regional secretariat: Sekda, assistants, sections.
        RegionalSecretariat => "REGIONAL_SECRETARIAT",
        /// A section (bagian) of the regional secretariat.
        Section => "SECTION",
        /// A local agency (perangkat daerah).
        Opd => "OPD",
        /// A smart-city council (Dewan Smart City).
        Council => "COUNCIL",
        /// A smart-city executive team (Tim Pelaksana).
        ExecutiveTeam => "EXECUTIVE_TEAM",
        /// The office of a district (kecamatan).
        DistrictOffice => "DISTRICT_OFFICE",
        /// The government of a village or urban ward.
        VillageOffice => "VILLAGE_OFFICE",
        /// The forum of leaders (Forkopimda).
        LeadersForum => "LEADERS_FORUM",
        /// The regional legislature (DPRD).
        Legislature => "LEGISLATURE",
        /// A partner outside government: university, business, community.
        Partner => "PARTNER",
    }
}

coded! {
    /// What an agency or section is for. Workflows ask for the function, not for the name, because
    /// names and mergers of agencies differ from regency to regency.
    Function {
        /// Communications, informatics, statistics: lead agency of the programme.
        Communication => "COMMUNICATION",
        /// Regional planning.
        Planning => "PLANNING",
        /// Village affairs.
        VillageAffairs => "VILLAGE_AFFAIRS",
        /// Finance and assets.
        Finance => "FINANCE",
        /// Health.
        Health => "HEALTH",
        /// Education and culture.
        Education => "EDUCATION",
        /// Environment.
        Environment => "ENVIRONMENT",
        /// Public works and roads.
        PublicWorks => "PUBLIC_WORKS",
        /// Tourism.
        Tourism => "TOURISM",
        /// Industry, trade and cooperatives.
        Trade => "TRADE",
        /// Population and civil registry.
        Population => "POPULATION",
        /// Inspectorate.
        Inspectorate => "INSPECTORATE",
        /// Legal section.
        Legal => "LEGAL",
        /// Cooperation section.
        Cooperation => "COOPERATION",
    }
}

coded! {
    /// The block of the council a seat belongs to.
    MemberBlock {
        /// Head, deputy, secretary and assistants.
        Executive => "EXECUTIVE",
        /// Heads of agencies.
        Opd => "OPD",
        /// Police, military, court, prosecutor.
        Forkopimda => "FORKOPIMDA",
        /// Regional legislature.
        Legislature => "LEGISLATURE",
        /// Universities.
        Academia => "ACADEMIA",
        /// Business.
        Business => "BUSINESS",
        /// Communities.
        Community => "COMMUNITY",
    }
}

coded! {
    /// Where a sign-in card stands on the demo page.
    AccountGroup {
        /// The executive team.
        ExecutiveTeam => "EXECUTIVE_TEAM",
        /// Local agencies.
        Opd => "OPD",
        /// The regional secretariat.
        Secretariat => "SECRETARIAT",
        /// The council.
        Council => "COUNCIL",
        /// Districts.
        District => "DISTRICT",
        /// The ministry and its reviewers.
        Ministry => "MINISTRY",
        /// Audit and administration.
        Oversight => "OVERSIGHT",
    }
}

/// An organisation of the tree.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OrganisationRow {
    /// The key, materialised: `/id/64/64.02/diskominfo/`, always with a slash at the end.
    pub path: String,
    /// Path of the organisation above; none for the root.
    pub parent_path: Option<String>,
    /// Short code as workflows write it, unique too: `64.02`, `64.02/diskominfo`, `64.02.11`.
    pub code: String,
    /// What it is.
    pub kind: OrganisationKind,
    /// What it is for, where workflows ask for it.
    pub function: Option<Function>,
    /// Region it governs or belongs to, home-ministry code; none for national bodies.
    pub region: Option<String>,
    /// Indonesian name.
    pub name_id: String,
    /// English name.
    pub name_en: String,
    /// First day it exists under this name.
    pub valid_from: NaiveDate,
    /// First day it no longer does.
    pub valid_to: Option<NaiveDate>,
}

/// A role granted to a position, over an organisation and everything below it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RoleGrant {
    /// The role.
    pub role: Role,
    /// Path of the organisation it reaches: an OPD head's own agency, a council member's regency,
    /// a national officer's republic.
    pub scope: String,
}

/// A position (jabatan).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PositionRow {
    /// The key: `64.02/diskominfo/head`.
    pub code: String,
    /// Path of its organisation.
    pub organisation: String,
    /// Indonesian title with the region.
    pub title_id: String,
    /// English title with the region.
    pub title_en: String,
    /// Roles it carries.
    pub roles: Vec<RoleGrant>,
    /// Code of the superior position, for parafs and reminders.
    pub superior: Option<String>,
    /// The pillar a pillar lead leads.
    pub pillar: Option<crate::register::pillars::Pillar>,
}

/// A person, named by post only.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PersonRow {
    /// The key; in the demo the code of the post the person is named after.
    pub code: String,
    /// Name shown: `Kepala Diskominfo Kab. Kutai Kartanegara`.
    pub name: String,
    /// Work e-mail, with which the person signs in.
    pub email: String,
}

/// Who holds a position, from when, how.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IncumbencyRow {
    /// The key: position, `@`, first day.
    pub code: String,
    /// Code of the position.
    pub position: String,
    /// Code of the person.
    pub person: String,
    /// Mode.
    pub mode: Mode,
    /// Number of the decree, marked `CONTOH`.
    pub decree_number: String,
    /// First day.
    pub valid_from: NaiveDate,
    /// First day it no longer holds; none while it does.
    pub valid_to: Option<NaiveDate>,
}

/// A council for a term.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CouncilRow {
    /// The key, also the code of its organisation: `64.02/dewan-smart-city`.
    pub code: String,
    /// Path of the council as an organisation.
    pub organisation: String,
    /// Path of the regency it serves.
    pub regency: String,
    /// Indonesian name.
    pub name_id: String,
    /// English name.
    pub name_en: String,
    /// Code of the position that chairs it.
    pub chair: String,
    /// Code of the position that is its secretary.
    pub secretary: String,
    /// Number of the decree, marked `CONTOH`.
    pub decree_number: String,
    /// First day.
    pub valid_from: NaiveDate,
    /// First day it no longer stands.
    pub valid_to: Option<NaiveDate>,
}

/// A seat of a council; it belongs to a position, so it survives a change of persons.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SeatRow {
    /// The key: council, `#`, number of two digits.
    pub code: String,
    /// Code of the council.
    pub council: String,
    /// Number from one, the order of the roll call.
    pub number: u8,
    /// Block.
    pub block: MemberBlock,
    /// Code of the position that sits in it.
    pub position: String,
    /// Whether the seat votes.
    pub voting: bool,
}

/// A sign-in card of the demo.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AccountRow {
    /// Code of the person.
    pub person: String,
    /// E-mail to sign in with.
    pub email: String,
    /// Indonesian title of the post.
    pub title_id: String,
    /// English title of the post.
    pub title_en: String,
    /// Path of the organisation.
    pub organisation: String,
    /// Group of cards.
    pub group: AccountGroup,
}

/// Everything a seed puts into the register, in an order in which references point backwards
/// (superiors of a position excepted).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DemoRegister {
    /// Organisations, parents first.
    pub organisations: Vec<OrganisationRow>,
    /// Positions.
    pub positions: Vec<PositionRow>,
    /// People.
    pub people: Vec<PersonRow>,
    /// Incumbencies.
    pub incumbencies: Vec<IncumbencyRow>,
    /// Councils.
    pub councils: Vec<CouncilRow>,
    /// Seats.
    pub seats: Vec<SeatRow>,
}

impl DemoRegister {
    /// The position of this code.
    #[must_use]
    pub fn position(&self, code: &str) -> Option<&PositionRow> {
        self.positions.iter().find(|position| position.code == code)
    }

    /// The organisation of this path.
    #[must_use]
    pub fn organisation(&self, path: &str) -> Option<&OrganisationRow> {
        self.organisations
            .iter()
            .find(|organisation| organisation.path == path)
    }

    /// The agency or section with this function directly or deeper under a path.
    #[must_use]
    pub fn by_function(&self, under: &str, function: Function) -> Option<&OrganisationRow> {
        self.organisations.iter().find(|organisation| {
            organisation.function == Some(function) && organisation.path.starts_with(under)
        })
    }

    /// Who holds a position on a day, and how. The latest to begin comes first: while an acting
    /// holder serves, the absent one's row may still stand.
    #[must_use]
    pub fn holder(&self, position: &str, on: NaiveDate) -> Option<(&PersonRow, Mode)> {
        let incumbency = self
            .incumbencies
            .iter()
            .filter(|row| {
                row.position == position
                    && row.valid_from <= on
                    && row.valid_to.is_none_or(|to| on < to)
            })
            .max_by_key(|row| row.valid_from)?;
        let person = self
            .people
            .iter()
            .find(|person| person.code == incumbency.person)?;
        Some((person, incumbency.mode))
    }

    /// Adds another register's rows after one's own, leaving out those whose key is already there:
    /// two regencies share a province.
    pub fn extend(&mut self, other: Self) {
        append(&mut self.organisations, other.organisations, |row| {
            &row.path
        });
        append(&mut self.positions, other.positions, |row| &row.code);
        append(&mut self.people, other.people, |row| &row.code);
        append(&mut self.incumbencies, other.incumbencies, |row| &row.code);
        append(&mut self.councils, other.councils, |row| &row.code);
        append(&mut self.seats, other.seats, |row| &row.code);
    }
}

fn append<T>(rows: &mut Vec<T>, more: Vec<T>, key: impl Fn(&T) -> &String) {
    let known: BTreeSet<String> = rows.iter().map(|row| key(row).clone()).collect();
    rows.extend(more.into_iter().filter(|row| !known.contains(key(row))));
}
