"""Sending polls and closing them."""

from typing import Any

from smmcore_telegram.sandbox import limits
from smmcore_telegram.sandbox.call import Call, method
from smmcore_telegram.sandbox.entities import formatted
from smmcore_telegram.sandbox.envelope import JSON, bad, strict
from smmcore_telegram.sandbox.members import require_access, require_sending
from smmcore_telegram.sandbox.polls import close
from smmcore_telegram.sandbox.posting import edited, inline_markup
from smmcore_telegram.sandbox.shapes import poll_json
from smmcore_telegram.sandbox.world import Chat, Content, Poll

_CHANNEL_ONLY = ("members_only", "country_codes")


@method("sendPoll")
async def send_poll(call: Call) -> Any:
    chat = call.chat()
    require_sending(call.core, call.bot, chat, "poll")
    poll = _poll(call, chat)
    answer = call.send(chat, Content("poll", poll=poll))
    call.world.polls[poll.id] = poll
    return answer


def _poll(call: Call, chat: Chat) -> Poll:
    args = call.args
    question, entities = _text(call, "question", limits.POLL_QUESTION, "poll question")
    options = [_option(item) for item in args.get("options")]
    least, most = limits.POLL_OPTIONS
    if len(options) < least:
        raise bad("poll must have at least 1 answer option")
    if len(options) > most:
        raise bad(f"poll can't have more than {most} options")
    for index, option in enumerate(options):
        option["persistent_id"] = f"{index}"
    quiz = _quiz(call, len(options))
    return Poll(
        id=str(call.world.number("poll", 5_300_000_000_000_000_001)),
        bot_id=call.bot.id,
        question=question,
        question_entities=entities,
        options=options,
        votes=[0] * len(options),
        fixed=_fixed(call, chat),
        quiz=quiz,
        is_closed=bool(args.get("is_closed")),
        close_date=_close_date(call),
    )


def _option(item: JSON) -> JSON:
    if "media" in item:
        raise strict("this fake knows no media in poll options")
    text, entities = formatted(item["text"], item.get("text_parse_mode"), item.get("text_entities"))
    if not text:
        raise bad("poll options must be non-empty")
    if len(text) > limits.POLL_OPTION_LENGTH:
        raise bad(f"poll options length must not exceed {limits.POLL_OPTION_LENGTH}")
    return {"text": text, **({"text_entities": entities} if entities else {})}


def _text(call: Call, name: str, most: int, words: str) -> tuple[str, list[JSON]]:
    args = call.args
    text, entities = formatted(
        args.get(name) or "", args.get(f"{name}_parse_mode"), args.get(f"{name}_entities")
    )
    if name == "question" and not text:
        raise bad(f"{words} must be non-empty")
    if len(text) > most:
        raise bad(f"{words} length must not exceed {most}")
    return text, entities


def _fixed(call: Call, chat: Chat) -> JSON:
    args = call.args
    if chat.type == "channel" and args.get("is_anonymous") is False:
        raise bad("non-anonymous polls can't be sent to channel chats")
    if args.get("explanation_media") or args.get("media"):
        raise strict("this fake knows no media in polls")
    if chat.type != "channel" and any(args.get(name) for name in _CHANNEL_ONLY):
        raise strict("members_only and country_codes are for channels")
    if len(args.get("country_codes") or []) > limits.POLL_COUNTRIES:
        raise strict(f"at most {limits.POLL_COUNTRIES} country codes")
    fixed = {
        "is_anonymous": args.get("is_anonymous", True),
        "type": args.get("type") or "regular",
        "allows_multiple_answers": bool(args.get("allows_multiple_answers")),
        "allows_revoting": args.get("allows_revoting", args.get("type") != "quiz"),
        "members_only": bool(args.get("members_only")),
    }
    if args.get("country_codes"):
        fixed["country_codes"] = args.get("country_codes")
    return fixed | _description(call)


def _description(call: Call) -> JSON:
    text, entities = _text(call, "description", limits.POLL_DESCRIPTION, "poll description")
    body: JSON = {"description": text} if text else {}
    return {**body, "description_entities": entities} if entities else body


def _quiz(call: Call, options: int) -> JSON:
    args = call.args
    if args.get("type") not in {None, "regular", "quiz"}:
        raise bad("unsupported poll type specified")
    if args.get("type") != "quiz":
        return {}
    correct = args.get("correct_option_ids")
    if not correct or any(not 0 <= number < options for number in correct):
        raise bad("wrong correct option ID specified")
    text, entities = _text(call, "explanation", limits.POLL_EXPLANATION, "explanation")
    if text.count("\n") > limits.POLL_EXPLANATION_LINE_FEEDS:
        raise strict("an explanation has at most 2 line feeds")
    quiz: JSON = {"correct_option_ids": correct}
    if text:
        quiz["explanation"] = text
    return {**quiz, "explanation_entities": entities} if entities else quiz


def _close_date(call: Call) -> int | None:
    args, now = call.args, call.core.clock.stamp()
    least, most = limits.POLL_OPEN_SECONDS
    period, date = args.get("open_period"), args.get("close_date")
    if period is not None and date is not None:
        raise strict("give open_period or close_date, not both")
    ahead = period if period is not None else date and date - now
    if ahead is None:
        return None
    if not least <= ahead <= most:
        raise strict(f"a poll is open for {least} to {most} seconds")
    return int(now + ahead)


@method("stopPoll")
async def stop_poll(call: Call) -> Any:
    chat = call.chat()
    require_access(call.core, call.bot, chat)
    message = chat.living(call.args.get("message_id"))
    poll = message.content.poll if message is not None else None
    if message is None or poll is None:
        raise bad("message with poll to stop not found")
    if poll.bot_id != call.bot.id:
        raise bad("poll can't be stopped")
    if poll.is_closed:
        raise bad("poll has already been closed")
    close(call.core, poll)
    message.reply_markup = inline_markup(call.args.get("reply_markup"))
    edited(call.core, message)
    return poll_json(poll, call.bot.id)
