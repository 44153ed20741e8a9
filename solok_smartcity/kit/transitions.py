"""The one way a workflow's verb is carried out, and the log that remembers every decision."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db import models, transaction

from .actors import Actor, label_of
from .decisions import ALLOWED, Decision, Refused, WrongState
from .decisions import Rule as Rule
from .guards import Guard
from .records import M, Values, need_reason, open_for_change
from .workflow import Step

Requirement = Callable[[Any], Decision]
Effect = Callable[[Any], Values | None]


class TransitionLog(models.Model):
    """One decision: who carried out which verb, when, from and to which state, and why. Never changed, never deleted.

    A subclass adds ``subject``, the foreign key to its record with ``related_name="log"``.
    """

    verb = models.CharField("tindakan", max_length=30)
    label = models.CharField("nama tindakan", max_length=60)
    before = models.CharField("dari", max_length=20, blank=True)
    after = models.CharField("menjadi", max_length=20)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="akun"
    )
    actor_name = models.CharField("pelaku", max_length=200)
    reason = models.TextField("alasan", blank=True)
    version = models.PositiveIntegerField("versi")
    at = models.DateTimeField("waktu", auto_now_add=True)

    class Meta:
        abstract = True
        ordering = ("-at", "-pk")

    def __str__(self) -> str:
        return f"{self.label}: {self.actor_name}"


def append_only(table: str, name: str, message: str = "Catatan keputusan tidak dapat diubah atau dihapus.") -> Guard:
    """Guard that lets rows come but never change or go."""
    return Guard(name, table, ("UPDATE", "DELETE"), "TRUE", message)


@dataclass(frozen=True)
class Action:
    """A verb as one person sees it on one record: allowed, or why not; ``is_next``: it starts from this state."""

    verb: str
    label: str
    allowed: bool
    code: str
    reason: str
    needs_reason: bool
    is_next: bool


@dataclass(frozen=True)
class Workflow:
    """A table of steps with the rule of each verb (role) and its guard (what the record still lacks)."""

    steps: Mapping[str, Step]
    rules: Mapping[str, Rule]
    guards: Mapping[str, Requirement]
    state_names: Mapping[str, str]

    def allowed_actions(self, actor: object, record: Any) -> list[Action]:
        """What the person may do with the record now, and for each verb that is refused, why."""
        out = []
        for verb, step in self.steps.items():
            answer = self.rules[verb](actor, record)
            if answer.allowed and record.state not in step.sources:
                answer = self.wrong_state(step, record.state)
            elif answer.allowed and verb in self.guards:
                answer = self.guards[verb](record)
            out.append(
                Action(
                    verb,
                    step.label,
                    answer.allowed,
                    answer.code,
                    answer.reason,
                    step.needs_reason,
                    record.state in step.sources,
                )
            )
        return out

    def wrong_state(self, step: Step, state: str) -> Decision:
        """The refusal of a verb in a state it does not start from."""
        names = " atau ".join(self.state_names[name] for name in self.state_names if name in step.sources)
        return Decision(
            False,
            "wrong_state",
            f"{step.label} hanya dapat dilakukan dari keadaan {names}; keadaan sekarang {self.state_names[state]}.",
        )

    @transaction.atomic
    def perform(
        self,
        verb: str,
        scope: models.QuerySet[M],
        pk: object,
        *,
        actor: Actor | None,
        version: int | None,
        reason: str = "",
        values: Values | None = None,
        effect: Effect | None = None,
    ) -> M:
        """Carry out a verb: lock, scope, rule, version, state, guard, change, log.

        ``values``: fields that change with the state; ``effect``: what else happens, inside the transaction, before
        the log is written; what it gives goes into further fields of the log. Raises the model's
        ``DoesNotExist``, ``Refused``, ``VersionMissing``, ``Stale``, ``WrongState``, ``ReasonMissing`` or
        whatever the effect refuses.
        """
        step = self.steps[verb]
        opened = open_for_change(scope, pk, actor=actor, rule=self.rules[verb], version=version)
        record: Any = opened  # with a state, which no common class declares
        if record.state not in step.sources:
            raise WrongState(self.wrong_state(step, record.state).reason)
        answer = self.guards.get(verb, lambda _: ALLOWED)(record)
        if not answer.allowed:
            raise Conflict(answer)
        reason = need_reason(reason) if step.needs_reason or reason.strip() else ""
        before = record.state
        record.state = step.target or before
        for name, value in (values or {}).items():
            setattr(record, name, value)
        noted = (effect(record) if effect is not None else None) or {}
        record.version += 1
        record._history_user, record._change_reason = actor, reason or step.label
        record.save()
        log(record, step, before, actor=actor, reason=reason, **noted)
        return opened


class Conflict(Refused):
    """The verb is right, but the record lacks something for it (409)."""

    status = 409


def log(record: Any, step: Step, before: str, *, actor: Actor | None, reason: str, **noted: Any) -> TransitionLog:
    """Write a decision into the log of its record; without an actor it is the operator's at the command line."""
    entry: TransitionLog = (
        type(record)
        ._meta.get_field("log")
        .related_model.objects.create(
            subject=record,
            verb=step.verb,
            label=step.label,
            before=before,
            after=record.state,
            actor=actor,
            actor_name=label_of(actor),
            reason=reason,
            version=record.version,
            **noted,
        )
    )
    return entry
