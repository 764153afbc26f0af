"""Everything of one person's, to take along: the words as JSON, and with the files as an archive, both as streams."""

from commonplace.web.everything.archive import Bundle, archive_of, bundle_of, require_files
from commonplace.web.everything.words import words_of

__all__ = ["Bundle", "archive_of", "bundle_of", "require_files", "words_of"]
