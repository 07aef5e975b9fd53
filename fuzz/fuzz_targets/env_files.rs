//! An env file becomes a ConfigMap and a Secret, or is refused; each key has its line. What a ConfigMap can
//! hold a Secret can, which has its values in base64.
//!
//! `RUSTC_BOOTSTRAP=1 cargo fuzz run -s none env_files`
#![no_main]

const KUSTOMIZATION: &str = "configMapGenerator:
- {name: a, envs: [f.env], options: {disableNameSuffixHash: true}}
";
const SECRET: &str = "secretGenerator:
- {name: a, envs: [f.env]}
";

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    let built = |kustomization: &str| {
        let mut fs = kz_fuzz::tree(&[("kustomization.yaml", kustomization)]);
        fs.insert("/app/f.env", bytes);
        kz_fuzz::build(&fs)
    };
    let (map, secret) = (built(KUSTOMIZATION), built(SECRET));
    assert!(map.is_err() || secret.is_ok());
    if let Ok((output, _)) = map {
        let object = output.resources().next().expect("a ConfigMap").to_json().expect("JSON");
        let data = object.get("data").and_then(|data| data.as_object());
        for key in data.into_iter().flat_map(|data| data.keys()) {
            assert!(bytes.windows(key.len()).any(|window| window == key.as_bytes()), "{key}");
        }
    }
});
