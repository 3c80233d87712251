"""Messages that may have gone out although nobody answered: their echoes are waited for, and what they tell is kept."""

from collections.abc import Mapping

from bot.domain.conversation.entry import FateEntry
from bot.services import outbox
from workers.job import Job


class Doubts:
    """The jobs with a message in doubt, by thread and message; only the thread that decides touches them."""

    def __init__(self) -> None:
        self._jobs: dict[tuple[str, str], Job] = {}

    def __len__(self) -> int:
        return len(self._jobs)

    def examine(self, job: Job, marks: Mapping[str, str], until: float) -> None:
        """Somebody had this turn before us: what was marked may have gone out."""
        for message in job.left:
            mark = marks.get(message)
            if mark == "ended":
                job.out.add(message)
            elif mark == "sending":
                self.add(job, message, until)

    def add(self, job: Job, message: str, until: float) -> None:
        """A message may have gone out; an echo may tell until a time."""
        job.doubts[message] = until
        self._jobs[job.entry.thread, message] = job

    def end(self, job: Job, message: str) -> None:
        """Nobody told, and nobody is waited for any more."""
        del job.doubts[message]
        self._jobs.pop((job.entry.thread, message), None)

    def watch(self, job: Job, message: str) -> None:
        """A message was refused and waits to be sent again: if it is out nevertheless, its echo tells."""
        self._jobs[job.entry.thread, message] = job

    def forget(self, job: Job) -> None:
        """The job is over, or somebody else's."""
        for message in outbox.messages_of(job.entry) if self._jobs else ():
            if self._jobs.get((job.entry.thread, message)) is job:
                del self._jobs[job.entry.thread, message]

    def told(self, fate: FateEntry) -> Job | None:
        """A platform told what became of a message: it is out. Gives the job that may go on at once, if any.

        Of a message that goes in several requests, those that were answered say nothing about the one in doubt.
        """
        job = self._jobs.get((fate.thread, fate.message)) if self._jobs else None
        if job is None or fate.platform_id in job.answered:
            return None
        del self._jobs[fate.thread, fate.message]
        job.doubts.pop(fate.message, None)
        job.out.add(fate.message)
        return job if job.head is not None and job.head.id == fate.message and not job.busy else None
