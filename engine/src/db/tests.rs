//! What PostgreSQL makes of the tables.

use sqlx::AssertSqlSafe;

use super::Db;
use super::testing::fresh;

/// Each foreign key with the table that it points to, and the condition and types by which it is checked.
const KEYS: &str = "select c.conrelid::regclass::text || '.' || c.conname, c.confrelid::regclass::text, \
    (select string_agg(format('%I = $%s', a.attname, k.place), ' and ' order by k.place) \
     from unnest(c.confkey) with ordinality k(att, place) \
     join pg_attribute a on a.attrelid = c.confrelid and a.attnum = k.att), \
    (select string_agg(format_type(a.atttypid, null), ', ' order by k.place) \
     from unnest(c.confkey) with ordinality k(att, place) \
     join pg_attribute a on a.attrelid = c.confrelid and a.attnum = k.att), \
    (select string_agg('null', ', ') from unnest(c.confkey)) \
    from pg_constraint c where c.contype = 'f' order by 1";

/// PostgreSQL prepares the check of a foreign key once in a connection, maybe before a table has statistics. An
/// index that begins like the key but is none of all its columns would cost a look at all rows of a user, for
/// each row that is written.
#[tokio::test]
async fn foreign_keys_are_checked_by_all_of_their_columns() {
    for database in fresh().await {
        if let Db::Pg(pool) = &database.db {
            let mut on = pool.acquire().await.expect("a connection");
            let generic = "set plan_cache_mode = force_generic_plan";
            sqlx::query(generic).execute(&mut *on).await.expect("set");
            let keys: Vec<(String, String, String, String, String)> = sqlx::query_as(KEYS)
                .fetch_all(&mut *on)
                .await
                .expect("keys");
            assert!(keys.len() > 50, "{}", keys.len());
            for (n, (key, table, condition, types, nulls)) in keys.iter().enumerate() {
                // As PostgreSQL writes it itself (ri_triggers.c).
                let check = format!(
                    "prepare key{n} ({types}) as select 1 from only {table} x \
                     where {condition} for key share of x"
                );
                let prepared = sqlx::raw_sql(AssertSqlSafe(check)).execute(&mut *on).await;
                prepared.expect("prepared");
                let plan = format!("explain execute key{n} ({nulls})");
                let plan: Vec<(String,)> = sqlx::query_as(AssertSqlSafe(plan))
                    .persistent(false)
                    .fetch_all(&mut *on)
                    .await
                    .expect("a plan");
                let plan: Vec<String> = plan.into_iter().map(|(line,)| line).collect();
                let plan = plan.join("\n");
                let is_by_key = plan.contains("Index Cond") && !plan.contains("Filter");
                assert!(is_by_key, "{key}: {plan}");
            }
        }
        database.remove().await;
    }
}
