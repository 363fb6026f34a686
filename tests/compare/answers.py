"""Canned answers, byte for byte: what servers are known to send, well or badly.

ANSWERS: name -> list of pieces that are sent one after the other; END of a piece says what follows.
A path is /NUMBER/REST; an answer may lead to /NUMBER/next, which NEXT has, else the plain file.
"""
import gzip
import zlib

BODY = b"The quick brown fox jumps over the lazy dog, again and again.\n"
N = len(BODY)
RESET = object()    # instead of the connection's orderly end

ANSWERS = {}
PATHS = {}          # name -> the rest of its path, else "file.bin"


def put(name, *pieces, path=None):
    assert name not in ANSWERS, name
    ANSWERS[name] = list(pieces)
    if path:
        PATHS[name] = path


def head(status, *fields):
    return b"\r\n".join([status.encode("latin-1")] + [f if isinstance(f, bytes) else f.encode("latin-1")
                                                       for f in fields]) + b"\r\n\r\n"


def ok(*fields):
    return head("HTTP/1.1 200 OK", *fields)


LENGTH = f"Content-Length: {N}"


def chunks(*sizes, end=b"0\r\n\r\n"):
    out, at = b"", 0
    for size in sizes or (N,):
        piece = BODY[at:at + size]
        out += b"%x\r\n" % len(piece) + piece + b"\r\n"
        at += size
    return out + end


def raw_deflate(data):
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    return packer.compress(data) + packer.flush()


def status_lines():
    for line in ("HTTP/1.1 200 OK", "HTTP/1.1 200", "HTTP/1.1 200 ", "HTTP/1.0 200 OK", "HTTP/1.1  200 OK",
                 "HTTP/1.1 200  OK", "HTTP/2 200", "HTTP/2.0 200 OK", "HTTP/1.2 200 OK", "HTTP/1.10 200 OK",
                 "http/1.1 200 OK", "HTTP/1.1 0200 OK", "HTTP/1.1 20 OK", "HTTP/1.1 2000 OK", "ICY 200 OK",
                 "HTTP/1.1\t200 OK", "HTTP/1.1 200OK", "HTTP/1.1 abc OK", "HTTP/1.1 099 x", "HTTP/1.1 600 x",
                 "HTTP/1.1 999 x", "HTTP/1.1 -200 OK", "HTTP/1.1 200 \xff\xfe", "HTTP/1.1 200 O\tK",
                 "HTTP/3 200 OK", "HTTP/1 200 OK", "SSH-2.0-x", "HTTP/1.1 200 " + "x" * 9000):
        put(f"status line {line[:40]!r}", head(line, LENGTH) + BODY)
    put("status line after an empty one", b"\r\n" + ok(LENGTH) + BODY)
    put("status line after a bare LF", b"\n" + ok(LENGTH) + BODY)
    put("bare LF everywhere", ok(LENGTH).replace(b"\r\n", b"\n") + BODY)
    put("bare CR everywhere", ok(LENGTH).replace(b"\r\n", b"\r") + BODY)
    put("no head at all", BODY)
    put("status line alone", b"HTTP/1.1 200 OK\r\n\r\n" + BODY)
    put("status line only, then the end", b"HTTP/1.1 200 OK\r\n")


SLOPPY = {
    "a space before the colon": "X-Cache : HIT", "no colon": "Warning unable to load", "an empty name": ": x",
    "a control character": "X: a\x01b", "a NUL": "X: a\0b", "a NUL in a name": "X\0Y: b", "Latin-1": "X: \xe4",
    "an odd name": "X(a)/b: c", "a tab": "X:\ta\tb\t", "no value": "X:", "PHP": "PHP Warning: x on line 0",
    "a fold": "X: a\r\n b", "a leading space": " X: a", "a long one": "X: " + "y" * 60000,
}


def fields():
    for name, line in SLOPPY.items():
        put(f"field with {name}, length", ok(line, LENGTH) + BODY)
        put(f"field with {name}, chunked", ok(line, "Transfer-Encoding: chunked") + chunks())
        put(f"field with {name}, last", ok(LENGTH, line) + BODY)
    put("200 fields", ok(*(f"X-{i}: y" for i in range(200)), LENGTH) + BODY)
    put("2000 fields", ok(*(f"X-{i}: y" for i in range(2000)), LENGTH) + BODY)
    put("a field of 300 KB", ok("X: " + "y" * 300000, LENGTH) + BODY)
    put("a head of 3 MB", ok(*("X: " + "y" * 30000 for _ in range(100)), LENGTH) + BODY)


def lengths():
    for value in (f"{N}", f"+{N}", f"{N},{N}", f"{N}, {N}", f"{N},{N + 1}", f"-{N}", f"0x{N:x}", f" {N} ", f"00{N}",
                  f"{N};", "", "x", f"{N}x", f"{N} {N}", f"{N}.0", str(2**63), str(2**64 + N), "9" * 40, f"{N},",
                  f",{N}"):
        put(f"Content-Length {value[:24]!r}", ok(f"Content-Length: {value}") + BODY)
    put("two lengths, the same", ok(LENGTH, LENGTH) + BODY)
    put("two lengths, others", ok(LENGTH, f"Content-Length: {N + 1}") + BODY)
    put("two lengths, one bad", ok(LENGTH, "Content-Length: x") + BODY)
    put("a length that is folded", ok("Content-Length:\r\n " + str(N)) + BODY)
    put("a length with a space before the colon", ok(f"Content-Length : {N}") + BODY)
    put("a length in lower case", ok(f"content-length: {N}") + BODY)
    put("less than the length", ok(LENGTH) + BODY[:20])
    put("nothing of the length", ok(LENGTH))
    put("more than the length", ok(LENGTH) + BODY + b"surplus")
    put("length 0", ok("Content-Length: 0"))
    put("length 0 and a body", ok("Content-Length: 0") + BODY)
    put("no length", ok() + BODY)
    put("no length, close said", ok("Connection: close") + BODY)
    put("no length, keep-alive said", ok("Connection: keep-alive") + BODY)
    put("no length in 1.0", head("HTTP/1.0 200 OK") + BODY)
    put("no length, nothing", ok())
    put("no length, reset", ok() + BODY, RESET)
    put("length, reset at the end", ok(LENGTH) + BODY[:30], RESET)
    put("in three pieces", ok(LENGTH), BODY[:20], BODY[20:])


def transfer_codings():
    te = "Transfer-Encoding: "
    for value in ("chunked", "Chunked", "CHUNKED", " chunked ", "chunked,", ",chunked", "chunked, chunked",
                  "identity, chunked", "chunked, identity", "\"chunked\"", "chunked;q=1", "xchunked", "chunked x",
                  "chunked\x0b", "cow", "cow, chunked"):
        put(f"Transfer-Encoding {value!r}", ok(te + value) + chunks())
    put("Transfer-Encoding identity", ok(te + "identity", LENGTH) + BODY)
    put("Transfer-Encoding identity, no length", ok(te + "identity") + BODY)
    put("Transfer-Encoding empty", ok(te, LENGTH) + BODY)
    put("Transfer-Encoding twice", ok(te + "chunked", te + "chunked") + chunks())
    put("Transfer-Encoding and a length", ok(te + "chunked", LENGTH) + chunks())
    put("Transfer-Encoding and another length", ok(te + "chunked", "Content-Length: 3") + chunks())
    put("chunked in 1.0", head("HTTP/1.0 200 OK", te + "chunked") + chunks())
    packed = gzip.compress(BODY, mtime=0)
    put("Transfer-Encoding gzip, chunked", ok(te + "gzip, chunked") + b"%x\r\n" % len(packed) + packed +
        b"\r\n0\r\n\r\n")
    good = ok(te + "chunked")
    for name, body in {
            "several": chunks(10, 20, N), "one by one": chunks(*[1] * N), "upper case": chunks().replace(b"3e", b"3E"),
            "leading zeros": b"0000" + chunks(), "an extension": chunks().replace(b"3e\r", b"3e;a=b\r"),
            "a quoted one": chunks().replace(b"3e\r", b"3e;a=\"b;c\"\r"), "spaces behind": chunks().replace(b"3e\r", b"3e  \r"),
            "spaces before": b" " + chunks(), "a plus": b"+" + chunks(), "0x": b"0x" + chunks(), "a minus": b"-" + chunks(),
            "a size too large": b"FFFFFFFFFFFFFFFFF\r\n" + BODY, "a size of 2^64-1": b"FFFFFFFFFFFFFFFF\r\n" + BODY,
            "no size": b"\r\n" + BODY, "no hex": b"zz\r\n" + BODY, "bare LF": chunks().replace(b"\r\n", b"\n"),
            "no CRLF after the data": b"%x\r\n" % N + BODY + b"0\r\n\r\n", "one byte more than said": b"%x\r\n" % N + BODY +
            b"x\r\n0\r\n\r\n", "no last chunk": chunks(end=b""), "no last line": chunks(end=b"0\r\n"),
            "half a last chunk": chunks(end=b"0"), "a trailer": chunks(end=b"0\r\nX: y\r\n\r\n"),
            "a sloppy trailer": chunks(end=b"0\r\nhello\r\n\r\n"), "many trailers": chunks(end=b"0\r\n" + b"X: y\r\n" * 3000 +
            b"\r\n"), "bytes after the end": chunks() + b"junk", "nothing": b"0\r\n\r\n", "cut": chunks()[:40],
            "a long extension": chunks().replace(b"3e\r", b"3e;" + b"a" * 9000 + b"\r"), "a NUL": chunks().replace(b"3e\r", b"3e\0\r"),
    }.items():
        put(f"chunks with {name}", good + body)


def content_codings():
    ce = "Content-Encoding: "
    packed = gzip.compress(BODY, mtime=0)

    def coded(name, value, body, path=None):
        put(f"coded {name}", ok(ce + value, f"Content-Length: {len(body)}") + body, path=path)
    for value in ("gzip", "x-gzip", "GZIP", "gzip ", "gzip, identity", "identity, gzip", ",gzip,"):
        coded(value, value, packed)
    coded("deflate, zlib", "deflate", zlib.compress(BODY))
    coded("deflate, raw", "deflate", raw_deflate(BODY))
    coded("twice", "gzip, gzip", gzip.compress(packed, mtime=0))
    coded("in two members", "gzip", gzip.compress(BODY[:9], mtime=0) + gzip.compress(BODY[9:], mtime=0))
    coded("with bytes behind", "gzip", packed + b"garbage")
    coded("cut short", "gzip", packed[:-9])
    coded("without its last bytes", "gzip", packed[:-4])
    coded("with a wrong check", "gzip", packed[:-8] + b"\0\0\0\0" + packed[-4:])
    coded("damaged", "gzip", packed[:15] + b"\xff\xff\xff" + packed[18:])
    for value in ("identity", "none", "utf-8", "UTF-8", "binary", "aws-chunked", "", "iso-8859-1", "8bit"):
        coded(f"{value!r}, not coded", value, BODY)
    for value in ("gzip", "deflate", "br", "zstd"):
        coded(f"{value}, not coded", value, BODY)
    for value in ("cow", "compress", "exi", "gzip;q=1"):
        coded(f"{value}, unknown", value, BODY)
    coded("of an archive", "gzip", packed, path="file.tar.gz")
    coded("nothing", "gzip", b"")
    put("coded and chunked", ok(ce + "gzip", "Transfer-Encoding: chunked") + b"%x\r\n" % len(packed) + packed +
        b"\r\n0\r\n\r\n")
    put("coded, until the end", ok(ce + "gzip") + packed)


def statuses():
    for status in (201, 202, 203, 206, 207, 226, 299, 300, 304, 305, 306, 400, 401, 402, 403, 404, 405, 406, 407, 408, 409, 410, 411,
                   412, 413, 414, 415, 416, 417, 418, 421, 425, 426, 428, 429, 431, 451, 499, 500, 501, 502, 503, 504,
                   505, 507, 508, 510, 511, 520, 599):
        put(f"status {status}", head(f"HTTP/1.1 {status} X", LENGTH) + BODY)
    for status in (204, 205):
        put(f"status {status}", head(f"HTTP/1.1 {status} X"))
        put(f"status {status} with a body", head(f"HTTP/1.1 {status} X", LENGTH) + BODY)
    for status in (301, 302, 303, 307, 308):
        put(f"redirect {status}", head(f"HTTP/1.1 {status} X", "Location: next", "Content-Length: 0"))
        put(f"redirect {status} without Location", head(f"HTTP/1.1 {status} X", LENGTH) + BODY)
    for place in ("./next", "next?a=b", "next#part", "next ", " next", "nex%74", "../{}/next", "//{host}/{}/next", "http://{host}/{}/next",
                  "HTTP://{host}/{}/next", "http:/{}/next", "/{}/a b", "/{}/\xe4", "/{}/..", "http://{host}:/{}/next", "", " ",
                  "ftp://{host}/x", "file:///etc/passwd", "javascript:x", "gopher://x/", "http://", "http://[::1", "http://a b/",
                  "http://127.0.0.1:1/", "{self}", "\\{}\\next", "?x", "#x"):
        put(f"redirect to {place!r}", head("HTTP/1.1 302 X", f"Location: {place}", "Content-Length: 0"))
    put("redirect with two places", head("HTTP/1.1 302 X", "Location: next", "Location: other", "Content-Length: 0"))
    put("redirect with the same place twice", head("HTTP/1.1 302 X", "Location: next", "Location: next",
                                                  "Content-Length: 0"))
    put("redirect with a body", head("HTTP/1.1 302 X", "Location: next", LENGTH) + BODY)
    put("redirect whose body is cut", head("HTTP/1.1 302 X", "Location: next", "Content-Length: 900") + BODY)
    put("200 with a Location", ok("Location: next", LENGTH) + BODY)


def others():
    interim = head("HTTP/1.1 100 Continue")
    put("100, then the file", interim + ok(LENGTH) + BODY)
    put("103, then the file", head("HTTP/1.1 103 X", "Link: </x>") + ok(LENGTH) + BODY)
    put("three interim answers", interim * 3 + ok(LENGTH) + BODY)
    put("sixteen interim answers", interim * 16 + ok(LENGTH) + BODY)
    put("100 with a length", head("HTTP/1.1 100 Continue", "Content-Length: 5") + ok(LENGTH) + BODY)
    put("100 and the end", interim)
    put("101", head("HTTP/1.1 101 X", "Upgrade: h2c") + ok(LENGTH) + BODY)
    put("206 of the whole", head("HTTP/1.1 206 X", f"Content-Range: bytes 0-{N - 1}/{N}", LENGTH) + BODY)
    put("206 of a part", head("HTTP/1.1 206 X", f"Content-Range: bytes 5-{N - 1}/{N}", f"Content-Length: {N - 5}") + BODY[5:])
    put("206 without a range", head("HTTP/1.1 206 X", LENGTH) + BODY)
    put("206 in several parts", head("HTTP/1.1 206 X", "Content-Type: multipart/byteranges; boundary=b", LENGTH) + BODY)
    put("200 that names a range", ok(f"Content-Range: bytes 5-{N - 1}/{N}", LENGTH) + BODY)
    put("200 that names all of it", ok(f"Content-Range: bytes 0-{N - 1}/{N}", LENGTH) + BODY)
    put("the end at once")
    put("a reset at once", RESET)
    put("the end in the head", ok(LENGTH)[:25])
    put("a reset in the head", ok(LENGTH)[:25], RESET)
    put("Connection: close", ok("Connection: close", LENGTH) + BODY)
    put("Connection: nonsense", ok("Connection: x y z", LENGTH) + BODY)
    put("Keep-Alive: odd", ok("Keep-Alive: timeout=x, max=-1", LENGTH) + BODY)
    put("a second answer behind", ok(LENGTH) + BODY + ok(LENGTH) + BODY)
    put("a Refresh", ok("Refresh: 0; url=next", LENGTH) + BODY)
    put("an odd Date", ok("Date: yesterday", "Last-Modified: never", LENGTH) + BODY)
    put("an odd ETag", ok("ETag: a\"b", LENGTH) + BODY)
    put("an odd type", ok("Content-Type: ///", LENGTH) + BODY)
    put("an upgrade offered", ok("Upgrade: h2,h2c", "Connection: Upgrade", LENGTH) + BODY)
    put("strict transport", ok("Strict-Transport-Security: max-age=9", LENGTH) + BODY)
    put("a digest that is right", ok("Repr-Digest: sha-256=:" + digest() + ":", LENGTH) + BODY)
    put("a digest that is wrong", ok("Repr-Digest: sha-256=:" + "A" * 43 + "=:", LENGTH) + BODY)


def digest():
    import base64
    import hashlib
    return base64.b64encode(hashlib.sha256(BODY).digest()).decode()


for group in (status_lines, fields, lengths, transfer_codings, content_codings, statuses, others):
    group()
