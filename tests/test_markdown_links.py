"""Every link is found, and where it stands: notes composed at random, with each link's place known beforehand."""

from __future__ import annotations

import random

import pytest

from site_builder.notes.markdown import parse_markdown

WORDS = [
    "the",
    "paper",
    "leaves",
    "naïve",
    "*soft*",
    "**hard**",
    "`x`",
    "a_b",
    "5*3",
    "&",
    "<b>",
    "\\*",
    "~~no~~",
    "😀",
]


class Composer:
    """A note that grows by lines; `links` are the constructs that must be found, `hidden` the targets that must not."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)
        self.parts: list[str] = []
        self.links: list[str] = []
        self.hidden: list[str] = []
        self.number = 0

    def target(self) -> str:
        self.number += 1
        return f"t{self.number}"

    def link(self, mentions: bool, table: bool) -> str:
        target, kind = self.target(), self.random.randrange(11 if mentions else 10)
        pipe = "\\|" if table else "|"
        made = [
            f"[[{target}]]",
            f"[[{target}{pipe}some text]]",
            f"[[{target}#Head]]",
            f"![[{target}]]",
            f"[text]({target})",
            f'[*more* text](<{target}> "a title")',
            f"[`code` and \\] text]({target}#x)",
            f"![alt]({target})",
            f"<https://e.org/{target}>",
            f"[text][r{target}]",
            f"@{target}",
        ][kind]
        if kind == 9:
            self.parts.insert(0, f"[r{target}]: {target}\n\n")
        self.links.append(made)
        return self.random.choice(["{}", "{}", "**{}**", "({})"]).format(made) if kind != 10 else made

    def hidden_link(self, table: bool) -> str:
        target = "h" + self.target()
        self.hidden.append(target)
        made = self.random.choice([f"[[{target}]]", f"[x]({target})", f"<https://{target}>"])
        shapes = ["`{}`", "`` ` {} ``", "<!-- {} -->", "%%{}%%"]
        return self.random.choice(shapes[: 1 if table else 4]).format(made)

    def line(self, mentions: bool = False, table: bool = False) -> str:
        words = [self.random.choice(WORDS) for _ in range(self.random.randrange(1, 6))]
        if table:
            words = [word for word in words if "|" not in word] or ["x"]
        for _ in range(self.random.randrange(3)):
            words.insert(self.random.randrange(len(words) + 1), self.link(mentions, table))
        if self.random.random() < 0.25:
            words.insert(self.random.randrange(len(words) + 1), self.hidden_link(table))
        return "w " + " ".join(words)

    def paragraph(self, prefix: str, first: str, mentions: bool) -> None:
        lines = [self.line(mentions) for _ in range(self.random.randrange(1, 4))]
        lazy = self.random.random() < 0.2
        for number, line in enumerate(lines):
            lead = first if number == 0 else self.random.choice(["", prefix]) if lazy else prefix
            spaces = "" if number == 0 else self.random.choice(["", "", " ", "   ", "\t"])
            self.parts.append(f"{lead}{spaces}{line}{self.random.choice(['', '', '  '])}\n")

    def block(self, prefix: str, depth: int, quoted: bool, in_list: bool) -> None:
        kind = self.random.randrange(9 if depth < 4 else 5)
        mentions = in_list and not quoted
        if kind in (0, 1):
            self.paragraph(prefix, prefix, mentions)
        elif kind == 2:
            closing = self.random.choice(["", " ##", " #  "])
            self.parts.append(f"{prefix}{'#' * self.random.randrange(1, 7)} {self.line(mentions)}{closing}\n")
        elif kind == 3:
            cells = [self.line(mentions, table=True) for _ in range(4)]
            bar = self.random.choice(["|", ""])
            for row in (f"{cells[0]} | {cells[1]}", "---|:-:", f"{cells[2]}|  {cells[3]}"):
                self.parts.append(f"{prefix}{bar}{row}{bar}\n")
        elif kind == 4:
            target = "h" + self.target()
            self.hidden.append(target)
            fence = self.random.choice(["```", "~~~~"])
            self.parts.append(f"{prefix}{fence}\n{prefix}[[{target}]] ::: <!--\n{prefix}{fence}\n")
        elif kind == 5:
            self.blocks(prefix + "> ", depth + 1, True, in_list)
        elif kind == 6:
            self.parts.append(f"{prefix}{self.random.choice(['', '  '])}::: private\n{prefix.rstrip(' ')}\n")
            self.blocks(prefix, depth + 1, quoted, in_list)
            self.parts.append(f"{prefix}:::\n")
        else:
            for _ in range(self.random.randrange(1, 4)):
                bullet = self.random.choice(["- ", "* ", "1. ", "-   ", "-\t", "- [ ] ", "- [>] "])
                width = len(bullet.replace("[ ] ", "").replace("[>] ", ""))
                if "\t" in bullet:
                    width = (len(prefix) + 1) // 4 * 4 + 4 - len(prefix)
                indent = prefix + (" " * width)
                self.paragraph(indent, prefix + bullet, not quoted)
                if self.random.random() < 0.5:
                    self.parts.append(prefix.rstrip(" ") + "\n")
                    self.blocks(indent, depth + 1, quoted, True)
        self.parts.append(prefix.rstrip(" ") + "\n")

    def blocks(self, prefix: str, depth: int, quoted: bool, in_list: bool) -> None:
        for _ in range(self.random.randrange(1, 4)):
            self.block(prefix, depth, quoted, in_list)


def check(seeds: range) -> int:
    found = 0
    for seed in seeds:
        composer = Composer(seed)
        composer.blocks("", 0, False, False)
        text = "".join(composer.parts)
        markdown, places = parse_markdown(text, 0)
        spans = [places[link.anchor] for link in markdown.links]
        typed = [text[span.start : span.end] for span in spans]
        assert sorted(typed) == sorted(composer.links), (seed, set(typed) ^ set(composer.links))
        for link in markdown.links:
            assert not any(link.target.endswith(target) for target in composer.hidden), seed
        for item in markdown.items:
            for reference in item.references:
                span = places[markdown.links[reference.link].anchor]
                shown, source = item.typed[reference.start : reference.end], text[span.start : span.end]
                assert shown == source, seed
        found += len(typed)
    return found


def test_every_link_is_located() -> None:
    assert check(range(400)) > 2000


@pytest.mark.slow
def test_every_link_is_located_in_many_notes() -> None:
    assert check(range(400, 4400)) > 20_000
