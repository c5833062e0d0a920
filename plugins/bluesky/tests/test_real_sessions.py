"""Signing in on a real PDS, and what becomes of a session."""

from datetime import timedelta

import pytest

from smmcore.errors import Forbidden, SMMError, Unauthorized
from smmcore.models import Failed, Post

from .real import Session, expired, forged, published

SIGN_IN, RENEW = "createSession", "refreshSession"


@pytest.fixture
def session():
    return Session()


@pytest.fixture
def other(eyes):
    """An account whose access a test may take away, and the name of its app password."""
    return eyes.account_of("Ann")


def signings(driver):
    """The calls about sessions, in order."""
    names = [request.url.partition("?")[0].rpartition(".")[2] for request in driver.watch.sent]
    return [name for name in names if name in {SIGN_IN, RENEW}]


def test_one_sign_in_serves_many_calls(drivers, session):
    driver = drivers(sessions=session)
    for key in ("1", "2", "3"):
        published(driver.publish(Post("Hello"), key=key))
    driver.account_metrics()
    assert signings(driver) == [SIGN_IN]


def test_a_kept_session_serves_the_next_program(drivers, session):
    published(drivers(sessions=session).publish(Post("One"), key="1"))
    second = drivers(sessions=session)
    published(second.publish(Post("Two"), key="2"))
    assert signings(second) == []


def test_two_programs_with_sessions_of_their_own_do_not_disturb_each_other(drivers, fake):
    first, second = drivers(sessions=Session()), drivers(sessions=Session())
    for number in range(2):
        for name, driver in (("first", first), ("second", second)):
            published(driver.publish(Post(f"{name} {number}"), key=f"{name} {number}"))
    assert signings(first) == signings(second) == [SIGN_IN]
    assert len(fake.posts()) == 4


def test_a_session_is_renewed_ahead_of_its_end(drivers, session):
    driver = drivers(sessions=session)
    published(driver.publish(Post("One"), key="1"))
    before = session.refresh
    driver.pass_time(2 * 3600 - 60)
    published(driver.publish(Post("Two"), key="2"))
    assert signings(driver) == [SIGN_IN, RENEW]
    assert session.refresh != before


@pytest.mark.parametrize("spoilt", [expired, forged])
def test_a_session_that_the_server_does_not_take_is_renewed_once(drivers, session, fake, spoilt):
    driver = drivers(sessions=session)
    published(driver.publish(Post("One"), key="1"))
    session.replace(session.access, spoilt(session.access))
    published(driver.publish(Post("Two"), key="2"))
    assert signings(driver) == [SIGN_IN, RENEW]
    assert len(fake.posts()) == 2


def test_reading_renews_a_session_too(drivers, session):
    driver = drivers(sessions=session)
    driver.checkup()
    session.replace(session.access, expired(session.access))
    assert driver.account_metrics()
    assert signings(driver) == [SIGN_IN, RENEW]


def test_a_dead_session_is_made_anew_from_the_password(drivers, session, fake):
    driver = drivers(sessions=session)
    published(driver.publish(Post("One"), key="1"))
    session.replace(session.access, expired(session.access))
    session.replace(session.refresh, expired(session.refresh))
    published(driver.publish(Post("Two"), key="2"))
    assert signings(driver) == [SIGN_IN, RENEW, SIGN_IN]
    assert len(fake.posts()) == 2


def test_a_renewal_whose_answer_is_lost_costs_nothing(drivers, session):
    driver = drivers(sessions=session)
    published(driver.publish(Post("One"), key="1"))
    session.replace(session.access, expired(session.access))
    driver.watch.lose(1, "after", among=lambda request: RENEW in request.url)
    result = driver.publish(Post("Two"), key="2")
    if isinstance(result, Failed):
        result = driver.publish(Post("Two"), key="2")
    published(result)
    assert SIGN_IN not in signings(driver)[1:]


def test_a_withdrawn_password_is_told_in_a_sentence(drivers, session, eyes, other):
    name, account = other
    driver = drivers(account, sessions=session)
    published(driver.publish(Post("One"), key="1"))
    eyes.do(eyes.person("Ann"), "com.atproto.server.revokeAppPassword", name=name)
    session.replace(session.access, expired(session.access))
    result = driver.publish(Post("Two"), key="2")
    assert isinstance(result, Failed)
    assert isinstance(result.error, Unauthorized)
    assert "password" in str(result.error)
    assert account.secrets["password"].reveal() not in str(result.error)


def test_a_wrong_password_is_told_in_a_sentence(drivers, session, account):
    from attrs import evolve

    from smmcore.models import Secret

    wrong = evolve(account, secrets={"password": Secret("abcd-efgh-ijkl-mnop", "password")})
    result = drivers(wrong, sessions=session).publish(Post("One"))
    assert isinstance(result, Failed)
    assert isinstance(result.error, Unauthorized)
    assert "app password" in str(result.error)


@pytest.fixture
def taken_down(eyes):
    """Lets moderators take an account down, and puts it up again afterwards."""
    taken = []

    def moderate(person, applied):
        subject = {"$type": "com.atproto.admin.defs#repoRef", "did": person.did}
        status = {"applied": applied, **({"ref": "test"} if applied else {})}
        eyes.as_admin("com.atproto.admin.updateSubjectStatus", subject=subject, takedown=status)

    def take_down(person):
        taken.append(person)
        moderate(person, applied=True)

    yield take_down
    for person in taken:
        moderate(person, applied=False)


@pytest.mark.parametrize("signed_in", [True, False], ids=["signed in", "not yet"])
def test_an_account_that_is_taken_down_says_so(drivers, session, eyes, other, taken_down, signed_in):
    _, account = other
    driver = drivers(account, sessions=session)
    if signed_in:
        published(driver.publish(Post("One"), key="1"))
    taken_down(eyes.person("Ann"))
    result = driver.publish(Post("Two"), key="2")
    assert isinstance(result, Failed)
    assert isinstance(result.error, Unauthorized | Forbidden)
    assert "password" in str(result.error) or "taken down" in str(result.error)
    try:
        checkup = driver.checkup()
    except SMMError as error:
        assert isinstance(error, Unauthorized | Forbidden)  # noqa: PT017 - either is an answer
    else:
        assert not checkup.ok


def test_a_clock_that_runs_behind_does_no_harm(drivers, session):
    driver = drivers(sessions=session)
    driver.clock._ahead = timedelta(hours=-5)
    published(driver.publish(Post("One"), key="1"))
    session.replace(session.access, expired(session.access))
    published(driver.publish(Post("Two"), key="2"))
    assert signings(driver) == [SIGN_IN, RENEW]
