//! What the parts below report of themselves, asked when somebody reads the metrics.

use chat::index::SNAPSHOT;
use protocol::Timestamp;

use super::{Histogram, Reading};
use crate::wiring::App;

impl App {
    /// What the parts below report right now.
    pub fn readings(&self) -> Vec<Reading> {
        let sent = self.metrics.count("/api/v1/channels/{c}/messages", "POST", 201);
        let counts = self.gateway.counts();
        let gauge = |name, help, value| Reading { name, kind: "gauge", help, value };
        let counter = |name, help, value| Reading { name, kind: "counter", help, value };
        let bus = self.chat.bus().health();
        let mails = self.chat.mailed();
        let pushed = self.chat.pushed();
        vec![
            gauge(
                "workloop_bus_connected",
                "1 when other nodes can be told and heard at once.",
                u64::from(bus.is_connected),
            ),
            counter("workloop_bus_reconnects_total", "Times the bus was reached again.", bus.reconnects),
            counter("workloop_bus_published_total", "News handed to other nodes.", bus.published),
            counter(
                "workloop_bus_dropped_total",
                "News that other nodes weren't told of, and find by comparing.",
                bus.dropped,
            ),
            counter("workloop_bus_received_total", "News of other nodes.", bus.received),
            counter("workloop_bus_undecodable_total", "News that couldn't be understood.", bus.undecodable),
            counter(
                "workloop_bus_fallbacks_total",
                "Budgets and presence answered by this node alone.",
                bus.fallbacks,
            ),
            gauge(
                "workloop_files_reachable",
                "1 when uploaded files could be reached when they were last asked for.",
                u64::from(self.media.is_reachable()),
            ),
            gauge(
                "workloop_clock_off_seconds",
                "Seconds between this machine's clock and the database's, which is used.",
                self.store.clock().machine_ahead().abs().round() as u64,
            ),
            gauge(
                "workloop_machine_time_seconds",
                "Seconds since 1970 by this machine's clock.",
                u64::try_from(Timestamp::now().seconds()).unwrap_or_default(),
            ),
            counter("workloop_mail_sent_total", "E-mails that the server for them took.", mails.sent),
            counter("workloop_mail_failed_total", "E-mails that were given up.", mails.failed),
            counter("workloop_messages_sent_total", "Messages stored.", sent),
            gauge(
                "workloop_search_caught_up",
                "1 when search knows all messages.",
                u64::from(self.chat.is_indexed()),
            ),
            gauge(
                "workloop_duty_sweep",
                "1 on the node that sweeps files.",
                self.has_duty(chat::files::SWEEP),
            ),
            gauge(
                "workloop_duty_planned",
                "1 on the node that sends scheduled messages and reminders.",
                self.has_duty(chat::planned::PLANNED),
            ),
            gauge(
                "workloop_duty_search_snapshot",
                "1 on the node that keeps the snapshot of the search index.",
                self.has_duty(SNAPSHOT),
            ),
            gauge(
                "workloop_duty_hear",
                "1 on the node that finds keywords, wakes browsers and writes to people.",
                self.has_duty(chat::hearing::HEAR),
            ),
            gauge(
                "workloop_duty_previews",
                "1 on the node that looks at what messages link to.",
                self.has_duty(chat::previews::PREVIEWS),
            ),
            counter("workloop_push_sent_total", "Pushes that push services took.", pushed.sent),
            counter("workloop_push_gone_total", "Browsers forgotten because they were gone.", pushed.gone),
            counter(
                "workloop_push_later_total",
                "Pushes put off because they couldn't be taken.",
                pushed.later,
            ),
            counter("workloop_push_refused_total", "Pushes refused for good.", pushed.refused),
            gauge("workloop_gateway_connections", "Clients connected.", self.gateway.connections() as u64),
            counter("workloop_gateway_writes_total", "Writes of changes to clients.", counts.writes),
            counter("workloop_gateway_bytes_total", "Bytes of changes written to clients.", counts.bytes),
            counter("workloop_gateway_slow_total", "Clients cut because they took nothing.", counts.slow),
            counter(
                "workloop_gateway_missed_total",
                "Times a client fell so far behind that the store was read for it.",
                counts.missed,
            ),
            counter(
                "workloop_gateway_resets_total",
                "Feeds that clients were told to fetch anew.",
                counts.resets,
            ),
        ]
    }

    fn has_duty(&self, duty: &str) -> u64 {
        u64::from(self.chat.duties().iter().any(|held| held.duty == duty))
    }

    /// How long changes took from reaching this node to all its clients.
    pub fn fan_out(&self) -> Histogram {
        let counts = self.gateway.counts();
        Histogram {
            name: "workloop_gateway_fanout_seconds",
            help: "From a change reaching the node to having been written to all who listen.",
            buckets: gateway::BOUNDS.into_iter().zip(counts.fanouts).collect(),
            count: counts.fanout_count,
            sum: counts.fanout_seconds,
        }
    }
}
