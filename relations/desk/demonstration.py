"""A half-finished document to try the desk with: an invented country and invented words."""

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.db import transaction

from relations.desk import review
from relations.desk.citing import citation_of, store
from relations.document_texts import store_text, supplied_text
from relations.models import Document, Party, Person, Statement
from relations.passages import Passage
from relations.vocabularies import Authority, PartyKind, StatementMode

# The account of each role; their names say what they do.
ACCOUNTS = {
    "cora": "curator",
    "rhea": "reviewer",
    "edith": "editor-in-chief",
    "ray": "reader",
}
SLUG = "demo-fishing-talks"
REASON = "Made by demo_desk."
TEXT = """\
🐟 Fishing talks end without a date
Strelsau, 14 May 2031

Delegations of Ruritania and Graustark met in Strelsau on 12–13 May 2031.
It was their third round since spring 2030.

“We shall fish where our fathers fished,” Rupert Hentzau, Ruritania’s Minister of the Sea, said.
He added: “That is not up for negotiation.”
Hentzau called the ban on long nets a “paper wall”.

Graustark sees it otherwise.
“A quota is a quota, in spring as in winter,” said Yetive Lorry, who leads its delegation.
She told reporters on 13 May that her country’s co\u2011operation had been “taken for granted”.

A joint note names three points:
- licences for boats under twelve metres;
- a line at sea, to be drawn by the end of Q3 2031;
- observers, from 1 August 2031.

According to the Ruritanian Fishing League, the sides are “closer than they look”.
Ruritania wants the line first. Graustark wants observers first.
A fourth round may follow in autumn 2031.
One paper had announced it for 3/4/2031.
"""


def accounts(password, *, reset=False):
    """Make the accounts that are missing, and all anew if `reset`: (name, role, is new) for each.

    An account that is there keeps its password unless it is reset.
    """
    made = []
    for name, role in ACCOUNTS.items():
        user, is_new = get_user_model().objects.get_or_create(username=name)
        if is_new or reset:
            user.set_password(password)
            user.is_staff, user.is_active, user.is_superuser = True, True, False
            user.save()
            user.groups.set([Group.objects.get(name=role)])
        made.append((name, role, is_new or reset))
    return made


def demonstrate():
    """The document: made, with a person, parties and two statements, unless it is there already."""
    found = Document.objects.filter(slug=SLUG).first()
    if found:
        return found
    curator = get_user_model().objects.get(username="cora")
    with transaction.atomic():
        supplied = supplied_text(TEXT)
        document = Document(
            slug=SLUG,
            title="Fishing talks end without a date",
            language="en",
            published_on="2031-05-14",
            published_as_printed="14 May 2031",
            published_basis="stated",
            sha256=supplied.sha256,
            length=supplied.length,
            note="Invented, to try the desk with.",
        )
        store(document, curator, REASON)
        store_text(document, TEXT, curator)
        ruritania = Party(slug="demo-ruritania", name="Ruritania", kind=PartyKind.STATE)
        hentzau = Person(slug="demo-rupert-hentzau", name="Rupert Hentzau")
        _cited(ruritania, "party", document, "Ruritania", curator)
        _cited(hentzau, "person", document, "Rupert Hentzau", curator)
        _said(
            document,
            "We shall fish where our fathers fished,",
            StatementMode.DIRECT,
            hentzau,
            curator,
        )
        waiting = _said(document, "paper wall", StatementMode.FRAGMENT, hentzau, curator)
        for entry in (document, ruritania, hentzau, waiting):
            review.submit(entry, curator)
    return document


def _cited(fact, kind, document, words, user):
    start = TEXT.index(words)
    passage = Passage(TEXT, start, start + len(words))
    store(fact, user, REASON)
    store(citation_of(document, passage, fact, kind), user, REASON)


def _said(document, words, mode, speaker, user):
    statement = Statement(
        slug=f"demo-{'-'.join(words.lower().strip(',').split()[:4])}",
        speaker=speaker,
        speaker_as_printed="Rupert Hentzau, Ruritania’s Minister of the Sea",
        authority=Authority.MINISTER,
        mode=mode,
        text=words,
        language="en",
    )
    _cited(statement, "statement", document, words, user)
    return statement
