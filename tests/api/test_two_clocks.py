"""World time and record time over HTTP: answers equal to those saved when they were given."""

import random
from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from relations import models
from relations.models import recorded_models
from relations.vocabularies import PublicationStatus
from tests import builders
from tests.api.contract import DETAILS, LISTS, everything
from tests.thoroughness import seeds

pytestmark = [pytest.mark.dialect, pytest.mark.django_db]

# World time, to be combined with record time: the lists that know a day.
DAYS = ("2024-12-31", "2025-05-14", "2026-12-31")
DATED = ("rounds", "positions", "statements", "developments", "documents", "offices")


def questions():
    """Everything that is saved: lists, details, matrix, timeline, with filters and days."""
    asked = [
        (path, {"page_size": "500", "count": "true", **everything(name)})
        for name, path in LISTS.items()
    ]
    asked += [
        ("/api/v1/search", {"q": words, "count": "true"})
        for words in ("fish", "said anew or fishing")
    ]
    asked += [(path, {"search": "fish or anew"}) for path in LISTS.values()]
    asked += [
        (f"/api/v1/{noun}", {"as_of": day, "certainty": certainty})
        for noun in DATED
        for day in DAYS
        for certainty in ("possible", "certain")
    ]
    asked += [("/api/v1/positions/matrix", {"as_of": day}) for day in DAYS]
    asked.append(("/api/v1/positions/timeline", {}))
    for noun in ("positions", "statements", "rounds", "developments"):
        for name, model in (("issue", models.Issue), ("party", models.Party)):
            slug = model.objects.order_by("pk").first().slug
            asked.append((f"/api/v1/{noun}", {name: slug}))
    return asked


def answers_to(asked, reader, **record_time):
    """Status and body of each; the links to other pages, which name the question, left out."""
    answers = []
    for path, parameters in asked:
        answer = reader.get(path, {**parameters, **record_time})
        body = answer.json()
        # A filter by an entry that is not public then is refused by its address.
        answers.append((answer.status_code, {**body, "next": None, "instance": None}))
    return answers


def details():
    """The address of every entry that is or was there, published or not."""
    for path in DETAILS.values():
        noun = path.split("/")[3]
        singular = {"people": "person", "parties": "party", "discrepancies": "discrepancy"}
        model = getattr(models, singular.get(noun, noun.removesuffix("s")).capitalize())
        for slug in model.history.values_list("slug", flat=True).distinct():
            yield path.replace("{slug}", slug), {}


# Edits --------------------------------------------------------------------------------------------
TEXTS = ("name", "title", "summary", "text", "question", "note", "description", "publisher")
DATES = ("since_on", "said_on", "held_on", "happened_on", "published_on")


def edit(dice):
    """Change one row of the record in some way; what the database refuses is left as it was."""
    model = dice.choice(recorded_models())
    row = dice.choice([*model.objects.order_by("pk"), None])
    names = {field.name for field in model._meta.concrete_fields}
    ways = ["words", "date", "status", "link", "remove", "more"]
    way = dice.choice(ways)
    if way == "more" or row is None:
        dice.choice(list(builders.BUILDERS.values()))()
    elif way == "words" and names & set(TEXTS):
        change(row, dice.choice(sorted(names & set(TEXTS))), f"Said anew {dice.random()}")
    elif way == "date" and names & set(DATES):
        name = dice.choice(sorted(names & set(DATES)))
        change(row, name, dice.choice(["2024-33", "2025-05-14", "2025/..", "../2025-05"]))
    elif way == "status" and "publication_status" in names:
        row.retraction_reason = "Found wrong."
        change(row, "publication_status", dice.choice(PublicationStatus.values))
    elif way == "link":
        fields = [f for f in model._meta.concrete_fields if f.many_to_one and f.null]
        fields = [f for f in fields if not issubclass(model, models.Citation)]
        if fields:
            field = dice.choice(fields)
            others = field.related_model.objects.exclude(pk=row.pk)
            change(row, field.name, dice.choice([*others.order_by("pk"), None]))
    elif way == "remove" and issubclass(model, models.Link | models.Citation):
        row.delete()


def change(row, name, value):
    setattr(row, name, value)
    if name.endswith("_on"):
        setattr(row, f"{name.removesuffix('_on')}_basis", "stated")
    if not row._state.adding and not _breaks_a_constraint(row):
        row.save()


def _breaks_a_constraint(row):
    try:
        row.validate_constraints()
    except Exception:
        return True
    return False


# Golden answers -----------------------------------------------------------------------------------
# Each past is made of views, whose locks PostgreSQL keeps until a transaction ends: here, at once.
@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("seed", seeds(1))
def test_an_answer_can_be_had_again_whatever_was_changed_since(seed, reader):
    dice = random.Random(seed)
    builders.a_full_record()
    asked = questions()
    saved = []
    for _ in range(2):
        asked_now = dice.sample([*asked, *details()], 25)
        saved.append((timezone.now(), asked_now, answers_to(asked_now, reader)))
        for _ in range(25):
            edit(dice)
    assert answers_to(saved[0][1], reader) != saved[0][2]
    for instant, asked_then, answers in saved:
        then = instant.isoformat().replace("+00:00", "Z")
        assert answers_to(asked_then, reader, recorded_at=then) == answers


@pytest.mark.parametrize("suffix", ["csv", "jsonl"])
def test_a_table_can_be_had_again(suffix, reader):
    builders.a_full_record()
    path = f"/api/v1/statements.{suffix}"
    saved = reader.get(path).getvalue()
    then = timezone.now().isoformat().replace("+00:00", "Z")
    for person in models.Person.objects.all():
        change(person, "name", "Rupert")
    models.StatementIssue.objects.all()[0].delete()
    assert reader.get(path).getvalue() != saved
    assert reader.get(path, {"recorded_at": then}).getvalue() == saved


def test_record_time_and_world_time_are_independent(reader):
    """What was in force in May, as the record knew it before and after a correction."""
    position = builders.a_position(slug="fishing", since_on="2025-05-01")
    wrong = timezone.now()
    position.since_on = "2025-06-01"
    position.save()
    for recorded_at, as_of, found in (
        (wrong, "2025-05-14", True),
        (wrong, "2025-04-30", False),
        (None, "2025-05-14", False),
        (None, "2025-06-01", True),
        (wrong - timedelta(days=1), "2025-06-01", False),
    ):
        asked = {"as_of": as_of, "certainty": "certain"}
        if recorded_at:
            asked["recorded_at"] = recorded_at.isoformat().replace("+00:00", "Z")
        rows = reader.get_json("/api/v1/positions", **asked)["results"]
        assert bool(rows) is found, (recorded_at, as_of)


def test_an_entry_of_today_is_not_found_in_the_record_of_yesterday(reader):
    url = f"/api/v1/issues/{builders.an_issue().slug}"
    yesterday = (timezone.now() - timedelta(days=1)).date().isoformat()
    today = timezone.now().date().isoformat()
    assert reader.get(url, {"recorded_at": yesterday}).status_code == 404
    assert reader.get(url, {"recorded_at": today}).status_code == 200
    assert reader.get_json("/api/v1/issues", recorded_at=yesterday, count="true")["count"] == 0


def test_a_filter_by_an_entry_that_was_not_there_yet_is_refused(reader):
    issue = builders.an_issue()
    problem = reader.get_json(
        "/api/v1/positions", expect=400, issue=issue.slug, recorded_at="2020-01-01"
    )
    assert problem["errors"][0]["parameter"] == "issue"


def test_a_day_is_taken_at_its_end(reader):
    issue = builders.an_issue(name="Fishing")
    morning, night = "2025-05-14T08:00:00+00:00", "2025-05-14T23:59:59+00:00"
    models.Issue.history.update(history_date=morning)
    issue.name = "Whaling"
    issue.save()
    newest = models.Issue.history.order_by("-history_id").first()
    models.Issue.history.filter(pk=newest.pk).update(history_date=night)
    url = f"/api/v1/issues/{issue.slug}"
    assert reader.get_json(url, recorded_at="2025-05-14")["name"] == "Whaling"
    assert reader.get_json(url, recorded_at="2025-05-14T12:00:00Z")["name"] == "Fishing"
    assert reader.get(url, {"recorded_at": "2025-05-13"}).status_code == 404


def test_nothing_unpublished_then_is_seen_now(reader):
    draft = builders.an_issue(name="CANARY", publication_status=PublicationStatus.DRAFT)
    then = timezone.now().isoformat().replace("+00:00", "Z")
    draft.publication_status = PublicationStatus.PUBLISHED
    draft.save()
    assert "CANARY" in reader.get("/api/v1/issues").content.decode()
    assert "CANARY" not in reader.get("/api/v1/issues", {"recorded_at": then}).content.decode()


@pytest.mark.slow
def test_pages_of_the_past_stay_the_same_while_the_record_changes(reader):
    """A walk pinned to a time gives each row of then exactly once, in any ordering."""
    rows = [builders.a_round(held_on=date) for date in ["2025-05"] * 7 + [None] * 4]
    then = timezone.now().isoformat().replace("+00:00", "Z")
    dice = random.Random(1)
    for ordering in ("slug", "-slug", "held_on", "-held_on", "updated_at", "-updated_at"):
        seen, url = [], "/api/v1/rounds"
        asked = {"recorded_at": then, "ordering": ordering, "page_size": "2"}
        while url:
            page = reader.get_json(url, **asked)
            seen += [row["slug"] for row in page["results"]]
            row = dice.choice(rows)
            row.held_on = dice.choice(["2024", "2026", "2025-05"])
            row.held_basis = "stated"
            row.save()
            builders.a_round(held_on="2025-05")
            url, asked = page["next"], {}
        assert sorted(seen) == sorted(row.slug for row in rows), ordering


# Bad input ----------------------------------------------------------------------------------------
REFUSED_TIMES = [
    "yesterday",
    "2025",
    "2025-05",
    "2025-02-30",
    "2025-5-1",
    " 2025-05-01",
    "2025-05-01T12:00",
    "2025-05-01 12:00:00Z",
    "2025-05-01T12:00:00",
    "2025-05-01T12:00:00+2:00",
    "0001-01-01T00:00:00+14:00",
    "2025-05-01T25:00:00Z",
    "2025-05-01T12:00:00.1234567Z",
    "0000-01-01",
    "9999-12-31",
    "9999-12-31T23:59:59Z",
    "٢٠٢٥-٠٥-٠١",
    "2025-05-01'; DROP TABLE relations_issue; --",
]


@pytest.mark.parametrize(
    ("path", "value"),
    [
        *[("/api/v1/issues", value) for value in REFUSED_TIMES],
        ("/api/v1/issues/none", "9999-12-31"),
        ("/api/v1/positions/matrix", "9999-12-31"),
    ],
)
def test_a_time_that_is_none_or_is_still_to_come_is_refused(path, value, reader):
    problem = reader.get_json(path, expect=400, recorded_at=value)
    (error,) = problem["errors"]
    assert error["parameter"] == "recorded_at"
    assert error["allowed"] == ["2026-11-24", "2026-11-24T12:00:00Z"]


@pytest.mark.parametrize(
    "value",
    [
        *("1000-01-01", "0001-01-01", "2025-05-01T00:00:00.5Z", "2025-05-01t00:00:00z"),
        *("2025-05-01T12:00:00+02:00", "2025-05-01T12:00:00.123456-11:30"),
        "2025-05-01T12:00:00 02:00",  # what arrives where `+` was not encoded
    ],
)
def test_any_time_before_now_may_be_asked_for(value, reader):
    assert reader.get_json("/api/v1/issues", recorded_at=value)["results"] == []


def test_the_present_is_answered_after_every_question_of_the_past(reader):
    """Also after one that failed, or found nothing."""
    issue = builders.an_issue(name="Fishing")
    then = timezone.now().isoformat().replace("+00:00", "Z")
    issue.name = "Whaling"
    issue.save()
    url = f"/api/v1/issues/{issue.slug}"
    for path, asked, status in (
        (url, {}, 200),
        ("/api/v1/issues/none", {}, 404),
        ("/api/v1/issues", {"document": "none"}, 400),
        ("/api/v1/issues", {"cursor": "none"}, 400),
    ):
        answer = reader.get(path, {**asked, "recorded_at": then})
        assert answer.status_code == status
        assert reader.get_json(url)["name"] == "Whaling"
    with connection.cursor() as cursor:
        cursor.execute("SELECT name FROM relations_issue")
        assert cursor.fetchall() == [("Whaling",)]
