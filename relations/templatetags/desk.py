"""What the templates of the desk ask for."""

from django import template
from django.urls import reverse

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
    return {"citation": citation, "words": citation.exact}
