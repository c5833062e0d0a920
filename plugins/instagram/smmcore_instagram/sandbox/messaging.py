"""Private replies, people who are kept away, and what webhooks are told of."""

from smmcore_meta.sandbox import (
    DAY,
    JSON,
    Node,
    invalid,
    page_tasks,
    page_token,
    subscribe,
    subscribed,
    unsubscribe,
)

from .nodes import ONLY_USER, PAGE, USER, InstagramCall, node_of
from .scopes import MESSAGES, ONLY_BASIC, ONLY_MESSAGES
from .world import Message, Page, Professional

_WEEK = 7 * DAY
_LONGEST = 1000
_MESSAGE = "recipient!:json message:json messaging_type:str tag:json reply_to:json payload:str"
_FIELDS = (
    *("comments", "live_comments", "mentions", "messages", "message_reactions", "messaging_postbacks"),
    *("messaging_seen", "story_insights"),
)
_MOST_PEOPLE, _MOST_ACTIONS = 10, 2

PAGE.plain("name")
PAGE.field("access_token")(lambda call, page: page_token(call, page.id))
PAGE.field("tasks", beside="Meta's pages on /me/accounts list it among its fields")(
    lambda call, page: page_tasks(call, page.id)
)


@PAGE.field("instagram_business_account")
def _linked(call: InstagramCall, page: Page) -> Node | None:
    user = call.world.professionals.get(page.instagram)
    return node_of(call, user) if user is not None else None


_OF_PAGE = {"scopes": MESSAGES, "token": "page"}


@PAGE.post("messages", "recipient!:json message:json messaging_type:str tag:json", **_OF_PAGE)
def send_from_page(call: InstagramCall, page: Page) -> JSON:
    return send(call, call.world.professionals[page.instagram])


@PAGE.post("moderate_conversations", "user_ids!:json actions!:list", **_OF_PAGE)
def moderate_from_page(call: InstagramCall, page: Page) -> JSON:
    return moderate(call, call.world.professionals[page.instagram])


@USER.post("messages", _MESSAGE, scopes=MESSAGES)
@ONLY_USER.post("messages", _MESSAGE, scopes=ONLY_MESSAGES)
def send(call: InstagramCall, user: Professional) -> JSON:
    """Answer a comment in private: once, within seven days."""
    recipient, message = call.args.json("recipient") or {}, call.args.json("message") or {}
    comment = call.world.comments.get(str(recipient.get("comment_id", "")))
    if comment is None or comment.deleted or call.world.media[comment.media].user != user.id:
        raise invalid("The recipient must be a comment under the account's own media")
    text = str(message.get("text", ""))
    if not text or len(text.encode()) > _LONGEST:
        raise invalid(f"The message must have 1 to {_LONGEST} bytes of text")
    if comment.replied_privately:
        raise invalid("The comment was replied to in private already")
    if call.now() - comment.at > _WEEK:
        raise invalid("Comments older than 7 days cannot be replied to in private")
    comment.replied_privately = True
    user.conversations.add(comment.author)
    sent = Message(f"aWdfZAG1faXRlbTo{call.world.new_id('1')}", comment.author, text, comment.id)
    call.world.messages.append(sent)
    return {"recipient_id": sent.to, "message_id": sent.id}


@USER.post("moderate_conversations", "user_ids!:json actions!:list", scopes=MESSAGES)
def moderate(call: InstagramCall, user: Professional) -> JSON:
    """Block people, or let them in again; only those with whom there is a conversation."""
    people, actions = call.args.json("user_ids"), [str(each).lower() for each in call.args.list("actions")]
    ids = [str(each.get("id", "")) for each in people] if isinstance(people, list) else []
    if not 0 < len(ids) <= _MOST_PEOPLE or not 0 < len(actions) <= _MOST_ACTIONS:
        raise invalid("There must be 1 to 10 user_ids and 1 or 2 actions")
    if strange := set(actions) - {"block_user", "unblock_user", "move_to_spam", "ban_user", "unban_user"}:
        raise invalid(f"Param actions must not have {min(strange)}")
    if unknown := set(ids) - user.conversations:
        raise invalid(f"There is no conversation with {min(unknown)}")
    for action in actions:
        if action in {"block_user", "ban_user"}:
            user.blocked.update(ids)
        elif action in {"unblock_user", "unban_user"}:
            user.blocked.difference_update(ids)
    return {"success": True}


@USER.post("subscribed_apps", "subscribed_fields!:list", scopes=MESSAGES)
@ONLY_USER.post("subscribed_apps", "subscribed_fields!:list", scopes=ONLY_BASIC)
def subscribe_app(call: InstagramCall, user: Professional) -> JSON:
    return subscribe(call, user.id, _FIELDS)


@USER.get("subscribed_apps", scopes=MESSAGES)
@ONLY_USER.get("subscribed_apps", scopes=ONLY_BASIC)
def subscribed_apps(call: InstagramCall, user: Professional) -> list[JSON]:
    return subscribed(call, user.id)


@USER.delete("subscribed_apps", scopes=MESSAGES)
@ONLY_USER.delete("subscribed_apps", scopes=ONLY_BASIC)
def unsubscribe_app(call: InstagramCall, user: Professional) -> JSON:
    return unsubscribe(call, user.id)


@PAGE.post("subscribed_apps", "subscribed_fields!:list", **_OF_PAGE)
def subscribe_page(call: InstagramCall, page: Page) -> JSON:
    """A Page that is subscribed to anything brings what happens on its Instagram account."""
    call.world.subscriptions[page.instagram] = set(_FIELDS)
    return {"success": True}
