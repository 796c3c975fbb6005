"""How fast the service is, beside others and at a million statements: `make bench`."""
