//! TCX as Garmin, Strava and others write it.

use stadion_activity::FieldValue;
use stadion_activity::streams::Channel;

use super::{activity, code, column, session};

const TIME: &str = "2024-05-01T07:00:00.000Z";

fn tcx(body: &str) -> String {
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?><TrainingCenterDatabase xmlns=\"http://www.garmin.com/xmlschemas/TrainingCenterDatabase/v2\">{body}</TrainingCenterDatabase>"
    )
}

fn running(inner: &str) -> String {
    tcx(&format!(
        "<Activities><Activity Sport=\"Running\"><Id>{TIME}</Id>{inner}</Activity></Activities>"
    ))
}

#[test]
fn blanks_before_the_declaration_do_not_matter() {
    let file = running(&format!(
        "<Lap StartTime=\"{TIME}\"><TotalTimeSeconds>60</TotalTimeSeconds></Lap>"
    ));
    assert_eq!(activity(format!("          {file}")), activity(file));
}

#[test]
fn the_activity_extension_is_read_for_points_and_laps() {
    let point = format!(
        "<Trackpoint><Time>{TIME}</Time><HeartRateBpm><Value>140</Value></HeartRateBpm><Extensions>\
        <ns3:TPX xmlns:ns3=\"http://www.garmin.com/xmlschemas/ActivityExtension/v2\" CadenceSensor=\"Footpod\"><ns3:Speed>3.1</ns3:Speed><ns3:RunCadence>86</ns3:RunCadence><ns3:Watts>250</ns3:Watts></ns3:TPX></Extensions></Trackpoint>"
    );
    let lap = format!(
        "<Lap StartTime=\"{TIME}\"><TotalTimeSeconds>60</TotalTimeSeconds><DistanceMeters>190</DistanceMeters><MaximumSpeed>3.5</MaximumSpeed><Calories>11</Calories>\
        <Track>{point}</Track><Extensions><LX xmlns=\"http://www.garmin.com/xmlschemas/ActivityExtension/v2\"><AvgSpeed>3.1</AvgSpeed><AvgRunCadence>85</AvgRunCadence>\
        <MaxRunCadence>90</MaxRunCadence><Steps>170</Steps><AvgWatts>240</AvgWatts><MaxWatts>300</MaxWatts></LX></Extensions></Lap>"
    );
    let bike = format!(
        "<Lap StartTime=\"{TIME}\"><TotalTimeSeconds>1</TotalTimeSeconds><Extensions><LX><MaxBikeCadence>101</MaxBikeCadence></LX></Extensions></Lap>"
    );
    let read = activity(running(&(lap + &bike)));
    assert_eq!(column(&read, Channel::Speed), [3.1]);
    assert_eq!(column(&read, Channel::Cadence), [86.0]);
    assert_eq!(column(&read, Channel::Power), [250.0]);
    let lap = &read.parts[0].fields;
    let expected = [
        ("avg_speed", 3.1),
        ("avg_cadence", 85.0),
        ("max_cadence", 90.0),
        ("total_strides", 85.0),
        ("avg_power", 240.0),
        ("max_power", 300.0),
    ];
    for (name, value) in expected {
        assert_eq!(lap[name], FieldValue::Number(value), "{name}");
    }
    assert_eq!(session(&read, "total_strides"), Some(85.0));
    assert_eq!(session(&read, "max_cadence"), Some(101.0));
}

#[test]
fn laps_without_a_track_are_laps() {
    let lap = |minute: u32| {
        format!(
            "<Lap StartTime=\"2024-05-01T07:0{minute}:00Z\"><TotalTimeSeconds>60.5</TotalTimeSeconds><DistanceMeters>50</DistanceMeters><Intensity>Resting</Intensity><TriggerMethod>Manual</TriggerMethod></Lap>"
        )
    };
    let read = activity(running(&(lap(0) + &lap(2))));
    assert_eq!(read.parts.len(), 2);
    assert_eq!(session(&read, "total_timer_time"), Some(121.0));
    assert_eq!(session(&read, "total_elapsed_time"), Some(180.5));
    assert_eq!(session(&read, "total_distance"), Some(100.0));
    assert_eq!(
        read.parts[0].fields["intensity"],
        FieldValue::Text("resting".into())
    );
}

#[test]
fn notes_and_the_creator_are_kept() {
    let lap = format!(
        "<Lap StartTime=\"{TIME}\"><TotalTimeSeconds>60</TotalTimeSeconds><Notes>of the lap</Notes></Lap>"
    );
    let read = activity(running(&format!(
        "{lap}<Notes>Evening run\nlegs heavy</Notes><Creator xsi:type=\"Device_t\"><Name>Forerunner 245</Name><UnitId>3941</UnitId><ProductID>3076</ProductID></Creator>"
    )));
    assert_eq!(read.name.as_deref(), Some("Evening run"));
    let device = read.device.unwrap();
    assert_eq!(
        (device.product.as_deref(), device.serial.as_deref()),
        (Some("Forerunner 245"), Some("3941"))
    );
}

#[test]
fn a_bare_heart_rate_is_one_too() {
    let read = activity(running(&format!(
        "<Lap StartTime=\"{TIME}\"><TotalTimeSeconds>60</TotalTimeSeconds><AverageHeartRateBpm>139</AverageHeartRateBpm><Track><Trackpoint><Time>{TIME}</Time><HeartRateBpm>140</HeartRateBpm></Trackpoint></Track></Lap>"
    )));
    assert_eq!(column(&read, Channel::HeartRate), [140.0]);
    assert_eq!(session(&read, "avg_heart_rate"), Some(139.0));
}

#[test]
fn plans_are_told_from_activities() {
    let track = format!("<Track><Trackpoint><Time>{TIME}</Time></Trackpoint></Track>");
    assert_eq!(
        code(tcx(&format!(
            "<Courses><Course><Name>Loop</Name>{track}</Course></Courses>"
        ))),
        "not-an-activity"
    );
    assert_eq!(
        code(tcx(
            "<Workouts><Workout Sport=\"Running\"><Name>4 x 1</Name></Workout></Workouts>"
        )),
        "not-an-activity"
    );
    // A course beside an activity takes nothing from it.
    let both = running(&format!(
        "<Lap StartTime=\"{TIME}\"><TotalTimeSeconds>60</TotalTimeSeconds>{track}</Lap>"
    ))
    .replace(
        "</Activities>",
        "</Activities><Courses><Course><Name>Loop</Name></Course></Courses>",
    );
    assert_eq!(activity(both).streams.len(), 1);
}

#[test]
fn a_multisport_session_is_one_workout_of_legs() {
    let part = |sport: &str, minute: u32| {
        let lap = format!(
            "<Lap StartTime=\"2024-05-01T07:{minute:02}:00Z\"><TotalTimeSeconds>300</TotalTimeSeconds><DistanceMeters>900</DistanceMeters><Track>\
            <Trackpoint><Time>2024-05-01T07:{minute:02}:00Z</Time><DistanceMeters>0</DistanceMeters></Trackpoint>\
            <Trackpoint><Time>2024-05-01T07:{:02}:00Z</Time><DistanceMeters>900</DistanceMeters></Trackpoint></Track></Lap>",
            minute + 5
        );
        format!(
            "<Activity Sport=\"{sport}\"><Id>2024-05-01T07:{minute:02}:00Z</Id>{lap}</Activity>"
        )
    };
    let file = tcx(&format!(
        "<Activities><MultiSportSession><Id>{TIME}</Id><FirstSport>{}</FirstSport><NextSport><Transition StartTime=\"2024-05-01T07:05:00Z\"><TotalTimeSeconds>60</TotalTimeSeconds></Transition>{}</NextSport></MultiSportSession></Activities>",
        part("Biking", 0),
        part("Running", 6)
    ));
    let read = activity(file);
    let legs: Vec<_> = read.legs.iter().map(|leg| leg.sport.as_str()).collect();
    assert!(
        legs.starts_with(&["cycling"]) && legs.ends_with(&["running"]),
        "{legs:?}"
    );
}
