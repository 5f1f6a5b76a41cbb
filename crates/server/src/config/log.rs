//! What is logged and how.

use super::environment::{Bad, Environment, Variable};

const LOG: &str = "WORKLOOP_LOG";
const FORMAT: &str = "WORKLOOP_LOG_FORMAT";

/// The variables of this concern.
pub const VARIABLES: &[Variable] = &[
    Variable {
        name: LOG,
        default: "info,tantivy=warn,aws_smithy_runtime_api=warn",
        meaning: "What is logged: a level, or a filter such as `info,workloop=debug`.",
        secret: false,
    },
    Variable {
        name: FORMAT,
        default: "pretty",
        meaning: "`pretty` for people, `json` for machines.",
        secret: false,
    },
];

/// See the table above.
pub struct Log {
    /// A `tracing` filter.
    pub filter: String,
    /// One JSON object per line.
    pub is_json: bool,
}

impl Log {
    /// Reads the concern.
    pub fn read(environment: &Environment) -> Result<Self, Bad> {
        let filter =
            environment.get(LOG).unwrap_or("info,tantivy=warn,aws_smithy_runtime_api=warn").to_owned();
        tracing_subscriber::EnvFilter::try_new(&filter)
            .map_err(|error| Bad::new(LOG, format!("`{filter}`: {error}")))?;
        let is_json = match environment.get(FORMAT).unwrap_or("pretty") {
            "pretty" => false,
            "json" => true,
            other => return Err(Bad::new(FORMAT, format!("`{other}` is neither pretty nor json"))),
        };
        Ok(Self { filter, is_json })
    }

    /// Starts logging, to standard error.
    pub fn start(&self) {
        let filter = tracing_subscriber::EnvFilter::new(&self.filter);
        let builder = tracing_subscriber::fmt()
            .with_env_filter(filter)
            .with_ansi(std::io::IsTerminal::is_terminal(&std::io::stderr()))
            .with_writer(std::io::stderr);
        if self.is_json {
            builder.json().flatten_event(true).init();
        } else {
            builder.compact().init();
        }
    }

    /// The values in effect, as the table names them.
    pub fn shown(&self) -> Vec<(&'static str, String)> {
        vec![(LOG, self.filter.clone()), (FORMAT, if self.is_json { "json" } else { "pretty" }.to_owned())]
    }
}
