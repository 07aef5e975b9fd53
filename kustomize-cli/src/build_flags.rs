//! The flags of every verb that builds.

use crate::flags::Forms;
use crate::folder::current_folder;
use crate::function_flags::FunctionFlags;
#[cfg(any(feature = "functions", feature = "helm"))]
use crate::interrupt;
use crate::limits::LimitArgs;
#[cfg(feature = "helm")]
use crate::progress::Told;
use crate::remote::Fetcher;
use crate::render::{self, MessageArgs};
use clap::ValueEnum;
use kustomize_core::Builder;
use kustomize_core::build::{Options, Reorder};
use kustomize_core::fs::FileSystem;
#[cfg(feature = "helm")]
use kustomize_core::generate::helm::SystemHelm;
use kustomize_core::load::LoadRestriction;
#[cfg(feature = "functions")]
use kustomize_core::plugin::function::SystemFunctions;
use std::ffi::OsString;
use std::path::Path;

/// How a kustomization is built.
#[derive(clap::Args, Clone, Debug)]
pub(crate) struct BuildFlags {
    /// Which files a kustomization may read
    #[arg(long, value_enum, default_value_t)]
    load_restrictor: Restrictor,
    /// The order of the output when the kustomization does not state one
    #[arg(long, hide = true, value_enum, default_value_t)]
    reorder: Order,
    /// Allow to run helm for charts
    #[arg(long, switch = false)]
    enable_helm: bool,
    /// The helm to run: its name or path
    #[arg(long, value_name = "COMMAND", default_value = "helm", allow_hyphen_values = true)]
    helm_command: OsString,
    /// An API version of Kubernetes to render charts for; may be given more than once
    #[arg(long, value_name = "VERSION", allow_hyphen_values = true)]
    helm_api_versions: Vec<String>,
    /// The version of Kubernetes to render charts for
    #[arg(long, text = "VERSION")]
    helm_kube_version: String,
    /// Ask helm for more in its messages
    #[arg(long, switch = false)]
    helm_debug: bool,
    /// Enable functions and plugins that are no part of kz
    #[arg(long, switch = false)]
    enable_alpha_plugins: bool,
    #[command(flatten)]
    functions: FunctionFlags,
    /// The network to run containers in; without effect, as in kustomize
    #[arg(long, default_value = "bridge", allow_hyphen_values = true)]
    network_name: String,
    #[command(flatten)]
    pub(crate) limits: LimitArgs,
    /// Label all resources as managed by kustomize
    #[arg(long, hide = true, switch = false)]
    enable_managedby_label: bool,
}

impl Default for BuildFlags {
    /// The flags of a call that names none.
    fn default() -> Self {
        BuildFlags {
            load_restrictor: Restrictor::default(),
            reorder: Order::default(),
            enable_helm: false,
            helm_command: "helm".into(),
            helm_api_versions: Vec::new(),
            helm_kube_version: String::new(),
            helm_debug: false,
            enable_alpha_plugins: false,
            functions: FunctionFlags::default(),
            network_name: "bridge".to_owned(),
            limits: LimitArgs::default(),
            enable_managedby_label: false,
        }
    }
}

#[derive(Clone, Copy, Debug, Default, ValueEnum)]
enum Restrictor {
    /// Files in and below its own folder
    #[default]
    #[value(name = "LoadRestrictionsRootOnly", alias = "")]
    RootOnly,
    /// Any file
    #[value(name = "LoadRestrictionsNone")]
    None,
}

#[derive(Clone, Copy, Debug, Default, ValueEnum)]
enum Order {
    #[default]
    Legacy,
    None,
}

impl BuildFlags {
    /// True when a build may run programs that the kustomization names, or helm.
    pub(crate) fn run_programs(&self) -> bool {
        self.enable_helm || self.enable_alpha_plugins
    }

    /// Gives a builder with these flags to `run`.
    pub(crate) fn with_builder<T: Send>(
        &self,
        files: &dyn FileSystem,
        messages: &MessageArgs,
        run: impl FnOnce(&Builder<'_>) -> T + Send,
    ) -> T {
        self.with_builder_from(&current_folder(), files, messages, run)
    }

    /// As [`Self::with_builder`]; paths in messages count from `base`.
    pub(crate) fn with_builder_from<T: Send>(
        &self,
        base: &Path,
        files: &dyn FileSystem,
        messages: &MessageArgs,
        run: impl FnOnce(&Builder<'_>) -> T + Send,
    ) -> T {
        let mut options = Options::default();
        options.load_restriction = match self.load_restrictor {
            Restrictor::RootOnly => LoadRestriction::RootOnly,
            Restrictor::None => LoadRestriction::None,
        };
        options.reorder = match self.reorder {
            Order::Legacy => Reorder::Legacy,
            Order::None => Reorder::None,
        };
        options.functions = self.functions.options();
        options.allow.clone_from(&messages.allow);
        options.strict = messages.strict;
        options.quiet = render::is_quiet() && !messages.strict;
        options.trace = render::trace();
        options.helm.api_versions.clone_from(&self.helm_api_versions);
        options.helm.kube_version.clone_from(&self.helm_kube_version);
        options.helm.debug = self.helm_debug;
        options.managed_by_label = self.enable_managedby_label;
        options.display_base = base.to_path_buf();
        // Stages are told one after the other.
        options.threads = usize::from(messages.verbose);
        options.limits = self.limits.input();
        let fetcher = Fetcher::new(&self.limits);
        let builder = fetcher.serve(Builder::new(files).options(options));
        #[cfg(feature = "helm")]
        let helm = Told::new(
            SystemHelm::new(&self.helm_command)
                .limits(self.limits.programs())
                .leftovers(interrupt::leftovers().clone()),
        );
        #[cfg(feature = "helm")]
        let builder =
            if self.enable_helm || self.enable_alpha_plugins { builder.helm(&helm) } else { builder };
        #[cfg(feature = "functions")]
        let mut functions = SystemFunctions::default();
        #[cfg(feature = "functions")]
        {
            functions.limits = self.limits.programs();
            functions.leftovers = interrupt::leftovers().clone();
        }
        #[cfg(feature = "functions")]
        let builder = match self.enable_alpha_plugins {
            true => builder.functions(&functions),
            false => builder,
        };
        self.limits.with_stack(|| run(&builder))
    }
}
