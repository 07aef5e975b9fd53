//! Workloads: everything that has a pod in it.

use super::draw::Draw;
use super::scalars;
use super::yaml::{Yaml, map};

pub(crate) const NAMES: &[&str] = &["app", "web", "db", "cache", "worker"];
pub(crate) const NAMESPACES: &[&str] = &["default", "prod", "team-a"];
const IMAGES: &[&str] = &[
    "nginx",
    "nginx:1.25",
    "redis:7",
    "ghcr.io/org/app:v1.0.0",
    "registry.local:5000/team/app",
    "busybox@sha256:aaaa",
    "nginx:1.25@sha256:bbbb",
    "library/nginx:latest",
];

/// The name of something that others refer to.
pub(crate) fn name(draw: &mut Draw) -> String {
    draw.word(NAMES)
}

/// Metadata with a name, at times with a namespace, labels and annotations.
pub(crate) fn metadata(draw: &mut Draw, name: &str) -> Yaml {
    let mut meta = map! { "name" => name };
    if draw.chance(30) {
        let namespace = draw.word(NAMESPACES);
        meta.set("namespace", namespace);
    }
    if draw.chance(40) {
        let labels = labels(draw, name);
        meta.set("labels", labels);
    }
    if draw.chance(25) {
        let value = scalars::text(draw);
        meta.set("annotations", map! { "example.com/note" => value });
    }
    if draw.chance(2) {
        let value = draw.word(&["true", "false", "yes"]);
        meta.set("annotations", map! { "config.kubernetes.io/local-config" => value });
    }
    if draw.awkward() {
        let field = draw.word(&["labels", "annotations", "creationTimestamp", "namespace"]);
        let value = draw.word(&["null", "{}", "~"]);
        meta.set(&field, Yaml::Raw(value));
    }
    meta
}

/// A few labels, always with `app`.
pub(crate) fn labels(draw: &mut Draw, name: &str) -> Yaml {
    let mut labels = map! { "app" => name };
    labels.maybe(draw, 40, "tier", "backend");
    labels.maybe(draw, 20, "app.kubernetes.io/part-of", "shop");
    if draw.awkward() {
        let value = scalars::text(draw);
        labels.set("odd", value);
    }
    labels
}

fn container(draw: &mut Draw, name: &str) -> Yaml {
    let image = draw.word(IMAGES);
    let mut c = map! { "name" => name, "image" => image };
    if draw.chance(50) {
        let many = draw.between(1, 3);
        let env: Vec<Yaml> = (0..many).map(|i| env(draw, i)).collect();
        c.set("env", env);
    }
    if draw.chance(20) {
        let (kind, name) = (draw.word(&["configMapRef", "secretRef"]), self::name(draw));
        c.set("envFrom", vec![map! { kind => map! { "name" => name } }]);
    }
    if draw.chance(50) {
        let many = draw.between(1, 3);
        let ports: Vec<Yaml> = (0..many).map(|i| port(draw, i)).collect();
        c.set("ports", ports);
    }
    if draw.chance(30) {
        let mount = map! { "name" => "data", "mountPath" => "/data" };
        c.set(
            "volumeMounts",
            vec![mount, map! { "mountPath" => "/etc/conf", "name" => "conf", "readOnly" => true }],
        );
    }
    if draw.chance(30) {
        let limits = map! { "cpu" => "100m", "memory" => Yaml::raw("1Gi") };
        c.set("resources", map! { "limits" => limits, "requests" => map! { "cpu" => Yaml::raw("0.5") } });
    }
    if draw.chance(30) {
        let many = draw.between(1, 4);
        let words: Vec<Yaml> = (0..many).map(|_| Yaml::Text(scalars::text(draw))).collect();
        let field = draw.word(&["args", "command"]);
        c.set(&field, words);
    }
    if draw.chance(20) {
        let get = map! { "path" => "/healthz", "port" => "http" };
        c.set("livenessProbe", map! { "httpGet" => get, "periodSeconds" => 5 });
    }
    if draw.chance(10) {
        c.set(
            "securityContext",
            map! { "runAsNonRoot" => true, "capabilities" => map! { "drop" => vec![Yaml::from("ALL")] } },
        );
    }
    c
}

fn env(draw: &mut Draw, i: usize) -> Yaml {
    let name = ["HOST", "PORT", "LOG_LEVEL", "EXTRA"][i];
    if draw.chance(60) {
        let value = scalars::text(draw);
        return map! { "name" => name, "value" => value };
    }
    let from = draw.word(&["configMapKeyRef", "secretKeyRef"]);
    let object = self::name(draw);
    if draw.chance(20) {
        return map! { "name" => name, "valueFrom" => map! { "fieldRef" => map! { "fieldPath" => "metadata.name" } } };
    }
    map! { "name" => name, "valueFrom" => map! { from => map! { "name" => object, "key" => "k" } } }
}

fn port(draw: &mut Draw, i: usize) -> Yaml {
    let mut port = map! { "containerPort" => [80, 8080, 9090][i] };
    port.maybe(draw, 50, "name", ["http", "alt", "metrics"][i]);
    let protocol = draw.word(&["TCP", "UDP"]);
    port.maybe(draw, 40, "protocol", protocol);
    port
}

fn volume(draw: &mut Draw, name: &str) -> Yaml {
    let object = self::name(draw);
    let source = match draw.below(6) {
        0 => map! { "configMap" => map! { "name" => object } },
        1 => map! { "secret" => map! { "secretName" => object } },
        2 => map! { "persistentVolumeClaim" => map! { "claimName" => object } },
        3 => map! { "emptyDir" => Yaml::Map(Vec::new()) },
        4 => {
            let other = self::name(draw);
            let sources = vec![
                map! { "configMap" => map! { "name" => object } },
                map! { "secret" => map! { "name" => other } },
            ];
            map! { "projected" => map! { "sources" => sources } }
        }
        _ => map! { "hostPath" => map! { "path" => "/tmp" } },
    };
    let mut volume = map! { "name" => name };
    if let Yaml::Map(entries) = source {
        for (key, value) in entries {
            volume.set(&key, value);
        }
    }
    volume
}

/// The specification of a pod.
pub(crate) fn pod_spec(draw: &mut Draw) -> Yaml {
    let many = draw.between(1, 2);
    let containers: Vec<Yaml> = (0..many).map(|i| container(draw, ["main", "sidecar"][i])).collect();
    let mut spec = map! { "containers" => containers };
    if draw.chance(20) {
        let init = container(draw, "init");
        spec.set("initContainers", vec![init]);
    }
    if draw.chance(40) {
        let volumes = vec![volume(draw, "data"), volume(draw, "conf")];
        spec.set("volumes", volumes);
    }
    let account = name(draw);
    spec.maybe(draw, 30, "serviceAccountName", account);
    if draw.chance(10) {
        let secret = name(draw);
        spec.set("imagePullSecrets", vec![map! { "name" => secret }]);
    }
    if draw.chance(15) {
        spec.set(
            "tolerations",
            vec![map! { "key" => "k", "operator" => "Exists", "effect" => "NoSchedule" }],
        );
    }
    if draw.chance(15) {
        let selector = map! { "matchLabels" => map! { "app" => "web" } };
        let spread = map! { "maxSkew" => 1, "topologyKey" => "zone", "whenUnsatisfiable" => "DoNotSchedule", "labelSelector" => selector.clone() };
        spec.set("topologySpreadConstraints", vec![spread]);
        let term = map! { "labelSelector" => selector, "topologyKey" => "kubernetes.io/hostname" };
        spec.set("affinity", map! { "podAntiAffinity" => map! { "requiredDuringSchedulingIgnoredDuringExecution" => vec![term] } });
    }
    if draw.chance(10) {
        spec.set(
            "hostAliases",
            vec![map! { "ip" => "127.0.0.1", "hostnames" => vec![Yaml::from("a.local")] }],
        );
    }
    spec
}

fn pod_template(draw: &mut Draw, name: &str) -> Yaml {
    let mut metadata = map! { "labels" => labels(draw, name) };
    if draw.chance(20) {
        let value = scalars::text(draw);
        metadata.set("annotations", map! { "prometheus.io/scrape" => value });
    }
    map! { "metadata" => metadata, "spec" => pod_spec(draw) }
}

/// A workload of any kind.
pub(crate) fn workload(draw: &mut Draw, name: &str) -> Yaml {
    let kinds = [
        "Deployment",
        "Deployment",
        "StatefulSet",
        "DaemonSet",
        "ReplicaSet",
        "Job",
        "CronJob",
        "Pod",
        "ReplicationController",
    ];
    let kind = draw.word(&kinds);
    let metadata = metadata(draw, name);
    let group = match kind.as_str() {
        "Pod" | "ReplicationController" => "v1",
        "Job" => "batch/v1",
        "CronJob" => ["batch/v1", "batch/v1beta1"][draw.below(2)],
        "Deployment" if draw.chance(10) => "extensions/v1beta1",
        _ => "apps/v1",
    };
    let mut spec = match kind.as_str() {
        "Pod" => pod_spec(draw),
        "Job" => map! { "template" => pod_template(draw, name) },
        "CronJob" => {
            let job = map! { "spec" => map! { "template" => pod_template(draw, name) } };
            map! { "schedule" => "*/5 * * * *", "jobTemplate" => job }
        }
        "ReplicationController" => {
            map! { "selector" => map! { "app" => name }, "template" => pod_template(draw, name) }
        }
        _ => {
            let selector = map! { "matchLabels" => map! { "app" => name } };
            map! { "selector" => selector, "template" => pod_template(draw, name) }
        }
    };
    if ["Deployment", "StatefulSet", "ReplicaSet", "ReplicationController"].contains(&kind.as_str()) {
        let replicas = draw.below(5);
        spec.maybe(draw, 60, "replicas", replicas);
    }
    if kind == "StatefulSet" {
        let service = self::name(draw);
        spec.set("serviceName", service);
        if draw.chance(40) {
            let resources = map! { "requests" => map! { "storage" => "1Gi" } };
            let claim = map! { "metadata" => map! { "name" => "data" }, "spec" => map! { "accessModes" => vec![Yaml::from("ReadWriteOnce")], "resources" => resources } };
            spec.set("volumeClaimTemplates", vec![claim]);
        }
    }
    if kind == "Deployment" && draw.chance(20) {
        let rolling = map! { "maxSurge" => Yaml::raw("25%"), "maxUnavailable" => 0 };
        spec.set("strategy", map! { "type" => "RollingUpdate", "rollingUpdate" => rolling });
    }
    let mut object = map! { "apiVersion" => group, "kind" => kind, "metadata" => metadata, "spec" => spec };
    object.maybe(draw, 5, "status", Yaml::Map(Vec::new()));
    object
}
