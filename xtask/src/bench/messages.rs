//! The messages that are scanned: a mixed inbox, the same in every run.

use std::io::{self, Write};

use serde::Serialize;

use crate::random::SplitMix64;

/// Of a thousand messages, so many are scams, one-time codes, and services' messages; the rest is
/// chat.
const SCAMS: usize = 50;
const CODES: usize = 250;
const SERVICES: usize = 300;

/// 2026-01-01T00:00:00+09:00 in milliseconds.
const START: u64 = 1_767_193_200_000;

/// A message as `mihari scan` reads it from JSON lines.
#[derive(Serialize)]
pub(super) struct Message {
    id: String,
    kind: &'static str,
    sender: String,
    text: String,
    /// Milliseconds since 1970.
    at: u64,
}

/// `count` messages.
pub(super) fn messages(count: usize) -> impl Iterator<Item = Message> {
    let mut random = SplitMix64::named("benchmark messages");
    (0..count).map(move |index| message(index, &mut random))
}

/// One JSON object a line.
pub(super) fn write_json_lines(count: usize, out: &mut dyn Write) -> io::Result<()> {
    for message in messages(count) {
        serde_json::to_writer(&mut *out, &message)?;
        out.write_all(b"\n")?;
    }
    Ok(())
}

/// A backup in the format of the app "SMS Backup & Restore".
pub(super) fn write_backup(count: usize, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "<?xml version='1.0' encoding='UTF-8' standalone='yes' ?>")?;
    writeln!(out, r#"<smses count="{count}">"#)?;
    for message in messages(count) {
        writeln!(
            out,
            r#"  <sms protocol="0" address="{}" date="{}" type="1" subject="null" body="{}" toa="null" sc_toa="null" service_center="null" read="1" status="-1" locked="0" date_sent="0" sub_id="1" readable_date="" contact_name="(Unknown)" />"#,
            escape(&message.sender),
            message.at,
            escape(&message.text),
        )?;
    }
    writeln!(out, "</smses>")
}

fn message(index: usize, random: &mut SplitMix64) -> Message {
    let drawn = random.below(1_000);
    let (sender, text) = if drawn < SCAMS {
        scam(random)
    } else if drawn < SCAMS + CODES {
        code(random)
    } else if drawn < SCAMS + CODES + SERVICES {
        service(random)
    } else {
        chat(random)
    };
    // Two to three minutes apart: a message that comes again is another one.
    let at = START + index as u64 * 150_000 + random.below(30_000) as u64;
    Message { id: index.to_string(), kind: "sms", sender, text, at }
}

fn scam(random: &mut SplitMix64) -> (String, String) {
    let brand =
        random.choose(&["Amazon", "アマゾン", "Ａｍａｚｏｎ", "楽天カード", "東京電力", "国税庁"]);
    let host = format!("{}{}", random.choose(&["qz", "vwx", "jpk", "zzr"]), random.digits(4));
    let link =
        format!("https://{host}.{}/{}", random.choose(&["top", "cn", "shop"]), random.digits(3));
    let number = format!("03-{}-{}", 3000 + random.below(3_000), random.digits(4));
    let text = match random.below(5) {
        0 => format!(
            "有料動画の未納料金が発生しております。本日中にご連絡なき場合、法的手続きに移行致します。{brand}相談係 {number}"
        ),
        1 => format!("【{brand}】お支払い方法に問題があります。詳細はこちら {link}"),
        2 => format!(
            "{brand}より:アカウントが一時停止されました。24時間以内に更新してください。{link}"
        ),
        3 => format!(
            "お荷物のお届けにあがりましたが不在の為持ち帰りました。下記よりご確認ください。{link}"
        ),
        _ => format!(
            "会員登録の未払い金が{}円あります。至急ご連絡ください。{brand}サポートセンター {number}",
            amount(random)
        ),
    };
    (mobile(random), text)
}

fn code(random: &mut SplitMix64) -> (String, String) {
    let service =
        *random.choose(&["みどり銀行", "Sora Pay", "Kumo ID", "つばめカード", "Hoshi Mail"]);
    let code = random.digits(6);
    let text = match random.below(4) {
        0 => format!("{service}の認証コード:{code} 有効期限は10分です。他人に教えないでください。"),
        1 => format!("【{service}】ワンタイムパスワードは{code}です。"),
        2 => format!("{code} is your {service} verification code. Do not share it with anyone."),
        _ => format!("認証コードは{code}です。お心当たりがない場合は破棄してください。({service})"),
    };
    (service.to_owned(), text)
}

fn service(random: &mut SplitMix64) -> (String, String) {
    let day = 1 + random.below(28);
    let hour = 9 + random.below(10);
    let text = match random.below(6) {
        0 => format!(
            "ひまわり歯科です。{day}日{hour}時のご予約の確認です。変更は06-6{}-{}まで。",
            random.digits(3),
            random.digits(4)
        ),
        1 => format!(
            "Amazonのお荷物は{day}日{hour}時までにお届け予定です。https://www.amazon.co.jp/orders"
        ),
        2 => format!(
            "ご注文の商品を発送しました。お問い合わせ番号{}-{}-{}",
            random.digits(4),
            random.digits(4),
            random.digits(4)
        ),
        3 => format!("【市立図書館】ご予約の本が届きました。{day}日までにお越しください。"),
        4 => format!("{}円のご利用がありました({day}日)。つばめカード", amount(random)),
        _ => format!("今月の電気料金は{}円です。{day}日に口座から引き落とします。", amount(random)),
    };
    (random.choose(&["Notice", "0120555010", "INFO", "05012340001"]).to_string(), text)
}

/// One to three things that people say, in any order.
fn chat(random: &mut SplitMix64) -> (String, String) {
    let mut text = chat_sentence(random);
    for _ in 0..random.below(3) {
        text.push(*random.choose(&[' ', '。', '!']));
        text.push_str(&chat_sentence(random));
    }
    (mobile(random), text)
}

fn chat_sentence(random: &mut SplitMix64) -> String {
    let name = random.choose(&["ゆき", "けんた", "お母さん", "さとう", "みお", "Ken"]);
    let place = random.choose(&["駅前", "いつもの店", "公園", "会社", "図書館", "北口"]);
    let food = random.choose(&["カレー", "うどん", "お寿司", "パン", "鍋", "サラダ"]);
    let hour = 1 + random.below(12);
    match random.below(10) {
        0 => format!("{name}、{place}に{hour}時でいい?"),
        1 => format!("今日の夕飯は{food}だよ、{hour}時には帰ってきてね😊"),
        2 => format!("ごめん、電車が遅れてる。あと{hour}分くらいで{place}に着く"),
        3 => format!("アマゾンで頼んだ{food}の本、もう届いた"),
        4 => format!("{name}から聞いたよ、おめでとう🎉 今度{food}でも食べに行こう"),
        5 => format!("Running late, see you at {hour}. Tell {name} I'm sorry"),
        6 => format!("了解、じゃあ{place}で。{food}買っていくね"),
        7 => format!("昨日はありがとう、{food}おいしかった"),
        8 => format!("次は{hour}月に{place}の近くで会おう"),
        _ => format!("{name}の荷物、{place}に置いてあるよ"),
    }
}

fn amount(random: &mut SplitMix64) -> String {
    format!("{},{}", 1 + random.below(80), random.digits(3))
}

fn mobile(random: &mut SplitMix64) -> String {
    format!("+81{}0{}", random.choose(&["7", "8", "9"]), random.digits(8))
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn messages_are_varied_and_can_be_read_by_the_loop() {
        let mut texts = HashSet::new();
        for message in messages(10_000) {
            assert!(!message.text.contains(['"', '\\', '\n']), "Loop.java reads no escapes");
            texts.insert(message.text);
        }
        assert!(texts.len() > 7_500, "{} different texts", texts.len());
    }

    #[test]
    fn both_formats_hold_the_same_messages_in_every_run() {
        let (mut lines, mut again, mut backup) = (Vec::new(), Vec::new(), Vec::new());
        write_json_lines(100, &mut lines).unwrap();
        write_json_lines(100, &mut again).unwrap();
        write_backup(100, &mut backup).unwrap();
        assert_eq!(lines, again);
        let backup = String::from_utf8(backup).unwrap();
        for message in messages(100) {
            assert!(backup.contains(&format!("body=\"{}\"", escape(&message.text))));
        }
    }
}
