import os
import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from conference import embedded


@pytest.fixture(autouse=True)
def var(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    var = tmp_path / "var"
    monkeypatch.setenv("VAR_DIR", str(var))
    return var


def test_sockets_live_in_var(var: Path) -> None:
    assert embedded.postgres_socket_dir() == var / "postgres-socket"


@pytest.mark.parametrize("length", [60, 90, 100, 110, 250])
def test_sockets_below_a_long_path_have_paths_that_fit(
    length: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("VAR_DIR", str(tmp_path / ("x" * length)))

    postgres = embedded.postgres_socket_dir() / embedded.POSTGRES_SOCKET_NAME

    assert max(len(bytes(postgres)), len(bytes(embedded.valkey_socket()))) <= 107


def test_sockets_of_two_long_checkouts_differ(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = set()
    for name in ("a" * 120, "b" * 120):
        monkeypatch.setenv("VAR_DIR", str(tmp_path / name))
        found |= {embedded.postgres_socket_dir(), embedded.valkey_socket().parent}

    assert len(found) == 4


def test_make_private_makes_a_folder_for_its_user_alone(tmp_path: Path) -> None:
    folder = tmp_path / "private"

    embedded.make_private(folder, uid=os.geteuid(), gid=os.getegid())

    assert stat.S_IMODE(folder.stat().st_mode) == 0o700


def test_make_private_refuses_a_folder_that_others_can_open(tmp_path: Path) -> None:
    folder = tmp_path / "open"
    folder.mkdir()
    folder.chmod(0o755)

    with pytest.raises(embedded.UnsafeFolderError):
        embedded.make_private(folder, uid=os.geteuid(), gid=os.getegid())


def test_make_private_refuses_a_link(tmp_path: Path) -> None:
    target = tmp_path / "target"
    target.mkdir(mode=0o700)
    (tmp_path / "link").symlink_to(target)

    with pytest.raises(embedded.UnsafeFolderError):
        embedded.make_private(tmp_path / "link", uid=os.geteuid(), gid=os.getegid())


def test_secret_key_stays_the_same_and_private(var: Path) -> None:
    first = embedded.secret_key()

    assert embedded.secret_key() == first
    assert len(first) >= 50
    assert stat.S_IMODE((var / "secret-key").stat().st_mode) == 0o600


def test_secret_key_is_one_for_all_who_ask_at_once() -> None:
    with ThreadPoolExecutor(8) as pool:
        keys = set(pool.map(lambda _: embedded.secret_key(), range(8)))

    assert len(keys) == 1


def test_demo_passwords_are_random_per_checkout(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ours = embedded.demo_passwords()
    monkeypatch.setenv("VAR_DIR", str(tmp_path / "other"))
    theirs = embedded.demo_passwords()

    assert list(ours) == list(theirs) == list(embedded.SIGN_INS)
    assert not set(ours.values()) & set(theirs.values())


def test_passwords_of_an_earlier_version_stay(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("VAR_DIR", str(tmp_path))
    (tmp_path / "demo-passwords.json").write_text('{"maker@dais.example": "drawn-then"}')

    now = embedded.demo_passwords()

    assert list(now) == list(embedded.SIGN_INS)
    assert now[embedded.MAKER] == "drawn-then"
    assert embedded.demo_passwords() == now


def test_somebody_who_comes_later_is_given_a_password_and_the_others_keep_theirs(
    var: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    former = embedded.demo_passwords()
    joined = embedded.SignIn("Amina Sow", "came with a later version")
    monkeypatch.setitem(embedded.SIGN_INS, "later@dais.example", joined)

    with ThreadPoolExecutor(8) as pool:
        drawn, *others = pool.map(lambda _: embedded.demo_passwords(), range(8))

    assert others == [drawn] * 7
    assert drawn == former | {"later@dais.example": drawn["later@dais.example"]}
    assert stat.S_IMODE((var / "demo-sign-ins.json").stat().st_mode) == 0o600
