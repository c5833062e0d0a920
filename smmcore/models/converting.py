"""Models to JSON values and back, without loss: for files, the journal, the command line and the web.

The only place that knows how models are written down. A network's own format never passes through here.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime
from decimal import Decimal, InvalidOperation
from functools import cache
from pathlib import Path
from typing import Any, TypeVar, cast

import attrs
import cattrs
from cattrs.gen import make_dict_structure_fn, make_dict_unstructure_fn

from smmcore.errors import InvalidInput, PlatformError, SMMError
from smmcore.models import post as posts
from smmcore.models import text as texts
from smmcore.models.account import Secret
from smmcore.models.media import MEDIA_KINDS, File, Media, Remote, Source, as_source

T = TypeVar("T")

STYLES: dict[str, type[texts.Styled]] = {
    "bold": texts.Bold,
    "italic": texts.Italic,
    "underline": texts.Underline,
    "strike": texts.Strike,
    "spoiler": texts.Spoiler,
    "quote": texts.Quote,
    "code": texts.Code,
    "pre": texts.Pre,
    "link": texts.Link,
}
_MEDIA: dict[str, type[Media]] = {kind.word: kind for kind in MEDIA_KINDS}


def dump(value: Any) -> Any:
    """The value as what JSON knows: dicts, lists, strings, numbers, booleans and None."""
    return _converter().unstructure(value)


def load(kind: type[T], data: Any, *, where: str = "", options: Iterable[type[posts.Options]] = ()) -> T:
    """A value from what `dump` gave or a person wrote.

    Options of platforms whose class is not among `options` stay `Unread`. Raises `InvalidInput` that begins
    with `where` and names every field that does not fit.
    """
    try:
        value = _converter().structure(data, kind)
    except (cattrs.BaseValidationError, ValueError, TypeError, KeyError) as error:
        message = "; ".join(_explained(error))
        raise InvalidInput(f"{where}: {message}" if where else message) from None
    return cast("T", _with_options(value, tuple(options)))


def _with_options(value: Any, options: tuple[type[posts.Options], ...]) -> Any:
    if isinstance(value, posts.Post):
        return read_options(value, options)
    if isinstance(value, posts.PlannedPost):
        return attrs.evolve(value, post=read_options(value.post, options))
    return value


def read_options(post: posts.Post, kinds: Iterable[type[posts.Options]]) -> posts.Post:
    """The post with its options read as the given classes, as far as it has some."""
    known = {kind.platform: kind for kind in kinds}
    read = tuple(post.options_for(known[o.platform]) if o.platform in known else o for o in post.options)
    return attrs.evolve(post, options=read) if read != post.options else post


def _explained(error: Exception) -> list[str]:
    if isinstance(error, cattrs.BaseValidationError):
        lines = cattrs.transform_error(error, path="", format_exception=_reason)
    else:
        lines = [f"{_reason(error, None)} @ "]
    return [_with_path(line) for line in lines]


def _with_path(line: str) -> str:
    reason, _, path = line.rpartition(" @ ")
    path = path.strip(".")
    if not path or reason.startswith((f"{path}:", f"{path.rpartition('.')[2]}:")):
        return f"{path.rpartition('.')[0]}.{reason}".strip(".") if "." in path else reason
    return f"{path}: {reason}" if not _names_field(reason) else f"{path}.{reason}"


def _names_field(reason: str) -> bool:
    name, colon, _ = reason.partition(":")
    return bool(colon) and name.replace("_", "").replace("[", "").replace("]", "").isalnum()


def _reason(error: BaseException, _: Any) -> str:
    if isinstance(error, KeyError):
        return f"{error.args[0]}: is missing"
    if isinstance(error, cattrs.ForbiddenExtraKeysError):
        return f"unknown field {', '.join(sorted(error.extra_fields))}"
    return str(error) or type(error).__name__


@cache
def _converter() -> cattrs.Converter:
    converter = cattrs.Converter(forbid_extra_keys=True, omit_if_default=True)
    converter.register_unstructure_hook(datetime, datetime.isoformat)
    converter.register_structure_hook(datetime, _datetime)
    converter.register_unstructure_hook(Decimal, str)
    converter.register_structure_hook(Decimal, _decimal)
    converter.register_structure_hook(
        int | Decimal, lambda value, _: _decimal(value, _) if isinstance(value, str) else value
    )
    converter.register_unstructure_hook(Path, str)
    converter.register_unstructure_hook(Secret, lambda secret: secret.shown)
    converter.register_structure_hook(
        Secret, lambda value, _: value if isinstance(value, Secret) else Secret(value)
    )
    converter.register_unstructure_hook(SMMError, _dump_error)
    # Not by predicate: cattrs asks its own hooks for these types before any predicate.
    for kind in _WORDS:
        converter.register_structure_hook(kind, _exactly)
    converter.register_structure_hook_func(lambda kind: kind == tuple[str, ...], _strings)
    _add_text(converter)
    _add_media(converter)
    _add_post(converter)
    return converter


def _exactly(value: Any, kind: type[T]) -> T:
    """No silent conversions: "false" is not True, and 3 is no text."""
    if kind not in _WORDS:  # an enumeration, which is a kind of text
        return cast("Any", kind)(value)  # type: ignore[no-any-return] # its members are its instances
    if not isinstance(value, kind) or (kind is int and isinstance(value, bool)):
        raise TypeError(f"must be {_WORDS[kind]}, not {value!r}")
    return value


_WORDS: dict[type, str] = {str: "text", bool: "true or false", int: "a whole number"}


def _strings(value: Any, _: Any) -> tuple[str, ...]:
    if not isinstance(value, list | tuple) or not all(isinstance(item, str) for item in value):
        raise TypeError(f"must be a list of texts, not {value!r}")
    return tuple(value)


def _decimal(value: Any, _: Any) -> Decimal:
    if isinstance(value, float):
        raise TypeError(f'must be written as text such as "1.50", not as {value!r}')
    try:
        return Decimal(value)
    except (InvalidOperation, TypeError, ValueError):
        raise ValueError(f"{value!r} is not a number") from None


def _datetime(value: Any, _: Any) -> datetime:
    if isinstance(value, datetime):
        return value
    if not isinstance(value, str):
        raise TypeError(f"must be a date and time such as 2026-12-01T08:00:00+01:00, not {value!r}")
    try:
        return datetime.fromisoformat(value)
    except ValueError:
        raise ValueError(f"{value!r} is not a date and time such as 2026-12-01T08:00:00+01:00") from None


def _dump_error(error: SMMError) -> dict[str, Any]:
    data: dict[str, Any] = {"type": type(error).__name__, "message": str(error)}
    if isinstance(error, PlatformError):
        data |= {"platform": error.platform, "code": error.code}
    if (wait := getattr(error, "retry_after", None)) is not None:
        data["retry_after"] = wait
    return data


def _add_text(converter: cattrs.Converter) -> None:
    names = {kind: name for name, kind in STYLES.items()}

    def dump_text(text: texts.Text) -> Any:
        if all(isinstance(part, str) for part in text):
            return texts.plain(text)
        return [part if isinstance(part, str) else dump_part(part) for part in text]

    def dump_part(part: texts.Styled) -> dict[str, Any]:
        rest = {f.name: getattr(part, f.name) for f in attrs.fields(type(part)) if f.name != "content"}
        return {names[type(part)]: dump_text(part.content), **{k: v for k, v in rest.items() if v}}

    def load_text(value: Any, _: Any = None) -> texts.Text:
        if isinstance(value, str | Mapping):
            value = [value]
        if not isinstance(value, list | tuple):
            raise TypeError(f"must be text or a list of parts, not {value!r}")
        return texts.as_text(
            part if isinstance(part, str | texts.Styled) else load_part(part) for part in value
        )

    def load_part(value: Any) -> texts.Styled:
        kind, content, rest = _tagged(value, STYLES, "style")
        return kind(load_text(content), **rest)

    converter.register_unstructure_hook_func(lambda kind: kind is texts.Text or kind == texts.Text, dump_text)
    converter.register_structure_hook_func(lambda kind: kind is texts.Text or kind == texts.Text, load_text)
    for style in STYLES.values():
        converter.register_unstructure_hook(style, dump_part)


def _add_media(converter: cattrs.Converter) -> None:
    converter.register_unstructure_hook(File, str)
    converter.register_unstructure_hook(Remote, str)
    converter.register_structure_hook(Source, lambda value, _: as_source(value))

    def dump_media(media: Media) -> dict[str, Any]:
        rest = {f.name: getattr(media, f.name) for f in attrs.fields(type(media)) if f.name != "source"}
        return {media.word: str(media.source), **{k: str(v) for k, v in rest.items() if v}}

    def load_media(value: Any, _: Any) -> Media:
        if isinstance(value, Media):
            return value
        kind, source, rest = _tagged(value, _MEDIA, "kind of media")
        return kind(source, **rest)

    converter.register_structure_hook(Media, load_media)
    for kind in (Media, *MEDIA_KINDS):
        converter.register_unstructure_hook(kind, dump_media)


def _tagged(value: Any, kinds: Mapping[str, type[T]], what: str) -> tuple[type[T], Any, dict[str, Any]]:
    """Take `{"bold": content, **rest}` apart."""
    if not isinstance(value, Mapping):
        raise TypeError(f"{what}: must be a table such as {{{next(iter(kinds))} = ...}}, not {value!r}")
    found = [name for name in kinds if name in value]
    if len(found) != 1:
        raise ValueError(f"{what}: {dict(value)!r} needs exactly one of {', '.join(kinds)}")
    kind = kinds[found[0]]
    rest = {name: item for name, item in value.items() if name != found[0]}
    if unknown := rest.keys() - {f.name for f in attrs.fields(kind)}:  # type: ignore[arg-type] # all kinds are attrs classes
        raise ValueError(f"{found[0]}: unknown field {', '.join(sorted(unknown))}")
    return kind, value[found[0]], rest


def _add_post(converter: cattrs.Converter) -> None:
    structured = make_dict_structure_fn(posts.Post, converter, _cattrs_forbid_extra_keys=True)
    unstructured = make_dict_unstructure_fn(posts.Post, converter, _cattrs_omit_if_default=True)

    def dump_post(post: posts.Post) -> dict[str, Any]:
        data = unstructured(attrs.evolve(post, options=()))
        if post.options:
            data["options"] = {o.platform: dump_options(o) for o in post.options}
        return data

    def dump_options(options: posts.Options | posts.Unread) -> Any:
        return dict(options.values) if isinstance(options, posts.Unread) else converter.unstructure(options)

    def load_post(value: Any, _: Any) -> posts.Post:
        if not isinstance(value, Mapping):
            raise TypeError(f"must be a table with text, media or a poll, not {value!r}")
        options = value.get("options", {})
        if not isinstance(options, Mapping) or not all(isinstance(v, Mapping) for v in options.values()):
            raise TypeError("options: must be a table per platform, such as [options.NETWORK]")
        post = structured({k: v for k, v in value.items() if k != "options"}, posts.Post)
        return attrs.evolve(post, options=[posts.Unread(name, dict(v)) for name, v in options.items()])

    converter.register_unstructure_hook(posts.Post, dump_post)
    converter.register_structure_hook(posts.Post, load_post)
