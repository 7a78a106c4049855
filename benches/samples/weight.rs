//! How many bytes what was stored takes.

use std::path::Path;

use stadion_engine::db::{Db, Run};

/// Bytes at one moment.
#[derive(Clone, Copy)]
pub struct Weight {
    /// Of samples, packed.
    pub chunks: i64,
    /// Of the whole database: rows, indexes, figures, badges.
    pub database: i64,
    /// What was sent, as files.
    pub originals: i64,
}

impl Weight {
    pub async fn now(db: &Db, data: &Path) -> Self {
        let chunks = "select cast(coalesce(sum(length(bytes)), 0) as bigint) from stream_chunk";
        let (chunks,) = db.q(chunks).one().await.unwrap();
        let whole = match db {
            Db::Lite { .. } => {
                "select page_count * page_size from pragma_page_count(), pragma_page_size()"
            }
            Db::Pg(_) => "select pg_database_size(current_database())",
        };
        let (database,) = db.q(whole).one().await.unwrap();
        let originals = files(&data.join("blobs"));
        Self {
            chunks,
            database,
            originals,
        }
    }

    pub fn since(self, before: Self) -> Self {
        Self {
            chunks: self.chunks - before.chunks,
            database: self.database - before.database,
            originals: self.originals - before.originals,
        }
    }
}

fn files(folder: &Path) -> i64 {
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
    let sizes = entries.map(|entry| match entry.metadata().unwrap() {
        inside if inside.is_dir() => files(&entry.path()),
        file => i64::try_from(file.len()).unwrap(),
    });
    sizes.sum()
}
