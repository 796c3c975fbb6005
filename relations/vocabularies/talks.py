from relations.vocabularies.vocabulary import Code, Match, Scheme, Vocabulary


class Track(Vocabulary):
    """Official level of talks."""

    OFFICIAL = (
        "1",
        "Officials negotiate in their official capacity.",
        "Choose it when those who talk are said to act for states or their bodies, experts on "
        "their delegations included. Where the documents do not tell who talks, leave the track "
        "empty.",
        "Track 1",
    )
    MIXED = (
        "1.5",
        "Officials in a private capacity sit with experts.",
        "Choose it when the document says that officials attend as private persons beside "
        "experts. If they act in office, it is track 1; if no official attends, it is track 2.",
        "Track 1.5",
    )
    UNOFFICIAL = (
        "2",
        "Experts and private persons talk without officials.",
        "Choose it when nobody in office takes part; former officials count as private persons. "
        "One official who attends privately makes it track 1.5.",
        "Track 2",
    )


class RoundMode(Vocabulary):
    """How the sides of a round talk."""

    IN_PERSON = (
        "in_person",
        "The participants meet, or are to meet, in one place.",
        "Choose it when the document tells of a meeting or a visit, or places the talks "
        "somewhere. A dateline places nothing: with no other sign of a meeting, the mode is "
        "unknown.",
        Code(Scheme.PLOVER, "CONSULT-visit", Match.NARROW),
        Code(Scheme.CAMEO, "042", Match.NARROW),
        Code(Scheme.CAMEO, "043", Match.NARROW),
        Code(Scheme.CAMEO, "044", Match.NARROW),
        "In person",
    )
    PHONE = (
        "phone",
        "A conversation by telephone.",
        "Choose it when the document speaks of a call or of the telephone. If it says only that "
        "the sides spoke or were in contact, the mode is unknown.",
        Code(Scheme.PLOVER, "CONSULT-phone", Match.BROAD),
        Code(Scheme.CAMEO, "041", Match.EXACT),
        "Telephone",
    )
    VIDEO = (
        "video",
        "A conference by video.",
        "Choose it when the document speaks of video. If it says only that the talks were remote "
        "or online, the mode is unknown.",
        "Video conference",
    )
    UNKNOWN = (
        "unknown",
        "The documents do not say how the sides talked.",
        "Choose it when no document tells the manner, however likely one seems. One document "
        "that tells it is enough to choose that mode.",
        Code(Scheme.WIKIBASE, "somevalue", Match.CLOSE),
        "Unknown",
    )


class RoundStatus(Vocabulary):
    """Whether a round took place."""

    SCHEDULED = (
        "scheduled",
        "Announced or expected for the future, as far as the documents know.",
        "Choose it when the last time given for the round lies ahead of the document that gives "
        "it, also after an earlier one was moved. If the round was put off and no time stands, "
        "it is postponed.",
        Code(Scheme.SCHEMA_ORG, "EventScheduled", Match.CLOSE),
        Code(Scheme.SCHEMA_ORG, "EventRescheduled", Match.NARROW),
        Code(Scheme.POPOLO, "tentative", Match.CLOSE),
        Code(Scheme.POPOLO, "confirmed", Match.RELATED),
        "Scheduled",
    )
    POSTPONED = (
        "postponed",
        "Was to take place and was put off; not known to have been held.",
        "Choose it when a document says that the round was put off and none gives a new time that "
        "stands. If it was given up for good, it is cancelled.",
        Code(Scheme.SCHEMA_ORG, "EventPostponed", Match.EXACT),
        "Postponed",
    )
    CANCELLED = (
        "cancelled",
        "Was to take place and was called off.",
        "Choose it when a document says that the round will not take place. If it is only to "
        "take place later, even at no stated time, it is postponed.",
        Code(Scheme.SCHEMA_ORG, "EventCancelled", Match.EXACT),
        Code(Scheme.POPOLO, "cancelled", Match.EXACT),
        "Cancelled",
    )
    HELD = (
        "held",
        "Took place according to at least one document.",
        "Choose it when a document reports the round as past, with or without a date. A planned "
        "day that has gone by shows nothing: without a report the round stays scheduled or "
        "postponed.",
        Code(Scheme.POPOLO, "confirmed", Match.RELATED),
        "Held",
    )
    UNCLEAR = (
        "unclear",
        "The documents do not settle whether it took place.",
        "Choose it when the words can mean a round or something else, such as an exchange of "
        "papers. If one document plainly reports it, it is held, and a discrepancy keeps what "
        "the others say.",
        "Unclear",
    )


class OutcomeKind(Vocabulary):
    """What came of a round."""

    AGREEMENT = (
        "agreement",
        "The sides agreed on what the round was about.",
        "Choose it when a document reports an agreement or understanding and leaves no part of "
        "the matter open. If it names a part left open, the agreement is partial.",
        "Agreement",
    )
    PARTIAL_AGREEMENT = (
        "partial_agreement",
        "The sides agreed on a part of it.",
        "Choose it when a document names something of the matter that was agreed and something "
        "that was not. If the sides agreed on nothing but more talks, it is agreed to continue.",
        "Partial agreement",
    )
    DRAFT_TEXT = (
        "draft_text",
        "A text was drafted and not adopted.",
        "Choose it when a document tells of a text from the round itself. A paper that one side "
        "brought is a position; a text that the sides adopted is an agreement.",
        "Draft text",
    )
    AGREED_TO_CONTINUE = (
        "agreed_to_continue",
        "The sides agreed only to go on talking.",
        "Choose it when a document says that all sides committed themselves to further talks. "
        "That one side expects another round is not enough: leave the outcome empty.",
        Code(Scheme.CAMEO, "036", Match.RELATED),
        "Agreed to continue",
    )
    NO_AGREEMENT = (
        "no_agreement",
        "The round ended without agreement.",
        "Choose it when a document says that nothing was agreed. If no document tells of a "
        "result, leave the outcome empty; if the work stopped midway, it is suspended.",
        "No agreement",
    )
    SUSPENDED = (
        "suspended",
        "The round was broken off or stalled.",
        "Choose it when a document says that the work stopped before its end. If the round ran "
        "its course without result, it is no agreement; if it never began, the status says so.",
        Code(Scheme.CAMEO, "164", Match.RELATED),
        "Suspended",
    )


class ParticipantRole(Vocabulary):
    """In which role a party takes part in a round."""

    PARTY = (
        "party",
        "Negotiates for itself.",
        "Choose it for every side that talks about its own interests, also where it provides the "
        "place. A side that only helps the others is a mediator.",
        "Party",
    )
    MEDIATOR = (
        "mediator",
        "Helps the parties to agree.",
        "Choose it when the document says that it mediates or carries proposals between the "
        "parties. Providing the place alone makes a host.",
        Code(Scheme.CAMEO, "045", Match.RELATED),
        "Mediator",
    )
    HOST = (
        "host",
        "Provides the place, without negotiating for itself.",
        "Choose it when the document says who hosts. That the talks take place in a country does "
        "not make the country a host, and a dateline does not show where they take place.",
        Code(Scheme.CAMEO, "043", Match.RELATED),
        "Host",
    )
    OBSERVER = (
        "observer",
        "Attends without negotiating.",
        "Choose it when the document says that it attends and no more. If it helps the parties "
        "to agree, it is a mediator; if it is only told of the talks, it is not listed.",
        "Observer",
    )


class ParticipantLevel(Vocabulary):
    """Rank at which a party is represented at a round."""

    HEAD_OF_STATE = (
        "head_of_state",
        "The head of state.",
        "Choose it when the head of state takes part in person. A representative of the head of "
        "state is an envoy if the document says so, and otherwise has the rank it gives.",
        "Head of state",
    )
    MINISTER = (
        "minister",
        "A member of the government at the head of a ministry.",
        "Choose it for this rank under whatever title the document prints. If somebody else "
        "stands in for the minister, choose that person's rank.",
        "Minister",
    )
    DEPUTY_MINISTER = (
        "deputy_minister",
        "A deputy of a minister.",
        "Choose it when the document calls the participant a deputy minister, first or other. "
        "Officials of the ministry below that rank are working level.",
        "Deputy minister",
    )
    AMBASSADOR = (
        "ambassador",
        "The head of a diplomatic mission.",
        "Choose it when the document calls the participant ambassador or head of the mission. "
        "One who is said to be named for these talks is an envoy; other diplomats are working "
        "level.",
        "Ambassador",
    )
    ENVOY = (
        "envoy",
        "A special representative named for the talks.",
        "Choose it when the document calls the participant an envoy or special representative. "
        "If it gives only an office listed above, choose that office.",
        "Envoy",
    )
    WORKING_LEVEL = (
        "working_level",
        "Officials below the levels above.",
        "Choose it when the document speaks of the working level, or of officials or departments "
        "of that rank. If it gives no rank at all, the level is unknown.",
        "Working level",
    )
    UNKNOWN = (
        "unknown",
        "The documents do not say.",
        "Choose it when no document gives a rank, or none that can be placed among the levels "
        "above. What general knowledge says of a person does not count.",
        Code(Scheme.WIKIBASE, "somevalue", Match.CLOSE),
        "Unknown",
    )
