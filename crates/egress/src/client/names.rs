//! Who a name is. The answer is looked at here and connected to by whoever asked: there is no
//! second look-up that could say something else.

use std::{
    io,
    net::{IpAddr, SocketAddr},
    sync::Arc,
};

use async_trait::async_trait;
use reqwest::dns::{Addrs, Name, Resolve, Resolving};

use super::{Error, Rules};

/// Addresses looked at of one name.
const MOST: usize = 32;

/// Who a name is.
#[async_trait]
pub trait Names: Send + Sync {
    /// All its addresses.
    async fn addresses(&self, host: &str) -> io::Result<Vec<IpAddr>>;
}

/// The machine's own resolver.
pub(super) struct System;

#[async_trait]
impl Names for System {
    async fn addresses(&self, host: &str) -> io::Result<Vec<IpAddr>> {
        Ok(tokio::net::lookup_host((host, 0)).await?.map(|it| it.ip()).collect())
    }
}

/// Lets only those addresses through that may be connected to.
pub(super) struct Guard {
    pub names: Arc<dyn Names>,
    pub rules: Arc<Rules>,
    /// For ports that only allowed networks may be asked on.
    pub only_allowed: bool,
}

/// None of a name's addresses may be connected to.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub(super) struct Refused(pub &'static str);

impl Resolve for Guard {
    fn resolve(&self, name: Name) -> Resolving {
        let (names, rules, only_allowed) =
            (Arc::clone(&self.names), Arc::clone(&self.rules), self.only_allowed);
        Box::pin(async move {
            let mut why = None;
            let mut good = Vec::new();
            for address in names.addresses(name.as_str()).await?.into_iter().take(MOST) {
                match rules.judge(address, only_allowed) {
                    // The port is that of the address that was asked for.
                    Ok(()) => good.push(SocketAddr::new(address, 0)),
                    Err(Error::Refused(it)) => why = Some(it),
                    Err(error) => return Err(error.into()),
                }
            }
            match why {
                Some(why) if good.is_empty() => Err(Refused(why).into()),
                _ => Ok(Box::new(good.into_iter()) as Addrs),
            }
        })
    }
}
