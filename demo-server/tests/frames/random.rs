//! Header lists by chance, the same from the same seed.

use wirelens::rpc::http2::Field;

const NAMES: [&str; 14] = [
    "accept-encoding",
    "age",
    "authorization",
    "content-type",
    "cookie",
    "etag",
    "grpc-timeout",
    "location",
    "user-agent",
    "x-a",
    "x-b-bin",
    "x-request-id",
    "x-tenant",
    "x-very-long-name-that-nobody-would-choose-for-a-header-field",
];

/// A generator: Knuth's multiplier for MMIX.
pub struct Random(u64);

impl Random {
    pub fn new(seed: u64) -> Random {
        Random(seed.wrapping_add(0x9e37_79b9_7f4a_7c15))
    }

    fn below(&mut self, most: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % most
    }

    fn value(&mut self) -> String {
        let length = match self.below(20) {
            0 => 0,
            1 => 400,
            2 => 3000 + self.below(200),
            3 => 12_000,
            4..=11 => return ["application/grpc", "gzip, deflate", "b", "42"][self.below(4) as usize].to_owned(),
            _ => self.below(40),
        };
        let text: String = (0..length).map(|_| char::from(b'!' + self.below(94) as u8)).collect();
        text.trim().to_owned()
    }

    /// A list; values of one name are together, as h2 keeps them.
    pub fn fields(&mut self) -> Vec<Field> {
        let mut fields = Vec::new();
        for name in NAMES {
            if self.below(3) > 0 {
                continue;
            }
            for _ in 0..=self.below(8) / 6 {
                // Of names in the static table h2 writes secret and empty values in other ways, of which ours are as short.
                let is_custom = name.starts_with("x-");
                let is_sensitive = is_custom && self.below(9) == 0;
                let value = Some(self.value()).filter(|it| is_custom || !it.is_empty());
                fields.push(Field { is_sensitive, ..Field::new(name, value.unwrap_or_else(|| "0".to_owned())) });
            }
        }
        let turn = self.below(fields.len() as u64 + 1) as usize;
        let turn = (turn..fields.len()).find(|&at| at == 0 || fields[at].name != fields[at - 1].name).unwrap_or(0);
        fields.rotate_left(turn);
        fields
    }
}
