//! From trees to nodes: each form lowers itself with what is here, and equal parts become one node.

use std::collections::{BTreeMap, HashMap};

use super::{CutOff, Framed, Level, Node, NodeId, Op, Plain, Plan, Slice};
use crate::evaluate::{QUANTITY, nets_returns};
use crate::forms::{Compared, Relation, Test, Value, Window};
use crate::names::{BIRTH_DATE, Reference, Scope, resolve, resolve_stream};
use crate::schema::Schema;
use crate::time::Zone;
use crate::value::{Type, Value as Held};

/// Turns trees into nodes.
pub struct Lowering<'a> {
    /// The words of the base.
    pub schema: &'a Schema,
    /// The base's time zone, for local instants.
    pub zone: &'a Zone,
    segments: &'a BTreeMap<String, Test>,
    pub(super) plan: Plan,
    known: HashMap<Node, NodeId>,
    /// The stream whose rows are filtered, and whether as they came.
    stream: Option<(String, bool)>,
    segment_nodes: BTreeMap<String, NodeId>,
    /// The window in whose instants a test of the profile is looked at.
    history: Option<Framed>,
}

impl<'a> Lowering<'a> {
    pub(super) fn new(schema: &'a Schema, zone: &'a Zone, segments: &'a BTreeMap<String, Test>) -> Self {
        Lowering {
            schema,
            zone,
            segments,
            plan: Plan::default(),
            known: HashMap::new(),
            stream: None,
            segment_nodes: BTreeMap::new(),
            history: None,
        }
    }

    /// The node of a test.
    pub fn test(&mut self, test: &Test) -> NodeId {
        test.form().lower(self)
    }

    /// The node of a value.
    pub fn value(&mut self, value: &Value) -> NodeId {
        value.form().lower(self)
    }

    /// The node of a test that may be said in the negative.
    pub fn negated_if(&mut self, negated: bool, op: Op) -> NodeId {
        let node = self.node(op, None);
        if negated { self.node(Op::Not(node), None) } else { node }
    }

    /// The node of an operation at the level at hand.
    pub fn node(&mut self, op: Op, kind: Option<Type>) -> NodeId {
        let node = Node { level: self.level(), op, kind };
        if let Some(&id) = self.known.get(&node) {
            return id;
        }
        let id = self.plan.nodes.len();
        self.plan.nodes.push(node.clone());
        self.known.insert(node, id);
        id
    }

    /// The type of a node's values.
    pub fn kind(&self, node: NodeId) -> Type {
        self.plan.nodes[node].kind.unwrap_or(Type::Bool)
    }

    /// What nodes are computed for here.
    pub fn level(&self) -> Level {
        match (&self.stream, &self.history) {
            (Some((stream, _)), _) => Level::Row(stream.clone()),
            (None, Some(window)) => Level::History(window.clone()),
            (None, None) => Level::Customer,
        }
    }

    /// Where names are read here.
    pub(crate) fn scope(&self) -> Scope<'_> {
        self.stream.as_ref().map_or(Scope::Customer, |(stream, _)| Scope::Row(stream))
    }

    /// The stream whose rows a name stands for here.
    pub fn stream_named(&self, name: &str) -> String {
        resolve_stream(self.schema, self.scope(), name).unwrap_or(name).to_owned()
    }

    /// Lowers something on the rows of a stream.
    pub fn on_rows<T>(&mut self, stream: &str, as_they_came: bool, lower: impl FnOnce(&mut Self) -> T) -> T {
        self.stream_number(stream);
        let around = self.stream.replace((stream.to_owned(), as_they_came));
        let lowered = lower(self);
        self.stream = around;
        lowered
    }

    /// Lowers a test of the profile as it was at the instants of a window.
    pub fn in_history<T>(&mut self, window: &Framed, lower: impl FnOnce(&mut Self) -> T) -> T {
        let around = self.history.replace(window.clone());
        let lowered = lower(self);
        self.history = around;
        lowered
    }

    /// Lowers something that is about the customer, whatever row the filter at hand is about.
    pub fn at_customer<T>(&mut self, lower: impl FnOnce(&mut Self) -> T) -> T {
        let around = self.stream.take();
        let lowered = lower(self);
        self.stream = around;
        lowered
    }

    /// The node of a name.
    pub fn name(&mut self, name: &str) -> NodeId {
        match resolve(self.schema, self.scope(), name) {
            Some((Reference::At, kind)) => self.node(Op::RowTime, Some(kind)),
            Some((Reference::Age, kind)) => {
                let (_, birth) = resolve(self.schema, self.scope(), BIRTH_DATE).unwrap_or((Reference::Age, Type::Date));
                let birth = self.own(BIRTH_DATE.to_owned(), birth);
                self.node(Op::Age(birth), Some(kind))
            }
            Some((Reference::Computed(name), _)) => {
                let schema = self.schema;
                self.value(&schema.computed[&name].value)
            }
            Some((Reference::Own(full), kind)) => self.own(full, kind),
            Some((Reference::Through { pointer, table, field }, kind)) => {
                let pointer = self.own(pointer, Type::Text);
                self.node(Op::Lookup { pointer, table, field }, Some(kind))
            }
            Some((Reference::Parent { stream, name }, kind)) => {
                let as_they_came = self.stream.as_ref().is_some_and(|(_, as_they_came)| *as_they_came);
                let of_parent = self.on_rows(&stream, as_they_came, |lowering| lowering.name(&name));
                self.node(Op::OfParent(of_parent), Some(kind))
            }
            None => self.node(Op::Constant(Held::Missing), Some(Type::Text)),
        }
    }

    fn own(&mut self, name: String, kind: Type) -> NodeId {
        let Some((stream, as_they_came)) = &self.stream else {
            return self.node(Op::Attribute(name), Some(kind));
        };
        let nets = self.schema.streams.get(stream).is_some_and(nets_returns);
        if name == QUANTITY && nets && !as_they_came {
            return self.node(Op::NetQuantity, Some(kind));
        }
        self.node(Op::Field(name), Some(kind))
    }

    /// The number of a stream and window among the plan's slices.
    pub fn slice(&mut self, stream: &str, window: Option<&Framed>) -> usize {
        let stream = self.stream_number(stream);
        let slices = &mut self.plan.slices;
        let known = slices.iter().position(|slice| slice.stream == stream && slice.window.as_ref() == window);
        known.unwrap_or_else(|| {
            slices.push(Slice { stream, window: window.cloned() });
            slices.len() - 1
        })
    }

    fn stream_number(&mut self, stream: &str) -> usize {
        let streams = &mut self.plan.streams;
        streams.iter().position(|known| known == stream).unwrap_or_else(|| {
            streams.push(stream.to_owned());
            streams.len() - 1
        })
    }

    /// A window, with the node of the date that it hangs on, read at the level at hand.
    pub fn window(&mut self, window: &Window) -> Framed {
        Framed { window: window.clone(), own: window.own().map(|own| self.value(own)) }
    }

    /// The node of a segment's definition.
    pub fn segment(&mut self, id: &str) -> NodeId {
        if let Some(&node) = self.segment_nodes.get(id) {
            return node;
        }
        let segments = self.segments;
        let node = match segments.get(id) {
            Some(test) => self.test(test),
            None => self.node(Op::Constant(Held::Bool(false)), None),
        };
        self.segment_nodes.insert(id.to_owned(), node);
        node
    }

    /// The node of a test that is evaluated in plain code and needs the columns of some nodes.
    pub fn plain(&mut self, test: Test, reads: Vec<NodeId>) -> NodeId {
        let plain = Plain { test, reads };
        let known = self.plan.plain.iter().position(|known| *known == plain);
        let place = known.unwrap_or(self.plan.plain.len());
        if known.is_none() {
            self.plan.plain.push(plain);
            self.plan.segments.clone_from(self.segments);
        }
        self.node(Op::Plain(place), None)
    }

    /// The cut-offs of a comparison with the base.
    pub fn cut_off(&mut self, compared: &Compared) -> usize {
        let key = compared.cut_off_key();
        if let Some(known) = self.plan.cut_offs.iter().position(|cut_off| cut_off.key == key) {
            return known;
        }
        let value = self.value(&compared.value);
        let group = compared.per.as_ref().map(|name| self.name(&name.text));
        let among = compared.among.as_ref().map(|test| self.test(test));
        self.plan.cut_offs.push(CutOff { key, value, group, among, of_relatives: false });
        self.plan.cut_offs.len() - 1
    }

    /// What is counted of relatives.
    pub fn relatives(&mut self, relation: &Relation<'_>) -> usize {
        let key = relation.cut_off_key();
        if let Some(known) = self.plan.cut_offs.iter().position(|cut_off| cut_off.key == key) {
            return known;
        }
        let value = self.test(relation.test);
        let group = Some(self.name(relation.of.attribute()));
        self.plan.cut_offs.push(CutOff { key, value, group, among: None, of_relatives: true });
        self.plan.cut_offs.len() - 1
    }
}
