"""Admin of governed records: the same services, rules, versions and history as every other door."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any, cast

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.options import BaseModelAdmin
from django.core.exceptions import FieldDoesNotExist, ObjectDoesNotExist, PermissionDenied, ValidationError
from django.db import models, transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse

from . import indonesian
from .actors import signed_in
from .decisions import Decision, VerbError, require
from .forms import field_options
from .history import timeline
from .records import Children, change_record, create_record
from .transitions import Workflow

if TYPE_CHECKING:  # these take the type of their record only while types are checked
    AnyForm = forms.ModelForm[Any]
    AnyOptions = BaseModelAdmin[Any]
    AnyAdmin = admin.ModelAdmin[Any]
    AnyInline = admin.TabularInline[Any, Any]
else:
    AnyForm, AnyOptions, AnyAdmin, AnyInline = forms.ModelForm, BaseModelAdmin, admin.ModelAdmin, admin.TabularInline


@dataclass(frozen=True)
class Edit:
    """What a form asks to be written: the record (no key for a new one), its values and rows, version seen, reason."""

    pk: Any
    values: dict[str, Any]
    children: list[Children]
    version: int | None
    reason: str


class GovernedForm(AnyForm):
    """Asks for the reason, carries the version that was seen, and shows what the service refused."""

    version_seen = forms.IntegerField(widget=forms.HiddenInput, required=False, localize=False)
    change_reason = forms.CharField(
        label="Alasan perubahan", widget=forms.Textarea(attrs={"rows": 2}), help_text="Masuk ke riwayat."
    )
    service_error: Exception | None = None

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["version_seen"].initial = getattr(self.instance, "version", None)

    def clean(self) -> dict[str, Any]:
        """Show the refusal of the service beside the typed text, which stays."""
        cleaned = super().clean() or self.cleaned_data
        error = type(self).service_error
        if isinstance(error, VerbError):
            raise ValidationError(error.reason)
        if isinstance(error, ValidationError):
            raise ValidationError(error.messages)
        return cleaned


class RemovalForm(forms.Form):
    """What the removal page sends: the version that was seen, and the reason, which the service insists on."""

    version_seen = forms.IntegerField(widget=forms.HiddenInput, required=False, localize=False)
    change_reason = forms.CharField(required=False)


class VerbForm(forms.Form):
    """What the button of a verb sends; whether it needs a reason is the service's to say."""

    version_seen = forms.IntegerField(required=False)
    reason = forms.CharField(required=False)


class ReadableFields(AnyOptions):
    """Fields of forms and lists as people here write and read numbers, years and lists."""

    def get_autocomplete_fields(self, request: HttpRequest) -> list[str]:
        """Records of a long list are found by typing."""
        return [field.name for field in self.model._meta.concrete_fields if self.has_long_list(field)]

    def has_long_list(self, field: Any) -> bool:
        """Whether a field names a record of a list that is too long to choose from."""
        target = self.admin_site._registry.get(field.remote_field.model) if field.remote_field else None
        return bool(getattr(target, "is_long", False))

    def formfield_for_dbfield(self, db_field: models.Field[Any, Any], request: HttpRequest, **kwargs: Any) -> Any:
        """Decimals and money in Indonesian form, every input with a label for screen readers."""
        if isinstance(db_field, models.DecimalField) or (
            isinstance(db_field, models.BigIntegerField) and not db_field.primary_key
        ):
            kwargs |= field_options(db_field)
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if field is not None:
            field.widget.attrs.setdefault("aria-label", str(db_field.verbose_name))
        return field


def readable(model: type[models.Model], name: Any) -> Any:
    """A column or read-only field: years without thousands point, lists joined; others as they are."""
    try:
        field = model._meta.get_field(name) if isinstance(name, str) else None
    except FieldDoesNotExist:
        return name
    if not isinstance(field, (models.PositiveSmallIntegerField, models.JSONField, models.DecimalField)):
        return name

    @admin.display(description=str(field.verbose_name), ordering=field.name)
    def show(obj: models.Model) -> str:
        value = getattr(obj, field.name)
        if isinstance(value, list):
            return ", ".join(str(item) for item in value)
        if isinstance(value, Decimal):
            return indonesian.decimal(value)
        return "-" if value is None else str(value)

    show.__name__ = field.name
    return show


class TimelineMixin(AnyAdmin):
    """The readable history of a record; there is nothing here to revert with."""

    history_children: tuple[tuple[type[models.Model], str], ...] = ()

    def history_view(self, request: HttpRequest, object_id: str, extra_context: Any = None) -> HttpResponse:
        """The timeline of a record in the person's scope."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        try:
            instance = self.get_queryset(request).get(pk=object_id)
        except (ObjectDoesNotExist, ValueError):
            raise Http404 from None
        context = {
            **self.admin_site.each_context(request),
            "title": f"Riwayat: {instance}",
            "opts": instance._meta,
            "object": instance,
            "entries": timeline(instance, self.history_children),
        }
        return TemplateResponse(request, "admin/history.html", context)


class ChildInline(ReadableFields, AnyInline):
    """Child rows of a record; ``key`` is the field that tells them apart."""

    key = ""
    extra = 0

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """As the record they belong to."""
        return self.admin_site.get_model_admin(self.parent_model).has_view_permission(request, obj)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """As the record they belong to."""
        return self.admin_site.get_model_admin(self.parent_model).has_change_permission(request, obj)

    has_add_permission = has_delete_permission = has_change_permission


class GovernedAdmin(ReadableFields, TimelineMixin):
    """No bulk actions, no deletion, no revert; writing goes through ``write``."""

    is_long = False  # too many to choose from a plain list
    form = GovernedForm
    actions = None
    list_per_page = 50
    formfield_overrides = {models.TextField: {"widget": forms.Textarea(attrs={"rows": 3})}}
    change_form_template = "admin/governed_change_form.html"
    rule: Callable[[Any, Any], Decision]

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[Any]:
        """The person's scope, as at every door."""
        return (
            super()
            .get_queryset(request)
            .filter(pk__in=self.model.objects.visible_to(request.user).order_by().values("pk"))
        )

    def has_module_permission(self, request: HttpRequest) -> bool:
        """Whoever may enter the admin may read."""
        return self.admin_site.has_permission(request)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Whoever may enter the admin may read what is in the own scope."""
        return self.admin_site.has_permission(request)

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """By the rule."""
        return type(self).rule(request.user, None).allowed

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """By the rule."""
        return type(self).rule(request.user, obj).allowed

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Governed records are retired or replaced, never deleted."""
        return False

    def get_fields(self, request: HttpRequest, obj: Any = None) -> list[Any]:
        """The record's own fields, then its marks; version and reason stand at the end of the page."""
        marks = [name for name in ("is_demonstration", "provenance") if hasattr(self.model, name)]
        apart = {*marks, "version_seen", "change_reason"}
        fields = [name for name in super().get_fields(request, obj) if name not in apart] + marks
        if obj is not None and not self.has_change_permission(request, obj):
            return [readable(self.model, name) for name in fields]
        return fields

    def get_list_display(self, request: HttpRequest) -> list[Any]:
        """Columns people can read."""
        return [readable(self.model, name) for name in super().get_list_display(request)]

    def get_list_filter(self, request: HttpRequest) -> Any:
        """Those declared; else choices, marks and short relations among the columns."""
        fields = [f for f in self.model._meta.concrete_fields if f.name in self.list_display]
        return super().get_list_filter(request) or [
            f.name
            for f in fields
            if f.choices or isinstance(f, models.BooleanField) or (f.remote_field and not self.has_long_list(f))
        ]

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> type[AnyForm]:
        """The form of this request; on the second round it carries the refusal."""
        form = cast(type[GovernedForm], super().get_form(request, obj, change, **kwargs))
        form.service_error = getattr(request, "service_error", None)
        return form

    def changeform_view(self, request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        """A refusal of the service comes back on the form with everything that was typed."""
        try:
            with transaction.atomic():
                return super().changeform_view(request, *args, **kwargs)
        except (VerbError, ValidationError) as error:
            request.service_error = error
            return super().changeform_view(request, *args, **kwargs)

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """Nothing yet: record and rows are written together in ``save_related``."""

    def save_related(self, request: HttpRequest, form: Any, formsets: list[Any], change: bool) -> None:
        """Write record and child rows through the service."""
        names = {field.name for field in self.model._meta.concrete_fields}
        values = {name: value for name, value in form.cleaned_data.items() if name in names}
        children = [self._children(formset) for formset in formsets]
        for formset in formsets:
            formset.new_objects, formset.changed_objects, formset.deleted_objects = [], [], []
        pk, cleaned = form.instance.pk if change else None, form.cleaned_data
        edit = Edit(pk, values, children, cleaned["version_seen"], cleaned["change_reason"])
        form.instance.pk = self.write(request, edit).pk

    def _children(self, formset: Any) -> Children:
        inline = next(i for i in self.inlines if issubclass(i, ChildInline) and i.model is formset.model)
        wanted = {}
        for row in formset.forms:
            cleaned = getattr(row, "cleaned_data", None)
            if not cleaned or cleaned.get("DELETE"):
                continue
            names = {f.name for f in formset.model._meta.concrete_fields if not f.primary_key}
            values = {name: cleaned[name] for name in names - {formset.fk.name} if name in cleaned}
            key = values.pop(inline.key)
            wanted[getattr(key, "pk", key)] = values
        return Children(formset.fk.remote_field.get_accessor_name(), inline.key, wanted)

    def write(self, request: HttpRequest, edit: Edit) -> Any:
        """Write through the generic service; admins of records with their own service override this."""
        actor, rule = signed_in(request.user), type(self).rule
        values, children, reason = edit.values, edit.children, edit.reason
        if edit.pk is None:
            return create_record(self.model, actor=actor, rule=rule, values=values, children=children, reason=reason)
        return change_record(
            self.model.objects.visible_to(actor),
            edit.pk,
            actor=actor,
            rule=rule,
            version=edit.version,
            values=values,
            children=children,
            reason=reason,
        )


class RemovableAdmin(GovernedAdmin):
    """A record that may be removed one by one, through a service that says what stands against it."""

    remove: Callable[..., None]

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """By the rule."""
        return type(self).rule(request.user, obj).allowed

    def delete_view(self, request: HttpRequest, object_id: str, extra_context: Any = None) -> HttpResponse:
        """Ask, then remove; a refusal is a message on the record's page."""
        obj = self.get_object(request, object_id)
        if obj is None:
            raise Http404
        back = f"admin:{self.model._meta.app_label}_{self.model._meta.model_name}"
        form = RemovalForm(request.POST if request.method == "POST" else None, initial={"version_seen": obj.version})
        try:
            require(type(self).rule(request.user, obj))
            if request.method == "POST":
                self._remove(request, obj.pk, form)
                messages.success(request, f"{obj} dihapus.")
                return redirect(reverse(f"{back}_changelist"))
        except (VerbError, ValidationError) as error:
            messages.error(request, error.reason if isinstance(error, VerbError) else " ".join(error.messages))
            return redirect(reverse(f"{back}_change", args=[object_id]))
        context = {
            **self.admin_site.each_context(request),
            "title": f"Hapus {obj}?",
            "opts": self.model._meta,
            "object": obj,
            "form": form,
        }
        return TemplateResponse(request, "admin/remove.html", context)

    def _remove(self, request: HttpRequest, pk: Any, form: RemovalForm) -> None:
        form.is_valid()  # a version that is no number counts as none
        version, reason = form.cleaned_data.get("version_seen"), form.cleaned_data.get("change_reason", "")
        try:
            type(self).remove(pk, actor=request.user, version=version, reason=reason)
        except self.model.DoesNotExist:  # somebody else removed it meanwhile
            raise Http404 from None


NOT_BY_HAND = Decision(False, "by_verb", "Data ini hanya berubah melalui tindakannya.")


class WorkflowAdmin(GovernedAdmin):
    """A record with a life: read here, changed only by its verbs, which are the same services as everywhere.

    ``workflow``: its table with rules; ``verbs``: verb -> service taking ``pk, actor, version, reason``.
    """

    rule = staticmethod(lambda actor, record=None: NOT_BY_HAND)
    workflow: Workflow
    verbs: Mapping[str, Callable[..., Any]] = {}
    change_form_template = "admin/workflow_change_form.html"

    def get_urls(self) -> list[Any]:
        """The address of the verbs beside those of every record."""
        name = f"{self.model._meta.app_label}_{self.model._meta.model_name}_verb"
        view = self.admin_site.admin_view(self.verb_view)
        return [path("<path:object_id>/tindakan/<slug:verb>/", view, name=name), *super().get_urls()]

    def change_view(self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None) -> Any:
        """The record with the verbs this person may use."""
        record = self.get_object(request, object_id)
        actions = self.workflow.allowed_actions(request.user, record) if record else []
        offered = [action for action in actions if action.verb in self.verbs]
        opts = self.model._meta
        context = {
            **(extra_context or {}),
            "workflow_actions": offered,
            "workflow_address": f"admin:{opts.app_label}_{opts.model_name}_verb",
        }
        return super().change_view(request, object_id, form_url, context)

    def verb_view(self, request: HttpRequest, object_id: str, verb: str) -> HttpResponse:
        """Carry out a verb; a refusal is a message on the record's page."""
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        record = self.get_object(request, object_id)
        if record is None or verb not in self.verbs:
            raise Http404
        form = VerbForm(request.POST)
        form.is_valid()  # a version that is no number counts as none
        version, reason = form.cleaned_data.get("version_seen"), form.cleaned_data.get("reason", "")
        try:
            done = self.verbs[verb](record.pk, actor=request.user, version=version, reason=reason)
        except (VerbError, ValidationError) as error:
            messages.error(request, error.reason if isinstance(error, VerbError) else " ".join(error.messages))
        else:
            messages.success(request, f"{done}: {done.get_state_display().lower()}.")
        opts = self.model._meta
        return redirect(reverse(f"admin:{opts.app_label}_{opts.model_name}_change", args=[object_id]))
