//! Bodies that end before they should, or never seem to.

use std::convert::Infallible;
use std::io;
use std::pin::Pin;
use std::task::{Context, Poll};

use axum::body::{Body, HttpBody};
use bytes::Bytes;
use http_body::Frame;

/// Some bytes, then the connection ends. Its length is not told, so that nobody is warned.
pub struct Broken(Option<Bytes>);

impl Broken {
    pub fn after(bytes: Vec<u8>) -> Body {
        let first = (!bytes.is_empty()).then(|| Bytes::from(bytes));
        Body::new(Self(first))
    }
}

impl HttpBody for Broken {
    type Data = Bytes;
    type Error = io::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        _: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, io::Error>>> {
        let next = match self.0.take() {
            Some(bytes) => Ok(Frame::data(bytes)),
            None => Err(io::Error::from(io::ErrorKind::ConnectionAborted)),
        };
        Poll::Ready(Some(next))
    }
}

/// So many bytes of no sense, made as they are sent.
pub struct Huge(u64);

impl Huge {
    pub fn of(bytes: u64) -> Body {
        Body::new(Self(bytes))
    }
}

impl HttpBody for Huge {
    type Data = Bytes;
    type Error = Infallible;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        _: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Infallible>>> {
        const PIECE: &[u8] = &[b' '; 16 << 10];
        let length = PIECE
            .len()
            .min(usize::try_from(self.0).unwrap_or(usize::MAX));
        if length == 0 {
            return Poll::Ready(None);
        }
        self.0 -= length as u64;
        let piece = Bytes::from_static(PIECE.get(..length).unwrap_or_default());
        Poll::Ready(Some(Ok(Frame::data(piece))))
    }
}
