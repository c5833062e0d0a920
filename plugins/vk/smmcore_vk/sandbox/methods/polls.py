"""Polls."""

import json
from typing import Any

from smmcore_vk.sandbox.call import Call, method
from smmcore_vk.sandbox.errors import ApiError, wrong
from smmcore_vk.sandbox.shapes import poll_json
from smmcore_vk.sandbox.world import Answer, Poll

_ANSWERS, _LENGTH = (1, 10), 100


@method("polls.create")
def create(call: Call) -> Any:
    args, owner = call.args, call.args.number("owner_id", call.token.person)
    if owner < 0:
        call.managed(call.owner(), 15)
    question = args.text("question")
    if not question.strip():
        raise wrong("question is undefined")
    end = args.number("end_date")
    if end and end <= call.now():
        raise wrong("end_date should be in the future")
    answers = [Answer(call.world.next_thing(), text) for text in _answers(args.text("add_answers"))]
    poll = Poll(
        call.world.next_thing(),
        owner,
        call.token.person,
        question,
        answers,
        call.now(),
        anonymous=args.flag("is_anonymous"),
        multiple=args.flag("is_multiple"),
        end_date=end,
        disable_unvote=args.flag("disable_unvote"),
    )
    call.world.polls[poll.id] = poll
    return poll_json(call.core, poll)


def _answers(text: str) -> list[str]:
    try:
        answers = json.loads(text)
    except ValueError:
        raise wrong("add_answers should be JSON") from None
    if not isinstance(answers, list) or not all(isinstance(each, str) and each.strip() for each in answers):
        raise wrong("add_answers should be a list of texts")
    if not _ANSWERS[0] <= len(answers) <= _ANSWERS[1]:
        raise wrong(f"add_answers should have {_ANSWERS[0]} to {_ANSWERS[1]} items")
    if any(len(each) > _LENGTH for each in answers):
        raise wrong(f"an answer should have at most {_LENGTH} characters")
    return answers


@method("polls.getById")
def get_by_id(call: Call) -> Any:
    poll = call.world.polls.get(call.args.number("poll_id"))
    if poll is None or call.args.number("owner_id", poll.owner_id) != poll.owner_id:
        raise ApiError(250)
    return poll_json(call.core, poll)
