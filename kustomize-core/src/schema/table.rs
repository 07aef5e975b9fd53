//! Facts of Kubernetes 1.21.2. Written by `examples/schema_table.rs`; do not edit.

use super::{Field, NO_TYPE};

/// Kinds and whether they are namespaced, sorted by kind and apiVersion.
pub(super) static SCOPES: &[(&str, &str, bool)] = &[
    ("APIService", "apiregistration.k8s.io/v1", false),
    ("APIService", "apiregistration.k8s.io/v1beta1", false),
    ("CSIDriver", "storage.k8s.io/v1", false),
    ("CSIDriver", "storage.k8s.io/v1beta1", false),
    ("CSINode", "storage.k8s.io/v1", false),
    ("CSINode", "storage.k8s.io/v1beta1", false),
    ("CSIStorageCapacity", "storage.k8s.io/v1beta1", true),
    ("CertificateSigningRequest", "certificates.k8s.io/v1", false),
    ("CertificateSigningRequest", "certificates.k8s.io/v1beta1", false),
    ("ClusterRole", "rbac.authorization.k8s.io/v1", false),
    ("ClusterRole", "rbac.authorization.k8s.io/v1beta1", false),
    ("ClusterRoleBinding", "rbac.authorization.k8s.io/v1", false),
    ("ClusterRoleBinding", "rbac.authorization.k8s.io/v1beta1", false),
    ("ComponentStatus", "v1", false),
    ("ConfigMap", "v1", true),
    ("ControllerRevision", "apps/v1", true),
    ("CronJob", "batch/v1", true),
    ("CronJob", "batch/v1beta1", true),
    ("CustomResourceDefinition", "apiextensions.k8s.io/v1", false),
    ("CustomResourceDefinition", "apiextensions.k8s.io/v1beta1", false),
    ("DaemonSet", "apps/v1", true),
    ("Deployment", "apps/v1", true),
    ("EndpointSlice", "discovery.k8s.io/v1", true),
    ("EndpointSlice", "discovery.k8s.io/v1beta1", true),
    ("Endpoints", "v1", true),
    ("Event", "events.k8s.io/v1", true),
    ("Event", "events.k8s.io/v1beta1", true),
    ("Event", "v1", true),
    ("FlowSchema", "flowcontrol.apiserver.k8s.io/v1beta1", false),
    ("HorizontalPodAutoscaler", "autoscaling/v1", true),
    ("HorizontalPodAutoscaler", "autoscaling/v2beta1", true),
    ("HorizontalPodAutoscaler", "autoscaling/v2beta2", true),
    ("Ingress", "extensions/v1beta1", true),
    ("Ingress", "networking.k8s.io/v1", true),
    ("Ingress", "networking.k8s.io/v1beta1", true),
    ("IngressClass", "networking.k8s.io/v1", false),
    ("IngressClass", "networking.k8s.io/v1beta1", false),
    ("Job", "batch/v1", true),
    ("Lease", "coordination.k8s.io/v1", true),
    ("Lease", "coordination.k8s.io/v1beta1", true),
    ("LimitRange", "v1", true),
    ("MutatingWebhookConfiguration", "admissionregistration.k8s.io/v1", false),
    ("MutatingWebhookConfiguration", "admissionregistration.k8s.io/v1beta1", false),
    ("Namespace", "v1", false),
    ("NetworkPolicy", "networking.k8s.io/v1", true),
    ("Node", "v1", false),
    ("NodeProxyOptions", "v1", false),
    ("PersistentVolume", "v1", false),
    ("PersistentVolumeClaim", "v1", true),
    ("Pod", "v1", true),
    ("PodAttachOptions", "v1", true),
    ("PodDisruptionBudget", "policy/v1", true),
    ("PodDisruptionBudget", "policy/v1beta1", true),
    ("PodExecOptions", "v1", true),
    ("PodPortForwardOptions", "v1", true),
    ("PodProxyOptions", "v1", true),
    ("PodSecurityPolicy", "policy/v1beta1", false),
    ("PodTemplate", "v1", true),
    ("PriorityClass", "scheduling.k8s.io/v1", false),
    ("PriorityClass", "scheduling.k8s.io/v1beta1", false),
    ("PriorityLevelConfiguration", "flowcontrol.apiserver.k8s.io/v1beta1", false),
    ("ReplicaSet", "apps/v1", true),
    ("ReplicationController", "v1", true),
    ("ResourceQuota", "v1", true),
    ("Role", "rbac.authorization.k8s.io/v1", true),
    ("Role", "rbac.authorization.k8s.io/v1beta1", true),
    ("RoleBinding", "rbac.authorization.k8s.io/v1", true),
    ("RoleBinding", "rbac.authorization.k8s.io/v1beta1", true),
    ("RuntimeClass", "node.k8s.io/v1", false),
    ("RuntimeClass", "node.k8s.io/v1beta1", false),
    ("Scale", "autoscaling/v1", true),
    ("Secret", "v1", true),
    ("Service", "v1", true),
    ("ServiceAccount", "v1", true),
    ("ServiceProxyOptions", "v1", true),
    ("StatefulSet", "apps/v1", true),
    ("StorageClass", "storage.k8s.io/v1", false),
    ("StorageClass", "storage.k8s.io/v1beta1", false),
    ("ValidatingWebhookConfiguration", "admissionregistration.k8s.io/v1", false),
    ("ValidatingWebhookConfiguration", "admissionregistration.k8s.io/v1beta1", false),
    ("VolumeAttachment", "storage.k8s.io/v1", false),
    ("VolumeAttachment", "storage.k8s.io/v1beta1", false),
];

/// Kinds and their types, sorted by kind and apiVersion.
pub(super) static KINDS: &[(&str, &str, u16)] = &[
    ("APIService", "apiregistration.k8s.io/v1", 237),
    ("APIService", "apiregistration.k8s.io/v1beta1", 240),
    ("APIServiceList", "apiregistration.k8s.io/v1", 238),
    ("APIServiceList", "apiregistration.k8s.io/v1beta1", 241),
    ("Binding", "v1", 90),
    ("CSIDriver", "storage.k8s.io/v1", 210),
    ("CSIDriver", "storage.k8s.io/v1beta1", 219),
    ("CSIDriverList", "storage.k8s.io/v1", 211),
    ("CSIDriverList", "storage.k8s.io/v1beta1", 220),
    ("CSINode", "storage.k8s.io/v1", 212),
    ("CSINode", "storage.k8s.io/v1beta1", 221),
    ("CSINodeList", "storage.k8s.io/v1", 213),
    ("CSINodeList", "storage.k8s.io/v1beta1", 222),
    ("CSIStorageCapacity", "storage.k8s.io/v1beta1", 224),
    ("CSIStorageCapacityList", "storage.k8s.io/v1beta1", 225),
    ("CertificateSigningRequest", "certificates.k8s.io/v1", 81),
    ("CertificateSigningRequest", "certificates.k8s.io/v1beta1", 83),
    ("CertificateSigningRequestList", "certificates.k8s.io/v1", 82),
    ("CertificateSigningRequestList", "certificates.k8s.io/v1beta1", 84),
    ("ClusterRole", "rbac.authorization.k8s.io/v1", 189),
    ("ClusterRole", "rbac.authorization.k8s.io/v1beta1", 198),
    ("ClusterRoleBinding", "rbac.authorization.k8s.io/v1", 190),
    ("ClusterRoleBinding", "rbac.authorization.k8s.io/v1beta1", 199),
    ("ClusterRoleBindingList", "rbac.authorization.k8s.io/v1", 191),
    ("ClusterRoleBindingList", "rbac.authorization.k8s.io/v1beta1", 200),
    ("ClusterRoleList", "rbac.authorization.k8s.io/v1", 192),
    ("ClusterRoleList", "rbac.authorization.k8s.io/v1beta1", 201),
    ("ComponentStatus", "v1", 91),
    ("ComponentStatusList", "v1", 92),
    ("ConfigMap", "v1", 93),
    ("ConfigMapList", "v1", 94),
    ("ControllerRevision", "apps/v1", 12),
    ("ControllerRevisionList", "apps/v1", 13),
    ("CronJob", "batch/v1", 69),
    ("CronJob", "batch/v1beta1", 77),
    ("CronJobList", "batch/v1", 70),
    ("CronJobList", "batch/v1beta1", 78),
    ("CustomResourceDefinition", "apiextensions.k8s.io/v1", 230),
    ("CustomResourceDefinition", "apiextensions.k8s.io/v1beta1", 232),
    ("CustomResourceDefinitionList", "apiextensions.k8s.io/v1", 231),
    ("CustomResourceDefinitionList", "apiextensions.k8s.io/v1beta1", 233),
    ("DaemonSet", "apps/v1", 14),
    ("DaemonSetList", "apps/v1", 15),
    ("Deployment", "apps/v1", 18),
    ("DeploymentList", "apps/v1", 19),
    ("EndpointSlice", "discovery.k8s.io/v1", 145),
    ("EndpointSlice", "discovery.k8s.io/v1beta1", 147),
    ("EndpointSliceList", "discovery.k8s.io/v1", 146),
    ("EndpointSliceList", "discovery.k8s.io/v1beta1", 148),
    ("Endpoints", "v1", 96),
    ("EndpointsList", "v1", 97),
    ("Event", "events.k8s.io/v1", 149),
    ("Event", "events.k8s.io/v1beta1", 151),
    ("Event", "v1", 100),
    ("EventList", "events.k8s.io/v1", 150),
    ("EventList", "events.k8s.io/v1beta1", 152),
    ("EventList", "v1", 101),
    ("Eviction", "policy/v1beta1", 181),
    ("FlowSchema", "flowcontrol.apiserver.k8s.io/v1beta1", 155),
    ("FlowSchemaList", "flowcontrol.apiserver.k8s.io/v1beta1", 156),
    ("HorizontalPodAutoscaler", "autoscaling/v1", 41),
    ("HorizontalPodAutoscaler", "autoscaling/v2beta1", 46),
    ("HorizontalPodAutoscaler", "autoscaling/v2beta2", 58),
    ("HorizontalPodAutoscalerList", "autoscaling/v1", 42),
    ("HorizontalPodAutoscalerList", "autoscaling/v2beta1", 47),
    ("HorizontalPodAutoscalerList", "autoscaling/v2beta2", 59),
    ("Ingress", "extensions/v1beta1", 153),
    ("Ingress", "networking.k8s.io/v1", 159),
    ("Ingress", "networking.k8s.io/v1beta1", 169),
    ("IngressClass", "networking.k8s.io/v1", 160),
    ("IngressClass", "networking.k8s.io/v1beta1", 170),
    ("IngressClassList", "networking.k8s.io/v1", 161),
    ("IngressClassList", "networking.k8s.io/v1beta1", 171),
    ("IngressList", "extensions/v1beta1", 154),
    ("IngressList", "networking.k8s.io/v1", 162),
    ("IngressList", "networking.k8s.io/v1beta1", 172),
    ("Job", "batch/v1", 72),
    ("JobList", "batch/v1", 73),
    ("Lease", "coordination.k8s.io/v1", 85),
    ("Lease", "coordination.k8s.io/v1beta1", 87),
    ("LeaseList", "coordination.k8s.io/v1", 86),
    ("LeaseList", "coordination.k8s.io/v1beta1", 88),
    ("LimitRange", "v1", 102),
    ("LimitRangeList", "v1", 103),
    ("LocalSubjectAccessReview", "authorization.k8s.io/v1", 33),
    ("LocalSubjectAccessReview", "authorization.k8s.io/v1beta1", 37),
    ("MutatingWebhookConfiguration", "admissionregistration.k8s.io/v1", 1),
    ("MutatingWebhookConfiguration", "admissionregistration.k8s.io/v1beta1", 7),
    ("MutatingWebhookConfigurationList", "admissionregistration.k8s.io/v1", 2),
    ("MutatingWebhookConfigurationList", "admissionregistration.k8s.io/v1beta1", 8),
    ("Namespace", "v1", 104),
    ("NamespaceList", "v1", 105),
    ("NetworkPolicy", "networking.k8s.io/v1", 163),
    ("NetworkPolicyList", "networking.k8s.io/v1", 166),
    ("Node", "v1", 107),
    ("NodeList", "v1", 108),
    ("PersistentVolume", "v1", 111),
    ("PersistentVolumeClaim", "v1", 112),
    ("PersistentVolumeClaimList", "v1", 113),
    ("PersistentVolumeList", "v1", 117),
    ("Pod", "v1", 118),
    ("PodDisruptionBudget", "policy/v1", 177),
    ("PodDisruptionBudget", "policy/v1beta1", 182),
    ("PodDisruptionBudgetList", "policy/v1", 178),
    ("PodDisruptionBudgetList", "policy/v1beta1", 183),
    ("PodList", "v1", 122),
    ("PodSecurityPolicy", "policy/v1beta1", 186),
    ("PodSecurityPolicyList", "policy/v1beta1", 187),
    ("PodTemplate", "v1", 125),
    ("PodTemplateList", "v1", 126),
    ("PriorityClass", "scheduling.k8s.io/v1", 206),
    ("PriorityClass", "scheduling.k8s.io/v1beta1", 208),
    ("PriorityClassList", "scheduling.k8s.io/v1", 207),
    ("PriorityClassList", "scheduling.k8s.io/v1beta1", 209),
    ("PriorityLevelConfiguration", "flowcontrol.apiserver.k8s.io/v1beta1", 157),
    ("PriorityLevelConfigurationList", "flowcontrol.apiserver.k8s.io/v1beta1", 158),
    ("ReplicaSet", "apps/v1", 22),
    ("ReplicaSetList", "apps/v1", 23),
    ("ReplicationController", "v1", 128),
    ("ReplicationControllerList", "v1", 129),
    ("ResourceQuota", "v1", 132),
    ("ResourceQuotaList", "v1", 133),
    ("Role", "rbac.authorization.k8s.io/v1", 193),
    ("Role", "rbac.authorization.k8s.io/v1beta1", 202),
    ("RoleBinding", "rbac.authorization.k8s.io/v1", 194),
    ("RoleBinding", "rbac.authorization.k8s.io/v1beta1", 203),
    ("RoleBindingList", "rbac.authorization.k8s.io/v1", 195),
    ("RoleBindingList", "rbac.authorization.k8s.io/v1beta1", 204),
    ("RoleList", "rbac.authorization.k8s.io/v1", 196),
    ("RoleList", "rbac.authorization.k8s.io/v1beta1", 205),
    ("RuntimeClass", "node.k8s.io/v1", 173),
    ("RuntimeClass", "node.k8s.io/v1beta1", 175),
    ("RuntimeClassList", "node.k8s.io/v1", 174),
    ("RuntimeClassList", "node.k8s.io/v1beta1", 176),
    ("Scale", "autoscaling/v1", 43),
    ("Secret", "v1", 134),
    ("SecretList", "v1", 135),
    ("SelfSubjectAccessReview", "authorization.k8s.io/v1", 34),
    ("SelfSubjectAccessReview", "authorization.k8s.io/v1beta1", 38),
    ("SelfSubjectRulesReview", "authorization.k8s.io/v1", 35),
    ("SelfSubjectRulesReview", "authorization.k8s.io/v1beta1", 39),
    ("Service", "v1", 136),
    ("ServiceAccount", "v1", 137),
    ("ServiceAccountList", "v1", 138),
    ("ServiceList", "v1", 139),
    ("StatefulSet", "apps/v1", 26),
    ("StatefulSetList", "apps/v1", 27),
    ("StorageClass", "storage.k8s.io/v1", 215),
    ("StorageClass", "storage.k8s.io/v1beta1", 226),
    ("StorageClassList", "storage.k8s.io/v1", 216),
    ("StorageClassList", "storage.k8s.io/v1beta1", 227),
    ("SubjectAccessReview", "authorization.k8s.io/v1", 36),
    ("SubjectAccessReview", "authorization.k8s.io/v1beta1", 40),
    ("TokenRequest", "authentication.k8s.io/v1", 30),
    ("TokenReview", "authentication.k8s.io/v1", 31),
    ("TokenReview", "authentication.k8s.io/v1beta1", 32),
    ("ValidatingWebhookConfiguration", "admissionregistration.k8s.io/v1", 4),
    ("ValidatingWebhookConfiguration", "admissionregistration.k8s.io/v1beta1", 10),
    ("ValidatingWebhookConfigurationList", "admissionregistration.k8s.io/v1", 5),
    ("ValidatingWebhookConfigurationList", "admissionregistration.k8s.io/v1beta1", 11),
    ("VolumeAttachment", "storage.k8s.io/v1", 217),
    ("VolumeAttachment", "storage.k8s.io/v1beta1", 228),
    ("VolumeAttachmentList", "storage.k8s.io/v1", 218),
    ("VolumeAttachmentList", "storage.k8s.io/v1beta1", 229),
];

/// The names of the definitions that the types stand for, sorted.
pub(super) static NAMES: &[&str] = &[
    "io.k8s.api.admissionregistration.v1.MutatingWebhook",
    "io.k8s.api.admissionregistration.v1.MutatingWebhookConfiguration",
    "io.k8s.api.admissionregistration.v1.MutatingWebhookConfigurationList",
    "io.k8s.api.admissionregistration.v1.ValidatingWebhook",
    "io.k8s.api.admissionregistration.v1.ValidatingWebhookConfiguration",
    "io.k8s.api.admissionregistration.v1.ValidatingWebhookConfigurationList",
    "io.k8s.api.admissionregistration.v1beta1.MutatingWebhook",
    "io.k8s.api.admissionregistration.v1beta1.MutatingWebhookConfiguration",
    "io.k8s.api.admissionregistration.v1beta1.MutatingWebhookConfigurationList",
    "io.k8s.api.admissionregistration.v1beta1.ValidatingWebhook",
    "io.k8s.api.admissionregistration.v1beta1.ValidatingWebhookConfiguration",
    "io.k8s.api.admissionregistration.v1beta1.ValidatingWebhookConfigurationList",
    "io.k8s.api.apps.v1.ControllerRevision",
    "io.k8s.api.apps.v1.ControllerRevisionList",
    "io.k8s.api.apps.v1.DaemonSet",
    "io.k8s.api.apps.v1.DaemonSetList",
    "io.k8s.api.apps.v1.DaemonSetSpec",
    "io.k8s.api.apps.v1.DaemonSetStatus",
    "io.k8s.api.apps.v1.Deployment",
    "io.k8s.api.apps.v1.DeploymentList",
    "io.k8s.api.apps.v1.DeploymentSpec",
    "io.k8s.api.apps.v1.DeploymentStatus",
    "io.k8s.api.apps.v1.ReplicaSet",
    "io.k8s.api.apps.v1.ReplicaSetList",
    "io.k8s.api.apps.v1.ReplicaSetSpec",
    "io.k8s.api.apps.v1.ReplicaSetStatus",
    "io.k8s.api.apps.v1.StatefulSet",
    "io.k8s.api.apps.v1.StatefulSetList",
    "io.k8s.api.apps.v1.StatefulSetSpec",
    "io.k8s.api.apps.v1.StatefulSetStatus",
    "io.k8s.api.authentication.v1.TokenRequest",
    "io.k8s.api.authentication.v1.TokenReview",
    "io.k8s.api.authentication.v1beta1.TokenReview",
    "io.k8s.api.authorization.v1.LocalSubjectAccessReview",
    "io.k8s.api.authorization.v1.SelfSubjectAccessReview",
    "io.k8s.api.authorization.v1.SelfSubjectRulesReview",
    "io.k8s.api.authorization.v1.SubjectAccessReview",
    "io.k8s.api.authorization.v1beta1.LocalSubjectAccessReview",
    "io.k8s.api.authorization.v1beta1.SelfSubjectAccessReview",
    "io.k8s.api.authorization.v1beta1.SelfSubjectRulesReview",
    "io.k8s.api.authorization.v1beta1.SubjectAccessReview",
    "io.k8s.api.autoscaling.v1.HorizontalPodAutoscaler",
    "io.k8s.api.autoscaling.v1.HorizontalPodAutoscalerList",
    "io.k8s.api.autoscaling.v1.Scale",
    "io.k8s.api.autoscaling.v2beta1.ExternalMetricSource",
    "io.k8s.api.autoscaling.v2beta1.ExternalMetricStatus",
    "io.k8s.api.autoscaling.v2beta1.HorizontalPodAutoscaler",
    "io.k8s.api.autoscaling.v2beta1.HorizontalPodAutoscalerList",
    "io.k8s.api.autoscaling.v2beta1.HorizontalPodAutoscalerSpec",
    "io.k8s.api.autoscaling.v2beta1.HorizontalPodAutoscalerStatus",
    "io.k8s.api.autoscaling.v2beta1.MetricSpec",
    "io.k8s.api.autoscaling.v2beta1.MetricStatus",
    "io.k8s.api.autoscaling.v2beta1.ObjectMetricSource",
    "io.k8s.api.autoscaling.v2beta1.ObjectMetricStatus",
    "io.k8s.api.autoscaling.v2beta1.PodsMetricSource",
    "io.k8s.api.autoscaling.v2beta1.PodsMetricStatus",
    "io.k8s.api.autoscaling.v2beta2.ExternalMetricSource",
    "io.k8s.api.autoscaling.v2beta2.ExternalMetricStatus",
    "io.k8s.api.autoscaling.v2beta2.HorizontalPodAutoscaler",
    "io.k8s.api.autoscaling.v2beta2.HorizontalPodAutoscalerList",
    "io.k8s.api.autoscaling.v2beta2.HorizontalPodAutoscalerSpec",
    "io.k8s.api.autoscaling.v2beta2.HorizontalPodAutoscalerStatus",
    "io.k8s.api.autoscaling.v2beta2.MetricIdentifier",
    "io.k8s.api.autoscaling.v2beta2.MetricSpec",
    "io.k8s.api.autoscaling.v2beta2.MetricStatus",
    "io.k8s.api.autoscaling.v2beta2.ObjectMetricSource",
    "io.k8s.api.autoscaling.v2beta2.ObjectMetricStatus",
    "io.k8s.api.autoscaling.v2beta2.PodsMetricSource",
    "io.k8s.api.autoscaling.v2beta2.PodsMetricStatus",
    "io.k8s.api.batch.v1.CronJob",
    "io.k8s.api.batch.v1.CronJobList",
    "io.k8s.api.batch.v1.CronJobSpec",
    "io.k8s.api.batch.v1.Job",
    "io.k8s.api.batch.v1.JobList",
    "io.k8s.api.batch.v1.JobSpec",
    "io.k8s.api.batch.v1.JobStatus",
    "io.k8s.api.batch.v1.JobTemplateSpec",
    "io.k8s.api.batch.v1beta1.CronJob",
    "io.k8s.api.batch.v1beta1.CronJobList",
    "io.k8s.api.batch.v1beta1.CronJobSpec",
    "io.k8s.api.batch.v1beta1.JobTemplateSpec",
    "io.k8s.api.certificates.v1.CertificateSigningRequest",
    "io.k8s.api.certificates.v1.CertificateSigningRequestList",
    "io.k8s.api.certificates.v1beta1.CertificateSigningRequest",
    "io.k8s.api.certificates.v1beta1.CertificateSigningRequestList",
    "io.k8s.api.coordination.v1.Lease",
    "io.k8s.api.coordination.v1.LeaseList",
    "io.k8s.api.coordination.v1beta1.Lease",
    "io.k8s.api.coordination.v1beta1.LeaseList",
    "io.k8s.api.core.v1.Affinity",
    "io.k8s.api.core.v1.Binding",
    "io.k8s.api.core.v1.ComponentStatus",
    "io.k8s.api.core.v1.ComponentStatusList",
    "io.k8s.api.core.v1.ConfigMap",
    "io.k8s.api.core.v1.ConfigMapList",
    "io.k8s.api.core.v1.Container",
    "io.k8s.api.core.v1.Endpoints",
    "io.k8s.api.core.v1.EndpointsList",
    "io.k8s.api.core.v1.EphemeralContainer",
    "io.k8s.api.core.v1.EphemeralVolumeSource",
    "io.k8s.api.core.v1.Event",
    "io.k8s.api.core.v1.EventList",
    "io.k8s.api.core.v1.LimitRange",
    "io.k8s.api.core.v1.LimitRangeList",
    "io.k8s.api.core.v1.Namespace",
    "io.k8s.api.core.v1.NamespaceList",
    "io.k8s.api.core.v1.NamespaceStatus",
    "io.k8s.api.core.v1.Node",
    "io.k8s.api.core.v1.NodeList",
    "io.k8s.api.core.v1.NodeSpec",
    "io.k8s.api.core.v1.NodeStatus",
    "io.k8s.api.core.v1.PersistentVolume",
    "io.k8s.api.core.v1.PersistentVolumeClaim",
    "io.k8s.api.core.v1.PersistentVolumeClaimList",
    "io.k8s.api.core.v1.PersistentVolumeClaimSpec",
    "io.k8s.api.core.v1.PersistentVolumeClaimStatus",
    "io.k8s.api.core.v1.PersistentVolumeClaimTemplate",
    "io.k8s.api.core.v1.PersistentVolumeList",
    "io.k8s.api.core.v1.Pod",
    "io.k8s.api.core.v1.PodAffinity",
    "io.k8s.api.core.v1.PodAffinityTerm",
    "io.k8s.api.core.v1.PodAntiAffinity",
    "io.k8s.api.core.v1.PodList",
    "io.k8s.api.core.v1.PodSpec",
    "io.k8s.api.core.v1.PodStatus",
    "io.k8s.api.core.v1.PodTemplate",
    "io.k8s.api.core.v1.PodTemplateList",
    "io.k8s.api.core.v1.PodTemplateSpec",
    "io.k8s.api.core.v1.ReplicationController",
    "io.k8s.api.core.v1.ReplicationControllerList",
    "io.k8s.api.core.v1.ReplicationControllerSpec",
    "io.k8s.api.core.v1.ReplicationControllerStatus",
    "io.k8s.api.core.v1.ResourceQuota",
    "io.k8s.api.core.v1.ResourceQuotaList",
    "io.k8s.api.core.v1.Secret",
    "io.k8s.api.core.v1.SecretList",
    "io.k8s.api.core.v1.Service",
    "io.k8s.api.core.v1.ServiceAccount",
    "io.k8s.api.core.v1.ServiceAccountList",
    "io.k8s.api.core.v1.ServiceList",
    "io.k8s.api.core.v1.ServiceSpec",
    "io.k8s.api.core.v1.ServiceStatus",
    "io.k8s.api.core.v1.TopologySpreadConstraint",
    "io.k8s.api.core.v1.Volume",
    "io.k8s.api.core.v1.WeightedPodAffinityTerm",
    "io.k8s.api.discovery.v1.EndpointSlice",
    "io.k8s.api.discovery.v1.EndpointSliceList",
    "io.k8s.api.discovery.v1beta1.EndpointSlice",
    "io.k8s.api.discovery.v1beta1.EndpointSliceList",
    "io.k8s.api.events.v1.Event",
    "io.k8s.api.events.v1.EventList",
    "io.k8s.api.events.v1beta1.Event",
    "io.k8s.api.events.v1beta1.EventList",
    "io.k8s.api.extensions.v1beta1.Ingress",
    "io.k8s.api.extensions.v1beta1.IngressList",
    "io.k8s.api.flowcontrol.v1beta1.FlowSchema",
    "io.k8s.api.flowcontrol.v1beta1.FlowSchemaList",
    "io.k8s.api.flowcontrol.v1beta1.PriorityLevelConfiguration",
    "io.k8s.api.flowcontrol.v1beta1.PriorityLevelConfigurationList",
    "io.k8s.api.networking.v1.Ingress",
    "io.k8s.api.networking.v1.IngressClass",
    "io.k8s.api.networking.v1.IngressClassList",
    "io.k8s.api.networking.v1.IngressList",
    "io.k8s.api.networking.v1.NetworkPolicy",
    "io.k8s.api.networking.v1.NetworkPolicyEgressRule",
    "io.k8s.api.networking.v1.NetworkPolicyIngressRule",
    "io.k8s.api.networking.v1.NetworkPolicyList",
    "io.k8s.api.networking.v1.NetworkPolicyPeer",
    "io.k8s.api.networking.v1.NetworkPolicySpec",
    "io.k8s.api.networking.v1beta1.Ingress",
    "io.k8s.api.networking.v1beta1.IngressClass",
    "io.k8s.api.networking.v1beta1.IngressClassList",
    "io.k8s.api.networking.v1beta1.IngressList",
    "io.k8s.api.node.v1.RuntimeClass",
    "io.k8s.api.node.v1.RuntimeClassList",
    "io.k8s.api.node.v1beta1.RuntimeClass",
    "io.k8s.api.node.v1beta1.RuntimeClassList",
    "io.k8s.api.policy.v1.PodDisruptionBudget",
    "io.k8s.api.policy.v1.PodDisruptionBudgetList",
    "io.k8s.api.policy.v1.PodDisruptionBudgetSpec",
    "io.k8s.api.policy.v1.PodDisruptionBudgetStatus",
    "io.k8s.api.policy.v1beta1.Eviction",
    "io.k8s.api.policy.v1beta1.PodDisruptionBudget",
    "io.k8s.api.policy.v1beta1.PodDisruptionBudgetList",
    "io.k8s.api.policy.v1beta1.PodDisruptionBudgetSpec",
    "io.k8s.api.policy.v1beta1.PodDisruptionBudgetStatus",
    "io.k8s.api.policy.v1beta1.PodSecurityPolicy",
    "io.k8s.api.policy.v1beta1.PodSecurityPolicyList",
    "io.k8s.api.rbac.v1.AggregationRule",
    "io.k8s.api.rbac.v1.ClusterRole",
    "io.k8s.api.rbac.v1.ClusterRoleBinding",
    "io.k8s.api.rbac.v1.ClusterRoleBindingList",
    "io.k8s.api.rbac.v1.ClusterRoleList",
    "io.k8s.api.rbac.v1.Role",
    "io.k8s.api.rbac.v1.RoleBinding",
    "io.k8s.api.rbac.v1.RoleBindingList",
    "io.k8s.api.rbac.v1.RoleList",
    "io.k8s.api.rbac.v1beta1.AggregationRule",
    "io.k8s.api.rbac.v1beta1.ClusterRole",
    "io.k8s.api.rbac.v1beta1.ClusterRoleBinding",
    "io.k8s.api.rbac.v1beta1.ClusterRoleBindingList",
    "io.k8s.api.rbac.v1beta1.ClusterRoleList",
    "io.k8s.api.rbac.v1beta1.Role",
    "io.k8s.api.rbac.v1beta1.RoleBinding",
    "io.k8s.api.rbac.v1beta1.RoleBindingList",
    "io.k8s.api.rbac.v1beta1.RoleList",
    "io.k8s.api.scheduling.v1.PriorityClass",
    "io.k8s.api.scheduling.v1.PriorityClassList",
    "io.k8s.api.scheduling.v1beta1.PriorityClass",
    "io.k8s.api.scheduling.v1beta1.PriorityClassList",
    "io.k8s.api.storage.v1.CSIDriver",
    "io.k8s.api.storage.v1.CSIDriverList",
    "io.k8s.api.storage.v1.CSINode",
    "io.k8s.api.storage.v1.CSINodeList",
    "io.k8s.api.storage.v1.CSINodeSpec",
    "io.k8s.api.storage.v1.StorageClass",
    "io.k8s.api.storage.v1.StorageClassList",
    "io.k8s.api.storage.v1.VolumeAttachment",
    "io.k8s.api.storage.v1.VolumeAttachmentList",
    "io.k8s.api.storage.v1beta1.CSIDriver",
    "io.k8s.api.storage.v1beta1.CSIDriverList",
    "io.k8s.api.storage.v1beta1.CSINode",
    "io.k8s.api.storage.v1beta1.CSINodeList",
    "io.k8s.api.storage.v1beta1.CSINodeSpec",
    "io.k8s.api.storage.v1beta1.CSIStorageCapacity",
    "io.k8s.api.storage.v1beta1.CSIStorageCapacityList",
    "io.k8s.api.storage.v1beta1.StorageClass",
    "io.k8s.api.storage.v1beta1.StorageClassList",
    "io.k8s.api.storage.v1beta1.VolumeAttachment",
    "io.k8s.api.storage.v1beta1.VolumeAttachmentList",
    "io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.CustomResourceDefinition",
    "io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.CustomResourceDefinitionList",
    "io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1beta1.CustomResourceDefinition",
    "io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1beta1.CustomResourceDefinitionList",
    "io.k8s.apimachinery.pkg.apis.meta.v1.LabelSelector",
    "io.k8s.apimachinery.pkg.apis.meta.v1.LabelSelectorRequirement",
    "io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta",
    "io.k8s.kube-aggregator.pkg.apis.apiregistration.v1.APIService",
    "io.k8s.kube-aggregator.pkg.apis.apiregistration.v1.APIServiceList",
    "io.k8s.kube-aggregator.pkg.apis.apiregistration.v1.APIServiceStatus",
    "io.k8s.kube-aggregator.pkg.apis.apiregistration.v1beta1.APIService",
    "io.k8s.kube-aggregator.pkg.apis.apiregistration.v1beta1.APIServiceList",
    "io.k8s.kube-aggregator.pkg.apis.apiregistration.v1beta1.APIServiceStatus",
];

/// The fields of each type that matter to a merge, sorted by name.
pub(super) static TYPES: &[&[Field]] = &[
    // admissionregistration.v1.MutatingWebhook
    &[
        Field { name: "namespaceSelector", target: 234, merge: false, keys: &[] },
        Field { name: "objectSelector", target: 234, merge: false, keys: &[] },
    ],
    // admissionregistration.v1.MutatingWebhookConfiguration
    &[
        Field { name: "metadata", target: 236, merge: false, keys: &[] },
        Field { name: "webhooks", target: 0, merge: true, keys: &["name"] },
    ],
    // admissionregistration.v1.MutatingWebhookConfigurationList
    &[Field { name: "items", target: 1, merge: false, keys: &[] }],
    // admissionregistration.v1.ValidatingWebhook
    &[
        Field { name: "namespaceSelector", target: 234, merge: false, keys: &[] },
        Field { name: "objectSelector", target: 234, merge: false, keys: &[] },
    ],
    // admissionregistration.v1.ValidatingWebhookConfiguration
    &[
        Field { name: "metadata", target: 236, merge: false, keys: &[] },
        Field { name: "webhooks", target: 3, merge: true, keys: &["name"] },
    ],
    // admissionregistration.v1.ValidatingWebhookConfigurationList
    &[Field { name: "items", target: 4, merge: false, keys: &[] }],
    // admissionregistration.v1beta1.MutatingWebhook
    &[
        Field { name: "namespaceSelector", target: 234, merge: false, keys: &[] },
        Field { name: "objectSelector", target: 234, merge: false, keys: &[] },
    ],
    // admissionregistration.v1beta1.MutatingWebhookConfiguration
    &[
        Field { name: "metadata", target: 236, merge: false, keys: &[] },
        Field { name: "webhooks", target: 6, merge: true, keys: &["name"] },
    ],
    // admissionregistration.v1beta1.MutatingWebhookConfigurationList
    &[Field { name: "items", target: 7, merge: false, keys: &[] }],
    // admissionregistration.v1beta1.ValidatingWebhook
    &[
        Field { name: "namespaceSelector", target: 234, merge: false, keys: &[] },
        Field { name: "objectSelector", target: 234, merge: false, keys: &[] },
    ],
    // admissionregistration.v1beta1.ValidatingWebhookConfiguration
    &[
        Field { name: "metadata", target: 236, merge: false, keys: &[] },
        Field { name: "webhooks", target: 9, merge: true, keys: &["name"] },
    ],
    // admissionregistration.v1beta1.ValidatingWebhookConfigurationList
    &[Field { name: "items", target: 10, merge: false, keys: &[] }],
    // apps.v1.ControllerRevision
    &[Field { name: "metadata", target: 236, merge: false, keys: &[] }],
    // apps.v1.ControllerRevisionList
    &[Field { name: "items", target: 12, merge: false, keys: &[] }],
    // apps.v1.DaemonSet
    &[
        Field { name: "metadata", target: 236, merge: false, keys: &[] },
        Field { name: "spec", target: 16, merge: false, keys: &[] },
        Field { name: "status", target: 17, merge: false, keys: &[] },
    ],
    // apps.v1.DaemonSetList
    &[Field { name: "items", target: 14, merge: false, keys: &[] }],
    // apps.v1.DaemonSetSpec
    &[
        Field { name: "selector", target: 234, merge: false, keys: &[] },
        Field { name: "template", target: 127, merge: false, keys: &[] },
    ],
    // apps.v1.DaemonSetStatus
    &[Field { name: "conditions", target: NO_TYPE, merge: true, keys: &["type"] }],
    // apps.v1.Deployment
    &[
        Field { name: "metadata", target: 236, merge: false, keys: &[] },
        Field { name: "spec", target: 20, merge: false, keys: &[] },
        Field { name: "status", target: 21, merge: false, keys: &[] },
    ],
    // apps.v1.DeploymentList
    &[Field { name: "items", target: 18, merge: false, keys: &[] }],
    // apps.v1.DeploymentSpec
    &[
        Field { name: "selector", target: 234, merge: false, keys: &[] },
        Field { name: "template", target: 127, merge: false, keys: &[] },
    ],
    // apps.v1.DeploymentStatus
    &[Field { name: "conditions", target: NO_TYPE, merge: true, keys: &["type"] }],
    // apps.v1.ReplicaSet
    &[
        Field { name: "metadata", target: 236, merge: false, keys: &[] },
        Field { name: "spec", target: 24, merge: false, keys: &[] },
        Field { name: "status", target: 25, merge: false, keys: &[] },
    ],
    // apps.v1.ReplicaSetList
    &[Field { name: "items", target: 22, merge: false, keys: &[] }],
    // apps.v1.ReplicaSetSpec
    &[
        Field { name: "selector", target: 234, merge: false, keys: &[] },
        Field { name: "template", target: 127, merge: false, keys: &[] },
    ],
    // apps.v1.ReplicaSetStatus
    &[Field { name: "conditions", target: NO_TYPE, merge: true, keys: &["type"] }],
    // apps.v1.StatefulSet
    &[
        Field { name: "metadata", target: 236, merge: false, keys: &[] },
        Field { name: "spec", target: 28, merge: false, keys: &[] },
        Field { name: "status", target: 29, merge: false, keys: &[] },
    ],
    // apps.v1.StatefulSetList
    &[Field { name: "items", target: 26, merge: false, keys: &[] }],
    // apps.v1.StatefulSetSpec
    &[
        Field { name: "selector", target: 234, merge: false, keys: &[] },
        Field { name: "template", target: 127, merge: false, keys: &[] },
        Field { name: "volumeClaimTemplates", target: 112, merge: false, keys: &[] },
    ],
    // apps.v1.StatefulSetStatus
    &[Field { name: "conditions", target: NO_TYPE, merge: true, keys: &["type"] }],
    // authentication.v1.TokenRequest
    &[Field { name: "metadata", target: 236, merge: false, keys: &[] }],
    // authentication.v1.TokenReview
    &[Field { name: "metadata", target: 236, merge: false, keys: &[] }],
    // authentication.v1beta1.TokenReview
    &[Field { name: "metadata", target: 236, merge: false, keys: &[] }],
    // authorization.v1.LocalSubjectAccessReview
    &[Field { name: "metadata", target: 236, merge: false, keys: &[] }],
    // authorization.v1.SelfSubjectAccessReview
    &[Field { name: "metadata", target: 236, merge: false, keys: &[] }],
    // authorization.v1.SelfSubjectRulesReview
    &[Field { name: "metadata", target: 236, merge: false, keys: &[] }],
    // authorization.v1.SubjectAccessReview
    &[Field { name: "metadata", target: 236, merge: false, keys: &[] }],
    // authorization.v1beta1.LocalSubjectAccessReview
    &[Field { name: "metadata", target: 236, merge: false, keys: &[] }],
    // authorization.v1beta1.SelfSubjectAccessReview
    &[Field { name: "metadata", target: 236, merge: false, keys: &[] }],
    // authorization.v1beta1.SelfSubjectRulesReview
    &[Field { name: "metadata", target: 236, merge: false, keys: &[] }],
    // authorization.v1beta1.SubjectAccessReview
    &[Field { name: "metadata", target: 236, merge: false, keys: &[] }],
    // autoscaling.v1.HorizontalPodAutoscaler
    &[Field { name: "metadata", target: 236, merge: false, keys: &[] }],
    // autoscaling.v1.HorizontalPodAutoscalerList
    &[Field { name: "items", target: 41, merge: false, keys: &[] }],
    // autoscaling.v1.Scale
    &[Field { name: "metadata", target: 236, merge: false, keys: &[] }],
    // autoscaling.v2beta1.ExternalMetricSource
    &[Field { name: "metricSelector", target: 234, merge: false, keys: &[] }],
    // autoscaling.v2beta1.ExternalMetricStatus
    &[Field { name: "metricSelector", target: 234, merge: false, keys: &[] }],
    // autoscaling.v2beta1.HorizontalPodAutoscaler
    &[
        Field { name: "metadata", target: 236, merge: false, keys: &[] },
        Field { name: "spec", target: 48, merge: false, keys: &[] },
        Field { name: "status", target: 49, merge: false, keys: &[] },
    ],
    // autoscaling.v2beta1.HorizontalPodAutoscalerList
    &[Field { name: "items", target: 46, merge: false, keys: &[] }],
    // autoscaling.v2beta1.HorizontalPodAutoscalerSpec
    &[Field { name: "metrics", target: 50, merge: false, keys: &[] }],
    // autoscaling.v2beta1.HorizontalPodAutoscalerStatus
    &[Field { name: "currentMetrics", target: 51, merge: false, keys: &[] }],
    // autoscaling.v2beta1.MetricSpec
    &[
        Field { name: "external", target: 44, merge: false, keys: &[] },
        Field { name: "object", target: 52, merge: false, keys: &[] },
        Field { name: "pods", target: 54, merge: false, keys: &[] },
    ],
    // autoscaling.v2beta1.MetricStatus
    &[
        Field { name: "external", target: 45, merge: false, keys: &[] },
        Field { name: "object", target: 53, merge: false, keys: &[] },
        Field { name: "pods", target: 55, merge: false, keys: &[] },
    ],
    // autoscaling.v2beta1.ObjectMetricSource
    &[Field { name: "selector", target: 234, merge: false, keys: &[] }],
    // autoscaling.v2beta1.ObjectMetricStatus
    &[Field { name: "selector", target: 234, merge: false, keys: &[] }],
    // autoscaling.v2beta1.PodsMetricSource
    &[Field { name: "selector", target: 234, merge: false, keys: &[] }],
    // autoscaling.v2beta1.PodsMetricStatus
    &[Field { name: "selector", target: 234, merge: false, keys: &[] }],
    // autoscaling.v2beta2.ExternalMetricSource
    &[Field { name: "metric", target: 62, merge: false, keys: &[] }],
    // autoscaling.v2beta2.ExternalMetricStatus
    &[Field { name: "metric", target: 62, merge: false, keys: &[] }],
    // autoscaling.v2beta2.HorizontalPodAutoscaler
    &[
        Field { name: "metadata", target: 236, merge: false, keys: &[] },
        Field { name: "spec", target: 60, merge: false, keys: &[] },
        Field { name: "status", target: 61, merge: false, keys: &[] },
    ],
    // autoscaling.v2beta2.HorizontalPodAutoscalerList
    &[Field { name: "items", target: 58, merge: false, keys: &[] }],
    // autoscaling.v2beta2.HorizontalPodAutoscalerSpec
    &[Field { name: "metrics", target: 63, merge: false, keys: &[] }],
    // autoscaling.v2beta2.HorizontalPodAutoscalerStatus
    &[Field { name: "currentMetrics", target: 64, merge: false, keys: &[] }],
    // autoscaling.v2beta2.MetricIdentifier
    &[Field { name: "selector", target: 234, merge: false, keys: &[] }],
    // autoscaling.v2beta2.MetricSpec
    &[
        Field { name: "external", target: 56, merge: false, keys: &[] },
        Field { name: "object", target: 65, merge: false, keys: &[] },
        Field { name: "pods", target: 67, merge: false, keys: &[] },
    ],
    // autoscaling.v2beta2.MetricStatus
    &[
        Field { name: "external", target: 57, merge: false, keys: &[] },
        Field { name: "object", target: 66, merge: false, keys: &[] },
        Field { name: "pods", target: 68, merge: false, keys: &[] },
    ],
    // autoscaling.v2beta2.ObjectMetricSource
    &[Field { name: "metric", target: 62, merge: false, keys: &[] }],
    // autoscaling.v2beta2.ObjectMetricStatus
    &[Field { name: "metric", target: 62, merge: false, keys: &[] }],
    // autoscaling.v2beta2.PodsMetricSource
    &[Field { name: "metric", target: 62, merge: false, keys: &[] }],
    // autoscaling.v2beta2.PodsMetricStatus
    &[Field { name: "metric", target: 62, merge: false, keys: &[] }],
    // batch.v1.CronJob
    &[
        Field { name: "metadata", target: 236, merge: false, keys: &[] },
        Field { name: "spec", target: 71, merge: false, keys: &[] },
    ],
    // batch.v1.CronJobList
    &[Field { name: "items", target: 69, merge: false, keys: &[] }],
    // batch.v1.CronJobSpec
    &[Field { name: "jobTemplate", target: 76, merge: false, keys: &[] }],
    // batch.v1.Job
    &[
        Field { name: "metadata", target: 236, merge: false, keys: &[] },
        Field { name: "spec", target: 74, merge: false, keys: &[] },
        Field { name: "status", target: 75, merge: false, keys: &[] },
    ],
    // batch.v1.JobList
    &[Field { name: "items", target: 72, merge: false, keys: &[] }],
    // batch.v1.JobSpec
    &[
        Field { name: "selector", target: 234, merge: false, keys: &[] },
        Field { name: "template", target: 127, merge: false, keys: &[] },
    ],
    // batch.v1.JobStatus
    &[Field { name: "conditions", target: NO_TYPE, merge: true, keys: &["type"] }],
    // batch.v1.JobTemplateSpec
    &[
        Field { name: "metadata", target: 236, merge: false, keys: &[] },
        Field { name: "spec", target: 74, merge: false, keys: &[] },
    ],
    // batch.v1beta1.CronJob
    &[
        Field { name: "metadata", target: 236, merge: false, keys: &[] },
        Field { name: "spec", target: 79, merge: false, keys: &[] },
    ],
    // batch.v1beta1.CronJobList
    &[Field { name: "items", target: 77, merge: false, keys: &[] }],
    // batch.v1beta1.CronJobSpec
    &[Field { name: "jobTemplate", target: 80, merge: false, keys: &[] }],
    // batch.v1beta1.JobTemplateSpec
    &[
        Field { name: "metadata", target: 236, merge: false, keys: &[] },
        Field { name: "spec", target: 74, merge: false, keys: &[] },
    ],
    // certificates.v1.CertificateSigningRequest
    &[Field { name: "metadata", target: 236, merge: false, keys: &[] }],
    // certificates.v1.CertificateSigningRequestList
    &[Field { name: "items", target: 81, merge: false, keys: &[] }],
    // certificates.v1beta1.CertificateSigningRequest
    &[Field { name: "metadata", target: 236, merge: false, keys: &[] }],
    // certificates.v1beta1.CertificateSigningRequestList
    &[Field { name: "items", target: 83, merge: false, keys: &[] }],
    // coordination.v1.Lease
    &[Field { name: "metadata", target: 236, merge: false, keys: &[] }],
    // coordination.v1.LeaseList
    &[Field { name: "items", target: 85, merge: false, keys: &[] }],
    // coordination.v1beta1.Lease
    &[Field { name: "metadata", target: 236, merge: false, keys: &[] }],
    // coordination.v1beta1.LeaseList
    &[Field { name: "items", target: 87, merge: false, keys: &[] }],
    // core.v1.Affinity
    &[
        Field { name: "podAffinity", target: 119, merge: false, keys: &[] },
        Field { name: "podAntiAffinity", target: 121, merge: false, keys: &[] },
    ],
    // core.v1.Binding
    &[Field { name: "metadata", target: 236, merge: false, keys: &[] }],
    // core.v1.ComponentStatus
    &[
        Field { name: "conditions", target: NO_TYPE, merge: true, keys: &["type"] },
        Field { name: "metadata", target: 236, merge: false, keys: &[] },
    ],
    // core.v1.ComponentStatusList
    &[Field { name: "items", target: 91, merge: false, keys: &[] }],
    // core.v1.ConfigMap
    &[Field { name: "metadata", target: 236, merge: false, keys: &[] }],
    // core.v1.ConfigMapList
    &[Field { name: "items", target: 93, merge: false, keys: &[] }],
    // core.v1.Container
    &[
        Field { name: "env", target: NO_TYPE, merge: true, keys: &["name"] },
        Field { name: "ports", target: NO_TYPE, merge: true, keys: &["containerPort", "protocol"] },
        Field { name: "volumeDevices", target: NO_TYPE, merge: true, keys: &["devicePath"] },
        Field { name: "volumeMounts", target: NO_TYPE, merge: true, keys: &["mountPath"] },
    ],
    // core.v1.Endpoints
    &[Field { name: "metadata", target: 236, merge: false, keys: &[] }],
    // core.v1.EndpointsList
    &[Field { name: "items", target: 96, merge: false, keys: &[] }],
    // core.v1.EphemeralContainer
    &[
        Field { name: "env", target: NO_TYPE, merge: true, keys: &["name"] },
        Field { name: "volumeDevices", target: NO_TYPE, merge: true, keys: &["devicePath"] },
        Field { name: "volumeMounts", target: NO_TYPE, merge: true, keys: &["mountPath"] },
    ],
    // core.v1.EphemeralVolumeSource
    &[Field { name: "volumeClaimTemplate", target: 116, merge: false, keys: &[] }],
    // core.v1.Event
    &[Field { name: "metadata", target: 236, merge: false, keys: &[] }],
    // core.v1.EventList
    &[Field { name: "items", target: 100, merge: false, keys: &[] }],
    // core.v1.LimitRange
    &[Field { name: "metadata", target: 236, merge: false, keys: &[] }],
    // core.v1.LimitRangeList
    &[Field { name: "items", target: 102, merge: false, keys: &[] }],
    // core.v1.Namespace
    &[
        Field { name: "metadata", target: 236, merge: false, keys: &[] },
        Field { name: "status", target: 106, merge: false, keys: &[] },
    ],
    // core.v1.NamespaceList
    &[Field { name: "items", target: 104, merge: false, keys: &[] }],
    // core.v1.NamespaceStatus
    &[Field { name: "conditions", target: NO_TYPE, merge: true, keys: &["type"] }],
    // core.v1.Node
    &[
        Field { name: "metadata", target: 236, merge: false, keys: &[] },
        Field { name: "spec", target: 109, merge: false, keys: &[] },
        Field { name: "status", target: 110, merge: false, keys: &[] },
    ],
    // core.v1.NodeList
    &[Field { name: "items", target: 107, merge: false, keys: &[] }],
    // core.v1.NodeSpec
    &[Field { name: "podCIDRs", target: NO_TYPE, merge: true, keys: &[] }],
    // core.v1.NodeStatus
    &[
        Field { name: "addresses", target: NO_TYPE, merge: true, keys: &["type"] },
        Field { name: "conditions", target: NO_TYPE, merge: true, keys: &["type"] },
    ],
    // core.v1.PersistentVolume
    &[Field { name: "metadata", target: 236, merge: false, keys: &[] }],
    // core.v1.PersistentVolumeClaim
    &[
        Field { name: "metadata", target: 236, merge: false, keys: &[] },
        Field { name: "spec", target: 114, merge: false, keys: &[] },
        Field { name: "status", target: 115, merge: false, keys: &[] },
    ],
    // core.v1.PersistentVolumeClaimList
    &[Field { name: "items", target: 112, merge: false, keys: &[] }],
    // core.v1.PersistentVolumeClaimSpec
    &[Field { name: "selector", target: 234, merge: false, keys: &[] }],
    // core.v1.PersistentVolumeClaimStatus
    &[Field { name: "conditions", target: NO_TYPE, merge: true, keys: &["type"] }],
    // core.v1.PersistentVolumeClaimTemplate
    &[
        Field { name: "metadata", target: 236, merge: false, keys: &[] },
        Field { name: "spec", target: 114, merge: false, keys: &[] },
    ],
    // core.v1.PersistentVolumeList
    &[Field { name: "items", target: 111, merge: false, keys: &[] }],
    // core.v1.Pod
    &[
        Field { name: "metadata", target: 236, merge: false, keys: &[] },
        Field { name: "spec", target: 123, merge: false, keys: &[] },
        Field { name: "status", target: 124, merge: false, keys: &[] },
    ],
    // core.v1.PodAffinity
    &[
        Field {
            name: "preferredDuringSchedulingIgnoredDuringExecution",
            target: 144,
            merge: false,
            keys: &[],
        },
        Field {
            name: "requiredDuringSchedulingIgnoredDuringExecution",
            target: 120,
            merge: false,
            keys: &[],
        },
    ],
    // core.v1.PodAffinityTerm
    &[
        Field { name: "labelSelector", target: 234, merge: false, keys: &[] },
        Field { name: "namespaceSelector", target: 234, merge: false, keys: &[] },
    ],
    // core.v1.PodAntiAffinity
    &[
        Field {
            name: "preferredDuringSchedulingIgnoredDuringExecution",
            target: 144,
            merge: false,
            keys: &[],
        },
        Field {
            name: "requiredDuringSchedulingIgnoredDuringExecution",
            target: 120,
            merge: false,
            keys: &[],
        },
    ],
    // core.v1.PodList
    &[Field { name: "items", target: 118, merge: false, keys: &[] }],
    // core.v1.PodSpec
    &[
        Field { name: "affinity", target: 89, merge: false, keys: &[] },
        Field { name: "containers", target: 95, merge: true, keys: &["name"] },
        Field { name: "ephemeralContainers", target: 98, merge: true, keys: &["name"] },
        Field { name: "hostAliases", target: NO_TYPE, merge: true, keys: &["ip"] },
        Field { name: "imagePullSecrets", target: NO_TYPE, merge: true, keys: &["name"] },
        Field { name: "initContainers", target: 95, merge: true, keys: &["name"] },
        Field {
            name: "topologySpreadConstraints",
            target: 142,
            merge: true,
            keys: &["topologyKey", "whenUnsatisfiable"],
        },
        Field { name: "volumes", target: 143, merge: true, keys: &["name"] },
    ],
    // core.v1.PodStatus
    &[
        Field { name: "conditions", target: NO_TYPE, merge: true, keys: &["type"] },
        Field { name: "podIPs", target: NO_TYPE, merge: true, keys: &["ip"] },
    ],
    // core.v1.PodTemplate
    &[
        Field { name: "metadata", target: 236, merge: false, keys: &[] },
        Field { name: "template", target: 127, merge: false, keys: &[] },
    ],
    // core.v1.PodTemplateList
    &[Field { name: "items", target: 125, merge: false, keys: &[] }],
    // core.v1.PodTemplateSpec
    &[
        Field { name: "metadata", target: 236, merge: false, keys: &[] },
        Field { name: "spec", target: 123, merge: false, keys: &[] },
    ],
    // core.v1.ReplicationController
    &[
        Field { name: "metadata", target: 236, merge: false, keys: &[] },
        Field { name: "spec", target: 130, merge: false, keys: &[] },
        Field { name: "status", target: 131, merge: false, keys: &[] },
    ],
    // core.v1.ReplicationControllerList
    &[Field { name: "items", target: 128, merge: false, keys: &[] }],
    // core.v1.ReplicationControllerSpec
    &[Field { name: "template", target: 127, merge: false, keys: &[] }],
    // core.v1.ReplicationControllerStatus
    &[Field { name: "conditions", target: NO_TYPE, merge: true, keys: &["type"] }],
    // core.v1.ResourceQuota
    &[Field { name: "metadata", target: 236, merge: false, keys: &[] }],
    // core.v1.ResourceQuotaList
    &[Field { name: "items", target: 132, merge: false, keys: &[] }],
    // core.v1.Secret
    &[Field { name: "metadata", target: 236, merge: false, keys: &[] }],
    // core.v1.SecretList
    &[Field { name: "items", target: 134, merge: false, keys: &[] }],
    // core.v1.Service
    &[
        Field { name: "metadata", target: 236, merge: false, keys: &[] },
        Field { name: "spec", target: 140, merge: false, keys: &[] },
        Field { name: "status", target: 141, merge: false, keys: &[] },
    ],
    // core.v1.ServiceAccount
    &[
        Field { name: "metadata", target: 236, merge: false, keys: &[] },
        Field { name: "secrets", target: NO_TYPE, merge: true, keys: &["name"] },
    ],
    // core.v1.ServiceAccountList
    &[Field { name: "items", target: 137, merge: false, keys: &[] }],
    // core.v1.ServiceList
    &[Field { name: "items", target: 136, merge: false, keys: &[] }],
    // core.v1.ServiceSpec
    &[Field { name: "ports", target: NO_TYPE, merge: true, keys: &["port", "protocol"] }],
    // core.v1.ServiceStatus
    &[Field { name: "conditions", target: NO_TYPE, merge: true, keys: &["type"] }],
    // core.v1.TopologySpreadConstraint
    &[Field { name: "labelSelector", target: 234, merge: false, keys: &[] }],
    // core.v1.Volume
    &[Field { name: "ephemeral", target: 99, merge: false, keys: &[] }],
    // core.v1.WeightedPodAffinityTerm
    &[Field { name: "podAffinityTerm", target: 120, merge: false, keys: &[] }],
    // discovery.v1.EndpointSlice
    &[Field { name: "metadata", target: 236, merge: false, keys: &[] }],
    // discovery.v1.EndpointSliceList
    &[Field { name: "items", target: 145, merge: false, keys: &[] }],
    // discovery.v1beta1.EndpointSlice
    &[Field { name: "metadata", target: 236, merge: false, keys: &[] }],
    // discovery.v1beta1.EndpointSliceList
    &[Field { name: "items", target: 147, merge: false, keys: &[] }],
    // events.v1.Event
    &[Field { name: "metadata", target: 236, merge: false, keys: &[] }],
    // events.v1.EventList
    &[Field { name: "items", target: 149, merge: false, keys: &[] }],
    // events.v1beta1.Event
    &[Field { name: "metadata", target: 236, merge: false, keys: &[] }],
    // events.v1beta1.EventList
    &[Field { name: "items", target: 151, merge: false, keys: &[] }],
    // extensions.v1beta1.Ingress
    &[Field { name: "metadata", target: 236, merge: false, keys: &[] }],
    // extensions.v1beta1.IngressList
    &[Field { name: "items", target: 153, merge: false, keys: &[] }],
    // flowcontrol.v1beta1.FlowSchema
    &[Field { name: "metadata", target: 236, merge: false, keys: &[] }],
    // flowcontrol.v1beta1.FlowSchemaList
    &[Field { name: "items", target: 155, merge: false, keys: &[] }],
    // flowcontrol.v1beta1.PriorityLevelConfiguration
    &[Field { name: "metadata", target: 236, merge: false, keys: &[] }],
    // flowcontrol.v1beta1.PriorityLevelConfigurationList
    &[Field { name: "items", target: 157, merge: false, keys: &[] }],
    // networking.v1.Ingress
    &[Field { name: "metadata", target: 236, merge: false, keys: &[] }],
    // networking.v1.IngressClass
    &[Field { name: "metadata", target: 236, merge: false, keys: &[] }],
    // networking.v1.IngressClassList
    &[Field { name: "items", target: 160, merge: false, keys: &[] }],
    // networking.v1.IngressList
    &[Field { name: "items", target: 159, merge: false, keys: &[] }],
    // networking.v1.NetworkPolicy
    &[
        Field { name: "metadata", target: 236, merge: false, keys: &[] },
        Field { name: "spec", target: 168, merge: false, keys: &[] },
    ],
    // networking.v1.NetworkPolicyEgressRule
    &[Field { name: "to", target: 167, merge: false, keys: &[] }],
    // networking.v1.NetworkPolicyIngressRule
    &[Field { name: "from", target: 167, merge: false, keys: &[] }],
    // networking.v1.NetworkPolicyList
    &[Field { name: "items", target: 163, merge: false, keys: &[] }],
    // networking.v1.NetworkPolicyPeer
    &[
        Field { name: "namespaceSelector", target: 234, merge: false, keys: &[] },
        Field { name: "podSelector", target: 234, merge: false, keys: &[] },
    ],
    // networking.v1.NetworkPolicySpec
    &[
        Field { name: "egress", target: 164, merge: false, keys: &[] },
        Field { name: "ingress", target: 165, merge: false, keys: &[] },
        Field { name: "podSelector", target: 234, merge: false, keys: &[] },
    ],
    // networking.v1beta1.Ingress
    &[Field { name: "metadata", target: 236, merge: false, keys: &[] }],
    // networking.v1beta1.IngressClass
    &[Field { name: "metadata", target: 236, merge: false, keys: &[] }],
    // networking.v1beta1.IngressClassList
    &[Field { name: "items", target: 170, merge: false, keys: &[] }],
    // networking.v1beta1.IngressList
    &[Field { name: "items", target: 169, merge: false, keys: &[] }],
    // node.v1.RuntimeClass
    &[Field { name: "metadata", target: 236, merge: false, keys: &[] }],
    // node.v1.RuntimeClassList
    &[Field { name: "items", target: 173, merge: false, keys: &[] }],
    // node.v1beta1.RuntimeClass
    &[Field { name: "metadata", target: 236, merge: false, keys: &[] }],
    // node.v1beta1.RuntimeClassList
    &[Field { name: "items", target: 175, merge: false, keys: &[] }],
    // policy.v1.PodDisruptionBudget
    &[
        Field { name: "metadata", target: 236, merge: false, keys: &[] },
        Field { name: "spec", target: 179, merge: false, keys: &[] },
        Field { name: "status", target: 180, merge: false, keys: &[] },
    ],
    // policy.v1.PodDisruptionBudgetList
    &[Field { name: "items", target: 177, merge: false, keys: &[] }],
    // policy.v1.PodDisruptionBudgetSpec
    &[Field { name: "selector", target: 234, merge: false, keys: &[] }],
    // policy.v1.PodDisruptionBudgetStatus
    &[Field { name: "conditions", target: NO_TYPE, merge: true, keys: &["type"] }],
    // policy.v1beta1.Eviction
    &[Field { name: "metadata", target: 236, merge: false, keys: &[] }],
    // policy.v1beta1.PodDisruptionBudget
    &[
        Field { name: "metadata", target: 236, merge: false, keys: &[] },
        Field { name: "spec", target: 184, merge: false, keys: &[] },
        Field { name: "status", target: 185, merge: false, keys: &[] },
    ],
    // policy.v1beta1.PodDisruptionBudgetList
    &[Field { name: "items", target: 182, merge: false, keys: &[] }],
    // policy.v1beta1.PodDisruptionBudgetSpec
    &[Field { name: "selector", target: 234, merge: false, keys: &[] }],
    // policy.v1beta1.PodDisruptionBudgetStatus
    &[Field { name: "conditions", target: NO_TYPE, merge: true, keys: &["type"] }],
    // policy.v1beta1.PodSecurityPolicy
    &[Field { name: "metadata", target: 236, merge: false, keys: &[] }],
    // policy.v1beta1.PodSecurityPolicyList
    &[Field { name: "items", target: 186, merge: false, keys: &[] }],
    // rbac.v1.AggregationRule
    &[Field { name: "clusterRoleSelectors", target: 234, merge: false, keys: &[] }],
    // rbac.v1.ClusterRole
    &[
        Field { name: "aggregationRule", target: 188, merge: false, keys: &[] },
        Field { name: "metadata", target: 236, merge: false, keys: &[] },
    ],
    // rbac.v1.ClusterRoleBinding
    &[Field { name: "metadata", target: 236, merge: false, keys: &[] }],
    // rbac.v1.ClusterRoleBindingList
    &[Field { name: "items", target: 190, merge: false, keys: &[] }],
    // rbac.v1.ClusterRoleList
    &[Field { name: "items", target: 189, merge: false, keys: &[] }],
    // rbac.v1.Role
    &[Field { name: "metadata", target: 236, merge: false, keys: &[] }],
    // rbac.v1.RoleBinding
    &[Field { name: "metadata", target: 236, merge: false, keys: &[] }],
    // rbac.v1.RoleBindingList
    &[Field { name: "items", target: 194, merge: false, keys: &[] }],
    // rbac.v1.RoleList
    &[Field { name: "items", target: 193, merge: false, keys: &[] }],
    // rbac.v1beta1.AggregationRule
    &[Field { name: "clusterRoleSelectors", target: 234, merge: false, keys: &[] }],
    // rbac.v1beta1.ClusterRole
    &[
        Field { name: "aggregationRule", target: 197, merge: false, keys: &[] },
        Field { name: "metadata", target: 236, merge: false, keys: &[] },
    ],
    // rbac.v1beta1.ClusterRoleBinding
    &[Field { name: "metadata", target: 236, merge: false, keys: &[] }],
    // rbac.v1beta1.ClusterRoleBindingList
    &[Field { name: "items", target: 199, merge: false, keys: &[] }],
    // rbac.v1beta1.ClusterRoleList
    &[Field { name: "items", target: 198, merge: false, keys: &[] }],
    // rbac.v1beta1.Role
    &[Field { name: "metadata", target: 236, merge: false, keys: &[] }],
    // rbac.v1beta1.RoleBinding
    &[Field { name: "metadata", target: 236, merge: false, keys: &[] }],
    // rbac.v1beta1.RoleBindingList
    &[Field { name: "items", target: 203, merge: false, keys: &[] }],
    // rbac.v1beta1.RoleList
    &[Field { name: "items", target: 202, merge: false, keys: &[] }],
    // scheduling.v1.PriorityClass
    &[Field { name: "metadata", target: 236, merge: false, keys: &[] }],
    // scheduling.v1.PriorityClassList
    &[Field { name: "items", target: 206, merge: false, keys: &[] }],
    // scheduling.v1beta1.PriorityClass
    &[Field { name: "metadata", target: 236, merge: false, keys: &[] }],
    // scheduling.v1beta1.PriorityClassList
    &[Field { name: "items", target: 208, merge: false, keys: &[] }],
    // storage.v1.CSIDriver
    &[Field { name: "metadata", target: 236, merge: false, keys: &[] }],
    // storage.v1.CSIDriverList
    &[Field { name: "items", target: 210, merge: false, keys: &[] }],
    // storage.v1.CSINode
    &[
        Field { name: "metadata", target: 236, merge: false, keys: &[] },
        Field { name: "spec", target: 214, merge: false, keys: &[] },
    ],
    // storage.v1.CSINodeList
    &[Field { name: "items", target: 212, merge: false, keys: &[] }],
    // storage.v1.CSINodeSpec
    &[Field { name: "drivers", target: NO_TYPE, merge: true, keys: &["name"] }],
    // storage.v1.StorageClass
    &[Field { name: "metadata", target: 236, merge: false, keys: &[] }],
    // storage.v1.StorageClassList
    &[Field { name: "items", target: 215, merge: false, keys: &[] }],
    // storage.v1.VolumeAttachment
    &[Field { name: "metadata", target: 236, merge: false, keys: &[] }],
    // storage.v1.VolumeAttachmentList
    &[Field { name: "items", target: 217, merge: false, keys: &[] }],
    // storage.v1beta1.CSIDriver
    &[Field { name: "metadata", target: 236, merge: false, keys: &[] }],
    // storage.v1beta1.CSIDriverList
    &[Field { name: "items", target: 219, merge: false, keys: &[] }],
    // storage.v1beta1.CSINode
    &[
        Field { name: "metadata", target: 236, merge: false, keys: &[] },
        Field { name: "spec", target: 223, merge: false, keys: &[] },
    ],
    // storage.v1beta1.CSINodeList
    &[Field { name: "items", target: 221, merge: false, keys: &[] }],
    // storage.v1beta1.CSINodeSpec
    &[Field { name: "drivers", target: NO_TYPE, merge: true, keys: &["name"] }],
    // storage.v1beta1.CSIStorageCapacity
    &[
        Field { name: "metadata", target: 236, merge: false, keys: &[] },
        Field { name: "nodeTopology", target: 234, merge: false, keys: &[] },
    ],
    // storage.v1beta1.CSIStorageCapacityList
    &[Field { name: "items", target: 224, merge: false, keys: &["name"] }],
    // storage.v1beta1.StorageClass
    &[Field { name: "metadata", target: 236, merge: false, keys: &[] }],
    // storage.v1beta1.StorageClassList
    &[Field { name: "items", target: 226, merge: false, keys: &[] }],
    // storage.v1beta1.VolumeAttachment
    &[Field { name: "metadata", target: 236, merge: false, keys: &[] }],
    // storage.v1beta1.VolumeAttachmentList
    &[Field { name: "items", target: 228, merge: false, keys: &[] }],
    // io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.CustomResourceDefinition
    &[Field { name: "metadata", target: 236, merge: false, keys: &[] }],
    // io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.CustomResourceDefinitionList
    &[Field { name: "items", target: 230, merge: false, keys: &[] }],
    // io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1beta1.CustomResourceDefinition
    &[Field { name: "metadata", target: 236, merge: false, keys: &[] }],
    // io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1beta1.CustomResourceDefinitionList
    &[Field { name: "items", target: 232, merge: false, keys: &[] }],
    // io.k8s.apimachinery.pkg.apis.meta.v1.LabelSelector
    &[Field { name: "matchExpressions", target: 235, merge: false, keys: &[] }],
    // io.k8s.apimachinery.pkg.apis.meta.v1.LabelSelectorRequirement
    &[Field { name: "key", target: NO_TYPE, merge: true, keys: &["key"] }],
    // io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta
    &[
        Field { name: "finalizers", target: NO_TYPE, merge: true, keys: &[] },
        Field { name: "ownerReferences", target: NO_TYPE, merge: true, keys: &["uid"] },
    ],
    // io.k8s.kube-aggregator.pkg.apis.apiregistration.v1.APIService
    &[
        Field { name: "metadata", target: 236, merge: false, keys: &[] },
        Field { name: "status", target: 239, merge: false, keys: &[] },
    ],
    // io.k8s.kube-aggregator.pkg.apis.apiregistration.v1.APIServiceList
    &[Field { name: "items", target: 237, merge: false, keys: &[] }],
    // io.k8s.kube-aggregator.pkg.apis.apiregistration.v1.APIServiceStatus
    &[Field { name: "conditions", target: NO_TYPE, merge: true, keys: &["type"] }],
    // io.k8s.kube-aggregator.pkg.apis.apiregistration.v1beta1.APIService
    &[
        Field { name: "metadata", target: 236, merge: false, keys: &[] },
        Field { name: "status", target: 242, merge: false, keys: &[] },
    ],
    // io.k8s.kube-aggregator.pkg.apis.apiregistration.v1beta1.APIServiceList
    &[Field { name: "items", target: 240, merge: false, keys: &[] }],
    // io.k8s.kube-aggregator.pkg.apis.apiregistration.v1beta1.APIServiceStatus
    &[Field { name: "conditions", target: NO_TYPE, merge: true, keys: &["type"] }],
];
