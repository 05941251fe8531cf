"""The only writer: brings the output folder to hold the site, page by page, so that no kill can tear it."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from site_builder.output.bring import Apart, Bringer, Brought, Published
from site_builder.output.folder import SHARED_TAG, TAG, OutputError, check_output_folder, locked, prepare
from site_builder.output.manifest import MANIFEST_NAME, TAG_NAME, Record, look_of_manifest, read_manifest, write_whole
from site_builder.output.publish import Each, Report, one_by_one, publish_into

__all__ = [
    "MANIFEST_NAME",
    "Apart",
    "Bringer",
    "Brought",
    "Output",
    "OutputError",
    "Published",
    "Record",
    "Report",
    "check_output_folder",
    "look_of_manifest",
]

_ROBOTS = b"User-agent: *\nDisallow: /\n"
_IGNORED = b"*\n!.gitignore\n"
_IGNORE = b"# The built site is private and can be built again.\n" + _IGNORED
_IGNORE_SHARED = (
    b"# This shared site can be built again; git's history would keep what is made private later.\n"
    b"# If git is to keep it all the same, empty this file: Kith leaves it so.\n" + _IGNORED
)


class Output:
    """An output folder. Making this object touches nothing; `publish` makes the folder when it is missing."""

    def __init__(self, folder: Path, root: Path, shared: bool = False) -> None:
        self.folder = folder
        self.root = root
        self.shared = shared
        self._held = False
        self._last: tuple[object, dict[str, Record]] = None, {}  # the manifest as this object left it

    @contextlib.contextmanager
    def lock(self, timeout: float = 60.0, waiting: Callable[[str], None] = lambda _: None) -> Iterator[None]:
        """Be the only builder for a while: for reading, rendering and publishing in one go. Raises `OutputError`."""
        check_output_folder(self.folder, self.root, self.shared)
        prepare(self.folder)
        with locked(self.folder, timeout, waiting):
            self._held = True
            try:
                yield
            finally:
                self._held = False

    def publish(self, files: Iterable[Published], each: Each = one_by_one) -> Report:
        """Bring the folder to hold these files and the marks of a rebuildable folder, which git leaves alone.

        Takes the lock unless this object holds it. Raises `OutputError`; pages already written stay and are remembered.
        """
        if not self._held:
            with self.lock():
                return self.publish(files, each)
        try:
            if not (self.folder / ".gitignore").is_symlink() and not (self.folder / ".gitignore").exists():
                write_whole(self.folder / ".gitignore", _IGNORE_SHARED if self.shared else _IGNORE)
        except OSError as error:
            raise OutputError(f"{self.folder} cannot be written to ({error.strerror}).", "Make it writable.") from error
        # The mark comes first: a build broken off early leaves a folder that the next one knows again.
        marks = [
            Published.of(TAG_NAME, (SHARED_TAG if self.shared else TAG).encode()),
            Published.of("robots.txt", _ROBOTS),
        ]
        report, records = publish_into(self.folder, marks, files, self.pages(), each)
        self._last = look_of_manifest(self.folder), records
        return report

    def pages(self) -> dict[str, Record]:
        """The files of the last build by path, with their digests: the names that a server may answer."""
        look, records = self._last
        return records if look and look == look_of_manifest(self.folder) else read_manifest(self.folder)
