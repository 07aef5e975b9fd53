//! Service accounts that stand for accounts of a cloud.

use crate::diagnostic::{Code, Error, Result};
use crate::kustomization::{Decode, Rules, Text, record};
use crate::resource::Resource;
use crate::source::Pos;
use crate::transform::patch::PatchLoader;
use crate::yaml::{Node, read_first};

/// Which service account of the cluster stands for which account of the cloud.
#[derive(Clone, Debug, Default)]
pub(crate) struct IamPolicy {
    cloud: Text,
    kubernetes_service: Account,
    service_account: Account,
    pos: Pos,
}

#[derive(Clone, Debug, Default)]
struct Account {
    name: Text,
    namespace: Text,
    project_id: Text,
}

impl Decode for Account {
    fn decode_into(&mut self, node: &Node, rules: Rules) -> Result<()> {
        record(node, "an account", &["name", "namespace", "projectId"], rules, |name, value| match name {
            "name" => self.name.decode_into(value, rules),
            "namespace" => self.namespace.decode_into(value, rules),
            _ => self.project_id.decode_into(value, rules),
        })
    }
}

impl Decode for IamPolicy {
    fn decode_into(&mut self, node: &Node, rules: Rules) -> Result<()> {
        const FIELDS: &[&str] = &["cloud", "kubernetesService", "serviceAccount"];
        self.pos = node.pos;
        record(node, "an IAMPolicyGenerator", FIELDS, rules, |name, value| match name {
            "cloud" => self.cloud.decode_into(value, rules),
            "kubernetesService" => self.kubernetes_service.decode_into(value, rules),
            _ => self.service_account.decode_into(value, rules),
        })
    }
}

impl IamPolicy {
    /// Makes the service account. The texts of the configuration are put into a template as they
    /// are: what YAML makes of them counts.
    ///
    /// # Errors
    /// Any cloud but `gke`, and texts that make the template something else than YAML.
    pub(crate) fn generate(&self, loader: &mut dyn PatchLoader) -> Result<Resource> {
        if self.cloud.as_str() != "gke" {
            return Err(Error::new(
                Code::InvalidGenerator,
                format!("there is no IAM policy for the cloud \"{}\"", self.cloud),
            )
            .at(if self.cloud.is_empty() { self.pos } else { self.cloud.pos })
            .hint("write `cloud: gke`"));
        }
        let (service, account) = (&self.kubernetes_service, &self.service_account);
        let mut text = format!(
            "apiVersion: v1\nkind: ServiceAccount\nmetadata:\n  annotations:\n    \
             iam.gke.io/gcp-service-account: {}@{}.iam.gserviceaccount.com\n  name: {}\n",
            account.name, account.project_id, service.name
        );
        if !service.namespace.is_empty() {
            text.push_str(&format!("\n  namespace: {}", service.namespace));
        }
        let (text, file) = loader.inline(&Text::new(text, self.pos));
        match read_first(&text, file, loader.limits())? {
            Some(node) if node.as_map().is_some() => Ok(Resource::new(node)),
            _ => {
                Err(Error::new(Code::InvalidGenerator, "the names do not make a service account")
                    .at(self.pos))
            }
        }
    }
}
