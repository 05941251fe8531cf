"""Rules about what should not lie in a note, or should not be fetched by one."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from inspect import cleandoc

from site_builder.finding import Finding
from site_builder.lint.rule import Checked, Rule, rule_of_journal, rule_of_note, rule_of_reader

_REMOTE = re.compile(r"(?:https?:)?//", re.IGNORECASE)

SECRET_NUMBER = rule_of_reader(
    "secret-number",
    "error",
    """
    The number of a payment card or a bank account, a private key, or a token.

    Why: notes are copied to backups, telephones and sites; what opens something should not travel with what you know
    of people.

    Wrong:
        Her account: NL91 ABNA 0417 1643 00

    Right:
        Her account is in the safe of passwords.

    Settings: none.

    Quiet: numbers whose check digits are wrong; a card's number inside an address, a link or a longer word; tokens of
    fewer than eight different characters, which stand for one.
    """,
)


_PRIVATE_LEAK = """
    A private line or value that a shared site would show.

    Why: `kith build --share` leaves out what is private before anything is read; this is the second pair of eyes, over
    every byte of the pages, before one of them is published.

    Wrong:
        theme/base.html, with the words of a private block typed into it

    Right:
        the same words in the note alone, between `::: private` and `:::`

    Settings: none.

    Quiet: outside of `--share`; what is shorter than 12 characters; what stands in a public part of a note as well;
    notes with `lint-ignore: [private-leak]`.
    """

# Found by none but `kith build --share`: so a suppression of it is never called unused.
PRIVATE_LEAK = Rule("private-leak", "error", "build", cleandoc(_PRIVATE_LEAK), clocked=True)


def check_remote_resource(journal: Checked, path: str) -> Iterator[Finding]:
    """An image that lies in the network.

    Why: whoever keeps it learns when you look at the note, and one day it is gone; the built pages do not fetch it.

    Wrong:
        ![the loom](https://example.org/loom.png)

    Right:
        ![the loom](loom.png)

    Settings: none.

    Quiet: links, also to images; images in the journal's folder.
    """
    for link in journal.entry(path).body.links:
        if link.kind in ("image", "embed") and _REMOTE.match(link.target):
            message = "This image lies in the network, and the built pages do not fetch it."
            remedy = "Keep a copy in the journal's folder, or make it a link."
            yield Finding(path, link.anchor, "remote-resource", message, remedy)


def check_site_in_git(journal: Checked) -> Iterator[Finding]:
    """A page of the built site is kept by git.

    Why: the pages show what is private too, and whoever fetches the repository gets them; no later commit takes them
    out of its history.

    Wrong:
        git add --force output

    Right:
        git rm -r --cached output

    Settings: `output` in kith.toml says where the pages are.

    Quiet: where there is no git; the `.gitignore` that a build leaves beside the pages; a site outside the journal's
    repository, and one that is a repository of its own.
    """
    pages = journal.inventory.pages_in_git
    if pages:
        kept = "this built page" if len(pages) == 1 else f"{len(pages)} built pages, this one among them"
        remedy = f"Run `git rm -r --cached {shlex.quote(journal.config.output)}` in the journal's folder, and commit."
        yield Finding(pages[0], "note", "site-in-git", f"git keeps {kept}, with what is private on it.", remedy)


RULES: tuple[Rule, ...] = (
    SECRET_NUMBER,
    rule_of_note(check_remote_resource, "warning"),
    rule_of_journal(check_site_in_git, "error"),
    PRIVATE_LEAK,
)
