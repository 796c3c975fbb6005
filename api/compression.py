"""Bodies made smaller for clients that can read them: by Brotli or gzip."""

import gzip
import zlib
from functools import lru_cache

import brotli

SMALLEST = 512  # bytes; below it, nothing is won
TEXTS = ("text/", "application/json", "application/ld+json", "application/atom+xml")
TEXTS += ("application/vnd.citationstyles", "application/x-bibtex", "application/yaml")
TEXTS += ("application/javascript", "application/problem+json", "application/schema+json")
TEXTS += ("application/manifest+json", "image/svg+xml")
BROTLI_QUALITY, GZIP_LEVEL = 5, 6
# Large answers are not kept, so each is made smaller anew.
GZIP_LEVEL_OF_BLOCKS, BROTLI_QUALITY_OF_BLOCKS = 1, 1


@lru_cache(1000)
def coding_for(accepted):
    """The content coding for a client that sends this Accept-Encoding: br, gzip, or empty."""
    takes = _taken(accepted)
    return next((coding for coding in ("br", "gzip") if takes[coding]), "")


@lru_cache(1000)
def coding_of_blocks_for(accepted):
    """The same for a large answer, which gzip makes smaller at less cost than Brotli does."""
    takes = _taken(accepted)
    return next((coding for coding in ("gzip", "br") if takes[coding]), "")


def _taken(accepted):
    """Whether a client takes each coding."""
    qualities = {}
    for each in accepted.lower().split(","):
        coding, _, quality = each.replace(" ", "").partition(";q=")
        qualities[coding] = quality.strip("0.") != "" or quality in ("", "1.0")
    return {name: qualities.get(name, qualities.get("*", False)) for name in ("br", "gzip")}


def is_text(content_type):
    """Whether a body of this type gets smaller."""
    return content_type.startswith(TEXTS)


def compress(body, coding):
    if coding == "br":
        return brotli.compress(body, quality=BROTLI_QUALITY)
    return gzip.compress(body, GZIP_LEVEL, mtime=0)


@lru_cache(128)
def compressed_before(body, coding):
    """The same for a body that is public and seldom changes, such as a document or a page."""
    return compress(body, coding)


class CompressedBlocks:
    """A body as one stream, made a block at a time; its end says whether all of it came."""

    def __init__(self, body, coding):
        self.body = body
        self.coding = coding

    def __iter__(self):
        if self.coding == "br":
            packer = brotli.Compressor(quality=BROTLI_QUALITY_OF_BLOCKS)
            compress_block, finish = packer.process, packer.finish
        else:
            packer = zlib.compressobj(GZIP_LEVEL_OF_BLOCKS, wbits=31)
            compress_block, finish = packer.compress, packer.flush
        for block in self.body:
            if packed := compress_block(block):
                yield packed
        yield finish()

    def close(self):
        self.body.close()
