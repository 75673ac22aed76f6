//! Changing the words of a base: of what type a field is, what it is called, where it belongs, whether it is sensitive.
//!
//! What a change comes to is told before anything is changed.

use model::columns::Target;
use model::phrase::{Phrase, Place, Problem};
use model::schema::{Field, Schema};
use model::time::Instant;
use model::value::Type;
use model::written::notation::DayOrder;
use store::{Relisting, Trial};

use super::base::Base;
use super::failure::Failure;

mod readers;
mod refused_values;
mod rename;
mod replay;
mod retype;

/// What the names of imports begin with whose values were refused at first and read again in another type.
pub(crate) const REREAD: &str = "schema set ";

/// What is to change of a field; what is not said stays.
#[derive(Default)]
pub(crate) struct Change {
    /// Its name.
    pub(crate) name: Option<String>,
    /// Its type.
    pub(crate) kind: Option<Type>,
    /// What stands before decimals in its texts; told by them when not said.
    pub(crate) decimal: Option<char>,
    /// The order of its days that are not written year first; told by its texts when not said.
    pub(crate) days: Option<DayOrder>,
    /// What people call it, by language; an empty text takes the label away.
    pub(crate) labels: Vec<(&'static str, String)>,
    /// The family it belongs to.
    pub(crate) family: Option<String>,
    /// Whether it is a sensitive personal datum.
    pub(crate) sensitive: Option<bool>,
}

impl Change {
    /// What is to change, of what is said by these words: `rename`, `type`, `decimal`, `days` (`dmy` or `mdy`), `label_en`,
    /// `label_fr`, `family` and `sensitive` (`yes` or `no`).
    pub(crate) fn of(said: impl Fn(&str) -> Option<String>) -> Change {
        let labels = [("en", "label_en"), ("fr", "label_fr")];
        Change {
            name: said("rename"),
            kind: said("type").and_then(|name| Type::named(&name)),
            decimal: said("decimal").and_then(|mark| mark.chars().next()).filter(|mark| ['.', ','].contains(mark)),
            days: said("days").and_then(|order| match order.as_str() {
                "dmy" => Some(DayOrder::DayFirst),
                "mdy" => Some(DayOrder::MonthFirst),
                _ => None,
            }),
            labels: labels.into_iter().filter_map(|(language, word)| Some((language, said(word)?))).collect(),
            family: said("family"),
            sensitive: said("sensitive").map(|answer| answer == "yes"),
        }
    }
}

/// What a change comes to.
pub(crate) struct Planned {
    /// Before.
    pub(crate) before: Field,
    /// After.
    pub(crate) after: Field,
    /// Its name before and after, when it is given another one.
    pub(crate) renamed: Option<(String, String)>,
    /// What its values are in the other type, when the type changes.
    pub(crate) trial: Option<Trial>,
    /// Values that were refused and fit in the other type.
    pub(crate) taken: u64,
    /// Segments and computed words that read the field.
    pub(crate) readers: Vec<String>,
    /// Definitions that would be wrong afterwards, with what is wrong.
    pub(crate) broken: Vec<(String, Phrase)>,
    /// The schema then.
    schema: Schema,
    /// What holds the field, and the name under which it is kept there.
    owner: Target,
    field: String,
}

impl Planned {
    /// Whether anything changes.
    pub(crate) fn is_change(&self) -> bool {
        self.before != self.after || self.renamed.is_some()
    }

    /// Whether values are lost from view, or definitions become wrong: that is to be confirmed.
    pub(crate) fn is_grave(&self) -> bool {
        !self.broken.is_empty() || self.trial.as_ref().is_some_and(|trial| !trial.unfit.is_empty())
    }

    /// Whether no more changes than what people call the field, its family, or whether it is sensitive.
    pub(crate) fn is_light(&self) -> bool {
        self.renamed.is_none() && self.trial.is_none() && !self.is_grave()
    }

    /// Makes the change. Values without counterpart are listed among what is refused, in place of those listed before.
    pub(crate) fn make(&self, base: &mut Base, at: Instant) -> Result<(), Failure> {
        if self.trial.is_none() {
            base.store.set_schema(&self.schema)?;
            return base.refresh_words();
        }
        let again = replay::read_again(base, &self.schema, &self.owner, &self.field)?;
        let mut gone = replay::fill(base, &self.schema, &self.field, again)?;
        gone.extend(refused_values::kept_in_the_base(base, &self.owner, &self.field, &self.before)?);
        let gone = gone.into_iter().map(|value| (value.file, value.row, value.column)).collect();
        let (owner, field) = (self.owner.clone(), self.field.clone());
        let listed_as = match &owner {
            Target::Profile => format!("{REREAD}{field}"),
            Target::Stream(of) | Target::Table(of) => format!("{REREAD}{of}.{field}"),
        };
        base.store.retype(&self.schema, &Relisting { owner, field, listed_as, gone, at })?;
        base.refresh_words()
    }
}

/// Says what a change of a field comes to. An attribute is named by itself (`address.city`), a field of a stream or table
/// with it (`order.amount`); a stream by itself may be given another name. A name that it had before will do.
pub(crate) fn plan(base: &Base, name: &str, change: &Change) -> Result<Planned, Failure> {
    let mut schema = base.store.schema().clone();
    let Some((owner, typed)) = owner_of(&schema, name) else {
        if let (true, Some(new)) = (schema.streams.contains_key(name), &change.name) {
            return stream_renamed(base, schema, name, new);
        }
        return Err(unknown(&schema, name));
    };
    let owner = schema.kept_target(&owner);
    let known = |schema: &Schema, name: &str| schema.fields_of(&owner).and_then(|fields| fields.get(name).cloned());
    let today = known(&schema, &typed).and_then(|field| field.now).unwrap_or_else(|| typed.clone());
    let Some(before) = known(&schema, &today) else { unreachable!("a field has an entry under its name of today") };
    let kept = before.kept_as.clone().unwrap_or_else(|| today.clone());
    let mut after = before.clone();
    for (language, label) in &change.labels {
        if label.trim().is_empty() {
            after.label.remove(*language);
        } else {
            after.label.insert((*language).to_owned(), label.trim().to_owned());
        }
    }
    if let Some(family) = &change.family {
        family.trim().clone_into(&mut after.family);
    }
    after.sensitive = change.sensitive.unwrap_or(after.sensitive);
    let (mut after, trial) = retype::retyped(base, (name, &owner, &kept), &after, change)?;
    let has_none = trial.as_ref().is_some_and(|trial| trial.values == 0);
    if has_none && refused_values::of_field(base, &owner, &kept)?.is_empty() {
        // Nothing ever came: its first values will be of this type.
        after.retyped = None;
    }
    if let Some(field) = field_mut(&mut schema, &owner, &today) {
        field.clone_from(&after);
    }
    if let Some(field) = field_mut(&mut schema, &owner, &kept) {
        (field.kind, field.retyped) = (after.kind, after.retyped);
    }
    schema.settle();
    retype::in_groups(&mut schema, &owner, &kept, after.kind);
    let new_name = change.name.as_ref().filter(|new| **new != today);
    if let Some(new) = new_name {
        rename::field(base, &mut schema, &owner, &today, new)?;
        schema.settle();
    }
    let again = if trial.is_some() { replay::read_again(base, &schema, &owner, &kept)? } else { Vec::new() };
    let taken = again.iter().map(|again| again.len() as u64).sum();
    let is_told = before.kind != after.kind || new_name.is_some();
    let readers = if is_told { readers::of(base, &owner, &kept)? } else { Vec::new() };
    let broken = if is_told { readers::broken_by(base, &schema)? } else { Vec::new() };
    let renamed = new_name.map(|new| (today, new.clone()));
    Ok(Planned { before, after, renamed, trial, taken, readers, broken, schema, owner, field: kept })
}

/// The field of a name, as it is today; refused with the nearest names when there is none.
pub(crate) fn field_of(schema: &Schema, name: &str) -> Result<Field, Failure> {
    let unknown = || unknown(schema, name);
    let (owner, typed) = owner_of(schema, name).ok_or_else(unknown)?;
    let fields = schema.fields_of(&schema.kept_target(&owner)).ok_or_else(unknown)?;
    let field = fields.get(&typed).ok_or_else(unknown)?;
    Ok(field.now.as_ref().and_then(|now| fields.get(now)).unwrap_or(field).clone())
}

fn unknown(schema: &Schema, name: &str) -> Failure {
    let phrase = Phrase::new("problem-unknown-attribute").with("name", name);
    let problem = Problem::new(phrase, Place { start: 0, end: name.len() });
    let problem = problem.suggesting(name, names(schema).iter().map(String::as_str));
    Failure::in_text(None, name, vec![problem])
}

/// Says what another name of a stream comes to.
fn stream_renamed(base: &Base, mut schema: Schema, name: &str, new: &str) -> Result<Planned, Failure> {
    let today = schema.streams.get(name).and_then(|stream| stream.now.clone()).unwrap_or_else(|| name.to_owned());
    let renamed = (today != new).then(|| (today.clone(), new.to_owned()));
    if renamed.is_some() {
        rename::stream(&mut schema, &today, new)?;
    }
    let (owner, field) = (Target::Stream(today), String::new());
    let readers = readers::of_stream(base, name)?;
    let broken = readers::broken_by(base, &schema)?;
    let (before, after) = (Field::of(Type::Text), Field::of(Type::Text));
    Ok(Planned { before, after, renamed, trial: None, taken: 0, readers, broken, schema, owner, field })
}

/// What holds the field of a name, and its name there.
fn owner_of(schema: &Schema, name: &str) -> Option<(Target, String)> {
    if schema.attributes.contains_key(name) {
        return Some((Target::Profile, name.to_owned()));
    }
    let (owner, field) = name.split_once('.')?;
    let is_in_stream = schema.streams.get(owner).is_some_and(|stream| stream.fields.contains_key(field));
    let is_in_table = schema.tables.get(owner).is_some_and(|table| table.fields.contains_key(field));
    match (is_in_stream, is_in_table) {
        (true, _) => Some((Target::Stream(owner.to_owned()), field.to_owned())),
        (false, true) => Some((Target::Table(owner.to_owned()), field.to_owned())),
        (false, false) => None,
    }
}

fn field_mut<'s>(schema: &'s mut Schema, owner: &Target, name: &str) -> Option<&'s mut Field> {
    match owner {
        Target::Profile => schema.attributes.get_mut(name),
        Target::Stream(stream) => schema.streams.get_mut(stream)?.fields.get_mut(name),
        Target::Table(table) => schema.tables.get_mut(table)?.fields.get_mut(name),
    }
}

fn names(schema: &Schema) -> Vec<String> {
    let streams = schema.streams.iter().map(|(name, stream)| (name, &stream.fields));
    let tables = schema.tables.iter().map(|(name, table)| (name, &table.fields));
    let fields =
        streams.chain(tables).flat_map(|(owner, fields)| fields.keys().map(move |name| format!("{owner}.{name}")));
    schema.attributes.keys().cloned().chain(fields).collect()
}
