"""The closed vocabularies of the record, in reading order.

Each value carries its label, its definition (what it means), its decision (when a coder chooses
it, and when a neighbouring value instead) and the codes of published schemes it maps to. The
codebook, the admin and the API's schema show these same sentences. What may grow (parties, issues,
places) is data with a slug and stands in the models instead.
"""

# ruff: noqa: I001, RUF022 (in reading order)

from relations.vocabularies.publication import ChangeKind, DateBasis, PublicationStatus, ReviewPlace
from relations.vocabularies.talks import (
    Track,
    RoundMode,
    RoundStatus,
    OutcomeKind,
    ParticipantRole,
    ParticipantLevel,
)
from relations.vocabularies.parties import PartyKind
from relations.vocabularies.positions import Act, PositionChange, CellKind
from relations.vocabularies.statements import StatementMode, Authority
from relations.vocabularies.developments import DevelopmentKind, DevelopmentRole
from relations.vocabularies.evidence import (
    Bearing,
    FactKind,
    DiscrepancyStatus,
    ExclusionReason,
    ChainRole,
)
from relations.vocabularies.vocabulary import Vocabulary, Code, Scheme, Match, vocabulary_of

__all__ = [
    "PublicationStatus",
    "ReviewPlace",
    "ChangeKind",
    "DateBasis",
    "Track",
    "RoundMode",
    "RoundStatus",
    "OutcomeKind",
    "ParticipantRole",
    "ParticipantLevel",
    "PartyKind",
    "Act",
    "PositionChange",
    "CellKind",
    "StatementMode",
    "Authority",
    "DevelopmentKind",
    "DevelopmentRole",
    "Bearing",
    "FactKind",
    "DiscrepancyStatus",
    "ExclusionReason",
    "ChainRole",
    "Vocabulary",
    "Code",
    "Scheme",
    "Match",
    "vocabulary_of",
]
