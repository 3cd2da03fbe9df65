//! How long one message takes, and how little that grows with the number of rules.
//!
//! `cargo bench -p mihari-engine`, or `cargo xtask bench engine`. `one_by_one` is the comparison:
//! each rule's pattern as a compiled `regex`, tried in turn on the text as it came. It does less:
//! it folds nothing, finds no links or numbers, and explains nothing.

use std::fmt;

use divan::{Bencher, black_box};
use jiff::civil::date;
use mihari_engine::engine::Engine;
use mihari_engine::item::{Context, Item, Lists, Profile};
use mihari_engine::pack::Pack;
use regex::Regex;

fn main() {
    divan::main();
}

/// Messages of 80 characters, own writing.
const MESSAGES: [(&str, &str); 4] = [
    (
        "ordinary",
        "昨日はありがとう、うどんおいしかった!次は来月に図書館の近くで会おうね。電車が遅れてるみたいだから、駅前に着いたら電話するよ。お土産も買っていくから待っててね!",
    ),
    (
        "code",
        "【つばめ銀行】ワンタイムパスワードは482913です。有効期限は10分です。お電話で番号をお聞きすることはありません。お心当たりがない場合は窓口へご連絡ください",
    ),
    (
        "scam",
        "【Amazon】会員登録の未納料金が発生しております。本日中にご連絡がない場合は法的手続きに移行します。アマゾンお客様相談係 03-4333-0192 担当佐藤",
    ),
    (
        "link",
        "【Amazon】お支払い方法に問題があります。24時間以内に更新してください。https://amazon.co.jp.qvxw8.top/ap/si?a=12",
    ),
];

/// The rules that Mihari ships, all signals, links and numbers included.
#[divan::bench(args = MESSAGES.map(|(name, _)| name), sample_size = 200)]
fn shipped(bencher: Bencher<'_, '_>, name: &str) {
    screen(bencher, Engine::shipped(), message(name));
}

/// From text to a ready engine: what checking a pack costs. A start loads what was made when the
/// crate was built; `cargo xtask bench start` shows what that takes.
#[divan::bench(sample_count = 20)]
fn read_shipped() -> Engine {
    let packs = Engine::shipped_packs().expect("the shipped packs are tested");
    Engine::new(packs).expect("the shipped packs are tested")
}

/// Synthetic rules. Each of the 40 subjects begins as many patterns as there are rules to share it
/// among, so `scam`, which holds some of them, also shows what near hits cost.
#[divan::bench_group(sample_size = 100)]
mod growth {
    use super::*;

    const CASES: [Case; 6] = [
        Case { message: "ordinary", rules: 100 },
        Case { message: "ordinary", rules: 300 },
        Case { message: "ordinary", rules: 1_000 },
        Case { message: "scam", rules: 100 },
        Case { message: "scam", rules: 300 },
        Case { message: "scam", rules: 1_000 },
    ];

    #[divan::bench(args = CASES)]
    fn all_at_once(bencher: Bencher<'_, '_>, case: Case) {
        let packs = vec![synthetic_pack(case.rules)];
        let engine = Engine::new(packs).expect("the synthetic pack is well formed");
        screen(bencher, &engine, message(case.message));
    }

    #[divan::bench(args = CASES)]
    fn one_by_one(bencher: Bencher<'_, '_>, case: Case) {
        let patterns: Vec<Regex> =
            (0..case.rules).map(|rule| Regex::new(&pattern(rule)).expect("a regex")).collect();
        let text = message(case.message);
        bencher.bench_local(|| {
            let text = black_box(text);
            patterns.iter().filter(|pattern| pattern.is_match(text)).count()
        });
    }
}

/// A message among a number of rules.
#[derive(Clone, Copy)]
struct Case {
    message: &'static str,
    rules: usize,
}

impl fmt::Display for Case {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}, {} rules", self.message, self.rules)
    }
}

fn screen(bencher: Bencher<'_, '_>, engine: &Engine, text: &str) {
    let lists = Lists::default();
    let context = Context { profile: Profile::Personal, today: date(2026, 11, 1), lists: &lists };
    let item = Item::sms(Some("+819012345678"), text);
    bencher.bench_local(|| engine.screen(black_box(&item), &context));
}

fn message(name: &str) -> &'static str {
    let found = MESSAGES.iter().find(|(known, _)| *known == name);
    found.map(|(_, text)| *text).expect("a name from the list")
}

/// 40 × 25 ways to say that something is wrong.
const SUBJECTS: [&str; 40] = [
    "未納料金",
    "未払い金",
    "会員登録",
    "有料動画",
    "利用料金",
    "口座情報",
    "荷物の配達",
    "お届け先",
    "宛先不明",
    "カード情報",
    "支払い方法",
    "お支払",
    "プライム会費",
    "アカウント",
    "パスワード",
    "暗証番号",
    "ログイン",
    "本人確認",
    "個人情報",
    "電話番号",
    "還付金",
    "税金の支払",
    "健康保険",
    "年金記録",
    "電気料金",
    "ガス料金",
    "水道料金",
    "携帯料金",
    "ポイント",
    "当選金",
    "懸賞",
    "給付金",
    "副業の募集",
    "投資の案内",
    "融資の審査",
    "契約の更新",
    "解約の手続",
    "返金の受取",
    "訴訟の通知",
    "督促状",
];
const PREDICATES: [&str; 25] = [
    "法的手続",
    "訴訟に移行",
    "差し押さえ",
    "利用停止",
    "一時停止",
    "ロックされ",
    "制限され",
    "失効し",
    "期限切れ",
    "更新して",
    "確認して",
    "認証して",
    "ご連絡くだ",
    "電話くだ",
    "至急連絡",
    "本日中",
    "24時間以内",
    "不正アクセス",
    "異常な",
    "第三者",
    "持ち帰り",
    "受け取れ",
    "振り込",
    "コンビニ",
    "ギフト券",
];

fn pattern(rule: usize) -> String {
    let (row, column) = (rule / SUBJECTS.len(), rule % SUBJECTS.len());
    let predicate = PREDICATES[(row + column) % PREDICATES.len()];
    format!("{}.{{0,20}}{predicate}", SUBJECTS[column])
}

/// A pack with one signal and one rule for each pattern.
fn synthetic_pack(rules: usize) -> Pack {
    let mut toml = String::from(
        r#"
format = 1
id = "synthetic"
version = "1"
title = { ja = "測定用", en = "For measuring" }
[[sources]]
id = "bench"
title = "Made up for this benchmark"
as_of = "2026-11-01"
"#,
    );
    for rule in 0..rules {
        let pattern = pattern(rule);
        let signal = format!("[[signals]]\nid = \"signal.{rule}\"\npatterns = ['{pattern}']\n");
        toml.push_str(&signal);
    }
    for rule in 0..rules {
        toml.push_str(&format!(
            r#"
[[rules]]
id = "rule_{rule}"
level = "caution"
category = "synthetic"
weight = 1
all = ["signal.{rule}"]
reason = {{ ja = "測定用", en = "For measuring" }}
source = "bench"
hits = [{{ text = "-" }}]
misses = [{{ text = "-" }}]
"#
        ));
    }
    Pack::parse("synthetic.toml", &toml).expect("the synthetic pack is well formed")
}
