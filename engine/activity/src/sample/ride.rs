//! Watts and metres a second of a wheel: J. C. Martin and others, "Validation of a Mathematical
//! Model for Road Cycling Power", Journal of Applied Biomechanics 14(3), 1998.

const GRAVITY: f64 = 9.81;
const ROLLING: f64 = 0.005;
/// Half of air's density times the drag area of a rider who sits up a little.
const DRAG: f64 = 0.5 * 1.2 * 0.33;
const MACHINE_KG: f64 = 9.0;

/// The speed that watts make on a slope, and on a surface that rolls `rough` times as hard as asphalt.
pub(super) fn speed(power: f64, slope: f64, body_kg: f64, rough: f64) -> f64 {
    const FASTEST: f64 = 16.0;
    const SLOWEST: f64 = 1.4;
    let weight = (body_kg + MACHINE_KG) * GRAVITY * (ROLLING * rough + slope);
    let mut speed: f64 = 8.0;
    for _ in 0..8 {
        let surplus = speed * (weight + DRAG * speed * speed) - power.max(0.0);
        let steepness = weight + 3.0 * DRAG * speed * speed;
        if steepness <= 1.0 {
            speed = FASTEST;
            break;
        }
        speed = (speed - surplus / steepness).clamp(SLOWEST, 1.6 * FASTEST);
    }
    speed.clamp(SLOWEST, FASTEST)
}

/// The share of threshold power at a share of the heart rate reserve: about 1 at 0.87.
pub(super) fn share_of_threshold(effort: f64) -> f64 {
    (1.55 * effort - 0.35).clamp(0.2, 1.3)
}

/// The fourth root of the mean fourth power of half-minute means (H. Allen and A. Coggan, Training
/// and Racing with a Power Meter).
pub(super) fn normalized(powers: &[f64], every_s: u32) -> f64 {
    let window = (30 / every_s.max(1)).max(1) as usize;
    let means = powers.windows(window.min(powers.len().max(1)));
    let fourth = means.map(|near| (near.iter().sum::<f64>() / near.len() as f64).powi(4));
    let (mut sum, mut count) = (0.0, 0.0_f64);
    for power in fourth {
        sum += power;
        count += 1.0;
    }
    if count > 0.0 {
        (sum / count).powf(0.25)
    } else {
        0.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn watts_make_the_speed_that_riders_know() {
        assert!((8.5..9.7).contains(&speed(200.0, 0.0, 75.0, 1.0)));
        assert!((3.2..3.9).contains(&speed(250.0, 0.08, 70.0, 1.0)));
        assert!(speed(0.0, -0.06, 75.0, 1.0) > 12.0);
        assert!(speed(160.0, 0.0, 75.0, 3.0) < speed(160.0, 0.0, 75.0, 1.0));
    }

    #[test]
    fn an_even_ride_is_normal_and_an_uneven_one_above() {
        assert!((normalized(&[200.0; 60], 5) - 200.0).abs() < 1e-9);
        let uneven: Vec<f64> = (0..240)
            .map(|n| if n / 24 % 2 == 0 { 100.0 } else { 300.0 })
            .collect();
        assert!(normalized(&uneven, 5) > 225.0);
    }
}
