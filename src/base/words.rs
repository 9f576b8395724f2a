//! Words: Simplified Chinese first, Traditional Chinese and English complete.
//!
//! One Fluent file per room and language in `i18n/<lang>/<room>.ftl`. A key that a language lacks is a
//! failing test (`tests/it/tidy.rs`), and at run time falls back to Simplified Chinese.

use std::collections::HashMap;
use std::fmt;
use std::str::FromStr;
use std::sync::{OnceLock, PoisonError, RwLock};

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};
use serde::{Deserialize, Serialize};

use super::error::Msg;

#[derive(rust_embed::RustEmbed)]
#[folder = "$CARGO_MANIFEST_DIR/i18n"]
struct Files;

/// A language of the product.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Default, Serialize, Deserialize)]
pub enum Lang {
    /// 简体中文
    #[default]
    #[serde(rename = "zh-CN")]
    ZhCn,
    /// 繁體中文
    #[serde(rename = "zh-TW")]
    ZhTw,
    /// English
    #[serde(rename = "en")]
    En,
}

impl Lang {
    /// All languages, with the name each gives itself.
    pub const ALL: [(Self, &'static str); 3] = [(Self::ZhCn, "简体中文"), (Self::ZhTw, "繁體中文"), (Self::En, "English")];

    /// The BCP 47 tag.
    pub const fn tag(self) -> &'static str {
        match self {
            Self::ZhCn => "zh-CN",
            Self::ZhTw => "zh-TW",
            Self::En => "en",
        }
    }
}

impl fmt::Display for Lang {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.tag())
    }
}

impl FromStr for Lang {
    type Err = ();
    fn from_str(tag: &str) -> Result<Self, ()> {
        Self::ALL.iter().map(|(lang, _)| *lang).find(|lang| lang.tag() == tag).ok_or(())
    }
}

type Bundle = FluentBundle<FluentResource>;

fn bundles() -> &'static HashMap<Lang, Bundle> {
    static BUNDLES: OnceLock<HashMap<Lang, Bundle>> = OnceLock::new();
    BUNDLES.get_or_init(|| Lang::ALL.iter().map(|(lang, _)| (*lang, load(*lang))).collect())
}

fn load(lang: Lang) -> Bundle {
    let id = lang.tag().parse().expect("a language tag of the product parses");
    let mut bundle = Bundle::new_concurrent(vec![id]);
    bundle.set_use_isolating(false);
    for path in Files::iter().filter(|path| path.starts_with(lang.tag())) {
        let file = Files::get(&path).expect("a listed file is embedded");
        let text = String::from_utf8_lossy(&file.data).into_owned();
        let resource = FluentResource::try_new(text).unwrap_or_else(|(whole, errors)| {
            tracing::error!(%path, ?errors, "a word file has a fault");
            whole
        });
        if let Err(errors) = bundle.add_resource(resource) {
            tracing::error!(%path, ?errors, "a word is defined twice");
        }
    }
    bundle
}

/// Says a message in a language. A number among the values selects English plurals.
pub fn say(lang: Lang, msg: &Msg) -> String {
    [lang, Lang::ZhCn].iter().find_map(|lang| lookup(*lang, msg)).unwrap_or_else(|| msg.key.to_string())
}

/// Says a message without values. A page asks for hundreds, so what was said once is remembered; only messages that there are, so the memory is bounded.
pub fn word(lang: Lang, key: &str) -> String {
    static SAID: OnceLock<[RwLock<HashMap<String, String>>; Lang::ALL.len()]> = OnceLock::new();
    let said = &SAID.get_or_init(Default::default)[lang as usize];
    if let Some(text) = said.read().unwrap_or_else(PoisonError::into_inner).get(key) {
        return text.clone();
    }
    let msg = Msg::new(key.to_owned());
    let Some(text) = [lang, Lang::ZhCn].iter().find_map(|lang| lookup(*lang, &msg)) else { return key.to_owned() };
    said.write().unwrap_or_else(PoisonError::into_inner).insert(key.to_owned(), text.clone());
    text
}

fn lookup(lang: Lang, msg: &Msg) -> Option<String> {
    let bundle = bundles().get(&lang)?;
    let pattern = bundle.get_message(&msg.key)?.value()?;
    let mut args = FluentArgs::new();
    for (name, value) in &msg.args {
        let number = value.len() < 10 && value.bytes().all(|b| b.is_ascii_digit()) && !value.is_empty() && (value == "0" || !value.starts_with('0'));
        if number {
            // Years and counts keep their figures: no thousands separators.
            args.set(*name, FluentValue::from(value.parse::<u32>().unwrap_or_default()));
        } else {
            args.set(*name, FluentValue::from(value.clone()));
        }
    }
    let mut faults = Vec::new();
    Some(bundle.format_pattern(pattern, Some(&args), &mut faults).into_owned())
}
