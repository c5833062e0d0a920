"""docs/write-a-network.md: the network in use, on its own fake."""

from pinboard import Pinboard

# start of use
from smmcore import SMM, Link, Post
from smmcore.sandbox import serving


def try_it() -> None:
    sandbox = Pinboard().sandbox()
    with serving(sandbox.app) as url:
        account = sandbox.account(url, "board")
        with SMM([account], plugins=[Pinboard()], installed=False) as smm:
            post = Post(["Fresh rye! ", Link("Order", url="https://bakery.example/rye")])
            (pin,) = smm.publish(post, to="board", key="rye").published
            print(f"pinned as {pin.id}")
            for metric in smm.post_metrics("board", [pin.id]):
                print(f"{metric.name}: {metric.value} ({metric.source})")
                # end of use
            assert {m.name.value: m.value for m in smm.post_metrics("board")} == {
                "reactions": 0,
                "comments": 0,
            }
            # start of rehearse
            problems = smm.check(Post("x" * 501), "board")
            assert str(problems[0]) == "text: 501 characters, allowed are 1 to 500 characters"
            # end of rehearse


if __name__ == "__main__":
    try_it()
