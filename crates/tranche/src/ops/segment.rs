//! One segment: what it says, whom it counts, and what hangs on it.

use std::collections::BTreeMap;

use engine::batch::Members;
use model::check::mentions;
use model::forms::{InSegment, Test};
use model::phrase::{Phrase, Place};
use model::segment::{Segment, Texts};
use model::segmentation::Segmentation;
use model::text::printer::text_of;
use model::time::{Day, Instant};
use store::Defined;

use super::base::Base;
use super::failure::Failure;
use super::history::{Dates, Every, Size, history};
use super::membership::{AsOf, Loaded, Membership};
use super::review::users;

/// What a segment says of itself.
pub(crate) struct Described {
    /// Its id.
    pub(crate) id: String,
    /// Its name.
    pub(crate) name: Texts,
    /// What it is for.
    pub(crate) purpose: Texts,
    /// What one may do with its members.
    pub(crate) action: Texts,
    /// What to watch out for.
    pub(crate) watch: Texts,
    /// Its family; empty when it has none.
    pub(crate) family: String,
    /// The segmentation that it is a part of.
    pub(crate) part_of: Option<String>,
    /// Its own conditions.
    pub(crate) test: Test,
    /// The text of its definition.
    pub(crate) text: String,
    /// The streams it needs that hold no rows.
    pub(crate) missing: Vec<String>,
}

/// A definition that names a segment.
pub(crate) struct User {
    /// What it defines.
    pub(crate) defined: Defined,
    /// Its id.
    pub(crate) id: String,
}

/// What a segment is called, and where it belongs.
pub(crate) struct Titled {
    /// Its name.
    pub(crate) name: Texts,
    /// Its family; empty when it has none.
    pub(crate) family: String,
    /// The segmentation that it is a part of.
    pub(crate) part_of: Option<String>,
}

/// What all segments of a base are called, by id; the parts of segmentations too.
pub(crate) fn titles(base: &Base) -> Result<BTreeMap<String, Titled>, Failure> {
    let own = base.segments()?.into_iter().map(|one| {
        let titled = Titled { name: one.name, family: one.family, part_of: None };
        (one.id, titled)
    });
    let mut titles: BTreeMap<String, Titled> = own.collect();
    for segmentation in base.segmentations()? {
        for (part, id) in segmentation.part_ids().zip(segmentation.segment_ids()) {
            let part_of = Some(segmentation.id.clone());
            titles
                .insert(id, Titled { name: names(&segmentation, part), family: segmentation.family.clone(), part_of });
        }
    }
    Ok(titles)
}

fn names(segmentation: &Segmentation, part: &str) -> Texts {
    ["en", "fr"].map(|language| (language.to_owned(), segmentation.name_of(part, language))).into()
}

/// The test of being in a segment.
pub(crate) fn is_in(id: &str) -> Test {
    Test::InSegment(InSegment { id: id.to_owned(), place: Place::default() })
}

/// What a segment of the base, or a part of one of its segmentations, says of itself.
pub(crate) fn described(base: &Base, id: &str) -> Result<Described, Failure> {
    let unknown = || Failure::Failed(Phrase::new("failed-unknown-segment").with("id", id));
    let test = base.segment_tests()?.remove(id).ok_or_else(unknown)?;
    let missing = |needs: &[String]| needs.iter().filter(|stream| !holds_rows(base, stream)).cloned().collect();
    if let Some(segment) = base.segments()?.into_iter().find(|segment| segment.id == id) {
        let text = segment.definition();
        let missing = missing(&segment.needs);
        let Segment { id, name, purpose, action, watch, family, .. } = segment;
        return Ok(Described { id, name, purpose, action, watch, family, part_of: None, test, text, missing });
    }
    let segmentation = base.segmentations()?.into_iter().find(|one| one.segment_ids().any(|part| part == id));
    let segmentation = segmentation.ok_or_else(unknown)?;
    let part = id.strip_prefix(&format!("{}/", segmentation.id)).unwrap_or(id);
    Ok(Described {
        id: id.to_owned(),
        name: names(&segmentation, part),
        purpose: segmentation.purpose,
        action: Texts::new(),
        watch: Texts::new(),
        missing: missing(&segmentation.needs),
        family: segmentation.family,
        part_of: Some(segmentation.id),
        text: text_of(&test),
        test,
    })
}

/// Whether a stream holds rows: one computed from another's rows does when that one does.
pub(crate) fn holds_rows(base: &Base, stream: &str) -> bool {
    let lines = base.schema().streams.get(stream).and_then(|stream| stream.grouping.as_ref());
    let stream = lines.map_or(stream, |grouping| &grouping.lines);
    base.store.row_counts().get(stream).is_some_and(|&count| count > 0)
}

/// The members of a segment, and of how many customers.
pub(crate) fn members(base: &Base, id: &str, as_of: AsOf) -> Result<(Members, usize), Failure> {
    let Membership { mut members, of } = Loaded::new(base, &[&is_in(id)])?.membership(as_of)?;
    Ok((members.pop().unwrap_or_default(), of))
}

/// The definitions that name a segment.
pub(crate) fn dependants(base: &Base, id: &str) -> Result<Vec<User>, Failure> {
    Ok(users(base, Defined::Segment, id)?.into_iter().map(|(defined, id)| User { defined, id }).collect())
}

/// The segments that a segment names itself.
pub(crate) fn named_by(base: &Base, described: &Described) -> Vec<String> {
    mentions(&described.test, base.schema()).segments.into_iter().collect()
}

/// Most sizes of a history over the whole life of a base.
const MOST_SIZES: i32 = 120;

/// The sizes of a segment from the first thing that happened up to an instant, by day, week or month, whichever keeps
/// them few.
pub(crate) fn whole_history(base: &Base, id: &str, as_of: AsOf) -> Result<Vec<Size>, Failure> {
    let to = base.zone.day(as_of.at);
    let Some(from) = beginning(base)?.map(|at| base.zone.day(at)).filter(|from| *from < to) else {
        return Ok(Vec::new());
    };
    let days = to.0 - from.0;
    let (from, every) = match days {
        ..MOST_SIZES => (from, Every::Day),
        MOST_SIZES..840 => (Day(to.0 - days / 7 * 7), Every::Week),
        _ => (to.plus_months(-i64::from(days) / 30), Every::Month),
    };
    Ok(history(base, &is_in(id), Dates { from: from.max(Day(to.0 - 3_652)), to, every })?.sizes)
}

/// When the first customers came whose coming is dated: those of a hundredth are left aside, since one wrong date would
/// stretch every history.
fn beginning(base: &Base) -> Result<Option<Instant>, Failure> {
    let columns = base.store.columns(&model::columns::Wanted::default())?;
    let mut dated: Vec<i64> =
        columns.present_from.into_iter().filter(|from| *from > i64::MIN && *from < i64::MAX).collect();
    let place = dated.len() / 100;
    if dated.is_empty() {
        return Ok(None);
    }
    Ok(Some(Instant(*dated.select_nth_unstable(place).1)))
}
