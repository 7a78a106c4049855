//! What is stored of workouts under the names of packs: moved, dropped and counted set by set.

use sqlx::AssertSqlSafe;
use uuid::Uuid;

use crate::db::{Db, Query, Result, Run, Tx, places};
use crate::domains::migrate::model::{Held, People};

const RANGE: &str = "user_id > $1 and user_id <= $2";

/// Runs statements that bind the range of people, and names after it.
async fn each(tx: &mut Tx, people: People, names: &[&str], all: &[String]) -> Result<()> {
    for sql in all {
        let sql = sql.replace("{range}", RANGE);
        let query = tx.q(AssertSqlSafe(sql)).bind(people.after).bind(people.to);
        let names = names.iter().map(|name| (*name).to_owned());
        names.fold(query, Query::bind).run().await?;
    }
    Ok(())
}

/// Sums under an old name are told under the new one. Where there are some of both, as of a day in
/// whose middle the name changed, they are joined: they are whole numbers, and joining loses none.
fn sums_moved(table: &str, key: &str, column: &str) -> String {
    let columns = format!("{key}, n, sum, min, max");
    let moved = columns.replace(&format!("{column},"), "$4,");
    format!(
        "insert into {table} ({columns}) select {moved} from {table} \
         where {{range}} and {column} = $3 on conflict ({key}) do update set \
         n = {table}.n + excluded.n, sum = {table}.sum + excluded.sum, \
         min = case when excluded.min < {table}.min then excluded.min else {table}.min end, \
         max = case when excluded.max > {table}.max then excluded.max else {table}.max end"
    )
}

fn all_sums_moved(column: &str) -> [String; 2] {
    [
        sums_moved("daily", "user_id, sport, metric, local_day", column),
        sums_moved("period", "user_id, unit, idx, sport, metric", column),
    ]
}

pub async fn rename_metric(tx: &mut Tx, people: People, old: &str, new: &str) -> Result<()> {
    let values = "update workout_value set metric = $4 where {range} and metric = $3".to_owned();
    let [daily, period] = all_sums_moved("metric");
    each(tx, people, &[old, new], &[values, daily, period]).await?;
    drop_sums(tx, people, "metric", old).await?;
    rename_key(tx, people, ("workout_figures", "figures"), None, (old, new)).await
}

async fn drop_sums(tx: &mut Tx, people: People, column: &str, name: &str) -> Result<()> {
    let drop = |table| format!("delete from {table} where {{range}} and {column} = $3");
    each(tx, people, &[name], &[drop("daily"), drop("period")]).await
}

/// The sport is how lists find a workout: it is the one fact that moves, and moves back with a
/// rollback.
pub async fn rename_sport(tx: &mut Tx, people: People, old: &str, new: &str) -> Result<()> {
    let set = |table| format!("update {table} set sport = $4 where {{range}} and sport = $3");
    let [daily, period] = all_sums_moved("sport");
    let all = [set("workout"), set("best_effort"), daily, period];
    each(tx, people, &[old, new], &all).await?;
    drop_sums(tx, people, "sport", old).await
}

pub async fn rename_part(tx: &mut Tx, people: People, old: &str, new: &str) -> Result<()> {
    let sql = "update workout_part set kind = $4 where {range} and kind = $3";
    each(tx, people, &[old, new], &[sql.to_owned()]).await
}

/// A field of a part, `gym.set`, by its plain names.
pub async fn rename_field(
    tx: &mut Tx,
    people: People,
    part: &str,
    (old, new): (&str, &str),
) -> Result<()> {
    let rows = ("workout_part", "fields");
    rename_key(tx, people, rows, Some(part), (old, new)).await
}

pub async fn rename_record(tx: &mut Tx, people: People, old: &str, new: &str) -> Result<()> {
    let set = |table| format!("update {table} set record = $4 where {{range}} and record = $3");
    let all = [set("best_effort"), set("record_mark")];
    each(tx, people, &[old, new], &all).await
}

/// Drops the figures, sums and records of a metric.
pub async fn drop_metric(tx: &mut Tx, people: People, name: &str) -> Result<()> {
    let values = "delete from workout_value where {range} and metric = $3".to_owned();
    // A record's key begins with its metric.
    let records = |table| {
        format!(
            "delete from {table} where {{range}} \
             and substr(record, 1, length($3) + 1) = $3 || '/'"
        )
    };
    let all = [values, records("best_effort"), records("record_mark")];
    each(tx, people, &[name], &all).await?;
    drop_sums(tx, people, "metric", name).await?;
    drop_key(tx, people, ("workout_figures", "figures"), None, name).await
}

pub async fn drop_part(tx: &mut Tx, people: People, name: &str) -> Result<()> {
    let sql = "delete from workout_part where {range} and kind = $3".to_owned();
    each(tx, people, &[name], &[sql]).await
}

pub async fn drop_field(tx: &mut Tx, people: People, part: &str, field: &str) -> Result<()> {
    drop_key(tx, people, ("workout_part", "fields"), Some(part), field).await
}

/// A key of a JSON object. The two databases have different functions for it: each has its branch,
/// and the tests ask the same of both. SQLite keeps a text: figures stand in it in the order of
/// their names, as a rebuild writes them, and fields in the order they were typed.
async fn rename_key(
    tx: &mut Tx,
    people: People,
    (table, column): (&str, &str),
    kind: Option<&str>,
    (old, new): (&str, &str),
) -> Result<()> {
    let is_kind = kind.map_or("", |_| " and kind = $5");
    let sql = if tx.is_postgres() {
        format!(
            "update {table} set {column} = ({column} - cast($3 as text)) \
             || jsonb_build_object(cast($4 as text), {column} -> cast($3 as text)) \
             where {RANGE} and jsonb_exists({column}, cast($3 as text)){is_kind}"
        )
    } else {
        let key = "case when e.key = $3 then $4 else e.key end";
        let value = "case e.type when 'object' then json(e.value) else e.value end";
        let order = kind.map_or(format!(" order by {key}"), |_| String::new());
        format!(
            "update {table} set {column} = (select json_group_object({key}, {value}{order}) \
             from json_each({table}.{column}) e) \
             where {RANGE} and json_type({column}, '$.\"' || $3 || '\"') is not null{is_kind}"
        )
    };
    let query = tx.q(AssertSqlSafe(sql)).bind(people.after).bind(people.to);
    let query = query.bind(old.to_owned()).bind(new.to_owned());
    kind.into_iter()
        .fold(query, |query, kind| query.bind(kind.to_owned()))
        .run()
        .await
        .map(drop)
}

async fn drop_key(
    tx: &mut Tx,
    people: People,
    (table, column): (&str, &str),
    kind: Option<&str>,
    name: &str,
) -> Result<()> {
    let is_kind = kind.map_or("", |_| " and kind = $4");
    let (sql, name) = if tx.is_postgres() {
        let sql = format!(
            "update {table} set {column} = {column} - cast($3 as text) \
             where {RANGE} and jsonb_exists({column}, cast($3 as text)){is_kind}"
        );
        (sql, name.to_owned())
    } else {
        let sql = format!(
            "update {table} set {column} = json_remove({column}, $3) \
             where {RANGE} and ({column} -> $3) is not null{is_kind}"
        );
        (sql, path(name))
    };
    let query = tx.q(AssertSqlSafe(sql)).bind(people.after).bind(people.to);
    let query = query.bind(name);
    kind.into_iter()
        .fold(query, |query, kind| query.bind(kind.to_owned()))
        .run()
        .await
        .map(drop)
}

/// Ids are of letters, digits, `_`, `-` and `.`: nothing in them ends the quotes.
fn path(name: &str) -> String {
    format!("$.\"{name}\"")
}

const COUNTS: &str = "select count(*) as rows, count(distinct user_id) as people";

pub async fn with_metric(db: &Db, metric: &str) -> Result<Held> {
    let sql = format!("{COUNTS} from workout_value where metric = $1");
    db.q(AssertSqlSafe(sql)).bind(metric.to_owned()).one().await
}

/// Workouts whose metric is a word.
pub async fn with_word(db: &Db, metric: &str, word: &str) -> Result<Held> {
    let sql = format!("{COUNTS} from workout_value where metric = $1 and text = $2");
    let query = db.q(AssertSqlSafe(sql)).bind(metric.to_owned());
    query.bind(word.to_owned()).one().await
}

/// Workouts that have entries of a part; with a field of it, and a word in that, where named.
pub async fn with_part(
    db: &Db,
    part: &str,
    field: Option<&str>,
    word: Option<&str>,
) -> Result<Held> {
    let held = if db.is_postgres() {
        "fields -> cast($2 as text) is not null and \
         (cast($3 as text) is null or fields -> cast($2 as text) ->> 'text' = $3)"
    } else {
        "(fields -> $2) is not null and ($3 is null or fields -> $2 ->> '$.text' = $3)"
    };
    let sql = format!(
        "select count(*) as rows, count(distinct user_id) as people from \
         (select distinct user_id, workout_id from workout_part \
          where kind = $1 and (cast($2 as text) is null or ({held}))) held"
    );
    let field = field.map(|field| {
        if db.is_postgres() {
            field.to_owned()
        } else {
            path(field)
        }
    });
    let query = db.q(AssertSqlSafe(sql)).bind(part.to_owned()).bind(field);
    query.bind(word.map(str::to_owned)).one().await
}

pub async fn with_sport(db: &Db, sport: &str) -> Result<Held> {
    let sql = format!("{COUNTS} from workout where sport = $1 and deleted_at is null");
    db.q(AssertSqlSafe(sql)).bind(sport.to_owned()).one().await
}

/// The condition that a user has a workout in one of so many sports, bound from `first` on; of none,
/// in any.
fn has_workout(sports: usize, first: usize) -> String {
    let of = if sports == 0 {
        String::new()
    } else {
        format!(" and w.sport in ({})", places(first, sports))
    };
    format!("exists (select 1 from workout w where w.user_id = u.id and w.deleted_at is null{of})")
}

pub async fn count_people(db: &Db, sports: &[String]) -> Result<i64> {
    let sql = format!(
        "select count(*) from users u where {}",
        has_workout(sports.len(), 1)
    );
    let query = db.q(AssertSqlSafe(sql));
    let query = query.bind_each(sports);
    let (count,): (i64,) = query.one().await?;
    Ok(count)
}

pub async fn people_of(db: &Db, sports: &[String], after: Uuid, limit: i64) -> Result<Vec<Uuid>> {
    let sql = format!(
        "select u.id from users u where u.id > $1 and {} order by u.id limit $2",
        has_workout(sports.len(), 3)
    );
    let query = db.q(AssertSqlSafe(sql)).bind(after).bind(limit);
    let query = query.bind_each(sports);
    let rows: Vec<(Uuid,)> = query.all().await?;
    Ok(rows.into_iter().map(|(id,)| id).collect())
}
