//! `mufakat-verify BUNDLE --anchor FILE...`: checks a bundle that `mufakat audit export` wrote, on any machine, without the
//! server, its database or its word. An anchor is any text that holds a checkpoint as it was mailed to the auditors: what
//! stands there cannot be changed by whoever holds the database. `docs/verifying.md` tells the format.

use std::fs::File;
use std::io::BufReader;
use std::process::ExitCode;

use verifier::bundle::{Finding, Verdict};
use verifier::{anchor, bundle};

const USAGE: &str = "\
mufakat-verify BUNDLE [--anchor FILE]... [--format text|json]
  BUNDLE         what `mufakat audit export` wrote
  --anchor FILE  a text that holds a checkpoint block, for instance a saved mail; give all that you kept
Exit code 0: the record is whole. 1: it is not. 2: it could not be checked.";

fn main() -> ExitCode {
    let asked = match Asked::of(std::env::args().skip(1)) {
        Ok(asked) => asked,
        Err(message) => {
            eprintln!("{message}\n\n{USAGE}");
            return ExitCode::from(2);
        }
    };
    match check(&asked) {
        Ok(verdict) => {
            asked.print(&verdict);
            ExitCode::from(u8::from(!verdict.findings.is_empty()))
        }
        Err(message) => {
            eprintln!("{message}");
            ExitCode::from(2)
        }
    }
}

/// What the command line asks for.
#[derive(Debug, Default)]
struct Asked {
    bundle: String,
    anchors: Vec<String>,
    json: bool,
}

impl Asked {
    fn of(mut words: impl Iterator<Item = String>) -> Result<Self, String> {
        let mut asked = Self::default();
        while let Some(word) = words.next() {
            match word.as_str() {
                "--anchor" => asked
                    .anchors
                    .push(words.next().ok_or("--anchor needs a file")?),
                "--format" => {
                    asked.json = match words.next().as_deref() {
                        Some("json") => true,
                        Some("text") => false,
                        _ => return Err("--format is text or json".to_owned()),
                    }
                }
                "--help" | "-h" => return Err("What it does:".to_owned()),
                other if other.starts_with('-') => return Err(format!("unknown option {other}")),
                _ if asked.bundle.is_empty() => asked.bundle = word,
                _ => return Err("one bundle at a time".to_owned()),
            }
        }
        if asked.bundle.is_empty() {
            return Err("which bundle?".to_owned());
        }
        Ok(asked)
    }

    fn print(&self, verdict: &Verdict) {
        if self.json {
            match serde_json::to_string(verdict) {
                Ok(text) => println!("{text}"),
                Err(error) => eprintln!("cannot print the verdict: {error}"),
            }
            return;
        }
        for Finding {
            code,
            subject,
            message,
        } in &verdict.findings
        {
            println!("{code} {subject}: {message}");
        }
        println!(
            "{} journals, {} events, {} rows, {} checkpoints, {} anchors: {}",
            verdict.journals,
            verdict.events,
            verdict.rows,
            verdict.checkpoints,
            verdict.anchors,
            if verdict.findings.is_empty() {
                "whole / utuh"
            } else {
                "NOT whole / TIDAK utuh"
            }
        );
        if let Some(part) = &verdict.excerpt {
            println!(
                "An excerpt, {part}: {} journals and rows under the checkpoints are not in it; that one of them was deleted would not show. / \
                 Sebuah petikan, {part}: {} jurnal dan baris di bawah titik periksa tidak ikut; penghapusannya tidak akan terlihat.",
                verdict.left_out, verdict.left_out
            );
        }
        if verdict.anchors == 0 {
            println!(
                "No anchor was given: a complete rewrite by whoever holds the database and the key would not show. / \
                 Tanpa jangkar, penulisan ulang seluruhnya oleh pemegang basis data dan kunci tidak akan terlihat."
            );
        }
    }
}

fn check(asked: &Asked) -> Result<Verdict, String> {
    let mut anchors = Vec::new();
    for path in &asked.anchors {
        let text = std::fs::read(path).map_err(|error| format!("{path}: {error}"))?;
        let found = anchor::read_all(&String::from_utf8_lossy(&text))
            .map_err(|problem| format!("{path}: {problem}"))?;
        if found.is_empty() {
            return Err(format!("{path}: there is no checkpoint in it"));
        }
        anchors.extend(found);
    }
    let file = File::open(&asked.bundle).map_err(|error| format!("{}: {error}", asked.bundle))?;
    bundle::verify(BufReader::new(file), &anchors)
        .map_err(|problem| format!("{}: {problem}", asked.bundle))
}
