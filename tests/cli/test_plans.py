import json
from datetime import datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from smmcore import PlannedPost
from smmcore.errors import InvalidInput
from smmcore.plans import is_made, read_posts

BAKERY = Path(__file__).parents[2] / "examples" / "bakery" / "plan.toml"


def plan(tmp_path, text, name="plan.toml"):
    (tmp_path / name).write_text(text, encoding="utf-8")
    return read_posts(tmp_path / name)


def problems(tmp_path, text, name="plan.toml"):
    with pytest.raises(InvalidInput) as caught:
        plan(tmp_path, text, name)
    return str(caught.value).replace(f"{tmp_path}/", "").splitlines()


def test_the_bakery_reads():
    posts = read_posts(BAKERY)
    assert len(posts) == 25
    assert posts[0].post.media[0].source.path == BAKERY.parent / "pictures" / "rye.jpg"
    assert posts[0].at == datetime.fromisoformat("2026-12-01T07:30:00+01:00")


def test_one_post_as_a_table(tmp_path):
    (post,) = plan(tmp_path, 'text = "Hi"\nkey = "k"\nto = ["a", "b"]\n[options.telegram]\nsilent = true')
    assert (post.key, post.to, post.post.plain_text) == ("k", ("a", "b"), "Hi")


def test_texts_are_taken_as_they_are(tmp_path):
    (post,) = plan(tmp_path, "\ufeffFirst *line*\n\n  Second\n", "a.md")
    assert post.post.plain_text == "First *line*\n\n  Second"


def test_a_post_without_a_key_gets_one_from_its_content(tmp_path):
    def key(text="Hi", picture=b"1", at="2999-01-01T00:00:00Z"):
        (tmp_path / "p.png").write_bytes(picture)
        (post,) = plan(tmp_path, f'text = "{text}"\nat = {at}\nmedia = [{{photo = "p.png"}}]')
        return post.key

    assert key() == key(at="2998-01-01T00:00:00Z")
    assert is_made(key())
    assert len({key(), key(text="Ho"), key(picture=b"2")}) == 3


def test_times_on_the_authors_clock(tmp_path):
    def at(text):
        return plan(tmp_path, f'text = "x"\n{text}')[0].at.isoformat()

    assert at('at = 2026-07-01T08:00:00\nzone = "Europe/Warsaw"') == "2026-07-01T08:00:00+02:00"
    assert at('at = "2026-12-01T08:00"\nzone = "Europe/Warsaw"') == "2026-12-01T08:00:00+01:00"
    assert at("at = 2026-12-01T08:00:00-05:00") == "2026-12-01T08:00:00-05:00"


def test_an_hour_that_comes_twice_is_the_first(tmp_path, caplog):
    (post,) = plan(tmp_path, 'text = "x"\nat = 2026-10-25T02:30:00\nzone = "Europe/Warsaw"')
    assert post.at.isoformat() == "2026-10-25T02:30:00+02:00"
    assert "comes twice in Europe/Warsaw; the first is taken" in caplog.text


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("a = ", ["plan.toml line 1: Invalid value (at end of document)"]),
        ("   \n", ["plan.toml: is empty; write a post into it"]),
        ('text = ""', ["plan.toml: text: a post needs text, media, a link or a poll"]),
        ("text = 3", ["plan.toml: text: must be text or a list of parts, not 3"]),
        ('text = "x"\ncolour = "red"', ["plan.toml: unknown field colour"]),
        ('text = "x"\nkey = ""', ["plan.toml: key: must be text that is not empty, not ''"]),
        ('text = "x"\nkey = 3', ["plan.toml: key: must be text that is not empty, not 3"]),
        ('text = "x"\nto = [3]', ["plan.toml: to: must be a list of texts, not [3]"]),
        ("posts = []", ["plan.toml: posts: must be a list of at least one post"]),
        ("posts = [3]", ["plan.toml: post 1: must be a table with text, media, a link or a poll, not 3"]),
        (
            'zone = "a"\n[[posts]]\ntext = "x"',
            ["plan.toml: zone: is unknown beside posts; put it into a post"],
        ),
        (
            'text = "x"\nat = 2026-03-29T02:30:00\nzone = "Europe/Warsaw"',
            [
                "plan.toml: at: clocks in Europe/Warsaw skip 2026-03-29T02:30:00; write for example 2026-03-29T03:30:00"
            ],
        ),
        ('text = "x"\nzone = "Mars"', ["plan.toml: zone: 'Mars' is not an IANA zone such as Europe/Warsaw"]),
        (
            'text = "x"\nat = 2026-12-01',
            ["plan.toml: at: 2026-12-01 has no time; write for example 2026-12-01T08:00:00+01:00"],
        ),
    ],
)
def test_problems_name_file_post_and_field(tmp_path, text, lines):
    assert problems(tmp_path, text) == lines


def test_a_naive_time_is_refused_with_a_sentence(tmp_path):
    (line,) = problems(tmp_path, 'text = "x"\nat = 2026-12-01T08:00:00')
    assert line.startswith("plan.toml: at: 2026-12-01T08:00:00 has no UTC offset; write for example")
    assert 'zone = "Europe/Warsaw"' in line


def test_all_problems_of_a_file_come_at_once(tmp_path):
    posts = [{"text": 3, "key": "one", "at": "soon"}, {"text": "fine"}, {"nix": 1}]
    lines = problems(tmp_path, json.dumps({"posts": posts}), "plan.json")
    assert [line.split(": ")[1] for line in lines] == ["post 1 (one)", "post 1 (one)", "post 3"]


def test_a_wall_of_problems_is_cut(tmp_path):
    lines = problems(tmp_path, json.dumps({"posts": [{"text": 1}] * 1000}), "plan.json")
    assert len(lines) == 21
    assert lines[-1] == "… and 980 more problems"


@pytest.mark.parametrize(
    ("first", "second", "clash"),
    [
        ({"key": "k"}, {"key": "k"}, True),
        ({"key": "k", "to": ["a"]}, {"key": "k", "to": ["b"]}, False),
        ({"key": "k", "to": ["a", "b"]}, {"key": "k", "to": ["b"]}, True),
        ({"key": "k", "to": ["a"]}, {"key": "k"}, True),
        ({}, {}, True),
    ],
)
def test_keys_are_used_once(tmp_path, first, second, clash):
    text = json.dumps({"posts": [{"text": "x", **first}, {"text": "x", **second}]})
    if clash:
        (line,) = problems(tmp_path, text, "plan.json")
        assert "post 2" in line
        assert "give each its own key" in line
    else:
        assert len(plan(tmp_path, text, "plan.json")) == 2


@pytest.mark.parametrize(
    "text",
    [
        "[" * 100_000,
        '{"a":' * 100_000,
        "NaN",
        '{"text": "\\ud800"}',
        "1" * 5000,
        '{"text": 1e999}',
        "null",
        "[]",
    ],
)
def test_strange_json_is_one_clear_problem(tmp_path, text):
    assert len(problems(tmp_path, text, "plan.json")) == 1


ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=8,
)
WORDS = [
    "text",
    "media",
    "poll",
    "key",
    "at",
    "zone",
    "to",
    "options",
    "link",
    "kind",
    "first_comment",
    "disclosure",
]


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.binary(), name=st.sampled_from(["p.toml", "p.json", "p.txt", "p.md"]))
def test_any_bytes_are_posts_or_a_clean_mistake(tmp_path, data, name):
    (tmp_path / name).write_bytes(data)
    clean(tmp_path / name)


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(post=st.dictionaries(st.sampled_from(WORDS), ANYTHING))
def test_any_values_are_posts_or_a_clean_mistake(tmp_path, post):
    (tmp_path / "p.json").write_text(json.dumps({"posts": [post]}))
    clean(tmp_path / "p.json")


def clean(path):
    try:
        posts = read_posts(path)
    except InvalidInput as error:
        mistake = str(error)
    else:
        assert all(isinstance(post, PlannedPost) for post in posts)
        return
    assert mistake.startswith(str(path))
