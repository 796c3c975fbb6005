from relations.vocabularies.vocabulary import Code, Match, Scheme, Vocabulary


class DevelopmentKind(Vocabulary):
    """What sort of development it is."""

    MEASURE = (
        "measure",
        "A measure a state takes or lifts, such as a sanction or a waiver.",
        "Choose it when an authority puts something into force, eases it, ends it or takes a "
        "formal step towards it. A law not yet in force is a bill; help given to a party is an "
        "aid package.",
        Code(Scheme.PLOVER, "RETREAT", Match.RELATED),
        "Measure",
    )
    AID_PACKAGE = (
        "aid_package",
        "Assistance announced or delivered.",
        "Choose it when the document presents money, goods or arms as help for the recipient, "
        "whoever pays. The end of such help is a measure; arms told of as part of the fighting "
        "are military activity.",
        Code(Scheme.PLOVER, "AID", Match.CLOSE),
        "Aid package",
    )
    DIPLOMATIC_NOTE = (
        "diplomatic_note",
        "A written diplomatic communication.",
        "Choose it when the document speaks of a note, letter or other paper from one side to "
        "another. If the paper proposes terms, it is an offer; words to the press are a "
        "statement.",
        "Diplomatic note",
    )
    OFFER = (
        "offer",
        "A proposal made outside a round.",
        "Choose it when terms are put forward and not yet accepted. Once accepted they are an "
        "agreement; what is proposed at a round is a position tied to that round.",
        "Offer",
    )
    AGREEMENT = (
        "agreement",
        "An agreement or understanding reached.",
        "Choose it when the document says that the parties agreed on something or set something "
        "up together. A plan that one side has put forward is an offer.",
        Code(Scheme.CAMEO, "057", Match.NARROW),
        "Agreement",
    )
    BILL = (
        "bill",
        "Legislation proposed or passed.",
        "Choose it for what happens to a law in a legislature. What an authority does under a "
        "law in force is a measure.",
        "Bill",
    )
    INCIDENT = (
        "incident",
        "A single event that strains relations.",
        "Choose it for one deed at one time, such as the seizure of a ship. A campaign or a "
        "series of strikes is military activity; a rule or restriction that lasts is a measure.",
        "Incident",
    )
    PROCEEDING = (
        "proceeding",
        "A hearing, ruling or debate before a court or an international body.",
        "Choose it when a court, panel or council deals with the matter. A debate in a parliament "
        "belongs to a bill; talks of the parties themselves are a round.",
        "Proceeding",
    )
    MILITARY_ACTIVITY = (
        "military_activity",
        "Strikes, deployments, exercises or arms deliveries.",
        "Choose it for what armed forces do over a time or again and again. A single seizure or "
        "clash is an incident; arms presented as help are an aid package.",
        "Military activity",
    )
    LEAK = (
        "leak",
        "Confidential material becomes public.",
        "Choose it for the publishing itself; the talks or words that it reveals are recorded as "
        "such. Unofficial papers that only reach the other side are other.",
        "Leak",
    )
    OTHER = (
        "other",
        "None of the other kinds.",
        "Choose it for progress, obstacles, contacts and ideas under discussion that none of the "
        "kinds above covers. A single meeting or call, held or announced, is a round.",
        "Other",
    )


class DevelopmentRole(Vocabulary):
    """Whether a party acts in a development or is affected by it."""

    ACTOR = (
        "actor",
        "Did it or takes part in it.",
        "Choose it for the party that the document says acts, and for every side of a joint act. "
        "A party that only receives, suffers or is addressed is affected.",
        "Actor",
    )
    AFFECTED = (
        "affected",
        "Is its target, recipient or subject.",
        "Choose it for the party that the document says the act is aimed at, given to or about. "
        "A party that may feel the effects, but is not mentioned, is not listed.",
        "Affected",
    )
