//! Samples: chunks of columns (`stadion_activity::streams` has the format).

use stadion_activity::range::decode_range;
use stadion_activity::streams::{Chunk, CodecError, Column, Streams, decode};
use uuid::Uuid;

use crate::db::{Db, Result, Run, Tx, places};

/// Channel, place, samples, smallest and largest value, bytes.
type ChunkRow = (String, i32, i32, f64, f64, Vec<u8>);

pub async fn put(tx: &mut Tx, user_id: Uuid, workout_id: Uuid, chunks: &[Chunk]) -> Result<()> {
    tx.insert_many(
        "insert into stream_chunk (user_id, workout_id, channel, idx, samples, low, high, bytes)",
        8,
        "",
        chunks,
        |query, chunk| {
            query
                .bind(user_id)
                .bind(workout_id)
                .bind(chunk.channel.name())
                .bind(i32::try_from(chunk.index).unwrap_or(i32::MAX))
                .bind(i32::try_from(chunk.count).unwrap_or(i32::MAX))
                .bind(chunk.min)
                .bind(chunk.max)
                .bind(chunk.bytes.clone())
        },
    )
    .await
    .map(drop)
}

/// All chunks of a workout, in order.
pub async fn chunks<'c>(on: impl Run<'c>, user_id: Uuid, workout_id: Uuid) -> Result<Vec<Chunk>> {
    let rows: Vec<ChunkRow> = on
        .q(
            "select channel, idx, samples, low, high, bytes from stream_chunk \
            where user_id = $1 and workout_id = $2 order by channel, idx",
        )
        .bind(user_id)
        .bind(workout_id)
        .all()
        .await?;
    Ok(rows.into_iter().filter_map(to_chunk).collect())
}

/// A column that this version does not know is left alone.
fn to_chunk(row: ChunkRow) -> Option<Chunk> {
    let (channel, index, count, min, max, bytes) = row;
    let channel = Column::from_name(&channel)?;
    Some(Chunk {
        channel,
        index: index.cast_unsigned(),
        count: count.cast_unsigned(),
        min,
        max,
        bytes,
    })
}

/// The workout's streams; empty when it has none, or when a chunk cannot be read (logged).
pub async fn load<'c>(on: impl Run<'c>, user_id: Uuid, workout_id: Uuid) -> Result<Streams> {
    let chunks = chunks(on, user_id, workout_id).await?;
    Ok(readable(workout_id, decode(&chunks)))
}

/// Some channels of a workout's streams, the others left where they are; as [`load`].
pub async fn of_channels<'c>(
    on: impl Run<'c>,
    user_id: Uuid,
    workout_id: Uuid,
    names: &[&str],
) -> Result<Streams> {
    let wanted: Vec<String> = (0..names.len()).map(|n| format!(", ${}", n + 3)).collect();
    let wanted = wanted.concat();
    let mut query = on
        .q(sqlx::AssertSqlSafe(format!(
            "select channel, idx, samples, low, high, bytes from stream_chunk \
            where user_id = $1 and workout_id = $2 and channel in ('time'{wanted}) \
            order by channel, idx"
        )))
        .bind(user_id)
        .bind(workout_id);
    for name in names {
        query = query.bind((*name).to_owned());
    }
    let rows: Vec<ChunkRow> = query.all().await?;
    let chunks: Vec<Chunk> = rows.into_iter().filter_map(to_chunk).collect();
    Ok(readable(workout_id, decode(&chunks)))
}

/// Streams, or none and a word in the log where they cannot be read.
fn readable(workout_id: Uuid, read: std::result::Result<Streams, CodecError>) -> Streams {
    read.unwrap_or_else(|error| {
        tracing::error!(%workout_id, %error, "streams cannot be read");
        Streams::default()
    })
}

/// The samples of a span of time, of some channels: no other chunk leaves the database. Empty as
/// [`load`].
pub async fn range<'c>(
    on: impl Run<'c>,
    user_id: Uuid,
    workout_id: Uuid,
    names: &[&str],
    (from_ms, to_ms): (i64, i64),
) -> Result<Streams> {
    let wanted = places(5, names.len());
    let or_wanted = if names.is_empty() {
        String::new()
    } else {
        format!("or channel in ({wanted})")
    };
    // Chunks of one place hold the same samples, so that those of time say which are in the span.
    let mut query = on
        .q(sqlx::AssertSqlSafe(format!(
            "select channel, idx, samples, low, high, bytes from stream_chunk \
            where user_id = $1 and workout_id = $2 and (channel = 'time' {or_wanted}) \
            and idx in (select idx from stream_chunk where user_id = $1 and workout_id = $2 \
            and channel = 'time' and high >= $3 and low <= $4) order by channel, idx"
        )))
        .bind(user_id)
        .bind(workout_id)
        .bind(from_ms as f64)
        .bind(to_ms as f64);
    for name in names {
        query = query.bind((*name).to_owned());
    }
    let rows: Vec<ChunkRow> = query.all().await?;
    let chunks: Vec<Chunk> = rows.into_iter().filter_map(to_chunk).collect();
    Ok(readable(
        workout_id,
        decode_range(&chunks, (from_ms, to_ms)),
    ))
}

/// From the first millisecond to the last.
pub const WHOLE: (i64, i64) = (0, i64::MAX);

/// When the first sample was taken and when the last, in milliseconds from the start; `None`
/// without any. Nothing is unpacked.
pub async fn bounds(db: &Db, user_id: Uuid, workout_id: Uuid) -> Result<Option<(i64, i64)>> {
    let (first, last): (Option<f64>, Option<f64>) = db
        .q("select min(low), max(high) from stream_chunk \
            where user_id = $1 and workout_id = $2 and channel = 'time'")
        .bind(user_id)
        .bind(workout_id)
        .one()
        .await?;
    Ok(first
        .zip(last)
        .map(|(first, last)| (first as i64, last as i64)))
}

/// The names of a workout's channels, time left out.
pub async fn channels(db: &Db, user_id: Uuid, workout_id: Uuid) -> Result<Vec<String>> {
    let rows: Vec<(String,)> = db
        .q("select distinct channel from stream_chunk \
            where user_id = $1 and workout_id = $2 and channel <> 'time' order by channel")
        .bind(user_id)
        .bind(workout_id)
        .all()
        .await?;
    Ok(rows.into_iter().map(|(name,)| name).collect())
}
