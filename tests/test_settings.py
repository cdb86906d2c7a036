"""Settings are read from the environment; whatever is wrong with them is told at once, without a secret."""

import os
from datetime import timedelta
from pathlib import Path

import pytest

from bot.core.lists import PublisherClass
from bot.settings import SEARCHABLE, Settings, WrongSettings, read_settings

TOKEN = "123456:An-invented_token-that-opens-nothing"
SECRET = "An_invented-secret"
WRONG: dict[str, str] = {
    "VDOMA_CONTACTS": "no/such/file.csv",
    "VDOMA_TELEGRAM_TOKEN": "12:no-token-of-BotFathers",
    "VDOMA_TELEGRAM_API": "api.example.org/",
    "VDOMA_DATABASE_URL": "mysql://localhost/vdoma",
    "VDOMA_OWNERS": "7001, Оксана",
    "VDOMA_OPERATOR": "",
    "VDOMA_HOLD": "ten minutes",
    "VDOMA_PERSONS_PER_HOUR": "0",
    "VDOMA_PERSONS_PER_DAY": "many",
    "VDOMA_PLANTED": "Один",
    "VDOMA_SECOND_FACTOR": "sms",
    "VDOMA_KEYS": "courier:no:key:at-all",
    "VDOMA_STALE_AFTER": "0",
    "VDOMA_ERASE_MANY_ON": "some day",
    "VDOMA_SEARCHED": "unverified",
    "VDOMA_SEND_RATE": "0",
    "VDOMA_CHAT_RATE": "0",
    "VDOMA_CHANNELS": "uk:@vdoma",
    "VDOMA_WEBHOOK_URL": "http://example.org/unsafe",
    "VDOMA_WEBHOOK_SECRET": "not a secret",
    "VDOMA_HTTP_BIND": "127.0.0.1",
    "VDOMA_LOG_LEVEL": "CHATTY",
    "VDOMA_FOLDER": " ",
    "VDOMA_REPEAT_AFTER": "soon",
}


class Environment:
    """What stands in the environment of the process; nothing of VDOMA_ but what a test puts there."""

    def __init__(self, patch: pytest.MonkeyPatch) -> None:
        self._patch = patch

    def has(self, **variables: str) -> None:
        for name, value in variables.items():
            self._patch.setenv(name, value)

    def lacks(self, name: str) -> None:
        self._patch.delenv(name)


@pytest.fixture
def environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Environment:
    """A token and nothing else, in a folder without a .env file."""
    for name in [name for name in os.environ if name.upper().startswith("VDOMA_")]:
        monkeypatch.delenv(name)
    monkeypatch.chdir(tmp_path)
    environment = Environment(monkeypatch)
    environment.has(VDOMA_TELEGRAM_TOKEN=TOKEN)
    return environment


def fault(environment: Environment, **variables: str) -> str:
    """The one message with which these settings are refused."""
    environment.has(**variables)
    with pytest.raises(WrongSettings) as refused:
        read_settings()
    return str(refused.value)


def test_a_token_is_all_that_must_be_given(environment: Environment) -> None:
    settings = read_settings()

    assert settings.telegram_token.get_secret_value() == TOKEN
    assert settings.telegram_api == "https://api.telegram.org"
    assert settings.database_url == "sqlite:///data/vdoma.db"
    assert settings.owners == frozenset()
    assert settings.hold == timedelta(minutes=10)
    assert settings.stale_after == timedelta(days=7)
    assert settings.searched == {
        PublisherClass.RECEIVING_SIDE,
        PublisherClass.ICRC,
        PublisherClass.MEDIA,
    }
    assert settings.send_rate == 30
    assert (settings.webhook_url, settings.webhook_secret) == (None, None)


def test_without_a_token_the_start_says_which_variable_is_missing(environment: Environment) -> None:
    environment.lacks("VDOMA_TELEGRAM_TOKEN")

    assert fault(environment) == "VDOMA_TELEGRAM_TOKEN: Field required"


def test_the_table_of_wrong_values_holds_every_setting() -> None:
    assert set(WRONG) == {f"VDOMA_{field.upper()}" for field in Settings.model_fields}


def test_all_faults_are_told_in_one_message_one_line_for_each(environment: Environment) -> None:
    lines = fault(environment, **WRONG).splitlines()

    assert sorted(line.partition(":")[0] for line in lines) == sorted(WRONG)


@pytest.mark.parametrize("name", [name for name in WRONG if name != "VDOMA_WEBHOOK_SECRET"])
def test_every_setting_is_refused_by_its_own_name(environment: Environment, name: str) -> None:
    secret = {"VDOMA_WEBHOOK_SECRET": SECRET}

    message = fault(environment, **{**secret, name: WRONG[name]})

    assert message.startswith(f"{name}: ")
    assert len(message.splitlines()) == 1


def test_no_value_of_a_secret_stands_in_the_message(environment: Environment) -> None:
    message = fault(environment, **WRONG)

    for name in ("VDOMA_TELEGRAM_TOKEN", "VDOMA_WEBHOOK_SECRET"):
        assert WRONG[name] not in message


def test_a_good_token_does_not_stand_in_the_message_about_other_settings(environment: Environment) -> None:
    assert TOKEN not in fault(environment, VDOMA_HOLD="soon", VDOMA_WEBHOOK_URL="https://example.org/")


def test_neither_token_nor_secret_is_printed_with_the_settings(environment: Environment) -> None:
    environment.has(VDOMA_WEBHOOK_URL="https://example.org/", VDOMA_WEBHOOK_SECRET=SECRET)
    settings = read_settings()

    for printed in (repr(settings), str(settings), settings.model_dump_json()):
        assert TOKEN not in printed
        assert SECRET not in printed


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("0", timedelta(0)),
        ("600", timedelta(minutes=10)),
        ("600s", timedelta(minutes=10)),
        ("10m", timedelta(minutes=10)),
        ("12h", timedelta(hours=12)),
        ("7d", timedelta(days=7)),
        (" 10m ", timedelta(minutes=10)),
    ],
)
def test_a_duration_is_written_in_seconds_or_with_its_unit(
    environment: Environment, written: str, meant: timedelta
) -> None:
    environment.has(VDOMA_HOLD=written)

    assert read_settings().hold == meant


@pytest.mark.parametrize("written", ["", "-1", "1.5h", "10 m", "10M", "m", "1w", "10m10s", "P7D", "0:10:00"])
def test_what_is_no_duration_is_refused_with_how_to_write_one(environment: Environment, written: str) -> None:
    assert fault(environment, VDOMA_HOLD=written) == ("VDOMA_HOLD: write a duration as 600, 10m, 12h or 7d")


@pytest.mark.parametrize("name", ["VDOMA_HOLD", "VDOMA_STALE_AFTER", "VDOMA_REPEAT_AFTER"])
def test_a_duration_that_leaves_the_calendar_is_refused_at_the_start(
    environment: Environment, name: str
) -> None:
    """Otherwise every question, or every confirmation, would end in an error nobody foresaw."""
    environment.has(**{name: "366d"})
    read_settings()

    assert fault(environment, **{name: "9999999d"}).startswith(f"{name}: ")


@pytest.mark.parametrize(
    ("written", "owners"),
    [("", set()), ("7001", {7001}), ("7001,7002", {7001, 7002}), (" 7001 , 7002,, 7001", {7001, 7002})],
)
def test_owners_are_telegram_ids_with_commas_between_them(
    environment: Environment, written: str, owners: set[int]
) -> None:
    environment.has(VDOMA_OWNERS=written)

    assert read_settings().owners == owners


@pytest.mark.parametrize("written", ["@oksana", "7001;7002", "7001 7002", "-7001", "[7001]", "7" * 19])
def test_what_is_no_list_of_ids_is_refused(environment: Environment, written: str) -> None:
    assert fault(environment, VDOMA_OWNERS=written).startswith("VDOMA_OWNERS: write Telegram ids")


def test_zero_is_nobodys_telegram_id_and_owns_nothing(environment: Environment) -> None:
    """An update without a sender counts as the id 0: it must never be an owner's."""
    assert fault(environment, VDOMA_OWNERS="7001,0").startswith("VDOMA_OWNERS: ")


@pytest.mark.parametrize(
    "address",
    [
        "mysql://localhost/vdoma",
        "postgresql://localhost",
        "postgresql://localhost/",
        "sqlite:/data/vdoma.db",
        "sqlite://",
        "sqlite:///",
        "data/vdoma.db",
        "",
    ],
)
def test_a_database_of_an_unknown_kind_is_refused(environment: Environment, address: str) -> None:
    assert fault(environment, VDOMA_DATABASE_URL=address).startswith("VDOMA_DATABASE_URL: ")


@pytest.mark.parametrize("classes", ["unverified", "other_side", "receiving_side,other_side", "nonsense", ""])
def test_only_classes_that_are_searched_as_a_whole_can_be_chosen(
    environment: Environment, classes: str
) -> None:
    assert fault(environment, VDOMA_SEARCHED=classes).startswith("VDOMA_SEARCHED: ")


def test_fewer_classes_can_be_searched(environment: Environment) -> None:
    environment.has(VDOMA_SEARCHED="receiving_side, icrc")

    assert read_settings().searched == SEARCHABLE - {PublisherClass.MEDIA}


@pytest.mark.parametrize("secret", [None, "", "з пробілом", "x" * 257])
def test_a_webhook_needs_a_secret_that_telegram_takes(environment: Environment, secret: str | None) -> None:
    given = {} if secret is None else {"VDOMA_WEBHOOK_SECRET": secret}

    message = fault(environment, VDOMA_WEBHOOK_URL="https://example.org/hook", **given)

    assert message.startswith("VDOMA_WEBHOOK_SECRET: needed with VDOMA_WEBHOOK_URL")


@pytest.mark.parametrize("bind", ["127.0.0.1", ":8080", "127.0.0.1:0", "127.0.0.1:65536", "localhost:port"])
def test_a_place_that_nothing_can_listen_at_is_refused(environment: Environment, bind: str) -> None:
    assert fault(environment, VDOMA_HTTP_BIND=bind).startswith("VDOMA_HTTP_BIND: ")


@pytest.mark.parametrize("rate", ["0", "-1", "1001", "nan", "inf", "fast"])
def test_a_rate_at_which_nothing_can_be_sent_is_refused(environment: Environment, rate: str) -> None:
    assert fault(environment, VDOMA_SEND_RATE=rate).startswith("VDOMA_SEND_RATE: ")


def test_a_file_beside_the_program_gives_what_the_environment_does_not(
    environment: Environment, tmp_path: Path
) -> None:
    (tmp_path / ".env").write_text("VDOMA_OWNERS=7001,7002\nVDOMA_HOLD=5m\nOTHER=1\n", encoding="utf-8")
    environment.has(VDOMA_HOLD="1m")

    settings = read_settings()

    assert settings.owners == {7001, 7002}
    assert settings.hold == timedelta(minutes=1)


def test_faults_of_the_file_are_told_with_those_of_the_environment(
    environment: Environment, tmp_path: Path
) -> None:
    (tmp_path / ".env").write_text("VDOMA_HOLD=soon\n", encoding="utf-8")

    message = fault(environment, VDOMA_SEND_RATE="0")

    assert [line.partition(":")[0] for line in message.splitlines()] == ["VDOMA_HOLD", "VDOMA_SEND_RATE"]


def test_a_misspelt_setting_is_named_and_not_silently_left_out(environment: Environment) -> None:
    message = fault(environment, VDOMA_OWNER="7001,7002", VDOMA_HOLD="soon")

    assert sorted(message.splitlines()) == [
        "VDOMA_HOLD: write a duration as 600, 10m, 12h or 7d",
        "VDOMA_OWNER: there is no such setting; is VDOMA_OWNERS meant?",
    ]


def test_a_misspelt_setting_of_the_file_is_named_too(environment: Environment, tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("VDOMA_QWERTY=1\nOTHER=2\n", encoding="utf-8")

    assert fault(environment) == "VDOMA_QWERTY: there is no such setting"


def test_letters_of_either_case_name_a_setting(environment: Environment) -> None:
    environment.has(vdoma_owners="7001,7002")

    assert read_settings().owners == {7001, 7002}


@pytest.mark.parametrize("field", Settings.model_fields)
def test_every_setting_says_what_it_is(field: str) -> None:
    assert Settings.model_fields[field].description
