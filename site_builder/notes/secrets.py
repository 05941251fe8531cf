"""Numbers and keys that open something, and do not belong in a note: payment cards, accounts, private keys, tokens."""

from __future__ import annotations

import re
from collections.abc import Iterator

from site_builder.text import Span

_ADDRESS = re.compile(r"(?:\b[a-z][a-z0-9+.-]*://|\bwww\.)\S+|\S+@\S+|\]\([^)\s]*\)|\[\[[^\]\n]*\]\]", re.IGNORECASE)
_CARD = re.compile(r"(?<![\w./=#:+@-])\d(?:[ -]?\d){13,18}(?![\w/=@-]|\.\d)")
_GROUPS = re.compile(r"\d{14,19}|\d{4}([ -])\d{4}\1\d{4}\1\d{4}(?:\1\d{1,3})?|\d{4}([ -])\d{6}\2\d{4,5}")
_BRANDS = (
    (re.compile(r"4"), (16, 19)),  # Visa; its 13 digits are gone, and look like the number of an article
    (re.compile(r"5[1-5]|222[1-9]|22[3-9]|2[3-6]|27[01]|2720"), (16,)),  # Mastercard
    (re.compile(r"3[47]"), (15,)),  # American Express
    (re.compile(r"30[0-5]|36|3[89]"), (14,)),  # Diners
    (re.compile(r"6011|64[4-9]|65"), (16, 19)),  # Discover
    (re.compile(r"352[89]|35[3-8]"), (16,)),  # JCB
    (re.compile(r"62"), (16, 17, 18, 19)),  # UnionPay
)
_IBAN = re.compile(r"(?<![\w/=.@-])[A-Z]{2}\d{2}(?: ?[A-Z0-9]){11,30}")
_IBAN_LENGTHS = {
    15: "NO", 16: "BE", 18: "DK FI FO GL NL SD", 19: "MK SI", 20: "AT BA EE KZ LT LU XK", 21: "CH HR LI LV",
    22: "BG BH CR DE GB GE IE ME RS VA", 23: "AE GI IL IQ OM TL", 24: "AD CZ ES MD PK RO SA SE SK TN VG",
    25: "LY PT ST", 26: "IS TR", 27: "BI DJ FR GR IT MC MR SM", 28: "AL AZ BY CY DO GT HU LB NI PL",
    29: "BR EG PS QA UA", 30: "JO KW MU", 31: "MT SC", 32: "LC", 33: "RU",
}  # fmt: skip
_LENGTH_OF = {country: length for length, countries in _IBAN_LENGTHS.items() for country in countries.split()}
_PRIVATE_KEY = re.compile(r"-----BEGIN (?:[A-Z0-9]+ )*PRIVATE KEY(?: BLOCK)?-----|\bAGE-SECRET-KEY-1[0-9A-Z]{58}\b")
_TOKEN = re.compile(
    r"\b(?:gh[pousr]_[A-Za-z0-9]{36,}|github_pat_\w{22,}|glpat-[\w-]{20,}|xox[abeprs]-[A-Za-z0-9-]{12,}"
    r"|(?:AKIA|ASIA)[0-9A-Z]{16}|AIza[\w-]{35}|[sr]k_live_[A-Za-z0-9]{16,}|sk-[A-Za-z0-9_-]{32,}|npm_[A-Za-z0-9]{36}"
    r"|pypi-[\w-]{50,}|hf_[A-Za-z0-9]{34}|SG\.[\w-]{22}\.[\w-]{43}|eyJ[\w-]{10,}\.eyJ[\w-]{10,}\.[\w-]{16,})"
)
_KEY_MARKS = ("PRIVATE KEY", "AGE-SECRET-KEY-1")
_TOKEN_MARKS = (
    "ghp_", "gho_", "ghu_", "ghs_", "ghr_", "github_pat_", "glpat-", "xox", "AKIA", "ASIA", "AIza", "k_live_", "sk-",
    "npm_", "pypi-", "hf_", "SG.", "eyJ",
)  # fmt: skip
"""One of them stands in every token, and they are looked for much faster than one is."""
_DISTINCT = 8
"""Different characters of a token that is one; `ghp_xxxxxxxx…` stands for one."""


def find_secrets(text: str) -> Iterator[tuple[Span, str]]:
    """Where a text holds a secret, and what it is; never the secret itself.

    A card has a known prefix, its length and a valid check digit (Luhn, ISO/IEC 7812), and stands alone: not in an
    address, a link or a longer word. An account's number is an IBAN of its country's length whose remainder by 97 is 1
    (ISO 13616).
    """
    for match in _PRIVATE_KEY.finditer(text) if any(mark in text for mark in _KEY_MARKS) else ():
        yield Span(*match.span()), "a private key"
    for match in _TOKEN.finditer(text) if any(mark in text for mark in _TOKEN_MARKS) else ():
        if len(set(match[0])) >= _DISTINCT:
            yield Span(*match.span()), "a token that lets its bearer in"
    for match in _IBAN.finditer(text):
        if end := _iban_end(text, match.start()):
            yield Span(match.start(), end), "the number of a bank account"
    cards = [match.span() for match in _CARD.finditer(text) if _is_card(match[0])]
    if cards:
        addresses = [match.span() for match in _ADDRESS.finditer(text)]
        for start, end in cards:
            if not any(first < end and start < last for first, last in addresses):
                yield Span(start, end), "the number of a payment card"


def _is_card(typed: str) -> bool:
    if not _GROUPS.fullmatch(typed):
        return False
    digits = re.sub(r"\D", "", typed)
    return any(prefix.match(digits) and len(digits) in lengths for prefix, lengths in _BRANDS) and _luhn(digits)


def _luhn(digits: str) -> bool:
    """Whether the check digit is right: every second digit from the right doubled, the sum of all digits ends in 0."""
    total = 0
    for place, digit in enumerate(reversed(digits)):
        number = int(digit) * (1 + place % 2)
        total += number - 9 if number > 9 else number
    return total % 10 == 0 and len(set(digits)) > 1


def _iban_end(text: str, start: int) -> int:
    """Where the account number that begins here ends; 0 if it is none."""
    left, at, typed = _LENGTH_OF.get(text[start : start + 2], 0), start, ""
    while left and at < len(text):
        if text[at] != " ":
            typed, left = typed + text[at], left - 1
        at += 1
    if left or not typed.isalnum() or not typed.isascii() or (at < len(text) and text[at].isalnum()):
        return 0
    number = "".join(str(int(char, 36)) for char in typed[4:] + typed[:4])
    return at if int(number) % 97 == 1 else 0
