"""Giving files of this machine a public address, for networks that take media in no other way."""

from smmcore.io.interface import Uploader
from smmcore.uploading.folder import FolderUploader
from smmcore.uploading.s3 import S3Uploader

__all__ = ["FolderUploader", "S3Uploader", "Uploader"]
