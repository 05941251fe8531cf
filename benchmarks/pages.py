"""Measure the pages of a site that is built: their sizes, how soon a browser shows them, how soon the search answers.

`python -m benchmarks.pages DIR`, where DIR is a site, such as that of the journal that `benchmarks/lifetime.py` writes.
What it prints is Markdown. It needs Chromium and the extra `browser`.
"""

from __future__ import annotations

import argparse
import random
import re
import sys
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Any

from benchmarks.serving import browser, why_no_browser
from site_builder.serve import SiteServer

LARGEST = 3
"""Pages of each kind that are opened, beside those that chance picks."""
QUESTIONS = (
    *("e", "an", "garden", "budget tower", '"the"', '"river garden"', "zzzz", "person:ma", "person:den after:2024"),
    *("tag:work", "after:2020", "before:2019 -letter", "type:meeting bakery"),
)
"""What is asked of the search; the first is asked of a page that was never asked before, too."""
_NAMED = (
    (r"timeline/\d{4}\.html", "year"),
    (r"timeline/\d{4}-review\.html", "year-review"),
    (r"timeline/.*", "month"),
    (r"exchanges/.*", "ledger"),
    (r"promises-open.*", "open-promises"),
    (r".*\.mentions(-\d+)?\.html", "mentions"),
    (r"orgs/.*\.people(-\d+)?\.html", "org-people"),
    (r"people/[^/]*\.\d{4}(-\d+)?\.html", "contact-year"),
    (r"people/.*", "contact"),
    (r"(meeting|event|org|goal|note|tag)s/.*", r"\1"),
    (r"index\.html", "today"),
    (r"([^/]*?)(-\d+)?\.html", r"\1"),
)
_LOADED = """() => new Promise((done) => {
  const tell = () => {
    const [seen] = performance.getEntriesByName("first-contentful-paint");
    const [way] = performance.getEntriesByType("navigation");
    if (!seen || !way.loadEventEnd) setTimeout(tell, 5);
    else done([way.loadEventEnd, seen.startTime]);
  };
  tell();
})"""
# From the key that is pressed to the frame that shows what answers it: a message comes after that frame is drawn.
_WATCH = """() => {
  window.took = null;
  const results = document.getElementById("search-results");
  const said = document.getElementById("search-said");
  document.getElementById("search-field").addEventListener("input", (event) => {
    const begun = event.timeStamp;
    window.took = null;
    const seen = new MutationObserver(() => {
      if (!/found/i.test(said.textContent)) return;
      seen.disconnect();
      const answered = performance.now() - begun;
      requestAnimationFrame(() => {
        const { port1, port2 } = new MessageChannel();
        port1.onmessage = () => (window.took = [answered, performance.now() - begun, results.children.length]);
        port2.postMessage(0);
      });
    });
    seen.observe(said, { childList: true, characterData: true, subtree: true });
  }, true);
}"""


@dataclass(frozen=True, slots=True)
class Opened:
    """A page that was opened: milliseconds until its load event ended, and until its first words were seen."""

    path: str
    loaded: float
    seen: float


@dataclass(frozen=True, slots=True)
class Asked:
    """A question and the milliseconds from its last key to the answer in the page, and to the frame that shows it."""

    question: str
    answered: float
    shown: float


def kind_of(path: str) -> str:
    """The kind of a page by its address."""
    for pattern, kind in _NAMED:
        if found := re.fullmatch(pattern, path):
            return found.expand(kind)
    return "page"


def pages_by_kind(site: Path) -> dict[str, list[tuple[int, str]]]:
    """The pages of a site by their kind, each with its bytes, the largest first."""
    found: dict[str, list[tuple[int, str]]] = {}
    for each in site.rglob("*.html"):
        path = each.relative_to(site).as_posix()
        found.setdefault(kind_of(path), []).append((each.stat().st_size, path))
    kinds = {kind: sorted(those, reverse=True) for kind, those in found.items()}
    return dict(sorted(kinds.items(), key=lambda item: item[1][0], reverse=True))


def chosen_pages(kinds: dict[str, list[tuple[int, str]]], by_chance: int) -> list[str]:
    """The pages to open: the largest of each kind, and as many others as were asked for."""
    largest = [path for those in kinds.values() for _, path in those[:LARGEST]]
    others = sorted({path for those in kinds.values() for _, path in those} - set(largest))
    return largest + random.Random(1).sample(others, min(by_chance, len(others)))


def opened(tab: Any, root: str, paths: Sequence[str]) -> Iterator[Opened]:
    """Open pages one after another, as one who follows links does."""
    for path in paths:
        tab.goto(root + path, wait_until="load")
        loaded, seen = tab.evaluate(_LOADED)
        yield Opened(path, loaded, seen)


def asked(tab: Any, root: str, questions: Sequence[str], cold: bool) -> Iterator[Asked]:
    """Ask the page Search, which is opened anew for each question where it is to be cold: the data are there, and no
    question was asked. The last character of each is typed, the others are there before."""
    for number, question in enumerate(questions):
        if cold or not number:
            tab.goto(root + "search.html", wait_until="load")
            tab.evaluate("async () => { await kithSearch.names(); await kithSearch.records(); }")
            tab.wait_for_timeout(500)
            tab.evaluate(_WATCH)
        tab.evaluate(f"() => document.getElementById('search-field').value = {question[:-1]!r}")
        tab.focus("#search-field")
        tab.keyboard.press("End")
        tab.keyboard.type(question[-1])
        tab.wait_for_function("() => window.took", timeout=60_000)
        answered, shown, _ = tab.evaluate("() => window.took")
        yield Asked(question, answered, shown)


def ready(tab: Any, root: str) -> float:
    """Milliseconds from the load of the page Search until its data are read, however early they are asked for."""
    tab.goto(root + "search.html", wait_until="load")
    took: float = tab.evaluate(
        """async () => {
          await kithSearch.names();
          await kithSearch.records();
          return performance.now() - performance.getEntriesByType("navigation")[0].loadEventEnd;
        }"""
    )
    return took


def sizes_table(kinds: dict[str, list[tuple[int, str]]]) -> str:
    """How many pages of each kind, and the largest."""
    lines = ["| kind | pages | largest, kB | the largest three |", "|---|--:|--:|---|"]
    for kind, those in kinds.items():
        names = ", ".join(f"`{path}`" for _, path in those[:LARGEST])
        lines.append(f"| {kind} | {len(those):,} | {those[0][0] / 1000:.0f} | {names} |")
    return "\n".join(lines)


def opened_table(ways: dict[str, list[Opened]]) -> str:
    """From navigation to the load event and to the first words: the median and the slowest, and which that was."""
    lines = ["| | pages | loaded, median | loaded, slowest | first words, median | slowest | the slowest three |"]
    lines.append("|---|--:|--:|--:|--:|--:|---|")
    for way, those in ways.items():
        slowest = sorted(those, key=lambda each: -max(each.loaded, each.seen))
        loads, words = [each.loaded for each in those], [each.seen for each in those]
        cells = (len(those), *(f"{value:.0f} ms" for value in (median(loads), max(loads), median(words), max(words))))
        lines.append(
            f"| {way} | {' | '.join(map(str, cells))} | {', '.join(f'`{each.path}`' for each in slowest[:3])} |"
        )
    return "\n".join(lines)


def search_table(cold: list[list[Asked]], warm: list[list[Asked]]) -> str:
    """Medians of the rounds for each question: of a page never asked before, and of one that was."""
    head = "| question | cold: answered | shown | warm: answered | shown |"
    lines = [head, "|---|--:|--:|--:|--:|"]
    for first, again in zip(zip(*cold, strict=True), zip(*warm, strict=True), strict=True):
        cells = (
            f"{median(getattr(each, name) for each in those):.0f} ms"
            for those in (first, again)
            for name in ("answered", "shown")
        )
        lines.append(f"| `{first[0].question}` | {' | '.join(cells)} |")
    return "\n".join(lines)


def main() -> None:
    """The command line."""
    chosen = parser().parse_args()
    if lacking := why_no_browser():
        sys.exit(f"{lacking}.")
    site = chosen.site.resolve()
    kinds = pages_by_kind(site)
    if not kinds:
        sys.exit(f"{site} holds no pages: build a site first.")
    print(sizes_table(kinds), "\n", flush=True)
    names = frozenset(path.relative_to(site).as_posix() for path in site.rglob("*"))
    paths = chosen_pages(kinds, chosen.pages)
    with browser() as chromium, closing(SiteServer(site, lambda: names, 0)) as server:
        server.start()
        tab = chromium.new_page(viewport={"width": 1280, "height": 900})
        roots = {"disk": f"{site.as_uri()}/", "http": server.url}
        tab.goto(roots["disk"] + "index.html")  # what the browser does once is not the page's
        print(opened_table({way: list(opened(tab, root, paths)) for way, root in roots.items()}), "\n", flush=True)
        for way, root in roots.items():
            reading = median(ready(tab, root) for _ in range(chosen.rounds))
            cold = [list(asked(tab, root, QUESTIONS, True)) for _ in range(chosen.rounds)]
            warm = [list(asked(tab, root, QUESTIONS, False)) for _ in range(chosen.rounds)]
            print(f"Search, {way}; the data are read {reading:.0f} ms after the page.\n")
            print(search_table(cold, warm), "\n", flush=True)


def parser() -> argparse.ArgumentParser:
    """The options."""
    found = argparse.ArgumentParser(prog="python -m benchmarks.pages", description="Measure the pages of a site.")
    found.add_argument("site", type=Path, help="the folder of a built site")
    found.add_argument("--pages", type=int, default=100, metavar="N", help="pages picked by chance [%(default)s]")
    found.add_argument("--rounds", type=int, default=5, metavar="N", help="of the search [%(default)s]")
    return found


if __name__ == "__main__":
    main()
