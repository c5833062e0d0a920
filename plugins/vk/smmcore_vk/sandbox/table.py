"""The methods that the sandbox knows: their tokens and parameters, as the official schema 5.199 has them.

One method is a name, the kinds of tokens that may call it (U user, G community, S service), and its parameters:
`name:type`, with `!` where it is required and with its bounds. `flag` is 0 or 1, `strs` and `ints` are lists joined
by commas, `mixed` is a number or a name, `one{a|b}` is a choice. `@events` are a 0 or 1 for each kind of event.
"""

TABLE = """
wall.post U owner_id:int friends_only:flag from_group:flag message:str attachments:strs services:str
    signed:flag publish_date:int>=0 lat:num long:num place_id:int>=0 post_id:int>=0 guid:str
    mark_as_ads:flag link_title:str link_photo_id:str close_comments:flag donut_paid_duration:int
    mute_notifications:flag copyright:str
wall.edit U owner_id:int post_id!:int>=0 friends_only:flag message:str attachments:strs services:str
    signed:flag publish_date:int>=0 lat:num long:num place_id:int>=0 mark_as_ads:flag
    close_comments:flag donut_paid_duration:int poster_bkg_id:int>=0 poster_bkg_owner_id:int
    poster_bkg_access_hash:str copyright:str topic_id:one{0|1|7|12|16|19|21|23|25|26|32|43}
wall.delete U owner_id:int post_id:int>=0
wall.restore U owner_id:int post_id:int>=0
wall.pin U owner_id:int post_id!:int>=0
wall.unpin U owner_id:int post_id!:int>=0
wall.repost U object!:str message:str group_id:int>=0 mark_as_ads:flag mute_notifications:flag
wall.get US domain:mixed offset:int>=0 count:int>=0
    filter:one{owner|others|all|postponed|suggests|archived|donut} extended:flag fields:strs
wall.getById US posts!:strs extended:flag copy_history_depth:int fields:strs
wall.search US domain:mixed query:str<=9000 owners_only:flag count:int>=0<=100 offset:int>=0
    extended:flag fields:strs
wall.getReposts US owner_id:int post_id:int>=0 offset:int>=0 count:int>=0<=1000
wall.getComments US owner_id:int post_id:int>=0 need_likes:flag start_comment_id:int>=0 offset:int
    count:int>=0 sort:one{asc|desc|smart} preview_length:int>=0 extended:flag fields:strs
    comment_id:int>=0 thread_items_count:int>=0<=10
wall.getComment U owner_id:int comment_id!:int>=0 extended:flag fields:strs
wall.createComment UG owner_id:int post_id!:int>=0 from_group:int>=0 message:str reply_to_comment:int
    attachments:strs sticker_id:int>=0 guid:str
wall.editComment U owner_id:int post_id:int>=0 comment_id!:int>=0 message:str attachments:strs
wall.deleteComment U owner_id:int post_id:int>=0 comment_id!:int>=0
wall.restoreComment U owner_id:int comment_id!:int
wall.reportComment U owner_id!:int comment_id!:int>=0 reason!:one{0|1|2|3|4|5|6|8|11}
wall.reportPost U owner_id!:int post_id!:int>=0 reason!:one{0|1|2|3|4|5|6|8|11}
wall.closeComments UG owner_id!:int post_id!:int>=0
wall.openComments UG owner_id!:int post_id!:int>=0
wall.parseAttachedLink U links!:str extended:flag fields:strs name_case:one{Nom|Gen|Dat|Acc|Ins|Abl}
wall.checkCopyrightLink U link!:str
groups.getById UGS group_ids:mixes group_id:mixed fields:strs
groups.getMembers UGS group_id:mixed sort:one{id_asc|id_desc|time_asc|time_desc} offset:int>=0
    count:int>=0<=1000 fields:strs filter:one{donut|friends|managers|unsure}
groups.isMember UGS group_id!:mixed user_id:int>=0 user_ids:ints extended:flag
groups.getBanned UG group_id!:int>=1 offset:int>=0 count:int>=0<=200 fields:strs owner_id:int
groups.ban U group_id!:int>=1 owner_id:int end_date:int>=0 reason:int>=0 comment:str
    comment_visible:flag
groups.unban U group_id!:int>=1 owner_id:int
groups.getTokenPermissions G
groups.getLongPollServer UG group_id!:int>=1
groups.getLongPollSettings UG group_id!:int>=1
groups.setLongPollSettings UG group_id!:int>=1 enabled:flag api_version:str @events
groups.getCallbackServers UG group_id!:int>=1 server_ids:ints
groups.addCallbackServer UG group_id!:int>=1 url!:str title!:str<=14 secret_key:str<=50
groups.editCallbackServer UG group_id!:int>=1 server_id!:int>=0 url!:str title!:str<=14
    secret_key:str<=50
groups.deleteCallbackServer UG group_id!:int>=1 server_id!:int>=0
groups.getCallbackConfirmationCode UG group_id!:int>=1
groups.getCallbackSettings UG group_id!:int>=1 server_id:int>=0
groups.setCallbackSettings UG group_id!:int>=1 server_id:int>=0 api_version:str @events
groups.edit UG group_id!:int>=1 title:str description:str screen_name:str access:one{0|1|2} website:str
    subject:one{1|2|3|4|5|6|7|8|9|10|11|12|13|14|15|16|17|18|19|20|21|22|23|24|25|26|27|28|29|30|31|32|33|34|35|36|37|38|39|40|41|42}
    email:str phone:str rss:str event_start_date:int>=0 event_finish_date:int>=0 event_group_id:int>=0
    public_category:int>=0 public_subcategory:int>=0 public_date:str wall:one{0|1|2|3} topics:one{0|1|2}
    photos:one{0|1|2} video:one{0|1|2} audio:one{0|1|2} links:flag events:flag places:flag contacts:flag
    docs:one{0|1|2} wiki:one{0|1|2} messages:flag articles:flag addresses:flag age_limits:one{1|2|3}
    market:flag market_buttons:str market_comments:flag market_country:ints<=10 market_city:ints<=10
    market_currency:one{643|980|398|978|840} market_contact:int>=0 market_wiki:int>=0
    obscene_filter:flag obscene_stopwords:flag toxic_filter:flag disable_replies_from_groups:flag
    obscene_words:strs main_section:int>=0 secondary_section:int>=0 country:int>=0 city:int>=0
groups.search U q!:str type:one{event|group|page} country_id:int>=0 city_id:int>=0 future:flag
    market:flag sort:one{0|1|2|3|4|5|6} offset:int>=0 count:int>=0<=1000
photos.getWallUploadServer U group_id:int
photos.saveWallPhoto U user_id:int>=0 group_id:int>=0 photo!:str server:int hash:str latitude:num
    longitude:num caption:str
photos.getOwnerCoverPhotoUploadServer UG group_id:int>=1 crop_x:int>=0 crop_y:int>=0 crop_x2:int>=0
    crop_y2:int>=0 is_video_cover:flag
photos.saveOwnerCoverPhoto UG crop_x:int>=0 crop_height:int>=0 crop_y:int>=0 crop_width:int>=0
    response_json:str hash:str photo:str is_video_cover:flag
photos.getOwnerPhotoUploadServer U owner_id:int
photos.saveOwnerPhoto U server:str hash:str photo:str
photos.getMessagesUploadServer UG peer_id:int
photos.saveMessagesPhoto UG photo!:str server:int hash:str
photos.getById US photos!:strs<=500 extended:flag photo_sizes:flag
docs.getWallUploadServer UG group_id:int>=0
docs.save UG file!:str title:str tags:str return_tags:flag
docs.getById UG docs!:strs return_tags:flag
video.save U name:str description:str is_private:flag wallpost:flag link:str group_id:int>=1
    album_id:int>=0 privacy_view:strs privacy_comment:strs no_comments:flag repeat:flag compression:flag
    ord_info:str auto_publish:flag
video.get U owner_id:int videos:strs album_id:int count:int>=0<=200 offset:int>=0 extended:flag
    fields:strs sort_album:one{0|1}
polls.create U question:str is_anonymous:flag is_multiple:flag end_date:int>=1550700000 owner_id:int
    app_id:int add_answers:str photo_id:int>=0 background_id:one{1|2|3|4|6|8|9} disable_unvote:flag
polls.getById U owner_id:int is_board:flag poll_id!:int>=0 extended:flag friends_count:int>=0<=100
    fields:strs name_case:one{Nom|Gen|Dat|Acc|Ins|Abl}
stories.getPhotoUploadServer UG add_to_news:flag user_ids:ints reply_to_story:str
    link_text:one{to_store|vote|more|book|order|enroll|fill|signup|buy|ticket|write|open|learn_more|view|go_to|contact|watch|play|install|read|calendar}
    link_url:str<=2048 group_id:int>=0 clickable_stickers:str
stories.getVideoUploadServer UG add_to_news:flag user_ids:ints reply_to_story:str
    link_text:one{to_store|vote|more|book|order|enroll|fill|signup|buy|ticket|write|open|learn_more|view|go_to|contact|watch|play|install|read|calendar}
    link_url:str<=2048 group_id:int>=0 clickable_stickers:str
stories.save UG upload_results:strs upload_results_json:str extended:flag fields:strs
stories.get UG owner_id:int extended:flag fields:strs
stories.getById UG stories!:strs<=100 extended:flag fields:strs
stories.getStats UG owner_id!:int story_id!:int>=0
stories.getViewers UG owner_id:int story_id!:int>=0 count:int>=0 offset:int>=0 extended:flag fields:strs
stories.delete UG owner_id:int story_id:int>=0 stories:strs<=100
likes.getList US
    type!:one{post|comment|photo|audio|video|note|market|photo_comment|video_comment|topic_comment|market_comment|sitepage|textpost|community_review|story|group_like}
    owner_id:int item_id:int page_url:str filter:one{copies|likes} friends_only:one{0|1|2|3}
    extended:flag offset:int>=0 count:int>=0<=1000 skip_own:flag fields:strs
likes.isLiked U user_id:int>=0
    type!:one{post|comment|photo|audio|video|note|market|photo_comment|video_comment|topic_comment|market_comment|sitepage|textpost|community_review|story|group_like}
    owner_id:int item_id!:int>=0
stats.get U group_id:int>=0 app_id:int>=0 timestamp_from:num>=0 timestamp_to:num>=0
    interval:one{all|day|month|week|year} intervals_count:int>=0 filters:strs stats_groups:strs
    extended:flag
stats.getPostReach U owner_id!:int post_ids!:ints<=30
utils.getShortLink UGS url!:str private:flag
utils.getLinkStats UGS key!:str source:one{vk_cc|vk_link} access_key:str
    interval:one{day|forever|hour|month|week} intervals_count:int>=0<=100 extended:flag
utils.resolveScreenName UGS screen_name!:str
utils.getServerTime UGS
utils.checkLink UGS url!:str
users.get UGS user_ids:mixes<=1000 fields:strs name_case:one{Nom|Gen|Dat|Acc|Ins|Abl} from_group_id:int
newsfeed.search US q:str extended:flag count:int>=0<=200 latitude:num longitude:num start_time:int>=0
    end_time:int>=0 start_from:str fields:strs
newsfeed.getMentions U owner_id:int start_time:int>=0 end_time:int>=0 offset:int>=0 count:int>=0<=50
execute UG
"""

_NAMES = """
message_new message_reply message_allow message_deny message_edit message_typing_state message_read
photo_new audio_new video_new wall_reply_new wall_reply_edit wall_reply_delete wall_reply_restore
wall_post_new wall_repost board_post_new board_post_edit board_post_restore board_post_delete
photo_comment_new photo_comment_edit photo_comment_delete photo_comment_restore video_comment_new
video_comment_edit video_comment_delete video_comment_restore market_comment_new market_comment_edit
market_comment_delete market_comment_restore poll_vote_new group_join group_leave group_change_settings
group_change_photo group_officers_edit user_block user_unblock like_add like_remove message_event
message_reaction_event donut_subscription_create donut_subscription_prolonged
donut_subscription_cancelled donut_subscription_price_changed donut_subscription_expired
donut_money_withdraw donut_money_withdraw_error
"""

EVENTS = _NAMES.split()
"""What Long Poll can tell of."""

CALLBACK_EVENTS = [
    *EVENTS,
    "wall_schedule_post_new",
    "wall_schedule_post_delete",
    "market_order_new",
    "market_order_edit",
    "lead_forms_new",
]
"""What Callback can tell of."""

BESIDE: dict[str, str] = {
    "wall.get": "owner_id:int",
    "wall.post": "primary_attachments_mode:one{carousel|grid} photo_attachments_crop:str",
    "wall.edit": "primary_attachments_mode:one{carousel|grid} photo_attachments_crop:str",
    "execute": "code!:str",
}
"""Parameters that are documented or in use everywhere but not in the schema."""

COMMON = (
    "lang:str test_mode:flag captcha_sid:str captcha_key:str success_token:str remixstlid:str captcha_ts:str"
)
"""Parameters that every method takes."""
