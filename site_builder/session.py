"""A journal at work: its files as the inputs of a database, and the site that it publishes. The outer ring.

Every command opens one of these, and `serve` keeps one open: `refresh` sets the inputs, the rest asks the pipeline.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from site_builder import pipeline
from site_builder.crew import HELD, share_out
from site_builder.finding import Finding
from site_builder.notes.edit import CHANGED, Edit, Refusal, apply_edits
from site_builder.notes.reading import Reading
from site_builder.output import Output, OutputError, Published, Report, look_of_manifest
from site_builder.published import check_settings, files_of, theme_of
from site_builder.query import Database
from site_builder.settings import Config
from site_builder.text import decode_source
from site_builder.workspace import Scan, StateError, Workspace, as_known, load_config, output_folder, shared_folder
from site_builder.workspace.memory import Memory, Remembered, cache_folder, different_files, files_in

if TYPE_CHECKING:
    from site_builder.share.sharing import Sharing
    from site_builder.site.theme import Theme

Progress = Callable[[int, int], None]
"""Told how many of how many pages are done."""


@dataclass(slots=True)
class Session:
    """A journal in a folder. `today` overrides its clock; `as_of` does so too, and hides what was not yet known;
    `with_git` asks what git keeps of the site, for whoever reports findings; `with_baseline` leaves the facts out that
    are known; `share` leaves out what is private; `remember` takes over what was found out before, and keeps it."""

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
    _taken: Mapping[str, str] = field(default_factory=dict)  # the notes of the inputs as they are, and their digests
    _changed: tuple[str, ...] = ()
    _recalled: tuple[Remembered, Remembered] = field(default_factory=lambda: ({}, {}))  # of the files, as it was kept
    _aside: set[str] = field(default_factory=set)  # notes whose input is not what is on the disk
    remember: bool = True
    _sharing: Sharing | None = None
    _theme: Theme | None = None
    _site: Output | None = None
    _memory: Memory | None = None
    _swept: int = 0
    _seen: object = None  # the site's manifest, when the notes were looked at

    @property
    def journal(self) -> pipeline.Asked:
        """The journal, to be asked."""
        return pipeline.Asked(self.db)

    @property
    def known(self) -> Collection[str]:
        """The digests of the notes as they were read last, by this command or an earlier one."""
        return self._taken.values()

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
            if found := self.recall():
                self._workspace.recall(*found)
        self._workspace.config = config
        self._seen = look_of_manifest(self.folder_of(config))
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
            from site_builder.as_of import known_on

            sources, inventory = known_on(self.as_of, scan, config)
        day = self.as_of or self.today or config.today or date.today()
        if self.share:
            from site_builder.share.sharing import Sharing

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
        digests = scan.digests if sources is scan.sources else {}
        db.supply(pipeline.source, lambda path: sources.get(path))
        self._changed = tuple(path for path in inventory.notes if self._taken.get(path) != digests.get(path, ""))
        for path in {*self._changed, *(self._aside & set(inventory.notes))}:
            db.set(pipeline.source, path, sources[path])
        db.set(pipeline.inventory, "", inventory)
        self._notes, self._taken = inventory.notes, digests
        self._aside.clear()

    def put(self, path: str, data: bytes) -> None:
        """Take some bytes for those of a note until `refresh`, though they are not what is on the disk. What follows
        from them is not for the next command to remember."""
        self._aside.add(path)
        self.db.set(pipeline.source, path, decode_source(path, data))

    def show(self, file: Path, data: bytes) -> bool:
        """Take some bytes for those of a note, as it stands in an editor, perhaps not saved yet. `False` where no note
        of the journal can be."""
        from site_builder.workspace.git_walk import is_note_at

        place = file.parent.resolve() / file.name
        root = self.root.resolve()
        path = place.relative_to(root).as_posix() if place.is_relative_to(root) else ""
        inventory = pipeline.inventory(self.db)
        if path not in inventory.notes and not (path and is_note_at(path, self.root, self.config)):
            return False
        self.put(path, data)
        self._notes = tuple(sorted({*inventory.notes, path}))
        self.db.set(pipeline.inventory, "", replace(inventory, notes=self._notes))
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
        workspace = self._workspace
        return workspace.change(path, lambda data: new if data == old else CHANGED) if workspace else CHANGED

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
        """Read every note that is not known yet, telling how far that is."""
        db = self.db
        pipeline.vocabulary(db)
        if db.is_known(pipeline.names):
            return  # which are those of all notes
        paths = [path for path in pipeline.note_paths(db) if not db.is_known(pipeline.entry, path)]
        share_out(db, paths, lambda path: _read(db, path), progress)
        db.let_go()

    def check(self, progress: Progress) -> None:
        """Check every note that has not been checked, telling how far that is. Pages ask for all findings, and for much
        that is found out on the way: so this comes before them, that no two processes do it twice."""
        db = self.db
        if not db.is_known(pipeline.findings):
            pipeline.about_index(db)  # which every process would ask for
            paths = [path for path in pipeline.note_paths(db) if not db.is_known(pipeline.raw_findings, path)]
            share_out(db, paths, lambda path: bool(pipeline.raw_findings(db, path)), progress)
            pipeline.findings(db)

    def settle(self) -> None:
        """Ask again what the changed inputs reach, but for pages."""
        pipeline.page_ids(self.db)

    def build(self, progress: Progress | None = None, waiting: Callable[[str], None] | None = None) -> Report:
        """Publish the site of the inputs as they are, which are looked at again where another process has published
        since. Raises `OutputError` when the folder or a template refuses, and `LeakError` when something private would
        show in a shared site: then nothing is published."""
        from site_builder.renderer import bring_each
        from site_builder.site.theme import ThemeError

        if self._site is None or self._site.folder != self.folder:
            self._site = Output(self.folder, self.root, self.share)
        output, db = self._site, self.db
        assert self._workspace is not None, "refresh comes first"
        try:
            check_settings(db, self.root, self.share)
            with output.lock(waiting=waiting or (lambda _: None)):
                if look_of_manifest(self.folder) != self._seen:
                    self.refresh()  # or what it knew of the notes, and we do not, would be gone from the site
                    check_settings(db, self.root, self.share)
                theme = self._read_theme()
                # The address of one site's search data must not tell that of the other's.
                db.set(pipeline.key, "", self._workspace.key() + ("/shared" if self.share else ""))
                files: Iterable[Published] = files_of(db, self._workspace, frozenset(self._changed), self.share)
                if self._sharing:
                    files = self._sharing.checked(files, lambda those, look: share_out(db, those, look, progress))
                report = output.publish(files, lambda costly, bring: bring_each(db, costly, bring, theme, progress))
                self._seen = look_of_manifest(self.folder)
        except ThemeError as error:
            raise OutputError(str(error), "Correct it.") from error
        except StateError as error:
            raise OutputError(error.message, error.remedy) from error
        self.keep(swept=True)
        db.let_go(least=HELD)
        if self._memory is not None and theme.has_new_codes:
            self._memory.keep_templates(theme.digest, theme.codes)
            theme.has_new_codes = False
        return report

    def keep(self, swept: bool = False, least: int = 0) -> None:
        """Remember what was found out, for the next command; `swept`: without what nobody asks for any more; `least`:
        if it took so many questions."""
        memory = self._memory
        if swept:
            self.db.settle()  # a note may have changed after it was asked for
        if memory is None:
            if swept and self.db.size > 2 * self._swept:
                self.db.sweep()
                self._swept = self.db.size
            return
        if self._aside or self.db.is_torn or memory.is_lost:
            return
        if memory.wants_all:
            if swept:
                self.db.sweep()
            self.db.let_go()
            self._recalled = self._remembered()
            memory.keep_all(self.db.pack(about=self._recalled))
        elif (self.db.is_touched and self.db.effort >= least) or (self._workspace and self._workspace.looks_new):
            before, self._recalled = self._recalled, self._remembered()
            memory.keep(self.db.pack_changes(about=tuple(map(different_files, before, self._recalled))))

    def _remembered(self) -> tuple[Remembered, Remembered]:
        """What is known of the files: of notes that were not read from the disk, their digests alone."""
        if self._workspace is not None:
            return self._workspace.remembered()
        notes, attachments = self._recalled
        return {path: as_known(notes.get(path), digest) for path, digest in self._taken.items()}, attachments

    def recall(self) -> tuple[Remembered, Remembered] | None:
        """Take over what an earlier command found out; returns what it knew of the notes and of the attachments."""
        folder = cache_folder() if self.remember and self.as_of is None and not self.share else None
        if folder is None:
            return None
        self._memory = memory = Memory(folder, self.root)
        bundles = memory.load()
        for bundle in bundles:
            self.db.absorb(bundle, self.db.size)
        self.db.forget_touched()
        if not bundles:
            return None
        self._recalled = notes, _ = files_in(bundles)
        self._notes = tuple(notes)
        self._taken = {path: known[-1] for path, known in notes.items()}
        return self._recalled

    def twin(self) -> Session:
        """Another session that begins with what this one recalled, and keeps nothing."""
        return replace(self, db=self.db.twin(), _aside=set(), _memory=None)

    def _read_theme(self) -> Theme:
        theme = theme_of(self.root, self.config)
        if self._theme is None or self._theme.digest != theme.digest:
            if self._memory is not None:
                theme.codes |= self._memory.load_templates(theme.digest)
            self.db.set(pipeline.theme, "", theme)
            self._theme = theme
        return self._theme


def _read(db: Database, path: str) -> None:
    """Ask for what is remembered of a note alone, while it is at hand."""
    pipeline.entry(db, path)
    pipeline.places(db, path)
    pipeline.reading_findings(db, path)
