//! Shapes: trees with holes, by which a form says which of its trees a wording tells.
//!
//! A shape is written as the JSON of a tree. A text `$name:kind` in it is a hole, `?$name:kind` one that may be absent
//! with its key, and `rows(s f? t w?)` the rows of a stream with these parts.

use serde_json::{Map, Value as Json};

/// A tree with holes.
#[derive(Clone, Debug)]
pub(super) enum Shape {
    /// Anything that fits the hole.
    Hole(Hole),
    /// Exactly this.
    Exact(Json),
    /// Exactly these keys.
    Object(Vec<(String, Shape)>),
    /// Exactly so many elements.
    List(Vec<Shape>),
}

/// A place in a shape that is filled in.
#[derive(Clone, Debug)]
pub(super) struct Hole {
    /// Its name, by which wordings put it into the sentence.
    pub(super) name: String,
    /// What fits in it.
    pub(super) kind: String,
    /// The hole that holds the stream whose rows it is about.
    pub(super) stream: Option<String>,
    /// Whether its key may be absent.
    pub(super) optional: bool,
}

/// What fills the holes of a shape, by name.
pub(super) type Filled = Vec<(String, Json)>;

/// What fills a hole.
pub(super) fn filling<'a>(filled: &'a Filled, name: &str) -> Option<&'a Json> {
    filled.iter().find(|(found, _)| found == name).map(|(_, json)| json)
}

impl Shape {
    /// Reads a shape; `None` when it is not JSON, or a hole in it is not written right.
    pub(super) fn read(text: &str) -> Option<Self> {
        Shape::of(&serde_json::from_str(text).ok()?)
    }

    fn of(json: &Json) -> Option<Self> {
        Some(match json {
            Json::String(text) if text.starts_with('$') || text.starts_with("?$") => Shape::Hole(Hole::read(text)?),
            Json::String(text) if text.starts_with("rows(") => Shape::Object(rows(text)?),
            Json::Object(fields) => {
                let fields = fields.iter().map(|(key, json)| Some((key.clone(), Shape::of(json)?)));
                Shape::Object(fields.collect::<Option<_>>()?)
            }
            Json::Array(elements) => Shape::List(elements.iter().map(Shape::of).collect::<Option<_>>()?),
            json => Shape::Exact(json.clone()),
        })
    }

    /// Fills the holes with the parts of a tree; `None` when the tree has another shape. One name in two places must
    /// be filled with the same.
    pub(super) fn fill(&self, tree: &Json, filled: &mut Filled) -> Option<()> {
        match self {
            Shape::Exact(json) => (json == tree).then_some(()),
            Shape::Hole(hole) => match filling(filled, &hole.name) {
                Some(before) => (before == tree).then_some(()),
                None => {
                    filled.push((hole.name.clone(), tree.clone()));
                    Some(())
                }
            },
            Shape::List(shapes) => {
                let elements = tree.as_array().filter(|elements| elements.len() == shapes.len())?;
                shapes.iter().zip(elements).try_for_each(|(shape, element)| shape.fill(element, filled).ok_or(())).ok()
            }
            Shape::Object(shapes) => {
                let fields = tree.as_object()?;
                let mut n_found = 0;
                for (key, shape) in shapes {
                    match (fields.get(key), shape) {
                        (Some(field), shape) => {
                            shape.fill(field, filled)?;
                            n_found += 1;
                        }
                        (None, Shape::Hole(hole)) if hole.optional => {}
                        (None, _) => return None,
                    }
                }
                (n_found == fields.len()).then_some(())
            }
        }
    }

    /// The tree with its holes filled in; `None` when a hole that must be filled is not.
    pub(super) fn build(&self, filled: &Filled) -> Option<Json> {
        Some(match self {
            Shape::Exact(json) => json.clone(),
            Shape::Hole(hole) => filling(filled, &hole.name)?.clone(),
            Shape::List(shapes) => Json::Array(shapes.iter().map(|shape| shape.build(filled)).collect::<Option<_>>()?),
            Shape::Object(shapes) => {
                let mut fields = Map::new();
                for (key, shape) in shapes {
                    match (shape.build(filled), shape) {
                        (Some(json), _) => {
                            fields.insert(key.clone(), json);
                        }
                        (None, Shape::Hole(hole)) if hole.optional => {}
                        (None, _) => return None,
                    }
                }
                Json::Object(fields)
            }
        })
    }

    /// Every hole, in order.
    pub(super) fn holes(&self) -> Vec<&Hole> {
        match self {
            Shape::Exact(_) => Vec::new(),
            Shape::Hole(hole) => vec![hole],
            Shape::List(shapes) => shapes.iter().flat_map(Shape::holes).collect(),
            Shape::Object(shapes) => shapes.iter().flat_map(|(_, shape)| shape.holes()).collect(),
        }
    }
}

impl Hole {
    /// Reads `$name:kind`, `$name:kind@stream`, with a question mark before when it may be absent.
    fn read(text: &str) -> Option<Self> {
        let (optional, text) = text.strip_prefix('?').map_or((false, text), |rest| (true, rest));
        let (name, kind) = text.strip_prefix('$')?.split_once(':')?;
        let (kind, stream) =
            kind.split_once('@').map_or((kind, None), |(kind, stream)| (kind, Some(stream.to_owned())));
        Some(Hole { name: name.to_owned(), kind: kind.to_owned(), stream, optional })
    }
}

/// The parts of rows: the stream, its field, whether cancelled rows are taken, the filter and the window.
const PARTS: [(&str, &str, &str); 5] = [
    ("s", "stream", "$s:stream"),
    ("f", "field", "$f:name@s"),
    ("c", "including_cancelled", "$c:flag"),
    ("t", "where", "$t:test@s"),
    ("w", "window", "$w:window"),
];

fn rows(text: &str) -> Option<Vec<(String, Shape)>> {
    let parts = text.strip_prefix("rows(")?.strip_suffix(')')?;
    let part = |part: &str| {
        let (name, optional) = part.strip_suffix('?').map_or((part, ""), |name| (name, "?"));
        let (_, key, hole) = PARTS.iter().find(|(found, ..)| *found == name)?;
        Some(((*key).to_owned(), Shape::Hole(Hole::read(&format!("{optional}{hole}"))?)))
    };
    parts.split(' ').map(part).collect()
}
