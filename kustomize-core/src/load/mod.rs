//! Finding and reading files: roots, the load restriction, and what was read before.

mod fetch;
mod folder;
mod remote;
#[cfg(feature = "remote")]
mod remote_system;
mod repo_spec;
mod root;
mod url;

pub(crate) use fetch::neither;
pub use remote::{Remote, RemoteError};
#[cfg(feature = "remote")]
pub use remote_system::{RemoteLimits, SystemRemote};
pub use repo_spec::RepoSpec;
pub(crate) use root::Root;
pub(crate) use url::{Space, decode_percent, is_host};

use crate::diagnostic::{Code, Error, Result};
use crate::fs::{Entry, FileSystem};
use crate::generate::helm::Charts;
use crate::hash::{HashMap, Layered};
use crate::kustomization::{Text, nearest};
use crate::limits::{Limits, exceeded};
use crate::resource::Resource;
use crate::source::{FileId, Pos, Sources};
use std::ffi::OsString;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::sync::{Arc, PoisonError};

/// The names that a kustomization file may have, in the order in which they are tried.
pub const KUSTOMIZATION_NAMES: [&str; 3] = ["kustomization.yaml", "kustomization.yml", "Kustomization"];

/// Which files a kustomization may read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum LoadRestriction {
    /// Files in and below its own folder.
    #[default]
    RootOnly,
    /// Any file.
    None,
}

/// Reads files once each and remembers what they held.
pub(crate) struct Loader<'a> {
    fs: &'a dyn FileSystem,
    restriction: LoadRestriction,
    /// Paths are shown relative to this folder when they are below it.
    display_base: PathBuf,
    pub(crate) sources: Sources,
    pub(crate) limits: Limits,
    // Paths are kept as the text they are: clean as they are, they need not be looked at part by part.
    texts: Layered<OsString, FileId>,
    resources: Layered<OsString, Vec<Arc<Resource>>>,
    /// How often the resources of files are needed, where that is known.
    uses: Arc<HashMap<OsString, Uses>>,
    /// Paths without symbolic links that were looked up.
    real: Layered<OsString, Entry>,
    /// Folders in which something was looked up.
    folders: HashMap<OsString, folder::Folder>,
    remote: Option<&'a dyn Remote>,
    fetched: fetch::SharedFetched,
    /// What renders charts, when that is allowed.
    pub(crate) charts: Option<Charts<'a>>,
}

/// How often something is needed in a run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Uses {
    /// Once: whoever asks may have it.
    Once,
    /// More than once: it is kept and shared.
    Often,
}

/// A root that was built.
#[derive(Clone)]
pub(crate) struct Reached {
    pub(crate) root: Arc<Root>,
    /// True when the way to it led through the address of a repository: its folder then is in no
    /// relation to those of the roots before.
    pub(crate) behind_address: bool,
}

/// What a path in `resources` leads to.
pub(crate) enum Target {
    File(PathBuf),
    Folder(PathBuf),
    /// An address with the scheme http or https: of a file, or else of a repository.
    Address,
    Repository(Box<RepoSpec>),
}

impl<'a> Loader<'a> {
    pub(crate) fn new(
        fs: &'a dyn FileSystem,
        restriction: LoadRestriction,
        display_base: PathBuf,
        limits: Limits,
    ) -> Self {
        Loader {
            fs,
            restriction,
            display_base,
            sources: Sources::new(),
            limits,
            texts: Layered::default(),
            resources: Layered::default(),
            uses: Arc::default(),
            real: Layered::default(),
            folders: HashMap::default(),
            remote: None,
            fetched: fetch::SharedFetched::default(),
            charts: None,
        }
    }

    /// Fetches what has an address, and renders charts, with these.
    pub(crate) fn with(mut self, remote: Option<&'a dyn Remote>, charts: Option<Charts<'a>>) -> Self {
        self.remote = remote;
        self.charts = charts;
        self
    }

    /// True when the path is a folder, following symbolic links.
    pub(crate) fn is_folder(&self, path: &Path) -> bool {
        self.fs.is_dir(path)
    }

    /// Makes what was read so far ready for [`Self::fork`].
    pub(crate) fn share(&mut self) {
        self.sources.share();
        self.texts.share();
        self.resources.share();
        self.real.share();
    }

    /// A loader that knows what was read until [`Self::share`].
    pub(crate) fn fork(&self) -> Self {
        Loader {
            fs: self.fs,
            restriction: self.restriction,
            display_base: self.display_base.clone(),
            sources: self.sources.fork(),
            limits: self.limits.clone(),
            texts: self.texts.fork(),
            resources: self.resources.fork(),
            uses: self.uses.clone(),
            real: self.real.fork(),
            folders: HashMap::default(),
            remote: self.remote,
            fetched: self.fetched.clone(),
            charts: self.charts.clone(),
        }
    }

    /// The path as messages show it.
    pub(crate) fn display(&self, path: &Path) -> PathBuf {
        if let Some(name) = self.fs.shown_as(path) {
            return name;
        }
        if let Some(address) = self.fetched.lock().unwrap_or_else(PoisonError::into_inner).address(path) {
            return address;
        }
        if let Ok(below) = path.strip_prefix(&self.display_base) {
            return if below.as_os_str().is_empty() { PathBuf::from(".") } else { below.to_path_buf() };
        }
        // A neighbour of the folder reads better as `../x` than as an absolute path.
        let mut up = PathBuf::from("..");
        for ancestor in self.display_base.ancestors().skip(1).take(3) {
            if ancestor.parent().is_none() {
                break;
            }
            if let Ok(below) = path.strip_prefix(ancestor) {
                return up.join(below);
            }
            up.push("..");
        }
        path.to_path_buf()
    }

    /// The root of the build: a folder, or one in a repository by its address.
    ///
    /// # Errors
    /// When the path is not a folder.
    pub(crate) fn open_root(&mut self, path: &Path) -> Result<Arc<Root>> {
        if let Some(spec) = path.to_str().and_then(RepoSpec::parse) {
            return self.open_repository(None, &spec, Pos::NONE);
        }
        let unreadable = |why: String| {
            Error::new(Code::FileUnreadable, why)
                .path(path)
                .hint("name a folder that holds a kustomization.yaml")
        };
        let real = self
            .fs
            .canonicalize(path)
            .map_err(|e| unreadable(format!("cannot open {}: {}", path.display(), plain_io(&e))))?;
        if !self.fs.is_dir(&real) {
            return Err(unreadable(format!("{} is a file, not a folder", path.display())));
        }
        self.real.insert(real.clone().into(), Entry::Folder);
        Ok(Arc::new(Root::top(real)))
    }

    /// Finds what a path that is written in a kustomization leads to.
    ///
    /// # Errors
    /// When it does not exist or leads outside what may be read.
    pub(crate) fn resolve(&mut self, root: &Root, path: &Text) -> Result<Target> {
        if path.is_empty() {
            return Err(Error::new(Code::InvalidValue, "the path is empty")
                .at(path.pos)
                .hint("name a file or folder, or remove the entry"));
        }
        if url::is_http(path.as_str()) {
            return Ok(Target::Address);
        }
        let joined = join(&root.dir, path);
        let repository = || RepoSpec::parse(path.as_str()).map(|spec| Target::Repository(Box::new(spec)));
        let (real, is_folder) = match self.real_path(&joined) {
            Ok(found) => found,
            Err(e) => return repository().ok_or_else(|| self.unreadable(&joined, path, &e)),
        };
        if is_folder {
            if let Some(repository) = repository() {
                return Ok(repository);
            }
            if Path::new(path.as_str()).is_absolute() {
                return Err(Error::new(Code::OutsideRoot, format!("the base {path} is an absolute path"))
                    .at(path.pos)
                    .hint("name the folder by a path relative to this kustomization"));
            }
            if !self.real.contains_key(real.as_os_str()) {
                self.real.insert(real.clone().into(), Entry::Folder);
            }
            return Ok(Target::Folder(real));
        }
        self.check_inside(root, &real, path)?;
        Ok(Target::File(if self.restriction == LoadRestriction::None { joined } else { real }))
    }

    /// A file in a folder that was probably meant to be its kustomization file.
    fn misnamed(&self, dir: &Path) -> Option<String> {
        let is_one = |name: &String| {
            let name = name.to_lowercase();
            (name.starts_with("kustom") || name.starts_with("custom")) && name.contains(".y")
        };
        self.fs.read_dir(dir).ok()?.into_iter().find(is_one)
    }

    fn unreadable(&self, full: &Path, path: &Text, error: &std::io::Error) -> Error {
        let shown = self.display(full);
        if error.kind() == ErrorKind::FileTooLarge {
            let message = format!("{} has more than {} bytes", shown.display(), self.limits.file_bytes);
            return exceeded("file-size", message).at(path.pos).path(shown);
        }
        let refusal =
            Error::new(Code::FileUnreadable, format!("cannot read {}: {}", shown.display(), plain_io(error)))
                .at(path.pos)
                .path(shown);
        if error.kind() != std::io::ErrorKind::NotFound || path.is_empty() {
            return refusal;
        }
        if path.contains(" - ") {
            return refusal
                .hint("a list entry that is indented deeper than the first one becomes part of it");
        }
        if path.contains(['*', '?']) {
            return refusal.hint("patterns are not expanded: list each file");
        }
        if path.contains('\\') {
            return refusal.hint(format!("write / between the names: {}", path.replace('\\', "/")));
        }
        if let Some((before, _)) = path.split_once('#')
            && self.fs.exists(&full.with_file_name(before.rsplit('/').next().unwrap_or(before)))
        {
            return refusal.hint("put a space before the # of a comment");
        }
        match self.nearest_path(full, path).or_else(|| self.other_level(full, path)) {
            Some(near) => refusal.hint(format!("did you mean {near}?")),
            None => refusal.hint("paths count from the folder of the file that states them"),
        }
    }

    /// The same path one or two folders higher, if there is something.
    fn other_level(&self, full: &Path, path: &Text) -> Option<String> {
        let name = Path::new(path.trim_start_matches("../"));
        let start = full.ancestors().find(|dir| dir.join(name) == full)?;
        let above = start.ancestors().skip(1).take(2).enumerate();
        let found = above.map(|(i, dir)| (i + 1, dir)).find(|(_, dir)| self.fs.exists(&dir.join(name)));
        found.map(|(levels, _)| format!("{}{path}", "../".repeat(levels)))
    }

    /// The path with the first name that does not exist replaced by the nearest one that does.
    fn nearest_path(&self, full: &Path, path: &Text) -> Option<String> {
        let missing = full.ancestors().take_while(|p| !self.fs.exists(p)).last()?;
        let wanted = missing.file_name()?.to_str()?;
        let names = self.fs.read_dir(missing.parent()?).ok()?;
        let near = nearest(wanted, names.iter().map(String::as_str))?;
        let mut parts: Vec<&str> = path.split('/').collect();
        let at = parts.iter().rposition(|part| *part == wanted)?;
        *parts.get_mut(at)? = near;
        Some(parts.join("/"))
    }

    fn check_inside(&self, root: &Root, real: &Path, path: &Text) -> Result<()> {
        if self.restriction == LoadRestriction::None && !root.is_remote() || real.starts_with(&root.dir) {
            return Ok(());
        }
        Err(Error::new(
            Code::OutsideRoot,
            format!("{path} is outside the folder of the kustomization that reads it ({})", self.display(&root.dir).display()),
        )
        .at(path.pos)
        .hint("move the file below that folder, make its folder a base, or allow it with --load-restrictor LoadRestrictionsNone"))
    }

    /// The path without symbolic links, and whether it is a folder. Paths are looked up once.
    fn real_path(&mut self, path: &Path) -> std::io::Result<(PathBuf, bool)> {
        if let Some(entry) = self.real.get(path.as_os_str()) {
            return Ok((path.to_path_buf(), *entry == Entry::Folder));
        }
        if let Some(parent) = path.parent() {
            let known = self.real.contains_key(parent.as_os_str());
            if known || self.fs.canonicalize(parent)? == parent {
                if !known {
                    self.real.insert(parent.into(), Entry::Folder);
                }
                let folder = self.folders.entry_ref(parent.as_os_str()).or_default();
                let entry = folder.look_up(self.fs, parent, path)?;
                if entry != Entry::Link {
                    self.real.insert(path.into(), entry);
                    return Ok((path.to_path_buf(), entry == Entry::Folder));
                }
            }
        }
        let real = self.fs.canonicalize(path)?;
        let is_folder = self.fs.is_dir(&real);
        Ok((real, is_folder))
    }

    /// Opens a base or component: a folder that does not contain any root on the way to it.
    ///
    /// # Errors
    /// [`Code::Cycle`], or when the folder cannot be used.
    pub(crate) fn open_base(&self, root: &Arc<Root>, dir: PathBuf, path: &Text) -> Result<Arc<Root>> {
        self.check_cycle(root, &dir, path)?;
        root.check_repository(&dir, path)?;
        Ok(Arc::new(Root::below(root, dir)))
    }

    /// Checks that a root that was reached on another way could be reached from this one too.
    ///
    /// # Errors
    /// [`Code::Cycle`].
    pub(crate) fn check_reached_again(&self, root: &Root, reached: &Reached, path: &Text) -> Result<()> {
        match reached.root.own_repository() {
            Some(spec) => match root.first_fetched_for(spec) {
                Some(before) => Err(fetch::cycle(spec, before).at(path.pos)),
                None => Ok(()),
            },
            None if reached.behind_address => Ok(()),
            None => self.check_cycle(root, &reached.root.dir, path),
        }
    }

    fn check_cycle(&self, root: &Root, dir: &Path, path: &Text) -> Result<()> {
        let Some(inside) = root.first_inside(dir) else { return Ok(()) };
        let (shown, built) = (self.display(dir), self.display(inside));
        let message = if dir == inside {
            format!("{} includes itself", built.display())
        } else {
            format!("{} cannot be a base of {}, which lies in it", shown.display(), built.display())
        };
        Err(Error::new(Code::Cycle, message).at(path.pos).hint(
            "a base may not be a folder above the kustomization that uses it, nor use that kustomization",
        ))
    }

    /// The bytes of a file that a kustomization names.
    ///
    /// # Errors
    /// When it does not exist, is a folder, or is outside what may be read.
    pub(crate) fn read_bytes(&mut self, root: &Root, path: &Text) -> Result<Vec<u8>> {
        if url::is_http(path.as_str()) {
            return Ok(self.fetch(path)?.to_vec());
        }
        let file = self.file(root, path)?;
        self.read(&file, path)
    }

    /// Takes what [`Self::read_bytes`] gave as a source, so that there are places in it.
    pub(crate) fn note_bytes(&mut self, root: &Root, path: &Text, bytes: &[u8]) -> FileId {
        let Ok(text) = std::str::from_utf8(bytes) else { return FileId::NONE };
        let shown = match url::is_http(path.as_str()) {
            true => PathBuf::from(url::without_user(path.as_str())),
            false => match self.file(root, path) {
                Ok(file) => self.display(&file),
                Err(_) => return FileId::NONE,
            },
        };
        self.sources.add(shown, text.into())
    }

    /// The content of a file that [`Self::resolve`] has found.
    fn read(&self, file: &Path, path: &Text) -> Result<Vec<u8>> {
        let most = self.limits.file_bytes;
        let content = match self.restriction {
            LoadRestriction::RootOnly => self.fs.read_real(file, most),
            LoadRestriction::None => self.fs.read_at_most(file, most).map(Some),
        };
        match content {
            Ok(Some(content)) => Ok(content),
            Ok(None) => {
                let why = std::io::Error::other("a symbolic link has come up in its path meanwhile");
                Err(self.unreadable(file, path, &why))
            }
            Err(e) => Err(self.unreadable(file, path, &e)),
        }
    }

    /// True when a path is the address of a file.
    pub(crate) fn is_address(&self, path: &str) -> bool {
        url::is_http(path)
    }

    /// The file that a path leads to, without symbolic links.
    ///
    /// # Errors
    /// As [`Self::read_bytes`].
    pub(crate) fn file(&mut self, root: &Root, path: &Text) -> Result<PathBuf> {
        let message = match self.resolve(root, path)? {
            Target::File(file) => return Ok(file),
            Target::Folder(dir) => {
                format!("{} is a folder where a file is needed", self.display(&dir).display())
            }
            Target::Address | Target::Repository(_) => {
                format!("{path} is the address of a repository where a file is needed")
            }
        };
        Err(Error::new(Code::FileUnreadable, message).at(path.pos).hint("name each file with its path"))
    }

    /// The text of a file that a kustomization names, read once.
    ///
    /// # Errors
    /// As [`Self::read_bytes`], and when it is not UTF-8.
    pub(crate) fn read_text(&mut self, root: &Root, path: &Text) -> Result<FileId> {
        if url::is_http(path.as_str()) {
            return self.fetch_text(path);
        }
        let file = self.file(root, path)?;
        self.text_of(&file, path)
    }

    fn text_of(&mut self, file: &Path, path: &Text) -> Result<FileId> {
        if let Some(&id) = self.texts.get(file.as_os_str()) {
            return Ok(id);
        }
        let bytes = self.read(file, path)?;
        let id = self.add_text(file, bytes)?;
        self.texts.insert(file.into(), id);
        Ok(id)
    }

    fn add_text(&mut self, file: &Path, bytes: Vec<u8>) -> Result<FileId> {
        let shown = self.display(file);
        match crate::yaml::decode(bytes) {
            Ok(text) => Ok(self.sources.add(shown, text.into())),
            Err(why) => {
                let file = self.sources.add(shown, why.shown.into());
                let error = Error::new(Code::MalformedYaml, why.message).hint(why.hint);
                Err(error.at(Pos::new(file, why.at)))
            }
        }
    }

    /// The text of a source.
    pub(crate) fn text(&self, id: FileId) -> Arc<str> {
        self.sources.get(id).map(|s| s.text.clone()).unwrap_or_default()
    }

    /// The kustomization file of a root.
    ///
    /// # Errors
    /// When there is none, or more than one.
    pub(crate) fn kustomization(&mut self, root: &Root) -> Result<FileId> {
        let mut found: Option<(PathBuf, Vec<u8>)> = None;
        for name in KUSTOMIZATION_NAMES {
            let file = root.dir.join(name);
            let bytes = match self.fs.read_real(&file, self.limits.file_bytes) {
                Ok(Some(bytes)) => Some(bytes),
                Ok(None) => self.read_linked(root, &file, name)?,
                Err(e) if matches!(e.kind(), ErrorKind::NotFound | ErrorKind::IsADirectory) => None,
                Err(e) => return Err(self.unreadable(&file, &Text::default(), &e)),
            };
            let Some(bytes) = bytes else { continue };
            if let Some((first, _)) = &found {
                return Err(Error::new(
                    Code::AmbiguousKustomization,
                    format!("{} and {} are in one folder", self.display(first).display(), name),
                )
                .path(self.display(&root.dir))
                .hint("keep one of them"));
            }
            found = Some((file, bytes));
        }
        let Some((file, bytes)) = found else {
            return Err(Error::new(
                Code::MissingKustomization,
                format!(
                    "no kustomization.yaml, kustomization.yml or Kustomization in {}",
                    self.display(&root.dir).display()
                ),
            )
            .path(self.display(&root.dir))
            .hint(match self.misnamed(&root.dir) {
                Some(name) => format!("rename {name} to kustomization.yaml"),
                None => "run `kz create --autodetect` there, or name another folder".to_owned(),
            }));
        };
        let id = self.add_text(&file, bytes)?;
        Ok(id)
    }

    /// The content of a kustomization file that is a symbolic link; `None` when it leads to no file.
    fn read_linked(&self, root: &Root, file: &Path, name: &str) -> Result<Option<Vec<u8>>> {
        let unreadable = |e: std::io::Error| self.unreadable(file, &Text::default(), &e);
        let real = match self.fs.canonicalize(file) {
            Err(e) if e.kind() == ErrorKind::NotFound => return Ok(None),
            real => real.map_err(unreadable)?,
        };
        if self.fs.is_dir(&real) {
            return Ok(None);
        }
        self.check_inside(root, &real, &Text::new(name, Pos::NONE))
            .map_err(|e| e.path(self.display(file)))?;
        self.fs.read_real(&real, self.limits.file_bytes).map_err(unreadable)
    }

    /// The folders with a kustomization file in and below a folder, sorted. Those whose names start
    /// with a dot are left out, and symbolic links are not followed.
    ///
    /// # Errors
    /// When a folder cannot be read.
    pub(crate) fn folders_below(&self, top: &Path) -> Result<Vec<PathBuf>> {
        let mut found = Vec::new();
        let mut left = vec![top.to_path_buf()];
        while let Some(dir) = left.pop() {
            let listed = match self.fs.entries(&dir, usize::MAX) {
                Some(listed) => listed,
                None => self.list(&dir)?,
            };
            if listed.iter().any(|(name, _)| KUSTOMIZATION_NAMES.contains(&name.as_str())) {
                found.push(dir.clone());
            }
            let below =
                listed.iter().filter(|(name, entry)| *entry == Entry::Folder && !name.starts_with('.'));
            let mut below: Vec<PathBuf> = below.map(|(name, _)| dir.join(name)).collect();
            below.sort();
            left.append(&mut below);
        }
        found.sort();
        Ok(found)
    }

    /// What a folder holds; what has gone meanwhile is left out.
    fn list(&self, dir: &Path) -> Result<Vec<(String, Entry)>> {
        let names = self.fs.read_dir(dir).map_err(|e| {
            let shown = self.display(dir);
            Error::new(Code::FileUnreadable, format!("cannot list {}: {}", shown.display(), plain_io(&e)))
                .path(shown)
        })?;
        let known = |name: String| {
            let entry = self.fs.entry(&dir.join(&name)).ok()?;
            Some((name, entry))
        };
        Ok(names.into_iter().filter_map(known).collect())
    }

    /// Counts a use of the resources of a file that is to come, so that the only one need
    /// not share them. `often` stands for more than one.
    pub(crate) fn expect(&mut self, file: PathBuf, often: bool) {
        let uses = if often { Uses::Often } else { Uses::Once };
        Arc::make_mut(&mut self.uses).entry(file.into()).and_modify(|u| *u = Uses::Often).or_insert(uses);
    }

    /// Reads the files whose resources are needed more than once. What goes wrong is left to whoever
    /// needs them.
    pub(crate) fn read_ahead(&mut self) {
        let uses = self.uses.clone();
        let mut files: Vec<&OsString> =
            uses.iter().filter(|(_, uses)| **uses == Uses::Often).map(|(file, _)| file).collect();
        files.sort_unstable_by(|a, b| Path::new(a).cmp(Path::new(b)));
        for file in files {
            let _ = self.resources(Path::new(file), &Text::default());
        }
    }

    /// The resources of a file, parsed once.
    ///
    /// # Errors
    /// When the file cannot be read or does not hold resources.
    pub(crate) fn resources(&mut self, file: &Path, path: &Text) -> Result<Vec<Arc<Resource>>> {
        if let Some(known) = self.resources.get(file.as_os_str()) {
            return Ok(known.clone());
        }
        let id = self.text_of(file, path)?;
        self.parse_resources(file, id)
    }

    /// The resources in the file at an address, parsed once.
    ///
    /// # Errors
    /// As [`Self::resources`].
    pub(crate) fn resources_at_address(&mut self, url: &Text) -> Result<Vec<Arc<Resource>>> {
        let key = Path::new(url.as_str());
        if let Some(known) = self.resources.get(key.as_os_str()) {
            return Ok(known.clone());
        }
        let id = self.fetch_text(url)?;
        self.parse_resources(key, id)
    }

    fn parse_resources(&mut self, key: &Path, id: FileId) -> Result<Vec<Arc<Resource>>> {
        let mut parsed = crate::resource::parse_file(&self.text(id), id, &self.limits)?;
        parsed.iter_mut().try_for_each(Resource::take_history)?;
        let parsed: Vec<Arc<Resource>> = parsed.into_iter().map(Arc::new).collect();
        if self.uses.get(key.as_os_str()) != Some(&Uses::Once) {
            self.resources.insert(key.into(), parsed.clone());
        }
        Ok(parsed)
    }
}

/// A path written in a kustomization, counted from its folder.
fn join(dir: &Path, path: &str) -> PathBuf {
    let joined = dir.join(path);
    let plain = |part: &str| !matches!(part, "" | "." | "..");
    if path.split(std::path::is_separator).all(plain) { joined } else { clean(&joined) }
}

/// Removes `.` and `..` by name alone.
pub(crate) fn clean(path: &Path) -> PathBuf {
    let mut out = PathBuf::new();
    for part in path.components() {
        match part {
            std::path::Component::ParentDir => {
                out.pop();
            }
            std::path::Component::CurDir => {}
            other => out.push(other),
        }
    }
    out
}

fn plain_io(error: &std::io::Error) -> String {
    match error.kind() {
        std::io::ErrorKind::NotFound => "no such file or folder".into(),
        std::io::ErrorKind::PermissionDenied => "permission denied".into(),
        std::io::ErrorKind::IsADirectory => "it is a folder".into(),
        _ => error.to_string(),
    }
}
