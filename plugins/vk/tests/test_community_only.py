"""The bakery's plan with a community token alone: what cannot be done is said before any call, the rest is done."""

from attrs import evolve

from smmcore import Failed, Published
from smmcore.demo.month import bakery
from smmcore.plans import read_posts
from smmcore.testing.watching import writes


def test_what_cannot_be_done_is_said_before_the_call_and_the_rest_is_done(drivers, account, world):
    community = evolve(account, secrets={"community": account.secrets["community"]})
    smm = drivers(community)
    done, refused = [], {}
    for planned in read_posts([bakery() / "plan.toml"]):
        before = len([request for request in smm.watch.sent if writes(request)])
        result = smm.publish(planned.post, key=planned.key)
        if isinstance(result, Published):
            done.append(result.id)
            continue
        assert isinstance(result, Failed)
        assert len([request for request in smm.watch.sent if writes(request)]) == before
        refused[planned.key] = str(result.error)
    assert len(done) + len(refused) == 25
    assert sorted(done) == sorted(world.fake.posts())
    assert done
    assert all("user token" in reason for reason in refused.values())
    assert {key for key in refused if "poll" in refused[key]} >= {"2026-12-15-opros-nachinka"}
