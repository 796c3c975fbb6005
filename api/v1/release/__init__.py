"""An archive of the record as it is published: the same bytes wherever the same record is.

What differs between two installations is left out: hosts of addresses, the times at which entries
were saved, numbers of rows and of revisions.
"""
