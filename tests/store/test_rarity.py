"""Only pieces that are worth their list are looked for."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from desk.domain.folding import grams
from desk.store import rarity
from desk.store.database import Database
from desk.store.rarity import Sample
from tests import build


def sample(*texts: str) -> Sample:
    having: dict[str, int] = {}
    for place, text in enumerate(texts):
        for gram in grams([text]):
            having[gram] = having.get(gram, 0) | 1 << place
    return Sample(len(texts), (1 << len(texts)) - 1, having)


def test_the_rarest_piece_is_looked_for_first() -> None:
    log = sample(*["tea"] * 90, *["board"] * 10)

    assert log.choose(["tea", "boa"])[0] == "boa"


def test_a_piece_that_everybody_has_is_left_out() -> None:
    log = sample(*["the lift"] * 100, *["the quill"] * 3)

    assert "the" not in log.choose(["the", "qui", "uil"])


def test_two_pieces_of_the_same_common_word_are_not_both_walked() -> None:
    log = sample(*["board grace"] * 50, *["board"] * 50, *["tea"] * 100)

    assert len(log.choose(["boa", "oar", "ard", "gra"])) < 4


@given(st.lists(st.text("abc", min_size=2, max_size=3), min_size=1))
def test_something_is_always_looked_for(pieces: list[str]) -> None:
    chosen = sample("abc cab", "bca").choose(pieces)

    assert chosen
    assert set(chosen) <= set(pieces)


def test_the_sample_is_taken_anew_when_the_log_has_doubled(database: Database) -> None:
    with database.write("test") as tx:
        host = build.resident(tx).id
        build.entry(tx, host)
    with database.read() as tx:
        before = rarity.sample(tx.session.connection())
    with database.write("test") as tx:
        for _ in range(3):
            build.entry(tx, host, visitor="Quentin")

    with database.read() as tx:
        after = rarity.sample(tx.session.connection())
        again = rarity.sample(tx.session.connection())

    assert "que" not in before.having
    assert "que" in after.having
    assert again is after
