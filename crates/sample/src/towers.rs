//! A file of towers with the cells of the sample fleet, as OpenCelliD writes it; most of its towers are not the
//! fleet's.

use super::cities::{self, SampleCity};
use fastrand::Rng;

const CSV_HEADER: &str =
    "radio,mcc,net,area,cell,unit,lon,lat,range,samples,changeable,created,updated,averageSignal\n";
/// Number of lines in a chunk.
const LINES_PER_CHUNK: u64 = 5_000;

/// Returns a file of towers in chunks: the cells of the sample fleet, followed by `others` lines of other cells. The
/// networks are real, but their cells and positions are invented.
///
/// One cell in twelve is missing, so that only its area is known; of Nairobi and İzmir nothing is in the file, nor of
/// the SIMs at sea and in the air.
pub fn tower_csv_chunks(others: u64) -> impl Iterator<Item = Vec<u8>> {
    let cells = std::iter::once(CSV_HEADER.as_bytes().to_vec())
        .chain(cities::all_cities().filter(|city| has_towers(city)).map(format_city_towers));
    let rest = (0..others).step_by(LINES_PER_CHUNK as usize).map(move |start| {
        let mut rng = Rng::with_seed(start);
        (start..others.min(start + LINES_PER_CHUNK)).flat_map(|_| random_tower_line(&mut rng).into_bytes()).collect()
    });
    cells.chain(rest)
}

fn has_towers(city: &SampleCity) -> bool {
    !matches!(city.country, "" | "KE" | "TR")
}

fn format_city_towers(city: &SampleCity) -> Vec<u8> {
    let mut text = String::new();
    for station in 0..cities::STATIONS_PER_CITY {
        let mut rng = Rng::with_seed(u64::from(city.area_index) << 16 | u64::from(station));
        // More stations are near the centre.
        let mut offset = || (rng.f64() - 0.5) * rng.f64() * 0.5;
        let (lat, lon) = (city.lat + offset(), city.lon + offset());
        for sector in 1..=3 {
            if (station * 3 + sector) % 12 == 5 {
                continue;
            }
            let (mcc, mnc, area) = (city.mcc, city.mnc, city.area_code(station));
            let range = 300 + (station * 37 + sector * 101) % 2_000;
            for (radio, cell) in [
                ("LTE", city.sector_eci(station, sector)),
                ("UMTS", 0x12_0000 | cities::legacy_cell_id(station, sector)),
                ("GSM", cities::legacy_cell_id(station, sector)),
            ] {
                text += &format!(
                    "{radio},{mcc},{mnc},{area},{cell},0,{lon:.6},{lat:.6},{range},7,1,1459692342,1759276800,0\n"
                );
            }
        }
    }
    text.into_bytes()
}

fn random_tower_line(rng: &mut Rng) -> String {
    let (mcc, mnc, area, cell) = (rng.u16(202..750), rng.u16(1..99), rng.u32(1..65_000), rng.u32(1..0x0FFF_FFFF));
    let (lon, lat) = (rng.f64() * 360.0 - 180.0, rng.f64() * 140.0 - 60.0);
    format!("LTE,{mcc},{mnc},{area},{cell},0,{lon:.6},{lat:.6},1000,3,1,1459692342,1759276800,0\n")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{SampleFleet, SampleShape};
    use std::collections::BTreeSet;

    #[test]
    fn most_cells_of_the_sample_have_a_tower() {
        let text = String::from_utf8(tower_csv_chunks(3).flatten().collect()).unwrap();
        let named: BTreeSet<String> =
            text.lines().skip(1).map(|line| line.splitn(6, ',').take(5).collect::<Vec<_>>().join(",")).collect();
        let sample = SampleFleet { seed: 1, now: 1_700_000_000_000, shape: SampleShape::Subscribers };
        let (mut with_tower, mut total) = (0, 0);
        for record in (0..2_000).map(|i| sample.record_at(i)) {
            let cell = &record["previousSession"]["cell"];
            if let (Some(tac), Some(eci)) = (cell["tac"].as_u64(), cell["eci"].as_u64()) {
                total += 1;
                let name = format!("LTE,{},{},{tac},{eci}", cell["mcc"], cell["mnc"]);
                with_tower += usize::from(named.contains(&name));
            }
        }
        assert!(total > 1_500 && with_tower * 100 > total * 85 && with_tower < total, "{with_tower} of {total}");
    }
}
