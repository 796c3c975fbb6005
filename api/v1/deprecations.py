"""What of version 1 will be taken away, and when."""

from datetime import date

from api.deprecations import Deprecation

DEPRECATIONS = (
    Deprecation(
        paths=(
            "/api/v1/positions",
            "/api/v1/positions.csv",
            "/api/v1/positions.xlsx",
            "/api/v1/positions.jsonl",
        ),
        parameter="in_force_on",
        since=date(2026, 11, 25),
        sunset=date(2027, 11, 30),
        use="Use `as_of`, which means the same.",
    ),
)
