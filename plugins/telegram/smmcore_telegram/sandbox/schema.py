"""The methods and objects that the sandbox knows: names, types and what is required.

One line of words per method, `name:Type!` where `!` means required, `[]` a list of and `|` or.
A test holds the table against the official description of the API.
"""

from attrs import define

_WHERE = (
    "business_connection_id:String message_thread_id:Integer direct_messages_topic_id:Integer "
    "ephemeral_message_parameters:EphemeralMessageParameters "
)
_HOW = (
    "disable_notification:Boolean protect_content:Boolean allow_paid_broadcast:Boolean "
    "message_effect_id:String suggested_post_parameters:SuggestedPostParameters "
    "reply_parameters:ReplyParameters "
    "reply_markup:ForceReply|InlineKeyboardMarkup|ReplyKeyboardMarkup|ReplyKeyboardRemove "
)
_CAPTION = "caption:String parse_mode:String caption_entities:MessageEntity[] "
_EDIT = "business_connection_id:String message_id:Integer inline_message_id:String "

_METHODS = {
    "getMe": "",
    "logOut": "",
    "close": "",
    "getUpdates": "offset:Integer limit:Integer timeout:Integer allowed_updates:String[]",
    "setWebhook": (
        "url:String! certificate:InputFile ip_address:String max_connections:Integer "
        "allowed_updates:String[] drop_pending_updates:Boolean secret_token:String "
    ),
    "deleteWebhook": "drop_pending_updates:Boolean",
    "getWebhookInfo": "",
    "sendMessage": _WHERE
    + _HOW
    + "chat_id:Integer|String! text:String! parse_mode:String entities:MessageEntity[] "
    "link_preview_options:LinkPreviewOptions ",
    "sendRichMessage": _WHERE + _HOW + "chat_id:Integer|String! rich_message:InputRichMessage! ",
    "sendPhoto": _WHERE
    + _HOW
    + _CAPTION
    + "chat_id:Integer|String! photo:InputFile|String! show_caption_above_media:Boolean "
    "has_spoiler:Boolean ",
    "sendVideo": _WHERE
    + _HOW
    + _CAPTION
    + "chat_id:Integer|String! video:InputFile|String! duration:Integer width:Integer "
    "height:Integer thumbnail:InputFile|String cover:InputFile|String start_timestamp:Integer "
    "show_caption_above_media:Boolean has_spoiler:Boolean supports_streaming:Boolean ",
    "sendAudio": _WHERE
    + _HOW
    + _CAPTION
    + "chat_id:Integer|String! audio:InputFile|String! duration:Integer performer:String "
    "title:String thumbnail:InputFile|String ",
    "sendDocument": _WHERE
    + _HOW
    + _CAPTION
    + "chat_id:Integer|String! document:InputFile|String! thumbnail:InputFile|String "
    "disable_content_type_detection:Boolean ",
    "sendAnimation": _WHERE
    + _HOW
    + _CAPTION
    + "chat_id:Integer|String! animation:InputFile|String! duration:Integer width:Integer "
    "height:Integer thumbnail:InputFile|String show_caption_above_media:Boolean "
    "has_spoiler:Boolean ",
    "sendVoice": _WHERE
    + _HOW
    + _CAPTION
    + "chat_id:Integer|String! voice:InputFile|String! duration:Integer ",
    "sendMediaGroup": (
        "business_connection_id:String chat_id:Integer|String! message_thread_id:Integer "
        "direct_messages_topic_id:Integer media:InputMediaAudio[]|InputMediaDocument[]|"
        "InputMediaLivePhoto[]|InputMediaPhoto[]|InputMediaVideo[]! disable_notification:Boolean "
        "protect_content:Boolean allow_paid_broadcast:Boolean message_effect_id:String "
        "reply_parameters:ReplyParameters "
    ),
    "sendPoll": (
        "business_connection_id:String chat_id:Integer|String! message_thread_id:Integer "
        "question:String! question_parse_mode:String question_entities:MessageEntity[] "
        "options:InputPollOption[]! is_anonymous:Boolean type:String allows_multiple_answers:Boolean "
        "allows_revoting:Boolean shuffle_options:Boolean allow_adding_options:Boolean "
        "hide_results_until_closes:Boolean members_only:Boolean country_codes:String[] "
        "correct_option_ids:Integer[] explanation:String explanation_parse_mode:String "
        "explanation_entities:MessageEntity[] explanation_media:InputPollMedia open_period:Integer "
        "close_date:Integer is_closed:Boolean description:String description_parse_mode:String "
        "description_entities:MessageEntity[] media:InputPollMedia disable_notification:Boolean "
        "protect_content:Boolean allow_paid_broadcast:Boolean message_effect_id:String "
        "reply_parameters:ReplyParameters "
        "reply_markup:ForceReply|InlineKeyboardMarkup|ReplyKeyboardMarkup|ReplyKeyboardRemove "
    ),
    "stopPoll": (
        "business_connection_id:String chat_id:Integer|String! message_id:Integer! "
        "reply_markup:InlineKeyboardMarkup "
    ),
    "copyMessage": _HOW
    + _CAPTION
    + "chat_id:Integer|String! message_thread_id:Integer direct_messages_topic_id:Integer "
    "from_chat_id:Integer|String! message_id:Integer! video_start_timestamp:Integer "
    "show_caption_above_media:Boolean ",
    "forwardMessage": (
        "chat_id:Integer|String! message_thread_id:Integer direct_messages_topic_id:Integer "
        "from_chat_id:Integer|String! video_start_timestamp:Integer disable_notification:Boolean "
        "protect_content:Boolean message_effect_id:String "
        "suggested_post_parameters:SuggestedPostParameters message_id:Integer! "
    ),
    "editMessageText": _EDIT
    + "chat_id:Integer|String text:String parse_mode:String entities:MessageEntity[] "
    "link_preview_options:LinkPreviewOptions rich_message:InputRichMessage "
    "reply_markup:InlineKeyboardMarkup ",
    "editMessageCaption": _CAPTION
    + _EDIT
    + "chat_id:Integer|String show_caption_above_media:Boolean reply_markup:InlineKeyboardMarkup ",
    "editMessageMedia": _EDIT + "chat_id:Integer|String media:InputMedia! reply_markup:InlineKeyboardMarkup ",
    "editMessageReplyMarkup": _EDIT + "chat_id:Integer|String reply_markup:InlineKeyboardMarkup ",
    "deleteMessage": "chat_id:Integer|String! message_id:Integer!",
    "deleteMessages": "chat_id:Integer|String! message_ids:Integer[]!",
    "pinChatMessage": (
        "business_connection_id:String chat_id:Integer|String! message_id:Integer! "
        "disable_notification:Boolean "
    ),
    "unpinChatMessage": "business_connection_id:String chat_id:Integer|String! message_id:Integer",
    "unpinAllChatMessages": "chat_id:Integer|String!",
    "getChat": "chat_id:Integer|String!",
    "getChatMember": "chat_id:Integer|String! user_id:Integer!",
    "getChatAdministrators": "chat_id:Integer|String! return_bots:Boolean",
    "getChatMemberCount": "chat_id:Integer|String!",
    "setChatTitle": "chat_id:Integer|String! title:String!",
    "setChatDescription": "chat_id:Integer|String! description:String",
    "setChatPhoto": "chat_id:Integer|String! photo:InputFile!",
    "deleteChatPhoto": "chat_id:Integer|String!",
    "banChatMember": "chat_id:Integer|String! user_id:Integer! until_date:Integer revoke_messages:Boolean",
    "unbanChatMember": "chat_id:Integer|String! user_id:Integer! only_if_banned:Boolean",
    "restrictChatMember": (
        "chat_id:Integer|String! user_id:Integer! permissions:ChatPermissions! "
        "use_independent_chat_permissions:Boolean until_date:Integer "
    ),
    "banChatSenderChat": "chat_id:Integer|String! sender_chat_id:Integer!",
    "unbanChatSenderChat": "chat_id:Integer|String! sender_chat_id:Integer!",
    "setMessageReaction": (
        "chat_id:Integer|String! message_id:Integer! reaction:ReactionType[] is_big:Boolean "
    ),
    "deleteMessageReaction": (
        "chat_id:Integer|String! message_id:Integer! user_id:Integer actor_chat_id:Integer "
    ),
    "deleteAllMessageReactions": "chat_id:Integer|String! user_id:Integer actor_chat_id:Integer",
    "approveChatJoinRequest": "chat_id:Integer|String! user_id:Integer!",
    "declineChatJoinRequest": "chat_id:Integer|String! user_id:Integer!",
    "getFile": "file_id:String!",
    "leaveChat": "chat_id:Integer|String!",
    "sendChatAction": (
        "business_connection_id:String chat_id:Integer|String! message_thread_id:Integer action:String! "
    ),
}

_OBJECTS = {
    "MessageEntity": (
        "type:String! offset:Integer! length:Integer! url:String user:User language:String "
        "custom_emoji_id:String unix_time:Integer date_time_format:String "
    ),
    "User": (
        "id:Integer! is_bot:Boolean! first_name:String! last_name:String username:String "
        "language_code:String is_premium:True added_to_attachment_menu:True can_join_groups:Boolean "
        "can_read_all_group_messages:Boolean supports_guest_queries:Boolean "
        "supports_inline_queries:Boolean can_connect_to_business:Boolean has_main_web_app:Boolean "
        "has_topics_enabled:Boolean allows_users_to_create_topics:Boolean can_manage_bots:Boolean "
        "supports_join_request_queries:Boolean "
    ),
    "LinkPreviewOptions": (
        "is_disabled:Boolean url:String prefer_small_media:Boolean prefer_large_media:Boolean "
        "show_above_text:Boolean "
    ),
    "ReplyParameters": (
        "message_id:Integer chat_id:Integer|String ephemeral_message_id:Integer "
        "allow_sending_without_reply:Boolean quote:String quote_parse_mode:String "
        "quote_entities:MessageEntity[] quote_position:Integer checklist_task_id:Integer "
        "poll_option_id:String "
    ),
    "SuggestedPostPrice": "currency:String! amount:Integer!",
    "SuggestedPostParameters": "price:SuggestedPostPrice send_date:Integer",
    "EphemeralMessageParameters": (
        "receiver_user_id:Integer! callback_query_id:String replace_callback_query_message:Boolean "
    ),
    "InlineKeyboardMarkup": "inline_keyboard:InlineKeyboardButton[][]! force_reply:Boolean",
    "InlineKeyboardButton": (
        "text:String! icon_custom_emoji_id:String style:String url:String callback_data:String "
        "web_app:WebAppInfo login_url:LoginUrl switch_inline_query:String "
        "switch_inline_query_current_chat:String "
        "switch_inline_query_chosen_chat:SwitchInlineQueryChosenChat copy_text:CopyTextButton "
        "callback_game:CallbackGame pay:Boolean disabled:DisabledButton "
    ),
    "ForceReply": "force_reply:True! input_field_placeholder:String selective:Boolean",
    "ReplyKeyboardRemove": "remove_keyboard:True! selective:Boolean",
    "ReplyKeyboardMarkup": (
        "keyboard:KeyboardButton[][]! is_persistent:Boolean resize_keyboard:Boolean "
        "one_time_keyboard:Boolean input_field_placeholder:String selective:Boolean "
        "force_reply:Boolean "
    ),
    "InputPollOption": (
        "text:String! text_parse_mode:String text_entities:MessageEntity[] media:InputPollOptionMedia "
    ),
    "InputMediaPhoto": (
        "type:String! media:InputFile|String! caption:String parse_mode:String "
        "caption_entities:MessageEntity[] show_caption_above_media:Boolean has_spoiler:Boolean "
    ),
    "InputMediaVideo": (
        "type:String! media:InputFile|String! thumbnail:InputFile|String cover:InputFile|String "
        "start_timestamp:Integer caption:String parse_mode:String caption_entities:MessageEntity[] "
        "show_caption_above_media:Boolean width:Integer height:Integer duration:Integer "
        "supports_streaming:Boolean has_spoiler:Boolean "
    ),
    "InputMediaAudio": (
        "type:String! media:InputFile|String! thumbnail:InputFile|String caption:String "
        "parse_mode:String caption_entities:MessageEntity[] duration:Integer performer:String "
        "title:String "
    ),
    "InputMediaDocument": (
        "type:String! media:InputFile|String! thumbnail:InputFile|String caption:String "
        "parse_mode:String caption_entities:MessageEntity[] disable_content_type_detection:Boolean "
    ),
    "InputMediaAnimation": (
        "type:String! media:InputFile|String! thumbnail:InputFile|String caption:String "
        "parse_mode:String caption_entities:MessageEntity[] show_caption_above_media:Boolean "
        "width:Integer height:Integer duration:Integer has_spoiler:Boolean "
    ),
    "InputMediaLivePhoto": (
        "type:String! media:InputFile|String! photo:InputFile|String! caption:String "
        "parse_mode:String caption_entities:MessageEntity[] show_caption_above_media:Boolean "
        "has_spoiler:Boolean "
    ),
    "ReactionTypeEmoji": "type:String! emoji:String!",
    "ReactionTypeCustomEmoji": "type:String! custom_emoji_id:String!",
    "ReactionTypePaid": "type:String!",
    "ChatPermissions": (
        "can_send_messages:Boolean can_send_audios:Boolean can_send_documents:Boolean "
        "can_send_photos:Boolean can_send_videos:Boolean can_send_video_notes:Boolean "
        "can_send_voice_notes:Boolean can_send_polls:Boolean can_send_other_messages:Boolean "
        "can_add_web_page_previews:Boolean can_react_to_messages:Boolean can_edit_tag:Boolean "
        "can_change_info:Boolean can_invite_users:Boolean can_pin_messages:Boolean "
        "can_manage_topics:Boolean "
    ),
    "InputRichMessage": (
        "blocks:InputRichBlock[] html:String markdown:String media:InputRichMessageMedia[] "
        "is_rtl:Boolean skip_entity_detection:Boolean "
    ),
}

# Which of several objects a list of the API's words means; the `type` field tells.
_VARIANTS = {
    "InputMedia": "animation:InputMediaAnimation audio:InputMediaAudio document:InputMediaDocument "
    "live_photo:InputMediaLivePhoto photo:InputMediaPhoto video:InputMediaVideo",
    "ReactionType": "emoji:ReactionTypeEmoji custom_emoji:ReactionTypeCustomEmoji paid:ReactionTypePaid",
}


@define(frozen=True)
class Field:
    name: str
    types: tuple[str, ...]
    required: bool


def _fields(line: str) -> dict[str, Field]:
    fields = {}
    for word in line.split():
        name, types = word.split(":")
        fields[name] = Field(name, tuple(types.removesuffix("!").split("|")), types.endswith("!"))
    return fields


METHODS = {name: _fields(line) for name, line in _METHODS.items()}
OBJECTS = {name: _fields(line) for name, line in _OBJECTS.items()}
VARIANTS = {name: dict(word.split(":") for word in line.split()) for name, line in _VARIANTS.items()}
# The server reads method names without regard to case.
BY_LOWER_NAME = {name.lower(): name for name in METHODS}
