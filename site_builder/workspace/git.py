"""Asking git: the repository around a journal, and the files of its index and of its commits, as git itself tells them.

Everything is read from git's own files in a few processes. The environment in which a hook runs (`GIT_INDEX_FILE`, the
working directory) is passed on as it is, because only with it does git see what is about to be committed.
"""
# Byte-true names, which pathlib does not offer.
# ruff: noqa: PTH118, PTH123

from __future__ import annotations

import os
import subprocess
from collections.abc import Collection, Iterable, Mapping
from pathlib import Path
from typing import NamedTuple

from site_builder.values import dataclass
from site_builder.workspace.names import is_page, shown

LINK, REPOSITORY = "120000", "160000"
"""The modes of a symbolic link and of another repository (a submodule)."""

_OF_ANOTHER = (
    "GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_PREFIX", "GIT_COMMON_DIR", "GIT_NAMESPACE",
    "GIT_OBJECT_DIRECTORY", "GIT_ALTERNATE_OBJECT_DIRECTORIES", "GIT_IMPLICIT_WORK_TREE", "GIT_INTERNAL_SUPER_PREFIX",
)  # fmt: skip


class GitError(Exception):
    """git is missing or refuses; `remedy` says what to do."""

    def __init__(self, message: str, remedy: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.remedy = remedy


class Blob(NamedTuple):
    """A file that git keeps: its path from the top of the repository, its mode, the name of its bytes; and whether it
    is one side of a merge that is not resolved."""

    path: str
    mode: str
    oid: str
    unmerged: bool = False


@dataclass(frozen=True, slots=True)
class Repository:
    """A work tree of git. `top`: its folder, links resolved; `folder` and `environment`: how git is run."""

    top: str
    folder: str | None = None
    environment: Mapping[str, str] | None = None

    def ask(self, *arguments: str, given: bytes = b"", fine: Collection[int] = (0,)) -> bytes:
        """What git answers. Raises `GitError` when it ends in another way than `fine`."""
        ended = _run(arguments, self.folder, self.environment, given)
        if ended.returncode not in fine:
            said = ended.stderr.decode("utf-8", "replace").strip().split("\n")[0]
            raise GitError(f"git {arguments[0]} refuses: {said}" + ("" if said.endswith(".") else "."))
        return ended.stdout

    def text(self, *arguments: str) -> str:
        """What git answers in one line, with names as the system writes them; nothing if it refuses."""
        ended = _run(arguments, self.folder, self.environment)
        return os.fsdecode(ended.stdout).removesuffix("\n") if ended.returncode == 0 else ""

    def staged(self, *places: str) -> tuple[tuple[Blob, ...], frozenset[str]]:
        """The files of the next commit, and those that were only announced for a later one (`git add -N`); only those
        that fit one of some pathspecs, if there are any."""
        listed = self.ask("--no-literal-pathspecs", "ls-files", "-s", "-z", "--full-name", "--", *(places or (":/",)))
        by_path: dict[str, Blob] = {}
        for line in os.fsdecode(listed).split("\0")[:-1]:
            about, _, path = line.partition("\t")
            mode, oid, stage = about.split(" ")
            if path not in by_path or stage == "2":  # of an unresolved merge, our side
                by_path[path] = Blob(path, mode, oid, stage != "0")
        announced = self._announced(by_path.values())
        return tuple(blob for blob in by_path.values() if blob.path not in announced), announced

    def _announced(self, blobs: Iterable[Blob]) -> frozenset[str]:
        """Files that `git add --intent-to-add` announced: in the index with no bytes, but not in the next commit."""
        empty = {blob.path for blob in blobs if blob.oid in _EMPTY}
        if not empty:
            return frozenset()
        added = self.ask("-c", "diff.relative=false", "diff", "--cached", "--name-only", "-z", "--no-renames")
        head = self.text("rev-parse", "--verify", "--quiet", "HEAD^{commit}")
        there = {blob.path for blob in self.files_of(head)} if head else set()
        return frozenset(empty - there - set(map(os.fsdecode, added.split(b"\0"))))

    def files_of(self, commit: str, *folders: str) -> tuple[Blob, ...]:
        """The files of a commit; only those below some folders (with `/` at the end), if any are named."""
        found = []
        listed = self.ask("ls-tree", "-r", "-z", "--full-tree", commit, "--", *folders)
        for line in os.fsdecode(listed).split("\0")[:-1]:
            about, _, path = line.partition("\t")
            mode, _, oid = about.split(" ")
            found.append(Blob(path, mode, oid))
        return tuple(found)

    def others(self, folder: str) -> tuple[str, ...]:
        """What lies below a folder of the work tree (from its top, with `/` at the end) and is not staged, ignored or
        not: files, and of folders with nothing that is staged only their names, with `/` at the end."""
        listed = self.ask(
            *("-c", "core.fsmonitor=false", "--no-literal-pathspecs", "ls-files", "-o", "--directory", "-z"),
            *("--full-name", "--", f":(top,literal){folder}"),
        )
        return tuple(os.fsdecode(listed).split("\0")[:-1])

    def parents(self) -> tuple[str, ...]:
        """The commits that the next one follows: none in an empty repository, several while merging."""
        names = ["HEAD"]
        merging = self.text("rev-parse", "--git-path", "MERGE_HEAD")
        try:
            with open(os.path.join(self.folder or "", merging), encoding="ascii") as file:
                names += file.read().split()
        except OSError:
            # git merge runs pre-merge-commit before it writes that file, and tells what it merges so.
            names += [key[8:] for key in (self.environment or os.environ) if key.startswith("GITHEAD_")]
        found = (self.text("rev-parse", "--verify", "--quiet", f"{name}^{{commit}}") for name in names)
        return tuple(dict.fromkeys(filter(None, found)))

    def ignored(self, paths: Collection[str]) -> frozenset[str]:
        """Those of some paths (from the top) that git was told to ignore."""
        if not paths:
            return frozenset()
        # As the walk shows them, in UTF-8 whatever the locale.
        asked = {os.fsencode(self.top) + b"/" + path.encode("utf-8", "surrogateescape"): path for path in paths}
        given = b"".join(name + b"\0" for name in asked)
        ended = _run(("check-ignore", "-z", "--stdin"), self.folder, self.environment, given)
        return frozenset(asked[name] for name in ended.stdout.split(b"\0") if name in asked)

    def converted(self, paths: Collection[str]) -> frozenset[str]:
        """Those of some paths (from the top) that git keeps with other bytes than a program reads: encrypted, as the
        name of a file that lies elsewhere, in another encoding."""
        given = b"".join(os.fsencode(os.path.join(self.top, path)) + b"\0" for path in paths)
        told = self.ask("check-attr", "-z", "--stdin", "filter", "working-tree-encoding", given=given).split(b"\0")
        named = {os.fsdecode(path) for path, value in zip(told[::3], told[2::3], strict=False) if value not in _NONE}
        return frozenset(path for path in paths if os.path.join(self.top, path) in named)

    def changed(self) -> frozenset[str]:
        """The files that are not on the disk as they are staged, by paths from the top."""
        settings = ("-c", "core.fsmonitor=false", "-c", "diff.relative=false")
        return frozenset(map(os.fsdecode, self.ask(*settings, "diff-files", "--name-only", "-z").split(b"\0")[:-1]))


_NONE = (b"unspecified", b"unset", b"set")
"""What `git check-attr` says where no filter or encoding has a name."""

_EMPTY = (
    "e69de29bb2d1d6434b8b29ae775ad8c2e48c5391",
    "473a0f4c3be8a93681a267e3b1e9a7dcda1185436fe141f7749120a303721813",
)
"""The names of no bytes at all: what an announced file has, and an empty one too."""


def find_repository(root: Path) -> Repository | None:
    """The repository that the journal in a folder belongs to, or that lies in it and is being committed to.

    Raises `GitError` when there is no git, or when it refuses to look.
    """
    real = os.path.realpath(root)
    clean = {key: value for key, value in os.environ.items() if key not in _OF_ANOTHER}
    around = _top(real, clean)
    here = _top(None, None)
    if here and (not around or Path(here).samefile(around)) and _related(here, real):
        return Repository(here)
    return Repository(around, real, clean) if around else None


def pages_in_git(root: Path, folder: Path) -> tuple[str, ...]:
    """The built pages in an output folder that the repository of the journal in `root` keeps, by paths from the
    journal's folder, sorted. Nothing where that cannot be known; where there is no repository git is not even asked."""
    real = os.path.realpath(root)
    if not any(os.path.lexists(os.path.join(above, ".git")) for above in (real, *map(str, Path(real).parents))):
        return ()
    clean = {key: value for key, value in os.environ.items() if key not in _OF_ANOTHER}
    # The settings of a repository that came from elsewhere could name a program to run.
    arguments = ("-c", "core.fsmonitor=false", "--literal-pathspecs", "ls-files", "-z", "--", str(folder))
    try:
        listed = _run(arguments, real, clean)
    except (GitError, OSError):
        return ()
    named = listed.stdout.split(b"\0") if listed.returncode == 0 else ()
    return tuple(sorted({shown(os.fsdecode(name)) for name in named if is_page(os.fsdecode(name))}))


def repository_here() -> Repository | None:
    """The repository around the working directory."""
    top = _top(None, None)
    return Repository(top) if top else None


def _top(folder: str | None, environment: Mapping[str, str] | None) -> str:
    ended = _run(("rev-parse", "--show-toplevel"), folder, environment)
    if ended.returncode and b"dubious ownership" in ended.stderr:
        raise GitError("git does not trust this repository, as somebody else owns it.", "`git status` says what to do.")
    top = os.fsdecode(ended.stdout).removesuffix("\n")
    return os.path.realpath(top) if ended.returncode == 0 and top else ""


def _related(one: str, other: str) -> bool:
    try:
        return os.path.commonpath([one, other]) in (one, other)
    except ValueError:
        return False


def _run(
    arguments: Iterable[str], folder: str | None, environment: Mapping[str, str] | None, given: bytes = b""
) -> subprocess.CompletedProcess[bytes]:
    try:
        return subprocess.run(
            ("git", *arguments), input=given, capture_output=True, cwd=folder, env=environment, check=False
        )
    except FileNotFoundError:
        raise GitError("There is no git here.", "Install git, or add it to the PATH.") from None
