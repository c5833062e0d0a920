"""What tokens must be allowed, by login."""

BASIC = "instagram_basic,pages_read_engagement"
PUBLISH = f"{BASIC},instagram_content_publish"
COMMENTS = f"{BASIC},instagram_manage_comments"
INSIGHTS = f"{BASIC},instagram_manage_insights"
MESSAGES = f"{BASIC},instagram_manage_messages"
ONLY_BASIC = "instagram_business_basic"
ONLY_PUBLISH = f"{ONLY_BASIC},instagram_business_content_publish"
ONLY_COMMENTS = f"{ONLY_BASIC},instagram_business_manage_comments"
ONLY_INSIGHTS = f"{ONLY_BASIC},instagram_business_manage_insights"
ONLY_MESSAGES = f"{ONLY_BASIC},instagram_business_manage_messages"
FACEBOOK_LOGIN = frozenset(
    {
        *MESSAGES.split(","),
        *("instagram_content_publish", "instagram_manage_comments", "instagram_manage_insights"),
        *("pages_show_list", "pages_manage_metadata", "business_management"),
    }
)
INSTAGRAM_LOGIN = frozenset(
    {
        *ONLY_MESSAGES.split(","),
        "instagram_business_content_publish",
        "instagram_business_manage_comments",
        "instagram_business_manage_insights",
    }
)
