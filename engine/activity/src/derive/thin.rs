//! Fewer points that draw the same line.

use std::ops::Range;

/// The points of a line to keep when at most `most` may stay, by their places, ascending: largest
/// triangle three buckets.
///
/// Source: S. Steinarsson, "Downsampling Time Series for Visual Representation", master's thesis,
/// University of Iceland, 2013. First and last stay; each bucket between keeps the point that
/// spans the largest triangle with the point kept before it and the mean of the next bucket.
///
/// Missing values (`NaN`) do not vanish: of a bucket without any value its first place is kept, so
/// that a gap as long as a bucket stays a gap; a shorter one is bridged.
/// `x` and `y` are of one length; what one has more is left out.
pub fn largest_triangles(x: &[f64], y: &[f64], most: usize) -> Vec<usize> {
    let len = x.len().min(y.len());
    if len <= most {
        return (0..len).collect();
    }
    if most < 3 {
        return [0, len - 1].into_iter().take(most).collect();
    }
    let line = Line { x, y };
    let bucket = |n: usize| 1 + n * (len - 2) / (most - 2)..1 + (n + 1) * (len - 2) / (most - 2);
    let mut kept = Vec::with_capacity(most);
    kept.push(0);
    let mut last = line.point(0);
    for n in 0..most - 2 {
        let next = if n + 1 < most - 2 {
            bucket(n + 1)
        } else {
            len - 1..len
        };
        let place = line.farthest(bucket(n), last, line.mean(next));
        kept.push(place);
        last = line.point(place).or(last);
    }
    kept.push(len - 1);
    kept
}

struct Line<'a> {
    x: &'a [f64],
    y: &'a [f64],
}

impl Line<'_> {
    /// `None` of a missing value.
    fn point(&self, place: usize) -> Option<(f64, f64)> {
        let (x, y) = (*self.x.get(place)?, *self.y.get(place)?);
        (x.is_finite() && y.is_finite()).then_some((x, y))
    }

    fn mean(&self, places: Range<usize>) -> Option<(f64, f64)> {
        let points = places.filter_map(|place| self.point(place));
        let (sum, count) = points.fold(((0.0, 0.0), 0.0), |((x, y), n), point| {
            ((x + point.0, y + point.1), n + 1.0)
        });
        (count > 0.0).then(|| (sum.0 / count, sum.1 / count))
    }

    /// The place of the largest triangle. Without a point on one side of the bucket, what lies
    /// farthest from the other's height; the first place of a bucket without values.
    fn farthest(
        &self,
        places: Range<usize>,
        before: Option<(f64, f64)>,
        after: Option<(f64, f64)>,
    ) -> usize {
        let first = places.start;
        let (a, c) = match (before, after) {
            (Some(a), Some(c)) => (a, c),
            (Some(one), None) | (None, Some(one)) => (one, (one.0 + 1.0, one.1)),
            (None, None) => ((0.0, 0.0), (1.0, 0.0)),
        };
        let area = |(x, y): (f64, f64)| ((a.0 - c.0) * (y - a.1) - (a.0 - x) * (c.1 - a.1)).abs();
        let mut best: Option<(f64, usize)> = None;
        for place in places {
            let Some(point) = self.point(place) else {
                continue;
            };
            let area = area(point);
            if best.is_none_or(|(most, _)| area > most) {
                best = Some((area, place));
            }
        }
        best.map_or(first, |(_, place)| place)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn line(values: &[f64]) -> (Vec<f64>, Vec<f64>) {
        let x = (0_i32..).map(f64::from).take(values.len()).collect();
        (x, values.to_vec())
    }

    #[test]
    fn a_spike_survives_and_flats_do_not() {
        let mut values = vec![10.0; 1000];
        values[437] = 90.0;
        values[438] = -50.0;
        let (x, y) = line(&values);
        let kept = largest_triangles(&x, &y, 20);
        assert_eq!(kept.len(), 20);
        assert!(kept.contains(&437) || kept.contains(&438), "{kept:?}");
        assert_eq!((kept[0], kept[19]), (0, 999));
    }

    #[test]
    fn the_largest_triangle_is_taken() {
        // One bucket between the ends: from (0,0) to (4,0) the place farthest off is 3.
        let (x, y) = line(&[0.0, 1.0, -2.0, 5.0, 0.0]);
        assert_eq!(largest_triangles(&x, &y, 3), [0, 3, 4]);
    }

    #[test]
    fn a_gap_stays_a_gap() {
        let mut values: Vec<f64> = (0..1000).map(f64::from).collect();
        values[300..600].fill(f64::NAN);
        let (x, y) = line(&values);
        let kept = largest_triangles(&x, &y, 50);
        let missing = kept.iter().filter(|place| y[**place].is_nan()).count();
        assert!((10..20).contains(&missing), "{missing}");
    }

    #[test]
    fn few_and_none_are_kept_whole() {
        assert_eq!(largest_triangles(&[], &[], 10), Vec::<usize>::new());
        assert_eq!(largest_triangles(&[1.0], &[2.0], 10), [0]);
        let (x, y) = line(&[1.0, 2.0, 3.0]);
        assert_eq!(largest_triangles(&x, &y, 3), [0, 1, 2]);
        assert_eq!(largest_triangles(&x, &y, 2), [0, 2]);
        assert_eq!(largest_triangles(&x, &y, 1), [0]);
        assert_eq!(largest_triangles(&x, &y, 0), Vec::<usize>::new());
    }

    proptest! {
        #[test]
        fn as_many_as_asked_in_order(
            values in proptest::collection::vec(
                prop_oneof![4 => -1e6_f64..1e6, 1 => Just(f64::NAN)], 0..400),
            most in 3_usize..100,
        ) {
            let (x, y) = line(&values);
            let kept = largest_triangles(&x, &y, most);
            prop_assert_eq!(kept.len(), values.len().min(most));
            prop_assert!(kept.windows(2).all(|pair| pair[0] < pair[1]));
            prop_assert!(kept.iter().all(|place| *place < values.len()));
        }
    }
}
