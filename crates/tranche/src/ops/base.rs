//! An opened base: its store, its time zone, and its segments as trees.

use std::cell::{OnceCell, RefCell};
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::Arc;

use model::forms::{CALENDARS, Calendar, Test};
use model::phrase::Phrase;
use model::schema::{Schema, Settings, Vocabulary};
use model::segment::Segment;
use model::segmentation::{Segmentation, exclusive};
use model::time::{Instant, Zone};
use store::{Among, Store};
use xxhash_rust::xxh3::xxh3_64;

use super::definition_files::DefinitionFile;
use super::definitions;
use super::failure::Failure;
use super::memory::Memory;
use super::ready::Ready;
use super::review;
use super::segmentations;
use super::warm::Warm;

/// An opened base.
pub(crate) struct Base {
    /// Where its data are.
    pub(crate) store: Store,
    /// Its time zone.
    pub(crate) zone: Zone,
    /// Its words, those that it computes included.
    schema: Schema,
    /// The columns kept from one question to the next, where many are answered.
    warm: Option<Arc<Warm>>,
    /// How much memory may be taken.
    memory: Memory,
    /// The trees of its segments, once they were read. Who writes reads them anew each time.
    trees: Option<OnceCell<BTreeMap<String, Test>>>,
    /// Its segments, ready for one customer after the other, since they were last asked for.
    ready: RefCell<Option<Arc<Ready>>>,
}

/// What a person may choose when a base is made.
#[derive(Default)]
pub(crate) struct Choices {
    /// Name of the business.
    pub(crate) name: Option<String>,
    /// Its time zone.
    pub(crate) timezone: Option<String>,
    /// Its currency.
    pub(crate) currency: Option<String>,
    /// First month of its fiscal year, 1 for January.
    pub(crate) fiscal_start: Option<i8>,
}

impl Base {
    /// Makes a base from the shipped vocabulary.
    pub(crate) fn init(dir: &Path, choices: Choices) -> Result<Base, Failure> {
        let Vocabulary { mut settings, schema } = Vocabulary::shipped();
        settings.name = choices.name.unwrap_or(settings.name);
        settings.timezone = choices.timezone.unwrap_or(settings.timezone);
        settings.currency = choices.currency.unwrap_or(settings.currency).to_uppercase();
        settings.fiscal_start = choices.fiscal_start.unwrap_or(settings.fiscal_start);
        let is_code = settings.currency.len() == 3 && settings.currency.bytes().all(|byte| byte.is_ascii_uppercase());
        if !is_code {
            return Err(Failure::Failed(Phrase::new("failed-currency").with("currency", &settings.currency)));
        }
        let (zone, memory) = (zone_of(&settings)?, Memory::granted()?);
        let mut store = Store::init(dir, &settings, &schema)?;
        store.grant(memory.import_bytes());
        Ok(Base { store, zone, schema, warm: None, memory, trees: None, ready: RefCell::default() })
    }

    /// Opens a base for reading.
    pub(crate) fn open(dir: &Path) -> Result<Base, Failure> {
        Ok(Base { trees: Some(OnceCell::new()), ..Base::of(Store::open(dir)?)? })
    }

    /// Opens a base for writing.
    pub(crate) fn open_to_write(dir: &Path) -> Result<Base, Failure> {
        Base::of(Store::open_to_write(dir)?)
    }

    fn of(store: Store) -> Result<Base, Failure> {
        let (zone, memory, mut store) = (zone_of(store.settings())?, Memory::granted()?, store);
        store.grant(memory.import_bytes());
        let (schema, ready) = (store.schema().clone(), RefCell::default());
        let mut base = Base { zone, schema, store, warm: None, memory, trees: None, ready };
        base.refresh_words()?;
        Ok(base)
    }

    /// Reads its words anew, after they changed, and the attributes that it computes.
    pub(crate) fn refresh_words(&mut self) -> Result<(), Failure> {
        let file = |stored: store::StoredSegment| DefinitionFile { id: stored.id, text: stored.text };
        let files: Vec<DefinitionFile> = self.store.attributes()?.into_iter().map(file).collect();
        let columns: Vec<DefinitionFile> = self.store.table_columns()?.into_iter().map(file).collect();
        let mut schema = self.store.schema().clone();
        schema.calendars = Some(Calendar::names(&self.store.table_named(CALENDARS)?));
        schema.columns = review::columns_of(&columns, &schema);
        schema.computed = review::computed_of(&files, &schema, &self.segment_ids()?);
        self.schema = schema;
        Ok(())
    }

    /// The base as it was known at an instant: only what was received by then is read.
    pub(crate) fn into_known_at(self, at: Instant) -> Result<Base, Failure> {
        Ok(Base { store: self.store.as_known_at(at)?, ready: RefCell::default(), ..self })
    }

    /// The base with others asked about than customers.
    pub(crate) fn among(self, among: Among) -> Base {
        Base { store: self.store.among(among), ready: RefCell::default(), ..self }
    }

    /// The base with columns that are kept from one question to the next, and shared with others who read it.
    pub(crate) fn with_warm(self, warm: Arc<Warm>) -> Base {
        Base { warm: Some(warm), ..self }
    }

    /// The columns kept from one question to the next. They are those of all that is known now of customers: who asks
    /// about others, or as of what was known once, has none.
    pub(crate) fn warm(&self) -> Option<&Warm> {
        let is_all = self.store.known_at().is_none() && self.store.asked_among() == store::Among::Customers;
        self.warm.as_deref().filter(|_| is_all)
    }

    /// Its segments as they were last made ready for one customer.
    pub(super) fn ready(&self) -> Option<Arc<Ready>> {
        self.ready.borrow().clone()
    }

    /// Keeps its segments as they are ready for one customer. Who writes makes them ready anew each time.
    pub(super) fn keep_ready(&self, ready: &Arc<Ready>) {
        if self.trees.is_some() {
            self.ready.replace(Some(Arc::clone(ready)));
        }
    }

    /// How much memory may be taken.
    pub(crate) fn memory(&self) -> Memory {
        self.memory
    }

    /// The base with other memory than is granted.
    #[cfg(test)]
    pub(crate) fn with_memory(self, memory: Memory) -> Base {
        Base { memory, ..self }
    }

    /// Whether someone is one of those asked about.
    pub(crate) fn asks_about(&self, number: u32) -> bool {
        match self.store.asked_among() {
            Among::Customers => !self.store.is_visitor(number),
            Among::Visitors => self.store.is_visitor(number),
            Among::Everyone => true,
        }
    }

    /// Its words, with the attributes that it computes.
    pub(crate) fn schema(&self) -> &Schema {
        &self.schema
    }

    /// Its segments.
    pub(crate) fn segments(&self) -> Result<Vec<Segment>, Failure> {
        let stored = self.store.segments()?;
        // What is stored was read and checked when it was applied.
        Ok(stored.iter().filter_map(|segment| Segment::parse(&segment.id, &segment.text).ok()).collect())
    }

    /// The trees of its segments, by id. Words that came later may have made a name ambiguous: a segment that is no
    /// longer right is told, and never evaluated as something else.
    pub(crate) fn segment_tests(&self) -> Result<BTreeMap<String, Test>, Failure> {
        let Some(kept) = &self.trees else { return self.read_segment_tests() };
        if let Some(trees) = kept.get() {
            return Ok(trees.clone());
        }
        let trees = self.read_segment_tests()?;
        Ok(kept.get_or_init(|| trees).clone())
    }

    fn read_segment_tests(&self) -> Result<BTreeMap<String, Test>, Failure> {
        let ids = self.segment_ids()?;
        let mut tests = BTreeMap::new();
        let mut broken = Vec::new();
        for segment in self.segments()? {
            let origin = definitions::origin_of(&segment.id);
            match definitions::read(&segment.definition(), Some(&origin), definitions::words(self), &ids) {
                Ok(definition) => {
                    tests.insert(segment.id.clone(), segment.with_hand(definition.test));
                }
                Err(Failure::Problems(faulty)) => broken.extend(faulty),
                Err(failure) => return Err(failure),
            }
        }
        for segmentation in self.segmentations()? {
            match segmentations::definitions_of(definitions::words(self), &segmentation, &ids) {
                Ok(definitions) => {
                    let parts = exclusive(&definitions, segmentation.rest.is_some());
                    tests.extend(segmentation.segment_ids().zip(parts));
                }
                Err(Failure::Problems(faulty)) => broken.extend(faulty),
                Err(failure) => return Err(failure),
            }
        }
        if broken.is_empty() { Ok(tests) } else { Err(Failure::Problems(broken)) }
    }

    /// What tells this state of it from others: its rows, its choices, and all that it defines.
    pub(crate) fn mark(&self) -> Result<u64, Failure> {
        let segments = self.store.segments()?.into_iter().chain(self.store.attributes()?);
        let defined = segments.chain(self.store.table_columns()?);
        let defined = defined.map(|stored| format!("{}\0{}", stored.id, stored.text));
        let state = format!("{} {:?}", self.store.version(), self.store.settings());
        Ok(xxh3_64(defined.chain([state]).collect::<Vec<_>>().join("\0\0").as_bytes()))
    }

    /// Its ordered segmentations.
    pub(crate) fn segmentations(&self) -> Result<Vec<Segmentation>, Failure> {
        let stored = self.store.segments()?;
        let ones = stored.iter().filter(|stored| Segmentation::is_one(&stored.text));
        Ok(ones.filter_map(|stored| Segmentation::parse(&stored.id, &stored.text).ok()).collect())
    }

    /// The ids by which definitions may name its segments: those of the parts of segmentations included.
    pub(crate) fn segment_ids(&self) -> Result<BTreeSet<String>, Failure> {
        Ok(self.store.segments()?.iter().flat_map(|stored| ids_of(&stored.id, &stored.text)).collect())
    }

    /// Reads an instant as a person types it, in the base's zone.
    pub(crate) fn instant(&self, text: &str) -> Result<Instant, Failure> {
        let unreadable = || Failure::Failed(Phrase::new("failed-instant").with("text", text));
        self.zone.parse(text.trim()).ok_or_else(unreadable)
    }
}

/// The ids by which definitions name what a file defines: a segment, or the parts of a segmentation.
pub(crate) fn ids_of(id: &str, text: &str) -> Vec<String> {
    if !Segmentation::is_one(text) {
        return vec![id.to_owned()];
    }
    Segmentation::parse(id, text).map_or(Vec::new(), |segmentation| segmentation.segment_ids().collect())
}

fn zone_of(settings: &Settings) -> Result<Zone, Failure> {
    let unknown = || Failure::Failed(Phrase::new("failed-timezone").with("timezone", &settings.timezone));
    Zone::named(&settings.timezone).ok_or_else(unknown)
}
