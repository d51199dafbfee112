//! The three books of the demo plan, as PDF: short, and marked as samples on every page.

use anyhow::Result;
use chrono::{DateTime, Utc};
use chrono_tz::Tz;

use crate::documents::layout::{
    Align, Block, Column, Face, Info, Inlines, Letterhead, Sheet, Span, render,
};
use crate::register::demo::{BookRow, MasterPlanBundle};

fn text(text: impl Into<String>) -> Inlines {
    vec![Span {
        text: text.into(),
        face: Face::Regular,
    }]
}

/// Draws one book.
pub(super) fn book(
    book: &BookRow,
    plan: &MasterPlanBundle,
    at: DateTime<Utc>,
    zone: Tz,
) -> Result<Vec<u8>> {
    let letterhead = Letterhead {
        offices: vec![
            "Pemerintah Kabupaten Kutai Kartanegara".to_owned(),
            "Tim Pelaksana Kota Cerdas".to_owned(),
        ],
        ..Letterhead::default()
    };
    let mut blocks = vec![
        Block::Letterhead,
        Block::Title(text(book.title.clone())),
        Block::Subtitle(text(format!("{} · data contoh", plan.title))),
        Block::Paragraph(
            text(
                "Dokumen ini adalah data contoh untuk memperkenalkan aplikasi Mufakat. Nama program, angka, dan sasaran di dalamnya \
adalah rekaan dan bukan rencana Pemerintah Kabupaten Kutai Kartanegara.",
            ),
            Align::Justified,
        ),
    ];
    match book.number {
        1 => blocks.push(Block::Paragraph(
            text("Buku I memuat analisis strategis: kesiapan struktur, infrastruktur, dan suprastruktur daerah pada enam pilar kota cerdas, serta kesenjangan yang hendak ditutup."),
            Align::Justified,
        )),
        2 => {
            blocks.push(Block::Heading(text("Peta jalan")));
            let rows = plan.roadmap.iter().map(|row| vec![text(row.year.to_string()), text(row.programme.clone()), text(format!("{} {}", row.target, row.unit))]).collect();
            blocks.push(Block::Table {
                columns: vec![Column { weight: 1.0, align: Align::Centre }, Column { weight: 6.0, align: Align::Left }, Column { weight: 3.0, align: Align::Left }],
                header: vec![text("Tahun"), text("Program"), text("Sasaran")],
                rows,
            });
        }
        _ => {
            blocks.push(Block::Heading(text("Ringkasan eksekutif")));
            blocks.push(Block::Paragraph(
                text(format!("Rencana ini berlaku {} sampai {} dan memuat {} program serta {} Quick Win.", plan.first_year, plan.last_year, plan.roadmap.len(), plan.quick_wins.len())),
                Align::Justified,
            ));
        }
    }
    let footer = ["Data contoh Mufakat".to_owned()];
    let sheet = Sheet {
        blocks: &blocks,
        letterhead: &letterhead,
        verify_url: "",
        running_head: &book.title,
        footer: &footer,
        info: Info {
            title: &book.title,
            subject: "data contoh",
            author: "Mufakat",
            keywords: &[],
            language: "id",
            created: at.with_timezone(&zone).fixed_offset(),
        },
    };
    Ok(render(&sheet)?.pdf)
}
