//! What a test on permissions looks at, as nodes.

use super::{NodeId, RowSet};

/// Whether a channel is accepted, and maybe whether the customer can be reached by it.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Permission {
    /// The channel.
    pub channel: String,
    /// The purpose; any at all when absent.
    pub purpose: Option<String>,
    /// The attributes that say of the channel as a whole whether it is accepted.
    pub attributes: Vec<String>,
    /// The consents, and the nodes of their channel, purpose and word; none where the base has no such stream.
    pub consents: Option<(RowSet, [NodeId; 3])>,
    /// What else it takes to be reached, when that is asked.
    pub reach: Option<Reach>,
}

/// What it takes to be reached, beside permission.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Reach {
    /// The attributes that the address is made of.
    pub address: Vec<String>,
    /// The messages, and the nodes of their channel and kind; none where the base has no such stream.
    pub messages: Option<(RowSet, [NodeId; 2])>,
}

impl Permission {
    /// The rows that it goes over.
    pub fn row_sets(&self) -> impl Iterator<Item = &RowSet> {
        let consents = self.consents.iter().map(|(rows, _)| rows);
        let messages = self.reach.iter().filter_map(|reach| reach.messages.as_ref()).map(|(rows, _)| rows);
        consents.chain(messages)
    }

    /// The nodes that it uses.
    pub fn uses(&self) -> Vec<NodeId> {
        let consents = self.consents.iter().flat_map(|(_, nodes)| nodes);
        let messages = self.reach.iter().filter_map(|reach| reach.messages.as_ref()).flat_map(|(_, nodes)| nodes);
        consents.chain(messages).copied().collect()
    }
}
