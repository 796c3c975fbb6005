"""Version 1 of the public API: read-only, anonymous, published entries only.

Within this version no operation, field, parameter or value is removed or changes its type; fields
and parameters may be added. What changed when stands in CHANGES.md beside this file.
"""
