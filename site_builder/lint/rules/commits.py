"""What is found only when a commit is checked (`kith lint --staged`): these rules have a page here, and no function."""

from __future__ import annotations

from inspect import cleandoc

from site_builder.lint.rule import Rule

_UNSTAGED_NOTE = """
    A staged note refers to a contact, an event or an org that lies in the folder but is not part of the commit.

    Why: here all looks right, and wherever the journal is fetched to, the person you met has no file.

    Wrong:
        git add meetings/2026-06-05-ada.md

    Right:
        git add meetings/2026-06-05-ada.md contacts/ada-lovelace.md

    Settings: none.

    Quiet: outside of `--staged`; files that git was told to ignore; references that led to nothing before. A plain
    note or an attachment may wait for another commit: of those it is a warning.
    """

_DELETED_NOTE = """
    The commit deletes or renames a note that others refer to.

    Why: what you noted of somebody would be nobody's any more, in meetings that this commit does not touch.

    Wrong:
        git rm contacts/ada-lovelace.md

    Right:
        git mv contacts/ada-lovelace.md contacts/ada-king.md, with `aliases: [ada-lovelace, Ada Lovelace]` in it.

    Settings: none.

    Quiet: outside of `--staged`; names that still lead to a note, by its name or an alias.
    """

RULES: tuple[Rule, ...] = tuple(
    # Silenced for one commit, they are found again by none: so a suppression of them is never called unused.
    Rule(name, "error", "commit", cleandoc(about), clocked=True)
    for name, about in (("unstaged-note", _UNSTAGED_NOTE), ("deleted-note", _DELETED_NOTE))
)
