"""A line that was recognised, printed in its canonical form and read again, is the same line."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from hypothesis import example, given, settings
from hypothesis import strategies as st

from site_builder.notes.dates import When
from site_builder.notes.lines import KINDS, Line, parse_line
from site_builder.notes.markdown import parse_markdown
from site_builder.notes.schema import Ref

FRIDAY = date(2026, 6, 5)
BOXES = {"open": " ", "begun": "/", "kept": "x", "dropped": "-"}
LABELS = {"they_asked": "they asked"}


def read(item: str) -> Line:
    """A list item of a plan, in a note of a Friday."""
    body, _ = parse_markdown(f"- {item}\n", 0)
    line, _ = parse_line(0, body.items[0], body.links, FRIDAY, frozenset(KINDS), "plan")
    return line


def printed_ref(ref: Ref) -> str:
    if ref.form == "mention":
        return f"@{ref.target}"
    heading = f"#{ref.heading}" if ref.heading else ""
    if ref.form == "link":
        return f"[{ref.label}]({ref.target}{heading})"
    if ref.form == "name":
        return ref.target
    plain = f"{ref.target} > {ref.heading}" if heading else ref.target
    return f"[[{ref.target}{heading}" + (f"|{ref.label}]]" if ref.label not in ("", plain) else "]]")


def printed_tokens(line: Line) -> str:
    dates: list[tuple[str, When | date | None]] = [("due", line.due), ("done", line.done)]
    dates += [("moved", each) for each in line.moved]
    dates += [("watch", line.watch), ("thanked", line.thanked), ("on", line.day if line.day != FRIDAY else None)]
    tokens = [f"{key}:{when}" for key, when in dates if when]
    for key in ("to", "by", "via", "seen_by"):
        tokens += [f"{key}:{printed_ref(ref)}" for ref in getattr(line, key)]
    says = {
        "to:me": line.to_me,
        "to:all": line.to_all,
        "by:me": line.by_me,
        "size:M": line.size == 2,
        "size:S": line.size == 1 and not line.shown,
        f"min:{line.minutes}": line.minutes is not None,
        f"outcome:{line.outcome}": line.outcome,
        f'why:"{line.why}"': line.why,
        f"tests:{','.join(line.tests)}": line.tests,
        "private:yes": line.private,
        f"❌ {line.dropped}": line.dropped,
    }
    return " ".join((*tokens, *(token for token, is_said in says.items() if is_said)))


def printed(line: Line) -> str:
    """A line in canonical form."""
    tokens = printed_tokens(line)
    if line.kind == "task":
        return f"[{BOXES[line.state]}] {line.shown} {tokens}"
    who = f"{printed_ref(line.who)} " if line.who else f"{line.before} " if line.before else ""
    label = "asked" if who and line.kind == "they_asked" else LABELS.get(line.kind, line.kind)
    if line.kind == "intro":
        return f"{who}{label}: {printed_ref(line.sides[0])} -> {printed_ref(line.sides[1])} {line.shown} {tokens}"
    if line.kind == "new" and line.name:
        answers = "".join(f" | {asked}: {said}" for asked, said in line.answers)
        return f"{who}new: {printed_ref(line.name)}, {line.shown}{answers} {tokens}"
    category = f" {line.category}" if line.category else ""
    return f"{who}{label}{category}: {line.shown} {tokens}"


def bare(line: Line) -> Line:
    """A line without what depends on where it stands: anchors, and the blanks that code and addresses leave."""
    refs = {
        name: tuple(replace(ref, anchor="") for ref in getattr(line, name))
        for name in ("to", "by", "via", "seen_by", "sides", "mentions")
    }
    single = {name: replace(ref, anchor="") for name in ("who", "name") if (ref := getattr(line, name))}
    text, shown = " ".join(line.text.split()), " ".join(line.shown.split())
    return replace(line, anchor="", text=text, shown=shown, **refs, **single)


REFS = ("@ada", "[[bo]]", "[[charles-babbage|CB]]", "[[ada#Plan]]", "[Bo](../contacts/bo.md)")
LABELLED = st.sampled_from(
    (
        *(
            "gave",
            "got",
            "Gave Link",
            "got lead",
            "**gave idea",
            "gave inside",
            "ask",
            "asked",
            "they asked",
            "learned",
        ),
        *("told", "wants", "next", "question", "win", "said", "thanked", "conflict", "repaired", "caution", "hope"),
        *("Ada asked", "@ada said", "[[bo]] learned", "intro", "new", "They wants", "Bo Li told"),
    )
)
WORD = st.sampled_from(
    (
        *REFS,
        *(
            "the paper",
            "Ada",
            "will",
            "send",
            "she'll",
            "naïve",
            "`code`",
            "https://example.org/a",
            "10%",
            "x:y",
            "12:30",
        ),
        *("a, b", "it's", "“so”", "→", "->", "for the engine", "does: x", "🔁 weekly", "size:42", "due: soon", "owes"),
    )
)
TOKEN = st.sampled_from(
    (
        *("due:2026-06-12", "due:+3d", "due:fri", "due:2026-07", "done:2026-06-06", "moved:tomorrow", "watch:2026-12"),
        *("on:2026-06-01", "to:me", "to:all", "by:me", "size:M", "size:s", "min:15", "outcome:yes", "outcome:maybe"),
        *("why:\"no time, 'sorry'\"", "private:yes", "tests:invests,learns", "thanked:2026-06-07", "📅 2026-06-12"),
        *("❌ 2026-06-06", "[due:: 2026-06-13]", "(to:: @bo)", "Due:2026-06-14"),
        *(f"{key}:{ref}" for key in ("to", "by", "via", "seen_by") for ref in REFS),
    )
)
MARK = st.sampled_from((": ", ":: ", " : ", "** : ", ":** "))
PARTS = st.lists(WORD | TOKEN, min_size=1, max_size=6)


@st.composite
def items(draw: st.DrawFn) -> str:
    parts = draw(PARTS)
    if draw(st.booleans()):
        return f"[{draw(st.sampled_from(' /xX-'))}] " + " ".join(parts)
    label, mark = draw(LABELLED), draw(MARK)
    if label == "intro":
        parts = [draw(st.sampled_from(REFS)), "->", draw(st.sampled_from(REFS)), *parts]
    if label == "new":
        parts = ["Mary Somerville", "|", "does: translator", "|", "wants: a reviewer", "|", *parts]
    return label + (mark if ("**" in label) == ("**" in mark) else ": ") + " ".join(parts)


@given(items())
@example("gave link: https://example.org")
@example("[ ] **Ada** will send it due:2026-06-12 moved:+1m")
@example("[ ] due:2026-06-12 @ada to:me")
@example("[ ] the paper due:2026-06-12 she'll send")
@example("new: Mary Somerville | does: translator | via:[[charles-babbage|CB]]")
@example("intro: @ada -> @bo [Bo](../contacts/bo.md) https://example.org")
@settings(max_examples=150, deadline=None)
def test_a_line_printed_and_read_again_is_the_same(item: str) -> None:
    line = read(item)
    if line.kind != "prose":
        assert bare(read(printed(line))) == bare(line), printed(line)


def test_what_is_generated_is_mostly_lines() -> None:
    """The property would be idle if most of what it is shown were prose."""
    for item in ("gave link: the paper to:@ada", "@ada said: x", "intro: @ada -> [[bo]] x", "hope: x watch:2026-12"):
        assert read(item).kind != "prose"
