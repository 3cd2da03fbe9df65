//! What an app shop shows: `fastlane/metadata/android`, read by F-Droid and others.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, ensure};

use crate::command::root;

/// The languages of the app, as shops name them.
const LANGUAGES: [&str; 2] = ["ja-JP", "en-US"];

#[derive(clap::Args)]
pub(crate) struct Options {
    /// The language that the pictures are in
    #[arg(value_parser = LANGUAGES)]
    language: String,
    /// Six pictures, in the order in which a shop shows them
    #[arg(required = true)]
    pictures: Vec<PathBuf>,
}

/// `cargo xtask listing ja-JP A.png …`
pub(crate) fn run(options: &Options) -> Result<()> {
    show_screenshots(&options.language, &options.pictures)
}

/// How many pictures a shop shows on the page of an app before one has to look for more.
const SCREENSHOTS: usize = 6;

fn listing(language: &str) -> PathBuf {
    root().join("fastlane/metadata/android").join(language)
}

/// Makes six pictures those that shops show in one language, in this order.
pub(crate) fn show_screenshots(language: &str, chosen: &[PathBuf]) -> Result<()> {
    ensure!(
        chosen.len() == SCREENSHOTS,
        "a shop shows {SCREENSHOTS} screenshots, not {}",
        chosen.len()
    );
    replace_pictures(&listing(language).join("images/phoneScreenshots"), chosen)
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
        for language in LANGUAGES {
            for (file, most) in
                [("title.txt", 30), ("short_description.txt", 80), ("full_description.txt", 4000)]
            {
                let length = text(language, file).chars().count();
                assert!((1..=most).contains(&length), "{language}/{file} has {length} characters");
            }
        }
    }

    #[test]
    fn this_version_says_what_is_new() {
        let code = version::read().unwrap().code;
        for language in LANGUAGES {
            let news = text(language, &format!("changelogs/{code}.txt"));
            assert!((1..=500).contains(&news.chars().count()), "{language}");
        }
    }

    #[test]
    fn every_language_has_the_icon_in_the_size_that_shops_want() {
        for language in LANGUAGES {
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
        assert!(show_screenshots("ja-JP", &[]).is_err());
    }
}
