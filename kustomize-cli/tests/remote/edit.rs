//! Addresses that are added to a kustomization are tried first.

use crate::http::Server;
use crate::place::{Place, config_map, refusal, stdout};

const START: &str = "# ours\napiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\n";
const FILE: &str = "here/kustomization.yaml";

fn shop(place: &Place) -> String {
    let map = config_map("one");
    place.repository(
        "shop",
        &[("base/kustomization.yaml", "resources: [map.yaml]\n"), ("base/map.yaml", &map)],
    )
}

#[test]
fn repositories_are_added_when_they_can_be_fetched() {
    let place = Place::new();
    let url = shop(&place);
    for (verb, field) in [("resource", "resources"), ("component", "components")] {
        place.write(FILE, START);
        let address = format!("{url}//base?ref=v1");
        assert_eq!(stdout(&place.kz(&["edit", "add", verb, &address])), "");
        let text = std::fs::read_to_string(place.path(FILE)).unwrap();
        assert_eq!(text, format!("{START}{field}:\n- {address}\n"));
        for (address, said) in [
            (format!("{url}//base?ref=absent"), "couldn't find remote ref absent"),
            (format!("{url}//absent"), "the folder \"absent\" cannot be opened"),
            (format!("{url}//base/map.yaml"), "is a file, not a folder"),
        ] {
            let message = refusal(&place.kz(&["edit", "add", verb, &address]));
            assert!(message.contains(said), "{address}: {message}");
            assert_eq!(std::fs::read_to_string(place.path(FILE)).unwrap(), text);
        }
    }
}

#[test]
fn files_are_added_when_they_can_be_fetched() {
    let place = Place::new();
    let server = Server::start();
    place.write(FILE, START);
    let address = format!("{}/map.yaml", server.url);
    stdout(&place.kz(&["edit", "add", "resource", &address]));
    let text = std::fs::read_to_string(place.path(FILE)).unwrap();
    assert_eq!(text, format!("{START}resources:\n- {address}\n"));
    for path in ["absent.yaml", "bad.yaml"] {
        refusal(&place.kz(&["edit", "add", "resource", &format!("{}/{path}", server.url)]));
    }
    assert_eq!(std::fs::read_to_string(place.path(FILE)).unwrap(), text);
    refusal(&place.kz(&["edit", "add", "component", &address]));
    let absent = format!("{}/absent.yaml", server.url);
    assert_eq!(stdout(&place.kz(&["edit", "add", "resource", "--no-verify", &absent])), "");
    assert!(std::fs::read_to_string(place.path(FILE)).unwrap().ends_with(&format!("- {absent}\n")));
}

#[test]
fn a_new_kustomization_lists_what_can_be_fetched() {
    let place = Place::new();
    let url = shop(&place);
    refusal(&place.kz(&["create", "--resources", &format!("{url}//absent")]));
    assert!(!place.path(FILE).exists());
    let address = format!("{url}//base");
    stdout(&place.kz(&["create", "--resources", &address]));
    assert_eq!(stdout(&place.kz(&["build"])), config_map("one"));
}
