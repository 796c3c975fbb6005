"""The same list of statements as others would serve it, over the same models.

Each is what an able developer writes with the tool: related rows are prefetched, pages are kept
short, nothing is done by hand that the tool does. They have hardly any middleware.
"""

PAGE = 50
