"""`recorded_at`: any question, asked of the record as it stood at an earlier time."""

import re
from contextlib import ExitStack
from datetime import UTC, datetime, time

from django.utils import timezone

from api.errors import InvalidParameters, invalid_parameter
from api.ready_answers import MadeOfRecord
from relations.record_time import as_recorded_at

PARAMETER = "recorded_at"
EXAMPLES = ("2026-11-24", "2026-11-24T12:00:00Z")
# Parameters that search for words.
SEARCHES = {"q", "search"}
# RFC 3339. Where `+` was not encoded in the address, it arrives as a blank.
FORM = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}"
    r"([Tt][0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]{1,6})?([Zz]|[+ -][0-9]{2}:[0-9]{2}))?"
)
SCHEMA = {
    "in": "query",
    "name": PARAMETER,
    "description": (
        "What this record said at an earlier time: a day, such as 2026-11-24, for its end (UTC), "
        "or an instant with its offset, such as 2026-11-24T12:00:00Z or 2026-11-24T14:00:00+02:00. "
        "Names, links and citations are shown as they stood then; what was retracted by then is "
        "gone. Whatever else is asked is asked of that state."
    ),
    # No example: pages that try an operation out would send it.
    "schema": {"type": "string", "minLength": 10, "maxLength": 32},
}


def read_instant(text):
    """The instant that the parameter names; raises InvalidParameters for any other text."""
    now = timezone.now()
    try:
        if not FORM.fullmatch(text):
            raise ValueError("neither a day nor an instant")
        instant = datetime.fromisoformat(text.upper().replace(" ", "+"))
        if "T" in text.upper():
            instant = instant.astimezone(UTC)  # raises where it leaves the years 1 to 9999
    except (ValueError, OverflowError):
        _refuse(
            "Use a day, such as 2026-11-24, or an instant with its offset, such as "
            "2026-11-24T12:00:00Z or 2026-11-24T14:00:00+02:00."
        )
    if "T" not in text.upper():
        instant = datetime.combine(instant, time.max, tzinfo=UTC)
        if instant.date() == now.date():
            return now
    if instant > now:
        _refuse("This time is still to come: ask for what was recorded by now or earlier.")
    return instant


def _refuse(detail):
    raise InvalidParameters(invalid_parameter(PARAMETER, "invalid", detail, EXAMPLES))


class AnswersOfThePast(MadeOfRecord):
    """View mixin: from `ask_the_past` on, the answer is made of the record as it stood then."""

    has_past = True

    def dispatch(self, request, *args, **kwargs):
        self.recorded_at = None
        with ExitStack() as self._past:
            return super().dispatch(request, *args, **kwargs)

    def ask_the_past(self, request):
        """Take the parameter, which must be allowed already, for the rest of this answer."""
        if text := request.query_params.get(PARAMETER):
            self.recorded_at = read_instant(text)
            is_search = not SEARCHES.isdisjoint(request.query_params)
            self._past.enter_context(as_recorded_at(self.recorded_at, with_search=is_search))
