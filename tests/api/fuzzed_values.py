"""What a schema cannot tell schemathesis: values that mean something, and why a fitting one fails.

Random text is no slug of the record, no cursor and hardly a date, so that nearly every random
query would be refused before it is asked. Most values are therefore exchanged for meaningful ones,
by a rule that knows no chance: the same case is always sent in the same way.

Importing this registers it with schemathesis: tests import it, `st run` by SCHEMATHESIS_HOOKS.
"""

import re
from collections import defaultdict
from datetime import UTC, datetime
from functools import cache
from urllib.parse import parse_qs, unquote_plus, urlsplit
from zlib import crc32

import schemathesis
from django.conf import settings
from schemathesis.openapi.checks import RejectedPositiveData

from relations import search_terms
from relations.imprecise_dates import ImpreciseDateError, parse
from relations.record_files import read_record
from tests.api.contract import OPERATIONS
from tests.api.parameter_values import ACCEPTED, DATES, NO_DATES, WORDS, kind_of

# The plural noun of the address, or the parameter, by the model; the others add an s.
NOUNS = {"party": "parties", "person": "people", "discrepancy": "discrepancies"}
MODELS = {"account": "discrepancyaccount", "schedule": "roundschedule"}
TEXTS = ("city", "country", "language", "publisher", "reported_by", "reported_via")
SLUG = re.compile("[a-z0-9]+(-[a-z0-9]+)*")
DAY = re.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}")
RELEASE = "negotiation-record-2026-11-22"
MANY = 16  # of so many values one is left as it was made


# The record ---------------------------------------------------------------------------------------
@cache
def record():
    """The published slugs of each model, and the texts of the columns that lists filter by."""
    slugs, texts = defaultdict(list), defaultdict(set)
    for entry in read_record(settings.BASE_DIR / "fixtures")[0]:
        model = entry.model.partition(".")[2]
        if "slug" in entry.fields:
            slugs[model].append(entry.fields["slug"])
        for name in TEXTS:
            if isinstance(entry.fields.get(name), str) and entry.fields[name]:
                texts[name].add(entry.fields[name])
    texts["place"] = texts["city"] | texts["country"]
    return slugs, {name: sorted(values) for name, values in texts.items()}


def slugs_of(parameter, path):
    """The slugs that a parameter of an operation can mean; of the address if it stands there."""
    slugs, _ = record()
    if parameter["in"] == "query":
        return slugs[MODELS.get(parameter["name"], parameter["name"])]
    noun = path.split("/")[3]
    (model,) = (model for model in slugs if NOUNS.get(model, f"{model}s") == noun)
    return slugs[model]


def meant(parameter, path):
    """Values that the parameter takes, and some that come near."""
    kind, name = kind_of(parameter), parameter["name"]
    if name == "If-None-Match":
        return ["*", '"0"', 'W/"0"', '"0", "1"']
    if name == "name":
        return [RELEASE]
    if kind == "slug":
        return slugs_of(parameter, path)
    if kind == "imprecise date":
        return [*map(unquote_plus, [*DATES * 4, *NO_DATES]), "2025-02-12", "2026", "2025/2026"]
    if kind == "day":
        return [*ACCEPTED["day"], "2025-02-12", "2025-12-01", "2026-01-31", today()]
    if kind == "instant":
        return [*ACCEPTED["instant"], *[today()] * 12, "2026-02-30", "9999-12-31"]
    if kind == "search":
        return [
            *map(unquote_plus, WORDS),
            "embargo or tanker",
            "sanctions",
            '"small but"',
            "-the a",
        ]
    if kind == "text":
        return record()[1][name]
    return []


# Every case ---------------------------------------------------------------------------------------
PARAMETERS = {
    path: {parameter["name"]: parameter for parameter in operation["parameters"]}
    for path, operation in OPERATIONS.values()
}


def today():
    return datetime.now(UTC).date().isoformat()


def number_of(text):
    return crc32(text.encode("utf-8", "surrogatepass"))


def exchanged(text, parameter, path):
    """A value that means something instead of one that merely fits; mostly."""
    is_text = isinstance(text, str)
    schema = parameter["schema"]
    if kind_of(parameter) == "slug" or "$ref" in schema:
        fits = is_text and SLUG.fullmatch(text) and len(text) <= 200
    elif schema.get("format") == "date":  # a case that is to be refused must stay so
        fits = is_text and DAY.fullmatch(text)
    else:
        fits = is_text and schema.get("minLength", 1) <= len(text) <= schema.get("maxLength", 64)
    values = meant(parameter, path) if fits else []
    number = number_of(text) if values else 0
    return values[number % len(values)] if number % MANY else text


@schemathesis.hook
def map_case(context, case):
    path = case.operation.path
    for place in (case.query, case.path_parameters, case.headers):
        for name, value in list(place.items()):
            parameter = PARAMETERS[path].get(name)
            if parameter is None:
                continue
            if name == "cursor" and isinstance(value, str) and number_of(value) % MANY:
                del place[name]  # pages are followed instead, by neighbouring_pages_conform
            elif isinstance(value, list):
                place[name] = [exchanged(each, parameter, path) for each in value]
            elif parameter["schema"].get("type") != "array":
                place[name] = exchanged(value, parameter, path)
    return case


# What may be refused though it fits ---------------------------------------------------------------
@schemathesis.hook
def filter_failure(context, failure, case, response):
    if not isinstance(failure, RejectedPositiveData):
        return True
    return not is_refused_rightly(case.operation.path, response)


def is_refused_rightly(path, response):
    """Whether each error of the answer is one that no schema can foretell."""
    url = urlsplit(response.request.url)
    sent = parse_qs(url.query, keep_blank_values=True)
    if response.status_code == 414:  # of the whole query, not of one parameter
        return len(url.query) > 4096
    errors = response.json().get("errors") if response.status_code == 400 else None
    return bool(errors) and all(
        error["parameter"] in PARAMETERS[path]
        and cannot_be(error, PARAMETERS[path][error["parameter"]], path, sent)
        for error in errors
    )


def cannot_be(error, parameter, path, sent):
    """Whether the values really are what the error says: wrong beyond the reach of a schema."""
    values = sent[parameter["name"]]
    if error["code"] == "unprintable":
        return any(not value.isprintable() or "\ufffd" in value for value in values)
    if error["code"] == "empty":
        return not all(value.strip() for value in values)
    if error["code"] == "repeated":  # told in words: some clients read uniqueItems as a set
        return parameter["schema"].get("type") == "array" and len(set(values)) < len(values)
    if error["code"] != "invalid":
        return False
    kind = kind_of(parameter)
    if kind == "slug":  # there is no such entry, or was none when the record was not yet loaded
        was_empty = sent.get("recorded_at", [today()])[0] < today()
        return was_empty or not set(values) <= set(slugs_of(parameter, path))
    if kind == "imprecise date":  # no day of the calendar, or a range that ends before it begins
        return fails(parse, values[0], ImpreciseDateError) or is_upside_down(parameter, sent)
    if kind == "instant":  # no day of the calendar, or one to come
        return fails(instant, values[0], ValueError) or instant(values[0]) > datetime.now(UTC)
    if kind == "search":  # nothing to search for
        return fails(search_terms.parse, values[0], ValueError)
    if kind == "revision":  # the record has not come so far
        return int(values[0]) > int(re.search(r"to (\d+),", error["detail"])[1])
    return kind == "cursor"  # it belongs to one query


def fails(read, text, error):
    try:
        read(text)
    except error:
        return True
    return False


def instant(text):
    if not re.fullmatch(r"\d{4}-\d\d-\d\d(T\d\d:\d\d:\d\d(\.\d{1,6})?Z)?", text, re.ASCII):
        raise ValueError(text)
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def is_upside_down(parameter, sent):
    name = parameter["name"]
    first = sent.get(f"{name.removesuffix('_before')}_after")
    return bool(first) and parse(first[0]).earliest > parse(sent[name][0]).latest


# One check more -----------------------------------------------------------------------------------
@schemathesis.check
def neighbouring_pages_conform(context, response, case):
    """The pages before and after a page are answered, and keep the contract as it does."""
    if response.status_code != 200 or "cursor" not in PARAMETERS[case.operation.path]:
        return True
    page = response.json()
    for link in filter(None, (page["next"], page.get("previous"))):
        url = urlsplit(link)
        neighbour = case.derive(query=parse_qs(url.query, strict_parsing=True))
        answer = neighbour.call(base_url=None if case.operation.app else f"http://{url.netloc}")
        assert answer.status_code == 200, f"{link} is answered with {answer.status_code}"
        case.operation.validate_response(answer)
    return None
