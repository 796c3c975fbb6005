"""What was lately added or changed about a negotiation, an issue or a party: Atom, RFC 4287."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Min
from django.utils.feedgenerator import Atom1Feed
from django.utils.html import escape
from drf_spectacular.settings import spectacular_settings
from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework.renderers import BaseRenderer
from rest_framework.response import Response
from rest_framework.reverse import reverse

from api.v1.entries import EntryViewSet
from relations import models
from relations.text_rules import collapse_whitespace
from relations.vocabularies import PublicationStatus

LONGEST_FEED = 50
# What a feed tells of, with the column that holds the words of the entry.
TOLD = {
    models.Statement: "text",
    models.Position: "summary",
    models.Round: "outcome",
    models.Development: "summary",
    models.Discrepancy: "note",
}


class AtomRenderer(BaseRenderer):
    media_type = "application/atom+xml"
    format = "atom"
    charset = "utf-8"

    def render(self, data, accepted_media_type=None, renderer_context=None):
        return data


class EntryFeed(Atom1Feed):
    """A feed that was updated when it says, also while it is empty."""

    def latest_post_date(self):
        return self.feed["updated"]


@dataclass(frozen=True)
class News:
    """An entry of the feed, and when it was first saved as published, if that is known."""

    entry: models.Entry
    published_at: datetime | None


def latest_on(noun, phrase):
    """The entries tied to the noun by a phrase of the read language, newest first."""
    news = []
    for model in TOLD:
        tied = getattr(model.objects.published().with_links(), phrase, None)
        if tied:
            entries = list(tied(noun).order_by("-updated_at", "slug")[:LONGEST_FEED])
            published = _published_at(model, entries)
            news += [News(entry, published.get(entry.pk)) for entry in entries]
    news.sort(key=lambda each: each.entry.slug)
    news.sort(key=lambda each: each.entry.updated_at, reverse=True)
    return news[:LONGEST_FEED]


def _published_at(model, entries):
    """Row number → when the history first has the entry as published."""
    versions = model.history.filter(
        id__in=[entry.pk for entry in entries], publication_status=PublicationStatus.PUBLISHED
    )
    return dict(versions.order_by().values_list("id").annotate(Min("history_date")))


class FeedViewSet(EntryViewSet):
    """The entries tied to a noun by `phrase`, newest first, as an Atom feed."""

    renderer_classes = [AtomRenderer]
    formats = ()
    has_past = False  # a feed tells what is new
    phrase = None

    def retrieve(self, request, *args, **kwargs):
        noun = self.get_object()
        news = latest_on(noun, self.phrase)
        address = request.build_absolute_uri(request.path)
        feed = EntryFeed(
            title=f"{noun} – {spectacular_settings.TITLE}",
            link=self._address(noun, request),
            description="",  # Atom has none
            subtitle=f"New and changed entries on: {noun}",
            language="en",
            author_name=spectacular_settings.TITLE,
            feed_url=address,
            feed_guid=_id_of(noun, "feed"),
            updated=news[0].entry.updated_at if news else noun.updated_at,
        )
        for each in news:
            self._add(feed, each, request)
        return Response(feed.writeString("utf-8"))

    def _add(self, feed, news, request):
        entry = news.entry
        words = getattr(entry, TOLD[type(entry)])
        feed.add_item(
            title=f"{entry._meta.verbose_name.capitalize()}: {collapse_whitespace(str(entry))}",
            link=self._address(entry, request),
            unique_id=_id_of(entry),
            # The summary is declared as HTML, so that plain words must be escaped once more.
            description=escape(words) if words else None,
            # The history is written a moment after the entry it keeps.
            pubdate=news.published_at and min(news.published_at, entry.updated_at),
            updateddate=entry.updated_at,
            categories=[entry._meta.model_name],
        )

    def _address(self, entry, request):
        return reverse(f"v1:{entry._meta.model_name}-detail", [entry.slug], request=request)


def _id_of(entry, *parts):
    """A tag URI (RFC 4151): the same whatever name the server is asked by, and for ever."""
    return "/".join([f"tag:negotiation-record,2026:{entry._meta.model_name}", entry.slug, *parts])


def described(noun, kinds, included=""):
    feed = {
        "type": "string",
        "description": "An Atom feed: for each entry its kind and name, its words, its permanent "
        "address, when it was last saved and, where known, when it was first published.",
    }
    return extend_schema_view(
        retrieve=extend_schema(
            operation_id=f"get{noun.capitalize()}Feed",
            summary=f"Get the news feed of one {noun}",
            description=f"The newest {LONGEST_FEED} {kinds} tied to the {noun}{included}, as an "
            "Atom feed; what was last saved comes first.",
            responses={(200, AtomRenderer.media_type): feed},
        )
    )


FACTS = "statements, positions, rounds and developments"


@described("negotiation", "statements, positions, rounds, developments and discrepancies")
class NegotiationFeedViewSet(FeedViewSet):
    """News tied to a negotiation."""

    model = models.Negotiation
    phrase = "in_negotiation"


@described("issue", FACTS, " or to one of its sub-issues")
class IssueFeedViewSet(FeedViewSet):
    """News on an issue or its sub-issues."""

    model = models.Issue
    phrase = "on"


@described("party", FACTS, " or to one of its bodies")
class PartyFeedViewSet(FeedViewSet):
    """News of a party or its bodies."""

    model = models.Party
    phrase = "by"


FEEDS = (NegotiationFeedViewSet, IssueFeedViewSet, PartyFeedViewSet)
EXAMPLE = """\
<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en">
  <title>Fishing talks – Negotiation record</title>
  <link rel="alternate" href="http://127.0.0.1:8000/api/v1/negotiations/fishing-talks"/>
  <link rel="self" href="http://127.0.0.1:8000/api/v1/negotiations/fishing-talks/feed.atom"/>
  <id>tag:negotiation-record,2026:negotiation/fishing-talks/feed</id>
  <updated>2026-11-22T12:00:00+00:00</updated>
  <author><name>Negotiation record</name></author>
  <subtitle>New and changed entries on: Fishing talks</subtitle>
  <entry>
    <title>Round: First round of talks</title>
    <link href="http://127.0.0.1:8000/api/v1/rounds/first-round" rel="alternate"/>
    <published>2026-11-21T12:00:00+00:00</published>
    <updated>2026-11-22T12:00:00+00:00</updated>
    <id>tag:negotiation-record,2026:round/first-round</id>
    <summary type="html">The sides agreed to meet again.</summary>
    <category term="round"/>
  </entry>
</feed>
"""
