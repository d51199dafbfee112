//! Collects the rows of one government while it is described: fills in keys, scopes, people and
//! decrees so that the descriptions can be read as descriptions.

use chrono::NaiveDate;

use super::rows::{
    DemoRegister, Function, IncumbencyRow, Mode, OrganisationKind, OrganisationRow, PersonRow,
    PositionRow, Role, RoleGrant,
};
use crate::register::pillars::Pillar;

/// An organisation still to be placed under a parent.
pub(super) struct Body<'a> {
    /// Last part of the path.
    pub slug: &'a str,
    /// Whole code.
    pub code: String,
    /// What it is.
    pub kind: OrganisationKind,
    /// What it is for.
    pub function: Option<Function>,
    /// Region.
    pub region: Option<String>,
    /// Indonesian and English name.
    pub names: (String, String),
}

/// A position still to be placed in an organisation, with the person who holds it.
pub(super) struct Post<'a> {
    /// Last part of the code.
    pub slug: &'a str,
    /// Indonesian and English title.
    pub titles: (String, String),
    /// Roles with their scopes.
    pub roles: Vec<(Role, &'a str)>,
    /// Code of the superior position.
    pub superior: Option<String>,
    /// Name of the person and the part of the e-mail before the `@`.
    pub person: (String, String),
}

/// The register being drafted.
pub(super) struct Draft {
    /// What has been described so far.
    pub rows: DemoRegister,
    /// First day of what is described now.
    pub since: NaiveDate,
    /// What follows the `@` of e-mails.
    mail_domain: String,
    /// Middle part of decree numbers.
    decree_mark: String,
    decrees: usize,
}

impl Draft {
    pub fn new(mail_domain: String, decree_mark: String, since: NaiveDate) -> Self {
        Self {
            rows: DemoRegister::default(),
            since,
            mail_domain,
            decree_mark,
            decrees: 0,
        }
    }

    /// What follows the `@` of e-mails.
    pub fn mail_domain(&self) -> &str {
        &self.mail_domain
    }

    /// Adds an organisation below `parent` (empty for the root) and answers its path.
    pub fn organisation(&mut self, parent: &str, body: Body<'_>) -> String {
        let above = if parent.is_empty() { "/" } else { parent };
        let path = format!("{above}{}/", body.slug);
        self.rows.organisations.push(OrganisationRow {
            path: path.clone(),
            parent_path: (!parent.is_empty()).then(|| parent.to_owned()),
            code: body.code,
            kind: body.kind,
            function: body.function,
            region: body.region,
            name_id: body.names.0,
            name_en: body.names.1,
            valid_from: self.since,
            valid_to: None,
        });
        path
    }

    /// Adds a position in an organisation and the person who holds it for good; answers its code.
    pub fn post(&mut self, organisation: (&str, &str), post: Post<'_>) -> String {
        let (person, mail) = post.person.clone();
        let code = self.vacancy(organisation, post);
        self.rows.people.push(PersonRow {
            code: code.clone(),
            name: person,
            email: format!("{mail}@{}", self.mail_domain),
        });
        self.appoint(&code, &code, Mode::Definitive);
        code
    }

    /// Adds a position nobody holds yet; answers its code. `organisation` is path and code.
    pub fn vacancy(&mut self, organisation: (&str, &str), post: Post<'_>) -> String {
        let (path, owner) = organisation;
        let code = format!("{owner}/{}", post.slug);
        self.rows.positions.push(PositionRow {
            code: code.clone(),
            organisation: path.to_owned(),
            title_id: post.titles.0,
            title_en: post.titles.1,
            roles: post
                .roles
                .into_iter()
                .map(|(role, scope)| RoleGrant {
                    role,
                    scope: scope.to_owned(),
                })
                .collect(),
            superior: post.superior,
            pillar: None,
        });
        code
    }

    /// Puts a person into a position.
    pub fn appoint(&mut self, position: &str, person: &str, mode: Mode) {
        let decree_number = self.decree();
        self.rows.incumbencies.push(IncumbencyRow {
            code: format!("{position}@{}", self.since),
            position: position.to_owned(),
            person: person.to_owned(),
            mode,
            decree_number,
            valid_from: self.since,
            valid_to: None,
        });
    }

    /// The next decree number, marked as a sample.
    pub fn decree(&mut self) -> String {
        self.decrees += 1;
        format!(
            "800.1.3/{:03}/{}/CONTOH/{}",
            self.decrees,
            self.decree_mark,
            self.since.format("%Y")
        )
    }

    /// Grants one more role to a position already described.
    pub fn grant(&mut self, position: &str, role: Role, scope: &str) {
        if let Some(row) = self
            .rows
            .positions
            .iter_mut()
            .find(|row| row.code == position)
        {
            row.roles.push(RoleGrant {
                role,
                scope: scope.to_owned(),
            });
        }
    }

    /// Names the pillar a position leads.
    pub fn lead(&mut self, position: &str, pillar: Pillar) {
        if let Some(row) = self
            .rows
            .positions
            .iter_mut()
            .find(|row| row.code == position)
        {
            row.pillar = Some(pillar);
        }
    }
}
