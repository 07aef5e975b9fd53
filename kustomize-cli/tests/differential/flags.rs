//! The command line.

use super::draw::Draw;

/// The arguments of a build of the folder `root`; the folder `out` is there when it is named `./out`.
pub(crate) fn args(draw: &mut Draw) -> Option<String> {
    if !draw.chance(12) {
        return None;
    }
    let mut args = "build root".to_owned();
    for flag in [
        " --reorder legacy",
        " --reorder none",
        " --enable-managedby-label",
        " --load-restrictor LoadRestrictionsNone",
        " --as-current-user",
        " -o out.yaml",
        " -o out",
        " -o ./out",
        " --enable-alpha-plugins",
    ] {
        if draw.chance(15) {
            args.push_str(flag);
        }
    }
    Some(args)
}
