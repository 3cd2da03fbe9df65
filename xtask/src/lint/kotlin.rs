//! What the design promises about the shape of the Kotlin, and no compiler checks.

use std::fs;

use anyhow::{Context, Result};

use super::files;
use super::names::drawer;
use crate::command::root;

/// The package that alone knows the generated bindings.
const CORE: &str = "android/app/src/main/kotlin/app/mihari/core";

/// One sentence for each place where the Kotlin is not as promised.
pub(super) fn faults() -> Result<Vec<String>> {
    let root = root();
    let mut faults = Vec::new();
    for path in files(&root.join("android/app/src"), "kt")? {
        let source =
            fs::read_to_string(&path).with_context(|| format!("cannot read {}", path.display()))?;
        let shown = path.strip_prefix(&root).unwrap_or(&path).display().to_string();
        faults.extend(faults_in(&shown, &source));
    }
    Ok(faults)
}

fn faults_in(path: &str, source: &str) -> Vec<String> {
    let mut faults = Vec::new();
    let stem = path.rsplit('/').next().and_then(|name| name.strip_suffix(".kt"));
    if let Some(word) = stem.and_then(drawer) {
        faults.push(format!("{path}: a file named {word} says nothing about what is in it"));
    }
    let is_shipped = path.contains("/src/main/");
    for (index, line) in source.lines().enumerate() {
        let place = format!("{path}:{}", index + 1);
        if is_shipped && !path.starts_with(CORE) && line.contains("uniffi.mihari") {
            faults.push(format!("{place}: only app.mihari.core knows the bindings"));
        }
        if is_shipped && (line.contains("println(") || line.contains("printStackTrace")) {
            faults.push(format!("{place}: the app prints nothing"));
        }
        if line.trim_start().starts_with("import androidx.") && is_shipped {
            faults.push(format!("{place}: the app is built without AndroidX"));
        }
    }
    faults
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_bindings_are_known_in_one_package() {
        let import = "import uniffi.mihari.Guard\n";
        assert_eq!(faults_in(&format!("{CORE}/NativeGuard.kt"), import).len(), 0);
        assert_eq!(faults_in("android/app/src/main/kotlin/app/mihari/ui/A.kt", import).len(), 1);
    }

    #[test]
    fn files_are_named_after_what_is_in_them() {
        assert_eq!(
            faults_in("android/app/src/main/kotlin/app/mihari/ui/ViewUtils.kt", "").len(),
            1
        );
        assert_eq!(faults_in("android/app/src/main/kotlin/app/mihari/ui/Screen.kt", "").len(), 0);
    }
}
