"""Templates of a theme, and what is wrong in them, at its file and line."""

from types import CodeType, TracebackType

from jinja2 import (
    BytecodeCache,
    Environment,
    FunctionLoader,
    StrictUndefined,
    TemplateError,
    TemplateNotFound,
    TemplateSyntaxError,
)
from jinja2.bccache import Bucket
from markupsafe import Markup

from builder.render.markup import made
from builder.render.outputs import RenderProblem
from builder.vocabulary.problems import Place, Problem
from builder.vocabulary.theme import Theme


class TemplateProblem(RenderProblem):
    """A theme that can't be laid out."""


class _Compiled(BytecodeCache):
    """What templates were compiled to: a function of their name, file and text alone."""

    def __init__(self) -> None:
        self._code: dict[str, tuple[str, CodeType]] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        """Give what was kept, if the text is still the same."""
        checksum, code = self._code.get(bucket.key, ("", None))
        if checksum == bucket.checksum:
            bucket.code = code

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep the code of the newest text; what it replaces goes."""
        if bucket.code is not None:
            self._code[bucket.key] = bucket.checksum, bucket.code


# A process that builds again and again compiles a template once for each time that it is edited.
_COMPILED = _Compiled()


class Templates:
    """A theme's templates, each compiled when it is first used."""

    def __init__(self, theme: Theme) -> None:
        self._theme = theme
        self._folder = f"themes/{theme.name}/templates/"
        self._environment = Environment(
            loader=FunctionLoader(self._source),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            auto_reload=False,
            cache_size=-1,
            bytecode_cache=_COMPILED,
        )

    def render(self, name: str, **values: object) -> Markup:
        """Lay out values.

        Raises:
            TemplateProblem: the template is missing, can't be read, or asks for what there is not.
        """
        try:
            return made(self._environment.get_template(name).render(values))
        except TemplateNotFound as error:
            raise self._problem(
                str(error.name), 0, "template-missing", "The theme has no such template."
            ) from error
        except TemplateSyntaxError as error:
            message = f"The template can't be read: {error.message}."
            raise self._problem(
                error.name or name, error.lineno, "template-syntax", message
            ) from error
        except Exception as error:
            # A template may do what it likes with a value, and so raise anything.
            found = self._place(error.__traceback__)
            if found is None and not isinstance(error, TemplateError):
                raise
            file, line = found or (name, 0)
            message = f"The template fails here: {error}."
            raise self._problem(file, line, "template-error", message) from error

    def _source(self, name: str) -> tuple[str, str, None] | None:
        source = self._theme.templates.get(name)
        return None if source is None else (source, self._folder + name, None)

    def _place(self, trace: TracebackType | None) -> tuple[str, int] | None:
        """Return the innermost template and line that the error went through."""
        found = None
        while trace is not None:
            file = trace.tb_frame.f_code.co_filename
            if file.startswith(self._folder):
                found = file.removeprefix(self._folder), trace.tb_lineno
            trace = trace.tb_next
        return found

    def _problem(self, name: str, line: int, code: str, message: str) -> TemplateProblem:
        source = self._theme.templates.get(name, "").splitlines()
        excerpt = source[line - 1] if 0 < line <= len(source) else ""
        return TemplateProblem(
            Problem(
                Place(self._folder + name, line, 1 if line else 0),
                code,
                message,
                "Compare it with the default theme's template of this name.",
                excerpt=excerpt,
            )
        )
