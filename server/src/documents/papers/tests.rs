//! What must hold for every paper, tried on the samples.

use super::samples::*;
use super::*;
use crate::documents::layout::{Block, Inlines};

/// Draws twice; writes the result into the folder that `MUFAKAT_SAMPLE_DIR` names, for people to look at.
fn drawn<P: Paper>(paper: &P) -> Result<RenderedPaper, PaperError> {
    let first = Templates::built_in()?.render(paper)?;
    let second = Templates::built_in()?.render(paper)?;
    assert!(
        first.pdf == second.pdf,
        "the same facts give the same bytes"
    );
    assert!(first.pdf.starts_with(b"%PDF-1.7"));
    assert_eq!(first.sha256, Digest::of(&first.pdf));
    assert_eq!(first.content_sha256, content_hash(paper)?);
    if let Some(folder) = std::env::var_os("MUFAKAT_SAMPLE_DIR") {
        let path = std::path::Path::new(&folder)
            .join(P::KIND.template())
            .with_extension("pdf");
        assert!(
            std::fs::write(&path, &first.pdf).is_ok(),
            "{}",
            path.display()
        );
    }
    Ok(first)
}

/// The words of a paper, as a reader meets them.
fn words<P: Paper>(paper: &P) -> Result<String, PaperError> {
    let mut words = String::new();
    let mut add = |text: &Inlines| {
        text.iter().for_each(|span| words.push_str(&span.text));
        words.push('\n');
    };
    for block in Templates::built_in()?.blocks(paper)? {
        match &block {
            Block::Title(text)
            | Block::Subtitle(text)
            | Block::Heading(text)
            | Block::Paragraph(text, _)
            | Block::Quote(text)
            | Block::Small(text) => add(text),
            Block::Entries(entries) => entries.iter().for_each(|entry| {
                add(&entry.label);
                add(&entry.value);
            }),
            Block::List(items) => items.iter().for_each(|item| add(&item.text)),
            Block::Table { header, rows, .. } => header
                .iter()
                .chain(rows.iter().flatten())
                .for_each(&mut add),
            Block::Signatures(columns) => columns
                .iter()
                .flat_map(|column| column.above.iter().chain(&column.seal).chain(&column.below))
                .for_each(&mut add),
            Block::Verification(lines) => lines.iter().for_each(&mut add),
            Block::Letterhead | Block::Rule | Block::PageBreak => {}
        }
    }
    Ok(words)
}

#[test]
fn every_paper_is_drawn_the_same_each_time() -> Result<(), PaperError> {
    drawn(&approval_sheet())?;
    drawn(&minutes())?;
    drawn(&decree())?;
    drawn(&dissent_annex())?;
    assert!(drawn(&commitment_sheet())?.pages > 1);
    Ok(())
}

#[test]
fn every_paper_says_how_to_check_it_and_what_its_signatures_are_not() -> Result<(), PaperError> {
    fn check<P: Paper>(paper: &P) -> Result<(), PaperError> {
        let words = words(paper)?;
        let head = paper.head();
        for wanted in [
            head.number.as_str(),
            &head.code.to_string(),
            &head.verify_url(),
            &content_hash(paper)?.to_string(),
            &head.anchor.hash.to_string(),
            "urutan 1.482",
            "bukan tanda tangan elektronik tersertifikasi",
        ] {
            assert!(
                words.to_uppercase().contains(&wanted.to_uppercase()),
                "{wanted} in {words}"
            );
        }
        Ok(())
    }
    check(&approval_sheet())?;
    check(&minutes())?;
    check(&decree())?;
    check(&dissent_annex())?;
    check(&commitment_sheet())
}

#[test]
fn the_approval_sheet_tells_who_decided_what_in_which_office() -> Result<(), PaperError> {
    let sheet = approval_sheet();
    let words = words(&sheet)?;
    for document in &sheet.documents {
        assert!(words.contains(&document.sha256.to_string()));
    }
    for wanted in [
        "A. Naskah yang diputus",
        "G. Pendapat berbeda",
        "Plt. Asisten Administrasi Umum Sekretariat Daerah",
        "Plh. Kepala Dinas Pemberdayaan Masyarakat dan Desa",
        "Pj. Bupati Kutai Kartanegara,",
        "Menolak\n23-11-2026 11.07 WITA",
        "Dihitung pada kursi 2 (satu orang, satu suara)",
        "Diwakili Kepala Bagian Contoh (surat kuasa, tanpa hak suara)",
        "dicatat tanpa keberatan",
        "12 (dua belas) suara",
        "DISETUJUI, Senin, 23 November 2026 pukul 11.25 WITA",
        "paling sedikit 14 (empat belas) kursi",
        "hasil tidak dapat berubah lagi",
        "tanda tangan lokal, tidak tersertifikasi",
    ] {
        assert!(words.contains(wanted), "{wanted} in {words}");
    }
    Ok(())
}

#[test]
fn sections_keep_their_letters_when_one_is_missing() -> Result<(), PaperError> {
    let sheet = ApprovalSheet {
        confirmations: Vec::new(),
        initials: Vec::new(),
        dissents: Vec::new(),
        ..approval_sheet()
    };
    let words = words(&sheet)?;
    assert!(
        words.contains("B. Kuorum") && words.contains("D. Keputusan"),
        "{words}"
    );
    assert!(!words.contains("Pendapat berbeda"));
    Ok(())
}

#[test]
fn what_a_member_writes_stays_a_quotation() -> Result<(), PaperError> {
    let blocks = Templates::built_in()?.blocks(&dissent_annex())?;
    let quotes: Vec<_> = blocks
        .iter()
        .filter_map(|block| match block {
            Block::Quote(text) => Some(text.as_slice()),
            _ => None,
        })
        .collect();
    let [[span]] = quotes.as_slice() else {
        unreachable!("{quotes:?}")
    };
    assert_eq!(span.text, dissent_annex().dissents[0].statement);
    Ok(())
}

#[test]
fn facts_come_back_from_json_with_the_same_hash() -> Result<(), PaperError> {
    let sheet = approval_sheet();
    let again: ApprovalSheet = serde_json::from_str(&serde_json::to_string(&sheet)?)?;
    assert_eq!(again, sheet);
    assert_eq!(content_hash(&again)?, content_hash(&sheet)?);
    let mut changed = sheet.clone();
    changed.decision.tally.reject += 1;
    assert_ne!(content_hash(&changed)?, content_hash(&sheet)?);
    Ok(())
}

#[test]
fn a_template_may_be_replaced_and_a_mistake_names_its_line()
-> Result<(), Box<dyn std::error::Error>> {
    let folder = std::env::temp_dir().join(format!("mufakat-papers-{}", uuid::Uuid::now_v7()));
    assert!(
        Templates::with_folder(&folder).is_ok(),
        "no folder replaces nothing"
    );
    std::fs::create_dir_all(&folder)?;
    std::fs::write(folder.join("decree.j2"), "# SURAT {{ paper.issuer }}\n")?;
    let own = Templates::with_folder(&folder)?;
    assert_ne!(
        own.render(&decree())?.sha256,
        Templates::built_in()?.render(&decree())?.sha256
    );

    std::fs::write(folder.join("decree.j2"), "# SURAT\n{% if %}\n")?;
    let broken = Templates::with_folder(&folder).err();
    assert!(
        matches!(&broken, Some(PaperError::Template { name, line: 2, .. }) if name == "decree.j2"),
        "{broken:?}"
    );
    std::fs::rename(folder.join("decree.j2"), folder.join("decre.j2"))?;
    assert!(matches!(
        Templates::with_folder(&folder).err(),
        Some(PaperError::Folder(_))
    ));
    std::fs::remove_dir_all(&folder)?;
    Ok(())
}

#[test]
fn a_preview_refuses_what_would_not_print() -> Result<(), PaperError> {
    let templates = Templates::built_in()?;
    let paper = decree();
    assert!(templates.preview("# {{ paper.subject }}", &paper).is_ok());
    let unknown = templates
        .preview("# a\n\n{{ paper.nothing.here }}", &paper)
        .err();
    assert!(
        matches!(unknown, Some(PaperError::Template { line: 3, .. })),
        "{unknown:?}"
    );
    let markup = templates.preview("a\n@nothing", &paper).err();
    assert!(
        matches!(&markup, Some(PaperError::Markup { problem, .. }) if problem.line == 2),
        "{markup:?}"
    );
    let endless =
        "{% for a in range(9999) %}{% for b in range(9999) %}{{ a }}{% endfor %}{% endfor %}";
    let stopped = templates.preview(endless, &paper).err();
    assert!(
        matches!(stopped, Some(PaperError::Template { .. })),
        "{stopped:?}"
    );
    Ok(())
}

proptest::proptest! {
    #![proptest_config(proptest::prelude::ProptestConfig::with_cases(64))]
    #[test]
    fn any_template_is_drawn_or_refused(source in "([#>~^|:@=!*_\\\\+. a-c1-3-]{0,12}\n){0,12}|@(signatures|verification)\n.{0,80}\n@end\n\\|= 1 2\n\\| .{0,300} \\| .{0,80}") {
        let result = Templates::built_in().and_then(|templates| templates.preview(&source, &decree()));
        let expected = matches!(
            result,
            Ok(_) | Err(PaperError::Template { .. } | PaperError::Markup { .. } | PaperError::Layout(LayoutError::TooLong(_)))
        );
        proptest::prop_assert!(expected, "{:?}", result.err());
    }
}
