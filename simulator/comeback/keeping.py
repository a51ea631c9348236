"""A debrief on its way, kept on disk after every answer, together with the application that it is about."""

from __future__ import annotations

from msgspec.structs import replace

from simulator.changing import carried
from simulator.comeback import flow, jobs
from simulator.comeback.awaiting import Awaited
from simulator.comeback.model import Application, Date, Debrief
from simulator.comeback.store import APPLICATIONS, DEBRIEFS


def new_job(employer: str, role: str, sheet: str = "") -> Application:
    """One that has no file yet, under an id by which no debrief of a deleted one would become its own."""
    before = {each.application for each in DEBRIEFS.load().records.values()}
    return Application(id=APPLICATIONS.new_id(employer, role, taken=before), employer=employer, role=role, sheet=sheet)


def job_of(awaited: Awaited) -> Application:
    """Raises ComebackError where its file has faults."""
    if awaited.application:
        return APPLICATIONS.find(awaited.application)
    return new_job(awaited.employer, awaited.role, awaited.sheet)


class Keeping:
    """Its methods raise ComebackError where something cannot be saved; what is on disk is then as it was."""

    def __init__(self, debrief: Debrief) -> None:
        """A new one; it has a file from the first answer on that belongs to a job, or to a day of rest."""
        self.debrief = self._kept = debrief
        """`_kept`: as it was on disk when it was last read or saved."""
        self.job: Application | None = None
        self.saved = False
        self._written: Application | None = None
        """The application that this debrief wrote an interview into, as it wrote it, and how it was before; None for one that it made."""
        self._was: Application | None = None

    def open(self, id: str) -> str:
        """Takes up the debrief of that id; the question at which it goes on."""
        self._take_up(DEBRIEFS.find(id))
        self.job = APPLICATIONS.load().records.get(self.debrief.application)
        return self.debrief.left_at or flow.OUTCOME

    def take_job(self, job: Application, day: Date, today: Date) -> str:
        """The debrief about that interview, if there is one, else this one becomes it; the question that comes next. If it was about another
        one at first, that application is as it was before."""
        if self._written is not None:
            job = self._taken_back(job, self._written)
        self._was = APPLICATIONS.load().records.get(job.id)
        self.job = self._written = jobs.interviewed(job, day)
        if self.job != job or job.id not in APPLICATIONS.load().records:
            APPLICATIONS.save(self.job)
        known = jobs.debrief_of(DEBRIEFS.load().records.values(), job.id, day)
        turned_down = self.debrief.outcome == "rejected"
        step = flow.ROUND
        if known is None or known.id == self.debrief.id:
            self.debrief = replace(self.debrief, application=job.id, date=day)
        else:
            if self.saved:
                DEBRIEFS.delete(self.debrief.id)
            news = turned_down and known.outcome != "rejected"
            self._take_up(known)
            if news:
                self.debrief = replace(known, outcome="rejected")
            if known.begun:
                step = flow.REASON if news else known.left_at or flow.OUTCOME
        if turned_down:
            self.outcome(today)
        return step

    def _taken_back(self, job: Application, written: Application) -> Application:
        """The job that it is about now, without what was written into the first one. What somebody changed there since stays."""
        now = APPLICATIONS.load().records.get(written.id)
        if now != written:
            return now if now is not None and job.id == now.id else job
        if self._was is not None:
            APPLICATIONS.save(self._was)
        else:
            APPLICATIONS.delete(written.id)
        if job.id != written.id:
            return job
        return self._was or replace(job, interviews=(), stages=())

    def _take_up(self, debrief: Debrief) -> None:
        self.debrief, self._kept, self.saved = debrief, debrief, True

    def save(self, debrief: Debrief, left_at: str) -> None:
        debrief = replace(debrief, left_at=left_at)
        if debrief.application or debrief.rest_until or self.saved:
            if not self.saved:
                debrief = DEBRIEFS.add(replace(debrief, id=DEBRIEFS.new_id(debrief.application or "debrief")))
            else:
                if (now := DEBRIEFS.load().records.get(debrief.id)) is not None:  # a letter may have gone out meanwhile
                    debrief = carried(self._kept, debrief, now)
                DEBRIEFS.save(debrief)
            self._kept, self.saved = debrief, True
        self.debrief = debrief

    def outcome(self, today: Date) -> None:
        """Moves the application to the stage that the outcome stands for."""
        now = APPLICATIONS.load().records.get(self.job.id) if self.job is not None else None
        if now is None:  # deleted meanwhile, or its file has faults and is left as it is
            return
        self.job = self._written = jobs.with_outcome(now, self.debrief.outcome, today)
        if self.job != now:
            APPLICATIONS.save(self.job)
