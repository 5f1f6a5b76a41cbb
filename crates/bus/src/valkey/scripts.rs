//! What must happen at once on the server: small scripts, by its clock, so that the nodes'
//! clocks don't matter.

use std::time::Duration;

use crate::{Decision, Quota};

/// Takes from a budget: the same rule as [`crate::limit::Buckets`], in microseconds. Answers
/// 0, or how long to wait.
const TAKE: &str = r"
local time = redis.call('TIME')
local now = time[1] * 1000000 + time[2]
local period, each = tonumber(ARGV[1]), tonumber(ARGV[2])
local full = tonumber(redis.call('GET', KEYS[1]) or '0')
local next = math.max(full, now) + each
if next > now + period then
  return next - now - period
end
redis.call('SET', KEYS[1], string.format('%.0f', next), 'PX', math.ceil((next - now) / 1000))
return 0
";

/// Notes a connection's presence (1 away, 2 active), or removes it (0). Answers the
/// person's over all connections before and after.
const PRESENT: &str = r"
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local field, state, expiry = ARGV[1], tonumber(ARGV[2]), tonumber(ARGV[3])
local before, after, left = 0, state, 0
local all = redis.call('HGETALL', KEYS[1])
for i = 1, #all, 2 do
  local value = tonumber(all[i + 1])
  local its = value % 10
  if (value - its) / 10 <= now then
    redis.call('HDEL', KEYS[1], all[i])
  else
    before = math.max(before, its)
    if all[i] ~= field then
      after = math.max(after, its)
    end
  end
end
if state > 0 then
  redis.call('HSET', KEYS[1], field, string.format('%.0f', (now + expiry) * 10 + state))
  redis.call('PEXPIRE', KEYS[1], expiry)
else
  redis.call('HDEL', KEYS[1], field)
end
return {before, after}
";

/// The presence of all these people.
const PRESENCE: &str = r"
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local answer = {}
for i, key in ipairs(KEYS) do
  local most = 0
  for _, value in ipairs(redis.call('HVALS', key)) do
    local its = tonumber(value) % 10
    if (tonumber(value) - its) / 10 > now then
      most = math.max(most, its)
    end
  end
  answer[i] = most
end
return answer
";

/// A script and the name that the server keeps it by.
pub struct Script {
    /// What it says.
    pub code: &'static str,
    /// Its digest.
    pub name: String,
}

impl Script {
    fn new(code: &'static str) -> Self {
        Self { code, name: redis::Script::new(code).get_hash().to_owned() }
    }
}

/// All of them.
pub struct Scripts {
    /// See [`TAKE`].
    pub take: Script,
    /// See [`PRESENT`].
    pub present: Script,
    /// See [`PRESENCE`].
    pub presence: Script,
}

impl Default for Scripts {
    fn default() -> Self {
        Self { take: Script::new(TAKE), present: Script::new(PRESENT), presence: Script::new(PRESENCE) }
    }
}

/// The arguments of [`TAKE`]: the period, and what one costs of it.
pub fn costs(quota: Quota) -> [u64; 2] {
    let micros = |time: Duration| u64::try_from(time.as_micros()).unwrap_or(u64::MAX);
    [micros(quota.period), micros(quota.period / quota.burst.max(1))]
}

/// What [`TAKE`] answered.
pub fn decision(wait: u64) -> Decision {
    if wait == 0 { Decision::Go } else { Decision::Wait(Duration::from_micros(wait)) }
}
