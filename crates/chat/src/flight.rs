//! Work for others' servers that is under way: how much there is of it is bounded, and nobody
//! who doesn't answer holds up what is for somebody else.

use std::{collections::HashMap, hash::Hash};

use tokio::{task::JoinSet, time::Interval};

/// Tasks, one at a time for each key, and what each is about.
pub struct Flight<Key, About> {
    tasks: JoinSet<Key>,
    under_way: HashMap<Key, About>,
}

impl<Key, About> Default for Flight<Key, About> {
    fn default() -> Self {
        Self { tasks: JoinSet::new(), under_way: HashMap::new() }
    }
}

impl<Key: Copy + Eq + Hash + Send + 'static, About> Flight<Key, About> {
    /// How many there are.
    pub fn len(&self) -> usize {
        self.under_way.len()
    }

    /// Whether this one is among them.
    pub fn contains(&self, key: Key) -> bool {
        self.under_way.contains_key(&key)
    }

    /// What they are about.
    pub fn under_way(&self) -> impl Iterator<Item = &About> {
        self.under_way.values()
    }

    /// Begins one.
    pub fn begin(&mut self, key: Key, about: About, work: impl Future<Output = ()> + Send + 'static) {
        self.under_way.insert(key, about);
        self.tasks.spawn(async move {
            work.await;
            key
        });
    }

    /// Waits until one has ended; false when there is none.
    pub async fn landed(&mut self) -> bool {
        match self.tasks.join_next().await {
            None => false,
            Some(Ok(key)) => self.under_way.remove(&key).is_some(),
            Some(Err(error)) => {
                tracing::error!(%error, "a task broke off");
                if self.tasks.is_empty() {
                    self.under_way.clear();
                }
                true
            }
        }
    }

    /// Waits until it's time to look for more: by the clock, or once one has ended where there
    /// was no room for all.
    pub async fn has_room(&mut self, ticks: &mut Interval, is_more: bool) {
        loop {
            tokio::select! {
                _ = ticks.tick() => return,
                true = self.landed(), if !self.tasks.is_empty() => {
                    if is_more {
                        return;
                    }
                }
            }
        }
    }
}
