//! Values of flags in the forms that the reference takes.

/// True or false in any of the forms of the reference's flags: `--force`, `--force=true`, `--force=0`.
pub(crate) fn switch(text: &str) -> Result<bool, String> {
    match text {
        "1" | "t" | "T" | "true" | "TRUE" | "True" => Ok(true),
        "0" | "f" | "F" | "false" | "FALSE" | "False" => Ok(false),
        _ => Err("it must be true or false".to_owned()),
    }
}
