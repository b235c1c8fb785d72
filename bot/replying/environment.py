"""The templates of one language and way to write numbers, compiled once, with its texts and formats."""

from __future__ import annotations

from collections.abc import Callable, MutableMapping
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import BytecodeCache, Environment, FileSystemBytecodeCache, FileSystemLoader, StrictUndefined, Template
from jinja2.runtime import Context
from markupsafe import Markup

from bot.replying.localizer import Localizer
from bot.replying.markup import filled, shortened
from bot.replying.presenting import INFORMATIVE
from bot.replying.presenting_values import value_line
from knowledge.kept import cache_folder

TEMPLATES = Path(__file__).parent / "templates"
_FORMATS = (
    "figure",
    "interval",
    "value",
    "money",
    "number",
    "number_of",
    "percent",
    "duration",
    "rough_duration",
    "place",
)
"""What templates write values with: methods of the `Localizer`."""


class _Context(Context):
    """What a template sees. None of its functions asks for the context, so calling one need not find that out."""

    def call(self, function: Callable[..., Any], *values: Any, _loop_vars: object = None, **named: Any) -> Any:
        """Call a function or a macro. What a template hands over beside its own arguments is of no use to either."""
        return function(*values, **named)


class _Environment(Environment):
    """Templates that are looked up by their names alone."""

    context_class = _Context

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self._ready: dict[Any, Template] = {}

    def get_template(self, name: Any, parent: Any = None, globals: Any = None) -> Template:
        """The template of this name, compiled when it is first asked for."""
        found = self._ready.get(name)
        if found is None:
            found = self._ready[name] = super().get_template(name, parent, globals)
        return found

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        """The texts and formats that every template sees, which are all there before the first one is compiled."""
        return {**self.globals, **d} if d else self.globals


@cache
def environment_of(formats: Localizer) -> Environment:
    """The templates with the texts and formats of one language and way to write numbers."""
    environment = _Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
        bytecode_cache=_bytecode_cache(),
    )
    environment.globals["_"] = lambda key, **data: filled(formats.pattern(key), data)
    environment.globals["plural"] = lambda key, number, **data: filled(
        formats.plural_pattern(key, number), {"number": formats.number(number), **data}
    )
    environment.globals["informative"] = INFORMATIVE
    for name in _FORMATS:
        environment.filters[name] = getattr(formats, name)
    environment.filters["line"] = lambda value, metric: value_line(metric, value, formats)
    environment.filters["as_of"] = formats.as_of
    environment.filters["one_line"] = lambda text: Markup(" ".join(text.split()))  # noqa: S704 - already escaped
    environment.filters["sentence"] = lambda text: text[:1].upper() + text[1:]
    environment.filters["shortened"] = shortened
    environment.filters["in_words"] = formats.join
    return environment


def _bytecode_cache() -> BytecodeCache | None:
    """Where compiled templates are kept from one start to the next; nowhere if nothing can be written."""
    folder = cache_folder("templates")
    return None if folder is None else FileSystemBytecodeCache(str(folder))
