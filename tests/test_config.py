"""kith.toml: what it says, what it says by default, and what is told of a mistake."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from site_builder.config import Circle, Config, read_config, type_by_path
from site_builder.finding import Finding
from site_builder.globs import fits
from site_builder.notes.dates import parse_duration
from site_builder.settings import CIRCLES

EVERYTHING = """\
schema = 1
output = "../site"
today = "2026-11-20"
exclude = ["Archive/**"]
group-max = 4
kinds = ["Proofreading"]
edit-link = "vscode://file{path}:{line}"
theme = "theme"
[types]
"People/**" = "person"
"Firms" = "company"
[words]
Anwesende = "with"
firma = "org"
[circles]
family = { cadence = "weekly", max = 8, near = true }
inner = { max = 4 }
[targets]
internal-share = 0.4
[nudges]
per-day = 3
[lint]
fail-on = "warning"
ignore = ["Drafts/**"]
[lint.severity]
overdue-promise = "info"
[balance]
share = 0.7
confidence = 0.9
"""


def problems(text: str) -> list[tuple[str, str, str]]:
    """What is told: line, message, remedy."""
    _, findings = read_config(text)
    assert all((finding.path, finding.rule) == ("kith.toml", "bad-config") for finding in findings)
    assert all(finding.anchor.startswith("line:") and finding.message and finding.remedy for finding in findings)
    return [(finding.anchor.removeprefix("line:"), finding.message, finding.remedy) for finding in findings]


def only(text: str) -> tuple[str, str, str]:
    (problem,) = problems(text)
    return problem


def test_today_is_a_day_that_years_can_be_counted_from() -> None:
    for day in ("0001-01-01", "3000-01-01"):
        config, (finding,) = read_config(f'today = "{day}"')
        assert config.today is None and finding.rule == "bad-config"


def test_an_empty_file_means_the_defaults() -> None:
    config, findings = read_config("")
    assert (config, findings) == (Config(), ())
    assert (config.output, config.group_max, config.today, config.circles) == ("output", 6, None, CIRCLES)
    assert (config.targets.internal_share, config.nudges.per_day, config.lint.fail_on) == (0.33, 5, "error")
    assert (config.balance.share, config.balance.confidence) == (0.6, 0.95)


def test_every_setting_is_read() -> None:
    config, findings = read_config(EVERYTHING)
    assert findings == ()
    assert (config.output, config.today, config.exclude) == ("../site", date(2026, 11, 20), ("Archive/**",))
    assert (config.group_max, config.kinds, config.theme) == (4, ("proofreading",), "theme")
    assert config.edit_link == "vscode://file{path}:{line}"
    assert config.types == (("People/**", "contact"), ("Firms", "org"))
    assert config.words == (("anwesende", "with"), ("firma", "org"))
    assert config.circles == (Circle("family", "1w", 8, True), Circle("inner", "1m", 4, True))
    assert (config.targets.internal_share, config.nudges.per_day) == (0.4, 3)
    assert (config.lint.fail_on, config.lint.ignore) == ("warning", ("Drafts/**",))
    assert config.lint.severity == (("overdue-promise", "info"),)
    assert (config.balance.share, config.balance.confidence) == (0.7, 0.9)


def test_settings_are_a_value() -> None:
    assert hash(read_config(EVERYTHING)[0]) == hash(read_config(EVERYTHING)[0])


def test_keys_compare_as_in_notes() -> None:
    assert read_config('Group_Max = 3\nedit_link = "x:{path}"\n')[0].group_max == 3


def test_a_date_may_stand_without_quotes() -> None:
    assert read_config("today = 2026-11-20")[0].today == date(2026, 11, 20)
    assert read_config("today = 2026-11-20T08:00:00Z")[0].today == date(2026, 11, 20)


def test_one_pattern_needs_no_list() -> None:
    assert read_config('exclude = "Archive"')[0].exclude == ("Archive",)


def test_a_byte_order_mark_is_no_mistake() -> None:
    assert read_config("\ufeffgroup-max = 3\r\n") == (Config(group_max=3), ())


def test_a_built_in_circle_is_changed_in_place() -> None:
    circles = read_config('[circles]\nclose = { cadence = "6 weeks" }')[0].circles
    assert circles == (CIRCLES[0], Circle("close", "6w", 15, True), *CIRCLES[2:])


def test_circles_may_be_tables_of_their_own() -> None:
    circles = read_config('[circles.kin]\ncadence = "none"\n[circles.others]\nmax = 9')[0].circles
    assert circles == (Circle("kin"), Circle("others", max=9))


def test_default_cadences_are_durations() -> None:
    for circle in CIRCLES:
        assert str(parse_duration(circle.cadence)) == circle.cadence


def test_user_words_name_types_too() -> None:
    config, findings = read_config('[types]\n"Leute/**" = "Mensch"\n[words]\nmensch = "contact"')
    assert (config.types, findings) == ((("Leute/**", "contact"),), ())


def test_an_unknown_key_brings_the_nearest() -> None:
    assert only("# mine\n\ngroup-mx = 3") == (
        "3",
        "kith.toml has no setting called group-mx; did you mean group-max?",
        "Write group-max, or delete the line.",
    )
    line, message, _ = only("[lint]\nfail-on = 'error'\nfailon = 'error'")
    assert (line, message) == ("3", "[lint] has no setting called failon; did you mean fail-on?")
    line, message, remedy = only("zzz = 3")
    assert message == "kith.toml has no setting called zzz."
    assert remedy.startswith("Use one of balance, circles, edit-link")


@pytest.mark.parametrize(
    "text",
    [
        "output = 3",
        'output = ""',
        'output = "a\\nb"',
        'today = "2026-02-30"',
        'today = "tomorrow"',
        "today = 12:30:00",
        "exclude = [1]",
        "group-max = 0",
        "group-max = true",
        'group-max = "6"',
        'kinds = ["two words"]',
        'edit-link = "vscode://file"',
        'edit-link = "x:{path}{row}"',
        'edit-link = "javascript:alert({path})"',
        'theme = ""',
        "types = 3",
        '[types]\n"a" = 3',
        "[words]\nx = []",
        "circles = 1",
        "[circles]\ninner = 3",
        '[circles]\ninner = { cadence = "sometimes" }',
        "[circles]\ninner = { max = 0 }",
        '[circles]\ninner = { near = "yes" }',
        "[circles]\ninner = { colour = 1 }",
        "[targets]\ninternal-share = 33",
        "[targets]\ninternal-share = nan",
        "[nudges]\nper-day = -1",
        '[lint]\nfail-on = "warnings"',
        '[lint.severity]\noverdue-promise = "fatal"',
        "lint = 3",
        "lint.severity = 3",
        "[balance]\nshare = 1.5",
        "[balance]\nconfidence = true",
        "schema = 2",
        "schema = true",
        'schema = "1"',
        "group-max = 3\ngroup_max = 4",
    ],
)
def test_a_bad_value_is_told_and_its_default_holds(text: str) -> None:
    config, findings = read_config(text)
    assert len(findings) == 1
    assert findings[0].anchor == f"line:{text.count(chr(10)) + 1}"
    assert config.circles == CIRCLES and config.balance == Config().balance and config.lint == Config().lint
    assert config.output == "output" and config.today is None and config.group_max in (3, 6)


def test_a_newer_schema_asks_for_a_newer_kith() -> None:
    assert only("schema = 2") == ("1", "schema is 2; this Kith knows schema 1.", "Update Kith.")


def test_places_are_found_in_tables_dots_and_braces() -> None:
    assert only("lint.fail-on = 3")[0] == "1"
    assert only("a-comment = 1\n")[0] == "1"
    assert only('[circles]\n\nwide = { max = 5 }\n"inner"={near=true, max="x"}')[0] == "4"
    assert only("[ lint . 'severity' ]\n\nno-such = 1")[0] == "3"


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        ("group-max = 3\nexclude = [\n'a',\nkinds = []", "2", "A list is not closed, or lacks a comma."),
        ("group-max = 3\noutput = nowhere", "2", "The value is not TOML."),
        ("group-max = 3\ngroup-max = 4", "2", "The key is set twice."),
        ("group-max = 3\noutput", "2", "There is no = after the key."),
        ("group-max = 3\n[lint\nfail-on = 'info'", "2", "The heading of a table is not closed."),
        ('group-max = 3\noutput = "C:\\Users\\me"', "2", "A \\ in a text means a special character."),
        ('group-max = 3\noutput = "x', "2", "A quote is not closed."),
        ("group-max = 3\ntoday = 2026-02-30", "2", "There is no such date."),
        ("group-max = 3\noutput = 'x' theme = 'y'", "2", "There is more on the line than one setting."),
        ("group-max = 3\nnudges = {a = 1", "2", "A { is not closed."),
        ("group-max = 3\n[lint]\n[lint]", "3", "The table is opened twice."),
        ("group-max = 3\n!!!", "2", "This line is no setting."),
    ],
)
def test_one_mistake_of_syntax_costs_one_setting(text: str, line: str, message: str) -> None:
    config, findings = read_config(text)
    assert (findings[0].anchor, findings[0].message) == (f"line:{line}", f"{message} The setting was skipped.")
    assert len(findings) == 1 and config == Config(group_max=3)


def test_two_mistakes_of_syntax_cost_all_settings() -> None:
    config, findings = read_config("group-max = 3\nnext = = 3\noutput = nowhere")
    assert config == Config() and len(findings) == 1
    assert findings[0].message.endswith("All settings were skipped.")


@pytest.mark.parametrize("text", ["kinds = " + "[" * 5000, "group-max = " + "9" * 5000, "x = 1\n" * 90_000])
def test_a_hostile_file_is_told(text: str) -> None:
    config, findings = read_config(text)
    assert config == Config() and findings


@given(st.text(alphabet="abg[]{}=\"'.,#\n -1\\\u00e4", max_size=60))
def test_reading_never_fails(text: str) -> None:
    config, findings = read_config(text)
    assert isinstance(config, Config)
    lines = len(text.split("\n"))
    assert all(1 <= int(finding.anchor.removeprefix("line:")) <= lines for finding in findings)


VALUES = st.recursive(
    st.one_of(st.booleans(), st.integers(), st.text("ab c", max_size=4).map(repr)).map(str).map(str.lower),
    lambda inner: st.lists(inner, max_size=2).map(lambda items: f"[{', '.join(items)}]"),
    max_leaves=3,
)
KEYS = st.sampled_from(["output", "types", "lint", "circles.inner", "lint.severity.x", "words.a", "balance.share", "x"])


@given(st.lists(st.tuples(KEYS, VALUES), unique_by=lambda pair: pair[0]))
def test_any_value_under_any_key_is_read_or_told(pairs: list[tuple[str, str]]) -> None:
    config, findings = read_config("\n".join(f"{key} = {value}" for key, value in pairs))
    assert isinstance(config, Config) and all(isinstance(finding, Finding) for finding in findings)


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("contacts/ada.md", "contact"),
        ("Contacts/office/ada.md", "contact"),
        ("MEETINGS/2026/x.md", "meeting"),
        ("events/x.md", "event"),
        ("orgs/x.md", "org"),
        ("goals/x.md", "goal"),
        ("me.md", "me"),
        ("Me.md", "me"),
        ("notes/me.md", "note"),
        ("contacts.md", "note"),
        ("a/contacts/x.md", "note"),
        ("People/a.md", "contact"),
        ("People/x/a.md", "contact"),
        ("people/a.md", "note"),
        ("contacts/old/x.md", "note"),
    ],
)
def test_a_type_by_place(path: str, expected: str) -> None:
    config, _ = read_config('[types]\n"People/**" = "contact"\n"contacts/old" = "note"\n"contacts/**/old" = "org"')
    assert type_by_path(config.types, path) == expected


@pytest.mark.parametrize(
    ("glob", "path", "expected"),
    [
        ("People/**", "People", False),
        ("People", "People/a/b.md", True),
        ("./People/", "People/a.md", True),
        ("People\\**", "People/a.md", True),
        ("People/*", "People/x/a.md", False),
        ("People/*", "People/a.md", True),
        ("**", "a/b.md", True),
        ("**/x/*.md", "x/a.md", True),
        ("**/x/*.md", "a/b/x/a.md", True),
        ("**/**/x", "a/x/b.md", True),
        ("a?.md", "ab.md", True),
        ("a?.md", "a/.md", False),
        ("a[b].md", "a[b].md", True),
        ("a[b].md", "ab.md", False),
        ("A/**/b.md", "A/b.md", True),
        ("Freunde/Jürgen.md", "Freunde/Ju\u0308rgen.md", True),
        ("", "a.md", False),
    ],
)
def test_patterns(glob: str, path: str, expected: bool) -> None:
    assert fits(glob, path) is expected
