//! A message as JSON beside the same in a gRPC frame.

use yew::prelude::*;

use super::{super::bytes_text, hex};
use crate::engine::view::Comparison;

/// Both, with what they take.
pub fn compare(measured: &Comparison) -> Html {
    html! {
        <div class="versus">
            <div>
                <h4>{ "JSON over HTTP" }</h4>
                <div class="big">{ bytes_text(measured.sizes.json) }</div>
                <code>{ measured.json.clone() }</code>
            </div>
            <div>
                <h4>{ "gRPC" }</h4>
                <div class="big">{ bytes_text(measured.sizes.grpc_frame) }</div>
                <code>{ hex(&measured.frame) }</code>
            </div>
            <div class="note">
                { format!(
                    "Measured here and now, bodies only: {} of Protocol Buffers behind gRPC's five bytes of flag and length. Headers come on top of both.",
                    bytes_text(measured.sizes.protobuf),
                ) }
            </div>
        </div>
    }
}
