//! Fitness that training builds slowly and fatigue that it builds fast: E. W. Banister and others,
//! "A systems model of training for athletic performance", 1975; time constants of 42 and 7 days as
//! usual since, the load of a session as in Banister, "Modeling elite athletic performance", 1991.

const FITNESS_DAYS: f64 = 42.0;
const FATIGUE_DAYS: f64 = 7.0;

/// Both are means of the daily load that forget exponentially.
#[derive(Clone, Copy, Debug)]
pub struct Form {
    fitness: f64,
    fatigue: f64,
    usual: f64,
}

impl Form {
    /// Somebody who has done four fifths of their usual until now.
    pub const fn new(usual: f64) -> Self {
        Self {
            fitness: 0.8 * usual,
            fatigue: 0.8 * usual,
            usual,
        }
    }

    /// A day goes by with this load.
    pub fn day(&mut self, load: f64) {
        self.fitness += (load - self.fitness) * (1.0 - (-1.0 / FITNESS_DAYS).exp());
        self.fatigue += (load - self.fatigue) * (1.0 - (-1.0 / FATIGUE_DAYS).exp());
    }

    /// How fast one is by one's level: a good half year is worth some percent, a hard week costs one.
    pub fn shape(&self) -> f64 {
        let fit = self.fitness / self.usual.max(1.0) - 1.0;
        let tired = (self.fatigue - self.fitness) / self.usual.max(1.0);
        (1.0 + 0.17 * fit - 0.03 * tired.max(0.0)).clamp(0.85, 1.1)
    }
}

/// Banister's impulse: minutes, weighted by the share of the heart rate reserve.
pub fn load(minutes: f64, effort: f64) -> f64 {
    minutes * effort * 0.64 * (1.92 * effort).exp()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn training_makes_faster_a_pause_slower_and_a_hard_week_tired() {
        let mut form = Form::new(70.0);
        let at_first = form.shape();
        (0..120).for_each(|_| form.day(78.0));
        let trained = form.shape();
        assert!(trained > at_first + 0.03);
        (0..7).for_each(|_| form.day(200.0));
        let tired = form.shape();
        (0..7).for_each(|_| form.day(40.0));
        assert!(form.shape() > tired, "rest lets it out");
        (0..14).for_each(|_| form.day(0.0));
        assert!(form.shape() < trained);
        assert!((load(60.0, 0.66) - 90.0).abs() < 2.0);
    }
}
