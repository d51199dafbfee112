//! What a team lead brings to a sign-off: three books and the rows of the plan.

use serde_json::{Value, json};

/// A small PDF of one page that says `text`, with a correct cross-reference table.
pub fn book(text: &str) -> Vec<u8> {
    let content = format!("BT /F1 18 Tf 72 720 Td ({text}) Tj ET");
    let objects = [
        "<< /Type /Catalog /Pages 2 0 R >>".to_owned(),
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>".to_owned(),
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>".to_owned(),
        format!("<< /Length {} >>\nstream\n{content}\nendstream", content.len()),
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>".to_owned(),
    ];
    let mut pdf = b"%PDF-1.4\n%\xE2\xE3\xCF\xD3\n".to_vec();
    let mut offsets = Vec::new();
    for (number, object) in (1..).zip(&objects) {
        offsets.push(pdf.len());
        pdf.extend(format!("{number} 0 obj\n{object}\nendobj\n").into_bytes());
    }
    let table = pdf.len();
    pdf.extend(format!("xref\n0 {}\n0000000000 65535 f \n", objects.len() + 1).into_bytes());
    for offset in offsets {
        pdf.extend(format!("{offset:010} 00000 n \n").into_bytes());
    }
    pdf.extend(
        format!(
            "trailer\n<< /Size {} /Root 1 0 R >>\nstartxref\n{table}\n%%EOF\n",
            objects.len() + 1
        )
        .into_bytes(),
    );
    pdf
}

/// A row of the road map for an agency; `target` tells a changed row from the first draft.
pub fn row(programme: &str, pillar: &str, dimension: &str, opd: &str, target: &str) -> Value {
    json!({
        "programme": programme, "pillar": pillar, "subDimension": dimension, "opd": opd, "year": 2027,
        "indicator": "Layanan yang dipakai warga", "target": target, "budgetSource": "APBD",
    })
}

/// Six rows, one a pillar, over four agencies: Dinkes, Diskominfo, DLH and DPMD.
pub fn roadmap() -> Vec<Value> {
    vec![
        row(
            "Antrean puskesmas satu pintu",
            "LIVING",
            "HEALTH",
            "dinkes",
            "32 puskesmas",
        ),
        row(
            "Posyandu terhubung",
            "SOCIETY",
            "COMMUNITY",
            "dinkes",
            "200 posyandu",
        ),
        row(
            "Layanan publik satu aplikasi",
            "GOVERNANCE",
            "PUBLIC_SERVICE",
            "diskominfo",
            "40 layanan",
        ),
        row(
            "Pasar produk desa",
            "ECONOMY",
            "WELFARE",
            "dpmd",
            "120 BUM Desa",
        ),
        row(
            "Desa wisata digital",
            "BRANDING",
            "TOURISM",
            "dpmd",
            "20 desa",
        ),
        row(
            "Pantau sampah kota",
            "ENVIRONMENT",
            "WASTE",
            "dlh",
            "18 kecamatan",
        ),
    ]
}

/// The answers of `upload-bundle`, with the three uploaded documents.
pub fn answers(documents: [&str; 3], roadmap: &[Value]) -> Value {
    let quick_win = |title: &str, pillar: &str, opd: &str| {
        json!({
            "title": title, "pillar": pillar, "opd": opd, "indicator": "Pengguna aktif", "target": "1000",
        })
    };
    json!({
        "bookOne": documents[0], "bookTwo": documents[1], "bookThree": documents[2],
        "roadmap": roadmap,
        "quickWins": [
            quick_win("Antrean daring RSUD", "LIVING", "dinkes"),
            quick_win("Aduan warga satu nomor", "GOVERNANCE", "diskominfo"),
            quick_win("Etalase produk desa", "ECONOMY", "dpmd"),
        ],
        "alignment": [{ "objective": "Pelayanan publik prima", "programme": "Layanan publik satu aplikasi" }],
        "budgetTotal": 10_000_000_000_u64,
    })
}
