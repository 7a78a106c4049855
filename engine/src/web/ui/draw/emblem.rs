//! The icon under which an app is installed: the pack's shapes in ink on its accent.

use resvg::{tiny_skia, usvg};

use crate::web::ui::palette::Palette;

/// What the device does with the picture.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cut {
    /// Shows it as it is: the corners are round already.
    Ready,
    /// Cuts a shape of its own out of a full square; what counts stands in the middle circle of
    /// four fifths (W3C, Web Application Manifest, "maskable").
    Masked,
}

const SIDE: f32 = 512.0;
/// Icons are drawn on a grid of 24 with lines of 1.75, as in `assets/css/20-base.css`.
const GRID: f32 = 24.0;
const LINE: f32 = 1.75;

/// The drawing, from the shapes of an icon file.
pub fn emblem(shapes: &str, palette: &Palette, cut: Cut) -> String {
    let (share, corner) = match cut {
        Cut::Ready => (0.62, SIDE * 0.22),
        Cut::Masked => (0.5, 0.0),
    };
    let scale = SIDE * share / GRID;
    let margin = SIDE * (1.0 - share) / 2.0;
    let Palette { fill, ink, .. } = palette;
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {SIDE} {SIDE}\" width=\"{SIDE}\" \
         height=\"{SIDE}\"><rect width=\"{SIDE}\" height=\"{SIDE}\" rx=\"{corner}\" fill=\"{fill}\"/>\
         <g transform=\"translate({margin} {margin}) scale({scale})\" fill=\"none\" stroke=\"{ink}\" \
         stroke-width=\"{LINE}\" stroke-linecap=\"round\" stroke-linejoin=\"round\">{shapes}</g></svg>"
    )
}

/// A drawing as PNG, `side` pixels wide and high; `None` when it is no drawing.
pub fn png(svg: &str, side: u32) -> Option<Vec<u8>> {
    let tree = usvg::Tree::from_str(svg, &usvg::Options::default()).ok()?;
    let mut pixels = tiny_skia::Pixmap::new(side, side)?;
    let scale = side as f32 / tree.size().width();
    let transform = tiny_skia::Transform::from_scale(scale, scale);
    resvg::render(&tree, transform, &mut pixels.as_mut());
    pixels.encode_png().ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::web::ui::assets::Assets;

    fn decoded(svg: &str, side: u32) -> tiny_skia::Pixmap {
        let png = png(svg, side).expect("a picture");
        let pixels = tiny_skia::Pixmap::decode_png(&png).expect("a PNG");
        assert_eq!((pixels.width(), pixels.height()), (side, side));
        pixels
    }

    #[test]
    fn every_icon_becomes_a_picture_with_ink_inside_the_safe_circle() {
        let assets = Assets::embedded();
        let palette = Palette::of(Some("oklch(0.58 0.2 30)"));
        for name in assets.icon_names() {
            let svg = emblem(assets.icon(name).expect("shapes"), &palette, Cut::Masked);
            let pixels = decoded(&svg, 64);
            let fill = pixels.pixel(0, 0).expect("a corner");
            assert_eq!(fill.alpha(), 255, "{name} fills its square");
            let mut ink = 0;
            for (at, pixel) in (0_u32..).zip(pixels.pixels()) {
                let (x, y) = ((at % 64) as f32 - 31.5, (at / 64) as f32 - 31.5);
                if *pixel != fill {
                    ink += 1;
                    assert!(x.hypot(y) <= 0.4 * 64.0, "{name} is cut at {x}, {y}");
                }
            }
            assert!(ink > 10, "{name} shows something");
        }
    }

    #[test]
    fn an_icon_that_is_shown_as_it_is_has_round_corners() {
        let assets = Assets::embedded();
        let svg = emblem(
            assets.icon("flag").expect("shapes"),
            &Palette::of(None),
            Cut::Ready,
        );
        let pixels = decoded(&svg, 192);
        assert_eq!(pixels.pixel(0, 0).expect("a corner").alpha(), 0);
        assert_eq!(pixels.pixel(96, 2).expect("an edge").alpha(), 255);
        assert_eq!(png("<svg", 192), None);
    }
}
