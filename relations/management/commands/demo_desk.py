import secrets

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.urls import reverse

from relations.desk.demonstration import ACCOUNTS, accounts, demonstrate

GUIDE = """
How to try it, on the server of `make serve`:

  1. Log in as cora, the curator: {login}
  2. Read the document and mark words with the mouse, or with Shift and the arrow keys:
     {read}
     Choose what they are; what is stored is a draft. Open it and send it for review.
  3. Log out, log in as rhea, the reviewer. What waits for her: {queue}
     Look at it, then publish it or send it back with a reason. Begin with the document, the
     party and the person: what is published refers to published entries only.
  4. As cora again, change something of what is published: it stays as it is until rhea approves.
  5. As edith, the editor-in-chief, retract something. Ray, the reader, looks on.

Each step is seen under {history} and in the API, such as
/api/v1/statements?document={slug}.
"""


class Command(BaseCommand):
    help = "Set up one account of each role and a half-finished document, to try the desk with."

    def add_arguments(self, parser):
        parser.add_argument("--password", help="for the new accounts; drawn if it is not given")
        parser.add_argument(
            "--reset", action="store_true", help="give accounts that are there this password too"
        )
        parser.add_argument(
            "--yes", action="store_true", help="make them on a public installation too"
        )

    def handle(self, *args, password, reset, yes, **options):
        if settings.SECURE_SSL_REDIRECT and not yes:
            raise CommandError(
                "This installation is public (HTTPS is on), and demonstration accounts are known "
                "by name. Nothing was made; if you mean it, say --yes."
            )
        given = password or secrets.token_urlsafe(9)
        made = accounts(given, reset=reset)
        document = demonstrate()
        for name, role, is_new in made:
            told = f"password {given}" if is_new else "was there; it keeps its password"
            self.stdout.write(f"{name:6} {role:16} {told}")
        if not any(is_new for _, _, is_new in made):
            self.stdout.write(f"A new password for all {len(ACCOUNTS)}: demo_desk --reset")
        self.stdout.write(
            GUIDE.format(
                login=reverse("admin:login"),
                read=reverse("admin:relations_document_read", args=[document.pk]),
                queue=reverse("admin:desk_queue"),
                history="“History” of each entry",
                slug=document.slug,
            )
        )
