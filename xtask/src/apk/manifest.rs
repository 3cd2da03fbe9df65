//! What the linked manifest says, read back through aapt2 as the system will read it.

use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result};
use regex::Regex;

use crate::command::read;
use crate::tools;

/// What the system and a person deciding about the app want to know.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Manifest {
    pub(super) package: String,
    pub(super) version_code: String,
    pub(super) version_name: String,
    pub(super) min_sdk: String,
    pub(super) target_sdk: String,
    pub(super) permissions: Vec<String>,
    pub(super) exported: Vec<Component>,
    /// Whether libraries are mapped from the APK itself.
    pub(super) keeps_libraries_inside: bool,
    pub(super) debuggable: bool,
}

/// A part of the app that others may start.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Component {
    /// `activity`, `receiver`, …
    pub(super) kind: String,
    pub(super) name: String,
    /// What the caller must hold.
    pub(super) permission: Option<String>,
}

pub(super) fn of(apk: &Path) -> Result<Manifest> {
    let tree = read(
        Command::new(tools::aapt2()?)
            .args(["dump", "xmltree", "--file", "AndroidManifest.xml"])
            .arg(apk),
    )?;
    parse(&tree).context("aapt2 printed a manifest that is not understood")
}

/// aapt2 prints an element a line (`E: name`), its attributes below it (`A: namespace:name(id)=value`).
fn parse(tree: &str) -> Result<Manifest> {
    let element = Regex::new(r"^\s*E: ([\w-]+) ")?;
    let attribute = Regex::new(r#"^\s*A: (?:\S*:)?(\w+)(?:\(0x[0-9a-f]+\))?=(?:"([^"]*)"|(\S+))"#)?;
    let mut manifest = Manifest::default();
    let mut open = Element::default();
    for line in tree.lines() {
        if let Some(found) = element.captures(line) {
            manifest.take(std::mem::replace(&mut open, Element::new(&found[1])));
        } else if let Some(found) = attribute.captures(line) {
            let value = found.get(2).or(found.get(3)).map_or("", |value| value.as_str());
            open.attributes.push((found[1].to_owned(), value.to_owned()));
        }
    }
    manifest.take(open);
    anyhow::ensure!(!manifest.package.is_empty(), "it names no package");
    Ok(manifest)
}

#[derive(Default)]
struct Element {
    name: String,
    attributes: Vec<(String, String)>,
}

impl Element {
    fn new(name: &str) -> Self {
        Self { name: name.to_owned(), attributes: Vec::new() }
    }

    fn get(&self, name: &str) -> Option<String> {
        let found = self.attributes.iter().find(|(attribute, _)| attribute == name);
        found.map(|(_, value)| value.clone())
    }
}

impl Manifest {
    fn take(&mut self, element: Element) {
        let value = |name| element.get(name).unwrap_or_default();
        match element.name.as_str() {
            "manifest" => {
                self.package = value("package");
                self.version_code = value("versionCode");
                self.version_name = value("versionName");
            }
            "uses-sdk" => {
                self.min_sdk = value("minSdkVersion");
                self.target_sdk = value("targetSdkVersion");
            }
            "uses-permission" | "uses-permission-sdk-23" => self.permissions.push(value("name")),
            "application" => {
                self.keeps_libraries_inside = value("extractNativeLibs") == "false";
                self.debuggable = value("debuggable") == "true";
            }
            "activity" | "activity-alias" | "receiver" | "service" | "provider"
                if value("exported") == "true" =>
            {
                self.exported.push(Component {
                    name: value("name"),
                    permission: element.get("permission"),
                    kind: element.name,
                });
            }
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_manifest_is_read_as_aapt2_prints_it() {
        let manifest = parse(
            r#"N: android=http://schemas.android.com/apk/res/android (line=2)
  E: manifest (line=2)
    A: http://schemas.android.com/apk/res/android:versionCode(0x0101021b)=1000
    A: http://schemas.android.com/apk/res/android:versionName(0x0101021c)="0.1.0" (Raw: "0.1.0")
    A: package="app.mihari" (Raw: "app.mihari")
      E: uses-sdk (line=3)
        A: http://schemas.android.com/apk/res/android:minSdkVersion(0x0101020c)=29
        A: http://schemas.android.com/apk/res/android:targetSdkVersion(0x01010270)=35
      E: uses-permission (line=5)
        A: http://schemas.android.com/apk/res/android:name(0x01010003)="android.permission.RECEIVE_SMS" (Raw: "android.permission.RECEIVE_SMS")
      E: application (line=7)
        A: http://schemas.android.com/apk/res/android:extractNativeLibs(0x010104ea)=false
          E: receiver (line=9)
            A: http://schemas.android.com/apk/res/android:name(0x01010003)="app.mihari.sms.SmsReceiver" (Raw: "x")
            A: http://schemas.android.com/apk/res/android:permission(0x01010006)="android.permission.BROADCAST_SMS" (Raw: "x")
            A: http://schemas.android.com/apk/res/android:exported(0x01010010)=true
              E: intent-filter (line=12)
          E: activity (line=20)
            A: http://schemas.android.com/apk/res/android:name(0x01010003)="app.mihari.Hidden" (Raw: "x")
            A: http://schemas.android.com/apk/res/android:exported(0x01010010)=false
"#,
        )
        .unwrap();
        assert_eq!(
            manifest,
            Manifest {
                package: "app.mihari".into(),
                version_code: "1000".into(),
                version_name: "0.1.0".into(),
                min_sdk: "29".into(),
                target_sdk: "35".into(),
                permissions: vec!["android.permission.RECEIVE_SMS".into()],
                exported: vec![Component {
                    kind: "receiver".into(),
                    name: "app.mihari.sms.SmsReceiver".into(),
                    permission: Some("android.permission.BROADCAST_SMS".into()),
                }],
                keeps_libraries_inside: true,
                debuggable: false,
            }
        );
    }

    #[test]
    fn what_is_no_manifest_is_an_error() {
        assert!(parse("").is_err());
    }
}
