"""Which figures each rule goes by. A rule that is not here is explained all the same: by its findings, its days, what
keeps it quiet and its page."""

from __future__ import annotations

from site_builder.explain import lines, rhythm
from site_builder.explain.figures import Evidence

EVIDENCE: dict[str, Evidence] = {
    "overdue-promise": lines.of_mine,
    "waiting-on": lines.of_theirs,
    "undated-promise": lines.of_undated,
    "stale-promise": lines.of_undated,
    "overdue-follow-up": rhythm.of_follow_up,
    "did-you-meet": lines.of_planned,
    "no-follow-up": lines.of_first_meeting,
    "thanks-owed": lines.of_passed_on,
    "open-introduction": lines.of_passed_on,
    "unanswered-ask": rhythm.of_unanswered,
    "expired-ignore": lines.of_suppressions,
    "time-to-meet": rhythm.of_time_to_meet,
    "drifting": rhythm.of_drifting,
    "only-when-needed": rhythm.of_only_when_needed,
    "birthday-coming": rhythm.of_birthday,
    "one-sided-taking": rhythm.of_balance,
    "one-sided-giving": rhythm.of_balance,
    "ask-after-ask": rhythm.of_asks,
    "no-objective": lines.of_event,
    "late-notes": lines.of_event,
    "unscored-objectives": lines.of_event,
    "nothing-followed": lines.of_event,
    "unrepaired": lines.of_conflicts,
    "key-person-cold": lines.of_key_person,
    "plan-asleep": lines.of_review,
    "circle-full": lines.of_circle,
}
