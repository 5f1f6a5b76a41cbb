//! What this server asks others for people: which networks it may reach, and whether it looks
//! at what they link to.

use ipnet::IpNet;

use super::environment::{Bad, Environment, Variable};

const PREVIEWS: &str = "WORKLOOP_LINK_PREVIEWS";
const NETWORKS: &str = "WORKLOOP_EGRESS_NETWORKS";

/// The variables of this concern.
pub const VARIABLES: &[Variable] = &[
    Variable {
        name: PREVIEWS,
        default: "on",
        meaning: "`on`: messages show the title, a sentence and a picture of the pages they link to, which this server asks for on ports 80 and 443; who runs those pages learns this server's address, and nothing of who wrote or reads. `off`: links are links, and nothing is asked.",
        secret: false,
    },
    Variable {
        name: NETWORKS,
        default: "none",
        meaning: "Networks of your own that this server may reach for people, such as one with a push service in it, without TLS and on any port: ranges (`10.9.0.0/24`), separated by commas. Whoever may name an address can then have them asked, and with link previews see what pages there say of themselves.",
        secret: false,
    },
];

/// See the table above.
pub struct Egress {
    /// Whether links are looked at.
    pub previews: bool,
    /// Networks that may be reached although they are somebody's own.
    pub networks: Vec<IpNet>,
}

impl Egress {
    /// Reads the concern.
    pub fn read(environment: &Environment) -> Result<Self, Bad> {
        let previews = match environment.get(PREVIEWS) {
            None | Some("on") => true,
            Some("off") => false,
            Some(_) => return Err(Bad::new(PREVIEWS, "must be on or off")),
        };
        let networks = environment.get(NETWORKS).unwrap_or_default().split(',').map(str::trim);
        let networks = networks
            .filter(|text| !text.is_empty())
            .map(|text| text.parse().map_err(|error| Bad::new(NETWORKS, format!("`{text}`: {error}"))))
            .collect::<Result<_, _>>()?;
        Ok(Self { previews, networks })
    }

    /// The values in effect, as the table names them.
    pub fn shown(&self) -> Vec<(&'static str, String)> {
        let word = if self.previews { "on" } else { "off" };
        let networks: Vec<String> = self.networks.iter().map(IpNet::to_string).collect();
        vec![(PREVIEWS, word.to_owned()), (NETWORKS, networks.join(","))]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn networks_are_ranges() {
        let egress = Egress::read(&Environment::of(&[(NETWORKS, "10.9.0.0/24, fd00::/8")])).unwrap();
        assert_eq!(egress.networks.len(), 2);
        assert!(Egress::read(&Environment::of(&[(NETWORKS, "10.9.0.0")])).is_err());
    }
}
