"""What a user of the Python client does, against the server whose address is given.

It prints what it was told, as JSON. What it takes for granted is checked by mypy and by assertions.
"""

import json
import sys
from datetime import date
from typing import assert_type
from urllib.parse import parse_qs, urlsplit

from negotiation_record_client import Client
from negotiation_record_client.api.positions import get_matrix, get_timeline
from negotiation_record_client.api.rounds import export_rounds_csv
from negotiation_record_client.api.search import search
from negotiation_record_client.api.statements import get_statement, list_statements
from negotiation_record_client.models import (
    Authority,
    Certainty,
    DateBasis,
    Matrix,
    PositionChainPage,
    Problem,
    SearchKind,
    SearchPage,
    Statement,
    StatementInclude,
    StatementMode,
    StatementPage,
)
from negotiation_record_client.types import UNSET, Unset

client = Client(base_url=sys.argv[1])


def cursor_of(address: str) -> str:
    return parse_qs(urlsplit(address).query)["cursor"][0]


def all_pages() -> tuple[list[Statement], int]:
    found: list[Statement] = []
    cursor: str | Unset = UNSET
    while True:
        page = list_statements.sync(client=client, page_size=7, cursor=cursor, count=True)
        assert isinstance(page, StatementPage)
        found += page.results
        if page.next_ is None:
            assert isinstance(page.count, int)
            return found, page.count
        cursor = cursor_of(page.next_)


quoted = list_statements.sync(
    client=client,
    party=["russia", "ukraine"],
    mode=[StatementMode.DIRECT, StatementMode.FRAGMENT],
    page_size=500,
)
assert isinstance(quoted, StatementPage)
assert quoted.next_ is None
assert isinstance(quoted.count, Unset)
modes = {assert_type(statement.mode, StatementMode) for statement in quoted.results}

walked, count = all_pages()

one = get_statement.sync(
    "ryabkov-principal-irritant", client=client, include=[StatementInclude.POSITIONS]
)
assert isinstance(one, Statement)
assert assert_type(one.authority, Authority) is Authority.DEPUTY_MINISTER
assert assert_type(one.said_on, str | None) is None
assert assert_type(one.is_translation, bool | None) is None
assert assert_type(one.said_basis, DateBasis | None) is None
assert one.speaker is not None
assert not isinstance(one.included, Unset)

matrix = get_matrix.sync(
    client=client, as_of=date(2025, 12, 1), issue=["start-treaty"], certainty=Certainty.POSSIBLE
)
assert isinstance(matrix, Matrix)
assert matrix.as_of == date(2025, 12, 1)
begun = [
    assert_type(position.since_earliest, date | None)
    for row in matrix.rows
    for cell in row.cells
    for position in cell.positions
]

timeline = get_timeline.sync(client=client, party=["russia"], issue=["start-treaty"])
assert isinstance(timeline, PositionChainPage)

found = search.sync(client=client, q="embargo or tanker", kind=[SearchKind.DEVELOPMENT])
assert isinstance(found, SearchPage)

bad = list_statements.sync(client=client, party=["rusia"])
assert isinstance(bad, Problem)
assert not isinstance(bad.errors, Unset)
missing = get_statement.sync("nobody", client=client)
assert isinstance(missing, Problem)

table = export_rounds_csv.sync(client=client)
assert isinstance(table, str)
known = list_statements.sync_detailed(client=client)
unchanged = list_statements.sync_detailed(client=client, if_none_match=known.headers["etag"])

print(
    json.dumps(
        {
            "modes": sorted(mode.value for mode in modes),
            "quoted": [statement.slug for statement in quoted.results],
            "walked": [statement.slug for statement in walked],
            "count": count,
            "speaker": one.speaker.name,
            "begun": [str(day) if isinstance(day, date) else None for day in begun],
            "moved": [chain.issue.slug for chain in timeline.results],
            "found": [hit.slug for hit in found.results],
            "bad": [bad.status, bad.type_, *[item.parameter for item in bad.errors]],
            "missing": [missing.status, missing.type_, isinstance(missing.errors, Unset)],
            "table": table.splitlines()[0].split(",")[0],
            "unchanged": [int(unchanged.status_code), unchanged.parsed],
        }
    )
)
