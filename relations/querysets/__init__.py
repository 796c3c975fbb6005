"""The read language of the record: each method completes a phrase, as in "positions on(issue)".

Every method returns a queryset, so phrases can be chained.
"""

from relations.querysets.changes import ChangeQuerySet
from relations.querysets.dates import (
    DatedQuerySet,
    LastingQuerySet,
)
from relations.querysets.desk import (
    AboutEntryQuerySet,
    ProposalQuerySet,
    ReviewEventQuerySet,
)
from relations.querysets.duplicates import DistinctPairQuerySet, MergeQuerySet
from relations.querysets.evidence import (
    CitationQuerySet,
    DiscrepancyQuerySet,
    DocumentQuerySet,
    ExclusionQuerySet,
)
from relations.querysets.facts import (
    FactQuerySet,
    LinkedQuerySet,
    OfPartiesQuerySet,
    TiedToRoundQuerySet,
    TreeQuerySet,
)
from relations.querysets.kept_sheets import KeptSheetQuerySet
from relations.querysets.nouns import (
    DevelopmentQuerySet,
    IssueQuerySet,
    NegotiationQuerySet,
    OfficeQuerySet,
    PartyQuerySet,
    PersonQuerySet,
    PositionQuerySet,
    PositionStatementQuerySet,
    RoundQuerySet,
    StatementQuerySet,
)
from relations.querysets.record import (
    RecordQuerySet,
    StandingQuerySet,
    entries_beside,
)

__all__ = [
    "AboutEntryQuerySet",
    "ChangeQuerySet",
    "CitationQuerySet",
    "DatedQuerySet",
    "DevelopmentQuerySet",
    "DiscrepancyQuerySet",
    "DistinctPairQuerySet",
    "DocumentQuerySet",
    "ExclusionQuerySet",
    "FactQuerySet",
    "IssueQuerySet",
    "KeptSheetQuerySet",
    "LastingQuerySet",
    "LinkedQuerySet",
    "MergeQuerySet",
    "NegotiationQuerySet",
    "OfPartiesQuerySet",
    "OfficeQuerySet",
    "PartyQuerySet",
    "PersonQuerySet",
    "PositionQuerySet",
    "PositionStatementQuerySet",
    "ProposalQuerySet",
    "RecordQuerySet",
    "ReviewEventQuerySet",
    "RoundQuerySet",
    "StandingQuerySet",
    "StatementQuerySet",
    "TiedToRoundQuerySet",
    "TreeQuerySet",
    "entries_beside",
]
