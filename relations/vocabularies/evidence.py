from relations.vocabularies.vocabulary import Code, Match, Scheme, Vocabulary


class Bearing(Vocabulary):
    """Whether a passage supports or disputes a fact."""

    SUPPORTS = (
        "supports",
        "The passage says what the fact says.",
        "Choose it when the passage tells the fact or a part of it. A passage on the same subject "
        "that leaves the fact open is not cited for it.",
        "Supports",
    )
    DISPUTES = (
        "disputes",
        "The passage contradicts the fact.",
        "Choose it when the passage denies the fact or says something that cannot be true beside "
        "it. A passage that is silent on the fact does not dispute it.",
        "Disputes",
    )


class FactKind(Vocabulary):
    """What kind of fact a passage bears on."""

    NEGOTIATION = (
        "negotiation",
        "A process of talks.",
        "Choose it when the passage tells of the process as a whole, its subject or its parties. "
        "If it tells of one meeting or call, it bears on the round.",
        "Negotiation",
    )
    ROUND = (
        "round",
        "One meeting, call or video conference.",
        "Choose it when the passage tells when, where, how, between whom or with what result one "
        "round takes place. A time that was moved later bears on a schedule.",
        Code(Scheme.POPOLO, "Event", Match.BROAD),
        Code(Scheme.PLOVER, "CONSULT", Match.BROAD),
        Code(Scheme.CAMEO, "046", Match.CLOSE),
        "Round",
    )
    SCHEDULE = (
        "schedule",
        "One date that a round was given.",
        "Choose it when the passage sets, moves or withdraws the time of a round. The time at "
        "which it was held bears on the round.",
        "Schedule of a round",
    )
    PARTY = (
        "party",
        "A state or body.",
        "Choose it when the passage shows the name of the party or what it belongs to. What it "
        "wants bears on a position, what it does on a development.",
        "Party",
    )
    PERSON = (
        "person",
        "A person.",
        "Choose it when the passage names the person or spells the name in its own way. The title "
        "beside the name bears on an office.",
        Code(Scheme.POPOLO, "Person", Match.CLOSE),
        "Person",
    )
    OFFICE = (
        "office",
        "An office that a person holds for a party.",
        "Choose it when the passage gives the person's title or says for whom the person acts. "
        "A name without either bears on the person.",
        Code(Scheme.POPOLO, "Membership", Match.CLOSE),
        "Office",
    )
    ISSUE = (
        "issue",
        "A matter in dispute.",
        "Choose it when the passage names the matter or what it consists of. If it says what a "
        "party wants in the matter, it bears on a position.",
        "Issue",
    )
    POSITION = (
        "position",
        "What a party wants on an issue.",
        "Choose it when the passage tells what the party wants, accepts or refuses, or quotes "
        "words that express it. The words themselves bear on a statement, with a citation of "
        "their own.",
        "Position",
    )
    STATEMENT = (
        "statement",
        "Words said or reported.",
        "Choose it when the passage attributes words to somebody, quoted or reported. What the "
        "author tells without a speaker bears on a position, a round or a development.",
        Code(Scheme.POPOLO, "Speech", Match.CLOSE),
        Code(Scheme.SCHEMA_ORG, "Quotation", Match.CLOSE),
        "Statement",
    )
    DEVELOPMENT = (
        "development",
        "What happened outside the rounds.",
        "Choose it when the passage tells of something done or under way. What is only wanted "
        "bears on a position, and a meeting or call on a round.",
        "Development",
    )
    ACCOUNT = (
        "account",
        "One of the answers in a discrepancy.",
        "Choose it when the passage gives one of the answers between which the sources differ. "
        "The fact it also tells gets a citation of its own.",
        "Account of a discrepancy",
    )


class DiscrepancyStatus(Vocabulary):
    """Whether the question behind a discrepancy is settled."""

    OPEN = (
        "open",
        "The accounts cannot be reconciled from the documents.",
        "Choose it as long as the documents do not decide, however likely one account seems. If "
        "they show why the accounts differ, it is explained.",
        "Open",
    )
    EXPLAINED = (
        "explained",
        "A reason for the difference is known; both accounts stand.",
        "Choose it when the documents, or a rule of this record such as the first day of spring, "
        "show why the accounts differ. A reason that is only likely leaves the question open.",
        "Explained",
    )
    RESOLVED = (
        "resolved",
        "A later document settles which account holds.",
        "Choose it only when that document is in the record and cited. That more documents stand "
        "on one side leaves the question open.",
        "Resolved",
    )


class ExclusionReason(Vocabulary):
    """Why a passage carries no fact."""

    HEADING = (
        "heading",
        "Title or heading whose content the text below tells.",
        "Choose it when the line only announces what follows. If it says something that the text "
        "below does not, it is cited; the name of a row or column is a label.",
        "Heading",
    )
    NAVIGATION = (
        "navigation",
        "Menu, contents list, subscription or comment form.",
        "Choose it for what serves to find one's way on the page or to take part in it. An entry "
        "of a contents list that has swallowed the text of the document is a repetition.",
        "Navigation",
    )
    LABEL = (
        "label",
        "Names a row or column of a table.",
        "Choose it for a cell that only says what the cells beside or below it are about. A line "
        "above the whole table is a heading.",
        "Label",
    )
    REPETITION = (
        "repetition",
        "Says again what another line says; the entry names that line.",
        "Choose it when the passage adds nothing to the other line, whatever its wording. An "
        "utterance printed again is no repetition: each place is cited for the statement.",
        "Repetition",
    )
    GENERAL_REMARK = (
        "general_remark",
        "The author's own observation, opinion, advice or expectation, attributed to nobody.",
        "Choose it when the author reflects or advises and reports nothing done, wanted or said. "
        "If it is attributed to anybody, even to unnamed experts, it is a statement and is cited.",
        "General remark",
    )
    APPEAL = (
        "appeal",
        "Asks the readers something.",
        "Choose it for a question or call in the text that is addressed to the readers. The form "
        "in which they answer is navigation; advice to others is a general remark.",
        "Appeal",
    )
    CREDIT = (
        "credit",
        "Says who published or translated the document; held in the fields of the document.",
        "Choose it for a line on the making of the document itself. A line that says from whom "
        "words or facts come is no credit: that goes with the statement or citation.",
        "Credit",
    )


class ChainRole(Vocabulary):
    """What somebody is in the chain by which words or facts reached a document."""

    SOURCE = (
        "source",
        "Said it or announced it, as the document names them.",
        "Choose it for whoever the document says spoke or announced, however vaguely it names "
        "them. Whoever only passed it on is an outlet.",
        "Source",
    )
    OUTLET = (
        "outlet",
        "Agency or outlet through which it came.",
        "Choose it for whoever the document says had it before the document did. The publisher "
        "of the document at hand is no outlet of its own: the document stands for it.",
        "Outlet",
    )
    DOCUMENT = (
        "document",
        "The document that carries it.",
        "Choose it for the document in the record whose passage is cited. A report that this "
        "document relies on, and that the record does not hold, is an outlet.",
        "Document",
    )
