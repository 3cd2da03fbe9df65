//! What people put in place of what they leave out, when they quote a message.

/// Signs put where something was left out.
pub(crate) fn is_placeholder(c: char) -> bool {
    matches!(
        c,
        '○' | '〇'
            | '◯'
            | '●'
            | '◎'
            | '□'
            | '■'
            | '△'
            | '▲'
            | '×'
            | '✕'
            | '✖'
            | '＊'
            | '※'
            | '…'
            | '‥'
    )
}
