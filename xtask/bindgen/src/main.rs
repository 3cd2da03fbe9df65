//! UniFFI's own command line, in the version that the core is built with.

fn main() {
    uniffi::uniffi_bindgen_main();
}
