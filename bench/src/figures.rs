//! What a run found: latencies in a histogram, the server's CPU and memory, a table.

use std::{collections::BTreeMap, fmt, fs, time::Duration};

use hdrhistogram::Histogram;
use serde::{Deserialize, Serialize};

/// The figures of one run, named with their unit.
#[derive(Serialize, Deserialize, Default)]
pub struct Figures {
    scenario: String,
    values: BTreeMap<String, f64>,
    /// Of each latency: pairs of a quantile and its milliseconds.
    curves: BTreeMap<String, Vec<(f64, f64)>>,
}

impl Figures {
    /// An empty table for a scenario.
    pub fn new(scenario: impl Into<String>) -> Self {
        Self { scenario: scenario.into(), ..Self::default() }
    }

    /// Adds a figure.
    pub fn put(&mut self, name: &str, value: f64) {
        self.values.insert(name.to_owned(), value);
    }

    /// Adds a number of things.
    pub fn count(&mut self, name: &str, value: u64) {
        self.put(name, value as f64);
    }

    /// Adds how one figure relates to another, when both are there.
    pub fn ratio(&mut self, name: &str, one: &str, other: &str) {
        if let (Some(one), Some(other)) = (self.values.get(one), self.values.get(other)) {
            self.put(name, one / other);
        }
    }

    /// Adds a latency's quantiles in milliseconds.
    pub fn latency(&mut self, name: &str, histogram: &Histogram<u64>) {
        for (label, quantile) in [("p50", 0.5), ("p99", 0.99), ("p999", 0.999), ("max", 1.0)] {
            let micros = histogram.value_at_quantile(quantile);
            self.put(&format!("{name}_{label}_ms"), micros as f64 / 1e3);
        }
        let curve = histogram
            .iter_quantiles(2)
            .map(|step| (step.quantile_iterated_to(), step.value_iterated_to() as f64 / 1e3));
        self.curves.insert(name.to_owned(), curve.filter(|(quantile, _)| *quantile < 1.0).collect());
    }

    /// Adds what the server's process used between two looks.
    pub fn process(&mut self, before: Option<Usage>, after: Option<Usage>, deliveries: u64) {
        let (Some(before), Some(after)) = (before, after) else { return };
        let cpu = after.cpu.saturating_sub(before.cpu).as_secs_f64();
        self.put("server_cpu_s", cpu);
        self.put("server_rss_mib", after.rss as f64 / 1_048_576.0);
        if deliveries > 0 && cpu > 0.0 {
            self.put("deliveries_per_cpu_s", deliveries as f64 / cpu);
        }
    }
}

impl Figures {
    /// What was measured.
    pub fn scenario(&self) -> &str {
        &self.scenario
    }

    /// Quantiles of each latency.
    pub fn curves(&self) -> &BTreeMap<String, Vec<(f64, f64)>> {
        &self.curves
    }
}

impl fmt::Display for Figures {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{}", self.scenario)?;
        for (name, value) in &self.values {
            writeln!(f, "  {name:<28} {value:>16.3}")?;
        }
        Ok(())
    }
}

/// A histogram of microseconds up to a minute, three digits.
pub fn histogram() -> Histogram<u64> {
    #[expect(clippy::expect_used, reason = "the bounds are constants and valid")]
    Histogram::new_with_bounds(1, 60_000_000, 3).expect("valid bounds")
}

/// A server process, watched through `/proc`.
#[derive(Clone, Copy)]
pub struct Process(libc::pid_t);

/// What a process has used so far.
#[derive(Clone, Copy)]
pub struct Usage {
    /// User and system time.
    pub cpu: Duration,
    /// Resident bytes.
    pub rss: u64,
}

impl Process {
    /// Watches this process.
    pub fn new(pid: i32) -> Self {
        Self(pid)
    }

    /// Its number.
    pub fn pid(self) -> libc::pid_t {
        self.0
    }

    /// Reads `/proc/PID/stat` (proc(5): fields 14, 15 and 24).
    pub fn usage(self) -> Option<Usage> {
        let stat = fs::read_to_string(format!("/proc/{}/stat", self.0)).ok()?;
        let fields: Vec<&str> = stat.rsplit_once(')')?.1.split_whitespace().collect();
        let number = |index: usize| fields.get(index)?.parse::<u64>().ok();
        // SAFETY: sysconf only reads a constant of the system.
        let (tick, page) = unsafe { (libc::sysconf(libc::_SC_CLK_TCK), libc::sysconf(libc::_SC_PAGESIZE)) };
        let ticks = number(11)? + number(12)?;
        Some(Usage {
            cpu: Duration::from_secs_f64(ticks as f64 / tick as f64),
            rss: number(21)? * u64::try_from(page).ok()?,
        })
    }
}
