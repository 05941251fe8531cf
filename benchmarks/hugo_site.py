"""The same notes as a Hugo site with comparable pages: what somebody would write who kept such notes with Hugo.

Every meeting, org and contact is a page; people are a taxonomy, so that each has a page with their meetings, file or
none; meetings go by years. Links between notes are made here, before Hugo is asked, which saves it the work. It has no
search data, feeds or site map. All of this is in Hugo's favour.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import date
from typing import Any

import yaml

_LINK = re.compile(r"\[\[([\w-]+)\]\]")
_PERSON = re.compile(r"(to|by):@([\w-]+)")
_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class HugoSite:
    """The Hugo site of a generated journal."""

    def __init__(self, files: dict[str, str]) -> None:
        self._notes = {path: text for path, text in files.items() if path.endswith(".md") and path != "me.md"}
        self._names: dict[str, str] = {}
        self._members: dict[str, list[str]] = {}
        for path, text in self._notes.items():
            if not path.startswith("meetings/"):
                fields, _ = _parts(text)
                self._names[_stem(path)] = fields["name"]
                if path.startswith("contacts/"):
                    self._members.setdefault(_org_of(fields), []).append(_stem(path))

    def files(self) -> Iterator[tuple[str, str]]:
        """All files of the site, with their texts."""
        years = set()
        for path, text in self._notes.items():
            yield hugo_path(path), self.page(path, text)
            if path.startswith("meetings/"):
                years.add(path.split("/")[1])
        for year in sorted(years):
            yield f"content/meetings/{year}/_index.md", _page({"title": year}, "")
        for folder in ("meetings", "orgs", "people"):
            yield f"content/{folder}/_index.md", _page({"title": folder.capitalize()}, "")
        yield from LAYOUTS.items()

    def page(self, path: str, text: str) -> str:
        """What a note of the journal is in the site."""
        fields, body = _parts(text)
        about: dict[str, Any]
        if path.startswith("contacts/"):
            org = _org_of(fields)
            about = {"title": fields["name"], "role": fields["role"], "org": org, "orgname": self._names[org]}
        elif path.startswith("orgs/"):
            about = {"title": fields["name"], "members": self._members.get(_stem(path), [])}
        else:
            people = [_LINK.sub(r"\1", each) for each in fields["with"]]
            title = f"{fields['kind'].capitalize()} with {', '.join(self._names.get(each, each) for each in people)}"
            about = {"title": title, "date": fields["date"], "people": people, "kind": fields["kind"]}
            if "minutes" in fields:
                about["minutes"] = fields["minutes"]
        body = _LINK.sub(lambda found: self._link(found[1]), body)
        return _page(about, _PERSON.sub(lambda found: f"{found[1]} {self._link(found[2])}", body))

    def _link(self, who: str) -> str:
        return f"[{self._names[who]}](/people/{who}/)" if who in self._names else who


def hugo_path(path: str) -> str:
    """Where a note of the journal is in the site."""
    return f"content/people/{_stem(path)}/_index.md" if path.startswith("contacts/") else f"content/{path}"


def _stem(path: str) -> str:
    return path.rpartition("/")[2].removesuffix(".md")


def _parts(text: str) -> tuple[dict[str, Any], str]:
    _, front, body = text.split("---\n", 2)
    return yaml.load(front, _LOADER) or {}, body


def _org_of(fields: dict[str, Any]) -> str:
    """The id of the org that somebody is at now."""
    org = fields["org"]
    if isinstance(org, list):
        org = next(iter(org[-1].values()))
    return _LINK.sub(r"\1", str(org))


def _page(fields: dict[str, Any], body: str) -> str:
    lines = [f"{key}: {value if isinstance(value, date) else json.dumps(value)}" for key, value in fields.items()]
    return "---\n" + "\n".join(lines) + f"\n---\n{body}"


_ROWS = """<ul class="meetings">
{{ range .Paginator.Pages }}<li>
<time datetime="{{ .Date.Format "2006-01-02" }}">{{ .Date.Format "2 January 2006" }}</time>
<a href="{{ .RelPermalink }}">{{ .LinkTitle }}</a> <span>{{ .Params.kind }}</span>
<p>{{ .Plain | truncate 120 }}</p></li>
{{ end }}</ul>
<nav class="pages">{{ with .Paginator }}{{ if .HasPrev }}<a href="{{ .Prev.URL }}">Newer</a>{{ end }}
{{ if .HasNext }}<a href="{{ .Next.URL }}">Older</a>{{ end }}{{ end }}</nav>
"""

LAYOUTS = {
    "hugo.toml": """baseURL = "http://localhost/"
title = "Notes"
disableKinds = ["RSS", "sitemap", "404"]
[taxonomies]
person = "people"
[pagination]
pagerSize = 200
disableAliases = true
""",
    "static/site.css": "body { max-width: 60rem; margin: auto; font: 1rem/1.5 sans-serif }\n",
    "layouts/baseof.html": """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>{{ .Title }} · {{ site.Title }}</title><link rel="stylesheet" href="/site.css"></head>
<body><header><nav><a href="/">Home</a> <a href="/people/">People</a> <a href="/meetings/">Meetings</a>
<a href="/orgs/">Orgs</a></nav></header>
<nav class="crumbs">{{ range .Ancestors.Reverse }}<a href="{{ .RelPermalink }}">{{ .LinkTitle }}</a> {{ end }}</nav>
<main>{{ block "main" . }}{{ end }}</main></body></html>
""",
    "layouts/home.html": """{{ define "main" }}<h1>{{ .Title }}</h1><ul>
{{ range first 20 (where site.RegularPages "Section" "meetings") }}<li>{{ .Date.Format "2 January 2006" }}
<a href="{{ .RelPermalink }}">{{ .LinkTitle }}</a></li>{{ end }}</ul>{{ end }}
""",
    "layouts/page.html": """{{ define "main" }}<h1>{{ .Title }}</h1>
{{ if not .Date.IsZero }}<p><time datetime="{{ .Date.Format "2006-01-02" }}">
{{ .Date.Format "Monday 2 January 2006" }}</time></p>{{ end }}
{{ with .GetTerms "people" }}<p>With
{{ range . }}<a href="{{ .RelPermalink }}">{{ .LinkTitle }}</a> {{ end }}</p>{{ end }}
<dl>{{ with .Params.kind }}<dt>Kind</dt><dd>{{ . }}</dd>{{ end }}
{{ with .Params.minutes }}<dt>Minutes</dt><dd>{{ . }}</dd>{{ end }}</dl>
{{ .Content }}
{{ with .Params.members }}<h2>People</h2><ul>{{ range . }}{{ with site.GetPage (printf "/people/%s" .) }}<li>
<a href="{{ .RelPermalink }}">{{ .LinkTitle }}</a> {{ .Params.role }}</li>{{ end }}{{ end }}</ul>{{ end }}
<nav>{{ with .PrevInSection }}<a href="{{ .RelPermalink }}">{{ .LinkTitle }}</a>{{ end }}
{{ with .NextInSection }}<a href="{{ .RelPermalink }}">{{ .LinkTitle }}</a>{{ end }}</nav>{{ end }}
""",
    "layouts/section.html": """{{ define "main" }}<h1>{{ .Title }}</h1>
<ul>{{ range .Sections }}<li><a href="{{ .RelPermalink }}">{{ .LinkTitle }}</a> {{ len .RegularPages }}</li>
{{ end }}</ul>
"""
    + _ROWS
    + "{{ end }}\n",
    "layouts/term.html": """{{ define "main" }}<h1>{{ .Title }}</h1>
{{ with .Params.role }}<p>{{ . }}, <a href="/orgs/{{ $.Params.org }}/">{{ $.Params.orgname }}</a></p>{{ end }}
{{ .Content }}<p>{{ len .Pages }} meetings</p>
"""
    + _ROWS
    + "{{ end }}\n",
    "layouts/taxonomy.html": """{{ define "main" }}<h1>{{ .Title }}</h1><ul>
{{ range .Pages }}<li><a href="{{ .RelPermalink }}">{{ .LinkTitle }}</a> {{ .Params.role }} {{ len .Pages }}</li>
{{ end }}</ul>{{ end }}
""",
}
"""The settings and layouts of the site, and what it looks like."""
