"""What the templates of the desk ask for."""

from django import template
from django.urls import reverse
from django.utils.html import escape, format_html
from django.utils.safestring import mark_safe

from relations.document_texts import current_text
from relations.passages import Passage
from relations.word_differences import word_difference

register = template.Library()


@register.filter
def pieces(field):
    """The words of a FieldDifference that are the same, removed and added."""
    return word_difference(field.before, field.after)


@register.filter
def admin_page(entry, page):
    """Address of a page of the entry, such as its `change` or `review`."""
    return reverse(f"admin:relations_{entry._meta.model_name}_{page}", args=[entry.pk])


@register.inclusion_tag("relations/desk/passage.html")
def passage(citation):
    """A citation with its passage, where the installation has the text of the document."""
    text = current_text(citation.document)
    here = text and Passage(text.text, citation.start, citation.end)
    return {"citation": citation, "words": citation.exact, "passage": here, "text": text}


@register.filter
def passage_id(row):
    """What names a citation or an exclusion within a page."""
    return f"{row._meta.model_name}-{row.pk}"


@register.simple_tag
def marked(segment):
    """Some words of a document, in a mark with the ids of the passages they belong to.

    A carriage return is written as a reference, because HTML would make a line feed of it.
    """
    words = mark_safe(escape(segment.words).replace("\r", "&#13;"))
    if not segment.passages:
        return words
    stored = [each for each in segment.passages if not hasattr(each, "is_chosen")]
    kinds = {
        "chosen" if hasattr(each, "is_chosen") else each._meta.model_name
        for each in segment.passages
    }
    return format_html(
        '<mark class="{}" data-passages="{}">{}</mark>',
        " ".join(sorted(kinds)),
        " ".join(map(passage_id, stored)),
        words,
    )


@register.simple_tag
def words(text, place):
    """The words of a place, which has a start and an end, in a text."""
    return text.text[place.start : place.end]
