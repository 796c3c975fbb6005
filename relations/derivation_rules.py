"""How the record is derived from documents: the rules a coder keeps, and what checks them.

The codebook of the API shows these same sentences.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class DerivationRule:
    """A rule, why it is kept, and the commands or rules of the record that find a breach.

    `checks` is empty where only a reader of the document can tell.
    """

    slug: str
    rule: str
    reason: str
    checks: tuple[str, ...] = ()


DERIVATION_RULES = (
    DerivationRule(
        "exact-words",
        "Only words that somebody said are copied, exact to the code point: those inside quotation "
        "marks, or after the dash that opens direct speech. Everything else is told in the "
        "record's own words.",
        "A quotation that differs by one character is no quotation, and the prose of an article "
        "belongs to its author.",
        ("verify_record", "quotations_stand_in_a_document", "reported_speech_repeats_no_words"),
    ),
    DerivationRule(
        "one-utterance",
        "One utterance is one statement, however often a document prints it; each place is a "
        "citation. Where the author's words interrupt a quotation, each piece is a statement, "
        "because nothing shows that nothing was left out between them.",
        "Repetition adds no second utterance, and a joined quotation could have said something "
        "else.",
        ("passages_do_not_collide",),
    ),
    DerivationRule(
        "named-speaker",
        "The speaker is who the document says. Officials who are not named stay unnamed, and a "
        "ministry is not its minister.",
        "A name that is filled in puts words into somebody's mouth.",
        ("verify_record", "speakers_are_named_as_themselves"),
    ),
    DerivationRule(
        "place-and-date",
        "A dateline is not a venue, and a date of publication is not a date of talks. Two meetings "
        "in one city are two meetings.",
        "Reports are filed and published elsewhere and later than what they tell.",
    ),
    DerivationRule(
        "nothing-filled-in",
        "Nothing is filled in from general knowledge. What is inferred, such as a year, is marked "
        "inferred, with the reason; a document whose publisher or date is not stated has none.",
        "What a document leaves open is data too.",
    ),
    DerivationRule(
        "reported-speech",
        "Reported speech is told indirectly, with the chain kept: who said it, who reported it, "
        "which document carries it.",
        "Each link of the chain may have changed the words.",
        ("reported_speech_repeats_no_words",),
    ),
    DerivationRule(
        "both-stand",
        "Where documents disagree, or a claim cannot be squared with another, both stand and a "
        "discrepancy says so. A passage that contradicts a fact disputes it.",
        "To choose silently would hide what a reader must know.",
    ),
    DerivationRule(
        "all-accounted-for",
        "Every fact has a citation, and in every sentence of a document stands a passage that is "
        "cited or excluded with a reason.",
        "What was missed and what was left out on purpose would look the same.",
        ("coverage_report", "facts_are_cited", "passages_do_not_collide"),
    ),
    DerivationRule(
        "independent-sources",
        "Passages that have something from the same agency or outlet are one source, and so is "
        "that outlet's own article. Without an agency or outlet the publisher is the source; "
        "without a publisher, the document. Whom an outlet has it from in turn is not followed.",
        "A report that is copied often is not confirmed often.",
    ),
)
