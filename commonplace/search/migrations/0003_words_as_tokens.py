"""The words of every entry anew, as bare tokens: `pump` of the text, `=pump` of its title, `:space17` of its marks.

Without positions and columns to read, both databases look a token up by its rows alone. On PostgreSQL `#41` and `##2`
say among which thousand and which sixteen thousand entries one is, so that the latest can be looked through first;
SQLite's index is walked backwards.
"""

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

from commonplace.store.fresh import BesideModels


def tokens(row: str) -> str:
    """The tokens of a row, in SQL of either database."""
    return f"""{row}title_words || ' ' || {row}body_words || replace(' ' || {row}marks, ' ', ' :')
        || CASE WHEN {row}title_words = '' THEN '' ELSE replace(' ' || {row}title_words, ' ', ' =') END"""


def triggers(old: str, new: str, columns: str) -> tuple[str, str, str]:
    """What keeps SQLite's index, with what is forgotten, what is taken in, and when."""
    return (
        f"CREATE TRIGGER search_words_added AFTER INSERT ON search_searchentry BEGIN {new} END",
        f"CREATE TRIGGER search_words_dropped AFTER DELETE ON search_searchentry BEGIN {old} END",
        f"CREATE TRIGGER search_words_changed AFTER UPDATE OF {columns} ON search_searchentry "
        f"WHEN ({', '.join('old.' + one for one in columns.split(', '))}) "
        f"IS NOT ({', '.join('new.' + one for one in columns.split(', '))}) BEGIN {old} {new} END",
    )


COLUMNS = "title_words, body_words, marks"
UNMAKE_SQLITE = (
    "DROP TRIGGER search_words_added", "DROP TRIGGER search_words_dropped", "DROP TRIGGER search_words_changed",
    "DROP TABLE search_words",
)
# Words are cut and folded before they come here, so the tokenizer only parts them at blanks.
SQLITE = (
    *UNMAKE_SQLITE,
    """UPDATE search_searchentry SET marks = marks || ' year' || strftime('%Y', happened_at)
        || ' month' || strftime('%Y%m', happened_at)""",
    """CREATE VIRTUAL TABLE search_words USING fts5(words, content='', detail=none, prefix='3',
        tokenize="ascii tokenchars ':='")""",
    f"INSERT INTO search_words(rowid, words) SELECT id, {tokens('')} FROM search_searchentry ORDER BY id",
    *triggers(
        f"INSERT INTO search_words(search_words, rowid, words) VALUES ('delete', old.id, {tokens('old.')});",
        f"INSERT INTO search_words(rowid, words) VALUES (new.id, {tokens('new.')});",
        COLUMNS,
    ),
)
# No row waits in the index's list of new ones, for every search would read that list.
POSTGRESQL = f"""
UPDATE search_searchentry SET marks = marks || to_char(happened_at AT TIME ZONE 'UTC', '" year"YYYY" month"YYYYMM');
ALTER TABLE search_searchentry DROP COLUMN vector;
ALTER TABLE search_searchentry ADD COLUMN vector tsvector GENERATED ALWAYS AS (
    array_to_tsvector(array_remove(string_to_array({tokens("")} || ' #' || (id >> 10) || ' ##' || (id >> 14), ' '), ''))
) STORED;
CREATE INDEX search_words ON search_searchentry USING gin (vector) WITH (fastupdate = off);
"""
# What 0002 made.
POSTGRESQL_BACK = """
ALTER TABLE search_searchentry DROP COLUMN vector;
ALTER TABLE search_searchentry ADD COLUMN vector tsvector GENERATED ALWAYS AS (
    setweight(to_tsvector('simple', title_words), 'A') || setweight(to_tsvector('simple', left(body_words, 200000)), 'B')
    || setweight(to_tsvector('simple', marks), 'C')
) STORED;
CREATE INDEX search_words ON search_searchentry USING gin (vector);
"""
SQLITE_BACK = (
    *UNMAKE_SQLITE,
    """CREATE VIRTUAL TABLE search_words USING fts5(title_words, body_words, marks,
    content='search_searchentry', content_rowid='id', tokenize="unicode61 remove_diacritics 0", prefix='3')""",
    "INSERT INTO search_words(search_words) VALUES ('rebuild')",
    *triggers(
        f"INSERT INTO search_words(search_words, rowid, {COLUMNS}) "
        "VALUES ('delete', old.id, old.title_words, old.body_words, old.marks);",
        f"INSERT INTO search_words(rowid, {COLUMNS}) VALUES (new.id, new.title_words, new.body_words, new.marks);",
        COLUMNS,
    ),
)


def make(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    run(editor, SQLITE, POSTGRESQL)


def unmake(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    run(editor, SQLITE_BACK, POSTGRESQL_BACK)


def run(editor: BaseDatabaseSchemaEditor, sqlite: tuple[str, ...], postgresql: str) -> None:
    for statement in (postgresql,) if editor.connection.vendor == "postgresql" else sqlite:
        editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("search", "0002_words")]
    operations = [BesideModels(make, unmake)]
