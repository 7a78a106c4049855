//! Fewer points, same shape (Douglas and Peucker 1973, "Algorithms for the reduction of the number
//! of points required to represent a digitized line or its caricature").

use super::Point;

/// The worst case of the algorithm is quadratic; beyond this many points some are left out first.
const MOST_POINTS: usize = 6000;

/// Points of the line such that none of those left out was farther than `tolerance` from it.
pub(super) fn simplify(points: &[Point], tolerance: f64) -> Vec<Point> {
    let points = thin(points, tolerance / 2.0);
    if points.len() < 3 {
        return points;
    }
    let mut kept = vec![false; points.len()];
    let mut spans = vec![(0, points.len() - 1)];
    while let Some((first, last)) = spans.pop() {
        kept[first] = true;
        kept[last] = true;
        if let Some(far) = farthest(&points, first, last, tolerance) {
            spans.push((first, far));
            spans.push((far, last));
        }
    }
    points
        .into_iter()
        .zip(kept)
        .filter_map(|(point, kept)| kept.then_some(point))
        .collect()
}

/// Leaves out points within `apart` of the last kept one, and all but every n-th of too many.
fn thin(points: &[Point], apart: f64) -> Vec<Point> {
    let mut thinned: Vec<Point> = Vec::new();
    for (i, point) in points.iter().enumerate() {
        let near = thinned
            .last()
            .is_some_and(|last| distance(*last, *point) < apart);
        if !near || i + 1 == points.len() {
            thinned.push(*point);
        }
    }
    let every = thinned.len().div_ceil(MOST_POINTS).max(1);
    let last = thinned.last().copied();
    let mut sampled: Vec<Point> = thinned.into_iter().step_by(every).collect();
    if every > 1 {
        sampled.extend(last);
    }
    sampled
}

/// The index of the point between `first` and `last` that is farthest from their chord, if it is
/// farther than `tolerance`.
fn farthest(points: &[Point], first: usize, last: usize, tolerance: f64) -> Option<usize> {
    let (start, end) = (*points.get(first)?, *points.get(last)?);
    let between = points.iter().enumerate().take(last).skip(first + 1);
    between
        .map(|(i, point)| (i, to_segment(*point, start, end)))
        .filter(|(_, away)| *away > tolerance)
        .max_by(|a, b| a.1.total_cmp(&b.1))
        .map(|(i, _)| i)
}

fn to_segment(point: Point, start: Point, end: Point) -> f64 {
    let (dx, dy) = (end.x - start.x, end.y - start.y);
    let squared = dx * dx + dy * dy;
    if squared == 0.0 {
        return distance(point, start);
    }
    let along = ((point.x - start.x) * dx + (point.y - start.y) * dy) / squared;
    let along = along.clamp(0.0, 1.0);
    distance(
        point,
        Point {
            x: start.x + along * dx,
            y: start.y + along * dy,
        },
    )
}

pub(super) fn distance(a: Point, b: Point) -> f64 {
    (a.x - b.x).hypot(a.y - b.y)
}
