//! Made-up GPX and TCX files.

use std::fmt::Write;

use chrono::{DateTime, SecondsFormat, TimeDelta, Utc};

use super::{Moment, Run, laps, moments};

/// A run as GPX 1.1 with Garmin's track point extension.
pub fn gpx(run: &Run) -> Vec<u8> {
    let mut gpx = String::from(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
        <gpx version=\"1.1\" creator=\"Stadion\" xmlns=\"http://www.topografix.com/GPX/1/1\" \
        xmlns:gpxtpx=\"http://www.garmin.com/xmlschemas/TrackPointExtension/v1\">\n<trk>",
    );
    let _ = write!(
        gpx,
        "<type>{}</type><trkseg>",
        sport(run.sport).to_lowercase()
    );
    for moment in moments(run) {
        let _ = write!(
            gpx,
            "\n<trkpt lat=\"{:.7}\" lon=\"{:.7}\"><ele>{:.1}</ele><time>{}</time><extensions>\
            <gpxtpx:TrackPointExtension><gpxtpx:hr>{:.0}</gpxtpx:hr><gpxtpx:cad>{:.0}</gpxtpx:cad>\
            </gpxtpx:TrackPointExtension></extensions></trkpt>",
            moment.latitude,
            moment.longitude,
            moment.altitude,
            time(run, &moment),
            moment.heart_rate,
            moment.cadence,
        );
    }
    gpx.push_str("\n</trkseg></trk></gpx>\n");
    gpx.into_bytes()
}

/// A run as TCX with a lap every kilometre.
pub fn tcx(run: &Run) -> Vec<u8> {
    let moments = moments(run);
    let mut tcx = String::from(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<TrainingCenterDatabase \
        xmlns=\"http://www.garmin.com/xmlschemas/TrainingCenterDatabase/v2\"><Activities>",
    );
    let _ = write!(
        tcx,
        "<Activity Sport=\"{}\"><Id>{}</Id>",
        sport(run.sport),
        stamp(run.start)
    );
    for (first, last) in laps(&moments) {
        // The moment at which two laps meet belongs to the later one; the very last to its own.
        let is_last = moments.last().is_some_and(|end| end.second == last.second);
        let inside = moments.iter().filter(|moment| {
            moment.second >= first.second
                && (moment.second < last.second || (is_last && moment.second == last.second))
        });
        let _ = write!(
            tcx,
            "\n<Lap StartTime=\"{}\"><TotalTimeSeconds>{}</TotalTimeSeconds><DistanceMeters>{:.2}</DistanceMeters>\
            <Calories>{:.0}</Calories><Intensity>Active</Intensity><TriggerMethod>Distance</TriggerMethod><Track>",
            time(run, &first),
            last.second - first.second,
            last.metres - first.metres,
            (last.metres - first.metres) * 0.07,
        );
        inside.for_each(|moment| trackpoint(&mut tcx, run, moment));
        tcx.push_str("</Track></Lap>");
    }
    tcx.push_str("</Activity></Activities></TrainingCenterDatabase>\n");
    tcx.into_bytes()
}

fn trackpoint(tcx: &mut String, run: &Run, moment: &Moment) {
    let _ = write!(
        tcx,
        "\n<Trackpoint><Time>{}</Time><Position><LatitudeDegrees>{:.7}</LatitudeDegrees>\
        <LongitudeDegrees>{:.7}</LongitudeDegrees></Position><AltitudeMeters>{:.1}</AltitudeMeters>\
        <DistanceMeters>{:.2}</DistanceMeters><HeartRateBpm><Value>{:.0}</Value></HeartRateBpm>\
        <Extensions><TPX xmlns=\"http://www.garmin.com/xmlschemas/ActivityExtension/v2\">\
        <Speed>{:.3}</Speed><RunCadence>{:.0}</RunCadence></TPX></Extensions></Trackpoint>",
        time(run, moment),
        moment.latitude,
        moment.longitude,
        moment.altitude,
        moment.metres,
        moment.heart_rate,
        moment.speed,
        moment.cadence,
    );
}

/// As TCX names it; GPX takes the same word in small letters.
const fn sport(code: u8) -> &'static str {
    match code {
        1 => "Running",
        2 => "Biking",
        11 => "Walking",
        17 => "Hiking",
        _ => "Other",
    }
}

fn time(run: &Run, moment: &Moment) -> String {
    stamp(run.start + TimeDelta::seconds(i64::from(moment.second)))
}

fn stamp(time: DateTime<Utc>) -> String {
    time.to_rfc3339_opts(SecondsFormat::Secs, true)
}
