"""A part of a file that reads as if it were the whole of one."""

import os
from typing import BinaryIO


class Piece:
    """So many bytes of an open file from `start` on; None means all that are left."""

    def __init__(self, file: BinaryIO, start: int, size: int | None) -> None:
        rest = max(0, os.fstat(file.fileno()).st_size - start)
        self._file, self._start = file, start
        self.size = rest if size is None else min(rest, size)
        self.seek(0)

    def read(self, size: int = -1) -> bytes:
        left = self.size - self.tell()
        return self._file.read(left if size < 0 else min(size, left))

    def seek(self, offset: int, whence: int = os.SEEK_SET) -> int:
        origin = {os.SEEK_SET: 0, os.SEEK_CUR: self.tell(), os.SEEK_END: self.size}[whence]
        self._file.seek(self._start + min(max(origin + offset, 0), self.size))
        return self.tell()

    def tell(self) -> int:
        return self._file.tell() - self._start
