"""People: the accounts of the portal, each with one role."""

from typing import Any, ClassVar

from django.contrib.auth.models import AbstractUser, AnonymousUser, UserManager
from django.db import models, transaction
from django.db.models import Q

from solok_smartcity.kit.history import records

from ..roles import Role
from .opd import Opd


class PeopleManager(UserManager["User"]):
    """Makes accounts; the first one of an installation is an administrator."""

    def create_superuser(
        self, username: str, email: str | None = "", password: str | None = None, **fields: Any
    ) -> "User":
        """An account for the command line's ``createsuperuser``: staff, with the role of administrator."""
        return super().create_superuser(username, email, password, **{"role": Role.ADMINISTRATOR, **fields})


class User(AbstractUser):
    """A person who signs in; planners and heads of an agency belong to one OPD."""

    first_name = None  # type: ignore[assignment]
    last_name = None  # type: ignore[assignment]
    full_name = models.CharField("nama lengkap", max_length=150)
    position = models.CharField("jabatan", max_length=150, blank=True)
    role = models.CharField("peran", max_length=20, choices=Role.choices, default=Role.READER)
    opd = models.ForeignKey(
        Opd, models.PROTECT, null=True, blank=True, related_name="people", verbose_name="perangkat daerah"
    )
    is_demonstration = models.BooleanField("akun demonstrasi", default=False)

    objects: ClassVar = PeopleManager()
    history = records(excluded_fields=["password", "last_login"])
    REQUIRED_FIELDS = ["email", "full_name"]
    _password: str | None
    _change_reason: str | None
    auth_token_set: Any  # the tokens of knox, which has no types

    class Meta:
        verbose_name = "akun"
        verbose_name_plural = "akun"
        ordering = ("full_name",)
        constraints = [
            models.CheckConstraint(
                name="user_of_agency_has_opd",
                condition=~Q(role__in=[Role.OPD_PLANNER, Role.OPD_HEAD]) | Q(opd__isnull=False),
                violation_error_message="Perencana dan kepala perangkat daerah harus memiliki perangkat daerah.",
            )
        ]

    def __str__(self) -> str:
        return self.label

    @property
    def label(self) -> str:
        """Name as written into history and logs: it must make sense after the account is gone."""
        return f"{self.full_name or self.username} ({self.get_role_display()})"

    def get_full_name(self) -> str:
        """The person's name."""
        return self.full_name or self.username

    def get_short_name(self) -> str:
        """The person's name, for the admin's greeting."""
        return self.get_full_name()

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save; a new password withdraws the account's API tokens with it.

        It stands here because every door comes through here: allauth's page, both pages of the admin and
        ``changepassword``. ``_password`` is what ``set_password`` leaves until the account is saved; a hash that is
        only renewed at sign-in leaves none. An account without a usable password has no tokens either.
        """
        has_new_password = self._password is not None or not self.has_usable_password()
        with transaction.atomic():
            self._save(*args, **kwargs)
            if has_new_password:
                self.auth_token_set.all().delete()

    def _save(self, *args: Any, **kwargs: Any) -> None:
        """A sign-in only stamps ``last_login``: that is no change of the account and writes no history."""
        if set(kwargs.get("update_fields") or ()) == {"last_login"}:
            self.skip_history_when_saving = True
            try:
                super().save(*args, **kwargs)
            finally:
                del self.skip_history_when_saving
        else:
            super().save(*args, **kwargs)


# Whoever stands at a door: signed in, or not.
Person = User | AnonymousUser
