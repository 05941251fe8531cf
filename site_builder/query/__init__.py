"""Pure questions, remembered together with what they asked: the engine of the one build path.

*Inputs* are set from outside; *queries* are pure functions of the database and their arguments. A query that runs
records each input and query it asks (as in Salsa, rust-analyzer's engine). When inputs change, the answers that asked
them are asked again, the lowest first (as in Jane Street's Incremental), and those above only where an answer really
became different: the cost of a change is that of what it touches, not of what is remembered.

Nobody keeps a list of "what changed": a full build is the same questions asked of an empty memory. What is remembered
can be packed (`bundle`) and taken over by another database: a later process, or the parent of a forked one.
"""

from site_builder.query.answers import CycleError
from site_builder.query.bundle import Bundle
from site_builder.query.cells import (
    Input,
    Query,
    collected_query,
    drafted_query,
    keyed_query,
    late_query,
    light_query,
    query,
    transient_query,
)
from site_builder.query.database import Database
from site_builder.query.pickled import Damaged

__all__ = [
    "Bundle",
    "CycleError",
    "Damaged",
    "Database",
    "Input",
    "Query",
    "collected_query",
    "drafted_query",
    "keyed_query",
    "late_query",
    "light_query",
    "query",
    "transient_query",
]
