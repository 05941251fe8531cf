"""The command line: parse arguments, ask, print. A command imports only what it uses."""

from __future__ import annotations

import errno
import gc
import importlib
import os
import sys
from pathlib import Path
from typing import TextIO

import click

from site_builder import __version__

COMMANDS = {
    "init": ("Start a journal of your own, or make one of a folder of notes.", "init"),
    "new": ("Write a new note: a contact, a meeting, an event or an org.", "new"),
    "log": ("Note a meeting in one line, without an editor.", "log"),
    "today": ("What you promised, whom to be in touch with, what comes.", "today"),
    "search": ("Find words, people and days in all notes.", "search"),
    "brief": ("What to know before meeting somebody, on one screen.", "brief"),
    "done": ("Close a promise: by its number in `kith today`, or by its words.", "done"),
    "snooze": ("Be in touch with somebody later.", "snooze"),
    "cadence": ("How often to be in touch with somebody.", "cadence"),
    "build": ("Build the site.", "build"),
    "serve": ("Build the site, show it to you alone, and keep it up to date.", "serve"),
    "lint": ("Check the notes, as a compiler would.", "lint"),
    "hook": ("Check the notes before each commit.", "hook"),
    "explain": ("Why a rule says something of somebody, or why not.", "explain"),
    "rule": ("Explain a rule, or list them all.", "rule"),
}
"""Name, what the list of commands says, and the module: known without importing any of them."""

_FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO)


class _Commands(click.Group):
    """A group that imports a command's module when the command is run, and not before."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - as the base class calls it
        return list(COMMANDS)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        # The base class looks for what was meant among the commands that it holds, and this one holds none.
        if args[0] not in COMMANDS:
            from difflib import get_close_matches

            if near := get_close_matches(args[0], COMMANDS):
                ctx.fail(f"No such command {args[0]!r}. Did you mean {' or '.join(map(repr, near))}?")
        return super().resolve_command(ctx, args)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002 - likewise
        if cmd_name not in COMMANDS:
            return None
        module = importlib.import_module(f"site_builder.cli.{COMMANDS[cmd_name][1]}")
        command: click.Command = module.command
        return command

    def invoke(self, ctx: click.Context) -> object:
        try:
            return super().invoke(ctx)
        except KeyboardInterrupt:  # which is no finding, as the 1 of click would say
            click.echo("\nBroken off.", err=True)
            ctx.exit(130)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002 - likewise
        with formatter.section("Commands"):
            formatter.write_dl([(name, about) for name, (about, _) in COMMANDS.items()])


@click.group(
    cls=_Commands,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog="Start with `kith init my-network`, write a note, run `kith serve`. Every command has its --help.",
)
@click.version_option(__version__, prog_name="kith", message="%(prog)s %(version)s")
def group() -> None:
    """Plain-text accounting for relationships.

    Markdown notes about people and meetings in; a private site and a check of the notes out. Kith never changes a note
    unless you ask it to, and never talks to the network.
    """


def main() -> None:
    """Run the command line. Exit codes: 0, 1 when there are findings, 2 for usage, configuration and I/O, 130 where
    it was broken off."""
    for name in ("stdout", "stderr"):
        stream = getattr(sys, name)
        if stream is None:  # closed by whoever started this (`>&-`)
            setattr(sys, name, _nowhere())
        elif hasattr(stream, "reconfigure"):
            # Names are of all languages, whatever the terminal's encoding: what it cannot show must not end a command.
            stream.reconfigure(errors="replace")
    if os.name == "nt":  # which looks for git and the editor in the current folder first: a journal may be a stranger's
        os.environ.setdefault("NoDefaultCurrentDirectoryInExePath", "1")
    gc.disable()  # a command's values hold no circles worth looking for, and looking took a tenth of the time
    try:
        group.main(prog_name="kith")
    except OSError as error:
        if error.filename is not None or error.errno not in _FULL:
            raise
        # Files say themselves that they cannot be written, so this is where the output went to.
        sys.stdout = _nowhere()  # what was not said is not tried again at the end
        click.echo(f"kith: The output cannot be written: {error.strerror}. Send it elsewhere.", err=True)
        sys.exit(2)


def _nowhere() -> TextIO:
    return Path(os.devnull).open("w", encoding="utf-8")
