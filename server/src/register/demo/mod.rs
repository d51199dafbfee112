//! The demo register (DOMAIN 10): real places, invented holders of posts, role titles only. One
//! function builds the national bodies, one a regency from its profile; rows are marked as samples
//! where they could be taken for facts (decrees, figures).

mod accounts;
mod agencies;
mod council;
mod draft;
mod government;
mod masterplan;
mod national;
mod partners;
mod profile;
mod programmes;
mod regency;
mod rows;
mod territory;
#[cfg(test)]
mod tests;

pub use accounts::demo_accounts;
pub use agencies::{AGENCIES, Agency, agency_for};
pub use masterplan::{
    AlignmentRow, BookRow, FundingSource, MasterPlanBundle, QuickWinRow, RoadmapRow, masterplan,
};
pub use national::{NATIONAL_SCOPE, national};
pub use profile::{RegencyProfile, kutai_kartanegara};
pub use regency::{DemoProblem, regency};
pub use rows::{
    AccountGroup, AccountRow, CouncilRow, DemoRegister, Function, IncumbencyRow, MemberBlock, Mode,
    OrganisationKind, OrganisationRow, PersonRow, PositionRow, Role, RoleGrant, SAMPLE_MARK,
    SeatRow,
};

use crate::register::regions::RegionExtract;

/// The whole default demo: the national bodies and Kutai Kartanegara.
///
/// # Errors
/// [`DemoProblem`], when the extract does not hold the regency the demo is about.
pub fn demo_register(extract: &RegionExtract) -> Result<DemoRegister, DemoProblem> {
    let mut all = national();
    all.extend(regency(&kutai_kartanegara(), extract)?);
    Ok(all)
}
