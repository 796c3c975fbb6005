from relations.vocabularies.vocabulary import Vocabulary


class StatementMode(Vocabulary):
    """Whether the text of a statement is the speaker's own words."""

    DIRECT = (
        "direct",
        "A whole utterance in quotation marks, exact to the character.",
        "Choose it when the quotation marks, or the dash that opens an answer in an interview, "
        "hold at least one whole sentence, in a translation too. If the author's sentence "
        "surrounds the words, they are a fragment.",
        "Direct quotation",
    )
    FRAGMENT = (
        "fragment",
        "Quoted words inside a sentence of the document's author, exact to the character.",
        "Choose it when the quotation marks hold a word or a part of a sentence, and copy nothing "
        "outside them. Marks that only set off a name or a term, with nobody speaking, make no "
        "statement.",
        "Quoted fragment",
    )
    INDIRECT = (
        "indirect",
        "Reported speech, told here in our own words; never to be printed as a quotation.",
        "Choose it when the document tells without quotation marks what somebody said, however "
        "close to the wording it seems. What the author says without attributing it to anybody "
        "is no statement.",
        "Reported speech",
    )


class Authority(Vocabulary):
    """In which capacity a speaker speaks."""

    HEAD_OF_STATE = (
        "head_of_state",
        "A head of state in office.",
        "Choose it when the document attributes the words to the head of state in person. Words "
        "of an administration or a presidential office are those of a spokesperson.",
        "Head of state",
    )
    MINISTER = (
        "minister",
        "A minister in office.",
        "Choose it when the document gives the speaker this rank, under whatever title. A "
        "ministry that speaks in its own name is a spokesperson.",
        "Minister",
    )
    DEPUTY_MINISTER = (
        "deputy_minister",
        "A deputy minister in office.",
        "Choose it when the document gives the speaker this rank. Words of “officials” of the "
        "ministry are those of an unnamed official, even where the text beside them names the "
        "deputy minister.",
        "Deputy minister",
    )
    AMBASSADOR = (
        "ambassador",
        "The head of a diplomatic mission.",
        "Choose it when the document calls the speaker ambassador or head of the mission. An "
        "embassy that speaks in its own name is a spokesperson; its unnamed diplomats are an "
        "unnamed official.",
        "Ambassador",
    )
    SPOKESPERSON = (
        "spokesperson",
        "Speaks for a body, or the body itself in its own name.",
        "Choose it for a press secretary, and where the document makes a state, side or body "
        "the speaker. If people speak whom it describes without naming them, it is an unnamed "
        "official.",
        "Spokesperson",
    )
    DELEGATION = (
        "delegation",
        "A delegation or its head, during talks.",
        "Choose it when the document attributes the words to a delegation, or to somebody only as "
        "its head. If it gives the speaker an office listed above, choose that office.",
        "Delegation",
    )
    UNNAMED_OFFICIAL = (
        "unnamed_official",
        "Officials whom the document does not name.",
        "Choose it for speakers described but not named, such as “diplomatic sources”, and add no "
        "name from elsewhere. A side or body as speaker is a spokesperson; unnamed analysts are "
        "an expert.",
        "Unnamed official",
    )
    JOINT_DOCUMENT = (
        "joint_document",
        "Words of a text on which several parties agreed.",
        "Choose it when the words stand in a joint statement or another text of several parties. "
        "What one side says about such a text has the authority of whoever says it.",
        "Joint document",
    )
    EXPERT = (
        "expert",
        "A scholar or former official, who speaks for no party.",
        "Choose it for analysts, observers and scholars, named or not, also of an institute that "
        "belongs to a state. Whoever speaks in an office held now has the authority of that "
        "office.",
        "Expert",
    )
