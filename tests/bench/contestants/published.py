"""The statements as the contestants read them, with what stands beside each."""

from django.db.models import Prefetch

from relations.models import Citation, Statement, StatementIssue, StatementParty
from relations.vocabularies import Bearing


def statements():
    return (
        Statement.objects.filter(publication_status="published")
        .select_related("speaker", "round")
        .prefetch_related(
            Prefetch("party_links", StatementParty.objects.select_related("party")),
            Prefetch("issue_links", StatementIssue.objects.select_related("issue")),
            Prefetch(
                "citations",
                Citation.objects.filter(publication_status="published").select_related("document"),
            ),
        )
        .order_by("-said_earliest", "slug")
    )


def is_disputed(statement):
    return any(citation.bearing == Bearing.DISPUTES for citation in statement.citations.all())


def sources_of(statement):
    """Simpler than the service counts them: by document."""
    supporting = [each for each in statement.citations.all() if each.bearing == "supports"]
    return len({each.document_id for each in supporting})
