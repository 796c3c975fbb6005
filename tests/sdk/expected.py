"""What the clients must tell, read from the same server without any client."""

import json
from urllib.parse import urlencode
from urllib.request import urlopen


def ask(server, path, **parameters):
    address = f"{server}/api/v1/{path}?{urlencode(parameters, doseq=True)}"
    with urlopen(address, timeout=30) as answer:
        return json.load(answer)


def slugs(page):
    return [entry["slug"] for entry in page["results"]]


def expected(server):
    both = {"party": ["russia", "ukraine"], "mode": ["direct", "fragment"]}
    quoted = ask(server, "statements", **both, page_size=500)
    every = ask(server, "statements", page_size=500, count="true")
    start = {"issue": "start-treaty"}
    matrix = ask(server, "positions/matrix", as_of="2025-12-01", **start)
    timeline = ask(server, "positions/timeline", party="russia", **start)
    found = ask(server, "search", q="embargo or tanker", kind="development")
    begun = [
        position["since_earliest"]
        for row in matrix["rows"]
        for cell in row["cells"]
        for position in cell["positions"]
    ]
    assert None in begun
    assert any(begun)
    assert found["results"]
    return {
        "modes": ["direct", "fragment"],
        "quoted": slugs(quoted),
        "walked": slugs(every),
        "count": every["count"],
        "speaker": "Sergei Ryabkov",
        "begun": begun,
        "moved": [chain["issue"]["slug"] for chain in timeline["results"]],
        "found": slugs(found),
        "bad": [400, "/problems#invalid-parameter", "party"],
        "missing": [404, "/problems#not-found", True],
    }
