//! The business data of W1 step 1: the bundle that the team lead uploads, for any regency. Field
//! names are those of the form keys (DOMAIN 13), so that the value goes into a form as it is.

use chrono::{Months, NaiveDate};
use serde::Serialize;

use super::agencies::agency_for;
use super::programmes::{ALIGNMENT, CANDIDATES, Candidate, PROGRAMMES, Programme};
use super::regency::DemoProblem;
use super::rows::{Function, SAMPLE_MARK};
use crate::register::coded::coded;
use crate::register::pillars::{Pillar, SubDimension};
use crate::register::regions::{RegionExtract, RegionLevel};

coded! {
    /// Where the money of a programme comes from.
    FundingSource {
        /// Regional budget.
        Apbd => "APBD",
        /// Village budget.
        Apbdes => "APBDES",
        /// The regency's allocation to villages (alokasi dana desa).
        Add => "ADD",
        /// National village fund (dana desa).
        Dd => "DD",
    }
}

/// A book of the plan, by title; its PDF is made elsewhere.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct BookRow {
    /// One, two or three.
    pub number: u8,
    /// Title with the regency.
    pub title: String,
}

/// A row of the road map.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct RoadmapRow {
    /// Key within the plan: `PJ-01`.
    pub code: String,
    /// Programme.
    pub programme: String,
    /// Pillar.
    pub pillar: Pillar,
    /// Sub-dimension of that pillar.
    pub sub_dimension: SubDimension,
    /// Code of the responsible agency: `64.02/dinkes`.
    pub opd: String,
    /// Year in which the target is due.
    pub year: i32,
    /// What is measured.
    pub indicator: String,
    /// In what unit.
    pub unit: String,
    /// What is to be reached.
    pub target: u32,
    /// Where the money comes from.
    pub budget_source: FundingSource,
    /// Rupiah.
    pub budget_amount: u64,
    /// `data contoh`.
    pub mark: String,
}

/// A Quick Win, in the fields of the form `quick-win-card`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct QuickWinRow {
    /// Key within the plan: `QW-1`.
    pub code: String,
    /// Title.
    pub title: String,
    /// Pillar.
    pub pillar: Pillar,
    /// Sub-dimension of that pillar.
    pub sub_dimension: SubDimension,
    /// The problem it answers.
    pub problem: String,
    /// How many people it serves.
    pub beneficiaries: u32,
    /// What is measured.
    pub indicator_name: String,
    /// In what unit.
    pub unit: String,
    /// Where it starts from.
    pub baseline: u32,
    /// What is to be reached.
    pub target: u32,
    /// First day.
    pub start_date: NaiveDate,
    /// Last day, at most twelve months later.
    pub end_date: NaiveDate,
    /// Code of the leading agency.
    pub lead_opd: String,
    /// Codes of the supporting agencies.
    pub supporting_opds: Vec<String>,
    /// Number in the yearly budget, a sample.
    pub budget_code: String,
    /// Rupiah.
    pub budget_amount: u64,
    /// Where the money comes from.
    pub funding_source: FundingSource,
    /// The main risk.
    pub risk: String,
    /// `data contoh`.
    pub mark: String,
}

/// A row of the matrix that shows how the plan serves the medium-term plan (RPJMD).
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct AlignmentRow {
    /// Pillar.
    pub pillar: Pillar,
    /// Mission of the medium-term plan.
    pub mission: String,
    /// Goal of that mission.
    pub goal: String,
    /// Codes of the road-map rows that serve it.
    pub programmes: Vec<String>,
    /// `data contoh`.
    pub mark: String,
}

/// The bundle of W1 step 1.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct MasterPlanBundle {
    /// Regency code, year and running number: `64.02-2027-001`.
    pub business_key: String,
    /// Title of the plan.
    pub title: String,
    /// Code of the regency.
    pub regency: String,
    /// First and last year of the plan.
    pub first_year: i32,
    /// Last year of the plan.
    pub last_year: i32,
    /// Books I to III.
    pub books: Vec<BookRow>,
    /// Eighteen road-map rows, one for each sub-dimension.
    pub roadmap: Vec<RoadmapRow>,
    /// Six Quick Wins, one for each pillar.
    pub quick_wins: Vec<QuickWinRow>,
    /// Six alignment rows, one for each pillar.
    pub alignment: Vec<AlignmentRow>,
    /// Sum of the road map, rupiah.
    pub budget_total: u64,
    /// `data contoh`.
    pub mark: String,
}

impl MasterPlanBundle {
    /// The agencies the road map names, each once, in the order of their first row: those who must
    /// confirm in W1 step 2.
    #[must_use]
    pub fn agencies(&self) -> Vec<&str> {
        let mut named: Vec<&str> = Vec::new();
        for row in &self.roadmap {
            if !named.contains(&row.opd.as_str()) {
                named.push(&row.opd);
            }
        }
        named
    }
}

/// The sample plan of a regency over five years from `first_year`.
///
/// # Errors
/// [`DemoProblem`], when the extract is damaged or holds no such regency.
pub fn masterplan(
    regency: &str,
    first_year: i32,
    extract: &RegionExtract,
) -> Result<MasterPlanBundle, DemoProblem> {
    let place = extract
        .subtree(regency)?
        .into_iter()
        .next()
        .filter(|row| row.level == RegionLevel::Regency)
        .ok_or_else(|| DemoProblem::NoRegency(regency.to_owned()))?
        .short_name();
    let roadmap: Vec<_> = (1..)
        .zip(&PROGRAMMES)
        .map(|(number, programme)| roadmap_row(regency, first_year, number, programme))
        .collect();
    let quick_wins = (1..)
        .zip(&CANDIDATES)
        .map(|(number, candidate)| quick_win(regency, first_year, number, candidate))
        .collect();
    let alignment = ALIGNMENT
        .iter()
        .map(|(pillar, mission, goal)| AlignmentRow {
            pillar: *pillar,
            mission: (*mission).to_owned(),
            goal: (*goal).to_owned(),
            programmes: roadmap
                .iter()
                .filter(|row| row.pillar == *pillar)
                .map(|row| row.code.clone())
                .collect(),
            mark: SAMPLE_MARK.to_owned(),
        })
        .collect();
    let books = [
        (1, "Buku I: Analisis Strategis"),
        (2, "Buku II: Masterplan"),
        (3, "Buku III: Ringkasan Eksekutif"),
    ]
    .map(|(number, title)| BookRow {
        number,
        title: format!("{title} Smart City {place} ({SAMPLE_MARK})"),
    })
    .to_vec();
    let last_year = first_year + 4;
    Ok(MasterPlanBundle {
        business_key: format!("{regency}-{first_year}-001"),
        title: format!(
            "Masterplan Smart City {place} {first_year}\u{2013}{last_year} ({SAMPLE_MARK})"
        ),
        regency: regency.to_owned(),
        first_year,
        last_year,
        books,
        budget_total: roadmap.iter().map(|row| row.budget_amount).sum(),
        roadmap,
        quick_wins,
        alignment,
        mark: SAMPLE_MARK.to_owned(),
    })
}

/// Code of the agency with this function in a regency.
fn opd(regency: &str, function: Function) -> String {
    format!(
        "{regency}/{}",
        agency_for(function).map_or("setda", |agency| agency.slug)
    )
}

/// Whole rupiah from millions.
const fn rupiah(million: u64) -> u64 {
    million * 1_000_000
}

fn roadmap_row(regency: &str, first_year: i32, number: u32, programme: &Programme) -> RoadmapRow {
    RoadmapRow {
        code: format!("PJ-{number:02}"),
        programme: programme.title.to_owned(),
        pillar: programme.sub_dimension.pillar(),
        sub_dimension: programme.sub_dimension,
        opd: opd(regency, programme.function),
        year: first_year + programme.offset,
        indicator: programme.indicator.to_owned(),
        unit: programme.unit.to_owned(),
        target: programme.target,
        budget_source: programme.source,
        budget_amount: rupiah(programme.million),
        mark: SAMPLE_MARK.to_owned(),
    }
}

fn quick_win(regency: &str, first_year: i32, number: u32, candidate: &Candidate) -> QuickWinRow {
    let start = NaiveDate::from_ymd_opt(first_year, 2, 1).unwrap_or_default();
    // Ten months: within the six to twelve of the movement's rule.
    let end = start
        .checked_add_months(Months::new(10))
        .and_then(|day| day.pred_opt())
        .unwrap_or(start);
    QuickWinRow {
        code: format!("QW-{number}"),
        title: candidate.title.to_owned(),
        pillar: candidate.sub_dimension.pillar(),
        sub_dimension: candidate.sub_dimension,
        problem: candidate.problem.to_owned(),
        beneficiaries: candidate.beneficiaries,
        indicator_name: candidate.indicator.to_owned(),
        unit: candidate.unit.to_owned(),
        baseline: candidate.baseline,
        target: candidate.target,
        start_date: start,
        end_date: end,
        lead_opd: opd(regency, candidate.function),
        supporting_opds: candidate
            .supporting
            .iter()
            .map(|function| opd(regency, *function))
            .collect(),
        budget_code: format!("DPA-CONTOH/{first_year}/{number:02}"),
        budget_amount: rupiah(candidate.million),
        funding_source: FundingSource::Apbd,
        risk: candidate.risk.to_owned(),
        mark: SAMPLE_MARK.to_owned(),
    }
}
