"""The nouns of the record, in reading order."""

from relations.models.citation import Citation
from relations.models.development import Development, DevelopmentIssue, DevelopmentParty
from relations.models.discrepancy import Discrepancy, DiscrepancyAccount
from relations.models.document import Document
from relations.models.entry import Entry, Link, Recorded
from relations.models.issue import Issue
from relations.models.negotiation import Negotiation, NegotiationParty
from relations.models.office import Office
from relations.models.party import Party
from relations.models.person import Person
from relations.models.position import Position, PositionCondition, PositionStatement
from relations.models.round import Round, RoundIssue, RoundParticipant, RoundSchedule
from relations.models.statement import Statement, StatementIssue, StatementParty

__all__ = [
    "Citation",
    "Development",
    "DevelopmentIssue",
    "DevelopmentParty",
    "Discrepancy",
    "DiscrepancyAccount",
    "Document",
    "Entry",
    "Issue",
    "Link",
    "Negotiation",
    "NegotiationParty",
    "Office",
    "Party",
    "Person",
    "Position",
    "PositionCondition",
    "PositionStatement",
    "Recorded",
    "Round",
    "RoundIssue",
    "RoundParticipant",
    "RoundSchedule",
    "Statement",
    "StatementIssue",
    "StatementParty",
]
