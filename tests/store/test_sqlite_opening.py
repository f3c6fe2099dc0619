"""Opening a store: tables are made and upgraded, once, and two apps are kept apart."""

from __future__ import annotations

import sqlite3
import stat
import subprocess
import sys
from contextlib import closing

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from pin_drafts import NOON, a_pin

from geo.errors import StoreError
from geo.store import upgrading
from geo.store.pin_store import PinStore
from geo.store.schema import REVISION, metadata


@pytest.fixture
def path(tmp_path):
    return tmp_path / "pins.sqlite"


@pytest.fixture
def url(path):
    return f"sqlite:///{path}"


def test_migrations_make_the_very_tables_that_the_code_names(url):
    PinStore.open(url).close()
    with sa.create_engine(url).connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        differences = compare_metadata(context, metadata)
    assert differences == []


def test_the_revision_in_the_code_is_the_last_migration():
    config = Config()
    config.set_main_option("script_location", str(upgrading._MIGRATIONS))
    assert ScriptDirectory.from_config(config).get_current_head() == REVISION


def test_a_store_from_before_contributors_keeps_its_pins_and_takes_new_ones(url, path):
    store = PinStore.open(url)
    store.add(a_pin(), now=NOON)
    store.close()
    with closing(sqlite3.connect(path)) as raw:  # as it was before the migration
        for later in (
            "pin_details",
            "pin_raw_shapes",
            "pin_published_shapes",
            "barrier_corrections",
            "sites",
            "schemes",
        ):
            raw.execute(f"DROP TABLE {later}")
        raw.execute("DROP TABLE pin_contributors")
        raw.execute("UPDATE alembic_version SET version_num = '0001'")
        raw.commit()
    upgraded = PinStore.open(url)
    upgraded.add(a_pin(contributor_hash="a" * 32), now=NOON)
    voices = upgraded.voices_within(None)
    assert voices["contributor"].isna().tolist() == [True, False]
    upgraded.close()


def test_the_file_is_set_up_to_lose_nothing_and_to_erase_what_is_erased(url, path):
    store = PinStore.open(url)
    with store._database.write() as connection:
        asked = {
            name: connection.exec_driver_sql(f"PRAGMA {name}").scalar_one()
            for name in ("journal_mode", "synchronous", "secure_delete", "foreign_keys", "busy_timeout")
        }
    assert asked == {
        "journal_mode": "wal",
        "synchronous": 2,
        "secure_delete": 1,
        "foreign_keys": 1,
        "busy_timeout": 10_000,
    }
    store.close()
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_readers_cannot_write(url):
    store = PinStore.open(url)
    with pytest.raises(StoreError), store._database.read() as connection:
        connection.exec_driver_sql("DELETE FROM pins")
    store.close()


def test_a_revision_is_never_rewritten(url, path):
    store = PinStore.open(url)
    store.add(a_pin(), now=NOON)
    store.close()
    with closing(sqlite3.connect(path)) as raw, pytest.raises(sqlite3.IntegrityError, match="never rewritten"):
        raw.execute("UPDATE pin_revisions SET text = 'other'")


def test_a_second_app_on_the_same_store_is_refused_and_the_command_line_is_not(url):
    app = PinStore.open(url, exclusive=True)
    with pytest.raises(StoreError, match="already running"):
        PinStore.open(url, exclusive=True)
    beside = PinStore.open(url)
    beside.add(a_pin(), now=NOON)
    assert app.sequence() == 1
    beside.close()
    app.close()
    PinStore.open(url, exclusive=True).close()


def test_the_lock_of_a_killed_app_is_let_go(url):
    program = (
        "import sys; from geo.store.pin_store import PinStore; app = PinStore.open(sys.argv[1], exclusive=True); "
        "print('up', flush=True); sys.stdin.read()"
    )
    with subprocess.Popen(
        [sys.executable, "-c", program, url], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as app:
        assert app.stdout.readline() == "up\n"
        with pytest.raises(StoreError, match="already running"):
            PinStore.open(url, exclusive=True)
        app.kill()
    PinStore.open(url, exclusive=True).close()


def test_several_processes_that_open_a_new_store_at_once_make_it_once(url, path):
    program = "import sys; from geo.store.pin_store import PinStore; PinStore.open(sys.argv[1]).close()"
    openers = [subprocess.Popen([sys.executable, "-c", program, url], stderr=subprocess.PIPE) for _ in range(4)]
    assert [(opener.communicate()[1].decode(), opener.returncode) for opener in openers] == [("", 0)] * 4
    with closing(sqlite3.connect(path)) as raw:
        assert raw.execute("SELECT count(*) FROM surveys").fetchone() == (1,)
        assert raw.execute("SELECT version_num FROM alembic_version").fetchall() == [(REVISION,)]


def test_a_store_of_a_later_version_is_refused_in_words(url, path):
    PinStore.open(url).close()
    with closing(sqlite3.connect(path)) as raw:
        raw.execute("UPDATE alembic_version SET version_num = '9999'")
        raw.commit()
    with pytest.raises(StoreError, match="later version"):
        PinStore.open(url)


@pytest.mark.parametrize("wrong", ["postgresql://localhost/pins", "sqlite://", "sqlite:///:memory:", "not a url"])
def test_an_address_that_is_no_sqlite_file_is_refused_in_words(wrong):
    with pytest.raises(StoreError, match=r"sqlite:///path"):
        PinStore.open(wrong)


def test_a_file_that_is_no_store_is_refused_in_words(url, path):
    path.write_bytes(b"These are somebody's holiday notes, not a database. " * 50)
    with pytest.raises(StoreError, match="not a store"):
        PinStore.open(url)
    assert path.read_bytes().startswith(b"These are somebody's")


def test_a_folder_that_cannot_be_made_is_said_so(tmp_path):
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(StoreError, match="cannot be opened"):
        PinStore.open(f"sqlite:///{tmp_path / 'file' / 'pins.sqlite'}")
