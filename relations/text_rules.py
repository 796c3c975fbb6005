"""Rules for the text and the small values that may enter the record."""

import json
import re
import unicodedata

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models

SLUG_PATTERN = "[a-z0-9]+(?:-[a-z0-9]+)*"

validate_slug = RegexValidator(
    rf"\A{SLUG_PATTERN}\Z",
    "Use lower-case letters a-z, digits and single hyphens, such as istanbul-2025-02-27.",
)
validate_country_code = RegexValidator(
    r"\A[A-Z]{2}\Z", "Use two capital letters of ISO 3166-1 alpha-2, such as TR."
)
validate_wikidata_id = RegexValidator(
    r"\AQ[1-9][0-9]{0,11}\Z", "Use a Wikidata item identifier, such as Q159."
)
validate_language_tag = RegexValidator(
    r"\A[a-z]{2,3}(-[A-Za-z0-9]{2,8})*\Z", "Use a BCP 47 language tag, such as en or ru."
)
validate_sha256 = RegexValidator(r"\A[0-9a-f]{64}\Z", "Use 64 lower-case hexadecimal digits.")

validate_file_name = RegexValidator(
    r"\A[A-Za-z0-9][A-Za-z0-9._-]*\Z",
    "Use the name of a file without its folder: letters a-z, digits, and . _ - between them.",
)


def is_storable(character):
    """Whether a character can be carried; see `validate_storable`."""
    is_control = unicodedata.category(character) in ("Cc", "Cs") and character not in "\n\t"
    # The last two are no characters of XML: a feed would break.
    return not is_control and character not in "\ufffe\uffff"


def validate_storable(text):
    """Refuse what not every database, JSON or XML can carry: control characters, surrogates."""
    if text.isascii() and text.isprintable():
        return  # most are, and this is much faster
    for position, character in enumerate(text):
        if not is_storable(character):
            raise ValidationError(
                "The character U+%(code)s at position %(position)s cannot be stored; remove it.",
                params={"code": f"{ord(character):04X}", "position": position},
                code="unstorable",
            )


def validate_names(names):
    """Refuse anything but a list of distinct, non-empty, storable names."""
    if not isinstance(names, list) or not all(isinstance(name, str) for name in names):
        raise ValidationError(
            'Use a list of names, such as ["Darchiev", "Darchiyev"].', code="names"
        )
    for name in names:
        validate_storable(name)
        if not name.strip() or len(name) > 200:
            raise ValidationError("Each name needs 1 to 200 characters.", code="names")
    if len(set(names)) != len(names):
        raise ValidationError("List each name once.", code="names")


class ReadableJSON(json.JSONEncoder):
    """JSON with letters of every alphabet as they are, so that a search finds them."""

    def __init__(self, **options):
        super().__init__(**{**options, "ensure_ascii": False})


def bounded_integer(smallest, largest, **options):
    """An integer field with both bounds, so that its range is the same on every database."""
    return models.PositiveIntegerField(
        validators=[MinValueValidator(smallest), MaxValueValidator(largest)], **options
    )


def collapse_whitespace(text):
    return re.sub(r"\s+", " ", text).strip()
