//! What scripts say about themselves before they begin.

use crate::ActionSummary;
use crate::file::FileContext;

/// The lines of a script's comment, without the sign that begins each: what it does, for which SIMs, and where they came from.
/// Each is one line, whatever the query and the names of files have in them.
pub(super) fn origin_lines(file: &FileContext) -> Vec<String> {
    let ActionSummary { targets, by_status, by_country, left_out, online, .. } = file.summary;
    let counts = |counts: &[(String, usize)]| {
        let shown = counts.iter().map(|(key, count)| {
            let key = if key.is_empty() { "not known" } else { key };
            format!("{key} {count}")
        });
        shown.collect::<Vec<_>>().join(", ")
    };
    let left_out: Vec<_> = left_out.iter().map(|(why, count)| format!("{} {count}", why.key())).collect();
    let fees = [
        (file.summary.fee_now, "Soracom asks a reactivation fee for so many of them"),
        (file.summary.fee_to_reverse, "to go back, Soracom asks a reactivation fee for so many of them"),
        (file.summary.no_longer_ready, "so many are ready, and cannot become ready again"),
    ];
    let fees = fees.iter().filter(|(count, _)| *count > 0).map(|(count, what)| format!("Note: {what}: {count}."));
    let mut lines = vec![
        format!("{}: {targets} SIMs. Written by simscope, {}.", file.action.kind().key(), file.origin.written),
        format!("Query: {}", if file.origin.query.is_empty() { "all" } else { &file.origin.query }),
        format!("From: {}", file.origin.sources.join(", ")),
        format!("Status when it was written: {}. Online: {online}.", counts(by_status)),
        format!("By country: {}.", counts(by_country)),
        format!("Left out: {}.", if left_out.is_empty() { "none".to_owned() } else { left_out.join(", ") }),
    ];
    lines.extend(fees);
    lines.iter().map(|line| line.chars().map(|c| if c.is_control() { ' ' } else { c }).collect()).collect()
}

/// The line of a SIM in a script's list: `sims` and the SIM ID, or `subscribers` and the IMSI, and the IMEI where one is set.
pub(super) fn list_line(file: &FileContext, sim: &crate::SimTarget) -> String {
    let imei =
        if file.action.kind() == crate::ActionKind::LockImei { format!(" {}", sim.imei()) } else { String::new() };
    match sim.sim_id.as_str() {
        "" => format!("subscribers {}{imei}\n", sim.imsi),
        id => format!("sims {id}{imei}\n"),
    }
}
