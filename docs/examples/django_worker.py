"""docs/workers.md: a worker as a management command of Django. Put it into `management/commands/` of an app."""

# start of command
import signal
import sys
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from smmcore import SMM
from smmcore.worker import Worker


class Command(BaseCommand):
    help = "Publish what is due, until the process is told to end."

    def handle(self, *args: Any, **options: Any) -> None:
        with SMM.from_config(settings.SMM_CONFIG) as smm, Worker(smm) as worker:
            signal.signal(signal.SIGTERM, lambda *_: sys.exit())
            self.stdout.write(f"Working on {len(smm.accounts)} accounts.")
            worker.wait()
            # end of command
