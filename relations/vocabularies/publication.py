from relations.vocabularies.vocabulary import Vocabulary


class PublicationStatus(Vocabulary):
    """Where an entry stands on its way to the public."""

    DRAFT = (
        "draft",
        "Being written; nobody outside the admin sees it.",
        "Choose it while the passage, the wording or the coding is still being worked on. "
        "When the entry is ready for a second person, it is in review.",
        "Draft",
    )
    IN_REVIEW = (
        "in_review",
        "Waiting for a second person's check; not public.",
        "Choose it when the coder has finished and nobody else has checked the entry yet. "
        "If the check asks for changes, it is a draft again.",
        "In review",
    )
    PUBLISHED = (
        "published",
        "Checked and public.",
        "Choose it when a second person has compared the entry with its passages and found it "
        "right. A mistake found later is corrected; an entry that should not stand is retracted.",
        "Published",
    )
    RETRACTED = (
        "retracted",
        "Was public, found wrong and withdrawn; not public.",
        "Choose it for a published entry that should not stand, and give the public the reason. "
        "An entry that never was public stays a draft instead.",
        "Retracted",
    )


class ReviewPlace(Vocabulary):
    """Where a second person checked an entry before it became public."""

    VERSION_CONTROL = (
        "version_control",
        "As part of the files of the record, whose changes are reviewed.",
        "The loader chooses it for what it takes from the files. What was published or corrected "
        "in the admin of an installation is reviewed at the desk.",
        "In version control",
    )
    DESK = (
        "desk",
        "In the admin, by a reviewer who did not write it.",
        "Publishing in the admin chooses it. Once the record was written back to the files and "
        "reviewed there, an installation loaded from them has it as reviewed in version control.",
        "At the desk",
    )


class ChangeKind(Vocabulary):
    """What happened to an entry, as a reader who keeps a copy of the record sees it."""

    CREATED = (
        "created",
        "It was not public at the revision asked for, and is now.",
        "Choose it for an entry that became public, whether it is new or returned. If it was "
        "public before as well, it is changed.",
        "Created",
    )
    CHANGED = (
        "changed",
        "It was public at the revision asked for, and is still; its answer may differ.",
        "Choose it where the entry, or anything that its answer shows, was written. If it is not "
        "public any more, it is retracted.",
        "Changed",
    )
    RETRACTED = (
        "retracted",
        "It was public after the revision asked for or at it, and is no longer.",
        "Choose it for whatever the public can no longer read: withdrawn itself, dependent on an "
        "entry that was, or deleted. What never was public is not named at all.",
        "Retracted",
    )


class DateBasis(Vocabulary):
    """Whether a date is stated in the document or concluded from it."""

    STATED = (
        "stated",
        "The document gives the date as recorded.",
        "Choose it when the document prints every part of the date, however vague: a printed "
        "“spring 2026” is stated. If one part had to be concluded, the whole date is inferred.",
        "Stated",
    )
    INFERRED = (
        "inferred",
        "Part of the date, such as the year, is concluded; the note says why.",
        "Choose it when the documents themselves allow the conclusion, as from “the following "
        "week”. A date that only general knowledge or the day of publication suggests is left "
        "empty.",
        "Inferred",
    )
