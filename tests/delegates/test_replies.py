import pytest

from delegates import replies
from delegates.choices import OrganizationType, Reply
from delegates.replies import FullReply, NotAnAnswerError, Target, TargetType

WRITTEN = {
    "": FullReply(),
    **{str(reply): FullReply(reply) for reply in Reply if reply not in {Reply.ADD, Reply.WRITE}},
    **{f"add:{each}": FullReply(Reply.ADD, of_type=each) for each in OrganizationType.values},
    "same:country:12": FullReply(Reply.SAME, target=Target(TargetType.COUNTRY, 12)),
    "same:organization:7": FullReply(Reply.SAME, target=Target(TargetType.ORGANIZATION, 7)),
    "same:delegate:999999999999999999": FullReply(
        Reply.SAME, target=Target(TargetType.DELEGATE, 10**18 - 1)
    ),
    "same:heading:0f3a": FullReply(Reply.SAME, heading="0f3a"),
    "same:delegate:7:keep:family_name,rank": FullReply(
        Reply.SAME, target=Target(TargetType.DELEGATE, 7), kept=("family_name", "rank")
    ),
    "same:line:40": FullReply(Reply.SAME, target=Target(TargetType.LINE, 40)),
    "write:Attaché de presse: 2": FullReply(Reply.WRITE, text="Attaché de presse: 2"),
    f"write:{'é' * 300}": FullReply(Reply.WRITE, text="é" * 300),
}


@pytest.mark.parametrize("text", WRITTEN)
def test_an_answer_is_read_as_it_is_written(text: str) -> None:
    assert replies.read(text) == WRITTEN[text]
    assert str(WRITTEN[text]) == text
    assert len(text) <= replies.LONGEST


@pytest.mark.parametrize(
    "text",
    [
        "add", "add:", "add:nothing", "add:media:1", "leave_out:1", "same:", "same:country",
        "same:country:", "same:country:0", "same:country:012", "same:country:-1", "same:country:٣",
        "same:country:12:", "same:country:12\n", "same:planet:12",
        "same:heading:", "same:heading:XY", f"same:heading:{'a' * 17}", "Same",
        f"same:delegate:{10**18}", "another ", "\0",
        "same:delegate:7:keep:", "same:delegate:7:keep:rank,family_name", "same:line:4:keep:rank",
        "same:delegate:7:keep:rank,rank", "same:delegate:07:keep:rank", "same:delegate:7:keep:Rank",
        "write", "write:", "write: a", "write:a ", "write:a\nb", f"write:{'a' * 301}",
    ],
)  # fmt: skip
def test_what_is_written_otherwise_is_no_answer(text: str) -> None:
    with pytest.raises(NotAnAnswerError):
        replies.read(text)


def test_an_answer_names_one_target() -> None:
    party, person, line = map(replies.read, ("same:country:12", "same:delegate:7", "same:line:40"))

    assert [each.party for each in (party, person, line)] == [(TargetType.COUNTRY, 12), None, None]
    assert [each.delegate_id for each in (party, person, line)] == [None, 7, None]
    assert [each.line for each in (party, person, line)] == [None, None, 40]


def test_an_answer_that_keeps_fields_names_the_same_target() -> None:
    answer = replies.read(replies.same(TargetType.DELEGATE, 7, kept={"rank", "family_name"}))

    assert (answer.delegate_id, answer.kept) == (7, ("family_name", "rank"))
    assert answer.whole == "same:delegate:7"
