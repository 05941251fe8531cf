"""Every number on the pages of two people of the sample journal, recomputed by hand from the notes named beside it.

A row is a part of the page that holds a digit or a number in words, in the order of the page; only the note itself, at
the end, is left out. A number that is added to the page has to be added here, with where it comes from.
"""

from __future__ import annotations

import re
from html.parser import HTMLParser

import pytest

from site_builder.session import Session
from test_site_links import SAMPLE, VOID, site_of

BREAKS = frozenset(
    {"li", "p", "tr", "h1", "h2", "h3", "dt", "dd", "div", "figcaption", "summary", "section", "td", "th"}
)
NUMBER = re.compile(
    r"\d|\b(?:no|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|once|twice|half)\b", re.IGNORECASE
)


class Rows(HTMLParser):
    """The text of a page's main part, in rows; drawings, own words and the note itself left out."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.rows: list[str] = [""]
        self._open: list[tuple[str, str]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in VOID:
            self._open.append((tag, dict(attrs).get("class") or ""))
        if tag in BREAKS:
            self.rows.append("")

    def handle_endtag(self, tag: str) -> None:
        while tag not in VOID and self._open and self._open.pop()[0] != tag:
            pass
        if tag in BREAKS:
            self.rows.append("")

    def handle_data(self, data: str) -> None:
        tags = [tag for tag, _ in self._open]
        classes = {name for _, names in self._open for name in names.split()}
        told = not classes & {"note", "backlinks"} and ("chip" in classes or not classes & {"own", "gist"})
        if "main" in tags and "svg" not in tags and told:
            self.rows[-1] += data


def numbers_of(html: str) -> list[str]:
    rows = (" ".join(row.split()).removesuffix(" #") for row in Rows(html).rows)
    return [row for row in rows if NUMBER.search(row)]


@pytest.fixture(scope="module")
def site() -> dict[str, str]:
    session = Session(SAMPLE)
    session.refresh()
    return site_of(session.db)


def test_every_number_about_femke_dijkgraaf(site: dict[str, str]) -> None:
    """Today is 20 November 2026. She is met in the seven dated sections of contacts/femke-dijkgraaf.md: 14 May and 26
    November 2024, 29 April and 7 October 2025, 17 February, 11 June and 22 September 2026. Hugo's farewell of 9 May
    2025 (eight people) and the rehearsal of 25 October 2026 (seven) are crowds: `group-max` is 6."""
    assert numbers_of(site["people/femke-dijkgraaf.html"]) == [
        "Last: Dry run findings, 22 September 2026, 8 weeks ago",  # the last section; 59 days = 8.4 weeks
        "14 October 2026; Dry run findings, 22 September 2026",  # the signatures: done:2026-10-14, after the meeting
        "First pallet, 11 June 2026",  # the last three `learned:` lines
        "Pilot planning, 17 February 2026",
        "With the new scanners, 7 October 2025",
        # gaps 196, 154, 161, 133, 114, 103: between 133 and 154 lies 143.5 = 4.7 months; 59 days = 1.9
        "You meet about every 5 months; it has been 2.",
        "every 6 months",  # circle: active, in kith.toml
        "22 September 2026",
        "24 November 2026, Steering committee, last before the board",  # meetings/2026/2026-11-24-steering-phase-two.md
        "The meetings of the last two years.",
        *("26 November 2024", "29 April 2025", "7 October 2025", "17 February 2026", "11 June 2026"),
        "22 September 2026",  # 14 May 2024 is more than two years ago
        "22 March 2027",  # due six months after the last
        "24 November 2026",
        # gave inside, contact, help, time; got idea, feedback, praise, advice. The stapler of 9 May 2025 was Hugo's
        "Four given, four received since 2024.",
        *("26 November 2024", "1", "29 April 2025", "1", "7 October 2025", "1", "17 February 2026", "1"),
        *("17 February 2026", "1", "11 June 2026", "1", "22 September 2026", "1", "22 September 2026", "1"),
        "All eight lines",
        *("Femke Dijkgraaf, 22 September 2026", "Femke Dijkgraaf, 22 September 2026", "Femke Dijkgraaf, 11 June 2026"),
        *("Femke Dijkgraaf, 17 February 2026", "Femke Dijkgraaf, 17 February 2026", "Femke Dijkgraaf, 7 October 2025"),
        *("Femke Dijkgraaf, 29 April 2025", "Femke Dijkgraaf, 26 November 2024"),
        "Something came later after 3 of 4 things given.",  # nothing yet after the evening of 22 September
        "Femke Dijkgraaf, 22 September 2026",
        *("4 months later", "Femke Dijkgraaf, 17 February 2026"),  # praise on 11 June: 114 days = 3.7 months
        *("4 months later", "Femke Dijkgraaf, 7 October 2025"),  # feedback on 17 February: 133 days = 4.4
        *("private10 months later", "Femke Dijkgraaf, 29 April 2025"),  # the same feedback: 294 days = 9.7
        "4 of 5 since February 2026; 2 before.",  # trust: 2024-05: 2, 2026-02: 4
        *("May 2024", "2 of 5", "February 2026", "4 of 5"),
        "Told that phase two will not come before 2026 (26 November 2024)",
        "Wants scanners that survive a fall (14 May 2024)",
        "Met on 14 May 2024: First tour of the hall.",
        "Larch phase two approved by the board, for",
        "What the merger means on the ground, 29 April 2025",  # the one `said:` line
        "2026",
        "Tue 24 Nov",
        *("Sun 25 Oct", "Rehearsal on the night of two o'clocks visit"),
        *("Tue 22 Sep", "Dry run findings call 1 given 1 received"),  # time; advice
        *("Thu 11 Jun", "First pallet visit 1 received"),  # praise
        *("Tue 17 Feb", "Pilot planning visit 1 given 1 received"),  # help; feedback
        "2025",
        *("Tue 7 Oct", "With the new scanners visit 1 given"),  # contact
        "Fri 9 May",
        "Tue 29 Apr",  # what was given there is `inside`, and so private
        "2024",
        *("Tue 26 Nov", "After the inventory visit 1 received"),  # idea
        "Tue 14 May",
        *("22 Sep 2026", "22 Sep 2026", "11 Jun 2026", "17 Feb 2026", "17 Feb 2026", "7 Oct 2025", "29 Apr 2025"),
        "26 Nov 2024",
        "22 September 2026, Dry run findings",  # due:2026-10-16 done:2026-10-14
        "kept 7 days late",  # the manual: due:2025-11-14 done:2025-11-21
        "7 October 2025, With the new scanners",
        "14 May 2024, First tour of the hall",  # due:2024-06-28 done:2024-06-25
    ]


def test_every_number_about_saoirse_keating(site: dict[str, str]) -> None:
    """She is met at Delta Days 2025 (events/2025-04-10-delta-days.md) and 2026 (events/2026-04-16-delta-days.md), on 21
    October 2025 (meetings/2025/2025-10-21-saoirse-delft.md) and on 25 August 2026 (2026-08-25-saoirse-pilot.md)."""
    assert numbers_of(site["people/saoirse-keating.html"]) == [
        "Last: Coffee, 25 August 2026, 3 months ago",  # 87 days = 2.9 months
        "waiting since 30 September",  # Mosswell's berth trial, due:2026-09-30, not ticked
        "25 August 2026, Coffee",
        "Visit with Ivo Kalniņš, 21 October 2025",  # the one `learned:` line to her
        "You meet about every 6 months; it has been 3.",  # gaps 194, 177, 131: the middle one is 5.8 months
        "every 6 months",  # circle: active
        "25 August 2026",
        "25 February 2027",
        "The meetings of the last two years.",
        *("10 April 2025", "21 October 2025", "16 April 2026", "25 August 2026", "25 February 2027"),
        # gave feedback, intro (Rosalind), feedback; got two leads. The idea of 21 October was Ivo's
        "Three given, two received since 2025.",
        *("10 April 2025", "1", "21 October 2025", "1", "16 April 2026", "1", "25 August 2026", "1"),
        *("25 August 2026", "1"),
        "All five lines",
        *("Coffee with Saoirse Keating, 25 August 2026", "Coffee with Saoirse Keating, 25 August 2026"),
        *("Delta Days 2026, 16 April 2026", "Visit with Saoirse Keating and Ivo Kalniņš, 21 October 2025"),
        "Delta Days 2025, 10 April 2025",
        "Something came later after 2 of 3 things given.",  # the lead of 25 August, not after what was given that day
        "Coffee with Saoirse Keating, 25 August 2026",
        *("4 months later", "Delta Days 2026, 16 April 2026"),  # 131 days = 4.3 months
        *("10 months later", "Visit with Saoirse Keating and Ivo Kalniņš, 21 October 2025"),  # 308 days = 10.1
        "Told that I'd like to write to Beatriz Pombo and do not know how to begin (25 August 2026)",
        "Wants a pilot port (21 October 2025)",
        "Met on 10 April 2025: Delta Days 2025, through Ivo Kalniņš.",  # met:, introduced_by:
        "3 of 5",  # trust: 3
        "by 9 November 2026",  # follow_up:
        "2026",
        *("Tue 25 Aug", "Coffee 1 given 1 received"),  # feedback; lead
        *("Thu 16 Apr", "Delta Days 2026 event"),
        "2025",
        *("Tue 21 Oct", "Visit with Ivo Kalniņš 1 given"),  # feedback; the idea was from Ivo
        *("Thu 10 Apr", "Delta Days 2025 event"),
        *("25 Aug 2026", "25 Aug 2026", "16 Apr 2026", "21 Oct 2025", "10 Apr 2025"),
    ]
