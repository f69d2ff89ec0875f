//! The smallest street map: a PMTiles archive of one tile for the whole world, with one road (PMTiles specification,
//! version 3; Mapbox Vector Tile specification 2.1).

fn write_varint(mut number: u64, out: &mut Vec<u8>) {
    while number >= 0x80 {
        out.push((number as u8 & 0x7F) | 0x80);
        number >>= 7;
    }
    out.push(number as u8);
}

/// Writes a length-delimited field of a protobuf message.
fn write_field(number: u64, bytes: &[u8], out: &mut Vec<u8>) {
    write_varint(number << 3 | 2, out);
    write_varint(bytes.len() as u64, out);
    out.extend_from_slice(bytes);
}

/// Returns a tile with a layer `roads` and a line across it.
fn road_tile() -> Vec<u8> {
    let zigzag = |n: i64| ((n << 1) ^ (n >> 63)) as u64;
    let mut geometry = Vec::new();
    // The line moves to (0, 2048) and then to (4096, 2048).
    for number in [1 << 3 | 1, zigzag(0), zigzag(2048), 1 << 3 | 2, zigzag(4096), zigzag(0)] {
        write_varint(number, &mut geometry);
    }
    let mut feature = Vec::new();
    write_varint(3 << 3, &mut feature);
    write_varint(2, &mut feature);
    write_field(4, &geometry, &mut feature);
    let mut layer = Vec::new();
    write_varint(15 << 3, &mut layer);
    write_varint(2, &mut layer);
    write_field(1, b"roads", &mut layer);
    write_field(2, &feature, &mut layer);
    write_varint(5 << 3, &mut layer);
    write_varint(4096, &mut layer);
    let mut tile = Vec::new();
    write_field(3, &layer, &mut tile);
    tile
}

/// Returns the archive.
pub fn one_tile_archive() -> Vec<u8> {
    let (tile, metadata) =
        (road_tile(), br#"{"attribution":"<b>Town surveyors</b>","vector_layers":[{"id":"roads","fields":{}}]}"#);
    let mut root = Vec::new();
    // The directory has one entry: tile 0, a run of 1, its length, and its offset plus one.
    for number in [1, 0, 1, tile.len() as u64, 1] {
        write_varint(number, &mut root);
    }
    let (root_offset, metadata_offset) = (127, 127 + root.len());
    let tiles_offset = metadata_offset + metadata.len();
    let mut bytes = b"PMTiles\x03".to_vec();
    for number in
        [root_offset, root.len(), metadata_offset, metadata.len(), tiles_offset, 0, tiles_offset, tile.len(), 1, 1, 1]
    {
        bytes.extend((number as u64).to_le_bytes());
    }
    // Clustered, no compression, vector tiles, zoom level 0 only.
    bytes.extend([1, 1, 1, 1, 0, 0]);
    for degrees in [-180_0000000_i32, -85_0000000, 180_0000000, 85_0000000] {
        bytes.extend(degrees.to_le_bytes());
    }
    bytes.extend([0; 9]);
    assert_eq!(bytes.len(), 127);
    bytes.extend(root);
    bytes.extend_from_slice(metadata);
    bytes.extend(tile);
    bytes
}
