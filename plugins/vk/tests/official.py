"""The official schema of VK's API, and what it says against a value."""

import json
from functools import cache

from .world import shared

# Seen in recorded answers or used by all clients, but not in the schema.
BESIDE = {
    "postponed_id",  # of a post that waited
    "peer_ids",  # where stories are uploaded
    "post_owner_id",  # in events about comments
    "skipped",
}


@cache
def load(name):
    return json.loads((shared("specs", "vk", "schema") / f"{name}.json").read_text("utf-8"))


@cache
def methods():
    folder = shared("specs", "vk", "schema")
    found = [
        m for path in sorted(folder.glob("*/methods.json")) for m in json.loads(path.read_text())["methods"]
    ]
    return {method["name"]: method for method in found}


def follow(schema, home):
    """What a `$ref` leads to, and the file that it is in."""
    while "$ref" in schema:
        file, _, path = schema["$ref"].partition("#")
        home = file.removeprefix("../").removesuffix(".json") or home
        target = load(home)
        for part in path.strip("/").split("/"):
            target = target[part]
        schema = {**target, **{k: v for k, v in schema.items() if k == "required"}}
    return schema, home


TYPES = {"integer": int, "string": str, "boolean": bool, "array": list, "object": dict}


def is_a(value, kind):
    if kind == "number":
        return isinstance(value, int | float) and not isinstance(value, bool)
    return isinstance(value, TYPES[kind]) and (kind != "integer" or not isinstance(value, bool))


def complaints(value, schema, home, path):
    schema, home = follow(schema, home)
    kinds = schema.get("type", [])
    kinds = [kinds] if isinstance(kinds, str) else kinds
    if kinds and not any(is_a(value, kind) for kind in kinds):
        yield f"{path}: {value!r} is no {' or '.join(kinds)}"
        return
    if "enum" in schema and value not in schema["enum"]:
        yield f"{path}: {value!r} is none of {schema['enum']}"
    if isinstance(value, list) and "items" in schema:
        for place, item in enumerate(value):
            yield from complaints(item, schema["items"], home, f"{path}[{place}]")
    for choice in ("oneOf", "anyOf"):
        if choice in schema:
            wrong = [list(complaints(value, one, home, path)) for one in schema[choice]]
            yield from min(wrong, key=len) if all(wrong) else ()
    if isinstance(value, dict):
        yield from of_object(value, schema, home, path)


def fields(schema, home):
    """All properties of an object, through what it is made of; None where anything goes."""
    schema, home = follow(schema, home)
    if not any(name in schema for name in ("properties", "allOf", "oneOf", "anyOf")):
        return None
    found = {name: (each, home) for name, each in schema.get("properties", {}).items()}
    for part in schema.get("allOf", []):
        found |= fields(part, home) or {}
    return found


def of_object(value, schema, home, path):
    known = fields(schema, home)
    if known is None or "oneOf" in schema or "anyOf" in schema:
        return
    for name, (each, where) in known.items():
        if name in value:
            yield from complaints(value[name], each, where, f"{path}.{name}")
        elif each.get("required") is True and not value.get("deleted"):  # of deleted comments little is left
            yield f"{path}: {name} is missing"
    yield from (f"{path}: there is no {name}" for name in value if name not in {*known, *BESIDE})


def against_answer(method, body):
    """What the schema says against an answer: that which fits best of the method's answers counts."""
    home = f"{method.partition('.')[0]}/methods"
    possible = methods()[method]["responses"].values()
    return min((list(complaints({"response": body}, each, home, method)) for each in possible), key=len)
