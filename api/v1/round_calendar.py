"""Rounds as an iCalendar file, RFC 5545.

A round takes whole days, from the first to the last on which it can have been; how its date is
known stands in words beside it. A date with an open end takes the one day that is known. A round
without a date is a journal entry without one, which calendars keep or pass over. The file is the
same as long as the record is.
"""

from datetime import UTC, timedelta

from django.db.models import F
from drf_spectacular.settings import spectacular_settings
from drf_spectacular.utils import extend_schema
from icalendar import Calendar, Event, Journal
from rest_framework.renderers import BaseRenderer
from rest_framework.response import Response
from rest_framework.reverse import reverse

from api.v1 import VERSION
from api.v1.rounds import RoundViewSet
from relations.imprecise_dates import DATE, describe, in_words, parse
from relations.vocabularies import RoundStatus

# A round that is scheduled is announced or expected, no more.
STATUS = {
    RoundStatus.HELD: "CONFIRMED",
    RoundStatus.SCHEDULED: "TENTATIVE",
    RoundStatus.POSTPONED: "TENTATIVE",
    RoundStatus.CANCELLED: "CANCELLED",
    RoundStatus.UNCLEAR: "TENTATIVE",
}
MARKED = {RoundStatus.POSTPONED: "Postponed: ", RoundStatus.CANCELLED: "Cancelled: "}


class CalendarRenderer(BaseRenderer):
    media_type = "text/calendar"
    format = "ics"
    charset = "utf-8"

    def render(self, data, accepted_media_type=None, renderer_context=None):
        return data


class RoundCalendarViewSet(RoundViewSet):
    """Rounds as a calendar."""

    links = ("participants__person", "schedules")
    renderer_classes = [CalendarRenderer]
    pagination_class = None
    includes = ()
    list_parameters = ()

    @extend_schema(
        operation_id="exportRoundsIcs",
        summary="Export rounds as a calendar",
        description="All rounds that the filters find, as an iCalendar file, without pages. A "
        "round takes whole days, from the first to the last on which it can have been; an "
        "imprecise date is told in words in the title. A date with an open end takes the one day "
        "that is known. A round without a date is a VJOURNAL without one. Status: held is "
        "CONFIRMED, cancelled is CANCELLED, all else is TENTATIVE; postponed and cancelled rounds "
        "say so in the title. The UID does not depend on the address of the server.",
        responses={
            (200, CalendarRenderer.media_type): {
                "type": "string",
                "description": "An iCalendar file with a VEVENT for each round that has a date.",
            }
        },
        filters=True,
    )
    def calendar(self, request):
        rounds = self.filter_queryset(self.get_queryset()).with_links(*self.links)
        in_order = rounds.order_by(F("held_earliest").asc(nulls_last=True), "slug")
        return Response(calendar_of(list(in_order), request).to_ical())


def calendar_of(rounds, request):
    """The calendar of rounds loaded with participants and schedules."""
    record = spectacular_settings.TITLE
    undated = sum(not each.held_on for each in rounds)
    calendar = Calendar()
    calendar.add("prodid", f"-//{record}//{VERSION.number}//EN")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("x-wr-calname", f"{record}: rounds")
    calendar.add(
        "x-wr-caldesc",
        f"Rounds with a date: {len(rounds) - undated}. Rounds without a date: {undated}.",
    )
    for each in rounds:
        calendar.add_component(component_of(each, request))
    return calendar


def component_of(round_, request):
    """The event of a round, or its journal entry if it has no date."""
    component = Event() if round_.held_on else Journal()
    component.add("uid", f"{round_.slug}@negotiation-record")
    for name in ("dtstamp", "last-modified"):
        component.add(name, round_.updated_at.astimezone(UTC))
    component.add("summary", MARKED.get(round_.status, "") + _title(round_))
    component.add("description", "\n".join(_description(round_)))
    component.add("categories", [round_.negotiation.name])
    component.add("url", reverse("v1:round-detail", [round_.slug], request=request))
    if not round_.held_on:
        if round_.status == RoundStatus.CANCELLED:
            component.add("status", STATUS[round_.status])
        return component
    first, last = _days(parse(round_.held_on))
    component.add("dtstart", first)
    component.add("dtend", last + timedelta(days=1))
    component.add("status", STATUS[round_.status])
    component.add("transp", "TRANSPARENT")
    place = round_.city or round_.place_as_printed
    if place:
        component.add("location", place)
    return component


def _days(date):
    """First and last day the event takes."""
    if date.has_open_start:
        return date.latest, date.latest
    if date.has_open_end:
        return date.earliest, date.earliest
    return date.earliest, date.latest


def _title(round_):
    """The title, with the date in words where it is not one exact day."""
    if not round_.held_on:
        return round_.title
    date = parse(round_.held_on)
    match = DATE.fullmatch(date.text)
    if match and match["day"] and not match["qualifier"]:
        return round_.title
    is_part = match and not match["qualifier"]
    return f"{round_.title} ({'some day in ' if is_part else ''}{in_words(date)})"


def _description(round_):
    yield f"Status: {round_.get_status_display()}"
    yield from _date(round_, "held", "Date")
    participants = "; ".join(_participant(each) for each in round_.participants.all())
    if participants:
        yield f"Participants: {participants}"
    if round_.outcome:
        yield f"Outcome: {round_.outcome}"
    for schedule in round_.schedules.all():
        yield from _schedule(schedule)


def _date(dated, stem, label):
    """Lines on an imprecise date: as printed, how it is read, and why it is inferred."""
    printed, text = getattr(dated, f"{stem}_as_printed"), getattr(dated, f"{stem}_on")
    note = getattr(dated, f"{stem}_note")
    if printed:
        yield f"{label} as printed: {printed}"
    yield f"{label}: {describe(parse(text)) if text else 'none'}"
    if text and getattr(dated, f"{stem}_basis") == "inferred":
        yield f"{label} is inferred: {note}"
    elif note:
        yield f"{label}, note: {note}"


def _participant(participant):
    person = f", {participant.person}" if participant.person else ""
    return f"{participant.party} ({participant.get_role_display().lower()}{person})"


def _schedule(schedule):
    yield from _date(schedule, "scheduled", f"Schedule {schedule.sequence}")
    for label, text in (("in", schedule.city), ("announced by", schedule.announced_by)):
        if text:
            yield f"Schedule {schedule.sequence}, {label}: {text}"


EXAMPLE = "\r\n".join(
    [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        f"PRODID:-//{spectacular_settings.TITLE}//{VERSION.number}//EN",
        "BEGIN:VEVENT",
        "SUMMARY:First round of talks (some day in spring 2025)",
        "DTSTART;VALUE=DATE:20250301",
        "DTEND;VALUE=DATE:20250601",
        "DTSTAMP:20261122T120000Z",
        "UID:first-round@negotiation-record",
        "CATEGORIES:Fishing talks",
        "LAST-MODIFIED:20261122T120000Z",
        "STATUS:CONFIRMED",
        "TRANSP:TRANSPARENT",
        "URL:http://127.0.0.1:8000/api/v1/rounds/first-round",
        "END:VEVENT",
        "END:VCALENDAR",
        "",
    ]
)
