//! Objects of all kinds.

use super::draw::Draw;
use super::scalars;
use super::workloads::{self, NAMESPACES, metadata, name};
use super::yaml::{self, Yaml, map};

/// An object of any kind, with this name.
pub(crate) fn object(draw: &mut Draw, name: &str) -> Yaml {
    match draw.below(20) {
        0..=6 => workloads::workload(draw, name),
        7 | 8 => service(draw, name),
        9 | 10 => config_map(draw, name),
        11 => secret(draw, name),
        12 => with(draw, "v1", "ServiceAccount", name, Vec::new()),
        13 | 14 => access(draw, name),
        15 => network(draw, name),
        16 => scaling(draw, name),
        17 => cluster(draw, name),
        _ => custom(draw, name),
    }
}

fn with(draw: &mut Draw, api: &str, kind: &str, name: &str, fields: Vec<(&str, Yaml)>) -> Yaml {
    let mut object = map! { "apiVersion" => api, "kind" => kind, "metadata" => metadata(draw, name) };
    for (key, value) in fields {
        object.set(key, value);
    }
    if draw.chance(5) {
        draw_order(draw, &mut object);
    }
    object
}

fn draw_order(draw: &mut Draw, object: &mut Yaml) {
    if let Yaml::Map(entries) = object {
        draw.shuffle(entries);
    }
}

fn service(draw: &mut Draw, name: &str) -> Yaml {
    let mut port = map! { "port" => 80 };
    port.maybe(draw, 50, "name", "http");
    port.maybe(draw, 50, "protocol", "TCP");
    let target = if draw.chance(50) { Yaml::from("http") } else { Yaml::from(8080) };
    port.maybe(draw, 50, "targetPort", target);
    let mut ports = vec![port];
    if draw.chance(40) {
        ports.push(map! { "port" => 53, "protocol" => "UDP", "name" => "dns" });
        ports.push(map! { "port" => 53, "protocol" => "TCP", "name" => "dns-tcp" });
    }
    let mut spec = map! { "selector" => map! { "app" => name }, "ports" => ports };
    spec.maybe(draw, 20, "type", "LoadBalancer");
    with(draw, "v1", "Service", name, vec![("spec", spec)])
}

fn data(draw: &mut Draw) -> Yaml {
    let many = draw.below(5);
    let mut data = Yaml::Map(Vec::new());
    for _ in 0..many {
        let (key, value) = (scalars::key(draw), scalars::text(draw));
        data.set(&key, value);
    }
    data
}

/// The key of a text in a ConfigMap that is a document itself.
pub(crate) const NESTED: &str = "nested.yaml";

fn config_map(draw: &mut Draw, name: &str) -> Yaml {
    let mut data = data(draw);
    if draw.chance(15) {
        let inner = object(draw, "inner");
        // A text may have comments though the file that holds it has none.
        let comments = draw.chance(60);
        let outer = std::mem::replace(&mut draw.comments, comments);
        let text = if draw.chance(80) { yaml::write(draw, &inner) } else { yaml::json(&inner) };
        draw.comments = outer;
        data.set(NESTED, text);
    }
    let mut object = with(draw, "v1", "ConfigMap", name, vec![("data", data)]);
    object.maybe(draw, 5, "binaryData", map! { "b" => "AAEC" });
    object.maybe(draw, 5, "immutable", true);
    object
}

fn secret(draw: &mut Draw, name: &str) -> Yaml {
    let data = data(draw);
    let field = ["data", "stringData"][draw.below(2)];
    let kind = draw.word(&["Opaque", "kubernetes.io/tls", "kubernetes.io/dockerconfigjson"]);
    let mut object = with(draw, "v1", "Secret", name, vec![(field, data)]);
    object.maybe(draw, 60, "type", kind);
    object
}

fn access(draw: &mut Draw, name: &str) -> Yaml {
    const API: &str = "rbac.authorization.k8s.io/v1";
    let cluster = draw.chance(50);
    let role = if cluster { "ClusterRole" } else { "Role" };
    if draw.chance(40) {
        let names = vec![Yaml::from("app"), Yaml::from("web")];
        let kind = draw.word(&["configmaps", "secrets", "services"]);
        let mut rule = map! { "apiGroups" => vec![Yaml::from("")], "resources" => vec![Yaml::from(kind)], "verbs" => vec![Yaml::from("get"), Yaml::from("*")] };
        rule.maybe(draw, 50, "resourceNames", names);
        let mut object = with(draw, API, role, name, vec![("rules", Yaml::List(vec![rule]))]);
        if cluster {
            let selector = map! { "matchLabels" => map! { "app" => "web" } };
            object.maybe(draw, 20, "aggregationRule", map! { "clusterRoleSelectors" => vec![selector] });
        }
        return object;
    }
    let account = workloads::name(draw);
    let mut subject = map! { "kind" => "ServiceAccount", "name" => account };
    let namespace = draw.word(NAMESPACES);
    subject.maybe(draw, 60, "namespace", namespace);
    let mut subjects = vec![subject];
    if draw.chance(30) {
        subjects
            .push(map! { "kind" => "User", "name" => "default", "apiGroup" => "rbac.authorization.k8s.io" });
    }
    if draw.chance(20) {
        subjects.push(map! { "kind" => "ServiceAccount", "name" => "default", "namespace" => "default" });
    }
    let binding = if cluster || draw.chance(20) { "ClusterRoleBinding" } else { "RoleBinding" };
    let target = workloads::name(draw);
    let reference = map! { "apiGroup" => "rbac.authorization.k8s.io", "kind" => role, "name" => target };
    with(draw, API, binding, name, vec![("roleRef", reference), ("subjects", Yaml::List(subjects))])
}

fn network(draw: &mut Draw, name: &str) -> Yaml {
    let (service, secret) = (workloads::name(draw), workloads::name(draw));
    if draw.chance(40) {
        let peer = map! { "podSelector" => map! { "matchLabels" => map! { "app" => "web" } } };
        let spec = map! { "podSelector" => map! { "matchLabels" => map! { "app" => name } }, "ingress" => vec![map! { "from" => vec![peer] }] };
        return with(draw, "networking.k8s.io/v1", "NetworkPolicy", name, vec![("spec", spec)]);
    }
    let new = draw.chance(70);
    let backend = if new {
        map! { "service" => map! { "name" => service, "port" => map! { "number" => 80 } } }
    } else {
        map! { "serviceName" => service, "servicePort" => 80 }
    };
    let path = map! { "path" => "/", "pathType" => "Prefix", "backend" => backend };
    let rule = map! { "host" => "a.example.com", "http" => map! { "paths" => vec![path] } };
    let mut spec = map! { "rules" => vec![rule] };
    spec.maybe(
        draw,
        50,
        "tls",
        vec![map! { "hosts" => vec![Yaml::from("a.example.com")], "secretName" => secret }],
    );
    let api = if new { "networking.k8s.io/v1" } else { "extensions/v1beta1" };
    with(draw, api, "Ingress", name, vec![("spec", spec)])
}

fn scaling(draw: &mut Draw, name: &str) -> Yaml {
    let target = workloads::name(draw);
    if draw.chance(30) {
        let spec =
            map! { "minAvailable" => 1, "selector" => map! { "matchLabels" => map! { "app" => name } } };
        let api = ["policy/v1", "policy/v1beta1"][draw.below(2)];
        return with(draw, api, "PodDisruptionBudget", name, vec![("spec", spec)]);
    }
    let api = draw.word(&["autoscaling/v1", "autoscaling/v2", "autoscaling/v2beta2"]);
    let kind = draw.word(&["Deployment", "StatefulSet"]);
    let reference = map! { "apiVersion" => "apps/v1", "kind" => kind, "name" => target };
    let metric = map! { "type" => "Resource", "resource" => map! { "name" => "cpu", "target" => map! { "type" => "Utilization", "averageUtilization" => 80 } } };
    let spec = map! { "scaleTargetRef" => reference, "minReplicas" => 1, "maxReplicas" => 5, "metrics" => vec![metric] };
    with(draw, &api, "HorizontalPodAutoscaler", name, vec![("spec", spec)])
}

fn cluster(draw: &mut Draw, name: &str) -> Yaml {
    let service = workloads::name(draw);
    let namespace = draw.word(NAMESPACES);
    match draw.below(8) {
        0 => with(draw, "v1", "Namespace", name, Vec::new()),
        1 => {
            let spec = map! { "accessModes" => vec![Yaml::from("ReadWriteOnce")], "volumeName" => name, "storageClassName" => service };
            with(draw, "v1", "PersistentVolumeClaim", name, vec![("spec", spec)])
        }
        2 => {
            let claim = map! { "name" => service, "namespace" => namespace };
            let spec = map! { "capacity" => map! { "storage" => "1Gi" }, "claimRef" => claim };
            with(draw, "v1", "PersistentVolume", name, vec![("spec", spec)])
        }
        3 => {
            with(draw, "storage.k8s.io/v1", "StorageClass", name, vec![("provisioner", Yaml::from("x.csi"))])
        }
        4 | 5 => {
            let kind = draw.word(&["MutatingWebhookConfiguration", "ValidatingWebhookConfiguration"]);
            let config = map! { "service" => map! { "name" => service, "namespace" => namespace, "path" => "/hook" }, "caBundle" => "Cg==" };
            let hook = map! { "name" => "a.example.com", "clientConfig" => config, "sideEffects" => "None" };
            with(
                draw,
                "admissionregistration.k8s.io/v1",
                &kind,
                name,
                vec![("webhooks", Yaml::List(vec![hook]))],
            )
        }
        6 => {
            let spec = map! { "group" => "g.example.com", "service" => map! { "name" => service, "namespace" => namespace } };
            with(draw, "apiregistration.k8s.io/v1", "APIService", name, vec![("spec", spec)])
        }
        _ => {
            let conversion = map! { "strategy" => "Webhook", "webhook" => map! { "clientConfig" => map! { "service" => map! { "name" => service, "namespace" => namespace } } } };
            let names = map! { "kind" => "Foo", "plural" => "foos" };
            let spec = map! { "group" => "example.com", "names" => names, "scope" => "Namespaced", "conversion" => conversion };
            with(draw, "apiextensions.k8s.io/v1", "CustomResourceDefinition", name, vec![("spec", spec)])
        }
    }
}

fn custom(draw: &mut Draw, name: &str) -> Yaml {
    let (api, kind) = *draw.pick(&[
        ("example.com/v1", "Foo"),
        ("example.com/v1beta1", "Foo"),
        ("argoproj.io/v1alpha1", "Rollout"),
        ("cert-manager.io/v1", "Certificate"),
        ("monitoring.coreos.com/v1", "ServiceMonitor"),
        ("serving.knative.dev/v1", "Service"),
        ("config.example.com/v1", "ThingList"),
    ]);
    let secret = workloads::name(draw);
    let mut spec = map! { "secretName" => secret };
    for _ in 0..draw.below(5) {
        let (key, value) = (scalars::key(draw), scalars::tree(draw, 3));
        spec.set(&key, value);
    }
    if draw.chance(30) {
        let pod = workloads::pod_spec(draw);
        spec.set("template", map! { "spec" => pod });
    }
    if draw.chance(30) {
        let items = vec![
            map! { "name" => "one", "value" => 1 },
            map! { "name" => "two", "value" => Yaml::from(scalars::text(draw)) },
        ];
        spec.set("items", items);
    }
    with(draw, api, kind, name, vec![("spec", spec)])
}

/// A name for a new object, most often a common one.
pub(crate) fn object_name(draw: &mut Draw) -> String {
    if draw.awkward() {
        return draw.word(&[
            "a.b.c",
            "1app",
            "app-with-a-long-name-that-goes-on",
            "UPPER",
            "app:x",
            "y",
            "5",
        ]);
    }
    name(draw)
}
