"""A person's words and a question's are cut alike, however either is written."""

from __future__ import annotations

import pytest

from setter.store.words import LONGEST_WORD, MARK, MOST_WORDS, marks_of, readings, spoken, words_of


def unmarked(**person: object) -> set[str]:
    """A person's words without what stands before each."""
    given = {"full_name": "", **person}
    return {word[MARK:] for word in words_of("tidemark", **given).split()}  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Örjan Strøm", {"orjan", "strom"}),
        ("O'Brien-Smith", {"o", "brien", "smith", "obriensmith"}),
        ("AT&T, Inc.", {"at", "t", "att", "inc"}),
        ("J.P. Morgan", {"j", "p", "jp", "morgan"}),
        ("王小明", {"王小明"}),
        ("हिन्दी", {"हिनदी"}),
        ("\uff21\uff24\uff21", {"ada"}),
        ("[/] % _ \" '", set()),
        ("x" * 99, {"x" * LONGEST_WORD}),
    ],
)
def test_a_word_is_a_run_of_letters_and_what_stands_between_two_spaces(text: str, words: set[str]) -> None:
    assert set(spoken(text)) == words


@pytest.mark.parametrize(
    ("number", "words"),
    [
        ("+13125550201", {"13125550201", "3125550201", "5550201", "0201"}),
        ("+49301234567", {"49301234567", "301234567", "0301234567", "1234567", "4567"}),
        ("+35312345678", {"35312345678", "12345678", "012345678", "2345678", "5678"}),
    ],
)
def test_a_number_begins_anew_where_people_begin_to_say_it(number: str, words: set[str]) -> None:
    assert unmarked(numbers=[number]) == words


def test_an_address_is_found_by_either_side_of_it_and_whole() -> None:
    assert unmarked(addresses=["J.Smith@Ol-Haus.example"]) == {
        *("j", "smith", "jsmith", "ol", "haus", "olhaus", "olhausexample", "jsmitholhausexample")
    }


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("ada NORTH", (("ada", "north"),)),
        ("o'br", (("obr",), ("o", "br"))),
        ("ada@birch.ex", (("adabirchex",),)),
        ("(312) 555-0201", (("312", "5550201"), ("312", "555", "0201"), ("3125550201",))),
        ("0049 30 1234", (("0049", "30", "1234"), ("49301234",))),
        ("0201", (("0201",),)),
        ('AND "north" OR* NEAR(x)', (("and", "north", "or", "nearx"), ("and", "north", "or", "near", "x"))),
        (" %_ ", ()),
    ],
)
def test_a_question_may_be_meant_in_more_than_one_way(text: str, meant: tuple[tuple[str, ...], ...]) -> None:
    assert readings(text) == meant


def test_of_a_long_question_the_first_words_count_each_once() -> None:
    assert readings("a b a " + " ".join(map(str, range(99)))) == (("a", "b", *map(str, range(MOST_WORDS - 2))),)


def test_a_name_and_whatever_else_is_known_are_told_apart_and_so_are_clients() -> None:
    in_name, elsewhere = marks_of("tidemark")
    assert words_of("tidemark", "Ada", "Ada Birch").split() == [f"{in_name}ada", f"{elsewhere}birch"]
    assert {len(in_name), len(elsewhere)} == {MARK} and not {in_name, elsewhere} & set(marks_of("acme"))
