//! Inputs made of others: bytes flipped, stretches cut, doubled or put in from elsewhere, words that
//! mean something.

use stadion_activity::sample::Random;

pub struct Changer<'a> {
    pub seeds: &'a [Vec<u8>],
    pub words: &'a [&'a str],
}

/// Larger inputs take time and find little more.
const LONGEST: usize = 64 << 10;

impl Changer<'_> {
    pub fn input(&self, random: &mut Random) -> Vec<u8> {
        let mut bytes = random.pick(self.seeds).cloned().unwrap_or_default();
        for _ in 0..=(random.next() % 6) {
            self.change(&mut bytes, random);
        }
        bytes.truncate(LONGEST);
        bytes
    }

    fn change(&self, bytes: &mut Vec<u8>, random: &mut Random) {
        let at = place(bytes, random);
        let end = (at + 1 + (random.next() % 24) as usize).min(bytes.len());
        match random.next() % 9 {
            0 => {
                if let Some(byte) = bytes.get_mut(at) {
                    *byte ^= 1 << (random.next() % 8);
                }
            }
            1 => bytes.insert(at, random.next() as u8),
            2 => drop(bytes.drain(at..end)),
            3 => {
                let stretch = bytes[at..end].to_vec();
                let to = place(bytes, random);
                bytes.splice(to..to, stretch);
            }
            4 => {
                let other = random.pick(self.seeds).cloned().unwrap_or_default();
                let (from, to) = (place(&other, random), place(&other, random));
                let stretch = other[from.min(to)..from.max(to)].to_vec();
                bytes.splice(at..end, stretch);
            }
            5 | 6 => {
                let word = random.pick(self.words).copied().unwrap_or_default();
                let upto = if random.chance(0.5) { at } else { end };
                bytes.splice(at..upto, word.bytes());
            }
            7 => line(bytes, random),
            _ => {
                const EDGES: [u8; 6] = [0, 1, 0x7f, 0x80, 0xfe, 0xff];
                if let (Some(byte), Some(edge)) = (bytes.get_mut(at), random.pick(&EDGES)) {
                    *byte = *edge;
                }
            }
        }
    }
}

fn place(bytes: &[u8], random: &mut Random) -> usize {
    (random.next() % (bytes.len() as u64 + 1)) as usize
}

/// Cuts a line, doubles it or moves it in.
fn line(bytes: &mut Vec<u8>, random: &mut Random) {
    let mut lines: Vec<Vec<u8>> = bytes
        .split_inclusive(|byte| *byte == b'\n')
        .map(<[u8]>::to_vec)
        .collect();
    if lines.is_empty() {
        return;
    }
    let at = (random.next() % lines.len() as u64) as usize;
    match random.next() % 3 {
        0 => drop(lines.remove(at)),
        1 => lines.insert(at, lines[at].clone()),
        _ => lines[at].splice(..0, b"  ".iter().copied()).for_each(drop),
    }
    *bytes = lines.concat();
}
