//! Health and consistency.

use std::{path::Path, sync::atomic::Ordering, time::Duration};

use async_trait::async_trait;
use futures_util::TryStreamExt;
use mongodb::bson::{Bson, Document, doc};
use protocol::Clock;
use tokio::time::timeout;

use super::{
    Mongo, PATIENCE, QUEUE, docs,
    fault::{Fault, Work},
    look::Look,
    schema::{
        self, ALERTS, CHANNELS, DRAFTS, EMOJI, FEEDS, GROUPS, MEMBERS, MESSAGES, META, PERSONS, PLANNED,
        READINGS, SAVES, USERS, WORKSPACES,
    },
};
use crate::{Error, Result, Upkeep, epoch::new_epoch, upkeep::Health};

/// How long a check may take: the server keeps the moment that is looked at for five minutes.
const CHECK: Duration = Duration::from_secs(280);
/// Faults told of one kind.
const TOLD: i32 = 20;
/// What says in the server's log and profile that reading everything is wanted.
pub const EVERYTHING: &str = "workloop: reads everything";

#[async_trait]
impl Upkeep for Mongo {
    fn clock(&self) -> &Clock {
        self.inner.time.clock()
    }

    async fn health(&self) -> Result<Health> {
        let asked = async {
            let stats = self.inner.db.run_command(doc! { "dbStats": 1 }).await?;
            let build = self.inner.db.run_command(doc! { "buildInfo": 1 }).await?;
            Ok::<_, Fault>((stats, build))
        };
        let Ok(asked) = timeout(PATIENCE / 2, asked).await else {
            return Err(Error::Unavailable("MongoDB didn't answer in time".into()));
        };
        let (stats, build) = asked?;
        let bytes = ["storageSize", "indexSize"].into_iter().map(|key| match stats.get(key) {
            Some(Bson::Double(bytes)) => *bytes as u64,
            _ => docs::number_of(&stats, key).unwrap_or(0),
        });
        Ok(Health {
            engine: format!("mongodb {}", build.get_str("version").unwrap_or("?")),
            schema: schema::version(&self.inner.db).await?,
            bytes: bytes.sum(),
            writable: !self.inner.closed.load(Ordering::Relaxed),
        })
    }

    async fn backup_to(&self, _file: &Path) -> Result<()> {
        Err(Error::Unavailable(
            "a MongoDB database is backed up by mongodump --oplog or its provider's snapshots: \
             see docs/OPERATING.md"
                .into(),
        ))
    }

    async fn check(&self) -> Result<Vec<String>> {
        let mut look = self.look().await?;
        match timeout(CHECK, check(&mut look)).await {
            Ok(faults) => Ok(faults?),
            Err(_) => Err(Error::Unavailable("the check took too long".into())),
        }
    }

    async fn renew_epoch(&self) -> Result<()> {
        let epoch = new_epoch()?;
        let meta = self.inner.db.collection::<Document>(META);
        let change = doc! { "$set": { "value": epoch } };
        let done = timeout(PATIENCE, meta.update_one(doc! { "_id": "epoch" }, change).into_future());
        match done.await {
            Ok(done) => Ok(done.map(drop).map_err(Fault::from)?),
            Err(_) => Err(Error::Unknown("MongoDB didn't answer in time".into())),
        }
    }

    async fn close(&self) -> Result<()> {
        self.inner.closed.store(true, Ordering::Relaxed);
        let all = u32::try_from(QUEUE).unwrap_or(u32::MAX);
        // What isn't done by then has its own time out.
        drop(timeout(PATIENCE * 2, self.inner.places.acquire_many(all)).await);
        self.inner.nodes.stop().await;
        Ok(())
    }
}

/// A pipeline's faults, one line each.
async fn faults(look: &mut Look, of: &str, pipeline: Vec<Document>, what: &str) -> Work<Vec<String>> {
    let collection = look.db.collection::<Document>(of);
    let asked = collection.aggregate(pipeline).allow_disk_use(true).comment(Bson::from(EVERYTHING));
    let mut cursor = asked.session(&mut look.session).await?;
    let found: Vec<Document> = cursor.stream(&mut look.session).try_collect().await?;
    let which = |it: &Document| it.get("_id").map(Bson::to_string).unwrap_or_default();
    Ok(found.iter().map(|it| format!("{what}: {}", which(it))).collect())
}

async fn check(look: &mut Look) -> Work<Vec<String>> {
    let mut wrong = faults(
        look,
        MESSAGES,
        vec![
            doc! { "$group": {
                "_id": { "channel": "$channel", "thread": "$thread" },
                "first": { "$min": "$seq" }, "last": { "$max": "$seq" }, "count": { "$sum": 1 },
            } },
            doc! { "$match": { "$expr": { "$or": [
                { "$ne": ["$first", 1] }, { "$ne": ["$last", "$count"] },
            ] } } },
            doc! { "$limit": TOLD },
        ],
        "a conversation isn't numbered densely",
    )
    .await?;
    wrong.extend(
        faults(
            look,
            MESSAGES,
            vec![
                doc! { "$match": { "thread": null } },
                doc! { "$group": { "_id": "$channel", "seq": { "$max": "$seq" }, "ts": { "$max": "$ts" } } },
                doc! { "$lookup": { "from": FEEDS, "localField": "_id", "foreignField": "_id", "as": "tail" } },
                doc! { "$unwind": { "path": "$tail", "preserveNullAndEmptyArrays": true } },
                doc! { "$match": { "$expr": { "$or": [
                    { "$ne": ["$seq", "$tail.last_seq"] }, { "$gt": ["$ts", "$tail.last_ts"] },
                ] } } },
                doc! { "$limit": TOLD },
            ],
            "a channel's last message isn't the one noted",
        )
        .await?,
    );
    let channel = [(MESSAGES, "$channel", "$rev"), (MEMBERS, "$channel", "$rev"), (CHANNELS, "$_id", "$rev")];
    let user = [
        (READINGS, "$user", "$rev"),
        (DRAFTS, "$user", "$rev"),
        (ALERTS, "$user", "$rev"),
        (SAVES, "$user", "$rev"),
        (PLANNED, "$user", "$rev"),
        (MEMBERS, "$user", "$user_rev"),
        (USERS, "$_id", "$rev"),
    ];
    let workspace = [
        (PERSONS, "$workspace", "$rev"),
        (GROUPS, "$workspace", "$rev"),
        (EMOJI, "$workspace", "$rev"),
        (WORKSPACES, "$_id", "$rev"),
        (CHANNELS, "$workspace", "$workspace_rev"),
    ];
    for parts in [&channel[..], &user, &workspace] {
        wrong.extend(positions(look, parts).await?);
    }
    wrong.extend(cursors(look).await?);
    Ok(wrong)
}

/// A feed's objects over several collections: each with the feed and the position's field.
async fn positions(look: &mut Look, parts: &[(&str, &str, &str)]) -> Work<Vec<String>> {
    let project = |feed: &str, rev: &str| doc! { "$project": { "_id": 0, "feed": feed, "rev": rev } };
    let mut all = vec![project(parts[0].1, parts[0].2)];
    for (of, feed, rev) in &parts[1..] {
        all.push(doc! { "$unionWith": { "coll": of, "pipeline": [project(feed, rev)] } });
    }
    // A channel that isn't public has no position in its workspace.
    all.push(doc! { "$match": { "rev": { "$gt": 0 } } });
    let mut twice = all.clone();
    twice.extend([
        doc! { "$group": { "_id": { "feed": "$feed", "rev": "$rev" }, "count": { "$sum": 1 } } },
        doc! { "$match": { "count": { "$gt": 1 } } },
        doc! { "$limit": TOLD },
    ]);
    let mut wrong = faults(look, parts[0].0, twice, "a position is taken twice").await?;
    all.extend([
        doc! { "$group": { "_id": "$feed", "rev": { "$max": "$rev" } } },
        doc! { "$lookup": { "from": FEEDS, "localField": "_id", "foreignField": "_id", "as": "tail" } },
        doc! { "$unwind": { "path": "$tail", "preserveNullAndEmptyArrays": true } },
        doc! { "$match": { "$expr": { "$gt": ["$rev", { "$ifNull": ["$tail.head", 0] }] } } },
        doc! { "$limit": TOLD },
    ]);
    wrong.extend(faults(look, parts[0].0, all, "a feed's head is behind").await?);
    Ok(wrong)
}

/// Read cursors past the end of what they read.
async fn cursors(look: &mut Look) -> Work<Vec<String>> {
    let past = |of: &str, local: &str, thread: Bson, last: &str| {
        vec![
            doc! { "$match": { "thread": thread, "read_seq": { "$gt": 0 } } },
            doc! { "$lookup": { "from": of, "localField": local, "foreignField": "_id", "as": "end" } },
            doc! { "$unwind": { "path": "$end", "preserveNullAndEmptyArrays": true } },
            doc! { "$match": { "$expr": { "$gt": ["$read_seq", { "$ifNull": [last, 0] }] } } },
            doc! { "$limit": TOLD },
        ]
    };
    let what = "a read cursor is past the conversation's end";
    let own = past(FEEDS, "channel", Bson::Null, "$end.last_seq");
    let threads = past(MESSAGES, "thread", Bson::from(doc! { "$gt": "" }), "$end.replies.last_seq");
    let mut wrong = faults(look, READINGS, own, what).await?;
    wrong.extend(faults(look, READINGS, threads, what).await?);
    Ok(wrong)
}
