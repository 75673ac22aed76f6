//! The page of quality: one file that stands alone, without script, and asks nothing of any network.

use std::fmt::Write;

use model::phrase::Phrase;

use super::saying::{Voice, capital};
use super::written;
use crate::ops::quality::findings::Finding;
use crate::ops::quality::{FieldReport, Quality, SegmentCost, StreamReport};

const STYLE: &str = include_str!("page.css");

/// The whole page.
pub(super) fn page(voice: &Voice<'_>, quality: &Quality) -> String {
    let catalogue = &voice.asked.catalogue;
    let shop = escaped(&voice.base.store.settings().name);
    let title = escaped(&voice.text("quality-page-title"));
    let whole_title = if shop.is_empty() { title.clone() } else { format!("{title} – {shop}") };
    let mut out = String::new();
    let mut add = |piece: &str| out.push_str(piece);
    add(&format!(
        "<!doctype html>\n<html lang=\"{}\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n\
         <title>{whole_title}</title>\n<style>\n{STYLE}</style>\n</head>\n<body>\n<main>\n",
        catalogue.language.code()
    ));
    let verdict = escaped(&voice.verdict(quality));
    add(&format!("<header>\n<p class=\"brand\">{shop}</p>\n<h1>{title}</h1>\n<p class=\"lead\">{verdict}</p>\n"));
    add(&figures(voice, quality));
    add("</header>\n");
    add(&section(voice, "quality-page-first", Some("quality-page-first-lead")));
    if quality.findings.is_empty() {
        add(&format!("<p>{}</p>\n", escaped(&voice.text("quality-nothing"))));
    } else {
        add("<ol class=\"findings\">\n");
        quality.findings.iter().for_each(|finding| add(&finding_item(voice, quality, finding)));
        add("</ol>\n");
    }
    if !quality.segments.is_empty() {
        add(&section(voice, "quality-page-cost", Some("quality-page-cost-lead")));
        add(&costs(voice, quality));
    }
    add(&section(voice, "quality-page-attributes", None));
    add(&fields(voice, &quality.attributes));
    if !quality.streams.is_empty() {
        add(&section(voice, "quality-page-rows", None));
        quality.streams.iter().for_each(|stream| add(&stream_part(voice, stream)));
    }
    add(&section(voice, "quality-page-how", None));
    add("<div class=\"how\">\n");
    for key in ["quality-page-how-valid", "quality-page-how-spread", "quality-page-how-twins", "quality-page-how-fresh"]
    {
        add(&format!("<p>{}</p>\n", escaped(&voice.text(key))));
    }
    let made = catalogue.moment(voice.asked.now, &voice.base.zone);
    let made = escaped(&voice.say(&Phrase::new("quality-page-made").with("at", made)));
    add(&format!("</div>\n<footer>{made}</footer>\n</main>\n</body>\n</html>\n"));
    out
}

fn section(voice: &Voice<'_>, title: &str, lead: Option<&str>) -> String {
    let lead = lead.map_or("<p class=\"sub\"></p>".to_owned(), |lead| {
        format!("<p class=\"sub\">{}</p>", escaped(&voice.text(lead)))
    });
    format!("<h2>{}</h2>\n{lead}\n", escaped(&voice.text(title)))
}

/// The figures at the top.
fn figures(voice: &Voice<'_>, quality: &Quality) -> String {
    let fields = || quality.attributes.iter().chain(quality.streams.iter().flat_map(|stream| &stream.fields));
    let read = || fields().filter(|field| !field.segments.is_empty());
    // Shares of attributes and of rows are of one weight each: a stream of many rows would drown all others.
    let share_of = |parts: Vec<(u64, u64)>| {
        let shares: Vec<u64> = parts.iter().filter(|(_, of)| *of > 0).map(|(part, of)| part * 1_000_000 / of).collect();
        voice.share(shares.iter().sum(), shares.len() as u64 * 1_000_000)
    };
    let filled = share_of(read().map(|field| (field.filled, field.of)).collect());
    let checked = fields().filter(|field| field.rule.is_some());
    let valid = share_of(checked.map(|field| (field.filled - field.invalid, field.filled)).collect());
    let whole =
        quality.segments.iter().filter(|segment| segment.unjudged == 0 && segment.without_rows.is_empty()).count();
    let of_segments = format!("{} / {}", voice.count(whole as u64), voice.count(quality.segments.len() as u64));
    let figures = [
        (voice.count(quality.customers), "quality-page-customers"),
        (filled, "quality-page-filled"),
        (valid, "quality-page-valid"),
        (of_segments, "quality-page-segments"),
        (voice.count(quality.refused), "quality-page-refused"),
    ];
    let mut out = "<ul class=\"figures\">\n".to_owned();
    for (figure, key) in figures {
        let _ = writeln!(out, "<li><b>{}</b><span>{}</span></li>", escaped(&figure), escaped(&voice.text(key)));
    }
    out + "</ul>\n"
}

fn finding_item(voice: &Voice<'_>, quality: &Quality, finding: &Finding) -> String {
    let mut out = String::new();
    let (said, mend, touches) = (voice.said(finding), voice.mend(finding), voice.touches(finding));
    let _ = writeln!(out, "<li><p class=\"said\">{}</p>", escaped(&said));
    let _ = writeln!(out, "<p class=\"mend\">{}</p>", escaped(&mend));
    let bar = if finding.customers > 0 { bar(finding.customers, quality.customers) } else { String::new() };
    let _ = writeln!(out, "<p class=\"touch\">{bar}{}</p>", escaped(&capital(&touches)));
    if finding.segments.len() > 1 {
        let names: Vec<String> = finding.segments.iter().map(|id| escaped(&voice.segment(id))).collect();
        let summary = escaped(&voice.text("quality-page-all-segments"));
        let _ = writeln!(out, "<details><summary>{summary}</summary><p>{}</p></details>", names.join(" · "));
    }
    out + "</li>\n"
}

fn costs(voice: &Voice<'_>, quality: &Quality) -> String {
    let suffers = |segment: &&SegmentCost| segment.unjudged > 0 || !segment.without_rows.is_empty();
    let suffering: Vec<&SegmentCost> = quality.segments.iter().filter(suffers).collect();
    if suffering.is_empty() {
        return format!("<p>{}</p>\n", escaped(&voice.text("quality-page-cost-none")));
    }
    let heads = ["quality-segment", "quality-unjudged", "quality-share", "quality-because"];
    let mut rows = String::new();
    let [_, unjudged, share_head, _] = heads.map(|key| escaped(&voice.text(key)));
    for segment in suffering {
        let mut because = voice.because(segment, 3);
        if !segment.without_rows.is_empty() {
            let streams: Vec<String> = segment.without_rows.iter().map(|stream| voice.rows_of(stream)).collect();
            let empty = voice.say(&Phrase::new("quality-page-without-rows").with("streams", streams.join(", ")));
            because = [because, empty].into_iter().filter(|piece| !piece.is_empty()).collect::<Vec<_>>().join(" · ");
        }
        let _ = writeln!(
            rows,
            "<tr><td class=\"name\">{}</td><td class=\"n\" data-head=\"{unjudged}\">{}</td>\
             <td class=\"n\" data-head=\"{share_head}\">{}</td><td class=\"share\">{}</td><td class=\"note\">{}</td></tr>",
            escaped(&voice.segment(&segment.id)),
            voice.count(segment.unjudged),
            voice.share(segment.unjudged, quality.customers),
            bar(segment.unjudged, quality.customers),
            escaped(&capital(&because)),
        );
    }
    let [segment, unjudged, share, because] = heads.map(|key| escaped(&capital(&voice.text(key))));
    let head = format!(
        "<th>{segment}</th><th class=\"n\">{unjudged}</th><th class=\"n\">{share}</th><th></th><th>{because}</th>"
    );
    table(&head, &rows)
}

fn stream_part(voice: &Voice<'_>, stream: &StreamReport) -> String {
    let said = voice.stream(stream, &voice.base.zone);
    let name = capital(&voice.rows_of(&stream.name));
    let rest = said.strip_prefix(&name).unwrap_or(&said).trim_start_matches([' ', '\u{a0}', ':']);
    let class = if stream.is_stale() { "sub low" } else { "sub" };
    let head = format!("<h3>{}</h3>\n<p class=\"{class}\">{}</p>\n", escaped(&name), escaped(rest));
    head + &fields(voice, &stream.fields)
}

fn fields(voice: &Voice<'_>, reports: &[FieldReport]) -> String {
    let heads = ["quality-field", "quality-filled", "quality-valid", "quality-distinct", "quality-remark"];
    let [_, filled_head, valid_head, distinct_head, _] = heads.map(|key| escaped(&voice.text(key)));
    let mut rows = String::new();
    for field in reports {
        let is_low = field.invalid > 0;
        let code = written(&field.read);
        let _ = writeln!(
            rows,
            "<tr><td class=\"name\">{}<span class=\"code\">{}</span></td><td class=\"n\" data-head=\"{filled_head}\">{}</td>\
             <td class=\"share\">{}</td><td class=\"n{}\" data-head=\"{valid_head}\">{}</td>\
             <td class=\"n\" data-head=\"{distinct_head}\">{}</td><td class=\"note\">{}</td></tr>",
            escaped(&capital(&voice.field(&field.read))),
            escaped(&code),
            voice.share(field.filled, field.of),
            bar(field.filled, field.of),
            if is_low { " low" } else { "" },
            voice.valid(field),
            escaped(&voice.distinct(field)),
            escaped(&capital(&voice.remark(field))),
        );
    }
    let [field, filled, valid, distinct, remark] = heads.map(|key| escaped(&capital(&voice.text(key))));
    let head = format!(
        "<th>{field}</th><th class=\"n\">{filled}</th><th></th><th class=\"n\">{valid}</th><th class=\"n\">{distinct}</th>\
         <th>{remark}</th>"
    );
    table(&head, &rows)
}

fn table(head: &str, rows: &str) -> String {
    format!("<div class=\"scroll\"><table>\n<thead><tr>{head}</tr></thead>\n<tbody>\n{rows}</tbody>\n</table></div>\n")
}

/// A share as a bar; its figure stands beside it.
fn bar(part: u64, of: u64) -> String {
    let tenths = if of == 0 { 0 } else { (u128::from(part) * 1_000 / u128::from(of)).min(1_000) };
    format!("<span class=\"bar\" aria-hidden=\"true\"><i style=\"width:{}.{}%\"></i></span>", tenths / 10, tenths % 10)
}

/// A text that means itself in HTML.
fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}
