"""A second version of the API, as small as one can be: it lists issues in a shape of its own."""

from pathlib import Path

from api.versions import Version

VERSION = Version(
    name="v2", number="2.0.0", package="tests.api.toy_v2", folder=Path(__file__).parent
)
