from datetime import UTC, datetime

import pytest

from smmcore import Author, AuthorKind, Comment
from smmcore.demo.audience import read_crowd
from smmcore.demo.month import bakery
from smmcore.demo.rules import smm_judge_comment

CROWD = read_crowd(bakery())


def comment(text, kind=AuthorKind.PERSON):
    return Comment(id="1", author=Author(id="7", kind=kind), text=text, at=datetime(2026, 12, 1, tzinfo=UTC))


@pytest.mark.parametrize("remark", CROWD.comments, ids=lambda remark: remark.text[:30])
def test_the_judge_takes_all_spam_of_the_bakerys_month_and_nothing_else(remark):
    kind = AuthorKind.PERSON if remark.person else AuthorKind.PAGE
    verdict = smm_judge_comment(comment(remark.text, kind))
    assert (verdict is not None) == (remark.kind == "spam"), verdict


def test_a_verdict_says_why_and_what_to_do():
    verdict = smm_judge_comment(comment("Выиграй crypto на https://easy.example"))
    assert verdict.reason == "has a link, baits"
    assert verdict.action.act == "delete_comment"
    assert 0.5 < verdict.score <= 1


def test_look_alike_letters_are_seen_and_honest_words_are_not():
    assert smm_judge_comment(comment("Рaботa")).reason == "mixes alphabets within a word"
    assert smm_judge_comment(comment("Хлеб rye 5 € — ура")) is None


def test_forty_people_of_whom_everybody_speaks():
    assert len(CROWD.people) == 40
    assert {remark.person for remark in CROWD.comments if remark.person} == {p.username for p in CROWD.people}
