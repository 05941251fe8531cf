"""The pages of the site, each kind in a module: an explicit list, in the order of the navigation."""

from __future__ import annotations

from site_builder.site.page_id import PageId
from site_builder.site.pages.circles import CIRCLES
from site_builder.site.pages.coverage import COVERAGE
from site_builder.site.pages.event import EVENT
from site_builder.site.pages.events import EVENTS
from site_builder.site.pages.exchanges import EXCHANGES
from site_builder.site.pages.goal import GOAL, GOALS
from site_builder.site.pages.health import HEALTH
from site_builder.site.pages.history import CONTACT_YEAR
from site_builder.site.pages.in_touch import IN_TOUCH
from site_builder.site.pages.introductions import INTRODUCTIONS
from site_builder.site.pages.kinds import PageKind, Site
from site_builder.site.pages.ledger import LEDGER
from site_builder.site.pages.me import ME
from site_builder.site.pages.meeting import MEETING
from site_builder.site.pages.meetings import MEETINGS
from site_builder.site.pages.mentions import MENTIONED
from site_builder.site.pages.note import NOTE, NOTES
from site_builder.site.pages.open_promises import OPEN_PROMISES
from site_builder.site.pages.org import ORG, ORG_PEOPLE, ORGS
from site_builder.site.pages.people import PEOPLE
from site_builder.site.pages.person import CONTACT
from site_builder.site.pages.plans import PLANS
from site_builder.site.pages.promises import PROMISES
from site_builder.site.pages.search import SEARCH
from site_builder.site.pages.tags import TAG, TAGS
from site_builder.site.pages.timeline import MONTH, TIMELINE, YEAR
from site_builder.site.pages.today import TODAY
from site_builder.site.pages.year_review import YEAR_REVIEW

__all__ = ["PAGES", "PageId", "PageKind", "Site"]

PAGES: tuple[PageKind, ...] = (
    TODAY,
    IN_TOUCH,
    TIMELINE,
    YEAR,
    MONTH,
    YEAR_REVIEW,
    EXCHANGES,
    LEDGER,
    PROMISES,
    OPEN_PROMISES,
    CONTACT,
    CONTACT_YEAR,
    PEOPLE,
    CIRCLES,
    INTRODUCTIONS,
    ME,
    MEETING,
    MEETINGS,
    EVENT,
    EVENTS,
    ORG,
    ORG_PEOPLE,
    ORGS,
    COVERAGE,
    GOAL,
    GOALS,
    PLANS,
    NOTE,
    NOTES,
    MENTIONED,
    TAG,
    TAGS,
    HEALTH,
    SEARCH,
)
