//! Links that can be read but not tapped, for showing a message to somebody else.

use super::links_in;
use crate::text::{Folded, SCREENED_BYTES};

/// The text with `https://evil.example/a` as `hxxps://evil[.]example/a`: still readable, and no
/// program makes a link of it.
///
/// Of a text longer than [`SCREENED_BYTES`] only the beginning comes back, since links are looked
/// for no further.
pub fn defang(text: &str) -> String {
    let text = &text[..text.floor_char_boundary(SCREENED_BYTES)];
    let folded = Folded::new(text);
    let mut links = Vec::new();
    links_in(folded.as_str(), &mut links);
    let mut defanged = String::with_capacity(text.len() + 16);
    let mut done = 0;
    for link in links {
        let span = folded.to_original(link.span);
        if span.start < done {
            continue;
        }
        defanged.push_str(&text[done..span.start]);
        defang_link(&text[span.clone()], &mut defanged);
        done = span.end;
    }
    defanged.push_str(&text[done..]);
    defanged
}

fn defang_link(link: &str, defanged: &mut String) {
    let rest = match link.get(..4) {
        Some(scheme) if scheme.eq_ignore_ascii_case("http") => {
            defanged.push_str("hxxp");
            &link[4..]
        }
        _ => link,
    };
    for c in rest.chars() {
        match c {
            '.' | '．' | '。' | '｡' => defanged.push_str("[.]"),
            _ => defanged.push(c),
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn links_are_readable_and_dead_and_the_rest_stays() {
        let cases = [
            ("こちらhttps://evil.example/a.phpへ。", "こちらhxxps://evil[.]example/a[.]phpへ。"),
            ("見て http://a.top と b.xyz/q 😀", "見て hxxp://a[.]top と b[.]xyz/q 😀"),
            ("ＨＴＴＰＳ：／／evil.example", "ＨＴＴＰＳ：／／evil[.]example"),
            ("3.5点でした。明日10.30に", "3.5点でした。明日10.30に"),
            ("", ""),
        ];
        for (text, defanged) in cases {
            assert_eq!(defang(text), defanged);
        }
    }

    proptest! {
        #[test]
        fn no_link_is_left(host in "[a-z]{1,9}\\.(com|top|co\\.jp)", path in "(/[a-z.]{0,9}){0,2}") {
            let text = format!("お客様https://{host}{path} または{host}{path}へ");
            let mut links = Vec::new();
            links_in(&defang(&text), &mut links);
            prop_assert!(links.iter().all(|link| link.traits.scheme), "{}", defang(&text));
        }

        #[test]
        fn any_text_is_defanged_without_a_panic(text in any::<String>()) {
            let _ = defang(&text);
        }
    }
}
