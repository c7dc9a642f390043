"""Archives: what they hold, and what is left out or refused."""

from __future__ import annotations

import gzip
import io
import stat
import tarfile
import zipfile
from collections.abc import Callable, Mapping
from contextlib import suppress
from functools import partial

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest import archives
from ingest.archives import Packing, beginning, gunzip, names, packing, unpack
from kg.errors import RefusedError


def tarred(members: Mapping[str, bytes | tarfile.TarInfo], mode: str = "w:gz") -> bytes:
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode=mode) as archive:  # type: ignore[call-overload]
        for name, content in members.items():
            member = content if isinstance(content, tarfile.TarInfo) else tarfile.TarInfo(name)
            data = b"" if isinstance(content, tarfile.TarInfo) else content
            member.size = len(data)
            archive.addfile(member, io.BytesIO(data))
    return buffer.getvalue()


def zipped(
    members: dict[str, bytes], attributes: int = 0, method: int = zipfile.ZIP_DEFLATED
) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, content in members.items():
            info = zipfile.ZipInfo(name)
            info.external_attr = attributes << 16
            archive.writestr(info, content, method)
    return buffer.getvalue()


METHODS = [partial(zipped, method=one) for one in (zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA)]


Pack = Callable[[dict[str, bytes]], bytes]


def everything(_: str) -> bool:
    return True


FILES = {"a.tex": b"one", "sub/b.bib": b"two", "sub/c.png": b"three"}


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (tarred(FILES), Packing.TAR_GZIP),
        (tarred(FILES, "w"), Packing.TAR),
        (zipped(FILES), Packing.ZIP),
    ],
)
def test_members_are_read_that_are_wanted(data: bytes, kind: Packing) -> None:
    assert packing(data) is kind
    assert names(data) == tuple(FILES)
    assert unpack(data, "x", everything) == (FILES, ())
    assert unpack(data, "x", lambda name: name.endswith(".tex")) == ({"a.tex": b"one"}, ())


def test_a_single_file_is_unpacked() -> None:
    data = gzip.compress(b"words")
    assert packing(data) is Packing.GZIP
    assert beginning(data) == gunzip(data, "x") == b"words"
    assert packing(b"words") is None


@pytest.mark.parametrize("name", ["/etc/x.tex", "../x.tex", "a/../../x.tex", "a\\b.tex", "C:x.tex"])
def test_names_that_lead_out_are_left_out(name: str) -> None:
    for data in (tarred({name: b"x", "in.tex": b"y"}), zipped({name: b"x", "in.tex": b"y"})):
        files, faults = unpack(data, "x", everything)
        assert files == {"in.tex": b"y"}
        assert [fault.code for fault in faults] == ["unsafe-member"]


@pytest.mark.parametrize(
    "kind", [tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.CHRTYPE, tarfile.BLKTYPE, tarfile.FIFOTYPE]
)
def test_links_and_devices_are_left_out(kind: bytes) -> None:
    odd = tarfile.TarInfo("odd.tex")
    odd.type, odd.linkname = kind, "/etc/passwd"
    files, faults = unpack(tarred({"odd.tex": odd, "in.tex": b"y"}), "x", everything)
    assert files == {"in.tex": b"y"}
    assert [fault.code for fault in faults] == ["unsafe-member"]


def test_links_in_zip_are_left_out() -> None:
    files, faults = unpack(zipped({"l.tex": b"/etc/passwd"}, stat.S_IFLNK), "x", everything)
    assert files == {}
    assert [fault.code for fault in faults] == ["unsafe-member"]


@pytest.mark.parametrize("pack", [tarred, zipped])
def test_bombs_are_refused(pack: Pack) -> None:
    data = pack({f"{number}.tex": b"\0" * 20_000_000 for number in range(3)})
    assert len(data) < 100_000
    with pytest.raises(RefusedError, match=r"^x: unpacks to far more"):
        unpack(data, "x", everything)
    with pytest.raises(RefusedError, match=r"^x: unpacks to far more"):
        gunzip(gzip.compress(b"\0" * 30_000_000), "x")


def test_what_nobody_wants_counts_too() -> None:
    data = tarred({"big.png": b"\0" * 30_000_000, "a.tex": b"x"})
    with pytest.raises(RefusedError, match="unpacks to far more"):
        unpack(data, "x", lambda name: name.endswith(".tex"))


def test_many_members_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archives, "MAX_MEMBERS", 5)
    for pack in (tarred, zipped):
        data = pack({f"{number}.tex": b"x" for number in range(6)})
        with pytest.raises(RefusedError, match="holds more than 5 files"):
            unpack(data, "x", everything)


def test_a_large_member_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archives, "MAX_MEMBER", 10)
    for pack in (tarred, zipped):
        with pytest.raises(RefusedError, match="a file in it is over 10 bytes"):
            unpack(pack({"a.tex": b"more than ten bytes"}), "x", everything)


def test_an_encrypted_archive_is_refused() -> None:
    data = bytearray(zipped({"a.tex": b"words"}))
    data[data.index(b"PK\x01\x02") + 8] |= 1
    with pytest.raises(RefusedError, match="is encrypted"):
        unpack(bytes(data), "x", everything)


def test_a_member_without_a_name_is_left_out() -> None:
    data = zipped({"none": b"x", "in.tex": b"y"}).replace(b"none", b"\0one")
    files, faults = unpack(data, "x", everything)
    assert files == {"in.tex": b"y"}
    assert [fault.code for fault in faults] == ["unsafe-member"]
    assert names(data) == ("in.tex",)


@pytest.mark.parametrize("pack", METHODS)
def test_damaged_contents_are_refused(pack: Pack) -> None:
    whole = pack({"a.tex": b"words and words " * 99})
    data = bytearray(whole)
    start = whole.index(b"a.tex") + len(b"a.tex") + 9  # behind the options of LZMA
    data[start : start + 8] = b"\xff" * 8
    with pytest.raises(RefusedError, match="it is corrupt"):
        unpack(bytes(data), "x", everything)


@given(st.integers(0, 400), st.integers(0, 255), st.sampled_from([tarred, zipped, *METHODS]))
def test_damage_is_refused_or_listed(position: int, value: int, pack: Pack) -> None:
    data = bytearray(pack(FILES))
    data[position % len(data)] = value
    names(bytes(data))
    with suppress(RefusedError):
        unpack(bytes(data), "x", everything)


@given(st.integers(0, 600), st.sampled_from([tarred, zipped]))
def test_truncation_is_refused_or_listed(size: int, pack: Pack) -> None:
    data = pack(FILES)[:size]
    with suppress(RefusedError):
        files, _ = unpack(data, "x", everything)
        assert set(files) <= set(FILES)
