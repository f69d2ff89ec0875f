//! The cities of the sample fleet, with their networks and shares of the SIMs.

use fastrand::Rng;

/// A city and the one network that covers it.
#[derive(Debug, PartialEq)]
pub struct SampleCity {
    /// Approximate number of SIMs in the city per ten thousand.
    weight: u32,
    /// ISO 3166 code; empty at sea and in the air.
    pub country: &'static str,
    /// The name in English.
    pub name: &'static str,
    /// The name in Japanese.
    pub japanese_name: &'static str,
    /// Mobile country code.
    pub mcc: u16,
    /// Mobile network code.
    pub mnc: u16,
    /// Number of digits of the MNC.
    pub mnc_width: usize,
    /// Index of the city, from which the area codes of its cells are computed.
    pub area_index: u32,
    /// Approximate latitude of the centre in degrees north.
    pub lat: f64,
    /// Approximate longitude of the centre in degrees east.
    pub lon: f64,
    /// The region of Soracom's rendezvous point for the network, which is not where the city is.
    pub placement_region: &'static str,
}

const fn define_city(
    weight: u32,
    country: &'static str,
    name: &'static str,
    japanese_name: &'static str,
    (mcc, mnc, mnc_width): (u16, u16, usize),
    area_index: u32,
    (lat, lon): (f64, f64),
) -> SampleCity {
    let placement_region = match mcc {
        300..400 | 700..800 => "us-west-2",
        440..441 => "ap-northeast-1",
        505..506 => "ap-southeast-2",
        _ => "eu-central-1",
    };
    SampleCity { weight, country, name, japanese_name, mcc, mnc, mnc_width, area_index, lat, lon, placement_region }
}

/// The networks are real, but their cells are invented.
const CITIES: &[SampleCity] = &[
    define_city(1500, "JP", "Tokyo", "東京", (440, 10, 2), 1, (35.69, 139.75)),
    define_city(700, "JP", "Osaka", "大阪", (440, 10, 2), 2, (34.69, 135.5)),
    define_city(420, "JP", "Nagoya", "名古屋", (440, 51, 2), 3, (35.17, 136.91)),
    define_city(260, "JP", "Sapporo", "札幌", (440, 20, 2), 4, (43.06, 141.35)),
    define_city(180, "JP", "Fukuoka", "福岡", (440, 51, 2), 5, (33.59, 130.4)),
    define_city(900, "US", "Dallas", "ダラス", (310, 410, 3), 6, (32.78, -96.8)),
    define_city(520, "US", "Seattle", "シアトル", (310, 260, 3), 7, (47.61, -122.33)),
    define_city(300, "US", "Chicago", "シカゴ", (310, 410, 3), 8, (41.85, -87.68)),
    define_city(240, "US", "New York", "ニューヨーク", (311, 480, 3), 9, (40.73, -73.95)),
    define_city(90, "US", "Phoenix", "フェニックス", (313, 100, 3), 10, (33.45, -112.07)),
    define_city(30, "GU", "Hagåtña", "ハガニア", (310, 140, 3), 11, (13.47, 144.75)),
    define_city(620, "MX", "Monterrey", "モンテレイ", (334, 20, 3), 12, (25.67, -100.31)),
    define_city(80, "MX", "Guadalajara", "グアダラハラ", (334, 3, 3), 13, (20.67, -103.35)),
    define_city(260, "CA", "Toronto", "トロント", (302, 720, 3), 14, (43.7, -79.4)),
    define_city(520, "GB", "London", "ロンドン", (234, 10, 2), 15, (51.51, -0.12)),
    define_city(180, "GB", "Leeds", "リーズ", (234, 30, 2), 16, (53.8, -1.55)),
    define_city(12, "JE", "Saint Helier", "セント・ヘリア", (234, 50, 2), 17, (49.19, -2.11)),
    define_city(520, "DE", "Hamburg", "ハンブルク", (262, 1, 2), 18, (53.55, 10.0)),
    define_city(240, "DE", "München", "ミュンヘン", (262, 2, 2), 19, (48.14, 11.57)),
    define_city(340, "FR", "Lyon", "リヨン", (208, 1, 2), 20, (45.76, 4.84)),
    define_city(14, "RE", "Saint-Denis", "サン＝ドニ", (647, 10, 2), 21, (-20.88, 55.45)),
    define_city(250, "ES", "Valencia", "バレンシア", (214, 7, 2), 22, (39.47, -0.38)),
    define_city(250, "IT", "Torino", "トリノ", (222, 1, 2), 23, (45.07, 7.69)),
    define_city(190, "NL", "Rotterdam", "ロッテルダム", (204, 4, 2), 24, (51.92, 4.48)),
    define_city(130, "PL", "Gdańsk", "グダニスク", (260, 2, 2), 25, (54.35, 18.65)),
    define_city(110, "SE", "Göteborg", "ヨーテボリ", (240, 1, 2), 26, (57.71, 11.97)),
    define_city(60, "CH", "Basel", "バーゼル", (228, 1, 2), 27, (47.56, 7.59)),
    define_city(12, "LI", "Vaduz", "ファドゥーツ", (295, 5, 2), 28, (47.14, 9.52)),
    define_city(12, "MT", "Valletta", "バレッタ", (278, 1, 2), 29, (35.9, 14.49)),
    define_city(6, "MC", "Monaco", "モナコ", (212, 10, 2), 30, (43.74, 7.42)),
    define_city(180, "AU", "Brisbane", "ブリスベン", (505, 1, 2), 31, (-27.47, 153.03)),
    define_city(60, "NZ", "Auckland", "オークランド", (530, 5, 2), 32, (-36.85, 174.76)),
    define_city(170, "SG", "Singapore", "シンガポール", (525, 1, 2), 33, (1.35, 103.85)),
    define_city(90, "HK", "Hong Kong", "香港", (454, 0, 2), 34, (22.32, 114.17)),
    define_city(10, "MO", "Macao", "マカオ", (455, 1, 2), 35, (22.2, 113.55)),
    define_city(160, "TW", "Taipei", "台北", (466, 92, 2), 36, (25.04, 121.56)),
    define_city(140, "TH", "Bangkok", "バンコク", (520, 3, 2), 37, (13.75, 100.52)),
    define_city(120, "VN", "Hanoi", "ハノイ", (452, 4, 2), 38, (21.03, 105.85)),
    define_city(120, "IN", "Pune", "プネー", (404, 45, 2), 39, (18.52, 73.86)),
    define_city(190, "BR", "Curitiba", "クリチバ", (724, 5, 2), 40, (-25.43, -49.27)),
    define_city(80, "CL", "Antofagasta", "アントファガスタ", (730, 1, 2), 41, (-23.65, -70.4)),
    define_city(90, "ZA", "Durban", "ダーバン", (655, 1, 2), 42, (-29.86, 31.02)),
    define_city(60, "KE", "Nairobi", "ナイロビ", (639, 2, 2), 43, (-1.29, 36.82)),
    define_city(70, "AE", "Dubai", "ドバイ", (424, 2, 2), 44, (25.2, 55.27)),
    define_city(60, "TR", "İzmir", "イズミル", (286, 1, 2), 45, (38.42, 27.14)),
    define_city(40, "", "at sea", "海上", (901, 12, 2), 46, (0.0, 0.0)),
    define_city(25, "", "by satellite", "衛星", (901, 3, 2), 47, (0.0, 0.0)),
];

const TOTAL_WEIGHT: u32 = {
    let (mut total, mut i) = (0, 0);
    while i < CITIES.len() {
        total += CITIES[i].weight;
        i += 1;
    }
    total
};

/// Number of base stations of a city.
pub const STATIONS_PER_CITY: u32 = 120;

impl SampleCity {
    /// Returns the tracking or location area code of a station.
    pub fn area_code(&self, station: u32) -> u32 {
        1000 + self.area_index * 37 + station / 20
    }

    /// Returns the cell identity of a sector of a station in LTE: 20 bits of eNodeB and 8 of the sector.
    pub fn sector_eci(&self, station: u32, sector: u32) -> u32 {
        ((self.area_index * 1201 + station) << 8 | sector) & 0x0FFF_FFFF
    }
}

/// Returns the cell identity of a sector of a station in 2G and 3G.
pub fn legacy_cell_id(station: u32, sector: u32) -> u32 {
    10_000 + station * 3 + sector
}

/// Iterates over all cities.
pub fn all_cities() -> impl Iterator<Item = &'static SampleCity> {
    CITIES.iter()
}

/// Returns the city at an offset into the sum of all weights.
fn city_at_weight(mut offset: u32) -> &'static SampleCity {
    for city in CITIES {
        if offset < city.weight {
            return city;
        }
        offset -= city.weight;
    }
    &CITIES[0]
}

/// The radio technology of a cell, which decides the numbers that identify it.
pub enum SampleRadio {
    /// LTE and its variants, with TAC and ECI.
    Lte(&'static str),
    /// 2G and 3G, with LAC and CI or SAC.
    Legacy(&'static str),
}

/// Returns a random radio technology of a city: some countries have switched off 2G and 3G.
pub fn random_radio(rng: &mut Rng, city: &SampleCity) -> SampleRadio {
    let without_legacy = matches!(city.country, "JP" | "US" | "AU" | "SG" | "TW" | "CH");
    match rng.u8(..100) {
        0..74 => SampleRadio::Lte("LTE"),
        74..84 => SampleRadio::Lte("LTE-M"),
        84..90 => SampleRadio::Lte("NB-IoT"),
        90..94 if !without_legacy => SampleRadio::Legacy("3G"),
        94..98 if !without_legacy => SampleRadio::Legacy("GSM"),
        // Records of 2019 and 2020 have it in lower case.
        _ => SampleRadio::Lte("lte"),
    }
}

/// Returns a random city by weight.
pub fn random_city(rng: &mut Rng) -> &'static SampleCity {
    city_at_weight(rng.u32(..TOTAL_WEIGHT))
}

#[cfg(test)]
mod tests {
    use super::*;
    use places::{Plmn, Territory, find_network, mnc_width};

    #[test]
    fn every_city_is_in_its_networks_territory() {
        for city in CITIES {
            let plmn = Plmn { mcc: city.mcc, mnc: city.mnc };
            let key = if city.country.is_empty() {
                Territory::International.query_key().to_owned()
            } else {
                city.country.to_owned()
            };
            assert_eq!(find_network(plmn).territory.query_key(), key, "{}", city.name);
            assert_eq!(usize::from(mnc_width(city.mcc)), city.mnc_width, "{}", city.name);
        }
    }
}
