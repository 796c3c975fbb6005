"""The format of an answer, from the Accept header."""

from rest_framework.exceptions import NotAcceptable
from rest_framework.negotiation import DefaultContentNegotiation


class SafeNegotiation(DefaultContentNegotiation):
    """An Accept header whose parameters nobody can read asks for nothing that is here."""

    def select_renderer(self, request, renderers, format_suffix=None):
        try:
            return super().select_renderer(request, renderers, format_suffix)
        except (TypeError, ValueError):  # the standard library's reader of RFC 2231 parameters
            raise NotAcceptable from None
