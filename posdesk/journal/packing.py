"""A platform's text packed for the disk by zlib, with a dictionary of what such texts have in common.

A packed text begins with zlib's own mark of that dictionary: so one is found among a file's bytes, too, and
what a wiping left behind can be proven by what was packed.
"""

import zlib
from collections.abc import Iterator
from typing import Final

_LEVEL = 6
_WINDOW = -13  # 8 KiB, a bare stream: zlib's own 32 KiB cost an order's text more than twice the time
_MOST_AT_ONCE = 4096  # bytes, a page's: most packed texts take some hundreds
# How platforms spell an order, so far as it shortens the text: nothing is read by it. It never changes, since
# what was packed with it can't be read without: another one would come beside it, with its own mark.
_COMMON: Final = (
    '"billextra":{},"preselttime":"","discount_total":0.0,"payremark":"","consignee":"到店自取","state":2,'
    '"isbooklist":1,"isverification":0,"paycode":"001","payname":"现金","微信支付","支付宝","饿了么支付",'
    '"先生","女士","少辣","不要香菜","放前台，谢谢","份","杯","个","盒","打包盒","配送费","attributes":"特辣",'
    '{"tbillno":"2026","tshowno":"#1","tscustsource":"4","isbooklist":0,"isverification":1,"storeuid":1,'
    '"storecode":"001","storename":"","state":0,"customername":"先生","mobileno":"1","consignee":"路号",'
    '"reamrks":"","ordertime":"2026-11-29 12:00:00","submitdate":"2026-11-29 12:30:00","order_total":1.0,'
    '"actual_fee":1.0,"logisticsFee":0.0,"serviceFee":1.0,"activityTotal":0.0,"tp_charge":0.0,'
    '"merchant_charge":0.0,"agent_charge":0.0,"logistics_charge":0.0,"billitems":[{"produid":1,"prodcode":"1",'
    '"prodname":"饭","unit":"份","amount":1.0,"dealpri":1.0,"trademoney":1.0,"attributes":"","remark":""},'
    '{"produid":2,"prodcode":"2","prodname":"","unit":"份","amount":2.0,"dealpri":8.0,"trademoney":16.0,'
    '"attributes":"","remark":""}],"extraitem":[{"prodname":"餐盒","amount":1.0,"dealpri":1.0,'
    '"trademoney":1.0}],"payitems":[{"paycode":"302","payname":"美团支付","ordersum":1.0,"discsum":0.0,'
    '"paymoney":1.0}]}'
).encode()


MARK: Final = zlib.compressobj(1, zdict=_COMMON).flush()[:6]
"""With what every packed text begins: that a dictionary is needed, and which."""


def packed(text: str) -> bytes:
    """A text as it is kept: as zlib writes one, its head and the sum at its end put there by ourselves."""
    data = text.encode("utf-8", "surrogatepass")
    packer = zlib.compressobj(_LEVEL, zlib.DEFLATED, _WINDOW, zdict=_COMMON)
    return b"".join((MARK, packer.compress(data), packer.flush(), zlib.adler32(data).to_bytes(4, "big")))


def unpacked(data: bytes) -> str:
    """The text that `packed` packed. Raises ValueError for what is none, or not whole."""
    unpacker = zlib.decompressobj(zdict=_COMMON)
    try:
        text = unpacker.decompress(data)
    except zlib.error as error:
        raise ValueError(str(error)) from error
    if not unpacker.eof:
        raise ValueError("it is cut off")
    return text.decode("utf-8", "surrogatepass")


def texts_in(data: bytes) -> Iterator[bytes]:
    """What was packed and stands among these bytes; of one that is cut off or damaged its beginning."""
    view, at = memoryview(data), data.find(MARK)  # megabytes of a file, with thousands of texts in them
    while at >= 0:
        yield _whole(view[at : at + _MOST_AT_ONCE]) or _beginning(view[at:])
        at = data.find(MARK, at + 1)


def _whole(data: memoryview) -> bytes:
    """The text at the beginning of these bytes; empty where it is damaged, or they are not all of it."""
    unpacker = zlib.decompressobj(zdict=_COMMON)
    try:
        text = unpacker.decompress(data)
    except zlib.error:
        return b""
    return text if unpacker.eof else b""


def _beginning(data: memoryview) -> bytes:
    """As far as it can be read: a bit of it at a time once the whole can't be."""
    unpacker, text = zlib.decompressobj(zdict=_COMMON), b""
    try:
        for at in range(0, len(data), 64):
            text += unpacker.decompress(data[at : at + 64])
            if unpacker.eof:
                break
    except zlib.error:
        pass
    return text
