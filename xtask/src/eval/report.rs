//! What was measured, as tables or as one JSON object.

use anyhow::Result;
use serde_json::json;

use super::goals::{Check, Goal};
use super::measure::{DRAWS, Fault, Joined, Measured};
use super::proportion::Proportion;

pub(super) fn print_tables(measured: &Measured, checks: &[Check]) {
    print_recall(measured);
    print_clusters(measured);
    print_false_alarms(measured);
    print_joined(measured);
    print_vectors(measured);
    print_checks(checks);
}

pub(super) fn print_faults(faults: &[Fault]) {
    println!("\nMISSES AND FALSE ALARMS ({})", faults.len());
    for fault in faults {
        let rules =
            if fault.rules.is_empty() { "no rule".to_owned() } else { fault.rules.join(", ") };
        println!("{}: {} ({}) is {} by {rules}", fault.kind, fault.id, fault.place, fault.level);
        println!("    {}", fault.text.replace('\n', "⏎"));
    }
}

/// With `show`, the faults are in it, text included.
pub(super) fn print_json(measured: &Measured, checks: &[Check], show: bool) -> Result<()> {
    let mut object = serde_json::to_value(measured)?;
    object["checks"] = serde_json::to_value(checks)?;
    if show {
        let faults = measured.faults.iter().map(|fault| {
            json!({
                "kind": fault.kind, "id": fault.id, "place": fault.place, "text": fault.text,
                "level": fault.level, "rules": fault.rules,
            })
        });
        object["faults"] = faults.collect();
    }
    println!("{object}");
    Ok(())
}

fn print_recall(measured: &Measured) {
    println!("RECALL: scams flagged, left-out links put back in {DRAWS} ways");
    println!(
        "{:<24} {:<36} {:>7}   {:<16} {:>8} {:>7}",
        "category", "in every way", "mean", "as it stands", "clusters", "mean"
    );
    for recall in &measured.recall {
        println!(
            "{:<24} {:<36} {:>7}   {:<16} {:>8} {:>7}",
            recall.category,
            with_interval(recall.in_every_draw),
            percent(Some(recall.mean)),
            short(recall.as_it_stands),
            recall.clusters,
            percent(recall.mean_cluster_recall),
        );
    }
}

fn print_clusters(measured: &Measured) {
    let incomplete =
        measured.clusters.iter().filter(|c| c.in_every_draw.found < c.in_every_draw.of);
    println!(
        "\nCLUSTERS not found whole ({} of {})",
        incomplete.clone().count(),
        measured.clusters.len()
    );
    for cluster in incomplete {
        println!(
            "{:<24} {:<12} {}",
            cluster.category,
            cluster.cluster,
            short(cluster.in_every_draw)
        );
    }
}

fn print_false_alarms(measured: &Measured) {
    println!("\nFALSE ALARMS: legitimate messages flagged");
    for alarms in &measured.false_alarms {
        let flagged = with_interval(alarms.flagged);
        println!("{:<8} {:<24} {flagged}", alarms.kind, alarms.category);
    }
}

fn print_joined(measured: &Measured) {
    println!("\nSENTENCES WITH LINKS: flagged");
    let print = |name, joined: &Joined| {
        let size = format!("{} × {}", joined.sentences, joined.links);
        println!("{name:<32} {size:>11}  {}", with_interval(joined.flagged));
    };
    print("claims, phishing links", &measured.claims_with_phishing);
    print("claims, Amazon's own links", &measured.claims_with_amazon);
    print("mentions, popular links", &measured.mentions_with_popular);
}

fn print_vectors(measured: &Measured) {
    println!("\nTEST VECTORS");
    println!(
        "{:<24} {:<20} {:<20} {:<20}",
        "file", "level as written", "scams flagged", "others flagged"
    );
    for file in &measured.vectors {
        println!(
            "{:<24} {:<20} {:<20} {:<20}",
            file.file,
            short(file.right),
            short(file.recall),
            short(file.false_alarms),
        );
    }
}

fn print_checks(checks: &[Check]) {
    println!("\nGOALS");
    for check in checks {
        let (word, goal) = match check.goal {
            Goal::AtLeast(goal) => ("≥", goal),
            Goal::AtMost(goal) => ("≤", goal),
        };
        println!(
            "{:<5} {:<44} {word} {:>7}  {}",
            if check.met { "met" } else { "BELOW" },
            check.what,
            percent(Some(goal)),
            short(check.measured),
        );
    }
}

/// `49/50 98.0 % [89.5–99.6]`
fn with_interval(proportion: Proportion) -> String {
    let (low, high) = proportion.wilson();
    format!("{} [{:.1}–{:.1}]", short(proportion), low * 100.0, high * 100.0)
}

/// `49/50 98.0 %`
fn short(proportion: Proportion) -> String {
    format!("{}/{} {}", proportion.found, proportion.of, percent(proportion.rate()))
}

/// Never rounded up to 100 %, never down to 0 %.
fn percent(rate: Option<f64>) -> String {
    match rate {
        None => "–".to_owned(),
        Some(rate) if rate > 0.999 && rate < 1.0 => format!("{:.3} %", (rate * 1e5).floor() / 1e3),
        Some(rate) if rate < 0.001 && rate > 0.0 => format!("{:.3} %", (rate * 1e5).ceil() / 1e3),
        Some(rate) => format!("{:.1} %", rate * 100.0),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_single_fault_is_never_rounded_away() {
        assert_eq!(percent(Some(1.0)), "100.0 %");
        assert_eq!(percent(Some(99_999.5 / 100_000.0)), "99.999 %");
        assert_eq!(percent(Some(0.000_001)), "0.001 %");
        assert_eq!(percent(Some(0.0)), "0.0 %");
        assert_eq!(percent(None), "–");
    }
}
