//! The six pillars of the smart-city movement and their three sub-dimensions each (DOMAIN 1).

use super::coded::coded;

coded! {
    /// A pillar of a smart-city master plan.
    Pillar {
        /// Smart governance.
        Governance => "GOVERNANCE",
        /// Smart branding.
        Branding => "BRANDING",
        /// Smart economy.
        Economy => "ECONOMY",
        /// Smart living.
        Living => "LIVING",
        /// Smart society.
        Society => "SOCIETY",
        /// Smart environment.
        Environment => "ENVIRONMENT",
    }
}

coded! {
    /// A sub-dimension of a pillar; the code starts with the pillar's.
    SubDimension {
        /// Pelayanan publik.
        PublicService => "PUBLIC_SERVICE",
        /// Manajemen birokrasi.
        BureaucracyManagement => "BUREAUCRACY",
        /// Kebijakan publik.
        PublicPolicy => "PUBLIC_POLICY",
        /// Pariwisata.
        Tourism => "TOURISM",
        /// Bisnis.
        Business => "BUSINESS",
        /// Wajah kota.
        CityAppearance => "CITY_APPEARANCE",
        /// Industri.
        Industry => "INDUSTRY",
        /// Kesejahteraan.
        Welfare => "WELFARE",
        /// Transaksi.
        Transaction => "TRANSACTION",
        /// Harmoni.
        Harmony => "HARMONY",
        /// Kesehatan.
        Health => "HEALTH",
        /// Mobilitas.
        Mobility => "MOBILITY",
        /// Komunitas.
        Community => "COMMUNITY",
        /// Pembelajaran.
        Learning => "LEARNING",
        /// Keamanan.
        Security => "SECURITY",
        /// Proteksi lingkungan.
        Protection => "PROTECTION",
        /// Pengelolaan limbah.
        Waste => "WASTE",
        /// Energi.
        Energy => "ENERGY",
    }
}

impl Pillar {
    /// The short name used in addresses and slugs: `governance`.
    #[must_use]
    pub const fn slug(self) -> &'static str {
        match self {
            Self::Governance => "governance",
            Self::Branding => "branding",
            Self::Economy => "economy",
            Self::Living => "living",
            Self::Society => "society",
            Self::Environment => "environment",
        }
    }

    /// The name as Indonesian and English both write it: `Smart Governance`.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Governance => "Smart Governance",
            Self::Branding => "Smart Branding",
            Self::Economy => "Smart Economy",
            Self::Living => "Smart Living",
            Self::Society => "Smart Society",
            Self::Environment => "Smart Environment",
        }
    }
}

impl SubDimension {
    /// The pillar it belongs to.
    #[must_use]
    pub const fn pillar(self) -> Pillar {
        match self {
            Self::PublicService | Self::BureaucracyManagement | Self::PublicPolicy => {
                Pillar::Governance
            }
            Self::Tourism | Self::Business | Self::CityAppearance => Pillar::Branding,
            Self::Industry | Self::Welfare | Self::Transaction => Pillar::Economy,
            Self::Harmony | Self::Health | Self::Mobility => Pillar::Living,
            Self::Community | Self::Learning | Self::Security => Pillar::Society,
            Self::Protection | Self::Waste | Self::Energy => Pillar::Environment,
        }
    }

    /// The Indonesian name.
    #[must_use]
    pub const fn indonesian(self) -> &'static str {
        match self {
            Self::PublicService => "Pelayanan publik",
            Self::BureaucracyManagement => "Manajemen birokrasi",
            Self::PublicPolicy => "Kebijakan publik",
            Self::Tourism => "Pariwisata",
            Self::Business => "Bisnis",
            Self::CityAppearance => "Wajah kota",
            Self::Industry => "Industri",
            Self::Welfare => "Kesejahteraan",
            Self::Transaction => "Transaksi",
            Self::Harmony => "Harmoni",
            Self::Health => "Kesehatan",
            Self::Mobility => "Mobilitas",
            Self::Community => "Komunitas",
            Self::Learning => "Pembelajaran",
            Self::Security => "Keamanan",
            Self::Protection => "Proteksi lingkungan",
            Self::Waste => "Pengelolaan limbah",
            Self::Energy => "Energi",
        }
    }

    /// The English name.
    #[must_use]
    pub const fn english(self) -> &'static str {
        match self {
            Self::PublicService => "Public service",
            Self::BureaucracyManagement => "Bureaucracy management",
            Self::PublicPolicy => "Public policy",
            Self::Tourism => "Tourism",
            Self::Business => "Business",
            Self::CityAppearance => "City appearance",
            Self::Industry => "Industry",
            Self::Welfare => "Welfare",
            Self::Transaction => "Transaction",
            Self::Harmony => "Harmony",
            Self::Health => "Health",
            Self::Mobility => "Mobility",
            Self::Community => "Community",
            Self::Learning => "Learning",
            Self::Security => "Security",
            Self::Protection => "Environmental protection",
            Self::Waste => "Waste management",
            Self::Energy => "Energy",
        }
    }
}
