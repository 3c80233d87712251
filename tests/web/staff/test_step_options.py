"""Lists of steps are the same whichever is chosen, and whatever steps are called is text."""

from bot.web.staff.step_options import StepOptions

STEPS = (("ask", "ask"), ("ask_more", "More <b> & (ask_more)"))


def test_one_is_chosen_and_the_others_stand_beside_it() -> None:
    """Only the one of exactly that name."""
    options = StepOptions(STEPS)
    assert options("ask") == (
        '<option value="ask" selected>ask</option><option value="ask_more">More &lt;b&gt; &amp; (ask_more)</option>'
    )
    assert options("").count("selected") == 0
    assert options("ask_more").index("selected") > options("ask_more").index("ask</option>")


def test_a_step_that_is_gone_stands_first_and_says_so() -> None:
    """What a draft leads to is never lost by opening it, and no name is markup."""
    shown = StepOptions(STEPS)('"><script>')
    assert shown.startswith(
        '<option value="&#34;&gt;&lt;script&gt;" selected>&#34;&gt;&lt;script&gt; (not there)</option>'
    )
    assert "<script" not in shown
