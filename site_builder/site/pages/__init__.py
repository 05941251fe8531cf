from dataclasses import dataclass

PAGES = ()


@dataclass(frozen=True)
class PageId:
    kind: str
    path: str
    key: str = ""
    number: int = 0
