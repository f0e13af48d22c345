"""Starting the workspace: the database made ready, the pages and the background work as children that are looked after.

``python -m obverse.web.serving`` is what ``obverse serve`` becomes.
"""
