"""What each list can be asked. Parameter names are part of the contract, not column names."""

from api.filter_kinds import (
    AfterFilter,
    BeforeFilter,
    CertaintyFilter,
    EntryFilter,
    InForceFilter,
    TextFilter,
    VocabularyFilter,
)
from api.strict_filtering import StrictFilterSet
from relations import models, vocabularies


def cited_in():
    return EntryFilter(
        models.Document, "Slug of a document that is cited for it.", phrase="cited_in"
    )


def on_issue():
    return EntryFilter(models.Issue, "Slug of an issue; its sub-issues are included.", phrase="on")


def by_party(how):
    return EntryFilter(
        models.Party, f"Slug of a party {how}; its bodies are included.", phrase="by"
    )


def of_negotiation():
    return EntryFilter(
        models.Negotiation,
        "Slug of a negotiation; through the round it is tied to.",
        phrase="in_negotiation",
    )


def at_round():
    return EntryFilter(models.Round, "Slug of a round it is tied to.", column="round")


class NegotiationFilter(StrictFilterSet):
    party = by_party("that negotiates")
    track = VocabularyFilter(vocabularies.Track, "Official level of the talks.")
    document = cited_in()


class RoundFilter(StrictFilterSet):
    negotiation = EntryFilter(models.Negotiation, "Slug of a negotiation.", phrase="in_negotiation")
    party = by_party("among the participants")
    person = EntryFilter(
        models.Person, "Slug of a person among the participants.", phrase="attended_by"
    )
    issue = on_issue()
    status = VocabularyFilter(vocabularies.RoundStatus, "Whether the round took place.")
    mode = VocabularyFilter(vocabularies.RoundMode, "How the sides talk.")
    outcome_kind = VocabularyFilter(vocabularies.OutcomeKind, "What came of it.")
    place = TextFilter(
        "A city, an ISO 3166-1 alpha-2 country code, or the place as printed, such as Geneva.",
        phrase="at_place",
    )
    held_after = AfterFilter("Held in or after this time.")
    held_before = BeforeFilter("Held in or before this time.")
    certainty = CertaintyFilter()
    document = cited_in()


class IssueFilter(StrictFilterSet):
    issue = EntryFilter(
        models.Issue, "Slug of an issue; answers it and all below it.", phrase="within"
    )
    document = cited_in()


class PartyFilter(StrictFilterSet):
    party = EntryFilter(
        models.Party, "Slug of a party; answers it and all its bodies.", phrase="within"
    )
    kind = VocabularyFilter(vocabularies.PartyKind, "What sort of party it is.")
    document = cited_in()


class PersonFilter(StrictFilterSet):
    party = by_party("for which the person holds an office")
    document = cited_in()


class OfficeFilter(StrictFilterSet):
    person = EntryFilter(models.Person, "Slug of the person.", column="person")
    party = by_party("of the office")
    document = cited_in()


class PositionFilter(StrictFilterSet):
    party = by_party("that holds it")
    issue = on_issue()
    act = VocabularyFilter(vocabularies.Act, "What the party does by taking the position.")
    person = EntryFilter(
        models.Person, "Slug of a person whose statement expresses it.", phrase="expressed_by"
    )
    negotiation = of_negotiation()
    round = at_round()
    in_force_on = InForceFilter(
        "A day on which it was in force; an unknown beginning or end excludes nothing."
    )
    since_after = AfterFilter("Held from this time on or later.")
    since_before = BeforeFilter("Held from this time on or earlier.")
    certainty = CertaintyFilter()
    document = cited_in()


class StatementFilter(StrictFilterSet):
    person = EntryFilter(models.Person, "Slug of the speaker.", column="speaker")
    party = by_party("it speaks for")
    issue = on_issue()
    negotiation = of_negotiation()
    round = at_round()
    mode = VocabularyFilter(vocabularies.StatementMode, "Whether the words are the speaker's own.")
    authority = VocabularyFilter(vocabularies.Authority, "In which capacity the speaker speaks.")
    language = TextFilter("BCP 47 tag of the language of the text, such as en.")
    reported_by = TextFilter("Outlet or agency that had the words, such as Interfax.")
    said_after = AfterFilter("Said in or after this time.")
    said_before = BeforeFilter("Said in or before this time.")
    certainty = CertaintyFilter()
    document = cited_in()


class DevelopmentFilter(StrictFilterSet):
    kind = VocabularyFilter(vocabularies.DevelopmentKind, "What sort of development it is.")
    party = by_party("that acts or is affected")
    issue = on_issue()
    negotiation = of_negotiation()
    round = at_round()
    happened_after = AfterFilter("Happened in or after this time.")
    happened_before = BeforeFilter("Happened in or before this time.")
    certainty = CertaintyFilter()
    document = cited_in()


class DocumentFilter(StrictFilterSet):
    publisher = TextFilter("Publisher as the document names it.")
    language = TextFilter("BCP 47 tag of the language of the text, such as en.")
    published_after = AfterFilter("Published in or after this time.")
    published_before = BeforeFilter("Published in or before this time.")
    certainty = CertaintyFilter()


class CitationFilter(StrictFilterSet):
    document = EntryFilter(models.Document, "Slug of the document cited.", column="document")
    kind = VocabularyFilter(
        vocabularies.FactKind, "What kind of fact the passage bears on.", phrase="of_kind"
    )
    bearing = VocabularyFilter(vocabularies.Bearing, "Whether it supports or disputes the fact.")
    reported_via = TextFilter("Agency through which the document has it.")
    negotiation = EntryFilter(models.Negotiation, "Slug of a negotiation.", column="negotiation")
    round = EntryFilter(models.Round, "Slug of a round.", column="round")
    party = EntryFilter(models.Party, "Slug of a party.", column="party")
    person = EntryFilter(models.Person, "Slug of a person.", column="person")
    office = EntryFilter(models.Office, "Slug of an office.", column="office")
    issue = EntryFilter(models.Issue, "Slug of an issue.", column="issue")
    position = EntryFilter(models.Position, "Slug of a position.", column="position")
    statement = EntryFilter(models.Statement, "Slug of a statement.", column="statement")
    development = EntryFilter(models.Development, "Slug of a development.", column="development")


class DiscrepancyFilter(StrictFilterSet):
    status = VocabularyFilter(vocabularies.DiscrepancyStatus, "Whether the question is settled.")
    negotiation = EntryFilter(models.Negotiation, "Slug of a negotiation.", phrase="in_negotiation")
    document = cited_in()
