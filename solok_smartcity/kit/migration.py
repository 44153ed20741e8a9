"""An operation that makes all tables of an application at once.

One ``CreateModel`` after the other renders every related model anew for each table; here they are all rendered with
one another in mind, once, which is what makes an empty database quick to set up.
"""

from collections.abc import Sequence

from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.operations import CreateModel
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState


class CreateTables(Operation):
    """Create the tables of ``models``, with their indexes and constraints in their options."""

    serialization_expand_args = ["models"]

    def __init__(self, models: Sequence[CreateModel]) -> None:
        self.models = models

    def deconstruct(self) -> tuple[str, list[object], dict[str, object]]:
        """As written into a migration."""
        return type(self).__name__, [], {"models": self.models}

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        """Add the models to the state; what was rendered of it before is rendered anew when it is asked for."""
        state.__dict__.pop("apps", None)
        for item in self.models:
            item.state_forwards(app_label, state)

    def database_forwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: ProjectState, to_state: ProjectState
    ) -> None:
        """Make the tables."""
        for item in self.models:
            model = to_state.apps.get_model(app_label, item.name)
            if self.allow_migrate_model(schema_editor.connection.alias, model):
                schema_editor.create_model(model)

    def database_backwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: ProjectState, to_state: ProjectState
    ) -> None:
        """Take the tables away."""
        for item in reversed(self.models):
            model = from_state.apps.get_model(app_label, item.name)
            if self.allow_migrate_model(schema_editor.connection.alias, model):
                schema_editor.delete_model(model)

    def describe(self) -> str:
        """What ``makemigrations`` and ``migrate`` print."""
        return f"Create the tables of {len(self.models)} models"
