"""Body, by properties: however gzip comes in pieces, what went in comes out, or an error."""

from __future__ import annotations

import gzip

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aggregator.errors import FetchError, TooLarge
from aggregator.fetch.bodies import Body


def read(wire: bytes, sizes: list[int], coding: str = "gzip", max_bytes: int = 1 << 20) -> bytes:
    body, at = Body(coding, max_bytes), 0
    for size in sizes:
        for _ in body.take(wire[at : at + size]):
            pass
        at += size
    for _ in body.take(wire[at:]):
        pass
    return body.finish()


SIZES = st.lists(st.integers(0, 40), max_size=30)


@given(
    st.lists(st.binary(max_size=300), min_size=1, max_size=4), SIZES, st.sampled_from(["gzip", "", "x-gzip"])
)
def test_what_went_in_comes_out(members: list[bytes], sizes: list[int], coding: str) -> None:
    assert read(b"".join(map(gzip.compress, members)), sizes, coding) == b"".join(members)


@given(st.binary(max_size=300), SIZES, st.data())
def test_a_cut_stream_is_never_taken_for_whole(content: bytes, sizes: list[int], data: st.DataObject) -> None:
    wire = gzip.compress(content)
    cut = data.draw(st.integers(1, len(wire) - 1))
    with pytest.raises(FetchError):
        read(wire[:cut], sizes)


@given(st.binary(max_size=400), SIZES)
def test_what_is_not_gzip_passes_as_it_is(content: bytes, sizes: list[int]) -> None:
    if not content.startswith(b"\x1f\x8b"):
        assert read(content, sizes, "") == content


@given(st.binary(max_size=400), SIZES)
def test_garbage_is_an_error_of_ours(content: bytes, sizes: list[int]) -> None:
    try:
        read(b"\x1f\x8b" + content, sizes)
    except FetchError:
        return


@pytest.mark.parametrize("over", [0, 1])
def test_max_bytes_is_what_may_come_out(over: int) -> None:
    wire = gzip.compress(bytes((1 << 20) + over))
    if over:
        with pytest.raises(TooLarge):
            read(wire, [])
    else:
        assert len(read(wire, [])) == 1 << 20


def test_a_piece_that_ends_where_the_inflater_is_full_is_not_lost() -> None:
    for size in ((1 << 18) - 1, 1 << 18, (1 << 18) + 1, 1 << 19):
        assert read(gzip.compress(bytes(size)), [100, 1, 1]) == bytes(size)
