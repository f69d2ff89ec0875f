#![allow(clippy::all, clippy::print_stdout, clippy::unwrap_used, missing_docs)]
use fleet::*;
use query::*;
use std::time::Instant;
fn main() {
    let n: u64 = std::env::args().nth(1).map_or(1_000_000, |a| a.parse().unwrap());
    let mut s = 1u64;
    let mut r = move |m: u64| {
        s = s.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407);
        (s >> 33) % m
    };
    let now = 1_750_000_000_000i64;
    let nets: Vec<_> = places::networks().map(|(p, _)| p).collect();
    let mut fleet = Fleet::default();
    fleet.begin(SourceId(0));
    for i in 0..n {
        let mut cell = |p: u64| {
            if r(100) < p {
                let k = r(60) * r(60) * r(60) / 1000;
                Some(Cell {
                    plmn: nets[(k as usize * 11) % nets.len()],
                    radio: ["lte", "gsm", "nb-iot", "lte-m"][r(4) as usize].into(),
                    area: Some(r(60000) as u32),
                    id: Some(CellId::Eci(r(1 << 28) as u32)),
                })
            } else {
                None
            }
        };
        let (previous, current) = (cell(95), cell(100));
        let session = match r(10) {
            0..4 => Session::Online,
            4..9 => Session::Offline,
            _ => Session::Never,
        };
        let rec = Record {
            imsi: format!("29505{:010}", i * 7 % 10_000_000_000).into(),
            iccid: format!("894231{:013}", i * 13).into(),
            sim_id: format!("894231{:013}", i * 13).into(),
            msisdn: format!("4231{:08}", r(100_000_000)).into(),
            name: format!("Tokyo device {}", r(100000)).into(),
            tags: vec!["site berlin".into()],
            previous_imei: format!("35693803{:07}", r(10_000_000)).into(),
            current_imei: format!("35693803{:07}", r(10_000_000)).into(),
            status: ["active", "ready", "suspended", "terminated"][r(4) as usize].into(),
            plan: ["plan01s", "plan-D", "planX2"][r(3) as usize].into(),
            group: format!("group-{}", r(500)).into(),
            speed: ["s1.fast", "s1.slow"][r(2) as usize].into(),
            module: "trio".into(),
            session,
            previous,
            current: current.filter(|_| session == Session::Online),
            updated: Some(now - (r(1_000_000) as i64) * (r(100_000) as i64)).filter(|_| session != Session::Never),
            ..Record::default()
        };
        fleet.push(&rec, Place::default()).unwrap();
    }
    fleet.settle();
    let clock = Clock::utc(now);
    let ms = |t: Instant| t.elapsed().as_secs_f64() * 1e3;
    for text in [
        "",
        "country:US session:offline seen:>90d",
        "basis:last country:US session:offline seen:>90d -status:terminated",
        "basis:last",
        "tokyo",
        "99999",
        "name:tokyo*",
        "name:\"tokyo device 77*\"",
        "imsi:2950500",
        "iccid:8942310000001234567",
        "iccid:8942310000001234567,8942310000001234568,894231000002",
        "imei:35693803",
        "imei:3569380312345",
    ] {
        for _ in 0..2 {
            let t = Instant::now();
            let q = parse(text).unwrap();
            let f = Filter::new(&q, &fleet, &clock);
            let eval = ms(t);
            let t = Instant::now();
            let sel = f.selected();
            let and = ms(t);
            let mut per = vec![];
            for facet in Facet::ALL {
                let t = Instant::now();
                let c = counts(&fleet, facet, q.basis(), &f.selected_without(facet.key()));
                std::hint::black_box(c);
                per.push(format!("{}:{:.1}", &facet.key()[..2], ms(t)));
            }
            let t2 = Instant::now();
            let h = histogram(&fleet, &f.selected_without("seen"), now);
            let hist = ms(t2);
            let t3 = Instant::now();
            let tot = totals(&fleet, &sel);
            let tt = ms(t3);
            std::hint::black_box((&h, &tot));
            println!(
                "{text:60} all {:6.1} eval {eval:6.1} and {and:.2} hist {hist:.1} tot {tt:.1} {} n={}",
                ms(t) + eval,
                per.join(" "),
                sel.count()
            );
        }
    }
    for column in Column::ALL {
        for basis in [Basis::Previous, Basis::Last] {
            let t = Instant::now();
            let o = order(&fleet, Order { column: Some(column), descending: true }, basis);
            std::hint::black_box(&o);
            println!("order {:10} {:6.1}", column.key(), ms(t));
        }
    }
    let texts = Texts::new(&fleet, Basis::Last);
    let t = Instant::now();
    let mut len = 0;
    for row in 0..fleet.columns().len() {
        for c in Column::DEFAULT {
            len += texts.get(c, row).len();
        }
    }
    println!("text of 11 columns {:.0} ms {len}", ms(t));
    for c in Column::ALL {
        let t = Instant::now();
        for row in 0..fleet.columns().len() {
            len += texts.get(c, row).len();
        }
        println!("text {} {:.0} ms {len}", c.key(), ms(t));
    }
}
