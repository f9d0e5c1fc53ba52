"""List pages without their HTML: tabs with counts, search, filters, sort, keyset pages, and what was selected.

A view declares a `Listing`, turns its queryset into a page, and gives the page to a template:

    page = ListPage(Listing(columns=…, tabs=…, sort="-sent"), queries.nominations(), request.GET)
"""

from taawun.ground.lists.listing import Column, Filter, Listing, Tab
from taawun.ground.lists.page import ListPage
from taawun.ground.lists.selection import BadSelection, selected_ids

__all__ = ["BadSelection", "Column", "Filter", "ListPage", "Listing", "Tab", "selected_ids"]
