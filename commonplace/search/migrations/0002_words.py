"""The words of every entry: an FTS5 table kept by triggers on SQLite, a generated tsvector on PostgreSQL."""

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

from commonplace.store.fresh import BesideModels

FORGET = """INSERT INTO search_words(search_words, rowid, title_words, body_words, marks)
    VALUES ('delete', old.id, old.title_words, old.body_words, old.marks);"""
TAKE_IN = """INSERT INTO search_words(rowid, title_words, body_words, marks)
    VALUES (new.id, new.title_words, new.body_words, new.marks);"""
SQLITE = (
    """CREATE VIRTUAL TABLE search_words USING fts5(title_words, body_words, marks,
    content='search_searchentry', content_rowid='id', tokenize="unicode61 remove_diacritics 0", prefix='3')""",
    f"CREATE TRIGGER search_words_added AFTER INSERT ON search_searchentry BEGIN {TAKE_IN} END",
    f"CREATE TRIGGER search_words_dropped AFTER DELETE ON search_searchentry BEGIN {FORGET} END",
    "CREATE TRIGGER search_words_changed AFTER UPDATE OF title_words, body_words, marks ON search_searchentry "
    f"BEGIN {FORGET} {TAKE_IN} END",
)
# The parts are weighted so that a query can ask for words of the title (A), the body (B) or the marks (C).
POSTGRESQL = """
ALTER TABLE search_searchentry ADD COLUMN vector tsvector GENERATED ALWAYS AS (
    setweight(to_tsvector('simple', title_words), 'A') || setweight(to_tsvector('simple', left(body_words, 200000)), 'B')
    || setweight(to_tsvector('simple', marks), 'C')
) STORED;
CREATE INDEX search_words ON search_searchentry USING gin (vector);
"""


def make(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    if editor.connection.vendor == "postgresql":
        editor.execute(POSTGRESQL)
        return
    for statement in SQLITE:
        editor.execute(statement)


def unmake(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    if editor.connection.vendor == "postgresql":
        editor.execute("ALTER TABLE search_searchentry DROP COLUMN vector")
        return
    for trigger in ("added", "dropped", "changed"):
        editor.execute(f"DROP TRIGGER search_words_{trigger}")
    editor.execute("DROP TABLE search_words")


class Migration(migrations.Migration):
    dependencies = [("search", "0001_initial")]
    operations = [BesideModels(make, unmake)]
