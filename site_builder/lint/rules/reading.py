"""What is found while notes are read and resolved: these rules have a page and a severity here, and no function."""

from __future__ import annotations

from site_builder.lint.rule import rule_of_reader
from site_builder.lint.rules import front_fixes, line_fixes

BAD_FRONT_MATTER = rule_of_reader(
    "bad-front-matter",
    "error",
    """
    Front matter that is not closed, is not YAML, is no map, or is too deep or too large.

    Why: what cannot be read is not in your lists, and you would not notice: somebody's circle or birthday is just gone.

    Wrong:
        why: Knows everyone: ask her first

    Right:
        why: "Knows everyone: ask her first"

    Settings: none.

    Quiet: a first line `---` that no `key:` follows is a rule across the page, not front matter.
    """,
    fix=front_fixes.BAD_FRONT_MATTER,
)

MISSING_FIELD = rule_of_reader(
    "missing-field",
    "error",
    """
    A meeting or an event with no date: not in its front matter, its file's name or a dated heading.

    Why: without its day a meeting counts for nobody's rhythm, and its promises are of no day.

    Wrong:
        with: "[[ada-lovelace]]"

    Right:
        date: 2026-06-05
        with: "[[ada-lovelace]]"

    Settings: none.

    Quiet: a `date:` that was attempted and failed is a `bad-value`, not missing.
    """,
)

BAD_VALUE = rule_of_reader(
    "bad-value",
    "error",
    """
    A value that its key cannot have: a day that does not exist, a word out of its set, a date token without one.

    Why: a deadline that is not understood is a deadline that is lost, and a promise with it.

    Wrong:
        - [ ] I'll send the table due:2026-06-31

    Right:
        - [ ] I'll send the table due:2026-06-30

    Settings: `kinds` and `[circles]` in kith.toml add words to their sets.

    Quiet: keys that are not Kith's hold what they like; a token other than a date that does not fit is text.
    """,
    fix=front_fixes.BAD_VALUE,
)

DUPLICATE_KEY = rule_of_reader(
    "duplicate-key",
    "error",
    """
    A key given twice in one front matter.

    Why: programs disagree about which of the two holds, so one of the facts about a person would be lost in silence.

    Wrong:
        circle: inner
        circle: close

    Right:
        circle: inner

    Settings: `[words]` in kith.toml makes two keys one, so both count.

    Quiet: never.
    """,
)

CONFLICT_MARKER = rule_of_reader(
    "conflict-marker",
    "error",
    """
    The marks of a merge, `<<<<<<<` to `>>>>>>>`, left in a note.

    Why: both versions stand in the note, so promises and exchanges in it would count twice.

    Wrong:
        <<<<<<< HEAD

    Right:
        Keep the lines that are right, and none of the three marker lines.

    Settings: none.

    Quiet: in code.
    """,
)

BAD_ENCODING = rule_of_reader(
    "bad-encoding",
    "error",
    """
    Bytes that are not UTF-8, or a NUL.

    Why: names with accents turn into others, and a person is no longer found under their own name.

    Wrong:
        name: JosÃ© (in an editor that guessed the wrong encoding)

    Right:
        name: José (the file saved as UTF-8)

    Settings: none.

    Quiet: a byte-order mark at the start is UTF-8, and Windows line ends are fine.
    """,
)

UNREADABLE_NOTE = rule_of_reader(
    "unreadable-note",
    "error",
    """
    A file or folder that could not be read: no permission, a link out of the journal, a name that is taken twice.

    Why: a note that is not read is a person whom you seem not to have met.

    Wrong:
        contacts/ada-lovelace.md, which only another account may read

    Right:
        The same file, readable by you.

    Settings: `exclude` in kith.toml leaves out what is not meant to be read.

    Quiet: hidden files and folders, and what `exclude` names.
    """,
)

TOO_COMPLEX = rule_of_reader(
    "too-complex",
    "warning",
    """
    Lists, quotes or brackets nested so deeply that the deepest are shown as plain text.

    Why: what is shown as plain text is not read as a promise or an exchange either.

    Wrong:
        A list in a list in a list, sixty levels down.

    Right:
        A list with a few levels.

    Settings: none.

    Quiet: anything that a person would type.
    """,
)

PRIVATE_BLOCK = rule_of_reader(
    "private-block",
    "error",
    """
    A line of three colons with a word that Kith does not know, or a private block that is not closed.

    Why: Kith hides the rest of the note, to be safe; you meant to hide one confidence, or had no wish to hide anything.

    Wrong:
        ::: privat

    Right:
        ::: private

    Settings: none.

    Quiet: in code.
    """,
)

CUT_VALUE = rule_of_reader(
    "cut-value",
    "warning",
    """
    A text in front matter that YAML cuts short at a ` #`.

    Why: half of the reason why you want to know somebody is read as a comment and shown nowhere.

    Wrong:
        role: Teacher of C # and F#

    Right:
        role: "Teacher of C # and F#"

    Settings: none.

    Quiet: in quotes; and for values that are no text, where a comment is a comment.
    """,
    fix=front_fixes.CUT_VALUE,
)

UNQUOTED_LINK = rule_of_reader(
    "unquoted-link",
    "warning",
    """
    A `[[link]]` in front matter without quotes.

    Why: Kith reads it as you meant it, but other programs read a list in a list, and Obsidian does not link it.

    Wrong:
        org: [[analytical-engines]]

    Right:
        org: "[[analytical-engines]]"

    Settings: none.

    Quiet: in quotes.
    """,
    fix=front_fixes.UNQUOTED_LINK,
)

UNATTRIBUTED = rule_of_reader(
    "unattributed",
    "error",
    """
    An exchange, an ask, a conflict or a thank-you that could concern several people, or nobody.

    Why: it would count for none of them, and the balance with the one you meant would be wrong.

    Wrong:
        - got lead: the Turin group is hiring (two people were there)

    Right:
        - got lead: the Turin group is hiring by:@ada

    Settings: `group-max` in kith.toml; with more people than that it is a warning.

    Quiet: when one person was there, when the line names one of those present, below an item that begins with a person.
    """,
)

ESCAPED_LINK = rule_of_reader(
    "escaped-link",
    "warning",
    r"""
    A `\[[link]]` whose brackets were escaped, mostly by a formatter.

    Why: it is shown as typed and leads nowhere, so the person's page does not know of this note.

    Wrong:
        Met through \[\[grace-hopper\]\].

    Right:
        Met through [[grace-hopper]].

    Settings: none.

    Quiet: in code.
    """,
    fix=line_fixes.ESCAPED_LINK,
)

TEMPLATE_LEFT = rule_of_reader(
    "template-left",
    "warning",
    """
    A `{{placeholder}}` that a template left.

    Why: where a name or a date was to stand, there is none.

    Wrong:
        Met {{name}} at the fair.

    Right:
        Met Ada at the fair.

    Settings: none.

    Quiet: in code, and in the folder `templates/`, which holds no notes. A note with four of them or more is told once.
    """,
)

BAD_CONFIG = rule_of_reader(
    "bad-config",
    "error",
    """
    A setting in kith.toml that does not exist, or holds what it cannot mean.

    Why: the default holds instead, and cadences or circles are not what you think they are.

    Wrong:
        group_mx = 8

    Right:
        group-max = 8

    Settings: this is about them.

    Quiet: never.
    """,
)
