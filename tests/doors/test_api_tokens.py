"""Tokens of the API: issued for a password and, where set up, a second factor; they end and are withdrawn."""

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from allauth.mfa.totp.internal import auth as totp
from django.conf import settings
from django.test import Client
from knox.models import get_token_model
from rest_framework.test import APIClient

from masterplan.plan.models import Program
from opd.agencies.models import User
from tests.cast import PASSWORD, Cast
from tests.doors.apihelp import API, REASON, address, assert_bad_input, assert_refused, patch, seen

Api = Callable[[Any], APIClient]
TOKEN = f"{API}auth/token/"
LIST = address("programs")
NOON = datetime(2026, 3, 2, 5, 0, tzinfo=UTC)


def ask(username: str, password: str = PASSWORD, address: str = "127.0.0.1", **more: str) -> Any:
    """The answer to somebody who asks for a token."""
    return APIClient(REMOTE_ADDR=address).post(
        TOKEN, json.dumps({"username": username, "password": password, **more}), content_type="application/json"
    )


def token_of(user: User, **more: str) -> str:
    """A new token of a person."""
    answer = ask(user.username, **more)
    assert answer.status_code == 200, answer.content
    return answer.json()["token"]


def bearer(token: str, scheme: str = "Token") -> APIClient:
    """A client with the token in its header."""
    client = APIClient()
    client.credentials(HTTP_AUTHORIZATION=f"{scheme} {token}")
    return client


def code_now(secret: str) -> str:
    """The code the authenticator shows now."""
    return totp.format_hotp_value(totp.hotp_value(secret, next(totp.yield_hotp_counters_from_time())))


def test_a_token_is_issued(cast: Cast) -> None:
    """Name and password give a token and its end, as many hours ahead as the settings say."""
    with time_machine.travel(NOON, tick=False):
        answer = ask(cast.reader.username)
    assert answer.status_code in (200, 201)
    assert set(answer.json()) == {"token", "expiry"}
    assert settings.API_TOKEN_HOURS == 12
    expiry = datetime.fromisoformat(answer.json()["expiry"])
    assert abs(expiry - NOON - timedelta(hours=12)) < timedelta(minutes=1)


def test_a_token_opens_the_api(cast: Cast) -> None:
    """The token in the header signs in its owner with the owner's rights, and nobody else."""
    client = bearer(token_of(cast.reader))
    assert client.get(LIST).status_code == 200
    assert_refused(patch(client, address("programs", "GOV-1-02"), {"unit": "x", "reason": REASON}), 403)


@pytest.mark.parametrize("cut", [lambda t: t[:-1] + ("0" if t[-1] != "0" else "1"), lambda t: t[:15], lambda t: ""])
def test_other_tokens_do_not(cast: Cast, cut: Callable[[str], str]) -> None:
    """A changed, shortened or empty token is 401."""
    assert_refused(bearer(cut(token_of(cast.reader))).get(LIST), 401)


@pytest.mark.parametrize("header", ["Token", "Token a b", "Basic dWppOnVqaQ==", "Token \xff", "x" * 5000])
def test_headers_that_are_no_tokens(db: None, header: str) -> None:
    """A header of another form is 401."""
    client = APIClient()
    client.credentials(HTTP_AUTHORIZATION=header)
    assert_refused(client.get(LIST), 401)


def test_refusals_tell_nothing(cast: Cast) -> None:
    """Wrong password, unknown account and inactive account get the very same answer."""
    User.objects.filter(pk=cast.planner.pk).update(is_active=False)
    answers = [
        ask(cast.reader.username, "salah"),
        ask("tidak-ada"),
        ask(cast.planner.username),
        ask(cast.planner.username, "salah"),
        ask(cast.reader.username, f"{PASSWORD} "),
    ]
    for answer in answers:
        assert_refused(answer, 400, 401, 403)
    assert len({(answer.status_code, answer.content) for answer in answers}) == 1
    assert not get_token_model().objects.exists()


def test_the_same_for_accounts_with_a_second_factor(cast: Cast) -> None:
    """Without the password nobody learns whether an account has a second factor."""
    secret = totp.generate_totp_secret()
    totp.TOTP.activate(cast.reader, secret)
    unknown = ask("tidak-ada")
    for more in ({}, {"otp": code_now(secret)}):
        answer = ask(cast.reader.username, "salah", **more)
        assert (answer.status_code, answer.content) == (unknown.status_code, unknown.content)


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({}, "username"),
        ({"username": "uji-reader"}, "password"),
        ({"username": "", "password": PASSWORD}, "username"),
        ({"username": "uji-reader", "password": PASSWORD, "lama": 99}, "lama"),
        ({"username": ["uji-reader"], "password": PASSWORD}, "username"),
        ({"username": None, "password": PASSWORD}, "username"),
        ({"username": "a\x00b", "password": PASSWORD}, "username"),
    ],
)
def test_faulty_requests(cast: Cast, body: dict[str, Any], field: str) -> None:
    """A request without name or password, or with something else, is refused with the field."""
    assert_bad_input(APIClient().post(TOKEN, json.dumps(body), content_type="application/json"), field)
    assert not get_token_model().objects.exists()


@pytest.mark.parametrize("name", ["a\ud800b", "x" * 100_000])
def test_names_that_cannot_be(cast: Cast, name: str) -> None:
    """A name that no account can have is refused, not an error of the portal."""
    assert_refused(ask(name), 400, 401, 403)


@pytest.mark.parametrize(
    ("raw", "kind"),
    [
        ("username=uji-reader&password=x", "application/x-www-form-urlencoded"),
        ("{", "application/json"),
        ("[]", "application/json"),
        ("[" * 100_000, "application/json"),
    ],
)
def test_bodies_that_are_no_requests(db: None, raw: str, kind: str) -> None:
    """Only a JSON object asks for a token."""
    assert_refused(APIClient().post(TOKEN, raw, content_type=kind), 400, 415)


def test_a_wrong_header_does_not_stop_a_new_token(cast: Cast) -> None:
    """Whoever still sends an ended token may ask for a new one."""
    answer = bearer("usang").post(TOKEN, {"username": cast.reader.username, "password": PASSWORD})
    assert answer.status_code == 200


def test_guessing_is_stopped(cast: Cast, settings: Any) -> None:
    """After five failures an account is closed for five minutes, also to the right password and from elsewhere."""
    settings.ACCOUNT_RATE_LIMITS = {}  # allauth's own, which the test profile switches off
    with time_machine.travel(NOON, tick=False) as clock:
        for _ in range(5):
            assert_refused(ask(cast.reader.username, "salah"), 403)
        for password, address in (("salah", "127.0.0.1"), (PASSWORD, "127.0.0.1"), (PASSWORD, "10.0.0.9")):
            body = assert_refused(ask(cast.reader.username, password, address), 429)
            assert body["detail"] == "Terlalu banyak percobaan. Tunggu beberapa menit, lalu coba lagi."
        assert ask(cast.editor.username, address="10.0.0.2").status_code == 200
        clock.shift(timedelta(minutes=6))
        assert ask(cast.reader.username).status_code == 200


def test_guessing_at_many_accounts_is_stopped(cast: Cast, settings: Any) -> None:
    """Ten failures a minute close an address, whatever the names; unknown names count too."""
    settings.ACCOUNT_RATE_LIMITS = {}
    for turn in range(10):
        assert_refused(ask(f"tidak-ada-{turn}"), 403)
    assert_refused(ask(cast.reader.username), 429)
    assert ask(cast.reader.username, address="10.0.0.2").status_code == 200


def test_tokens_end(cast: Cast) -> None:
    """A token works until its last minute, and then is 401."""
    with time_machine.travel(NOON, tick=False) as clock:
        client = bearer(token_of(cast.editor))
        clock.shift(timedelta(hours=11, minutes=59))
        assert client.get(LIST).status_code == 200
        clock.shift(timedelta(minutes=2))
        assert_refused(client.get(LIST), 401)
        assert_refused(client.delete(TOKEN), 401)


def test_use_does_not_prolong(cast: Cast) -> None:
    """A token that is used every hour ends all the same."""
    with time_machine.travel(NOON, tick=False) as clock:
        client = bearer(token_of(cast.editor))
        for _ in range(11):
            clock.shift(timedelta(hours=1))
            assert client.get(LIST).status_code == 200
        clock.shift(timedelta(hours=1, minutes=1))
        assert_refused(client.get(LIST), 401)


def test_tokens_are_withdrawn(cast: Cast) -> None:
    """DELETE withdraws the tokens of the account, not those of others; without a token it is 401."""
    mine, other = bearer(token_of(cast.editor)), bearer(token_of(cast.reader))
    assert_refused(APIClient().delete(TOKEN), 401)
    assert mine.delete(TOKEN).status_code == 204
    assert_refused(mine.get(LIST), 401)
    assert_refused(mine.delete(TOKEN), 401)
    assert other.get(LIST).status_code == 200


NEW_PASSWORD = "sandi-baru-pemeran-27"
CHANGED = {"password1": NEW_PASSWORD, "password2": NEW_PASSWORD}


@pytest.mark.parametrize(
    ("actor", "door", "data"),
    [
        ("editor", "/akun/kata-sandi/", {"oldpassword": PASSWORD, **CHANGED}),
        (
            "editor",
            "/admin/password_change/",
            {"old_password": PASSWORD, "new_password1": NEW_PASSWORD, "new_password2": NEW_PASSWORD},
        ),
        ("administrator", "/admin/agencies/user/{}/password/", {"usable_password": "true", **CHANGED}),
        ("administrator", "/admin/agencies/user/{}/password/", {"usable_password": "false", "unset-password": "1"}),
    ],
)
def test_a_new_password_withdraws_tokens(
    cast: Cast, client: Client, actor: str, door: str, data: dict[str, str]
) -> None:
    """Whichever door changes or takes away the password: tokens of the account end, those of others stay."""
    mine, other = bearer(token_of(cast.editor)), bearer(token_of(cast.reader))
    client.force_login(getattr(cast, actor))
    assert client.post(door.format(cast.editor.pk), data).status_code == 302
    assert_refused(mine.get(LIST), 401)
    assert other.get(LIST).status_code == 200
    answer = ask(cast.editor.username, NEW_PASSWORD)
    assert answer.status_code == (403 if data.get("usable_password") == "false" else 200)


def test_tokens_stay_with_the_password(cast: Cast, client: Client, settings: Any) -> None:
    """A refused change, another change of the account, a hash renewed at sign-in: tokens stay."""
    token = bearer(token_of(cast.editor))
    client.force_login(cast.editor)
    assert client.post("/akun/kata-sandi/", {"oldpassword": "salah", **CHANGED}).status_code == 200
    editor = User.objects.get(pk=cast.editor.pk)
    editor.position = "Penyunting"
    editor.save()
    before = editor.password
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher", *settings.PASSWORD_HASHERS]
    token_of(editor)
    editor.refresh_from_db()
    assert editor.password != before
    assert token.get(LIST).status_code == 200


def test_an_account_that_goes_inactive(cast: Cast) -> None:
    """The token of an account that was closed no longer works."""
    client = bearer(token_of(cast.editor))
    User.objects.filter(pk=cast.editor.pk).update(is_active=False)
    assert_refused(client.get(LIST), 401)


def test_a_role_that_changes(cast: Cast) -> None:
    """A token has the rights its owner has now."""
    client, url = bearer(token_of(cast.editor)), address("programs", "GOV-1-02")
    User.objects.filter(pk=cast.editor.pk).update(role="reader")
    assert_refused(patch(client, url, {"unit": "x", "reason": REASON}, seen(client, url)), 403)


def test_only_the_digest_is_stored(cast: Cast) -> None:
    """The token itself stands nowhere in its row; two tokens differ."""
    token = token_of(cast.reader)
    (row,) = get_token_model().objects.values()
    assert all(token not in str(value) for value in row.values())
    assert len(row["digest"]) >= 64
    assert len(row["token_key"]) <= len(token) // 2
    assert token_of(cast.reader) != token


def test_a_second_factor_is_asked_for(cast: Cast) -> None:
    """An account with an authenticator gets a token only with the code of now, and each code works once."""
    secret = totp.generate_totp_secret()
    totp.TOTP.activate(cast.editor, secret)
    with time_machine.travel(NOON, tick=False):
        code = code_now(secret)
        wrong = f"{(int(code) + 1) % 1_000_000:06}"
        for more in ({}, {"otp": ""}, {"otp": wrong}, {"otp": "abc"}, {"otp": "9" * 5000}):
            assert_refused(ask(cast.editor.username, **more), 400, 401, 403)
        assert not get_token_model().objects.exists()
        assert bearer(token_of(cast.editor, otp=code)).get(LIST).status_code == 200
        assert_refused(ask(cast.editor.username, otp=code), 400, 401, 403)
    with time_machine.travel(NOON + timedelta(minutes=10), tick=False):
        assert_refused(ask(cast.editor.username, otp=code), 400, 401, 403)


def test_history_names_the_owner_of_the_token(cast: Cast) -> None:
    """A write with a token stands in history under the name of its owner."""
    client, url = bearer(token_of(cast.administrator)), address("programs", "GOV-1-02")
    token_of(cast.editor)
    row = client.get(url).json()
    years = [{**item, "budget": 9} for item in row["years"]]
    answer = patch(client, url, {"unit": "satuan uji", "years": years, "reason": REASON}, seen(client, url))
    assert answer.status_code == 200, answer.content
    for trace in (Program.history.filter(id=row["id"]), Program.years.rel.related_model.history.all()):
        last = trace.latest("history_id")
        assert (last.history_user, last.history_actor) == (cast.administrator, cast.administrator.label)
        assert last.history_change_reason == REASON
