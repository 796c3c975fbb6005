"""The licence of the data that is served and archived. The licence of the code is in LICENSE."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Licence:
    """A licence by its full name, its SPDX identifier and the address of its legal text."""

    name: str
    spdx: str
    url: str

    def __str__(self):
        return f"{self.name} ({self.spdx})"


# fixtures/LICENSE says in words what it covers, and is part of each release archive.
DATA_LICENCE = Licence(
    name="Creative Commons Attribution 4.0 International",
    spdx="CC-BY-4.0",
    url="https://creativecommons.org/licenses/by/4.0/legalcode",
)
NOT_COVERED = "Quoted words are not covered: they belong to those who said and printed them."
