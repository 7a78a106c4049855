//! An app's colours where no stylesheet reaches: its icon, its manifest, the bar of the browser.
//!
//! The formulas are those of `assets/css/10-tokens.css`, in OKLCH (Ottosson, 2020); colours outside
//! sRGB are clipped, as browsers do.

use csscolorparser::Color;

use super::assets::theme_css;

/// `--accent` of the tokens, for a pack without a colour of its own.
const ACCENT: &str = "oklch(0.56 0.19 29)";

/// Colours as `#rrggbb`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Palette {
    /// `--accent-fill`: what buttons and the icon are filled with, the same by day and night.
    pub fill: String,
    /// `--on-accent`: ink on that.
    pub ink: String,
    /// `--bg` by day and by night.
    pub light: String,
    pub dark: String,
}

impl Palette {
    /// Of a pack's accent; what is plainly no colour counts as none.
    pub fn of(accent: Option<&str>) -> Self {
        let accent = accent.filter(|accent| theme_css(accent).is_some());
        let parsed = accent.and_then(|accent| csscolorparser::parse(accent.trim()).ok());
        let default = || csscolorparser::parse(ACCENT).unwrap_or_default();
        let [l, c, h, _] = parsed.unwrap_or_else(default).to_oklcha();
        let bright = ((l - 0.66) * 1000.0).clamp(0.0, 1.0);
        let dim = l.min(0.525 - 0.03 * (h - 189_f32.to_radians()).cos());
        let fill = dim + bright * (l.max(0.74) - dim);
        let colour = |l: f32, c: f32| {
            Color::from_oklcha(l, c, h, 1.0)
                .clamp()
                .to_css_hex()
                .to_string()
        };
        Self {
            fill: colour(fill, c.min(0.21)),
            ink: colour(1.0 - 0.83 * bright, 0.0),
            light: colour(0.972, 0.0015),
            dark: colour(0.158, 0.003),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// WCAG 2.2, relative luminance and contrast.
    fn contrast(a: &str, b: &str) -> f32 {
        let luminance = |colour: &str| {
            let [r, g, b, _] = csscolorparser::parse(colour)
                .expect("colour")
                .to_linear_rgba();
            0.2126 * r + 0.7152 * g + 0.0722 * b
        };
        let (a, b) = (luminance(a) + 0.05, luminance(b) + 0.05);
        a.max(b) / a.min(b)
    }

    #[test]
    fn ink_is_read_on_any_accent() {
        for hue in (0..360).step_by(15) {
            for lightness in [0.3, 0.5, 0.6, 0.7, 0.9] {
                let accent = format!("oklch({lightness} 0.2 {hue})");
                let palette = Palette::of(Some(&accent));
                assert!(
                    contrast(&palette.fill, &palette.ink) >= 3.0,
                    "{accent}: {palette:?}"
                );
            }
        }
    }

    #[test]
    fn colours_are_plain_and_a_text_that_is_none_takes_the_usual() {
        let palette = Palette::of(Some("#c63"));
        for colour in [&palette.fill, &palette.ink, &palette.light, &palette.dark] {
            assert!(colour.len() == 7 && colour.starts_with('#'), "{colour}");
        }
        assert_eq!(palette.ink, "#ffffff");
        assert_eq!(Palette::of(Some("red;}")), Palette::of(None));
        assert_ne!(Palette::of(None), palette);
    }
}
