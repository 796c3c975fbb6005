from relations.vocabularies.vocabulary import Code, Match, Scheme, Vocabulary


class Act(Vocabulary):
    """What a party does by taking a position: PLOVER's said-not-done acts, and two of our own."""

    AGREE = (
        "agree",
        "Accepts a proposal or says that it will do what is asked.",
        "Choose it when the party says yes to something put to it, or commits itself together "
        "with others. Approval of what others do is support; a yes that gives up a point held "
        "before is concede.",
        Code(Scheme.PLOVER, "AGREE", Match.EXACT),
        Code(Scheme.CAMEO, "03", Match.CLOSE),
        Code(Scheme.CAMEO, "036", Match.NARROW),
        Code(Scheme.CAMEO, "037", Match.NARROW),
        Code(Scheme.CAMEO, "038", Match.NARROW),
        Code(Scheme.CAMEO, "039", Match.NARROW),
        "Agree",
    )
    SUPPORT = (
        "support",
        "Backs an actor, plan or principle.",
        "Choose it when the party stands by, praises or welcomes something without a proposal "
        "being put to it. A yes to a proposal is agree; an offer of joint work is cooperate.",
        Code(Scheme.PLOVER, "SUPPORT", Match.CLOSE),
        Code(Scheme.CAMEO, "05", Match.BROAD),
        Code(Scheme.CAMEO, "057", Match.RELATED),
        "Support",
    )
    CONCEDE = (
        "concede",
        "Gives up a demand or yields on a point it held before.",
        "Choose it only when the documents show the demand or refusal that the party now gives "
        "up; otherwise its yes is agree. A concession already carried out, such as a release, is "
        "a development.",
        Code(Scheme.PLOVER, "CONCEDE", Match.CLOSE),
        Code(Scheme.CAMEO, "08", Match.BROAD),
        "Concede",
    )
    COOPERATE = (
        "cooperate",
        "Offers or keeps up joint work on the matter.",
        "Choose it when the work is to be done, or is being done, by both sides together. What "
        "the other side alone is to do is a request; a yes to the other's proposal is agree.",
        Code(Scheme.PLOVER, "COOPERATE", Match.CLOSE),
        Code(Scheme.CAMEO, "06", Match.CLOSE),
        "Cooperate",
    )
    REQUEST = (
        "request",
        "Wants, proposes or demands something of another.",
        "Choose it for every strength of wanting, from a wish to a demand. If harm is announced "
        "for a refusal, it is threaten; if the party ties a step of its own to what it wants, "
        "it is condition.",
        Code(Scheme.PLOVER, "REQUEST", Match.CLOSE),
        Code(Scheme.CAMEO, "10", Match.CLOSE),
        Code(Scheme.CAMEO, "106", Match.NARROW),
        Code(Scheme.CAMEO, "107", Match.NARROW),
        Code(Scheme.CAMEO, "108", Match.NARROW),
        "Request",
    )
    ACCUSE = (
        "accuse",
        "Blames another for a wrong or disapproves of its conduct.",
        "Choose it when the party faults what another does, says or fails to do. If it turns "
        "down a proposal or denies a claim, it is reject, also where it gives reproaches as the "
        "reason.",
        Code(Scheme.PLOVER, "ACCUSE", Match.BROAD),
        Code(Scheme.CAMEO, "11", Match.CLOSE),
        "Accuse",
    )
    REJECT = (
        "reject",
        "Refuses a proposal, demand or claim.",
        "Choose it when the party says no to what another proposes, wants or asserts. Blame "
        "without a refusal is accuse; a no that falls away once something is met is condition.",
        Code(Scheme.PLOVER, "REJECT", Match.CLOSE),
        Code(Scheme.CAMEO, "12", Match.CLOSE),
        Code(Scheme.CAMEO, "125", Match.NARROW),
        Code(Scheme.CAMEO, "126", Match.NARROW),
        Code(Scheme.CAMEO, "127", Match.NARROW),
        Code(Scheme.CAMEO, "129", Match.NARROW),
        "Reject",
    )
    THREATEN = (
        "threaten",
        "Announces harm or pressure, or keeps it up to obtain something.",
        "Choose it when the document says that the harm or pressure is meant to move the other "
        "side. A demand without it is request; a sanction or strike told as a deed is a "
        "development.",
        Code(Scheme.PLOVER, "THREATEN", Match.NARROW),
        Code(Scheme.CAMEO, "13", Match.CLOSE),
        Code(Scheme.CAMEO, "134", Match.NARROW),
        Code(Scheme.CAMEO, "139", Match.NARROW),
        "Threaten",
    )
    CONDITION = (
        "condition",
        "Makes one thing depend on another.",
        "A value of this record's own, without a code in PLOVER or CAMEO: choose it when the "
        "party will do or accept something only if something else is met. A demand to which it "
        "ties nothing is request.",
        "Set a condition",
    )
    RESERVE = (
        "reserve",
        "Says expressly that it takes no position yet.",
        "A value of this record's own, without a code in PLOVER or CAMEO: choose it when the "
        "party is said to be undecided, to be examining or to wait. If no document tells where "
        "the party stands, no position is recorded.",
        "Reserve its position",
    )


class PositionChange(Vocabulary):
    """What a position changes against the earlier one of the party that it supersedes."""

    NEW = (
        "new",
        "Supersedes no earlier position of the record.",
        "Choose it whenever no document shows an earlier position that this one replaces, also "
        "where the party holds others on the same issue beside it.",
        "New",
    )
    REAFFIRMED = (
        "reaffirmed",
        "Says the same as before once more.",
        "Choose it when what is wanted or refused stays the same, in other words or on another "
        "occasion. Later statements that express a position reaffirm it by themselves, without a "
        "position of their own.",
        "Reaffirmed",
    )
    HARDENED = (
        "hardened",
        "Asks for more than before, or refuses or threatens where it did not.",
        "Choose it when the distance to the other side grows. If a yes becomes a no, it is "
        "reversed; if only a condition is added, it is conditioned.",
        "Hardened",
    )
    SOFTENED = (
        "softened",
        "Asks for less than before, or leaves open what it refused.",
        "Choose it when the distance to the other side shrinks. If a no becomes a yes, it is "
        "reversed.",
        "Softened",
    )
    REVERSED = (
        "reversed",
        "Turns a yes into a no, or a no into a yes.",
        "Choose it when the party takes the opposite side on the same question, whichever it was.",
        "Reversed",
    )
    CONDITIONED = (
        "conditioned",
        "Ties the same position to a condition that it did not have.",
        "Choose it when the party still wants or accepts the same, but no longer without more. If "
        "it also asks for more, it is hardened.",
        "Conditioned",
    )


class CellKind(Vocabulary):
    """What a cell of the matrix says of one party on one issue; only the first is a position."""

    POSITION = (
        "position",
        "At least one position is in force.",
        "Follows from the positions in force on the day, the issue's own and not those on its "
        "sub-issues.",
        "Position",
    )
    DECLINED = (
        "declined",
        "The party says expressly that it takes no position.",
        "Follows where every position in force reserves the party's position.",
        "Declined",
    )
    SILENT = (
        "silent",
        "The documents on the issue let the party speak or act, and give it no position in force.",
        "Follows where one document is cited both for a fact on the issue and for a statement, "
        "position, participation or act of the party, each of which may have been by the day.",
        "Silent",
    )
    NOT_RESEARCHED = (
        "not_researched",
        "No document on the issue lets the party speak or act, so the record cannot tell.",
        "Follows where none of the other values does: it says something of the record, and "
        "nothing of the party.",
        "Not researched",
    )
