//! The invented programmes of the sample plan: one for each sub-dimension, and one Quick Win for each
//! pillar. Figures are samples; no regency planned them.

use super::rows::Function;
use crate::register::pillars::{Pillar, SubDimension};

use super::masterplan::FundingSource;

/// A road-map programme before it belongs to a regency.
pub(super) struct Programme {
    pub sub_dimension: SubDimension,
    pub function: Function,
    pub title: &'static str,
    /// Years after the first year of the plan.
    pub offset: i32,
    pub indicator: &'static str,
    pub unit: &'static str,
    pub target: u32,
    pub source: FundingSource,
    /// Millions of rupiah.
    pub million: u64,
}

#[allow(clippy::too_many_arguments)] // one row of a table, read as a row
const fn programme(
    sub_dimension: SubDimension,
    function: Function,
    title: &'static str,
    offset: i32,
    indicator: &'static str,
    unit: &'static str,
    target: u32,
    source: FundingSource,
    million: u64,
) -> Programme {
    Programme {
        sub_dimension,
        function,
        title,
        offset,
        indicator,
        unit,
        target,
        source,
        million,
    }
}

use Function as F;
use FundingSource::{Add, Apbd, Apbdes};
use SubDimension as S;

/// The road map, in the order of the pillars.
#[rustfmt::skip]
pub(super) const PROGRAMMES: [Programme; 18] = [
    programme(S::PublicService, F::Population, "Layanan administrasi kependudukan daring sampai tingkat kecamatan", 0, "Kecamatan yang melayani secara daring", "kecamatan", 12, Apbd, 1_850),
    programme(S::BureaucracyManagement, F::Communication, "Surat-menyurat dan tanda tangan elektronik di seluruh perangkat daerah", 0, "Naskah dinas yang terbit secara elektronik", "persen", 80, Apbd, 1_200),
    programme(S::PublicPolicy, F::Planning, "Satu data perencanaan dan ruang musyawarah daring", 1, "Usulan musrenbang yang dapat dilacak warga", "persen", 100, Apbd, 950),
    programme(S::Tourism, F::Tourism, "Kalender acara dan tiket terpadu destinasi wisata", 0, "Destinasi dengan tiket elektronik", "destinasi", 8, Apbd, 1_400),
    programme(S::Business, F::Trade, "Etalase produk unggulan dan pendampingan merek dagang", 1, "Pelaku usaha dengan merek terdaftar", "usaha", 150, Apbd, 900),
    programme(S::CityAppearance, F::PublicWorks, "Penataan koridor pusat kota dan papan informasi digital", 2, "Koridor yang tertata", "koridor", 3, Apbd, 6_500),
    programme(S::Industry, F::Trade, "Sentra industri kecil dengan pencatatan produksi digital", 1, "Sentra yang mencatat produksi", "sentra", 6, Apbd, 1_750),
    programme(S::Welfare, F::VillageAffairs, "Pendataan keluarga sasaran dan badan usaha milik desa daring", 0, "Desa dengan data keluarga termutakhir", "desa", 120, Add, 2_100),
    programme(S::Transaction, F::Finance, "Pembayaran pajak dan retribusi daerah nontunai", 0, "Transaksi pendapatan yang nontunai", "persen", 90, Apbd, 1_100),
    programme(S::Harmony, F::PublicWorks, "Ruang terbuka ramah anak dan lansia dengan akses internet", 2, "Ruang terbuka yang memenuhi standar", "lokasi", 10, Apbd, 4_800),
    programme(S::Health, F::Health, "Rekam medis elektronik dan antrean daring puskesmas", 0, "Puskesmas dengan antrean daring", "puskesmas", 20, Apbd, 3_200),
    programme(S::Mobility, F::PublicWorks, "Pelaporan dan penanganan kerusakan jalan melalui peta", 1, "Laporan jalan yang ditangani tepat waktu", "persen", 85, Apbd, 2_600),
    programme(S::Community, F::VillageAffairs, "Ruang komunitas digital desa", 1, "Desa dengan ruang komunitas aktif", "desa", 60, Apbdes, 1_500),
    programme(S::Learning, F::Education, "Kelas digital dan perpustakaan daring sekolah", 0, "Sekolah dengan kelas digital", "sekolah", 75, Apbd, 3_900),
    programme(S::Security, F::Communication, "Pusat panggilan darurat 112 dan pengamanan informasi", 1, "Panggilan darurat yang dijawab dalam 20 detik", "persen", 90, Apbd, 2_450),
    programme(S::Protection, F::Environment, "Pemantauan mutu air sungai dan udara secara langsung", 2, "Titik pantau yang melapor setiap jam", "titik", 14, Apbd, 2_900),
    programme(S::Waste, F::Environment, "Bank sampah digital dan jadwal angkut terpantau", 0, "Bank sampah aktif", "unit", 45, Apbd, 1_300),
    programme(S::Energy, F::PublicWorks, "Lampu jalan hemat energi dengan pengendali jarak jauh", 2, "Lampu jalan hemat energi", "unit", 1_200, Apbd, 5_600),
];

/// A Quick Win before it belongs to a regency.
pub(super) struct Candidate {
    pub sub_dimension: SubDimension,
    pub function: Function,
    pub supporting: &'static [Function],
    pub title: &'static str,
    pub problem: &'static str,
    pub beneficiaries: u32,
    pub indicator: &'static str,
    pub unit: &'static str,
    pub baseline: u32,
    pub target: u32,
    /// Millions of rupiah.
    pub million: u64,
    pub risk: &'static str,
}

/// The Quick Wins; each speeds up the programme of its sub-dimension.
pub(super) const CANDIDATES: [Candidate; 6] = [
    Candidate {
        sub_dimension: S::PublicService,
        function: F::Population,
        supporting: &[F::Communication],
        title: "Akta dan kartu keluarga selesai di kantor kecamatan",
        problem: "Warga kecamatan hulu menempuh perjalanan jauh untuk satu dokumen",
        beneficiaries: 24_000,
        indicator: "Dokumen yang terbit di kecamatan",
        unit: "persen",
        baseline: 15,
        target: 60,
        million: 450,
        risk: "Jaringan di kecamatan hulu tidak stabil",
    },
    Candidate {
        sub_dimension: S::Tourism,
        function: F::Tourism,
        supporting: &[F::Communication, F::Finance],
        title: "Tiket elektronik tiga destinasi utama",
        problem: "Jumlah kunjungan dan pendapatan destinasi tidak tercatat harian",
        beneficiaries: 60_000,
        indicator: "Kunjungan yang tercatat elektronik",
        unit: "persen",
        baseline: 0,
        target: 90,
        million: 380,
        risk: "Petugas loket berganti",
    },
    Candidate {
        sub_dimension: S::Transaction,
        function: F::Finance,
        supporting: &[F::Trade],
        title: "Retribusi pasar nontunai di dua pasar induk",
        problem: "Setoran retribusi pasar terlambat dan sulit dicocokkan",
        beneficiaries: 1_800,
        indicator: "Retribusi yang dibayar nontunai",
        unit: "persen",
        baseline: 10,
        target: 75,
        million: 260,
        risk: "Pedagang belum memiliki rekening",
    },
    Candidate {
        sub_dimension: S::Health,
        function: F::Health,
        supporting: &[F::Communication],
        title: "Antrean daring di lima puskesmas tersibuk",
        problem: "Waktu tunggu pendaftaran melebihi dua jam",
        beneficiaries: 90_000,
        indicator: "Rata-rata waktu tunggu",
        unit: "menit",
        baseline: 135,
        target: 45,
        million: 520,
        risk: "Pasien lansia tidak memakai gawai",
    },
    Candidate {
        sub_dimension: S::Learning,
        function: F::Education,
        supporting: &[F::Communication],
        title: "Perpustakaan daring untuk sepuluh sekolah terpencil",
        problem: "Sekolah terpencil kekurangan buku pelajaran",
        beneficiaries: 2_700,
        indicator: "Sekolah yang memakai perpustakaan daring",
        unit: "sekolah",
        baseline: 0,
        target: 10,
        million: 610,
        risk: "Listrik sekolah terbatas pada malam hari",
    },
    Candidate {
        sub_dimension: S::Waste,
        function: F::Environment,
        supporting: &[F::VillageAffairs],
        title: "Bank sampah digital di lima belas kelurahan dan desa",
        problem: "Sampah rumah tangga terpilah belum tercatat",
        beneficiaries: 35_000,
        indicator: "Bank sampah yang mencatat setoran",
        unit: "unit",
        baseline: 4,
        target: 15,
        million: 330,
        risk: "Harga bahan daur ulang turun",
    },
];

/// How the sample plan serves the medium-term plan (RPJMD): mission and goal for each pillar.
pub(super) const ALIGNMENT: [(Pillar, &str, &str); 6] = [
    (
        Pillar::Governance,
        "Misi 1 (contoh): tata kelola yang melayani",
        "Meningkatnya mutu layanan publik",
    ),
    (
        Pillar::Branding,
        "Misi 2 (contoh): daerah yang dikenal dan dikunjungi",
        "Meningkatnya kunjungan wisata dan investasi",
    ),
    (
        Pillar::Economy,
        "Misi 3 (contoh): ekonomi yang beragam",
        "Menurunnya ketergantungan pada satu sektor",
    ),
    (
        Pillar::Living,
        "Misi 4 (contoh): warga yang sehat dan terhubung",
        "Meningkatnya umur harapan hidup dan mutu jalan",
    ),
    (
        Pillar::Society,
        "Misi 5 (contoh): masyarakat yang cerdas",
        "Meningkatnya lama sekolah dan rasa aman",
    ),
    (
        Pillar::Environment,
        "Misi 6 (contoh): lingkungan yang lestari",
        "Meningkatnya indeks kualitas lingkungan hidup",
    ),
];
