"""What is cited when an entry is: the entry of this record, or the document itself.

An entry is as old as its last saving. Nobody is its author but who is quoted with words of his or
her own. A document is cited as it describes itself; what it does not say is left out.
"""

from datetime import UTC

from drf_spectacular.settings import spectacular_settings

from api.citing import csl_date, csl_day
from api.v1 import VERSION
from relations import models
from relations.text_rules import collapse_whitespace
from relations.vocabularies import Bearing, StatementMode


def csl_item(entry, url):
    """The CSL item of an entry that is loaded with its public links; `url` is its address."""
    about = _document if isinstance(entry, models.Document) else _entry
    return {key: value for key, value in about(entry, url).items() if value}


def _document(document, url):
    record = spectacular_settings.TITLE
    return {
        "id": document.slug,
        "type": "document",
        "title": collapse_whitespace(document.title),
        "author": _names(document.author),
        "translator": _names(document.translator),
        "publisher": document.publisher,
        "language": document.language,
        "issued": csl_date(document.published_on) if document.published_on else None,
        "URL": document.url,
        "source": record,
        "note": f"{record}: {url}. SHA-256 of the file: {document.sha256}",
    }


def _entry(entry, url):
    is_statement = isinstance(entry, models.Statement)
    is_quoted = is_statement and entry.mode != StatementMode.INDIRECT
    return {
        "id": entry.slug,
        "type": "entry",
        "title": collapse_whitespace(_title(entry)),
        "container-title": spectacular_settings.TITLE,
        "version": VERSION.number,
        "author": _names(entry.speaker.name) if is_quoted and entry.speaker else None,
        "language": entry.language if is_statement else None,
        "issued": csl_day(entry.updated_at.astimezone(UTC)),
        "URL": url,
        "note": _sources(entry),
    }


def _title(entry):
    """The name of the entry; of a statement all its words, which its name cuts short."""
    if not isinstance(entry, models.Statement):
        return str(entry)
    words = entry.text if entry.mode == StatementMode.INDIRECT else f"“{entry.text}”"
    return f"{entry.speaker_as_printed}: {words}"


def _names(name):
    return [{"literal": name}] if name else None


def _sources(entry):
    """The documents and lines that support the entry, and those that dispute it."""
    if isinstance(entry, models.Anchored):
        return f"Source: {_place(entry)}"
    facts = entry.accounts.all() if isinstance(entry, models.Discrepancy) else [entry]
    passages = [passage for fact in facts for passage in fact.citations.all()]
    told = []
    for label, bearing in (("Sources", Bearing.SUPPORTS), ("Disputed by", Bearing.DISPUTES)):
        places = [_place(passage) for passage in passages if passage.bearing == bearing]
        if places:
            told.append(f"{label}: {'; '.join(dict.fromkeys(places))}")
    return ". ".join(told)


def _place(passage):
    return f"{collapse_whitespace(passage.document.title)}, line {passage.line}"
