//! An operator that keeps its manifests as kustomizations: they are built in the process, and come out as
//! the objects that kube's clients work with.

use kube::core::{DynamicObject, GroupVersionKind};
use kustomize_core::Builder;
use kustomize_core::fs::MemoryFileSystem;
use std::error::Error;

/// The manifests that the operator ships, for one tenant.
fn manifests(tenant: &str) -> MemoryFileSystem {
    let mut files = MemoryFileSystem::new();
    files.insert(
        "/app/kustomization.yaml",
        format!(
            "namespace: {tenant}\nresources: [web.yaml]\nconfigMapGenerator: [{{name: settings, literals: [tenant={tenant}]}}]\n"
        ),
    );
    files.insert("/app/web.yaml", include_str!("web.yaml"));
    files
}

/// The objects to apply, each with the kind that a client needs for it.
fn objects(tenant: &str) -> Result<Vec<(GroupVersionKind, DynamicObject)>, Box<dyn Error>> {
    let files = manifests(tenant);
    let output = Builder::new(&files).build("/app")?;
    let mut objects = Vec::new();
    for resource in output.resources() {
        let gvk = resource.gvk();
        let kind = GroupVersionKind::gvk(&gvk.group, &gvk.version, &gvk.kind);
        let json = resource.to_json().map_err(|e| e.diagnostic().message.clone())?;
        objects.push((kind, serde_json::from_value(json)?));
    }
    Ok(objects)
}

fn main() -> Result<(), Box<dyn Error>> {
    for (kind, object) in objects("acme")? {
        // With a client: Api::namespaced_with(client, namespace, &ApiResource::from_gvk(&kind)).patch(…)
        let namespace = object.metadata.namespace.unwrap_or_default();
        println!("{} {namespace}/{}", kind.kind, object.metadata.name.unwrap_or_default());
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::objects;
    use k8s_openapi::api::apps::v1::Deployment;

    #[test]
    fn what_is_built_is_what_kube_knows() {
        let objects = objects("acme").unwrap();
        let kinds: Vec<&str> = objects.iter().map(|(kind, _)| kind.kind.as_str()).collect();
        assert_eq!(kinds, ["ConfigMap", "Deployment"]);
        let deployment: Deployment = objects[1].1.clone().try_parse().unwrap();
        let pod = deployment.spec.unwrap().template.spec.unwrap();
        let settings = pod.containers[0].env_from.as_ref().unwrap()[0].config_map_ref.as_ref().unwrap();
        // The reference follows the generated name.
        assert_eq!(Some(&settings.name), objects[0].1.metadata.name.as_ref());
    }
}
