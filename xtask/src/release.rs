//! What an app shop shows: `fastlane/metadata/android`, read by F-Droid and others.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

use crate::android;
use crate::command::root;

/// The languages of the app: as shops name them, and in the names of pictures.
const LANGUAGES: [(&str, &str); 2] = [("ja-JP", "ja"), ("en-US", "en")];

/// The screens that shops and the README show, in this order.
const CHOSEN: [&str; SCREENSHOTS] =
    ["home", "detail_scam", "check_result", "help", "family", "start"];

#[derive(clap::Args)]
pub(crate) struct Options {
    /// Put six of them where app shops and the README find them
    #[arg(long)]
    publish: bool,
}

/// `cargo xtask screenshots`: every screen in both languages, light and dark, at 100 % and 200 % of
/// the font size, as a phone shows it and in its whole length.
pub(crate) fn screenshots(options: &Options) -> Result<()> {
    let folder = root().join("target/screenshots");
    android::draw_screens(&folder)?;
    println!("The pictures are in {}", folder.display());
    if options.publish { publish(&folder.join("phone")) } else { Ok(()) }
}

fn publish(pictures: &Path) -> Result<()> {
    for (shop, language) in LANGUAGES {
        let chosen =
            CHOSEN.map(|screen| pictures.join(format!("{screen}.{language}.light.100.png")));
        replace_pictures(&listing(shop).join("images/phoneScreenshots"), &chosen)?;
        replace_pictures(&root().join("docs/images/app").join(language), &chosen)?;
    }
    Ok(())
}

/// How many pictures a shop shows on the page of an app before one has to look for more.
const SCREENSHOTS: usize = 6;

fn listing(language: &str) -> PathBuf {
    root().join("fastlane/metadata/android").join(language)
}

/// Shops sort by name, so the place comes first.
fn replace_pictures(folder: &Path, chosen: &[PathBuf]) -> Result<()> {
    let replace = || {
        if folder.exists() {
            fs::remove_dir_all(folder)?;
        }
        fs::create_dir_all(folder)?;
        for (place, picture) in chosen.iter().enumerate() {
            let name = picture.file_name().unwrap_or_default().to_string_lossy();
            fs::copy(picture, folder.join(format!("{}-{name}", place + 1)))?;
        }
        Ok::<_, std::io::Error>(())
    };
    replace().with_context(|| format!("cannot copy screenshots to {}", folder.display()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::apk::version;

    fn text(language: &str, file: &str) -> String {
        let path = listing(language).join(file);
        let text = fs::read_to_string(&path).unwrap_or_else(|_| panic!("{}", path.display()));
        text.trim().to_owned()
    }

    #[test]
    fn every_language_has_a_listing_within_the_limits_of_the_shops() {
        for (language, _) in LANGUAGES {
            for (file, most) in
                [("title.txt", 30), ("short_description.txt", 80), ("full_description.txt", 4000)]
            {
                let length = text(language, file).chars().count();
                assert!((1..=most).contains(&length), "{language}/{file} has {length} characters");
            }
        }
    }

    /// F-Droid's own check refuses a full stop in it.
    #[test]
    fn the_short_description_is_one_phrase() {
        for (language, _) in LANGUAGES {
            let text = text(language, "short_description.txt");
            assert!(!text.ends_with('.') && !text.contains(". "), "{language}");
            assert_eq!(text.lines().count(), 1, "{language}");
        }
    }

    #[test]
    fn this_version_says_what_is_new() {
        let code = version::read().unwrap().code;
        for (language, _) in LANGUAGES {
            let news = text(language, &format!("changelogs/{code}.txt"));
            assert!((1..=500).contains(&news.chars().count()), "{language}");
        }
    }

    #[test]
    fn every_language_has_the_icon_in_the_size_that_shops_want() {
        for (language, _) in LANGUAGES {
            let png = fs::read(listing(language).join("images/icon.png")).unwrap();
            let side = |at| u32::from_be_bytes(png[at..at + 4].try_into().unwrap());
            assert_eq!((side(16), side(20)), (512, 512), "{language}");
        }
    }

    #[test]
    fn screenshots_keep_their_order_and_old_ones_go() {
        let folder = tempfile::tempdir().unwrap();
        let picture = |name: &str| {
            let path = folder.path().join(name);
            fs::write(&path, name).unwrap();
            path
        };
        let shown = folder.path().join("shown");
        fs::create_dir(&shown).unwrap();
        fs::write(shown.join("old.png"), "").unwrap();
        replace_pictures(&shown, &[picture("home.png"), picture("detail.png")]).unwrap();
        let mut names: Vec<_> =
            shown.read_dir().unwrap().map(|entry| entry.unwrap().file_name()).collect();
        names.sort();
        assert_eq!(names, ["1-home.png", "2-detail.png"]);
    }
}
