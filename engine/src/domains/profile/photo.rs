//! A person's photo: taken apart to its pixels and written anew, so that nothing of the file that
//! was sent, such as the place where it was taken, is kept.

use std::io::Cursor;

use axum::body::Body;
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use image::codecs::jpeg::JpegEncoder;
use image::imageops::FilterType;
use image::metadata::Orientation;
use image::{DynamicImage, ImageDecoder, ImageFormat, ImageReader, Limits, Rgb, RgbImage};
use serde_json::Value;
use uuid::Uuid;

use super::model::Field;
use super::service::{self, Change};
use super::{rules, store};
use crate::App;
use crate::web::error::{Error, FieldError, Result};

/// Bytes of an upload.
pub const PHOTO_MAX: usize = 10 << 20;
/// Pixels a side of what is sent; larger cameras exist, larger portraits need not.
const SIDE_MAX: u32 = 10_000;
/// Memory for taking one apart.
const MEMORY_MAX: u64 = 256 << 20;
/// Pixels a side of what is kept.
const SIDE: u32 = 256;
const QUALITY: u8 = 85;

/// Keeps a photo from now on.
pub async fn put(app: &App, user_id: Uuid, bytes: Vec<u8>) -> Result<()> {
    let made = tokio::task::spawn_blocking(move || square(&bytes)).await;
    let photo = made.map_err(|error| Error::internal(&error))??;
    let key = app.blobs.put(user_id, photo).await;
    let key = key.map_err(|error| Error::internal(&error))?;
    say(app, user_id, Value::String(key)).await
}

/// Takes it back; the file goes as well.
pub async fn remove(app: &App, user_id: Uuid) -> Result<()> {
    say(app, user_id, Value::Null).await
}

/// The old file goes once another, or none, holds.
async fn say(app: &App, user_id: Uuid, value: Value) -> Result<()> {
    let before = key(app, user_id).await?;
    let change = Change {
        sport: String::new(),
        from: app.clock.now().date_naive(),
        values: vec![(Field::Photo, value)],
    };
    service::change(app, user_id, &change).await?;
    let after = key(app, user_id).await?;
    if let Some(before) = before.filter(|before| after.as_ref() != Some(before))
        && let Err(error) = app.blobs.remove(user_id, &before).await
    {
        tracing::warn!(%error, "the file of a former photo is left");
    }
    Ok(())
}

/// The key of the photo's file.
pub async fn key(app: &App, user_id: Uuid) -> Result<Option<String>> {
    let facts = store::facts(&app.db, user_id).await?;
    let today = app.clock.now().date_naive();
    let key = rules::value(&facts, Field::Photo, "", today);
    Ok(key.and_then(Value::as_str).map(str::to_owned))
}

/// The owner alone is shown it; no cache between may keep it.
pub async fn show(app: &App, user_id: Uuid) -> Result<Response> {
    let key = key(app, user_id).await?;
    let key = key.ok_or_else(|| Error::not_found("photo"))?;
    let bytes = app.blobs.get(user_id, &key).await;
    let bytes = bytes.map_err(|error| Error::internal(&error))?;
    let headers = [
        (header::CONTENT_TYPE, "image/jpeg"),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::CACHE_CONTROL, "private, max-age=3600"),
    ];
    let headers = headers.map(|(name, value)| (name, HeaderValue::from_static(value)));
    Ok((headers, Body::from(bytes)).into_response())
}

fn square(bytes: &[u8]) -> Result<Vec<u8>> {
    let image = decoded(bytes).ok_or_else(no_photo)?;
    let side = image.width().min(image.height());
    let (x, y) = ((image.width() - side) / 2, (image.height() - side) / 2);
    let cut = image.crop_imm(x, y, side, side);
    let small = on_white(&cut.resize_exact(SIDE, SIDE, FilterType::Triangle));
    let mut out = Vec::new();
    let mut encoder = JpegEncoder::new_with_quality(&mut out, QUALITY);
    let written = encoder.encode_image(&small);
    written.map_err(|error| Error::internal(&error))?;
    Ok(out)
}

/// As it is to be looked at: cameras write how they were held beside the pixels.
fn decoded(bytes: &[u8]) -> Option<DynamicImage> {
    let mut reader = ImageReader::new(Cursor::new(bytes))
        .with_guessed_format()
        .ok()?;
    let taken = [ImageFormat::Jpeg, ImageFormat::Png, ImageFormat::WebP];
    reader.format().filter(|format| taken.contains(format))?;
    let mut limits = Limits::default();
    limits.max_image_width = Some(SIDE_MAX);
    limits.max_image_height = Some(SIDE_MAX);
    limits.max_alloc = Some(MEMORY_MAX);
    reader.limits(limits);
    let mut decoder = reader.into_decoder().ok()?;
    let orientation = decoder.orientation().unwrap_or(Orientation::NoTransforms);
    let mut image = DynamicImage::from_decoder(decoder).ok()?;
    image.apply_orientation(orientation);
    (image.width() > 0 && image.height() > 0).then_some(image)
}

/// Whether it is a photo as [`put`] keeps them.
pub(super) fn is_ours(bytes: &[u8]) -> bool {
    let is_jpeg = image::guess_format(bytes).is_ok_and(|format| format == ImageFormat::Jpeg);
    let sides = || decoded(bytes).map(|image| (image.width(), image.height()));
    is_jpeg && bytes.len() <= PHOTO_MAX && sides() == Some((SIDE, SIDE))
}

/// JPEG knows no transparence.
fn on_white(image: &DynamicImage) -> RgbImage {
    let image = image.to_rgba8();
    RgbImage::from_fn(image.width(), image.height(), |x, y| {
        let [red, green, blue, alpha] = image.get_pixel(x, y).0;
        let over = |c: u8| {
            let (c, a) = (u32::from(c), u32::from(alpha));
            ((c * a + 255 * (255 - a)) / 255) as u8
        };
        Rgb([over(red), over(green), over(blue)])
    })
}

fn no_photo() -> Error {
    let wrong = FieldError::new("/photo", "This is no photo that can be read.");
    let remedy = "Send a JPEG, PNG or WebP of at most 10 MB and 10,000 pixels a side.";
    Error::invalid(vec![wrong.remedy(remedy)])
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;

    /// A picture of one colour.
    pub fn sample(format: ImageFormat, width: u32, height: u32) -> Vec<u8> {
        let image =
            DynamicImage::ImageRgb8(RgbImage::from_pixel(width, height, Rgb([200, 30, 40])));
        let mut bytes = Cursor::new(Vec::new());
        image.write_to(&mut bytes, format).expect("written");
        bytes.into_inner()
    }

    #[test]
    fn any_photo_becomes_a_small_square_without_what_stood_beside_the_pixels() {
        for format in [ImageFormat::Jpeg, ImageFormat::Png, ImageFormat::WebP] {
            let made = square(&sample(format, 640, 300)).expect("a photo");
            let read = image::load_from_memory(&made).expect("a JPEG");
            assert_eq!((read.width(), read.height()), (SIDE, SIDE));
            assert_eq!(image::guess_format(&made).ok(), Some(ImageFormat::Jpeg));
            assert!(!made.windows(4).any(|bytes| bytes == b"Exif"));
        }
    }

    #[test]
    fn what_is_no_photo_is_refused() {
        let huge = sample(ImageFormat::Png, SIDE_MAX + 1, 1);
        for bytes in [&b"GIF89a"[..], b"", b"<svg/>", &huge, &huge[..40]] {
            assert_eq!(
                square(bytes).expect_err("refused").errors[0].field,
                "/photo"
            );
        }
    }
}
