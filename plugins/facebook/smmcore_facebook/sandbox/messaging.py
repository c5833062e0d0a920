"""Private messages, as far as a page answers comments with them."""

from smmcore_meta.sandbox import DAY, JSON, GraphError, invalid, missing

from .commenting import page_of
from .kinds import PAGE
from .world import Comment, Message, Page
from .writing import FBCall, own, rules


@PAGE.post(
    "messages",
    "recipient!:json message!:json messaging_type:one{MESSAGE_TAG|RESPONSE|UPDATE|UTILITY} tag:str",
    scopes="pages_messaging",
    token="page",  # noqa: S106 - a kind
)
def _messages(call: FBCall, page: Page) -> JSON:
    own(call, page.id)
    call.task("MESSAGING", page.id)
    recipient, text = call.args.json("recipient"), _text(call)
    if not isinstance(recipient, dict) or "comment_id" not in recipient:
        raise GraphError(10, "(#10) This message is sent outside of allowed window.", 2018278)
    comment = _answerable(call, page, str(recipient["comment_id"]))
    comment.answered_privately = True
    message = Message(f"m_{call.world.new_id()}", comment.author, text, comment.id)
    page.messages.append(message)
    return {"recipient_id": message.to, "message_id": message.id}


def _text(call: FBCall) -> str:
    message = call.args.json("message")
    text = message.get("text") if isinstance(message, dict) else None
    if not isinstance(text, str) or not text.strip():
        raise invalid("Param message must have a text")
    return text


def _answerable(call: FBCall, page: Page, id: str) -> Comment:
    """A comment that may be answered in private: once, and for some days."""
    comment = call.world.comments.get(id)
    if comment is None or page_of(comment) != page.id:
        raise missing(id, "POST")
    if comment.author not in call.world.people:
        raise GraphError(10903, "(#10903) This user cannot reply to this activity")
    if comment.answered_privately:
        raise GraphError(10900, "(#10900) Activity already replied to")
    if call.now() - comment.created > rules(call).reply_days * DAY:
        raise GraphError(10901, "(#10901) Activity is too old to be replied to")
    return comment
