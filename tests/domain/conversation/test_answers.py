"""Who answered last: what another has not seen yet is known, and nothing is held against who says nothing."""

from bot.domain.conversation.answers import KEPT, UNSAID, Answer, AnsweredError, noted, unseen

ANA, BO = Answer(5, "ana", "Ana", 50), Answer(7, "bo", "Bo", 70)


def test_the_newest_answer_of_somebody_else_is_found() -> None:
    """Whoever has seen up to a version is told what came after it, and never their own words."""
    answers = (ANA, BO)
    assert unseen(answers, "ana", seen=4) == BO
    assert unseen(answers, "ana", seen=7) is None
    assert unseen(answers, "bo", seen=4) == ANA
    assert unseen(answers, "bo", seen=5) is None
    assert unseen(answers, "cy", seen=0) == BO
    assert unseen((), "cy", seen=0) is None


def test_who_does_not_say_what_they_have_seen_is_not_held_off() -> None:
    """Macros, and what an older program wrote, are taken as before."""
    assert unseen((ANA, BO), "cy", seen=UNSAID) is None


def test_each_who_answered_is_kept_once_the_last_one_last() -> None:
    """A state does not grow with a talk."""
    answers: tuple[Answer, ...] = ()
    for version in range(20):
        answers = noted(answers, Answer(version, f"p{version % 6}", "P", version))
    assert [one.version for one in answers] == [16, 17, 18, 19]
    assert len(answers) == KEPT
    assert noted((ANA, BO), Answer(9, "ana", "Ana", 90)) == (BO, Answer(9, "ana", "Ana", 90))


def test_the_refusal_says_who_answered() -> None:
    """Somebody in another tool has no name here."""
    assert "Bo answered" in AnsweredError(BO).say_to_staff
    assert "another tool" in AnsweredError(Answer(1, "app 7", "", 1)).say_to_staff
