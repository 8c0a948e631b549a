"""What is remembered of the words that were met."""

from __future__ import annotations

from bot.text.recent import Memory, Recent


def remembered(made: list[str], memory: Memory) -> Recent[str, str]:
    """Return a dictionary of upper-case words, which notes in *made* what it works out."""

    def upper(word: str) -> str:
        made.append(word)
        return word.upper()

    return Recent(upper, memory)


def test_what_is_asked_for_again_is_worked_out_once() -> None:
    made: list[str] = []
    known = remembered(made, Memory(10))

    assert [known["kursk"], known["kursk"]] == ["KURSK", "KURSK"]
    assert made == ["kursk"]


def test_what_comes_again_and_again_outlives_any_amount_of_garbage() -> None:
    made: list[str] = []
    known = remembered(made, Memory(100))

    for garbage in range(10_000):
        assert known["kursk"] == "KURSK"
        assert known[f"x{garbage}"] == f"X{garbage}"

    assert made.count("kursk") == 1


def test_dictionaries_that_share_a_memory_do_not_grow_beyond_it() -> None:
    memory = Memory(100)
    shared = [remembered([], memory) for _ in range(5)]

    for number in range(5_000):
        assert shared[number % 5][f"x{number}"] == f"X{number}"
        assert sum(map(len, shared)) <= 100


def test_a_dictionary_can_be_emptied_bit_by_bit() -> None:
    known = remembered([], Memory(10))
    for number in range(15):  # ten of them are old by now
        assert known[str(number)]

    left = [known.shed(6) for _ in range(3)]

    assert left == [True, True, False]
    assert not known
