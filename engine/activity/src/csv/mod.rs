//! Tables (CSV): a row a sample, or a row a workout.
//!
//! Columns are known by their names ([`crate::columns`]) or by what the sender says of them. Commas,
//! semicolons and tabs part them; rows that cannot be read are left out and named by their line.

mod cells;
mod samples;
mod workouts;

use cells::{Order, When, is_blank};
use csv::{ReaderBuilder, StringRecord};

use crate::codes::Reason;
use crate::columns::{ColumnMap, Meaning, Role};
use crate::read::{Handed, Options};
use crate::streams::Channel;
use crate::{Refusal, text};

/// Lines before the header: what a program says of itself.
const PREAMBLE: usize = 20;
/// Columns of a table; what is further right is not looked at.
const MOST_COLUMNS: usize = 256;

/// Whether the beginning of a file looks like a table: a known column, or two lines parted alike.
pub(crate) fn is_table(head: &[u8]) -> bool {
    let text = text::of_table(head);
    if text.chars().any(|c| c.is_control() && !c.is_whitespace()) {
        return false;
    }
    if Layout::find(&text, &ColumnMap::default()).is_ok() {
        return true;
    }
    let mut lines = text.lines().filter(|line| !line.trim().is_empty());
    let (Some(first), Some(second)) = (lines.next(), lines.next()) else {
        return false;
    };
    let (delimiter, count) = delimiter(first);
    count > 0 && count == second.bytes().filter(|byte| *byte == delimiter).count()
}

pub(crate) fn read(name: &str, bytes: Vec<u8>, handed: &mut Handed) {
    let text = text::of_table(&bytes);
    let layout = match Layout::find(&text, &handed.options().columns) {
        Ok(layout) => layout,
        Err(refusal) => {
            drop(text);
            return handed.give(name, Some(crate::Format::Csv), bytes, Err(refusal));
        }
    };
    let table = Table::of(&layout, handed.options());
    if table.has_samples() {
        let outcome = samples::decode(name, &table);
        drop(text);
        handed.give(name, Some(crate::Format::Csv), bytes, outcome);
    } else {
        workouts::read(name, &table, handed);
    }
}

/// Where the rows begin and what their columns are called.
struct Layout<'a> {
    delimiter: u8,
    header: StringRecord,
    meanings: Vec<Option<Meaning>>,
    rows: &'a str,
    /// Lines before the first row.
    lines_before: u64,
}

impl<'a> Layout<'a> {
    fn find(text: &'a str, map: &ColumnMap) -> Result<Self, Refusal> {
        let mut rest = text;
        let mut first: Option<StringRecord> = None;
        let mut said = None;
        for line_number in 1..=PREAMBLE as u64 {
            let Some(end) = rest
                .find('\n')
                .map(|end| end + 1)
                .or((!rest.is_empty()).then_some(rest.len()))
            else {
                break;
            };
            let (line, below) = rest.split_at(end);
            rest = below;
            // Spreadsheets tell themselves the delimiter so.
            if let Some(byte) = line
                .strip_prefix("sep=")
                .and_then(|byte| byte.bytes().next())
            {
                said = Some(byte);
                continue;
            }
            let delimiter = said.unwrap_or_else(|| delimiter(line).0);
            let header = reader(line, delimiter).records().next();
            let Some(Ok(header)) = header.filter(|_| !line.trim().is_empty()) else {
                continue;
            };
            let meanings = meanings(&header, map);
            if meanings.iter().flatten().count() >= 2 {
                return Ok(Self {
                    delimiter,
                    header,
                    meanings,
                    rows: below,
                    lines_before: line_number,
                });
            }
            first.get_or_insert(header);
        }
        Err(unknown_columns(first.as_ref()))
    }
}

/// What each column means; of several that mean the same the first counts.
fn meanings(header: &StringRecord, map: &ColumnMap) -> Vec<Option<Meaning>> {
    let mut taken: Vec<Role> = Vec::new();
    let columns = header.iter().take(MOST_COLUMNS);
    columns
        .map(|column| {
            let meaning = map.meaning(column)?;
            let is_new = meaning.role == Role::Ignored || !taken.contains(&meaning.role);
            taken.push(meaning.role);
            is_new.then_some(meaning)
        })
        .collect()
}

fn unknown_columns(header: Option<&StringRecord>) -> Refusal {
    let columns = header.into_iter().flatten().take(12);
    let named: Vec<String> = columns
        .map(|column| column.trim().chars().take(40).collect())
        .collect();
    Refusal::new(
        Reason::UnknownColumns,
        format!("The table's columns are not known: {}.", named.join(", ")),
        "Say what they hold, such as `Zeit=time,Puls=heart_rate`, or name them so in the first line.",
    )
}

/// What parts the columns of a line, and how often it does.
fn delimiter(line: &str) -> (u8, usize) {
    let count = |delimiter: u8| {
        (
            delimiter,
            line.bytes().filter(|byte| *byte == delimiter).count(),
        )
    };
    // Of equals the last wins: a tab is never part of a text, a comma often is.
    let counts = [b',', b';', b'\t'].map(count);
    counts
        .into_iter()
        .max_by_key(|(_, count)| *count)
        .unwrap_or((b',', 0))
}

fn reader(text: &str, delimiter: u8) -> csv::Reader<&[u8]> {
    ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(delimiter)
        .trim(csv::Trim::All)
        .from_reader(text.as_bytes())
}

/// A table as it is gone through.
struct Table<'a> {
    layout: &'a Layout<'a>,
    options: &'a Options,
    order: Order,
}

/// One row, with the line that it begins in.
struct Row {
    line: u64,
    cells: StringRecord,
}

impl<'a> Table<'a> {
    fn of(layout: &'a Layout<'a>, options: &'a Options) -> Self {
        let mut table = Self {
            layout,
            options,
            order: Order::Unknown,
        };
        let dates: Vec<usize> = [Role::Date, Role::Time]
            .iter()
            .filter_map(|role| table.column(*role))
            .collect();
        let has_slashes = |row: &Row| {
            dates
                .iter()
                .any(|at| row.cells.get(*at).is_some_and(|cell| cell.contains('/')))
        };
        if table
            .rows()
            .flatten()
            .next()
            .is_some_and(|row| has_slashes(&row))
        {
            let rows: Vec<Row> = table.rows().flatten().collect();
            let cells = rows
                .iter()
                .flat_map(|row| dates.iter().filter_map(|at| row.cells.get(*at)));
            table.order = Order::of(cells);
        }
        table
    }

    /// Every row that has anything in it; a row that is no text is an error with its line.
    fn rows(&self) -> impl Iterator<Item = Result<Row, u64>> {
        let before = self.layout.lines_before;
        let reader = reader(self.layout.rows, self.layout.delimiter);
        let rows = reader.into_records().map(move |record| match record {
            Ok(cells) => {
                let line = before + cells.position().map_or(0, csv::Position::line);
                Ok(Row { line, cells })
            }
            Err(error) => Err(before + error.position().map_or(0, csv::Position::line)),
        });
        rows.filter(|row| {
            row.as_ref()
                .is_ok_and(|row| row.cells.iter().any(|cell| !cell.is_empty()))
                || row.is_err()
        })
    }

    fn column(&self, role: Role) -> Option<usize> {
        let is_it = |meaning: &Option<Meaning>| meaning.is_some_and(|meaning| meaning.role == role);
        self.layout.meanings.iter().position(is_it)
    }

    fn has(&self, role: Role) -> bool {
        self.column(role).is_some()
    }

    fn cell<'r>(&self, row: &'r Row, role: Role) -> Option<&'r str> {
        row.cells
            .get(self.column(role)?)
            .filter(|cell| !is_blank(cell))
    }

    fn meaning(&self, role: Role) -> Option<Meaning> {
        self.column(role)
            .and_then(|at| self.layout.meanings.get(at).copied().flatten())
    }

    fn when(&self, cell: &str) -> Option<When> {
        cells::when(cell, self.order, self.options.zone, self.layout.delimiter)
    }

    fn number(&self, cell: &str) -> Option<f64> {
        cells::number(cell, self.layout.delimiter)
    }

    /// Whether a row is a sample, else a workout.
    fn has_samples(&self) -> bool {
        let is_field = |meaning: &Meaning| matches!(meaning.role, Role::Field(_));
        let has_fields = self.layout.meanings.iter().flatten().any(is_field);
        let is_placed = self.has(Role::Channel(Channel::PositionLat));
        let is_dated = self.has(Role::Date) || self.has(Role::Time);
        if self.has(Role::Filename) || (self.has(Role::Sport) && is_dated && !is_placed) {
            return false;
        }
        is_placed || self.has(Role::Elapsed) || !has_fields || self.follow_closely()
    }

    /// Whether the first rows are less than two minutes apart, as no workouts are.
    fn follow_closely(&self) -> bool {
        const CLOSE_MS: i64 = 120_000;
        let role = if self.has(Role::Time) {
            Role::Time
        } else {
            Role::Date
        };
        let mut times =
            self.rows()
                .flatten()
                .filter_map(|row| match self.when(self.cell(&row, role)?)? {
                    When::At(stamp) => Some(stamp.at_ms),
                    When::Seconds(seconds) => Some((seconds * 1000.0) as i64),
                    When::Day(_) => None,
                });
        let first = times.next().zip(times.next());
        first.is_some_and(|(first, second)| first.abs_diff(second) < CLOSE_MS as u64)
    }
}
