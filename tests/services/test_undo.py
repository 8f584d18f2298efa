"""Whatever was done is put back to the letter, and done again to the letter."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import timedelta
from random import Random

from desk.domain.errors import DeskError
from desk.services import journal
from desk.store.database import Database
from tests.conftest import Clock
from tests.contents import contents, grams
from tests.services import acts

SEQUENCES = 100


def do(database: Database, several: Sequence[acts.Act], chance: Random) -> int:
    """Do it all in one transaction; its number, 0 if it was refused or changed nothing."""
    try:
        with database.write("ann") as tx:
            for act in several:
                act(tx, chance)
    except DeskError:
        return 0
    return tx.batch


def revert(database: Database, batch: int) -> int:
    with database.write("ann") as tx:
        journal.revert(tx, batch)
    return tx.batch


def everything(database: Database) -> object:
    return contents(database), grams(database)


def test_any_sequence_of_acts_can_be_undone_and_done_again_to_the_letter(
    both: Database, clock: Clock
) -> None:
    undone: Counter[str] = Counter()
    for number in range(SEQUENCES):
        chance = Random(number)
        states, batches = [everything(both)], []
        for _ in range(chance.randrange(2, 7)):
            clock.advance(timedelta(minutes=7))
            chosen = chance.choices(acts.ALL, k=chance.choice([1, 1, 1, 2, 3]))
            if batch := do(both, chosen, chance):
                undone.update(act.__name__ for act in chosen)
                batches.append(batch)
                states.append(everything(both))

        for at in reversed(range(len(batches))):
            batches[at] = revert(both, batches[at])
            assert everything(both) == states[at], f"undoing step {at} of sequence {number}"
        for at in range(len(batches)):
            batches[at] = revert(both, batches[at])
            assert everything(both) == states[at + 1], f"redoing step {at} of sequence {number}"

    assert set(undone) == {act.__name__ for act in acts.ALL}
    assert undone.total() > 3 * SEQUENCES
