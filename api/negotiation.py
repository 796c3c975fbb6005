"""The format of an answer, from the Accept header."""

from rest_framework.exceptions import NotAcceptable
from rest_framework.negotiation import DefaultContentNegotiation
from rest_framework.utils.mediatypes import _MediaType

from api import errors


class SafeNegotiation(DefaultContentNegotiation):
    """The format that is named with the highest quality, which Django REST framework ignores.

    An Accept header whose parameters nobody can read asks for nothing that is here. One that names
    the format of errors beside others, or alone as some generated clients do, says nothing of what
    is wanted where there is no error.
    """

    def get_accept_list(self, request):
        named = super().get_accept_list(request)
        wanted = [each for each in named if not _is_of_errors(each)]
        return wanted if wanted or not named else ["*/*"]

    def select_renderer(self, request, renderers, format_suffix=None):
        try:
            accepted = [_MediaType(each) for each in self.get_accept_list(request)]
            offered = [renderer for renderer in renderers if not _is_excluded(renderer, accepted)]
            wanted = sorted(offered, key=lambda renderer: -_wish(renderer, accepted))
            return super().select_renderer(request, wanted, format_suffix)
        except (TypeError, ValueError):  # the standard library's reader of RFC 2231 parameters
            raise NotAcceptable from None


def _is_of_errors(media_range):
    return media_range.partition(";")[0].strip().lower() == errors.MEDIA_TYPE


def _is_excluded(renderer, accepted):
    """Whether the narrowest range that the format is in has the quality 0."""
    offered = _MediaType(renderer.media_type)
    matching = [each for each in accepted if each.match(offered)]
    if not matching:
        return False
    narrowest = max(each.precedence for each in matching)
    return all(_quality(each) == 0 for each in matching if each.precedence == narrowest)


def _wish(renderer, accepted):
    """Quality with which the format of the renderer is asked for by name; 0 if it is not."""
    offered = _MediaType(renderer.media_type)
    qualities = [
        _quality(each)
        for each in accepted
        if (each.main_type, each.sub_type) == (offered.main_type, offered.sub_type)
    ]
    return max(qualities, default=0)


def _quality(media_range):
    return float(media_range.params.get("q", 1))
