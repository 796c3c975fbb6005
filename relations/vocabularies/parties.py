from relations.vocabularies.vocabulary import Vocabulary


class PartyKind(Vocabulary):
    """What sort of party it is."""

    STATE = (
        "state",
        "A state as a whole.",
        "Choose it when the document speaks of the country, its side or its capital as acting. "
        "A ministry, embassy or other organ that it names is a party of its own under the state.",
        "State",
    )
    GOVERNMENT_BODY = (
        "government_body",
        "A ministry, office, agency or mission of a state.",
        "Choose it for any organ of the executive, an administration or an embassy included. "
        "Troops are armed forces, and an enterprise the state owns is a company.",
        "Government body",
    )
    LEGISLATURE = (
        "legislature",
        "A parliament or one of its chambers.",
        "Choose it when the parliament acts or is spoken of as a body. A government or ministry "
        "is a government body; a single member is a person, not a party.",
        "Legislature",
    )
    ARMED_FORCES = (
        "armed_forces",
        "The armed forces of a state or a part of them.",
        "Choose it when the document names troops or a branch of them. A ministry of defence or "
        "an intelligence agency is a government body.",
        "Armed forces",
    )
    INTERNATIONAL_ORGANIZATION = (
        "international_organization",
        "An organization whose members are states, or one of its organs.",
        "Choose it for a body that states have joined and that acts through organs of its own. "
        "If defence or a common bloc is what binds its members, it is an alliance.",
        "International organization",
    )
    ALLIANCE = (
        "alliance",
        "States bound to each other by a defence treaty or a political bloc.",
        "Choose it for a lasting tie that has a name of its own. Allies that the document does "
        "not name are other, and so are states that merely act together.",
        "Alliance",
    )
    COMPANY = (
        "company",
        "An enterprise, whoever owns it.",
        "Choose it for whoever produces, trades, carries or lends as a business. A university or "
        "an institute is other.",
        "Company",
    )
    OTHER = (
        "other",
        "None of the other kinds.",
        "Choose it for universities and institutes, and for groups whose members the document "
        "does not name, such as “European governments”. An organ of one named state is a "
        "government body.",
        "Other",
    )
