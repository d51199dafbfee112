//! The twelve local agencies every demo regency has (DOMAIN 10), as regencies name them.

use super::rows::Function;

/// An agency, before it belongs to a regency.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Agency {
    /// Short name in paths and addresses.
    pub slug: &'static str,
    /// What it is for.
    pub function: Function,
    /// Short name people use.
    pub short: &'static str,
    /// Indonesian name.
    pub name_id: &'static str,
    /// English name.
    pub name_en: &'static str,
    /// Indonesian title of its head.
    pub head_id: &'static str,
}

const fn agency(
    slug: &'static str,
    function: Function,
    short: &'static str,
    name_id: &'static str,
    name_en: &'static str,
    head_id: &'static str,
) -> Agency {
    Agency {
        slug,
        function,
        short,
        name_id,
        name_en,
        head_id,
    }
}

/// The agencies, the lead agency of the programme first.
pub const AGENCIES: [Agency; 12] = [
    agency(
        "diskominfo",
        Function::Communication,
        "Diskominfo",
        "Dinas Komunikasi dan Informatika",
        "Communications and Informatics Agency",
        "Kepala Dinas Komunikasi dan Informatika",
    ),
    agency(
        "bappeda",
        Function::Planning,
        "Bappeda",
        "Badan Perencanaan Pembangunan Daerah",
        "Regional Development Planning Agency",
        "Kepala Badan Perencanaan Pembangunan Daerah",
    ),
    agency(
        "dpmd",
        Function::VillageAffairs,
        "DPMD",
        "Dinas Pemberdayaan Masyarakat dan Desa",
        "Community and Village Empowerment Agency",
        "Kepala Dinas Pemberdayaan Masyarakat dan Desa",
    ),
    agency(
        "bpkad",
        Function::Finance,
        "BPKAD",
        "Badan Pengelolaan Keuangan dan Aset Daerah",
        "Regional Finance and Asset Management Agency",
        "Kepala Badan Pengelolaan Keuangan dan Aset Daerah",
    ),
    agency(
        "dinkes",
        Function::Health,
        "Dinkes",
        "Dinas Kesehatan",
        "Health Agency",
        "Kepala Dinas Kesehatan",
    ),
    agency(
        "disdikbud",
        Function::Education,
        "Disdikbud",
        "Dinas Pendidikan dan Kebudayaan",
        "Education and Culture Agency",
        "Kepala Dinas Pendidikan dan Kebudayaan",
    ),
    agency(
        "dlh",
        Function::Environment,
        "DLH",
        "Dinas Lingkungan Hidup",
        "Environment Agency",
        "Kepala Dinas Lingkungan Hidup",
    ),
    agency(
        "dpu",
        Function::PublicWorks,
        "DPU",
        "Dinas Pekerjaan Umum",
        "Public Works Agency",
        "Kepala Dinas Pekerjaan Umum",
    ),
    agency(
        "dispar",
        Function::Tourism,
        "Dispar",
        "Dinas Pariwisata",
        "Tourism Agency",
        "Kepala Dinas Pariwisata",
    ),
    agency(
        "disperindagkop",
        Function::Trade,
        "Disperindagkop",
        "Dinas Perindustrian, Perdagangan, dan Koperasi",
        "Industry, Trade and Cooperatives Agency",
        "Kepala Dinas Perindustrian, Perdagangan, dan Koperasi",
    ),
    agency(
        "disdukcapil",
        Function::Population,
        "Disdukcapil",
        "Dinas Kependudukan dan Pencatatan Sipil",
        "Population and Civil Registry Agency",
        "Kepala Dinas Kependudukan dan Pencatatan Sipil",
    ),
    agency(
        "inspektorat",
        Function::Inspectorate,
        "Inspektorat",
        "Inspektorat Daerah",
        "Regional Inspectorate",
        "Inspektur Daerah",
    ),
];

/// The agency with this function, if it is one of the twelve.
#[must_use]
pub fn agency_for(function: Function) -> Option<&'static Agency> {
    AGENCIES.iter().find(|agency| agency.function == function)
}
