"""facebook-business, the official SDK: one text, one photo, or an album of unpublished photos, all by address."""

from types import SimpleNamespace

from facebook_business.adobjects.page import Page
from facebook_business.api import FacebookAdsApi
from facebook_business.session import FacebookSession
from job import do


def send(job: SimpleNamespace) -> None:
    FacebookSession.GRAPH = job.url
    FacebookAdsApi.init(access_token=job.secrets["token"], api_version="v26.0", timeout=job.timeout)
    page = Page(job.id)
    if not job.urls:
        page.create_feed(params={"message": job.text})
    elif len(job.urls) == 1:
        page.create_photo(params={"url": job.urls[0], "message": job.text})
    else:
        photos = [page.create_photo(params={"url": url, "published": False}) for url in job.urls]
        attached = [{"media_fbid": photo["id"]} for photo in photos]
        page.create_feed(params={"message": job.text, "attached_media": attached})


do(send)
