"""Templates, views and the holes of a note's body."""

from __future__ import annotations

import re
import types
import typing
from dataclasses import fields, is_dataclass
from datetime import date
from html.parser import HTMLParser
from pathlib import Path
from typing import Any, get_args, get_origin, get_type_hints

import pytest
from markupsafe import Markup

from site_builder.site import charts, dates, html, render, views
from site_builder.site.theme import Theme, theme_folder
from site_builder.site.views import Chip, ItemView, LinkTo, Page

HOSTILE = "<script>alert('\"')</script>"
VIEWS: tuple[Any, ...] = get_args(views.View)
DAY = date(2026, 11, 20)


def example_of(kind: Any, full: bool, text: str) -> Any:
    """A value of a view's type: the least there can be, or something in every field (`text` in every string)."""
    origin = get_origin(kind)
    if is_dataclass(kind):
        hints = get_type_hints(kind)
        wanted = {
            field.name: example_of(hints[field.name], full, text)
            for field in fields(kind)
            if full or field.default is field.default_factory
        }
        return kind(**wanted)
    if origin is tuple:
        inner = get_args(kind)
        if inner[-1] is ...:
            parts = get_args(inner[0]) if get_origin(inner[0]) in (types.UnionType, typing.Union) else (inner[0],)
            return tuple(example_of(part, full, text) for part in parts for _ in range(2)) if full else ()
        return tuple(example_of(part, full, text) for part in inner)
    if origin in (types.UnionType, typing.Union):
        return example_of(get_args(kind)[0], full, text) if full else None
    plain = {str: text, int: 3, bool: full, date: DAY, Markup: Markup("<p>A note.</p>")}
    return plain[kind]


class Tags(HTMLParser):
    """Every tag of a page, with its attributes."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))


@pytest.fixture(scope="module")
def theme() -> render.Theme:
    return Theme(theme_folder())


def page_of(theme: render.Theme, view: Any) -> str:
    return render.render_page(theme, view).decode()


def test_every_template_parses(theme: render.Theme) -> None:
    names = theme.environment.list_templates()
    assert {view.template for view in VIEWS} <= set(names)
    for name in names:
        theme.environment.get_template(name)


def test_every_page_template_has_a_view(theme: render.Theme) -> None:
    pages = {name for name in theme.environment.list_templates() if "/" not in name} - {
        "base.html",
        "frame.html",
        "parts.html",
        "figures.html",
    }
    assert pages == {view.template for view in VIEWS}


@pytest.mark.parametrize("view", VIEWS, ids=lambda view: view.__name__)
@pytest.mark.parametrize("full", [False, True], ids=["minimal", "full"])
def test_a_view_renders(theme: render.Theme, view: Any, full: bool) -> None:
    page = page_of(theme, example_of(view, full, "Mary Somerville"))
    tags = Tags(page).found
    names = [tag for tag, _ in tags]
    assert [names.count(name) for name in ("h1", "main", "title")] == [1, 1, 1]
    ids = [attributes["id"] for _, attributes in tags if "id" in attributes]
    repeated = {name for name in ids if name and ids.count(name) > 1}
    assert repeated <= {
        "y3",
        "at-Mary-Somerville",
        "Mary Somerville",
    }  # the example repeats its years, months and rules


@pytest.mark.parametrize("view", VIEWS, ids=lambda view: view.__name__)
def test_an_empty_section_is_left_out(theme: render.Theme, view: Any) -> None:
    page = page_of(theme, example_of(view, False, "Mary Somerville"))
    assert "<h2" not in page
    assert "None" not in page


@pytest.mark.parametrize("view", VIEWS, ids=lambda view: view.__name__)
def test_hostile_text_is_shown_and_never_run(theme: render.Theme, view: Any) -> None:
    page = page_of(theme, example_of(view, True, HOSTILE))
    assert HOSTILE not in page
    tags = Tags(page).found
    scripts = [attributes for tag, attributes in tags if tag == "script"]
    assert scripts
    assert all(set(attributes) == {"src", "defer"} for attributes in scripts)
    assert all(re.fullmatch(r"(\.\./)*assets/[a-z-]+\.js", attributes["src"]) for attributes in scripts)
    for tag, attributes in tags:
        assert tag != "style"
        assert "style" not in attributes
        assert not any(name.startswith("on") for name in attributes)


@pytest.mark.parametrize("view", VIEWS, ids=lambda view: view.__name__)
def test_a_title_is_of_the_page_and_a_policy_comes_first(theme: render.Theme, view: Any) -> None:
    page = page_of(theme, example_of(view, True, "Mary Somerville"))
    assert re.search("<title>Mary Somerville(, page 3)? · Kith</title>", page)
    assert render.CONTENT_SECURITY_POLICY.split(";")[0] in page.replace("&#39;", "'")
    assert page.index("Content-Security-Policy") < page.index("<link")


@pytest.mark.parametrize(
    ("page", "target", "expected"),
    [
        ("index.html", "people/ada.html", "people/ada.html"),
        ("people/bo.html", "people/ada.html", "../people/ada.html"),
        ("people/bo.html", "index.html", "../index.html"),
        ("people/bo.html", "people/bo.html#plan", "#plan"),
        ("index.html", "people/zoë k.html#l-3", "people/zo%C3%AB%20k.html#l-3"),
        ("index.html", "notes/c#.html", "notes/c%23.html"),
        ("index.html", "people.html#sort=5", "people.html#sort=5"),
        ("people/bo.html", "#main", "#main"),
        ("people/bo.html", "mailto:ada@example.org", "mailto:ada@example.org"),
        ("people/bo.html", "vscode://file/home/ada/x.md:3", "vscode://file/home/ada/x.md:3"),
        ("people/bo.html", "javascript:alert(1)", "#"),
        ("people/bo.html", "JavaScript:alert(1)", "#"),
        ("people/bo.html", "data:text/html,x", "#"),
    ],
)
def test_addresses_are_relative_to_the_page(page: str, target: str, expected: str) -> None:
    assert html.settle_addresses(html.href(target), page) == expected


def test_an_address_of_mail_breaks_after_its_at_sign() -> None:
    shown = html.link(LinkTo("mailto:ada@example.org", "ada@example.org", kind="outside"))
    assert shown.endswith(">ada@<wbr>example.org</a>")
    assert "<wbr>" not in html.link(LinkTo("people/ada.html", "ada@example.org"))


def test_holes_are_filled_and_missing_ones_stay_empty() -> None:
    body = "<ul><li\0A0\0>\0B0\0Send it to \0L0\0<b>Ada</b>\0/L0\0\0E0\0</li><li\0A1\0>Prose\0E1\0</li></ul>"
    item = ItemView(("task", "open", "late", "mine"), "open", (Chip("due 12 June", "late"), Chip("to <Ada>")), "l-1")
    holes = render.item_holes(0, item) | render.link_holes(0, LinkTo("people/ada.html", "Ada", "Ada & Co"))
    assert html.settle_addresses(render.fill_holes(body, holes), "meetings/m.html") == (
        '<ul><li id="l-1" class="task open late mine"><span class="box open" role="img" aria-label="open"></span> '
        'Send it to <a class="person" href="../people/ada.html" title="Ada &amp; Co"><b>Ada</b></a> '
        '<span class="chips"><span class="chip late">due 12 June</span> '
        '<span class="chip plain">to &lt;Ada&gt;</span></span> '
        '<a class="anchor" href="#l-1" aria-label="Link to this line">#</a></li>'
        "<li>Prose</li></ul>"
    )


def test_a_broken_link_and_a_missing_image_are_marks() -> None:
    link = LinkTo("", "Bo", 'No note is called "Bo".', "broken")
    assert render.link_holes(2, link)["L2"] == Markup('<span class="broken" title="No note is called &#34;Bo&#34;.">')
    assert render.image_hole(1, "", "a <map>")["M1"] == Markup('<span class="broken">a &lt;map&gt;</span>')


def test_headings_settle_below_the_heading_of_their_section() -> None:
    assert render.settle_headings('<h1 id="a">A</h1><h3>B</h3><hr>', 1) == '<h2 id="a">A</h2><h3>B</h3><hr>'
    assert render.settle_headings("<h2>A</h2><h6>B</h6><h6>C</h6>", 2) == "<h3>A</h3><h4>B</h4><h4>C</h4>"
    assert render.settle_headings("<h4>A</h4><h2>B</h2>", 1) == "<h2>A</h2><h2>B</h2>"
    assert render.settle_headings("<p>none</p>", 1) == "<p>none</p>"
    assert render.settle_headings('<h2 id="s"></h2><h5>B</h5>', 1) == "<h2>B</h2>"


def test_a_users_theme_extends_ours_in_the_sandbox(tmp_path: Path) -> None:
    """A `theme/` with one template and one style sheet: the rest stays ours."""
    (tmp_path / "note.html").write_text('{% extends "kith/note.html" %}{% block main %}Mine{% endblock %}')
    (tmp_path / "kith.css").write_text("body {}")
    (tmp_path / "goal.html").write_text("{{ view.__class__.__mro__ }}")
    ours, theirs = Theme(theme_folder()), Theme(theme_folder(), tmp_path)
    assert ours.digest != theirs.digest
    page = page_of(theirs, views.NoteView(page=Page(path="notes/a.html", title="A", day=DAY), title="A"))
    assert "Mine" in page and "<h1>A</h1>" in page
    assert dict(theirs.assets)["assets/kith.css"] == b"body {}"
    assert dict(theirs.assets)["assets/kith.js"] == dict(ours.assets)["assets/kith.js"]
    with pytest.raises(Exception, match=r"unsafe|undefined"):
        page_of(theirs, views.GoalView(page=Page(path="goals/a.html", title="A", day=DAY), title="A"))


def test_charts_carry_no_style_and_say_the_same_in_a_table() -> None:
    days = [date(2026, 1, 9), date(2026, 3, 2), date(2026, 8, 30)]
    drawn = [
        charts.balance_line([(day, weight) for day, weight in zip(days, (1, -2, 1.5), strict=True)], "Even."),
        charts.trust_steps([(days[0], 2), (days[1], 4)], DAY, "Grew."),
        charts.rhythm_strip(days, DAY, "Every two months.", due=date(2026, 10, 30), arranged=date(2026, 12, 1)),
        charts.month_bars(2026, [1, 0, 3] + [0] * 9, "March most."),
        charts.heat_map(2026, dict.fromkeys(days, 2), "Three days.", DAY),
    ]
    for chart in drawn:
        assert chart is not None
        assert "style" not in chart.svg and 'aria-hidden="true"' in chart.svg
        assert chart.table.rows and all(len(row) == len(chart.table.head) for row in chart.table.rows)
        assert not re.search(r"nan|inf|e-\d", chart.svg)


def test_charts_of_too_little_draw_nothing() -> None:
    assert charts.balance_line([(DAY, 1.0)], "One.") is None
    assert charts.trust_steps([(DAY, 3)], DAY, "One.") is None
    assert charts.rhythm_strip([date(2019, 1, 1)], DAY, "Long ago.") is None


def test_days_are_written_in_english() -> None:
    day = date(2026, 6, 5)
    assert (dates.written_day(day), dates.near_day(day), dates.short_day(day)) == (
        "5 June 2026",
        "Fri 5 Jun",
        "5 Jun 2026",
    )


def luminance_of(colour: str) -> float:
    """The relative luminance of `#rrggbb`, as WCAG 2.2 defines it."""
    parts = [int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def test_text_has_contrast_in_both_schemes(theme: render.Theme) -> None:
    sheet = dict(theme.assets)["assets/kith.css"].decode()
    schemes = [dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{6});", block)) for block in sheet.split(":root {")[1:3]]
    wanted = [(text, ground, 4.5) for text in ("ink", "soft", "accent") for ground in ("paper", "sunk", "raised")]
    wanted += [("on-accent", "accent", 4.5), ("accent", "accent-soft", 4.5)]
    wanted += [("edge", ground, 3.0) for ground in ("paper", "sunk", "raised")]
    for scheme in schemes:
        for text, ground, least in wanted:
            one, other = sorted((luminance_of(scheme[text]), luminance_of(scheme[ground])))
            assert (other + 0.05) / (one + 0.05) >= least, (text, ground)


def test_an_address_of_elsewhere_is_whole() -> None:
    """What may stand in no address is written as browsers write it; nothing that is hidden stays so."""
    assert html.href("https://a.example/?q=[1]&x=%20 y") == "https://a.example/?q=%5B1%5D&amp;x=%20%20y"
    assert html.href("https://a.example/100%#a#b") == "https://a.example/100%25#a%23b"
    assert html.href("http://[::1]:80/a[b]") == "http://[::1]:80/a%5Bb%5D"
    assert html.href("https://a.example/\u202e\"'<") == "https://a.example/%E2%80%AE%22&#39;%3C"


def test_controls_are_shown_and_not_written() -> None:
    assert html.without_controls("a\0\x07\tb\n\x7f\x85\ufdd0\ufffe\xb7".encode()).decode() == "a��\tb\n����\xb7"
