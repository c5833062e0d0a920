"""The kinds of objects that the fake has; what each answers is entered by the modules that know it."""

from smmcore_meta.sandbox import Kind

PAGE = Kind("Page", official=("Page",), usual=("id", "name"))
POST = Kind("PagePost", official=("PagePost", "Post"), usual=("id", "created_time", "message"))
COMMENT = Kind("Comment", official=("Comment",), usual=("id", "created_time", "from", "message"))
PHOTO = Kind("Photo", official=("Photo",), usual=("id", "created_time", "name"))
VIDEO = Kind("Video", official=("AdVideo",), usual=("id", "updated_time", "description"))
PROFILE = Kind("Profile", official=("Profile",), usual=("id", "name"))
KINDS = (PAGE, POST, COMMENT, PHOTO, VIDEO, PROFILE)

READ = "pages_read_engagement"
"""The scope that reading a page takes."""
WRITE = f"pages_manage_posts,{READ}"
ENGAGE = "pages_manage_engagement"
OTHERS = "pages_read_user_content"
"""What people who are not the page wrote."""
MANAGE = "pages_manage_metadata"
SCOPES = (
    *("pages_show_list", READ, OTHERS, "pages_manage_posts", ENGAGE, MANAGE),
    *("pages_messaging", "read_insights", "business_management"),
)
