"""A journal at work: its files as the inputs of a database, and the site that it publishes. The outer ring.

Every command opens one of these, and `serve` keeps one open: `refresh` sets the inputs, the rest asks the pipeline.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from site_builder import pipeline
from site_builder.as_of import known_on
from site_builder.finding import Finding
from site_builder.notes.document import Reading
from site_builder.notes.edit import CHANGED, Edit, Refusal, apply_edits
from site_builder.output import Output, OutputError, Published, Report
from site_builder.query import Database
from site_builder.settings import Config
from site_builder.share import Sharing
from site_builder.text import decode_source, digest_of
from site_builder.workspace import Scan, StateError, Workspace, key, load_config, output_folder, shared_folder

if TYPE_CHECKING:
    from site_builder.site.pages import PageId

Progress = Callable[[int, int], None]
"""Told how many of how many pages are done."""


@dataclass(slots=True)
class Session:
    """A journal in a folder. `today` overrides its clock; `as_of` does so too, and hides what was not yet known;
    `with_git` asks what git keeps of the site, for whoever reports findings; `with_baseline` leaves the facts out that
    are known; `share` leaves out what is private."""

    root: Path
    today: date | None = None
    as_of: date | None = None
    output: Path | None = None
    with_git: bool = False
    with_baseline: bool = True
    share: bool = False
    db: Database = field(default_factory=Database)
    _workspace: Workspace | None = None
    _notes: tuple[str, ...] = ()
    _theme: tuple[object, ...] = ()
    _sharing: Sharing | None = None

    @property
    def journal(self) -> pipeline.Asked:
        """The journal, to be asked."""
        return pipeline.Asked(self.db)

    @property
    def config(self) -> Config:
        return pipeline.config(self.db)

    @property
    def folder(self) -> Path:
        """The folder that the site is published in."""
        return self.folder_of(self.config)

    def folder_of(self, config: Config) -> Path:
        """The folder of the site by some settings."""
        return self.output or (shared_folder if self.share else output_folder)(self.root, config)

    def refresh(self) -> None:
        """Look at the files again, and set the inputs to what is there now."""
        config, findings, text = load_config(self.root)
        if self._workspace is None:
            self._workspace = Workspace(self.root, config)
        self._workspace.config = config
        scan = self._workspace.scan()
        if self.with_git:
            from site_builder.workspace.git import pages_in_git

            pages = pages_in_git(self.root, self.folder_of(config))
            scan = replace(scan, inventory=replace(scan.inventory, pages_in_git=pages))
        self.take(config, findings, text, scan)

    def take(self, config: Config, findings: tuple[Finding, ...], text: str, scan: Scan) -> None:
        """Set the inputs: the settings, what is wrong with them, their text, and the files."""
        sources, inventory = scan.sources, scan.inventory
        if self.as_of is not None:
            sources, inventory = known_on(self.as_of, scan, config)
        day = self.as_of or self.today or config.today or date.today()
        if self.share:
            self._sharing = self._sharing or Sharing()
            sources, inventory = self._sharing.shared(sources, inventory, config, day)
            config = replace(config, edit_link="")  # it would name folders of this machine
        db = self.db
        db.set(pipeline.config, "", config)
        db.set(pipeline.config_findings, "", findings)
        db.set(pipeline.config_text, "", text)
        db.set(pipeline.baseline_text, "", scan.baseline if self.with_baseline else "")
        db.set(pipeline.root, "", str(self.root.resolve()) if config.edit_link else "")
        db.set(pipeline.today, "", day)
        db.set(pipeline.is_as_of, "", self.as_of is not None)
        db.set(pipeline.is_shared, "", self.share)
        for path in set(self._notes) - set(inventory.notes):
            db.forget(pipeline.source, path)
        for path in inventory.notes:
            db.set(pipeline.source, path, sources[path])
        db.set(pipeline.inventory, "", inventory)
        self._notes = inventory.notes

    def show(self, file: Path, data: bytes) -> bool:
        """Take some bytes for those of a note, as it stands in an editor, perhaps not saved yet. `False` where no note
        of the journal can be."""
        from site_builder.workspace.git_index import is_note_at

        place = file.parent.resolve() / file.name
        root = self.root.resolve()
        path = place.relative_to(root).as_posix() if place.is_relative_to(root) else ""
        inventory = pipeline.inventory(self.db)
        if path not in inventory.notes and not (path and is_note_at(path, self.root, self.config)):
            return False
        self.db.set(pipeline.source, path, decode_source(path, data))
        notes = tuple(sorted({*inventory.notes, path}))
        self.db.set(pipeline.inventory, "", replace(inventory, notes=notes))
        self._notes = notes
        return True

    def change(self, path: str, edits: Iterable[Edit], shows: Callable[[Reading], bool]) -> Refusal | None:
        """Make edits to a note, computed from its source; `shows` tells whether, read again, it says what was meant.
        Returns why nothing was changed, or `None`. The inputs stay as they are until `refresh`."""
        source, workspace = pipeline.source(self.db, path), self._workspace
        if source is None or workspace is None:
            return CHANGED

        def reads_as_meant(data: bytes) -> bool:
            return shows(pipeline.read_as(self.db, decode_source(path, data))[1])

        return workspace.change(path, lambda data: apply_edits(data, edits, source.digest, reads_as_meant))

    def bytes_of(self, path: str) -> bytes | None:
        """The bytes of a note as they are on the disk now; `None` where they cannot be read."""
        return self._workspace.bytes_of(path) if self._workspace else None

    def write(self, path: str, old: bytes, new: bytes) -> Refusal | None:
        """Give a note new bytes if it still has the old ones; returns why not, or `None`. The inputs stay as they are
        until `refresh`."""
        if self._workspace is None:
            return CHANGED
        return self._workspace.change(path, lambda data: new if data == old else CHANGED)

    def write_baseline(self) -> tuple[str, int] | OSError:
        """Write the open facts into the baseline; its path, and how many there are, or why it cannot be written."""
        from site_builder.lint.baseline import render_baseline
        from site_builder.workspace.write import write_whole

        assert self._workspace is not None and not self.with_baseline
        text, count = render_baseline(self.journal.all_reported(), lambda each: pipeline.line_at(self.db, each))
        path = self.config.lint.baseline
        try:
            write_whole(self._workspace.real(path), text.encode())
        except OSError as error:
            return error
        return path, count

    def read(self, progress: Progress) -> None:
        """Read every note, telling how far it is: what is asked here is remembered for whatever comes next."""
        paths = pipeline.note_paths(self.db)
        for number, path in enumerate(paths, 1):
            pipeline.entry(self.db, path)
            progress(number, len(paths))

    def build(self, progress: Progress | None = None, waiting: Callable[[str], None] | None = None) -> Report:
        """Publish the site of the inputs as they are. Raises `OutputError` when the folder or a template refuses, and
        `LeakError` when something private would show in a shared site: then nothing is published."""
        from site_builder.site.render import ThemeError

        output = Output(self.folder, self.root, self.share)
        try:
            self._read_theme()
            with output.lock(waiting=waiting or (lambda _: None)):
                # The address of one site's search data must not tell that of the other's.
                self.db.set(pipeline.key, "", key(self.root) + ("/shared" if self.share else ""))
                files = self._files(progress)
                report = output.publish(self._sharing.checked(files) if self._sharing else files)
        except ThemeError as error:
            raise OutputError(str(error), "Correct it.") from error
        except StateError as error:
            raise OutputError(error.message, error.remedy) from error
        self.db.sweep()
        return report

    def _read_theme(self) -> None:
        from site_builder.site.render import Theme, theme_folder

        own = self.root / self.config.theme if self.config.theme else None
        overrides = own if own is not None and own.is_dir() else None
        try:
            theme = Theme(theme_folder(), overrides)
        except OSError as error:
            raise OutputError(
                f"The theme cannot be read: {error.filename}: {error.strerror}.", "Correct it."
            ) from error
        before = pipeline.theme(self.db)
        if before is None or before.digest != theme.digest:
            self.db.set(pipeline.theme, "", theme)

    def _files(self, progress: Progress | None) -> Iterator[Published]:
        db, workspace = self.db, self._workspace
        assert workspace is not None, "refresh comes first"
        theme = pipeline.theme(db)
        assert theme is not None
        for path, data in theme.assets:
            yield Published.of(path, data)
        for path in pipeline.used_files(db):
            yield _attachment(workspace, path)
        for name in pipeline.ledger_files(db):
            yield _ledger_file(db, name)
        for name in pipeline.search_files(db):
            yield _search_file(db, name)
        pages = pipeline.page_ids(db)
        done = 0

        def count() -> None:
            nonlocal done
            done += 1
            if progress:
                progress(done, len(pages))

        for which in pages:
            yield _page(db, which, count)


def _page(db: Database, which: PageId, begun: Callable[[], None]) -> Published:
    """A page to publish. The writer asks for its digest, its content or both, always for one page after another."""
    asked = False

    def tell() -> None:
        nonlocal asked
        if not asked:
            asked = True
            begun()

    def digest() -> str:
        tell()
        return db.digest(pipeline.page, which)

    def content() -> bytes:
        tell()
        return pipeline.page(db, which)

    return Published(which.path, digest, content)


def _search_file(db: Database, name: str) -> Published:
    return Published(
        f"{pipeline.search_folder(db)}/{name}.js",
        lambda: db.digest(pipeline.search_file, name),
        lambda: pipeline.search_file(db, name),
    )


def _ledger_file(db: Database, name: str) -> Published:
    return Published(
        f"{pipeline.search_folder(db)}/{name}.js",
        lambda: db.digest(pipeline.ledger_file, name),
        lambda: pipeline.ledger_file(db, name),
    )


def _attachment(workspace: Workspace, path: str) -> Published:
    from site_builder.site.addresses import file_address

    return Published(
        file_address(path),
        lambda: workspace.attachment_digest(path) or digest_of(b""),
        lambda: workspace.attachment(path) or b"",
    )
