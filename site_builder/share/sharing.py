"""The making of shared sites: sources and secrets of a journal, and the check of what is made of them."""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Mapping
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

    def checked(self, files: Iterable[Published]) -> tuple[Published, ...]:
        """The files of a site, all of which have been looked through. Raises `LeakError` with all that is found.

        What is published of a file that is new is what was looked at: its bytes are kept until then, packed.
        """
        sound: list[Published] = []
        leaks: list[Leak] = []
        for file in files:
            if self._check.knows(file.path, file.digest()):
                sound.append(file)
                continue
            data = file.content()
            leaks += self._check.leaks(file.path, data)
            sound.append(_as_looked_at(file.path, data))
        if leaks:
            first = {leak.secret: leak for leak in reversed(leaks)}
            raise LeakError(tuple(first[secret] for secret in sorted(first)))
        return tuple(sound)


def _as_looked_at(path: str, data: bytes) -> Published:
    digest, packed = digest_of(data), zlib.compress(data, 1)
    return Published(path, lambda: digest, lambda: zlib.decompress(packed))
