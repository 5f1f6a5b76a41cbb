//! How the bus is, for those who watch over the server.

/// How the bus is right now, and what it counted since the start.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Health {
    /// `local` or `valkey`.
    pub engine: &'static str,
    /// Whether the other nodes can be reached. Without them this node goes on by itself:
    /// slower to hear of others, and with its own budgets and presence.
    pub is_connected: bool,
    /// Times a connection was made anew after the first.
    pub reconnects: u64,
    /// News handed to the other nodes.
    pub published: u64,
    /// News that the other nodes weren't told of, because the server was away or slow.
    pub dropped: u64,
    /// News of other nodes.
    pub received: u64,
    /// News of other nodes that couldn't be understood.
    pub undecodable: u64,
    /// Questions of budgets and presence that this node answered by itself.
    pub fallbacks: u64,
}
