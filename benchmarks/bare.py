"""What the packages alone cost: `python -m benchmarks.bare SITE OUTPUT` makes a bare page of each note of a Hugo site.

It finds out nothing, lists nothing, checks nothing and remembers nothing, on all cores: the least that a generator with
these packages takes for a first build, to hold Kith's against.
"""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import yaml
from jinja2 import Environment
from markdown_it import MarkdownIt
from markupsafe import Markup

_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_PAGE = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>{{ title }} · Notes</title><link rel="stylesheet" href="/site.css"></head>
<body><header><nav><a href="/">Home</a> <a href="/people/">People</a> <a href="/meetings/">Meetings</a>
<a href="/orgs/">Orgs</a></nav></header>
<main><h1>{{ title }}</h1>
{% if date %}<p><time datetime="{{ date }}">{{ date }}</time></p>{% endif %}
{% if people %}<p>With {% for who in people %}<a href="/people/{{ who }}/">{{ who }}</a> {% endfor %}</p>{% endif %}
<dl>{% if kind %}<dt>Kind</dt><dd>{{ kind }}</dd>{% endif %}
{% if minutes %}<dt>Minutes</dt><dd>{{ minutes }}</dd>{% endif %}</dl>
{{ content }}</main></body></html>
"""


def main() -> None:
    """The command line."""
    site, output = Path(sys.argv[1]), Path(sys.argv[2])
    gc.disable()
    notes = sorted((site / "content").rglob("*.md"))
    cores = len(os.sched_getaffinity(0))
    children = []
    for number in range(1, cores):
        if not (child := os.fork()):
            _make(notes[number::cores], site, output)
            os._exit(0)
        children.append(child)
    _make(notes[::cores], site, output)
    for child in children:
        if os.waitpid(child, 0)[1]:
            sys.exit("A part of the pages was not made.")


def _make(notes: Sequence[Path], site: Path, output: Path) -> None:
    markdown, template = MarkdownIt("commonmark"), Environment(autoescape=True).from_string(_PAGE)
    for path in notes:
        _, front, body = path.read_text(encoding="utf-8").split("---\n", 2)
        content = Markup(markdown.render(body))
        page = template.render({**yaml.load(front, _LOADER), "content": content})
        folder = output / path.relative_to(site / "content").with_suffix("")
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "index.html").write_text(page, encoding="utf-8")


if __name__ == "__main__":
    main()
