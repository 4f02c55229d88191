"""Pictures without what a camera wrote into them: where and when it was, whose it is, a thumbnail.

A photograph's GPS position and serial numbers have no place in a printed page or a book. The picture itself is
not touched: whole segments or chunks are left out (ITU-T T.81 §B.1, EXIF 2.3, PNG §11.3), no pixel is coded again.
"""

import struct

_SOI = b"\xff\xd8"
_SOS, _EOI = 0xDA, 0xD9
_ALONE = {0x00, 0x01, *range(0xD0, 0xD8)}
"""What may follow 0xFF without a length: stuffing, TEM, restart markers."""

_JPEG_DROPPED = {0xE1, 0xED, 0xFE}
"""APP1 (EXIF, XMP), APP13 (IPTC) and comments. APP0 (JFIF), APP2 (colour profile) and APP14 (Adobe) stay."""

_PNG_HEAD = b"\x89PNG\r\n\x1a\n"
_PNG_DROPPED = {b"tEXt", b"zTXt", b"iTXt", b"eXIf", b"tIME"}


def stripped(data: bytes, orientation: int = 1) -> bytes:
    """Return the JPEG or PNG ``data`` without metadata; what is neither comes back as it was.

    ``orientation`` (EXIF 0x0112) is kept in a JPEG where it is not 1, for the picture is turned by it.
    """
    if data.startswith(_SOI):
        return _jpeg(data, orientation)
    return _png(data) if data.startswith(_PNG_HEAD) else data


def _jpeg(data: bytes, orientation: int) -> bytes:
    out = [_SOI]
    if orientation != 1:
        out.append(_orientation_segment(orientation))
    at, coded = 2, False
    while at + 1 < len(data):
        if coded:
            # Coded pixels run to the next 0xFF that is neither stuffing nor a restart marker.
            mark = at
            while True:
                mark = data.find(b"\xff", mark)
                if mark < 0 or mark + 1 >= len(data):
                    return b"".join((*out, data[at:]))
                if data[mark + 1] not in _ALONE:
                    break
                mark += 2
            out.append(data[at:mark])
            at, coded = mark, False
        marker = data[at + 1]
        if data[at] != 0xFF:
            return data
        if marker == 0xFF:
            at += 1
        elif marker == _EOI:
            return b"".join((*out, b"\xff\xd9"))
        elif marker in _ALONE:
            out.append(data[at : at + 2])
            at += 2
        else:
            end = at + 2 + int.from_bytes(data[at + 2 : at + 4], "big")
            if marker not in _JPEG_DROPPED:
                out.append(data[at:end])
            at, coded = end, marker == _SOS
    return data


def _orientation_segment(orientation: int) -> bytes:
    entry = struct.pack(">HHIHH", 0x0112, 3, 1, orientation, 0)
    body = b"Exif\0\0" + b"MM\0*\0\0\0\x08" + struct.pack(">H", 1) + entry + b"\0\0\0\0"
    return b"\xff\xe1" + struct.pack(">H", len(body) + 2) + body


def _png(data: bytes) -> bytes:
    out, at = [_PNG_HEAD], len(_PNG_HEAD)
    while at + 12 <= len(data):
        length, kind = int.from_bytes(data[at : at + 4], "big"), data[at + 4 : at + 8]
        if kind not in _PNG_DROPPED:
            out.append(data[at : at + 12 + length])
        at += 12 + length
        if kind == b"IEND":
            break
    return b"".join(out)
