//! Samples: chunks of columns (`stadion_activity::streams` has the format).

use stadion_activity::streams::{Chunk, Column, Streams};
use uuid::Uuid;

use crate::db::{Db, Result, Run, Tx};

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
    let rows: Vec<(String, i32, i32, f64, f64, Vec<u8>)> = on
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
fn to_chunk(row: (String, i32, i32, f64, f64, Vec<u8>)) -> Option<Chunk> {
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
    Ok(
        stadion_activity::streams::decode(&chunks).unwrap_or_else(|error| {
            tracing::error!(%workout_id, %error, "streams cannot be read");
            Streams::default()
        }),
    )
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
