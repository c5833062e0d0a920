"""execute: the part of VKScript that is understood, and the refusal of the rest."""

import pytest

G = 100_200_300
OWNER = -G


def run(world, code, **args):
    return world.call("execute", code=code, **args)


@pytest.mark.parametrize(
    ("code", "value"),
    [
        ("return 1 + 2 * 3;", 7),
        ("return -(1 - 3) / 2;", 1),
        ('return "a" + 1;', "a1"),
        ("return {a: [1, 2.5], \"b\": null, 'c': true};", {"a": [1, 2.5], "b": None, "c": True}),
        ("var a = [1, 2], i = 0; while (i < 3) { a.push(i); i = i + 1; } return a.length;", 5),
        ('if (1 > 2) { return "x"; } else if (2 >= 2) { return "y"; } else { return "z"; }', "y"),
        ("return !(1 == 2) && (false || 3 != 4);", True),
        ("var a = [{id: 1}, {id: 2}]; return a@.id;", [1, 2]),
        ('return "1,2".split(",")[1];', "2"),
        ("return Args.name;", "rye"),
        ("return [1, 2, 3].slice(1, 2).concat([9]).join();", "2,9"),
        ("var x; return x; // nothing", None),
        ('return parseInt("12") % 5;', 2),
        ("", None),
    ],
)
def test_scripts_are_run(world, code, value):
    assert run(world, code or "var nothing;", name="rye") == value


@pytest.mark.parametrize(
    ("code", "error", "said"),
    [
        ("return 1 +;", 12, "line 1, column"),
        ("return nothing;", 12, "unknown variable nothing"),
        ("return [1].reverse();", 12, "does not know .reverse()"),
        ("return encode(1);", 12, "does not know encode()"),
        ("while (true) { var a = 1; }", 13, "Too many operations"),
        ("return 1 / 0;", 13, "division by zero"),
    ],
)
def test_what_is_not_understood_is_said(world, code, error, said):
    found, message = world.fail("execute", code=code)
    assert (found, said in message) == (error, True), message


def test_calls_inside_count_as_one_and_keep_their_own_errors(world):
    post = world.write()
    code = (
        f'return [API.wall.getById({{"posts": "{OWNER}_{post}"}}).items@.id, API.users.get({{}})[0].id,'
        f' API.wall.shout(), API.wall.delete({{"owner_id": {OWNER}, "post_id": 99}})];'
    )
    world.breathe()
    body = world.ask("execute", code=code)
    assert body["response"] == [[post], 1001, False, False]
    told = [(error["method"], error["error_code"]) for error in body["execute_errors"]]
    assert told == [("wall.shout", 3), ("wall.delete", 104)]


def test_calls_inside_obey_the_tokens_rights(world):
    world.breathe()
    body = world.ask("execute", "community", code=f'return API.wall.get({{"domain": "club{G}"}});')
    assert (body["response"], body["execute_errors"][0]["error_code"]) == (False, 27)


def test_there_are_25_calls_at_most(world):
    calls = ",".join(["API.utils.getServerTime()"] * 25)
    assert len(run(world, f"return [{calls}];")) == 25
    assert world.fail("execute", code=f"return [{calls}, API.utils.getServerTime()];")[0] == 13
