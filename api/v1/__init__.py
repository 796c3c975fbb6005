"""Version 1 of the public API: read-only, anonymous, published entries only.

What changed when stands in CHANGES.md beside this file; what may change, in guide/conventions.md.
"""

from pathlib import Path

from api.v1.deprecations import DEPRECATIONS
from api.versions import Version

VERSION = Version(
    name="v1",
    number="1.7.0",
    package="api.v1",
    folder=Path(__file__).parent,
    deprecations=DEPRECATIONS,
)
