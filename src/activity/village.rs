//! The village or quarter of an address: who visits families goes from one to the next (A1-10).

/// What a village or quarter ends with, in either script.
const ENDS: [&str; 8] = ["社区", "社區", "居委会", "居委會", "小区", "小區", "村", "寨"];
/// What stands before it.
const BEFORE: [char; 11] = ['镇', '鎮', '乡', '鄉', '县', '縣', '区', '區', '市', '省', '道'];

/// The village or quarter; empty where the address names none. 青山镇柳树村三组12号 → 柳树村.
pub fn village(address: &str) -> &str {
    let found = ENDS.iter().filter_map(|end| address.find(end).map(|at| (at, at + end.len()))).min();
    let Some((begin, end)) = found else { return "" };
    let from = address[..begin].rfind(BEFORE).map_or(0, |at| at + address[at..].chars().next().map_or(0, char::len_utf8));
    if from == begin { "" } else { address[from..end].trim() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_village_is_read_from_the_address() {
        for (address, expected) in [
            ("青山镇柳树村三组12号", "柳树村"),
            ("柳树村三组", "柳树村"),
            ("某省某市青山縣白石鄉桃花村 8 號", "桃花村"),
            ("江北区幸福街道阳光社区3栋", "阳光社区"),
            ("人民路 12 号", ""),
            ("青山镇村", ""),
            ("", ""),
        ] {
            assert_eq!(village(address), expected, "{address}");
        }
    }
}
