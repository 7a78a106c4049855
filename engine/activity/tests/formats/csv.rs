//! Tables of samples and of workouts.

use std::io::Cursor;
use std::ops::ControlFlow;

use stadion_activity::columns::ColumnMap;
use stadion_activity::streams::Channel;
use stadion_activity::{FileResult, Format, Limits, Options, read, read_each};

use super::{activity, code, column, one, session};

fn with(columns: &str, zone: Option<&str>, name: &str, text: &str) -> Vec<FileResult> {
    let options = Options {
        columns: ColumnMap::parse(columns).unwrap(),
        zone: zone.map(|zone| zone.parse().unwrap()),
        ..Options::default()
    };
    let mut results = Vec::new();
    read_each(name, Cursor::new(text.as_bytes()), &options, |result| {
        results.push(result);
        ControlFlow::Continue(())
    });
    results
}

#[test]
fn usual_names_and_units_need_no_map() {
    let read = activity(
        "timestamp,lat,lon,alt (ft),hr,cad,watts,speed_kmh,dist_km,temp [F]\n\
        2024-05-01T07:00:00Z,50,8,100,140,85,200,36,0,212\n\
        2024-05-01T07:00:01Z,50.0001,8,110,141,86,210,18,0.01,32\n",
    );
    assert_eq!(read.streams.time_ms, [0, 1000]);
    assert_eq!(column(&read, Channel::Altitude), [30.5, 33.5]);
    assert_eq!(column(&read, Channel::HeartRate), [140.0, 141.0]);
    assert_eq!(column(&read, Channel::Speed), [10.0, 5.0]);
    assert_eq!(column(&read, Channel::Distance), [0.0, 10.0]);
    assert_eq!(column(&read, Channel::Temperature), [100.0, 0.0]);
    assert_eq!(column(&read, Channel::Power), [200.0, 210.0]);
    assert_eq!(session(&read, "total_elapsed_time"), Some(1.0));
}

#[test]
fn semicolons_tabs_and_decimal_commas_are_read() {
    let semicolons = activity(
        "\u{feff}sep=;\r\nZeit;Höhe;Puls\r\n01.05.2024 07:00:00;99,5;140\r\n01.05.2024 07:00:01;100,5;141\r\n",
    );
    assert_eq!(column(&semicolons, Channel::Altitude), [99.5, 100.5]);
    let tabs: Vec<u8> = "\u{feff}time\thr\tele\n2024-05-01 07:00:00\t140\t\"1,5\"\n"
        .encode_utf16()
        .flat_map(u16::to_le_bytes)
        .collect();
    let tabs = activity(tabs);
    assert_eq!(
        (
            column(&tabs, Channel::HeartRate),
            column(&tabs, Channel::Altitude)
        ),
        (vec![140.0], vec![1.5])
    );
    let latin = activity(b"time;H\xf6he\n2024-05-01 07:00:00;5\n".to_vec());
    assert_eq!(column(&latin, Channel::Altitude), [5.0]);
}

#[test]
fn epochs_and_split_dates_are_times() {
    for times in [
        ["1714546800", "1714546801"],
        ["1714546800000", "1714546801000"],
    ] {
        let read = activity(format!("time,hr\n{},100\n{},101\n", times[0], times[1]));
        assert_eq!(read.start_time.to_rfc3339(), "2024-05-01T07:00:00+00:00");
        assert_eq!(read.streams.time_ms, [0, 1000]);
    }
    let split = activity("date,time,hr\n2024-05-01,07:00:00,100\n2024-05-01,07:00:01,101\n");
    assert_eq!(split.start_time.to_rfc3339(), "2024-05-01T07:00:00+00:00");
}

#[test]
fn seconds_from_the_start_take_the_start_from_the_name() {
    let table = "secs,km,kph,hr\n0,0,30,100\n1,0.008,30,101\n90,0.75,30,102\n";
    let refused = one("ride.csv", table).outcome.unwrap_err();
    assert_eq!(refused.code, "no-times");
    assert!(refused.remedy.contains("2024-05-01"), "{}", refused.remedy);
    let read = with("", Some("Europe/Berlin"), "2024_05_01_09_00_00.csv", table)
        .remove(0)
        .outcome
        .unwrap();
    let read = &read.activities[0];
    assert_eq!(read.start_time.to_rfc3339(), "2024-05-01T07:00:00+00:00");
    assert_eq!(read.utc_offset_s, Some(7200));
    assert_eq!(read.streams.time_ms, [0, 1000, 90_000]);
    assert_eq!(column(read, Channel::Distance), [0.0, 8.0, 750.0]);
    let clock = with(
        "",
        None,
        "2024-05-01.csv",
        "time,hr\n00:00:00,100\n00:01:30,101\n",
    )
    .remove(0);
    assert_eq!(
        clock.outcome.unwrap().activities[0].streams.time_ms,
        [0, 90_000]
    );
}

#[test]
fn a_map_tells_columns_that_no_name_does() {
    let table =
        "wann,wie schnell,puls,hr\n2024-05-01T07:00:00Z,36,140,1\n2024-05-01T07:00:01Z,18,141,2\n";
    let read = with(
        "wann=time,wie schnell=speed[km/h],puls=heart_rate,hr=-",
        None,
        "a.csv",
        table,
    )
    .remove(0);
    let read = &read.outcome.unwrap().activities[0];
    assert_eq!(column(read, Channel::Speed), [10.0, 5.0]);
    assert_eq!(column(read, Channel::HeartRate), [140.0, 141.0]);
    let unknown = one("a.csv", "foo,bar\n1,2\n3,4\n").outcome.unwrap_err();
    assert_eq!(unknown.code, "unknown-columns");
    assert!(unknown.reason.contains("foo, bar"), "{}", unknown.reason);
}

#[test]
fn bad_rows_are_named_and_the_others_kept() {
    let result = one(
        "a.csv",
        "# made by hand\ntime,hr\n2024-05-01T07:00:00Z,140\nyesterday,141\n2024-05-01T07:00:02Z,fast\n\n2024-05-01T07:00:03Z,--\n2024-05-01T07:00:04Z,143\n",
    );
    let decoded = result.outcome.unwrap();
    assert!(decoded.partial);
    let read = &decoded.activities[0];
    assert_eq!(read.streams.time_ms, [0, 3000, 4000]);
    let warning = read
        .warnings
        .iter()
        .find(|warning| warning.code == "bad-rows")
        .unwrap();
    assert_eq!(
        warning.message,
        "Left out: 2 rows that cannot be read (line 4, 5)."
    );
    assert_eq!(warning.count, Some(2));
    assert_eq!(code("time,hr\nnever,x\nnever,x\n"), "bad-row");
    assert_eq!(code("lat,lon\n1,2\n1,2\n"), "no-times");
    assert_eq!(code("time,hr\n"), "empty");
}

#[test]
fn text_is_no_table() {
    for text in ["hello", "hello, world", "Dear diary,\ntoday I ran", "x;y"] {
        assert_eq!(code(text), "unknown-format", "{text}");
    }
}

const WORKOUTS: &str = "Date,Activity,Distance,Duration,Avg HR,Shoe\n\
    2024-05-01 07:00,Running,10.5,0:52:30,151,red\n\
    2024-05-03,Cycling,\"1,040.2\",3600,,\n\
    someday,Running,5,0:25:00,150,red\n";

#[test]
fn a_table_of_workouts_gives_one_a_row() {
    let results = with("", Some("Europe/Berlin"), "log.csv", WORKOUTS);
    let names: Vec<_> = results.iter().map(|result| result.name.as_str()).collect();
    assert_eq!(names, ["log.csv/2.csv", "log.csv/3.csv", "log.csv/4.csv"]);
    let first = &results[0].outcome.as_ref().unwrap().activities[0];
    assert_eq!(
        (first.sport.as_str(), first.start_time.to_rfc3339().as_str()),
        ("running", "2024-05-01T05:00:00+00:00")
    );
    assert_eq!(session(first, "total_distance"), Some(10_500.0));
    assert_eq!(session(first, "total_timer_time"), Some(3150.0));
    assert_eq!(session(first, "avg_heart_rate"), Some(151.0));
    let second = &results[1].outcome.as_ref().unwrap().activities[0];
    // Of a day without a time it is noon there.
    assert_eq!(second.start_time.to_rfc3339(), "2024-05-03T10:00:00+00:00");
    assert_eq!(session(second, "total_distance"), Some(1_040_200.0));
    let third = results[2].outcome.as_ref().unwrap_err();
    assert_eq!(third.code, "bad-row");
    assert!(
        third.reason.contains("Line 4") && third.reason.contains("someday"),
        "{}",
        third.reason
    );
}

#[test]
fn a_row_is_known_again_by_itself() {
    let before = with("", Some("Europe/Berlin"), "log.csv", WORKOUTS);
    let grown = WORKOUTS.replace("Shoe\n", "Shoe\n2024-04-30,Running,4,20:00,,blue\n");
    let after = with("", Some("Europe/Berlin"), "log.csv", &grown);
    assert_eq!(before[0].bytes, after[1].bytes);
    assert!(String::from_utf8_lossy(&before[0].bytes).contains("red"));
    // What is kept of it is a table of itself, wherever it is read.
    let again = read("kept.csv", before[0].bytes.clone(), &Limits::default());
    assert_eq!(again.len(), 1);
    assert_eq!(again[0].bytes, before[0].bytes);
    assert_eq!(again[0].outcome, before[0].outcome);
    assert_eq!(again[0].format, Some(Format::Csv));
}

#[test]
fn tables_of_services_are_read() {
    let garmin = "Activity Type,Date,Favorite,Title,Distance,Calories,Time,Avg HR,Max HR,Avg Run Cadence\n\
        Trail Running,2024-05-01 07:00:00,false,\"Hills, again\",\"10.50\",\"1,020\",01:02:03,150,171,172\n";
    let read = activity(garmin);
    assert_eq!(
        (
            read.sport.as_str(),
            read.sub_sport.as_str(),
            read.name.as_deref()
        ),
        ("running", "trail", Some("Hills, again"))
    );
    assert_eq!(session(&read, "total_timer_time"), Some(3723.0));
    assert_eq!(session(&read, "total_calories"), Some(1020.0));
    assert_eq!(session(&read, "avg_cadence"), Some(86.0));
    let strava = "Activity ID,Activity Date,Activity Name,Activity Type,Elapsed Time,Distance,Filename,Elapsed Time,Moving Time,Distance\n\
        1,\"May 1, 2024, 7:00:00 AM\",Morning,Run,1800,5.01,activities/1.fit.gz,1800.0,1700.0,5010.2\n\
        2,\"May 2, 2024, 7:00:00 AM\",Typed in,Swim,1800,1.50,,1800.0,1700.0,1500.0\n";
    let read = activity(strava);
    // The first lies in the archive as a file.
    assert_eq!(
        (read.name.as_deref(), read.sport.as_str()),
        (Some("Typed in"), "swimming")
    );
    assert_eq!(session(&read, "total_distance"), Some(1500.0));
    assert_eq!(session(&read, "total_moving_time"), Some(1700.0));
    let listed = strava.lines().take(2).collect::<Vec<_>>().join("\n");
    assert_eq!(code(listed), "not-an-activity");
}

#[test]
fn slashes_are_read_where_the_table_tells_their_order() {
    let table = |dates: [&str; 2]| {
        format!(
            "date,sport,distance\n{},run,5\n{},run,6\n",
            dates[0], dates[1]
        )
    };
    let starts = |dates| -> Vec<String> {
        let results = read("a.csv", table(dates).into_bytes(), &Limits::default());
        let told = |result: FileResult| match result.outcome {
            Ok(decoded) => decoded.activities[0].start_time.date_naive().to_string(),
            Err(refusal) => refusal.code,
        };
        results.into_iter().map(told).collect()
    };
    assert_eq!(
        starts(["3/4/2024", "14/4/2024"]),
        ["2024-04-03", "2024-04-14"]
    );
    assert_eq!(
        starts(["3/4/2024", "3/14/2024"]),
        ["2024-03-04", "2024-03-14"]
    );
    assert_eq!(starts(["3/4/2024", "4/4/2024"]), ["bad-row", "bad-row"]);
}

#[test]
fn long_tables_are_cut_where_the_limit_is() {
    let rows = (0..30).map(|n| format!("2024-05-01T07:00:{n:02}Z,100\n"));
    let rows = rows.collect::<Vec<_>>().concat();
    let limits = Limits {
        samples: 10,
        ..Limits::default()
    };
    let result = read("a.csv", format!("time,hr\n{rows}").into_bytes(), &limits).remove(0);
    let read = &result.outcome.unwrap().activities[0];
    assert_eq!(read.streams.len(), 10);
    assert_eq!(read.warnings[0].code, "too-many-samples");
}
