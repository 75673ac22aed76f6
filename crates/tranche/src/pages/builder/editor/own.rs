//! The fields of conditions about a membership, a channel, chance, a place, or relatives.

use model::forms::{Centre, Group, LengthUnit, Move, Near, Quantifier, Test, Window};

use super::Pick;
use super::inner::InnerFields;
use crate::ops::base::Base;
use crate::ops::failure::Failure;
use crate::pages::builder::window::{WindowFields, WindowOf};
use crate::pages::frame::Frame;

/// Being in a segment or list, having been, coming in or going.
pub(super) struct MemberFields {
    pub(super) moves: Vec<Pick>,
    pub(super) members: Vec<Pick>,
    pub(super) window: WindowFields,
}

impl MemberFields {
    pub(super) fn of(
        base: &Base,
        f: &Frame,
        prefix: &str,
        (moved, is_list, id): (Option<&(Move, Window)>, bool, &str),
    ) -> Result<MemberFields, Failure> {
        let ids = if is_list { base.store.list_ids()? } else { base.segment_ids()? };
        let segments = base.segments()?;
        let name = |id: &String| {
            let known = segments.iter().find(|segment| !is_list && segment.id == *id);
            known.map_or_else(|| id.clone(), |segment| segment.name_in(f.lang()).to_owned())
        };
        let pick = |known: &String| Pick { value: known.clone(), label: name(known), is_chosen: known == id };
        let mut members: Vec<Pick> = ids.iter().map(pick).collect();
        members.sort_by_key(|member| member.label.to_lowercase());
        let chosen = match moved {
            None => "in",
            Some((Move::Was, _)) => "was",
            Some((Move::Entered, _)) => "entered",
            Some((Move::Left, _)) => "left",
        };
        Ok(MemberFields {
            moves: picks(f, "builder-moved", &["in", "was", "entered", "left"], chosen),
            members,
            window: WindowFields::of(base, f, prefix, moved.map(|(_, window)| window), WindowOf::Spans),
        })
    }
}

/// A channel.
pub(super) struct ChannelFields {
    pub(super) reaches: Vec<Pick>,
    pub(super) channels: Vec<Pick>,
    pub(super) purpose: String,
}

impl ChannelFields {
    pub(super) fn of(f: &Frame, is_reachable: bool, channel: &str, purpose: &str) -> ChannelFields {
        let reach = if is_reachable { "reachable" } else { "accepts" };
        ChannelFields {
            reaches: picks(f, "builder-reach", &["reachable", "accepts"], reach),
            channels: picks(f, "builder-channel", &["email", "sms", "push", "post", "call"], channel),
            purpose: purpose.to_owned(),
        }
    }
}

/// A share that chance chose.
pub(super) struct SampleFields {
    pub(super) percent: String,
    pub(super) seed: String,
}

/// A place near another.
pub(super) struct NearFields {
    pub(super) distance: String,
    pub(super) units: Vec<Pick>,
    pub(super) latitude: String,
    pub(super) longitude: String,
    /// The place itself, in words, where it is none that is written out.
    pub(super) of: Option<String>,
}

impl NearFields {
    pub(super) fn of(base: &Base, f: &Frame, near: &Near) -> NearFields {
        let (latitude, longitude, of) = match &near.of {
            Centre::At(latitude, longitude) => (latitude.to_string(), longitude.to_string(), None),
            Centre::Of(value) => (String::new(), String::new(), Some(f.sentences(base).write_value(value))),
        };
        let unit = match near.unit {
            LengthUnit::Km => "km",
            LengthUnit::M => "m",
            LengthUnit::Miles => "miles",
        };
        let units = picks(f, "builder-unit", &["km", "m", "miles"], unit);
        NearFields { distance: near.distance.to_string(), units, latitude, longitude, of }
    }
}

/// The others of the same company or household.
pub(super) struct KinFields<'a> {
    pub(super) among: Vec<Pick>,
    pub(super) kin: Vec<Pick>,
    /// What is asked of them.
    pub(super) inner: InnerFields<'a>,
}

impl<'a> KinFields<'a> {
    pub(super) fn of(
        base: &Base,
        f: &'a Frame,
        prefix: &str,
        (how, of, test): (Option<Quantifier>, Group, &Test),
    ) -> Result<KinFields<'a>, Failure> {
        let among = match how {
            Some(Quantifier::Any) => "any",
            Some(Quantifier::All) => "all",
            None => "count",
        };
        Ok(KinFields {
            among: picks(f, "builder-among", &["any", "all", "count"], among),
            kin: picks(f, "builder-kin", &["company", "household"], of.attribute()),
            inner: InnerFields::of(base, f, &format!("{prefix}in."), Some(test), "builder-kin")?,
        })
    }
}

/// Choices whose names in the catalogues begin alike.
fn picks(f: &Frame, key: &str, known: &[&str], chosen: &str) -> Vec<Pick> {
    let mut picks: Vec<Pick> = known
        .iter()
        .map(|name| Pick {
            value: (*name).to_owned(),
            label: f.t(&format!("{key}-{name}")),
            is_chosen: *name == chosen,
        })
        .collect();
    if !known.contains(&chosen) {
        picks.push(Pick { value: chosen.to_owned(), label: chosen.to_owned(), is_chosen: true });
    }
    picks
}
