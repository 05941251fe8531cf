"""The reference of all fields, in Markdown, from the schema."""

from __future__ import annotations

from site_builder.notes.schema import FIELD_WORDS, TYPES, Field, Kind, fields_of


def field_reference() -> str:
    """A table for each type of note: field, what it holds, what it is for."""
    parts = []
    for type_name in TYPES:
        rows = [
            f"| `{field.name}` | {_holds(field)} | {field.about}{_also(field, type_name)} |"
            for field in fields_of(type_name)
        ]
        parts.append("\n".join((f"### {type_name}", "", "| field | holds | |", "|---|---|---|", *rows)))
    return "\n\n".join(parts) + "\n"


def _holds(field: Field) -> str:
    if not field.choices:
        return field.kind.value
    listed = ", ".join(f"`{choice}`" for choice in field.choices)
    return f"{listed}, or its history" if field.kind in (Kind.DATED_CHOICE, Kind.DATED_NUMBER) else listed


def _also(field: Field, type_name: str) -> str:
    own = {item.name for item in fields_of(type_name)}
    words = [word for word, meant in FIELD_WORDS.items() if meant == field.name and word not in own]
    return f" Also {', '.join(f'`{word}`' for word in words)}." if words else ""
