"""`kith serve`."""

from __future__ import annotations

import contextlib
import gc
import threading
import webbrowser
from datetime import date
from pathlib import Path

import click

from site_builder.cli.build import build, change_told, findings_sentence, leaks_told
from site_builder.cli.common import fail, journal_options, open_session, share_option
from site_builder.output import Output, OutputError, look_of_manifest
from site_builder.serve import SiteServer
from site_builder.session import Session
from site_builder.share import LeakError
from site_builder.site.theme import ThemeError
from site_builder.watch import Watcher


@click.command("serve", short_help="Build the site, show it to you alone, and keep it up to date.")
@journal_options
@click.option("--port", "-p", type=click.IntRange(0, 65535), help="The port [default: 8017, or the next free one].")
@share_option
@click.option("--open", "open_browser", is_flag=True, help="Open the site in your browser.")
@click.option(
    "--output", "-o", type=click.Path(path_type=Path), metavar="DIR", help="Where to [default: kith.toml's output]."
)
def command(
    journal: Path | None,
    today: date | None,
    as_of: date | None,
    port: int | None,
    open_browser: bool,
    output: Path | None,
    share: bool,
) -> None:
    """Build the site and serve it on this machine, to this machine alone. Pages reload when a note is saved.

    Stop it with Ctrl-C.
    """
    session = open_session(journal, today, as_of, output, with_git=not share, share=share)
    session.output = session.folder  # what is served stays where it is, whatever kith.toml says later
    click.echo(build(session))
    if told := findings_sentence(session):
        click.echo(told)
    site = _Served(session)
    try:
        server = SiteServer(session.folder, site.names, port)
    except OSError as error:
        fail(f"Port {port} cannot be had: {error.strerror}.", "Choose another with --port.")
    server.start()
    click.echo(f"Serving {server.url} (Ctrl-C stops it)")
    if open_browser:
        threading.Thread(target=webbrowser.open, args=(server.url,), daemon=True).start()
    watcher = Watcher(
        session.root,
        (session.folder,),
        lambda ready: site.rebuild(server, ready),
        lambda message: _tell(message, err=True),
        site.look_ahead,
        is_well=site.is_well,
    )
    try:
        watcher.run()
    except KeyboardInterrupt:
        _tell("\nStopped.")
    finally:
        watcher.stop()
        server.close()


def _tell(message: str, err: bool = False) -> None:
    """Say something to the terminal, if it is still there: whoever closes it may want to go on reading."""
    with contextlib.suppress(OSError):
        click.echo(message, err=err)


class _Served:
    """The site that is being served: rebuilt when the notes have changed."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._output = Output(session.folder, session.root, session.share)
        self._names = frozenset(self._output.pages())
        self._is_ahead = False
        self._trouble = ""  # why the last build came to nothing
        self._is_passing = False  # that may go without a note or template being touched
        self._is_tried_again = False

    def tidy(self) -> None:
        """Find what a rebuild left behind. What is remembered is set aside first, as looking through it takes long."""
        if gc.get_freeze_count():
            gc.collect()
        gc.freeze()

    def names(self) -> frozenset[str]:
        """The files that may be served: replaced whole after each build, so that threads may read it."""
        return self._names

    def is_well(self) -> bool:
        """Whether the site is there, and nothing is in the way of it that may have gone since, such as a full disk."""
        self._is_tried_again = self._is_passing or look_of_manifest(self._session.folder) is None
        return not self._is_tried_again

    def look_ahead(self) -> None:
        """Look at the notes, and ask again what has changed: what a rebuild begins with. Tells of no trouble."""
        self._is_ahead = False
        with contextlib.suppress(OSError):
            self._session.refresh()
            self._session.settle()
            self._is_ahead = True

    def rebuild(self, server: SiteServer, ready: bool = False) -> None:
        """Look at the notes (unless one is `ready`, having looked ahead), publish what differs, tell the open pages; on
        trouble the last good site stays."""
        again, self._is_tried_again = self._is_tried_again, False
        try:
            if not (ready and self._is_ahead):
                self._session.refresh()
            report = self._session.build()
        except (OutputError, OSError, LeakError) as error:
            message = f"{error} {error.remedy}" if isinstance(error, OutputError) else str(error)
            leaks = leaks_told(error, self._session) if isinstance(error, LeakError) else []
            cause = error.__cause__ if isinstance(error.__cause__, OSError) else error
            reason = (cause.strerror if isinstance(cause, OSError) else "") or message  # whichever page it is met at
            if not (again and reason == self._trouble):
                _tell("\n".join(leaks) or f"kith: {message}", err=True)
            self._trouble = reason
            self._is_passing = not (leaks or isinstance(error.__cause__, ThemeError))
            server.announce(reload=False, problems=message)
            return
        self._names = frozenset((*report.written, *report.kept))
        if change := change_told(report):
            told = findings_sentence(self._session)
            _tell(f"{change}." + (f" {told}" if told else ""))
        elif self._trouble:
            _tell("That is over: the site is as the notes are.")
        self._trouble, self._is_passing = "", False
        server.announce(reload=bool(change), problems="")
        self.tidy()
