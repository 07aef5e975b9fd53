//! Files.

use crate::place::{Place, config_map, refusal, stdout};
use kustomize_core::load::{Remote, RemoteLimits, SystemRemote};
use std::io::{BufRead, BufReader, Write};
use std::net::TcpListener;
use std::sync::{Arc, Mutex};

/// A server that answers by the path, and notes what it was asked.
pub(crate) struct Server {
    pub(crate) url: String,
    asked: Arc<Mutex<Vec<String>>>,
}

impl Server {
    pub(crate) fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let asked = Arc::new(Mutex::new(Vec::new()));
        let notes = asked.clone();
        std::thread::spawn(move || {
            for stream in listener.incoming() {
                let mut stream = stream.unwrap();
                let lines = BufReader::new(stream.try_clone().unwrap()).lines();
                let head: Vec<String> = lines.map_while(Result::ok).take_while(|l| !l.is_empty()).collect();
                let path = head[0].split(' ').nth(1).unwrap().to_owned();
                let user = head.iter().find(|l| l.to_lowercase().starts_with("authorization:"));
                notes.lock().unwrap().push(match user {
                    Some(user) => format!("{path} {user}"),
                    None => path.clone(),
                });
                let _ = stream.write_all(answer(&path).as_bytes());
            }
        });
        Server { url, asked }
    }

    fn asked(&self) -> Vec<String> {
        std::mem::take(&mut *self.asked.lock().unwrap())
    }
}

fn answer(path: &str) -> String {
    let ok = |body: &str| {
        format!("HTTP/1.1 200 OK\r\nContent-Length: {}\r\nConnection: close\r\n\r\n{body}", body.len())
    };
    match path.split('?').next().unwrap() {
        "/map.yaml" | "/a%20b.yaml" => ok(&config_map("one")),
        "/moved.yaml" => {
            "HTTP/1.1 302 Found\r\nLocation: /map.yaml\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
                .into()
        }
        "/ring.yaml" => {
            "HTTP/1.1 302 Found\r\nLocation: /ring.yaml\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
                .into()
        }
        "/patch.yaml" => ok("apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: one\ndata:\n  a: b\n"),
        "/page" => ok("<html>\n<body>hello\n"),
        "/bad.yaml" => ok("a: [\n"),
        _ => "HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\nConnection: close\r\n\r\n".into(),
    }
}

#[test]
fn files_are_fetched_once_wherever_they_are_named() {
    let (place, server) = (Place::new(), Server::start());
    let url = &server.url;
    let patched = "apiVersion: v1\ndata:\n  a: b\nkind: ConfigMap\nmetadata:\n  name: one\n";
    let text = format!("resources: [{url}/map.yaml]\npatches:\n- path: {url}/patch.yaml\n");
    assert_eq!(stdout(&place.build(&text)), patched);
    assert_eq!(server.asked(), ["/map.yaml", "/patch.yaml"]);

    let text = format!(
        "configMapGenerator:\n- name: made\n  files: ['{url}/map.yaml', 'k={url}/map.yaml']\n  options: {{disableNameSuffixHash: true}}\n"
    );
    let out = stdout(&place.build(&text));
    assert!(out.contains("  k: |\n") && out.contains("  map.yaml: |\n"), "{out}");
    assert_eq!(server.asked(), ["/map.yaml"]);
}

#[test]
fn addresses_may_have_queries_redirections_spaces_and_users() {
    let (place, server) = (Place::new(), Server::start());
    let url = &server.url;
    let with_user = url.replace("//", "//me:secret@");
    for address in [
        format!("{url}/map.yaml?a=b"),
        format!("{url}/moved.yaml"),
        format!("{url}/a b.yaml"),
        format!("{with_user}/map.yaml"),
    ] {
        let text = format!("resources: ['{address}']\n");
        assert_eq!(stdout(&place.build(&text)), config_map("one"), "{address}");
    }
    let asked = server.asked();
    assert_eq!(asked[..4], ["/map.yaml?a=b", "/moved.yaml", "/map.yaml", "/a%20b.yaml"]);
    assert_eq!(asked[4].to_lowercase(), "/map.yaml authorization: basic bwu6c2vjcmv0");
}

#[test]
fn what_cannot_be_fetched_is_refused() {
    let (place, server) = (Place::new(), Server::start());
    let url = &server.url;
    let cases = [
        (format!("resources: ['{url}/absent']\n"), "the server answered with status 404"),
        (format!("resources: ['{url}/ring.yaml']\n"), "redirect"),
        (format!("resources: ['{url}/bad.yaml']\n"), "127.0.0.1"),
        (format!("resources: ['{url}/page']\n"), "127.0.0.1"),
        (format!("patches: [path: '{url}/a/b']\n"), "this may be the address of a repository"),
        (format!("components: ['{url}/map.yaml']\n"), "is not a folder"),
        ("resources: ['http:///map.yaml']\n".to_owned(), "it has no host"),
        ("resources: ['http:map.yaml']\n".to_owned(), "it has no host"),
    ];
    for (text, said) in cases {
        let message = refusal(&place.build(&text));
        assert!(message.contains(said), "{text}: {message}");
    }
}

#[test]
fn a_refusal_does_not_show_a_password() {
    let (place, server) = (Place::new(), Server::start());
    let url = server.url.replace("//", "//me:secret@");
    for path in ["absent", "bad.yaml"] {
        let out = place.build(&format!("resources:\n- {url}/{path}\n"));
        let message = refusal(&out);
        let first = message.lines().next().unwrap();
        assert!(!first.contains("secret"), "{message}");
    }
}

/// The server answers, but not as git does.
#[test]
fn what_is_no_file_is_tried_as_a_repository() {
    let (place, server) = (Place::new(), Server::start());
    let message = refusal(&place.build(&format!("resources: ['{}/org/repo//base']\n", server.url)));
    assert!(message.contains("git fetch: ") && message.contains("status 404"), "{message}");
    assert_eq!(message.matches("error[").count(), 1, "{message}");
    assert_eq!(server.asked()[0], "/org/repo//base");
    assert_eq!(place.fetches().len(), 1);
}

#[test]
fn a_file_has_limits() {
    let server = Server::start();
    let mut limits = RemoteLimits::default();
    limits.file_bytes = 10;
    let got = SystemRemote::new(limits.clone()).get(&format!("{}/map.yaml", server.url));
    assert!(got.unwrap_err().to_string().starts_with("the file has more than 10 bytes;"));

    let silent = TcpListener::bind("127.0.0.1:0").unwrap();
    limits.file_time = std::time::Duration::from_millis(50);
    let got = SystemRemote::new(limits).get(&format!("http://{}/", silent.local_addr().unwrap()));
    assert!(got.unwrap_err().to_string().starts_with("it took longer than 50ms;"));
}

/// The address of a server that answers every call with these bytes, and then keeps the line open or not.
fn server_of(answer: &'static [u8], then_stalls: bool) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}/a.yaml", listener.local_addr().unwrap());
    std::thread::spawn(move || {
        let mut open = Vec::new();
        for stream in listener.incoming() {
            let mut stream = stream.unwrap();
            let lines = BufReader::new(stream.try_clone().unwrap()).lines();
            let _ = lines.map_while(Result::ok).take_while(|l| !l.is_empty()).count();
            let _ = stream.write_all(answer);
            if then_stalls {
                open.push(stream);
            }
        }
    });
    url
}

#[test]
fn a_server_that_stalls_or_sends_garbage() {
    let answers: [(&[u8], bool); 6] = [
        (b"", true),
        (b"HTTP/1.1 200 OK\r\nContent-Le", true),
        (b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\napiVersion: v1\n", true),
        (b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\napiVersion: v1\n", false),
        (b"\x16\x03\x01\xff\xff garbage\r\n\r\n", false),
        (b"HTTP/1.1 200 OK\r\nContent-Length: 8\r\n\r\n\x1f\x8b\x00\xff\xfe\xfd\x00\x01", false),
    ];
    for (answer, stalls) in answers {
        let place = Place::new();
        let url = server_of(answer, stalls);
        place.write(
            "here/kustomization.yaml",
            &format!("resources: [a.yaml]\npatches: [{{path: '{url}'}}]\n"),
        );
        place.write("here/a.yaml", &config_map("one"));
        let start = std::time::Instant::now();
        let message = refusal(&place.kz(&["build", "--limit", "fetch-time=300ms"]));
        assert!(message.contains(&url), "{message}");
        assert!(start.elapsed().as_secs() < 20, "{answer:?}");
        assert!(!stalls || message.contains("it took longer than 300ms"), "{message}");
    }
}
