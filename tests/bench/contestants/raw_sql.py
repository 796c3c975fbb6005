"""No framework at all: four queries through the driver, written as JSON as they come."""

import os
import sqlite3
import threading
from collections import defaultdict

import orjson
import psycopg
from psycopg.rows import dict_row

from tests.bench.contestants import PAGE

STATEMENTS = f"""
    SELECT statement.*, speaker.slug AS speaker_slug, speaker.name AS speaker_name,
        round.slug AS round_slug, round.title AS round_title
    FROM relations_statement statement
    LEFT JOIN relations_person speaker ON speaker.id = statement.speaker_id
    LEFT JOIN relations_round round ON round.id = statement.round_id
    WHERE statement.publication_status = 'published'
    ORDER BY statement.said_earliest DESC NULLS LAST, statement.slug LIMIT {PAGE}"""
BESIDE = {
    "parties": """
        SELECT link.statement_id, party.slug, party.name FROM relations_statementparty link
        JOIN relations_party party ON party.id = link.party_id
        WHERE link.statement_id IN ({}) ORDER BY link.id""",
    "issues": """
        SELECT link.statement_id, issue.slug, issue.name FROM relations_statementissue link
        JOIN relations_issue issue ON issue.id = link.issue_id
        WHERE link.statement_id IN ({}) ORDER BY link.id""",
    "citations": """
        SELECT citation.*, document.slug AS document_slug, document.title AS document_title,
            document.sha256 AS document_sha256
        FROM relations_citation citation
        JOIN relations_document document ON document.id = citation.document_id
        WHERE citation.publication_status = 'published' AND citation.statement_id IN ({})
        ORDER BY document.slug, citation.start""",
}
_thread = threading.local()


def connection():
    if not hasattr(_thread, "connection"):
        url = os.environ["DATABASE_URL"]
        if url.startswith("sqlite"):
            _thread.connection = sqlite3.connect(url.removeprefix("sqlite:///"))
            _thread.connection.row_factory = lambda cursor, row: dict(
                zip((name for name, *_ in cursor.description), row, strict=True)
            )
        else:
            _thread.connection = psycopg.connect(url, autocommit=True, row_factory=dict_row)
    return _thread.connection


def application(environ, start_response):
    ask = connection().execute
    statements = ask(STATEMENTS).fetchall()
    numbers = ", ".join(str(statement["id"]) for statement in statements)
    for name, sql in BESIDE.items():
        beside = defaultdict(list)
        for row in ask(sql.format(numbers)).fetchall():
            beside[row["statement_id"]].append(row)
        for statement in statements:
            statement[name] = beside[statement["id"]]
    body = orjson.dumps({"results": statements})
    about = [("Content-Type", "application/json"), ("Content-Length", str(len(body)))]
    start_response("200 OK", about)
    return [body]
