use std::io::{self, Write};

use mihari_history::{ExportError, Filter, Format, History, Mark, NewItem, Timestamp};
use serde_json::{Value, json};

use crate::samples::*;

fn export(history: &History, format: Format) -> (u64, String) {
    let mut out = Vec::new();
    let count = history.export(format, &Filter::default(), &mut out).unwrap();
    (count, String::from_utf8(out).unwrap())
}

#[test]
fn json_holds_every_field_a_line_each() {
    let Fresh { mut history, folder: _folder, .. } = fresh();
    let verdict = scam();
    let id = keep_new(&mut history, sms("Amazon", "未納\n料金\0", &verdict));
    history.mark(id, Some(Mark::Confirmed)).unwrap();
    let unknown = NewItem { at: None, ..sms("A", "", &verdict) };
    history.keep(&[unknown], Timestamp(i64::MIN)).unwrap();

    let (count, json) = export(&history, Format::Json);
    let lines: Vec<Value> = json.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!((count, lines.len()), (2, 2));
    assert_eq!(
        lines[0],
        json!({
            "id": id.0, "channel": "sms", "direction": "incoming",
            "sender": "Amazon", "text": "未納\n料金\0",
            "at": "2025-11-24T16:00:00.000Z", "kept_at": "2025-11-24T16:00:00.000Z",
            "road": "receiver", "mark": "confirmed", "packs": PACKS,
            "level": "scam", "flagged": true, "score": 70, "category": "fictitious_billing",
            "reasons": [{
                "rule": "unpaid.legal", "level": "scam", "weight": 70,
                "reason_ja": "身に覚えのない料金を請求しています",
                "reason_en": "It demands money you do not owe",
                "evidence": [{"field": "text", "start": 0, "end": 6, "text": "未納"}],
            }],
            "advice": [{
                "id": "do-not-reply",
                "text_ja": "返信も電話もしないでください",
                "text_en": "Do not reply and do not call",
            }],
        })
    );
    assert_eq!(lines[1]["at"], Value::Null);
    assert_eq!(lines[1]["kept_at"], i64::MIN);
}

#[test]
fn csv_is_read_back_by_a_csv_reader_and_starts_with_a_mark_for_excel() {
    let Fresh { mut history, folder: _folder, .. } = fresh();
    let verdict = scam();
    let text = "未納, \"料金\"\r\nand more";
    keep_new(&mut history, sms("Amazon", text, &verdict));
    let (count, csv) = export(&history, Format::Csv);
    assert_eq!(count, 1);
    let csv = csv.strip_prefix('\u{feff}').unwrap();
    assert!(csv.starts_with("id,at,kept_at,channel,direction,sender,text,level,"));
    let mut reader = csv::Reader::from_reader(csv.as_bytes());
    let names = reader.headers().unwrap().clone();
    let row = reader.records().next().unwrap().unwrap();
    let cell = |name: &str| &row[names.iter().position(|n| n == name).unwrap()];
    assert_eq!(cell("text"), text);
    assert_eq!(cell("at"), "2025-11-24T16:00:00.000Z");
    assert_eq!((cell("level"), cell("evidence"), cell("mark")), ("scam", "未納", ""));
    assert_eq!(csv.matches("\r\n").count(), 3, "two rows and one break inside a text");
}

#[test]
fn a_spreadsheet_finds_no_formula() {
    let Fresh { mut history, folder: _folder, .. } = fresh();
    let verdict = scam();
    let starts = ["=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠"];
    let texts = starts.map(|start| format!("{start}HYPERLINK(\"{}\")", start.escape_unicode()));
    for text in &texts {
        keep_new(&mut history, sms("+819012345678", text, &verdict));
    }
    keep_new(&mut history, sms("Amazon", "a=b", &verdict));
    let (_, csv) = export(&history, Format::Csv);
    let csv = csv.strip_prefix('\u{feff}').unwrap();
    let mut reader = csv::Reader::from_reader(csv.as_bytes());
    let rows: Vec<csv::StringRecord> = reader.records().map(Result::unwrap).collect();
    assert_eq!(rows.len(), texts.len() + 1);
    for cell in rows.iter().flatten() {
        assert!(!starts.iter().any(|start| cell.starts_with(start)), "{cell}");
    }
    let cells: Vec<&str> = rows.iter().flatten().collect();
    assert!(cells.contains(&"'+819012345678") && cells.contains(&"a=b"));
    assert!(texts.iter().all(|text| cells.contains(&format!("'{text}").as_str())));
}

#[test]
fn a_full_output_is_told_apart_from_a_failing_history() {
    struct Full;
    impl Write for Full {
        fn write(&mut self, _: &[u8]) -> io::Result<usize> {
            Err(io::ErrorKind::StorageFull.into())
        }
        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }
    let Fresh { mut history, folder: _folder, .. } = fresh();
    let verdict = scam();
    keep_new(&mut history, sms("A", "x", &verdict));
    for format in [Format::Csv, Format::Json] {
        let error = history.export(format, &Filter::default(), &mut Full).unwrap_err();
        assert!(matches!(error, ExportError::Output(e) if e.kind() == io::ErrorKind::StorageFull));
    }
}
