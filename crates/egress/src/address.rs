//! Which addresses are the open internet's. Everything else is somebody's own network, this
//! machine, or an older form that leads to one of both.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

/// Networks of IPv4 that aren't the internet's, by first address and length.
const CLOSED_V4: [(Ipv4Addr, u32); 17] = [
    // This host, and private networks.
    (Ipv4Addr::new(0, 0, 0, 0), 8),
    (Ipv4Addr::new(10, 0, 0, 0), 8),
    (Ipv4Addr::new(172, 16, 0, 0), 12),
    (Ipv4Addr::new(192, 168, 0, 0), 16),
    (Ipv4Addr::new(127, 0, 0, 0), 8),
    // Between a provider and its customers; also a cloud's metadata.
    (Ipv4Addr::new(100, 64, 0, 0), 10),
    // Of one link: the metadata of clouds.
    (Ipv4Addr::new(169, 254, 0, 0), 16),
    // A cloud's own services, at an address that looks public.
    (Ipv4Addr::new(168, 63, 129, 16), 32),
    // Protocols, documentation, measuring; the old relays of 6to4.
    (Ipv4Addr::new(192, 0, 0, 0), 24),
    (Ipv4Addr::new(192, 0, 2, 0), 24),
    (Ipv4Addr::new(192, 88, 99, 0), 24),
    (Ipv4Addr::new(198, 18, 0, 0), 15),
    (Ipv4Addr::new(198, 51, 100, 0), 24),
    (Ipv4Addr::new(203, 0, 113, 0), 24),
    (Ipv4Addr::new(192, 31, 196, 0), 24),
    // To many, and what is kept for later with the address of all.
    (Ipv4Addr::new(224, 0, 0, 0), 4),
    (Ipv4Addr::new(240, 0, 0, 0), 4),
];

/// All that is given out of IPv6. What carries an IPv4 address by mapping, translation
/// (`64:ff9b::/96`) or compatibility is outside, as are local and multicast addresses.
const OPEN_V6: (Ipv6Addr, u32) = (Ipv6Addr::new(0x2000, 0, 0, 0, 0, 0, 0, 0), 3);
/// Networks within it that aren't the internet's.
const CLOSED_V6: [(Ipv6Addr, u32); 4] = [
    // Protocols, Teredo among them.
    (Ipv6Addr::new(0x2001, 0, 0, 0, 0, 0, 0, 0), 23),
    // Documentation.
    (Ipv6Addr::new(0x2001, 0x0db8, 0, 0, 0, 0, 0, 0), 32),
    (Ipv6Addr::new(0x3fff, 0, 0, 0, 0, 0, 0, 0), 20),
    // 6to4: any IPv4 address in other clothes.
    (Ipv6Addr::new(0x2002, 0, 0, 0, 0, 0, 0, 0), 16),
];

/// Whether it is an address of the open internet.
pub fn is_public(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(address) => !CLOSED_V4.iter().any(|&(base, length)| {
            let shift = 32 - length;
            base.to_bits() >> shift == address.to_bits() >> shift
        }),
        IpAddr::V6(address) => {
            let within = |&(base, length): &(Ipv6Addr, u32)| {
                let shift = 128 - length;
                base.to_bits() >> shift == address.to_bits() >> shift
            };
            within(&OPEN_V6) && !CLOSED_V6.iter().any(within)
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn nobodys_own_network_is_public() {
        for closed in [
            "0.0.0.0",
            "10.0.0.1",
            "100.64.0.1",
            "100.100.100.200",
            "127.0.0.1",
            "127.255.255.254",
            "168.63.129.16",
            "169.254.169.254",
            "172.16.0.1",
            "172.31.255.255",
            "192.0.0.8",
            "192.0.2.1",
            "192.88.99.1",
            "192.168.1.1",
            "198.18.0.1",
            "198.19.255.255",
            "198.51.100.1",
            "203.0.113.1",
            "224.0.0.1",
            "239.255.255.250",
            "240.0.0.1",
            "255.255.255.255",
            "::",
            "::1",
            "::127.0.0.1",
            "::ffff:127.0.0.1",
            "::ffff:93.184.215.14",
            "64:ff9b::7f00:1",
            "64:ff9b:1::a00:1",
            "100::1",
            "2001::1",
            "2001:db8::1",
            "2002:7f00:1::",
            "2002:a00:1::1",
            "3fff::1",
            "5f00::1",
            "fc00::1",
            "fd00:ec2::254",
            "fe80::1",
            "fec0::1",
            "ff02::1",
        ] {
            assert!(!is_public(closed.parse().unwrap()), "{closed}");
        }
    }

    #[test]
    fn the_internet_is() {
        for open in [
            "1.1.1.1",
            "8.8.8.8",
            "93.184.215.14",
            "100.63.255.255",
            "100.128.0.0",
            "172.15.255.255",
            "172.32.0.0",
            "198.17.255.255",
            "198.20.0.0",
            "223.255.255.255",
            "2606:4700:4700::1111",
            "2a00:1450:4001:82f::200e",
            "2620:fe::fe",
        ] {
            assert!(is_public(open.parse().unwrap()), "{open}");
        }
    }

    proptest! {
        /// However an IPv4 address is dressed as IPv6, it doesn't come through.
        #[test]
        fn no_dress_makes_an_address_public(bits: u32) {
            let (high, low) = ((bits >> 16) as u16, bits as u16);
            for dressed in [
                Ipv6Addr::new(0, 0, 0, 0, 0, 0xffff, high, low),
                Ipv6Addr::new(0, 0, 0, 0, 0, 0, high, low),
                Ipv6Addr::new(0x64, 0xff9b, 0, 0, 0, 0, high, low),
                Ipv6Addr::new(0x64, 0xff9b, 1, 0, 0, 0, high, low),
                Ipv6Addr::new(0x2002, high, low, 0, 0, 0, 0, 1),
                Ipv6Addr::new(0x2001, 0, high, low, 0, 0, !high, !low),
            ] {
                prop_assert!(!is_public(dressed.into()), "{}", dressed);
            }
        }

        /// What the standard library calls private, local or to many is never public.
        #[test]
        fn what_the_standard_library_knows_is_known_here(bits: u32) {
            let it = Ipv4Addr::from_bits(bits);
            if it.is_private() || it.is_loopback() || it.is_link_local() || it.is_multicast()
                || it.is_broadcast() || it.is_documentation() || it.is_unspecified()
            {
                prop_assert!(!is_public(it.into()), "{}", it);
            }
        }
    }
}
