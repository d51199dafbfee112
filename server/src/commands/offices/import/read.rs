//! Reading the CSV of an import as people save it: comma, semicolon or tab, with or without a byte order mark, UTF-8 or
//! Windows-1252, headings in Indonesian or English, dates as Indonesians and as machines write them.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use schema::commands::Problem;

/// Most lines of one file.
const MOST_LINES: usize = 5_000;
/// Largest file, bytes.
const LARGEST: usize = 1_000_000;

/// What a column says, with the headings that name it.
const COLUMNS: [(&str, &[&str]); 14] = [
    ("name", &["nama", "name", "nama_lengkap"]),
    ("email", &["surel", "email", "e-mail"]),
    ("language", &["bahasa", "language"]),
    ("invite", &["undang", "invite"]),
    (
        "organisation",
        &["organisasi", "organisation", "kode_organisasi"],
    ),
    ("position", &["jabatan", "position", "kode_jabatan"]),
    ("title", &["nama_jabatan", "title"]),
    ("titleEn", &["nama_jabatan_en", "title_en"]),
    ("superior", &["atasan", "superior"]),
    ("roles", &["peran", "roles", "role"]),
    ("mode", &["status", "mode"]),
    ("decree", &["nomor_sk", "decree", "sk"]),
    ("validFrom", &["mulai", "valid_from", "from"]),
    ("validTo", &["sampai", "valid_to", "until"]),
];

/// A line of the file: what each known column says, empty cells left out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Line {
    pub number: u32,
    cells: BTreeMap<&'static str, String>,
}

impl Line {
    /// What a column says.
    pub fn get(&self, column: &str) -> Option<&str> {
        self.cells.get(column).map(String::as_str)
    }

    /// A day.
    pub fn day(&self, column: &str) -> Result<Option<NaiveDate>, Problem> {
        self.get(column)
            .map(|text| {
                day(text).ok_or_else(|| {
                    Problem::new(
                        "BAD_DATE",
                        format!("{text} is not a day; write 2026-11-23 or 23/11/2026."),
                        format!("{text} bukan tanggal; tulis 2026-11-23 atau 23/11/2026."),
                    )
                    .at(column)
                })
            })
            .transpose()
    }
}

fn day(text: &str) -> Option<NaiveDate> {
    let parts: Vec<&str> = text.split(['-', '/', '.']).collect();
    let [a, b, c] = parts.as_slice() else {
        return None;
    };
    let (year, month, day) = if a.len() == 4 { (a, b, c) } else { (c, b, a) };
    if year.len() != 4 {
        return None;
    }
    NaiveDate::from_ymd_opt(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?)
}

/// Reads a file. Lines that say nothing are left out.
pub(super) fn read(bytes: &[u8]) -> Result<Vec<Line>, Problem> {
    if bytes.len() > LARGEST {
        return Err(refused(
            "TOO_LARGE",
            "The file is larger than one megabyte.",
            "Berkas lebih besar dari satu megabita.",
        ));
    }
    let text = match std::str::from_utf8(bytes) {
        Ok(text) => text.to_owned(),
        // Excel without UTF-8: every byte is some character of Windows-1252.
        Err(_) => encoding_rs::WINDOWS_1252.decode(bytes).0.into_owned(),
    };
    // Line ends of every system become one, so that each line has the number that people see.
    let text = text
        .strip_prefix('\u{feff}')
        .unwrap_or(&text)
        .replace("\r\n", "\n")
        .replace('\r', "\n");
    if text.contains('\0') {
        return Err(refused(
            "NOT_A_CSV",
            "This is not a text file. Save the sheet as CSV first.",
            "Ini bukan berkas teks. Simpan lembar kerja sebagai CSV terlebih dahulu.",
        ));
    }
    let heading = text.lines().next().unwrap_or_default();
    let delimiter = [b';', b'\t', b',']
        .into_iter()
        .max_by_key(|mark| heading.bytes().filter(|byte| byte == mark).count())
        .unwrap_or(b';');
    let mut reader = csv::ReaderBuilder::new()
        .delimiter(delimiter)
        .flexible(true)
        .trim(csv::Trim::All)
        .from_reader(text.as_bytes());
    let columns: Vec<Option<&'static str>> = match reader.headers() {
        Ok(headings) => headings.iter().map(column).collect(),
        Err(_) => Vec::new(),
    };
    let has = |wanted: &str| columns.contains(&Some(wanted));
    if !has("email") && !has("position") {
        return Err(refused(
            "NO_HEADING",
            "The first line must name the columns, at least surel or jabatan. Download the template to see them all.",
            "Baris pertama harus memuat nama kolom, sekurangnya surel atau jabatan. Unduh templat untuk melihat semuanya.",
        ));
    }
    let mut lines = Vec::new();
    for record in reader.records() {
        let record = record.map_err(|error| {
            let at = error.position().map_or(0, csv::Position::line);
            Problem::new(
                "NOT_A_CSV",
                format!("Line {at} cannot be read: a quotation mark is open or a character is broken."),
                format!("Baris {at} tidak terbaca: ada tanda kutip yang belum ditutup atau karakter rusak."),
            )
            .at("content")
        })?;
        let number = record
            .position()
            .and_then(|at| u32::try_from(at.line()).ok())
            .unwrap_or_default();
        let cells: BTreeMap<&'static str, String> = columns
            .iter()
            .zip(record.iter())
            .filter_map(|(column, cell)| {
                let cell = cell.trim();
                Some(((*column)?, cell.to_owned())).filter(|_| !cell.is_empty())
            })
            .collect();
        if cells.is_empty() {
            continue;
        }
        if lines.len() == MOST_LINES {
            return Err(refused(
                "TOO_LARGE",
                "The file has more than 5,000 lines.",
                "Berkas memuat lebih dari 5.000 baris.",
            ));
        }
        lines.push(Line { number, cells });
    }
    Ok(lines)
}

fn column(heading: &str) -> Option<&'static str> {
    let plain = heading.trim().to_lowercase().replace(' ', "_");
    COLUMNS
        .iter()
        .find(|(_, names)| names.contains(&plain.as_str()))
        .map(|(column, _)| *column)
}

fn refused(code: &str, english: &str, indonesian: &str) -> Problem {
    Problem::new(code, english, indonesian).at("content")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(bytes: &[u8]) -> Vec<String> {
        read(bytes)
            .expect("reads")
            .iter()
            .map(|line| line.get("name").unwrap_or_default().to_owned())
            .collect()
    }

    #[test]
    fn the_same_people_are_read_from_every_spelling_of_the_same_sheet() {
        let wanted = ["Ani Contoh", "Ren\u{e9} Contoh, S.T."];
        let comma = "nama,surel\nAni Contoh,a@x.id\n\"Ren\u{e9} Contoh, S.T.\",b@x.id\n";
        let semicolon =
            "\u{feff}Nama;Surel\r\nAni Contoh;a@x.id\r\nRen\u{e9} Contoh, S.T.;b@x.id\r\n;;\r\n";
        let windows: Vec<u8> = comma
            .chars()
            .map(|c| u8::try_from(u32::from(c)).expect("Latin"))
            .collect();
        assert_eq!(names(comma.as_bytes()), wanted);
        assert_eq!(names(semicolon.as_bytes()), wanted);
        assert_eq!(names(&windows), wanted);
    }

    #[test]
    fn days_are_read_as_indonesians_and_as_machines_write_them() {
        let wanted = NaiveDate::from_ymd_opt(2026, 11, 3);
        for text in ["2026-11-03", "03/11/2026", "3-11-2026", "3.11.2026"] {
            assert_eq!(day(text), wanted, "{text}");
        }
        for text in ["11/2026", "3/11/26", "31/02/2026", "besok", ""] {
            assert_eq!(day(text), None, "{text}");
        }
    }

    #[test]
    fn line_numbers_are_those_of_the_file_even_after_cells_of_several_lines() {
        let sheet = "nama;surel\n\"A\nB\";a@x.id\nC;c@x.id\n";
        for sheet in [sheet.to_owned(), sheet.replace('\n', "\r\n")] {
            let lines = read(sheet.as_bytes()).expect("reads");
            assert_eq!(
                lines.iter().map(|line| line.number).collect::<Vec<_>>(),
                [2, 4]
            );
        }
    }

    #[test]
    fn a_workbook_and_a_file_without_headings_are_refused_with_a_hint() {
        let code = |bytes: &[u8]| {
            read(bytes)
                .err()
                .map(|problem| problem.code)
                .unwrap_or_default()
        };
        assert_eq!(code(b"PK\x03\x04\0\0"), "NOT_A_CSV");
        assert_eq!(code(b"Ani;a@x.id\n"), "NO_HEADING");
        assert_eq!(code(b""), "NO_HEADING");
    }
}
