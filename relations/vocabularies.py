"""The closed vocabularies of the record: each value with its label and its definition.

A definition is the one public statement of what a value means and how it is chosen when coding;
the API's schema shows these same sentences. What may grow (parties, issues, places) is data with a
slug and stands in the models instead.
"""

from functools import cache

from django.db import models


class Vocabulary(models.TextChoices):
    """A closed set of values. Each member is declared as `value, definition, label`."""

    def __new__(cls, value, definition):
        member = str.__new__(cls, value)
        member._value_ = value
        member.definition = definition
        return member


class PublicationStatus(Vocabulary):
    """Where an entry stands on its way to the public."""

    DRAFT = "draft", "Being written; nobody outside the admin sees it.", "Draft"
    IN_REVIEW = "in_review", "Waiting for a second person's check; not public.", "In review"
    PUBLISHED = "published", "Checked and public.", "Published"
    RETRACTED = "retracted", "Was public, found wrong and withdrawn; not public.", "Retracted"


class DateBasis(Vocabulary):
    """Whether a date is stated in the document or concluded from it."""

    STATED = "stated", "The document gives the date as recorded.", "Stated"
    INFERRED = (
        "inferred",
        "Part of the date, such as the year, is concluded; the note says why.",
        "Inferred",
    )


class Track(Vocabulary):
    """Official level of talks."""

    OFFICIAL = "1", "Officials negotiate in their official capacity.", "Track 1"
    MIXED = "1.5", "Officials in a private capacity sit with experts.", "Track 1.5"
    UNOFFICIAL = "2", "Experts and private persons talk without officials.", "Track 2"


class PartyKind(Vocabulary):
    """What sort of party it is."""

    STATE = "state", "A state as a whole.", "State"
    GOVERNMENT_BODY = (
        "government_body",
        "A ministry, office, agency or mission of a state.",
        "Government body",
    )
    LEGISLATURE = "legislature", "A parliament or one of its chambers.", "Legislature"
    ARMED_FORCES = "armed_forces", "The armed forces of a state or a part of them.", "Armed forces"
    INTERNATIONAL_ORGANIZATION = (
        "international_organization",
        "An organization whose members are states, or one of its organs.",
        "International organization",
    )
    ALLIANCE = (
        "alliance",
        "States bound to each other by a defence treaty or a political bloc.",
        "Alliance",
    )
    COMPANY = "company", "An enterprise, whoever owns it.", "Company"
    OTHER = "other", "None of the other kinds.", "Other"


class RoundMode(Vocabulary):
    """How the sides of a round talk."""

    IN_PERSON = "in_person", "The participants meet, or are to meet, in one place.", "In person"
    PHONE = "phone", "A conversation by telephone.", "Telephone"
    VIDEO = "video", "A conference by video.", "Video conference"
    UNKNOWN = "unknown", "The documents do not say how the sides talked.", "Unknown"


class RoundStatus(Vocabulary):
    """Whether a round took place."""

    SCHEDULED = (
        "scheduled",
        "Announced or expected for the future, as far as the documents know.",
        "Scheduled",
    )
    POSTPONED = (
        "postponed",
        "Was to take place and was put off; not known to have been held.",
        "Postponed",
    )
    CANCELLED = "cancelled", "Was to take place and was called off.", "Cancelled"
    HELD = "held", "Took place according to at least one document.", "Held"
    UNCLEAR = "unclear", "The documents do not settle whether it took place.", "Unclear"


class OutcomeKind(Vocabulary):
    """What came of a round."""

    AGREEMENT = "agreement", "The sides agreed on what the round was about.", "Agreement"
    PARTIAL_AGREEMENT = (
        "partial_agreement",
        "The sides agreed on a part of it.",
        "Partial agreement",
    )
    DRAFT_TEXT = "draft_text", "A text was drafted and not adopted.", "Draft text"
    AGREED_TO_CONTINUE = (
        "agreed_to_continue",
        "The sides agreed only to go on talking.",
        "Agreed to continue",
    )
    NO_AGREEMENT = "no_agreement", "The round ended without agreement.", "No agreement"
    SUSPENDED = "suspended", "The round was broken off or stalled.", "Suspended"


class ParticipantRole(Vocabulary):
    """In which role a party takes part in a round."""

    PARTY = "party", "Negotiates for itself.", "Party"
    MEDIATOR = "mediator", "Helps the parties to agree.", "Mediator"
    HOST = "host", "Provides the place, without negotiating for itself.", "Host"
    OBSERVER = "observer", "Attends without negotiating.", "Observer"


class ParticipantLevel(Vocabulary):
    """Rank at which a party is represented at a round."""

    HEAD_OF_STATE = "head_of_state", "The head of state.", "Head of state"
    MINISTER = "minister", "A member of the government at the head of a ministry.", "Minister"
    DEPUTY_MINISTER = "deputy_minister", "A deputy of a minister.", "Deputy minister"
    AMBASSADOR = "ambassador", "The head of a diplomatic mission.", "Ambassador"
    ENVOY = "envoy", "A special representative named for the talks.", "Envoy"
    WORKING_LEVEL = "working_level", "Officials below the levels above.", "Working level"
    UNKNOWN = "unknown", "The documents do not say.", "Unknown"


class Act(Vocabulary):
    """What a party does by taking a position: PLOVER's said-not-done acts, and two of our own."""

    AGREE = "agree", "Accepts a proposal or says that it will do what is asked.", "Agree"
    SUPPORT = "support", "Backs an actor, plan or principle.", "Support"
    CONCEDE = "concede", "Gives up a demand or yields on a point it held before.", "Concede"
    COOPERATE = "cooperate", "Offers or keeps up joint work on the matter.", "Cooperate"
    REQUEST = "request", "Wants, proposes or demands something of another.", "Request"
    ACCUSE = "accuse", "Blames another for a wrong or disapproves of its conduct.", "Accuse"
    REJECT = "reject", "Refuses a proposal, demand or claim.", "Reject"
    THREATEN = (
        "threaten",
        "Announces harm or pressure, or keeps it up to obtain something.",
        "Threaten",
    )
    CONDITION = "condition", "Makes one thing depend on another.", "Set a condition"
    RESERVE = "reserve", "Says expressly that it takes no position yet.", "Reserve its position"


class StatementMode(Vocabulary):
    """Whether the text of a statement is the speaker's own words."""

    DIRECT = (
        "direct",
        "A whole utterance in quotation marks, exact to the character.",
        "Direct quotation",
    )
    FRAGMENT = (
        "fragment",
        "Quoted words inside a sentence of the document's author, exact to the character.",
        "Quoted fragment",
    )
    INDIRECT = (
        "indirect",
        "Reported speech, told here in our own words; never to be printed as a quotation.",
        "Reported speech",
    )


class Authority(Vocabulary):
    """In which capacity a speaker speaks."""

    HEAD_OF_STATE = "head_of_state", "A head of state in office.", "Head of state"
    MINISTER = "minister", "A minister in office.", "Minister"
    DEPUTY_MINISTER = "deputy_minister", "A deputy minister in office.", "Deputy minister"
    AMBASSADOR = "ambassador", "The head of a diplomatic mission.", "Ambassador"
    SPOKESPERSON = (
        "spokesperson",
        "Speaks for a body, or the body itself in its own name.",
        "Spokesperson",
    )
    DELEGATION = "delegation", "A delegation or its head, during talks.", "Delegation"
    UNNAMED_OFFICIAL = (
        "unnamed_official",
        "Officials whom the document does not name.",
        "Unnamed official",
    )
    JOINT_DOCUMENT = (
        "joint_document",
        "Words of a text on which several parties agreed.",
        "Joint document",
    )
    EXPERT = "expert", "A scholar or former official, who speaks for no party.", "Expert"


class DevelopmentKind(Vocabulary):
    """What sort of development it is."""

    MEASURE = (
        "measure",
        "A measure a state takes or lifts, such as a sanction or a waiver.",
        "Measure",
    )
    AID_PACKAGE = "aid_package", "Assistance announced or delivered.", "Aid package"
    DIPLOMATIC_NOTE = "diplomatic_note", "A written diplomatic communication.", "Diplomatic note"
    OFFER = "offer", "A proposal made outside a round.", "Offer"
    AGREEMENT = "agreement", "An agreement or understanding reached.", "Agreement"
    BILL = "bill", "Legislation proposed or passed.", "Bill"
    INCIDENT = "incident", "A single event that strains relations.", "Incident"
    PROCEEDING = (
        "proceeding",
        "A hearing, ruling or debate before a court or an international body.",
        "Proceeding",
    )
    MILITARY_ACTIVITY = (
        "military_activity",
        "Strikes, deployments, exercises or arms deliveries.",
        "Military activity",
    )
    LEAK = "leak", "Confidential material becomes public.", "Leak"
    OTHER = "other", "None of the other kinds.", "Other"


class DevelopmentRole(Vocabulary):
    """Whether a party acts in a development or is affected by it."""

    ACTOR = "actor", "Did it or takes part in it.", "Actor"
    AFFECTED = "affected", "Is its target, recipient or subject.", "Affected"


class Bearing(Vocabulary):
    """Whether a passage supports or disputes a fact."""

    SUPPORTS = "supports", "The passage says what the fact says.", "Supports"
    DISPUTES = "disputes", "The passage contradicts the fact.", "Disputes"


class FactKind(Vocabulary):
    """What kind of fact a passage bears on."""

    NEGOTIATION = "negotiation", "A process of talks.", "Negotiation"
    ROUND = "round", "One meeting, call or video conference.", "Round"
    SCHEDULE = "schedule", "One date that a round was given.", "Schedule of a round"
    PARTY = "party", "A state or body.", "Party"
    PERSON = "person", "A person.", "Person"
    OFFICE = "office", "An office that a person holds for a party.", "Office"
    ISSUE = "issue", "A matter in dispute.", "Issue"
    POSITION = "position", "What a party wants on an issue.", "Position"
    STATEMENT = "statement", "Words said or reported.", "Statement"
    DEVELOPMENT = "development", "What happened outside the rounds.", "Development"
    ACCOUNT = "account", "One of the answers in a discrepancy.", "Account of a discrepancy"


class DiscrepancyStatus(Vocabulary):
    """Whether the question behind a discrepancy is settled."""

    OPEN = "open", "The accounts cannot be reconciled from the documents.", "Open"
    EXPLAINED = (
        "explained",
        "A reason for the difference is known; both accounts stand.",
        "Explained",
    )
    RESOLVED = "resolved", "A later document settles which account holds.", "Resolved"


@cache
def _by_values():
    return {tuple(vocabulary.values): vocabulary for vocabulary in Vocabulary.__subclasses__()}


def vocabulary_of(values):
    """The vocabulary that has exactly these values, in this order; None if there is none."""
    return _by_values().get(tuple(values))
