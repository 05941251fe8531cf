"""The files of the site, each to be made when its turn comes; and the theme that they are made with."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from site_builder import pipeline
from site_builder.output import Apart, OutputError, Published
from site_builder.query import Database, Query
from site_builder.settings import CONFIG_NAME, MANIFEST_NAME, Config
from site_builder.text import digest_of
from site_builder.workspace import Workspace

if TYPE_CHECKING:
    from site_builder.site.page_id import PageId
    from site_builder.site.theme import Theme


def files_of(db: Database, workspace: Workspace, first: frozenset[str], forked: bool = False) -> Iterator[Published]:
    """Everything that is published of the journal: assets, attachments, the data of ledger and search, pages; those of
    the notes in `first` before the other pages, as somebody may be waiting for them. `forked`: whether processes are
    forked to make the pages."""
    theme = pipeline.theme(db)
    assert theme is not None, "the theme is set before the site is asked for"
    if forked:
        from site_builder.site.render import compile_all

        compile_all(theme)  # which each of them would do
    for path, data in theme.assets:
        yield Published.of(path, data)
    for path in pipeline.used_files(db):
        yield _attachment(workspace, path)
    for name in pipeline.ledger_files(db):
        yield _script(db, pipeline.ledger_file, name)
    for name in pipeline.search_files(db):
        yield _script(db, pipeline.search_file, name)
    pages = pipeline.page_ids(db)
    later: list[tuple[PageId, str]] = []
    for which, digest in zip(pages, db.digests(pipeline.page, pages), strict=True):
        if which.key in first:
            yield _page(db, which, digest)
        else:
            later.append((which, digest))
    for which, digest in later:
        yield _page(db, which, digest)


def check_settings(db: Database, root: Path, shared: bool) -> None:
    """Raise `OutputError` where kith.toml is gone, and with it most likely the journal: a site without notes is not
    what is wanted. A shared site needs one that can be read: what it fails to say might leave something out."""
    if not (root / CONFIG_NAME).is_file():
        raise OutputError(f"There is no {CONFIG_NAME} in {root} any more.", "Put it, or the journal, back.")
    for wrong in pipeline.config_findings(db) if shared else ():
        why = f"{CONFIG_NAME} might leave out more than can be read of it, so no shared site is made."
        raise OutputError(f"{why} Line {wrong.anchor.removeprefix('line:')}: {wrong.message}", wrong.remedy)


def theme_of(root: Path, config: Config) -> Theme:
    """The theme of a journal, read. Raises `OutputError`."""
    from site_builder.site.theme import Theme, theme_folder

    own = root / Path(config.theme).expanduser() if config.theme else None
    if own is not None and not own.is_dir():
        raise OutputError(
            f"There is no folder `{config.theme}`, which kith.toml names as the theme.",
            "Make it, or take the line out.",
        )
    if own is not None and any(next(own.rglob(name), None) for name in (CONFIG_NAME, MANIFEST_NAME)):
        raise OutputError(
            f"The folder `{config.theme}`, which kith.toml names as the theme, holds a journal or a site.",
            "Name a folder of templates, or take the line out.",
        )
    try:
        return Theme(theme_folder(), own)
    except OSError as error:
        raise OutputError(f"The theme cannot be read: {error.filename}: {error.strerror}.", "Correct it.") from error


def _page(db: Database, which: PageId, known: str) -> Published:
    """A page to publish. The writer asks for its digest, its content or both, always for one page after another."""
    if known:
        return Published(which.path, lambda: known, lambda: pipeline.page(db, which))
    return Published(
        which.path,
        lambda: db.digest(pipeline.page, which),
        lambda: pipeline.page(db, which),
        is_costly=True,
        apart=Apart(
            lambda: db.draft(pipeline.page, which)[1], lambda digest: db.finished(pipeline.page, digest, which)
        ),
    )


def _script(db: Database, file: Query[[str], bytes], name: str) -> Published:
    return Published(
        f"{pipeline.search_folder(db)}/{name}.js",
        lambda: db.digest(file, name),
        lambda: file(db, name),
        not db.is_known(file, name),
    )


def _attachment(workspace: Workspace, path: str) -> Published:
    from site_builder.site.addresses import file_address

    return Published(
        file_address(path),
        lambda: workspace.attachment_digest(path) or digest_of(b""),
        lambda: workspace.attachment(path) or b"",
    )
