//! Counters in the Prometheus text format, kept by hand: requests by route and status,
//! their latency, and what the parts below report.

mod readings;

use std::{
    collections::BTreeMap,
    fmt::Write as _,
    sync::Mutex,
    time::{Duration, Instant},
};

use axum::http::{Method, StatusCode};

/// Upper bounds of the latency histogram, seconds.
const BOUNDS: [f64; 10] = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1.0, 5.0];

/// The process's counters.
pub struct Metrics {
    started: Instant,
    routes: Mutex<BTreeMap<(String, String, u16), u64>>,
    latency: Mutex<Latency>,
}

#[derive(Default)]
struct Latency {
    buckets: [u64; BOUNDS.len()],
    count: u64,
    sum: f64,
}

/// A value read from elsewhere at the moment of asking.
pub struct Reading {
    /// Its name, `workloop_…`.
    pub name: &'static str,
    /// `gauge` or `counter`.
    pub kind: &'static str,
    /// What it is.
    pub help: &'static str,
    /// How much now.
    pub value: u64,
}

/// How often something took how long.
pub struct Histogram {
    /// Its name, `workloop_…_seconds`.
    pub name: &'static str,
    /// What it is.
    pub help: &'static str,
    /// Upper bound in seconds → how many took so long and longer than the bound before.
    pub buckets: Vec<(f64, u64)>,
    /// How many there were.
    pub count: u64,
    /// Seconds they took together.
    pub sum: f64,
}

impl Histogram {
    fn write(&self, text: &mut String) {
        let Self { name, help, count, sum, .. } = self;
        let _ = writeln!(text, "# HELP {name} {help}\n# TYPE {name} histogram");
        let mut below = 0;
        for (bound, count) in &self.buckets {
            below += count;
            let _ = writeln!(text, "{name}_bucket{{le=\"{bound}\"}} {below}");
        }
        let _ =
            writeln!(text, "{name}_bucket{{le=\"+Inf\"}} {count}\n{name}_sum {sum}\n{name}_count {count}");
    }
}

impl Default for Metrics {
    fn default() -> Self {
        Self { started: Instant::now(), routes: Mutex::default(), latency: Mutex::default() }
    }
}

impl Metrics {
    /// Counts one answered request.
    pub fn answered(&self, method: &Method, route: &str, status: StatusCode, took: Duration) {
        // Method names are the client's to invent: only the usual ones become labels.
        let usual = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"];
        let method = if usual.contains(&method.as_str()) { method.as_str() } else { "other" };
        let key = (route.to_owned(), method.to_owned(), status.as_u16());
        if let Ok(mut routes) = self.routes.lock() {
            *routes.entry(key).or_default() += 1;
        }
        if let Ok(mut latency) = self.latency.lock() {
            let seconds = took.as_secs_f64();
            latency.count += 1;
            latency.sum += seconds;
            if let Some(at) = BOUNDS.iter().position(|bound| seconds <= *bound) {
                latency.buckets[at] += 1;
            }
        }
    }

    /// How often a route answered with a status, over all methods.
    pub fn count(&self, route: &str, method: &str, status: u16) -> u64 {
        let key = (route.to_owned(), method.to_owned(), status);
        self.routes.lock().map_or(0, |routes| routes.get(&key).copied().unwrap_or_default())
    }

    /// Everything as text.
    pub fn text(&self, readings: &[Reading], histograms: &[Histogram]) -> String {
        let mut text = String::new();
        let _ = writeln!(
            text,
            "# HELP workloop_http_requests_total Requests answered.\n# TYPE workloop_http_requests_total counter"
        );
        if let Ok(routes) = self.routes.lock() {
            for ((route, method, status), count) in routes.iter() {
                let _ = writeln!(
                    text,
                    "workloop_http_requests_total{{route=\"{route}\",method=\"{method}\",status=\"{status}\"}} {count}"
                );
            }
        }
        if let Ok(latency) = self.latency.lock() {
            latency.histogram().write(&mut text);
        }
        histograms.iter().for_each(|histogram| histogram.write(&mut text));
        let uptime = self.started.elapsed().as_secs();
        let uptime = Reading {
            name: "workloop_uptime_seconds",
            kind: "gauge",
            help: "Seconds since the start.",
            value: uptime,
        };
        for Reading { name, kind, help, value } in readings.iter().chain([&uptime]) {
            let _ = writeln!(text, "# HELP {name} {help}\n# TYPE {name} {kind}\n{name} {value}");
        }
        text
    }
}

impl Latency {
    fn histogram(&self) -> Histogram {
        Histogram {
            name: "workloop_http_request_seconds",
            help: "Time to answer.",
            buckets: BOUNDS.into_iter().zip(self.buckets).collect(),
            count: self.count,
            sum: self.sum,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn buckets_add_up() {
        let metrics = Metrics::default();
        for took in [1, 3, 40, 9_000] {
            metrics.answered(&Method::GET, "/healthz", StatusCode::OK, Duration::from_millis(took));
        }
        let text = metrics.text(&[], &[]);
        assert!(
            text.contains("workloop_http_requests_total{route=\"/healthz\",method=\"GET\",status=\"200\"} 4")
        );
        assert!(text.contains("_bucket{le=\"0.05\"} 3"));
        assert!(text.contains("_bucket{le=\"+Inf\"} 4"));
    }
}
