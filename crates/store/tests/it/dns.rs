//! A name server that knows a few names, enough for `mongodb+srv://`.

use std::net::{Ipv4Addr, UdpSocket};

/// What it knows: each name with a kind and the answers.
pub struct Names(Vec<(String, u16, Vec<Vec<u8>>)>);

const A: u16 = 1;
const TXT: u16 = 16;
const SRV: u16 = 33;

impl Names {
    /// Hosts of this machine, and where `service` finds them.
    pub fn new(service: &str, text: &str, hosts: &[(&str, u16)]) -> Self {
        let mut names: Vec<_> = hosts
            .iter()
            .map(|(host, _)| ((*host).to_owned(), A, vec![Ipv4Addr::LOCALHOST.octets().to_vec()]))
            .collect();
        let places = hosts.iter().map(|(host, port)| {
            let mut place = [0, 0, 0, 0].to_vec();
            place.extend(port.to_be_bytes());
            place.extend(labels(host));
            place
        });
        names.push((format!("_mongodb._tcp.{service}"), SRV, places.collect()));
        let mut line = vec![u8::try_from(text.len()).unwrap()];
        line.extend(text.as_bytes());
        names.push((service.to_owned(), TXT, vec![line]));
        Self(names)
    }

    /// Others that it knows too.
    pub fn and(mut self, others: Self) -> Self {
        self.0.extend(others.0);
        self
    }

    /// Answers on port 53 of the loopback address as long as the process lives.
    pub fn serve(self) {
        let socket = UdpSocket::bind((Ipv4Addr::LOCALHOST, 53)).unwrap();
        std::thread::spawn(move || {
            let mut question = [0; 512];
            while let Ok((length, from)) = socket.recv_from(&mut question) {
                let answer = self.answer(&question[..length]);
                socket.send_to(&answer, from).unwrap();
            }
        });
    }

    fn answer(&self, asked: &[u8]) -> Vec<u8> {
        let end = 12 + asked[12..].iter().position(|&it| it == 0).unwrap() + 1;
        let name = &asked[12..end];
        let kind = u16::from_be_bytes([asked[end], asked[end + 1]]);
        let same = |known: &str| labels(known).eq_ignore_ascii_case(name);
        let is_known = self.0.iter().any(|(known, ..)| same(known));
        let found = self.0.iter().find(|(known, of, _)| *of == kind && same(known));
        let answers = found.map(|(.., answers)| answers.as_slice()).unwrap_or_default();
        let mut all = asked[..2].to_vec();
        // An answer with authority; no such name, or however many answers.
        all.extend([0x85, if is_known { 0x80 } else { 0x83 }, 0, 1, 0, u8::try_from(answers.len()).unwrap()]);
        all.extend([0; 4]);
        all.extend(&asked[12..end + 4]);
        for answer in answers {
            // The name asked for; the kind; the Internet; for a minute.
            all.extend([0xc0, 12]);
            all.extend(kind.to_be_bytes());
            all.extend([0, 1, 0, 0, 0, 60]);
            all.extend(u16::try_from(answer.len()).unwrap().to_be_bytes());
            all.extend(answer);
        }
        all
    }
}

/// A name as it's written in a question.
fn labels(name: &str) -> Vec<u8> {
    let mut all = Vec::new();
    for label in name.split('.') {
        all.push(u8::try_from(label.len()).unwrap());
        all.extend(label.as_bytes());
    }
    all.push(0);
    all
}
