"""Kith: plain-text accounting for relationships."""

__version__ = "0.1.0"
