"""Rounds as a calendar, read back by icalendar."""

from datetime import UTC, date

import pytest
from icalendar import Calendar

from relations import models
from relations.vocabularies import RoundStatus
from tests import builders
from tests.api.contract import OPERATIONS

PATH = "/api/v1/rounds.ics"
PLAIN = {
    "negotiation",
    "party",
    "person",
    "issue",
    "status",
    "held_after",
    "min_independent_sources",
}


def calendar(reader, **parameters):
    """The calendar, which must be written as RFC 5545 asks."""
    answer = reader.get(PATH, parameters)
    assert answer.status_code == 200, answer.content
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    lines = answer.content.split(b"\r\n")
    assert lines[-1] == b""
    assert all(len(line) <= 75 and b"\n" not in line for line in lines)
    read = Calendar.from_ical(answer.content)
    assert read["version"] == "2.0"
    assert "Negotiation record" in read["prodid"]
    for part in read.walk():
        assert not part.errors
        if part.name in ("VEVENT", "VJOURNAL"):
            assert part["uid"]
            assert part["dtstamp"].dt.tzinfo
    return read


def events(read):
    return read.walk("VEVENT")


def journals(read):
    return read.walk("VJOURNAL")


def event_of(reader, **overrides):
    builders.a_round(**overrides)
    (event,) = events(calendar(reader))
    return event


@pytest.mark.parametrize(
    ("held_on", "first", "end", "title"),
    [
        ("2025-02-27", (2025, 2, 27), (2025, 2, 28), "Talks"),
        ("2025-12-31", (2025, 12, 31), (2026, 1, 1), "Talks"),
        ("2025-21", (2025, 3, 1), (2025, 6, 1), "Talks (some day in spring 2025)"),
        ("2025", (2025, 1, 1), (2026, 1, 1), "Talks (some day in 2025)"),
        ("2025-33", (2025, 1, 1), (2025, 4, 1), "Talks (some day in the first quarter of 2025)"),
        ("2025-05~", (2025, 5, 1), (2025, 6, 1), "Talks (approximately May 2025)"),
        ("2025-05-02?", (2025, 5, 2), (2025, 5, 3), "Talks (perhaps 2 May 2025)"),
        ("2025-05/2025-06", (2025, 5, 1), (2025, 7, 1), "Talks (from May 2025 to June 2025)"),
        ("2025-05/..", (2025, 5, 1), (2025, 5, 2), "Talks (from May 2025 on)"),
        ("../2025-05", (2025, 5, 31), (2025, 6, 1), "Talks (until May 2025)"),
        ("9998", (9998, 1, 1), (9999, 1, 1), "Talks (some day in 9998)"),
    ],
)
def test_round_takes_whole_days_and_says_how_its_date_is_known(
    held_on, first, end, title, reader, db
):
    event = event_of(reader, title="Talks", held_on=held_on)
    assert event["dtstart"].dt == date(*first)
    assert event["dtend"].dt == date(*end)
    assert event["dtstart"].params["VALUE"] == "DATE"
    assert event["summary"] == title
    assert event["transp"] == "TRANSPARENT"


@pytest.mark.parametrize(
    ("status", "shown", "title"),
    [
        ("held", "CONFIRMED", "First round"),
        ("scheduled", "TENTATIVE", "First round"),
        ("postponed", "TENTATIVE", "Postponed: First round"),
        ("cancelled", "CANCELLED", "Cancelled: First round"),
        ("unclear", "TENTATIVE", "First round"),
    ],
)
def test_status_is_one_that_calendars_know(status, shown, title, reader, db):
    event = event_of(reader, held_on="2025-02-27", status=status)
    assert (event["status"], event["summary"]) == (shown, title)
    assert f"Status: {RoundStatus(status).label}" in event["description"]


def test_event_tells_all_that_is_known(reader, db):
    held = builders.a_round(
        negotiation=builders.a_negotiation(name="Fish; chips, peas"),
        title="Round, with; signs \\ and “Жé” " + "long " * 30,
        held_on="2025-04",
        held_as_printed="in April",
        held_basis="inferred",
        held_note="The year is that\nof the article.",
        city="Strelsau",
        place_as_printed="the old capital",
        outcome="They fish.",
    )
    party, hidden = (
        builders.a_party(name="Ruritania"),
        builders.a_person(publication_status="draft"),
    )
    models.RoundParticipant.objects.create(
        round=held, party=party, person=builders.a_person(), role="host"
    )
    models.RoundParticipant.objects.create(round=held, party=party, person=hidden, role="party")
    builders.a_schedule(
        round=held, scheduled_on="2025-03", scheduled_as_printed="in March", announced_by="the host"
    )
    builders.a_schedule(round=held, sequence=2, city="Zenda", publication_status="draft")
    (event,) = events(calendar(reader))
    assert event["summary"] == f"{held.title} (some day in April 2025)"
    assert event["description"].splitlines() == [
        "Status: Held",
        "Date as printed: in April",
        "Date: April 2025 (1 April 2025 to 30 April 2025)",
        "Date is inferred: The year is that",
        "of the article.",
        "Participants: Ruritania (host, Rassendyll); Ruritania (party)",
        "Outcome: They fish.",
        "Schedule 1 as printed: in March",
        "Schedule 1: March 2025 (1 March 2025 to 31 March 2025)",
        "Schedule 1, announced by: the host",
    ]
    assert event["location"] == "Strelsau"
    assert event["categories"].cats == ["Fish; chips, peas"]
    assert event["url"] == f"http://testserver/api/v1/rounds/{held.slug}"
    assert event["uid"] == f"{held.slug}@negotiation-record"
    saved = held.updated_at.astimezone(UTC).replace(microsecond=0)
    assert event["dtstamp"].dt == event["last-modified"].dt == saved


def test_place_is_as_printed_where_no_city_is_known(reader, db):
    event = event_of(reader, held_on="2025", place_as_printed="the old capital")
    assert event["location"] == "the old capital"


def test_a_round_without_a_date_is_a_journal_entry_and_counted(reader, db):
    undated = builders.a_round(status="cancelled")
    builders.a_round(held_on="2025")
    read = calendar(reader)
    (journal,) = journals(read)
    assert len(events(read)) == 1
    assert "dtstart" not in journal
    assert journal["uid"] == f"{undated.slug}@negotiation-record"
    assert journal["summary"] == "Cancelled: First round"
    assert journal["status"] == "CANCELLED"
    assert read["x-wr-caldesc"] == "Rounds with a date: 1. Rounds without a date: 1."


def test_calendar_is_the_same_wherever_and_whenever_it_is_asked_for(reader, db):
    builders.a_round(held_on="2025")
    first = reader.get(PATH)
    assert reader.get(PATH)["ETag"] == first["ETag"]
    assert reader.get(PATH, headers={"if-none-match": first["ETag"]}).status_code == 304
    other = Calendar.from_ical(reader.get(PATH, headers={"host": "localhost"}).content)
    assert (
        other.walk("VEVENT")[0]["uid"] == Calendar.from_ical(first.content).walk("VEVENT")[0]["uid"]
    )


def test_calendar_takes_the_filters_of_the_list_and_no_pages():
    def parameters(name):
        return {each["name"] for each in OPERATIONS[name][1]["parameters"]}

    pages = {"cursor", "page_size", "ordering", "count", "facet", "include"}
    assert parameters("exportRoundsIcs") == parameters("listRounds") - pages
    assert parameters("exportRoundsIcs") >= PLAIN


@pytest.mark.parametrize("name", ["cursor", "page_size", "ordering", "count"])
def test_pages_are_refused_as_unknown(name, reader, db):
    problem = reader.get_json(PATH, expect=400, **{name: "1"})
    assert problem["errors"][0]["code"] == "unknown"


def test_whole_result_is_in_the_calendar(reader, db):
    negotiation = builders.a_negotiation()
    for _ in range(60):
        builders.a_round(negotiation=negotiation, held_on="2025")
    builders.a_round(held_on="2025")
    assert len(events(calendar(reader))) == 61
    assert len(events(calendar(reader, negotiation=negotiation.slug))) == 60
    assert len(events(calendar(reader, status="postponed"))) == 0


def test_every_round_of_the_record_is_in_the_calendar(reader, record, db):
    read = calendar(reader)
    rounds = {f"{each.slug}@negotiation-record": each for each in models.Round.objects.published()}
    found = {part["uid"]: part for part in [*events(read), *journals(read)]}
    assert set(found) == set(rounds)
    assert {each["uid"] for each in journals(read)} == {
        uid for uid, each in rounds.items() if not each.held_on
    }
    statuses = set()
    for uid, each in rounds.items():
        statuses.add(each.status)
        marked = {"postponed": "Postponed: ", "cancelled": "Cancelled: "}.get(each.status, "")
        assert found[uid]["summary"].startswith(marked + each.title)
        if each.held_on and not (each.held_on.startswith("..") or each.held_on.endswith("..")):
            length = found[uid]["dtend"].dt - found[uid]["dtstart"].dt
            assert length.days == (each.held_latest - each.held_earliest).days + 1
    assert "postponed" in statuses
    for event in events(read):
        assert (event["status"] == "CONFIRMED") == (rounds[event["uid"]].status == "held")
