"""Bodies made smaller for clients that can read them: by Brotli or gzip."""

import gzip
import zlib
from functools import lru_cache

import brotli

SMALLEST = 512  # bytes; below it, nothing is won
TEXTS = ("text/", "application/json", "application/ld+json", "application/atom+xml")
TEXTS += ("application/vnd.citationstyles", "application/x-bibtex")
BROTLI_QUALITY, GZIP_LEVEL = 5, 6
GZIP_LEVEL_OF_BLOCKS = 1  # large answers are not kept, so each is made smaller anew


@lru_cache(1000)
def coding_for(accepted):
    """The content coding for a client that sends this Accept-Encoding: br, gzip, or empty.

    A client that does not take gzip is not given Brotli either.
    """
    qualities = {}
    for each in accepted.lower().split(","):
        coding, _, quality = each.replace(" ", "").partition(";q=")
        qualities[coding] = quality.strip("0.") != "" or quality in ("", "1.0")
    takes = {name: qualities.get(name, qualities.get("*", False)) for name in ("br", "gzip")}
    return ("br" if takes["br"] else "gzip") if takes["gzip"] else ""


def is_text(content_type):
    """Whether a body of this type gets smaller."""
    return content_type.startswith(TEXTS)


def compress(body, coding):
    if coding == "br":
        return brotli.compress(body, quality=BROTLI_QUALITY)
    return gzip.compress(body, GZIP_LEVEL, mtime=0)


class CompressedBlocks:
    """A body as one gzip stream, made a block at a time; its end says whether all of it came."""

    def __init__(self, body):
        self.body = body

    def __iter__(self):
        packer = zlib.compressobj(GZIP_LEVEL_OF_BLOCKS, wbits=31)
        for block in self.body:
            if packed := packer.compress(block):
                yield packed
        yield packer.flush()

    def close(self):
        self.body.close()
