//! Samples of a record whose rows are a table.

use stadion_activity::records::Table;
use stadion_pack::adapter::Path;
use stadion_pack::adapter::model::{SampleTime, Samples};

use super::Work;
use super::samples::{nth, row_fields};
use crate::adapters::tabled::only_name;

impl Work<'_, '_> {
    /// As the rows of a tree.
    pub(super) fn rows_of_table(&mut self, table: &Table, path: &Path, samples: &Samples) -> usize {
        self.bounded(table.len(), path);
        let (record, list) = (self.root.place.clone(), table.list());
        let dot = if record.is_empty() { "" } else { "." };
        let place = |row: usize| format!("{record}{dot}{list}[{}]", table.place(row));
        let mut fields = row_fields(samples);
        let column = |name: Option<&str>| table.column(name?);
        let columns: Vec<Option<usize>> = fields.iter().map(|field| column(field.name)).collect();
        let time = match &samples.time {
            SampleTime::At { paths, .. } => column(only_name(paths)),
            SampleTime::Every(_) | SampleTime::EveryOf(_) => None,
        };
        let mut count = 0;
        for row in 0..table.len().min(self.input.limits.samples) {
            let place = || place(row);
            let Some(at_ms) = self.table_time(table, (row, time), &samples.time, place) else {
                continue;
            };
            let mut has_any = false;
            for (field, column) in fields.iter_mut().zip(&columns) {
                let value = column.and_then(|column| table.value(row, column));
                let value = value.and_then(|value| self.told(field.of, &value, place));
                if let Some(value) = value {
                    self.put_in(field, (row, at_ms), value);
                    has_any = true;
                }
            }
            count += usize::from(has_any);
        }
        self.add_rows(fields, count, place);
        count
    }

    fn table_time(
        &mut self,
        table: &Table,
        (row, column): (usize, Option<usize>),
        time: &SampleTime,
        place: impl FnOnce() -> String,
    ) -> Option<i64> {
        let start_ms = self.activity.start_time.timestamp_millis();
        let (paths, form) = match time {
            SampleTime::Every(seconds) => return Some(nth(start_ms, row, *seconds)),
            SampleTime::EveryOf(_) => return None,
            SampleTime::At { paths, form } => (paths, *form),
        };
        let value = column.and_then(|column| table.value(row, column));
        let at_ms = value
            .as_deref()
            .and_then(|value| self.time_of(value, form, start_ms));
        if at_ms.is_none() {
            self.no_time(paths, value.as_deref(), place);
        }
        at_ms
    }
}
