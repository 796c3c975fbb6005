"""How a date that is being typed is read: the admin's answer to `imprecise_date.js`."""

from django.http import JsonResponse
from django.views.decorators.http import require_GET

from relations.imprecise_dates import ImpreciseDateError, describe, parse


@require_GET
def read_imprecise_date(request):
    # As the form does before it stores the date.
    text = request.GET.get("text", "").strip()
    try:
        return JsonResponse({"reading": describe(parse(text)) if text else ""})
    except ImpreciseDateError as error:
        return JsonResponse({"error": str(error)})
