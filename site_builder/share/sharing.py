"""The making of shared sites: sources and secrets of a journal, and the check of what is made of them."""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date

from site_builder import pipeline
from site_builder.inventory import Inventory
from site_builder.output import Published
from site_builder.query import Database
from site_builder.settings import Config
from site_builder.share import LeakError
from site_builder.share.leaks import Leak, LeakCheck, Secret
from site_builder.share.notes import public_note
from site_builder.share.secrets import all_secrets
from site_builder.text import Source, digest_of, digest_of_note

Looked = tuple[tuple[Leak, ...], str, bytes]
"""What was found in a file, the digest of its bytes, and those, packed."""
ShareOut = Callable[[Sequence[Published], Callable[[Published], "Looked | None"]], Sequence["Looked | None"]]


class Sharing:
    """The making of shared sites from a journal: it remembers from one time to the next what was read and checked."""

    def __init__(self) -> None:
        self._db = Database()
        self._check = LeakCheck(())

    def shared(
        self, sources: Mapping[str, Source], inventory: Inventory, config: Config, today: date
    ) -> tuple[Mapping[str, Source], Inventory]:
        """The sources and the inventory of what is not private."""
        db = self._db
        for path in set(pipeline.inventory(db).notes) - set(inventory.notes):
            db.forget(pipeline.source, path)
        db.set(pipeline.config, "", config)
        db.set(pipeline.today, "", today)
        for path in inventory.notes:
            db.set(pipeline.source, path, sources[path])
        db.set(pipeline.inventory, "", inventory)
        journal = pipeline.Asked(db)
        public: dict[str, Source] = {}
        for path in inventory.notes:
            found = journal.ask(public_note, path)
            if found is not None:
                at, text = found
                same = at == path and text == sources[path].text
                digest = digest_of_note(text.encode("utf-8", "surrogatepass"))
                public[at] = sources[path] if same else Source(at, text, digest)
        secrets = journal.ask(all_secrets)
        if secrets != self._check.secrets:
            self._check = LeakCheck(secrets)
        db.sweep()
        return public, replace(inventory, notes=tuple(sorted(public)), conflict_copies=(), pages_in_git=())

    @property
    def secrets(self) -> tuple[Secret, ...]:
        """What must not stand in any byte of the site."""
        return self._check.secrets

    def checked(self, files: Iterable[Published], share_out: ShareOut) -> tuple[Published, ...]:
        """The files of a site, all of which have been looked through. Raises `LeakError` with all that is found.

        What is published of a file that is new is what was looked at: its bytes are kept until then, packed. They are
        made and looked through by several processes (`share_out`: what a function gives for each of them).
        """
        check = self._check
        if not check:
            return tuple(files)

        def looked_at(file: Published) -> Looked | None:
            if not file.is_costly and check.knows(file.path, file.digest()):
                return None
            data = file.content()
            return check.leaks(file.path, data), digest_of(data), zlib.compress(data, 1)

        all_files = tuple(files)
        sound: list[Published] = []
        leaks: list[Leak] = []
        for file, looked in zip(all_files, share_out(all_files, looked_at), strict=True):
            if looked is None:
                sound.append(file)
                continue
            found, digest, packed = looked
            leaks += found
            if not found:
                check.remember(file.path, digest)
            sound.append(_as_looked_at(file.path, digest, packed))
        if leaks:
            first = {leak.secret: leak for leak in reversed(leaks)}
            raise LeakError(tuple(first[secret] for secret in sorted(first)))
        return tuple(sound)


def _as_looked_at(path: str, digest: str, packed: bytes) -> Published:
    return Published(path, lambda: digest, lambda: zlib.decompress(packed))
