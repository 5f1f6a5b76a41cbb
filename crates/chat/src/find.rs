//! Finding messages: the index proposes, the store decides. Only channels that one may read
//! now are asked about, and what has gone since it was indexed is left out.

mod mentions;

use std::time::Duration;

use bus::Quota;
use jiff::{civil, tz::TimeZone};
use protocol::{ChannelId, Message, Timestamp, UserId, limits};
use search::{
    Sort, Typed,
    highlight::highlights,
    query::{Day, Word},
};

use crate::{Chat, Fellow, Refusal, Result};

/// Searches of one person: one types, and each letter may ask.
const SEARCHING: Quota = Quota { burst: 120, period: Duration::from_secs(60) };

/// What to look for.
pub struct Finding {
    /// Words and filters as typed.
    pub query: String,
    /// Which first.
    pub sort: Sort,
    /// Rows, at most [`limits::PAGE`].
    pub limit: usize,
    /// `next` of the page before.
    pub after: Option<String>,
}

/// A message found, in its present state.
#[derive(Debug, Clone, PartialEq)]
pub struct Hit {
    /// The message.
    pub message: Message,
    /// Where the words stand in its text: `[start, end)` in characters.
    pub highlights: Vec<[usize; 2]>,
}

/// Messages found.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Found {
    /// The hits.
    pub rows: Vec<Hit>,
    /// How many the index knows in all.
    pub total: u64,
    /// Pass as `after` for the next page.
    pub next: Option<String>,
}

impl Chat {
    /// Searches the messages of a workspace that one may read; refused until all that was
    /// written before the start can be found. A name in `from:` or `in:`
    /// that nobody here has finds nothing.
    pub async fn find(&self, fellow: &Fellow, finding: Finding) -> Result<Found> {
        let offset = offset(finding.after.as_deref())?;
        let typed = search::parse(&finding.query);
        if typed == Typed::default() {
            return Err(Refusal::invalid("q", "q must say what to look for"));
        }
        if !self.is_indexed() {
            return Err(Refusal::CatchingUp);
        }
        self.budget(&format!("find/{}", fellow.user), SEARCHING).await?;
        let channels = self.within(fellow, &typed.within).await?;
        let Some(from) = self.authors(fellow, &typed.from).await? else { return Ok(Found::default()) };
        let (since, until) = self.span(fellow, &typed).await?;
        let words = typed.words.clone();
        let query = search::Query {
            terms: typed.words,
            channels,
            from,
            has: typed.has,
            since,
            until,
            in_thread: typed.in_thread,
            thread: None,
            mentions: None,
            sort: finding.sort,
            limit: finding.limit.clamp(1, limits::PAGE),
            offset,
        };
        let page = self.on_index(move |search| search.query(&query)).await?;
        let mut rows = Vec::with_capacity(page.hits.len());
        for hit in page.hits {
            rows.extend(self.present_hit(hit, &words).await?);
        }
        Ok(Found { rows, total: page.total, next: page.next.map(|offset| offset.to_string()) })
    }

    /// The hit as the store has it now; nothing when it has gone.
    async fn present_hit(&self, hit: search::Hit, words: &[Word]) -> Result<Option<Hit>> {
        let message = match self.store().message(hit.channel, hit.message).await {
            Err(store::Error::NotFound) => return Ok(None),
            other => other?,
        };
        if message.deleted_at.is_some() {
            return Ok(None);
        }
        let highlights =
            if message.text == hit.text { hit.highlights } else { highlights(&message.text, words) };
        Ok(Some(Hit { message, highlights }))
    }

    /// The channels one may read, of these names or ids; all of them for none.
    async fn within(&self, fellow: &Fellow, names: &[String]) -> Result<Vec<ChannelId>> {
        let readable = self.store().readable_channels(fellow.workspace, fellow.user).await?;
        let names: Vec<String> = names.iter().map(|name| name.to_lowercase()).collect();
        let wanted = |id: &ChannelId, name: &str| {
            names.is_empty()
                || (!name.is_empty() && names.iter().any(|wanted| wanted == name))
                || names.contains(&id.to_string().to_lowercase())
        };
        Ok(readable.into_iter().filter(|(id, name)| wanted(id, name)).map(|(id, _)| id).collect())
    }

    /// Whom the handles and ids mean; `None` when somebody was named and nobody is meant.
    async fn authors(&self, fellow: &Fellow, names: &[String]) -> Result<Option<Vec<UserId>>> {
        let mut authors = Vec::with_capacity(names.len());
        for name in names {
            if name.eq_ignore_ascii_case("me") {
                authors.push(fellow.user);
            } else if let Ok(user) = name.parse() {
                authors.push(user);
            } else {
                let handle = name.to_lowercase();
                let person = self.store().person_called(fellow.workspace, &handle).await?;
                authors.extend(person.map(|person| person.user));
            }
        }
        Ok((names.is_empty() || !authors.is_empty()).then_some(authors))
    }

    /// From when until when, by the asker's calendar.
    async fn span(&self, fellow: &Fellow, typed: &Typed) -> Result<(Option<Timestamp>, Option<Timestamp>)> {
        if typed.before.is_none() && typed.after.is_none() && typed.during.is_none() {
            return Ok((None, None));
        }
        let zone = self.store().account(fellow.user).await?.time_zone;
        let zone = TimeZone::get(&zone).unwrap_or(TimeZone::UTC);
        let starts = |day: Option<Day>, later: i64| day.and_then(|day| start_of(day, later, &zone));
        let since = [starts(typed.after, 1), starts(typed.during, 0)].into_iter().flatten().max();
        let until = [starts(typed.before, 0), starts(typed.during, 1)].into_iter().flatten().min();
        Ok((since, until))
    }
}

/// Where a page begins.
fn offset(after: Option<&str>) -> Result<usize> {
    after.map_or(Ok(0), |after| {
        after.parse().map_err(|_| Refusal::invalid("after", "after must be `next` of another page"))
    })
}

/// The first moment of a day, or of one so many days later.
fn start_of(day: Day, later: i64, zone: &TimeZone) -> Option<Timestamp> {
    let date = civil::Date::new(day.year, day.month, day.day).ok()?;
    let date = date.checked_add(jiff::Span::new().days(later)).ok()?;
    Some(Timestamp(date.to_zoned(zone.clone()).ok()?.timestamp().as_microsecond()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_begins_where_the_asker_lives() {
        let day = Day { year: 1970, month: 1, day: 2 };
        assert_eq!(start_of(day, 0, &TimeZone::UTC), Some(Timestamp(86_400_000_000)));
        assert_eq!(start_of(day, -1, &TimeZone::UTC), Some(Timestamp(0)));
        let east = TimeZone::fixed(jiff::tz::offset(2));
        assert_eq!(start_of(day, 0, &east), Some(Timestamp(79_200_000_000)));
    }
}
