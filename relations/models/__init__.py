"""The nouns of the record, in reading order."""

from relations.models.party import Party
from relations.models.person import Person
from relations.models.office import Office
from relations.models.issue import Issue
from relations.models.document import Document
from relations.models.negotiation import Negotiation, NegotiationParty
from relations.models.round import Round, RoundParticipant, RoundIssue, RoundSchedule
from relations.models.statement import Statement, StatementParty, StatementIssue
from relations.models.position import Position, PositionStatement, PositionCondition
from relations.models.development import Development, DevelopmentParty, DevelopmentIssue
from relations.models.discrepancy import Discrepancy, DiscrepancyAccount
from relations.models.citation import Citation, independent_sources, reporting_chain
from relations.models.exclusion import Exclusion
from relations.models.change import Change, Revision
from relations.models.proposal import Proposal, ReviewEvent
from relations.models.document_text import ChosenPlace, DocumentText
from relations.models.kept_sheet import KeptSheet
from relations.models.merge import DistinctPair, Merge
from relations.models.anchored import Anchored
from relations.models.entry import Entry, Link, Recorded, recorded_models

__all__ = [
    "Party",
    "Person",
    "Office",
    "Issue",
    "Document",
    "Negotiation",
    "NegotiationParty",
    "Round",
    "RoundParticipant",
    "RoundIssue",
    "RoundSchedule",
    "Statement",
    "StatementParty",
    "StatementIssue",
    "Position",
    "PositionStatement",
    "PositionCondition",
    "Development",
    "DevelopmentParty",
    "DevelopmentIssue",
    "Discrepancy",
    "DiscrepancyAccount",
    "Citation",
    "independent_sources",
    "reporting_chain",
    "Exclusion",
    "Change",
    "Revision",
    "ChosenPlace",
    "DocumentText",
    "Proposal",
    "ReviewEvent",
    "KeptSheet",
    "Merge",
    "DistinctPair",
    "Anchored",
    "Entry",
    "Link",
    "Recorded",
    "recorded_models",
]
