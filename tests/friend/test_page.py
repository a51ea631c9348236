"""The friend's page in a real browser at the size of a phone, against a real host and a real interview."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from selenium.webdriver.common.keys import Keys

from simulator.friend import host as hosts
from simulator.interview import events as ev
from simulator.questions.model import FollowUp, ListenFor
from tests import browser as browsers
from tests.browser import Browser
from tests.exports import hostile
from tests.friend.guest import PHONE, Guest
from tests.friend.table import SAID, Table, table
from tests.making import question

OTHERS = "Others on the same network could read along."

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(bool(browsers.missing()), reason=browsers.missing() or "it is here"),
]


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    with browsers.browser(tmp_path_factory.mktemp("profile")) as one:
        one.size(*PHONE)
        yield one


@pytest.fixture
def at_table(tmp_path: Path) -> Iterator[Table]:
    with table(tmp_path) as one:
        yield one


@pytest.fixture
def guest(browser: Browser, at_table: Table) -> Guest:
    return Guest(browser, at_table)


def test_a_friend_interviews_from_the_code_to_the_end(guest: Guest, at_table: Table) -> None:
    guest.come_in()
    assert at_table.host.guest == "Sam"
    guest.begin()
    assert guest.text("#question") == question(1).text
    assert guest.text("#place") == "Question 1 of 2 ·"
    assert guest.text("#competency") == "competency 1"
    assert guest.text("#heard-title") == "Listen for (advice to Ada)"

    guest.tap("#points input")
    at_table.until(lambda: at_table.by_friend(ev.PointTicked))
    guest.tap("#points input")
    at_table.until(lambda: len(at_table.by_friend(ev.PointTicked)) == 2)
    assert [(each.take, each.point, each.on) for each in at_table.by_friend(ev.PointTicked)] == [
        ("q01-t1", "result", True),
        ("q01-t1", "result", False),
    ]

    at_table.pass_time(42)
    guest.reads("#seconds", "0:42")
    guest.write("#note", "Names ")
    at_table.pass_time(30)
    guest.reads("#seconds", "1:12")
    guest.write("#note", "the supplier.")
    guest.tap("#keep-note")
    guest.tap("[data-mark=strong]")
    guest.reads("#notice", "Strong moment: Question 1, 1:1")
    (note,), (mark,) = at_table.by_friend(ev.Noted), at_table.by_friend(ev.MomentMarked)
    assert (note.text, note.take) == ("Names the supplier.", "q01-t1")
    assert note.at == pytest.approx(42, abs=5), "the second at which it was begun; a busy browser counts on"
    assert (mark.kind, mark.take) == ("strong", "q01-t1")
    assert mark.at == pytest.approx(72, abs=0.01)
    at_table.pass_time(30)
    guest.reads("#window", "time to land")

    guest.move("take_your_time")
    guest.reads("#notice", "They see: take your time")
    assert at_table.state.take is not None
    assert at_table.state.take.reassured
    guest.browser.click("#follow-ups button")
    guest.browser.click("#ask-own")
    guest.reads("#ask-when", "You can ask when the answer is over")
    guest.move("pause")
    guest.stands("paused")
    guest.move("pause")
    guest.stands("typing")
    at_table.do(lambda: at_table.conductor.draft(SAID, 0))
    guest.move("over")
    guest.stands("answered")
    assert not at_table.by_friend(ev.QuestionAsked), "what cannot be asked yet is not asked"

    guest.write("#own", "And who paid for it?")
    guest.rest()
    guest.tap("#ask-own")
    guest.reads("#question", "And who paid for it?")
    guest.stands("typing")
    assert guest.text("#place") == "Question 1 of 2, a follow-up ·"
    at_table.pass_time(5)
    guest.reads("#seconds", "0:05")
    guest.tap("[data-mark=unclear]")
    at_table.until(lambda: len(at_table.by_friend(ev.MomentMarked)) == 2)
    assert at_table.by_friend(ev.MomentMarked)[1].take == "q01-t1-f1", "the seconds are those of this answer"
    at_table.answer()
    guest.rest()
    guest.tap("#follow-ups button")
    guest.reads("#question", "What came of it?")
    guest.stands("typing")
    at_table.answer()
    guest.move("next")
    guest.reads("#question", question(2).text)
    follow_ups = [each.text for each in at_table.by_friend(ev.QuestionAsked) if each.follow_up]
    assert follow_ups == ["And who paid for it?", "What came of it?"]

    guest.stands("typing")
    guest.write("#note", "not finished")
    at_table.answer()
    guest.move("next")
    guest.sees("rating")
    shown = guest.text("main")
    assert {int(number) for number in re.findall(r"\d+", shown)} <= {1, 2, 3, 4, 5}, "no number of the program's"
    guest.tap("[name=flow][value='4']")
    guest.tap("[name=warmth][value='5']")
    guest.tap("[name=length][value='2']")
    guest.tap("[name=length][value='']")
    guest.write("#remark", "I liked the supplier.")
    guest.rest()
    guest.tap("#rate")
    guest.sees("thanks")
    (rating,) = at_table.by_friend(ev.SessionRated)
    assert (rating.scales, rating.remark) == ({"flow": 4, "warmth": 5}, "I liked the supplier.")
    assert at_table.by_friend(ev.Noted)[1].text == "not finished", "what was being written is kept"
    assert at_table.do(lambda: at_table.conductor.rate_session(50, 50))
    guest.sees("ended")
    assert at_table.by_friend(ev.AnswerEnded)[0].why == "key"
    guest.quiet()


def test_what_would_take_an_answer_away_asks_once_and_a_slipped_tap_does_nothing(guest: Guest, at_table: Table) -> None:
    guest.come_in()
    guest.begin()
    guest.move("next")
    guest.reads("[data-move=next]", "Really skip?")
    guest.browser.click("[data-move=next]")
    guest.tap("[data-mark=strong]")
    at_table.until(lambda: at_table.by_friend(ev.MomentMarked))
    assert at_table.state.stage == "answering", "the second tap came too soon after the first"
    guest.reads("[data-move=next]", "Really skip?")
    guest.move("next")
    at_table.until(lambda: at_table.by_friend(ev.QuestionSkipped))
    guest.reads("#question", question(2).text)
    guest.stands("typing")
    guest.reads("[data-move=repeat]", "Repeat")
    guest.move("repeat")
    guest.move("repeat")
    at_table.until(lambda: at_table.state.take is not None and at_table.state.take.number == 2)
    guest.reads("#place", "Question 2 of 2, take 2")
    guest.stands("typing")
    at_table.answer()
    guest.move("next")
    guest.sees("rating")
    guest.rest()
    guest.tap("#rate")
    guest.reads("#notice", "One scale is enough. Tap again to give none")
    guest.reads("#rate", "Really none?")
    assert not at_table.by_friend(ev.SessionRated)
    guest.rest()
    guest.tap("#rate")
    guest.sees("thanks")
    assert [each.scales for each in at_table.by_friend(ev.SessionRated)] == [{}]


def test_question_clock_and_the_way_to_the_follow_ups_are_there_without_scrolling(
    guest: Guest, at_table: Table
) -> None:
    guest.come_in()
    guest.begin()
    for size in ((390, 844), PHONE):
        guest.browser.size(*size)
        for selector in ("#question", "#clock", "#to-ask"):
            assert guest.in_view(selector), (selector, size)
        guest.browser.click("#to-ask")
        assert guest.in_view("#ask-title")
        assert guest.in_view("#follow-ups button")
        guest.browser.run("scrollTo(0, 0)")
    guest.browser.click("#to-ask")
    at_table.answer()
    at_table.do(at_table.conductor.go_on)
    guest.reads("#question", question(2).text)
    assert guest.in_view("#question"), "another question is seen wherever one was"


def test_connections_are_lost_and_nothing_else_is(guest: Guest, at_table: Table) -> None:
    """Before, while and after the page sends, and while the candidate goes on without it."""
    guest.come_in()
    guest.begin()
    written = []
    for number in range(12):
        written.append(f"note {number}")
        guest.browser.run(
            "const box = document.getElementById('note'); box.value = arguments[0]; box.dispatchEvent(new Event('input'));",
            written[-1],
        )
        if number % 3 == 0:
            at_table.cut()
        guest.browser.run("document.getElementById('keep-note').click()")
        if number % 3 == 1:
            at_table.cut()
        at_table.do(lambda: at_table.conductor.note("the candidate's own"))
        if number % 3 == 2:
            guest.browser.wait("return now.live")
            at_table.cut()
            guest.reads("#lost", "Connection lost, trying again")
    at_table.until(lambda: len(at_table.by_friend(ev.Noted)) == 12)
    guest.browser.wait("return now.live && kept.wishes.length === 0")
    guest.has_seen_all()
    assert [each.text for each in at_table.by_friend(ev.Noted)] == written
    assert guest.texts("#noted .given") == written[::-1], "each is there once, the newest first"
    assert guest.text("#lost") == ""


def test_much_that_piled_up_without_a_connection_arrives_all_the_same(guest: Guest, at_table: Table) -> None:
    guest.come_in()
    guest.begin()
    guest.browser.run("""
        now.live = false;
        for (let n = 0; n < 60; n++) wish("mark", { kind: "strong", take: now.view.take, at: 0 });
        connect();
    """)
    at_table.until(lambda: len(at_table.by_friend(ev.MomentMarked)) == 60)
    guest.browser.wait("return now.live && kept.wishes.length === 0")
    guest.has_seen_all()
    assert len(guest.texts("#noted .given")) == 60


def test_what_is_wished_while_the_pile_is_sent_waits_for_its_turn(guest: Guest, at_table: Table) -> None:
    guest.come_in()
    guest.begin()
    guest.browser.run("""
        window.wished = (text) => wish("note", { text, take: now.view.take, at: 0 });
        now.live = false;
        for (let n = 0; n < 10; n++) wished(`note ${n}`);
        const before = showing;
        showing = (message) => { showing = before; before(message); wished("note 10"); wished("note 11"); };
        connect();
    """)
    at_table.until(lambda: len(at_table.by_friend(ev.Noted)) == 12)
    assert [each.text for each in at_table.by_friend(ev.Noted)] == [f"note {number}" for number in range(12)]


def test_a_note_not_sent_before_another_interview_began_is_in_its_box(guest: Guest, at_table: Table) -> None:
    guest.come_in()
    guest.begin()
    guest.browser.run("""
        now.live = false;
        wish("note", { text: "calm, and to the point", take: now.view.take, at: 1 });
        wish("mark", { kind: "strong", take: now.view.take, at: 1 });
        enter("another session");
    """)
    assert guest.browser.run("return [note.value, kept.note, kept.pin, kept.wishes.length]") == [
        "calm, and to the point", "calm, and to the point", None, 0,
    ]  # fmt: skip
    guest.reads("#notice", "What you wrote is in its box")


def test_a_note_half_written_as_the_candidate_leaves_is_kept_with_that_interview(guest: Guest, at_table: Table) -> None:
    guest.come_in()
    guest.begin()
    at_table.pass_time(10)
    guest.reads("#seconds", "0:10")
    guest.write("#note", "calm, and to the")
    at_table.run(at_table.conductor.leave())
    guest.sees("ended")
    guest.browser.wait("return kept.wishes.length === 0")
    assert guest.browser.run("return [note.value, kept.note, kept.pin]") == ["", "", None]
    late = at_table.conductor.writer.saved().events[-1]
    assert isinstance(late, ev.Noted)
    assert (late.by, late.text, late.take) == ("friend", "calm, and to the", "q01-t1")
    assert late.at == pytest.approx(10, abs=5)


def test_an_event_that_came_counts_once_and_one_that_is_missing_is_asked_for(guest: Guest, at_table: Table) -> None:
    guest.come_in()
    guest.begin()
    guest.tap("[data-mark=strong]")
    guest.reads("#noted", "Strong moment")
    guest.has_seen_all()
    again = "happened({ session: now.session, seq: now.seen + arguments[0], event: { type: 'noted', by: 'friend', text: 'x', take: '', at: 1 } })"
    guest.browser.run(again, 0)
    guest.browser.run(f"window.before = socket; {again}", 2)
    guest.browser.wait("return socket !== window.before && now.live")
    at_table.do(lambda: at_table.conductor.mark("unclear"))
    guest.reads("#noted", "Unclear")
    guest.has_seen_all()
    assert guest.texts("#noted .given") == ["Unclear", "Strong moment"]


def test_a_move_that_was_lost_is_not_made_in_another_moment(guest: Guest, at_table: Table) -> None:
    guest.come_in()
    guest.begin()
    at_table.answer()
    guest.stands("answered")
    guest.write("#own", "And then?")
    guest.rest()
    guest.browser.run("socket.send = () => {}")
    guest.browser.click("#ask-own")
    assert guest.browser.run("return [kept.wishes.length, document.getElementById('own').value]") == [1, ""]
    at_table.cut()
    at_table.do(at_table.conductor.go_on)
    guest.reads("#question", question(2).text)
    assert guest.browser.run("return [kept.wishes.length, document.getElementById('own').value]") == [0, "And then?"]
    assert not at_table.by_friend(ev.QuestionAsked)
    guest.stands("typing")
    guest.rest()
    guest.browser.run("socket.send = () => {}")
    guest.browser.click("[data-move=over]")
    at_table.cut()
    at_table.until(lambda: at_table.by_friend(ev.AnswerEnded))
    guest.stands("answered")


def test_a_tap_that_met_the_candidates_own_key_leads_on_once(guest: Guest, at_table: Table) -> None:
    guest.come_in()
    guest.begin()
    at_table.answer()
    guest.stands("answered")
    guest.browser.run(
        "window.sent = []; const say = socket.send.bind(socket); socket.send = (text) => sent.push(() => say(text))"
    )
    guest.move("next")
    at_table.do(at_table.conductor.go_on)
    guest.reads("#question", question(2).text)
    guest.browser.run("for (const each of sent) each()")
    guest.reads("#notice", "That cannot be done at this moment.")
    guest.stands("typing")
    assert not at_table.by_friend(ev.QuestionSkipped)


def test_a_dead_connection_is_noticed_by_the_answer_that_does_not_come(guest: Guest, at_table: Table) -> None:
    guest.come_in()
    guest.begin()
    guest.browser.run("socket.send = () => {}")
    guest.tap("[data-mark=filler]")
    at_table.until(lambda: at_table.by_friend(ev.MomentMarked))
    guest.reads("#noted", "Filler")


def test_a_reload_brings_back_what_was_done_and_what_was_being_written(guest: Guest, at_table: Table) -> None:
    guest.open(f"#{at_table.host.door.code}")
    guest.write("#name", "Sam")
    guest.tap("#join button")
    guest.sees("door")
    guest.browser.driver.refresh()
    guest.let_in()
    guest.begin()
    at_table.pass_time(10)
    guest.reads("#seconds", "0:10")
    guest.tap("#points input")
    guest.tap("[data-mark=strong]")
    guest.reads("#noted", "Strong moment")
    guest.write("#note", "half a")
    guest.write("#own", "And what")
    guest.browser.driver.refresh()
    guest.sees("interview")
    guest.has_seen_all()
    assert guest.texts("#noted .given") == ["Strong moment"]
    assert guest.browser.run("return document.querySelector('#points input').checked")
    assert guest.browser.run("return document.getElementById('own').value") == "And what"
    at_table.pass_time(50)
    guest.reads("#seconds", "1:00")
    guest.write("#note", " note")
    guest.tap("#keep-note")
    at_table.until(lambda: at_table.by_friend(ev.Noted))
    (note,) = at_table.by_friend(ev.Noted)
    assert note.text == "half a note"
    assert note.at == pytest.approx(10, abs=5)


def test_who_is_refused_is_told_and_may_try_again(guest: Guest, at_table: Table) -> None:
    guest.open()
    assert OTHERS not in guest.text("main")
    guest.write("#code", "wrong 2")
    guest.write("#name", "Sam")
    guest.tap("#join button")
    guest.reads("#wrong", hosts.WRONG)
    assert guest.browser.run("return document.activeElement.id") == "code"
    guest.browser.run("document.getElementById('code').value = ''")
    guest.write("#code", at_table.host.door.code.lower())
    guest.tap("#join button")
    guest.sees("door")
    at_table.do(at_table.host.refuse)
    guest.sees("join")
    guest.reads("#wrong", hosts.AWAY)
    guest.browser.run("document.getElementById('code').value = ''")
    guest.write("#code", at_table.host.door.code)
    guest.tap("#join button")
    guest.let_in()
    guest.begin()
    guest.quiet()


def test_a_page_that_is_opened_elsewhere_rests(guest: Guest, at_table: Table) -> None:
    guest.come_in()
    guest.begin()
    first = guest.browser.driver.current_window_handle
    stored = guest.browser.run("return sessionStorage.getItem('friend')")
    guest.browser.driver.switch_to.new_window("tab")
    try:
        guest.browser.driver.get(at_table.host.url)
        guest.browser.run("sessionStorage.setItem('friend', arguments[0])", stored)
        guest.browser.driver.refresh()
        guest.sees("interview")
        guest.browser.driver.switch_to.window(first)
        guest.reads("#wrong", hosts.ELSEWHERE)
        guest.sees("join")
        assert guest.browser.run("dispatchEvent(new Event('online')); return socket === null || socket.readyState > 1")
    finally:
        for handle in set(guest.browser.driver.window_handles) - {first}:
            guest.browser.driver.switch_to.window(handle)
            guest.browser.driver.close()
        guest.browser.driver.switch_to.window(first)


def test_when_the_door_is_closed_the_page_says_so_and_asks_no_more(guest: Guest, at_table: Table) -> None:
    guest.come_in()
    guest.begin()
    at_table.run(at_table.host.close())
    guest.sees("ended")
    assert guest.browser.run("return [socket, document.getElementById('lost').textContent]") == [None, ""]


def test_a_phone_that_wakes_after_the_door_was_closed_still_says_so(guest: Guest, at_table: Table) -> None:
    guest.come_in()
    at_table.run(at_table.host.close())
    guest.sees("ended")
    guest.browser.run("document.dispatchEvent(new Event('visibilitychange'))")
    guest.browser.wait("return socket === null")
    guest.sees("ended")
    assert guest.text("#lost") == ""


def test_hostile_and_endless_texts_are_only_text(browser: Browser, tmp_path: Path) -> None:
    text = f"{hostile.SCRIPT} {hostile.IMAGE} {hostile.ATTRIBUTE} {hostile.REVERSED} {hostile.CONTROL}"
    endless = "x" * 10_000
    asked = question(
        1,
        text=f"{text} {endless}",
        competency=text,
        listen_for=(ListenFor(id="\"'><b>", point=f"{text} {endless}", cues=()),),
        follow_ups=(FollowUp(when="short", text=f"{text} {endless}"),),
    )
    with table(tmp_path, asked, name=text, address="127.0.0.2") as one:
        guest = Guest(browser, one)
        guest.open()
        assert OTHERS in guest.text("main"), "this address might be anywhere"
        guest.come_in(hostile.IMAGE)
        assert one.host.guest.startswith(hostile.IMAGE[:30])
        guest.begin()
        browser.run(
            "const box = document.getElementById('note');"
            "box.value = arguments[0] + '\\ud83d';"
            "box.dispatchEvent(new Event('input'));",
            f"{text} {endless}"[:9_999],
        )
        guest.tap("#keep-note")
        guest.tap("#points input")
        one.until(lambda: one.by_friend(ev.Noted) and one.by_friend(ev.PointTicked))
        guest.has_seen_all()
        assert one.by_friend(ev.Noted)[0].text.startswith(hostile.SCRIPT)
        shown = guest.text("main")
        for each in (hostile.SCRIPT, hostile.IMAGE, hostile.ATTRIBUTE):
            assert shown.count(each) >= 4
        assert not set("\u202e\x00\x08\x1b\ufffe") & set(browser.run("return document.body.textContent"))
        assert "\u2400\u2408\u241b[31m\ufffd" in shown
        assert browser.run(
            "return window.ran === undefined && document.scripts.length === 1 && !document.images.length"
        )
        assert browser.run("return document.documentElement.scrollWidth") == PHONE[0]
        one.do(one.conductor.skip)
        guest.sees("ended")
        guest.quiet()


def test_even_markup_that_got_through_could_not_run(guest: Guest, at_table: Table) -> None:
    """The content policy holds where the page would have failed."""
    guest.open()
    guest.browser.run(
        "document.querySelector('main').innerHTML = arguments[0]", f"{hostile.IMAGE}<p style='color:red'>x"
    )
    guest.browser.wait("return document.images.length === 1 && document.images[0].complete")
    assert guest.browser.run("return window.ran === undefined")
    assert guest.browser.run("return getComputedStyle(document.querySelector('main p')).color") != "rgb(255, 0, 0)"
    assert [line for line in guest.browser.console() if "Content Security Policy" in line]


def test_the_keyboard_alone_leads_the_whole_way(guest: Guest, at_table: Table) -> None:
    guest.open()
    guest.tab_to("#code")
    guest.keys(at_table.host.door.code)
    guest.tab_to("#name")
    guest.keys("Sam", Keys.ENTER)
    guest.let_in()
    assert guest.browser.run("return document.activeElement.textContent") == "You are in"
    guest.begin()
    assert guest.browser.run("return document.activeElement.id") == "question"
    guest.tab_to("#points input")
    guest.keys(Keys.SPACE)
    guest.tab_to("[data-mark=unclear]")
    guest.keys(Keys.ENTER)
    guest.tab_to("#note")
    guest.keys("wmnr next", Keys.ENTER, "second line")
    guest.tab_to("#keep-note")
    guest.keys(Keys.ENTER)
    at_table.until(lambda: at_table.by_friend(ev.Noted))
    at_table.do(lambda: at_table.conductor.draft(SAID, 0))
    guest.tab_to("[data-move=over]")
    guest.keys(Keys.ENTER)
    guest.stands("answered")
    assert guest.browser.run("return document.activeElement.dataset.move") == "over", "the focus stays where it was"
    guest.keys(Keys.TAB)
    guest.tab_to("#own")
    guest.keys("And then?")
    guest.tab_to("#ask-own")
    guest.rest()
    guest.keys(Keys.SPACE)
    guest.reads("#question", "And then?")
    guest.stands("typing")
    at_table.answer()
    for word in ("typing", ""):
        guest.tab_to("[data-move=next]")
        guest.rest()
        guest.browser.wait("return can('next')")
        guest.keys(Keys.ENTER)
        guest.stands(word)
        if word:
            at_table.answer()
            guest.stands("answered")
    guest.sees("rating")
    assert guest.browser.run("return document.activeElement.textContent") == "How was it?"
    guest.tab_to("[name=flow]")
    guest.keys(Keys.ARROW_LEFT, Keys.ARROW_LEFT)
    guest.tab_to("#remark")
    guest.keys("kind")
    guest.tab_to("#rate")
    guest.rest()
    guest.keys(Keys.ENTER)
    guest.sees("thanks")
    (rating,) = at_table.by_friend(ev.SessionRated)
    assert (rating.scales, rating.remark) == ({"flow": 4}, "kind")
    assert [each.on for each in at_table.by_friend(ev.PointTicked)] == [True]
    assert [each.kind for each in at_table.by_friend(ev.MomentMarked)] == ["unclear"]
    assert at_table.by_friend(ev.Noted)[0].text == "wmnr next\nsecond line"
    guest.quiet()
