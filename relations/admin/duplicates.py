"""Pages on entries that may be the same: find them, compare them, merge them or keep them apart."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpResponseNotAllowed, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import path, reverse

from relations.admin import comparisons
from relations.desk import duplicates, merging
from relations.models import DistinctPair, Merge

PAIRS_ON_A_PAGE = 50
MOST_DECISIONS = 50
MERGE_PERMISSION = "relations.merge_entries"


class DuplicatePages:
    """Adds the pages to the admin of a noun whose entries can be doubled."""

    def get_urls(self):
        if self.model not in duplicates.WORDS:
            return super().get_urls()
        pair = "<int:left>/compare/<int:right>/"
        pages = {
            "duplicates": ("duplicates/", self.duplicates_view),
            "undo_merge": ("duplicates/merges/<int:number>/undo/", self.undo_merge_view),
            "forget_pair": ("duplicates/distinct/<int:number>/forget/", self.forget_pair_view),
            "similar": ("<int:number>/similar/", self.similar_view),
            "compare": (pair, self.compare_view),
            "merge": (f"{pair}merge/", self.merge_view),
            "distinct": (f"{pair}distinct/", self.distinct_view),
        }
        return [
            *(
                path(route, self.admin_site.admin_view(view), name=self._name_of(name))
                for name, (route, view) in pages.items()
            ),
            *super().get_urls(),
        ]

    # Pages to read ----------------------------------------------------------------------------
    def duplicates_view(self, request):
        """Pairs that look alike, and what was decided of others."""
        self._allow(request, self.has_view_permission(request))
        pairs = Paginator(duplicates.similar_pairs(self.model), PAIRS_ON_A_PAGE)
        page = pairs.get_page(request.GET.get("p"))
        merges = Merge.objects.standing().of(self.model).filter(part_of=None)
        distinct = DistinctPair.objects.of(self.model)
        merges = list(merges.select_related("by")[:MOST_DECISIONS])
        distinct = list(distinct.select_related("by")[:MOST_DECISIONS])
        numbers = {
            "pairs": [(each, each.lower_id, each.higher_id) for each in page],
            "merges": [(each, each.loser_id, each.winner_id) for each in merges],
            "distinct": [(each, each.lower_id, each.higher_id) for each in distinct],
        }
        entries = self.get_queryset(request).in_bulk(
            {number for kind in numbers.values() for each in kind for number in each[1:]}
        )
        return self._duplicates_page(
            request,
            "duplicates",
            title=f"Possible duplicates: {self.opts.verbose_name_plural}",
            page=page,
            pages=pairs.get_elided_page_range(page.number),
            **{
                name: [self._pair(entries, *each) for each in kind]
                for name, kind in numbers.items()
            },
        )

    def similar_view(self, request, number):
        """The entries whose words are most like those of this one."""
        entry = self._entry(request, number)
        found = duplicates.similar_entries(entry)
        entries = self.get_queryset(request).in_bulk([number for number, _ in found])
        return self._duplicates_page(
            request,
            "similar",
            title="Similar entries",
            subtitle=str(entry),
            entry=entry,
            similar=[
                (entries[other], likeness, self._link_to("compare", entry.pk, other))
                for other, likeness in found
            ],
        )

    def compare_view(self, request, left, right):
        """Two entries side by side."""
        left, right = self._both(request, left, right)
        merges = Merge.objects.standing().of(self.model).select_related("by")
        numbers = [left.pk, right.pk]
        merge = merges.filter(loser_id__in=numbers, winner_id__in=numbers).first()
        return self._duplicates_page(
            request,
            "compare",
            title=f"Compare two {self.opts.verbose_name_plural}",
            entries=[left, right],
            columns=comparisons.compared_columns(left, right),
            references=comparisons.references(left, right),
            merge=merge,
            pair=DistinctPair.objects.between(left, right).select_related("by").first(),
            addresses={
                name: self._link_to(name, left.pk, right.pk) for name in ("merge", "distinct")
            },
        )

    # Decisions --------------------------------------------------------------------------------
    def merge_view(self, request, left, right):
        """POST `into`, the row number of the entry that stays."""
        left, right = self._both(request, left, right)
        self._allow(request, request.user.has_perm(MERGE_PERMISSION))
        here = self._link_to("compare", left.pk, right.pk)
        winner = next(
            (each for each in (left, right) if str(each.pk) == request.POST.get("into")), None
        )
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        if winner is None:
            return self._refused(request, here, ["Choose which of the two entries stays."])
        loser = right if winner is left else left
        try:
            merge = merging.merge(loser, winner, request.user)
        except merging.MergeRefused as refusal:
            return self._refused(request, here, ["Nothing was merged.", *refusal.reasons])
        messages.success(request, f"Merged {merge}: {_in_words(len(merge.moved), 'row')} changed.")
        left_behind = sum(1 for _ in merging.rows_about(loser))
        if left_behind:
            messages.warning(
                request,
                f"{_in_words(left_behind, 'row')} stayed with “{loser.slug}”: “{winner.slug}” has "
                "the same, or moving them would have published what nobody reviewed.",
            )
        return HttpResponseRedirect(here)

    def undo_merge_view(self, request, number):
        """POST: put everything back as it was before the merge."""
        self._allow(
            request, self.has_view_permission(request) and request.user.has_perm(MERGE_PERMISSION)
        )
        merge = get_object_or_404(Merge.objects.of(self.model), pk=number)
        here = self._link_to("compare", merge.loser_id, merge.winner_id)
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        try:
            merging.undo(merge, request.user)
        except merging.MergeRefused as refusal:
            return self._refused(request, here, ["Nothing was undone.", *refusal.reasons])
        messages.success(request, f"Undone: {merge} is no longer merged.")
        return HttpResponseRedirect(here)

    def distinct_view(self, request, left, right):
        """POST `note`: remember that the two are not the same."""
        left, right = self._both(request, left, right)
        self._allow(request, self.has_change_permission(request))
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        lower, higher = sorted((left.pk, right.pk))
        note = request.POST.get("note", "").replace("\0", "").strip()[:500]
        DistinctPair.objects.get_or_create(
            model=self.opts.model_name,
            lower_id=lower,
            higher_id=higher,
            defaults={"by": request.user, "note": note},
        )
        messages.success(request, f"Remembered: “{left.slug}” and “{right.slug}” are not the same.")
        return HttpResponseRedirect(self._link_to("duplicates"))

    def forget_pair_view(self, request, number):
        """POST: take back that the two are not the same."""
        self._allow(request, self.has_change_permission(request))
        pair = get_object_or_404(DistinctPair.objects.of(self.model), pk=number)
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        pair.delete()
        messages.success(request, "Taken back: the two may be the same.")
        return HttpResponseRedirect(self._link_to("compare", pair.lower_id, pair.higher_id))

    # Parts of the views -----------------------------------------------------------------------
    def _allow(self, request, may):
        if not may:
            raise PermissionDenied

    def _entry(self, request, number):
        self._allow(request, self.has_view_permission(request))
        return get_object_or_404(self.get_queryset(request), pk=number)

    def _both(self, request, left, right):
        if left == right:
            raise Http404
        return self._entry(request, left), self._entry(request, right)

    def _name_of(self, page):
        return f"{self.opts.app_label}_{self.opts.model_name}_{page}"

    def _link_to(self, page, *arguments):
        name = f"{self.admin_site.name}:{self._name_of(page)}"
        return reverse(name, args=arguments)

    def _pair(self, entries, about, left, right):
        """The two entries, None where one is gone, with what is known of them, and their page."""
        both = [entries.get(left), entries.get(right)]
        address = self._link_to("compare", left, right) if all(both) else None
        return {"entries": both, "about": about, "address": address}

    def _refused(self, request, address, reasons):
        for reason in reasons:
            messages.error(request, reason)
        return HttpResponseRedirect(address)

    def _duplicates_page(self, request, name, **context):
        shared = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "may_change": self.has_change_permission(request),
            "may_merge": request.user.has_perm(MERGE_PERMISSION),
        }
        return TemplateResponse(request, f"relations/duplicates/{name}.html", shared | context)


def _in_words(number, noun):
    return f"{number} {noun}{'' if number == 1 else 's'}"
