"""The views: what a template is given, and all that it is given. Frozen plain data; a page is a view and its template.

Empty strings, tuples and sentences mean "nothing to say": the template leaves the section out.
"""

from site_builder.site.views.account import (
    Balance,
    ExchangesView,
    LedgerRow,
    LedgerView,
    LedgerYear,
    OpenPromisesView,
    PastPromise,
    PromiseGroup,
    PromisesView,
)
from site_builder.site.views.common import (
    NAVIGATION,
    Apart,
    Backlink,
    Banner,
    Chart,
    Chip,
    Encounter,
    Exchange,
    Fact,
    ItemView,
    Line,
    LinkTo,
    Page,
    Pager,
    PersonBrief,
    Promise,
    Table,
    Words,
    Year,
)
from site_builder.site.views.coverage import (
    CoverageView,
    FunctionCover,
    Hanging,
    OrgCover,
    PeopleList,
    Placed,
    Wanted,
    WayStep,
)
from site_builder.site.views.days import (
    Ahead,
    HealthRow,
    HealthRule,
    HealthView,
    InTouchView,
    Month,
    MonthView,
    ReviewLine,
    TimelineView,
    TodayView,
    Touch,
    YearRow,
    YearView,
)
from site_builder.site.views.figures import Figure, Remark
from site_builder.site.views.gatherings import (
    Answer,
    Attendee,
    EventView,
    MeetingView,
    Objective,
    PersonMet,
    SeriesRow,
)
from site_builder.site.views.lists import (
    EventRow,
    EventsView,
    GoalRow,
    GoalsView,
    MeetingRow,
    MeetingsView,
    MentionsView,
    NoteRow,
    NotesView,
    OrgRow,
    OrgsView,
    PeopleView,
    PersonRow,
    SearchView,
    TaggedRow,
    TagRow,
    TagsView,
    TagView,
)
from site_builder.site.views.network import (
    Branch,
    CircleRow,
    CirclesView,
    GrownTree,
    IntroductionsView,
    ReviewPart,
    Reviving,
    YearReviewView,
)
from site_builder.site.views.people import (
    Brief,
    ContactView,
    ContactYearView,
    Known,
    MeView,
    Pitch,
    Plan,
    PlanTest,
    Relation,
    Rhythm,
    Spell,
)
from site_builder.site.views.plans import Move, MoveTest, PersonPlan, PlanStep, PlansView
from site_builder.site.views.subjects import (
    FunctionRow,
    GoalView,
    NoteView,
    OrgPeopleView,
    OrgPerson,
    OrgView,
    Stakeholder,
)

View = (
    TodayView
    | ContactView
    | ContactYearView
    | MeView
    | MeetingView
    | EventView
    | OrgView
    | OrgPeopleView
    | GoalView
    | NoteView
    | PeopleView
    | MeetingsView
    | EventsView
    | OrgsView
    | CoverageView
    | GoalsView
    | NotesView
    | TagsView
    | TagView
    | PlansView
    | ExchangesView
    | LedgerView
    | PromisesView
    | OpenPromisesView
    | MentionsView
    | CirclesView
    | IntroductionsView
    | TimelineView
    | YearView
    | MonthView
    | YearReviewView
    | HealthView
    | InTouchView
    | SearchView
)

__all__ = [
    "NAVIGATION",
    "Ahead",
    "Answer",
    "Apart",
    "Attendee",
    "Backlink",
    "Balance",
    "Banner",
    "Branch",
    "Brief",
    "Chart",
    "Chip",
    "CircleRow",
    "CirclesView",
    "ContactView",
    "ContactYearView",
    "CoverageView",
    "Encounter",
    "EventRow",
    "EventView",
    "EventsView",
    "Exchange",
    "ExchangesView",
    "Fact",
    "Figure",
    "FunctionCover",
    "FunctionRow",
    "GoalRow",
    "GoalView",
    "GoalsView",
    "GrownTree",
    "Hanging",
    "HealthRow",
    "HealthRule",
    "HealthView",
    "InTouchView",
    "IntroductionsView",
    "ItemView",
    "Known",
    "LedgerRow",
    "LedgerView",
    "LedgerYear",
    "Line",
    "LinkTo",
    "MeView",
    "MeetingRow",
    "MeetingView",
    "MeetingsView",
    "MentionsView",
    "Month",
    "MonthView",
    "Move",
    "MoveTest",
    "NoteRow",
    "NoteView",
    "NotesView",
    "Objective",
    "OpenPromisesView",
    "OrgCover",
    "OrgPeopleView",
    "OrgPerson",
    "OrgRow",
    "OrgView",
    "OrgsView",
    "Page",
    "Pager",
    "PastPromise",
    "PeopleList",
    "PeopleView",
    "PersonBrief",
    "PersonMet",
    "PersonPlan",
    "PersonRow",
    "Pitch",
    "Placed",
    "Plan",
    "PlanStep",
    "PlanTest",
    "PlansView",
    "Promise",
    "PromiseGroup",
    "PromisesView",
    "Relation",
    "Remark",
    "ReviewLine",
    "ReviewPart",
    "Reviving",
    "Rhythm",
    "SearchView",
    "SeriesRow",
    "Spell",
    "Stakeholder",
    "Table",
    "TagRow",
    "TagView",
    "TaggedRow",
    "TagsView",
    "TimelineView",
    "TodayView",
    "Touch",
    "View",
    "Wanted",
    "WayStep",
    "Words",
    "Year",
    "YearReviewView",
    "YearRow",
    "YearView",
]
