"""The local web server: the built site, for the person at this machine only, with live reload."""

from site_builder.serve.server import DEFAULT_PORT, SiteServer

__all__ = ["DEFAULT_PORT", "SiteServer"]
