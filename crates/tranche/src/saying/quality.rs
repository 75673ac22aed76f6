//! What the figures of quality say, in sentences.

use model::decimal::Decimal;
use model::phrase::Phrase;
use model::segment::Segment;
use model::time::Zone;

use crate::catalogue::{Catalogue, capitalised};
use crate::ops::base::Base;
use crate::ops::failure::Failure;
use crate::ops::quality::findings::{Fault, Finding};
use crate::ops::quality::spread::rounded;
use crate::ops::quality::validity::Rule;
use crate::ops::quality::{FieldReport, Quality, Read, SegmentCost, StreamReport};

/// Who speaks, of which base.
pub(crate) struct Voice<'v> {
    pub(crate) catalogue: &'v Catalogue,
    pub(crate) base: &'v Base,
    segments: Vec<Segment>,
}

impl<'v> Voice<'v> {
    /// Speaks of a base in the language of a catalogue.
    pub(crate) fn new(catalogue: &'v Catalogue, base: &'v Base) -> Result<Self, Failure> {
        Ok(Voice { catalogue, base, segments: base.segments()? })
    }
}

impl Voice<'_> {
    pub(crate) fn say(&self, phrase: &Phrase) -> String {
        self.catalogue.say(phrase)
    }

    pub(crate) fn text(&self, key: &str) -> String {
        self.catalogue.text(key)
    }

    pub(crate) fn count(&self, count: u64) -> String {
        self.catalogue.count(count)
    }

    /// A share of a whole as per cent; nothing of nothing is a dash.
    pub(crate) fn share(&self, part: u64, of: u64) -> String {
        if of == 0 {
            return "–".to_owned();
        }
        let millionths = u128::from(part) * 1_000_000 / u128::from(of);
        self.catalogue.share(Decimal::new(millionths as i128, 6))
    }

    /// The name of a segment.
    pub(crate) fn segment(&self, id: &str) -> String {
        let segment = self.segments.iter().find(|segment| segment.id == id);
        segment.map_or(id, |segment| segment.name_in(self.catalogue.language.code())).to_owned()
    }

    /// What people call a field.
    pub(crate) fn field(&self, read: &Read) -> String {
        let schema = self.base.schema();
        let fields = match &read.stream {
            Some(stream) => schema.streams.get(stream).map(|stream| &stream.fields),
            None => Some(&schema.attributes),
        };
        let label = fields
            .and_then(|fields| fields.get(&read.name))
            .and_then(|field| field.label.get(self.catalogue.language.code()));
        label.unwrap_or(&read.name).clone()
    }

    /// What people call the rows of a stream.
    pub(crate) fn rows_of(&self, stream: &str) -> String {
        let label = self.base.schema().streams.get(stream);
        let label = label.and_then(|stream| stream.label.get(self.catalogue.language.code()));
        label.map_or_else(|| stream.to_owned(), |noun| noun.many.clone())
    }

    /// A field with the stream it belongs to.
    pub(crate) fn whole_field(&self, read: &Read) -> String {
        match &read.stream {
            Some(stream) => {
                let (field, stream) = (self.field(read), self.rows_of(stream));
                self.say(&Phrase::new("quality-field-of").with("field", field).with("stream", stream))
            }
            None => self.field(read),
        }
    }

    /// An amount of a field, as people write it.
    fn amount(&self, read: Option<&Read>, units: i64) -> String {
        let kind = read.and_then(|read| {
            let schema = self.base.schema();
            let fields = match &read.stream {
                Some(stream) => &schema.streams.get(stream)?.fields,
                None => &schema.attributes,
            };
            Some(fields.get(&read.name)?.kind)
        });
        let kind = kind.unwrap_or(model::value::Type::Number);
        let number = rounded(units, kind.scale());
        let places = if number.units_at(0).is_some_and(|whole| whole.abs() >= 10) { 0 } else { 2 };
        match kind {
            model::value::Type::Money => self.catalogue.money(number, &self.base.store.settings().currency, places),
            _ => self.catalogue.number(number, places),
        }
    }

    /// The words that every sentence about a finding may use.
    fn worded(&self, phrase: Phrase, finding: &Finding) -> String {
        let read = finding.read.as_ref();
        let stream = finding.stream.as_ref().or(read.and_then(|read| read.stream.as_ref()));
        let examples: Vec<String> = finding.examples.iter().take(3).cloned().collect();
        let phrase = phrase
            .with("field", capitalised(&read.map(|read| self.whole_field(read)).unwrap_or_default()))
            .with("name", read.map(|read| read.name.clone()).unwrap_or_default())
            .with("stream", stream.map(|stream| self.rows_of(stream)).unwrap_or_default())
            .with("n", finding.count)
            .with("count", self.count(finding.count))
            .with("of", self.count(finding.of))
            .with("share", self.share(finding.count, finding.of))
            .with("customers", self.count(finding.customers))
            .with("examples", examples.join(", "));
        let phrase = match &finding.fault {
            Fault::Outliers(outliers) => phrase
                .with("above", self.amount(read, outliers.above))
                .with("greatest", self.amount(read, outliers.greatest)),
            Fault::Mixed(mixed) => phrase
                .with("factor", self.count(u64::from(mixed.factor)))
                .with("between", self.amount(read, mixed.between)),
            Fault::Duplicates(found) => phrase
                .with("email", self.count(found.by_email))
                .with("phone", self.count(found.by_phone))
                .with("names", self.count(found.by_name)),
            Fault::Orphans(parent) => phrase.with("parent", self.rows_of(parent)),
            Fault::Rounded(places) => phrase.with("places", places),
            Fault::Stale(days, usual) => phrase.with("days", days).with("usual", usual),
            _ => phrase,
        };
        self.say(&phrase)
    }

    /// What is wrong.
    pub(crate) fn said(&self, finding: &Finding) -> String {
        let is_row = finding.read.as_ref().is_some_and(|read| read.stream.is_some());
        let key = match &finding.fault {
            Fault::Missing if is_row => "quality-missing-rows",
            Fault::Missing => "quality-missing",
            Fault::NoRows => "quality-no-rows",
            Fault::Invalid(rule) => match rule {
                Rule::Email => "quality-invalid-email",
                Rule::Phone => "quality-invalid-phone",
                Rule::PostalCode => "quality-invalid-postal-code",
                Rule::Past => "quality-invalid-past",
                Rule::Birth => "quality-invalid-birth",
                Rule::Age => "quality-invalid-age",
                Rule::NotNegative => "quality-invalid-negative",
                Rule::Status => "quality-invalid-status",
                Rule::Code => "quality-invalid-code",
            },
            Fault::Outliers(_) => "quality-outliers",
            Fault::Mixed(_) => "quality-mixed",
            Fault::Duplicates(_) => "quality-duplicates",
            Fault::Orphans(_) => "quality-orphans",
            Fault::Future => "quality-future",
            Fault::NoConsent => "quality-no-consent",
            Fault::Stale(..) => "quality-stale",
            Fault::Rounded(_) => "quality-rounded",
            Fault::Refused => "quality-refused",
        };
        let said = self.worded(Phrase::new(key), finding);
        if finding.examples.is_empty() {
            return said;
        }
        let examples = finding.examples.join(", ");
        format!("{said} {}", self.say(&Phrase::new("quality-such-as").with("examples", examples)))
    }

    /// What to do about it.
    pub(crate) fn mend(&self, finding: &Finding) -> String {
        let key = match &finding.fault {
            Fault::Missing => "quality-mend-missing",
            Fault::NoRows => "quality-mend-no-rows",
            Fault::Invalid(rule) => match rule {
                Rule::Email => "quality-mend-email",
                Rule::Phone => "quality-mend-phone",
                Rule::PostalCode => "quality-mend-postal-code",
                Rule::Past | Rule::Birth | Rule::Age => "quality-mend-dates",
                Rule::NotNegative => "quality-mend-negative",
                Rule::Status => "quality-mend-status",
                Rule::Code => "quality-mend-code",
            },
            Fault::Outliers(_) => "quality-mend-outliers",
            Fault::Mixed(_) => "quality-mend-mixed",
            Fault::Duplicates(_) => "quality-mend-duplicates",
            Fault::Orphans(_) => "quality-mend-orphans",
            Fault::Future => "quality-mend-future",
            Fault::NoConsent => "quality-mend-no-consent",
            Fault::Stale(..) => "quality-mend-stale",
            Fault::Rounded(_) => "quality-mend-rounded",
            Fault::Refused => "quality-mend-refused",
        };
        self.worded(Phrase::new(key), finding)
    }

    /// Whom and what it touches.
    pub(crate) fn touches(&self, finding: &Finding) -> String {
        let n = finding.segments.len();
        let phrase = match (finding.customers, n) {
            (0, _) => Phrase::new("quality-touches-rows").with("count", self.count(finding.count)),
            (_, 0) => Phrase::new("quality-touches-customers"),
            _ => Phrase::new("quality-touches"),
        };
        self.say(&phrase.with("n", n).with("customers", self.count(finding.customers)))
    }

    /// The whole in a sentence or two.
    pub(crate) fn verdict(&self, quality: &Quality) -> String {
        let whole = quality.segments.iter().filter(|segment| segment.unjudged == 0 && segment.without_rows.is_empty());
        let phrase = if quality.segments.is_empty() {
            Phrase::new("quality-verdict-without-segments")
        } else {
            Phrase::new("quality-verdict")
                .with("whole", self.count(whole.count() as u64))
                .with("segments", self.count(quality.segments.len() as u64))
        };
        let at = self.catalogue.moment(quality.at, &self.base.zone);
        self.say(&phrase.with("n", quality.customers).with("customers", self.count(quality.customers)).with("at", at))
    }

    /// Why a segment cannot judge some customers: the fields that lack most.
    pub(crate) fn because(&self, segment: &SegmentCost, most: usize) -> String {
        let fields: Vec<String> = segment
            .because
            .iter()
            .take(most)
            .map(|(read, customers)| format!("{} ({})", self.whole_field(read), self.count(*customers)))
            .collect();
        let rest = segment.because.len().saturating_sub(most);
        let more = (rest > 0).then(|| self.say(&Phrase::new("quality-and-others").with("n", rest)));
        fields.into_iter().chain(more).collect::<Vec<_>>().join(", ")
    }

    /// How much of what is there is valid; a dash where no rule applies.
    pub(crate) fn valid(&self, field: &FieldReport) -> String {
        match field.rule {
            Some(_) if field.filled > 0 => self.share(field.filled - field.invalid, field.filled),
            _ => "–".to_owned(),
        }
    }

    /// How many distinct values there are.
    pub(crate) fn distinct(&self, field: &FieldReport) -> String {
        let (count, is_more) = field.distinct;
        let count = self.count(count);
        if is_more { self.say(&Phrase::new("quality-more-than").with("count", count)) } else { count }
    }

    /// What else is to be said of a field.
    pub(crate) fn remark(&self, field: &FieldReport) -> String {
        let read = Some(&field.read);
        let mut remarks = Vec::new();
        if let Some(mixed) = field.mixed {
            let factor = self.count(u64::from(mixed.factor));
            remarks.push(self.say(&Phrase::new("quality-remark-mixed").with("factor", factor)));
        } else if let Some(outliers) = field.outliers {
            let phrase = Phrase::new("quality-remark-outliers").with("n", outliers.count);
            let phrase = phrase.with("count", self.count(outliers.count));
            remarks.push(self.say(&phrase.with("above", self.amount(read, outliers.above))));
        }
        if field.filled == 0 {
            remarks.push(self.text("quality-remark-empty"));
        }
        remarks.join(" · ")
    }

    /// A stream with its rows, its customers and how fresh it is.
    pub(crate) fn stream(&self, stream: &StreamReport, zone: &Zone) -> String {
        let name = capitalised(&self.rows_of(&stream.name));
        let phrase = Phrase::new("quality-stream").with("name", name).with("n", stream.rows);
        let said =
            self.say(&phrase.with("rows", self.count(stream.rows)).with("customers", self.count(stream.customers)));
        format!("{said} {}", self.freshness(stream, zone))
    }

    /// How fresh a stream is, against its rhythm.
    pub(crate) fn freshness(&self, stream: &StreamReport, zone: &Zone) -> String {
        let Some(last) = stream.last_at else { return String::new() };
        let key = if stream.is_stale() { "quality-silent" } else { "quality-fresh" };
        let phrase = Phrase::new(key).with("last", self.catalogue.moment(last, zone));
        self.say(&phrase.with("days", stream.silent_days).with("usual", stream.usual_gap))
    }
}

/// A field as a definition writes it.
pub(crate) fn written(read: &Read) -> String {
    match &read.stream {
        Some(stream) => format!("{stream}.{}", read.name),
        None => read.name.clone(),
    }
}
