//! Workbooks: titles, dates, errors, formulas, merged cells, several sheets, and what is no workbook.

use std::io::Write;

use rust_xlsxwriter::{Format, Workbook, Worksheet};
use zip::write::{SimpleFileOptions, ZipWriter};

use super::{Case, case, check};

/// A workbook of one sheet, filled by a function.
fn xlsx(fill: impl FnOnce(&mut Worksheet)) -> Vec<u8> {
    let mut book = Workbook::new();
    fill(book.add_worksheet());
    book.save_to_buffer().unwrap()
}

/// A header in the first row, and rows of texts below it.
fn texts(sheet: &mut Worksheet, first_row: u32, rows: &[&[&str]]) {
    for (row, cells) in (first_row..).zip(rows) {
        for (column, cell) in (0..).zip(*cells) {
            if !cell.is_empty() {
                sheet.write_string(row, column, *cell).unwrap();
            }
        }
    }
}

fn archive(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut writer = ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, content) in parts {
        writer.start_file(*name, SimpleFileOptions::default()).unwrap();
        writer.write_all(content).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

/// An OpenDocument workbook of some sheets, each a name and its rows in XML.
fn ods(sheets: &[(&str, &str)]) -> Vec<u8> {
    let sheets: String =
        sheets.iter().map(|(name, rows)| format!("<table:table table:name=\"{name}\">{rows}</table:table>")).collect();
    let content = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?><office:document-content><office:body><office:spreadsheet>{sheets}\
         </office:spreadsheet></office:body></office:document-content>"
    );
    archive(&[("mimetype", b"application/vnd.oasis.opendocument.spreadsheet"), ("content.xml", content.as_bytes())])
}

/// A row of OpenDocument with texts in its cells.
fn ods_texts(cells: &[&str]) -> String {
    let cell = |cell: &&str| match *cell {
        "" => "<table:table-cell/>".to_owned(),
        text => format!("<table:table-cell office:value-type=\"string\"><text:p>{text}</text:p></table:table-cell>"),
    };
    let cells: String = cells.iter().map(cell).collect();
    format!("<table:table-row>{cells}</table:table-row>")
}

fn ods_row(cells: &str) -> String {
    format!("<table:table-row>{cells}</table:table-row>")
}

/// The parts of a workbook of one sheet, written by hand.
fn raw_xlsx(sheet: &str, strings: &str) -> Vec<u8> {
    let parts: [(&str, &str); 5] = [
        (
            "_rels/.rels",
            r#"<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>"#,
        ),
        (
            "xl/workbook.xml",
            r#"<?xml version="1.0"?><workbook xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="S" sheetId="1" r:id="rId1"/></sheets></workbook>"#,
        ),
        (
            "xl/_rels/workbook.xml.rels",
            r#"<?xml version="1.0"?><Relationships><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/></Relationships>"#,
        ),
        ("xl/worksheets/sheet1.xml", sheet),
        ("xl/sharedStrings.xml", strings),
    ];
    archive(&parts.map(|(name, text)| (name, text.as_bytes())))
}

const HEADER: &str = r#"<row r="1"><c r="A1" t="inlineStr"><is><t>id</t></is></c><c r="B1" t="inlineStr"><is><t>at</t></is></c><c r="C1" t="inlineStr"><is><t>n</t></is></c></row>"#;

fn raw_sheet(rows: &str) -> String {
    format!("<?xml version=\"1.0\"?><worksheet><sheetData>{HEADER}{rows}</sheetData></worksheet>")
}

#[test]
fn excel() {
    let date = Format::new().set_num_format("dd/mm/yyyy");
    let moment = Format::new().set_num_format("dd/mm/yyyy hh:mm");
    let zeros = Format::new().set_num_format("00000");
    let percent = Format::new().set_num_format("0.0%");
    let plain = Format::new();
    let rows: &[&[&str]] = &[&["id", "at", "note"], &["A", "2026-03-01", "x"], &["B", "2026-03-02", "y"]];
    let two = &["A 2026-02-28T23:00:00Z note=x", "B 2026-03-01T23:00:00Z note=y"];
    let cases = vec![
        case("texts", "v.xlsx", xlsx(|sheet| texts(sheet, 0, rows))).rows(two),
        case(
            "a title above the header",
            "v.xlsx",
            xlsx(|sheet| {
                sheet.write_string(0, 0, "Export des visites").unwrap();
                sheet.write_string(1, 0, "du").unwrap();
                texts(sheet, 3, rows);
            }),
        )
        .rows(two)
        .notes(&["intake-note-header line=4"]),
        case(
            "numbers, dates and truths are what they are",
            "v.xlsx",
            xlsx(|sheet| {
                texts(sheet, 0, &[&["id", "at", "born", "n", "rate", "vip", "zip"]]);
                sheet.write_number(1, 0, 12_345.0).unwrap();
                sheet.write_number_with_format(1, 1, 46_082.5, &moment).unwrap();
                sheet.write_number_with_format(1, 2, 61.0, &date).unwrap();
                sheet.write_number(1, 3, 0.1 + 0.2).unwrap();
                sheet.write_number_with_format(1, 4, 0.125, &percent).unwrap();
                sheet.write_boolean(1, 5, true).unwrap();
                sheet.write_number_with_format(1, 6, 1_500.0, &zeros).unwrap();
            }),
        )
        .rows(&["12345 2026-03-01T11:00:00Z born=1900-03-01 n=300000 rate=125000 vip=1 zip=01500"]),
        case(
            "serial dates without a format, 1900-02-29 and 2038",
            "v.xlsx",
            xlsx(|sheet| {
                texts(sheet, 0, &[&["id", "at", "born"]]);
                for (row, (at, born)) in (1..).zip([(46_082.0, 60.0), (50_424.135_509_259_26, 59.0), (7.0, 45_000.0)]) {
                    sheet.write_string(row, 0, "A").unwrap();
                    sheet.write_number(row, 1, at).unwrap();
                    sheet.write_number_with_format(row, 2, born, &date).unwrap();
                }
            }),
        )
        .knowing("[streams.visit.fields]\nborn = { type = \"date\" }")
        .rows(&["A 2026-02-28T23:00:00Z", "A 2038-01-19T02:15:08Z born=1900-02-28"])
        .refused(&[
            "1 born \"1900-02-29\" refused-not-a-date",
            "3! at \"7\" refused-not-an-instant",
        ]),
        case(
            "errors are refused with their cell",
            "v.xlsx",
            raw_xlsx(
                &raw_sheet(
                    r##"<row r="2"><c r="A2" t="inlineStr"><is><t>A</t></is></c><c r="B2" t="d"><v>2026-03-01</v></c><c r="C2" t="e"><v>#DIV/0!</v></c></row><row r="3"><c r="A3" t="e"><v>#N/A</v></c><c r="B3" t="d"><v>2026-03-01</v></c><c r="C3"><v>5</v></c></row>"##,
                ),
                "<sst/>",
            ),
        )
        .rows(&["A 2026-02-28T23:00:00Z"])
        .refused(&[
            "1 n \"#DIV/0!\" refused-cell-error cell=C2",
            "2! id \"#N/A\" refused-cell-error cell=A3",
        ]),
        case(
            "formulas by their value, and one that nobody computed",
            "v.xlsx",
            raw_xlsx(
                &raw_sheet(
                    r#"<row r="2"><c r="A2" t="str"><f>"A"</f><v>A</v></c><c r="B2" t="d"><v>2026-03-01</v></c><c r="C2"><f>2*3</f><v>6</v></c></row><row r="3"><c r="A3" t="inlineStr"><is><t>B</t></is></c><c r="B3" t="d"><v>2026-03-01</v></c><c r="C3"><f>2*4</f><v></v></c></row>"#,
                ),
                "<sst/>",
            ),
        )
        .rows(&["A 2026-02-28T23:00:00Z n=6000000", "B 2026-02-28T23:00:00Z"])
        .refused(&["2 n \"=2*4\" refused-formula-without-value cell=C3"]),
        case(
            "merged cells count for each of their rows",
            "v.xlsx",
            xlsx(|sheet| {
                texts(sheet, 0, &[&["id", "at", "note"], &[], &["", "2026-03-02", "y"], &["B", "2026-03-03", "z"]]);
                sheet.merge_range(1, 0, 2, 0, "A", &plain).unwrap();
                sheet.write_string(1, 1, "2026-03-01").unwrap();
                sheet.write_string(1, 2, "x").unwrap();
            }),
        )
        .rows(&["A 2026-02-28T23:00:00Z note=x", "A 2026-03-01T23:00:00Z note=y", "B 2026-03-02T23:00:00Z note=z"]),
        case("the first sheet that is not empty", "v.xlsx", {
            let mut book = Workbook::new();
            book.add_worksheet().set_name("Vide").unwrap();
            texts(book.add_worksheet().set_name("Visites").unwrap(), 0, rows);
            texts(book.add_worksheet().set_name("Autre").unwrap(), 0, &[&["x"]]);
            book.save_to_buffer().unwrap()
        })
        .rows(two)
        .notes(&["intake-note-sheet sheet=Visites others=Vide, Autre"]),
        case("the sheet that the mapping says", "v.xlsx", {
            let mut book = Workbook::new();
            texts(book.add_worksheet().set_name("Autre").unwrap(), 0, &[&["x"]]);
            texts(book.add_worksheet().set_name("Visites").unwrap(), 0, rows);
            book.save_to_buffer().unwrap()
        })
        .saying("sheet = \"visites\"")
        .rows(two),
        case("no sheet of that name", "v.xlsx", xlsx(|sheet| texts(sheet, 0, rows)))
            .saying("sheet = \"Visites\"")
            .fails(&["intake-no-sheet"]),
        case(
            "ids with leading zeros, columns without name, empty rows and columns, one name twice",
            "v.xlsx",
            xlsx(|sheet| {
                texts(
                    sheet,
                    0,
                    &[
                        &["id", "at", "", "note", "note"],
                        &["007", "2026-03-01", "", "a", "b"],
                        &[],
                        &["", "", "", "", ""],
                        &["008", "2026-03-02", "", "", "", "beyond"],
                    ],
                );
                sheet.write_blank(60, 9, &date).unwrap();
            }),
        )
        .rows(&["007 2026-02-28T23:00:00Z note=a note_2=b", "008 2026-03-01T23:00:00Z column_6=beyond"])
        .notes(&["intake-note-name-twice name=note own=note_2"]),
        case("a header alone", "v.xlsx", xlsx(|sheet| texts(sheet, 0, &rows[..1]))),
        case("nothing at all", "v.xlsx", xlsx(|_| {}))
            .fails(&["mapping-unknown-column column=id", "mapping-unknown-column column=at"]),
        case("a total below", "v.xlsx", xlsx(|sheet| {
            texts(sheet, 0, rows);
            sheet.write_string(4, 0, "Total").unwrap();
            sheet.write_number(4, 2, 2.0).unwrap();
        }))
        .rows(two)
        .refused(&["3! at \"\" refused-no-time"]),
        case("cut short", "v.xlsx", {
            let whole = xlsx(|sheet| texts(sheet, 0, rows));
            whole[..whole.len() / 2].to_vec()
        })
        .fails(&["intake-not-workbook"]),
        case("a text that calls itself a workbook", "v.xlsx", "id,at\nA,2026-03-01\n").fails(&["intake-not-workbook"]),
        case("an old or locked workbook", "v.xlsx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 and so on")
            .fails(&["intake-workbook-locked"]),
        case("a workbook that announces more texts than it can hold", "v.xlsx", raw_xlsx(&raw_sheet(""), "<sst uniqueCount=\"999999999999\"></sst>"))
            .fails(&["intake-workbook-too-large"]),
        case("a sheet that grows out of proportion", "v.xlsx", raw_xlsx(&raw_sheet(&" ".repeat(130 << 20)), "<sst/>"))
            .fails(&["intake-workbook-too-large"]),
        case("XML that ends too early", "v.xlsx", raw_xlsx(&raw_sheet("")[..150], "<sst/>")).fails(&["intake-not-workbook"]),
    ];
    check(cases);
}

#[test]
fn open_document() {
    let header = ods_texts(&["id", "at", "n"]);
    let day = "<table:table-cell office:value-type=\"date\" office:date-value=\"2026-03-01\"><text:p>01/03/26</text:p></table:table-cell>";
    let id =
        |id: &str| format!("<table:table-cell office:value-type=\"string\"><text:p>{id}</text:p></table:table-cell>");
    let number =
        "<table:table-cell office:value-type=\"float\" office:value=\"2.5\"><text:p>2,50</text:p></table:table-cell>";
    let case_of = |name: &'static str, rows: String| -> Case { case(name, "v.ods", ods(&[("S", &rows)])) };
    let cases = vec![
        case_of(
            "numbers, dates, truths and shares are what they are",
            [
                ods_texts(&["id", "at", "n", "vip", "rate", "note", "took"]),
                ods_row(&format!(
                    "{}{day}{number}\
                     <table:table-cell office:value-type=\"boolean\" office:boolean-value=\"true\"><text:p>VRAI</text:p></table:table-cell>\
                     <table:table-cell office:value-type=\"percentage\" office:value=\"0.125\"><text:p>12,5 %</text:p></table:table-cell>\
                     <table:table-cell office:value-type=\"string\"><office:annotation><text:p>a note</text:p></office:annotation><text:p>a &amp; b</text:p><text:p>c<text:s text:c=\"2\"/>d</text:p></table:table-cell>\
                     <table:table-cell office:value-type=\"time\" office:time-value=\"PT01H00M30S\"><text:p>01:00:30</text:p></table:table-cell>",
                    id("007")
                )),
            ]
            .concat(),
        )
        .rows(&["007 2026-02-28T23:00:00Z n=2500000 note=a & b\nc  d rate=125000 took=3630000000 vip=1"]),
        case_of(
            "a million empty rows and thousands of empty columns",
            format!(
                "{header}<table:table-row table:number-rows-repeated=\"2\"><table:table-cell table:number-columns-repeated=\"16384\"/></table:table-row>{}<table:table-row table:number-rows-repeated=\"1048570\"><table:table-cell table:number-columns-repeated=\"16384\"/></table:table-row>",
                ods_row(&format!("{}{day}{number}<table:table-cell table:number-columns-repeated=\"16381\"/>", id("A")))
            ),
        )
        .rows(&["A 2026-02-28T23:00:00Z n=2500000"]),
        case_of(
            "rows and cells repeated",
            format!(
                "{header}<table:table-row table:number-rows-repeated=\"2\">{}{day}<table:table-cell table:number-columns-repeated=\"2\" office:value-type=\"float\" office:value=\"1\"/></table:table-row>",
                id("A")
            ),
        )
        .rows(&["A 2026-02-28T23:00:00Z column_4=1000000 n=1000000"; 2]),
        case_of(
            "merged cells and errors",
            format!(
                "{header}{}{}",
                ods_row(&format!(
                    "<table:table-cell table:number-rows-spanned=\"2\" office:value-type=\"string\"><text:p>A</text:p></table:table-cell>{day}<table:table-cell table:formula=\"of:=1/0\" office:value-type=\"string\" calcext:value-type=\"error\"><text:p>#DIV/0!</text:p></table:table-cell>"
                )),
                ods_row(&format!("<table:covered-table-cell/>{day}{number}"))
            ),
        )
        .rows(&["A 2026-02-28T23:00:00Z", "A 2026-02-28T23:00:00Z n=2500000"])
        .refused(&["1 n \"#DIV/0!\" refused-cell-error cell=C2"]),
        case("the first sheet that is not empty, below a title", "v.ods", {
            let rows = [ods_texts(&["Visites de mars"]), header.clone(), ods_texts(&["A", "2026-03-01", "3"])].concat();
            ods(&[("Vide", "<table:table-row><table:table-cell/></table:table-row>"), ("Mars", &rows), ("Avril", &rows)])
        })
        .rows(&["A 2026-02-28T23:00:00Z n=3000000"])
        .notes(&["intake-note-sheet sheet=Mars others=Vide, Avril", "intake-note-header line=2"]),
        case("the sheet that the mapping says", "v.ods", {
            let rows = [header.clone(), ods_texts(&["A", "2026-03-01", "3"])].concat();
            ods(&[("Autre", &header), ("Mars", &rows)])
        })
        .saying("sheet = \"Mars\"")
        .rows(&["A 2026-02-28T23:00:00Z n=3000000"]),
        case_of(
            "cells repeated beyond all reason",
            format!("{header}<table:table-row table:number-rows-repeated=\"1048570\"><table:table-cell table:number-columns-repeated=\"16384\" office:value-type=\"float\" office:value=\"1\"/></table:table-row>"),
        )
        .fails(&["intake-workbook-too-large"]),
        case("no content", "v.ods", archive(&[("mimetype", b"application/vnd.oasis.opendocument.spreadsheet")]))
            .fails(&["intake-not-workbook"]),
        case("cut short", "v.ods", {
            let whole = ods(&[("S", &header)]);
            whole[..whole.len() - 30].to_vec()
        })
        .fails(&["intake-not-workbook"]),
        case_of("XML that ends within a cell", format!("{header}<table:table-row><table:table-cell><text:p>"))
            .fails(&["intake-not-workbook"]),
    ];
    check(cases);
}
