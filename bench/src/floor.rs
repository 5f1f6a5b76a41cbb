//! The least that the same work can cost on this machine: what a scenario's figures are
//! compared with, in the same run and on the same cores.

pub mod writes;

use std::{path::Path, time::Duration};

use anyhow::{Context, bail};
use tokio::process::Command;

use crate::figures::Process;

/// Moves the calling thread to the cores that the server may use.
fn take_cores_of(process: Option<Process>) {
    let Some(process) = process else { return };
    // SAFETY: a cpu_set_t is plain bits, both calls get its true size, and 0 is this thread.
    unsafe {
        let mut cores = std::mem::zeroed::<libc::cpu_set_t>();
        let size = size_of::<libc::cpu_set_t>();
        if libc::sched_getaffinity(process.pid(), size, &raw mut cores) == 0 {
            libc::sched_setaffinity(0, size, &raw const cores);
        }
    }
}

/// What the calling thread has used so far.
fn thread_cpu() -> Duration {
    let mut time = libc::timespec { tv_sec: 0, tv_nsec: 0 };
    // SAFETY: the call gets a pointer to a whole timespec.
    unsafe { libc::clock_gettime(libc::CLOCK_THREAD_CPUTIME_ID, &raw mut time) };
    Duration::new(time.tv_sec.unsigned_abs(), u32::try_from(time.tv_nsec).unwrap_or(0))
}

/// Durable inserts per second, by a program (the store's example `inserts`) that is run on
/// the server's cores with so many senders waiting, for so long, with texts of `bytes` bytes.
pub async fn inserts(
    program: &Path,
    waiting: usize,
    seconds: u64,
    bytes: usize,
    process: Option<Process>,
) -> anyhow::Result<f64> {
    let mut command = Command::new(program);
    command.args([waiting.to_string(), seconds.to_string(), bytes.to_string()]).kill_on_drop(true);
    // SAFETY: between fork and exec only two system calls are made.
    unsafe {
        command.pre_exec(move || {
            take_cores_of(process);
            Ok(())
        });
    }
    let limit = Duration::from_secs(seconds + 30);
    let output = tokio::time::timeout(limit, command.output()).await??;
    if !output.status.success() {
        bail!("{}: {}", program.display(), String::from_utf8_lossy(&output.stderr));
    }
    String::from_utf8(output.stdout)?.trim().parse().context("the floor printed no number")
}
