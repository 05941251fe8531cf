"""Tools that try Kith at the size of a lifetime; no part of what is installed."""
