//! The mark that stands for a brand's name, in patterns and in the text they run over.
//!
//! Self-contained: the build script uses it too.

/// Stands in a text and in a pattern for a brand's name. From the private use area; folding
/// removes it from what people send.
pub(crate) const BRAND_MARK: char = '\u{e000}';

/// A pattern names two brands.
pub(crate) struct TwoBrands;

/// Puts the mark in place of `{brand}` and `{brand:ID}`; answers the id, if one is named.
pub(crate) fn replace(pattern: &str) -> Result<(String, Option<String>), TwoBrands> {
    let mut buffer = [0; 3];
    let mark: &str = BRAND_MARK.encode_utf8(&mut buffer);
    let mut source = pattern.replace("{brand}", mark);
    let mut brand = None;
    while let Some(start) = source.find("{brand:") {
        let Some(length) = source[start..].find('}') else { break };
        let id = source[start + "{brand:".len()..start + length].to_owned();
        if brand.as_ref().is_some_and(|named| *named != id) {
            return Err(TwoBrands);
        }
        source.replace_range(start..=start + length, mark);
        brand = Some(id);
    }
    Ok((source, brand))
}
