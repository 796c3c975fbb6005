"""The desk is set up to be tried, once, and not by accident on a public installation."""

import re

import pytest
from django.contrib.auth import authenticate, get_user_model
from django.core.management import CommandError, call_command

from relations import models
from relations.document_texts import current_text
from relations.models import Proposal
from tests.people import logged_in

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def roles():
    from django.apps import apps

    from relations.roles import make_roles

    make_roles(apps)


def demo(capsys, *options):
    call_command("demo_desk", *options)
    return capsys.readouterr().out


@pytest.mark.slow
def test_four_accounts_and_a_half_finished_document_are_made(capsys):
    told = demo(capsys, "--password", "try-it-well")
    roles = {
        user.username: [group.name for group in user.groups.all()]
        for user in get_user_model().objects.all()
    }
    assert roles == {
        "cora": ["curator"],
        "rhea": ["reviewer"],
        "edith": ["editor-in-chief"],
        "ray": ["reader"],
    }
    assert authenticate(username="cora", password="try-it-well")
    assert not get_user_model().objects.filter(is_superuser=True).exists()
    document = models.Document.objects.get()
    assert current_text(document)
    statuses = models.Statement.objects.values_list("publication_status", flat=True)
    assert sorted(statuses) == ["draft", "in_review"]
    for citation in models.Citation.objects.exclude(exact=""):
        text = current_text(document).text
        assert citation.exact == text[citation.start : citation.end]
    cora = logged_in(get_user_model().objects.get(username="cora"))
    addresses = re.findall(r"/admin/\S+", told)
    assert len(addresses) == 3
    assert {cora.get(address).status_code for address in addresses} <= {200, 302}


@pytest.mark.slow
def test_a_second_run_changes_nothing_and_says_so(capsys):
    demo(capsys, "--password", "try-it-well")
    before = models.Statement.objects.count(), Proposal.objects.count()
    assert "keeps its password" in demo(capsys)
    assert (models.Statement.objects.count(), Proposal.objects.count()) == before
    assert authenticate(username="cora", password="try-it-well")
    demo(capsys, "--reset", "--password", "another-one")
    assert authenticate(username="cora", password="another-one")


@pytest.mark.slow
def test_a_password_that_is_not_given_is_drawn(capsys):
    passwords = set(re.findall(r"password (\S+)", demo(capsys)))
    assert len(passwords) == 1
    assert authenticate(username="ray", password=passwords.pop())


@pytest.mark.slow
def test_a_public_installation_gets_none_by_accident(capsys, settings):
    settings.SECURE_SSL_REDIRECT = True
    with pytest.raises(CommandError, match="--yes"):
        demo(capsys)
    assert not get_user_model().objects.exists()
    demo(capsys, "--yes")
    assert get_user_model().objects.exists()


@pytest.mark.slow
def test_everything_that_is_sent_for_review_can_be_published(capsys):
    from relations.desk import review

    demo(capsys)
    rhea = get_user_model().objects.get(username="rhea")
    for proposal in Proposal.objects.in_review():
        review.approve(proposal, rhea, seen=review.fingerprint(proposal))
    assert models.Statement.objects.published().count() == 1
