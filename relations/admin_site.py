"""The admin as a desk: the queue of what waits for whom, beside the lists of the record."""

from django.contrib.admin import AdminSite
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.template.response import TemplateResponse
from django.urls import path

from relations.desk.new_versions import versions_to_place
from relations.desk.queue import queues

ROWS = 50


class DeskSite(AdminSite):
    site_header = site_title = "Negotiation record"
    index_title = "The record"
    site_url = "/"

    def get_urls(self):
        return [path("desk/", self.admin_view(self.queue), name="desk_queue"), *super().get_urls()]

    def index(self, request, extra_context=None):
        counts = [(queue.title, queue.rows.count()) for queue in queues(request.user)]
        return super().index(request, {"queue_counts": counts, **(extra_context or {})})

    def queue(self, request):
        """What waits for this user, what they wait for, and what waits for others."""
        if not request.user.has_perm("relations.view_proposal"):
            raise PermissionDenied
        chosen = {queue.name: queue for queue in queues(request.user)}
        name = request.GET.get("queue", "waiting")
        queue = chosen.get(name, chosen["waiting"])
        page = Paginator(queue.rows, ROWS).get_page(request.GET.get("p"))
        context = {
            **self.each_context(request),
            "title": "The desk",
            "subtitle": queue.title,
            "queues": [(each, each.rows.count(), each is queue) for each in chosen.values()],
            "queue": queue,
            "page": page,
            "rows": queue.shown(page.object_list),
            "versions": versions_to_place(),
        }
        return TemplateResponse(request, "relations/desk/queue.html", context)
