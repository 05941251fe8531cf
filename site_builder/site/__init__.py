"""The site: views made from the journal, and the templates that turn a view into a page."""
