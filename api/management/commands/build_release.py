import re
from datetime import UTC, date, datetime
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from api.release_folder import open_release
from api.v1.release.archive import CannotBuild, build_release
from api.v1.urls import router

EARLIEST = date(1980, 1, 1)  # of a file within a ZIP archive


class Command(BaseCommand):
    help = (
        "Build a dated archive of all that is published, as tables, SQLite and JSON Lines. The "
        "same record and date make the same bytes. The service lists it under /api/v1/releases."
    )

    def add_arguments(self, parser):
        parser.add_argument(
            "--date", help="date of the archive, such as 2026-11-24 (default: the newest change)"
        )
        parser.add_argument(
            "--output",
            type=Path,
            default=settings.RELEASES_DIR,
            help="directory to put it in (default: that of the setting RELEASES_DIR)",
        )

    def handle(self, *args, output, verbosity, **options):
        day = options["date"] and read_day(options["date"])
        try:
            path, is_new = build_release(router.registry, output, day)
            release, file = open_release(output, path.stem)
            file.close()
        except (CannotBuild, OSError) as error:
            raise CommandError(f"No archive was built: {error}") from error
        if verbosity:
            told = "Built" if is_new else "There already, the same to the byte:"
            self.stdout.write(f"{told} {path}\n{release.sha256}, {release.size:,} bytes")


def read_day(text):
    """The date that is written; raises CommandError unless it is a day from 1980 to today."""
    try:
        if not re.fullmatch("[0-9]{4}-[0-9]{2}-[0-9]{2}", text):
            raise ValueError("another form")
        day = date.fromisoformat(text)
    except ValueError:
        raise CommandError(f"--date: {text} is no day; use one such as 2026-11-24.") from None
    today = datetime.now(UTC).date()
    if not EARLIEST <= day <= today:
        raise CommandError(f"--date: use a day from {EARLIEST} to today (UTC), {today}.")
    return day
