"""Closed lists of values as enums of the OpenAPI document, each with a name and its meanings.

A vocabulary stands inline until the document is finished; it is known by its values.
"""

ABOUT = "x-about"


def named_enum(title, about, meanings):
    """The schema of an enum that becomes the component `title`; `meanings` are its values'.

    `about` is a sentence on the enum itself. A description beside the schema stays where it is
    used.
    """
    return {
        "type": "string",
        "enum": list(meanings),
        "title": title,
        ABOUT: described(about, meanings),
    }


def several_of(enum):
    """The schema of a parameter that takes each value of the enum at most once."""
    return {"type": "array", "minItems": 1, "maxItems": len(enum["enum"]), "items": enum}


def described(about, meanings):
    values = "\n".join(f"* `{value}`: {meaning}" for value, meaning in meanings.items())
    return f"{about}\n\n{values}"


def vocabulary_enum(vocabulary):
    """A vocabulary as `named_enum` has it."""
    meanings = {member.value: member.definition for member in vocabulary}
    return named_enum(vocabulary.__name__, vocabulary.__doc__.strip(), meanings)
