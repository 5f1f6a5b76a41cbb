//! Latencies of runs as one SVG: quantiles across (each step right halves what is above),
//! milliseconds up, both logarithmic.

use std::{fmt::Write, fs, path::PathBuf};

use clap::Args;

use crate::figures::Figures;

/// Draws the latencies of earlier runs.
#[derive(Args)]
pub struct Plot {
    /// What runs wrote with `--json`.
    #[arg(required = true)]
    runs: Vec<PathBuf>,
    /// Where the drawing goes.
    #[arg(long)]
    svg: PathBuf,
}

const LEFT: f64 = 60.0;
const TOP: f64 = 20.0;
const WIDTH: f64 = 620.0;
const HEIGHT: f64 = 420.0;
/// The rarest delay drawn: one in 100,000.
const NINES: f64 = 5.0;
const QUANTILES: [&str; 6] = ["0", "90 %", "99 %", "99.9 %", "99.99 %", "99.999 %"];
/// From 0.01 ms to 10 s.
const DECADES: [&str; 7] = ["0.01", "0.1", "1", "10", "100", "1,000", "10,000"];

impl Plot {
    /// Draws it.
    pub fn run(self) -> anyhow::Result<()> {
        let mut svg = String::new();
        let mut row = 0;
        for path in self.runs {
            let figures: Figures = serde_json::from_slice(&fs::read(path)?)?;
            for (name, curve) in figures.curves() {
                let points: Vec<String> = curve.iter().map(|&(quantile, ms)| point(quantile, ms)).collect();
                let hue = row * 47 % 360;
                writeln!(
                    svg,
                    r#"<polyline points="{}" style="fill:none;stroke:hsl({hue} 70% 42%);stroke-width:1.5"/>"#,
                    points.join(" ")
                )?;
                let y = TOP + 12.0 + 15.0 * f64::from(row);
                let title = figures.scenario();
                writeln!(
                    svg,
                    r#"<text x="{}" y="{y}" style="fill:hsl({hue} 70% 42%)">{title} · {name}</text>"#,
                    LEFT + WIDTH + 16.0
                )?;
                row += 1;
            }
        }
        let height = (TOP + HEIGHT + 40.0).max(TOP + 15.0 * f64::from(row) + 20.0);
        let whole = format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"1100\" height=\"{height}\" \
             font-family=\"sans-serif\" font-size=\"12\">\n<rect width=\"100%\" height=\"100%\" \
             fill=\"white\"/>\n{}{svg}</svg>\n",
            grid()?
        );
        fs::write(&self.svg, whole)?;
        println!("{}", self.svg.display());
        Ok(())
    }
}

fn across(quantile: f64) -> f64 {
    LEFT + WIDTH * (-(1.0 - quantile).log10() / NINES).clamp(0.0, 1.0)
}

fn up(ms: f64) -> f64 {
    let decades = (DECADES.len() - 1) as f64;
    TOP + HEIGHT * (1.0 - ((ms.log10() + 2.0) / decades).clamp(0.0, 1.0))
}

fn point(quantile: f64, ms: f64) -> String {
    format!("{:.1},{:.1}", across(quantile), up(ms))
}

fn grid() -> anyhow::Result<String> {
    let mut grid = String::new();
    let (right, bottom) = (LEFT + WIDTH, TOP + HEIGHT);
    for (label, nines) in QUANTILES.iter().zip(0_u8..) {
        let x = LEFT + WIDTH * f64::from(nines) / NINES;
        writeln!(
            grid,
            r##"<path d="M{x} {TOP}V{bottom}" stroke="#ddd"/><text x="{x}" y="{}" text-anchor="middle">{label}</text>"##,
            bottom + 18.0
        )?;
    }
    for (label, decade) in DECADES.iter().zip(-2_i32..) {
        let y = up(10_f64.powi(decade));
        writeln!(
            grid,
            r##"<path d="M{LEFT} {y}H{right}" stroke="#ddd"/><text x="{}" y="{}" text-anchor="end">{label} ms</text>"##,
            LEFT - 6.0,
            y + 4.0
        )?;
    }
    Ok(grid)
}
