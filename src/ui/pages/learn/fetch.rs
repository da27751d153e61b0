//! Fetches what the pages of lessons show. Knows no page.

use std::rc::Rc;

use js_sys::{Promise, Uint8Array};
use wasm_bindgen::{JsCast, JsValue, prelude::wasm_bindgen};
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::Response;
use yew::prelude::*;

use crate::{
    engine::learn::Packet,
    learn::{INDEX, Index, unit_file},
    session::{
        Action,
        learn::{Act, Learn},
    },
    ui::app::use_reach,
};

#[wasm_bindgen]
extern "C" {
    /// Fetches a content file of this build; `static/boot.js` may have begun to before the program was there.
    #[wasm_bindgen(js_name = wirelensContent)]
    fn content(file: &str) -> Promise;
}

/// Fetches and unpacks a content file; the error is a sentence.
pub async fn fetch<T>(file: &str, unpack: fn(&[u8]) -> Option<T>) -> Result<Rc<T>, String> {
    let get = async {
        let response: Response = JsFuture::from(content(file)).await?.dyn_into()?;
        if !response.ok() {
            return Err(JsValue::NULL);
        }
        JsFuture::from(response.array_buffer()?).await
    };
    match get.await {
        Err(_) => Err("This part could not be loaded. Check the connection and reload the page.".to_owned()),
        Ok(buffer) => unpack(&Uint8Array::new(&buffer).to_vec())
            .map(Rc::new)
            .ok_or_else(|| "This part is of another version of Wirelens. Reload the page.".to_owned()),
    }
}

/// Has the table of contents fetched, unless it is there.
#[hook]
pub fn use_index(learn: &Learn) {
    let act = use_reach().act;
    let is_there = matches!(learn.index, Some(Ok(_)));
    use_effect_with((), move |()| {
        if !is_there {
            spawn_local(async move { act.emit(Action::Learn(Act::Index(fetch(INDEX, Index::unpack).await))) });
        }
    });
}

/// Has a lesson fetched, unless it is there; gives it, or why it can't be had.
#[hook]
pub fn use_lesson(id: &str, learn: &Learn) -> Option<Result<Rc<Packet>, String>> {
    let act = use_reach().act;
    let packet = learn.lesson.as_ref().filter(|(other, _)| other == id).map(|(_, packet)| packet.clone());
    let is_there = matches!(packet, Some(Ok(_)));
    use_effect_with(id.to_owned(), move |id| {
        if !is_there {
            let id = id.clone();
            spawn_local(async move {
                // Whatever stands in the address, a lesson's name has neither dots nor slashes.
                let is_name = id.bytes().all(|it| it.is_ascii_alphanumeric() || it == b'-');
                let packet = match is_name {
                    true => fetch(&unit_file(&id), Packet::unpack).await,
                    false => Err(MISSING.to_owned()),
                };
                act.emit(Action::Learn(Act::Lesson(id, packet)));
            });
        }
    });
    let is_missing = matches!(&learn.index, Some(Ok(index)) if index.lessons.iter().all(|entry| entry.id != id));
    packet.map(|packet| packet.map_err(|error| if is_missing { MISSING.to_owned() } else { error }))
}

const MISSING: &str = "There is no lesson of that name.";
